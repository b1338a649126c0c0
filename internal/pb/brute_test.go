package pb

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// An instance is a list of constraints over few variables, simple enough to be
// judged by trying every assignment. An assignment is a bit mask.
type instance struct {
	vars  int
	nodes int
	cons  []constraint

	judged int    // how many of the constraints models accounts for
	models []uint // the assignments that satisfy those
}

// all returns the satisfying assignments.
func (in *instance) all() []uint {
	if in.models == nil {
		in.judged = -1
		for mask := range uint(1) << in.vars {
			in.models = append(in.models, mask)
		}
	}
	if in.judged != len(in.cons) {
		in.judged = len(in.cons)
		in.models = slices.DeleteFunc(in.models, func(mask uint) bool { return !in.holds(mask) })
	}
	return in.models
}

func allTrue(lits []Lit, mask uint) bool {
	for _, l := range lits {
		if !litTrue(l, mask) {
			return false
		}
	}
	return true
}

func litTrue(l Lit, mask uint) bool { return mask>>uint(l.Var())&1 == 1 != l.IsNeg() }

// holds judges one assignment, edges by repeatedly peeling off sources.
func (in *instance) holds(mask uint, lits ...Lit) bool {
	if !allTrue(lits, mask) {
		return false
	}
	var succ [16]uint
	for _, c := range in.cons {
		switch c.kind {
		case clauseKind:
			if !slices.ContainsFunc(c.lits, func(l Lit) bool { return litTrue(l, mask) }) {
				return false
			}
		case edgeKind:
			if litTrue(c.lit, mask) {
				succ[c.from] |= 1 << c.to
			}
		default:
			sum := cost(c.terms, mask)
			if c.kind == atLeastKind && sum < c.bound || c.kind == atMostKind && sum > c.bound {
				return false
			}
		}
	}
	alive := uint(1)<<in.nodes - 1
	for alive != 0 {
		entered := uint(0)
		for n := range in.nodes {
			if alive>>n&1 == 1 {
				entered |= succ[n]
			}
		}
		if alive&^entered == 0 {
			return false
		}
		alive &= entered
	}
	return true
}

func cost(terms []Term, mask uint) int64 {
	var sum int64
	for _, t := range terms {
		if litTrue(t.Lit, mask) {
			sum += t.Coef
		}
	}
	return sum
}

// any reports whether some assignment satisfies the instance and the literals.
func (in *instance) any(lits ...Lit) bool {
	return slices.ContainsFunc(in.all(), func(mask uint) bool { return allTrue(lits, mask) })
}

func maskOf(model []bool) uint {
	var mask uint
	for v, b := range model {
		if b {
			mask |= 1 << v
		}
	}
	return mask
}

func addTo(s *Solver, c constraint) {
	switch c.kind {
	case clauseKind:
		s.AddClause(c.lits...)
	case atLeastKind:
		s.AddAtLeast(c.terms, c.bound)
	case atMostKind:
		s.AddAtMost(c.terms, c.bound)
	case edgeKind:
		s.AddEdge(c.lit, c.from, c.to)
	}
}

func (in *instance) solver() *Solver {
	s := New()
	in.declare(s)
	for _, c := range in.cons {
		addTo(s, c)
	}
	return s
}

func (in *instance) declare(s *Solver) {
	for range in.vars {
		s.NewVar()
	}
	for range in.nodes {
		s.NewNode()
	}
}

func randomLit(r *rand.Rand, vars int) Lit { return Lit(r.IntN(2 * vars)) }

func randomLits(r *rand.Rand, vars, n int) []Lit {
	lits := make([]Lit, n)
	for i := range lits {
		lits[i] = randomLit(r, vars)
	}
	return lits
}

func randomConstraint(r *rand.Rand, vars, nodes int) constraint {
	switch k := r.IntN(10); {
	case k < 5 || k >= 8 && nodes < 2:
		n := 1 + r.IntN(4)
		if n == 1 {
			n += r.IntN(3)
		}
		return constraint{kind: clauseKind, lits: randomLits(r, vars, n)}
	case k < 8:
		terms := make([]Term, 1+r.IntN(2*vars))
		var sum int64
		for i := range terms {
			c := int64(r.IntN(8)) - 1
			if r.IntN(6) == 0 {
				c = int64(r.IntN(41) - 20)
			}
			terms[i] = Term{c, randomLit(r, vars)}
			sum += c
		}
		kind := atLeastKind + constraintKind(r.IntN(2))
		return constraint{kind: kind, terms: terms, bound: sum/2 + int64(r.IntN(9)) - 4}
	}
	return constraint{kind: edgeKind, lit: randomLit(r, vars), from: Node(r.IntN(nodes)), to: Node(r.IntN(nodes))}
}

// randomInstance draws an instance. With tours, variables stand for the order
// of pairs of nodes, as in a tournament.
func randomInstance(r *rand.Rand) *instance {
	in := &instance{vars: 3 + r.IntN(10), nodes: r.IntN(6)}
	if in.nodes > 0 && r.IntN(2) == 0 {
		v := Var(0)
		for a := range in.nodes {
			for b := range a {
				if int(v) < in.vars {
					in.cons = append(in.cons,
						constraint{kind: edgeKind, lit: v.Pos(), from: Node(a), to: Node(b)},
						constraint{kind: edgeKind, lit: v.Neg(), from: Node(b), to: Node(a)})
					v++
				}
			}
		}
	}
	for range r.IntN(3 * in.vars) {
		in.cons = append(in.cons, randomConstraint(r, in.vars, in.nodes))
	}
	return in
}

// minimalSets lists the minimal sets with a property that supersets inherit,
// by cost.
func minimalSets(n int, has func(set uint) bool, costOf func(set uint) int64) []uint {
	var sets, minimal []uint
	for set := range uint(1) << n {
		sets = append(sets, set)
	}
	slices.SortStableFunc(sets, func(a, b uint) int { return bits.OnesCount(a) - bits.OnesCount(b) })
	for _, set := range sets {
		if has(set) && !slices.ContainsFunc(minimal, func(m uint) bool { return m&set == m }) {
			minimal = append(minimal, set)
		}
	}
	slices.SortFunc(minimal, func(a, b uint) int {
		if x, y := costOf(a), costOf(b); x != y {
			return int(x - y)
		}
		return int(a) - int(b)
	})
	return minimal
}
