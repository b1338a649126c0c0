package analysis_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
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

// TestAgainstBruteForceOrder compares what order says, its circles and remedies with
// plain enumeration, on random cases and on others in which much waits.
func TestAgainstBruteForceOrder(t *testing.T) {
	n := max(*cases/3, 400)
	if testing.Short() {
		n = min(n, 100)
	}
	var mu sync.Mutex
	total := map[string]int{}
	seeds := make(chan uint64)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				tally, err := compareOrder(seed)
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
	for what, least := range map[string]int{"orders": 80, "pairs": 300, "forced": 60, "needed": 30, "circles": 40, "plain circles": 30,
		"circles that block": 10, "circles against Johnson": 10, "move": 50, "together": 3, "split": 5, "in turn": 1, "guarantee": 20} {
		if total[what]*100 < least*n {
			t.Errorf("only %d %s in %d cases", total[what], what, n)
		}
	}
}

func compareOrder(seed uint64) (map[string]int, error) {
	tally := map[string]int{}
	files, q, _ := bruteforce.Random(seed)
	for _, x := range []struct {
		files map[string]string
		q     mandate.Query
	}{{files, q}, {bruteforce.RandomWaits(seed), mandate.Query{}}} {
		fsys := fstest.MapFS{}
		for name, text := range x.files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		c, pos, list := casefile.Load(fsys, fmt.Sprint(seed))
		if list.HasErrors() {
			if x.q.AsOf == nil && strings.Contains(x.files["case.yaml"], "aim: s0") {
				tally["refused"]++ // what the reader refuses
				continue
			}
			return tally, fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(list))
		}
		diffs, err := compareOrderOf(seed, c, x.q, tally)
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
			tally["too large or circular"]++
			continue
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

func compareOrderOf(seed uint64, c *mandate.Case, q mandate.Query, tally map[string]int) (diffs []string, err error) {
	same := func(what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			diffs = append(diffs, fmt.Sprintf("%s:\n  engine %v\n  brute  %v", what, got, want))
		}
	}
	want, err := bruteforce.Order(c, q)
	if err != nil || want == nil {
		return nil, err
	}
	solved, err := bruteforce.Solve(c, q, nil)
	if err != nil {
		return nil, err
	}
	st, err := record.At(c, q)
	if err != nil {
		return nil, err
	}
	m, audit, err := analysis.NewAudited(st, nil, analysis.Budget{})
	if err != nil {
		return nil, err
	}
	var owed *analysis.Owed
	if v, _ := m.Verdict(); v == mandate.Blueprint {
		o := m.Owed()
		owed = &o
	}
	o := m.Order(owed)
	same("possible", o.Possible == analysis.Yes, want.Plans)
	if want.Plans {
		tally["orders"]++
		var now, always, pairs []string
		for _, e := range o.Events {
			if e.Now {
				now = append(now, e.Name)
			}
			if e.Always {
				always = append(always, e.Name)
			}
		}
		for _, p := range o.Pairs {
			s := p.Before + " " + p.After
			if p.Waits {
				s += " waits"
			}
			pairs = append(pairs, s)
		}
		sort.Strings(pairs)
		same("complete", o.Complete, true)
		same("possible now", now, want.Now)
		same("in every plan", always, want.Always)
		same("pairs", pairs, want.Pairs)
		same("one order", o.Sequence, want.Sequence)
		same("its layers", o.Layers, want.Layers)
		tally["pairs"] += len(pairs)
		for _, x := range o.Needed {
			var names []string
			force := false
			for _, a := range x.Answers {
				names = append(names, a.Name())
				force = force || a.Kind == "force"
			}
			if !force {
				tally["needed"]++
				same(fmt.Sprint("needed by: ", names), x.By, want.NeededBy(names))
			}
		}
		if len(o.Pairs) > 0 {
			p := o.Pairs[rand.New(rand.NewPCG(seed, 3)).IntN(len(o.Pairs))]
			names := keysOf(p.Forced)
			ok, err := want.Forces(names, p.Before, p.After)
			switch {
			case errors.Is(err, bruteforce.ErrTooLarge):
				tally["forced: too large"]++
			case err != nil:
				return nil, err
			default:
				tally["forced"]++
				if !ok || !p.Proven {
					diffs = append(diffs, fmt.Sprintf("%v is no minimal set that puts %s before %s", names, p.Before, p.After))
				}
			}
		}
	}
	if audit.Err() != nil {
		diffs = append(diffs, "an answer does not stand up: "+audit.Err().Error())
	}
	waits, err := bruteforce.Everything(c, q)
	if err != nil {
		return diffs, err
	}
	cs, err := m.Circles(0)
	if err != nil {
		return nil, err
	}
	circles, plain := waits.Circles()
	var have [][]string
	for _, x := range cs.List {
		have = append(have, keysOf(x.Positions))
	}
	byText := func(sets [][]string) [][]string {
		return sortedSets(slices.Clone(sets))
	}
	same("circles", byText(have), byText(circles))
	if len(diffs) > 0 {
		return diffs, nil
	}
	if by, ok := waits.Circuits(); ok {
		same("circles of Johnson", byText(have), byText(by))
		tally["circles against Johnson"] += len(by)
	}
	for i, x := range cs.List {
		tally["circles"]++
		k := slices.IndexFunc(circles, func(c []string) bool { return slices.Equal(c, have[i]) })
		same(fmt.Sprint("conjunctions alone: ", have[i]), x.Plain, plain[k])
		blocks := analysis.No
		for _, s := range solved.Collisions {
			if !slices.ContainsFunc(have[i], func(p string) bool { return !slices.Contains(s, p) }) {
				blocks = analysis.Yes
				tally["circles that block"]++
				break
			}
		}
		same(fmt.Sprint("blocks: ", have[i]), x.Blocks, blocks)
		var loop []bruteforce.Link
		if x.Plain {
			tally["plain circles"]++
			for _, a := range x.Loops[0] {
				l := bruteforce.Link{From: a.From, To: a.To}
				if len(a.Positions) > 0 {
					l.Key = a.Positions[0].Name()
				}
				loop = append(loop, l)
			}
			if err := waits.CheckLoop(have[i], loop); err != nil || len(x.Loops) != 1 {
				diffs = append(diffs, fmt.Sprintf("the loop of %v: %v", have[i], err))
			}
		}
		var remedies []string
		for _, r := range x.Remedies {
			tally[r.Kind]++
			s := r.Kind
			if r.Position != nil {
				s += " " + r.Position.Name()
			}
			for _, ev := range r.Events {
				s += " " + ev
			}
			if len(r.Stages) > 0 {
				s += ": " + strings.Join(r.Stages, " ")
			}
			remedies = append(remedies, s)
			if !r.Sure {
				diffs = append(diffs, "not sure: "+s)
			}
		}
		sort.Strings(remedies)
		same(fmt.Sprintf("remedies of %v", loop), strings.Join(remedies, "\n"), strings.Join(waits.Remedies(have[i], loop), "\n"))
	}
	return diffs, nil
}

func keysOf(ps []*analysis.Position) []string {
	out := []string{}
	for _, p := range ps {
		out = append(out, p.Name())
	}
	sort.Strings(out)
	return out
}
