package report

import (
	"fmt"
	"strings"

	"mandate"
)

// looks of items on a page: a mark and a word, so that neither colour nor the
// mark alone carries the meaning.
var itemLooks = map[string]struct {
	mark, word string
	look       look
}{
	"chosen":    {"◉", "chosen", strong},
	"forced":    {"●", "forced", good},
	"open":      {"○", "open", plain},
	"ruled out": {"✕", "ruled out", bad},
	"left out":  {"–", "left out", faint},
	"unsettled": {"?", "not found", warn},
	"withheld":  {"?", "withheld", faint},
}

func (i WhatIfItem) word() string {
	if i.ByChoice {
		return "left out"
	}
	return i.Look
}

// fresh reports whether the choices gave the item its look without naming it.
func (i WhatIfItem) fresh() bool {
	return i.Before != "" && !i.ByChoice && (i.Look == "forced" || i.Look == "ruled out" || i.Look == "open")
}

// WhatIf prints the answer of `mandate whatif`.
func (t *Terminal) WhatIf(w *WhatIf) error {
	p := t.page()
	l := map[string]look{"possible": good, "blocked wish": bad, "blocked": bad, string(mandate.NoRecord): bad}[w.Result]
	if l == plain {
		l = warn
	}
	p.opening(l, strings.ToUpper(w.Result), &w.Head)
	p.chosen(w)
	p.text("", "", plain, w.Sentence)
	p.mandatesLeft(w)
	if !w.Complete && w.Result != "unknown" {
		p.text("", "  ", warn, map[bool]string{true: "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).",
			false: "The budget or a limit ended before everything was found: what follows is not complete."}[w.Stopped])
	}
	switch {
	case w.Why != nil:
		p.whyItem(w)
	case w.Result == "blocked wish", w.Result == "blocked":
		p.blockedWish(w.Blocked)
	case w.Result == "possible":
		p.changed("What the "+map[bool]string{true: "choice rules", false: "choices rule"}[len(w.Choices) == 1]+" out or force", w)
		p.items(w)
	}
	p.entries(w.Entries, w.Withheld)
	p.whatNext(w)
	return p.flush()
}

// Changes prints what looks otherwise than before: the answer to one more choice.
func (t *Terminal) Changes(w *WhatIf) error {
	p := t.page()
	word := map[string]look{"possible": good}[w.Result]
	if word == plain {
		word = bad
	}
	p.text(p.paint(word, strings.ToUpper(w.Result))+"  ", "  ", plain, w.Sentence)
	p.mandatesLeft(w)
	if w.Result == "blocked wish" {
		p.blockedWish(w.Blocked)
	} else if w.Result == "possible" {
		p.changed("", w)
	}
	return p.flush()
}

// Explain prints why an item looks as it does, and the entries behind it.
func (t *Terminal) Explain(w *WhatIf) error {
	p := t.page()
	p.whyItem(w)
	p.entries(w.Entries, w.Withheld)
	return p.flush()
}

// Items prints how the items look; of one issue, if it is named.
func (t *Terminal) Items(w *WhatIf, issue string) error {
	p := t.page()
	if issue == "contributors" {
		one := *w
		one.Issues = nil
		w = &one
	} else if issue != "" {
		one := *w
		one.Issues, one.Joiners = nil, nil
		for _, i := range w.Issues {
			if i.ID == issue {
				one.Issues = []WhatIfIssue{i}
			}
		}
		w = &one
	}
	p.items(w)
	return p.flush()
}

// Blocked prints what would have to be given up, or that nothing would.
func (t *Terminal) Blocked(w *WhatIf) error {
	p := t.page()
	if w.Blocked == nil {
		p.text("", "", plain, w.Sentence)
		return p.flush()
	}
	p.blockedWish(w.Blocked)
	p.entries(w.Entries, w.Withheld)
	return p.flush()
}

