package report

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
)

func verdictLook(v string) look {
	switch mandate.Verdict(v) {
	case mandate.Blocked, mandate.NoRecord:
		return bad
	case mandate.Blueprint, mandate.Undetermined:
		return warn
	}
	return good
}

func long(day string) string {
	w, err := mandate.ParseWhen(day)
	if err != nil {
		return day
	}
	return w.Long()
}

// opening prints the headline and what narrowed the record.
func (p *page) opening(l look, word string, h *Head) {
	p.headline(l, word, h.Title, "as of "+long(h.AsOf))
	var narrow []string
	if h.KnownBy != "" {
		narrow = append(narrow, "known by "+long(h.KnownBy))
	}
	if h.RecordedBy != "" {
		narrow = append(narrow, "recorded by "+long(h.RecordedBy))
	}
	if h.MinFirmness != "" {
		narrow = append(narrow, "firmness "+h.MinFirmness+" or more")
	}
	if h.NoAssumptions {
		narrow = append(narrow, "without assumptions")
	}
	if len(h.Without) > 0 {
		narrow = append(narrow, "without "+strings.Join(h.Without, ", "))
	}
	if h.Plan != "" {
		narrow = append(narrow, "saved plan "+h.Plan)
	}
	if len(h.Set) > 0 {
		narrow = append(narrow, "with "+strings.Join(h.Set, ", "))
	}
	if len(h.Join) > 0 {
		narrow = append(narrow, "joining: "+strings.Join(h.Join, ", "))
	}
	if len(h.Exclude) > 0 {
		narrow = append(narrow, "excluding "+strings.Join(h.Exclude, ", "))
	}
	if len(narrow) > 0 {
		p.text("", "  ", faint, "Asked: "+strings.Join(narrow, " · "))
	}
}

