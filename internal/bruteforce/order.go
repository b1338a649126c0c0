package bruteforce

import (
	"fmt"
	"math/bits"
	"sort"
	"strings"

	"mandate"
)

// Ordered is what docs/math/order.md, sections 1 and 2, say of the plans of Π.
type Ordered struct {
	Plans bool // there is one
	// Now and Always list events.
	Now, Always []string
	// Pairs lists the pairs that do not follow from others, as `x y` or, where y
	// waits for x, `x y waits`; sorted.
	Pairs []string
	// Sequence is the one order, Layers gives the layer of each event in it.
	Sequence []string
	Layers   []int

	q     *question
	shown []*shownPlan
	order []int // events by the order of the case
}

// shownPlan is one way to put the events of a plan in order: what must come after
// each of them there.
type shownPlan struct {
	in      uint64
	after   []uint64
	assumed map[string]bool // externals
}

// Order reads off all plans what their orders share. Without a record of the aim it
// returns nil.
func Order(c *mandate.Case, query mandate.Query) (*Ordered, error) {
	q, err := prepare(c, query, nil)
	if q == nil || err != nil {
		return nil, err
	}
	w := q.w
	o := &Ordered{q: q}
	for s := range w.steps {
		o.order = append(o.order, s)
	}
	for i := range c.Issues {
		o.order = append(o.order, w.decide(i))
	}
	for a := range w.actors {
		if w.contributors>>a&1 == 1 {
			o.order = append(o.order, w.commit(a))
		}
		if w.parties>>a&1 == 1 {
			o.order = append(o.order, w.consent(a))
		}
	}
	seen := map[string]bool{}
	err = q.possible(w.lines(), func(p *plan) {
		// Plans that differ in the mandate alone show the same.
		key := fmt.Sprint(p.t, p.j, p.c, p.less, p.assumed)
		if seen[key] {
			return
		}
		seen[key] = true
		x := &shownPlan{after: make([]uint64, w.events()), assumed: map[string]bool{}}
		for _, ev := range o.order {
			if !w.isPast(ev) && p.has(ev) {
				x.in |= 1 << ev
			}
		}
		for ev := range x.after {
			x.after[ev] = p.less[ev] & x.in
		}
		for range x.after {
			for ev := range x.after {
				for z := range x.after {
					if x.after[ev]>>z&1 == 1 {
						x.after[ev] |= x.after[z]
					}
				}
			}
		}
		for e, v := range p.assumed {
			if v != mandate.Unknown {
				x.assumed[c.Externals[e].ID] = true
			}
		}
		o.shown = append(o.shown, x)
	})
	if err != nil {
		return nil, err
	}
	o.Plans = len(o.shown) > 0
	if !o.Plans {
		return o, nil
	}
	for _, ev := range o.order {
		now, always := false, true
		for _, x := range o.shown {
			always = always && x.in>>ev&1 == 1
			first := x.in>>ev&1 == 1
			for _, f := range o.order {
				first = first && (x.in>>f&1 == 0 || x.after[f]>>ev&1 == 0)
			}
			now = now || first
		}
		if now {
			o.Now = append(o.Now, w.eventName(ev))
		}
		if always {
			o.Always = append(o.Always, w.eventName(ev))
		}
	}
	for _, x := range o.order {
		for _, z := range o.order {
			if !o.before(x, z) {
				continue
			}
			follows := false
			for _, y := range o.order {
				follows = follows || o.before(x, y) && o.before(y, z) && o.implied(y, 1<<x|1<<z)
			}
			if follows {
				continue
			}
			s := w.eventName(x) + " " + w.eventName(z)
			if o.implied(x, 1<<z) {
				s += " waits"
			}
			o.Pairs = append(o.Pairs, s)
		}
	}
	sort.Strings(o.Pairs)
	o.sequence()
	return o, nil
}

// eventName is the name of an event.
func (w *world) eventName(ev int) string {
	switch {
	case ev < len(w.steps):
		return w.steps[ev].ID
	case ev < w.commit(0):
		return "decide." + w.c.Issues[ev-len(w.steps)].ID
	case ev < w.consent(0):
		return "commit." + w.actors[ev-w.commit(0)].ID
	}
	return "consent." + w.actors[ev-w.consent(0)].ID
}

