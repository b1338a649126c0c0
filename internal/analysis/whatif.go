package analysis

import (
	"slices"
	"strings"

	"mandate"
	"mandate/internal/pb"
)

// Choice is one choice of a session: that an issue has these options and, if it
// is a set, no others; or, without an issue, of some items that they are in the
// plan, or not. It holds as a whole and is given up as a whole.
type Choice struct {
	Issue   string
	Options []string
	Items   []Item
	In      bool
}

// Same reports whether two choices say the same.
func (c Choice) Same(o Choice) bool {
	return c.Issue == o.Issue && c.In == o.In && slices.Equal(c.Options, o.Options) && slices.Equal(c.Items, o.Items)
}

// String writes a choice as flags take it, without the flag.
func (c Choice) String() string {
	if c.Issue != "" {
		return c.Issue + "=" + strings.Join(c.Options, ",")
	}
	var items []string
	for _, x := range c.Items {
		items = append(items, x.String())
	}
	return strings.Join(items, ",")
}

// ChoicesOf turns what a query restricts plans to into choices, in its order:
// options, joiners, what is left out. What is said twice is one choice.
func ChoicesOf(q mandate.Query) (out []Choice) {
	add := func(c Choice) {
		if !slices.ContainsFunc(out, c.Same) {
			out = append(out, c)
		}
	}
	for _, s := range q.Set {
		add(Choice{Issue: s.Issue, Options: s.Options})
	}
	for _, a := range q.Join {
		add(Choice{Items: []Item{{Actor: a}}, In: true})
	}
	for _, x := range q.Exclude {
		add(Choice{Items: []Item{x}})
	}
	return out
}

// Take makes these the choices of the session. Of those that stand at the
// beginning already, all that is known is kept.
func (s *Session) Take(choices []Choice) {
	k := 0
	for k < len(choices) && k < s.Choices() && s.levels[k+1].choice.Same(choices[k]) {
		k++
	}
	s.levels = s.levels[:k+1]
	for _, c := range choices[k:] {
		s.Add(c)
	}
}

// Made lists the choices.
func (s *Session) Made() (out []Choice) {
	for _, l := range s.levels[1:] {
		out = append(out, l.choice)
	}
	return out
}

// Place returns the number of an item, or false if there is none.
func (s *Session) Place(x Item) (int, bool) {
	n, ok := s.place[x]
	return n, ok
}

// LeftOut reports whether a choice by itself leaves the n-th item out: it says
// so, or it is another option of a choice issue.
func (s *Session) LeftOut(n int) bool {
	x := s.items[n]
	other := false
	for _, l := range s.levels[1:] {
		for _, lit := range l.lits {
			if lit == s.lits[n].Not() {
				return true
			}
		}
		c := l.choice
		if i := s.m.issues[x.Issue]; i == nil || i.Set {
			continue
		}
		if c.Issue == x.Issue && !contains(c.Options, x.Option) {
			other = true
		}
		for _, y := range c.Items {
			other = other || c.In && y.Issue == x.Issue && y.Option != x.Option
		}
	}
	return other
}

// Possible decides whether some possible plan meets the choices.
func (s *Session) Possible() Verdict { return s.possible(len(s.levels) - 1) }

// PossibleFirst decides whether there is a possible plan, whatever was chosen.
func (s *Session) PossibleFirst() Verdict { return s.possible(0) }

func (s *Session) possible(k int) Verdict {
	l := &s.levels[k]
	if !l.settled {
		l.settled = s.settle(k)
	}
	switch {
	case l.found:
		return Yes
	case l.none:
		return No
	}
	return Unknown
}

// Reason is a collision in which choices count as positions: no plan satisfies
// all of these together with what it explains, and drop any one and some plan
// does.
type Reason struct {
	Positions []*Position
	// Choices are numbers into Made.
	Choices []int
}

// Size is how many positions and choices collide.
func (r *Reason) Size() int { return len(r.Positions) + len(r.Choices) }

