package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Who prints the answer of `mandate who`.
func (t *Terminal) Who(w *Who) error {
	p := t.page()
	what := "the aim"
	if w.Goal != "" {
		what = "the goal"
	}
	switch w.Result {
	case "coalition":
		p.opening(strong, "COALITION", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, w.Sentence)
		p.text("", "  ", faint, "Of all possible plans the one that takes least for granted: the most agreed, then conditional, then interested; silent ones only where needed.")
		if !w.Complete {
			p.text("", "  ", warn, "The budget ended before everything was found: what follows is not complete.")
		}
		p.joiners(w)
		p.forceLines(w)
		p.staysOut(w)
		p.departures(w)
		p.money(w)
		p.availability(w)
	case "blocked":
		p.opening(bad, "BLOCKED", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, "Nobody joins: no plan is possible, whatever is chosen. Drop any one position below and the others can hold.")
		p.collides(w.Collision)
	case "blocked with these choices":
		p.opening(bad, "BLOCKED WITH THESE CHOICES", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		p.text("", "", plain, "Nobody joins: no possible plan reaches "+what+" with what was asked for, though others are possible. Drop any one position below and the others can hold.")
		p.collides(w.Collision)
	case "out of reach":
		p.opening(bad, "OUT OF REACH", &w.Head)
		p.asked(&w.Head, w.GoalName, w.GoalSays)
		if w.Figures != nil {
			p.text("", "", plain, figures(w.Figures)+".")
		} else {
			p.text("", "", plain, "Nobody joins: no plan reaches "+what+" with what was asked for, whatever anybody changes; what has happened, or how the case is built, rules it out.")
		}
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &w.Head)
		p.text("", "", plain, w.Sentence)
	default:
		p.opening(warn, "UNKNOWN", &w.Head)
		p.text("", "", plain, p.ended(w.Stopped))
	}
	p.entries(w.Entries, w.Withheld)
	switch w.Result {
	case "coalition", "unknown", string(mandate.NoRecord):
		p.ask("check")
	default:
		p.ask("unblock", shell(w.Goal))
	}
	return p.flush()
}

// collides prints what stands against a question as a whole.
func (p *page) collides(s *Set) {
	if s == nil || len(s.Positions) == 0 {
		return
	}
	p.section("What collides")
	for _, x := range s.Positions {
		p.position("  ", x)
	}
}

// demandWords come before a demand that is not enforced.
var demandWords = map[string]string{"met": "Demanded, and met", "breached": "Demanded, and breached", "waits": "Demands, not counted here since it is about a step after the aim (mandate order has it)"}

// joiners prints who joins, by rung, with figures, caveats and entries.
func (p *page) joiners(w *Who) {
	var rows [][]string
	for _, rung := range []string{"agreed", "conditional", "interested", "silent"} {
		word := rung
		for _, j := range w.Joins {
			if j.Rung != rung {
				continue
			}
			var brings []string
			ids := append([]string(nil), j.Entries...)
			for _, x := range j.Brings {
				for _, part := range x.Parts {
					s := part.Says
					if len(part.NotForNames) > 0 {
						s += " (not for " + strings.Join(part.NotForNames, ", ") + ")"
					}
					brings = append(brings, s)
					if !containsStr(ids, part.Entry) {
						ids = append(ids, part.Entry)
					}
				}
			}
			if len(brings) == 0 && len(j.Unspecified) > 0 {
				brings = append(brings, "does not say what")
			}
			note := strings.Join(brings, "; ")
			if len(ids) > 0 {
				note = strings.TrimSpace(note + " [" + p.few(ids, 3) + "]")
			}
			for _, d := range j.Demands {
				note = strings.TrimSpace(note + " " + demandWords[d.Status] + ": " + d.Says + " [" + p.name([]string{d.Entry}) + "].")
			}
			rows = append(rows, []string{word, j.Name, note})
			word = ""
		}
	}
	p.section("Could take part together, and bring")
	p.table(2, []column{{most: 11, least: 11}, {most: 24, look: strong}, {}}, rows)
	rows = nil
	word := "could join"
	for _, rung := range []string{"agreed", "conditional", "interested"} {
		for _, x := range w.Could {
			if x.Rung == rung {
				rows = append(rows, []string{word, x.Name, strings.TrimSpace(rung + " " + p.bracket(x.Entries))})
				word = ""
			}
		}
	}
	if len(rows) > 0 {
		p.section("In other plans")
		p.table(2, []column{{most: 11, least: 11}, {most: 24, look: strong}, {}}, rows)
	}
	var silent []string
	for _, x := range w.Could {
		if x.Rung == "silent" {
			silent = append(silent, x.Name)
		}
	}
	if len(silent) > 0 {
		p.text("  ", "  ", faint, "Could join, with no word for it in force: "+strings.Join(silent, ", ")+".")
	}
	if len(w.Open) > 0 {
		p.text("  ", "  ", warn, "The budget ended before it was known of: "+strings.Join(w.Open, ", ")+".")
	}
}

