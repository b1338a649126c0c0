package bruteforce

import (
	"sort"
	"strings"

	"mandate"
)

type kind uint8

const (
	requiring kind = iota
	declining
	deciding
	needing
	settling
	ruling
	choosing // a choice of the user's, where choices are told apart
)

// position is one restricting statement or line that a plan may violate.
type position struct {
	key    string
	kind   kind
	owners uint64 // requiring, declining: actors
	cond   *node
	step   int              // needing
	issue  int              // settling
	choice func(*plan) bool // choosing

	refs       map[string]bool
	entries    []*act
	changeable bool
	weight     int64

	pairs [][2]int // the pairs of future events that it looks at
}

// question is a world with the positions that are enforced in it, and a goal.
type question struct {
	w         *world
	goal      *node // nil: none
	goalSteps map[int]bool
	after     map[int]bool // steps after the aim
	positions []*position
	terms     map[*act]bool // requirements of the actor's own with terms

	// extra is more that plans are asked for, beside the goal, where
	// collisions are looked for; with the pairs that it looks at.
	extra      func(*plan) bool
	extraPairs [][2]int
}

// requirement is a requirement as it is enforced.
type requirement struct {
	cond  *node
	terms bool // some atom is neither spent nor waiting
	empty bool // fully spent or waiting
}

func (w *world) compileActs() {
	for _, x := range w.acts {
		x.cond = yes
		switch x.eff.Kind {
		case mandate.Adopts:
			n := &node{op: mandate.OpAnd}
			for _, c := range w.clauses(x.eff.Name) {
				n.kids = append(n.kids, w.nnf(c.Expr, false, true))
			}
			x.cond = n
		case mandate.Decides, mandate.Accepts, mandate.Offers, mandate.Commits:
			x.cond = w.condition(x.eff.That)
		}
	}
}

func newQuestion(w *world, goal *mandate.Expr) (*question, error) {
	q := &question{w: w, goalSteps: map[int]bool{}, after: map[int]bool{}, terms: map[*act]bool{}}
	if goal != nil {
		q.goal = w.compile(goal, false)
		q.note(goal)
	}
	q.readAfter()
	q.readPositions()
	if err := q.checkCircles(); err != nil {
		return nil, err
	}
	for _, p := range q.positions {
		p.pairs = q.pairsOf(p)
	}
	return q, nil
}

// note keeps the steps that a goal names; on_record(…) is a constant and names
// none.
func (q *question) note(e *mandate.Expr) {
	if e.Op == mandate.OpOnRecord {
		return
	}
	for _, s := range q.w.stepsNamed(e) {
		q.goalSteps[s] = true
	}
	for _, k := range e.Kids {
		q.note(k)
	}
}

// stepsNamed lists the steps that an atom names.
func (w *world) stepsNamed(e *mandate.Expr) []int {
	var out []int
	add := func(name string) {
		if s, ok := w.stepAt[name]; ok {
			out = append(out, s)
		}
	}
	switch e.Op {
	case mandate.OpDone:
		add(e.Name)
	case mandate.OpBefore:
		add(e.Name)
		add(e.Names[0])
	}
	return out
}

// readAfter finds the steps whose needs name the aim with done, directly or
// through other steps' needs.
func (q *question) readAfter() {
	w := q.w
	for again := true; again; {
		again = false
		for i, s := range w.steps {
			if q.after[i] || i == w.aim {
				continue
			}
			mark := func() {
				again = again || !q.after[i]
				q.after[i] = true
			}
			needs := append([]*mandate.Need(nil), s.Needs...)
			if s.If != nil {
				needs = append(needs, s.If)
			}
			for _, n := range needs {
				if !w.holds(n.Line) {
					continue
				}
				n.That.Expr.Walk(func(e *mandate.Expr) {
					if e.Op == mandate.OpDone {
						last := w.steps[w.aim].Stages > 0 && e.Name == w.steps[w.aim].StageID(w.steps[w.aim].Stages)
						if t := w.stepAt[e.Name]; t == w.aim || last || q.after[t] {
							mark()
						}
					}
				})
			}
			// A stage is after the aim if its step is, unless it is the aim's.
			if s.StageOf != "" && q.after[w.stepAt[s.StageOf]] {
				mark()
			}
		}
	}
}

