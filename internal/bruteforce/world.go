package bruteforce

import (
	"errors"
	"math"
	"sort"

	"mandate"
)

var (
	// ErrTooLarge is returned when a case has too many choices to enumerate.
	ErrTooLarge = errors.New("bruteforce: the case has too many choices to enumerate")
	// ErrCircular is returned when the definitions give no meaning: entries
	// whose links answer to each other in a circle, or a condition that
	// depends on itself through force or objecting.
	ErrCircular = errors.New("bruteforce: the case refers to itself in a circle")
)

// always is the day of what has no date: before all others.
const always mandate.Day = math.MinInt32

// world is a case as it stands at a day: what is in force, what is past.
type world struct {
	c   *mandate.Case
	q   mandate.Query
	day mandate.Day
	aim int // step asked about

	actors  []*mandate.Actor
	actorAt map[string]int
	steps   []*mandate.Step
	stepAt  map[string]int
	issueAt map[string]int
	capAt   map[string]int
	extAt   map[string]int
	textAt  map[string]*mandate.Text
	dropped map[string]bool

	binding []*mandate.Entry                // in the order of the record
	out     map[*mandate.Entry]map[int]bool // actors whose share in a statement of several has ended
	acts    []*act                          // the effects that count, each for one actor
	kept    []*act                          // in a draw, those of the whole record

	holding []uint64 // by issue: the options that hold
	choices [][]uint64
	open    []uint64            // by issue: the options that some consistent mandate has
	forced  []uint64            // by issue: the options that every consistent mandate has
	decided []bool              // by issue: decided on record
	past    map[int]mandate.Day // events
	pastSet uint64              // events
	ext     []mandate.Truth

	answer   *mandate.Entry // the yes that leverage tries; nil: none
	answerer int            // whose yes it is

	contributors, parties uint64 // actors
	happened              uint64 // steps
	mentioned             uint64 // externals that some condition mentions
}

// act is one effect as it counts for one actor.
type act struct {
	entry     *mandate.Entry
	eff       *mandate.Effect
	ref       string // entry#number
	actor     int
	inherited bool // by way of a group
	hearsay   bool
	cond      *node // the condition, without a moment chosen; for adopts its clauses

	repeated bool // an offer that a yes of leverage repeats as a commitment
	bare     bool // the yes itself, without amounts
}

// own reports whether the act is the actor's own word.
func (a *act) own() bool { return !a.inherited && !a.hearsay }

// commits reports whether the act is a commitment that counts as one.
func (a *act) commits() bool { return a.eff.Kind == mandate.Commits && a.own() || a.repeated }

func (a *act) brings() bool {
	return a.eff.Kind == mandate.Commits || a.eff.Kind == mandate.Offers
}

func newWorld(c *mandate.Case, q mandate.Query) (*world, error) {
	return newWorldWith(c, q, nil, 0)
}

// newWorldWith is newWorld for a case to which a yes has been added.
func newWorldWith(c *mandate.Case, q mandate.Query, answer *mandate.Entry, answerer int) (*world, error) {
	w := &world{c: c, q: q, answer: answer, answerer: answerer, actorAt: map[string]int{}, stepAt: map[string]int{}, issueAt: map[string]int{},
		capAt: map[string]int{}, extAt: map[string]int{}, textAt: map[string]*mandate.Text{},
		dropped: map[string]bool{}, past: map[int]mandate.Day{}}
	for _, id := range q.Without {
		w.dropped[id] = true
	}
	w.day = always
	for _, e := range c.Entries {
		for _, d := range []mandate.When{e.Said, e.Reported} {
			if !d.IsZero() {
				w.day = max(w.day, d.Last)
			}
		}
	}
	if w.day == always { // nothing is dated: everything that has begun holds
		w.day = math.MaxInt32
	}
	if q.AsOf != nil {
		w.day = *q.AsOf
	}
	for i, a := range c.Actors {
		w.actorAt[a.ID] = i
		if a.Is(mandate.RoleContributor) {
			w.contributors |= 1 << i
		}
		if a.Is(mandate.RoleParty) {
			w.parties |= 1 << i
		}
	}
	w.actors = c.Actors
	w.addSteps()
	for i, x := range c.Issues {
		w.issueAt[x.ID] = i
	}
	for i, x := range c.Capabilities {
		w.capAt[x.ID] = i
	}
	for i, x := range c.Externals {
		w.extAt[x.ID] = i
	}
	for _, t := range c.Texts {
		w.textAt[t.ID] = t
	}
	if len(w.steps)+len(c.Issues)+2*len(w.actors) > 64 {
		return nil, ErrTooLarge
	}
	aim := c.Aim
	if q.Aim != "" {
		aim = q.Aim
	}
	w.aim = w.stepAt[aim]
	if err := w.readEntries(); err != nil {
		return nil, err
	}
	w.readOptions()
	w.readHappened()
	w.readExternals()
	if err := w.readDecisions(); err != nil {
		return nil, err
	}
	return w, nil
}

