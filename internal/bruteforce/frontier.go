package bruteforce

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"mandate"
)

// Frontier is what nobody can better by some objectives.
type Frontier struct {
	Objectives []string
	// Best is the lexicographic optimum: a value for each objective, as plans
	// prints it; nil if there is no plan.
	Best []int64
	// Pareto lists the vectors that no plan betters, the best by the first
	// objective first, then by the second, and so on.
	Pareto [][]int64
	// Counting lists the issues that count for a difference, sorted.
	Counting []string

	mandates map[string]map[string]map[string][]string // by vector, mandate
}

// better says of an objective whether more is.
func better(objective string) bool {
	switch strings.SplitN(objective, ":", 2)[0] {
	case "force", "committed", "rung", "joiners":
		return true
	}
	return false
}

// ParetoBy finds the frontier by objectives: force:K, committed:K, rung,
// joiners, owed, consents, moves, cost. Without a record of the aim it returns
// nil.
func ParetoBy(c *mandate.Case, query mandate.Query, goal *mandate.Expr, objectives []string) (*Frontier, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	f := &Frontier{Objectives: objectives, Counting: q.countingIssues(), mandates: map[string]map[string]map[string][]string{}}
	vectors := map[string][]int64{}
	lines := q.w.lines()
	visit := func(p *plan, moves int64) error {
		v, err := q.vector(p, moves, objectives, lines)
		if err != nil {
			return err
		}
		id := fmt.Sprint(v)
		if vectors[id] == nil {
			vectors[id] = v
			f.mandates[id] = map[string]map[string][]string{}
		}
		if m := p.mandate(); f.mandates[id][m] == nil {
			f.mandates[id][m] = p.chosen()
		}
		return nil
	}
	var failure error
	if contains(objectives, "moves") {
		err = q.widened(lines, func(p *plan, moves int64) {
			if e := visit(p, moves); e != nil {
				failure = e
			}
		})
	} else {
		err = q.possible(lines, func(p *plan) {
			if e := visit(p, 0); e != nil {
				failure = e
			}
		})
	}
	if err == nil {
		err = failure
	}
	if err != nil {
		return nil, err
	}
	// oriented turns a vector so that more is better everywhere.
	oriented := func(v []int64) []int64 {
		out := append([]int64{}, v...)
		for i, o := range objectives {
			if !better(o) {
				out[i] = -out[i]
			}
		}
		return out
	}
	for _, id := range sortedKeys(vectors) {
		v := vectors[id]
		if f.Best == nil || lexLess(oriented(f.Best), oriented(v)) {
			f.Best = v
		}
		beaten := false
		for _, u := range vectors {
			beaten = beaten || dominates(oriented(u), oriented(v))
		}
		if !beaten {
			f.Pareto = append(f.Pareto, v)
		}
	}
	sort.Slice(f.Pareto, func(i, j int) bool { return lexLess(oriented(f.Pareto[j]), oriented(f.Pareto[i])) })
	return f, nil
}

func dominates(u, v []int64) bool {
	more := false
	for i := range u {
		if u[i] < v[i] {
			return false
		}
		more = more || u[i] > v[i]
	}
	return more
}

func (q *question) vector(p *plan, moves int64, objectives []string, lines map[*mandate.Requirement]*node) ([]int64, error) {
	var o *Outcome
	var v []int64
	for _, name := range objectives {
		kind, k, _ := strings.Cut(name, ":")
		x := int64(0)
		switch kind {
		case "force", "committed":
			x = p.force(q.w.capAt[k], kind == "committed")
		case "consents":
			for a := range q.w.actors {
				x += int64(p.c >> a & 1)
			}
		case "moves":
			x = moves
		default:
			if o == nil {
				o = q.outcome(p, lines)
			}
			switch kind {
			case "rung":
				x = int64(o.Rung)
			case "joiners":
				x = int64(o.Interested)
			case "owed":
				x = int64(o.Owed)
			case "cost":
				if len(o.Cost) > 1 {
					return nil, fmt.Errorf("bruteforce: rates in several currencies")
				}
				for _, n := range o.Cost {
					x += n
				}
			default:
				return nil, fmt.Errorf("bruteforce: no objective %q", name)
			}
		}
		v = append(v, x)
	}
	return v, nil
}

