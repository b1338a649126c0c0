package analysis

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/pb"
)

// Circles are the circles of a case (docs/math/order.md, sections 3 and 4).
type Circles struct {
	List []Circle
	// Complete is true if there are no others.
	Complete bool
	Verdict  Verdict
	// Arcs are all that positions and the structure say of what waits for what.
	Arcs []Arc
}

// Circle is a minimal set of positions that leave no order of all events.
type Circle struct {
	// Positions are in the order of the loop, if there is one, else of the record.
	Positions []*Position
	// Loops are its loops: one if all its positions are conjunctions.
	Loops [][]Arc
	// Plain: all its positions are conjunctions.
	Plain bool
	// Blocks: a collision with the aim holds all its positions; Unknown: not found
	// out.
	Blocks   Verdict
	Remedies []Remedy
}

// Arc says that To waits for From.
type Arc struct {
	From, To string
	// Positions say so; none: the structure does.
	Positions []*Position
	// Choice: one of several for which To waits.
	Choice bool
}

// Remedy is a change of one thing that ends a circle and makes no other.
type Remedy struct {
	// Kind is move, together, split, in turn or guarantee.
	Kind string
	// Position is what is moved, or what the guarantee stands in for.
	Position *Position
	// Events are those taken together, the one that is split, or the pair taken in
	// turn, the first one first; of a guarantee the arc.
	Events []string
	// Stages is how they are then taken, stage by stage.
	Stages []string
	// Ends are the other circles of the list that it ends, from 0.
	Ends []int
	// Sure is false if it is not known that no circle is new.
	Sure bool
}

// wait is what a position says of the order: a formula of && and || over arcs.
type wait struct {
	op   mandate.Op // OpTrue, OpAnd, OpOr; OpBefore: an arc; OpFalse: one from an event to itself
	kids []*wait
	x, y event
	// need is the step of whose needs the arc is one, at its beginning y; else
	// none.
	need event
}

var nothing = &wait{op: mandate.OpTrue}

// waiting is a position with what it says.
type waiting struct {
	p *Position
	w *wait
}

// reading is where a condition is read.
type reading struct {
	moment, need event
}

// waits reads a condition, negated or not.
func (m *Model) waitsOf(e *mandate.Expr, neg bool, at reading) *wait {
	arc := func(x, y, need event) *wait {
		switch {
		case m.events.isPast(x) || m.events.isPast(y):
			return nothing
		case x == y:
			return &wait{op: mandate.OpFalse, x: x, y: y, need: none}
		}
		return &wait{op: mandate.OpBefore, x: x, y: y, need: need}
	}
	moment := func(ev event) *wait {
		switch {
		case at.moment == none:
			return nothing
		case neg && ev == at.moment:
			return nothing
		case neg:
			return arc(at.moment, ev, none)
		}
		return arc(ev, at.moment, at.need)
	}
	switch e.Op {
	case mandate.OpNot:
		return m.waitsOf(e.Kids[0], !neg, at)
	case mandate.OpAnd, mandate.OpOr:
		w := &wait{op: mandate.OpOr}
		if (e.Op == mandate.OpAnd) != neg {
			w.op = mandate.OpAnd
		}
		for _, k := range e.Kids {
			w.kids = append(w.kids, m.waitsOf(k, neg, at))
		}
		return w
	case mandate.OpDone:
		return moment(m.events.id(e.Name))
	case mandate.OpDecided:
		return moment(m.events.id("decide." + e.Name))
	case mandate.OpBefore:
		x, y := m.events.id(e.Name), m.events.id(e.Names[0])
		if x == none || y == none {
			return nothing
		}
		if neg {
			if x == y {
				return nothing
			}
			return arc(y, x, none)
		}
		return arc(x, y, none)
	case mandate.OpAdopts:
		w := &wait{op: mandate.OpAnd, kids: []*wait{m.waitsOf(m.clauses(e.Name), neg, reading{none, none})}}
		if neg && len(m.texts[e.Name].Steps) > 0 {
			return nothing
		}
		return w
	}
	return nothing
}

