package report

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Order is the answer of `mandate order`: what of steps, decisions, commitments and
// consents waits for what (docs/math/order.md).
type Order struct {
	Head
	// Result is order, blocked, no record or unknown.
	Result   string `json:"result"`
	Sentence string `json:"sentence"`
	// Events are all that may be put in order, in the order of the case.
	Events []OrderEvent `json:"events"`
	// Sequence is one order of the plan with the fewest events: an example.
	Sequence []OrderPlace `json:"sequence"`
	// Arcs say what comes before what: in every order, or as a position has it.
	Arcs []OrderArc `json:"arcs"`
	// Needed tells by when the answers that are owed are needed.
	Needed  []OrderNeeded `json:"needed"`
	Circles OrderCircles  `json:"circles"`
	// Hidden counts pairs of events that are not shown because what forces them
	// is withheld.
	Hidden int `json:"hidden,omitempty"`
}

// OrderEvent is a step, a decision, a commitment or a consent.
type OrderEvent struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Kind is step, decide, commit or consent.
	Kind    string `json:"kind"`
	StageOf string `json:"stage_of,omitempty"`
	// Past: it has happened, on Day (empty: known from what is withheld alone).
	Past    bool     `json:"past"`
	Day     string   `json:"day,omitempty"`
	Entries []string `json:"entries,omitempty"`
	// Possible: some possible plan has it. Always: every one has. Now: in some
	// plan it comes first of all that has not happened.
	Possible bool `json:"possible"`
	Always   bool `json:"always"`
	Now      bool `json:"now"`
	// By are those who take it; of steps the record does not say.
	By      []string `json:"by,omitempty"`
	ByNames []string `json:"by_names,omitempty"`
	// Given: the commitment or consent needs no further answer, because who gives
	// it has agreed.
	Given *OrderGiven `json:"given,omitempty"`
	// Layer is where a picture may put it, from 0: after all that comes before it
	// in every order.
	Layer int `json:"layer"`
}

// OrderGiven is a yes on record: since when, as written, and by which entries;
// neither if it is withheld.
type OrderGiven struct {
	Since   string   `json:"since,omitempty"`
	Entries []string `json:"entries,omitempty"`
}

// OrderPlace is a place in a sequence.
type OrderPlace struct {
	Step
	Layer int `json:"layer"`
}

// OrderArc says that one event comes before another.
type OrderArc struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Kind is need, demand, settle, decision, rule, structure (stages in turn, a yes
	// before the step it is for) or several.
	Kind string `json:"kind"`
	// Every: in every plan that has both, and not because of other such arcs. Waits:
	// moreover each plan with To has From.
	Every bool `json:"every"`
	Waits bool `json:"waits,omitempty"`
	// Choice: a position asks for this arc or for another.
	Choice bool `json:"choice,omitempty"`
	// Positions force it (a minimal set), or say it.
	Positions []Position `json:"positions"`
	// Proven: the set is known to be minimal.
	Proven bool `json:"proven"`
}

// OrderNeeded tells by when an answer, or one of several, is needed.
type OrderNeeded struct {
	AnyOf []OrderAnswer `json:"any_of"`
	By    []Step        `json:"by"`
}

// OrderAnswer is an answer that is owed.
type OrderAnswer struct {
	// Kind is decide, answer, force or external.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// OrderCircles lists circles, smallest first.
type OrderCircles struct {
	List     []OrderCircle `json:"list"`
	Complete bool          `json:"complete"`
}

// OrderCircle is a minimal set of positions with which not everything can happen
// in any order.
type OrderCircle struct {
	Positions []Position `json:"positions"`
	// Loops are the loops of events; one, unless a position leaves a choice. None:
	// a position is withheld.
	Loops [][]OrderLink `json:"loops"`
	// Blocks is yes, no or unknown: whether it keeps the aim from being reached.
	Blocks   string        `json:"blocks"`
	Remedies []OrderRemedy `json:"remedies"`
}

// OrderLink is an arc of a loop: To waits for From.
type OrderLink struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Positions are the keys of those that say so; none: what a plan is.
	Positions []string `json:"positions"`
}

// OrderRemedy is a change of one thing after which a circle is gone and no other
// has come.
type OrderRemedy struct {
	// Kind is move, together, split, in turn or guarantee.
	Kind     string   `json:"kind"`
	Says     string   `json:"says"`
	Position string   `json:"position,omitempty"`
	Events   []string `json:"events,omitempty"`
	Stages   []string `json:"stages,omitempty"`
	// Ends are the other circles that it ends, from 1.
	Ends []int `json:"ends,omitempty"`
	// Sure is false if it is not known that no circle is new.
	Sure bool `json:"sure"`
}

