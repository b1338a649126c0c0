package main

import (
	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) who() *cobra.Command {
	return m.about(&cobra.Command{
		Use: "who CASE [GOAL]", Short: "Who joins under a mandate, what do they bring, what is missing?",
		Example: "  mandate who cases/gaza-isf --as-of 2026-02-20\n  mandate who cases/gaza-isf 'adopts(\"res-2803\")'\n  mandate who cases/gaza-isf monitoring-only --exclude turkiye",
	}, func(st *record.State, g *mandate.Condition, opt report.Options) (any, string, func(*report.Terminal) error, error) {
		a, err := report.BuildWho(st, g, opt)
		if err != nil {
			return nil, "", nil, err
		}
		result := a.Result
		if result == "coalition" {
			result = "possible"
		}
		return a, result, func(t *report.Terminal) error {
			t.Limit = opt.Limit // entries are what is long here
			return t.Who(a)
		}, nil
	})
}
