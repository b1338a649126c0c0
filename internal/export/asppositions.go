package export

import (
	"sort"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// position is one restricting statement or line that a plan may violate
// (docs/math/verdict.md, section 5).
type position struct {
	kind       string // requires, declines, decides, need, settle, rule
	keys       []string
	owners     []string
	text       string
	parts      []*mandate.Expr // requires: the conjuncts that do not wait; decides: the conditions
	weight     int64
	changeable bool
}

// name is the position's origins as one word.
func (x *position) name() string { return strings.Join(x.keys, "+") }

// demand returns the condition that a requirement stands for, and whether it is
// negated; nil: the effect is none.
func (p *program) demand(h *record.Held) (e *mandate.Expr, neg bool) {
	switch f := h.Effect; f.Kind {
	case mandate.Requires:
		return f.That.Expr, false
	case mandate.Rejects:
		return f.That.Expr, true
	case mandate.Excludes:
		return &mandate.Expr{Op: mandate.OpJoins, Name: f.Name}, true
	case mandate.Prefers:
		if p.st.Query.Wishes {
			return f.That.Expr, false
		}
	}
	return nil, false
}

// nnf carries negations down to the atoms and flattens && and ||.
func nnf(e *mandate.Expr, neg bool) *mandate.Expr {
	switch e.Op {
	case mandate.OpNot:
		return nnf(e.Kids[0], !neg)
	case mandate.OpTrue, mandate.OpFalse:
		if neg {
			return &mandate.Expr{Op: mandate.OpTrue + mandate.OpFalse - e.Op}
		}
		return e
	case mandate.OpAnd, mandate.OpOr:
		n := &mandate.Expr{Op: e.Op}
		if neg {
			n.Op = mandate.OpAnd + mandate.OpOr - e.Op
		}
		for _, k := range e.Kids {
			if x := nnf(k, neg); x.Op == n.Op {
				n.Kids = append(n.Kids, x.Kids...)
			} else {
				n.Kids = append(n.Kids, x)
			}
		}
		return n
	}
	if neg {
		return &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{e}}
	}
	return e
}

// conjuncts takes a condition in negation normal form apart at its top-level &&.
func conjuncts(e *mandate.Expr) []*mandate.Expr {
	if e.Op == mandate.OpAnd {
		return e.Kids
	}
	return []*mandate.Expr{e}
}

// normal writes a condition in negation normal form with its operands sorted
// and comparisons turned round instead of negated.
func normal(e *mandate.Expr) string {
	switch e.Op {
	case mandate.OpAnd, mandate.OpOr:
		var parts []string
		for _, k := range e.Kids {
			parts = append(parts, normal(k))
		}
		sort.Strings(parts)
		return "(" + strings.Join(parts, map[mandate.Op]string{mandate.OpAnd: " && ", mandate.OpOr: " || "}[e.Op]) + ")"
	case mandate.OpNot:
		x := *e.Kids[0]
		if turned := map[mandate.Cmp]mandate.Cmp{mandate.CmpEQ: mandate.CmpNE, mandate.CmpNE: mandate.CmpEQ, mandate.CmpLT: mandate.CmpGE,
			mandate.CmpGE: mandate.CmpLT, mandate.CmpLE: mandate.CmpGT, mandate.CmpGT: mandate.CmpLE}[x.Cmp]; turned != mandate.CmpNone {
			x.Cmp = turned
			return condition.Print(&x)
		}
	}
	return condition.Print(e)
}

// atoms calls f for each atom of a condition in negation normal form; adopts is
// one atom.
func atoms(e *mandate.Expr, f func(x *mandate.Expr, neg bool)) {
	switch e.Op {
	case mandate.OpAnd, mandate.OpOr:
		for _, k := range e.Kids {
			atoms(k, f)
		}
	case mandate.OpNot:
		f(e.Kids[0], true)
	default:
		f(e, false)
	}
}

// waits reports whether a conjunct names a step after the aim and the goal
// names none of those that it names.
func (p *program) waits(e *mandate.Expr) bool {
	named := func(e *mandate.Expr) map[string]bool {
		steps := map[string]bool{}
		atoms(e, func(x *mandate.Expr, _ bool) {
			switch x.Op {
			case mandate.OpDone:
				steps[x.Name] = p.after[x.Name]
			case mandate.OpBefore:
				steps[x.Name], steps[x.Names[0]] = p.after[x.Name], p.after[x.Names[0]]
			}
		})
		return steps
	}
	goal := map[string]bool{}
	if p.goal != nil {
		goal = named(nnf(p.goal, false))
	}
	waits := false
	for s, after := range named(e) {
		if after && goal[s] {
			return false
		}
		waits = waits || after
	}
	return waits
}

// enforced lists the conjuncts of a demand that do not wait. live: something in
// them is not spent; terms: an atom, not only true or false.
func (p *program) enforced(h *record.Held) (parts []*mandate.Expr, live, terms bool) {
	e, neg := p.demand(h)
	if e == nil {
		return nil, false, false
	}
	for _, part := range conjuncts(nnf(e, neg)) {
		if p.waits(part) {
			continue
		}
		parts = append(parts, part)
		atoms(part, func(x *mandate.Expr, neg bool) {
			if x.Op != mandate.OpBefore || !p.spent(x, neg) {
				live = true
				terms = terms || x.Op != mandate.OpTrue && x.Op != mandate.OpFalse
			}
		})
	}
	return parts, live, terms
}

