package export_test

import (
	"bytes"
	"errors"
	"flag"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/condition"
	"mandate/internal/export"
	"mandate/internal/generate"
	"mandate/internal/record"
)

var update = flag.Bool("update", false, "rewrite the stored programs")

func loadDir(t *testing.T, dir string) *mandate.Case {
	t.Helper()
	c, _, list := casefile.LoadDir(dir)
	if list.HasErrors() {
		t.Fatal(list)
	}
	return c
}

func at(t *testing.T, c *mandate.Case, q mandate.Query) *record.State {
	t.Helper()
	st, err := record.At(c, q)
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func asp(t *testing.T, st *record.State, goal *mandate.Expr) string {
	t.Helper()
	var b bytes.Buffer
	if err := export.ASP(&b, st, goal); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestASPText: the program of two tiny cases, to be read.
func TestASPText(t *testing.T) {
	for _, name := range []string{"13-each-waits", "12-caveat"} {
		got := asp(t, at(t, loadDir(t, "../analysis/testdata/micro/"+name), mandate.Query{}), nil)
		file := filepath.Join("testdata", name+".lp")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s; -update rewrites it", name, file)
		}
	}
}

// TestASPIsDeterministic: same case, same bytes.
func TestASPIsDeterministic(t *testing.T) {
	fsys := fstest.MapFS{}
	for name, text := range generate.Case(generate.M, 3, generate.Options{Infeasible: true}) {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	generated, _, list := casefile.Load(fsys, "m-3")
	if list.HasErrors() {
		t.Fatal(list)
	}
	for _, c := range []*mandate.Case{generated, loadDir(t, "../../cases/gaza-isf")} {
		var goal *mandate.Expr
		if len(c.Goals) > 0 {
			goal = c.Goals[0].That.Expr
		}
		first := asp(t, at(t, c, mandate.Query{}), goal)
		for range 5 {
			if asp(t, at(t, c, mandate.Query{}), goal) != first {
				t.Fatalf("%s: other bytes", c.Name)
			}
		}
	}
}

// tiny returns a case with one contributor and what change adds.
func tiny(t *testing.T, change func(*mandate.Case)) *mandate.Case {
	t.Helper()
	c := loadDir(t, "../analysis/testdata/micro/06-short")
	change(c)
	return c
}

func TestASPRefusals(t *testing.T) {
	parse := func(c *mandate.Case, text string) *mandate.Condition {
		e, problems := condition.Parse(text, condition.NewVocabulary(c))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return &mandate.Condition{Text: text, Expr: e}
	}
	for _, x := range []struct {
		name, want string
		change     func(*mandate.Case)
	}{
		{"no aim", export.ErrNoAim.Error(), func(c *mandate.Case) { c.Aim = "" }},
		{"a figure beyond 31 bits", "too large for clingo", func(c *mandate.Case) { c.Requirements[0].Minimum = 1 << 31 }},
		{"figures that add up to more", "too large for clingo", func(c *mandate.Case) {
			e := *c.Entries[0]
			f := *e.Effects[0]
			f.Amounts = []mandate.Amount{{Capability: "infantry", Named: 1 << 31, Firm: 1}}
			e.Effects = []*mandate.Effect{&f}
			c.Entries[0] = &e
		}},
		{"force that depends on itself", "depends on itself", func(c *mandate.Case) {
			f := *c.Entries[0].Effects[0]
			f.That = parse(c, `force("infantry") >= 10`)
			c.Entries[0].Effects = []*mandate.Effect{&f}
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			var b bytes.Buffer
			err := export.ASP(&b, at(t, tiny(t, x.change), mandate.Query{}), nil)
			if err == nil || !strings.Contains(err.Error(), x.want) {
				t.Errorf("got %v, want %q", err, x.want)
			}
			if b.Len() > 0 {
				t.Error("a program was written all the same")
			}
		})
	}
	if err := export.ASP(failing{}, at(t, loadDir(t, "../analysis/testdata/micro/06-short"), mandate.Query{}), nil); !errors.Is(err, errFull) {
		t.Errorf("a failing writer gives %v", err)
	}
}

type failing struct{}

var errFull = errors.New("the disk is full")

func (failing) Write([]byte) (int, error) { return 0, errFull }

// TestProgramsShareNoCodeWithTheEngine: what checks the engine is not written
// with it.
func TestProgramsShareNoCodeWithTheEngine(t *testing.T) {
	files, err := filepath.Glob("asp*.go")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range f.Imports {
			switch imp := strings.Trim(spec.Path.Value, `"`); imp {
			case "mandate/internal/analysis", "mandate/internal/formula", "mandate/internal/pb":
				t.Errorf("%s imports %s", name, imp)
			}
		}
	}
}
