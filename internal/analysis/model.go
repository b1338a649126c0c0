package analysis

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Model is a record at a date as constraints: every assignment that satisfies
// them and all position selectors is a possible plan, and the other way round.
// A Model is not safe for concurrent use.
type Model struct {
	State *record.State
	c     *mandate.Case
	aim   *mandate.Step
	goal  *mandate.Expr // nil: none; decides which demands wait

	budget Budget
	audit  *Audit // nil: answers are not recorded for checking

	f      *formula.Store
	em     *formula.Emitter
	s      *pb.Solver
	atoms  []pb.Lit
	events eventTable

	option  map[string]map[string]formula.Ref // issue, option
	join    map[string]formula.Ref            // contributors
	consent map[string]formula.Ref            // parties
	taken   map[string]formula.Ref            // steps
	extT    map[string]formula.Ref            // unknown externals assumed true
	extF    map[string]formula.Ref

	steps    map[string]*mandate.Step
	issues   map[string]*mandate.Issue
	texts    map[string]*mandate.Text
	past     map[string]record.Past // steps that have happened
	readings map[string]record.Reading
	settled  settlement
	afterAim map[string]bool

	held      []record.Held
	byActor   map[string][]*record.Held
	Positions []*Position
	owing     []pb.Lit               // set by Owed: plans that owe least
	given     []pb.Lit               // --set and --join: assumed in every question about plans
	owned     map[string][]*Position // by actor: what binds it, for objecting()

	demands []Demand // spent and waiting demands, for showing
	force   *forceModel
	onRec   *recordWorld
	firsts  map[string]*Set // smallest collisions found so far, by goal
}

// Budget bounds the work of a question in solver conflicts, so that the same
// question ends at the same point everywhere; Stop, if not nil, is asked now
// and then and ends the work at once (the answer is then not reproducible).
type Budget struct {
	Conflicts int64
	Stop      func() bool
}

// Verdict of a question to the model.
type Verdict = pb.Verdict

// The three answers.
const (
	Unknown = pb.Unknown
	Yes     = pb.Yes
	No      = pb.No
)

type target struct{ s *pb.Solver }

func (t target) NewLit() formula.Lit { return formula.Lit(t.s.NewVar().Pos()) }

func (t target) AddClause(lits ...formula.Lit) {
	ls := make([]pb.Lit, len(lits))
	for i, l := range lits {
		ls[i] = pb.Lit(l)
	}
	t.s.AddClause(ls...)
}

func (t target) AddAtLeast(lits []formula.Lit, coefs []int64, bound int64) {
	ts := make([]pb.Term, len(lits))
	for i, l := range lits {
		ts[i] = pb.Term{Coef: coefs[i], Lit: pb.Lit(l)}
	}
	t.s.AddAtLeast(ts, bound)
}

// New builds the model of a record. goal, which may be nil, only decides which
// demands wait (see docs/math/verdict.md, "Waiting"); it is asked about with
// Goal. New fails if the aim does not exist or rests on no source that is left.
func New(st *record.State, goal *mandate.Expr, b Budget) (*Model, error) {
	return build(st, goal, b, nil)
}

func build(st *record.State, goal *mandate.Expr, b Budget, audit *Audit) (*Model, error) {
	m := &Model{
		State: st, c: st.Case, goal: goal, budget: b, audit: audit,
		f: formula.NewStore(), s: pb.New(),
		option: map[string]map[string]formula.Ref{}, join: map[string]formula.Ref{}, consent: map[string]formula.Ref{},
		taken: map[string]formula.Ref{}, extT: map[string]formula.Ref{}, extF: map[string]formula.Ref{},
		steps: map[string]*mandate.Step{}, issues: map[string]*mandate.Issue{}, texts: map[string]*mandate.Text{},
		readings: map[string]record.Reading{}, byActor: map[string][]*record.Held{}, owned: map[string][]*Position{},
	}
	if audit != nil {
		audit.log = m.s.Record()
	}
	m.em = formula.NewEmitter(m.f, target{m.s}, func(i int) formula.Lit { return formula.Lit(m.atoms[i]) })
	for _, s := range m.c.Steps {
		m.steps[s.ID] = s
	}
	for _, i := range m.c.Issues {
		m.issues[i.ID] = i
	}
	for _, t := range m.c.Texts {
		m.texts[t.ID] = t
	}
	m.aim = m.steps[m.AimID()]
	if m.aim == nil || !st.Holds(m.aim.Line) {
		return nil, errNoAim
	}
	m.past = st.Happened()
	for _, x := range m.c.Externals {
		m.readings[x.ID] = st.External(x)
	}
	m.held = st.Effects()
	for i := range m.held {
		h := &m.held[i]
		m.byActor[h.Actor.ID] = append(m.byActor[h.Actor.ID], h)
	}
	m.settled = m.settle()
	m.events.init(m)
	m.findAfterAim()
	m.makeAtoms()
	m.onRec = newRecordWorld(m)
	m.structure()
	m.positions()
	return m, nil
}