// Check prints the answer of `mandate check`.
func (t *Terminal) Check(c *Check) error {
	p := t.page()
	p.opening(verdictLook(c.Verdict), strings.ToUpper(c.Verdict), &c.Head)
	p.text("", "", plain, c.Sentence)
	if mandate.Verdict(c.Verdict) == mandate.NoRecord || mandate.Verdict(c.Verdict) == mandate.Undetermined {
		return p.flush()
	}
	basis := "Aim: " + c.AimName
	if c.Rung != "" {
		basis += " · stands on: " + c.Rung
	}
	if c.Rule != "" {
		basis += " · needs: " + c.RuleSays + " (rule " + c.Rule + ")"
	}
	p.text("", "  ", faint, basis)
	for _, r := range c.OtherRules {
		p.text("", "  ", plain, "Under the rule "+r.ID+" ("+r.Name+") it would be "+verdictPhrase(r.Verdict)+".")
	}
	if h := c.Happened; h != nil {
		says := h.Name + " has happened, by what is withheld."
		if h.Day != "" {
			says = h.Name + " happened on " + long(h.Day) + " [" + p.name(h.Entries) + "]."
		}
		p.text("", "  ", plain, says)
	}
	switch {
	case c.Stopped:
		p.text("", "  ", warn, "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).")
	case !c.Complete:
		p.text("", "  ", warn, "The budget or a limit ended before everything was found: what follows is not complete.")
	}

	if len(c.Contradictions) > 0 {
		p.section("Said both (each binds; they cannot both hold)")
		for _, x := range c.Contradictions {
			p.text("  ", "    ", plain, fmt.Sprintf("%s: %s (%s)  ·  %s (%s)", x.Name, x.Says[0], p.name(x.Entries[:1]), x.Says[1], p.name(x.Entries[1:])))
		}
	}
	if c.Collisions != nil {
		p.collisions("What collides", *c.Collisions)
	}
	if c.WaysOut != nil && len(c.WaysOut.List) > 0 {
		n := plural(int64(len(c.WaysOut.List)), "way out", "ways out")
		if !c.WaysOut.Complete {
			n = "at least " + n
		}
		p.section("The smallest change that would end it: " + n + " of the same weight")
		for i, w := range c.WaysOut.List {
			if i == 5 {
				p.line(p.paint(faint, fmt.Sprintf("  … %d more: mandate unblock %s", len(c.WaysOut.List)-5, p.t.Command)))
				break
			}
			for k, x := range w.Positions {
				lead := "  or  "
				if i == 0 {
					lead = "      "
				}
				if k > 0 {
					lead = "  and "
				}
				p.positionAt(lead, "      ", x)
			}
		}
	}
	if c.Owed != nil {
		p.owed(c.Owed)
	} else if mandate.Verdict(c.Verdict) == mandate.Blueprint {
		p.section("Owed: not found within the budget")
	}
	if len(c.Decided) > 0 {
		p.section("Decided")
		var rows [][]string
		for _, d := range c.Decided {
			var names []string
			for _, o := range d.Options {
				names = append(names, o.Name)
			}
			switch {
			case len(d.Entries) == 0:
				names = []string{"withheld"}
			case len(names) == 0:
				names = []string{"none of the options"}
			}
			rows = append(rows, []string{d.Name, long(d.Since), strings.Join(names, "; ") + " [" + p.few(d.Entries, 2) + "]"})
		}
		p.table(2, []column{{most: 24, look: strong}, {most: 12}, {}}, rows)
	}
	p.first(c)
	if len(c.FirmShort) > 0 {
		p.section("On firm figures alone")
		for _, a := range c.FirmShort {
			p.text("  ", "    ", plain, fmt.Sprintf("%s: %s missing for %s, taking the lowest figure that each contributor named", a.Name, units(a.Missing, a.Unit), strings.Join(a.Where, "; ")))
		}
	}
	p.standings(c)
	p.goals(c.Goals)
	p.demands(c.Demands)
	var ext [][]string
	for _, x := range c.Externals {
		v := x.Value
		if x.Assumed {
			v += " (assumed)"
		}
		if x.Latest != "" {
			v += ", latest " + x.Latest
		}
		var ids []string
		if id := or(x.Entry, x.LatestEntry); id != "" {
			ids = []string{id}
		}
		ext = append(ext, []string{x.Name, v, p.name(ids)})
	}
	if len(ext) > 0 {
		p.section("Outside the actors' choice")
		p.table(2, []column{{}, {most: 20}, {most: 26, look: faint}}, ext)
	}
	if len(c.Disputed) > 0 {
		p.section("Disputed (neither binds)")
		for _, ids := range c.Disputed {
			p.name(ids)
			p.text("  ", "    ", plain, strings.Join(ids, "  ·  "))
		}
	}
	if len(c.Suspended) > 0 {
		p.section("Suspended")
		for _, x := range c.Suspended {
			line := p.name([]string{x.Entry})
			if len(x.By) > 0 {
				line += " since " + long(x.Since) + " by " + p.name(x.By)
			}
			p.text("  ", "    ", plain, line)
		}
	}
	p.rests(c)
	p.entries(c.Entries, c.Withheld)
	p.next(c)
	return p.flush()
}

func units(n int64, unit string) string {
	if unit == "" {
		return number(n)
	}
	return number(n) + " " + unit
}

// decidedBy says who may decide; of several, each may.
func decidedBy(who []string) string {
	if len(who) < 2 {
		return "for " + strings.Join(who, "") + " to decide"
	}
	return "any of " + strings.Join(who, ", ") + " may decide; the record names no single body"
}

