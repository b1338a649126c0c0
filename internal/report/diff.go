package report

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Diff is the answer of `mandate diff`: what two readings of a record come to
// differently, and which changes between them make it so (docs/math/diff.md). Its
// head is that of the later reading.
type Diff struct {
	Head
	// Result is changed, same or unknown.
	Result   string   `json:"result"`
	Sentence string   `json:"sentence"`
	Before   DiffSide `json:"before"`
	After    DiffSide `json:"after"`
	// Against is what the user called the other case or version, if there is one.
	Against string `json:"against,omitempty"`
	// Record are the changes themselves: entries in the order of the record, then
	// lines of the case.
	Record []DiffRecord `json:"record"`
	// Touched are entries whose state changed because of others.
	Touched []DiffTouched `json:"touched"`
	// Conclusions are those that changed, but for who moved.
	Conclusions []DiffConclusion `json:"conclusions"`
	// Moves are the positions of actors that changed, in the order of the case.
	Moves []DiffMove `json:"moves"`
	Next  *Next      `json:"next,omitempty"`
	// Hidden counts changes of the record that are not shown because they are
	// withheld.
	Hidden int `json:"hidden,omitempty"`
}

// DiffSide is one of the two readings.
type DiffSide struct {
	Case       string `json:"case"`
	AsOf       string `json:"as_of"`
	KnownBy    string `json:"known_by,omitempty"`
	RecordedBy string `json:"recorded_by,omitempty"`
	// Entries is how many entries are present that the audience may see.
	Entries int `json:"entries"`
	Outcome
}

// DiffRecord is one change of the record.
type DiffRecord struct {
	// Change is the id of the entry, or the place of the line.
	Change string `json:"change"`
	// Kind is entry, line or file (the case file is another: all of it is one change).
	Kind string `json:"kind"`
	// Day is the day from which an entry counts, or of the last change of a line.
	Day string `json:"day,omitempty"`
	// Was and Is are absent, present, expired or otherwise (another wording); of a line
	// holds or does not hold.
	Was string `json:"was"`
	Is  string `json:"is"`
	// Lines are the places of a line (several that rest on the same place of the same
	// sources come and go together), or the parts of the case file that differ.
	Lines []string `json:"lines,omitempty"`
	// Bears: it can bear on a conclusion at all.
	Bears bool `json:"bears"`
}

// DiffTouched is an entry whose state changed because of others.
type DiffTouched struct {
	Entry string   `json:"entry"`
	Was   string   `json:"was"`
	Is    string   `json:"is"`
	By    []string `json:"by"`
}

// DiffConclusion is a conclusion that changed.
type DiffConclusion struct {
	// Kind is verdict, rung, count (of answers owed), owed, standing, force, goal,
	// collision, circle or now.
	Kind string `json:"kind"`
	// ID is what it is about: an answer, actor, capability, goal or event; As the
	// role of a standing.
	ID   string `json:"id,omitempty"`
	As   string `json:"as,omitempty"`
	Name string `json:"name"`
	// Was and Is are words of the kind; WasN and IsN numbers, where there are any.
	Was  string `json:"was"`
	Is   string `json:"is"`
	WasN *int64 `json:"was_n,omitempty"`
	IsN  *int64 `json:"is_n,omitempty"`
	Unit string `json:"unit,omitempty"` // of the figures, where the name does not say it
	// Positions are those of a collision or a circle.
	Positions []Position `json:"positions,omitempty"`
	DiffBehind
}

// DiffBehind is what makes a conclusion change.
type DiffBehind struct {
	// Responsible are minimal sets of changes: with all of a set undone the
	// conclusion is as it was.
	Responsible []DiffSet `json:"responsible"`
	// UpTo: all sets of so many changes or fewer are listed. All: there are no
	// others.
	UpTo int  `json:"up_to"`
	All  bool `json:"all"`
}

// DiffSet is a set of changes by their names.
type DiffSet struct {
	Changes []string `json:"changes"`
	// Proven: no smaller set of them does; otherwise it is known only that none of
	// them can be left out.
	Proven bool `json:"proven"`
	// Withheld counts changes of the set that the audience may not see.
	Withheld int `json:"withheld,omitempty"`
}

// DiffMove is how an actor moved in a column of the matrix.
type DiffMove struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
	// Issue is the id of the column: an issue, joins, texts.ID or before.
	Issue     string `json:"issue"`
	IssueName string `json:"issue_name"`
	Was       string `json:"was"`
	Is        string `json:"is"`
	// Way is up, towards agreement, or down.
	Way string `json:"way"`
	DiffBehind
}

