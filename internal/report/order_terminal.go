package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Order prints the answer of `mandate order`.
func (t *Terminal) Order(o *Order) error {
	p := t.page()
	switch o.Result {
	case "order":
		p.opening(map[bool]look{true: good, false: warn}[len(o.Circles.List) == 0], "ORDER", &o.Head)
	case string(mandate.Blocked):
		p.opening(bad, "BLOCKED", &o.Head)
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &o.Head)
		p.text("", "", plain, o.Sentence)
		return p.flush()
	default:
		p.opening(warn, "UNKNOWN", &o.Head)
		p.text("", "", plain, p.ended(o.Stopped))
		return p.flush()
	}
	p.text("Aim: ", "  ", plain, o.AimName)
	p.text("", "", plain, o.Sentence)
	switch {
	case o.Stopped:
		p.text("", "  ", warn, "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).")
	case !o.Complete:
		p.text("", "  ", warn, "The budget or a limit ended before everything was found: what follows is not complete.")
	}
	names := map[string]OrderEvent{}
	for _, e := range o.Events {
		names[e.ID] = e
	}
	name := func(ev string) string {
		if e, ok := names[ev]; ok {
			return quoteStep(e.Kind, e.Name)
		}
		return ev
	}
	p.circles(o, name)
	p.orderSequence(o, names)
	p.orderNow(o)
	p.orderGiven(o)
	p.orderShared(o, names, name)
	p.orderNeeded(o)
	if o.Hidden > 0 {
		p.blank()
		p.text("", "  ", faint, plural(int64(o.Hidden), "pair", "pairs")+" of events not shown: what puts them in order is withheld.")
	}
	p.entries(o.Entries, o.Withheld)
	if o.Result == string(mandate.Blocked) {
		p.ask("why")
	} else {
		p.ask("check")
	}
	return p.flush()
}

func quoteStep(kind, name string) string {
	if kind == "step" {
		return quote(name)
	}
	return name
}

func (p *page) circles(o *Order, name func(string) string) {
	list := o.Circles.List
	if len(list) == 0 {
		return
	}
	title := plural(int64(len(list)), "circle", "circles")
	if !o.Circles.Complete {
		title = "At least " + title
	}
	p.section(title + ": each waits for what stands before it, and the first for the last")
	for i, c := range list {
		word := map[string]string{"yes": "blocks the aim", "no": "does not block the aim", "unknown": "whether it blocks the aim was not found out"}[c.Blocks]
		p.blank()
		p.text(fmt.Sprintf("  %d  ", i+1), "     ", strong, word)
		byKey := map[string]Position{}
		for _, x := range c.Positions {
			byKey[x.Key] = x
		}
		if len(c.Loops) != 1 {
			for _, x := range c.Positions {
				p.positionAt("     ", "       ", x)
			}
		}
		for k, loop := range c.Loops {
			if len(c.Loops) > 1 {
				p.text("     ", "       ", faint, fmt.Sprintf("choice %d", k+1))
			}
			for _, l := range loop {
				p.text("     ", "       ", plain, name(l.To)+" waits for "+name(l.From))
				if len(l.Positions) == 0 {
					p.text("       ", "         ", faint, "so every plan is made: stages in turn, a yes before the step it is for")
				}
				for _, key := range l.Positions {
					if len(c.Loops) == 1 {
						p.positionAt("       ", "         ", byKey[key])
					}
				}
			}
		}
		if len(c.Remedies) > 0 {
			p.text("     ", "       ", faint, "It ends, and no other comes, if one of these changes (consequences, not advice):")
		}
		for _, r := range c.Remedies {
			s := r.Says
			if len(r.Ends) > 0 {
				var also []string
				for _, k := range r.Ends {
					also = append(also, fmt.Sprint(k))
				}
				s += "; ends " + strings.Join(also, ", ") + " too"
			}
			if !r.Sure {
				s += "; whether another comes was not found out"
			}
			p.text("     "+pad(r.Kind, 9)+"  ", "                ", plain, s)
		}
	}
}

