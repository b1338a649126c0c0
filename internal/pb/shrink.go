package pb

// MinimizeCore shrinks a core, as found by [Solver.Core], to one of which no
// member can be spared, and reports whether that is proven. It drops members
// one by one from the end, so members that come first are the likeliest to
// stay; order the core accordingly. The hard literals are assumed throughout
// and are not part of the core. When the budget ends the result is still a
// core. If the literals given are no core at all, they are returned as they
// are, and false.
//
// This is the deletion method with refinement: each refutation discards all
// that it did not need.
func MinimizeCore(s *Solver, core []Lit, b Budget, hard ...Lit) (smaller []Lit, minimal bool) {
	m := newMeter(b, s, nil)
	open := append([]Lit(nil), core...) // not yet examined
	var needed []Lit                    // cannot be spared, in reverse order
	proven := true
	query := make([]Lit, 0, len(hard)+len(core))
	ask := func(open []Lit) Verdict {
		left, ok := m.left()
		if !ok {
			return Unknown
		}
		query = append(query[:0], hard...)
		query = append(query, open...)
		query = append(query, needed...)
		return s.Solve(left, query...)
	}
	switch ask(open) {
	case Yes, Unknown:
		return open, false
	}
	for refine := true; ; {
		if refine {
			open = intersect(open, s.core)
		}
		if len(open) == 0 {
			break
		}
		last := open[len(open)-1]
		v := ask(open[:len(open)-1])
		open = open[:len(open)-1]
		refine = v == No
		if v != No {
			needed = append(needed, last)
			proven = proven && v == Yes
		}
	}
	for i, j := 0, len(needed)-1; i < j; i, j = i+1, j-1 {
		needed[i], needed[j] = needed[j], needed[i]
	}
	return needed, proven
}

// intersect keeps, in place, the literals that occur in the other list.
func intersect(lits, other []Lit) []Lit {
	in := make(map[Lit]bool, len(other))
	for _, l := range other {
		in[l] = true
	}
	kept := lits[:0]
	for _, l := range lits {
		if in[l] {
			kept = append(kept, l)
		}
	}
	return kept
}
