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

// eventTable numbers what a plan puts in order: steps, decide.<issue>,
// commit.<actor> and consent.<actor>. Nodes and order literals are made when a
// constraint first speaks of them.
type eventTable struct {
	m     *Model
	names []string
	index map[string]event
	past  []bool
	day   []mandate.Day
	node  []pb.Node
	order map[[2]event]formula.Ref
	pairs [][2]event // the keys of order, as they came
}

func (t *eventTable) init(m *Model) {
	t.m, t.index, t.order = m, map[string]event{}, map[[2]event]formula.Ref{}
	add := func(name string, past bool, day mandate.Day) {
		t.index[name] = event(len(t.names))
		t.names = append(t.names, name)
		t.past = append(t.past, past)
		t.day = append(t.day, day)
		t.node = append(t.node, -1)
	}
	for _, s := range m.c.Steps {
		p, ok := m.past[s.ID]
		add(s.ID, ok, p.Day)
	}
	for _, i := range m.c.Issues {
		d, ok := m.settled.day[i.ID]
		add("decide."+i.ID, ok, d)
	}
	for _, a := range m.c.Actors {
		if a.Is(mandate.RoleContributor) {
			add("commit."+a.ID, false, 0)
		}
		if a.Is(mandate.RoleParty) {
			add("consent."+a.ID, false, 0)
		}
	}
}

func (t *eventTable) id(name string) event {
	if e, ok := t.index[name]; ok {
		return e
	}
	return none
}

func (t *eventTable) isPast(e event) bool { return e != none && t.past[e] }

func (t *eventTable) nodeOf(e event) pb.Node {
	if t.node[e] < 0 {
		t.node[e] = t.m.s.NewNode()
	}
	return t.node[e]
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
	if f, ok := t.order[k]; ok {
		return f
	}
	f := m.newAtom()
	t.order[k] = f
	t.pairs = append(t.pairs, k)
	l := m.lit(f)
	m.s.AddEdge(l, t.nodeOf(x), t.nodeOf(y))
	m.s.AddEdge(l.Not(), t.nodeOf(y), t.nodeOf(x))
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
