package generate

import (
	"fmt"
	"strings"
)

func (e *entry) text() string {
	var b strings.Builder
	line := func(key, value string) { fmt.Fprintf(&b, "    %s: %s\n", key, value) }
	fmt.Fprintf(&b, "  - id: %s\n", e.id)
	if e.reported {
		line("reported", e.when)
	} else {
		line("said", e.when)
	}
	if len(e.sources) == 1 {
		line("source", e.sources[0])
	} else {
		line("source", "["+strings.Join(e.sources, ", ")+"]")
	}
	if len(e.actors) > 0 {
		line("actors", "["+strings.Join(e.actors, ", ")+"]")
	} else {
		line("actor", e.actor)
	}
	if e.speaker != "" {
		line("speaker", "{name: an official, actor: "+e.speaker+"}")
	}
	line("voice", e.voice)
	line("firmness", e.firmness)
	line("credibility", fmt.Sprint(1+len(e.id)%4))
	line("summary", e.summary)
	if e.voice == "quote" {
		line("quote", "we have said what we need")
	}
	if len(e.effects) > 0 {
		b.WriteString("    effects:\n")
		for _, x := range e.effects {
			b.WriteString("      - " + x + "\n")
		}
	} else {
		line("context", e.context)
	}
	for _, l := range e.links {
		b.WriteString("    " + l + "\n")
	}
	if e.expires > 0 {
		line("expires", date(e.expires))
	}
	return b.String()
}

func (g *gen) sourcesText() string {
	var b strings.Builder
	b.WriteString("sources:\n")
	for i, s := range g.sources {
		handling := "public"
		switch i % 7 {
		case 3:
			handling = "internal"
		case 6:
			handling = "restricted"
		}
		fmt.Fprintf(&b, "  - {id: %s, title: Report %d, publisher: Daily %s, date: %s, reliability: %c, handling: %s}\n",
			s, i+1, preWords[i%len(preWords)], date(i*300/len(g.sources)), "ABBCCCDEF"[i%9], handling)
	}
	return b.String()
}

func (g *gen) assumptionsText() string {
	a := g.named[1]
	return fmt.Sprintf("entries:\n  - id: assume-1\n    actor: %s\n    said: %s\n    why: no statement found\n    summary: Leans to the first draft.\n    effects:\n      - prefers: {that: %s}\n",
		a.id, date(200), flow(g.about(g.issues[1], []int{0})))
}

