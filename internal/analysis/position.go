package analysis

import (
	"encoding/binary"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/formula"
	"mandate/internal/record"
)

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

	number int32
	demand *demand
	owners []uint64 // a bit for each actor, by its place in the case
	expr   *mandate.Expr
	parts  []*mandate.Expr // conjuncts that do not wait
	sel    formula.Ref
	says   formula.Ref // of a line of the case: what it puts in force
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
	case mandate.Requires, mandate.Rejects, mandate.Excludes:
		return m.demandOf(h.Effect).expr
	case mandate.Prefers:
		if m.State.Query.Wishes {
			return m.demandOf(h.Effect).expr
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

// positions lists what restricts plans and writes what is new of it. A sketch
// leaves out what is only for showing.
func (m *Model) positions(sketch bool) {
	var index []*Position // by number
	words := (len(m.c.Actors) + 63) / 64
	place := func(kind string, number int32, text string, h *record.Held, d *demand) *Position {
		for int(number) >= len(index) {
			index = append(index, make([]*Position, len(m.numbers)+1-len(index))...)
		}
		p := index[number]
		if p == nil {
			p = &Position{Kind: kind, Text: text, Changeable: true, expr: d.expr, demand: m.canonical(number, d), number: number, owners: make([]uint64, words)}
			index[number] = p
			m.Positions = append(m.Positions, p)
		}
		if n := h.Place; p.owners[n/64]>>(n%64)&1 == 0 {
			p.owners[n/64] |= 1 << (n % 64)
			p.Owners = append(p.Owners, h.Actor.ID)
			if kind == "requires" || kind == "declines" {
				m.owned[n] = append(m.owned[n], p)
			}
		}
		if sketch {
			return p
		}
		ref := h.Ref()
		if kind == "declines" && (h.Entry.Group || len(h.Entry.Actors) > 1) {
			ref += "@" + h.Actor.ID
		}
		if n := len(p.Origins); n == 0 || p.Origins[n-1].Ref != ref {
			p.Key = addSorted(p.Key, ref)
			p.Entries = addUnique(p.Entries, h.Entry.ID)
		}
		p.Origins = append(p.Origins, Origin{ref, h.Entry.ID, h.Actor.ID})
		p.Weight = max(p.Weight, m.weight(h.Firmness))
		return p
	}
	reopenable := map[string]bool{}
	for _, b := range m.c.Reopenable {
		reopenable[b.Entry] = true
	}
	seenDemand := map[string]bool{}
	note := func(h *record.Held, e *mandate.Expr, status string) {
		if sketch {
			return
		}
		d := Demand{Actor: h.Actor.ID, Ref: h.Ref(), Entry: h.Entry.ID, Expr: e, Status: status}
		if k := fmt.Sprint(d.Actor, d.Ref, condition.Print(e), status); !seenDemand[k] {
			seenDemand[k] = true
			m.demanded = append(m.demanded, d)
		}
	}
	declines := &demand{}
	for i := range m.held {
		h := &m.held[i]
		switch h.Effect.Kind {
		case mandate.Requires, mandate.Rejects, mandate.Excludes, mandate.Prefers:
			if m.requirement(h) == nil {
				continue
			}
			d := m.demandOf(h.Effect)
			if d.timed {
				past := false
				for _, e := range d.events {
					past = past || m.events.isPast(e)
				}
				live := false
				for n, part := range d.parts {
					if m.waitFor(d.steps[n]) {
						note(h, part, "waits")
						continue
					}
					if !past { // so nothing is spent
						live = true
						continue
					}
					for _, s := range m.spentAtoms(part) {
						note(h, s.expr, s.status)
					}
					live = live || m.hasLiveAtom(part)
				}
				if !live {
					continue
				}
			}
			place("requires", d.number, d.text, h, d)
		case mandate.Declines:
			place("declines", m.numbered("declines "+h.Actor.ID), "declines", h, declines)
		case mandate.Decides:
			d := m.demandOf(h.Effect)
			p := place("decides", d.number, d.text, h, d)
			p.Changeable = p.Changeable && reopenable[h.Entry.ID]
		case mandate.Adopts:
			all := m.clauses(h.Effect.Name)
			d := &demand{expr: all, deep: true, counts: m.countsObjectors(all)}
			p := place("decides", m.numbered("decides text "+h.Effect.Name), fmt.Sprintf("adopts(%q)", h.Effect.Name), h, d)
			p.Adopts = h.Effect.Name
			p.Changeable = p.Changeable && reopenable[h.Entry.ID]
		}
	}
	for _, p := range m.Positions {
		if p.Kind == "requires" {
			for n, part := range p.demand.parts {
				if !m.waitFor(p.demand.steps[n]) {
					p.parts = append(p.parts, part)
				}
			}
		}
		if p.demand.counts {
			p.sel = m.newAtom()
		}
	}
	for _, p := range m.Positions {
		if !p.demand.counts {
			m.put(p)
		}
	}
	// Entries' positions are complete before any rule counts who objects.
	for _, p := range m.Positions {
		if p.demand.counts {
			m.imply(p.sel, m.meaning(p))
		}
	}
	line := func(kind, id, text string, e *mandate.Expr, l mandate.Line, says formula.Ref) {
		p := &Position{Key: []string{id}, Kind: kind, Text: text, expr: e, Line: l, Weight: 1, Changeable: true, says: says}
		m.Positions = append(m.Positions, p)
		p.sel = m.selector(id, says)
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
			f := m.f.Implies(m.taken[m.names[start]], m.lower(n.That.Expr, false, ctx{moment: start, spend: true}))
			line("need", n.ID, condition.Print(n.That.Expr), n.That.Expr, n.Line, f)
		}
	}
	for _, l := range m.c.Settle {
		if !m.State.Holds(l.Line) {
			continue
		}
		if _, decided := m.settled.day[l.Issue]; decided {
			continue
		}
		d := m.events.id("decide." + l.Issue)
		var fs []formula.Ref
		for _, a := range m.c.Actors {
			if j, ok := m.join[a.ID]; ok {
				fs = append(fs, m.f.Implies(j, m.ord(d, m.events.id("commit."+a.ID))))
			}
		}
		line("settle", "settle."+l.Issue, fmt.Sprintf("decided(%q) before any commitment", l.Issue), nil, l.Line, m.f.And(fs...))
	}
	if r := m.State.Rule(); r != nil {
		line("rule", "rules."+r.ID, condition.Print(r.That.Expr), r.That.Expr, r.Line, m.lower(r.That.Expr, false, ctx{moment: none}))
	}
}

