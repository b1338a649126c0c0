package question

import (
	"regexp"
	"strings"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/report"
)

var grade = regexp.MustCompile(`^([A-Fa-f][1-6]?|[1-6])$`)

// Filter reports the first name in the filter that the case does not
// know, with the nearest one that it does.
func Filter(c *mandate.Case, x report.Filter) error {
	known := func(kind, id string, ids []string) error {
		if id == "" {
			return nil
		}
		for _, k := range ids {
			if k == id {
				return nil
			}
		}
		err := mandate.Usagef("unknown %s %q", kind, id)
		if near, ok := diag.Nearest(id, ids); ok {
			err.Hint = "did you mean " + near + "?"
		} else if len(ids) <= 30 {
			err.Hint = "known: " + strings.Join(ids, ", ")
		}
		return err
	}
	var actors, issues, steps, sources, entries []string
	for _, a := range c.Actors {
		actors = append(actors, a.ID)
		actors = append(actors, a.Groups...)
	}
	for _, i := range c.Issues {
		issues = append(issues, i.ID)
	}
	for _, s := range c.Steps {
		steps = append(steps, s.ID)
	}
	for _, s := range c.Sources {
		sources = append(sources, s.ID)
	}
	for _, e := range c.Entries {
		entries = append(entries, e.ID)
	}
	for _, err := range []error{known("actor", x.Actor, actors), known("issue", x.Issue, issues), known("step", x.Step, steps), known("source", x.Source, sources)} {
		if err != nil {
			return err
		}
	}
	for _, id := range x.IDs {
		if err := known("entry", id, entries); err != nil {
			return err
		}
	}
	if x.Grade != "" && !grade.MatchString(x.Grade) {
		err := mandate.Usagef("--grade %s is no Admiralty grade", x.Grade)
		err.Hint = "a letter A-F, a digit 1-6, or both: B, 2, B2"
		return err
	}
	if x.Firmness != "" {
		var words []string
		for _, f := range mandate.Firmnesses {
			words = append(words, string(f))
		}
		return known("firmness", x.Firmness, words)
	}
	return nil
}
