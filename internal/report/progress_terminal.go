package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Progress prints the answer of `mandate progress`.
func (t *Terminal) Progress(x *Progress) error {
	p := t.page()
	if x.Result == string(mandate.NoRecord) {
		p.opening(bad, "NO RECORD", &x.Head)
		p.text("", "", plain, x.Sentence)
		return p.flush()
	}
	p.opening(strong, "PROGRESS", &x.Head)
	p.text("", "", plain, x.Sentence)
	p.text("", "  ", faint, "Grades of the Peace Accords Matrix: 3 full, 2 intermediate, 1 minimal, 0 not initiated; – nothing on record, which is no grade.")
	for _, y := range x.Texts {
		s := "Clauses of: " + y.Name
		if !y.InForce {
			s += ", which no entry that binds adopts"
		}
		if len(y.Entries) > 0 {
			s += " [" + p.few(y.Entries, 2) + "]"
		}
		p.text("", "  ", faint, s)
	}
	for _, g := range x.Groups {
		p.section(upperFirst(g.Name))
		p.progressRows(g, len(x.Texts) > 1 && g.By != "text")
	}
	p.slips(x.Slips)
	p.indicators(x.Indicators)
	p.months(x.Incidents)
	p.entries(x.Entries, x.Withheld)
	p.ask("show", "--step "+x.Aim)
	return p.flush()
}

func upperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// gradeCell writes a grade, or why there is none.
func gradeCell(grade *int, word string) string {
	switch {
	case grade != nil:
		return GradeWord(*grade)
	case word == "withheld":
		return word
	}
	return "–"
}

func (p *page) progressRows(g ProgressGroup, named bool) {
	var rows [][]string
	row := func(grade, name, day string, ids []string) {
		if len(ids) > 0 {
			name += " [" + p.few(ids, 2) + "]"
		}
		rows = append(rows, []string{grade, day, name})
	}
	step := func(indent string, y ProgressStep) {
		name := indent + y.Name
		if y.Done > 0 && y.Done < y.Of {
			name += fmt.Sprintf(" (%d of %d stages)", y.Done, y.Of)
		}
		day := long(y.Day)
		if y.Basis == "due" {
			name += "; announced for " + day + ", and nothing on record"
			day = ""
		}
		for _, s := range y.Against {
			name += "; also said: " + GradeWord(s.Grade) + " (" + p.name([]string{s.Entry}) + ")"
		}
		for _, s := range y.Disputed {
			name += "; disputed: " + GradeWord(s.Grade) + " on " + long(s.Day) + " (" + p.name([]string{s.Entry}) + ")"
		}
		row(gradeCell(y.Grade, y.Word), name, day, y.Entries)
	}
	var nothing []string
	for _, y := range g.Steps {
		if y.Grade == nil && y.Word != "withheld" && len(y.Disputed) == 0 {
			nothing = append(nothing, y.Name)
			continue
		}
		step("", y)
		for _, s := range y.Stages {
			if s.Grade != nil && y.Done < y.Of || len(s.Disputed) > 0 {
				step("· ", s)
			}
		}
	}
	for _, c := range g.Clauses {
		name := "“" + c.Name + "”"
		if named {
			name += ", " + c.TextName
		}
		if c.Stands == "contradicted" {
			name += ": says " + c.Says
		}
		cell := c.Stands
		if c.Grade != nil {
			cell = GradeWord(*c.Grade)
			name += " (" + c.Stands + ")"
		}
		var ids []string
		if c.Stands != "in force" { // the text's own entries stand above
			ids = c.Entries
		}
		row(cell, name, long(c.Day), ids)
	}
	p.table(2, []column{{most: 15, least: 15, look: strong}, {most: 11, least: 11}, {}}, rows)
	if len(nothing) > 0 {
		p.text("  –                ", "                   ", plain, strings.Join(nothing, " · "))
	}
}

