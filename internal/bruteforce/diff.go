package bruteforce

import (
	"fmt"

	"mandate"
)

// Differs is a conclusion that two readings of a record come to differently, with
// all minimal sets of changes that turn it back, as bits by their place in
// Diff.Changes.
type Differs struct {
	Was, Is string
	Sets    []uint64
}

// Diffed is what docs/math/diff.md says of two readings.
type Diffed struct {
	// Changes are named by the id of the entry or by the dates and sources of the
	// line.
	Changes []string
	// Conclusions are those that differ, by name.
	Conclusions map[string]*Differs
}

// Diff looks at the record of a case in two readings, and at every record between
// them: for each set of changes the case is written anew, with what is said and
// what holds in it and nothing else.
func Diff(c *mandate.Case, a, b mandate.Query, most int) (*Diffed, error) {
	wa, err := newWorld(c, a)
	if err != nil {
		return nil, err
	}
	wb, err := newWorld(c, b)
	if err != nil {
		return nil, err
	}
	d := &Diffed{Conclusions: map[string]*Differs{}}
	number := map[string]int{}
	note := func(name string, differs bool) {
		if _, ok := number[name]; differs && !ok {
			number[name] = len(d.Changes)
			d.Changes = append(d.Changes, name)
		}
	}
	for _, e := range c.Entries {
		note(e.ID, wa.bare(e) != wb.bare(e))
	}
	relined(c, func(l mandate.Line) mandate.Line {
		note(LineName(l), wa.holds(l) != wb.holds(l))
		return l
	})
	n := len(d.Changes)
	if n > most {
		return nil, ErrTooLarge
	}
	all := make([]map[string]string, 1<<n)
	for undone := range uint64(1) << n {
		in := func(name string) *world {
			if k, ok := number[name]; ok && undone>>k&1 == 1 {
				return wa
			}
			return wb
		}
		if all[undone], err = conclusions(between(c, in), wb.plain()); err != nil {
			return nil, err
		}
	}
	now, then := all[0], all[len(all)-1]
	for _, m := range []map[string]string{now, then} {
		for name := range m {
			if now[name] != then[name] && d.Conclusions[name] == nil {
				d.Conclusions[name] = &Differs{Was: then[name], Is: now[name]}
			}
		}
	}
	for name, x := range d.Conclusions {
		for undone := range all {
			if all[undone][name] != x.Was {
				continue
			}
			least := true
			for less := range all {
				if less != undone && less&^undone == 0 && all[less][name] == x.Was {
					least = false
				}
			}
			if least {
				x.Sets = append(x.Sets, uint64(undone))
			}
		}
	}
	return d, nil
}

// LineName tells lines apart that come and go by themselves.
func LineName(l mandate.Line) string {
	return fmt.Sprint(l.Sources, l.At, " from ", l.From.Text, " until ", l.Until.Text)
}

// bare is how an entry stands by itself.
func (w *world) bare(e *mandate.Entry) string {
	if !w.present(e) {
		return "absent"
	}
	if !e.Expires.IsZero() && w.day > e.Expires.Last {
		return "expired"
	}
	return "present"
}

const (
	doomsday = mandate.Day(1 << 28)
	noDay    = -mandate.Day(1 << 29)
)

// plain is the query without what narrows the record, on the last of days.
func (w *world) plain() mandate.Query {
	q := w.q
	day := doomsday
	q.AsOf, q.KnownBy, q.RecordedBy, q.Without = &day, nil, nil, nil
	return q
}

// between writes the case in which each entry and line stands as in the world that
// in names: what is absent is said after the last of days, what has expired did so
// before the first, and lines hold always or never.
func between(c *mandate.Case, in func(name string) *world) *mandate.Case {
	on := func(d mandate.Day) mandate.When { return mandate.When{Text: "some day", First: d, Last: d} }
	d := relined(c, func(l mandate.Line) mandate.Line {
		if in(LineName(l)).holds(l) {
			l.From, l.Until, l.Sources = mandate.When{}, mandate.When{}, nil
		} else {
			l.Until = on(noDay)
		}
		return l
	})
	d.Entries = nil
	for _, e := range c.Entries {
		x := *e
		x.Expires = mandate.When{}
		x.Sources = nil
		switch in(e.ID).bare(e) {
		case "absent":
			x.Said = on(doomsday + 1)
		case "expired":
			x.Expires = on(noDay)
		}
		d.Entries = append(d.Entries, &x)
	}
	return d
}

