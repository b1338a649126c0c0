// Package question reads what a user asks, as the flags of the command line and
// the parameters of the API write it: which record to look at, under which rule
// and choices, about which goal. Errors are usage errors that name the nearest
// right name.
package question

import (
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// Text is a question as written; see docs/cli.md for each. Empty fields ask
// nothing.
type Text struct {
	AsOf, KnownBy, RecordedBy string
	Rule, Aim                 string
	// Set holds ISSUE=OPTION[,OPTION], Exclude ISSUE=OPTION or ACTOR.
	Set, Join, Exclude []string
	// Plan is the saved plan whose choices are added.
	Plan string
	// Without holds ids of entries and sources.
	Without       []string
	NoAssumptions bool
	MinFirmness   string
	Wishes        bool
}

// Bare is the question without its choices.
func (t Text) Bare() Text {
	t.Set, t.Join, t.Exclude, t.Plan = nil, nil, nil, ""
	return t
}

// Day reads a date; of a longer time, its last day. It is nil for "".
func Day(flag, s string) (*mandate.Day, error) {
	if s == "" {
		return nil, nil
	}
	w, err := mandate.ParseWhen(s)
	if err != nil {
		return nil, mandate.Usagef("--%s: %v", flag, err)
	}
	return &w.Last, nil
}

// Query reads the question, but for the saved plan.
func (t *Text) Query() (q mandate.Query, err error) {
	if q.AsOf, err = Day("as-of", t.AsOf); err != nil {
		return q, err
	}
	if q.KnownBy, err = Day("known-by", t.KnownBy); err != nil {
		return q, err
	}
	if q.RecordedBy, err = Day("recorded-by", t.RecordedBy); err != nil {
		return q, err
	}
	for _, s := range t.Set {
		issue, opts, ok := strings.Cut(s, "=")
		if !ok {
			e := mandate.Usagef("--set %s: expected ISSUE=OPTION", s)
			e.Hint = "for a set, list the members: --set tasks=monitor,police"
			return q, e
		}
		ch := mandate.Choice{Issue: issue}
		if opts != "" {
			ch.Options = strings.Split(opts, ",")
		}
		q.Set = append(q.Set, ch)
	}
	for _, s := range t.Exclude {
		q.Exclude = append(q.Exclude, item(s))
	}
	q.Rule, q.Aim, q.Join, q.Without = t.Rule, t.Aim, t.Join, t.Without
	q.NoAssumptions, q.MinFirmness, q.Wishes = t.NoAssumptions, mandate.Firmness(t.MinFirmness), t.Wishes
	return q, nil
}

// State reads the record of c as the question says; base, if not nil, is a state
// of the same case and makes it cheaper.
func (t *Text) State(c *mandate.Case, base *record.State) (*record.State, error) {
	q, err := t.Query()
	if err != nil {
		return nil, err
	}
	if t.Plan != "" {
		p, err := SavedPlan(c, t.Plan)
		if err != nil {
			return nil, err
		}
		AddPlan(&q, p)
	}
	at := func(q mandate.Query) (*record.State, error) { return record.At(c, q) }
	if base != nil {
		at = base.At
	}
	st, err := at(q)
	if err == nil && q.Rule != "" && st.Rule() == nil {
		e := mandate.Usagef("the consent rule %s does not hold on %s", q.Rule, st.AsOf.Long())
		e.Hint = "it is bounded by from and until, or its sources have been left out"
		return nil, e
	}
	return st, err
}

// Apart reads the record without the question's choices, and the choices apart
// from it: what `whatif` asks.
func (t *Text) Apart(c *mandate.Case, base *record.State) (*record.State, mandate.Query, error) {
	q, err := t.Query()
	if err != nil {
		return nil, q, err
	}
	bare := t.Bare()
	st, err := bare.State(c, base)
	if err != nil {
		return nil, q, err
	}
	if t.Plan != "" {
		p, err := SavedPlan(c, t.Plan)
		if err != nil {
			return nil, q, err
		}
		AddPlan(&q, p)
		st.Query.Plan = p.ID
	}
	return st, q, st.Check(q)
}

// GoalError is a goal that cannot be read.
type GoalError struct {
	Text        string
	Message     string
	Hint        string
	Diagnostics diag.List
}

func (e *GoalError) Error() string { return e.Message }

// Goal reads a goal: the id of one of the case's goals, or a condition. The error
// is a *GoalError.
func Goal(c *mandate.Case, text string) (*mandate.Condition, error) {
	text = strings.TrimSpace(text)
	for _, g := range c.Goals {
		if g.ID == text {
			return &mandate.Condition{Text: g.ID, Expr: g.That.Expr}, nil
		}
	}
	e, problems := condition.Parse(text, condition.NewVocabulary(c))
	if len(problems) == 0 {
		return &mandate.Condition{Text: text, Expr: e}, nil
	}
	err := &GoalError{Text: text, Message: "the goal cannot be read: " + problems[0].Msg}
	for _, p := range problems {
		from, to := min(p.Off, len(text)), min(p.Off+p.Len, len(text))
		col := len([]rune(text[:from])) + 1
		err.Diagnostics = append(err.Diagnostics, diag.Diagnostic{Code: p.Code, Severity: diag.Error, Msg: p.Msg, Expected: p.Expected, Hint: p.Hint,
			Span: diag.Span{File: "goal", Line: 1, Col: col, EndLine: 1, EndCol: col + max(1, len([]rune(text[from:to])))}})
	}
	var ids []string
	for _, g := range c.Goals {
		ids = append(ids, g.ID)
	}
	if near, ok := diag.Nearest(text, ids); ok {
		err.Hint = "did you mean the goal " + near + "?"
	} else if len(ids) > 0 {
		err.Hint = "goals of this case: " + strings.Join(ids, ", ")
	}
	return nil, err
}

// Audience reads a handling level; "" is none.
func Audience(s string) (mandate.Handling, error) {
	if s == "" {
		return "", nil
	}
	for _, x := range mandate.Handlings {
		if string(x) == s {
			return x, nil
		}
	}
	return "", mandate.Usagef("--audience %s: expected public, internal or restricted", s)
}

// item reads issue=option, or an actor.
func item(s string) mandate.Item {
	if issue, option, ok := strings.Cut(s, "="); ok {
		return mandate.Item{Issue: issue, Option: option}
	}
	return mandate.Item{Actor: s}
}

// Item reads issue=option or an actor, and checks that the case has it.
func Item(st *record.State, s string) (*mandate.Item, error) {
	i := item(s)
	if err := st.Check(mandate.Query{Exclude: []mandate.Item{i}}); err != nil {
		return nil, err
	}
	return &i, nil
}

// Span reads a time from one date to another: of longer times the first day and
// the last.
func Span(from, to string) (first, last *mandate.Day, err error) {
	if first, err = Day("from", from); err != nil {
		return nil, nil, err
	}
	if first != nil {
		w, _ := mandate.ParseWhen(from)
		first = &w.First
	}
	last, err = Day("to", to)
	return first, last, err
}