func (p *page) orderSequence(o *Order, names map[string]OrderEvent) {
	if len(o.Sequence) == 0 {
		return
	}
	p.section("One order: an example, the plan with the fewest events")
	last := 0
	marked := map[string]OrderEvent{}
	for _, x := range o.Sequence {
		last = max(last, x.Layer)
		e := names[x.ID]
		if e.Given != nil {
			e.Name += " (agreed)"
		}
		marked[x.ID] = e
	}
	for l := 0; l <= last; l++ {
		lead := "  then   "
		if l == 0 {
			lead = "  first  "
		}
		p.text(lead, "         ", plain, eventWords(o.Sequence, marked, func(x OrderPlace) bool { return x.Layer == l }))
	}
}

// eventWords names events, those of a kind together.
func eventWords(list []OrderPlace, names map[string]OrderEvent, keep func(OrderPlace) bool) string {
	by := map[string][]string{}
	for _, x := range list {
		if keep(x) {
			e := names[x.ID]
			by[e.Kind] = append(by[e.Kind], bare(e))
		}
	}
	var parts []string
	if s := by["step"]; len(s) > 0 {
		parts = append(parts, strings.Join(s, " · "))
	}
	for _, k := range [][2]string{{"decide", "deciding "}, {"commit", "the commitment of "}, {"consent", "the consent of "}} {
		if s := by[k[0]]; len(s) > 0 {
			parts = append(parts, k[1]+strings.Join(s, ", "))
		}
	}
	return strings.Join(parts, " · ")
}

// bare is the name of a step, an issue or an actor.
func bare(e OrderEvent) string {
	for _, cut := range []string{"deciding ", "the commitment of ", "the consent of "} {
		if s, ok := strings.CutPrefix(e.Name, cut); ok && e.Kind != "step" {
			return s
		}
	}
	return e.Name
}

func (p *page) orderNow(o *Order) {
	type row struct{ kind, who string }
	var keys []row
	what := map[row][]string{}
	for _, e := range o.Events {
		if !e.Now || e.Given != nil {
			continue
		}
		k := row{e.Kind, strings.Join(e.ByNames, ", ")}
		if e.Kind == "commit" || e.Kind == "consent" {
			k.who = ""
		}
		if what[k] == nil {
			keys = append(keys, k)
		}
		what[k] = append(what[k], bare(e))
	}
	if len(keys) == 0 {
		return
	}
	p.section("Possible now, in some plan before all else")
	for _, k := range keys {
		list := strings.Join(what[k], ", ")
		switch k.kind {
		case "step":
			p.text("  steps    ", "           ", plain, strings.Join(what[k], " · "))
			p.text("           ", "           ", faint, "by whom the record does not say")
		case "decide":
			p.text("  decide   ", "           ", plain, list)
			p.text("           ", "           ", faint, "by: "+or(k.who, "nobody named"))
		case "commit":
			p.text("  commit   ", "           ", plain, list)
		default:
			p.text("  consent  ", "           ", plain, list)
		}
	}
}

// orderGiven lists the commitments and consents for which no answer is missing.
func (p *page) orderGiven(o *Order) {
	begun := false
	for _, e := range o.Events {
		if e.Given == nil {
			continue
		}
		if !begun {
			p.section("Already given: the yes is on record")
			begun = true
		}
		s := bare(e)
		if e.Given.Since != "" {
			s += ", agreed since " + long(e.Given.Since)
		}
		if len(e.Given.Entries) > 0 {
			s += "  [" + p.few(e.Given.Entries, 3) + "]"
		}
		p.text("  "+pad(e.Kind, 9), "           ", plain, s)
	}
}

