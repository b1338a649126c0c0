package record

import (
	"fmt"

	"mandate"
)

// State is the record of a case as a query sees it.
type State struct {
	Case  *mandate.Case
	Query mandate.Query
	// AsOf is the day at whose end the record is read.
	AsOf mandate.Day

	*index
	status  []Status
	dropped map[string]bool // entries and sources named in Query.Without
	gone    []bool          // by source: dropped
	memo    []memo
	back    *undone // nil: the record as it is
	foreign []bool  // by entry: of another version of the case; nil: none is
}

// Status is what has become of one entry at the state's day.
type Status struct {
	// Present: it had been said (and was known, and recorded) by then.
	Present bool
	// InForce: present, not expired, not superseded and not suspended.
	InForce bool
	// Disputed: in force, and so is an entry it disputes or that disputes it.
	Disputed bool
	// Binds: in force, and not disputed unless the case binds it.
	Binds bool
	// Word is the state in one word: binds, later, dropped, soft, expired,
	// superseded, suspended, disputed.
	Word string
	// By lists the ids of the entries that caused it.
	By []string
	// Shares tells, for a statement of several actors or a group's, whose
	// share in it has ended or is suspended.
	Shares []Share
}

// Share is what has become of one actor's share in a statement of several.
type Share struct {
	Actor string
	Word  string // superseded or suspended
	By    string
}

type memo struct{ inForce, disputed int8 } // 0 unknown, 1 true, 2 false, 3 being computed

// Held is one effect as it counts for one actor.
type Held struct {
	Entry  *mandate.Entry
	Effect *mandate.Effect
	// N is the effect's number in its entry, from 1.
	N     int
	Actor *mandate.Actor
	// Place is the actor's place in Case.Actors.
	Place int
	// Inherited: the entry speaks of a group that the actor belongs to.
	Inherited bool
	// Hearsay: somebody else speaks for or about the actor.
	Hearsay bool
	// Firmness is the entry's, or inferred when inherited.
	Firmness mandate.Firmness
}

// Ref names the effect: the entry's id and the effect's number.
func (h *Held) Ref() string { return fmt.Sprintf("%s#%d", h.Entry.ID, h.N) }

// EffectiveDay is the day from which an entry counts: the last possible day of
// said, or of reported where said is missing; the earliest day there is for an
// assumption without a date.
func EffectiveDay(e *mandate.Entry) mandate.Day {
	switch {
	case !e.Said.IsZero():
		return e.Said.Last
	case !e.Reported.IsZero():
		return e.Reported.Last
	}
	return -1 << 30
}

// LatestDay returns the latest said or reported day in the record, the default
// for --as-of; ok is false if no entry has a date.
func LatestDay(c *mandate.Case) (d mandate.Day, ok bool) {
	for _, e := range c.Entries {
		for _, w := range []mandate.When{e.Said, e.Reported} {
			if !w.IsZero() && (!ok || w.Last > d) {
				d, ok = w.Last, true
			}
		}
	}
	return d, ok
}

// At reads the record of c as q asks. It fails with a usage error if q names
// an entry, source, rule, step, issue, option or actor that does not exist.
func At(c *mandate.Case, q mandate.Query) (*State, error) { return newIndex(c).at(q) }

// At reads the same record as another query asks; it costs less than the
// function At.
func (s *State) At(q mandate.Query) (*State, error) { return s.index.at(q) }

func (x *index) at(q mandate.Query) (*State, error) {
	s, err := x.open(q)
	if err != nil {
		return nil, err
	}
	s.read()
	return s, nil
}

// open makes a state of which nothing has been read yet.
func (x *index) open(q mandate.Query) (*State, error) {
	c := x.c
	s := &State{
		Case: c, Query: q, index: x,
		status:  make([]Status, len(c.Entries)),
		dropped: map[string]bool{},
		memo:    make([]memo, len(c.Entries)),
	}
	if err := checkQuery(s, q); err != nil {
		return nil, err
	}
	if q.AsOf != nil {
		s.AsOf = *q.AsOf
	} else if d, ok := LatestDay(c); ok {
		s.AsOf = d
	} else {
		s.AsOf = mandate.DayOf(9999, 12, 31) // nothing is dated, so nothing is later
	}
	if len(q.Without) > 0 {
		for _, id := range q.Without {
			s.dropped[id] = true
		}
		s.gone = make([]bool, len(c.Sources))
		for i, src := range c.Sources {
			s.gone[i] = s.dropped[src.ID]
		}
	}
	return s, nil
}

