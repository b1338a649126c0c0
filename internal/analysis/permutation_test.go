package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

// saying is a position of a random case in the reading of docs/math/order.md,
// section 3: one way to choose for each list of pairs x ≺ y that must all hold.
type saying struct {
	name string
	ways [][][2]string
	// of is the event that it restricts ("": none in particular); before: its pairs
	// are demands that hold also if the second event never comes.
	of     string
	before bool
	// names are the steps it speaks of.
	names []string
}

// circleCase makes a small case of needs and demands, with what each says.
func circleCase(r *rand.Rand) (files fstest.MapFS, nodes []string, structure [][2]string, all []saying) {
	n := 2 + r.IntN(3)
	step := func(i int) string { return fmt.Sprintf("s%d", i) }
	pick := func() string { return step(r.IntN(n)) }
	var b, rec strings.Builder
	b.WriteString("mandate: 1\ntitle: T\naim: s0\nactors:\n  - {id: c, name: C, roles: [contributor]}\n  - {id: p, name: P, roles: [party]}\n  - {id: d, name: D, roles: [decider]}\n")
	b.WriteString("issues:\n  - {id: i, name: i, source: x, options: [{id: a, name: a}, {id: b, name: b}]}\n")
	nodes = []string{"decide.i", "commit.c", "consent.p"}
	if r.IntN(2) == 0 {
		b.WriteString("settle:\n  - {issue: i, source: x}\n")
		all = append(all, saying{name: "settle.i", of: "commit.c", ways: [][][2]string{{{"decide.i", "commit.c"}}}})
	}
	b.WriteString("steps:\n")
	staged := r.IntN(3) == 0
	for i := range n {
		nodes = append(nodes, step(i))
		fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    source: x\n", step(i), step(i))
		start := step(i)
		if i == 1 && staged {
			b.WriteString("    stages: 2\n")
			nodes = append(nodes, "s1.1", "s1.2")
			structure = append(structure, [2]string{"s1.1", "s1.2"}, [2]string{"s1.1", "s1"}, [2]string{"s1.2", "s1"})
			start = "s1.1"
		}
		for k := range r.IntN(3) {
			if k == 0 {
				b.WriteString("    needs:\n")
			}
			x, y := pick(), pick()
			s := saying{name: fmt.Sprintf("steps.%s.needs.%d", step(i), k+1), of: start, names: []string{x, y}}
			switch r.IntN(4) {
			case 0:
				fmt.Fprintf(&b, "      - {that: 'done(\"%s\") || done(\"%s\")', source: x}\n", x, y)
				s.ways = [][][2]string{{{x, start}}, {{y, start}}}
			case 1:
				fmt.Fprintf(&b, "      - {that: 'done(\"%s\") && done(\"%s\")', source: x}\n", x, y)
				s.ways = [][][2]string{{{x, start}, {y, start}}}
			case 2:
				b.WriteString("      - {that: decided(i), source: x}\n")
				s.ways, s.names = [][][2]string{{{"decide.i", start}}}, nil
			default:
				fmt.Fprintf(&b, "      - {that: 'done(\"%s\")', source: x}\n", x)
				s.ways, s.names = [][][2]string{{{x, start}}}, []string{x}
			}
			all = append(all, s)
		}
	}
	for _, who := range []string{"c", "p"} {
		structure = append(structure, [2]string{map[string]string{"c": "commit.c", "p": "consent.p"}[who], "s0"})
	}
	rec.WriteString("sources:\n  - {id: x, title: X, reliability: B}\nentries:\n")
	seen := map[string]bool{}
	for k := range 1 + r.IntN(3) {
		who, at := "p", "consent.p"
		if r.IntN(2) == 0 {
			who, at = "c", "commit.c"
		}
		x, y := pick(), pick()
		var text string
		var ways [][][2]string
		names := []string{x, y}
		switch r.IntN(4) {
		case 0:
			text, ways, names = fmt.Sprintf("done(%q)", x), [][][2]string{{{x, at}}}, []string{x}
		case 1:
			text, ways = fmt.Sprintf("before(%q, %q) || before(%q, %q)", x, y, y, "commit.c"), [][][2]string{{{x, y}}, {{y, "commit.c"}}}
		default:
			text, ways = fmt.Sprintf("before(%q, %q)", x, y), [][][2]string{{{x, y}}}
		}
		if x == y || seen[text] { // one position with several owners is another test's matter
			continue
		}
		seen[text] = true
		id := fmt.Sprintf("e%d", k)
		fmt.Fprintf(&rec, "  - {id: %s, said: 2025-01-0%d, source: x, actor: %s, voice: quote, firmness: stated, summary: Says so., effects: [requires: '%s']}\n", id, k+1, who, text)
		all = append(all, saying{name: id + "#1", ways: ways, of: at, before: text[0] == 'b', names: names})
	}
	rec.WriteString("  - {id: z, said: 2025-01-09, source: x, actor: d, voice: quote, firmness: stated, summary: Says nothing., context: none}\n")
	return fstest.MapFS{"case.yaml": {Data: []byte(b.String())}, "record/r.yaml": {Data: []byte(rec.String())}}, nodes, structure, all
}

