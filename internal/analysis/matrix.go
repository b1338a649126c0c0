package analysis

import (
	"strings"

	"mandate"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Mark is where one actor stands in one column of the matrix.
type Mark struct {
	// Objects: its requirements on the issue leave none of the options that
	// the decisions on record leave, or the text cannot be adopted with them; or
	// it declines to take part.
	Objects bool
	Rung    mandate.Rung
	// Hook: a condition or preference stands behind the mark.
	Hook bool
	// Held are the effects that the mark stands on, in the order of the record.
	Held []*record.Held
}

// Column is what a mark is about: an issue, or what positions speak of beside
// the issues.
type Column struct {
	Kind  ColumnKind
	Issue *mandate.Issue
	Text  *mandate.Text
}

// ColumnKind is one of the kinds of columns.
type ColumnKind string

// The kinds: an issue; who takes part; a text as a whole; the steps and their
// order.
const (
	ColumnIssue      ColumnKind = "issue"
	ColumnTakingPart ColumnKind = "taking_part"
	ColumnText       ColumnKind = "text"
	ColumnSteps      ColumnKind = "steps"
)

// On is the column of an issue.
func On(i *mandate.Issue) Column { return Column{Kind: ColumnIssue, Issue: i} }

// Columns lists all columns of a case: its issues, who takes part, its texts,
// the steps.
func Columns(c *mandate.Case) (out []Column) {
	for _, i := range c.Issues {
		out = append(out, On(i))
	}
	out = append(out, Column{Kind: ColumnTakingPart})
	for _, t := range c.Texts {
		out = append(out, Column{Kind: ColumnText, Text: t})
	}
	return append(out, Column{Kind: ColumnSteps})
}

// Name is the id of the issue, or a word that no issue can have.
func (c Column) Name() string {
	switch c.Kind {
	case ColumnIssue:
		return c.Issue.ID
	case ColumnText:
		return "texts." + c.Text.ID
	case ColumnSteps:
		return "before"
	}
	return "joins"
}

// columnNamed is the column of the name in this version of the case.
func (k *core) columnNamed(name string) (Column, bool) {
	if k.columns == nil {
		k.columns = map[string]Column{}
		for _, c := range Columns(k.c) {
			k.columns[c.Name()] = c
		}
	}
	c, ok := k.columns[name]
	return c, ok
}

// bears reports whether an effect belongs in a column. Who accepts a text
// accepts what it says on each issue; who refuses it refuses it as a whole, and
// no option in it.
func (m *Model) bears(f *mandate.Effect, c Column) bool {
	some := func(names []string, prefix string) bool {
		for _, n := range names {
			if strings.HasPrefix(n, prefix) {
				return true
			}
		}
		return false
	}
	switch c.Kind {
	case ColumnIssue:
		if f.Kind == mandate.Requires || f.Kind == mandate.Rejects {
			return contains(record.Names(f), c.Issue.ID)
		}
		return contains(m.State.Topics(f), c.Issue.ID)
	case ColumnText:
		return contains(record.Names(f), "texts."+c.Text.ID)
	case ColumnSteps:
		return some(record.Names(f), "steps.")
	}
	return contains(record.Names(f), record.TakingPart) || some(record.Names(f), "joins.")
}

// Mark tells where an actor stands in a column, by its binding effects that
// speak of it: objects; agreed (an own accepts, decides, adopts or commitment);
// conditional (terms, an offer, or somebody else's word); interested (a
// preference, or interest in taking part); or silent.
func (m *Model) Mark(actor string, c Column) Mark {
	var mk Mark
	var reqs []*Position
	for _, h := range m.byActor[actor] {
		if !m.bears(h.Effect, c) {
			continue
		}
		raise := func(r mandate.Rung) { mk.Rung = max(mk.Rung, r) }
		switch h.Effect.Kind {
		case mandate.Accepts, mandate.Decides, mandate.Adopts, mandate.Commits:
			if own(h) {
				raise(mandate.Agreed)
			} else {
				raise(mandate.Conditional)
			}
			mk.Hook = mk.Hook || h.Effect.Kind == mandate.Commits && (c.Kind != ColumnTakingPart || h.Effect.That != nil)
		case mandate.Declines:
			mk.Objects = true
		case mandate.Requires, mandate.Rejects, mandate.Excludes:
			raise(mandate.Conditional)
			mk.Hook = true
			for _, p := range m.owned[m.number[actor]] {
				if contains(p.Key, h.Ref()) {
					reqs = append(reqs, p)
				}
			}
		case mandate.Offers:
			raise(mandate.Conditional)
			mk.Hook = true
		case mandate.Interests, mandate.Prefers:
			raise(mandate.Interested)
			mk.Hook = mk.Hook || h.Effect.Kind == mandate.Prefers
		default:
			continue
		}
		mk.Held = append(mk.Held, h)
	}
	if len(reqs) == 0 {
		return mk
	}
	switch c.Kind {
	case ColumnIssue:
		mk.Objects = m.objectsTo(c.Issue, reqs, actor)
	case ColumnText:
		adopted := m.Goal(&mandate.Expr{Op: mandate.OpAdopts, Name: c.Text.ID})
		mk.Objects = m.s.Solve(m.pbBudget(), append(m.alone(reqs, actor), m.lit(adopted))...) == No
	}
	return mk
}

// alone is what holds if an actor takes part and nobody's requirements count but
// some of its own.
func (m *Model) alone(reqs []*Position, actor string) []pb.Lit {
	out := m.base[:len(m.base):len(m.base)]
	for _, p := range reqs {
		out = append(out, m.lit(p.sel))
	}
	f, ok := m.join[actor]
	if !ok {
		f, ok = m.consent[actor]
	}
	if ok {
		out = append(out, m.lit(f))
	}
	return out
}

// objectsTo reports whether no option of the issue that is open on record can
// hold together with the requirements, if the actor takes part.
func (m *Model) objectsTo(issue *mandate.Issue, reqs []*Position, actor string) bool {
	free := m.alone(reqs, actor)
	if issue.Set {
		// Members that are forced in or out are what can be objected to.
		q := append([]pb.Lit(nil), free...)
		for _, o := range issue.Options {
			x := m.lit(m.option[issue.ID][o.ID])
			in, out := contains(m.settled.open[issue.ID], o.ID), contains(m.settled.out[issue.ID], o.ID)
			if in && !out {
				q = append(q, x)
			} else if out && !in {
				q = append(q, x.Not())
			}
		}
		return m.s.Solve(m.pbBudget(), q...) == No
	}
	for _, o := range m.settled.open[issue.ID] {
		if m.s.Solve(m.pbBudget(), append(append([]pb.Lit(nil), free...), m.lit(m.option[issue.ID][o]))...) != No {
			return false
		}
	}
	return true
}