// addSteps lists the steps with their stages, whether or not the loader has
// spelled the stages out.
func (w *world) addSteps() {
	add := func(s *mandate.Step) {
		if _, ok := w.stepAt[s.ID]; !ok {
			w.stepAt[s.ID] = len(w.steps)
			w.steps = append(w.steps, s)
		}
	}
	for _, s := range w.c.Steps {
		add(s)
	}
	for _, s := range w.c.Steps {
		for n := 1; n <= s.Stages; n++ {
			add(&mandate.Step{ID: s.StageID(n), StageOf: s.ID, Stage: n, Line: s.Line})
		}
	}
}

// The events: steps, then decide.i, commit.a, consent.a.

func (w *world) decide(i int) int  { return len(w.steps) + i }
func (w *world) commit(a int) int  { return len(w.steps) + len(w.c.Issues) + a }
func (w *world) consent(a int) int { return len(w.steps) + len(w.c.Issues) + len(w.actors) + a }
func (w *world) events() int       { return len(w.steps) + len(w.c.Issues) + 2*len(w.actors) }

func (w *world) isPast(ev int) bool { return w.pastSet>>ev&1 == 1 }

func (w *world) event(name string) int {
	for prefix, f := range map[string]func(string) int{
		"decide.":  func(id string) int { return w.decide(w.issueAt[id]) },
		"commit.":  func(id string) int { return w.commit(w.actorAt[id]) },
		"consent.": func(id string) int { return w.consent(w.actorAt[id]) },
	} {
		if len(name) > len(prefix) && name[:len(prefix)] == prefix {
			return f(name[len(prefix):])
		}
	}
	return w.stepAt[name]
}

// holds reports whether a line holds on the day.
func (w *world) holds(l mandate.Line) bool {
	if !l.From.IsZero() && l.From.Last > w.day {
		return false
	}
	if !l.Until.IsZero() && w.day > l.Until.Last {
		return false
	}
	return w.sourced(l.Sources)
}

// sourced reports whether a source is left. What never had one stands.
func (w *world) sourced(ids []string) bool {
	for _, s := range ids {
		if !w.dropped[s] {
			return true
		}
	}
	return len(ids) == 0
}

// lastOf is the last possible day of the first date that is given.
func lastOf(dates ...mandate.When) mandate.Day {
	for _, d := range dates {
		if !d.IsZero() {
			return d.Last
		}
	}
	return always
}

// effective is the day of an entry.
func effective(e *mandate.Entry) mandate.Day { return lastOf(e.Said, e.Reported) }

func (w *world) present(e *mandate.Entry) bool {
	switch {
	case w.dropped[e.ID],
		e.Assumed && w.q.NoAssumptions,
		effective(e) > w.day,
		w.q.KnownBy != nil && lastOf(e.Reported, e.Said) > *w.q.KnownBy,
		w.q.RecordedBy != nil && lastOf(e.Recorded, e.Reported, e.Said) > *w.q.RecordedBy,
		w.q.MinFirmness != "" && !e.Firmness.AtLeast(w.q.MinFirmness),
		!e.Assumed && !w.sourced(e.Sources):
		return false
	}
	return true
}

