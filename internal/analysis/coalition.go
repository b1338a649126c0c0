package analysis

import (
	"sort"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Coalition is who joins, by the plan that takes least for granted
// (docs/math/who.md, section 1), and where everybody else stands.
type Coalition struct {
	// Verdict is No if no plan is possible, and Unknown if the budget ended
	// before the coalition was proven.
	Verdict Verdict
	// Against is a smallest collision if no plan is possible; nil if the budget
	// ended first.
	Against *Set
	// Members joins, Could could join and Out stays out, each in the order of the
	// case. Open are those of whom the budget did not allow to tell.
	Members []Member
	Could   []Outsider
	Out     []Outsider
	Open    []string
	// Lines are the requirement lines that apply in the plan.
	Lines []RequirementLine
	// Plan is the plan behind it.
	Plan *mandate.Plan

	figures map[string][2]int64 // by capability: named, firm
}

// Member is a contributor that joins.
type Member struct {
	Actor *mandate.Actor
	Rung  mandate.Rung
	// Entries are what it stands on.
	Entries []string
	// Brings lists, by capability in the order of the case, what counts.
	Brings []Contribution
	// Unspecified are the entries that promise something without saying what.
	Unspecified []string
}

// Contribution is what a joiner brings of one capability.
type Contribution struct {
	Capability string
	// Committed: the joiner has agreed; otherwise it is offered.
	Committed bool
	// Named and Firm sum up the parts; Some: an amount of it is not stated.
	Named, Firm int64
	Some        bool
	Parts       []ContributionPart
}

// ContributionPart is one effect that counts.
type ContributionPart struct {
	Held   *record.Held
	Amount mandate.Amount
	NotFor []string
}

// Outsider is a contributor that is not in the coalition.
type Outsider struct {
	Actor *mandate.Actor
	// Rung is the highest it reaches in a plan in which it joins.
	Rung mandate.Rung
	// Entries are what that rung stands on.
	Entries []string
	// Against is, for one that stays out, a smallest collision.
	Against *Set
}

// Member returns a member by its id; nil if the actor is none.
func (c *Coalition) Member(actor string) *Member {
	for i := range c.Members {
		if c.Members[i].Actor.ID == actor {
			return &c.Members[i]
		}
	}
	return nil
}

// Figures returns force(k) of a capability in the plan, and the firm figures of
// what counts there. They are what conditions ask for: of who has agreed the
// largest offer counts too, which Brings leaves out.
func (c *Coalition) Figures(capability string) (named, firm int64) {
	f := c.figures[capability]
	return f[0], f[1]
}

// Coalition finds it. The model's goal restricts it if it was given to Require.
func (m *Model) Coalition() Coalition {
	var out Coalition
	m.prepareCoalition()
	switch m.ask() {
	case No:
		out.Against = m.FirstCollision(nil)
		out.Verdict = No
		return out
	case Unknown:
		return out
	}
	if !m.bestCoalition(&out) {
		return out
	}
	out.Verdict = Yes
	out.Plan = m.plan()
	for _, a := range m.c.Actors {
		if f, ok := m.join[a.ID]; ok && m.holds(f) {
			out.Members = append(out.Members, m.member(a))
		}
	}
	out.Lines = m.requirementLines(out.Members)
	m.outsiders(&out)
	return out
}

// prepareCoalition writes all that is read off the plan before there is one.
func (m *Model) prepareCoalition() {
	for _, a := range m.c.Actors {
		if _, ok := m.join[a.ID]; ok {
			m.contributorRung(a.ID, mandate.Conditional)
		}
	}
	for _, r := range m.c.Requirements {
		m.applies(r)
	}
}

// atRung returns the formula that the actor joins and stands on the rung or
// above.
func (m *Model) atRung(actor string, r mandate.Rung) formula.Ref {
	return m.f.And(m.join[actor], m.contributorRung(actor, r))
}

// bestCoalition leaves the best plan in the solver; it returns false if the
// budget ended first.
func (m *Model) bestCoalition(out *Coalition) bool {
	query := m.selectors()
	// most keeps, of the plans of the query, those with the largest sum.
	most := func(terms []formula.Term) bool {
		if len(terms) == 0 {
			return true
		}
		cost := make([]pb.Term, len(terms))
		for i, t := range terms {
			cost[i] = pb.Term{Coef: -t.Coef, Lit: m.lit(t.F)}
		}
		opt := pb.NewOptimizer(m.s, cost, query...)
		defer opt.Close()
		for {
			best := opt.Find(m.pbBudget())
			if best.Verdict != Yes {
				return false
			}
			m.s.Solve(pb.Budget{}, m.fix(best.Model)...)
			if m.repair() {
				continue
			}
			query = append(query, m.lit(m.f.AtLeast(terms, -best.Cost)))
			return true
		}
	}
	var joiners []string
	for _, a := range m.c.Actors {
		if _, ok := m.join[a.ID]; ok {
			joiners = append(joiners, a.ID)
		}
	}
	count := func(f func(string) formula.Ref) (terms []formula.Term) {
		for _, a := range joiners {
			if x := f(a); x != formula.False {
				terms = append(terms, formula.Term{Coef: 1, F: x})
			}
		}
		return terms
	}
	for _, r := range []mandate.Rung{mandate.Agreed, mandate.Conditional, mandate.Interested} {
		if !most(count(func(a string) formula.Ref { return m.atRung(a, r) })) {
			return false
		}
	}
	// The fewest silent ones: the most that are not.
	if !most(count(func(a string) formula.Ref {
		return m.f.And(m.join[a], m.contributorRung(a, mandate.Interested).Not()).Not()
	})) {
		return false
	}
	largest := func(fam family) bool {
		for _, k := range m.c.Capabilities {
			var firm []formula.Term
			for _, s := range m.supplies(k.ID, fam, false) {
				if s.firm > 0 {
					firm = append(firm, formula.Term{Coef: s.firm, F: s.when})
				}
			}
			if !most(m.figures(k.ID, fam)) || !most(firm) {
				return false
			}
		}
		return true
	}
	if !largest(everything) {
		return false
	}
	// Of plans that are alike so far, the contributors in turn. A plan at hand
	// that has one as high as it can stand settles it without a question.
	if m.solve(query) != Yes {
		return false
	}
	for n, a := range joiners {
		for _, r := range []mandate.Rung{mandate.Agreed, mandate.Conditional, mandate.Interested, mandate.Silent} {
			f := m.atRung(a, r)
			if f == formula.False {
				continue
			}
			l := m.lit(f)
			if m.holds(f) {
				query = append(query, l)
				break
			}
			var wishes []pb.Lit
			for _, b := range joiners[n+1:] {
				wishes = append(wishes, m.lit(m.join[b]))
			}
			m.s.Wish(wishes...)
			v := m.solve(append(query[:len(query):len(query)], l))
			if v == Unknown {
				return false
			}
			if v == Yes {
				query = append(query, l)
				break
			}
			query = append(query, l.Not()) // the plan at hand is still the last one found
		}
	}
	if !largest(answered) || m.solve(query) != Yes {
		return false
	}
	out.figures = map[string][2]int64{}
	for _, k := range m.c.Capabilities {
		var f [2]int64
		for _, s := range m.supplies(k.ID, everything, false) {
			if m.holds(s.when) {
				f[0] += s.named
				f[1] += s.firm
			}
		}
		out.figures[k.ID] = f
	}
	return true
}

// rungNow returns the rung of a joiner in the last plan found.
func (m *Model) rungNow(actor string) mandate.Rung {
	for i := len(mandate.Rungs) - 1; i > 0; i-- {
		if m.holds(m.contributorRung(actor, mandate.Rungs[i])) {
			return mandate.Rungs[i]
		}
	}
	return mandate.Silent
}

// standsOn lists the entries that lift a contributor onto a rung in the last
// plan found.
func (m *Model) standsOn(actor string, r mandate.Rung) (entries []string) {
	for _, h := range m.byActor[actor] {
		if m.supports(h, mandate.RoleContributor, r) && (h.Effect.Kind == mandate.Interests || m.holds(m.condition(h, "commit."+actor))) {
			entries = addUnique(entries, h.Entry.ID)
		}
	}
	return entries
}

// member reads off the last plan found how a joiner stands and what it brings.
func (m *Model) member(a *mandate.Actor) Member {
	out := Member{Actor: a, Rung: m.rungNow(a.ID)}
	out.Entries = m.standsOn(a.ID, out.Rung)
	var roots, adders []*record.Held
	for _, h := range m.byActor[a.ID] {
		k := h.Effect.Kind
		if k != mandate.Offers && k != mandate.Commits || out.Rung == mandate.Agreed && !m.promises(h) || !m.holds(m.condition(h, "commit."+a.ID)) {
			continue
		}
		if h.Effect.AddsTo != "" {
			adders = append(adders, h)
		} else {
			roots = append(roots, h)
		}
		if len(h.Effect.Amounts) == 0 {
			out.Unspecified = addUnique(out.Unspecified, h.Entry.ID)
		}
	}
	if len(roots) == 0 {
		return out
	}
	for _, k := range m.c.Capabilities {
		sort.SliceStable(roots, func(i, j int) bool { return larger(roots[i], roots[j], k.ID) })
		b := Contribution{Capability: k.ID, Committed: out.Rung == mandate.Agreed}
		take := func(h *record.Held) {
			x := amount(h.Effect, k.ID)
			if x.Text == "" {
				return
			}
			b.Named += x.Named
			b.Firm += x.Firm
			b.Some = b.Some || x.Some
			b.Parts = append(b.Parts, ContributionPart{Held: h, Amount: x, NotFor: h.Effect.NotFor})
		}
		take(roots[0])
		counts := map[string]bool{roots[0].Entry.ID: true}
		done := map[*record.Held]bool{}
		for changed := true; changed; {
			changed = false
			for _, h := range adders {
				if counts[h.Effect.AddsTo] && !done[h] {
					done[h], counts[h.Entry.ID], changed = true, true, true
					take(h)
				}
			}
		}
		// Nothing that counts names it: an amount that is not stated still does.
		for _, h := range roots[1:] {
			if len(b.Parts) == 0 {
				take(h)
			}
		}
		if len(b.Parts) > 0 {
			out.Brings = append(out.Brings, b)
		}
	}
	return out
}

// larger reports whether an effect counts before another for a capability: the
// larger named figure, then the later day, then the later place.
func larger(x, y *record.Held, capability string) bool {
	if a, b := amount(x.Effect, capability).Named, amount(y.Effect, capability).Named; a != b {
		return a > b
	}
	if a, b := record.EffectiveDay(x.Entry), record.EffectiveDay(y.Entry); a != b {
		return a > b
	}
	if x.Entry != y.Entry {
		return x.Entry.Index > y.Entry.Index
	}
	return x.N > y.N
}

// outsiders tells of each contributor that is no member whether and how high it
// could join, or why not.
func (m *Model) outsiders(out *Coalition) {
	seen := map[string]mandate.Rung{} // the highest rung in any plan seen
	joined := map[string]bool{}
	entries := map[string][]string{}
	var left []*mandate.Actor
	for _, a := range m.c.Actors {
		if _, ok := m.join[a.ID]; ok && out.Member(a.ID) == nil {
			left = append(left, a)
		}
	}
	note := func() {
		for _, a := range left {
			if !m.holds(m.join[a.ID]) {
				continue
			}
			if r := m.rungNow(a.ID); !joined[a.ID] || r > seen[a.ID] {
				joined[a.ID], seen[a.ID], entries[a.ID] = true, r, m.standsOn(a.ID, r)
			}
		}
	}
	for n, a := range left {
		open := false
		word := m.WordOn(a.ID)
		impossible := false
		for i := len(mandate.Rungs) - 1; i >= 0 && !impossible; i-- {
			r := mandate.Rungs[i]
			if r > word || joined[a.ID] && r <= seen[a.ID] {
				continue
			}
			var wishes []pb.Lit
			for _, b := range left[n+1:] {
				if !joined[b.ID] {
					wishes = append(wishes, m.lit(m.atRung(b.ID, m.WordOn(b.ID))), m.lit(m.join[b.ID]))
				}
			}
			m.s.Wish(wishes...)
			switch m.ask(m.atRung(a.ID, r)) {
			case Yes:
				note()
			case Unknown:
				open = true
			case No:
				impossible = r == mandate.Silent
			}
		}
		switch {
		case joined[a.ID] && !open:
			out.Could = append(out.Could, Outsider{Actor: a, Rung: seen[a.ID], Entries: entries[a.ID]})
		case impossible:
			out.Out = append(out.Out, Outsider{Actor: a, Against: m.FirstCollision(&mandate.Expr{Op: mandate.OpJoins, Name: a.ID})})
		default:
			out.Open = append(out.Open, a.ID)
		}
	}
}
