package pb

import "strconv"

// Var is a propositional variable. Variables are numbered from 0 in the order
// in which [Solver.NewVar] made them.
type Var int32

// Lit is a variable or its negation, coded as 2·variable, plus 1 if negated,
// so that literals index arrays directly.
type Lit int32

// Pos returns the literal that is true when v is true.
func (v Var) Pos() Lit { return Lit(v) << 1 }

// Neg returns the literal that is true when v is false.
func (v Var) Neg() Lit { return Lit(v)<<1 | 1 }

// Not returns the opposite literal.
func (l Lit) Not() Lit { return l ^ 1 }

// Var returns the variable of the literal.
func (l Lit) Var() Var { return Var(l >> 1) }

// IsNeg reports whether the literal is a negated variable.
func (l Lit) IsNeg() bool { return l&1 != 0 }

// String writes the literal in the manner of DIMACS files: variables count
// from 1 and a minus sign negates.
func (l Lit) String() string {
	n := strconv.Itoa(int(l.Var()) + 1)
	if l.IsNeg() {
		return "-" + n
	}
	return n
}

// noLit stands for the absence of a literal.
const noLit Lit = -1

// Term is one summand of a linear constraint: it is worth Coef when Lit is
// true and nothing when it is false.
type Term struct {
	Coef int64
	Lit  Lit
}

// Node is a vertex of the order graph, see [Solver.AddEdge].
type Node int32

// Verdict is the answer to a question put to the solver.
type Verdict uint8

// The three verdicts. Unknown means that the budget ended first; it says
// nothing about the instance.
const (
	Unknown Verdict = iota
	Yes
	No
)

// String returns "unknown", "yes" or "no".
func (v Verdict) String() string {
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "unknown"
}
