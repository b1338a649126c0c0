package analysis

import (
	"sort"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// settle finds what the binding decisions leave open, issue by issue, taking
// them in order of their effective day so that the day of each decision is
// known.
func (m *Model) settle() settlement {
	out := settlement{open: map[string][]string{}, out: map[string][]string{}, day: map[string]mandate.Day{}, by: map[string][]string{}}
	// A small model of its own: options and decisions, nothing else.
	k := &Model{State: m.State, c: m.c, f: formula.NewStore(), s: pb.New(), option: map[string]map[string]formula.Ref{},
		issues: m.issues, texts: m.texts, steps: m.steps, readings: m.readings}
	k.em = formula.NewEmitter(k.f, target{k.s}, func(i int) formula.Lit { return formula.Lit(k.atoms[i]) })
	for _, i := range m.c.Issues {
		k.option[i.ID] = map[string]formula.Ref{}
		for _, o := range i.Options {
			k.option[i.ID][o.ID] = k.newAtom()
		}
		use := usable(m.State, i)
		var all []formula.Ref
		var terms []formula.Term
		for _, o := range i.Options {
			f, ok := k.option[i.ID][o.ID], false
			for _, u := range use {
				ok = ok || u == o
			}
			if !ok {
				k.em.Assert(f.Not())
				continue
			}
			all, terms = append(all, f), append(terms, formula.Term{Coef: 1, F: f})
		}
		if !i.Set {
			k.em.Assert(k.f.Or(all...))
			k.em.Assert(k.f.AtMost(terms, 1))
		}
	}
	type decision struct {
		entry *mandate.Entry
		exprs []*mandate.Expr
	}
	var ds []decision
	seen := map[*mandate.Effect]bool{}
	for i := range m.held {
		h := &m.held[i]
		if seen[h.Effect] {
			continue
		}
		switch h.Effect.Kind {
		case mandate.Decides:
			seen[h.Effect] = true
			ds = append(ds, decision{h.Entry, []*mandate.Expr{h.Effect.That.Expr}})
		case mandate.Adopts:
			seen[h.Effect] = true
			var es []*mandate.Expr
			for _, c := range m.texts[h.Effect.Name].Clauses {
				if m.State.Holds(c.Line) && aboutIssues(c.That.Expr) {
					es = append(es, c.That.Expr)
				}
			}
			ds = append(ds, decision{h.Entry, es})
		}
	}
	sort.SliceStable(ds, func(i, j int) bool { return record.EffectiveDay(ds[i].entry) < record.EffectiveDay(ds[j].entry) })

	can := func(f formula.Ref) bool { return k.s.Solve(pb.Budget{}, k.lit(f)) == pb.Yes }
	open := func(i *mandate.Issue) (in, outs []string) {
		for _, o := range i.Options {
			f := k.option[i.ID][o.ID]
			if can(f) {
				in = append(in, o.ID)
			}
			if i.Set && can(f.Not()) {
				outs = append(outs, o.ID)
			}
		}
		return in, outs
	}
	decided := func(i *mandate.Issue) bool {
		in, outs := open(i)
		if !i.Set {
			return len(in) == 1
		}
		for _, o := range in {
			if contains(outs, o) {
				return false
			}
		}
		return true
	}
	// Options that no decision left: what the vocabulary alone leaves.
	undecided := append([]*mandate.Issue(nil), m.c.Issues...)
	for _, i := range m.c.Issues {
		out.open[i.ID], out.out[i.ID] = open(i)
	}
	mark := func(day mandate.Day) {
		rest := undecided[:0]
		for _, i := range undecided {
			if decided(i) {
				out.day[i.ID] = day
			} else {
				rest = append(rest, i)
			}
		}
		undecided = rest
	}
	mark(-1 << 30)
	before := out.day
	out.day = map[string]mandate.Day{}
	for id, d := range before {
		out.day[id] = d
	}
	for _, d := range ds {
		for _, e := range d.exprs {
			k.em.Assert(k.lower(e, false, ctx{moment: none}))
		}
		mark(record.EffectiveDay(d.entry))
		for _, e := range d.exprs {
			e.Walk(func(x *mandate.Expr) {
				if m.issues[x.Name] != nil {
					switch x.Op {
					case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
						out.by[x.Name] = addUnique(out.by[x.Name], d.entry.ID)
					}
				}
			})
		}
	}
	if k.s.Solve(pb.Budget{}) != pb.Yes {
		// The decisions contradict each other: none of them settles anything.
		out.day = before
		return out
	}
	for _, i := range m.c.Issues {
		out.open[i.ID], out.out[i.ID] = open(i)
	}
	return out
}

// aboutIssues reports whether a condition speaks of options alone.
func aboutIssues(e *mandate.Expr) bool {
	ok := true
	e.Walk(func(x *mandate.Expr) {
		switch x.Op {
		case mandate.OpTrue, mandate.OpFalse, mandate.OpNot, mandate.OpAnd, mandate.OpOr,
			mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
		default:
			ok = false
		}
	})
	return ok
}
