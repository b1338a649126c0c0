package analysis_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// TestExploringAgainstBruteForce compares what who, whatif and plans say, and
// counts of mandates, with plain enumeration: on random cases and on others
// about coalitions, with rates and saved plans, with and without a goal.
func TestExploringAgainstBruteForce(t *testing.T) {
	n := max(*cases/5, 300)
	if testing.Short() {
		n = min(n, 60)
	}
	var mu sync.Mutex
	total := map[string]int{}
	seeds := make(chan uint64)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				tally, err := explore(seed)
				mu.Lock()
				for k, n := range tally {
					total[k] += n
				}
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				mu.Unlock()
			}
		})
	}
	for seed := uint64(1); seed <= uint64(n) && !t.Failed(); seed++ {
		seeds <- seed
	}
	close(seeds)
	wg.Wait()
	t.Logf("%d cases: %v", n, total)
	if t.Failed() {
		return
	}
	// How many in a hundred cases there must be at least.
	for what, least := range map[string]int{
		"coalitions": 120, "coalitions with a goal": 15, "could join": 50, "stay out": 10, "lines": 150, "leave": 5, "fall": 10, "nobody is left": 10,
		"counts": 1000, "counts above 1": 60, "frontiers": 300, "vectors": 150, "frontiers of several": 15, "frontiers with moves": 25,
		"frontiers with owed": 25, "frontiers with cost": 15, "further plans": 15, "wishes": 180, "blocked wishes": 15, "give-ups": 15, "items explained": 40,
	} {
		if total[what]*100 < least*n {
			t.Errorf("only %d %s in %d cases", total[what], what, n)
		}
	}
}

// exploring is one case under comparison.
type exploring struct {
	c     *mandate.Case
	goal  *mandate.Expr
	with  string // tells of the goal in what is counted
	r     *rand.Rand
	n     map[string]int
	diffs []string
}

func (x *exploring) same(what string, got, want any) {
	if !reflect.DeepEqual(got, want) {
		x.diffs = append(x.diffs, fmt.Sprintf("%s%s:\n  engine %v\n  brute  %v", what, x.with, got, want))
	}
}

func (x *exploring) model(q mandate.Query) (*analysis.Model, error) {
	st, err := record.At(x.c, q)
	if err != nil {
		return nil, err
	}
	m, err := analysis.New(st, x.goal, analysis.Budget{})
	if err == nil && x.goal != nil {
		m.Require(x.goal)
	}
	return m, err
}

func explore(seed uint64) (tally map[string]int, err error) {
	tally = map[string]int{}
	files, q, goalID := bruteforce.Random(seed)
	for _, x := range []struct {
		files  map[string]string
		q      mandate.Query
		goalID string
	}{{files, q, goalID}, {dealers(seed).files(), mandate.Query{}, ""}} {
		fsys := fstest.MapFS{}
		for name, text := range x.files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		c, pos, list := casefile.Load(fsys, fmt.Sprint(seed))
		if list.HasErrors() {
			return tally, fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(list))
		}
		diffs, n, err := exploreCase(seed, c, x.q, x.goalID)
		for k, n := range n {
			tally[k] += n
		}
		if err == nil {
			err = differ(diffs, x.files, x.q)
		}
		if err != nil {
			return tally, err
		}
	}
	return tally, nil
}

