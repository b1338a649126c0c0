package export

import (
	"fmt"
	"sort"

	"mandate"
	"mandate/internal/record"
)

// always is the day of what was never otherwise.
const always mandate.Day = -1 << 30

// settled is what the decisions on record leave open (docs/math/verdict.md,
// section 2).
type settled struct {
	// open lists, by issue, the options with which all decisions can hold
	// together; of a set, the members that may be in. out lists the members
	// of a set that may be left out.
	open, out map[string][]string
	// day is the day by which an issue was decided; missing: it is open.
	day map[string]mandate.Day
}

// variable is a choice issue, or one member of a set issue.
type variable struct {
	issue  *mandate.Issue
	member string   // empty: a choice issue
	domain []string // options; of a member: in, out
}

const (
	in  = "in"
	out = "out"
)

// formula is a condition about issues over numbered variables.
type formula struct {
	op   mandate.Op // OpTrue, OpFalse, OpNot, OpAnd, OpOr; OpIn: an atom
	kids []*formula
	v    int    // atom: the variable
	good []bool // atom: by place in the domain, whether it is true
}

// decision is a binding decision, or a part of one, that speaks of issues
// alone.
type decision struct {
	day  mandate.Day
	f    *formula
	vars []int // the variables it speaks of
}

// truth3 is true, false or not yet known.
type truth3 int8

const (
	maybe truth3 = iota
	holds
	fails
)

func not3(t truth3) truth3 { return [...]truth3{maybe, fails, holds}[t] }

// value reads a formula under a partial assignment: by variable, the place in
// its domain, or -1.
func (f *formula) value(a []int) truth3 {
	switch f.op {
	case mandate.OpTrue:
		return holds
	case mandate.OpFalse:
		return fails
	case mandate.OpNot:
		return not3(f.kids[0].value(a))
	case mandate.OpAnd, mandate.OpOr:
		short := fails // what decides a conjunction
		if f.op == mandate.OpOr {
			short = holds
		}
		all := not3(short)
		for _, k := range f.kids {
			switch k.value(a) {
			case short:
				return short
			case maybe:
				all = maybe
			}
		}
		return all
	}
	switch x := a[f.v]; {
	case x < 0:
		return maybe
	case f.good[x]:
		return holds
	}
	return fails
}

// upwards lists the options of a scale from one on.
func upwards(i *mandate.Issue, from string) (names []string) {
	for _, o := range i.Options {
		if o.ID == from || len(names) > 0 {
			names = append(names, o.ID)
		}
	}
	return names
}