// positionText says a position with its owners and what it rests on; of many
// entries it names a few.
func (p *page) positionText(x Position, entries int) string {
	who := strings.Join(x.OwnerNames, ", ")
	if len(x.OwnerNames) > 3 {
		who = strings.Join(x.OwnerNames[:3], ", ") + fmt.Sprintf(" and %d more", len(x.OwnerNames)-3)
	}
	s := x.Says
	if who != "" {
		s = who + ": " + s
	}
	ref := p.few(x.Entries, entries)
	if ref == "" {
		ref = x.Line
	}
	if ref != "" {
		s += " [" + ref + "]"
	}
	return s
}

// reason prints a reason in one paragraph.
func (p *page) reason(indent string, r *WhatIfReason) {
	if r == nil {
		return
	}
	var parts []string
	for _, c := range r.Choices {
		parts = append(parts, "chosen: "+c)
	}
	for _, x := range r.Positions {
		parts = append(parts, p.positionText(x, 2))
	}
	if len(parts) == 0 {
		parts = []string{"by what has happened, or by how the case is built"}
	}
	p.text(indent, indent, faint, strings.Join(parts, " + "))
}

// reasonFull prints a reason with a line for each part.
func (p *page) reasonFull(indent string, r WhatIfReason) {
	for _, c := range r.Choices {
		p.text(indent, indent+"  ", plain, "chosen: "+c)
	}
	for _, x := range r.Positions {
		p.position(indent, x)
	}
	if len(r.Choices)+len(r.Positions) == 0 {
		p.text(indent, indent+"  ", plain, "by what has happened, or by how the case is built")
	}
}

// lead is the mark and the word of a look, as wide as the widest.
func (p *page) lead(indent, word string) (first, rest string) {
	l := itemLooks[word]
	return indent + p.paint(l.look, l.mark+" "+pad(l.word, 9)) + "  ", indent + strings.Repeat(" ", 13)
}

// changed prints what the choices gave another look without naming it, those
// with the same reason together.
func (p *page) changed(title string, w *WhatIf) {
	type group struct {
		look   string
		reason *WhatIfReason
		names  []string
		issue  string
	}
	var groups []*group
	put := func(issue string, i WhatIfItem) {
		if !i.fresh() {
			return
		}
		for _, g := range groups {
			if g.look != i.Look || !g.reason.same(i.Reason) {
				continue
			}
			if issue != "" && g.issue == issue {
				g.names[len(g.names)-1] += ", " + i.Name
				return
			}
			name := i.Name
			if issue != "" {
				name = issue + ": " + name
			}
			g.names, g.issue = append(g.names, name), issue
			return
		}
		name := i.Name
		if issue != "" {
			name = issue + ": " + name
		}
		groups = append(groups, &group{i.Look, i.Reason, []string{name}, issue})
	}
	for _, i := range w.Issues {
		for _, o := range i.Options {
			put(i.Name, o)
		}
	}
	for _, j := range w.Joiners {
		put("", j)
	}
	if len(groups) == 0 {
		return
	}
	if title != "" {
		p.section(title)
	}
	for _, word := range []string{"forced", "ruled out", "open"} {
		for _, g := range groups {
			if g.look == word {
				first, rest := p.lead("  ", word)
				p.text(first, rest, strong, strings.Join(g.names, " · "))
				p.reason(rest+"  ", g.reason)
			}
		}
	}
}

