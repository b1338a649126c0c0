package generate

import (
	"fmt"
	"slices"
	"strings"
)

// about makes a condition on the issue that holds in all the planted mandates.
func (g *gen) about(x *issue, must []int) string {
	if x.set {
		for _, o := range shuffled(g, index(x.options)) {
			in := 0
			for _, w := range must {
				if slices.Contains(x.in[w], o) {
					in++
				}
			}
			switch in {
			case len(must):
				return fmt.Sprintf("%q in %s", x.options[o], x.id)
			case 0:
				return fmt.Sprintf("!(%q in %s)", x.options[o], x.id)
			}
		}
		return g.about(x, must[:1])
	}
	var may []int
	for _, w := range must {
		if o := x.in[w][0]; !slices.Contains(may, o) {
			may = append(may, o)
		}
	}
	switch r := g.Float64(); {
	case x.ordered && r < 0.3 && slices.Min(may) > 0:
		return fmt.Sprintf("at_least(%s, %q)", x.id, x.options[1+g.IntN(slices.Min(may))])
	case r < 0.55 && len(may) < len(x.options):
		for _, o := range shuffled(g, index(x.options)) {
			if !slices.Contains(may, o) {
				return fmt.Sprintf("%s != %q", x.id, x.options[o])
			}
		}
	case r < 0.8 && len(may) == 1:
		return fmt.Sprintf("%s == %q", x.id, x.options[may[0]])
	}
	if o := g.IntN(len(x.options)); !slices.Contains(may, o) && len(may) < len(x.options)-1 {
		may = append(may, o)
	}
	if len(may) == 1 {
		return fmt.Sprintf("%s == %q", x.id, x.options[may[0]])
	}
	slices.Sort(may)
	var names []string
	for _, o := range may {
		names = append(names, fmt.Sprintf("%q", x.options[o]))
	}
	return x.id + " in [" + strings.Join(names, ", ") + "]"
}

func index(from []string) []int {
	out := make([]int, len(from))
	for i := range out {
		out[i] = i
	}
	return out
}

// exactly makes a condition that the mandate w meets and the first does not;
// the two differ on the issue.
func (g *gen) exactly(x *issue, w int) string {
	if !x.set {
		return fmt.Sprintf("%s == %q", x.id, x.options[x.in[w][0]])
	}
	for o, name := range x.options {
		if in := slices.Contains(x.in[w], o); in != slices.Contains(x.in[0], o) {
			if in {
				return fmt.Sprintf("%q in %s", name, x.id)
			}
			return fmt.Sprintf("!(%q in %s)", name, x.id)
		}
	}
	panic("generate: the mandates agree on " + x.id)
}

// issueOf picks an issue that the actor speaks of.
func (g *gen) issueOf(a *actor) *issue {
	if g.chance(0.8) {
		stem := pick(g, a.stems)
		var among []*issue
		for _, x := range g.issues {
			if x.stem == stem {
				among = append(among, x)
			}
		}
		if len(among) > 0 {
			return pick(g, among)
		}
	}
	return pick(g, g.issues)
}

// mandatesOf returns the planted mandates that a demand of the actor must meet.
func (g *gen) mandatesOf(a *actor, friendly bool) []int {
	switch {
	case friendly && g.chance(0.75):
		return []int{0, 1}
	case friendly:
		return []int{0}
	case a.bloc.friendly: // a friend that wanted something else
		return []int{2 + g.IntN(g.mandates-2)}
	}
	return []int{a.bloc.wants}
}

// demand makes the condition of a requirement. A friendly one holds in the
// first plan at the moment when the actor goes along. own may be nil, for
// demands that several actors share.
func (g *gen) demand(a *actor, friendly bool, own *actor) string {
	n := 1
	for n < 3 && g.chance(0.35) {
		n++
	}
	var parts []string
	for i := range n {
		p := g.atom(a, friendly, own)
		if !friendly && i == 0 && g.chance(0.3) { // a near miss
			if x := g.against(a.bloc.wants); x != nil && a.bloc.wants > 0 {
				p = g.exactly(x, a.bloc.wants)
				parts = append(parts, g.about(g.issueOf(a), []int{0}))
			}
		}
		if g.chance(0.18) { // a condition on a condition
			if other := g.about(g.issueOf(a), []int{g.IntN(g.mandates)}); g.chance(0.6) {
				p = "(!(" + other + ") || " + p + ")"
			} else {
				p = "(" + p + " || " + other + ")"
			}
		}
		if !slices.Contains(parts, p) {
			parts = append(parts, p)
		}
	}
	if s := parts[0]; len(parts) == 1 && s[0] == '(' {
		return s[1 : len(s)-1]
	}
	return strings.Join(parts, " && ")
}