// requirementOf is the condition that an act demands, negated or not; nil: it
// is no requirement.
func (q *question) requirementOf(x *act) (e *mandate.Expr, neg bool) {
	switch x.eff.Kind {
	case mandate.Requires:
		return x.eff.That.Expr, false
	case mandate.Rejects:
		return x.eff.That.Expr, true
	case mandate.Excludes:
		return &mandate.Expr{Op: mandate.OpJoins, Name: x.eff.Name}, true
	case mandate.Prefers:
		if q.w.q.Wishes {
			return x.eff.That.Expr, false
		}
	}
	return nil, false
}

// enforced is what is left of a requirement when what is spent is taken for
// true and what waits is left out.
func (q *question) enforced(e *mandate.Expr, neg bool) requirement {
	full := q.w.compile(e, neg)
	conjuncts := []*node{full}
	if full.op == mandate.OpAnd && full.expr.Op != mandate.OpAdopts {
		conjuncts = full.kids
	}
	r := requirement{cond: &node{op: mandate.OpAnd}}
	atoms := false
	for _, c := range conjuncts {
		named, asked := false, false
		c.literals(func(n *node) {
			atoms = true
			if n.free {
				return
			}
			for _, s := range q.w.stepsNamed(n.expr) {
				named = named || q.after[s]
				asked = asked || q.after[s] && q.goalSteps[s]
			}
		})
		if named && !asked {
			continue
		}
		c.literals(func(n *node) { r.terms = r.terms || !q.w.spent(n) })
		r.cond.kids = append(r.cond.kids, q.w.unspent(c))
	}
	r.empty = atoms && !r.terms
	return r
}

// literals calls f for each atom.
func (n *node) literals(f func(*node)) {
	if n.expr != nil && n.expr.Op == mandate.OpAdopts { // one atom, whatever its text says
		f(n)
		return
	}
	switch n.op {
	case mandate.OpTrue, mandate.OpFalse:
	case mandate.OpAnd, mandate.OpOr:
		for _, k := range n.kids {
			k.literals(f)
		}
	default:
		f(n)
	}
}

// deep calls f for each atom, those of texts too.
func (n *node) deep(f func(*node)) {
	switch n.op {
	case mandate.OpTrue, mandate.OpFalse:
	case mandate.OpAnd, mandate.OpOr:
		for _, k := range n.kids {
			k.deep(f)
		}
	default:
		f(n)
	}
}

// spent reports whether an occurrence of before is spent: its later step has
// happened.
func (w *world) spent(n *node) bool {
	if n.op != mandate.OpBefore || n.free {
		return false
	}
	later := n.y
	if n.neg {
		later = n.x
	}
	return w.isPast(later)
}

// unspent takes what is spent for true.
func (w *world) unspent(n *node) *node {
	if w.spent(n) {
		return yes
	}
	m := *n
	m.kids = nil
	for _, k := range n.kids {
		m.kids = append(m.kids, w.unspent(k))
	}
	return &m
}