// statements lists the positions that rest on entries, in the order of the
// record.
func (p *program) statements() []*position {
	if p.stated != nil {
		return p.stated
	}
	index := map[string]*position{}
	var list []*position
	reopenable := map[string]bool{}
	for _, b := range p.c.Reopenable {
		reopenable[b.Entry] = true
	}
	for i := range p.held {
		h := &p.held[i]
		var id string
		x := &position{changeable: true}
		key := h.Ref()
		switch h.Effect.Kind {
		case mandate.Declines:
			id, x.kind, x.text = "declines "+h.Actor.ID, "declines", h.Actor.ID+" takes no part"
			if h.Entry.Group || len(h.Entry.Actors) > 1 {
				key += "@" + h.Actor.ID
			}
		case mandate.Decides:
			e := nnf(h.Effect.That.Expr, false)
			id, x.kind, x.text, x.parts = "decides "+normal(e), "decides", "decides "+condition.Print(h.Effect.That.Expr), []*mandate.Expr{e}
		case mandate.Adopts:
			id, x.kind, x.text = "adopts "+h.Effect.Name, "decides", "adopts "+h.Effect.Name
			for _, c := range p.clauses(h.Effect.Name) {
				x.parts = append(x.parts, c.That.Expr)
			}
		default:
			parts, live, _ := p.enforced(h)
			if !live {
				continue
			}
			e, neg := p.demand(h)
			e = nnf(e, neg)
			id, x.kind, x.text, x.parts = "requires "+normal(e), "requires", "requires "+condition.Print(e), parts
		}
		if known := index[id]; known != nil {
			x = known
		} else {
			index[id] = x
			list = append(list, x)
		}
		if !has(x.keys, key) {
			x.keys = append(x.keys, key)
			sort.Strings(x.keys)
		}
		if !has(x.owners, h.Actor.ID) {
			x.owners = append(x.owners, h.Actor.ID)
		}
		weight, ok := p.c.Weights[h.Firmness]
		if !ok {
			weight = 1
		}
		x.weight = max(x.weight, weight)
		if x.kind == "decides" && !reopenable[h.Entry.ID] {
			x.changeable = false
		}
	}
	p.stated = list
	return list
}

// writePositions writes what each position forbids while it is kept.
func (p *program) writePositions() {
	b := &p.positions
	head := func(x *position) literal {
		text := x.text
		if len(x.owners) > 0 {
			text += "  (" + strings.Join(x.owners, ", ") + ")"
		}
		comment(b, "%s", text)
		p.small(x.weight)
		b.WriteString(string(atom("position", x.name())) + ". weight(" + q(x.name()) + "," + itoa(x.weight) + ").")
		if x.changeable {
			b.WriteString(" " + string(atom("changeable", x.name())) + ".")
		}
		b.WriteString("\n")
		return atom("keep", x.name())
	}
	for _, x := range p.statements() {
		keep := head(x)
		for _, a := range x.owners {
			switch x.kind {
			case "declines":
				forbid(b, keep, p.joins(a))
				forbid(b, keep, p.consents(a))
			case "requires":
				if j := p.joins(a); j != no {
					forbid(b, keep, j, p.all(x.parts, reading{"commit." + a, true}).not())
				}
				if c := p.consents(a); c != no {
					forbid(b, keep, c, p.all(x.parts, reading{"consent." + a, true}).not())
				}
			}
		}
		if x.kind == "decides" {
			forbid(b, keep, p.all(x.parts, reading{}).not())
		}
	}
	line := func(kind, name, text string) literal {
		return head(&position{kind: kind, keys: []string{name}, text: text, weight: 1, changeable: true})
	}
	for _, s := range p.c.Steps {
		at := start(s)
		if p.isPast(s.ID) || p.isPast(at) {
			continue // spent
		}
		for _, n := range needsOf(s) {
			if p.st.Holds(n.Line) {
				keep := line("need", n.ID, at+" needs "+condition.Print(n.That.Expr))
				forbid(b, keep, p.taken(at), p.cond(n.That.Expr, false, reading{at, true}).not())
			}
		}
	}
	listed := map[string]bool{}
	for _, l := range p.c.Settle {
		if p.isPast("decide."+l.Issue) || !p.st.Holds(l.Line) || listed[l.Issue] {
			continue
		}
		listed[l.Issue] = true
		keep := line("settle", "settle."+l.Issue, l.Issue+" is decided before anybody commits")
		for _, a := range p.c.Actors {
			if j := p.joins(a.ID); j != no {
				forbid(b, keep, j, p.before("decide."+l.Issue, "commit."+a.ID).not())
			}
		}
		rule(&p.owed, "owed(decide,"+literal(q(l.Issue))+")", "judged")
	}
	if r := p.st.Rule(); r != nil {
		keep := line("rule", "rules."+r.ID, "the consent rule: "+condition.Print(r.That.Expr))
		forbid(b, keep, p.cond(r.That.Expr, false, reading{}).not())
	}
}
