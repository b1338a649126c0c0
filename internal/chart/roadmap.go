package chart

import (
	"fmt"
	"slices"
	"strings"

	"mandate"
	"mandate/internal/report"
)

// Roadmap draws what comes before what, from left to right: what is done, what
// can be done now in a strong tone, and after it what waits for it. Events of a
// kind that wait for the same and are waited for by the same stand in one box,
// and stages in turn in one; arrows that others imply are left out. The table
// has all of them.
func Roadmap(o *report.Order) *Chart {
	c := newChart("What comes before what", &o.Head)
	r := roadmapOf(o)
	c.Desc = r.desc()
	c.table = r.table()
	c.lay = r.lay
	return c
}

// How an arrow is drawn, by what says so.
const (
	byCase   = "case"   // a line of the case
	byDemand = "demand" // somebody's words
	byForm   = "form"   // how every plan is made
	byChoice = "choice" // one of several that a position asks for
	byCircle = "circle" // part of a circle

	mostInText = 4 // names in a sentence about several
	mostSays   = 6 // reasons in a sentence
)

type roadmap struct {
	o       *report.Order
	events  map[string]report.OrderEvent
	circles map[string][]int // by event, from 1
	nodes   []*roadNode
	edges   []*roadEdge
	done    []report.OrderEvent
	free    []report.OrderEvent // can be done now or is given, and nothing waits for it
	layers  int
}

// roadNode is a box, or a place through which an arrow goes.
type roadNode struct {
	events  []report.OrderEvent
	kind    string
	stages  int // of a step in stages, all in one box
	layer   int
	now     bool // can be done now, and is not given
	given   bool // answers that are on record
	aim     bool
	never   bool // in no possible plan
	in, out []*roadEdge
	texts   []roadText // what stands in the box
	x, y, h int
	at      int // rank within its layer
}

// roadEdge is an arrow between two boxes.
type roadEdge struct {
	from, to *roadNode
	arcs     []report.OrderArc
	style    string
	back     bool        // it would close a circle, and goes back
	via      []*roadNode // through the layers between
}

func roadmapOf(o *report.Order) *roadmap {
	r := &roadmap{o: o, events: map[string]report.OrderEvent{}, circles: map[string][]int{}}
	nodes, arcs, loop := o.Graph()
	for _, e := range o.Events {
		r.events[e.ID] = e
		if e.Past {
			r.done = append(r.done, e)
		}
	}
	slices.SortStableFunc(r.done, func(a, b report.OrderEvent) int { return strings.Compare(a.Day, b.Day) })
	for i, c := range o.Circles.List {
		for _, l := range c.Loops {
			for _, a := range l {
				if !slices.Contains(r.circles[a.From], i+1) {
					r.circles[a.From] = append(r.circles[a.From], i+1)
				}
			}
		}
	}
	ahead := nodes[:0:0]
	seen := map[string]bool{}
	for _, e := range nodes {
		seen[e.ID] = true
		if !e.Past {
			ahead = append(ahead, e)
		}
	}
	for _, e := range o.Events { // what can be done now stands there, too, if nothing waits for it
		if e.Now && !e.Past && !seen[e.ID] {
			ahead = append(ahead, e)
		}
	}
	kept := arcs[:0:0]
	for _, a := range arcs {
		if !r.events[a.From].Past && !r.events[a.To].Past {
			kept = append(kept, a)
		}
	}
	whole := r.stages(ahead, kept)
	r.bundle(ahead, kept, whole)
	r.connect(kept, loop, whole)
	r.part()
	r.layer()
	r.reduce()
	return r
}

