package analysis

import (
	"slices"

	"mandate"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Draft is one side of a comparison: a text, or the choices of a saved plan.
type Draft struct {
	// Text is the id of the text; empty for a saved plan.
	Text string
	// Asks is what is asked of plans: all clauses of the text that hold and its
	// steps, or the choices.
	Asks *mandate.Expr
}

// Side is what follows if a draft were the text in force (docs/math/compare.md).
type Side struct {
	// Reopens are the decisions on record that cannot hold together with the
	// draft and are set aside; Alternatives counts other least sets of them.
	Reopens      []*Position
	Alternatives int
	// Never: the draft cannot hold whatever is set aside.
	Never bool
	// Allows gives by issue what the draft allows by itself: options; of a set
	// issue o for a member that may be in and !o for one that may be out.
	Allows map[string][]string
	// Possible tells whether a possible plan meets the draft, Collision what
	// stands against it if none does.
	Possible  Verdict
	Collision *Set
	// Standings tell where everybody stands under the draft.
	Standings []Standing
	// Model is that of the record with what is reopened set aside; Coalition is
	// who takes part under the draft.
	Model     *Model
	Coalition *Coalition
	// About lists the effects that speak of the text by name, by actor in the
	// order of the record.
	About []*record.Held
	// Ended are goals that the record as it stands does not reach and the draft
	// does, Made the other way round.
	Ended, Made []Reached
	// Verdict, Rung and Owed are of the record with the draft decided.
	Verdict mandate.Verdict
	Rung    mandate.Rung
	Owed    *Owed
	// Complete is false if the budget ended before all was known.
	Complete bool
}

// Reached is a goal that a draft ends or makes the collision of.
type Reached struct {
	// Goal is that of the case, Actor whose joining is asked about; neither:
	// the aim itself.
	Goal  *mandate.Goal
	Actor string
	// Collision is of the record as it stands for what ended, and under the
	// draft for what is made.
	Collision *Set
}

// Take looks at a record as if a draft were the text in force.
func Take(st *record.State, d Draft, b Budget) (*Side, error) {
	base, err := New(st, nil, b)
	if err != nil {
		return nil, err
	}
	s := &Side{Allows: map[string][]string{}, Complete: true}
	aside, err := s.reopen(st, d, b)
	if err != nil {
		return nil, err
	}
	m, err := New(aside, d.Asks, b)
	if err != nil {
		return nil, err
	}
	s.Model = m
	s.allows(m, d)
	for i := range base.held {
		if h := &base.held[i]; d.Text != "" && speaksOf(h.Effect, d.Text) {
			s.About = append(s.About, h)
		}
	}
	m.Require(d.Asks)
	s.Possible = m.ask()
	switch s.Possible {
	case Yes:
		s.Standings = m.Standings()
		if c := m.Coalition(); c.Verdict == Yes {
			s.Coalition = &c
			s.Complete = s.Complete && len(c.Open) == 0
		} else {
			s.Complete = false
		}
		for _, x := range s.Standings {
			s.Complete = s.Complete && x.Possible != Unknown && (x.Possible == Yes || x.Against != nil)
		}
	case No:
		if s.Collision = m.FirstCollision(nil); s.Collision == nil {
			s.Complete = false
		}
	default:
		s.Complete = false
	}
	if err := s.reach(base, m, d); err != nil {
		return nil, err
	}
	return s, s.decide(aside, d, b)
}

// speaksOf reports whether an effect speaks of a text by name.
func speaksOf(f *mandate.Effect, text string) bool {
	switch f.Kind {
	case mandate.Adopts:
		return f.Name == text
	case mandate.Accepts, mandate.Requires, mandate.Rejects:
		found := false
		f.That.Expr.Walk(func(e *mandate.Expr) { found = found || e.Op == mandate.OpAdopts && e.Name == text })
		return found
	}
	return false
}

// reopen finds the decisions to set aside and returns the record without them.
func (s *Side) reopen(st *record.State, d Draft, b Budget) (*record.State, error) {
	m, err := New(st, d.Asks, b)
	if err != nil {
		return nil, err
	}
	var softs []pb.Soft
	var ps []*Position
	for _, p := range m.Positions {
		if p.Kind == "decides" {
			softs = append(softs, pb.Soft{Lit: m.lit(p.sel), Weight: p.Weight})
			ps = append(ps, p)
		}
	}
	hard := append(m.base[:len(m.base):len(m.base)], m.lit(m.Goal(d.Asks)))
	all := append([]pb.Lit(nil), hard...)
	for _, x := range softs {
		all = append(all, x.Lit)
	}
	switch m.s.Solve(m.pbBudget(), all...) {
	case Yes:
		return st, nil
	case Unknown:
		s.Complete = false
		return st, nil
	}
	it := pb.NewCorrections(m.s, softs, hard...)
	var best [][]*Position
	var least int64
	for {
		set, cost, v := it.Next(m.pbBudget())
		if v == Unknown {
			s.Complete = false
		}
		if v != Yes || len(best) > 0 && cost > least || len(best) == 50 {
			break
		}
		least = cost
		var list []*Position
		for _, i := range set {
			list = append(list, ps[i])
		}
		best = append(best, list)
	}
	if len(best) == 0 {
		s.Never = true
		return st, nil
	}
	// The first by the places of its entries in the record.
	place := func(list []*Position) (out []int) {
		for _, p := range list {
			first := len(st.Case.Entries)
			for _, id := range p.Entries {
				first = min(first, st.Entry(id).Index)
			}
			out = append(out, first)
		}
		slices.Sort(out)
		return out
	}
	slices.SortStableFunc(best, func(x, y []*Position) int { return slices.Compare(place(x), place(y)) })
	s.Reopens, s.Alternatives = best[0], len(best)-1
	gone := map[*mandate.Effect]bool{}
	for _, p := range s.Reopens {
		for _, o := range p.Origins {
			for i := range m.held {
				if h := &m.held[i]; h.Ref() == o.Ref {
					gone[h.Effect] = true
				}
			}
		}
	}
	return lessEffects(st, gone)
}

// lessEffects is the record in which some effects were never said; all else in
// their entries was.
func lessEffects(st *record.State, gone map[*mandate.Effect]bool) (*record.State, error) {
	c := *st.Case
	c.Entries = slices.Clone(c.Entries)
	for i, e := range c.Entries {
		if !slices.ContainsFunc(e.Effects, func(f *mandate.Effect) bool { return gone[f] }) {
			continue
		}
		x := *e
		x.Effects = slices.DeleteFunc(slices.Clone(e.Effects), func(f *mandate.Effect) bool { return gone[f] })
		c.Entries[i] = &x
	}
	q := st.Query
	day := st.AsOf
	q.AsOf = &day
	return record.At(&c, q)
}

// allows finds what the draft allows by itself.
func (s *Side) allows(m *Model, d Draft) {
	query := []pb.Lit{m.lit(m.Goal(d.Asks))}
	for _, i := range m.c.Issues { // an option that does not hold cannot be chosen
		query = append(query, m.lit(m.usableOnly(i)))
	}
	may := func(l pb.Lit) bool {
		v := m.s.Solve(m.pbBudget(), append(query[:len(query):len(query)], l)...)
		s.Complete = s.Complete && v != Unknown
		return v == Yes
	}
	for _, i := range m.c.Issues {
		for _, o := range i.Options {
			l := m.lit(m.option[i.ID][o.ID])
			if may(l) {
				s.Allows[i.ID] = append(s.Allows[i.ID], o.ID)
			}
			if i.Set && may(l.Not()) {
				s.Allows[i.ID] = append(s.Allows[i.ID], "!"+o.ID)
			}
		}
	}
}

// reach finds which goals the draft brings within reach and which it takes out
// of it: goals of the case, contributors with a word on record, the aim.
func (s *Side) reach(base, m *Model, d Draft) error {
	ask := func(x Reached, goal *mandate.Expr) error {
		now, err := base.Variant(base.State, goal)
		if err != nil {
			return err
		}
		both := d.Asks
		if goal != nil {
			both = &mandate.Expr{Op: mandate.OpAnd, Kids: []*mandate.Expr{d.Asks, goal}}
		}
		then, err := m.Variant(m.State, both)
		if err != nil {
			return err
		}
		before, after := now.Possible(goal), then.Possible(both)
		switch {
		case before == Unknown || after == Unknown:
			s.Complete = false
		case before == No && after == Yes:
			x.Collision = now.FirstCollision(goal)
			s.Ended = append(s.Ended, x)
		case before == Yes && after == No:
			x.Collision = then.FirstCollision(both)
			s.Made = append(s.Made, x)
		}
		return nil
	}
	if base.ask() == No {
		if err := ask(Reached{}, nil); err != nil {
			return err
		}
	}
	for _, a := range base.c.Actors {
		if _, ok := base.join[a.ID]; ok && len(base.byActor[a.ID]) > 0 {
			if err := ask(Reached{Actor: a.ID}, &mandate.Expr{Op: mandate.OpJoins, Name: a.ID}); err != nil {
				return err
			}
		}
	}
	for _, g := range base.c.Goals {
		if base.State.Holds(g.Line) {
			if err := ask(Reached{Goal: g}, g.That.Expr); err != nil {
				return err
			}
		}
	}
	return nil
}

// decide finds the verdict of the record with the draft decided, by nobody's
// word.
func (s *Side) decide(aside *record.State, d Draft, b Budget) error {
	c := *aside.Case
	c.Actors = append(slices.Clone(c.Actors), &mandate.Actor{ID: nobody, Name: "nobody", Roles: []mandate.Role{mandate.RoleDecider}})
	f := &mandate.Effect{Kind: mandate.Adopts, Name: d.Text}
	if d.Text == "" {
		f = &mandate.Effect{Kind: mandate.Decides, That: &mandate.Condition{Text: textOf(d.Asks), Expr: d.Asks}}
	}
	e := supposed(aside, "?", []string{nobody}, f)
	c.Entries = append(slices.Clone(c.Entries), e)
	q := aside.Query
	day := aside.AsOf
	q.AsOf = &day
	st, err := record.At(&c, q)
	if err != nil {
		return err
	}
	m, err := New(st, nil, b)
	if err != nil {
		return err
	}
	s.Verdict, _ = m.quick(nil)
	switch s.Verdict {
	case mandate.Undetermined:
		s.Complete = false
		return nil
	case mandate.Blocked:
		return nil
	case mandate.Blueprint:
		o := m.Owed()
		s.Owed = &o
		s.Complete = s.Complete && o.Verdict == Yes
	}
	var v Verdict
	s.Rung, v = m.Rung()
	s.Complete = s.Complete && v == Yes
	return nil
}

// supposed is an entry that nobody has said: it binds, from the day of the record
// on.
func supposed(st *record.State, id string, actors []string, effects ...*mandate.Effect) *mandate.Entry {
	day := func(limit *mandate.Day) mandate.When {
		d := st.AsOf
		if limit != nil {
			d = min(d, *limit)
		}
		return mandate.When{Text: d.String(), First: d, Last: d}
	}
	return &mandate.Entry{ID: id, Actors: actors, Firmness: mandate.Decided, Effects: effects, Index: len(st.Case.Entries),
		Said: day(nil), Reported: day(st.Query.KnownBy), Recorded: day(st.Query.RecordedBy)}
}
