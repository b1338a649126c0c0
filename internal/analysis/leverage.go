package analysis

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"strconv"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// supposedYes is the yes of an actor that is supposed (docs/math/leverage.md):
// an entry of its own, beside all that it has said, and what it has offered
// counts as promised.
type supposedYes struct {
	actor, entry string
	// before are the effects as they stand without the yes: what a group has
	// offered for the actor stays, although it has spoken for itself.
	before []record.Held
}

// kept lists the offers for the actor that its own word would replace.
func (y *supposedYes) kept(now []record.Held) (out []record.Held) {
	for _, h := range y.before {
		if h.Actor.ID != y.actor || !h.Inherited || h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		if !slices.ContainsFunc(now, func(x record.Held) bool { return x.Actor == h.Actor && x.Effect == h.Effect }) {
			out = append(out, h)
		}
	}
	return out
}

// Measures are what is compared of a record before and after an answer. Of a
// blocked one the verdict is all there is.
type Measures struct {
	Verdict mandate.Verdict
	Rung    mandate.Rung
	// Owed is the number of answers owed; 0 from actionable on.
	Owed int
	// Joins are the contributors that join in some possible plan, in the order
	// of the case.
	Joins []string
	// Force is the largest force(k) of a possible plan, by capability in the
	// order of the case.
	Force []int64
	// Options is the number of options in some possible plan.
	Options int
	// Mandates is the number of mandates; nil if it was not found exactly.
	Mandates *big.Int
}

var verdictRank = map[mandate.Verdict]int{mandate.Blocked: 0, mandate.Blueprint: 1, mandate.Actionable: 2, mandate.UnderWay: 3}

// Compare tells, measure by measure in the order of docs/math/leverage.md
// (verdict, rung, owed, who can join, force by capability, options, mandates),
// whether a is better (1), as good (0) or worse (-1) than b.
func (a Measures) Compare(b Measures) []int {
	sign := func(n int64) int {
		switch {
		case n > 0:
			return 1
		case n < 0:
			return -1
		}
		return 0
	}
	ra, rb := int64(a.Rung), int64(b.Rung)
	oa, ob := int64(a.Owed), int64(b.Owed)
	if a.Verdict == mandate.Blocked {
		ra, oa = -1, 1<<40
	}
	if b.Verdict == mandate.Blocked {
		rb, ob = -1, 1<<40
	}
	out := []int{sign(int64(verdictRank[a.Verdict] - verdictRank[b.Verdict])), sign(ra - rb), sign(ob - oa), sign(int64(len(a.Joins) - len(b.Joins)))}
	for i := range a.Force {
		out = append(out, sign(a.Force[i]-b.Force[i]))
	}
	out = append(out, sign(int64(a.Options-b.Options)))
	if a.Mandates == nil || b.Mandates == nil {
		return append(out, 0)
	}
	return append(out, a.Mandates.Cmp(b.Mandates))
}

// Measure finds the measures of the model; Unknown if the budget ended first.
func (m *Model) Measure() (x Measures, v Verdict) {
	x.Force = make([]int64, len(m.c.Capabilities))
	x.Verdict, _ = m.quick(nil)
	switch x.Verdict {
	case mandate.Undetermined:
		return x, Unknown
	case mandate.Blocked:
		x.Mandates = new(big.Int)
		return x, Yes
	}
	if x.Rung, v = m.Rung(); v != Yes {
		return x, Unknown
	}
	if x.Verdict == mandate.Blueprint {
		if x.Owed, v = m.OwedCount(); v != Yes {
			return x, Unknown
		}
	}
	s := m.NewSession()
	for n, look := range s.Looks() {
		switch {
		case look == Unsettled:
			return x, Unknown
		case look == RuledOut:
		case s.Items()[n].Actor != "":
			x.Joins = append(x.Joins, s.Items()[n].Actor)
		default:
			x.Options++
		}
	}
	for i, k := range m.c.Capabilities {
		if x.Force[i], v = m.most(m.figures(k.ID, everything)); v != Yes {
			return x, Unknown
		}
	}
	if c := m.NewCounter().Count(nil, Counting{}); c.Exact {
		x.Mandates = c.Number
	}
	return x, Yes
}

