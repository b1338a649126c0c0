package crosscheck_test

import (
	"fmt"
	"reflect"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

// TestCoalitions compares coalitions of small random cases with those that
// clingo finds: members, rungs and sums.
func TestCoalitions(t *testing.T) {
	need(t)
	most := *cases
	if testing.Short() {
		most = min(most, 20)
	}
	found := 0
	for seed := *first; seed < *first+uint64(most); seed++ {
		files, q, goalID := bruteforce.Random(seed)
		fsys := fstest.MapFS{}
		for name, x := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(x)}
		}
		c, _, problems := casefile.Load(fsys, fmt.Sprint(seed))
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		goals := []*mandate.Expr{nil}
		for _, g := range c.Goals {
			if g.ID == goalID {
				goals = append(goals, g.That.Expr)
			}
		}
		for _, g := range goals {
			some, err := compareCoalition(st, g)
			if err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
			if some {
				found++
			}
		}
	}
	t.Logf("%d coalitions", found)
	if found*4 < most {
		t.Errorf("only %d coalitions in %d cases", found, most)
	}
}

func compareCoalition(st *record.State, goal *mandate.Expr) (some bool, err error) {
	m, err := analysis.New(st, goal, analysis.Budget{})
	if analysis.IsNoAim(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if goal != nil {
		m.Require(goal)
	}
	got := m.Coalition()
	lp, err := program(st, goal)
	if err != nil {
		return false, err
	}
	members, total, firm, err := coalition(lp, st)
	if err != nil {
		return false, err
	}
	if got.Verdict == analysis.No {
		if len(members) > 0 {
			return false, fmt.Errorf("clingo finds the coalition %v", members)
		}
		if got.Against == nil {
			return false, fmt.Errorf("no collision")
		}
		return false, nil
	}
	if err := m.Verify(got.Plan); err != nil {
		return true, err
	}
	ours := map[string]string{}
	for _, x := range got.Members {
		ours[x.Actor.ID] = x.Rung.String()
	}
	if !reflect.DeepEqual(ours, members) {
		return true, fmt.Errorf("members %v, clingo %v", ours, members)
	}
	sums := map[string]int64{}
	firms := map[string]int64{}
	for _, k := range st.Case.Capabilities {
		sums[k.ID], firms[k.ID] = got.Figures(k.ID)
	}
	if !reflect.DeepEqual(sums, total) || !reflect.DeepEqual(firms, firm) {
		return true, fmt.Errorf("sums %v %v, clingo %v %v", sums, firms, total, firm)
	}
	return true, nil
}
