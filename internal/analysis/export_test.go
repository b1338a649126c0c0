package analysis

// KeepPlans lets a session keep fewer plans, so that tests reach the end of them.
func (s *Session) KeepPlans(n int) { s.room = n }

// Meets decides whether some plan keeps the named positions and no others, meets
// the choices and has, or does without, each item.
func (m *Model) Meets(positions map[string]bool, choices []Choice, items map[Item]bool) Verdict {
	query := m.goalLits(nil)
	for _, p := range m.Positions {
		if positions == nil || positions[p.Name()] {
			query = append(query, m.lit(p.sel))
		}
	}
	s := m.NewSession()
	for _, c := range choices {
		s.Add(c)
	}
	for _, l := range s.levels[1:] {
		query = append(query, l.lits...)
	}
	for x, in := range items {
		l := m.lit(m.chosen(x))
		if !in {
			l = l.Not()
		}
		query = append(query, l)
	}
	return m.s.Solve(m.pbBudget(), query...)
}

// Normal is what a position says, in normal form.
func Normal(p *Position) string {
	switch {
	case p.demand == nil:
		return p.Key[0]
	case p.expr == nil:
		return ""
	}
	return normal(p.expr, false)
}
