package pb

import "fmt"

// Solver decides a growing set of constraints under changing assumptions. The
// zero Solver is not ready for use; see [New]. A Solver is for one goroutine.
type Solver struct {
	ok bool // false once the constraints alone are refuted

	// Assignment.
	vals   []int8  // by literal: 1 true, -1 false, 0 open
	at     []place // by variable
	phase  []Lit   // by variable: the literal to try first
	hinted []bool  // by variable: the caller has set the phase, which stays
	trail  []Lit
	levels []int32 // where in the trail each decision level starts
	jumps  int64   // number of backtracks, to date cursors

	// Propagators, and how much of the trail each has seen.
	qClause, qLinear, qOrder int

	arena    []Lit
	wasted   int
	clauses  []int32
	learnts  []int32
	watches  [][]watch
	linears  []linear
	terms    []Term
	occurs   [][]occurrence // by literal
	order    orderGraph
	conflict []Lit // the last violated clause of a lazy propagator; never nil
	memo     []Lit // explanations written out, see explain

	// Search.
	heap       varHeap
	bumpBy     float64
	restarts   restarts
	reduceAt   int64
	reduceWait int64
	conflicts  int64
	decisions  int64
	assumed    []Lit // the assumptions, one level each
	wishes     []Lit // decided first, if still open
	wishAt     int   // those before it are not open

	simplifiedTrail int
	simplifyAt      int64

	// Answers.
	model   []bool
	current bool // the model satisfies all constraints there are
	core    []Lit

	// Scratch.
	seen       []uint8 // by variable
	slot       []int32 // by variable
	nets       []net
	scratch    []Lit
	learnt     []Lit
	marked     []Lit
	stack      []frame
	stamps     []int64
	stampRound int64
	refs       []int32

	log *Log
}

// New returns a solver without variables or constraints.
func New() *Solver {
	return &Solver{
		ok: true, bumpBy: 1, reduceAt: firstReduce, reduceWait: firstReduce,
		conflict: make([]Lit, 0, 16), // never nil: nil means no conflict
	}
}

// NewVar adds a variable.
func (s *Solver) NewVar() Var {
	v := Var(len(s.at))
	s.vals = append(s.vals, 0, 0)
	s.watches = append(s.watches, nil, nil)
	s.occurs = append(s.occurs, nil, nil)
	s.at = append(s.at, place{})
	s.phase = append(s.phase, v.Neg())
	s.hinted = append(s.hinted, false)
	s.seen = append(s.seen, 0)
	s.slot = append(s.slot, 0)
	s.heap.grow()
	s.current = false
	return v
}

// NumVars returns the number of variables.
func (s *Solver) NumVars() int { return len(s.at) }

// Conflicts returns the number of conflicts met so far, which is what budgets
// count.
func (s *Solver) Conflicts() int64 { return s.conflicts }

// SetPhase hints that a search should always first try to make l true. Without
// a hint a search first tries false, and later the value that the variable had
// last.
func (s *Solver) SetPhase(l Lit) {
	s.checkLits([]Lit{l})
	s.phase[l.Var()] = l
	s.hinted[l.Var()] = true
	s.current = false
}

// prefer is SetPhase for a selector, and lets the search decide it before the
// variables that have met no conflict yet. Then a model makes as many selectors
// true as propagation allows.
func (s *Solver) prefer(l Lit) {
	s.SetPhase(l)
	s.bump(l.Var())
}

// Fixed returns the value of l if it is already decided by the constraints
// alone, as far as the solver knows.
func (s *Solver) Fixed(l Lit) (value, ok bool) {
	s.checkLits([]Lit{l})
	if s.vals[l] == 0 || s.at[l.Var()].level > 0 {
		return false, false
	}
	return s.vals[l] > 0, true
}

// Value returns the value of l in the last model, that of the last call of
// Solve that returned Yes. A variable made since then is false.
func (s *Solver) Value(l Lit) bool {
	v := int(l.Var())
	return (v < len(s.model) && s.model[v]) != l.IsNeg()
}

// Model returns a copy of the last model: the value of each variable.
func (s *Solver) Model() []bool { return append([]bool(nil), s.model...) }

// Core returns a copy of the assumptions that failed in the last call of Solve
// that returned No, in the order in which they were assumed: the constraints
// and these assumptions alone are already contradictory. It is empty if the
// constraints are contradictory by themselves.
func (s *Solver) Core() []Lit { return append([]Lit(nil), s.core...) }

func (s *Solver) checkLits(lits []Lit) {
	for _, l := range lits {
		if l < 0 || int(l) >= len(s.vals) {
			panic(fmt.Sprintf("pb: literal %d of a variable that NewVar has not made", int32(l)))
		}
	}
}

func (s *Solver) checkTerms(terms []Term) {
	for _, t := range terms {
		s.checkLits([]Lit{t.Lit})
	}
}

// ready prepares for a new constraint: it goes to the root and draws what is
// still undrawn there. It returns false if the instance is already refuted.
func (s *Solver) ready() bool {
	s.current = false
	s.backtrack(0)
	if s.ok {
		s.ok = s.propagate() == nil
	}
	return s.ok
}

