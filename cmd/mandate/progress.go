package main

import (
	"github.com/spf13/cobra"

	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) progress() *cobra.Command {
	f := &flags{}
	var x report.ProgressAsk
	var dir string
	c := &cobra.Command{
		Use: "progress CASE", Short: "Which steps and clauses are implemented, and how did announced dates hold?",
		Example: "  mandate progress cases/gaza-isf --as-of 2026-02-20\n  mandate progress cases/gaza-isf --theme force --text res-2803",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().StringVar(&x.Theme, "theme", "", "only steps and clauses of `THEME`")
	c.Flags().StringVar(&x.Text, "text", "", "the clauses of `TEXT` instead of those of all texts in force")
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		a, err := report.BuildProgress(st, x, opt)
		if err != nil {
			return err
		}
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Progress(a)
	})
}
