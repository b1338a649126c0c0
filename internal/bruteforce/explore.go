package bruteforce

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
)

// Outcome is what is read off a possible plan: who takes part and where they
// stand, and what that brings and leaves owed. Figures stand by capability, in
// the order of the case.
type Outcome struct {
	// Mandate is the mandate, as in `roe=defence tasks={a,b}`; Chosen gives its
	// options by issue.
	Mandate string
	Chosen  map[string][]string
	// Joins and Consents give the rungs of those that take part.
	Joins, Consents map[string]mandate.Rung
	// Rung is the lowest of them.
	Rung mandate.Rung
	// Items is what is owed, sorted; Owed counts it.
	Items []string
	Owed  int
	// Named is force(k), Firm the firm figures of the effects that count in
	// it, Committed is committed(k).
	Named, Firm, Committed []int64
	// Interested counts the joiners that stand on interested or above.
	Interested int
	// Cost is rate times named figure, by currency.
	Cost map[string]int64
	// Assumed lists the externals assumed true or, with a leading "!", false.
	Assumed []string
}

// Exploration is what Π holds.
type Exploration struct {
	// Verdict and Rung are those of Π: blocked if it is empty.
	Verdict mandate.Verdict
	Rung    mandate.Rung
	// Owed is the least cost of a plan; −1 if there is none.
	Owed int
	// Outcomes lists the distinct ones, sorted.
	Outcomes []*Outcome
	// Mandates lists the distinct mandates, sorted.
	Mandates []string
	// Options lists what is in some plan, as issue=option, Always what is in
	// each; CanJoin and MustJoin the same of contributors, with the highest
	// rung they reach.
	Options, Always []string
	CanJoin         map[string]mandate.Rung
	CanConsent      map[string]mandate.Rung
	MustJoin        []string
	// Force gives the largest force(k), by capability in the order of the
	// case; nil if Π is empty.
	Force []int64
	// Looks says how each item stands after the choices: chosen, forced, open
	// or ruled out. Items are issue=option, or the contributor.
	Looks map[string]string
}

// prepare reads the case as Solve does. If the aim rests on no source it
// returns nil.
func prepare(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*question, error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, err
	}
	return w.question(goal)
}

func (w *world) question(goal *mandate.Expr) (*question, error) {
	if !w.holds(w.steps[w.aim].Line) {
		return nil, nil
	}
	w.compileActs()
	q, err := newQuestion(w, goal)
	if err != nil {
		return nil, err
	}
	if len(q.positions) > 40 {
		return nil, ErrTooLarge
	}
	return q, nil
}

// everyPair collects the pairs that anything read off a plan looks at.
func (q *question) everyPair(lines map[*mandate.Requirement]*node) [][2]int {
	w := q.w
	return q.allPairs(func(c *collector) {
		for _, x := range w.acts {
			if x.brings() && w.contributors>>x.actor&1 == 1 {
				c.cond(x.cond, w.commit(x.actor))
			}
			if x.eff.Kind == mandate.Accepts && w.parties>>x.actor&1 == 1 {
				c.cond(x.cond, w.consent(x.actor))
			}
			if x.eff.Kind == mandate.Decides || x.eff.Kind == mandate.Adopts {
				c.cond(x.cond, none)
			}
		}
		for _, n := range lines {
			c.cond(n, none)
		}
		if q.goal != nil {
			c.cond(q.goal, none)
		}
	})
}

// lines are the requirement lines that hold, with their conditions.
func (w *world) lines() map[*mandate.Requirement]*node {
	out := map[*mandate.Requirement]*node{}
	for _, l := range w.c.Requirements {
		if w.holds(l.Line) {
			out[l] = w.condition(l.If)
		}
	}
	return out
}

// possible visits the possible plans that meet the choices and the goal.
func (q *question) possible(lines map[*mandate.Requirement]*node, visit func(*plan)) error {
	pairs := q.everyPair(lines)
	goalLooks := q.goal != nil && len(q.collect(func(c *collector) { c.cond(q.goal, none) })) > 0
	pre := func(p *plan) bool {
		for _, pos := range q.positions {
			if len(pos.pairs) == 0 && !p.satisfies(pos) {
				return false
			}
		}
		return q.goal == nil || goalLooks || p.holds(q.goal, none)
	}
	return q.plans(true, pairs, pre, func(p *plan) bool {
		for _, pos := range q.positions {
			if len(pos.pairs) > 0 && !p.satisfies(pos) {
				return false
			}
		}
		if q.goal == nil || !goalLooks || p.holds(q.goal, none) {
			visit(p)
		}
		return false
	})
}

