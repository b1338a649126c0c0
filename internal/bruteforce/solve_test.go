package bruteforce_test

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mandate"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
)

// load reads a case from texts; errors end the test.
func load(t testing.TB, files map[string]string) *mandate.Case {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list := casefile.Load(fsys, "random")
	for _, d := range list {
		if d.Severity == diag.Error {
			t.Fatalf("%+v\n%s", d, dump(files))
		}
	}
	return c
}

func dump(files map[string]string) string {
	var b strings.Builder
	for _, name := range []string{"case.yaml", "record/r.yaml", "record/entries.yaml", "assumptions.yaml"} {
		if files[name] != "" {
			b.WriteString("--- " + name + "\n" + files[name])
		}
	}
	return b.String()
}

// sketch is a small case: parts of case.yaml and entries in short form.
type sketch struct {
	aim     string // default deploy
	actors  string // more actors
	issues  string // default: roe with defence, robust, enforce
	steps   string // more steps
	more    string // more of case.yaml
	noC     bool   // without the contributor c
	c       string // c's commitment; default 100 infantry
	entries []string
	assumed string
}

// entry writes an entry: `id day actor; further lines; effects: …` with
// effects after the first " = ", separated by " ; ".
func entry(text string) string {
	head, effects, _ := strings.Cut(text, " = ")
	parts := strings.Split(head, "; ")
	word := strings.Fields(parts[0])
	var b strings.Builder
	b.WriteString("  - id: " + word[0] + "\n    said: 2025-01-" + word[1] + "\n    actor: " + word[2] + "\n")
	b.WriteString("    source: s\n    voice: quote\n    summary: Something was said.\n")
	firm := "    firmness: stated\n"
	for _, p := range parts[1:] {
		if strings.HasPrefix(p, "firmness") {
			firm = ""
		}
		b.WriteString("    " + p + "\n")
	}
	b.WriteString(firm)
	if effects == "" {
		b.WriteString("    context: nothing follows\n")
		return b.String()
	}
	b.WriteString("    effects:\n")
	for _, f := range strings.Split(effects, " ; ") {
		b.WriteString("      - " + f + "\n")
	}
	return b.String()
}

func (s sketch) files() map[string]string {
	or := func(a, b string) string {
		if a == "" {
			return b
		}
		return a
	}
	c := "  - {id: c, name: C, roles: [contributor], groups: [g]}\n"
	if s.noC {
		c = ""
	}
	text := "mandate: 1\ntitle: A case\naim: " + or(s.aim, "deploy") + "\nactors:\n" + c +
		"  - {id: p, name: P, roles: [party]}\n  - {id: u, name: U, roles: [decider]}\n" + s.actors +
		"issues:\n" + or(s.issues, roe) +
		"steps:\n  - {id: deploy, name: deployed, source: s}\n" + s.steps +
		"capabilities: [{id: infantry, name: infantry}]\n" + s.more
	record := "sources:\n  - {id: s, title: S, reliability: A}\n  - {id: s2, title: S2, reliability: A}\nentries:\n"
	if !s.noC && s.c != "-" {
		record += entry("c1 01 c = " + or(s.c, "commits: {amounts: {infantry: 100}}"))
	}
	for _, e := range s.entries {
		record += entry(e)
	}
	files := map[string]string{"case.yaml": text, "record/r.yaml": record}
	if s.assumed != "" {
		files["assumptions.yaml"] = s.assumed
	}
	return files
}

const (
	roe = "  - id: roe\n    name: rules\n    source: s\n    ordered: true\n    options: [{id: defence, name: d}, {id: robust, name: r}, {id: enforce, name: e}]\n"
	// funding may be decided yes or no.
	funding  = "  - {id: funding, name: funding, source: s, options: [{id: paid, name: p}, {id: pooled, name: q}]}\n"
	needsP   = "rules: [{id: formal, name: formal, that: consents(\"p\"), source: s}]\n"
	settleF  = "settle: [{issue: funding, source: s}]\n"
	rejects  = `rejects: 'roe in ["defence", "robust", "enforce"]'`
	minimum1 = "requirements: [{id: r, capability: infantry, minimum: 1000, source: s}]\n"
)

func solve(t testing.TB, s sketch, q mandate.Query, goal string) *bruteforce.Result {
	t.Helper()
	if goal != "" {
		s.more += "goals: [{id: asked, name: asked, that: '" + goal + "', source: s}]\n"
	}
	files := s.files()
	c := load(t, files)
	var e *mandate.Expr
	if goal != "" {
		e = c.Goals[0].That.Expr
	}
	r, err := bruteforce.Solve(c, q, e)
	if err != nil {
		t.Fatalf("%v\n%s", err, dump(files))
	}
	return r
}

