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

// Progress is the answer of `mandate progress`: what of the steps and of the
// texts is implemented, by which entries, and how announced dates held.
type Progress struct {
	Head
	// Result is progress or no record.
	Result   string `json:"result"`
	Sentence string `json:"sentence"`
	// Theme is the one that was asked for.
	Theme     string `json:"theme,omitempty"`
	ThemeName string `json:"theme_name,omitempty"`
	// Texts are those whose clauses are told: the one asked for, else all in
	// force.
	Texts []ProgressText `json:"texts"`
	// Grades counts the steps that are told, by grade; stages are not counted.
	Grades ProgressGrades  `json:"grades"`
	Groups []ProgressGroup `json:"groups"`
	// Slips tell how the dates announced for steps held.
	Slips []ProgressSlip `json:"slips"`
	// Indicators and Incidents belong to no theme and are left out if one was
	// asked for.
	Indicators []ProgressIndicator `json:"indicators"`
	Incidents  []ProgressMonth     `json:"incidents"`
}

// ProgressText is a text whose clauses are told.
type ProgressText struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Date string `json:"date,omitempty"`
	// InForce: an entry that binds adopts it.
	InForce bool     `json:"in_force"`
	Entries []string `json:"entries,omitempty"`
}

// ProgressGrades counts steps by grade.
type ProgressGrades struct {
	Full         int `json:"full"`
	Intermediate int `json:"intermediate"`
	Minimal      int `json:"minimal"`
	NotInitiated int `json:"not_initiated"`
	// Nothing counts those of which nothing is on record, Withheld those of
	// which only what is withheld tells.
	Nothing  int `json:"nothing"`
	Withheld int `json:"withheld,omitempty"`
	Steps    int `json:"steps"`
}

// ProgressGroup is what belongs to a theme, or else to a text.
type ProgressGroup struct {
	// ID is that of the theme or text; empty for what belongs to none.
	ID      string           `json:"id,omitempty"`
	Name    string           `json:"name"`
	By      string           `json:"by"` // theme, text or none
	Steps   []ProgressStep   `json:"steps"`
	Clauses []ProgressClause `json:"clauses"`
}

// ProgressStep is how far a step is implemented.
type ProgressStep struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Grade is 0 to 3, after the Peace Accords Matrix; missing with nothing on
	// record, which is no grade.
	Grade *int `json:"grade,omitempty"`
	// Word is that of the grade, "nothing on record" or "withheld".
	Word string `json:"word"`
	// Basis is what gives the grade: happened, stages, stated or due.
	Basis string `json:"basis,omitempty"`
	Day   string `json:"day,omitempty"`
	// Done of Of stages have happened.
	Done    int      `json:"done,omitempty"`
	Of      int      `json:"of,omitempty"`
	Entries []string `json:"entries,omitempty"`
	// Against are binding entries that state another grade, Disputed such as
	// would say something of it if they bound.
	Against  []ProgressSaid `json:"against,omitempty"`
	Disputed []ProgressSaid `json:"disputed,omitempty"`
	Stages   []ProgressStep `json:"stages,omitempty"`
	// Texts call for the step.
	Texts   []string `json:"texts,omitempty"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
}

// ProgressSaid is what an entry says of a step's grade.
type ProgressSaid struct {
	Step  string `json:"step"`
	Grade int    `json:"grade"`
	Day   string `json:"day"`
	Entry string `json:"entry"`
}

// ProgressClause is a clause of a text and what the record makes of it.
type ProgressClause struct {
	Text      string `json:"text"`
	TextName  string `json:"text_name"`
	Clause    string `json:"clause"`
	Name      string `json:"name"`
	Condition string `json:"condition"`
	Says      string `json:"says"`
	// Stands is met, contradicted, permits, in force, open or withheld.
	Stands string `json:"stands"`
	// Grade is how far it is implemented, of a clause about deeds.
	Grade   *int     `json:"grade,omitempty"`
	Word    string   `json:"word,omitempty"`
	Day     string   `json:"day,omitempty"` // of the latest entry behind it
	Entries []string `json:"entries,omitempty"`
	Steps   []string `json:"steps,omitempty"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
}

