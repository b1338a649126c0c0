package analysis_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// randomModel builds the model of a small random case, restricted to its goal if
// withGoal; nil if its aim has lost its sources.
func randomModel(t *testing.T, seed uint64, withGoal bool) *analysis.Model {
	t.Helper()
	files, q, goalID := bruteforce.Random(seed)
	c := loadFiles(t, files)
	st, err := record.At(c, q)
	if err != nil {
		t.Fatal(err)
	}
	var goal *mandate.Expr
	for _, g := range c.Goals {
		if withGoal && g.ID == goalID {
			goal = g.That.Expr
		}
	}
	m, err := analysis.New(st, goal, analysis.Budget{})
	if analysis.IsNoAim(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	if goal != nil {
		m.Require(goal)
	}
	return m
}

// TestCountIsThatOfTheList compares counts with the list of all possible plans:
// exact ones are equal to it, proven bounds hold it, whatever the budget.
func TestCountIsThatOfTheList(t *testing.T) {
	n, empty, some := uint64(400), 0, 0
	if testing.Short() {
		n = 60
	}
	for seed := uint64(1); seed <= n; seed++ {
		list := randomModel(t, seed, seed%3 == 0)
		m := randomModel(t, seed, seed%3 == 0)
		if m == nil {
			continue
		}
		possible := list.Possibles()
		r := rand.New(rand.NewPCG(seed, 1))
		s := m.NewSession()
		for round := range 4 {
			left := map[string]bool{}
			for _, key := range possible {
				in := holdings(key)
				meets := true
				for _, c := range s.Chosen() {
					meets = meets && in[c.Item] == c.In
				}
				if meets {
					mandate, _, _ := strings.Cut(key, "; joins ")
					left[mandate] = true
				}
			}
			want := big.NewInt(int64(len(left)))
			got := s.CountMandates(analysis.Counting{Boxes: 1 << 20, Conflicts: 1 << 40, Branches: 1 << 30})
			if !got.Exact || got.Number.Cmp(want) != 0 {
				t.Fatalf("seed %d, round %d, chosen %v: %v mandates (exact: %v), and there are %v", seed, round, s.Chosen(), got.Number, got.Exact, want)
			}
			// The same by boxes alone.
			if got := s.CountMandates(analysis.Counting{Boxes: 1 << 20, Plans: 1, Conflicts: 1 << 40}); !got.Exact || got.Number.Cmp(want) != 0 {
				t.Fatalf("seed %d, round %d, chosen %v: %v mandates by boxes (exact: %v), and there are %v", seed, round, s.Chosen(), got.Number, got.Exact, want)
			}
			for _, poor := range []analysis.Counting{
				{Boxes: 1, Plans: 1, Branches: 1, Draws: 5, Draw: r.Uint64N},
				{Boxes: 2, Plans: 1, Conflicts: 1},
				{Boxes: 2, Plans: 1, Branches: 2, Draws: 3, Draw: r.Uint64N},
			} {
				got := s.CountMandates(poor)
				if err := sound(got, want); err != nil {
					t.Fatalf("seed %d, round %d: %v", seed, round, err)
				}
			}
			if len(left) == 0 {
				empty++
			} else {
				some++
			}
			s.Choose(r.IntN(len(s.Items())), r.IntN(2) == 0)
		}
	}
	if empty < int(n)/4 || some < int(n)/4 {
		t.Errorf("%d counts of nothing, %d of something", empty, some)
	}
}

// manyTerms is a case in which everybody who could join has terms of its own that
// tie issues to each other, so that no one coalition goes with all mandates.
func manyTerms(t *testing.T, seed uint64, contributors, issues int) *analysis.Model {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 2))
	var b strings.Builder
	b.WriteString("mandate: 1\ntitle: many terms\naim: deploy\nsteps:\n  - {id: deploy, name: deploy, source: s}\nactors:\n")
	for a := range contributors {
		fmt.Fprintf(&b, "  - {id: c%d, name: c%d, roles: [contributor]}\n", a, a)
	}
	b.WriteString("issues:\n")
	atoms := func(i int) string {
		if i == 0 {
			return fmt.Sprintf("%q in i0", []string{"a", "b", "c"}[r.IntN(3)])
		}
		return fmt.Sprintf("i%d == %q", i, []string{"a", "b", "c"}[r.IntN(3)])
	}
	for i := range issues {
		kind := ""
		if i == 0 {
			kind = "kind: set, "
		}
		fmt.Fprintf(&b, "  - {id: i%d, name: i%d, %ssource: s, options: [{id: a, name: a, source: s}, {id: b, name: b, source: s}, {id: c, name: c, source: s}]}\n", i, i, kind)
	}
	var rec strings.Builder
	rec.WriteString("sources:\n  - {id: s, title: s, reliability: A}\nentries:\n")
	for a := range contributors {
		for n := range 2 + r.IntN(3) {
			x, y, z := r.IntN(issues), r.IntN(issues), r.IntN(issues)
			says := fmt.Sprintf("%s || !(%s) || (%s) && joins(\"c%d\")", atoms(x), atoms(y), atoms(z), r.IntN(contributors))
			fmt.Fprintf(&rec, "  - {id: e%d-%d, said: 2026-01-01, source: s, actor: c%d, voice: quote, firmness: stated, summary: s, effects: [{requires: '%s'}]}\n", a, n, a, says)
		}
	}
	c, _, list := casefile.Load(fstest.MapFS{"case.yaml": {Data: []byte(b.String())}, "record/a.yaml": {Data: []byte(rec.String())}}, "many")
	if list.HasErrors() {
		t.Fatalf("does not load: %v\n%s", diag.Printer{}.Sprint(list), rec.String())
	}
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mandatesOf(m *analysis.Model) *big.Int {
	left := map[string]bool{}
	for _, key := range m.Possibles() {
		mandate, _, _ := strings.Cut(key, "; joins ")
		left[mandate] = true
	}
	return big.NewInt(int64(len(left)))
}

