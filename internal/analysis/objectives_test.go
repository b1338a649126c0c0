package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// small builds a case from its actors, some lines of the case, and entries, each
// "id actor: effect".
func small(t *testing.T, actors, lines string, entries ...string) *analysis.Model {
	t.Helper()
	head := "mandate: 1\ntitle: small\naim: deploy\nsteps:\n  - {id: deploy, name: deploy, source: s}\n" +
		"capabilities:\n  - {id: infantry, name: infantry, unit: soldiers}\n  - {id: airlift, name: airlift, unit: aircraft}\nactors:\n"
	for _, a := range strings.Fields(actors) { // c contributors, p parties
		role := map[byte]string{'c': "contributor", 'p': "party"}[a[0]]
		head += fmt.Sprintf("  - {id: %s, name: %s, roles: [%s]}\n", a, a, role)
	}
	rec := "sources:\n  - {id: s, title: s, date: 2025-01-01, reliability: A}\nentries:\n"
	for _, e := range entries {
		who, effect, _ := strings.Cut(e, ": ")
		id, actor, _ := strings.Cut(who, " ")
		rec += fmt.Sprintf("  - {id: %s, said: 2025-01-01, source: s, actor: %s, voice: quote, firmness: stated, summary: s, effects: [%s]}\n", id, actor, effect)
	}
	c, pos, list := casefile.Load(fstest.MapFS{"case.yaml": {Data: []byte(head + lines)}, "record/a.yaml": {Data: []byte(rec)}}, "small")
	if list.HasErrors() {
		t.Fatal(diag.Printer{Source: pos.Source}.Sprint(list))
	}
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// frontierOf writes the vectors: "4 100; 3 200".
func frontierOf(t *testing.T, m *analysis.Model, pareto bool, names ...string) string {
	t.Helper()
	by, err := report.ParseObjectives(m.State.Case, names)
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Frontier(by, analysis.Frontiers{Pareto: pareto})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Complete {
		t.Errorf("%v: not complete", names)
	}
	var out []string
	for _, p := range got.Points {
		out = append(out, strings.Trim(fmt.Sprint(p.Values), "[]"))
		for _, x := range p.Plans {
			if err := m.VerifyWithout(x.Plan, x.GivenUp); err != nil {
				t.Errorf("%v: %v", names, err)
			}
		}
	}
	return strings.Join(out, "; ")
}

const roeIssue = "issues:\n  - {id: roe, name: roe, source: s, options: [{id: light, name: light, source: s}, {id: robust, name: robust, source: s}]}\n"

// TestObjectives has a smallest case for each objective and for each way in
// which two of them pull apart.
func TestObjectives(t *testing.T) {
	committed := small(t, "c1 c2", roeIssue,
		"e1 c1: commits: {amounts: {infantry: 100}}",
		"e2 c2: offers: {amounts: {infantry: 300}, if: 'roe == \"light\"'}",
		"e3 c2: commits: {amounts: {infantry: 50}, if: 'roe == \"robust\"'}")
	terms := small(t, "c1 c2 p1 p2", roeIssue+"rules:\n  - {id: r, name: r, that: 'consents(\"p1\") || roe == \"robust\"', source: s}\n",
		"e1 c1: commits: {amounts: {infantry: 100}}",
		"e2 c2: offers: {amounts: {infantry: 40}}",
		"e3 c2: requires: 'roe == \"light\"'",
		"e4 p1: requires: 'roe == \"light\"'")
	short := small(t, "c1 c2", roeIssue+"settle:\n  - {issue: roe, source: s}\nrequirements:\n  - {id: r1, capability: infantry, minimum: 120, source: s}\n",
		"e1 c1: commits: {amounts: {infantry: 100}}", "e2 c2: offers: {amounts: {infantry: 40}}")
	declined := small(t, "c1 c2", roeIssue,
		"e1 c1: offers: {amounts: {infantry: 10}}", "e2 c1: declines: true", "e3 c2: requires: 'roe == \"light\"'", "e4 c2: offers: {amounts: {infantry: 5}, if: 'roe == \"robust\"'}")
	for _, x := range []struct {
		m      *analysis.Model
		pareto bool
		by     string
		want   string
	}{
		{committed, false, "force:infantry", "400"},
		{committed, false, "committed:infantry", "150"},
		{committed, true, "force:infantry committed:infantry", "400 100; 150 150"},
		{committed, false, "rung", "3"},
		{committed, false, "rung force:infantry", "3 150"},
		{committed, true, "rung force:infantry", "3 150; 2 400"},
		{committed, false, "joiners", "2"},
		{committed, false, "force:airlift", "0"},
		{terms, false, "consents", "0"},
		{terms, true, "force:infantry consents", "140 1; 100 0"},
		{terms, true, "joiners consents", "2 1; 1 0"},
		{terms, false, "force:infantry moves", "140 0"},
		{terms, true, "force:infantry consents moves", "140 0 1; 140 1 0; 100 0 0"},
		{short, false, "owed", "2"},
		{short, true, "owed force:infantry", "2 140"},
		{short, false, "rung owed", "3 2"},
		{declined, true, "force:infantry moves", "15 2; 10 1; 0 0"},
	} {
		if got := frontierOf(t, x.m, x.pareto, strings.Fields(x.by)...); got != x.want {
			t.Errorf("%s (pareto %v): %s, want %s", x.by, x.pareto, got, x.want)
		}
	}
	if got := fmt.Sprint(short.DefaultObjectives()); !strings.Contains(got, "infantry") {
		t.Errorf("default objectives: %s", got)
	}
}

// TestCost needs rates that hold, all in one currency.
func TestCost(t *testing.T) {
	m := small(t, "c1 c2", roeIssue, "e1 c1: commits: {amounts: {infantry: 100}}", "e2 c2: offers: {amounts: {infantry: 40, airlift: 2}}")
	by := []analysis.Objective{{Kind: "force", Capability: "infantry"}, {Kind: "cost"}}
	if _, err := m.Frontier(by, analysis.Frontiers{}); err == nil || !strings.Contains(err.Error(), "no rate") {
		t.Errorf("without rates: %v", err)
	}
	line := m.State.Case.Steps[0].Line
	m.State.Case.Rates = []*mandate.Rate{{Capability: "infantry", PerMonth: 3, Currency: "USD", Line: line}, {Capability: "airlift", PerMonth: 1000, Currency: "USD", Line: line}}
	if got, want := frontierOf(t, m, true, "force:infantry", "cost"), "140 2420; 100 300"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	m.State.Case.Rates[1].Currency = "EUR"
	if _, err := m.Frontier(by, analysis.Frontiers{}); err == nil || !strings.Contains(err.Error(), "EUR, USD") {
		t.Errorf("in two currencies: %v", err)
	}
}

func TestParseObjectives(t *testing.T) {
	c := small(t, "c1", roeIssue, "e1 c1: interested: true").State.Case
	for name, want := range map[string]string{"rugn": `did you mean "rung"`, "force:infantri": `did you mean "force:infantry"`, "force": "capabilities: infantry airlift", "rung:infantry": "objectives: force:CAPABILITY"} {
		_, err := report.ParseObjectives(c, []string{name})
		var e *mandate.Error
		if err == nil || !asError(err, &e) || !strings.Contains(e.Hint, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := report.ParseObjectives(c, []string{"rung", "rung"}); err == nil {
		t.Error("an objective may be named twice")
	}
}

func asError(err error, to **mandate.Error) bool {
	e, ok := err.(*mandate.Error)
	*to = e
	return ok
}

// TestDifferentMandates: each next plan differs from the nearest one listed as
// much as any does, by listing all.
func TestDifferentMandates(t *testing.T) {
	lines := "issues:\n"
	for i := range 3 {
		lines += fmt.Sprintf("  - {id: i%d, name: i, source: s, options: [{id: a, name: a, source: s}, {id: b, name: b, source: s}]}\n", i)
	}
	lines += "  - {id: trivia, name: trivia, source: s, options: [{id: a, name: a, source: s}, {id: b, name: b, source: s}]}\n"
	m := small(t, "c1", lines, "e1 c1: requires: '!(i0 == \"a\" && i1 == \"a\" && i2 == \"a\")'")
	got, err := m.Frontier([]analysis.Objective{{Kind: "rung"}}, analysis.Frontiers{Top: 20})
	if err != nil || len(got.Points) != 1 {
		t.Fatal(got, err)
	}
	plans := got.Points[0].Plans
	if len(plans) != 7 || !got.Points[0].NoMore {
		t.Fatalf("%d plans, no more: %v", len(plans), got.Points[0].NoMore)
	}
	code := func(p *mandate.Plan) string { return fmt.Sprint(p.Mandate["i0"], p.Mandate["i1"], p.Mandate["i2"]) }
	apart := func(a, b string) (n int) {
		x, y := strings.Fields(a), strings.Fields(b)
		for i := range x {
			if x[i] != y[i] {
				n++
			}
		}
		return n
	}
	var all, listed []string
	for _, p := range plans {
		all = append(all, code(p.Plan))
	}
	for i, p := range plans {
		if i > 0 {
			best := 0
			for _, x := range all {
				near := 3
				for _, y := range listed {
					near = min(near, apart(x, y))
				}
				best = max(best, near)
			}
			if p.Distance != best {
				t.Errorf("plan %d differs on %d issues, and one differs on %d", i, p.Distance, best)
			}
		}
		if slices.Contains(listed, all[i]) {
			t.Errorf("%s is listed twice", all[i])
		}
		listed = append(listed, all[i])
	}
}
