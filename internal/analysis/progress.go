package analysis

import (
	"mandate"
	"mandate/internal/record"
)

// Clause is what the record makes of a clause of a text, apart from the text
// itself: see docs/math/progress.md.
type Clause struct {
	Clause *mandate.Clause
	// Stands is met, contradicted, permits, in force or open.
	Stands string
	// Entries are those that meet or contradict it, or that put it in force.
	Entries []string
	// Grade is how far it is implemented as far as it speaks of deeds; -1: it does
	// not, or nothing is on record.
	Grade int
	// Steps are those that it speaks of.
	Steps []string
}

// Adopted lists the entries that bind and adopt a text, so that it is in force.
func Adopted(st *record.State, text string) (out []string) {
	for _, h := range st.Effects() {
		if h.Effect.Kind == mandate.Adopts && h.Effect.Name == text {
			out = addUnique(out, h.Entry.ID)
		}
	}
	return out
}

// Clauses looks at the clauses of a text that hold.
func Clauses(st *record.State, text *mandate.Text, b Budget) (list []Clause, err error) {
	adopted := Adopted(st, text.ID)
	gone := map[*mandate.Effect]bool{}
	for _, id := range adopted {
		for _, f := range st.Entry(id).Effects {
			if f.Kind == mandate.Adopts && f.Name == text.ID {
				gone[f] = true
			}
		}
	}
	aside, err := lessEffects(st, gone)
	if err != nil {
		return nil, err
	}
	m, err := New(aside, nil, b)
	if err != nil {
		return nil, err
	}
	w := &standing{m: m, record: newRecordWorld(m), grades: map[string]int{}}
	past := st.Happened()
	for _, s := range st.Case.Steps {
		w.grades[s.ID] = st.Grade(s, past).Value
	}
	for _, c := range text.Clauses {
		if !st.Holds(c.Line) {
			continue
		}
		x := Clause{Clause: c, Grade: w.grade(c.That.Expr), Steps: stepsOf(c.That.Expr)}
		switch v := w.eval(c.That.Expr); {
		case w.always(c.That.Expr):
			x.Stands = "permits"
		case v == mandate.True:
			x.Stands, x.Entries = "met", w.evidence(c.That.Expr, v)
		case v == mandate.False:
			x.Stands, x.Entries = "contradicted", w.evidence(c.That.Expr, v)
		case len(adopted) > 0:
			x.Stands, x.Entries = "in force", adopted
		default:
			x.Stands = "open"
		}
		list = append(list, x)
	}
	return list, nil
}

// stepsOf lists the steps that a condition speaks of.
func stepsOf(e *mandate.Expr) (out []string) {
	e.Walk(func(x *mandate.Expr) {
		switch x.Op {
		case mandate.OpDone:
			out = addUnique(out, x.Name)
		case mandate.OpBefore:
			for _, ev := range []string{x.Name, x.Names[0]} {
				if _, _, ok := record.SplitEvent(ev); !ok {
					out = addUnique(out, ev)
				}
			}
		}
	})
	return out
}

// standing reads conditions on the record in three values: true or false only
// as far as the record establishes it.
type standing struct {
	m      *Model
	record *recordWorld
	grades map[string]int // by step
	// blank reads as if nothing were decided and nothing had happened.
	blank bool
}

func three(yes, no bool) mandate.Truth {
	switch {
	case yes:
		return mandate.True
	case no:
		return mandate.False
	}
	return mandate.Unknown
}

func opposite(v mandate.Truth) mandate.Truth {
	return three(v == mandate.False, v == mandate.True)
}

// always reports whether a condition holds whatever is decided and happens.
func (w *standing) always(e *mandate.Expr) bool {
	return (&standing{m: w.m, record: w.record, blank: true}).eval(e) == mandate.True
}

