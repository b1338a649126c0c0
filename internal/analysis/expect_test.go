package analysis_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/condition"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// expectation is one item of an expect.yaml: what the answer should be on a
// day. Fields that are missing are not tested.
type expectation struct {
	AsOf         string              `yaml:"as_of"`
	Aim          string              `yaml:"aim"`
	Rule         string              `yaml:"rule"`
	Set          []string            `yaml:"set"`
	Verdict      string              `yaml:"verdict"`
	Rung         string              `yaml:"rung"`
	Owed         []any               `yaml:"owed"`
	Missing      map[string]int64    `yaml:"missing"`
	MissingLines map[string][]string `yaml:"missing_lines"`
	FirmMissing  map[string]int64    `yaml:"firm_missing"`
	Open         map[string][]string `yaml:"open"`
	Contributors map[string]string   `yaml:"contributors"`
	Standings    map[string]string   `yaml:"standings"`
	First        []string            `yaml:"first"`
	Collisions   []any               `yaml:"collisions"`
	Disputed     [][]string          `yaml:"disputed"`
	Demands      []string            `yaml:"demands"`
	Externals    map[string]string   `yaml:"externals"`
	Replaced     map[string][]string `yaml:"replaced"`
	Rules        map[string]string   `yaml:"rules"`
	Why          string              `yaml:"why"`
}

