package pb

import (
	"math/rand/v2"
	"testing"
)

func (in *instance) minimum(terms []Term, assumptions []Lit) (least int64, any bool) {
	for _, mask := range in.all() {
		if allTrue(assumptions, mask) {
			if c := cost(terms, mask); !any || c < least {
				least, any = c, true
			}
		}
	}
	return least, any
}

func randomTerms(r *rand.Rand, vars int) []Term {
	terms := make([]Term, 1+r.IntN(2*vars))
	span := []int64{1, 4, 50}[r.IntN(3)]
	for i := range terms {
		terms[i] = Term{1 + r.Int64N(span), randomLit(r, vars)}
		if r.IntN(8) == 0 {
			terms[i].Coef = -terms[i].Coef
		}
	}
	return terms
}

func checkOptimum(t *testing.T, in *instance, terms []Term, assumptions []Lit, got Optimum) {
	t.Helper()
	least, any := in.minimum(terms, assumptions)
	if !any {
		if got.Verdict != No {
			t.Fatalf("verdict %v, want no", got.Verdict)
		}
		return
	}
	if got.Verdict != Yes || got.Cost != least || got.Lower != least {
		t.Fatalf("%+v, want %d; terms %v, assuming %v, in %+v", got, least, terms, assumptions, in)
	}
	mask := maskOf(got.Model[:in.vars])
	if !in.holds(mask, assumptions...) || cost(terms, mask) != least {
		t.Fatalf("the model does not attain the optimum %d", least)
	}
}

func TestMinimizeAgreesWithBruteForceAndLeavesNoTrace(t *testing.T) {
	for seed := range rounds(t, 2000) {
		r := rand.New(rand.NewPCG(7, uint64(seed)))
		in := randomInstance(r)
		s := in.solver()
		for range 3 {
			terms := randomTerms(r, in.vars)
			assumptions := randomLits(r, in.vars, r.IntN(3))
			checkOptimum(t, in, terms, assumptions, Minimize(s, terms, Budget{}, assumptions...))
			assumptions = randomLits(r, in.vars, r.IntN(3))
			if v := s.Solve(Budget{}, assumptions...); (v == Yes) != in.any(assumptions...) {
				t.Fatalf("seed %d: afterwards %v", seed, v)
			}
		}
	}
}

func TestOptimizerFollowsAGrowingInstance(t *testing.T) {
	for seed := range rounds(t, 1000) {
		r := rand.New(rand.NewPCG(8, uint64(seed)))
		all := randomInstance(r)
		in := &instance{vars: all.vars, nodes: all.nodes}
		s := New()
		in.declare(s)
		terms := randomTerms(r, in.vars)
		assumptions := randomLits(r, in.vars, r.IntN(3))
		o := NewOptimizer(s, terms, assumptions...)
		for _, c := range all.cons {
			in.cons = append(in.cons, c)
			addTo(s, c)
			if r.IntN(3) == 0 {
				checkOptimum(t, in, terms, assumptions, o.Find(Budget{}))
			}
		}
		o.Close()
		if v := s.Solve(Budget{}, assumptions...); (v == Yes) != in.any(assumptions...) {
			t.Fatalf("seed %d: afterwards %v", seed, v)
		}
	}
}

func TestMinimizeWithAShortBudgetStaysWithinItsBounds(t *testing.T) {
	unknowns := 0
	for seed := range rounds(t, 1000) {
		r := rand.New(rand.NewPCG(9, uint64(seed)))
		in := randomInstance(r)
		s := in.solver()
		terms := randomTerms(r, in.vars)
		got := Minimize(s, terms, Budget{Conflicts: 1})
		if got.Verdict == Unknown {
			unknowns++
			least, any := in.minimum(terms, nil)
			if any && got.Lower > least || got.Model != nil && got.Cost < least {
				t.Fatalf("seed %d: %+v, the minimum is %d", seed, got, least)
			}
			got = Minimize(s, terms, Budget{})
		}
		checkOptimum(t, in, terms, nil, got)
	}
	if unknowns == 0 {
		t.Error("no budget ever ended")
	}
}

// TestOptimalLeavesTheOptimaAlone lists what is left under what Optimal assumes:
// just the assignments that attain the minimum.
func TestOptimalLeavesTheOptimaAlone(t *testing.T) {
	for seed := range rounds(t, 1000) {
		r := rand.New(rand.NewPCG(9, uint64(seed)))
		in := randomInstance(r)
		s := in.solver()
		terms := randomTerms(r, in.vars)
		assumptions := randomLits(r, in.vars, r.IntN(3))
		o := NewOptimizer(s, terms, assumptions...)
		best := o.Find(Budget{})
		if best.Verdict != Yes {
			continue
		}
		var one [64]Lit
		for _, mask := range in.all() {
			if !allTrue(assumptions, mask) {
				continue
			}
			for v := range in.vars {
				if one[v] = Var(v).Neg(); mask>>v&1 == 1 {
					one[v] = Var(v).Pos()
				}
			}
			want := cost(terms, mask) == best.Cost
			query := append(append(append([]Lit(nil), assumptions...), o.Optimal()...), one[:in.vars]...)
			if got := s.Solve(Budget{}, query...) == Yes; got != want {
				t.Fatalf("seed %d: an assignment of cost %d, where %d is least: %v", seed, cost(terms, mask), best.Cost, got)
			}
		}
		o.Close()
	}
}
