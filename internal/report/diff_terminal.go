package report

import (
	"fmt"
	"strings"
)

// Diff prints the answer of `mandate diff`.
func (t *Terminal) Diff(d *Diff) error {
	p := t.page()
	switch d.Result {
	case "changed":
		p.opening(warn, "CHANGED", &d.Head)
	case "same":
		p.opening(good, "THE SAME", &d.Head)
	default:
		p.opening(warn, "UNKNOWN", &d.Head)
	}
	p.text("", "", plain, d.Sentence)
	switch {
	case d.Stopped:
		p.text("", "  ", warn, "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).")
	case !d.Complete:
		p.text("", "  ", warn, "The budget or a limit ended before everything was found: what follows is not complete.")
	}
	p.conclusions(d)
	p.moved(d.Moves)
	p.touched(d.Touched)
	p.recordChanges(d)
	if d.Next != nil {
		p.comes(d.Next)
	}
	p.entries(d.Entries, d.Withheld)
	p.ask("check")
	return p.flush()
}

// behindWords writes the responsible sets: those of one in brackets, or another.
func (p *page) behindWords(x DiffBehind) string {
	var sets []string
	for i, s := range x.Responsible {
		if i == 4 {
			sets = append(sets, fmt.Sprintf("%d more sets (--json)", len(x.Responsible)-i))
			break
		}
		names := append([]string{}, s.Changes...)
		p.name(s.Changes)
		if s.Withheld > 0 {
			names = append(names, fmt.Sprintf("%d withheld", s.Withheld))
		}
		w := "[" + strings.Join(names, " + ") + "]"
		if !s.Proven {
			w += " (perhaps fewer)"
		}
		sets = append(sets, w)
	}
	if len(sets) == 0 {
		return "not found within the limits"
	}
	return strings.Join(sets, " or ")
}

// diffGroup is what changed in the same way for the same reasons.
type diffGroup struct {
	kind, how string
	names     []string
	x         DiffConclusion
}

func (d *Diff) groups() (out []*diffGroup) {
	at := map[string]*diffGroup{}
	for _, c := range d.Conclusions {
		how := value(c.Was, c.WasN, c.Unit) + " → " + value(c.Is, c.IsN, c.Unit)
		kind, _, _ := strings.Cut(c.ID, " ")
		if c.Kind != "owed" {
			kind = ""
		}
		key := strings.Join([]string{c.Kind, kind, c.As, how, fmt.Sprint(c.Responsible)}, "|")
		if c.Positions != nil || c.Kind == "collision" {
			key += fmt.Sprint(len(out))
		}
		if g := at[key]; g != nil {
			g.names = append(g.names, c.Name)
			continue
		}
		at[key] = &diffGroup{kind: c.Kind, how: how, names: []string{c.Name}, x: c}
		out = append(out, at[key])
	}
	return out
}

func value(word string, n *int64, unit string) string {
	switch {
	case n == nil:
		return word
	case word == "":
		return units(*n, unit)
	case *n == 0:
		return word
	}
	return word + " (" + units(*n, unit) + " missing)"
}

func (p *page) conclusions(d *Diff) {
	if len(d.Conclusions) == 0 {
		return
	}
	p.section("What changed [and what, undone together, would make it what it was]")
	titles := map[string]string{"verdict": "verdict", "rung": "rung", "count": "owed", "owed": "owed", "standing": "stands", "force": "force", "goal": "goal", "collision": "collide", "circle": "circle", "now": "now"}
	last := ""
	for _, g := range d.groups() {
		lead := "  " + pad(titles[g.kind], 9)
		if titles[g.kind] == last {
			lead = strings.Repeat(" ", 11)
		}
		last = titles[g.kind]
		who := strings.Join(g.names, ", ")
		switch g.kind {
		case "verdict", "rung":
			who = ""
		case "owed":
			kind, _, _ := strings.Cut(g.x.ID, " ")
			who = kind + " " + who
		case "standing":
			who += " as " + g.x.As
		case "force":
			who = "largest " + who
		case "collision":
			who = "with " + who
		}
		if who != "" {
			who += ": "
		}
		how := g.how
		if g.kind == "collision" && len(g.x.Positions) == 0 {
			how = "out of reach of all that is offered"
			if g.x.Is != "collides" {
				how = "no longer " + how
			}
		}
		p.text(lead, "             ", plain, who+how)
		for _, x := range g.x.Positions {
			p.positionAt("             ", "               ", x)
		}
		p.text("             ", "             ", faint, p.behindWords(g.x.DiffBehind))
	}
}

