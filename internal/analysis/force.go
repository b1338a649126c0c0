package analysis

import (
	"encoding/binary"
	"sort"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/record"
)

// amount returns what an effect says of a capability.
func amount(f *mandate.Effect, capability string) mandate.Amount {
	for _, a := range f.Amounts {
		if a.Capability == capability {
			return a
		}
	}
	return mandate.Amount{}
}

// supply is a figure that counts in a plan when a formula holds.
type supply struct {
	actor       string
	when        formula.Ref
	named, firm int64
	notFor      []string
}

// Which effects of a joiner count.
type family int

const (
	everything family = iota // offers and commitments
	committed                // commitments of its own word
	answered                 // commitments if it has agreed, else its offers
)

// firmCommitment reports whether an effect is a commitment of the actor's own.
func firmCommitment(h *record.Held) bool { return h.Effect.Kind == mandate.Commits && own(h) }

// promises is firmCommitment, or that the effect is an offer of an actor whose yes
// is supposed: it repeats what it has offered as a promise.
func (m *Model) promises(h *record.Held) bool {
	return firmCommitment(h) || m.supposed != nil && m.supposed.actor == h.Actor.ID && (h.Effect.Kind == mandate.Offers || h.Effect.Kind == mandate.Commits)
}

// bare reports whether an effect is a supposed yes itself, which names nothing.
func (m *Model) bare(h *record.Held) bool { return m.supposed != nil && m.supposed.entry == h.Entry.ID }

// supplies lists what the joiners bring of a capability: for each actor, the
// effects in falling order of their figure, each counting when it holds and no
// earlier one does, and what adds to them. byFirm takes firm figures for named.
func (m *Model) supplies(capability string, fam family, byFirm bool) (out []supply) {
	for _, a := range m.c.Actors {
		key, ok := m.offersKey(a.ID)
		if key == "" {
			continue
		}
		if !ok {
			out = append(out, m.suppliesOf(a, capability, fam, byFirm)...)
			continue
		}
		k := supplyKey{a, capability, fam, byFirm, key}
		of, known := m.supplied[k]
		if !known {
			of = m.suppliesOf(a, capability, fam, byFirm)
			m.supplied[k] = of
		}
		out = append(out, of...)
	}
	return out
}

// supplyKey is all that the supplies of an actor depend on.
type supplyKey struct {
	actor      *mandate.Actor
	capability string
	fam        family
	byFirm     bool
	offers     string
}

// offersKey names what a contributor offers and commits on this record, and how
// the record has what the conditions speak of; it is empty if there is nothing,
// and ok is false if a condition reads more of the record than can be told.
func (m *Model) offersKey(actor string) (key string, ok bool) {
	if _, contributes := m.join[actor]; !contributes {
		return "", false
	}
	if k, known := m.offered[actor]; known {
		return k.key, k.ok
	}
	ok = true
	var b []byte
	for _, h := range m.byActor[actor] {
		if h.Effect.Kind != mandate.Commits && h.Effect.Kind != mandate.Offers {
			continue
		}
		b = binary.AppendVarint(b, int64(h.Entry.Index))
		b = binary.AppendVarint(b, int64(h.N)<<1|map[bool]int64{true: 1}[own(h)])
		d := m.demandOf(h.Effect)
		ok = ok && !d.deep
		b = m.stateOf(d, b)
	}
	if m.supposed != nil && m.supposed.actor == actor {
		b = append(b, '!')
	}
	m.offered[actor] = offers{string(b), ok}
	return string(b), ok
}

// offers is what offersKey returns.
type offers struct {
	key string
	ok  bool
}

