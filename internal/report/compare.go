package report

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/condition"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// Compare is the answer of `mandate compare`.
type Compare struct {
	Head
	// Result is compared or no record.
	Result   string `json:"result"`
	Sentence string `json:"sentence"`
	// Sides are the two texts or saved plans, in the order asked.
	Sides []CompareSide `json:"sides"`
	// Issues are those on which they allow different options; Same counts the
	// others.
	Issues []CompareIssue `json:"issues"`
	Same   int            `json:"same"`
	// Actors are those that stand differently, or object to one of them, or have
	// spoken of one by name; Alike counts the others.
	Actors []CompareActor `json:"actors"`
	Alike  int            `json:"alike"`
	// Force is what the two coalitions bring and lack.
	Force []CompareForce `json:"force"`
}

// CompareSide is what follows if a text were in force.
type CompareSide struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Kind is text or plan.
	Kind string `json:"kind"`
	Says string `json:"says"`
	// Reopens are decisions on record that are set aside for it; Alternatives
	// counts other least sets.
	Reopens      []Position `json:"reopens"`
	Alternatives int        `json:"alternatives"`
	// Possible: some possible plan meets it. Never: none can, whatever is set
	// aside.
	Possible  bool `json:"possible"`
	Never     bool `json:"never,omitempty"`
	Collision *Set `json:"collision,omitempty"`
	// Clauses and Steps are those the other one has not.
	Clauses []CompareClause `json:"clauses"`
	Steps   []Step          `json:"steps"`
	// Verdict, Rung and Owed are of the record with it decided.
	Verdict string `json:"verdict"`
	Rung    string `json:"rung,omitempty"`
	Owed    *Owed  `json:"owed,omitempty"`
	// Ended and Made are goals that it brings within reach, and takes out of it.
	Ended []GoalCollision `json:"ended"`
	Made  []GoalCollision `json:"made"`
	// Joins are those in the coalition under it.
	Joins []string `json:"joins"`
}

