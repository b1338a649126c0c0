package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// ASP writes a record at a date as an answer set program for clingo (5.4 or
// later). Its answer sets are the plans of docs/math/verdict.md; a constant
// chooses the question:
//
//	clingo case.lp                            a possible plan
//	clingo case.lp -c ask=owed                … that owes least
//	clingo case.lp -c ask=unblock             … with the cheapest way out
//
// docs/math/export-asp.md explains the program predicate by predicate. The
// goal, which may be nil, has to hold in every answer set; it also decides
// which demands wait.
//
// The program is written from the definitions and shares no code with the
// engine, so that each can be checked by the other. ASP fails with ErrNoAim if the
// aim rests on no source that is left, if a condition depends on itself, and if a figure
// is too large for clingo (2³¹ or more).
func ASP(w io.Writer, st *record.State, goal *mandate.Expr) error {
	p, err := newProgram(st, goal)
	if err != nil {
		return fmt.Errorf("export as answer set program: %w", err)
	}
	if err := p.build(); err != nil {
		return fmt.Errorf("export as answer set program: %w", err)
	}
	b := bufio.NewWriter(w)
	p.write(b)
	if err := b.Flush(); err != nil {
		return fmt.Errorf("export as answer set program: %w", err)
	}
	return nil
}

// ErrNoAim is returned for a record in which the aim rests on no source that is
// left: there is nothing to ask.
var ErrNoAim = errors.New("the aim rests on no source that is left")

// literal is a body literal of the program.
type literal string

const (
	yes literal = "#true"
	no  literal = "#false"
)

// not negates a literal.
func (l literal) not() literal {
	switch {
	case l == yes:
		return no
	case l == no:
		return yes
	case strings.HasPrefix(string(l), "not "):
		return l[len("not "):]
	}
	return "not " + l
}

// program is the answer set program in the making: one buffer for each of its
// sections.
type program struct {
	st   *record.State
	c    *mandate.Case
	goal *mandate.Expr
	aim  *mandate.Step

	held     []record.Held
	by       map[string][]*record.Held // by actor
	issues   map[string]*mandate.Issue
	steps    map[string]*mandate.Step
	usable   map[string][]string
	external map[string]mandate.Truth
	settled  *settled
	past     map[string]mandate.Day // by event: what has happened or is decided
	event    map[string]int         // all events, in the order of the case
	after    map[string]bool        // steps after the aim

	vocabulary, structure, positions, conditions, order, standing, force, owed strings.Builder

	stated  []*position    // once they are read
	number  map[string]int // written conditions, by their rule
	ordered map[[2]int]bool
	objects map[string]int // actors whose objections are written: 1 being written, 2 done
	brings  map[string]int // capabilities whose figures are written, alike
	text    map[string]bool
	err     error
}

func newProgram(st *record.State, goal *mandate.Expr) (*program, error) {
	p := &program{
		st: st, c: st.Case, goal: goal,
		by: map[string][]*record.Held{}, issues: map[string]*mandate.Issue{}, steps: map[string]*mandate.Step{},
		usable: map[string][]string{}, external: map[string]mandate.Truth{}, past: map[string]mandate.Day{},
		event: map[string]int{}, after: map[string]bool{}, number: map[string]int{}, ordered: map[[2]int]bool{},
		objects: map[string]int{}, brings: map[string]int{}, text: map[string]bool{},
	}
	for _, s := range p.c.Steps {
		p.steps[s.ID] = s
		p.event[s.ID] = len(p.event)
	}
	for _, i := range p.c.Issues {
		p.issues[i.ID] = i
		p.usable[i.ID] = usable(st, i)
		p.event["decide."+i.ID] = len(p.event)
	}
	for _, a := range p.c.Actors {
		for _, e := range []string{"commit.", "consent."} {
			p.event[e+a.ID] = len(p.event)
		}
	}
	aim := st.Query.Aim
	if aim == "" {
		aim = p.c.Aim
	}
	if p.aim = p.steps[aim]; p.aim == nil || !st.Holds(p.aim.Line) {
		return nil, fmt.Errorf("%s: %w", aim, ErrNoAim)
	}
	p.held = st.Effects()
	for i := range p.held {
		h := &p.held[i]
		p.by[h.Actor.ID] = append(p.by[h.Actor.ID], h)
	}
	for _, x := range p.c.Externals {
		p.external[x.ID] = st.External(x).Value
	}
	var err error
	if p.settled, err = settle(st, p.held); err != nil {
		return nil, err
	}
	for s, x := range st.Happened() {
		p.past[s] = x.Day
	}
	for i, d := range p.settled.day {
		p.past["decide."+i] = d
	}
	p.findAfter()
	return p, nil
}

