package report_test

import (
	"fmt"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/report"
)

func goalOf(t *testing.T, c *mandate.Case, text string) *mandate.Condition {
	t.Helper()
	g, err := question.Goal(c, text)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

const matrixCase = `mandate: 1
title: T
aim: deploy
actors:
  - {id: a, name: A, roles: [contributor, party]}
  - {id: b, name: B, roles: [contributor]}
  - {id: c, name: C, roles: [contributor]}
  - {id: p, name: P, roles: [party]}
  - {id: d, name: D, roles: [decider, party]}
  - {id: quiet, name: Q, roles: [party]}
issues:
  - {id: roe, name: rules, source: open, options: [{id: light, name: light}, {id: robust, name: robust}]}
  - {id: fund, name: funding, source: open, options: [{id: un, name: un}, {id: own, name: own}]}
steps: [{id: deploy, name: deploy, source: open}, {id: leave, name: leave, source: open}]
texts:
  - {id: draft, name: Draft, source: open, clauses: [{id: k, that: roe == "light"}, {id: l, that: fund == "un"}]}
  - {id: other, name: Other, source: open, clauses: [{id: k, that: roe == "robust"}]}
capabilities: [{id: inf, name: infantry}]
`

// TestMatrixTellsWhatIsSaid: a text is accepted issue by issue and refused as a
// whole; what is said of no issue has a column of its own.
func TestMatrixTellsWhatIsSaid(t *testing.T) {
	for _, x := range []struct{ effect, actor, want string }{
		{`accepts: adopts("draft")`, "p", "roe agreed, fund agreed, texts.draft agreed"},
		{`rejects: adopts("draft")`, "p", "texts.draft objects'"},
		{`requires: adopts("draft")`, "p", "texts.draft conditional'"},
		{`prefers: {that: adopts("draft")}`, "p", "roe interested', fund interested', texts.draft interested'"},
		{`requires: roe == "light"`, "p", "roe conditional'"},
		{`rejects: 'roe in ["light", "robust"]'`, "p", "roe objects'"},
		{`adopts: draft`, "d", "roe agreed, fund agreed, texts.draft agreed"},
		{`excludes: b`, "p", "joins conditional'"},
		{`requires: 'before("leave", "deploy")'`, "p", "before conditional'"},
		{`declines: true`, "b", "joins objects"},
		{`interested: true`, "b", "joins interested"},
		{`offers: {amounts: {inf: 10}, if: roe == "light"}`, "b", "roe conditional', joins conditional'"},
		{`commits: {amounts: {inf: 10}}`, "b", "joins agreed"},
		{`commits: {amounts: {inf: 10}, if: roe == "light"}`, "b", "roe agreed', joins agreed'"},
		{`requires: joins("c")`, "b", "joins conditional'"},
		{`happened: leave`, "p", ""},
	} {
		c := parse(t, matrixCase, fmt.Sprintf("sources: [{id: open, title: O, date: 2025-01-01, reliability: B}]\nentries:\n  - {id: e, said: 2025-01-01, source: open, actor: %s, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{%s}]}\n", x.actor, x.effect))
		m, err := report.BuildMatrix(at(t, c, ""), report.Options{})
		if err != nil {
			t.Fatal(x.effect, err)
		}
		if len(m.Issues) < 2 || m.Issues[0].Kind != "issue" || m.Issues[1].ID != "fund" {
			t.Errorf("%s: not every issue has a column: %v", x.effect, m.Issues)
		}
		var got []string
		for _, r := range m.Rows {
			if r.Actor != x.actor {
				t.Errorf("%s: %s has a row", x.effect, r.Actor)
			}
			for k, cell := range r.Cells {
				if cell.Mark == "silent" {
					continue
				}
				if len(cell.Entries) != 1 || len(cell.Says) != 1 {
					t.Errorf("%s: the mark on %s opens %v %v", x.effect, m.Issues[k].ID, cell.Entries, cell.Says)
				}
				s := m.Issues[k].ID + " " + cell.Mark
				if cell.Hook {
					s += "'"
				}
				got = append(got, s)
			}
		}
		if s := strings.Join(got, ", "); s != x.want {
			t.Errorf("%s gives %q, not %q", x.effect, s, x.want)
		}
	}
}

// TestGoalThatChangesNothing: it is said, and only then.
func TestGoalThatChangesNothing(t *testing.T) {
	c := parse(t, matrixCase, `sources: [{id: open, title: O, date: 2025-01-01, reliability: B}]
entries:
  - {id: e1, said: 2025-01-01, source: open, actor: a, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{commits: {amounts: {inf: 10}, if: roe == "light"}}]}
  - {id: e2, said: 2025-01-01, source: open, actor: b, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{commits: {amounts: {inf: 10}}}]}
`)
	for goal, same := range map[string]bool{`roe == "light"`: true, `fund == "un"`: true, `roe == "robust"`: false, `!joins("b")`: false} {
		st := at(t, c, "")
		w, err := report.BuildWho(st, goalOf(t, c, goal), report.Options{})
		if err != nil || w.Result != "coalition" {
			t.Fatal(goal, err, w)
		}
		if w.SameWithoutGoal != same || strings.Contains(w.Sentence, "changes nothing") != same {
			t.Errorf("%s: same %v: %s", goal, w.SameWithoutGoal, w.Sentence)
		}
	}
}

// TestFiguresSayWhose: what all offers bring is opened by contributor.
func TestFiguresSayWhose(t *testing.T) {
	c := parse(t, matrixCase, `sources: [{id: open, title: O, date: 2025-01-01, reliability: B}]
entries:
  - {id: e1, said: 2025-01-01, source: open, actor: a, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{offers: {amounts: {inf: 10}}}]}
  - {id: e2, said: 2025-01-02, source: open, actor: a, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{offers: {amounts: {inf: 30}, if: roe == "light"}}]}
  - {id: e3, said: 2025-01-01, source: open, actor: b, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{commits: {amounts: {inf: 5}, if: roe == "light"}}]}
  - {id: e4, said: 2025-01-01, source: open, actor: c, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{offers: {}}]}
`)
	w, err := report.BuildWhy(at(t, c, ""), goalOf(t, c, `force("inf") >= 100`), report.Options{})
	if err != nil || w.Figures == nil {
		t.Fatal(err, w)
	}
	if got := fmt.Sprint(w.Figures.Reach, w.Figures.From, w.Figures.Unstated); got != "35 [{a A 30 [e1 e2]} {b B 5 [e3]}] [C]" {
		t.Error(got)
	}
}

// TestDemandsOfWhoTakesPart: who takes part with a demand about a step after the
// aim is not counted without it being told.
func TestDemandsOfWhoTakesPart(t *testing.T) {
	text := strings.Replace(matrixCase, "{id: leave, name: leave, source: open}", "{id: leave, name: leave, source: open, needs: ['done(\"deploy\")']}", 1)
	c := parse(t, text, `sources: [{id: open, title: O, date: 2025-01-01, reliability: B}]
entries:
  - {id: e1, said: 2025-01-01, source: open, actor: a, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{interested: true}]}
  - {id: e2, said: 2025-01-02, source: open, actor: a, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{requires: 'done("leave")'}]}
  - {id: e3, said: 2025-01-02, source: open, actor: b, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{interested: true}]}
`)
	w, err := report.BuildWho(at(t, c, ""), nil, report.Options{})
	if err != nil || len(w.Joins) != 2 {
		t.Fatal(err, w)
	}
	for _, j := range w.Joins {
		want := "[]"
		if j.Actor == "a" {
			want = "[{a A e2 leave has happened waits}]"
		}
		if got := fmt.Sprint(j.Demands); got != want {
			t.Errorf("%s: %s, not %s", j.Actor, got, want)
		}
	}
}
