package bruteforce

import (
	"fmt"
	"sort"

	"mandate"
)

// Waits is a case in which everything is to happen (docs/math/order.md, section 3).
type Waits struct {
	q         *question
	names     []string // of events, and of stages that a remedy makes
	says      []*saying
	structure []arc
}

// arc says that y waits for x. need is the step of whose needs it is one, or −1.
type arc struct{ x, y, need int }

// saying is what a position says: one of several sets of arcs.
type saying struct {
	pos  *position
	ways [][]arc
}

// Everything reads what all positions say. Without a record of the aim it returns
// nil.
func Everything(c *mandate.Case, query mandate.Query) (*Waits, error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, err
	}
	// Nothing waits for the question: it names every step.
	all := &mandate.Expr{Op: mandate.OpAnd}
	for _, s := range w.steps {
		all.Kids = append(all.Kids, &mandate.Expr{Op: mandate.OpDone, Name: s.ID})
	}
	q, err := w.question(all)
	if q == nil || err != nil {
		return nil, err
	}
	x := &Waits{q: q}
	for ev := range w.events() {
		x.names = append(x.names, w.eventName(ev))
	}
	nothing := [][]arc{{}}
	for _, p := range q.positions {
		ways := nothing
		switch p.kind {
		case declining:
		case requiring:
			for a := range w.actors {
				if p.owners>>a&1 == 1 && w.contributors>>a&1 == 1 {
					ways = combined(ways, x.read(p.cond, w.commit(a), -1))
				}
				if p.owners>>a&1 == 1 && w.parties>>a&1 == 1 {
					ways = combined(ways, x.read(p.cond, w.consent(a), -1))
				}
			}
		case needing:
			whole := p.step
			if s := w.steps[p.step]; s.StageOf != "" {
				whole = w.stepAt[s.StageOf]
			}
			ways = x.read(p.cond, p.step, whole)
		case settling:
			for a := range w.actors {
				if w.contributors>>a&1 == 1 {
					ways = combined(ways, x.arc(w.decide(p.issue), w.commit(a), -1))
				}
			}
		default:
			ways = x.read(p.cond, none, -1)
		}
		if len(ways) > 1<<10 {
			return nil, ErrTooLarge
		}
		if ways = fewest(ways); len(ways) != 1 || len(ways[0]) > 0 {
			x.says = append(x.says, &saying{p, ways})
		}
	}
	if len(x.says) > 12 {
		return nil, ErrTooLarge
	}
	put := func(a, b int) {
		if !w.isPast(a) && !w.isPast(b) {
			x.structure = append(x.structure, arc{a, b, -1})
		}
	}
	for i, s := range w.steps {
		if s.StageOf != "" && s.Stage > 1 {
			put(w.stepAt[s.StageOf+"."+itoa(s.Stage-1)], i)
		}
		for n := 1; n <= s.Stages; n++ {
			put(w.stepAt[s.StageID(n)], i)
		}
	}
	aim := w.stepAt[c.Aim]
	if start := w.start(aim); !w.isPast(aim) && !w.isPast(start) {
		for a := range w.actors {
			if w.contributors>>a&1 == 1 {
				put(w.commit(a), start)
			}
			if w.parties>>a&1 == 1 {
				put(w.consent(a), start)
			}
		}
	}
	return x, nil
}

// combined is what two say: a way of each.
func combined(a, b [][]arc) (out [][]arc) {
	for _, x := range a {
		for _, y := range b {
			out = append(out, append(append([]arc{}, x...), y...))
		}
	}
	return out
}

// fewest is nothing if one way says nothing. Ways that put something before itself
// are none, unless there are no others.
func fewest(ways [][]arc) (out [][]arc) {
	for _, way := range ways {
		if len(way) == 0 {
			return [][]arc{{}}
		}
		self := false
		for _, a := range way {
			self = self || a.x == a.y
		}
		if !self {
			out = append(out, way)
		}
	}
	if out == nil {
		return ways[len(ways)-1:]
	}
	return out
}

