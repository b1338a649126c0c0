package chances

import (
	"mandate"
	"mandate/internal/analysis"
)

// cond is a condition as 64 draws have it.
type cond struct {
	op   condOp
	kids []*cond
	word int // of leaf: which word of the block
	cmp  mandate.Cmp
	n    int64
	sums [][]term // of sum: of each list the first figure that holds counts
}

type term struct {
	when *cond
	n    int64
}

type condOp uint8

const (
	condTrue condOp = iota
	condFalse
	condLeaf
	condNot
	condAnd
	condOr
	condCount // how many of the kids hold
	condSum
)

var (
	always = &cond{op: condTrue}
	never  = &cond{op: condFalse}
)

func leaf(word int) *cond { return &cond{op: condLeaf, word: word} }

func not(c *cond) *cond {
	switch c.op {
	case condTrue:
		return never
	case condFalse:
		return always
	case condNot:
		return c.kids[0]
	}
	return &cond{op: condNot, kids: []*cond{c}}
}

func every(cs ...*cond) *cond  { return join(condAnd, always, never, cs) }
func either(cs ...*cond) *cond { return join(condOr, never, always, cs) }

func join(op condOp, neutral, decides *cond, cs []*cond) *cond {
	var kids []*cond
	for _, c := range cs {
		switch c.op {
		case neutral.op:
		case decides.op:
			return decides
		default:
			kids = append(kids, c)
		}
	}
	switch len(kids) {
	case 0:
		return neutral
	case 1:
		return kids[0]
	}
	return &cond{op: op, kids: kids}
}

// eval returns in which draws the condition holds.
func (c *cond) eval(words []uint64) uint64 {
	switch c.op {
	case condTrue:
		return ^uint64(0)
	case condLeaf:
		return words[c.word]
	case condNot:
		return ^c.kids[0].eval(words)
	case condAnd:
		w := ^uint64(0)
		for _, k := range c.kids {
			if w &= k.eval(words); w == 0 {
				break
			}
		}
		return w
	case condOr:
		w := uint64(0)
		for _, k := range c.kids {
			w |= k.eval(words)
		}
		return w
	case condCount, condSum:
		var sum [block]int64
		add := func(w uint64, n int64) {
			for i := range sum {
				sum[i] += int64(w>>i&1) * n
			}
		}
		for _, k := range c.kids {
			add(k.eval(words), 1)
		}
		for _, of := range c.sums {
			taken := uint64(0)
			for _, t := range of {
				w := t.when.eval(words) &^ taken
				taken |= w
				add(w, t.n)
			}
		}
		var w uint64
		for i, v := range sum {
			if c.cmp.Holds(v, c.n) {
				w |= 1 << i
			}
		}
		return w
	}
	return 0
}

// reader turns conditions of the case into those of draws.
type reader struct {
	d       *analysis.Drawing
	mandate map[string]map[string]bool // issue to the options chosen
	issues  map[string]*mandate.Issue
	texts   map[string]*mandate.Text
	// Words: of externals that are drawn, and of takers taking part.
	external map[string]int
	takes    map[string]int // role and actor
	binds    map[*mandate.Entry]int
	actors   []*mandate.Actor
}

func takerKey(as mandate.Role, actor string) string { return string(as) + " " + actor }

// part returns the condition that an actor takes part in a role.
func (r *reader) part(as mandate.Role, actor string) *cond {
	if w, ok := r.takes[takerKey(as, actor)]; ok {
		return leaf(w)
	}
	return never
}

// bound returns the condition that an entry binds.
func (r *reader) bound(e *mandate.Entry) *cond {
	if w, ok := r.binds[e]; ok {
		return leaf(w)
	}
	return always
}