func (p *page) owed(o *Owed) {
	title := "Owed: " + plural(int64(o.Count), "answer", "answers")
	if !o.Complete {
		title += " (alternatives not all listed)"
	}
	const left, kindW, standsW = 4, 8, 13
	whatW := p.width - left - kindW - 2 - standsW - 2
	indent := strings.Repeat(" ", left+kindW+2)
	p.blank()
	p.line(p.paint(strong, title) + strings.Repeat(" ", max(2, left+kindW+2+whatW+2-width(title))) + p.paint(faint, "stands now"))
	// Who decides is said once if it is the same for all.
	deciders := map[string]bool{}
	for _, it := range o.Items {
		if it.Answer != nil && it.Kind == "decide" {
			deciders[decidedBy(it.Who)] = true
		}
	}
	if len(deciders) == 1 {
		for who := range deciders {
			p.text("    ", "    ", faint, who)
		}
	}
	row := func(no, kind, what, stands string, a *Answer) {
		for i, l := range wrap(what, whatW) {
			lead := indent
			if i == 0 {
				lead = pad(strings.Repeat(" ", max(0, 3-len(no)))+no, left) + p.paint(strong, kind) + strings.Repeat(" ", max(0, kindW-len(kind))) + "  "
			} else {
				stands = ""
			}
			p.line(lead + pad(l, whatW) + "  " + stands)
		}
		if a == nil {
			return
		}
		if a.Kind == "decide" && len(deciders) > 1 {
			p.text(indent, indent, faint, decidedBy(a.Who))
		}
		if len(a.Open) > 0 {
			var names []string
			for _, x := range a.Open {
				names = append(names, x.Name)
			}
			p.text(indent, indent, faint, plural(int64(len(a.Open)), "option", "options")+" open: "+strings.Join(names, "; "))
		}
		ref := p.few(a.Entries, 4)
		if a.Line != "" {
			line := a.Line
			if len(a.Sources) > 0 {
				line = strings.TrimSpace(line + ", source " + strings.Join(a.Sources, ", ") + " " + a.At)
			}
			ref = strings.TrimSuffix(line+"; "+ref, "; ")
		}
		if ref != "" {
			p.text(indent, indent, faint, "["+ref+"]")
		}
	}
	for i, it := range o.Items {
		no := fmt.Sprint(i + 1)
		if a := it.Answer; a != nil {
			what, stands := a.Name, a.Stands
			if a.Kind == "force" {
				stands = number(a.Missing) + " missing"
				unit := a.Unit
				if unit == a.Name {
					unit = ""
				}
				what += ": " + units(a.Missing, unit) + " short for " + strings.Join(a.Where, "; ")
			}
			row(no, a.Kind, what, stands, a)
			continue
		}
		// Alternatives stand together by how they stand now.
		lead := "any of: "
		for _, stands := range []string{"agreed", "conditional", "interested", "silent", ""} {
			var names, ids []string
			kind := ""
			for _, a := range it.AnyOf {
				if a.Stands != stands && (stands != "" || a.Kind == "answer") {
					continue
				}
				what := a.Name
				if a.Kind != "answer" {
					what = a.Kind + " " + a.Name + " (" + a.Stands + ")"
				} else {
					kind = a.Kind
				}
				names = append(names, what)
				ids = append(ids, a.Entries...)
			}
			if len(names) == 0 {
				continue
			}
			row(no, kind, lead+strings.Join(names, ", "), stands, &Answer{Kind: kind, Entries: ids})
			no, lead = "", "or: "
		}
	}
	for i, s := range o.Sets {
		if i == 8 {
			p.line(p.paint(faint, fmt.Sprintf("          … or one of %d other sets (--json lists them)", len(o.Sets)-8)))
			break
		}
		var names []string
		for _, a := range s {
			names = append(names, a.Kind+" "+a.Name)
		}
		lead := "  and one of: "
		if i > 0 {
			lead = "          or: "
		}
		p.text(lead, "              ", plain, strings.Join(names, " + "))
	}
	if len(o.From) > 0 {
		var names []string
		for _, a := range o.From {
			names = append(names, a.Kind+" "+a.Name)
		}
		lead := fmt.Sprintf("  and any %d of: ", o.Pick)
		if !o.Exact {
			lead = fmt.Sprintf("  and %d of (not every choice will do): ", o.Pick)
		}
		p.text(lead, "    ", plain, strings.Join(names, ", "))
	}
	p.text("    ", "    ", faint, "The least that any plan owes; plans with others would owe more.")
}

// few names at most n entries and counts the others.
func (p *page) few(ids []string, n int) string {
	if len(ids) <= n {
		return p.name(ids)
	}
	return p.name(ids[:n]) + fmt.Sprintf(" + %d more", len(ids)-n)
}

func (p *page) first(c *Check) {
	if len(c.First) == 0 {
		return
	}
	p.section("Before any commitment, in every possible plan")
	for i, layer := range c.First {
		var names []string
		for _, s := range layer {
			names = append(names, s.Name)
		}
		lead := "  first  "
		if i > 0 {
			lead = "  then   "
		}
		p.text(lead, "         ", plain, strings.Join(names, " · "))
	}
}

