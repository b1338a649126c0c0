package report

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Plans is the answer of `mandate plans`.
type Plans struct {
	Head
	Goal     string `json:"goal,omitempty"`
	GoalName string `json:"goal_name,omitempty"`
	GoalSays string `json:"goal_says,omitempty"`
	// Result is plans, counted, blocked, no record, or unknown.
	Result string `json:"result"`
	// By are the objectives, in the order in which they decide.
	By []Objective `json:"by,omitempty"`
	// Pareto: all vectors that no plan betters, not only the one that is best by
	// the first objective, then by the second, and so on.
	Pareto bool `json:"pareto,omitempty"`
	// Vectors are from the best by the first objective; each is proven.
	Vectors []Vector `json:"vectors"`
	// Decided are the issues on which one answer is left; plans do not repeat it.
	Decided []string `json:"decided"`
	// Collision is the smallest one, if the case is blocked; Figures, why a goal
	// is out of reach of all offers.
	Collision *Set    `json:"collision,omitempty"`
	Figures   *Figure `json:"figures,omitempty"`
	// Count is how many mandates are left, if that was asked.
	Count *Count `json:"count,omitempty"`
}

// Objective is what plans are compared by.
type Objective struct {
	Name string `json:"name"`
	Says string `json:"says"`
	Unit string `json:"unit,omitempty"`
	// Better is more or less.
	Better string `json:"better"`
}

// Vector is a list of values that no plan betters, and plans that attain it.
type Vector struct {
	Values []Value      `json:"values"`
	Plans  []RankedPlan `json:"plans"`
	// NoMore: no further plan with these values differs on an issue that counts.
	NoMore bool `json:"no_more,omitempty"`
	// Unfinished: the budget ended before as many plans were found as asked for.
	Unfinished bool `json:"unfinished,omitempty"`
}

// Value is that of an objective.
type Value struct {
	Number int64 `json:"number"`
	// Rung is the number in words, for the objective rung.
	Rung string `json:"rung,omitempty"`
}

// RankedPlan is an example of a plan with the values of its vector.
type RankedPlan struct {
	// Differs is on how many issues the plan differs from the nearest one listed
	// before it.
	Differs int `json:"differs,omitempty"`
	// Mandate has the issues that are not decided on record.
	Mandate []ChosenIssue `json:"mandate"`
	Joins   []PlacedActor `json:"joins"`
	// Consents are the parties that consent.
	Consents []PlacedActor `json:"consents"`
	// Assumed are the externals that the plan assumes; !x: to be false.
	Assumed []string `json:"assumed"`
	// Order is an example of an order of what is still to come.
	Order []string `json:"order"`
	Owed  []Answer `json:"owed"`
	// GivenUp are the positions that the plan violates.
	GivenUp []Position `json:"given_up"`
}

// ChosenIssue is an issue with what a plan chooses.
type ChosenIssue struct {
	Issue   string   `json:"issue"`
	Name    string   `json:"name"`
	Options []Option `json:"options"`
	// Counts: it is on the settle list, or a position in force speaks of it.
	Counts bool `json:"counts"`
}

// PlacedActor is an actor of a plan with its rung there.
type PlacedActor struct {
	Actor   string   `json:"actor"`
	Name    string   `json:"name"`
	Rung    string   `json:"rung"`
	Entries []string `json:"entries,omitempty"`
	// Figures are what it brings, by objective.
	Figures map[string]int64 `json:"figures,omitempty"`
}

// Count is how many mandates are left; the numbers are digits of any length.
type Count struct {
	// Kind is exact or estimate.
	Kind   string `json:"kind"`
	Number string `json:"number"`
	// AtLeast and AtMost are proven.
	AtLeast string `json:"at_least"`
	AtMost  string `json:"at_most"`
	// Interval is the 95 per cent interval of an estimate, from Drawn mandates of
	// which Possible were possible.
	Interval []string `json:"interval,omitempty"`
	Drawn    int      `json:"drawn,omitempty"`
	Possible int      `json:"possible,omitempty"`
	// Of is how many mandates can be written down with the options of the case.
	Of string `json:"of,omitempty"`
}

// CountSeed is what the draws of estimated counts start from.
const CountSeed = 1

// counting is how counts of mandates are made for an answer.
func counting() analysis.Counting {
	return analysis.Counting{Draw: rand.New(rand.NewPCG(CountSeed, 0)).Uint64N}
}