// ProgressSlip is how the dates announced for a step held.
type ProgressSlip struct {
	Step string `json:"step"`
	Name string `json:"name"`
	// First is the first date announced, Happened the day of the deed.
	First    string `json:"first,omitempty"`
	Happened string `json:"happened,omitempty"`
	// Days is by how many days it moved from the first date; Counting: it has
	// not happened and counts on. Missing: nothing to compare.
	Days          *int                `json:"days,omitempty"`
	Counting      bool                `json:"counting,omitempty"`
	Announcements []ProgressAnnounced `json:"announcements"`
}

// ProgressAnnounced is a date announced for a step, or a length of time.
type ProgressAnnounced struct {
	// Announced is when it was said, or reported if that is not known, and For
	// what was announced, as written.
	Announced string   `json:"announced,omitempty"`
	For       string   `json:"for"`
	Who       []string `json:"who"`
	Hearsay   bool     `json:"hearsay,omitempty"`
	// Outcome is met, late, overdue, open, moved, withdrawn, suspended, lapsed,
	// disputed, withheld, or length for a length of time.
	Outcome string   `json:"outcome"`
	Days    int      `json:"days"`
	Entry   string   `json:"entry"`
	By      []string `json:"by,omitempty"`
}

// ProgressIndicator is an external with its readings.
type ProgressIndicator struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Value is true, false, unknown or withheld.
	Value    string            `json:"value"`
	Assumed  bool              `json:"assumed,omitempty"`
	HoldsIf  string            `json:"holds_if,omitempty"`
	FailsIf  string            `json:"fails_if,omitempty"`
	Entry    string            `json:"entry,omitempty"`
	Readings []ProgressReading `json:"readings"`
	// Trend compares the latest figure with the one before by the same hands, in
	// words; empty if there are no two.
	Trend string `json:"trend,omitempty"`
	// Named are entries that bind and whose conditions name it, Lines the lines
	// of the case.
	Named []ProgressNamed `json:"named"`
	Lines []string        `json:"lines,omitempty"`
}

// ProgressReading is one reading of an external.
type ProgressReading struct {
	When     string `json:"when"` // as written
	Value    string `json:"value"`
	Within   string `json:"within"` // true, false or unknown, by the reading alone
	Who      string `json:"who"`
	Disputed bool   `json:"disputed,omitempty"`
	Entry    string `json:"entry"`
}

// ProgressNamed is an effect whose condition names an external.
type ProgressNamed struct {
	Who   string `json:"who"`
	Says  string `json:"says"`
	Entry string `json:"entry"`
}

// ProgressMonth counts the incidents of a month: that of the last day on which
// each may have been.
type ProgressMonth struct {
	Month     string             `json:"month"` // 2026-02, or undated
	Count     int                `json:"count"`
	Incidents []ProgressIncident `json:"incidents"`
}

// ProgressIncident is an event on record.
type ProgressIncident struct {
	When     string `json:"when"` // as written
	Says     string `json:"says"`
	Disputed bool   `json:"disputed,omitempty"`
	Entry    string `json:"entry"`
}

// ProgressAsk narrows what progress tells.
type ProgressAsk struct {
	Theme string
	Text  string
}

// BuildProgress answers `mandate progress`.
func BuildProgress(st *record.State, ask ProgressAsk, opt Options) (*Progress, error) {
	b := newBuilder(st, opt)
	x := &Progress{Head: b.head("progress"), Result: "progress", Theme: ask.Theme, Texts: []ProgressText{}, Groups: []ProgressGroup{}, Slips: []ProgressSlip{},
		Indicators: []ProgressIndicator{}, Incidents: []ProgressMonth{}}
	var err error
	if x.ThemeName, err = themeName(st.Case, ask.Theme); err != nil {
		return nil, err
	}
	if err := knownText(st.Case, ask.Text); err != nil {
		return nil, err
	}
	clauses, err := b.provisions(x, ask)
	if analysis.IsNoAim(err) {
		x.Result = string(mandate.NoRecord)
		x.Sentence = "Every source of the aim has been left out, so nothing can be said."
		b.close(&x.Head)
		return x, nil
	}
	if err != nil {
		return nil, err
	}
	past := st.Happened()
	var steps []ProgressStep
	themes := map[string]string{} // by step
	for _, s := range st.Case.Steps {
		if s.StageOf != "" {
			continue
		}
		themes[s.ID] = s.Theme
		y := b.progressStep(s, past)
		for n := 1; n <= s.Stages; n++ {
			y.Stages = append(y.Stages, b.progressStep(st.Case.Steps[b.stepAt(s.StageID(n))], past))
		}
		for _, t := range st.Case.Texts {
			if containsStr(t.Steps, s.ID) {
				y.Texts = append(y.Texts, t.ID)
			}
		}
		steps = append(steps, y)
	}
	b.group(x, ask, steps, clauses, themes)
	told := map[string]bool{}
	for _, g := range x.Groups {
		for _, s := range g.Steps {
			told[s.ID] = true
			x.Grades.add(s)
		}
	}
	for _, s := range st.Case.Steps {
		if told[s.ID] || told[s.StageOf] {
			b.slip(x, s, past)
		}
	}
	if ask.Theme == "" {
		for _, e := range st.Case.Externals {
			x.Indicators = append(x.Indicators, b.indicator(e))
		}
		b.incidents(x)
	}
	x.Sentence = b.progressSentence(x)
	b.close(&x.Head)
	return x, nil
}