// readEntries finds the entries that bind, and the effects that count.
//
// The page defines in force and disputed by each other. Here every way to put
// the linked entries in force or out of it is tried, and the definition must
// agree with exactly one of them.
func (w *world) readEntries() error {
	all := w.c.Entries
	at := map[string]int{}
	for i, e := range all {
		at[e.ID] = i
	}
	binds := map[string]bool{}
	for _, b := range w.c.Binds {
		binds[b.Entry] = true
	}
	present := make([]bool, len(all))
	isLinked := make([]bool, len(all))
	for i, e := range all {
		present[i] = w.present(e)
	}
	for i, e := range all {
		if !present[i] {
			continue
		}
		for _, ids := range [][]string{e.Supersedes, e.Suspends, e.Disputes} {
			for _, id := range ids {
				isLinked[i], isLinked[at[id]] = true, true
			}
		}
	}
	inForce := make([]bool, len(all))
	var linked []int
	for i, e := range all {
		inForce[i] = present[i] && (e.Expires.IsZero() || w.day <= e.Expires.Last)
		if isLinked[i] && inForce[i] {
			linked = append(linked, i)
		}
	}
	if len(linked) > 12 {
		return ErrTooLarge
	}
	standing := append([]bool(nil), inForce...) // present and not expired
	has := func(ids []string, id string) bool {
		for _, x := range ids {
			if x == id {
				return true
			}
		}
		return false
	}
	isDisputed := func(i int) bool {
		if binds[all[i].ID] {
			return false
		}
		for j, f := range all {
			if inForce[j] && has(f.Disputes, all[i].ID) {
				return true
			}
			if inForce[j] && inForce[i] && has(all[i].Disputes, f.ID) {
				return true
			}
		}
		return false
	}
	agrees := func() bool {
		var disputed []bool
		for i := range all {
			disputed = append(disputed, isDisputed(i))
		}
		for _, i := range linked {
			want := standing[i]
			for j, f := range all {
				if w.concerned(f, all[i]) != nil { // a share of it alone
					continue
				}
				if present[j] && !disputed[j] && has(f.Supersedes, all[i].ID) ||
					inForce[j] && !disputed[j] && has(f.Suspends, all[i].ID) {
					want = false
				}
			}
			if inForce[i] != want {
				return false
			}
		}
		return true
	}
	var found [][]bool
	for set := 0; set < 1<<len(linked); set++ {
		for n, i := range linked {
			inForce[i] = set>>n&1 == 1
		}
		if agrees() {
			found = append(found, append([]bool(nil), inForce...))
		}
	}
	if len(found) != 1 {
		return ErrCircular
	}
	inForce = found[0]
	w.out = map[*mandate.Entry]map[int]bool{}
	for j, f := range all {
		for _, e := range all {
			gone := w.concerned(f, e)
			if gone != nil && !isDisputed(j) && (present[j] && has(f.Supersedes, e.ID) || inForce[j] && has(f.Suspends, e.ID)) {
				for a := range gone {
					if w.out[e] == nil {
						w.out[e] = map[int]bool{}
					}
					w.out[e][a] = true
				}
			}
		}
	}
	for i, e := range all {
		if inForce[i] && !isDisputed(i) {
			w.binding = append(w.binding, e)
		}
	}
	w.readActs()
	return nil
}

// speaksFor lists the actors an entry is about.
func (w *world) speaksFor(e *mandate.Entry) map[int]bool {
	out := map[int]bool{}
	for a, x := range w.actors {
		if e.Group && x.In(e.Actors[0]) {
			out[a] = true
		}
	}
	if !e.Group {
		for _, id := range e.Actors {
			out[w.actorAt[id]] = true
		}
	}
	return out
}

// concerned lists whose share in f a link of e concerns; nil: the whole of f.
func (w *world) concerned(e, f *mandate.Entry) map[int]bool {
	of, by := w.speaksFor(f), w.speaksFor(e)
	both := map[int]bool{}
	for a := range of {
		if by[a] {
			both[a] = true
		}
	}
	if len(f.Actors) == 1 && !f.Group || len(both) == 0 || len(both) == len(of) {
		return nil
	}
	return both
}

// readActs gives each effect of a binding entry to its actors.
func (w *world) readActs() {
	own := make([]map[string]mandate.Day, len(w.actors)) // topics of own entries: the latest day
	before := map[string]mandate.Day{}                   // those of the answerer without its yes
	for a := range w.actors {
		own[a] = map[string]mandate.Day{}
	}
	for _, e := range w.binding {
		if e.Group {
			continue
		}
		for _, id := range e.Actors {
			if w.out[e][w.actorAt[id]] {
				continue
			}
			for _, f := range e.Effects {
				for t := range w.topics(f) {
					if d, ok := own[w.actorAt[id]][t]; !ok || effective(e) > d {
						own[w.actorAt[id]][t] = effective(e)
					}
					if d, ok := before[t]; w.answer != nil && e != w.answer && w.actorAt[id] == w.answerer && (!ok || effective(e) > d) {
						before[t] = effective(e)
					}
				}
			}
		}
	}
	add := func(e *mandate.Entry, n, actor int, inherited bool) {
		if w.out[e][actor] {
			return
		}
		x := &act{entry: e, eff: e.Effects[n], ref: ref(e, n), actor: actor, inherited: inherited, hearsay: e.Hearsay()}
		if w.answer != nil && actor == w.answerer {
			x.bare = e == w.answer && x.brings()
			x.repeated = e != w.answer && x.brings()
		}
		w.acts = append(w.acts, x)
	}
	for _, e := range w.binding {
		for n, f := range e.Effects {
			if !e.Group {
				for _, id := range e.Actors {
					add(e, n, w.actorAt[id], false)
				}
				continue
			}
			if w.q.MinFirmness != "" && !mandate.Inferred.AtLeast(w.q.MinFirmness) && !e.Assumed {
				continue
			}
			for a, x := range w.actors {
				if !x.In(e.Actors[0]) {
					continue
				}
				replaced := false
				said := own[a]
				if w.answer != nil && a == w.answerer && (f.Kind == mandate.Offers || f.Kind == mandate.Commits) {
					said = before // the yes repeats them
				}
				for t := range w.topics(f) {
					d, ok := said[t]
					replaced = replaced || ok && d >= effective(e)
				}
				if !replaced {
					add(e, n, a, true)
				}
			}
		}
	}
}

