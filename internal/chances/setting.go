package chances

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Setting is a record with its priors, ready to be drawn from.
type Setting struct {
	State *record.State
	// Mandate is the mandate that is taken, by issue in the order of the case.
	Mandate []Given
	// Used are the priors that some quantity follows, in the order of the file.
	Used []*mandate.Prior
	// Of are the quantities each prior stands for.
	Of map[*mandate.Prior][]string
	// Unspoken lists steps with an announced date or duration that lack a prior, so
	// that nothing is drawn of them.
	Unspoken []string

	drawing *analysis.Drawing
	logic   *logic
	net     network
	coins   []coin // the switches, then the others
	days    []days
	drivers []stream
	risks   []risk
	stops   [][]int // by event: risks that prevent it
	force   []capability
	targets []target
	merges  []merge
	asOf    mandate.Day
}

// Given is one issue of the mandate and where it is from: decided, set or assumed.
type Given struct {
	Issue   string
	Options []string
	From    string
	// By are the entries that decide.
	By []string
}

type risk struct {
	prior *mandate.Prior
	coin  int
	delay int // -1: none
}

// target is a step that is asked about.
type target struct {
	step  string
	event int // -1: it has happened
}

// merge is an event that waits for several others.
type merge struct {
	event int
	waits []wait
}

// capability is what the force has of something.
type capability struct {
	id     string
	lines  []line
	actors []supplier
}

type line struct {
	r      *mandate.Requirement
	active *cond
}

type supplier struct {
	taker  int
	offers []offer
	// Without a figure on record: what it is taken to bring; -1: nothing.
	brought int
	// part is the part of the named figure that comes, in per cent; -1: all.
	part int
	// answered: its yes is on record, so that only what it has promised counts.
	agreed *cond
	commit int // the node of its commitment
}

// Refusal is why nothing can be drawn: what is missing, and the lines of
// assumptions.yaml that would say it.
type Refusal struct {
	Why   string
	Write []string
}

func (r *Refusal) Error() string { return r.Why }

// New reads the priors of the record's case. It refuses if there are none, if the
// mandate is not fixed, or if a quantity has no prior. What entries announce of steps
// is asked about if they may be shown.
func New(st *record.State, seed uint64, shown func(*mandate.Entry) bool, b analysis.Budget) (*Setting, error) {
	ch := st.Case.Assumptions.Chances
	switch {
	case st.Query.NoAssumptions:
		return nil, &Refusal{Why: "chances rest on assumptions, and --no-assumptions leaves them out"}
	case ch == nil:
		return nil, &Refusal{Why: "the case has no priors: assumptions.yaml has no chances", Write: example}
	}
	s := &Setting{State: st, asOf: st.AsOf, Of: map[*mandate.Prior][]string{}}
	if err := s.fixMandate(b); err != nil {
		return nil, err
	}
	pr := newPriors(s.State)
	d, err := analysis.NewDrawing(s.State, func(e *mandate.Entry) bool {
		x := pr.binds(e)
		return x != nil && x.Chance == mandate.Certain
	}, b)
	if err != nil {
		return nil, err
	}
	s.drawing = d
	m := &maker{seed: seed, drivers: map[string]int{}}
	for i, x := range ch.Drivers {
		m.drivers[x.ID] = i
		s.drivers = append(s.drivers, newStream(seed, "driver:"+x.ID))
	}
	r := &reader{d: d, mandate: map[string]map[string]bool{}, issues: map[string]*mandate.Issue{}, texts: map[string]*mandate.Text{},
		external: map[string]int{}, takes: map[string]int{}, binds: map[*mandate.Entry]int{}, actors: st.Case.Actors}
	for _, g := range s.Mandate {
		r.mandate[g.Issue] = map[string]bool{}
		for _, o := range g.Options {
			r.mandate[g.Issue][o] = true
		}
	}
	for _, i := range st.Case.Issues {
		r.issues[i.ID] = i
	}
	for _, t := range st.Case.Texts {
		r.texts[t.ID] = t
	}
	s.switches(m, pr, r)
	b2 := &netBuilder{network: &network{at: map[string]int{}}, r: r, d: d, st: s.State, pr: pr, steps: map[string]*mandate.Step{}, arcs: map[string][]arc{}, prior: map[string]*mandate.Prior{}}
	for _, x := range st.Case.Steps {
		b2.steps[x.ID] = x
	}
	b2.demandedOrder()
	s.aims(b2, pr, shown)
	s.durations(m, pr, b2)
	s.forces(m, pr, r, b2)
	s.net = *b2.network
	s.net.sort()
	s.findMerges()
	if len(pr.lacks) > 0 {
		sort.Strings(pr.lacks)
		return nil, &Refusal{Why: "assumptions.yaml does not hold every prior that is needed", Write: pr.lacks}
	}
	for _, x := range ch.Priors {
		if pr.used[x] && len(s.Of[x]) > 0 {
			s.Used = append(s.Used, x)
		}
	}
	s.logic = newLogic(d, s.weigh)
	return s, nil
}

