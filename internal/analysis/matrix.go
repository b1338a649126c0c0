package analysis

import (
	"mandate"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Mark is where one actor stands on one issue.
type Mark struct {
	// Objects: its requirements on the issue leave none of the options that
	// the decisions on record leave.
	Objects bool
	Rung    mandate.Rung
	// Hook: a condition or preference stands behind the mark.
	Hook bool
	// Held are the effects on the issue, in the order of the record.
	Held []*record.Held
}

// Mark tells where an actor stands on an issue, by its binding effects that
// speak of the issue: objects; agreed (an own accepts, decides, adopts or
// commitment); conditional (terms, an offer, or somebody else's word);
// interested (a preference); or silent.
func (m *Model) Mark(actor string, issue *mandate.Issue) Mark {
	var mk Mark
	var reqs []*Position
	for _, h := range m.byActor[actor] {
		if !contains(m.State.Topics(h.Effect), issue.ID) {
			continue
		}
		raise := func(r mandate.Rung) { mk.Rung = max(mk.Rung, r) }
		switch h.Effect.Kind {
		case mandate.Accepts, mandate.Decides, mandate.Adopts, mandate.Commits:
			if own(h) {
				raise(mandate.Agreed)
			} else {
				raise(mandate.Conditional)
			}
			mk.Hook = mk.Hook || h.Effect.Kind == mandate.Commits
		case mandate.Requires, mandate.Rejects, mandate.Excludes:
			raise(mandate.Conditional)
			mk.Hook = true
			for _, p := range m.owned[m.number[actor]] {
				if contains(p.Key, h.Ref()) {
					reqs = append(reqs, p)
				}
			}
		case mandate.Offers:
			raise(mandate.Conditional)
			mk.Hook = true
		case mandate.Prefers:
			raise(mandate.Interested)
			mk.Hook = true
		default:
			continue
		}
		mk.Held = append(mk.Held, h)
	}
	if len(reqs) == 0 {
		return mk
	}
	mk.Objects = m.objectsTo(issue, reqs, actor)
	return mk
}

// objectsTo reports whether no option of the issue that is open on record can
// hold together with the requirements, if the actor takes part.
func (m *Model) objectsTo(issue *mandate.Issue, reqs []*Position, actor string) bool {
	free := m.base[:len(m.base):len(m.base)]
	for _, p := range reqs {
		free = append(free, m.lit(p.sel))
	}
	f, ok := m.join[actor]
	if !ok {
		f, ok = m.consent[actor]
	}
	if ok {
		free = append(free, m.lit(f))
	}
	if issue.Set {
		// Members that are forced in or out are what can be objected to.
		q := append([]pb.Lit(nil), free...)
		for _, o := range issue.Options {
			x := m.lit(m.option[issue.ID][o.ID])
			in, out := contains(m.settled.open[issue.ID], o.ID), contains(m.settled.out[issue.ID], o.ID)
			if in && !out {
				q = append(q, x)
			} else if out && !in {
				q = append(q, x.Not())
			}
		}
		return m.s.Solve(m.pbBudget(), q...) == No
	}
	for _, o := range m.settled.open[issue.ID] {
		if m.s.Solve(m.pbBudget(), append(append([]pb.Lit(nil), free...), m.lit(m.option[issue.ID][o]))...) != No {
			return false
		}
	}
	return true
}
