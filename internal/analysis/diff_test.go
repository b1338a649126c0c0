package analysis_test

import (
	"errors"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/record"
	"testing/fstest"
)

// TestDiffAgainstBruteForce compares what differs between two readings of random
// records, and the responsible sets, with enumeration of all records between them.
// Half of the time the engine may not look at all of them, so that its search is
// tested too.
func TestDiffAgainstBruteForce(t *testing.T) {
	n := max(*cases/10, 200)
	if testing.Short() {
		n = 120
	}
	var mu sync.Mutex
	total := map[string]int{}
	seeds := make(chan uint64)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				tally, err := compareDiff(seed)
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
	for what, least := range map[string]int{"compared": 40, "verdict": 5, "rung": 5, "owed": 20, "standing": 20, "force": 8, "now": 5, "sets": 100, "sets of several": 10, "lines": 2} {
		if total[what]*100 < least*n {
			t.Errorf("only %d %s in %d cases", total[what], what, n)
		}
	}
}

// twoDays picks two readings of a record.
func twoDays(r *rand.Rand, q mandate.Query) (a, b mandate.Query) {
	day := func() *mandate.Day {
		d := mandate.DayOf(2025, 3, 1+r.IntN(12))
		return &d
	}
	a, b = q, q
	a.AsOf, b.AsOf = day(), day()
	switch r.IntN(4) {
	case 0: // what was recorded since, at one day
		a.AsOf, a.RecordedBy, b.RecordedBy = b.AsOf, day(), nil
	case 1, 2:
		if *a.AsOf > *b.AsOf {
			a, b = b, a
		}
	}
	return a, b
}

func compareDiff(seed uint64) (map[string]int, error) {
	tally := map[string]int{}
	files, q, _ := bruteforce.Random(seed)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list := casefile.Load(fsys, fmt.Sprint(seed))
	if list.HasErrors() {
		return tally, errors.New("does not load")
	}
	r := rand.New(rand.NewPCG(seed, 5))
	qa, qb := twoDays(r, q)
	want, err := bruteforce.Diff(c, qa, qb, 7)
	if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
		tally["too large or circular"]++
		return tally, nil
	}
	if err != nil {
		return tally, err
	}
	a, err := record.At(c, qa)
	if err != nil {
		return tally, err
	}
	b, err := a.At(qb)
	if err != nil {
		return tally, err
	}
	limits := analysis.DefaultTracing
	if seed%2 == 0 {
		limits = analysis.Tracing{Records: r.IntN(12), Branches: 1 + r.IntN(20), Sets: 1 + r.IntN(12)}
	}
	d, err := analysis.Differ(record.NewPair(a, b), limits, analysis.Budget{})
	if err != nil {
		return tally, err
	}
	tally["compared"]++
	var diffs []string
	same := func(what string, got, want any) {
		if fmt.Sprint(got) != fmt.Sprint(want) {
			diffs = append(diffs, fmt.Sprintf("%s:\n  engine %v\n  brute  %v", what, got, want))
		}
	}
	place := map[string]int{}
	for i, name := range want.Changes {
		place[name] = i
	}
	bit := make([]uint64, len(d.Changes))
	same("changes", len(d.Changes), len(want.Changes))
	for i, x := range d.Changes {
		name := bruteforce.LineName(x.Line)
		if x.Entry != nil {
			name = x.Entry.ID
		} else {
			tally["lines"]++
		}
		k, ok := place[name]
		same("change "+name, ok, true)
		bit[i] = 1 << k
	}
	seen := map[string]bool{}
	for _, x := range d.Conclusions {
		name := strings.TrimSpace(x.Kind + " " + x.ID)
		switch x.Kind {
		case "collision", "circle", "mark":
			if err := turnsBack(c, a, b, d, x); err != nil {
				diffs = append(diffs, err.Error())
			}
			tally[x.Kind]++
			continue
		case "standing":
			name += " " + string(x.As)
		}
		seen[name] = true
		y := want.Conclusions[name]
		if y == nil {
			diffs = append(diffs, fmt.Sprintf("%s does not differ: %v %v", name, x.Was, x.Is))
			continue
		}
		tally[x.Kind]++
		word := func(v analysis.Value) string {
			if x.Kind == "force" && v.Word == "" || x.Kind == "count" && v.Word == "" {
				return fmt.Sprint(v.N)
			}
			if v.N > 0 {
				return fmt.Sprint(v.Word, " ", v.N)
			}
			return strings.Replace(v.Word, "not owed", "", 1)
		}
		same(name, word(x.Was)+" → "+word(x.Is), y.Was+" → "+y.Is)
		listed := map[uint64]bool{}
		for _, s := range x.Responsible {
			var set uint64
			for _, k := range s.Changes {
				set |= bit[k]
			}
			listed[set] = true
			tally["sets"]++
			if len(s.Changes) > 1 {
				tally["sets of several"]++
			}
			if s.Proven && !y.Minimal(set) {
				diffs = append(diffs, fmt.Sprintf("%s: %b is not minimal: %b", name, set, y.Sets))
			}
			if !s.Proven {
				diffs = append(diffs, fmt.Sprintf("%s: %b is not proven", name, set))
			}
		}
		if len(x.Responsible) == 0 {
			diffs = append(diffs, name+": nothing is responsible")
		}
		for _, s := range y.Sets {
			if (x.All || bits.OnesCount64(s) <= x.UpTo) && !listed[s] {
				diffs = append(diffs, fmt.Sprintf("%s: %b is not listed (all %v, up to %d)", name, s, x.All, x.UpTo))
			}
			if !listed[s] {
				tally["missed"]++
			}
		}
	}
	for name, y := range want.Conclusions {
		if seen[name] {
			continue
		}
		kind, _, _ := strings.Cut(name, " ")
		blocked := func(s string) bool { return s == string(mandate.Blocked) || s == "" }
		if (kind == "standing" || kind == "force" || kind == "goal" || kind == "now") && (blocked(y.Was) || blocked(y.Is)) || kind == "now" && (y.Was == "past" || y.Is == "past") ||
			want.Conclusions["verdict"] != nil && (y.Was == "" || y.Is == "") && kind != "owed" { // no aim: nothing else is compared
			continue
		}
		if v := want.Conclusions["verdict"]; v != nil && (v.Was == string(mandate.NoRecord) || v.Is == string(mandate.NoRecord)) {
			continue
		}
		diffs = append(diffs, fmt.Sprintf("%s differs: %s → %s", name, y.Was, y.Is))
	}
	return tally, differ(diffs, files, q)
}

