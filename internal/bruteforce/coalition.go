package bruteforce

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
)

// Coalition is who joins, by the list of who.md.
type Coalition struct {
	// Blocked: Π is empty; Collisions are then the smallest.
	Blocked    bool
	Collisions [][]string
	// Joins gives the joiners with their rungs; Named is force(k) and Firm the
	// firm figures of the effects that count in it, by capability in the
	// order of the case. The list makes them unique.
	Joins       map[string]mandate.Rung
	Named, Firm []int64
	// Views lists what the best plans show where the list leaves it open:
	// distinct, sorted. Where a value is unique all views have it.
	Views []*View
	// Mandates lists the mandates of the best plans.
	Mandates []string
	// CouldJoin gives the other contributors that join in some plan, with the
	// highest rung they reach; StaysOut those that join in none, with all
	// smallest collisions with the goal and joins(a), choices being
	// structure. A collision without members: structure alone.
	CouldJoin map[string]mandate.Rung
	StaysOut  map[string][][]string
	// Leaves and Falls say what follows if a joiner (the first key) is not
	// there: which other joiners join in no plan, and which reach at most a
	// lower rung. Word lists the actors that some effect counts for.
	Leaves map[string][]string
	Falls  map[string]map[string]mandate.Rung
	Word   map[string]bool
	// Needed are the joiners without whom no plan is possible.
	Needed map[string]bool
	// NotCosted lists the capabilities without a rate.
	NotCosted []string
}

// View is what a plan of the coalition shows.
type View struct {
	// Brings gives, by joiner and capability, what it brings (named and firm).
	Brings map[string][][2]int64
	// Unstated lists by capability the joiners that bring an unstated amount.
	Unstated [][]string
	// Committed and Offered are the sums of the figures (named, firm) of those
	// that have agreed and of the others.
	Committed, Offered [][2]int64
	Lines              []Line
	// Cost per month by currency: of committed figures, of committed and
	// offered, of minimums and of targets.
	Cost map[string][4]int64
	// Payers gives who pays for the chosen options, by issue=option.
	Payers map[string][]string
	// Available lists by capability the days from which figures can be had,
	// each with the sum by then; Undated what has no date.
	Available [][]Supply
	Undated   []int64
}

// Supply is what can be had by a day.
type Supply struct {
	Day mandate.Day
	Sum int64
}

// Line is a requirement line that applies.
type Line struct {
	ID, Capability     string
	Committed, Offered int64
	// Gap is what is missing to the minimum and to the target; FirmGap the
	// same on firm figures.
	Gap, FirmGap [2]int64
	Unstated     []string
}

