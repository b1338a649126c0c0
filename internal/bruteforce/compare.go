package bruteforce

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
)

// Side is one of two texts or saved plans that are compared.
type Side struct {
	Name string
	// Reopens lists all least sets of decisions, by weight, that are set aside
	// for the side; the first in the order of the record is set aside. Nil:
	// nothing is, or setting aside all of them does not help (Never).
	Reopens [][]string
	Weight  int64
	Never   bool
	// Allowed gives by issue what φ allows by itself: options; of a set issue
	// `x` if x may be in and `!x` if it may be out.
	Allowed map[string][]string
	// Plans is what Π of the side holds; Collisions are the smallest if it
	// is empty.
	Plans      *Exploration
	Collisions [][]string
	// Objects gives who is in no plan of Π, as `joins a` or `consents p`, with
	// all smallest collisions.
	Objects   map[string][][]string
	Coalition *Coalition
	// Words lists by actor the effects that speak of the text by name.
	Words map[string][]string
	// Ended and Made give goals of the case (`goal id`), joiners with a word
	// on record (`joins a`) and, if the case is blocked, `aim`, with all
	// smallest collisions: of the record as it stands; of the side.
	Ended, Made map[string][][]string
	// Verdict, Rung and OwedSets are those of the record with the side in
	// force as a decision.
	Verdict  mandate.Verdict
	Rung     mandate.Rung
	OwedSets [][]string
}

// Comparison is two sides beside each other.
type Comparison struct {
	Sides [2]*Side
	// Differ lists the issues on which they allow different options.
	Differ []string
	// Clauses and Steps list what only one has: clauses by id.
	Clauses, Steps [2][]string
}

// side is what a name stands for.
type side struct {
	text *mandate.Text
	phi  *mandate.Expr
}

func resolve(c *mandate.Case, name string) (side, error) {
	id, plan := strings.CutPrefix(name, "plan:")
	if !plan {
		for _, t := range c.Texts {
			if t.ID == id {
				return side{text: t, phi: &mandate.Expr{Op: mandate.OpAdopts, Name: id}}, nil
			}
		}
	}
	for _, p := range c.Plans {
		if p.ID == id {
			return side{phi: PlanExpr(c, p)}, nil
		}
	}
	return side{}, fmt.Errorf("bruteforce: neither text nor plan: %s", name)
}

// PlanExpr writes the choices of a saved plan as a condition.
func PlanExpr(c *mandate.Case, p *mandate.SavedPlan) *mandate.Expr {
	all := &mandate.Expr{Op: mandate.OpTrue}
	for _, s := range p.Set {
		for _, i := range c.Issues {
			if i.ID != s.Issue {
				continue
			}
			for _, o := range i.Options {
				if in := contains(s.Options, o.ID); in || i.Set {
					all = both(all, itemExpr(c, mandate.Item{Issue: i.ID, Option: o.ID}, !in))
				}
			}
		}
	}
	for _, a := range p.Join {
		all = both(all, itemExpr(c, mandate.Item{Actor: a}, false))
	}
	for _, x := range p.Exclude {
		all = both(all, itemExpr(c, x, true))
	}
	return all
}

// Compare puts two texts or saved plans side by side. Without a record of the
// aim it returns nil.
func Compare(c *mandate.Case, query mandate.Query, a, b string) (*Comparison, error) {
	q, err := prepare(c, query, nil)
	if q == nil || err != nil {
		return nil, err
	}
	x := &Comparison{}
	var sides [2]side
	for i, name := range []string{a, b} {
		if sides[i], err = resolve(c, name); err != nil {
			return nil, err
		}
		if x.Sides[i], err = q.side(query, name, sides[i]); err != nil {
			return nil, err
		}
	}
	for _, i := range c.Issues {
		if strings.Join(x.Sides[0].Allowed[i.ID], ",") != strings.Join(x.Sides[1].Allowed[i.ID], ",") {
			x.Differ = append(x.Differ, i.ID)
		}
	}
	for i := range sides {
		mine, other := sides[i].text, sides[1-i].text
		if mine == nil || other == nil {
			continue
		}
		theirs := map[string]bool{}
		for _, l := range other.Clauses {
			if q.w.holds(l.Line) {
				theirs[normalForm(l.That.Expr, false)] = true
			}
		}
		for _, l := range mine.Clauses {
			if q.w.holds(l.Line) && !theirs[normalForm(l.That.Expr, false)] {
				x.Clauses[i] = append(x.Clauses[i], l.ID)
			}
		}
		for _, s := range mine.Steps {
			if !contains(other.Steps, s) {
				x.Steps[i] = append(x.Steps[i], s)
			}
		}
	}
	return x, nil
}

