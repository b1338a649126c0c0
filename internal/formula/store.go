package formula

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sort"
)

// Ref names a formula of a Store; the lowest bit negates.
type Ref int32

// The constants.
const (
	True  Ref = 0
	False Ref = 1
)

// Not returns the negation.
func (r Ref) Not() Ref { return r ^ 1 }

type kind uint8

const (
	kindTrue kind = iota
	kindAtom
	kindAnd
	kindThreshold
)

type node struct {
	kind  kind
	kids  []Ref
	coefs []int64
	bound int64
}

// Store holds formulas, each once.
type Store struct {
	nodes []node
	index map[string]int32
	key   []byte
}

// NewStore returns a store that holds the constants.
func NewStore() *Store {
	return &Store{nodes: []node{{kind: kindTrue}}, index: map[string]int32{}}
}

func (s *Store) intern(n node) Ref {
	k := append(s.key[:0], byte(n.kind))
	k = binary.AppendVarint(k, n.bound)
	for i, r := range n.kids {
		k = binary.AppendVarint(k, int64(r))
		if n.coefs != nil {
			k = binary.AppendVarint(k, n.coefs[i])
		}
	}
	s.key = k
	if i, ok := s.index[string(k)]; ok {
		return Ref(i << 1)
	}
	i := int32(len(s.nodes))
	s.nodes = append(s.nodes, n)
	s.index[string(k)] = i
	return Ref(i << 1)
}

// Atom returns the formula that is atom number i.
func (s *Store) Atom(i int) Ref { return s.intern(node{kind: kindAtom, kids: []Ref{Ref(i)}}) }

// And returns the conjunction; of nothing it is True.
func (s *Store) And(fs ...Ref) Ref {
	kids := make([]Ref, 0, len(fs))
	for _, f := range fs {
		switch {
		case f == False:
			return False
		case f == True:
		case f&1 == 0 && s.nodes[f>>1].kind == kindAnd:
			kids = append(kids, s.nodes[f>>1].kids...)
		default:
			kids = append(kids, f)
		}
	}
	sort.Slice(kids, func(i, j int) bool { return kids[i] < kids[j] })
	out := kids[:0]
	for i, f := range kids {
		if i > 0 && f == kids[i-1] {
			continue
		}
		if n := len(out); n > 0 && out[n-1] == f.Not() {
			return False
		}
		out = append(out, f)
	}
	switch len(out) {
	case 0:
		return True
	case 1:
		return out[0]
	}
	return s.intern(node{kind: kindAnd, kids: out})
}

// Or returns the disjunction; of nothing it is False.
func (s *Store) Or(fs ...Ref) Ref {
	neg := make([]Ref, len(fs))
	for i, f := range fs {
		neg[i] = f.Not()
	}
	return s.And(neg...).Not()
}

// Implies returns a → b.
func (s *Store) Implies(a, b Ref) Ref { return s.And(a, b.Not()).Not() }

// Term is a weighted formula of a threshold.
type Term struct {
	Coef int64
	F    Ref
}

// AtLeast returns Σ coef·f ≥ bound, where a formula counts 1 when it holds.
func (s *Store) AtLeast(terms []Term, bound int64) Ref {
	// Collect by node: c·¬f = c − c·f.
	by := make([]Term, 0, len(terms))
	for _, t := range terms {
		switch {
		case t.F == True:
			bound -= t.Coef
		case t.F == False:
		case t.F&1 == 1:
			bound -= t.Coef
			by = append(by, Term{-t.Coef, t.F.Not()})
		default:
			by = append(by, t)
		}
	}
	slices.SortStableFunc(by, func(a, b Term) int { return cmp.Compare(a.F, b.F) })
	// One term for each, with a positive coefficient.
	kids := make([]Ref, 0, len(by))
	coefs := make([]int64, 0, len(by))
	for i := 0; i < len(by); {
		f, c := by[i].F, int64(0)
		for ; i < len(by) && by[i].F == f; i++ {
			c += by[i].Coef
		}
		switch {
		case c > 0:
			kids, coefs = append(kids, f), append(coefs, c)
		case c < 0:
			bound -= c
			kids, coefs = append(kids, f.Not()), append(coefs, -c)
		}
	}
	if bound <= 0 {
		return True
	}
	var total int64
	for i, c := range coefs {
		coefs[i] = min(c, bound)
		total += coefs[i]
	}
	if total < bound {
		return False
	}
	if total == bound {
		return s.And(kids...)
	}
	all := true
	for _, c := range coefs {
		all = all && c == bound
	}
	if all {
		return s.Or(kids...)
	}
	return s.intern(node{kind: kindThreshold, kids: kids, coefs: coefs, bound: bound})
}

