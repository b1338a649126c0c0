package record

import (
	"strconv"

	"mandate"
)

// Lines hands over each line of the case whose dates bear on an answer, with its
// name: its place in case.yaml.
func Lines(c *mandate.Case, line func(name string, l mandate.Line)) {
	for _, i := range c.Issues {
		for _, o := range i.Options {
			line("issues."+i.ID+"."+o.ID, o.Line)
		}
	}
	for _, l := range c.Settle {
		line("settle."+l.Issue, l.Line)
	}
	for _, s := range c.Steps {
		if s.StageOf == "" { // a stage has the lines of its step
			line("steps."+s.ID, s.Line)
		}
		for _, n := range s.Needs {
			line(n.ID, n.Line)
		}
		if s.If != nil {
			line(s.If.ID, s.If.Line)
		}
	}
	for _, t := range c.Texts {
		for n, k := range t.Clauses {
			name := k.ID
			if name == "" {
				name = strconv.Itoa(n + 1)
			}
			line("texts."+t.ID+"."+name, k.Line)
		}
	}
	for _, r := range c.Requirements {
		line("requirements."+r.ID, r.Line)
	}
	for _, r := range c.Rates {
		line("rates."+r.Capability, r.Line)
	}
	for _, r := range c.Rules {
		line("rules."+r.ID, r.Line)
	}
	for _, e := range c.Externals {
		line("externals."+e.ID, e.Line)
	}
	for _, g := range c.Goals {
		line("goals."+g.ID, g.Line)
	}
}
