package analysis

import (
	"sort"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Set is a collision or a way out: positions in the order of the record, then
// of the case.
type Set struct {
	Positions []*Position
	Weight    int64
}

// Sets is a list of collisions or ways out, smallest first.
type Sets struct {
	List []Set
	// Complete is true if there are no others.
	Complete bool
	// Verdict is Unknown if the budget ended the list.
	Verdict Verdict
	// Proven is true if each member is proven minimal and no smaller one is
	// missing; it always is for what the engine returns.
	Proven bool
}

// goalLits returns what is asked for besides the positions: what plans are made
// of, the restrictions of the query and the goal, if there is one.
func (m *Model) goalLits(goal *mandate.Expr) []pb.Lit {
	hard := append(m.base[:len(m.base):len(m.base)], m.given...)
	if goal != nil {
		hard = append(hard, m.lit(m.Goal(goal)))
	}
	return hard
}

// Goal returns the formula of a goal expression, read without a moment.
func (m *Model) Goal(goal *mandate.Expr) formula.Ref {
	return m.lower(goal, false, ctx{moment: none})
}

// Possible decides whether some possible plan reaches the goal (nil: any).
func (m *Model) Possible(goal *mandate.Expr) Verdict {
	if goal == nil {
		return m.ask()
	}
	return m.ask(m.Goal(goal))
}

// Collisions lists up to limit collisions with the goal, smallest first.
func (m *Model) Collisions(goal *mandate.Expr, limit int) Sets {
	return m.collisions(m.goalLits(goal), limit)
}

// collisionWith returns a smallest collision with formulas; nil if there is none
// or the budget ended first.
func (m *Model) collisionWith(fs ...formula.Ref) *Set {
	hard := m.goalLits(nil)
	for _, f := range fs {
		hard = append(hard, m.lit(f))
	}
	if cs := m.collisions(hard, 1); len(cs.List) > 0 {
		return &cs.List[0]
	}
	return nil
}

func (m *Model) collisions(hard []pb.Lit, limit int) Sets {
	softs := make([]pb.Soft, len(m.Positions))
	for i, p := range m.Positions {
		softs[i] = pb.Soft{Lit: m.lit(p.sel), Weight: 1}
	}
	out := Sets{Proven: true, Verdict: Yes}
	// Nothing collides if everything can hold together: one question instead
	// of an enumeration.
	if v := m.s.Solve(m.pbBudget(), append(m.selectors(), hard...)...); v == Yes {
		out.Complete = true
		return out
	}
	it := pb.NewCollisions(m.s, softs, hard...)
	m.collect(&out, limit, func() ([]int, int64, Verdict) { return it.Next(m.pbBudget()) }, func(i int) *Position { return m.Positions[i] })
	return out
}

// FirstCollision returns a smallest collision with the goal; nil if there is
// none or the budget ended first. It is remembered.
func (m *Model) FirstCollision(goal *mandate.Expr) *Set {
	key := condition.Print(goal)
	if s, ok := m.firsts[key]; ok {
		return s
	}
	var s *Set
	if cs := m.Collisions(goal, 1); len(cs.List) > 0 {
		s = &cs.List[0]
	}
	if m.firsts == nil {
		m.firsts = map[string]*Set{}
	}
	m.firsts[key] = s
	return s
}

// WaysOut lists up to limit ways out, lightest first.
func (m *Model) WaysOut(goal *mandate.Expr, limit int) Sets {
	var softs []pb.Soft
	var ps []*Position
	hard := m.goalLits(goal)
	for _, p := range m.Positions {
		if p.Changeable {
			softs = append(softs, pb.Soft{Lit: m.lit(p.sel), Weight: p.Weight})
			ps = append(ps, p)
		} else {
			hard = append(hard, m.lit(p.sel))
		}
	}
	out := Sets{Proven: true, Verdict: Yes}
	it := pb.NewCorrections(m.s, softs, hard...)
	m.collect(&out, limit, func() ([]int, int64, Verdict) { return it.Next(m.pbBudget()) }, func(i int) *Position { return ps[i] })
	return out
}

func (m *Model) collect(out *Sets, limit int, next func() ([]int, int64, Verdict), at func(int) *Position) {
	for {
		if limit > 0 && len(out.List) >= limit {
			// One more question tells whether the list is complete; of a single
			// one nobody asks.
			if limit > 1 {
				if _, _, v := next(); v == No {
					out.Complete = true
				}
			}
			break
		}
		set, cost, v := next()
		if v != Yes {
			out.Verdict = Yes
			out.Complete = v == No
			if v == Unknown {
				out.Verdict = Unknown
			}
			break
		}
		s := Set{Weight: cost}
		for _, i := range set {
			s.Positions = append(s.Positions, at(i))
		}
		out.List = append(out.List, s)
	}
	if len(out.List) < 2 {
		return
	}
	named := append([]*Position(nil), m.Positions...)
	sort.SliceStable(named, func(i, j int) bool { return named[i].Name() < named[j].Name() })
	place := make(map[*Position]int, len(named))
	for i, p := range named {
		place[p] = i
	}
	sort.SliceStable(out.List, func(i, j int) bool {
		a, b := out.List[i], out.List[j]
		if a.Weight != b.Weight {
			return a.Weight < b.Weight
		}
		if len(a.Positions) != len(b.Positions) {
			return len(a.Positions) < len(b.Positions)
		}
		for k := range a.Positions {
			if x, y := place[a.Positions[k]], place[b.Positions[k]]; x != y {
				return x < y
			}
		}
		return false
	})
}
