package analysis_test

import (
	"errors"
	"flag"
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
)

var cases = flag.Int("cases", 3000, "random cases to compare with brute force")

// TestAgainstBruteForce compares everything that check, why and unblock say
// with plain enumeration that shares no code with the engine but the loader.
func TestAgainstBruteForce(t *testing.T) {
	n := *cases
	if testing.Short() {
		n = min(n, 300)
	}
	var skipped, compared atomic.Int64
	var mu sync.Mutex
	verdicts := map[mandate.Verdict]int{}
	seeds := make(chan uint64)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				v, err := compare(seed)
				if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
					skipped.Add(1)
					continue
				}
				compared.Add(1)
				mu.Lock()
				verdicts[v]++
				mu.Unlock()
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
			}
		})
	}
	for seed := uint64(1); seed <= uint64(n) && !t.Failed(); seed++ {
		seeds <- seed
	}
	close(seeds)
	wg.Wait()
	t.Logf("%d cases compared, %d too large or circular; verdicts %v", compared.Load(), skipped.Load(), verdicts)
	if t.Failed() {
		return
	}
	if compared.Load() < int64(n)*9/10 {
		t.Errorf("only %d of %d cases could be compared", compared.Load(), n)
	}
	for _, v := range []mandate.Verdict{mandate.Blocked, mandate.Blueprint, mandate.Actionable, mandate.UnderWay} {
		if verdicts[v]*20 < n/2 {
			t.Errorf("verdict %s occurs only %d times in %d", v, verdicts[v], n)
		}
	}
}

func compare(seed uint64) (mandate.Verdict, error) {
	files, q, goalID := bruteforce.Random(seed)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, pos, list := casefile.Load(fsys, fmt.Sprint(seed))
	if list.HasErrors() {
		return "", fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(list))
	}
	var goal *mandate.Expr
	for _, g := range c.Goals {
		if g.ID == goalID {
			goal = g.That.Expr
		}
	}
	want, err := bruteforce.Solve(c, q, goal)
	if err != nil {
		return "", err
	}
	var diffs []string
	same := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			diffs = append(diffs, fmt.Sprintf("%s:\n  engine %v\n  brute  %v", what, got, want))
		}
	}
	st, err := record.At(c, q)
	if err != nil {
		return "", err
	}
	m, audit, err := analysis.NewAudited(st, nil, analysis.Budget{})
	if analysis.IsNoAim(err) {
		same("verdict", mandate.NoRecord, want.Verdict)
		return want.Verdict, differ(diffs, files, q)
	}
	if err != nil {
		return "", err
	}
	v, plan := m.Verdict()
	same("verdict", v, want.Verdict)
	if plan != nil {
		found := false
		key := planKey(c, plan)
		for _, k := range want.Possible {
			found = found || string(k) == key
		}
		same("the witness is a possible plan: "+key, found, true)
		if err := m.Verify(plan); err != nil {
			diffs = append(diffs, "the witness does not verify: "+err.Error())
		}
	}
	var possible []string
	for _, k := range want.Possible {
		possible = append(possible, string(k))
	}
	if err := sessionAgrees(m, possible, seed); err != nil {
		diffs = append(diffs, "choosing: "+err.Error())
	}
	same("possible plans", m.Possibles(), possible)
	if err := sessionAgrees(m, possible, seed+1); err != nil { // after other questions
		diffs = append(diffs, "choosing: "+err.Error())
	}
	var decided []string
	open := map[string][]string{}
	for _, i := range c.Issues {
		if _, _, ok := m.Decided(i.ID); ok {
			decided = append(decided, i.ID)
		}
		open[i.ID] = append([]string{}, m.Open(i.ID)...)
	}
	sort.Strings(decided)
	same("decided", decided, want.Decided)
	same("open", open, want.Open)
	if v != mandate.Blocked {
		rung, _ := m.Rung()
		same("rung", rung, want.Rung)
		can := map[string]mandate.Rung{}
		for _, s := range m.Standings() {
			if s.As == mandate.RoleContributor && s.Possible == analysis.Yes {
				can[s.Actor.ID] = s.Rung
			}
		}
		same("who can join", can, want.CanJoin)
	}
	if v == mandate.Blueprint {
		o := m.Owed()
		var all []string
		for _, a := range o.All {
			all = append(all, a.Name())
		}
		sort.Strings(all)
		same("owed by all", all, want.Owed)
		same("smallest sets", owedSets(o), want.OwedSets)
		missing := map[string]int64{}
		note := func(as []analysis.Answer) {
			for _, a := range as {
				if a.Kind == "force" {
					missing[a.ID] = a.Missing
				}
			}
		}
		note(o.All)
		note(o.From)
		for _, g := range append(append([][]analysis.Answer(nil), o.AnyOf...), o.Sets...) {
			note(g)
		}
		same("missing", missing, want.Missing)
	}
	var pairs [][2]string
	for _, p := range m.Contradictions() {
		r := p.Refs
		if r[0] > r[1] {
			r[0], r[1] = r[1], r[0]
		}
		pairs = append(pairs, r)
	}
	sort.Slice(pairs, func(i, j int) bool {
		return pairs[i][0] < pairs[j][0] || pairs[i][0] == pairs[j][0] && pairs[i][1] < pairs[j][1]
	})
	same("contradictions", dedupe(pairs), want.Contradictions)

	gm := m
	if goal != nil { // one solver for both
		if gm, err = m.Variant(st, goal); err != nil {
			return "", err
		}
	}
	if goal != nil || v == mandate.Blocked {
		cs, ws := gm.Collisions(goal, 0), gm.WaysOut(goal, 0)
		same("collisions", sortedSets(names(cs)), sortedSets(want.Collisions))
		if len(want.Collisions) > 0 {
			same("ways out", sortedSets(names(ws)), sortedSets(want.WaysOut))
			var weights []int64
			for _, s := range ws.List {
				weights = append(weights, s.Weight)
			}
			same("weights", weights, want.Weights)
		}
		if !cs.Complete || len(want.Collisions) > 0 && !ws.Complete {
			diffs = append(diffs, "a list is not complete")
		}
		if err := gm.CheckSets(goal, cs, false); err != nil {
			diffs = append(diffs, "collisions: "+err.Error())
		}
		if err := gm.CheckSets(goal, ws, true); err != nil && len(want.Collisions) > 0 {
			diffs = append(diffs, "ways out: "+err.Error())
		}
		for i := 1; i < len(cs.List); i++ {
			if len(cs.List[i].Positions) < len(cs.List[i-1].Positions) {
				diffs = append(diffs, "collisions are not in order of size")
			}
		}
	}
	if audit.Err() != nil {
		diffs = append(diffs, "an answer does not stand up: "+audit.Err().Error())
	}
	return v, differ(diffs, files, q)
}

