package report_test

import (
	"testing"

	"mandate"
	"mandate/internal/report"
)

// TestDaysOfWhatIsWithheld: a day is told as the record writes it, and is never that of
// an entry above the audience.
func TestDaysOfWhatIsWithheld(t *testing.T) {
	c := parse(t, `mandate: 1
title: T
aim: deploy
actors: [{id: c, name: C, roles: [contributor]}]
steps: [{id: talks, name: talks, source: open}, {id: deploy, name: deployment, source: open, needs: [done("talks")]}]
`, `sources:
  - {id: open, title: O, date: 2025-01-01, reliability: B}
  - {id: shut, title: S, date: 2025-01-01, reliability: B, handling: restricted}
entries:
  - {id: t1, said: 2025-01-02, source: shut, actor: c, voice: narrated, firmness: stated, credibility: 2, summary: s, effects: [happened: talks]}
  - {id: t2, said: 2025-02, source: open, actor: c, voice: narrated, firmness: stated, credibility: 2, summary: s, effects: [happened: talks]}
  - {id: y1, said: 2025-01-03, source: shut, actor: c, voice: quote, firmness: stated, credibility: 2, summary: s, effects: [{commits: {}}]}
  - {id: y2, said: 2025-03, source: open, actor: c, voice: quote, firmness: stated, credibility: 2, summary: s, effects: [{commits: {}}]}
  - {id: d1, said: 2025-01-04, source: shut, actor: c, voice: narrated, firmness: stated, credibility: 2, summary: s, effects: [happened: deploy]}
  - {id: d2, said: 2025-04, source: open, actor: c, voice: narrated, firmness: stated, credibility: 2, summary: s, effects: [happened: deploy]}
`)
	for _, x := range []struct {
		asOf                   string
		audience               mandate.Handling
		talks, given, deployed string
	}{
		{"2025-03-31", mandate.Restricted, "2025-01-02", "2025-01-03", "2025-01-04"},
		{"2025-05-01", mandate.Public, "2025-02", "2025-03", "2025-04"},
		{"2025-01-03", mandate.Restricted, "2025-01-02", "2025-01-03", ""},
		{"2025-01-03", mandate.Public, "", "", ""},
		{"2025-01-04", mandate.Public, "", "", ""},
	} {
		st, opt := at(t, c, x.asOf), report.Options{Audience: x.audience}
		ch, err := report.BuildCheck(st, opt)
		if err != nil {
			t.Fatal(err)
		}
		deployed := ""
		if ch.Happened != nil {
			deployed = ch.Happened.Day
		}
		o, err := report.BuildOrder(st, opt)
		if err != nil {
			t.Fatal(err)
		}
		talks, given := "", ""
		for _, e := range o.Events {
			if e.ID == "talks" {
				talks = e.Day
			}
			if e.ID == "commit.c" && e.Given != nil {
				given = e.Given.Since
			}
		}
		p, err := report.BuildProgress(st, report.ProgressAsk{}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range p.Groups {
			for _, s := range g.Steps {
				if s.ID == "talks" && s.Day != x.talks {
					t.Errorf("%s, %s: progress has talks on %q, not %q", x.asOf, x.audience, s.Day, x.talks)
				}
			}
		}
		if talks != x.talks || given != x.given || deployed != x.deployed {
			t.Errorf("%s, %s: talks %q, given since %q, deployed %q; want %q, %q, %q", x.asOf, x.audience, talks, given, deployed, x.talks, x.given, x.deployed)
		}
		for _, s := range ch.Standings {
			if x.audience == mandate.Public && s.Since == "2025-01-03" {
				t.Errorf("%s: %s since %s, a withheld day", x.asOf, s.Name, s.Since)
			}
		}
	}
}
