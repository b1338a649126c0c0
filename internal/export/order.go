package export

import "sort"

// edge says that while lit is true, from stands before to.
type edge struct{ lit, from, to int }

// order says by clauses that the edges whose literals are true form no circle.
//
// The graph of all possible edges is completed to a chordal one, in which every
// circle of more than three has a chord, by eliminating nodes one after the
// other, the one with the fewest neighbours first. Each pair of neighbours gets
// a direction. Directions without a circle of three have no circle at all: a
// longer one has a chord, which closes a shorter one either way. And every order
// without circles can be completed to a linear one, which gives the pairs that
// were added their directions. So two clauses for each triangle are enough.
//
// (Compare Rankooh & Rintanen, Propositional encodings of acyclicity and
// reachability by using vertex elimination, AAAI 2022.)
func (in *instance) order(events []string, edges []edge) {
	n := len(events)
	type pair [2]int
	dir := map[pair]int{} // x < y: the literal that is true when x is before y
	near := make([]map[int]bool, n)
	for i := range near {
		near[i] = map[int]bool{}
	}
	direction := func(x, y int) int {
		if x < y {
			return dir[pair{x, y}]
		}
		return -dir[pair{y, x}]
	}
	join := func(x, y, l int) { // x < y
		if l == 0 {
			l = in.variable(events[x] + " < " + events[y])
		}
		dir[pair{x, y}] = l
		near[x][y], near[y][x] = true, true
	}
	// Where a literal carries an edge and its opposite the same one reversed,
	// the literal is the direction.
	has := map[edge]bool{}
	for _, e := range edges {
		has[e] = true
	}
	for _, e := range edges {
		if x, y := min(e.from, e.to), max(e.from, e.to); x != y && dir[pair{x, y}] == 0 && has[edge{-e.lit, e.to, e.from}] {
			if e.from == x {
				join(x, y, e.lit)
			} else {
				join(x, y, -e.lit)
			}
		}
	}
	for _, e := range edges {
		x, y := min(e.from, e.to), max(e.from, e.to)
		if x == y {
			in.clause(-e.lit)
			continue
		}
		if dir[pair{x, y}] == 0 {
			join(x, y, 0)
		}
		in.clause(-e.lit, direction(e.from, e.to)) // always true where the literal is the direction
	}
	gone := make([]bool, n)
	for range n {
		v := -1
		for i := range n {
			if !gone[i] && (v < 0 || len(near[i]) < len(near[v])) {
				v = i
			}
		}
		gone[v] = true
		var around []int
		for u := range near[v] {
			around = append(around, u)
			delete(near[u], v)
		}
		sort.Ints(around)
		for i, u := range around {
			for _, w := range around[i+1:] {
				if !near[u][w] {
					join(u, w, 0)
				}
				a, b, c := direction(v, u), direction(u, w), direction(w, v)
				in.clause(a, b, c)
				in.clause(-a, -b, -c)
			}
		}
	}
}
