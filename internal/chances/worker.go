package chances

import (
	"math/bits"
	"slices"

	"mandate"
	"mandate/internal/analysis"
)

// worker draws blocks: first what is possible and who takes part, then when.
type worker struct {
	s     *Setting
	stop  func() bool
	held  *mandate.Prior
	at    end
	tally *tally
	view  *view
	pull  *pull
	out   outcome

	words []uint64 // of coins, and after the switches of takers
	made  []uint64 // the block, plus one, for which a coin's word is
	days  [][block]int32
	drew  []uint64
	have  []uint64 // of days: in which draws

	dur    [][block]int32 // by event; never: it does not come of itself; else drawn once it begins
	slow   []uint64       // by event, in which draws it takes what has not been drawn yet
	times  [][block]int32 // by node
	turn   [][block]int32 // by node, where nodes wait in a circle: when its time was found
	joined []uint64       // what conditions read: switches, then takers
	figure [][][block]int64
	arrive [][][block]int32
	strong uint64
}

func (s *Setting) newWorker() *worker {
	w := &worker{s: s, tally: s.newTally(), pull: newPull(s.drivers),
		words: make([]uint64, len(s.coins)), made: make([]uint64, len(s.coins)), days: make([][block]int32, len(s.days)), drew: make([]uint64, len(s.days)), have: make([]uint64, len(s.days)),
		dur: make([][block]int32, len(s.net.events)), slow: make([]uint64, len(s.net.events)), times: make([][block]int32, len(s.net.nodes)),
		joined: make([]uint64, len(s.drawing.Switches)+len(s.drawing.Takers))}
	if s.net.order == nil {
		w.turn = make([][block]int32, len(s.net.nodes))
	}
	w.out.joins = make([]uint64, len(s.drawing.Takers))
	w.view = newView(s.logic, w.word)
	for _, f := range s.force {
		w.figure = append(w.figure, make([][block]int64, len(f.actors)))
		w.arrive = append(w.arrive, make([][block]int32, len(f.actors)))
	}
	return w
}

// end tells whether the prior is the one that is held.
func (w *worker) end(p *mandate.Prior) end {
	if p != nil && p == w.held {
		return w.at
	}
	return drawn
}

// word draws a coin.
func (w *worker) word(i int) uint64 {
	if w.made[i] != w.pull.of+1 {
		w.made[i] = w.pull.of + 1
		w.words[i] = w.s.coins[i].word(w.pull, w.coinEnd(i))
	}
	return w.words[i]
}

// coinEnd is the end at which a coin is held. A step that is held at its tenth
// percentile comes; at its ninetieth it may still never come.
func (w *worker) coinEnd(i int) end {
	p := w.s.coins[i].prior
	if at := w.end(p); p == nil || p.Kind != mandate.PriorTakes || at != high {
		return at
	}
	return drawn
}

// number draws days, in these draws at least: most are of something that never comes.
func (w *worker) number(i int, in uint64) *[block]int32 {
	if w.drew[i] != w.pull.of+1 {
		w.drew[i], w.have[i] = w.pull.of+1, 0
	}
	if in &^= w.have[i]; in != 0 {
		w.have[i] |= in
		w.s.days[i].fill(w.pull, w.daysEnd(i), in, &w.days[i])
	}
	return &w.days[i]
}

func (w *worker) daysEnd(i int) end {
	p := w.s.days[i].prior
	if p != nil && (p.Kind == mandate.PriorRisks || p.Kind == mandate.PriorAnswers) {
		return drawn // held is whether it strikes, or whether they say yes
	}
	return w.end(p)
}

