package main

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) diff() *cobra.Command {
	f := &flags{}
	var dir string
	var two question.Two
	var x report.DiffAsk
	c := &cobra.Command{
		Use: "diff CASE [A B]", Short: "What changed between two dates, recordings or versions, and which entries changed it?",
		Example: "  mandate diff cases/gaza-isf 2026-02-13 2026-03-20\n  mandate diff cases/gaza-isf --since 2026-03-01\n  mandate diff cases/gaza-isf --against ../before/gaza-isf",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			if two.Since != "" || x.Against != "" {
				return exactly(1, "a case folder, and either two dates, --since or --against")(c, args)
			}
			return exactly(3, "a case folder and two dates, or --since, or --against")(c, args)
		},
	}
	c.Flags().StringVar(&two.Since, "since", "", "compare what was recorded by `DATE` with what is recorded now")
	c.Flags().StringVar(&x.Against, "against", "", "compare with `CASE`, another folder or version")
	c.Flags().IntVar(&x.Next, "next", 30, "tell what expires or was announced for the next `N` days")
	return m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		switch {
		case x.Next < 0:
			return mandate.Usagef("--next takes a number from 0 on")
		case two.Since != "" && x.Against != "":
			return mandate.Usagef("--since and --against: only one of them")
		case f.AsOf != "" && len(args) > 0:
			return mandate.Usagef("diff reads the record on its two dates: --as-of has no place beside them")
		}
		pair, err := m.pair(st, two, x.Against, f, args)
		if err != nil {
			return err
		}
		if x.Against != "" {
			x.Against = filepath.ToSlash(x.Against)
		}
		a, err := report.BuildDiff(pair, x, opt)
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

// pair reads the two records that are compared.
func (m *Main) pair(st *record.State, two question.Two, against string, f *flags, args []string) (*record.Pair, error) {
	if against != "" {
		c, err := m.load(against)
		if err != nil {
			return nil, err
		}
		other, err := f.State(c, nil)
		if err != nil {
			return nil, err
		}
		return record.Against(other, st)
	}
	if len(args) == 2 {
		two.From, two.To = args[0], args[1]
	}
	before, after, err := two.States(st)
	if err != nil {
		return nil, err
	}
	return record.NewPair(before, after), nil
}

func (m *Main) alert() *cobra.Command {
	f := &flags{}
	var dir, since string
	var next int
	c := &cobra.Command{
		Use: "alert CASE", Short: "Which of the conditions that somebody watches hold, and because of which entries?",
		Example: "  mandate alert cases/gaza-isf\n  mandate alert cases/gaza-isf --since 2026-03-01 --exit-code",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().StringVar(&since, "since", "", "tell which fire newly by what was recorded after `DATE`")
	c.Flags().IntVar(&next, "next", 30, "tell what expires or was announced for the next `N` days")
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		if next < 0 {
			return mandate.Usagef("--next takes a number from 0 on")
		}
		earlier, err := question.Earlier(st, since)
		if err != nil {
			return err
		}
		a, err := report.BuildAlerts(st, earlier, since, next, opt)
		if err != nil {
			return err
		}
		known := true
		for _, x := range a.List {
			known = known && x.Result != "unknown"
		}
		m.answered(f, known, a.Firing > 0)
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Alerts(a)
	})
}

func (m *Main) replay() *cobra.Command {
	f := &flags{}
	var dir, from string
	c := &cobra.Command{
		Use: "replay CASE", Short: "What changed on each day, and which entries changed it?",
		Example: "  mandate replay cases/gaza-isf --from 2026-01-01\n  mandate replay cases/gaza-isf --as-of 2025-12-20 --json",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().StringVar(&from, "from", "", "begin at the end of `DATE` (default: before the record begins)")
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		day, err := question.Day("from", from)
		if err != nil {
			return err
		}
		a, err := report.BuildReplay(st, day, opt)
		if err != nil {
			return err
		}
		m.answered(f, a.Complete || len(a.Days) > 0, len(a.Days) > 0)
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Replay(a)
	})
}