func (m *Model) suppliesOf(a *mandate.Actor, capability string, fam family, byFirm bool) (out []supply) {
	join := m.join[a.ID]
	var roots, adders []*record.Held
	for _, h := range m.byActor[a.ID] {
		if h.Effect.Kind != mandate.Commits && h.Effect.Kind != mandate.Offers {
			continue
		}
		if fam == committed && !m.promises(h) {
			continue
		}
		if h.Effect.AddsTo != "" {
			adders = append(adders, h)
		} else {
			roots = append(roots, h)
		}
	}
	if len(roots) == 0 {
		return nil
	}
	figure := func(h *record.Held) int64 {
		if byFirm {
			return amount(h.Effect, capability).Firm
		}
		return amount(h.Effect, capability).Named
	}
	sort.SliceStable(roots, func(i, j int) bool {
		x, y := roots[i], roots[j]
		if bx, by := m.bare(x), m.bare(y); bx != by {
			return by // it takes no figures away
		}
		if figure(x) != figure(y) {
			return figure(x) > figure(y)
		}
		if dx, dy := record.EffectiveDay(x.Entry), record.EffectiveDay(y.Entry); dx != dy {
			return dx > dy
		}
		if x.Entry != y.Entry {
			return x.Entry.Index > y.Entry.Index
		}
		return x.N > y.N
	})
	when := func(h *record.Held) formula.Ref {
		w := m.condition(h, "commit."+a.ID)
		if fam == answered {
			yes := m.agreedContributor(a.ID)
			if !m.promises(h) {
				w = m.f.And(w, yes.Not())
			}
		}
		return w
	}
	taken := formula.False
	for _, h := range roots {
		w := when(h)
		chosen := m.f.And(join, w, taken.Not())
		taken = m.f.Or(taken, w)
		add := func(h *record.Held, when formula.Ref) {
			s := supply{actor: a.ID, when: when, named: figure(h), firm: amount(h.Effect, capability).Firm, notFor: h.Effect.NotFor}
			if s.named > 0 {
				out = append(out, s)
			}
		}
		add(h, chosen)
		// Chains of adds_to: an addition counts when what it adds to does.
		counts := map[string]formula.Ref{h.Entry.ID: chosen}
		done := map[*record.Held]bool{}
		for changed := true; changed; {
			changed = false
			for _, x := range adders {
				base, ok := counts[x.Effect.AddsTo]
				if !ok || done[x] {
					continue
				}
				done[x], changed = true, true
				c := m.f.And(base, when(x))
				add(x, c)
				if old, ok := counts[x.Entry.ID]; ok {
					c = m.f.Or(old, c)
				}
				counts[x.Entry.ID] = c
			}
		}
	}
	return out
}

// condition returns the formula that the `if` of an offer or commitment holds,
// read at the event.
func (m *Model) condition(h *record.Held, ev string) formula.Ref {
	if h.Effect.That == nil {
		return m.support(h)
	}
	return m.f.And(m.support(h), m.lower(h.Effect.That.Expr, false, ctx{moment: m.events.id(ev)}))
}

// figures returns what the joiners bring of a capability as a sum.
func (m *Model) figures(capability string, fam family) []formula.Term {
	k := figure{capability, fam}
	terms, ok := m.figured[k]
	if !ok {
		for _, s := range m.supplies(capability, fam, false) {
			terms = append(terms, formula.Term{Coef: s.named, F: s.when})
		}
		m.figured[k] = terms
	}
	return terms
}

// figure is a sum that a condition may ask for.
type figure struct {
	capability string
	of         family
}

// need is a requirement line of a capability.
type need struct {
	line   *mandate.Requirement
	active formula.Ref
}

// transport is the transport problem of one capability: who may serve what.
type transport struct {
	capability string
	needs      []need
	supplies   []supply
	met        formula.Ref // assumed: every minimum can be met
	slack      []slackCut  // guards for "at most so much is missing"
}

type slackCut struct {
	missing int64
	guard   formula.Ref
}

// forceModel holds the transport problems; cuts are added as plans violate
// them.
type forceModel struct{ lines []*transport }

// needForce makes the force model on first use.
func (m *Model) needForce() *forceModel {
	if m.force != nil {
		return m.force
	}
	m.force = &forceModel{}
	for _, k := range m.c.Capabilities {
		t := &transport{capability: k.ID}
		for _, r := range m.c.Requirements {
			if r.Capability != k.ID || r.Minimum <= 0 || !m.State.Holds(r.Line) {
				continue
			}
			active := formula.True
			if r.If != nil {
				active = m.lower(r.If.Expr, false, ctx{moment: none})
			}
			t.needs = append(t.needs, need{r, active})
		}
		if len(t.needs) == 0 {
			continue
		}
		t.supplies = m.supplies(k.ID, answered, false)
		t.met = m.newAtom()
		m.force.lines = append(m.force.lines, t)
	}
	return m.force
}

// shortage is how a plan stands on one capability.
type shortage struct {
	missing int64
	lines   []int // the smallest set of lines at which it is missed, by index
}

// shortageOf solves the transport problem of the last plan found.
func (m *Model) shortageOf(t *transport) shortage {
	var lines []int
	var demand []int64
	for i, n := range t.needs {
		if m.holds(n.active) {
			lines = append(lines, i)
			demand = append(demand, n.line.Minimum)
		}
	}
	var have []int64
	var serves [][]bool
	for _, s := range t.supplies {
		if !m.holds(s.when) {
			continue
		}
		have = append(have, s.named)
		row := make([]bool, len(lines))
		for j, i := range lines {
			row[j] = canServe(s, t.needs[i].line)
		}
		serves = append(serves, row)
	}
	missing, at := assign(have, demand, serves)
	out := shortage{missing: missing}
	for _, j := range at {
		out.lines = append(out.lines, lines[j])
	}
	return out
}

