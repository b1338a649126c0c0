package analysis_test

import (
	"errors"
	"fmt"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// TestAlertsAgainstBruteForce asks of random records, for every word and number, what
// alerts can ask, and compares with what enumeration says.
func TestAlertsAgainstBruteForce(t *testing.T) {
	asked, fired := 0, map[string]int{}
	for seed := uint64(1); seed <= 250; seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(t, files)
		r, err := bruteforce.Solve(c, q, nil)
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
			continue
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		x, err := bruteforce.Explore(c, q, nil)
		if err != nil {
			t.Fatal(seed, err)
		}
		plans := x != nil && x.Verdict != mandate.Blocked
		want := map[string]bool{}
		note := func(kind, text string, holds bool) {
			want[text] = holds
			if holds {
				fired[kind]++
			}
		}
		place := map[mandate.Verdict]int{}
		for i, v := range mandate.Verdicts {
			place[v] = i
		}
		for i, v := range mandate.Verdicts {
			known := r.Verdict != mandate.NoRecord
			note("verdict", fmt.Sprintf("verdict() >= %q", v), known && place[r.Verdict] >= i)
			note("verdict", fmt.Sprintf("verdict() == %q", v), known && r.Verdict == v)
			note("verdict", fmt.Sprintf("!(verdict() < %q)", v), !known || place[r.Verdict] >= i)
		}
		for n := range 4 {
			note("owed", fmt.Sprintf("owed() == %d", n), plans && x.Owed == n)
			note("owed", fmt.Sprintf("owed() < %d", n), plans && x.Owed < n)
		}
		words := append([]string{mandate.RuledOut}, "silent", "interested", "conditional", "agreed")
		for _, a := range c.Actors {
			if !a.Is(mandate.RoleContributor) && !a.Is(mandate.RoleParty) {
				continue
			}
			best := 0
			if x != nil {
				for _, reached := range []map[string]mandate.Rung{x.CanJoin, x.CanConsent} {
					if rung, ok := reached[a.ID]; ok {
						best = max(best, int(rung)+1)
					}
				}
			}
			for i, w := range words {
				note("rung", fmt.Sprintf("rung(%q) == %q", a.ID, w), x != nil && best == i)
				note("rung", fmt.Sprintf("rung(%q) >= %q", a.ID, w), x != nil && best >= i)
			}
			if a.Is(mandate.RoleContributor) {
				joins := false
				if x != nil {
					_, joins = x.CanJoin[a.ID]
				}
				note("possible", fmt.Sprintf("possible(joins(%q))", a.ID), joins)
			}
		}
		decided := map[string]bool{}
		for _, id := range r.Decided {
			decided[id] = true
		}
		for _, i := range c.Issues {
			note("on record", fmt.Sprintf("on_record(decided(%q))", i.ID), decided[i.ID])
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		v := condition.NewVocabulary(c).ForAlerts()
		var alerts []*mandate.Alert
		for text := range want {
			e, problems := condition.Parse(text, v)
			if len(problems) > 0 {
				t.Fatal(seed, text, problems)
			}
			alerts = append(alerts, &mandate.Alert{ID: text, When: &mandate.Condition{Text: text, Expr: e}})
		}
		got, err := analysis.Firing(st, alerts, analysis.Budget{})
		if err != nil {
			t.Fatal(seed, err)
		}
		for i, a := range alerts {
			asked++
			if (got[i] == analysis.Yes) != want[a.ID] || got[i] == analysis.Unknown {
				t.Errorf("seed %d: %s is %s; brute force says %s, owed %d", seed, a.ID, got[i], r.Verdict, x.Owed)
			}
		}
	}
	t.Logf("%d asked, of which fire %v", asked, fired)
	for _, kind := range []string{"verdict", "owed", "rung", "possible", "on record"} {
		if fired[kind] < 50 {
			t.Errorf("only %d of %s fire", fired[kind], kind)
		}
	}
}
