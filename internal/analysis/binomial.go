package analysis

import "math"

// billion is the grain of the shares that clopperPearson returns: a billionth, so
// that the last bits of a machine's arithmetic do not show.
const billion = 1_000_000_000

// clopperPearson returns the 95 per cent interval of the share of successes
// after k in n draws, in billionths, rounded outwards: the shares under which k
// or more, and k or fewer, successes have a chance of 2.5 per cent each
// (C. Clopper & E. Pearson, Biometrika 26, 1934).
func clopperPearson(k, n int) (low, high int64) {
	const tail = 0.025
	low, high = 0, billion
	if k > 0 {
		low = int64(math.Floor(billion * solveShare(func(p float64) bool { return atLeast(k, n, p) < tail })))
	}
	if k < n {
		high = int64(math.Ceil(billion * solveShare(func(p float64) bool { return 1-atLeast(k+1, n, p) > tail })))
	}
	return low, min(high, billion)
}

// solveShare finds the share up to which below holds.
func solveShare(below func(p float64) bool) float64 {
	low, high := 0.0, 1.0
	for range 60 {
		if mid := (low + high) / 2; below(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low
}

// atLeast is the chance of k or more successes in n draws.
func atLeast(k, n int, p float64) float64 {
	switch {
	case k <= 0:
		return 1
	case p <= 0:
		return 0
	case p >= 1:
		return 1
	}
	all, _ := math.Lgamma(float64(n + 1))
	sum := 0.0
	for i := k; i <= n; i++ {
		a, _ := math.Lgamma(float64(i + 1))
		b, _ := math.Lgamma(float64(n - i + 1))
		sum += math.Exp(all - a - b + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
	}
	return min(sum, 1)
}
