package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Undecided lists the issues on the settle list that are not decided on
// record, in the order of the list.
func (m *Model) Undecided() (out []string) {
	for _, l := range m.c.Settle {
		if _, decided := m.settled.day[l.Issue]; !decided && m.State.Holds(l.Line) {
			out = addUnique(out, l.Issue)
		}
	}
	return out
}

// Open lists the options of an issue that the decisions on record leave open.
func (m *Model) Open(issue string) []string { return m.settled.open[issue] }

// Decided returns the day by which an issue was decided and the entries that
// say so; ok is false if it is not.
func (m *Model) Decided(issue string) (day mandate.Day, by []string, ok bool) {
	day, ok = m.settled.day[issue]
	return day, m.settled.by[issue], ok
}

// ready returns the formulas that make a possible plan actionable, but for the
// settle list.
func (m *Model) ready() []formula.Ref {
	fs := []formula.Ref{m.everybody(mandate.Agreed)}
	for _, t := range m.needForce().lines {
		fs = append(fs, t.met)
	}
	return append(fs, m.nothingAssumed()...)
}

func (m *Model) nothingAssumed() (fs []formula.Ref) {
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			fs = append(fs, f.Not(), m.extF[x.ID].Not())
		}
	}
	return fs
}

// Verdict decides blocked, blueprint, actionable or under way; Undetermined if
// the budget ended. If the verdict is not blocked, plan is a possible plan, and
// an actionable one if there is one.
func (m *Model) Verdict() (v mandate.Verdict, plan *mandate.Plan) {
	v, _ = m.quick(nil)
	if v == mandate.Blocked || v == mandate.Undetermined && m.ask() != Yes {
		return v, nil
	}
	if v == mandate.Blueprint && len(m.Undecided()) == 0 {
		m.ask() // the last question was for an actionable plan, and there is none
	}
	return v, m.plan()
}

// begun reports whether the aim or a stage of it has happened.
func (m *Model) begun() bool {
	if _, ok := m.past[m.aim.ID]; ok {
		return true
	}
	for n := 1; n <= m.aim.Stages; n++ {
		if _, ok := m.past[m.aim.StageID(n)]; ok {
			return true
		}
	}
	return false
}

// Rung finds the highest rung on which everybody in some possible plan stands.
func (m *Model) Rung() (mandate.Rung, Verdict) {
	for i := len(mandate.Rungs) - 1; i >= 0; i-- {
		switch m.ask(m.everybody(mandate.Rungs[i])) {
		case Yes:
			return mandate.Rungs[i], Yes
		case Unknown:
			return mandate.Silent, Unknown
		}
	}
	return mandate.Silent, No
}

// Standing is where an actor stands as a contributor or as a party, over all
// possible plans.
type Standing struct {
	Actor *mandate.Actor
	// As is contributor or party.
	As mandate.Role
	// Possible: it joins, or consents, in some possible plan.
	Possible Verdict
	// Rung is the highest rung it reaches in one of them.
	Rung mandate.Rung
	// Against is, for an actor that cannot take part, the smallest collision.
	Against *Set
	// Entries are what it stands on: the entries of the rung, or of its terms.
	Entries []string
	// Since is the day of the first yes, of those in force, of an actor that has agreed.
	Since mandate.Day
	// Untouched lists the issues on the settle list its yes does not touch.
	Untouched []string
}

// Standings tells where each contributor and each party stands.
func (m *Model) Standings() (out []Standing) {
	for _, a := range m.c.Actors {
		out = append(out, m.StandingsOf(a.ID)...)
	}
	return out
}

// Owes reports whether the actor, in the role of the standing, takes part
// without having agreed in some plan that owes least. Owed must have been asked.
func (m *Model) Owes(s Standing) bool {
	in, yes := m.join[s.Actor.ID], formula.True
	if s.As == mandate.RoleContributor {
		yes = m.agreedContributor(s.Actor.ID)
	} else {
		in, yes = m.consent[s.Actor.ID], m.agreedParty(s.Actor.ID)
	}
	return m.solve(append(append([]pb.Lit(nil), m.owing...), m.lit(in), m.lit(yes.Not()))) == Yes
}