// stillOpen leaves out what has been decided.
func stillOpen(c *Check, issues []string) (out []string) {
	for _, i := range issues {
		decided := false
		for _, d := range c.Decided {
			decided = decided || d.Name == i
		}
		if !decided {
			out = append(out, i)
		}
	}
	return out
}

func (p *page) standings(c *Check) {
	group := func(as string, keep func(Standing) bool, title string) {
		var rows [][]string
		for _, rung := range []string{"agreed", "conditional", "interested", "unknown", "ruled out"} {
			for _, s := range c.Standings {
				if s.As != as || s.Rung != rung || !keep(s) {
					continue
				}
				note := strings.Join(s.Figures, ", ")
				if s.Rung == "agreed" && s.Since != "" {
					note = strings.TrimPrefix(note+", since "+long(s.SinceWritten), ", ")
					open := stillOpen(c, s.Untouched)
					switch n := len(open); {
					case n > 3:
						note += "; the yes does not touch " + plural(int64(n), "question", "questions") + " still to be settled first"
					case n > 0:
						note += "; the yes does not touch " + strings.Join(open, ", ")
					}
				}
				if terms := s.Terms; as == string(mandate.RoleParty) && len(terms) > 0 {
					var says []string
					for _, t := range terms[:min(3, len(terms))] {
						says = append(says, t.Says)
					}
					note = "requires: " + strings.Join(says, "; ")
					if n := len(terms) - 3; n > 0 {
						note += fmt.Sprintf(" and %d more", n)
					}
				}
				ids := s.Entries
				if s.Rung == "ruled out" {
					note = ""
					ids = nil
					if s.Against != nil {
						who := strings.Join(s.Against.OwnerNames, ", ")
						if who == s.Name {
							who = ""
						}
						if who != "" {
							who += ": "
						}
						note = who + s.Against.Says
						ids = s.Against.Entries
					} else if s.Collision != nil && len(s.Collision.Positions) > 0 {
						note = s.Collision.Positions[0].Says
					}
				}
				if len(ids) > 0 {
					note = strings.TrimSpace(note + " [" + p.few(ids, 2) + "]")
				}
				rows = append(rows, []string{s.Rung, s.Name, note})
			}
		}
		var silent []string
		for _, s := range c.Standings {
			if s.As == as && s.Rung == "silent" && keep(s) {
				silent = append(silent, s.Name)
			}
		}
		if len(rows) == 0 && len(silent) == 0 {
			return
		}
		p.section(title)
		p.table(2, []column{{most: 11, least: 11}, {most: 24, look: strong}, {}}, rows)
		if len(silent) > 0 {
			p.text("  "+pad("silent", 11)+"  ", "               ", plain, strings.Join(silent, ", "))
		}
	}
	group("contributor", func(Standing) bool { return true }, "Contributors, at best")
	group("party", func(s Standing) bool { return s.InRule }, "Whose consent the rule speaks of")
}

func (p *page) position(indent string, x Position) {
	p.positionAt(indent, indent+"  ", x)
}

// positionAt prints a position; its first line after first, the others after
// rest.
func (p *page) positionAt(first, rest string, x Position) {
	who := strings.Join(x.OwnerNames, ", ")
	if len(x.OwnerNames) > 3 {
		who = strings.Join(x.OwnerNames[:3], ", ") + fmt.Sprintf(" and %d more", len(x.OwnerNames)-3)
	}
	s := x.Says
	if who != "" {
		s = who + ": " + s
	}
	ref := p.name(x.Entries)
	if ref == "" && x.Line != "" {
		ref = x.Line
		if len(x.Sources) > 0 {
			ref += ", source " + strings.Join(x.Sources, ", ")
			if x.At != "" {
				ref += " " + x.At
			}
		}
	}
	if !x.Changeable {
		ref += "; decided"
	}
	p.text(first, rest, plain, s+" ["+ref+"]")
}

func (p *page) collisions(title string, s Sets) {
	if len(s.List) == 0 {
		return
	}
	n := fmt.Sprintf("%s: %s, smallest first", title, plural(int64(len(s.List)), "collision", "collisions"))
	if s.Complete {
		n += ", all of them"
	} else {
		n += ", not all"
	}
	p.section(n)
	for i, set := range s.List {
		if len(s.List) > 1 {
			p.line(fmt.Sprintf("  %d", i+1))
		}
		for _, x := range set.Positions {
			p.position("    ", x)
		}
	}
}

