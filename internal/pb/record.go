package pb

import "slices"

// Log is the record of an instance and of its refutations: every constraint
// exactly as the caller gave it, and every clause that the solver learnt, in
// order. [CheckModel] and [CheckCore] read it and nothing else.
type Log struct {
	constraints []constraint
	learnt      []Lit // the learnt clauses, back to back
	ends        []int // where each of them ends
}

// constraint is one constraint as given. Which of the fields are used depends
// on the kind.
type constraint struct {
	kind     constraintKind
	lits     []Lit  // a clause
	terms    []Term // a sum
	bound    int64
	lit      Lit // of an edge
	from, to Node
}

type constraintKind uint8

const (
	clauseKind constraintKind = iota
	atLeastKind
	atMostKind
	edgeKind
)

// Record starts the record and returns it. It must be called before the first
// constraint, and panics otherwise: a record with a gap would verify nothing.
func (s *Solver) Record() *Log {
	if s.log != nil {
		return s.log
	}
	if !s.ok || len(s.trail) > 0 || len(s.arena) > 0 || len(s.linears) > 0 || len(s.order.edges) > 0 {
		panic("pb: Record after the first constraint")
	}
	s.log = new(Log)
	return s.log
}

// Constraints returns the number of constraints recorded.
func (g *Log) Constraints() int { return len(g.constraints) }

// Learnt returns the number of learnt clauses recorded.
func (g *Log) Learnt() int { return len(g.ends) }

func (g *Log) clause(lits []Lit) {
	if g != nil {
		g.constraints = append(g.constraints, constraint{kind: clauseKind, lits: slices.Clone(lits)})
	}
}

func (g *Log) linear(terms []Term, bound int64, atMost bool) {
	if g == nil {
		return
	}
	kind := atLeastKind
	if atMost {
		kind = atMostKind
	}
	g.constraints = append(g.constraints, constraint{kind: kind, terms: slices.Clone(terms), bound: bound})
}

func (g *Log) edge(l Lit, from, to Node) {
	if g != nil {
		g.constraints = append(g.constraints, constraint{kind: edgeKind, lit: l, from: from, to: to})
	}
}

func (g *Log) learn(lits []Lit) {
	if g != nil {
		g.learnt = append(g.learnt, lits...)
		g.ends = append(g.ends, len(g.learnt))
	}
}
