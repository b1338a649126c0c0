package report

import (
	"sort"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// CaseAnswer is the vocabulary of a case: what there is to choose from and to ask
// about, and the days on which its record changes.
type CaseAnswer struct {
	Schema  string `json:"schema"`
	Case    string `json:"case"`
	Title   string `json:"title"`
	Summary string `json:"summary,omitempty"`
	Aim     string `json:"aim"`
	AimName string `json:"aim_name"`
	// AsOf is the day on which the record is read if nobody asks for another,
	// as far as the audience may know: the latest day that an entry it may see
	// was said or reported. Empty if no such entry has a date.
	AsOf string `json:"as_of,omitempty"`
	// First and Last bound the days worth asking about: all ticks and AsOf lie
	// between them. Empty if there are none.
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
	// Ticks are the days on which the record changes, ascending.
	Ticks []Tick `json:"ticks"`

	// Rules are the consent rules; the first that holds is the default.
	Rules        []CaseRule       `json:"rules"`
	Issues       []CaseIssue      `json:"issues"`
	Actors       []CaseActor      `json:"actors"`
	Groups       []Term           `json:"groups"`
	Steps        []CaseStep       `json:"steps"`
	Goals        []CaseGoal       `json:"goals"`
	Texts        []Term           `json:"texts"`
	Plans        []CasePlan       `json:"plans"`
	Capabilities []CaseCapability `json:"capabilities"`
	// Requirements are the lines of what the force needs, on whatever days they
	// hold, as far as the audience may see a source of theirs.
	Requirements []CaseRequirement `json:"requirements"`
	Tasks        []Term            `json:"tasks"`
	Sectors      []Term            `json:"sectors"`
	Externals    []Term            `json:"externals"`

	// Sources and Entries count those that the audience may see.
	Sources int `json:"sources"`
	Entries int `json:"entries"`
	// Withheld counts entries above the audience's handling level.
	Withheld int `json:"withheld,omitempty"`
}

// Term is an id of the case with its name.
type Term struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// CaseRule is a consent rule with the dates between which it holds, as written.
type CaseRule struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Says  string `json:"says"`
	From  string `json:"from,omitempty"`
	Until string `json:"until,omitempty"`
}

// CaseIssue is an issue with all its options.
type CaseIssue struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Question string `json:"question,omitempty"`
	// Set: any of the options may be chosen, not exactly one.
	Set bool `json:"set"`
	// Ordered: the options form a scale, least first.
	Ordered bool `json:"ordered"`
	// Settle: it must be decided before anybody commits, on some day.
	Settle  bool     `json:"settle"`
	Options []Option `json:"options"`
}

// CaseActor is an actor with its roles and groups.
type CaseActor struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Roles  []string `json:"roles"`
	Groups []string `json:"groups"`
	PartOf string   `json:"part_of,omitempty"`
}

// CaseStep is a step, or a stage of one.
type CaseStep struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	StageOf string `json:"stage_of,omitempty"`
}

// CaseGoal is a goal of the case.
type CaseGoal struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Condition is the goal in the condition language, Says in words.
	Condition string `json:"condition"`
	Says      string `json:"says"`
}

// CasePlan is a saved plan; set, join and exclude hold its choices as the flags
// of these names take them.
type CasePlan struct {
	ID      string   `json:"id"`
	Title   string   `json:"title,omitempty"`
	Set     []string `json:"set"`
	Join    []string `json:"join"`
	Exclude []string `json:"exclude"`
}

// CaseCapability is something a force needs.
type CaseCapability struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Unit string `json:"unit,omitempty"`
}

// CaseRequirement is a line of what the force needs, with the dates between which
// it holds, as written.
type CaseRequirement struct {
	ID         string `json:"id"`
	Capability string `json:"capability"`
	Name       string `json:"name"`
	Where      string `json:"where"`
	Minimum    int64  `json:"minimum"`
	Target     int64  `json:"target"`
	// If says under which condition the line applies.
	If      string   `json:"if,omitempty"`
	From    string   `json:"from,omitempty"`
	Until   string   `json:"until,omitempty"`
	Sources []string `json:"sources"`
	At      string   `json:"at,omitempty"`
}

// Tick is a day on which the record changes.
type Tick struct {
	Day string `json:"day"`
	// Entries counts the entries that count from this day, and IDs names them
	// in the order of the record.
	Entries int      `json:"entries"`
	IDs     []string `json:"ids"`
	// Lapses counts the entries and lines of the case that hold no longer from
	// this day, and the lines that begin to hold.
	Lapses int `json:"lapses,omitempty"`
}

