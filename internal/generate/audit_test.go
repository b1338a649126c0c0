package generate_test

import (
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// TestAnswersStandUp puts every question of check to generated cases of all
// sizes, and every plan, refutation, collision and way out to the independent
// checkers: plans to the definitions and to the constraints as given, the rest to
// unit propagation.
func TestAnswersStandUp(t *testing.T) {
	for _, size := range []generate.Size{generate.S, generate.M, generate.L} {
		seeds := uint64(3)
		if size == generate.L {
			if testing.Short() {
				continue
			}
			seeds = 1
		}
		for seed := uint64(1); seed <= seeds; seed++ {
			for _, shut := range []bool{false, true} {
				c := load(t, size, seed, shut)
				st, err := record.At(c, mandate.Query{})
				if err != nil {
					t.Fatal(err)
				}
				m, audit, err := analysis.NewAudited(st, nil, analysis.Budget{})
				if err != nil {
					t.Fatal(err)
				}
				v, plan := m.Verdict()
				if shut != (v == mandate.Blocked) {
					t.Errorf("%s %d, infeasible %t: %s", size, seed, shut, v)
				}
				if plan != nil {
					if err := m.Verify(plan); err != nil {
						t.Errorf("%s %d: %v", size, seed, err)
					}
					m.Rung()
					m.First()
					for _, s := range m.Standings() {
						if s.Against == nil {
							continue
						}
						op := mandate.OpJoins
						if s.As == mandate.RoleParty {
							op = mandate.OpConsents
						}
						goal := &mandate.Expr{Op: op, Name: s.Actor.ID}
						if err := m.CheckSets(goal, analysis.Sets{List: []analysis.Set{*s.Against}}, false); err != nil {
							t.Errorf("%s %d, %s: %v", size, seed, s.Actor.ID, err)
						}
					}
					if v == mandate.Blueprint {
						m.Owed()
					}
					m.NewSession().Looks()
				} else {
					if err := m.CheckSets(nil, m.Collisions(nil, 20), false); err != nil {
						t.Errorf("%s %d: %v", size, seed, err)
					}
					if err := m.CheckSets(nil, m.WaysOut(nil, 20), true); err != nil {
						t.Errorf("%s %d: %v", size, seed, err)
					}
				}
				for _, g := range c.Goals {
					gm, err := m.Variant(st, g.That.Expr)
					if err != nil {
						t.Fatal(err)
					}
					if gm.Possible(g.That.Expr) != analysis.No {
						continue
					}
					if err := gm.CheckSets(g.That.Expr, gm.Collisions(g.That.Expr, 1), false); err != nil {
						t.Errorf("%s %d, %s: %v", size, seed, g.ID, err)
					}
				}
				if err := audit.Err(); err != nil {
					t.Errorf("%s %d, infeasible %t: %v", size, seed, shut, err)
				}
				t.Logf("%s %d, infeasible %t: %s; %d models and %d refutations checked", size, seed, shut, v, audit.Models, audit.Cores)
			}
		}
	}
}