// dealers is a random case of four contributors whose several offers depend on
// each other and on what is open.
func dealers(seed uint64) scene {
	r := rand.New(rand.NewPCG(seed, 0x6465616c))
	ids := []string{"c", "e", "f", "h"}
	s := scene{say: []string{
		"actors: [{id: c, name: C, roles: [contributor], groups: [g]}, {id: e, name: E, roles: [contributor], groups: [g]}, {id: f, name: F, roles: [contributor], groups: [g]}, {id: h, name: H, roles: [contributor]}]",
		"capabilities: [{id: infantry, name: infantry, unit: soldiers}, {id: police, name: police, unit: officers}]",
		"issues: [{id: roe, name: roe, source: s, options: [{id: mild, name: mild}, {id: robust, name: robust}]}]",
		"tasks: [{id: t1, name: t1}, {id: t2, name: t2}]",
		fmt.Sprintf("requirements: [{id: l1, capability: infantry, minimum: %d, target: %d, task: t1, source: s}, {id: l2, capability: infantry, minimum: 4, target: 7, task: t2, source: s}, {id: l3, capability: police, minimum: 3, if: 'roe == \"robust\"', source: s}]", 1+r.IntN(6), 7+r.IntN(4)),
	}}
	for n := range 5 + r.IntN(8) {
		who := r.IntN(4)
		other := ids[(who+1+r.IntN(3))%4]
		about := []string{`joins("` + other + `")`, `!joins("` + other + `")`, `joining("g") >= 2`, `roe == "mild"`, `roe == "robust"`}[r.IntN(5)]
		figure := func() string {
			k := 1 + r.IntN(5)
			return []string{fmt.Sprint(k), fmt.Sprint(k), fmt.Sprintf("{from: %d, to: %d}", k, k+3), fmt.Sprintf("{at_least: %d}", k), "some"}[r.IntN(5)]
		}
		brings := []string{"amounts: {infantry: " + figure() + "}", "amounts: {infantry: " + figure() + ", police: " + figure() + "}", "amounts: {police: " + figure() + "}"}[r.IntN(3)]
		if r.IntN(4) == 0 {
			brings += ", not_for: [" + []string{"t1", "t2"}[r.IntN(2)] + "]"
		}
		cond := ""
		if r.IntN(3) > 0 {
			cond = "if: '" + about + "', "
		}
		effect := []string{"commits: {" + cond + brings + "}", "commits: {" + cond + brings + "}", "offers: {" + cond + brings + "}", "offers: {" + cond + brings + "}",
			"offers: {" + cond + brings + "}", "interested: true", "requires: '" + about + "'"}[r.IntN(7)]
		s.rec = append(s.rec, said{fmt.Sprintf("e%d", n), ids[who], fmt.Sprintf("2025-01-%02d", 1+r.IntN(3)), effect, nil})
	}
	return s
}

func exploreCase(seed uint64, c *mandate.Case, q mandate.Query, goalID string) (diffs []string, tally map[string]int, err error) {
	bruteforce.Enrich(seed, c)
	x := &exploring{c: c, r: rand.New(rand.NewPCG(seed, 0x6578)), n: map[string]int{}}
	for _, withGoal := range []bool{false, true} {
		if withGoal {
			for _, g := range c.Goals {
				if g.ID == goalID {
					x.goal, x.with = g.That.Expr, " with a goal"
				}
			}
			if x.goal == nil {
				break
			}
		}
		for _, f := range []struct {
			what    string
			compare func(mandate.Query) error
		}{{"coalition", x.coalition}, {"count", x.counts}, {"frontier", x.frontiers}, {"wish", x.wishes}} {
			err := f.compare(q)
			switch {
			case analysis.IsNoAim(err):
				x.n["no record"]++
				return nil, x.n, nil
			case errors.Is(err, bruteforce.ErrTooLarge), errors.Is(err, bruteforce.ErrCircular):
				x.n["too large or circular: "+f.what]++
			case err != nil:
				return nil, x.n, fmt.Errorf("%s: %w", f.what, err)
			}
		}
	}
	return x.diffs, x.n, nil
}