// brief is the part of a result that a test names, as text.
func brief(r *bruteforce.Result) string {
	var parts []string
	parts = append(parts, string(r.Verdict))
	if r.Verdict == mandate.Blocked {
		for _, c := range r.Collisions {
			parts = append(parts, "{"+strings.Join(c, ", ")+"}")
		}
		return strings.Join(parts, " ")
	}
	parts = append(parts, r.Rung.String())
	for _, s := range r.OwedSets {
		parts = append(parts, "["+strings.Join(s, ", ")+"]")
	}
	return strings.Join(parts, " ")
}

func day(n int) *mandate.Day {
	d := mandate.DayOf(2025, 1, n)
	return &d
}

// check is a named expectation.
type check struct {
	name string
	s    sketch
	q    mandate.Query
	want string
}

func run(t *testing.T, checks []check) {
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			r := solve(t, c.s, c.q, "")
			if got := brief(r); got != c.want {
				t.Errorf("got  %s\nwant %s\npossible %v\n%s", got, c.want, r.Possible, dump(c.s.files()))
			}
		})
	}
}

func TestMicroCases(t *testing.T) {
	circle := "  - {id: x, name: x, source: s, needs: ['done(\"y\")']}\n  - {id: y, name: y, source: s, needs: ['done(\"x\")']}\n"
	three := "  - {id: m1, name: M, roles: [party], groups: [council]}\n  - {id: m2, name: M, roles: [party], groups: [council]}\n  - {id: m3, name: M, roles: [party], groups: [council]}\n"
	change := sketch{more: needsP, entries: []string{
		`p1 01 p = accepts: 'roe == "defence"'`,
		`p2 02 p; supersedes: p1 = rejects: 'roe == "defence"'`,
		`p3 03 p; supersedes: p2`}}
	pause := sketch{entries: []string{`c2 05 c; suspends: c1; expires: 2025-01-09`}}
	tasks := "tasks: [{id: t1, name: t}, {id: t2, name: t}]\nrequirements:\n  - {id: r1, capability: infantry, task: t1, minimum: 80, source: s}\n  - {id: r2, capability: infantry, task: t2, minimum: 80, source: s}\n"
	disputed := sketch{more: needsP, entries: []string{"r1 02 p = " + rejects, "r2 03 p; disputes: r1"}}
	bound := disputed
	bound.more += "binds: [{entry: r1, why: confirmed}]\n"
	run(t, []check{
		{"1", sketch{more: needsP}, mandate.Query{}, "blueprint silent [answer p]"},
		{"2", sketch{more: needsP, entries: []string{`p1 02 p = requires: 'roe == "defence"'`}}, mandate.Query{}, "blueprint conditional [answer p]"},
		{"3", sketch{issues: funding, more: settleF, c: `commits: {amounts: {infantry: 100}, if: 'decided("funding")'}`}, mandate.Query{}, "blueprint agreed [decide funding]"},
		{"4", sketch{issues: funding, more: settleF, c: `commits: {amounts: {infantry: 100}, if: 'decided("funding")'}`,
			entries: []string{`u1 02 u = decides: 'funding == "paid"'`}}, mandate.Query{}, "actionable agreed"},
		{"5 aim x", sketch{steps: circle, aim: "x"}, mandate.Query{}, "blocked {steps.x.needs.1, steps.y.needs.1}"},
		{"5 --aim x", sketch{steps: circle}, mandate.Query{Aim: "x"}, "blocked {steps.x.needs.1, steps.y.needs.1}"},
		{"5 aim deploy", sketch{steps: circle}, mandate.Query{}, "actionable agreed"},
		{"6", sketch{more: minimum1}, mandate.Query{}, "blueprint agreed [force infantry]"},
		{"7", sketch{actors: three, more: "rules: [{id: formal, name: f, that: consenting(\"council\") >= 2, source: s}]\n", entries: []string{
			`m1-1 02 m1 = accepts: 'roe == "defence"'`, `m2-1 02 m2 = accepts: 'roe == "defence"'`, `m3-1 02 m3 = ` + rejects}}, mandate.Query{}, "actionable agreed"},
		{"8", sketch{noC: true, actors: "  - {id: a, name: A, roles: [contributor]}\n  - {id: b, name: B, roles: [contributor]}\n",
			entries: []string{"a1 01 a = interested: true", "b1 01 b = interested: true"}}, mandate.Query{}, "blueprint interested [answer a] [answer b]"},
		{"9 day 1", change, mandate.Query{AsOf: day(1)}, "actionable agreed"},
		{"9 day 2", change, mandate.Query{AsOf: day(2)}, "blueprint conditional [answer p]"},
		{"9 day 3", change, mandate.Query{AsOf: day(3)}, "blueprint silent [answer p]"},
		{"10 day 4", pause, mandate.Query{AsOf: day(4)}, "actionable agreed"},
		{"10 day 6", pause, mandate.Query{AsOf: day(6)}, "blueprint silent [answer c]"},
		{"10 day 10", pause, mandate.Query{AsOf: day(10)}, "actionable agreed"},
		{"11", sketch{c: "commits: {amounts: {infantry: {at_most: 100}}}", more: strings.Replace(minimum1, "1000", "50", 1)}, mandate.Query{}, "actionable agreed"},
		{"12", sketch{c: "commits: {amounts: {infantry: 100}, not_for: [t2]}", more: tasks}, mandate.Query{}, "blueprint agreed [force infantry]"},
		{"13", sketch{issues: funding, more: needsP, entries: []string{`c2 02 c = requires: 'decided("funding")'`, `p1 02 p = requires: 'before("commit.c", "decide.funding")'`}},
			mandate.Query{}, "blocked {c2#1, p1#1, rules.formal}"},
		{"14 disputed", disputed, mandate.Query{}, "blueprint silent [answer p]"},
		{"14 bound", bound, mandate.Query{}, "blocked {r1#1, rules.formal}"},
		{"15", sketch{more: "settle: [{issue: roe, source: s}]\n", entries: []string{`u1 02 u = decides: 'roe != "enforce"'`}}, mandate.Query{}, "blueprint agreed [decide roe]"},
		{"16", sketch{steps: "  - {id: x, name: x, source: s}\n  - {id: y, name: y, source: s}\n", more: needsP,
			entries: []string{"u1 02 u = happened: y", `p1 02 p = requires: 'before("x", "y")'`}}, mandate.Query{}, "blueprint silent [answer p]"},
		{"17", sketch{more: "externals: [{id: truce_holds, name: t, source: s}]\n", c: `commits: {amounts: {infantry: 100}, if: 'external("truce_holds")'}`},
			mandate.Query{}, "blueprint agreed [external truce_holds]"},
		{"18", sketch{entries: []string{`g1 02 g = requires: 'roe == "defence"'`, `c2 02 c = requires: 'roe != "enforce"'`}}, mandate.Query{}, "actionable agreed"},
	})
	if r := solve(t, sketch{more: minimum1}, mandate.Query{}, ""); r.Missing["infantry"] != 900 {
		t.Errorf("6: missing %v", r.Missing)
	}
	if r := solve(t, sketch{c: "commits: {amounts: {infantry: 100}, not_for: [t2]}", more: tasks}, mandate.Query{}, ""); r.Missing["infantry"] != 80 {
		t.Errorf("12: missing %v", r.Missing)
	}
	r := solve(t, sketch{more: "settle: [{issue: roe, source: s}]\n", entries: []string{`u1 02 u = decides: 'roe != "enforce"'`}}, mandate.Query{}, "")
	if want := []string{"defence", "robust"}; !reflect.DeepEqual(r.Open["roe"], want) {
		t.Errorf("15: open %v", r.Open)
	}
	r = solve(t, sketch{entries: []string{`g1 02 g = requires: 'roe == "defence"'`, `c2 02 c = requires: 'roe != "enforce"'`}}, mandate.Query{}, "")
	if got := len(r.Possible); got != 4 { // two options, p consents or not
		t.Errorf("18: possible %v", r.Possible)
	}
}