// Coalesce finds the coalition. Without a record of the aim it returns nil.
func Coalesce(c *mandate.Case, query mandate.Query, goal *mandate.Expr) (*Coalition, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	w := q.w
	lines := w.lines()
	x := &Coalition{Joins: map[string]mandate.Rung{}, CouldJoin: map[string]mandate.Rung{}, StaysOut: map[string][][]string{},
		Leaves: map[string][]string{}, Falls: map[string]map[string]mandate.Rung{}, Word: map[string]bool{}, Needed: map[string]bool{}}
	for _, a := range w.acts {
		x.Word[w.actors[a.actor].ID] = true
	}
	for _, k := range c.Capabilities {
		if !w.rated(k.ID) {
			x.NotCosted = append(x.NotCosted, k.ID)
		}
	}
	var best []int64
	var top string // how the contributors stand in it
	stands := map[string]bool{}
	views := map[string]*View{}
	mandates := map[string]bool{}
	err = q.possible(lines, func(p *plan) {
		code := make([]byte, len(w.actors))
		for a := range w.actors {
			code[a] = p.rungCode(a)
		}
		stands[string(code)] = true
		v := p.byTheList(code)
		if best != nil && lexLess(v, best) {
			return
		}
		if best == nil || lexLess(best, v) {
			best, top = v, string(code)
			views, mandates = map[string]*View{}, map[string]bool{}
			x.Named, x.Firm = nil, nil
			for k := range c.Capabilities {
				named, firm := p.figures(k)
				x.Named = append(x.Named, named)
				x.Firm = append(x.Firm, firm)
			}
		}
		view := p.view(lines)
		views[fmt.Sprintf("%+v", *view)] = view
		mandates[p.mandate()] = true
	})
	if err != nil {
		return nil, err
	}
	if best == nil {
		x.Blocked = true
		x.Collisions, err = q.smallest()
		return x, err
	}
	for _, id := range sortedKeys(views) {
		x.Views = append(x.Views, views[id])
	}
	x.Mandates = sortedKeys(mandates)
	// highest is the highest standing of an actor over the plans without
	// another one; without < 0: over all.
	highest := func(a, without int) byte {
		h := byte(0)
		for s := range stands {
			if without < 0 || s[without] == 0 {
				h = max(h, s[a])
			}
		}
		return h
	}
	for a, actor := range w.actors {
		if w.contributors>>a&1 == 0 {
			continue
		}
		switch h := highest(a, -1); {
		case top[a] > 0:
			x.Joins[actor.ID] = mandate.Rung(top[a] - 1)
		case h > 0:
			x.CouldJoin[actor.ID] = mandate.Rung(h - 1)
		default:
			with, err := prepare(c, query, both(goal, itemExpr(c, mandate.Item{Actor: actor.ID}, false)))
			if err != nil {
				return nil, err
			}
			if x.StaysOut[actor.ID], err = with.smallest(); err != nil {
				return nil, err
			}
		}
	}
	for a, actor := range w.actors {
		if top[a] == 0 {
			continue
		}
		x.Falls[actor.ID] = map[string]mandate.Rung{}
		needed := true
		for s := range stands {
			needed = needed && s[a] > 0
		}
		x.Needed[actor.ID] = needed
		for b, other := range w.actors {
			if b == a || top[b] == 0 {
				continue
			}
			switch h := highest(b, a); {
			case h == 0:
				x.Leaves[actor.ID] = append(x.Leaves[actor.ID], other.ID)
			case h < top[b]:
				x.Falls[actor.ID][other.ID] = mandate.Rung(h - 1)
			}
		}
	}
	return x, nil
}

// Smallest lists the smallest collisions with a condition, the choices being
// structure; none if some plan meets it. A set without members says that
// structure and choices alone rule it out.
func Smallest(c *mandate.Case, query mandate.Query, goal *mandate.Expr) ([][]string, error) {
	q, err := prepare(c, query, goal)
	if q == nil || err != nil {
		return nil, err
	}
	return q.smallest()
}

// FallsBecause lists the smallest collisions with the goal and with y joining
// on the rung or above while x does not join, the choices being structure.
func FallsBecause(c *mandate.Case, query mandate.Query, goal *mandate.Expr, x, y string, rung mandate.Rung) ([][]string, error) {
	goal = both(goal, itemExpr(c, mandate.Item{Actor: x}, true))
	q, err := prepare(c, query, both(goal, itemExpr(c, mandate.Item{Actor: y}, false)))
	if q == nil || err != nil {
		return nil, err
	}
	a := q.w.actorAt[y]
	q.extra = func(p *plan) bool { return p.contributorRung(a) >= rung }
	q.extraPairs = q.collect(func(c *collector) {
		for _, x := range q.w.acts {
			if x.actor == a && x.brings() {
				c.cond(x.cond, q.w.commit(a))
			}
		}
	})
	return q.smallest()
}

// smallest lists the smallest collisions, the choices being structure.
func (q *question) smallest() ([][]string, error) {
	canKeep, matter, err := q.keepable(true)
	if err != nil {
		return nil, err
	}
	sets := q.minimal(canKeep, matter)
	for i, s := range sets {
		if len(s) > len(sets[0]) {
			return sets[:i], nil
		}
	}
	return sets, nil
}