func (w *worker) block(n uint64) {
	w.pull.of = n
	s, t := w.s, w.tally
	if !w.decide() {
		return
	}
	w.when()
	w.strength()
	strong := w.strong
	known := ^w.out.unknown
	actionable := w.out.agreed & strong & known
	t.draws += block
	t.unknown += count(w.out.unknown)
	t.blocked += count(^w.out.possible & known)
	t.actionable += count(actionable)
	t.blueprint += count(w.out.possible & known &^ actionable)
	t.weak += count(w.out.agreed & known &^ strong)
	for i, x := range w.out.joins {
		t.joins[i] += count(x)
	}
	for i, e := range s.net.events {
		w.note(&t.hists[i], e.node)
	}
	w.trace()
	w.noteMerges()
	for i := range s.force {
		w.noteForce(i)
	}
}

// decide is the logic part of a block: what is possible, and the words that
// conditions read. It is false if the work was stopped within the block, which is then
// as if it had not begun.
func (w *worker) decide() bool {
	w.view.settle(&w.out)
	if w.out.unknown != 0 && w.stop != nil && w.stop() {
		return false
	}
	copy(w.joined[len(w.s.drawing.Switches):], w.out.joins)
	for i := range w.s.drawing.Switches {
		w.joined[i] = w.word(i)
	}
	return true
}

// when is the rest of a block: when what happens happens.
func (w *worker) when() {
	w.durations()
	w.schedule()
}

func (w *worker) note(h *Histogram, node int) {
	for _, v := range w.times[node] {
		h.add(v)
	}
}

// durations draws which events come at once and which never do.
func (w *worker) durations() {
	s := w.s
	for i := range s.net.events {
		ev, d := &s.net.events[i], &w.dur[i]
		*d = [block]int32{}
		stop := ^ev.mayBe.eval(w.joined)
		done := ev.done.eval(w.joined) &^ stop
		for _, c := range ev.never {
			stop |= w.word(c) &^ done
		}
		for _, n := range s.stops[i] {
			stop |= w.word(s.risks[n].coin) &^ done
		}
		set(d, stop, neverComes)
		w.slow[i] = ^(stop | done)
	}
	for k := range s.force {
		w.figures(k)
	}
}

// take draws what an event takes where it begins.
func (w *worker) take(i int, begins uint64) {
	in := w.slow[i] & begins
	if in == 0 {
		return
	}
	w.slow[i] &^= in
	ev, d := &w.s.net.events[i], &w.dur[i]
	add := func(quantity int, in uint64) {
		if in == 0 {
			return
		}
		by := w.number(quantity, in)
		for ; in != 0; in &= in - 1 {
			l := bits.TrailingZeros64(in)
			d[l] += by[l]
		}
	}
	if ev.takes >= 0 {
		add(ev.takes, in)
	}
	for _, n := range ev.risks {
		r := &w.s.risks[n]
		add(r.delay, w.word(r.coin)&in)
	}
}

func set(to *[block]int32, in uint64, v int32) {
	for ; in != 0; in &= in - 1 {
		to[bits.TrailingZeros64(in)] = v
	}
}

// figures draws what each joiner brings of a capability.
func (w *worker) figures(k int) {
	s := w.s
	first := len(s.drawing.Switches)
	for i := range s.force[k].actors {
		u := &s.force[k].actors[i]
		f, from := &w.figure[k][i], &w.arrive[k][i]
		*f, *from = [block]int64{}, [block]int32{}
		open := w.joined[first+u.taker]
		if open == 0 {
			continue
		}
		joins, agreed := open, u.agreed.eval(w.joined)
		for _, o := range u.offers {
			in := o.when.eval(w.joined) & open
			if !o.promise {
				in &^= agreed
			}
			open &^= in
			w.bring(f, from, in, &o)
			for j := range o.adds {
				w.bring(f, from, in&w.adds(u, &o.adds[j]), &o.adds[j])
			}
		}
		if u.part >= 0 { // of named figures
			by := w.number(u.part, joins&^open)
			for x := joins &^ open; x != 0; x &= x - 1 {
				l := bits.TrailingZeros64(x)
				f[l] = f[l] * int64(by[l]) / 100
			}
		}
		if u.brought >= 0 && open != 0 {
			by := w.number(u.brought, open)
			for x := open; x != 0; x &= x - 1 {
				l := bits.TrailingZeros64(x)
				f[l] = int64(by[l])
			}
		}
	}
}

