package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/record"
)

// ctx says how a condition is read: at which moment, and whether occurrences
// of before whose later step has happened are spent.
type ctx struct {
	moment event
	spend  bool
}

func (m *Model) lowerAll(es []*mandate.Expr, c ctx) formula.Ref {
	fs := make([]formula.Ref, len(es))
	for i, e := range es {
		fs[i] = m.lower(e, false, c)
	}
	return m.f.And(fs...)
}

// lower translates a condition, or its negation. Negations are carried down to
// the atoms because an unknown external is read differently in each polarity.
func (m *Model) lower(e *mandate.Expr, neg bool, c ctx) formula.Ref {
	switch e.Op {
	case mandate.OpNot:
		return m.lower(e.Kids[0], !neg, c)
	case mandate.OpAnd, mandate.OpOr:
		fs := make([]formula.Ref, len(e.Kids))
		for i, k := range e.Kids {
			fs[i] = m.lower(k, neg, c)
		}
		if (e.Op == mandate.OpAnd) != neg {
			return m.f.And(fs...)
		}
		return m.f.Or(fs...)
	case mandate.OpExternal:
		return m.external(e.Name, neg)
	case mandate.OpAdopts:
		// Clauses may speak of externals, so the polarity goes on down.
		fs := []formula.Ref{m.lower(m.clauses(e.Name), neg, ctx{moment: none})}
		for _, s := range m.texts[e.Name].Steps {
			f := m.taken[s]
			if neg {
				f = f.Not()
			}
			fs = append(fs, f)
		}
		if neg {
			return m.f.Or(fs...)
		}
		return m.f.And(fs...)
	case mandate.OpBefore:
		if c.spend && m.spent(e, neg) {
			return formula.True
		}
	}
	f := m.atom(e, c)
	if neg {
		return f.Not()
	}
	return f
}

func (m *Model) external(id string, neg bool) formula.Ref {
	switch m.readings[id].Value {
	case mandate.True:
		return truth(!neg)
	case mandate.False:
		return truth(neg)
	}
	if neg {
		return m.extF[id]
	}
	return m.extT[id]
}

func truth(b bool) formula.Ref {
	if b {
		return formula.True
	}
	return formula.False
}

func (m *Model) atom(e *mandate.Expr, c ctx) formula.Ref {
	switch e.Op {
	case mandate.OpTrue:
		return formula.True
	case mandate.OpFalse:
		return formula.False
	case mandate.OpIs, mandate.OpHas:
		return m.option[e.Name][e.Names[0]]
	case mandate.OpIn:
		var fs []formula.Ref
		for _, o := range e.Names {
			fs = append(fs, m.option[e.Name][o])
		}
		return m.f.Or(fs...)
	case mandate.OpAtLeast:
		var fs []formula.Ref
		reached := false
		for _, o := range m.issues[e.Name].Options {
			reached = reached || o.ID == e.Names[0]
			if reached {
				fs = append(fs, m.option[e.Name][o.ID])
			}
		}
		return m.f.Or(fs...)
	case mandate.OpJoins:
		return m.join[e.Name]
	case mandate.OpConsents:
		return m.consent[e.Name]
	case mandate.OpJoining:
		return m.compare(m.members(e.Name, func(a *mandate.Actor) formula.Ref { return m.either(m.join, a.ID) }), e)
	case mandate.OpConsenting:
		return m.compare(m.members(e.Name, func(a *mandate.Actor) formula.Ref { return m.either(m.consent, a.ID) }), e)
	case mandate.OpObjecting:
		return m.compare(m.members(e.Name, m.objects), e)
	case mandate.OpForce:
		return m.compare(m.figures(e.Name, everything), e)
	case mandate.OpCommitted:
		return m.compare(m.figures(e.Name, committed), e)
	case mandate.OpDecided:
		if c.moment == none {
			return formula.True
		}
		return m.ord(m.events.id("decide."+e.Name), c.moment)
	case mandate.OpDone:
		return m.doneBefore(e.Name, c.moment)
	case mandate.OpBefore:
		x, y := e.Name, e.Names[0]
		return m.f.Or(m.inPlan(y).Not(), m.f.And(m.inPlan(x), m.ord(m.events.id(x), m.events.id(y))))
	case mandate.OpOnRecord:
		return truth(m.onRec.eval(e.Kids[0]))
	}
	panic("analysis: unknown operator")
}