func (w *standing) eval(e *mandate.Expr) mandate.Truth {
	switch e.Op {
	case mandate.OpTrue:
		return mandate.True
	case mandate.OpFalse:
		return mandate.False
	case mandate.OpNot:
		return opposite(w.eval(e.Kids[0]))
	case mandate.OpAnd, mandate.OpOr:
		and := e.Op == mandate.OpAnd
		all := three(and, !and)
		for _, k := range e.Kids {
			switch v := w.eval(k); {
			case v == opposite(three(and, !and)):
				return v
			case v == mandate.Unknown:
				all = v
			}
		}
		return all
	case mandate.OpIs, mandate.OpIn:
		return w.among(e.Name, e.Names)
	case mandate.OpAtLeast:
		var up []string
		for _, o := range w.m.issues[e.Name].Options {
			if o.ID == e.Names[0] || len(up) > 0 {
				up = append(up, o.ID)
			}
		}
		return w.among(e.Name, up)
	case mandate.OpHas:
		if w.blank {
			return mandate.Unknown
		}
		in, out := contains(w.m.settled.open[e.Name], e.Names[0]), contains(w.m.settled.out[e.Name], e.Names[0])
		return three(in && !out, out && !in)
	case mandate.OpAdopts:
		v := w.eval(w.m.clauses(e.Name))
		for _, s := range w.m.texts[e.Name].Steps {
			if _, ok := w.m.past[s]; v == mandate.True && (w.blank || !ok) {
				v = mandate.Unknown
			}
		}
		return v
	}
	if w.blank {
		return mandate.Unknown
	}
	switch e.Op {
	case mandate.OpOnRecord:
		return three(w.record.eval(e.Kids[0]), false)
	case mandate.OpDone, mandate.OpDecided:
		return three(w.record.eval(e), false)
	case mandate.OpJoins, mandate.OpConsents:
		return three(w.record.eval(e), w.record.declines(e.Name))
	case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
		return w.counted(e)
	case mandate.OpForce, mandate.OpCommitted:
		// Commitments may still be made; the sum on record is the least.
		least := w.record.committed(e.Name)
		switch e.Cmp {
		case mandate.CmpGE, mandate.CmpGT:
			return three(e.Cmp.Holds(least, e.N), false)
		case mandate.CmpLE, mandate.CmpLT:
			return three(false, !e.Cmp.Holds(least, e.N))
		}
		return mandate.Unknown
	case mandate.OpBefore:
		return w.before(e.Name, e.Names[0])
	case mandate.OpExternal:
		return w.m.readings[e.Name].Value
	}
	return mandate.Unknown
}

// among: all options of an issue that are left are among those named, or none.
func (w *standing) among(issue string, options []string) mandate.Truth {
	left := w.m.settled.open[issue]
	if w.blank {
		left = nil
		for _, o := range w.m.issues[issue].Options {
			left = append(left, o.ID)
		}
	}
	some := false
	for _, o := range left {
		some = some || contains(options, o)
	}
	return three(subset(left, options), !some)
}

// before: both have happened, or one of them has and not the other.
func (w *standing) before(x, y string) mandate.Truth {
	t := &w.m.events
	a, b := t.id(x), t.id(y)
	switch {
	case t.isPast(a) && t.isPast(b):
		return three(t.day[a] <= t.day[b], t.day[a] > t.day[b])
	case t.isPast(a):
		return mandate.True
	case t.isPast(b):
		return mandate.False
	}
	return mandate.Unknown
}

// counted compares how many members do so on the record, at the least and at the
// most, with a number.
func (w *standing) counted(e *mandate.Expr) mandate.Truth {
	var least, most int64
	for _, a := range w.m.c.Actors {
		if !a.In(e.Name) {
			continue
		}
		yes, no := false, w.record.declines(a.ID)
		switch e.Op {
		case mandate.OpJoining:
			yes = w.record.agreed(a.ID, mandate.Commits)
			no = no || !a.Is(mandate.RoleContributor)
		case mandate.OpConsenting:
			yes = w.record.consents(a.ID)
			no = no || !a.Is(mandate.RoleParty)
		default: // objecting: a yes may still be taken back
			yes, no = no, !a.Is(mandate.RoleContributor) && !a.Is(mandate.RoleParty)
		}
		if yes {
			least++
		}
		if yes || !no {
			most++
		}
	}
	all, none := true, true
	for n := least; n <= most; n++ {
		all, none = all && e.Cmp.Holds(n, e.N), none && !e.Cmp.Holds(n, e.N)
	}
	return three(all, none)
}