func (p *program) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

// q writes a string of the program.
func q(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

// atom writes an atom whose arguments are strings.
func atom(name string, args ...string) literal {
	for i, a := range args {
		args[i] = q(a)
	}
	return literal(name + "(" + strings.Join(args, ",") + ")")
}

// rule writes a rule into a section; a body that cannot hold writes nothing.
func rule(b *strings.Builder, head literal, body ...literal) {
	var keep []string
	for _, l := range body {
		if l == no {
			return
		}
		if l != yes {
			keep = append(keep, string(l))
		}
	}
	b.WriteString(string(head))
	switch {
	case len(keep) > 0 && head == "":
		b.WriteString(":- " + strings.Join(keep, ", "))
	case len(keep) > 0:
		b.WriteString(" :- " + strings.Join(keep, ", "))
	case head == "":
		b.WriteString(":- #true")
	}
	b.WriteString(".\n")
}

// forbid writes that the literals never hold together.
func forbid(b *strings.Builder, body ...literal) { rule(b, "", body...) }

func comment(b *strings.Builder, format string, args ...any) {
	b.WriteString("% " + strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " ") + "\n")
}

// findAfter finds the steps after the aim: their needs or `if` name it with
// done, directly or through other steps'.
func (p *program) findAfter() {
	isAim := func(s string) bool {
		return s == p.aim.ID || p.aim.Stages > 0 && s == p.aim.StageID(p.aim.Stages)
	}
	for again := true; again; {
		again = false
		for _, s := range p.c.Steps {
			if s == p.aim || p.after[s.ID] {
				continue
			}
			after := s.StageOf != "" && p.after[s.StageOf]
			for _, n := range needsOf(s) {
				if !p.st.Holds(n.Line) {
					continue
				}
				n.That.Expr.Walk(func(e *mandate.Expr) {
					after = after || e.Op == mandate.OpDone && (isAim(e.Name) || p.after[e.Name])
				})
			}
			if after {
				p.after[s.ID], again = true, true
			}
		}
	}
}

// needsOf lists the needs of a step and its `if`.
func needsOf(s *mandate.Step) []*mandate.Need {
	all := append([]*mandate.Need(nil), s.Needs...)
	if s.If != nil {
		all = append(all, s.If)
	}
	return all
}

// start is the event with which a step begins: its first stage, or itself.
func start(s *mandate.Step) string {
	if s.Stages > 0 {
		return s.StageID(1)
	}
	return s.ID
}

func (p *program) isPast(event string) bool {
	_, ok := p.past[event]
	return ok
}

// inPlan is the literal that an event is one of the plan's.
func (p *program) inPlan(event string) literal {
	kind, id, ok := record.SplitEvent(event)
	switch {
	case !ok:
		return p.taken(event)
	case kind == "commit":
		return p.joins(id)
	case kind == "consent":
		return p.consents(id)
	}
	return yes
}

func (p *program) taken(step string) literal {
	if p.isPast(step) {
		return yes
	}
	return atom("taken", step)
}

func (p *program) joins(actor string) literal {
	if a := p.st.Actor(actor); a != nil && a.Is(mandate.RoleContributor) {
		return atom("joins", actor)
	}
	return no
}

func (p *program) consents(actor string) literal {
	if a := p.st.Actor(actor); a != nil && a.Is(mandate.RoleParty) {
		return atom("consents", actor)
	}
	return no
}

// before is the literal that x stands before y in the plan's order. Both are
// events of the plan wherever it is asked.
func (p *program) before(x, y string) literal {
	dx, px := p.past[x]
	dy, py := p.past[y]
	switch {
	case x == y:
		return no
	case px && py && dx <= dy:
		return yes
	case px && py:
		return no
	case px:
		return yes
	case py:
		return no
	}
	i, j := p.event[x], p.event[y]
	if i > j {
		i, j = j, i
	}
	if k := [2]int{i, j}; !p.ordered[k] {
		p.ordered[k] = true
		a, b := x, y
		if p.event[x] != i {
			a, b = y, x
		}
		fmt.Fprintf(&p.order, "{ %s }. %s :- not %s.\n", atom("before", a, b), atom("before", b, a), atom("before", a, b))
	}
	return atom("before", x, y)
}

