package pb

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// This file verifies answers from the record alone. It shares no code with the
// solver beyond the types of literals and terms, and prefers plain methods to
// fast ones.

// CheckModel evaluates every recorded constraint under the model, which gives
// the value of each variable, and returns an error that names the first one
// that does not hold.
func CheckModel(log *Log, model []bool) error {
	value := func(l Lit) (bool, error) {
		v := int(l) / 2
		if v >= len(model) {
			return false, fmt.Errorf("check model: no value for variable %d", v)
		}
		return model[v] == (l%2 == 0), nil
	}
	var present []constraint
	nodes := 0
	for i, c := range log.constraints {
		switch c.kind {
		case clauseKind:
			holds := false
			for _, l := range c.lits {
				t, err := value(l)
				if err != nil {
					return err
				}
				holds = holds || t
			}
			if !holds {
				return fmt.Errorf("check model: constraint %d: clause %v is false", i, c.lits)
			}
		case edgeKind:
			t, err := value(c.lit)
			if err != nil {
				return err
			}
			if t {
				present = append(present, c)
				nodes = max(nodes, int(c.from)+1, int(c.to)+1)
			}
		default:
			sum := new(big.Int)
			for _, t := range c.terms {
				holds, err := value(t.Lit)
				if err != nil {
					return err
				}
				if holds {
					sum.Add(sum, big.NewInt(t.Coef))
				}
			}
			side := sum.Cmp(big.NewInt(c.bound))
			if c.kind == atLeastKind && side < 0 || c.kind == atMostKind && side > 0 {
				return fmt.Errorf("check model: constraint %d: the sum is %v, the bound %d", i, sum, c.bound)
			}
		}
	}
	// Take away edges whose source nothing enters, until none is left.
	entering := make([]int, nodes)
	leaving := make([][]Node, nodes)
	for _, c := range present {
		entering[c.to]++
		leaving[c.from] = append(leaving[c.from], c.to)
	}
	var free []Node
	for n, k := range entering {
		if k == 0 {
			free = append(free, Node(n))
		}
	}
	for i := 0; i < len(free); i++ {
		for _, to := range leaving[free[i]] {
			if entering[to]--; entering[to] == 0 {
				free = append(free, to)
			}
		}
	}
	if len(free) < nodes {
		return errors.New("check model: the present edges have a cycle")
	}
	return nil
}

// CheckCore verifies that the recorded constraints contradict the core: that
// not all of its literals can be true, or, if it is empty, that nothing
// satisfies the constraints. It goes backward through the learnt clauses, and of
// those that the refutation rests on checks that each follows from the
// constraints and the clauses before it by unit propagation (RUP, Goldberg &
// Novikov 2003). Constraints whose coefficients and bound sum up to 2⁶² or more
// are beyond it and give an error.
func CheckCore(log *Log, core []Lit) error {
	k, err := newChecker(log, core)
	if err != nil {
		return err
	}
	if !k.refutes(core) {
		return errors.New("check core: propagation does not refute the core")
	}
	for i := len(log.ends) - 1; i >= 0; i-- {
		k.limit = int32(k.given + i)
		if !k.used[k.limit] {
			continue
		}
		negated := make([]Lit, 0, 8)
		for _, l := range k.clauses[k.limit] {
			negated = append(negated, l^1)
		}
		if !k.refutes(negated) {
			return fmt.Errorf("check core: learnt clause %d does not follow by propagation", i)
		}
	}
	return nil
}

// checker propagates clauses, sums and edges. Clauses are numbered: first the
// given ones, then the learnt ones in order; those from limit on do not count.
type checker struct {
	clauses [][]Lit
	given   int
	limit   int32
	used    []bool
	watch   [][]int32 // by literal: clauses that have it in their first two places
	short   []int32   // clauses of one literal or none

	sums  []sum
	inSum [][]Term // by literal: Coef is the weight, Lit the number of the sum
	tight []int32  // sums that propagate from the start

	edges    []constraint
	carried  [][]int32 // by literal: edges
	nodes    int
	loops    []Lit
	value    []int8 // by literal
	when     []int  // by variable: index in trail
	why      [][2]int32
	trail    []Lit
	nClause  int
	nSum     int
	nEdge    int
	presents [][]int32 // by node: present edges leaving it
	enters   [][]int32
	mark     []int
	markBack []int
	round    int
}