// Explore lists what is read off the possible plans that meet --set, --join,
// --exclude and the goal. Without a record of the aim it returns nil.
func Explore(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*Exploration, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	return q.explore()
}

func (q *question) explore() (*Exploration, error) {
	w := q.w
	lines := w.lines()
	x := &Exploration{Verdict: mandate.Blocked, Owed: -1, CanJoin: map[string]mandate.Rung{},
		CanConsent: map[string]mandate.Rung{}, Looks: map[string]string{}}
	found := map[string]*Outcome{}
	mus := map[string]bool{}
	some := make([]uint64, len(w.c.Issues))
	always := make([]uint64, len(w.c.Issues))
	for i := range always {
		always[i] = ^uint64(0)
	}
	each := w.contributors
	err := q.possible(lines, func(p *plan) {
		o := q.outcome(p, lines)
		found[fmt.Sprint(*o)] = o
		mus[o.Mandate] = true
		for i, m := range p.mu {
			some[i] |= m
			always[i] &= m
		}
		each &= p.j
		for a, r := range o.Joins {
			if old, ok := x.CanJoin[a]; !ok || r > old {
				x.CanJoin[a] = r
			}
		}
		for a, r := range o.Consents {
			if old, ok := x.CanConsent[a]; !ok || r > old {
				x.CanConsent[a] = r
			}
		}
		x.Rung = max(x.Rung, o.Rung)
		if x.Owed < 0 || o.Owed < x.Owed {
			x.Owed = o.Owed
		}
		if x.Force == nil {
			x.Force = append([]int64{}, o.Named...)
		}
		for k, n := range o.Named {
			x.Force[k] = max(x.Force[k], n)
		}
	})
	if err != nil {
		return nil, err
	}
	for _, id := range sortedKeys(found) {
		x.Outcomes = append(x.Outcomes, found[id])
	}
	x.Mandates = sortedKeys(mus)
	empty := len(found) == 0
	switch {
	case empty:
	case x.Owed > 0:
		x.Verdict = mandate.Blueprint
	case w.begun():
		x.Verdict = mandate.UnderWay
	default:
		x.Verdict = mandate.Actionable
	}
	look := func(id string, in, out, said bool) {
		switch {
		case !in:
			x.Looks[id] = "ruled out"
		case said:
			x.Looks[id] = "chosen"
		case !out:
			x.Looks[id] = "forced"
		default:
			x.Looks[id] = "open"
		}
	}
	for i, issue := range w.c.Issues {
		for n, o := range issue.Options {
			id := issue.ID + "=" + o.ID
			in, out := some[i]>>n&1 == 1, empty || always[i]>>n&1 == 0
			if in {
				x.Options = append(x.Options, id)
			}
			if !out {
				x.Always = append(x.Always, id)
			}
			said := false
			for _, s := range w.q.Set {
				said = said || s.Issue == issue.ID && contains(s.Options, o.ID)
			}
			look(id, in, out, said)
		}
	}
	for a, actor := range w.actors {
		if w.contributors>>a&1 == 0 {
			continue
		}
		_, in := x.CanJoin[actor.ID]
		must := !empty && each>>a&1 == 1
		if must {
			x.MustJoin = append(x.MustJoin, actor.ID)
		}
		look(actor.ID, in, !must, contains(w.q.Join, actor.ID))
	}
	return x, nil
}

func contains(list []string, x string) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// mandate writes the mandate.
func (p *plan) mandate() string {
	return strings.SplitN(string(p.key()), ";", 2)[0]
}

func (p *plan) chosen() map[string][]string {
	out := map[string][]string{}
	for i, x := range p.w.c.Issues {
		out[x.ID] = p.w.optionIDs(i, p.mu[i])
	}
	return out
}

