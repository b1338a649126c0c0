package report

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Who is the answer of `mandate who`.
type Who struct {
	Head
	Goal     string `json:"goal,omitempty"`
	GoalName string `json:"goal_name,omitempty"`
	GoalSays string `json:"goal_says,omitempty"`
	// SameWithoutGoal: who takes part, on which rung and with what, is the same
	// if no goal is asked for.
	SameWithoutGoal bool `json:"same_without_goal,omitempty"`
	// Result is coalition, blocked, blocked with these choices, out of reach, no
	// record, or unknown.
	Result    string  `json:"result"`
	Sentence  string  `json:"sentence"`
	Collision *Set    `json:"collision,omitempty"`
	Figures   *Figure `json:"figures,omitempty"`
	// Joins are those in the coalition, Could those that could join, Out those
	// that join in no plan; Open are those of whom the budget did not allow to
	// tell.
	Joins      []Joiner       `json:"joins"`
	Could      []CouldJoin    `json:"could_join"`
	Out        []StaysOut     `json:"stays_out"`
	Open       []string       `json:"open,omitempty"`
	Lines      []ForceLine    `json:"lines"`
	Departures []Departure    `json:"departures"`
	Costs      []Cost         `json:"costs"`
	NotCosted  []string       `json:"not_costed,omitempty"`
	Paid       []PaidOption   `json:"paid"`
	Available  []Availability `json:"available"`
	// Plan is the plan behind the coalition; who joins and what is summed up is
	// the same in every best plan, the rest of it is an example. It is left out
	// for an audience that may not see every entry.
	Plan *WhoPlan `json:"plan,omitempty"`
}

// Joiner is a contributor in the coalition.
type Joiner struct {
	Actor   string    `json:"actor"`
	Name    string    `json:"name"`
	Rung    string    `json:"rung"`
	Entries []string  `json:"entries"`
	Brings  []Brought `json:"brings"`
	// Unspecified are entries that promise something without saying what.
	Unspecified []string `json:"unspecified,omitempty"`
	// Demands are its demands that are shown and not enforced: on steps after the
	// aim, or spent.
	Demands []Demand `json:"demands,omitempty"`
}

// Brought is what a joiner brings of one capability.
type Brought struct {
	Capability string        `json:"capability"`
	Name       string        `json:"name"`
	Committed  bool          `json:"committed"`
	Named      int64         `json:"named"`
	Firm       int64         `json:"firm"`
	Some       bool          `json:"some,omitempty"`
	Parts      []BroughtPart `json:"parts"`
}

// BroughtPart is one effect that counts.
type BroughtPart struct {
	Entry       string   `json:"entry"`
	Says        string   `json:"says"`
	NotFor      []string `json:"not_for,omitempty"`
	NotForNames []string `json:"not_for_names,omitempty"`
	Available   string   `json:"available,omitempty"`
}

// CouldJoin is a contributor that joins in some plan.
type CouldJoin struct {
	Actor   string   `json:"actor"`
	Name    string   `json:"name"`
	Rung    string   `json:"rung"`
	Entries []string `json:"entries"`
}

// StaysOut is a contributor that joins in no plan.
type StaysOut struct {
	Actor     string `json:"actor"`
	Name      string `json:"name"`
	Collision *Set   `json:"collision,omitempty"`
}

// ForceLine is a requirement line under a coalition.
type ForceLine struct {
	ID         string   `json:"id"`
	Capability string   `json:"capability"`
	Name       string   `json:"name"`
	Where      string   `json:"where"`
	Minimum    int64    `json:"minimum"`
	Target     int64    `json:"target"`
	Committed  int64    `json:"committed"`
	Offered    int64    `json:"offered"`
	Unstated   []string `json:"unstated,omitempty"`
	// Gap is what is missing to the minimum, GapToTarget to the target.
	Gap             int64    `json:"gap"`
	GapToTarget     int64    `json:"gap_to_target"`
	FirmGap         int64    `json:"firm_gap"`
	FirmGapToTarget int64    `json:"firm_gap_to_target"`
	Sources         []string `json:"sources,omitempty"`
	At              string   `json:"at,omitempty"`
}

// Departure is what the coalition loses without a member.
type Departure struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
	// Nobody: without it no plan is possible.
	Nobody    bool              `json:"nobody,omitempty"`
	Collision *Set              `json:"collision,omitempty"`
	Changes   []DepartureChange `json:"changes"`
	Open      []string          `json:"open,omitempty"`
}

