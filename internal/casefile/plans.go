package casefile

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/diag"
)

// PlanID reports what is wrong with the name of a saved plan, which is also the
// base name of its file: nil if nothing is.
func PlanID(name string) error {
	good, bad := validID(name, false)
	if !bad {
		return nil
	}
	e := mandate.Usagef("%q cannot name a saved plan: expected a lower-case letter, then lower-case letters, digits, - and _", name)
	if good != "" {
		e.Hint = "write " + good
	}
	return e
}

// buildPlan reads plans/NAME.yaml. Its names are checked later (cross.plan).
func buildPlan(f *file) *built {
	id := strings.TrimSuffix(path.Base(f.name), ".yaml")
	if good, bad := validID(id, false); bad {
		hint := ""
		if good != "" {
			hint = "rename it to " + good + ".yaml"
		}
		f.report("bad-id", diag.Span{File: f.name, Line: 1, Col: 1}, "the file's name is the plan's id, and "+q(id)+" is none",
			"a lower-case letter, then lower-case letters, digits, - and _", hint)
		return nil
	}
	return &built{f: f, plan: &mandate.SavedPlan{ID: id, Title: f.str(f.root, "title")}}
}

// plan reads what a saved plan chooses. Whether a possible plan meets it is no
// question of the loader.
func (x *cross) plan(b *built) {
	f, p := b.f, b.plan
	if set := f.get(f.root, "set"); set != nil {
		x.options(f, set, func(issue string, chosen []string) {
			p.Set = append(p.Set, mandate.Choice{Issue: issue, Options: chosen})
		})
	}
	var contributors []string
	for _, a := range x.c.Actors {
		if a.Is(mandate.RoleContributor) {
			contributors = append(contributors, a.ID)
		}
	}
	contributor := func(n *yaml.Node, id string) bool {
		for _, c := range contributors {
			if c == id {
				return true
			}
		}
		if x.unsure[anActor] {
			return false
		}
		if !x.has(anActor, id) {
			x.unknown(anActor, f, n, contributors)
			return false
		}
		f.reportNode("not-a-contributor", n, q(id)+" is no contributor: it does not join", names("a contributor", contributors), "")
		return false
	}
	seen := map[string]bool{}
	for _, n := range f.some(f.get(f.root, "join")) {
		if seen[n.Value] {
			f.reportNode("listed-twice", n, q(n.Value)+" stands in the list twice", "", "")
		}
		seen[n.Value] = true
		if contributor(n, n.Value) {
			p.Join = append(p.Join, n.Value)
		}
	}
	seen = map[string]bool{}
	for _, n := range f.some(f.get(f.root, "exclude")) {
		if seen[n.Value] {
			f.reportNode("listed-twice", n, q(n.Value)+" stands in the list twice", "", "")
		}
		seen[n.Value] = true
		issue, option, isOption := strings.Cut(n.Value, "=")
		if !isOption {
			if contributor(n, n.Value) {
				p.Exclude = append(p.Exclude, mandate.Item{Actor: n.Value})
			}
			continue
		}
		is := x.vocab.Issue(issue)
		switch {
		case is == nil && x.unsure[anIssue]:
		case is == nil:
			x.unknown(anIssue, f, &yaml.Node{Kind: yaml.ScalarNode, Value: issue, Line: n.Line, Column: n.Column, Style: n.Style}, x.order[anIssue])
		case is.Option(option) == nil:
			x.unknownOption(f, n, is, option)
		default:
			p.Exclude = append(p.Exclude, mandate.Item{Issue: issue, Option: option})
		}
	}
	x.c.Plans = append(x.c.Plans, p)
}

// options reads a map of issues to the options chosen for each; it reports what
// does not exist or does not fit, and hands on the rest.
func (x *cross) options(f *file, m *yaml.Node, take func(issue string, chosen []string)) {
	if m.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		k, v := m.Content[i], m.Content[i+1]
		if f.bad[k] || f.bad[v] {
			continue
		}
		is := x.vocab.Issue(k.Value)
		if is == nil {
			if !x.unsure[anIssue] {
				x.unknown(anIssue, f, k, x.order[anIssue])
			}
			continue
		}
		chosen := []string{}
		for j, o := range f.some(v) {
			if is.Option(o.Value) == nil {
				x.unknownOption(f, o, is, o.Value)
			}
			for _, y := range chosen[:min(j, len(chosen))] {
				if y == o.Value {
					f.reportNode("listed-twice", o, q(o.Value)+" stands in the list twice", "", "")
				}
			}
			chosen = append(chosen, o.Value)
		}
		if !is.Set && len(chosen) != 1 {
			f.reportNode("one-option", v, is.ID+" is a choice and has exactly one option", "one option", "")
		}
		take(is.ID, chosen)
	}
}

func (x *cross) unknownOption(f *file, n *yaml.Node, is *mandate.Issue, name string) {
	var all []string
	for _, y := range is.Options {
		all = append(all, y.ID)
	}
	hint := ""
	if near, ok := diag.Nearest(name, all); ok {
		hint = "did you mean " + q(near) + "?"
	}
	f.reportNode("unknown-option", n, is.ID+" has no option "+q(name), names("one of its options", all), hint)
}