func (q *question) outcome(p *plan, lines map[*mandate.Requirement]*node) *Outcome {
	w := q.w
	o := &Outcome{Mandate: p.mandate(), Chosen: p.chosen(), Joins: map[string]mandate.Rung{},
		Consents: map[string]mandate.Rung{}, Rung: mandate.Agreed}
	for _, pos := range q.positions {
		if pos.kind == settling && !w.decided[pos.issue] {
			o.Items = append(o.Items, "decide "+w.c.Issues[pos.issue].ID)
		}
	}
	agreed := uint64(0)
	for a, actor := range w.actors {
		below := false
		if p.j>>a&1 == 1 {
			r := p.contributorRung(a)
			o.Joins[actor.ID] = r
			o.Rung = min(o.Rung, r)
			if r == mandate.Agreed {
				agreed |= 1 << a
			} else {
				below = true
			}
			if r >= mandate.Interested {
				o.Interested++
			}
		}
		if p.c>>a&1 == 1 {
			r := q.partyRung(p, a)
			o.Consents[actor.ID] = r
			o.Rung = min(o.Rung, r)
			below = below || r != mandate.Agreed
		}
		if below {
			o.Items = append(o.Items, "answer "+actor.ID)
		}
	}
	for e, v := range p.assumed {
		switch v {
		case mandate.True:
			o.Assumed = append(o.Assumed, w.c.Externals[e].ID)
		case mandate.False:
			o.Assumed = append(o.Assumed, "!"+w.c.Externals[e].ID)
		default:
			continue
		}
		o.Items = append(o.Items, "external "+w.c.Externals[e].ID)
	}
	for k, capability := range w.c.Capabilities {
		if p.missing(k, agreed, lines) > 0 {
			o.Items = append(o.Items, "force "+capability.ID)
		}
		named, firm := p.figures(k)
		o.Named = append(o.Named, named)
		o.Firm = append(o.Firm, firm)
		o.Committed = append(o.Committed, p.force(k, true))
	}
	o.Cost = w.cost(o.Named)
	sort.Strings(o.Items)
	o.Owed = len(o.Items)
	return o
}

// figures are force(k) and the firm figures of the effects that count in it.
func (p *plan) figures(k int) (named, firm int64) {
	for a := range p.w.actors {
		if p.j>>a&1 == 0 {
			continue
		}
		for _, c := range p.brings(a, k, every) {
			named += c.amount
			firm += c.firm
		}
	}
	return named, firm
}

// cost is rate times figure over the capabilities, by currency.
func (w *world) cost(figures []int64) map[string]int64 {
	out := map[string]int64{}
	for _, r := range w.c.Rates {
		if w.holds(r.Line) {
			out[r.Currency] += r.PerMonth * figures[w.capAt[r.Capability]]
		}
	}
	return out
}

// Count is the number of distinct mandates in Π.
func Count(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (int, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return 0, err
	}
	found := map[string]bool{}
	err = q.possible(nil, func(p *plan) { found[p.mandate()] = true })
	return len(found), err
}

// Wish is what whatif says of choices.
type Wish struct {
	// CaseBlocked: no plan is possible even without the choices. Blocked: none
	// meets them all.
	CaseBlocked, Blocked bool
	// Collisions lists all minimal sets of positions and choices that no plan
	// satisfies, if the wish is blocked; choices are written `set roe=high`,
	// `join a`, `exclude roe=high`, `exclude a`. The small ones come first.
	Collisions [][]string
	// GiveUps lists all minimal sets of choices without which the others can be
	// met while all positions are kept, the small ones first. Those as small
	// as the first are the cheapest. None if the case itself is blocked.
	GiveUps [][]string
}

// choices lists the choices of a query as positions.
func (w *world) asChoices() []*position {
	var out []*position
	seen := map[string]bool{}
	add := func(key string, f func(*plan) bool) {
		if !seen[key] {
			seen[key] = true
			out = append(out, &position{key: key, kind: choosing, choice: f})
		}
	}
	for _, s := range w.q.Set {
		i := w.issueAt[s.Issue]
		var want uint64
		var names []string
		for n, o := range w.c.Issues[i].Options {
			if contains(s.Options, o.ID) {
				want |= 1 << n
				names = append(names, o.ID)
			}
		}
		add("set "+s.Issue+"="+strings.Join(names, ","), func(p *plan) bool { return p.mu[i] == want })
	}
	for _, id := range w.q.Join {
		a := w.actorAt[id]
		add("join "+id, func(p *plan) bool { return p.j>>a&1 == 1 })
	}
	for _, x := range w.q.Exclude {
		if x.Actor != "" {
			a := w.actorAt[x.Actor]
			add("exclude "+x.String(), func(p *plan) bool { return p.j>>a&1 == 0 })
			continue
		}
		n, i := w.option(x)
		add("exclude "+x.String(), func(p *plan) bool { return p.mu[i]>>n&1 == 0 })
	}
	return out
}

