package analysis_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// asked is a case folder, a query, and goals to ask about besides none.
type asked struct {
	name  string
	files fs.FS
	q     mandate.Query
	goals []string // ids of the case's goals; nil: all
}

func (x asked) load() (*mandate.Case, error) {
	c, pos, list := casefile.Load(x.files, x.name)
	if list.HasErrors() {
		return nil, errors.New(diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c, nil
}

// answers is everything that the commands answer about the case, as JSON, one
// answer a line.
func (x asked) answers(c *mandate.Case) ([]byte, error) {
	st, err := record.At(c, x.q)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	put := func(v any, err error) error {
		if err != nil {
			return err
		}
		return enc.Encode(v)
	}
	opt := report.Options{}
	goals := []*mandate.Condition{nil}
	for _, g := range c.Goals {
		wanted := x.goals == nil
		for _, id := range x.goals {
			wanted = wanted || id == g.ID
		}
		if wanted {
			goals = append(goals, g.That)
		}
	}
	check, err := report.BuildCheck(st, opt)
	errs := []error{put(check, err)}
	for _, g := range goals {
		why, err := report.BuildWhy(st, g, opt)
		errs = append(errs, put(why, err))
		ways, err := report.BuildUnblock(st, g, opt)
		errs = append(errs, put(ways, err))
	}
	matrix, err := report.BuildMatrix(st, opt)
	errs = append(errs, put(matrix, err))
	show, err := report.BuildShow(st, report.Filter{All: true}, opt)
	errs = append(errs, put(show, err))
	history, err := report.BuildShow(st, report.Filter{Actor: c.Actors[0].ID, History: true}, opt)
	errs = append(errs, put(history, err))
	return out.Bytes(), errors.Join(errs...)
}

// sameAnswers compares the answers of repeated runs: on one case, on a case
// loaded anew, on one and on eight processors, and side by side.
func sameAnswers(t *testing.T, x asked) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []byte
	compare := func(how string, c *mandate.Case) {
		t.Helper()
		got, err := x.answers(c)
		if err != nil {
			t.Fatalf("%s, %s: %v", x.name, how, err)
		}
		if first == nil {
			first = got
		}
		if d := difference(first, got); d != "" {
			t.Fatalf("%s, %s: %s", x.name, how, d)
		}
	}
	fresh := func() *mandate.Case {
		c, err := x.load()
		if err != nil {
			t.Fatalf("%s does not load:\n%v", x.name, err)
		}
		return c
	}
	runtime.GOMAXPROCS(1)
	c := fresh()
	compare("first run", c)
	compare("same case, one processor", c)
	compare("loaded anew, one processor", fresh())
	runtime.GOMAXPROCS(8)
	compare("same case, eight processors", c)
	compare("loaded anew, eight processors", fresh())

	// Several questions to one case at once do not disturb each other.
	var wg sync.WaitGroup
	diffs := make([]string, 2)
	for i := range diffs {
		wg.Go(func() {
			got, err := x.answers(c)
			if err != nil {
				diffs[i] = err.Error()
				return
			}
			diffs[i] = difference(first, got)
		})
	}
	wg.Wait()
	for _, d := range diffs {
		if d != "" {
			t.Fatalf("%s, side by side: %s", x.name, d)
		}
	}
}

// difference says where two lists of answers part; empty if they are the same.
func difference(a, b []byte) string {
	if bytes.Equal(a, b) {
		return ""
	}
	la, lb := bytes.Split(a, []byte("\n")), bytes.Split(b, []byte("\n"))
	for i := range min(len(la), len(lb)) {
		if bytes.Equal(la[i], lb[i]) {
			continue
		}
		k := 0
		for k < len(la[i]) && k < len(lb[i]) && la[i][k] == lb[i][k] {
			k++
		}
		cut := func(s []byte) []byte { return s[max(0, k-80):min(len(s), k+80)] }
		return fmt.Sprintf("answer %d differs:\n  %s\n  %s", i+1, cut(la[i]), cut(lb[i]))
	}
	return fmt.Sprintf("%d answers and %d", len(la), len(lb))
}

// TestDeterminismGaza: the same question to the Gaza cases has the same answer
// to the byte, at two dates each.
func TestDeterminismGaza(t *testing.T) {
	for _, x := range []struct{ dir, day string }{
		{"gaza-isf-article", "2025-12-19"}, {"gaza-isf-article", "2025-12-20"},
		{"gaza-isf", "2025-12-20"}, {"gaza-isf", ""},
	} {
		t.Run(x.dir+" "+x.day, func(t *testing.T) {
			ask := asked{name: x.dir, files: os.DirFS("../../cases/" + x.dir)}
			if x.day != "" {
				ask.q.AsOf = on(x.day)
			}
			if testing.Short() && x.dir == "gaza-isf" && x.day == "" {
				ask.goals = []string{}
			}
			sameAnswers(t, ask)
		})
	}
}

// TestDeterminismRandom: the same on random cases, with their own queries.
func TestDeterminismRandom(t *testing.T) {
	for seed := uint64(1); seed <= 40; seed++ {
		files, q, goal := bruteforce.Random(seed)
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
		sameAnswers(t, asked{name: fmt.Sprintf("seed-%d", seed), files: fsys, q: q, goals: []string{goal}})
	}
}
