package bruteforce

import (
	"math/bits"
	"sort"
	"strings"

	"mandate"
)

// none is the moment of what is read without one.
const none = -1

// node is a condition in negation normal form, with its names looked up.
type node struct {
	op   mandate.Op
	neg  bool // a literal that is negated
	kids []*node
	free bool // read without a moment, whatever the moment is (texts)
	expr *mandate.Expr

	i     int    // issue, step, actor, capability, external
	opts  uint64 // issue atoms: the options for which the atom is true
	group uint64 // counts: the members
	x, y  int    // before: events
	truth bool   // on_record
}

var yes = &node{op: mandate.OpTrue}

// compile brings a condition, or its negation, to negation normal form.
func (w *world) compile(e *mandate.Expr, neg bool) *node { return w.nnf(e, neg, false) }

// condition is compile for a condition that may be missing: then always true.
func (w *world) condition(c *mandate.Condition) *node {
	if c == nil {
		return yes
	}
	return w.compile(c.Expr, false)
}

func (w *world) nnf(e *mandate.Expr, neg, free bool) *node {
	n := &node{op: e.Op, neg: neg, free: free, expr: e}
	switch e.Op {
	case mandate.OpTrue, mandate.OpFalse:
		if neg {
			n.op = mandate.OpTrue + mandate.OpFalse - e.Op
		}
		n.neg = false
	case mandate.OpNot:
		return w.nnf(e.Kids[0], !neg, free)
	case mandate.OpAnd, mandate.OpOr:
		if neg {
			n.op = mandate.OpAnd + mandate.OpOr - e.Op
		}
		n.neg = false
		for _, k := range e.Kids {
			kid := w.nnf(k, neg, free)
			if kid.op == n.op && kid.expr.Op != mandate.OpAdopts {
				n.kids = append(n.kids, kid.kids...)
			} else {
				n.kids = append(n.kids, kid)
			}
		}
	case mandate.OpAdopts:
		// All clauses that hold, without a moment, and the steps.
		n.op, n.neg = mandate.OpAnd, false
		if neg {
			n.op = mandate.OpOr
		}
		for _, c := range w.clauses(e.Name) {
			n.kids = append(n.kids, w.nnf(c.Expr, neg, true))
		}
		for _, s := range w.textAt[e.Name].Steps {
			n.kids = append(n.kids, &node{op: mandate.OpDone, neg: neg, free: true, i: w.stepAt[s], expr: e})
		}
	case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
		n.i = w.issueAt[e.Name]
		from := false // at_least: the option was reached
		for k, o := range w.c.Issues[n.i].Options {
			in := false
			for _, name := range e.Names {
				in = in || name == o.ID
			}
			from = from || in
			if in || e.Op == mandate.OpAtLeast && from {
				n.opts |= 1 << k
			}
		}
	case mandate.OpJoins, mandate.OpConsents:
		n.i = w.actorAt[e.Name]
	case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
		for a, x := range w.actors {
			if x.In(e.Name) {
				n.group |= 1 << a
			}
		}
	case mandate.OpForce, mandate.OpCommitted:
		n.i = w.capAt[e.Name]
	case mandate.OpDecided:
		n.i = w.issueAt[e.Name]
	case mandate.OpDone:
		n.i = w.stepAt[e.Name]
	case mandate.OpBefore:
		n.x, n.y = w.event(e.Name), w.event(e.Names[0])
	case mandate.OpExternal:
		n.i = w.extAt[e.Name]
		w.mentioned |= 1 << n.i
	case mandate.OpOnRecord:
		n.truth = w.onRecord(e.Kids[0])
	}
	return n
}

