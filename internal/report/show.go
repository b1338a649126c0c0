package report

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Filter chooses entries of the record. Empty fields do not filter; entries
// must pass all that are set.
type Filter struct {
	IDs []string
	// Actor is an actor; entries of its groups count, and, unless it is its
	// history that is asked for, what others say about its taking part.
	Actor  string
	Issue  string
	Step   string
	Source string
	// Grade is a letter (reliability), a digit (credibility) or both: B, 2, B2.
	Grade    string
	From, To *mandate.Day
	Firmness string
	Words    []string // all must occur, letters alone count
	// All includes what does not bind (ended, suspended, disputed, later).
	All bool
	// History tells how one actor's position moved.
	History bool
}

// BuildShow answers `mandate show`.
func BuildShow(st *record.State, f Filter, opt Options) (*Show, error) {
	b := newBuilder(st, opt)
	s := &Show{Head: b.head("show"), List: []string{}, History: f.History, Filter: f.words(st)}
	if f.History && f.Actor == "" {
		err := mandate.Usagef("--history needs --actor")
		err.Hint = "mandate show CASE --actor israel --history"
		return nil, err
	}
	var list []*mandate.Entry
	for _, e := range st.Case.Entries {
		word := st.Status(e).Word
		if !f.All && !f.History && len(f.IDs) == 0 && (word == "later" || word == "dropped" || word == "soft") {
			continue
		}
		if f.History && (word == "later" || word == "dropped" || word == "soft") {
			continue
		}
		if b.hidden(e) { // withheld, whether it matches or not: else the filter would tell what is in it
			b.withheld[e.ID] = true
			continue
		}
		s.Of++
		if f.match(b, e) {
			list = append(list, e)
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return record.EffectiveDay(list[i]) < record.EffectiveDay(list[j]) })
	for _, e := range list {
		s.List = append(s.List, b.cite(e.ID)...)
	}
	s.Total = len(s.List)
	used := map[string]int{}
	for _, id := range s.List {
		for _, src := range st.Entry(id).Sources {
			used[src]++
		}
	}
	for _, src := range st.Case.Sources {
		if used[src.ID] > 0 && b.sees(src) {
			x := source(src)
			x.Entries = used[src.ID]
			s.Sources = append(s.Sources, x)
		}
	}
	if f.History {
		moves, err := b.moves(st, f.Actor, list, opt)
		if err != nil {
			return nil, err
		}
		s.Moves = moves
	}
	b.close(&s.Head)
	return s, nil
}

func source(s *mandate.Source) Source {
	return Source{ID: s.ID, Title: s.Title, Publisher: s.Publisher, Date: s.Date.Text, URL: s.URL, Reliability: s.Reliability, Handling: string(s.Handling)}
}

func (f Filter) words(st *record.State) (out []string) {
	n := NewNames(st.Case)
	add := func(k, v string) {
		if v != "" {
			out = append(out, k+" "+v)
		}
	}
	add("entries", strings.Join(f.IDs, ", "))
	if f.Actor != "" {
		add("actor", n.Actor(f.Actor))
	}
	if f.Issue != "" {
		add("issue", n.Issue(f.Issue))
	}
	if f.Step != "" {
		add("step", n.Event(f.Step))
	}
	add("source", f.Source)
	add("grade", f.Grade)
	if f.From != nil {
		add("from", f.From.Long())
	}
	if f.To != nil {
		add("to", f.To.Long())
	}
	add("firmness", f.Firmness)
	add("words", strings.Join(f.Words, " "))
	return out
}

