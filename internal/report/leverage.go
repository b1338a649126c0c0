package report

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// Leverage is the answer of `mandate leverage`.
type Leverage struct {
	Head
	Goal     string `json:"goal,omitempty"`
	GoalName string `json:"goal_name,omitempty"`
	GoalSays string `json:"goal_says,omitempty"`
	// Result is opens, none, no record or unknown.
	Result   string `json:"result"`
	Sentence string `json:"sentence"`
	// By is the measure that ranks first; empty: the order of the page.
	By     string          `json:"by,omitempty"`
	Before LeverageMeasure `json:"before"`
	// Opens are the answers that open something, those that open most first.
	Opens []Lever `json:"opens"`
	// More counts those beyond the limit, Closes those that only close, Same
	// those that change nothing.
	More   int `json:"more"`
	Closes int `json:"closes"`
	Same   int `json:"same"`
}

// LeverageMeasure is what is compared before and after an answer.
type LeverageMeasure struct {
	Verdict string   `json:"verdict"`
	Rung    string   `json:"rung,omitempty"`
	Owed    int      `json:"owed"`
	Joins   []string `json:"joins"`
	// Force is the largest force of a possible plan, by capability.
	Force   []LeverageForce `json:"force"`
	Options int             `json:"options"`
	// Mandates is a whole number; empty: not found exactly.
	Mandates string `json:"mandates,omitempty"`
}

// LeverageForce is the largest force of a capability.
type LeverageForce struct {
	Capability string `json:"capability"`
	Name       string `json:"name"`
	Named      int64  `json:"named"`
}

// Lever is an answer with what would follow.
type Lever struct {
	// Kind is decide, move, answer, settle or resume.
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Says is the answer in words: "Israel agrees".
	Says string `json:"says"`
	// Lifts is exclusion or declining, for a move that ends one.
	Lifts    string    `json:"lifts,omitempty"`
	Position *Position `json:"position,omitempty"`
	Entries  []string  `json:"entries,omitempty"`
	// Line is the line of the case that asks for a decision.
	Line    string          `json:"line,omitempty"`
	Sources []string        `json:"sources,omitempty"`
	At      string          `json:"at,omitempty"`
	After   LeverageMeasure `json:"after"`
	// Follows says what would be different, in words.
	Follows []string `json:"follows"`
	// JoinsToo and JoinsNoMore name who could join then and could not before,
	// and the other way round.
	JoinsToo    []string `json:"joins_too,omitempty"`
	JoinsNoMore []string `json:"joins_no_more,omitempty"`
}

// leverageBy finds the place of a measure in the order of the page; -1: none was
// named.
func leverageBy(c *mandate.Case, by string) (int, error) {
	names := []string{"verdict", "rung", "owed", "joins"}
	for _, k := range c.Capabilities {
		names = append(names, "force:"+k.ID)
	}
	names = append(names, "options", "mandates")
	for i, n := range names {
		if n == by {
			return i, nil
		}
	}
	if by == "" {
		return -1, nil
	}
	e := mandate.Usagef("--by %s: there is no such measure", by)
	e.Hint = "one of: " + strings.Join(names, ", ")
	if near, ok := diag.Nearest(by, names); ok {
		e.Hint = "did you mean " + near + "?"
	}
	return -1, e
}

// BuildLeverage answers `mandate leverage`.
func BuildLeverage(st *record.State, goal *mandate.Condition, by string, opt Options) (*Leverage, error) {
	b := newBuilder(st, opt)
	w := &Leverage{Head: b.head("leverage"), By: by, Opens: []Lever{}, Before: LeverageMeasure{Joins: []string{}, Force: []LeverageForce{}}}
	first, err := leverageBy(st.Case, by)
	if err != nil {
		return nil, err
	}
	expr := b.goal(goal, &w.Goal, &w.GoalName, &w.GoalSays)
	l, err := analysis.Levers(st, expr, opt.Budget)
	if analysis.IsNoAim(err) {
		w.Result = string(mandate.NoRecord)
		w.Sentence = "Every source of the aim has been left out, so nothing can be said."
		b.close(&w.Head)
		return w, nil
	}
	if err != nil {
		return nil, err
	}
	w.Complete = l.Complete
	if l.Before.Verdict == mandate.Undetermined || l.Before.Verdict == "" {
		w.Result, w.Complete = "unknown", false
		b.close(&w.Head)
		return w, nil
	}
	w.Before = b.measure(l.Before)
	opens, closes, same := l.Rank(first)
	w.Closes, w.Same = closes, same
	for i, x := range opens {
		if opt.Limit > 0 && i >= opt.Limit {
			w.More = len(opens) - i
			break
		}
		w.Opens = append(w.Opens, b.lever(l, x))
	}
	w.Result = "opens"
	if len(opens) == 0 {
		w.Result = "none"
	}
	w.Sentence = leverageSentence(w)
	b.close(&w.Head)
	return w, nil
}

