package analysis_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/condition"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// TestClauses works through docs/math/progress.md, section 2.
func TestClauses(t *testing.T) {
	const frame = `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor], groups: [g]}
  - {id: e, name: E, roles: [contributor], groups: [g]}
  - {id: p, name: P, roles: [party]}
  - {id: d, name: D, roles: [decider]}
issues:
  - {id: roe, name: roe, source: x, ordered: true, options: [{id: light, name: l}, {id: robust, name: r}, {id: enforce, name: e}]}
  - {id: tasks, name: tasks, kind: set, source: x, options: [{id: watch, name: w}, {id: disarm, name: d}]}
steps:
  - {id: deploy, name: deploy, source: x}
  - {id: aid, name: aid, source: x, stages: 3}
  - {id: port, name: port, source: x}
capabilities: [{id: infantry, name: infantry}]
externals: [{id: truce, name: truce, source: x}]
texts:
  - {id: accord, name: accord, source: x, clauses: [{id: k, that: CLAUSE}]}
  - {id: other, name: other, source: x, clauses: [{id: o, that: roe != "enforce"}], steps: [port]}
`
	const head = "sources: [{id: x, title: X, reliability: B}]\nentries:\n"
	line := func(n int, actor, effect string) string {
		return fmt.Sprintf("  - {id: e%d, said: 2025-01-%02d, source: x, actor: %s, voice: quote, firmness: decided, summary: S., effects: [%s]}\n", n, n, actor, effect)
	}
	for _, test := range []struct{ clause, record, want string }{
		// apart from the text itself
		{`roe == "light"`, "", "open"},
		{`roe == "light"`, line(1, "d", "{adopts: accord}"), "in force e1"},
		{`roe == "light"`, line(1, "d", "{adopts: accord}") + line(2, "d", `{decides: roe == "light"}`), "met e2"},
		{`roe == "light"`, line(1, "d", "{adopts: accord}, {happened: port}") + line(2, "d", `{decides: roe == "robust"}`), "contradicted e2"},
		{`done("port")`, line(1, "d", "{adopts: accord}, {happened: port}"), "met e1 grade 3"},
		{`roe != "enforce"`, line(1, "d", "{adopts: accord}") + line(2, "d", `{decides: roe != "enforce"}`), "met e2"},
		{`roe == "light"`, line(1, "d", `{decides: roe != "enforce"}`), "open"},
		{`roe == "enforce"`, line(1, "d", `{decides: roe != "enforce"}`), "contradicted e1"},
		{`at_least(roe, "robust")`, line(1, "d", `{decides: roe != "light"}`), "met e1"},
		// a ceiling; atom by atom
		{`roe in ["light", "robust", "enforce"]`, line(1, "d", "{adopts: accord}"), "permits"},
		{`roe in ["light", "robust"]`, line(1, "d", `{decides: roe != "enforce"}`), "met e1"},
		{`roe == "light" || roe == "robust"`, line(1, "d", `{decides: roe != "enforce"}`), "open"},
		{`true`, "", "permits"},
		// members of a set
		{`"watch" in tasks`, line(1, "d", `{decides: '"watch" in tasks'}`), "met e1"},
		{`"watch" in tasks && "disarm" in tasks`, line(1, "d", `{decides: '"watch" in tasks'}`), "open"},
		{`"watch" in tasks && "disarm" in tasks`, line(1, "d", `{decides: '!("disarm" in tasks)'}`), "contradicted e1"},
		// deeds
		{`done("aid")`, "", "open"},
		{`done("aid")`, line(1, "d", "{happened: aid.1}"), "open grade 1"},
		{`done("aid") && done("port")`, line(1, "d", "{happened: aid.1}"), "open"},
		{`done("aid") && done("port")`, line(1, "d", "{happened: {step: aid, grade: 0}}"), "open grade 0"},
		{`done("aid") && done("port")`, line(1, "d", "{happened: aid.1}, {happened: port}"), "open grade 1"},
		{`done("aid") || done("port")`, line(1, "d", "{happened: aid.1}, {happened: port}"), "met e1 grade 3"},
		{`decided("roe")`, line(1, "d", `{decides: roe == "light"}`), "met e1 grade 3"},
		{`before("aid", "port")`, "", "open"},
		{`before("aid", "port")`, line(1, "d", "{happened: aid}"), "met e1"},
		{`before("aid", "port")`, line(1, "d", "{happened: port}"), "contradicted e1"},
		{`before("aid", "port")`, line(1, "d", "{happened: aid}") + line(2, "d", "{happened: port}"), "met e1 e2"},
		{`before("aid", "port")`, line(1, "d", "{happened: port}") + line(2, "d", "{happened: aid}"), "contradicted e2 e1"},
		{`!before("aid", "port")`, line(1, "d", "{happened: port}"), "met e1"},
		// who takes part
		{`joins("c")`, line(1, "c", "{interested: true}"), "open"},
		{`joins("c")`, line(1, "c", "{commits: {}}"), "met e1"},
		{`joins("c")`, line(1, "c", "{declines: true}"), "contradicted e1"},
		{`consents("p")`, line(1, "p", `{accepts: roe == "light"}`), "met e1"},
		{`consents("p") || roe == "light"`, line(1, "p", "{declines: true}"), "open"},
		{`joining("g") >= 2`, line(1, "c", "{commits: {}}"), "open"},
		{`joining("g") >= 2`, line(1, "c", "{declines: true}"), "contradicted e1"},
		{`joining("g") >= 1`, line(1, "c", "{commits: {}}"), "met e1"},
		{`joining("g") <= 2`, "", "met"},
		{`force("infantry") >= 100`, line(1, "c", "{commits: {amounts: {infantry: 100}}}"), "met e1"},
		{`force("infantry") >= 101`, line(1, "c", "{commits: {amounts: {infantry: 100}}}"), "open"},
		{`committed("infantry") < 100`, line(1, "c", "{commits: {amounts: {infantry: 100}}}"), "contradicted e1"},
		// the rest
		{`external("truce")`, line(1, "d", "{happened: {reading: truce, value: false}}"), "contradicted e1"},
		{`on_record(done("port"))`, "", "open"},
		{`on_record(done("port"))`, line(1, "d", "{happened: port}"), "met e1"},
		{`adopts("other")`, line(1, "d", `{decides: roe == "light"}`), "open"},
		{`adopts("other")`, line(1, "d", `{decides: roe == "light"}, {happened: port}`), "met e1"},
		{`adopts("other")`, line(1, "d", `{decides: roe == "enforce"}`), "contradicted e1"},
	} {
		entries := test.record
		if entries == "" {
			entries = line(9, "c", "{interested: true}")
		}
		c, pos, list := casefile.Load(fstest.MapFS{
			"case.yaml":     {Data: []byte(strings.Replace(frame, "CLAUSE", "'"+test.clause+"'", 1))},
			"record/r.yaml": {Data: []byte(head + entries)},
		}, "t")
		if list.HasErrors() {
			t.Fatal(diag.Printer{Source: pos.Source}.Sprint(list))
		}
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		cs, err := analysis.Clauses(st, c.Texts[0], analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(append([]string{cs[0].Stands}, cs[0].Entries...), " ")
		if cs[0].Grade >= 0 {
			got += fmt.Sprintf(" grade %d", cs[0].Grade)
		}
		if got != test.want {
			t.Errorf("%s after\n%s: %s, not %s", test.clause, test.record, got, test.want)
		}
	}
}

// TestClausesAgainstAllOptions: what is called met holds in every combination of
// options that the other decisions allow, what is called contradicted in none,
// and what permits in all there are.
func TestClausesAgainstAllOptions(t *testing.T) {
	seen := map[string]int{}
	for seed := uint64(1); seed <= 1500; seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(t, files)
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		for _, text := range c.Texts {
			list, err := analysis.Clauses(st, text, analysis.Budget{})
			if analysis.IsNoAim(err) {
				continue
			}
			if err != nil {
				t.Fatal(seed, err)
			}
			var decisions []*mandate.Expr
			for _, h := range st.Effects() {
				switch {
				case h.Effect.Kind == mandate.Decides:
					decisions = append(decisions, h.Effect.That.Expr)
				case h.Effect.Kind == mandate.Adopts && h.Effect.Name != text.ID:
					for _, k := range st.Text(h.Effect.Name).Clauses {
						if st.Holds(k.Line) && k.That.Expr.AboutIssues() == nil {
							decisions = append(decisions, k.That.Expr)
						}
					}
				}
			}
			for _, x := range list {
				e := x.Clause.That.Expr
				if e.AboutIssues() != nil {
					continue
				}
				all, none, always, some := true, true, true, false
				everyMandate(st, func(w condition.World, held bool) {
					holds := condition.Eval(e, w)
					always = always && holds
					if !held {
						return
					}
					for _, d := range decisions {
						if !condition.Eval(d, w) {
							return
						}
					}
					some, all, none = true, all && holds, none && !holds
				})
				if !some {
					continue // the decisions contradict each other: none settles anything
				}
				seen[x.Stands]++
				if x.Stands == "met" && !all || x.Stands == "contradicted" && !none || x.Stands == "permits" && !always {
					t.Errorf("seed %d: %s is %s; it holds in all: %v, in none: %v, always: %v", seed, x.Clause.That.Text, x.Stands, all, none, always)
				}
			}
		}
	}
	if seen["met"] < 5 || seen["contradicted"] < 5 {
		t.Error("too few clauses:", seen)
	}
	t.Log(seen)
}

