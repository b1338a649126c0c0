package analysis

import (
	"encoding/binary"
	"math/big"
	bit "math/bits"
	"slices"

	"mandate/internal/formula"
)

// sense is what is known of a condition on the mandate within a box: it holds,
// it fails, it holds exactly for some values of one variable, or it hangs on
// several.
type sense struct {
	kind uint8
	v    int32
	mask uint64 // within the box
}

const (
	fails uint8 = iota
	holds
	hangsOnOne
	hangsOnMore
)

func (x sense) not(b box) sense {
	switch x.kind {
	case fails:
		return sense{kind: holds}
	case holds:
		return sense{kind: fails}
	case hangsOnOne:
		return sense{hangsOnOne, x.v, b[x.v] &^ x.mask}
	}
	return x
}

// onOne is the sense of "the variable has one of these values".
func onOne(v int32, mask uint64, b box) sense {
	switch mask &= b[v]; mask {
	case 0:
		return sense{kind: fails}
	case b[v]:
		return sense{kind: holds}
	}
	return sense{hangsOnOne, v, mask}
}

// senses evaluates conjunctions and thresholds over boxes; it keeps scratch.
type senses struct {
	masks   []uint64
	sums    [][]int64
	touched []int32
}

func newSenses(vars []variable) *senses {
	s := &senses{masks: make([]uint64, len(vars)), sums: make([][]int64, len(vars))}
	for i := range vars {
		s.sums[i] = make([]int64, len(vars[i].atoms))
	}
	return s
}

// and is exact about each single variable: what no value of it satisfies fails.
func (s *senses) and(b box, n int, kid func(int) sense) sense {
	s.touched = s.touched[:0]
	more := false
	defer func() {
		for _, v := range s.touched {
			s.masks[v] = 0
		}
	}()
	for i := 0; i < n; i++ {
		x := kid(i)
		switch x.kind {
		case fails:
			return x
		case hangsOnMore:
			more = true
		case hangsOnOne:
			if !slices.Contains(s.touched, x.v) {
				s.touched = append(s.touched, x.v)
				s.masks[x.v] = b[x.v]
			}
			if s.masks[x.v] &= x.mask; s.masks[x.v] == 0 {
				return sense{kind: fails}
			}
		}
	}
	switch {
	case more || len(s.touched) > 1:
		return sense{kind: hangsOnMore}
	case len(s.touched) == 1:
		return onOne(s.touched[0], s.masks[s.touched[0]], b)
	}
	return sense{kind: holds}
}

