package mandate_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"

	"os"
)

// allowed says which packages of the module each package may import, apart
// from the root; tests may import more. See docs/architecture.md.
var allowed = map[string][]string{
	".":                           {},
	"internal/diag":               {},
	"internal/formula":            {},
	"internal/pb":                 {},
	"internal/canonical":          {},
	"internal/chart":              {"internal/report"},
	"internal/condition":          {"internal/diag"},
	"internal/casefile":           {"internal/diag", "internal/condition"},
	"internal/casefile/genschema": {"internal/casefile"},
	"internal/record":             {"internal/diag"},
	"internal/analysis":           {"internal/record", "internal/condition", "internal/formula", "internal/pb"},
	"internal/bruteforce":         {},
	"internal/crosscheck":         {},
	"internal/measure":            {"internal/analysis", "internal/casefile", "internal/chances", "internal/export", "internal/generate", "internal/record", "internal/report"},
	"internal/report":             {"internal/diag", "internal/record", "internal/condition", "internal/analysis", "internal/chances"},
	"internal/chances":            {"internal/analysis", "internal/record"},
	"internal/question":           {"internal/condition", "internal/diag", "internal/record", "internal/report"},
	"internal/server":             {"internal/analysis", "internal/casefile", "internal/chart", "internal/diag", "internal/edit", "internal/question", "internal/record", "internal/report"},
	"internal/server/genopenapi":  {"internal/server"},
	"internal/edit":               {"internal/diag", "internal/condition", "internal/casefile", "internal/canonical"},
	"internal/export":             {"internal/analysis", "internal/condition", "internal/pb", "internal/record"},
	"internal/generate":           {},
	"internal/generate/gencase":   {"internal/generate"},
	"schema":                      {},
	"web":                         {},
	"cmd/mandate":                 {"internal/analysis", "internal/casefile", "internal/condition", "internal/diag", "internal/edit", "internal/export", "internal/question", "internal/record", "internal/report", "internal/server", "schema", "web"},
}

// engines read no clock, file, network or environment.
var engines = []string{".", "internal/formula", "internal/pb", "internal/condition", "internal/record", "internal/analysis", "internal/chances", "internal/bruteforce", "internal/export"}

// third says at which package each library stops.
var third = map[string]string{
	"go.yaml.in/yaml":               "internal/casefile internal/canonical internal/edit",
	"github.com/spf13/cobra":        "cmd/mandate",
	"github.com/charmbracelet/x":    "internal/report",
	"golang.org/x/term":             "cmd/mandate",
	"github.com/danielgtaylor/huma": "internal/server",
	"golang.org/x/text":             "internal/report",
}

func TestImportsRunOneWay(t *testing.T) {
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS("."), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && p != "." || d.Name() == "testdata" || d.Name() == "tools" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return nil
		}
		dir := path.Dir(p)
		may, ok := allowed[dir]
		if !ok {
			t.Errorf("%s: the package is not in the plan of the house", dir)
			return nil
		}
		seen[dir] = true
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			switch {
			case imp == "mandate":
				if dir == "internal/formula" || dir == "internal/pb" || dir == "internal/diag" || dir == "internal/canonical" {
					t.Errorf("%s imports the root package", p)
				}
			case strings.HasPrefix(imp, "mandate/"):
				if !has(may, strings.TrimPrefix(imp, "mandate/")) {
					t.Errorf("%s may not import %s", p, imp)
				}
			case strings.Contains(strings.Split(imp, "/")[0], "."):
				ok := false
				for lib, where := range third {
					ok = ok || strings.HasPrefix(imp, lib) && has(strings.Fields(where), dir)
				}
				if !ok {
					t.Errorf("%s may not import %s", p, imp)
				}
			case has(engines, dir) && (imp == "os" || imp == "net" || strings.HasPrefix(imp, "net/") || strings.HasPrefix(imp, "os/")):
				t.Errorf("%s is an engine and may not import %s", p, imp)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range allowed {
		if !seen[dir] {
			t.Errorf("%s is in the plan of the house and not there", dir)
		}
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