// orderShared prints what every order shares; what the same sentence puts after
// an event stands together.
func (p *page) orderShared(o *Order, names map[string]OrderEvent, name func(string) string) {
	type group struct {
		from, to []OrderPlace
		arc      OrderArc
	}
	var groups []*group
	at := map[string]*group{}
	total := 0
	place := func(ev string) OrderPlace { return OrderPlace{Step: Step{ID: ev}} }
	has := func(list []OrderPlace, ev string) bool {
		for _, x := range list {
			if x.ID == ev {
				return true
			}
		}
		return false
	}
	for _, a := range o.Arcs {
		if !a.Every {
			continue
		}
		total++
		key := a.From
		if len(a.Positions) == 0 {
			key = a.Kind + " to " + a.To
		}
		for _, x := range a.Positions {
			key += "|" + x.Key
		}
		g := at[key]
		if g == nil {
			g = &group{arc: a}
			at[key] = g
			groups = append(groups, g)
		}
		if !has(g.from, a.From) {
			g.from = append(g.from, place(a.From))
		}
		if !has(g.to, a.To) {
			g.to = append(g.to, place(a.To))
		}
	}
	if total == 0 {
		return
	}
	// Then those with the same sentences for the same events.
	var merged []*group
	again := map[string]*group{}
	for _, g := range groups {
		key := fmt.Sprint(g.arc.Kind == "unknown", g.to)
		for _, x := range g.arc.Positions {
			key += "|" + x.Key
		}
		if m := again[key]; m != nil {
			for _, x := range g.from {
				if !has(m.from, x.ID) {
					m.from = append(m.from, x)
				}
			}
			continue
		}
		again[key] = g
		merged = append(merged, g)
	}
	p.section("What every order shares: " + plural(int64(total), "pair", "pairs") + "; others follow from these")
	all := func(OrderPlace) bool { return true }
	for _, g := range merged {
		p.text("  ", "    ", plain, eventWords(g.from, names, all)+"  before  "+eventWords(g.to, names, all))
		var refs []string
		for _, x := range g.arc.Positions {
			refs = append(refs, p.ref(x))
		}
		if g.arc.Kind == "unknown" {
			refs = []string{"what says so was not found within the budget"}
		} else if len(refs) == 0 {
			refs = []string{"so every plan is made: stages in turn, a yes before the step it is for"}
		}
		p.text("    ", "      ", faint, "["+strings.Join(refs, "; ")+"]")
	}
}

// ref names what is behind a position.
func (p *page) ref(x Position) string {
	if len(x.Entries) > 0 {
		return p.few(x.Entries, 3)
	}
	ref := x.Line
	if len(x.Sources) > 0 {
		ref += ", source " + strings.TrimSpace(strings.Join(x.Sources, ", ")+" "+x.At)
	}
	return ref
}

func (p *page) orderNeeded(o *Order) {
	if len(o.Needed) == 0 {
		return
	}
	p.section("By when the answers owed are needed, in every plan")
	type group struct{ what, by []string }
	var groups []*group
	at := map[string]*group{}
	for _, x := range o.Needed {
		var by, what []string
		commits := 0
		for _, s := range x.By {
			if strings.HasPrefix(s.ID, "commit.") {
				commits++
				continue
			}
			by = append(by, quoteStep(eventKind(s.ID), s.Name))
		}
		if commits > 1 {
			by = append([]string{"any commitment"}, by...)
		} else if commits == 1 {
			for _, s := range x.By {
				if strings.HasPrefix(s.ID, "commit.") {
					by = append([]string{s.Name}, by...)
				}
			}
		}
		for _, a := range x.AnyOf {
			what = append(what, a.Kind+" "+a.Name)
		}
		if len(what) > 1 {
			for i, a := range x.AnyOf {
				what[i] = a.Name
			}
			what = []string{"one of " + strings.Join(what, ", ")}
		}
		key := strings.Join(by, "|")
		if at[key] == nil {
			at[key] = &group{by: by}
			groups = append(groups, at[key])
		}
		at[key].what = append(at[key].what, what...)
	}
	for _, g := range groups {
		by := "nothing waits for it in every plan"
		if len(g.by) > 0 {
			by = "before " + strings.Join(g.by, ", ")
		}
		p.text("  ", "    ", strong, by)
		p.text("    ", "      ", plain, strings.Join(g.what, " · "))
	}
}