// simple brings a formula to one without constants, unless it is one.
func (w *wait) simple() *wait {
	if w.op != mandate.OpAnd && w.op != mandate.OpOr {
		return w
	}
	unit, zero := mandate.OpTrue, mandate.OpFalse
	if w.op == mandate.OpOr {
		unit, zero = zero, unit
	}
	out, last := &wait{op: w.op}, &wait{op: unit}
	for _, k := range w.kids {
		k = k.simple()
		switch k.op {
		case unit:
			last = k
		case zero:
			return k
		case w.op:
			out.kids = append(out.kids, k.kids...)
		default:
			out.kids = append(out.kids, k)
		}
	}
	switch len(out.kids) {
	case 0:
		return last
	case 1:
		return out.kids[0]
	}
	return out
}

// plain reports whether a formula has no choice.
func (w *wait) plain() bool {
	for _, k := range w.kids {
		if !k.plain() {
			return false
		}
	}
	return w.op != mandate.OpOr
}

// arcs calls f for each arc of a formula, with whether it is one of a choice.
func (w *wait) arcs(choice bool, f func(a *wait, choice bool)) {
	if w.op == mandate.OpBefore {
		f(w, choice)
	}
	for _, k := range w.kids {
		k.arcs(choice || w.op == mandate.OpOr, f)
	}
}

// with replaces arcs.
func (w *wait) with(f func(*wait) *wait) *wait {
	if w.op == mandate.OpBefore {
		return f(w)
	}
	if len(w.kids) == 0 {
		return w
	}
	out := &wait{op: w.op}
	for _, k := range w.kids {
		out.kids = append(out.kids, k.with(f))
	}
	return out
}

// circling is the problem in which everything is to happen.
type circling struct {
	m         *Model
	all       []waiting
	structure [][2]event
}

// everything reads all positions, whatever waits for the question.
func (m *Model) everything() (*circling, error) {
	goal := &mandate.Expr{Op: mandate.OpAnd}
	for _, s := range m.c.Steps {
		goal.Kids = append(goal.Kids, &mandate.Expr{Op: mandate.OpDone, Name: s.ID})
	}
	v, err := m.Variant(m.State, goal)
	if err != nil {
		return nil, err
	}
	c := &circling{m: v}
	id := v.events.id
	for _, p := range v.Positions {
		var w *wait
		switch p.Kind {
		case "declines":
			continue
		case "requires":
			w = &wait{op: mandate.OpAnd}
			for _, a := range p.Owners {
				for _, moment := range []string{"commit." + a, "consent." + a} {
					if ev := id(moment); ev != none {
						for _, part := range p.parts {
							w.kids = append(w.kids, v.waitsOf(part, false, reading{ev, none}))
						}
					}
				}
			}
		case "need":
			step := strings.TrimPrefix(p.Key[0], "steps.")
			for _, s := range v.c.Steps {
				if id, ok := strings.CutPrefix(step, s.ID+"."); ok && (id == "if" || strings.HasPrefix(id, "needs.")) {
					w = v.waitsOf(p.expr, false, reading{v.start(s), v.events.id(s.ID)})
				}
			}
		case "settle":
			w = &wait{op: mandate.OpAnd}
			d := id("decide." + strings.TrimPrefix(p.Key[0], "settle."))
			for _, a := range v.c.Actors {
				if ev := id("commit." + a.ID); ev != none {
					w.kids = append(w.kids, &wait{op: mandate.OpBefore, x: d, y: ev, need: none})
				}
			}
		default:
			w = v.waitsOf(p.expr, false, reading{none, none})
		}
		if w = w.simple(); w.op != mandate.OpTrue {
			c.all = append(c.all, waiting{p, w})
		}
	}
	put := func(x, y event) {
		if !v.events.isPast(x) && !v.events.isPast(y) {
			c.structure = append(c.structure, [2]event{x, y})
		}
	}
	for _, s := range v.c.Steps {
		if s.StageOf != "" && s.Stage > 1 {
			put(id(v.steps[s.StageOf].StageID(s.Stage-1)), id(s.ID))
		}
		for n := 1; n <= s.Stages; n++ {
			put(id(s.StageID(n)), id(s.ID))
		}
	}
	if aim, ok := v.steps[v.c.Aim]; ok {
		start := v.start(aim)
		if !v.events.isPast(id(aim.ID)) && !v.events.isPast(start) {
			for _, a := range v.c.Actors {
				for _, ev := range []string{"commit." + a.ID, "consent." + a.ID} {
					if e := id(ev); e != none {
						put(e, start)
					}
				}
			}
		}
	}
	return c, nil
}