func (m *Model) standing(a *mandate.Actor, as mandate.Role, in formula.Ref, op mandate.Op, rung func(mandate.Rung) formula.Ref) Standing {
	s := Standing{Actor: a, As: as}
	if s.Rung, s.Possible = m.reaches(in, rung); s.Possible != Yes {
		if s.Possible == No {
			s.Against = m.FirstCollision(&mandate.Expr{Op: op, Name: a.ID})
		}
		return s
	}
	for _, h := range m.byActor[a.ID] {
		if !m.supports(h, as, s.Rung) {
			continue
		}
		s.Entries = addUnique(s.Entries, h.Entry.ID)
		if d := record.EffectiveDay(h.Entry); s.Rung == mandate.Agreed && (s.Since == 0 || d < s.Since) {
			s.Since = d
		}
	}
	if s.Rung == mandate.Agreed {
		touched := map[string]bool{}
		for _, h := range m.byActor[a.ID] {
			if m.supports(h, as, s.Rung) {
				for _, t := range m.State.Topics(h.Effect) {
					touched[t] = true
				}
			}
		}
		for _, l := range m.c.Settle {
			if m.State.Holds(l.Line) && !touched[l.Issue] {
				s.Untouched = append(s.Untouched, l.Issue)
			}
		}
	}
	return s
}

// reaches decides whether an actor takes part in some possible plan, and the
// highest rung that it reaches in one.
func (m *Model) reaches(in formula.Ref, rung func(mandate.Rung) formula.Ref) (mandate.Rung, Verdict) {
	if v := m.ask(in); v != Yes {
		return mandate.Silent, v
	}
	for i := len(mandate.Rungs) - 1; i > 0; i-- {
		if r := mandate.Rungs[i]; m.ask(in, rung(r)) == Yes {
			return r, Yes
		}
	}
	return mandate.Silent, Yes
}

// supports reports whether an effect is what lifts its actor onto the rung.
func (m *Model) supports(h *record.Held, as mandate.Role, r mandate.Rung) bool {
	k := h.Effect.Kind
	if as == mandate.RoleContributor {
		switch r {
		case mandate.Agreed:
			return m.promises(h)
		case mandate.Conditional:
			return k == mandate.Offers || k == mandate.Commits
		case mandate.Interested:
			return k == mandate.Interests
		}
		return false
	}
	switch r {
	case mandate.Agreed:
		return own(h) && (k == mandate.Accepts || k == mandate.Decides || k == mandate.Adopts)
	case mandate.Conditional:
		return k == mandate.Accepts || k == mandate.Decides || k == mandate.Adopts || !h.Inherited && m.requirement(h) != nil
	}
	return false
}

// FirmShortage tells what would be missing if each figure were the lowest that
// was said: by capability, the least over the actionable plans, or, for a
// blueprint of which Owed has been asked, over the plans that owe least.
func (m *Model) FirmShortage() (out []Answer) {
	query := m.owing
	if query == nil {
		query = m.selectors()
		for _, f := range m.ready() {
			query = append(query, m.lit(f))
		}
	}
	lines := m.needForce().lines
	for _, t := range lines {
		firm := &transport{capability: t.capability, needs: t.needs, supplies: m.supplies(t.capability, answered, true), met: formula.False}
		m.force.lines = append(m.force.lines, firm)
		a := m.leastMissingOf(firm, query)
		m.force.lines = lines
		if a.Missing > 0 {
			out = append(out, a)
		}
	}
	return out
}

// Demands lists the demands that are shown and not enforced.
func (m *Model) Demands() []Demand { return m.demanded }

// clausesOf returns the condition of a decision: its own, or the clauses of the
// text it adopts.
func (m *Model) clausesOf(f *mandate.Effect) *mandate.Expr {
	if f.Kind == mandate.Adopts {
		return m.clauses(f.Name)
	}
	return f.That.Expr
}

// Quick decides the verdict of a record alone: no plan, no reasons.
func Quick(st *record.State, b Budget) (mandate.Verdict, error) {
	m, err := newCore(st.Case, nil).model(st, nil, b, true, nil)
	return m.quick(err)
}

// quick is the verdict of a model that New or Variant has just returned.
func (m *Model) quick(err error) (mandate.Verdict, error) {
	if IsNoAim(err) {
		return mandate.NoRecord, nil
	}
	if err != nil {
		return "", err
	}
	switch m.ask() {
	case No:
		return mandate.Blocked, nil
	case Unknown:
		return mandate.Undetermined, nil
	}
	if len(m.Undecided()) > 0 {
		return mandate.Blueprint, nil
	}
	switch m.ask(m.ready()...) {
	case Unknown:
		return mandate.Undetermined, nil
	case No:
		return mandate.Blueprint, nil
	}
	if m.begun() {
		return mandate.UnderWay, nil
	}
	return mandate.Actionable, nil
}
