package record

import (
	"reflect"
	"slices"
	"strings"

	"mandate"
)

// Pair is two readings that are compared, with every record between them.
type Pair struct {
	Before, After *State
	Changes       []Change
	// base is After's case as Before reads it; former are both readings of Before's
	// case file, if that is another.
	base   *State
	former *[2]*State
}

// NewPair pairs two states of one case, read with At.
func NewPair(before, after *State) *Pair {
	return &Pair{Before: before, After: after, base: before, Changes: Changes(before, after)}
}

// Against pairs two versions of a case, or two cases: each is read as the query of
// after asks, on its day. Entries are told apart by their ids. All that differs in
// the case files besides sources is one change.
func Against(before, after *State) (*Pair, error) {
	a, b := before.Case, after.Case
	union, ofA, ofB := unite(a, b)
	read := func(file *mandate.Case) (both [2]*State, err error) {
		c := *file
		c.Sources = unitedSources(a, b)
		known := knownTo(file)
		var foreign [2][]bool
		c.Entries = nil
		for i, e := range union {
			x := known(e)
			if x == nil {
				continue
			}
			x.Index = len(c.Entries)
			c.Entries = append(c.Entries, x)
			foreign[0], foreign[1] = append(foreign[0], !ofA[i]), append(foreign[1], !ofB[i])
		}
		index := newIndex(&c)
		for i := range both {
			q, day := after.Query, after.AsOf
			q.AsOf = &day
			if both[i], err = index.open(q); err != nil {
				return both, err
			}
			both[i].foreign = foreign[i]
			both[i].read()
		}
		return both, nil
	}
	now, err := read(b)
	if err != nil {
		return nil, err
	}
	p := &Pair{Before: now[0], After: now[1], base: now[0]}
	lines := fileLines(a, b)
	if len(lines) > 0 {
		then, err := read(a)
		if err != nil {
			return nil, err
		}
		p.former, p.Before = &then, then[0]
	}
	seen := map[string]bool{}
	for i, e := range union {
		if seen[e.ID] { // its later wording has been looked at
			continue
		}
		seen[e.ID] = true
		c := Change{Entry: e, Was: p.Before.bareID(e.ID), Is: p.After.bareID(e.ID)}
		if i+1 < len(union) && union[i+1].ID == e.ID {
			c.Former = union[i+1]
			if c.Was == c.Is && c.Is != "absent" {
				c.Was = "otherwise"
			}
		}
		if c.Was != c.Is {
			p.Changes = append(p.Changes, c)
		}
	}
	if len(lines) > 0 {
		p.Changes = append(p.Changes, Change{File: true, Lines: lines, Was: "otherwise", Is: "holds"})
	}
	return p, nil
}

// bareID is how the entry of the id stands apart from all others, in the wording
// that the record has.
func (s *State) bareID(id string) string {
	for _, e := range s.called(id) {
		if w := s.bare(e); w != "absent" {
			return w
		}
	}
	return "absent"
}

// Undo is the record between the two in which some changes are undone; file tells
// whether it is read by the case file of the earlier.
func (p *Pair) Undo(changes ...Change) (st *State, file bool) {
	a, b := p.base, p.After
	for _, c := range changes {
		if c.File {
			a, b, file = p.former[0], p.former[1], true
		}
	}
	return b.Undo(a, changes...), file
}

// unite lists the entries of both cases: those of b, and behind each what a says
// under its id, if that is something else; then those that only a has.
func unite(a, b *mandate.Case) (union []*mandate.Entry, ofA, ofB []bool) {
	old := map[string]*mandate.Entry{}
	for _, e := range a.Entries {
		old[e.ID] = e
	}
	add := func(e *mandate.Entry, inA, inB bool) {
		union, ofA, ofB = append(union, e), append(ofA, inA), append(ofB, inB)
	}
	for _, e := range b.Entries {
		f := old[e.ID]
		delete(old, e.ID)
		same := f != nil && sameSaid(*e, *f, true)
		add(e, same, true)
		if f != nil && !same {
			add(f, true, false)
		}
	}
	for _, e := range a.Entries {
		if old[e.ID] != nil {
			add(e, true, false)
		}
	}
	return union, ofA, ofB
}