// NewCount puts a count into an answer.
func NewCount(c analysis.Count) Count {
	out := Count{Kind: "exact", Number: c.Number.String(), AtLeast: c.Lower.String(), AtMost: c.Upper.String()}
	if !c.Exact {
		out.Kind = "estimate"
		out.Interval = []string{c.Low.String(), c.High.String()}
		out.Drawn, out.Possible = c.Drawn, c.Possible
	}
	return out
}

// PlansQuestion is what `mandate plans` asks.
type PlansQuestion struct {
	// By are names of objectives; none: the defaults.
	By     []string
	Pareto bool
	// Top is how many plans of each vector are listed.
	Top int
	// Count asks how many mandates are left, and nothing else.
	Count bool
}

// BuildPlans answers `mandate plans`.
func BuildPlans(st *record.State, goal *mandate.Condition, q PlansQuestion, opt Options) (*Plans, error) {
	b := newBuilder(st, opt)
	a := &Plans{Head: b.head("plans"), Pareto: q.Pareto, Vectors: []Vector{}, Decided: []string{}}
	by, err := ParseObjectives(st.Case, q.By)
	if err != nil {
		return nil, err
	}
	m, expr, err := b.ask(st, goal, opt, &a.Goal, &a.GoalName, &a.GoalSays)
	if err != nil {
		return nil, err
	}
	if m == nil {
		a.Result = string(mandate.NoRecord)
		b.close(&a.Head)
		return a, nil
	}
	if expr != nil {
		m.Require(expr)
	}
	for _, i := range st.Case.Issues {
		if _, _, ok := m.Decided(i.ID); ok {
			a.Decided = append(a.Decided, i.ID)
		}
	}
	if q.Count {
		a.Result = "counted"
		found := m.CountMandates(nil, counting())
		c := NewCount(found)
		c.Of = written(st.Case).String()
		a.Count, a.Complete = &c, found.Exact
		if !found.Exact && found.Drawn == 0 && found.Lower.Sign() == 0 {
			a.Result = "unknown"
		}
		b.close(&a.Head)
		return a, nil
	}
	if len(by) == 0 {
		by = m.DefaultObjectives()
	}
	found, err := m.Frontier(by, analysis.Frontiers{Pareto: q.Pareto, Limit: opt.limit(), Top: q.Top})
	if err != nil {
		return nil, err
	}
	for _, o := range found.By {
		a.By = append(a.By, b.objective(o))
	}
	a.Complete = found.Complete
	switch found.Verdict {
	case analysis.No:
		a.Result = string(mandate.Blocked)
		if err := b.blocked(a, m, st, expr); err != nil {
			return nil, err
		}
	case analysis.Unknown:
		a.Result = "unknown"
	default:
		a.Result = "plans"
	}
	counts := map[string]bool{}
	for _, i := range m.ToldApartBy() {
		counts[i.ID] = true
	}
	for _, p := range found.Points {
		v := Vector{NoMore: p.NoMore, Unfinished: p.Unfinished}
		for i, n := range p.Values {
			x := Value{Number: n}
			if found.By[i].Kind == "rung" {
				x.Rung = mandate.Rung(n).String()
			}
			v.Values = append(v.Values, x)
		}
		for _, r := range p.Plans {
			// Nothing of the solver is taken on trust.
			if err := m.VerifyWithout(r.Plan, r.GivenUp); err != nil {
				return nil, fmt.Errorf("a plan that was found is not possible: %w", err)
			}
			for i, o := range found.By {
				if n := m.ValueOf(o, r); n != p.Values[i] {
					return nil, fmt.Errorf("a plan that was found has %d for %s, not %d", n, o.Name(), p.Values[i])
				}
			}
			v.Plans = append(v.Plans, b.ranked(m, r, found.By, counts))
		}
		a.Complete = a.Complete && !p.Unfinished
		a.Vectors = append(a.Vectors, v)
	}
	b.close(&a.Head)
	return a, nil
}

// blocked says why there is no plan.
func (b *builder) blocked(a *Plans, m *analysis.Model, st *record.State, expr *mandate.Expr) error {
	if expr != nil { // read without the restriction to plans that reach it
		free, err := m.Variant(st, expr)
		if err != nil {
			return err
		}
		if r, ok := free.OutOfReach(expr); ok {
			a.Figures = b.figure(r)
			return nil
		}
	}
	if s := m.Collisions(nil, 1); len(s.List) > 0 {
		set := b.set(s.List[0])
		a.Collision = &set
	} else if s.Verdict == analysis.Unknown {
		a.Complete = false
	}
	return nil
}

