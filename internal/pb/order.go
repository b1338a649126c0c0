package pb

import (
	"cmp"
	"slices"
)

// edge is present in the order graph while its literal is true.
type edge struct {
	lit      Lit
	from, to Node
}

// orderGraph keeps the present edges acyclic. rank is a topological order of
// the present edges, repaired locally when an edge arrives (Pearce & Kelly
// 2007); taking edges away never spoils it, so backtracking leaves it alone.
type orderGraph struct {
	edges   []edge
	carries [][]int32 // by literal: the edges it carries
	out, in [][]int32 // by node: all edges, present or not
	next    [][]int32 // by node: present edges that leave it
	prev    [][]int32 // by node: present edges that enter it
	rank    []int32
	present []int32 // the present edges in the order of arrival

	// Scratch of the searches. A node is marked if its mark equals round.
	ahead, behind []int32 // marks of the forward and backward searches
	round         int32
	via           []int32 // by node: the edge by which a search came
	front, back   []Node
	ranks         []int32
}

// NewNode adds a vertex to the order graph.
func (s *Solver) NewNode() Node {
	g := &s.order
	n := Node(len(g.rank))
	g.out = append(g.out, nil)
	g.in = append(g.in, nil)
	g.next = append(g.next, nil)
	g.prev = append(g.prev, nil)
	g.rank = append(g.rank, int32(n))
	g.ahead = append(g.ahead, 0)
	g.behind = append(g.behind, 0)
	g.via = append(g.via, -1)
	return n
}

// AddEdge says that while l is true the edge from→to is present. The present
// edges must form no cycle; this is one constraint over all edges. Usually l
// carries an edge and its opposite carries the same edge reversed.
func (s *Solver) AddEdge(l Lit, from, to Node) {
	s.checkLits([]Lit{l})
	if from < 0 || to < 0 || int(from) >= len(s.order.rank) || int(to) >= len(s.order.rank) {
		panic("pb: edge between nodes that NewNode has not made")
	}
	s.log.edge(l, from, to)
	if !s.ready() {
		return
	}
	if from == to {
		s.addFact(l.Not())
		return
	}
	if s.vals[l] < 0 {
		return
	}
	g := &s.order
	e := int32(len(g.edges))
	g.edges = append(g.edges, edge{l, from, to})
	for len(g.carries) <= int(l) {
		g.carries = append(g.carries, nil)
	}
	g.carries[l] = append(g.carries[l], e)
	g.out[from] = append(g.out[from], e)
	g.in[to] = append(g.in[to], e)
	switch {
	case s.vals[l] > 0:
		s.ok = s.insertEdge(e) == nil && s.propagate() == nil
	case g.reaches(to, from):
		s.addFact(l.Not())
	}
}

// reaches searches forward for a path of present edges, within the ranks that
// such a path can have. The nodes found are left in front, marked ahead.
func (g *orderGraph) reaches(from, to Node) bool {
	g.round++
	g.front = append(g.front[:0], from)
	g.ahead[from] = g.round
	limit := g.rank[to]
	for i := 0; i < len(g.front); i++ {
		for _, e := range g.next[g.front[i]] {
			n := g.edges[e].to
			if g.ahead[n] == g.round || g.rank[n] > limit {
				continue
			}
			g.ahead[n] = g.round
			g.via[n] = e
			if n == to {
				return true
			}
			g.front = append(g.front, n)
		}
	}
	return false
}

// along returns the literal of v whose edge agrees with the present ranks, so
// that deciding it closes no cycle and moves nothing; noLit unless both literals
// of v carry edges.
func (g *orderGraph) along(v Var) Lit {
	p := v.Pos()
	if int(p.Not()) >= len(g.carries) || len(g.carries[p]) == 0 || len(g.carries[p.Not()]) == 0 {
		return noLit
	}
	if e := &g.edges[g.carries[p][0]]; g.rank[e.from] < g.rank[e.to] {
		return p
	}
	return p.Not()
}

// retract removes the edges of a literal that is being unassigned. Literals
// leave in the reverse order of their arrival, so each list loses its last.
func (g *orderGraph) retract(l Lit) {
	for n := len(g.present) - 1; n >= 0; n-- {
		e := &g.edges[g.present[n]]
		if e.lit != l {
			return
		}
		g.present = g.present[:n]
		g.next[e.from] = g.next[e.from][:len(g.next[e.from])-1]
		g.prev[e.to] = g.prev[e.to][:len(g.prev[e.to])-1]
	}
}

// propagateOrder inserts the edges that p carries.
func (s *Solver) propagateOrder(p Lit) []Lit {
	if int(p) >= len(s.order.carries) {
		return nil
	}
	for _, e := range s.order.carries[p] {
		if c := s.insertEdge(e); c != nil {
			return c
		}
	}
	return nil
}

