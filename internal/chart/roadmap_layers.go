package chart

import (
	"slices"
	"sort"
)

// The layout is that of Sugiyama, Tagawa and Toda (1981): layers by the longest
// path, an order within each layer by barycentres, heights by least squares. All
// of it is in whole numbers and in a fixed order, so the same answer has the same
// picture.

// layer puts each box one layer after those before it. Arrows are taken by how
// sure they are; one that would close a circle goes back.
func (r *roadmap) layer() {
	rank := map[string]int{byCase: 0, byForm: 0, byDemand: 0, byChoice: 1, byCircle: 2}
	sorted := append([]*roadEdge(nil), r.edges...)
	slices.SortStableFunc(sorted, func(a, b *roadEdge) int { return rank[a.style] - rank[b.style] })
	next := map[*roadNode][]*roadNode{}
	for _, e := range sorted {
		if r.reaches(next, e.to, e.from, nil) {
			e.back = true
			continue
		}
		next[e.from] = append(next[e.from], e.to)
	}
	for _, n := range r.nodes {
		if !n.now && !(n.given && n.events[0].Now) {
			n.layer = 1
		}
	}
	for range r.nodes {
		again := false
		for _, n := range r.nodes {
			for _, m := range next[n] {
				if m.layer <= n.layer {
					m.layer, again = n.layer+1, true
				}
			}
		}
		if !again {
			break
		}
	}
	// Nothing can be done now: the picture begins with what waits.
	first := 1 << 30
	for _, n := range r.nodes {
		first = min(first, n.layer)
	}
	for _, n := range r.nodes {
		n.layer -= first
		r.layers = max(r.layers, n.layer+1)
	}
	for _, e := range r.edges {
		e.from.out = append(e.from.out, e)
		e.to.in = append(e.to.in, e)
	}
}

func (r *roadmap) reaches(next map[*roadNode][]*roadNode, from, to *roadNode, past map[*roadNode]bool) bool {
	if from == to {
		return true
	}
	if past == nil {
		past = map[*roadNode]bool{}
	}
	past[from] = true
	for _, n := range next[from] {
		if !past[n] && r.reaches(next, n, to, past) {
			return true
		}
	}
	return false
}

// reduce takes out of the picture what other arrows imply; somebody's words and
// circles stay.
func (r *roadmap) reduce() {
	next := map[*roadNode][]*roadNode{}
	for _, e := range r.edges {
		if !e.back {
			next[e.from] = append(next[e.from], e.to)
		}
	}
	var kept []*roadEdge
	for _, e := range r.edges {
		implied := false
		if !e.back && (e.style == byCase || e.style == byForm) {
			for _, n := range next[e.from] {
				implied = implied || n != e.to && r.reaches(next, n, e.to, nil)
			}
		}
		if !implied {
			kept = append(kept, e)
		}
	}
	r.edges = kept
}

