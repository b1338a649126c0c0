package bruteforce

import (
	"math/bits"
	"sort"
	"strings"

	"mandate"
)

// PlanKey names the part of a plan that users see: the mandate, who joins and
// who consents, as in `roe=defence tasks={a,b}; joins c; consents p,q`.
type PlanKey string

// Result is what follows from a case.
type Result struct {
	Verdict mandate.Verdict
	// Rung is the rung of the case; only when it is not blocked.
	Rung mandate.Rung
	// Possible lists the distinct projections of the possible plans, sorted.
	Possible []PlanKey
	// CanJoin gives the contributors that join in some possible plan, with
	// the highest rung they reach there.
	CanJoin map[string]mandate.Rung
	// OwedSets lists the smallest sets of a blueprint; their items are `decide
	// i`, `answer a`, `external e` and `force k`. Sets and items are sorted.
	OwedSets [][]string
	// Owed lists the items in all smallest sets; Missing gives, for the
	// capabilities in any, the least that is missing over the plans that give
	// a smallest set with it.
	Owed    []string
	Missing map[string]int64
	// Collisions lists all collisions, with the goal if there is one: sorted
	// lists of position keys, the smaller ones first. If no plan satisfies the
	// structure and the goal, the collision is empty. If nothing collides
	// there are neither collisions nor ways out.
	Collisions [][]string
	// WaysOut lists all ways out by weight, size and keys.
	WaysOut [][]string
	Weights []int64
	// Positions lists the keys of all positions of the question. An entry of
	// several actors that declines is one position for each: its key ends in
	// @ and the actor.
	Positions []string
	// Decided lists the issues decided on record; Open gives the open options
	// of all issues, those of a set being the ones that may still be in.
	Decided []string
	Open    map[string][]string
	// Contradictions lists the self-contradictions as pairs of effects.
	Contradictions [][2]string
}

// Solve answers the query by enumeration. The goal, if any, is asked about by
// Collisions, WaysOut and Positions alone.
func Solve(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*Result, error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, err
	}
	if !w.holds(w.steps[w.aim].Line) {
		return &Result{Verdict: mandate.NoRecord}, nil
	}
	w.compileActs()
	q, err := newQuestion(w, nil)
	if err != nil {
		return nil, err
	}
	asked := q
	if goal != nil {
		if asked, err = newQuestion(w, goal); err != nil {
			return nil, err
		}
	}
	if len(q.positions) > 40 {
		return nil, ErrTooLarge
	}
	r := &Result{CanJoin: map[string]mandate.Rung{}, Missing: map[string]int64{}, Open: map[string][]string{}}
	for i, x := range c.Issues {
		if w.decided[i] {
			r.Decided = append(r.Decided, x.ID)
		}
		r.Open[x.ID] = w.optionIDs(i, w.open[i])
	}
	sort.Strings(r.Decided)
	for _, p := range asked.positions {
		r.Positions = append(r.Positions, p.key)
	}
	if err := q.judge(r); err != nil {
		return nil, err
	}
	if err := asked.collisions(r); err != nil {
		return nil, err
	}
	if r.Contradictions, err = q.contradictions(); err != nil {
		return nil, err
	}
	return r, nil
}

func (w *world) optionIDs(issue int, set uint64) []string {
	out := []string{}
	for n, o := range w.c.Issues[issue].Options {
		if set>>n&1 == 1 {
			out = append(out, o.ID)
		}
	}
	return out
}

// allPairs collects the pairs that the positions and more look at.
func (q *question) allPairs(more func(*collector)) [][2]int {
	return q.collect(func(c *collector) {
		for _, p := range q.positions {
			for _, x := range p.pairs {
				c.pair(x[0], x[1])
			}
		}
		more(c)
	})
}

// possible is what is kept of a possible plan.
type possible struct {
	not     uint64   // actors in J or C that are not agreed
	again   int      // those of them that have said yes to other plans
	items   []string // what is owed, sorted
	missing map[string]int64
}