// adds is in which draws an offer adds to the one that counts: once its actor has
// agreed on record, only a promise.
func (w *worker) adds(u *supplier, o *offer) uint64 {
	in := o.when.eval(w.joined)
	if !o.promise {
		in &^= u.agreed.eval(w.joined)
	}
	return in
}

func (w *worker) bring(f *[block]int64, from *[block]int32, in uint64, o *offer) {
	for ; in != 0; in &= in - 1 {
		l := bits.TrailingZeros64(in)
		f[l] += o.named
		if o.from != 0 {
			from[l] = max(from[l], int32(o.from-w.s.asOf))
		}
	}
}

// strength works out in which draws those who take part bring enough; where nothing is
// required, in all.
func (w *worker) strength() {
	w.strong = w.out.agreed
	if !w.minimum() {
		w.strong = ^uint64(0)
		return
	}
	for l := range block {
		if w.out.agreed>>l&1 == 1 && w.enoughAt(l, nil) >= neverComes {
			w.strong &^= 1 << l
		}
	}
}

// schedule works out when each node comes: nodes after those they wait for; where
// nodes wait in a circle, again and again from "never" on, until nothing comes
// sooner.
func (w *worker) schedule() {
	n := &w.s.net
	if n.order != nil {
		for _, i := range n.order {
			w.node(i, &w.times[i])
		}
		return
	}
	for i := range w.times {
		set(&w.times[i], ^uint64(0), neverComes)
	}
	turn := int32(0)
	for again := true; again; {
		again = false
		for i := range n.nodes {
			var t [block]int32
			w.node(i, &t)
			turn++
			for l, v := range t {
				if v != w.times[i][l] {
					w.times[i][l], w.turn[i][l], again = v, turn, true
				}
			}
		}
	}
}

func (w *worker) node(i int, t *[block]int32) {
	x := &w.s.net.nodes[i]
	switch x.kind {
	case gate:
		*t = [block]int32{}
		if in := x.gate.eval(w.joined); in != ^uint64(0) {
			set(t, ^in, neverComes)
		}
	case allOf:
		*t = [block]int32{}
		for _, a := range x.waits {
			b := &w.times[a.node]
			if a.when == always {
				for l := range t {
					t[l] = max(t[l], b[l])
				}
				continue
			}
			for in := a.when.eval(w.joined); in != 0; in &= in - 1 {
				l := bits.TrailingZeros64(in)
				t[l] = max(t[l], b[l])
			}
		}
	case oneOf:
		set(t, ^uint64(0), neverComes)
		for _, a := range x.waits {
			b := &w.times[a.node]
			for l := range t {
				t[l] = min(t[l], b[l])
			}
		}
	case nth:
		var of []int32
		for l := range t {
			of = of[:0]
			for _, a := range x.waits {
				of = append(of, w.times[a.node][l])
			}
			slices.Sort(of)
			switch {
			case x.k <= 0:
				t[l] = 0
			case x.k > len(of):
				t[l] = neverComes
			default:
				t[l] = of[x.k-1]
			}
		}
	case enough:
		set(t, ^uint64(0), neverComes)
		for _, a := range x.waits {
			b := &w.times[a.node]
			for l := range t {
				t[l] = min(t[l], b[l])
			}
		}
		if w.minimum() {
			for l := range t {
				if t[l] < neverComes {
					t[l] = max(t[l], w.enoughAt(l, w.times))
				}
			}
		}
		return
	}
	if x.event >= 0 {
		var begins uint64
		for l, v := range t {
			if v < neverComes {
				begins |= 1 << l
			}
		}
		w.take(x.event, begins)
		d := &w.dur[x.event]
		for l := range t {
			t[l] = min(t[l]+d[l], neverComes)
		}
	}
}