func (x *exploring) coalition(q mandate.Query) error {
	m, err := x.model(q)
	if err != nil {
		return err
	}
	want, err := bruteforce.Coalesce(x.c, q, x.goal)
	if err != nil {
		return err
	}
	got := m.Coalition()
	x.same("no coalition", got.Verdict == analysis.No, want.Blocked)
	if want.Blocked || got.Verdict == analysis.No {
		if want.Blocked && got.Verdict == analysis.No {
			x.among("why there is no coalition", got.Against, want.Collisions)
		}
		return nil
	}
	x.n["coalitions"+x.with]++
	if x.with != "" {
		x.n["coalitions"]++
	}
	joins, could, out := map[string]mandate.Rung{}, map[string]mandate.Rung{}, map[string]bool{}
	for _, a := range got.Members {
		joins[a.Actor.ID] = a.Rung
	}
	for _, a := range got.Could {
		could[a.Actor.ID] = a.Rung
		x.n["could join"]++
	}
	for _, a := range got.Out {
		out[a.Actor.ID] = true
		x.n["stay out"]++
		x.among("why "+a.Actor.ID+" stays out", a.Against, want.StaysOut[a.Actor.ID])
	}
	stays := map[string]bool{}
	for a := range want.StaysOut {
		stays[a] = true
	}
	x.same("members", joins, want.Joins)
	x.same("could join", could, want.CouldJoin)
	x.same("stays out", out, stays)
	var named, firm []int64
	for _, k := range x.c.Capabilities {
		a, b := got.Figures(k.ID)
		named, firm = append(named, a), append(firm, b)
	}
	x.same("named", named, want.Named)
	x.same("firm", firm, want.Firm)
	if err := m.Verify(got.Plan); err != nil {
		x.diffs = append(x.diffs, "the plan of the coalition does not verify: "+err.Error())
	}
	mu, _, _ := strings.Cut(planKey(x.c, got.Plan), "; joins ")
	x.same("the mandate is one of the best plans: "+mu, slices.Contains(want.Mandates, mu), true)
	view := x.view(&got)
	var views []string
	found := false
	for _, v := range want.Views {
		views = append(views, x.bruteView(v))
		found = found || views[len(views)-1] == view
	}
	x.n["lines"] += len(got.Lines)
	if !found {
		x.same("what the plan shows", view, strings.Join(views, "\n     or "))
	}

	told := map[string]analysis.Departure{}
	for _, d := range m.Departures(&got) {
		told[d.Actor.ID] = d
	}
	for _, a := range got.Members {
		id := a.Actor.ID
		x.same("nobody is left without "+id, told[id].Nobody, want.Needed[id])
		if told[id].Nobody {
			x.n["nobody is left"]++
			continue
		}
		leaves, falls := []string{}, map[string]mandate.Rung{}
		for _, ch := range told[id].Changes {
			b := ch.Actor.ID
			if ch.Against == nil {
				x.diffs = append(x.diffs, "no reason for "+b+" without "+id)
				continue
			}
			if ch.Leaves {
				leaves = append(leaves, b)
			} else {
				falls[b] = ch.To
			}
			smallest, err := bruteforce.FallsBecause(x.c, q, x.goal, id, b, map[bool]mandate.Rung{true: mandate.Silent, false: ch.From}[ch.Leaves])
			if err != nil {
				return err
			}
			x.among("why "+b+" leaves or falls without "+id, ch.Against, smallest)
		}
		wantLeaves, wantFalls := []string{}, map[string]mandate.Rung{}
		for _, b := range want.Leaves[id] {
			if m.WordOn(b) > mandate.Silent {
				wantLeaves = append(wantLeaves, b)
			}
		}
		for b, r := range want.Falls[id] {
			wantFalls[b] = r
		}
		x.n["leave"] += len(leaves)
		x.n["fall"] += len(falls)
		x.same("without "+id+" leave", leaves, wantLeaves)
		x.same("without "+id+" fall", falls, wantFalls)
	}
	return nil
}

// among says whether a collision is one of the smallest.
func (x *exploring) among(what string, got *analysis.Set, want [][]string) {
	set := []string{}
	if got != nil {
		set = append(set, names(analysis.Sets{List: []analysis.Set{*got}})[0]...)
	}
	for _, w := range want {
		if got != nil && slices.Equal(set, w) {
			return
		}
	}
	x.same(what, set, want)
}

