package crosscheck_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// TestSmallCases compares engine and clingo on small random cases: those that
// the engine is also compared with brute force on.
func TestSmallCases(t *testing.T) {
	need(t)
	seeds := make(chan uint64)
	var mu sync.Mutex
	total := tally{}
	bad := 0
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := range seeds {
				c, text, err := compareSeed(seed)
				var diffs []string
				mu.Lock()
				if c != nil {
					total.add(c.n)
					diffs = c.diffs
				}
				if err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				if len(diffs) > 0 {
					if bad++; bad <= 3 {
						t.Errorf("seed %d:\n%s\n%s", seed, strings.Join(diffs, "\n"), text)
					} else {
						t.Errorf("seed %d: %s", seed, strings.Join(diffs, "\n"))
					}
				}
				mu.Unlock()
			}
		})
	}
	most := *cases
	if testing.Short() {
		most = min(most, 20)
	}
	for seed := *first; seed < *first+uint64(most); seed++ {
		seeds <- seed
	}
	close(seeds)
	wg.Wait()
	t.Logf("%d cases differ; %v", bad, total)
	if most < 60 {
		return
	}
	for _, k := range []string{"blocked", "blueprint", "actionable", "under way", "goals", "owed sets", "ways out", "coalitions", "vectors", "give-ups"} {
		if total[k]*30 < most {
			t.Errorf("%s occurs only %d times in %d cases", k, total[k], most)
		}
	}
}

func compareSeed(seed uint64) (c *check, text string, err error) {
	files, q, goalID := bruteforce.Random(seed)
	fsys := fstest.MapFS{}
	var list []string
	for name, x := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(x)}
		list = append(list, name)
	}
	sort.Strings(list)
	text = fmt.Sprintf("query %+v, goal %q\n", q, goalID)
	for _, name := range list {
		text += "--- " + name + "\n" + files[name]
	}
	x, pos, problems := casefile.Load(fsys, fmt.Sprint(seed))
	if problems.HasErrors() {
		return nil, text, fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(problems))
	}
	var goals []*mandate.Expr
	for _, g := range x.Goals {
		if g.ID == goalID {
			goals = append(goals, g.That.Expr)
		}
	}
	st, err := record.At(x, q)
	if err != nil {
		return nil, text, err
	}
	c, err = compare(st, goals, small)
	return c, text, err
}

// TestScenes compares engine and clingo on the scenes of analysis'
// TestSensitivity: for each effect kind, each form of the language and each
// mechanism of the record two small cases that differ in it alone.
// testdata/scenes.jsonl holds them as they stood at its making, one a line;
// their answers are not stored.
func TestScenes(t *testing.T) {
	need(t)
	b, err := os.ReadFile("testdata/scenes.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	type scene struct {
		Name  string
		Files map[string]string
		Query mandate.Query
	}
	lines := make(chan string)
	var mu sync.Mutex
	total := tally{}
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for l := range lines {
				var s scene
				err := json.Unmarshal([]byte(l), &s)
				var c *check
				if err == nil {
					c, err = compareFiles(s.Files, s.Query)
				}
				mu.Lock()
				if c != nil {
					total.add(c.n)
					for _, d := range c.diffs {
						t.Errorf("%s: %s", s.Name, d)
					}
				}
				if err != nil {
					t.Errorf("%s: %v", s.Name, err)
				}
				mu.Unlock()
			}
		})
	}
	n := 0
	for l := range strings.Lines(string(b)) {
		if n++; !testing.Short() || n%5 == 0 {
			lines <- l
		}
	}
	close(lines)
	wg.Wait()
	t.Log(total)
	if n < 400 {
		t.Errorf("only %d scenes", n)
	}
}

// compareFiles compares engine and clingo on a case given as its files, with
// all goals that it names.
func compareFiles(files map[string]string, q mandate.Query) (*check, error) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	x, pos, problems := casefile.Load(fsys, "scene")
	if problems.HasErrors() {
		return nil, fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(problems))
	}
	st, err := record.At(x, q)
	if err != nil {
		return nil, err
	}
	return compare(st, goalsOf(x), small)
}

