package chances

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

// TestSharesAgainstEnumeration compares the shares of the draws with the sums over
// all settings of the switches, each decided by enumerating its plans.
func TestSharesAgainstEnumeration(t *testing.T) {
	const draws = 64_000
	compared := 0
	for seed := uint64(1); compared < 40; seed++ {
		s, _ := randomSetting(t, seed)
		if s == nil {
			continue
		}
		var free []int // the others are sure
		for i := range s.drawing.Switches {
			if p := s.coins[i].p; p > 0 && p < one {
				free = append(free, i)
			}
		}
		if len(free) > 9 {
			continue
		}
		var possible, agreed float64
		joins := map[string]float64{}
		failed := false
		for set := range 1 << len(free) {
			on := func(i int) bool {
				for k, f := range free {
					if f == i {
						return set>>k&1 == 1
					}
				}
				return s.coins[i].p >= one
			}
			p := 1.0
			for _, i := range free {
				if c := float64(s.coins[i].p) / one; on(i) {
					p *= c
				} else {
					p *= 1 - c
				}
			}
			d, err := s.drawOf(on).Drawn(s.State.Case, s.State.Query)
			if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
				failed = true
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if d.Possible {
				possible += p
			}
			if d.Agreed {
				agreed += p
			}
			for k := range d.Joins {
				joins[k] += p
			}
		}
		if failed {
			continue
		}
		compared++
		r := s.Run(Options{Draws: draws})
		what := fmt.Sprintf("seed %d: ", seed)
		within(t, what+"possible", float64(draws-r.Blocked)/draws, possible, draws)
		within(t, what+"agreed", float64(r.Actionable+r.Weak)/draws, agreed, draws)
		for _, x := range r.Takers {
			k := takerKey(x.As, x.Actor)
			within(t, what+k, float64(x.Draws)/draws, joins[k], draws)
		}
	}
}

const scheduleCase = `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
  - {id: p, name: P, roles: [party]}
  - {id: d, name: D, roles: [decider]}
steps:
  - {id: first, name: first, source: x}
  - {id: second, name: second, source: x, needs: [done("first")]}
  - {id: left, name: left, source: x}
  - {id: right, name: right, source: x}
  - {id: both, name: both, source: x, needs: [done("left") && done("right")]}
  - {id: either, name: either, source: x, needs: ['done("left") || done("right")']}
  - {id: held, name: held, source: x, needs: [done("left")]}
  - {id: deploy, name: deploy, source: x, needs: [done("second"), done("both"), done("either"), done("held")]}
rules: [{id: r, name: r, that: consents("p"), source: x}]
`

const scheduleRecord = `sources: [{id: x, title: X, reliability: F}]
entries:
  - {id: p1, said: 2025-01-01, source: x, actor: p, voice: quote, firmness: stated, summary: S., effects: [{accepts: true}]}
  - {id: c1, said: 2025-01-01, source: x, actor: c, voice: quote, firmness: stated, summary: S., effects: [{commits: {}}]}
`

const schedulePriors = `chances:
  by: me
  written: 2025-01-01
  binds: [{firmness: stated, chance: 0.9, why: w}]
  answers:
    - {actor: c, role: contributor, chance: 0.5, why: w}
    - {actor: p, role: party, chance: 0.25, why: w}
  takes:
    - {event: first, days: {low: 2, likely: 5, high: 20}, why: w}
    - {event: second, days: {median: 10, p90: 30}, never: 0.1, why: w}
    - {event: left, days: {low: 0, likely: 10, high: 40}, never: 0.2, why: w}
    - {event: right, days: {class: [{case: a, days: 5}, {case: b, days: 25}, {case: c, never: true}]}, why: w}
    - {event: held, days: {exactly: 3}, why: w}
    - {each: step, days: {exactly: 0}, why: w}
    - {each: commit, days: {exactly: 7}, why: w}
    - {each: consent, days: {exactly: 1}, why: w}
  risks:
    - {id: storm, name: storm, chance: 0.3, delays: [held], days: {exactly: 11}, why: w}
    - {id: flood, name: flood, chance: 0.05, stops: [held], why: w}
  checkpoints: [{step: deploy, by: 2025-02-01}]
`

