package pb

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestCheckersAcceptWhatTheSolverAnswers(t *testing.T) {
	learnt := 0
	for seed := range rounds(t, 3000) {
		r := rand.New(rand.NewPCG(3, uint64(seed)))
		all := randomInstance(r)
		s := New()
		log := s.Record()
		all.declare(s)
		for _, c := range all.cons {
			addTo(s, c)
			if r.IntN(4) > 0 {
				continue
			}
			assumptions := randomLits(r, all.vars, r.IntN(4))
			switch s.Solve(Budget{}, assumptions...) {
			case Yes:
				if err := CheckModel(log, s.Model()); err != nil {
					t.Fatal(seed, err)
				}
			case No:
				if err := CheckCore(log, s.Core()); err != nil {
					t.Fatal(seed, err)
				}
			}
		}
		learnt += log.Learnt()
	}
	if learnt < 100 && !testing.Short() {
		t.Errorf("only %d clauses were learnt", learnt)
	}
}

func TestCheckModelRefusesWrongModels(t *testing.T) {
	for seed := range rounds(t, 300) {
		r := rand.New(rand.NewPCG(4, uint64(seed)))
		in := randomInstance(r)
		s := New()
		log := s.Record()
		in.declare(s)
		for _, c := range in.cons {
			addTo(s, c)
		}
		for mask := range uint(1) << in.vars {
			model := make([]bool, in.vars)
			for v := range model {
				model[v] = mask>>v&1 == 1
			}
			if got := CheckModel(log, model) == nil; got != in.holds(mask) {
				t.Fatalf("seed %d: CheckModel accepts %v: %v", seed, model, got)
			}
		}
	}
}

func TestCheckCoreRefusesWhatDoesNotFollow(t *testing.T) {
	accepted, refused := 0, 0
	for seed := range rounds(t, 2000) {
		r := rand.New(rand.NewPCG(5, uint64(seed)))
		in := randomInstance(r)
		s := New()
		log := s.Record()
		in.declare(s)
		for _, c := range in.cons {
			addTo(s, c)
		}
		s.Solve(Budget{})
		// A clause that was never learnt must not be believed.
		log.learn(randomLits(r, in.vars, 1+r.IntN(2)))
		claim := randomLits(r, in.vars, r.IntN(3))
		if CheckCore(log, claim) != nil {
			refused++
			continue
		}
		accepted++
		if in.any(claim...) {
			t.Fatalf("seed %d: a wrong core %v passes", seed, claim)
		}
	}
	if accepted == 0 || refused == 0 {
		t.Errorf("%d accepted, %d refused", accepted, refused)
	}
}

func TestCheckersNameTheFault(t *testing.T) {
	s := New()
	log := s.Record()
	a, b := s.NewVar(), s.NewVar()
	m, n := s.NewNode(), s.NewNode()
	s.AddClause(a.Pos(), b.Pos())
	s.AddAtMost([]Term{{2, a.Pos()}, {3, b.Pos()}}, 4)
	s.AddEdge(a.Pos(), m, n)
	s.AddEdge(b.Pos(), n, m)
	for _, c := range []struct {
		name  string
		err   error
		wants string
	}{
		{"a false clause", CheckModel(log, []bool{false, false}), "constraint 0: clause [1 2] is false"},
		{"a sum beyond its bound", CheckModel(log, []bool{true, true}), "constraint 1: the sum is 5, the bound 4"},
		{"a model that is too short", CheckModel(log, []bool{true}), "no value for variable 1"},
		{"a core that is none", CheckCore(log, []Lit{a.Pos()}), "does not refute"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.wants) {
			t.Errorf("%s: %v, want %q", c.name, c.err, c.wants)
		}
	}
	if err := CheckCore(log, []Lit{a.Pos(), b.Pos()}); err != nil {
		t.Errorf("the core of both: %v", err)
	}
	s.AddAtLeast([]Term{{math.MaxInt64, a.Pos()}, {math.MaxInt64, b.Pos()}}, 1)
	if err := CheckCore(log, nil); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("coefficients beyond the checker: %v", err)
	}
}

func TestCheckModelFindsACycle(t *testing.T) {
	s := New()
	log := s.Record()
	var model []bool
	var nodes []Node
	for range 5 {
		nodes = append(nodes, s.NewNode())
	}
	for i := range nodes {
		s.AddEdge(s.NewVar().Pos(), nodes[i], nodes[(i+1)%len(nodes)])
		model = append(model, true)
	}
	if err := CheckModel(log, model); err == nil || !strings.Contains(err.Error(), "cycle") {
		t.Errorf("a full circle: %v", err)
	}
	model[2] = false
	if err := CheckModel(log, model); err != nil {
		t.Errorf("a path: %v", err)
	}
}

func TestRecordAfterAConstraintPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	s := New()
	s.AddClause(s.NewVar().Pos())
	s.Record()
}

// threeSat is a random instance near the threshold of 4.26 clauses per variable.
func threeSat(s *Solver, vars int, seed uint64) {
	r := rand.New(rand.NewPCG(6, seed))
	for range vars {
		s.NewVar()
	}
	for range int(4.26 * float64(vars)) {
		p := r.Perm(vars)[:3]
		var lits []Lit
		for _, v := range p {
			lits = append(lits, Lit(2*v+r.IntN(2)))
		}
		s.AddClause(lits...)
	}
}

func TestRandomThreeSatAtTheThresholdIsAnsweredWithProof(t *testing.T) {
	var answers []Verdict
	for seed := range rounds(t, 20) {
		s := New()
		log := s.Record()
		threeSat(s, 150, uint64(seed))
		v := s.Solve(Budget{})
		answers = append(answers, v)
		var err error
		switch v {
		case Yes:
			err = CheckModel(log, s.Model())
		case No:
			err = CheckCore(log, s.Core())
		}
		if err != nil || v == Unknown {
			t.Errorf("seed %d: %v, %v", seed, v, err)
		}
	}
	if !testing.Short() && (!slices.Contains(answers, Yes) || !slices.Contains(answers, No)) {
		t.Errorf("one-sided answers: %v", answers)
	}
}

// pigeons puts n pigeons into n-1 holes, each constraint in linear form.
func pigeons(s *Solver, n int) {
	in := make([][]Term, n-1) // by hole
	for range n {
		var somewhere []Term
		for h := range in {
			t := Term{1, s.NewVar().Pos()}
			somewhere = append(somewhere, t)
			in[h] = append(in[h], t)
		}
		s.AddAtLeast(somewhere, 1)
	}
	for _, terms := range in {
		s.AddAtMost(terms, 1)
	}
}

func TestPigeonsDoNotFit(t *testing.T) {
	s := New()
	log := s.Record()
	pigeons(s, 8)
	if v := s.Solve(Budget{}); v != No {
		t.Fatalf("8 pigeons in 7 holes: %v", v)
	}
	if err := CheckCore(log, s.Core()); err != nil {
		t.Error(err)
	}
	t.Log("conflicts:", s.Conflicts())
}
