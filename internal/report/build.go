package report

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// Options say how an answer is built.
type Options struct {
	// Audience hides entries handled more closely.
	Audience mandate.Handling
	// Limit bounds lists of collisions and ways out; 0: the default of 20.
	Limit  int
	Budget analysis.Budget
}

func (o Options) limit() int {
	if o.Limit <= 0 {
		return 20
	}
	return o.Limit
}

// builder collects what an answer cites.
type builder struct {
	st       *record.State
	n        *Names
	opt      Options
	entries  map[string]Entry
	withheld map[string]bool
}

func newBuilder(st *record.State, opt Options) *builder {
	if opt.Audience == "" {
		opt.Audience = mandate.Restricted
	}
	return &builder{st: st, n: NewNames(st.Case), opt: opt, entries: map[string]Entry{}, withheld: map[string]bool{}}
}

func level(h mandate.Handling) int {
	for i, x := range mandate.Handlings {
		if x == h {
			return i
		}
	}
	return 0
}

func (b *builder) hidden(e *mandate.Entry) bool { return level(e.Handling) > level(b.opt.Audience) }

// sees reports whether the audience may know of a source.
func (b *builder) sees(s *mandate.Source) bool { return level(s.Handling) <= level(b.opt.Audience) }

// effect puts an effect into words, without an entry that it adds to if the
// audience may not know of that.
func (b *builder) effect(f *mandate.Effect) string {
	if f.AddsTo != "" && len(b.visible([]string{f.AddsTo})) == 0 {
		open := *f
		open.AddsTo = ""
		f = &open
	}
	return b.n.Effect(f)
}

// cite notes the entries for the answer's list and returns those the audience
// may see.
func (b *builder) cite(ids ...string) []string {
	out := []string{}
	for _, id := range ids {
		e := b.st.Entry(id)
		if e == nil {
			continue
		}
		if b.hidden(e) {
			b.withheld[id] = true
			continue
		}
		out = append(out, id)
		if _, ok := b.entries[id]; !ok {
			b.entries[id] = b.entry(e)
		}
	}
	return out
}

func (b *builder) entry(e *mandate.Entry) Entry {
	s := b.st.Status(e)
	x := Entry{ID: e.ID, Said: e.Said.Text, Reported: e.Reported.Text, Recorded: e.Recorded.Text, Expires: e.Expires.Text,
		Actors: e.Actors, Hearsay: e.Hearsay(), Voice: string(e.Voice), Firmness: string(e.Firmness),
		Handling: string(e.Handling), Summary: e.Summary, Quote: e.Quote, Context: e.Context, Assumed: e.Assumed,
		Status: s.Word, By: b.visible(s.By), Stale: b.visible(b.st.Stale(e)), Supersedes: b.visible(e.Supersedes), Suspends: b.visible(e.Suspends), Disputes: b.visible(e.Disputes)}
	for _, a := range e.Actors {
		x.ActorNames = append(x.ActorNames, b.n.Actor(a))
	}
	for _, share := range s.Shares {
		if len(b.visible([]string{share.By})) == 1 {
			x.Shares = append(x.Shares, fmt.Sprintf("%s for %s by %s", share.Word, b.n.Actor(share.Actor), share.By))
		}
	}
	if sp := e.Speaker; sp != nil {
		x.Speaker = sp.Name
		if sp.Office != "" {
			x.Speaker = strings.TrimPrefix(x.Speaker+", "+sp.Office, ", ")
		}
		if e.Hearsay() {
			x.Speaker = strings.TrimPrefix(x.Speaker+" ("+b.n.Actor(sp.Actor)+")", " ")
		}
	}
	// An entry may be handled more openly than a source that it rests on.
	x.Sources, x.At = b.line(mandate.Line{Sources: e.Sources, At: e.At})
	if len(e.Sources) > 0 {
		if src := b.st.Source(e.Sources[0]); src != nil && b.sees(src) {
			x.Grade = src.Reliability
			if e.Credibility > 0 {
				x.Grade += fmt.Sprint(e.Credibility)
			}
		}
	}
	for _, f := range e.Effects {
		x.Effects = append(x.Effects, b.effect(f))
		if e.Group {
			for _, a := range b.st.Replaced(e, f) {
				if !containsStr(x.Replaced, a) {
					x.Replaced = append(x.Replaced, a)
				}
			}
		}
	}
	return x
}

func (b *builder) visible(ids []string) (out []string) {
	for _, id := range ids {
		if e := b.st.Entry(id); e != nil && !b.hidden(e) {
			out = append(out, id)
		}
	}
	return out
}