// judge fills in what the possible plans say.
func (q *question) judge(r *Result) error {
	w := q.w
	pairs := q.allPairs(func(c *collector) {
		for a := range w.actors {
			for _, x := range w.acts {
				if x.actor != a {
					continue
				}
				if x.brings() && w.contributors>>a&1 == 1 {
					c.cond(x.cond, w.commit(a))
				}
				if x.eff.Kind == mandate.Accepts && w.parties>>a&1 == 1 {
					c.cond(x.cond, w.consent(a))
				}
			}
		}
		for _, l := range w.c.Requirements {
			if w.holds(l.Line) {
				c.cond(w.condition(l.If), none)
			}
		}
	})
	lines := map[*mandate.Requirement]*node{}
	for _, l := range w.c.Requirements {
		if w.holds(l.Line) {
			lines[l] = w.condition(l.If)
		}
	}
	var undecided []string
	for _, p := range q.positions {
		if p.kind == settling && !w.decided[p.issue] {
			undecided = append(undecided, "decide "+w.c.Issues[p.issue].ID)
		}
	}
	found := map[PlanKey]bool{}
	var all []*possible
	pre := func(p *plan) bool { // what does not look at the order goes first
		for _, pos := range q.positions {
			if len(pos.pairs) == 0 && !p.satisfies(pos) {
				return false
			}
		}
		return true
	}
	err := q.plans(true, pairs, pre, func(p *plan) bool {
		for _, pos := range q.positions {
			if len(pos.pairs) > 0 && !p.satisfies(pos) {
				return false
			}
		}
		found[p.key()] = true
		x := &possible{missing: map[string]int64{}, items: append([]string(nil), undecided...)}
		lowest := mandate.Agreed
		agreed := uint64(0) // as contributors
		for a, actor := range w.actors {
			asked := false
			if p.j>>a&1 == 1 {
				rung := p.contributorRung(a)
				lowest = min(lowest, rung)
				if best, ok := r.CanJoin[actor.ID]; !ok || rung > best {
					r.CanJoin[actor.ID] = rung
				}
				if rung == mandate.Agreed {
					agreed |= 1 << a
				} else {
					x.not |= 1 << a
					asked = w.says(a, mandate.Commits)
				}
			}
			if p.c>>a&1 == 1 {
				rung := q.partyRung(p, a)
				lowest = min(lowest, rung)
				if rung != mandate.Agreed {
					x.not |= 1 << a
					asked = asked || w.says(a, mandate.Accepts, mandate.Decides, mandate.Adopts)
				}
			}
			if asked {
				x.again++
			}
			if x.not>>a&1 == 1 {
				x.items = append(x.items, "answer "+actor.ID)
			}
		}
		r.Rung = max(r.Rung, lowest)
		for e, v := range p.assumed {
			if v != mandate.Unknown {
				x.items = append(x.items, "external "+w.c.Externals[e].ID)
			}
		}
		for k, capability := range w.c.Capabilities {
			if n := p.missing(k, agreed, lines); n > 0 {
				x.missing[capability.ID] = n
				x.items = append(x.items, "force "+capability.ID)
			}
		}
		sort.Strings(x.items)
		all = append(all, x)
		return false
	})
	if err != nil {
		return err
	}
	for k := range found {
		r.Possible = append(r.Possible, k)
	}
	sort.Slice(r.Possible, func(i, j int) bool { return r.Possible[i] < r.Possible[j] })
	if len(all) == 0 {
		r.Verdict = mandate.Blocked
		return nil
	}
	r.Verdict = mandate.Blueprint
	for _, x := range all {
		if len(x.items) == 0 {
			r.Verdict = mandate.Actionable
			if w.begun() {
				r.Verdict = mandate.UnderWay
			}
			return nil
		}
	}
	owed(r, all)
	return nil
}

// begun reports whether the aim or a stage of it has happened.
func (w *world) begun() bool {
	for i, s := range w.steps {
		if w.happened>>i&1 == 1 && (i == w.aim || s.StageOf == w.steps[w.aim].ID) {
			return true
		}
	}
	return false
}

// owed finds the smallest sets of a blueprint.
func owed(r *Result, all []*possible) {
	less := func(x, y *possible) bool {
		if len(x.items) != len(y.items) {
			return len(x.items) < len(y.items)
		}
		return x.again < y.again
	}
	var smallest []*possible
	for _, x := range all {
		if len(smallest) > 0 && less(smallest[0], x) {
			continue
		}
		if len(smallest) > 0 && less(x, smallest[0]) {
			smallest = nil
		}
		smallest = append(smallest, x)
	}
	sets := map[string]bool{}
	count := map[string]int{}
	for _, x := range smallest {
		for k, n := range x.missing {
			if old, ok := r.Missing[k]; !ok || n < old {
				r.Missing[k] = n
			}
		}
		id := strings.Join(x.items, "\n")
		if sets[id] {
			continue
		}
		sets[id] = true
		r.OwedSets = append(r.OwedSets, x.items)
		for _, item := range x.items {
			count[item]++
		}
	}
	sortSets(r.OwedSets)
	for item, n := range count {
		if n == len(r.OwedSets) {
			r.Owed = append(r.Owed, item)
		}
	}
	sort.Strings(r.Owed)
}

