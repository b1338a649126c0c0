package main

import (
	"github.com/spf13/cobra"

	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) compare() *cobra.Command {
	f := &flags{}
	var dir string
	c := &cobra.Command{
		Use: "compare CASE TEXT TEXT", Short: "Two texts or saved plans side by side",
		Example: "  mandate compare cases/gaza-isf res-2803 russian-draft --as-of 2025-11-17\n  mandate compare cases/gaza-isf res-2803 roadmap-2026",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(3, "a case folder and two texts or saved plans")(c, args)
		},
	}
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		a, err := report.BuildCompare(st, [2]string{args[0], args[1]}, opt)
		if err != nil {
			return err
		}
		m.answered(f, !a.Stopped, false)
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Compare(a)
	})
}
