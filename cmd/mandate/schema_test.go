package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// answerSchemas compiles schema/answers. Published schemas allow keys that they
// do not know; here there must be none.
func answerSchemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	files, err := filepath.Glob("schema/answers/*.schema.json")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d schemas, %v", len(files), err)
	}
	out := map[string]*jsonschema.Schema{}
	c := jsonschema.NewCompiler()
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		closed(doc)
		name := strings.TrimSuffix(filepath.Base(f), ".schema.json")
		if id := doc.(map[string]any)["$id"]; id != "mandate/"+name+"/1" {
			t.Errorf("%s: $id %v", f, id)
		}
		if err := c.AddResource("https://schemas.test/"+name, doc); err != nil {
			t.Fatal(err)
		}
		s, err := c.Compile("https://schemas.test/" + name)
		if err != nil {
			t.Fatal(err)
		}
		out["mandate/"+name+"/1"] = s
	}
	return out
}

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

// TestAnswersMatchTheirSchemas asks every command of every kind of case.
func TestAnswersMatchTheirSchemas(t *testing.T) {
	if testing.Short() {
		t.Skip("many answers, one after the other: nothing for -short")
	}
	atRoot(t)
	schemas := answerSchemas(t)
	seen := map[string]int{}
	ask := func(args ...string) map[string]any {
		t.Helper()
		args = append(args, "--json")
		got, code := run(t, false, args...)
		if got.err != "" && args[0] != "add" { // its prompts
			t.Errorf("%s: writes to standard error with --json: %s", shown(args), got.err)
		}
		dec := json.NewDecoder(strings.NewReader(got.out))
		dec.UseNumber()
		var x map[string]any
		if err := dec.Decode(&x); err != nil {
			t.Fatalf("%s: exits with %d and no JSON: %v\n%s", shown(args), code, err, got.out)
		}
		if _, err := dec.Token(); !errors.Is(err, io.EOF) {
			t.Errorf("%s: more than one document", shown(args))
		}
		name, _ := x["schema"].(string)
		s := schemas[name]
		if s == nil {
			t.Fatalf("%s: schema %q is not in schema/answers", shown(args), name)
		}
		seen[name]++
		if err := s.Validate(any(x)); err != nil {
			t.Errorf("%s: %v", shown(args), err)
		}
		if want := map[int]string{exitUsage: "mandate/error/1"}[code]; want != "" && name != want && args[0] != "lint" {
			t.Errorf("%s: exits with %d and %s", shown(args), code, name)
		}
		cited(t, args, x)
		return x
	}

	micro, err := filepath.Glob("internal/analysis/testdata/micro/*")
	if err != nil || len(micro) == 0 {
		t.Fatal(err, micro)
	}
	for _, dir := range append(micro, gaza...) {
		for _, cmd := range []string{"check", "why", "unblock", "show", "matrix", "whatif", "plans", "who", "leverage", "order", "progress", "lint"} {
			ask(cmd, dir)
		}
	}
	for _, dir := range gaza {
		for _, day := range []string{"2025-12-20", "2026-07-01"} {
			for _, args := range questions(dir, day) {
				ask(args...)
			}
		}
		for _, args := range [][]string{
			{"why", dir, "full-disarmament-first"},
			{"unblock", dir, "full-disarmament-first", "--wishes"},
			{"show", dir, "--all"},
			{"who", dir, "--as-of", "2026-02-20"},
			{"who", dir, "full-disarmament-first"},
			{"who", dir, "--budget", "1"},
			{"who", dir, "--audience", "public"},
			{"who", dir, `force("soldiers") >= 1000000`},
			{"who", dir, "--join", "turkiye"},
			{"check", dir, "--budget", "1"},
			{"why", dir, "full-disarmament-first", "--timeout", "1ns"},
			{"unblock", dir, "full-disarmament-first", "--budget", "1"},
			{"check", dir, "--timeout", "1ns"},
			{"check", dir, "--audience", "public", "--no-assumptions", "--min-firmness", "stated", "--known-by", "2026-01-31", "--recorded-by", "2030-01-01"},
			{"check", dir, "--join", "turkiye"},
			{"whatif", dir, "--join", "turkiye"},
			{"whatif", dir, "--join", "pakistan", "--exclude", "turkiye", "--why", "turkiye"},
			{"whatif", dir, "--join", "turkiye", "--timeout", "1ns"},
			{"whatif", dir, "--join", "turkiye", "--budget", "1"},
			{"whatif", dir, "--join", "nosuch"},
			{"plans", dir},
			{"plans", dir, "--count"},
			{"plans", dir, "full-disarmament-first", "--by", "moves,owed,committed:soldiers", "--pareto", "--top", "2"},
			{"plans", dir, "--join", "turkiye", "--by", "consents,joiners"},
			{"plans", dir, "--budget", "1", "--limit", "1", "--pareto", "--audience", "public"},
			{"plans", dir, "--timeout", "1ns"},
			{"plans", dir, "--timeout", "1ns", "--count"},
			{"plans", dir, "--by", "nosuch"},
			{"leverage", dir, "--as-of", "2026-07-01", "--by", "owed", "--limit", "3"},
			{"leverage", dir, "turkiye-joins"},
			{"compare", "cases/gaza-isf", "res-2803", "russian-draft"},
			{"compare", "cases/gaza-isf", "plan-20", "roadmap-2026", "--audience", "public"},
			{"compare", "cases/gaza-isf", "plan-20", "roadmap-2026", "--budget", "1"},
			{"compare", "cases/gaza-isf", "plan-20", "nosuch"},
			{"leverage", dir, "--budget", "1"},
			{"order", dir, "--as-of", "2025-12-20", "--limit", "1"},
			{"order", dir, "--budget", "1"},
			{"diff", dir, "2025-12-20", "2026-02-20"},
			{"diff", dir, "2025-12-20", "2026-01-20", "--audience", "public", "--next", "90"},
			{"diff", dir, "2025-12-20", "2026-01-20", "--budget", "1"},
			{"diff", dir, "--against", gaza[0], "--as-of", "2025-12-20"},
			{"replay", dir, "--from", "2025-11-01", "--as-of", "2025-12-01"},
			{"alert", dir, "--since", "2025-12-01"},
			{"replay", dir, "--from", "2025-11-01", "--as-of", "2025-11-15", "--budget", "1"},
			{"order", dir, "--audience", "public"},
			{"order", dir, "--timeout", "1ns"},
			{"order", dir, "--format", "dot"},
			{"leverage", dir, "--audience", "public"},
			{"leverage", dir, "--timeout", "1ns"},
			{"leverage", dir, "--by", "nosuch"},
			{"progress", dir, "--as-of", "2026-02-20", "--audience", "public"},
			{"progress", dir, "--theme", "force"},
			{"chances", dir, "--as-of", "2026-02-20", "--known-by", "2026-02-20", "--draws", "640", "--audience", "public"}, // the article's case has no priors
			{"chances", dir, "--as-of", "2026-07-01", "--draws", "64", "--by", "2027-01-01"},
			{"chances", dir, "--draws", "64", "--timeout", "1ns"},
			{"chances", dir, "--draws", "-1"},
			{"progress", "cases/gaza-isf", "--text", "plan-20"},
			{"progress", "cases/gaza-isf-article", "--text", "phase-two"},
			{"why", dir, "turkiye-joins", "--join", "turkiye"},
			{"matrix", dir, "--as-of", "2000-01-01"},
			{"check", dir, "--as-of", "2000-01-01"},
			{"show", dir, "--as-of", "2000-01-01"},
			// errors
			{"check", dir, "--rule", "nosuch"},
			{"why", dir, `joins("nosuch")`},
			{"show", dir, "--actor", "nosuch"},
			{"show", dir, "--history"},
			{"check", dir, "--as-of", "soon"},
		} {
			ask(args...)
		}
	}
	for _, rule := range []string{"effective"} {
		for _, cmd := range []string{"check", "why", "unblock", "matrix", "who", "whatif"} {
			ask(cmd, gaza[1], "--rule", rule)
		}
		ask("why", gaza[1], "turkiye-joins", "--rule", rule)
		ask("unblock", gaza[1], "turkiye-joins", "--rule", rule)
	}
	ask("why", gaza[1], "full-force")
	ask("unblock", gaza[1], "full-force")
	for _, cmd := range []string{"check", "why", "unblock", "matrix", "show", "plans", "who", "whatif", "leverage", "order", "progress", "chances"} {
		ask(cmd, gaza[0], "--without", "article") // no record
	}

	// broken cases
	for name, text := range map[string]string{
		"torn":    "a: [1,\n",
		"empty":   "",
		"unknown": "mandate: 1\ntitle: T\naim: nosuch\nwrong: 1\nactors: [{id: c, name: C, roles: [boss]}]\n",
		"version": "mandate: 99\n",
		"warns":   "mandate: 1\ntitle: T\naim: s\nactors: [{id: c, name: C, roles: [contributor]}]\nsteps: [{id: s, name: S, source: x}]\n",
	} {
		dir := filepath.Join(t.TempDir(), name)
		if err := errors.Join(os.Mkdir(dir, 0o777), os.WriteFile(filepath.Join(dir, "case.yaml"), []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
		for _, cmd := range []string{"lint", "check", "matrix", "add"} {
			ask(cmd, dir)
		}
	}
	{ // a case in which nearly everything is missing: lists stay lists
		dir := filepath.Join(t.TempDir(), "bare")
		if err := errors.Join(os.MkdirAll(filepath.Join(dir, "record"), 0o777), os.WriteFile(filepath.Join(dir, "case.yaml"), []byte(bareCase), 0o666),
			os.WriteFile(filepath.Join(dir, "record", "r.yaml"), []byte(bareRecord), 0o666)); err != nil {
			t.Fatal(err)
		}
		ask("matrix", dir)
		ask("check", dir)
		ask("check", dir, "--audience", "public")
		ask("matrix", dir, "--audience", "public")
	}
	ask("check", "nosuch")
	ask("lint", "nosuch")
	ask("check")

	// add
	dir := filepath.Join(t.TempDir(), "demo")
	ask("new", dir)
	ask("fmt", dir, "--check")
	ask("add", dir, "--actor", "alba", "--said", "2025-04-01", "--source", "herald-march", "--voice", "narrated", "--firmness", "stated", "--summary", "Waits.", "--context", "background")
	ask("add", dir, "--actor", "alba", "--said", "2025-04-01", "--source", "nosuch", "--voice", "narrated", "--firmness", "stated", "--summary", "Waits.", "--context", "background")
	ask("add", dir) // the end of the input
	for _, cmd := range []string{"check", "why", "unblock", "show", "matrix", "who", "lint"} {
		ask(cmd, dir)
	}

	// What the page alone asks for is held to its schemas in internal/report.
	for _, name := range []string{"case", "history", "sentence", "without", "line", "search"} {
		seen["mandate/"+name+"/1"]++
	}
	for name := range schemas {
		if seen[name] == 0 {
			t.Errorf("nothing answers with %s", name)
		}
	}
}

// An actor without roles speaks; a decision is not for everybody.
const bareCase = `mandate: 1
title: T
aim: s
actors:
  - {id: c, name: C, roles: [contributor]}
  - {id: d, name: D, roles: [decider]}
  - {id: o, name: O}
issues:
  - {id: roe, name: roe, source: x, options: [{id: a, name: a}, {id: b, name: b}]}
steps: [{id: s, name: S, source: x}]
`

const bareRecord = `sources: [{id: x, title: X, reliability: F}]
entries:
  - {id: o1, said: 2025-01-01, source: x, actor: o, voice: quote, firmness: stated, summary: S., effects: [{prefers: {that: roe == "a", over: roe == "b"}}]}
  - {id: d1, said: 2025-01-01, source: x, actor: d, voice: quote, firmness: decided, handling: restricted, summary: S., effects: [{decides: roe == "a"}]}
`

// cited reports an entry that an answer names and does not carry: every line
// opens to the entries behind it.
func cited(t *testing.T, args []string, answer map[string]any) {
	t.Helper()
	have, _ := answer["entries"].(map[string]any)
	missing := map[string]bool{}
	var walk func(path string, x any)
	walk = func(path string, x any) {
		switch x := x.(type) {
		case map[string]any:
			for k, v := range x {
				if path == "" && k == "entries" {
					continue
				}
				walk(path+"."+k, v)
			}
		case []any:
			for _, v := range x {
				walk(path, v)
			}
		case string:
			for _, key := range []string{".entries", ".entry", ".disputed", ".suspended", ".list", ".needs_goal"} {
				if strings.HasSuffix(path, key) && have[x] == nil {
					missing[strings.TrimPrefix(path, ".")+" "+x] = true
				}
			}
		}
	}
	switch answer["schema"] {
	case "mandate/add/1", "mandate/lint/1", "mandate/error/1":
		return
	}
	walk("", answer)
	for m := range missing {
		t.Errorf("%s: cites an entry that it does not carry: %s", shown(args), m)
	}
}