// byTheList is the list of who.md as figures; larger is better, the first
// counts most.
func (p *plan) byTheList(code []byte) []int64 {
	w := p.w
	var at [5]int64
	for _, r := range code {
		at[r]++
	}
	agreed, conditional, interested, silent := at[4], at[3], at[2], at[1]
	v := []int64{agreed, agreed + conditional, agreed + conditional + interested, -silent}
	for k := range w.c.Capabilities {
		named, firm := p.figures(k)
		v = append(v, named, firm)
	}
	for a := range w.actors {
		if w.contributors>>a&1 == 1 {
			v = append(v, int64(code[a]))
		}
	}
	for k := range w.c.Capabilities {
		var sum [2]int64
		for a := range w.actors {
			if p.j>>a&1 == 1 {
				got := sumOf(p.answered(a, k, w.amount))
				sum[0] += got[0]
				sum[1] += got[1]
			}
		}
		v = append(v, sum[0], sum[1])
	}
	return v
}

// answered is what a joiner brings: commitments if it has agreed. If nothing
// that counts for a capability names it, an amount that is not stated does.
func (p *plan) answered(a, k int, figure func(*act, int) int64) []chunk {
	takes := every
	if p.contributorRung(a) == mandate.Agreed {
		takes = (*act).commits
	}
	cs := p.largest(a, k, takes, figure)
	for _, c := range cs {
		if c.names {
			return cs
		}
	}
	return append(cs, p.largest(a, k, func(x *act) bool {
		return takes(x) && x.eff.AddsTo == "" && p.w.chunk(x, k).unstated
	}, figure)...)
}

