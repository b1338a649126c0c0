package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Chances prints the answer of `mandate chances`: first what it assumes.
func (t *Terminal) Chances(c *Chances) error {
	p := t.page()
	if c.Result == string(mandate.NoRecord) {
		p.opening(bad, "NO RECORD", &c.Head)
		p.text("", "", plain, c.Sentence)
		return p.flush()
	}
	p.opening(strong, "CHANCES", &c.Head)
	p.text("Aim: ", "  ", plain, c.AimName)
	p.chancesAssumed(&c.Assumptions)
	p.blank()
	p.text("", "", plain, c.Sentence)
	p.text("", "  ", faint, fmt.Sprintf("%s draws, seed %d. Words are those of ICD 203. ± is two standard errors of the drawing and says nothing of the priors.", number(c.Draws), c.Seed))
	if c.Stopped {
		p.text("", "  ", warn, "It was broken off: these are the draws made until then, and not reproducible.")
	}
	if c.Unknown > 0 {
		p.text("", "  ", warn, fmt.Sprintf("The budget ended before %s draws were decided; they are left out of the verdicts.", number(c.Unknown)))
	}
	p.chancesChecks(c)
	p.section("The verdict, over the draws")
	var rows [][]string
	for _, v := range c.Verdicts {
		rows = append(rows, []string{v.Verdict, shareCell(v.ChancesShare), v.Word})
	}
	p.table(2, []column{{most: 12, look: strong}, {most: 14}, {}}, rows)
	if c.Weak != nil {
		p.text("  ", "    ", plain, "All agree and bring too little in "+shareCell(*c.Weak)+" of the draws.")
	}
	p.chancesTakers(c)
	p.chancesForce(c)
	p.chancesDates(c)
	p.chancesSteps(c)
	p.chancesAnnounced(c)
	p.chancesMerges(c)
	p.chancesTornado(c)
	if len(c.Unspoken) > 0 {
		var names []string
		for _, s := range c.Unspoken {
			names = append(names, s.Name)
		}
		p.blank()
		p.text("", "  ", faint, "Announced, but of what they need some has no prior: "+strings.Join(names, ", ")+".")
	}
	p.entries(c.Entries, c.Withheld)
	p.ask("order")
	return p.flush()
}

// shareCell writes a share with the error of the drawing.
func shareCell(s ChancesShare) string {
	out := fmt.Sprintf("%.1f %%", s.Share*100)
	if s.Draws > 0 && s.Draws < s.Of {
		if s.Share < 0.001 {
			out = fmt.Sprintf("%.2f %%", s.Share*100)
		}
		out += fmt.Sprintf(" ± %.1f", s.Error*100)
	}
	return out
}

func (p *page) chancesAssumed(a *ChancesAssumptions) {
	p.section("Assumed, by " + a.By + ", written " + long(a.Written))
	if a.Note != "" {
		p.text("  ", "  ", warn, a.Note)
	}
	for _, from := range [][2]string{{"decided", "decided"}, {"set", "asked"}, {"assumed", "assumed"}, {"withheld", "withheld"}} {
		var list []string
		for _, g := range a.Mandate {
			if g.From != from[0] {
				continue
			}
			var names []string
			for _, o := range g.Options {
				names = append(names, o.Name)
			}
			says := strings.Join(names, ", ")
			switch {
			case g.From == "withheld":
				list = append(list, g.Name)
				continue
			case len(names) == 0:
				says = "nothing"
			}
			if len(g.Entries) > 0 {
				says += " [" + p.few(g.Entries, 2) + "]"
			}
			list = append(list, g.Name+": "+says)
		}
		if len(list) > 0 {
			p.text("  "+pad(from[1], 8)+"  ", "            ", plain, strings.Join(list, " · "))
		}
	}
	titles := map[string]string{"binds": "That entries still bind when it counts", "answers": "That those who have not agreed say yes to what their binding words allow", "externals": "That conditions outside the actors' choice hold",
		"takes": "How long it takes once all that it waits for has come", "brings": "How much of the named figures comes", "risks": "What may strike"}
	last := ""
	for _, x := range a.Priors {
		if x.Kind != last {
			last = x.Kind
			p.blank()
			p.text("  ", "  ", strong, titles[x.Kind])
		}
		s := x.About
		if len(x.Entries) > 0 {
			s += " [" + p.few(x.Entries, 2) + "]"
		}
		s += ": " + x.Says
		if x.Driver != "" {
			s += fmt.Sprintf(" (%g with %s)", x.Loading, x.Driver)
		}
		p.text("  ", "    ", plain, s)
		why := x.Why
		if len(x.Sources) > 0 {
			why += " [" + strings.Join(x.Sources, ", ") + "]"
		}
		p.text("      ", "      ", faint, why)
	}
	if len(a.Drivers) > 0 {
		p.blank()
		p.text("  ", "  ", strong, "What moves several together")
		for _, d := range a.Drivers {
			p.text("  ", "    ", plain, d.ID+": "+d.Name+". "+upperFirst(d.Why)+".")
		}
	}
}