// stages finds steps whose stages only follow each other, so that one box says
// it: from each of their ids to the step.
func (r *roadmap) stages(events []report.OrderEvent, arcs []report.OrderArc) map[string]string {
	out := map[string]string{}
	there := map[string]bool{}
	parts := map[string][]string{}
	for _, e := range events {
		there[e.ID] = true
		if e.StageOf != "" {
			parts[e.StageOf] = append(parts[e.StageOf], e.ID)
		}
	}
	for _, e := range events {
		list := parts[e.ID]
		if len(list) == 0 {
			continue
		}
		list = append(list[:len(list):len(list)], e.ID)
		alone := true
		for _, a := range arcs {
			from, to := slices.Index(list, a.From), slices.Index(list, a.To)
			switch {
			case from < 0 && to < 0:
			case from < 0:
				alone = alone && to == 0
			case to < 0:
				alone = alone && from == len(list)-1
			default:
				alone = alone && from < to
			}
		}
		if alone {
			for _, id := range list {
				out[id] = e.ID
			}
		}
	}
	return out
}

func under(whole map[string]string, id string) string {
	if w, ok := whole[id]; ok {
		return w
	}
	return id
}

// bundle puts events into boxes.
func (r *roadmap) bundle(events []report.OrderEvent, arcs []report.OrderArc, whole map[string]string) {
	near := map[string][]string{}
	for _, a := range arcs {
		from, to := under(whole, a.From), under(whole, a.To)
		if from != to {
			near[from] = add(near[from], "before "+to)
			near[to] = add(near[to], "after "+from)
		}
	}
	at := map[string]*roadNode{}
	for _, e := range events {
		if w := under(whole, e.ID); w != e.ID {
			continue
		}
		slices.Sort(near[e.ID])
		key := fmt.Sprint(e.Kind, e.Now, e.Given != nil, e.Possible, near[e.ID])
		stages := 0
		for _, w := range whole {
			if w == e.ID {
				stages++
			}
		}
		if e.ID == r.o.Aim || len(r.circles[e.ID]) > 0 || stages > 0 {
			key = e.ID
		}
		n := at[key]
		if n == nil {
			n = &roadNode{kind: e.Kind, now: ready(e), given: e.Given != nil, aim: e.ID == r.o.Aim, never: !e.Possible, stages: max(0, stages-1)}
			for _, f := range events { // a step begins with its first stage
				n.now = n.now || stages > 0 && f.Now && whole[f.ID] == e.ID
			}
			at[key] = n
			r.nodes = append(r.nodes, n)
		}
		n.events = append(n.events, e)
	}
}

// connect draws the arrows between boxes, one a way of saying so.
func (r *roadmap) connect(arcs []report.OrderArc, loop map[[2]string]bool, whole map[string]string) {
	of := map[string]*roadNode{}
	for _, n := range r.nodes {
		for _, e := range n.events {
			of[e.ID] = n
		}
	}
	type key struct {
		from, to *roadNode
		style    string
	}
	at := map[key]*roadEdge{}
	for _, a := range arcs {
		from, to := of[under(whole, a.From)], of[under(whole, a.To)]
		if from == nil || to == nil || from == to {
			continue
		}
		style := byCase
		switch {
		case loop[[2]string{a.From, a.To}]:
			style = byCircle
		case a.Choice:
			style = byChoice
		case a.Kind == "demand" || a.Kind == "decision":
			style = byDemand
		case len(a.Positions) == 0:
			style = byForm
		}
		k := key{from, to, style}
		e := at[k]
		if e == nil {
			e = &roadEdge{from: from, to: to, style: style}
			at[k] = e
			r.edges = append(r.edges, e)
		}
		e.arcs = append(e.arcs, a)
	}
}

// ready: it can be done now, and is not given.
func ready(e report.OrderEvent) bool { return e.Now && e.Given == nil }

// part takes out what can be done now, or is given, and no arrow touches.
func (r *roadmap) part() {
	touched := map[*roadNode]bool{}
	for _, e := range r.edges {
		touched[e.from], touched[e.to] = true, true
	}
	kept := r.nodes[:0:0]
	for _, n := range r.nodes {
		if (n.now || n.given) && !touched[n] && !n.aim {
			r.free = append(r.free, n.events...)
		} else {
			kept = append(kept, n)
		}
	}
	r.nodes = kept
}

