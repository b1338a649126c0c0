package export

import (
	"fmt"
	"math"
	"slices"
)

// maxDiagram is how many nodes the decision diagram of a sum may have before it
// is added up in binary instead. A diagram lets a solver see by unit
// propagation all that follows from the sum, an adder is small. (At size L
// 500 takes a third off the variables, and clasp twice the time for the hardest
// cheapest way out.)
const maxDiagram = 3000

// encode says by clauses that a sum reaches its bound: number tells the sum for
// the names of the new variables. Terms that reach it alone, such as guards,
// head the clause.
func (in *instance) encode(number int, s sum) {
	var alone []int
	rest := s.terms
	for len(rest) > 0 && rest[0].coef >= s.bound {
		alone = append(alone, rest[0].lit)
		rest = rest[1:]
	}
	g := int64(0)
	for _, t := range rest {
		g = gcd(t.coef, g)
	}
	if g == 0 {
		in.clause(alone...)
		return
	}
	s = sum{bound: (s.bound + g - 1) / g}
	for _, t := range rest {
		s.terms = append(s.terms, term{t.coef / g, t.lit})
	}
	if d := newDiagram(s); d != nil {
		in.diagram(number, d, alone)
		return
	}
	in.adder(number, s, alone)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// diagram is the reduced ordered decision diagram of a sum (Eén & Sörensson
// 2006, Abío, Nieuwenhuis, Oliveras, Rodríguez-Carbonell & Mayer-Eichberger
// 2012). Node 0 is false, node 1 is true. For each term it keeps which needs
// the same node stands for, so it is built in time proportional to its size.
type diagram struct {
	terms []term
	left  []int64 // by term: the sum of it and all that follow
	nodes []node
	spans [][]span // by term, rising
	root  int
}

type node struct{ lit, high, low int }

// span says that a node stands for "what is left reaches n" for each n from lo
// to hi.
type span struct {
	lo, hi int64
	node   int
}

func newDiagram(s sum) *diagram {
	d := &diagram{terms: s.terms, left: make([]int64, len(s.terms)+1), nodes: make([]node, 2), spans: make([][]span, len(s.terms))}
	for i := len(s.terms) - 1; i >= 0; i-- {
		d.left[i] = d.left[i+1] + s.terms[i].coef
	}
	root, ok := d.build(0, s.bound)
	if !ok {
		return nil
	}
	d.root = root.node
	return d
}

func (d *diagram) build(i int, need int64) (span, bool) {
	switch {
	case need <= 0:
		return span{math.MinInt64 / 2, 0, 1}, true
	case need > d.left[i]:
		return span{d.left[i] + 1, math.MaxInt64 / 2, 0}, true
	}
	at, found := slices.BinarySearchFunc(d.spans[i], need, func(s span, n int64) int {
		switch {
		case s.hi < n:
			return -1
		case s.lo > n:
			return 1
		}
		return 0
	})
	if found {
		return d.spans[i][at], true
	}
	c := d.terms[i].coef
	high, ok := d.build(i+1, need-c)
	if !ok {
		return span{}, false
	}
	low, ok := d.build(i+1, need)
	if !ok {
		return span{}, false
	}
	s := span{max(high.lo+c, low.lo), min(high.hi+c, low.hi), high.node}
	if high.node != low.node {
		if len(d.nodes) > maxDiagram {
			return span{}, false
		}
		s.node = len(d.nodes)
		d.nodes = append(d.nodes, node{d.terms[i].lit, high.node, low.node})
	}
	d.spans[i] = slices.Insert(d.spans[i], at, s)
	return s, true
}

// diagram writes a diagram: a node that is true has a true child, the higher
// one if its term is false. The higher child is implied by the lower one, so
// two clauses for each node are enough.
func (in *instance) diagram(number int, d *diagram, alone []int) {
	vars := make([]int, len(d.nodes))
	for i := 2; i < len(d.nodes); i++ {
		vars[i] = in.variable(fmt.Sprintf("sum %d.%d", number, i-1))
	}
	for i := 2; i < len(d.nodes); i++ {
		n := d.nodes[i]
		if n.high != 1 {
			in.clause(-vars[i], vars[n.high])
		}
		switch n.low {
		case 0:
			in.clause(-vars[i], n.lit)
		default:
			in.clause(-vars[i], n.lit, vars[n.low])
		}
	}
	switch d.root {
	case 0:
		in.clause(alone...)
	case 1:
	default:
		in.clause(append(slices.Clone(alone), vars[d.root])...)
	}
}

// adder adds a sum up in binary and compares it with the bound (Warners 1998;
// Eén & Sörensson 2006). A digit may be true only if what it adds up is: the
// sum is never overstated, and can always be stated in full.
func (in *instance) adder(number int, s sum, alone []int) {
	next := 0
	fresh := func() int {
		next++
		return in.variable(fmt.Sprintf("sum %d.%d", number, next))
	}
	var digits [][]int // by place: literals that are worth so much
	put := func(place, l int) {
		for len(digits) <= place {
			digits = append(digits, nil)
		}
		digits[place] = append(digits[place], l)
	}
	for _, t := range s.terms {
		for p := 0; t.coef>>p > 0; p++ {
			if t.coef>>p&1 == 1 {
				put(p, t.lit)
			}
		}
	}
	for s.bound>>len(digits) > 0 {
		digits = append(digits, nil)
	}
	var total []int // by place; 0: nothing
	for p := 0; p < len(digits); p++ {
		for len(digits[p]) > 1 {
			ds := digits[p]
			if len(ds) == 2 {
				a, b := ds[0], ds[1]
				digit, carry := fresh(), fresh()
				in.clause(-digit, a, b)
				in.clause(-digit, -a, -b)
				in.clause(-carry, a)
				in.clause(-carry, b)
				digits[p] = []int{digit}
				put(p+1, carry)
				continue
			}
			a, b, c := ds[0], ds[1], ds[2]
			digit, carry := fresh(), fresh()
			in.clause(-digit, a, b, c)
			in.clause(-digit, a, -b, -c)
			in.clause(-digit, -a, b, -c)
			in.clause(-digit, -a, -b, c)
			in.clause(-carry, a, b)
			in.clause(-carry, a, c)
			in.clause(-carry, b, c)
			digits[p] = append(slices.Clone(ds[3:]), digit)
			put(p+1, carry)
		}
		if len(digits[p]) == 1 {
			total = append(total, digits[p][0])
		} else {
			total = append(total, 0)
		}
	}
	// At each one of the bound the sum has a one, too, or a one further up
	// where the bound has none.
	for p := range total {
		if s.bound>>p&1 == 0 {
			continue
		}
		c := slices.Clone(alone)
		for q := p; q < len(total); q++ {
			if total[q] != 0 && (q == p || s.bound>>q&1 == 0) {
				c = append(c, total[q])
			}
		}
		in.clause(c...)
	}
}