// threshold is exact about each single variable too: it takes the least and the
// most that any value of it adds.
func (s *senses) threshold(b box, coefs []int64, bound int64, kid func(int) sense) sense {
	s.touched = s.touched[:0]
	var low, high int64
	more := false
	for i, c := range coefs {
		x := kid(i)
		switch x.kind {
		case holds:
			low, high = low+c, high+c
		case hangsOnMore:
			high, more = high+c, true
		case hangsOnOne:
			if !slices.Contains(s.touched, x.v) {
				s.touched = append(s.touched, x.v)
				clear(s.sums[x.v])
			}
			for mask := x.mask; mask != 0; mask &= mask - 1 {
				s.sums[x.v][bit.TrailingZeros64(mask)] += c
			}
		}
	}
	base := low
	for _, v := range s.touched {
		least, most := int64(-1), int64(0)
		for mask := b[v]; mask != 0; mask &= mask - 1 {
			n := s.sums[v][bit.TrailingZeros64(mask)]
			if least < 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
		low, high = low+least, high+most
	}
	switch {
	case low >= bound:
		return sense{kind: holds}
	case high < bound:
		return sense{kind: fails}
	case more || len(s.touched) != 1:
		return sense{kind: hangsOnMore}
	}
	var mask uint64
	v := s.touched[0]
	for left := b[v]; left != 0; left &= left - 1 {
		if n := bit.TrailingZeros64(left); base+s.sums[v][n] >= bound {
			mask |= 1 << n
		}
	}
	return onOne(v, mask, b)
}

// residual is what all conditions together ask of the mandate within a box once
// J, C, T, ≺ and the assumptions are those of a plan: values of single
// variables (inner), and conditions that hang on several.
type residual struct {
	k     *counting
	outer box
	inner box
	parts []part   // parts before what they are part of
	hard  []signed // the conditions on several variables
	say   *senses
	sense []sense // of the parts, over the box looked at last
}

// signed names a part; the lowest bit negates.
type signed int32

// part is a condition on the mandate: of one variable, a conjunction (no
// coefs), or a threshold.
type part struct {
	v     int32 // -1: of several
	mask  uint64
	kids  []signed
	coefs []int64
	bound int64
}

// residual of the last plan found, which lies in the box.
func (k *counting) residual(b box) *residual {
	m := k.m
	r := &residual{k: k, outer: b, inner: append(box(nil), b...), say: newSenses(k.vars)}
	last := 0
	for _, n := range k.nodes {
		last = max(last, n)
	}
	known := make([]sense, last+1)
	at := func(f formula.Ref) sense {
		if f&1 == 1 {
			return known[f.Node()].not(r.inner)
		}
		return known[f.Node()]
	}
	look := func() {
		for _, n := range k.nodes {
			f := formula.Ref(n << 1)
			w := m.f.View(f)
			switch {
			case w.IsAtom:
				if p, ok := k.of[w.Atom]; ok {
					v := k.vars[p.v]
					mask := uint64(1) << p.value
					if v.atoms[p.value] != f { // cannot be: the value of a member that is in is its atom
						mask = v.all &^ mask
					}
					known[n] = onOne(int32(p.v), mask, r.inner)
				} else if m.s.Value(m.atoms[w.Atom]) {
					known[n].kind = holds
				} else {
					known[n].kind = fails
				}
			case w.Coefs == nil:
				known[n] = r.say.and(r.inner, len(w.Kids), func(i int) sense { return at(w.Kids[i]) })
			default:
				known[n] = r.say.threshold(r.inner, w.Coefs, w.Bound, func(i int) sense { return at(w.Kids[i]) })
			}
		}
	}
	// Conditions on one variable make the box smaller, and others simpler.
	var hard []formula.Ref
	for changed := true; changed; {
		changed = false
		look()
		hard = hard[:0]
		todo := append([]formula.Ref(nil), k.roots...)
		for len(todo) > 0 {
			f := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			switch x := at(f); x.kind {
			case hangsOnOne:
				if r.inner[x.v]&^x.mask != 0 {
					r.inner[x.v] &= x.mask
					changed = true
				}
			case hangsOnMore:
				if w := m.f.View(f); f&1 == 0 && w.Coefs == nil {
					todo = append(todo, w.Kids...)
				} else {
					hard = append(hard, f)
				}
			}
		}
	}
	slices.Sort(hard)
	hard = slices.Compact(hard)
	made := map[int]signed{}
	var build func(f formula.Ref) signed
	build = func(f formula.Ref) signed {
		n, sign := f.Node(), signed(f&1)
		if s, ok := made[n]; ok {
			return s ^ sign
		}
		p := part{v: -1}
		if x := known[n]; x.kind == hangsOnOne {
			p.v, p.mask = x.v, x.mask
		} else {
			w := m.f.View(f)
			p.bound = w.Bound
			for i, kid := range w.Kids {
				switch x := at(kid); {
				case x.kind == holds && w.Coefs != nil:
					p.bound -= w.Coefs[i]
				case x.kind == hangsOnOne || x.kind == hangsOnMore:
					p.kids = append(p.kids, build(kid))
					if w.Coefs != nil {
						p.coefs = append(p.coefs, w.Coefs[i])
					}
				}
			}
		}
		s := signed(len(r.parts) << 1)
		r.parts = append(r.parts, p)
		made[n] = s
		return s ^ sign
	}
	for _, f := range hard {
		r.hard = append(r.hard, build(f))
	}
	return r
}

// look evaluates all parts over a box.
func (r *residual) look(b box) {
	if r.sense == nil {
		r.sense = make([]sense, len(r.parts))
	}
	for n := range r.parts {
		p := &r.parts[n]
		kid := func(i int) sense { return r.at(p.kids[i], b) }
		switch {
		case p.v >= 0:
			r.sense[n] = onOne(p.v, p.mask, b)
		case p.coefs == nil:
			r.sense[n] = r.say.and(b, len(p.kids), kid)
		default:
			r.sense[n] = r.say.threshold(b, p.coefs, p.bound, kid)
		}
	}
}

func (r *residual) at(s signed, b box) sense {
	x := r.sense[s>>1]
	if s&1 == 1 {
		return x.not(b)
	}
	return x
}

// violated is the formula that a mandate of the box does not meet the residual.
func (r *residual) violated() formula.Ref {
	f := r.k.m.f
	var out []formula.Ref
	oneOf := func(v int, mask uint64) formula.Ref {
		var any []formula.Ref
		for n, a := range r.k.vars[v].atoms {
			if mask>>n&1 == 1 {
				any = append(any, a)
			}
		}
		return f.Or(any...)
	}
	for i := range r.inner {
		if rest := r.outer[i] &^ r.inner[i]; rest != 0 {
			out = append(out, oneOf(i, rest))
		}
	}
	made := make([]formula.Ref, len(r.parts))
	ref := func(s signed) formula.Ref { return made[s>>1] ^ formula.Ref(s&1) }
	for n := range r.parts {
		p := &r.parts[n]
		var terms []formula.Term
		var kids []formula.Ref
		for i, s := range p.kids {
			kids = append(kids, ref(s))
			if p.coefs != nil {
				terms = append(terms, formula.Term{Coef: p.coefs[i], F: ref(s)})
			}
		}
		switch {
		case p.v >= 0:
			made[n] = oneOf(int(p.v), p.mask)
		case p.coefs == nil:
			made[n] = f.And(kids...)
		default:
			made[n] = f.AtLeast(terms, p.bound)
		}
	}
	for _, s := range r.hard {
		out = append(out, ref(s).Not())
	}
	return f.Or(out...)
}

// reads notes the variables on which some conditions hang over the box that was
// looked at last.
func (r *residual) reads(s signed, note func(v int32)) {
	seen := map[signed]bool{}
	var walk func(s signed)
	walk = func(s signed) {
		s >>= 1
		if seen[s] {
			return
		}
		seen[s] = true
		switch x := r.sense[s]; x.kind {
		case hangsOnOne:
			note(x.v)
		case hangsOnMore:
			for _, kid := range r.parts[s].kids {
				walk(kid)
			}
		}
	}
	walk(s)
}

// most is the variable that most of the conditions on several hang on.
func (r *residual) most() int {
	r.look(r.inner)
	count := make([]int, len(r.inner))
	for _, s := range r.hard {
		r.reads(s, func(v int32) { count[v]++ })
	}
	return largestAt(count)
}

func largestAt(count []int) (at int) {
	for i, n := range count {
		if n > count[at] {
			at = i
		}
	}
	return at
}

// parting tells where to split the box so that at, which meets the residual,
// and other, which does not, are parted: a variable, and its values on one side.
func (r *residual) parting(at, other box) (v int, values uint64) {
	for i := range other {
		if other[i]&^r.inner[i] != 0 {
			return i, r.inner[i]
		}
	}
	r.look(other)
	var broken []signed
	for _, s := range r.hard {
		if r.at(s, other).kind == fails {
			broken = append(broken, s)
		}
	}
	r.look(r.inner)
	count := make([]int, len(other))
	for _, s := range broken {
		r.reads(s, func(v int32) {
			if at[v] != other[v] {
				count[v]++
			}
		})
	}
	v = largestAt(count)
	return v, other[v]
}

// size counts the mandates of the box that meet the residual: what no condition
// on several variables reads multiplies, and so do conditions that share no
// variable. It fails if that takes more branches than are left.
func (r *residual) size(branches *int) (*big.Int, bool) {
	memo := map[string]*big.Int{}
	vars := make([]int32, len(r.inner))
	for i := range vars {
		vars[i] = int32(i)
	}
	return r.count(r.hard, vars, append(box(nil), r.inner...), branches, memo)
}

func (r *residual) count(hard []signed, vars []int32, b box, branches *int, memo map[string]*big.Int) (*big.Int, bool) {
	for changed := true; changed; {
		changed = false
		r.look(b)
		left := make([]signed, 0, len(hard))
		for _, s := range hard {
			switch x := r.at(s, b); x.kind {
			case fails:
				return new(big.Int), true
			case hangsOnOne:
				b[x.v] &= x.mask
				changed = true
			case hangsOnMore:
				left = append(left, s)
			}
			if changed {
				break
			}
		}
		if !changed {
			hard = left
		}
	}
	// Which variables are tied together.
	group := make(map[int32]int32, len(vars))
	var find func(v int32) int32
	find = func(v int32) int32 {
		if g, ok := group[v]; ok && g != v {
			group[v] = find(g)
			return group[v]
		}
		return v
	}
	head := make([]int32, len(hard))
	often := make([]int, len(b))
	for i, s := range hard {
		head[i] = -1
		r.reads(s, func(v int32) {
			often[v]++
			if _, ok := group[v]; !ok {
				group[v] = v
			}
			if head[i] < 0 {
				head[i] = find(v)
			} else if g := find(v); g != find(head[i]) {
				group[g] = find(head[i])
			}
		})
	}
	n := big.NewInt(1)
	var heads []int32
	members := map[int32][]int32{}
	for _, v := range vars {
		if _, tied := group[v]; !tied {
			n.Mul(n, big.NewInt(int64(bit.OnesCount64(b[v]))))
			continue
		}
		g := find(v)
		if members[g] == nil {
			heads = append(heads, g)
		}
		members[g] = append(members[g], v)
	}
	for _, g := range heads {
		var mine []signed
		for i, s := range hard {
			if find(head[i]) == g {
				mine = append(mine, s)
			}
		}
		var key []byte
		for _, s := range mine {
			key = binary.AppendVarint(key, int64(s))
		}
		key = append(key, 0)
		at := members[g][0]
		for _, v := range members[g] {
			key = binary.AppendUvarint(binary.AppendUvarint(key, uint64(v)), b[v])
			if often[v] > often[at] {
				at = v
			}
		}
		sum, known := memo[string(key)]
		if !known {
			sum = new(big.Int)
			for mask := b[at]; mask != 0; mask &= mask - 1 {
				if *branches--; *branches < 0 {
					return nil, false
				}
				one := append(box(nil), b...)
				one[at] = mask & -mask
				k, ok := r.count(mine, members[g], one, branches, memo)
				if !ok {
					return nil, false
				}
				sum.Add(sum, k)
			}
			memo[string(key)] = sum
		}
		n.Mul(n, sum)
	}
	return n, true
}
