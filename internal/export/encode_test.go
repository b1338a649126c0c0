package export

import (
	"math/rand/v2"
	"testing"

	"mandate/internal/pb"
)

// satisfiable decides the clauses with the given literals true.
func satisfiable(in *instance, given ...int) bool {
	s := pb.New()
	for range in.names {
		s.NewVar()
	}
	l := func(x int) pb.Lit {
		if x < 0 {
			return pb.Var(-x).Neg()
		}
		return pb.Var(x).Pos()
	}
	for _, c := range in.clauses {
		var ls []pb.Lit
		for _, x := range c {
			ls = append(ls, l(x))
		}
		s.AddClause(ls...)
	}
	var as []pb.Lit
	for _, x := range given {
		as = append(as, l(x))
	}
	return s.Solve(pb.Budget{}, as...) == pb.Yes
}

// TestSumsAsClauses compares both encodings with the sums themselves, on all
// assignments.
func TestSumsAsClauses(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 400 {
		n := 2 + r.IntN(5)
		c := pb.Constraint{Kind: pb.AtLeast}
		if r.IntN(2) == 0 {
			c.Kind = pb.AtMost
		}
		for range n + 1 {
			l := pb.Var(r.IntN(n)).Pos()
			if r.IntN(2) == 0 {
				l = l.Not()
			}
			c.Terms = append(c.Terms, pb.Term{Coef: int64(r.IntN(23) - 7), Lit: l})
			c.Bound += int64(r.IntN(11) - 2)
		}
		build := func(encode func(in *instance, s sum)) *instance {
			in := &instance{names: make([]string, n+1)}
			if err := in.sum(c); err != nil {
				t.Fatal(err)
			}
			for _, s := range in.sums {
				encode(in, s)
			}
			return in
		}
		ways := map[string]*instance{
			"chosen": build(func(in *instance, s sum) { in.encode(1, s) }),
			"adder":  build(func(in *instance, s sum) { in.adder(1, s, nil) }),
		}
		for a := range 1 << n {
			var given []int
			var total int64
			for v := range n {
				x := v + 1
				if a>>v&1 == 0 {
					x = -x
				}
				given = append(given, x)
			}
			for _, x := range c.Terms {
				if (a>>x.Lit.Var()&1 == 1) != x.Lit.IsNeg() {
					total += x.Coef
				}
			}
			want := total >= c.Bound
			if c.Kind == pb.AtMost {
				want = total <= c.Bound
			}
			for name, in := range ways {
				if got := satisfiable(in, given...); got != want {
					t.Fatalf("round %d, %s: %v for %0*b of %+v", round, name, got, n, a, c)
				}
			}
		}
	}
}

// TestLargeDiagramsGiveWay: a sum whose diagram is too large is added up.
func TestLargeDiagramsGiveWay(t *testing.T) {
	in := &instance{names: make([]string, 41)}
	r := rand.New(rand.NewPCG(3, 3))
	s := sum{bound: 15 << 30}
	for v := 1; v <= 40; v++ {
		s.terms = append(s.terms, term{1 + r.Int64N(1<<30), v})
	}
	if newDiagram(s) != nil {
		t.Fatal("the diagram is small enough; the test tests nothing")
	}
	in.encode(1, s)
	if len(in.clauses) > 40*40*7 {
		t.Errorf("%d clauses", len(in.clauses))
	}
	var all, few []int
	for v := 1; v <= 40; v++ {
		all = append(all, v)
		if v > 10 {
			few = append(few, -v)
		}
	}
	if !satisfiable(in, all...) || satisfiable(in, few...) {
		t.Error("the bound is not kept")
	}
}

// TestOrderAsClauses compares the clauses with a search for circles.
func TestOrderAsClauses(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for round := range 300 {
		n, vars := 2+r.IntN(5), 2+r.IntN(7)
		events := []string{"a", "b", "c", "d", "e", "f"}[:n]
		var edges []edge
		for v := 1; v <= vars; v++ {
			x, y := r.IntN(n), r.IntN(n)
			edges = append(edges, edge{v, x, y})
			if x != y && r.IntN(3) > 0 {
				edges = append(edges, edge{-v, y, x})
			}
		}
		in := &instance{names: make([]string, vars+1)}
		in.order(events, edges)
		for a := range 1 << vars {
			var given []int
			for v := 1; v <= vars; v++ {
				x := v
				if a>>(v-1)&1 == 0 {
					x = -x
				}
				given = append(given, x)
			}
			// Warshall.
			reach := make([][]bool, n)
			for i := range reach {
				reach[i] = make([]bool, n)
			}
			for _, e := range edges {
				v := max(e.lit, -e.lit)
				if (a>>(v-1)&1 == 1) == (e.lit > 0) {
					reach[e.from][e.to] = true
				}
			}
			for k := range n {
				for i := range n {
					for j := range n {
						reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
					}
				}
			}
			want := true
			for i := range n {
				want = want && !reach[i][i]
			}
			if got := satisfiable(in, given...); got != want {
				t.Fatalf("round %d: %v for %0*b of %v", round, got, vars, a, edges)
			}
		}
	}
}