func lexLess(x, y []int64) bool {
	for i := range x {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

func (w *world) rated(capability string) bool {
	for _, r := range w.c.Rates {
		if r.Capability == capability && w.holds(r.Line) {
			return true
		}
	}
	return false
}

// view reads off a plan what its joiners bring and how the lines stand.
func (p *plan) view(lines map[*mandate.Requirement]*node) *View {
	w := p.w
	v := &View{Brings: map[string][][2]int64{}, Cost: map[string][4]int64{}, Payers: map[string][]string{}}
	var figures [4][]int64
	for k, capability := range w.c.Capabilities {
		var committed, offered, byFirm []chunk
		var unstated []string
		by := map[mandate.Day]int64{}
		undated := int64(0)
		who := map[string][]chunk{}
		for a, actor := range w.actors {
			if p.j>>a&1 == 0 {
				continue
			}
			cs := p.answered(a, k, w.amount)
			if p.contributorRung(a) == mandate.Agreed {
				committed = append(committed, cs...)
			} else {
				offered = append(offered, cs...)
			}
			byFirm = append(byFirm, p.answered(a, k, w.firm)...)
			who[actor.ID] = cs
			sum := sumOf(cs)
			v.Brings[actor.ID] = append(v.Brings[actor.ID], sum)
			some := false
			for _, c := range cs {
				some = some || c.unstated
				dated := false
				for _, m := range c.x.eff.Amounts {
					if m.Capability == capability.ID && !m.Available.IsZero() {
						by[m.Available.Last] += c.amount
						dated = true
					}
				}
				if !dated {
					undated += c.amount
				}
			}
			if some {
				unstated = append(unstated, actor.ID)
			}
		}
		v.Unstated = append(v.Unstated, unstated)
		com, off := sumOf(committed), sumOf(offered)
		v.Committed = append(v.Committed, com)
		v.Offered = append(v.Offered, off)
		var days []mandate.Day
		for d := range by {
			days = append(days, d)
		}
		sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
		var calendar []Supply
		sum := int64(0)
		for _, d := range days {
			sum += by[d]
			calendar = append(calendar, Supply{Day: d, Sum: sum})
		}
		v.Available = append(v.Available, calendar)
		v.Undated = append(v.Undated, undated)

		var apply []*mandate.Requirement
		minimum, target := int64(0), int64(0)
		for _, l := range w.c.Requirements {
			if cond, ok := lines[l]; ok && l.Capability == capability.ID && p.holds(cond, none) {
				apply = append(apply, l)
				minimum += l.Minimum
				target += max(l.Minimum, l.Target)
			}
		}
		all := append(append([]chunk{}, committed...), offered...)
		gotAll := allocate(apply, all, func(c chunk) int64 { return c.amount })
		gotCommitted := allocate(apply, committed, func(c chunk) int64 { return c.amount })
		gotFirm := allocate(apply, byFirm, func(c chunk) int64 { return c.firm })
		for i, l := range apply {
			x := Line{ID: l.ID, Capability: l.Capability}
			x.Committed = gotCommitted[i][0] + gotCommitted[i][1]
			x.Offered = gotAll[i][0] + gotAll[i][1] - x.Committed
			x.Gap, x.FirmGap = gaps(l, gotAll[i]), gaps(l, gotFirm[i])
			for _, a := range w.actors {
				for _, c := range who[a.ID] {
					if c.unstated && c.serves(l) {
						x.Unstated = append(x.Unstated, a.ID)
						break
					}
				}
			}
			v.Lines = append(v.Lines, x)
		}
		for i, n := range []int64{com[0], com[0] + off[0], minimum, target} {
			figures[i] = append(figures[i], n)
		}
	}
	for i := range figures {
		for currency, n := range w.cost(figures[i]) {
			c := v.Cost[currency]
			c[i] = n
			v.Cost[currency] = c
		}
	}
	for i, x := range w.c.Issues {
		for n, o := range x.Options {
			if p.mu[i]>>n&1 == 1 && len(o.PaidBy) > 0 {
				v.Payers[x.ID+"="+o.ID] = o.PaidBy
			}
		}
	}
	// The lines stand in the order of the case.
	at := map[string]int{}
	for i, l := range w.c.Requirements {
		at[l.ID] = i
	}
	sort.SliceStable(v.Lines, func(i, j int) bool { return at[v.Lines[i].ID] < at[v.Lines[j].ID] })
	return v
}

func sumOf(cs []chunk) (sum [2]int64) {
	for _, c := range cs {
		sum[0] += c.amount
		sum[1] += c.firm
	}
	return sum
}

func gaps(l *mandate.Requirement, got [2]int64) [2]int64 {
	return [2]int64{l.Minimum - got[0], max(l.Minimum, l.Target) - got[0] - got[1]}
}

// allocate gives each line what its two segments get: its minimum and what the
// target adds. The minimums of all lines come first.
func allocate(lines []*mandate.Requirement, supply []chunk, figure func(chunk) int64) [][2]int64 {
	type segment struct {
		line   int
		demand int64
	}
	var segments []segment
	for i, l := range lines {
		segments = append(segments, segment{i, l.Minimum})
	}
	for i, l := range lines {
		segments = append(segments, segment{i, max(0, l.Target-l.Minimum)})
	}
	// flow is the largest flow to the first n segments: the least cut.
	flow := func(n int) int64 {
		return least(n, func(served uint64) int64 {
			cut := int64(0)
			for i, s := range segments[:n] {
				if served>>i&1 == 0 {
					cut += s.demand
				}
			}
			for _, c := range supply {
				for i, s := range segments[:n] {
					if served>>i&1 == 1 && c.serves(lines[s.line]) {
						cut += figure(c)
						break
					}
				}
			}
			return cut
		})
	}
	out := make([][2]int64, len(lines))
	for n, s := range segments {
		out[s.line][n/len(lines)] = flow(n+1) - flow(n)
	}
	return out
}

// Payers gives, by issue=option, who pays if it is chosen, and by payer the
// effects that count for it and whose topic is the issue. Groups are left as
// groups there, and their members are listed beside them.
func Payers(c *mandate.Case, query mandate.Query) (paid, words map[string][]string, err error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, nil, err
	}
	paid, words = map[string][]string{}, map[string][]string{}
	for _, i := range c.Issues {
		for _, o := range i.Options {
			for _, id := range o.PaidBy {
				paid[i.ID+"="+o.ID] = append(paid[i.ID+"="+o.ID], id)
				for _, x := range w.acts {
					actor := w.actors[x.actor]
					key := i.ID + " " + actor.ID
					if (actor.ID == id || actor.In(id)) && w.topics(x.eff)["issue "+i.ID] && !strings.Contains(" "+strings.Join(words[key], " ")+" ", " "+x.ref+" ") {
						words[key] = append(words[key], x.ref)
					}
				}
			}
		}
	}
	return paid, words, nil
}
