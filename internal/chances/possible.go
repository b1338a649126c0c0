package chances

import "mandate/internal/analysis"

// Possible counts the draws in which a plan is possible, and those in which all
// agree on one: what Run does first. With anew each draw is put to the solver, as if
// nothing had been remembered; that is for measuring and for tests.
func (s *Setting) Possible(draws int64, anew bool) (possible, agreed int64) {
	w := s.newWorker()
	for b := range uint64((draws + block - 1) / block) {
		w.pull.of = b
		if !anew {
			w.view.tidy()
			p, _ := w.view.decide(isPossible, ^uint64(0))
			a, _ := w.view.decide(isAgreed, p)
			possible += count(p)
			agreed += count(a)
			continue
		}
		for lane := range block {
			on := make([]bool, len(s.drawing.Switches))
			for i := range on {
				on[i] = w.word(i)>>lane&1 == 1
			}
			if s.drawing.Decide(on, false) != analysis.Yes {
				continue
			}
			possible++
			if s.drawing.Decide(on, true) == analysis.Yes {
				agreed++
			}
		}
	}
	return possible, agreed
}