func (m *Model) either(of map[string]formula.Ref, id string) formula.Ref {
	if f, ok := of[id]; ok {
		return f
	}
	return formula.False
}

func (m *Model) members(group string, f func(*mandate.Actor) formula.Ref) (terms []formula.Term) {
	for _, a := range m.c.Actors {
		if a.In(group) {
			terms = append(terms, formula.Term{Coef: 1, F: f(a)})
		}
	}
	return terms
}

// objects returns the formula that the actor objects: it declines, or one of
// its requirements fails, read without a moment.
func (m *Model) objects(a *mandate.Actor) formula.Ref {
	var fs []formula.Ref
	for _, p := range m.owned[m.number[a.ID]] {
		kept := p.sel
		if m.usable != nil { // by position and actor: its entries bind or not
			var by []formula.Ref
			for _, o := range p.Origins {
				if o.Actor == a.ID {
					by = append(by, m.objection(o.Entry))
				}
			}
			kept = m.f.Or(by...)
		}
		if p.Kind == "declines" {
			fs = append(fs, kept)
			continue
		}
		fs = append(fs, m.f.And(kept, m.lowerAll(p.parts, ctx{moment: none, spend: true}).Not()))
	}
	return m.f.Or(fs...)
}

func (m *Model) compare(terms []formula.Term, e *mandate.Expr) formula.Ref {
	ge := func(n int64) formula.Ref { return m.f.AtLeast(terms, n) }
	switch e.Cmp {
	case mandate.CmpGE:
		return ge(e.N)
	case mandate.CmpGT:
		return ge(e.N + 1)
	case mandate.CmpLE:
		return ge(e.N + 1).Not()
	case mandate.CmpLT:
		return ge(e.N).Not()
	case mandate.CmpEQ:
		return m.f.And(ge(e.N), ge(e.N+1).Not())
	case mandate.CmpNE:
		return m.f.And(ge(e.N), ge(e.N+1).Not()).Not()
	}
	panic("analysis: comparison missing")
}

// settlement is what the decisions on record leave open.
type settlement struct {
	// open lists, by issue, the options (of a set: the members) with which
	// all decisions can hold together.
	open map[string][]string
	// out lists, for set issues, the members that may still be left out.
	out map[string][]string
	// day is the day by which an issue was decided; issues that are not
	// decided are missing. by lists the entries that decide.
	day map[string]mandate.Day
	by  map[string][]string
}

// recordWorld evaluates on_record(…): see docs/math/verdict.md.
type recordWorld struct{ m *Model }

func newRecordWorld(m *Model) *recordWorld { return &recordWorld{m} }

func (w *recordWorld) eval(e *mandate.Expr) bool {
	m := w.m
	switch e.Op {
	case mandate.OpTrue:
		return true
	case mandate.OpFalse, mandate.OpOnRecord:
		return false
	case mandate.OpNot:
		return !w.eval(e.Kids[0])
	case mandate.OpAnd:
		for _, k := range e.Kids {
			if !w.eval(k) {
				return false
			}
		}
		return true
	case mandate.OpOr:
		for _, k := range e.Kids {
			if w.eval(k) {
				return true
			}
		}
		return false
	case mandate.OpIs, mandate.OpIn:
		return subset(m.settled.open[e.Name], e.Names)
	case mandate.OpHas:
		return contains(m.settled.open[e.Name], e.Names[0]) && !contains(m.settled.out[e.Name], e.Names[0])
	case mandate.OpAtLeast:
		var up []string
		for _, o := range m.issues[e.Name].Options {
			if o.ID == e.Names[0] || len(up) > 0 {
				up = append(up, o.ID)
			}
		}
		return subset(m.settled.open[e.Name], up)
	case mandate.OpJoins:
		return w.agreed(e.Name, mandate.Commits)
	case mandate.OpConsents:
		return w.consents(e.Name)
	case mandate.OpJoining:
		return e.Cmp.Holds(w.count(e.Name, func(a string) bool { return w.agreed(a, mandate.Commits) }), e.N)
	case mandate.OpConsenting:
		return e.Cmp.Holds(w.count(e.Name, w.consents), e.N)
	case mandate.OpObjecting:
		return e.Cmp.Holds(w.count(e.Name, w.declines), e.N)
	case mandate.OpForce, mandate.OpCommitted:
		return e.Cmp.Holds(w.committed(e.Name), e.N)
	case mandate.OpDecided:
		_, ok := m.settled.day[e.Name]
		return ok
	case mandate.OpDone:
		_, ok := m.past[e.Name]
		return ok
	case mandate.OpBefore:
		return w.before(e.Name, e.Names[0])
	case mandate.OpAdopts:
		if !w.eval(m.clauses(e.Name)) {
			return false
		}
		for _, s := range m.texts[e.Name].Steps {
			if _, ok := m.past[s]; !ok {
				return false
			}
		}
		return true
	case mandate.OpExternal:
		return m.readings[e.Name].Value == mandate.True
	}
	return false
}

