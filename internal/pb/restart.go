package pb

// restarts decides when to abandon the current search path. It alternates
// between two modes, as CaDiCaL and Kissat do: a restless one, which restarts
// when recent learnt clauses are worse than the average (Audemard & Simon
// 2012, with the exponential averages of Biere & Fröhlich 2015) and is good at
// refuting, and a steady one on the Luby sequence, good at finding models.
type restarts struct {
	fast, slow float64 // averages of LBD
	since      int64   // conflicts since the last restart
	steady     bool
	luby       int64 // restarts made in steady mode
	inMode     int64 // conflicts in the present mode
	modeLength int64
}

const (
	restlessGap  = 10   // least conflicts between restarts
	lubyUnit     = 100  // conflicts of the shortest steady run
	firstMode    = 1000 // conflicts until the first change of mode
	fastWindow   = 1.0 / 32
	slowWindow   = 1.0 / 4096
	restlessness = 1.1 // restart when fast > slow times this
)

// learnt takes note of the LBD of a new clause.
func (r *restarts) learnt(lbd int) {
	x := float64(lbd)
	if r.modeLength == 0 {
		r.fast, r.slow, r.modeLength = x, x, firstMode
	}
	r.fast += (x - r.fast) * fastWindow
	r.slow += (x - r.slow) * slowWindow
	r.since++
	r.inMode++
}

// due reports whether it is time, and if so starts a new run.
func (r *restarts) due() bool {
	if r.steady {
		if r.since < luby(r.luby)*lubyUnit {
			return false
		}
		r.luby++
	} else if r.since < restlessGap || r.fast <= r.slow*restlessness {
		return false
	}
	r.since = 0
	if r.inMode >= r.modeLength {
		r.steady = !r.steady
		r.inMode = 0
		r.modeLength += r.modeLength / 2
	}
	return true
}

// luby returns the i-th element, from 0, of 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8 ...
// (Luby, Sinclair & Zuckerman 1993).
func luby(i int64) int64 {
	size, power := int64(1), int64(1)
	for size < i+1 {
		size = 2*size + 1
		power *= 2
	}
	for size-1 != i {
		size /= 2
		power /= 2
		i %= size
	}
	return power
}
