package chances

import (
	"math"
	"slices"
	"sort"

	"mandate"
)

// table is a distribution over whole numbers, ready to draw from: upTo[i] is the
// chance, of 2³², of at most first+i. guide says where to begin for the highest
// bits of a draw.
type table struct {
	of    *mandate.Spread
	first int32
	upTo  []uint64
	guide [guides + 1]int32
}

const guides = 256

// longest is the longest duration: what a spread has beyond it counts as it.
const longest = 36_525

func newTable(s *mandate.Spread) *table {
	cdf, first, last := distribution(s)
	t := &table{of: s, first: int32(first)}
	for d := first; ; d++ {
		p := cdf(float64(d))
		x := uint64(math.Round(min(max(p, 0), 1) * one))
		if n := len(t.upTo); n > 0 {
			x = max(x, t.upTo[n-1])
		}
		if d >= last {
			x = one
		}
		t.upTo = append(t.upTo, x)
		if x == one {
			break
		}
	}
	i := int32(0)
	for g := range t.guide {
		for i < int32(len(t.upTo))-1 && t.upTo[i] <= uint64(g)*(one/guides) {
			i++
		}
		t.guide[g] = i
	}
	return t
}

// at returns the number at which the distribution reaches u of 2³².
func (t *table) at(u uint32) int32 {
	i := t.guide[u>>24]
	for t.upTo[i] <= uint64(u) {
		i++
	}
	return t.first + i
}

// quantile returns the smallest number that at least a share q does not exceed.
func (t *table) quantile(q float64) int32 { return t.at(toBits(q)) }

// chances lists the chance of each number from first on.
func (t *table) chances() (first int32, p []float64) {
	before := uint64(0)
	for _, x := range t.upTo {
		p = append(p, float64(x-before)/one)
		before = x
	}
	return t.first, p
}

// distribution returns the chance of at most d, whole numbers standing for the half
// around them, and where it begins and ends.
func distribution(s *mandate.Spread) (cdf func(float64) float64, first, last int64) {
	switch s.Kind {
	case "three-point":
		return threePoint(float64(s.Low), float64(s.Likely), float64(s.High)), s.Low, s.High
	case "lognormal":
		mu := math.Log(float64(s.Median))
		sigma := (math.Log(float64(s.P90)) - mu) / quantileNormal(0.9)
		return func(d float64) float64 { return normalCDF((math.Log(d+0.5) - mu) / sigma) }, 0, longest
	case "class":
		days := finite(s)
		return classCDF(days), days[0], days[len(days)-1]
	}
	return func(d float64) float64 {
		if d >= float64(s.Low) {
			return 1
		}
		return 0
	}, s.Low, s.Low
}

// finite lists the days of the cases of a class that came about, sorted.
func finite(s *mandate.Spread) (days []int64) {
	for _, c := range s.Class {
		if !c.Never {
			days = append(days, c.Days)
		}
	}
	slices.Sort(days)
	return days
}

// neverOf is the share of a class that never came about, in ten thousandths.
func neverOf(s *mandate.Spread) int64 {
	if s == nil || s.Kind != "class" {
		return 0
	}
	return int64(len(s.Class)-len(finite(s))) * mandate.Certain / int64(len(s.Class))
}

// classCDF is the distribution of a class: its sorted cases stand at (i-½)/n
// (Hazen 1914), joined by straight lines, and nothing lies beyond them.
func classCDF(days []int64) func(float64) float64 {
	n := float64(len(days))
	return func(d float64) float64 {
		i := sort.Search(len(days), func(i int) bool { return float64(days[i]) > d })
		switch {
		case i == 0:
			return 0
		case i == len(days):
			return 1
		}
		a, b := float64(days[i-1]), float64(days[i])
		return (float64(i) - 0.5 + (d-a)/(b-a)) / n
	}
}

// threePoint is the PERT beta distribution (Malcolm et al. 1959): the mean weighs
// the likely value four times.
func threePoint(low, likely, high float64) func(float64) float64 {
	a := 1 + 4*(likely-low)/(high-low)
	b := 1 + 4*(high-likely)/(high-low)
	return func(d float64) float64 {
		return betaCDF((d+0.5-low)/(high-low), a, b)
	}
}

// betaCDF is the regularised incomplete beta function, by Lentz's continued
// fraction (DLMF 8.17.22).
func betaCDF(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaCDF(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(a*math.Log(x)+b*math.Log1p(-x)-la-lb+lab) / a
	const tiny = 1e-300
	f, c, d := 1.0, 1.0, 0.0
	for i := range 400 {
		m := float64(i / 2)
		var num float64
		switch {
		case i == 0:
			num = 1
		case i%2 == 0:
			num = m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		default:
			num = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 + num*d
		if math.Abs(d) < tiny {
			d = tiny
		}
		d = 1 / d
		c = 1 + num/c
		if math.Abs(c) < tiny {
			c = tiny
		}
		f *= c * d
		if math.Abs(1-c*d) < 1e-14 {
			break
		}
	}
	return front * (f - 1)
}