// usable lists the options of an issue that hold at the date; all of them if
// none does.
func usable(st *record.State, i *mandate.Issue) (ids []string) {
	for _, o := range i.Options {
		if st.Holds(o.Line) {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		for _, o := range i.Options {
			ids = append(ids, o.ID)
		}
	}
	return ids
}

// search looks for an assignment by trying: no learning, no cores.
type search struct {
	issues map[string]*mandate.Issue
	vars   []variable
	number map[[2]string]int // by issue and member
	steps  int
}

// maxSteps bounds the trying; real decisions need a few hundred steps.
const maxSteps = 1 << 18

func (s *search) compile(e *mandate.Expr, vars map[int]bool) *formula {
	f := &formula{op: e.Op}
	var names []string
	key := [2]string{e.Name}
	switch e.Op {
	case mandate.OpTrue, mandate.OpFalse:
		return f
	case mandate.OpNot, mandate.OpAnd, mandate.OpOr:
		for _, k := range e.Kids {
			f.kids = append(f.kids, s.compile(k, vars))
		}
		return f
	case mandate.OpAtLeast:
		names = upwards(s.issues[e.Name], e.Names[0])
	case mandate.OpHas:
		names, key[1] = []string{in}, e.Names[0]
	default:
		names = e.Names
	}
	f.op, f.v = mandate.OpIn, s.number[key]
	for _, x := range s.vars[f.v].domain {
		f.good = append(f.good, has(names, x))
	}
	vars[f.v] = true
	return f
}

// can reports whether the decisions can hold together, the variable v (-1:
// none) having the value x. Only decisions that hang together with v are looked
// at: the others are known to be able to hold.
func (s *search) can(ds []*decision, v, x int) (bool, error) {
	a := make([]int, len(s.vars))
	for i := range a {
		a[i] = -1
	}
	if v < 0 {
		return s.try(ds, a)
	}
	a[v] = x
	near := map[int]bool{v: true}
	taken := make([]bool, len(ds))
	var with []*decision
	for again := true; again; {
		again = false
		for i, d := range ds {
			touches := false
			for _, y := range d.vars {
				touches = touches || near[y]
			}
			if taken[i] || !touches {
				continue
			}
			taken[i], again = true, true
			with = append(with, d)
			for _, y := range d.vars {
				near[y] = true
			}
		}
	}
	return s.try(with, a)
}

func (s *search) try(ds []*decision, a []int) (bool, error) {
	if s.steps++; s.steps > maxSteps {
		return false, fmt.Errorf("the decisions on record are too entangled for the export: more than %d steps", maxSteps)
	}
	left := map[int][]*decision{} // by variable: those that are still undetermined
	var open []*decision
	for _, d := range ds {
		switch d.f.value(a) {
		case fails:
			return false, nil
		case maybe:
			open = append(open, d)
			for _, v := range d.vars {
				if a[v] < 0 {
					left[v] = append(left[v], d)
				}
			}
		}
	}
	if len(open) == 0 {
		return true, nil // whatever is left has a value in its domain
	}
	// Take the variable with the fewest values that break no decision.
	best := -1
	var values []int
	for v := range s.vars {
		if left[v] == nil {
			continue
		}
		var can []int
		for x := range s.vars[v].domain {
			a[v] = x
			good := true
			for _, d := range left[v] {
				good = good && d.f.value(a) != fails
			}
			if good {
				can = append(can, x)
			}
		}
		a[v] = -1
		if best < 0 || len(can) < len(values) {
			best, values = v, can
		}
		if len(values) < 2 {
			break
		}
	}
	for _, x := range values {
		a[best] = x
		ok, err := s.try(open, a)
		if ok || err != nil {
			return ok, err
		}
	}
	a[best] = -1
	return false, nil
}

// settle finds what the decisions leave open.
func settle(st *record.State, held []record.Held) (*settled, error) {
	c := st.Case
	s := &search{issues: map[string]*mandate.Issue{}, number: map[[2]string]int{}}
	add := func(v variable) {
		s.number[[2]string{v.issue.ID, v.member}] = len(s.vars)
		s.vars = append(s.vars, v)
	}
	for _, i := range c.Issues {
		s.issues[i.ID] = i
		can := usable(st, i)
		if !i.Set {
			add(variable{i, "", can})
			continue
		}
		for _, o := range i.Options {
			v := variable{i, o.ID, []string{out}}
			if has(can, o.ID) {
				v.domain = []string{in, out}
			}
			add(v)
		}
	}
	ds := s.decisions(st, held)
	ok, err := s.can(ds, -1, 0)
	if err != nil {
		return nil, err
	}
	if !ok {
		ds = nil // together they cannot hold: they settle nothing
	}
	r := &settled{open: map[string][]string{}, out: map[string][]string{}, day: map[string]mandate.Day{}}
	for n, v := range s.vars {
		id := v.issue.ID
		for x, value := range v.domain {
			ok, err := s.can(ds, n, x)
			switch {
			case err != nil:
				return nil, err
			case ok && v.member == "":
				r.open[id] = append(r.open[id], value)
			case ok && value == in:
				r.open[id] = append(r.open[id], v.member)
			case ok:
				r.out[id] = append(r.out[id], v.member)
			}
		}
	}
	for _, i := range c.Issues {
		// The decisions are added one by one: more of them leave less open.
		n := sort.Search(len(ds)+1, func(n int) bool {
			d, e := s.decided(i, ds[:n])
			if e != nil {
				err = e
			}
			return d
		})
		if err != nil {
			return nil, err
		}
		switch {
		case n == 0:
			r.day[i.ID] = always
		case n <= len(ds):
			r.day[i.ID] = ds[n-1].day
		}
	}
	return r, nil
}

// decisions lists the binding decisions that speak of issues alone, in order of
// their day; what has been decided before is not listed again.
func (s *search) decisions(st *record.State, held []record.Held) (ds []*decision) {
	type dated struct {
		day mandate.Day
		e   *mandate.Expr
	}
	var all []dated
	for _, h := range held {
		add := func(x *mandate.Condition) {
			if x.Expr.AboutIssues() == nil {
				all = append(all, dated{record.EffectiveDay(h.Entry), nnf(x.Expr, false)})
			}
		}
		switch h.Effect.Kind {
		case mandate.Decides:
			add(h.Effect.That)
		case mandate.Adopts:
			for _, cl := range st.Text(h.Effect.Name).Clauses {
				if st.Holds(cl.Line) {
					add(cl.That)
				}
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].day < all[j].day })
	seen := map[string]bool{}
	for _, x := range all {
		for _, part := range conjuncts(x.e) {
			key := normal(part)
			if seen[key] {
				continue
			}
			seen[key] = true
			vars := map[int]bool{}
			d := &decision{day: x.day, f: s.compile(part, vars)}
			for v := range vars {
				d.vars = append(d.vars, v)
			}
			sort.Ints(d.vars)
			ds = append(ds, d)
		}
	}
	return ds
}

// decided reports whether one answer to the issue is left.
func (s *search) decided(i *mandate.Issue, ds []*decision) (bool, error) {
	for v := range s.vars {
		if s.vars[v].issue != i {
			continue
		}
		n := 0
		for x := range s.vars[v].domain {
			ok, err := s.can(ds, v, x)
			if err != nil {
				return false, err
			}
			if ok {
				if n++; n > 1 {
					return false, nil
				}
			}
		}
		if n != 1 {
			return false, nil
		}
	}
	return true, nil
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
