package pb

import (
	"math/rand/v2"
	"testing"
)

// decode reads any bytes as an instance and a list of assumptions.
func decode(data []byte) (in *instance, assumptions []Lit) {
	next := func(n int) int {
		if len(data) == 0 {
			return 0
		}
		b := int(data[0])
		data = data[1:]
		return b % n
	}
	in = &instance{vars: 1 + next(8), nodes: 1 + next(5)}
	lit := func() Lit { return Lit(next(2 * in.vars)) }
	for range next(4) {
		assumptions = append(assumptions, lit())
	}
	for len(data) > 0 {
		c := constraint{kind: constraintKind(next(4))}
		switch c.kind {
		case clauseKind:
			for range next(5) {
				c.lits = append(c.lits, lit())
			}
		case edgeKind:
			c.lit, c.from, c.to = lit(), Node(next(in.nodes)), Node(next(in.nodes))
		default:
			c.bound = int64(next(256)) - 100
			for range next(10) {
				c.terms = append(c.terms, Term{int64(next(256)) - 64, lit()})
			}
		}
		in.cons = append(in.cons, c)
	}
	return in, assumptions
}

func FuzzSolve(f *testing.F) {
	r := rand.New(rand.NewPCG(17, 0))
	for range 20 {
		seed := make([]byte, 20+r.IntN(60))
		for i := range seed {
			seed[i] = byte(r.IntN(256))
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 400 {
			return
		}
		in, assumptions := decode(data)
		s := New()
		log := s.Record()
		in.declare(s)
		for _, c := range in.cons {
			addTo(s, c)
		}
		v := s.Solve(Budget{}, assumptions...)
		checkAnswer(t, in, s, v, assumptions)
		if v == Yes {
			if err := CheckModel(log, s.Model()); err != nil {
				t.Fatal(err)
			}
		} else if err := CheckCore(log, s.Core()); err != nil {
			t.Fatal(err)
		}
		checkOptimum(t, in, []Term{{3, 0}, {-2, 1}, {1, Lit(2*in.vars - 1)}}, assumptions,
			Minimize(s, []Term{{3, 0}, {-2, 1}, {1, Lit(2*in.vars - 1)}}, Budget{}, assumptions...))
	})
}