// minimum reports whether the force has to be of some size.
func (w *worker) minimum() bool {
	for _, f := range w.s.force {
		for _, l := range f.lines {
			if l.r.Minimum > 0 {
				return true
			}
		}
	}
	return false
}

// enoughAt is when those who have committed by then bring every minimum; without
// times, whether all together do.
func (w *worker) enoughAt(lane int, times [][block]int32) int32 {
	latest := int32(0)
	for k := range w.s.force {
		f := &w.s.force[k]
		var need []*mandate.Requirement
		var total int64
		for _, l := range f.lines {
			if l.r.Minimum > 0 && l.active.eval(w.joined)>>lane&1 == 1 {
				need = append(need, l.r)
				total += l.r.Minimum
			}
		}
		if len(need) == 0 {
			continue
		}
		type share struct {
			actor int
			at    int32
		}
		var by []share
		for i := range f.actors {
			if w.figure[k][i][lane] == 0 {
				continue
			}
			x := share{i, 0}
			if times != nil {
				x.at = w.arrive[k][i][lane]
				if c := f.actors[i].commit; c >= 0 {
					x.at = max(x.at, times[c][lane])
				}
				if x.at >= neverComes {
					continue
				}
			}
			by = append(by, x)
		}
		slices.SortStableFunc(by, func(a, b share) int { return int(a.at) - int(b.at) })
		var sum int64
		met := int32(neverComes)
		for n, x := range by {
			if sum += w.figure[k][x.actor][lane]; sum < total {
				continue
			}
			var have []int64
			var serves [][]bool
			demand := make([]int64, len(need))
			for j, r := range need {
				demand[j] = r.Minimum
			}
			for _, y := range by[:n+1] {
				for _, x := range w.supplies(&f.actors[y.actor], w.figure[k][y.actor][lane], lane) {
					have = append(have, x.n)
					may := make([]bool, len(need))
					for j, r := range need {
						may[j] = !slices.Contains(x.notFor, r.Task) && !slices.Contains(x.notFor, r.Sector)
					}
					serves = append(serves, may)
				}
			}
			if analysis.Missing(have, demand, serves) == 0 {
				met = x.at
				break
			}
		}
		if met >= neverComes {
			return neverComes
		}
		latest = max(latest, met)
	}
	return latest
}

// supply is a part of what an actor brings, and what it must not be used for.
type supply struct {
	n      int64
	notFor []string
}

// supplies parts what an actor brings into that of the offer that counts and those of
// what adds to it, each with its own caveats. Where a part of the named figures comes,
// it is the same part of each, and what rounding leaves is of the first.
func (w *worker) supplies(u *supplier, figure int64, lane int) []supply {
	agreed := u.agreed.eval(w.joined)>>lane&1 == 1
	for _, o := range u.offers {
		if o.when.eval(w.joined)>>lane&1 == 0 || agreed && !o.promise {
			continue
		}
		out := []supply{{figure, o.notFor}}
		named := o.named
		for i := range o.adds {
			if x := &o.adds[i]; w.adds(u, x)>>lane&1 == 1 {
				out = append(out, supply{x.named, x.notFor})
				named += x.named
			}
		}
		for i := range out[1:] {
			x := &out[1+i]
			x.n = x.n * figure / named
			out[0].n -= x.n
		}
		return out
	}
	return []supply{{figure, nil}}
}

// brings is what those who take part bring of a capability, all together.
func (w *worker) brings(k, lane int) (sum int64) {
	for i := range w.figure[k] {
		sum += w.figure[k][i][lane]
	}
	return sum
}

func (w *worker) noteForce(k int) {
	f := w.tally.force[k]
	var met uint64
	for l := range block {
		if w.out.agreed>>l&1 == 0 {
			continue
		}
		f[w.brings(k, l)]++
		met |= 1 << l
	}
	w.tally.met[k] += count(met & w.strong)
}