// orders is a solver for the question whether formulas have an order.
type orders struct {
	s     *pb.Solver
	nodes map[event]pb.Node
	edges map[[2]event]pb.Lit
	sels  []pb.Lit

	all       []waiting
	structure [][2]event
}

func (c *circling) orders(all []waiting, structure [][2]event) *orders {
	o := &orders{s: pb.New(), nodes: map[event]pb.Node{}, edges: map[[2]event]pb.Lit{}, all: all, structure: structure}
	for _, a := range structure {
		o.s.AddClause(o.edge(a[0], a[1]))
	}
	for _, x := range all {
		sel := o.s.NewVar().Pos()
		o.sels = append(o.sels, sel)
		o.imply(sel, x.w)
	}
	return o
}

func (o *orders) edge(x, y event) pb.Lit {
	k := [2]event{x, y}
	l, ok := o.edges[k]
	if !ok {
		l = o.s.NewVar().Pos()
		o.s.SetPhase(l.Not())
		o.edges[k] = l
		for _, e := range k {
			if _, ok := o.nodes[e]; !ok {
				o.nodes[e] = o.s.NewNode()
			}
		}
		if x == y {
			o.s.AddClause(l.Not())
		} else {
			o.s.AddEdge(l, o.nodes[x], o.nodes[y])
		}
	}
	return l
}

func (o *orders) imply(l pb.Lit, w *wait) {
	switch w.op {
	case mandate.OpFalse:
		o.s.AddClause(l.Not())
	case mandate.OpBefore:
		o.s.AddClause(l.Not(), o.edge(w.x, w.y))
	case mandate.OpAnd:
		for _, k := range w.kids {
			o.imply(l, k)
		}
	case mandate.OpOr:
		clause := []pb.Lit{l.Not()}
		for _, k := range w.kids {
			v := o.s.NewVar().Pos()
			o.imply(v, k)
			clause = append(clause, v)
		}
		o.s.AddClause(clause...)
	}
}

// has decides whether some of the formulas, by place, have an order.
func (o *orders) has(b pb.Budget, set []int) Verdict {
	as := make([]pb.Lit, len(set))
	for i, n := range set {
		as[i] = o.sels[n]
	}
	return o.s.Solve(b, as...)
}

// minimal lists minimal sets of formulas without an order, smallest first, until
// f returns false.
func (o *orders) minimal(b pb.Budget, f func([]int) bool) (v Verdict) {
	everything := make([]int, len(o.sels))
	softs := make([]pb.Soft, len(o.sels))
	for i, l := range o.sels {
		everything[i], softs[i] = i, pb.Soft{Lit: l, Weight: 1}
	}
	if v := o.has(b, everything); v != No {
		if v == Yes {
			return No
		}
		return v
	}
	it := pb.NewCollisions(o.s, softs)
	for {
		set, _, v := it.Next(b)
		if v != Yes || !f(set) {
			return v
		}
	}
}

// maxNew bounds how many minimal sets are looked at for a new one among them.
const maxNew = 64

// Circles lists up to limit circles, smallest first, with their remedies.
func (m *Model) Circles(limit int) (Circles, error) {
	c, err := m.everything()
	if err != nil {
		return Circles{}, err
	}
	out := Circles{Verdict: Yes, Arcs: c.arcs()}
	o := c.orders(c.all, c.structure)
	var sets [][]int
	v := o.minimal(m.pbBudget(), func(set []int) bool {
		if limit > 0 && len(sets) == limit {
			return false
		}
		sets = append(sets, slices.Clone(set))
		return true
	})
	out.Complete = v == No
	if v == Unknown {
		out.Verdict = Unknown
	}
	key := func(set []int) string {
		var names []string
		for _, i := range set {
			names = append(names, c.all[i].p.Name())
		}
		sort.Strings(names)
		return strings.Join(names, "\n")
	}
	slices.SortStableFunc(sets, func(a, b []int) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(key(a), key(b))
	})
	for _, set := range sets {
		out.List = append(out.List, c.circle(set))
	}
	m.blocks(out.List)
	for k, set := range sets {
		out.List[k].Remedies = c.remedies(o, &out.List[k], set, sets)
	}
	return out, nil
}

