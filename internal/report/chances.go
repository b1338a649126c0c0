package report

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/chances"
	"mandate/internal/record"
)

// Chances is the answer of `mandate chances`: what follows from the priors of
// assumptions.yaml (docs/math/chances.md).
type Chances struct {
	Head
	// Result is chances or no record.
	Result   string `json:"result"`
	Sentence string `json:"sentence"`
	// Draws were made, from this seed; Unknown of them the budget left undecided.
	Draws   int64  `json:"draws"`
	Seed    uint64 `json:"seed"`
	Unknown int64  `json:"unknown,omitempty"`
	// Assumptions are printed before any number.
	Assumptions ChancesAssumptions `json:"assumptions"`
	Verdicts    []ChancesVerdict   `json:"verdicts"`
	// Weak: in so many draws all agree and bring too little.
	Weak   *ChancesShare   `json:"weak,omitempty"`
	Takers []ChancesTaker  `json:"takers"`
	Force  []ChancesForce  `json:"force"`
	Checks []ChancesCheck  `json:"checkpoints"`
	Dates  []ChancesDate   `json:"dates"`
	Steps  []ChancesTarget `json:"steps"`
	// Announced tells where announced dates and durations lie.
	Announced []ChancesAnnounced `json:"announced"`
	Merges    []ChancesMerge     `json:"merges"`
	Tornado   ChancesTornado     `json:"tornado"`
	// Unspoken are steps of which something is announced but no prior tells.
	Unspoken []Step `json:"unspoken,omitempty"`
}

// ChancesAssumptions is all that the numbers rest on.
type ChancesAssumptions struct {
	By      string          `json:"by"`
	Written string          `json:"written"`
	Note    string          `json:"note,omitempty"`
	Mandate []ChancesGiven  `json:"mandate"`
	Priors  []ChancesPrior  `json:"priors"`
	Drivers []ChancesDriver `json:"drivers,omitempty"`
}

// ChancesGiven is an issue of the mandate that is taken.
type ChancesGiven struct {
	Issue   string   `json:"issue"`
	Name    string   `json:"name"`
	Options []Option `json:"options"`
	// From is decided, set, assumed or withheld.
	From string `json:"from"`
	// Entries are those that decide.
	Entries []string `json:"entries,omitempty"`
}

