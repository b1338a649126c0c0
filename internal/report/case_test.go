package report_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/report"
)

func TestCaseOfGaza(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	x, err := report.BuildCase(c, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if x.Entries != len(c.Entries) || x.Sources != len(c.Sources) || x.Withheld != 0 {
		t.Errorf("%d entries, %d sources, %d withheld", x.Entries, x.Sources, x.Withheld)
	}
	if want := at(t, c, "").AsOf.String(); x.AsOf != want || x.Last < want {
		t.Errorf("as of %s until %s, not %s", x.AsOf, x.Last, want)
	}
	entries := 0
	for i, d := range x.Ticks {
		entries += d.Entries
		if d.Entries != len(d.IDs) || d.Entries+d.Lapses == 0 {
			t.Errorf("%+v", d)
		}
		if i > 0 && d.Day <= x.Ticks[i-1].Day {
			t.Errorf("%s after %s", d.Day, x.Ticks[i-1].Day)
		}
		if d.Day == "2025-10-21" && !slices.Contains(d.IDs, "israel-2025-10-21-1") {
			t.Errorf("%+v", d)
		}
	}
	dated := 0
	for _, e := range c.Entries {
		if !e.Said.IsZero() || !e.Reported.IsZero() {
			dated++
		}
	}
	if entries != dated {
		t.Errorf("the ticks hold %d of %d entries with a date", entries, dated)
	}
	settle := 0
	for _, i := range x.Issues {
		if i.Settle {
			settle++
		}
	}
	if settle != len(c.Settle) {
		t.Errorf("%d of %d issues on the settle list", settle, len(c.Settle))
	}
	if x.Rules[0].ID != "formal" || x.Rules[0].Says == "" {
		t.Errorf("%+v", x.Rules[0])
	}
}

func TestRequirementsOfACase(t *testing.T) {
	c := parse(t, `mandate: 1
title: T
aim: s
actors: [{id: c, name: C, roles: [contributor]}]
steps: [{id: s, name: S, source: open}]
capabilities: [{id: k, name: soldiers}]
sectors: [{id: north, name: the north}]
requirements:
  - {id: one, capability: k, sector: north, minimum: 5, source: [open, sekret], from: 2025-02-01, until: 2025-03, at: p. 1, if: joins("c")}
  - {id: two, capability: k, minimum: 1, target: 9, source: sekret}
`, lapsingRecord)
	for audience, want := range map[mandate.Handling]string{
		mandate.Public:   "one k soldiers the north 5 5 C joins 2025-02-01 2025-03 open p. 1",
		mandate.Internal: "one k soldiers the north 5 5 C joins 2025-02-01 2025-03 open,sekret p. 1; two k soldiers line two 1 9    sekret ",
	} {
		x, err := report.BuildCase(c, report.Options{Audience: audience})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range x.Requirements {
			got = append(got, fmt.Sprint(r.ID, " ", r.Capability, " ", r.Name, " ", r.Where, " ", r.Minimum, " ", r.Target, " ", r.If, " ", r.From, " ", r.Until, " ", strings.Join(r.Sources, ","), " ", r.At))
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s:\n%s\nnot\n%s", audience, s, want)
		}
	}
}

const lapsing = `mandate: 1
title: T
aim: s
actors:
  - {id: c, name: C, roles: [contributor]}
issues:
  - {id: roe, name: roe, source: open, options: [{id: a, name: A}, {id: b, name: B, from: 2025-02-10, source: open}, {id: z, name: Z, until: 2025-06-30, source: sekret}]}
settle: [{issue: roe, from: 2025-02-10, until: 2025-03-31, source: open}]
steps: [{id: s, name: S, source: open, stages: 2}]
rules: [{id: r, name: R, that: joins("c"), from: 2025-01, source: open}]
`

const lapsingRecord = `sources:
  - {id: open, title: Open, reliability: B}
  - {id: sekret, title: Sekret, reliability: B, handling: internal}
entries:
  - {id: c1, said: 2025-01-05, reported: 2025-01-07, expires: 2025-01, source: open, actor: c, voice: quote, firmness: stated, summary: One., effects: [interested: true]}
  - {id: c2, said: 2025-01-01/2025-01-05, source: open, actor: c, voice: quote, firmness: stated, summary: Two., effects: [interested: true]}
  - {id: c3, said: 2025-09-09, source: sekret, actor: c, voice: quote, firmness: stated, summary: Three., effects: [interested: true]}
`

func TestTicks(t *testing.T) {
	c := parse(t, lapsing, lapsingRecord)
	for _, x := range []struct {
		audience          mandate.Handling
		asOf, last, ticks string
	}{
		{mandate.Internal, "2025-09-09", "2025-09-09", "2025-01-05 c1,c2 0; 2025-01-31  1; 2025-02-01  1; 2025-02-10  2; 2025-04-01  1; 2025-07-01  1; 2025-09-09 c3 0"},
		{mandate.Public, "2025-01-07", "2025-04-01", "2025-01-05 c1,c2 0; 2025-01-31  1; 2025-02-01  1; 2025-02-10  2; 2025-04-01  1"},
	} {
		got, err := report.BuildCase(c, report.Options{Audience: x.audience})
		if err != nil {
			t.Fatal(err)
		}
		var ticks []string
		for _, d := range got.Ticks {
			ticks = append(ticks, d.Day+" "+strings.Join(d.IDs, ",")+" "+string(rune('0'+d.Lapses)))
		}
		if s := strings.Join(ticks, "; "); s != x.ticks || got.AsOf != x.asOf || got.First != "2025-01-05" || got.Last != x.last {
			t.Errorf("%s: as of %s, %s to %s\n%s\nnot\n%s", x.audience, got.AsOf, got.First, got.Last, s, x.ticks)
		}
	}
}

func TestListsAreNeverNull(t *testing.T) {
	c := &mandate.Case{Name: "t", Aim: "s", Actors: []*mandate.Actor{{ID: "a"}}, Steps: []*mandate.Step{{ID: "s"}},
		Issues: []*mandate.Issue{{ID: "i"}}, Plans: []*mandate.SavedPlan{{ID: "p"}}, Sources: []*mandate.Source{{ID: "x"}},
		Entries: []*mandate.Entry{{ID: "e", Actors: []string{"a"}, Assumed: true}}}
	var all []any
	keep := func(x any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	x, err := report.BuildCase(c, report.Options{})
	keep(x, err)
	if x.AsOf != "" || x.First != "" {
		t.Errorf("a case without dates: %s, %s", x.AsOf, x.First)
	}
	h, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, 0)
	keep(h, err)
	s, err := report.BuildSentence(at(t, c, ""), "e", report.Options{})
	keep(s, err)
	w, err := report.BuildWithout(at(t, c, ""), "e", report.Options{})
	keep(w, err)
	keep(report.NewSearcher(c).Search(at(t, c, ""), "nothing", report.Options{}), nil)
	for _, x := range all {
		if b, _ := json.Marshal(x); strings.Contains(string(b), "null") {
			t.Errorf("%s", b)
		}
	}
}