// TestByHand has cases worked out with pencil and paper.
func TestByHand(t *testing.T) {
	two := "  - {id: a, name: A, roles: [contributor], groups: [g]}\n  - {id: b, name: B, roles: [contributor], groups: [g]}\n"
	past := "  - {id: x, name: x, source: s}\n  - {id: y, name: y, source: s}\n"
	line := func(n string) string {
		return "requirements: [{id: r, capability: infantry, minimum: " + n + ", source: s}]\n"
	}
	lines := "tasks: [{id: t1, name: t}, {id: t2, name: t}]\nsectors: [{id: n, name: n}]\nrequirements:\n" +
		"  - {id: r1, capability: infantry, task: t1, minimum: 50, source: s}\n  - {id: r2, capability: infantry, task: t2, sector: n, minimum: 50, source: s}\n"
	truce := "externals: [{id: truce, name: t, source: s, holds_if: {at_most: 5}, fails_if: {at_least: 50}}]\n"
	object := "rules: [{id: formal, name: f, that: 'consents(\"p\") && objecting(\"h\") == 0', source: s}]\n"
	m := "  - {id: m, name: M, roles: [party], groups: [h]}\n"
	run(t, []check{
		// Rungs.
		{"offer with a condition", sketch{c: `offers: {if: 'roe == "defence"'}`}, mandate.Query{}, "blueprint conditional [answer c]"},
		{"offer whose condition is decided against", sketch{c: `offers: {if: 'roe == "defence"'}`, entries: []string{`u1 02 u = decides: 'roe != "defence"'`}},
			mandate.Query{}, "blueprint silent [answer c]"},
		{"hearsay commitment", sketch{c: "-", entries: []string{"c9 02 c; speaker: {name: X, actor: u} = commits: {}"}}, mandate.Query{}, "blueprint conditional [answer c]"},
		{"inherited commitment", sketch{c: "-", entries: []string{"g1 02 g = commits: {}"}}, mandate.Query{}, "blueprint conditional [answer c]"},
		{"inherited acceptance", sketch{actors: "  - {id: p2, name: P, roles: [party], groups: [h]}\n",
			more: "rules: [{id: formal, name: f, that: consents(\"p2\"), source: s}]\n", entries: []string{"h1 02 h = accepts: 'true || roe == \"defence\"'"}},
			mandate.Query{}, "blueprint conditional [answer p2]"},
		{"inherited terms give no rung", sketch{actors: "  - {id: p2, name: P, roles: [party], groups: [h]}\n",
			more: "rules: [{id: formal, name: f, that: consents(\"p2\"), source: s}]\n", entries: []string{"h1 02 h = requires: 'roe == \"defence\"'"}},
			mandate.Query{}, "blueprint silent [answer p2]"},
		{"own word replaces the group's whole effect", sketch{c: "-", entries: []string{`g1 02 g = requires: 'roe == "defence" && false'`,
			`c2 02 c = prefers: {that: 'roe == "robust"', over: 'roe == "enforce"'} ; commits: {}`}}, mandate.Query{}, "actionable agreed"},
		{"who decides has accepted", sketch{actors: "  - {id: p2, name: P, roles: [party, decider]}\n",
			more: "rules: [{id: formal, name: f, that: consents(\"p2\"), source: s}]\n", entries: []string{`p2-1 02 p2 = decides: 'roe != "enforce"'`}},
			mandate.Query{}, "actionable agreed"},
		{"acceptance of what was decided against", sketch{more: needsP, entries: []string{`p1 02 p = accepts: 'roe == "enforce"'`, `u1 02 u = decides: 'roe != "enforce"'`}},
			mandate.Query{}, "blueprint silent [answer p]"},
		{"declines", sketch{entries: []string{"c2 02 c = declines: true"}}, mandate.Query{}, "blocked {c2#1}"},
		{"nobody can join", sketch{noC: true, actors: "  - {id: c, name: C, roles: [funder]}\n", entries: []string{`p1 01 p = accepts: 'roe == "defence"'`}}, mandate.Query{}, "blocked {}"},

		// Owed.
		{"two of three", sketch{noC: true, actors: two + "  - {id: d, name: D, roles: [contributor], groups: [g]}\n",
			more:    "rules: [{id: formal, name: f, that: 'joining(\"g\") >= 2', source: s}]\n",
			entries: []string{"a1 01 a = interested: true", "b1 01 b = interested: true", "d1 01 d = commits: {}"}}, mandate.Query{},
			"blueprint interested [answer a] [answer b]"},
		{"one of two and a party", sketch{noC: true, actors: two, more: needsP, entries: []string{"a1 01 a = interested: true", "b1 01 b = interested: true"}},
			mandate.Query{}, "blueprint silent [answer a, answer p] [answer b, answer p]"},
		{"an answer or an assumption", sketch{noC: true, actors: two, more: truce, entries: []string{"a1 01 a = interested: true", `b1 01 b = commits: {if: 'external("truce")'}`}},
			mandate.Query{}, "blueprint agreed [answer a] [external truce]"},
		{"both in one count once", sketch{noC: true, actors: "  - {id: a, name: A, roles: [contributor, party]}\n",
			more: "rules: [{id: formal, name: f, that: consents(\"a\"), source: s}]\n", entries: []string{"a1 01 a = interested: true"}}, mandate.Query{}, "blueprint silent [answer a]"},

		// Spent: met or breached, in its polarity.
		{"spent gives no terms", sketch{steps: past, more: needsP, entries: []string{"u1 02 u = happened: y", `p1 02 p = requires: 'before("x", "y")'`}},
			mandate.Query{}, "blueprint silent [answer p]"},
		{"spent with something else gives terms", sketch{steps: past, more: needsP,
			entries: []string{"u1 02 u = happened: y", `p1 02 p = requires: 'before("x", "y") && roe == "defence"'`}}, mandate.Query{}, "blueprint conditional [answer p]"},
		{"rejects before: spent when x is past", sketch{steps: past, more: needsP, entries: []string{"u1 02 u = happened: x", `p1 02 p = rejects: 'before("x", "y")'`}},
			mandate.Query{}, "blueprint silent [answer p]"},
		{"rejects before: not spent when y is past", sketch{steps: past, more: needsP,
			entries: []string{"u1 02 u = happened: y", `p1 02 p = rejects: 'before("x", "y")'`}}, mandate.Query{}, "blueprint conditional [answer p]"},
		{"a goal is not spent", sketch{steps: past, more: "rules: [{id: formal, name: f, that: 'before(\"x\", \"y\")', source: s}]\n",
			entries: []string{"u1 02 u = happened: y"}}, mandate.Query{}, "blocked {rules.formal}"},
		{"same day: each before the other", sketch{steps: past, more: "rules: [{id: formal, name: f, that: 'before(\"x\", \"y\") && before(\"y\", \"x\")', source: s}]\n",
			entries: []string{"u1 02 u = happened: y", "u2 02 u = happened: x"}}, mandate.Query{}, "actionable agreed"},

		// Waiting.
		{"waits", sketch{steps: "  - {id: out, name: o, source: s, needs: ['done(\"deploy\")']}\n", entries: []string{`c2 02 c = requires: 'done("out")'`}},
			mandate.Query{}, "actionable agreed"},
		{"the other conjunct does not wait", sketch{steps: "  - {id: out, name: o, source: s, needs: ['done(\"deploy\")']}\n",
			entries: []string{`c2 02 c = requires: 'done("out") && roe == "defence"'`, `u1 02 u = decides: 'roe != "defence"'`}},
			mandate.Query{}, "blocked {c2#1, u1#1}"},
		{"does not wait with another aim", sketch{steps: "  - {id: out, name: o, source: s, needs: ['done(\"deploy\")']}\n", entries: []string{`c2 02 c = requires: 'done("out")'`}},
			mandate.Query{Aim: "out"}, "blocked {c2#1, steps.out.needs.1}"},

		// Objecting.
		{"objecting", sketch{actors: m, more: object, entries: []string{`m1 02 m = requires: 'roe == "defence"'`, `p1 02 p = requires: 'roe == "robust"'`}},
			mandate.Query{}, "blocked {m1#1, p1#1, rules.formal}"},
		{"who declines objects", sketch{actors: m, more: object, entries: []string{"m1 02 m = declines: true"}}, mandate.Query{}, "blocked {m1#1, rules.formal}"},
		{"nobody objects", sketch{actors: m, more: object, entries: []string{`m1 02 m = requires: 'roe == "defence"'`, `p1 02 p = accepts: 'true'`}}, mandate.Query{}, "actionable agreed"},

		// Force.
		{"adds to", sketch{more: line("100"), entries: []string{"c2 02 c = commits: {amounts: {infantry: 20}, adds_to: c1}"}, c: "commits: {amounts: {infantry: 80}}"},
			mandate.Query{}, "actionable agreed"},
		{"adds to what does not count", sketch{more: line("110"), c: "commits: {amounts: {infantry: 80}}", entries: []string{
			"c2 02 c = commits: {amounts: {infantry: 50}, adds_to: c1}", "c3 03 c = commits: {amounts: {infantry: 100}}"}}, mandate.Query{}, "blueprint agreed [force infantry]"},
		{"a tie goes to the later", sketch{more: line("110"), c: "commits: {amounts: {infantry: 100}}", entries: []string{
			"c2 02 c = commits: {amounts: {infantry: 50}, adds_to: c1}", "c3 03 c = commits: {amounts: {infantry: 100}}"}}, mandate.Query{}, "blueprint agreed [force infantry]"},
		{"a tie goes to the later, to which is added", sketch{more: line("110"), c: "commits: {amounts: {infantry: 100}}", entries: []string{
			"c2 02 c = commits: {amounts: {infantry: 50}, adds_to: c3}", "c3 03 c = commits: {amounts: {infantry: 100}}"}}, mandate.Query{}, "actionable agreed"},
		{"an added part has its own caveat", sketch{more: lines, c: "commits: {amounts: {infantry: 50}}", entries: []string{
			"c2 02 c = commits: {amounts: {infantry: 50}, adds_to: c1, not_for: [n]}"}}, mandate.Query{}, "actionable agreed"},
		{"both parts have the same caveat", sketch{more: lines, c: "commits: {amounts: {infantry: 50}, not_for: [t2]}", entries: []string{
			"c2 02 c = commits: {amounts: {infantry: 50}, adds_to: c1, not_for: [n]}"}}, mandate.Query{}, "blueprint agreed [force infantry]"},
		{"what is offered is no supply of who has agreed", sketch{more: line("150"), entries: []string{"c2 02 c = offers: {amounts: {infantry: 200}}"}},
			mandate.Query{}, "blueprint agreed [force infantry]"},
		{"an offer is supply once it is answered", sketch{c: "offers: {amounts: {infantry: 200}}", more: line("150")}, mandate.Query{}, "blueprint conditional [answer c]"},

		// The deed, the order, the record.
		{"under way", sketch{entries: []string{"u1 02 u = happened: deploy"}}, mandate.Query{}, "under way agreed"},
		{"taking part comes before the deed", sketch{entries: []string{`c2 02 c = requires: 'done("deploy")'`}}, mandate.Query{}, "blocked {c2#1}"},
		{"the deed does not bind who joins for another aim", sketch{steps: past, entries: []string{`c2 02 c = requires: 'done("x")'`}}, mandate.Query{Aim: "x"}, "actionable agreed"},
		{"an issue decided too late", sketch{issues: funding, more: settleF, entries: []string{`c2 02 c = requires: 'before("commit.c", "decide.funding")'`}},
			mandate.Query{}, "blocked {c2#1, settle.funding}"},
		{"no record", sketch{}, mandate.Query{Without: []string{"s"}}, "no record silent"},
		{"external known by a reading", sketch{more: truce, c: `commits: {if: 'external("truce")'}`, entries: []string{"u1 02 u = happened: {reading: truce, value: 3}"}},
			mandate.Query{}, "actionable agreed"},
		{"external between the bounds", sketch{more: truce, c: `commits: {if: 'external("truce")'}`, entries: []string{"u1 02 u = happened: {reading: truce, value: 30}"}},
			mandate.Query{}, "blueprint agreed [external truce]"},
		{"a boolean reading goes first", sketch{more: truce, c: `commits: {if: 'external("truce")'}`,
			entries: []string{"u1 02 u = happened: {reading: truce, value: true}", "u2 03 u = happened: {reading: truce, value: 70}"}}, mandate.Query{}, "actionable agreed"},
		{"on record", sketch{more: "rules: [{id: formal, name: f, that: 'on_record(joins(\"c\") && !decided(\"roe\") && committed(\"infantry\") >= 100)', source: s}]\n"},
			mandate.Query{}, "actionable agreed"},
		{"a dispute voids its supersession", sketch{entries: []string{"c2 02 c; supersedes: c1", "c3 03 c; disputes: c2"}}, mandate.Query{}, "actionable agreed"},
		{"an expired supersession stays", sketch{entries: []string{"c2 02 c; supersedes: c1; expires: 2025-01-02", "c3 03 c"}}, mandate.Query{}, "blueprint silent [answer c]"},
	})
}

