package chances

import (
	"math"
	"math/bits"

	"mandate"
)

// ends are the values at which a quantity is held for the tornado.
type end int8

const (
	drawn end = iota
	low       // never, or the tenth percentile
	high      // always, or the ninetieth
)

// coin is a quantity that is or is not.
type coin struct {
	s       stream
	p       uint64 // of 2³²
	prior   *mandate.Prior
	driver  int // -1: none
	loading float64
	ill     bool // a risk or a never: high numbers of the driver stand for it
}

// days is a quantity that is a number.
type days struct {
	s        stream
	t        *table
	prior    *mandate.Prior
	driver   int
	loading  float64
	lo, hi   int32
	constant bool
}

// draws makes the quantities of a setting.
type maker struct {
	seed    uint64
	drivers map[string]int
}

func (m *maker) coin(id string, chance int64, p *mandate.Prior) coin {
	c := coin{s: newStream(m.seed, id), p: ofTenThousand(chance), prior: p, driver: -1}
	c.ill = p != nil && (p.Kind == mandate.PriorRisks || p.Kind == mandate.PriorTakes)
	if p != nil && p.Driver != "" {
		c.driver, c.loading = m.drivers[p.Driver], float64(p.Loading)/mandate.Certain
	}
	return c
}

func (m *maker) days(id string, s *mandate.Spread, p *mandate.Prior) days {
	d := days{s: newStream(m.seed, id), t: newTable(s), prior: p, driver: -1}
	d.lo, d.hi = d.t.quantile(0.1), d.t.quantile(0.9)
	d.constant = len(d.t.upTo) == 1
	if p != nil && p.Driver != "" {
		d.driver, d.loading = m.drivers[p.Driver], float64(p.Loading)/mandate.Certain
	}
	return d
}

// block is 64 draws.
const block = 64

// pull is one block's numbers of the drivers.
type pull struct {
	streams []stream
	of      uint64 // the block
	made    []uint64
	z       [][block]float64
}

func newPull(streams []stream) *pull {
	return &pull{streams: streams, made: make([]uint64, len(streams)), z: make([][block]float64, len(streams))}
}

func (p *pull) driver(i int) *[block]float64 {
	if p.made[i] != p.of+1 {
		p.made[i] = p.of + 1
		for n := range p.z[i] {
			p.z[i][n] = p.streams[i].normal(p.of*block + uint64(n))
		}
	}
	return &p.z[i]
}

// share joins a quantity's own number with its driver's (a Gaussian copula of one
// factor: Vasicek 1987, Li 2000), and returns its place in its distribution.
func (p *pull) share(s stream, driver int, loading float64, lane int) float64 {
	own := s.normal(p.of*block + uint64(lane))
	return normalCDF(loading*p.driver(driver)[lane] + math.Sqrt(1-loading*loading)*own)
}

// word draws a coin for a block.
func (c *coin) word(p *pull, at end) uint64 {
	switch at {
	case low:
		return 0
	case high:
		return ^uint64(0)
	}
	if c.driver < 0 || c.loading == 0 {
		return c.s.chance(p.of, c.p)
	}
	var w uint64
	for i := range block {
		// High numbers of the driver lengthen and stand against a yes.
		u := p.share(c.s, c.driver, c.loading, i)
		if c.ill {
			u = 1 - u
		}
		if uint64(toBits(u)) < c.p {
			w |= 1 << i
		}
	}
	return w
}

// fill draws a number for these draws of a block.
func (d *days) fill(p *pull, at end, in uint64, out *[block]int32) {
	v := d.t.first
	switch {
	case at == low:
		v = d.lo
	case at == high:
		v = d.hi
	case !d.constant:
		for ; in != 0; in &= in - 1 {
			i := bits.TrailingZeros64(in)
			u := uint32(0)
			if d.driver < 0 || d.loading == 0 {
				u = d.s.uniform(p.of*block + uint64(i))
			} else {
				u = toBits(p.share(d.s, d.driver, d.loading, i))
			}
			out[i] = d.t.at(u)
		}
		return
	}
	set(out, in, v)
}
