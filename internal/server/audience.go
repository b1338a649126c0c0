package server

import (
	"slices"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/question"
	"mandate/internal/record"
)

// seen is a case as far as the audience may know of its entries and sources: for
// reading what is asked, so that no error tells what there is besides. Answers
// are about the whole case and withhold what they must.
func seen(c *mandate.Case, audience mandate.Handling) *mandate.Case {
	if audience == "" {
		return c
	}
	level := func(h mandate.Handling) int { return max(0, slices.Index(mandate.Handlings, h)) }
	most := level(audience)
	v := *c
	v.Entries = slices.DeleteFunc(slices.Clone(c.Entries), func(e *mandate.Entry) bool { return level(e.Handling) > most })
	v.Sources = slices.DeleteFunc(slices.Clone(c.Sources), func(s *mandate.Source) bool { return level(s.Handling) > most })
	return &v
}

// checkWithout refuses to leave out what the audience does not know of, in the
// words for what there is not.
func checkWithout(v *mandate.Case, ids []string) error {
	var known []string
	for _, e := range v.Entries {
		known = append(known, e.ID)
	}
	for _, s := range v.Sources {
		known = append(known, s.ID)
	}
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		e := mandate.Usagef("--without %s: there is no such entry or source", id)
		if near, ok := diag.Nearest(id, known); ok {
			e.Hint = "did you mean " + near + "?"
		}
		return e
	}
	return nil
}

// text is the question as far as the audience may ask it. The default day is the
// latest that the audience knows of.
func (x *copyOf) text(a *Asked) (question.Text, error) {
	t := a.text()
	if t.AsOf == "" {
		t.AsOf = x.asOf
	}
	return t, checkWithout(x.seen, t.Without)
}

// state reads the record as a question says.
func (x *copyOf) state(a *Asked) (*record.State, error) {
	t, err := x.text(a)
	if err != nil {
		return nil, err
	}
	return t.State(x.c, x.base)
}
