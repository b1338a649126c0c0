package chances

import (
	"slices"

	"mandate"
)

// bar is a prior with the quantities that it stands for.
type bar struct {
	prior *mandate.Prior
	coins []int
	days  []int
	logic bool // it bears on what is possible or on who takes part
}

func (s *Setting) bars() (out []bar) {
	for _, p := range s.Used {
		b := bar{prior: p}
		for i := range s.coins {
			if s.coins[i].prior == p {
				b.coins = append(b.coins, i)
				b.logic = b.logic || i < len(s.drawing.Switches)
			}
		}
		for i := range s.days {
			if s.days[i].prior == p {
				b.days = append(b.days, i)
			}
		}
		out = append(out, b)
	}
	return out
}

// tornado draws blocks with one prior after the other held at either end. All of a
// block is done at once: what the prior does not stand for is drawn once.
func (s *Setting) tornado(blocks int64, by mandate.Day, p *pace) (out []Swing) {
	bars := s.bars()
	n := 2*len(bars) + 1 // nothing held, then by bar the low and the high end
	parts := make([][]Histogram, workers(blocks, 1))
	share(blocks, 1, len(parts), p, int64(n), func(i int) func(uint64) {
		w := s.newWorker()
		w.stop = p.stop
		parts[i] = make([]Histogram, n)
		return func(b uint64) { w.swings(b, bars, parts[i]) }
	})
	if p.stopped.Load() {
		return nil // only whole bars
	}
	held := func(i int) (x Held) {
		var h Histogram
		for _, part := range parts {
			if part != nil {
				h.merge(&part[i])
			}
		}
		x.By, x.Never = h.UpTo(int64(by-s.asOf)), h.Never
		x.Median, x.Comes = h.Quantile(0.5)
		return x
	}
	base := held(0)
	for i, b := range bars {
		out = append(out, Swing{Prior: b.prior, Low: held(2*i + 1), High: held(2*i + 2), Base: base})
	}
	return out
}

// swings draws a block for every bar and counts when the first target comes.
func (w *worker) swings(n uint64, bars []bar, to []Histogram) {
	w.pull.of = n
	node := w.s.net.events[w.s.targets[0].event].node
	if !w.decide() {
		return
	}
	joined := slices.Clone(w.joined)
	w.when()
	w.note(&to[0], node)
	for i, b := range bars {
		for k, at := range []end{low, high} {
			w.hold(b, at)
			if !b.logic {
				copy(w.joined, joined)
			} else if !w.decide() {
				return
			}
			w.when()
			w.note(&to[2*i+1+k], node)
		}
		w.hold(b, drawn)
	}
}

// hold keeps what a prior stands for at an end, or lets it go.
func (w *worker) hold(b bar, at end) {
	w.held, w.at = b.prior, at
	for _, i := range b.coins {
		w.made[i] = 0
	}
	for _, i := range b.days {
		w.drew[i] = 0
	}
}
