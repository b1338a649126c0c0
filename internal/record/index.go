package record

import (
	"sort"

	"mandate"
)

// index is what of a case does not depend on the query: who is called what, who
// links to whom, what each effect is about. States of one case share it.
type index struct {
	c       *mandate.Case
	entries map[string]*mandate.Entry
	sources map[string]*mandate.Source
	actors  map[string]*mandate.Actor
	texts   map[string]*mandate.Text
	// former holds, of a pair of versions of a case, what the earlier one says under
	// an id under which the later one says something else.
	former map[string]*mandate.Entry
	bound  []bool // by entry: the case says that it binds

	supersededBy, suspendedBy, disputedBy [][]int32 // by entry: who links to it
	disputes                              [][]int32 // by entry: whom it disputes
	partly                                [][]int32 // … who ends or suspends the share of some of its actors

	cites    [][]int32 // by entry: its sources, by place in the case; -1 for one that is not there
	about    [][]int32 // by entry: the actors it is about, by place in the case
	topics   map[string]int32
	topicsOf [][][]int32        // by entry and effect; nil where texts are adopted, whose clauses come and go
	happens  []int32            // entries that say that something happened
	reads    map[string][]int32 // by external: entries with readings of it
}

func newIndex(c *mandate.Case) *index {
	n := len(c.Entries)
	x := &index{
		c:       c,
		entries: make(map[string]*mandate.Entry, n),
		sources: make(map[string]*mandate.Source, len(c.Sources)),
		actors:  make(map[string]*mandate.Actor, len(c.Actors)),
		texts:   make(map[string]*mandate.Text, len(c.Texts)),
		bound:   make([]bool, n),

		supersededBy: make([][]int32, n), suspendedBy: make([][]int32, n), disputedBy: make([][]int32, n),
		disputes: make([][]int32, n), partly: make([][]int32, n),
		cites: make([][]int32, n), about: make([][]int32, n), topicsOf: make([][][]int32, n),
		topics: map[string]int32{}, reads: map[string][]int32{},
	}
	for _, e := range c.Entries {
		if x.entries[e.ID] == nil {
			x.entries[e.ID] = e
			continue
		}
		if x.former == nil {
			x.former = map[string]*mandate.Entry{}
		}
		x.former[e.ID] = e
	}
	place := make(map[string]int32, len(c.Sources))
	for i, s := range c.Sources {
		x.sources[s.ID] = s
		place[s.ID] = int32(i)
	}
	number := make(map[string]int32, len(c.Actors))
	members := map[string][]int32{}
	for i, a := range c.Actors {
		x.actors[a.ID] = a
		number[a.ID] = int32(i)
		for _, g := range a.Groups {
			members[g] = append(members[g], int32(i))
		}
	}
	for _, t := range c.Texts {
		x.texts[t.ID] = t
	}
	for _, b := range c.Binds {
		for _, e := range x.called(b.Entry) {
			x.bound[e.Index] = true
		}
	}
	for i, e := range c.Entries {
		for _, id := range e.Sources {
			p, ok := place[id]
			if !ok {
				p = -1
			}
			x.cites[i] = append(x.cites[i], p)
		}
		if e.Group {
			x.about[i] = members[e.Actors[0]]
		} else {
			for _, id := range e.Actors {
				x.about[i] = append(x.about[i], number[id])
			}
		}
		x.topicsOf[i] = make([][]int32, len(e.Effects))
		for k, f := range e.Effects {
			if f.Kind == mandate.Happened {
				if len(x.happens) == 0 || x.happens[len(x.happens)-1] != int32(i) {
					x.happens = append(x.happens, int32(i))
				}
				if r := x.reads[f.Name]; f.What == "reading" && (len(r) == 0 || r[len(r)-1] != int32(i)) {
					x.reads[f.Name] = append(r, int32(i))
				}
			}
			all := x.number(topics(f, x.texts, func(mandate.Line) bool { return true }))
			if !adoptsTexts(f) {
				x.topicsOf[i][k] = all
			}
		}
	}
	x.link()
	return x
}

// called lists the entries of the id: none, one, or two wordings of which a record
// has one.
func (x *index) called(id string) (out []*mandate.Entry) {
	for _, e := range []*mandate.Entry{x.entries[id], x.former[id]} {
		if e != nil {
			out = append(out, e)
		}
	}
	return out
}

