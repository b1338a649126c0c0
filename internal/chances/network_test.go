package chances

import (
	"fmt"
	"strings"
	"testing"
)

// TestLongestPathLeavesCircles: of two that wait for each other, each the first of
// several, the path goes to the one that came by itself, also where nothing takes time.
func TestLongestPathLeavesCircles(t *testing.T) {
	s := setting(t, 1, `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
steps:
  - {id: begin, name: begin, source: x}
  - {id: a, name: a, source: x, needs: ['done("b") || done("begin")']}
  - {id: b, name: b, source: x, needs: ['done("a") || done("begin")']}
  - {id: deploy, name: deploy, source: x, needs: [done("a")]}
`, `sources: [{id: x, title: X, reliability: F}]
entries:
  - {id: c1, said: 2025-01-01, source: x, actor: c, voice: quote, firmness: stated, summary: S., effects: [{commits: {}}]}
`, `chances:
  by: me
  written: 2025-01-01
  binds: [{firmness: stated, chance: 1, why: w}]
  takes: [{event: begin, days: {exactly: 5}, why: w}, {each: step, days: {exactly: 0}, why: w}, {each: commit, days: {exactly: 0}, why: w}]
`)
	got := s.Run(Options{Draws: 64}).Targets[0]
	on := map[string]int64{}
	for _, c := range got.Critical {
		on[c.Event] = c.Draws
	}
	if on["begin"] != 64 || on["a"] != 64 || on["deploy"] != 64 || got.Hist.Never != 0 {
		t.Errorf("critical: %v, never %d", on, got.Hist.Never)
	}
}

// TestAdditionsToAnOffer: what adds to an offer counts with it, in conditions as in
// the force, may serve what its own words leave it, and is no promise if it does not
// say so.
func TestAdditionsToAnOffer(t *testing.T) {
	for _, x := range []struct {
		what, needs, lines, entries string
		comes                       bool
		brings                      string
	}{
		{"a condition counts both", `, needs: ['force("inf") >= 150']`, ``,
			`[{commits: {amounts: {inf: 100}}}]|[{commits: {amounts: {inf: 50}, adds_to: c1}}]`, true, "[150]"},
		{"each serves what it may", ``, `
requirements:
  - {id: r1, capability: inf, task: t1, minimum: 80, source: x}
  - {id: r2, capability: inf, task: t2, minimum: 80, source: x}`,
			`[{commits: {amounts: {inf: 80}, not_for: [t1]}}]|[{commits: {amounts: {inf: 80}, adds_to: c1, not_for: [t2]}}]`, true, "[160]"},
		{"an offer beside a promise is none", ``, ``,
			`[{commits: {amounts: {inf: 100}}}]|[{offers: {amounts: {inf: 50}, adds_to: c1}}]`, true, "[100]"},
	} {
		t.Run(x.what, func(t *testing.T) {
			record := "sources: [{id: x, title: X, reliability: F}]\nentries:\n"
			for i, e := range strings.Split(x.entries, "|") {
				record += fmt.Sprintf("  - {id: c%d, said: 2025-01-01, source: x, actor: c, voice: quote, firmness: stated, summary: S., effects: %s}\n", i+1, e)
			}
			s := setting(t, 1, `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
steps: [{id: deploy, name: deploy, source: x`+x.needs+`}]
capabilities: [{id: inf, name: infantry}]
tasks: [{id: t1, name: one}, {id: t2, name: two}]`+x.lines+"\n", record, `chances:
  by: me
  written: 2025-01-01
  binds: [{firmness: stated, chance: 1, why: w}]
  takes: [{each: step, days: {exactly: 1}, why: w}, {each: commit, days: {exactly: 1}, why: w}]
`)
			r := s.Run(Options{Draws: 64})
			if comes := r.Targets[0].Hist.Never == 0; comes != x.comes || fmt.Sprint(r.Force[0].Amounts.Values) != x.brings {
				t.Errorf("comes %t, brings %v; want %t, %s (%+v)", comes, r.Force[0].Amounts.Values, x.comes, x.brings, r.Targets[0].Causes)
			}
		})
	}
}
