package pb

// reason says why a literal is true: ref<<3 | kind.
type reason uint32

const (
	noReason   reason = iota // a decision, an assumption or a fact
	fromClause               // ref is the clause
	fromLinear               // ref is the linear constraint; explained on demand
	fromOrder                // ref is the edge that would close a cycle; explained on demand
	fromMemo                 // ref is an explanation already written out in Solver.memo
)

const kindMask reason = 7

func because(kind reason, ref int32) reason { return reason(ref)<<3 | kind }

func (r reason) kind() reason { return r & kindMask }

func (r reason) ref() int32 { return int32(r >> 3) }

// place is what the trail knows of an assigned variable.
type place struct {
	level  int32 // decision level
	pos    int32 // index in the trail
	reason reason
}

func (s *Solver) level() int { return len(s.levels) }

// openLevel starts a new decision level.
func (s *Solver) openLevel() { s.levels = append(s.levels, int32(len(s.trail))) }

// assign makes l true. The caller has checked that it is open.
func (s *Solver) assign(l Lit, r reason) {
	s.vals[l] = 1
	s.vals[l^1] = -1
	if len(s.levels) == 0 {
		r = noReason // facts need no reason, and their constraints may go
	}
	s.at[l>>1] = place{int32(len(s.levels)), int32(len(s.trail)), r}
	s.trail = append(s.trail, l)
}

// backtrack undoes every level above the given one and restores counters,
// edges and heap exactly.
func (s *Solver) backtrack(level int) {
	if len(s.levels) <= level {
		return
	}
	start := int(s.levels[level])
	for i := len(s.trail) - 1; i >= start; i-- {
		l := s.trail[i]
		if i < s.qLinear {
			s.restoreLinear(l)
		}
		s.order.retract(l)
		v := l.Var()
		s.vals[l] = 0
		s.vals[l^1] = 0
		if !s.hinted[v] {
			s.phase[v] = l
		}
		s.heap.push(v)
	}
	s.trail = s.trail[:start]
	s.levels = s.levels[:level]
	s.qClause = min(s.qClause, start)
	s.qLinear = min(s.qLinear, start)
	s.qOrder = min(s.qOrder, start)
	s.wishAt = 0
	s.jumps++
}

// propagate draws all consequences of the trail. It returns nil, or a clause
// that follows from one constraint and whose literals are all false. The cheap
// propagators run to exhaustion before the dear ones get their next literal.
func (s *Solver) propagate() []Lit {
	for {
		if c := s.propagateClauses(); c != nil {
			return c
		}
		switch {
		case s.qLinear < len(s.trail):
			p := s.trail[s.qLinear]
			s.qLinear++
			if c := s.propagateLinear(p); c != nil {
				return c
			}
		case s.qOrder < len(s.trail):
			p := s.trail[s.qOrder]
			s.qOrder++
			if c := s.propagateOrder(p); c != nil {
				return c
			}
		default:
			return nil
		}
	}
}

// explain returns the false literals that made l true; l itself may be among
// them. The slice is valid until the next call.
func (s *Solver) explain(l Lit) []Lit {
	at := &s.at[l.Var()]
	switch at.reason.kind() {
	case fromClause:
		return s.lits(at.reason.ref())
	case fromMemo:
		m := at.reason.ref()
		n := int32(s.memo[m+1])
		return s.memo[m+2 : m+2+n]
	}
	// Analysis may ask for the same explanation several times while l stays on
	// the trail; it is written out once. memo[m] keeps the original reason.
	m := len(s.memo)
	s.memo = append(s.memo, Lit(at.reason), 0)
	if at.reason.kind() == fromLinear {
		s.memo = s.explainLinear(s.memo, at.reason.ref(), l)
	} else {
		s.memo = s.explainOrder(s.memo, at.reason.ref(), l)
	}
	s.memo[m+1] = Lit(len(s.memo) - m - 2)
	at.reason = because(fromMemo, int32(m))
	return s.memo[m+2:]
}

// memoLimit is the size in literals at which written explanations are dropped.
const memoLimit = 1 << 20

// forget drops the written explanations.
func (s *Solver) forget() {
	for _, l := range s.trail {
		at := &s.at[l.Var()]
		if at.reason.kind() == fromMemo {
			at.reason = reason(s.memo[at.reason.ref()])
		}
	}
	s.memo = s.memo[:0]
}