// maxBlocking bounds how many collisions with the aim are looked at.
const maxBlocking = 64

// blocks decides of each circle whether a collision with the aim holds all its
// positions.
func (m *Model) blocks(list []Circle) {
	v := m.ask()
	var found Sets
	if v == No && len(list) > 0 {
		found = m.Collisions(nil, maxBlocking)
	}
	for i := range list {
		x := &list[i]
		switch {
		case v == Yes:
			x.Blocks = No
		case v == No && found.Complete:
			x.Blocks = No
		}
		for _, s := range found.List {
			names := map[string]bool{}
			for _, p := range s.Positions {
				names[p.Name()] = true
			}
			if !slices.ContainsFunc(x.Positions, func(p *Position) bool { return !names[p.Name()] }) {
				x.Blocks = Yes
			}
		}
	}
}

// arcs lists what the positions say, arc by arc in the order of the case.
func (c *circling) arcs() (out []Arc) {
	type key struct {
		x, y   event
		choice bool
	}
	at := map[key]*Arc{}
	var keys []key
	add := func(k key, p *Position) {
		a := at[k]
		if a == nil {
			a = &Arc{From: c.m.names[k.x], To: c.m.names[k.y], Choice: k.choice}
			at[k] = a
			keys = append(keys, k)
		}
		if p != nil && !slices.Contains(a.Positions, p) {
			a.Positions = append(a.Positions, p)
		}
	}
	for _, a := range c.structure {
		add(key{a[0], a[1], false}, nil)
	}
	for _, s := range c.all {
		s.w.arcs(false, func(a *wait, choice bool) { add(key{a.x, a.y, choice}, s.p) })
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.x != b.x {
			return int(a.x - b.x)
		}
		if a.y != b.y {
			return int(a.y - b.y)
		}
		if a.choice == b.choice {
			return 0
		}
		if a.choice {
			return 1
		}
		return -1
	})
	for _, k := range keys {
		out = append(out, *at[k])
	}
	return out
}

// maxLoops bounds how many ways to choose are followed in a circle with choices.
const maxLoops = 64

// circle finds the loops of a minimal set.
func (c *circling) circle(set []int) Circle {
	x := Circle{Plain: true}
	for _, i := range set {
		x.Positions = append(x.Positions, c.all[i].p)
		x.Plain = x.Plain && c.all[i].w.plain()
	}
	seen := map[string]bool{}
	ways := c.ways(set)
	for _, w := range ways {
		loop := c.loop(w)
		if k := fmt.Sprint(loop); loop != nil && !seen[k] {
			seen[k] = true
			x.Loops = append(x.Loops, loop)
		}
	}
	if x.Plain && len(x.Loops) == 1 {
		var ps []*Position
		for _, a := range x.Loops[0] {
			for _, p := range a.Positions {
				if !slices.Contains(ps, p) {
					ps = append(ps, p)
				}
			}
		}
		if len(ps) == len(x.Positions) {
			x.Positions = ps
		}
	}
	return x
}

// owned is an arc with the position that says it; nil: the structure.
type owned struct {
	x, y event
	p    *Position
}

// ways lists the ways to choose arcs of positions, the first maxLoops.
func (c *circling) ways(set []int) [][]owned {
	ways := [][]owned{nil}
	for _, i := range set {
		var next [][]owned
		for _, w := range ways {
			for _, t := range terms(c.all[i].w) {
				if len(next) == maxLoops {
					break
				}
				way := slices.Clone(w)
				for _, a := range t {
					way = append(way, owned{a.x, a.y, c.all[i].p})
				}
				next = append(next, way)
			}
		}
		ways = next
	}
	return ways
}

