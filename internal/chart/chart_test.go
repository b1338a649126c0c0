package chart_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/chart"
	"mandate/internal/record"
	"mandate/internal/report"
)

var (
	update = flag.Bool("update", false, "rewrite the stored charts")
	write  = flag.String("write", "", "write all charts of the case to this folder, to look at them")
)

func gaza(t *testing.T, y int, m int, d int) *record.State {
	t.Helper()
	c, _, list := casefile.LoadDir("../../cases/gaza-isf")
	if list.HasErrors() {
		t.Fatal(list)
	}
	day, err := mandate.ParseWhen(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		t.Fatal(err)
	}
	st, err := record.At(c, mandate.Query{AsOf: &day.First})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var strip = []chart.StripDay{
	{Day: mandate.DayOf(2025, 9, 29), Verdict: "blocked", Entries: 4},
	{Day: mandate.DayOf(2025, 10, 8), Verdict: "blueprint", Rung: "silent", Entries: 2, IDs: []string{"a-1", "b-1"}},
	{Day: mandate.DayOf(2025, 10, 27), Verdict: "blueprint", Rung: "silent", Entries: 6},
	{Day: mandate.DayOf(2025, 11, 17), Verdict: "blueprint", Rung: "interested", Entries: 9},
	{Day: mandate.DayOf(2025, 12, 12), Verdict: "blueprint", Rung: "conditional", Entries: 1},
	{Day: mandate.DayOf(2026, 1, 10), Verdict: "blocked", Entries: 1},
	{Day: mandate.DayOf(2026, 1, 14), Verdict: "actionable", Rung: "agreed", Entries: 3},
	{Day: mandate.DayOf(2026, 2, 19), Verdict: "under way", Entries: 12},
	{Day: mandate.DayOf(2026, 3, 4), Verdict: "under way", Entries: 2},
}

// charts of the catalogue case and of made-up answers, by name.
func charts(t *testing.T) map[string]*chart.Chart {
	st := gaza(t, 2025, 12, 20)
	later := gaza(t, 2026, 2, 20)
	var opt report.Options
	opt.Audience = mandate.Restricted
	show := must[*report.Show](t)(report.BuildShow(st, report.Filter{}, opt))
	return map[string]*chart.Chart{
		"force":          chart.Force(must[*report.Who](t)(report.BuildWho(st, nil, opt))),
		"force-lines":    chart.Force(must[*report.Who](t)(report.BuildWho(later, nil, opt))),
		"force-made":     chart.Force(made),
		"timeline":       chart.Timeline(show, 12),
		"timeline-all":   chart.Timeline(must[*report.Show](t)(report.BuildShow(st, report.Filter{All: true}, opt)), 12),
		"strip":          chart.Strip(strip),
		"matrix":         chart.Matrix(must[*report.Matrix](t)(report.BuildMatrix(st, opt))),
		"standings":      chart.Standings(must[*report.Check](t)(report.BuildCheck(st, opt))),
		"names-matrix":   chart.Matrix(namesMatrix),
		"names-standing": chart.Standings(namesCheck),
		"names-timeline": chart.Timeline(namesShow, 2),
	}
}

func names(m map[string]*chart.Chart) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// TestWrite writes every chart in three widths: go test -run Write -write DIR.
func TestWrite(t *testing.T) {
	if *write == "" {
		t.Skip("no folder given")
	}
	all := charts(t)
	for _, k := range names(all) {
		for _, w := range []int{360, 760, 1200} {
			for suffix, b := range map[string][]byte{"": all[k].SVG(w), "-file": all[k].File(w)} {
				if err := os.WriteFile(filepath.Join(*write, fmt.Sprintf("%s-%d%s.svg", k, w, suffix)), b, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

const arabic, hebrew = "جمهورية إندونيسيا", "ישראל (ממשלה)"

var head = report.Head{Title: "A force for <Examplia> & others", AsOf: "2025-01-06", Entries: map[string]report.Entry{}}

// made is a force of which the answer splits some lines and not others, with
// names from right to left.
var made = &report.Who{Head: head, Result: "coalition", Joins: []report.Joiner{
	{Actor: "alba", Name: arabic, Rung: "agreed", Brings: []report.Brought{{Capability: "infantry", Name: "infantry", Committed: true, Named: 900, Firm: 900, Parts: []report.BroughtPart{{Entry: "alba-1", Says: "900 infantry"}}}}},
	{Actor: "borduria", Name: "Borduria", Rung: "conditional", Brings: []report.Brought{
		{Capability: "infantry", Name: "infantry", Named: 700, Parts: []report.BroughtPart{{Entry: "borduria-1", Says: "up to 700 infantry", NotFor: []string{"disarm"}, NotForNames: []string{"disarming"}}}},
		{Capability: "police", Name: "police", Some: true, Parts: []report.BroughtPart{{Entry: "borduria-1", Says: "some police"}}}}},
	{Actor: "syldavia", Name: hebrew, Rung: "interested", Brings: []report.Brought{
		{Capability: "police", Name: "police", Named: 120, Parts: []report.BroughtPart{{Entry: "syldavia-1", Says: "120 police"}, {Entry: "syldavia-2", Says: "some police"}}, Some: true}}},
}, Lines: []report.ForceLine{
	{ID: "inf-a", Capability: "infantry", Name: "infantry", Where: "monitoring", Minimum: 1000, Target: 2000, Committed: 900, Offered: 200, GapToTarget: 900},
	{ID: "inf-b", Capability: "infantry", Name: "infantry", Where: "disarming", Minimum: 500, Target: 500, Offered: 500},
	{ID: "pol", Capability: "police", Name: "police", Where: "", Minimum: 300, Target: 400, Offered: 120, Unstated: []string{"Borduria", hebrew, "Nobody"}, Gap: 180, GapToTarget: 280},
}}

var namesMatrix = &report.Matrix{Head: head, Issues: []report.MatrixIssue{{ID: "a", Name: "נשק ופירוק נשק", Settle: true}, {ID: "b", Name: "rules of engagement & <all> that follows from them, whatever it is", Decided: true}, {ID: "c", Name: "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"}},
	Rows: []report.MatrixRow{
		{Actor: "x", Name: arabic, Cells: []report.MatrixCell{{Mark: "agreed", Entries: []string{"x-1", "x-2"}, Says: []string{"wants “peace”"}}, {Mark: "conditional", Hook: true, Entries: []string{"x-1"}}, {Mark: "interested", Entries: []string{"x-3"}}}},
		{Actor: "y", Name: hebrew, Cells: []report.MatrixCell{{Mark: "silent"}, {Mark: "objects", Hook: true, Entries: []string{`y-"1"`}}, {Mark: "silent"}}},
		{Actor: "z", Name: "An Organisation With An Uncommonly Long Name for the Co-operation of Everybody", Cells: []report.MatrixCell{{Mark: "objects", Entries: []string{"z-1"}}, {Mark: "silent"}, {Mark: "agreed", Hook: true, Entries: []string{"z-1"}}}},
	}}

var namesCheck = &report.Check{Head: head, Standings: []report.Standing{
	{Actor: "x", Name: arabic, As: "contributor", Rung: "conditional", Entries: []string{"x-1"}, Figures: []string{"up to 20,000 soldiers"}},
	{Actor: "y", Name: hebrew, As: "party", Rung: "ruled out", Against: &report.Position{Says: "declines <this>", Entries: []string{"y-1"}}, InRule: true},
	{Actor: "z", Name: "An Organisation With An Uncommonly Long Name for the Co-operation of Everybody", As: "party", Rung: "silent"},
	{Actor: "u", Name: "Ruritania", As: "contributor", Rung: "unknown"},
}}

var namesShow = func() *report.Show {
	h := head
	h.Entries = map[string]report.Entry{
		"a": {ID: "a", Said: "2025-01-01", Actors: []string{"x"}, ActorNames: []string{arabic}, Status: "binds", Summary: "يرحب بالقوة."},
		"b": {ID: "b", Reported: "2025-01-01/2025-01-09", Actors: []string{"x", "y"}, ActorNames: []string{arabic, hebrew}, Status: "superseded", Summary: "B."},
		"c": {ID: "c", Said: "2025-01-09", Actors: []string{"x"}, ActorNames: []string{arabic}, Status: "disputed", Summary: "C."},
		"d": {ID: "d", Reported: "2025-01-09", Actors: []string{"y"}, ActorNames: []string{hebrew}, Status: "disputed", Summary: "D."},
		"e": {ID: "e", Actors: []string{"z"}, ActorNames: []string{"Z & <Z>"}, Status: "binds", Summary: "E."},
		"f": {ID: "f", Said: "2025-01-04", Actors: []string{"z"}, ActorNames: []string{"Z & <Z>"}, Status: "later", Summary: "F."},
		"g": {ID: "g", Reported: "2025-01-04", Actors: []string{"y"}, ActorNames: []string{hebrew}, Status: "later", Summary: "G."},
	}
	return &report.Show{Head: h, List: []string{"a", "b", "c", "d", "e", "f", "g"}}
}()

var _ = []any{bytes.NewReader, csv.NewReader, xml.NewDecoder, errors.Is, io.EOF, regexp.MustCompile, strings.Fields, *update}
