package analysis

import (
	"errors"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// errNoAim: the aim rests on no source that is left.
var errNoAim = errors.New("the aim rests on no source that is left")

// selectors returns the literals that put the record and all its positions in
// force, and the restrictions of the query.
func (m *Model) selectors() []pb.Lit {
	ls := make([]pb.Lit, 0, len(m.base)+len(m.Positions)+len(m.given))
	ls = append(ls, m.base...)
	for _, p := range m.Positions {
		ls = append(ls, m.lit(p.sel))
	}
	return append(ls, m.given...)
}

func (m *Model) pbBudget() pb.Budget {
	return pb.Budget{Conflicts: m.budget.Conflicts, Stop: m.budget.Stop}
}

// ask decides whether some possible plan satisfies all the formulas. Plans
// that violate the transport conditions are repaired away.
func (m *Model) ask(fs ...formula.Ref) Verdict {
	as := m.selectors()
	for _, f := range fs {
		as = append(as, m.lit(f))
	}
	return m.solve(as)
}

func (m *Model) solve(as []pb.Lit) Verdict {
	for {
		v := m.s.Solve(m.pbBudget(), as...)
		m.audit.check(m.s, v)
		if v != pb.Yes || !m.repair() {
			return v
		}
	}
}

// plan reads the last plan found.
func (m *Model) plan() *mandate.Plan {
	p := &mandate.Plan{Mandate: map[string][]string{}}
	for _, i := range m.c.Issues {
		p.Mandate[i.ID] = []string{}
		for _, o := range i.Options {
			if m.holds(m.option[i.ID][o.ID]) {
				p.Mandate[i.ID] = append(p.Mandate[i.ID], o.ID)
			}
		}
	}
	for _, a := range m.c.Actors {
		if f, ok := m.join[a.ID]; ok && m.holds(f) {
			p.Joins = append(p.Joins, a.ID)
		}
		if f, ok := m.consent[a.ID]; ok && m.holds(f) {
			p.Consents = append(p.Consents, a.ID)
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			if m.holds(f) {
				p.Assumed = append(p.Assumed, x.ID)
			} else if m.holds(m.extF[x.ID]) {
				p.Assumed = append(p.Assumed, "!"+x.ID)
			}
		}
	}
	p.Order = m.sequence()
	return p
}

// sequence puts the events of the last plan found in order: what is past by
// its day, then a topological order of the rest, ties in the order of the case.
func (m *Model) sequence() []string {
	t := &m.events
	var past, future []event
	for i, name := range m.names {
		e := event(i)
		switch {
		case t.past[e]:
			past = append(past, e)
		case m.holds(m.inPlan(name)):
			future = append(future, e)
		}
	}
	sort.SliceStable(past, func(i, j int) bool { return t.day[past[i]] < t.day[past[j]] })
	var out []string
	for _, e := range past {
		out = append(out, m.names[e])
	}
	// What must come before what, among the events of the plan.
	after := map[event][]event{}
	waits := map[event]int{}
	in := map[event]bool{}
	for _, e := range future {
		in[e] = true
	}
	for _, k := range m.pairs {
		x, y := k[0], k[1]
		if !in[x] || !in[y] {
			continue
		}
		if !m.holds(m.order[k]) {
			x, y = y, x
		}
		after[x] = append(after[x], y)
		waits[y]++
	}
	for len(future) > 0 {
		i := 0
		for i < len(future) && waits[future[i]] > 0 {
			i++
		}
		if i == len(future) { // cannot be: the solver keeps the order acyclic
			break
		}
		e := future[i]
		future = append(future[:i:i], future[i+1:]...)
		out = append(out, m.names[e])
		for _, y := range after[e] {
			waits[y]--
		}
	}
	return out
}

// IsNoAim reports whether New failed because the aim rests on no source that
// is left.
func IsNoAim(err error) bool { return errors.Is(err, errNoAim) }

// Possibles lists the distinct (μ, J, C) of all possible plans as text, sorted:
// for tests on small cases, where they can be enumerated.
func (m *Model) Possibles() []string {
	guard := m.newAtom()
	as := append(m.selectors(), m.lit(guard))
	var out []string
	for m.s.Solve(m.pbBudget(), as...) == pb.Yes {
		p := m.plan()
		clause := []pb.Lit{m.lit(guard).Not()}
		block := func(f formula.Ref) {
			l := m.lit(f)
			if m.s.Value(l) {
				l = l.Not()
			}
			clause = append(clause, l)
		}
		var parts []string
		for _, i := range m.c.Issues {
			ids := strings.Join(p.Mandate[i.ID], ",")
			if i.Set {
				ids = "{" + ids + "}"
			}
			parts = append(parts, i.ID+"="+ids)
			for _, o := range i.Options {
				block(m.option[i.ID][o.ID])
			}
		}
		for _, a := range m.c.Actors {
			if f, ok := m.join[a.ID]; ok {
				block(f)
			}
			if f, ok := m.consent[a.ID]; ok {
				block(f)
			}
		}
		out = append(out, strings.Join(parts, " ")+"; joins "+strings.Join(p.Joins, ",")+"; consents "+strings.Join(p.Consents, ","))
		m.s.AddClause(clause...)
	}
	sort.Strings(out)
	return out
}