func (q *question) side(query mandate.Query, name string, of side) (*Side, error) {
	w, c := q.w, q.w.c
	x := &Side{Name: name, Objects: map[string][][]string{}, Words: map[string][]string{},
		Ended: map[string][][]string{}, Made: map[string][][]string{}}
	aside, err := x.reopen(c, query, of)
	if err != nil {
		return nil, err
	}
	x.Allowed = w.allowed(of.phi)
	if x.Plans, err = Explore(aside, query, of.phi); err != nil {
		return nil, err
	}
	smallest := func(c *mandate.Case, goal *mandate.Expr) ([][]string, error) {
		q, err := prepare(c, query, goal)
		if err != nil {
			return nil, err
		}
		return q.smallest()
	}
	if x.Plans.Verdict == mandate.Blocked {
		if x.Collisions, err = smallest(aside, of.phi); err != nil {
			return nil, err
		}
	}
	word := map[string]bool{}
	for _, y := range w.acts {
		word[w.actors[y.actor].ID] = true
		if of.text != nil && y.names(of.text.ID) && !contains(x.Words[w.actors[y.actor].ID], y.ref) {
			id := w.actors[y.actor].ID
			x.Words[id] = append(x.Words[id], y.ref)
		}
	}
	for i, a := range w.actors {
		joins := &mandate.Expr{Op: mandate.OpJoins, Name: a.ID}
		consents := &mandate.Expr{Op: mandate.OpConsents, Name: a.ID}
		if _, ok := x.Plans.CanJoin[a.ID]; !ok && w.contributors>>i&1 == 1 {
			if x.Objects["joins "+a.ID], err = smallest(aside, both(of.phi, joins)); err != nil {
				return nil, err
			}
		}
		if _, ok := x.Plans.CanConsent[a.ID]; !ok && w.parties>>i&1 == 1 {
			if x.Objects["consents "+a.ID], err = smallest(aside, both(of.phi, consents)); err != nil {
				return nil, err
			}
		}
	}
	if x.Coalition, err = Coalesce(aside, query, of.phi); err != nil {
		return nil, err
	}
	// What is reached as it stands and under the side.
	reached := func(c *mandate.Case, goal *mandate.Expr) (bool, error) {
		n, err := Count(c, query, goal)
		return n > 0, err
	}
	asked := map[string]*mandate.Expr{}
	for _, g := range c.Goals {
		asked["goal "+g.ID] = g.That.Expr
	}
	for i, a := range w.actors {
		if w.contributors>>i&1 == 1 && word[a.ID] {
			asked["joins "+a.ID] = itemExpr(c, mandate.Item{Actor: a.ID}, false)
		}
	}
	possible, err := reached(c, nil)
	if err != nil {
		return nil, err
	}
	if !possible {
		asked["aim"] = nil
	}
	for _, id := range sortedKeys(asked) {
		now, err := reached(c, asked[id])
		if err != nil {
			return nil, err
		}
		then, err := reached(aside, both(of.phi, asked[id]))
		if err != nil {
			return nil, err
		}
		switch {
		case then && !now:
			x.Ended[id], err = smallest(c, asked[id])
		case now && !then:
			x.Made[id], err = smallest(aside, both(of.phi, asked[id]))
		}
		if err != nil {
			return nil, err
		}
	}
	// The side in force as a decision.
	f := &mandate.Effect{Kind: mandate.Decides, That: &mandate.Condition{Expr: of.phi}}
	if of.text != nil {
		f = &mandate.Effect{Kind: mandate.Adopts, Name: of.text.ID}
	}
	inForce, _ := w.caseWith(aside, query, []string{nobody}, []*mandate.Effect{f})
	r, err := Solve(inForce, query, nil)
	if err != nil {
		return nil, err
	}
	x.Verdict, x.Rung, x.OwedSets = r.Verdict, r.Rung, r.OwedSets
	return x, nil
}

// names reports whether the effect speaks of the text by name.
func (x *act) names(text string) bool {
	if x.eff.Kind == mandate.Adopts {
		return x.eff.Name == text
	}
	switch x.eff.Kind {
	case mandate.Accepts, mandate.Requires, mandate.Rejects:
	default:
		return false
	}
	found := false
	x.eff.That.Expr.Walk(func(e *mandate.Expr) { found = found || e.Op == mandate.OpAdopts && e.Name == text })
	return found
}

