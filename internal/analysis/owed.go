package analysis

import (
	"sort"

	"mandate/internal/formula"
	"mandate/internal/pb"
)

// Answer is one thing that is owed: an issue to decide, an actor to answer, an
// external to be settled, a capability to be found.
type Answer struct {
	// Kind is decide, answer, external or force.
	Kind string
	// ID is the issue, actor, external or capability.
	ID string
	// Missing is how much of the capability is missing (force), and Lines the
	// requirement lines at which it is missed.
	Missing int64
	Lines   []string
	// True and False tell which values of an external would do.
	True, False bool
}

// Name returns the answer as two words: decide funding.
func (a Answer) Name() string { return a.Kind + " " + a.ID }

// Owed is what would make a plan actionable: the answers that every smallest
// set holds, and what is interchangeable.
type Owed struct {
	// Count is the size of each smallest set.
	Count int
	// All are the answers in every smallest set.
	All []Answer
	// AnyOf are groups of answers from each of which one is owed.
	AnyOf [][]Answer
	// Sets are the alternatives where they do not come apart into groups:
	// one of these sets is owed besides All.
	Sets [][]Answer
	// From are answers of which Pick are owed besides All. If Exact, any Pick
	// of them will do; otherwise each stands in some smallest set, but not
	// every choice of Pick of them is one.
	From  []Answer
	Pick  int
	Exact bool
	// Complete is false if the budget or the limit ended the search for
	// alternatives.
	Complete bool
	// Verdict is Unknown if not even the count is proven.
	Verdict Verdict
}

// owedLimit bounds how many smallest sets are looked at.
const owedLimit = 512

// owedItem is an answer that a plan may lack, with the formula that it does.
type owedItem struct {
	answer Answer
	f      formula.Ref
}

// leastOwed is how few answers some possible plan lacks.
type leastOwed struct {
	items []owedItem
	fixed []Answer // what every plan lacks: issues to decide
	cost  []formula.Term
	// unit is what an answer costs; asking again costs 1.
	unit int64
	as   []pb.Lit
	best pb.Optimum
}

// count is the number of answers.
func (l *leastOwed) count() int { return len(l.fixed) + int(l.best.Cost/l.unit) }

// leastOwed finds the plan that lacks fewest answers. The model must have a
// possible plan; unless best.Verdict is Yes the budget ended.
func (m *Model) leastOwed() *leastOwed {
	force := m.needForce()
	l := &leastOwed{as: m.selectors()}
	var again []formula.Ref // asking again who has said yes under a condition
	for _, a := range m.c.Actors {
		if f := m.unanswered(a); f != formula.False {
			l.items = append(l.items, owedItem{Answer{Kind: "answer", ID: a.ID}, f})
		}
		if f := m.askedAgain(a); f != formula.False {
			again = append(again, f)
		}
	}
	for _, x := range m.c.Externals {
		if f, ok := m.extT[x.ID]; ok {
			l.items = append(l.items, owedItem{Answer{Kind: "external", ID: x.ID}, m.f.Or(f, m.extF[x.ID])})
		}
	}
	for _, t := range force.lines {
		l.items = append(l.items, owedItem{Answer{Kind: "force", ID: t.capability}, t.met.Not()})
	}
	for _, i := range m.Undecided() {
		l.fixed = append(l.fixed, Answer{Kind: "decide", ID: i})
	}
	// The number of answers counts; among equals, the number asked again.
	l.unit = int64(len(again) + 1)
	for _, it := range l.items {
		l.cost = append(l.cost, formula.Term{Coef: l.unit, F: it.f})
	}
	for _, f := range again {
		l.cost = append(l.cost, formula.Term{Coef: 1, F: f})
	}
	terms := make([]pb.Term, len(l.cost))
	for i, t := range l.cost {
		terms[i] = pb.Term{Coef: t.Coef, Lit: m.lit(t.F)}
	}
	opt := pb.NewOptimizer(m.s, terms, l.as...)
	defer opt.Close()
	for {
		l.best = opt.Find(m.pbBudget())
		if l.best.Verdict != Yes {
			return l
		}
		m.s.Solve(pb.Budget{}, m.fix(l.best.Model)...)
		if !m.repair() {
			return l
		}
	}
}