func themeName(c *mandate.Case, id string) (string, error) {
	if id == "" {
		return "", nil
	}
	var ids []string
	for _, t := range c.Themes {
		if t.ID == id {
			return or(t.Name, t.ID), nil
		}
		ids = append(ids, t.ID)
	}
	e := mandate.Usagef("there is no theme %q", id)
	switch near, ok := diag.Nearest(id, ids); {
	case ok:
		e.Hint = "did you mean " + near + "?"
	case len(ids) == 0:
		e.Hint = "the case has no themes; without one, steps and clauses stand by text"
	default:
		e.Hint = "themes: " + strings.Join(ids, ", ")
	}
	return "", e
}

func knownText(c *mandate.Case, id string) error {
	if id == "" {
		return nil
	}
	var ids []string
	for _, t := range c.Texts {
		if t.ID == id {
			return nil
		}
		ids = append(ids, t.ID)
	}
	e := mandate.Usagef("there is no text %q", id)
	if near, ok := diag.Nearest(id, ids); ok {
		e.Hint = "did you mean " + near + "?"
	} else if len(ids) > 0 {
		e.Hint = "texts: " + strings.Join(ids, ", ")
	}
	return e
}

func (b *builder) stepAt(id string) int {
	for i, s := range b.st.Case.Steps {
		if s.ID == id {
			return i
		}
	}
	return -1
}

// graded writes a grade; nil: nothing is on record.
func graded(g int) (*int, string) {
	if g < 0 {
		return nil, "nothing on record"
	}
	return &g, gradeWords[g]
}

func (b *builder) progressStep(s *mandate.Step, past map[string]record.Past) ProgressStep {
	g := b.st.Grade(s, past)
	x := ProgressStep{ID: s.ID, Name: b.n.Event(s.ID), Of: s.Stages}
	x.Sources, x.At = b.line(s.Line)
	x.Entries = b.cite(g.Entries...)
	if len(x.Entries) < len(g.Entries) && (len(x.Entries) == 0 || g.Basis == "stages") {
		// What is withheld gives it.
		x.Word, x.Entries = "withheld", nil
		return x
	}
	x.Grade, x.Word = graded(g.Value)
	x.Basis, x.Done = g.Basis, g.Done
	if g.Value >= 0 {
		_, x.Day = b.shown(g.Day, g.Entries, x.Entries)
	}
	x.Against, x.Disputed = b.said(g.Against), b.said(g.Disputed)
	return x
}

func (b *builder) said(list []record.StatedGrade) (out []ProgressSaid) {
	for _, y := range list {
		if len(b.cite(y.Entry.ID)) == 1 {
			out = append(out, ProgressSaid{Step: y.Step, Grade: y.Value, Day: asWritten(y.Entry), Entry: y.Entry.ID})
		}
	}
	return out
}