// reading says how a condition is read: at which event (empty: without a
// moment), and whether occurrences of before are spent.
type reading struct {
	at    string
	spend bool
}

// cond writes a condition, or its negation, and returns the literal that it
// holds. Negations go down to the atoms: an unknown external is read
// differently in each polarity.
func (p *program) cond(e *mandate.Expr, neg bool, r reading) literal {
	switch e.Op {
	case mandate.OpNot:
		return p.cond(e.Kids[0], !neg, r)
	case mandate.OpAnd, mandate.OpOr:
		var ls []literal
		for _, k := range e.Kids {
			ls = append(ls, p.cond(k, neg, r))
		}
		return p.join((e.Op == mandate.OpAnd) != neg, ls, e, neg, r)
	case mandate.OpExternal:
		return p.assumed(e.Name, neg)
	case mandate.OpAdopts:
		if p.text[e.Name] {
			p.fail("the text %q adopts itself", e.Name)
			return no
		}
		p.text[e.Name] = true
		ls := []literal{}
		for _, c := range p.clauses(e.Name) {
			ls = append(ls, p.cond(c.That.Expr, neg, reading{}))
		}
		for _, s := range p.st.Text(e.Name).Steps {
			l := p.taken(s)
			if neg {
				l = l.not()
			}
			ls = append(ls, l)
		}
		delete(p.text, e.Name)
		return p.join(!neg, ls, e, neg, reading{})
	case mandate.OpBefore:
		if r.spend && p.spent(e, neg) {
			return yes
		}
	}
	l := p.plain(e, r)
	if neg {
		return l.not()
	}
	return l
}

// all writes a conjunction of conditions.
func (p *program) all(es []*mandate.Expr, r reading) literal {
	if len(es) == 1 {
		return p.cond(es[0], false, r)
	}
	return p.cond(&mandate.Expr{Op: mandate.OpAnd, Kids: es}, false, r)
}

// join writes the conjunction or disjunction of literals, each only once.
func (p *program) join(and bool, ls []literal, e *mandate.Expr, neg bool, r reading) literal {
	unit, zero := yes, no
	if !and {
		unit, zero = no, yes
	}
	var keep []literal
	seen := map[literal]bool{}
	for _, l := range ls {
		switch {
		case l == zero:
			return zero
		case l == unit || seen[l]:
		default:
			seen[l] = true
			keep = append(keep, l)
		}
	}
	switch len(keep) {
	case 0:
		return unit
	case 1:
		return keep[0]
	}
	var rules []string
	if and {
		var parts []string
		for _, l := range keep {
			parts = append(parts, string(l))
		}
		rules = []string{strings.Join(parts, ", ")}
	} else {
		for _, l := range keep {
			rules = append(rules, string(l))
		}
	}
	return p.define(rules, e, neg, r)
}

// define gives a condition a number and writes one rule for each way in which
// it holds. What has been written is not written again.
func (p *program) define(bodies []string, e *mandate.Expr, neg bool, r reading) literal {
	sorted := append([]string(nil), bodies...)
	sort.Strings(sorted)
	key := strings.Join(sorted, "\n")
	n, ok := p.number[key]
	if !ok {
		n = len(p.number) + 1
		p.number[key] = n
		text := condition.Print(e)
		if neg {
			text = "not " + text
		}
		if r.at != "" {
			text += "  at " + r.at
		}
		comment(&p.conditions, "%d: %s", n, text)
		for _, b := range bodies {
			fmt.Fprintf(&p.conditions, "holds(%d) :- %s.\n", n, b)
		}
	}
	return literal(fmt.Sprintf("holds(%d)", n))
}

// assumed is the literal that an external, or its negation, holds.
func (p *program) assumed(id string, neg bool) literal {
	v := p.external[id]
	switch {
	case v == mandate.Unknown && neg:
		return literal("assumed(" + q(id) + ",false)")
	case v == mandate.Unknown:
		return literal("assumed(" + q(id) + ",true)")
	case (v == mandate.True) != neg:
		return yes
	}
	return no
}

