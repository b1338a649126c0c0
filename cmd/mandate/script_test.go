package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/rogpeppe/go-internal/testscript"
)

// -update rewrites the goldens of this package: `cmp` in the scripts and the
// transcripts.
var update = flag.Bool("update", false, "rewrite the goldens")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mandate": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		m := &Main{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: isTerminal(os.Stdout), Width: terminalWidth(os.Stdout)}
		os.Exit(m.Run(ctx, os.Args[1:]))
	}})
}

// TestScript runs testdata/script: one script per command and subject. Beside
// the commands of testscript there are
//
//	exits N PROGRAM ARGS…   the program must exit with N; stdout, stderr and
//	                        cmp then look at what it printed
//	tree DIR FILE           writes the names and contents of DIR to FILE
//	copy DIR NEW            copies a folder
//	crlf FILE…              gives files Windows line ends
//
// and the folders cases and micro in the script's directory.
func TestScript(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "")
			return errors.Join(
				os.Symlink(filepath.Join(root, "cases"), filepath.Join(e.WorkDir, "cases")),
				os.Symlink(filepath.Join(root, "internal/analysis/testdata/micro"), filepath.Join(e.WorkDir, "micro")))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"tree": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 2 {
					ts.Fatalf("usage: tree DIR FILE")
				}
				text, err := listing(ts.MkAbs(args[0]))
				ts.Check(err)
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o666))
			},
			"copy": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 2 {
					ts.Fatalf("usage: copy DIR NEW")
				}
				from, err := filepath.EvalSymlinks(ts.MkAbs(args[0]))
				ts.Check(err)
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(from)))
			},
			"crlf": func(ts *testscript.TestScript, neg bool, args []string) {
				for _, f := range args {
					b, err := os.ReadFile(ts.MkAbs(f))
					ts.Check(err)
					ts.Check(os.WriteFile(ts.MkAbs(f), bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")), 0o666))
				}
			},
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var ee *exec.ExitError
	if errors.As(err, &ee) {
		got = ee.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("%s exits with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// listing writes a folder as text: each file's name, then its contents.
func listing(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "-- %s %v\n", filepath.ToSlash(rel), d.Type())
		if d.IsDir() {
			return nil
		}
		text, err := os.ReadFile(p)
		b.Write(text)
		return err
	})
	return b.String(), err
}

// gaza are the cases that tests look at whole, and the days on which they do.
var (
	gaza     = []string{"cases/gaza-isf-article", "cases/gaza-isf"}
	gazaDays = []string{"2025-12-20", "2026-01-20", "2026-02-20", "2026-03-20", "2026-07-01"}
)

// questions are the command lines of a transcript.
func questions(dir, day string) [][]string {
	lines := [][]string{
		{"check", dir},
		{"why", dir, `joins("turkiye")`},
		{"why", dir, "full-disarmament-first"},
		{"unblock", dir, `joins("turkiye")`},
		{"matrix", dir},
		{"show", dir, "--actor", "hamas", "--history"},
	}
	for i := range lines {
		lines[i] = append(lines[i], "--as-of", day)
	}
	return lines
}

type streams struct{ out, err string }

// run runs one command line as main does, but within the test.
func run(t *testing.T, terminal bool, args ...string) (streams, int) {
	t.Helper()
	t.Setenv("NO_COLOR", "")
	var out, errs bytes.Buffer
	m := &Main{In: strings.NewReader(""), Out: &out, Err: &errs, Terminal: terminal, Width: 80}
	code := m.Run(t.Context(), args)
	return streams{out.String(), errs.String()}, code
}

func atRoot(t *testing.T) {
	t.Helper()
	t.Chdir("../..")
}

// shown writes a command line as one would type it.
func shown(args []string) string {
	s := "mandate"
	for _, a := range args {
		if strings.ContainsAny(a, `"()=&|!<> '`) {
			a = "'" + a + "'"
		}
		s += " " + a
	}
	return s
}

// TestTranscripts pins all that the two cases answer on five days of the
// record, in testdata/transcripts/CASE/DATE.txt. After a change of wording:
//
//	go test ./cmd/mandate -run Transcripts -update
//
// and read the diff.
func TestTranscripts(t *testing.T) {
	if testing.Short() {
		t.Skip("many answers, one after the other: nothing for -short")
	}
	goldens, err := filepath.Abs("testdata/transcripts")
	if err != nil {
		t.Fatal(err)
	}
	atRoot(t)
	for _, dir := range gaza {
		for _, day := range gazaDays {
			t.Run(filepath.Base(dir)+"/"+day, func(t *testing.T) {
				var b strings.Builder
				for i, args := range questions(dir, day) {
					if i > 0 {
						b.WriteString("\n")
					}
					got, code := run(t, false, args...)
					if code != exitOK || got.err != "" {
						t.Fatalf("%s: exits with %d\n%s", shown(args), code, got.err)
					}
					b.WriteString("$ " + shown(args) + "\n" + got.out)
				}
				golden(t, filepath.Join(goldens, filepath.Base(dir), day+".txt"), b.String())
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v\n`go test ./cmd/mandate -run Transcripts -update` writes it", err)
	}
	if got == string(want) {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := 0; ; i++ {
		if i < len(g) && i < len(w) && g[i] == w[i] {
			continue
		}
		line := func(l []string) string {
			if i < len(l) {
				return l[i]
			}
			return "(end)"
		}
		t.Fatalf("%s:%d differs\n got: %s\nwant: %s\n`go test ./cmd/mandate -run Transcripts -update` takes the new text", filepath.Base(file), i+1, line(g), line(w))
	}
}

// everyScreen calls f with what each command prints about a Gaza case.
func everyScreen(t *testing.T, terminal bool, f func(args []string, out string)) {
	atRoot(t)
	refusal := map[string]string{"cases/gaza-isf-article": "hamas-2025-12-19-2", "cases/gaza-isf": "hamas-2025-11-18-1"}
	for _, dir := range gaza {
		for _, args := range append(questions(dir, "2026-03-20"), questions(dir, "2025-12-20")...) {
			got, _ := run(t, terminal, args...)
			f(args, got.out)
		}
		for _, args := range [][]string{
			{"lint", dir},
			{"show", dir},
			{"show", dir, "--all", "--issue", "command"},
			{"why", dir},
			{"unblock", dir},
			{"whatif", dir},
			{"leverage", dir},
			{"order", dir},
			{"progress", dir},
			{"chances", "cases/gaza-isf", "--draws", "640"},
			{"whatif", dir, "--exclude", "turkiye", "--join", "pakistan"},
			{"whatif", dir, "--join", "turkiye", "--join", "pakistan"},
			{"whatif", dir, "--join", "pakistan", "--why", "turkiye"},
			{"unblock", dir, "full-disarmament-first"},
			{"check", dir, "--no-assumptions", "--min-firmness", "reported", "--known-by", "2026-03-01", "--recorded-by", "2030-01-01", "--without", refusal[dir]},
		} {
			got, code := run(t, terminal, args...)
			if code != exitOK {
				t.Errorf("%s: exits with %d\n%s", shown(args), code, got.err)
			}
			f(args, got.out)
		}
		for _, rule := range map[string][]string{"cases/gaza-isf": {"effective"}, "cases/gaza-isf-article": {"with_hamas", "sponsor_only"}}[dir] {
			for _, cmd := range []string{"check", "why", "unblock", "matrix", "whatif"} {
				args := []string{cmd, dir, "--rule", rule}
				got, _ := run(t, terminal, args...)
				f(args, got.out)
			}
		}
	}
}

// tooWide reports whether a line is wider than w although it could be broken:
// a line that is one word behind its indent cannot. A command to be copied is
// one word.
func tooWide(line string, w int) bool {
	if ansi.StringWidth(line) <= w {
		return false
	}
	text := strings.TrimSpace(line)
	if cmd, ok := strings.CutPrefix(text, "next: "); ok {
		return strings.Contains(cmd, " · ")
	}
	return strings.Contains(text, " ")
}

func TestNothingIsWiderThanTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("many answers, one after the other: nothing for -short")
	}
	everyScreen(t, false, func(args []string, out string) {
		for _, line := range strings.Split(out, "\n") {
			if tooWide(line, 80) {
				t.Errorf("%s: %d columns\n%s", shown(args), ansi.StringWidth(line), line)
			}
			if line != strings.TrimRight(line, " \t\r") {
				t.Errorf("%s: blanks at the end of %q", shown(args), line)
			}
		}
	})
}

func TestColourIsForTerminalsAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("many answers, one after the other: nothing for -short")
	}
	everyScreen(t, false, func(args []string, out string) {
		if strings.ContainsRune(out, 0x1b) {
			t.Errorf("%s: escape codes although the output is no terminal", shown(args))
		}
	})
}

func TestColourRepeatsTheWords(t *testing.T) {
	var plain []string
	t.Run("piped", func(t *testing.T) {
		everyScreen(t, false, func(_ []string, out string) { plain = append(plain, out) })
	})
	t.Run("terminal", func(t *testing.T) {
		i := 0
		everyScreen(t, true, func(args []string, out string) {
			if args[0] != "lint" && !strings.ContainsRune(out, 0x1b) {
				t.Errorf("%s: no colour", shown(args))
			}
			// Blanks at the end of a line cannot be seen.
			got, want := strings.Split(ansi.Strip(out), "\n"), strings.Split(plain[i], "\n")
			for k := range want {
				if k >= len(got) || len(got) != len(want) || strings.TrimRight(got[k], " ") != want[k] {
					t.Errorf("%s:%d: the words differ from %q", shown(args), k+1, want[k])
					break
				}
			}
			i++
		})
	})
}

func TestNoColorIsHeeded(t *testing.T) {
	atRoot(t)
	t.Setenv("NO_COLOR", "1")
	var out, errs bytes.Buffer
	m := &Main{In: strings.NewReader(""), Out: &out, Err: &errs, Terminal: true, Width: 80}
	if code := m.Run(t.Context(), []string{"check", gaza[0]}); code != exitOK || strings.ContainsRune(out.String(), 0x1b) {
		t.Errorf("exits with %d, %d bytes of output with colour", code, out.Len())
	}
}

// Ctrl-C gives what was found and says that it is not all.
func TestInterrupted(t *testing.T) {
	atRoot(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"check", gaza[1]}, {"why", gaza[1], "full-disarmament-first"}, {"unblock", gaza[1], "full-disarmament-first"}, {"whatif", gaza[1], "--join", "turkiye"}} {
		var out, errs bytes.Buffer
		m := &Main{In: strings.NewReader(""), Out: &out, Err: &errs, Width: 80}
		if code := m.Run(ctx, args); code != exitUnknown || !strings.HasPrefix(out.String(), "UNKNOWN") {
			t.Errorf("%s: exits with %d\n%s%s", shown(args), code, out.String(), errs.String())
		}
	}
}

// A panic becomes one line and exit code 4.
func TestPanicIsReported(t *testing.T) {
	var errs bytes.Buffer
	m := &Main{In: strings.NewReader(""), Out: panicker{}, Err: &errs, Width: 80}
	code := m.Run(t.Context(), []string{"version"})
	if code != exitInternal || !strings.Contains(errs.String(), "mandate: internal error: boom\nhint: ") || strings.Contains(errs.String(), "goroutine") {
		t.Errorf("exits with %d\n%s", code, errs.String())
	}
}

type panicker struct{}

func (panicker) Write([]byte) (int, error) { panic("boom") }