func sortSets(sets [][]string) {
	sort.Slice(sets, func(i, j int) bool {
		return strings.Join(sets[i], "\n") < strings.Join(sets[j], "\n")
	})
}

// contributorRung is how much of a joiner's agreement is on record.
func (p *plan) contributorRung(a int) mandate.Rung {
	best := mandate.Silent
	for _, x := range p.w.acts {
		if x.actor != a {
			continue
		}
		rung := mandate.Silent
		switch {
		case x.commits() && p.holds(x.cond, p.w.commit(a)):
			rung = mandate.Agreed
		case x.brings() && p.holds(x.cond, p.w.commit(a)):
			rung = mandate.Conditional
		case x.eff.Kind == mandate.Interests:
			rung = mandate.Interested
		}
		best = max(best, rung)
	}
	return best
}

// partyRung is how much of a consenting party's agreement is on record.
func (q *question) partyRung(p *plan, a int) mandate.Rung {
	best := mandate.Silent
	for _, x := range p.w.acts {
		if x.actor != a {
			continue
		}
		met := false
		switch x.eff.Kind {
		case mandate.Accepts:
			met = p.holds(x.cond, p.w.consent(a))
		case mandate.Decides, mandate.Adopts:
			met = p.holds(x.cond, none)
		}
		switch {
		case met && x.own():
			best = max(best, mandate.Agreed)
		case met:
			best = max(best, mandate.Conditional)
		}
		if q.terms[x] {
			best = max(best, mandate.Conditional)
		}
	}
	return best
}

// missing is how much of a capability the joiners cannot serve: the largest
// shortfall of any set of lines (the minimum cut of the transport problem).
func (p *plan) missing(k int, agreed uint64, lines map[*mandate.Requirement]*node) int64 {
	w := p.w
	var apply []*mandate.Requirement
	for _, l := range w.c.Requirements {
		if cond, ok := lines[l]; ok && l.Capability == w.c.Capabilities[k].ID && p.holds(cond, none) {
			apply = append(apply, l)
		}
	}
	var supply []chunk
	for a := range w.actors {
		switch {
		case p.j>>a&1 == 0:
		case agreed>>a&1 == 1:
			supply = append(supply, p.brings(a, k, (*act).commits)...)
		default:
			supply = append(supply, p.brings(a, k, every)...)
		}
	}
	most := int64(0)
	for set := 0; set < 1<<len(apply); set++ {
		short := int64(0)
		for i, l := range apply {
			if set>>i&1 == 1 {
				short += l.Minimum
			}
		}
		for _, c := range supply {
			for i, l := range apply {
				if set>>i&1 == 1 && c.serves(l) {
					short -= c.amount
					break
				}
			}
		}
		most = max(most, short)
	}
	return most
}

func (c chunk) serves(l *mandate.Requirement) bool {
	for _, x := range c.notFor {
		if x == l.Task || x == l.Sector {
			return false
		}
	}
	return true
}

func (p *plan) key() PlanKey {
	w := p.w
	var b strings.Builder
	for i, x := range w.c.Issues {
		if i > 0 {
			b.WriteByte(' ')
		}
		ids := strings.Join(w.optionIDs(i, p.mu[i]), ",")
		if x.Set {
			ids = "{" + ids + "}"
		}
		b.WriteString(x.ID + "=" + ids)
	}
	who := func(set uint64) string {
		var ids []string
		for a, x := range w.actors {
			if set>>a&1 == 1 {
				ids = append(ids, x.ID)
			}
		}
		return strings.Join(ids, ",")
	}
	b.WriteString("; joins " + who(p.j) + "; consents " + who(p.c))
	return PlanKey(b.String())
}

// says reports whether an effect of one of the kinds is the actor's own word.
func (w *world) says(a int, kinds ...mandate.EffectKind) bool {
	for _, x := range w.acts {
		for _, k := range kinds {
			if x.actor == a && x.eff.Kind == k && x.own() {
				return true
			}
		}
	}
	return false
}

