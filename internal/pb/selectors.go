package pb

// Soft is a selector: a literal that turns something on, and the weight of
// doing without it. Weights below 0 count as 0.
type Soft struct {
	Lit    Lit
	Weight int64
}

// softSet is a list of selectors under assumptions that are not to be given up.
type softSet struct {
	s     *Solver
	softs []Soft
	lits  []Lit
	hard  []Lit
	index map[Lit]int
}

func newSoftSet(s *Solver, softs []Soft, hard []Lit) softSet {
	q := softSet{
		s: s, softs: append([]Soft(nil), softs...),
		hard: append([]Lit(nil), hard...), index: make(map[Lit]int, len(softs)),
	}
	for i, f := range softs {
		l := f.Lit
		if _, taken := q.index[l]; taken {
			// The same literal twice needs two names, or cores could not tell
			// which of the two they mean.
			l = s.NewVar().Pos()
			s.AddClause(l.Not(), f.Lit)
		}
		q.index[l] = i
		q.lits = append(q.lits, l)
		s.prefer(l)
	}
	for _, l := range hard {
		delete(q.index, l) // given up by no one
	}
	return q
}

// members returns the indices of the selectors in a core, ascending as assumed.
func (q *softSet) members(core []Lit) []int {
	var set []int
	for _, l := range core {
		if i, ok := q.index[l]; ok {
			set = append(set, i)
		}
	}
	return set
}

// literals returns the literals of the selectors that the set lists.
func (q *softSet) literals(set []int) []Lit {
	lits := make([]Lit, len(set))
	for i, j := range set {
		lits[i] = q.lits[j]
	}
	return lits
}

// costs returns what doing without each selector costs in the optimisation,
// and the factor between that and the weights as given. There every selector
// must cost something, or a cheapest set need not be minimal; if some weigh
// nothing, the number of elements decides among sets of equal cost.
func (q *softSet) costs() (weights []int64, scale int64) {
	scale, extra := int64(1), int64(0)
	for _, f := range q.softs {
		if f.Weight <= 0 {
			scale, extra = int64(len(q.softs))+1, 1
		}
	}
	for _, f := range q.softs {
		weights = append(weights, max(f.Weight, 0)*scale+extra)
	}
	return weights, scale
}

func (q *softSet) cost(set []int) int64 {
	var sum int64
	for _, i := range set {
		sum += max(q.softs[i].Weight, 0)
	}
	return sum
}
