package main

import (
	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) leverage() *cobra.Command {
	c := &cobra.Command{
		Use: "leverage CASE [GOAL]", Short: "Which single answer opens most?",
		Example: "  mandate leverage cases/gaza-isf --as-of 2026-02-20\n  mandate leverage cases/gaza-isf --by force:soldiers",
	}
	var by string
	c.Flags().StringVar(&by, "by", "", "rank by `MEASURE` first (verdict rung owed joins force:CAPABILITY options mandates)")
	return m.about(c, func(st *record.State, g *mandate.Condition, opt report.Options) (any, string, func(*report.Terminal) error, error) {
		a, err := report.BuildLeverage(st, g, by, opt)
		if err != nil {
			return nil, "", nil, err
		}
		return a, a.Result, func(t *report.Terminal) error { return t.Leverage(a) }, nil
	})
}