// selector returns the atom that puts a position of that name and meaning in
// force. Models of other records use the same one.
func (k *core) selector(name string, says formula.Ref) formula.Ref {
	key := name + "\x00" + strconv.Itoa(int(says))
	sel, ok := k.selectors[key]
	if !ok {
		sel = k.newAtom()
		k.selectors[key] = sel
		k.imply(sel, []formula.Ref{says})
	}
	return sel
}

// imply makes a selector put formulas in force.
func (k *core) imply(sel formula.Ref, fs []formula.Ref) {
	guard := []formula.Lit{k.em.Lit(sel)}
	for _, f := range fs {
		k.em.Imply(guard, f)
	}
}

// stateOf appends how the record has what a demand speaks of.
func (m *Model) stateOf(d *demand, key []byte) []byte {
	for _, e := range d.events {
		if m.events.isPast(e) {
			key = binary.AppendVarint(append(key, 1), int64(m.events.day[e]))
		} else {
			key = append(key, 0)
		}
	}
	for _, x := range d.externals {
		key = append(key, byte(m.readings[x].Value))
	}
	return key
}

// put gives a position its selector. What its meaning depends on is the key:
// its owners, which parts of it count, and how the record has what it speaks of.
// Only a new key is worked out; and if it reads more of the record than that,
// its meaning itself is the key.
func (m *Model) put(p *Position) {
	d := p.demand
	key := append(m.key[:0], 0)
	word := func(n int) { key = binary.AppendVarint(key, int64(n)) }
	word(int(p.number))
	for _, w := range p.owners {
		key = binary.LittleEndian.AppendUint64(key, w)
	}
	if d.timed {
		n := 0
		for _, part := range p.parts {
			for d.parts[n] != part {
				n++
			}
			word(n + 1)
		}
		word(0)
	}
	key = m.stateOf(d, key)
	m.key = key
	if d.deep {
		p.sel = m.selector(string(key), m.f.And(m.meaning(p)...))
		return
	}
	sel, ok := m.core.selectors[string(key)]
	if !ok {
		name := string(key)
		sel = m.newAtom()
		m.core.selectors[name] = sel
		m.imply(sel, m.meaning(p))
	}
	p.sel = sel
}