func ref(e *mandate.Entry, n int) string { return e.ID + "#" + itoa(n+1) }

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// topics lists what an effect is about.
func (w *world) topics(f *mandate.Effect) map[string]bool {
	t := map[string]bool{}
	event := func(name string) {
		if _, ok := w.stepAt[name]; ok {
			t["step "+name] = true
		} else if len(name) > 7 && name[:7] == "decide." {
			t["issue "+name[7:]] = true
		}
	}
	var text func(id string)
	expr := func(e *mandate.Expr) {
		switch e.Op {
		case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast, mandate.OpDecided:
			t["issue "+e.Name] = true
		case mandate.OpDone:
			event(e.Name)
		case mandate.OpBefore:
			event(e.Name)
			event(e.Names[0])
		case mandate.OpJoins:
			t["joins "+e.Name] = true
		case mandate.OpAdopts:
			text(e.Name)
		}
	}
	text = func(id string) {
		for _, c := range w.clauses(id) {
			c.Expr.Walk(expr)
		}
		for _, s := range w.textAt[id].Steps {
			event(s)
		}
	}
	for _, c := range []*mandate.Condition{f.That, f.Over} {
		if c != nil {
			c.Expr.Walk(expr)
		}
	}
	switch f.Kind {
	case mandate.Adopts:
		text(f.Name)
	case mandate.Excludes:
		t["joins "+f.Name] = true
	case mandate.Offers, mandate.Commits, mandate.Interests, mandate.Declines:
		t["taking part"] = true
	}
	return t
}

// clauses lists the clauses of a text that hold.
func (w *world) clauses(text string) []*mandate.Condition {
	var out []*mandate.Condition
	for _, c := range w.textAt[text].Clauses {
		if w.holds(c.Line) {
			out = append(out, c.That)
		}
	}
	return out
}

// readOptions lists, for each issue, what a plan may choose.
func (w *world) readOptions() {
	for _, x := range w.c.Issues {
		var hold, all uint64
		for n, o := range x.Options {
			all |= 1 << n
			if w.holds(o.Line) {
				hold |= 1 << n
			}
		}
		if hold == 0 {
			hold = all
		}
		var choices []uint64
		for m := uint64(0); m <= all; m++ {
			one := m != 0 && m&(m-1) == 0
			if m&^hold == 0 && (x.Set || one) {
				choices = append(choices, m)
			}
		}
		w.holding = append(w.holding, hold)
		w.choices = append(w.choices, choices)
	}
}

func (w *world) readHappened() {
	for _, e := range w.binding {
		for _, f := range e.Effects {
			s, ok := w.stepAt[f.Name]
			if f.Kind != mandate.Happened || f.What != "step" || !ok {
				continue
			}
			if d, known := w.past[s]; !known || effective(e) < d {
				w.past[s] = effective(e)
			}
		}
	}
	// All stages done is the step done, on the day of the last of them.
	for i, s := range w.steps {
		last, all := always, s.Stages > 0
		for n := 1; n <= s.Stages; n++ {
			d, ok := w.past[w.stepAt[s.StageID(n)]]
			all = all && ok
			last = max(last, d)
		}
		if !all {
			continue
		}
		if d, known := w.past[i]; !known || last < d {
			w.past[i] = last
		}
	}
	for s := range w.past {
		w.happened |= 1 << s
	}
}

func (w *world) readExternals() {
	for _, x := range w.c.Externals {
		w.ext = append(w.ext, w.external(x))
	}
}