func (g *gen) atom(a *actor, friendly bool, own *actor) string {
	switch r := g.Float64(); {
	case r < 0.50:
		return g.about(g.issueOf(a), g.mandatesOf(a, friendly))
	case r < 0.60:
		return fmt.Sprintf("decided(%q)", g.issueOf(a).id)
	case r < 0.69:
		if !friendly && g.chance(0.4) {
			return done(pick(g, pick(g, g.circles)))
		}
		return done(pick(g, g.prep))
	case r < 0.81:
		return g.order(a, friendly, own)
	case r < 0.85:
		if !friendly && g.chance(0.5) {
			return fmt.Sprintf("!joins(%q)", pick(g, g.coreGivers).id)
		}
		return fmt.Sprintf("joins(%q)", pick(g, g.coreGivers).id)
	case r < 0.89:
		return fmt.Sprintf("consents(%q)", pick(g, g.coreSides).id)
	case r < 0.92:
		b := pick(g, g.coreGivers).bloc
		have := 0
		for _, m := range b.members {
			if m.core && m.contributor {
				have++
			}
		}
		if !friendly {
			have += 2
		}
		return fmt.Sprintf("joining(%q) >= %d", b.id, 1+g.IntN(have))
	case r < 0.95:
		k := g.IntN(min(len(g.caps), len(g.coreGivers)))
		most := g.brought[k] * 3 / 5
		if !friendly {
			most *= 3
		}
		return fmt.Sprintf("force(%q) >= %d", g.caps[k], 1+most/100*(2+g.IntN(8))*10)
	case r < 0.98:
		x := pick(g, g.externals)
		if x.value == friendly {
			return fmt.Sprintf("external(%q)", x.id)
		}
		return fmt.Sprintf("!external(%q)", x.id)
	case r < 0.985:
		return "on_record(" + done(g.prep[0]) + ")"
	}
	for _, i := range shuffled(g, index(make([]string, len(g.texts)))) {
		if t := g.texts[i]; friendly && t.wants == 0 {
			return fmt.Sprintf("adopts(%q)", t.id)
		} else if friendly {
			return fmt.Sprintf("!adopts(%q)", t.id)
		}
	}
	return fmt.Sprintf("adopts(%q)", pick(g, g.texts).id)
}

// order makes a demand about order: a friendly one follows the first plan.
func (g *gen) order(a *actor, friendly bool, own *actor) string {
	i := g.IntN(len(g.prep) - 1)
	k := i + 1 + g.IntN(len(g.prep)-i-1)
	before := func(x, y string) string { return fmt.Sprintf("before(%q, %q)", x, y) }
	stage := func(s *step) string {
		if s.stages > 0 && g.chance(0.6) {
			return fmt.Sprintf("%s.%d", s.id, 1+g.IntN(s.stages))
		}
		return s.id
	}
	if !friendly && g.chance(0.6) {
		return before(stage(g.prep[k]), stage(g.prep[i]))
	}
	late := pick(g, g.coreGivers)
	if own != nil && own.contributor {
		late = own
	}
	switch r := g.Float64(); {
	case r < 0.30:
		return before(stage(g.prep[i]), stage(g.prep[k]))
	case r < 0.50:
		return before("decide."+g.issueOf(a).id, g.aim.id)
	case r < 0.65:
		return before("decide."+g.issueOf(a).id, "commit."+late.id)
	case r < 0.75:
		return before(stage(pick(g, g.prep)), "commit."+late.id)
	case r < 0.85:
		return before("consent."+pick(g, g.coreSides).id, "commit."+late.id)
	case r < 0.92 && len(g.after) > 1:
		return before(stage(g.after[0]), stage(pick(g, g.after[1:])))
	}
	return before("commit."+pick(g, g.coreGivers).id, g.aim.id)
}
