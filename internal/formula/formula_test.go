package formula_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mandate/internal/formula"
)

// table is a Target that keeps constraints and finds by enumeration what they
// force a literal to be.
type table struct {
	vars    int
	clauses [][]formula.Lit
	sums    []sum
}

type sum struct {
	lits  []formula.Lit
	coefs []int64
	bound int64
}

func (t *table) NewLit() formula.Lit {
	t.vars++
	return formula.Lit((t.vars - 1) << 1)
}

func (t *table) AddClause(lits ...formula.Lit) {
	t.clauses = append(t.clauses, append([]formula.Lit(nil), lits...))
}

func (t *table) AddAtLeast(lits []formula.Lit, coefs []int64, bound int64) {
	t.sums = append(t.sums, sum{append([]formula.Lit(nil), lits...), append([]int64(nil), coefs...), bound})
}

func value(a uint, l formula.Lit) bool { return (a>>(uint(l)>>1)&1 == 1) != (l&1 == 1) }

func (t *table) satisfied(a uint) bool {
	for _, c := range t.clauses {
		ok := false
		for _, l := range c {
			ok = ok || value(a, l)
		}
		if !ok {
			return false
		}
	}
	for _, s := range t.sums {
		var n int64
		for i, l := range s.lits {
			if value(a, l) {
				n += s.coefs[i]
			}
		}
		if n < s.bound {
			return false
		}
	}
	return true
}

// random returns a formula over n atoms with a plain function of the same
// meaning.
func random(r *rand.Rand, s *formula.Store, n, depth int) (formula.Ref, func(uint) bool) {
	if depth == 0 || r.IntN(5) == 0 {
		switch r.IntN(12) {
		case 0:
			return formula.True, func(uint) bool { return true }
		case 1:
			return formula.False, func(uint) bool { return false }
		}
		i := r.IntN(n)
		return s.Atom(i), func(a uint) bool { return a>>uint(i)&1 == 1 }
	}
	k := 1 + r.IntN(3)
	fs := make([]formula.Ref, k)
	ms := make([]func(uint) bool, k)
	for i := range fs {
		fs[i], ms[i] = random(r, s, n, depth-1)
	}
	switch r.IntN(4) {
	case 0:
		return fs[0].Not(), func(a uint) bool { return !ms[0](a) }
	case 1:
		return s.And(fs...), func(a uint) bool {
			for _, m := range ms {
				if !m(a) {
					return false
				}
			}
			return true
		}
	case 2:
		return s.Or(fs...), func(a uint) bool {
			for _, m := range ms {
				if m(a) {
					return true
				}
			}
			return false
		}
	}
	terms := make([]formula.Term, k)
	for i := range terms {
		terms[i] = formula.Term{Coef: int64(r.IntN(9) - 4), F: fs[i]}
	}
	bound := int64(r.IntN(9) - 4)
	return s.AtLeast(terms, bound), func(a uint) bool {
		var n int64
		for i, m := range ms {
			if m(a) {
				n += terms[i].Coef
			}
		}
		return n >= bound
	}
}

func TestMeaningSurvivesInterningAndEmission(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const atoms = 4
	emitted := 0
	for round := range 3000 {
		s := formula.NewStore()
		f, meaning := random(r, s, atoms, 3)
		for a := range uint(1 << atoms) {
			if got := s.Eval(f, func(i int) bool { return a>>uint(i)&1 == 1 }); got != meaning(a) {
				t.Fatalf("round %d: Eval gives %v on %04b", round, got, a)
			}
		}
		// Emitted, the literal must be true exactly where the formula is, for
		// every assignment to the atoms that can be extended.
		target := &table{}
		var lits []formula.Lit
		for range atoms {
			lits = append(lits, target.NewLit())
		}
		e := formula.NewEmitter(s, target, func(i int) formula.Lit { return lits[i] })
		l := e.Lit(f)
		if e.Lit(f) != l {
			t.Fatal("the literal of a formula changed")
		}
		if target.vars > 14 {
			continue
		}
		emitted++
		seen := make([]bool, 1<<atoms)
		for a := range uint(1) << target.vars {
			if !target.satisfied(a) {
				continue
			}
			low := a & (1<<atoms - 1)
			seen[low] = true
			if value(a, l) != meaning(low) {
				t.Fatalf("round %d: the literal is %v on %04b", round, value(a, l), low)
			}
		}
		for a, ok := range seen {
			if !ok {
				t.Fatalf("round %d: the definitions exclude %04b", round, a)
			}
		}
	}
	if emitted < 1000 {
		t.Fatalf("only %d formulas were small enough to enumerate", emitted)
	}
}

func TestImplyHoldsExactlyUnderItsGuards(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const atoms = 4
	for round := range 2000 {
		s := formula.NewStore()
		f, meaning := random(r, s, atoms-1, 3)
		target := &table{}
		var lits []formula.Lit
		for range atoms {
			lits = append(lits, target.NewLit())
		}
		guard := lits[atoms-1]
		e := formula.NewEmitter(s, target, func(i int) formula.Lit { return lits[i] })
		e.Imply([]formula.Lit{guard}, f)
		if target.vars > 14 {
			continue
		}
		allowed := make([]bool, 1<<atoms)
		for a := range uint(1) << target.vars {
			if target.satisfied(a) {
				allowed[a&(1<<atoms-1)] = true
			}
		}
		for a := range uint(1 << atoms) {
			if want := !value(a, guard) || meaning(a); allowed[a] != want {
				t.Fatalf("round %d: allowed %v, want %v on %04b", round, allowed[a], want, a)
			}
		}
	}
}

func TestEqualFormulasAreOne(t *testing.T) {
	s := formula.NewStore()
	a, b, c := s.Atom(0), s.Atom(1), s.Atom(2)
	same := func(name string, x, y formula.Ref) {
		t.Helper()
		if x != y {
			t.Errorf("%s: %d and %d", name, x, y)
		}
	}
	same("order and repetition do not matter", s.And(a, b, a), s.And(b, a))
	same("nested conjunctions are flat", s.And(a, s.And(b, c)), s.And(c, b, a))
	same("De Morgan", s.Or(a, b), s.And(a.Not(), b.Not()).Not())
	same("a and not a", s.And(a, b, a.Not()), formula.False)
	same("nothing is true", s.And(), formula.True)
	same("a count of one is a disjunction", s.AtLeast([]formula.Term{{Coef: 1, F: a}, {Coef: 1, F: b}}, 1), s.Or(a, b))
	same("a count of all is a conjunction", s.AtLeast([]formula.Term{{Coef: 2, F: a}, {Coef: 3, F: b}}, 5), s.And(a, b))
	same("negative weights turn round", s.AtLeast([]formula.Term{{Coef: -1, F: a}, {Coef: -1, F: b}, {Coef: -1, F: c}}, -1),
		s.AtLeast([]formula.Term{{Coef: 1, F: a.Not()}, {Coef: 1, F: b.Not()}, {Coef: 1, F: c.Not()}}, 2))
	same("opposite terms cancel", s.AtLeast([]formula.Term{{Coef: 2, F: a}, {Coef: 2, F: a.Not()}, {Coef: 1, F: b}}, 3), b)
}

func ExampleStore() {
	s := formula.NewStore()
	a, b := s.Atom(0), s.Atom(1)
	f := s.Or(a, s.And(b, a.Not()))
	fmt.Println(s.Eval(f, func(i int) bool { return i == 1 }))
	fmt.Println(f == s.Or(s.And(a.Not(), b), a))
	// Output:
	// true
	// true
}
