package pb

import (
	"cmp"
	"math"
	"slices"
)

// linear is the constraint Σ coef·lit ≥ bound in normal form: coefficients are
// positive and fall from left to right, no two literals share a variable
// (except for the pieces of a coefficient beyond int64, which may repeat).
// The bound itself is not kept; all that is asked of it is in the slacks.
type linear struct {
	start, end int32 // its terms in Solver.terms
	cursor     int32 // terms before it are assigned, if stamp is current
	stamp      int64 // Solver.jumps when cursor was set
	top        int64 // the largest coefficient
	slack      wide  // Σ coef over literals not yet seen false, minus bound
	room       wide  // the slack at the root: only facts count
}

// occurrence says that a literal stands in a constraint with a coefficient.
type occurrence struct {
	coef int64
	con  int32
}

// AddAtLeast adds Σ coef·lit ≥ bound. Coefficients may be negative or zero, a
// literal may occur several times and together with its opposite, and sums may
// exceed int64: the constraint is brought into normal form exactly.
func (s *Solver) AddAtLeast(terms []Term, bound int64) {
	s.checkTerms(terms)
	s.log.linear(terms, bound, false)
	if s.ready() {
		s.addLinear(terms, bound, false)
	}
}

// AddAtMost adds Σ coef·lit ≤ bound, under the same terms as AddAtLeast.
func (s *Solver) AddAtMost(terms []Term, bound int64) {
	s.checkTerms(terms)
	s.log.linear(terms, bound, true)
	if s.ready() {
		s.addLinear(terms, bound, true)
	}
}

// net is the coefficient of a variable after merging.
type net struct {
	v    Var
	coef wide
}

// addLinear normalises and stores a constraint at the root.
func (s *Solver) addLinear(terms []Term, bound int64, atMost bool) {
	// Write each ¬x as 1-x, move constants to the right, and merge by variable.
	need := wideOf(bound)
	if atMost {
		need = wide{}.minus(need)
	}
	nets := s.nets[:0]
	for _, t := range terms {
		c := wideOf(t.Coef)
		if atMost {
			c = wide{}.minus(c)
		}
		v := t.Lit.Var()
		if t.Lit.IsNeg() {
			need = need.minus(c)
			c = wide{}.minus(c)
		}
		if s.slot[v] == 0 {
			nets = append(nets, net{v: v})
			s.slot[v] = int32(len(nets))
		}
		n := &nets[s.slot[v]-1]
		n.coef = n.coef.plus(c)
	}
	s.nets = nets
	// Negative coefficients become positive ones of the opposite literal; what
	// is decided at the root leaves the constraint.
	start := len(s.terms)
	total := wide{}
	kept := nets[:0]
	lits := s.scratch[:0]
	for _, n := range nets {
		s.slot[n.v] = 0
		l := n.v.Pos()
		if n.coef.negative() {
			need = need.minus(n.coef)
			n.coef = wide{}.minus(n.coef)
			l = l.Not()
		}
		switch {
		case s.vals[l] > 0:
			need = need.minus(n.coef)
		case s.vals[l] == 0 && n.coef.positive():
			kept = append(kept, n)
			lits = append(lits, l)
		}
	}
	s.scratch = lits
	if !need.positive() {
		return
	}
	clause := true
	for i, n := range kept {
		c := n.coef
		if c.less(need) {
			clause = false
		} else {
			c = need // saturation: more than the bound is never needed
		}
		total = total.plus(c)
		for c.positive() {
			piece := c.clamp()
			s.terms = append(s.terms, Term{piece, lits[i]})
			c = c.minus(wideOf(piece))
		}
	}
	slack := total.minus(need)
	switch {
	case slack.negative():
		s.terms = s.terms[:start]
		s.ok = false
		return
	case clause:
		s.terms = s.terms[:start]
		switch len(lits) {
		case 1:
			s.addFact(lits[0])
		default:
			s.store(lits, false, 0)
		}
		return
	}
	added := s.terms[start:]
	slices.SortStableFunc(added, func(a, b Term) int { return cmp.Compare(b.Coef, a.Coef) })
	forced := s.scratch[:0]
	for _, t := range added {
		if !slack.below(t.Coef) {
			break
		}
		forced = append(forced, t.Lit)
	}
	s.scratch = forced
	if len(forced) > 0 {
		// Facts follow; draw them and come back with a smaller constraint.
		s.terms = s.terms[:start]
		for _, l := range forced {
			if s.vals[l] == 0 {
				s.assign(l, noReason)
			} else if s.vals[l] < 0 {
				s.ok = false
			}
		}
		s.ok = s.ok && s.propagate() == nil
		if s.ok {
			s.addLinear(terms, bound, atMost)
		}
		return
	}
	con := int32(len(s.linears))
	s.linears = append(s.linears, linear{
		start: int32(start), end: int32(len(s.terms)), stamp: -1, top: added[0].Coef, slack: slack, room: slack,
	})
	for _, t := range added {
		s.occurs[t.Lit] = append(s.occurs[t.Lit], occurrence{t.Coef, con})
	}
}