// places lays the layers out: who stands where in its column, and how high.
// Heights of boxes are known. It returns the boxes and ways by layer.
func (r *roadmap) places(top int) [][]*roadNode {
	layers := make([][]*roadNode, r.layers)
	for _, n := range r.nodes {
		layers[n.layer] = append(layers[n.layer], n)
	}
	down, up := map[*roadNode][]*roadNode{}, map[*roadNode][]*roadNode{}
	link := func(a, b *roadNode) { down[a], up[b] = append(down[a], b), append(up[b], a) }
	for _, e := range r.edges {
		e.via = nil
		last, to := e.from, e.to
		if e.back {
			last, to = to, last
		}
		for l := last.layer + 1; l < to.layer; l++ {
			way := &roadNode{layer: l, h: 2 * px}
			layers[l] = append(layers[l], way)
			e.via = append(e.via, way)
			link(last, way)
			last = way
		}
		link(last, to)
	}
	for _, l := range layers {
		for i, n := range l {
			n.at = i
		}
	}
	best, least := ranks(layers), crossings(layers, down)
	for k := range 12 {
		near := up
		if k%2 == 1 {
			near = down
		}
		for i := range layers {
			l := layers[i]
			if k%2 == 1 {
				l = layers[len(layers)-1-i]
			}
			sweep(l, near)
		}
		if c := crossings(layers, down); c < least {
			best, least = ranks(layers), c
		}
	}
	for _, l := range layers {
		sort.SliceStable(l, func(i, j int) bool { return best[l[i]] < best[l[j]] })
		y := 0
		for i, n := range l {
			n.at, n.y = i, y
			y += n.h + roadSkip
		}
	}
	for k := range 40 {
		for i := range layers {
			l := layers[i]
			if k%2 == 1 {
				l = layers[len(layers)-1-i]
			}
			settle(l, up, down)
		}
	}
	high := 1 << 30
	for _, l := range layers {
		for _, n := range l {
			high = min(high, n.y)
		}
	}
	for _, l := range layers {
		for _, n := range l {
			n.y += top - high
		}
	}
	return layers
}

func ranks(layers [][]*roadNode) map[*roadNode]int {
	out := map[*roadNode]int{}
	for _, l := range layers {
		for _, n := range l {
			out[n] = n.at
		}
	}
	return out
}

// sweep orders a layer by the mean rank of its neighbours on one side.
func sweep(l []*roadNode, near map[*roadNode][]*roadNode) {
	weight := map[*roadNode]int{}
	for _, n := range l {
		weight[n] = n.at * 1000
		if list := near[n]; len(list) > 0 {
			sum := 0
			for _, m := range list {
				sum += m.at * 1000
			}
			weight[n] = sum / len(list)
		}
	}
	sort.SliceStable(l, func(i, j int) bool { return weight[l[i]] < weight[l[j]] })
	for i, n := range l {
		n.at = i
	}
}

// crossings counts pairs of arrows that cross between two layers.
func crossings(layers [][]*roadNode, down map[*roadNode][]*roadNode) (sum int) {
	for _, l := range layers {
		var pairs [][2]int
		for _, n := range l {
			for _, m := range down[n] {
				pairs = append(pairs, [2]int{n.at, m.at})
			}
		}
		for i, a := range pairs {
			for _, b := range pairs[:i] {
				if (a[0]-b[0])*(a[1]-b[1]) < 0 {
					sum++
				}
			}
		}
	}
	return sum
}

// settle moves the boxes of a layer as near as they may come to the middle of
// their neighbours: least squares under the order and the gaps, by pooling.
func settle(l []*roadNode, up, down map[*roadNode][]*roadNode) {
	type pool struct{ from, to, sum, n int }
	var pools []pool
	offset := make([]int, len(l)) // of each box under its order alone
	y := 0
	for i, n := range l {
		offset[i] = y
		y += n.h + roadSkip
	}
	for i, n := range l {
		want, k := 0, 0
		for _, list := range [][]*roadNode{up[n], down[n]} {
			for _, m := range list {
				w := 1 // a long arrow is to be straight
				switch {
				case len(n.events)+len(m.events) == 0:
					w = 8
				case len(n.events) == 0 || len(m.events) == 0:
					w = 2
				}
				want += w * (m.y + m.h/2)
				k += w
			}
		}
		if k == 0 {
			want = n.y
		} else {
			want = want/k - n.h/2
		}
		pools = append(pools, pool{i, i, want - offset[i], 1})
		for len(pools) > 1 {
			a, b := pools[len(pools)-2], pools[len(pools)-1]
			if a.sum*b.n <= b.sum*a.n {
				break
			}
			pools = append(pools[:len(pools)-2], pool{a.from, b.to, a.sum + b.sum, a.n + b.n})
		}
	}
	for _, p := range pools {
		for i := p.from; i <= p.to; i++ {
			l[i].y = p.sum/p.n + offset[i]
		}
	}
}