// read finds what has become of each entry.
func (s *State) read() {
	for i, e := range s.Case.Entries {
		s.status[i].Present, s.status[i].Word = s.of(i).present(e)
	}
	for i := range s.Case.Entries {
		s.settle(i)
	}
}

// Without returns the state of the same query with further entries or sources
// dropped.
func (s *State) Without(ids ...string) (*State, error) {
	q := s.Query
	day := s.AsOf
	q.AsOf = &day // the default date must not move with the dropped entries
	q.Without = append(append([]string(nil), q.Without...), ids...)
	return s.At(q)
}

// shares tells whose share in an entry has ended or is suspended.
func (s *State) shares(i int) (out []Share) {
	f := s.Case.Entries[i]
	for _, j := range s.partly[i] {
		e, word := s.Case.Entries[j], ""
		for _, id := range e.Supersedes {
			if id == f.ID && s.status[j].Present && !s.disputedIfInForce(int(j)) {
				word = "superseded"
			}
		}
		for _, id := range e.Suspends {
			if id == f.ID && word == "" && s.inForce(int(j)) && !s.disputed(int(j)) {
				word = "suspended"
			}
		}
		if word == "" {
			continue
		}
		for _, a := range s.share(int(j), i) {
			out = append(out, Share{s.Case.Actors[a].ID, word, e.ID})
		}
	}
	return out
}

// ended reports whether the actor's share in the entry has ended or is
// suspended.
func (s *State) ended(e *mandate.Entry, actor string) bool {
	for _, x := range s.status[e.Index].Shares {
		if x.Actor == actor {
			return true
		}
	}
	return false
}

func (s *State) present(e *mandate.Entry) (bool, string) {
	if s.foreign != nil && s.foreign[e.Index] {
		return false, "dropped"
	}
	if len(s.dropped) > 0 && s.dropped[e.ID] {
		return false, "dropped"
	}
	if e.Assumed {
		if s.Query.NoAssumptions {
			return false, "dropped"
		}
	} else if !s.cited(e) {
		return false, "dropped"
	}
	if EffectiveDay(e) > s.AsOf {
		return false, "later"
	}
	reported, recorded := e.Reported, e.Recorded
	if reported.IsZero() {
		reported = e.Said
	}
	if recorded.IsZero() {
		recorded = reported
	}
	if k := s.Query.KnownBy; k != nil && !reported.IsZero() && reported.Last > *k {
		return false, "later"
	}
	if r := s.Query.RecordedBy; r != nil && !recorded.IsZero() && recorded.Last > *r {
		return false, "later"
	}
	if f := s.Query.MinFirmness; f != "" && !e.Firmness.AtLeast(f) {
		return false, "soft"
	}
	return true, ""
}

// cited reports whether at least one of an entry's sources is left.
func (s *State) cited(e *mandate.Entry) bool {
	if s.gone == nil || len(e.Sources) == 0 {
		return true
	}
	for _, p := range s.cites[e.Index] {
		if p < 0 || !s.gone[p] {
			return true
		}
	}
	return false
}

// sourced reports whether at least one of the sources is left; a line that
// names none stands by itself.
func (s *State) sourced(ids []string) bool {
	if len(s.dropped) == 0 || len(ids) == 0 {
		return true
	}
	for _, id := range ids {
		if !s.dropped[id] {
			return true
		}
	}
	return false
}

// RestsOn reports whether an entry or line with these sources rests on one of
// them alone: the others have been left out, or there are none.
func (s *State) RestsOn(ids []string, source string) bool {
	rests := false
	for _, id := range ids {
		if id != source && !s.dropped[id] {
			return false
		}
		rests = rests || id == source && !s.dropped[id]
	}
	return rests
}

const (
	unknown = iota
	yes
	no
	busy
)

func truth(b bool) int8 {
	if b {
		return yes
	}
	return no
}

// inForce implements the definition by recursion over links, which lead back
// in time; a loop (which lint refuses) counts as no link.
func (s *State) inForce(i int) bool {
	m := &s.memo[i]
	switch m.inForce {
	case yes:
		return true
	case no, busy:
		return false
	}
	m.inForce = busy
	e := s.Case.Entries[i]
	ok := s.status[i].Present && !s.of(i).lapsed(e)
	for _, j := range s.supersededBy[i] {
		ok = ok && !(s.status[j].Present && !s.disputedIfInForce(int(j)))
	}
	for _, j := range s.suspendedBy[i] {
		ok = ok && !(s.inForce(int(j)) && !s.disputed(int(j)))
	}
	m.inForce = truth(ok)
	return ok
}