func load(t *testing.T, dir string) *mandate.Case {
	t.Helper()
	c, pos, list := casefile.LoadDir(dir)
	if list.HasErrors() {
		t.Fatalf("%s does not load:\n%s", dir, diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c
}

func goalsOf(c *mandate.Case) (gs []*mandate.Expr) {
	for _, g := range c.Goals {
		gs = append(gs, g.That.Expr)
	}
	return gs
}

// expectation is what an expect.yaml says about a day, as far as clingo is
// asked.
type expectation struct {
	AsOf    string   `yaml:"as_of"`
	Aim     string   `yaml:"aim"`
	Rule    string   `yaml:"rule"`
	Set     []string `yaml:"set"`
	Verdict string   `yaml:"verdict"`
	Rung    string   `yaml:"rung"`
	Owed    []any    `yaml:"owed"`
}

func (x expectation) query(t *testing.T) mandate.Query {
	t.Helper()
	q := mandate.Query{Aim: x.Aim, Rule: x.Rule}
	if x.AsOf != "" {
		w, err := mandate.ParseWhen(x.AsOf)
		if err != nil {
			t.Fatal(err)
		}
		q.AsOf = &w.Last
	}
	for _, s := range x.Set {
		issue, opts, _ := strings.Cut(s, "=")
		q.Set = append(q.Set, mandate.Choice{Issue: issue, Options: strings.Split(opts, ",")})
	}
	return q
}

// sets multiplies out the expected items into sets, each sorted, as text.
func (x expectation) sets() (out []string) {
	sets := [][]string{nil}
	for _, it := range x.Owed {
		alternatives := []any{it}
		if m, ok := it.(map[string]any); ok {
			alternatives = m["any_of"].([]any)
		}
		var next [][]string
		for _, s := range sets {
			for _, a := range alternatives {
				next = append(next, append(append([]string(nil), s...), a.(string)))
			}
		}
		sets = next
	}
	for _, s := range sets {
		sort.Strings(s)
		out = append(out, strings.Join(s, ", "))
	}
	sort.Strings(out)
	return out
}

// TestExpectations: clingo alone gives what was expected of the micro-cases and
// of both catalogue cases, and the same as the engine.
func TestExpectations(t *testing.T) {
	need(t)
	dirs, err := filepath.Glob("../analysis/testdata/micro/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) < 18 {
		t.Fatalf("only %d micro-cases", len(dirs))
	}
	total := tally{}
	if !testing.Short() {
		dirs = append(dirs, "../../cases/gaza-isf-article", "../../cases/gaza-isf")
	}
	for _, dir := range dirs {
		c := load(t, dir)
		b, err := os.ReadFile(filepath.Join(dir, "expect.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var f struct {
			Expect []expectation `yaml:"expect"`
		}
		if err := yaml.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		for i, x := range f.Expect {
			t.Run(fmt.Sprintf("%s/%d_%s%s", filepath.Base(dir), i+1, x.AsOf, x.Aim), func(t *testing.T) {
				st, err := record.At(c, x.query(t))
				if err != nil {
					t.Fatal(err)
				}
				got, err := compare(st, goalsOf(c), small)
				if err != nil {
					t.Fatal(err)
				}
				for _, d := range got.diffs {
					t.Error(d)
				}
				total.add(got.n)
				same := func(what, got, want string) {
					total["expectations"]++
					if got != want {
						t.Errorf("%s: clingo says %s, expected %s", what, got, want)
					}
				}
				if x.Verdict != "" {
					same("verdict", string(got.verdict), x.Verdict)
				}
				if x.Rung != "" {
					same("rung", got.rung.String(), x.Rung)
				}
				if x.Owed != nil && got.owes != nil {
					var sets []string
					for _, s := range got.owes {
						sets = append(sets, strings.Join(s, ", "))
					}
					sort.Strings(sets)
					same("owed", strings.Join(sets, " | "), strings.Join(x.sets(), " | "))
				}
			})
		}
	}
	t.Log(total)
}

// TestGenerated compares engine and clingo on generated cases: S always, M and
// L with -large.
func TestGenerated(t *testing.T) {
	need(t)
	for _, x := range []struct {
		size  generate.Size
		seeds uint64
		large bool
		e     effort
	}{
		{generate.S, 6, false, effort{rounds: 1000, sets: 512, goals: 5, frontiers: 3, vectors: 6}},
		{generate.M, 4, true, effort{rounds: 400, sets: 512, goals: 5, frontiers: 2, vectors: 4}},
		{generate.L, 2, true, effort{rounds: 200, sets: 64, goals: 3}},
	} {
		if x.large && !*large {
			t.Logf("%s: not compared, ask with -large", x.size)
			continue
		}
		if testing.Short() {
			x.seeds = 1
		}
		for seed := uint64(1); seed <= x.seeds; seed++ {
			for _, infeasible := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/infeasible=%t", x.size, seed, infeasible), func(t *testing.T) {
					fsys := fstest.MapFS{}
					for name, text := range generate.Case(x.size, seed, generate.Options{Infeasible: infeasible}) {
						fsys[name] = &fstest.MapFile{Data: text}
					}
					c, _, list := casefile.Load(fsys, fmt.Sprint(x.size, seed))
					if list.HasErrors() {
						t.Fatal(list)
					}
					st, err := record.At(c, mandate.Query{})
					if err != nil {
						t.Fatal(err)
					}
					got, err := compare(st, goalsOf(c), x.e)
					if err != nil {
						t.Error(err)
					}
					for _, d := range got.diffs {
						t.Error(d)
					}
					if blocked := got.verdict == mandate.Blocked; blocked != infeasible {
						t.Errorf("clingo says %s of a case that is infeasible by construction: %t", got.verdict, infeasible)
					}
					t.Log(got.n)
				})
			}
		}
	}
}
