package generate_test

import (
	"fmt"
	"testing"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/generate"
	"mandate/internal/record"
	"mandate/internal/report"
)

// BenchmarkQuestions measures, at each size, what a user waits for. Questions
// of a blocked case are asked of the infeasible variant.
func BenchmarkQuestions(b *testing.B) {
	for _, size := range []generate.Size{generate.S, generate.M, generate.L} {
		b.Run(size.String(), func(b *testing.B) {
			files := folder(generate.Case(size, 1, generate.Options{}))
			open, shut := load(b, size, 1, false), load(b, size, 1, true)
			bound := func() analysis.Budget {
				end := time.Now().Add(20 * time.Second)
				return analysis.Budget{Conflicts: 1 << 40, Stop: func() bool { return time.Now().After(end) }}
			}
			at := func(c *mandate.Case) *record.State {
				st, err := record.At(c, mandate.Query{})
				if err != nil {
					b.Fatal(err)
				}
				return st
			}
			model := func(c *mandate.Case) *analysis.Model {
				m, err := analysis.New(at(c), nil, bound())
				if err != nil {
					b.Fatal(err)
				}
				return m
			}
			b.Run("Load", func(b *testing.B) {
				for b.Loop() {
					if _, _, list := casefile.Load(files, "x"); list.HasErrors() {
						b.Fatal(list)
					}
				}
			})
			b.Run("At", func(b *testing.B) {
				for b.Loop() {
					at(open)
				}
			})
			b.Run("New", func(b *testing.B) {
				st := at(open)
				for b.Loop() {
					if _, err := analysis.New(st, nil, bound()); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("VerdictWarm", func(b *testing.B) {
				m := model(open)
				m.Verdict()
				for b.Loop() {
					m.Verdict()
				}
			})
			// What follows is asked of a model whose verdict is known.
			first := func(name string, c *mandate.Case, ask func(m *analysis.Model) string) {
				b.Run(name, func(b *testing.B) {
					said := ""
					for b.Loop() {
						b.StopTimer()
						m := model(c)
						m.Verdict()
						b.StartTimer()
						said = ask(m)
					}
					b.Log(said)
				})
			}
			first("Rung", open, func(m *analysis.Model) string {
				r, v := m.Rung()
				return fmt.Sprint(r, v)
			})
			first("Standings", open, func(m *analysis.Model) string { return fmt.Sprint(len(m.Standings())) })
			first("CollisionsFirst", shut, func(m *analysis.Model) string { return sets(m.Collisions(nil, 1)) })
			first("WaysOutFirst", shut, func(m *analysis.Model) string { return sets(m.WaysOut(nil, 1)) })
			first("Owed", open, func(m *analysis.Model) string {
				o := m.Owed()
				return fmt.Sprintf("count %d complete %t %s", o.Count, o.Complete, o.Verdict)
			})
			for _, x := range []struct {
				name string
				c    *mandate.Case
			}{{"BuildCheck", open}, {"BuildCheckBlocked", shut}} {
				b.Run(x.name, func(b *testing.B) {
					st := at(x.c)
					for b.Loop() {
						if _, err := report.BuildCheck(st, report.Options{Budget: bound()}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}

func sets(s analysis.Sets) string {
	out := fmt.Sprintf("%d found, %v, proven %t", len(s.List), s.Verdict, s.Proven)
	for _, x := range s.List {
		out += fmt.Sprintf("; %d positions, weight %d", len(x.Positions), x.Weight)
	}
	return out
}