// example is what to write where there is nothing.
var example = []string{
	"chances:",
	"  by: who assumes it",
	"  written: 2026-01-31",
	"  binds:",
	"    - {firmness: stated, chance: 0.9, why: …}",
	"  answers:",
	"    - {role: contributor, rung: silent, chance: 0.1, why: …}",
	"  takes:",
	"    - {each: step, days: {low: 10, likely: 30, high: 90}, never: 0.05, why: …}",
	"  checkpoints:",
	"    - {step: …, by: 2026-07-01}",
}

// fixMandate finds the mandate: what is decided, then what the query sets, then what
// is assumed; and puts it into the query.
func (s *Setting) fixMandate(b analysis.Budget) error {
	st := s.State
	m, err := analysis.New(st, nil, b)
	if err != nil {
		return err
	}
	q := st.Query
	set := map[string][]string{}
	for _, c := range q.Set {
		set[c.Issue] = c.Options
	}
	q.Set = nil
	var open []string
	for _, i := range st.Case.Issues {
		g := Given{Issue: i.ID, From: "decided"}
		if _, by, decided := m.Decided(i.ID); decided {
			g.Options, g.By = m.Open(i.ID), by
			if o, ok := set[i.ID]; ok && !slices.Equal(o, g.Options) {
				return &Refusal{Why: fmt.Sprintf("--set %s=%s: it is decided, and otherwise: %s", i.ID, strings.Join(o, ","), strings.Join(g.Options, ","))}
			}
		} else if o, ok := set[i.ID]; ok {
			g.Options, g.From = o, "set"
		} else if o, ok := st.Case.Assumptions.Mandate[i.ID]; ok {
			g.Options, g.From = o, "assumed"
			for _, x := range o {
				if !slices.Contains(m.Open(i.ID), x) {
					return &Refusal{Why: fmt.Sprintf("assumptions.yaml takes %s=%s for the mandate, which decisions rule out; open: %s", i.ID, x, strings.Join(m.Open(i.ID), ", "))}
				}
			}
		} else {
			open = append(open, i.ID)
			continue
		}
		s.Mandate = append(s.Mandate, g)
		q.Set = append(q.Set, mandate.Choice{Issue: i.ID, Options: g.Options})
	}
	if len(open) > 0 {
		r := &Refusal{Why: "the mandate is not fixed: nothing decides or assumes " + strings.Join(open, ", "), Write: []string{"mandate:"}}
		for _, id := range open {
			r.Write = append(r.Write, fmt.Sprintf("  %s: … # one of %s", id, strings.Join(m.Open(id), ", ")))
		}
		return r
	}
	q.AsOf = &s.asOf
	s.State, err = st.At(q)
	return err
}

// quantity notes that a prior stands for a quantity.
func (s *Setting) quantity(p *mandate.Prior, name string) {
	if p != nil {
		s.Of[p] = append(s.Of[p], name)
	}
}

func (s *Setting) addCoin(c coin, name string) int {
	s.quantity(c.prior, name)
	s.coins = append(s.coins, c)
	return len(s.coins) - 1
}

func (s *Setting) addDays(d days, name string) int {
	s.quantity(d.prior, name)
	s.days = append(s.days, d)
	return len(s.days) - 1
}