func (b *builder) measure(m analysis.Measures) LeverageMeasure {
	x := LeverageMeasure{Verdict: string(m.Verdict), Owed: m.Owed, Joins: append([]string{}, m.Joins...), Force: []LeverageForce{}, Options: m.Options}
	if m.Verdict != mandate.Blocked {
		x.Rung = m.Rung.String()
	}
	closed := b.closedFigures()
	for i, k := range b.st.Case.Capabilities {
		if !closed[k.ID] {
			x.Force = append(x.Force, LeverageForce{k.ID, b.n.Capability(k.ID), m.Force[i]})
		}
	}
	if m.Mandates != nil {
		x.Mandates = m.Mandates.String()
	}
	return x
}

// closedFigures are the capabilities of which the audience may not see every
// figure: their sums would tell what is withheld.
func (b *builder) closedFigures() map[string]bool {
	closed := map[string]bool{}
	for _, h := range b.st.Effects() {
		if !b.hidden(h.Entry) || h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		b.cite(h.Entry.ID) // counts it
		for _, a := range h.Effect.Amounts {
			closed[a.Capability] = true
		}
	}
	return closed
}

// lever tells of one answer.
func (b *builder) lever(l *analysis.Leverage, x *analysis.Lever) Lever {
	out := Lever{Kind: x.Kind, ID: x.Name(), After: b.measure(x.After)}
	m := l.Model
	switch x.Kind {
	case "decide":
		e := &mandate.Expr{Op: mandate.OpIs, Name: x.Item.Issue, Names: []string{x.Item.Option}}
		out.Says = b.n.Issue(x.Item.Issue) + " is decided: " + b.n.Option(x.Item.Issue, x.Item.Option)
		for _, i := range b.st.Case.Issues {
			if i.ID == x.Item.Issue && i.Set {
				e.Op = mandate.OpHas
				out.Says = b.n.Issue(i.ID) + ": “" + b.n.Option(i.ID, x.Item.Option) + "” is " + map[bool]string{true: "decided out", false: "decided in"}[x.Out]
			}
		}
		for _, s := range b.st.Case.Settle {
			if s.Issue == x.Item.Issue && b.st.Holds(s.Line) {
				out.Line = "settle." + s.Issue
				out.Sources, out.At = b.line(s.Line)
			}
		}
		out.Entries = b.cite(m.About(x.Item.Issue)...)
	case "move":
		p := b.position(x.Position)
		out.Position, out.ID = &p, p.Key
		who := strings.Join(p.OwnerNames, ", ")
		switch {
		case p.Key == "withheld":
			out.Says = "a withheld position is moved"
		case p.Kind == "declines":
			out.Lifts, out.Says = "declining", noLonger(p)
		case x.Position.Kind == "decides":
			out.Says = "the decision of " + who + " is reopened: " + p.Says
		case exclusion(x.Position) != "":
			out.Lifts, out.Says = "exclusion", who+" no longer excludes "+b.n.Actor(exclusion(x.Position))
		default:
			out.Says = noLonger(p)
		}
		out.Entries = p.Entries
	case "answer":
		out.Says = b.n.Actor(x.Actor) + " agrees"
		for _, s := range m.StandingsOf(x.Actor) {
			out.Entries = append(out.Entries, b.cite(s.Entries...)...)
		}
	case "settle":
		for _, e := range b.st.Case.Externals {
			if e.ID == x.External {
				out.Says = or(b.n.ext[e.ID], e.ID) + ": " + fmt.Sprint(x.Value)
				if r := b.st.External(e); r.Entry != "" {
					out.Entries = b.cite(r.Entry)
				}
			}
		}
	case "resume":
		e := b.st.Entry(x.Entry)
		var names []string
		for _, a := range e.Actors {
			names = append(names, b.n.Actor(a))
		}
		ids := append([]string{x.Entry}, b.st.Status(e).By...)
		out.Says = "the suspended statement of " + strings.Join(names, ", ") + " counts again"
		if out.Entries = b.cite(ids...); len(out.Entries) < len(ids) {
			out.ID, out.Says = "withheld", "a suspended statement counts again; more is withheld"
		}
	}
	out.Entries = unique(out.Entries)
	out.follows(b, l.Before, x.After)
	return out
}