// normalForm writes the condition, or its negation, in normal form: negations at the
// atoms, comparisons turned round instead of negated, operands sorted.
func normalForm(e *mandate.Expr, neg bool) string {
	sign := ""
	if neg {
		sign = "!"
	}
	switch e.Op {
	case mandate.OpTrue, mandate.OpFalse:
		return map[bool]string{true: "true", false: "false"}[(e.Op == mandate.OpTrue) != neg]
	case mandate.OpNot:
		return normalForm(e.Kids[0], !neg)
	case mandate.OpAnd, mandate.OpOr:
		var parts []string
		var flat func(k *mandate.Expr, n bool)
		flat = func(k *mandate.Expr, n bool) {
			switch {
			case k.Op == mandate.OpNot:
				flat(k.Kids[0], !n)
			case (k.Op == mandate.OpAnd || k.Op == mandate.OpOr) && (k.Op == e.Op) == (n == neg):
				for _, x := range k.Kids {
					flat(x, n)
				}
			default:
				parts = append(parts, normalForm(k, n))
			}
		}
		flat(e, neg)
		sort.Strings(parts)
		op := " && "
		if (e.Op == mandate.OpAnd) == neg {
			op = " || "
		}
		return "(" + strings.Join(parts, op) + ")"
	case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting, mandate.OpForce, mandate.OpCommitted:
		cmp := e.Cmp
		if neg {
			cmp = map[mandate.Cmp]mandate.Cmp{mandate.CmpEQ: mandate.CmpNE, mandate.CmpNE: mandate.CmpEQ,
				mandate.CmpLT: mandate.CmpGE, mandate.CmpGE: mandate.CmpLT,
				mandate.CmpLE: mandate.CmpGT, mandate.CmpGT: mandate.CmpLE}[cmp]
		}
		return itoa(int(e.Op)) + "(" + e.Name + ")" + cmp.String() + itoa(int(e.N))
	case mandate.OpOnRecord:
		return sign + "on_record(" + normalForm(e.Kids[0], false) + ")"
	}
	return sign + itoa(int(e.Op)) + "(" + e.Name + "," + strings.Join(e.Names, ",") + ")"
}

// plan is one plan π, in the state of the enumeration.
type plan struct {
	w       *world
	mu      []uint64 // by issue: the chosen options
	j, c, t uint64   // joiners, consenting actors, steps
	assumed []mandate.Truth
	less    []uint64 // by event: the future events that it comes before
	// q and kept are the positions that objecting counts.
	q    *question
	kept uint64
}

// has reports whether an event is one of the plan's.
func (p *plan) has(ev int) bool {
	w := p.w
	switch {
	case ev < len(w.steps):
		return p.t>>ev&1 == 1
	case ev < w.commit(0):
		return true
	case ev < w.consent(0):
		return p.j>>(ev-w.commit(0))&1 == 1
	}
	return p.c>>(ev-w.consent(0))&1 == 1
}

// before reports x ≺ y for two events of the plan.
func (p *plan) before(x, y int) bool {
	if x == y {
		return false
	}
	px, py := p.w.isPast(x), p.w.isPast(y)
	switch {
	case px && py:
		return p.w.past[x] <= p.w.past[y]
	case px || py:
		return px
	}
	xy, yx := p.less[x]>>y&1 == 1, p.less[y]>>x&1 == 1
	if xy == yx {
		panic("bruteforce: a condition looks at a pair of events that was not collected")
	}
	return xy
}

// holds reads a condition at a moment.
func (p *plan) holds(n *node, m int) bool {
	if n.free {
		m = none
	}
	at := func(ev int) bool { return m == none || p.before(ev, m) }
	truth := false
	switch n.op {
	case mandate.OpTrue:
		return true
	case mandate.OpFalse:
		return false
	case mandate.OpAnd:
		for _, k := range n.kids {
			if !p.holds(k, m) {
				return false
			}
		}
		return true
	case mandate.OpOr:
		for _, k := range n.kids {
			if p.holds(k, m) {
				return true
			}
		}
		return false
	case mandate.OpExternal:
		v := p.w.ext[n.i]
		if v == mandate.Unknown && p.assumed != nil {
			v = p.assumed[n.i]
		}
		if n.neg {
			return v == mandate.False
		}
		return v == mandate.True
	case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
		truth = p.mu[n.i]&n.opts != 0
	case mandate.OpJoins:
		truth = p.j>>n.i&1 == 1
	case mandate.OpConsents:
		truth = p.c>>n.i&1 == 1
	case mandate.OpJoining:
		truth = n.expr.Cmp.Holds(int64(bits.OnesCount64(p.j&n.group)), n.expr.N)
	case mandate.OpConsenting:
		truth = n.expr.Cmp.Holds(int64(bits.OnesCount64(p.c&n.group)), n.expr.N)
	case mandate.OpObjecting:
		truth = n.expr.Cmp.Holds(p.objecting(n.group), n.expr.N)
	case mandate.OpForce, mandate.OpCommitted:
		truth = n.expr.Cmp.Holds(p.force(n.i, n.op == mandate.OpCommitted), n.expr.N)
	case mandate.OpDecided:
		truth = at(p.w.decide(n.i))
	case mandate.OpDone:
		truth = p.t>>n.i&1 == 1 && at(n.i)
	case mandate.OpBefore:
		truth = !p.has(n.y) || p.has(n.x) && p.before(n.x, n.y)
	case mandate.OpOnRecord:
		truth = n.truth
	}
	return truth != n.neg
}