// terms is a formula as alternatives of conjunctions, the first maxLoops.
func terms(w *wait) [][]*wait {
	switch w.op {
	case mandate.OpBefore, mandate.OpFalse:
		return [][]*wait{{w}}
	case mandate.OpOr:
		var out [][]*wait
		for _, k := range w.kids {
			out = append(out, terms(k)...)
		}
		return out[:min(len(out), maxLoops)]
	}
	out := [][]*wait{nil}
	for _, k := range w.kids {
		var next [][]*wait
		for _, t := range out {
			for _, u := range terms(k) {
				if len(next) < maxLoops {
					next = append(next, append(slices.Clone(t), u...))
				}
			}
		}
		out = next
	}
	return out
}

// loop finds a shortest loop through arcs and structure, the first in the order
// of the case.
func (c *circling) loop(way []owned) []Arc {
	by := map[[2]event][]*Position{}
	next := map[event][]event{}
	var nodes []event
	add := func(a owned) {
		k := [2]event{a.x, a.y}
		if _, ok := by[k]; !ok {
			by[k] = nil
			next[a.x] = append(next[a.x], a.y)
			nodes = append(nodes, a.x)
		}
		if a.p != nil && !slices.Contains(by[k], a.p) {
			by[k] = append(by[k], a.p)
		}
	}
	for _, a := range c.structure {
		add(owned{a[0], a[1], nil})
	}
	for _, a := range way {
		if a.x == a.y { // a step that needs itself
			name := c.m.names[a.x]
			return []Arc{{From: name, To: name, Positions: []*Position{a.p}}}
		}
		if !slices.Contains(c.structure, [2]event{a.x, a.y}) {
			add(a)
		}
	}
	slices.Sort(nodes)
	nodes = slices.Compact(nodes)
	for x := range next {
		slices.Sort(next[x])
	}
	var best []event
	for _, from := range nodes {
		before := map[event]event{}
		queue := []event{from}
		found := false
		for len(queue) > 0 && !found {
			x := queue[0]
			queue = queue[1:]
			for _, y := range next[x] {
				if y == from {
					path := []event{x}
					for x != from {
						x = before[x]
						path = append(path, x)
					}
					slices.Reverse(path)
					if best == nil || len(path) < len(best) {
						best = path
					}
					found = true
					break
				}
				if _, ok := before[y]; !ok {
					before[y] = x
					queue = append(queue, y)
				}
			}
		}
	}
	var out []Arc
	for i, x := range best {
		y := best[(i+1)%len(best)]
		out = append(out, Arc{From: c.m.names[x], To: c.m.names[y], Positions: by[[2]event{x, y}]})
	}
	return out
}

// startOfNeed is the event of a need; none for other positions.
func (m *Model) startOfNeed(p *Position) event {
	if p.Kind == "need" {
		for _, s := range m.c.Steps {
			if id, ok := strings.CutPrefix(p.Key[0], "steps."+s.ID+"."); ok && (id == "if" || strings.HasPrefix(id, "needs.")) {
				return m.start(s)
			}
		}
	}
	return none
}

// remedies tries every change of one thing.
func (c *circling) remedies(o *orders, x *Circle, set []int, sets [][]int) (out []Remedy) {
	at := map[*Position]int{}
	for _, i := range set {
		at[c.all[i].p] = i
	}
	for _, p := range x.Positions {
		if !p.Changeable {
			continue
		}
		r := Remedy{Kind: "move", Position: p, Sure: true}
		for k, other := range sets {
			if slices.Contains(other, at[p]) && !slices.Equal(other, set) {
				r.Ends = append(r.Ends, k)
			}
		}
		out = append(out, r)
	}
	if !x.Plain || len(x.Loops) != 1 {
		return out
	}
	loop := x.Loops[0]
	n := len(loop)
	id := c.m.events.id
	for i := range n {
		for k := i + 1; k < n; k++ {
			a, b := id(loop[i].From), id(loop[k].From)
			if r, ok := c.together(o, set, a, b); ok {
				out = append(out, r)
			}
		}
	}
	whole := c.whole(loop)
	for i := range whole {
		if r, ok := c.split(o, set, whole[(i+len(whole)-1)%len(whole)], whole[i]); ok {
			out = append(out, r)
		}
	}
	if len(whole) == 2 {
		for i := range whole {
			if r, ok := c.inTurn(o, set, whole[i], whole[1-i]); ok {
				out = append(out, r)
			}
		}
	}
	for _, a := range loop {
		if len(a.Positions) != 1 || a.From == a.To {
			continue
		}
		p := a.Positions[0]
		if p.Kind != "requires" && p.Kind != "need" {
			continue
		}
		ch := c.changed(func(s waiting) *wait {
			if s.p != p {
				return s.w
			}
			return s.w.with(func(w *wait) *wait {
				if w.x == id(a.From) && w.y == id(a.To) {
					return nothing
				}
				return w
			})
		}, c.structure)
		if ch.has(c.m.pbBudget(), set) == Yes {
			out = append(out, Remedy{Kind: "guarantee", Position: p, Events: []string{a.From, a.To}, Sure: true})
		}
	}
	return out
}

