package report

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"mandate"
	"mandate/internal/record"
)

// SearchAnswer lists what of a case has all the words looked for. What the
// audience may not see is neither listed nor counted: a count would tell what
// is in it.
type SearchAnswer struct {
	Schema string `json:"schema"`
	Case   string `json:"case"`
	AsOf   string `json:"as_of"`
	// Text is what was looked for.
	Text string `json:"text"`
	// Hits are ordered: those with that id or name; then those with a word in
	// the name that begins so; then those with it in their text. Among equals
	// by kind, then what counts on the day before what does not, then the later
	// day first.
	Hits []Hit `json:"hits"`
	// Total counts all hits, Complete tells whether all are listed.
	Total    int  `json:"total"`
	Complete bool `json:"complete"`
}

// Hit is something of a case that has been found.
type Hit struct {
	// Kind is actor, issue, option, goal, step, text, source or entry.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Name of an entry is whom it is about.
	Name string `json:"name"`
	// Text is the summary of an entry, the question of an issue, what a goal
	// says, the issue of an option, the roles of an actor, the publisher of a
	// source; others have none.
	Text string `json:"text,omitempty"`
	// Issue is that of an option.
	Issue string `json:"issue,omitempty"`
	// Day and Status are those of an entry, as in entries of other answers.
	Day    string `json:"day,omitempty"`
	Status string `json:"status,omitempty"`
	// Entries counts, for an actor, the entries on record by the day that are
	// about it, about a group of its, in which somebody speaks for it, or in
	// which somebody says something about its taking part.
	Entries int `json:"entries,omitempty"`
}

// hitKinds are the kinds in the order of hits.
var hitKinds = []string{"actor", "issue", "option", "goal", "step", "text", "source", "entry"}

// Searcher finds things of a case by their words. It is made once and safe for
// concurrent use.
type Searcher struct {
	things []thing
	// about lists, by actor, the entries that count for it in a hit.
	about map[string][]*mandate.Entry
}

// thing is what may be found, with its words folded.
type thing struct {
	hit  Hit
	kind int
	id   string
	name string
	also []string // other names
	text string   // all of its words
	// entry or source, whose handling matters; nil for others.
	entry  *mandate.Entry
	source *mandate.Source
}

// NewSearcher reads the words of a case.
func NewSearcher(c *mandate.Case) *Searcher {
	s := &Searcher{about: map[string][]*mandate.Entry{}}
	n := NewNames(c)
	add := func(h Hit, more ...string) *thing {
		t := thing{hit: h, kind: slices.Index(hitKinds, h.Kind), id: fold(h.ID), name: fold(h.Name)}
		t.text = t.id + "\n" + t.name + "\n" + fold(h.Text) + "\n" + fold(strings.Join(more, "\n"))
		s.things = append(s.things, t)
		return &s.things[len(s.things)-1]
	}
	members := map[string][]string{}
	for _, a := range c.Actors {
		var roles, groups []string
		for _, r := range a.Roles {
			roles = append(roles, string(r))
		}
		for _, g := range a.Groups {
			groups = append(groups, g, n.Actor(g))
			members[g] = append(members[g], a.ID)
		}
		t := add(Hit{Kind: "actor", ID: a.ID, Name: n.Actor(a.ID), Text: strings.Join(roles, ", ")}, append(groups, a.Also...)...)
		for _, x := range a.Also {
			t.also = append(t.also, fold(x))
		}
	}
	for _, i := range c.Issues {
		add(Hit{Kind: "issue", ID: i.ID, Name: n.Issue(i.ID), Text: i.Question})
		for _, o := range i.Options {
			add(Hit{Kind: "option", ID: o.ID, Name: n.Option(i.ID, o.ID), Text: n.Issue(i.ID), Issue: i.ID}, i.ID+"="+o.ID)
		}
	}
	for _, g := range c.Goals {
		add(Hit{Kind: "goal", ID: g.ID, Name: or(g.Name, g.ID), Text: n.Say(g.That.Expr)})
	}
	for _, x := range c.Steps {
		add(Hit{Kind: "step", ID: x.ID, Name: n.Event(x.ID)})
	}
	for _, x := range c.Texts {
		add(Hit{Kind: "text", ID: x.ID, Name: or(x.Name, x.ID)})
	}
	for _, x := range c.Sources {
		add(Hit{Kind: "source", ID: x.ID, Name: or(x.Title, x.ID), Text: x.Publisher}).source = x
	}
	for _, e := range c.Entries {
		var names []string
		for _, a := range e.Actors {
			names = append(names, n.Actor(a))
		}
		h := Hit{Kind: "entry", ID: e.ID, Name: strings.Join(names, ", "), Text: e.Summary}
		if !e.Said.IsZero() || !e.Reported.IsZero() {
			h.Day = record.EffectiveDay(e).String()
		}
		more := []string{e.Quote, e.Context}
		who := e.Actors
		if e.Group {
			who = members[e.Actors[0]]
		}
		if sp := e.Speaker; sp != nil {
			more = append(more, sp.Name, sp.Office)
			if sp.Actor != "" && !slices.Contains(who, sp.Actor) {
				more = append(more, n.Actor(sp.Actor))
				who = append(slices.Clone(who), sp.Actor)
			}
		}
		for _, a := range c.Actors {
			if slices.Contains(who, a.ID) || speaksOf(e, a.ID) {
				s.about[a.ID] = append(s.about[a.ID], e)
			}
		}
		add(h, more...).entry = e
	}
	return s
}