// turnsBack removes changes one way and the other: with a responsible set undone the
// conclusion is as it was, and with any proper part of it undone it is not.
func turnsBack(c *mandate.Case, a, b *record.State, d *analysis.Diff, x *analysis.Conclusion) error {
	is := func(set []int) (string, error) {
		var cs []record.Change
		for _, k := range set {
			cs = append(cs, d.Changes[k])
		}
		return fresh(b.Undo(a, cs...), x)
	}
	was, err := fresh(a, x)
	if err != nil {
		return err
	}
	for _, s := range x.Responsible {
		for part := range 1 << len(s.Changes) {
			var set []int
			for i, k := range s.Changes {
				if part>>i&1 == 1 {
					set = append(set, k)
				}
			}
			got, err := is(set)
			if err != nil {
				return err
			}
			if back := got == was; back != (len(set) == len(s.Changes)) {
				return fmt.Errorf("%s %s: with %d of %d undone it is %q, was %q", x.Kind, x.ID, len(set), len(s.Changes), got, was)
			}
		}
	}
	return nil
}

// fresh reads a conclusion from a model of its own, with the lists that why, order
// and the matrix print.
func fresh(st *record.State, x *analysis.Conclusion) (string, error) {
	var goal *mandate.Expr
	for _, g := range st.Case.Goals {
		if x.Kind == "collision" && g.ID == x.ID {
			goal = g.That.Expr
		}
	}
	m, err := analysis.New(st, goal, analysis.Budget{})
	if err != nil {
		return "no record", nil
	}
	says := func(ps []*analysis.Position) string {
		list := map[string]bool{}
		for _, p := range ps {
			w := p.Kind + " " + p.Adopts + " " + analysis.Normal(p)
			if p.Kind == "declines" {
				w += " " + fmt.Sprint(p.Owners)
			}
			list[w] = true
		}
		return fmt.Sprint(list)
	}
	want, among := says(x.Positions), []string{}
	switch x.Kind {
	case "collision":
		for _, s := range m.Collisions(goal, 0).List {
			among = append(among, says(s.Positions))
		}
	case "circle":
		cs, err := m.Circles(0)
		if err != nil {
			return "", err
		}
		for _, s := range cs.List {
			among = append(among, says(s.Positions))
		}
	case "mark":
		for _, i := range analysis.Columns(st.Case) {
			if i.Name() == x.Issue {
				mk := m.Mark(x.ID, i)
				if mk.Objects {
					return "objects", nil
				}
				return mk.Rung.String(), nil
			}
		}
	}
	for _, s := range among {
		if s == want {
			return "there", nil
		}
	}
	return "not there", nil
}
