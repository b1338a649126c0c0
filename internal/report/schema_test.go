package report_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/report"
)

var update = flag.Bool("update", false, "rewrite schema/answers")

// answers are the documents that --json prints, or that the page asks for, by the
// name in their schema.
var answers = map[string]any{
	"check": &report.Check{}, "why": &report.Why{}, "unblock": &report.Unblock{}, "show": &report.Show{}, "matrix": &report.Matrix{},
	"who": &report.Who{}, "whatif": &report.WhatIf{}, "plans": &report.Plans{}, "leverage": &report.Leverage{}, "compare": &report.Compare{}, "order": &report.Order{},
	"case": &report.CaseAnswer{}, "history": &report.History{}, "sentence": &report.Sentence{}, "without": &report.WithoutEntry{}, "search": &report.SearchAnswer{}, "line": &report.LineAnswer{},
	"progress": &report.Progress{}, "chances": &report.Chances{}, "diff": &report.Diff{}, "replay": &report.Replay{}, "alert": &report.Alerts{},
	"lint": &report.Lint{}, "fmt": &report.Formatted{}, "new": &report.Started{}, "add": &report.Added{}, "error": &report.Failure{},
}

// ofPage are the answers that no command prints.
var ofPage = []string{"case", "history", "sentence", "without", "line", "search"}