func (g *gen) caseText(seed uint64) string {
	var b strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	n := 0
	src := func() string { // several lines of a case rest on the same source
		n++
		return g.sources[n*n%len(g.sources)]
	}
	f("mandate: 1\ntitle: A generated case of size %s, seed %d\nsummary: Made by a program for tests.\naim: %s\nactors:\n", g.size, seed, g.aim.id)
	for _, a := range g.actors {
		var roles []string
		for _, r := range []struct {
			on   bool
			name string
		}{{a.party, "party"}, {a.contributor, "contributor"}, {a.decider, "decider"}, {a.other, "body"}} {
			if r.on {
				roles = append(roles, r.name)
			}
		}
		f("  - {id: %s, name: %s, roles: [%s], groups: [%s]}\n", a.id, a.name, strings.Join(roles, ", "), strings.Join(append([]string{a.bloc.id}, a.tags...), ", "))
	}
	f("groups:\n")
	for _, x := range g.blocs {
		f("  - {id: %s, name: %s}\n", x.id, x.name)
	}
	f("issues:\n")
	for _, x := range g.issues {
		f("  - id: %s\n    name: %s\n    question: What is to be done about %s?\n", x.id, x.name, x.name)
		if x.set {
			f("    kind: set\n")
		}
		if x.ordered {
			f("    ordered: true\n")
		}
		if len(x.deciders) > 0 {
			var ids []string
			for _, d := range x.deciders {
				ids = append(ids, d.id)
			}
			f("    decided_by: [%s]\n", strings.Join(ids, ", "))
		}
		f("    source: %s\n    options:\n", src())
		for _, o := range x.options {
			f("      - {id: %s, name: the %s way}\n", o, o)
		}
	}
	f("settle:\n")
	for _, x := range g.settle {
		f("  - {issue: %s, source: %s}\n", x.id, src())
	}
	f("steps:\n")
	steps := append([]*step{}, g.prep...)
	steps = append(steps, g.aim)
	steps = append(steps, g.after...)
	for _, c := range g.circles {
		steps = append(steps, c...)
	}
	for _, s := range steps {
		f("  - id: %s\n    name: %s\n    source: %s\n", s.id, s.name, src())
		if len(s.needs) > 0 {
			f("    needs:\n")
			for i, need := range s.needs {
				if i%2 == 0 {
					f("      - %s\n", block(need))
				} else {
					f("      - {that: %s, source: %s}\n", flow(need), src())
				}
			}
		}
		if s.cond != "" {
			f("    if: %s\n", block(s.cond))
		}
		if s.stages > 0 {
			f("    stages: %d\n", s.stages)
		}
	}
	f("capabilities:\n")
	for _, k := range g.caps {
		f("  - {id: %s, name: %s, unit: persons}\n", k, k)
	}
	f("tasks:\n")
	for _, t := range g.tasks {
		f("  - {id: %s, name: to %s}\n", t, t)
	}
	f("sectors:\n")
	for _, s := range g.sectors {
		f("  - {id: %s, name: %s}\n", s, strings.ReplaceAll(s, "-", " "))
	}
	g.requirements(f, src)
	f("rules:\n  - {id: formal, name: formal consent, that: %s, source: %s}\n", flow(strings.Join(g.rule, " && ")), src())
	f("  - {id: narrow, name: the first party alone, that: %s, source: %s}\n", flow(g.rule[0]), src())
	f("externals:\n")
	for _, x := range g.externals {
		limits := ""
		if x.numeric {
			limits = ", holds_if: {at_most: 10}, fails_if: {at_least: 50}"
		}
		f("  - {id: %s, name: %s, source: %s%s}\n", x.id, x.name, src(), limits)
	}
	f("texts:\n")
	for _, t := range g.texts {
		f("  - id: %s\n    name: %s\n    date: 2025-03\n    source: %s\n    clauses:\n", t.id, t.name, src())
		for i, c := range t.clauses {
			f("      - {id: c%d, name: clause %d, that: %s}\n", i+1, i+1, flow(c))
		}
		if len(t.steps) > 0 {
			f("    steps: [%s]\n", strings.Join(t.steps, ", "))
		}
	}
	f("goals:\n")
	for i, x := range g.settle[:3] {
		f("  - {id: goal-%d, name: another way on %s, that: %s}\n", i+1, x.name, flow(fmt.Sprintf("%s == %q", x.id, x.options[x.in[2][0]])))
	}
	f("  - {id: goal-company, name: %s takes part, that: %s}\n", g.coreGivers[0].name, flow(fmt.Sprintf("joins(%q)", g.coreGivers[0].id)))
	var everybody []string
	for _, a := range g.actors {
		if a.contributor {
			everybody = append(everybody, fmt.Sprintf("joins(%q)", a.id))
		}
		if a.party {
			everybody = append(everybody, fmt.Sprintf("consents(%q)", a.id))
		}
	}
	f("  - {id: goal-everybody, name: everybody takes part, that: %s}\n", flow(strings.Join(everybody, " && ")))
	if len(g.binds) > 0 {
		f("binds:\n")
		for _, id := range g.binds {
			f("  - {entry: %s, why: confirmed since}\n", id)
		}
	}
	head := "reopenable:\n"
	left := len(g.reopen)
	for _, e := range g.entries {
		if left > 0 && len(e.effects) > 0 && strings.HasPrefix(e.effects[0], "decides:") {
			f("%s  - {entry: %s, why: its makers may amend it}\n", head, e.id)
			head = ""
			left--
		}
	}
	f("weights: {decided: 5, stated: 3, reported: 2, inferred: 1, assumed: 1}\n")
	return b.String()
}

// requirements writes lines whose minima are near what is brought.
func (g *gen) requirements(f func(string, ...any), src func() string) {
	f("requirements:\n")
	share := 95
	if g.ready {
		share = 60
	}
	for k, c := range g.caps {
		lines := by(g, 1, 2, 4)
		for i := range lines {
			least := g.brought[k] * share / 100 / lines
			f("  - {id: %s-%d, capability: %s, sector: %s, minimum: %d, target: %d, source: %s", c, i+1, c, g.sectors[(k+i)%len(g.sectors)], least, least*3/2, src())
			if i%2 == 1 {
				t := pick(g, g.tasks)
				f(", task: %s, if: %s", t, flow(fmt.Sprintf("%q in tasks", t)))
			}
			f("}\n")
		}
	}
}
