package chances

import (
	"math/bits"
	"slices"
	"sync"

	"mandate/internal/analysis"
)

// logic decides, for 64 draws at a time, what is possible in each. What was once
// asked of the solver is kept as the few switches that the answer rests on, and
// serves all draws that have them alike; so nearly every draw is decided by looking
// at a few words of 64 draws each (docs/math/chances.md, section 7).
type logic struct {
	mu     sync.Mutex
	d      *analysis.Drawing
	weight func(analysis.Literal) int64
	all    []rule // in the order in which they were found; only grows
	asked  int
	close  []bool // by taker
}

// rule is an answer and the literals that it rests on.
type rule struct {
	lits   []analysis.Literal
	agreed bool
	yes    bool
}

func newLogic(d *analysis.Drawing, weight func(analysis.Literal) int64) *logic {
	l := &logic{d: d, weight: weight, close: make([]bool, len(d.Takers))}
	for _, i := range d.Close {
		l.close[i] = true
	}
	return l
}

// ask decides one draw by the solver and keeps why.
func (l *logic) ask(on, in []bool, agreed bool) analysis.Verdict {
	v, lits := l.d.Ask(on, in, agreed, l.weight)
	l.asked++
	if v != analysis.Unknown {
		slices.SortStableFunc(lits, func(a, b analysis.Literal) int {
			switch x, y := l.weight(a), l.weight(b); {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return int(a) - int(b)
		})
		l.all = append(l.all, rule{lits, agreed, v == analysis.Yes})
	}
	return v
}

// view is what one worker has of a logic. Its lists hold, by question, the rules
// that may answer it, those first that answer most.
type view struct {
	l     *logic
	seen  int
	lists [][]kept // possible, agreed, together, then each taker
	word  func(switchNo int) uint64
	asked []uint64 // by taker: in which draws it is asked
	turns int
}

type kept struct {
	lits []analysis.Literal
	yes  bool
	hits uint32
}

const (
	isPossible = iota
	isAgreed
	isTogether
	isTaker // and on
)

func newView(l *logic, word func(int) uint64) *view {
	return &view{l: l, word: word, lists: make([][]kept, isTaker+len(l.d.Takers)), asked: make([]uint64, len(l.d.Takers))}
}

// learn takes over the rules found since.
func (v *view) learn() {
	switches := len(v.l.d.Switches)
	for ; v.seen < len(v.l.all); v.seen++ {
		r := v.l.all[v.seen]
		bare := kept{yes: r.yes} // without takers: one list, of which nobody changes anything
		for _, x := range r.lits {
			if n, _ := x.Of(); n < switches {
				bare.lits = append(bare.lits, x)
			}
		}
		add := func(list int, takers bool) {
			k := bare
			if takers {
				k.lits = r.lits
			}
			v.lists[list] = append(v.lists[list], k)
		}
		if !r.agreed {
			add(isPossible, false)
			continue
		}
		takers := make([]bool, len(v.l.d.Takers)) // No: who was asked. Yes: who is not in.
		n := 0
		for _, x := range r.lits {
			if i, _ := x.Of(); i >= switches {
				takers[i-switches] = true
				n++
			}
		}
		switch {
		case r.yes:
			add(isAgreed, false)
			add(isTogether, true)
			for i, out := range takers {
				if !out {
					add(isTaker+i, false)
				}
			}
		case n == 0:
			add(isAgreed, false)
		case n == 1:
			add(isTaker+slices.Index(takers, true), false)
			add(isTogether, true)
		default:
			add(isTogether, true)
		}
	}
}

// holds returns in which draws a literal holds.
func (v *view) holds(x analysis.Literal) uint64 {
	n, on := x.Of()
	var w uint64
	if s := len(v.l.d.Switches); n >= s {
		w = v.asked[n-s]
	} else {
		w = v.word(n)
	}
	if on {
		return w
	}
	return ^w
}

// decide answers a question for the draws that are open: those with yes, and those
// for which the budget ended first.
func (v *view) decide(list int, open uint64) (yes, unknown uint64) {
	v.apply(v.lists[list], &open, &yes)
	for open != 0 {
		// Another worker may have found it.
		v.l.mu.Lock()
		if v.seen < len(v.l.all) {
			at := len(v.lists[list])
			v.learn()
			v.l.mu.Unlock()
			v.apply(v.lists[list][at:], &open, &yes)
			continue
		}
		lane := bits.TrailingZeros64(open)
		on := make([]bool, len(v.l.d.Switches))
		for i := range on {
			on[i] = v.word(i)>>lane&1 == 1
		}
		in := make([]bool, len(v.l.d.Takers))
		for i := range in {
			in[i] = list == isTaker+i || list == isTogether && v.asked[i]>>lane&1 == 1
		}
		at := len(v.lists[list])
		answer := v.l.ask(on, in, list != isPossible)
		v.learn()
		v.l.mu.Unlock()
		if answer == analysis.Unknown {
			unknown |= 1 << lane
			open &^= 1 << lane
			continue
		}
		v.apply(v.lists[list][at:], &open, &yes)
		if open>>lane&1 == 1 { // a rule that does not cover its own draw
			panic("chances: an answer does not hold in the draw that was asked about")
		}
	}
	return yes, unknown
}

func (v *view) apply(rules []kept, open, yes *uint64) {
	for i := range rules {
		if *open == 0 {
			return
		}
		r := &rules[i]
		w := *open
		for _, x := range r.lits {
			if w &= v.holds(x); w == 0 {
				break
			}
		}
		if w == 0 {
			continue
		}
		r.hits += uint32(count(w))
		*open &^= w
		if r.yes {
			*yes |= w
		}
	}
}

// tidy puts the rules that answer most first, now and then.
func (v *view) tidy() {
	if v.turns++; v.turns&(v.turns-1) != 0 && v.turns%1024 != 0 {
		return
	}
	for _, list := range v.lists {
		slices.SortStableFunc(list, func(a, b kept) int {
			// What it decides for what it costs to look at.
			return int(int64(b.hits)*int64(len(a.lits)+1)/64) - int(int64(a.hits)*int64(len(b.lits)+1)/64)
		})
		for i := range list {
			list[i].hits /= 2
		}
	}
}

// outcome is what one block of draws comes to.
type outcome struct {
	possible, agreed, unknown uint64
	// joins is, by taker, in which draws it takes part.
	joins []uint64
}

// settle decides a block: whether a plan is possible, whether one is on which all
// agree, and who takes part (section 3).
func (v *view) settle(out *outcome) {
	v.tidy()
	var u uint64
	out.possible, out.unknown = v.decide(isPossible, ^uint64(0))
	out.agreed, u = v.decide(isAgreed, out.possible)
	out.unknown |= u
	anyClose := uint64(0)
	for i := range v.l.d.Takers {
		out.joins[i], u = v.decide(isTaker+i, out.agreed)
		out.unknown |= u
		if v.l.close[i] {
			anyClose |= out.joins[i]
		}
	}
	if anyClose == 0 {
		return
	}
	for i := range v.asked {
		v.asked[i] = 0
		if v.l.close[i] {
			v.asked[i] = out.joins[i]
		}
	}
	together, u := v.decide(isTogether, anyClose)
	out.unknown |= u
	clash := anyClose &^ together &^ u
	if clash == 0 {
		return
	}
	// One after the other, as far as each fits with those before.
	for i := range v.asked {
		v.asked[i] &^= clash
	}
	for _, i := range v.l.d.Close {
		with := out.joins[i] & clash
		if with == 0 {
			continue
		}
		v.asked[i] |= with
		yes, u := v.decide(isTogether, with)
		out.unknown |= u
		v.asked[i] &^= with &^ yes
		out.joins[i] = out.joins[i]&^clash | yes
	}
}
