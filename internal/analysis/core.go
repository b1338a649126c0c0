package analysis

import (
	"mandate"
	"mandate/internal/condition"
	"mandate/internal/formula"
	"mandate/internal/pb"
)

// core is what the models of one case share, whatever record they look at: the
// solver, the formulas, and the atoms of all that a plan may hold. A plan is the
// same thing on every day and without every source; what is different is which
// positions and which facts are assumed. So what was written or learnt for one
// model serves the others.
type core struct {
	c *mandate.Case

	f     *formula.Store
	em    *formula.Emitter
	s     *pb.Solver
	atoms []pb.Lit
	audit *Audit // nil: answers are not recorded for checking

	option    map[string]map[string]formula.Ref // issue, option
	join      map[string]formula.Ref            // contributors
	consent   map[string]formula.Ref            // parties
	stepAtoms map[string]formula.Ref            // steps, for models in which they have not happened
	assumed   map[string][2]formula.Ref         // externals, for models in which they are unknown: assumed true, false

	steps  map[string]*mandate.Step
	issues map[string]*mandate.Issue
	texts  map[string]*mandate.Text
	number map[string]int // actors, by their place in the case

	// Events, and the order atoms of pairs of them (the smaller event first).
	events map[string]event
	names  []string
	node   []pb.Node
	order  map[[2]event]formula.Ref
	pairs  [][2]event // the keys of order, as they came
	pivot  *pivot     // nil: not asked for yet

	columns map[string]Column // of the matrix, by name; nil: not asked for yet

	guards    map[formula.Ref]pb.Lit // by what they put in force
	selectors map[string]formula.Ref // of positions, see Model.selector
	demands   map[*mandate.Effect]*demand
	supplied  map[supplyKey][]supply
	numbers   map[string]int32 // of positions, by kind and normal form
	said      []string         // by number
	firstOf   map[int32]*demand

	// Of a case of which some entries may not bind (see Drawing): by entry, the atom
	// that what it says in support of a plan may be used; by role and actor, the
	// atom that it says yes.
	usable  map[*mandate.Entry]formula.Ref
	heard   map[*mandate.Entry]formula.Ref // that its objections count
	answers map[answerer]formula.Ref
}

// answerer is an actor in one of the two roles in which it is asked.
type answerer struct {
	actor string
	as    mandate.Role
}

func newCore(c *mandate.Case, audit *Audit) *core {
	k := &core{
		c: c, f: formula.NewStore(), s: pb.New(), audit: audit,
		option: map[string]map[string]formula.Ref{}, join: map[string]formula.Ref{}, consent: map[string]formula.Ref{},
		stepAtoms: map[string]formula.Ref{}, assumed: map[string][2]formula.Ref{},
		steps: map[string]*mandate.Step{}, issues: map[string]*mandate.Issue{}, texts: map[string]*mandate.Text{}, number: map[string]int{},
		events: map[string]event{}, order: map[[2]event]formula.Ref{},
		guards: map[formula.Ref]pb.Lit{}, selectors: map[string]formula.Ref{}, demands: map[*mandate.Effect]*demand{}, supplied: map[supplyKey][]supply{}, numbers: map[string]int32{}, firstOf: map[int32]*demand{},
	}
	if audit != nil {
		audit.log = k.s.Record()
	}
	k.em = formula.NewEmitter(k.f, &target{s: k.s}, func(i int) formula.Lit { return formula.Lit(k.atoms[i]) })
	for _, s := range c.Steps {
		k.steps[s.ID] = s
	}
	for _, i := range c.Issues {
		k.issues[i.ID] = i
	}
	for _, t := range c.Texts {
		k.texts[t.ID] = t
	}
	for i, a := range c.Actors {
		k.number[a.ID] = i
	}
	k.nameEvents()
	k.makeAtoms()
	return k
}

// newAtom makes a fresh atom and returns its formula.
func (k *core) newAtom() formula.Ref {
	k.atoms = append(k.atoms, k.s.NewVar().Pos())
	return k.f.Atom(len(k.atoms) - 1)
}

// lit returns the solver literal of a formula.
func (k *core) lit(f formula.Ref) pb.Lit { return pb.Lit(k.em.Lit(f)) }

// holds reports the value of a formula in the last plan found.
func (k *core) holds(f formula.Ref) bool {
	return k.f.Eval(f, func(i int) bool { return k.s.Value(k.atoms[i]) })
}

// makeAtoms makes the atoms of what plans hold, and asserts what is so in
// every plan of every record.
func (k *core) makeAtoms() {
	for _, i := range k.c.Issues {
		opts := map[string]formula.Ref{}
		k.option[i.ID] = opts
		var all []formula.Ref
		var terms []formula.Term
		for _, o := range i.Options {
			f := k.newAtom()
			opts[o.ID] = f
			all = append(all, f)
			terms = append(terms, formula.Term{Coef: 1, F: f})
		}
		if !i.Set {
			k.em.Assert(k.f.Or(all...))
			k.em.Assert(k.f.AtMost(terms, 1))
		}
	}
	var joins []formula.Ref
	for _, a := range k.c.Actors {
		if a.Is(mandate.RoleContributor) {
			k.join[a.ID] = k.newAtom()
			joins = append(joins, k.join[a.ID])
		}
		if a.Is(mandate.RoleParty) {
			k.consent[a.ID] = k.newAtom()
		}
	}
	k.em.Assert(k.f.Or(joins...))
}