// Reasons is a list of them, smallest first.
type Reasons struct {
	List []Reason
	// Complete is true if there are no others.
	Complete bool
	Verdict  Verdict
}

// asked returns the literal that the n-th item is in the plan, or not.
func (s *Session) asked(n int, in bool) pb.Lit {
	if in {
		return s.lits[n]
	}
	return s.lits[n].Not()
}

// WhyNot returns up to limit smallest reasons for which no possible plan that
// meets the choices has the n-th item in it (in), or does without it (not in):
// why it is ruled out, and why it is forced.
func (s *Session) WhyNot(n int, in bool, limit int) Reasons {
	return s.reasons(limit, s.asked(n, in))
}

// Collisions returns up to limit smallest reasons for which no possible plan
// meets the choices.
func (s *Session) Collisions(limit int) Reasons { return s.reasons(limit) }

func (s *Session) reasons(limit int, with ...pb.Lit) Reasons {
	m := s.m
	softs := make([]pb.Soft, 0, len(m.Positions)+s.Choices())
	for _, p := range m.Positions {
		softs = append(softs, pb.Soft{Lit: m.lit(p.sel), Weight: 1})
	}
	for _, l := range s.levels[1:] {
		softs = append(softs, pb.Soft{Lit: l.whole, Weight: 1})
	}
	it := pb.NewCollisions(m.s, softs, append(m.goalLits(nil), with...)...)
	out := Reasons{Verdict: Yes}
	for {
		set, _, v := it.Next(m.pbBudget())
		if v != Yes {
			out.Complete = v == No
			if v == Unknown {
				out.Verdict = Unknown
			}
			return out
		}
		if limit > 0 && len(out.List) == limit {
			return out
		}
		var r Reason
		for _, i := range set {
			if i < len(m.Positions) {
				r.Positions = append(r.Positions, m.Positions[i])
			} else {
				r.Choices = append(r.Choices, i-len(m.Positions))
			}
		}
		out.List = append(out.List, r)
		if limit == 1 {
			return out
		}
	}
}

// GivenUp lists the smallest sets of choices to give up.
type GivenUp struct {
	// List holds them, each as numbers into Made; all have the same size.
	List [][]int
	// Complete is true if no other set is as small.
	Complete bool
	Verdict  Verdict
}

// GiveUp returns up to limit smallest sets of choices without which some
// possible plan meets the others; all positions are kept.
func (s *Session) GiveUp(limit int) GivenUp { return s.giveUp(limit) }

// GiveUpFor is GiveUp for plans that have the n-th item in them, or do without.
func (s *Session) GiveUpFor(n int, in bool, limit int) GivenUp {
	return s.giveUp(limit, s.asked(n, in))
}

func (s *Session) giveUp(limit int, with ...pb.Lit) GivenUp {
	m := s.m
	softs := make([]pb.Soft, 0, s.Choices())
	for _, l := range s.levels[1:] {
		softs = append(softs, pb.Soft{Lit: l.whole, Weight: 1})
	}
	it := pb.NewCorrections(m.s, softs, append(m.selectors(), with...)...)
	defer it.Close()
	out := GivenUp{Verdict: Yes}
	for {
		set, _, v := it.Next(m.pbBudget())
		switch {
		case v == Unknown:
			out.Verdict = Unknown
			return out
		case v == No, len(out.List) > 0 && len(set) > len(out.List[0]):
			out.Complete = true
			slices.SortFunc(out.List, slices.Compare)
			return out
		case limit > 0 && len(out.List) == limit:
			slices.SortFunc(out.List, slices.Compare)
			return out
		}
		out.List = append(out.List, set)
	}
}

// WaysOut lists up to limit ways out that keep all choices: minimal sets of
// positions without which some plan meets them, lightest first.
func (s *Session) WaysOut(limit int) Sets {
	m := s.m
	given := m.given
	defer func() { m.given = given }()
	m.given = m.given[:len(m.given):len(m.given)]
	for _, l := range s.levels[1:] {
		m.given = append(m.given, l.lits...)
	}
	return m.WaysOut(nil, limit)
}
