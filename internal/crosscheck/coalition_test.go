package crosscheck_test

import (
	"fmt"
	"reflect"

	"mandate/internal/analysis"
	"mandate/internal/record"
)

// compareCoalition compares the coalition for a goal, or without one: members,
// rungs and sums.
func compareCoalition(m *analysis.Model, lp string, st *record.State) (some bool, err error) {
	got := m.Coalition()
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