// plain writes an atom that is read alike in both polarities.
func (p *program) plain(e *mandate.Expr, r reading) literal {
	switch e.Op {
	case mandate.OpTrue:
		return yes
	case mandate.OpFalse:
		return no
	case mandate.OpIs, mandate.OpHas, mandate.OpIn:
		return p.oneOf(e, e.Names)
	case mandate.OpAtLeast:
		return p.oneOf(e, upwards(p.issues[e.Name], e.Names[0]))
	case mandate.OpJoins:
		return p.joins(e.Name)
	case mandate.OpConsents:
		return p.consents(e.Name)
	case mandate.OpJoining:
		return p.compare(e, "#count { A : joins(A), member("+q(e.Name)+",A) }")
	case mandate.OpConsenting:
		return p.compare(e, "#count { A : consents(A), member("+q(e.Name)+",A) }")
	case mandate.OpObjecting:
		for _, a := range p.c.Actors {
			if a.In(e.Name) && (a.Is(mandate.RoleParty) || a.Is(mandate.RoleContributor)) {
				p.objection(a.ID)
			}
		}
		return p.compare(e, "#count { A : objects(A), member("+q(e.Name)+",A) }")
	case mandate.OpForce:
		return p.compareForce(e, "named")
	case mandate.OpCommitted:
		return p.compareForce(e, "committed")
	case mandate.OpDecided:
		if r.at == "" {
			return yes
		}
		return p.before("decide."+e.Name, r.at)
	case mandate.OpDone:
		if r.at == "" {
			return p.taken(e.Name)
		}
		at := *e
		return p.join(true, []literal{p.taken(e.Name), p.before(e.Name, r.at)}, &at, false, r)
	case mandate.OpBefore:
		x, y := e.Name, e.Names[0]
		both := p.join(true, []literal{p.inPlan(x), p.before(x, y)}, &mandate.Expr{Op: mandate.OpBefore, Name: x, Names: e.Names}, false, reading{})
		return p.join(false, []literal{p.inPlan(y).not(), both}, e, false, reading{})
	case mandate.OpOnRecord:
		if p.onRecord(e.Kids[0]) {
			return yes
		}
		return no
	}
	p.fail("there is no operator %d", e.Op)
	return no
}

func (p *program) oneOf(e *mandate.Expr, options []string) literal {
	var ls []literal
	for _, o := range options {
		if has(p.usable[e.Name], o) {
			ls = append(ls, atom("chosen", e.Name, o))
		}
	}
	return p.join(false, ls, e, false, reading{})
}

// compare writes the comparison of an aggregate with the number of a condition.
func (p *program) compare(e *mandate.Expr, aggregate string) literal {
	op := e.Cmp.String()
	switch e.Cmp {
	case mandate.CmpEQ:
		op = "="
	case mandate.CmpNone:
		p.fail("%s has no comparison", condition.Print(e))
	}
	p.small(e.N)
	return p.define([]string{fmt.Sprintf("%s %s %d", aggregate, op, e.N)}, e, false, reading{})
}

// small checks that clingo can hold a number.
func (p *program) small(n int64) {
	if n > math.MaxInt32 || n < -math.MaxInt32 {
		p.fail("the figure %d is too large for clingo, which counts to 2147483647", n)
	}
}

// objection writes when an actor objects: it declines, or one of its
// requirements fails, read without a moment. Only positions that are kept
// count.
func (p *program) objection(actor string) {
	switch p.objects[actor] {
	case 1:
		p.fail("the requirements of %q depend on themselves through objecting()", actor)
		return
	case 2:
		return
	}
	p.objects[actor] = 1
	for _, pos := range p.statements() {
		if !has(pos.owners, actor) {
			continue
		}
		keep := atom("keep", pos.name())
		switch pos.kind {
		case "declines":
			rule(&p.conditions, atom("objects", actor), keep)
		case "requires":
			rule(&p.conditions, atom("objects", actor), keep, p.all(pos.parts, reading{spend: true}).not())
		}
	}
	p.objects[actor] = 2
}

// clauses lists the clauses of a text that hold at the date.
func (p *program) clauses(text string) (cs []*mandate.Clause) {
	for _, c := range p.st.Text(text).Clauses {
		if p.st.Holds(c.Line) {
			cs = append(cs, c)
		}
	}
	return cs
}

// spent reports whether an occurrence of before is spent: its later step has
// happened (not negated: y; negated: x).
func (p *program) spent(e *mandate.Expr, neg bool) bool {
	if neg {
		return p.isPast(e.Name)
	}
	return p.isPast(e.Names[0])
}