// AimID returns the id of the step asked about.
func (m *Model) AimID() string {
	if m.State.Query.Aim != "" {
		return m.State.Query.Aim
	}
	return m.c.Aim
}

// newAtom makes a fresh atom and returns its formula.
func (m *Model) newAtom() formula.Ref {
	m.atoms = append(m.atoms, m.s.NewVar().Pos())
	return m.f.Atom(len(m.atoms) - 1)
}

// lit returns the solver literal of a formula.
func (m *Model) lit(f formula.Ref) pb.Lit { return pb.Lit(m.em.Lit(f)) }

// holds reports the value of a formula in the last plan found.
func (m *Model) holds(f formula.Ref) bool {
	return m.f.Eval(f, func(i int) bool { return m.s.Value(m.atoms[i]) })
}

func (m *Model) makeAtoms() {
	for _, i := range m.c.Issues {
		opts := map[string]formula.Ref{}
		m.option[i.ID] = opts
		for _, o := range i.Options {
			opts[o.ID] = m.newAtom()
		}
	}
	for _, a := range m.c.Actors {
		if a.Is(mandate.RoleContributor) {
			m.join[a.ID] = m.newAtom()
		}
		if a.Is(mandate.RoleParty) {
			m.consent[a.ID] = m.newAtom()
		}
	}
	for _, s := range m.c.Steps {
		if _, ok := m.past[s.ID]; ok {
			m.taken[s.ID] = formula.True
			continue
		}
		m.taken[s.ID] = m.newAtom()
	}
	for _, x := range m.c.Externals {
		if m.readings[x.ID].Value == mandate.Unknown {
			m.extT[x.ID], m.extF[x.ID] = m.newAtom(), m.newAtom()
		}
	}
	// Steps that nobody asks for stay out of the example plan.
	for _, s := range m.c.Steps {
		if f := m.taken[s.ID]; f != formula.True {
			m.s.SetPhase(m.lit(f).Not())
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			m.s.SetPhase(m.lit(f).Not())
			m.s.SetPhase(m.lit(m.extF[x.ID]).Not())
		}
	}
}

// usable returns the options of an issue that hold at the date; all of them if
// none does.
func usable(st *record.State, i *mandate.Issue) []*mandate.Option {
	var out []*mandate.Option
	for _, o := range i.Options {
		if st.Holds(o.Line) {
			out = append(out, o)
		}
	}
	if len(out) == 0 {
		return i.Options
	}
	return out
}

// oneOption asserts that each choice issue has one of its usable options and
// that no other option is chosen.
func (m *Model) oneOption(issues []*mandate.Issue) {
	for _, i := range issues {
		use := map[*mandate.Option]bool{}
		for _, o := range usable(m.State, i) {
			use[o] = true
		}
		var all []formula.Ref
		var terms []formula.Term
		for _, o := range i.Options {
			f := m.option[i.ID][o.ID]
			if !use[o] {
				m.em.Assert(f.Not())
				continue
			}
			all = append(all, f)
			terms = append(terms, formula.Term{Coef: 1, F: f})
		}
		if !i.Set {
			m.em.Assert(m.f.Or(all...))
			m.em.Assert(m.f.AtMost(terms, 1))
		}
	}
}

