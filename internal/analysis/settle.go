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
			if h.Effect.That.Expr.AboutIssues() == nil {
				ds = append(ds, decision{h.Entry, []*mandate.Expr{h.Effect.That.Expr}})
			}
		case mandate.Adopts:
			seen[h.Effect] = true
			var es []*mandate.Expr
			for _, c := range m.texts[h.Effect.Name].Clauses {
				if m.State.Holds(c.Line) && c.That.Expr.AboutIssues() == nil {
					es = append(es, c.That.Expr)
				}
			}
			ds = append(ds, decision{h.Entry, es})
		}
	}
	sort.SliceStable(ds, func(i, j int) bool { return record.EffectiveDay(ds[i].entry) < record.EffectiveDay(ds[j].entry) })

	// Only issues that some decision speaks of need a solver; of the others
	// the vocabulary alone says what is open.
	spoken := map[string]bool{}
	for _, d := range ds {
		for _, e := range d.exprs {
			e.Walk(func(x *mandate.Expr) { spoken[x.Name] = true })
		}
	}
	var asked []*mandate.Issue
	for _, i := range m.c.Issues {
		if spoken[i.ID] {
			asked = append(asked, i)
			for _, o := range i.Options {
				k.option[i.ID][o.ID] = k.newAtom()
			}
		}
	}
	k.oneOption(asked)
	sel := make([]pb.Lit, len(ds))
	for n, d := range ds {
		sel[n] = k.s.NewVar().Pos()
		for _, e := range d.exprs {
			k.em.Imply([]formula.Lit{formula.Lit(sel[n])}, k.lower(e, false, ctx{moment: none}))
		}
	}
	all := len(ds)
	if k.s.Solve(pb.Budget{}, sel...) != pb.Yes {
		all = 0 // the decisions contradict each other: none of them settles anything
	}
	final := k.left(sel[:all], asked)
	for _, i := range m.c.Issues {
		if !spoken[i.ID] {
			for _, o := range usable(m.State, i) {
				final.in[o] = true
			}
			for _, o := range i.Options {
				final.out[o] = true
			}
		}
		out.open[i.ID], out.out[i.ID] = final.of(i)
		if !final.decided(i) {
			continue
		}
		// The day: the first by which, decision after decision, it was decided.
		n := 0
		for n < all && spoken[i.ID] && !k.left(sel[:n], []*mandate.Issue{i}).decided(i) {
			n++
		}
		out.day[i.ID] = -1 << 30
		if n > 0 {
			out.day[i.ID] = record.EffectiveDay(ds[n-1].entry)
		}
	}
	for _, d := range ds[:all] {
		for _, e := range d.exprs {
			e.Walk(func(x *mandate.Expr) {
				switch x.Op {
				case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
					out.by[x.Name] = addUnique(out.by[x.Name], d.entry.ID)
				}
			})
		}
	}
	return out
}

// leeway is which options may still be chosen, and which members of sets may
// still be left out.
type leeway struct{ in, out map[*mandate.Option]bool }

// left finds the leeway of some issues under the given assumptions. Each
// assignment found settles many options at once, so few are needed.
func (m *Model) left(assume []pb.Lit, issues []*mandate.Issue) leeway {
	l := leeway{map[*mandate.Option]bool{}, map[*mandate.Option]bool{}}
	look := func() {
		for _, i := range issues {
			for _, o := range i.Options {
				if m.s.Value(m.lit(m.option[i.ID][o.ID])) {
					l.in[o] = true
				} else {
					l.out[o] = true
				}
			}
		}
	}
	for _, i := range issues {
		for _, o := range i.Options {
			f := m.lit(m.option[i.ID][o.ID])
			if !l.in[o] && m.s.Solve(pb.Budget{}, append(assume[:len(assume):len(assume)], f)...) == pb.Yes {
				look()
			}
			if i.Set && !l.out[o] && m.s.Solve(pb.Budget{}, append(assume[:len(assume):len(assume)], f.Not())...) == pb.Yes {
				look()
			}
		}
	}
	return l
}

// of lists the options of an issue that may be chosen, and of a set those that
// may be left out.
func (l leeway) of(i *mandate.Issue) (in, out []string) {
	for _, o := range i.Options {
		if l.in[o] {
			in = append(in, o.ID)
		}
		if i.Set && l.out[o] {
			out = append(out, o.ID)
		}
	}
	return in, out
}

// decided reports whether one answer is left.
func (l leeway) decided(i *mandate.Issue) bool {
	n := 0
	for _, o := range i.Options {
		if i.Set && l.in[o] && l.out[o] {
			return false
		}
		if l.in[o] {
			n++
		}
	}
	return i.Set || n == 1
}
