package formula

// Lit is a literal of a Target: variable<<1 | negated.
type Lit int32

// Not returns the opposite literal.
func (l Lit) Not() Lit { return l ^ 1 }

// Target takes the constraints that define formulas: a solver, or a writer.
type Target interface {
	// NewLit returns a fresh positive literal.
	NewLit() Lit
	// AddClause demands that one of the literals be true.
	AddClause(lits ...Lit)
	// AddAtLeast demands Σ coefs[i]·lits[i] ≥ bound.
	AddAtLeast(lits []Lit, coefs []int64, bound int64)
}

// Emitter turns the formulas of a store into literals of a target.
type Emitter struct {
	store  *Store
	target Target
	atoms  func(i int) Lit
	done   map[int32]Lit
	truth  Lit
	hasT   bool
}

// NewEmitter returns an emitter; atoms gives the literal of atom i.
func NewEmitter(s *Store, t Target, atoms func(i int) Lit) *Emitter {
	return &Emitter{store: s, target: t, atoms: atoms, done: map[int32]Lit{}}
}

// Lit returns a literal that is true exactly when f holds.
func (e *Emitter) Lit(f Ref) Lit {
	l := e.node(int32(f >> 1))
	if f&1 == 1 {
		return l.Not()
	}
	return l
}

func (e *Emitter) node(i int32) Lit {
	n := &e.store.nodes[i]
	switch n.kind {
	case kindTrue:
		if !e.hasT {
			e.truth, e.hasT = e.target.NewLit(), true
			e.target.AddClause(e.truth)
		}
		return e.truth
	case kindAtom:
		return e.atoms(int(n.kids[0]))
	}
	if l, ok := e.done[i]; ok {
		return l
	}
	kids := make([]Lit, len(n.kids))
	for j, k := range n.kids {
		kids[j] = e.Lit(k)
	}
	n = &e.store.nodes[i]
	l := e.target.NewLit()
	e.done[i] = l
	switch n.kind {
	case kindAnd:
		long := make([]Lit, 0, len(kids)+1)
		long = append(long, l)
		for _, k := range kids {
			e.target.AddClause(l.Not(), k)
			long = append(long, k.Not())
		}
		e.target.AddClause(long...)
	case kindThreshold:
		var total int64
		for _, c := range n.coefs {
			total += c
		}
		// l → Σ c·k ≥ b, and ¬l → Σ c·¬k ≥ total − b + 1.
		lits := append(append(make([]Lit, 0, len(kids)+1), kids...), l.Not())
		coefs := append(append(make([]int64, 0, len(kids)+1), n.coefs...), n.bound)
		e.target.AddAtLeast(lits, coefs, n.bound)
		rest := total - n.bound + 1
		lits = make([]Lit, 0, len(kids)+1)
		for _, k := range kids {
			lits = append(lits, k.Not())
		}
		lits = append(lits, l)
		coefs = append(append(make([]int64, 0, len(kids)+1), n.coefs...), rest)
		e.target.AddAtLeast(lits, coefs, rest)
	}
	return l
}

// Assert demands that f hold, without a literal of its own where f is a
// conjunction or a clause.
func (e *Emitter) Assert(f Ref) { e.Imply(nil, f) }

// Imply demands that f hold whenever all guards do.
func (e *Emitter) Imply(guards []Lit, f Ref) {
	if f == True {
		return
	}
	neg := make([]Lit, 0, len(guards)+4)
	for _, g := range guards {
		neg = append(neg, g.Not())
	}
	n := &e.store.nodes[f>>1]
	switch {
	case f == False:
		e.target.AddClause(neg...)
	case n.kind == kindAnd && f&1 == 0:
		for _, k := range append([]Ref(nil), n.kids...) {
			e.Imply(guards, k)
		}
	case n.kind == kindAnd:
		for _, k := range append([]Ref(nil), n.kids...) {
			neg = append(neg, e.Lit(k.Not()))
		}
		e.target.AddClause(neg...)
	default:
		e.target.AddClause(append(neg, e.Lit(f))...)
	}
}
