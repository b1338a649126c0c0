package chances

import (
	"testing"
	"testing/fstest"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// generated is a generated case with priors: entries bind 7/8 of the time, and the
// mandate is one that some plan has.
func generated(b testing.TB, size generate.Size, infeasible bool) *Setting {
	b.Helper()
	fsys, planned := fstest.MapFS{}, fstest.MapFS{}
	for name, text := range generate.Case(size, 1, generate.Options{Infeasible: infeasible}) {
		fsys[name] = &fstest.MapFile{Data: text}
	}
	for name, text := range generate.Case(size, 1, generate.Options{}) {
		planned[name] = &fstest.MapFile{Data: text}
	}
	c, _, list := casefile.Load(fsys, size.String())
	if list.HasErrors() {
		b.Fatal(list)
	}
	open, _, _ := casefile.Load(planned, size.String())
	st, err := record.At(open, mandate.Query{})
	if err != nil {
		b.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		b.Fatal(err)
	}
	_, plan := m.Verdict()
	c.Assumptions.Mandate = plan.Mandate
	ch := &mandate.Chances{}
	add := func(p *mandate.Prior) { ch.Priors = append(ch.Priors, p) }
	for _, f := range mandate.Firmnesses {
		add(&mandate.Prior{ID: "binds." + string(f), Kind: mandate.PriorBinds, Firmness: f, Chance: 8750})
	}
	for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
		for _, r := range mandate.Rungs {
			add(&mandate.Prior{ID: "answers." + string(as) + "." + r.String(), Kind: mandate.PriorAnswers, Role: as, Rung: r, Chance: 5000})
		}
	}
	for _, x := range c.Externals {
		add(&mandate.Prior{ID: "externals." + x.ID, Kind: mandate.PriorExternals, External: x.ID, Chance: 8000})
	}
	for _, each := range []string{"step", "decide", "commit", "consent"} {
		add(&mandate.Prior{ID: "takes." + each, Kind: mandate.PriorTakes, Each: each, Spread: &mandate.Spread{Kind: "three-point", Low: 5, Likely: 30, High: 200}, Never: 200})
	}
	c.Assumptions.Chances = ch
	at, err := record.At(c, mandate.Query{})
	if err != nil {
		b.Fatal(err)
	}
	s, err := New(at, 1, nil, analysis.Budget{})
	if err != nil {
		if r, ok := err.(*Refusal); ok {
			b.Log(r.Write)
		}
		b.Fatal(err)
	}
	return s
}

func TestScratch(t *testing.T) {
	for _, size := range []generate.Size{generate.S, generate.M} {
		for _, inf := range []bool{false, true} {
			s := generated(t, size, inf)
			t0 := time.Now()
			anew, _ := s.Possible(640, true)
			per := time.Since(t0) / 640
			t.Log(size, inf, "switches", len(s.drawing.Switches), "takers", len(s.drawing.Takers), "close", len(s.drawing.Close), "anew", per, anew)
			for _, n := range []int64{640, 64_000, 640_000, 640_000} {
				t0 = time.Now()
				asked := s.logic.asked
				p, a := s.Possible(n, false)
				t.Log(n, time.Since(t0)/time.Duration(n), p, a, "asked", s.logic.asked-asked, "rules", len(s.logic.all))
				if time.Since(t0) > 20*time.Second { break }
			}
		}
	}
}