// DiffAsk is what is asked besides the two readings.
type DiffAsk struct {
	// Next is how many days ahead to look; 0: not at all.
	Next int
	// Against is what the user calls the other case or version; empty: none.
	Against string
}

// BuildDiff answers `mandate diff`.
func BuildDiff(p *record.Pair, ask DiffAsk, opt Options) (*Diff, error) {
	found, err := analysis.Differ(p, analysis.DefaultTracing, opt.Budget)
	if err != nil {
		return nil, err
	}
	d := newDiffer(newBuilder(p.After, opt), found)
	d.Head = d.b.head("diff")
	d.Complete, d.Against = found.Complete, ask.Against
	d.Before, d.After = d.side(0, p.Before), d.side(1, p.After)
	for i, c := range found.Changes {
		d.change(i, c)
	}
	d.touched(p)
	d.conclude()
	switch {
	case !found.Verdicts[0].Known || !found.Verdicts[1].Known:
		d.Result = "unknown"
	case len(d.Conclusions)+len(d.Moves) > 0:
		d.Result = "changed"
	case !found.Complete:
		d.Result = "unknown"
	default:
		d.Result = "same"
	}
	d.Sentence = d.sentence()
	if ask.Next > 0 {
		d.Next = d.b.next(ask.Next)
	}
	d.b.close(&d.Head)
	return d.Diff, nil
}

// differ builds the answer from what the analysis found.
type differ struct {
	*Diff
	b     *builder
	found *analysis.Diff
}

func newDiffer(b *builder, found *analysis.Diff) *differ {
	return &differ{b: b, found: found, Diff: &Diff{Record: []DiffRecord{}, Touched: []DiffTouched{}, Conclusions: []DiffConclusion{}, Moves: []DiffMove{}}}
}

// conclude lists the conclusions, who moved apart.
func (d *differ) conclude() {
	for _, c := range d.found.Conclusions {
		if c.Kind == "mark" {
			d.Moves = append(d.Moves, d.move(c))
		} else {
			d.Conclusions = append(d.Conclusions, d.conclusion(c))
		}
	}
}

// outcome is what the first or second reading comes to.
func (d *differ) outcome(i int) Outcome {
	o := Outcome{Verdict: d.found.Verdicts[i].Word, OwedComplete: d.found.Counts[i].Known}
	if !d.found.Verdicts[i].Known {
		o.Verdict = string(mandate.Undetermined)
	}
	switch mandate.Verdict(o.Verdict) {
	case mandate.Blueprint, mandate.Actionable, mandate.UnderWay:
		if r := d.found.Rungs[i]; r.Known {
			o.Rung = r.Word
		}
	}
	if c := d.found.Counts[i]; c.Known && o.Verdict == string(mandate.Blueprint) {
		n := int(c.N)
		o.Owed = &n
	}
	return o
}

func (d *differ) side(i int, st *record.State) DiffSide {
	x := DiffSide{Case: st.Case.Name, AsOf: st.AsOf.String(), Outcome: d.outcome(i)}
	if k := st.Query.KnownBy; k != nil {
		x.KnownBy = k.String()
	}
	if k := st.Query.RecordedBy; k != nil {
		x.RecordedBy = k.String()
	}
	for _, e := range st.Case.Entries {
		if st.Status(e).Present && !d.b.hidden(e) {
			x.Entries++
		}
	}
	return x
}

// shown reports whether the audience may see a change.
func (d *differ) shown(c *record.Change) bool {
	if c.Entry != nil {
		return !d.b.hidden(c.Entry) && (c.Former == nil || !d.b.hidden(c.Former))
	}
	sources, _ := d.b.line(c.Line)
	return len(sources) > 0 || len(c.Line.Sources) == 0
}

func (d *differ) change(i int, c record.Change) {
	if !d.shown(&c) {
		if d.Hidden++; c.Entry != nil {
			d.b.cite(c.Entry.ID)
		}
		return
	}
	x := DiffRecord{Change: c.Name(), Kind: map[bool]string{true: "file", false: "line"}[c.File], Was: c.Was, Is: c.Is, Lines: c.Lines, Bears: slices.Contains(d.found.Live, i)}
	if c.Entry != nil {
		x.Kind = "entry"
		d.b.cite(c.Entry.ID)
		if !c.Entry.Said.IsZero() || !c.Entry.Reported.IsZero() {
			x.Day = record.EffectiveDay(c.Entry).String()
		}
	} else if x.Day = c.Line.From.Text; c.Is != "holds" && !c.Line.Until.IsZero() {
		x.Day = c.Line.Until.Text
	}
	d.Record = append(d.Record, x)
}

