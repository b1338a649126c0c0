package pb

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestNormalForm(t *testing.T) {
	x, y, z := Var(0).Pos(), Var(1).Pos(), Var(2).Pos()
	const top = math.MaxInt64
	for _, c := range []struct {
		name    string
		terms   []Term
		bound   int64
		linears int
		clauses int
		facts   int
		ok      bool
	}{
		{"a bound of zero says nothing", []Term{{3, x}, {1, y}}, 0, 0, 0, 0, true},
		{"no terms reach no bound", nil, 1, 0, 0, 0, false},
		{"coefficients at the bound make a clause", []Term{{3, x}, {5, y}, {3, z}}, 3, 0, 1, 0, true},
		{"all are needed", []Term{{2, x}, {3, y}}, 5, 0, 0, 2, true},
		{"one is needed and the rest is a clause", []Term{{5, x}, {1, y}, {1, z}}, 6, 0, 1, 1, true},
		{"two of three", []Term{{1, x}, {1, y}, {1, z}}, 2, 1, 0, 0, true},
		{"opposites cancel to a constant", []Term{{4, x}, {4, x.Not()}}, 4, 0, 0, 0, true},
		{"opposites cancel and fall short", []Term{{4, x}, {3, x.Not()}}, 5, 0, 0, 0, false},
		{"negative coefficients turn around", []Term{{-2, x}, {-2, y}}, -2, 0, 1, 0, true},
		{"duplicates add up", []Term{{1, x}, {1, x}, {1, y}, {1, z}}, 2, 1, 0, 0, true},
		{"the largest numbers", []Term{{top, x}, {top, y}, {top, z}}, top, 0, 1, 0, true},
		{"a sum beyond the largest number", []Term{{top, x}, {top, x}, {top, y}, {top, z}}, top, 0, 1, 0, true},
		{"the smallest numbers", []Term{{math.MinInt64, x}, {math.MinInt64, y}}, math.MinInt64, 0, 1, 0, true},
		{"beyond every sum", []Term{{1, x}}, top, 0, 0, 0, false},
	} {
		s := New()
		for range 3 {
			s.NewVar()
		}
		s.AddAtLeast(c.terms, c.bound)
		if len(s.linears) != c.linears || len(s.clauses) != c.clauses || len(s.trail) != c.facts || s.ok != c.ok {
			t.Errorf("%s: %d sums, %d clauses, %d facts, %v", c.name, len(s.linears), len(s.clauses), len(s.trail), s.ok)
		}
	}
}

// Sums far beyond int64, judged with the arithmetic of the checker.
func TestHugeSumsAreExact(t *testing.T) {
	kept := 0
	for seed := range rounds(t, 1500) {
		r := rand.New(rand.NewPCG(14, uint64(seed)))
		const vars = 5
		s := New()
		log := s.Record()
		for range vars {
			s.NewVar()
		}
		for range 1 + r.IntN(3) {
			terms := make([]Term, 2+r.IntN(10))
			for i := range terms {
				c := int64(math.MaxInt64) - int64(r.IntN(3))
				switch r.IntN(4) {
				case 0:
					c = math.MinInt64 + int64(r.IntN(3))
				case 1:
					c = r.Int64() >> r.IntN(60)
				}
				terms[i] = Term{c, randomLit(r, vars)}
			}
			bound := []int64{math.MaxInt64, math.MinInt64, r.Int64(), -r.Int64(), 0}[r.IntN(5)]
			if r.IntN(2) == 0 {
				s.AddAtLeast(terms, bound)
			} else {
				s.AddAtMost(terms, bound)
			}
		}
		kept += len(s.linears)
		assumptions := randomLits(r, vars, r.IntN(3))
		want := No
		for mask := range uint(1) << vars {
			model := make([]bool, vars)
			fits := true
			for v := range model {
				model[v] = mask>>v&1 == 1
			}
			for _, l := range assumptions {
				fits = fits && litTrue(l, mask)
			}
			if fits && CheckModel(log, model) == nil {
				want = Yes
			}
		}
		got := s.Solve(Budget{}, assumptions...)
		if got != want {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
		if got == Yes {
			if err := CheckModel(log, s.Model()); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	if kept == 0 {
		t.Error("every sum was trivial")
	}
}
