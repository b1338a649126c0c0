package main

import (
	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

// ask wires a command that answers a question about a record.
func (m *Main) ask(c *cobra.Command, f *flags, run func(st *record.State, opt report.Options, args []string) error) *cobra.Command {
	m.shared(c, f)
	c.RunE = func(c *cobra.Command, args []string) error {
		opt, done, err := f.options(c.Context())
		defer done()
		if err != nil {
			return err
		}
		st, err := m.state(args[0], f)
		if err != nil {
			return err
		}
		return run(st, opt, args[1:])
	}
	return c
}

func (m *Main) check() *cobra.Command {
	f := &flags{}
	var dir string
	c := &cobra.Command{
		Use: "check CASE", Short: "Is the plan blocked, a blueprint, or actionable? What is owed, by whom?",
		Example: "  mandate check cases/gaza-isf --as-of 2026-02-20\n  mandate check . --rule effective --without s51a",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		a, err := report.BuildCheck(st, opt)
		if err != nil {
			return err
		}
		m.answered(f, a.Verdict != string(mandate.Undetermined), a.Verdict != string(mandate.Actionable) && a.Verdict != string(mandate.UnderWay))
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Check(a)
	})
}

func (m *Main) why() *cobra.Command {
	return m.about(&cobra.Command{
		Use: "why CASE [GOAL]", Short: "Which recorded positions collide (with the goal)?",
		Example: "  mandate why cases/gaza-isf 'joins(\"turkiye\")'\n  mandate why cases/gaza-isf full-disarmament-first",
	}, func(st *record.State, g *mandate.Condition, opt report.Options) (any, string, func(*report.Terminal) error, error) {
		a, err := report.BuildWhy(st, g, opt)
		if err != nil {
			return nil, "", nil, err
		}
		return a, a.Result, func(t *report.Terminal) error { return t.Why(a) }, nil
	})
}

func (m *Main) unblock() *cobra.Command {
	return m.about(&cobra.Command{
		Use: "unblock CASE [GOAL]", Short: "What is the smallest change that ends the collision?",
		Example: "  mandate unblock cases/gaza-isf 'joins(\"turkiye\")'",
	}, func(st *record.State, g *mandate.Condition, opt report.Options) (any, string, func(*report.Terminal) error, error) {
		a, err := report.BuildUnblock(st, g, opt)
		if err != nil {
			return nil, "", nil, err
		}
		return a, a.Result, func(t *report.Terminal) error { return t.Unblock(a) }, nil
	})
}

// about wires a command that asks about a goal: build returns the answer, its
// result in a word and how to print it.
func (m *Main) about(c *cobra.Command, build func(*record.State, *mandate.Condition, report.Options) (any, string, func(*report.Terminal) error, error)) *cobra.Command {
	f := &flags{}
	var dir string
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			dir = args[0]
		}
		return between(1, 2, "a case folder and a goal")(c, args)
	}
	c.Flags().BoolVar(&f.Wishes, "wishes", false, "read prefers as requires")
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		g, err := goal(st.Case, args)
		if err != nil {
			return err
		}
		a, result, print, err := build(st, g, opt)
		if err != nil {
			return err
		}
		m.answered(f, result != "unknown", result != "possible" && result != "opens")
		if m.json {
			return m.printJSON(a)
		}
		return print(m.terminal(dir, f, 0))
	})
}

func (m *Main) show() *cobra.Command {
	f := &flags{}
	var x report.Filter
	var from, to, dir string
	c := &cobra.Command{
		Use: "show CASE [ENTRY…]", Short: "Show entries of the record, filtered",
		Example: "  mandate show cases/gaza-isf --actor israel --issue duration\n  mandate show cases/gaza-isf --actor indonesia --history\n  mandate show cases/gaza-isf --words 'red line' --grade B",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return exactly(1, "a case folder")(c, args)
			}
			dir = args[0]
			return nil
		},
	}
	fl := c.Flags()
	fl.StringVar(&x.Actor, "actor", "", "by or about `ACTOR` (or a group)")
	fl.StringVar(&x.Issue, "issue", "", "with an effect on `ISSUE`")
	fl.StringVar(&x.Step, "step", "", "with an effect on `STEP`")
	fl.StringVar(&x.Source, "source", "", "from `SOURCE`")
	fl.StringVar(&x.Grade, "grade", "", "with Admiralty `GRADE` (B, 2 or B2)")
	fl.StringVar(&from, "from", "", "said on or after `DATE`")
	fl.StringVar(&to, "to", "", "said on or before `DATE`")
	fl.StringVar(&x.Firmness, "firmness", "", "with `FIRMNESS`")
	fl.StringSliceVar(&x.Words, "words", nil, "whose text holds all `WORDS`")
	fl.BoolVar(&x.All, "all", false, "also what was said after the as-of date or left out")
	fl.BoolVar(&x.History, "history", false, "tell how the actor's position moved")
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		x.IDs = args
		var err error
		if x.From, x.To, err = question.Span(from, to); err != nil {
			return err
		}
		if err := question.Filter(st.Case, x); err != nil {
			return err
		}
		a, err := report.BuildShow(st, x, opt)
		if err != nil {
			return err
		}
		m.answered(f, true, a.Total == 0)
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Show(a)
	})
}

func (m *Main) matrix() *cobra.Command {
	f := &flags{}
	var dir string
	c := &cobra.Command{
		Use: "matrix CASE", Short: "Who stands where on which issue",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		a, err := report.BuildMatrix(st, opt)
		if err != nil {
			return err
		}
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Matrix(a)
	})
}
