package chances

import (
	"math"
	"sort"

	"mandate"
)

// Histogram counts draws by whole days (or other whole numbers), and those in which
// it never comes. Counts are added, so that parts merge exactly in any order.
type Histogram struct {
	Counts []int64
	Never  int64
	Total  int64
}

func (h *Histogram) add(v int32) {
	h.Total++
	if v >= neverComes {
		h.Never++
		return
	}
	for int(v) >= len(h.Counts) {
		h.Counts = append(h.Counts, make([]int64, len(h.Counts)+64)...)
	}
	h.Counts[v]++
}

func (h *Histogram) merge(o *Histogram) {
	for len(h.Counts) < len(o.Counts) {
		h.Counts = append(h.Counts, make([]int64, len(o.Counts)-len(h.Counts))...)
	}
	for i, n := range o.Counts {
		h.Counts[i] += n
	}
	h.Never += o.Never
	h.Total += o.Total
}

// Quantile returns the smallest number that at least a share q of the draws do not
// exceed; ok is false if that share is not reached: it never comes.
func (h *Histogram) Quantile(q float64) (v int64, ok bool) {
	return h.rank(int64(math.Ceil(q * float64(h.Total))))
}

func (h *Histogram) rank(n int64) (int64, bool) {
	n = max(n, 1)
	var sum int64
	for v, c := range h.Counts {
		if sum += c; sum >= n {
			return int64(v), true
		}
	}
	return 0, false
}

// Around returns the numbers between which the quantile lies in 95 of 100 runs of as
// many draws: by the ranks two standard errors away (a binomial bound).
func (h *Histogram) Around(q float64) (lo, hi int64, ok bool) {
	n := float64(h.Total)
	d := 2 * math.Sqrt(n*q*(1-q))
	lo, _ = h.rank(int64(math.Floor(q*n - d)))
	hi, ok = h.rank(int64(math.Ceil(q*n + d)))
	return lo, hi, ok
}

// UpTo counts the draws with at most v.
func (h *Histogram) UpTo(v int64) (sum int64) {
	for i, c := range h.Counts {
		if int64(i) <= v {
			sum += c
		}
	}
	return sum
}

// amounts counts draws by an amount.
type amounts map[int64]int64

// Amounts is the distribution of an amount over draws.
type Amounts struct {
	Values []int64
	Counts []int64
	Total  int64
}

func (a amounts) sorted() (out Amounts) {
	for v := range a {
		out.Values = append(out.Values, v)
	}
	sort.Slice(out.Values, func(i, j int) bool { return out.Values[i] < out.Values[j] })
	for _, v := range out.Values {
		out.Counts = append(out.Counts, a[v])
		out.Total += a[v]
	}
	return out
}

// Quantile is as that of a histogram.
func (a *Amounts) Quantile(q float64) int64 {
	n, sum := int64(math.Ceil(q*float64(a.Total))), int64(0)
	for i, c := range a.Counts {
		if sum += c; sum >= n {
			return a.Values[i]
		}
	}
	return 0
}

// AtLeast counts the draws with at least v.
func (a *Amounts) AtLeast(v int64) (sum int64) {
	for i, c := range a.Counts {
		if a.Values[i] >= v {
			sum += c
		}
	}
	return sum
}

// Result is what the draws came to. Counts are of draws.
type Result struct {
	Draws int64
	// Blocked: no plan is possible. Blueprint: one is, but not all who would take
	// part agree, or they bring too little. Actionable: all agree and bring enough.
	// Unknown: the budget ended first.
	Blocked, Blueprint, Actionable, Unknown int64
	// Weak are those of Blueprint in which all agree and bring too little.
	Weak  int64
	Begun bool
	// Takers tell in how many draws each takes part.
	Takers  []Taking
	Events  []Dated
	Targets []Target
	Merges  []Merge
	Force   []Force
	Tornado []Swing
	// TornadoDraws is how many draws each bar of the tornado rests on.
	TornadoDraws int64
	// Asked is how many questions the solver answered.
	Asked int
	// Stopped: it was broken off, and Draws is what was done.
	Stopped bool
}

// Taking is in how many draws an actor takes part in a role.
type Taking struct {
	Actor string
	As    mandate.Role
	Rung  mandate.Rung
	Draws int64
}

// Dated is when an event comes, in days from the day of the record.
type Dated struct {
	Name string
	Hist Histogram
}

// Target is a step that is asked about.
type Target struct {
	Step string
	// Past: it has happened, on Day.
	Past bool
	Day  mandate.Day
	Hist Histogram
	// Critical counts, by event, the draws in which it lies on a longest path to the
	// step, of those in which the step comes.
	Critical []Critical
	// Causes count why it never comes, by the event at which it ends and why.
	Causes []Cause
}

// Critical is how often an event is on the longest path.
type Critical struct {
	Event string
	Draws int64
}

// Cause is why a step never comes: the event that never does, because of itself
// (never), of a risk, or because its actor takes no part (absent); or that no plan
// is possible (blocked), not all agree (blueprint), the force is too small (force),
// a condition does not hold (condition) or steps wait in a circle (circle).
type Cause struct {
	Event, Why, Risk string
	Draws            int64
}

// Merge is an event that waits for several: by how many days the median of its
// beginning lies after the latest of the medians of what it waits for.
type Merge struct {
	Event string
	Waits int
	// Start is the median of the beginning, Latest that of what comes last, over the
	// draws in which it begins.
	Start, Latest int64
	Draws         int64
}

// Force is how much the force has of a capability, over the draws in which all who
// take part agree; none in the others.
type Force struct {
	Capability string
	Amounts    Amounts
	// Minimum and Target are the sums of the requirement lines.
	Minimum, Target int64
	// Met counts the draws in which each minimum is met.
	Met int64
}

// Swing is what one prior alone does, with the same draws: the target's share by the
// day that is asked about, and its median, with all that the prior stands for held
// low (it does not happen; the tenth percentile) and high.
type Swing struct {
	Prior *mandate.Prior
	Low, High,
	Base Held
}

// Held is the target with a quantity held.
type Held struct {
	By     int64 // draws by the day
	Never  int64
	Median int64
	Comes  bool // the median comes
}