// collisions fills in the collisions and the ways out.
func (q *question) collisions(r *Result) error {
	if q.goal == nil && r.Verdict != mandate.Blocked {
		return nil
	}
	canKeep, matter, err := q.keepable(true)
	if err != nil {
		return err
	}
	all := uint64(1)<<len(q.positions) - 1
	if canKeep(all) {
		return nil
	}
	var changeable uint64
	for i, p := range q.positions {
		if p.changeable && matter>>i&1 == 1 {
			changeable |= 1 << i
		}
	}
	for _, s := range minimalSubsets(matter, func(s uint64) bool { return !canKeep(s) }) {
		r.Collisions = append(r.Collisions, q.keys(s))
	}
	type way struct {
		keys   []string
		weight int64
	}
	var ways []way
	for _, s := range minimalSubsets(changeable, func(s uint64) bool { return canKeep(all &^ s) }) {
		x := way{keys: q.keys(s)}
		for i, p := range q.positions {
			if s>>i&1 == 1 {
				x.weight += p.weight
			}
		}
		ways = append(ways, x)
	}
	sort.Slice(ways, func(i, j int) bool {
		a, b := ways[i], ways[j]
		switch {
		case a.weight != b.weight:
			return a.weight < b.weight
		case len(a.keys) != len(b.keys):
			return len(a.keys) < len(b.keys)
		}
		return strings.Join(a.keys, "\n") < strings.Join(b.keys, "\n")
	})
	for _, x := range ways {
		r.WaysOut = append(r.WaysOut, x.keys)
		r.Weights = append(r.Weights, x.weight)
	}
	sort.Slice(r.Collisions, func(i, j int) bool {
		a, b := r.Collisions[i], r.Collisions[j]
		if len(a) != len(b) {
			return len(a) < len(b)
		}
		return strings.Join(a, "\n") < strings.Join(b, "\n")
	})
	return nil
}

// keepable finds which sets of positions some plan keeps while it meets the
// goal, and the positions that matter for that: those that a plan violates, or
// that are counted.
//
// Each plan that meets the goal is reduced to the set of positions it
// violates. A set of positions can be kept if some plan violates none of them.
// Where objecting is asked, what a plan violates depends on which of the
// positions that it counts are kept; then this is done for each choice of them.
func (q *question) keepable(restrict bool) (canKeep func(uint64) bool, matter uint64, err error) {
	counted, err := q.counted()
	if err != nil {
		return nil, 0, err
	}
	pairs := q.allPairs(func(c *collector) {
		if q.goal != nil {
			c.cond(q.goal, none)
		}
		for _, x := range q.extraPairs {
			c.pair(x[0], x[1])
		}
	})
	goalPairs := q.collect(func(c *collector) {
		if q.goal != nil {
			c.cond(q.goal, none)
		}
	})
	violated := map[uint64][]uint64{} // by the counted positions kept: minimal sets
	var failure error
	subsets(counted, func(keep uint64) {
		var minimal []uint64
		covered := func(m uint64) bool { // a plan as good is known
			for _, x := range minimal {
				if x&^m == 0 {
					return true
				}
			}
			return false
		}
		var early uint64
		pre := func(p *plan) bool {
			p.kept = keep
			if q.goal != nil && len(goalPairs) == 0 && !p.holds(q.goal, none) {
				return false
			}
			if q.extra != nil && len(q.extraPairs) == 0 && !q.extra(p) {
				return false
			}
			early = 0
			for i, pos := range q.positions {
				if len(pos.pairs) == 0 && !p.satisfies(pos) {
					early |= 1 << i
				}
			}
			return !covered(early)
		}
		err := q.plans(restrict, pairs, pre, func(p *plan) bool {
			if q.goal != nil && len(goalPairs) > 0 && !p.holds(q.goal, none) {
				return false
			}
			if q.extra != nil && len(q.extraPairs) > 0 && !q.extra(p) {
				return false
			}
			m := early
			for i, pos := range q.positions {
				if len(pos.pairs) > 0 && !p.satisfies(pos) {
					m |= 1 << i
				}
			}
			if covered(m) {
				return false
			}
			rest := []uint64{m}
			for _, x := range minimal {
				if m&^x != 0 {
					rest = append(rest, x)
				}
			}
			minimal = rest
			return m == 0
		})
		if err != nil {
			failure = err
		}
		violated[keep] = minimal
	})
	if failure != nil {
		return nil, 0, failure
	}
	// A set can be kept if some plan keeps it, whichever of the counted ones
	// are kept beside it.
	canKeep = func(s uint64) bool {
		for keep, minimal := range violated {
			if s&counted&^keep != 0 {
				continue
			}
			for _, m := range minimal {
				if m&(s|keep) == 0 {
					return true
				}
			}
		}
		return false
	}
	matter = counted
	for _, ms := range violated {
		for _, m := range ms {
			matter |= m
		}
	}
	if bits.OnesCount64(matter) > 18 {
		return nil, 0, ErrTooLarge
	}
	return canKeep, matter, nil
}