// objecting counts the members that decline or one of whose requirements
// fails, among the positions that are kept.
func (p *plan) objecting(group uint64) int64 {
	n := int64(0)
	for a := range p.w.actors {
		if group&(p.w.contributors|p.w.parties)>>a&1 == 0 {
			continue
		}
		for i, pos := range p.q.positions {
			if p.kept>>i&1 == 1 && pos.owners>>a&1 == 1 &&
				(pos.kind == declining || pos.kind == requiring && !p.holds(pos.cond, none)) {
				n++
				break
			}
		}
	}
	return n
}

// chunk is what one effect brings of a capability.
type chunk struct {
	x        *act
	amount   int64 // named
	firm     int64
	unstated bool // some
	names    bool // the capability at all
	notFor   []string
}

// brings lists what an actor brings of a capability: the largest figure among
// the effects that take part and whose condition holds, and what is added to
// it.
func (p *plan) brings(a, capability int, takesPart func(*act) bool) []chunk {
	return p.largest(a, capability, takesPart, p.w.amount)
}

// largest is brings with the largest by some figure.
func (p *plan) largest(a, capability int, takesPart func(*act) bool, figure func(*act, int) int64) []chunk {
	return p.w.brings(a, capability, func(x *act) bool {
		return takesPart(x) && p.holds(x.cond, p.w.commit(a))
	}, figure)
}

func (w *world) brings(a, capability int, counts func(*act) bool, figure func(*act, int) int64) []chunk {
	return w.brought(w.acts, a, capability, counts, figure)
}

func (w *world) brought(acts []*act, a, capability int, counts func(*act) bool, figure func(*act, int) int64) []chunk {
	var best *act
	var list []*act
	for _, x := range acts {
		if x.actor == a && x.brings() && counts(x) {
			list = append(list, x)
		}
	}
	for _, x := range list { // in the order of the record
		if x.eff.AddsTo != "" {
			continue
		}
		if best == nil {
			best = x
			continue
		}
		nx, nb := figure(x, capability), figure(best, capability)
		switch { // a bare yes takes no figures away
		case x.bare:
			continue
		case best.bare:
			best = x
			continue
		}
		if nx > nb || nx == nb && effective(x.entry) >= effective(best.entry) {
			best = x
		}
	}
	if best == nil {
		return nil
	}
	chosen := map[*act]bool{best: true}
	out := []*act{best}
	for again := true; again; {
		again = false
		for _, x := range list {
			for _, to := range out {
				if x.eff.AddsTo == to.entry.ID && !chosen[x] {
					chosen[x], again = true, true
					out = append(out, x)
					break
				}
			}
		}
	}
	var cs []chunk
	for _, x := range out {
		cs = append(cs, w.chunk(x, capability))
	}
	return cs
}

// chunk is what an effect brings of a capability by itself.
func (w *world) chunk(x *act, capability int) chunk {
	c := chunk{x: x, notFor: x.eff.NotFor}
	for _, m := range x.eff.Amounts {
		if m.Capability == w.c.Capabilities[capability].ID {
			c.amount, c.firm, c.unstated, c.names = m.Named, m.Firm, m.Some, true
			break
		}
	}
	return c
}

// firm is the firm figure of an effect for a capability.
func (w *world) firm(x *act, capability int) int64 { return w.chunk(x, capability).firm }

