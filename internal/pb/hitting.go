package pb

// hitting is the companion problem: choose a cheapest set of selectors that
// hits every set known, and contains none of the sets already reported.
type hitting struct {
	s    *Solver
	opt  *Optimizer
	pick []Lit // by selector
}

func newHitting(weights []int64) hitting {
	h := hitting{s: New()}
	terms := make([]Term, len(weights))
	for i, w := range weights {
		l := h.s.NewVar().Pos()
		h.pick = append(h.pick, l)
		terms[i] = Term{w, l}
	}
	h.opt = NewOptimizer(h.s, terms)
	return h
}

// hit demands that one of the set be chosen.
func (h *hitting) hit(set []int) {
	lits := make([]Lit, len(set))
	for i, j := range set {
		lits[i] = h.pick[j]
	}
	h.s.AddClause(lits...)
}

// bar forbids to choose all of the set.
func (h *hitting) bar(set []int) {
	lits := make([]Lit, len(set))
	for i, j := range set {
		lits[i] = h.pick[j].Not()
	}
	h.s.AddClause(lits...)
}

// next finds a cheapest choice, as ascending indices, and its cost.
func (h *hitting) next(m *meter) (chosen []int, cost int64, v Verdict) {
	left, ok := m.left()
	if !ok {
		return nil, 0, Unknown
	}
	best := h.opt.Find(left)
	if best.Verdict != Yes {
		return nil, 0, best.Verdict
	}
	chosen = []int{}
	for i, l := range h.pick {
		if best.Model[l.Var()] {
			chosen = append(chosen, i)
		}
	}
	return chosen, best.Cost, Yes
}
