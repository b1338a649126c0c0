package analysis

import (
	"container/heap"
	"math/big"
	bit "math/bits"

	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Count is how many mandates some possible plan has (docs/math/counts.md). It
// is no likelihood.
type Count struct {
	// Exact tells whether Number is proven. Otherwise it is an estimate.
	Exact  bool
	Number *big.Int
	// Lower and Upper are proven, whatever was estimated.
	Lower, Upper *big.Int
	// Low and High are the 95 per cent interval of an estimate, cut to what is
	// proven; of an exact count they are the number. Drawn is how many mandates
	// were drawn for it, of which Possible were possible.
	Low, High       *big.Int
	Drawn, Possible int
}

// Counting says how far to go with a count. Zero stands for the default.
type Counting struct {
	// Boxes bounds how many boxes are looked at, Plans how many plans are tried
	// on one before it is split, Conflicts the work of the solver on all of
	// them, Branches the work on issues that are tied together.
	Boxes     int
	Plans     int
	Conflicts int64
	Branches  int
	// Draw returns an evenly drawn number below n, n > 0; Draws is how many
	// mandates are drawn from what is left when the work ends. Without Draw
	// there is no estimate: Number is then Lower, Low and High are the proven
	// bounds.
	Draw  func(n uint64) uint64
	Draws int
}

// The defaults of Counting: about a second at the largest size of case.
const (
	countBoxes     = 400
	countPlans     = 4
	countConflicts = 20_000
	countBranches  = 200_000
	countDraws     = 400
)

func (b Counting) filled() Counting {
	if b.Boxes <= 0 {
		b.Boxes = countBoxes
	}
	if b.Plans <= 0 {
		b.Plans = countPlans
	}
	if b.Conflicts <= 0 {
		b.Conflicts = countConflicts
	}
	if b.Branches <= 0 {
		b.Branches = countBranches
	}
	if b.Draws <= 0 {
		b.Draws = countDraws
	}
	return b
}

// Fixed says of an item that it is in the plan, or that it is not.
type Fixed struct {
	Item
	In bool
}

// CountMandates counts the mandates that are left after some choices.
func (m *Model) CountMandates(choices []Fixed, how Counting) Count {
	return m.NewCounter().Count(choices, how)
}

// CountMandates counts the mandates that the session's choices leave.
func (s *Session) CountMandates(how Counting) Count {
	return s.m.NewCounter().Count(s.Chosen(), how)
}

// Chosen lists what the choices made so far fix.
func (s *Session) Chosen() (out []Fixed) {
	for _, l := range s.levels[1:] {
		for _, lit := range l.lits {
			for i, x := range s.lits {
				if x == lit || x == lit.Not() {
					out = append(out, Fixed{s.items[i], x == lit})
					break
				}
			}
		}
	}
	return out
}

// Counter counts mandates of one model again and again. It reads the model's
// positions and restrictions when it is made.
type Counter struct {
	m     *Model
	vars  []variable
	of    map[int]place // option atoms
	wide  bool          // some issue has more options than a box can tell apart
	roots []formula.Ref // all that plans have to meet
	nodes []int         // what the roots consist of, by node, parts first
	lazy  []pb.Lit      // wishes: a plan that demands little of the mandate
}

// variable is what a mandate chooses by itself: an option of a choice issue, or
// whether a member of a set issue is in.
type variable struct {
	atoms []formula.Ref // by value; of a member: out, in
	all   uint64
}

// place is the value of a variable that an atom stands for.
type place struct {
	v     int
	value int
}

// box gives each variable the values that are left.
type box []uint64

func (b box) size() *big.Int {
	n := big.NewInt(1)
	for _, side := range b {
		n.Mul(n, big.NewInt(int64(bit.OnesCount64(side))))
	}
	return n
}

// NewCounter prepares for counting.
func (m *Model) NewCounter() *Counter {
	c := &Counter{m: m, of: map[int]place{}}
	atom := func(f formula.Ref) int { i, _ := m.f.AtomOf(f); return i }
	for _, i := range m.c.Issues {
		if i.Set {
			for _, o := range i.Options {
				f := m.option[i.ID][o.ID]
				c.of[atom(f)] = place{len(c.vars), 1}
				c.vars = append(c.vars, variable{[]formula.Ref{f.Not(), f}, 3})
			}
			continue
		}
		v := variable{all: 1<<min(len(i.Options), 64) - 1}
		for k, o := range i.Options {
			f := m.option[i.ID][o.ID]
			c.of[atom(f)] = place{len(c.vars), k}
			v.atoms = append(v.atoms, f)
		}
		c.wide = c.wide || len(i.Options) > 64
		c.vars = append(c.vars, v)
	}
	c.roots = append([]formula.Ref{m.shape}, m.asked...)
	demands := map[string]bool{}
	for _, p := range m.Positions {
		if p.demand == nil {
			c.roots = append(c.roots, p.says)
			continue
		}
		c.roots = append(c.roots, m.meaning(p)...)
		if p.Kind == "requires" {
			for _, a := range p.Owners {
				demands[a] = true
			}
		}
	}
	c.nodes = m.f.Under(c.roots)
	// A plan in which those who demand something take no part, if they need
	// not, goes with more mandates.
	for _, free := range []bool{false, true} {
		for _, a := range m.c.Actors {
			if demands[a.ID] == free {
				continue
			}
			if f, ok := m.consent[a.ID]; ok {
				c.lazy = append(c.lazy, m.lit(f.Not()))
			}
			if f, ok := m.join[a.ID]; ok {
				c.lazy = append(c.lazy, m.lit(f.Not()))
			}
		}
	}
	return c
}

// boxes is a heap of the boxes left, the largest first, ties as they came.
type boxes []sized

type sized struct {
	box
	n     *big.Int
	order int
}

func (h boxes) Len() int { return len(h) }
func (h boxes) Less(i, k int) bool {
	if c := h[i].n.Cmp(h[k].n); c != 0 {
		return c > 0
	}
	return h[i].order < h[k].order
}
func (h boxes) Swap(i, k int) { h[i], h[k] = h[k], h[i] }
func (h *boxes) Push(x any)   { *h = append(*h, x.(sized)) }
func (h *boxes) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// counting is one count under way.
type counting struct {
	*Counter
	with     []pb.Lit // assumed throughout
	roots    []formula.Ref
	nodes    []int
	how      Counting
	used     int64 // conflicts
	branches int
	left     boxes
	made     int
	sum      *big.Int // of the boxes counted
}

// Count counts the mandates left after some choices.
func (c *Counter) Count(choices []Fixed, how Counting) Count {
	k := &counting{Counter: c, roots: c.roots, nodes: c.nodes, how: how.filled(), sum: new(big.Int)}
	k.with = c.m.selectors()
	k.branches = k.how.Branches
	if n := c.m.budget.Conflicts; n > 0 {
		k.how.Conflicts = min(k.how.Conflicts, n)
	}
	for _, x := range choices {
		f := c.m.chosen(x.Item)
		if !x.In {
			f = f.Not()
		}
		k.with = append(k.with, c.m.lit(f))
		k.roots = append(k.roots[:len(k.roots):len(k.roots)], f)
	}
	if len(choices) > 0 {
		k.nodes = c.m.f.Under(k.roots)
	}
	if c.wide {
		return k.tooWide()
	}
	whole := make(box, len(c.vars))
	for i, v := range c.vars {
		whole[i] = v.all
	}
	k.push(whole)
	for n := 0; len(k.left) > 0 && n < k.how.Boxes; n++ {
		if k.budget().Conflicts <= 0 || k.stopped() {
			break
		}
		x := heap.Pop(&k.left).(sized)
		if !k.look(x.box) {
			break
		}
	}
	return k.close()
}

func (k *counting) stopped() bool { return k.m.budget.Stop != nil && k.m.budget.Stop() }

func (k *counting) budget() pb.Budget {
	return pb.Budget{Conflicts: k.how.Conflicts - k.used, Stop: k.m.budget.Stop}
}

func (k *counting) push(b box) {
	n := b.size()
	if n.Sign() > 0 {
		heap.Push(&k.left, sized{b, n, k.made})
		k.made++
	}
}

// solve is Model.solve within the budget of the count.
func (k *counting) solve(as []pb.Lit) Verdict {
	m := k.m
	for {
		b := k.budget()
		if b.Conflicts <= 0 {
			return Unknown
		}
		before := m.s.Conflicts()
		v := m.s.Solve(b, as...)
		k.used += m.s.Conflicts() - before
		m.audit.check(m.s, v)
		if v != Yes || !m.repair() {
			return v
		}
	}
}

// within lists the literals that a mandate lies in a box.
func (k *counting) within(b box) []pb.Lit {
	out := k.with[:len(k.with):len(k.with)]
	for i, v := range k.vars {
		if b[i] == v.all {
			continue
		}
		if bit.OnesCount64(b[i]) == 1 {
			out = append(out, k.m.lit(v.atoms[bit.TrailingZeros64(b[i])]))
			continue
		}
		for n, f := range v.atoms {
			if b[i]>>n&1 == 0 {
				out = append(out, k.m.lit(f.Not()))
			}
		}
	}
	return out
}

// look counts a box, or splits it; false: the budget ended, and the box is left.
//
// Of a plan found in it, J, C, T, ≺ and the assumptions are kept: they go with
// the mandates of the box that meet what the conditions then ask of the mandate
// alone. If the solver refutes that any other mandate of the box is possible,
// those are all.
func (k *counting) look(b box) bool {
	as := k.within(b)
	k.narrow(b, as)
	if b.size().Sign() == 0 {
		return true
	}
	as = k.within(b)
	k.m.s.Wish(k.lazy...)
	switch k.solve(as) {
	case No:
		return true
	case Unknown:
		k.push(b)
		return false
	}
	var at, other box
	var first *residual
	for n := 0; n < k.how.Plans; n++ {
		r := k.residual(b)
		if n == 0 {
			at, first = k.mandate(), r
		}
		beyond := r.violated()
		if beyond != formula.False {
			k.m.s.Wish(k.lazy...)
			switch k.solve(append(as[:len(as):len(as)], k.m.lit(beyond))) {
			case Unknown:
				k.push(b)
				return false
			case Yes:
				if n == 0 {
					other = k.mandate()
				}
				continue
			}
		}
		if size, ok := r.size(&k.branches); ok {
			k.sum.Add(k.sum, size)
			return true
		}
		// Too many issues are tied together: take them apart.
		k.split(b, r.most(), 0)
		return true
	}
	v, part := first.parting(at, other)
	k.split(b, v, part)
	return true
}

// narrow takes values out of a box that propagation alone refutes.
func (k *counting) narrow(b box, as []pb.Lit) {
	m := k.m
	if m.s.Probe(as...) == No {
		for i := range b {
			b[i] = 0
		}
		return
	}
	for i, v := range k.vars {
		for n, f := range v.atoms {
			if b[i]>>n&1 == 1 && m.s.Refuted(m.lit(f), len(as)) {
				b[i] &^= 1 << n
			}
		}
	}
}

// split takes a box apart along a variable: part and the rest; part 0 stands
// for the lower half.
func (k *counting) split(b box, v int, part uint64) {
	part &= b[v]
	if part == 0 || part == b[v] {
		part = 0
		for n, half := 0, bit.OnesCount64(b[v])/2; bit.OnesCount64(part) < half; n++ {
			part |= b[v] & (1 << n)
		}
	}
	for _, side := range []uint64{part, b[v] &^ part} {
		half := append(box(nil), b...)
		half[v] = side
		k.push(half)
	}
}

// mandate is that of the last plan found, as a box.
func (k *counting) mandate() box {
	out := make(box, len(k.vars))
	for i, v := range k.vars {
		for n, f := range v.atoms {
			if k.m.s.Value(k.m.lit(f)) {
				out[i] = 1 << n
			}
		}
	}
	return out
}

// close sums up, and draws from the boxes left.
func (k *counting) close() Count {
	out := Count{Exact: len(k.left) == 0, Number: new(big.Int).Set(k.sum), Lower: new(big.Int).Set(k.sum), Upper: new(big.Int).Set(k.sum)}
	rest := new(big.Int)
	for _, x := range k.left {
		rest.Add(rest, x.n)
	}
	out.Upper.Add(out.Upper, rest)
	out.Low, out.High = out.Lower, out.Upper
	if out.Exact || k.how.Draw == nil {
		return out
	}
	k.how.Conflicts += k.used // as much again for the mandates drawn
	for out.Drawn < k.how.Draws && !k.stopped() {
		v := k.solve(k.within(k.drawn(rest)))
		if v == Unknown {
			break
		}
		out.Drawn++
		if v == Yes {
			out.Possible++
		}
	}
	if out.Drawn == 0 {
		return out
	}
	share := func(of, in int64, up bool) *big.Int {
		n := new(big.Int).Mul(rest, big.NewInt(of))
		if up {
			n.Add(n, big.NewInt(in-1))
		}
		return n.Add(n.Quo(n, big.NewInt(in)), k.sum)
	}
	low, high := clopperPearson(out.Possible, out.Drawn)
	out.Low, out.High = share(low, billion, false), share(high, billion, true)
	out.Number = share(int64(out.Possible), int64(out.Drawn), false)
	if out.Possible > 0 { // each of them is another mandate, or the same drawn twice
		least := new(big.Int).Add(k.sum, big.NewInt(1))
		out.Lower = least
		for _, n := range []**big.Int{&out.Number, &out.Low} {
			if (*n).Cmp(least) < 0 {
				*n = least
			}
		}
	}
	return out
}

// drawn draws a mandate evenly from the boxes left, which hold so many.
func (k *counting) drawn(rest *big.Int) box {
	at := k.below(rest)
	var from box
	for _, x := range k.left {
		if at.Cmp(x.n) < 0 {
			from = x.box
			break
		}
		at.Sub(at, x.n)
	}
	out := make(box, len(from))
	for i, side := range from {
		for n := k.how.Draw(uint64(bit.OnesCount64(side))); n > 0; n-- {
			side &= side - 1
		}
		out[i] = side & -side
	}
	return out
}

// below draws a number below n evenly: as many bits as n has, drawn again if it
// is not below.
func (k *counting) below(n *big.Int) *big.Int {
	for {
		out := new(big.Int)
		for bitsLeft := n.BitLen(); bitsLeft > 0; bitsLeft -= 32 {
			w := min(bitsLeft, 32)
			out.Lsh(out, uint(w))
			out.Or(out, new(big.Int).SetUint64(k.how.Draw(1<<w)))
		}
		if out.Cmp(n) < 0 {
			return out
		}
	}
}

// tooWide answers where an issue has more than 64 options: no case of today.
func (k *counting) tooWide() Count {
	upper := big.NewInt(1)
	for _, v := range k.vars {
		upper.Mul(upper, big.NewInt(int64(len(v.atoms))))
	}
	out := Count{Number: new(big.Int), Lower: new(big.Int), Upper: upper}
	switch k.solve(k.with) {
	case No:
		out.Exact, out.Upper = true, new(big.Int)
	case Yes:
		out.Number, out.Lower = big.NewInt(1), big.NewInt(1)
	}
	out.Low, out.High = out.Lower, out.Upper
	return out
}
