package analysis

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/formula"
)

// Objective is what plans are compared by: a count or a figure read off a plan
// and the record (docs/math/plans.md).
type Objective struct {
	// Kind is force, committed, rung, joiners, owed, consents, moves or cost.
	Kind string
	// Capability is that of force and committed.
	Capability string
	// Currency is that of cost, once the objective belongs to a model.
	Currency string
}

// objectiveKinds lists the objectives in the order of the definitions; of: it is
// about a capability.
var objectiveKinds = []struct {
	kind string
	of   bool
}{{"force", true}, {"committed", true}, {"rung", false}, {"joiners", false}, {"owed", false}, {"consents", false}, {"moves", false}, {"cost", false}}

// Name writes the objective as it is asked for: force:soldiers.
func (o Objective) Name() string {
	if o.Capability != "" {
		return o.Kind + ":" + o.Capability
	}
	return o.Kind
}

// More reports whether more of it is better.
func (o Objective) More() bool {
	switch o.Kind {
	case "force", "committed", "rung", "joiners":
		return true
	}
	return false
}

// Objectives lists all objectives that plans of a case can be compared by.
func Objectives(c *mandate.Case) (out []Objective) {
	for _, k := range objectiveKinds {
		if !k.of {
			out = append(out, Objective{Kind: k.kind})
			continue
		}
		for _, x := range c.Capabilities {
			out = append(out, Objective{Kind: k.kind, Capability: x.ID})
		}
	}
	return out
}

// DefaultObjectives are rung, owed and the force of the first capability that a
// requirement line asks for, or else that somebody offers.
func (m *Model) DefaultObjectives() []Objective {
	out := []Objective{{Kind: "rung"}, {Kind: "owed"}}
	for _, k := range m.c.Capabilities {
		for _, r := range m.c.Requirements {
			if r.Capability == k.ID && m.State.Holds(r.Line) {
				return append(out, Objective{Kind: "force", Capability: k.ID})
			}
		}
	}
	for _, k := range m.c.Capabilities {
		for i := range m.held {
			h := &m.held[i]
			if _, joins := m.join[h.Actor.ID]; !joins || h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
				continue
			}
			for _, a := range h.Effect.Amounts {
				if a.Capability == k.ID {
					return append(out, Objective{Kind: "force", Capability: k.ID})
				}
			}
		}
	}
	return out
}

// measure is an objective as a sum to be made small.
type measure struct {
	Objective
	terms  []formula.Term
	fixed  int64 // added to the sum
	sign   int64 // the value of a plan is sign times the sum
	widens bool  // positions may be given up
}

// value returns the value of a sum.
func (x *measure) value(sum int64) int64 { return x.sign * (sum + x.fixed) }

// measures makes the sums. It fails if the case does not say what an objective
// needs.
func (m *Model) measures(by []Objective) ([]*measure, error) {
	var out []*measure
	for _, o := range by {
		x := &measure{Objective: o, sign: 1}
		if o.More() {
			x.sign = -1
		}
		add := func(coef int64, f formula.Ref) {
			x.terms = append(x.terms, formula.Term{Coef: x.sign * coef, F: f})
		}
		switch o.Kind {
		case "force", "committed":
			fam := everything
			if o.Kind == "committed" {
				fam = committed
			}
			for _, t := range m.figures(o.Capability, fam) {
				add(t.Coef, t.F)
			}
		case "rung":
			for r := mandate.Interested; r <= mandate.Agreed; r++ {
				add(1, m.everybody(r))
			}
		case "joiners":
			for _, a := range m.c.Actors {
				if j, ok := m.join[a.ID]; ok {
					add(1, m.f.And(j, m.contributorRung(a.ID, mandate.Interested)))
				}
			}
		case "owed":
			x.fixed = int64(len(m.Undecided()))
			for _, a := range m.c.Actors {
				add(1, m.unanswered(a))
			}
			for _, e := range m.c.Externals {
				if f, ok := m.extT[e.ID]; ok {
					add(1, m.f.Or(f, m.extF[e.ID]))
				}
			}
			for _, t := range m.needForce().lines {
				add(1, t.met.Not())
			}
		case "consents":
			for _, a := range m.c.Actors {
				if f, ok := m.consent[a.ID]; ok {
					add(1, f)
				}
			}
		case "moves":
			x.widens = true
			for _, p := range m.Positions {
				if p.Changeable {
					add(p.Weight, p.sel.Not())
				}
			}
		case "cost":
			var err error
			if x.Currency, err = m.currency(); err != nil {
				return nil, err
			}
			for _, r := range m.c.Rates {
				if !m.State.Holds(r.Line) {
					continue
				}
				for _, t := range m.figures(r.Capability, everything) {
					add(r.PerMonth*t.Coef, t.F)
				}
			}
		default:
			return nil, fmt.Errorf("objective %q", o.Kind)
		}
		out = append(out, x)
	}
	return out, nil
}

// currency is the one in which all rates that hold are given.
func (m *Model) currency() (string, error) {
	var all []string
	for _, r := range m.c.Rates {
		if m.State.Holds(r.Line) {
			all = addSorted(all, r.Currency)
		}
	}
	switch len(all) {
	case 0:
		e := mandate.Usagef("objective cost: the case has no rate that holds on %s", m.State.AsOf)
		e.Hint = "a rate says what a unit of a capability costs in a month"
		return "", e
	case 1:
		return all[0], nil
	}
	return "", mandate.Usagef("objective cost: the rates are in several currencies: %s", strings.Join(all, ", "))
}

// ValueOf works out the value of a plan from the definitions, without formulas
// or solver as far as figures, counts and weights go.
func (m *Model) ValueOf(o Objective, r Ranked) (n int64) {
	w := newWitness(m, r.Plan, r.GivenUp)
	switch o.Kind {
	case "force":
		return w.figure(o.Capability, false)
	case "committed":
		return w.figure(o.Capability, true)
	case "rung":
		rung := mandate.Agreed
		for _, x := range append(r.Joiners[:len(r.Joiners):len(r.Joiners)], r.Consents...) {
			rung = min(rung, x.Rung)
		}
		return int64(rung)
	case "joiners":
		for _, x := range r.Joiners {
			if x.Rung >= mandate.Interested {
				n++
			}
		}
	case "owed":
		return int64(len(r.Owed))
	case "consents":
		return int64(len(r.Plan.Consents))
	case "moves":
		for _, p := range r.GivenUp {
			n += p.Weight
		}
	case "cost":
		for _, x := range m.c.Rates {
			if m.State.Holds(x.Line) {
				n += x.PerMonth * w.figure(x.Capability, false)
			}
		}
	}
	return n
}
