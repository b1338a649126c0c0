package analysis

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Ask is a question that can be written out as a whole.
type Ask string

// The questions. Possible, Actionable and Rung are answered by yes or no; Owed
// and Unblock minimise.
const (
	AskPossible   Ask = "possible"
	AskActionable Ask = "actionable"
	AskRung       Ask = "rung"
	AskOwed       Ask = "owed"
	AskUnblock    Ask = "unblock"
)

// Asks lists the questions.
var Asks = []Ask{AskPossible, AskActionable, AskRung, AskOwed, AskUnblock}

// Question is what a Problem asks.
type Question struct {
	Ask  Ask
	Rung mandate.Rung  // of AskRung
	Goal *mandate.Expr // nil: none; otherwise only plans that reach it
}

// String writes the question as on the command line, without the goal.
func (q Question) String() string {
	if q.Ask == AskRung {
		return "rung=" + q.Rung.String()
	}
	return string(q.Ask)
}

// Name says what a variable of a Problem stands for.
type Name struct {
	// Text is a word for the kind and what it is about, such as
	// "joins egypt"; empty for a formula that has no name.
	Text string
	// Position is the position that the variable puts in force, or nil. Then
	// Text names it, with the entries behind it.
	Position *Position
}

// Problem is a question written out for others to answer: everything that the
// solver is given, with what the variables stand for. Every assignment that
// satisfies Constraints and Facts is a plan of the kind asked for, and the other
// way round.
type Problem struct {
	State    *record.State
	Question Question
	// Names has an element for each variable; different variables have
	// different texts.
	Names []Name
	// Events names the nodes of the order; Past lists what has happened, in
	// its order.
	Events []string
	Past   []string
	// Constraints are all that the engine gave its solver, and all conditions
	// of Gale (1957), which the engine adds one by one.
	Constraints *pb.Log
	// Facts are the assumptions of the question.
	Facts []pb.Lit
	// Cost is what to minimise; coefficients are positive. Nil: nothing.
	Cost []pb.Term
	// Unit is what one item counts in Cost: of AskOwed, the tie-break stays
	// below it; of AskUnblock it is 1.
	Unit int64
	// Withheld is how many entries were left out of the record because of who
	// may see them; it is the caller's to say.
	Withheld int
}

// maxLines bounds the requirement lines of one capability, since there is a
// condition for each set of them.
const maxLines = 12

// NewProblem writes a question out. It fails like New, and if some capability
// has more requirement lines than can be written out.
func NewProblem(st *record.State, q Question, b Budget) (*Problem, error) {
	m, audit, err := NewAudited(st, q.Goal, b)
	if err != nil {
		return nil, err
	}
	p := &Problem{State: st, Question: q, Constraints: audit.log, Unit: 1}
	names := map[pb.Lit]Name{}
	name := func(f formula.Ref, text string) {
		if f != formula.True && f != formula.False {
			names[m.lit(f)] = Name{Text: text}
		}
	}
	names[m.lit(formula.True)] = Name{Text: "true"}
	m.nameAtoms(name)
	for _, l := range m.base {
		names[l] = Name{Text: "structure"}
	}
	for _, x := range m.Positions {
		names[m.lit(x.sel)] = Name{Text: "position " + x.Name(), Position: x}
	}
	p.Facts = m.goalLits(q.Goal)
	kept := func(x *Position) bool { return true }
	switch q.Ask {
	case AskPossible:
	case AskActionable:
		for _, f := range m.undecidedItems(p, names) {
			p.Facts = append(p.Facts, f.Not())
		}
		for _, f := range m.ready() {
			p.Facts = append(p.Facts, m.lit(f))
		}
	case AskRung:
		p.Facts = append(p.Facts, m.lit(m.everybody(q.Rung)))
	case AskOwed:
		m.owedCost(p, names)
	case AskUnblock:
		kept = func(x *Position) bool { return !x.Changeable }
		for _, x := range m.Positions {
			if x.Changeable && x.Weight > 0 {
				p.Cost = append(p.Cost, pb.Term{Coef: x.Weight, Lit: m.lit(x.sel).Not()})
			}
		}
	default:
		return nil, fmt.Errorf("problem: there is no question %q", q.Ask)
	}
	for _, x := range m.Positions {
		if kept(x) {
			p.Facts = append(p.Facts, m.lit(x.sel))
		}
	}
	if m.force != nil {
		for _, t := range m.force.lines {
			name(t.met, "force "+t.capability)
			if err := m.allCuts(t); err != nil {
				return nil, err
			}
		}
	}
	m.nameOrder(p, name)
	p.Names = make([]Name, m.s.NumVars())
	for l, n := range names {
		if !l.IsNeg() {
			p.Names[l.Var()] = n
		}
	}
	return p, nil
}

// nameAtoms names what plans are made of.
func (m *Model) nameAtoms(name func(formula.Ref, string)) {
	for _, i := range m.c.Issues {
		for _, o := range i.Options {
			name(m.option[i.ID][o.ID], "chosen "+i.ID+"="+o.ID)
		}
	}
	for _, a := range m.c.Actors {
		if f, ok := m.join[a.ID]; ok {
			name(f, "joins "+a.ID)
		}
		if f, ok := m.consent[a.ID]; ok {
			name(f, "consents "+a.ID)
		}
	}
	for _, s := range m.c.Steps {
		name(m.taken[s.ID], "taken "+s.ID)
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			name(f, "assumed "+x.ID)
			name(m.extF[x.ID], "assumed !"+x.ID)
		}
	}
}

