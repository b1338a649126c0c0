package mandate

// Condition is a condition as the user wrote it, with its meaning. Package
// condition parses and checks it.
type Condition struct {
	// Text is the condition as written.
	Text string
	Expr *Expr
}

// Op is the kind of an expression node.
type Op uint8

// The kinds of node. The comment names the fields that are used.
const (
	OpTrue       Op = iota
	OpFalse         //
	OpNot           // Kids[0]
	OpAnd           // Kids, two or more
	OpOr            // Kids, two or more
	OpIs            // issue == option: Name, Names[0]; choice issues. != is OpNot of it
	OpIn            // issue in [option …]: Name, Names; choice issues
	OpHas           // "member" in issue: Name (issue), Names[0]; set issues
	OpAtLeast       // at_least(issue, option): Name, Names[0]; ordered choice issues
	OpJoins         // joins(actor): Name
	OpConsents      // consents(actor): Name
	OpJoining       // joining(group) Cmp N: Name
	OpConsenting    // consenting(group) Cmp N: Name
	OpObjecting     // objecting(group) Cmp N: Name
	OpForce         // force(capability) Cmp N: Name
	OpCommitted     // committed(capability) Cmp N: Name
	OpDecided       // decided(issue): Name
	OpDone          // done(step): Name
	OpBefore        // before(x, y): Name, Names[0]; steps, stages, decide.<issue>, commit.<actor>, consent.<actor>
	OpAdopts        // adopts(text): Name
	OpExternal      // external(id): Name
	OpOnRecord      // on_record(φ): Kids[0]

	// Of conclusions; in alerts alone.
	OpVerdict  // verdict() Cmp Names[0], N its place among Verdicts
	OpRung     // rung(actor) Cmp Names[0]: Name, N its place among the rungs, ruled out being -1
	OpOwed     // owed() Cmp N
	OpPossible // possible(φ): Kids[0]
)

// Cmp is a comparison of a count or a figure with a number.
type Cmp uint8

// The comparisons.
const (
	CmpNone Cmp = iota
	CmpEQ
	CmpNE
	CmpLT
	CmpLE
	CmpGT
	CmpGE
)

func (c Cmp) String() string { return [...]string{"", "==", "!=", "<", "<=", ">", ">="}[c] }

// Holds reports whether `v c n` is true.
func (c Cmp) Holds(v, n int64) bool {
	switch c {
	case CmpEQ:
		return v == n
	case CmpNE:
		return v != n
	case CmpLT:
		return v < n
	case CmpLE:
		return v <= n
	case CmpGT:
		return v > n
	case CmpGE:
		return v >= n
	}
	return false
}

// Expr is a node of a checked condition: every id in it exists.
type Expr struct {
	Op    Op
	Kids  []*Expr
	Name  string
	Names []string
	Cmp   Cmp
	N     int64
	// Off is the byte offset of the node in Condition.Text.
	Off int
}

// Walk calls f for the node and all nodes below it, parents first.
func (e *Expr) Walk(f func(*Expr)) {
	if e == nil {
		return
	}
	f(e)
	for _, k := range e.Kids {
		k.Walk(f)
	}
}

// AboutIssues returns the first node below e that speaks of something else than
// options of issues, or nil if there is none.
func (e *Expr) AboutIssues() (other *Expr) {
	e.Walk(func(x *Expr) {
		switch x.Op {
		case OpTrue, OpFalse, OpNot, OpAnd, OpOr, OpIs, OpIn, OpHas, OpAtLeast:
		default:
			if other == nil {
				other = x
			}
		}
	})
	return other
}
