package analysis

import (
	"math/rand/v2"
	"testing"

	"mandate"
)

// TestLinesServeEarlierSegmentsFirst compares the allocation with its
// definition: a segment gets r(it and all before it) − r(all before it), r being
// the largest flow, here by the min-cut theorem over all subsets.
func TestLinesServeEarlierSegmentsFirst(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sectors := []string{"a", "b", "c"}
	for n := range 3000 {
		lines := make([]RequirementLine, 1+r.IntN(4))
		for i := range lines {
			minimum := r.Int64N(6)
			lines[i].Line = &mandate.Requirement{Sector: sectors[r.IntN(3)], Minimum: minimum, Target: minimum + r.Int64N(5)}
		}
		var all, some []supply
		for range 1 + r.IntN(4) {
			s := supply{named: r.Int64N(8)}
			for _, x := range sectors {
				if r.IntN(3) == 0 {
					s.notFor = append(s.notFor, x)
				}
			}
			all = append(all, s)
			if r.IntN(2) == 0 {
				some = append(some, s)
			}
		}
		demand := func(d int) int64 {
			if d < len(lines) {
				return lines[d].Line.Minimum
			}
			l := lines[d-len(lines)].Line
			return l.Target - l.Minimum
		}
		flow := func(from []supply, segments int) int64 {
			best := int64(-1)
			for cut := 0; cut < 1<<segments; cut++ { // the segments served from within
				var size int64
				for d := range segments {
					if cut>>d&1 == 0 {
						size += demand(d)
					}
				}
				for _, s := range from {
					for d := range segments {
						if cut>>d&1 == 1 && canServe(s, lines[d%len(lines)].Line) {
							size += s.named
							break
						}
					}
				}
				if best < 0 || size < best {
					best = size
				}
			}
			return best
		}
		got := func(from []supply) []int64 {
			a, b := serveLines(from, lines)
			return append(append([]int64(nil), a...), b...)
		}
		served, fewer := got(all), got(some)
		for d, x := range served {
			if want := flow(all, d+1) - flow(all, d); x != want {
				t.Fatalf("case %d: segment %d gets %d, want %d", n, d, x, want)
			}
			if fewer[d] > x {
				t.Fatalf("case %d: segment %d gets %d of some and %d of all", n, d, fewer[d], x)
			}
		}
	}
}