// relined copies a case with other lines.
func relined(c *mandate.Case, f func(mandate.Line) mandate.Line) *mandate.Case {
	d := *c
	d.Issues, d.Steps, d.Texts, d.Settle, d.Requirements, d.Rates, d.Rules, d.Externals, d.Goals = nil, nil, nil, nil, nil, nil, nil, nil, nil
	need := func(n *mandate.Need) *mandate.Need {
		if n == nil {
			return nil
		}
		x := *n
		x.Line = f(x.Line)
		return &x
	}
	for _, p := range c.Issues {
		x := *p
		x.Options = nil
		for _, o := range p.Options {
			y := *o
			y.Line = f(y.Line)
			x.Options = append(x.Options, &y)
		}
		d.Issues = append(d.Issues, &x)
	}
	for _, p := range c.Steps {
		x := *p
		x.Line, x.If, x.Needs = f(x.Line), need(x.If), nil
		for _, n := range p.Needs {
			x.Needs = append(x.Needs, need(n))
		}
		d.Steps = append(d.Steps, &x)
	}
	for _, p := range c.Texts {
		x := *p
		x.Clauses = nil
		for _, k := range p.Clauses {
			y := *k
			y.Line = f(y.Line)
			x.Clauses = append(x.Clauses, &y)
		}
		d.Texts = append(d.Texts, &x)
	}
	for _, p := range c.Settle {
		x := *p
		x.Line = f(x.Line)
		d.Settle = append(d.Settle, &x)
	}
	for _, p := range c.Requirements {
		x := *p
		x.Line = f(x.Line)
		d.Requirements = append(d.Requirements, &x)
	}
	for _, p := range c.Rates {
		x := *p
		x.Line = f(x.Line)
		d.Rates = append(d.Rates, &x)
	}
	for _, p := range c.Rules {
		x := *p
		x.Line = f(x.Line)
		d.Rules = append(d.Rules, &x)
	}
	for _, p := range c.Externals {
		x := *p
		x.Line = f(x.Line)
		d.Externals = append(d.Externals, &x)
	}
	for _, p := range c.Goals {
		x := *p
		x.Line = f(x.Line)
		d.Goals = append(d.Goals, &x)
	}
	return &d
}

// conclusions reads off a record what diff compares, each in words under a name of
// kind and subject.
func conclusions(c *mandate.Case, query mandate.Query) (map[string]string, error) {
	out := map[string]string{}
	r, err := Solve(c, query, nil)
	if err != nil {
		return nil, err
	}
	out["verdict"] = string(r.Verdict)
	if r.Verdict == mandate.NoRecord {
		return out, nil
	}
	x, err := Explore(c, query, nil)
	if err != nil {
		return nil, err
	}
	out["rung"] = r.Rung.String()
	if r.Verdict == mandate.Blocked {
		out["rung"], out["count"] = string(r.Verdict), string(r.Verdict)
	} else {
		out["count"] = "0"
	}
	if r.Verdict == mandate.Blueprint {
		out["count"] = fmt.Sprint(x.Owed)
		for _, set := range r.OwedSets {
			for _, item := range set {
				out["owed "+item] = "one of several"
			}
		}
		for _, item := range r.Owed {
			out["owed "+item] = "owed"
		}
		for k, n := range r.Missing {
			if out["owed force "+k] != "" {
				out["owed force "+k] += fmt.Sprint(" ", n)
			}
		}
	}
	for _, a := range c.Actors {
		for role, reached := range map[mandate.Role]map[string]mandate.Rung{mandate.RoleContributor: x.CanJoin, mandate.RoleParty: x.CanConsent} {
			if !a.Is(role) {
				continue
			}
			word := "ruled out"
			if rung, ok := reached[a.ID]; ok {
				word = rung.String()
			}
			if r.Verdict == mandate.Blocked {
				word = string(r.Verdict)
			}
			out["standing "+a.ID+" "+string(role)] = word
		}
	}
	for k, capability := range c.Capabilities {
		out["force "+capability.ID] = string(mandate.Blocked)
		if r.Verdict != mandate.Blocked {
			out["force "+capability.ID] = fmt.Sprint(x.Force[k])
		}
	}
	for _, g := range c.Goals {
		y, err := Explore(c, query, g.That.Expr)
		if err != nil {
			return nil, err
		}
		word := "within reach"
		if y.Verdict == mandate.Blocked {
			word = "out of reach"
		}
		if r.Verdict == mandate.Blocked {
			word = string(r.Verdict)
		}
		out["goal "+g.ID] = word
	}
	o, err := Order(c, query)
	if err != nil {
		return nil, err
	}
	first := map[string]bool{}
	for _, ev := range o.Now {
		first[ev] = true
	}
	q, err := prepare(c, query, nil)
	if err != nil {
		return nil, err
	}
	for ev := range q.w.events() {
		name := q.w.eventName(ev)
		switch {
		case r.Verdict == mandate.Blocked:
			out["now "+name] = string(r.Verdict)
		case q.w.isPast(ev):
			out["now "+name] = "past"
		case first[name]:
			out["now "+name] = "can be first"
		default:
			out["now "+name] = "cannot be first"
		}
	}
	return out, nil
}

// Minimal reports whether a set is among the minimal ones.
func (x *Differs) Minimal(set uint64) bool {
	for _, s := range x.Sets {
		if s == set {
			return true
		}
	}
	return false
}