// BuildOrder answers `mandate order`.
func BuildOrder(st *record.State, opt Options) (*Order, error) {
	b := newBuilder(st, opt)
	o := &Order{Head: b.head("order"), Events: []OrderEvent{}, Sequence: []OrderPlace{}, Arcs: []OrderArc{}, Needed: []OrderNeeded{},
		Circles: OrderCircles{List: []OrderCircle{}, Complete: true}}
	m, err := analysis.New(st, nil, opt.Budget)
	if analysis.IsNoAim(err) {
		o.Result, o.Sentence = string(mandate.NoRecord), "Every source of the aim has been left out, so nothing can be said."
		b.close(&o.Head)
		return o, nil
	}
	if err != nil {
		return nil, err
	}
	cs, err := m.Circles(opt.limit())
	if err != nil {
		return nil, err
	}
	v, _ := m.Verdict()
	var owed *analysis.Owed
	if v == mandate.Blueprint {
		found := m.Owed()
		if owed = &found; found.Verdict != analysis.Yes {
			owed = nil
			o.Complete = false
		}
	}
	found := m.Order(owed)
	o.Result = map[analysis.Verdict]string{analysis.Yes: "order", analysis.No: "blocked"}[found.Possible]
	if o.Result == "" {
		o.Result = "unknown"
	}
	b.orderEvents(o, found)
	b.given(o, m)
	b.orderArcs(o, found, cs)
	o.layers()
	for i, name := range found.Sequence {
		if b.hides() { // as with the plan of who: it holds what they decide
			break
		}
		o.Sequence = append(o.Sequence, OrderPlace{Step{name, b.n.Event(name)}, found.Layers[i]})
	}
	for _, x := range found.Needed {
		y := OrderNeeded{AnyOf: []OrderAnswer{}, By: []Step{}}
		for _, a := range x.Answers {
			y.AnyOf = append(y.AnyOf, OrderAnswer{a.Kind, a.ID, b.answerName(a)})
		}
		for _, ev := range x.By {
			y.By = append(y.By, Step{ev, b.n.Event(ev)})
		}
		o.Needed = append(o.Needed, y)
	}
	o.Circles.Complete = cs.Complete
	for _, c := range cs.List {
		o.Circles.List = append(o.Circles.List, b.circle(c))
	}
	o.Complete = o.Complete && found.Complete && cs.Complete
	o.Sentence = b.orderSentence(o)
	b.close(&o.Head)
	return o, nil
}

func (b *builder) answerName(a analysis.Answer) string {
	switch a.Kind {
	case "decide":
		return b.n.Issue(a.ID)
	case "answer":
		return b.n.Actor(a.ID)
	case "force":
		return b.n.Capability(a.ID)
	}
	return or(b.n.ext[a.ID], a.ID)
}

func eventKind(ev string) string {
	if kind, _, ok := record.SplitEvent(ev); ok {
		return kind
	}
	return "step"
}

// orderEvents lists the events in the order of the case.
func (b *builder) orderEvents(o *Order, found *analysis.Order) {
	ahead, past := map[string]analysis.Event{}, map[string]analysis.PastEvent{}
	for _, e := range found.Events {
		ahead[e.Name] = e
	}
	for _, e := range found.Past {
		past[e.Name] = e
	}
	add := func(name, stageOf string) {
		x := OrderEvent{ID: name, Name: b.n.Event(name), Kind: eventKind(name), StageOf: stageOf}
		if p, ok := past[name]; ok {
			x.Past, x.Entries = true, b.cite(p.Entries...)
			_, x.Day = b.shown(p.Day, p.Entries, x.Entries)
		}
		if e, ok := ahead[name]; ok {
			x.Possible, x.Always, x.Now, x.By = e.Possible, e.Always, e.Now, e.By
			for _, a := range e.By {
				x.ByNames = append(x.ByNames, b.n.Actor(a))
			}
		}
		o.Events = append(o.Events, x)
	}
	for _, s := range b.st.Case.Steps {
		add(s.ID, s.StageOf)
	}
	for _, i := range b.st.Case.Issues {
		add("decide."+i.ID, "")
	}
	for _, a := range b.st.Case.Actors {
		if a.Is(mandate.RoleContributor) {
			add("commit."+a.ID, "")
		}
		if a.Is(mandate.RoleParty) {
			add("consent."+a.ID, "")
		}
	}
}