// bracket names at most two entries in brackets.
func (p *page) bracket(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return "[" + p.few(ids, 2) + "]"
}

// forceLines prints the rows of a statement of requirements.
func (p *page) forceLines(w *Who) {
	if len(w.Lines) == 0 {
		return
	}
	p.section("What the force needs, and gets")
	var rows [][]string
	for _, l := range w.Lines {
		gap := number(l.Gap)
		if l.GapToTarget != l.Gap || l.Target > l.Minimum {
			gap += " / " + number(l.GapToTarget)
		}
		rows = append(rows, []string{l.Name + ", " + l.Where, number(l.Minimum), number(l.Target), number(l.Committed), number(l.Offered), fmt.Sprint(len(l.Unstated)), gap})
	}
	num := func(title string) column { return column{title: title, most: 9, right: true} }
	p.table(2, []column{{title: "line"}, num("minimum"), num("target"), num("committed"), num("offered"), num("unstated"), {title: "gap", most: 15, right: true}}, rows)
	var notes, names []string
	for _, l := range w.Lines {
		if s := l.Name + " without a figure: " + strings.Join(l.Unstated, ", "); len(l.Unstated) > 0 && !containsStr(notes, s) {
			notes = append(notes, s)
		}
		if !containsStr(names, l.Name) {
			names = append(names, l.Name)
		}
	}
	for _, name := range names {
		var short []string
		var most, named int64
		for _, l := range w.Lines {
			if l.Name != name {
				continue
			}
			most += l.FirmGapToTarget
			named += l.GapToTarget
			if l.FirmGap > l.Gap {
				short = append(short, number(l.FirmGap)+" short of the minimum for "+l.Where)
			}
		}
		if most > named {
			short = append(short, number(most)+" short of all targets")
		}
		if len(short) > 0 {
			notes = append(notes, name+" on firm figures alone: "+strings.Join(short, "; "))
		}
	}
	for _, s := range notes {
		p.text("  ", "    ", plain, s)
	}
	p.text("  ", "  ", faint, "Gap to the minimum, and to the target where it is higher. One unit serves one line; minimums first. "+p.fromLines(w))
}

// fromLines says where the lines are from.
func (p *page) fromLines(w *Who) string {
	var from []string
	for _, l := range w.Lines {
		s := strings.TrimSpace(strings.Join(l.Sources, ", ") + " " + l.At)
		if s != "" && !containsStr(from, s) {
			from = append(from, s)
		}
	}
	if len(from) == 0 {
		return ""
	}
	return "Lines: source " + strings.Join(from, "; ") + "."
}

func (p *page) staysOut(w *Who) {
	if len(w.Out) == 0 {
		return
	}
	p.section("Stays out of every plan")
	p.because(len(w.Out), func(i int) (string, *Set) { return w.Out[i].Name, w.Out[i].Collision })
}

// because prints names with their collisions, those with the same one together.
func (p *page) because(n int, at func(int) (string, *Set)) {
	key := func(s *Set) string {
		if s == nil {
			return ""
		}
		var k []string
		for _, x := range s.Positions {
			k = append(k, x.Key)
		}
		return strings.Join(k, " ")
	}
	done := make([]bool, n)
	for i := 0; i < n; i++ {
		if done[i] {
			continue
		}
		name, set := at(i)
		names := []string{name}
		for j := i + 1; j < n; j++ {
			if other, s := at(j); !done[j] && set != nil && key(s) == key(set) {
				names, done[j] = append(names, other), true
			}
		}
		p.text("  ", "    ", strong, strings.Join(names, ", "))
		if set == nil {
			p.text("    ", "    ", faint, "the budget ended before the reason was found")
			continue
		}
		if len(set.Positions) == 0 {
			p.text("    ", "    ", faint, "what has happened or was asked for rules it out by itself")
		}
		for _, x := range set.Positions {
			p.position("    ", x)
		}
	}
}