// outcomeWords say what became of an announced date.
func outcomeWords(a ProgressAnnounced) string {
	days := plural(int64(max(a.Days, -a.Days)), "day", "days")
	switch a.Outcome {
	case "met":
		return "met"
	case "late":
		return "happened " + days + " later"
	case "overdue":
		return "overdue by " + days
	case "open":
		return "still to come"
	case "moved":
		switch {
		case a.Days > 0:
			return "moved " + days + " later"
		case a.Days < 0:
			return "moved " + days + " earlier"
		}
		return "said again"
	case "withdrawn":
		return "ended with the entry, no new day"
	case "length":
		return "a length of time, no day"
	}
	return a.Outcome
}

func (p *page) slips(list []ProgressSlip) {
	if len(list) == 0 {
		return
	}
	p.section("Announced and what became of it")
	for i, y := range list {
		if i > 0 {
			p.blank()
		}
		s := y.Name
		if y.Days != nil {
			s += ": first announced for " + long(y.First) + "; " + slipWords(y)
		}
		p.text("  ", "    ", strong, s)
		var rows [][]string
		for _, a := range y.Announcements {
			what := strings.Join(a.Who, ", ")
			if a.Hearsay {
				what += ", hearsay"
			}
			what += ": " + outcomeWords(a)
			ref := p.name([]string{a.Entry})
			if len(a.By) > 0 {
				ref += "; " + p.few(a.By, 1)
			}
			rows = append(rows, []string{"said " + long(a.Announced), "for " + long(a.For), what + " [" + ref + "]"})
		}
		p.table(4, []column{{most: 16}, {most: 18}, {}}, rows)
	}
}

func (p *page) indicators(list []ProgressIndicator) {
	if len(list) == 0 {
		return
	}
	p.section("Indicators")
	for i, x := range list {
		if i > 0 {
			p.blank()
		}
		s := x.Name + ": " + x.Value
		if x.Assumed {
			s += " (assumed)"
		}
		p.text("  ", "    ", strong, s)
		var rule []string
		if x.HoldsIf != "" {
			rule = append(rule, "holds at "+x.HoldsIf)
		}
		if x.FailsIf != "" {
			rule = append(rule, "fails at "+x.FailsIf)
		}
		if len(rule) == 0 && len(x.Readings) > 0 {
			rule = append(rule, "no threshold on record")
		}
		if x.Trend != "" {
			rule = append(rule, x.Trend)
		}
		if len(rule) > 0 {
			p.text("    ", "    ", faint, strings.Join(rule, "; ")+".")
		}
		var rows [][]string
		for _, r := range x.Readings {
			note := r.Who
			if x.HoldsIf != "" || x.FailsIf != "" {
				note += ", " + map[string]string{"true": "holds", "false": "fails", "unknown": "between"}[r.Within]
			}
			if r.Disputed {
				note += ", DISPUTED"
			}
			rows = append(rows, []string{long(r.When), r.Value, note, p.name([]string{r.Entry})})
		}
		p.table(4, []column{{most: 15}, {most: 8, right: true}, {}, {most: 30, look: faint}}, rows)
		for _, n := range x.Named {
			p.text("    named: ", "      ", plain, n.Who+" "+n.Says+" ["+p.name([]string{n.Entry})+"]")
		}
		if len(x.Lines) > 0 {
			p.text("    named: ", "      ", plain, strings.Join(x.Lines, ", "))
		}
	}
}

// monthsShown is how many months are told in full on a terminal.
const monthsShown = 2

func (p *page) months(list []ProgressMonth) {
	if len(list) == 0 {
		return
	}
	total := 0
	var counts []string
	for _, m := range list {
		total += m.Count
		counts = append(counts, fmt.Sprintf("%s %d", long(m.Month), m.Count))
	}
	p.section("Incidents on record: " + number(int64(total)))
	p.text("  ", "  ", plain, strings.Join(counts, " · "))
	p.text("  ", "  ", faint, "They count entries, not what happened: a month with more may have been watched more closely.")
	var rows [][]string
	for _, m := range list[max(0, len(list)-monthsShown):] {
		for _, i := range m.Incidents {
			s := i.Says
			if i.Disputed {
				s += " (disputed)"
			}
			rows = append(rows, []string{long(i.When), s + " [" + p.name([]string{i.Entry}) + "]"})
		}
	}
	p.table(2, []column{{most: 15}, {}}, rows)
	if len(list) > monthsShown {
		p.line(p.paint(faint, "  the months before: --json lists them"))
	}
}
