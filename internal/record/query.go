package record

import (
	"strings"

	"mandate"
	"mandate/internal/diag"
)

// checkQuery reports the first name in q that the case does not know, with the
// nearest one that it does.
func checkQuery(s *State, q mandate.Query) error {
	c := s.Case
	unknown := func(kind, name string, among []string) error {
		err := mandate.Usagef("unknown %s %q", kind, name)
		if near, ok := diag.Nearest(name, among); ok {
			err.Hint = "did you mean " + near + "?"
		} else if n := len(among); n > 0 && n <= 12 {
			err.Hint = "expected one of: " + strings.Join(among, ", ")
		}
		return err
	}
	var ids []string
	for _, id := range q.Without {
		if s.entries[id] == nil && s.sources[id] == nil {
			for _, e := range c.Entries {
				ids = append(ids, e.ID)
			}
			for _, x := range c.Sources {
				ids = append(ids, x.ID)
			}
			return unknown("entry or source", id, ids)
		}
	}
	if q.Rule != "" {
		ok := false
		for _, r := range c.Rules {
			ok = ok || r.ID == q.Rule
			ids = append(ids, r.ID)
		}
		if !ok {
			return unknown("consent rule", q.Rule, ids)
		}
	}
	ids = nil
	if q.Aim != "" {
		ok := false
		for _, st := range c.Steps {
			ok = ok || st.ID == q.Aim
			ids = append(ids, st.ID)
		}
		if !ok {
			return unknown("step", q.Aim, ids)
		}
	}
	for _, ch := range q.Set {
		var issue *mandate.Issue
		ids = nil
		for _, i := range c.Issues {
			if i.ID == ch.Issue {
				issue = i
			}
			ids = append(ids, i.ID)
		}
		if issue == nil {
			return unknown("issue", ch.Issue, ids)
		}
		if !issue.Set && len(ch.Options) != 1 {
			return mandate.Usagef("issue %s takes exactly one option", issue.ID)
		}
		ids = nil
		for _, o := range issue.Options {
			ids = append(ids, o.ID)
		}
		for _, o := range ch.Options {
			if issue.Option(o) == nil {
				return unknown("option of "+issue.ID, o, ids)
			}
		}
	}
	for _, j := range q.Join {
		a := s.actors[j]
		if a == nil || !a.Is(mandate.RoleContributor) {
			return unknown("contributor", j, contributors(c))
		}
	}
	for _, x := range q.Exclude {
		if x.Actor != "" {
			if a := s.actors[x.Actor]; a == nil || !a.Is(mandate.RoleContributor) {
				return unknown("contributor", x.Actor, contributors(c))
			}
			continue
		}
		ids = nil
		var issue *mandate.Issue
		for _, i := range c.Issues {
			if i.ID == x.Issue {
				issue = i
			}
			ids = append(ids, i.ID)
		}
		if issue == nil {
			return unknown("issue", x.Issue, ids)
		}
		if issue.Option(x.Option) == nil {
			ids = nil
			for _, o := range issue.Options {
				ids = append(ids, o.ID)
			}
			return unknown("option of "+issue.ID, x.Option, ids)
		}
	}
	if f := q.MinFirmness; f != "" {
		ok := false
		ids = nil
		for _, x := range mandate.Firmnesses {
			ok = ok || x == f
			ids = append(ids, string(x))
		}
		if !ok {
			return unknown("firmness", string(f), ids)
		}
	}
	return nil
}

// contributors lists the ids of those that may join.
func contributors(c *mandate.Case) (ids []string) {
	for _, x := range c.Actors {
		if x.Is(mandate.RoleContributor) {
			ids = append(ids, x.ID)
		}
	}
	return ids
}

// Check reports the first name in a query that the case does not know, with the
// nearest one that it does, as At does.
func (s *State) Check(q mandate.Query) error { return checkQuery(s, q) }
