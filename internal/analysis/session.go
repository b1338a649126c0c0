package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Item is what may be chosen: an option of an issue, or a contributor.
type Item = mandate.Item

// Look is how an item looks after the choices made so far.
type Look uint8

// The looks. Unsettled means that the budget ended first.
const (
	Unsettled Look = iota
	// Chosen: it was chosen.
	Chosen
	// Forced: it is in every possible plan that the choices leave.
	Forced
	// Open: it is in some of them and not in others.
	Open
	// RuledOut: it is in none of them, or it was chosen to be left out.
	RuledOut
)

func (l Look) String() string {
	return [...]string{"unsettled", "chosen", "forced", "open", "ruled out"}[l]
}

// Session is a series of choices about one record. After each it tells, exactly,
// how every item looks.
//
// What it keeps makes the next answer cheap: every plan found is a witness for
// all that is in it, and of what is not, as long as it meets the choices; and
// what the choices rule out stays ruled out when more are made. The solver is
// asked only about what is left, and asked for plans that settle as much of it
// at once as can be. A session may be kept as long as its model.
type Session struct {
	m     *Model
	items []Item
	lits  []pb.Lit
	place map[Item]int // in items
	// plans are those found so far, whatever was chosen then: by plan, which of
	// the items are in it.
	plans []bits
	room  int // how many are kept at least; of twice as many the older half goes
	// levels hold what is known after each choice; the first, before any.
	levels []level
}

// level is what is known after a choice.
type level struct {
	choice Choice   // of the first level none
	lits   []pb.Lit // what it says of items
	whole  pb.Lit   // all of it, to be given up as one
	// in and out tell of each item whether some plan has it and whether some
	// plan does without; never and always, that none does. Each is known for
	// this choice and those before it.
	in, out, never, always bits
	plans                  []int // those that meet the choices
	settled                bool
	found, none            bool // there is a plan, there is none
}

// bits is a set of items.
type bits []uint64

func newBits(n int) bits      { return make(bits, (n+63)/64) }
func (b bits) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }
func (b bits) set(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bits) add(o bits) { // b becomes b or o
	for i := range b {
		b[i] |= o[i]
	}
}
func (b bits) addWithout(o bits, n int) { // b becomes b or not o, of n items
	for i := range b {
		b[i] |= ^o[i]
	}
	if r := n % 64; r > 0 {
		b[len(b)-1] &= 1<<r - 1
	}
}

// maxPlans is how many plans a session keeps.
const maxPlans = 1024

// NewSession starts a session without choices, except those of the query.
func (m *Model) NewSession() *Session {
	s := &Session{m: m, room: maxPlans}
	add := func(i Item, f formula.Ref) {
		s.items = append(s.items, i)
		s.lits = append(s.lits, m.lit(f))
	}
	for _, i := range m.c.Issues {
		for _, o := range i.Options {
			add(Item{Issue: i.ID, Option: o.ID}, m.option[i.ID][o.ID])
		}
	}
	for _, a := range m.c.Actors {
		if f, ok := m.join[a.ID]; ok {
			add(Item{Actor: a.ID}, f)
		}
	}
	s.place = make(map[Item]int, len(s.items))
	for n, x := range s.items {
		s.place[x] = n
	}
	s.levels = []level{s.newLevel()}
	return s
}

func (s *Session) newLevel() level {
	n := len(s.items)
	return level{in: newBits(n), out: newBits(n), never: newBits(n), always: newBits(n)}
}

// Items lists what may be chosen: the options in the order of the case, then
// the contributors.
func (s *Session) Items() []Item { return s.items }

// Choose adds a choice: that the n-th item is in the plan, or that it is not.
func (s *Session) Choose(n int, in bool) {
	s.Add(Choice{Items: []Item{s.items[n]}, In: in})
}

// Add adds a choice. Its names must be those of the case.
func (s *Session) Add(c Choice) {
	last := &s.levels[len(s.levels)-1]
	l := s.newLevel()
	l.choice = c
	type pick struct {
		n  int
		in bool
	}
	var picks []pick
	if c.Issue != "" {
		i := s.m.issues[c.Issue]
		for _, o := range i.Options {
			in := contains(c.Options, o.ID)
			if in || i.Set { // of a choice issue one option bars the others
				picks = append(picks, pick{s.place[Item{Issue: i.ID, Option: o.ID}], in})
			}
		}
	}
	for _, x := range c.Items {
		picks = append(picks, pick{s.place[x], c.In})
	}
	all := make([]formula.Ref, len(picks))
	for k, p := range picks {
		f, lit := s.m.chosen(s.items[p.n]), s.lits[p.n]
		if !p.in {
			f, lit = f.Not(), lit.Not()
		}
		all[k] = f
		l.lits = append(l.lits, lit)
	}
	l.whole = s.m.lit(s.m.f.And(all...))
	copy(l.never, last.never)
	copy(l.always, last.always)
plans:
	for _, p := range last.plans {
		for _, k := range picks {
			if s.plans[p].has(k.n) != k.in {
				continue plans
			}
		}
		l.take(p, s.plans[p], len(s.items))
	}
	s.levels = append(s.levels, l)
}