func TestCollisionsByHand(t *testing.T) {
	// c wants roe == defence, a decision says roe != defence, p the same as c.
	s := sketch{more: needsP + "reopenable: [{entry: u1, why: may be amended}]\nweights: {stated: 2, reported: 3, decided: 5}\n",
		entries: []string{`c2 02 c = requires: 'roe == "defence"'`, `p1 02 p; firmness: reported = requires: 'roe == "defence"'`,
			`u1 02 u; firmness: decided = decides: 'roe != "defence"'`, "p2 03 p = requires: 'done(\"deploy\") || decided(\"roe\")'"}}
	r := solve(t, s, mandate.Query{}, "")
	if got := brief(r); got != "blocked {c2#1+p1#1, u1#1}" {
		t.Errorf("got %s", got)
	}
	if want := [][]string{{"c2#1+p1#1"}, {"u1#1"}}; !reflect.DeepEqual(r.WaysOut, want) || !reflect.DeepEqual(r.Weights, []int64{3, 5}) {
		t.Errorf("ways out %v %v", r.WaysOut, r.Weights)
	}
	if want := []string{"c2#1+p1#1", "p2#1", "rules.formal", "u1#1"}; !reflect.DeepEqual(r.Positions, want) {
		t.Errorf("positions %v", r.Positions)
	}
	// A goal that waiting terms speak of is asked with them.
	s = sketch{steps: "  - {id: out, name: o, source: s, needs: ['done(\"deploy\")']}\n", entries: []string{`c2 02 c = requires: 'done("out")'`}}
	r = solve(t, s, mandate.Query{}, `done("out")`)
	if want := [][]string{{"c2#1", "steps.out.needs.1"}}; r.Verdict != mandate.Actionable || !reflect.DeepEqual(r.Collisions, want) {
		t.Errorf("%s %v", r.Verdict, r.Collisions)
	}
	// Objecting counts only what is kept: without m's terms nobody objects.
	s = sketch{actors: "  - {id: m, name: M, roles: [party], groups: [h]}\n", more: "rules: [{id: formal, name: f, that: 'objecting(\"h\") == 0', source: s}]\n",
		entries: []string{`m1 02 m = requires: 'roe == "defence"'`, "m2 03 m = declines: true"}}
	r = solve(t, s, mandate.Query{}, `roe == "robust"`)
	if want := [][]string{{"m1#1", "rules.formal"}, {"m2#1", "rules.formal"}}; !reflect.DeepEqual(r.Collisions, want) {
		t.Errorf("collisions %v", r.Collisions)
	}
	if want := [][]string{{"rules.formal"}, {"m1#1", "m2#1"}}; !reflect.DeepEqual(r.WaysOut, want) {
		t.Errorf("ways out %v", r.WaysOut)
	}
	// Nothing changeable: a collision without a way out.
	s = sketch{entries: []string{`u1 02 u = decides: 'roe == "defence"'`, `u2 03 u = decides: 'roe == "robust"'`}}
	r = solve(t, s, mandate.Query{}, "")
	if got := brief(r); got != "blocked {u1#1, u2#1}" || len(r.WaysOut) != 0 || len(r.Decided) != 0 {
		t.Errorf("got %s, ways out %v, decided %v", got, r.WaysOut, r.Decided)
	}
	// Self-contradictions.
	s = sketch{entries: []string{`p1 02 p = accepts: 'roe == "defence"' ; requires: 'roe != "defence"'`, `c2 02 c = requires: 'roe == "robust"' ; requires: 'roe == "enforce"'`}}
	r = solve(t, s, mandate.Query{}, "")
	if want := [][2]string{{"c2#1", "c2#2"}, {"p1#1", "p1#2"}}; !reflect.DeepEqual(r.Contradictions, want) {
		t.Errorf("contradictions %v", r.Contradictions)
	}
	// Restrictions.
	r = solve(t, sketch{more: needsP, entries: []string{"p1 02 p = accepts: 'roe == \"defence\"'"}},
		mandate.Query{Set: []mandate.Choice{{Issue: "roe", Options: []string{"robust"}}}}, "")
	if got := brief(r); got != "blueprint silent [answer p]" {
		t.Errorf("--set: %s", got)
	}
	if want := []bruteforce.PlanKey{"roe=robust; joins c; consents p"}; !reflect.DeepEqual(r.Possible, want) {
		t.Errorf("--set: possible %v", r.Possible)
	}
	r = solve(t, sketch{actors: "  - {id: d, name: D, roles: [contributor]}\n"}, mandate.Query{Join: []string{"d"}}, "")
	if got := brief(r); got != "blueprint silent [answer d]" || r.CanJoin["c"] != mandate.Agreed || r.CanJoin["d"] != mandate.Silent {
		t.Errorf("--join: %s %v", got, r.CanJoin)
	}
}