func (b *builder) head(kind string) Head {
	q := b.st.Query
	h := Head{Schema: "mandate/" + kind + "/1", Case: b.st.Case.Name, Title: b.st.Case.Title, AsOf: b.st.AsOf.String(), Complete: true,
		Join: q.Join, Without: q.Without, NoAssumptions: q.NoAssumptions, MinFirmness: string(q.MinFirmness)}
	if q.KnownBy != nil {
		h.KnownBy = q.KnownBy.String()
	}
	if q.RecordedBy != nil {
		h.RecordedBy = q.RecordedBy.String()
	}
	h.Aim = b.st.Case.Aim
	if q.Aim != "" {
		h.Aim = q.Aim
	}
	h.AimName = b.n.Event(h.Aim)
	if r := b.st.Rule(); r != nil {
		h.Rule, h.RuleSays = r.ID, b.n.Say(r.That.Expr)
	}
	for _, c := range q.Set {
		h.Set = append(h.Set, c.Issue+"="+strings.Join(c.Options, ","))
	}
	h.Plan = q.Plan
	for _, x := range q.Exclude {
		h.Exclude = append(h.Exclude, x.String())
	}
	return h
}

func (b *builder) close(h *Head) {
	if stop := b.opt.Budget.Stop; stop != nil && stop() {
		h.Stopped = true
	}
	h.Entries = b.entries
	h.Withheld = len(b.withheld)
}

// line returns where a line of the case is from, as far as the audience may
// know.
func (b *builder) line(l mandate.Line) (sources []string, at string) {
	for i, id := range l.Sources {
		if s := b.st.Source(id); s != nil && !b.sees(s) {
			continue
		}
		sources = append(sources, id)
		if i == 0 {
			at = l.At
		}
	}
	return sources, at
}

func (b *builder) position(p *analysis.Position) Position {
	out := Position{Key: p.Name(), Kind: p.Kind, Condition: p.Text, Weight: p.Weight, Changeable: p.Changeable}
	out.Sources, out.At = b.line(p.Line)
	// Of a position that several share, the audience sees the part whose
	// entries it may see.
	var refs []string
	for _, o := range p.Origins {
		if e := b.st.Entry(o.Entry); e == nil || b.hidden(e) {
			continue
		}
		if !containsStr(refs, o.Ref) {
			refs = append(refs, o.Ref)
		}
		if !containsStr(out.Owners, o.Actor) {
			out.Owners = append(out.Owners, o.Actor)
			out.OwnerNames = append(out.OwnerNames, b.n.Actor(o.Actor))
		}
	}
	if len(p.Origins) > 0 {
		sort.Strings(refs)
		out.Key = strings.Join(refs, "+")
	}
	out.Entries = b.cite(p.Entries...)
	if len(p.Entries) > 0 && len(out.Entries) == 0 {
		return Position{Key: "withheld", Kind: p.Kind, Condition: "withheld", Says: "withheld", Weight: p.Weight, Changeable: p.Changeable}
	}
	if len(p.Entries) == 0 {
		out.Line = p.Key[0]
	}
	switch p.Kind {
	case "declines":
		out.Says = "declines to take part"
	case "requires":
		e := p.Expr()
		switch {
		case e.Op == mandate.OpNot && e.Kids[0].Op == mandate.OpJoins && len(out.Owners) == 1 && out.Owners[0] == e.Kids[0].Name:
			out.Kind, out.Says = "declines", "declines to take part"
		case e.Op == mandate.OpNot && e.Kids[0].Op == mandate.OpAdopts:
			out.Kind, out.Says = "rejects", "rejects "+or(b.n.text[e.Kids[0].Name], e.Kids[0].Name)
		default:
			out.Says = b.n.Say(e)
		}
	case "settle":
		out.Says = b.n.Issue(strings.TrimPrefix(p.Key[0], "settle.")) + " is decided before anybody commits"
	default:
		if t := p.Adopts; t != "" {
			out.Says = "adopts " + or(b.n.text[t], t)
		} else {
			out.Says = b.n.Say(p.Expr())
		}
	}
	if p.Kind == "need" {
		step := strings.TrimPrefix(p.Key[0], "steps.")
		for _, cut := range []string{".needs.", ".if"} {
			if i := strings.LastIndex(step, cut); i >= 0 {
				step = step[:i]
			}
		}
		out.Says = b.n.quoted(step) + " needs: " + out.Says
	}
	if p.Kind == "rule" {
		out.Says = "the plan needs: " + out.Says
	}
	return out
}

