package analysis

import (
	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Pair is two effects of one actor whose conditions cannot both hold.
type Pair struct {
	Actor string
	Refs  [2]string
	// Entries and Texts of the two.
	Entries [2]string
	Exprs   [2]*mandate.Expr
}

// side is an effect that may contradict another of its actor.
type side struct {
	h    *record.Held
	red  bool // a requirement
	expr *mandate.Expr
	// forms are what it says in each role of the actor.
	forms []formula.Ref
	// alone tells in which roles that can hold by itself.
	alone []bool
	// seen tells, by role, in which samples it holds: a bit each.
	seen [][]uint64
}

// Contradictions lists the self-contradictions in the record: pairs of binding
// effects of one actor, one of them a requirement, each of which can hold in
// some plan that the actor takes part in, but not both, even without any
// position.
//
// An actor that has spoken a hundred times has thousands of pairs. Most speak of
// different issues, which the structure of a plan leaves independent of each
// other; many others hold together in a plan found for another pair. The solver
// is asked about the rest.
func (m *Model) Contradictions() (out []Pair) {
	t := &pairing{m: m, issueOf: m.issueAtoms(), pairs: map[[2]formula.Ref]bool{}}
	for _, a := range m.c.Actors {
		j := &speaker{actor: a, roles: m.rolesOf(a.ID)}
		for _, h := range m.byActor[a.ID] {
			if x := m.side(h, j.roles); x != nil {
				j.sides = append(j.sides, x)
			}
		}
		if len(j.sides) > 1 {
			t.speakers = append(t.speakers, j)
		}
	}
	for _, j := range t.speakers {
		for _, r := range j.roles {
			m.lit(r.in)
		}
		for _, x := range j.sides {
			for _, f := range x.forms {
				m.lit(f)
			}
		}
	}
	t.reads = formula.Fold(m.f, t.reads, t.read, func(of, member reads) reads { return of.with(member) })
	t.aloneAll()
	for _, j := range t.speakers {
		for i, x := range j.sides {
			for _, y := range j.sides[:i] {
				if !x.red && !y.red || t.together(j, x, y) {
					continue
				}
				out = append(out, Pair{Actor: j.actor.ID, Refs: [2]string{y.h.Ref(), x.h.Ref()}, Entries: [2]string{y.h.Entry.ID, x.h.Entry.ID}, Exprs: [2]*mandate.Expr{y.expr, x.expr}})
			}
		}
	}
	return out
}

// role is a way in which an actor takes part, and when.
type role struct {
	in formula.Ref
	at event
}

// rolesOf lists the ways in which an actor takes part; one that does not has
// one, without a moment.
func (m *Model) rolesOf(actor string) (roles []role) {
	if j, ok := m.join[actor]; ok {
		roles = append(roles, role{j, m.events.id("commit." + actor)})
	}
	if p, ok := m.consent[actor]; ok {
		roles = append(roles, role{p, m.events.id("consent." + actor)})
	}
	if len(roles) == 0 {
		roles = append(roles, role{formula.True, none})
	}
	return roles
}

// side returns what an effect says in each role; nil for effects that cannot
// contradict any other.
func (m *Model) side(h *record.Held, roles []role) *side {
	x := &side{h: h, alone: make([]bool, len(roles)), seen: make([][]uint64, len(roles))}
	var form func(at event) formula.Ref
	if e := m.requirement(h); e != nil {
		var parts []*mandate.Expr
		for _, c := range conjuncts(e) {
			if !m.waits(c) {
				parts = append(parts, c)
			}
		}
		x.red, x.expr = true, e
		form = func(at event) formula.Ref { return m.lowerAll(parts, ctx{moment: at, spend: true}) }
	} else {
		switch h.Effect.Kind {
		case mandate.Decides, mandate.Adopts:
			x.expr = m.clausesOf(h.Effect)
			form = func(event) formula.Ref { return m.lower(x.expr, false, ctx{moment: none}) }
		case mandate.Accepts, mandate.Offers, mandate.Commits:
			if h.Effect.That == nil {
				return nil
			}
			x.expr = h.Effect.That.Expr
			form = func(at event) formula.Ref { return m.lower(x.expr, false, ctx{moment: at}) }
		default:
			return nil
		}
	}
	for _, r := range roles {
		x.forms = append(x.forms, form(r.at))
	}
	return x
}

// reads is what a formula reads: the options of which issues, a bit each (of
// issues beyond 255 several share one), and whether anything else.
type reads [4]uint64

const readsOther = 255

func (r reads) with(o reads) reads {
	for i := range r {
		r[i] |= o[i]
	}
	return r
}

// independent reports whether one of two formulas reads options alone, and only
// of issues of which the other reads nothing. If each can hold, both can: what
// plans are made of ties the options of an issue to nothing else, positions
// aside, so those that the one wants can be put into a plan that the other
// allows.
func (r reads) independent(o reads) bool {
	return r[0]&o[0]|r[1]&o[1]|r[2]&o[2]|r[3]&o[3] == 0
}

// more reports whether it reads anything but options.
func (r reads) more() bool { return r[readsOther/64]>>(readsOther%64)&1 == 1 }

// issueAtoms numbers the issues by the atoms of their options.
func (m *Model) issueAtoms() map[int]int {
	out := map[int]int{}
	for n, i := range m.c.Issues {
		for _, o := range i.Options {
			if at, ok := m.f.AtomOf(m.option[i.ID][o.ID]); ok {
				out[at] = n
			}
		}
	}
	return out
}

// speaker is an actor whose effects are compared.
type speaker struct {
	actor *mandate.Actor
	roles []role
	sides []*side
}

// pairing asks whether two effects can hold together.
type pairing struct {
	m        *Model
	speakers []*speaker
	samples  int // plans found so far, positions aside
	issueOf  map[int]int
	reads    []reads
	pairs    map[[2]formula.Ref]bool // of formulas that read options alone
}

func (t *pairing) read(atom int) (r reads) {
	bit := readsOther
	if n, ok := t.issueOf[atom]; ok {
		bit = n % readsOther
	}
	r[bit/64] |= 1 << (bit % 64)
	return r
}

// can asks the solver whether the formulas can hold together, best in a plan
// where the wishes do, too, and notes all that this plan shows.
func (t *pairing) can(wishes []pb.Lit, fs ...formula.Ref) bool {
	m := t.m
	ls := m.base[:len(m.base):len(m.base)]
	for _, f := range fs {
		if f == formula.False {
			return false
		}
		if f != formula.True {
			ls = append(ls, m.lit(f))
		}
	}
	m.s.Wish(wishes...)
	v := m.s.Solve(m.pbBudget(), ls...)
	if v != Yes {
		return v != No
	}
	plan := m.f.Values(nil, func(i int) bool { return m.s.Value(m.atoms[i]) })
	word, bit := t.samples/64, uint64(1)<<(t.samples%64)
	t.samples++
	for _, j := range t.speakers {
		for r, way := range j.roles {
			if !way.in.Among(plan) {
				continue
			}
			for _, x := range j.sides {
				if x.forms[r].Among(plan) {
					for len(x.seen[r]) <= word {
						x.seen[r] = append(x.seen[r], 0)
					}
					x.seen[r][word] |= bit
					x.alone[r] = true
				}
			}
		}
	}
	return true
}

// aloneAll finds in which roles of its actor each side can hold by itself.
func (t *pairing) aloneAll() {
	// All that is still open, to be wished for together.
	open := func(from int) (wishes []pb.Lit) {
		for _, j := range t.speakers[from:] {
			for r, way := range j.roles {
				for _, x := range j.sides {
					if !x.alone[r] && x.forms[r] != formula.False {
						wishes = append(wishes, t.m.lit(way.in), t.m.lit(x.forms[r]))
					}
				}
			}
		}
		return wishes
	}
	for n, j := range t.speakers {
		for r, way := range j.roles {
			for _, x := range j.sides {
				if !x.alone[r] {
					x.alone[r] = t.can(open(n), way.in, x.forms[r])
				}
			}
		}
	}
}

// together reports whether two sides can hold together in some role; also if
// one of them cannot by itself, or if the budget ended.
func (t *pairing) together(j *speaker, x, y *side) bool {
	both := false
	for r := range j.roles {
		both = both || x.alone[r] && y.alone[r]
	}
	if !both {
		return !anyTrue(x.alone) || !anyTrue(y.alone)
	}
	for r := range j.roles {
		if !x.alone[r] || !y.alone[r] {
			continue
		}
		if x.forms[r] == y.forms[r] || t.of(x.forms[r]).independent(t.of(y.forms[r])) {
			return true
		}
		for i := range min(len(x.seen[r]), len(y.seen[r])) {
			if x.seen[r][i]&y.seen[r][i] != 0 {
				return true
			}
		}
	}
	for r, way := range j.roles {
		if !x.alone[r] || !y.alone[r] {
			continue
		}
		// What speaks of options alone says the same for every actor.
		k := [2]formula.Ref{min(x.forms[r], y.forms[r]), max(x.forms[r], y.forms[r])}
		can, known := t.pairs[k]
		if !known {
			var wishes []pb.Lit
			for _, z := range j.sides {
				wishes = append(wishes, t.m.lit(z.forms[r]))
			}
			can = t.can(wishes, way.in, x.forms[r], y.forms[r])
			if !t.of(k[0]).more() && !t.of(k[1]).more() {
				t.pairs[k] = can
			}
		}
		if can {
			return true
		}
	}
	return false
}

func anyTrue(bs []bool) bool {
	for _, b := range bs {
		if b {
			return true
		}
	}
	return false
}

func (t *pairing) of(f formula.Ref) reads { return t.reads[f.Node()] }