// sum is Σ terms ≥ need with positive coefficients, largest first.
type sum struct {
	terms []Term
	start int64 // Σ coefficients - need
	slack int64
}

// Kinds of reasons in checker.why: the first number; the second says which.
const (
	byNone = iota
	byClause
	bySum
	byEdge
)

func newChecker(log *Log, core []Lit) (*checker, error) {
	vars, nodes := 0, 0
	see := func(lits ...Lit) {
		for _, l := range lits {
			vars = max(vars, int(l)/2+1)
		}
	}
	see(core...)
	see(log.learnt...)
	for _, c := range log.constraints {
		see(c.lits...)
		for _, t := range c.terms {
			see(t.Lit)
		}
		if c.kind == edgeKind {
			see(c.lit)
			nodes = max(nodes, int(c.from)+1, int(c.to)+1)
		}
	}
	k := &checker{
		watch: make([][]int32, 2*vars), inSum: make([][]Term, 2*vars), carried: make([][]int32, 2*vars),
		value: make([]int8, 2*vars), when: make([]int, vars), why: make([][2]int32, vars), nodes: nodes,
		presents: make([][]int32, nodes), enters: make([][]int32, nodes),
		mark: make([]int, nodes), markBack: make([]int, nodes),
	}
	for i, c := range log.constraints {
		switch c.kind {
		case clauseKind:
			k.addClause(c.lits)
		case edgeKind:
			if c.from == c.to {
				k.loops = append(k.loops, c.lit^1)
				continue
			}
			k.carried[c.lit] = append(k.carried[c.lit], int32(len(k.edges)))
			k.edges = append(k.edges, c)
		default:
			if !k.addSum(c) {
				return nil, fmt.Errorf("check core: the numbers of constraint %d are too large", i)
			}
		}
	}
	k.given = len(k.clauses)
	from := 0
	for _, end := range log.ends {
		k.addClause(log.learnt[from:end])
		from = end
	}
	k.limit = int32(len(k.clauses))
	k.used = make([]bool, len(k.clauses))
	return k, nil
}

// addClause always adds, so that numbers stay in step; a tautology becomes a
// clause that is never looked at.
func (k *checker) addClause(lits []Lit) {
	c := slices.Clone(lits)
	slices.Sort(c)
	c = slices.Compact(c)
	id := int32(len(k.clauses))
	k.clauses = append(k.clauses, c)
	for i := 1; i < len(c); i++ {
		if c[i] == c[i-1]^1 {
			return
		}
	}
	if len(c) < 2 {
		k.short = append(k.short, id)
		return
	}
	k.watch[c[0]] = append(k.watch[c[0]], id)
	k.watch[c[1]] = append(k.watch[c[1]], id)
}

