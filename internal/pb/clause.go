package pb

// Clauses live back to back in one slice, the arena; a clause is named by the
// index of its header. See the drawing in doc.go.
const (
	headSize  = 0 // number of literals
	headFlags = 1 // learnt | deleted | lbd<<flagBits
	headUsed  = 2 // the conflict, modulo 2³¹, in which the clause last took part
	headLen   = 3

	flagLearnt  = 1
	flagDeleted = 2
	flagBits    = 2
)

// watch is an entry in the list of a literal p that is read when p becomes
// true: the clause watches ¬p. If the blocker is true the clause need not be
// looked at. Two-literal clauses are stored as ^ref; their blocker is the other
// literal, so that the arena is not read at all.
type watch struct {
	ref     int32
	blocker Lit
}

func (s *Solver) lits(ref int32) []Lit {
	start := ref + headLen
	return s.arena[start : start+int32(s.arena[ref+headSize])]
}

func (s *Solver) lbd(ref int32) int { return int(s.arena[ref+headFlags]) >> flagBits }

// store copies a clause of two literals or more into the arena and watches its
// first two.
func (s *Solver) store(lits []Lit, learnt bool, lbd int) int32 {
	ref := int32(len(s.arena))
	flags := Lit(lbd << flagBits)
	if learnt {
		flags |= flagLearnt
		s.learnts = append(s.learnts, ref)
	} else {
		s.clauses = append(s.clauses, ref)
	}
	s.arena = append(s.arena, Lit(len(lits)), flags, Lit(s.conflicts&(1<<31-1)))
	s.arena = append(s.arena, lits...)
	w := ref
	if len(lits) == 2 {
		w = ^ref
	}
	s.watches[lits[0].Not()] = append(s.watches[lits[0].Not()], watch{w, lits[1]})
	s.watches[lits[1].Not()] = append(s.watches[lits[1].Not()], watch{w, lits[0]})
	return ref
}

// AddClause adds the disjunction of the literals. It may be called at any time
// between calls of Solve. An empty clause, or one that the facts already
// refute, makes the instance No for good.
func (s *Solver) AddClause(lits ...Lit) {
	s.checkLits(lits)
	s.log.clause(lits)
	if s.ready() {
		s.addClause(lits)
	}
}

// addClause is AddClause at the root, with everything propagated.
func (s *Solver) addClause(lits []Lit) {
	kept := s.scratch[:0]
	satisfied := false
	for _, l := range lits {
		switch {
		case s.vals[l] > 0 || s.seen[l.Var()] != 0 && s.has(kept, l.Not()):
			satisfied = true
		case s.vals[l] == 0 && s.seen[l.Var()] == 0:
			s.seen[l.Var()] = 1
			kept = append(kept, l)
		}
	}
	for _, l := range kept {
		s.seen[l.Var()] = 0
	}
	s.scratch = kept
	switch {
	case satisfied:
	case len(kept) == 0:
		s.ok = false
	case len(kept) == 1:
		s.addFact(kept[0])
	default:
		s.store(kept, false, 0)
	}
}

// has is only asked about a variable that is known to occur.
func (s *Solver) has(lits []Lit, l Lit) bool {
	for i := len(lits) - 1; i >= 0; i-- {
		if lits[i].Var() == l.Var() {
			return lits[i] == l
		}
	}
	return false
}

// addFact makes l true at the root.
func (s *Solver) addFact(l Lit) {
	switch {
	case s.vals[l] < 0:
		s.ok = false
	case s.vals[l] == 0:
		s.assign(l, noReason)
		s.ok = s.propagate() == nil
	}
}

// propagateClauses visits the clauses that watch a literal that has become
// false (Moskewicz et al. 2001; blockers as in MiniSat 2.2).
func (s *Solver) propagateClauses() []Lit {
	vals := s.vals
	for s.qClause < len(s.trail) {
		p := s.trail[s.qClause]
		s.qClause++
		notP := p.Not()
		ws := s.watches[p]
		i, j := 0, 0
	clauses:
		for i < len(ws) {
			w := ws[i]
			i++
			blocked := vals[w.blocker]
			if blocked > 0 {
				ws[j] = w
				j++
				continue
			}
			if w.ref < 0 {
				ws[j] = w
				j++
				if blocked == 0 {
					s.assign(w.blocker, because(fromClause, ^w.ref))
					continue
				}
				j += copy(ws[j:], ws[i:])
				s.watches[p] = ws[:j]
				s.touch(^w.ref)
				return s.lits(^w.ref)
			}
			c := s.lits(w.ref)
			if c[0] == notP {
				c[0], c[1] = c[1], notP
			}
			first := c[0]
			if first != w.blocker && vals[first] > 0 {
				ws[j] = watch{w.ref, first}
				j++
				continue
			}
			for k := 2; k < len(c); k++ {
				if l := c[k]; vals[l] >= 0 {
					c[1], c[k] = l, notP
					s.watches[l^1] = append(s.watches[l^1], watch{w.ref, first})
					continue clauses
				}
			}
			ws[j] = watch{w.ref, first}
			j++
			if vals[first] == 0 {
				s.assign(first, because(fromClause, w.ref))
				continue
			}
			j += copy(ws[j:], ws[i:])
			s.watches[p] = ws[:j]
			s.touch(w.ref)
			return c
		}
		s.watches[p] = ws[:j]
	}
	return nil
}