// departures prints what the coalition loses without a member; those without
// which nothing is possible first.
func (p *page) departures(w *Who) {
	if len(w.Departures) == 0 {
		return
	}
	p.section("If one of them does not join")
	for _, d := range w.Departures {
		if d.Nobody {
			p.text("  ", "    ", plain, "Without "+d.Name+" no plan is possible.")
			if d.Collision != nil {
				for _, x := range d.Collision.Positions {
					p.position("    ", x)
				}
			}
			continue
		}
		for _, ch := range d.Changes {
			s := "Without " + d.Name + ", " + ch.Name
			if ch.Leaves {
				s += " leaves."
			} else {
				s += " falls from " + ch.From + " to " + ch.To + "."
			}
			p.text("  ", "    ", plain, s)
			switch {
			case ch.Collision == nil:
				p.text("    ", "    ", faint, "the budget ended before the reason was found")
			case len(ch.Collision.Positions) == 0:
				p.text("    ", "    ", plain, strings.TrimSpace("what it has said is conditional on it "+p.bracket(ch.Entries)))
			default:
				for _, x := range ch.Collision.Positions {
					p.position("    ", x)
				}
			}
		}
		if len(d.Open) > 0 {
			p.text("  ", "    ", warn, "Without "+d.Name+": the budget ended before it was known of "+strings.Join(d.Open, ", ")+".")
		}
	}
}

func (p *page) money(w *Who) {
	if len(w.Costs) > 0 {
		p.section("Cost in a month")
		var rows [][]string
		for _, c := range w.Costs {
			rows = append(rows, []string{c.Currency, number(c.Committed), number(c.All), number(c.Minimum), number(c.Target)})
		}
		num := func(title string) column { return column{title: title, most: 16, right: true} }
		p.table(2, []column{{most: 8}, num("committed"), num("with offers"), num("minimums"), num("targets")}, rows)
		for _, c := range w.Costs {
			for _, r := range c.Rates {
				p.text("  ", "    ", faint, fmt.Sprintf("%s: %s %s a unit [source %s]", r.Name, number(r.PerMonth), r.Currency, strings.TrimSpace(strings.Join(r.Sources, ", ")+" "+r.At)))
			}
		}
		if len(w.NotCosted) > 0 {
			p.text("  ", "    ", plain, "Not costed: "+strings.Join(w.NotCosted, ", ")+".")
		}
	}
	if len(w.Paid) == 0 {
		return
	}
	p.section("Who would pay")
	for _, o := range w.Paid {
		s := o.IssueName + " by " + o.OptionName
		if o.Only {
			s += " (the only one left)"
		} else {
			s += " (open)"
		}
		if len(o.Sources) > 0 {
			s += " [source " + strings.TrimSpace(strings.Join(o.Sources, ", ")+" "+o.At) + "]"
		}
		p.text("  ", "    ", plain, s)
		for _, x := range o.Payers {
			said := "nothing on record on it"
			if len(x.Said) > 0 {
				said = "on record: " + p.few(x.Said, 4)
			}
			p.text("    ", "      ", plain, x.Name+": "+said)
		}
	}
}

func (p *page) availability(w *Who) {
	if len(w.Available) == 0 {
		return
	}
	p.section("From when it can be had")
	for _, x := range w.Available {
		var parts []string
		for _, d := range x.Days {
			parts = append(parts, fmt.Sprintf("%s from %s [%s]", number(d.Named), long(d.Day), p.name(d.Entries)))
		}
		s := x.Name + ": " + strings.Join(parts, "; ")
		if x.Undated > 0 {
			s += fmt.Sprintf("; %s without a date", number(x.Undated))
		}
		p.text("  ", "    ", plain, s)
	}
}