func (w *worker) noteMerges() {
	s := w.s
	var in []uint64 // by wait: in which draws it counts
	for i, m := range s.merges {
		in = in[:0]
		for _, a := range m.waits {
			in = append(in, a.when.eval(w.joined))
		}
		for l := range block {
			start := int32(0)
			for j, a := range m.waits {
				if in[j]>>l&1 == 1 {
					start = max(start, w.times[a.node][l])
				}
			}
			if start >= neverComes {
				continue
			}
			w.tally.starts[i].add(start)
			for j, a := range m.waits {
				v := int32(0)
				if in[j]>>l&1 == 1 {
					v = w.times[a.node][l]
				}
				w.tally.waits[i][j].add(v)
			}
		}
	}
}

// trace follows, in each draw, the longest path to each target, or why it never
// comes.
func (w *worker) trace() {
	s := w.s
	for i, t := range s.targets {
		if t.event < 0 {
			continue
		}
		at := s.net.events[t.event].node
		for l := range block {
			if w.times[at][l] >= neverComes {
				w.tally.causes[i][w.cause(at, l)]++
				continue
			}
			for n := at; n >= 0; n = w.longest(n, l) {
				if e := s.net.nodes[n].event; e >= 0 {
					w.tally.critical[i][e]++
				}
			}
		}
	}
}

// longest is the node that a node waited for until the end; -1: none.
func (w *worker) longest(n, lane int) int {
	x := &w.s.net.nodes[n]
	t := w.times[n][lane]
	if x.event >= 0 {
		t -= w.dur[x.event][lane]
	}
	if t <= 0 {
		return -1
	}
	best := -1
	for _, a := range x.waits {
		v := w.times[a.node][lane]
		switch {
		case v > t: // it did not wait for this one
		case w.turn != nil && w.turn[a.node][lane] >= w.turn[n][lane]: // this one waited for it
		case a.when != always && a.when.eval(w.joined)>>lane&1 == 0:
		case v == t:
			return a.node
		case best < 0 || v > w.times[best][lane]:
			best = a.node // an amount is available later than it was promised
		}
	}
	return best
}

// cause finds why a node never comes.
func (w *worker) cause(n, lane int) cause {
	seen := map[int]bool{}
	for {
		x := &w.s.net.nodes[n]
		if seen[n] {
			return cause{x.event, circle, -1}
		}
		seen[n] = true
		if x.event >= 0 && w.dur[x.event][lane] >= neverComes {
			ev := &w.s.net.events[x.event]
			if ev.mayBe.eval(w.joined)>>lane&1 == 0 {
				switch {
				case w.out.possible>>lane&1 == 0:
					return cause{-1, blockedPlan, -1}
				case w.out.agreed>>lane&1 == 0:
					return cause{-1, notAgreed, -1}
				}
				return cause{x.event, absent, -1}
			}
			for _, r := range w.s.stops[x.event] {
				if w.word(w.s.risks[r].coin)>>lane&1 == 1 {
					return cause{x.event, ofRisk, r}
				}
			}
			return cause{x.event, ofItself, -1}
		}
		next := -1
		for _, a := range x.waits {
			if w.times[a.node][lane] >= neverComes && (a.when == always || a.when.eval(w.joined)>>lane&1 == 1) {
				next = a.node
				break
			}
		}
		if next < 0 {
			if x.kind == enough {
				return cause{-1, tooWeak, -1}
			}
			return cause{-1, condition, -1}
		}
		if x.kind == enough {
			for _, a := range x.waits {
				if w.times[a.node][lane] < neverComes { // somebody has come, only not enough of them
					return cause{-1, tooWeak, -1}
				}
				if e := w.s.net.nodes[a.node].event; e >= 0 && w.s.net.events[e].mayBe.eval(w.joined)>>lane&1 == 1 {
					next = a.node // of those who agree, the last: what keeps one keeps all
				}
			}
		}
		n = next
	}
}