func dedupe(ps [][2]string) (out [][2]string) {
	for i, p := range ps {
		if i == 0 || p != ps[i-1] {
			out = append(out, p)
		}
	}
	return out
}

// names lists the keys of sets: each sorted, the list sorted as brute force
// sorts it.
func names(s analysis.Sets) (out [][]string) {
	for _, x := range s.List {
		set := []string{}
		for _, p := range x.Positions {
			set = append(set, p.Name())
		}
		sort.Strings(set)
		out = append(out, set)
	}
	return out
}

func sortedSets(sets [][]string) [][]string {
	sort.Slice(sets, func(i, j int) bool { return strings.Join(sets[i], "\n") < strings.Join(sets[j], "\n") })
	return sets
}

func owedSets(o analysis.Owed) (out [][]string) {
	var base []string
	for _, a := range o.All {
		base = append(base, a.Name())
	}
	sets := [][]string{base}
	for _, g := range o.AnyOf {
		var next [][]string
		for _, s := range sets {
			for _, a := range g {
				next = append(next, append(append([]string(nil), s...), a.Name()))
			}
		}
		sets = next
	}
	if o.Exact {
		var pick func(from, k int, s []string) [][]string
		pick = func(from, k int, s []string) (out [][]string) {
			if k == 0 {
				return [][]string{append([]string(nil), s...)}
			}
			for i := from; i < len(o.From); i++ {
				out = append(out, pick(i+1, k-1, append(s[:len(s):len(s)], o.From[i].Name()))...)
			}
			return out
		}
		sets = pick(0, o.Pick, base)
	}
	if len(o.Sets) > 0 {
		sets = nil
		for _, g := range o.Sets {
			s := append([]string(nil), base...)
			for _, a := range g {
				s = append(s, a.Name())
			}
			sets = append(sets, s)
		}
	}
	for _, s := range sets {
		sort.Strings(s)
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return strings.Join(out[i], "\n") < strings.Join(out[j], "\n") })
	var uniq [][]string
	for i, s := range out {
		if i == 0 || strings.Join(s, "\n") != strings.Join(out[i-1], "\n") {
			uniq = append(uniq, s)
		}
	}
	return uniq
}

func planKey(c *mandate.Case, p *mandate.Plan) string {
	var parts []string
	for _, i := range c.Issues {
		ids := strings.Join(p.Mandate[i.ID], ",")
		if i.Set {
			ids = "{" + ids + "}"
		}
		parts = append(parts, i.ID+"="+ids)
	}
	return strings.Join(parts, " ") + "; joins " + strings.Join(p.Joins, ",") + "; consents " + strings.Join(p.Consents, ",")
}

func differ(diffs []string, files map[string]string, q mandate.Query) error {
	if len(diffs) == 0 {
		return nil
	}
	var names []string
	for f := range files {
		names = append(names, f)
	}
	sort.Strings(names)
	var b strings.Builder
	b.WriteString(strings.Join(diffs, "\n"))
	fmt.Fprintf(&b, "\nquery %+v", q)
	for _, f := range names {
		fmt.Fprintf(&b, "\n--- %s\n%s", f, files[f])
	}
	return errors.New(b.String())
}
