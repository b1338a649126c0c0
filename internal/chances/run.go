package chances

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"mandate"
)

// Options say how much to draw.
type Options struct {
	// Draws is rounded up to whole blocks of 64.
	Draws int64
	// By is the day that the tornado asks about.
	By mandate.Day
	// Tornado is how many draws each of its bars rests on; 0: none.
	Tornado int64
	// Stop, if not nil, is asked now and then and breaks off.
	Stop func() bool
	// Progress, if not nil, is told how much of the work is done, from one goroutine
	// at a time.
	Progress func(done, total int64)
}

// Run draws. The result does not depend on how many processors there are, unless it
// is stopped or a budget ends.
func (s *Setting) Run(o Options) *Result {
	blocks := (o.Draws + block - 1) / block
	few := min((o.Tornado+block-1)/block, blocks)
	if s.targets[0].event < 0 || len(s.Used) == 0 {
		few = 0
	}
	p := &pace{total: blocks + few*int64(2*len(s.Used)+1), tell: o.Progress, stop: o.Stop}
	out := s.run(blocks, p).result(s)
	if few > 0 && !p.stopped.Load() {
		out.Tornado = s.tornado(few, o.By, p)
		out.TornadoDraws = few * block
	}
	out.Stopped = p.stopped.Load()
	out.Asked = s.logic.asked
	return out
}

// pace tells of progress and stops.
type pace struct {
	done, total int64
	mu          sync.Mutex
	tell        func(done, total int64)
	stop        func() bool
	stopped     atomic.Bool
}

func (p *pace) step(n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done += n
	if p.tell != nil {
		p.tell(p.done, p.total)
	}
	if p.stop != nil && p.stop() {
		p.stopped.Store(true)
	}
}

// workers is how many share so many blocks, of which each takes some at a time.
func workers(blocks, each int64) int {
	return int(min(int64(runtime.GOMAXPROCS(0)), (blocks+each-1)/each))
}

// share has workers draw blocks, some at a time, until all are drawn or it is stopped;
// worth is how much work a block is.
func share(blocks, each int64, workers int, p *pace, worth int64, worker func(i int) func(block uint64)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			draw := worker(i)
			for !p.stopped.Load() {
				from := next.Add(each) - each
				if from >= blocks {
					return
				}
				n := min(each, blocks-from)
				for b := range n {
					draw(uint64(from + b))
				}
				p.step(n * worth)
			}
		})
	}
	wg.Wait()
}

// run draws blocks on all processors.
func (s *Setting) run(blocks int64, p *pace) *tally {
	const each = 16
	tallies := make([]*tally, workers(blocks, each))
	share(blocks, each, len(tallies), p, 1, func(i int) func(uint64) {
		w := s.newWorker()
		w.stop = p.stop
		tallies[i] = w.tally
		return w.block
	})
	all := s.newTally()
	for _, t := range tallies {
		all.merge(t)
	}
	return all
}

// tally is what a worker has counted.
type tally struct {
	draws, blocked, blueprint, actionable, unknown, weak int64
	joins                                                []int64
	hists                                                []Histogram
	critical                                             [][]int64
	causes                                               []map[cause]int64
	starts                                               []Histogram
	waits                                                [][]Histogram
	force                                                []amounts
	met                                                  []int64
}

type cause struct {
	event int
	why   reason
	risk  int
}

type reason uint8

const (
	ofItself reason = iota
	ofRisk
	absent
	blockedPlan
	notAgreed
	tooWeak
	condition
	circle
)

var reasons = []string{"never", "risk", "absent", "blocked", "blueprint", "force", "condition", "circle"}

