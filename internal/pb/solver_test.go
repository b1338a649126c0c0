package pb

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// rounds is how many random cases a property gets.
func rounds(t *testing.T, n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

func checkAnswer(t *testing.T, in *instance, s *Solver, v Verdict, assumptions []Lit) {
	t.Helper()
	want := No
	if in.any(assumptions...) {
		want = Yes
	}
	if v != want {
		t.Fatalf("verdict %v, want %v; assumptions %v, instance %+v", v, want, assumptions, in)
	}
	switch v {
	case Yes:
		if !in.holds(maskOf(s.Model()), assumptions...) {
			t.Fatalf("model %v is none; assumptions %v, instance %+v", s.Model(), assumptions, in)
		}
		for l := range Lit(2 * in.vars) {
			if s.Value(l) != litTrue(l, maskOf(s.Model())) {
				t.Fatalf("Value(%v) differs from the model", l)
			}
		}
	case No:
		core := s.Core()
		if in.any(core...) {
			t.Fatalf("core %v is satisfiable; assumptions %v, instance %+v", core, assumptions, in)
		}
		for _, l := range core {
			found := false
			for _, a := range assumptions {
				found = found || a == l
			}
			if !found {
				t.Fatalf("core %v has %v, which was not assumed in %v", core, l, assumptions)
			}
		}
	}
	for l := range Lit(2 * in.vars) {
		if value, ok := s.Fixed(l); ok {
			if !value && in.any(l) || value && in.any(l.Not()) {
				t.Fatalf("Fixed(%v) = %v is not a fact of %+v", l, value, in)
			}
		}
	}
	if len(s.trail) > 0 {
		checkCounters(t, s)
	}
}

// checkCounters recomputes what the propagators keep incrementally.
func checkCounters(t *testing.T, s *Solver) {
	t.Helper()
	for i, c := range s.linears {
		slack := c.room
		for _, term := range s.terms[c.start:c.end] {
			if at := s.at[term.Lit.Var()]; s.vals[term.Lit] < 0 && at.level > 0 && int(at.pos) < s.qLinear {
				slack = slack.minus(wideOf(term.Coef))
			}
		}
		if slack != c.slack {
			t.Fatalf("constraint %d: slack %v, want %v", i, c.slack, slack)
		}
	}
	for _, e := range s.order.present {
		edge := s.order.edges[e]
		if s.vals[edge.lit] <= 0 || s.order.rank[edge.from] >= s.order.rank[edge.to] {
			t.Fatalf("edge %+v is present but not true or not ranked", edge)
		}
	}
}

func TestSolveAgreesWithBruteForceWhileConstraintsArrive(t *testing.T) {
	for seed := range rounds(t, 7000) {
		r := rand.New(rand.NewPCG(1, uint64(seed)))
		all := randomInstance(r)
		in := &instance{vars: all.vars, nodes: all.nodes}
		s := New()
		in.declare(s)
		for len(all.cons) > 0 {
			n := 1 + r.IntN(len(all.cons))
			for _, c := range all.cons[:n] {
				in.cons = append(in.cons, c)
				addTo(s, c)
			}
			all.cons = all.cons[n:]
			for range 3 {
				if r.IntN(4) == 0 {
					s.SetPhase(randomLit(r, in.vars))
				}
				assumptions := randomLits(r, in.vars, r.IntN(4))
				checkAnswer(t, in, s, s.Solve(Budget{}, assumptions...), assumptions)
			}
		}
	}
}

func TestSolveContinuesAfterTheBudgetEnded(t *testing.T) {
	unknowns := 0
	for seed := range rounds(t, 2000) {
		r := rand.New(rand.NewPCG(2, uint64(seed)))
		in := randomInstance(r)
		s := in.solver()
		for range 4 {
			assumptions := randomLits(r, in.vars, r.IntN(3))
			before := s.Conflicts()
			v := s.Solve(Budget{Conflicts: 1}, assumptions...)
			for v == Unknown {
				unknowns++
				if s.Conflicts() != before+1 {
					t.Fatalf("a budget of 1 conflict spent %d", s.Conflicts()-before)
				}
				if r.IntN(3) == 0 {
					c := randomConstraint(r, in.vars, in.nodes)
					in.cons = append(in.cons, c)
					addTo(s, c)
				}
				if r.IntN(3) == 0 {
					s.forget()
				}
				before = s.Conflicts()
				v = s.Solve(Budget{Conflicts: 1}, assumptions...)
			}
			checkAnswer(t, in, s, v, assumptions)
		}
	}
	if unknowns == 0 {
		t.Error("no budget ever ended")
	}
}

func TestFailedAssumptionsSurviveRootPropagation(t *testing.T) {
	lit := func(i int) Lit {
		if i < 0 {
			return Var(-i - 1).Neg()
		}
		return Var(i - 1).Pos()
	}
	s := New()
	for range 6 {
		s.NewVar()
	}
	for _, c := range [][]int{{-1}, {1, 2}, {-2, -3}, {4, 5, 6}} {
		var lits []Lit
		for _, i := range c {
			lits = append(lits, lit(i))
		}
		s.AddClause(lits...)
	}
	for _, a := range []Lit{lit(1), lit(3)} {
		if v := s.Solve(Budget{}, a); v != No {
			t.Errorf("assuming %v: %v, want no", a, v)
		}
		if core := s.Core(); len(core) != 1 || core[0] != a {
			t.Errorf("core %v, want [%v]", core, a)
		}
	}
	if v := s.Solve(Budget{}); v != Yes {
		t.Errorf("without assumptions: %v, want yes", v)
	}
}

func TestTwoRunsAreIdentical(t *testing.T) {
	type run struct {
		verdicts  []Verdict
		models    [][]bool
		cores     [][]Lit
		conflicts int64
		optimum   Optimum
		sets      [][]int
	}
	once := func(seed uint64) (r run) {
		a := newAssembly(12, 4, 120, 4, 6, seed)
		for i, l := range a.options {
			v := a.s.Solve(Budget{}, append(slices.Clone(a.selectors[:10*i%len(a.selectors)]), l)...)
			r.verdicts = append(r.verdicts, v)
			r.models = append(r.models, a.s.Model())
			r.cores = append(r.cores, a.s.Core())
		}
		var terms []Term
		for i, l := range a.options {
			terms = append(terms, Term{int64(i%5 + 1), l})
		}
		r.optimum = Minimize(a.s, terms, Budget{})
		c := NewCorrections(a.s, a.softs())
		for range 10 {
			set, _, _ := c.Next(Budget{})
			r.sets = append(r.sets, set)
		}
		c.Close()
		k := NewCollisions(a.s, a.softs())
		for range 10 {
			set, _, _ := k.Next(Budget{})
			r.sets = append(r.sets, set)
		}
		r.conflicts = a.s.Conflicts()
		return r
	}
	for seed := range uint64(5) {
		x, y := once(seed), once(seed)
		if !reflect.DeepEqual(x, y) {
			t.Errorf("seed %d: the second run differs", seed)
		}
		if !slices.Contains(x.verdicts, No) || !slices.Contains(x.verdicts, Yes) {
			t.Errorf("seed %d: one-sided verdicts", seed)
		}
	}
}

func TestHintsDecideWhatIsFree(t *testing.T) {
	s := New()
	for range 20 {
		s.NewVar()
	}
	s.Solve(Budget{})
	for v := range Var(20) {
		l := v.Pos() ^ Lit(v%2)
		s.SetPhase(l)
	}
	s.AddClause(Var(1).Pos(), Var(3).Pos())
	s.Solve(Budget{}, Var(0).Neg())
	if s.Value(Var(0).Pos()) {
		t.Error("the hint overrides an assumption")
	}
	s.Solve(Budget{}, Var(0).Pos())
	for v := range Var(20) {
		if v != 1 && v != 3 && s.Value(v.Pos()) == (v%2 == 1) {
			t.Errorf("the hint on variable %d is lost", v)
		}
	}
}

func TestForeignLiteralsPanic(t *testing.T) {
	s := New()
	s.NewVar()
	for name, f := range map[string]func(){
		"clause":     func() { s.AddClause(Var(1).Pos()) },
		"sum":        func() { s.AddAtMost([]Term{{1, Var(7).Neg()}}, 0) },
		"assumption": func() { s.Solve(Budget{}, -1) },
		"edge":       func() { s.AddEdge(Var(0).Pos(), 0, 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestRandomThreeSatKeepsItsAnswerUnderConstantDeletion(t *testing.T) {
	for seed := range rounds(t, 40) {
		plain, harsh := New(), New()
		threeSat(plain, 60, uint64(seed))
		threeSat(harsh, 60, uint64(seed))
		want := plain.Solve(Budget{})
		got := Unknown
		for got == Unknown {
			harsh.reduceAt = 0
			got = harsh.Solve(Budget{Conflicts: 5})
		}
		if got != want {
			t.Errorf("seed %d: %v, want %v", seed, got, want)
		}
	}
}