// amount is the named figure of an effect for a capability.
func (w *world) amount(x *act, capability int) int64 {
	for _, m := range x.eff.Amounts {
		if m.Capability == w.c.Capabilities[capability].ID {
			return m.Named
		}
	}
	return 0
}

func every(*act) bool { return true }

// force is the named figure of a capability over all joiners.
func (p *plan) force(capability int, commitments bool) int64 {
	takes := every
	if commitments {
		takes = (*act).commits
	}
	sum := int64(0)
	for a := range p.w.actors {
		if p.j>>a&1 == 0 {
			continue
		}
		for _, c := range p.brings(a, capability, takes) {
			sum += c.amount
		}
	}
	return sum
}

// onRecord asks the record as it stands.
func (w *world) onRecord(e *mandate.Expr) bool {
	n := &node{}
	if len(e.Kids) == 0 {
		n = w.compile(e, false) // only to look the names up
	}
	joins := func(a int) bool {
		for _, x := range w.said() {
			if x.actor == a && x.commits() {
				return true
			}
		}
		return false
	}
	consents := func(a int) bool {
		for _, x := range w.said() {
			if x.actor == a && x.own() && (x.eff.Kind == mandate.Accepts || x.eff.Kind == mandate.Decides || x.eff.Kind == mandate.Adopts) {
				return true
			}
		}
		return false
	}
	declines := func(a int) bool {
		for _, x := range w.said() {
			if x.actor == a && x.eff.Kind == mandate.Declines {
				return true
			}
		}
		return false
	}
	count := func(who uint64, f func(int) bool) bool {
		k := int64(0)
		for a := range w.actors {
			if who>>a&1 == 1 && f(a) {
				k++
			}
		}
		return e.Cmp.Holds(k, e.N)
	}
	switch e.Op {
	case mandate.OpTrue:
		return true
	case mandate.OpNot:
		return !w.onRecord(e.Kids[0])
	case mandate.OpAnd:
		for _, k := range e.Kids {
			if !w.onRecord(k) {
				return false
			}
		}
		return true
	case mandate.OpOr:
		for _, k := range e.Kids {
			if w.onRecord(k) {
				return true
			}
		}
		return false
	case mandate.OpOnRecord:
		return w.onRecord(e.Kids[0])
	case mandate.OpIs, mandate.OpIn, mandate.OpAtLeast:
		return w.open[n.i]&^n.opts == 0
	case mandate.OpHas:
		return w.forced[n.i]&n.opts != 0
	case mandate.OpJoins:
		return w.contributors>>n.i&1 == 1 && joins(n.i)
	case mandate.OpConsents:
		return w.parties>>n.i&1 == 1 && consents(n.i)
	case mandate.OpJoining:
		return count(n.group&w.contributors, joins)
	case mandate.OpConsenting:
		return count(n.group&w.parties, consents)
	case mandate.OpObjecting:
		return count(n.group&(w.contributors|w.parties), declines)
	case mandate.OpForce, mandate.OpCommitted:
		sum := int64(0)
		for a := range w.actors {
			if w.contributors>>a&1 == 0 {
				continue
			}
			for _, c := range w.brought(w.said(), a, n.i, (*act).commits, w.amount) {
				sum += c.amount
			}
		}
		return e.Cmp.Holds(sum, e.N)
	case mandate.OpDecided:
		return w.decided[n.i]
	case mandate.OpDone:
		return w.happened>>n.i&1 == 1
	case mandate.OpBefore:
		dx, px := w.past[n.x]
		dy, py := w.past[n.y]
		switch {
		case py && px:
			return n.x != n.y && dx <= dy
		case py:
			return false
		}
		return true
	case mandate.OpAdopts:
		for _, c := range w.clauses(e.Name) {
			if !w.onRecord(c.Expr) {
				return false
			}
		}
		for _, s := range w.textAt[e.Name].Steps {
			if w.happened>>w.stepAt[s]&1 == 0 {
				return false
			}
		}
		return true
	case mandate.OpExternal:
		return w.ext[n.i] == mandate.True
	}
	return false
}