// provisions looks at the clauses of the text that is asked for, or of all in
// force.
func (b *builder) provisions(x *Progress, ask ProgressAsk) (out []ProgressClause, err error) {
	if _, err := analysis.New(b.st, nil, b.opt.Budget); err != nil {
		return nil, err // the aim must hold, whether there is a text or not
	}
	open := !b.hides() // a clause's grade rests on what is on record about its steps, and on what is not
	for _, t := range b.st.Case.Texts {
		if ask.Text != "" && t.ID != ask.Text || !b.st.Holds(t.Line) {
			continue
		}
		adopted := analysis.Adopted(b.st, t.ID)
		if len(adopted) == 0 && ask.Text == "" {
			continue
		}
		seen := b.cite(adopted...)
		if len(adopted) > 0 && len(seen) == 0 && ask.Text == "" {
			continue // known from what is withheld alone
		}
		list, err := analysis.Clauses(b.st, t, b.opt.Budget)
		if err != nil {
			return nil, err
		}
		x.Texts = append(x.Texts, ProgressText{ID: t.ID, Name: or(t.Name, t.ID), Date: t.Date.Text, InForce: len(seen) > 0, Entries: seen})
		for _, c := range list {
			if !b.tells(c.Clause.Line) {
				continue
			}
			sources, at := b.line(c.Clause.Line)
			y := ProgressClause{Text: t.ID, TextName: or(t.Name, t.ID), Clause: c.Clause.ID, Name: or(c.Clause.Name, c.Clause.ID), Condition: condition.Print(c.Clause.That.Expr),
				Says: b.n.Say(c.Clause.That.Expr), Stands: c.Stands, Steps: c.Steps, Sources: sources, At: at}
			y.Entries = b.cite(c.Entries...)
			if len(c.Entries) > 0 && len(y.Entries) == 0 {
				y.Stands = "withheld"
			} else if c.Grade >= 0 && open {
				y.Grade, y.Word = graded(c.Grade)
			}
			if y.Stands == "met" || y.Stands == "contradicted" {
				for _, id := range y.Entries {
					if d := record.EffectiveDay(b.st.Entry(id)).String(); d > y.Day {
						y.Day = d
					}
				}
			}
			out = append(out, y)
		}
	}
	return out, nil
}

// group puts steps and clauses under their themes, or without any under the texts
// that call for them.
func (b *builder) group(x *Progress, ask ProgressAsk, steps []ProgressStep, clauses []ProgressClause, themes map[string]string) {
	add := func(id, name, by string, step func(ProgressStep) bool, clause func(ProgressClause) bool) {
		g := ProgressGroup{ID: id, Name: name, By: by, Steps: []ProgressStep{}, Clauses: []ProgressClause{}}
		for _, s := range steps {
			if step(s) {
				g.Steps = append(g.Steps, s)
			}
		}
		for _, c := range clauses {
			if clause(c) {
				g.Clauses = append(g.Clauses, c)
			}
		}
		if len(g.Steps)+len(g.Clauses) > 0 {
			x.Groups = append(x.Groups, g)
		}
	}
	of := map[string]string{} // theme by text and clause
	for _, t := range b.st.Case.Texts {
		for _, c := range t.Clauses {
			of[t.ID+"."+c.ID] = c.Theme
		}
	}
	if len(b.st.Case.Themes) > 0 {
		for _, t := range b.st.Case.Themes {
			if ask.Theme == "" || ask.Theme == t.ID {
				add(t.ID, or(t.Name, t.ID), "theme", func(s ProgressStep) bool { return themes[s.ID] == t.ID }, func(c ProgressClause) bool { return of[c.Text+"."+c.Clause] == t.ID })
			}
		}
		if ask.Theme == "" {
			add("", "under no theme", "none", func(s ProgressStep) bool { return themes[s.ID] == "" }, func(c ProgressClause) bool { return of[c.Text+"."+c.Clause] == "" })
		}
		return
	}
	told := map[string]bool{}
	for _, t := range x.Texts {
		add(t.ID, t.Name, "text", func(s ProgressStep) bool {
			if told[s.ID] || !containsStr(s.Texts, t.ID) {
				return false
			}
			told[s.ID] = true
			return true
		}, func(c ProgressClause) bool { return c.Text == t.ID })
	}
	name := "steps"
	if len(x.Groups) > 0 {
		name = "other steps"
	}
	add("", name, "none", func(s ProgressStep) bool { return !told[s.ID] }, func(ProgressClause) bool { return false })
}

func (g *ProgressGrades) add(s ProgressStep) {
	g.Steps++
	switch {
	case s.Word == "withheld":
		g.Withheld++
	case s.Grade == nil:
		g.Nothing++
	default:
		*[]*int{&g.NotInitiated, &g.Minimal, &g.Intermediate, &g.Full}[*s.Grade]++
	}
}

