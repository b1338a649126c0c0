package analysis_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"mandate"
)

// binding are the kinds of statement that must carry an effect or be a part of
// case.yaml; context is for the rest.
var binding = map[string]bool{"position": true, "position (veto)": true, "red line": true, "demand": true, "precondition": true,
	"constraint": true, "conditional": true, "open issue": true, "sequencing": true, "plan": true, "number/estimate": true}

// TestArticleIsCovered: every item of the article's checklist is mapped once,
// and what binds somebody is more than context.
func TestArticleIsCovered(t *testing.T) {
	c := loadCase(t, "../../cases/gaza-isf-article")
	f, err := os.Open("testdata/checklist-article.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kinds := map[string]string{}
	for s := bufio.NewScanner(f); s.Scan(); {
		if item, kind, ok := strings.Cut(s.Text(), "\t"); ok {
			kinds[item] = kind
		}
	}
	if len(kinds) != 89 {
		t.Fatalf("the checklist has %d items", len(kinds))
	}
	seen := map[string]bool{}
	for _, x := range c.Coverage {
		if seen[x.Item] || kinds[x.Item] == "" {
			t.Errorf("%s is mapped twice or is no item", x.Item)
		}
		seen[x.Item] = true
		if binding[kinds[x.Item]] && len(x.Parts) == 0 && !anyEffect(c, x.Entries) {
			t.Errorf("%s is a %s and carries neither an effect nor a part of the case", x.Item, kinds[x.Item])
		}
	}
	for item := range kinds {
		if !seen[item] {
			t.Errorf("%s is not mapped", item)
		}
	}
}

func anyEffect(c *mandate.Case, ids []string) bool {
	for _, e := range c.Entries {
		for _, id := range ids {
			if e.ID == id && len(e.Effects) > 0 {
				return true
			}
		}
	}
	return false
}

// TestRecordIsCovered: every row of the compiled record is mapped once, every
// entry is reached by some row, and enough entries carry effects.
func TestRecordIsCovered(t *testing.T) {
	c := loadCase(t, "../../cases/gaza-isf")
	rows := map[string]int{"B4": 15, "C1": 44, "C2": 7, "D": 33, "E1": 11, "E2": 6, "E3": 1, "F": 25, "G": 8}
	want := map[string]bool{}
	for part, n := range rows {
		for i := 1; i <= n; i++ {
			want[fmt.Sprintf("%s.%d", part, i)] = true
		}
	}
	for i := 1; i <= 12; i++ {
		want[fmt.Sprintf("B2.V%d", i)] = true
	}
	for _, i := range []int{3, 6, 9, 13, 14, 15, 16, 17} {
		want[fmt.Sprintf("B3.%d", i)] = true
	}
	reached := map[string]bool{}
	for _, x := range c.Coverage {
		if !want[x.Item] {
			t.Errorf("%s is mapped twice or is no row", x.Item)
		}
		delete(want, x.Item)
		for _, id := range x.Entries {
			reached[id] = true
		}
	}
	for item := range want {
		t.Errorf("%s is not mapped", item)
	}
	effects := 0
	for _, e := range c.Entries {
		if !reached[e.ID] {
			t.Errorf("entry %s belongs to no row", e.ID)
		}
		if len(e.Effects) > 0 {
			effects++
		}
	}
	if effects < 120 {
		t.Errorf("%d entries carry effects; at least 120 should", effects)
	}
}
