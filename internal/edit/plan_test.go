package edit

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mandate"
	"mandate/internal/canonical"
	"mandate/internal/casefile"
)

func TestSavePlan(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../casefile/testdata/good")); err != nil {
		t.Fatal(err)
	}
	p := &mandate.SavedPlan{ID: "heavy", Title: "no: a heavy force", Set: []mandate.Choice{{Issue: "roe", Options: []string{"enforce"}}, {Issue: "tasks", Options: []string{}}},
		Join: []string{"egypt"}, Exclude: []mandate.Item{{Issue: "funding", Option: "gifts"}, {Actor: "jordan"}}}
	file, err := SavePlan(dir, p, false)
	if err != nil || file != "plans/heavy.yaml" {
		t.Fatal(file, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	want := "mandate: 1\ntitle: 'no: a heavy force'\nset: {roe: enforce, tasks: []}\njoin: [egypt]\nexclude: [funding=gifts, jordan]\n"
	if d := cmp.Diff(want, string(text)); d != "" {
		t.Error(d)
	}
	if again, err := canonical.Format(text); err != nil || string(again) != string(text) {
		t.Errorf("not canonical: %v\n%s", err, again)
	}
	c, _, l := casefile.LoadDir(dir)
	if c == nil {
		t.Fatal(l)
	}
	if d := cmp.Diff(p, c.Plans[0]); d != "" {
		t.Error(d)
	}

	refused := func(p *mandate.SavedPlan, word string) {
		t.Helper()
		if _, err := SavePlan(dir, p, false); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%v, want %s", err, word)
		}
	}
	refused(p, "already")
	refused(&mandate.SavedPlan{ID: "../heavy"}, "cannot name")
	refused(&mandate.SavedPlan{ID: ""}, "cannot name")
	refused(&mandate.SavedPlan{ID: "x", Join: []string{"usa"}}, "no contributor")
	refused(&mandate.SavedPlan{ID: "x", Title: "a\nb"}, "one line")
	if _, err := os.Stat(filepath.Join(dir, "plans", "x.yaml")); err == nil {
		t.Error("a refused plan was written")
	}
	if _, err := SavePlan(dir, &mandate.SavedPlan{ID: "heavy"}, true); err != nil {
		t.Error(err)
	}
}
