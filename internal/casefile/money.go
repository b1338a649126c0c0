package casefile

import (
	"go.yaml.in/yaml/v4"

	"mandate"
)

// rates reads what units of capabilities cost.
func (b *built) rates(nodes []*yaml.Node, c *mandate.Case) {
	f := b.f
	for _, n := range nodes {
		r := &mandate.Rate{
			Capability: b.use(aCapability, f.get(n, "capability")),
			PerMonth:   f.int(n, "per_month"),
			Currency:   f.str(n, "currency"),
			Line:       b.line(n),
		}
		for i, o := range c.Rates {
			if r.PerMonth == 0 || o.PerMonth == 0 || o.Capability != r.Capability || o.Currency != r.Currency || !overlap(o.Line, r.Line) {
				continue
			}
			f.reportNode("overlapping-rates", f.get(n, "capability"), "two rates in "+r.Currency+" for "+q(r.Capability)+" hold on the same day",
				"one rate for a capability and currency on a day", "give the rates from and until; the other stands at "+f.span(f.get(nodes[i], "capability")).String())
			break
		}
		c.Rates = append(c.Rates, r)
	}
}

// overlap reports whether two lines hold on a common day.
func overlap(a, b mandate.Line) bool {
	ends := func(x, y mandate.Line) bool { // x ends before y starts
		return !x.Until.IsZero() && !y.From.IsZero() && x.Until.Last < y.From.Last
	}
	return !ends(a, b) && !ends(b, a)
}

// payers checks that who pays for an option is an actor or a group.
func (x *cross) payers(b *built) {
	for _, n := range b.paid {
		switch {
		case x.has(anActor, n.Value):
			x.used[anActor][n.Value] = true
		case x.vocab.IsGroup(n.Value):
			for _, a := range x.members[n.Value] {
				x.used[anActor][a.ID] = true
			}
			if len(x.members[n.Value]) == 0 {
				b.f.reportNode("empty-group", n, "no actor carries the group tag "+q(n.Value), "an actor, or a group with members", "add it to the groups of its members")
			}
		case !x.unsure[anActor]:
			x.unknown(anActor, b.f, n, append(append([]string(nil), x.order[anActor]...), groupNames(x.c)...))
		}
	}
}
