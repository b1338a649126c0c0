package bruteforce

import (
	"math"

	"mandate"
)

// Measures is what leverage measures before and after an answer.
type Measures struct {
	Verdict mandate.Verdict
	Rung    mandate.Rung // meaningless if blocked
	Owed    int          // 0 from actionable on; −1: blocked
	// Joins lists the contributors that can join, Force gives the largest
	// force(k) by capability (0 if blocked), Options and Mandates count.
	Joins    []string
	Force    []int64
	Options  int
	Mandates int
}

// Answer is one answer and what would follow.
type Answer struct {
	// Kind is decide, move, answer or settle; What names it: `roe=high`,
	// `tasks=watch`, `tasks!=watch`, the key of the position, the actor,
	// `truce=true`.
	Kind, What string
	// Below, of an answer of an actor: it stands below agreed in a role that
	// it takes in some plan of Π (by the highest rung it reaches there), or
	// it takes none of its roles in any.
	Below bool
	// Exclusion and Declining, of a move: it lifts `!joins(b)`, or reverses a
	// declines.
	Exclusion, Declining bool
	After                Measures
	// Opens: some measure is better. Closes: none is better and some worse.
	Opens, Closes bool
}

func (q *question) measures() (Measures, error) {
	x, err := q.explore()
	if err != nil {
		return Measures{}, err
	}
	m := Measures{Verdict: x.Verdict, Rung: x.Rung, Owed: x.Owed, Joins: sortedKeys(x.CanJoin),
		Force: x.Force, Options: len(x.Options), Mandates: len(x.Mandates)}
	if m.Force == nil {
		m.Force = make([]int64, len(q.w.c.Capabilities))
	}
	return m, nil
}

// Vector writes the measures as figures of which more is better: verdict,
// rung, owed, joins, force by capability, options, mandates.
func (m Measures) Vector() []int64 {
	v := int64(0)
	for i, x := range []mandate.Verdict{mandate.Blocked, mandate.Blueprint, mandate.Actionable, mandate.UnderWay} {
		if m.Verdict == x {
			v = int64(i)
		}
	}
	owed := -int64(m.Owed)
	if m.Owed < 0 {
		owed = math.MinInt32 // blocked: worse than any number
	}
	rung := int64(m.Rung)
	if m.Verdict == mandate.Blocked {
		rung = -1
	}
	out := []int64{v, rung, owed, int64(len(m.Joins))}
	out = append(out, m.Force...)
	return append(out, int64(m.Options), int64(m.Mandates))
}

