package generate_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// budget bounds a verdict; no seed below comes near it.
const budget = 200_000

func folder(files map[string][]byte) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	return fsys
}

func load(t testing.TB, size generate.Size, seed uint64, infeasible bool) *mandate.Case {
	t.Helper()
	c, _, list := casefile.Load(folder(generate.Case(size, seed, generate.Options{Infeasible: infeasible})), fmt.Sprint(size, seed))
	for i, d := range list {
		t.Errorf("%s: %s %s: %s", d.Span, d.Severity, d.Code, d.Msg)
		if i > 8 {
			break
		}
	}
	if c == nil {
		t.FailNow()
	}
	return c
}

func TestSameSeedSameBytes(t *testing.T) {
	for _, size := range []generate.Size{generate.S, generate.M} {
		a := generate.Case(size, 7, generate.Options{})
		b := generate.Case(size, 7, generate.Options{})
		other := generate.Case(size, 8, generate.Options{})
		if len(a) != len(b) {
			t.Fatalf("%s: %d files and %d", size, len(a), len(b))
		}
		for name := range a {
			if !bytes.Equal(a[name], b[name]) {
				t.Errorf("%s: %s differs", size, name)
			}
		}
		if bytes.Equal(a["case.yaml"], other["case.yaml"]) {
			t.Errorf("%s: another seed gives the same case", size)
		}
	}
}

// TestVerdictsDiffer: feasible cases are not all blueprints.
func TestVerdictsDiffer(t *testing.T) {
	seen := map[mandate.Verdict]int{}
	for seed := uint64(1); seed <= 24; seed++ {
		st, err := record.At(load(t, generate.S, seed, false), mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		v, err := analysis.Quick(st, analysis.Budget{Conflicts: budget})
		if err != nil {
			t.Fatal(err)
		}
		seen[v]++
	}
	for _, v := range []mandate.Verdict{mandate.Blueprint, mandate.Actionable, mandate.UnderWay} {
		if seen[v] == 0 {
			t.Errorf("no case is %s: %v", v, seen)
		}
	}
}

func TestCases(t *testing.T) {
	for _, x := range []struct {
		size  generate.Size
		seeds uint64
	}{{generate.S, 20}, {generate.M, 5}, {generate.L, 1}} {
		for seed := uint64(1); seed <= x.seeds; seed++ {
			for _, infeasible := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/%t", x.size, seed, infeasible), func(t *testing.T) {
					if x.size == generate.L && testing.Short() {
						t.Skip("large")
					}
					c := load(t, x.size, seed, infeasible)
					n := x.size.Counts()
					steps := 0
					for _, s := range c.Steps {
						if s.StageOf == "" {
							steps++
						}
					}
					got := generate.Counts{Issues: len(c.Issues), Options: len(c.Issues[0].Options), Actors: len(c.Actors), Entries: 0, Steps: steps, Sources: len(c.Sources)}
					for _, e := range c.Entries {
						if !strings.HasPrefix(e.ID, "assume-") {
							got.Entries++
						}
					}
					if got != n {
						t.Errorf("got %+v, want %+v", got, n)
					}
					st, err := record.At(c, mandate.Query{})
					if err != nil {
						t.Fatal(err)
					}
					start := time.Now()
					v, err := analysis.Quick(st, analysis.Budget{Conflicts: budget})
					if err != nil {
						t.Fatal(err)
					}
					t.Logf("%s in %v", v, time.Since(start))
					if v == mandate.Undetermined || (v == mandate.Blocked) != infeasible {
						t.Errorf("the verdict is %s", v)
					}
				})
			}
		}
	}
}
