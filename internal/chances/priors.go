package chances

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// priors finds, for each quantity, the prior that says most of it: one that names
// it before one of its class, a later one in the file before an earlier one. Priors
// that do not hold at the date, or rest on no source that is left, do not count.
type priors struct {
	st   *record.State
	all  []*mandate.Prior
	used map[*mandate.Prior]bool
	// lacks lists what has no prior, as the lines that would say it.
	lacks []string
	seen  map[string]bool
}

func newPriors(st *record.State) *priors {
	p := &priors{st: st, used: map[*mandate.Prior]bool{}, seen: map[string]bool{}}
	for _, x := range st.Case.Assumptions.Chances.Priors {
		if st.Holds(x.Line) {
			p.all = append(p.all, x)
		}
	}
	return p
}

// find returns the last prior of the first of the tests that some prior passes.
func (p *priors) find(kind mandate.PriorKind, tests ...func(*mandate.Prior) bool) *mandate.Prior {
	for _, is := range tests {
		for i := len(p.all) - 1; i >= 0; i-- {
			if x := p.all[i]; x.Kind == kind && is(x) {
				p.used[x] = true
				return x
			}
		}
	}
	return nil
}

// lack notes what must be written.
func (p *priors) lack(kind mandate.PriorKind, line string) {
	line = string(kind) + ": - {" + line + ", why: …}"
	if !p.seen[line] {
		p.seen[line] = true
		p.lacks = append(p.lacks, line)
	}
}

func (p *priors) binds(e *mandate.Entry) *mandate.Prior {
	x := p.find(mandate.PriorBinds,
		func(x *mandate.Prior) bool { return x.Entry == e.ID },
		func(x *mandate.Prior) bool { return x.Entry == "" && x.Firmness == e.Firmness })
	if x == nil {
		p.lack(mandate.PriorBinds, "firmness: "+string(e.Firmness)+", chance: …")
	}
	return x
}

func (p *priors) answers(t analysis.Taker, rung mandate.Rung) *mandate.Prior {
	x := p.find(mandate.PriorAnswers,
		func(x *mandate.Prior) bool { return x.Actor == t.Actor.ID && x.Role == t.As },
		func(x *mandate.Prior) bool { return x.Actor == "" && x.Role == t.As && x.Rung == rung })
	if x == nil && rung != mandate.Agreed { // who has agreed need not be asked again
		p.lack(mandate.PriorAnswers, fmt.Sprintf("role: %s, rung: %s, chance: …", t.As, rung))
	}
	return x
}

func (p *priors) external(id string) *mandate.Prior {
	x := p.find(mandate.PriorExternals, func(x *mandate.Prior) bool { return x.External == id })
	if x == nil {
		p.lack(mandate.PriorExternals, "external: "+id+", chance: …")
	}
	return x
}

// takes finds how long an event takes; a stage takes what its step does, if nothing
// else is said of it.
func (p *priors) takes(event string) *mandate.Prior {
	each, _, ok := record.SplitEvent(event)
	if !ok {
		each = "step"
	}
	names := []func(*mandate.Prior) bool{func(x *mandate.Prior) bool { return x.Event == event }}
	if i := strings.LastIndexByte(event, '.'); i > 0 && each == "step" {
		names = append(names, func(x *mandate.Prior) bool { return x.Event == event[:i] })
	}
	x := p.find(mandate.PriorTakes, append(names, func(x *mandate.Prior) bool { return x.Event == "" && x.Each == each })...)
	if x == nil {
		p.lack(mandate.PriorTakes, "event: "+event+", days: {low: …, likely: …, high: …}")
	}
	return x
}

func (p *priors) brings(actor string) *mandate.Prior {
	return p.find(mandate.PriorBrings,
		func(x *mandate.Prior) bool { return x.Actor == actor },
		func(x *mandate.Prior) bool { return x.Actor == "" })
}
