package pb

// Budget bounds the work of one call. The zero Budget is unlimited.
type Budget struct {
	// Conflicts is the number of conflicts after which the call gives up with
	// Unknown; 0 or less means no limit. Conflicts are counted, and not
	// seconds, so that the same question gets the same answer on every machine.
	Conflicts int64
	// Stop, if not nil, is asked at the start of a call and now and then
	// during it; once it returns true the call gives up with Unknown.
	Stop func() bool
}

// pollMask spaces out the questions put to Budget.Stop: one per so many turns
// of the search loop.
const pollMask = 1<<10 - 1

func (b Budget) stopped() bool { return b.Stop != nil && b.Stop() }

// meter spreads one budget over many calls of one or two solvers.
type meter struct {
	budget  Budget
	solvers [2]*Solver
	start   int64
}

func newMeter(b Budget, s, other *Solver) meter {
	m := meter{budget: b, solvers: [2]*Solver{s, other}}
	m.start = m.total()
	return m
}

func (m *meter) total() int64 {
	var n int64
	for _, s := range m.solvers {
		if s != nil {
			n += s.conflicts
		}
	}
	return n
}

// left returns what remains, and false if nothing does.
func (m *meter) left() (Budget, bool) {
	if m.budget.Conflicts <= 0 {
		return m.budget, true
	}
	b := m.budget
	b.Conflicts -= m.total() - m.start
	return b, b.Conflicts > 0
}

// most is left, but at most n conflicts.
func (m *meter) most(n int64) (Budget, bool) {
	b, ok := m.left()
	if b.Conflicts <= 0 || b.Conflicts > n {
		b.Conflicts = n
	}
	return b, ok
}
