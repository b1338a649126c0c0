package crosscheck_test

import (
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// The questions of docs/math/who.md, plans.md and whatif.md as additions to an
// exported program, from those pages alone.

// figuresOf adds the firm figures of what counts.
func figuresOf(st *record.State) string {
	var b strings.Builder
	b.WriteString("\n#defined firm_figure/3. #defined joins/1. #defined brings/4.\n")
	for _, k := range st.Case.Capabilities {
		fmt.Fprintf(&b, "asked(%q).\n", k.ID)
	}
	for _, h := range st.Effects() {
		if h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		for _, a := range h.Effect.Amounts {
			if a.Named > 0 {
				fmt.Fprintf(&b, "firm_figure(%q,%q,%d).\n", h.Ref(), a.Capability, a.Firm)
			}
		}
	}
	return b.String()
}

// coalition asks for the coalition of who.md, section 1: the criteria are
// levels of one optimisation, the first the highest.
func coalition(lp string, st *record.State) (members map[string]string, total, firm map[string]int64, err error) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString(figuresOf(st))
	level := 2*len(st.Case.Capabilities) + 4*len(st.Case.Actors) + 10
	asked := 0
	best := func(what, elements string) { // the level is there, too, if nothing counts on it
		fmt.Fprintf(&b, "#%s { %s; 0@%d,none }.\n", what, strings.ReplaceAll(elements, "@", "@"+strconv.Itoa(level)), level)
		level--
		asked++
	}
	for _, r := range []string{"agreed", "conditional", "interested"} {
		best("maximize", "1@,A : stands(A,contributor,"+r+")")
	}
	best("minimize", "1@,A : joins(A), not stands(A,contributor,interested)")
	sums := asked
	for _, k := range st.Case.Capabilities {
		best("maximize", fmt.Sprintf("N@,A,H : brings(named,%q,A,H), figure(H,%q,N)", k.ID, k.ID))
		best("maximize", fmt.Sprintf("N@,A,H : brings(named,%q,A,H), firm_figure(H,%q,N)", k.ID, k.ID))
	}
	for _, a := range st.Case.Actors {
		if !a.Is(mandate.RoleContributor) {
			continue
		}
		for _, r := range []string{"agreed", "conditional", "interested"} {
			best("maximize", fmt.Sprintf("1@ : stands(%q,contributor,%s)", a.ID, r))
		}
		best("maximize", fmt.Sprintf("1@ : joins(%q)", a.ID))
	}
	b.WriteString("#show stands(A,R) : stands(A,contributor,R).\n")
	a, err := clingo(b.String(), "-q1", "--opt-strategy=usc")
	if err != nil || !a.sat {
		return nil, nil, nil, err
	}
	if !a.best {
		return nil, nil, nil, fmt.Errorf("clingo proves no coalition")
	}
	s := a.last()
	members = map[string]string{}
	for _, x := range of(s, "joins") {
		members[x] = "silent"
	}
	for _, r := range []string{"interested", "conditional", "agreed"} {
		for _, x := range of(s, "stands") {
			if id, rung, _ := strings.Cut(x, " "); rung == r {
				members[id] = r
			}
		}
	}
	total, firm = map[string]int64{}, map[string]int64{}
	for i, k := range st.Case.Capabilities {
		total[k.ID], firm[k.ID] = -a.costs[sums+2*i], -a.costs[sums+2*i+1]
	}
	return members, total, firm, nil
}

// objective is one of plans.md as weighted elements, the sum being the larger the
// better the plan is.
func objective(name string, st *record.State) []string {
	kind, k, _ := strings.Cut(name, ":")
	switch kind {
	case "joiners":
		return []string{"1,A : joins(A), stands(A,contributor,interested)"}
	case "consents":
		return []string{"-1,A : consents(A)"}
	case "owed":
		return []string{"-1,K,X : owed(K,X)"}
	case "moves":
		return []string{"-W,P : given_up(P), weight(P,W)"}
	case "rung":
		return []string{"1,R : rung(R), not below(R)"}
	case "force":
		return []string{fmt.Sprintf("N,A,H : brings(named,%q,A,H), figure(H,%q,N)", k, k)}
	case "committed":
		return []string{fmt.Sprintf("N,A,H : brings(committed,%q,A,H), figure(H,%q,N)", k, k)}
	case "cost":
		var out []string
		for n, r := range st.Case.Rates {
			if st.Holds(r.Line) {
				out = append(out, fmt.Sprintf("-N*%d,A,H,%d : brings(named,%q,A,H), figure(H,%q,N)", r.PerMonth, n, r.Capability, r.Capability))
			}
		}
		return out
	}
	panic(name)
}

