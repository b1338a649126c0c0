// Package formula keeps Boolean formulas over numbered atoms, each written once.
//
// A Store interns: equal formulas get the same Ref, negation is a bit of the
// Ref, and a conjunction is kept with its members sorted, without repetition
// and simplified where one look suffices. So "the same red line of forty
// states" is one formula, and asking whether two conditions are the same is
// comparing two integers. Besides conjunction there is one more kind of node,
// a weighted threshold Σ cᵢ·fᵢ ≥ b, because counts and forces are thresholds.
//
//	s := formula.NewStore()
//	a, b := s.Atom(0), s.Atom(1)
//	f := s.Or(a, s.And(b, s.Not(a))) // a ∨ (b ∧ ¬a)
//
// An Emitter turns formulas into the constraints of a Target (a solver, or a
// writer of a file format) after Tseitin (1968): one fresh literal per node,
// defined in both directions, so that the literal may be assumed either way.
// Thresholds are handed on as pseudo-boolean constraints guarded by their
// literal, not expanded into clauses.
//
// Data layout:
//
//	Ref   = node<<1 | negated
//	node 0           true
//	node Atom        kids = [atom number]
//	node And         kids = sorted distinct Refs, at least two
//	node Threshold   kids = sorted distinct positive Refs, coefs > 0, bound > 0
//
// The package imports nothing of the module; it does not solve.
package formula
