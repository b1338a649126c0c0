package report

import (
	"fmt"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// LineAnswer is all about one line of the case: a consent rule, what a step needs,
// what must be settled first, what the force needs. Answers name lines where no
// entry is the cause.
type LineAnswer struct {
	Head
	// Line is the key by which answers name it, Kind what it is, Says the line in
	// words.
	Line string `json:"line"`
	Kind string `json:"kind"`
	Says string `json:"says"`
	// Condition is the line in the condition language, if it is one.
	Condition string           `json:"condition,omitempty"`
	At        string           `json:"at,omitempty"`
	From      string           `json:"from,omitempty"`
	Until     string           `json:"until,omitempty"`
	Sources   []SentenceSource `json:"sources"`
}

// BuildLine answers what there is to say about a line of the case. A line that
// there is not is a usage error.
func BuildLine(st *record.State, key string, opt Options) (*LineAnswer, error) {
	b := newBuilder(st, opt)
	a := &LineAnswer{Head: b.head("line"), Line: key, Sources: []SentenceSource{}}
	l, err := b.lineNamed(a, key)
	if err != nil {
		return nil, err
	}
	var ids []string
	ids, a.At = b.line(l)
	if len(ids) > 0 || len(l.Sources) == 0 { // since when a line holds is its sources' to say
		a.From, a.Until = l.From.Text, l.Until.Text
	}
	for _, id := range ids {
		if x := st.Source(id); x != nil {
			a.Sources = append(a.Sources, b.sentenceSource(x))
		}
	}
	b.close(&a.Head)
	return a, nil
}

func (b *builder) lineNamed(a *LineAnswer, key string) (mandate.Line, error) {
	c := b.st.Case
	var known []string
	is := func(name string) bool {
		known = append(known, name)
		return name == key
	}
	for _, x := range c.Settle {
		if is("settle." + x.Issue) {
			a.Kind, a.Says = "settle", b.n.Issue(x.Issue)+" is decided before anybody commits"
			return x.Line, nil
		}
	}
	// What the force needs and what readings there are is told with its sources
	// alone; other lines stand in answers as positions, whoever reads.
	for _, x := range c.Requirements {
		if b.tells(x.Line) && is("requirements."+x.ID) {
			a.Kind, a.Says = "requirement", fmt.Sprintf("%s: at least %s, in the end %s", b.n.Capability(x.Capability), number(x.Minimum), number(x.Target))
			return x.Line, nil
		}
	}
	for _, x := range c.Externals {
		if b.tells(x.Line) && is("externals."+x.ID) {
			a.Kind, a.Says = "external", or(x.Name, x.ID)
			return x.Line, nil
		}
	}
	// The rest are positions, or would be if they held: needs and rules.
	m, err := analysis.New(b.st, nil, b.opt.Budget)
	if err != nil && !analysis.IsNoAim(err) {
		return mandate.Line{}, err
	}
	if m != nil {
		for _, p := range m.Positions {
			if len(p.Origins) == 0 && len(p.Key) > 0 && is(p.Key[0]) {
				says := b.position(p)
				a.Kind, a.Says, a.Condition = p.Kind, says.Says, says.Condition
				return p.Line, nil
			}
		}
	}
	for _, x := range c.Rules {
		if is("rules." + x.ID) {
			a.Kind, a.Says, a.Condition = "rule", "the plan needs: "+b.n.Say(x.That.Expr), x.That.Text
			return x.Line, nil
		}
	}
	e := mandate.Usagef("there is no line %q of the case", key)
	if near, ok := diag.Nearest(key, known); ok {
		e.Hint = "did you mean " + near + "?"
	} else {
		e.Hint = "lines are named by their place in case.yaml: rules.formal, settle.funding, steps.deploy.needs.1"
	}
	return mandate.Line{}, e
}

// sentenceSource is a source in full, which the audience may see.
func (b *builder) sentenceSource(x *mandate.Source) SentenceSource {
	y := SentenceSource{Source: source(x), ReliabilitySays: reliabilities[x.Reliability], Notes: x.Notes}
	for _, f := range b.st.Case.Entries {
		if !b.hidden(f) && containsStr(f.Sources, x.ID) {
			y.Entries++
		}
	}
	return y
}