// widened visits the plans that meet the choices and the goal and keep all
// positions but some changeable ones, which are given up: with the weight of
// these. What objecting counts may be given up although the plan violates
// nothing of it; of the others those are given up that the plan violates.
func (q *question) widened(lines map[*mandate.Requirement]*node, visit func(*plan, int64)) error {
	counted, err := q.counted()
	if err != nil {
		return err
	}
	free := uint64(0)
	for i, pos := range q.positions {
		if pos.changeable && counted>>i&1 == 1 {
			free |= 1 << i
		}
	}
	pairs := q.everyPair(lines)
	goalLooks := q.goal != nil && len(q.collect(func(c *collector) { c.cond(q.goal, none) })) > 0
	var failure error
	subsets(free, func(given uint64) {
		if failure != nil {
			return
		}
		weight := int64(0)
		for i, pos := range q.positions {
			if given>>i&1 == 1 {
				weight += pos.weight
			}
		}
		must := func(i int) bool { return given>>i&1 == 0 && (!q.positions[i].changeable || counted>>i&1 == 1) }
		pre := func(p *plan) bool {
			p.kept = ^given
			for i, pos := range q.positions {
				if must(i) && len(pos.pairs) == 0 && !p.satisfies(pos) {
					return false
				}
			}
			return q.goal == nil || goalLooks || p.holds(q.goal, none)
		}
		failure = q.plans(true, pairs, pre, func(p *plan) bool {
			if goalLooks && !p.holds(q.goal, none) {
				return false
			}
			moves := weight
			for i, pos := range q.positions {
				if given>>i&1 == 0 && !p.satisfies(pos) {
					if must(i) {
						return false
					}
					moves += pos.weight
				}
			}
			visit(p, moves)
			return false
		})
	})
	return failure
}

// countingIssues lists the issues on the settle list and those that a position
// speaks of.
func (q *question) countingIssues() []string {
	w := q.w
	found := map[string]bool{}
	event := func(name string) {
		if id, ok := strings.CutPrefix(name, "decide."); ok {
			found[id] = true
		}
	}
	var look func(n *node)
	look = func(n *node) {
		for _, k := range n.kids {
			look(k)
		}
		switch n.op {
		case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast, mandate.OpDecided:
			found[w.c.Issues[n.i].ID] = true
		case mandate.OpBefore:
			event(n.expr.Name)
			event(n.expr.Names[0])
		}
	}
	for _, pos := range q.positions {
		if pos.kind == settling {
			found[w.c.Issues[pos.issue].ID] = true
		}
		if pos.cond != nil {
			look(pos.cond)
		}
	}
	return sortedKeys(found)
}

// Mandates lists the mandates of the plans with a vector, sorted.
func (f *Frontier) Mandates(vector []int64) []string {
	return sortedKeys(f.mandates[fmt.Sprint(vector)])
}

// Farthest is the largest distance that a plan with the vector has from the
// nearest of the mandates listed already: the number of counting issues on
// which they differ. Without such a plan it is −1; with nothing listed it has
// no bound.
func (f *Frontier) Farthest(vector []int64, listed []map[string][]string) int {
	most := -1
	for _, m := range f.mandates[fmt.Sprint(vector)] {
		nearest := math.MaxInt
		for _, l := range listed {
			nearest = min(nearest, f.Distance(m, l))
		}
		most = max(most, nearest)
	}
	return most
}

// Distance is the number of counting issues on which two mandates differ.
func (f *Frontier) Distance(x, y map[string][]string) int {
	n := 0
	for _, i := range f.Counting {
		a, b := append([]string{}, x[i]...), append([]string{}, y[i]...)
		sort.Strings(a)
		sort.Strings(b)
		if strings.Join(a, ",") != strings.Join(b, ",") {
			n++
		}
	}
	return n
}

// DefaultObjectives are rung, owed and the force of the first capability with
// a requirement line that holds, else of the first with an offer.
func DefaultObjectives(c *mandate.Case, query mandate.Query) ([]string, error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, err
	}
	out := []string{"rung", "owed"}
	for _, k := range c.Capabilities {
		for _, l := range c.Requirements {
			if l.Capability == k.ID && w.holds(l.Line) {
				return append(out, "force:"+k.ID), nil
			}
		}
	}
	for _, k := range c.Capabilities {
		for _, x := range w.acts {
			for _, m := range x.eff.Amounts {
				if x.brings() && m.Capability == k.ID {
					return append(out, "force:"+k.ID), nil
				}
			}
		}
	}
	return out, nil
}