// work measures what has been done, to pace simplify.
func (s *Solver) work() int64 { return s.conflicts*64 + s.decisions }

// Wish names literals that the next call of Solve decides first, in this order,
// after the assumptions: it makes them true as far as each allows those before
// it, without insisting. So one model can witness much at once. The answer of
// Solve does not depend on wishes, but its model does.
func (s *Solver) Wish(lits ...Lit) {
	s.checkLits(lits)
	s.wishes = append(s.wishes[:0], lits...)
	s.current = s.current && len(lits) == 0
}

// Solve searches for an assignment that satisfies all constraints and all
// assumptions. It returns Yes and keeps the model, No and keeps the core, or
// Unknown when the budget ends; in each case the solver can be used further and
// keeps what it has learnt.
func (s *Solver) Solve(b Budget, assumptions ...Lit) Verdict {
	s.checkLits(assumptions)
	s.core = s.core[:0]
	defer func() { s.wishes = s.wishes[:0] }()
	if !s.ok {
		return No
	}
	if b.stopped() {
		return Unknown
	}
	if s.current && s.holds(assumptions) {
		return Yes
	}
	// The levels of a common prefix of assumptions stay.
	same := 0
	for same < len(assumptions) && same < len(s.assumed) && same < s.level() && assumptions[same] == s.assumed[same] {
		same++
	}
	s.backtrack(same)
	s.wishAt = 0
	s.assumed = append(s.assumed[:0], assumptions...)
	if s.work() >= s.simplifyAt {
		s.tidy()
	}
	return s.search(b)
}

// holds reports whether the last model makes the literals true.
func (s *Solver) holds(lits []Lit) bool {
	for _, l := range lits {
		if !s.Value(l) {
			return false
		}
	}
	return true
}

// refuted reports whether the first assumptions of the last call have made l
// false, so far as propagation shows without a search.
func (s *Solver) refuted(l Lit, assumptions int) bool {
	return s.vals[l] < 0 && int(s.at[l.Var()].level) <= assumptions
}

// tidy simplifies if there are new facts.
func (s *Solver) tidy() {
	facts := len(s.trail)
	if s.level() > 0 {
		facts = int(s.levels[0])
	}
	if facts == s.simplifiedTrail {
		return
	}
	if s.ready() {
		s.simplify()
	}
}

func (s *Solver) search(b Budget) Verdict {
	start := s.conflicts
	if !s.ok {
		return No
	}
	for turn := 1; ; turn++ {
		if conflict := s.propagate(); conflict != nil {
			s.conflicts++
			if s.level() == 0 {
				s.ok = false
				s.log.learn(nil)
				return No
			}
			s.learn(s.analyze(conflict))
			if b.Conflicts > 0 && s.conflicts-start >= b.Conflicts {
				return Unknown
			}
			continue
		}
		if turn&pollMask == 0 && b.stopped() {
			return Unknown
		}
		if s.restarts.due() {
			s.backtrack(len(s.assumed))
			if len(s.memo) > memoLimit {
				s.forget()
			}
		}
		if s.conflicts >= s.reduceAt {
			s.reduce()
		}
		next, verdict := s.assume()
		if verdict == No {
			return No
		}
		if next == noLit {
			if next = s.branch(); next == noLit {
				s.snapshot()
				return Yes
			}
			s.decisions++
		}
		s.openLevel()
		s.assign(next, noReason)
	}
}

// assume opens a level for each assumption that is already true. It returns
// the first open one, or No if one is false.
func (s *Solver) assume() (Lit, Verdict) {
	for s.level() < len(s.assumed) {
		p := s.assumed[s.level()]
		switch {
		case s.vals[p] > 0:
			s.openLevel()
		case s.vals[p] < 0:
			s.failed(p)
			return noLit, No
		default:
			return p, Unknown
		}
	}
	return noLit, Unknown
}

// branch picks the first open wish, or else the most active open variable and
// its preferred literal.
func (s *Solver) branch() Lit {
	for s.wishAt < len(s.wishes) {
		l := s.wishes[s.wishAt]
		s.wishAt++
		if s.vals[l] == 0 {
			return l
		}
	}
	for {
		v, ok := s.heap.pop()
		if !ok {
			return noLit
		}
		if s.vals[v.Pos()] == 0 {
			if l := s.order.along(v); l != noLit && !s.hinted[v] {
				return l
			}
			return s.phase[v]
		}
	}
}

// learn goes back to the level at which the clause in s.learnt asserts its
// first literal, keeps the clause, and asserts.
func (s *Solver) learn(back int) {
	s.log.learn(s.learnt)
	lbd := s.distinct(s.learnt)
	s.restarts.learnt(lbd)
	s.backtrack(back)
	r := noReason
	if len(s.learnt) > 1 {
		r = because(fromClause, s.store(s.learnt, true, lbd))
	}
	s.assign(s.learnt[0], r)
	s.bumpBy /= activityDecay
}

func (s *Solver) snapshot() {
	s.model = s.model[:0]
	for v := range s.at {
		s.model = append(s.model, s.vals[Var(v).Pos()] > 0)
	}
	s.current = true
}