// AtMost returns Σ coef·f ≤ bound.
func (s *Store) AtMost(terms []Term, bound int64) Ref { return s.AtLeast(terms, bound+1).Not() }

// Values returns the values of all formulas made so far, by node, when atom i
// has the value atom(i). known, which may be nil, holds the values of the first
// of them from an earlier call with the same atoms; it is extended and returned.
// Formulas are made after what they consist of, so one pass is enough.
func (s *Store) Values(known []bool, atom func(i int) bool) []bool {
	for i := len(known); i < len(s.nodes); i++ {
		n := &s.nodes[i]
		v := true
		switch n.kind {
		case kindAtom:
			v = atom(int(n.kids[0]))
		case kindAnd:
			for _, k := range n.kids {
				if known[k>>1] == (k&1 == 1) {
					v = false
					break
				}
			}
		case kindThreshold:
			var sum int64
			for j, k := range n.kids {
				if known[k>>1] != (k&1 == 1) {
					sum += n.coefs[j]
				}
			}
			v = sum >= n.bound
		}
		known = append(known, v)
	}
	return known
}

// Among returns the value of f in what Values returned.
func (f Ref) Among(values []bool) bool { return values[f>>1] != (f&1 == 1) }

// Fold computes something of each formula made so far from the same of what it
// consists of, by node: atom gives it for an atom, join adds what a member has
// to what its formula has. known is as for Values.
func Fold[T any](s *Store, known []T, atom func(i int) T, join func(of, member T) T) []T {
	for i := len(known); i < len(s.nodes); i++ {
		n := &s.nodes[i]
		var v T
		switch n.kind {
		case kindAtom:
			v = atom(int(n.kids[0]))
		case kindAnd, kindThreshold:
			for _, k := range n.kids {
				v = join(v, known[k>>1])
			}
		}
		known = append(known, v)
	}
	return known
}

// AtomOf returns the number of the atom that f is; ok is false for others.
func (s *Store) AtomOf(f Ref) (i int, ok bool) {
	n := &s.nodes[f>>1]
	if n.kind != kindAtom || f&1 == 1 {
		return 0, false
	}
	return int(n.kids[0]), true
}

// Node returns the index of f in what Values and Fold return.
func (f Ref) Node() int { return int(f >> 1) }

// Eval returns the value of f when atom i has the value atom(i).
func (s *Store) Eval(f Ref, atom func(i int) bool) bool {
	n := &s.nodes[f>>1]
	v := false
	switch n.kind {
	case kindTrue:
		v = true
	case kindAtom:
		v = atom(int(n.kids[0]))
	case kindAnd:
		v = true
		for _, k := range n.kids {
			if !s.Eval(k, atom) {
				v = false
				break
			}
		}
	case kindThreshold:
		var sum int64
		for i, k := range n.kids {
			if s.Eval(k, atom) {
				sum += n.coefs[i]
			}
		}
		v = sum >= n.bound
	}
	return v != (f&1 == 1)
}

// View is what a node of a Store consists of: an atom, a conjunction (Bound is
// 0) or a threshold (Σ Coefs·Kids ≥ Bound).
type View struct {
	IsAtom bool
	Atom   int
	Kids   []Ref
	Coefs  []int64
	Bound  int64
}

// View shows the node of f, whether or not f negates it. The constant True is
// a conjunction of nothing. The slices are the store's own.
func (s *Store) View(f Ref) View {
	n := &s.nodes[f>>1]
	switch n.kind {
	case kindAtom:
		return View{IsAtom: true, Atom: int(n.kids[0])}
	case kindThreshold:
		return View{Kids: n.kids, Coefs: n.coefs, Bound: n.bound}
	}
	return View{Kids: n.kids}
}

// Under lists the nodes that some formulas consist of, themselves included,
// parts before what they are part of.
func (s *Store) Under(fs []Ref) []int {
	seen := make([]bool, len(s.nodes))
	stack := make([]int, 0, len(fs))
	for _, f := range fs {
		stack = append(stack, f.Node())
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[i] {
			continue
		}
		seen[i] = true
		if s.nodes[i].kind == kindAtom {
			continue
		}
		for _, k := range s.nodes[i].kids {
			stack = append(stack, k.Node())
		}
	}
	var out []int // formulas are made after what they consist of
	for i, yes := range seen {
		if yes {
			out = append(out, i)
		}
	}
	return out
}