func (p *page) goals(gs []GoalCollision) {
	if len(gs) == 0 {
		return
	}
	p.section("Collisions that will matter")
	for _, g := range gs {
		p.text("  ", "    ", strong, g.Name)
		if g.Figures != nil {
			p.text("    ", "      ", plain, figures(g.Figures))
		}
		if g.Collision != nil {
			for _, x := range g.Collision.Positions {
				p.position("    ", x)
			}
		}
	}
}

// verdictPhrase is a verdict as what a plan is.
func verdictPhrase(v string) string {
	if v == string(mandate.Blueprint) {
		return "a blueprint"
	}
	return v
}

func figures(f *Figure) string {
	s := fmt.Sprintf("%s wanted, all offers together bring %s", units(f.Wanted, f.Unit), number(f.Reach))
	if f.Unit == "" || !strings.Contains(f.Name, f.Unit) {
		s = f.Name + ": " + s
	}
	var from []string
	for _, x := range f.From {
		from = append(from, fmt.Sprintf("%s %s [%s]", x.Name, number(x.N), strings.Join(x.Entries, ", ")))
	}
	if len(from) > 0 {
		s += " (" + strings.Join(from, "; ") + ")"
	}
	s += "; short by " + number(f.Short)
	if len(f.Unstated) > 0 {
		s += "; " + plural(int64(len(f.Unstated)), "contributor", "contributors") + " unstated (" + strings.Join(f.Unstated, ", ") + ")"
	}
	return s
}

func (p *page) demands(ds []Demand) {
	var rows [][]string
	for _, d := range ds {
		rows = append(rows, []string{d.Status, d.Name, d.Says + " [" + p.name([]string{d.Entry}) + "]"})
	}
	if len(rows) == 0 {
		return
	}
	p.section("Demands shown and not enforced (spent, or about steps after the aim)")
	p.table(2, []column{{most: 11}, {most: 20, look: strong}, {}}, rows)
}

func (p *page) rests(c *Check) {
	d := c.Dependence
	if d == nil {
		return
	}
	p.blank()
	var s string
	switch {
	case len(d.Sources) == 0:
		s = fmt.Sprintf("The verdict rests on no single source: it stays without any one of %d.", d.SourcesChecked-d.SourcesOpen)
	default:
		var parts []string
		for i, x := range d.Sources {
			if i == 6 {
				parts = append(parts, fmt.Sprintf("and %d more", len(d.Sources)-6))
				break
			}
			parts = append(parts, fmt.Sprintf("%s (without it: %s)", x.ID, x.Verdict))
		}
		s = "The verdict rests on " + plural(int64(len(d.Sources)), "source", "sources") + ": " + strings.Join(parts, ", ") + "."
	}
	if d.SourcesOpen > 0 {
		s += fmt.Sprintf(" For %d of them the budget ended first.", d.SourcesOpen)
	}
	s += fmt.Sprintf(" Anonymous: %d of %d entries; without them: %s.", d.Anonymous.Entries, d.Anonymous.Of, same(d.Anonymous.Verdict, c.Verdict))
	s += fmt.Sprintf(" Inferred or assumed: %d; without them: %s.", d.Soft.Entries, same(d.Soft.Verdict, c.Verdict))
	p.text("", "", plain, s)
}

func same(v, verdict string) string {
	if v == verdict {
		return "the same"
	}
	return v
}

// entriesLimit is how many entries an answer lists unless told otherwise.
const entriesLimit = 24

func (p *page) entries(all map[string]Entry, withheld int) {
	order := p.named
	if len(order) == 0 && withheld == 0 {
		return
	}
	p.section("Entries")
	limit := p.t.Limit
	if limit <= 0 {
		limit = entriesLimit
	}
	for i, id := range order {
		if i == limit {
			p.line(p.paint(faint, fmt.Sprintf("  … %d more: --limit %d, or mandate show %s ID", len(order)-limit, len(order), p.t.Command)))
			break
		}
		e, ok := all[id]
		if !ok {
			continue
		}
		p.entry(e)
	}
	if withheld > 0 {
		p.line(p.paint(faint, "  "+plural(int64(withheld), "entry", "entries")+" withheld from this audience"))
	}
}