// TestRandom checks that the random cases are many-sided, and that the results
// agree with themselves.
func TestRandom(t *testing.T) {
	const seeds = 500
	verdicts := map[mandate.Verdict]int{}
	sizes := map[int]int{}
	kinds := map[mandate.EffectKind]int{}
	ops := map[mandate.Op]int{}
	more := map[string]int{}
	var slowest, total time.Duration
	var slow uint64
	var over int
	for seed := uint64(0); seed < seeds; seed++ {
		files, q, goal := bruteforce.Random(seed)
		c := load(t, files)
		tally(c, kinds, ops)
		var e *mandate.Expr
		for _, g := range c.Goals {
			if g.ID == goal {
				e = g.That.Expr
			}
		}
		began := time.Now()
		r, err := bruteforce.Solve(c, q, e)
		took := time.Since(began)
		total += took
		if took > 50*time.Millisecond {
			over++
		}
		if took > slowest {
			slowest, slow = took, seed
		}
		if err != nil {
			t.Errorf("seed %d: %v\n%s", seed, err, dump(files))
			continue
		}
		verdicts[r.Verdict]++
		for _, x := range r.Collisions {
			sizes[len(x)]++
		}
		for name, yes := range map[string]bool{"contradiction": len(r.Contradictions) > 0, "interchangeable": len(r.OwedSets) > 1,
			"external": strings.Contains(strings.Join(r.Owed, " "), "external"), "force": len(r.Missing) > 0, "several collisions": len(r.Collisions) > 1,
			"several ways out": len(r.WaysOut) > 1, "rung " + r.Rung.String(): r.Verdict != mandate.Blocked} {
			if yes {
				more[name]++
			}
		}
		consistent(t, seed, r)
	}
	t.Logf("verdicts %v, sizes of collisions %v, %v", verdicts, sizes, more)
	t.Logf("average %v, slowest %v (seed %d), %d over 50ms", total/seeds, slowest, slow, over)
	for _, v := range []mandate.Verdict{mandate.Blocked, mandate.Blueprint, mandate.Actionable, mandate.UnderWay} {
		if verdicts[v] < seeds/20 {
			t.Errorf("only %d cases are %s", verdicts[v], v)
		}
	}
	for n := 1; n <= 4; n++ {
		if sizes[n] == 0 {
			t.Errorf("no collision of %d positions", n)
		}
	}
	for _, k := range mandate.EffectKinds {
		if kinds[k] == 0 {
			t.Errorf("no effect %s", k)
		}
	}
	for op := mandate.OpNot; op <= mandate.OpOnRecord; op++ {
		if ops[op] == 0 {
			t.Errorf("no node of kind %d", op)
		}
	}
}