func canServe(s supply, r *mandate.Requirement) bool {
	for _, x := range s.notFor {
		if x == r.Task || x == r.Sector {
			return false
		}
	}
	return true
}

// assign solves a transport problem: how much of the demand cannot be met, and
// the smallest set of lines whose demand exceeds all that can serve them by that
// much.
func assign(have, demand []int64, serves [][]bool) (missing int64, at []int) {
	got, at := allot(have, demand, serves)
	for j, d := range demand {
		missing += d - got[j]
	}
	return missing, at
}

// allot serves the lines one after the other, by augmenting flows (Ford and
// Fulkerson, 1956), so that no line takes from those before it what they got:
// what each gets, and the smallest set of lines at which demand is missed (the
// lines from which no spare supply can be reached, by the min-cut theorem).
func allot(have, demand []int64, serves [][]bool) (got []int64, at []int) {
	n, k := len(have), len(demand)
	flow := make([][]int64, n)
	for i := range flow {
		flow[i] = make([]int64, k)
	}
	used := make([]int64, n)
	got = make([]int64, k)
	// reach walks from line j over suppliers that can serve a reached line
	// and lines that such a supplier serves now; it returns a supplier with
	// something left, with the way back.
	type step struct{ supplier, line int }
	reach := func(j int) (free int, via []step, seen []bool) {
		seen = make([]bool, k)
		from := make([]int, n) // supplier <- line
		for i := range from {
			from[i] = -1
		}
		back := make([]int, k) // line <- supplier
		queue := []int{j}
		seen[j] = true
		back[j] = -1
		for len(queue) > 0 {
			l := queue[0]
			queue = queue[1:]
			for i := 0; i < n; i++ {
				if !serves[i][l] || from[i] >= 0 {
					continue
				}
				from[i] = l
				if used[i] < have[i] {
					for {
						via = append(via, step{i, from[i]})
						if from[i] == j {
							return i, via, seen
						}
						i = back[from[i]]
					}
				}
				for q := 0; q < k; q++ {
					if !seen[q] && flow[i][q] > 0 {
						seen[q], back[q] = true, i
						queue = append(queue, q)
					}
				}
			}
		}
		return -1, nil, seen
	}
	for j := 0; j < k; j++ {
		for got[j] < demand[j] {
			_, via, _ := reach(j)
			if via == nil {
				break
			}
			// via runs from the supplier with something left to line j.
			first := via[0].supplier
			d := min(demand[j]-got[j], have[first]-used[first])
			for x := 1; x < len(via); x++ {
				d = min(d, flow[via[x].supplier][via[x-1].line])
			}
			for x, v := range via {
				flow[v.supplier][v.line] += d
				if x > 0 {
					flow[v.supplier][via[x-1].line] -= d
				}
			}
			used[first] += d
			got[j] += d
		}
	}
	short := make([]bool, k)
	for j := 0; j < k; j++ {
		if got[j] < demand[j] {
			_, _, seen := reach(j)
			for q, s := range seen {
				short[q] = short[q] || s
			}
		}
	}
	for j, s := range short {
		if s {
			at = append(at, j)
		}
	}
	return got, at
}

// cut adds, for a set of lines, that what can serve them covers their demand
// less slack, whenever guard holds and the lines apply. It is the condition of
// Gale (1957) for that set.
func (m *Model) cut(t *transport, lines []int, guard formula.Ref, slack int64) {
	guards := []formula.Lit{m.em.Lit(guard)}
	var demand int64
	for _, i := range lines {
		demand += t.needs[i].line.Minimum
		if a := t.needs[i].active; a != formula.True {
			guards = append(guards, m.em.Lit(a))
		}
	}
	var terms []formula.Term
	for _, s := range t.supplies {
		for _, i := range lines {
			if canServe(s, t.needs[i].line) {
				terms = append(terms, formula.Term{Coef: s.named, F: s.when})
				break
			}
		}
	}
	m.em.Imply(guards, m.f.AtLeast(terms, demand-slack))
}

// repair adds the cuts that the last plan violates and reports whether there
// were any.
func (m *Model) repair() (violated bool) {
	if m.force == nil {
		return false
	}
	type todo struct {
		t     *transport
		lines []int
		guard formula.Ref
		slack int64
	}
	var all []todo
	for _, t := range m.force.lines {
		s := m.shortageOf(t)
		if s.missing > 0 && m.holds(t.met) {
			all = append(all, todo{t, s.lines, t.met, 0})
		}
		for _, c := range t.slack {
			if s.missing > c.missing && m.holds(c.guard) {
				all = append(all, todo{t, s.lines, c.guard, c.missing})
			}
		}
	}
	for _, c := range all {
		m.cut(c.t, c.lines, c.guard, c.slack)
	}
	return len(all) > 0
}
