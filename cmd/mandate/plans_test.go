package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// plansAsked are the command lines of the transcript of plans.
var plansAsked = [][]string{
	{"plans", "cases/gaza-isf-article"},
	{"plans", "cases/gaza-isf", "--by", "rung,owed,force:soldiers", "--as-of", "2026-02-20"},
	{"plans", "cases/gaza-isf", "--by", "force:soldiers,moves,consents", "--pareto", "--as-of", "2026-02-20"},
	{"plans", "cases/gaza-isf", "--by", "owed,joiners", "--pareto", "--limit", "2"},
	{"plans", "cases/gaza-isf", "--top", "3"},
	{"plans", "cases/gaza-isf", `joins("turkiye")`},
	{"plans", "cases/gaza-isf", `joins("turkiye")`, "--by", "moves,consents"},
	{"plans", "cases/gaza-isf", "--count"},
	{"plans", "cases/gaza-isf", "--count", "--set", "roe=defence", "--join", "indonesia", "--as-of", "2026-02-20"},
}

// TestPlansTranscripts pins what plans answers of the worked example, as
// TestTranscripts does for other commands.
func TestPlansTranscripts(t *testing.T) {
	golds, err := filepath.Abs("testdata/transcripts")
	if err != nil {
		t.Fatal(err)
	}
	atRoot(t)
	var b strings.Builder
	for i, args := range plansAsked {
		if i > 0 {
			b.WriteString("\n")
		}
		got, code := run(t, false, args...)
		if code != exitOK || got.err != "" {
			t.Fatalf("%s: exits with %d\n%s", shown(args), code, got.err)
		}
		b.WriteString("$ " + shown(args) + "\n" + got.out)
	}
	golden(t, filepath.Join(golds, "plans.txt"), b.String())
}

// TestPlansFit: nothing is wider than the terminal, and colour repeats the words.
func TestPlansFit(t *testing.T) {
	atRoot(t)
	t.Setenv("NO_COLOR", "")
	for _, args := range plansAsked {
		for _, w := range []int{60, 80, 100} {
			var out, coloured, errs bytes.Buffer
			piped := &Main{In: strings.NewReader(""), Out: &out, Err: &errs, Width: w}
			terminal := &Main{In: strings.NewReader(""), Out: &coloured, Err: &errs, Width: w, Terminal: true}
			if a, b := piped.Run(t.Context(), args), terminal.Run(t.Context(), args); a != exitOK || b != exitOK {
				t.Fatalf("%s: %d, %d, %s", shown(args), a, b, errs.String())
			}
			for _, line := range strings.Split(out.String(), "\n") {
				if tooWide(line, w) {
					t.Errorf("%s: %d columns of %d\n%s", shown(args), ansi.StringWidth(line), w, line)
				}
			}
			if ansi.Strip(coloured.String()) != out.String() && w == 80 {
				a, b := strings.Fields(ansi.Strip(coloured.String())), strings.Fields(out.String())
				if strings.Join(a, " ") != strings.Join(b, " ") {
					t.Errorf("%s: the words differ", shown(args))
				}
			}
		}
	}
}

func TestPlansInterrupted(t *testing.T) {
	atRoot(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, more := range [][]string{nil, {"--pareto"}, {"--count"}} {
		var out, errs bytes.Buffer
		m := &Main{In: strings.NewReader(""), Out: &out, Err: &errs, Width: 80}
		args := append([]string{"plans", gaza[1]}, more...)
		if code := m.Run(ctx, args); code != exitUnknown || !strings.HasPrefix(out.String(), "UNKNOWN") {
			t.Errorf("%s: exits with %d\n%s%s", shown(args), code, out.String(), errs.String())
		}
	}
}
