package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) chances() *cobra.Command {
	f := &flags{}
	x := report.ChancesAsk{}
	var by, dir string
	c := &cobra.Command{
		Use: "chances CASE", Short: "When, and with what chance that it never happens, under the priors of assumptions.yaml?",
		Example: "  mandate chances cases/gaza-isf --as-of 2025-12-20 --known-by 2025-12-20\n  mandate chances cases/gaza-isf --by 2026-12-31 --draws 1000000",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().Int64Var(&x.Draws, "draws", report.DefaultDraws, "make `N` draws (in blocks of 64)")
	c.Flags().Uint64Var(&x.Seed, "seed", 1, "draw from the seed `N`")
	c.Flags().StringVar(&by, "by", "", "ask whether the aim has happened by `DATE` (default: the first checkpoint of assumptions.yaml)")
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		if x.Draws < 1 {
			return mandate.Usagef("--draws takes a number from 1 on")
		}
		d, err := question.Day("by", by)
		if err != nil {
			return err
		}
		x.By = d
		wipe := m.progressLine(&x)
		a, err := report.BuildChances(st, x, opt)
		wipe()
		if err != nil {
			return err
		}
		m.answered(f, a.Unknown == 0 && a.Draws > 0 || a.Result == string(mandate.NoRecord), false)
		if m.json {
			return m.printJSON(a)
		}
		return m.terminal(dir, f, f.limit).Chances(a)
	})
}

// progressLine tells on the terminal how far the draws are, with the time left; it
// returns what wipes the line. What is told is no part of the answer, so the clock
// may be read.
func (m *Main) progressLine(x *report.ChancesAsk) (wipe func()) {
	if f, ok := m.Err.(*os.File); !ok || !isTerminal(f) {
		return func() {}
	}
	start, last := time.Now(), time.Now()
	shown := false
	x.Progress = func(done, total int64) {
		if time.Since(last) < 200*time.Millisecond || done == 0 {
			return
		}
		last = time.Now()
		left := time.Duration(float64(time.Since(start)) * float64(total-done) / float64(done))
		shown = true
		fmt.Fprintf(m.Err, "\r\x1b[Kmandate: drawing, %d %% done, about %s left (Ctrl-C keeps what is done)", 100*done/total, left.Round(time.Second))
	}
	return func() {
		if shown {
			fmt.Fprint(m.Err, "\r\x1b[K")
		}
	}
}