// changed is the problem after a change.
func (c *circling) changed(f func(waiting) *wait, structure [][2]event) *orders {
	all := make([]waiting, len(c.all))
	for i, s := range c.all {
		all[i] = waiting{s.p, f(s).simple()}
	}
	return c.orders(all, structure)
}

// ends decides whether a change ends a circle and makes no new one. A new one goes
// through the events that the change touched; none: every order before gives one
// after, so there is no new one.
func (c *circling) ends(o, changed *orders, set []int, touched ...event) (ok, sure bool) {
	if changed.has(c.m.pbBudget(), set) != Yes {
		return false, false
	}
	if len(touched) == 0 {
		return true, true
	}
	near, places := changed.around(touched)
	ok, sure = true, true
	looked := 0
	v := c.orders(near, changed.structure).minimal(c.m.pbBudget(), func(s []int) bool {
		own := make([]int, len(s))
		for i, n := range s {
			own[i] = places[n]
		}
		switch o.has(c.m.pbBudget(), own) {
		case Yes:
			ok = false
		case Unknown:
			sure = false
		}
		looked++
		return ok && looked < maxNew
	})
	return ok, sure && v == No
}

// around restricts formulas to the arcs that may stand in a loop with some events,
// and tells their places. Loops stay within strongly connected parts of the graph of
// all arcs (Tarjan 1972); parts that a choice joins count as one.
func (o *orders) around(touched []event) (near []waiting, places []int) {
	next := map[event][]event{}
	var nodes []event
	add := func(x, y event) {
		next[x] = append(next[x], y)
		nodes = append(nodes, x, y)
	}
	for _, a := range o.structure {
		add(a[0], a[1])
	}
	for _, x := range o.all {
		x.w.arcs(false, func(a *wait, _ bool) { add(a.x, a.y) })
	}
	slices.Sort(nodes)
	part := parts(slices.Compact(nodes), next)
	inner := func(a *wait) bool { return part[a.x] == part[a.y] }
	group := map[int]int{} // of a part, another one that it is joined to
	root := func(p int) int {
		for {
			q, ok := group[p]
			if !ok {
				return p
			}
			p = q
		}
	}
	for _, x := range o.all {
		first := -1
		x.w.arcs(false, func(a *wait, choice bool) {
			if !choice || !inner(a) {
				return
			}
			r := root(part[a.x])
			if first < 0 {
				first = r
			} else if f := root(first); f != r {
				group[r] = f
			}
		})
	}
	in := map[int]bool{}
	for _, e := range touched {
		if p, ok := part[e]; ok {
			in[root(p)] = true
		}
	}
	for i, x := range o.all {
		if x.w.op == mandate.OpFalse { // a circle by itself, before and after
			continue
		}
		w := x.w.with(func(a *wait) *wait {
			if inner(a) && in[root(part[a.x])] {
				return a
			}
			return nothing
		}).simple()
		if w.op != mandate.OpTrue {
			near = append(near, waiting{x.p, w})
			places = append(places, i)
		}
	}
	return near, places
}

// parts numbers the strongly connected parts of a graph.
func parts(nodes []event, next map[event][]event) map[event]int {
	part, index, low := map[event]int{}, map[event]int{}, map[event]int{}
	var stack []event
	n := 0
	var visit func(x event)
	visit = func(x event) {
		index[x], low[x] = len(index), len(index)
		stack = append(stack, x)
		for _, y := range next[x] {
			if _, seen := index[y]; !seen {
				visit(y)
				low[x] = min(low[x], low[y])
			} else if _, done := part[y]; !done {
				low[x] = min(low[x], index[y])
			}
		}
		if low[x] != index[x] {
			return
		}
		for {
			y := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			part[y] = n
			if y == x {
				break
			}
		}
		n++
	}
	for _, x := range nodes {
		if _, seen := index[x]; !seen {
			visit(x)
		}
	}
	return part
}

