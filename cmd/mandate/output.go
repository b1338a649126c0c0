package main

// Rules of output. Results go to standard output; everything else goes to
// standard error after "mandate:", without a capital at the start and a period
// at the end. What to do about an error stands on a "hint:" line. --json gives
// the same answer to programs, also for errors. Colour is for terminals alone
// (and not if NO_COLOR is set). Exit codes: 0 answered, 1 a negative answer
// asked for with --exit-code, 2 usage or case error, 3 unknown within the
// budget, 4 internal.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/report"
)

// Exit codes.
const (
	exitOK       = 0
	exitNegative = 1
	exitUsage    = 2
	exitUnknown  = 3
	exitInternal = 4
)

// Main runs one command. Tests build it with their own streams.
type Main struct {
	In       io.Reader
	Out, Err io.Writer
	// Terminal: Out is a terminal, so colour is welcome.
	Terminal bool
	// Width of the terminal; 0: 80.
	Width int

	json bool
	code int
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

func terminalWidth(f *os.File) int {
	w, _, err := term.GetSize(int(f.Fd()))
	if err != nil || w <= 0 {
		return 80
	}
	return min(w, 100)
}

// Run runs the command line and returns the exit code. No panic gets past it.
func (m *Main) Run(ctx context.Context, args []string) (code int) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Fprintf(m.Err, "mandate: internal error: %v\n", r)
			fmt.Fprintln(m.Err, "hint: this is a mistake of the program; please report it with the case")
			if os.Getenv("MANDATE_TRACE") != "" {
				_, _ = m.Err.Write(debug.Stack())
			}
			code = exitInternal
		}
	}()
	out := &sink{w: m.Out}
	m.Out = out
	root := m.root()
	for _, a := range args { // also for errors in the flags themselves
		m.json = m.json || a == "--json"
	}
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		return m.fail(usage(root, err))
	}
	if out.err != nil { // also where a library printed
		m.json = false
		return m.fail(&mandate.Error{Code: mandate.ErrInternal, Op: "writing the answer", Err: out.err})
	}
	return m.code
}

// textError carries diagnostics of something the user wrote: a case that
// cannot be read, an entry that would spoil it, a goal.
type textError struct {
	code    mandate.Code
	message string
	list    diag.List
	printer diag.Printer
	hint    string
}

func (e *textError) Error() string { return e.message }

func (m *Main) caseError(dir string, list diag.List) *textError {
	n, w := list.Count()
	s := dir + ": " + plural(n, "error")
	if w > 0 {
		s += ", " + plural(w, "warning")
	}
	return &textError{code: mandate.ErrCase, message: s, list: list, printer: m.printer(dir)}
}

// sink remembers the first error of writing.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(b []byte) (int, error) {
	n, err := s.w.Write(b)
	if s.err == nil {
		s.err = err
	}
	return n, err
}

// usage turns what the command-line library complains about into our words.
func usage(root *cobra.Command, err error) error {
	name, ok := strings.CutPrefix(err.Error(), `unknown command "`)
	if !ok {
		return err
	}
	name, _, _ = strings.Cut(name, `"`)
	e := mandate.Usagef("there is no command %q", name)
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	e.Hint = "commands: " + strings.Join(names, " ")
	if near, ok := diag.Nearest(name, names); ok {
		e.Hint = "did you mean " + near + "?"
	}
	return e
}

func plural(n int, word string) string {
	switch {
	case n == 1:
		return "1 " + word
	case strings.HasSuffix(word, "y"):
		word = word[:len(word)-1] + "ie"
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (m *Main) fail(err error) int {
	code, hint := mandate.CodeOf(err), ""
	var te *textError
	var me *mandate.Error
	switch {
	case errors.As(err, &te):
		code, hint = te.code, te.hint
	case errors.As(err, &me):
		hint = me.Hint
	}
	exit := map[mandate.Code]int{mandate.ErrUsage: exitUsage, mandate.ErrCase: exitUsage, mandate.ErrBudget: exitUnknown, mandate.ErrInternal: exitInternal}[code]
	if m.json {
		f := report.Failure{Schema: "mandate/error/1", Code: string(code), Message: err.Error(), Hint: hint}
		if te != nil {
			f.Diagnostics = te.list
		}
		if m.printJSON(f) == nil {
			return exit
		}
	} else if te != nil {
		_ = te.printer.Print(m.Err, te.list) // there is nowhere left to say that this failed
	}
	fmt.Fprintf(m.Err, "mandate: %v\n", err)
	if hint != "" {
		fmt.Fprintf(m.Err, "hint: %s\n", hint)
	}
	return exit
}

func (m *Main) printJSON(v any) error {
	enc := json.NewEncoder(m.Out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func (m *Main) colour() bool { return m.Terminal && os.Getenv("NO_COLOR") == "" }

func (m *Main) terminal(command string, f *flags, limit int) *report.Terminal {
	return &report.Terminal{W: m.Out, Width: m.Width, Colour: m.colour(), Command: command, Flags: f.again(), Limit: limit}
}

func (m *Main) printer(dir string) diag.Printer {
	p := diag.Printer{Source: sourceOf(dir), Path: pathOf(dir), Width: m.Width}
	if m.colour() {
		paint := func(code string) func(string) string {
			return func(s string) string { return "\x1b[" + code + "m" + s + "\x1b[0m" }
		}
		p.Style = diag.Style{Place: paint("1"), Error: paint("1;31"), Warning: paint("1;33"), Hint: paint("36"), Dim: paint("2")}
	}
	return p
}
