package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestExploreTranscripts pins what leverage, order, diff, compare, progress and chances answer about the Gaza
// case, and whether any mandate meets every red line, in testdata/transcripts.
// After a change of wording:
//
//	go test ./cmd/mandate -run Transcripts -update
//
// and read the diff.
func TestExploreTranscripts(t *testing.T) {
	if testing.Short() {
		t.Skip("many answers, one after the other: nothing for -short")
	}
	goldens, err := filepath.Abs("testdata/transcripts")
	if err != nil {
		t.Fatal(err)
	}
	atRoot(t)
	for file, asked := range map[string][][]string{
		"leverage.txt": {
			{"leverage", gaza[1], "--as-of", "2025-12-20"},
			{"leverage", gaza[1], "--as-of", "2026-02-20"},
			{"leverage", gaza[1], "--as-of", "2026-07-01"},
		},
		"diff.txt": {
			{"diff", gaza[1], "2026-02-13", "2026-03-20"},
			{"diff", gaza[1], "2025-11-16", "2025-11-17", "--next", "60"},
			{"diff", gaza[1], "--against", gaza[0], "--as-of", "2025-12-20"},
		},
		"replay.txt": {
			{"replay", gaza[1]},
		},
		"alert.txt": {
			{"alert", gaza[1], "--as-of", "2026-03-20"},
			{"alert", gaza[1], "--as-of", "2026-02-20", "--since", "2026-02-01"},
		},
		"order.txt": {
			{"order", gaza[0], "--as-of", "2025-12-20"},
			{"order", gaza[1], "--as-of", "2025-12-20"},
			{"order", gaza[1], "--as-of", "2026-02-20"},
			{"order", gaza[0], "--as-of", "2025-12-20", "--format", "mermaid"},
			{"order", gaza[1], "--as-of", "2026-02-20", "--format", "dot"},
		},
		"compare.txt": {
			{"compare", gaza[1], "res-2803", "russian-draft", "--as-of", "2025-11-17"},
			{"compare", gaza[1], "res-2803", "roadmap-2026"},
			{"compare", gaza[1], "russian-draft", "roadmap-2026"},
		},
		"redlines.txt": redLines(),
		"progress.txt": {
			{"progress", gaza[0]},
			{"progress", gaza[1], "--as-of", "2025-12-20"},
			{"progress", gaza[1], "--as-of", "2026-02-20"},
			{"progress", gaza[1], "--as-of", "2026-07-31"},
			{"progress", gaza[1], "--theme", "disarmament", "--text", "plan-20"},
		},
		"chances.txt": {
			{"chances", gaza[1], "--as-of", "2025-12-20", "--known-by", "2025-12-20", "--draws", "6400"},
			{"chances", gaza[1], "--as-of", "2026-02-20", "--known-by", "2026-02-20", "--draws", "6400"},
		},
	} {
		var b strings.Builder
		for i, args := range asked {
			if i > 0 {
				b.WriteString("\n")
			}
			got, code := run(t, false, args...)
			if code != exitOK || got.err != "" {
				t.Fatalf("%s: exits with %d\n%s", shown(args), code, got.err)
			}
			b.WriteString("$ " + shown(args) + "\n" + got.out)
		}
		golden(t, filepath.Join(goldens, file), b.String())
	}
}

// redLines asks at each date whether one mandate meets every stated red line,
// those of Hamas and the Palestinian Authority too, and what would end it if not.
func redLines() (out [][]string) {
	everybody := `consents("usa") && consents("israel") && consents("egypt") && consents("hamas") && consents("pa")`
	for _, day := range gazaDays {
		out = append(out, []string{"why", gaza[1], everybody, "--as-of", day}, []string{"unblock", gaza[1], everybody, "--as-of", day, "--limit", "8"})
	}
	return out
}