// objectives adds what the named objectives need to a program and says with
// which question it is to be asked.
func objectives(lp string, st *record.State, names []string) (program string, ask []string) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString("\n#defined joins/1. #defined consents/1. #defined brings/4. #defined owed/2.\n")
	for _, k := range st.Case.Capabilities {
		fmt.Fprintf(&b, "asked(%q).\n", k.ID)
	}
	for _, n := range names {
		switch n {
		case "moves":
			ask = []string{"-c", "ask=unblock"}
		case "owed":
			b.WriteString("judged.\n")
		case "rung":
			b.WriteString("rung(1..3). #defined below/1.\n")
			for i, r := range []string{"agreed", "conditional", "interested"} {
				fmt.Fprintf(&b, "below(%d) :- joins(A), not stands(A,contributor,%s).\nbelow(%d) :- consents(A), not stands(A,party,%s).\n", 3-i, r, 3-i, r)
			}
		}
	}
	return b.String(), ask
}

// lexicographic asks for the best vector, the first objective first; larger is
// better. Without a plan it is nil.
func lexicographic(lp string, st *record.State, names []string) (vector []int64, err error) {
	p, ask := objectives(lp, st, names)
	for i, n := range names {
		level := 10 + len(names) - i
		p += fmt.Sprintf("#maximize { 0@%d,none }.\n", level) // so that the level is there
		for _, e := range objective(n, st) {
			p += fmt.Sprintf("#maximize { %s }.\n", strings.Replace(e, ",", fmt.Sprintf("@%d,", level), 1))
		}
	}
	a, err := clingo(p, append(ask, "-q1", "--opt-strategy=usc")...)
	if err != nil || !a.sat {
		return nil, err
	}
	if !a.best {
		return nil, fmt.Errorf("clingo proves no optimum of %v", names)
	}
	for i := range names {
		vector = append(vector, -a.costs[i])
	}
	return vector, nil
}

// frontier checks a list of vectors, larger being better: each is reached by a
// plan, none is bettered, and, if it is said to be complete, no plan escapes all
// of them.
func frontier(lp string, st *record.State, names []string, vectors [][]int64, complete bool) (diffs []string, err error) {
	base, ask := objectives(lp, st, names)
	sum := func(j int) string {
		return "#sum { " + strings.Join(append(objective(names[j], st), "0,none"), "; ") + " }"
	}
	reach := func(extra string) (bool, error) {
		a, err := clingo(base+extra, append(ask, "--opt-mode=ignore", "-q1")...)
		return a.sat, err
	}
	var escape strings.Builder
	for i, v := range vectors {
		var as, better strings.Builder
		for j := range names {
			fmt.Fprintf(&as, ":- %s < %d.\n", sum(j), v[j])
			fmt.Fprintf(&better, "better(%d) :- %s > %d.\n", i, sum(j), v[j])
		}
		ok, err := reach(as.String())
		if err != nil {
			return diffs, err
		}
		if !ok {
			diffs = append(diffs, fmt.Sprintf("no plan reaches %v of %v", v, names))
		}
		strict := better.String() + fmt.Sprintf(":- not better(%d).\n", i)
		if ok, err = reach(as.String() + strict); err != nil {
			return diffs, err
		}
		if ok {
			diffs = append(diffs, fmt.Sprintf("a plan betters %v of %v", v, names))
		}
		escape.WriteString(strict)
	}
	if !complete {
		return diffs, nil
	}
	ok, err := reach(escape.String())
	if ok {
		diffs = append(diffs, fmt.Sprintf("a plan escapes all of %v of %v", vectors, names))
	}
	return diffs, err
}

// giveUps lists all smallest sets of choices to give up: given[i] are the items
// of choice i with whether they are in.
func giveUps(lp string, choices []string, given []map[mandate.Item]bool) (sets []string, err error) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString("\n#show up/1. #minimize { 1@9,C : up(C) }.\n")
	for i, items := range given {
		fmt.Fprintf(&b, "{ up(%q) }.\n", choices[i])
		for item, in := range items {
			not := map[bool]string{true: "not "}[in]
			fmt.Fprintf(&b, ":- not up(%q), %s%s.\n", choices[i], not, atomOf(item))
		}
	}
	// Only what is given up is shown.
	b.WriteString("#defined joins/1. #defined chosen/2.\n")
	a, err := clingo(b.String(), "-c", "show=given_up", "--opt-mode=optN", "--project=show", "-n", "0", "-q1")
	for _, s := range a.sets {
		sets = append(sets, strings.Join(of(s, "up"), " + "))
	}
	return sets, err
}

