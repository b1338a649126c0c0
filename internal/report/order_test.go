package report_test

import (
	"fmt"
	"reflect"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/report"
)

// TestOrderUnexplained: what the budget left unexplained is not called the nature of
// plans, and the audience that may not see everything does not see it.
func TestOrderUnexplained(t *testing.T) {
	st := at(t, load(t, "cases/gaza-isf"), "2026-02-20")
	build := func(opt report.Options) (*report.Order, map[[2]string]string) {
		o, err := report.BuildOrder(st, opt)
		if err != nil {
			t.Fatal(err)
		}
		kinds := map[[2]string]string{}
		for _, a := range o.Arcs {
			kinds[[2]string{a.From, a.To}] = a.Kind
		}
		return o, kinds
	}
	_, whole := build(report.Options{})
	unknown := 0
	for most := 1; ; most = most*5/4 + 1 {
		asked := 0
		o, kinds := build(report.Options{Budget: analysis.Budget{Stop: func() bool { asked++; return asked > most }}})
		for arc, kind := range kinds {
			if kind == "unknown" {
				unknown++
			} else if whole[arc] != "" && (kind == "structure") != (whole[arc] == "structure") {
				t.Errorf("stopped after %d: %v is %s, and in truth %s", most, arc, kind, whole[arc])
			}
		}
		if o.Complete {
			break
		}
	}
	if unknown == 0 {
		t.Error("nothing was left unexplained: the test looks in the wrong place")
	}
	if o, _ := build(report.Options{Audience: mandate.Public}); len(o.Sequence) == 0 {
		t.Error("nothing is withheld in this case, and no order is shown")
	}
}

// TestOrderGiven: a commitment or consent is given where `check` says that its
// actor has agreed, since the same day and by the same entries.
func TestOrderGiven(t *testing.T) {
	st := at(t, load(t, "cases/gaza-isf"), "2026-02-20")
	o, err := report.BuildOrder(st, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c, err := report.BuildCheck(st, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, s := range c.Standings {
		if s.Rung == "agreed" {
			want[map[string]string{"contributor": "commit.", "party": "consent."}[s.As]+s.Actor] = s.SinceWritten + fmt.Sprint(s.Entries)
		}
	}
	have := map[string]string{}
	for _, e := range o.Events {
		if e.Given != nil {
			have[e.ID] = e.Given.Since + fmt.Sprint(e.Given.Entries)
		}
	}
	if len(have) < 5 || !reflect.DeepEqual(have, want) {
		t.Errorf("given: %v\nagreed: %v", have, want)
	}
}
