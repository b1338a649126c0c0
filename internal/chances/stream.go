package chances

import (
	"math"
	"math/bits"
)

// stream is the random numbers of one drawn quantity: the n-th is a function of the
// seed, the quantity's id and n alone (a counter-based generator, Salmon et al.
// 2011), so no quantity disturbs another and draws may be made in any order.
type stream struct{ a, b uint64 }

// mix is the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

const golden = 0x9e3779b97f4a7c15

// newStream keys a stream. The id is hashed by FNV-1a, twice with different starts.
func newStream(seed uint64, id string) stream {
	h := func(h uint64) uint64 {
		for i := 0; i < len(id); i++ {
			h = (h ^ uint64(id[i])) * 0x100000001b3
		}
		return h
	}
	return stream{mix(h(0xcbf29ce484222325) + mix(seed+golden)), mix(h(0x84222325cbf29ce4) ^ mix(seed^golden))}
}

// at returns the n-th word of the stream.
func (s stream) at(n uint64) uint64 { return mix(mix(s.a+n*golden) ^ s.b) }

// planes is how many words the stream holds for each block of draws: more than any
// chance has bits.
const planes = 64

// chance draws, for the 64 draws of a block, whether something of that chance (of
// 2³²) happens. Draw by draw a uniform number is compared with the chance, bit by
// bit from the highest, for all 64 at once; few words settle them (Knuth and Yao
// 1976). A higher chance makes a superset happen.
func (s stream) chance(block, p uint64) uint64 {
	if p >= one {
		return ^uint64(0)
	}
	var yes uint64
	open := ^uint64(0)
	rest := p << 32 // the bits of the chance not yet looked at, highest first
	for j := block * planes; rest != 0 && open != 0; j++ {
		w := s.at(j)
		if rest>>63 == 1 {
			yes |= open &^ w
			open &= w
		} else {
			open &^= w
		}
		rest <<= 1
	}
	return yes
}

// one is the chance of what is sure.
const one = 1 << 32

// ofTenThousand turns ten thousandths into a chance of 2³².
func ofTenThousand(p int64) uint64 { return (uint64(p)<<32 + 5000) / 10_000 }

// uniform draws 32 bits for one draw.
func (s stream) uniform(draw uint64) uint32 {
	w := s.at(draw / 2)
	if draw&1 == 1 {
		return uint32(w >> 32)
	}
	return uint32(w)
}

// normal draws a standard normal number for one draw, by the inverse of its
// distribution.
func (s stream) normal(draw uint64) float64 {
	return quantileNormal((float64(s.at(draw)>>11) + 0.5) / (1 << 53))
}

func quantileNormal(p float64) float64 { return math.Sqrt2 * math.Erfinv(2*p-1) }

func normalCDF(z float64) float64 { return 0.5 * math.Erfc(-z/math.Sqrt2) }

// toBits turns a probability into 32 bits.
func toBits(u float64) uint32 {
	x := u * one
	if x >= one-1 {
		return math.MaxUint32
	}
	return uint32(x)
}

func count(w uint64) int64 { return int64(bits.OnesCount64(w)) }