func (k *checker) addSum(c constraint) bool {
	const limit = 1 << 62
	size := big.NewInt(c.bound)
	size.Abs(size)
	for _, t := range c.terms {
		x := big.NewInt(t.Coef)
		size.Add(size, x.Abs(x))
	}
	if size.Cmp(big.NewInt(limit)) >= 0 {
		return false
	}
	sign := int64(1)
	if c.kind == atMostKind {
		sign = -1
	}
	need := sign * c.bound
	weight := make(map[Lit]int64)
	var all []Lit
	for _, t := range c.terms {
		l, w := t.Lit, sign*t.Coef
		if w < 0 { // -w·l = -w + w·¬l
			need -= w
			l, w = l^1, -w
		}
		weight[l] += w
		all = append(all, l)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	m := sum{}
	for _, l := range all {
		if both := min(weight[l], weight[l^1]); both > 0 {
			need -= both
			weight[l] -= both
			weight[l^1] -= both
		}
	}
	for _, l := range all {
		if w := weight[l]; w > 0 {
			m.terms = append(m.terms, Term{w, l})
			m.start += w
		}
	}
	m.start -= need
	slices.SortStableFunc(m.terms, func(a, b Term) int { return cmp.Compare(b.Coef, a.Coef) })
	id := int32(len(k.sums))
	if m.start < 0 || len(m.terms) > 0 && m.terms[0].Coef > m.start {
		k.tight = append(k.tight, id)
	}
	for _, t := range m.terms {
		k.inSum[t.Lit] = append(k.inSum[t.Lit], Term{t.Coef, Lit(id)})
	}
	k.sums = append(k.sums, m)
	return true
}

// clear takes everything back.
func (k *checker) clear() {
	for _, l := range k.trail {
		k.value[l], k.value[l^1] = 0, 0
	}
	k.trail = k.trail[:0]
	k.nClause, k.nSum, k.nEdge = 0, 0, 0
	for i := range k.sums {
		k.sums[i].slack = k.sums[i].start
	}
	for n := range k.nodes {
		k.presents[n] = k.presents[n][:0]
		k.enters[n] = k.enters[n][:0]
	}
}

// set makes l true; it returns false, and accounts for both sides, if it is
// false already.
func (k *checker) set(l Lit, kind, id int32) bool {
	switch {
	case k.value[l] > 0:
	case k.value[l] < 0:
		k.blame([2]int32{kind, id}, l, len(k.trail))
		k.blame(k.why[l/2], l^1, k.when[l/2])
		return false
	default:
		k.value[l], k.value[l^1] = 1, -1
		k.when[l/2] = len(k.trail)
		k.why[l/2] = [2]int32{kind, id}
		k.trail = append(k.trail, l)
	}
	return true
}

// refutes assumes the literals and propagates. If that ends in a conflict, it
// marks the clauses used and returns true.
func (k *checker) refutes(lits []Lit) bool {
	k.clear()
	return !k.run(lits)
}

// run returns false at a conflict.
func (k *checker) run(lits []Lit) bool {
	for _, l := range lits {
		if !k.set(l, byNone, 0) {
			return false
		}
	}
	for _, l := range k.loops {
		if !k.set(l, byNone, 0) {
			return false
		}
	}
	for _, id := range k.short {
		if id >= k.limit {
			continue
		}
		if len(k.clauses[id]) == 0 {
			k.used[id] = true
			return false
		}
		if !k.set(k.clauses[id][0], byClause, id) {
			return false
		}
	}
	for _, id := range k.tight {
		if !k.visitSum(id) {
			return false
		}
	}
	for {
		switch {
		case k.nClause < len(k.trail):
			p := k.trail[k.nClause]
			k.nClause++
			if !k.visitClauses(p ^ 1) {
				return false
			}
		case k.nSum < len(k.trail):
			p := k.trail[k.nSum]
			k.nSum++
			for _, t := range k.inSum[p^1] {
				k.sums[t.Lit].slack -= t.Coef
			}
			for _, t := range k.inSum[p^1] {
				if !k.visitSum(int32(t.Lit)) {
					return false
				}
			}
		case k.nEdge < len(k.trail):
			p := k.trail[k.nEdge]
			k.nEdge++
			for _, e := range k.carried[p] {
				if !k.visitEdge(e) {
					return false
				}
			}
		default:
			return true
		}
	}
}

// visitClauses looks at the clauses that watch a literal now false.
func (k *checker) visitClauses(gone Lit) bool {
	list := k.watch[gone]
	kept := list[:0]
	ok := true
	for n, id := range list {
		if !ok {
			kept = append(kept, list[n:]...)
			break
		}
		if id >= k.limit {
			continue // it never counts again: limit only falls
		}
		c := k.clauses[id]
		if c[0] == gone {
			c[0], c[1] = c[1], c[0]
		}
		moved := false
		for i := 2; i < len(c) && k.value[c[0]] <= 0; i++ {
			if k.value[c[i]] >= 0 {
				c[1], c[i] = c[i], c[1]
				k.watch[c[1]] = append(k.watch[c[1]], id)
				moved = true
				break
			}
		}
		if moved {
			continue
		}
		kept = append(kept, id)
		ok = k.set(c[0], byClause, id)
	}
	k.watch[gone] = kept
	return ok
}

func (k *checker) visitSum(id int32) bool {
	m := &k.sums[id]
	if m.slack < 0 {
		k.blame([2]int32{bySum, id}, -1, len(k.trail))
		return false
	}
	for _, t := range m.terms {
		if t.Coef <= m.slack {
			break
		}
		if k.value[t.Lit] >= 0 && !k.set(t.Lit, bySum, id) {
			return false
		}
	}
	return true
}

// visitEdge makes an edge present and falsifies every edge that it makes
// impossible, or finds one that is true all the same.
func (k *checker) visitEdge(e int32) bool {
	from, to := k.edges[e].from, k.edges[e].to
	k.presents[from] = append(k.presents[from], e)
	k.enters[to] = append(k.enters[to], e)
	k.round++
	after := []Node{to}
	k.mark[to] = k.round
	for i := 0; i < len(after); i++ {
		for _, f := range k.presents[after[i]] {
			if n := k.edges[f].to; k.mark[n] != k.round {
				k.mark[n] = k.round
				after = append(after, n)
			}
		}
	}
	before := []Node{from}
	k.markBack[from] = k.round
	for i := 0; i < len(before); i++ {
		for _, f := range k.enters[before[i]] {
			if n := k.edges[f].from; k.markBack[n] != k.round {
				k.markBack[n] = k.round
				before = append(before, n)
			}
		}
	}
	for f, c := range k.edges {
		if k.mark[c.from] == k.round && k.markBack[c.to] == k.round && !k.set(c.lit^1, byEdge, int32(f)) {
			return false
		}
	}
	return true
}

// blame marks the learnt clauses that a literal rests on. The literal was
// implied at the given time; -1 stands for a conflict.
func (k *checker) blame(why [2]int32, l Lit, time int) {
	needed := make([]bool, len(k.trail))
	k.antecedents(why, l, time, needed)
	for i := len(k.trail) - 1; i >= 0; i-- {
		if needed[i] {
			l := k.trail[i]
			k.antecedents(k.why[l/2], l, i, needed)
		}
	}
}

// antecedents marks the false literals that a reason may have used, or more.
func (k *checker) antecedents(why [2]int32, l Lit, time int, needed []bool) {
	mark := func(f Lit) {
		if f != l && k.value[f] < 0 && k.when[f/2] < time {
			needed[k.when[f/2]] = true
		}
	}
	switch why[0] {
	case byClause:
		k.used[why[1]] = true
		for _, f := range k.clauses[why[1]] {
			mark(f)
		}
	case bySum:
		for _, t := range k.sums[why[1]].terms {
			mark(t.Lit)
		}
	case byEdge:
		// Some path of edges that were present at the time.
		target, start := k.edges[why[1]].from, k.edges[why[1]].to
		k.round++
		k.mark[start] = k.round
		via := map[Node]int32{}
		queue := []Node{start}
		for i := 0; i < len(queue) && k.mark[target] != k.round; i++ {
			for _, f := range k.presents[queue[i]] {
				c := k.edges[f]
				if k.mark[c.to] != k.round && k.when[c.lit/2] < time {
					k.mark[c.to] = k.round
					via[c.to] = f
					queue = append(queue, c.to)
				}
			}
		}
		for n := target; n != start; n = k.edges[via[n]].from {
			mark(k.edges[via[n]].lit ^ 1)
		}
	}
}