// CompareClause is a clause of a text.
type CompareClause struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Says    string   `json:"says"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
}

// CompareIssue is an issue on which the two differ: what each allows.
type CompareIssue struct {
	Issue string     `json:"issue"`
	Name  string     `json:"name"`
	Allow [][]string `json:"allow"`
}

// CompareActor is where an actor stands under each.
type CompareActor struct {
	Actor string        `json:"actor"`
	Name  string        `json:"name"`
	As    string        `json:"as"`
	Under []CompareRung `json:"under"`
}

// CompareRung is where an actor stands under one.
type CompareRung struct {
	// Rung is agreed, conditional, interested, silent, ruled out, or empty where
	// no plan is possible.
	Rung      string   `json:"rung"`
	Entries   []string `json:"entries,omitempty"`
	Collision *Set     `json:"collision,omitempty"`
	// Words are entries that speak of the text by name, with what they do.
	Words []CompareWord `json:"words,omitempty"`
}

// CompareWord is what an actor has on record about a text.
type CompareWord struct {
	Entry string `json:"entry"`
	Says  string `json:"says"`
}

// CompareForce is a capability or a requirement line under each.
type CompareForce struct {
	Name string `json:"name"`
	// Named and Firm are what the coalition brings; of a line Gap is what is
	// missing of the minimum. Each has one figure a side; null: no coalition.
	Line  string   `json:"line,omitempty"`
	Named []*int64 `json:"named,omitempty"`
	Firm  []*int64 `json:"firm,omitempty"`
	Gap   []*int64 `json:"gap,omitempty"`
}

// side is a text or saved plan by its name.
type comparedSide struct {
	id, name, kind string
	draft          analysis.Draft
	text           *mandate.Text
}

// comparedBy finds a text or saved plan.
func comparedBy(c *mandate.Case, name string) (comparedSide, error) {
	id, plan := strings.CutPrefix(name, "plan:")
	var names []string
	for _, t := range c.Texts {
		if t.ID == id && !plan {
			return comparedSide{id, or(t.Name, t.ID), "text", analysis.Draft{Text: id, Asks: &mandate.Expr{Op: mandate.OpAdopts, Name: id}}, t}, nil
		}
		names = append(names, t.ID)
	}
	for _, p := range c.Plans {
		if p.ID == id {
			return comparedSide{id, or(p.Title, p.ID), "plan", analysis.Draft{Asks: planExpr(c, p)}, nil}, nil
		}
		names = append(names, p.ID)
	}
	e := mandate.Usagef("there is no text or saved plan %q", name)
	if near, ok := diag.Nearest(id, names); ok {
		e.Hint = "did you mean " + near + "?"
	} else if len(names) > 0 {
		e.Hint = "texts and plans of this case: " + strings.Join(names, ", ")
	} else {
		e.Hint = "the case has no texts and no plans/*.yaml"
	}
	return comparedSide{}, e
}

// planExpr writes the choices of a saved plan as a condition.
func planExpr(c *mandate.Case, p *mandate.SavedPlan) *mandate.Expr {
	var all []*mandate.Expr
	item := func(x mandate.Item, out bool) {
		e := &mandate.Expr{Op: mandate.OpJoins, Name: x.Actor}
		if x.Actor == "" {
			e = &mandate.Expr{Op: mandate.OpIs, Name: x.Issue, Names: []string{x.Option}}
			for _, i := range c.Issues {
				if i.ID == x.Issue && i.Set {
					e.Op = mandate.OpHas
				}
			}
		}
		if out {
			e = &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{e}}
		}
		all = append(all, e)
	}
	for _, s := range p.Set {
		for _, i := range c.Issues {
			if i.ID != s.Issue {
				continue
			}
			for _, o := range i.Options {
				if in := containsStr(s.Options, o.ID); in || i.Set {
					item(mandate.Item{Issue: i.ID, Option: o.ID}, !in)
				}
			}
		}
	}
	for _, a := range p.Join {
		item(mandate.Item{Actor: a}, false)
	}
	for _, x := range p.Exclude {
		item(x, true)
	}
	switch len(all) {
	case 0:
		return &mandate.Expr{Op: mandate.OpTrue}
	case 1:
		return all[0]
	}
	return &mandate.Expr{Op: mandate.OpAnd, Kids: all}
}

// BuildCompare answers `mandate compare`.
func BuildCompare(st *record.State, names [2]string, opt Options) (*Compare, error) {
	b := newBuilder(st, opt)
	w := &Compare{Head: b.head("compare"), Result: "compared", Sides: []CompareSide{}, Issues: []CompareIssue{}, Actors: []CompareActor{}, Force: []CompareForce{}}
	var of [2]comparedSide
	var sides [2]*analysis.Side
	for i, name := range names {
		var err error
		if of[i], err = comparedBy(st.Case, name); err != nil {
			return nil, err
		}
		sides[i], err = analysis.Take(st, of[i].draft, opt.Budget)
		if analysis.IsNoAim(err) {
			w.Result = string(mandate.NoRecord)
			w.Sentence = "Every source of the aim has been left out, so nothing can be said."
			b.close(&w.Head)
			return w, nil
		}
		if err != nil {
			return nil, err
		}
		w.Complete = w.Complete && sides[i].Complete
	}
	for i := range of {
		w.Sides = append(w.Sides, b.side(of[i], of[1-i], sides[i]))
	}
	for _, i := range st.Case.Issues {
		x, y := sides[0].Allows[i.ID], sides[1].Allows[i.ID]
		if strings.Join(x, ",") == strings.Join(y, ",") {
			w.Same++
			continue
		}
		w.Issues = append(w.Issues, CompareIssue{i.ID, b.n.Issue(i.ID), [][]string{b.allowed(i, x), b.allowed(i, y)}})
	}
	b.stances(w, sides)
	b.forces(w, sides)
	w.Sentence = compareSentence(w)
	b.close(&w.Head)
	return w, nil
}

// allowed puts into words what a text allows of an issue.
func (b *builder) allowed(i *mandate.Issue, ids []string) []string {
	out := []string{}
	for _, o := range i.Options {
		in, not := containsStr(ids, o.ID), containsStr(ids, "!"+o.ID)
		switch {
		case !i.Set && in, i.Set && in && !not:
			out = append(out, b.n.Option(i.ID, o.ID))
		case i.Set && in:
			out = append(out, b.n.Option(i.ID, o.ID)+" or not")
		case i.Set && not:
			out = append(out, "not "+b.n.Option(i.ID, o.ID))
		}
	}
	return out
}

// side tells of one text.
func (b *builder) side(of, other comparedSide, s *analysis.Side) CompareSide {
	x := CompareSide{ID: of.id, Name: of.name, Kind: of.kind, Says: b.n.Say(of.draft.Asks), Reopens: []Position{}, Alternatives: s.Alternatives, Never: s.Never,
		Possible: s.Possible == analysis.Yes, Clauses: []CompareClause{}, Steps: []Step{}, Verdict: string(s.Verdict), Ended: []GoalCollision{}, Made: []GoalCollision{}, Joins: []string{}}
	for _, p := range s.Reopens {
		x.Reopens = append(x.Reopens, b.position(p))
	}
	if s.Collision != nil {
		set := b.set(*s.Collision)
		x.Collision = &set
	}
	if s.Verdict != mandate.Blocked && s.Verdict != mandate.Undetermined {
		x.Rung = s.Rung.String()
	}
	if s.Coalition != nil {
		for _, y := range s.Coalition.Members {
			x.Joins = append(x.Joins, b.n.Actor(y.Actor.ID))
		}
	}
	if of.text != nil && other.text != nil {
		theirs := map[string]bool{}
		for _, l := range other.text.Clauses {
			if b.st.Holds(l.Line) {
				theirs[condition.Print(l.That.Expr)] = true
			}
		}
		for _, l := range of.text.Clauses {
			if b.st.Holds(l.Line) && !theirs[condition.Print(l.That.Expr)] {
				y := CompareClause{ID: l.ID, Name: or(l.Name, l.ID), Says: b.n.Say(l.That.Expr)}
				y.Sources, y.At = b.line(l.Line)
				x.Clauses = append(x.Clauses, y)
			}
		}
		for _, id := range of.text.Steps {
			if !containsStr(other.text.Steps, id) {
				x.Steps = append(x.Steps, Step{id, b.n.Event(id)})
			}
		}
	}
	goals := func(rs []analysis.Reached) (out []GoalCollision) {
		out = []GoalCollision{}
		for _, r := range rs {
			y := GoalCollision{Goal: "aim", Name: "the aim itself", Says: "the aim itself"}
			switch {
			case r.Goal != nil:
				y = GoalCollision{Goal: r.Goal.ID, Name: or(r.Goal.Name, r.Goal.ID), Says: b.n.Say(r.Goal.That.Expr), Condition: condition.Print(r.Goal.That.Expr)}
			case r.Actor != "":
				e := &mandate.Expr{Op: mandate.OpJoins, Name: r.Actor}
				y = GoalCollision{Goal: condition.Print(e), Name: b.n.Say(e), Says: b.n.Say(e), Condition: condition.Print(e)}
			}
			if r.Collision != nil {
				set := b.set(*r.Collision)
				y.Collision = &set
			}
			out = append(out, y)
		}
		return out
	}
	x.Ended, x.Made = goals(s.Ended), goals(s.Made)
	if s.Owed != nil {
		o := b.owed(s.Model, *s.Owed)
		x.Owed = &o
	}
	return x
}

// stances tells where the actors stand under each.
func (b *builder) stances(w *Compare, sides [2]*analysis.Side) {
	type key struct {
		actor string
		as    mandate.Role
	}
	at := [2]map[key]analysis.Standing{{}, {}}
	for i, s := range sides {
		for _, x := range s.Standings {
			at[i][key{x.Actor.ID, x.As}] = x
		}
	}
	words := func(s *analysis.Side, actor string) (out []CompareWord) {
		for _, h := range s.About {
			if h.Actor.ID == actor && len(b.cite(h.Entry.ID)) > 0 {
				out = append(out, CompareWord{h.Entry.ID, b.effect(h.Effect)})
			}
		}
		return out
	}
	spoken := map[string]bool{}
	for _, a := range b.st.Case.Actors {
		for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty, ""} {
			x := CompareActor{Actor: a.ID, Name: b.n.Actor(a.ID), As: string(as)}
			if as != "" && !a.Is(as) || as == "" && (a.Is(mandate.RoleContributor) || a.Is(mandate.RoleParty)) {
				continue
			}
			differ, said, object := false, false, false
			for i, s := range sides {
				r := CompareRung{}
				if !spoken[a.ID] {
					r.Words = words(s, a.ID)
				}
				said = said || len(r.Words) > 0
				if y, ok := at[i][key{a.ID, as}]; ok {
					switch y.Possible {
					case analysis.Yes:
						r.Rung, r.Entries = y.Rung.String(), b.cite(y.Entries...)
					case analysis.No:
						r.Rung = "ruled out"
						if y.Against != nil {
							set := b.set(*y.Against)
							r.Collision = &set
						}
						object = true
					}
				}
				x.Under = append(x.Under, r)
			}
			differ = x.Under[0].Rung != x.Under[1].Rung
			switch {
			case differ || said || object:
				spoken[a.ID] = spoken[a.ID] || said
				w.Actors = append(w.Actors, x)
			case as != "" && x.Under[0].Rung != "silent":
				w.Alike++
			}
		}
	}
}

// forces tells what the two coalitions bring and lack.
func (b *builder) forces(w *Compare, sides [2]*analysis.Side) {
	pair := func(of func(*analysis.Side) int64) []*int64 {
		var out []*int64
		for _, s := range sides {
			if s.Coalition == nil {
				out = append(out, nil)
				continue
			}
			n := of(s)
			out = append(out, &n)
		}
		return out
	}
	some := func(list []*int64) bool {
		for _, n := range list {
			if n != nil && *n != 0 {
				return true
			}
		}
		return false
	}
	closed := b.closedFigures()
	for _, k := range b.st.Case.Capabilities {
		if closed[k.ID] {
			continue
		}
		x := CompareForce{Name: b.n.Capability(k.ID)}
		x.Named = pair(func(s *analysis.Side) int64 { n, _ := s.Coalition.Figures(k.ID); return n })
		x.Firm = pair(func(s *analysis.Side) int64 { _, n := s.Coalition.Figures(k.ID); return n })
		if some(x.Named) {
			w.Force = append(w.Force, x)
		}
		for _, r := range b.st.Case.Requirements {
			if r.Capability != k.ID || !b.st.Holds(r.Line) || r.Minimum == 0 {
				continue
			}
			x := CompareForce{Name: b.n.Capability(k.ID), Line: b.requirement(r.ID)}
			x.Gap = pair(func(s *analysis.Side) int64 {
				for _, l := range s.Coalition.Lines {
					if l.Line == r {
						return l.Gap
					}
				}
				return 0
			})
			if some(x.Gap) {
				w.Force = append(w.Force, x)
			}
		}
	}
}

// compareSentence says what is different in one sentence.
func compareSentence(w *Compare) string {
	verdict := func(x CompareSide) string {
		s := x.Verdict
		if s == string(mandate.Blueprint) {
			s = "a " + s
		}
		if x.Owed != nil {
			s += " with " + plural(int64(x.Owed.Count), "answer", "answers") + " owed"
		}
		if len(x.Reopens) > 0 {
			s += " (if " + plural(int64(len(x.Reopens)), "decision", "decisions") + " on record " + map[bool]string{true: "is", false: "are"}[len(x.Reopens) == 1] + " reopened)"
		}
		return s
	}
	s := fmt.Sprintf("They differ on %d of %d issues. ", len(w.Issues), len(w.Issues)+w.Same)
	if a, b := verdict(w.Sides[0]), verdict(w.Sides[1]); a == b {
		return s + "With either in force the record would be " + a + "."
	} else {
		return s + "With the first in force the record would be " + a + "; with the second " + b + "."
	}
}
