package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "mandate",
		Short: "Is the plan blocked, a blueprint, or actionable, and which sentence says so?",
		Long: `mandate reads a case folder (a peace plan, who said what about it, and when) and
answers what follows from the record. Every answer opens to the dated, graded
entries behind it. It recommends nothing and guesses nothing.`,
		Example: `  mandate check cases/gaza-isf
  mandate why cases/gaza-isf 'joins("turkiye")'
  mandate show cases/gaza-isf --actor indonesia --history`,
		SilenceErrors: true, SilenceUsage: true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
	}
	root.SetOut(m.Out)
	root.SetErr(m.Err)
	root.SetIn(m.In)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		text, _, _ := strings.Cut(err.Error(), ": strconv") // how a number is parsed is no help
		return mandate.Usagef("%s", text)
	})
	root.SetHelpCommand(m.help(root))
	root.AddGroup(&cobra.Group{ID: "ask", Title: "Ask:"}, &cobra.Group{ID: "keep", Title: "Keep the record:"})
	add := func(group string, cmds ...*cobra.Command) {
		for _, c := range cmds {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("ask", m.check(), m.why(), m.unblock(), m.who(), m.whatif(), m.plans(), m.leverage(), m.compare(), m.order(), m.progress(), m.chances(), m.diff(), m.replay(), m.alert(), m.show(), m.matrix(), m.serve(), m.export())
	add("keep", m.lint(), m.format(), m.new(), m.add())
	root.AddCommand(m.version())
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args = cobra.ArbitraryArgs
			c.RunE = func(c *cobra.Command, args []string) error {
				if len(args) > 0 {
					e := mandate.Usagef("no completion for %q", args[0])
					e.Hint = "shells: bash zsh fish powershell"
					return e
				}
				return c.Help()
			}
		}
	}
	return root
}

// help is cobra's help command, but for an unknown topic being an error.
func (m *Main) help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]", Short: "Help about a command", RunE: func(_ *cobra.Command, args []string) error {
		c, _, err := root.Find(args)
		if err != nil {
			return err
		}
		c.InitDefaultHelpFlag()
		return c.Help()
	}}
}

// again writes the flags that narrow the record or the question, for the line
// of what to ask next.
func (f *flags) again() string {
	var b strings.Builder
	add := func(name string, values ...string) {
		for _, v := range values {
			if v != "" {
				fmt.Fprintf(&b, " --%s %s", name, v)
			}
		}
	}
	add("as-of", f.AsOf)
	add("known-by", f.KnownBy)
	add("recorded-by", f.RecordedBy)
	add("rule", f.Rule)
	add("aim", f.Aim)
	add("set", f.Set...)
	add("join", f.Join...)
	add("exclude", f.Exclude...)
	add("plan", f.Plan)
	add("without", f.Without...)
	add("min-firmness", f.MinFirmness)
	if f.NoAssumptions {
		b.WriteString(" --no-assumptions")
	}
	return b.String()
}

// flags that commands share; see docs/cli.md.
type flags struct {
	question.Text
	limit    int
	budget   int64
	timeout  time.Duration
	exitCode bool
	audience string
}

// defaultBudget is the number of conflicts after which a question is given up
// unless --budget says otherwise: minutes of work, never reached by cases of
// today.
const defaultBudget = 2_000_000

func (m *Main) shared(c *cobra.Command, f *flags) {
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.AsOf, "as-of", "", "read the record as of the end of `DATE` (default: its latest date)")
	fl.StringVar(&f.KnownBy, "known-by", "", "leave out what was reported after `DATE`")
	fl.StringVar(&f.RecordedBy, "recorded-by", "", "leave out what was recorded after `DATE`")
	fl.StringVar(&f.Rule, "rule", "", "consent rule `NAME` (default: the first)")
	fl.StringVar(&f.Aim, "aim", "", "ask about `STEP` instead of the case's aim")
	fl.StringArrayVar(&f.Set, "set", nil, "only plans with `ISSUE=OPTION[,OPTION]`")
	fl.StringArrayVar(&f.Join, "join", nil, "only plans that `ACTOR` joins")
	fl.StringArrayVar(&f.Exclude, "exclude", nil, "only plans without `ISSUE=OPTION|ACTOR`")
	fl.StringVar(&f.Plan, "plan", "", "choose what the saved plan `NAME` chooses, too")
	fl.StringArrayVar(&f.Without, "without", nil, "leave out `ENTRY|SOURCE`")
	fl.BoolVar(&f.NoAssumptions, "no-assumptions", false, "leave out what analysts assume")
	fl.StringVar(&f.MinFirmness, "min-firmness", "", "leave out less firm entries (`FIRMNESS`: decided stated reported inferred assumed)")
	fl.IntVar(&f.limit, "limit", 0, "list at most `N`")
	fl.Int64Var(&f.budget, "budget", defaultBudget, "give up after `N` solver conflicts (reproducible)")
	fl.DurationVar(&f.timeout, "timeout", 0, "give up after `TIME` (not reproducible)")
	fl.StringVar(&f.audience, "audience", "", "show what `LEVEL` may see (public internal restricted; default: all)")
	fl.BoolVar(&f.exitCode, "exit-code", false, "exit with 1 on a negative answer")
	fl.BoolVar(&m.json, "json", false, "print JSON (schemas in schema/)")
}