// grade is how far a condition about deeds is implemented: of several that it
// asks for together the least, if all have a grade or one of them is not
// initiated; of alternatives the most.
func (w *standing) grade(e *mandate.Expr) int {
	g := -1
	switch e.Op {
	case mandate.OpDone:
		return w.grades[e.Name]
	case mandate.OpDecided:
		if w.eval(e) == mandate.True {
			return mandate.MaxGrade
		}
	case mandate.OpOr:
		for _, k := range e.Kids {
			g = max(g, w.grade(k))
		}
	case mandate.OpAnd:
		g = mandate.MaxGrade
		unknown := false
		for _, k := range e.Kids {
			v := w.grade(k)
			unknown = unknown || v < 0
			if v >= 0 {
				g = min(g, v)
			}
		}
		if unknown && g > 0 {
			return -1
		}
	}
	return g
}

// evidence lists the entries by which a condition stands as it does: those
// behind its atoms that are established one way or the other.
func (w *standing) evidence(e *mandate.Expr, v mandate.Truth) (out []string) {
	if w.eval(e) != v || v == mandate.Unknown {
		return nil
	}
	switch e.Op {
	case mandate.OpNot:
		return w.evidence(e.Kids[0], opposite(v))
	case mandate.OpAnd, mandate.OpOr, mandate.OpOnRecord:
		for _, k := range e.Kids {
			for _, id := range w.evidence(k, v) {
				out = addUnique(out, id)
			}
		}
		return out
	case mandate.OpAdopts:
		return w.evidence(w.m.clauses(e.Name), v)
	case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast, mandate.OpDecided:
		return w.m.settled.by[e.Name]
	case mandate.OpDone:
		return w.m.past[e.Name].Entries
	case mandate.OpBefore:
		for _, ev := range []string{e.Name, e.Names[0]} {
			if kind, id, ok := record.SplitEvent(ev); !ok {
				out = append(out, w.m.past[ev].Entries...)
			} else if kind == "decide" {
				out = append(out, w.m.settled.by[id]...)
			}
		}
		return out
	case mandate.OpExternal:
		if id := w.m.readings[e.Name].Entry; id != "" {
			return []string{id}
		}
		return nil
	}
	var who func(a *mandate.Actor) bool
	switch e.Op {
	case mandate.OpJoins, mandate.OpConsents:
		who = func(a *mandate.Actor) bool { return a.ID == e.Name }
	case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
		who = func(a *mandate.Actor) bool { return a.In(e.Name) }
	default:
		who = func(*mandate.Actor) bool { return true }
	}
	for i := range w.m.held {
		h := &w.m.held[i]
		if !who(h.Actor) {
			continue
		}
		switch h.Effect.Kind {
		case mandate.Commits:
			if e.Op == mandate.OpJoins || e.Op == mandate.OpJoining || e.Op == mandate.OpForce && amount(h.Effect, e.Name).Named > 0 || e.Op == mandate.OpCommitted && amount(h.Effect, e.Name).Named > 0 {
				out = addUnique(out, h.Entry.ID)
			}
		case mandate.Accepts, mandate.Decides, mandate.Adopts:
			if (e.Op == mandate.OpConsents || e.Op == mandate.OpConsenting) && own(h) {
				out = addUnique(out, h.Entry.ID)
			}
		case mandate.Declines:
			if e.Op != mandate.OpForce && e.Op != mandate.OpCommitted {
				out = addUnique(out, h.Entry.ID)
			}
		}
	}
	return out
}