func (s *Setting) newTally() *tally {
	t := &tally{joins: make([]int64, len(s.drawing.Takers)), hists: make([]Histogram, len(s.net.events)),
		starts: make([]Histogram, len(s.merges)), met: make([]int64, len(s.force))}
	for range s.targets {
		t.critical = append(t.critical, make([]int64, len(s.net.events)))
		t.causes = append(t.causes, map[cause]int64{})
	}
	for _, m := range s.merges {
		t.waits = append(t.waits, make([]Histogram, len(m.waits)))
	}
	for range s.force {
		t.force = append(t.force, amounts{})
	}
	return t
}

func (t *tally) merge(o *tally) {
	t.draws += o.draws
	t.blocked += o.blocked
	t.blueprint += o.blueprint
	t.actionable += o.actionable
	t.unknown += o.unknown
	t.weak += o.weak
	sum := func(a, b []int64) {
		for i, n := range b {
			a[i] += n
		}
	}
	sum(t.joins, o.joins)
	sum(t.met, o.met)
	for i := range o.hists {
		t.hists[i].merge(&o.hists[i])
	}
	for i := range o.critical {
		sum(t.critical[i], o.critical[i])
		for k, n := range o.causes[i] {
			t.causes[i][k] += n
		}
	}
	for i := range o.starts {
		t.starts[i].merge(&o.starts[i])
		for j := range o.waits[i] {
			t.waits[i][j].merge(&o.waits[i][j])
		}
	}
	for i := range o.force {
		for v, n := range o.force[i] {
			t.force[i][v] += n
		}
	}
}

// result puts the counts into the order of the case.
func (t *tally) result(s *Setting) *Result {
	out := &Result{Draws: t.draws, Blocked: t.blocked, Blueprint: t.blueprint, Actionable: t.actionable, Unknown: t.unknown, Weak: t.weak, Begun: s.drawing.Begun()}
	for i, x := range s.drawing.Takers {
		out.Takers = append(out.Takers, Taking{x.Actor.ID, x.As, s.drawing.Standing(i), t.joins[i]})
	}
	for i, ev := range s.net.events {
		out.Events = append(out.Events, Dated{ev.name, t.hists[i]})
	}
	for i, x := range s.targets {
		y := Target{Step: x.step}
		if x.event < 0 {
			y.Past = true
			y.Day, _ = s.drawing.Past(x.step)
			out.Targets = append(out.Targets, y)
			continue
		}
		y.Hist = t.hists[x.event]
		for j, n := range t.critical[i] {
			if n > 0 {
				y.Critical = append(y.Critical, Critical{s.net.events[j].name, n})
			}
		}
		slices.SortStableFunc(y.Critical, func(a, b Critical) int { return cmp.Compare(b.Draws, a.Draws) })
		for k, n := range t.causes[i] {
			c := Cause{Why: reasons[k.why], Draws: n}
			if k.event >= 0 {
				c.Event = s.net.events[k.event].name
			}
			if k.risk >= 0 {
				c.Risk = s.risks[k.risk].prior.ID
			}
			y.Causes = append(y.Causes, c)
		}
		slices.SortFunc(y.Causes, func(a, b Cause) int {
			return cmp.Or(cmp.Compare(b.Draws, a.Draws), cmp.Compare(a.Event, b.Event), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Risk, b.Risk))
		})
		out.Targets = append(out.Targets, y)
	}
	for i, m := range s.merges {
		x := Merge{Event: s.net.events[m.event].name, Waits: len(m.waits), Draws: t.starts[i].Total}
		x.Start, _ = t.starts[i].Quantile(0.5)
		for j := range m.waits {
			if d, ok := t.waits[i][j].Quantile(0.5); ok {
				x.Latest = max(x.Latest, d)
			}
		}
		if x.Draws > 0 && x.Start > x.Latest {
			out.Merges = append(out.Merges, x)
		}
	}
	for i, f := range s.force {
		x := Force{Capability: f.id, Amounts: t.force[i].sorted(), Met: t.met[i]}
		for _, l := range f.lines {
			x.Minimum += l.r.Minimum
			x.Target += max(l.r.Target, l.r.Minimum)
		}
		out.Force = append(out.Force, x)
	}
	return out
}
