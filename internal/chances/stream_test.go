package chances

import (
	"math"
	"testing"

	"mandate"
)

func within(t *testing.T, what string, got, want float64, n int64) {
	t.Helper()
	if se := math.Sqrt(want*(1-want)/float64(n)) + 1e-12; math.Abs(got-want) > 4*se {
		t.Errorf("%s: %v, want %v within 4 x %v", what, got, want, se)
	}
}

func TestChanceIsWhatItSays(t *testing.T) {
	const blocks = 20_000
	for _, p := range []int64{0, 1, 300, 1250, 5000, 8750, 9990, 10_000} {
		s := newStream(1, "x")
		var n int64
		for b := range uint64(blocks) {
			n += count(s.chance(b, ofTenThousand(p)))
		}
		within(t, "share", float64(n)/(64*blocks), float64(p)/mandate.Certain, 64*blocks)
	}
}

func TestHigherChanceHappensMore(t *testing.T) {
	s := newStream(7, "x")
	for b := range uint64(500) {
		if lo, hi := s.chance(b, ofTenThousand(3000)), s.chance(b, ofTenThousand(3100)); lo&^hi != 0 {
			t.Fatalf("block %d: %x happens at 0.30 and not at 0.31", b, lo&^hi)
		}
	}
}

func TestStreamsAreIndependent(t *testing.T) {
	const blocks = 20_000
	ids := []string{"a", "b", "ab", "ba", "takes.a", "takes.b"}
	for i, x := range ids {
		for j := range i {
			a, b := newStream(1, x), newStream(1, ids[j])
			var both int64
			for n := range uint64(blocks) {
				both += count(a.chance(n, one/2) & b.chance(n, one/2))
			}
			within(t, x+" and "+ids[j], float64(both)/(64*blocks), 0.25, 64*blocks)
		}
	}
}

func TestSpreads(t *testing.T) {
	for _, c := range []struct {
		s             *mandate.Spread
		q             float64
		want, epsilon int32
	}{
		{&mandate.Spread{Kind: "fixed", Low: 7, Likely: 7, High: 7}, 0.5, 7, 0},
		{&mandate.Spread{Kind: "lognormal", Median: 60, P90: 180}, 0.5, 60, 0},
		{&mandate.Spread{Kind: "lognormal", Median: 60, P90: 180}, 0.9, 180, 0},
		{&mandate.Spread{Kind: "lognormal", Median: 60, P90: 180}, 0.1, 20, 0},
		{&mandate.Spread{Kind: "three-point", Low: 0, Likely: 500, High: 1000}, 0.5, 500, 0},
		// A PERT of 0, 0, 1000 is a beta of 1 and 5, whose quantiles are 1-(1-q)^(1/5).
		{&mandate.Spread{Kind: "three-point", Low: 0, Likely: 0, High: 1000}, 0.9, 369, 0},
		{&mandate.Spread{Kind: "three-point", Low: 0, Likely: 0, High: 1000}, 0.5, 129, 1},
		{&mandate.Spread{Kind: "class", Class: []mandate.ClassCase{{Days: 267}, {Days: 22}}}, 0.5, 145, 1},
		{&mandate.Spread{Kind: "class", Class: []mandate.ClassCase{{Days: 267}, {Days: 22}, {Never: true}}}, 0.2, 22, 0},
	} {
		if got := newTable(c.s).quantile(c.q); got < c.want-c.epsilon || got > c.want+c.epsilon {
			t.Errorf("%+v at %v: %d, want %d", *c.s, c.q, got, c.want)
		}
	}
	if got := neverOf(&mandate.Spread{Kind: "class", Class: []mandate.ClassCase{{Days: 267}, {Days: 22}, {Never: true}}}); got != 3333 {
		t.Errorf("never: %d", got)
	}
}

func TestBetaIsTheBinomialTail(t *testing.T) {
	// I_x(a, n-a+1) is the chance of at least a successes of n.
	for _, x := range []float64{0.05, 0.3, 0.5, 0.77, 0.99} {
		for n := 1; n <= 12; n++ {
			for a := 1; a <= n; a++ {
				want := 0.0
				for k := a; k <= n; k++ {
					c := 1.0
					for i := range k {
						c = c * float64(n-i) / float64(i+1)
					}
					want += c * math.Pow(x, float64(k)) * math.Pow(1-x, float64(n-k))
				}
				if got := betaCDF(x, float64(a), float64(n-a+1)); math.Abs(got-want) > 1e-12 {
					t.Errorf("I_%v(%d, %d) = %v, want %v", x, a, n-a+1, got, want)
				}
			}
		}
	}
}
