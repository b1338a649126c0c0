package bruteforce_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/bruteforce"
)

// contributors are more actors that can join, all in g.
func contributors(ids ...string) string {
	out := ""
	for _, id := range ids {
		out += "  - {id: " + id + ", name: " + id + ", roles: [contributor], groups: [g]}\n"
	}
	return out
}

func coalesce(t *testing.T, s sketch, q mandate.Query) *bruteforce.Coalition {
	t.Helper()
	k, err := bruteforce.Coalesce(load(t, s.files()), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// words writes values with a blank between them.
func words(x ...any) string { return strings.TrimSpace(fmt.Sprintln(x...)) }

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

const twoTasks = "tasks: [{id: t1, name: t}, {id: t2, name: t}]\nrequirements:\n" +
	"  - {id: r1, capability: infantry, task: t1, minimum: 80, target: 100, source: s}\n" +
	"  - {id: r2, capability: infantry, task: t2, minimum: 80, target: 90, source: s}\n"

// TestWho works the definitions of who.md, 1, out by hand.
func TestWho(t *testing.T) {
	for _, x := range []struct {
		name  string
		s     sketch
		q     mandate.Query
		joins string
		could string
	}{
		{"who has a word on record joins, who has none does not", sketch{actors: contributors("a", "b", "d"),
			entries: []string{"a1 02 a = offers: {amounts: {infantry: 10}}", "b1 02 b = interested: true"}}, mandate.Query{},
			"map[a:conditional b:interested c:agreed]", "map[d:silent]"},
		{"unless it is needed", sketch{actors: contributors("a", "b"), more: "rules: [{id: r, name: r, that: 'joining(\"g\") >= 2', source: s}]\n"}, mandate.Query{},
			"map[a:silent c:agreed]", "map[b:silent]"},
		{"somebody has to join", sketch{c: "declines: true", actors: contributors("a", "b")}, mandate.Query{}, "map[a:silent]", "map[b:silent]"},
		{"one more agreed before many others", sketch{actors: contributors("a", "b"),
			entries: []string{"a1 02 a = interested: true ; excludes: c", "b1 02 b = interested: true ; excludes: c"}}, mandate.Query{},
			"map[c:agreed]", "map[a:interested b:interested]"},
		{"of two that exclude each other the one with the larger figure", sketch{noC: true, actors: contributors("a", "b"),
			entries: []string{"a1 02 a = offers: {amounts: {infantry: 10}} ; excludes: b", "b1 02 b = offers: {amounts: {infantry: 20}}"}}, mandate.Query{},
			"map[b:conditional]", "map[a:conditional]"},
		{"of equal figures the firmer", sketch{noC: true, actors: contributors("a", "b"),
			entries: []string{"a1 02 a = offers: {amounts: {infantry: {at_most: 10}}} ; excludes: b", "b1 02 b = offers: {amounts: {infantry: 10}}"}}, mandate.Query{},
			"map[b:conditional]", "map[a:conditional]"},
		{"of two alike the earlier in the case", sketch{noC: true, actors: contributors("b", "a"),
			entries: []string{"a1 02 a = interested: true ; excludes: b", "b1 02 b = interested: true"}}, mandate.Query{},
			"map[b:interested]", "map[a:interested]"},
		{"choices bind it", sketch{actors: contributors("a", "b")}, mandate.Query{Join: []string{"a"}, Exclude: []mandate.Item{{Actor: "c"}}},
			"map[a:silent]", "map[b:silent]"},
	} {
		t.Run(x.name, func(t *testing.T) {
			k := coalesce(t, x.s, x.q)
			same(t, "joins", fmt.Sprint(k.Joins), x.joins)
			same(t, "could join", fmt.Sprint(k.CouldJoin), x.could)
		})
	}
	k := coalesce(t, sketch{actors: contributors("a", "b"), entries: []string{"a1 02 a = declines: true", "b1 02 b = excludes: c", "c2 02 c = requires: 'joins(\"a\") || roe == \"defence\"'",
		`u1 03 u = decides: 'roe == "defence"'`}}, mandate.Query{})
	same(t, "stays out", k.StaysOut, map[string][][]string{"a": {{"a1#1"}}})
	k = coalesce(t, sketch{}, mandate.Query{Exclude: []mandate.Item{{Actor: "c"}}})
	same(t, "nobody is left", k.Blocked, true)
	same(t, "by structure alone", k.Collisions, [][]string{{}})
	k = coalesce(t, sketch{entries: []string{"c2 02 c = declines: true"}}, mandate.Query{})
	same(t, "blocked", k.Collisions, [][]string{{"c2#1"}})
}

// TestLines works who.md, 2 and 4, out by hand.
func TestLines(t *testing.T) {
	files := sketch{actors: contributors("a", "b"), more: twoTasks, c: "commits: {amounts: {infantry: {n: 100, available: 2025-03}}, not_for: [t2]}",
		issues:  funding,
		entries: []string{"a1 02 a = offers: {amounts: {infantry: {from: 20, to: 50}}}", "b1 02 b = offers: {amounts: {infantry: some}, not_for: [t1]}", `u1 02 u = decides: 'funding == "paid"'`}}.files()
	c := load(t, files)
	c.Rates = []*mandate.Rate{{Capability: "infantry", PerMonth: 3, Currency: "USD"}}
	c.Issues[0].Options[0].PaidBy = []string{"p"}
	k, err := bruteforce.Coalesce(c, mandate.Query{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Views) != 1 {
		t.Fatal(k.Views)
	}
	v := k.Views[0]
	same(t, "lines", v.Lines, []bruteforce.Line{
		{ID: "r1", Capability: "infantry", Committed: 100, FirmGap: [2]int64{0, 0}},
		{ID: "r2", Capability: "infantry", Offered: 50, Gap: [2]int64{30, 40}, FirmGap: [2]int64{60, 70}, Unstated: []string{"b"}}})
	same(t, "named", k.Named, []int64{150})
	same(t, "firm", k.Firm, []int64{120})
	same(t, "committed", v.Committed, [][2]int64{{100, 100}})
	same(t, "offered", v.Offered, [][2]int64{{50, 20}})
	same(t, "unstated", v.Unstated, [][]string{{"b"}})
	same(t, "cost", v.Cost, map[string][4]int64{"USD": {300, 450, 480, 570}})
	same(t, "payers", v.Payers, map[string][]string{"funding=paid": {"p"}})
	same(t, "undated", v.Undated, []int64{50})
	same(t, "dated", fmt.Sprint(v.Available), "[[{2025-03-31 100}]]")
	same(t, "not costed", k.NotCosted, []string(nil))
	paid, said, err := bruteforce.Payers(c, mandate.Query{})
	same(t, "paid", fmt.Sprint(paid, said, err), "map[funding=paid:[p]] map[] <nil>")

	// An agreed joiner brings its commitment, though it has offered more.
	k = coalesce(t, sketch{entries: []string{"c2 02 c = offers: {amounts: {infantry: 300}}"}, issues: funding}, mandate.Query{})
	same(t, "force", k.Named, []int64{300})
	same(t, "agreed", k.Views[0].Committed, [][2]int64{{100, 100}})
	// Of one force the plan in which more is brought.
	k = coalesce(t, sketch{c: "commits: {}", entries: []string{`c2 02 c = commits: {amounts: {infantry: 50}, if: 'roe == "defence"'}`, "c3 02 c = offers: {amounts: {infantry: 100}}"}}, mandate.Query{})
	same(t, "one force, the larger sum", words(len(k.Views), k.Named, k.Views[0].Committed), "1 [100] [[50 50]]")
	// On firm figures another offer may be the largest; what names nothing stands on no line.
	k = coalesce(t, sketch{c: "offers: {amounts: {infantry: {from: 10, to: 100}}}", actors: contributors("b"),
		entries: []string{"c2 02 c = offers: {amounts: {infantry: 60}}", "b1 02 b = offers: {}"}, more: "requirements: [{id: r, capability: infantry, minimum: 100, source: s}]\n"}, mandate.Query{})
	same(t, "firm gap", k.Views[0].Lines, []bruteforce.Line{{ID: "r", Capability: "infantry", Offered: 100, FirmGap: [2]int64{40, 40}}})
	// A line whose condition no plan of the coalition meets does not apply.
	k = coalesce(t, sketch{issues: funding, more: "requirements: [{id: r, capability: infantry, minimum: 500, if: 'funding == \"pooled\"', source: s}]\n"}, mandate.Query{})
	same(t, "views", len(k.Views), 2)
	same(t, "mandates", k.Mandates, []string{"funding=paid", "funding=pooled"})
	// The minimum of the second line goes before the target of the first.
	k = coalesce(t, sketch{issues: funding, more: twoTasks}, mandate.Query{})
	same(t, "minimum first", [][2]int64{k.Views[0].Lines[0].Gap, k.Views[0].Lines[1].Gap}, [][2]int64{{0, 20}, {60, 70}})
}

// TestLeaves works who.md, 3, out by hand.
func TestLeaves(t *testing.T) {
	k := coalesce(t, sketch{actors: contributors("a", "b", "d"), entries: []string{
		"a1 02 a = interested: true ; requires: 'joins(\"c\")'",
		"b1 02 b = offers: {if: 'joins(\"a\")'} ; interested: true",
		"d1 02 d = commits: {}"}}, mandate.Query{})
	same(t, "leaves", k.Leaves, map[string][]string{"c": {"a"}})
	same(t, "falls", fmt.Sprint(k.Falls), "map[a:map[b:interested] b:map[] c:map[b:interested] d:map[]]")
	same(t, "word", k.Word, map[string]bool{"a": true, "b": true, "c": true, "d": true})
	s := sketch{actors: contributors("a", "b"), entries: []string{"a1 02 a = requires: 'joins(\"c\")' ; interested: true", "b1 02 b = offers: {if: 'joins(\"a\")'}"}}
	why, err := bruteforce.FallsBecause(load(t, s.files()), mandate.Query{}, nil, "c", "b", mandate.Conditional)
	same(t, "falls because", words(why, err), "[[a1#1]] <nil>")
	why, err = bruteforce.Smallest(load(t, s.files()), mandate.Query{Exclude: []mandate.Item{{Actor: "c"}}, Join: []string{"a"}}, nil)
	same(t, "smallest", words(why, err), "[[a1#1]] <nil>")
}

// TestWhatIf works whatif.md out by hand.
func TestWhatIf(t *testing.T) {
	c := load(t, sketch{more: needsP, entries: []string{`p1 02 p = requires: 'roe == "defence"'`}}.files())
	x, err := bruteforce.Explore(c, mandate.Query{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "looks", fmt.Sprint(x.Looks), "map[c:forced roe=defence:forced roe=enforce:ruled out roe=robust:ruled out]")
	same(t, "mandates", x.Mandates, []string{"roe=defence"})
	why, _ := bruteforce.WhyNot(c, mandate.Query{}, nil, mandate.Item{Issue: "roe", Option: "robust"}, false)
	same(t, "why not", why, [][]string{{"p1#1", "rules.formal"}})
	why, _ = bruteforce.WhyNot(c, mandate.Query{}, nil, mandate.Item{Issue: "roe", Option: "defence"}, true)
	same(t, "why forced", why, [][]string{{"p1#1", "rules.formal"}})
	why, _ = bruteforce.WhyNot(c, mandate.Query{}, nil, mandate.Item{Actor: "c"}, true)
	same(t, "by structure", why, [][]string{{}})

	c = load(t, sketch{actors: contributors("a"), entries: []string{`c2 02 c = requires: 'roe == "defence"'`}}.files())
	q := mandate.Query{Join: []string{"c"}, Set: []mandate.Choice{{Issue: "roe", Options: []string{"enforce"}}}, Exclude: []mandate.Item{{Actor: "a"}}}
	w, err := bruteforce.GiveUps(c, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "wish", *w, bruteforce.Wish{Blocked: true, Collisions: [][]string{{"c2#1", "exclude a", "set roe=enforce"}, {"c2#1", "join c", "set roe=enforce"}},
		GiveUps: [][]string{{"set roe=enforce"}, {"exclude a", "join c"}}})
	q.Join, q.Exclude = nil, nil
	w, _ = bruteforce.GiveUps(c, q, nil)
	same(t, "granted", *w, bruteforce.Wish{})
	x, _ = bruteforce.Explore(c, q, nil)
	same(t, "looks", fmt.Sprint(x.Looks), "map[a:forced c:ruled out roe=defence:ruled out roe=enforce:chosen roe=robust:ruled out]")
	why, _ = bruteforce.WhyNot(c, q, nil, mandate.Item{Actor: "c"}, false)
	same(t, "a choice in it", why, [][]string{{"c2#1", "set roe=enforce"}})
}

// TestPlans works plans.md out by hand.
func TestPlans(t *testing.T) {
	by := func(s sketch, q mandate.Query, objectives ...string) *bruteforce.Frontier {
		t.Helper()
		c := load(t, s.files())
		c.Rates = []*mandate.Rate{{Capability: "infantry", PerMonth: 2, Currency: "USD"}}
		f, err := bruteforce.ParetoBy(c, q, nil, objectives)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	s := sketch{actors: contributors("b"), entries: []string{"b1 02 b = offers: {amounts: {infantry: 50}} ; requires: 'roe == \"robust\"'"}}
	f := by(s, mandate.Query{}, "rung", "force:infantry")
	same(t, "best", f.Best, []int64{3, 100})
	same(t, "frontier", f.Pareto, [][]int64{{3, 100}, {2, 150}})
	same(t, "counting", f.Counting, []string{"roe"})
	same(t, "mandates", f.Mandates([]int64{2, 150}), []string{"roe=robust"})
	same(t, "all", len(f.Mandates(f.Best)), 3)
	same(t, "farthest", f.Farthest(f.Best, []map[string][]string{{"roe": {"robust"}}}), 1)
	same(t, "none is left", f.Farthest([]int64{2, 150}, []map[string][]string{{"roe": {"robust"}}}), 0)
	same(t, "no such plan", f.Farthest([]int64{9, 9}, nil), -1)
	f = by(s, mandate.Query{}, "cost", "joiners", "committed:infantry", "owed", "consents")
	// b alone costs less but has agreed to nothing; p is never asked to consent.
	same(t, "vectors", f.Pareto, [][]int64{{100, 1, 0, 1, 0}, {200, 1, 100, 0, 0}, {300, 2, 100, 1, 0}})

	s = sketch{more: needsP, entries: []string{"p1 02 p = declines: true"}}
	same(t, "blocked", by(s, mandate.Query{}, "owed").Best, []int64(nil))
	same(t, "moves", by(s, mandate.Query{}, "moves", "owed").Pareto, [][]int64{{1, 0}})
	s.more += "weights: {stated: 3}\n"
	same(t, "by weight", by(s, mandate.Query{}, "consents", "moves").Pareto, [][]int64{{0, 1}})
	// What objecting counts may be given up although nothing of it is violated.
	s = sketch{more: "rules: [{id: r, name: r, that: 'objecting(\"h\") == 0', source: s}]\n", actors: "  - {id: m, name: M, roles: [party], groups: [h]}\n", entries: []string{"m1 02 m = " + rejects}}
	same(t, "objecting", by(s, mandate.Query{}, "moves", "owed").Pareto, [][]int64{{1, 0}})
	// Decisions move only where they may be reopened.
	s = sketch{entries: []string{`u1 02 u = decides: 'roe == "defence"'`, `c2 02 c = requires: 'roe == "robust"'`}, more: "weights: {stated: 2}\n"}
	same(t, "decided", by(s, mandate.Query{}, "moves").Best, []int64{2})

	d, err := bruteforce.DefaultObjectives(load(t, sketch{more: minimum1}.files()), mandate.Query{})
	same(t, "default", fmt.Sprint(d, err), "[rung owed force:infantry] <nil>")
}

// TestLeverage works leverage.md out by hand.
func TestLeverage(t *testing.T) {
	try := func(s sketch) map[string]*bruteforce.Answer {
		t.Helper()
		before, list, err := bruteforce.Leverage(load(t, s.files()), mandate.Query{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]*bruteforce.Answer{"before": {After: before}}
		for _, a := range list {
			out[a.Kind+" "+a.What] = a
		}
		return out
	}
	says := func(a *bruteforce.Answer) string {
		if a == nil {
			return "not asked"
		}
		m := a.After
		return words(m.Verdict, m.Rung, m.Owed, m.Joins, m.Force, m.Options, m.Mandates, a.Opens, a.Closes)
	}
	x := try(sketch{more: needsP + "settle: [{issue: roe, source: s}]\n"})
	same(t, "before", says(x["before"]), "blueprint silent 2 [c] [100] 3 3 false false")
	same(t, "answer p", says(x["answer p"]), "blueprint agreed 1 [c] [100] 3 3 true false")
	same(t, "below", []bool{x["answer p"].Below, x["answer c"].Below}, []bool{true, false})
	same(t, "decide", says(x["decide roe=defence"]), "blueprint silent 1 [c] [100] 1 1 true false")
	same(t, "moving the settle line", says(x["move settle.roe"]), "blueprint silent 1 [c] [100] 3 3 true false")
	same(t, "moving the rule", says(x["move rules.formal"]), "blueprint agreed 1 [c] [100] 3 3 true false")

	x = try(sketch{more: needsP, actors: contributors("a"), entries: []string{"p1 02 p = declines: true", `u1 02 u = decides: 'roe == "defence"'`, "a1 02 a = excludes: c"}})
	same(t, "blocked", says(x["before"]), "blocked silent -1 [] [0] 0 0 false false")
	same(t, "declining reversed", says(x["move p1#1"]), "blueprint silent 1 [a c] [100] 1 1 true false")
	same(t, "marked", []bool{x["move p1#1"].Declining, x["move a1#1"].Exclusion, x["move u1#1"] == nil, x["decide roe=defence"] == nil}, []bool{true, true, true, true})
	same(t, "closes nothing", says(x["answer a"]), "blocked silent -1 [] [0] 0 0 false false")

	// A yes repeats the offers.
	x = try(sketch{c: "offers: {amounts: {infantry: 1000}}", more: minimum1})
	same(t, "before", says(x["before"]), "blueprint conditional 1 [c] [1000] 3 3 false false")
	same(t, "yes", says(x["answer c"]), "actionable agreed 0 [c] [1000] 3 3 true false")
	// And those of its group, of others who speak for it, and what adds to them.
	x = try(sketch{c: "-", more: minimum1, entries: []string{"c1 01 c; speaker: {name: X, actor: u} = offers: {amounts: {infantry: some}}", "c2 02 c = offers: {amounts: {infantry: 1000}, adds_to: c1}"}})
	same(t, "yes", says(x["answer c"]), "actionable agreed 0 [c] [1000] 3 3 true false")

	x = try(sketch{more: "externals: [{id: truce, name: t, source: s}]\n", c: `commits: {amounts: {infantry: 100}, if: 'external("truce")'}`})
	same(t, "before", says(x["before"]), "blueprint agreed 1 [c] [100] 3 3 false false")
	same(t, "true", says(x["settle truce=true"]), "actionable agreed 0 [c] [100] 3 3 true false")
	same(t, "false", says(x["settle truce=false"]), "blueprint silent 1 [c] [0] 3 3 false true")

	// Members of a set are answered each, in or out.
	x = try(sketch{issues: "  - {id: tasks, name: t, kind: set, source: s, options: [{id: watch, name: w}, {id: disarm, name: d}]}\n",
		entries: []string{`u1 02 u = decides: '"watch" in tasks'`}})
	same(t, "members", []bool{x["decide tasks=watch"] == nil, x["decide tasks!=watch"] == nil, x["decide tasks=disarm"] == nil, x["decide tasks!=disarm"] == nil}, []bool{false, true, false, false})
}

// TestCount: mandates, not orders or coalitions.
func TestCount(t *testing.T) {
	for _, x := range []struct {
		s    sketch
		want int
	}{
		{sketch{actors: contributors("a")}, 3},
		{sketch{more: needsP, entries: []string{`p1 02 p = requires: 'roe != "enforce"'`}}, 2},
		{sketch{issues: roe + "  - {id: tasks, name: t, kind: set, source: s, options: [{id: watch, name: w}, {id: disarm, name: d}]}\n"}, 12},
		{sketch{entries: []string{"c2 02 c = declines: true"}}, 0},
	} {
		n, err := bruteforce.Count(load(t, x.s.files()), mandate.Query{}, nil)
		if err != nil || n != x.want {
			t.Errorf("%d (%v), want %d", n, err, x.want)
		}
	}
}

// TestCompare works compare.md out by hand.
func TestCompare(t *testing.T) {
	texts := "texts:\n  - {id: old, name: old, source: s, clauses: [{id: c1, name: x, that: 'roe == \"defence\"'}, {id: c2, name: y, that: 'funding != \"pooled\"'}]}\n" +
		"  - {id: new, name: new, source: s, clauses: [{id: c1, name: x, that: 'roe in [\"robust\", \"enforce\"]'}, {id: c2, name: y, that: 'funding != \"pooled\"'}], steps: [later]}\n"
	goals := "goals: [{id: force, name: f, that: 'force(\"infantry\") >= 150', source: s}, {id: mild, name: m, that: 'roe == \"defence\"', source: s}]\n"
	s := sketch{issues: roe + funding, more: texts + goals, steps: "  - {id: later, name: l, source: s}\n", actors: contributors("a"),
		entries: []string{"u1 02 u; firmness: decided = adopts: old", "a1 03 a = offers: {amounts: {infantry: 50}} ; requires: 'roe != \"defence\"'", "c2 03 c = requires: 'adopts(\"old\") || adopts(\"new\")'"}}
	c := load(t, s.files())
	x, err := bruteforce.Compare(c, mandate.Query{}, "old", "new")
	if err != nil {
		t.Fatal(err)
	}
	a, b := x.Sides[0], x.Sides[1]
	same(t, "differ", x.Differ, []string{"roe"})
	same(t, "allowed", words(a.Allowed, b.Allowed), "map[funding:[paid] roe:[defence]] map[funding:[paid] roe:[robust enforce]]")
	same(t, "only one has", words(x.Clauses, x.Steps), "[[c1] [c1]] [[] [later]]")
	same(t, "reopens", words(a.Reopens, b.Reopens, b.Weight), "[] [[u1#1]] 1")
	same(t, "who", words(a.Plans.CanJoin, b.Plans.CanJoin), "map[c:agreed] map[a:conditional c:agreed]")
	same(t, "objects", a.Objects, map[string][][]string{"joins a": {{"a1#2"}}})
	same(t, "force", words(a.Coalition.Named, b.Coalition.Named), "[100] [150]")
	same(t, "words", words(a.Words, b.Words), "map[c:[c2#1] u:[u1#1]] map[c:[c2#1]]")
	same(t, "ended", words(b.Ended), "map[goal force:[[a1#2 u1#1]] joins a:[[a1#2 u1#1]]]")
	same(t, "made", words(b.Made, a.Made, a.Ended), "map[goal mild:[[]]] map[] map[]")
	same(t, "verdict", words(a.Verdict, b.Verdict, b.OwedSets), "actionable actionable []")

	// Two saved plans; one cannot be had.
	c.Plans = []*mandate.SavedPlan{{ID: "old", Set: []mandate.Choice{{Issue: "roe", Options: []string{"robust"}}}},
		{ID: "never", Join: []string{"a"}, Exclude: []mandate.Item{{Actor: "a"}}}}
	x, err = bruteforce.Compare(c, mandate.Query{}, "plan:old", "never")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "a plan of a text's name", x.Sides[0].Reopens, [][]string{{"u1#1"}})
	same(t, "never", words(x.Sides[1].Never, x.Sides[1].Plans.Verdict, x.Sides[1].Collisions, x.Sides[1].Verdict), "true blocked [[]] blocked")
	// A saved plan need not settle anything; with a settle list it is owed.
	s.more += "settle: [{issue: funding, source: s}]\n"
	s.entries = s.entries[1:2]
	c = load(t, s.files())
	c.Plans = []*mandate.SavedPlan{{ID: "robust", Set: []mandate.Choice{{Issue: "roe", Options: []string{"robust"}}}}}
	x, err = bruteforce.Compare(c, mandate.Query{}, "robust", "old")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "owed", words(x.Sides[0].Verdict, x.Sides[0].OwedSets, x.Sides[1].Verdict), "blueprint [[decide funding]] actionable")
}