func (f Filter) match(b *builder, e *mandate.Entry) bool {
	st := b.st
	if len(f.IDs) > 0 && !containsStr(f.IDs, e.ID) {
		return false
	}
	if f.Actor != "" {
		ok := containsStr(e.Actors, f.Actor) || e.Speaker != nil && e.Speaker.Actor == f.Actor || !f.History && speaksOf(e, f.Actor)
		if a := st.Actor(f.Actor); a != nil && e.Group {
			ok = ok || a.In(e.Actors[0])
		}
		if !ok {
			return false
		}
	}
	if f.Issue != "" || f.Step != "" {
		issue, step := f.Issue == "", f.Step == ""
		for _, x := range e.Effects {
			for _, t := range st.Topics(x) {
				issue = issue || t == f.Issue
				step = step || t == "steps."+f.Step
			}
			step = step || (x.Kind == mandate.Estimates || x.Kind == mandate.Happened) && x.Name == f.Step
		}
		if !issue || !step {
			return false
		}
	}
	if f.Source != "" && (!containsStr(e.Sources, f.Source) || !b.sees(st.Source(f.Source))) {
		return false
	}
	if f.Grade != "" {
		letter := ""
		if len(e.Sources) > 0 {
			if s := st.Source(e.Sources[0]); s != nil && b.sees(s) {
				letter = s.Reliability
			}
		}
		if have := letter + fmt.Sprint(e.Credibility); !strings.Contains(have, strings.ToUpper(f.Grade)) {
			return false
		}
	}
	when := e.Said
	if when.IsZero() {
		when = e.Reported
	}
	if f.From != nil && when.Last < *f.From || f.To != nil && when.First > *f.To {
		return false
	}
	if f.Firmness != "" && string(e.Firmness) != f.Firmness {
		return false
	}
	if len(f.Words) > 0 {
		text := e.Summary + " " + e.Quote + " " + e.Context + " " + e.ID
		if e.Speaker != nil {
			text += " " + e.Speaker.Name + " " + e.Speaker.Office
		}
		text = fold(text)
		for _, w := range f.Words {
			if !strings.Contains(text, fold(w)) {
				return false
			}
		}
	}
	return true
}

// speaksOf reports whether an entry says something about an actor's taking part,
// whoever says it.
func speaksOf(e *mandate.Entry, actor string) bool {
	for _, f := range e.Effects {
		if containsStr(record.Names(f), "joins."+actor) {
			return true
		}
	}
	return false
}

// moves tells, entry by entry, how the actor's marks changed.
func (b *builder) moves(st *record.State, actor string, list []*mandate.Entry, opt Options) ([]Move, error) {
	a := st.Actor(actor)
	if a == nil {
		return nil, mandate.Usagef("--history needs an actor; %s is a group", actor)
	}
	columns := analysis.Columns(st.Case)
	marks := func(day mandate.Day) (map[string]string, error) {
		q := st.Query
		q.AsOf = &day
		at, err := record.At(st.Case, q)
		if err != nil {
			return nil, err
		}
		m, err := analysis.New(at, nil, opt.Budget)
		if analysis.IsNoAim(err) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		out := map[string]string{}
		for _, c := range columns {
			out[c.Name()] = mark(m.Mark(actor, c))
		}
		return out, nil
	}
	var out []Move
	prev := map[string]string{}
	for i, e := range list {
		day := record.EffectiveDay(e)
		if day > st.AsOf {
			continue
		}
		mv := Move{Entry: e.ID, Day: day.String(), Changes: []Change{}}
		// Entries of one day count together; the last of the day shows them.
		if i+1 == len(list) || record.EffectiveDay(list[i+1]) != day {
			now, err := marks(day)
			if err != nil {
				return nil, err
			}
			for _, c := range columns {
				k := c.Name()
				if from := or(prev[k], "silent"); now != nil && now[k] != from {
					mv.Changes = append(mv.Changes, Change{Issue: k, Name: b.columnName(c), From: from, To: now[k]})
				}
			}
			prev = now
		}
		if len(b.visible([]string{e.ID})) == 1 {
			out = append(out, mv)
		}
	}
	return out, nil
}

func mark(m analysis.Mark) string {
	if m.Objects {
		return "objects"
	}
	return m.Rung.String()
}

// clausesOn is what the text that an effect adopts says of an issue: who adopts a text
// agrees to that, which may be to leave the issue open.
func (b *builder) clausesOn(f *mandate.Effect, issue string) string {
	if f.Kind != mandate.Adopts {
		return ""
	}
	var says []string
	for _, t := range b.st.Case.Texts {
		if t.ID != f.Name {
			continue
		}
		for _, c := range t.Clauses {
			if b.tells(c.Line) && b.st.Holds(c.Line) && containsStr(record.Names(&mandate.Effect{That: c.That}), issue) {
				says = append(says, b.n.Say(c.That.Expr))
			}
		}
	}
	if len(says) == 0 {
		return ""
	}
	return ", which says: " + strings.Join(says, "; ")
}