// switches makes the coins of what is on or off in the logic part.
func (s *Setting) switches(m *maker, pr *priors, r *reader) {
	for i, x := range s.drawing.Switches {
		switch {
		case x.Entry != nil:
			p := pr.binds(x.Entry)
			s.addCoin(m.coin("binds:"+x.Entry.ID, chanceOf(p), p), x.Entry.ID)
			r.binds[x.Entry] = i
		case x.Actor != "":
			at := slices.IndexFunc(s.drawing.Takers, func(t analysis.Taker) bool { return t.Actor.ID == x.Actor && t.As == x.As })
			p := pr.answers(s.drawing.Takers[at], s.drawing.Standing(at))
			s.addCoin(m.coin("answers:"+string(x.As)+":"+x.Actor, chanceOf(p), p), x.Actor)
		default:
			p := pr.external(x.External)
			s.addCoin(m.coin("holds:"+x.External, chanceOf(p), p), x.External)
			r.external[x.External] = i
		}
	}
	for i, t := range s.drawing.Takers {
		r.takes[takerKey(t.As, t.Actor.ID)] = len(s.drawing.Switches) + i
	}
}

func chanceOf(p *mandate.Prior) int64 {
	if p == nil {
		return 0
	}
	return p.Chance
}

// weigh orders literals by in how many draws they hold.
func (s *Setting) weigh(l analysis.Literal) int64 {
	n, on := l.Of()
	if n >= len(s.drawing.Switches) {
		return -1 // who is asked comes first: it decides what the answer is for
	}
	p := int64(s.coins[n].p)
	if !on {
		p = one - p
	}
	return p
}

// aims finds the steps that are asked about: the aim, those with a checkpoint, and
// those of which a date or duration has been announced if all they need has priors.
func (s *Setting) aims(b *netBuilder, pr *priors, shown func(*mandate.Entry) bool) {
	add := func(step string) {
		if slices.ContainsFunc(s.targets, func(t target) bool { return t.step == step }) {
			return
		}
		t := target{step, -1}
		if _, past := s.drawing.Past(step); !past {
			t.event = b.nodes[b.event(step)].event
		}
		s.targets = append(s.targets, t)
	}
	aim := s.State.Case.Aim
	if s.State.Query.Aim != "" {
		aim = s.State.Query.Aim
	}
	add(aim)
	for _, c := range s.State.Case.Assumptions.Chances.Checkpoints {
		if s.State.Holds(c.Line) {
			add(c.Step)
		}
	}
	for _, e := range Estimates(s.State) {
		if shown != nil && !shown(e.Entry) {
			continue
		}
		nodes, events, lacks := len(b.nodes), len(b.events), len(pr.lacks)
		before := map[string]int{}
		for k, v := range b.at {
			before[k] = v
		}
		if _, past := s.drawing.Past(e.Effect.Name); past {
			continue
		}
		had := len(s.targets)
		add(e.Effect.Name)
		if len(pr.lacks) > lacks {
			for _, l := range pr.lacks[lacks:] {
				delete(pr.seen, l)
			}
			pr.lacks = pr.lacks[:lacks]
			b.nodes, b.events, b.at = b.nodes[:nodes], b.events[:events], before
			s.targets = s.targets[:had]
			if !slices.Contains(s.Unspoken, e.Effect.Name) {
				s.Unspoken = append(s.Unspoken, e.Effect.Name)
			}
		}
	}
}

// Estimate is an announced date or duration of a step.
type Estimate struct {
	Entry  *mandate.Entry
	Effect *mandate.Effect
	// First and Last bound the days that were announced.
	First, Last mandate.Day
}

// Estimates lists the dates and durations that are announced on a record, in its
// order.
func Estimates(st *record.State) (out []Estimate) {
	for _, e := range st.Case.Entries {
		if !st.Status(e).Binds {
			continue
		}
		for _, f := range e.Effects {
			if f.Kind != mandate.Estimates || f.Name == "" {
				continue
			}
			x := Estimate{Entry: e, Effect: f}
			switch f.Estimate.Kind {
			case "date":
				x.First, x.Last = f.Estimate.Date.First, f.Estimate.Date.Last
			case "duration":
				from := record.EffectiveDay(e)
				x.First, x.Last = from+mandate.Day(f.Estimate.Min), from+mandate.Day(f.Estimate.Max)
			default:
				continue
			}
			if slices.ContainsFunc(st.Case.Steps, func(s *mandate.Step) bool { return s.ID == f.Name }) {
				out = append(out, x)
			}
		}
	}
	return out
}