// settled evaluates what speaks of options alone, under the mandate; ok is false if
// the node speaks of something else.
func (r *reader) settled(e *mandate.Expr) (value, ok bool) {
	in := r.mandate[e.Name]
	switch e.Op {
	case mandate.OpTrue:
		return true, true
	case mandate.OpFalse:
		return false, true
	case mandate.OpIs, mandate.OpHas:
		return in[e.Names[0]], true
	case mandate.OpIn:
		for _, o := range e.Names {
			value = value || in[o]
		}
		return value, true
	case mandate.OpAtLeast:
		reached := false
		for _, o := range r.issues[e.Name].Options {
			reached = reached || o.ID == e.Names[0]
			value = value || reached && in[o.ID]
		}
		return value, true
	case mandate.OpOnRecord:
		return r.d.OnRecord(e.Kids[0]), true
	}
	return false, false
}

// read turns a condition into one of draws. What it says of decisions, steps and
// their order is a matter of time and is taken as met.
func (r *reader) read(e *mandate.Expr, neg bool) *cond {
	flip := func(c *cond) *cond {
		if neg {
			return not(c)
		}
		return c
	}
	settledAs := func(v bool) *cond {
		if v != neg {
			return always
		}
		return never
	}
	if v, ok := r.settled(e); ok {
		return settledAs(v)
	}
	switch e.Op {
	case mandate.OpNot:
		return r.read(e.Kids[0], !neg)
	case mandate.OpAnd, mandate.OpOr:
		kids := make([]*cond, len(e.Kids))
		for i, k := range e.Kids {
			kids[i] = r.read(k, neg)
		}
		if (e.Op == mandate.OpAnd) != neg {
			return every(kids...)
		}
		return either(kids...)
	case mandate.OpExternal:
		switch r.d.External(e.Name) {
		case mandate.True:
			return settledAs(true)
		case mandate.False:
			return settledAs(false)
		}
		return flip(leaf(r.external[e.Name]))
	case mandate.OpJoins:
		return flip(r.part(mandate.RoleContributor, e.Name))
	case mandate.OpConsents:
		return flip(r.part(mandate.RoleParty, e.Name))
	case mandate.OpJoining, mandate.OpConsenting:
		as := mandate.RoleContributor
		if e.Op == mandate.OpConsenting {
			as = mandate.RoleParty
		}
		c := &cond{op: condCount, cmp: e.Cmp, n: e.N}
		for _, a := range r.actors {
			if p := r.part(as, a.ID); a.In(e.Name) && p != never {
				c.kids = append(c.kids, p)
			}
		}
		return flip(c)
	case mandate.OpObjecting:
		c := &cond{op: condCount, cmp: e.Cmp, n: e.N}
		for _, a := range r.actors {
			if a.In(e.Name) {
				c.kids = append(c.kids, r.objects(a))
			}
		}
		return flip(c)
	case mandate.OpForce, mandate.OpCommitted:
		c := &cond{op: condSum, cmp: e.Cmp, n: e.N}
		for _, a := range r.actors {
			c.sums = append(c.sums, r.figures(a, e.Name, e.Op == mandate.OpCommitted)...)
		}
		return flip(c)
	case mandate.OpAdopts:
		return r.read(r.d.Clauses(e.Name), neg)
	}
	return always
}

// objects is that an actor declines, or that something fails which it demands.
func (r *reader) objects(a *mandate.Actor) *cond {
	var by []*cond
	for _, h := range r.d.Held(a.ID) {
		if h.Effect.Kind == mandate.Declines {
			by = append(by, r.bound(h.Entry))
		}
		for _, part := range r.d.Demands(h) {
			by = append(by, every(r.bound(h.Entry), r.read(part, true)))
		}
	}
	return either(by...)
}

// figures lists what an actor is on record to bring, largest first; then, each by
// itself, what adds to one of them where that one counts.
func (r *reader) figures(a *mandate.Actor, capability string, promised bool) (out [][]term) {
	var larger []*cond
	var of []term
	for _, o := range r.offers(a, capability) {
		if promised && !o.promise {
			continue
		}
		when := every(r.part(mandate.RoleContributor, a.ID), o.when)
		of = append(of, term{when, o.named})
		counts := every(when, not(either(larger...)))
		larger = append(larger, when)
		for _, x := range o.adds {
			if !promised || x.promise {
				out = append(out, []term{{every(counts, x.when), x.named}})
			}
		}
	}
	return append(out, of)
}