// tally counts the effects and the nodes of the conditions of a case.
func tally(c *mandate.Case, kinds map[mandate.EffectKind]int, ops map[mandate.Op]int) {
	cond := func(x *mandate.Condition) {
		if x != nil {
			x.Expr.Walk(func(e *mandate.Expr) { ops[e.Op]++ })
		}
	}
	for _, e := range c.Entries {
		for _, f := range e.Effects {
			kinds[f.Kind]++
			cond(f.That)
		}
	}
	for _, r := range c.Rules {
		cond(r.That)
	}
	for _, s := range c.Steps {
		for _, n := range s.Needs {
			cond(n.That)
		}
	}
	for _, g := range c.Goals {
		cond(g.That)
	}
}

// consistent checks what holds of every result.
func consistent(t *testing.T, seed uint64, r *bruteforce.Result) {
	t.Helper()
	if (len(r.Possible) == 0) != (r.Verdict == mandate.Blocked || r.Verdict == mandate.NoRecord) {
		t.Errorf("seed %d: %s with %d possible plans", seed, r.Verdict, len(r.Possible))
	}
	if (len(r.OwedSets) > 0) != (r.Verdict == mandate.Blueprint) {
		t.Errorf("seed %d: %s owes %v", seed, r.Verdict, r.OwedSets)
	}
	if r.Verdict == mandate.Blocked && len(r.Collisions) == 0 {
		t.Errorf("seed %d: blocked without a collision", seed)
	}
	if r.Verdict == mandate.Actionable && r.Rung != mandate.Agreed {
		t.Errorf("seed %d: actionable on rung %s", seed, r.Rung)
	}
	for _, way := range r.WaysOut { // a way out breaks every collision
		for _, x := range r.Collisions {
			hit := false
			for _, a := range way {
				for _, b := range x {
					hit = hit || a == b
				}
			}
			if !hit {
				t.Errorf("seed %d: the way out %v leaves the collision %v", seed, way, x)
			}
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	type one struct {
		c *mandate.Case
		q mandate.Query
	}
	var cases []one
	for seed := uint64(0); seed < 100; seed++ {
		files, q, _ := bruteforce.Random(seed)
		cases = append(cases, one{load(b, files), q})
	}
	for n := 0; b.Loop(); n++ {
		x := cases[n%len(cases)]
		if _, err := bruteforce.Solve(x.c, x.q, nil); err != nil {
			b.Fatal(err)
		}
	}
}