// view writes what a coalition shows, and bruteView what brute force says it
// may show.
func (x *exploring) view(c *analysis.Coalition) string {
	v := bruteforce.View{Brings: map[string][][2]int64{}}
	for _, k := range x.c.Capabilities {
		var unstated []string
		for _, a := range c.Members {
			var sum [2]int64
			for _, b := range a.Brings {
				if b.Capability == k.ID {
					sum = [2]int64{b.Named, b.Firm}
					if b.Some {
						unstated = append(unstated, a.Actor.ID)
					}
				}
			}
			v.Brings[a.Actor.ID] = append(v.Brings[a.Actor.ID], sum)
		}
		v.Unstated = append(v.Unstated, unstated)
	}
	for _, l := range c.Lines {
		v.Lines = append(v.Lines, bruteforce.Line{ID: l.Line.ID, Capability: l.Line.Capability, Committed: l.Committed, Offered: l.Offered,
			Gap: [2]int64{l.Gap, l.GapToTarget}, FirmGap: [2]int64{l.FirmGap, l.FirmGapToTarget}, Unstated: l.Unstated})
	}
	return x.bruteView(&v)
}

func (x *exploring) bruteView(v *bruteforce.View) string {
	at := map[string]int{}
	for i, l := range x.c.Requirements {
		at[l.ID] = i
	}
	lines := slices.Clone(v.Lines)
	sort.Slice(lines, func(i, j int) bool { return at[lines[i].ID] < at[lines[j].ID] })
	return fmt.Sprintf("brings %v unstated %v lines %+v", v.Brings, v.Unstated, lines)
}

// without takes the choices out of a query.
func without(q mandate.Query) mandate.Query {
	q.Set, q.Join, q.Exclude = nil, nil, nil
	return q
}

// asWell adds the choices of a saved plan to those of a query.
func asWell(q mandate.Query, p *mandate.SavedPlan) mandate.Query {
	set := slices.Clone(q.Set)
	for _, s := range p.Set {
		if !slices.ContainsFunc(q.Set, func(o mandate.Choice) bool { return o.Issue == s.Issue }) {
			set = append(set, s)
		}
	}
	q.Set = set
	q.Join = append(slices.Clone(q.Join), p.Join...)
	q.Exclude = append(slices.Clone(q.Exclude), p.Exclude...)
	return q
}

// exactly is enough work to count anything of a small case.
var exactly = analysis.Counting{Boxes: 1 << 20, Conflicts: 1 << 40, Branches: 1 << 30}

func (x *exploring) counts(q mandate.Query) error {
	count := func(what string, got analysis.Count, q mandate.Query) error {
		want, err := bruteforce.Count(x.c, q, x.goal)
		if err != nil {
			return err
		}
		x.n["counts"]++
		if want > 1 {
			x.n["counts above 1"]++
		}
		if !got.Exact || got.Number.Cmp(big.NewInt(int64(want))) != 0 {
			x.same(what, fmt.Sprint(got.Number, " exact: ", got.Exact), want)
		}
		return nil
	}
	free, err := x.model(without(q))
	if err != nil {
		return err
	}
	s := free.NewSession()
	for _, some := range append([]mandate.Query{without(q), q}, asWell(q, x.c.Plans[0]), asWell(q, x.c.Plans[1])) {
		m, err := x.model(some)
		if err != nil {
			return err
		}
		if err := count("mandates", m.CountMandates(nil, exactly), some); err != nil {
			return err
		}
		s.Take(analysis.ChoicesOf(some))
		if err := count("mandates after choosing", s.CountMandates(exactly), some); err != nil {
			return err
		}
	}
	return nil
}

