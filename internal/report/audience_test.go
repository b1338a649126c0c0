package report_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// TestNothingWithheldIsNamed: neither ids nor words of what is handled as
// restricted reach a public answer, whatever is asked.
func TestNothingWithheldIsNamed(t *testing.T) {
	files := fstest.MapFS{
		"case.yaml": {Data: []byte(`mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
  - {id: p, name: P, roles: [party]}
  - {id: q, name: Qland, roles: [party]}
  - {id: d, name: D, roles: [decider]}
issues:
  - {id: roe, name: roe, source: open, options: [{id: defence, name: defence}, {id: enforce, name: enforce}]}
  - {id: money, name: money, source: open, options: [{id: a, name: optiona}, {id: b, name: optionb}]}
settle:
  - {issue: roe, source: sekret, at: SEKRETPLACE}
steps:
  - {id: deploy, name: deploy, source: open, needs: [{that: 'joins("c")', source: sekret, at: SEKRETPLACE}]}
  - {id: board, name: board, source: open}
  - {id: left, name: left, source: open}
rules:
  - {id: r, name: r, that: 'consents("p") && consents("q")', source: open}
externals:
  - {id: truce, name: truce, source: open}
texts:
  - {id: tx, name: tx, source: open, clauses: [{id: k, that: money == "b"}, {id: away, that: done("left")}]}
`)},
		"assumptions.yaml": {Data: []byte(`mandate: {roe: defence, money: a}
chances:
  by: me
  written: 2025-01-01
  binds:
    - {entry: sekret-q1, chance: 0.5, why: SEKRETWHY}
    - {entry: p1, chance: 0.5, why: SEKRETWHY, source: sekret, at: SEKRETPLACE}
    - {firmness: decided, chance: 1, why: w}
    - {firmness: stated, chance: 0.9, why: w}
  answers:
    - {role: contributor, rung: silent, chance: 0.5, why: w}
    - {role: contributor, rung: conditional, chance: 0.5, why: w}
    - {role: party, rung: silent, chance: 0.5, why: w}
    - {role: party, rung: conditional, chance: 0.5, why: w}
  externals: [{external: truce, chance: 0.5, why: w}]
  takes:
    - {each: step, days: {class: [{case: open, days: 5}, {case: SEKRETCASE, days: 6, source: sekret}]}, why: w}
    - {each: decide, days: {exactly: 5}, why: w}
    - {each: commit, days: {exactly: 5}, why: w}
    - {each: consent, days: {exactly: 5}, why: w}
  risks: [{id: storm, name: storm, chance: 0.5, stops: [deploy], why: w}]
  drivers: [{id: d, name: d, why: SEKRETWHY, source: sekret}]
  checkpoints:
    - {step: deploy, by: 2025-06-01}
    - {step: board, by: 2025-02-15, why: SEKRETWHY, source: sekret}
`)},
		"record/r.yaml": {Data: []byte(`sources:
  - {id: open, title: Open, reliability: B}
  - {id: sekret, title: SEKRETTITLE, reliability: E, handling: restricted}
entries:
  - {id: c1, said: 2025-01-01, source: open, actor: c, voice: quote, firmness: stated, summary: Commits., effects: [commits: {}]}
  - {id: p1, said: 2025-01-02, source: open, actor: p, voice: quote, firmness: stated, summary: Wants defence., effects: [requires: roe == "defence"]}
  - {id: sekret-q1, said: 2025-01-03, source: sekret, actor: q, voice: quote, firmness: stated, summary: SEKRETWORDS, effects: [requires: roe == "defence"]}
  - {id: sekret-d1, said: 2025-01-04, source: sekret, actor: d, voice: quote, firmness: decided, summary: SEKRETWORDS, effects: [decides: money == "a"]}
  - {id: sekret-g, said: 2025-01-05, source: sekret, actor: d, voice: quote, firmness: stated, summary: SEKRETWORDS, effects: [happened: {step: left, grade: 2}]}
  - {id: sekret-c2, said: 2025-01-05, source: open, handling: restricted, actor: c, voice: quote, firmness: decided, summary: SEKRETWORDS, context: hold, suspends: c1}
  - {id: c3, said: 2025-01-06, source: [sekret, open], at: SEKRETPLACE, handling: public, actor: c, voice: quote, firmness: stated, credibility: 2, summary: More., effects: [offers: {adds_to: sekret-c4}]}
  - {id: sekret-c4, said: 2025-01-05, source: sekret, actor: c, voice: quote, firmness: stated, summary: SEKRETWORDS, effects: [offers: {}]}
  - {id: sekret-e, said: 2025-03-01, source: sekret, actor: d, voice: quote, firmness: decided, summary: SEKRETWORDS, disputes: c1, supersedes: p1, context: none}
  - {id: sekret-h, said: 2025-01-05, source: sekret, actor: d, voice: quote, firmness: decided, summary: SEKRETWORDS, effects: [{happened: board}, {happened: {event: SEKRETEVENT}}, {estimates: {step: deploy, date: 2025-01-06}}, {happened: {step: left, grade: 2}}]}
  - {id: est, said: 2025-01-04, source: open, actor: d, voice: quote, firmness: stated, summary: Says when., effects: [{estimates: {step: board, date: 2025-01-20}}, {happened: {step: left, grade: 1}}]}
  - {id: sekret-x, said: 2025-01-05, source: sekret, actor: d, voice: quote, firmness: decided, summary: SEKRETWORDS, effects: [happened: {reading: truce, value: true}]}
`)},
	}
	c, pos, list := casefile.Load(files, "t")
	if list.HasErrors() {
		t.Fatal(diag.Printer{Source: pos.Source}.Sprint(list))
	}
	day := mandate.DayOf(2025, 2, 1)
	goal := &mandate.Condition{Text: "g", Expr: &mandate.Expr{Op: mandate.OpIs, Name: "roe", Names: []string{"enforce"}}}
	for _, audience := range []mandate.Handling{mandate.Public, mandate.Restricted} {
		st, err := record.At(c, mandate.Query{AsOf: &day})
		if err != nil {
			t.Fatal(err)
		}
		opt := report.Options{Audience: audience}
		var out bytes.Buffer
		tm := &report.Terminal{W: &out, Command: "t"}
		enc := json.NewEncoder(&out)
		both := func(v any, err error, print func() error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			if err := enc.Encode(v); err != nil {
				t.Fatal(err)
			}
			if err := print(); err != nil {
				t.Fatal(err)
			}
		}
		ck, err := report.BuildCheck(st, opt)
		both(ck, err, func() error { return tm.Check(ck) })
		wy, err := report.BuildWhy(st, goal, opt)
		both(wy, err, func() error { return tm.Why(wy) })
		un, err := report.BuildUnblock(st, goal, opt)
		both(un, err, func() error { return tm.Unblock(un) })
		wo, err := report.BuildWho(st, goal, opt)
		both(wo, err, func() error { return tm.Who(wo) })
		all, err := report.BuildWho(st, nil, opt)
		both(all, err, func() error { return tm.Who(all) })
		lv, err := report.BuildLeverage(st, nil, "", opt)
		both(lv, err, func() error { return tm.Leverage(lv) })
		cm, err := report.BuildCompare(st, [2]string{"tx", "tx"}, opt)
		both(cm, err, func() error { return tm.Compare(cm) })
		for _, x := range []report.ProgressAsk{{}, {Text: "tx"}} {
			pg, err := report.BuildProgress(st, x, opt)
			both(pg, err, func() error { return tm.Progress(pg) })
			for _, g := range pg.Groups {
				for _, y := range g.Steps {
					// what only a withheld entry tells has neither grade nor day
					if y.ID != "deploy" && ((y.Word == "withheld") != (audience == mandate.Public) || (y.Grade == nil) != (audience == mandate.Public)) {
						t.Errorf("%s sees that %s is %s, %s", audience, y.ID, y.Word, y.Day)
					}
				}
			}
			for _, y := range pg.Slips {
				if (y.Days == nil) != (audience == mandate.Public) && y.Step == "board" || audience == mandate.Public && y.Step != "board" {
					t.Errorf("%s sees the slip of %s: %+v", audience, y.Step, y)
				}
			}
		}
		if e, ok := ck.Entries["c3"]; !ok || (e.Grade == "E2") != (audience == mandate.Restricted) {
			t.Errorf("%s sees that an entry has the grade %q", audience, e.Grade)
		}
		if n := len(cm.Sides[0].Reopens); n != 1 {
			t.Errorf("the text reopens %d decisions, not one", n)
		}
		or, err := report.BuildOrder(st, opt)
		both(or, err, func() error {
			out.WriteString(or.DOT() + or.Mermaid())
			return tm.Order(or)
		})
		ch, err := report.BuildChances(st, report.ChancesAsk{Draws: 640}, opt)
		both(ch, err, func() error { return tm.Chances(ch) })
		for _, x := range ch.Checks {
			if (x.Outcome.RecordTo == "2025-03-01") != (audience == mandate.Restricted) || x.Step == "board" && (x.Outcome.Result == "happened") != (audience == mandate.Restricted) {
				t.Errorf("%s sees what happened: %+v", audience, x.Outcome)
			}
		}
		early := mandate.DayOf(2025, 1, 1)
		first, err := st.At(mandate.Query{AsOf: &early})
		if err != nil {
			t.Fatal(err)
		}
		df, err := report.BuildDiff(record.NewPair(first, st), report.DiffAsk{Next: 60}, opt)
		both(df, err, func() error { return tm.Diff(df) })
		if (df.Hidden > 0) != (audience == mandate.Public) {
			t.Errorf("%s: %d changes are withheld", audience, df.Hidden)
		}
		other := *c
		other.Entries = c.Entries[:3]
		less, err := record.At(&other, mandate.Query{AsOf: &day})
		if err != nil {
			t.Fatal(err)
		}
		pair, err := record.Against(less, st)
		if err != nil {
			t.Fatal(err)
		}
		ag, err := report.BuildDiff(pair, report.DiffAsk{Against: "other"}, opt)
		both(ag, err, func() error { return tm.Diff(ag) })
		watched := *c
		watched.Alerts = []*mandate.Alert{{ID: "q", Name: "Q", By: "me", Why: "a test", When: &mandate.Condition{Text: "t", Expr: &mandate.Expr{Op: mandate.OpRung, Name: "q", Cmp: mandate.CmpGE, N: 2, Names: []string{"conditional"}}}}}
		wst, err := record.At(&watched, mandate.Query{AsOf: &day})
		if err != nil {
			t.Fatal(err)
		}
		al, err := report.BuildAlerts(wst, first, "2025-01-01", 60, opt)
		both(al, err, func() error { return tm.Alerts(al) })
		if al.List[0].Result != "fires" || al.List[0].Day == "" {
			t.Errorf("the alert does not fire: %+v", al.List[0])
		}
		rp, err := report.BuildReplay(st, nil, opt)
		both(rp, err, func() error { return tm.Replay(rp) })
		mx, err := report.BuildMatrix(st, opt)
		both(mx, err, func() error { return tm.Matrix(mx) })
		for _, f := range []report.Filter{{}, {All: true}, {Actor: "q", History: true}} {
			sh, err := report.BuildShow(st, f, opt)
			both(sh, err, func() error { return tm.Show(sh) })
		}
		ex, err := report.Explore(st, opt)
		if err != nil {
			t.Fatal(err)
		}
		ex.Choose(analysis.ChoicesOf(mandate.Query{Set: []mandate.Choice{{Issue: "roe", Options: []string{"enforce"}}}, Join: []string{"c"}}))
		for _, item := range []mandate.Item{{Issue: "money", Option: "b"}, {Issue: "roe", Option: "defence"}} {
			wi := ex.Answer(report.Ask{Why: &item})
			for _, o := range wi.Issues[1].Options {
				if (o.Look == "withheld") != (audience == mandate.Public) {
					t.Errorf("%s sees that %s is %s", audience, o.ID, o.Look)
				}
			}
			for k := range wi.Issues {
				for n := range wi.Issues[k].Options {
					wi.Issues[k].Options[n].Name = "" // all options are named, whatever their look
				}
			}
			both(wi, nil, func() error { return errors.Join(tm.WhatIf(wi), tm.Items(wi, ""), tm.Changes(wi), tm.Blocked(wi)) })
		}
		pr, err := report.BuildProgress(st, report.ProgressAsk{Text: "tx"}, opt)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range pr.Groups {
			for _, c := range g.Clauses {
				if c.Clause == "away" && (c.Word != "") != (audience == mandate.Restricted) {
					t.Errorf("%s sees that the clause is %q", audience, c.Word)
				}
			}
		}
		line, err := report.BuildLine(st, "settle.roe", opt)
		if err != nil || (len(line.Sources) > 0) != (audience == mandate.Restricted) {
			t.Errorf("%s sees of a line: %v %+v", audience, err, line)
		}
		both(line, err, func() error { return nil })
		keep := func(v any, err error) { both(v, err, func() error { return nil }) }
		voc, err := report.BuildCase(c, opt)
		for _, i := range voc.Issues {
			for n := range i.Options {
				i.Options[n].Name = "" // all options are named here, too
			}
		}
		keep(voc, err)
		hist, err := report.BuildHistory(c, mandate.Query{}, opt, 0)
		keep(hist, err)
		for _, d := range []struct{ tick, day string }{{voc.Last, voc.AsOf}, {hist.AsOf, hist.Days[len(hist.Days)-1].Day}} {
			if (d.tick == "2025-03-01") != (audience == mandate.Restricted) || d.tick != d.day {
				t.Errorf("%s sees that the record ends on %s, %s", audience, d.tick, d.day)
			}
		}
		finder := report.NewSearcher(c)
		for _, text := range []string{"s", "sek", "sekretwords", "sekrettitle", "c3"} {
			found := finder.Search(st, text, opt)
			found.Text = "" // the asker's own
			keep(found, nil)
			if n := found.Total; n > 0 && strings.HasPrefix(text, "sek") && audience == mandate.Public {
				t.Errorf("%s finds %d with %q", audience, n, text)
			}
		}
		for _, e := range c.Entries {
			sen, err := report.BuildSentence(st, e.ID, opt)
			wit, err2 := report.BuildWithout(st, e.ID, opt)
			if audience == mandate.Public && e.Handling != mandate.Public {
				if mandate.CodeOf(err) != mandate.ErrUsage || mandate.CodeOf(err2) != mandate.ErrUsage {
					t.Errorf("%s asks about %s: %v, %v", audience, e.ID, err, err2)
				}
				continue
			}
			keep(sen, err)
			keep(wit, err2)
		}
		leaks := strings.Contains(strings.ToLower(out.String()), "sekret") || strings.Contains(out.String(), "optiona\"")
		if audience == mandate.Public && leaks {
			for _, l := range strings.Split(out.String(), "\n") {
				if strings.Contains(strings.ToLower(l), "sekret") || strings.Contains(l, "optiona\"") {
					t.Errorf("withheld, and named: %.300s", l)
				}
			}
		}
		if audience == mandate.Restricted && !leaks {
			t.Error("the test sees nothing even when nothing is withheld")
		}
	}
}