// everyMandate calls f with each combination of options; held: all of them hold
// on the day of the record.
func everyMandate(st *record.State, f func(w condition.World, held bool)) {
	chosen := map[string]map[string]bool{}
	issue := map[string]*mandate.Issue{}
	w := condition.World{
		Is:  func(i, o string) bool { return chosen[i][o] },
		Has: func(i, o string) bool { return chosen[i][o] },
		In: func(i string, os []string) bool {
			for _, o := range os {
				if chosen[i][o] {
					return true
				}
			}
			return false
		},
		AtLeast: func(i, o string) bool {
			reached := false
			for _, x := range issue[i].Options {
				reached = reached || x.ID == o
				if reached && chosen[i][x.ID] {
					return true
				}
			}
			return false
		},
	}
	var choose func(n int, held bool)
	choose = func(n int, held bool) {
		if n == len(st.Case.Issues) {
			f(w, held)
			return
		}
		i := st.Case.Issues[n]
		issue[i.ID] = i
		any := false
		for _, o := range i.Options {
			any = any || st.Holds(o.Line)
		}
		size := len(i.Options)
		if i.Set {
			size = 1 << size
		}
		for k := 0; k < size; k++ {
			chosen[i.ID] = map[string]bool{}
			now := held
			for at, o := range i.Options {
				if i.Set && k>>at&1 == 1 || !i.Set && at == k {
					chosen[i.ID][o.ID] = true
					now = now && (st.Holds(o.Line) || !any)
				}
			}
			choose(n+1, now)
		}
	}
	choose(0, true)
}