// touched lists entries that neither came nor went and stand otherwise.
func (d *differ) touched(p *record.Pair) {
	changed := map[string]bool{}
	for _, c := range p.Changes {
		if c.Entry != nil {
			changed[c.Entry.ID] = true
		}
	}
	for _, e := range p.After.Case.Entries {
		f := p.Before.Entry(e.ID)
		if changed[e.ID] || f == nil || d.b.hidden(e) {
			continue
		}
		was, is := p.Before.Status(f), p.After.Status(e)
		if was.Word == is.Word {
			continue
		}
		x := DiffTouched{Entry: e.ID, Was: was.Word, Is: is.Word, By: d.b.cite(is.By...)}
		if is.Word == "binds" { // what held it back is gone
			x.By = d.b.cite(was.By...)
		}
		d.b.cite(e.ID)
		d.Touched = append(d.Touched, x)
	}
}

func (d *differ) behind(c *analysis.Conclusion) DiffBehind {
	x := DiffBehind{Responsible: []DiffSet{}, UpTo: c.UpTo, All: c.All}
	for _, r := range c.Responsible {
		s := DiffSet{Changes: []string{}, Proven: r.Proven}
		for _, k := range r.Changes {
			if ch := &d.found.Changes[k]; d.shown(ch) {
				s.Changes = append(s.Changes, ch.Name())
			} else {
				s.Withheld++
			}
		}
		x.Responsible = append(x.Responsible, s)
	}
	return x
}

func (d *differ) conclusion(c *analysis.Conclusion) DiffConclusion {
	b := d.b
	x := DiffConclusion{Kind: c.Kind, ID: c.ID, As: string(c.As), Was: c.Was.Word, Is: c.Is.Word, DiffBehind: d.behind(c)}
	numbers := func() {
		was, is := c.Was.N, c.Is.N
		if c.Was.Word == "" {
			x.WasN = &was
		}
		if c.Is.Word == "" {
			x.IsN = &is
		}
	}
	switch c.Kind {
	case "verdict":
		x.Name = b.n.quoted(d.Aim)
	case "rung":
		x.Name = "what has to be taken for granted"
	case "count":
		x.Name = "answers owed"
		numbers()
	case "owed":
		kind, id, _ := strings.Cut(c.ID, " ")
		x.Name = b.answerName(analysis.Answer{Kind: kind, ID: id})
		if kind == "force" {
			x.Unit = b.unit(id)
			was, is := c.Was.N, c.Is.N
			x.WasN, x.IsN = &was, &is
		}
	case "standing":
		x.Name = b.n.Actor(c.ID)
	case "force":
		x.Name = b.n.Capability(c.ID)
		if u := b.unit(c.ID); !strings.Contains(x.Name, u) {
			x.Unit = u
		}
		numbers()
	case "goal", "collision":
		x.Name = b.n.quoted(d.Aim)
		for _, g := range b.st.Case.Goals {
			if g.ID == c.ID {
				x.Name = or(g.Name, g.ID)
			}
		}
	case "circle":
		x.Name = "circle of things that wait for each other"
	case "now":
		x.Name = b.n.Event(c.ID)
	}
	for _, p := range c.Positions {
		x.Positions = append(x.Positions, b.position(p))
	}
	return x
}

func (b *builder) unit(capability string) string {
	for _, k := range b.st.Case.Capabilities {
		if k.ID == capability {
			return k.Unit
		}
	}
	return ""
}

func (d *differ) move(c *analysis.Conclusion) DiffMove {
	x := DiffMove{Actor: c.ID, Name: d.b.n.Actor(c.ID), Issue: c.Issue, Was: c.Was.Word, Is: c.Is.Word, Way: "up", DiffBehind: d.behind(c)}
	for _, column := range analysis.Columns(d.b.st.Case) {
		if column.Name() == c.Issue {
			x.IssueName = d.b.columnName(column)
		}
	}
	if markRank(x.Is) < markRank(x.Was) {
		x.Way = "down"
	}
	return x
}

// markRank orders marks: objects below all rungs.
func markRank(mark string) int {
	for _, r := range mandate.Rungs {
		if r.String() == mark {
			return int(r)
		}
	}
	return -1
}