// number interns topics; once the index is made, every topic has its number.
func (x *index) number(names []string) []int32 {
	out := make([]int32, len(names))
	for i, t := range names {
		n, ok := x.topics[t]
		if !ok {
			n = int32(len(x.topics))
			x.topics[t] = n
		}
		out[i] = n
	}
	return out
}

func (x *index) link() {
	add := func(to [][]int32, ids []string, from int, whole bool) {
		for _, id := range ids {
			for _, f := range x.called(id) {
				if whole || len(x.share(from, f.Index)) == 0 {
					to[f.Index] = append(to[f.Index], int32(from))
				} else {
					x.partly[f.Index] = append(x.partly[f.Index], int32(from))
				}
			}
		}
	}
	for i, e := range x.c.Entries {
		add(x.supersededBy, e.Supersedes, i, false)
		add(x.suspendedBy, e.Suspends, i, false)
		add(x.disputedBy, e.Disputes, i, true)
		for _, id := range e.Disputes {
			for _, f := range x.called(id) {
				x.disputes[i] = append(x.disputes[i], int32(f.Index))
			}
		}
	}
}

// share lists the actors of f that a link from e concerns, if it concerns some
// of several and not all; otherwise it is empty and the link concerns all of f.
func (x *index) share(e, f int) (out []int32) {
	if to := x.c.Entries[f]; len(to.Actors) == 1 && !to.Group {
		return nil
	}
	for _, a := range x.about[f] {
		for _, b := range x.about[e] {
			if a == b {
				out = append(out, a)
			}
		}
	}
	if len(out) == len(x.about[f]) {
		return nil
	}
	return out
}

// TakingPart is the topic of offers, commitments, interest and refusals.
const TakingPart = "taking part"

// adoptsTexts reports whether an effect speaks of texts as a whole, so that what
// it is about depends on which of their clauses hold.
func adoptsTexts(f *mandate.Effect) (yes bool) {
	for _, c := range []*mandate.Condition{f.That, f.Over} {
		if c != nil {
			c.Expr.Walk(func(x *mandate.Expr) { yes = yes || x.Op == mandate.OpAdopts })
		}
	}
	return yes || f.Kind == mandate.Adopts
}

// topics lists what an effect is about, sorted; holds tells which clauses of a
// text hold. A text stands for what its clauses and steps are about.
func topics(f *mandate.Effect, texts map[string]*mandate.Text, holds func(mandate.Line) bool) []string {
	return speaksOf(f, func(id string, condition func(*mandate.Condition), note func(string)) {
		t := texts[id]
		for _, c := range t.Clauses {
			if holds(c.Line) {
				condition(c.That)
			}
		}
		for _, st := range t.Steps {
			note("steps." + st)
		}
	})
}

// Names lists what an effect speaks of in so many words, as Topics does, but a
// text is itself, texts.<id>, and not what its clauses are about.
func Names(f *mandate.Effect) []string {
	return speaksOf(f, func(id string, _ func(*mandate.Condition), note func(string)) { note("texts." + id) })
}

// speaksOf lists what an effect speaks of, sorted; open tells what a text that it
// speaks of stands for.
func speaksOf(f *mandate.Effect, open func(id string, condition func(*mandate.Condition), note func(string))) []string {
	var out []string
	note := func(t string) {
		for _, o := range out {
			if o == t {
				return
			}
		}
		out = append(out, t)
	}
	var condition func(c *mandate.Condition)
	condition = func(c *mandate.Condition) {
		if c == nil {
			return
		}
		c.Expr.Walk(func(x *mandate.Expr) {
			switch x.Op {
			case mandate.OpAdopts:
				open(x.Name, condition, note)
			case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast, mandate.OpDecided:
				note(x.Name)
			case mandate.OpDone:
				note("steps." + x.Name)
			case mandate.OpBefore:
				for _, ev := range []string{x.Name, x.Names[0]} {
					if kind, id, ok := SplitEvent(ev); ok {
						if kind == "decide" {
							note(id)
						}
					} else {
						note("steps." + ev)
					}
				}
			case mandate.OpJoins:
				note("joins." + x.Name)
			}
		})
	}
	condition(f.That)
	condition(f.Over)
	switch f.Kind {
	case mandate.Offers, mandate.Commits, mandate.Interests, mandate.Declines:
		note(TakingPart)
	case mandate.Excludes:
		note("joins." + f.Name)
	case mandate.Adopts:
		open(f.Name, condition, note)
	}
	sort.Strings(out)
	return out
}
