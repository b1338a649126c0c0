package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// event is an index into the event table; none is the absence of a moment.
type event int32

const none event = -1

// eventTable tells which events are past. Events are what a plan puts in order:
// steps, decide.<issue>, commit.<actor> and consent.<actor>.
type eventTable struct {
	k    *core
	past []bool
	day  []mandate.Day
}

// nameEvents numbers the events. Nodes and order literals are made when a
// constraint first speaks of them.
func (k *core) nameEvents() {
	add := func(name string) {
		k.events[name] = event(len(k.names))
		k.names = append(k.names, name)
		k.node = append(k.node, -1)
	}
	for _, s := range k.c.Steps {
		add(s.ID)
	}
	for _, i := range k.c.Issues {
		add("decide." + i.ID)
	}
	for _, a := range k.c.Actors {
		if a.Is(mandate.RoleContributor) {
			add("commit." + a.ID)
		}
		if a.Is(mandate.RoleParty) {
			add("consent." + a.ID)
		}
	}
}

// event returns the event of that name; none if there is none.
func (k *core) event(name string) event {
	if e, ok := k.events[name]; ok {
		return e
	}
	return none
}

func (t *eventTable) init(m *Model) {
	t.k, t.past, t.day = m.core, make([]bool, len(m.names)), make([]mandate.Day, len(m.names))
	for _, s := range m.c.Steps {
		if p, ok := m.past[s.ID]; ok {
			e := t.id(s.ID)
			t.past[e], t.day[e] = true, p.Day
		}
	}
	for _, i := range m.c.Issues {
		if d, ok := m.settled.day[i.ID]; ok {
			e := t.id("decide." + i.ID)
			t.past[e], t.day[e] = true, d
		}
	}
}

func (t *eventTable) id(name string) event { return t.k.event(name) }

func (t *eventTable) isPast(e event) bool { return e != none && t.past[e] }

func (k *core) nodeOf(e event) pb.Node {
	if k.node[e] < 0 {
		k.node[e] = k.s.NewNode()
	}
	return k.node[e]
}

// pivoted returns the literals that an event comes before a pivot, which is no event
// and the same in all questions, and that it comes after it.
func (k *core) pivoted(e event) (before, after pb.Lit) {
	if k.pivot == nil {
		k.pivot = &pivot{node: k.s.NewNode(), sides: map[event][2]pb.Lit{}}
	}
	l, ok := k.pivot.sides[e]
	if !ok {
		for i := range l {
			l[i] = k.s.NewVar().Pos()
			k.s.SetPhase(l[i].Not())
		}
		k.s.AddEdge(l[0], k.nodeOf(e), k.pivot.node)
		k.s.AddEdge(l[1], k.pivot.node, k.nodeOf(e))
		k.pivot.sides[e] = l
	}
	return l[0], l[1]
}

// pivot is a place in the order with which events are compared.
type pivot struct {
	node  pb.Node
	sides map[event][2]pb.Lit
}

// ord returns the formula that x comes before y.
func (m *Model) ord(x, y event) formula.Ref {
	t := &m.events
	switch {
	case x == none || y == none || x == y:
		return formula.False
	case t.past[x] && t.past[y]:
		if t.day[x] <= t.day[y] {
			return formula.True
		}
		return formula.False
	case t.past[x]:
		return formula.True
	case t.past[y]:
		return formula.False
	case x > y:
		return m.ord(y, x).Not()
	}
	k := [2]event{x, y}
	if f, ok := m.order[k]; ok {
		return f
	}
	f := m.newAtom()
	m.order[k] = f
	m.pairs = append(m.pairs, k)
	l := m.lit(f)
	m.s.AddEdge(l, m.nodeOf(x), m.nodeOf(y))
	m.s.AddEdge(l.Not(), m.nodeOf(y), m.nodeOf(x))
	return f
}

// inPlan returns the formula that the event is one of the plan's.
func (m *Model) inPlan(name string) formula.Ref {
	kind, id, ok := record.SplitEvent(name)
	if !ok {
		return m.taken[name]
	}
	switch kind {
	case "commit":
		if f, ok := m.join[id]; ok {
			return f
		}
		return formula.False
	case "consent":
		if f, ok := m.consent[id]; ok {
			return f
		}
		return formula.False
	}
	return formula.True
}

// doneBefore returns the formula that the step is taken, and before moment at
// if there is one.
func (m *Model) doneBefore(step string, at event) formula.Ref {
	if at == none {
		return m.taken[step]
	}
	return m.f.And(m.taken[step], m.ord(m.events.id(step), at))
}