// BuildCase answers what a page needs for its menus, sliders and labels.
func BuildCase(c *mandate.Case, opt Options) (*CaseAnswer, error) {
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		return nil, err
	}
	b := newBuilder(st, opt)
	x := &CaseAnswer{Schema: "mandate/case/1", Case: c.Name, Title: c.Title, Summary: c.Summary, Aim: c.Aim, AimName: b.n.Event(c.Aim),
		Rules: []CaseRule{}, Issues: []CaseIssue{}, Actors: []CaseActor{}, Groups: []Term{}, Steps: []CaseStep{}, Goals: []CaseGoal{}, Texts: []Term{},
		Plans: []CasePlan{}, Capabilities: []CaseCapability{}, Requirements: []CaseRequirement{}, Tasks: named(c.Tasks), Sectors: named(c.Sectors), Externals: []Term{}}
	for _, r := range c.Rules {
		x.Rules = append(x.Rules, CaseRule{ID: r.ID, Name: or(r.Name, r.ID), Says: b.n.Say(r.That.Expr), From: r.From.Text, Until: r.Until.Text})
	}
	settle := map[string]bool{}
	for _, l := range c.Settle {
		settle[l.Issue] = true
	}
	for _, i := range c.Issues {
		y := CaseIssue{ID: i.ID, Name: b.n.Issue(i.ID), Question: i.Question, Set: i.Set, Ordered: i.Ordered, Settle: settle[i.ID], Options: []Option{}}
		for _, o := range i.Options {
			y.Options = append(y.Options, Option{o.ID, b.n.Option(i.ID, o.ID)})
		}
		x.Issues = append(x.Issues, y)
	}
	for _, a := range c.Actors {
		y := CaseActor{ID: a.ID, Name: b.n.Actor(a.ID), Roles: []string{}, Groups: append([]string{}, a.Groups...), PartOf: a.PartOf}
		for _, r := range a.Roles {
			y.Roles = append(y.Roles, string(r))
		}
		x.Actors = append(x.Actors, y)
	}
	for _, g := range c.Groups {
		x.Groups = append(x.Groups, Term{g.ID, or(g.Name, g.ID)})
	}
	for _, s := range c.Steps {
		x.Steps = append(x.Steps, CaseStep{ID: s.ID, Name: b.n.Event(s.ID), StageOf: s.StageOf})
	}
	for _, g := range c.Goals {
		x.Goals = append(x.Goals, CaseGoal{ID: g.ID, Name: or(g.Name, g.ID), Condition: condition.Print(g.That.Expr), Says: b.n.Say(g.That.Expr)})
	}
	for _, t := range c.Texts {
		x.Texts = append(x.Texts, Term{t.ID, or(t.Name, t.ID)})
	}
	for _, p := range c.Plans {
		y := CasePlan{ID: p.ID, Title: p.Title, Set: []string{}, Join: append([]string{}, p.Join...), Exclude: []string{}}
		for _, ch := range p.Set {
			y.Set = append(y.Set, ch.Issue+"="+strings.Join(ch.Options, ","))
		}
		for _, i := range p.Exclude {
			y.Exclude = append(y.Exclude, i.String())
		}
		x.Plans = append(x.Plans, y)
	}
	for _, k := range c.Capabilities {
		x.Capabilities = append(x.Capabilities, CaseCapability{ID: k.ID, Name: b.n.Capability(k.ID), Unit: k.Unit})
	}
	for _, r := range c.Requirements {
		y := CaseRequirement{ID: r.ID, Capability: r.Capability, Name: b.n.Capability(r.Capability), Where: b.requirement(r.ID), Minimum: r.Minimum, Target: max(r.Minimum, r.Target),
			From: r.From.Text, Until: r.Until.Text}
		if r.If != nil {
			y.If = b.n.Say(r.If.Expr)
		}
		if y.Sources, y.At = b.line(r.Line); len(y.Sources) > 0 {
			x.Requirements = append(x.Requirements, y)
		}
	}
	for _, e := range c.Externals {
		x.Externals = append(x.Externals, Term{e.ID, or(e.Name, e.ID)})
	}
	for _, s := range c.Sources {
		if b.sees(s) {
			x.Sources++
		}
	}
	for _, e := range c.Entries {
		if b.hidden(e) {
			x.Withheld++
		} else {
			x.Entries++
		}
	}
	ticks := b.ticks()
	x.Ticks = make([]Tick, len(ticks))
	for i, t := range ticks {
		x.Ticks[i] = Tick{Day: t.day.String(), Entries: len(t.ids), IDs: t.ids, Lapses: t.lapses}
	}
	asOf, dated := b.latest()
	if dated {
		x.AsOf = asOf.String()
	}
	switch n := len(ticks); {
	case n > 0 && dated:
		x.First, x.Last = min(ticks[0].day, asOf).String(), max(ticks[n-1].day, asOf).String()
	case n > 0:
		x.First, x.Last = ticks[0].day.String(), ticks[n-1].day.String()
	}
	return x, nil
}

func named(list []*mandate.Named) []Term {
	out := []Term{}
	for _, x := range list {
		out = append(out, Term{x.ID, or(x.Name, x.ID)})
	}
	return out
}

// tick is a day on which the record changes.
type tick struct {
	day    mandate.Day
	ids    []string
	lapses int
}

// ticks lists the days on which the record changes by what the audience may
// see, ascending.
func (b *builder) ticks() []tick {
	at := map[mandate.Day]*tick{}
	on := func(d mandate.Day) *tick {
		if at[d] == nil {
			at[d] = &tick{day: d, ids: []string{}}
		}
		return at[d]
	}
	for _, e := range b.st.Case.Entries {
		if b.hidden(e) {
			continue
		}
		if !e.Said.IsZero() || !e.Reported.IsZero() { // an assumption without a date has always counted
			t := on(record.EffectiveDay(e))
			t.ids = append(t.ids, e.ID)
		}
		if !e.Expires.IsZero() {
			on(e.Expires.Last+1).lapses++
		}
	}
	record.Lines(b.st.Case, func(_ string, l mandate.Line) {
		if !b.tells(l) {
			return
		}
		if !l.From.IsZero() {
			on(l.From.Last).lapses++
		}
		if !l.Until.IsZero() {
			on(l.Until.Last+1).lapses++
		}
	})
	out := make([]tick, 0, len(at))
	for _, t := range at {
		out = append(out, *t)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].day < out[j].day })
	return out
}

// latest is the latest day on which an entry that the audience may see was said
// or reported; ok is false if none has a date.
func (b *builder) latest() (d mandate.Day, ok bool) {
	open := mandate.Case{}
	for _, e := range b.st.Case.Entries {
		if !b.hidden(e) {
			open.Entries = append(open.Entries, e)
		}
	}
	return record.LatestDay(&open)
}
