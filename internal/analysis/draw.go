package analysis

import (
	"slices"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Drawing answers what is possible in a draw (docs/math/chances.md, sections 2 and
// 3): a record under one mandate, of which each switch is on or off. An answer
// names the few switches that it rests on, so that it serves every draw that has
// them alike. It is not safe for concurrent use.
type Drawing struct {
	m        *Model
	Switches []Switch
	// Takers are those who may take part: the contributors, then the parties, in the
	// order of the case.
	Takers []Taker
	// Close lists the takers, by place, whose taking part may depend on that of
	// others beyond the consent rule; each other one can be added to any plan, if it
	// can be in one at all.
	Close []int

	lits  []switchLits
	base  []pb.Lit
	ready formula.Ref
}

// Switch is what may come out either way in a draw: that an entry binds, that an
// actor says yes in a role, or that an unknown external holds.
type Switch struct {
	Entry    *mandate.Entry
	Actor    string
	As       mandate.Role
	External string
}

// Taker is an actor in a role of a plan.
type Taker struct {
	Actor *mandate.Actor
	As    mandate.Role
	in    formula.Ref
}

// Literal is a switch that is on, or one that is off; after the switches come the
// takers, on if they are asked to be in the plan.
type Literal int32

// SwitchedOn and SwitchedOff make the literals of a switch.
func SwitchedOn(n int) Literal  { return Literal(2 * n) }
func SwitchedOff(n int) Literal { return Literal(2*n + 1) }

// Of returns the switch, and whether the literal says that it is on.
func (l Literal) Of() (n int, on bool) { return int(l) / 2, l&1 == 0 }

// Asked makes the literal that a taker is asked to be in the plan.
func (d *Drawing) Asked(taker int) Literal { return SwitchedOn(len(d.Switches) + taker) }

// switchLits are the assumptions that a switch makes when it is on and when it is
// off; loose are those under which it makes no difference.
type switchLits struct {
	on, off, loose []pb.Lit
	says           []formula.Ref // what it restricts, and the demands whose failure counts as an objection
	exact          bool          // a plan stands only with the very value
	figures        bool          // what it brings may be added up
}

// NewDrawing prepares the record for draws. Each issue must be fixed by the query
// or by decisions. sure tells of entries that bind in every draw; what has happened
// and what is decided always counts.
func NewDrawing(st *record.State, sure func(*mandate.Entry) bool, b Budget) (*Drawing, error) {
	k := newCore(st.Case, nil)
	k.usable, k.heard, k.answers = map[*mandate.Entry]formula.Ref{}, map[*mandate.Entry]formula.Ref{}, map[answerer]formula.Ref{}
	d := &Drawing{}
	for _, h := range st.Effects() {
		switch h.Effect.Kind {
		case mandate.Requires, mandate.Rejects, mandate.Excludes, mandate.Declines, mandate.Accepts, mandate.Offers, mandate.Commits:
		case mandate.Prefers:
			if !st.Query.Wishes {
				continue
			}
		default:
			continue
		}
		if _, known := k.usable[h.Entry]; known || sure(h.Entry) {
			continue
		}
		k.usable[h.Entry], k.heard[h.Entry] = k.newAtom(), k.newAtom()
		d.Switches = append(d.Switches, Switch{Entry: h.Entry})
	}
	for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
		for _, a := range st.Case.Actors {
			in, ok := k.join[a.ID]
			if as == mandate.RoleParty {
				in, ok = k.consent[a.ID]
			}
			if !ok {
				continue
			}
			k.answers[answerer{a.ID, as}] = k.newAtom()
			k.s.SetPhase(k.lit(in).Not()) // few take part, so that the plan rests on little
			d.Switches = append(d.Switches, Switch{Actor: a.ID, As: as})
			d.Takers = append(d.Takers, Taker{a, as, in})
		}
	}
	m, err := k.model(st, nil, b, false, nil)
	if err != nil {
		return nil, err
	}
	d.m = m
	for _, x := range m.c.Externals {
		if _, ok := m.extT[x.ID]; ok && m.looksAt(x.ID) {
			d.Switches = append(d.Switches, Switch{External: x.ID})
		}
	}
	d.literals()
	d.findClose()
	d.ready = m.everybody(mandate.Agreed)
	return d, nil
}

// looksAt reports whether a condition in force speaks of an external.
func (m *Model) looksAt(external string) (yes bool) {
	var look func(e *mandate.Expr)
	look = func(e *mandate.Expr) {
		e.Walk(func(x *mandate.Expr) {
			yes = yes || x.Op == mandate.OpExternal && x.Name == external
			if x.Op == mandate.OpAdopts {
				look(m.clauses(x.Name))
			}
		})
	}
	for _, p := range m.Positions {
		look(p.expr)
	}
	for i := range m.held {
		if c := m.held[i].Effect.That; c != nil {
			look(c.Expr)
		}
	}
	for _, r := range m.c.Requirements {
		if r.If != nil {
			look(r.If.Expr)
		}
	}
	return yes
}

// Begun reports whether the aim or a stage of it has happened.
func (d *Drawing) Begun() bool { return d.m.begun() }

// objection returns the formula that the objections of an entry count.
func (m *Model) objection(entry string) formula.Ref {
	if f, ok := m.heard[m.State.Entry(entry)]; ok {
		return f
	}
	return formula.True
}

// literals writes what each switch restricts.
func (d *Drawing) literals() {
	m := d.m
	d.lits = make([]switchLits, len(d.Switches))
	at := map[*mandate.Entry]int{}
	for i, s := range d.Switches {
		if s.Entry != nil {
			at[s.Entry] = i
		}
	}
	sure := append(append([]pb.Lit(nil), m.base...), m.given...)
	var r drawReading
	for _, p := range m.Positions {
		if p.expr != nil {
			r.read(m, p.expr, false)
		}
	}
	for i := range m.held {
		if h := &m.held[i]; h.Effect.That != nil && h.Effect.Kind != mandate.Prefers {
			r.read(m, h.Effect.That.Expr, false)
		}
	}
	for _, p := range m.Positions { // a demand that fails is an objection
		for _, a := range p.Owners {
			if p.expr != nil && slices.ContainsFunc(r.groups, m.State.Actor(a).In) {
				r.read(m, p.expr, true)
			}
		}
	}
	for _, p := range m.Positions {
		if p.Kind != "requires" && p.Kind != "declines" {
			sure = append(sure, m.lit(p.sel))
			continue
		}
		type by struct{ entry, actor string }
		said := map[by]bool{}
		for _, o := range p.Origins {
			if said[by{o.Entry, o.Actor}] {
				continue
			}
			said[by{o.Entry, o.Actor}] = true
			f := m.f.And(m.meaningFor(p, o.Actor)...)
			n, drawn := at[m.State.Entry(o.Entry)]
			if !drawn {
				sure = append(sure, m.guard(f))
				continue
			}
			x := &d.lits[n]
			if f != formula.True {
				x.on = append(x.on, m.guard(f))
				x.says = append(x.says, f)
			}
			if slices.ContainsFunc(r.groups, m.State.Actor(o.Actor).In) {
				fails := formula.True
				if p.Kind == "requires" {
					fails = m.lowerAll(p.parts, ctx{moment: none, spend: true}).Not()
				}
				x.says = append(x.says, fails.Not())
				x.exact = x.exact || r.countedFor
				if !slices.Contains(x.on, m.lit(m.heard[m.State.Entry(o.Entry)])) {
					x.on = append(x.on, m.lit(m.heard[m.State.Entry(o.Entry)]))
				}
			}
		}
	}
	d.base = sure
	for i, s := range d.Switches {
		x := &d.lits[i]
		switch {
		case s.Entry != nil:
			use, heard := m.lit(m.usable[s.Entry]), m.lit(m.heard[s.Entry])
			m.s.SetPhase(use.Not())
			m.s.SetPhase(heard.Not())
			x.off = []pb.Lit{use.Not()}
			x.loose = append(append(x.loose, x.on...), x.off...)
			x.figures = r.figured && brings(s.Entry)
			if x.exact = x.exact || r.figuredAgainst && x.figures; x.exact {
				x.on, x.off = append(x.on, use), append(x.off, heard.Not())
			}
		case s.Actor != "":
			yes := m.lit(m.answers[answerer{s.Actor, s.As}])
			m.s.SetPhase(yes.Not())
			x.off = []pb.Lit{yes.Not()}
			x.loose = x.off
		default:
			t, f := m.lit(m.extT[s.External]), m.lit(m.extF[s.External])
			x.on, x.off, x.loose = []pb.Lit{f.Not()}, []pb.Lit{t.Not()}, []pb.Lit{f.Not(), t.Not()}
			if x.exact = r.countedFor || r.figuredAgainst; x.exact {
				x.on, x.off = append(x.on, t), append(x.off, f)
			}
		}
	}
}

// drawReading is how conditions look at what others say: whom they count as
// objecting, and whether more objections, or more figures, may help or harm. Where
// objections only harm and figures only help, an entry that binds is heard and may be
// used; otherwise a plan stands with the very value of a switch alone.
type drawReading struct {
	groups                              []string
	countedFor, figured, figuredAgainst bool
}

// read reads a condition that has to hold, or one that has to fail.
func (r *drawReading) read(m *Model, e *mandate.Expr, neg bool) {
	polarity(e, neg, func(x *mandate.Expr, neg bool) {
		most := x.Cmp == mandate.CmpLE || x.Cmp == mandate.CmpLT || x.Cmp == mandate.CmpEQ && x.N == 0
		least := x.Cmp == mandate.CmpGE || x.Cmp == mandate.CmpGT
		if neg {
			most, least = least, most
		}
		switch x.Op {
		case mandate.OpForce, mandate.OpCommitted:
			r.figured = true
			r.figuredAgainst = r.figuredAgainst || !least
		case mandate.OpObjecting:
			r.groups = addUnique(r.groups, x.Name)
			r.countedFor = r.countedFor || !most
		case mandate.OpAdopts:
			r.read(m, m.clauses(x.Name), neg)
		}
	})
}

func brings(e *mandate.Entry) bool {
	return slices.ContainsFunc(e.Effects, func(f *mandate.Effect) bool { return len(f.Amounts) > 0 })
}

// findClose finds the takers whose positions look at others, at steps to come or at
// the order, and those whom conditions look at so that one more may harm.
func (d *Drawing) findClose() {
	m := d.m
	near := make([]bool, len(d.Takers))
	mark := func(is func(*mandate.Actor) bool) {
		for i, t := range d.Takers {
			near[i] = near[i] || is(t.Actor)
		}
	}
	is := func(ids ...string) func(*mandate.Actor) bool {
		return func(a *mandate.Actor) bool { return contains(ids, a.ID) }
	}
	ordered := false
	var look func(e *mandate.Expr, owners []string)
	look = func(e *mandate.Expr, owners []string) {
		polarity(e, false, func(x *mandate.Expr, neg bool) {
			switch x.Op {
			case mandate.OpJoins, mandate.OpConsents:
				mark(is(owners...))
				if owners != nil || neg {
					mark(is(x.Name))
				}
			case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
				mark(is(owners...))
				if least := !neg && (x.Cmp == mandate.CmpGE || x.Cmp == mandate.CmpGT); owners != nil || !least || x.Op == mandate.OpObjecting {
					mark(func(a *mandate.Actor) bool { return a.In(x.Name) })
				}
			case mandate.OpForce, mandate.OpCommitted:
				mark(func(*mandate.Actor) bool { return true })
			case mandate.OpDone:
				if _, past := m.past[x.Name]; !past {
					mark(is(owners...))
				}
			case mandate.OpBefore:
				ordered = true
			case mandate.OpAdopts:
				look(m.clauses(x.Name), owners)
				if len(m.texts[x.Name].Steps) > 0 {
					mark(is(owners...))
				}
			}
		})
	}
	for _, p := range m.Positions {
		if p.expr != nil {
			look(p.expr, p.Owners)
		}
	}
	for _, h := range m.held { // what a yes hangs on
		if h.Effect.That != nil && (h.Effect.Kind == mandate.Accepts || h.Effect.Kind == mandate.Commits) {
			look(h.Effect.That.Expr, []string{h.Actor.ID})
		}
		if h.Effect.Kind == mandate.Adopts {
			look(m.clauses(h.Effect.Name), []string{h.Actor.ID})
		}
	}
	if ordered {
		mark(func(*mandate.Actor) bool { return true })
	}
	for i := range near {
		if near[i] {
			d.Close = append(d.Close, i)
		}
	}
}

// Ask decides whether a possible plan exists in a draw: on tells of each switch,
// in of each taker whether it must take part. With agreed, all who take part must
// have said yes. The answer rests on the literals returned: it is the same in
// every draw in which they hold. weight, higher for what holds in more draws, is
// used to rest it on what often holds.
func (d *Drawing) Ask(on, in []bool, agreed bool, weight func(Literal) int64) (Verdict, []Literal) {
	m := d.m
	ls := d.assumptions(on, in, agreed)
	wishes := d.wishes(on, weight)
	m.s.Wish(wishes...)
	switch m.s.Solve(m.pbBudget(), ls...) {
	case Yes:
		return Yes, d.needs(on, agreed, weight)
	case No:
		return No, d.blame(on, in)
	}
	return Unknown, nil
}

// assumptions of a draw.
func (d *Drawing) assumptions(on, in []bool, agreed bool) []pb.Lit {
	ls := slices.Clone(d.base)
	if agreed {
		ls = append(ls, d.m.lit(d.ready))
	}
	for i := range d.lits {
		if on[i] {
			ls = append(ls, d.lits[i].on...)
		} else {
			ls = append(ls, d.lits[i].off...)
		}
	}
	for i, t := range d.Takers {
		if in != nil && in[i] {
			ls = append(ls, d.m.lit(t.in))
		}
	}
	return ls
}

// wishes are for a plan that stands whatever the switches are; those first that
// often have the other value.
func (d *Drawing) wishes(on []bool, weight func(Literal) int64) (out []pb.Lit) {
	type wish struct {
		lits   []pb.Lit
		weight int64
	}
	var all []wish
	for i := range d.lits {
		l := SwitchedOn(i)
		if !on[i] {
			l = SwitchedOff(i)
		}
		if !d.lits[i].exact && len(d.lits[i].loose) > 0 {
			all = append(all, wish{d.lits[i].loose, weight(l)})
		}
	}
	slices.SortStableFunc(all, func(a, b wish) int {
		switch {
		case a.weight < b.weight:
			return -1
		case a.weight > b.weight:
			return 1
		}
		return 0
	})
	for _, w := range all {
		out = append(out, w.lits...)
	}
	return out
}

// blame reads the last refutation: the switches and takers that it uses. Nearly all of
// them are needed, and to find out which are not costs more than it saves.
func (d *Drawing) blame(on, in []bool) (out []Literal) {
	core := map[pb.Lit]bool{}
	for _, l := range d.m.s.Core() {
		core[l] = true
	}
	for i := range d.lits {
		l, of := SwitchedOn(i), d.lits[i].on
		if !on[i] {
			l, of = SwitchedOff(i), d.lits[i].off
		}
		if slices.ContainsFunc(of, func(x pb.Lit) bool { return core[x] }) {
			out = append(out, l)
		}
	}
	for i, t := range d.Takers {
		if in != nil && in[i] && core[d.m.lit(t.in)] {
			out = append(out, d.Asked(i))
		}
	}
	return out
}

// needs reads off the last plan found on which switches it rests: those whose other
// value would have it violate something, or take away what it uses. It stands for
// those who are in it, whoever of them is asked.
func (d *Drawing) needs(on []bool, agreed bool, weight func(Literal) int64) (out []Literal) {
	m := d.m
	used := map[*mandate.Entry]bool{}
	answered := map[answerer]bool{}
	if agreed {
		for _, t := range d.Takers {
			if m.holds(t.in) {
				d.uses(t, on, weight, used, answered)
			}
		}
	}
	for i, s := range d.Switches {
		x := &d.lits[i]
		switch {
		case x.exact:
			if on[i] {
				out = append(out, SwitchedOn(i))
			} else {
				out = append(out, SwitchedOff(i))
			}
		case s.Entry != nil:
			if used[s.Entry] || on[i] && x.figures && m.holds(m.usable[s.Entry]) {
				out = append(out, SwitchedOn(i))
			} else if !on[i] && slices.ContainsFunc(x.says, func(f formula.Ref) bool { return !m.holds(f) }) {
				out = append(out, SwitchedOff(i))
			}
		case s.Actor != "":
			if answered[answerer{s.Actor, s.As}] {
				out = append(out, SwitchedOn(i))
			}
		default:
			if m.holds(m.extT[s.External]) {
				out = append(out, SwitchedOn(i))
			} else if m.holds(m.extF[s.External]) {
				out = append(out, SwitchedOff(i))
			}
		}
	}
	for i, t := range d.Takers {
		if !m.holds(t.in) {
			n, _ := d.Asked(i).Of()
			out = append(out, SwitchedOff(n))
		}
	}
	return out
}

// uses notes the one yes of a taker that the plan is to rest on: one that is sure,
// or else the one that most often holds.
func (d *Drawing) uses(t Taker, on []bool, weight func(Literal) int64, used map[*mandate.Entry]bool, answered map[answerer]bool) {
	m := d.m
	best, at := int64(-1), -1
	for i, s := range d.Switches {
		if !on[i] || s.Actor != t.Actor.ID || s.As != t.As {
			continue
		}
		best, at = weight(SwitchedOn(i)), i
	}
	for _, h := range m.byActor[t.Actor.ID] {
		if t.As == mandate.RoleContributor && !m.promises(h) || t.As == mandate.RoleParty && !(own(h) && m.saysYes(h)) {
			continue
		}
		i := slices.IndexFunc(d.Switches, func(s Switch) bool { return s.Entry == h.Entry })
		sure := i < 0 || h.Effect.Kind == mandate.Decides || h.Effect.Kind == mandate.Adopts
		if !sure && (!on[i] || weight(SwitchedOn(i)) <= best) || !m.meets(h, t.As) {
			continue
		}
		if sure {
			return
		}
		best, at = weight(SwitchedOn(i)), i
	}
	if at < 0 {
		return
	}
	if s := d.Switches[at]; s.Entry != nil {
		used[s.Entry] = true
	} else {
		answered[answerer{s.Actor, s.As}] = true
	}
}

func (m *Model) saysYes(h *record.Held) bool {
	return h.Effect.Kind == mandate.Accepts || h.Effect.Kind == mandate.Decides || h.Effect.Kind == mandate.Adopts
}

// meets reports whether the last plan found meets the condition of a yes, the entry
// binding.
func (m *Model) meets(h *record.Held, as mandate.Role) bool {
	switch {
	case h.Effect.Kind == mandate.Decides:
		return m.holds(m.lower(h.Effect.That.Expr, false, ctx{moment: none}))
	case h.Effect.Kind == mandate.Adopts:
		return m.holds(m.lower(m.clauses(h.Effect.Name), false, ctx{moment: none}))
	case h.Effect.That == nil:
		return true
	}
	ev := "commit."
	if as == mandate.RoleParty {
		ev = "consent."
	}
	return m.holds(m.lower(h.Effect.That.Expr, false, ctx{moment: m.events.id(ev + h.Actor.ID)}))
}

// Standing is the rung that what is on record about a taker by itself gives it.
func (d *Drawing) Standing(taker int) mandate.Rung {
	m, t := d.m, d.Takers[taker]
	rung := mandate.Silent
	for _, h := range m.byActor[t.Actor.ID] {
		r := mandate.Silent
		switch k := h.Effect.Kind; {
		case t.As == mandate.RoleContributor && k == mandate.Interests:
			r = mandate.Interested
		case t.As == mandate.RoleContributor && m.promises(h), t.As == mandate.RoleParty && own(h) && m.saysYes(h):
			r = mandate.Agreed
		case t.As == mandate.RoleContributor && (k == mandate.Offers || k == mandate.Commits),
			t.As == mandate.RoleParty && (m.saysYes(h) || !h.Inherited && m.requirement(h) != nil):
			r = mandate.Conditional
		}
		rung = max(rung, r)
	}
	return rung
}

// Held lists the effects that count for an actor, in the order of the record.
func (d *Drawing) Held(actor string) []*record.Held { return d.m.byActor[actor] }

// Promises reports whether an effect is a commitment of the actor's own word.
func (d *Drawing) Promises(h *record.Held) bool { return d.m.promises(h) }

// SaysYes reports whether an effect is a party's own yes.
func (d *Drawing) SaysYes(h *record.Held) bool { return own(h) && d.m.saysYes(h) }

// Demands lists the parts of what an effect demands of its actor that are neither
// spent nor waiting; nil if it demands nothing.
func (d *Drawing) Demands(h *record.Held) (parts []*mandate.Expr) {
	e := d.m.requirement(h)
	if e == nil {
		return nil
	}
	for _, part := range conjuncts(e) {
		if !d.m.waits(part) && d.m.hasLiveAtom(part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// Past returns the day on which an event happened, if it did.
func (d *Drawing) Past(event string) (mandate.Day, bool) {
	e := d.m.events.id(event)
	if !d.m.events.isPast(e) {
		return 0, false
	}
	return d.m.events.day[e], true
}

// External returns how the record has an external.
func (d *Drawing) External(id string) mandate.Truth { return d.m.readings[id].Value }

// OnRecord evaluates a condition on the record as it stands.
func (d *Drawing) OnRecord(e *mandate.Expr) bool { return d.m.onRec.eval(e) }

// Clauses returns the clauses of a text that hold.
func (d *Drawing) Clauses(text string) *mandate.Expr { return d.m.clauses(text) }

// Missing solves a transport problem: how much of the demands of lines cannot be met
// by supplies, of which each serves some of the lines.
func Missing(have, demand []int64, serves [][]bool) int64 {
	missing, _ := assign(have, demand, serves)
	return missing
}

// Decide is Ask without what the answer rests on.
func (d *Drawing) Decide(on []bool, agreed bool) Verdict {
	return d.m.s.Solve(d.m.pbBudget(), d.assumptions(on, nil, agreed)...)
}