func (q *question) readPositions() {
	w := q.w
	byCondition := map[string]*position{}
	add := func(id string, x *act, made func() *position) {
		p := byCondition[id]
		if p == nil {
			p = made()
			p.refs = map[string]bool{}
			byCondition[id] = p
			q.positions = append(q.positions, p)
		}
		r := x.ref
		if p.kind == declining && len(x.entry.Actors)+len(w.members(x.entry)) > 1 {
			r += "@" + w.actors[x.actor].ID
		}
		p.refs[r] = true
		p.owners |= 1 << x.actor
		p.entries = append(p.entries, x)
	}
	for _, x := range w.acts {
		if e, neg := q.requirementOf(x); e != nil {
			r := q.enforced(e, neg)
			q.terms[x] = r.terms && !x.inherited
			if !r.empty {
				add("requires "+normalForm(e, neg), x, func() *position { return &position{kind: requiring, cond: r.cond} })
			}
			continue
		}
		switch x.eff.Kind {
		case mandate.Declines:
			add("declines "+w.actors[x.actor].ID, x, func() *position { return &position{kind: declining} })
		case mandate.Decides:
			add("decides "+normalForm(x.eff.That.Expr, false), x, func() *position { return &position{kind: deciding, cond: x.cond} })
		case mandate.Adopts:
			add("adopts "+x.eff.Name, x, func() *position { return &position{kind: deciding, cond: x.cond} })
		}
	}
	for _, p := range q.positions {
		p.key = join(keys(p.refs))
		p.changeable = true
		for _, x := range p.entries {
			firm := x.entry.Firmness
			if x.inherited && !x.entry.Assumed {
				firm = mandate.Inferred
			}
			weight, ok := w.c.Weights[firm]
			if !ok {
				weight = 1
			}
			p.weight = max(p.weight, weight)
			if p.kind == deciding && !reopenable(w.c, x.entry.ID) {
				p.changeable = false
			}
		}
	}
	line := func(p *position) {
		p.changeable, p.weight = true, 1
		q.positions = append(q.positions, p)
	}
	for i, s := range w.steps {
		// The needs of a step with stages are those of its first.
		at := w.start(i)
		if w.happened>>i&1 == 1 || w.happened>>at&1 == 1 {
			continue
		}
		for n, need := range s.Needs {
			if w.holds(need.Line) {
				line(&position{key: "steps." + s.ID + ".needs." + itoa(n+1), kind: needing, step: at,
					cond: w.unspent(w.compile(need.That.Expr, false))})
			}
		}
		if s.If != nil && w.holds(s.If.Line) {
			line(&position{key: "steps." + s.ID + ".if", kind: needing, step: at,
				cond: w.unspent(w.compile(s.If.That.Expr, false))})
		}
	}
	settled := map[string]bool{}
	for _, l := range w.c.Settle {
		if w.holds(l.Line) && !settled[l.Issue] {
			settled[l.Issue] = true
			line(&position{key: "settle." + l.Issue, kind: settling, issue: w.issueAt[l.Issue]})
		}
	}
	for _, r := range w.c.Rules {
		if w.holds(r.Line) && (w.q.Rule == "" || w.q.Rule == r.ID) {
			line(&position{key: "rules." + r.ID, kind: ruling, cond: w.compile(r.That.Expr, false)})
			break
		}
	}
	sort.Slice(q.positions, func(i, j int) bool { return q.positions[i].key < q.positions[j].key })
}

// start is where a step begins: its first stage, or the step itself.
func (w *world) start(step int) int {
	if s := w.steps[step]; s.Stages > 0 {
		return w.stepAt[s.StageID(1)]
	}
	return step
}

// members lists the actors of a group's entry.
func (w *world) members(e *mandate.Entry) []int {
	var out []int
	for a, x := range w.actors {
		if e.Group && x.In(e.Actors[0]) {
			out = append(out, a)
		}
	}
	return out
}

func reopenable(c *mandate.Case, entry string) bool {
	for _, b := range c.Reopenable {
		if b.Entry == entry {
			return true
		}
	}
	return false
}