// structure asserts what every plan has: see docs/math/verdict.md, section 5.
func (m *Model) structure() {
	m.oneOption(m.c.Issues)
	var joins []formula.Ref
	for _, a := range m.c.Actors {
		if j, ok := m.join[a.ID]; ok {
			joins = append(joins, j)
		}
	}
	m.em.Assert(m.f.Or(joins...))
	m.em.Assert(m.taken[m.aim.ID])
	for _, s := range m.c.Steps {
		if _, ok := m.past[s.ID]; ok {
			continue
		}
		in := m.taken[s.ID]
		if s.StageOf != "" && s.Stage > 1 {
			m.em.Assert(m.f.Implies(in, m.doneBefore(m.steps[s.StageOf].StageID(s.Stage-1), m.events.id(s.ID))))
		}
		for n := 1; n <= s.Stages; n++ {
			m.em.Assert(m.f.Implies(in, m.doneBefore(s.StageID(n), m.events.id(s.ID))))
		}
	}
	if aim, ok := m.steps[m.c.Aim]; ok {
		_, done := m.past[aim.ID]
		if start := m.start(aim); !done && !m.events.isPast(start) {
			deed, ev := m.taken[aim.ID], start
			for _, a := range m.c.Actors {
				if j, ok := m.join[a.ID]; ok {
					m.em.Assert(m.f.Implies(m.f.And(deed, j), m.ord(m.events.id("commit."+a.ID), ev)))
				}
				if p, ok := m.consent[a.ID]; ok {
					m.em.Assert(m.f.Implies(m.f.And(deed, p), m.ord(m.events.id("consent."+a.ID), ev)))
				}
			}
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			m.em.Assert(m.f.And(f, m.extF[x.ID]).Not())
		}
	}
	for _, ch := range m.State.Query.Set {
		chosen := map[string]bool{}
		for _, o := range ch.Options {
			chosen[o] = true
		}
		for _, o := range m.issues[ch.Issue].Options {
			f := m.option[ch.Issue][o.ID]
			if !chosen[o.ID] {
				f = f.Not()
			}
			m.given = append(m.given, m.lit(f))
		}
	}
	for _, a := range m.State.Query.Join {
		m.given = append(m.given, m.lit(m.join[a]))
	}
}

// isAim reports whether a step is the aim, or its last stage, with which it is
// done.
func (m *Model) isAim(step string) bool {
	return step == m.aim.ID || m.aim.Stages > 0 && step == m.aim.StageID(m.aim.Stages)
}

// findAfterAim marks the steps whose needs lead back to the aim.
func (m *Model) findAfterAim() {
	m.afterAim = map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, s := range m.c.Steps {
			if m.afterAim[s.ID] || s.ID == m.aim.ID {
				continue
			}
			after := false
			look := func(n *mandate.Need) {
				if n == nil || !m.State.Holds(n.Line) {
					return
				}
				n.That.Expr.Walk(func(x *mandate.Expr) {
					if x.Op == mandate.OpDone && (m.isAim(x.Name) || m.afterAim[x.Name]) {
						after = true
					}
				})
			}
			for _, n := range s.Needs {
				look(n)
			}
			look(s.If)
			// A stage is after the aim if its step is, unless it is the aim's.
			after = after || s.StageOf != "" && m.afterAim[s.StageOf]
			if after {
				m.afterAim[s.ID], changed = true, true
			}
		}
	}
}

// Position is one restricting effect or one sourced line of the case.
type Position struct {
	// Key lists the origins: <entry>#<effect> or the name of a case line.
	Key []string
	// Kind is requires, declines, decides, need, settle or rule.
	Kind string
	// Text is the condition in the language, or "declines".
	Text string
	// Owners are the actors bound by it; nil for lines of the case.
	Owners []string
	// Entries are the ids of the entries behind it, in the order of the record.
	Entries []string
	// Origins tell which entry binds whom.
	Origins []Origin
	// Line is the line of the case; zero for effects.
	Line mandate.Line
	// Weight is what changing it counts; Changeable is false for decisions
	// that the case does not mark reopenable.
	Weight     int64
	Changeable bool
	// Adopts is the text that a decision adopts; empty for others.
	Adopts string

	expr  *mandate.Expr
	parts []*mandate.Expr // conjuncts that do not wait
	sel   formula.Ref
}

// Origin is one effect behind a position.
type Origin struct{ Ref, Entry, Actor string }

// Name returns the key as one word.
func (p *Position) Name() string {
	s := p.Key[0]
	for _, k := range p.Key[1:] {
		s += "+" + k
	}
	return s
}

// Demand is a requirement, or a part of one, that is shown and not enforced.
type Demand struct {
	Actor, Ref string
	Entry      string
	Expr       *mandate.Expr
	// Status is met, breached or waits.
	Status string
}

// start returns the event with which a step begins: its first stage, or the
// step itself.
func (m *Model) start(s *mandate.Step) event {
	if s.Stages > 0 {
		return m.events.id(s.StageID(1))
	}
	return m.events.id(s.ID)
}

