package pb

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestMinimizeCoreLeavesNothingToSpare(t *testing.T) {
	cores := 0
	for seed := range rounds(t, 2000) {
		r := rand.New(rand.NewPCG(11, uint64(seed)))
		in := randomInstance(r)
		s := in.solver()
		hard := randomLits(r, in.vars, r.IntN(2))
		assumptions := randomLits(r, in.vars, 1+r.IntN(8))
		core, minimal := MinimizeCore(s, assumptions, Budget{}, hard...)
		if in.any(append(slices.Clone(hard), assumptions...)...) {
			if minimal || !slices.Equal(core, assumptions) {
				t.Fatalf("seed %d: %v was no core, but got %v, %v", seed, assumptions, core, minimal)
			}
			continue
		}
		cores++
		if !minimal || in.any(append(slices.Clone(hard), core...)...) {
			t.Fatalf("seed %d: %v from %v, minimal %v", seed, core, assumptions, minimal)
		}
		for i := range core {
			if !in.any(append(slices.Delete(slices.Clone(core), i, i+1), hard...)...) {
				t.Fatalf("seed %d: %v in the core %v can be spared", seed, core[i], core)
			}
		}
	}
	if cores == 0 {
		t.Error("no cores")
	}
}

func TestMinimizeCoreWithoutBudgetStillReturnsACore(t *testing.T) {
	s := New()
	pigeons(s, 7)
	var assumptions []Lit
	for range 5 { // each may be spared
		assumptions = append(assumptions, s.NewVar().Pos())
	}
	core, minimal := MinimizeCore(s, assumptions, Budget{Conflicts: 1})
	if minimal || !slices.Equal(core, assumptions) {
		t.Errorf("%v, minimal %v; want all of %v", core, minimal, assumptions)
	}
	if core, minimal = MinimizeCore(s, assumptions, Budget{}); !minimal || len(core) != 0 {
		t.Errorf("%v, minimal %v; want the empty core", core, minimal)
	}
}

func TestMinimizeCorePrefersEarlyMembers(t *testing.T) {
	s := New()
	a, b, c := s.NewVar().Pos(), s.NewVar().Pos(), s.NewVar().Pos()
	s.AddClause(a.Not(), b.Not())
	s.AddClause(b.Not(), c.Not())
	s.AddClause(a.Not(), c.Not())
	for _, order := range [][]Lit{{a, b, c}, {c, b, a}, {b, a, c}} {
		// All three are needed in no core; give the solver a core of three.
		core, minimal := MinimizeCore(s, order, Budget{})
		if !minimal || !slices.Equal(core, order[:2]) {
			t.Errorf("from %v: %v, minimal %v; want %v", order, core, minimal, order[:2])
		}
	}
}
