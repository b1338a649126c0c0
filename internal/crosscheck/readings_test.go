package crosscheck_test

import (
	"strings"
	"testing"

	"mandate"
)

// The vocabulary of the cases below: contributor c, parties p and q in the
// council, decider d.
const vocabulary = `mandate: 1
title: A reading
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor], groups: [g]}
  - {id: p, name: P, roles: [party], groups: [g, council]}
  - {id: q, name: Q, roles: [party], groups: [council]}
  - {id: d, name: D, roles: [decider]}
groups: [{id: g, name: g}, {id: council, name: council}]
steps:
  - {id: deploy, name: deploys, source: s}
  - {id: x, name: x, source: s}
  - {id: y, name: y, source: s}
  - {id: leave, name: leaves, source: s, needs: ['done("deploy")']}
  - {id: pull, name: pulls out, source: s, stages: 2, needs: ['done("deploy")']}
capabilities: [{id: infantry, name: infantry, unit: soldiers}]
issues: [{id: roe, name: roe, ordered: true, decided_by: [d], source: s, options: [{id: defence, name: defence}, {id: robust, name: robust}, {id: enforce, name: enforce}]}]
externals: [{id: truce, name: truce, source: s}]
`

// says writes an entry of 1 January 2025.
func says(id, actor string, effects ...string) string {
	return "  - id: " + id + "\n    said: 2025-01-01\n    source: s\n    actor: " + actor +
		"\n    voice: quote\n    firmness: stated\n    summary: Says so.\n    effects:\n      - " + strings.Join(effects, "\n      - ") + "\n"
}

// on moves an entry to another day.
func on(day, entry string) string { return strings.Replace(entry, "2025-01-01", day, 1) }

// north is a line of 100 infantry in the north.
const north = "sectors: [{id: north, name: north}]\nrequirements: [{id: n, capability: infantry, sector: north, minimum: 100, source: s}]\n"

func ruled(that string) string {
	return "rules: [{id: r, name: r, that: '" + that + "', source: s}]\n"
}

func asked(that string) string {
	return "goals: [{id: o, name: o, that: '" + that + "', source: s}]\n"
}

