package export_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/export"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// solve minimises a file that was read back, with nothing but its constraints.
func (in *instance) solve() pb.Optimum {
	s := pb.New()
	for range in.names {
		s.NewVar()
	}
	terms := func(ws []weighted) (out []pb.Term) {
		for _, w := range ws {
			l := pb.Var(max(w.lit, -w.lit)).Pos()
			if w.lit < 0 {
				l = l.Not()
			}
			out = append(out, pb.Term{Coef: w.coef, Lit: l})
		}
		return out
	}
	for _, r := range in.sums {
		s.AddAtLeast(terms(r.terms), r.bound)
	}
	return pb.Minimize(s, terms(in.cost), pb.Budget{})
}

// TestFilesReadBack writes every question in both formats. Our own readers
// find them valid, the same each time, and with the same answer as the
// constraints they were written from.
func TestFilesReadBack(t *testing.T) {
	questions := []analysis.Question{{Ask: analysis.AskPossible}, {Ask: analysis.AskActionable}, {Ask: analysis.AskOwed}, {Ask: analysis.AskUnblock}}
	for _, r := range mandate.Rungs {
		questions = append(questions, analysis.Question{Ask: analysis.AskRung, Rung: r})
	}
	answers := map[string]int{}
	for seed := uint64(1); seed <= 60; seed++ {
		files, q, goalID := bruteforce.Random(seed)
		c, err := load(files, fmt.Sprint(seed))
		if err != nil {
			t.Fatal(err)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			for _, g := range c.Goals {
				if g.ID == goalID && seed%2 == 0 {
					q.Goal = g.That.Expr
				}
			}
			p, err := analysis.NewProblem(st, q, analysis.Budget{})
			if analysis.IsNoAim(err) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			want := ours(p, pb.Budget{})
			answers[want.Verdict.String()]++
			for _, f := range []struct {
				name  string
				write func(*bytes.Buffer, *analysis.Problem) error
				read  func(string) (*instance, error)
			}{
				{"opb", func(b *bytes.Buffer, p *analysis.Problem) error { return export.OPB(b, p) }, readOPB},
				{"wcnf", func(b *bytes.Buffer, p *analysis.Problem) error { return export.WCNF(b, p) }, readWCNF},
			} {
				var b, again bytes.Buffer
				if err := f.write(&b, p); err != nil {
					t.Fatal(err)
				}
				if p, err = analysis.NewProblem(st, q, analysis.Budget{}); err != nil {
					t.Fatal(err)
				}
				if err := f.write(&again, p); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(b.Bytes(), again.Bytes()) {
					t.Errorf("seed %d, %s, %s: not the same bytes", seed, q, f.name)
				}
				in, err := f.read(b.String())
				if err != nil {
					t.Fatalf("seed %d, %s, %s: %v\n%s", seed, q, f.name, err, b.String())
				}
				if got := in.solve(); got.Verdict != want.Verdict || got.Cost != want.Cost {
					t.Errorf("seed %d, %s, %s: read back %v %d, written %v %d", seed, q, f.name, got.Verdict, got.Cost, want.Verdict, want.Cost)
				}
			}
		}
	}
	if answers["yes"] < 50 || answers["no"] < 50 {
		t.Errorf("a lopsided sample: %v", answers)
	}
}

// TestNothingWithheldIsThere: what the audience may not see is neither named nor
// in force.
func TestNothingWithheldIsThere(t *testing.T) {
	c, err := load(map[string]string{
		"case.yaml": `mandate: 1
title: T
aim: deploy
actors:
  - {id: c, name: C, roles: [contributor]}
  - {id: p, name: P, roles: [party]}
  - {id: q, name: Q, roles: [party]}
issues:
  - {id: roe, name: roe, source: open, options: [{id: defence, name: defence}, {id: enforce, name: enforce}]}
steps:
  - {id: deploy, name: deploy, source: open}
rules:
  - {id: r, name: r, that: 'consents("p")', source: open}
`,
		"record/r.yaml": `sources:
  - {id: open, title: Open, reliability: B}
  - {id: sekret, title: Sekret, reliability: B, handling: internal}
entries:
  - {id: p1, said: 2025-01-02, source: open, actor: p, voice: quote, firmness: stated, summary: S., effects: [requires: roe == "defence"]}
  - {id: sekret-1, said: 2025-01-03, source: sekret, actor: q, voice: quote, firmness: stated, summary: S., effects: [requires: roe == "defence"]}
  - {id: sekret-2, said: 2025-01-04, source: open, handling: restricted, actor: q, voice: quote, firmness: stated, summary: S., effects: [declines: true]}
`}, "t")
	if err != nil {
		t.Fatal(err)
	}
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		audience mandate.Handling
		withheld int
		in, out  []string
	}{
		{mandate.Public, 2, []string{"= position p1#1\n", " withheld: 2 entries; "}, []string{"sekret", "declines"}},
		{mandate.Internal, 1, []string{"= position p1#1+sekret-1#1\n", " withheld: 1 entry; "}, []string{"sekret-2"}},
		{mandate.Restricted, 0, []string{"= position p1#1+sekret-1#1\n", "= position sekret-2#1\n"}, []string{"withheld"}},
	} {
		visible, n, err := export.Visible(st, want.audience)
		if err != nil {
			t.Fatal(err)
		}
		if n != want.withheld {
			t.Errorf("%s: %d withheld", want.audience, n)
		}
		p, err := analysis.NewProblem(visible, analysis.Question{Ask: analysis.AskUnblock}, analysis.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		p.Withheld = n
		var opb, wcnf bytes.Buffer
		if err := export.OPB(&opb, p); err != nil {
			t.Fatal(err)
		}
		if err := export.WCNF(&wcnf, p); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{opb.String(), wcnf.String()} {
			for _, s := range want.in {
				if !strings.Contains(text, s) {
					t.Errorf("%s: %q is missing", want.audience, s)
				}
			}
			for _, s := range want.out {
				if strings.Contains(text, s) {
					t.Errorf("%s: %q is named", want.audience, s)
				}
			}
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no room") }

func TestFailedWritesAreReported(t *testing.T) {
	files, q, _ := bruteforce.Random(1)
	c, err := load(files, "t")
	if err != nil {
		t.Fatal(err)
	}
	st, err := record.At(c, q)
	if err != nil {
		t.Fatal(err)
	}
	p, err := analysis.NewProblem(st, analysis.Question{Ask: analysis.AskPossible}, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	if export.OPB(full{}, p) == nil || export.WCNF(full{}, p) == nil {
		t.Error("a failed write went by unseen")
	}
}
