package bruteforce

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// RandomWaits writes a small random case in which much waits for something: steps,
// some with stages, some past, decisions, contributors and parties.
func RandomWaits(seed uint64) map[string]string {
	r := rand.New(rand.NewPCG(seed, 0x7761697473))
	chance := func(p float64) bool { return r.Float64() < p }
	var b, rec strings.Builder
	b.WriteString("mandate: 1\ntitle: A random case\naim: s0\nactors:\n  - {id: c, name: C, roles: [contributor]}\n  - {id: p, name: P, roles: [party]}\n  - {id: d, name: D, roles: [decider]}\n")
	who := []string{"c", "p"}
	events := []string{"decide.i", "commit.c", "consent.p"}
	if chance(0.4) {
		b.WriteString("  - {id: e, name: E, roles: [contributor, party]}\n")
		who, events = append(who, "e"), append(events, "commit.e", "consent.e")
	}
	b.WriteString("issues: [{id: i, name: i, source: x, options: [{id: a, name: a}, {id: b, name: b}]}]\n")
	n := 2 + r.IntN(3)
	staged := map[int]bool{}
	var steps []string
	for i := range n {
		s := fmt.Sprintf("s%d", i)
		steps = append(steps, s)
		if len(staged) == 0 && chance(0.2) || len(staged) == 1 && chance(0.1) {
			staged[i] = true
			steps = append(steps, s+".1", s+".2")
		}
	}
	events = append(events, steps...)
	step := func() string { return steps[r.IntN(len(steps))] }
	event := func() string {
		if chance(0.6) {
			return step()
		}
		return events[r.IntN(len(events))]
	}
	var atom func(deep bool) string
	atom = func(deep bool) string {
		switch k := r.IntN(12); {
		case k < 5:
			return fmt.Sprintf("done(%q)", step())
		case k < 8:
			x, y := event(), event()
			if x == y {
				return `decided("i")`
			}
			return fmt.Sprintf("before(%q, %q)", x, y)
		case k == 8:
			return `decided("i")`
		case k == 9 && deep:
			return "!" + atom(false)
		case k == 10 && deep:
			return "(" + atom(false) + " || " + atom(false) + ")"
		case k == 11 && deep:
			return []string{`i == "a"`, `consents("p")`, `!joins("c")`}[r.IntN(3)]
		}
		return fmt.Sprintf("done(%q)", step())
	}
	condition := func() string {
		s := atom(true)
		if chance(0.2) {
			s += " && " + atom(true)
		}
		return s
	}
	if chance(0.5) {
		b.WriteString("settle: [{issue: i, source: x}]\n")
	}
	b.WriteString("steps:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - id: s%d\n    name: s%d\n    source: x\n", i, i)
		if staged[i] {
			b.WriteString("    stages: 2\n")
		}
		for k := range []int{0, 1, 1, 2}[r.IntN(4)] {
			if k == 0 {
				b.WriteString("    needs:\n")
			}
			fmt.Fprintf(&b, "      - {that: '%s', source: x}\n", condition())
		}
	}
	if chance(0.5) {
		b.WriteString("rules: [{id: formal, name: formal, that: consents(\"p\"), source: x}]\n")
	}
	rec.WriteString("sources: [{id: x, title: X, reliability: B}]\nentries:\n")
	say := func(id, actor, effect string) {
		fmt.Fprintf(&rec, "  - {id: %s, said: 2025-01-01, source: x, actor: %s, voice: quote, firmness: decided, summary: Says so., effects: [%s]}\n", id, actor, effect)
	}
	for k := range 1 + r.IntN(4) {
		kind := "requires"
		if chance(0.15) {
			kind = "rejects"
		}
		say(fmt.Sprintf("e%d", k), who[r.IntN(len(who))], kind+": '"+condition()+"'")
	}
	if chance(0.3) {
		say("c9", "c", "commits: {}")
	}
	if chance(0.2) {
		say("h", "d", "happened: "+step())
	}
	if chance(0.15) {
		say("i9", "d", "decides: i == \"a\"")
	}
	return map[string]string{"case.yaml": b.String(), "record/r.yaml": rec.String()}
}