// words are the values of fields that hold one of a list of words, by type and
// key. They are written into the schemas, and real answers are held to them.
var words = func() map[string][]string {
	rungs := []string{"silent", "interested", "conditional", "agreed"}
	verdicts := []string{"no record", "blocked", "blueprint", "actionable", "under way", "unknown"}
	looks := []string{"chosen", "forced", "open", "ruled out", "unsettled"}
	marks := append([]string{"objects"}, rungs...)
	return map[string][]string{
		"Check.verdict":              verdicts,
		"Check.rung":                 rungs,
		"Joiner.rung":                rungs,
		"CouldJoin.rung":             rungs,
		"Who.result":                 {"coalition", "blocked", "blocked with these choices", "out of reach", "no record", "unknown"},
		"Why.result":                 {"possible", "collision", "out of reach", "blocked without the goal", "no record", "unknown"},
		"Unblock.result":             {"possible", "ways out", "no way out", "no record", "unknown"},
		"Without.verdict":            verdicts,
		"Outcome.verdict":            verdicts,
		"Outcome.rung":               rungs,
		"HistoryDay.verdict":         verdicts,
		"HistoryDay.rung":            rungs,
		"HistorySpan.verdict":        verdicts,
		"HistorySpan.rung":           rungs,
		"Hit.kind":                   {"actor", "issue", "option", "goal", "step", "text", "source", "entry"},
		"Hit.status":                 {"binds", "later", "dropped", "soft", "expired", "superseded", "suspended", "disputed"},
		"SentenceSource.handling":    texts(mandate.Handlings),
		"SentenceSource.reliability": {"A", "B", "C", "D", "E", "F"},
		"Entry.voice":                texts(mandate.Voices),
		"Entry.firmness":             texts(mandate.Firmnesses),
		"Entry.handling":             texts(mandate.Handlings),
		"Source.handling":            texts(mandate.Handlings),
		"Source.reliability":         {"A", "B", "C", "D", "E", "F"},
		"Answer.kind":                {"decide", "answer", "force", "external"},
		"Standing.as":                {"contributor", "party"},
		"Standing.rung":              append([]string{"ruled out", "unknown"}, rungs...),
		"Plans.result":               {"plans", "counted", "blocked", "no record", "unknown"},
		"Objective.better":           {"more", "less"},
		"Value.rung":                 rungs,
		"PlacedActor.rung":           rungs,
		"Count.kind":                 {"exact", "estimate"},
		"Demand.status":              {"met", "breached", "waits"},
		"External.value":             {"true", "false", "unknown"},
		"MatrixCell.mark":            marks,
		"WhatIf.result":              {"possible", "blocked wish", "blocked", "no record", "unknown"},
		"WhatIfChoice.kind":          {"set", "join", "exclude"},
		"WhatIfItem.look":            append([]string{"withheld"}, looks...),
		"WhatIfWhy.look":             append([]string{"withheld"}, looks...),
		"WhatIfItem.before":          looks,
		"Order.result":               {"order", "blocked", "no record", "unknown"},
		"OrderEvent.kind":            {"step", "decide", "commit", "consent"},
		"OrderArc.kind":              {"need", "demand", "settle", "decision", "rule", "structure", "several", "unknown"},
		"OrderAnswer.kind":           {"decide", "answer", "force", "external"},
		"OrderCircle.blocks":         {"yes", "no", "unknown"},
		"OrderRemedy.kind":           {"move", "together", "split", "in turn", "guarantee"},
		"Failure.code":               {"usage", "case", "budget", "internal"},
		"Chances.result":             {"chances", "no record"},
		"ChancesGiven.from":          {"decided", "set", "assumed", "withheld"},
		"ChancesPrior.kind":          {"binds", "answers", "externals", "takes", "brings", "risks"},
		"ChancesShare.word":          {"no draw to tell from", "no draw", "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain", "every draw"},
		"ChancesVerdict.verdict":     {"blocked", "blueprint", "actionable", "under way"},
		"ChancesTaker.as":            {"contributor", "party"},
		"ChancesTaker.rung":          rungs,
		"ChancesFact.result":         {"happened", "later", "not reported", "open"},
		"ChancesDate.kind":           {"step", "decide", "commit", "consent"},
		"ChancesCause.why":           {"never", "risk", "absent", "blocked", "blueprint", "force", "condition", "circle"},
		"Progress.result":            {"progress", "no record"},
		"ProgressGroup.by":           {"theme", "text", "none"},
		"ProgressStep.basis":         {"happened", "stages", "stated", "due"},
		"ProgressStep.word":          {"not initiated", "minimal", "intermediate", "full", "nothing on record", "withheld"},
		"ProgressClause.stands":      {"met", "contradicted", "permits", "in force", "open", "withheld"},
		"ProgressAnnounced.outcome":  {"met", "late", "overdue", "open", "moved", "withdrawn", "suspended", "lapsed", "disputed", "withheld", "length"},
		"ProgressIndicator.value":    {"true", "false", "unknown", "withheld"},
		"ProgressReading.within":     {"true", "false", "unknown"},
		"Diff.result":                {"changed", "same", "unknown"},
		"DiffSide.verdict":           verdicts,
		"DiffSide.rung":              rungs,
		"DiffRecord.kind":            {"entry", "line", "file"},
		"DiffConclusion.kind":        {"verdict", "rung", "count", "owed", "standing", "force", "goal", "collision", "circle", "now"},
		"ReplayDay.verdict":          verdicts,
		"ReplayDay.rung":             rungs,
		"AlertTold.result":           {"fires", "does not fire", "unknown"},
		"DiffMove.was":               marks,
		"DiffMove.is":                marks,
		"DiffMove.way":               {"up", "down"},
		"NextItem.kind":              {"expires", "announced", "begins", "ends"},
		"Diagnostic.severity":        {"error", "warning"},
	}
}()