// durations makes what each event takes, whether it never comes, and the risks.
func (s *Setting) durations(m *maker, pr *priors, b *netBuilder) {
	s.stops = make([][]int, len(b.events))
	for i := range b.events {
		ev := &b.events[i]
		p := b.prior[ev.name]
		if p == nil {
			continue
		}
		ev.takes = s.addDays(m.days("takes:"+ev.name, p.Spread, p), ev.name)
		c := mandate.Certain
		if share := c - (c-int(p.Never))*(c-int(neverOf(p.Spread)))/c; share > 0 {
			ev.never = append(ev.never, s.addCoin(m.coin("never:"+ev.name, int64(share), p), ev.name))
			s.Of[p] = s.Of[p][:len(s.Of[p])-1] // named once
		}
	}
	for _, p := range pr.all {
		if p.Kind != mandate.PriorRisks {
			continue
		}
		hits := func(list []string) (out []int) {
			for _, x := range list {
				if st := b.steps[x]; st != nil && st.Stages > 0 {
					x = st.StageID(1) // what holds up a step holds up its first stage
				}
				if i := slices.IndexFunc(b.events, func(ev event) bool { return ev.name == x }); i >= 0 {
					out = append(out, i)
				}
			}
			return out
		}
		delays, stops := hits(p.Delays), hits(p.Stops)
		if len(delays)+len(stops) == 0 {
			continue
		}
		pr.used[p] = true
		n := len(s.risks)
		r := risk{p, s.addCoin(m.coin("risk:"+p.ID, p.Chance, p), p.ID), -1}
		if len(delays) > 0 {
			d := m.days("delay:"+p.ID, p.Spread, p)
			d.driver = -1 // what moves it moves whether it strikes
			s.days = append(s.days, d)
			r.delay = len(s.days) - 1
		}
		s.risks = append(s.risks, r)
		for _, i := range delays {
			b.events[i].risks = append(b.events[i].risks, n)
		}
		for _, i := range stops {
			s.stops[i] = append(s.stops[i], n)
		}
	}
}

// forces reads what the force needs and who brings it.
func (s *Setting) forces(m *maker, pr *priors, r *reader, b *netBuilder) {
	parts := map[string]int{}
	for _, k := range s.State.Case.Capabilities {
		c := capability{id: k.ID}
		for _, l := range s.State.Case.Requirements {
			if l.Capability != k.ID || !s.State.Holds(l.Line) {
				continue
			}
			x := line{l, always}
			if l.If != nil {
				x.active = r.read(l.If.Expr, false)
			}
			c.lines = append(c.lines, x)
		}
		for i, t := range s.drawing.Takers {
			if t.As != mandate.RoleContributor {
				continue
			}
			u := supplier{taker: i, offers: r.offers(t.Actor, k.ID), brought: -1, part: -1, commit: -1}
			u.offers = slices.DeleteFunc(u.offers, func(o offer) bool {
				return o.named == 0 && !slices.ContainsFunc(o.adds, func(x offer) bool { return x.named > 0 })
			})
			if p := pr.answers(t, s.drawing.Standing(i)); p != nil {
				for _, a := range p.Amounts {
					if a.Capability == k.ID {
						d := m.days("brings:"+t.Actor.ID+":"+k.ID, a.Spread, p)
						d.driver = -1
						s.days = append(s.days, d)
						u.brought = len(s.days) - 1
					}
				}
			}
			if len(u.offers) == 0 && u.brought < 0 {
				continue
			}
			if p := pr.brings(t.Actor.ID); p != nil {
				if _, ok := parts[t.Actor.ID]; !ok {
					parts[t.Actor.ID] = s.addDays(m.days("part:"+t.Actor.ID, p.Spread, p), t.Actor.ID)
				}
				u.part = parts[t.Actor.ID]
			}
			u.agreed = b.agreed(t.Actor.ID, mandate.RoleContributor)
			if n, ok := b.at["commit."+t.Actor.ID]; ok {
				u.commit = n
			}
			c.actors = append(c.actors, u)
		}
		if len(c.lines)+len(c.actors) > 0 {
			s.force = append(s.force, c)
		}
	}
}

// findMerges finds the events that wait for several others.
func (s *Setting) findMerges() {
	for i, ev := range s.net.events {
		var ws []wait
		for _, w := range s.net.nodes[ev.node].waits {
			if s.net.nodes[w.node].kind != gate {
				ws = append(ws, w)
			}
		}
		if len(ws) > 1 {
			s.merges = append(s.merges, merge{i, ws})
		}
	}
}