// TestCountWhereTermsDiffer is TestCountIsThatOfTheList on cases that make the
// count split boxes.
func TestCountWhereTermsDiffer(t *testing.T) {
	cut := 0
	for seed := uint64(1); seed <= 30; seed++ {
		want := mandatesOf(manyTerms(t, seed, 3, 4))
		c := manyTerms(t, seed, 3, 4).NewCounter()
		r := rand.New(rand.NewPCG(seed, 3))
		for _, how := range []analysis.Counting{{}, {Plans: 1, Boxes: 1 << 20}, {Plans: 1, Branches: 1, Boxes: 1 << 20}} {
			if got := c.Count(nil, how); !got.Exact || got.Number.Cmp(want) != 0 {
				t.Fatalf("seed %d: %v mandates (exact: %v), and there are %v", seed, got.Number, got.Exact, want)
			}
		}
		for boxes := 1; boxes < 6; boxes++ {
			got := c.Count(nil, analysis.Counting{Plans: 1, Boxes: boxes, Draws: 10, Draw: r.Uint64N})
			if err := sound(got, want); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if !got.Exact {
				cut++
			}
		}
	}
	if cut < 30 {
		t.Errorf("only %d counts were cut short", cut)
	}
}

// sound checks a count against the number.
func sound(got analysis.Count, want *big.Int) error {
	if got.Lower.Cmp(want) > 0 || got.Upper.Cmp(want) < 0 || got.Exact && got.Number.Cmp(want) != 0 {
		return fmt.Errorf("%v within [%v, %v], exact: %v; and there are %v", got.Number, got.Lower, got.Upper, got.Exact, want)
	}
	if got.Low.Cmp(got.Lower) < 0 || got.High.Cmp(got.Upper) > 0 || got.Low.Cmp(got.Number) > 0 || got.High.Cmp(got.Number) < 0 {
		return fmt.Errorf("%v not in [%v, %v] in [%v, %v]", got.Number, got.Low, got.High, got.Lower, got.Upper)
	}
	return nil
}

// TestIntervalCovers checks that of many estimates about 95 per cent hold the
// number in their interval.
func TestIntervalCovers(t *testing.T) {
	covered, asked := 0, 0
	for seed := uint64(1); seed <= 40; seed++ {
		c := manyTerms(t, seed, 3, 4).NewCounter()
		want := c.Count(nil, analysis.Counting{})
		for round := uint64(0); round < 10; round++ {
			r := rand.New(rand.NewPCG(seed, round))
			got := c.Count(nil, analysis.Counting{Boxes: 2, Plans: 1, Branches: 1, Draws: 30, Draw: r.Uint64N})
			if got.Exact {
				break
			}
			asked++
			if got.Low.Cmp(want.Number) <= 0 && got.High.Cmp(want.Number) >= 0 {
				covered++
			}
		}
	}
	t.Logf("%d of %d", covered, asked)
	if asked < 100 || covered*100 < asked*93 {
		t.Errorf("%d of %d intervals hold the number", covered, asked)
	}
}

// TestCountOfGaza compares the number of mandates of the worked example with
// what is possible of mandates drawn from all that can be written down.
func TestCountOfGaza(t *testing.T) {
	c := loadCase(t, "../../cases/gaza-isf")
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	got := m.CountMandates(nil, analysis.Counting{})
	if !got.Exact || got.Number.Sign() == 0 {
		t.Fatalf("%v mandates, exact: %v", got.Number, got.Exact)
	}
	// Draw the options of issues that the record leaves open.
	r := rand.New(rand.NewPCG(1, 1))
	written, possible, drawn := big.NewInt(1), 0, 400
	for _, i := range c.Issues {
		if n := len(m.Open(i.ID)); i.Set {
			written.Lsh(written, uint(len(i.Options)))
		} else {
			written.Mul(written, big.NewInt(int64(n)))
		}
	}
	for range drawn {
		var q mandate.Query
		for _, i := range c.Issues {
			ch := mandate.Choice{Issue: i.ID}
			open := m.Open(i.ID)
			if !i.Set {
				open = []string{open[r.IntN(len(open))]}
			}
			for _, o := range i.Options {
				if i.Set && r.IntN(2) == 0 || !i.Set && o.ID == open[0] {
					ch.Options = append(ch.Options, o.ID)
				}
			}
			q.Set = append(q.Set, ch)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		one, err := m.Variant(st, nil)
		if err != nil {
			t.Fatal(err)
		}
		v := one.Possible(nil)
		if v == analysis.Yes {
			possible++
		}
		if n := one.CountMandates(nil, analysis.Counting{}); !n.Exact || (n.Number.Sign() > 0) != (v == analysis.Yes) || n.Number.IsInt64() && n.Number.Int64() > 1 {
			t.Fatalf("%v mandates after all is set, and %v", n.Number, v)
		}
	}
	share, _ := new(big.Rat).SetFrac(got.Number, written).Float64()
	t.Logf("%v of %v; of %d drawn %d", got.Number, written, drawn, possible)
	if off := float64(possible)/float64(drawn) - share; off > 0.08 || off < -0.08 {
		t.Errorf("%v of %v mandates, and of %d drawn %d are possible", got.Number, written, drawn, possible)
	}
}