// DepartureChange is what becomes of another member.
type DepartureChange struct {
	Actor  string `json:"actor"`
	Name   string `json:"name"`
	Leaves bool   `json:"leaves"`
	From   string `json:"from"`
	To     string `json:"to,omitempty"`
	// Collision is a smallest one; it has no positions if what the member has
	// said, in Entries, is conditional on who has left.
	Collision *Set     `json:"collision,omitempty"`
	Entries   []string `json:"entries"`
}

// Cost is what the coalition costs in a month in one currency.
type Cost struct {
	Currency  string `json:"currency"`
	Committed int64  `json:"committed"`
	All       int64  `json:"committed_and_offered"`
	Minimum   int64  `json:"minimum"`
	Target    int64  `json:"target"`
	Rates     []Rate `json:"rates"`
}

// Rate is a line of the case: what a unit costs in a month.
type Rate struct {
	Capability string   `json:"capability"`
	Name       string   `json:"name"`
	PerMonth   int64    `json:"per_month"`
	Currency   string   `json:"currency"`
	Sources    []string `json:"sources,omitempty"`
	At         string   `json:"at,omitempty"`
}

// PaidOption is an option that names its payers and that some plan takes.
type PaidOption struct {
	Issue      string `json:"issue"`
	IssueName  string `json:"issue_name"`
	Option     string `json:"option"`
	OptionName string `json:"option_name"`
	// Only: no plan takes another option of the issue.
	Only    bool     `json:"only"`
	Payers  []Payer  `json:"payers"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
}

// Payer is an actor or group that pays for an option.
type Payer struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Said are its own entries on the issue; of a group, those of its members.
	Said []string `json:"said"`
}

// Availability is from when the named figures of a capability can be had.
type Availability struct {
	Capability string         `json:"capability"`
	Name       string         `json:"name"`
	Days       []AvailableDay `json:"days"`
	// Undated carries no date.
	Undated int64 `json:"undated"`
}

// AvailableDay is what can be had from a day on, in all.
type AvailableDay struct {
	Day     string   `json:"day"`
	Named   int64    `json:"named"`
	Entries []string `json:"entries"`
}

// WhoPlan is a plan.
type WhoPlan struct {
	Mandate  map[string][]string `json:"mandate"`
	Joins    []string            `json:"joins"`
	Consents []string            `json:"consents"`
	Assumed  []string            `json:"assumed,omitempty"`
	Order    []string            `json:"order"`
}

// BuildWho answers `mandate who`.
func BuildWho(st *record.State, goal *mandate.Condition, opt Options) (*Who, error) {
	b := newBuilder(st, opt)
	w := &Who{Head: b.head("who"), Joins: []Joiner{}, Could: []CouldJoin{}, Out: []StaysOut{}, Lines: []ForceLine{}, Departures: []Departure{}, Costs: []Cost{}, Paid: []PaidOption{}, Available: []Availability{}}
	defer func() { b.close(&w.Head) }()
	m, expr, err := b.ask(st, goal, opt, &w.Goal, &w.GoalName, &w.GoalSays)
	if err != nil {
		return nil, err
	}
	if m == nil {
		w.Result = string(mandate.NoRecord)
		w.Sentence = "Every source of the aim has been left out, so nothing can be said."
		return w, nil
	}
	if expr != nil {
		m.Require(expr)
	}
	c := m.Coalition()
	switch c.Verdict {
	case analysis.Unknown:
		w.Result, w.Complete = "unknown", false
		return w, nil
	case analysis.No:
		return w, b.nobody(w, m, expr, c)
	}
	if err := m.Verify(c.Plan); err != nil {
		return nil, fmt.Errorf("the plan behind the coalition is not possible: %w", err)
	}
	w.Result = "coalition"
	if !b.hides() {
		w.Plan = whoPlan(c.Plan)
	}
	for _, x := range c.Members {
		j := b.joiner(x)
		j.Demands = b.demands(m, func(actor string) bool { return actor == j.Actor })
		w.Joins = append(w.Joins, j)
	}
	for _, x := range c.Could {
		w.Could = append(w.Could, CouldJoin{Actor: x.Actor.ID, Name: b.n.Actor(x.Actor.ID), Rung: x.Rung.String(), Entries: b.cite(x.Entries...)})
	}
	for _, x := range c.Out {
		w.Out = append(w.Out, StaysOut{Actor: x.Actor.ID, Name: b.n.Actor(x.Actor.ID), Collision: b.maybe(x.Against)})
		w.Complete = w.Complete && x.Against != nil
	}
	w.Open = c.Open
	w.Complete = w.Complete && len(c.Open) == 0
	for _, l := range c.Lines {
		w.Lines = append(w.Lines, b.forceLine(l))
	}
	for _, d := range m.Departures(&c) {
		x := Departure{Actor: d.Actor.ID, Name: b.n.Actor(d.Actor.ID), Nobody: d.Nobody, Collision: b.maybe(d.Against), Changes: []DepartureChange{}, Open: d.Open}
		w.Complete = w.Complete && len(d.Open) == 0
		for _, ch := range d.Changes {
			y := DepartureChange{Actor: ch.Actor.ID, Name: b.n.Actor(ch.Actor.ID), Leaves: ch.Leaves, From: ch.From.String(), Collision: b.maybe(ch.Against), Entries: b.cite(ch.Entries...)}
			if !ch.Leaves {
				y.To = ch.To.String()
			}
			w.Complete = w.Complete && ch.Against != nil
			x.Changes = append(x.Changes, y)
		}
		w.Departures = append(w.Departures, x)
	}
	b.costs(w, m, &c)
	b.paid(w, m)
	b.available(w, c)
	if expr != nil {
		if w.SameWithoutGoal, err = sameWithout(m, &c); err != nil {
			return nil, err
		}
	}
	w.Sentence = b.whoJoins(w)
	return w, nil
}

// sameWithout reports whether the same contributors take part, stay out or could
// take part, on the same rungs and with the same figures, if no goal is asked for.
func sameWithout(m *analysis.Model, c *analysis.Coalition) (bool, error) {
	plain, err := m.Variant(m.State, nil)
	if err != nil {
		return false, err
	}
	free := plain.Coalition()
	tell := func(c *analysis.Coalition) string {
		var s strings.Builder
		for _, x := range c.Members {
			fmt.Fprintln(&s, "joins", x.Actor.ID, x.Rung)
			for _, k := range x.Brings {
				fmt.Fprintln(&s, k.Capability, k.Committed, k.Named, k.Firm, k.Some)
			}
		}
		for _, x := range c.Could {
			fmt.Fprintln(&s, "could", x.Actor.ID, x.Rung)
		}
		for _, x := range c.Out {
			fmt.Fprintln(&s, "out", x.Actor.ID)
		}
		fmt.Fprintln(&s, c.Open)
		return s.String()
	}
	return free.Verdict == c.Verdict && tell(&free) == tell(c), nil
}

// hides reports whether the audience may not see all entries; then it sees no
// plan, which holds what they decide.
func (b *builder) hides() bool {
	for _, e := range b.st.Case.Entries {
		if b.hidden(e) {
			return true
		}
	}
	return false
}

func whoPlan(p *mandate.Plan) *WhoPlan {
	out := &WhoPlan{Mandate: p.Mandate, Joins: p.Joins, Consents: p.Consents, Assumed: p.Assumed, Order: p.Order}
	if out.Consents == nil {
		out.Consents = []string{}
	}
	return out
}

// nobody tells why no plan is possible.
func (b *builder) nobody(w *Who, m *analysis.Model, goal *mandate.Expr, c analysis.Coalition) error {
	w.Result = "blocked"
	q := b.st.Query
	if goal != nil || len(q.Set)+len(q.Join)+len(q.Exclude) > 0 {
		day := b.st.AsOf
		q.AsOf, q.Set, q.Join, q.Exclude = &day, nil, nil, nil
		free, err := b.st.At(q)
		if err != nil {
			return err
		}
		plain, err := m.Variant(free, nil)
		if err != nil {
			return err
		}
		switch plain.Possible(nil) {
		case analysis.Yes:
			w.Result = "blocked with these choices"
		case analysis.Unknown:
			w.Result, w.Complete = "unknown", false
			return nil
		case analysis.No:
			c.Against = plain.FirstCollision(nil)
		}
	}
	w.Collision = b.maybe(c.Against)
	if w.Result == "blocked with these choices" && c.Against != nil && len(c.Against.Positions) == 0 {
		// Even without any position: asked of the record without the goal.
		w.Collision, w.Result = nil, "out of reach"
		asked, err := m.Variant(b.st, goal)
		if err != nil {
			return err
		}
		if r, ok := asked.OutOfReach(goal); ok {
			w.Figures = b.figure(r)
		}
	}
	w.Complete = w.Result == "out of reach" || w.Collision != nil
	return nil
}

func (b *builder) maybe(s *analysis.Set) *Set {
	if s == nil {
		return nil
	}
	x := b.set(*s)
	if x.Positions == nil {
		x.Positions = []Position{}
	}
	return &x
}

func (b *builder) joiner(x analysis.Member) Joiner {
	out := Joiner{Actor: x.Actor.ID, Name: b.n.Actor(x.Actor.ID), Rung: x.Rung.String(), Entries: b.cite(x.Entries...), Brings: []Brought{}, Unspecified: b.cite(x.Unspecified...)}
	for _, k := range x.Brings {
		y := Brought{Capability: k.Capability, Name: b.n.Capability(k.Capability), Committed: k.Committed}
		for _, p := range k.Parts {
			if len(b.cite(p.Held.Entry.ID)) == 0 {
				continue // its figures are withheld with it
			}
			y.Named += p.Amount.Named
			y.Firm += p.Amount.Firm
			y.Some = y.Some || p.Amount.Some
			z := BroughtPart{Entry: p.Held.Entry.ID, Says: b.n.Amount(p.Amount), NotFor: p.NotFor, Available: p.Amount.Available.Text}
			for _, id := range p.NotFor {
				z.NotForNames = append(z.NotForNames, b.n.Place(id))
			}
			y.Parts = append(y.Parts, z)
		}
		if len(y.Parts) > 0 {
			out.Brings = append(out.Brings, y)
		}
	}
	return out
}

func (b *builder) forceLine(l analysis.RequirementLine) ForceLine {
	r := l.Line
	out := ForceLine{ID: r.ID, Capability: r.Capability, Name: b.n.Capability(r.Capability), Where: b.requirement(r.ID), Minimum: r.Minimum, Target: max(r.Minimum, r.Target),
		Committed: l.Committed, Offered: l.Offered, Gap: l.Gap, GapToTarget: l.GapToTarget, FirmGap: l.FirmGap, FirmGapToTarget: l.FirmGapToTarget}
	for _, a := range l.Unstated {
		out.Unstated = append(out.Unstated, b.n.Actor(a))
	}
	out.Sources, out.At = b.line(r.Line)
	return out
}

func (b *builder) costs(w *Who, m *analysis.Model, c *analysis.Coalition) {
	costs, without := m.Costs(c)
	for _, x := range costs {
		withheld := false // a rate of which the audience may see no source
		y := Cost{Currency: x.Currency, Committed: x.Committed, All: x.All, Minimum: x.Minimum, Target: x.Target, Rates: []Rate{}}
		for _, r := range x.Rates {
			z := Rate{Capability: r.Capability, Name: b.n.Capability(r.Capability), PerMonth: r.PerMonth, Currency: r.Currency}
			z.Sources, z.At = b.line(r.Line)
			withheld = withheld || len(z.Sources) == 0
			y.Rates = append(y.Rates, z)
		}
		if withheld {
			for _, r := range y.Rates {
				w.NotCosted = append(w.NotCosted, r.Name)
			}
			continue
		}
		w.Costs = append(w.Costs, y)
	}
	for _, k := range without {
		w.NotCosted = append(w.NotCosted, b.n.Capability(k))
	}
}

// paid lists who pays for the options that plans take.
func (b *builder) paid(w *Who, m *analysis.Model) {
	for _, i := range b.st.Case.Issues {
		names := false
		for _, o := range i.Options {
			names = names || len(o.PaidBy) > 0
		}
		if !names {
			continue
		}
		choices := m.Choices(i)
		for _, o := range choices {
			if len(o.PaidBy) == 0 {
				continue
			}
			x := PaidOption{Issue: i.ID, IssueName: b.n.Issue(i.ID), Option: o.ID, OptionName: b.n.Option(i.ID, o.ID), Only: !i.Set && len(choices) == 1, Payers: []Payer{}}
			if x.Sources, x.At = b.line(o.Line); len(x.Sources) == 0 {
				continue // withheld
			}
			for _, id := range o.PaidBy {
				p := Payer{ID: id, Name: b.n.Actor(id), Said: []string{}}
				for _, a := range b.st.Case.Actors {
					if a.ID == id || a.In(id) {
						p.Said = append(p.Said, b.cite(m.SaidOn(a.ID, i)...)...)
					}
				}
				x.Payers = append(x.Payers, p)
			}
			w.Paid = append(w.Paid, x)
		}
	}
}

// available sums up the named figures by the last day from which they can be
// had at the latest.
func (b *builder) available(w *Who, c analysis.Coalition) {
	for _, k := range b.st.Case.Capabilities {
		at := map[mandate.Day]*AvailableDay{}
		var days []mandate.Day
		x := Availability{Capability: k.ID, Name: b.n.Capability(k.ID), Days: []AvailableDay{}}
		for _, j := range c.Members {
			for _, br := range j.Brings {
				if br.Capability != k.ID {
					continue
				}
				for _, p := range br.Parts {
					if b.hidden(p.Held.Entry) {
						continue
					}
					if p.Amount.Available.IsZero() {
						x.Undated += p.Amount.Named
						continue
					}
					day := p.Amount.Available.Last
					d, ok := at[day]
					if !ok {
						d = &AvailableDay{Day: day.String(), Entries: []string{}}
						at[day] = d
						days = append(days, day)
					}
					d.Named += p.Amount.Named
					d.Entries = append(d.Entries, b.cite(p.Held.Entry.ID)...)
				}
			}
		}
		sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
		var sum int64
		for _, day := range days {
			sum += at[day].Named
			at[day].Named = sum
			x.Days = append(x.Days, *at[day])
		}
		if len(x.Days) > 0 {
			w.Available = append(w.Available, x)
		}
	}
}

// whoJoins is the answer in a sentence or two.
func (b *builder) whoJoins(w *Who) string {
	count := map[string]int{}
	for _, j := range w.Joins {
		count[j.Rung]++
	}
	var rungs []string
	for _, r := range []string{"agreed", "conditional", "interested", "silent"} {
		if count[r] > 0 {
			rungs = append(rungs, fmt.Sprintf("%d %s", count[r], r))
		}
	}
	s := plural(int64(len(w.Joins)), "contributor could take part: ", "contributors could take part together: ")
	if len(w.Joins) == 1 {
		s += w.Joins[0].Name + ", " + w.Joins[0].Rung
	} else {
		s += strings.Join(rungs, ", ")
	}
	var brings, without []string
	for _, k := range b.st.Case.Capabilities {
		var named, firm int64
		some := 0
		for _, j := range w.Joins {
			for _, x := range j.Brings {
				if x.Capability == k.ID {
					named += x.Named
					firm += x.Firm
					if x.Some {
						some++
					}
				}
			}
		}
		switch {
		case named > 0 && named != firm:
			brings = append(brings, fmt.Sprintf("%s %s (firm: %s)", number(named), b.n.Capability(k.ID), number(firm)))
		case named > 0:
			brings = append(brings, b.n.Amount(mandate.Amount{Capability: k.ID, Named: named, Firm: named}))
		case some > 0:
			without = append(without, b.n.Capability(k.ID))
		}
	}
	if len(brings) > 0 {
		s += "; named: " + strings.Join(brings, ", ")
	} else {
		s += "; nobody names a figure"
	}
	if len(without) > 0 {
		s += "; without a figure: " + strings.Join(without, ", ")
	}
	s += "."
	var short []string
	minimum, target := false, int64(0)
	for _, l := range w.Lines {
		minimum = minimum || l.Minimum > 0
		target += l.GapToTarget
		if l.Gap > 0 {
			short = append(short, fmt.Sprintf("%s %s of %s for %s", number(l.Gap), l.Name, number(l.Minimum), l.Where))
		}
	}
	switch {
	case len(short) > 0:
		s += " Missing to the minimum: " + strings.Join(short, "; ") + "."
	case minimum && target > 0:
		s += " Every minimum is met, not every target."
	case minimum:
		s += " Every minimum and target is met."
	case len(w.Lines) == 0:
		s += " No line says what the force needs."
	}
	if w.SameWithoutGoal {
		s += " The goal changes nothing here: without it the same contributors could take part, with the same figures."
	}
	return s
}