// Leverage tries every single answer. Answers by actors are tried for every
// party and contributor; see Answer.Below. Without a record of the aim it
// returns nothing.
func Leverage(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (before Measures, answers []*Answer, err error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return before, nil, err
	}
	w := q.w
	x, err := q.explore()
	if err != nil {
		return before, nil, err
	}
	if before, err = q.measures(); err != nil {
		return before, nil, err
	}
	add := func(a *Answer, q *question, err error) error {
		if err != nil {
			return err
		}
		if a.After, err = q.measures(); err != nil {
			return err
		}
		better, worse := false, false
		b := before.Vector()
		for i, n := range a.After.Vector() {
			better = better || n > b[i]
			worse = worse || n < b[i]
		}
		a.Opens, a.Closes = better, worse && !better
		answers = append(answers, a)
		return nil
	}
	say := func(a *Answer, actors []string, effects ...*mandate.Effect) error {
		d, err := w.with(c, query, goal, -1, actors, effects)
		return add(a, d, err)
	}
	for i, issue := range c.Issues {
		if w.decided[i] {
			continue
		}
		who := w.deciders(issue)
		for n, o := range issue.Options {
			if w.open[i]>>n&1 == 0 && !issue.Set {
				continue
			}
			for _, out := range []bool{false, true} {
				if out && !issue.Set || issue.Set && (!out && w.open[i]>>n&1 == 0 || out && w.forced[i]>>n&1 == 1) {
					continue
				}
				what := issue.ID + "=" + o.ID
				if out {
					what = issue.ID + "!=" + o.ID
				}
				e := itemExpr(c, mandate.Item{Issue: issue.ID, Option: o.ID}, out)
				if err = say(&Answer{Kind: "decide", What: what}, who, &mandate.Effect{Kind: mandate.Decides, That: &mandate.Condition{Expr: e}}); err != nil {
					return before, nil, err
				}
			}
		}
	}
	for i, pos := range q.positions {
		if !pos.changeable {
			continue
		}
		less := *q
		less.positions = append(append([]*position{}, q.positions[:i]...), q.positions[i+1:]...)
		a := &Answer{Kind: "move", What: pos.key, Declining: pos.kind == declining,
			Exclusion: pos.kind == requiring && pos.exclusion()}
		if err = add(a, &less, nil); err != nil {
			return before, nil, err
		}
	}
	for a, actor := range c.Actors {
		if (w.contributors|w.parties)>>a&1 == 0 {
			continue
		}
		var effects []*mandate.Effect
		takes := false
		ans := &Answer{Kind: "answer", What: actor.ID}
		role := func(has bool, reached map[string]mandate.Rung) {
			if r, ok := reached[actor.ID]; has && ok {
				takes = true
				ans.Below = ans.Below || r < mandate.Agreed
			}
		}
		role(w.contributors>>a&1 == 1, x.CanJoin)
		role(w.parties>>a&1 == 1, x.CanConsent)
		ans.Below = ans.Below || !takes
		if w.contributors>>a&1 == 1 {
			effects = append(effects, &mandate.Effect{Kind: mandate.Commits})
		}
		if w.parties>>a&1 == 1 {
			effects = append(effects, &mandate.Effect{Kind: mandate.Accepts, That: &mandate.Condition{Text: "true", Expr: &mandate.Expr{Op: mandate.OpTrue}}})
		}
		d, err := w.with(c, query, goal, a, []string{actor.ID}, effects)
		if err = add(ans, d, err); err != nil {
			return before, nil, err
		}
	}
	for e, ext := range c.Externals {
		if w.ext[e] != mandate.Unknown {
			continue
		}
		for v, name := range []string{"false", "true"} {
			f := &mandate.Effect{Kind: mandate.Happened, What: "reading", Name: ext.ID, Boolean: true, Value: int64(v)}
			if err = say(&Answer{Kind: "settle", What: ext.ID + "=" + name}, []string{nobody}, f); err != nil {
				return before, nil, err
			}
		}
	}
	return before, answers, nil
}

// exclusion reports whether the position is `!joins(b)`.
func (p *position) exclusion() bool {
	n := p.cond
	for n.op == mandate.OpAnd && len(n.kids) == 1 {
		n = n.kids[0]
	}
	return n.op == mandate.OpJoins && n.neg
}

// nobody is an actor added to a copy of a case for words that no actor says.
const nobody = "nobody"

// deciders lists who decides an issue: those it names, else all actors with
// the role.
func (w *world) deciders(x *mandate.Issue) []string {
	out := append([]string{}, x.DecidedBy...)
	if len(out) == 0 {
		for _, a := range w.actors {
			if a.Is(mandate.RoleDecider) {
				out = append(out, a.ID)
			}
		}
	}
	if len(out) == 0 {
		out = []string{nobody}
	}
	return out
}

// with is the question about the case with one more entry, which binds: said
// on the as-of day, known and recorded in time. With answerer ≥ 0 it is that
// actor's yes.
func (w *world) with(c *mandate.Case, query mandate.Query, goal *mandate.Expr, answerer int, actors []string, effects []*mandate.Effect) (*question, error) {
	d, e := w.caseWith(c, query, actors, effects)
	var yes *mandate.Entry
	if answerer >= 0 {
		yes = e
	}
	x, err := newWorldWith(d, query, yes, answerer)
	if err != nil {
		return nil, err
	}
	return x.question(goal)
}

func (w *world) caseWith(c *mandate.Case, query mandate.Query, actors []string, effects []*mandate.Effect) (*mandate.Case, *mandate.Entry) {
	d := *c
	if contains(actors, nobody) {
		d.Actors = append(append([]*mandate.Actor{}, c.Actors...), &mandate.Actor{ID: nobody, Name: "Nobody", Roles: []mandate.Role{mandate.RoleDecider}})
	}
	e := &mandate.Entry{ID: "added", Actors: actors, Firmness: mandate.Decided, Effects: effects, Index: len(c.Entries)}
	on := func(limit *mandate.Day) mandate.When {
		day := w.day
		if limit != nil {
			day = min(day, *limit)
		}
		return mandate.When{Text: day.String(), First: day, Last: day}
	}
	if w.day != math.MaxInt32 { // else nothing is dated
		e.Said, e.Reported, e.Recorded = on(nil), on(query.KnownBy), on(query.RecordedBy)
	}
	d.Entries = append(append([]*mandate.Entry{}, c.Entries...), e)
	return &d, e
}
