package chart

import (
	"strings"

	"mandate/internal/report"
)

// Standings draws where contributors and parties stand: one mark an actor, in a
// grid, so that the length of a rung is the number of those on it.
func Standings(c *report.Check) *Chart {
	ch := newChart("Who stands where", &c.Head)
	groups := standingGroups(c)
	ch.Desc = standingsDesc(groups)
	ch.table = [][]string{{"as", "actor", "name", "rung", "since", "in_rule", "figures", "entries"}}
	for _, g := range groups {
		for _, r := range g.rungs {
			for _, s := range r.list {
				in := ""
				if s.InRule {
					in = "true"
				}
				ch.table = append(ch.table, []string{s.As, s.Actor, s.Name, s.Rung, s.Since, in, strings.Join(s.Figures, "; "), strings.Join(standingEntries(s), " ")})
			}
		}
	}
	ch.lay = func(v *canvas) { layStandings(v, groups) }
	return ch
}

type standingGroup struct {
	as, name string
	n        int
	rungs    []standingRung
}

type standingRung struct {
	word string
	list []report.Standing
}

var rungs = []string{"agreed", "conditional", "interested", "silent", "ruled out", "unknown"}

func standingGroups(c *report.Check) (out []standingGroup) {
	for _, g := range []standingGroup{{as: "contributor", name: "Contributors"}, {as: "party", name: "Parties"}} {
		for _, word := range rungs {
			r := standingRung{word: word}
			for _, s := range c.Standings {
				if s.As == g.as && s.Rung == word {
					r.list = append(r.list, s)
				}
			}
			if len(r.list) > 0 {
				g.rungs = append(g.rungs, r)
				g.n += len(r.list)
			}
		}
		if g.n > 0 {
			out = append(out, g)
		}
	}
	return out
}

func standingsDesc(groups []standingGroup) string {
	var says []string
	for _, g := range groups {
		var parts []string
		for _, r := range g.rungs {
			parts = append(parts, number(int64(len(r.list)))+" "+r.word)
		}
		says = append(says, g.name+": "+strings.Join(parts, ", "))
	}
	if len(says) == 0 {
		return "Nobody stands anywhere yet."
	}
	return strings.Join(says, ". ") + "."
}

// standingEntries are those an actor's standing rests on, or that stand against it.
func standingEntries(s report.Standing) []string {
	ids := add(nil, s.Entries...)
	if s.Against != nil {
		ids = add(ids, s.Against.Entries...)
	}
	if s.Collision != nil {
		for _, p := range s.Collision.Positions {
			ids = add(ids, p.Entries...)
		}
	}
	return ids
}

func standingMark(s report.Standing) mark {
	says := within(plain(s.Name)) + ", " + s.Rung
	if len(s.Figures) > 0 {
		says += ", " + strings.Join(s.Figures, "; ")
	}
	if s.InRule {
		says += ", in the consent rule"
	}
	switch {
	case s.Against != nil:
		says += ": " + s.Against.Says
	case s.Collision != nil && len(s.Collision.Positions) > 0:
		var parts []string
		for _, p := range s.Collision.Positions {
			parts = append(parts, p.Says)
		}
		says += ": " + strings.Join(parts, "; ")
	}
	return mark{says: says, entries: standingEntries(s), actor: s.Actor}
}

func layStandings(v *canvas, groups []standingGroup) {
	if len(groups) == 0 {
		v.paragraph("Nobody stands anywhere yet.", normal, "dim", 2)
		return
	}
	cell := 0
	for _, g := range groups {
		for _, r := range g.rungs {
			for _, s := range r.list {
				cell = max(cell, measure(plain(s.Name), normal))
			}
		}
	}
	cell = min(cell, 150*px) + 30*px
	labels := 0
	if !v.narrow() {
		labels = widest(normal, "conditional") + 40*px
	}
	room := v.inner() - labels
	columns := max(1, room/cell)
	if columns == 1 && room >= 240*px {
		columns = 2
	}
	cell = min(cell, room/columns)
	for i, g := range groups {
		if i > 0 {
			v.y += 12 * px
		}
		v.y += 16 * px
		v.text(v.left(), v.y-3*px, g.name, "strong", start, "")
		v.text(v.left()+measure(g.name, normal)*108/100+8*px, v.y-3*px, number(int64(g.n)), "dim", start, "")
		v.y += 3 * px
		for _, r := range g.rungs {
			v.line("hair", v.left(), v.y, v.right(), v.y)
			n := number(int64(len(r.list)))
			if labels == 0 {
				v.y += 18 * px
				v.text(v.left(), v.y-4*px, r.word, "dim", start, "")
				v.text(v.right(), v.y-4*px, n, "dim", end, "")
			} else {
				v.text(v.left(), v.y+16*px, r.word, "", start, "")
				v.text(v.left()+labels-16*px, v.y+16*px, n, "", end, "")
			}
			for k, s := range r.list {
				x := v.left() + labels + k%columns*cell
				y := v.y + 12*px + k/columns*22*px
				name := plain(s.Name)
				short := shorten(name, normal, cell-28*px)
				v.begin(standingMark(s))
				v.rect("hit", x, y-11*px, cell-2*px, 22*px)
				v.rung(r.word, x+8*px, y, 50)
				v.text(x+18*px, y+45, short, "", start, "")
				v.finish()
			}
			v.y += (len(r.list)+columns-1)/columns*22*px + 2*px
		}
	}
	v.y += 4 * px
}
