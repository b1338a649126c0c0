package analysis

// KeepPlans lets a session keep fewer plans, so that tests reach the end of them.
func (s *Session) KeepPlans(n int) { s.room = n }