func (f *flags) options(ctx context.Context) (report.Options, func(), error) {
	done := func() {}
	if f.timeout > 0 {
		ctx, done = context.WithTimeout(ctx, f.timeout)
	}
	h, err := question.Audience(f.audience)
	if err != nil {
		return report.Options{}, done, err
	}
	if f.budget < 0 || f.limit < 0 {
		return report.Options{}, done, mandate.Usagef("--budget and --limit take numbers from 0 on")
	}
	return report.Options{Audience: h, Limit: f.limit, Budget: analysis.Budget{Conflicts: f.budget, Stop: func() bool { return ctx.Err() != nil }}}, done, nil
}

// load reads a case; errors in it end the command, warnings do not.
func (m *Main) load(dir string) (*mandate.Case, error) {
	c, _, list, err := readCase(dir)
	if err != nil {
		return nil, err
	}
	if list.HasErrors() {
		return nil, m.caseError(dir, list)
	}
	return c, nil
}

// isCase reports what a folder lacks for being a case.
func isCase(dir string) error {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		e := mandate.Usagef("%s is no case folder", dir)
		e.Hint = "a case folder holds case.yaml; `mandate new FOLDER` starts one"
		return e
	}
	if _, err := os.Stat(filepath.Join(dir, "case.yaml")); err != nil {
		e := mandate.Usagef("%s holds no case.yaml", dir)
		e.Hint = "`mandate new FOLDER` starts a case"
		return e
	}
	return nil
}

func readCase(dir string) (*mandate.Case, *casefile.Positions, diag.List, error) {
	if err := isCase(dir); err != nil {
		return nil, nil, nil, err
	}
	c, pos, list := casefile.LoadDir(dir)
	return c, pos, list, nil
}

func sourceOf(dir string) func(string) []byte {
	return func(file string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return nil
		}
		return b
	}
}

func pathOf(dir string) func(string) string {
	return func(file string) string { return filepath.ToSlash(filepath.Join(dir, file)) }
}

// state loads the case and reads its record as the flags say.
func (m *Main) state(dir string, f *flags) (*record.State, error) {
	if _, err := f.Query(); err != nil {
		return nil, err
	}
	c, err := m.load(dir)
	if err != nil {
		return nil, err
	}
	return f.State(c, nil)
}

// goal reads the goal argument.
func goal(c *mandate.Case, args []string) (*mandate.Condition, error) {
	if len(args) == 0 {
		return nil, nil
	}
	g, err := question.Goal(c, args[0])
	var ge *question.GoalError
	if errors.As(err, &ge) {
		return nil, &textError{code: mandate.ErrUsage, message: ge.Message, hint: ge.Hint, list: ge.Diagnostics,
			printer: diag.Printer{Source: func(string) []byte { return []byte(ge.Text) }, Width: 80}}
	}
	return g, err
}

func exactly(n int, what string) cobra.PositionalArgs { return between(n, n, what) }

func between(lo, hi int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < lo || len(args) > hi {
			e := mandate.Usagef("%s takes %s; got %d arguments", c.Name(), what, len(args))
			e.Hint = "mandate " + c.Use
			return e
		}
		return nil
	}
}

// answered sets the exit code of an answer.
func (m *Main) answered(f *flags, known, negative bool) {
	switch {
	case !known:
		m.code = exitUnknown
	case negative && f.exitCode:
		m.code = exitNegative
	}
}

func (m *Main) version() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "Print the version", Args: exactly(0, "no arguments"), RunE: func(*cobra.Command, []string) error {
		v := Version
		if b, ok := debug.ReadBuildInfo(); ok && v == "dev" && b.Main.Version != "" {
			v = b.Main.Version
		}
		_, err := fmt.Fprintf(m.Out, "mandate %s, case format %d\n", v, mandate.FormatVersion)
		return err
	}}
}

// Version is set by `make release`.
var Version = "dev"