// opens are the entries and lines of the case behind positions.
func opens(ids []string, list []report.Position) []string {
	for _, p := range list {
		switch {
		case len(p.Entries) > 0:
			ids = add(ids, p.Entries...)
		case p.Line != "":
			ids = add(ids, "line:"+p.Line)
		}
	}
	return ids
}

// claims says whose a position is, and what it says.
func claims(p report.Position) string {
	if p.Key == "withheld" {
		return "a withheld position"
	}
	if len(p.OwnerNames) > 0 {
		return list(p.OwnerNames) + ": " + p.Says
	}
	return p.Says
}

// some names a few of many.
func some(names []string) string {
	if len(names) > mostInText+1 {
		return list(names[:mostInText]) + " and " + number(int64(len(names)-mostInText)) + " more"
	}
	return list(names)
}

// several names events in words: the commitment of Egypt, Qatar.
func several(events []report.OrderEvent) string {
	names := make([]string, len(events))
	for i, e := range events {
		names[i] = plain(e.Name)
		if i > 0 && e.Kind != "step" {
			names[i] = bare(e)
		}
	}
	return some(names)
}

// bare is the name of a step, an issue or an actor.
func bare(e report.OrderEvent) string {
	name := plain(e.Name)
	if e.Kind == "step" {
		return name
	}
	for _, cut := range []string{"deciding ", "the commitment of ", "the consent of "} {
		if s, ok := strings.CutPrefix(name, cut); ok {
			return s
		}
	}
	return name
}

func (r *roadmap) mark(e *roadEdge) mark {
	m := mark{}
	var says []string
	from, to := map[string]bool{}, map[string]bool{}
	for _, a := range e.arcs {
		from[a.From], to[a.To] = true, true
		m.entries = opens(m.entries, a.Positions)
		for _, p := range a.Positions {
			says = add(says, plain(claims(p)))
		}
	}
	pick := func(n *roadNode, set map[string]bool) (out []report.OrderEvent) {
		for _, x := range r.o.Events {
			if set[x.ID] {
				out = append(out, x)
			}
		}
		return out
	}
	m.says = several(pick(e.from, from)) + " before " + several(pick(e.to, to))
	if e.style == byChoice {
		m.says += ", or another"
	}
	switch {
	case len(says) > mostSays:
		m.says += ": " + strings.Join(says[:mostSays], "; ") + "; " + count(len(says)-mostSays, "more", "more")
	case len(says) > 0:
		m.says += ": " + strings.Join(says, "; ")
	default:
		m.says += ": so every plan is made"
	}
	return m
}

// markOf is what an event in a box says and opens: what it waits for, or else
// what waits for it.
func (r *roadmap) markOf(n *roadNode, x report.OrderEvent) mark {
	// What is said begins with what is to be seen.
	if x.Past {
		return mark{says: strings.TrimSpace(bare(x)+" "+happened(x)) + ", done", entries: x.Entries}
	}
	m := mark{says: plain(x.Name)}
	if n == nil {
		m.says, n = freeLeads[x.Kind]+bare(x), &roadNode{now: ready(x)}
	}
	if n.stages > 0 {
		m.says += " in " + count(n.stages, "stage", "stages") + ", in turn"
	}
	if c := r.circles[x.ID]; len(c) > 0 {
		m.says += " " + circleNames(c)
	}
	switch {
	case x.Given != nil:
		m.says += ", " + agreed(x)
		m.entries = append(m.entries, x.Given.Entries...)
	case n.now:
		m.says += ", can be done now"
		if len(x.ByNames) > 0 && (x.Kind == "decide") {
			m.says += " by " + list(x.ByNames)
		}
	case n.never:
		m.says += ", in no possible plan"
	}
	var before []string
	for _, side := range [][]*roadEdge{n.in, n.out} {
		for _, e := range side {
			for _, a := range e.arcs {
				if a.To == x.ID || a.From == x.ID || n.stages > 0 {
					if x.Given == nil { // or else it opens its yes
						m.entries = opens(m.entries, a.Positions)
					}
					if e.to == n {
						before = add(before, bare(r.events[a.From]))
					}
				}
			}
		}
		if len(m.entries) > 0 {
			break
		}
	}
	if len(before) > 0 {
		m.says += "; after " + some(before)
	}
	return m
}