func (x *Waits) arc(a, b, need int) [][]arc {
	if x.q.w.isPast(a) || x.q.w.isPast(b) {
		return [][]arc{{}}
	}
	return [][]arc{{{a, b, need}}}
}

// read reads a condition at a moment.
func (x *Waits) read(n *node, m, need int) [][]arc {
	w := x.q.w
	if n.free {
		m = none
	}
	nothing := [][]arc{{}}
	ev := -1
	switch n.op {
	case mandate.OpAnd:
		out := nothing
		for _, k := range n.kids {
			out = combined(out, x.read(k, m, need))
		}
		return out
	case mandate.OpOr:
		if len(n.kids) == 0 { // a text without clauses
			return nothing
		}
		var out [][]arc
		for _, k := range n.kids {
			out = append(out, x.read(k, m, need)...)
		}
		return fewest(out)
	case mandate.OpFalse: // not about the order
		return nothing
	case mandate.OpDone:
		ev = n.i
	case mandate.OpDecided:
		ev = w.decide(n.i)
	case mandate.OpBefore:
		switch {
		case n.neg && n.x == n.y:
			return nothing
		case n.neg:
			return x.arc(n.y, n.x, -1)
		}
		return x.arc(n.x, n.y, -1)
	default:
		return nothing
	}
	switch {
	case m == none, n.neg && m == ev:
		return nothing
	case n.neg:
		return x.arc(m, ev, -1)
	}
	return x.arc(ev, m, need)
}

// ordered reports whether arcs have a linear order.
func ordered(n int, arcs []arc) bool {
	left := map[int]bool{}
	for i := range n {
		left[i] = true
	}
	for again := true; again; {
		again = false
		for e := range left {
			free := true
			for _, a := range arcs {
				free = free && (a.y != e || !left[a.x])
			}
			if free {
				delete(left, e)
				again = true
			}
		}
	}
	return len(left) == 0
}

// possible reports whether a set of sayings has an order with the structure.
func fits(n int, says []*saying, structure []arc, set uint64) bool {
	ways := [][]arc{structure}
	for i, s := range says {
		if set>>i&1 == 1 {
			ways = combined(ways, s.ways)
		}
	}
	for _, way := range ways {
		if ordered(n, way) {
			return true
		}
	}
	return false
}

// Circles lists the circles as sorted lists of keys, the small ones first, and
// tells which are of conjunctions alone.
func (x *Waits) Circles() (keys [][]string, plain []bool) {
	all := uint64(1)<<len(x.says) - 1
	for _, s := range minimalSubsets(all, func(s uint64) bool { return !fits(len(x.names), x.says, x.structure, s) }) {
		var names []string
		p := true
		for i, y := range x.says {
			if s>>i&1 == 1 {
				names = append(names, y.pos.key)
				p = p && len(y.ways) == 1
			}
		}
		sort.Strings(names)
		keys, plain = append(keys, names), append(plain, p)
	}
	return keys, plain
}

// Circuits lists, where every position is a conjunction, the minimal sets of
// positions that label an elementary circuit, sorted; ok is false otherwise. The
// circuits are those of Johnson 1975.
func (x *Waits) Circuits() (out [][]string, ok bool) {
	label := map[[2]int]uint64{} // by arc: the positions that say it; bit 63: the structure
	for _, a := range x.structure {
		label[[2]int{a.x, a.y}] |= 1 << 63
	}
	for i, s := range x.says {
		if len(s.ways) != 1 {
			return nil, false
		}
		for _, a := range s.ways[0] {
			label[[2]int{a.x, a.y}] |= 1 << i
		}
	}
	next := make([][]int, len(x.names))
	for a := range x.names {
		for b := range x.names {
			if label[[2]int{a, b}] != 0 {
				next[a] = append(next[a], b)
			}
		}
	}
	sets := map[uint64]bool{}
	johnson(next, func(circuit []int) {
		some := map[uint64]bool{0: true}
		for i, a := range circuit {
			l := label[[2]int{a, circuit[(i+1)%len(circuit)]}]
			more := map[uint64]bool{}
			for s := range some {
				if l>>63 == 1 {
					more[s] = true
					continue
				}
				for k := range x.says {
					if l>>k&1 == 1 {
						more[s|1<<k] = true
					}
				}
			}
			some = more
		}
		for s := range some {
			sets[s] = true
		}
	})
	for s := range sets {
		minimal := true
		for t := range sets {
			minimal = minimal && (t == s || t&^s != 0)
		}
		if !minimal {
			continue
		}
		names := []string{}
		for i, y := range x.says {
			if s>>i&1 == 1 {
				names = append(names, y.pos.key)
			}
		}
		sort.Strings(names)
		out = append(out, names)
	}
	sortSets(out)
	return out, true
}