// slip tells how the dates announced for a step held.
func (b *builder) slip(x *Progress, s *mandate.Step, past map[string]record.Past) {
	list := b.st.Announcements(s)
	if len(list) == 0 {
		return
	}
	y := ProgressSlip{Step: s.ID, Name: b.n.Event(s.ID), Announcements: []ProgressAnnounced{}}
	all := true // whether the audience sees all that the sum rests on
	for _, a := range list {
		if len(b.cite(a.Entry.ID)) == 0 {
			all = false
			continue
		}
		z := ProgressAnnounced{For: a.When.Text, Hearsay: a.Entry.Hearsay(), Outcome: a.Outcome, Days: a.Days, Entry: a.Entry.ID}
		if a.When.IsZero() {
			z.For = strings.Replace(a.Text, "..", " to ", 1) + " days"
		}
		z.Announced = dated(a.Entry)
		for _, id := range a.Entry.Actors {
			z.Who = append(z.Who, b.n.Actor(id))
		}
		if z.By = b.cite(a.By...); len(z.By) < len(a.By) {
			all = false
			if len(z.By) == 0 || a.Outcome == "late" || a.Outcome == "met" {
				z.Outcome, z.Days, z.By = "withheld", 0, nil
			}
		}
		y.Announcements = append(y.Announcements, z)
	}
	if len(y.Announcements) == 0 {
		return
	}
	if slip, ok := b.st.SlipOf(s, list); ok && all {
		y.First, y.Days, y.Counting = slip.First.Text, &slip.Days, slip.Counting
		if p, ok := past[s.ID]; ok {
			y.Happened = p.Day.String()
		}
	}
	x.Slips = append(x.Slips, y)
}

// dated is when something was said, or else reported, as the record has it.
func dated(e *mandate.Entry) string { return or(e.Said.Text, e.Reported.Text) }

func bound(x *mandate.Bound) string {
	switch {
	case x == nil:
		return ""
	case x.AtLeast:
		return number(x.Value) + " or more"
	}
	return number(x.Value) + " or less"
}

// indicator tells the readings of an external.
func (b *builder) indicator(e *mandate.External) ProgressIndicator {
	r := b.st.External(e)
	x := ProgressIndicator{ID: e.ID, Name: or(e.Name, e.ID), Value: r.Value.String(), Assumed: r.Assumed, HoldsIf: bound(e.HoldsIf), FailsIf: bound(e.FailsIf),
		Readings: []ProgressReading{}, Named: []ProgressNamed{}}
	if r.Entry != "" {
		if ids := b.cite(r.Entry); len(ids) == 1 {
			x.Entry = ids[0]
		} else {
			x.Value = "withheld"
		}
	}
	list := b.st.Readings(e)
	seen := list[:0:0]
	for _, v := range list {
		if len(b.cite(v.Entry.ID)) == 0 {
			continue
		}
		seen = append(seen, v)
		y := ProgressReading{When: dated(v.Entry), Value: number(v.Value), Within: v.Within.String(), Disputed: v.Disputed, Entry: v.Entry.ID}
		if v.Boolean {
			y.Value = fmt.Sprint(v.Value != 0)
		}
		var who []string
		for _, id := range v.Entry.Actors {
			who = append(who, b.n.Actor(id))
		}
		y.Who = strings.Join(who, ", ")
		x.Readings = append(x.Readings, y)
	}
	if from, to, ok := record.Trend(seen); ok {
		word := "unchanged at " + number(to.Value)
		switch {
		case to.Value > from.Value:
			word = "up from " + number(from.Value) + " to " + number(to.Value)
		case to.Value < from.Value:
			word = "down from " + number(from.Value) + " to " + number(to.Value)
		}
		x.Trend = word + " between " + record.EffectiveDay(from.Entry).Long() + " and " + record.EffectiveDay(to.Entry).Long() + ", by the same hands"
	}
	names := func(c *mandate.Condition) (yes bool) {
		if c != nil {
			c.Expr.Walk(func(n *mandate.Expr) { yes = yes || n.Op == mandate.OpExternal && n.Name == e.ID })
		}
		return yes
	}
	for _, y := range b.st.Case.Entries {
		if !b.st.Status(y).Binds {
			continue
		}
		for _, f := range y.Effects {
			if !names(f.That) && !names(f.Over) || len(b.cite(y.ID)) == 0 {
				continue
			}
			var who []string
			for _, id := range y.Actors {
				who = append(who, b.n.Actor(id))
			}
			x.Named = append(x.Named, ProgressNamed{Who: strings.Join(who, ", "), Says: b.effect(f), Entry: y.ID})
		}
	}
	line := func(key string, c *mandate.Condition, l mandate.Line) {
		if sources, _ := b.line(l); names(c) && b.st.Holds(l) && (len(sources) > 0 || len(l.Sources) == 0) {
			x.Lines = append(x.Lines, key)
		}
	}
	for _, s := range b.st.Case.Steps {
		for _, n := range s.Needs {
			line(n.ID, n.That, n.Line)
		}
		if s.If != nil {
			line(s.If.ID, s.If.That, s.If.Line)
		}
	}
	for _, y := range b.st.Case.Requirements {
		line("requirements."+y.ID, y.If, y.Line)
	}
	for _, y := range b.st.Case.Rules {
		line("rules."+y.ID, y.That, y.Line)
	}
	for _, t := range b.st.Case.Texts {
		for _, c := range t.Clauses {
			line("texts."+t.ID+"."+c.ID, c.That, c.Line)
		}
	}
	for _, y := range b.st.Case.Goals {
		line("goals."+y.ID, y.That, y.Line)
	}
	return x
}