// TestReadings: small cases for sentences of verdict.md that random cases
// seldom touch, with the answer worked out by hand.
func TestReadings(t *testing.T) {
	need(t)
	c := says("c1", "c", "commits: {amounts: {infantry: 100}}")
	robust := says("d1", "d", `decides: 'roe == "robust"'`)
	for _, x := range []struct {
		name, lines string
		record      []string
		query       mandate.Query
		want        string
	}{
		{"who is said to decline objects on the record", ruled(`on_record(objecting("council") >= 1)`),
			[]string{c, strings.Replace(says("p1", "p", "declines: true"), "voice:", "speaker: {name: N, actor: q}\n    voice:", 1)}, mandate.Query{}, "actionable, agreed"},
		{"so does a member of a group that declines", ruled(`on_record(objecting("council") == 2)`),
			[]string{c, says("k1", "council", "declines: true")}, mandate.Query{}, "actionable, agreed"},
		{"a collision is one whichever others are kept", ruled(`consents("p") && consents("q")`) + asked(`objecting("council") >= 1`),
			[]string{c, says("p1", "p", `requires: 'roe == "defence"'`)}, mandate.Query{}, "blueprint, silent"},
		{"true is no term", ruled(`consents("p")`), []string{c, says("p1", "p", "requires: 'true'")}, mandate.Query{}, "blueprint, silent"},
		{"a goal names no step in on_record", ruled(`consents("p")`) + asked(`on_record(!done("leave"))`),
			[]string{c, says("p1", "p", `requires: 'before("leave", "consent.p")'`)}, mandate.Query{}, "blueprint, silent"},
		{"what is spent does not make anybody object", ruled(`objecting("council") == 0`),
			[]string{c, robust, says("p1", "p", `requires: 'before("x", "y") || roe == "defence"'`), says("y1", "d", "happened: y")}, mandate.Query{}, "actionable, agreed"},
		{"what is not spent does", ruled(`objecting("council") == 0`),
			[]string{c, robust, says("p1", "p", `requires: 'before("y", "x") && roe == "defence"'`), says("y1", "d", "happened: y")}, mandate.Query{}, "blocked, silent"},
		{"somebody who stays outside objects", ruled(`objecting("council") >= 1`),
			[]string{c, robust, says("p1", "p", `requires: 'roe == "defence"'`)}, mandate.Query{}, "actionable, agreed"},
		{"who consents does not object", ruled(`objecting("council") >= 1 && consents("p")`),
			[]string{c, robust, says("p1", "p", `requires: 'roe == "defence"'`)}, mandate.Query{}, "blocked, silent"},
		{"either value will not do", ruled(`external("truce") || !external("truce")`), []string{c}, mandate.Query{}, "blueprint, agreed"},
		{"the record establishes neither value", ruled(`!on_record(external("truce")) && on_record(!external("truce"))`), []string{c}, mandate.Query{}, "actionable, agreed"},
		{"a demand about what is after the aim waits", ruled(`consents("p")`) + asked(`done("leave")`),
			[]string{c, says("p1", "p", `requires: 'before("leave", "consent.p")'`)}, mandate.Query{}, "blueprint, silent"},
		{"so does one about a stage of what is after the aim", ruled(`consents("p")`),
			[]string{c, says("p1", "p", `requires: 'before("pull.1", "consent.p")'`)}, mandate.Query{}, "blueprint, silent"},
		{"unless the aim is that step", ruled(`consents("p")`),
			[]string{c, says("p1", "p", `requires: 'before("pull.1", "consent.p")'`)}, mandate.Query{Aim: "pull"}, "blocked, silent"},
		{"of equal figures in one entry the later counts, and what adds to both is added once", ruled(`force("infantry") == 150`),
			[]string{says("c1", "c", "commits: {amounts: {infantry: 100}}", "offers: {amounts: {infantry: 100}}"), says("c2", "c", "commits: {amounts: {infantry: 50}, adds_to: c1}")}, mandate.Query{}, "actionable, agreed"},
		{"of equal figures the one of the later day counts", north,
			[]string{on("2025-01-02", says("c1", "c", "commits: {amounts: {infantry: 100}}")), says("c2", "c", "commits: {amounts: {infantry: 100}, not_for: [north]}")}, mandate.Query{}, "actionable, agreed"},
		{"and not the one of the earlier day", north,
			[]string{says("c1", "c", "commits: {amounts: {infantry: 100}}"), on("2025-01-02", says("c2", "c", "commits: {amounts: {infantry: 100}, not_for: [north]}"))}, mandate.Query{}, "blueprint, agreed"},
		{"of one day the one of the later place", north,
			[]string{says("c2", "c", "commits: {amounts: {infantry: 100}, not_for: [north]}"), says("c1", "c", "commits: {amounts: {infantry: 100}}")}, mandate.Query{}, "actionable, agreed"},
		{"and not the one of the earlier place", north,
			[]string{says("c1", "c", "commits: {amounts: {infantry: 100}}"), says("c2", "c", "commits: {amounts: {infantry: 100}, not_for: [north]}")}, mandate.Query{}, "blueprint, agreed"},
		{"of one entry the later effect", north,
			[]string{says("c1", "c", "commits: {amounts: {infantry: 100}}", "commits: {amounts: {infantry: 100}, not_for: [north]}")}, mandate.Query{}, "blueprint, agreed"},
		{"an issue is decided by the first decisions that leave one option", ruled(`before("decide.roe", "x")`),
			[]string{c, robust, on("2025-01-02", says("x1", "d", "happened: x")), on("2025-01-03", says("d3", "d", `decides: 'roe != "enforce"'`))}, mandate.Query{}, "actionable, agreed"},
		{"and not earlier", ruled(`before("decide.roe", "x")`),
			[]string{c, says("d0", "d", `decides: 'roe != "enforce"'`), on("2025-01-02", says("x1", "d", "happened: x")), on("2025-01-03", robust)}, mandate.Query{}, "blocked, silent"},
		{"three decisions leave one option", "settle: [{issue: roe, source: s}]\n",
			[]string{c, says("d1", "d", `decides: 'roe != "enforce"'`), says("d2", "d", `decides: '!(roe == "robust" || roe == "enforce")'`)}, mandate.Query{}, "actionable, agreed"},
		{"a member in two roles counts in each", ruled(`joining("g") == 1 && consenting("g") == 1`), []string{c}, mandate.Query{}, "blueprint, silent"},
		{"an order may not run in a circle through three", ruled(`before("x", "y") && before("y", "leave") && before("leave", "x") && consents("p")`),
			[]string{c, says("p1", "p", `requires: 'before("consent.p", "x")'`)}, mandate.Query{Aim: "leave"}, "blocked, silent"},
	} {
		t.Run(x.name, func(t *testing.T) {
			files := map[string]string{"case.yaml": vocabulary + x.lines,
				"record/r.yaml": "sources:\n  - {id: s, title: Invented, date: 2025-01-01, reliability: F}\nentries:\n" + strings.Join(x.record, "")}
			got, err := compareFiles(files, x.query)
			if err != nil {
				t.Fatal(err)
			}
			if s := string(got.verdict) + ", " + got.rung.String(); s != x.want {
				t.Errorf("clingo says %s, want %s", s, x.want)
			}
			for _, d := range got.diffs {
				t.Error(d)
			}
		})
	}
}