// counted finds the positions that objecting counts, if it is asked at all.
func (q *question) counted() (uint64, error) {
	w := q.w
	var group uint64
	look := func(n *node) {
		if n != nil {
			n.deep(func(n *node) {
				if n.op == mandate.OpObjecting {
					group |= n.group
				}
			})
		}
	}
	for _, p := range q.positions {
		look(p.cond)
	}
	for _, x := range w.acts {
		look(x.cond)
	}
	look(q.goal)
	var counted uint64
	for i, p := range q.positions {
		if p.kind <= declining && p.owners&group&(w.contributors|w.parties) != 0 {
			counted |= 1 << i
		}
	}
	if bits.OnesCount64(counted) > 6 {
		return 0, ErrTooLarge
	}
	return counted, nil
}

func (q *question) keys(s uint64) []string {
	out := []string{}
	for i, p := range q.positions {
		if s>>i&1 == 1 {
			out = append(out, p.key)
		}
	}
	sort.Strings(out)
	return out
}

// minimalSubsets lists the subsets that are good while none of their own
// subsets is, the small ones first.
func minimalSubsets(of uint64, good func(uint64) bool) []uint64 {
	var found []uint64
	for size := 0; size <= bits.OnesCount64(of); size++ {
		subsets(of, func(s uint64) {
			if bits.OnesCount64(s) != size {
				return
			}
			for _, f := range found {
				if f&^s == 0 {
					return
				}
			}
			if good(s) {
				found = append(found, s)
			}
		})
	}
	return found
}

// contradictions lists the pairs of effects of one actor, one of them at least
// a requirement, whose conditions cannot both hold in any plan, whatever is
// kept. They are read at one moment of the actor: its commit or its consent,
// or none if it can do neither.
func (q *question) contradictions() ([][2]string, error) {
	w := q.w
	type side struct {
		ref         string
		cond        *node
		requirement bool
		free        bool // a decision: no moment
	}
	found := map[[2]string]bool{}
	for a := range w.actors {
		var sides []side
		for _, x := range w.acts {
			if x.actor != a {
				continue
			}
			if e, neg := q.requirementOf(x); e != nil {
				if r := q.enforced(e, neg); !r.empty {
					sides = append(sides, side{ref: x.ref, cond: r.cond, requirement: true})
				}
				continue
			}
			switch x.eff.Kind {
			case mandate.Accepts, mandate.Offers, mandate.Commits:
				sides = append(sides, side{ref: x.ref, cond: x.cond})
			case mandate.Decides, mandate.Adopts:
				sides = append(sides, side{ref: x.ref, cond: x.cond, free: true})
			}
		}
		var moments []int
		if w.contributors>>a&1 == 1 {
			moments = append(moments, w.commit(a))
		}
		if w.parties>>a&1 == 1 {
			moments = append(moments, w.consent(a))
		}
		if len(moments) == 0 {
			moments = []int{none}
		}
		at := func(s side, m int) int {
			if s.free {
				return none
			}
			return m
		}
		together := func(x, y side) (bool, error) {
			pairs := q.collect(func(c *collector) {
				for _, m := range moments {
					c.cond(x.cond, at(x, m))
					c.cond(y.cond, at(y, m))
				}
			})
			ok := false
			err := q.plans(false, pairs, func(p *plan) bool { p.kept = 0; return true }, func(p *plan) bool {
				for _, m := range moments {
					if (m == none || p.has(m)) && p.holds(x.cond, at(x, m)) && p.holds(y.cond, at(y, m)) {
						ok = true
					}
				}
				return ok
			})
			return ok, err
		}
		alone := make([]bool, len(sides)) // each can hold by itself
		for i, x := range sides {
			var err error
			if alone[i], err = together(x, x); err != nil {
				return nil, err
			}
		}
		for i, x := range sides {
			for k, y := range sides[:i] {
				if !x.requirement && !y.requirement || !alone[i] || !alone[k] {
					continue
				}
				both, err := together(x, y)
				if err != nil {
					return nil, err
				}
				if !both {
					pair := [2]string{x.ref, y.ref}
					if pair[0] > pair[1] {
						pair[0], pair[1] = pair[1], pair[0]
					}
					found[pair] = true
				}
			}
		}
	}
	var out [][2]string
	for p := range found {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i][0] < out[j][0] || out[i][0] == out[j][0] && out[i][1] < out[j][1]
	})
	return out, nil
}