// reopen finds the decisions that cannot hold together with φ, whatever else
// is dropped, and returns the case without them.
func (x *Side) reopen(c *mandate.Case, query mandate.Query, of side) (*mandate.Case, error) {
	q, err := prepare(c, query, of.phi)
	if err != nil {
		return nil, err
	}
	canKeep, _, err := q.keepable(false)
	if err != nil {
		return nil, err
	}
	var decisions uint64
	for i, p := range q.positions {
		if p.kind == deciding {
			decisions |= 1 << i
		}
	}
	if canKeep(decisions) {
		return c, nil
	}
	place := map[*mandate.Entry]int{}
	for i, e := range c.Entries {
		place[e] = i
	}
	var best []uint64
	for _, s := range minimalSubsets(decisions, func(s uint64) bool { return canKeep(decisions &^ s) }) {
		weight := int64(0)
		for i, p := range q.positions {
			if s>>i&1 == 1 {
				weight += p.weight
			}
		}
		if len(best) == 0 || weight < x.Weight {
			best, x.Weight = nil, weight
		}
		if weight == x.Weight {
			best = append(best, s)
		}
	}
	if len(best) == 0 {
		x.Never = true
		return c, nil
	}
	places := func(s uint64) []int64 {
		var out []int64
		for i, p := range q.positions {
			if s>>i&1 == 0 {
				continue
			}
			first := len(c.Entries)
			for _, a := range p.entries {
				first = min(first, place[a.entry])
			}
			out = append(out, int64(first))
		}
		sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
		return append(out, make([]int64, len(c.Entries)-len(out)+1)...)
	}
	sort.SliceStable(best, func(i, j int) bool { return lexLess(places(best[i]), places(best[j])) })
	for _, s := range best {
		x.Reopens = append(x.Reopens, q.keys(s))
	}
	gone := map[*mandate.Effect]bool{}
	for i, p := range q.positions {
		for _, a := range p.entries {
			if best[0]>>i&1 == 1 {
				gone[a.eff] = true
			}
		}
	}
	d := *c
	d.Entries = nil
	for _, e := range c.Entries {
		f := *e
		f.Effects = nil
		changed := false
		for _, eff := range e.Effects {
			if gone[eff] { // its place stays, for the numbers of the others
				eff, changed = &mandate.Effect{Kind: mandate.Estimates}, true
			}
			f.Effects = append(f.Effects, eff)
		}
		if changed {
			d.Entries = append(d.Entries, &f)
		} else {
			d.Entries = append(d.Entries, e)
		}
	}
	return &d, nil
}

// allowed gives by issue the options that a condition allows by itself: with
// one option per issue, every other atom being free.
func (w *world) allowed(phi *mandate.Expr) map[string][]string {
	n := w.compile(phi, false)
	atoms := map[string]int{}
	n.deep(func(n *node) {
		if !n.aboutIssue() {
			if _, ok := atoms[n.atom()]; !ok {
				atoms[n.atom()] = len(atoms)
			}
		}
	})
	in, out := make([]uint64, len(w.c.Issues)), make([]uint64, len(w.c.Issues))
	w.mandates(func(mu []uint64) {
		p := &plan{w: w, mu: mu}
		for free := uint64(0); free < 1<<len(atoms); free++ {
			if !p.freely(n, atoms, free) {
				continue
			}
			for i, m := range mu {
				in[i] |= m
				out[i] |= ^m
			}
			return
		}
	})
	allowed := map[string][]string{}
	for i, x := range w.c.Issues {
		list := []string{}
		for k, o := range x.Options {
			if in[i]>>k&1 == 1 {
				list = append(list, o.ID)
			}
			if x.Set && out[i]>>k&1 == 1 {
				list = append(list, "!"+o.ID)
			}
		}
		allowed[x.ID] = list
	}
	return allowed
}

func (n *node) aboutIssue() bool {
	switch n.op {
	case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast, mandate.OpTrue, mandate.OpFalse, mandate.OpOnRecord:
		return true
	}
	return false
}

// freely reads a condition with other atoms than those of issues set freely.
func (p *plan) freely(n *node, atoms map[string]int, free uint64) bool {
	switch n.op {
	case mandate.OpAnd:
		for _, k := range n.kids {
			if !p.freely(k, atoms, free) {
				return false
			}
		}
		return true
	case mandate.OpOr:
		for _, k := range n.kids {
			if p.freely(k, atoms, free) {
				return true
			}
		}
		return false
	}
	if n.aboutIssue() {
		return p.holds(n, none)
	}
	return (free>>atoms[n.atom()]&1 == 1) != n.neg
}

// atom names an atom; a step of a text is one like done(step).
func (n *node) atom() string {
	if n.op == mandate.OpDone {
		return itoa(int(mandate.OpDone)) + " " + itoa(n.i)
	}
	return normalForm(n.expr, false)
}