// given marks the commitments and consents of those that have agreed.
func (b *builder) given(o *Order, m *analysis.Model) {
	as := map[string]mandate.Role{"commit": mandate.RoleContributor, "consent": mandate.RoleParty}
	for i := range o.Events {
		e := &o.Events[i]
		role := as[e.Kind]
		if role == "" || e.Past || !e.Possible {
			continue
		}
		_, actor, _ := record.SplitEvent(e.ID)
		for _, s := range m.StandingsOf(actor) {
			switch {
			case s.As != role:
			case s.Possible == analysis.Unknown:
				o.Complete = false
			case s.Rung == mandate.Agreed:
				list := b.cite(s.Entries...)
				e.Given = &OrderGiven{Entries: list}
				_, e.Given.Since = b.shown(s.Since, s.Entries, list)
			}
		}
	}
}

// layers puts each event one layer after those that come before it in every order,
// as far as the answer shows them.
func (o *Order) layers() {
	layer := map[string]int{}
	for range o.Events { // a chain has at most so many links
		again := false
		for _, a := range o.Arcs {
			if l := layer[a.From] + 1; a.Every && l > layer[a.To] && l < len(o.Events) {
				layer[a.To], again = l, true
			}
		}
		if !again {
			break
		}
	}
	for i := range o.Events {
		o.Events[i].Layer = layer[o.Events[i].ID]
	}
}

var arcKinds = map[string]string{"need": "need", "settle": "settle", "rule": "rule", "requires": "demand", "declines": "demand", "decides": "decision"}

// orderArcs lists what every order shares, and what positions say besides.
func (b *builder) orderArcs(o *Order, found *analysis.Order, cs analysis.Circles) {
	put := func(a OrderArc, ps []*analysis.Position) bool {
		a.Kind, a.Positions = "structure", []Position{}
		for _, p := range ps {
			x := b.position(p)
			if x.Key == "withheld" {
				return false
			}
			a.Positions = append(a.Positions, x)
			k := arcKinds[p.Kind]
			if len(a.Positions) > 1 && k != a.Kind && p.Kind != "rule" && a.Kind != "rule" {
				k = "several"
			} else if len(a.Positions) > 1 && p.Kind == "rule" {
				k = a.Kind
			}
			a.Kind = k
		}
		o.Arcs = append(o.Arcs, a)
		return true
	}
	shared := map[[2]string]bool{}
	for _, p := range found.Pairs {
		shared[[2]string{p.Before, p.After}] = true
		if !p.Found { // the budget ended before it was known what says so
			if b.hides() {
				o.Hidden++
			} else {
				o.Arcs = append(o.Arcs, OrderArc{From: p.Before, To: p.After, Every: true, Waits: p.Waits, Kind: "unknown", Positions: []Position{}})
			}
			continue
		}
		if !put(OrderArc{From: p.Before, To: p.After, Every: true, Waits: p.Waits, Proven: p.Proven}, p.Forced) {
			o.Hidden++
		}
	}
	for _, a := range cs.Arcs {
		if shared[[2]string{a.From, a.To}] {
			continue
		}
		ps := a.Positions
		if len(ps) > 0 {
			ps = nil // what the audience may not see says nothing
			for _, p := range a.Positions {
				if b.position(p).Key != "withheld" {
					ps = append(ps, p)
				}
			}
			if ps == nil {
				o.Hidden++
				continue
			}
		}
		put(OrderArc{From: a.From, To: a.To, Choice: a.Choice}, ps)
	}
}

func (b *builder) circle(c analysis.Circle) OrderCircle {
	x := OrderCircle{Positions: []Position{}, Loops: [][]OrderLink{}, Blocks: c.Blocks.String(), Remedies: []OrderRemedy{}}
	hidden := false
	for _, p := range c.Positions {
		y := b.position(p)
		hidden = hidden || y.Key == "withheld"
		x.Positions = append(x.Positions, y)
	}
	for _, loop := range c.Loops {
		if hidden {
			break
		}
		links := []OrderLink{}
		for _, a := range loop {
			l := OrderLink{From: a.From, To: a.To, Positions: []string{}}
			for _, p := range a.Positions {
				l.Positions = append(l.Positions, b.position(p).Key)
			}
			links = append(links, l)
		}
		x.Loops = append(x.Loops, links)
	}
	for _, r := range c.Remedies {
		if hidden && (r.Kind != "move" || b.position(r.Position).Key == "withheld") {
			continue
		}
		y := OrderRemedy{Kind: r.Kind, Events: r.Events, Stages: r.Stages, Sure: r.Sure, Says: b.remedy(r)}
		if r.Position != nil {
			y.Position = b.position(r.Position).Key
		}
		for _, k := range r.Ends {
			y.Ends = append(y.Ends, k+1)
		}
		x.Remedies = append(x.Remedies, y)
	}
	return x
}