// ChancesPrior is one prior.
type ChancesPrior struct {
	ID string `json:"id"`
	// Kind is binds, answers, externals, takes, brings or risks.
	Kind string `json:"kind"`
	// About says what it is about, Says what is taken.
	About string `json:"about"`
	Says  string `json:"says"`
	Why   string `json:"why"`
	// Of counts the quantities that follow it.
	Of      int      `json:"of"`
	Driver  string   `json:"driver,omitempty"`
	Loading float64  `json:"loading,omitempty"`
	Entries []string `json:"entries,omitempty"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
}

// ChancesDriver moves several quantities together.
type ChancesDriver struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Why     string   `json:"why"`
	Sources []string `json:"sources,omitempty"`
}

// ChancesShare is a share of the draws.
type ChancesShare struct {
	Draws int64   `json:"draws"`
	Of    int64   `json:"of"`
	Share float64 `json:"share"`
	// Error is two standard errors of the draws: it tells of the drawing alone, not of
	// the priors.
	Error float64 `json:"error"`
	// Word is the likelihood word of ICD 203.
	Word string `json:"word"`
}

// ChancesVerdict is how often a verdict comes out.
type ChancesVerdict struct {
	// Verdict is blocked, blueprint, actionable or under way.
	Verdict string `json:"verdict"`
	ChancesShare
}

// ChancesTaker is how often an actor takes part.
type ChancesTaker struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
	// As is contributor or party, Rung where what is on record puts it.
	As   string `json:"as"`
	Rung string `json:"rung"`
	ChancesShare
}

// ChancesForce is how much there is of a capability, over the draws in which all
// who take part agree.
type ChancesForce struct {
	Capability string `json:"capability"`
	Name       string `json:"name"`
	Unit       string `json:"unit,omitempty"`
	P10        int64  `json:"p10"`
	P50        int64  `json:"p50"`
	P80        int64  `json:"p80"`
	P90        int64  `json:"p90"`
	Draws      int64  `json:"draws"`
	// None is the share without any of it; Minimum and Target are the sums of the
	// requirement lines, if there are some, with the shares that reach them.
	None     ChancesShare  `json:"none"`
	Minimum  int64         `json:"minimum,omitempty"`
	Target   int64         `json:"target,omitempty"`
	AtTarget *ChancesShare `json:"at_target,omitempty"`
	// Met: each line's minimum is met.
	Met *ChancesShare `json:"met,omitempty"`
}

// ChancesCheck is whether a step has happened by a day, beside what the whole record
// says of it.
type ChancesCheck struct {
	Step string `json:"step"`
	Name string `json:"name"`
	By   string `json:"by"`
	Why  string `json:"why,omitempty"`
	// Past: the day is not after the as-of day, so there is nothing to draw.
	Past    bool         `json:"past,omitempty"`
	Share   ChancesShare `json:"share"`
	Outcome ChancesFact  `json:"outcome"`
}

// ChancesFact is what the whole record says, whatever the question left out.
type ChancesFact struct {
	// Result is happened, later (it happened after the day), not reported, or open
	// (the record ends before the day).
	Result string `json:"result"`
	// Day is when it happened.
	Day     string   `json:"day,omitempty"`
	Entries []string `json:"entries,omitempty"`
	// RecordTo is the last day of the record.
	RecordTo string `json:"record_to"`
}

// ChancesDate is when an event comes.
type ChancesDate struct {
	Event string `json:"event"`
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	// Target: it is asked about.
	Target bool `json:"target,omitempty"`
	// Days by which a share of all draws has it; empty: it is never reached.
	P10 string `json:"p10,omitempty"`
	P50 string `json:"p50,omitempty"`
	P80 string `json:"p80,omitempty"`
	P90 string `json:"p90,omitempty"`
	// P50From and P50To bound the median by two standard errors of the draws.
	P50From string `json:"p50_from,omitempty"`
	P50To   string `json:"p50_to,omitempty"`
	// Comes10 to Comes90 are the days over the draws in which it comes.
	Comes10 string       `json:"comes10,omitempty"`
	Comes50 string       `json:"comes50,omitempty"`
	Comes80 string       `json:"comes80,omitempty"`
	Comes90 string       `json:"comes90,omitempty"`
	Never   ChancesShare `json:"never"`
	// Curve gives the share of all draws that have it by a day, in steps of at least
	// a hundredth.
	Curve []ChancesPoint `json:"curve,omitempty"`
}

// ChancesPoint is a point of a curve.
type ChancesPoint struct {
	Day   string  `json:"day"`
	Share float64 `json:"share"`
}

// ChancesTarget is what decides when, and whether, a step comes.
type ChancesTarget struct {
	Step string `json:"step"`
	Name string `json:"name"`
	// Past: it has happened, on Day.
	Past bool   `json:"past,omitempty"`
	Day  string `json:"day,omitempty"`
	// Critical: how often an event lies on a longest path, of the draws in which the
	// step comes.
	Critical []ChancesCritical `json:"critical"`
	// Causes: why it never comes, of the draws in which it does not.
	Causes []ChancesCause `json:"causes"`
}

// ChancesCritical is how often an event is critical.
type ChancesCritical struct {
	Event string  `json:"event"`
	Name  string  `json:"name"`
	Draws int64   `json:"draws"`
	Of    int64   `json:"of"`
	Share float64 `json:"share"`
}

// ChancesCause is why a step never comes.
type ChancesCause struct {
	// Why is never, risk, absent, blocked, blueprint, force, condition or circle.
	Why   string  `json:"why"`
	Event string  `json:"event,omitempty"`
	Risk  string  `json:"risk,omitempty"`
	Says  string  `json:"says"`
	Draws int64   `json:"draws"`
	Of    int64   `json:"of"`
	Share float64 `json:"share"`
}

// ChancesAnnounced is where an announced date or duration lies among the draws.
type ChancesAnnounced struct {
	Entry string `json:"entry"`
	Step  string `json:"step"`
	Name  string `json:"name"`
	Says  string `json:"says"`
	First string `json:"first"`
	Last  string `json:"last"`
	// Before: the share that has it before the first day announced; By: by the last.
	Before ChancesShare `json:"before"`
	By     ChancesShare `json:"by"`
	Never  ChancesShare `json:"never"`
}

// ChancesMerge is what waiting for several costs: the median of the beginning lies
// after the latest of the medians of what it waits for.
type ChancesMerge struct {
	Event  string `json:"event"`
	Name   string `json:"name"`
	Waits  int    `json:"waits"`
	Latest string `json:"latest"`
	Start  string `json:"start"`
	Days   int64  `json:"days"`
}

// ChancesTornado is what each prior alone does to one share, with the same draws.
type ChancesTornado struct {
	Step  string `json:"step"`
	Name  string `json:"name"`
	By    string `json:"by"`
	Draws int64  `json:"draws"`
	// Base is the share with all as it is.
	Base float64        `json:"base"`
	Bars []ChancesSwing `json:"bars"`
}

// ChancesSwing is a bar: the share with what the prior stands for held low (it does
// not happen; the tenth percentile) and high (it does; the ninetieth).
type ChancesSwing struct {
	Prior string  `json:"prior"`
	About string  `json:"about"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	// NeverLow and NeverHigh are the shares in which the step never comes.
	NeverLow  float64 `json:"never_low"`
	NeverHigh float64 `json:"never_high"`
	// P50Low and P50High are the days by which half of the draws have it; empty: never.
	P50Low  string `json:"p50_low,omitempty"`
	P50High string `json:"p50_high,omitempty"`
}

