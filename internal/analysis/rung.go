package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/record"
)

// agreedContributor returns the formula that the actor, if it joins, has
// agreed: a commitment of its own whose condition the plan meets.
func (m *Model) agreedContributor(actor string) formula.Ref {
	var fs []formula.Ref
	for _, h := range m.byActor[actor] {
		if m.promises(h) {
			fs = append(fs, m.condition(h, "commit."+actor))
		}
	}
	return m.f.Or(append(fs, m.answer(actor, mandate.RoleContributor))...)
}

// answer returns the formula that an actor whose answer is drawn says yes.
func (m *Model) answer(actor string, as mandate.Role) formula.Ref {
	if f, ok := m.answers[answerer{actor, as}]; ok {
		return f
	}
	return formula.False
}

// support returns the formula that what an effect says for a plan may be used. What
// is decided is decided.
func (m *Model) support(h *record.Held) formula.Ref {
	if f, ok := m.usable[h.Entry]; ok && h.Effect.Kind != mandate.Decides && h.Effect.Kind != mandate.Adopts {
		return f
	}
	return formula.True
}

// contributorRung returns the formula that the actor, if it joins, stands on
// the rung or above.
func (m *Model) contributorRung(actor string, r mandate.Rung) formula.Ref {
	if r == mandate.Silent {
		return formula.True
	}
	fs := []formula.Ref{m.agreedContributor(actor)}
	for _, h := range m.byActor[actor] {
		switch h.Effect.Kind {
		case mandate.Offers, mandate.Commits:
			if r <= mandate.Conditional {
				fs = append(fs, m.condition(h, "commit."+actor))
			}
		case mandate.Interests:
			if r <= mandate.Interested {
				fs = append(fs, formula.True)
			}
		}
	}
	return m.f.Or(fs...)
}

// yes returns the formula that an effect of a party says yes to the plan.
func (m *Model) yes(h *record.Held, actor string) formula.Ref {
	switch h.Effect.Kind {
	case mandate.Accepts:
		return m.f.And(m.support(h), m.lower(h.Effect.That.Expr, false, ctx{moment: m.events.id("consent." + actor)}))
	case mandate.Decides:
		return m.lower(h.Effect.That.Expr, false, ctx{moment: none})
	case mandate.Adopts:
		return m.lower(m.clauses(h.Effect.Name), false, ctx{moment: none})
	}
	return formula.False
}

func (m *Model) agreedParty(actor string) formula.Ref {
	var fs []formula.Ref
	for _, h := range m.byActor[actor] {
		if own(h) {
			fs = append(fs, m.yes(h, actor))
		}
	}
	return m.f.Or(append(fs, m.answer(actor, mandate.RoleParty))...)
}

// hasTerms reports whether a party has stated terms of its own: a requirement
// that is not inherited and of which something is neither spent nor waiting.
func (m *Model) hasTerms(actor string) bool {
	for _, h := range m.byActor[actor] {
		if !h.Inherited && m.termsOf(h) {
			return true
		}
	}
	return false
}

// termsOf reports whether an effect is a requirement of which something is
// neither spent nor waiting.
func (m *Model) termsOf(h *record.Held) bool {
	e := m.requirement(h)
	if e == nil {
		return false
	}
	for _, part := range conjuncts(e) {
		if !m.waits(part) && m.hasLiveAtom(part) && hasAtom(part) {
			return true
		}
	}
	return false
}

// hasAtom reports whether a condition says more than true or false.
func hasAtom(e *mandate.Expr) (yes bool) {
	polarity(e, false, func(x *mandate.Expr, _ bool) {
		yes = yes || x.Op != mandate.OpTrue && x.Op != mandate.OpFalse
	})
	return yes
}

// partyRung returns the formula that the actor, if it consents, stands on the
// rung or above.
func (m *Model) partyRung(actor string, r mandate.Rung) formula.Ref {
	if r == mandate.Silent {
		return formula.True
	}
	fs := []formula.Ref{m.agreedParty(actor)}
	if r <= mandate.Conditional {
		if m.hasTerms(actor) {
			return formula.True
		}
		for _, h := range m.byActor[actor] {
			fs = append(fs, m.yes(h, actor))
		}
	}
	return m.f.Or(fs...)
}

// everybody returns the formula that all who join or consent stand on the rung
// or above.
func (m *Model) everybody(r mandate.Rung) formula.Ref {
	var fs []formula.Ref
	for _, a := range m.c.Actors {
		if j, ok := m.join[a.ID]; ok {
			fs = append(fs, m.f.Implies(j, m.contributorRung(a.ID, r)))
		}
		if p, ok := m.consent[a.ID]; ok {
			fs = append(fs, m.f.Implies(p, m.partyRung(a.ID, r)))
		}
	}
	return m.f.And(fs...)
}

// unanswered returns the formula that the actor takes part without having
// agreed.
func (m *Model) unanswered(a *mandate.Actor) formula.Ref {
	var fs []formula.Ref
	if j, ok := m.join[a.ID]; ok {
		fs = append(fs, m.f.And(j, m.agreedContributor(a.ID).Not()))
	}
	if p, ok := m.consent[a.ID]; ok {
		fs = append(fs, m.f.And(p, m.agreedParty(a.ID).Not()))
	}
	return m.f.Or(fs...)
}

// askedAgain returns the formula that the actor takes part without having
// agreed although it has said yes to other plans.
func (m *Model) askedAgain(a *mandate.Actor) formula.Ref {
	commits, yes := false, false
	for _, h := range m.byActor[a.ID] {
		if !own(h) {
			continue
		}
		switch h.Effect.Kind {
		case mandate.Commits:
			commits = true
		case mandate.Accepts, mandate.Decides, mandate.Adopts:
			yes = true
		}
	}
	var fs []formula.Ref
	if j, ok := m.join[a.ID]; ok && commits {
		fs = append(fs, m.f.And(j, m.agreedContributor(a.ID).Not()))
	}
	if p, ok := m.consent[a.ID]; ok && yes {
		fs = append(fs, m.f.And(p, m.agreedParty(a.ID).Not()))
	}
	return m.f.Or(fs...)
}