// Undo takes the last choice back; without one it does nothing.
func (s *Session) Undo() {
	if n := len(s.levels); n > 1 {
		s.levels = s.levels[:n-1]
	}
}

// take notes a plan that meets the choices of the level.
func (l *level) take(p int, plan bits, n int) {
	l.found = true
	l.plans = append(l.plans, p)
	l.in.add(plan)
	l.out.addWithout(plan, n)
}

// Looks tells how each item looks, in the order of Items.
func (s *Session) Looks() []Look { return s.looks(len(s.levels) - 1) }

// FirstLooks tells how each item looked before any choice.
func (s *Session) FirstLooks() []Look { return s.looks(0) }

// looks tells how each item looks after the first k choices.
func (s *Session) looks(k int) []Look {
	now := &s.levels[k]
	if !now.settled {
		now.settled = s.settle(k)
	}
	out := make([]Look, len(s.items))
	chosen := map[pb.Lit]bool{}
	for _, l := range s.levels[1 : k+1] {
		for _, lit := range l.lits {
			chosen[lit] = true
		}
	}
	for i, lit := range s.lits {
		switch {
		case now.never.has(i):
			out[i] = RuledOut
		case chosen[lit]:
			out[i] = Chosen
		case now.always.has(i):
			out[i] = Forced
		case now.in.has(i) && now.out.has(i):
			out[i] = Open
		}
	}
	return out
}

// settle finds all that is not known after the first k choices, and reports
// whether it could.
func (s *Session) settle(k int) bool {
	m, now := s.m, &s.levels[k]
	query := m.selectors()
	for _, l := range s.levels[1 : k+1] {
		query = append(query, l.lits...)
	}
	// What follows by propagation alone is had for nothing.
	m.s.Probe(query...)
	for i, l := range s.lits {
		if m.s.Refuted(l, len(query)) {
			now.never.set(i)
		}
		if m.s.Refuted(l.Not(), len(query)) {
			now.always.set(i)
		}
	}
	open := func() (wishes []pb.Lit) {
		for i, l := range s.lits {
			if !now.in.has(i) && !now.never.has(i) {
				wishes = append(wishes, l)
			}
			if !now.out.has(i) && !now.always.has(i) {
				wishes = append(wishes, l.Not())
			}
		}
		return wishes
	}
	ask := func(with ...pb.Lit) Verdict {
		m.s.Wish(open()...)
		v := m.solve(append(query[:len(query):len(query)], with...))
		if v == Yes {
			s.keep(now)
		}
		return v
	}
	if len(now.plans) == 0 {
		switch ask() {
		case Unknown:
			return false
		case No:
			for i := range s.items {
				now.never.set(i)
			}
			now.none = true
			return true
		}
	}
	known := true
	for i, l := range s.lits {
		if !now.in.has(i) && !now.never.has(i) {
			switch ask(l) {
			case No:
				now.never.set(i)
			case Unknown:
				known = false
			}
		}
		if !now.out.has(i) && !now.always.has(i) {
			switch ask(l.Not()) {
			case No:
				now.always.set(i)
			case Unknown:
				known = false
			}
		}
	}
	return known
}

// keep notes the plan that the solver has just found.
func (s *Session) keep(now *level) {
	plan := newBits(len(s.items))
	for i, l := range s.lits {
		if s.m.s.Value(l) {
			plan.set(i)
		}
	}
	if len(s.plans) >= 2*s.room { // the oldest go, what they showed stays
		gone := len(s.plans) - s.room
		s.plans = append(s.plans[:0], s.plans[gone:]...)
		for i := range s.levels {
			l := &s.levels[i]
			kept := l.plans[:0]
			for _, p := range l.plans {
				if p >= gone {
					kept = append(kept, p-gone)
				}
			}
			l.plans = kept
		}
	}
	s.plans = append(s.plans, plan)
	now.take(len(s.plans)-1, plan, len(s.items))
}

// Choices returns how many choices have been made.
func (s *Session) Choices() int { return len(s.levels) - 1 }
