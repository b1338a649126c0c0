package analysis

import (
	"mandate"
	"mandate/internal/record"
)

// NewWatch returns a comparer that asks about alerts alone (docs/math/diff.md,
// section 5).
func NewWatch(alerts []*mandate.Alert) *Comparer {
	k := NewComparer()
	k.watch = append([]*mandate.Alert{}, alerts...)
	return k
}

// Firing decides which alerts fire in a record.
func Firing(st *record.State, alerts []*mandate.Alert, budget Budget) ([]Verdict, error) {
	w := &tracing{d: &Diff{}, budget: budget, cores: map[*mandate.Case]*core{}}
	v, err := w.look(st)
	if err != nil {
		return nil, err
	}
	out := make([]Verdict, len(alerts))
	for i, a := range alerts {
		out[i] = v.fires(a.When.Expr)
	}
	return out, v.err
}

// fires decides whether a condition on conclusions holds.
func (v *view) fires(e *mandate.Expr) Verdict {
	opposite := func(x Verdict) Verdict {
		switch x {
		case Yes:
			return No
		case No:
			return Yes
		}
		return Unknown
	}
	is := func(b bool) Verdict {
		if b {
			return Yes
		}
		return No
	}
	switch e.Op {
	case mandate.OpTrue:
		return Yes
	case mandate.OpFalse:
		return No
	case mandate.OpNot:
		return opposite(v.fires(e.Kids[0]))
	case mandate.OpAnd, mandate.OpOr:
		out, ends := Yes, No
		if e.Op == mandate.OpOr {
			out, ends = No, Yes
		}
		for _, k := range e.Kids {
			switch v.fires(k) {
			case ends:
				return ends
			case Unknown:
				out = Unknown
			}
		}
		return out
	case mandate.OpVerdict:
		switch v.verdict {
		case mandate.Undetermined:
			return Unknown
		case mandate.NoRecord: // there is nothing to compare
			return No
		}
		return is(e.Cmp.Holds(int64(verdictRank[v.verdict]), e.N))
	}
	if v.m == nil {
		return No
	}
	if v.verdict == mandate.Undetermined {
		return Unknown
	}
	m := v.m
	switch e.Op {
	case mandate.OpOwed:
		v.owing()
		if !v.counted.Known {
			return Unknown
		}
		return is(v.plans() && e.Cmp.Holds(v.counted.N, e.N))
	case mandate.OpRung:
		best := int64(-1)
		for _, s := range v.standing(e.Name) {
			switch s.Possible {
			case Unknown:
				return Unknown
			case Yes:
				best = max(best, int64(s.Rung))
			}
		}
		return is(e.Cmp.Holds(best, e.N))
	case mandate.OpPossible:
		g := e.Kids[0]
		x, err := m.Variant(m.State, g)
		if err != nil {
			v.err = err
			return Unknown
		}
		return x.Possible(g)
	case mandate.OpOnRecord:
		return is(m.onRec.eval(e.Kids[0]))
	}
	return Unknown
}

// standing is where an actor stands in each of its roles.
func (v *view) standing(actor string) (out []Standing) {
	for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
		if a := v.m.State.Actor(actor); a == nil || !a.Is(as) {
			continue
		}
		s := Standing{As: as, Possible: No}
		if v.plans() {
			s.Rung, s.Possible = v.m.stands(actor, as)
		}
		out = append(out, s)
	}
	return out
}