// written is how many mandates can be written down.
func written(c *mandate.Case) *big.Int {
	n := big.NewInt(1)
	for _, i := range c.Issues {
		if i.Set {
			n.Lsh(n, uint(len(i.Options)))
		} else {
			n.Mul(n, big.NewInt(int64(len(i.Options))))
		}
	}
	return n
}

func (b *builder) objective(o analysis.Objective) Objective {
	out := Objective{Name: o.Name(), Better: "less"}
	if o.More() {
		out.Better = "more"
	}
	unit := func() string {
		if k := b.n.cap[o.Capability]; k != nil {
			return k.Unit
		}
		return ""
	}
	switch o.Kind {
	case "force":
		out.Says, out.Unit = b.n.Capability(o.Capability)+" offered or committed", unit()
	case "committed":
		out.Says, out.Unit = b.n.Capability(o.Capability)+" committed", unit()
	case "rung":
		out.Says = "lowest rung that anybody stands on"
	case "joiners":
		out.Says, out.Unit = "joiners with a word on record", "joiners"
	case "owed":
		out.Says, out.Unit = "answers owed", "answers"
	case "consents":
		out.Says, out.Unit = "parties that consent", "parties"
	case "moves":
		out.Says, out.Unit = "weight of positions given up", "weight"
	case "cost":
		// What has no rate is not costed, so it is said what is.
		var of []string
		for _, r := range b.st.Case.Rates {
			if name := b.n.Capability(r.Capability); b.st.Holds(r.Line) && !containsStr(of, name) {
				of = append(of, name)
			}
		}
		out.Says, out.Unit = "cost per month of "+strings.Join(of, " and "), o.Currency
	}
	return out
}

func (b *builder) ranked(m *analysis.Model, r analysis.Ranked, by []analysis.Objective, counts map[string]bool) RankedPlan {
	out := RankedPlan{Differs: r.Distance, Mandate: []ChosenIssue{}, Joins: []PlacedActor{}, Consents: []PlacedActor{}, Assumed: []string{}, Order: []string{}, Owed: []Answer{}, GivenUp: []Position{}}
	for _, i := range b.st.Case.Issues {
		if _, _, ok := m.Decided(i.ID); ok {
			continue
		}
		x := ChosenIssue{Issue: i.ID, Name: b.n.Issue(i.ID), Options: []Option{}, Counts: counts[i.ID]}
		for _, o := range r.Plan.Mandate[i.ID] {
			x.Options = append(x.Options, Option{o, b.n.Option(i.ID, o)})
		}
		out.Mandate = append(out.Mandate, x)
	}
	lowest := map[string]analysis.Placed{}
	place := func(x analysis.Placed) PlacedActor {
		if y, ok := lowest[x.Actor]; !ok || x.Rung < y.Rung {
			lowest[x.Actor] = x
		}
		p := PlacedActor{Actor: x.Actor, Name: b.n.Actor(x.Actor), Rung: x.Rung.String(), Entries: b.cite(x.Entries...)}
		for i, n := range x.Figures {
			if n > 0 {
				if p.Figures == nil {
					p.Figures = map[string]int64{}
				}
				p.Figures[by[i].Name()] = n
			}
		}
		return p
	}
	for _, x := range r.Joiners {
		out.Joins = append(out.Joins, place(x))
	}
	for _, x := range r.Consents {
		out.Consents = append(out.Consents, place(x))
	}
	out.Assumed = append(out.Assumed, r.Plan.Assumed...)
	past := b.st.Happened()
	for _, ev := range r.Plan.Order {
		_, done := past[ev]
		if issue, ok := strings.CutPrefix(ev, "decide."); ok {
			_, _, done = m.Decided(issue)
		}
		if !done {
			out.Order = append(out.Order, ev)
		}
	}
	for _, x := range r.Owed {
		if x.Kind != "answer" { // how an actor stands is told for this plan, not at best
			out.Owed = append(out.Owed, b.answer(m, x))
			continue
		}
		at := lowest[x.ID]
		name := b.n.Actor(x.ID)
		out.Owed = append(out.Owed, Answer{Kind: x.Kind, ID: x.ID, Name: name, Who: []string{name}, Stands: at.Rung.String(), Entries: b.cite(at.Entries...)})
	}
	for _, p := range r.GivenUp {
		out.GivenUp = append(out.GivenUp, b.position(p))
	}
	return out
}