// entryHead is date, actor, voice and grade on one line.
func (p *page) entryHead(e Entry) string {
	when := long(e.Said)
	if e.Said == "" {
		when = "reported " + long(e.Reported)
	}
	parts := []string{when, strings.Join(e.ActorNames, ", ")}
	if e.Speaker != "" {
		s := e.Speaker
		if e.Hearsay {
			s += ", hearsay"
		}
		parts = append(parts, s)
	}
	tail := []string{e.Firmness}
	if e.Voice != "" {
		tail = append(tail, e.Voice)
	}
	if e.Grade != "" {
		tail = append(tail, e.Grade)
	}
	if len(e.Sources) > 0 {
		src := e.Sources[0]
		if len(e.Sources) > 1 {
			src += fmt.Sprintf(" +%d", len(e.Sources)-1)
		}
		if e.At != "" {
			src += " " + e.At
		}
		tail = append(tail, src)
	}
	if e.Assumed {
		tail = append(tail, "ASSUMPTION")
	}
	if e.Status != "binds" {
		w := strings.ToUpper(e.Status)
		if len(e.By) > 0 {
			w += " by " + strings.Join(e.By, ", ")
		}
		tail = append(tail, w)
	}
	if len(e.Stale) > 0 {
		tail = append(tail, "STALE? later: "+strings.Join(e.Stale, ", "))
	}
	return strings.Join(parts, " · ") + " · " + strings.Join(tail, ", ")
}

func (p *page) entry(e Entry) {
	p.text("  "+p.paint(strong, e.ID)+"  ", "    ", faint, p.entryHead(e))
	s := e.Summary
	if e.Quote != "" {
		s += " “" + e.Quote + "”"
	}
	p.text("    ", "    ", plain, s)
}

// ask prints the one line of what to ask next.
func (p *page) ask(command string, args ...string) {
	s := "next: mandate " + command + " " + p.t.Command
	for _, a := range args {
		if a != "" {
			s += " " + a
		}
	}
	p.blank()
	p.line(p.paint(faint, s+p.t.Flags))
}

func (p *page) next(c *Check) {
	switch {
	case mandate.Verdict(c.Verdict) == mandate.Blocked:
		p.ask("unblock")
	case len(c.Goals) > 0:
		p.ask("why", shell(c.Goals[0].Goal))
	default:
		p.ask("matrix")
	}
}

func shell(s string) string {
	if s == "" {
		return ""
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return "'" + s + "'"
		}
	}
	return s
}

// ended says why an answer is missing.
func (p *page) ended(stopped bool) string {
	if stopped {
		return "The time ended before the answer was found (not reproducible; --budget is)."
	}
	return "The budget ended before the answer was found."
}

// asked says what a why or an unblock is about.
func (p *page) asked(h *Head, name, says string) {
	switch {
	case says == "":
		p.text("Aim: ", "  ", plain, h.AimName)
	case name != "" && name != says:
		p.text("Goal: ", "  ", plain, name+", that is: "+says)
	default:
		p.text("Goal: ", "  ", plain, says)
	}
}

// Why prints the answer of `mandate why`.
func (t *Terminal) Why(w *Why) error {
	p := t.page()
	what := "the aim"
	if w.Goal != "" {
		what = "the goal"
	}
	switch w.Result {
	case "possible":
		p.opening(good, "POSSIBLE", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, "Nothing on record rules out "+what+": there is a possible plan, and so no collision.")
	case "collision":
		p.opening(bad, "COLLISION", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, "No possible plan reaches "+what+". In each collision below, drop any one position and the others can hold.")
		p.collisions("What collides", w.Collisions)
	case "out of reach":
		p.opening(bad, "OUT OF REACH", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		if w.Figures != nil {
			p.text("", "", plain, figures(w.Figures)+".")
		} else {
			p.text("", "", plain, "No plan reaches "+what+", whatever anybody changes: what has happened, or how the case is built, rules it out.")
		}
	case "blocked without the goal":
		p.opening(bad, "BLOCKED", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, "The case is blocked whatever is asked: no plan is possible, with or without "+what+".")
		p.collisions("What collides", w.Collisions)
		if len(w.NeedsGoal) > 0 {
			p.section("Entries that speak of it")
			p.text("  ", "  ", plain, p.name(w.NeedsGoal))
		}
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &w.Head)
		p.text("", "", plain, "Every source of the aim has been left out, so nothing can be said.")
	default:
		p.opening(warn, "UNKNOWN", &w.Head)
		p.text("", "", plain, p.ended(w.Stopped))
	}
	p.entries(w.Entries, w.Withheld)
	switch w.Result {
	case "collision":
		p.ask("unblock", shell(w.Goal))
	case "blocked without the goal":
		p.ask("unblock")
	default:
		p.ask("check")
	}
	return p.flush()
}