// before reports whether the record has x before y: y has not happened, or
// both have, x no later.
func (w *recordWorld) before(x, y string) bool {
	t := &w.m.events
	a, b := t.id(x), t.id(y)
	if !t.isPast(b) {
		return true
	}
	return t.isPast(a) && t.day[a] <= t.day[b]
}

// agreed reports whether the actor has a binding effect of the kind that is
// its own, or at least not hearsay.
func (w *recordWorld) agreed(actor string, kind mandate.EffectKind) bool {
	for _, h := range w.m.byActor[actor] {
		if h.Effect.Kind == kind && own(h) {
			return true
		}
	}
	return false
}

// declines reports whether the actor declines, by whose word ever: what binds in
// plans objects on the record.
func (w *recordWorld) declines(actor string) bool {
	for _, h := range w.m.byActor[actor] {
		if h.Effect.Kind == mandate.Declines {
			return true
		}
	}
	return false
}

func (w *recordWorld) consents(actor string) bool {
	return w.agreed(actor, mandate.Accepts) || w.agreed(actor, mandate.Decides) || w.agreed(actor, mandate.Adopts)
}

func (w *recordWorld) count(group string, f func(string) bool) (n int64) {
	for _, a := range w.m.c.Actors {
		if a.In(group) && f(a.ID) {
			n++
		}
	}
	return n
}

// committed adds up the binding commitments of the actors' own word, with what
// adds to them, whatever they are conditional on.
func (w *recordWorld) committed(capability string) (sum int64) {
	for _, a := range w.m.c.Actors {
		sum += brought(w.m.byActor[a.ID], capability, w.m.promises)
	}
	return sum
}

// brought is the largest named figure among an actor's effects that count, with
// what adds to it. Ties: the later day, then the later place in the record.
func brought(held []*record.Held, capability string, counts func(*record.Held) bool) (sum int64) {
	var best *record.Held
	for _, h := range held {
		if h.Effect.AddsTo != "" || !counts(h) {
			continue
		}
		if best == nil || amount(h.Effect, capability).Named > amount(best.Effect, capability).Named ||
			amount(h.Effect, capability).Named == amount(best.Effect, capability).Named && record.EffectiveDay(h.Entry) >= record.EffectiveDay(best.Entry) {
			best = h
		}
	}
	if best == nil {
		return 0
	}
	sum = amount(best.Effect, capability).Named
	base := map[string]bool{best.Entry.ID: true}
	added := map[*record.Held]bool{}
	for again := true; again; {
		again = false
		for _, h := range held {
			if h.Effect.AddsTo != "" && base[h.Effect.AddsTo] && !added[h] && counts(h) {
				added[h], base[h.Entry.ID], again = true, true, true
				sum += amount(h.Effect, capability).Named
			}
		}
	}
	return sum
}

// own reports whether an effect is the actor's own word: neither hearsay nor
// inherited from a group.
func own(h *record.Held) bool { return !h.Hearsay && !h.Inherited }

func subset(a, b []string) bool {
	for _, x := range a {
		if !contains(b, x) {
			return false
		}
	}
	return true
}
