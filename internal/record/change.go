package record

import (
	"fmt"
	"slices"

	"mandate"
)

// Change is one thing that differs between two readings of the record of one
// case (docs/math/diff.md, section 1): an entry that has been said, or has
// expired, in one of them alone; or a line of the case that holds in one of them
// alone. What follows from such a change, that another entry is superseded, say,
// is no change of its own.
type Change struct {
	// Entry is the entry; nil: a line, or the case file.
	Entry *mandate.Entry
	// Former is what an entry of the same id says in the earlier version of the
	// case, if it says something else.
	Former *mandate.Entry
	// File: the case file is another, whatever of it.
	File bool
	// Line is the line, Lines name the places in the case where it stands: lines
	// that rest on the same place of the same sources and have the same dates come
	// and go together.
	Line  mandate.Line
	Lines []string
	// Was and Is tell how it stands in either reading: of an entry absent, present,
	// expired or otherwise (says something else), of a line holds or not.
	Was, Is string
}

// Name is the id of the entry, the place of the line, or case.yaml.
func (c *Change) Name() string {
	switch {
	case c.Entry != nil:
		return c.Entry.ID
	case c.File:
		return "case.yaml"
	}
	return c.Lines[0]
}

// undone is what of a state stands as in another.
type undone struct {
	from    *State
	entries []bool
	lines   map[string]bool
}

// of is the state that says whether an entry is present and has expired.
func (s *State) of(i int) *State {
	if s.back != nil && s.back.entries[i] {
		return s.back.from
	}
	return s
}

// lapsed reports whether the last day of the entry is over.
func (s *State) lapsed(e *mandate.Entry) bool {
	return !e.Expires.IsZero() && s.AsOf > e.Expires.Last
}

// bare is how an entry stands apart from all others.
func (s *State) bare(e *mandate.Entry) string {
	switch ok, _ := s.present(e); {
	case !ok:
		return "absent"
	case s.lapsed(e):
		return "expired"
	}
	return "present"
}

// lineKey is empty for a line that always holds.
func lineKey(l mandate.Line) string {
	if l.From.IsZero() && l.Until.IsZero() {
		return ""
	}
	return fmt.Sprintf("%q %q %d %v %d %v", l.Sources, l.At, l.From.Last, l.From.IsZero(), l.Until.Last, l.Until.IsZero())
}

// Changes lists what differs between two states of one case that were read with
// At: entries in the order of the record, then lines in that of the case.
func Changes(a, b *State) (out []Change) {
	for _, e := range b.Case.Entries {
		if was, is := a.bare(e), b.bare(e); was != is {
			out = append(out, Change{Entry: e, Was: was, Is: is})
		}
	}
	word := map[bool]string{true: "holds", false: "does not hold"}
	at := map[string]int{}
	Lines(b.Case, func(name string, l mandate.Line) {
		was, is := a.Holds(l), b.Holds(l)
		if was == is {
			return
		}
		k := lineKey(l)
		if i, ok := at[k]; ok {
			if !slices.Contains(out[i].Lines, name) {
				out[i].Lines = append(out[i].Lines, name)
			}
			return
		}
		at[k] = len(out)
		out = append(out, Change{Line: l, Lines: []string{name}, Was: word[was], Is: word[is]})
	})
	return out
}

// Bears reports whether the change can bear on any conclusion.
func (c *Change) Bears() bool {
	if c.Entry == nil {
		return true
	}
	if c.Former != nil {
		return (bears(c.Entry) || bears(c.Former)) && !sameSaid(*c.Entry, *c.Former, false)
	}
	return bears(c.Entry)
}

// Undo returns the record of the state with some changes undone: what they
// change stands as in the state from, all else as in this one. Both states must
// have been read with At, and of the same case.
func (s *State) Undo(from *State, changes ...Change) *State {
	x := *s
	x.status, x.memo = make([]Status, len(s.status)), make([]memo, len(s.memo))
	x.back = &undone{from: from, entries: make([]bool, len(s.status)), lines: map[string]bool{}}
	for _, c := range changes {
		if c.Entry != nil {
			for _, e := range s.called(c.Entry.ID) {
				x.back.entries[e.Index] = true
			}
		}
		if c.Lines != nil && !c.File {
			x.back.lines[lineKey(c.Line)] = true
		}
	}
	x.read()
	return &x
}

// bears reports whether a change of the entry can bear on any conclusion: it has a
// link, or an effect that is more than an estimate or the news of an event or a
// grade.
func bears(e *mandate.Entry) bool {
	if len(e.Supersedes)+len(e.Suspends)+len(e.Disputes) > 0 {
		return true
	}
	for _, f := range e.Effects {
		switch {
		case f.Kind == mandate.Estimates:
		case f.Kind == mandate.Happened && (f.What == "event" || f.What == "grade"):
		default:
			return true
		}
	}
	return false
}

// Fingerprint tells states of one case apart that may come to different
// conclusions: which entries bind, and for whom, and which lines stand otherwise.
func (s *State) Fingerprint() string {
	out := make([]byte, 0, len(s.status))
	for i := range s.status {
		st := &s.status[i]
		switch {
		case !bears(s.Case.Entries[i]):
			continue
		case !st.Binds:
			out = append(out, '-')
			continue
		}
		out = append(out, '+')
		for _, x := range st.Shares {
			out = append(append(append(out, x.Actor...), ' '), x.Word...)
		}
	}
	if s.back != nil {
		keys := make([]string, 0, len(s.back.lines))
		for k := range s.back.lines {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			out = append(append(out, '\n'), k...)
		}
	}
	return string(out)
}
