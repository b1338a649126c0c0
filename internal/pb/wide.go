package pb

import (
	"math"
	"math/bits"
)

// wide is a signed 128-bit integer in two's complement. Sums of int64
// coefficients cannot overflow it, so that no constraint, however large its
// numbers, needs a special case.
type wide struct {
	hi int64
	lo uint64
}

func wideOf(x int64) wide { return wide{x >> 63, uint64(x)} }

func (a wide) plus(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return wide{a.hi + b.hi + int64(carry), lo}
}

func (a wide) minus(b wide) wide {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	return wide{a.hi - b.hi - int64(borrow), lo}
}

// less reports whether a < b.
func (a wide) less(b wide) bool {
	return a.hi < b.hi || a.hi == b.hi && a.lo < b.lo
}

func (a wide) negative() bool { return a.hi < 0 }

func (a wide) positive() bool { return a.hi > 0 || a.hi == 0 && a.lo > 0 }

// below reports whether a < c for a coefficient c ≥ 0.
func (a wide) below(c int64) bool {
	return a.hi < 0 || a.hi == 0 && a.lo < uint64(c)
}

// clamp returns a non-negative a as a coefficient, or the largest coefficient
// if a is larger still.
func (a wide) clamp() int64 {
	if a.hi > 0 || a.lo > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(a.lo)
}