func load(t testing.TB, files ...string) *record.State {
	t.Helper()
	fsys := fstest.MapFS{}
	for i, name := range []string{"case.yaml", "record/r.yaml", "assumptions.yaml"} {
		fsys[name] = &fstest.MapFile{Data: []byte(files[i])}
	}
	c, _, list := casefile.Load(fsys, "t")
	if list.HasErrors() {
		t.Fatal(list)
	}
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func setting(t testing.TB, seed uint64, files ...string) *Setting {
	t.Helper()
	s, err := New(load(t, files...), seed, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// dist is a distribution over days; what is missing to 1 is never.
type dist []float64

func (s *Setting) dist(name string) dist {
	for _, ev := range s.net.events {
		if ev.name == name {
			first, p := s.days[ev.takes].t.chances()
			out := append(make(dist, first), p...)
			for _, c := range ev.never {
				for i := range out {
					out[i] *= 1 - float64(s.coins[c].p)/one
				}
			}
			return out
		}
	}
	return nil
}

func (a dist) plus(b dist) dist {
	out := make(dist, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] += x * y
		}
	}
	return out
}

func (a dist) upTo(d int) (sum float64) {
	for i := 0; i <= d && i < len(a); i++ {
		sum += a[i]
	}
	return sum
}

// by makes a distribution of its chance of at most d.
func by(n int, cdf func(d int) float64) dist {
	out := make(dist, n)
	for d := range out {
		out[d] = cdf(d) - map[bool]float64{true: 0, false: cdf(max(d-1, 0))}[d == 0]
	}
	return out
}

func TestScheduleAgainstClosedForms(t *testing.T) {
	s := setting(t, 3, scheduleCase, scheduleRecord, schedulePriors)
	r := s.Run(Options{Draws: 200_000})
	first, second, left, right := s.dist("first"), s.dist("second"), s.dist("left"), s.dist("right")
	n := max(len(left), len(right)) + 30
	want := map[string]dist{
		"first":  first,
		"second": first.plus(second),
		"both":   by(n, func(d int) float64 { return left.upTo(d) * right.upTo(d) }),
		"either": by(n, func(d int) float64 { return 1 - (1-left.upTo(d))*(1-right.upTo(d)) }),
		"held":   by(n, func(d int) float64 { return 0.95 * (0.7*left.upTo(d-3) + 0.3*left.upTo(d-14)) }),
	}
	seen := 0
	for _, e := range r.Events {
		w, ok := want[e.Name]
		if !ok {
			continue
		}
		seen++
		for d := 0; d < len(w) && d < 200; d++ {
			within(t, fmt.Sprintf("%s by day %d", e.Name, d), float64(e.Hist.UpTo(int64(d)))/float64(e.Hist.Total), w.upTo(d), e.Hist.Total)
		}
		within(t, e.Name+" never", float64(e.Hist.Never)/float64(e.Hist.Total), 1-w.upTo(len(w)), e.Hist.Total)
	}
	if seen != len(want) {
		t.Errorf("%d of %d events", seen, len(want))
	}
	// A yes that is on record takes no time; one that is given now takes its own. Both
	// must agree for anybody to.
	agreed := (0.9 + 0.1*0.5) * (0.9 + 0.1*0.25)
	within(t, "actionable", float64(r.Actionable)/float64(r.Draws), agreed, r.Draws)
	for _, e := range r.Events {
		switch e.Name {
		case "commit.c":
			within(t, "c at once", float64(e.Hist.UpTo(0))/float64(r.Draws), 0.9*(0.9+0.1*0.25), r.Draws)
			within(t, "c after a week", float64(e.Hist.UpTo(7))/float64(r.Draws), agreed, r.Draws)
		case "consent.p":
			within(t, "p at once", float64(e.Hist.UpTo(0))/float64(r.Draws), 0.9*(0.9+0.1*0.5), r.Draws)
		}
	}
	// Merge bias (Clark 1961): what waits for two begins later than either, in the
	// middle.
	for _, m := range r.Merges {
		if m.Event == "both" && m.Start <= m.Latest {
			t.Errorf("%+v", m)
		}
	}
	// On two steps in a row both are always critical.
	for _, x := range r.Targets {
		on := map[string]int64{}
		for _, c := range x.Critical {
			on[c.Event] = c.Draws
		}
		if on["deploy"] != x.Hist.Total-x.Hist.Never || on["first"] < on["second"] {
			t.Errorf("critical: %v of %d", on, x.Hist.Total-x.Hist.Never)
		}
		var causes int64
		for _, c := range x.Causes {
			causes += c.Draws
		}
		if causes != x.Hist.Never {
			t.Errorf("%d causes for %d draws that never come", causes, x.Hist.Never)
		}
	}
}

func TestCopula(t *testing.T) {
	// Of two quantities that load r₁ and r₂ on a driver, normal scores correlate by
	// r₁r₂, and each keeps its own distribution.
	s := setting(t, 5, scheduleCase, scheduleRecord, strings.NewReplacer(
		"event: first, days: {low: 2, likely: 5, high: 20}", "event: first, driver: d, loading: 0.8, days: {low: 0, likely: 5000, high: 10000}",
		"event: left, days: {low: 0, likely: 10, high: 40}, never: 0.2", "event: left, driver: d, loading: 0.6, days: {low: 0, likely: 5000, high: 10000}").Replace(schedulePriors)+
		"  drivers: [{id: d, name: d, why: w}]\n")
	w := s.newWorker()
	var z [2][]float64
	var a, b int
	for i, ev := range s.net.events {
		switch ev.name {
		case "first":
			a = i
		case "left":
			b = i
		}
	}
	for n := range uint64(2000) {
		w.block(n)
		for k, i := range []int{a, b} {
			ev := s.net.events[i]
			t := s.days[ev.takes].t
			for _, v := range w.dur[i] {
				u := (float64(t.upTo[v]) + float64(t.upTo[max(v-1, 0)])) / 2 / one
				z[k] = append(z[k], quantileNormal(min(max(u, 1e-9), 1-1e-9)))
			}
		}
	}
	n := float64(len(z[0]))
	var xy, xx, x1 float64
	for i := range z[0] {
		xy += z[0][i] * z[1][i]
		xx += z[0][i] * z[0][i]
		x1 += z[0][i]
	}
	if r := xy / n; math.Abs(r-0.48) > 4/math.Sqrt(n) {
		t.Errorf("correlation %v, want 0.48", r)
	}
	if math.Abs(xx/n-1) > 4*math.Sqrt(2/n) || math.Abs(x1/n) > 4/math.Sqrt(n) {
		t.Errorf("the quantity's own distribution: mean %v, variance %v", x1/n, xx/n)
	}
}

// TestDriverHasASign: what is amiss lengthens, lets risks strike and stands against a
// yes, so the three move together as they should.
func TestDriverHasASign(t *testing.T) {
	s := setting(t, 5, scheduleCase, scheduleRecord, strings.NewReplacer(
		"{actor: c, role: contributor, chance: 0.5,", "{actor: c, role: contributor, chance: 0.5, driver: d, loading: 0.9,",
		"chance: 0.3, delays", "chance: 0.3, driver: d, loading: 0.9, delays",
		"event: first, days", "event: first, driver: d, loading: 0.9, days").Replace(schedulePriors)+
		"  drivers: [{id: d, name: d, why: w}]\n")
	w := s.newWorker()
	var long, yes, storm uint64
	var n [3]int64 // of the long draws: all, with a yes, with a storm
	var all [2]int64
	for b := range uint64(500) {
		w.block(b)
		long = 0
		for i, ev := range s.net.events {
			if ev.name == "first" {
				for l, v := range w.dur[i] {
					if v > s.days[ev.takes].t.quantile(0.8) {
						long |= 1 << l
					}
				}
			}
		}
		for i, x := range s.drawing.Switches {
			if x.Actor == "c" {
				yes = w.word(i)
			}
		}
		for _, r := range s.risks {
			if r.prior.ID == "risks.storm" {
				storm = w.word(r.coin)
			}
		}
		n[0] += count(long)
		n[1] += count(long & yes)
		n[2] += count(long & storm)
		all[0] += count(yes)
		all[1] += count(storm)
	}
	within(t, "yes", float64(all[0])/32_000, 0.5, 32_000)
	within(t, "storm", float64(all[1])/32_000, 0.3, 32_000)
	if n[0] < 1000 || n[1]*5 > n[0] || n[2]*3 < n[0]*2 {
		t.Errorf("of %d long draws %d with a yes, %d with a storm", n[0], n[1], n[2])
	}
}

func gaza(t testing.TB, seed uint64, change func(*mandate.Case)) *Setting {
	t.Helper()
	c, _, list := casefile.LoadDir("../../cases/gaza-isf")
	if list.HasErrors() {
		t.Fatal(list)
	}
	if change != nil {
		change(c)
	}
	d := mandate.DayOf(2025, 12, 20)
	st, err := record.At(c, mandate.Query{AsOf: &d, KnownBy: &d})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(st, seed, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCoresChangeNothing(t *testing.T) {
	o := Options{Draws: 30_000, Tornado: 640, By: mandate.DayOf(2026, 7, 1)}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	alone := gaza(t, 1, nil).Run(o)
	runtime.GOMAXPROCS(8)
	s := gaza(t, 1, nil)
	together := s.Run(o)
	again := s.Run(o) // with all that was found for the first time
	if !reflect.DeepEqual(trimmed(alone), trimmed(together)) || !reflect.DeepEqual(trimmed(alone), trimmed(again)) {
		t.Error("one core and eight differ")
	}
}

// trimmed leaves out of a result what is not drawn: the room that histograms happen
// to have, pointers, and how often the solver was asked.
func trimmed(r *Result) *Result {
	x := *r
	cut := func(h Histogram) Histogram {
		for len(h.Counts) > 0 && h.Counts[len(h.Counts)-1] == 0 {
			h.Counts = h.Counts[:len(h.Counts)-1]
		}
		return h
	}
	x.Asked, x.Events, x.Targets, x.Tornado = 0, nil, nil, nil
	for _, e := range r.Events {
		e.Hist = cut(e.Hist)
		x.Events = append(x.Events, e)
	}
	for _, e := range r.Targets {
		e.Hist = cut(e.Hist)
		x.Targets = append(x.Targets, e)
	}
	for _, e := range r.Tornado {
		e.Prior = nil
		x.Tornado = append(x.Tornado, e)
	}
	return &x
}

// TestBarsOfABlockDisturbNothing draws each end of each bar by itself.
func TestBarsOfABlockDisturbNothing(t *testing.T) {
	s := gaza(t, 1, nil)
	const blocks = 3
	bars := s.bars()
	shared := s.newWorker()
	got := make([]Histogram, 2*len(bars)+1)
	for b := range uint64(blocks) {
		shared.swings(b, bars, got)
	}
	node := s.net.events[s.targets[0].event].node
	for i, x := range bars {
		for k, at := range []end{low, high} {
			w := s.newWorker()
			var want Histogram
			w.held, w.at = x.prior, at
			for b := range uint64(blocks) {
				w.pull.of = b
				w.decide()
				w.when()
				w.note(&want, node)
			}
			h := got[2*i+1+k]
			h.merge(&Histogram{Counts: make([]int64, len(want.Counts))})
			want.merge(&Histogram{Counts: make([]int64, len(h.Counts))})
			if !reflect.DeepEqual(h, want) {
				t.Errorf("%s at end %d: %+v, by itself %+v", x.prior.ID, at, h, want)
			}
		}
	}
}

// TestUnrelatedEditChangesNothing adds an actor, an entry and priors that bear on
// nothing: every draw stays what it was.
func TestUnrelatedEditChangesNothing(t *testing.T) {
	o := Options{Draws: 6400}
	before := gaza(t, 1, nil).Run(o)
	after := gaza(t, 1, func(c *mandate.Case) {
		d, _ := mandate.ParseWhen("2025-12-01")
		a := &mandate.Actor{ID: "aa-new", Name: "New", Roles: []mandate.Role{mandate.RoleBody}}
		c.Actors = append([]*mandate.Actor{a}, c.Actors...)
		e := &mandate.Entry{ID: "aa-new-1", Said: d, Sources: []string{"s1"}, Actors: []string{"aa-new"}, Firmness: mandate.Stated, Handling: mandate.Public, Summary: "S.",
			Effects: []*mandate.Effect{{Kind: mandate.Requires, That: &mandate.Condition{Text: "true", Expr: &mandate.Expr{Op: mandate.OpTrue}}}}}
		c.Entries = append([]*mandate.Entry{e}, c.Entries...)
		for i, x := range c.Entries {
			x.Index = i
		}
		ch := *c.Assumptions.Chances
		ch.Drivers = append([]*mandate.Driver{{ID: "aa", Name: "aa"}}, ch.Drivers...)
		ch.Priors = append([]*mandate.Prior{{ID: "x", Kind: mandate.PriorTakes, Event: "statehood", Spread: &mandate.Spread{Kind: "fixed", Low: 1, Likely: 1, High: 1}}}, ch.Priors...)
		c.Assumptions.Chances = &ch
	}).Run(o)
	if !reflect.DeepEqual(trimmed(before), trimmed(after)) {
		t.Error("an edit that bears on nothing changes draws")
	}
}

func TestStopKeepsWhatIsDone(t *testing.T) {
	s := gaza(t, 1, nil)
	left := 3
	r := s.Run(Options{Draws: 1 << 30, Tornado: 64, Stop: func() bool { left--; return left < 0 }})
	if !r.Stopped || r.Draws == 0 || r.Draws > 1<<20 || r.Blocked+r.Blueprint+r.Actionable+r.Unknown != r.Draws || len(r.Tornado) != 0 {
		t.Errorf("stopped %v after %d draws, %d bars", r.Stopped, r.Draws, len(r.Tornado))
	}
}

// TestPartOfANamedFigure: what a contributor brings of a figure it named does not
// depend on the draws that stand beside it, in which it named none.
func TestPartOfANamedFigure(t *testing.T) {
	s := setting(t, 5, `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
steps: [{id: deploy, name: deploy, source: x}]
capabilities: [{id: inf, name: infantry}]
`, `sources: [{id: x, title: X, reliability: F}]
entries:
  - {id: c1, said: 2025-01-01, source: x, actor: c, voice: quote, firmness: decided, summary: S., effects: [{commits: {}}]}
  - {id: c2, said: 2025-01-01, source: x, actor: c, voice: quote, firmness: stated, summary: S., effects: [{commits: {amounts: {inf: 100}}}]}
`, `chances:
  by: me
  written: 2025-01-01
  binds: [{firmness: decided, chance: 1, why: w}, {firmness: stated, chance: 0.5, why: w}]
  answers: [{actor: c, role: contributor, chance: 1, brings: {inf: {exactly: 7}}, why: w}]
  brings: [{each: contributor, percent: {exactly: 50}, why: w}]
  takes: [{each: step, days: {exactly: 1}, why: w}, {each: commit, days: {exactly: 1}, why: w}]
  checkpoints: [{step: deploy, by: 2025-02-01}]
`)
	got := s.Run(Options{Draws: 6400}).Force[0].Amounts
	if fmt.Sprint(got.Values) != "[7 50]" {
		t.Errorf("it brings %v, in %v draws", got.Values, got.Counts)
	}
}
