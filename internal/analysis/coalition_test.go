package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// threeAndD is three with somebody who decides.
const threeAndD = "actors: [{id: c, name: C, roles: [contributor], groups: [g]}, {id: e, name: E, roles: [contributor], groups: [g]}, {id: f, name: F, roles: [contributor], groups: [g]}, {id: d, name: D, roles: [decider]}]"

// coalitionOf finds the coalition of a scene and checks its plan.
func coalitionOf(t *testing.T, s scene, goal string) (*analysis.Model, analysis.Coalition) {
	t.Helper()
	c := s.load(t)
	st, err := record.At(c, s.q)
	if err != nil {
		t.Fatal(err)
	}
	var g *mandate.Expr
	if goal != "" {
		e, problems := condition.Parse(goal, condition.NewVocabulary(c))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		g = e
	}
	m, err := analysis.New(st, g, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	if g != nil {
		m.Require(g)
	}
	got := m.Coalition()
	if got.Verdict == analysis.Yes {
		if err := m.Verify(got.Plan); err != nil {
			t.Fatal(err)
		}
	}
	return m, got
}

// sayCoalition writes a coalition on a few lines.
func sayCoalition(c analysis.Coalition) string {
	if c.Verdict == analysis.No {
		return "blocked by " + sayPositions(c.Against)
	}
	var out []string
	for _, x := range c.Members {
		l := x.Actor.ID + " " + x.Rung.String()
		for _, b := range x.Brings {
			l += fmt.Sprintf(" %s=%d/%d", b.Capability, b.Named, b.Firm)
			if b.Some {
				l += "+some"
			}
			for _, p := range b.Parts {
				if len(p.NotFor) > 0 {
					l += " not " + strings.Join(p.NotFor, ",")
				}
			}
		}
		out = append(out, l)
	}
	for _, x := range c.Could {
		out = append(out, "could "+x.Actor.ID+" "+x.Rung.String())
	}
	for _, x := range c.Out {
		out = append(out, "out "+x.Actor.ID+" by "+sayPositions(x.Against))
	}
	for _, l := range c.Lines {
		s := fmt.Sprintf("%s %d+%d gap %d/%d firm %d/%d", l.Line.ID, l.Committed, l.Offered, l.Gap, l.GapToTarget, l.FirmGap, l.FirmGapToTarget)
		if len(l.Unstated) > 0 {
			s += " unstated " + strings.Join(l.Unstated, ",")
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func sayPositions(s *analysis.Set) string {
	if s == nil {
		return "nothing"
	}
	var names []string
	for _, p := range s.Positions {
		names = append(names, p.Name())
	}
	return strings.Join(names, " ")
}

// TestCoalition has a scene for each line of the definition; the answers were
// worked out by hand from docs/math/who.md.
func TestCoalition(t *testing.T) {
	soldiers := func(id, n string) said { return entry(id+"1", id, "commits: {amounts: {infantry: "+n+"}}") }
	lines := func(l string) string { return "requirements: [" + l + "]" }
	const tasks2 = "tasks: [{id: monitor, name: monitor}, {id: disarm, name: disarm}]"
	const two = "capabilities: [{id: infantry, name: infantry, unit: soldiers}, {id: police, name: police}]"
	for _, x := range []struct {
		name string
		s    scene
		goal string
		want string
	}{
		{"a silent one is taken in where nobody else is", scene{}, "", "c silent"},
		{"of silent ones the first in the case is taken", scene{say: []string{three}}, "", "c silent; could e silent; could f silent"},
		{"and nobody silent where somebody has a word", scene{say: []string{three}, rec: []said{entry("f1", "f", "interested: true")}}, "", "f interested; could c silent; could e silent"},
		{"a silent one that another's condition needs is taken in", scene{say: []string{three}, rec: []said{entry("f1", "f", `commits: {if: 'joining("g") >= 2', amounts: {infantry: 5}}`)}}, "",
			"c silent; f agreed infantry=5/5; could e silent"},
		{"more agreed before more conditional ones", scene{say: []string{three}, rec: []said{
			soldiers("c", "1"), entry("c2", "c", `requires: '!joins("e") && !joins("f")'`),
			entry("e1", "e", "offers: {amounts: {infantry: 50}}"), entry("f1", "f", "offers: {amounts: {infantry: 50}}")}}, "",
			"c agreed infantry=1/1; could e conditional; could f conditional"},
		{"of two that exclude each other the larger", scene{say: []string{three}, rec: []said{soldiers("c", "1"), soldiers("e", "2"), entry("c2", "c", `excludes: e`)}}, "",
			"e agreed infantry=2/2; could c agreed; could f silent"},
		{"named before firm figures", scene{say: []string{three}, rec: []said{soldiers("c", "2"), soldiers("e", "{at_most: 3}"), entry("c2", "c", `excludes: e`)}}, "",
			"e agreed infantry=3/0; could c agreed; could f silent"},
		{"firm figures where named ones are alike", scene{say: []string{three}, rec: []said{soldiers("c", "{at_most: 3}"), soldiers("e", "3"), entry("c2", "c", `excludes: e`)}}, "",
			"e agreed infantry=3/3; could c agreed; could f silent"},
		{"capabilities in the order of the case", scene{say: []string{three, two}, rec: []said{soldiers("c", "2"), entry("e1", "e", "commits: {amounts: {police: 100, infantry: 1}}"), entry("c2", "c", `excludes: e`)}}, "",
			"c agreed infantry=2/2; could e agreed; could f silent"},
		{"of two alike the earlier", scene{say: []string{three}, rec: []said{soldiers("c", "2"), soldiers("e", "2"), entry("c2", "c", `excludes: e`)}}, "",
			"c agreed infantry=2/2; could e agreed; could f silent"},
		{"who stays out, and by what", scene{say: []string{three}, rec: []said{soldiers("c", "2"), entry("e1", "e", refuses)}}, "",
			"c agreed infantry=2/2; could f silent; out e by e1#1"},
		{"the goal is part of why", scene{say: []string{threeAndD, roe}, rec: []said{soldiers("c", "2"), entry("e1", "e", `requires: 'roe == "defence"'`)}}, `roe == "robust"`,
			"c agreed infantry=2/2; could f silent; out e by e1#1"},
		{"blocked is a collision and nothing else", scene{say: []string{formal, both}, rec: []said{soldiers("c", "2"), entry("p1", "p", refuses)}}, "",
			"blocked by p1#1 rules.formal"},
		{"a chain of conditions holds together", scene{say: []string{three}, rec: []said{
			entry("c1", "c", `commits: {if: 'joins("e")', amounts: {infantry: 1}}`), entry("e1", "e", `commits: {if: 'joins("f")', amounts: {infantry: 2}}`), soldiers("f", "3")}}, "",
			"c agreed infantry=1/1; e agreed infantry=2/2; f agreed infantry=3/3"},
		{"and breaks together", scene{say: []string{three}, rec: []said{
			entry("c1", "c", `commits: {if: 'joins("e")', amounts: {infantry: 1}}`), entry("c2", "c", `requires: 'joins("e")'`),
			entry("e1", "e", `commits: {if: 'joins("f")', amounts: {infantry: 2}}`), entry("e2", "e", `requires: 'joins("f")'`), entry("f1", "f", refuses)}}, "", "blocked by c2#1 e2#1 f1#1"},
		{"the largest that holds counts, with what is added", scene{say: []string{threeAndD, roe}, rec: []said{
			soldiers("c", "100"), later("c2", "c", `commits: {if: 'roe == "robust"', amounts: {infantry: 50}}`), later("c3", "c", "commits: {amounts: {infantry: 7}, adds_to: c1}"),
			later("c4", "c", "commits: {amounts: {infantry: 9}, adds_to: c2}")}}, "",
			"c agreed infantry=107/107; could e silent; could f silent"},
		{"who has agreed brings commitments alone", scene{say: []string{three}, rec: []said{soldiers("c", "10"), later("c2", "c", "offers: {amounts: {infantry: 90}}")}}, "",
			"c agreed infantry=10/10; could e silent; could f silent"},
		{"of its commitments the largest that some such plan meets", scene{say: []string{threeAndD, roe}, rec: []said{entry("c0", "c", "offers: {amounts: {infantry: 100}}"),
			entry("c1", "c", `commits: {if: 'roe == "defence"', amounts: {infantry: 10}}`), entry("c2", "c", `commits: {if: 'roe == "enforce"', amounts: {infantry: 20}}`),
			entry("c3", "c", `commits: {if: 'roe == "robust"', amounts: {infantry: 15}}`)}}, "",
			"c agreed infantry=20/20; could e silent; could f silent"},
		{"an amount that is not stated", scene{say: []string{three, hundred}, rec: []said{entry("c1", "c", "commits: {amounts: {infantry: some}}")}}, "",
			"c agreed infantry=0/0+some; could e silent; could f silent; inf 0+0 gap 100/100 firm 100/100 unstated c"},
		{"a caveat bars from the line, also what is not stated", scene{say: []string{three, tasks2, lines("{id: a, capability: infantry, task: monitor, minimum: 5, source: s}, {id: b, capability: infantry, task: disarm, minimum: 5, source: s}")},
			rec: []said{entry("c1", "c", "commits: {amounts: {infantry: 20}, not_for: [disarm]}"), entry("e1", "e", "offers: {amounts: {infantry: some}, not_for: [disarm]}")}}, "",
			"c agreed infantry=20/20 not disarm; e conditional infantry=0/0+some not disarm; could f silent; a 5+0 gap 0/0 firm 0/0 unstated e; b 0+0 gap 5/5 firm 5/5"},
		{"committed and offered apart", scene{say: []string{three, hundred}, rec: []said{soldiers("c", "60"), entry("e1", "e", "offers: {amounts: {infantry: {from: 10, to: 70}}}")}}, "",
			"c agreed infantry=60/60; e conditional infantry=70/10; could f silent; inf 60+40 gap 0/0 firm 30/30"},
		{"targets do not starve minimums", scene{say: []string{three, lines("{id: a, capability: infantry, minimum: 10, target: 100, source: s}, {id: b, capability: infantry, minimum: 10, target: 20, source: s}")},
			rec: []said{soldiers("c", "30")}}, "",
			"c agreed infantry=30/30; could e silent; could f silent; a 20+0 gap 0/80 firm 0/80; b 10+0 gap 0/10 firm 0/10"},
		{"an earlier line gives way where another can serve it", scene{say: []string{three, tasks2, lines("{id: a, capability: infantry, task: monitor, minimum: 10, source: s}, {id: b, capability: infantry, task: disarm, minimum: 10, source: s}")},
			rec: []said{soldiers("c", "10"), entry("e1", "e", "commits: {amounts: {infantry: 10}, not_for: [disarm]}")}}, "",
			"c agreed infantry=10/10; e agreed infantry=10/10 not disarm; could f silent; a 10+0 gap 0/0 firm 0/0; b 10+0 gap 0/0 firm 0/0"},
		{"a line that does not apply is none", scene{say: []string{threeAndD, roe, `requirements: [{id: a, capability: infantry, minimum: 10, if: 'roe == "robust"', source: s}]`},
			rec: []said{soldiers("c", "10")}}, `roe == "defence"`, "c agreed infantry=10/10; could e silent; could f silent"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if _, got := coalitionOf(t, x.s, x.goal); sayCoalition(got) != x.want {
				t.Errorf("got  %s\nwant %s", sayCoalition(got), x.want)
			}
		})
	}
}

// TestDepartures asks what a coalition loses with a member.
func TestDepartures(t *testing.T) {
	chain := []said{
		entry("c1", "c", `commits: {if: 'joins("e")', amounts: {infantry: 1}}`), entry("c2", "c", `requires: 'joins("e")'`),
		entry("e1", "e", `commits: {if: 'joins("f")', amounts: {infantry: 2}}`), entry("f1", "f", brings)}
	m, c := coalitionOf(t, scene{say: []string{three}, rec: chain}, "")
	var got []string
	for _, d := range m.Departures(&c) {
		s := "without " + d.Actor.ID
		if d.Nobody {
			s += " nobody"
		}
		for _, ch := range d.Changes {
			if ch.Leaves {
				s += "; " + ch.Actor.ID + " leaves by " + sayPositions(ch.Against)
			} else {
				s += fmt.Sprintf("; %s falls to %s by %s, %v", ch.Actor.ID, ch.To, sayPositions(ch.Against), ch.Entries)
			}
		}
		got = append(got, s)
	}
	want := "without e; c leaves by c2#1\nwithout f; e falls to silent by , [e1]"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// TestWhoStaysOutCanJoinOtherwise drops each entry of the collision of one who
// stays out: then it can join.
func TestWhoStaysOutCanJoinOtherwise(t *testing.T) {
	s := scene{say: []string{threeAndD, roe}, rec: []said{entry("c1", "c", brings), entry("c2", "c", `requires: 'roe == "robust"'`),
		entry("e1", "e", `requires: 'joins("c")'`), entry("e2", "e", `requires: 'roe != "robust"'`)}}
	_, c := coalitionOf(t, s, "")
	if len(c.Out) != 1 || c.Out[0].Actor.ID != "e" || len(c.Out[0].Against.Positions) != 3 {
		t.Fatal(sayCoalition(c))
	}
	for _, p := range c.Out[0].Against.Positions {
		for _, id := range p.Entries {
			if _, c := coalitionOf(t, s.without(id), ""); len(c.Out) != 0 {
				t.Errorf("without %s: %s", id, sayCoalition(c))
			}
		}
	}
}

// TestDepartingSensitively drops what a departure is told with: then it has no
// consequence, or no plan is possible without it.
func TestDepartingSensitively(t *testing.T) {
	s := scene{say: []string{three}, rec: []said{entry("c1", "c", brings), entry("c2", "c", `requires: 'joins("e")'`), entry("e1", "e", brings)}}
	m, c := coalitionOf(t, s, "")
	if d := m.Departures(&c); len(d) != 1 || d[0].Actor.ID != "e" || len(d[0].Changes) != 1 || !d[0].Changes[0].Leaves {
		t.Fatalf("%+v", d)
	}
	m, c = coalitionOf(t, s.without("c2"), "")
	if d := m.Departures(&c); len(d) != 0 {
		t.Errorf("%+v", d)
	}
	// Alone it is everything.
	m, c = coalitionOf(t, scene{}, "")
	if d := m.Departures(&c); len(d) != 1 || !d[0].Nobody || d[0].Against == nil {
		t.Errorf("%+v", d)
	}
}

// TestCosts multiplies rates with figures.
func TestCosts(t *testing.T) {
	const two = "capabilities: [{id: infantry, name: infantry, unit: soldiers}, {id: police, name: police}]"
	lines := "requirements: [{id: a, capability: infantry, minimum: 10, target: 40, source: s}]"
	rec := []said{entry("c1", "c", "commits: {amounts: {infantry: 20, police: 3}}"), entry("e1", "e", "offers: {amounts: {infantry: 5}}")}
	for _, x := range []struct{ rates, want string }{
		{"", "[] []"},
		{"rates: [{capability: infantry, per_month: 100, currency: USD, source: s}]", "[USD 2000 2500 1000 4000] [police]"},
		{"rates: [{capability: infantry, per_month: 100, currency: USD, source: s}, {capability: police, per_month: 7, currency: EUR, source: s}]", "[USD 2000 2500 1000 4000 EUR 21 21 0 0] []"},
		{"rates: [{capability: infantry, per_month: 100, currency: USD, source: s, until: 2024-01-01}]", "[] []"},
		{"rates: [{capability: infantry, per_month: 100, currency: USD, source: s, until: 2024-01-01}, {capability: infantry, per_month: 1, currency: USD, source: s, from: 2024-06-01}]", "[USD 20 25 10 40] [police]"},
		{"rates: [{capability: infantry, per_month: 1000000000000, currency: USD, source: s}]", "[USD 20000000000000 25000000000000 10000000000000 40000000000000] [police]"},
	} {
		say := []string{three, two, lines}
		if x.rates != "" {
			say = append(say, x.rates)
		}
		m, c := coalitionOf(t, scene{say: say, rec: rec}, "")
		costs, without := m.Costs(&c)
		var got []string
		for _, k := range costs {
			got = append(got, fmt.Sprint(k.Currency, " ", k.Committed, k.All, k.Minimum, k.Target))
		}
		if s := fmt.Sprint(got, without); s != x.want {
			t.Errorf("%s: got %s, want %s", x.rates, s, x.want)
		}
	}
}

// TestCoalitionOnABudget: what the budget ends is unknown, never wrong.
func TestCoalitionOnABudget(t *testing.T) {
	st, err := record.At(loadCase(t, "../../cases/gaza-isf"), mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{Stop: func() bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	if c := m.Coalition(); c.Verdict != analysis.Unknown || len(c.Members) > 0 {
		t.Error(c)
	}
}

// TestEndOfTheBudgetAnywhere stops the search after any number of questions: the
// coalition is then unknown or the right one.
func TestEndOfTheBudgetAnywhere(t *testing.T) {
	st, err := record.At(loadCase(t, "../../cases/gaza-isf"), mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	want := ""
	for _, most := range []int{0, 1, 2, 4, 8, 12, 16, 20, 25, 30, 40, 60, 80, 120, 200, 400, 100000} {
		left := 100000
		m, err := analysis.New(st, nil, analysis.Budget{Stop: func() bool { left--; return left < 0 }})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			c := m.Coalition()
			want = fmt.Sprint(c.Plan.Joins)
			continue
		}
		left = most
		c := m.Coalition()
		if c.Verdict == analysis.No || c.Verdict == analysis.Yes && fmt.Sprint(c.Plan.Joins) != want {
			t.Errorf("after %d questions: %v %v", most, c.Verdict, c.Plan)
		}
	}
}

// talk is a random case of four contributors that speak of each other.
func talk(seed uint64) scene {
	r := rand.New(rand.NewPCG(seed, 0x77686f))
	ids := []string{"c", "e", "f", "h"}
	s := scene{say: []string{"actors: [{id: c, name: C, roles: [contributor], groups: [g]}, {id: e, name: E, roles: [contributor], groups: [g]}, {id: f, name: F, roles: [contributor], groups: [g]}, {id: h, name: H, roles: [contributor]}]"}}
	for n := range 3 + r.IntN(7) {
		who := r.IntN(4)
		other := ids[(who+1+r.IntN(3))%4]
		about := []string{`joins("` + other + `")`, `!joins("` + other + `")`, `joining("g") >= 2`}[r.IntN(8)/3]
		brings := fmt.Sprintf("amounts: {infantry: %d}", 1+r.IntN(4))
		effect := []string{
			"commits: {" + brings + "}", "commits: {if: '" + about + "', " + brings + "}", "commits: {if: '" + about + "', " + brings + "}",
			"offers: {" + brings + "}", "offers: {if: '" + about + "', " + brings + "}", "interested: true", "requires: '" + about + "'", "requires: '" + about + "'", "declines: true",
		}[r.IntN(9)]
		s.rec = append(s.rec, entry(fmt.Sprintf("e%d", n), ids[who], effect))
	}
	return s
}

// TestWhoAgainstBruteForce compares who could join, who stays out, and who
// leaves or falls without whom with the enumeration of all plans.
func TestWhoAgainstBruteForce(t *testing.T) {
	n := uint64(400)
	if testing.Short() {
		n = 60
	}
	coalitions, leaving, falling, nobody := 0, 0, 0, 0
	compare := func(seed uint64, c *mandate.Case, q mandate.Query) {
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		m, err := analysis.New(st, nil, analysis.Budget{})
		if analysis.IsNoAim(err) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		want, err := bruteforce.Solve(c, q, nil)
		if err == bruteforce.ErrTooLarge {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		got := m.Coalition()
		if (got.Verdict == analysis.No) != (want.Verdict == mandate.Blocked) {
			t.Fatalf("case %d: %v, want %v", seed, got.Verdict, want.Verdict)
		}
		if got.Verdict == analysis.No {
			return
		}
		coalitions++
		can := map[string]mandate.Rung{}
		for _, x := range got.Could {
			can[x.Actor.ID] = x.Rung
			if r, ok := want.CanJoin[x.Actor.ID]; !ok || r != x.Rung {
				t.Errorf("case %d: %s could join, %v, want %v %v", seed, x.Actor.ID, x.Rung, r, ok)
			}
		}
		for _, x := range got.Members {
			if r, ok := want.CanJoin[x.Actor.ID]; !ok || r < x.Rung {
				t.Errorf("case %d: %s joins", seed, x.Actor.ID)
			}
		}
		if len(got.Could)+len(got.Members) != len(want.CanJoin) {
			t.Errorf("case %d: %s, want %v", seed, sayCoalition(got), want.CanJoin)
		}
		for _, x := range got.Out {
			sets := analysis.Sets{List: []analysis.Set{*x.Against}, Verdict: analysis.Yes}
			if err := m.CheckSets(&mandate.Expr{Op: mandate.OpJoins, Name: x.Actor.ID}, sets, false); err != nil {
				t.Errorf("case %d: %s stays out: %v", seed, x.Actor.ID, err)
			}
		}
		told := map[string]analysis.Departure{}
		for _, d := range m.Departures(&got) {
			told[d.Actor.ID] = d
		}
		for _, x := range got.Members {
			without := q
			without.Exclude = append(slices.Clone(q.Exclude), mandate.Item{Actor: x.Actor.ID})
			left, err := bruteforce.Solve(c, without, nil)
			if err != nil {
				t.Fatal(err)
			}
			d := told[x.Actor.ID]
			if d.Nobody != (left.Verdict == mandate.Blocked) {
				t.Errorf("case %d: without %s nobody %v, want %v", seed, x.Actor.ID, d.Nobody, left.Verdict)
			}
			if d.Nobody {
				nobody++
				continue
			}
			changes := map[string]analysis.Change{}
			for _, ch := range d.Changes {
				changes[ch.Actor.ID] = ch
			}
			for _, y := range got.Members {
				if y.Actor == x.Actor || m.WordOn(y.Actor.ID) == mandate.Silent {
					continue
				}
				r, joins := left.CanJoin[y.Actor.ID]
				ch, told := changes[y.Actor.ID]
				switch {
				case !joins:
					leaving++
					if !told || !ch.Leaves {
						t.Errorf("case %d: without %s, %s leaves", seed, x.Actor.ID, y.Actor.ID)
					}
				case r < y.Rung:
					falling++
					if !told || ch.Leaves || ch.To != r {
						t.Errorf("case %d: without %s, %s falls to %v, not %+v", seed, x.Actor.ID, y.Actor.ID, r, ch)
					}
				case told:
					t.Errorf("case %d: without %s, %s stays: %+v", seed, x.Actor.ID, y.Actor.ID, ch)
				}
				if told && ch.Against == nil {
					t.Errorf("case %d: no reason", seed)
				}
			}
		}
	}
	for seed := uint64(1); seed <= n; seed++ {
		files, q, _ := bruteforce.Random(seed)
		compare(seed, loadFiles(t, files), q)
		compare(seed, talk(seed).load(t), mandate.Query{})
	}
	t.Logf("%d coalitions; %d leave, %d fall, %d times nobody is left", coalitions, leaving, falling, nobody)
	if coalitions < int(n)/4 || leaving < 5 || falling < 5 || nobody < 5 {
		t.Error("too few of them")
	}
}
