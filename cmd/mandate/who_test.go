package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestWhoTranscripts pins what who answers about the Gaza case, in
// testdata/transcripts/who.txt. After a change of wording:
//
//	go test ./cmd/mandate -run Transcripts -update
//
// and read the diff.
func TestWhoTranscripts(t *testing.T) {
	file, err := filepath.Abs("testdata/transcripts/who.txt")
	if err != nil {
		t.Fatal(err)
	}
	atRoot(t)
	var b strings.Builder
	for i, args := range [][]string{
		{"who", gaza[1], "--as-of", "2025-11-17"},
		{"who", gaza[1], "monitoring-only", "--as-of", "2025-12-20"},
		{"who", gaza[1], "monitoring-only", "--as-of", "2026-02-20"},
		{"who", gaza[1], "monitoring-only"},
	} {
		if i > 0 {
			b.WriteString("\n")
		}
		got, code := run(t, false, args...)
		if code != exitOK || got.err != "" {
			t.Fatalf("%s: exits with %d\n%s", shown(args), code, got.err)
		}
		b.WriteString("$ " + shown(args) + "\n" + got.out)
	}
	golden(t, file, b.String())
}