// items prints the issues down the page, then the contributors, then what is
// decided on record.
func (p *page) items(w *WhatIf) {
	one := len(w.Issues) == 1 && len(w.Joiners) == 0
	for _, i := range w.Issues {
		if i.Decided != nil && !one {
			continue
		}
		title := i.Name
		if i.Set {
			title += " (any of them)"
		}
		if one {
			p.text("", "", strong, title)
		} else {
			p.section(title)
		}
		p.rows(i.Options)
	}
	if len(w.Joiners) > 0 {
		p.section("Contributors")
		p.rows(w.Joiners)
	}
	var rows [][]string
	for _, i := range w.Issues {
		if d := i.Decided; d != nil && !one {
			var names []string
			for _, o := range d.Options {
				names = append(names, o.Name)
			}
			s := strings.Join(names, ", ")
			if s == "" {
				s = "none"
			}
			if d.withheld() {
				s = "withheld"
			}
			if len(d.Entries) > 0 {
				s += " [" + p.few(d.Entries, 2) + "]"
			}
			rows = append(rows, []string{d.Name, s})
		}
	}
	if len(rows) > 0 {
		p.section("Decided on record")
		p.table(2, []column{{most: 28, look: strong}, {}}, rows)
	}
}

// rows prints items of one issue, or the contributors: those with the same look
// and reason together.
func (p *page) rows(items []WhatIfItem) {
	done := make([]bool, len(items))
	for _, word := range []string{"chosen", "forced", "open", "unsettled", "withheld", "ruled out", "left out"} {
		for k, i := range items {
			if done[k] || i.word() != word {
				continue
			}
			var names []string
			for n, o := range items {
				if n >= k && !done[n] && o.word() == word && o.fresh() == i.fresh() && (o.fresh() || o.Reason.same(i.Reason)) {
					names = append(names, o.Name)
					done[n] = true
				}
			}
			first, rest := p.lead("  ", word)
			s := strings.Join(names, " · ")
			switch {
			case i.fresh():
				p.text(first, rest, plain, s+" (new, above)")
			case i.Reason.decided():
				var ids []string
				for _, x := range i.Reason.Positions {
					ids = append(ids, x.Entries...)
				}
				p.text(first, rest, plain, s+", by decision ["+p.few(ids, 2)+"]")
			default:
				p.text(first, rest, plain, s)
				p.reason(rest+"  ", i.Reason)
			}
		}
	}
}

// blockedWish prints why no plan meets all choices, and what would end it.
func (p *page) blockedWish(x *WhatIfBlocked) {
	if x.Collision != nil {
		p.section("What collides")
		p.reasonFull("    ", *x.Collision)
	}
	if len(x.GiveUp.Sets) == 0 {
		return
	}
	p.giveUp("Cheapest to give up, all positions kept", x.GiveUp)
	if n := len(x.WaysOut.List); n > 0 {
		title := "Or keep all choices and change positions: " + plural(int64(n), "way out", "ways out") + ", lightest first"
		if !x.WaysOut.Complete {
			title += ", not all"
		}
		p.section(title)
		for k, s := range x.WaysOut.List {
			if k == 5 {
				p.line(p.paint(faint, fmt.Sprintf("  … %d more", n-5)))
				break
			}
			for c, pos := range s.Positions {
				lead := "      "
				if c == 0 && k > 0 {
					lead = "  or  "
				}
				p.positionAt(lead, "        ", pos)
			}
		}
	} else if x.WaysOut.Complete {
		p.section("No change of a position that may be changed would do instead")
	}
}

func (p *page) giveUp(title string, g WhatIfGiveUp) {
	if len(g.Sets) == 0 {
		return
	}
	if !g.Complete {
		title += " (not all)"
	}
	p.section(title)
	for k, s := range g.Sets {
		p.text(fmt.Sprintf("  %d  ", k+1), "       ", plain, strings.Join(s, " + "))
	}
}