// insertEdge makes an edge present. It returns the clause of the cycle that
// the edge closes, if any; otherwise it also makes false every literal whose
// edge would now close a cycle.
func (s *Solver) insertEdge(e int32) []Lit {
	g := &s.order
	x, y := g.edges[e].from, g.edges[e].to
	if g.rank[y] < g.rank[x] {
		if g.reaches(y, x) {
			s.conflict = append(s.conflict[:0], g.edges[e].lit.Not())
			s.conflict = g.path(s.conflict, y, x)
			return s.conflict
		}
		g.reorder(x, y)
	}
	g.next[x] = append(g.next[x], e)
	g.prev[y] = append(g.prev[y], e)
	g.present = append(g.present, e)
	s.closeOff(x, y)
	return nil
}

// path appends the negated literals of the path that the last search found.
func (g *orderGraph) path(dst []Lit, from, to Node) []Lit {
	for n := to; n != from; n = g.edges[g.via[n]].from {
		dst = append(dst, g.edges[g.via[n]].lit.Not())
	}
	return dst
}

// reorder repairs the ranks for an edge x→y with rank[y] < rank[x]. front
// holds what y reaches up to the rank of x; back is filled with what reaches x
// down to the rank of y. Together they share out their ranks anew, back first.
func (g *orderGraph) reorder(x, y Node) {
	g.back = append(g.back[:0], x)
	g.behind[x] = g.round
	limit := g.rank[y]
	for i := 0; i < len(g.back); i++ {
		for _, e := range g.prev[g.back[i]] {
			if n := g.edges[e].from; g.behind[n] != g.round && g.rank[n] >= limit {
				g.behind[n] = g.round
				g.back = append(g.back, n)
			}
		}
	}
	byRank := func(a, b Node) int { return cmp.Compare(g.rank[a], g.rank[b]) }
	slices.SortFunc(g.back, byRank)
	slices.SortFunc(g.front, byRank)
	g.ranks = g.ranks[:0]
	for _, n := range g.back {
		g.ranks = append(g.ranks, g.rank[n])
	}
	for _, n := range g.front {
		g.ranks = append(g.ranks, g.rank[n])
	}
	slices.Sort(g.ranks)
	for i, n := range g.back {
		g.rank[n] = g.ranks[i]
	}
	for i, n := range g.front {
		g.rank[n] = g.ranks[len(g.back)+i]
	}
}

// closeOffLimit is how many edges closeOff may look at for one new edge. Nothing
// is lost by leaving off: an edge that closes a cycle is a conflict when it
// arrives, and [orderGraph.along] keeps decisions from closing any. Without a
// limit this took most of the time of large instances.
const closeOffLimit = 64

// closeOff makes false the literals of edges that lead from a successor of y
// to a predecessor of x, now that x→y is present, as far as that is cheap.
func (s *Solver) closeOff(x, y Node) {
	g := &s.order
	g.round++
	outs, ins := 0, 0
	g.front = append(g.front[:0], y)
	g.ahead[y] = g.round
	for i := 0; i < len(g.front); i++ {
		n := g.front[i]
		if outs += len(g.out[n]); outs+len(g.front) > closeOffLimit {
			break
		}
		for _, e := range g.next[n] {
			if n := g.edges[e].to; g.ahead[n] != g.round {
				g.ahead[n] = g.round
				g.front = append(g.front, n)
			}
		}
	}
	g.back = append(g.back[:0], x)
	g.behind[x] = g.round
	for i := 0; i < len(g.back); i++ {
		n := g.back[i]
		if ins += len(g.in[n]); ins+len(g.back) > closeOffLimit {
			break
		}
		for _, e := range g.prev[n] {
			if n := g.edges[e].from; g.behind[n] != g.round {
				g.behind[n] = g.round
				g.back = append(g.back, n)
			}
		}
	}
	switch {
	case min(outs, ins) > closeOffLimit:
	case outs <= ins:
		for _, n := range g.front {
			for _, e := range g.out[n] {
				if g.behind[g.edges[e].to] == g.round && s.vals[g.edges[e].lit] == 0 {
					s.assign(g.edges[e].lit.Not(), because(fromOrder, e))
				}
			}
		}
	default:
		for _, n := range g.back {
			for _, e := range g.in[n] {
				if g.ahead[g.edges[e].from] == g.round && s.vals[g.edges[e].lit] == 0 {
					s.assign(g.edges[e].lit.Not(), because(fromOrder, e))
				}
			}
		}
	}
}

// explainOrder appends the negated literals of a shortest path that the edge
// would have closed to a cycle when l, the opposite of its literal, was set.
func (s *Solver) explainOrder(dst []Lit, e int32, l Lit) []Lit {
	g := &s.order
	from, to := g.edges[e].to, g.edges[e].from
	before := s.at[l.Var()].pos
	g.round++
	g.front = append(g.front[:0], from)
	g.ahead[from] = g.round
	for i := 0; i < len(g.front); i++ {
		for _, f := range g.next[g.front[i]] {
			n := g.edges[f].to
			if g.ahead[n] == g.round || s.at[g.edges[f].lit.Var()].pos >= before {
				continue
			}
			g.ahead[n] = g.round
			g.via[n] = f
			if n == to {
				return g.path(dst, from, to)
			}
			g.front = append(g.front, n)
		}
	}
	panic("pb: an order propagation without a path")
}
