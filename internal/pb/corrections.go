package pb

import "slices"

// Corrections enumerates the minimal correction sets of a list of selectors:
// the sets without which the rest is satisfiable together with the constraints
// and the hard assumptions, and of which no proper subset will do. They come
// in order of cost, cheapest first.
//
// A cheapest correction set is the optimum of an [Optimizer]; a clause then bars
// its supersets, and the optimum that remains is the next one. It is minimal
// because every selector costs something. (Implicit hitting sets with a
// companion problem, as for [Collisions], were tried first and lost by a wide
// margin on large instances: the hitting set problem itself became the hard
// part.)
//
// The solver may be asked other questions between calls of Next. If constraints
// are added the enumeration goes on from there under all of them.
type Corrections struct {
	softSet
	opt   *Optimizer
	guard Lit // the bars hold while it is true
	scale int64
	done  bool
}

// NewCorrections prepares the enumeration. To restrict the corrections to some
// of the selectors pass only those as softs and the others as hard.
func NewCorrections(s *Solver, softs []Soft, hard ...Lit) *Corrections {
	c := &Corrections{softSet: newSoftSet(s, softs, hard), guard: s.NewVar().Pos()}
	weights, scale := c.costs()
	terms := make([]Term, len(softs))
	for i, w := range weights {
		terms[i] = Term{w, c.lits[i].Not()}
	}
	c.scale = scale
	c.opt = NewOptimizer(s, terms, append(slices.Clone(c.hard), c.guard)...)
	return c
}

// Next returns the next correction set, as ascending indices into the list of
// selectors, and its cost. The verdict is Yes; or No if there is no other,
// which makes the enumeration complete; or Unknown if the budget ended, and
// then a further call continues. If the selectors are satisfiable together, the
// one correction set is the empty one.
func (c *Corrections) Next(b Budget) (set []int, cost int64, v Verdict) {
	if c.done {
		return nil, 0, No
	}
	best := c.opt.Find(b)
	switch best.Verdict {
	case Unknown:
		return nil, 0, Unknown
	case No:
		c.done = true
		return nil, 0, No
	}
	set = []int{}
	bar := []Lit{c.guard.Not()}
	for i, l := range c.lits {
		if best.Model[l.Var()] == l.IsNeg() {
			set = append(set, i)
			bar = append(bar, l)
		}
	}
	c.s.AddClause(bar...)
	return set, c.cost(set), Yes
}

// Lower returns a proven lower bound of the cost of every set still to come.
func (c *Corrections) Lower() int64 { return c.opt.lower / c.scale }

// Close takes out of the solver what the enumeration has added. The enumeration
// must not be used afterwards.
func (c *Corrections) Close() {
	c.opt.Close()
	c.s.AddClause(c.guard.Not())
	c.done = true
}
