package pb

import (
	"fmt"
	"slices"
)

// Collisions enumerates the minimal unsatisfiable subsets of a list of
// selectors: sets that contradict the constraints and the hard assumptions, and
// of which no proper subset does. They come in order of cost, cheapest first;
// with all weights 1, smallest first.
//
// The method is the dual of that of [Corrections] (Ignatiev, Previti, Liffiton &
// Marques-Silva 2015): a collision must hit every correction set, so a cheapest
// set that hits the correction sets known so far either is a collision, and
// then a cheapest one, or can be grown to a largest satisfiable set whose
// complement is a further correction set.
//
// No constraint may be added to the solver between calls of Next; the solver
// may be asked other questions.
type Collisions struct {
	softSet
	hitting hitting
	scale   int64
	weights []int64             // in the companion problem
	ahead   []candidate         // collisions met on the way, not yet reported
	known   map[string]struct{} // these and those reported, by their indices
	done    bool
}

// candidate is a minimal collision and its cost in the companion problem. As
// soon as a cheapest hitting set is no cheaper, it may be reported.
type candidate struct {
	set  []int
	cost int64
}

// growBudget is how many conflicts one step of growing a satisfiable set may
// take. If it ends the complement is a larger correction set than necessary,
// which is still to be hit.
const growBudget = 1000

// smallCore is the largest core that is worth shrinking on the way, and
// shrinkBudget how many conflicts that may take.
const (
	smallCore    = 10
	shrinkBudget = 200
)

// NewCollisions prepares the enumeration.
func NewCollisions(s *Solver, softs []Soft, hard ...Lit) *Collisions {
	c := &Collisions{softSet: newSoftSet(s, softs, hard), known: make(map[string]struct{})}
	c.weights, c.scale = c.costs()
	c.hitting = newHitting(c.weights)
	return c
}

// Next returns the next collision, as ascending indices into the list of
// selectors, and its cost. The verdict is Yes; or No if there is no other,
// which makes the enumeration complete; or Unknown if the budget ended, and
// then a further call continues. If the hard assumptions contradict the
// constraints by themselves, the one collision is the empty one.
func (c *Collisions) Next(b Budget) (set []int, cost int64, v Verdict) {
	m := newMeter(b, c.s, c.hitting.s)
	for !c.done {
		chosen, least, v := c.hitting.next(&m)
		if v == Unknown {
			return nil, 0, Unknown
		}
		if v == No {
			break
		}
		for i, a := range c.ahead {
			if a.cost == least {
				c.ahead = slices.Delete(c.ahead, i, i+1)
				return c.report(a.set)
			}
		}
		in := make([]bool, len(c.lits))
		query := slices.Clone(c.hard)
		for _, i := range chosen {
			in[i] = true
			query = append(query, c.lits[i])
		}
		for first := true; ; first = false {
			left, ok := m.left()
			if !ok {
				return nil, 0, Unknown
			}
			v := c.s.Solve(left, query...)
			if v == Unknown {
				return nil, 0, Unknown
			}
			if v == No && first {
				return c.report(chosen)
			}
			if v == No {
				c.lookAhead(&m)
				break // too large to be cheapest; choose anew
			}
			rest, ok := c.grow(query, in, &m)
			if !ok {
				return nil, 0, Unknown
			}
			c.hitting.hit(rest)
			if len(rest) == 0 {
				break // all are satisfiable together; there is no collision
			}
			// Look for correction sets disjoint from this one before choosing
			// anew.
			for _, i := range rest {
				in[i] = true
				query = append(query, c.lits[i])
			}
		}
	}
	c.done = true
	return nil, 0, No
}

// report bars a collision, so that it does not come again, and returns it.
func (c *Collisions) report(set []int) ([]int, int64, Verdict) {
	c.hitting.bar(set)
	c.known[fmt.Sprint(set)] = struct{}{}
	c.ahead = slices.DeleteFunc(c.ahead, func(a candidate) bool { return slices.Equal(a.set, set) })
	return set, c.cost(set), Yes
}

// lookAhead shrinks the core of the last call, if it is small, and keeps it
// unless it is known already.
func (c *Collisions) lookAhead(m *meter) {
	set := c.members(c.s.core)
	left, ok := m.most(shrinkBudget)
	if len(set) > smallCore || !ok {
		return
	}
	lits, minimal := MinimizeCore(c.s, c.literals(set), left, c.hard...)
	if !minimal {
		return
	}
	set = c.members(lits)
	slices.Sort(set)
	key := fmt.Sprint(set)
	if _, known := c.known[key]; known {
		return
	}
	c.known[key] = struct{}{}
	a := candidate{set: set}
	for _, i := range set {
		a.cost += c.weights[i]
	}
	c.ahead = append(c.ahead, a)
}

// Lower returns a proven lower bound of the cost of every set still to come.
func (c *Collisions) Lower() int64 { return c.hitting.opt.lower / c.scale }

// grow extends the set whose model s has just found until no selector can be
// added, and returns the selectors that stay outside.
func (c *Collisions) grow(query []Lit, in []bool, m *meter) (outside []int, ok bool) {
	query = append([]Lit(nil), query...)
	within := append([]bool(nil), in...)
	absorb := func() {
		for i, l := range c.lits {
			if !within[i] && c.s.Value(l) {
				within[i] = true
				query = append(query, l)
			}
		}
	}
	absorb()
	common := 0 // how many assumptions of the last call are members
	for i, l := range c.lits {
		if within[i] {
			continue
		}
		if c.s.Refuted(l, common) {
			outside = append(outside, i)
			continue
		}
		left, ok := m.most(growBudget)
		if !ok {
			return nil, false
		}
		common = len(query)
		if c.s.Solve(left, append(query, l)...) == Yes {
			absorb()
		} else {
			outside = append(outside, i)
		}
	}
	return outside, true
}
