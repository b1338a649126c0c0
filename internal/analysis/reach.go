package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Reach is why a goal about the force is out of reach whatever anybody changes:
// all offers and commitments together bring less.
type Reach struct {
	Capability string
	Wanted     int64
	Most       int64
	// From is who brings it, in the order of the case.
	From []Part
	// Unstated lists contributors that named no figure.
	Unstated []string
}

// Part is one contributor's part of a figure.
type Part struct {
	Actor string
	N     int64
	// Entries are its offers and commitments of the capability.
	Entries []string
}

// OutOfReach reports, for a goal that fails even without any position, the
// first figure in it that all offers together do not bring.
func (m *Model) OutOfReach(goal *mandate.Expr) (r Reach, ok bool) {
	if goal == nil || m.s.Solve(m.pbBudget(), m.goalLits(goal)...) != pb.No {
		return Reach{}, false
	}
	polarity(goal, false, func(x *mandate.Expr, neg bool) {
		if ok || neg || x.Op != mandate.OpForce && x.Op != mandate.OpCommitted {
			return
		}
		wanted := x.N
		switch x.Cmp {
		case mandate.CmpGE, mandate.CmpEQ:
		case mandate.CmpGT:
			wanted++
		default:
			return
		}
		fam := everything
		if x.Op == mandate.OpCommitted {
			fam = committed
		}
		// The most that all of them bring in any plan, positions aside.
		most := map[string]int64{}
		var terms []pb.Term
		supplies := m.supplies(x.Name, fam, false)
		for _, s := range supplies {
			most[s.actor] = max(most[s.actor], s.named)
			terms = append(terms, pb.Term{Coef: -s.named, Lit: m.lit(s.when)})
		}
		best := pb.Minimize(m.s, terms, m.pbBudget(), m.given...)
		if best.Verdict != pb.Yes {
			return
		}
		sum := -best.Cost
		if sum >= wanted {
			return
		}
		ok = true
		r = Reach{Capability: x.Name, Wanted: wanted, Most: sum}
		brought := map[string]int64{}
		for _, s := range supplies {
			if l := m.lit(s.when); best.Model[l.Var()] != l.IsNeg() {
				brought[s.actor] += s.named
			}
		}
		for _, a := range m.c.Actors {
			if n := brought[a.ID]; n > 0 {
				r.From = append(r.From, Part{a.ID, n, m.offering(a.ID, x.Name)})
			}
			for _, h := range m.byActor[a.ID] {
				k := h.Effect.Kind
				if (k == mandate.Offers || k == mandate.Commits) && (len(h.Effect.Amounts) == 0 || amount(h.Effect, x.Name).Some) && most[a.ID] == 0 {
					r.Unstated = addUnique(r.Unstated, a.ID)
				}
			}
		}
	})
	return r, ok
}

// offering lists the entries by which an actor offers or commits some of a
// capability.
func (m *Model) offering(actor, capability string) (out []string) {
	for _, h := range m.Offers(actor) {
		if amount(h.Effect, capability).Named > 0 {
			out = addUnique(out, h.Entry.ID)
		}
	}
	return out
}

// Hopeless reports whether a goal fails even without any position: what has
// happened, or how the case is built, rules it out.
func (m *Model) Hopeless(goal *mandate.Expr) bool {
	return goal != nil && m.s.Solve(m.pbBudget(), m.goalLits(goal)...) == pb.No
}

// Speaking lists the binding entries whose conditions speak of what a goal
// speaks of, in the order of the record.
func (m *Model) Speaking(goal *mandate.Expr) (out []string) {
	want := map[string]bool{}
	note := func(set map[string]bool, e *mandate.Expr) {
		e.Walk(func(x *mandate.Expr) {
			switch x.Op {
			case mandate.OpTrue, mandate.OpFalse, mandate.OpNot, mandate.OpAnd, mandate.OpOr, mandate.OpOnRecord:
				return
			case mandate.OpIs, mandate.OpHas, mandate.OpIn, mandate.OpAtLeast:
				set["issue "+x.Name] = true
			case mandate.OpDone:
				set["step "+x.Name] = true
			case mandate.OpBefore:
				set["step "+x.Name] = true
				set["step "+x.Names[0]] = true
			default:
				set[textOf(&mandate.Expr{Op: x.Op, Name: x.Name, Names: x.Names, Cmp: x.Cmp, N: x.N})] = true
			}
		})
	}
	note(want, goal)
	for i := range m.held {
		h := &m.held[i]
		var exprs []*mandate.Expr
		if e := m.requirement(h); e != nil {
			exprs = append(exprs, e)
		} else if h.Effect.That != nil {
			exprs = append(exprs, h.Effect.That.Expr)
		}
		for _, e := range exprs {
			has := map[string]bool{}
			note(has, e)
			for k := range has {
				if want[k] {
					out = addUnique(out, h.Entry.ID)
					break
				}
			}
		}
	}
	return out
}

// Offers lists the binding offers and commitments of an actor, in the order of
// the record.
func (m *Model) Offers(actor string) (out []*record.Held) {
	for _, h := range m.byActor[actor] {
		if h.Effect.Kind == mandate.Offers || h.Effect.Kind == mandate.Commits {
			out = append(out, h)
		}
	}
	return out
}

// Interested reports whether the actor has said that it is interested.
func (m *Model) Interested(actor string) bool {
	for _, h := range m.byActor[actor] {
		if h.Effect.Kind == mandate.Interests {
			return true
		}
	}
	return false
}

// About lists the entries on an issue that bear on its decision: what decides
// it so far, and who asks for it to be decided.
func (m *Model) About(issue string) []string {
	out := append([]string(nil), m.settled.by[issue]...)
	for i := range m.held {
		h := &m.held[i]
		var e *mandate.Expr
		if e = m.requirement(h); e == nil && h.Effect.That != nil {
			e = h.Effect.That.Expr
		}
		e.Walk(func(x *mandate.Expr) {
			if x.Op == mandate.OpDecided && x.Name == issue || x.Op == mandate.OpBefore && (x.Name == "decide."+issue || x.Names[0] == "decide."+issue) {
				out = addUnique(out, h.Entry.ID)
			}
		})
	}
	return out
}

// StandingsOf tells where one actor stands, as contributor and as party.
func (m *Model) StandingsOf(actor string) (out []Standing) {
	a := m.State.Actor(actor)
	if f, ok := m.join[actor]; ok {
		out = append(out, m.standing(a, mandate.RoleContributor, f, mandate.OpJoins, func(r mandate.Rung) formula.Ref { return m.contributorRung(actor, r) }))
	}
	if f, ok := m.consent[actor]; ok {
		out = append(out, m.standing(a, mandate.RoleParty, f, mandate.OpConsents, func(r mandate.Rung) formula.Ref { return m.partyRung(actor, r) }))
	}
	return out
}

// Expr returns the condition of a position; nil for declines and settle lines.
func (p *Position) Expr() *mandate.Expr { return p.expr }

// WordOn returns how far a contributor's own words go on taking part, whatever
// they are conditional on: what it has committed, offered or shown interest in.
func (m *Model) WordOn(actor string) mandate.Rung {
	r := mandate.Silent
	for _, h := range m.byActor[actor] {
		switch {
		case m.promises(h):
			r = max(r, mandate.Agreed)
		case h.Effect.Kind == mandate.Offers || h.Effect.Kind == mandate.Commits:
			r = max(r, mandate.Conditional)
		case h.Effect.Kind == mandate.Interests:
			r = max(r, mandate.Interested)
		}
	}
	return r
}