// happened is when, and how what is done is called.
func happened(x report.OrderEvent) string {
	day := ""
	if d, err := mandate.ParseWhen(x.Day); err == nil && !d.IsZero() {
		day = d.Long()
	}
	return strings.TrimSpace(map[string]string{"decide": "decided", "commit": "committed", "consent": "consented"}[x.Kind] + " " + day)
}

// agreed is since when the yes to an event is on record.
func agreed(x report.OrderEvent) string {
	if d, err := mandate.ParseWhen(x.Given.Since); err == nil && !d.IsZero() {
		return "agreed since " + d.Long()
	}
	return "agreed"
}

func circleNames(list []int) string {
	parts := make([]string, len(list))
	for i, k := range list {
		parts[i] = fmt.Sprint(k)
	}
	if len(list) == 1 {
		return "circle " + parts[0]
	}
	return "circles " + strings.Join(parts, ", ")
}

func (r *roadmap) desc() string {
	now, later, given := 0, 0, 0
	for _, e := range r.free {
		if e.Given != nil {
			given++
		} else {
			now++
		}
	}
	for _, n := range r.nodes {
		switch {
		case n.given:
			given += len(n.events)
		case n.now:
			now += len(n.events)
		default:
			later += len(n.events)
		}
	}
	if now+later+given+len(r.done) == 0 {
		return "Nothing is in any order."
	}
	s := count(now, "event", "events") + " can come first of all that has not happened, " + number(int64(later)) + " wait for something, " + number(int64(len(r.done))) + " have happened."
	if given > 0 {
		s += " " + count(given, "answer is", "answers are") + " given."
	}
	if k := len(r.o.Circles.List); k > 0 {
		s += " " + count(k, "circle", "circles") + " of things that wait for each other."
	}
	return s
}

// table lists the events and then all arcs, also those that are not drawn.
func (r *roadmap) table() [][]string {
	out := [][]string{{"what", "id", "name", "kind", "state", "day", "by", "before", "circle", "entries"}}
	for _, e := range r.o.Events {
		state, day, entries := "waits", e.Day, e.Entries
		switch {
		case e.Past:
			state = "done"
		case e.Given != nil:
			state, day, entries = "agreed", e.Given.Since, e.Given.Entries
		case e.Now:
			state = "now"
		case !e.Possible:
			state = "in no possible plan"
		}
		out = append(out, []string{"event", e.ID, plain(e.Name), e.Kind, state, day, strings.Join(e.By, " "), "", circlesCell(r.circles[e.ID]), strings.Join(entries, " ")})
	}
	_, _, loop := r.o.Graph()
	for _, a := range r.o.Arcs {
		state := "as said"
		switch {
		case a.Every:
			state = "in every order"
		case a.Choice:
			state = "one of a choice"
		}
		circle := ""
		if loop[[2]string{a.From, a.To}] {
			var both []int
			for _, k := range r.circles[a.From] {
				if slices.Contains(r.circles[a.To], k) {
					both = append(both, k)
				}
			}
			circle = circlesCell(both)
		}
		out = append(out, []string{"arc", a.From, plain(r.events[a.From].Name), a.Kind, state, "", "", a.To, circle, strings.Join(opens(nil, a.Positions), " ")})
	}
	return out
}

func circlesCell(list []int) string { return strings.Trim(fmt.Sprint(list), "[]") }