func (b *builder) set(s analysis.Set) Set {
	out := Set{Positions: []Position{}, Weight: s.Weight}
	for _, p := range s.Positions {
		out.Positions = append(out.Positions, b.position(p))
	}
	return out
}

func (b *builder) sets(s analysis.Sets) Sets {
	out := Sets{List: []Set{}, Complete: s.Complete}
	for _, x := range s.List {
		out.List = append(out.List, b.set(x))
	}
	return out
}

func containsStr(l []string, s string) bool {
	for _, x := range l {
		if x == s {
			return true
		}
	}
	return false
}

// BuildCheck answers `mandate check`.
func BuildCheck(st *record.State, opt Options) (*Check, error) {
	b := newBuilder(st, opt)
	c := &Check{Head: b.head("check"), First: [][]Step{}, Decided: []DecidedIssue{}, Standings: []Standing{}, Goals: []GoalCollision{},
		Contradictions: []Contradiction{}, Demands: []Demand{}, Externals: []External{}, Disputed: [][]string{}, Suspended: []Suspended{}, OtherRules: []Without{}}
	m, err := analysis.New(st, nil, opt.Budget)
	if analysis.IsNoAim(err) {
		c.Verdict = string(mandate.NoRecord)
		c.Sentence = "No record: every source of the aim has been left out, so nothing can be said."
		b.close(&c.Head)
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	v, plan := m.Verdict()
	if plan != nil {
		// Nothing of the solver is taken on trust: the plan it found is checked
		// against the definitions.
		if err := m.Verify(plan); err != nil {
			return nil, fmt.Errorf("the plan behind the verdict is not possible: %w", err)
		}
	}
	c.Verdict = string(v)
	if v == mandate.Undetermined {
		c.Complete = false
		c.Sentence = "Unknown: the budget of " + number(opt.Budget.Conflicts) + " conflicts ended before the answer was found."
		if opt.Budget.Stop != nil && opt.Budget.Stop() {
			c.Sentence = "Unknown: the time ended before the answer was found (not reproducible; --budget is)."
		}
		b.close(&c.Head)
		return c, nil
	}
	rest := restsOn(st, v, opt.Budget)
	for _, p := range m.Contradictions() {
		if ids := b.cite(p.Entries[0], p.Entries[1]); len(ids) == 2 {
			c.Contradictions = append(c.Contradictions, Contradiction{Actor: p.Actor, Name: b.n.Actor(p.Actor), Entries: p.Entries,
				Says: [2]string{b.n.Say(p.Exprs[0]), b.n.Say(p.Exprs[1])}})
		}
	}
	for _, i := range st.Case.Issues {
		day, by, ok := m.Decided(i.ID)
		if !ok || len(by) == 0 {
			continue
		}
		d := DecidedIssue{Issue: i.ID, Name: b.n.Issue(i.ID), Options: []Option{}, Since: day.String(), Entries: b.cite(by...)}
		if len(d.Entries) == 0 { // known from what is withheld alone
			d.Since = ""
			c.Decided = append(c.Decided, d)
			continue
		}
		for _, o := range m.Open(i.ID) {
			d.Options = append(d.Options, Option{o, b.n.Option(i.ID, o)})
		}
		c.Decided = append(c.Decided, d)
	}
	inRule := map[string]bool{}
	if r := st.Rule(); r != nil {
		r.That.Expr.Walk(func(x *mandate.Expr) {
			if x.Op == mandate.OpConsents {
				inRule[x.Name] = true
			}
			if x.Op == mandate.OpConsenting || x.Op == mandate.OpObjecting {
				for _, a := range st.Case.Actors {
					if a.In(x.Name) {
						inRule[a.ID] = true
					}
				}
			}
		})
	}
	if v == mandate.Blocked {
		cs := b.sets(m.Collisions(nil, opt.limit()))
		c.Collisions = &cs
		c.Complete = cs.Complete
		ws := m.WaysOut(nil, opt.limit())
		lightest := analysis.Sets{Complete: ws.Complete}
		for _, w := range ws.List {
			if w.Weight > ws.List[0].Weight {
				lightest.Complete = true
				break
			}
			lightest.List = append(lightest.List, w)
		}
		out := b.sets(lightest)
		c.WaysOut = &out
	} else {
		rung, rv := m.Rung()
		c.Rung = rung.String()
		if rv == analysis.Unknown { // no rung is claimed that was not found
			c.Complete, c.Rung = false, ""
		}
		for _, layer := range m.First() {
			var steps []Step
			for _, ev := range layer {
				steps = append(steps, Step{ev, b.n.Event(ev)})
			}
			c.First = append(c.First, steps)
		}
		for _, s := range m.Standings() {
			c.Standings = append(c.Standings, b.standing(m, s, inRule))
			if s.Possible == analysis.Unknown || s.Possible == analysis.No && s.Against == nil {
				c.Complete = false
			}
		}
		var all bool
		c.Goals, all = b.goals(m, st, opt)
		c.Complete = c.Complete && all
	}
	if v == mandate.Blueprint {
		found := m.Owed()
		c.Complete = c.Complete && found.Complete
		if found.Verdict == analysis.Yes {
			o := b.owed(m, found)
			c.Owed = &o
		}
	}
	if v != mandate.Blocked {
		named := map[string]int64{}
		if c.Owed != nil {
			for _, it := range c.Owed.Items {
				if it.Answer != nil && it.Kind == "force" {
					named[it.ID] = it.Missing
				}
			}
		}
		for _, a := range m.FirmShortage() {
			if a.Missing > named[a.ID] {
				c.FirmShort = append(c.FirmShort, b.answer(m, a))
			}
		}
	}
	c.Demands = append(c.Demands, b.demands(m, func(string) bool { return true })...)
	for _, x := range st.Case.Externals {
		r := st.External(x)
		e := External{ID: x.ID, Name: or(x.Name, x.ID), Value: r.Value.String(), Assumed: r.Assumed, HoldsIf: bound(x.HoldsIf)}
		for _, at := range st.Readings(x) {
			if !at.Boolean && !at.Disputed && len(b.visible([]string{at.Entry.ID})) == 1 {
				e.Latest, e.LatestEntry = number(at.Value), at.Entry.ID
			}
		}
		if e.LatestEntry != "" {
			b.cite(e.LatestEntry)
		}
		if r.Entry != "" {
			if ids := b.cite(r.Entry); len(ids) == 1 {
				e.Entry = ids[0]
			} else {
				e.Value = "withheld"
			}
		}
		c.Externals = append(c.Externals, e)
	}
	for _, e := range st.Case.Entries {
		s := st.Status(e)
		switch s.Word {
		case "disputed":
			var open []string // opponents that do not bind either
			for _, id := range s.By {
				if !st.Status(st.Entry(id)).Binds {
					open = append(open, id)
				}
			}
			if ids := b.cite(append([]string{e.ID}, open...)...); len(ids) > 1 {
				sort.Strings(ids)
				seen := false
				for _, x := range c.Disputed {
					seen = seen || strings.Join(x, " ") == strings.Join(ids, " ")
				}
				if !seen {
					c.Disputed = append(c.Disputed, ids)
				}
			}
		case "suspended":
			if ids := b.cite(e.ID); len(ids) == 1 {
				x := Suspended{Entry: e.ID, By: b.cite(s.By...)}
				for _, by := range x.By {
					x.Since = record.EffectiveDay(st.Entry(by)).String()
				}
				c.Suspended = append(c.Suspended, x)
			}
		}
	}
	c.Disputed = largest(c.Disputed)
	on := <-rest
	if on.err != nil {
		return nil, on.err
	}
	dep := on.dependence
	c.Dependence = &Dependence{SourcesChecked: dep.Checked, SourcesOpen: dep.Open, Sources: []Without{}, Anonymous: without(dep.Anonymous), Soft: without(dep.Soft)}
	for _, w := range dep.Sources {
		x := without(w)
		if s := st.Source(w.ID); s != nil {
			x.Name = s.Title
			if !b.sees(s) {
				x.ID, x.Name = "withheld", ""
			}
		}
		c.Dependence.Sources = append(c.Dependence.Sources, x)
	}
	for _, w := range on.otherRules {
		x := without(w)
		for _, r := range st.Case.Rules {
			if r.ID == w.ID {
				x.Name = or(r.Name, r.ID)
			}
		}
		c.OtherRules = append(c.OtherRules, x)
	}
	c.Sentence = sentence(c, m)
	past := st.Happened()
	for _, s := range st.Case.Steps {
		if s.ID != c.Aim && s.StageOf != c.Aim {
			continue
		}
		if p, ok := past[s.ID]; ok {
			c.Happened = &HappenedAim{Step: s.ID, Name: b.n.Event(s.ID), Entries: b.cite(p.Entries...)}
			_, c.Happened.Day = b.shown(p.Day, p.Entries, c.Happened.Entries)
			break
		}
	}
	b.close(&c.Head)
	return c, nil
}

// foundation is what a verdict rests on.
type foundation struct {
	dependence analysis.Dependence
	otherRules []analysis.Without
	err        error
}

// restsOn finds what a verdict rests on while other questions are answered. It
// has a model of its own, so its answer does not depend on theirs.
func restsOn(st *record.State, v mandate.Verdict, b analysis.Budget) <-chan foundation {
	out := make(chan foundation, 1)
	go func() {
		var f foundation
		defer func() {
			if x := recover(); x != nil { // a mistake of the program, to be told like any other
				f.err = fmt.Errorf("what the verdict rests on: %v", x)
			}
			out <- f
		}()
		m, err := analysis.New(st, nil, b)
		if err == nil {
			f.dependence, err = m.DependsOn(v)
		}
		if err == nil {
			f.otherRules, err = m.OtherRules(v)
		}
		f.err = err
	}()
	return out
}

// largest leaves out sets that another set contains.
func largest(sets [][]string) [][]string {
	out := [][]string{}
	for i, s := range sets {
		inside := false
		for k, t := range sets {
			if i == k || len(t) < len(s) || len(t) == len(s) && k > i {
				continue
			}
			all := true
			for _, id := range s {
				all = all && containsStr(t, id)
			}
			inside = inside || all
		}
		if !inside {
			out = append(out, s)
		}
	}
	return out
}

func without(w analysis.Without) Without {
	return Without{ID: w.ID, Verdict: string(w.Verdict), Entries: w.Entries, Of: w.Of}
}

// sentence says the verdict in words.
func sentence(c *Check, m *analysis.Model) string {
	switch mandate.Verdict(c.Verdict) {
	case mandate.Blocked:
		s := "No plan is possible, even if silence is taken for consent"
		if n := len(c.Collisions.List); n > 0 {
			if k := len(c.Collisions.List[0].Positions); k == 1 {
				s += ": one position by itself rules it out"
			} else if k > 1 {
				s += ": " + plural(int64(k), "position", "positions") + " cannot all hold together"
			} else {
				s += ": what has happened and how the case is built leave none"
			}
		}
		if len(c.WaysOut.List) > 0 {
			s += ". The smallest way out changes " + plural(int64(len(c.WaysOut.List[0].Positions)), "position", "positions")
		} else {
			s += ". No change of a position that may be changed would end it"
		}
		return s + "."
	case mandate.Blueprint:
		s := map[string]string{
			"silent":      "Nothing on record rules it out, but every plan takes somebody's silence for a yes",
			"interested":  "Nothing on record rules it out, but every plan takes somebody's interest for a yes",
			"conditional": "Nothing on record rules it out, but every plan takes somebody's stated terms for a yes",
			"agreed":      "Everybody needed in some plan has agreed, but it is not settled yet",
			"":            "Nothing on record rules it out, but it is not actionable; how much has to be taken for granted was not found in time",
		}[c.Rung]
		if n := len(m.Undecided()); n > 0 {
			s += "; " + plural(int64(n), "question", "questions") + " that must be settled first " + map[bool]string{true: "is", false: "are"}[n == 1] + " open"
		}
		return s + "."
	case mandate.Actionable:
		return "In some plan everybody needed has agreed, what must be settled is settled, and the force named in commitments meets every minimum."
	case mandate.UnderWay:
		return "Everybody needed has agreed, and it has begun."
	}
	return ""
}

// noLonger says that a demand or a refusal is dropped.
func noLonger(p Position) string {
	who := strings.Join(p.OwnerNames, ", ")
	if p.Kind == "rejects" || p.Kind == "declines" {
		return who + " no longer " + p.Says
	}
	return who + " no longer demands: " + p.Says
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// demands lists what some actors demand that is shown and not enforced.
func (b *builder) demands(m *analysis.Model, of func(actor string) bool) (out []Demand) {
	for _, d := range m.Demands() {
		if of(d.Actor) && len(b.cite(d.Entry)) == 1 {
			out = append(out, Demand{Actor: d.Actor, Name: b.n.Actor(d.Actor), Entry: d.Entry, Says: b.n.Say(d.Expr), Status: d.Status})
		}
	}
	return out
}

// terms lists what an actor requires, in the order of the record.
func (b *builder) terms(m *analysis.Model, actor string) (out []Position) {
	for _, p := range m.Positions {
		if p.Kind != "requires" {
			continue
		}
		for _, o := range p.Origins {
			if o.Actor == actor {
				if x := b.position(p); x.Key != "withheld" {
					out = append(out, x)
				}
				break
			}
		}
	}
	return out
}

// asWritten is the day from which an entry counts, as the record writes it.
func asWritten(e *mandate.Entry) string {
	if e.Said.IsZero() {
		return e.Reported.Text
	}
	return e.Said.Text
}

// tells reports whether one may see a source of a line; of a line without any, always.
func (b *builder) tells(l mandate.Line) bool {
	sources, _ := b.line(l)
	return len(sources) > 0 || len(l.Sources) == 0
}

// shown is a day that entries give, and how the record writes it, by those of them
// that one may see: the first of theirs if some are withheld; "" if all are.
func (b *builder) shown(day mandate.Day, all, seen []string) (_ mandate.Day, text string) {
	if len(seen) == 0 {
		return 0, ""
	}
	if len(seen) < len(all) {
		day = record.EffectiveDay(b.st.Entry(seen[0]))
		for _, id := range seen {
			day = min(day, record.EffectiveDay(b.st.Entry(id)))
		}
	}
	text = day.String()
	for _, id := range seen {
		if e := b.st.Entry(id); record.EffectiveDay(e) == day {
			text = asWritten(e)
		}
	}
	return day, text
}

func (b *builder) standing(m *analysis.Model, s analysis.Standing, inRule map[string]bool) Standing {
	out := Standing{Actor: s.Actor.ID, Name: b.n.Actor(s.Actor.ID), As: string(s.As), Rung: s.Rung.String(), Entries: b.cite(s.Entries...)}
	out.InRule = s.As == mandate.RoleParty && inRule[s.Actor.ID]
	if s.Possible == analysis.No {
		out.Rung = "ruled out"
		if s.Against != nil {
			set := b.set(*s.Against)
			out.Collision = &set
			for i := range set.Positions {
				if p := set.Positions[i]; p.Kind == "requires" || p.Kind == "rejects" || p.Kind == "declines" || p.Kind == "decides" {
					out.Against = &set.Positions[i]
					break
				}
			}
		}
	}
	if s.Possible == analysis.Unknown {
		out.Rung = "unknown"
	}
	if out.Rung == "agreed" && len(out.Entries) > 0 {
		var since mandate.Day
		since, out.SinceWritten = b.shown(s.Since, s.Entries, out.Entries)
		out.Since = since.String()
		for _, i := range s.Untouched {
			out.Untouched = append(out.Untouched, b.n.Issue(i))
		}
	}
	if out.Rung == "conditional" {
		out.Terms = b.terms(m, s.Actor.ID)
	}
	if s.As == mandate.RoleContributor {
		// Of several figures for one capability the largest.
		for _, k := range b.st.Case.Capabilities {
			var best *mandate.Amount
			for _, h := range m.Offers(s.Actor.ID) {
				for i, a := range h.Effect.Amounts {
					if a.Capability == k.ID && !b.hidden(h.Entry) && (best == nil || a.Named > best.Named) {
						best = &h.Effect.Amounts[i]
					}
				}
			}
			if best != nil {
				out.Figures = append(out.Figures, b.n.Amount(*best))
			}
		}
	}
	return out
}

func (b *builder) answer(m *analysis.Model, a analysis.Answer) Answer {
	out := Answer{Kind: a.Kind, ID: a.ID}
	switch a.Kind {
	case "decide":
		out.Name = b.n.Issue(a.ID)
		out.Stands = "undecided"
		for _, i := range b.st.Case.Issues {
			if i.ID != a.ID {
				continue
			}
			for _, id := range i.DecidedBy {
				out.Who = append(out.Who, b.n.Actor(id))
			}
			if len(i.DecidedBy) == 0 {
				for _, x := range b.st.Case.Actors {
					if x.Is(mandate.RoleDecider) {
						out.Who = append(out.Who, b.n.Actor(x.ID))
					}
				}
			}
			for _, o := range m.Open(i.ID) {
				out.Open = append(out.Open, Option{o, b.n.Option(i.ID, o)})
			}
		}
		for _, l := range b.st.Case.Settle {
			if l.Issue == a.ID && b.st.Holds(l.Line) {
				out.Line = "settle." + l.Issue
				out.Sources, out.At = b.line(l.Line)
			}
		}
		out.Entries = b.cite(m.About(a.ID)...)
	case "answer":
		out.Name = b.n.Actor(a.ID)
		out.Who = []string{out.Name}
		// An actor in two roles owes the answer in the one it has not given.
		out.Stands = "silent"
		lowest := mandate.Agreed + 1
		for _, s := range m.StandingsOf(a.ID) {
			if s.Possible == analysis.Yes && m.Owes(s) && s.Rung < lowest {
				lowest = s.Rung
				out.Stands = s.Rung.String()
				out.Entries = b.cite(s.Entries...)
			}
		}
	case "external":
		out.Name = a.ID
		for _, x := range b.st.Case.Externals {
			if x.ID == a.ID {
				out.Name = or(x.Name, x.ID)
				if r := b.st.External(x); r.Entry != "" {
					out.Entries = b.cite(r.Entry)
				}
			}
		}
		if !a.True {
			out.Name = "not: " + out.Name
		}
		out.Stands = "unknown"
	case "force":
		out.Name = b.n.Capability(a.ID)
		out.Missing = a.Missing
		out.Lines = a.Lines
		for _, id := range a.Lines {
			out.Where = append(out.Where, b.requirement(id))
		}
		out.Stands = number(a.Missing) + " missing"
		if k := b.n.cap[a.ID]; k != nil {
			out.Unit = k.Unit
		}
		out.Who = []string{"contributors"}
	}
	return out
}

// requirement names a requirement line by its task and sector, or by its id.
func (b *builder) requirement(id string) string {
	for _, r := range b.st.Case.Requirements {
		if r.ID != id {
			continue
		}
		var parts []string
		for _, list := range [][]*mandate.Named{b.st.Case.Tasks, b.st.Case.Sectors} {
			for _, x := range list {
				if x.ID == r.Task || x.ID == r.Sector {
					parts = append(parts, or(x.Name, x.ID))
				}
			}
		}
		if len(parts) > 0 {
			return strings.Join(parts, ", ")
		}
	}
	return "line " + id
}

func (b *builder) owed(m *analysis.Model, o analysis.Owed) Owed {
	out := Owed{Count: o.Count, Items: []OwedItem{}, Complete: o.Complete}
	for _, a := range o.All {
		x := b.answer(m, a)
		out.Items = append(out.Items, OwedItem{Answer: &x})
	}
	for _, g := range o.AnyOf {
		var as []Answer
		for _, a := range g {
			as = append(as, b.answer(m, a))
		}
		out.Items = append(out.Items, OwedItem{AnyOf: as})
	}
	for _, a := range o.From {
		out.From = append(out.From, b.answer(m, a))
	}
	out.Pick, out.Exact = o.Pick, o.Exact
	for _, s := range o.Sets {
		var as []Answer
		for _, a := range s {
			as = append(as, b.answer(m, a))
		}
		out.Sets = append(out.Sets, as)
	}
	return out
}

// goals lists what somebody wants and no possible plan reaches: contributors
// with a word on record that cannot join, and the case's own goals.
func (b *builder) goals(m *analysis.Model, st *record.State, opt Options) (out []GoalCollision, complete bool) {
	out, complete = []GoalCollision{}, true
	seen := map[string]bool{}
	for _, a := range st.Case.Actors {
		if len(m.Offers(a.ID)) == 0 && !m.Interested(a.ID) {
			continue
		}
		e := &mandate.Expr{Op: mandate.OpJoins, Name: a.ID}
		if v := m.Possible(e); v != analysis.No {
			complete = complete && v == analysis.Yes
			continue
		}
		g := GoalCollision{Goal: condition.Print(e), Name: b.n.Say(e), Says: b.n.Say(e), Condition: condition.Print(e)}
		if found := m.FirstCollision(e); found != nil {
			s := b.set(*found)
			g.Collision = &s
		} else {
			complete = false
		}
		seen[g.Condition] = true
		out = append(out, g)
	}
	for _, g := range st.Case.Goals {
		text := condition.Print(g.That.Expr)
		if !st.Holds(g.Line) || seen[text] {
			continue
		}
		seen[text] = true
		// A goal decides which demands wait, so it has a variant of its own.
		gm, err := m.Variant(st, g.That.Expr)
		if err != nil {
			continue
		}
		if v := gm.Possible(g.That.Expr); v != analysis.No {
			complete = complete && v == analysis.Yes
			continue
		}
		x := GoalCollision{Goal: g.ID, Name: or(g.Name, g.ID), Says: b.n.Say(g.That.Expr), Condition: text}
		if r, ok := gm.OutOfReach(g.That.Expr); ok {
			x.Figures = b.figure(r)
		} else if gm.Hopeless(g.That.Expr) {
			x.Says += " (ruled out by what has happened or by how the case is built)"
		} else if found := gm.FirstCollision(g.That.Expr); found != nil {
			s := b.set(*found)
			x.Collision = &s
		} else {
			complete = false
		}
		out = append(out, x)
	}
	return out, complete
}

func (b *builder) figure(r analysis.Reach) *Figure {
	f := &Figure{Capability: r.Capability, Name: b.n.Capability(r.Capability), Wanted: r.Wanted, Reach: r.Most, Short: r.Wanted - r.Most}
	if k := b.n.cap[r.Capability]; k != nil {
		f.Unit = k.Unit
	}
	for _, x := range r.From {
		if ids := b.cite(x.Entries...); len(ids) > 0 {
			f.From = append(f.From, FigurePart{x.Actor, b.n.Actor(x.Actor), x.N, ids})
		}
	}
	for _, a := range r.Unstated {
		f.Unstated = append(f.Unstated, b.n.Actor(a))
	}
	return f
}

// BuildWhy answers `mandate why`.
func BuildWhy(st *record.State, goal *mandate.Condition, opt Options) (*Why, error) {
	b := newBuilder(st, opt)
	w := &Why{Head: b.head("why"), Collisions: Sets{List: []Set{}, Complete: true}}
	m, expr, err := b.ask(st, goal, opt, &w.Goal, &w.GoalName, &w.GoalSays)
	if err != nil {
		return nil, err
	}
	if m == nil {
		w.Result = string(mandate.NoRecord)
		b.close(&w.Head)
		return w, nil
	}
	base, v := m.Possible(nil), analysis.Unknown
	plain := m
	if expr != nil {
		v = m.Possible(expr)
		if base == analysis.No { // with what waits unless the goal asks about it
			if plain, err = m.Variant(st, nil); err != nil {
				return nil, err
			}
			base = plain.Possible(nil)
		}
	} else {
		v = base
	}
	switch {
	case base == analysis.No && expr != nil:
		w.Result = "blocked without the goal"
		w.Collisions = b.sets(plain.Collisions(nil, opt.limit()))
		w.NeedsGoal = b.cite(m.Speaking(expr)...)
	case v == analysis.Yes:
		w.Result = "possible"
	case v == analysis.No:
		w.Result = "collision"
		if r, ok := m.OutOfReach(expr); ok {
			w.Result = "out of reach"
			w.Figures = b.figure(r)
			break
		}
		if m.Hopeless(expr) {
			w.Result = "out of reach"
			break
		}
		w.Collisions = b.sets(m.Collisions(expr, opt.limit()))
	default:
		w.Result = "unknown"
		w.Complete = false
	}
	w.Complete = w.Complete && w.Collisions.Complete
	b.close(&w.Head)
	return w, nil
}

// ask builds the model for a goal; it is nil if the aim has lost its sources.
func (b *builder) ask(st *record.State, goal *mandate.Condition, opt Options, text, name, says *string) (*analysis.Model, *mandate.Expr, error) {
	expr := b.goal(goal, text, name, says)
	m, err := analysis.New(st, expr, opt.Budget)
	if analysis.IsNoAim(err) {
		return nil, expr, nil
	}
	return m, expr, err
}

// goal returns the condition of a goal, nil if there is none, and fills in how it
// was named and what it says.
func (b *builder) goal(goal *mandate.Condition, text, name, says *string) *mandate.Expr {
	if goal == nil {
		return nil
	}
	*text, *says = goal.Text, b.n.Say(goal.Expr)
	for _, g := range b.st.Case.Goals {
		if g.ID == goal.Text {
			*name = or(g.Name, g.ID)
		}
	}
	return goal.Expr
}

// BuildUnblock answers `mandate unblock`.
func BuildUnblock(st *record.State, goal *mandate.Condition, opt Options) (*Unblock, error) {
	b := newBuilder(st, opt)
	u := &Unblock{Head: b.head("unblock"), WaysOut: Sets{List: []Set{}, Complete: true}}
	m, expr, err := b.ask(st, goal, opt, &u.Goal, &u.GoalName, &u.GoalSays)
	if err != nil {
		return nil, err
	}
	if m == nil {
		u.Result = string(mandate.NoRecord)
		b.close(&u.Head)
		return u, nil
	}
	switch m.Possible(expr) {
	case analysis.Yes:
		u.Result = "possible"
	case analysis.Unknown:
		u.Result = "unknown"
		u.Complete = false
	default:
		u.Result = "ways out"
		u.WaysOut = b.sets(m.WaysOut(expr, opt.limit()))
		if len(u.WaysOut.List) == 0 {
			u.Result = "no way out"
			if !u.WaysOut.Complete {
				u.Result = "unknown"
			}
		}
	}
	u.Complete = u.Complete && u.WaysOut.Complete
	b.close(&u.Head)
	return u, nil
}