// before: x before y in every plan that has both, and there is one.
func (o *Ordered) before(x, y int) bool {
	both := false
	for _, p := range o.shown {
		if x != y && p.in>>x&1 == 1 && p.in>>y&1 == 1 {
			both = true
			if p.after[x]>>y&1 == 0 {
				return false
			}
		}
	}
	return both
}

// implied: each plan with these events has y.
func (o *Ordered) implied(y int, these uint64) bool {
	for _, p := range o.shown {
		if these&^p.in == 0 && p.in>>y&1 == 0 {
			return false
		}
	}
	return true
}

// sequence finds, over the plans with the fewest events, the least order.
func (o *Ordered) sequence() {
	fewest := 64
	for _, p := range o.shown {
		fewest = min(fewest, bits.OnesCount64(p.in))
	}
	rank := map[int]int{}
	for i, ev := range o.order {
		rank[ev] = i
	}
	var best []int
	for _, p := range o.shown {
		if bits.OnesCount64(p.in) != fewest {
			continue
		}
		var list []int
		for left := p.in; left != 0; {
			for _, ev := range o.order { // the first that waits for nothing that is left
				free := left>>ev&1 == 1
				for _, f := range o.order {
					free = free && (left>>f&1 == 0 || p.after[f]>>ev&1 == 0)
				}
				if free {
					list = append(list, ev)
					left &^= 1 << ev
					break
				}
			}
		}
		less := best == nil
		for i := range list {
			if best != nil && rank[list[i]] != rank[best[i]] {
				less = rank[list[i]] < rank[best[i]]
				break
			}
		}
		if less {
			best = list
		}
	}
	for i, ev := range best {
		layer := 0
		for k, x := range best[:i] {
			if o.before(x, ev) {
				layer = max(layer, o.Layers[k]+1)
			}
		}
		o.Sequence = append(o.Sequence, o.q.w.eventName(ev))
		o.Layers = append(o.Layers, layer)
	}
}

// NeededBy lists the first events that wait for one of some answers: `decide i`,
// `answer a` or `external e`.
func (o *Ordered) NeededBy(answers []string) (out []string) {
	w := o.q.w
	var own uint64
	var externals []string
	for _, a := range answers {
		kind, id, _ := strings.Cut(a, " ")
		for _, ev := range o.order {
			name := w.eventName(ev)
			if kind == "decide" && name == "decide."+id || kind == "answer" && (name == "commit."+id || name == "consent."+id) {
				own |= 1 << ev
			}
		}
		if kind == "external" {
			externals = append(externals, id)
		}
	}
	waits := map[int]bool{}
	for _, y := range o.order {
		if own>>y&1 == 1 {
			continue
		}
		some, all := false, true
		for _, p := range o.shown {
			if p.in>>y&1 == 0 {
				continue
			}
			some = true
			met := false
			for _, e := range externals {
				met = met || p.assumed[e]
			}
			if met {
				continue
			}
			// In every order of this plan one of them comes before y: not, if y
			// could be put before them all.
			could := true
			for _, x := range o.order {
				could = could && (own>>x&1 == 0 || p.in>>x&1 == 0 || p.after[x]>>y&1 == 0)
			}
			all = all && !could
		}
		if some && all {
			waits[y] = true
		}
	}
	for _, y := range o.order {
		first := waits[y]
		for x := range waits {
			first = first && (x == y || !o.before(x, y) || !o.implied(x, 1<<y))
		}
		if first {
			out = append(out, w.eventName(y))
		}
	}
	return out
}

// Forces reports whether a set of positions, by their keys, is a minimal one with
// which no plan has both events and the second before the first.
func (o *Ordered) Forces(keys []string, first, second string) (bool, error) {
	q := *o.q
	x, y := q.w.event(first), q.w.event(second)
	q.extra = func(p *plan) bool { return p.has(x) && p.has(y) && p.before(y, x) }
	q.extraPairs = [][2]int{{x, y}}
	canKeep, matter, err := q.keepable(true)
	if err != nil {
		return false, err
	}
	var set uint64
	for i, p := range q.positions {
		for _, k := range keys {
			if p.key == k {
				set |= 1 << i
			}
		}
	}
	if bits.OnesCount64(set) != len(keys) || canKeep(set) {
		return false, nil
	}
	for i := range q.positions {
		if set>>i&1 == 1 && (matter>>i&1 == 0 || !canKeep(set&^(1<<i))) {
			return false, nil
		}
	}
	return true, nil
}