func (d *differ) sentence() string {
	from, to := long(d.Before.AsOf), long(d.After.AsOf)
	what := "Between the end of " + from + " and the end of " + to
	switch r := d.Before.RecordedBy; {
	case d.Before.AsOf != d.After.AsOf:
	case r != d.After.RecordedBy:
		what = "With what was recorded after " + long(r) + ", as of " + to
	case d.Against != "":
		what = "Against " + d.Against + ", as of " + to
	}
	s := what + ", "
	side := func(x Outcome) string {
		if x.Rung != "" {
			return x.Verdict + " (" + x.Rung + ")"
		}
		return x.Verdict
	}
	switch was, is := side(d.Before.Outcome), side(d.After.Outcome); {
	case d.Before.Verdict == string(mandate.Undetermined) || d.After.Verdict == string(mandate.Undetermined):
		s += "it was not found out how the verdict went"
	case was != is:
		s += "the verdict went from " + was + " to " + is
	default:
		s += "the verdict stayed " + is
	}
	if a, b := d.Before.Owed, d.After.Owed; a != nil && b != nil {
		if *a == *b {
			s += fmt.Sprintf("; %s owed, as before", plural(int64(*b), "answer is", "answers are"))
		} else {
			s += fmt.Sprintf("; %s owed, not %d", plural(int64(*b), "answer is", "answers are"), *a)
		}
	}
	actors := map[string]bool{}
	for _, m := range d.Moves {
		actors[m.Actor] = true
	}
	some := func(n int, one, many, none string) string {
		if n == 0 {
			return none
		}
		return plural(int64(n), one, many)
	}
	if d.Result == "unknown" {
		s += ". What else changed was not found out"
	} else {
		s += ". " + upperFirst(some(len(d.Conclusions), "conclusion", "conclusions", "no conclusion")) + " changed, and " + some(len(actors), "actor", "actors", "nobody") + " moved"
	}
	bears := 0
	for _, x := range d.Record {
		if x.Bears {
			bears++
		}
	}
	if len(d.Record) == 0 {
		return s + "; nothing changed in the record."
	}
	return s + fmt.Sprintf("; the record changed in %s, of which %d can bear on a conclusion.", plural(int64(len(d.Record)), "place", "places"), bears)
}

// Next is what is known to come: entries that expire, lines of the case that begin
// or end, and dates announced for steps that are still open.
type Next struct {
	Days  int        `json:"days"`
	Until string     `json:"until"`
	List  []NextItem `json:"list"`
}

// NextItem is one thing that comes.
type NextItem struct {
	// Day is the day on which it shows: an expired entry no longer counts on it.
	Day string `json:"day"`
	// Kind is expires, announced, begins or ends.
	Kind string `json:"kind"`
	// Entry is the entry that expires or that announced the date; Line the line.
	Entry string `json:"entry,omitempty"`
	Line  string `json:"line,omitempty"`
	// Step is the step a date is announced for; When the date as written.
	Step     string `json:"step,omitempty"`
	StepName string `json:"step_name,omitempty"`
	When     string `json:"when,omitempty"`
}

// next lists what comes in the days after the as-of day.
func (b *builder) next(days int) *Next {
	from, until := b.st.AsOf, b.st.AsOf+mandate.Day(days)
	n := &Next{Days: days, Until: until.String(), List: []NextItem{}}
	in := func(d mandate.Day) bool { return d > from && d <= until }
	add := func(d mandate.Day, x NextItem) {
		x.Day = d.String()
		n.List = append(n.List, x)
	}
	for _, e := range b.st.Case.Entries {
		if !e.Expires.IsZero() && b.st.Status(e).InForce && in(e.Expires.Last+1) && len(b.cite(e.ID)) == 1 {
			add(e.Expires.Last+1, NextItem{Kind: "expires", Entry: e.ID})
		}
	}
	for _, s := range b.st.Case.Steps {
		for _, a := range b.st.Announcements(s) {
			if a.Outcome == "open" && in(a.When.Last) && len(b.cite(a.Entry.ID)) == 1 {
				add(a.When.Last, NextItem{Kind: "announced", Entry: a.Entry.ID, Step: s.ID, StepName: b.n.Event(s.ID), When: a.When.Text})
			}
		}
	}
	record.Lines(b.st.Case, func(name string, l mandate.Line) {
		if !b.tells(l) {
			return
		}
		if !l.From.IsZero() && in(l.From.Last) {
			add(l.From.Last, NextItem{Kind: "begins", Line: name})
		}
		if !l.Until.IsZero() && in(l.Until.Last+1) {
			add(l.Until.Last+1, NextItem{Kind: "ends", Line: name})
		}
	})
	sort.SliceStable(n.List, func(i, j int) bool { return n.List[i].Day < n.List[j].Day })
	return n
}
