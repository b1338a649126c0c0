package pb

import (
	"iter"
	"slices"
)

// Kind says what a [Constraint] is.
type Kind uint8

// The kinds of constraint.
const (
	Clause  Kind = iota // one of Lits at least
	AtLeast             // Σ Terms ≥ Bound
	AtMost              // Σ Terms ≤ Bound
	Edge                // while Lit is true the order has From before To
)

// Constraint is one constraint as the caller gave it. Which fields are used
// depends on the kind.
type Constraint struct {
	Kind     Kind
	Lits     []Lit
	Terms    []Term
	Bound    int64
	Lit      Lit
	From, To Node
}

// All yields the recorded constraints in the order in which they were given.
// The present edges together must form no circle: this is one constraint over
// all edges. The slices are copies.
func (g *Log) All() iter.Seq[Constraint] {
	kinds := [...]Kind{clauseKind: Clause, atLeastKind: AtLeast, atMostKind: AtMost, edgeKind: Edge}
	return func(yield func(Constraint) bool) {
		for _, c := range g.constraints {
			if !yield(Constraint{Kind: kinds[c.kind], Lits: slices.Clone(c.lits), Terms: slices.Clone(c.terms),
				Bound: c.bound, Lit: c.lit, From: c.from, To: c.to}) {
				return
			}
		}
	}
}
