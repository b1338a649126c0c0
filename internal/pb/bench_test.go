package pb

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// assembly is a made-up instance of the shape of large cases: issues with
// options of which one is chosen, steps in an order, weighted sums over the
// options, and many entries that can each be switched on by a selector. An
// entry is a clause over options and steps; many entries share one. A hidden
// plan satisfies all entries but the given number of them.
type assembly struct {
	s         *Solver
	options   []Lit
	selectors []Lit
}

func newAssembly(issues, width, entries, steps, noise int, seed uint64) assembly {
	r := rand.New(rand.NewPCG(12, seed))
	a := assembly{s: New()}
	s := a.s
	plan := make(map[Lit]bool)
	var atoms []Lit
	for range issues {
		var one []Term
		var lits []Lit
		best := r.IntN(width)
		for i := range width {
			l := s.NewVar().Pos()
			plan[l] = i == best
			plan[l.Not()] = i != best
			lits = append(lits, l)
			one = append(one, Term{1, l})
		}
		a.options = append(a.options, lits...)
		s.AddClause(lits...)
		s.AddAtMost(one, 1)
	}
	atoms = append(atoms, a.options...)
	for range 3 {
		var terms []Term
		var sum int64
		for _, l := range a.options {
			c := int64(1 + r.IntN(20))
			terms = append(terms, Term{c, l})
			if plan[l] {
				sum += c
			}
		}
		s.AddAtMost(terms, sum+sum/20)
	}
	nodes := make([]Node, steps)
	for i := range nodes {
		nodes[i] = s.NewNode()
	}
	for i := range nodes {
		for j := range i {
			l := s.NewVar().Pos()
			s.AddEdge(l, nodes[i], nodes[j])
			s.AddEdge(l.Not(), nodes[j], nodes[i])
			plan[l], plan[l.Not()] = true, false
			atoms = append(atoms, l)
		}
	}
	clause := func(good bool) []Lit {
		for {
			var lits []Lit
			fits := false
			for range 1 + r.IntN(3) {
				l := atoms[r.IntN(len(atoms))]
				if r.IntN(3) > 0 {
					l = l.Not()
				}
				lits = append(lits, l)
				fits = fits || plan[l]
			}
			if fits == good {
				return lits
			}
		}
	}
	var pool [][]Lit
	for range entries / 4 {
		pool = append(pool, clause(true))
	}
	for i := range entries {
		sel := s.NewVar().Pos()
		a.selectors = append(a.selectors, sel)
		lits := pool[r.IntN(len(pool))]
		if i%(entries/noise) == 0 {
			lits = clause(false)
		}
		s.AddClause(append([]Lit{sel.Not()}, lits...)...)
	}
	return a
}

var sizes = []struct {
	name                                 string
	issues, width, entries, steps, noise int
}{
	{"S", 10, 4, 60, 4, 4},
	{"M", 40, 4, 800, 8, 10},
	{"L", 100, 5, 20000, 12, 25},
}

func eachSize(b *testing.B, f func(b *testing.B, a assembly)) {
	for _, z := range sizes {
		b.Run(z.name, func(b *testing.B) {
			f(b, newAssembly(z.issues, z.width, z.entries, z.steps, z.noise, 1))
		})
	}
}

func (a assembly) softs() []Soft {
	softs := make([]Soft, len(a.selectors))
	for i, l := range a.selectors {
		softs[i] = Soft{l, 1 + int64(i*7919%13)}
	}
	return softs
}

func BenchmarkDecideOneOption(b *testing.B) {
	eachSize(b, func(b *testing.B, a assembly) {
		i := 0
		for b.Loop() {
			a.s.Solve(Budget{}, a.options[i*37%len(a.options)])
			i++
		}
	})
}

func BenchmarkDecideUnderAllSelectors(b *testing.B) {
	eachSize(b, func(b *testing.B, a assembly) {
		lits := append([]Lit(nil), a.selectors...)
		i := 0
		for b.Loop() {
			v := a.s.Solve(Budget{}, append(lits, a.options[i*37%len(a.options)])...)
			if i == 0 {
				b.Log(v, len(a.s.core))
			}
			i++
		}
	})
}

func BenchmarkFirstCorrection(b *testing.B) {
	for _, z := range sizes {
		b.Run(z.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				a := newAssembly(z.issues, z.width, z.entries, z.steps, z.noise, 1)
				b.StartTimer()
				c := NewCorrections(a.s, a.softs())
				set, cost, v := c.Next(Budget{Conflicts: 200000})
				b.Log(len(set), cost, v, a.s.Conflicts(), c.Lower())
			}
		})
	}
}

func BenchmarkFirstCollision(b *testing.B) {
	for _, z := range sizes {
		b.Run(z.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				a := newAssembly(z.issues, z.width, z.entries, z.steps, z.noise, 1)
				softs := a.softs()
				for i := range softs {
					softs[i].Weight = 1
				}
				b.StartTimer()
				c := NewCollisions(a.s, softs)
				set, cost, v := c.Next(Budget{Conflicts: 200000})
				b.Log(len(set), cost, v, a.s.Conflicts(), c.hitting.s.Conflicts(), c.Lower())
			}
		})
	}
}

func BenchmarkMinimize(b *testing.B) {
	for _, z := range sizes {
		b.Run(z.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				a := newAssembly(z.issues, z.width, z.entries, z.steps, z.noise, 1)
				var terms []Term
				for _, f := range a.softs() {
					terms = append(terms, Term{f.Weight, f.Lit.Not()})
				}
				b.StartTimer()
				o := Minimize(a.s, terms, Budget{Conflicts: 200000})
				b.Log(o.Verdict, o.Cost, o.Lower, a.s.Conflicts())
			}
		})
	}
}

func BenchmarkThreeSat(b *testing.B) {
	for _, n := range []int{150, 200, 250} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			seed := uint64(0)
			conflicts := int64(0)
			for b.Loop() {
				s := New()
				threeSat(s, n, seed%10)
				s.Solve(Budget{})
				seed++
				conflicts += s.Conflicts()
			}
			b.ReportMetric(float64(conflicts)/b.Elapsed().Seconds(), "conflicts/s")
		})
	}
}

func BenchmarkPigeons(b *testing.B) {
	for _, n := range []int{8, 9, 10} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s := New()
				pigeons(s, n)
				s.Solve(Budget{})
			}
		})
	}
}

func BenchmarkMoreCorrections(b *testing.B) {
	eachSize(b, func(b *testing.B, a assembly) {
		c := NewCorrections(a.s, a.softs())
		var dearest int64
		for b.Loop() {
			_, cost, v := c.Next(Budget{Conflicts: 200000})
			if v != Yes {
				c.Close()
				c = NewCorrections(a.s, a.softs())
				continue
			}
			dearest = max(dearest, cost)
		}
		b.ReportMetric(float64(dearest), "dearest")
	})
}

func BenchmarkMoreCollisions(b *testing.B) {
	eachSize(b, func(b *testing.B, a assembly) {
		c := NewCollisions(a.s, a.softs())
		var dearest int64
		for b.Loop() {
			_, cost, v := c.Next(Budget{Conflicts: 200000})
			if v != Yes {
				c = NewCollisions(a.s, a.softs())
				continue
			}
			dearest = max(dearest, cost)
		}
		b.ReportMetric(float64(dearest), "dearest")
	})
}