// disputed reports whether i is in force, disputed, and not bound.
func (s *State) disputed(i int) bool { return s.inForce(i) && s.disputedIfInForce(i) }

// disputedIfInForce reports whether an entry that may have ended stands
// disputed: its links then have no effect.
func (s *State) disputedIfInForce(i int) bool {
	m := &s.memo[i]
	switch m.disputed {
	case yes:
		return true
	case no, busy:
		return false
	}
	m.disputed = busy
	d := false
	if !s.bound[i] && s.inForce(i) {
		for _, j := range s.disputedBy[i] {
			d = d || s.inForce(int(j))
		}
		for _, j := range s.disputes[i] {
			d = d || s.inForce(int(j))
		}
	}
	m.disputed = truth(d)
	return d
}

func (s *State) settle(i int) {
	st := &s.status[i]
	st.InForce = s.inForce(i)
	st.Disputed = st.InForce && s.inDispute(i)
	st.Binds = st.InForce && !s.disputed(i)
	if !st.Present {
		return
	}
	if len(s.partly[i]) > 0 {
		st.Shares = s.shares(i)
	}
	e := s.Case.Entries[i]
	ids := func(from []int32, keep func(int) bool) (out []string) {
		for _, j := range from {
			if keep(int(j)) {
				out = append(out, s.Case.Entries[j].ID)
			}
		}
		return out
	}
	superseded := ids(s.supersededBy[i], func(j int) bool { return s.status[j].Present && !s.disputedIfInForce(j) })
	suspended := ids(s.suspendedBy[i], func(j int) bool { return s.inForce(j) && !s.disputed(j) })
	switch {
	case len(superseded) > 0:
		st.Word, st.By = "superseded", superseded
	case s.of(i).lapsed(e):
		st.Word = "expired"
	case len(suspended) > 0:
		st.Word, st.By = "suspended", suspended
	case !st.Binds:
		st.Word, st.By = "disputed", s.opponents(i)
	default:
		st.Word = "binds"
	}
}

func (s *State) inDispute(i int) bool {
	return len(s.disputes[i])+len(s.disputedBy[i]) > 0 && len(s.opponents(i)) > 0
}

// opponents lists the entries in force that i disputes or that dispute i.
func (s *State) opponents(i int) (out []string) {
	for _, j := range s.disputes[i] {
		if s.inForce(int(j)) {
			out = append(out, s.Case.Entries[j].ID)
		}
	}
	for _, j := range s.disputedBy[i] {
		if s.inForce(int(j)) {
			out = append(out, s.Case.Entries[j].ID)
		}
	}
	return out
}

// Status returns what has become of the entry.
func (s *State) Status(e *mandate.Entry) Status { return s.status[e.Index] }

// Entry returns the entry with the id, or nil.
func (s *State) Entry(id string) *mandate.Entry { return s.entries[id] }

// Source returns the source with the id, or nil.
func (s *State) Source(id string) *mandate.Source { return s.sources[id] }

// Actor returns the actor with the id, or nil.
func (s *State) Actor(id string) *mandate.Actor { return s.actors[id] }

// Text returns the text with the id, or nil.
func (s *State) Text(id string) *mandate.Text { return s.texts[id] }

// Bound reports whether the case says that the disputed entry binds.
func (s *State) Bound(id string) bool {
	e := s.entries[id]
	return e != nil && s.bound[e.Index]
}

// Holds reports whether a line of the case holds: within its dates, and at
// least one of its sources is left.
func (s *State) Holds(l mandate.Line) bool {
	if s.back != nil && s.back.lines[lineKey(l)] {
		return s.back.from.Holds(l)
	}
	if !l.From.IsZero() && l.From.Last > s.AsOf {
		return false
	}
	if !l.Until.IsZero() && l.Until.Last < s.AsOf {
		return false
	}
	return s.sourced(l.Sources)
}

// Rule returns the consent rule that is asked for: the one the query names, or
// the first that holds; nil if there is none.
func (s *State) Rule() *mandate.Rule {
	for _, r := range s.Case.Rules {
		if (s.Query.Rule == r.ID || s.Query.Rule == "") && s.Holds(r.Line) {
			return r
		}
	}
	return nil
}