// propagateLinear lowers the slack of every constraint that has lost p's
// opposite. A literal whose coefficient exceeds the slack must be true; a
// negative slack is a conflict. All counters are brought up to date even after
// a conflict, since backtracking will raise all of them again.
func (s *Solver) propagateLinear(p Lit) []Lit {
	conflict := int32(-1)
	root := s.level() == 0
	for _, o := range s.occurs[p.Not()] {
		c := &s.linears[o.con]
		c.slack = c.slack.minus(wideOf(o.coef))
		if root {
			c.room = c.slack
		}
		if conflict >= 0 {
			continue
		}
		if c.slack.negative() {
			conflict = o.con
			continue
		}
		if !c.slack.below(c.top) {
			continue
		}
		i := c.start
		if c.stamp == s.jumps {
			i = c.cursor
		}
		for ; i < c.end; i++ {
			t := s.terms[i]
			if c.slack.lo >= uint64(t.Coef) {
				break
			}
			if s.vals[t.Lit] == 0 {
				s.assign(t.Lit, because(fromLinear, o.con))
			}
		}
		c.cursor, c.stamp = i, s.jumps
	}
	if conflict < 0 {
		return nil
	}
	s.conflict = s.explainLinear(s.conflict[:0], conflict, noLit)
	return s.conflict
}

// restoreLinear undoes the counting of propagateLinear.
func (s *Solver) restoreLinear(p Lit) {
	for _, o := range s.occurs[p.Not()] {
		c := &s.linears[o.con]
		c.slack = c.slack.plus(wideOf(o.coef))
	}
}

// explainLinear appends to dst false literals of the constraint that together
// force l, or refute the constraint if l is noLit. Facts cost nothing; of the
// rest it takes the largest coefficients first, until they suffice. Since the
// last one taken is the smallest, none can then be given back. Only literals
// that were false before l may appear.
func (s *Solver) explainLinear(dst []Lit, con int32, l Lit) []Lit {
	c := &s.linears[con]
	terms := s.terms[c.start:c.end]
	before := int32(math.MaxInt32)
	margin := c.room // stays ≥ 0 as long as the choice does not suffice
	if l != noLit {
		before = s.at[l.Var()].pos
		// Of a coefficient in pieces the largest is enough: it is what exceeded
		// the slack.
		coef := c.top
		if terms[len(terms)-1].Coef != c.top {
			coef = terms[slices.IndexFunc(terms, func(t Term) bool { return t.Lit == l })].Coef
		}
		margin = margin.minus(wideOf(coef))
	}
	for _, t := range terms {
		if margin.negative() {
			break
		}
		if s.vals[t.Lit] >= 0 {
			continue
		}
		if at := &s.at[t.Lit.Var()]; at.level > 0 && at.pos < before {
			margin = margin.minus(wideOf(t.Coef))
			dst = append(dst, t.Lit)
		}
	}
	return dst
}