// step returns the atom of a step that has not happened. Steps that nobody asks
// for stay out of the example plan.
func (k *core) step(id string) formula.Ref {
	f, ok := k.stepAtoms[id]
	if !ok {
		f = k.newAtom()
		k.stepAtoms[id] = f
		k.s.SetPhase(k.lit(f).Not())
	}
	return f
}

// unknown returns the atoms of an unknown external: that it is assumed true,
// and that it is assumed false. Not both are.
func (k *core) unknown(id string) (isTrue, isFalse formula.Ref) {
	f, ok := k.assumed[id]
	if !ok {
		f = [2]formula.Ref{k.newAtom(), k.newAtom()}
		k.assumed[id] = f
		k.s.SetPhase(k.lit(f[0]).Not())
		k.s.SetPhase(k.lit(f[1]).Not())
		k.em.Assert(k.f.And(f[0], f[1]).Not())
	}
	return f[0], f[1]
}

// guard returns a literal that puts a formula in force.
func (k *core) guard(f formula.Ref) pb.Lit {
	g, ok := k.guards[f]
	if !ok {
		g = k.s.NewVar().Pos()
		k.guards[f] = g
		k.em.Imply([]formula.Lit{formula.Lit(g)}, f)
	}
	return g
}

// demand is what an effect restricts, as far as no record matters.
type demand struct {
	number int32         // of the position
	expr   *mandate.Expr // nil: it restricts nothing
	parts  []*mandate.Expr
	steps  [][]string // by part: the steps it names
	// events and externals are what it speaks of whose meaning depends on the
	// record. deep: so does more of it, and it is read anew for each record.
	events    []event
	externals []string
	deep      bool
	counts    bool // it counts who objects, so it reads which positions are kept
	timed     bool // it names an event at all
	text      string
	// always is what it demands, if that is the same always; once it is known.
	always formula.Ref
	known  bool
}

// numbered gives a position its number.
func (k *core) numbered(name string) int32 {
	n, ok := k.numbers[name]
	if !ok {
		n = int32(len(k.numbers))
		k.numbers[name] = n
		k.said = append(k.said, name)
	}
	return n
}

// demandOf returns what a requirement, or a preference read as one, or a
// decision demands, or what an offer or commitment is conditional on.
func (k *core) demandOf(f *mandate.Effect) *demand {
	if d, ok := k.demands[f]; ok {
		return d
	}
	d := &demand{}
	k.demands[f] = d
	kind := "requires"
	switch f.Kind {
	case mandate.Requires, mandate.Prefers:
		d.expr = f.That.Expr
	case mandate.Rejects:
		d.expr = negate(f.That.Expr)
	case mandate.Excludes:
		d.expr = negate(&mandate.Expr{Op: mandate.OpJoins, Name: f.Name})
	case mandate.Decides:
		kind, d.expr = "decides", f.That.Expr
	case mandate.Offers, mandate.Commits:
		if f.That == nil {
			return d
		}
		kind, d.expr = "", f.That.Expr
	default:
		return d
	}
	if kind != "" {
		d.text = condition.Print(d.expr)
		d.number = k.numbered(kind + " " + normal(d.expr, false))
		d.parts = conjuncts(d.expr)
		for _, part := range d.parts {
			d.steps = append(d.steps, k.stepsIn(part))
		}
	}
	note := func(name string) {
		d.timed = true
		d.events = append(d.events, k.event(name))
	}
	d.expr.Walk(func(x *mandate.Expr) {
		switch x.Op {
		case mandate.OpDone:
			note(x.Name)
		case mandate.OpDecided:
			note("decide." + x.Name)
		case mandate.OpBefore:
			note(x.Name)
			note(x.Names[0])
		case mandate.OpExternal:
			d.externals = append(d.externals, x.Name)
		case mandate.OpObjecting, mandate.OpForce, mandate.OpCommitted, mandate.OpAdopts, mandate.OpOnRecord:
			d.deep = true
		}
	})
	d.counts = k.countsObjectors(d.expr)
	return d
}

// countsObjectors reports whether a condition, or a text it names, does.
func (k *core) countsObjectors(e *mandate.Expr) (yes bool) {
	e.Walk(func(x *mandate.Expr) {
		switch x.Op {
		case mandate.OpObjecting:
			yes = true
		case mandate.OpAdopts:
			for _, c := range k.texts[x.Name].Clauses {
				yes = yes || k.countsObjectors(c.That.Expr)
			}
		}
	})
	return yes
}

// canonical returns the first demand of a number; all of them say the same, but
// their parts may stand in another order.
func (k *core) canonical(number int32, d *demand) *demand {
	if first, ok := k.firstOf[number]; ok {
		return first
	}
	k.firstOf[number] = d
	return d
}