// Happened returns the day on which a step happened and the entries that say
// so; ok is false if it has not.
func (s *State) Happened() map[string]Past {
	past := map[string]Past{}
	for _, i := range s.happens {
		e := s.Case.Entries[i]
		if !s.status[i].Binds {
			continue
		}
		for _, f := range e.Effects {
			if f.Kind != mandate.Happened || f.What != "step" {
				continue
			}
			p, ok := past[f.Name]
			if d := EffectiveDay(e); !ok || d < p.Day {
				p.Day = d
			}
			p.Entries = append(p.Entries, e.ID)
			past[f.Name] = p
		}
	}
	for _, st := range s.Case.Steps {
		if st.Stages == 0 {
			continue
		}
		all := Past{Day: -1 << 30}
		for n := 1; n <= st.Stages; n++ {
			p, ok := past[st.StageID(n)]
			if !ok {
				all.Entries = nil
				break
			}
			all.Day = max(all.Day, p.Day)
			all.Entries = append(all.Entries, p.Entries...)
		}
		if known, ok := past[st.ID]; all.Entries != nil && (!ok || all.Day < known.Day) {
			past[st.ID] = all
		}
	}
	return past
}

// Past is when something happened and which entries say so.
type Past struct {
	Day     mandate.Day
	Entries []string
}

// Reading is the settled value of an external and what settles it.
type Reading struct {
	Value mandate.Truth
	// Entry is the reading that decides; empty if the case states the value,
	// an assumption does, or nothing does.
	Entry   string
	Assumed bool
}

// External returns the value of an external on the record.
func (s *State) External(x *mandate.External) Reading {
	if !s.Query.NoAssumptions {
		if v, ok := s.Case.Assumptions.Externals[x.ID]; ok && v != mandate.Unknown {
			return Reading{Value: v, Assumed: true}
		}
	}
	var boolean, number *mandate.Entry
	var b, n *mandate.Effect
	for _, i := range s.reads[x.ID] {
		e := s.Case.Entries[i]
		if !s.status[i].Binds {
			continue
		}
		for _, f := range e.Effects {
			if f.Kind != mandate.Happened || f.What != "reading" || f.Name != x.ID {
				continue
			}
			if f.Boolean {
				if boolean == nil || EffectiveDay(e) >= EffectiveDay(boolean) {
					boolean, b = e, f
				}
			} else if number == nil || EffectiveDay(e) >= EffectiveDay(number) {
				number, n = e, f
			}
		}
	}
	if boolean != nil {
		v := mandate.False
		if b.Value != 0 {
			v = mandate.True
		}
		return Reading{Value: v, Entry: boolean.ID}
	}
	if number != nil {
		switch {
		case x.HoldsIf != nil && x.HoldsIf.Holds(n.Value):
			return Reading{Value: mandate.True, Entry: number.ID}
		case x.FailsIf != nil && x.FailsIf.Holds(n.Value):
			return Reading{Value: mandate.False, Entry: number.ID}
		case x.HoldsIf != nil || x.FailsIf != nil:
			return Reading{Value: mandate.Unknown, Entry: number.ID}
		}
	}
	if s.Holds(x.Line) {
		return Reading{Value: x.Value}
	}
	return Reading{}
}

// Effects lists the effects that count, for each actor they count for, in the
// order of the record; effects of a group's entry in the order of the actors.
func (s *State) Effects() []Held {
	effects := 0
	// own holds, by actor and topic, the latest day on which the actor's own
	// binding entries speak of it, plus one; 0: never.
	var own [][]int64
	ownOf := func(a int32, t int32) *int64 {
		for int(t) >= len(own[a]) {
			own[a] = append(own[a], make([]int64, len(s.topics)+1-len(own[a]))...)
		}
		return &own[a][t]
	}
	own = make([][]int64, len(s.Case.Actors))
	const before = 1 << 31 // makes every day positive, also that of an undated assumption
	for i, e := range s.Case.Entries {
		if !s.status[i].Binds {
			continue
		}
		effects += len(e.Effects) * len(s.about[i])
		if e.Group {
			continue
		}
		day := int64(EffectiveDay(e)) + before
		for k := range e.Effects {
			for _, t := range s.topicsAt(i, k) {
				for _, a := range s.about[i] {
					if s.ended(e, s.Case.Actors[a].ID) {
						continue
					}
					if d := ownOf(a, t); *d < day {
						*d = day
					}
				}
			}
		}
	}
	held := make([]Held, 0, effects)
	for i, e := range s.Case.Entries {
		if !s.status[i].Binds {
			continue
		}
		hearsay := e.Hearsay()
		day := int64(EffectiveDay(e)) + before
		for k, f := range e.Effects {
			if !e.Group {
				for _, a := range s.about[i] {
					actor := s.Case.Actors[a]
					if s.ended(e, actor.ID) {
						continue
					}
					held = append(held, Held{Entry: e, Effect: f, N: k + 1, Actor: actor, Place: int(a), Hearsay: hearsay, Firmness: e.Firmness})
				}
				continue
			}
			firm := mandate.Inferred
			if e.Firmness == mandate.Assumed {
				firm = mandate.Assumed
			}
			if min := s.Query.MinFirmness; min != "" && !firm.AtLeast(min) {
				continue
			}
			of := s.topicsAt(i, k)
		members:
			for _, a := range s.about[i] {
				actor := s.Case.Actors[a]
				if s.ended(e, actor.ID) {
					continue
				}
				for _, t := range of {
					if int(t) < len(own[a]) && own[a][t] >= day {
						continue members
					}
				}
				held = append(held, Held{Entry: e, Effect: f, N: k + 1, Actor: actor, Place: int(a), Inherited: true, Hearsay: hearsay, Firmness: firm})
			}
		}
	}
	return held
}