// found is a thing with how well it fits: 0 best.
type found struct {
	*thing
	rank int
	away bool // an entry that is not on record by the day
}

// Search lists what has all the words of a text, in a record of the case that
// the searcher was made for. Options.Limit bounds the list.
func (s *Searcher) Search(st *record.State, text string, opt Options) *SearchAnswer {
	b := newBuilder(st, opt)
	out := &SearchAnswer{Schema: "mandate/search/1", Case: st.Case.Name, AsOf: st.AsOf.String(), Text: text, Hits: []Hit{}, Complete: true}
	words := strings.Fields(fold(text))
	if len(words) == 0 {
		return out
	}
	whole := strings.Join(words, " ")
	var all []found
	for i := range s.things {
		t := &s.things[i]
		if t.entry != nil && b.hidden(t.entry) || t.source != nil && !b.sees(t.source) || !t.has(words) {
			continue
		}
		all = append(all, found{t, t.rank(whole, words), t.entry != nil && !st.Status(t.entry).Present})
	}
	sort.Slice(all, func(i, j int) bool {
		x, y := &all[i], &all[j]
		switch {
		case x.rank != y.rank:
			return x.rank < y.rank
		case x.kind != y.kind:
			return x.kind < y.kind
		case x.away != y.away:
			return y.away
		case x.hit.Day != y.hit.Day:
			return x.hit.Day > y.hit.Day
		case x.hit.ID != y.hit.ID:
			return x.hit.ID < y.hit.ID
		}
		return x.hit.Issue < y.hit.Issue
	})
	out.Total = len(all)
	if n := opt.limit(); len(all) > n {
		all, out.Complete = all[:n], false
	}
	for _, f := range all {
		h := f.hit
		if f.entry != nil {
			h.Status = st.Status(f.entry).Word
		}
		if h.Kind == "actor" {
			for _, e := range s.about[h.ID] {
				if !b.hidden(e) && st.Status(e).Present {
					h.Entries++
				}
			}
		}
		out.Hits = append(out.Hits, h)
	}
	return out
}

// has reports whether all words occur.
func (t *thing) has(words []string) bool {
	for _, w := range words {
		if !strings.Contains(t.text, w) {
			return false
		}
	}
	return true
}

// rank tells how well a thing that has the words fits. An entry has no name of
// its own.
func (t *thing) rank(whole string, words []string) int {
	switch {
	case t.id == whole || t.entry == nil && t.name == whole || slices.Contains(t.also, whole):
		return 0
	case t.entry == nil && !slices.ContainsFunc(words, func(w string) bool { return !t.begins(w) }):
		return 1
	}
	return 2
}

// begins reports whether a word of one of its names begins so.
func (t *thing) begins(w string) bool {
	return begins(t.name, w) || begins(t.id, w) || slices.ContainsFunc(t.also, func(x string) bool { return begins(x, w) })
}

// begins reports whether a word of the text begins so.
func begins(text, with string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], with)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at+i])
		if at+i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			return true
		}
		at += i + 1
	}
}