// meaning is the constraint of an entry's position: all of these.
func (m *Model) meaning(p *Position) (fs []formula.Ref) {
	if p.Kind == "decides" {
		return []formula.Ref{m.lower(p.expr, false, ctx{moment: none})}
	}
	for _, a := range p.Owners {
		fs = append(fs, m.meaningFor(p, a)...)
	}
	return fs
}

// meaningFor is what a requirement or refusal says of one of its owners.
func (m *Model) meaningFor(p *Position, a string) (fs []formula.Ref) {
	for _, role := range []struct {
		event string
		in    map[string]formula.Ref
	}{{"commit.", m.join}, {"consent.", m.consent}} {
		in, ok := role.in[a]
		switch {
		case !ok:
		case p.Kind == "declines":
			fs = append(fs, in.Not())
		default:
			fs = append(fs, m.f.Implies(in, m.demandedAt(p, m.events.id(role.event+a))))
		}
	}
	return fs
}

// demandedAt is what a requirement demands at a moment. One that speaks of
// options and actors alone demands the same at every moment and on every record.
func (m *Model) demandedAt(p *Position, moment event) formula.Ref {
	d := p.demand
	always := !d.timed && !d.deep && len(d.externals) == 0
	if always && d.known {
		return d.always
	}
	f := m.lowerAll(p.parts, ctx{moment: moment, spend: true})
	if always {
		d.always, d.known = f, true
	}
	return f
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
	return len(m.afterAim) > 0 && m.waitFor(m.stepsIn(e))
}

// waitFor is waits for a conjunct that names these steps.
func (m *Model) waitFor(steps []string) bool {
	waits := false
	for _, s := range steps {
		if m.afterAim[s] {
			if m.wanted[s] {
				return false
			}
			waits = true
		}
	}
	return waits
}

// stepsIn lists the steps that a condition names itself.
func (k *core) stepsIn(e *mandate.Expr) (out []string) {
	if e == nil {
		return nil
	}
	polarity(e, false, func(x *mandate.Expr, _ bool) {
		switch x.Op {
		case mandate.OpDone:
			out = append(out, x.Name)
		case mandate.OpBefore:
			for _, ev := range []string{x.Name, x.Names[0]} {
				if k.steps[ev] != nil {
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
	polarity(e, false, func(x *mandate.Expr, neg bool) {
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
	polarity(e, false, func(x *mandate.Expr, neg bool) {
		live = live || !(x.Op == mandate.OpBefore && m.spent(x, neg))
	})
	return live
}

// polarity calls f for each atom with whether it stands negated.
func polarity(e *mandate.Expr, neg bool, f func(*mandate.Expr, bool)) {
	switch e.Op {
	case mandate.OpNot:
		polarity(e.Kids[0], !neg, f)
	case mandate.OpAnd, mandate.OpOr:
		for _, k := range e.Kids {
			polarity(k, neg, f)
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