// naiveCircles tries every order of the events on every set of positions.
func naiveCircles(nodes []string, structure [][2]string, all []saying) (out []string) {
	// fits: by set of positions, whether some order has it; found by going through
	// all orders once.
	fits := make([]bool, 1<<len(all))
	at := map[string]int{}
	var permute func(rest []string)
	permute = func(rest []string) {
		if len(rest) == 0 {
			for _, f := range structure {
				if at[f[0]] >= at[f[1]] {
					return
				}
			}
			holds := 0
			for i, s := range all {
				if slices.ContainsFunc(s.ways, func(way [][2]string) bool {
					return !slices.ContainsFunc(way, func(f [2]string) bool { return at[f[0]] >= at[f[1]] })
				}) {
					holds |= 1 << i
				}
			}
			fits[holds] = true
			return
		}
		for i := range rest {
			rest[0], rest[i] = rest[i], rest[0]
			at[rest[0]] = len(nodes) - len(rest)
			permute(rest[1:])
			rest[0], rest[i] = rest[i], rest[0]
		}
	}
	permute(slices.Clone(nodes))
	for i := range all { // a set has the orders of the sets that hold it
		for set := range fits {
			if set>>i&1 == 0 && fits[set|1<<i] {
				fits[set] = true
			}
		}
	}
	for set := range fits {
		if fits[set] {
			continue
		}
		minimal := true
		var names []string
		for i := range all {
			if set>>i&1 == 1 {
				minimal = minimal && fits[set&^(1<<i)]
				names = append(names, all[i].name)
			}
		}
		if minimal {
			sort.Strings(names)
			out = append(out, strings.Join(names, " "))
		}
	}
	sort.Strings(out)
	return out
}

// TestCirclesAgainstPermutations: the circles are the minimal sets of positions
// that no permutation of the events has, and the loops of plain ones are loops.
func TestCirclesAgainstPermutations(t *testing.T) {
	found, several := 0, 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 7))
		files, nodes, structure, all := circleCase(r)
		if len(nodes) > 8 || len(all) > 9 {
			continue
		}
		c, _, list := casefile.Load(files, "t")
		if list.HasErrors() {
			continue // a need of itself, and what else the reader refuses
		}
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := analysis.New(st, nil, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		circles, err := m.Circles(0)
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for _, x := range circles.List {
			var names []string
			for _, p := range x.Positions {
				names = append(names, p.Name())
			}
			sort.Strings(names)
			have = append(have, strings.Join(names, " "))
			if x.Plain {
				for _, loop := range x.Loops {
					for i, a := range loop {
						if a.To != loop[(i+1)%len(loop)].From {
							t.Errorf("seed %d: no loop: %v", seed, loop)
						}
					}
				}
				if len(x.Loops) != 1 {
					t.Errorf("seed %d: a plain circle has %d loops", seed, len(x.Loops))
				}
			}
		}
		sort.Strings(have)
		want := naiveCircles(nodes, structure, all)
		if !circles.Complete || !slices.Equal(have, want) {
			t.Errorf("seed %d: complete %v\nhave %q\nwant %q\n%s%s", seed, circles.Complete, have, want, files["case.yaml"].Data, files["record/r.yaml"].Data)
			return
		}
		found += len(want)
		if len(want) > 1 {
			several++
		}
	}
	if found < 100 || several < 20 {
		t.Errorf("only %d circles, %d cases with several: the cases are too easy", found, several)
	}
	t.Logf("%d circles, %d cases with several", found, several)
}

// shared is what all possible plans of a small case show of the order.
type shared struct {
	possible, now, notAlways map[string]bool
	both, wrong              map[[2]string]bool // both in some plan; somewhere not in this order
	alone                    map[[2]string]bool // in some plan the second without the first
	between                  map[[3]string]bool // in some plan the first and the last without the middle
	plans                    int
}