// requirement returns the condition of a requirement, with rejects and excludes
// rewritten, and of a preference where wishes count; nil for other effects.
func (m *Model) requirement(h *record.Held) *mandate.Expr {
	switch h.Effect.Kind {
	case mandate.Requires:
		return h.Effect.That.Expr
	case mandate.Rejects:
		return negate(h.Effect.That.Expr)
	case mandate.Excludes:
		return negate(&mandate.Expr{Op: mandate.OpJoins, Name: h.Effect.Name})
	case mandate.Prefers:
		if m.State.Query.Wishes {
			return h.Effect.That.Expr
		}
	}
	return nil
}

func negate(e *mandate.Expr) *mandate.Expr {
	switch e.Op {
	case mandate.OpNot:
		return e.Kids[0]
	case mandate.OpTrue:
		return &mandate.Expr{Op: mandate.OpFalse}
	case mandate.OpFalse:
		return &mandate.Expr{Op: mandate.OpTrue}
	}
	return &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{e}}
}

// conjuncts takes a condition apart at its && (negations carried down).
func conjuncts(e *mandate.Expr) (out []*mandate.Expr) {
	switch {
	case e.Op == mandate.OpAnd:
		for _, k := range e.Kids {
			out = append(out, conjuncts(k)...)
		}
	case e.Op == mandate.OpNot && e.Kids[0].Op == mandate.OpOr:
		for _, k := range e.Kids[0].Kids {
			out = append(out, conjuncts(negate(k))...)
		}
	case e.Op == mandate.OpNot && e.Kids[0].Op == mandate.OpNot:
		out = conjuncts(e.Kids[0].Kids[0])
	default:
		out = []*mandate.Expr{e}
	}
	return out
}

// normal writes a condition, or its negation, so that conditions that say the
// same in another order or with negations elsewhere are written alike.
func normal(e *mandate.Expr, neg bool) string {
	switch e.Op {
	case mandate.OpNot:
		return normal(e.Kids[0], !neg)
	case mandate.OpAnd, mandate.OpOr:
		and := (e.Op == mandate.OpAnd) != neg
		var parts []string
		var flat func(k *mandate.Expr, n bool)
		flat = func(k *mandate.Expr, n bool) {
			if k.Op == mandate.OpNot {
				flat(k.Kids[0], !n)
			} else if (k.Op == mandate.OpAnd || k.Op == mandate.OpOr) && ((k.Op == mandate.OpAnd) != n) == and {
				for _, x := range k.Kids {
					flat(x, n)
				}
			} else {
				parts = append(parts, normal(k, n))
			}
		}
		flat(e, neg)
		sort.Strings(parts)
		if and {
			return "(" + strings.Join(parts, " && ") + ")"
		}
		return "(" + strings.Join(parts, " || ") + ")"
	}
	if !neg {
		return condition.Print(e)
	}
	if opposite := [...]mandate.Cmp{mandate.CmpNone, mandate.CmpNE, mandate.CmpEQ, mandate.CmpGE, mandate.CmpGT, mandate.CmpLE, mandate.CmpLT}[e.Cmp]; opposite != mandate.CmpNone {
		x := *e
		x.Cmp = opposite
		return condition.Print(&x)
	}
	return condition.Print(negate(e))
}

func (m *Model) weight(f mandate.Firmness) int64 {
	if w, ok := m.c.Weights[f]; ok {
		return w
	}
	return 1
}

