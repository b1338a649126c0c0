package pb

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func bigOf(a wide) *big.Int {
	x := new(big.Int).Lsh(big.NewInt(a.hi), 64)
	return x.Add(x, new(big.Int).SetUint64(a.lo))
}

func TestWideAgreesWithBig(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 0))
	draw := func() wide {
		switch r.IntN(4) {
		case 0:
			return wideOf(int64(r.IntN(5)) - 2)
		case 1:
			return wideOf(math.MaxInt64 - int64(r.IntN(2)))
		case 2:
			return wideOf(math.MinInt64 + int64(r.IntN(2)))
		}
		return wide{r.Int64N(1<<20) - 1<<19, r.Uint64()}
	}
	for range 20000 {
		a, b := draw(), draw()
		x, y := bigOf(a), bigOf(b)
		c := r.Int64() >> r.IntN(63)
		if r.IntN(3) == 0 && a.hi == 0 && a.lo <= math.MaxInt64 {
			c = int64(a.lo)
		}
		ok := bigOf(a.plus(b)).Cmp(new(big.Int).Add(x, y)) == 0 &&
			bigOf(a.minus(b)).Cmp(new(big.Int).Sub(x, y)) == 0 &&
			a.less(b) == (x.Cmp(y) < 0) &&
			a.negative() == (x.Sign() < 0) &&
			a.positive() == (x.Sign() > 0) &&
			a.below(c) == (x.Cmp(big.NewInt(c)) < 0)
		if !a.negative() && a.clamp() != new(big.Int).Set(minBig(x, big.NewInt(math.MaxInt64))).Int64() {
			ok = false
		}
		if !ok {
			t.Fatalf("%v and %v (%d)", x, y, c)
		}
	}
}

func minBig(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}