// incidents counts the events on record by month.
func (b *builder) incidents(x *Progress) {
	for _, i := range b.st.Incidents() {
		if len(b.cite(i.Entry.ID)) == 0 {
			continue
		}
		month := "undated"
		if dated(i.Entry) != "" {
			month = record.EffectiveDay(i.Entry).String()[:7]
		}
		if n := len(x.Incidents); n == 0 || x.Incidents[n-1].Month != month {
			x.Incidents = append(x.Incidents, ProgressMonth{Month: month})
		}
		m := &x.Incidents[len(x.Incidents)-1]
		m.Count++
		m.Incidents = append(m.Incidents, ProgressIncident{When: dated(i.Entry), Says: i.Says, Disputed: i.Disputed, Entry: i.Entry.ID})
	}
}

// progressSentence says how far things are.
func (b *builder) progressSentence(x *Progress) string {
	g := x.Grades
	under := ""
	if x.ThemeName != "" {
		under = " under “" + x.ThemeName + "”"
	}
	if g.Steps == 0 {
		return "There is no step" + under + "."
	}
	var parts []string
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, number(int64(n))+" "+words)
		}
	}
	add(g.Full, "done")
	add(g.Intermediate, "in good part (2)")
	add(g.Minimal, "at a minimum (1)")
	add(g.NotInitiated, "not initiated")
	add(g.Withheld, "withheld")
	add(g.Nothing, "with nothing on record")
	s := "Of " + plural(int64(g.Steps), "step", "steps") + under + ": " + strings.Join(parts, ", ") + "."
	for _, grp := range x.Groups {
		for _, y := range grp.Steps {
			if y.ID == x.Aim {
				s += " The aim, " + y.Name + ": " + y.Word + "."
			}
		}
	}
	for _, y := range x.Slips {
		if y.Step == x.Aim && y.Days != nil {
			s += " It was first announced for " + long(y.First) + " and " + slipWords(y) + "."
		}
	}
	count := map[string]int{}
	total := 0
	for _, grp := range x.Groups {
		for _, c := range grp.Clauses {
			count[c.Stands]++
			total++
		}
	}
	if total > 0 {
		parts = nil
		for _, w := range clauseOrder {
			add(count[w], clauseWords[w])
		}
		s += " Of " + plural(int64(total), "clause", "clauses") + ": " + strings.Join(parts, "; ") + "."
	}
	return s
}

// slipWords says by how much a step moved.
func slipWords(y ProgressSlip) string {
	n := *y.Days
	days := plural(int64(max(n, -n)), "day", "days")
	switch {
	case y.Happened != "" && n > 0:
		return "happened " + days + " late"
	case y.Happened != "":
		return "happened in time"
	case y.Counting:
		return "is " + days + " overdue, and counting"
	case n > 0:
		return "stands " + days + " later now"
	case n < 0:
		return "stands " + days + " earlier now"
	}
	return "stands as it was"
}

var clauseOrder = []string{"met", "contradicted", "in force", "permits", "open", "withheld"}

// clauseWords say how a clause stands.
var clauseWords = map[string]string{
	"met":          "met by other entries",
	"contradicted": "contradicted",
	"in force":     "on the text alone",
	"permits":      "ruling nothing out",
	"open":         "open",
	"withheld":     "withheld",
}
