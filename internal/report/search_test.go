package report_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func TestSearch(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	s, st := report.NewSearcher(c), at(t, c, "")
	for _, x := range []struct{ text, first string }{
		{"turkiye", "actor turkiye Türkiye"},
		{"TÜRKİYE", "actor turkiye Türkiye"},
		{"T\u00fcrkiye", "actor turkiye Türkiye"},
		{"Tu\u0308rkiye", "actor turkiye Türkiye"},
		{"turkey", "actor turkiye Türkiye"},
		{"emirates", "actor uae United Arab Emirates"},
		{"turk", "actor turkiye Türkiye"},
		{"israel", "actor israel Israel"},
		{"israel-2025-10-21-1", "entry israel-2025-10-21-1 Israel"},
		{"turkish soldiers red line", "entry israel-2025-10-21-1 Israel"},
		{"line RED  soldiers turkish", "entry israel-2025-10-21-1 Israel"},
		{"netanyahu red line", "source s16 Netanyahu draws red line: no Turkish troops in Gaza"},
		{"disarm=", ""},
		{"zzz", ""},
		{"", ""},
		{" \u0301 ", ""},
	} {
		got := s.Search(st, x.text, report.Options{})
		first := ""
		if len(got.Hits) > 0 {
			h := got.Hits[0]
			first = h.Kind + " " + h.ID + " " + strings.ReplaceAll(h.Name, "Turkiye", "Türkiye")
		}
		if first != x.first {
			t.Errorf("%q finds %q first, not %q", x.text, first, x.first)
		}
	}
}

const searchCase = `mandate: 1
title: T
aim: deploy
actors:
  - {id: tr, name: Türkiye, roles: [contributor], groups: [g]}
  - {id: eg, name: مِصر, roles: [party]}
  - {id: il, name: ישראל, roles: [party]}
  - {id: d, name: D, roles: [decider]}
groups: [{id: g, name: Łódź club}]
issues:
  - {id: roe, name: rules of engagement, question: May it shoot?, source: open, options: [{id: defence, name: self-defence}, {id: enforce, name: enforce}]}
  - {id: fund, name: funding, source: open, options: [{id: defence, name: defence budgets}, {id: un, name: UN}]}
steps: [{id: deploy, name: the force deploys, source: open}]
goals: [{id: shoot, name: robust, that: roe == "enforce", source: open}]
texts: [{id: tx, name: Draft of Łódź, source: open, clauses: [{id: k, that: roe == "enforce"}]}]
`

const searchRecord = `sources: [{id: open, title: Die Straße, publisher: Café, reliability: B}]
entries:
  - {id: a1, said: 2025-01-01, source: open, actor: tr, voice: quote, firmness: stated, summary: Sends engineers., effects: [interested: true]}
  - {id: a2, said: 2025-01-03, source: open, actor: g, voice: quote, firmness: stated, summary: Sends engineers., context: none}
  - {id: a3, said: 2025-01-03, source: open, actor: il, speaker: {name: Erdoğan, office: Cumhurbaşkanı, actor: tr}, voice: quote, firmness: stated, summary: Sends “engineers”., context: none}
  - {id: a4, said: 2025-03-01, source: open, actor: eg, voice: quote, firmness: stated, summary: Sends engineers., context: none}
`

func TestSearchOrdersAndFolds(t *testing.T) {
	c := parse(t, searchCase, searchRecord)
	s, st := report.NewSearcher(c), at(t, c, "2025-02-01")
	for text, want := range map[string]string{
		"turkiye":         "actor:tr entry:a3 entry:a1",
		"مصر":             "actor:eg entry:a4",
		"مِصر":            "actor:eg entry:a4",
		"ישראל":           "actor:il entry:a3",
		"lodz":            "text:tx actor:tr entry:a2",
		"strasse":         "source:open",
		"STRASSE cafe":    "source:open",
		"erdogan cumhur":  "entry:a3",
		`"engineers"`:     "entry:a3",
		"sends engineers": "entry:a2 entry:a3 entry:a1 entry:a4", // the last is not on record yet
		"defence":         "option:defence:fund option:defence:roe",
		"roe=defence":     "option:defence:roe",
		"budgets":         "option:defence:fund",
		"rules":           "issue:roe option:defence:roe option:enforce:roe goal:shoot",
		"shoot":           "goal:shoot issue:roe",
		"a2":              "entry:a2",
		"force":           "step:deploy option:enforce:roe goal:shoot", // a word begins so, before it is in the text
		"interested":      "",
	} {
		var got []string
		for _, h := range s.Search(st, text, report.Options{}).Hits {
			got = append(got, strings.TrimSuffix(h.Kind+":"+h.ID+":"+h.Issue, ":"))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%q finds %q, not %q", text, g, want)
		}
	}
	h := s.Search(st, "turkiye", report.Options{Limit: 1})
	if len(h.Hits) != 1 || h.Total != 3 || h.Complete || h.Hits[0].Entries != 3 {
		t.Errorf("%+v", h)
	}
}

func TestSearchesAtOnce(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	s, st := report.NewSearcher(c), at(t, c, "")
	want, _ := json.Marshal(s.Search(st, "force", report.Options{}))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, _ := json.Marshal(s.Search(st, "force", report.Options{})); string(got) != string(want) {
				t.Error("another answer at the same time")
			}
		})
	}
	wg.Wait()
}

// BenchmarkSearch looks through a case of 20,000 entries with words that most of
// them have.
func BenchmarkSearch(b *testing.B) {
	some := load(b, "cases/gaza-isf")
	c := *some
	for len(c.Entries) < 20000 {
		e := *some.Entries[len(c.Entries)%len(some.Entries)]
		e.Index = len(c.Entries)
		c.Entries = append(c.Entries, &e)
	}
	st, err := record.At(&c, mandate.Query{})
	if err != nil {
		b.Fatal(err)
	}
	s := report.NewSearcher(&c)
	for _, text := range []string{"e", "the force", "turkish red line", "zzz"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				s.Search(st, text, report.Options{})
			}
		})
	}
	b.Run("NewSearcher", func(b *testing.B) {
		for b.Loop() {
			report.NewSearcher(&c)
		}
	})
}