// OwedCount finds the number alone that Owed finds, without the sets of answers.
// The model must have a possible plan.
func (m *Model) OwedCount() (int, Verdict) {
	l := m.leastOwed()
	if l.best.Verdict != Yes {
		return 0, l.best.Verdict
	}
	return l.count(), Yes
}

// Owed finds the smallest number of answers that would make some possible plan
// actionable, and all sets of that size (docs/math/verdict.md, section 4). The
// model must have a possible plan.
func (m *Model) Owed() Owed {
	l := m.leastOwed()
	items, unit, cost, as, best := l.items, l.unit, l.cost, l.as, l.best
	out := Owed{Count: len(l.fixed), All: l.fixed, Complete: true, Verdict: Yes}
	if best.Verdict != Yes {
		out.Verdict, out.Complete = best.Verdict, false
		return out
	}
	out.Count = l.count()

	// All sets of that size: one plan after the other, each set found barred.
	within := m.f.AtMost(cost, best.Cost)
	m.owing = append(append([]pb.Lit(nil), as...), m.lit(within))
	bar := m.newAtom()
	query := append(append([]pb.Lit(nil), as...), m.lit(within), m.lit(bar))
	var sets [][]int
	for {
		v := m.solve(query)
		if v == Unknown {
			out.Complete = false
		}
		if v != Yes {
			break
		}
		var set []int
		clause := []pb.Lit{m.lit(bar).Not()}
		for i, it := range items {
			if m.holds(it.f) {
				set = append(set, i)
				clause = append(clause, m.lit(it.f).Not())
			}
		}
		m.s.AddClause(clause...)
		sets = append(sets, set)
		if len(sets) >= owedLimit {
			out.Complete = false
			break
		}
	}
	sort.Slice(sets, func(i, j int) bool { return lessInts(sets[i], sets[j]) })

	// What is missing at least, capability by capability.
	missing := map[int]Answer{}
	for i, it := range items {
		used := false
		for _, s := range sets {
			used = used || containsInt(s, i)
		}
		if used && it.answer.Kind == "external" {
			a := it.answer
			query := append(append([]pb.Lit(nil), as...), m.lit(within))
			a.True = m.solve(append(query, m.lit(m.extT[a.ID]))) == Yes
			a.False = m.solve(append(query, m.lit(m.extF[a.ID]))) == Yes
			missing[i] = a
		}
		if used && it.answer.Kind == "force" {
			missing[i] = m.leastMissing(it.answer.ID, append(append([]pb.Lit(nil), as...), m.lit(within), m.lit(it.f)))
		}
	}
	answer := func(i int) Answer {
		if a, ok := missing[i]; ok {
			return a
		}
		return items[i].answer
	}

	count := map[int]int{}
	for _, s := range sets {
		for _, i := range s {
			count[i]++
		}
	}
	if !out.Complete {
		// Not all sets were looked at: ask for each answer whether it stands
		// in all of them, and in any.
		query := func(l pb.Lit) Verdict { return m.solve(append(m.owing[:len(m.owing):len(m.owing)], l)) }
		out.Pick = int(best.Cost / unit)
		for i, it := range items {
			l := m.lit(it.f)
			switch {
			case query(l) != Yes:
			case query(l.Not()) == No:
				out.All = append(out.All, answer(i))
				out.Pick--
			default:
				out.From = append(out.From, answer(i))
			}
		}
		return out
	}
	for i := range items {
		if n := count[i]; n == len(sets) && n > 0 {
			out.All = append(out.All, answer(i))
		}
	}
	var rest [][]int
	for _, s := range sets {
		var r []int
		for _, i := range s {
			if count[i] < len(sets) {
				r = append(r, i)
			}
		}
		if len(r) > 0 {
			rest = append(rest, r)
		}
	}
	if groups, ok := split(rest); ok {
		for _, g := range groups {
			var as []Answer
			for _, i := range g {
				as = append(as, answer(i))
			}
			out.AnyOf = append(out.AnyOf, as)
		}
		return out
	}
	if all, k, ok := anyOf(rest); ok {
		out.Pick, out.Exact = k, true
		for _, i := range all {
			out.From = append(out.From, answer(i))
		}
		return out
	}
	for _, r := range rest {
		var as []Answer
		for _, i := range r {
			as = append(as, answer(i))
		}
		out.Sets = append(out.Sets, as)
	}
	return out
}

