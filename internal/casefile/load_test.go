package casefile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/diag"
)

func render(pos *Positions, l diag.List) string {
	return diag.Printer{Source: pos.Source}.Sprint(l)
}

// readFolder copies a folder into memory, so that tests can change it.
func readFolder(t testing.TB, dir string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, glob := range []string{"*.yaml", "record/*", "plans/*"} {
		found, _ := filepath.Glob(filepath.Join(dir, glob))
		for _, f := range found {
			rel, _ := filepath.Rel(dir, f)
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[filepath.ToSlash(rel)] = &fstest.MapFile{Data: data}
		}
	}
	return out
}

func TestCatalogueLoads(t *testing.T) {
	folders, _ := filepath.Glob("../../cases/*/case.yaml")
	for _, f := range folders {
		dir := filepath.Dir(f)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if _, pos, l := LoadDir(dir); l.HasErrors() {
				t.Errorf("%s", render(pos, l))
			}
		})
	}
}

func loadGood(t *testing.T) (*mandate.Case, *Positions) {
	t.Helper()
	c, pos, l := LoadDir("testdata/good")
	if len(l) > 0 || c == nil {
		t.Fatalf("%s", render(pos, l))
	}
	return c, pos
}

func TestGoodCaseIsReadInFull(t *testing.T) {
	c, pos := loadGood(t)
	check := func(what string, got, want any) {
		t.Helper()
		if d := cmp.Diff(fmt.Sprint(want), fmt.Sprint(got)); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
	check("name", c.Name, "good")
	check("roles", c.Actors[0].Roles, []mandate.Role{"party", "decider"})
	check("inherited source", c.Issues[0].Options[0].Sources, "[report]")
	check("own sources", c.Issues[0].Options[1].Sources, "[other report]")
	check("inherited source of a need", c.Steps[1].Needs[0].Sources, "[report]")
	check("id of a need", c.Steps[1].Needs[1].ID, "steps.deployed.needs.2")
	check("stage", c.Steps[3].ID+" "+c.Steps[3].Name+" "+c.Steps[3].StageOf, "deployed.2 force deployed, stage 2 deployed")
	check("estimate", *c.Steps[1].Estimate, mandate.Estimate{Kind: "duration", Min: 30, Max: 60, Unit: "days", Text: "30..60"})
	check("target defaults to the minimum", c.Requirements[1].Target, 0)
	check("rate", fmt.Sprint(c.Rates[0].Capability, " ", c.Rates[0].PerMonth, " ", c.Rates[0].Currency, c.Rates[0].Sources), "infantry 1000 USD[report]")
	check("payers", c.Issues[0].Options[1].PaidBy, "[usa p5]")
	check("bounds", fmt.Sprint(*c.Externals[0].HoldsIf, *c.Externals[0].FailsIf), "{false 5} {true 50}")
	check("weights", c.Weights[mandate.Decided], 5)
	entry := map[string]*mandate.Entry{}
	for i, e := range c.Entries {
		entry[e.ID] = e
		check("index", e.Index, i)
	}
	rubio := entry["usa-2025-12-19-1"]
	check("speaker", *rubio.Speaker, "{Marco Rubio Secretary of State usa}")
	check("handling", rubio.Handling, "restricted")
	check("handling of the source", entry["egypt-2026-01-10-1"].Handling, "internal")
	check("size in the capability's unit", rubio.Effects[8].Estimate.Unit, "soldiers")
	check("group", fmt.Sprint(entry["neighbours-2026-01-14-1"].Group, entry["neighbours-2026-01-14-1"].Actors), "true [neighbours]")
	amounts := func(id string, effect int) mandate.Amount { return entry[id].Effects[effect].Amounts[0] }
	for _, a := range []struct {
		got         mandate.Amount
		named, firm int64
		text        string
	}{
		{amounts("egypt-2025-12-10-1", 0), 100, 50, "50 to 100"},
		{amounts("egypt-2026-01-10-1", 0), 20, 20, "20"},
		{amounts("egypt-2026-01-10-1", 1), 0, 0, "some"},
		{amounts("jordan-2026-01-11-1", 0), 10, 10, "at_least 10"},
		{amounts("jordan-2026-01-11-1", 1), 30, 0, "at_most 30"},
		{amounts("jordan-2026-01-11-1", 2), 25, 25, "25"},
	} {
		check("amount "+a.text, fmt.Sprint(a.got.Named, a.got.Firm, a.got.Text), fmt.Sprint(a.named, a.firm, a.text))
	}
	as := entry["assume-1"]
	check("assumption", fmt.Sprintf("%v %v %v %v", as.Assumed, as.Firmness, as.Context, as.Sources == nil), "true assumed no statement found true")
	check("assumed mandate", c.Assumptions.Mandate, "map[funding:[levy] roe:[defence] tasks:[monitor]]")
	check("assumed externals", c.Assumptions.Externals["winter"], mandate.True)
	check("alerts", fmt.Sprintf("%d %s %q %s %q %s", len(c.Alerts), c.Alerts[0].ID, c.Alerts[0].Name, condition.Print(c.Alerts[1].When.Expr), c.Alerts[0].By, c.Alerts[0].Why),
		`2 actionable "it can be done" rung("egypt") == "ruled out" && !possible(roe == "enforce") && on_record(decided("roe")) "A. Desk" to be told at once`)
	check("saved plan", fmt.Sprintf("%s %q %v %v %v", c.Plans[0].ID, c.Plans[0].Title, c.Plans[0].Set, c.Plans[0].Join, c.Plans[0].Exclude), `light "A light force" [{roe [defence]} {tasks [monitor disarm]}] [egypt] [funding=gifts jordan]`)
	check("coverage", c.Coverage[0].Parts[1], "settle.roe")
	for ref, want := range map[string]string{
		"issues.roe.enforce":                 "case.yaml:35:14",
		"steps.deployed.needs.1":             "case.yaml:54:9",
		"steps.deployed.if":                  "case.yaml:56:9",
		"steps.deployed.2":                   "case.yaml:57:13",
		"entries.usa-2025-12-19-1":           "record/2025.yaml:22:9",
		"entries.usa-2025-12-19-1.effects.2": "record/2025.yaml:38:9",
		"sources.other":                      "record/2025.yaml:10:10",
		"texts.draft-1.c2":                   "case.yaml:91:14",
	} {
		s, ok := pos.Span(ref)
		if check("position of "+ref, s.String(), want); !ok {
			t.Errorf("no position of %s", ref)
		}
	}
}

// forEachMap calls visit for each map in the tree that has a shape of keys.
func forEachMap(n *yaml.Node, s *shape, visit func(*yaml.Node, *shape)) {
	switch s.kind {
	case kindObject:
		if n.Kind != yaml.MappingNode {
			return
		}
		visit(n, s)
		for i := 0; i+1 < len(n.Content); i += 2 {
			if k := s.key(n.Content[i].Value); k != nil {
				forEachMap(n.Content[i+1], k.shape, visit)
			}
		}
	case kindList:
		for _, x := range n.Content {
			forEachMap(x, s.elem, visit)
		}
	case kindMapping:
		for i := 1; i < len(n.Content); i += 2 {
			forEachMap(n.Content[i], s.elem, visit)
		}
	case kindUnion:
		for _, a := range s.alts {
			if a.kind == kindObject && n.Kind == yaml.MappingNode || a.kind == kindList && n.Kind == yaml.SequenceNode {
				forEachMap(n, a, visit)
			}
		}
	}
}

func goodFiles() map[string]*shape {
	t := newTables()
	return map[string]*shape{"case.yaml": t.caseFile, "record/2025.yaml": t.record, "assumptions.yaml": t.assumptions, "coverage.yaml": t.coverage, "plans/light.yaml": t.plan, "alerts.yaml": t.alerts}
}

func parseFile(t *testing.T, fsys fstest.MapFS, name string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Load(fsys[name].Data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

// TestGoodCaseUsesEveryKey keeps testdata/good complete.
func TestGoodCaseUsesEveryKey(t *testing.T) {
	fsys := readFolder(t, "testdata/good")
	used := map[string]bool{}
	known := map[string]bool{}
	for name, s := range goodFiles() {
		forEachMap(parseFile(t, fsys, name), s, func(n *yaml.Node, s *shape) {
			for _, k := range s.keys {
				known[s.what+"."+k.name] = true
			}
			for i := 0; i < len(n.Content); i += 2 {
				used[s.what+"."+n.Content[i].Value] = true
			}
		})
	}
	for k := range known {
		if !used[k] {
			t.Errorf("testdata/good never uses %s", k)
		}
	}
}

// TestDroppedRequiredKeys drops each required key of the good case in turn.
func TestDroppedRequiredKeys(t *testing.T) {
	good := readFolder(t, "testdata/good")
	dropped := 0
	for name, s := range goodFiles() {
		for i := 0; ; i++ {
			root := parseFile(t, good, name)
			at, what := 0, ""
			forEachMap(root, s, func(n *yaml.Node, s *shape) {
				for _, k := range s.keys {
					if !k.required || what != "" {
						continue
					}
					for j := 0; j < len(n.Content); j += 2 {
						if n.Content[j].Value == k.name {
							if at == i {
								n.Content = append(n.Content[:j:j], n.Content[j+2:]...)
								what = q(k.name)
							}
							at++
							break
						}
					}
				}
			})
			if what == "" {
				break
			}
			text, err := yaml.Dump(root)
			if err != nil {
				t.Fatal(err)
			}
			broken := fstest.MapFS{}
			for k, v := range good {
				broken[k] = v
			}
			broken[name] = &fstest.MapFile{Data: text}
			_, pos, l := Load(broken, "good")
			found := false
			for _, d := range l {
				found = found || d.Code == "missing-key" && strings.Contains(d.Msg, what) && d.Span.File == name && d.Span.Line > 0
			}
			if !found {
				t.Errorf("%s without %s (%d): not reported:\n%s", name, what, i, render(pos, l))
			}
			dropped++
		}
	}
	if dropped < 100 {
		t.Errorf("only %d keys were dropped", dropped)
	}
}

// TestBrokenCases compares what is said about each folder in testdata/broken
// with its want.txt.
func TestBrokenCases(t *testing.T) {
	folders, _ := filepath.Glob("testdata/broken/*")
	if len(folders) < 30 {
		t.Errorf("only %d broken cases", len(folders))
	}
	for _, dir := range folders {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			c, pos, l := LoadDir(dir)
			if (c == nil) != l.HasErrors() {
				t.Error("the case is nil exactly if there are errors")
			}
			got := render(pos, l)
			golden := filepath.Join(dir, "want.txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, _ := os.ReadFile(golden)
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
			for _, x := range l {
				if x.Code == "" || x.Msg == "" || x.Span.File == "" {
					t.Errorf("incomplete: %+v", x)
				}
			}
		})
	}
}

// TestLineEndsAndByteOrderMark gives the same positions whatever the line ends.
func TestLineEndsAndByteOrderMark(t *testing.T) {
	for _, dir := range []string{"testdata/good", "testdata/broken/11-conditions"} {
		plain := readFolder(t, dir)
		windows := fstest.MapFS{}
		for name, f := range plain {
			data := bytes.ReplaceAll(f.Data, []byte("\n"), []byte("\r\n"))
			windows[name] = &fstest.MapFile{Data: append([]byte("\uFEFF"), data...)}
		}
		c1, p1, l1 := Load(plain, "x")
		c2, p2, l2 := Load(windows, "x")
		if d := cmp.Diff(l1, l2); d != "" {
			t.Errorf("%s: %s", dir, d)
		}
		if d := cmp.Diff(p1.spans, p2.spans); d != "" {
			t.Errorf("%s: %s", dir, d)
		}
		if !reflect.DeepEqual(c1, c2) {
			t.Errorf("%s: the cases differ", dir)
		}
		if d := cmp.Diff(render(p1, l1), render(p2, l2)); d != "" {
			t.Errorf("%s: %s", dir, d)
		}
	}
}

// TestConditionPositions finds a problem in every kind of YAML scalar.
func TestConditionPositions(t *testing.T) {
	base := string(readFolder(t, "testdata/good")["case.yaml"].Data)
	for _, tc := range []struct{ name, scalar string }{
		{"plain", `joins("nobody")`},
		{"plain on two lines", "true &&\n      joins(\"nobody\")"},
		{"single quotes", `'"monitor" in tasks && joins("nobody")'`},
		{"single quotes with a doubled one", `'joins(''egypt'') && joins(''nobody'')'`},
		{"double quotes with escapes", `"joins(\"egypt\") \x26& joins(\"nobody\")"`},
		{"double quotes on two lines", "\"true &&\n      joins('nobody')\""},
		{"double quotes with a joined line", "\"true && \\\n      joins('nobody')\""},
		{"literal block", "|\n      true &&\n        joins(\"nobody\")"},
		{"literal block with an indicator", "|2\n        true &&\n      joins(\"nobody\")"},
		{"folded block", ">-\n      true &&\n      joins(\"nobody\")"},
		{"folded block with an empty line", ">\n      true &&\n\n      joins(\"nobody\")"},
		{"wide characters before it", `'"münchen" in tasks && joins("nobody")'`},
		{"after a line separator", "'\"a\u2028b\" in tasks && joins(\"nobody\")'"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			head, tail, _ := strings.Cut(base, "requirements:\n")
			text := head + "requirements:\n  - id: probe\n    capability: infantry\n    minimum: 1\n    source: report\n    if: " + tc.scalar + "\n" + tail
			at := strings.Index(text, "nobody")
			for strings.ContainsRune(`\"'`, rune(text[at-1])) {
				at--
			}
			line := strings.Count(text[:at], "\n") + 1
			col := utf8.RuneCountInString(text[strings.LastIndex(text[:at], "\n")+1:at]) + 1
			fsys := readFolder(t, "testdata/good")
			fsys["case.yaml"] = &fstest.MapFile{Data: []byte(text)}
			_, pos, l := Load(fsys, "x")
			for _, d := range l {
				if d.Code == "unknown-actor" {
					if d.Span.Line != line || d.Span.Col != col {
						t.Errorf("at %v, want %d:%d\n%s", d.Span, line, col, render(pos, l))
					}
					return
				}
			}
			t.Errorf("not reported:\n%s", render(pos, l))
		})
	}
}

func TestSameResultOnOneAndManyCores(t *testing.T) {
	load := func(n int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
		var b strings.Builder
		dirs, _ := filepath.Glob("testdata/broken/*")
		for _, dir := range append(dirs, "testdata/good") {
			_, pos, l := LoadDir(dir)
			b.WriteString(render(pos, l))
		}
		return b.String()
	}
	if d := cmp.Diff(load(1), load(8)); d != "" {
		t.Error(d)
	}
}

func FuzzLoad(f *testing.F) {
	good := readFolder(f, "testdata/good")
	for _, name := range []string{"case.yaml", "record/2025.yaml", "assumptions.yaml", "coverage.yaml", "plans/light.yaml"} {
		f.Add(uint8(0), good[name].Data)
		f.Add(uint8(1), good[name].Data)
		f.Add(uint8(4), good[name].Data)
	}
	for _, s := range []string{"", "a: &x [*x]\n", "? a\n: b\n", "- - - -\n", "entries: [[[[[{", "\xff", "a: |\n  b\n\x00", "<<: {a: b}\n", "--- a\n--- b\n", "entries:\n  - {id: a, effects: [{decides: \"\\u00e9\\n  x\"}]}\n", "%TAG ! tag:x,2000:\n---\na: !b c\n", "a: \u2028b\n"} {
		for i := range uint8(5) {
			f.Add(i, []byte(s))
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		name := []string{"case.yaml", "record/2025.yaml", "assumptions.yaml", "coverage.yaml", "plans/light.yaml"}[which%5]
		fsys := fstest.MapFS{}
		for k, v := range good {
			fsys[k] = v
		}
		fsys[name] = &fstest.MapFile{Data: data}
		c, pos, l := Load(fsys, "fuzz")
		if (c == nil) != l.HasErrors() {
			t.Fatal("the case is nil exactly if there are errors")
		}
		for _, d := range l {
			if d.Span.File == "" || d.Span.Line < 1 || d.Span.Col < 1 || d.Code == "" || d.Msg == "" {
				t.Fatalf("%+v", d)
			}
		}
		_ = render(pos, l)
	})
}
