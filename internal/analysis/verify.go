package analysis

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Verify checks that a plan is possible, straight from the definitions: it
// evaluates each condition on the plan and uses neither formulas nor solver.
func (m *Model) Verify(p *mandate.Plan) error { return m.VerifyWithout(p, nil) }

// VerifyWithout is Verify for the record without some positions.
func (m *Model) VerifyWithout(p *mandate.Plan, gone []*Position) error {
	w := newWitness(m, p, gone)
	if len(w.at) < len(p.Order) {
		return fmt.Errorf("something stands twice in the order")
	}
	if len(p.Joins) == 0 {
		return fmt.Errorf("nobody joins")
	}
	for _, i := range m.c.Issues {
		chosen := p.Mandate[i.ID]
		if !i.Set && len(chosen) != 1 {
			return fmt.Errorf("%s has %d options", i.ID, len(chosen))
		}
		for _, o := range chosen {
			ok := false
			for _, u := range usable(m.State, i) {
				ok = ok || u.ID == o
			}
			if !ok {
				return fmt.Errorf("option %s of %s does not hold", o, i.ID)
			}
		}
	}
	for _, ch := range m.State.Query.Set {
		if len(p.Mandate[ch.Issue]) != len(set(ch.Options)) || !subset(ch.Options, p.Mandate[ch.Issue]) {
			return fmt.Errorf("%s is not as set", ch.Issue)
		}
	}
	for _, a := range m.State.Query.Join {
		if !w.joins[a] {
			return fmt.Errorf("%s does not join", a)
		}
	}
	for _, x := range m.State.Query.Exclude {
		if x.Actor != "" && w.joins[x.Actor] || x.Actor == "" && contains(p.Mandate[x.Issue], x.Option) {
			return fmt.Errorf("%s is excluded", x)
		}
	}
	for id := range w.assumed {
		name := id
		if name[0] == '!' {
			name = name[1:]
		}
		if m.readings[name].Value != mandate.Unknown {
			return fmt.Errorf("%s is assumed although it is known", name)
		}
	}
	steps := []func() error{w.decisions, w.steps, w.takingPart, w.goingAlong}
	for _, f := range steps {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// newWitness looks at a plan, on the record without some positions.
func newWitness(m *Model, p *mandate.Plan, gone []*Position) *witness {
	w := &witness{m: m, p: p, at: map[string]int{}, joins: set(p.Joins), consents: set(p.Consents), assumed: set(p.Assumed), gone: map[string]bool{}}
	for i, ev := range p.Order {
		w.at[ev] = i
	}
	for _, x := range gone {
		for _, o := range x.Origins {
			w.gone[strings.TrimSuffix(o.Ref, "@"+o.Actor)+"@"+o.Actor] = true
		}
		if len(x.Origins) == 0 {
			w.gone[x.Key[0]] = true
		}
	}
	return w
}

// witness is a plan under examination.
type witness struct {
	m                        *Model
	p                        *mandate.Plan
	at                       map[string]int // place of each event in the order
	joins, consents, assumed map[string]bool
	gone                     map[string]bool // effects (ref@actor) and lines of the case that are given up
}

func (w *witness) givenUp(h *record.Held) bool {
	return len(w.gone) > 0 && w.gone[h.Ref()+"@"+h.Actor.ID]
}

func set(ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// before reports whether x ≺ y in the plan. Past events stand by their days.
func (w *witness) before(x, y string) bool {
	i, okX := w.at[x]
	j, okY := w.at[y]
	t := &w.m.events
	a, b := t.id(x), t.id(y)
	if x == y || !okX || !okY {
		return false
	}
	if t.isPast(a) && t.isPast(b) {
		return t.day[a] <= t.day[b]
	}
	return i < j
}

// world is the plan at a moment (an event, or none).
func (w *witness) world(moment string) condition.World {
	m := w.m
	chosen := func(issue, o string) bool { return contains(w.p.Mandate[issue], o) }
	count := func(in func(*mandate.Actor) bool) func(string) int64 {
		return func(g string) (n int64) {
			for _, a := range m.c.Actors {
				if a.In(g) && in(a) {
					n++
				}
			}
			return n
		}
	}
	return condition.World{
		Is:  chosen,
		Has: chosen,
		AtLeast: func(issue, o string) bool {
			reached := false
			for _, x := range m.issues[issue].Options {
				reached = reached || x.ID == o
				if reached && chosen(issue, x.ID) {
					return true
				}
			}
			return false
		},
		Joins:      func(a string) bool { return w.joins[a] },
		Consents:   func(a string) bool { return w.consents[a] },
		Joining:    count(func(a *mandate.Actor) bool { return w.joins[a.ID] }),
		Consenting: count(func(a *mandate.Actor) bool { return w.consents[a.ID] }),
		Objecting:  count(w.objects),
		Force:      func(k string) int64 { return w.figure(k, false) },
		Committed:  func(k string) int64 { return w.figure(k, true) },
		Decided:    func(i string) bool { return moment == "" || w.before("decide."+i, moment) },
		Done: func(s string) bool {
			_, in := w.at[s]
			return in && (moment == "" || w.before(s, moment))
		},
		Before: func(x, y string) bool {
			if _, in := w.at[y]; !in {
				return true
			}
			return w.before(x, y)
		},
		Adopts: func(t string) bool { return w.adopts(t) },
		External: func(id string) mandate.Truth {
			if v := m.readings[id].Value; v != mandate.Unknown {
				return v
			}
			switch {
			case w.assumed[id]:
				return mandate.True
			case w.assumed["!"+id]:
				return mandate.False
			}
			return mandate.Unknown
		},
		OnRecord: w.record(),
	}
}

// record is the world of on_record(…).
func (w *witness) record() *condition.World {
	r := w.m.onRec
	atom := func(op mandate.Op) func(string) bool {
		return func(id string) bool { return r.eval(&mandate.Expr{Op: op, Name: id}) }
	}
	pair := func(op mandate.Op) func(a, b string) bool {
		return func(a, b string) bool { return r.eval(&mandate.Expr{Op: op, Name: a, Names: []string{b}}) }
	}
	number := func(f func(string) int64) func(string) int64 { return f }
	return &condition.World{
		Is: pair(mandate.OpIs), Has: pair(mandate.OpHas), AtLeast: pair(mandate.OpAtLeast), Before: pair(mandate.OpBefore),
		In:    func(i string, os []string) bool { return r.eval(&mandate.Expr{Op: mandate.OpIn, Name: i, Names: os}) },
		Joins: atom(mandate.OpJoins), Consents: atom(mandate.OpConsents), Decided: atom(mandate.OpDecided), Done: atom(mandate.OpDone),
		Adopts:     atom(mandate.OpAdopts),
		Joining:    number(func(g string) int64 { return r.count(g, func(a string) bool { return r.agreed(a, mandate.Commits) }) }),
		Consenting: number(func(g string) int64 { return r.count(g, r.consents) }),
		Objecting:  number(func(g string) int64 { return r.count(g, r.declines) }),
		Force:      number(r.committed), Committed: number(r.committed),
		External: func(id string) mandate.Truth { return w.m.readings[id].Value },
	}
}

func (w *witness) eval(e *mandate.Expr, moment string) bool {
	return condition.Eval(e, w.world(moment))
}

// adopts reports whether the plan follows a text. Clauses are read in negation
// normal form like every other condition.
func (w *witness) adopts(text string) bool {
	for _, c := range w.m.texts[text].Clauses {
		if w.m.State.Holds(c.Line) && !w.eval(c.That.Expr, "") {
			return false
		}
	}
	for _, s := range w.m.texts[text].Steps {
		if _, in := w.at[s]; !in {
			return false
		}
	}
	return true
}

// unspent takes occurrences of before whose later step has happened for true.
func (w *witness) unspent(e *mandate.Expr, neg bool) *mandate.Expr {
	x := *e
	switch e.Op {
	case mandate.OpNot:
		x.Kids = []*mandate.Expr{w.unspent(e.Kids[0], !neg)}
	case mandate.OpAnd, mandate.OpOr:
		x.Kids = nil
		for _, k := range e.Kids {
			x.Kids = append(x.Kids, w.unspent(k, neg))
		}
	case mandate.OpBefore:
		if w.m.spent(e, neg) {
			if neg {
				return &mandate.Expr{Op: mandate.OpFalse}
			}
			return &mandate.Expr{Op: mandate.OpTrue}
		}
	}
	return &x
}

// requirementHolds evaluates what is enforced of a requirement at a moment.
func (w *witness) requirementHolds(e *mandate.Expr, moment string) bool {
	for _, c := range conjuncts(e) {
		if !w.m.waits(c) && !w.eval(w.unspent(c, false), moment) {
			return false
		}
	}
	return true
}

func (w *witness) objects(a *mandate.Actor) bool {
	if !a.Is(mandate.RoleContributor) && !a.Is(mandate.RoleParty) {
		return false
	}
	for _, h := range w.m.byActor[a.ID] {
		if w.givenUp(h) {
			continue
		}
		if h.Effect.Kind == mandate.Declines {
			return true
		}
		if e := w.m.requirement(h); e != nil && !w.requirementHolds(e, "") {
			return true
		}
	}
	return false
}

// figure adds up what the joiners bring of a capability.
func (w *witness) figure(capability string, onlyCommitted bool) (sum int64) {
	for _, a := range w.m.c.Actors {
		if !w.joins[a.ID] {
			continue
		}
		counts := func(h *record.Held) bool {
			k := h.Effect.Kind
			if k != mandate.Commits && (k != mandate.Offers || onlyCommitted) || onlyCommitted && !own(h) {
				return false
			}
			return h.Effect.That == nil || w.eval(h.Effect.That.Expr, "commit."+a.ID)
		}
		sum += brought(w.m.byActor[a.ID], capability, counts)
	}
	return sum
}

func (w *witness) decisions() error {
	for i := range w.m.held {
		h := &w.m.held[i]
		if w.givenUp(h) {
			continue
		}
		if (h.Effect.Kind == mandate.Decides || h.Effect.Kind == mandate.Adopts) && !w.eval(w.m.clausesOf(h.Effect), "") {
			return fmt.Errorf("decision %s does not hold", h.Ref())
		}
	}
	return nil
}

func (w *witness) steps() error {
	m := w.m
	if _, in := w.at[m.aim.ID]; !in {
		return fmt.Errorf("the aim is missing")
	}
	for _, s := range m.c.Steps {
		_, in := w.at[s.ID]
		_, happened := m.past[s.ID]
		if happened && !in {
			return fmt.Errorf("%s has happened and is missing", s.ID)
		}
		if !in || happened {
			continue
		}
		if s.StageOf != "" && s.Stage > 1 && !w.before(m.steps[s.StageOf].StageID(s.Stage-1), s.ID) {
			return fmt.Errorf("%s comes before the stage before it", s.ID)
		}
		for n := 1; n <= s.Stages; n++ {
			if !w.before(s.StageID(n), s.ID) {
				return fmt.Errorf("%s comes before its stage %d", s.ID, n)
			}
		}
	}
	for _, s := range m.c.Steps {
		start := s.ID
		if s.Stages > 0 {
			start = s.StageID(1)
		}
		_, in := w.at[start]
		if _, happened := m.past[s.ID]; happened || !in || m.events.isPast(m.events.id(start)) {
			continue
		}
		needs := append([]*mandate.Need(nil), s.Needs...)
		if s.If != nil {
			needs = append(needs, s.If)
		}
		for _, n := range needs {
			if m.State.Holds(n.Line) && !w.gone[n.ID] && !w.eval(w.unspent(n.That.Expr, false), start) {
				return fmt.Errorf("%s does not hold", n.ID)
			}
		}
	}
	return nil
}

func (w *witness) takingPart() error {
	m := w.m
	for _, l := range m.c.Settle {
		if !m.State.Holds(l.Line) || w.gone["settle."+l.Issue] {
			continue
		}
		for a := range w.joins {
			if !w.before("decide."+l.Issue, "commit."+a) {
				return fmt.Errorf("%s commits before %s is decided", a, l.Issue)
			}
		}
	}
	aim := m.steps[m.c.Aim]
	start := aim.ID
	if aim.Stages > 0 {
		start = aim.StageID(1)
	}
	if _, in := w.at[aim.ID]; in && !m.events.isPast(m.events.id(aim.ID)) && !m.events.isPast(m.events.id(start)) {
		for a := range w.joins {
			if !w.before("commit."+a, start) {
				return fmt.Errorf("%s commits after the deed", a)
			}
		}
		for a := range w.consents {
			if !w.before("consent."+a, start) {
				return fmt.Errorf("%s consents after the deed", a)
			}
		}
	}
	return nil
}

func (w *witness) goingAlong() error {
	m := w.m
	for i := range m.held {
		h := &m.held[i]
		a := h.Actor.ID
		if w.givenUp(h) {
			continue
		}
		if h.Effect.Kind == mandate.Declines && (w.joins[a] || w.consents[a]) {
			return fmt.Errorf("%s declines", a)
		}
		if e := m.requirement(h); e != nil {
			if w.joins[a] && !w.requirementHolds(e, "commit."+a) || w.consents[a] && !w.requirementHolds(e, "consent."+a) {
				return fmt.Errorf("requirement %s does not hold", h.Ref())
			}
		}
	}
	if r := m.State.Rule(); r != nil && !w.gone["rules."+r.ID] && !w.eval(r.That.Expr, "") {
		return fmt.Errorf("the consent rule %s does not hold", r.ID)
	}
	return nil
}

// Audit follows a model's solver: it records all that the solver is given and
// learns, and checks each answer. It costs memory and time and is for tests.
type Audit struct {
	log *pb.Log
	err error
	// Models and Cores count what has been checked.
	Models, Cores int
}

// NewAudited builds a model like New whose every answer is checked by the
// independent checker of package pb: a Yes by evaluating all constraints, a No
// by following the refutation. Audit.Err tells the first that failed.
func NewAudited(st *record.State, goal *mandate.Expr, b Budget) (*Model, *Audit, error) {
	a := &Audit{}
	m, err := newCore(st.Case, a).model(st, goal, b, false, nil)
	return m, a, err
}

// Err returns the first answer that did not stand up, or nil.
func (a *Audit) Err() error {
	if a == nil {
		return nil
	}
	return a.err
}

// check examines the last answer of the solver.
func (a *Audit) check(s *pb.Solver, v Verdict) {
	if a == nil || a.err != nil {
		return
	}
	switch v {
	case Yes:
		a.Models++
		a.err = pb.CheckModel(a.log, s.Model())
	case No:
		a.Cores++
		a.err = pb.CheckCore(a.log, s.Core())
	}
}

// CheckSets checks a list of collisions or ways out: that each contradicts (or
// unblocks) and that no member can be spared, each by the independent checker.
func (m *Model) CheckSets(goal *mandate.Expr, sets Sets, waysOut bool) error {
	hard := m.goalLits(goal)
	for _, s := range sets.List {
		in := map[*Position]bool{}
		for _, p := range s.Positions {
			in[p] = true
		}
		ask := func(spared *Position) Verdict {
			q := append([]pb.Lit(nil), hard...)
			for _, p := range m.Positions {
				if waysOut && (!in[p] || p == spared) || !waysOut && in[p] && p != spared {
					q = append(q, m.lit(p.sel))
				}
			}
			v := m.s.Solve(m.pbBudget(), q...)
			m.audit.check(m.s, v)
			return v
		}
		whole, part := No, Yes
		if waysOut {
			whole, part = Yes, No
		}
		if v := ask(nil); v != whole {
			return fmt.Errorf("%v: %v as a whole", setNames(s), v)
		}
		for _, p := range s.Positions {
			if v := ask(p); v != part {
				return fmt.Errorf("%v: %v without %s", setNames(s), v, p.Name())
			}
		}
	}
	return m.audit.Err()
}

func setNames(s Set) (out []string) {
	for _, p := range s.Positions {
		out = append(out, p.Name())
	}
	sort.Strings(out)
	return out
}