// whyItem prints the explanation of one item in full.
func (p *page) whyItem(w *WhatIf) {
	y := w.Why
	if y == nil {
		return
	}
	p.blank()
	first, _ := p.lead("", WhatIfItem{Look: y.Look, ByChoice: y.ByChoice}.word())
	p.text(first, "  ", strong, y.Says)
	switch {
	case y.Look == "open":
		p.text("  ", "  ", plain, "Some possible plans that meet the choices have it, others do without.")
	case y.Look == "chosen":
		p.text("  ", "  ", plain, "It was chosen.")
	case y.Look == "withheld":
		p.text("  ", "  ", plain, "What decides it is withheld from this audience.")
	case y.Look == "unsettled":
		p.text("  ", "  ", plain, "The budget ended before this was found.")
	}
	n := len(y.Reasons)
	if n > 0 {
		title := "No possible plan that meets the choices has it. It collides with"
		if y.Look == "forced" {
			title = "Every possible plan that meets the choices has it. To do without collides with"
		}
		if n > 1 {
			title += fmt.Sprintf(" (%s, smallest first%s)", plural(int64(n), "collision", "collisions"), map[bool]string{true: "", false: ", not all"}[y.Complete])
		}
		p.section(title)
		for k, r := range y.Reasons {
			if n > 1 {
				p.line(fmt.Sprintf("  %d", k+1))
			}
			p.reasonFull("    ", r)
		}
	}
	p.giveUp("It could be otherwise without "+map[bool]string{true: "this", false: "one of these"}[len(y.GiveUp.Sets) == 1]+", all positions kept", y.GiveUp)
}

// whatNext prints what to ask next.
func (p *page) whatNext(w *WhatIf) {
	var flags []string
	for _, c := range w.Choices {
		flags = append(flags, "--"+c.Kind+" "+shellWord(c.Choice))
	}
	switch w.Result {
	case "blocked":
		p.ask("unblock")
	case "possible":
		if w.Why == nil && len(flags) > 0 {
			p.ask("check", flags...)
		}
	case "blocked wish":
		p.ask("unblock", flags...)
	}
}

// shellWord quotes what a shell would read otherwise.
func shellWord(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-_=,.", r)
	}) {
		return "'" + s + "'"
	}
	return s
}

// Begin prints the opening of a session of choices.
func (t *Terminal) Begin(w *WhatIf) error {
	p := t.page()
	l := map[string]look{"possible": good, "unknown": warn}[w.Result]
	if l == plain {
		l = bad
	}
	p.opening(l, strings.ToUpper(w.Result), &w.Head)
	p.chosen(w)
	p.text("", "", plain, w.Sentence)
	p.mandatesLeft(w)
	if w.Result == "blocked" {
		p.blockedWish(w.Blocked)
		p.entries(w.Entries, w.Withheld)
		p.whatNext(w)
	} else if w.Result != string(mandate.NoRecord) {
		p.text("", "", faint, "help lists the commands; show tells how everything looks.")
	}
	return p.flush()
}

// Choices prints what is chosen.
func (t *Terminal) Choices(w *WhatIf) error {
	p := t.page()
	for k, c := range w.Choices {
		p.text(fmt.Sprintf("  %d  ", k+1), "       ", plain, c.Says)
	}
	if len(w.Choices) == 0 {
		p.text("", "", plain, "Nothing is chosen.")
	}
	return p.flush()
}

func (p *page) chosen(w *WhatIf) {
	if len(w.Choices) == 0 {
		return
	}
	var says []string
	for _, c := range w.Choices {
		says = append(says, c.Says)
	}
	p.text("Chosen: ", "  ", plain, strings.Join(says, " · "))
}

// mandatesLeft prints how many mandates the choices leave, in one line.
func (p *page) mandatesLeft(w *WhatIf) {
	if w.Mandates == nil {
		return
	}
	say := func(c Count) string {
		if c.Kind == "exact" {
			return digits(c.Number)
		}
		return "an estimated " + digits(c.Number) + " (95 per cent interval " + digits(c.Interval[0]) + " to " + digits(c.Interval[1]) + "; proven: " + digits(c.AtLeast) + " to " + digits(c.AtMost) + ")"
	}
	s := "Mandates left: " + say(w.Mandates.Now)
	if len(w.Choices) > 0 {
		s += ", of " + say(w.Mandates.Before) + " before these choices"
	}
	p.text("", "  ", plain, s+". A count, no likelihood.")
}