// topicsAt lists what the k-th effect of entry i is about, by number.
func (s *State) topicsAt(i, k int) []int32 {
	if t := s.topicsOf[i][k]; t != nil {
		return t
	}
	return s.number(s.Topics(s.Case.Entries[i].Effects[k]))
}

// Replaced lists, for a binding effect of a group's entry, the members whose
// own entries replace it.
func (s *State) Replaced(e *mandate.Entry, f *mandate.Effect) (out []string) {
	if !e.Group {
		return nil
	}
	counts := map[string]bool{}
	for _, h := range s.Effects() {
		if h.Entry == e && h.Effect == f {
			counts[h.Actor.ID] = true
		}
	}
	for _, a := range s.Case.Actors {
		if a.In(e.Actors[0]) && !counts[a.ID] {
			out = append(out, a.ID)
		}
	}
	return out
}

func overlap(own map[string]bool, topics []string) bool {
	for _, t := range topics {
		if own[t] {
			return true
		}
	}
	return false
}

// Topics lists what an effect is about: the issues and steps in its condition
// (or in the texts it adopts), joins.x for actors it names, and taking part.
func (s *State) Topics(f *mandate.Effect) []string { return topics(f, s.texts, s.Holds) }

// SplitEvent splits decide.<issue>, commit.<actor> and consent.<actor>; ok is
// false for steps and stages.
func SplitEvent(ev string) (kind, id string, ok bool) {
	for _, k := range []string{"decide", "commit", "consent"} {
		if len(ev) > len(k)+1 && ev[:len(k)] == k && ev[len(k)] == '.' {
			return k, ev[len(k)+1:], true
		}
	}
	return "", "", false
}

// Stale lists, for an entry with a requirement, later entries of the same actor
// on the same issue that are in force and not linked with it.
func (s *State) Stale(e *mandate.Entry) (out []string) {
	if !s.status[e.Index].InForce || e.Group {
		return nil
	}
	issues := map[string]bool{}
	for _, f := range e.Effects {
		switch f.Kind {
		case mandate.Requires, mandate.Rejects, mandate.Excludes:
			for _, t := range s.Topics(f) {
				if s.isIssue(t) {
					issues[t] = true
				}
			}
		}
	}
	if len(issues) == 0 {
		return nil
	}
	linked := map[string]bool{}
	for _, l := range [][]string{e.Supersedes, e.Suspends, e.Disputes} {
		for _, id := range l {
			linked[id] = true
		}
	}
	for _, x := range s.Case.Entries {
		if EffectiveDay(x) <= EffectiveDay(e) || !s.status[x.Index].InForce || linked[x.ID] || x.Group || !shareActor(e, x) || links(x, e.ID) {
			continue
		}
		for _, f := range x.Effects {
			if f.AddsTo != e.ID && overlap(issues, s.Topics(f)) {
				out = append(out, x.ID)
				break
			}
		}
	}
	return out
}

func (s *State) isIssue(id string) bool {
	for _, i := range s.Case.Issues {
		if i.ID == id {
			return true
		}
	}
	return false
}

func shareActor(a, b *mandate.Entry) bool {
	for _, x := range a.Actors {
		for _, y := range b.Actors {
			if x == y {
				return true
			}
		}
	}
	return false
}

func links(e *mandate.Entry, to string) bool {
	for _, l := range [][]string{e.Supersedes, e.Suspends, e.Disputes} {
		for _, id := range l {
			if id == to {
				return true
			}
		}
	}
	return false
}
