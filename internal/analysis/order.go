package analysis

import (
	bit "math/bits"
	"slices"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Order is what all possible plans say of the order of events (docs/math/order.md,
// sections 1 and 2).
type Order struct {
	// Possible is No if there is no plan, and Unknown if the budget ended first.
	Possible Verdict
	// Events are those that are not past, in the order of the case.
	Events []Event
	// Past are those that are, by their days.
	Past []PastEvent
	// Pairs are what every order shares, without what follows from others.
	Pairs []Precedes
	// Sequence is one order; Layers gives the layer of each event in it, from 0.
	Sequence []string
	Layers   []int
	Needed   []Needed
	// Complete is false if the budget ended some of it.
	Complete bool
}

// Event is an event that is not past.
type Event struct {
	Name string
	// Possible: it is in some plan. Always: it is in every plan. Now: in some plan
	// it comes first.
	Possible, Always, Now bool
	// By are the actors who take it; nobody for steps.
	By []string
}

// PastEvent is an event that is past, with the entries that tell of it.
type PastEvent struct {
	Name    string
	Day     mandate.Day
	Entries []string
}

// Precedes says that one event comes before another in every plan that has both.
type Precedes struct {
	Before, After string
	// Waits: whenever After is in a plan, so is Before.
	Waits bool
	// Forced is a minimal set of positions that say so; Proven tells whether it
	// is known to be minimal, Found whether it is known at all.
	Forced        []*Position
	Found, Proven bool
}

// Needed tells by when answers that are owed are needed.
type Needed struct {
	// Answers are one answer, or several of which one is enough.
	Answers []Answer
	// By are the first events that wait for it.
	By []string
}

// orderQuestion asks about the order of the events ahead. A place in the order,
// the pivot, is put after one event and before others.
type orderQuestion struct {
	m      *Model
	ahead  []event
	at     map[event]int // places in ahead
	in     []formula.Ref
	inLits []pb.Lit
	// late[i] assumed: event i comes before the pivot. early[i]: after it.
	late, early []pb.Lit
	query       []pb.Lit // the record

	has    []bits // of the plans seen: which events they have
	seen   []bits // by event: those seen with it in one plan
	may    []bits // by event x: the y that came after it in all plans with both
	never  bits   // events in no plan
	asked  int
	failed bool // the budget ended some question
}

func (b bits) remove(i int) { b[i/64] &^= 1 << (i % 64) }

func (b bits) meets(o bits) bool {
	for i := range b {
		if b[i]&o[i] != 0 {
			return true
		}
	}
	return false
}
func (b bits) each(f func(i int)) {
	for w, x := range b {
		for ; x != 0; x &= x - 1 {
			f(w*64 + bit.TrailingZeros64(x))
		}
	}
}

// maxOrderAsks bounds how many questions about pairs of events are asked, so
// that large cases end; what is left open then is told.
const maxOrderAsks = 60_000

// maxExplained bounds how many pairs are explained by positions.
const maxExplained = 2_000

// Order finds out what every order of events shares. Owed, if not nil, is what
// is asked about: by when it is needed.
func (m *Model) Order(owed *Owed) *Order {
	o := &Order{Complete: true, Possible: m.ask()}
	o.Past = m.pastEvents()
	if o.Possible != Yes {
		o.Complete = o.Possible == No
		return o
	}
	q := m.newOrderQuestion()
	n := len(q.ahead)
	q.look()
	q.wishAll()
	for i := range n {
		q.inSome(i)
	}
	for i, e := range q.ahead {
		x := Event{Name: m.names[e], By: m.takers(m.names[e]), Possible: !q.never.has(i)}
		x.Always = x.Possible && q.inEvery(i)
		o.Events = append(o.Events, x)
	}
	first := q.firsts()
	for i := range o.Events {
		o.Events[i].Now = first.has(i)
	}
	pairs := q.pairs()
	always := newBits(n)
	for i := range o.Events {
		if o.Events[i].Always {
			always.set(i)
		}
	}
	o.Sequence = q.sequence(pairs, always)
	o.Layers = q.layers(pairs, o.Sequence)
	o.Pairs = q.reduced(o, pairs)
	if owed != nil {
		o.Needed = q.needed(owed, pairs, always)
	}
	o.Complete = !q.failed
	return o
}

func (m *Model) newOrderQuestion() *orderQuestion {
	q := &orderQuestion{m: m, at: map[event]int{}, query: m.selectors()}
	for e, name := range m.names {
		ev := event(e)
		if m.events.isPast(ev) {
			continue
		}
		q.at[ev] = len(q.ahead)
		q.ahead = append(q.ahead, ev)
		f := m.inPlan(name)
		q.in = append(q.in, f)
		q.inLits = append(q.inLits, m.lit(f))
		late, early := m.pivoted(ev)
		q.late, q.early = append(q.late, late), append(q.early, early)
	}
	n := len(q.ahead)
	all := newBits(n)
	for i := range n {
		all.set(i)
	}
	q.never = newBits(n)
	for range n {
		q.seen = append(q.seen, newBits(n))
		q.may = append(q.may, slices.Clone(all))
	}
	return q
}

// takers lists who takes an event: those who may decide, or the actor.
func (m *Model) takers(name string) (out []string) {
	for _, i := range m.c.Issues {
		if name != "decide."+i.ID {
			continue
		}
		if len(i.DecidedBy) > 0 {
			return i.DecidedBy
		}
		for _, a := range m.c.Actors {
			if a.Is(mandate.RoleDecider) {
				out = append(out, a.ID)
			}
		}
		return out
	}
	for _, a := range m.c.Actors {
		if name == "commit."+a.ID || name == "consent."+a.ID {
			return []string{a.ID}
		}
	}
	return nil
}

func (m *Model) pastEvents() (out []PastEvent) {
	for e, name := range m.names {
		if !m.events.isPast(event(e)) {
			continue
		}
		p := PastEvent{Name: name, Day: m.events.day[e]}
		if m.steps[name] != nil {
			p.Entries = m.past[name].Entries
		} else {
			p.Entries = m.settled.by[name[len("decide."):]]
		}
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b PastEvent) int { return int(a.Day) - int(b.Day) })
	return out
}

// ask asks for a plan with more than the record; a plan found is looked at.
func (q *orderQuestion) ask(with ...pb.Lit) Verdict {
	if q.asked++; q.asked > maxOrderAsks {
		q.failed = true
		return Unknown
	}
	v := q.m.solve(append(q.query[:len(q.query):len(q.query)], with...))
	switch v {
	case Yes:
		q.look()
	case Unknown:
		q.failed = true
	}
	return v
}

// look notes what the last plan found shows: which events it has, and that of
// two that no edge leads from one to the other, either may come first.
func (q *orderQuestion) look() {
	in := q.inLast()
	if !slices.ContainsFunc(q.has, func(b bits) bool { return slices.Equal(b, in) }) {
		q.has = append(q.has, in)
	}
	reach := q.reach(in)
	in.each(func(x int) {
		q.seen[x].add(in)
		for w := range in {
			q.may[x][w] &= reach[x][w] | ^in[w]
		}
	})
}

// inLast is which events the last plan found has.
func (q *orderQuestion) inLast() bits {
	in := newBits(len(q.ahead))
	for i, f := range q.in {
		if q.m.holds(f) {
			in.set(i)
		}
	}
	return in
}

// reach is, by event of the last plan found, what must come after it there.
func (q *orderQuestion) reach(in bits) []bits {
	m, n := q.m, len(q.ahead)
	next := make([][]int, n)
	waits := make([]int, n)
	for _, k := range m.pairs {
		x, okX := q.at[k[0]]
		y, okY := q.at[k[1]]
		if !okX || !okY || !in.has(x) || !in.has(y) {
			continue
		}
		if !m.holds(m.order[k]) {
			x, y = y, x
		}
		next[x] = append(next[x], y)
		waits[y]++
	}
	var sorted []int
	in.each(func(i int) {
		if waits[i] == 0 {
			sorted = append(sorted, i)
		}
	})
	for k := 0; k < len(sorted); k++ {
		for _, y := range next[sorted[k]] {
			if waits[y]--; waits[y] == 0 {
				sorted = append(sorted, y)
			}
		}
	}
	out := make([]bits, n)
	for i := range out {
		out[i] = newBits(n)
	}
	for k := len(sorted) - 1; k >= 0; k-- {
		x := sorted[k]
		for _, y := range next[x] {
			out[x].set(y)
			out[x].add(out[y])
		}
	}
	return out
}

// wishAll asks for plans with as many events as can be.
func (q *orderQuestion) wishAll() {
	for range 4 {
		seen := newBits(len(q.ahead))
		for _, b := range q.has {
			seen.add(b)
		}
		var wishes []pb.Lit
		for i, l := range q.inLits {
			if !seen.has(i) {
				wishes = append(wishes, l)
			}
		}
		if len(wishes) == 0 {
			return
		}
		before := len(q.has)
		q.m.s.Wish(wishes...)
		if q.ask() != Yes || len(q.has) == before {
			return
		}
	}
}

// inSome decides whether some plan has an event; if none has it is noted.
func (q *orderQuestion) inSome(i int) bool {
	if q.never.has(i) {
		return false
	}
	for _, b := range q.has {
		if b.has(i) {
			return true
		}
	}
	if v := q.ask(q.inLits[i]); v != Yes {
		q.never.set(i) // if it is not known, nothing is said of it
		return false
	}
	return true
}

// inEvery decides whether every plan has an event.
func (q *orderQuestion) inEvery(i int) bool {
	for _, b := range q.has {
		if !b.has(i) {
			return false
		}
	}
	return q.ask(q.inLits[i].Not()) == No
}

// together decides whether some plan has both events.
func (q *orderQuestion) together(x, y int) Verdict {
	if q.seen[x].has(y) {
		return Yes
	}
	return q.ask(q.inLits[x], q.inLits[y])
}

// needs decides whether each plan with these events has y.
func (q *orderQuestion) needs(y int, these ...int) bool {
	for _, b := range q.has {
		all := !b.has(y)
		for _, x := range these {
			all = all && b.has(x)
		}
		if all {
			return false
		}
	}
	with := []pb.Lit{q.inLits[y].Not()}
	for _, x := range these {
		with = append(with, q.inLits[x])
	}
	return q.ask(with...) == No
}

// beginning puts in force that an event comes first in a plan: each literal says
// that its event is not before the pivot.
func (q *orderQuestion) beginning() (guard pb.Lit, first []pb.Lit) {
	guard = q.m.s.NewVar().Pos()
	first = make([]pb.Lit, len(q.ahead))
	for i := range first {
		first[i] = q.m.s.NewVar().Pos()
		q.m.s.AddClause(guard.Not(), q.inLits[i].Not(), q.early[i], first[i])
		q.m.s.SetPhase(first[i].Not())
	}
	return guard, first
}

// begins asks for a plan in which the event comes first.
func (q *orderQuestion) begins(i int, guard pb.Lit, first []pb.Lit) Verdict {
	with := []pb.Lit{guard, q.inLits[i], q.late[i]}
	for k := range first {
		if k != i {
			with = append(with, first[k].Not())
		}
	}
	return q.ask(with...)
}

// firsts finds the events that come first in some plan.
func (q *orderQuestion) firsts() bits {
	n := len(q.ahead)
	out, open := newBits(n), newBits(n)
	for i := range n {
		if !q.never.has(i) {
			open.set(i)
		}
	}
	guard, first := q.beginning()
	look := func() {
		in := q.inLast()
		after := newBits(n)
		for _, b := range q.reach(in) {
			after.add(b)
		}
		in.each(func(i int) {
			if !after.has(i) {
				out.set(i)
			}
		})
	}
	if q.ask() == Yes {
		look()
	}
	open.each(func(i int) {
		if !out.has(i) && q.begins(i, guard, first) == Yes {
			look()
			out.set(i)
		}
	})
	return out
}

// pairs finds x before y: by event, those that come after it wherever both are.
func (q *orderQuestion) pairs() []bits {
	n := len(q.ahead)
	out := make([]bits, n)
	for x := range n {
		out[x] = newBits(n)
		q.may[x].remove(x)
	}
	for y := range n {
		if q.never.has(y) {
			continue
		}
		// One plan with y as early as can be settles most.
		var wishes []pb.Lit
		for x := range n {
			if x != y && q.may[x].has(y) && !q.never.has(x) {
				wishes = append(wishes, q.early[x], q.inLits[x])
			}
		}
		if len(wishes) == 0 {
			continue
		}
		q.m.s.Wish(wishes...)
		q.ask(q.inLits[y], q.late[y])
		for x := range n {
			if x == y || !q.may[x].has(y) || q.never.has(x) {
				continue
			}
			if q.ask(q.inLits[y], q.late[y], q.inLits[x], q.early[x]) == No && q.together(x, y) == Yes {
				out[x].set(y)
			}
		}
	}
	return out
}

// reduced lists the pairs that do not follow from others, with what forces them.
func (q *orderQuestion) reduced(o *Order, pairs []bits) (out []Precedes) {
	n := len(q.ahead)
	for x := range n {
		pairs[x].each(func(z int) {
			for y := range n {
				if pairs[x].has(y) && pairs[y].has(z) && (o.Events[y].Always || q.needs(y, x, z)) {
					return
				}
			}
			p := Precedes{Before: q.name(x), After: q.name(z), Waits: o.Events[x].Always || q.needs(x, z)}
			if len(out) < maxExplained {
				q.explain(&p, x, z)
			} else {
				q.failed = true
			}
			out = append(out, p)
		})
	}
	return out
}

// explain finds a minimal set of positions that keep z from coming before x.
func (q *orderQuestion) explain(p *Precedes, x, z int) {
	m := q.m
	hard := append(m.goalLits(nil), q.inLits[z], q.late[z], q.inLits[x], q.early[x])
	var sels []pb.Lit
	of := map[pb.Lit]*Position{}
	for _, pos := range m.Positions {
		l := m.lit(pos.sel)
		if of[l] == nil {
			of[l] = pos
			sels = append(sels, l)
		}
	}
	if v := m.s.Solve(m.pbBudget(), append(hard[:len(hard):len(hard)], sels...)...); v != No {
		q.failed = true
		return
	}
	var core []pb.Lit
	for _, l := range m.s.Core() {
		if of[l] != nil {
			core = append(core, l)
		}
	}
	slices.SortFunc(core, func(a, b pb.Lit) int { return slices.Index(sels, a) - slices.Index(sels, b) })
	small, proven := pb.MinimizeCore(m.s, core, m.pbBudget(), hard...)
	p.Found, p.Proven = true, proven
	for _, l := range small {
		p.Forced = append(p.Forced, of[l])
	}
}

func (q *orderQuestion) name(i int) string { return q.m.names[q.ahead[i]] }

// sequence finds the plan with the fewest events, and its lexicographically
// least order.
func (q *orderQuestion) sequence(pairs []bits, always bits) []string {
	m, n := q.m, len(q.ahead)
	terms := make([]pb.Term, 0, n)
	for i := range n {
		if q.in[i] != formula.True {
			terms = append(terms, pb.Term{Coef: 1, Lit: q.inLits[i]})
		}
	}
	best := pb.Minimize(m.s, terms, m.pbBudget(), q.query...)
	if best.Verdict != Yes {
		q.failed = true
		return nil
	}
	few := m.s.NewVar().Pos() // assumed: no more events than that
	capped := append(terms[:len(terms):len(terms)], pb.Term{Coef: int64(len(terms)), Lit: few})
	m.s.AddAtMost(capped, best.Cost+int64(len(terms)))
	as := append(q.query[:len(q.query):len(q.query)], few)
	// The order is built on nodes of its own: the k-th of them comes after the
	// events placed so far, and before all others.
	var out []string
	placed := newBits(n)
	solve := func(with ...pb.Lit) Verdict {
		if q.asked++; q.asked > maxOrderAsks {
			q.failed = true
			return Unknown
		}
		v := m.solve(append(as[:len(as):len(as)], with...))
		if v == Unknown {
			q.failed = true
		}
		return v
	}
	witness := func() (in bits, free bits) {
		in = q.inLast()
		free = slices.Clone(in)
		for x, b := range q.reach(in) {
			if !placed.has(x) {
				for w := range free {
					free[w] &^= b[w]
				}
			}
		}
		for w := range free {
			free[w] &^= placed[w]
		}
		return in, free
	}
	if solve() != Yes {
		q.failed = true
		return nil
	}
	in, free := witness()
	for {
		left := false
		in.each(func(i int) { left = left || !placed.has(i) })
		if !left {
			return out
		}
		next := -1
		free.each(func(i int) {
			if next < 0 {
				next = i
			}
		})
		// node: a place right after the event that comes next.
		node, guard := m.s.NewNode(), m.s.NewVar().Pos()
		pick := make([]pb.Lit, n)
		after := make([]pb.Lit, n)
		made := false
		build := func() {
			made = true
			for i := range n {
				if placed.has(i) || q.never.has(i) {
					continue
				}
				pick[i], after[i] = m.s.NewVar().Pos(), m.s.NewVar().Pos()
				m.s.SetPhase(pick[i].Not())
				m.s.SetPhase(after[i].Not())
				m.s.AddEdge(pick[i], m.nodeOf(q.ahead[i]), node)
				m.s.AddEdge(after[i], node, m.nodeOf(q.ahead[i]))
				m.s.AddClause(guard.Not(), q.inLits[i].Not(), pick[i], after[i])
			}
		}
		first := func(i int) []pb.Lit {
			with := []pb.Lit{guard, q.inLits[i], pick[i]}
			for k := range n {
				if k != i && !placed.has(k) && !q.never.has(k) {
					with = append(with, pick[k].Not())
				}
			}
			return with
		}
		for i := 0; i < next; i++ {
			if placed.has(i) || q.never.has(i) {
				continue
			}
			barred := false // one that is in every plan has to come first
			for x := range n {
				barred = barred || pairs[x].has(i) && !placed.has(x) && always.has(x)
			}
			if barred {
				continue
			}
			if !made {
				build()
			}
			if solve(first(i)...) == Yes {
				next = i
				break
			}
		}
		if next < 0 {
			q.failed = true
			return out
		}
		if !made {
			build()
		}
		as = append(as, first(next)...)
		out = append(out, q.name(next))
		placed.set(next)
		if solve() != Yes { // cannot be, but for the budget
			return out
		}
		in, free = witness()
	}
}

// layers gives each event of a sequence its layer.
func (q *orderQuestion) layers(pairs []bits, sequence []string) []int {
	at := map[string]int{}
	for i := range q.ahead {
		at[q.name(i)] = i
	}
	out := make([]int, len(sequence))
	for k, name := range sequence {
		for j := range k {
			if pairs[at[sequence[j]]].has(at[name]) {
				out[k] = max(out[k], out[j]+1)
			}
		}
	}
	return out
}

// needed finds by when each answer is needed.
func (q *orderQuestion) needed(owed *Owed, pairs []bits, always bits) (out []Needed) {
	add := func(as []Answer) {
		x := Needed{Answers: as}
		if as[0].Kind == "force" && len(as) == 1 {
			if start := q.m.start(q.m.aim); !q.m.events.isPast(start) {
				x.By = []string{q.m.names[start]}
			}
			out = append(out, x)
			return
		}
		x.By = q.neededBy(as, pairs, always)
		out = append(out, x)
	}
	for _, a := range owed.All {
		add([]Answer{a})
	}
	for _, g := range owed.AnyOf {
		add(g)
	}
	if len(owed.From) > 0 {
		add(owed.From)
	}
	var some []Answer
	for _, g := range owed.Sets {
		for _, a := range g {
			if !slices.ContainsFunc(some, func(b Answer) bool { return a.Name() == b.Name() }) {
				some = append(some, a)
			}
		}
	}
	if len(some) > 0 {
		add(some)
	}
	return out
}

// neededBy finds the first events that wait for one of some answers.
func (q *orderQuestion) neededBy(as []Answer, pairs []bits, always bits) (out []string) {
	m, n := q.m, len(q.ahead)
	guard := m.s.NewVar().Pos()
	own := newBits(n)
	var bare []pb.Lit // assumed: no external of the answers is assumed
	for _, a := range as {
		var names []string
		switch a.Kind {
		case "decide":
			names = []string{"decide." + a.ID}
		case "answer":
			names = []string{"commit." + a.ID, "consent." + a.ID}
		case "external":
			bare = append(bare, m.lit(m.extT[a.ID]).Not(), m.lit(m.extF[a.ID]).Not())
		}
		for _, name := range names {
			if i, ok := q.at[m.event(name)]; ok {
				own.set(i)
				m.s.AddClause(guard.Not(), q.inLits[i].Not(), q.early[i])
			}
		}
	}
	single, count := -1, 0 // the only event of the answers
	own.each(func(x int) { single, count = x, count+1 })
	if count > 1 {
		single = -1
	}
	waits := newBits(n)
	for y := range n {
		if q.never.has(y) || own.has(y) {
			continue
		}
		// One event of the answers may be known to come before y.
		known := false
		own.each(func(x int) { known = known || pairs[x].has(y) && (always.has(x) || q.needs(x, y)) })
		if known {
			waits.set(y)
			continue
		}
		if single >= 0 && len(bare) == 0 {
			continue
		}
		// Unless some plan seen has y and nothing of the answers.
		if len(bare) == 0 && slices.ContainsFunc(q.has, func(b bits) bool { return b.has(y) && !b.meets(own) }) {
			continue
		}
		if q.ask(append([]pb.Lit{guard, q.inLits[y], q.late[y]}, bare...)...) == No {
			waits.set(y)
		}
	}
	waits.each(func(y int) {
		first := true
		waits.each(func(x int) {
			first = first && (x == y || !pairs[x].has(y) || !always.has(x) && !q.needs(x, y))
		})
		if first {
			out = append(out, q.name(y))
		}
	})
	return out
}
