package pb_test

import (
	"fmt"

	"mandate/internal/pb"
)

// Three crates weigh 3, 4 and 5, and the lorry carries 8.
func Example() {
	s := pb.New()
	var crates []pb.Lit
	var load []pb.Term
	for _, weight := range []int64{3, 4, 5} {
		l := s.NewVar().Pos()
		crates = append(crates, l)
		load = append(load, pb.Term{Coef: weight, Lit: l})
	}
	s.AddAtMost(load, 8)

	fmt.Println("all:", s.Solve(pb.Budget{}, crates...), "because of", s.Core())
	fmt.Println("first and last:", s.Solve(pb.Budget{}, crates[0], crates[2]))
	fmt.Println("the middle one then stays:", s.Value(crates[1].Not()))
	// Output:
	// all: no because of [2 3]
	// first and last: yes
	// the middle one then stays: true
}

// Only one of two orders of three steps is left, and a third wish makes a
// cycle.
func ExampleSolver_AddEdge() {
	s := pb.New()
	survey, clear, build := s.NewNode(), s.NewNode(), s.NewNode()
	before := func(a, b pb.Node) pb.Lit {
		l := s.NewVar().Pos()
		s.AddEdge(l, a, b)
		s.AddEdge(l.Not(), b, a)
		return l
	}
	first := before(survey, clear)
	second := before(clear, build)
	direct := before(survey, build)

	fmt.Println(s.Solve(pb.Budget{}, first, second), s.Value(direct))
	fmt.Println(s.Solve(pb.Budget{}, first, second, direct.Not()), s.Core())
	// Output:
	// yes true
	// no [1 2 -3]
}

// The cheapest way to cover two needs.
func ExampleMinimize() {
	s := pb.New()
	a, b, both := s.NewVar().Pos(), s.NewVar().Pos(), s.NewVar().Pos()
	s.AddClause(a, both)
	s.AddClause(b, both)
	price := []pb.Term{{Coef: 4, Lit: a}, {Coef: 3, Lit: b}, {Coef: 6, Lit: both}}

	best := pb.Minimize(s, price, pb.Budget{})
	fmt.Println(best.Verdict, best.Cost, best.Model[both.Var()])
	best = pb.Minimize(s, price, pb.Budget{}, both.Not())
	fmt.Println(best.Verdict, best.Cost)
	// Output:
	// yes 6 true
	// yes 7
}

// Four wishes of which 1 and 2 exclude each other, as do 2, 3 and 4 together.
func wishes() (*pb.Solver, []pb.Soft) {
	s := pb.New()
	var softs []pb.Soft
	for range 4 {
		softs = append(softs, pb.Soft{Lit: s.NewVar().Pos(), Weight: 1})
	}
	no := func(i int) pb.Lit { return softs[i].Lit.Not() }
	s.AddClause(no(0), no(1))
	s.AddClause(no(1), no(2), no(3))
	return s, softs
}

func ExampleCorrections() {
	c := pb.NewCorrections(wishes())
	for {
		set, cost, v := c.Next(pb.Budget{})
		if v != pb.Yes {
			fmt.Println("more:", v)
			return
		}
		fmt.Println("give up", set, "at", cost)
	}
	// Unordered output:
	// give up [1] at 1
	// give up [0 2] at 2
	// give up [0 3] at 2
	// more: no
}

func ExampleCollisions() {
	c := pb.NewCollisions(wishes())
	for {
		set, _, v := c.Next(pb.Budget{})
		if v != pb.Yes {
			fmt.Println("more:", v)
			return
		}
		fmt.Println("together impossible:", set)
	}
	// Output:
	// together impossible: [0 1]
	// together impossible: [1 2 3]
	// more: no
}

// The record is all that a checker needs.
func ExampleCheckCore() {
	s := pb.New()
	log := s.Record()
	x, y, z := s.NewVar().Pos(), s.NewVar().Pos(), s.NewVar().Pos()
	s.AddAtLeast([]pb.Term{{Coef: 1, Lit: x}, {Coef: 1, Lit: y}, {Coef: 1, Lit: z}}, 2)

	fmt.Println(s.Solve(pb.Budget{}, x.Not(), y.Not()))
	fmt.Println(pb.CheckCore(log, s.Core()))
	fmt.Println(pb.CheckCore(log, []pb.Lit{x.Not()}))
	// Output:
	// no
	// <nil>
	// check core: propagation does not refute the core
}