func loadCase(t testing.TB, dir string) *mandate.Case {
	t.Helper()
	c, pos, list := casefile.LoadDir(dir)
	if list.HasErrors() {
		t.Fatalf("%s does not load:\n%s", dir, diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c
}

func readExpect(t *testing.T, dir string) []expectation {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "expect.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var f struct {
		Expect []expectation `yaml:"expect"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true) // a misspelt key would expect nothing
	if err := dec.Decode(&f); err != nil {
		t.Fatal(err)
	}
	if len(f.Expect) == 0 {
		t.Fatal("nothing is expected")
	}
	return f.Expect
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

func owedNames(o *report.Owed) (out []string) {
	if o == nil {
		return nil
	}
	for _, it := range o.Items {
		if it.Answer != nil {
			out = append(out, it.Kind+" "+it.ID)
			continue
		}
		var names []string
		for _, a := range it.AnyOf {
			names = append(names, a.Kind+" "+a.ID)
		}
		sort.Strings(names)
		out = append(out, "any of "+strings.Join(names, ", "))
	}
	if len(o.From) > 0 {
		var names []string
		for _, a := range o.From {
			names = append(names, a.Kind+" "+a.ID)
		}
		sort.Strings(names)
		out = append(out, fmt.Sprintf("any %d of %s", o.Pick, strings.Join(names, ", ")))
	}
	for _, s := range o.Sets {
		var names []string
		for _, a := range s {
			names = append(names, a.Kind+" "+a.ID)
		}
		sort.Strings(names)
		out = append(out, "set "+strings.Join(names, ", "))
	}
	sort.Strings(out)
	return out
}

func wantOwed(items []any) (out []string) {
	for _, it := range items {
		switch v := it.(type) {
		case string:
			out = append(out, v)
		case map[string]any:
			var names []string
			for _, x := range v["any_of"].([]any) {
				names = append(names, x.(string))
			}
			sort.Strings(names)
			out = append(out, "any of "+strings.Join(names, ", "))
		}
	}
	sort.Strings(out)
	return out
}

func (x expectation) test(t *testing.T, c *mandate.Case) {
	st, err := record.At(c, x.query(t))
	if err != nil {
		t.Fatal(err)
	}
	got, err := report.BuildCheck(st, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	same := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	if x.Verdict != "" {
		same("verdict", got.Verdict, x.Verdict)
	}
	if x.Rung != "" {
		same("rung", got.Rung, x.Rung)
	}
	if x.Owed != nil {
		same("owed", owedNames(got.Owed), wantOwed(x.Owed))
	}
	for rule, v := range x.Rules {
		q := x.query(t)
		q.Rule = rule
		other, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		w, err := analysis.Quick(other, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		same("verdict under "+rule, string(w), v)
	}
	for k, n := range x.Missing {
		for _, it := range got.Owed.Items {
			if it.Answer != nil && it.Kind == "force" && it.ID == k {
				same("missing "+k, it.Missing, n)
				if l, ok := x.MissingLines[k]; ok {
					same("missing at "+k, it.Lines, l)
				}
			}
		}
	}
	if x.FirmMissing != nil {
		firm := map[string]int64{}
		for _, a := range got.FirmShort {
			firm[a.ID] = a.Missing
		}
		same("missing on firm figures", firm, x.FirmMissing)
	}
	for issue, opts := range x.Open {
		for _, it := range got.Owed.Items {
			if it.Answer != nil && it.ID == issue {
				var open []string
				for _, o := range it.Open {
					open = append(open, o.ID)
				}
				same("open "+issue, open, opts)
			}
		}
	}
	rung := func(actor, as string) string {
		for _, s := range got.Standings {
			if s.Actor == actor && (as == "" || s.As == as) {
				return s.Rung
			}
		}
		return "no such actor"
	}
	for a, want := range x.Contributors {
		same("contributor "+a, rung(a, "contributor"), want)
	}
	for a, want := range x.Standings {
		same("standing of "+a, rung(a, ""), want)
	}
	first := map[string]bool{}
	for _, l := range got.First {
		for _, s := range l {
			first[s.ID] = true
		}
	}
	for _, s := range x.First {
		if !first[s] {
			t.Errorf("%s does not come first; what does: %v", s, got.First)
		}
	}
	if x.Disputed != nil {
		same("disputed", got.Disputed, x.Disputed)
	}
	for _, d := range x.Demands {
		found := false
		for _, y := range got.Demands {
			found = found || y.Entry+" "+y.Status == d
		}
		if !found {
			t.Errorf("demand %q is not shown: %v", d, got.Demands)
		}
	}
	for id, v := range x.Externals {
		found := false
		for _, y := range got.Externals {
			found = found || y.ID == id && y.Value == v
		}
		if !found {
			t.Errorf("external %s is not shown as %s: %v", id, v, got.Externals)
		}
	}
	for id, actors := range x.Replaced {
		sh, err := report.BuildShow(st, report.Filter{IDs: []string{id}}, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		same("replaced for "+id, sh.Entries[id].Replaced, actors)
	}
	for _, col := range x.Collisions {
		switch v := col.(type) {
		case []any: // of the case itself
			var want []string
			for _, k := range v {
				want = append(want, k.(string))
			}
			sort.Strings(want)
			if got.Collisions == nil || len(got.Collisions.List) == 0 {
				t.Errorf("no collision; want %v", want)
				continue
			}
			same("smallest collision", keys(got.Collisions.List[0]), want)
		case map[string]any:
			x.testGoal(t, st, v)
		}
	}
}

// keys lists the keys of a collision, sorted.
func keys(s report.Set) (out []string) {
	for _, p := range s.Positions {
		out = append(out, p.Key)
	}
	sort.Strings(out)
	return out
}

// testGoal tests that a goal collides with positions that rest on the named
// entries and lines, and on no others.
func (x expectation) testGoal(t *testing.T, st *record.State, v map[string]any) {
	t.Helper()
	text := v["goal"].(string)
	var g *mandate.Condition
	for _, y := range st.Case.Goals {
		if y.ID == text {
			g = &mandate.Condition{Text: text, Expr: y.That.Expr}
		}
	}
	if g == nil {
		e, problems := condition.Parse(text, condition.NewVocabulary(st.Case))
		if len(problems) > 0 {
			t.Fatalf("goal %s: %v", text, problems)
		}
		g = &mandate.Condition{Text: text, Expr: e}
	}
	w, err := report.BuildWhy(st, g, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	list, ok := v["exactly"].([]any)
	if !ok {
		t.Fatalf("goal %s: the expectation names no positions", text)
	}
	for _, k := range list {
		want = append(want, fmt.Sprint(k))
	}
	sort.Strings(want)
	var seen []string
	for _, s := range w.Collisions.List {
		var have []string
		for _, p := range s.Positions {
			have = append(have, p.Entries...)
			if p.Line != "" {
				have = append(have, p.Line)
			}
		}
		sort.Strings(have)
		if reflect.DeepEqual(have, want) {
			return
		}
		seen = append(seen, strings.Join(have, " + "))
	}
	t.Errorf("goal %s: %s; no collision is %v; found: %s", text, w.Result, want, strings.Join(seen, " | "))
}

// TestMicroCases: the eighteen small cases that fix the meaning.
func TestMicroCases(t *testing.T) {
	dirs, err := filepath.Glob("testdata/micro/*")
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) < 18 {
		t.Fatalf("only %d micro-cases", len(dirs))
	}
	testExpectations(t, dirs)
}

// TestGaza: what the record of the Gaza cases should give, written before the
// program ran on it.
func TestGaza(t *testing.T) {
	testExpectations(t, []string{"../../cases/gaza-isf-article", "../../cases/gaza-isf"})
}

func testExpectations(t *testing.T, dirs []string) {
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			c := loadCase(t, dir)
			for i, x := range readExpect(t, dir) {
				t.Run(fmt.Sprintf("%d_%s%s", i+1, x.AsOf, x.Aim), func(t *testing.T) { x.test(t, c) })
			}
		})
	}
}
