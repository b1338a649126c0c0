package report

import (
	"strings"

	"mandate"
)

// Compare prints the answer of `mandate compare`.
func (t *Terminal) Compare(w *Compare) error {
	p := t.page()
	if w.Result == string(mandate.NoRecord) {
		p.opening(bad, "NO RECORD", &w.Head)
		p.text("", "", plain, w.Sentence)
		return p.flush()
	}
	p.opening(strong, "COMPARE", &w.Head)
	for i, x := range w.Sides {
		p.text("  "+sideLetter(i)+"  ", "     ", plain, x.Name+map[string]string{"plan": " (saved plan)"}[x.Kind])
	}
	p.text("", "", plain, w.Sentence)
	if !w.Complete {
		p.text("", "  ", warn, "The budget or the time ended before everything was found: what follows is not complete.")
	}
	two := func(title string, rows [][]string) {
		if len(rows) == 0 {
			return
		}
		p.section(title)
		third := (p.width - 6) / 3
		p.table(2, []column{{most: third - 4, least: 12, look: strong}, {title: "A", most: third, least: third}, {title: "B"}}, rows)
	}
	row := func(name string, of func(CompareSide) string) []string {
		return []string{name, of(w.Sides[0]), of(w.Sides[1])}
	}
	two("In force", [][]string{
		row("verdict", func(x CompareSide) string { return or(x.Verdict, "unknown") }),
		row("stands on", func(x CompareSide) string { return or(x.Rung, "–") }),
		row("owed", func(x CompareSide) string {
			if x.Owed == nil {
				return "–"
			}
			return plural(int64(x.Owed.Count), "answer", "answers")
		}),
		row("take part", func(x CompareSide) string {
			if len(x.Joins) == 0 {
				return "–"
			}
			return strings.Join(x.Joins, ", ")
		}),
	})
	for i, x := range w.Sides {
		if len(x.Reopens) > 0 {
			p.section(sideLetter(i) + " would reopen what is decided")
			for _, y := range x.Reopens {
				p.position("  ", y)
			}
			if x.Alternatives > 0 {
				p.text("  ", "    ", faint, "or one of "+plural(int64(x.Alternatives), "other set", "other sets")+" of decisions of the same weight")
			}
		}
		if !x.Possible && x.Collision != nil {
			p.section("No possible plan meets " + sideLetter(i))
			for _, y := range x.Collision.Positions {
				p.position("  ", y)
			}
		}
	}
	var rows [][]string
	for _, i := range w.Issues {
		cell := func(ids []string) string {
			if len(ids) == 0 {
				return "nothing"
			}
			return strings.Join(ids, "; ")
		}
		rows = append(rows, []string{i.Name, cell(i.Allow[0]), cell(i.Allow[1])})
	}
	two("What each allows, where they differ", rows)
	for i, x := range w.Sides {
		if len(x.Clauses)+len(x.Steps) == 0 {
			continue
		}
		p.section("Only in " + sideLetter(i))
		for _, c := range x.Clauses {
			ref := ""
			if len(c.Sources) > 0 {
				ref = " [" + x.ID + "." + c.ID + ", source " + strings.TrimSpace(strings.Join(c.Sources, ", ")+" "+c.At) + "]"
			}
			p.text("  - ", "    ", plain, c.Name+ref)
		}
		for _, s := range x.Steps {
			p.text("  - ", "    ", plain, "step: "+s.Name)
		}
	}
	p.stances(w, two)
	rows = nil
	for _, f := range w.Force {
		if f.Line != "" {
			rows = append(rows, []string{f.Name + " missing for " + f.Line, figureOf(f.Gap, 0), figureOf(f.Gap, 1)})
			continue
		}
		cell := func(i int) string {
			s := figureOf(f.Named, i)
			if f.Named[i] != nil {
				s += " (firm: " + figureOf(f.Firm, i) + ")"
			}
			return s
		}
		rows = append(rows, []string{f.Name + " named", cell(0), cell(1)})
	}
	two("The force", rows)
	for i, x := range w.Sides {
		p.reached("Within reach with "+sideLetter(i)+" and not as it stands", x.Ended)
		p.reached("Out of reach with "+sideLetter(i)+" and within as it stands", x.Made)
	}
	p.entries(w.Entries, w.Withheld)
	if len(w.Sides) == 2 && w.Sides[0].Kind == "text" {
		p.ask("who", shell("adopts(\""+w.Sides[0].ID+"\")"))
	}
	return p.flush()
}

func sideLetter(i int) string { return string(rune('A' + i)) }

func figureOf(list []*int64, i int) string {
	if list[i] == nil {
		return "–"
	}
	return number(*list[i])
}

// stances prints who stands differently, and why somebody is ruled out.
func (p *page) stances(w *Compare, two func(string, [][]string)) {
	var rows [][]string
	for _, x := range w.Actors {
		cell := func(r CompareRung) string {
			parts := []string{}
			if r.Rung != "" {
				s := r.Rung
				if len(r.Entries) > 0 {
					s += " [" + p.few(r.Entries, 1) + "]"
				}
				if r.Rung == "ruled out" && r.Collision != nil {
					for _, y := range r.Collision.Positions {
						if len(y.Entries) > 0 {
							s += " [" + p.few(y.Entries, 1) + "]"
							break
						}
					}
				}
				parts = append(parts, s)
			}
			for _, y := range r.Words {
				parts = append(parts, y.Says+" ["+p.name([]string{y.Entry})+"]")
			}
			if len(parts) == 0 {
				return "–"
			}
			return strings.Join(parts, "; ")
		}
		name := x.Name
		if x.As == "party" {
			name += " (consent)"
		}
		rows = append(rows, []string{name, cell(x.Under[0]), cell(x.Under[1])})
	}
	two("Who stands differently, is ruled out, or has spoken of one", rows)
	if w.Alike > 0 {
		p.text("  ", "    ", faint, plural(int64(w.Alike), "other stands", "others stand")+" alike under both.")
	}
}

// reached prints goals with their collisions.
func (p *page) reached(title string, gs []GoalCollision) {
	if len(gs) == 0 {
		return
	}
	p.section(title)
	for _, g := range gs {
		p.text("  ", "    ", strong, g.Name)
		if g.Collision != nil && len(g.Collision.Positions) == 0 {
			p.text("    ", "      ", faint, "ruled out by what has happened or by how the case is built")
		}
		if g.Collision != nil {
			for _, y := range g.Collision.Positions {
				p.position("    ", y)
			}
		}
	}
}
