package report_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/record"
	"mandate/internal/report"
)

// TestProgressChangesNoOtherAnswer: asking it leaves check as it was, and so do
// words about how far steps are: only what is done has happened.
func TestProgressChangesNoOtherAnswer(t *testing.T) {
	dirs, err := filepath.Glob("../analysis/testdata/micro/*")
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	if !testing.Short() {
		dirs = append(dirs, "../../cases/gaza-isf-article", "../../cases/gaza-isf")
	}
	check := func(c *mandate.Case, day mandate.Day) (string, *record.State) {
		t.Helper()
		st, err := record.At(c, mandate.Query{AsOf: &day})
		if err != nil {
			t.Fatal(err)
		}
		a, err := report.BuildCheck(st, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a.Entries = nil
		if d := a.Dependence; d != nil { // that there are more entries is no other answer
			d.Anonymous.Of, d.Soft.Of = 0, 0
			for i := range d.Sources {
				d.Sources[i].Of = 0
			}
		}
		b, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		return string(b), st
	}
	for _, dir := range dirs {
		c, _, list := casefile.LoadDir(dir)
		if list.HasErrors() {
			t.Fatal(dir, list)
		}
		day, ok := record.LatestDay(c)
		if !ok {
			continue
		}
		before, st := check(c, day)
		for _, ask := range []report.ProgressAsk{{}, {Text: firstText(c)}} {
			x, err := report.BuildProgress(st, ask, report.Options{})
			if err != nil {
				t.Fatal(dir, err)
			}
			g := x.Grades
			if g.Full+g.Intermediate+g.Minimal+g.NotInitiated+g.Nothing+g.Withheld != g.Steps {
				t.Errorf("%s: the grades do not add up: %+v", dir, g)
			}
		}
		if after, _ := check(c, day); after != before {
			t.Errorf("%s: asking for progress changes check", dir)
		}
		for grade := int64(0); grade < mandate.MaxGrade; grade++ {
			more := *c
			e := &mandate.Entry{ID: "graded", Index: len(c.Entries), Said: mandate.When{Text: day.String(), First: day, Last: day}, Actors: []string{c.Actors[0].ID},
				Firmness: mandate.Stated, Voice: mandate.VoiceNarrated, Handling: mandate.Public}
			for _, s := range c.Steps {
				e.Effects = append(e.Effects, &mandate.Effect{Kind: mandate.Happened, What: "grade", Name: s.ID, Value: grade})
			}
			more.Entries = append(append([]*mandate.Entry(nil), c.Entries...), e)
			after, st := check(&more, day)
			if after != before {
				t.Errorf("%s: a word on the grade (%d) changes check: %s", dir, grade, cmp.Diff(before, after))
			}
			x, err := report.BuildProgress(st, report.ProgressAsk{}, report.Options{})
			if err != nil || x.Grades.Nothing > 0 {
				t.Errorf("%s: the grade %d is not told: %+v, %v", dir, grade, x.Grades, err)
			}
		}
	}
}

func firstText(c *mandate.Case) string {
	if len(c.Texts) == 0 {
		return ""
	}
	return c.Texts[0].ID
}
