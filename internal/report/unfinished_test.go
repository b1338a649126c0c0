package report_test

import (
	"strings"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
	"mandate/internal/report"
)

const turns = `sources:
  - {id: open, title: O, date: 2025-01-01, reliability: B}
  - {id: shut, title: S, date: 2025-01-01, reliability: B, handling: restricted}
entries:
  - {id: e1, said: 2025-01-02, source: open, actor: b, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{commits: {amounts: {inf: 10}}}]}
  - {id: e2, said: 2025-01-04, source: open, actor: p, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{requires: roe == "light"}]}
  - {id: e3, said: 2025-02-01, source: shut, actor: b, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{declines: true}]}
`

// TestWhatWasNotFoundOutIsNotTheSame: whenever the time ends, what is left open is
// not told as unchanged.
func TestWhatWasNotFoundOutIsNotTheSame(t *testing.T) {
	c := parse(t, matrixCase, turns)
	results := map[string]int{}
	for n := range 400 {
		left := n
		opt := report.Options{Audience: mandate.Restricted, Budget: analysis.Budget{Stop: func() bool { left--; return left < 0 }}}
		// Nothing changes between these two but for what has no bearing.
		for _, days := range [][2]string{{"2025-01-02", "2025-01-03"}, {"2025-01-03", "2025-01-04"}} {
			d, err := report.BuildDiff(record.NewPair(at(t, c, days[0]), at(t, c, days[1])), report.DiffAsk{}, opt)
			if err != nil {
				t.Fatal(n, err)
			}
			results[d.Result]++
			if d.Result == "same" && !d.Complete || d.Result == "unknown" && (strings.Contains(d.Sentence, "No conclusion") || strings.Contains(d.Sentence, "stayed unknown")) {
				t.Errorf("stopped after %d: %s: %s", n, d.Result, d.Sentence)
			}
		}
		left = n
		r, err := report.BuildReplay(at(t, c, "2025-02-02"), nil, opt)
		if err != nil {
			t.Fatal(n, err)
		}
		if !r.Complete && strings.Contains(r.Sentence, "no conclusion did") {
			t.Errorf("stopped after %d: %s", n, r.Sentence)
		}
	}
	if results["unknown"] < 3 || results["changed"] < 3 || results["same"] < 3 {
		t.Error(results)
	}
}

// TestLimitLeavesTheSentence: how many days are listed is not how many there were.
func TestLimitLeavesTheSentence(t *testing.T) {
	st := at(t, parse(t, matrixCase, turns), "2025-02-02")
	all, err := report.BuildReplay(st, nil, report.Options{Audience: mandate.Restricted})
	if err != nil {
		t.Fatal(err)
	}
	one, err := report.BuildReplay(st, nil, report.Options{Audience: mandate.Restricted, Limit: 1})
	if err != nil || len(one.Days) != 1 || len(all.Days) < 2 {
		t.Fatal(err, len(one.Days), len(all.Days))
	}
	if one.Sentence != all.Sentence {
		t.Errorf("%s\n%s", one.Sentence, all.Sentence)
	}
}

// TestAlertTurnedByWhatIsWithheld: the day on which an alert began to fire is not
// told as that on which it ceased.
func TestAlertTurnedByWhatIsWithheld(t *testing.T) {
	c := parse(t, matrixCase, turns)
	c.Alerts = []*mandate.Alert{{ID: "b", When: &mandate.Condition{Expr: &mandate.Expr{Op: mandate.OpRung, Name: "b", Cmp: mandate.CmpGE, N: int64(mandate.Agreed), Names: []string{"agreed"}}}}}
	for audience, day := range map[mandate.Handling]string{mandate.Public: "", mandate.Restricted: "2025-02-01"} {
		a, err := report.BuildAlerts(at(t, c, "2025-02-02"), nil, "", 0, report.Options{Audience: audience})
		if err != nil {
			t.Fatal(err)
		}
		if x := a.List[0]; x.Result != "does not fire" || x.Day != day || (len(x.Responsible) > 0) != (day != "") {
			t.Errorf("%s: %+v", audience, x)
		}
	}
}

// TestRefusalIsNoDemand: a refused text is no demand that is dropped.
func TestRefusalIsNoDemand(t *testing.T) {
	c := parse(t, matrixCase+"rules: [{id: r, name: r, source: open, that: consents(\"p\")}]\n", `sources: [{id: open, title: O, date: 2025-01-01, reliability: B}]
entries:
  - {id: e1, said: 2025-01-01, source: open, actor: d, voice: attributed, firmness: decided, credibility: 2, summary: s, effects: [{adopts: draft}]}
  - {id: e2, said: 2025-01-02, source: open, actor: p, voice: attributed, firmness: stated, credibility: 2, summary: s, effects: [{rejects: adopts("draft")}]}
`)
	l, err := report.BuildLeverage(at(t, c, ""), nil, "", report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, x := range l.Opens {
		if x.Position != nil && x.Position.Kind == "rejects" {
			found = true
			if x.Says != "P no longer rejects Draft" {
				t.Error(x.Says)
			}
		}
	}
	if !found {
		t.Errorf("%+v", l.Opens)
	}
}
