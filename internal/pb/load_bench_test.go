package pb

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkLoadAndSolve100kVars500kClauses(b *testing.B) {
	for b.Loop() {
		r := rand.New(rand.NewPCG(18, 0))
		s := New()
		const n = 100_000
		for range n {
			s.NewVar()
		}
		plan := func(v int) Lit { return Lit(2*v + v*7%2) }
		for range 380_000 {
			a, c, d := r.IntN(n), r.IntN(n), r.IntN(n)
			s.AddClause(plan(a), plan(c)^Lit(r.IntN(2)), plan(d)^Lit(r.IntN(2)))
		}
		for range 20 {
			var terms []Term
			var sum int64
			for range 3000 {
				v := r.IntN(n)
				c := int64(1 + r.IntN(50))
				l := plan(v) ^ Lit(r.IntN(2))
				terms = append(terms, Term{c, l})
				if l == plan(v) {
					sum += c
				}
			}
			s.AddAtLeast(terms, sum)
		}
		v := s.Solve(Budget{Conflicts: 100000})
		b.ReportMetric(float64(s.Conflicts()), "conflicts")
		b.ReportMetric(float64(v), "verdict")
	}
}
