package pb

import (
	"math/rand/v2"
	"testing"
)

// tournament gives each pair of nodes one variable: true if the later node
// comes before the earlier one.
func tournament(s *Solver, n int) (before func(a, b Node) Lit) {
	lits := make(map[[2]Node]Lit)
	nodes := make([]Node, n)
	for i := range nodes {
		nodes[i] = s.NewNode()
		for _, m := range nodes[:i] {
			l := s.NewVar().Pos()
			s.AddEdge(l, nodes[i], m)
			s.AddEdge(l.Not(), m, nodes[i])
			lits[[2]Node{nodes[i], m}] = l
			lits[[2]Node{m, nodes[i]}] = l.Not()
		}
	}
	return func(a, b Node) Lit { return lits[[2]Node{a, b}] }
}

func TestATournamentHasOneModelPerPermutation(t *testing.T) {
	for n, want := range map[int]int{1: 1, 2: 2, 3: 6, 4: 24, 5: 120} {
		s := New()
		tournament(s, n)
		got := 0
		for s.Solve(Budget{}) == Yes {
			got++
			var bar []Lit
			for v := range Var(s.NumVars()) {
				l := v.Pos()
				if s.Value(l) {
					l = l.Not()
				}
				bar = append(bar, l)
			}
			s.AddClause(bar...)
		}
		if got != want {
			t.Errorf("%d nodes: %d orders, want %d", n, got, want)
		}
	}
}

// newChain puts n nodes in a random order, one neighbour after the other.
func newChain(n int, seed uint64) (s *Solver, before func(x, y Node) Lit, chain []int) {
	r := rand.New(rand.NewPCG(seed, 0))
	s = New()
	before = tournament(s, n)
	chain = r.Perm(n)
	for _, i := range r.Perm(n - 1) {
		s.AddClause(before(Node(chain[i]), Node(chain[i+1])))
	}
	return s, before, chain
}

func TestALongChainDecidesAllPairs(t *testing.T) {
	const n = 30
	s, before, chain := newChain(n, 17)
	for i := range chain {
		for j := range i {
			if v := s.Solve(Budget{}, before(Node(chain[i]), Node(chain[j]))); v != No {
				t.Fatalf("places %d and %d can change order: %v", j, i, v)
			}
		}
	}
	if v := s.Solve(Budget{}); v != Yes {
		t.Error(v)
	}
}

// What closeOffLimit allows is drawn without a search.
func TestAShortChainDecidesAllPairsByPropagation(t *testing.T) {
	const n = 7
	s, before, chain := newChain(n, 15)
	for i := range chain {
		for j := range i {
			if value, ok := s.Fixed(before(Node(chain[j]), Node(chain[i]))); !value || !ok {
				t.Fatalf("the order of places %d and %d is open", j, i)
			}
		}
	}
	if s.Conflicts() > 0 {
		t.Errorf("%d conflicts", s.Conflicts())
	}
}

func TestALiteralMayCarryManyEdges(t *testing.T) {
	s := New()
	var n []Node
	for range 4 {
		n = append(n, s.NewNode())
	}
	ring, chord := s.NewVar().Pos(), s.NewVar().Pos()
	s.AddEdge(ring, n[0], n[1])
	s.AddEdge(ring, n[2], n[3])
	s.AddEdge(chord, n[1], n[2])
	if v := s.Solve(Budget{}, ring, chord); v != Yes {
		t.Errorf("a path: %v", v)
	}
	s.AddEdge(chord, n[3], n[0])
	if v := s.Solve(Budget{}, ring, chord); v != No || len(s.Core()) != 2 {
		t.Errorf("a ring: %v, core %v", v, s.Core())
	}
	s.AddEdge(ring, n[3], n[2])
	if value, ok := s.Fixed(ring); s.Solve(Budget{}) != Yes || ok && value {
		t.Errorf("a literal that closes a cycle alone must be false")
	}
	if s.Value(ring) {
		t.Error("the ring is true")
	}
}