// sameSaid reports whether two entries say the same; whole: also in their words and
// grades, which bear on nothing.
func sameSaid(x, y mandate.Entry, whole bool) bool {
	x.Index, y.Index = 0, 0
	if !whole {
		for _, e := range []*mandate.Entry{&x, &y} {
			e.Summary, e.Quote, e.Context, e.At, e.Voice, e.Credibility, e.Handling = "", "", "", "", "", 0, ""
		}
	}
	return reflect.DeepEqual(x, y)
}

func unitedSources(a, b *mandate.Case) []*mandate.Source {
	out := slices.Clone(b.Sources)
	for _, s := range a.Sources {
		if !slices.ContainsFunc(b.Sources, func(x *mandate.Source) bool { return x.ID == s.ID }) {
			out = append(out, s)
		}
	}
	return out
}

// fileLines names the parts of the case file that differ.
func fileLines(a, b *mandate.Case) (out []string) {
	x, y := reflect.ValueOf(*a), reflect.ValueOf(*b)
	for i := range x.NumField() {
		switch name := x.Type().Field(i).Name; name {
		case "Name", "Title", "Summary", "Version", "Sources", "Entries", "Plans", "Coverage", "Alerts":
		default:
			if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
				out = append(out, strings.ToLower(name))
			}
		}
	}
	return out
}

// knownTo returns a function that copies an entry as a case file can read it:
// without effects that name what the file does not know, and nil if it does not know
// the actors.
func knownTo(c *mandate.Case) func(*mandate.Entry) *mandate.Entry {
	known := map[string]bool{}
	has := func(kind string, ids ...string) {
		for _, id := range ids {
			known[kind+id] = true
		}
	}
	for _, a := range c.Actors {
		has("actor ", a.ID)
		has("group ", a.Groups...)
	}
	for _, g := range c.Groups {
		has("group ", g.ID)
	}
	for _, i := range c.Issues {
		has("issue ", i.ID)
		has("event ", "decide."+i.ID)
		for _, o := range i.Options {
			has("option ", i.ID+"="+o.ID)
		}
	}
	for _, a := range c.Actors {
		has("event ", "commit."+a.ID, "consent."+a.ID)
	}
	for _, s := range c.Steps {
		has("event ", s.ID)
	}
	for _, t := range c.Texts {
		has("text ", t.ID)
	}
	for _, k := range c.Capabilities {
		has("capability ", k.ID)
	}
	for _, x := range c.Externals {
		has("external ", x.ID)
	}
	reads := func(e *mandate.Expr) (ok bool) {
		ok = true
		e.Walk(func(x *mandate.Expr) {
			switch x.Op {
			case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
				for _, o := range x.Names {
					ok = ok && known["option "+x.Name+"="+o]
				}
			case mandate.OpJoins, mandate.OpConsents:
				ok = ok && known["actor "+x.Name]
			case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
				ok = ok && known["group "+x.Name]
			case mandate.OpForce, mandate.OpCommitted:
				ok = ok && known["capability "+x.Name]
			case mandate.OpDecided:
				ok = ok && known["issue "+x.Name]
			case mandate.OpDone:
				ok = ok && known["event "+x.Name]
			case mandate.OpBefore:
				ok = ok && known["event "+x.Name] && known["event "+x.Names[0]]
			case mandate.OpAdopts:
				ok = ok && known["text "+x.Name]
			case mandate.OpExternal:
				ok = ok && known["external "+x.Name]
			}
		})
		return ok
	}
	named := func(f *mandate.Effect) bool {
		for _, x := range []*mandate.Condition{f.That, f.Over} {
			if x != nil && !reads(x.Expr) {
				return false
			}
		}
		for _, a := range f.Amounts {
			if !known["capability "+a.Capability] {
				return false
			}
		}
		switch f.Kind {
		case mandate.Adopts:
			return known["text "+f.Name]
		case mandate.Excludes:
			return known["actor "+f.Name]
		case mandate.Happened:
			switch f.What {
			case "step", "grade":
				return known["event "+f.Name]
			case "reading":
				return known["external "+f.Name]
			}
		case mandate.Estimates:
			return known["event "+f.Name] || known["capability "+f.Name]
		}
		return true
	}
	return func(e *mandate.Entry) *mandate.Entry {
		for _, a := range e.Actors {
			if e.Group && !known["group "+a] || !e.Group && !known["actor "+a] {
				return nil
			}
		}
		x := *e
		x.Effects = nil
		for _, f := range e.Effects {
			if named(f) {
				x.Effects = append(x.Effects, f)
			}
		}
		return &x
	}
}
