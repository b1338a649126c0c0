package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadme: what the README shows is what the program prints.
func TestReadme(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	run := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := (&Main{In: strings.NewReader(""), Out: &out, Err: &errs}).Run(context.Background(), args); code != exitOK {
			t.Fatalf("%v exits with %d: %s", args, code, errs.String())
		}
		return out.String()
	}
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	_, rest, ok := strings.Cut(readme, "```\nBLUEPRINT")
	if !ok {
		t.Fatal("the README shows no output")
	}
	shown, _, _ := strings.Cut("BLUEPRINT"+rest, "```")
	printed := run("check", "cases/gaza-isf")
	for _, part := range strings.Split(strings.TrimSpace(shown), "  …\n") {
		if !strings.Contains(printed, part) {
			t.Errorf("the README shows what the program does not print:\n%s", part)
		}
	}
	for _, c := range []struct{ dir, counts string }{
		{"cases/gaza-isf-article", "1 source, 38\n  entries"},
		{"cases/gaza-isf", "137 sources, 214 entries"},
	} {
		if !strings.Contains(readme, c.counts) || !strings.Contains(run("lint", c.dir), strings.Join(strings.Fields(c.counts), " ")) {
			t.Errorf("%s: README and lint do not agree on %q", c.dir, c.counts)
		}
	}
}