// nameOrder names the events and the atoms of their order, and lists what is
// past.
func (m *Model) nameOrder(p *Problem, name func(formula.Ref, string)) {
	t := &m.events
	for k, f := range m.order {
		name(f, m.names[k[0]]+" < "+m.names[k[1]])
	}
	var past []event
	for e, n := range m.node {
		if n >= 0 {
			for len(p.Events) <= int(n) {
				p.Events = append(p.Events, "")
			}
			p.Events[n] = m.names[e]
		}
		if t.past[e] {
			past = append(past, event(e))
		}
	}
	sort.SliceStable(past, func(i, j int) bool { return t.day[past[i]] < t.day[past[j]] })
	for _, e := range past {
		p.Past = append(p.Past, m.names[e])
	}
}

// item adds a variable of its own that is true exactly when a formula holds.
func (m *Model) item(names map[pb.Lit]Name, text string, f formula.Ref) pb.Lit {
	x := m.newAtom()
	l := m.lit(x)
	names[l] = Name{Text: text}
	m.em.Assert(m.f.Implies(x, f))
	m.em.Assert(m.f.Implies(f, x))
	return l
}

// undecidedItems are true: the record leaves these issues of the settle list
// open.
func (m *Model) undecidedItems(p *Problem, names map[pb.Lit]Name) (out []pb.Lit) {
	for _, i := range m.Undecided() {
		out = append(out, m.item(names, "owed decide "+i, formula.True))
	}
	return out
}

// owedCost sets the cost of what is owed as docs/math/verdict.md, section 4,
// has it: the items count, and among equals those who are asked again.
func (m *Model) owedCost(p *Problem, names map[pb.Lit]Name) {
	items := m.undecidedItems(p, names)
	var again []pb.Lit
	for _, a := range m.c.Actors {
		if f := m.unanswered(a); f != formula.False {
			items = append(items, m.item(names, "owed answer "+a.ID, f))
		}
		if f := m.askedAgain(a); f != formula.False {
			again = append(again, m.item(names, "again "+a.ID, f))
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			items = append(items, m.item(names, "owed external "+x.ID, m.f.Or(f, m.extF[x.ID])))
		}
	}
	for _, t := range m.needForce().lines {
		items = append(items, m.item(names, "owed force "+t.capability, t.met.Not()))
	}
	p.Unit = int64(len(again) + 1)
	for _, l := range items {
		p.Cost = append(p.Cost, pb.Term{Coef: p.Unit, Lit: l})
	}
	for _, l := range again {
		p.Cost = append(p.Cost, pb.Term{Coef: 1, Lit: l})
	}
}

// allCuts adds the condition of every set of lines. A set is left out if
// another line, which always applies, is served by nobody but those who serve
// the set: the set with that line says more.
func (m *Model) allCuts(t *transport) error {
	n := len(t.needs)
	if n > maxLines {
		var ids []string
		for _, x := range t.needs {
			ids = append(ids, x.line.ID)
		}
		return &mandate.Error{Code: mandate.ErrUsage,
			Err:  fmt.Errorf("capability %s has %d requirement lines; at most %d can be written out, since each set of them is a constraint", t.capability, n, maxLines),
			Hint: "lines: " + strings.Join(ids, ", ")}
	}
	serves := make([][]bool, n)
	for i := range serves {
		for _, s := range t.supplies {
			serves[i] = append(serves[i], canServe(s, t.needs[i].line))
		}
	}
	within := func(i, set int) bool {
		for k, yes := range serves[i] {
			covered := false
			for j := range serves {
				covered = covered || set>>j&1 == 1 && serves[j][k]
			}
			if yes && !covered {
				return false
			}
		}
		return true
	}
	for set := 1; set < 1<<n; set++ {
		var lines []int
		spared := false
		for i := range n {
			if set>>i&1 == 1 {
				lines = append(lines, i)
			} else {
				spared = spared || t.needs[i].active == formula.True && within(i, set)
			}
		}
		if !spared {
			m.wholeCut(t, lines)
		}
	}
	return nil
}

// wholeCut adds what Model.cut adds for a set of lines, as one guarded sum.
func (m *Model) wholeCut(t *transport, lines []int) {
	guards := []pb.Lit{m.lit(t.met)}
	var demand int64
	for _, i := range lines {
		demand += t.needs[i].line.Minimum
		if a := t.needs[i].active; a != formula.True {
			guards = append(guards, m.lit(a))
		}
	}
	var terms []pb.Term
	for _, g := range guards {
		terms = append(terms, pb.Term{Coef: demand, Lit: g.Not()})
	}
	for _, s := range t.supplies {
		for _, i := range lines {
			if canServe(s, t.needs[i].line) {
				terms = append(terms, pb.Term{Coef: s.named, Lit: m.lit(s.when)})
				break
			}
		}
	}
	m.s.AddAtLeast(terms, demand)
}
