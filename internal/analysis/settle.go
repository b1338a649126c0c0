package analysis

import (
	"sort"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// settle finds what the binding decisions leave open, issue by issue, taking
// them in order of their effective day so that the day of each decision is
// known.
func (m *Model) settle() settlement {
	out := settlement{open: map[string][]string{}, out: map[string][]string{}, day: map[string]mandate.Day{}, by: map[string][]string{}}
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

	// Issues that no decision speaks of are as open as the vocabulary; of the
	// others those that one decision speaks of together are settled together.
	group := map[string]int{} // issue to group, by its place in groups
	var groups []*decidedGroup
	for _, d := range ds {
		for _, e := range d.exprs {
			at := -1
			e.Walk(func(x *mandate.Expr) {
				if m.issues[x.Name] == nil {
					return
				}
				g, known := group[x.Name]
				switch {
				case !known && at < 0:
					at = len(groups)
					groups = append(groups, &decidedGroup{})
					fallthrough
				case !known:
					group[x.Name] = at
					groups[at].issues = append(groups[at].issues, m.issues[x.Name])
				case at < 0:
					at = g
				case g != at: // one decision joins what were two groups
					for _, i := range groups[g].issues {
						group[i.ID] = at
					}
					groups[at].issues = append(groups[at].issues, groups[g].issues...)
					groups[g].issues = nil
				}
			})
		}
	}
	constants := true // decisions that speak of no issue are true or false
	for n, d := range ds {
		for _, e := range d.exprs {
			at := -1
			e.Walk(func(x *mandate.Expr) {
				if g, ok := group[x.Name]; ok && m.issues[x.Name] != nil {
					at = g
				}
			})
			if at < 0 {
				constants = constants && condition.Eval(e, condition.World{})
				continue
			}
			groups[at].says = append(groups[at].says, says{n, e})
		}
	}
	consistent := constants
	for _, g := range groups {
		g.settle(m)
		consistent = consistent && g.consistent
	}
	for _, i := range m.c.Issues {
		l, day, known := leeway{map[*mandate.Option]bool{}, map[*mandate.Option]bool{}}, -1, false
		if g, ok := group[i.ID]; ok && consistent {
			l, day, known = groups[g].final, groups[g].since[i], true
		} else {
			for _, o := range usable(m.State, i) {
				l.in[o] = true
			}
			for _, o := range i.Options {
				l.out[o] = true
			}
		}
		out.open[i.ID], out.out[i.ID] = l.of(i)
		if !l.decided(i) {
			continue
		}
		out.day[i.ID] = -1 << 30
		if known && day >= 0 {
			out.day[i.ID] = record.EffectiveDay(ds[day].entry)
		}
	}
	if !consistent { // the decisions contradict each other: none of them settles anything
		return out
	}
	for _, d := range ds {
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

// says is a condition that the n-th decision lays down.
type says struct {
	n    int
	expr *mandate.Expr
}

// decidedGroup is a set of issues that decisions tie to each other, and what
// the decisions say of them, in order of their days.
type decidedGroup struct {
	issues []*mandate.Issue
	says   []says

	consistent bool
	final      leeway
	// since tells for an issue the decision by which it was decided; -1 for one
	// that was so from the first.
	since map[*mandate.Issue]int
}

// enumerable is how many combinations of options are listed one by one; beyond
// it a solver decides.
const enumerable = 512

// settle finds what the decisions leave open, and by which each issue was
// decided.
func (g *decidedGroup) settle(m *Model) {
	g.since = map[*mandate.Issue]int{}
	n := 1
	for _, i := range g.issues {
		if i.Set {
			n <<= min(len(i.Options), 20)
		} else {
			n *= len(i.Options)
		}
		if n > enumerable {
			g.search(m)
			return
		}
	}
	g.enumerate(m)
}

// enumerate keeps the combinations that each decision in turn leaves.
func (g *decidedGroup) enumerate(m *Model) {
	all := []map[*mandate.Option]bool{{}}
	for _, i := range g.issues {
		use := usable(m.State, i)
		var next []map[*mandate.Option]bool
		extend := func(with ...*mandate.Option) {
			for _, old := range all {
				c := map[*mandate.Option]bool{}
				for o := range old {
					c[o] = true
				}
				for _, o := range with {
					c[o] = true
				}
				next = append(next, c)
			}
		}
		if i.Set {
			for bits := range 1 << len(use) {
				var with []*mandate.Option
				for k, o := range use {
					if bits>>k&1 == 1 {
						with = append(with, o)
					}
				}
				extend(with...)
			}
		} else {
			for _, o := range use {
				extend(o)
			}
		}
		all = next
	}
	look := func(n int) {
		g.final = leeway{map[*mandate.Option]bool{}, map[*mandate.Option]bool{}}
		for _, i := range g.issues {
			for _, o := range i.Options {
				for _, c := range all {
					if c[o] {
						g.final.in[o] = true
					} else {
						g.final.out[o] = true
					}
				}
			}
			if _, ok := g.since[i]; !ok && g.final.decided(i) {
				g.since[i] = n
			}
		}
	}
	look(-1)
	for _, s := range g.says {
		left := all[:0]
		for _, c := range all {
			chosen := func(issue, o string) bool { return c[m.issues[issue].Option(o)] }
			if condition.Eval(s.expr, condition.World{Is: chosen, Has: chosen, AtLeast: func(issue, o string) bool {
				reached := false
				for _, x := range m.issues[issue].Options {
					reached = reached || x.ID == o
					if reached && c[x] {
						return true
					}
				}
				return false
			}}) {
				left = append(left, c)
			}
		}
		all = left
		look(s.n)
	}
	g.consistent = len(all) > 0
}

// search does the same by a small model of its own: options and decisions,
// nothing else.
func (g *decidedGroup) search(m *Model) {
	own := &core{f: formula.NewStore(), s: pb.New(), option: map[string]map[string]formula.Ref{}, issues: m.issues, texts: m.texts, steps: m.steps}
	own.em = formula.NewEmitter(own.f, &target{s: own.s}, func(i int) formula.Lit { return formula.Lit(own.atoms[i]) })
	own.c = &mandate.Case{Issues: g.issues}
	own.makeAtoms()
	k := &Model{core: own, State: m.State, readings: m.readings}
	for _, i := range g.issues {
		k.em.Assert(k.usableOnly(i))
	}
	sel := make([]pb.Lit, len(g.says))
	for n, s := range g.says {
		sel[n] = k.s.NewVar().Pos()
		k.em.Imply([]formula.Lit{formula.Lit(sel[n])}, k.lower(s.expr, false, ctx{moment: none}))
	}
	if g.consistent = k.s.Solve(pb.Budget{}, sel...) == pb.Yes; !g.consistent {
		return
	}
	g.final = k.left(sel, g.issues)
	for _, i := range g.issues {
		if !g.final.decided(i) {
			continue
		}
		one := []*mandate.Issue{i}
		g.since[i] = -1
		for n := 0; !k.left(sel[:n], one).decided(i); n++ {
			g.since[i] = g.says[n].n
		}
	}
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
