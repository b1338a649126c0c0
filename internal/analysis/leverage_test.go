package analysis_test

import (
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/record"
)

// TestLeverageAgainstBruteForce compares what each single answer would change
// with enumeration over the record as it would be.
func TestLeverageAgainstBruteForce(t *testing.T) {
	most := *cases / 10
	if testing.Short() {
		most = 60
	}
	compared, tried, opens, bad := 0, 0, 0, 0
	for seed := uint64(1); seed <= uint64(most); seed++ {
		files, q, goalID := bruteforce.Random(seed)
		c := loadFiles(t, files)
		var goal *mandate.Expr
		for _, g := range c.Goals {
			if g.ID == goalID && seed%3 == 0 {
				goal = g.That.Expr
			}
		}
		before, answers, err := bruteforce.Leverage(c, q, goal)
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
			continue
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		got, err := analysis.Levers(st, goal, analysis.Budget{})
		if analysis.IsNoAim(err) {
			if answers != nil {
				t.Errorf("seed %d: no record", seed)
			}
			continue
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		compared++
		var diffs []string
		vector := func(m analysis.Measures) []int64 {
			x := bruteforce.Measures{Verdict: m.Verdict, Rung: m.Rung, Owed: m.Owed, Joins: m.Joins, Force: m.Force, Options: m.Options}
			if m.Verdict == mandate.Blocked {
				x.Owed = -1
			}
			if m.Mandates == nil {
				diffs = append(diffs, "mandates are not counted")
			} else {
				x.Mandates = int(m.Mandates.Int64())
			}
			return x.Vector()
		}
		same := func(what string, engine, brute any) {
			if !reflect.DeepEqual(engine, brute) {
				diffs = append(diffs, fmt.Sprintf("%s: engine %v, brute force %v", what, engine, brute))
			}
		}
		same("before", vector(got.Before), before.Vector())
		joins := append([]string{}, got.Before.Joins...)
		sort.Strings(joins)
		same("who can join", joins, append([]string{}, before.Joins...))
		want := map[string]*bruteforce.Answer{}
		idle := map[string]bool{}
		for _, a := range answers {
			if a.Kind == "answer" && !a.Below || a.Kind == "move" && frame(a.What) {
				continue
			}
			want[a.Kind+" "+a.What] = a
			if a.Kind == "move" && reflect.DeepEqual(a.After.Vector(), before.Vector()) {
				idle[a.Kind+" "+a.What] = true
			}
		}
		for _, l := range got.Levers {
			if l.Kind == "resume" {
				continue
			}
			tried++
			name := l.Kind + " " + l.Name()
			a := want[name]
			if a == nil {
				diffs = append(diffs, "brute force does not try "+name)
				continue
			}
			delete(want, name)
			same(name, vector(l.After), a.After.Vector())
			same(name+" opens", l.Opens(got.Before), a.Opens)
			same(name+" closes", l.Closes(got.Before), a.Closes)
			if a.Opens {
				opens++
			}
		}
		for name := range want {
			if !idle[name] {
				diffs = append(diffs, "the engine does not try "+name)
			}
		}
		if len(diffs) > 0 {
			if bad++; bad <= 12 {
				t.Errorf("seed %d: %d differences, the first: %s", seed, len(diffs), diffs[0])
			}
		}
	}
	t.Logf("%d cases, %d answers, of which %d open something; %d differ", compared, tried, opens, bad)
	if compared < most*7/10 || opens < most {
		t.Errorf("only %d cases of %d compared, %d answers that open something", compared, most, opens)
	}
}

// frame reports whether a position is a line of the case: a need, a settle line,
// or the consent rule.
func frame(key string) bool {
	for _, p := range []string{"steps.", "settle.", "rules."} {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}