// moved prints who moved which way on what.
func (p *page) moved(list []DiffMove) {
	if len(list) == 0 {
		return
	}
	p.section("Who moved: + towards agreement, - away from it")
	last := ""
	for i := 0; i < len(list); {
		m := list[i]
		if m.Actor != last {
			p.text("  ", "    ", strong, m.Name)
			last = m.Actor
		}
		behind, issues := fmt.Sprint(m.DiffBehind), []string{}
		for ; i < len(list) && list[i].Actor == m.Actor && list[i].Was == m.Was && list[i].Is == m.Is && fmt.Sprint(list[i].DiffBehind) == behind; i++ {
			issues = append(issues, list[i].IssueName)
		}
		sign := map[string]string{"up": "+", "down": "-"}[m.Way]
		p.text("    "+sign+" ", "      ", plain, strings.Join(issues, ", ")+": "+m.Was+" → "+m.Is)
		p.text("      ", "      ", faint, p.behindWords(m.DiffBehind))
	}
}

func (p *page) touched(list []DiffTouched) {
	if len(list) == 0 {
		return
	}
	p.section("Entries that stand otherwise because of others")
	for _, x := range list {
		by := ""
		if len(x.By) > 0 {
			by = " by " + p.name(x.By)
		}
		if x.Is == "binds" && by != "" {
			by = ", no longer " + x.Was + by
		}
		p.text("  ", "    ", plain, p.name([]string{x.Entry})+": "+x.Was+" → "+x.Is+by)
	}
}

// recordChanges prints the changes that no responsible set names.
func (p *page) recordChanges(d *Diff) {
	var rest, idle []string
	for _, x := range d.Record {
		w := x.Change
		if x.Kind == "file" {
			w += " (" + strings.Join(x.Lines, ", ") + ")"
		} else if x.Kind == "line" {
			w = strings.Join(x.Lines, ", ")
			w += map[bool]string{true: " holds from " + long(x.Day), false: " held until " + long(x.Day)}[x.Is == "holds"]
		} else if x.Is != "present" || x.Was != "absent" {
			w += " (" + x.Was + " → " + x.Is + ")"
		}
		switch {
		case !x.Bears:
			idle = append(idle, w)
		case x.Kind != "entry" || !containsStr(p.named, x.Change):
			rest = append(rest, w)
		}
	}
	if len(rest)+len(idle)+d.Hidden == 0 {
		return
	}
	p.section("What else changed in the record")
	if len(rest) > 0 {
		p.text("  ", "    ", plain, strings.Join(rest, ", "))
	}
	if len(idle) > 0 {
		p.text("  ", "    ", faint, "without a bearing on any conclusion (events, estimates, context): "+strings.Join(idle, ", "))
	}
	if d.Hidden > 0 {
		p.text("  ", "    ", faint, plural(int64(d.Hidden), "change", "changes")+" withheld from this audience")
	}
}

// comes prints what is known to come.
func (p *page) comes(n *Next) {
	p.section(fmt.Sprintf("What comes in the %s until %s", plural(int64(n.Days), "day", "days"), long(n.Until)))
	if len(n.List) == 0 {
		p.text("  ", "    ", faint, "nothing is on record: no entry expires, no open date is announced")
	}
	for _, x := range n.List {
		w := ""
		switch x.Kind {
		case "expires":
			w = p.name([]string{x.Entry}) + " no longer counts"
		case "announced":
			w = "announced for " + quote(x.StepName) + ": " + x.When + " [" + p.name([]string{x.Entry}) + "]"
		case "begins":
			w = x.Line + " begins to hold"
		default:
			w = x.Line + " no longer holds"
		}
		p.text("  "+pad(long(x.Day), 12)+"  ", "                ", plain, w)
	}
}
