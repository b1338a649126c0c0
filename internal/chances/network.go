package chances

import (
	"slices"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// neverComes is when what does not happen happens; days are counted from the day at
// which the record is read.
const neverComes = int32(1) << 29

// node is a moment: when something has happened or begins to hold.
type node struct {
	kind  nodeKind
	waits []wait
	gate  *cond // of gate: the moment is now, or never comes
	k     int   // of nth
	event int   // the event that happens then; -1: none
}

type nodeKind uint8

const (
	allOf  nodeKind = iota // when the last has come
	oneOf                  // when the first has
	nth                    // when the k-th has
	gate                   // now or never
	enough                 // when those who have committed bring what is required
)

// wait is an edge: the node waits for another, in the draws of the condition.
type wait struct {
	node int
	when *cond
}

// event is what takes time or may never come.
type event struct {
	name string
	node int // when it has happened
	// takes is its duration, by number; -1: none.
	takes int
	never []int // coins with which it never comes
	risks []int // by number: those that delay it
	done  *cond // in these draws it has happened already
	mayBe *cond // in the others it never comes: its actor takes no part
}

// network is the steps as moments that wait for each other.
type network struct {
	nodes  []node
	events []event
	order  []int // nodes, each after those it waits for; nil if they wait in a circle
	at     map[string]int
}

// netBuilder builds the network of the events that some target needs.
type netBuilder struct {
	*network
	r     *reader
	d     *analysis.Drawing
	st    *record.State
	pr    *priors
	steps map[string]*mandate.Step
	arcs  map[string][]arc // by later event: the order that entries demand
	prior map[string]*mandate.Prior
}

type arc struct {
	before string
	when   *cond
}

func (b *netBuilder) add(n node) int {
	b.nodes = append(b.nodes, n)
	return len(b.nodes) - 1
}

// fixed is the moment of what is so from the beginning or never.
func (b *netBuilder) fixed(c *cond) int { return b.add(node{kind: gate, gate: c, event: -1}) }

// event returns the node at which an event has happened.
func (b *netBuilder) event(name string) int {
	if n, ok := b.at[name]; ok {
		return n
	}
	if _, past := b.d.Past(name); past {
		b.at[name] = b.fixed(always)
		return b.at[name]
	}
	n := b.add(node{kind: allOf, event: len(b.events)})
	b.at[name] = n
	b.events = append(b.events, event{name: name, node: n, takes: -1, done: never, mayBe: always})
	at := b.nodes[n].event
	ev := event{name: name, node: n, takes: -1, done: never, mayBe: always}
	var waits []wait
	kind, id, ok := record.SplitEvent(name)
	switch {
	case !ok:
		waits = b.step(name)
	case kind == "decide":
	default:
		as := mandate.RoleContributor
		if kind == "consent" {
			as = mandate.RoleParty
		} else {
			for _, l := range b.st.Case.Settle {
				if b.st.Holds(l.Line) {
					waits = append(waits, wait{b.event("decide." + l.Issue), always})
				}
			}
		}
		ev.mayBe = b.r.part(as, id)
		ev.done = b.agreed(id, as)
		waits = append(waits, b.demands(id)...)
	}
	for _, a := range b.arcs[name] {
		waits = append(waits, wait{b.event(a.before), a.when})
	}
	if !ok && b.steps[name].Stages > 0 {
		// The step is its stages.
	} else if p := b.pr.takes(name); p != nil {
		b.prior[name] = p
	}
	b.events[at] = ev
	b.nodes[n].waits = waits
	return n
}

// step lists what a step waits for.
func (b *netBuilder) step(name string) (waits []wait) {
	s := b.steps[name]
	if s.Stages > 0 {
		for n := 1; n <= s.Stages; n++ {
			waits = append(waits, wait{b.event(s.StageID(n)), always})
		}
		return waits
	}
	first := s
	if s.StageOf != "" {
		if s.Stage > 1 {
			return []wait{{b.event(b.steps[s.StageOf].StageID(s.Stage - 1)), always}}
		}
		first = b.steps[s.StageOf] // its needs are those of the first stage
	}
	needs := first.Needs
	if first.If != nil {
		needs = append(slices.Clone(needs), first.If)
	}
	for _, n := range needs {
		if b.st.Holds(n.Line) {
			waits = append(waits, wait{b.when(n.That.Expr, false), always})
		}
	}
	if first.ID == b.st.Case.Aim {
		if r := b.st.Rule(); r != nil {
			waits = append(waits, wait{b.when(r.That.Expr, false), always})
		}
		n := b.add(node{kind: enough, event: -1})
		ws := b.members("commit.", mandate.RoleContributor, func(*mandate.Actor) bool { return true })
		b.nodes[n].waits = ws
		waits = append(waits, wait{n, always})
	}
	return waits
}

// agreed is in which draws an actor's yes is on record already.
func (b *netBuilder) agreed(actor string, as mandate.Role) *cond {
	var by []*cond
	for _, h := range b.d.Held(actor) {
		switch {
		case as == mandate.RoleContributor && b.d.Promises(h):
			c := b.r.bound(h.Entry)
			if h.Effect.That != nil {
				c = every(c, b.r.read(h.Effect.That.Expr, false))
			}
			by = append(by, c)
		case as == mandate.RoleParty && b.d.SaysYes(h) && h.Effect.Kind == mandate.Accepts:
			by = append(by, every(b.r.bound(h.Entry), b.r.read(h.Effect.That.Expr, false)))
		case as == mandate.RoleParty && b.d.SaysYes(h) && h.Effect.Kind == mandate.Decides:
			by = append(by, b.r.read(h.Effect.That.Expr, false))
		case as == mandate.RoleParty && b.d.SaysYes(h):
			by = append(by, b.r.read(b.d.Clauses(h.Effect.Name), false))
		}
	}
	return either(by...)
}

// demands lists what an actor that takes part waits for by its own word.
func (b *netBuilder) demands(actor string) (waits []wait) {
	for _, h := range b.d.Held(actor) {
		for _, part := range b.d.Demands(h) {
			if n, timed := b.timed(part); timed {
				waits = append(waits, wait{n, b.r.bound(h.Entry)})
			}
		}
	}
	return waits
}

// timed returns when a demand is met, if it speaks of what takes time.
func (b *netBuilder) timed(e *mandate.Expr) (n int, is bool) {
	e.Walk(func(x *mandate.Expr) {
		switch x.Op {
		case mandate.OpDone:
			is = true
		case mandate.OpDecided:
			is = true
		}
	})
	if !is {
		return 0, false
	}
	return b.when(e, false), true
}

// when returns the node at which a condition comes to hold. A negated step or
// decision is taken to hold: it is one until it happens.
func (b *netBuilder) when(e *mandate.Expr, neg bool) int {
	if !neg {
		switch e.Op {
		case mandate.OpDone:
			return b.event(e.Name)
		case mandate.OpDecided:
			return b.event("decide." + e.Name)
		case mandate.OpJoins:
			return b.event("commit." + e.Name)
		case mandate.OpConsents:
			return b.event("consent." + e.Name)
		case mandate.OpJoining, mandate.OpConsenting:
			if e.Cmp != mandate.CmpGE && e.Cmp != mandate.CmpGT {
				break
			}
			k := int(e.N)
			if e.Cmp == mandate.CmpGT {
				k++
			}
			n := b.add(node{kind: nth, k: k, event: -1})
			role, verb := mandate.RoleContributor, "commit."
			if e.Op == mandate.OpConsenting {
				role, verb = mandate.RoleParty, "consent."
			}
			ws := b.members(verb, role, func(a *mandate.Actor) bool { return a.In(e.Name) })
			b.nodes[n].waits = ws
			return n
		case mandate.OpAdopts:
			n := b.add(node{kind: allOf, event: -1})
			ws := []wait{{b.when(b.d.Clauses(e.Name), false), always}}
			for _, s := range b.r.texts[e.Name].Steps {
				ws = append(ws, wait{b.event(s), always})
			}
			b.nodes[n].waits = ws
			return n
		}
	}
	switch e.Op {
	case mandate.OpNot:
		return b.when(e.Kids[0], !neg)
	case mandate.OpAnd, mandate.OpOr:
		kind := oneOf
		if (e.Op == mandate.OpAnd) != neg {
			kind = allOf
		}
		n := b.add(node{kind: kind, event: -1})
		var ws []wait
		for _, k := range e.Kids {
			ws = append(ws, wait{b.when(k, neg), always})
		}
		b.nodes[n].waits = ws
		return n
	}
	return b.fixed(b.r.read(e, neg))
}

// members waits for each actor of a role that is meant.
func (b *netBuilder) members(verb string, as mandate.Role, is func(*mandate.Actor) bool) (ws []wait) {
	for _, a := range b.st.Case.Actors {
		if a.Is(as) && is(a) {
			ws = append(ws, wait{b.event(verb + a.ID), always})
		}
	}
	return ws
}

// demandedOrder collects the order of events that entries demand, in the draws in
// which they bind and their actor takes part.
func (b *netBuilder) demandedOrder() {
	for _, a := range b.st.Case.Actors {
		in := either(b.r.part(mandate.RoleContributor, a.ID), b.r.part(mandate.RoleParty, a.ID))
		if in == never {
			continue
		}
		for _, h := range b.d.Held(a.ID) {
			for _, part := range b.d.Demands(h) {
				if part.Op == mandate.OpBefore {
					b.arcs[part.Names[0]] = append(b.arcs[part.Names[0]], arc{part.Name, every(in, b.r.bound(h.Entry))})
				}
			}
		}
	}
}

// sort puts the nodes in order; it leaves the order nil if some wait in a circle.
func (n *network) sort() {
	state := make([]uint8, len(n.nodes))
	circle := false
	var visit func(i int)
	visit = func(i int) {
		state[i] = 1
		for _, w := range n.nodes[i].waits {
			switch state[w.node] {
			case 0:
				visit(w.node)
			case 1:
				circle = true
			}
		}
		state[i] = 2
		n.order = append(n.order, i)
	}
	for i := range n.nodes {
		if state[i] == 0 {
			visit(i)
		}
	}
	if circle {
		n.order = nil
	}
}