// naivePlans goes through all plans of a case: who consents, which steps, in which
// order (docs/math/verdict.md, section 2).
func naivePlans(nodes []string, structure [][2]string, all []saying) *shared {
	o := &shared{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[[2]string]bool{}, map[[2]string]bool{}, map[[2]string]bool{}, map[[3]string]bool{}, 0}
	// Steps after the aim: demands about them wait.
	late := map[string]bool{}
	for range nodes {
		for _, s := range all {
			if step := strings.Split(s.of, ".")[0]; step != "s0" && strings.HasPrefix(s.name, "steps.") && slices.ContainsFunc(s.names, func(x string) bool { return x == "s0" || late[x] }) {
				late[step] = true
				late[step+".1"], late[step+".2"] = true, true
			}
		}
	}
	staged := slices.Contains(nodes, "s1.1")
	free := slices.DeleteFunc(slices.Clone(nodes), func(x string) bool { return x == "decide.i" || x == "commit.c" || x == "s0" })
	for set := range 1 << len(free) {
		in := map[string]bool{"decide.i": true, "commit.c": true, "s0": true}
		for i, x := range free {
			if set>>i&1 == 1 {
				in[x] = true
			}
		}
		if in["s1.2"] && !in["s1.1"] || staged && in["s1"] && !in["s1.2"] {
			continue
		}
		var events []string
		for _, x := range nodes {
			if in[x] {
				events = append(events, x)
			}
		}
		at := map[string]int{}
		var permute func(rest []string)
		permute = func(rest []string) {
			if len(rest) > 0 {
				for i := range rest {
					rest[0], rest[i] = rest[i], rest[0]
					at[rest[0]] = len(events) - len(rest)
					permute(rest[1:])
					rest[0], rest[i] = rest[i], rest[0]
				}
				return
			}
			for _, f := range structure {
				if in[f[0]] && in[f[1]] && at[f[0]] >= at[f[1]] {
					return
				}
			}
			for _, s := range all {
				if !in[s.of] || !strings.HasPrefix(s.name, "steps.") && slices.ContainsFunc(s.names, func(x string) bool { return late[x] }) {
					continue
				}
				if !slices.ContainsFunc(s.ways, func(way [][2]string) bool {
					return !slices.ContainsFunc(way, func(f [2]string) bool {
						if s.before && !in[f[1]] {
							return false
						}
						return !in[f[0]] || at[f[0]] >= at[f[1]]
					})
				}) {
					return
				}
			}
			o.plans++
			for _, x := range nodes {
				if !in[x] {
					o.notAlways[x] = true
				}
				for _, y := range events {
					if !in[x] {
						o.alone[[2]string{x, y}] = true
					} else if o.both[[2]string{x, y}] = true; at[x] >= at[y] {
						o.wrong[[2]string{x, y}] = true
					}
					for _, z := range events {
						if !in[x] {
							o.between[[3]string{y, x, z}] = true
						}
					}
				}
				if in[x] {
					o.possible[x] = true
					if at[x] == 0 {
						o.now[x] = true
					}
				}
			}
		}
		permute(events)
	}
	return o
}

// TestOrderAgainstPermutations: what every order shares, and what can come first,
// are what all plans show.
func TestOrderAgainstPermutations(t *testing.T) {
	cases, pairs := 0, 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 11))
		files, nodes, structure, all := circleCase(r)
		if len(nodes) > 7 {
			continue
		}
		c, _, list := casefile.Load(files, "t")
		if list.HasErrors() {
			continue
		}
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := analysis.New(st, nil, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		o, w := m.Order(nil), naivePlans(nodes, structure, all)
		text := fmt.Sprintf("seed %d\n%s%s", seed, files["case.yaml"].Data, files["record/r.yaml"].Data)
		if (o.Possible == analysis.Yes) != (w.plans > 0) || !o.Complete {
			t.Fatalf("possible %v, complete %v, but %d plans\n%s", o.Possible, o.Complete, w.plans, text)
		}
		if w.plans == 0 {
			continue
		}
		cases++
		for _, e := range o.Events {
			if e.Possible != w.possible[e.Name] || e.Now != w.now[e.Name] || e.Always != (w.possible[e.Name] && !w.notAlways[e.Name]) {
				t.Fatalf("%+v: possible %v, now %v, not always %v\n%s", e, w.possible[e.Name], w.now[e.Name], w.notAlways[e.Name], text)
			}
		}
		pair := func(x, y string) bool {
			k := [2]string{x, y}
			return x != y && w.both[k] && !w.wrong[k]
		}
		var want, have []string
		for _, x := range nodes {
			for _, z := range nodes {
				if !pair(x, z) {
					continue
				}
				if !slices.ContainsFunc(nodes, func(y string) bool { return pair(x, y) && pair(y, z) && !w.between[[3]string{x, y, z}] }) {
					want = append(want, fmt.Sprint(x, " ", z, " ", !w.alone[[2]string{x, z}]))
				}
			}
		}
		for _, p := range o.Pairs {
			have = append(have, fmt.Sprint(p.Before, " ", p.After, " ", p.Waits))
		}
		sort.Strings(want)
		sort.Strings(have)
		if !slices.Equal(have, want) {
			t.Fatalf("have %q\nwant %q\n%s", have, want, text)
		}
		pairs += len(want)
		// The order shown is one of a possible plan: it breaks no pair.
		for i, x := range o.Sequence {
			for _, y := range o.Sequence[:i] {
				if pair(x, y) {
					t.Fatalf("%v breaks %s before %s\n%s", o.Sequence, x, y, text)
				}
			}
		}
	}
	if cases < 60 || pairs < 200 {
		t.Errorf("only %d cases with %d pairs", cases, pairs)
	}
	t.Logf("%d cases, %d pairs", cases, pairs)
}