func keys(set map[string]bool) []string {
	out := []string{}
	for k := range set {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

func join(parts []string) string { return strings.Join(parts, "+") }

// satisfied reports whether the plan satisfies a position.
func (p *plan) satisfies(pos *position) bool {
	w := p.w
	switch pos.kind {
	case requiring:
		for a := range w.actors {
			if pos.owners>>a&1 == 0 {
				continue
			}
			if p.j>>a&1 == 1 && !p.holds(pos.cond, w.commit(a)) || p.c>>a&1 == 1 && !p.holds(pos.cond, w.consent(a)) {
				return false
			}
		}
		return true
	case declining:
		return (p.j|p.c)&pos.owners == 0
	case choosing:
		return pos.choice(p)
	case needing:
		return p.t>>pos.step&1 == 0 || p.holds(pos.cond, pos.step)
	case settling:
		for a := range w.actors {
			if p.j>>a&1 == 1 && !p.before(w.decide(pos.issue), w.commit(a)) {
				return false
			}
		}
		return true
	}
	return p.holds(pos.cond, none)
}

// The pairs of events that conditions look at.

type collector struct {
	q        *question
	pairs    map[[2]int]bool
	visiting map[any]bool
	circular bool
}

func (c *collector) pair(x, y int) {
	if c.q.w.isPast(x) || c.q.w.isPast(y) || x == y {
		return
	}
	c.pairs[[2]int{min(x, y), max(x, y)}] = true
}

func (c *collector) cond(n *node, m int) {
	w := c.q.w
	n.deep(func(n *node) {
		m := m
		if n.free {
			m = none
		}
		switch n.op {
		case mandate.OpDone:
			if m != none {
				c.pair(n.i, m)
			}
		case mandate.OpDecided:
			if m != none {
				c.pair(w.decide(n.i), m)
			}
		case mandate.OpBefore:
			c.pair(n.x, n.y)
		case mandate.OpObjecting:
			for _, pos := range c.q.positions {
				if pos.kind == requiring && pos.owners&n.group != 0 {
					c.inside(pos, pos.cond, none)
				}
			}
		case mandate.OpForce, mandate.OpCommitted:
			for _, x := range w.acts {
				if x.brings() {
					c.inside(x, x.cond, w.commit(x.actor))
				}
			}
		}
	})
}

// inside follows a condition that another one depends on.
func (c *collector) inside(what any, n *node, m int) {
	if c.visiting[what] {
		c.circular = true
		return
	}
	c.visiting[what] = true
	c.cond(n, m)
	delete(c.visiting, what)
}

func (q *question) collect(f func(*collector)) [][2]int {
	c := &collector{q: q, pairs: map[[2]int]bool{}, visiting: map[any]bool{}}
	f(c)
	var out [][2]int
	for p := range c.pairs {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i][0] < out[j][0] || out[i][0] == out[j][0] && out[i][1] < out[j][1]
	})
	return out
}

func (q *question) pairsOf(pos *position) [][2]int {
	w := q.w
	return q.collect(func(c *collector) {
		switch pos.kind {
		case requiring:
			for a := range w.actors {
				if pos.owners>>a&1 == 0 {
					continue
				}
				if w.contributors>>a&1 == 1 {
					c.cond(pos.cond, w.commit(a))
				}
				if w.parties>>a&1 == 1 {
					c.cond(pos.cond, w.consent(a))
				}
			}
		case needing:
			c.cond(pos.cond, pos.step)
		case settling:
			for a := range w.actors {
				if w.contributors>>a&1 == 1 {
					c.pair(w.decide(pos.issue), w.commit(a))
				}
			}
		case deciding, ruling:
			c.cond(pos.cond, none)
		}
	})
}

// checkCircles refuses conditions that depend on themselves.
func (q *question) checkCircles() error {
	circular := false
	q.collect(func(c *collector) {
		for _, p := range q.positions {
			if p.cond != nil {
				c.cond(p.cond, none)
			}
		}
		for _, x := range q.w.acts {
			c.cond(x.cond, none)
		}
		if q.goal != nil {
			c.cond(q.goal, none)
		}
		circular = c.circular
	})
	if circular {
		return ErrCircular
	}
	return nil
}
