package question

import (
	"slices"
	"strings"

	"mandate"
	"mandate/internal/diag"
)

// SavedPlan returns the case's saved plan of that name.
func SavedPlan(c *mandate.Case, name string) (*mandate.SavedPlan, error) {
	var ids []string
	for _, p := range c.Plans {
		if p.ID == name {
			return p, nil
		}
		ids = append(ids, p.ID)
	}
	e := mandate.Usagef("there is no saved plan %q", name)
	if near, ok := diag.Nearest(name, ids); ok {
		e.Hint = "did you mean " + near + "?"
	} else if len(ids) > 0 {
		e.Hint = "saved plans: " + strings.Join(ids, ", ")
	} else {
		e.Hint = "the case has none: they stand in plans/NAME.yaml"
	}
	return nil, e
}

// AddPlan adds what a saved plan chooses to the query, except where the query
// already says something else about the same issue or contributor.
func AddPlan(q *mandate.Query, p *mandate.SavedPlan) {
	q.Plan = p.ID
	set, join, barred := q.Set, q.Join, q.Exclude
	said := func(issue string) bool {
		return slices.ContainsFunc(set, func(c mandate.Choice) bool { return c.Issue == issue })
	}
	for _, c := range p.Set {
		excluded := slices.ContainsFunc(c.Options, func(o string) bool { return slices.Contains(barred, mandate.Item{Issue: c.Issue, Option: o}) })
		if !said(c.Issue) && !excluded {
			q.Set = append(q.Set, c)
		}
	}
	for _, a := range p.Join {
		if !slices.Contains(barred, mandate.Item{Actor: a}) && !slices.Contains(join, a) {
			q.Join = append(q.Join, a)
		}
	}
	for _, x := range p.Exclude {
		if x.Actor != "" && slices.Contains(join, x.Actor) || x.Actor == "" && said(x.Issue) || slices.Contains(barred, x) {
			continue
		}
		q.Exclude = append(q.Exclude, x)
	}
}