// Unblock prints the answer of `mandate unblock`.
func (t *Terminal) Unblock(u *Unblock) error {
	p := t.page()
	what := "the aim"
	if u.Goal != "" {
		what = "the goal"
	}
	switch u.Result {
	case "possible":
		p.opening(good, "POSSIBLE", &u.Head)
		p.asked(&u.Head, u.GoalName, u.GoalSays)
		p.text("", "", plain, "Nothing has to change: there is a possible plan that reaches "+what+".")
	case "ways out":
		n := fmt.Sprintf("%s, lightest first", plural(int64(len(u.WaysOut.List)), "way out", "ways out"))
		if u.WaysOut.Complete {
			n += ", all of them"
		} else {
			n += ", not all"
		}
		p.opening(warn, "WAYS OUT", &u.Head)
		p.asked(&u.Head, u.GoalName, u.GoalSays)
		p.text("", "", plain, "What would have to change before a plan could reach "+what+": "+n+". Consequences of the record, not advice.")
		p.blank()
		for i, s := range u.WaysOut.List {
			p.line(fmt.Sprintf("  %d  weight %d", i+1, s.Weight))
			for _, x := range s.Positions {
				p.position("     ", x)
			}
		}
	case "no way out":
		p.opening(bad, "NO WAY OUT", &u.Head)
		p.asked(&u.Head, u.GoalName, u.GoalSays)
		p.text("", "", plain, "No change of a position that may be changed lets a plan reach "+what+": what stands against it has happened, is decided, or is how the case is built.")
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &u.Head)
		p.text("", "", plain, "Every source of the aim has been left out, so nothing can be said.")
	default:
		p.opening(warn, "UNKNOWN", &u.Head)
		p.text("", "", plain, p.ended(u.Stopped))
	}
	p.entries(u.Entries, u.Withheld)
	p.ask("why", shell(u.Goal))
	return p.flush()
}

// Show prints the answer of `mandate show`.
func (t *Terminal) Show(s *Show) error {
	p := t.page()
	p.opening(strong, "RECORD", &s.Head)
	line := fmt.Sprintf("%s of %d", plural(int64(s.Total), "entry", "entries"), s.Of)
	if len(s.Filter) > 0 {
		line += ", by " + strings.Join(s.Filter, " · ")
	}
	p.text("", "  ", plain, line+".")
	changes := map[string][]Change{}
	for _, m := range s.Moves {
		changes[m.Entry] = m.Changes
	}
	limit := t.Limit
	for i, id := range s.List {
		if limit > 0 && i == limit {
			p.line(p.paint(faint, fmt.Sprintf("… %d more: --limit 0 shows all", len(s.List)-limit)))
			break
		}
		e := s.Entries[id]
		p.blank()
		p.text(p.paint(strong, e.ID)+"  ", "  ", faint, p.entryHead(e))
		text := e.Summary
		p.text("  ", "  ", plain, text)
		if e.Quote != "" {
			p.text("  ", "  ", plain, "“"+e.Quote+"”")
		}
		for _, f := range e.Effects {
			p.text("  - ", "    ", plain, f)
		}
		if e.Context != "" && !e.Assumed {
			p.text("  context: ", "    ", faint, e.Context)
		}
		if e.Assumed {
			p.text("  assumed because: ", "    ", faint, e.Context)
		}
		link := func(word string, ids []string) {
			if len(ids) > 0 {
				p.text("  "+word+" ", "    ", faint, strings.Join(ids, ", "))
			}
		}
		link("now", e.Shares)
		link("supersedes", e.Supersedes)
		link("suspends", e.Suspends)
		link("disputes", e.Disputes)
		link("replaced by own entries of", e.Replaced)
		p.changes(changes[id])
	}
	if len(s.Sources) > 0 {
		p.section("Sources")
		var rows [][]string
		for _, x := range s.Sources {
			from := x.Title
			if x.Publisher != "" {
				from += ", " + x.Publisher
			}
			date := ""
			if x.Date != "" {
				date = long(x.Date)
			}
			rows = append(rows, []string{x.ID, x.Reliability, from, date})
		}
		p.table(2, []column{{most: 12, look: strong}, {most: 1}, {}, {most: 22}}, rows)
	}
	if s.Withheld > 0 {
		p.line(p.paint(faint, plural(int64(s.Withheld), "entry", "entries")+" withheld from this audience"))
	}
	return p.flush()
}