// anyOf reports whether the sets are all the ways to pick k of their members.
func anyOf(sets [][]int) (all []int, k int, ok bool) {
	k = len(sets[0])
	for _, s := range sets {
		if len(s) != k {
			return nil, 0, false
		}
		for _, i := range s {
			if !containsInt(all, i) {
				all = append(all, i)
			}
		}
	}
	sort.Ints(all)
	ways := 1 // all over k
	for i := 0; i < k; i++ {
		ways = ways * (len(all) - i) / (i + 1)
		if ways > len(sets) && i >= len(all)-k {
			return nil, 0, false
		}
	}
	return all, k, ways == len(sets)
}

// fix returns the literals of a model, for looking at it again.
func (m *Model) fix(model []bool) []pb.Lit {
	ls := make([]pb.Lit, 0, len(model))
	for v, b := range model {
		if b {
			ls = append(ls, pb.Var(v).Pos())
		} else {
			ls = append(ls, pb.Var(v).Neg())
		}
	}
	return ls
}

// leastMissing returns how little of a capability is missing in any plan that
// the query allows, and where.
func (m *Model) leastMissing(capability string, query []pb.Lit) Answer {
	for _, t := range m.force.lines {
		if t.capability == capability {
			return m.leastMissingOf(t, query)
		}
	}
	return Answer{Kind: "force", ID: capability}
}

func (m *Model) leastMissingOf(t *transport, query []pb.Lit) Answer {
	out := Answer{Kind: "force", ID: t.capability}
	for m.solve(query) == Yes {
		s := m.shortageOf(t)
		out.Missing, out.Lines = s.missing, nil
		for _, i := range s.lines {
			out.Lines = append(out.Lines, t.needs[i].line.ID)
		}
		if s.missing == 0 {
			break
		}
		g := m.newAtom()
		t.slack = append(t.slack, slackCut{missing: s.missing - 1, guard: g})
		m.cut(t, s.lines, g, s.missing-1)
		query = append(query, m.lit(g))
	}
	t.slack = nil
	return out
}

// split takes sets apart into disjoint groups such that the sets are exactly
// the ways to pick one member of each group; ok is false if they are not.
func split(sets [][]int) (groups [][]int, ok bool) {
	if len(sets) == 0 {
		return nil, true
	}
	var all []int
	together := map[[2]int]bool{}
	for _, s := range sets {
		for _, i := range s {
			if !containsInt(all, i) {
				all = append(all, i)
			}
			for _, j := range s {
				together[[2]int{i, j}] = true
			}
		}
	}
	sort.Ints(all)
	// Two members of one group never occur together.
	for _, i := range all {
		placed := false
		for g := range groups {
			apart := true
			for _, j := range groups[g] {
				apart = apart && !together[[2]int{i, j}]
			}
			if apart && !placed {
				groups[g] = append(groups[g], i)
				placed = true
			}
		}
		if !placed {
			groups = append(groups, []int{i})
		}
	}
	product := 1
	for _, g := range groups {
		product *= len(g)
		if product > len(sets) {
			return nil, false
		}
	}
	if product != len(sets) {
		return nil, false
	}
	for _, s := range sets {
		if len(s) != len(groups) {
			return nil, false
		}
		for _, g := range groups {
			n := 0
			for _, i := range g {
				if containsInt(s, i) {
					n++
				}
			}
			if n != 1 {
				return nil, false
			}
		}
	}
	return groups, true
}

func containsInt(s []int, i int) bool {
	for _, x := range s {
		if x == i {
			return true
		}
	}
	return false
}

func lessInts(a, b []int) bool {
	for i := range a {
		if i >= len(b) {
			return false
		}
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return len(a) < len(b)
}
