package pb

// analyze learns from a conflict at the current level: starting with the
// violated clause it resolves literals against their reasons, latest first,
// until one literal of the current level is left, the first unique implication
// point. The clause is left in s.learnt, the asserting literal first and one of
// the highest remaining level second; that level is returned.
func (s *Solver) analyze(conflict []Lit) int {
	here := int32(s.level())
	s.learnt = append(s.learnt[:0], noLit)
	open := 0
	i := len(s.trail) - 1
	var p Lit
	for lits := conflict; ; lits = s.explain(p) {
		for _, q := range lits {
			v := q.Var()
			if s.seen[v] != 0 || s.at[v].level == 0 || s.vals[q] > 0 {
				continue // the true literal is p itself
			}
			s.seen[v] = 1
			s.bump(v)
			if s.at[v].level == here {
				open++
			} else {
				s.learnt = append(s.learnt, q)
			}
		}
		for s.seen[s.trail[i].Var()] == 0 {
			i--
		}
		p = s.trail[i]
		i--
		open--
		if open == 0 {
			break
		}
		s.seen[p.Var()] = 0
		if r := s.at[p.Var()].reason; r.kind() == fromClause {
			s.touch(r.ref())
		}
	}
	s.learnt[0] = p.Not()
	s.minimise()
	back := 0
	for i := 1; i < len(s.learnt); i++ {
		if l := int(s.at[s.learnt[i].Var()].level); l > back {
			back = l
			s.learnt[1], s.learnt[i] = s.learnt[i], s.learnt[1]
		}
	}
	return back
}

// Marks of minimise in Solver.seen. Any mark other than 0 and inClause is a
// verdict on the literal that need not be sought again.
const (
	inClause  = 1
	redundant = 2
	needed    = 3
)

// minimise drops literals whose negation follows from the negations of the
// others (Sörensson & Biere 2009), and clears s.seen.
func (s *Solver) minimise() {
	s.marked = append(s.marked[:0], s.learnt...)
	var levels uint32 // levels in the clause, modulo 32: a cheap first test
	for _, l := range s.learnt[1:] {
		levels |= 1 << (uint32(s.at[l.Var()].level) & 31)
	}
	kept := s.learnt[:1]
	for _, l := range s.learnt[1:] {
		if s.at[l.Var()].reason == noReason || !s.implied(l, levels) {
			kept = append(kept, l)
		}
	}
	s.learnt = kept
	for _, l := range s.marked {
		s.seen[l.Var()] = 0
	}
}

// frame is a literal under examination and how much of its reason is done.
type frame struct {
	lit  Lit
	next int
}

// implied examines depth first whether the false literal l follows from the
// clause. The search descends only into levels that the clause already has.
func (s *Solver) implied(l Lit, levels uint32) bool {
	s.stack = append(s.stack[:0], frame{l, 0})
	for len(s.stack) > 0 {
		f := &s.stack[len(s.stack)-1]
		lits := s.explain(f.lit.Not())
		down := false
		for f.next < len(lits) {
			q := lits[f.next]
			f.next++
			v := q.Var()
			if s.vals[q] > 0 || s.at[v].level == 0 || s.seen[v] == inClause || s.seen[v] == redundant {
				continue
			}
			if s.at[v].reason == noReason || s.seen[v] == needed || levels>>(uint32(s.at[v].level)&31)&1 == 0 {
				// All that led here depends on q and is needed as well.
				for _, g := range s.stack {
					if s.seen[g.lit.Var()] == 0 {
						s.seen[g.lit.Var()] = needed
						s.marked = append(s.marked, g.lit)
					}
				}
				return false
			}
			s.stack = append(s.stack, frame{q, 0})
			down = true
			break
		}
		if down {
			continue
		}
		if v := f.lit.Var(); s.seen[v] == 0 {
			s.seen[v] = redundant
			s.marked = append(s.marked, f.lit)
		}
		s.stack = s.stack[:len(s.stack)-1]
	}
	return true
}

// failed finds the assumptions that together make the assumption p false.
// Every decision on the trail is an assumption at that time.
func (s *Solver) failed(p Lit) {
	s.core = s.core[:0]
	if s.at[p.Var()].level > 0 {
		s.seen[p.Var()] = 1
		for i := len(s.trail) - 1; i >= int(s.levels[0]); i-- {
			l := s.trail[i]
			v := l.Var()
			if s.seen[v] == 0 {
				continue
			}
			s.seen[v] = 0
			if s.at[v].reason == noReason {
				s.core = append(s.core, l)
				continue
			}
			for _, q := range s.explain(l) {
				if q != l && s.at[q.Var()].level > 0 {
					s.seen[q.Var()] = 1
				}
			}
		}
	}
	// In the order in which they were assumed.
	for i, j := 0, len(s.core)-1; i < j; i, j = i+1, j-1 {
		s.core[i], s.core[j] = s.core[j], s.core[i]
	}
	s.core = append(s.core, p)
}

// bump raises the activity of a variable in a conflict; all activities decay
// in comparison (VSIDS, Moskewicz et al. 2001).
func (s *Solver) bump(v Var) {
	h := &s.heap
	h.raise(v, s.bumpBy)
	if h.activity[v] > 1e100 {
		for i := range h.activity {
			h.activity[i] *= 1e-100
		}
		s.bumpBy *= 1e-100
	}
}

// activityDecay is the share of its weight that a conflict loses with the next.
const activityDecay = 0.95

// distinct counts the decision levels among the literals, the LBD of Audemard &
// Simon (2009). Assumption levels are counted as one: with thousands of
// assumptions the count would otherwise say nothing.
func (s *Solver) distinct(lits []Lit) int {
	for len(s.stamps) <= s.level() {
		s.stamps = append(s.stamps, 0)
	}
	s.stampRound++
	n := 0
	for _, l := range lits {
		level := int(s.at[l.Var()].level)
		if level <= len(s.assumed) {
			level = 0
		}
		if s.stamps[level] != s.stampRound {
			s.stamps[level] = s.stampRound
			n++
		}
	}
	return n
}