func (c *circling) isStep(e event) bool { return c.m.steps[c.m.names[e]] != nil }

// together makes one event of two steps or two decisions.
func (c *circling) together(o *orders, set []int, a, b event) (r Remedy, ok bool) {
	decision := func(e event) bool { return strings.HasPrefix(c.m.names[e], "decide.") }
	if a == b || !(c.isStep(a) && c.isStep(b) || decision(a) && decision(b)) || c.structured(a, b) || c.structured(b, a) {
		return r, false
	}
	one := func(e event) event {
		if e == b {
			return a
		}
		return e
	}
	var structure [][2]event
	for _, k := range c.structure {
		structure = append(structure, [2]event{one(k[0]), one(k[1])})
	}
	changed := c.changed(func(s waiting) *wait {
		return s.w.with(func(w *wait) *wait {
			x, y := one(w.x), one(w.y)
			if x == y {
				return nothing
			}
			return &wait{op: w.op, x: x, y: y, need: w.need}
		})
	}, structure)
	ok, sure := c.ends(o, changed, set, a)
	return Remedy{Kind: "together", Events: []string{c.m.names[a], c.m.names[b]}, Sure: sure}, ok
}

// structured reports whether the structure puts a before b.
func (c *circling) structured(a, b event) bool {
	seen := map[event]bool{a: true}
	queue := []event{a}
	for len(queue) > 0 {
		x := queue[0]
		queue = queue[1:]
		for _, k := range c.structure {
			if k[0] == x && !seen[k[1]] {
				seen[k[1]] = true
				queue = append(queue, k[1])
			}
		}
	}
	return seen[b]
}

// pieces are the stages of a step, its own or new ones.
type pieces struct {
	step      event
	stages    []event
	names     []string
	made      bool
	structure [][2]event
}

// pieces takes a step apart: into its own stages, or n new ones with numbers from
// first on. Of a step of which a stage is past it says no.
func (c *circling) pieces(step event, n int, first event) (p pieces, ok bool) {
	s := c.m.steps[c.m.names[step]]
	if s == nil || s.StageOf != "" {
		return p, false
	}
	p.step = step
	for k := 1; k <= s.Stages; k++ {
		e := c.m.events.id(s.StageID(k))
		if c.m.events.isPast(e) {
			return p, false
		}
		p.stages = append(p.stages, e)
		p.names = append(p.names, s.StageID(k))
	}
	if s.Stages > 0 {
		return p, s.Stages > 1
	}
	p.made = true
	for k := range n {
		e := first + event(k)
		p.stages = append(p.stages, e)
		p.names = append(p.names, s.StageID(k+1))
		if k > 0 {
			p.structure = append(p.structure, [2]event{e - 1, e})
		}
		p.structure = append(p.structure, [2]event{e, step})
	}
	return p, true
}

// touched lists the events at which a new circle could come. Where the stages are
// new there are none: in an order that there was, they stand side by side just
// before their step.
func (p *pieces) touched() []event {
	if p.made {
		return nil
	}
	return append(slices.Clone(p.stages), p.step)
}

// is reports whether an arc ends in the step as a whole: in itself, or in its
// beginning where a need of it is meant.
func (p *pieces) is(w *wait) bool { return w.y == p.step || w.need == p.step }

// moved puts needs of a step that has got stages at the first of them.
func (p *pieces) moved(w *wait) *wait {
	if p.made && w.op == mandate.OpBefore && w.need == p.step && w.y == p.step {
		return &wait{op: w.op, x: w.x, y: p.stages[0], need: w.need}
	}
	return w
}

