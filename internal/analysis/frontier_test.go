package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
	"mandate/internal/report"
)

// objectivesOf picks some objectives of a case at random, at least one.
func objectivesOf(t *testing.T, m *analysis.Model, r *rand.Rand) []analysis.Objective {
	t.Helper()
	c := m.State.Case
	all := []string{"rung", "joiners", "owed", "consents", "moves"}
	for _, k := range c.Capabilities {
		all = append(all, "force:"+k.ID, "committed:"+k.ID)
	}
	if len(c.Rates) > 0 {
		all = append(all, "cost")
	}
	r.Shuffle(len(all), func(i, k int) { all[i], all[k] = all[k], all[i] })
	names := all[:1+r.IntN(min(4, len(all)))]
	if r.IntN(2) == 0 && !slices.Contains(names, "moves") {
		names = append(names[:len(names):len(names)], "moves")
	}
	by, err := report.ParseObjectives(c, names)
	if err != nil {
		t.Fatal(err)
	}
	return by
}

// TestFrontierHolds asks on small random cases: does each plan listed pass the
// checker and have the values told, does a fresh model refute that anything is
// better, and do vectors stand in order. Whether any is missing, brute force
// tells.
func TestFrontierHolds(t *testing.T) {
	n := uint64(800)
	if testing.Short() {
		n = 40
	}
	points, several, moved, blocked := 0, 0, 0, 0
	for seed := uint64(1); seed <= n; seed++ {
		withGoal := seed%3 == 0
		m := randomModel(t, seed, withGoal)
		if m == nil {
			continue
		}
		if k := m.State.Case.Capabilities; seed%2 == 0 && len(k) > 0 {
			m.State.Case.Rates = []*mandate.Rate{{Capability: k[0].ID, PerMonth: 7, Currency: "USD"}}
		}
		r := rand.New(rand.NewPCG(seed, 4))
		by := objectivesOf(t, m, r)
		pareto := r.IntN(3) > 0
		top := 1 + r.IntN(3)
		got, err := m.Frontier(by, analysis.Frontiers{Pareto: pareto, Top: top})
		if err != nil {
			t.Fatal(err)
		}
		where := func(p analysis.Point) string { return fmt.Sprintf("seed %d, %v: %v", seed, by, p.Values) }
		if !got.Complete {
			t.Fatalf("seed %d: not complete", seed)
		}
		if got.Verdict == analysis.No {
			blocked++
		}
		fresh := randomModel(t, seed, withGoal)
		fresh.State.Case.Rates = m.State.Case.Rates
		if !slices.ContainsFunc(by, func(o analysis.Objective) bool { return o.Kind == "moves" }) && (fresh.Possible(nil) == analysis.Yes) != (len(got.Points) > 0) {
			t.Fatalf("seed %d: %d points, possible: %v", seed, len(got.Points), fresh.Possible(nil))
		}
		if len(got.Points) > 1 {
			several++
		}
		for i, p := range got.Points {
			points++
			if v, err := fresh.Betters(by, p.Values); err != nil || v != analysis.No {
				t.Fatalf("%s: something is better: %v, %v", where(p), v, err)
			}
			for _, x := range p.Plans {
				if len(x.GivenUp) > 0 {
					moved++
				}
				if err := m.VerifyWithout(x.Plan, x.GivenUp); err != nil {
					t.Fatalf("%s: %v", where(p), err)
				}
				for k, o := range by {
					if v := m.ValueOf(o, x); v != p.Values[k] {
						t.Fatalf("%s: the plan has %d for %s", where(p), v, o.Name())
					}
				}
			}
			if i > 0 && !firstIsBetter(by, got.Points[i-1].Values, p.Values) {
				t.Fatalf("%s stands after %v", where(p), got.Points[i-1].Values)
			}
		}
		// Asked for fewer, it tells that there are others.
		if len(got.Points) > 1 {
			short, err := m.Frontier(by, analysis.Frontiers{Pareto: true, Limit: 1})
			if err != nil || short.Complete || len(short.Points) != 1 || !slices.Equal(short.Points[0].Values, got.Points[0].Values) {
				t.Fatalf("seed %d: with limit 1: %+v, %v", seed, short, err)
			}
		}
		// And nothing stays behind.
		again, err := m.Frontier(by, analysis.Frontiers{Pareto: pareto})
		if err != nil || len(again.Points) != len(got.Points) || !again.Complete {
			t.Fatalf("seed %d: %d points at first, then %d; %v", seed, len(got.Points), len(again.Points), err)
		}
		if pareto && len(got.Points) > 0 {
			lexicographic, _ := m.Frontier(by, analysis.Frontiers{})
			if !slices.Equal(lexicographic.Points[0].Values, got.Points[0].Values) {
				t.Fatalf("seed %d: best by the first objective is %v, first of the frontier %v", seed, lexicographic.Points[0].Values, got.Points[0].Values)
			}
		}
	}
	t.Logf("%d vectors, %d frontiers of several, %d plans that give something up, %d cases blocked", points, several, moved, blocked)
	if points < int(n)/2 || several < int(n)/20 || moved < int(n)/10 {
		t.Errorf("%d vectors, %d frontiers of several, %d plans that give something up", points, several, moved)
	}
}

func firstIsBetter(by []analysis.Objective, a, b []int64) bool {
	for i, o := range by {
		if a[i] != b[i] {
			return a[i] > b[i] == o.More()
		}
	}
	return false
}

// TestFrontierIsAudited has every answer of the solver that lists plans and
// counts mandates checked by the independent checker.
func TestFrontierIsAudited(t *testing.T) {
	checked := 0
	for seed := uint64(1); seed <= 60; seed++ {
		plain := randomModel(t, seed, false)
		if plain == nil {
			continue
		}
		m, audit, err := analysis.NewAudited(plain.State, nil, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 5))
		if _, err := m.Frontier(objectivesOf(t, m, r), analysis.Frontiers{Pareto: true, Top: 3, Limit: 2}); err != nil {
			t.Fatal(err)
		}
		m.CountMandates(nil, analysis.Counting{Plans: 1})
		if err := audit.Err(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		checked += audit.Models + audit.Cores
	}
	if checked < 60 {
		t.Errorf("only %d answers were checked", checked)
	}
}

// TestFrontierWithinBudget: what a small budget leaves is proven all the same.
func TestFrontierWithinBudget(t *testing.T) {
	c := loadCase(t, "../../cases/gaza-isf")
	short := 0
	for conflicts := int64(1); conflicts <= 24; conflicts++ {
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := analysis.New(st, nil, analysis.Budget{Conflicts: conflicts})
		if err != nil {
			t.Fatal(err)
		}
		by := []analysis.Objective{{Kind: "owed"}, {Kind: "joiners"}, {Kind: "moves"}}
		got, err := m.Frontier(by, analysis.Frontiers{Pareto: true, Limit: 20})
		if err != nil {
			t.Fatal(err)
		}
		if !got.Complete {
			short++
		}
		fresh, err := analysis.New(st, nil, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range got.Points {
			if v, err := fresh.Betters(by, p.Values); err != nil || v != analysis.No {
				t.Fatalf("%d conflicts: %v is bettered: %v, %v", conflicts, p.Values, v, err)
			}
		}
	}
	if short == 0 {
		t.Error("no budget was too small")
	}
}