// BuildMatrix answers `mandate matrix`.
func BuildMatrix(st *record.State, opt Options) (*Matrix, error) {
	b := newBuilder(st, opt)
	x := &Matrix{Head: b.head("matrix"), Issues: []MatrixIssue{}, Rows: []MatrixRow{}}
	m, err := analysis.New(st, nil, opt.Budget)
	if analysis.IsNoAim(err) {
		b.close(&x.Head)
		return x, nil
	}
	if err != nil {
		return nil, err
	}
	settle := map[string]bool{}
	for _, l := range st.Case.Settle {
		settle[l.Issue] = settle[l.Issue] || st.Holds(l.Line)
	}
	columns := analysis.Columns(st.Case)
	spoken := make([]bool, len(columns)) // whether anybody speaks of it
	var rows []MatrixRow
	for _, a := range st.Case.Actors {
		row := MatrixRow{Actor: a.ID, Name: b.n.Actor(a.ID), Roles: []string{}}
		for _, r := range a.Roles {
			row.Roles = append(row.Roles, string(r))
		}
		speaks := false
		for k, c := range columns {
			mk := m.Mark(a.ID, c)
			cell := MatrixCell{Mark: mark(mk), Hook: mk.Hook}
			for _, h := range mk.Held {
				speaks, spoken[k] = true, true
				ids := b.cite(h.Entry.ID)
				if len(ids) == 0 {
					continue
				}
				if !containsStr(cell.Entries, ids[0]) {
					cell.Entries = append(cell.Entries, ids[0])
				}
				says := b.effect(h.Effect)
				if c.Kind == analysis.ColumnIssue {
					says += b.clausesOn(h.Effect, c.Issue.ID)
				}
				cell.Says = append(cell.Says, says)
			}
			row.Cells = append(row.Cells, cell)
		}
		if speaks {
			rows = append(rows, row)
		}
	}
	// All issues, and what else somebody speaks of.
	for k, c := range columns {
		if c.Kind == analysis.ColumnIssue || spoken[k] {
			x.Issues = append(x.Issues, b.column(m, c, settle))
		}
	}
	for _, r := range rows {
		cells := r.Cells
		r.Cells = nil
		for k, c := range columns {
			if c.Kind == analysis.ColumnIssue || spoken[k] {
				r.Cells = append(r.Cells, cells[k])
			}
		}
		x.Rows = append(x.Rows, r)
	}
	// Rows that object first, then by how much they have said.
	weight := func(r MatrixRow) (objects, words int) {
		for _, c := range r.Cells {
			if c.Mark == "objects" {
				objects++
			}
			if c.Mark != "silent" {
				words++
			}
		}
		return
	}
	sort.SliceStable(x.Rows, func(i, j int) bool {
		oi, wi := weight(x.Rows[i])
		oj, wj := weight(x.Rows[j])
		if oi != oj {
			return oi > oj
		}
		return wi > wj
	})
	b.close(&x.Head)
	return x, nil
}

// column tells of a column of the matrix. Beside issues its id is a word that no
// issue can have.
func (b *builder) column(m *analysis.Model, c analysis.Column, settle map[string]bool) MatrixIssue {
	out := MatrixIssue{Kind: string(c.Kind), ID: c.Name(), Name: b.columnName(c)}
	if c.Kind == analysis.ColumnIssue {
		_, _, decided := m.Decided(c.Issue.ID)
		out.Settle, out.Decided = settle[c.Issue.ID], decided
	}
	return out
}

// columnName is what a column is called.
func (b *builder) columnName(c analysis.Column) string {
	switch c.Kind {
	case analysis.ColumnIssue:
		return b.n.Issue(c.Issue.ID)
	case analysis.ColumnText:
		return b.n.text[c.Text.ID]
	case analysis.ColumnSteps:
		return "steps and their order"
	}
	return "who takes part"
}