// most is the largest value of a sum over the possible plans, of which there
// must be one.
func (m *Model) most(sum []formula.Term) (int64, Verdict) {
	if len(sum) == 0 {
		return 0, Yes
	}
	terms := make([]pb.Term, len(sum))
	for i, t := range sum {
		terms[i] = pb.Term{Coef: -t.Coef, Lit: m.lit(t.F)}
	}
	best := pb.Minimize(m.s, terms, m.pbBudget(), m.selectors()...)
	return -best.Cost, best.Verdict
}

// Lever is one answer that is tried, with what would follow.
type Lever struct {
	// Kind is decide, move, answer, settle or resume.
	Kind string
	// Item and Out: a decision that the option is chosen, or, of a set issue,
	// that the member is out.
	Item Item
	Out  bool
	// Position is what is moved.
	Position *Position
	// Actor is who answers.
	Actor string
	// External and Value: what is settled.
	External string
	Value    bool
	// Entry is the suspended entry that resumes.
	Entry string
	After Measures
}

// Name writes an answer as one word: roe=light, tasks!=disarm, the name of the
// position, the actor, truce=true, the entry.
func (l *Lever) Name() string {
	switch l.Kind {
	case "decide":
		if l.Out {
			return l.Item.Issue + "!=" + l.Item.Option
		}
		return l.Item.String()
	case "move":
		return l.Position.Name()
	case "answer":
		return l.Actor
	case "settle":
		return l.External + "=" + strconv.FormatBool(l.Value)
	}
	return l.Entry
}

// Opens reports whether some measure is better than before.
func (l *Lever) Opens(before Measures) bool { return slices.Contains(l.After.Compare(before), 1) }

// Closes reports whether some measure is worse and none better.
func (l *Lever) Closes(before Measures) bool {
	return !l.Opens(before) && slices.Contains(l.After.Compare(before), -1)
}

// Leverage is what single answers would change.
type Leverage struct {
	// Model is that of the record as it stands.
	Model  *Model
	Before Measures
	// Levers are all answers that were tried, in the order of the page.
	Levers []*Lever
	// Idle counts the actors' positions whose move lets in no further plan.
	Idle     int
	Complete bool
}

// nobody is an actor that stands in the extended case for words that no actor of
// the case says.
const nobody = "nobody"

