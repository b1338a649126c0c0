package main

import (
	"os"
	"strings"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) whatif() *cobra.Command {
	f := &flags{}
	var dir, why string
	var interactive bool
	c := &cobra.Command{
		Use: "whatif CASE", Short: "What may still be chosen once this is chosen?",
		Long:    "whatif takes choices and says how every option and every contributor looks after them:\nchosen, forced, open or ruled out, and why. Here --set, --join, --exclude and --plan are\nthe choices; a choice is never refused. Without choices, on a terminal, it asks for them.",
		Example: "  mandate whatif cases/gaza-isf --set roe=defence --join pakistan\n  mandate whatif cases/gaza-isf --set roe=defence --why turkiye\n  mandate whatif cases/gaza-isf -i",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().StringVar(&why, "why", "", "explain `ISSUE=OPTION|ACTOR` in full")
	c.Flags().BoolVarP(&interactive, "interactive", "i", false, "take choices one at a time")
	m.shared(c, f)
	c.RunE = func(c *cobra.Command, args []string) error {
		opt, done, err := f.options(c.Context())
		defer done()
		if err != nil {
			return err
		}
		q, err := f.query()
		if err != nil {
			return err
		}
		// The choices are no part of the record that is asked.
		bare := *f
		bare.set, bare.join, bare.exclude, bare.plan = nil, nil, nil, ""
		st, err := m.state(dir, &bare)
		if err != nil {
			return err
		}
		if f.plan != "" {
			p, err := savedPlan(st.Case, f.plan)
			if err != nil {
				return err
			}
			addPlan(&q, p)
			st.Query.Plan = p.ID
		}
		if err := st.Check(q); err != nil {
			return err
		}
		var ask report.Ask
		if why != "" {
			if ask.Why, err = itemOf(st, why); err != nil {
				return err
			}
			ask.Brief = !m.json // of the others only the looks are told
		}
		x, err := report.Explore(st, opt)
		if err != nil {
			return err
		}
		if interactive && m.json {
			return mandate.Usagef("-i and --json do not go together")
		}
		if interactive && f.timeout > 0 {
			e := mandate.Usagef("-i and --timeout do not go together")
			e.Hint = "--budget bounds each answer"
			return e
		}
		if in, ok := m.In.(*os.File); interactive || ok && isTerminal(in) && m.Terminal && !m.json && f.timeout == 0 && why == "" && len(q.Set)+len(q.Join)+len(q.Exclude) == 0 && f.plan == "" {
			return m.explore(dir, &bare, st, x, analysis.ChoicesOf(q), opt.Budget.Stop)
		}
		x.Choose(analysis.ChoicesOf(q))
		a := x.Answer(ask)
		m.answered(f, a.Result != "unknown", a.Result != "possible")
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, &bare, f.limit).WhatIf(a)
	}
	return c
}

// item reads issue=option, or an actor.
func item(s string) mandate.Item {
	if issue, option, ok := strings.Cut(s, "="); ok {
		return mandate.Item{Issue: issue, Option: option}
	}
	return mandate.Item{Actor: s}
}

// itemOf reads an item and checks that the case has it.
func itemOf(st *record.State, s string) (*mandate.Item, error) {
	i := item(s)
	if err := st.Check(mandate.Query{Exclude: []mandate.Item{i}}); err != nil {
		return nil, err
	}
	return &i, nil
}