func (w *world) external(x *mandate.External) mandate.Truth {
	if v, ok := w.c.Assumptions.Externals[x.ID]; ok && !w.q.NoAssumptions && v != mandate.Unknown {
		return v
	}
	// latest gives the last reading of one kind.
	latest := func(boolean bool) *mandate.Effect {
		var best *mandate.Effect
		day := always
		for _, e := range w.binding {
			for _, f := range e.Effects {
				if f.Kind == mandate.Happened && f.What == "reading" && f.Name == x.ID && f.Boolean == boolean && effective(e) >= day {
					best, day = f, effective(e)
				}
			}
		}
		return best
	}
	if f := latest(true); f != nil {
		if f.Value != 0 {
			return mandate.True
		}
		return mandate.False
	}
	if x.HoldsIf != nil || x.FailsIf != nil {
		if f := latest(false); f != nil {
			switch {
			case x.HoldsIf != nil && x.HoldsIf.Holds(f.Value):
				return mandate.True
			case x.FailsIf != nil && x.FailsIf.Holds(f.Value):
				return mandate.False
			}
			return mandate.Unknown
		}
	}
	if !w.holds(x.Line) {
		return mandate.Unknown
	}
	return x.Value
}

// mandates calls f for every mandate.
func (w *world) mandates(f func(mu []uint64)) {
	mu := make([]uint64, len(w.c.Issues))
	var rec func(i int)
	rec = func(i int) {
		if i == len(mu) {
			f(mu)
			return
		}
		for _, m := range w.choices[i] {
			mu[i] = m
			rec(i + 1)
		}
	}
	rec(0)
}

// readDecisions finds what the record leaves open, and when each issue that is
// decided was.
func (w *world) readDecisions() error {
	size := 1
	for _, c := range w.choices {
		size *= len(c)
		if size > 1<<12 {
			return ErrTooLarge
		}
	}
	type decision struct {
		entry *mandate.Entry
		conds []*node
	}
	var ds []decision
	for _, e := range w.binding {
		d := decision{entry: e}
		for n, f := range e.Effects {
			if !w.counts(ref(e, n)) {
				continue
			}
			switch f.Kind {
			case mandate.Decides:
				d.conds = append(d.conds, w.issuesOnly(f.That)...)
			case mandate.Adopts:
				for _, c := range w.clauses(f.Name) {
					d.conds = append(d.conds, w.issuesOnly(c)...)
				}
			}
		}
		ds = append(ds, d)
	}
	sort.SliceStable(ds, func(i, j int) bool { return effective(ds[i].entry) < effective(ds[j].entry) })

	// left gives, for the first n entries, the options that are open and
	// which issues are decided.
	var left func(n int) (open, forced []uint64, decided []bool)
	left = func(n int) (open, forced []uint64, decided []bool) {
		open = make([]uint64, len(w.c.Issues))
		forced = make([]uint64, len(w.c.Issues))
		for i := range forced {
			forced[i] = ^uint64(0)
		}
		consistent := false
		w.mandates(func(mu []uint64) {
			p := &plan{w: w, mu: mu}
			for _, d := range ds[:n] {
				for _, c := range d.conds {
					if !p.holds(c, none) {
						return
					}
				}
			}
			consistent = true
			for i, m := range mu {
				open[i] |= m
				forced[i] &= m
			}
		})
		decided = make([]bool, len(w.c.Issues))
		if !consistent {
			// They settle nothing; the vocabulary alone still may.
			_, forced, decided = left(0)
			copy(open, w.holding)
			return open, forced, decided
		}
		for i := range decided {
			decided[i] = open[i] == forced[i]
		}
		return open, forced, decided
	}
	w.open, w.forced, w.decided = left(len(ds))
	for i := range w.c.Issues {
		if !w.decided[i] {
			continue
		}
		for n := 0; n <= len(ds); n++ { // the first day by which it was decided
			if _, _, decided := left(n); !decided[i] {
				continue
			}
			day := always
			if n > 0 {
				day = effective(ds[n-1].entry)
			}
			w.past[w.decide(i)] = day
			break
		}
	}
	for ev := range w.past {
		w.pastSet |= 1 << ev
	}
	return nil
}

// counts reports whether an effect counts for at least one actor.
func (w *world) counts(ref string) bool {
	for _, a := range w.acts {
		if a.ref == ref {
			return true
		}
	}
	return false
}

// issuesOnly returns the condition, if it speaks of issues alone.
func (w *world) issuesOnly(c *mandate.Condition) []*node {
	only := true
	c.Expr.Walk(func(e *mandate.Expr) {
		switch e.Op {
		case mandate.OpTrue, mandate.OpFalse, mandate.OpNot, mandate.OpAnd, mandate.OpOr,
			mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
		default:
			only = false
		}
	})
	if !only {
		return nil
	}
	return []*node{w.compile(c.Expr, false)}
}
