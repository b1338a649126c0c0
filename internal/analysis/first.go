package analysis

import (
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// First is what comes before any commitment in every possible plan: steps not
// yet taken and issues not yet decided, in layers (each waits for something in
// the layer before it).
//
// Each plan found rules out all that some commitment in it does not wait for;
// what is left after the first few is asked about one by one.
func (m *Model) First() (layers [][]string) {
	q := m.newFirst()
	var names []string
	var ids []event
	for _, e := range q.events {
		if q.open[e] && q.beforeAll(e) {
			names = append(names, m.names[e])
			ids = append(ids, e)
		}
	}
	waits := q.waits(ids)
	placed := make([]bool, len(names))
	for n := 0; n < len(names); {
		var layer []string
		var now []int
		for y := range names {
			if placed[y] {
				continue
			}
			free := true
			for x := range names {
				free = free && (!waits[y][x] || placed[x])
			}
			if free {
				layer = append(layer, names[y])
				now = append(now, y)
			}
		}
		if len(now) == 0 {
			break
		}
		for _, y := range now {
			placed[y] = true
		}
		n += len(now)
		layers = append(layers, layer)
	}
	return layers
}

// firstQuestion asks what comes before all commitments.
type firstQuestion struct {
	m      *Model
	events []event // steps and decisions that may come first, in the order of the case
	// open are those that came before all commitments in every plan so far.
	open    map[event]bool
	commits []event
	some    pb.Lit  // assumed: a commitment is picked
	late    pb.Node // a place after it
}

// newFirst adds to the order a place "after some commitment": an edge leads to
// it from the commitment of a joiner that is picked, and at least one is.
func (m *Model) newFirst() *firstQuestion {
	q := &firstQuestion{m: m, open: map[event]bool{}, late: m.s.NewNode(), some: m.s.NewVar().Pos()}
	clause := []pb.Lit{q.some.Not()}
	for _, a := range m.c.Actors {
		j, ok := m.join[a.ID]
		if !ok {
			continue
		}
		at := m.events.id("commit." + a.ID)
		pick := m.s.NewVar().Pos()
		m.s.AddClause(pick.Not(), m.lit(j))
		m.s.AddEdge(pick, m.nodeOf(at), q.late)
		clause = append(clause, pick)
		q.commits = append(q.commits, at)
	}
	m.s.AddClause(clause...)
	for _, s := range m.c.Steps {
		if _, done := m.past[s.ID]; !done && s.ID != m.aim.ID {
			q.events = append(q.events, m.events.id(s.ID))
		}
	}
	for _, i := range m.c.Issues {
		if _, decided := m.settled.day[i.ID]; !decided {
			q.events = append(q.events, m.events.id("decide."+i.ID))
		}
	}
	for _, e := range q.events {
		q.open[e] = true
	}
	if m.ask() == Yes {
		q.look()
	}
	return q
}

// look rules out what the last plan found does not have before all its
// commitments. Of two events that no edge leads from one to the other, the
// plan may be put in either order.
func (q *firstQuestion) look() {
	m := q.m
	before := m.mustPrecede()
	for _, e := range q.events {
		if !q.open[e] {
			continue
		}
		q.open[e] = m.holds(m.inPlan(m.names[e]))
		for _, c := range q.commits {
			q.open[e] = q.open[e] && (!m.holds(m.inPlan(m.names[c])) || before.leads(e, c))
		}
	}
}

// beforeAll decides whether an event is in every plan, before all commitments.
func (q *firstQuestion) beforeAll(e event) bool {
	m := q.m
	name := m.names[e]
	if in := m.inPlan(name); in != formula.True {
		switch m.ask(in.Not()) { // a step that some plan does without
		case Yes:
			q.look()
			return false
		case Unknown:
			return false
		}
	}
	after := m.s.NewVar().Pos()
	m.s.AddEdge(after, q.late, m.nodeOf(e))
	v := m.solve(append(m.selectors(), q.some, after))
	if v == Yes {
		q.look()
	}
	return v == No
}

// waits tells of the events which comes before which in every plan, by place:
// waits[y][x] if y waits for x.
func (q *firstQuestion) waits(ids []event) [][]bool {
	m := q.m
	// may[y][x]: x comes before y in all plans seen so far.
	may, is := make([][]bool, len(ids)), make([][]bool, len(ids))
	for y := range ids {
		may[y], is[y] = make([]bool, len(ids)), make([]bool, len(ids))
		for x := range ids {
			may[y][x] = x != y
		}
	}
	look := func() {
		before := m.mustPrecede()
		for y := range ids {
			for x := range ids {
				may[y][x] = may[y][x] && before.leads(ids[x], ids[y])
			}
		}
	}
	if len(ids) > 1 && m.ask() == Yes {
		look()
	}
	for y := range ids {
		for x := range ids {
			if !may[y][x] || is[y][x] {
				continue
			}
			switch m.ask(m.ord(ids[x], ids[y]).Not()) {
			case Yes:
				look()
			case No:
				for z := range ids { // what y waits for, all that wait for y wait for
					if z == y || is[z][y] {
						is[z][x] = true
						for w := range ids {
							is[z][w] = is[z][w] || is[x][w]
						}
					}
				}
			}
		}
	}
	return is
}

// precedence is which event must come before which in one plan: the edges that
// are present in it, each with all it leads to.
type precedence struct{ after map[event]map[event]bool }

// mustPrecede reads it off the last plan found.
func (m *Model) mustPrecede() precedence {
	t := &m.events
	next := map[event][]event{}
	in := make([]bool, len(m.names))
	for e, name := range m.names {
		in[e] = !t.past[e] && m.holds(m.inPlan(name))
	}
	for _, k := range m.pairs {
		x, y := k[0], k[1]
		if !m.holds(m.order[k]) {
			x, y = y, x
		}
		if in[x] && in[y] {
			next[x] = append(next[x], y)
		}
	}
	p := precedence{map[event]map[event]bool{}}
	for e := range next {
		reach := map[event]bool{}
		stack := []event{e}
		for len(stack) > 0 {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			for _, y := range next[x] {
				if !reach[y] {
					reach[y] = true
					stack = append(stack, y)
				}
			}
		}
		p.after[e] = reach
	}
	return p
}

// leads reports whether x must come before y.
func (p precedence) leads(x, y event) bool { return p.after[x][y] }
