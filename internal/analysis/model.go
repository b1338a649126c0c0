package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Model is a record at a date as constraints: every assignment that satisfies
// them and all position selectors is a possible plan, and the other way round.
// Models of other records of the same case are made by Variant and share the
// solver. Neither a Model nor those that share with it are safe for concurrent
// use.
type Model struct {
	*core
	State *record.State
	aim   *mandate.Step
	goal  *mandate.Expr // nil: none; decides which demands wait

	budget Budget

	taken    map[string]formula.Ref // steps
	extT     map[string]formula.Ref // unknown externals assumed true
	extF     map[string]formula.Ref
	events   eventTable
	past     map[string]record.Past // steps that have happened
	readings map[string]record.Reading
	settled  settlement
	afterAim map[string]bool

	held      []record.Held
	byActor   map[string][]*record.Held
	Positions []*Position
	base      []pb.Lit        // assumed in every question: what plans of this record are made of
	owing     []pb.Lit        // set by Owed: plans that owe least
	given     []pb.Lit        // --set, --join, --exclude and Require: assumed in every question about plans
	shape     formula.Ref     // what base puts in force
	asked     []formula.Ref   // what given says
	owned     [][]*Position   // by actor's place in the case: what binds it, for objecting()
	wanted    map[string]bool // the steps that the goal names
	key       []byte          // scratch of put

	supposed *supposedYes // nil: what the record says is all that is said

	demanded []Demand // spent and waiting demands, for showing
	force    *forceModel
	figured  map[figure][]formula.Term
	offered  map[string]offers
	onRec    *recordWorld
	firsts   map[string]*Set // smallest collisions found so far, by goal
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

// target hands the emitter's constraints to the solver, which keeps none of the
// slices.
type target struct {
	s     *pb.Solver
	lits  []pb.Lit
	terms []pb.Term
}

func (t *target) NewLit() formula.Lit { return formula.Lit(t.s.NewVar().Pos()) }

func (t *target) AddClause(lits ...formula.Lit) {
	t.lits = t.lits[:0]
	for _, l := range lits {
		t.lits = append(t.lits, pb.Lit(l))
	}
	t.s.AddClause(t.lits...)
}

func (t *target) AddAtLeast(lits []formula.Lit, coefs []int64, bound int64) {
	t.terms = t.terms[:0]
	for i, l := range lits {
		t.terms = append(t.terms, pb.Term{Coef: coefs[i], Lit: pb.Lit(l)})
	}
	t.s.AddAtLeast(t.terms, bound)
}

// New builds the model of a record. goal, which may be nil, only decides which
// demands wait (see docs/math/verdict.md, "Waiting"); it is asked about with
// Goal. New fails if the aim does not exist or rests on no source that is left.
func New(st *record.State, goal *mandate.Expr, b Budget) (*Model, error) {
	return newCore(st.Case, nil).model(st, goal, b, false, nil)
}

// Variant builds the model of another record of the same case, or of the same
// record for another goal. It shares the solver and so costs little.
func (m *Model) Variant(st *record.State, goal *mandate.Expr) (*Model, error) {
	return m.core.model(st, goal, m.budget, false, nil)
}

// sketch is Variant without the names and origins of positions, for questions
// whose answer is a verdict alone.
func (m *Model) sketch(st *record.State) (*Model, error) {
	return m.core.model(st, nil, m.budget, true, nil)
}

func (k *core) model(st *record.State, goal *mandate.Expr, b Budget, sketch bool, yes *supposedYes) (*Model, error) {
	m := &Model{
		core: k, State: st, goal: goal, budget: b,
		taken: map[string]formula.Ref{}, extT: map[string]formula.Ref{}, extF: map[string]formula.Ref{},
		readings: map[string]record.Reading{}, byActor: map[string][]*record.Held{}, owned: make([][]*Position, len(k.c.Actors)),
		figured: map[figure][]formula.Term{}, offered: map[string]offers{}, wanted: map[string]bool{}, supposed: yes,
	}
	for _, s := range k.stepsIn(goal) {
		m.wanted[s] = true
	}
	m.aim = m.steps[m.AimID()]
	if m.aim == nil || !st.Holds(m.aim.Line) {
		return nil, errNoAim
	}
	m.past = st.Happened()
	for _, x := range m.c.Externals {
		m.readings[x.ID] = st.External(x)
		if m.readings[x.ID].Value == mandate.Unknown {
			m.extT[x.ID], m.extF[x.ID] = k.unknown(x.ID)
		}
	}
	for _, s := range m.c.Steps {
		if _, ok := m.past[s.ID]; ok {
			m.taken[s.ID] = formula.True
		} else {
			m.taken[s.ID] = k.step(s.ID)
		}
	}
	m.held = st.Effects()
	if yes != nil {
		m.held = append(m.held, yes.kept(m.held)...)
	}
	count := make([]int, len(m.c.Actors))
	for i := range m.held {
		count[m.held[i].Place]++
	}
	of := make([][]*record.Held, len(m.c.Actors))
	for n, k := range count {
		of[n] = make([]*record.Held, 0, k)
	}
	for i := range m.held {
		h := &m.held[i]
		of[h.Place] = append(of[h.Place], h)
	}
	for n, a := range m.c.Actors {
		m.byActor[a.ID] = of[n]
	}
	m.settled = m.settle()
	m.events.init(m)
	m.findAfterAim()
	m.onRec = newRecordWorld(m)
	m.structure()
	m.positions(sketch)
	return m, nil
}

// AimID returns the id of the step asked about.
func (m *Model) AimID() string {
	if m.State.Query.Aim != "" {
		return m.State.Query.Aim
	}
	return m.c.Aim
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

// structure puts in force what every plan of this record has: see
// docs/math/verdict.md, section 5.
func (m *Model) structure() {
	fs := []formula.Ref{m.taken[m.aim.ID]}
	for _, i := range m.c.Issues {
		fs = append(fs, m.usableOnly(i))
	}
	for _, s := range m.c.Steps {
		if _, ok := m.past[s.ID]; ok {
			continue
		}
		in := m.taken[s.ID]
		if s.StageOf != "" && s.Stage > 1 {
			fs = append(fs, m.f.Implies(in, m.doneBefore(m.steps[s.StageOf].StageID(s.Stage-1), m.events.id(s.ID))))
		}
		for n := 1; n <= s.Stages; n++ {
			fs = append(fs, m.f.Implies(in, m.doneBefore(s.StageID(n), m.events.id(s.ID))))
		}
	}
	if aim, ok := m.steps[m.c.Aim]; ok {
		_, done := m.past[aim.ID]
		if start := m.start(aim); !done && !m.events.isPast(start) {
			deed, ev := m.taken[aim.ID], start
			for _, a := range m.c.Actors {
				if j, ok := m.join[a.ID]; ok {
					fs = append(fs, m.f.Implies(m.f.And(deed, j), m.ord(m.events.id("commit."+a.ID), ev)))
				}
				if p, ok := m.consent[a.ID]; ok {
					fs = append(fs, m.f.Implies(m.f.And(deed, p), m.ord(m.events.id("consent."+a.ID), ev)))
				}
			}
		}
	}
	m.shape = m.f.And(fs...)
	m.base = []pb.Lit{m.guard(m.shape)}
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
			m.restrict(f)
		}
	}
	for _, a := range m.State.Query.Join {
		m.restrict(m.join[a])
	}
	for _, x := range m.State.Query.Exclude {
		m.restrict(m.chosen(x).Not())
	}
}

// restrict adds a restriction of the question.
func (m *Model) restrict(f formula.Ref) {
	m.asked = append(m.asked, f)
	m.given = append(m.given, m.lit(f))
}

// chosen returns the formula that an item is in the plan.
func (m *Model) chosen(x Item) formula.Ref {
	if x.Actor != "" {
		return m.join[x.Actor]
	}
	return m.option[x.Issue][x.Option]
}

// Require restricts all further questions to plans that reach a goal, read
// without a moment, as --set does to some options. Which demands wait was
// decided by the goal that the model was built for.
func (m *Model) Require(goal *mandate.Expr) {
	m.restrict(m.Goal(goal))
	m.firsts = nil
}

// usableOnly returns the formula that no option of the issue is chosen that may
// not be.
func (m *Model) usableOnly(i *mandate.Issue) formula.Ref {
	use := usable(m.State, i)
	if len(use) == len(i.Options) {
		return formula.True
	}
	var fs []formula.Ref
	for _, o := range i.Options {
		ok := false
		for _, u := range use {
			ok = ok || u == o
		}
		if !ok {
			fs = append(fs, m.option[i.ID][o.ID].Not())
		}
	}
	return m.f.And(fs...)
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