// johnson calls f for each elementary circuit: for each least vertex s, in the part
// that is left, paths from s are followed; a vertex from which no way back to s was
// found stays blocked until a vertex that it leads to is free again.
func johnson(next [][]int, f func([]int)) {
	for s := range next {
		reach := func(from int, edges func(int) []int) map[int]bool {
			seen := map[int]bool{from: true}
			stack := []int{from}
			for len(stack) > 0 {
				v := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				for _, u := range edges(v) {
					if u >= s && !seen[u] {
						seen[u] = true
						stack = append(stack, u)
					}
				}
			}
			return seen
		}
		ahead := reach(s, func(v int) []int { return next[v] })
		back := reach(s, func(v int) (in []int) {
			for u := range next {
				for _, t := range next[u] {
					if t == v {
						in = append(in, u)
					}
				}
			}
			return in
		})
		blocked := map[int]bool{}
		waiting := map[int]map[int]bool{}
		var unblock func(int)
		unblock = func(v int) {
			blocked[v] = false
			for u := range waiting[v] {
				delete(waiting[v], u)
				if blocked[u] {
					unblock(u)
				}
			}
		}
		var path []int
		var circuit func(int) bool
		circuit = func(v int) bool {
			found := false
			path = append(path, v)
			blocked[v] = true
			for _, u := range next[v] {
				switch {
				case u < s || !ahead[u] || !back[u]:
				case u == s:
					f(append([]int{}, path...))
					found = true
				case !blocked[u]:
					found = circuit(u) || found
				}
			}
			if found {
				unblock(v)
			} else {
				for _, u := range next[v] {
					if u >= s && ahead[u] && back[u] {
						if waiting[u] == nil {
							waiting[u] = map[int]bool{}
						}
						waiting[u][v] = true
					}
				}
			}
			path = path[:len(path)-1]
			return found
		}
		circuit(s)
	}
}

// Link is an arc of a loop that is shown: To waits for From because of a position,
// or of the structure (no key).
type Link struct{ From, To, Key string }

// CheckLoop reports what is wrong with a loop of a circle, if anything: each arc must
// be said by its position, all positions must say one, and no loop may be shorter.
func (x *Waits) CheckLoop(circle []string, loop []Link) error {
	at := map[string]int{}
	for ev, name := range x.names {
		at[name] = ev
	}
	said := map[[2]int]map[string]bool{}
	note := func(a arc, key string) {
		k := [2]int{a.x, a.y}
		if said[k] == nil {
			said[k] = map[string]bool{}
		}
		said[k][key] = true
	}
	for _, a := range x.structure {
		note(a, "")
	}
	for _, s := range x.says {
		if contains(circle, s.pos.key) {
			for _, a := range s.ways[0] {
				note(a, s.pos.key)
			}
		}
	}
	used := map[string]bool{}
	for i, l := range loop {
		if !said[[2]int{at[l.From], at[l.To]}][l.Key] {
			return fmt.Errorf("%q does not say %s before %s", l.Key, l.From, l.To)
		}
		if l.To != loop[(i+1)%len(loop)].From {
			return fmt.Errorf("%v is no loop", loop)
		}
		used[l.Key] = true
	}
	for _, k := range circle {
		if !used[k] {
			return fmt.Errorf("%s says no arc of %v", k, loop)
		}
	}
	next := make([][]int, len(x.names))
	for k := range said {
		next[k[0]] = append(next[k[0]], k[1])
	}
	var err error
	johnson(next, func(c []int) {
		if len(c) < len(loop) {
			err = fmt.Errorf("%v is shorter than %v", c, loop)
		}
	})
	return err
}