func (x *exploring) frontiers(q mandate.Query) error {
	m, err := x.model(q)
	if err != nil {
		return err
	}
	all := analysis.Objectives(x.c)
	x.r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	by := []analysis.Objective{}
	for _, o := range all[:1+x.r.IntN(4)] {
		rated := slices.ContainsFunc(x.c.Rates, func(r *mandate.Rate) bool { return m.State.Holds(r.Line) })
		if o.Kind != "cost" || rated {
			by = append(by, o)
		}
	}
	if len(by) == 0 {
		return nil
	}
	var ids []string
	moves := false
	for _, o := range by {
		ids = append(ids, o.Name())
		moves = moves || o.Kind == "moves"
	}
	want, err := bruteforce.ParetoBy(x.c, q, x.goal, ids)
	if err != nil {
		return err
	}
	for _, o := range by {
		x.n["frontiers with "+o.Kind]++
	}
	by2 := strings.Join(ids, ",")
	counting := []string{}
	for _, i := range m.ToldApartBy() {
		counting = append(counting, i.ID)
	}
	sort.Strings(counting)
	x.same("issues that count", counting, want.Counting)
	for _, what := range []analysis.Frontiers{{}, {Pareto: true, Top: 1 + x.r.IntN(4)}} {
		got, err := m.Frontier(by, what)
		if err != nil {
			return err
		}
		x.n["frontiers"]++
		x.same(by2+": there is a plan", got.Verdict == analysis.Yes, want.Best != nil)
		x.same(by2+": complete", got.Complete, true)
		var vectors [][]int64
		for _, p := range got.Points {
			vectors = append(vectors, p.Values)
		}
		if !what.Pareto {
			var best [][]int64
			if want.Best != nil {
				best = [][]int64{want.Best}
			}
			x.same("best by "+by2, vectors, best)
		} else {
			x.same("frontier by "+by2, vectors, want.Pareto)
			x.n["vectors"] += len(vectors)
			if len(vectors) > 1 {
				x.n["frontiers of several"]++
			}
		}
		for _, p := range got.Points {
			if v, err := m.Betters(by, p.Values); v != analysis.No || err != nil {
				x.diffs = append(x.diffs, fmt.Sprintf("%s: %v is bettered: %v %v", by2, p.Values, v, err))
			}
			mus := want.Mandates(p.Values)
			var listed []map[string][]string
			for i, r := range p.Plans {
				key, _, _ := strings.Cut(planKey(x.c, r.Plan), "; joins ")
				x.same(fmt.Sprintf("%s: %s is a mandate of %v", by2, key, p.Values), slices.Contains(mus, key), true)
				for k, o := range by {
					x.same(fmt.Sprintf("%s: value of a plan", o.Name()), m.ValueOf(o, r), p.Values[k])
				}
				if !moves {
					if err := m.Verify(r.Plan); err != nil {
						x.diffs = append(x.diffs, "a plan of the frontier does not verify: "+err.Error())
					}
				}
				if i > 0 {
					x.n["further plans"]++
					x.same(fmt.Sprintf("%s: distance of plan %d of %v", by2, i+1, p.Values), r.Distance, want.Farthest(p.Values, listed))
				}
				listed = append(listed, r.Plan.Mandate)
			}
			if p.NoMore {
				x.n["no further plan"]++
				x.same(fmt.Sprintf("%s: no further plan of %v", by2, p.Values), 0, want.Farthest(p.Values, listed))
			}
			if len(p.Plans) < max(what.Top, 1) && !p.NoMore {
				x.diffs = append(x.diffs, by2+": the list of plans ends without a word")
			}
			if want.Farthest(p.Values, nil) != math.MaxInt {
				x.diffs = append(x.diffs, fmt.Sprintf("%s: brute force has no plan of %v", by2, p.Values))
			}
		}
	}
	return nil
}

