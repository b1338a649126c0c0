package main

import (
	"os"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/question"
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
		if _, err := f.Query(); err != nil {
			return err
		}
		cs, err := m.load(dir)
		if err != nil {
			return err
		}
		// The choices are no part of the record that is asked.
		st, q, err := f.Apart(cs, nil)
		if err != nil {
			return err
		}
		bare := *f
		bare.Text = f.Bare()
		var ask report.Ask
		if why != "" {
			if ask.Why, err = question.Item(st, why); err != nil {
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
		if in, ok := m.In.(*os.File); interactive || ok && isTerminal(in) && m.Terminal && !m.json && f.timeout == 0 && why == "" && len(q.Set)+len(q.Join)+len(q.Exclude) == 0 && f.Plan == "" {
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
