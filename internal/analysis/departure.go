package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Departure is what becomes of a coalition when one member does not join
// (docs/math/who.md, section 3).
type Departure struct {
	Actor *mandate.Actor
	// Nobody: without it no plan is possible at all; Against is then a smallest
	// collision.
	Nobody  bool
	Against *Set
	// Changes are the members that leave or fall, in the order of the case.
	Changes []Change
	// Open are those of whom the budget did not allow to tell.
	Open []string
}

// Change is what becomes of one member.
type Change struct {
	Actor *mandate.Actor
	// From is its rung in the coalition, To the highest that is left; Leaves: it
	// joins in no plan that is left.
	From, To mandate.Rung
	Leaves   bool
	// Against is a smallest collision; it may be empty of positions: then the
	// conditions of what the member has promised say it all.
	Against *Set
	// Entries are what the member stood on.
	Entries []string
}

// Departures asks of each member what the coalition loses without it. Members
// without consequences are left out.
func (m *Model) Departures(c *Coalition) (out []Departure) {
	for i := range c.Members {
		if d, some := m.without(c, &c.Members[i]); some {
			out = append(out, d)
		}
	}
	return out
}

func (m *Model) without(c *Coalition, x *Member) (d Departure, some bool) {
	d.Actor = x.Actor
	gone := m.join[x.Actor.ID].Not()
	// Silent members are not asked about: of them nothing is on record.
	var left []*Member
	kept := map[string]mandate.Rung{}
	met := map[string]bool{}
	for i := range c.Members {
		if y := &c.Members[i]; y != x && m.WordOn(y.Actor.ID) > mandate.Silent {
			left = append(left, y)
		}
	}
	note := func() {
		for _, y := range left {
			if id := y.Actor.ID; m.holds(m.join[id]) {
				met[id], kept[id] = true, max(kept[id], m.rungNow(id))
			}
		}
	}
	ask := func(f formula.Ref) Verdict {
		var wishes []pb.Lit
		for _, y := range left {
			if id := y.Actor.ID; kept[id] < y.Rung || !met[id] {
				wishes = append(wishes, m.lit(m.atRung(id, y.Rung)))
			}
		}
		m.s.Wish(wishes...)
		v := m.ask(gone, f)
		if v == Yes {
			note()
		}
		return v
	}
	switch ask(formula.True) {
	case No:
		d.Nobody, d.Against = true, m.collisionWith(gone)
		return d, true
	case Unknown:
		d.Open = append(d.Open, x.Actor.ID)
		return d, true
	}
	for _, y := range left {
		id := y.Actor.ID
		open := false
		for r := y.Rung; ; r-- {
			if met[id] && kept[id] >= r {
				break
			}
			open = open || ask(m.atRung(id, r)) == Unknown
			if r == mandate.Silent {
				break
			}
		}
		switch {
		case met[id] && kept[id] >= y.Rung:
		case open:
			d.Open = append(d.Open, id)
		default:
			ch := Change{Actor: y.Actor, From: y.Rung, To: kept[id], Leaves: !met[id], Entries: y.Entries}
			if ch.Leaves {
				ch.Against = m.collisionWith(gone, m.join[id])
			} else {
				ch.Against = m.collisionWith(gone, m.atRung(id, y.Rung))
			}
			d.Changes = append(d.Changes, ch)
		}
	}
	return d, len(d.Changes)+len(d.Open) > 0
}