// Levers tries every single answer on a record (docs/math/leverage.md). Only
// plans that reach the goal count, if there is one.
//
// The record as it would be is a record of a case with one entry more. One case
// holds all those entries, and all but one are left out each time; so one solver
// serves them all.
func Levers(st *record.State, goal *mandate.Expr, b Budget) (*Leverage, error) {
	t := &trial{goal: goal, day: st.AsOf}
	if err := t.extend(st); err != nil {
		return nil, err
	}
	m, err := newCore(t.base.Case, nil).model(t.base, goal, b, false, nil)
	if err != nil {
		return nil, err
	}
	t.m = t.require(m)
	out := &Leverage{Model: t.m, Complete: true}
	var v Verdict
	if out.Before, v = t.m.Measure(); v != Yes {
		out.Complete = false
		return out, nil
	}
	take := func(l *Lever, m *Model) {
		if b.Stop != nil && b.Stop() { // what is left is not tried
			out.Complete = false
			return
		}
		var v Verdict
		if l.After, v = m.Measure(); v != Yes {
			out.Complete = false
			return
		}
		out.Levers = append(out.Levers, l)
	}
	suppose := func(h *hypothesis) error {
		if b.Stop != nil && b.Stop() {
			out.Complete = false
			return nil
		}
		var yes *supposedYes
		if h.lever.Kind == "answer" {
			yes = &supposedYes{actor: h.lever.Actor, entry: h.entry.ID, before: t.m.held}
		}
		with, err := t.with(h)
		if err != nil {
			return err
		}
		m, err := t.m.core.model(with, goal, b, false, yes)
		if err != nil {
			return err
		}
		take(h.lever, t.require(m))
		return nil
	}
	for _, kind := range []string{"decide", "move", "answer", "settle", "resume"} {
		if kind == "move" {
			counted := t.m.counted()
			for _, p := range t.m.Positions {
				if len(p.Owners) == 0 || !p.Changeable || p.sel == formula.True {
					continue // the frame of the case is nobody's answer
				}
				less := t.m.lacking(p)
				switch v := less.violating(p, counted); v {
				case No:
					out.Idle++
				case Unknown:
					out.Complete = false
				default:
					take(&Lever{Kind: "move", Position: p}, less)
				}
			}
			continue
		}
		for _, h := range t.all {
			if h.lever.Kind == kind {
				if err := suppose(h); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// lacking is the model in which one position is not kept.
func (m *Model) lacking(p *Position) *Model {
	less := *m
	less.Positions = slices.DeleteFunc(slices.Clone(m.Positions), func(x *Position) bool { return x == p })
	less.given = append(m.given[:len(m.given):len(m.given)], m.lit(p.sel).Not())
	less.firsts, less.owing = nil, nil
	return &less
}

// violating decides whether some plan violates the position that is not kept. A
// position that is counted where it is asked who objects matters even if none
// does.
func (m *Model) violating(p *Position, counted []string) Verdict {
	for _, g := range counted {
		for _, a := range p.Owners {
			if m.State.Actor(a).In(g) {
				return Yes
			}
		}
	}
	return m.ask(m.f.And(m.meaning(p)...).Not())
}

// counted lists the groups of which it is asked who objects.
func (m *Model) counted() (groups []string) {
	var look func(e *mandate.Expr)
	look = func(e *mandate.Expr) {
		e.Walk(func(x *mandate.Expr) {
			switch x.Op {
			case mandate.OpObjecting:
				groups = addUnique(groups, x.Name)
			case mandate.OpAdopts:
				for _, c := range m.texts[x.Name].Clauses {
					look(c.That.Expr)
				}
			}
		})
	}
	for _, p := range m.Positions {
		look(p.expr)
	}
	look(m.goal)
	for _, r := range m.c.Requirements {
		if r.If != nil {
			look(r.If.Expr)
		}
	}
	return groups
}

// hypothesis is an answer with the entry that says it.
type hypothesis struct {
	lever *Lever
	entry *mandate.Entry
	drop  string // an entry that it stands for
}

// trial is a case extended by all hypotheses.
type trial struct {
	goal *mandate.Expr
	day  mandate.Day
	base *record.State // without any
	all  []*hypothesis
	m    *Model
}

func (t *trial) require(m *Model) *Model {
	if t.goal != nil {
		m.Require(t.goal)
	}
	return m
}

// extend writes the hypotheses into a copy of the case.
func (t *trial) extend(st *record.State) error {
	m, err := New(st, t.goal, Budget{})
	if err != nil {
		return err
	}
	t.require(m)
	c := *st.Case
	c.Actors = append(slices.Clone(c.Actors), &mandate.Actor{ID: nobody, Name: "nobody", Roles: []mandate.Role{mandate.RoleDecider}})
	c.Entries = slices.Clone(c.Entries)
	add := func(l *Lever, drop string, e *mandate.Entry) {
		e.ID, e.Index = fmt.Sprintf("?%d", len(t.all)), len(c.Entries) // no id of a case looks like this
		c.Entries = append(c.Entries, e)
		t.all = append(t.all, &hypothesis{l, e, drop})
	}
	say := func(e *mandate.Expr) *mandate.Condition { return &mandate.Condition{Text: textOf(e), Expr: e} }
	for _, i := range c.Issues {
		if _, _, decided := m.Decided(i.ID); decided {
			continue
		}
		who := deciders(st.Case, i)
		for _, o := range i.Options {
			for _, out := range []bool{false, true} {
				open := contains(m.Open(i.ID), o.ID)
				if out {
					open = i.Set && contains(m.settled.out[i.ID], o.ID)
				}
				if !open {
					continue
				}
				e := &mandate.Expr{Op: mandate.OpIs, Name: i.ID, Names: []string{o.ID}}
				if i.Set {
					e.Op = mandate.OpHas
				}
				if out {
					e = negate(e)
				}
				add(&Lever{Kind: "decide", Item: Item{Issue: i.ID, Option: o.ID}, Out: out}, "", supposed(st, "", who, &mandate.Effect{Kind: mandate.Decides, That: say(e)}))
			}
		}
	}
	for _, a := range st.Case.Actors {
		if !m.below(a.ID) {
			continue
		}
		var fs []*mandate.Effect
		if a.Is(mandate.RoleContributor) {
			fs = append(fs, &mandate.Effect{Kind: mandate.Commits})
		}
		if a.Is(mandate.RoleParty) {
			fs = append(fs, &mandate.Effect{Kind: mandate.Accepts, That: say(&mandate.Expr{Op: mandate.OpTrue})})
		}
		if len(fs) > 0 {
			add(&Lever{Kind: "answer", Actor: a.ID}, "", supposed(st, "", []string{a.ID}, fs...))
		}
	}
	for _, x := range c.Externals {
		if m.readings[x.ID].Value != mandate.Unknown {
			continue
		}
		for _, v := range []bool{true, false} {
			f := &mandate.Effect{Kind: mandate.Happened, What: "reading", Name: x.ID, Boolean: true}
			if v {
				f.Value = 1
			}
			add(&Lever{Kind: "settle", External: x.ID, Value: v}, "", supposed(st, "", []string{nobody}, f))
		}
	}
	for _, e := range st.Case.Entries {
		s := st.Status(e)
		if s.Word != "suspended" || len(s.By) != 1 {
			continue
		}
		by := *st.Entry(s.By[0])
		by.Suspends = slices.DeleteFunc(slices.Clone(by.Suspends), func(id string) bool { return id == e.ID })
		add(&Lever{Kind: "resume", Entry: e.ID}, by.ID, &by)
	}
	q := st.Query
	q.AsOf = &t.day
	q.Without = slices.Clone(q.Without)
	for _, h := range t.all {
		q.Without = append(q.Without, h.entry.ID)
	}
	t.base, err = record.At(&c, q)
	return err
}

// with is the record in which one hypothesis is said.
func (t *trial) with(h *hypothesis) (*record.State, error) {
	q := t.base.Query
	q.Without = slices.DeleteFunc(slices.Clone(q.Without), func(id string) bool { return id == h.entry.ID })
	if h.drop != "" {
		q.Without = append(q.Without, h.drop)
	}
	return t.base.At(q)
}

// below reports whether an actor stands below agreed in a role that it takes in
// some plan, or takes none.
func (m *Model) below(actor string) bool {
	takes := false
	for _, s := range m.StandingsOf(actor) {
		if s.Possible == Yes {
			takes = true
			if s.Rung < mandate.Agreed {
				return true
			}
		}
	}
	return !takes
}

// deciders lists who decides an issue.
func deciders(c *mandate.Case, i *mandate.Issue) []string {
	who := slices.Clone(i.DecidedBy)
	if len(who) == 0 {
		for _, a := range c.Actors {
			if a.Is(mandate.RoleDecider) {
				who = append(who, a.ID)
			}
		}
	}
	if len(who) == 0 {
		who = []string{nobody}
	}
	return who
}

// Rank sorts the answers that open something, those that open most first:
// compared by the measures in their order, with the one at place first (of
// Compare) before all; -1: none.
func (l *Leverage) Rank(first int) (opens []*Lever, closes, same int) {
	for _, x := range l.Levers {
		switch {
		case x.Opens(l.Before):
			opens = append(opens, x)
		case x.Closes(l.Before):
			closes++
		default:
			same++
		}
	}
	sort.SliceStable(opens, func(i, j int) bool {
		c := opens[i].After.Compare(opens[j].After)
		if first >= 0 && c[first] != 0 {
			return c[first] > 0
		}
		for _, n := range c {
			if n != 0 {
				return n > 0
			}
		}
		return false
	})
	return opens, closes, same + l.Idle
}
