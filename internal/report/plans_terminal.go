package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Plans prints the answer of `mandate plans`.
func (t *Terminal) Plans(a *Plans) error {
	p := t.page()
	switch a.Result {
	case "plans":
		p.opening(good, "PLANS", &a.Head)
		p.plansAsked(a)
		s := a.sentence()
		for _, o := range a.By {
			if o.Name == "moves" {
				s += " Consequences of the record, not advice."
			}
		}
		p.text("", "", plain, s)
		p.vectors(a)
	case "counted":
		p.opening(good, "MANDATES", &a.Head)
		p.plansAsked(a)
		p.count(a.Count)
		if a.Count.AtMost == "0" {
			p.ask("why", shell(a.Goal))
		} else {
			p.ask("plans", shell(a.Goal))
		}
		return p.flush()
	case string(mandate.Blocked):
		p.opening(bad, "BLOCKED", &a.Head)
		p.plansAsked(a)
		switch {
		case a.Figures != nil:
			p.text("", "", plain, figures(a.Figures)+".")
		case a.Collision == nil:
			p.text("", "", plain, "No plan is left, whatever anybody changes: what is asked, what has happened, or how the case is built rules it out.")
		default:
			p.text("", "", plain, "No plan is left. In the collision below, drop any one position and the others can hold.")
			p.section("What collides")
			for _, x := range a.Collision.Positions {
				p.position("    ", x)
			}
		}
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &a.Head)
		p.text("", "", plain, "Every source of the aim has been left out, so nothing can be said.")
	default:
		p.opening(warn, "UNKNOWN", &a.Head)
		p.text("", "", plain, p.ended(a.Stopped))
		p.ask("check")
		return p.flush()
	}
	p.entries(a.Entries, a.Withheld)
	if a.Result == string(mandate.Blocked) {
		p.ask("why", shell(a.Goal))
	} else {
		p.ask("plans", shell(a.Goal), "--count")
	}
	return p.flush()
}

func (p *page) plansAsked(a *Plans) {
	if a.Goal != "" {
		p.asked(&a.Head, a.GoalName, a.GoalSays)
	}
}

// sentence says what the plans listed are best by, and whether all are there.
func (a *Plans) sentence() string {
	var by []string
	for _, o := range a.By {
		by = append(by, o.Says)
	}
	if !a.Pareto {
		s := "Best by " + strings.Join(by, ", then by ") + ": proven, no plan does better by that order."
		if !a.Complete {
			s += " Not as many plans are listed as asked for: " + a.short() + "."
		}
		return s
	}
	s := "Values that no plan betters by " + strings.Join(by, ", ") + ": what is better by one is worse by another. "
	n := plural(int64(len(a.Vectors)), "list of values", "lists of values")
	if a.Complete {
		return s + n + ", proven to be all there are."
	}
	return s + n + ", each proven; not all: " + a.short() + "."
}

// short says what ended a list.
func (a *Plans) short() string {
	if a.Stopped {
		return "the time ended (not reproducible; --budget is)"
	}
	return "a limit or the budget ended the search"
}

// value writes a value with its unit.
func (o Objective) value(v Value) string {
	switch {
	case v.Rung != "":
		return v.Rung
	case o.Unit == "weight":
		return "weight " + number(v.Number)
	case v.Number == 1 && (o.Name == "owed" || o.Name == "joiners"):
		return "1 " + strings.TrimSuffix(o.Unit, "s")
	case v.Number == 1 && o.Name == "consents":
		return "1 party"
	}
	return units(v.Number, o.Unit)
}

func (p *page) vectors(a *Plans) {
	p.blank()
	cols := []column{{right: true, most: 4}}
	better := []string{""}
	for _, o := range a.By {
		cols = append(cols, column{title: o.Name, right: true, most: max(24, width(o.Name))})
		better = append(better, o.Better+" is better")
	}
	rows := [][]string{}
	for i, v := range a.Vectors {
		row := []string{fmt.Sprint(i + 1)}
		for k, x := range v.Values {
			row = append(row, a.By[k].value(x))
		}
		rows = append(rows, row)
	}
	p.table(0, cols, append([][]string{better}, rows...))
	for i, v := range a.Vectors {
		for k, r := range v.Plans {
			title := fmt.Sprintf("Plan %d", i+1)
			if len(v.Plans) > 1 {
				title += fmt.Sprintf(".%d", k+1)
			}
			if k > 0 {
				title += ": differs on " + plural(int64(r.Differs), "issue", "issues") + " from the nearest above"
			} else {
				title += ": an example with these values"
			}
			p.section(title)
			p.ranked(a, r, i == 0 && k == 0)
		}
		switch {
		case v.NoMore:
			p.line(p.paint(faint, "  No other plan with these values differs on an issue that counts."))
		case v.Unfinished:
			p.line(p.paint(faint, "  The budget ended before as many plans were found as asked for."))
		}
	}
}

// chosen writes the options that a plan chooses.
func (x ChosenIssue) chosen() string {
	var names []string
	for _, o := range x.Options {
		names = append(names, o.Name)
	}
	if len(names) == 0 {
		return "none of the options"
	}
	return strings.Join(names, "; ")
}

