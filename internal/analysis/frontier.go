package analysis

import (
	"strings"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Frontier lists plans that nobody can better by some objectives
// (docs/math/plans.md).
type Frontier struct {
	// By are the objectives, in their order.
	By []Objective
	// Points are the vectors, from the best by the first objective.
	Points []Point
	// Complete: there are no other vectors to list.
	Complete bool
	// Verdict is No if no plan is possible, and Unknown if not even the first
	// vector was found within the budget.
	Verdict Verdict
}

// Point is a vector of values that no plan betters, and plans that attain it.
type Point struct {
	Values []int64 // by objective
	Plans  []Ranked
	// NoMore: no further plan with this vector differs from those listed on an
	// issue that counts. Unfinished: the budget ended before the list did.
	NoMore, Unfinished bool
}

// Ranked is a plan with what is to be told of it.
type Ranked struct {
	Plan *mandate.Plan
	// Distance is on how many issues that count the plan differs from the
	// nearest one listed before it; of the first it is 0.
	Distance int
	Joiners  []Placed
	Consents []Placed
	// Owed is what the plan lacks for being actionable.
	Owed []Answer
	// GivenUp are the positions that the plan violates, if moves is among the
	// objectives.
	GivenUp []*Position
}

// Placed is an actor of a plan with its rung there.
type Placed struct {
	Actor string
	Rung  mandate.Rung
	// Entries are what puts it there, in the order of the record.
	Entries []string
	// Figures are what a joiner brings, for each objective that sums up figures
	// of one capability; 0 for the others.
	Figures []int64
}

// Frontiers says what to list.
type Frontiers struct {
	// Pareto lists all vectors that no plan betters; otherwise the one that is
	// best by the first objective, then by the second, and so on.
	Pareto bool
	// Limit bounds the vectors; 0: no limit.
	Limit int
	// Top is how many plans are listed of each vector at most; 0 is 1.
	Top int
}

// frontier is one search.
type frontier struct {
	m        *Model
	start    int64 // conflicts of the solver when it began
	by       []*measure
	as       []pb.Lit // assumed throughout
	soft     []*Position
	bar      pb.Lit // assumed: the vectors found so far are barred
	counting []*mandate.Issue
}

// Frontier finds the plans that nobody can better by the objectives. It leaves
// nothing behind in the model.
func (m *Model) Frontier(by []Objective, what Frontiers) (Frontier, error) {
	out := Frontier{}
	q := &frontier{m: m, start: m.s.Conflicts()}
	var err error
	if q.by, err = m.measures(by); err != nil {
		return out, err
	}
	widens := false
	for _, x := range q.by {
		out.By = append(out.By, x.Objective)
		widens = widens || x.widens
	}
	// All that is read off a plan is made before any is looked for.
	m.needForce()
	for _, a := range m.c.Actors {
		m.unanswered(a)
		for _, h := range m.byActor[a.ID] {
			m.says(h)
		}
	}
	for _, r := range mandate.Rungs {
		m.everybody(r)
	}
	q.as = append(q.as, m.base...)
	for _, p := range m.Positions {
		if widens && p.Changeable {
			q.soft = append(q.soft, p)
		} else {
			q.as = append(q.as, m.lit(p.sel))
		}
	}
	q.as = append(q.as, m.given...)
	bar := m.newAtom()
	q.bar = m.lit(bar)
	q.as = append(q.as, q.bar)
	defer m.s.AddClause(q.bar.Not())
	q.counting = m.ToldApartBy()

	for {
		values, bounds, v, done := q.best()
		if v != Yes {
			done()
			out.Complete = v == No
			if out.Verdict = Yes; len(out.Points) == 0 {
				out.Verdict = v
			}
			return out, nil
		}
		p := Point{Values: values}
		q.plans(&p, bounds, max(what.Top, 1))
		done()
		out.Points = append(out.Points, p)
		out.Verdict = Yes
		if !what.Pareto {
			out.Complete = true
			return out, nil
		}
		// Another plan has to be better by some objective.
		clause := []pb.Lit{q.bar.Not()}
		for i, x := range q.by {
			clause = append(clause, m.lit(m.f.AtMost(x.terms, x.sum(values[i])-1)))
		}
		m.s.AddClause(clause...)
		if what.Limit > 0 && len(out.Points) == what.Limit {
			out.Complete = q.ask(q.as) == No // whether there is any other
			return out, nil
		}
	}
}

// sum is the sum at which a plan has a value.
func (x *measure) sum(value int64) int64 { return x.sign*value - x.fixed }

// best finds the best vector by the first objective, then by the second, and so
// on, among the plans that are not barred. The solver is left with such a plan;
// bounds hold of all of them and of no other until done is called.
func (q *frontier) best() (values []int64, bounds []pb.Lit, v Verdict, done func()) {
	m := q.m
	as := q.as[:len(q.as):len(q.as)]
	var open []*pb.Optimizer
	done = func() {
		for _, o := range open {
			o.Close()
		}
	}
	for _, x := range q.by {
		terms := make([]pb.Term, len(x.terms))
		for i, t := range x.terms {
			terms[i] = pb.Term{Coef: t.Coef, Lit: m.lit(t.F)}
		}
		opt := pb.NewOptimizer(m.s, terms, as...)
		open = append(open, opt)
		for {
			b, ok := q.budget()
			if !ok {
				return nil, nil, Unknown, done
			}
			best := opt.Find(b)
			if best.Verdict != Yes {
				return nil, nil, best.Verdict, done
			}
			m.s.Solve(pb.Budget{}, m.fix(best.Model)...)
			if !m.repair() { // no transport condition is violated
				values = append(values, x.value(best.Cost))
				break
			}
		}
		as = append(as, opt.Optimal()...)
	}
	return values, as[len(q.as):], Yes, done
}

// budget is what is left of the model's budget for the whole search.
func (q *frontier) budget() (pb.Budget, bool) {
	b := q.m.pbBudget()
	if b.Conflicts > 0 {
		if b.Conflicts -= q.m.s.Conflicts() - q.start; b.Conflicts <= 0 {
			return b, false
		}
	}
	return b, true
}

// ask is Model.solve within what is left of the budget.
func (q *frontier) ask(as []pb.Lit) Verdict {
	for {
		b, ok := q.budget()
		if !ok {
			return Unknown
		}
		v := q.m.s.Solve(b, as...)
		q.m.audit.check(q.m.s, v)
		if v != Yes || !q.m.repair() {
			return v
		}
	}
}

// plans lists plans with the vector found last, each as different from those
// before as can be.
func (q *frontier) plans(p *Point, bounds []pb.Lit, top int) {
	m := q.m
	as := append(q.as[:len(q.as):len(q.as)], bounds...)
	p.Plans = append(p.Plans, q.read()) // that of the last minimum
	for len(p.Plans) < top {
		// The largest smallest distance, from below: each plan found is at least
		// as far away as was asked for.
		var found *Ranked
		differ := make([][]formula.Term, len(p.Plans))
		for i, other := range p.Plans {
			differ[i] = q.differences(other.Plan.Mandate)
		}
		for {
			wanted := int64(1)
			if found != nil {
				wanted = int64(found.Distance) + 1
			}
			var far []pb.Lit
			for _, terms := range differ {
				far = append(far, m.lit(m.f.AtLeast(terms, wanted)))
			}
			v := q.ask(append(as[:len(as):len(as)], far...))
			if v == Unknown {
				p.Unfinished = true
				return
			}
			if v == No {
				break
			}
			r := q.read()
			r.Distance = len(q.counting)
			for _, other := range p.Plans {
				r.Distance = min(r.Distance, q.distance(r.Plan.Mandate, other.Plan.Mandate))
			}
			found = &r
		}
		if found == nil {
			p.NoMore = true
			return
		}
		p.Plans = append(p.Plans, *found)
	}
}

// ToldApartBy lists the issues by which plans are told apart: those on the settle
// list and those that a position in force speaks of, in the order of the case.
func (m *Model) ToldApartBy() (out []*mandate.Issue) {
	counts := map[string]bool{}
	for _, l := range m.c.Settle {
		if m.State.Holds(l.Line) {
			counts[l.Issue] = true
		}
	}
	event := func(name string) {
		if id, ok := strings.CutPrefix(name, "decide."); ok {
			counts[id] = true
		}
	}
	var note func(e *mandate.Expr)
	note = func(e *mandate.Expr) {
		switch e.Op {
		case mandate.OpIs, mandate.OpHas, mandate.OpIn, mandate.OpAtLeast, mandate.OpDecided:
			counts[e.Name] = true
		case mandate.OpBefore:
			event(e.Name)
			event(e.Names[0])
		case mandate.OpAdopts:
			note(m.clauses(e.Name))
		case mandate.OpOnRecord:
			return // no plan changes it
		}
		for _, k := range e.Kids {
			note(k)
		}
	}
	for _, p := range m.Positions {
		if p.expr != nil {
			note(p.expr)
		}
	}
	for _, i := range m.c.Issues {
		if counts[i.ID] {
			out = append(out, i)
		}
	}
	return out
}

// differences are the terms that count on how many issues a plan differs from a
// mandate.
func (q *frontier) differences(from map[string][]string) (out []formula.Term) {
	f := q.m.f
	for _, i := range q.counting {
		var same []formula.Ref
		for _, o := range i.Options {
			x := q.m.option[i.ID][o.ID]
			if contains(from[i.ID], o.ID) {
				same = append(same, x)
			} else if i.Set {
				same = append(same, x.Not())
			}
		}
		out = append(out, formula.Term{Coef: 1, F: f.And(same...).Not()})
	}
	return out
}

// distance is on how many issues that count two mandates differ.
func (q *frontier) distance(a, b map[string][]string) (n int) {
	for _, i := range q.counting {
		if len(a[i.ID]) != len(b[i.ID]) || !subset(a[i.ID], b[i.ID]) {
			n++
		}
	}
	return n
}

// read tells what is to be told of the last plan found.
func (q *frontier) read() Ranked {
	m := q.m
	r := Ranked{Plan: m.plan()}
	rung := func(of func(mandate.Rung) formula.Ref) mandate.Rung {
		for n := mandate.Agreed; n > mandate.Silent; n-- {
			if m.holds(of(n)) {
				return n
			}
		}
		return mandate.Silent
	}
	for _, a := range r.Plan.Joins {
		x := Placed{Actor: a, Rung: rung(func(n mandate.Rung) formula.Ref { return m.contributorRung(a, n) }), Figures: q.figures(a)}
		x.Entries = m.behind(a, mandate.RoleContributor, x.Rung)
		r.Joiners = append(r.Joiners, x)
	}
	for _, a := range r.Plan.Consents {
		x := Placed{Actor: a, Rung: rung(func(n mandate.Rung) formula.Ref { return m.partyRung(a, n) })}
		x.Entries = m.behind(a, mandate.RoleParty, x.Rung)
		r.Consents = append(r.Consents, x)
	}
	for _, i := range m.Undecided() {
		r.Owed = append(r.Owed, Answer{Kind: "decide", ID: i})
	}
	for _, a := range m.c.Actors {
		if m.holds(m.unanswered(a)) {
			r.Owed = append(r.Owed, Answer{Kind: "answer", ID: a.ID})
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok && (m.holds(f) || m.holds(m.extF[x.ID])) {
			r.Owed = append(r.Owed, Answer{Kind: "external", ID: x.ID, True: m.holds(f), False: m.holds(m.extF[x.ID])})
		}
	}
	for _, t := range m.needForce().lines {
		if s := m.shortageOf(t); s.missing > 0 {
			a := Answer{Kind: "force", ID: t.capability, Missing: s.missing}
			for _, i := range s.lines {
				a.Lines = append(a.Lines, t.needs[i].line.ID)
			}
			r.Owed = append(r.Owed, a)
		}
	}
	for _, p := range q.soft {
		if !m.holds(p.sel) {
			r.GivenUp = append(r.GivenUp, p)
		}
	}
	return r
}

// figures are what a joiner of the last plan found brings, by objective.
func (q *frontier) figures(actor string) []int64 {
	out := make([]int64, len(q.by))
	for i, x := range q.by {
		fam := everything
		switch x.Kind {
		case "committed":
			fam = committed
		case "force":
		default:
			continue
		}
		for _, s := range q.m.supplies(x.Capability, fam, false) {
			if s.actor == actor && q.m.holds(s.when) {
				out[i] += s.named
			}
		}
	}
	return out
}

// says returns the formula that what an effect offers, commits, accepts or
// decides holds; of what is no yes of any kind it is False.
func (m *Model) says(h *record.Held) formula.Ref {
	_, joins := m.join[h.Actor.ID]
	_, consents := m.consent[h.Actor.ID]
	switch h.Effect.Kind {
	case mandate.Offers, mandate.Commits:
		if joins {
			return m.condition(h, "commit."+h.Actor.ID)
		}
	case mandate.Interests:
		return formula.True
	case mandate.Accepts, mandate.Decides, mandate.Adopts:
		if consents {
			return m.yes(h, h.Actor.ID)
		}
	}
	return formula.False
}

// behind lists the entries that put an actor on its rung in the last plan found.
func (m *Model) behind(actor string, as mandate.Role, on mandate.Rung) (out []string) {
	for _, h := range m.byActor[actor] {
		counts := false
		switch h.Effect.Kind {
		case mandate.Commits, mandate.Offers:
			counts = as == mandate.RoleContributor && on >= mandate.Conditional && (on < mandate.Agreed || m.promises(h)) && m.holds(m.says(h))
		case mandate.Interests:
			counts = as == mandate.RoleContributor && on == mandate.Interested
		case mandate.Accepts, mandate.Decides, mandate.Adopts:
			counts = as == mandate.RoleParty && on >= mandate.Conditional && (on < mandate.Agreed || own(h)) && m.holds(m.says(h))
		default:
			counts = as == mandate.RoleParty && on == mandate.Conditional && !h.Inherited && m.termsOf(h)
		}
		if counts {
			out = addUnique(out, h.Entry.ID)
		}
	}
	return out
}

// Betters decides whether some plan is at least as good as a vector by every
// objective and better by one.
func (m *Model) Betters(by []Objective, values []int64) (Verdict, error) {
	xs, err := m.measures(by)
	if err != nil {
		return Unknown, err
	}
	as := append([]pb.Lit(nil), m.base...)
	widens := false
	for _, x := range xs {
		widens = widens || x.widens
	}
	for _, p := range m.Positions {
		if !widens || !p.Changeable {
			as = append(as, m.lit(p.sel))
		}
	}
	as = append(as, m.given...)
	var better []formula.Ref
	for i, x := range xs {
		as = append(as, m.lit(m.f.AtMost(x.terms, x.sum(values[i]))))
		better = append(better, m.f.AtMost(x.terms, x.sum(values[i])-1))
	}
	return m.solve(append(as, m.lit(m.f.Or(better...)))), nil
}
