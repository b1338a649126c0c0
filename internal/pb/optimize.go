package pb

import (
	"cmp"
	"slices"
)

// Optimum is the answer of a minimisation.
type Optimum struct {
	// Verdict is Yes if Cost is the minimum, No if nothing satisfies the
	// constraints and the assumptions, and Unknown if the budget ended.
	Verdict Verdict
	// Model attains Cost. Both are the best found so far if the verdict is
	// Unknown; Model is nil if nothing was found.
	Model []bool
	Cost  int64
	// Lower is a proven lower bound of the cost; it equals Cost if the verdict
	// is Yes.
	Lower int64
}

// Minimize finds the least value of a weighted sum of literals under
// assumptions, and leaves s as reusable as before: no bound stays behind.
// Coefficients may be negative; the sum of their absolute values must be below
// 2⁶². To ask again after adding constraints, keep an [Optimizer].
func Minimize(s *Solver, terms []Term, b Budget, assumptions ...Lit) Optimum {
	o := NewOptimizer(s, terms, assumptions...)
	defer o.Close()
	return o.Find(b)
}

// Optimizer minimises one weighted sum again and again while constraints are
// added. What it has proven of the sum stays valid, so each further minimum
// costs only what is new.
//
// The method is OLL (Andres, Kaufmann, Matheis & Schaub 2012; for MaxSAT,
// Morgado, Dodaro & Marques-Silva 2014). All summands are assumed to be false.
// A core of such assumptions proves that at least one of its members is true:
// the lower bound rises by the least weight among them, that much weight is
// taken off each, and a counter over the core takes its place, whose output "two
// or more of these" is a new summand; the native linear constraint serves as
// counter. Heavy summands are assumed first (stratification), which gives good
// models early.
type Optimizer struct {
	s      *Solver
	terms  []Term // coefficients positive
	offset int64  // what normalisation has taken out of the sum
	hard   []Lit
	softs  []summand
	member map[Lit]int // by assumed literal: its summand
	sums   []counter
	lower  int64
	floor  int64 // summands lighter than this are not assumed yet
	query  []Lit
}

// summand is a literal that costs weight unless the assumption holds.
type summand struct {
	assume Lit
	weight int64
	sum    int // the counter it is an output of, or -1
	least  int // then: its output is "at least so many"
}

// counter counts true literals.
type counter struct{ members []Lit }

// NewOptimizer prepares to minimise the sum under the assumptions.
func NewOptimizer(s *Solver, terms []Term, assumptions ...Lit) *Optimizer {
	s.checkTerms(terms)
	o := &Optimizer{
		s: s, hard: append([]Lit(nil), assumptions...), member: make(map[Lit]int),
	}
	net := make(map[Var]int64)
	for _, t := range terms {
		v := t.Lit.Var()
		if t.Lit.IsNeg() { // c·¬x = c - c·x
			o.offset += t.Coef
			net[v] -= t.Coef
		} else {
			net[v] += t.Coef
		}
	}
	for _, t := range terms {
		v := t.Lit.Var()
		c := net[v]
		delete(net, v)
		l := v.Pos()
		if c < 0 { // -c·x = -c + c·¬x
			o.offset += c
			c, l = -c, l.Not()
		}
		if c == 0 {
			continue
		}
		o.terms = append(o.terms, Term{c, l})
		o.add(summand{assume: l.Not(), weight: c, sum: -1})
		if !s.hinted[v] {
			s.phase[v] = l.Not() // for now; the search will overwrite it
		}
		o.floor = max(o.floor, c)
	}
	for _, l := range assumptions {
		delete(o.member, l) // in a core it is not a summand's doing
	}
	return o
}

func (o *Optimizer) add(u summand) {
	o.member[u.assume] = len(o.softs)
	o.softs = append(o.softs, u)
}

// cost is the value of the positive terms in the last model of s.
func (o *Optimizer) cost() int64 {
	var sum int64
	for _, t := range o.terms {
		if o.s.Value(t.Lit) {
			sum += t.Coef
		}
	}
	return sum
}