// whole is a loop in which a need of a step with stages leads to the step: not to
// its first stage and on from there.
func (c *circling) whole(loop []Arc) (out []Arc) {
	for i, a := range loop {
		into := loop[(i+len(loop)-1)%len(loop)]
		s := c.m.steps[a.From]
		if len(a.Positions) == 0 && s != nil && s.StageOf == a.To && s.Stage == 1 {
			if p := arcOf(into); p != nil && c.m.startOfNeed(p) == c.m.events.id(a.From) {
				continue
			}
		}
		next := loop[(i+1)%len(loop)]
		if t := c.m.steps[next.From]; t != nil && len(next.Positions) == 0 && t.StageOf == next.To && t.Stage == 1 {
			if p := arcOf(a); p != nil && c.m.startOfNeed(p) == c.m.events.id(next.From) {
				a.To = next.To
			}
		}
		out = append(out, a)
	}
	return out
}

// arcOf is the position that says an arc, if it is one.
func arcOf(a Arc) *Position {
	if len(a.Positions) != 1 || a.From == a.To {
		return nil
	}
	return a.Positions[0]
}

// split lets the second stage of a step wait for what comes before it in the
// loop, and what comes after it for the first.
func (c *circling) split(o *orders, set []int, into, from Arc) (r Remedy, ok bool) {
	id := c.m.events.id
	p, q := arcOf(into), arcOf(from)
	u, v := id(into.From), id(from.To)
	x := id(from.From)
	if p == nil || q == nil {
		return r, false
	}
	// The loop may enter by the first stage, where a need of the step is meant.
	s := c.m.steps[c.m.names[x]]
	if s == nil || s.StageOf != "" {
		return r, false
	}
	px, ok := c.pieces(x, 2, event(len(c.m.names)))
	if !ok {
		return r, false
	}
	arc := func(x, y event) *wait { return &wait{op: mandate.OpBefore, x: x, y: y, need: none} }
	changed := c.changed(func(s waiting) *wait {
		return s.w.with(func(w *wait) *wait {
			switch {
			case s.p == p && w.x == u && px.is(w):
				return arc(u, px.stages[1])
			case s.p == q && w.x == x && w.y == v:
				return arc(px.stages[0], v)
			}
			return px.moved(w)
		})
	}, append(slices.Clone(c.structure), px.structure...))
	ok, sure := c.ends(o, changed, set, px.touched()...)
	return Remedy{Kind: "split", Events: []string{c.m.names[x]}, Stages: []string{px.names[0], into.From, px.names[1]}, Sure: sure}, ok
}

// inTurn takes two steps stage by stage: there says that the first comes before
// the other, back the contrary.
func (c *circling) inTurn(o *orders, set []int, there, back Arc) (r Remedy, ok bool) {
	p, q := arcOf(there), arcOf(back)
	if p == nil || q == nil {
		return r, false
	}
	x, y := c.m.events.id(there.From), c.m.events.id(back.From)
	n := 2
	for _, e := range []event{x, y} {
		if s := c.m.steps[c.m.names[e]]; s != nil && s.Stages > 0 {
			n = s.Stages
		}
	}
	fresh := event(len(c.m.names))
	px, okX := c.pieces(x, n, fresh)
	py, okY := c.pieces(y, n, fresh+event(n))
	if !okX || !okY {
		return r, false
	}
	var first, second []*wait
	for k := range px.stages {
		if k < len(py.stages) {
			first = append(first, &wait{op: mandate.OpBefore, x: px.stages[k], y: py.stages[k], need: none})
			r.Stages = append(r.Stages, px.names[k], py.names[k])
		}
		if k < len(py.stages) && k+1 < len(px.stages) {
			second = append(second, &wait{op: mandate.OpBefore, x: py.stages[k], y: px.stages[k+1], need: none})
		}
	}
	changed := c.changed(func(s waiting) *wait {
		return s.w.with(func(w *wait) *wait {
			switch {
			case s.p == p && w.x == x && py.is(w):
				return &wait{op: mandate.OpAnd, kids: first}
			case s.p == q && w.x == y && px.is(w):
				return &wait{op: mandate.OpAnd, kids: second}
			}
			return px.moved(py.moved(w))
		})
	}, append(append(slices.Clone(c.structure), px.structure...), py.structure...))
	r.Kind, r.Events = "in turn", []string{there.From, back.From}
	ok, r.Sure = c.ends(o, changed, set, append(px.touched(), py.touched()...)...)
	return r, ok
}
