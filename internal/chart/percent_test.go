package chart

import "testing"

// TestPercent: the figure lies on the same side of a border as its word.
func TestPercent(t *testing.T) {
	for x, want := range map[float64]string{
		0: "0 %", 0.001: "< 1 %", 0.034: "3 %", 0.048: "4.8 %", 0.0496: "4.96 %", 0.05: "5 %", 0.0512: "5.12 %",
		0.1999: "19.99 %", 0.2: "20 %", 0.31: "31 %", 0.796: "79.6 %", 0.999: "> 99 %", 1: "100 %",
	} {
		if got := percent(x); got != want {
			t.Errorf("%g is written %s, not %s", x, got, want)
		}
	}
}