// compareFrontier compares the best vector and the frontier by some objectives,
// drawn by the seed.
func (c *check) compareFrontier(m *analysis.Model, lp string, r *rand.Rand) error {
	var all []analysis.Objective
	for _, o := range analysis.Objectives(c.st.Case) {
		if o.Kind != "cost" {
			all = append(all, o)
		}
	}
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	by := all[:min(len(all), 2+r.IntN(2))]
	var names []string
	for _, o := range by {
		names = append(names, o.Name())
	}
	turned := func(p analysis.Point) (out []int64) {
		for i, v := range p.Values {
			if !by[i].More() {
				v = -v
			}
			out = append(out, v)
		}
		return out
	}
	got, err := m.Frontier(by, analysis.Frontiers{})
	if err != nil {
		return err
	}
	if got.Verdict == analysis.Unknown {
		c.n["frontiers that the engine does not finish"]++
		return nil
	}
	best, err := lexicographic(lp, c.st, names)
	if err != nil {
		return err
	}
	var ours []int64
	if len(got.Points) > 0 {
		ours = turned(got.Points[0])
	}
	c.n["best vectors"]++
	c.same(fmt.Sprintf("best by %v", names), ours, best)
	if got, err = m.Frontier(by, analysis.Frontiers{Pareto: true, Limit: c.e.vectors}); err != nil {
		return err
	}
	var vectors [][]int64
	for _, p := range got.Points {
		vectors = append(vectors, turned(p))
	}
	diffs, err := frontier(lp, c.st, names, vectors, got.Complete)
	c.n["frontiers"]++
	c.n["vectors"] += len(vectors)
	if got.Complete {
		c.n["complete frontiers"]++
	}
	c.n["answers"] += 2*len(vectors) + 1
	c.diffs = append(c.diffs, diffs...)
	return err
}

// manyGiveUps is how many cheapest sets of choices to give up are listed at most.
const manyGiveUps = 200

// compareGiveUps makes choices until no plan meets them all and compares the
// smallest sets to give up.
func (c *check) compareGiveUps(m *analysis.Model, lp string, r *rand.Rand) error {
	s := m.NewSession()
	if s.Possible() != analysis.Yes {
		return nil
	}
	var ids []string
	var given []map[mandate.Item]bool
	for tries := 0; s.Possible() == analysis.Yes && tries < 12 || tries < 3; tries++ {
		items := map[mandate.Item]bool{}
		x := s.Items()[r.IntN(len(s.Items()))]
		var choice analysis.Choice
		var issue *mandate.Issue
		for _, i := range c.st.Case.Issues {
			if i.ID == x.Issue {
				issue = i
			}
		}
		if issue != nil && r.IntN(2) == 0 {
			choice = analysis.Choice{Issue: issue.ID, Options: []string{x.Option}}
			items[x] = true
			for _, o := range issue.Options {
				in := o.ID == x.Option
				if !in && issue.Set && r.IntN(2) == 0 {
					in = true
					choice.Options = append(choice.Options, o.ID)
				}
				if in || issue.Set {
					items[mandate.Item{Issue: issue.ID, Option: o.ID}] = in
				}
			}
		} else {
			choice = analysis.Choice{Items: []mandate.Item{x}, In: r.IntN(3) > 0}
			items[x] = choice.In
		}
		ids = append(ids, fmt.Sprintf("c%02d", len(ids)))
		given = append(given, items)
		s.Add(choice)
	}
	if s.Possible() != analysis.No {
		return nil
	}
	up := s.GiveUp(manyGiveUps)
	if !up.Complete {
		c.n["give-ups not listed"]++
		return nil
	}
	var ours []string
	for _, set := range up.List {
		var of []string
		for _, i := range set {
			of = append(of, ids[i])
		}
		ours = append(ours, strings.Join(of, " + "))
	}
	sort.Strings(ours)
	theirs, err := giveUps(lp, ids, given)
	sort.Strings(theirs)
	c.n["blocked wishes"]++
	c.n["give-ups"] += len(ours)
	c.same(fmt.Sprintf("cheapest to give up of %v", s.Made()), ours, theirs)
	return err
}

// compareExploring compares what who, plans and whatif say about a record, for a goal
// if one is given.
func (c *check) compareExploring(goal *mandate.Expr, b analysis.Budget) error {
	m, err := analysis.New(c.st, goal, b)
	if err != nil {
		return err
	}
	if goal != nil {
		m.Require(goal)
	}
	lp, err := program(c.st, goal)
	if err != nil {
		return err
	}
	some, err := compareCoalition(m, lp, c.st)
	if some {
		c.n["coalitions"]++
	}
	if unfinished(c.n, "coalitions", err) != nil {
		c.diffs = append(c.diffs, "coalition: "+err.Error())
	}
	h := fnv.New64a()
	h.Write([]byte(lp))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	fm := m
	if c.e.conflicts > 0 {
		if fm, err = analysis.New(c.st, goal, analysis.Budget{Conflicts: c.e.conflicts}); err != nil {
			return err
		}
		if goal != nil {
			fm.Require(goal)
		}
	}
	for range c.e.frontiers {
		if err := unfinished(c.n, "frontiers", c.compareFrontier(fm, lp, r)); err != nil {
			return err
		}
	}
	return unfinished(c.n, "give-ups", c.compareGiveUps(m, lp, r))
}

// unfinished counts that clingo was asked too much, which is no difference.
func unfinished(n tally, what string, err error) error {
	if errors.Is(err, errPatience) {
		n[what+" that clingo does not finish"]++
		return nil
	}
	return err
}
