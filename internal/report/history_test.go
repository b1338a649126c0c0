package report_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// load reads a case folder, named from the root of the module.
func load(t testing.TB, dir string) *mandate.Case {
	t.Helper()
	c, pos, list := casefile.LoadDir(filepath.Join("../..", dir))
	if list.HasErrors() {
		t.Fatal(diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c
}

// parse reads a case from its texts.
func parse(t testing.TB, text, entries string) *mandate.Case {
	t.Helper()
	c, pos, list := casefile.Load(fstest.MapFS{"case.yaml": {Data: []byte(text)}, "record/r.yaml": {Data: []byte(entries)}}, "t")
	if list.HasErrors() {
		t.Fatal(diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c
}

func at(t testing.TB, c *mandate.Case, day string) *record.State {
	t.Helper()
	q := mandate.Query{}
	if day != "" {
		w, err := mandate.ParseWhen(day)
		if err != nil {
			t.Fatal(err)
		}
		q.AsOf = &w.Last
	}
	st, err := record.At(c, q)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// TestHistorySaysWhatChecksSay: day by day, under several queries.
func TestHistorySaysWhatChecksSay(t *testing.T) {
	micro, err := filepath.Glob("../analysis/testdata/micro/*")
	if err != nil || len(micro) == 0 {
		t.Fatal(err, micro)
	}
	type question struct {
		dir string
		q   mandate.Query
	}
	ask := []question{
		{"cases/gaza-isf", mandate.Query{}},
		{"cases/gaza-isf", mandate.Query{Rule: "effective", Join: []string{"indonesia"}, NoAssumptions: true}},
		{"cases/gaza-isf-article", mandate.Query{Without: []string{"article"}}},
	}
	for _, dir := range micro {
		ask = append(ask, question{dir: filepath.Join("internal/analysis/testdata/micro", filepath.Base(dir))})
	}
	verdicts := map[string]int{}
	for _, x := range ask {
		c := load(t, x.dir)
		h, err := report.BuildHistory(c, x.q, report.Options{}, 0)
		if err != nil {
			t.Fatal(x.dir, err)
		}
		if len(h.Days) != h.Total || h.Total == 0 || !h.Complete {
			t.Errorf("%s: %d of %d days, complete %v", x.dir, len(h.Days), h.Total, h.Complete)
		}
		for i, d := range h.Days {
			if testing.Short() && i%8 != 0 {
				continue
			}
			verdicts[d.Verdict]++
			when, err := mandate.ParseWhen(d.Day)
			if err != nil {
				t.Fatal(err)
			}
			q := x.q
			q.AsOf = &when.Last
			st, err := record.At(c, q)
			if err != nil {
				t.Fatal(err)
			}
			same(t, x.dir+" on "+d.Day, st, d.Outcome)
		}
	}
	for _, v := range []string{"no record", "blocked", "blueprint", "actionable"} {
		if verdicts[v] == 0 {
			t.Errorf("no day is %s: %v", v, verdicts)
		}
	}
}

func TestHistoryOfGaza(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	h, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	on := map[string]report.HistoryDay{}
	for _, d := range h.Days {
		on[d.Day] = d
	}
	if d := on["2025-12-20"]; d.Verdict != "blueprint" {
		t.Errorf("on 20 December 2025: %+v", d)
	}
	v, err := report.BuildCase(c, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Ticks) != len(h.Days) || v.Ticks[0].Day != h.Days[0].Day {
		t.Errorf("%d ticks, %d days", len(v.Ticks), len(h.Days))
	}
	// The spans are the days, run by run.
	n := 0
	for i, s := range h.Spans {
		if i > 0 && s.Verdict == h.Spans[i-1].Verdict && s.Rung == h.Spans[i-1].Rung {
			t.Errorf("spans %d and %d are one", i-1, i)
		}
		if h.Days[n].Day != s.From {
			t.Errorf("span %d begins on %s, not on %s", i, s.From, h.Days[n].Day)
		}
		for n < len(h.Days) && h.Days[n].Day <= s.Until {
			if h.Days[n].Verdict != s.Verdict || h.Days[n].Rung != s.Rung {
				t.Errorf("%s is not like its span", h.Days[n].Day)
			}
			n++
		}
	}
	if n != len(h.Days) {
		t.Errorf("the spans end after %d of %d days", n, len(h.Days))
	}
}

func TestHistoryOfSomeDays(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	all, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, most := range []int{1, 2, 7, all.Total - 1, all.Total, all.Total + 1} {
		h, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, most)
		if err != nil {
			t.Fatal(err)
		}
		want := min(most, all.Total)
		if len(h.Days) != want || h.Complete != (want == all.Total) || h.Total != all.Total {
			t.Fatalf("at most %d: %d of %d days, complete %v", most, len(h.Days), h.Total, h.Complete)
		}
		if last := h.Days[want-1].Day; last != all.Days[all.Total-1].Day {
			t.Errorf("at most %d: ends on %s", most, last)
		}
		if first := h.Days[0].Day; most > 1 && first != all.Days[0].Day {
			t.Errorf("at most %d: begins on %s", most, first)
		}
		for i := 1; i < want; i++ {
			if h.Days[i-1].Day >= h.Days[i].Day {
				t.Errorf("at most %d: %s before %s", most, h.Days[i-1].Day, h.Days[i].Day)
			}
		}
		again, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, most)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(h)
		b, _ := json.Marshal(again)
		if !bytes.Equal(a, b) {
			t.Errorf("at most %d: not the same bytes twice", most)
		}
	}
}

func TestHistoryStops(t *testing.T) {
	asked := 0
	stop := func() bool { asked++; return asked > 40 }
	h, err := report.BuildHistory(load(t, "cases/gaza-isf"), mandate.Query{}, report.Options{Budget: analysis.Budget{Stop: stop}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !h.Stopped || h.Complete || len(h.Days) >= h.Total {
		t.Errorf("stopped %v, complete %v, %d of %d days", h.Stopped, h.Complete, len(h.Days), h.Total)
	}
}

func TestHistoryOfNothing(t *testing.T) {
	c := &mandate.Case{Name: "t", Aim: "s", Steps: []*mandate.Step{{ID: "s", Name: "S"}}}
	h, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, 0)
	if err != nil || len(h.Days) != 0 || h.Days == nil || !h.Complete {
		t.Errorf("%+v, %v", h, err)
	}
	if _, err := report.BuildHistory(c, mandate.Query{Rule: "nosuch"}, report.Options{}, 0); mandate.CodeOf(err) != mandate.ErrUsage {
		t.Error(err)
	}
}

func BenchmarkHistory(b *testing.B) {
	c := load(b, "cases/gaza-isf")
	for b.Loop() {
		if _, err := report.BuildHistory(c, mandate.Query{}, report.Options{}, 0); err != nil {
			b.Fatal(err)
		}
	}
}