func unique(ids []string) (out []string) {
	for _, id := range ids {
		if !containsStr(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// exclusion returns the actor that a position excludes, if that is all it does.
func exclusion(p *analysis.Position) string {
	e := p.Expr()
	if e != nil && e.Op == mandate.OpNot && e.Kids[0].Op == mandate.OpJoins {
		return e.Kids[0].Name
	}
	return ""
}

// follows puts into words what would be different.
func (x *Lever) follows(b *builder, before, after analysis.Measures) {
	add := func(format string, args ...any) { x.Follows = append(x.Follows, fmt.Sprintf(format, args...)) }
	if after.Verdict != before.Verdict {
		add("%s, not %s", after.Verdict, before.Verdict)
	}
	if before.Verdict != mandate.Blocked && after.Verdict != mandate.Blocked {
		if after.Rung != before.Rung {
			add("stands on %s, not %s", after.Rung, before.Rung)
		}
		if n := after.Owed - before.Owed; n != 0 {
			add("%d owed, not %d", after.Owed, before.Owed)
		}
	}
	for _, a := range after.Joins {
		if !containsStr(before.Joins, a) {
			x.JoinsToo = append(x.JoinsToo, b.n.Actor(a))
		}
	}
	for _, a := range before.Joins {
		if !containsStr(after.Joins, a) {
			x.JoinsNoMore = append(x.JoinsNoMore, b.n.Actor(a))
		}
	}
	if len(x.JoinsToo) > 0 {
		add("could join, too: %s", strings.Join(x.JoinsToo, ", "))
	}
	if len(x.JoinsNoMore) > 0 {
		add("could join no more: %s", strings.Join(x.JoinsNoMore, ", "))
	}
	closed := b.closedFigures()
	for i, k := range b.st.Case.Capabilities {
		if n := after.Force[i] - before.Force[i]; n != 0 && !closed[k.ID] {
			add("up to %s %s, not %s", number(after.Force[i]), b.n.Capability(k.ID), number(before.Force[i]))
		}
	}
	if n := after.Options - before.Options; n != 0 {
		add("%s possible, not %d", plural(int64(after.Options), "option", "options"), before.Options)
	}
	if before.Mandates != nil && after.Mandates != nil {
		if c := after.Mandates.Cmp(before.Mandates); c != 0 {
			noun := "mandates"
			if after.Mandates.String() == "1" {
				noun = "mandate"
			}
			add("%s %s, not %s", digits(after.Mandates.String()), noun, digits(before.Mandates.String()))
		}
	}
}

// leverageSentence names the answers that open most.
func leverageSentence(w *Leverage) string {
	if len(w.Opens) == 0 {
		if !w.Complete {
			return "No single answer that was tried in time opens anything; not all were."
		}
		return "No single answer opens anything: each changes nothing, or only closes."
	}
	x := w.Opens[0]
	alike := 0
	for _, y := range w.Opens[1:] {
		if strings.Join(y.Follows, "|") == strings.Join(x.Follows, "|") {
			alike++
		}
	}
	s := "What opens most, of single answers: "
	if !w.Complete {
		s = "What opens most, of the single answers that were tried in time: "
	}
	s += x.Says
	if alike > 0 {
		s += ", and " + plural(int64(alike), "other", "others") + " with the same consequences"
	}
	return s + ". It would follow: " + strings.Join(x.Follows, "; ") + ". Consequences of the record, not advice."
}
