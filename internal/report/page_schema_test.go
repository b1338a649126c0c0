package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/report"
)

// TestPageAnswersMatchTheirSchemas: what no command prints is held to its schema
// here, and has no key that the schema does not know.
func TestPageAnswersMatchTheirSchemas(t *testing.T) {
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range ofPage {
		text, err := os.ReadFile("../../schema/answers/" + name + ".schema.json")
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		closed(doc)
		c := jsonschema.NewCompiler()
		if err := c.AddResource("https://schemas.test/"+name, doc); err != nil {
			t.Fatal(err)
		}
		if schemas["mandate/"+name+"/1"], err = c.Compile("https://schemas.test/" + name); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	hold := func(x any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		name, _ := doc.(map[string]any)["schema"].(string)
		if schemas[name] == nil {
			t.Fatalf("no schema %q", name)
		}
		seen[name]++
		if err := schemas[name].Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, dir := range []string{"cases/gaza-isf", "cases/gaza-isf-article"} {
		c := load(t, dir)
		st, finder := at(t, c, "2026-02-01"), report.NewSearcher(c)
		for _, opt := range []report.Options{{}, {Audience: mandate.Public, Limit: 3}, {Budget: analysis.Budget{Conflicts: 1}}, {Budget: analysis.Budget{Stop: func() bool { return true }}}} {
			x, err := report.BuildCase(c, opt)
			hold(x, err)
			h, err := report.BuildHistory(c, mandate.Query{Rule: c.Rules[0].ID}, opt, 5)
			hold(h, err)
			for i := 0; i < len(c.Entries); i += 7 {
				s, err := report.BuildSentence(st, c.Entries[i].ID, opt)
				hold(s, err)
				w, err := report.BuildWithout(st, c.Entries[i].ID, opt)
				hold(w, err)
			}
			for _, line := range []string{"rules." + c.Rules[0].ID, "settle." + c.Settle[0].Issue} {
				l, err := report.BuildLine(st, line, opt)
				hold(l, err)
			}
			for _, text := range []string{"", "a", "israel", "zzz"} {
				hold(finder.Search(st, text, opt), nil)
			}
		}
	}
	if len(seen) != len(ofPage) {
		t.Errorf("%v", seen)
	}
}

// closed makes a schema refuse keys that it does not know.
func closed(x any) {
	switch x := x.(type) {
	case map[string]any:
		if x["properties"] != nil && x["additionalProperties"] == nil {
			x["additionalProperties"] = false
		}
		for _, v := range x {
			closed(v)
		}
	case []any:
		for _, v := range x {
			closed(v)
		}
	}
}