// Find returns the minimum under all constraints added so far.
func (o *Optimizer) Find(b Budget) Optimum {
	m := newMeter(b, o.s, nil)
	best := Optimum{}
	found := false
	answer := func(v Verdict) Optimum {
		best.Verdict = v
		best.Lower = o.lower + o.offset
		return best
	}
	for {
		left, ok := m.left()
		if !ok {
			return answer(Unknown)
		}
		o.query = append(o.query[:0], o.hard...)
		if found || o.lower > 0 { // otherwise first see whether there is any model
			for _, u := range o.softs {
				if u.weight >= o.floor {
					o.query = append(o.query, u.assume)
				}
			}
		}
		switch o.s.Solve(left, o.query...) {
		case Unknown:
			return answer(Unknown)
		case Yes:
			cost := o.cost()
			if !found || cost+o.offset < best.Cost {
				best.Cost, best.Model = cost+o.offset, o.s.Model()
			}
			first := !found
			found = true
			if best.Cost == o.lower+o.offset {
				return answer(Yes)
			}
			if len(o.query) > len(o.hard) || !first {
				o.descend()
			}
		case No:
			if !o.relax(o.s.core) {
				return answer(No)
			}
		}
	}
}

// Optimal lists literals of which all hold in the assignments that attain the
// minimum, and only in these, as long as the optimizer is open: after the last
// call of Find has returned Yes, what is assumed of the sum costs nothing. They
// propagate better than the bound itself.
func (o *Optimizer) Optimal() (out []Lit) {
	for _, u := range o.softs {
		if u.weight > 0 {
			out = append(out, u.assume)
		}
	}
	return out
}

// descend lowers the floor to the next stratum, which is wide enough to be
// worth a call (the diversity heuristic of Ansótegui, Bonet, Gabàs & Levy 2012).
func (o *Optimizer) descend() {
	weights := make([]int64, 0, len(o.softs))
	for _, u := range o.softs {
		if u.weight > 0 {
			weights = append(weights, u.weight)
		}
	}
	slices.SortFunc(weights, func(a, b int64) int { return cmp.Compare(b, a) })
	distinct := 0
	for i, w := range weights {
		if i == 0 || w != weights[i-1] {
			distinct++
		}
		last := i+1 == len(weights)
		if w < o.floor && (last || weights[i+1] != w && 4*(i+1) > 5*distinct) {
			o.floor = w
			return
		}
	}
	o.floor = 1
}

// relax accounts for a core and reports whether it contains any summand. The
// core is taken as it comes: shrinking it first made the largest benchmark
// nearly three times slower and gained little elsewhere.
func (o *Optimizer) relax(core []Lit) bool {
	lits := make([]Lit, 0, len(core))
	for _, l := range core {
		if _, ok := o.member[l]; ok {
			lits = append(lits, l)
		}
	}
	if len(lits) == 0 {
		return false
	}
	least := int64(0)
	for _, l := range lits {
		if w := o.softs[o.member[l]].weight; least == 0 || w < least {
			least = w
		}
	}
	o.lower += least
	for _, l := range lits {
		u := &o.softs[o.member[l]]
		u.weight -= least
		if u.sum >= 0 {
			o.output(u.sum, u.least+1, least)
		}
	}
	if len(lits) > 1 {
		c := counter{}
		for _, l := range lits {
			c.members = append(c.members, l.Not())
		}
		o.sums = append(o.sums, c)
		o.output(len(o.sums)-1, 2, least)
	}
	return true
}

// output adds the summand "at least so many members of the counter". If an
// output must be true it is; the other direction is not needed.
func (o *Optimizer) output(sum, least int, weight int64) {
	members := o.sums[sum].members
	n := len(members)
	if least > n {
		return
	}
	out := o.s.NewVar()
	// Either fewer than least members are true, that is, more than n-least are
	// false, or the output is true.
	terms := make([]Term, 0, n+1)
	for _, l := range members {
		terms = append(terms, Term{1, l.Not()})
	}
	need := int64(n - least + 1)
	o.s.AddAtLeast(append(terms, Term{need, out.Pos()}), need)
	o.add(summand{assume: out.Neg(), weight: weight, sum: sum, least: least})
}

// Close satisfies and so removes the counters that the search has added. The
// optimizer must not be used afterwards.
func (o *Optimizer) Close() {
	for _, u := range o.softs {
		if u.sum >= 0 {
			o.s.AddClause(u.assume.Not())
		}
	}
	o.softs = nil
}