func (x *exploring) wishes(q mandate.Query) error {
	m, err := x.model(without(q))
	if err != nil {
		return err
	}
	q = asWell(q, x.c.Plans[x.r.IntN(2)])
	want, err := bruteforce.GiveUps(x.c, q, x.goal)
	if err != nil {
		return err
	}
	x.n["wishes"]++
	s := m.NewSession()
	choices := analysis.ChoicesOf(q)
	s.Take(choices)
	reasons := func(rs analysis.Reasons) [][]string {
		if !rs.Complete {
			x.diffs = append(x.diffs, "a list of reasons is not complete")
		}
		out := [][]string{}
		for i, r := range rs.List {
			if i > 0 && r.Size() < rs.List[i-1].Size() {
				x.diffs = append(x.diffs, "a list of reasons is not in order of size")
			}
			set := x.chosen(q, r.Choices)
			for _, p := range r.Positions {
				set = append(set, p.Name())
			}
			sort.Strings(set)
			out = append(out, set)
		}
		return sortedSets(out)
	}
	x.same("the case is blocked", s.PossibleFirst() == analysis.No, want.CaseBlocked)
	x.same("the wish is blocked", s.Possible() == analysis.No, want.Blocked)
	if want.Blocked && !want.CaseBlocked {
		x.n["blocked wishes"]++
		x.same("why the wish is blocked", reasons(s.Collisions(0)), sortedSets(want.Collisions))
		up := s.GiveUp(0)
		x.same("give-ups are complete", up.Complete, true)
		got := [][]string{}
		for _, set := range up.List {
			names := x.chosen(q, set)
			sort.Strings(names)
			got = append(got, names)
		}
		least := [][]string{}
		for _, set := range want.GiveUps {
			if len(set) == len(want.GiveUps[0]) {
				least = append(least, set)
			}
		}
		x.n["give-ups"] += len(got)
		x.same("cheapest to give up", sortedSets(got), sortedSets(least))
	}
	if want.CaseBlocked {
		return nil
	}
	brute, err := bruteforce.Explore(x.c, q, x.goal)
	if err != nil {
		return err
	}
	var settled []int
	for n, look := range s.Looks() {
		item := s.Items()[n]
		id := item.Actor
		if id == "" {
			id = item.Issue + "=" + item.Option
		}
		wantLook := brute.Looks[id]
		if !want.Blocked { // of a blocked wish all is ruled out
			x.same("look of "+id, strings.Replace(look.String(), "chosen", "forced", 1), strings.Replace(wantLook, "chosen", "forced", 1))
		}
		if look == analysis.RuledOut && !s.LeftOut(n) || look == analysis.Forced {
			settled = append(settled, n)
		}
	}
	if len(settled) == 0 {
		return nil
	}
	n := settled[x.r.IntN(len(settled))]
	in := s.Looks()[n] == analysis.RuledOut
	why, err := bruteforce.WhyNot(x.c, q, x.goal, s.Items()[n], !in)
	if err != nil {
		return err
	}
	x.n["items explained"]++
	x.same(fmt.Sprintf("why %v is not in: %v", s.Items()[n], in), reasons(s.WhyNot(n, in, 0)), sortedSets(slices.Clone(why)))
	if one := s.WhyNot(n, in, 1); len(one.List) != 1 || len(why) == 0 || one.List[0].Size() != len(why[0]) {
		x.same("the smallest reason", one.List, why)
	}
	return nil
}

// chosen names choices as brute force does.
func (x *exploring) chosen(q mandate.Query, of []int) []string {
	out := []string{}
	for _, i := range of {
		c := analysis.ChoicesOf(q)[i]
		switch {
		case c.Issue != "":
			var ids []string
			for _, issue := range x.c.Issues {
				for _, o := range issue.Options {
					if issue.ID == c.Issue && slices.Contains(c.Options, o.ID) {
						ids = append(ids, o.ID)
					}
				}
			}
			out = append(out, "set "+c.Issue+"="+strings.Join(ids, ","))
		case c.In:
			out = append(out, "join "+c.String())
		default:
			out = append(out, "exclude "+c.String())
		}
	}
	return out
}