func (m *Model) positions() {
	index := map[string]*Position{}
	place := func(kind, id, text string, h *record.Held, e *mandate.Expr) *Position {
		p := index[kind+" "+id]
		if p == nil {
			p = &Position{Kind: kind, Text: text, Changeable: true, expr: e}
			index[kind+" "+id] = p
			m.Positions = append(m.Positions, p)
		}
		ref := h.Ref()
		if kind == "declines" && (h.Entry.Group || len(h.Entry.Actors) > 1) {
			ref += "@" + h.Actor.ID
		}
		p.Key = addSorted(p.Key, ref)
		p.Origins = append(p.Origins, Origin{ref, h.Entry.ID, h.Actor.ID})
		p.Entries = addUnique(p.Entries, h.Entry.ID)
		if !contains(p.Owners, h.Actor.ID) {
			p.Owners = append(p.Owners, h.Actor.ID)
		}
		p.Weight = max(p.Weight, m.weight(h.Firmness))
		return p
	}
	reopenable := map[string]bool{}
	for _, b := range m.c.Reopenable {
		reopenable[b.Entry] = true
	}
	seenDemand := map[string]bool{}
	note := func(h *record.Held, e *mandate.Expr, status string) {
		d := Demand{Actor: h.Actor.ID, Ref: h.Ref(), Entry: h.Entry.ID, Expr: e, Status: status}
		if k := fmt.Sprint(d.Actor, d.Ref, condition.Print(e), status); !seenDemand[k] {
			seenDemand[k] = true
			m.demands = append(m.demands, d)
		}
	}
	for i := range m.held {
		h := &m.held[i]
		switch h.Effect.Kind {
		case mandate.Requires, mandate.Rejects, mandate.Excludes, mandate.Prefers:
			e := m.requirement(h)
			if e == nil {
				continue
			}
			var parts []*mandate.Expr
			live := false
			for _, part := range conjuncts(e) {
				if m.waits(part) {
					note(h, part, "waits")
					continue
				}
				parts = append(parts, part)
				for _, d := range m.spentAtoms(part) {
					note(h, d.expr, d.status)
				}
				live = live || m.hasLiveAtom(part)
			}
			if !live {
				continue
			}
			p := place("requires", normal(e, false), condition.Print(e), h, e)
			p.parts = parts
			m.own(h.Actor.ID, p)
		case mandate.Declines:
			p := place("declines", h.Actor.ID, "declines", h, nil)
			m.own(h.Actor.ID, p)
		case mandate.Decides:
			p := place("decides", normal(h.Effect.That.Expr, false), condition.Print(h.Effect.That.Expr), h, h.Effect.That.Expr)
			p.Changeable = p.Changeable && reopenable[h.Entry.ID]
		case mandate.Adopts:
			p := place("decides", "text "+h.Effect.Name, fmt.Sprintf("adopts(%q)", h.Effect.Name), h, m.clauses(h.Effect.Name))
			p.Adopts = h.Effect.Name
			p.Changeable = p.Changeable && reopenable[h.Entry.ID]
		}
	}
	line := func(kind, id, text string, e *mandate.Expr, l mandate.Line) *Position {
		p := &Position{Key: []string{id}, Kind: kind, Text: text, expr: e, Line: l, Weight: 1, Changeable: true}
		m.Positions = append(m.Positions, p)
		return p
	}
	for _, p := range m.Positions {
		p.sel = m.newAtom()
	}
	// Entries' positions are complete before any rule counts who objects.
	for _, p := range m.Positions {
		m.em.Imply([]formula.Lit{m.em.Lit(p.sel)}, m.meaning(p))
	}
	for _, s := range m.c.Steps {
		// The needs of a step with stages are those of its first.
		start := m.start(s)
		if _, ok := m.past[s.ID]; ok || m.events.isPast(start) {
			continue
		}
		needs := s.Needs
		if s.If != nil {
			needs = append(append([]*mandate.Need(nil), needs...), s.If)
		}
		for _, n := range needs {
			if !m.State.Holds(n.Line) {
				continue
			}
			p := line("need", n.ID, condition.Print(n.That.Expr), n.That.Expr, n.Line)
			p.sel = m.newAtom()
			f := m.f.Implies(m.taken[m.events.names[start]], m.lower(n.That.Expr, false, ctx{moment: start, spend: true}))
			m.em.Imply([]formula.Lit{m.em.Lit(p.sel)}, f)
		}
	}
	for _, l := range m.c.Settle {
		if !m.State.Holds(l.Line) {
			continue
		}
		if _, decided := m.settled.day[l.Issue]; decided {
			continue
		}
		p := line("settle", "settle."+l.Issue, fmt.Sprintf("decided(%q) before any commitment", l.Issue), nil, l.Line)
		p.sel = m.newAtom()
		d := m.events.id("decide." + l.Issue)
		for _, a := range m.c.Actors {
			if j, ok := m.join[a.ID]; ok {
				m.em.Imply([]formula.Lit{m.em.Lit(p.sel)}, m.f.Implies(j, m.ord(d, m.events.id("commit."+a.ID))))
			}
		}
	}
	if r := m.State.Rule(); r != nil {
		p := line("rule", "rules."+r.ID, condition.Print(r.That.Expr), r.That.Expr, r.Line)
		p.sel = m.newAtom()
		m.em.Imply([]formula.Lit{m.em.Lit(p.sel)}, m.lower(r.That.Expr, false, ctx{moment: none}))
	}
}

