package bruteforce

import (
	"mandate"
)

// maxPlans bounds how many plans are looked at, and maxOrders how many orders
// are listed for one choice of J, C and T.
const (
	maxPlans  = 1 << 23
	maxOrders = 1 << 14
)

// plans calls visit for every plan that keeps the structure: the aim and what
// has happened are in T, the stages are in turn, taking part comes before the
// deed, J is not empty. With restrict, --set and --join count as structure.
//
// Before the orders of a choice of J, C, T, μ and assumptions are listed, pre
// may refuse it (false); it must not look at the order. Both may change
// nothing; visit returns true to stop.
func (q *question) plans(restrict bool, pairs [][2]int, pre, visit func(*plan) bool) error {
	w := q.w
	p := &plan{w: w, q: q, kept: ^uint64(0), mu: make([]uint64, len(w.c.Issues)), assumed: make([]mandate.Truth, len(w.ext))}
	stop := false
	looked := 0
	var err error

	var orders [][]uint64
	each := func() { // μ and assumptions are chosen
		if stop {
			return
		}
		if looked++; looked > maxPlans {
			err, stop = ErrTooLarge, true
			return
		}
		p.less = nil
		if !pre(p) {
			return
		}
		for _, o := range orders {
			if looked++; looked > maxPlans {
				err, stop = ErrTooLarge, true
				return
			}
			p.less = o
			if visit(p) {
				stop = true
				return
			}
		}
	}
	var assume func(e int)
	assume = func(e int) {
		if e == len(w.ext) {
			each()
			return
		}
		p.assumed[e] = mandate.Unknown
		assume(e + 1)
		if w.ext[e] == mandate.Unknown && w.mentioned>>e&1 == 1 {
			for _, v := range []mandate.Truth{mandate.True, mandate.False} {
				p.assumed[e] = v
				assume(e + 1)
			}
			p.assumed[e] = mandate.Unknown
		}
	}
	must := w.happened | 1<<w.aim
	may := (uint64(1)<<len(w.steps) - 1) &^ must
	var joins uint64
	if restrict {
		for _, id := range w.q.Join {
			joins |= 1 << w.actorAt[id]
		}
		if joins&^w.contributors != 0 {
			return nil // who cannot join joins in no plan
		}
	}
	var barred uint64
	if restrict {
		for _, x := range w.q.Exclude {
			if x.Actor != "" {
				barred |= 1 << w.actorAt[x.Actor]
			}
		}
	}
	allowed := func(mu []uint64) bool {
		if !restrict {
			return true
		}
		for _, x := range w.q.Exclude {
			if x.Actor != "" {
				continue
			}
			i := w.issueAt[x.Issue]
			for n, o := range w.c.Issues[i].Options {
				if o.ID == x.Option && mu[i]>>n&1 == 1 {
					return false
				}
			}
		}
		for _, s := range w.q.Set {
			i := w.issueAt[s.Issue]
			var want uint64
			for _, o := range s.Options {
				for n, x := range w.c.Issues[i].Options {
					if x.ID == o {
						want |= 1 << n
					}
				}
			}
			if mu[i] != want {
				return false
			}
		}
		return true
	}
	subsets(may, func(t uint64) {
		p.t = must | t
		if stop || !p.stagesInTurn() {
			return
		}
		subsets(w.contributors, func(j uint64) {
			if stop || j == 0 || joins&^j != 0 || barred&j != 0 {
				return
			}
			p.j = j
			subsets(w.parties, func(c uint64) {
				if stop {
					return
				}
				p.c = c
				orders = p.orders(pairs)
				if len(orders) > maxOrders {
					err, stop = ErrTooLarge, true
				}
				if len(orders) == 0 {
					return
				}
				w.mandates(func(mu []uint64) {
					if stop || !allowed(mu) {
						return
					}
					p.mu = mu
					assume(0)
				})
			})
		})
	})
	return err
}

// subsets calls f for every subset of a set, the empty one first.
func subsets(of uint64, f func(uint64)) {
	for s := uint64(0); ; s = (s - of) & of {
		f(s)
		if s == of {
			return
		}
	}
}

// stagesInTurn reports whether T has the stages that its steps need.
func (p *plan) stagesInTurn() bool {
	for _, need := range p.stageNeeds() {
		if p.t>>need[0]&1 == 0 {
			return false
		}
	}
	return true
}

// stageNeeds lists the pairs of steps of which the first must be in T before
// the second: stage n−1 before stage n, all stages before the step. What has
// happened needs nothing.
func (p *plan) stageNeeds() [][2]int {
	w := p.w
	var out [][2]int
	for i, s := range w.steps {
		if p.t>>i&1 == 0 || w.happened>>i&1 == 1 {
			continue
		}
		if s.StageOf != "" && s.Stage > 1 {
			out = append(out, [2]int{w.stepAt[s.StageOf+"."+itoa(s.Stage-1)], i})
		}
		for n := 1; n <= s.Stages; n++ {
			out = append(out, [2]int{w.stepAt[s.StageID(n)], i})
		}
	}
	return out
}

// fixed lists the pairs of future events whose order the structure fixes.
func (p *plan) fixed() [][2]int {
	w := p.w
	out := p.stageNeeds()
	if aim := w.start(w.stepAt[w.c.Aim]); p.t>>w.stepAt[w.c.Aim]&1 == 1 && w.happened>>aim&1 == 0 && w.happened>>w.stepAt[w.c.Aim]&1 == 0 {
		for a := range w.actors {
			if p.j>>a&1 == 1 {
				out = append(out, [2]int{w.commit(a), aim})
			}
			if p.c>>a&1 == 1 {
				out = append(out, [2]int{w.consent(a), aim})
			}
		}
	}
	var future [][2]int
	for _, x := range out {
		if !w.isPast(x[0]) {
			future = append(future, x)
		}
	}
	return future
}

// orders lists the ways to put the pairs (those of the plan's events) in
// order: by event, what it comes before. Pairs that are not asked for stay
// unordered. More than maxOrders are not listed.
func (p *plan) orders(pairs [][2]int) [][]uint64 {
	less := make([]uint64, p.w.events())
	var reaches func(x, y int) bool // by the pairs that are in order so far
	reaches = func(x, y int) bool {
		if x == y {
			return true
		}
		for z := range less {
			if less[x]>>z&1 == 1 && reaches(z, y) {
				return true
			}
		}
		return false
	}
	for _, f := range p.fixed() {
		if reaches(f[1], f[0]) {
			return nil
		}
		less[f[0]] |= 1 << f[1]
	}
	var out [][]uint64
	var rec func(i int)
	rec = func(i int) {
		if len(out) > maxOrders {
			return
		}
		if i == len(pairs) {
			out = append(out, append([]uint64(nil), less...))
			return
		}
		x, y := pairs[i][0], pairs[i][1]
		if !p.has(x) || !p.has(y) || less[x]>>y&1 == 1 || less[y]>>x&1 == 1 {
			rec(i + 1)
			return
		}
		for _, o := range [][2]int{{x, y}, {y, x}} {
			if !reaches(o[1], o[0]) {
				less[o[0]] |= 1 << o[1]
				rec(i + 1)
				less[o[0]] &^= 1 << o[1]
			}
		}
	}
	rec(0)
	return out
}
