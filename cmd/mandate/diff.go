package main

import (
	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) diff() *cobra.Command {
	f := &flags{}
	var dir string
	var x report.DiffAsk
	c := &cobra.Command{
		Use: "diff CASE A B", Short: "What changed between two dates, and which entries changed it?",
		Example: "  mandate diff cases/gaza-isf 2026-02-13 2026-03-20\n  mandate diff cases/gaza-isf 2026-02-13 2026-03-20 --next 60",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(3, "a case folder and two dates")(c, args)
		},
	}
	c.Flags().IntVar(&x.Next, "next", 30, "tell what expires or was announced for the next `N` days")
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		if x.Next < 0 {
			return mandate.Usagef("--next takes a number from 0 on")
		}
		if f.AsOf != "" {
			return mandate.Usagef("diff reads the record on its two dates: --as-of has no place beside them")
		}
		before, after, err := question.Two{From: args[0], To: args[1]}.States(st)
		if err != nil {
			return err
		}
		a, err := report.BuildDiff(record.NewPair(before, after), x, opt)
		if err != nil {
			return err
		}
		m.answered(f, a.Result != "unknown", a.Result == "changed")
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Diff(a)
	})
}