// changes prints what moved on a day, alike moves together.
func (p *page) changes(cs []Change) {
	done := map[string]bool{}
	for _, c := range cs {
		move := c.From + " → " + c.To
		if done[move] {
			continue
		}
		done[move] = true
		var names []string
		for _, x := range cs {
			if x.From+" → "+x.To == move {
				names = append(names, x.Name)
			}
		}
		p.text("  → ", "    ", strong, move+": "+strings.Join(names, ", "))
	}
}

// Marks of the matrix. Shape carries the rung; colour only repeats it.
var marks = map[string]string{"agreed": "●", "conditional": "◐", "interested": "◐", "silent": "○", "objects": "✕"}

// Matrix prints the answer of `mandate matrix`.
func (t *Terminal) Matrix(m *Matrix) error {
	p := t.page()
	p.opening(strong, "MATRIX", &m.Head)
	p.text("", "  ", faint, "● agreed  ◐ conditional or interested  ○ silent  ✕ objects  ' a condition stands behind it")
	if len(m.Rows) == 0 {
		p.text("", "", plain, "Nobody has said anything yet.")
		return p.flush()
	}
	// As many issues side by side as fit; the rest below.
	nameW := 0
	for _, r := range m.Rows {
		nameW = max(nameW, width(r.Name))
	}
	nameW = min(nameW, 26)
	const cellW = 4
	per := max(1, (p.width-nameW-2)/cellW)
	per = min(per, 18)
	for from := 0; from < len(m.Issues); from += per {
		to := min(from+per, len(m.Issues))
		p.blank()
		// Issue names read down the left, numbered; columns carry the numbers.
		for i := from; i < to; i++ {
			note := ""
			if m.Issues[i].Settle {
				note = ", to be settled first"
			}
			if m.Issues[i].Decided {
				note = ", decided"
			}
			p.line(fmt.Sprintf("  %2d %s%s", i+1, m.Issues[i].Name, p.paint(faint, note)))
		}
		p.blank()
		head := strings.Repeat(" ", nameW+2)
		for i := from; i < to; i++ {
			head += fmt.Sprintf("%3d ", i+1)
		}
		p.line(p.paint(faint, strings.TrimRight(head, " ")))
		for _, r := range m.Rows {
			lines := wrap(r.Name, nameW)
			row := pad(lines[0], nameW) + "  "
			for i := from; i < to; i++ {
				c := r.Cells[i]
				s := marks[c.Mark]
				l := plain
				switch c.Mark {
				case "agreed":
					l = good
				case "objects":
					l = bad
				case "silent":
					l = faint
				default:
					l = warn
				}
				hook := " "
				if c.Hook {
					hook = "'"
				}
				row += "  " + p.paint(l, s) + hook
			}
			p.line(row)
			for _, more := range lines[1:] {
				p.line(more)
			}
		}
	}
	var objecting []string
	for _, r := range m.Rows {
		for i, c := range r.Cells {
			if c.Mark == "objects" {
				objecting = append(objecting, fmt.Sprintf("%s on %s (%s)", r.Name, m.Issues[i].Name, strings.Join(c.Entries, ", ")))
			}
		}
	}
	if len(objecting) > 0 {
		p.section("Objections to what is left on record")
		for _, s := range objecting {
			p.text("  ", "    ", plain, s)
		}
	}
	sort.Strings(objecting)
	p.ask("show", "--actor "+m.Rows[0].Actor)
	return p.flush()
}
