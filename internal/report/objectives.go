package report

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
)

// ParseObjectives reads names of objectives; the error names the nearest right
// one and lists all.
func ParseObjectives(c *mandate.Case, names []string) (out []analysis.Objective, err error) {
	known := analysis.Objectives(c)
	var all, kinds, caps []string
	for _, o := range known {
		all = append(all, o.Name())
		kind := o.Kind
		if o.Capability != "" {
			kind += ":CAPABILITY"
			if !containsStr(caps, o.Capability) {
				caps = append(caps, o.Capability)
			}
		}
		if !containsStr(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return nil, mandate.Usagef("objective %s is named twice", name)
		}
		seen[name] = true
		found := false
		for _, o := range known {
			if o.Name() == name {
				out, found = append(out, o), true
			}
		}
		if found {
			continue
		}
		e := mandate.Usagef("no objective %q", name)
		if near, ok := diag.Nearest(name, all); ok {
			e.Hint = fmt.Sprintf("did you mean %q? ", near)
		}
		e.Hint += "objectives: " + strings.Join(kinds, " ")
		if len(caps) > 0 {
			e.Hint += "; capabilities: " + strings.Join(caps, " ")
		}
		return nil, e
	}
	return out, nil
}
