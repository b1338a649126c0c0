package pb

import (
	"cmp"
	"slices"
)

const (
	firstReduce = 2000 // conflicts until the first deletion of learnt clauses
	reduceStep  = 300  // how much longer each following wait is
	keepLBD     = 2    // clauses this good are kept for ever
)

// touch notes that a clause took part in a conflict, and lowers its LBD if the
// present trail shows a smaller one.
func (s *Solver) touch(ref int32) {
	flags := s.arena[ref+headFlags]
	if flags&flagLearnt == 0 {
		return
	}
	s.arena[ref+headUsed] = Lit(s.conflicts & (1<<31 - 1))
	if old := s.lbd(ref); old > keepLBD {
		if lbd := s.distinct(s.lits(ref)); lbd < old {
			s.arena[ref+headFlags] = Lit(lbd<<flagBits) | flags&(1<<flagBits-1)
		}
	}
}

// drop marks a clause; its watches and words go with the next sweep.
func (s *Solver) drop(ref int32) {
	s.arena[ref+headFlags] |= flagDeleted
	s.wasted += headLen + int(s.arena[ref+headSize])
}

func (s *Solver) dropped(ref int32) bool { return s.arena[ref+headFlags]&flagDeleted != 0 }

// locked reports whether the clause is the reason of a literal on the trail.
func (s *Solver) locked(ref int32) bool {
	for _, l := range s.lits(ref)[:2] {
		if s.vals[l] > 0 && s.at[l.Var()].reason == because(fromClause, ref) {
			return true
		}
	}
	return false
}

// reduce deletes the worse half of the learnt clauses: those with a large LBD
// that have not been used for long.
func (s *Solver) reduce() {
	s.reduceWait += reduceStep
	s.reduceAt = s.conflicts + s.reduceWait
	worst := s.refs[:0]
	for _, ref := range s.learnts {
		if s.arena[ref+headSize] > 2 && s.lbd(ref) > keepLBD && !s.locked(ref) {
			worst = append(worst, ref)
		}
	}
	slices.SortStableFunc(worst, func(a, b int32) int {
		if c := cmp.Compare(s.lbd(b), s.lbd(a)); c != 0 {
			return c
		}
		return cmp.Compare(s.arena[a+headUsed], s.arena[b+headUsed])
	})
	for _, ref := range worst[:len(worst)/2] {
		s.drop(ref)
	}
	s.refs = worst[:0]
	s.sweep()
}

// sweep takes dropped clauses out of all lists, and closes up the arena when a
// quarter of it is waste.
func (s *Solver) sweep() {
	gone := func(ref int32) bool { return s.dropped(ref) }
	for i, ws := range s.watches {
		kept := ws[:0]
		for _, w := range ws {
			ref := w.ref
			if ref < 0 {
				ref = ^ref
			}
			if !s.dropped(ref) {
				kept = append(kept, w)
			}
		}
		s.watches[i] = kept
	}
	s.clauses = slices.DeleteFunc(s.clauses, gone)
	s.learnts = slices.DeleteFunc(s.learnts, gone)
	if s.wasted > len(s.arena)/4 {
		s.compact()
	}
}

// compact moves the remaining clauses together, in the order of the lists. The
// old header tells every other holder of the name where its clause has gone.
func (s *Solver) compact() {
	old := s.arena
	s.arena = make([]Lit, 0, len(old)-s.wasted+1024)
	s.wasted = 0
	for _, list := range [2][]int32{s.clauses, s.learnts} {
		for i, ref := range list {
			to := int32(len(s.arena))
			s.arena = append(s.arena, old[ref:ref+headLen+int32(old[ref+headSize])]...)
			old[ref+headUsed] = Lit(to)
			list[i] = to
		}
	}
	for _, ws := range s.watches {
		for i, w := range ws {
			if w.ref < 0 {
				ws[i].ref = ^int32(old[^w.ref+headUsed])
			} else {
				ws[i].ref = int32(old[w.ref+headUsed])
			}
		}
	}
	for _, l := range s.trail {
		at := &s.at[l.Var()]
		if at.reason.kind() == fromClause {
			at.reason = because(fromClause, int32(old[at.reason.ref()+headUsed]))
		}
	}
}

// simplify removes what the facts have satisfied. It runs at the root, and only
// when there are new facts and enough has happened since to pay for it.
func (s *Solver) simplify() {
	s.simplifiedTrail = len(s.trail)
	s.simplifyAt = s.work() + int64(len(s.arena)+len(s.terms))
	for _, list := range [2][]int32{s.clauses, s.learnts} {
		for _, ref := range list {
			for _, l := range s.lits(ref) {
				if s.vals[l] > 0 {
					s.drop(ref)
					break
				}
			}
		}
	}
	s.sweep()
	s.simplifyLinear()
}

// simplifyLinear drops satisfied constraints and decided literals.
func (s *Solver) simplifyLinear() {
	if len(s.linears) == 0 {
		return
	}
	for _, l := range s.trail {
		s.occurs[l], s.occurs[l.Not()] = nil, nil
	}
	for i := range s.occurs {
		s.occurs[i] = s.occurs[i][:0]
	}
	cons := s.linears[:0]
	terms := s.terms[:0]
	for _, c := range s.linears {
		start := int32(len(terms))
		open := wide{}
		for _, t := range s.terms[c.start:c.end] {
			if s.vals[t.Lit] == 0 {
				open = open.plus(wideOf(t.Coef))
				terms = append(terms, t)
			}
		}
		// What is open exceeds what is still needed by room; nothing more is
		// needed exactly if that is all of it.
		if !c.room.less(open) {
			terms = terms[:start]
			continue
		}
		con := int32(len(cons))
		for _, t := range terms[start:] {
			s.occurs[t.Lit] = append(s.occurs[t.Lit], occurrence{t.Coef, con})
		}
		cons = append(cons, linear{
			start: start, end: int32(len(terms)), stamp: -1,
			top: terms[start].Coef, slack: c.room, room: c.room,
		})
	}
	s.linears, s.terms = cons, terms
}