func (m *Model) own(actor string, p *Position) {
	for _, q := range m.owned[actor] {
		if q == p {
			return
		}
	}
	m.owned[actor] = append(m.owned[actor], p)
}

// meaning is the constraint of an entry's position.
func (m *Model) meaning(p *Position) formula.Ref {
	var fs []formula.Ref
	switch p.Kind {
	case "decides":
		return m.lower(p.expr, false, ctx{moment: none})
	case "declines":
		for _, a := range p.Owners {
			if j, ok := m.join[a]; ok {
				fs = append(fs, j.Not())
			}
			if c, ok := m.consent[a]; ok {
				fs = append(fs, c.Not())
			}
		}
	default:
		for _, a := range p.Owners {
			if j, ok := m.join[a]; ok {
				fs = append(fs, m.f.Implies(j, m.lowerAll(p.parts, ctx{moment: m.events.id("commit." + a), spend: true})))
			}
			if c, ok := m.consent[a]; ok {
				fs = append(fs, m.f.Implies(c, m.lowerAll(p.parts, ctx{moment: m.events.id("consent." + a), spend: true})))
			}
		}
	}
	return m.f.And(fs...)
}

// clauses returns the conjunction of a text's clauses that hold at the date.
func (m *Model) clauses(text string) *mandate.Expr {
	all := &mandate.Expr{Op: mandate.OpAnd}
	for _, c := range m.texts[text].Clauses {
		if m.State.Holds(c.Line) {
			all.Kids = append(all.Kids, c.That.Expr)
		}
	}
	switch len(all.Kids) {
	case 0:
		return &mandate.Expr{Op: mandate.OpTrue}
	case 1:
		return all.Kids[0]
	}
	return all
}

// waits reports whether a conjunct of a requirement names a step after the aim
// that the goal does not name.
func (m *Model) waits(e *mandate.Expr) bool {
	waits, asked := false, false
	for _, s := range m.stepsIn(e) {
		if !m.afterAim[s] {
			continue
		}
		waits = true
		for _, g := range m.stepsIn(m.goal) {
			asked = asked || g == s
		}
	}
	return waits && !asked
}

// stepsIn lists the steps that a condition names itself.
func (m *Model) stepsIn(e *mandate.Expr) (out []string) {
	if e == nil {
		return nil
	}
	m.polarity(e, false, func(x *mandate.Expr, _ bool) {
		switch x.Op {
		case mandate.OpDone:
			out = append(out, x.Name)
		case mandate.OpBefore:
			for _, ev := range []string{x.Name, x.Names[0]} {
				if m.steps[ev] != nil {
					out = append(out, ev)
				}
			}
		}
	})
	return out
}

type spentAtom struct {
	expr   *mandate.Expr
	status string
}

// spentAtoms lists the occurrences of before whose later step has happened.
func (m *Model) spentAtoms(e *mandate.Expr) (out []spentAtom) {
	m.polarity(e, false, func(x *mandate.Expr, neg bool) {
		if x.Op == mandate.OpBefore && m.spent(x, neg) {
			status := "breached"
			if m.onRec.before(x.Name, x.Names[0]) != neg {
				status = "met"
			}
			t := x
			if neg {
				t = negate(x)
			}
			out = append(out, spentAtom{t, status})
		}
	})
	return out
}

func (m *Model) hasLiveAtom(e *mandate.Expr) (live bool) {
	m.polarity(e, false, func(x *mandate.Expr, neg bool) {
		live = live || !(x.Op == mandate.OpBefore && m.spent(x, neg))
	})
	return live
}

// polarity calls f for each atom with whether it stands negated.
func (m *Model) polarity(e *mandate.Expr, neg bool, f func(*mandate.Expr, bool)) {
	switch e.Op {
	case mandate.OpNot:
		m.polarity(e.Kids[0], !neg, f)
	case mandate.OpAnd, mandate.OpOr:
		for _, k := range e.Kids {
			m.polarity(k, neg, f)
		}
	default:
		f(e, neg)
	}
}

func (m *Model) spent(x *mandate.Expr, neg bool) bool {
	if neg {
		return m.events.isPast(m.events.id(x.Name))
	}
	return m.events.isPast(m.events.id(x.Names[0]))
}

func addUnique(list []string, s string) []string {
	if contains(list, s) {
		return list
	}
	return append(list, s)
}

func addSorted(list []string, s string) []string {
	list = addUnique(list, s)
	sort.Strings(list)
	return list
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func textOf(e *mandate.Expr) string { return condition.Print(e) }
