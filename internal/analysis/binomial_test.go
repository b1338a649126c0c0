package analysis

import (
	"math"
	"testing"
)

// TestClopperPearson compares with what can be worked out by hand (none or all
// of n: 1 - 0.025^(1/n)) and with values that tables print.
func TestClopperPearson(t *testing.T) {
	for _, x := range []struct {
		k, n      int
		low, high float64
	}{
		{0, 10, 0, 0.3085}, {1, 10, 0.0025, 0.4450}, {5, 10, 0.1871, 0.8129}, {10, 10, 0.6915, 1},
		{0, 100, 0, 0.0362}, {5, 100, 0.0164, 0.1128}, {50, 100, 0.3983, 0.6017}, {1, 1, 0.025, 1}, {0, 1, 0, 0.975},
	} {
		low, high := clopperPearson(x.k, x.n)
		if math.Abs(float64(low)/billion-x.low) > 6e-5 || math.Abs(float64(high)/billion-x.high) > 6e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", x.k, x.n, float64(low)/billion, float64(high)/billion, x.low, x.high)
		}
	}
	for n := 1; n <= 400; n += 57 {
		_, high := clopperPearson(0, n)
		if want := 1 - math.Pow(0.025, 1/float64(n)); math.Abs(float64(high)/billion-want) > 2e-9 {
			t.Errorf("none of %d: %v, want %v", n, float64(high)/billion, want)
		}
	}
}