// firstName is what the first plan is called.
func firstName(a *Plans) string {
	if len(a.Vectors[0].Plans) > 1 {
		return "1.1"
	}
	return "1"
}

// ranked prints a plan.
func (p *page) ranked(a *Plans, r RankedPlan, isFirst bool) {
	const label = 11
	rest := strings.Repeat(" ", label+4)
	put := func(n int, word, s string) {
		lead := "  " + pad("", label) + "  "
		if n == 0 {
			lead = "  " + pad(word, label) + "  "
		}
		p.text(lead, rest+"  ", plain, s)
	}
	// Of all plans but the first only what is different from it.
	first := a.Vectors[0].Plans[0].Mandate
	n, trivial, same := 0, 0, 0
	for i, x := range r.Mandate {
		if !x.Counts {
			trivial++
			continue
		}
		s, then := x.chosen(), first[i].chosen()
		if !isFirst && s == then {
			same++
			continue
		}
		put(n, "mandate", x.Name+": "+s)
		n++
	}
	var left []string
	if same > 0 {
		left = append(left, fmt.Sprintf("as in plan %s on %s", firstName(a), plural(int64(same), "issue", "issues")))
	}
	if isFirst && len(a.Decided) > 0 {
		left = append(left, plural(int64(len(a.Decided)), "issue is", "issues are")+" decided")
	}
	if isFirst && trivial > 0 {
		left = append(left, plural(int64(trivial), "issue is", "issues are")+" spoken of by no position")
	}
	if len(left) > 0 {
		put(n, "mandate", "("+strings.Join(left, ", ")+")")
	}
	p.placed(put, a, "joins", r.Joins)
	p.placed(put, a, "consents", r.Consents)
	n = 0
	for _, kind := range []string{"decide", "answer", "external", "force"} {
		var names []string
		for _, x := range r.Owed {
			if x.Kind != kind {
				continue
			}
			s := x.Name
			if kind == "force" {
				s += ", " + units(x.Missing, unitless(x)) + " short for " + strings.Join(x.Where, "; ")
			}
			if kind == "decide" && x.Line != "" {
				s += " [" + x.Line + "]"
			}
			names = append(names, s)
		}
		if len(names) > 0 {
			put(n, "owed", kind+": "+strings.Join(names, ", "))
			n++
		}
	}
	if n == 0 {
		put(0, "owed", "nothing")
	}
	for i, x := range r.GivenUp {
		lead := "  " + pad("", label) + "  "
		if i == 0 {
			lead = "  " + pad("given up", label) + "  "
		}
		p.positionAt(lead, rest+"  ", x)
	}
}

// unitless is the unit of a missing capability, unless its name says it.
func unitless(a Answer) string {
	if a.Unit == a.Name {
		return ""
	}
	return a.Unit
}

// placed lists actors of a plan by rung.
func (p *page) placed(put func(n int, word, s string), a *Plans, word string, list []PlacedActor) {
	n := 0
	for _, rung := range []string{"agreed", "conditional", "interested", "silent"} {
		var names []string
		for _, x := range list {
			if x.Rung != rung {
				continue
			}
			s := x.Name
			for _, o := range a.By {
				if k := x.Figures[o.Name]; k > 0 {
					s += ", " + units(k, o.Unit)
					if o.Unit == "" {
						s += " (" + o.Name + ")"
					}
				}
			}
			if len(x.Entries) > 0 {
				s += " [" + p.few(x.Entries, 2) + "]"
			}
			names = append(names, s)
		}
		if len(names) > 0 {
			put(n, word, rung+": "+strings.Join(names, "; "))
			n++
		}
	}
	if n == 0 {
		put(0, word, "nobody")
	}
}

// digits writes a number of any size with commas; one of more than 27 digits, a
// third of a line, by its size: JSON has it whole.
func digits(s string) string {
	if len(s) > 27 {
		return fmt.Sprintf("about %s.%s × 10^%d", s[:1], s[1:2], len(s)-1)
	}
	var b strings.Builder
	for i, r := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// count says how many mandates are left.
func (p *page) count(c *Count) {
	number := digits(c.Number)
	if c.Kind == "exact" {
		verb, noun := "are", "mandates"
		if c.Number == "1" {
			verb, noun = "is", "mandate"
		}
		p.text("", "", plain, fmt.Sprintf("%s %s %s left (exact), of %s that can be written down with the options of the case.", number, noun, verb, digits(c.Of)))
	} else {
		if !strings.HasPrefix(number, "about") {
			number = "about " + number
		}
		number = "A" + number[1:]
		p.text("", "", plain, fmt.Sprintf("%s mandates are left (estimate), of %s that can be written down with the options of the case.", number, digits(c.Of)))
		p.blank()
		p.text("  estimate  ", "            ", plain, fmt.Sprintf("95 per cent interval %s to %s, from %d mandates drawn, of which %d are possible", digits(c.Interval[0]), digits(c.Interval[1]), c.Drawn, c.Possible))
		p.text("  proven    ", "            ", plain, fmt.Sprintf("at least %s, at most %s", digits(c.AtLeast), digits(c.AtMost)))
	}
	p.text("", "", faint, "Counted are mandates that some possible plan has, not plans. A count is no likelihood.")
}