// ChancesAsk is what is asked.
type ChancesAsk struct {
	// Draws to make; 0: 100,000.
	Draws int64
	Seed  uint64
	// By is the day the aim is asked about; nil: the first checkpoint of the aim.
	By *mandate.Day
	// Progress is told how far it is.
	Progress func(done, total int64)
}

// DefaultDraws is how many draws are made, TornadoDraws on how many each bar of the
// tornado rests at most.
const (
	DefaultDraws = 100_000
	tornadoDraws = 10_000
	mostDraws    = 1 << 33
)

// likelihoods are the words of ICD 203, with the share below which each holds.
var likelihoods = []struct {
	below float64
	word  string
}{{0.05, "almost no chance"}, {0.20, "very unlikely"}, {0.45, "unlikely"}, {0.55, "roughly even chance"}, {0.80, "likely"}, {0.95, "very likely"}, {2, "almost certain"}}

func share(n, of int64) ChancesShare {
	s := ChancesShare{Draws: n, Of: of}
	switch {
	case of == 0:
		s.Word = "no draw to tell from"
		return s
	case n == 0:
		s.Word = "no draw"
	case n == of:
		s.Word = "every draw"
	}
	p := float64(n) / float64(of)
	s.Share = round4(p)
	s.Error = round4(2 * math.Sqrt(p*(1-p)/float64(of)))
	for i := 0; s.Word == ""; i++ {
		if p < likelihoods[i].below {
			s.Word = likelihoods[i].word
		}
	}
	return s
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// BuildChances answers `mandate chances`.
func BuildChances(st *record.State, ask ChancesAsk, opt Options) (*Chances, error) {
	b := newBuilder(st, opt)
	c := &Chances{Head: b.head("chances"), Verdicts: []ChancesVerdict{}, Takers: []ChancesTaker{}, Force: []ChancesForce{}, Checks: []ChancesCheck{}, Dates: []ChancesDate{},
		Steps: []ChancesTarget{}, Announced: []ChancesAnnounced{}, Merges: []ChancesMerge{}, Tornado: ChancesTornado{Bars: []ChancesSwing{}}, Seed: ask.Seed}
	c.Assumptions.Mandate, c.Assumptions.Priors = []ChancesGiven{}, []ChancesPrior{}
	if ask.Draws == 0 {
		ask.Draws = DefaultDraws
	}
	if ask.Draws < 0 || ask.Draws > mostDraws {
		return nil, mandate.Usagef("the number of draws is from 1 to %d", int64(mostDraws))
	}
	s, err := chances.New(st, ask.Seed, func(e *mandate.Entry) bool { return !b.hidden(e) }, opt.Budget)
	var refused *chances.Refusal
	switch {
	case analysis.IsNoAim(err):
		c.Result, c.Sentence = string(mandate.NoRecord), "Every source of the aim has been left out, so nothing can be said."
		b.close(&c.Head)
		return c, nil
	case errors.As(err, &refused):
		e := mandate.Usagef("%s", refused.Why)
		e.Code = mandate.ErrCase
		if len(refused.Write) > 0 {
			e.Hint = "write into assumptions.yaml (see docs/format.md):\n  " + strings.Join(refused.Write, "\n  ")
		}
		return nil, e
	case err != nil:
		return nil, err
	}
	checks := b.checkpoints(c, ask)
	o := chances.Options{Draws: ask.Draws, Tornado: min(ask.Draws, tornadoDraws), Stop: opt.Budget.Stop, Progress: ask.Progress}
	if len(checks) > 0 && checks[0].Step == c.Aim && checks[0].By > st.AsOf {
		o.By = checks[0].By
		c.Tornado.By = o.By.String()
	} else {
		o.By = st.AsOf + 365
		c.Tornado.By = o.By.String()
	}
	b.assumed(c, s)
	r := s.Run(o)
	c.Draws, c.Unknown, c.Result = r.Draws, r.Unknown, "chances"
	c.Complete = r.Unknown == 0 && !r.Stopped
	b.chancesVerdicts(c, r)
	b.chancesForce(c, r)
	hists := map[string]*chances.Histogram{}
	for i := range r.Events {
		hists[r.Events[i].Name] = &r.Events[i].Hist
	}
	b.chancesDates(c, r)
	b.chancesChecks(c, checks, hists)
	b.chancesAnnounced(c, hists)
	b.chancesSteps(c, r)
	for _, m := range r.Merges {
		if kind := eventKind(m.Event); kind == "commit" && !slices.ContainsFunc(c.Takers, func(t ChancesTaker) bool { return "commit."+t.Actor == m.Event && t.Draws > 0 }) {
			continue
		}
		c.Merges = append(c.Merges, ChancesMerge{m.Event, b.n.Event(m.Event), m.Waits, b.day(m.Latest), b.day(m.Start), m.Start - m.Latest})
	}
	b.chancesTornado(c, r)
	for _, id := range s.Unspoken {
		c.Unspoken = append(c.Unspoken, Step{id, b.n.Event(id)})
	}
	c.Sentence = b.chancesSentence(c)
	b.close(&c.Head)
	c.Stopped = r.Stopped
	return c, nil
}

// day counts days from that of the record.
func (b *builder) day(n int64) string { return (b.st.AsOf + mandate.Day(n)).String() }

// checkpoints are those of the case that hold, before them the day asked for.
func (b *builder) checkpoints(c *Chances, ask ChancesAsk) (out []*mandate.Checkpoint) {
	if ask.By != nil {
		out = append(out, &mandate.Checkpoint{Step: c.Aim, By: *ask.By})
	}
	var past, rest []*mandate.Checkpoint
	for _, x := range b.st.Case.Assumptions.Chances.Checkpoints {
		switch {
		case !b.st.Holds(x.Line):
		case x.Step == c.Aim && x.By <= b.st.AsOf:
			past = append(past, x)
		case x.Step == c.Aim:
			out = append(out, x)
		default:
			rest = append(rest, x)
		}
	}
	return slices.Concat(out, past, rest)
}

// assumed lists what the numbers rest on.
func (b *builder) assumed(c *Chances, s *chances.Setting) {
	ch := b.st.Case.Assumptions.Chances
	a := &c.Assumptions
	a.By, a.Written, a.Note = ch.By, ch.Written.Text, ch.Note
	for _, g := range s.Mandate {
		x := ChancesGiven{Issue: g.Issue, Name: b.n.Issue(g.Issue), Options: []Option{}, From: g.From, Entries: b.cite(g.By...)}
		if len(g.By) > 0 && len(x.Entries) == 0 {
			x.From, g.Options = "withheld", nil
		}
		for _, o := range g.Options {
			x.Options = append(x.Options, Option{ID: o, Name: b.n.Option(g.Issue, o)})
		}
		a.Mandate = append(a.Mandate, x)
	}
	for _, p := range s.Used {
		if x, ok := b.prior(p, s.Of[p]); ok {
			a.Priors = append(a.Priors, x)
		}
	}
	for _, d := range ch.Drivers {
		sources, _ := b.line(d.Line)
		a.Drivers = append(a.Drivers, ChancesDriver{d.ID, d.Name, b.reason(d.Line, d.Why), sources})
	}
}

// reason is a reason that rests on sources, as far as the audience may know of one.
func (b *builder) reason(l mandate.Line, why string) string {
	if !b.tells(l) {
		return "withheld"
	}
	return why
}

// spread writes a distribution, without past cases of which the audience may not know.
func (b *builder) spread(s *mandate.Spread) string {
	for _, x := range s.Class {
		if !b.tells(mandate.Line{Sources: x.Sources}) {
			return "past cases, some of them withheld"
		}
	}
	return s.Text
}

// word names what an entry says: whose, of which day, and what.
func (b *builder) word(e *mandate.Entry) string {
	var who, says []string
	for _, a := range e.Actors {
		who = append(who, b.n.Actor(a))
	}
	for _, f := range e.Effects {
		says = append(says, b.effect(f))
	}
	return strings.Join(who, ", ") + ", " + long(asWritten(e)) + " (" + strings.Join(says, "; ") + ")"
}

// prior puts a prior into words; ok is false if it is about what is withheld.
func (b *builder) prior(p *mandate.Prior, of []string) (x ChancesPrior, ok bool) {
	x = ChancesPrior{ID: p.ID, Kind: string(p.Kind), Why: b.reason(p.Line, p.Why), Of: len(of), Driver: p.Driver, Loading: float64(p.Loading) / mandate.Certain}
	x.Sources, x.At = b.line(p.Line)
	chance := percent(float64(p.Chance) / mandate.Certain)
	switch p.Kind {
	case mandate.PriorBinds:
		x.About, x.Says = "entries that are "+string(p.Firmness)+" still bind", chance
		if p.Entry != "" {
			if x.Entries = b.cite(p.Entry); len(x.Entries) == 0 {
				return x, false
			}
			x.About = b.word(b.st.Entry(p.Entry)) + " still binds"
		} else {
			x.Of = len(b.visible(of))
		}
	case mandate.PriorAnswers:
		x.About, x.Says = map[mandate.Role]string{mandate.RoleContributor: "contributors", mandate.RoleParty: "parties"}[p.Role]+" who stand "+p.Rung.String()+" say yes", chance
		if p.Actor != "" {
			x.About = b.n.Actor(p.Actor) + " says yes as a " + string(p.Role)
		}
		for _, y := range p.Amounts {
			x.Says += "; brings " + b.spread(y.Spread) + " " + b.n.Capability(y.Capability)
		}
	case mandate.PriorExternals:
		x.About, x.Says = or(b.n.ext[p.External], p.External), chance
	case mandate.PriorTakes:
		x.About = map[string]string{"step": "time for any other step", "decide": "time for any other decision", "commit": "time for any other commitment", "consent": "time for any other consent"}[p.Each]
		if p.Event != "" {
			x.About = "time for " + b.n.Event(p.Event)
		}
		x.Says = b.spread(p.Spread)
		if p.Never > 0 {
			x.Says += "; never: " + percent(float64(p.Never)/mandate.Certain)
		}
	case mandate.PriorBrings:
		x.About, x.Says = "part of its named figures that any other contributor brings", b.spread(p.Spread)
		if p.Actor != "" {
			x.About = "part of its named figures that " + b.n.Actor(p.Actor) + " brings"
		}
	case mandate.PriorRisks:
		names := func(list []string) string {
			var out []string
			for _, e := range list {
				out = append(out, b.n.Event(e))
			}
			return strings.Join(out, ", ")
		}
		x.About, x.Says = p.Name, chance
		if len(p.Delays) > 0 {
			x.Says += "; delays " + names(p.Delays) + " by " + b.spread(p.Spread)
		}
		if len(p.Stops) > 0 {
			x.Says += "; prevents " + names(p.Stops)
		}
	}
	if p.Spread != nil {
		for _, y := range p.Spread.Class {
			for _, id := range y.Sources {
				if src := b.st.Source(id); src != nil && b.sees(src) && !containsStr(x.Sources, id) {
					x.Sources = append(x.Sources, id)
				}
			}
		}
	}
	return x, true
}

// percent writes a share in per cent, as exactly as it is.
func percent(p float64) string {
	s := fmt.Sprintf("%.2f", p*100)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	return s + " %"
}

func (b *builder) chancesVerdicts(c *Chances, r *chances.Result) {
	of := r.Draws - r.Unknown
	last := string(mandate.Actionable)
	if r.Begun {
		last = string(mandate.UnderWay)
	}
	for _, x := range []struct {
		word string
		n    int64
	}{{string(mandate.Blocked), r.Blocked}, {string(mandate.Blueprint), r.Blueprint}, {last, r.Actionable}} {
		c.Verdicts = append(c.Verdicts, ChancesVerdict{x.word, share(x.n, of)})
	}
	if r.Weak > 0 {
		w := share(r.Weak, of)
		c.Weak = &w
	}
	for _, x := range r.Takers {
		c.Takers = append(c.Takers, ChancesTaker{x.Actor, b.n.Actor(x.Actor), string(x.As), x.Rung.String(), share(x.Draws, of)})
	}
}

func (b *builder) chancesForce(c *Chances, r *chances.Result) {
	for _, f := range r.Force {
		if f.Amounts.Total == 0 {
			continue
		}
		x := ChancesForce{Capability: f.Capability, Name: b.n.Capability(f.Capability), Draws: f.Amounts.Total,
			P10: f.Amounts.Quantile(0.1), P50: f.Amounts.Quantile(0.5), P80: f.Amounts.Quantile(0.8), P90: f.Amounts.Quantile(0.9)}
		for _, k := range b.st.Case.Capabilities {
			if k.ID == f.Capability {
				x.Unit = k.Unit
			}
		}
		x.None = share(f.Amounts.Total-f.Amounts.AtLeast(1), f.Amounts.Total)
		open := slices.ContainsFunc(b.st.Case.Requirements, func(l *mandate.Requirement) bool {
			return l.Capability == f.Capability && b.st.Holds(l.Line) && !b.tells(l.Line)
		})
		if !open && f.Target > 0 { // what the force needs is told with its sources alone
			x.Minimum, x.Target = f.Minimum, f.Target
			at := share(f.Amounts.AtLeast(f.Target), f.Amounts.Total)
			x.AtTarget = &at
			if f.Minimum > 0 {
				met := share(f.Met, f.Amounts.Total)
				x.Met = &met
			}
		}
		c.Force = append(c.Force, x)
	}
}

func (b *builder) chancesDates(c *Chances, r *chances.Result) {
	targets := map[string]bool{}
	for _, t := range r.Targets {
		targets[t.Step] = true
	}
	for i := range r.Events {
		e := &r.Events[i]
		x := ChancesDate{Event: e.Name, Name: b.n.Event(e.Name), Kind: eventKind(e.Name), Target: targets[e.Name], Never: share(e.Hist.Never, e.Hist.Total)}
		at := func(h *chances.Histogram, q float64) string {
			if d, ok := h.Quantile(q); ok {
				return b.day(d)
			}
			return ""
		}
		x.P10, x.P50, x.P80, x.P90 = at(&e.Hist, 0.1), at(&e.Hist, 0.5), at(&e.Hist, 0.8), at(&e.Hist, 0.9)
		if lo, hi, ok := e.Hist.Around(0.5); ok {
			x.P50From, x.P50To = b.day(lo), b.day(hi)
		}
		comes := chances.Histogram{Counts: e.Hist.Counts, Total: e.Hist.Total - e.Hist.Never}
		if comes.Total > 0 {
			x.Comes10, x.Comes50, x.Comes80, x.Comes90 = at(&comes, 0.1), at(&comes, 0.5), at(&comes, 0.8), at(&comes, 0.9)
		}
		if x.Target {
			x.Curve = b.curve(&e.Hist)
		}
		c.Dates = append(c.Dates, x)
	}
	order := map[string]int{}
	for i, ev := range events(b.st.Case) {
		order[ev] = i
	}
	slices.SortStableFunc(c.Dates, func(x, y ChancesDate) int { return order[x.Event] - order[y.Event] })
}

// events lists all events in the order of the case.
func events(c *mandate.Case) (out []string) {
	for _, s := range c.Steps {
		out = append(out, s.ID)
	}
	for _, i := range c.Issues {
		out = append(out, "decide."+i.ID)
	}
	for _, a := range c.Actors {
		out = append(out, "consent."+a.ID, "commit."+a.ID)
	}
	return out
}

func (b *builder) curve(h *chances.Histogram) (out []ChancesPoint) {
	var sum, last int64
	final := h.Total - h.Never
	for d, n := range h.Counts {
		if n == 0 {
			continue
		}
		sum += n
		if (sum-last)*100 >= h.Total || sum == final {
			out = append(out, ChancesPoint{b.day(int64(d)), round4(float64(sum) / float64(h.Total))})
			last = sum
		}
		if sum == final {
			break
		}
	}
	return out
}

// upTo is the share that has a step by a day.
func (b *builder) upTo(step string, day mandate.Day, hists map[string]*chances.Histogram, draws int64) (ChancesShare, bool) {
	if h, ok := hists[step]; ok {
		return share(h.UpTo(int64(day-b.st.AsOf)), h.Total), true
	}
	if p, ok := b.st.Happened()[step]; ok {
		if p.Day <= day {
			return share(draws, draws), true
		}
		return share(0, draws), true
	}
	return ChancesShare{}, false
}

func (b *builder) chancesChecks(c *Chances, checks []*mandate.Checkpoint, hists map[string]*chances.Histogram) {
	// The whole record, as far as the audience may know of it.
	var q mandate.Query
	for _, e := range b.st.Case.Entries {
		if b.hidden(e) {
			q.Without = append(q.Without, e.ID)
		}
	}
	if day, dated := b.latest(); dated {
		q.AsOf = &day
	}
	whole, err := record.At(b.st.Case, q)
	if err != nil {
		return // the query asks for nothing that may be missing
	}
	past := whole.Happened()
	for _, x := range checks {
		s, ok := b.upTo(x.Step, x.By, hists, c.Draws)
		if !ok {
			continue
		}
		y := ChancesCheck{Step: x.Step, Name: b.n.Event(x.Step), By: x.By.String(), Why: b.reason(x.Line, x.Why), Past: x.By <= b.st.AsOf, Share: s, Outcome: ChancesFact{Result: "not reported", RecordTo: whole.AsOf.String()}}
		if p, ok := past[x.Step]; ok {
			y.Outcome.Result, y.Outcome.Day, y.Outcome.Entries = "happened", p.Day.String(), b.cite(p.Entries...)
			if p.Day > x.By {
				y.Outcome.Result = "later"
			}
		} else if whole.AsOf < x.By {
			y.Outcome.Result = "open"
		}
		c.Checks = append(c.Checks, y)
	}
}

func (b *builder) chancesAnnounced(c *Chances, hists map[string]*chances.Histogram) {
	for _, e := range chances.Estimates(b.st) {
		h, ok := hists[e.Effect.Name]
		if !ok || len(b.cite(e.Entry.ID)) == 0 {
			continue
		}
		before, _ := b.upTo(e.Effect.Name, e.First-1, hists, c.Draws)
		by, _ := b.upTo(e.Effect.Name, e.Last, hists, c.Draws)
		c.Announced = append(c.Announced, ChancesAnnounced{Entry: e.Entry.ID, Step: e.Effect.Name, Name: b.n.Event(e.Effect.Name), Says: b.n.Effect(e.Effect),
			First: e.First.String(), Last: e.Last.String(), Before: before, By: by, Never: share(h.Never, h.Total)})
	}
}

func (b *builder) chancesSteps(c *Chances, r *chances.Result) {
	for _, t := range r.Targets {
		x := ChancesTarget{Step: t.Step, Name: b.n.Event(t.Step), Past: t.Past, Critical: []ChancesCritical{}, Causes: []ChancesCause{}}
		if t.Past {
			if p := b.st.Happened()[t.Step]; len(b.cite(p.Entries...)) > 0 {
				x.Day = t.Day.String()
			}
		}
		comes := t.Hist.Total - t.Hist.Never
		for _, y := range t.Critical {
			x.Critical = append(x.Critical, ChancesCritical{y.Event, b.n.Event(y.Event), y.Draws, comes, round4(float64(y.Draws) / float64(comes))})
		}
		for _, y := range t.Causes {
			x.Causes = append(x.Causes, ChancesCause{y.Why, y.Event, y.Risk, b.causeSays(y), y.Draws, t.Hist.Never, round4(float64(y.Draws) / float64(t.Hist.Never))})
		}
		c.Steps = append(c.Steps, x)
	}
}

// causeSays puts into words why a step never comes.
func (b *builder) causeSays(x chances.Cause) string {
	name := ""
	if x.Event != "" {
		name = b.n.Event(x.Event)
	}
	switch x.Why {
	case "never":
		return name + " never comes, as its prior has it"
	case "risk":
		for _, p := range b.st.Case.Assumptions.Chances.Priors {
			if p.ID == x.Risk {
				return p.Name + ": prevents " + name
			}
		}
	case "absent":
		return name + " is missing: no plan on which all agree has it"
	case "blocked":
		return "no plan is possible"
	case "blueprint":
		return "no plan on which all agree"
	case "force":
		return "those who commit bring too little, or nobody does in time"
	case "circle":
		return "steps wait for each other in a circle"
	}
	return "a condition does not hold"
}

func (b *builder) chancesTornado(c *Chances, r *chances.Result) {
	t := &c.Tornado
	t.Step, t.Name, t.Draws = c.Aim, c.AimName, r.TornadoDraws
	n := float64(max(r.TornadoDraws, 1))
	at := func(h chances.Held) string {
		if h.Comes {
			return b.day(h.Median)
		}
		return ""
	}
	for _, x := range r.Tornado {
		p, ok := b.prior(x.Prior, nil)
		t.Base = round4(float64(x.Base.By) / n)
		if !ok || x.Low == x.High {
			continue
		}
		t.Bars = append(t.Bars, ChancesSwing{p.ID, p.About, round4(float64(x.Low.By) / n), round4(float64(x.High.By) / n),
			round4(float64(x.Low.Never) / n), round4(float64(x.High.Never) / n), at(x.Low), at(x.High)})
	}
	swing := func(x ChancesSwing) float64 { return math.Abs(x.High - x.Low) }
	slices.SortStableFunc(t.Bars, func(x, y ChancesSwing) int {
		switch {
		case swing(x) > swing(y):
			return -1
		case swing(x) < swing(y):
			return 1
		}
		return 0
	})
}

func (b *builder) chancesSentence(c *Chances) string {
	if len(c.Checks) == 0 || c.Checks[0].Past || c.Draws == 0 {
		return "Under these priors, and no others."
	}
	x := c.Checks[0]
	return fmt.Sprintf("Under these priors, and no others, %s by %s is %s: %s of %s draws.", quote(x.Name), long(x.By), x.Share.Word, shareCell(x.Share), number(x.Share.Of))
}