// staged names an event, and a stage that a step would be given.
func (b *builder) staged(ev string) string {
	if i := strings.LastIndexByte(ev, '.'); i > 0 && b.n.step[ev] == "" {
		if name, ok := b.n.step[ev[:i]]; ok {
			return quote(or(name, ev[:i]) + ", stage " + ev[i+1:])
		}
	}
	return b.n.quoted(ev)
}

// remedy puts a remedy into words.
func (b *builder) remedy(r analysis.Remedy) string {
	var names, stages []string
	for _, ev := range r.Events {
		names = append(names, b.n.quoted(ev))
	}
	for _, ev := range r.Stages {
		stages = append(stages, b.staged(ev))
	}
	switch r.Kind {
	case "move":
		p := b.position(r.Position)
		who := strings.Join(p.OwnerNames, ", ")
		switch {
		case r.Position.Kind == "decides":
			return "the decision of " + who + " is reopened: " + p.Says
		case who != "":
			return noLonger(p)
		}
		return "the plan no longer asks: " + p.Says
	case "together":
		return names[0] + " and " + names[1] + " together: neither waits for the other"
	case "split":
		return names[0] + " in stages: " + strings.Join(stages, ", then ")
	case "in turn":
		return "in stages, in turn, each seen to be done: " + strings.Join(stages, ", then ")
	}
	return "somebody vouches for " + names[0] + ", so that " + names[1] + " need not wait for it"
}

func (b *builder) orderSentence(o *Order) string {
	var s string
	switch o.Result {
	case "blocked":
		s = "No plan is possible, so there is no order that reaches the aim; `why` lists what collides."
	case "unknown":
		s = "Whether any plan is possible was not found out."
	default:
		var first, then []string
		for _, e := range o.Events {
			if e.Always && e.Kind == "step" && e.ID != o.Aim {
				if e.Now {
					first = append(first, quote(e.Name))
				} else {
					then = append(then, quote(e.Name))
				}
			}
		}
		decide, answer := 0, 0
		for _, x := range o.Sequence {
			switch eventKind(x.ID) {
			case "decide":
				decide++
			case "commit", "consent":
				answer++
			}
		}
		s = "There is an order that nothing on record speaks against"
		if len(o.Sequence) > 0 {
			s += ": in the shortest plan " + plural(int64(len(o.Sequence)-decide-answer), "step", "steps") + ", " + plural(int64(decide), "decision", "decisions") + ", " + plural(int64(answer), "commitment or consent", "commitments and consents")
		}
		s += "."
		if len(first) > 0 {
			s += " Steps that every plan has and that can be first: " + strings.Join(first, ", ") + "."
		}
		if len(then) > 0 {
			s += " Steps that every plan has and that wait for something: " + strings.Join(then, ", ") + "."
		}
	}
	n, blocking := len(o.Circles.List), 0
	for _, c := range o.Circles.List {
		if c.Blocks == "yes" {
			blocking++
		}
	}
	switch {
	case n == 0 && o.Circles.Complete:
		s += " Nothing on record waits for itself in a circle."
	case n == 0:
		s += " Whether anything waits for itself in a circle was not found out."
	default:
		count := plural(int64(n), "circle", "circles")
		if !o.Circles.Complete {
			count = "at least " + count
		}
		tail := map[bool]string{true: "it does not block the aim", false: "none blocks the aim"}[n == 1]
		if blocking > 0 {
			tail = fmt.Sprintf("%d of them block the aim", blocking)
			if blocking == n {
				tail = map[bool]string{true: "it blocks the aim", false: "each blocks the aim"}[n == 1]
			} else if blocking == 1 {
				tail = "1 of them blocks the aim"
			}
		}
		s += " " + strings.ToUpper(count[:1]) + count[1:] + " of things that wait for each other; " + tail + "."
	}
	return s
}