// option gives the place of an option and of its issue.
func (w *world) option(x mandate.Item) (option, issue int) {
	issue = w.issueAt[x.Issue]
	for n, o := range w.c.Issues[issue].Options {
		if o.ID == x.Option {
			return n, issue
		}
	}
	return 63, issue
}

// together makes the question in which each choice is a position, for plans
// that meet a condition.
func together(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*question, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	q.positions = append(q.positions, q.w.asChoices()...)
	return q, nil
}

func (q *question) minimal(canKeep func(uint64) bool, matter uint64) [][]string {
	out := [][]string{}
	for _, s := range minimalSubsets(matter, func(s uint64) bool { return !canKeep(s) }) {
		out = append(out, q.keys(s))
	}
	bySize(out)
	return out
}

func bySize(sets [][]string) {
	sort.Slice(sets, func(i, j int) bool {
		if len(sets[i]) != len(sets[j]) {
			return len(sets[i]) < len(sets[j])
		}
		return strings.Join(sets[i], "\n") < strings.Join(sets[j], "\n")
	})
}

// WhyNot lists all minimal sets of positions and choices that no plan
// satisfies together with the goal and the item being in the plan, or with out
// not being in it. The small ones come first. It is empty if some plan
// satisfies them all. A set without members says that no plan at all can.
func WhyNot(c *mandate.Case, query mandate.Query, goal *mandate.Expr, item mandate.Item, out bool) ([][]string, error) {
	return Collide(c, query, both(goal, itemExpr(c, item, out)))
}

// Collide is WhyNot for any condition; nil: none.
func Collide(c *mandate.Case, query mandate.Query, goal *mandate.Expr) ([][]string, error) {
	q, err := together(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	canKeep, matter, err := q.keepable(false)
	if err != nil {
		return nil, err
	}
	return q.minimal(canKeep, matter), nil
}

// itemExpr is the condition that an item is in the plan, or not.
func itemExpr(c *mandate.Case, x mandate.Item, out bool) *mandate.Expr {
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
	return e
}

// both is the conjunction of two conditions that may be missing.
func both(x, y *mandate.Expr) *mandate.Expr {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return &mandate.Expr{Op: mandate.OpAnd, Kids: []*mandate.Expr{x, y}}
}

// GiveUps answers a wish. The ways out that move positions instead are those
// of Solve with the same query and no goal.
func GiveUps(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*Wish, error) {
	q, err := together(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	canKeep, matter, err := q.keepable(false)
	if err != nil {
		return nil, err
	}
	var choices uint64
	for i, p := range q.positions {
		if p.kind == choosing {
			choices |= 1 << i
		}
	}
	all := uint64(1)<<len(q.positions) - 1
	wish := &Wish{CaseBlocked: !canKeep(all &^ choices), Blocked: !canKeep(all)}
	if !wish.Blocked {
		return wish, nil
	}
	wish.Collisions = q.minimal(canKeep, matter)
	for _, s := range minimalSubsets(choices, func(s uint64) bool { return canKeep(all &^ s) }) {
		wish.GiveUps = append(wish.GiveUps, q.keys(s))
	}
	bySize(wish.GiveUps)
	return wish, nil
}

// rungCode tells apart how a contributor stands: 0 it does not join, else its
// rung and one.
func (p *plan) rungCode(a int) byte {
	if p.j>>a&1 == 0 {
		return 0
	}
	return byte(p.contributorRung(a)) + 1
}

// least is the least of a function over all subsets of so many things.
func least(n int, f func(set uint64) int64) int64 {
	if n > 20 {
		panic("bruteforce: too many lines")
	}
	best := f(0)
	for set := uint64(1); set < 1<<n; set++ {
		best = min(best, f(set))
	}
	return best
}
