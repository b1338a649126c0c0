package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/edit"
	"mandate/internal/export"
	"mandate/internal/record"
	"mandate/internal/report"
)

// exporter writes a question about a record, from which some entries may have
// been withheld, in one format.
type exporter struct {
	name  string
	asked analysis.Ask // unless --ask says otherwise
	write func(w io.Writer, st *record.State, withheld int, q analysis.Question, b analysis.Budget) error
}

// exporters are the formats of `mandate export`.
var exporters = []exporter{
	{"asp", analysis.AskPossible, answerSets},
	{"opb", analysis.AskPossible, problem(export.OPB)},
	{"wcnf", analysis.AskUnblock, problem(export.WCNF)},
}

// problem wires a format that is written from the engine's constraints.
func problem(write func(io.Writer, *analysis.Problem) error) func(io.Writer, *record.State, int, analysis.Question, analysis.Budget) error {
	return func(w io.Writer, st *record.State, withheld int, q analysis.Question, b analysis.Budget) error {
		p, err := analysis.NewProblem(st, q, b)
		if analysis.IsNoAim(err) {
			return nothingToWrite(err)
		}
		if err != nil {
			return err
		}
		p.Withheld = withheld
		return write(w, p)
	}
}

// answerSets wires the answer set program, which holds all questions.
func answerSets(w io.Writer, st *record.State, withheld int, q analysis.Question, _ analysis.Budget) error {
	var b bytes.Buffer
	if withheld > 0 {
		fmt.Fprintf(&b, "%% withheld: %s; the question is about the record without them\n", plural(withheld, "entry"))
	}
	err := export.ASP(&b, st, q.Goal)
	if errors.Is(err, export.ErrNoAim) {
		return nothingToWrite(export.ErrNoAim)
	}
	if err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

func nothingToWrite(err error) error {
	e := mandate.Usagef("there is nothing to write: %v", err)
	e.Hint = "`mandate check` says the same of this question: no record"
	return e
}

func (m *Main) export() *cobra.Command {
	f := &flags{}
	var format, ask, out string
	var names []string
	for _, x := range exporters {
		names = append(names, x.name)
	}
	c := &cobra.Command{
		Use: "export CASE [GOAL]", Short: "Write a question in the format of other solvers, to check the answer",
		Long: `export writes a question so that an independent solver can answer it: opb and wcnf
hold what the engine gives its own solver (docs/math/export.md), asp is written from
the definitions (docs/math/export-asp.md).`,
		Example: "  mandate export cases/gaza-isf --format opb --ask rung=agreed | clasp\n  mandate export cases/gaza-isf 'joins(\"turkiye\")' --format wcnf --out turkiye.wcnf",
		Args:    between(1, 2, "a case folder and a goal"),
	}
	fl := c.Flags()
	fl.StringVar(&format, "format", "", "`FORMAT`: "+strings.Join(names, " "))
	fl.StringVar(&ask, "ask", "", "`QUESTION`: possible actionable rung=RUNG owed unblock (default: opb possible, wcnf unblock; asp holds all)")
	fl.StringVar(&out, "out", "", "write to `FILE` instead of standard output")
	fl.BoolVar(&f.Wishes, "wishes", false, "read prefers as requires")
	c = m.ask(c, f, func(st *record.State, opt report.Options, args []string) error {
		x, err := exporterOf(format, names)
		if err != nil {
			return err
		}
		q := analysis.Question{Ask: x.asked}
		if ask != "" {
			if q, err = exportQuestion(ask); err != nil {
				return err
			}
			if x.name == "asp" {
				e := mandate.Usagef("--ask goes with opb and wcnf: an answer set program holds all questions")
				e.Hint = "clingo -c ask=owed chooses one; docs/math/export-asp.md lists them"
				return e
			}
		}
		g, err := goal(st.Case, args)
		if err != nil {
			return err
		}
		if g != nil {
			q.Goal = g.Expr
		}
		st, withheld, err := export.Visible(st, opt.Audience)
		if err != nil {
			return err
		}
		if withheld > 0 {
			fmt.Fprintf(m.Err, "mandate: %s withheld from this audience: the question is about the record without them\n", plural(withheld, "entry"))
		}
		if out == "" {
			return x.write(m.Out, st, withheld, q, opt.Budget)
		}
		var b bytes.Buffer
		if err := x.write(&b, st, withheld, q, opt.Budget); err != nil {
			return err
		}
		return m.writeOut(out, b.Bytes())
	})
	// What leaves the house is public unless somebody says otherwise.
	audience := fl.Lookup("audience")
	audience.Usage = "write what `LEVEL` may see (public internal restricted); the rest is left out and counted"
	audience.DefValue, f.audience = string(mandate.Public), string(mandate.Public)
	return c
}

func exporterOf(format string, names []string) (exporter, error) {
	for _, x := range exporters {
		if x.name == format {
			return x, nil
		}
	}
	e := mandate.Usagef("--format %s: there is no such format", format)
	if format == "" {
		e = mandate.Usagef("export needs --format")
	}
	e.Hint = nearest(format, "formats", names)
	return exporter{}, e
}

// exportQuestion reads --ask.
func exportQuestion(ask string) (analysis.Question, error) {
	word, rung, given := strings.Cut(ask, "=")
	var words []string
	for _, a := range analysis.Asks {
		s := string(a)
		if a == analysis.AskRung {
			s += "=RUNG"
		}
		words = append(words, s)
		if word != string(a) || given != (a == analysis.AskRung) {
			continue
		}
		if !given {
			return analysis.Question{Ask: a}, nil
		}
		var rungs []string
		for _, r := range mandate.Rungs {
			if r.String() == rung {
				return analysis.Question{Ask: a, Rung: r}, nil
			}
			rungs = append(rungs, r.String())
		}
		e := mandate.Usagef("--ask %s: there is no rung %q", ask, rung)
		e.Hint = nearest(rung, "rungs", rungs)
		return analysis.Question{}, e
	}
	e := mandate.Usagef("--ask %s: there is no such question", ask)
	e.Hint = nearest(ask, "questions", words)
	return analysis.Question{}, e
}

// nearest is the hint for a wrong name.
func nearest(name, kind string, among []string) string {
	if near, ok := diag.Nearest(name, among); ok {
		return "did you mean " + near + "?"
	}
	return kind + ": " + strings.Join(among, " ")
}

// writeOut writes a file whole or not at all.
func (m *Main) writeOut(path string, data []byte) error {
	// A device or a pipe must not be replaced by a file.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		e := mandate.Usagef("--out %s: it is there and no file", path)
		e.Hint = "without --out it goes to standard output"
		return e
	}
	if dir := filepath.Dir(path); dir != "." {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return mandate.Usagef("--out %s: there is no folder %s", path, dir)
		}
	}
	if err := edit.WriteFile(path, data); err != nil {
		// Their paths are those of a temporary file.
		var pe *fs.PathError
		var le *os.LinkError
		if errors.As(err, &pe) {
			err = pe.Err
		} else if errors.As(err, &le) {
			err = le.Err
		}
		return &mandate.Error{Code: mandate.ErrUsage, Err: fmt.Errorf("--out %s: nothing was written: %w", path, err)}
	}
	_, err := fmt.Fprintln(m.Out, path)
	return err
}