// Remedies lists the remedies of a circle of conjunctions with its loop, or the moves
// alone if there is none; sorted.
func (x *Waits) Remedies(circle []string, loop []Link) (out []string) {
	w := x.q.w
	at := map[string]int{}
	for ev, name := range x.names {
		at[name] = ev
	}
	of := map[string]*saying{}
	for _, s := range x.says {
		of[s.pos.key] = s
	}
	var set uint64
	for i, s := range x.says {
		if contains(circle, s.pos.key) {
			set |= 1 << i
		}
	}
	for _, k := range circle {
		if of[k].pos.changeable {
			out = append(out, "move "+k)
		}
	}
	// try tells whether a change is one that ends the circle and makes none.
	try := func(n int, change func(*saying, arc) []arc, structure []arc) bool {
		var after []*saying
		for _, s := range x.says {
			y := &saying{pos: s.pos}
			for _, way := range s.ways {
				var arcs []arc
				for _, a := range way {
					arcs = append(arcs, change(s, a)...)
				}
				y.ways = append(y.ways, arcs)
			}
			after = append(after, y)
		}
		if !fits(n, after, structure, set) {
			return false
		}
		for s := range uint64(1) << len(x.says) {
			if fits(len(x.names), x.says, x.structure, s) && !fits(n, after, structure, s) {
				return false
			}
		}
		return true
	}
	if len(loop) == 0 {
		sort.Strings(out)
		return out
	}
	fixed := func(a, b int) bool { // a before b by the structure
		return !ordered(len(x.names), append(append([]arc{}, x.structure...), arc{b, a, -1}))
	}
	isStep := func(e int) bool { return e < len(w.steps) }
	isDecision := func(e int) bool { return e >= len(w.steps) && e < w.commit(0) }
	for i := range loop {
		for k := i + 1; k < len(loop); k++ {
			a, b := at[loop[i].From], at[loop[k].From]
			if a == b || !(isStep(a) && isStep(b) || isDecision(a) && isDecision(b)) || fixed(a, b) || fixed(b, a) {
				continue
			}
			one := func(e int) int {
				if e == b {
					return a
				}
				return e
			}
			var structure []arc
			for _, s := range x.structure {
				structure = append(structure, arc{one(s.x), one(s.y), -1})
			}
			if try(len(x.names), func(_ *saying, s arc) []arc {
				if s.x != s.y && one(s.x) == one(s.y) {
					return nil
				}
				return []arc{{one(s.x), one(s.y), s.need}}
			}, structure) {
				out = append(out, "together "+loop[i].From+" "+loop[k].From)
			}
		}
	}
	// several: more than one position of the circle says an arc, so it is neither
	// split nor vouched for.
	several := func(l Link) bool {
		n := 0
		for _, k := range circle {
			for _, a := range of[k].ways[0] {
				if a.x == at[l.From] && a.y == at[l.To] {
					n++
					break
				}
			}
		}
		return n > 1
	}
	for _, l := range loop {
		if several(l) || l.Key == "" || l.From == l.To || of[l.Key].pos.kind != requiring && of[l.Key].pos.kind != needing {
			continue
		}
		if try(len(x.names), func(s *saying, a arc) []arc {
			if s == of[l.Key] && a.x == at[l.From] && a.y == at[l.To] {
				return nil
			}
			return []arc{a}
		}, x.structure) {
			out = append(out, "guarantee "+l.Key+" "+l.From+" "+l.To)
		}
	}
	// x stands for its first stage where a need of it is meant: such a loop goes
	// from there to the step itself.
	var whole []Link
	for i := range loop {
		l := loop[i]
		into, after := loop[(i+len(loop)-1)%len(loop)], loop[(i+1)%len(loop)]
		begins := func(into, l Link) bool {
			if into.Key == "" || l.Key != "" || !isStep(at[l.From]) {
				return false
			}
			s := w.steps[at[l.From]]
			p := of[into.Key].pos
			return s.StageOf == l.To && s.Stage == 1 && p.kind == needing && p.step == at[l.From]
		}
		if begins(into, l) {
			continue
		}
		if several(l) { // as if the structure said it
			l.Key = ""
		}
		if begins(l, after) {
			l.To = after.To
		}
		whole = append(whole, l)
	}
	stages := func(step, n, fresh int) (list []int, names []string, made []arc, ok bool) {
		if !isStep(step) || w.steps[step].StageOf != "" {
			return nil, nil, nil, false
		}
		s := w.steps[step]
		for k := 1; k <= s.Stages; k++ {
			e := w.stepAt[s.StageID(k)]
			if w.isPast(e) {
				return nil, nil, nil, false
			}
			list, names = append(list, e), append(names, s.StageID(k))
		}
		if s.Stages > 0 {
			return list, names, nil, s.Stages > 1
		}
		for k := range n {
			list, names = append(list, fresh+k), append(names, s.StageID(k+1))
			made = append(made, arc{fresh + k, step, -1})
			if k > 0 {
				made = append(made, arc{fresh + k - 1, fresh + k, -1})
			}
		}
		return list, names, made, true
	}
	// ends: the arc leads to the step as a whole; begun: needs of it move to its
	// first stage.
	ends := func(a arc, step int) bool { return a.y == step || a.need == step }
	begun := func(a arc, step int, list []int, made []arc) arc {
		if made != nil && a.need == step && a.y == step {
			a.y = list[0]
		}
		return a
	}
	for i, from := range whole {
		into := whole[(i+len(whole)-1)%len(whole)]
		e := at[from.From]
		if into.Key == "" || from.Key == "" || into.From == into.To || from.From == from.To {
			continue
		}
		list, names, made, ok := stages(e, 2, len(x.names))
		if !ok {
			continue
		}
		if try(len(x.names)+2, func(s *saying, a arc) []arc {
			switch {
			case s == of[into.Key] && a.x == at[into.From] && ends(a, e):
				return []arc{{a.x, list[1], -1}}
			case s == of[from.Key] && a.x == e && a.y == at[from.To]:
				return []arc{{list[0], a.y, -1}}
			}
			return []arc{begun(a, e, list, made)}
		}, append(append([]arc{}, x.structure...), made...)) {
			out = append(out, "split "+from.From+": "+names[0]+" "+into.From+" "+names[1])
		}
	}
	if len(whole) == 2 && whole[0].Key != "" && whole[1].Key != "" && whole[0].From != whole[0].To {
		for i, there := range whole {
			back := whole[1-i]
			a, b := at[there.From], at[back.From]
			n := 2
			for _, e := range []int{a, b} {
				if isStep(e) && w.steps[e].Stages > 0 {
					n = w.steps[e].Stages
				}
			}
			la, na, ma, okA := stages(a, n, len(x.names))
			lb, nb, mb, okB := stages(b, n, len(x.names)+n)
			if !okA || !okB {
				continue
			}
			s := "in turn " + there.From + " " + back.From + ":"
			var first, second []arc
			for k := range la {
				if k < len(lb) {
					first = append(first, arc{la[k], lb[k], -1})
					s += " " + na[k] + " " + nb[k]
				}
				if k < len(lb) && k+1 < len(la) {
					second = append(second, arc{lb[k], la[k+1], -1})
				}
			}
			if try(len(x.names)+2*n, func(p *saying, z arc) []arc {
				switch {
				case p == of[there.Key] && z.x == a && ends(z, b):
					return first
				case p == of[back.Key] && z.x == b && ends(z, a):
					return second
				}
				return []arc{begun(begun(z, a, la, ma), b, lb, mb)}
			}, append(append(append([]arc{}, x.structure...), ma...), mb...)) {
				out = append(out, s)
			}
		}
	}
	sort.Strings(out)
	return out
}
