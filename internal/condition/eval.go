package condition

import "mandate"

// World says which atoms are true: a plan, or the record as it stands. It is
// the caller's; a function that is nil answers false, zero or unknown.
//
// Eval reads In and AtLeast as atoms of their own, since on the record "one of a
// and b" may be settled although neither a nor b is. A nil In is any of Is.
type World struct {
	// Is reports whether the option of the choice issue is chosen.
	Is func(issue, option string) bool
	// In reports whether one of the options is chosen.
	In func(issue string, options []string) bool
	// Has reports whether the set issue has the member.
	Has func(issue, member string) bool
	// AtLeast reports whether that option or one further up is chosen.
	AtLeast func(issue, option string) bool
	// Joins and Consents report whether the actor takes part.
	Joins, Consents func(actor string) bool
	// Joining, Consenting and Objecting count members of the group.
	Joining, Consenting, Objecting func(group string) int64
	// Force and Committed give the figure for the capability.
	Force, Committed func(capability string) int64
	// Decided, Done and Before speak of events, at the moment of the world.
	Decided func(issue string) bool
	Done    func(step string) bool
	Before  func(x, y string) bool
	// Adopts reports whether the text is met.
	Adopts func(text string) bool
	// External gives the value of the external that is known or assumed.
	External func(id string) mandate.Truth
	// OnRecord is the world that on_record(…) asks; nil: nothing is on record.
	OnRecord *World
}

// Eval evaluates the condition in the world, straight from its definition. The
// condition is read in negation normal form, so that external(x) holds only of
// an external that is true and !external(x) only of one that is false: of an
// unknown one neither does. Inside on_record(…) negation is the plain one.
func Eval(e *mandate.Expr, w World) bool { return eval(e, &w, false, false) }

// eval gives the truth of e, or of !e if neg. plain is true inside on_record.
func eval(e *mandate.Expr, w *World, neg, plain bool) bool {
	switch e.Op {
	case mandate.OpTrue:
		return !neg
	case mandate.OpFalse:
		return neg
	case mandate.OpNot:
		return eval(e.Kids[0], w, !neg, plain)
	case mandate.OpAnd, mandate.OpOr:
		all := (e.Op == mandate.OpAnd) != neg
		for _, k := range e.Kids {
			if eval(k, w, neg, plain) != all {
				return !all
			}
		}
		return all
	case mandate.OpExternal:
		t := mandate.Unknown
		if w.External != nil {
			t = w.External(e.Name)
		}
		switch {
		case plain:
			return (t == mandate.True) != neg
		case neg:
			return t == mandate.False
		}
		return t == mandate.True
	case mandate.OpOnRecord:
		rec := w.OnRecord
		if rec == nil {
			rec = &World{}
		}
		return eval(e.Kids[0], rec, false, true) != neg
	}
	return atom(e, w) != neg
}

// atom gives the truth of an atom that is true or false in every world.
func atom(e *mandate.Expr, w *World) bool {
	one := func(f func(string) bool) bool { return f != nil && f(e.Name) }
	two := func(f func(a, b string) bool) bool { return f != nil && f(e.Name, e.Names[0]) }
	count := func(f func(string) int64) bool {
		var n int64
		if f != nil {
			n = f(e.Name)
		}
		return e.Cmp.Holds(n, e.N)
	}
	switch e.Op {
	case mandate.OpIs:
		return two(w.Is)
	case mandate.OpIn:
		if w.In != nil {
			return w.In(e.Name, e.Names)
		}
		for _, o := range e.Names {
			if w.Is != nil && w.Is(e.Name, o) {
				return true
			}
		}
		return false
	case mandate.OpHas:
		return two(w.Has)
	case mandate.OpAtLeast:
		return two(w.AtLeast)
	case mandate.OpJoins:
		return one(w.Joins)
	case mandate.OpConsents:
		return one(w.Consents)
	case mandate.OpJoining:
		return count(w.Joining)
	case mandate.OpConsenting:
		return count(w.Consenting)
	case mandate.OpObjecting:
		return count(w.Objecting)
	case mandate.OpForce:
		return count(w.Force)
	case mandate.OpCommitted:
		return count(w.Committed)
	case mandate.OpDecided:
		return one(w.Decided)
	case mandate.OpDone:
		return one(w.Done)
	case mandate.OpBefore:
		return two(w.Before)
	case mandate.OpAdopts:
		return one(w.Adopts)
	}
	return false
}