func (p *page) chancesChecks(c *Chances) {
	if len(c.Checks) == 0 {
		return
	}
	p.section("By a day, beside what the whole record says happened")
	for _, x := range c.Checks {
		told := shareCell(x.Share) + " of the draws, " + x.Share.Word
		if x.Past {
			told = "that day is past"
		}
		p.text("  ", "    ", strong, x.Name+", by "+long(x.By)+": "+told)
		p.text("      ", "      ", plain, factSays(x.Outcome, p))
	}
}

func factSays(f ChancesFact, p *page) string {
	to := long(f.RecordTo)
	switch f.Result {
	case "happened":
		return "The record to " + to + " says: it happened on " + long(f.Day) + " [" + p.few(f.Entries, 2) + "]."
	case "later":
		return "The record to " + to + " says: not by then; it happened on " + long(f.Day) + " [" + p.few(f.Entries, 2) + "]."
	case "open":
		return "The record ends before, on " + to + ", and reports none."
	}
	return "The record to " + to + " reports none: it had not happened by then as far as is on record."
}

func (p *page) chancesTakers(c *Chances) {
	for _, as := range [][2]string{{"contributor", "Who joins"}, {"party", "Who consents"}} {
		var rows [][]string
		var none []string
		for _, x := range c.Takers {
			if x.As != as[0] {
				continue
			}
			if x.Draws == 0 {
				none = append(none, x.Name)
				continue
			}
			rows = append(rows, []string{x.Name, shareCell(x.ChancesShare), x.Word, "stands " + x.Rung})
		}
		if len(rows)+len(none) == 0 {
			continue
		}
		p.section(as[1] + ", of those who may (in a draw on which all agree)")
		p.table(2, []column{{look: strong}, {most: 14}, {most: 20}, {most: 20, look: faint}}, rows)
		if len(none) > 0 {
			p.text("  ", "    ", faint, "in no draw: "+strings.Join(none, ", "))
		}
	}
}

func (p *page) chancesForce(c *Chances) {
	if len(c.Force) == 0 {
		return
	}
	p.section("What the force has, over the draws in which all agree")
	rows := [][]string{{"", "P10", "P50", "P80", "P90", ""}}
	for _, f := range c.Force {
		s := "none in " + shareCell(f.None)
		if f.Met != nil {
			s += "; each minimum met in " + shareCell(*f.Met)
		}
		if f.AtTarget != nil {
			s += "; at least " + number(f.Target) + ", the target, in " + shareCell(*f.AtTarget)
		}
		rows = append(rows, []string{f.Name, number(f.P10), number(f.P50), number(f.P80), number(f.P90), s})
	}
	p.table(2, []column{{most: 22, look: strong}, {most: 9}, {most: 9}, {most: 9}, {most: 9}, {}}, rows)
}

