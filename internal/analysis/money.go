package analysis

import (
	"math"

	"mandate"
)

// Cost is what a coalition and the lines that apply cost in a month, in one
// currency (docs/math/who.md, section 4).
type Cost struct {
	Currency string
	// Committed counts committed figures, All offered ones too.
	Committed, All int64
	// Minimum and Target count what the requirement lines ask for.
	Minimum, Target int64
	Rates           []*mandate.Rate
}

// Costs adds up the rates that hold. The capabilities that somebody brings or a
// line asks for and that have no rate are returned apart; there are none if
// there is no rate at all.
func (m *Model) Costs(c *Coalition) (costs []Cost, without []string) {
	has := map[string]bool{}
	in := map[string]int{}
	for _, k := range m.c.Capabilities {
		var bound, all, least, most int64
		for _, x := range c.Members {
			for _, b := range x.Brings {
				if b.Capability == k.ID {
					all += b.Named
					if b.Committed {
						bound += b.Named
					}
				}
			}
		}
		for _, l := range c.Lines {
			if l.Line.Capability == k.ID {
				least += l.Line.Minimum
				most += max(l.Line.Minimum, l.Line.Target)
			}
		}
		if all+most == 0 {
			continue
		}
		for _, r := range m.c.Rates {
			if r.Capability != k.ID || !m.State.Holds(r.Line) {
				continue
			}
			has[k.ID] = true
			n, ok := in[r.Currency]
			if !ok {
				n = len(costs)
				in[r.Currency] = n
				costs = append(costs, Cost{Currency: r.Currency})
			}
			x := &costs[n]
			x.Rates = append(x.Rates, r)
			for _, s := range []struct {
				sum *int64
				n   int64
			}{{&x.Committed, bound}, {&x.All, all}, {&x.Minimum, least}, {&x.Target, most}} {
				*s.sum = addTimes(*s.sum, s.n, r.PerMonth)
			}
		}
		if !has[k.ID] {
			without = append(without, k.ID)
		}
	}
	if len(costs) == 0 {
		return nil, nil
	}
	return costs, without
}

// addTimes returns sum + n·rate, at most the largest number there is: figures
// and rates of a case may be that large, though none of the world's are.
func addTimes(sum, n, rate int64) int64 {
	if n > (math.MaxInt64-sum)/rate {
		return math.MaxInt64
	}
	return sum + n*rate
}

// Choices lists the options of an issue that some possible plan takes.
func (m *Model) Choices(issue *mandate.Issue) (out []*mandate.Option) {
	for _, o := range issue.Options {
		if m.ask(m.option[issue.ID][o.ID]) == Yes {
			out = append(out, o)
		}
	}
	return out
}

// SaidOn lists the entries in which an actor itself speaks of an issue.
func (m *Model) SaidOn(actor string, issue *mandate.Issue) (entries []string) {
	for _, h := range m.byActor[actor] {
		if !h.Inherited && contains(m.State.Topics(h.Effect), issue.ID) {
			entries = addUnique(entries, h.Entry.ID)
		}
	}
	return entries
}
