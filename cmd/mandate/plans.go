package main

import (
	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) plans() *cobra.Command {
	f := &flags{}
	var q report.PlansQuestion
	var dir string
	c := &cobra.Command{
		Use: "plans CASE [GOAL]", Short: "Which plans can nobody better, by what the user names?",
		Example: "  mandate plans cases/gaza-isf --by rung,owed,force:soldiers\n  mandate plans cases/gaza-isf --by force:soldiers,moves --pareto\n  mandate plans cases/gaza-isf --count --set roe=defence",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return between(1, 2, "a case folder and a goal")(c, args)
		},
	}
	fl := c.Flags()
	fl.StringSliceVar(&q.By, "by", nil, "compare plans by these `OBJECTIVES`, the first before the second: rung owed joiners consents moves cost force:CAPABILITY committed:CAPABILITY")
	fl.BoolVar(&q.Pareto, "pareto", false, "list all values that no plan betters, not only the best in that order")
	fl.IntVar(&q.Top, "top", 1, "list up to `K` plans with the same values, as different as can be")
	fl.BoolVar(&q.Count, "count", false, "only count the mandates that are left")
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		g, err := goal(st.Case, args)
		if err != nil {
			return err
		}
		if q.Count && (len(q.By) > 0 || q.Pareto || fl.Changed("top")) {
			return mandate.Usagef("--count goes with none of --by, --pareto and --top")
		}
		if q.Top < 1 {
			return mandate.Usagef("--top takes a number from 1 on")
		}
		a, err := report.BuildPlans(st, g, q, opt)
		if err != nil {
			return err
		}
		m.answered(f, a.Result != "unknown", a.Result == string(mandate.Blocked) || a.Count != nil && a.Count.AtMost == "0")
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, 0).Plans(a)
	})
}