func (p *page) chancesDates(c *Chances) {
	p.section("When: the day by which that share of all draws has it")
	rows := [][]string{{"", "P10", "P50", "P80", "P90", "never"}}
	cell := func(day string) string {
		if day == "" {
			return "–"
		}
		return day
	}
	for _, x := range c.Dates {
		if x.Kind == "commit" || x.Kind == "consent" {
			continue
		}
		name := x.Name
		if x.Target {
			name = "» " + name
		}
		rows = append(rows, []string{name, cell(x.P10), cell(x.P50), cell(x.P80), cell(x.P90), fmt.Sprintf("%.1f %%", x.Never.Share*100)})
	}
	p.table(2, []column{{}, {most: 10}, {most: 10}, {most: 10}, {most: 10}, {most: 8}}, rows)
	p.text("  ", "  ", faint, "– the share is not reached: too often it never comes. » asked about.")
	for _, x := range c.Dates {
		if x.Target && x.Comes50 != "" {
			s := x.Name + ", where it comes at all: P10 " + x.Comes10 + ", P50 " + x.Comes50 + ", P80 " + x.Comes80 + ", P90 " + x.Comes90
			p.text("  ", "    ", plain, s+".")
		}
	}
}

func (p *page) chancesSteps(c *Chances) {
	for _, x := range c.Steps {
		if x.Past {
			continue
		}
		if len(x.Critical) > 0 {
			p.section(upperFirst(x.Name) + ": on the longest path, of the draws in which it comes")
			p.shares(len(x.Critical), func(i int) (string, float64) { return x.Critical[i].Name, x.Critical[i].Share })
		}
		if len(x.Causes) > 0 {
			p.section(upperFirst(x.Name) + ": why it never comes, of the draws in which it does not")
			p.shares(len(x.Causes), func(i int) (string, float64) { return x.Causes[i].Says, x.Causes[i].Share })
		}
	}
}

// shares lists shares of at least a hundredth, the greatest first, at most eight.
func (p *page) shares(n int, at func(int) (string, float64)) {
	var rows [][]string
	rest := 0
	for i := range n {
		name, s := at(i)
		if s < 0.01 && i > 0 || len(rows) == 8 {
			rest++
			continue
		}
		rows = append(rows, []string{fmt.Sprintf("%.1f %%", s*100), name})
	}
	p.table(2, []column{{most: 8}, {}}, rows)
	if rest > 0 {
		p.text("  ", "  ", faint, fmt.Sprintf("and %d more (--json has all)", rest))
	}
}

func (p *page) chancesAnnounced(c *Chances) {
	if len(c.Announced) == 0 {
		return
	}
	p.section("What was announced, and where it lies among the draws")
	for _, x := range c.Announced {
		p.text("  ", "    ", plain, fmt.Sprintf("%s: %s (%s to %s) [%s]", x.Name, x.Says, long(x.First), long(x.Last), p.name([]string{x.Entry})))
		p.text("      ", "      ", plain, "before it "+shareCell(x.Before)+" of the draws; by its end "+shareCell(x.By)+", "+x.By.Word+"; never "+shareCell(x.Never))
	}
}

func (p *page) chancesMerges(c *Chances) {
	var rows [][]string
	for _, m := range c.Merges {
		if m.Days > 0 && !strings.HasPrefix(m.Event, "commit.") {
			rows = append(rows, []string{m.Name, fmt.Sprintf("%d days", m.Days), fmt.Sprintf("waits for %d; the latest of them at P50 %s, all of them at P50 %s", m.Waits, m.Latest, m.Start)})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.section("What waiting for several costs (merge bias)")
	p.table(2, []column{{most: 30}, {most: 9}, {}}, rows)
}

func (p *page) chancesTornado(c *Chances) {
	t := &c.Tornado
	if len(t.Bars) == 0 {
		return
	}
	p.section(fmt.Sprintf("What one prior alone does, with the same draws: %s by %s, now %.1f %% of %s", t.Name, long(t.By), t.Base*100, number(t.Draws)))
	rows := [][]string{{"low", "high", ""}}
	rest := 0
	for i, x := range t.Bars {
		if i == 12 {
			rest = len(t.Bars) - i
			break
		}
		rows = append(rows, []string{fmt.Sprintf("%.1f %%", x.Low*100), fmt.Sprintf("%.1f %%", x.High*100), x.About})
	}
	p.table(2, []column{{most: 8}, {most: 8}, {}}, rows)
	p.text("  ", "  ", faint, "low: it does not happen, or takes as long as its tenth percentile and comes; high: it does, or takes as long as its ninetieth.")
	if rest > 0 {
		p.text("  ", "  ", faint, fmt.Sprintf("and %d more (--json has all)", rest))
	}
}