func texts[T ~string](list []T) (out []string) {
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

// schemas generates the schema of each answer. They allow keys that they do not
// know, because later versions may add some; the test that holds real answers
// to them (cmd/mandate) does not.
func schemas(t *testing.T) map[string][]byte {
	t.Helper()
	t.Chdir("../..")
	r := &jsonschema.Reflector{Anonymous: true, AllowAdditionalProperties: true, Mapper: diagnostics}
	for _, pkg := range []string{"internal/report", "internal/diag"} {
		if err := r.AddGoComments("mandate", pkg, jsonschema.WithFullComment()); err != nil {
			t.Fatal(err)
		}
	}
	for k, v := range r.CommentMap {
		r.CommentMap[k] = strings.Join(strings.Fields(v), " ")
	}
	out, used := map[string][]byte{}, map[string]bool{"Diagnostic.severity": true}
	for name, x := range answers {
		s := r.ReflectFromType(reflect.TypeOf(x))
		root := reflect.TypeOf(x).Elem().Name()
		if d := s.Definitions["OwedItem"]; d != nil {
			// One answer, or any of several: Go embeds the answer by pointer.
			anyOf, _ := d.Properties.Get("any_of")
			item := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), Required: []string{"any_of"}}
			item.Properties.Set("any_of", anyOf)
			s.Definitions["OwedItem"] = &jsonschema.Schema{OneOf: []*jsonschema.Schema{{Ref: "#/$defs/Answer"}, item}, Description: d.Description}
		}
		for kind, d := range s.Definitions {
			if d.Properties == nil {
				continue
			}
			for p := d.Properties.Oldest(); p != nil; p = p.Next() {
				used[kind+"."+p.Key] = true
				for _, w := range words[kind+"."+p.Key] {
					p.Value.Enum = append(p.Value.Enum, w)
				}
			}
		}
		if d := s.Definitions[root]; d != nil {
			p, ok := d.Properties.Get("schema")
			if !ok {
				t.Fatalf("%s has no key schema", root)
			}
			p.Const = "mandate/" + name + "/1"
		}
		s.ID = jsonschema.ID("mandate/" + name + "/1")
		s.Title = "the answer of `mandate " + name + " --json`"
		if slices.Contains(ofPage, name) {
			s.Title = "an answer that the page asks for: " + name
		}
		if name == "error" {
			s.Title = "what any command prints with --json when it fails"
		}
		text, err := json.MarshalIndent(s, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		out[name] = append(text, '\n')
	}
	for k := range words {
		if !used[k] {
			t.Errorf("no answer has a field %s", k)
		}
	}
	return out
}

// diagnostics maps types that print themselves.
func diagnostics(t reflect.Type) *jsonschema.Schema {
	if t != reflect.TypeFor[diag.Diagnostic]() {
		return nil
	}
	p := jsonschema.NewProperties()
	set := func(key, kind, says string) {
		p.Set(key, &jsonschema.Schema{Type: kind, Description: says})
	}
	set("code", "string", "stable name of the kind of mistake, such as unknown-actor")
	set("severity", "string", "an error keeps the case from being used, a warning does not")
	set("file", "string", "file within the case folder")
	set("line", "integer", "counts from 1")
	set("column", "integer", "counts from 1, in characters")
	set("end_line", "integer", "line of the last character")
	set("end_column", "integer", "the column after the last character")
	set("message", "string", "what is wrong")
	set("expected", "string", "what would be right")
	set("hint", "string", "what to do")
	for q := p.Oldest(); q != nil; q = q.Next() {
		for _, w := range words["Diagnostic."+q.Key] {
			q.Value.Enum = append(q.Value.Enum, w)
		}
	}
	return &jsonschema.Schema{Type: "object", Properties: p, Required: []string{"code", "severity", "file", "message"},
		Description: "One thing to say about a text."}
}

// TestSchemas keeps schema/answers up to date with the types:
//
//	go test ./internal/report -run Schemas -update
func TestSchemas(t *testing.T) {
	made := schemas(t)
	const dir = "schema/answers"
	if *update {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range made {
		file := filepath.Join(dir, name+".schema.json")
		if *update {
			if err := os.WriteFile(file, text, 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(have, text) {
			t.Errorf("%s is not what the types say (%v): go test ./internal/report -run Schemas -update", file, err)
		}
	}
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		if name, ok := strings.CutSuffix(f.Name(), ".schema.json"); !ok || made[name] == nil {
			t.Errorf("%s/%s belongs to no answer", dir, f.Name())
		}
	}
}
