package canonical

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func check1(t *testing.T, src, want string) {
	t.Helper()
	got, err := Format([]byte(src))
	if err != nil {
		t.Fatalf("Format: %v\n%s", err, src)
	}
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := Format(got)
	if err != nil || string(again) != string(got) {
		t.Errorf("not idempotent (%v):\n%s", err, again)
	}
}

func TestFormat(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"nothing", "", ""},
		{"blank lines alone", "\n\n", ""},
		{"comments alone", "# a\n\n\n#b", "# a\n\n#b\n"},
		{"an empty map", "# a\n{} # b\n", "# a\n# b\n{}\n"},
		{"byte-order mark, CRLF and no final newline", "\xef\xbb\xbfmandate: 1\r\ntitle: T # x\r\naim: a", "mandate: 1\ntitle: T # x\naim: a\n"},
		{"document start", "--- # c\naim: a\n...\n", "# c\naim: a\n"},
		{"lists are indented", "x:\n  needs:\n  - a\n  - b: 1\n    c: 2\n", "x:\n  needs:\n    - a\n    - b: 1\n      c: 2\n"},
		{"a list of ids becomes flow", "x:\n  roles:\n    - a\n    - 'b'\n", "x:\n  roles: [a, b]\n"},
		{"a list of conditions stays block", "needs:\n  - done(\"x\")\n", "needs:\n  - done(\"x\")\n"},
		{"a list of conditions stays flow", "needs: [done(\"x\"), '\"a\" in b']\n", "needs: [done(\"x\"), '\"a\" in b']\n"},
		{"a list of ids with a comment is block", "roles: [a, # first\n b]\n", "roles:\n  - a # first\n  - b\n"},
		{"small maps stay flow", "groups: [{name: N, id: p5}]\n", "groups:\n  - {id: p5, name: N}\n"},
		{"block maps stay block", "groups:\n  - id: p5\n    name: N\n", "groups:\n  - id: p5\n    name: N\n"},
		{"nested flow maps", "entries:\n  - effects: [{offers: {if: decided(\"roe\"), amounts: {infantry: 100}}}]\n    id: a\n",
			"entries:\n  - id: a\n    effects:\n      - {offers: {amounts: {infantry: 100}, if: decided(\"roe\")}}\n"},
		{"flow maps that are too long", "a: {b: " + strings.Repeat("x", 60) + ", c: " + strings.Repeat("y", 60) + "}\n",
			"a:\n  b: " + strings.Repeat("x", 60) + "\n  c: " + strings.Repeat("y", 60) + "\n"},
		{"quotes only where needed", "a: \"x\"\nb: \"1\"\nc: '\"monitor\" in tasks'\nd: \"it's: so\"\ne: 'no'\nf: ''\ng: \"a\\tb\"\nh: 2025-12\ni: \"2025-12-19\"\nj: '!decided(\"x\")'\n",
			"a: x\nb: '1'\nc: '\"monitor\" in tasks'\nd: \"it's: so\"\ne: 'no'\nf: ''\ng: \"a\\tb\"\nh: 2025-12\ni: '2025-12-19'\nj: '!decided(\"x\")'\n"},
		{"other types stay as written", "a: 0x1F\nb: true\nc: ~\nd:\ne: 1.50\nf: 2025-12-19\n", "a: 0x1F\nb: true\nc: ~\nd:\ne: 1.50\nf: 2025-12-19\n"},
		{"a null in a list is seen", "a:\n  -\n  - b\n", "a:\n  - null\n  - b\n"},
		{"literal text", "notes: |\n  a\n   b # no comment\n\n  c\n# foot\n", "notes: |\n  a\n   b # no comment\n\n  c\n# foot\n"},
		{"double-quoted text of several lines", "x:\n  notes: \"a\\nb\"\n", "x:\n  notes: |-\n    a\n    b\n"},
		{"text that a literal would not keep", "notes: \" a\\nb\"\n", "notes: \" a\\nb\"\n"},
		{"plain text over several lines", "summary: one\n  two\n  three # c\n", "summary: one two three # c\n"},
		{"keys of an entry", "entries:\n  - summary: s\n    zeta: 1\n    voice: quote\n    actor: a\n    id: e\n    alpha: 2\n",
			"entries:\n  - id: e\n    actor: a\n    voice: quote\n    summary: s\n    zeta: 1\n    alpha: 2\n"},
		{"blank lines between entries", "sources:\n  - {id: a, title: A}\n  - {id: b, title: B}\nentries:\n  - id: a\n    said: 2025-01\n  - id: b\n    said: 2025-01\n\n\n  - {id: c}\n",
			"sources:\n  - {id: a, title: A}\n  - {id: b, title: B}\n\nentries:\n  - id: a\n    said: 2025-01\n\n  - id: b\n    said: 2025-01\n\n  - {id: c}\n"},
		{"a blank line that groups items is kept", "actors:\n  - {id: a}\n\n\n  - {id: b}\n  - {id: c}\n", "actors:\n  - {id: a}\n\n  - {id: b}\n  - {id: c}\n"},
		{"modeline and header stay on top", "# yaml-language-server: $schema=x\n# The case.\n\n# of a\naim: a\n# of m\nmandate: 1\n",
			"# yaml-language-server: $schema=x\n# The case.\n\n# of m\nmandate: 1\n# of a\naim: a\n"},
		{"modeline above the first key", "# yaml-language-server: $schema=x\naim: a\nmandate: 1\n", "# yaml-language-server: $schema=x\nmandate: 1\naim: a\n"},
		{"head, line and foot",
			"a:\n  # head b\n  b: 1 # line b\n  # foot b\n\n  # head c\n  c: # line c\n    - x # line x\n    # end of list\n  # end of a\n# foot of a\n\n# head d\nd: 1\n\n# end of file\n",
			"a:\n  # head b\n  b: 1 # line b\n  # foot b\n\n  # head c\n  c: # line c\n    - x # line x\n    # end of list\n  # end of a\n# foot of a\n\n# head d\nd: 1\n\n# end of file\n"},
		{"nothing here yet", "entries:\n  # none yet\nx: []\n  # none\ny: 1\n", "entries:\n  # none yet\n\nx: []\n  # none\n\ny: 1\n"},
		{"comments in an empty list", "x: [ # one\n  # two\n]\n", "x: [] # one\n  # two\n"},
		{"comments around a flow map", "a: { # one\n  # two\n  b: 1, # three\n  c: 2\n  # four\n} # five\n",
			"# five\na: # one\n  # two\n  b: 1 # three\n  c: 2\n  # four\n"},
		{"comment between key and value", "a:\n  # c\n  x\nb: 1\n", "# c\na: x\nb: 1\n"},
		{"comment after a dash", "a:\n  - # c\n    b: 1\n  -\n    # d\n    b: 2\n", "a:\n  - # c\n    b: 1\n\n  -\n    # d\n    b: 2\n"},
		{"comment on a block scalar", "a:\n  notes: | # c\n    x # y\n  # d\n", "a:\n  notes: | # c\n    x # y\n  # d\n"},
		{"hash within scalars", "a: x#y\nb: 'x # y'\nc: \"x\n   # y\"\n", "a: x#y\nb: 'x # y'\nc: 'x # y'\n"},
		{"lists in lists", "a:\n- - b\n  - c: 1\n    d: 2\n- [e, f]\n", "a:\n  - - b\n    - c: 1\n      d: 2\n  - [e, f]\n"},
		{"duplicate keys are kept", "x:\n  b: 1\n  b: 2\n", "x:\n  b: 1\n  b: 2\n"},
	} {
		t.Run(tt.name, func(t *testing.T) { check1(t, tt.src, tt.want) })
	}
}

func TestProseFolds(t *testing.T) {
	long := strings.Repeat("says that it may; ", 12) + "twice  spaced: # and so on"
	got, err := Format([]byte("entries:\n  - id: a\n    summary: '" + long + "'\n    at: '" + long + "'\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(got), "summary: >-\n      says") || !strings.Contains(string(got), "\n    at: 'says") {
		t.Errorf("got\n%s", got)
	}
	for _, l := range strings.Split(string(got), "\n") {
		if len(l) > foldWidth && !strings.HasPrefix(l, "    at:") {
			t.Errorf("line of %d columns: %s", len(l), l)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"anchor", "a: &x 1\n", "anchors"},
		{"alias", "a: &x 1\nb: *x\n", "anchors"},
		{"tag", "a: !!str 1\n", "tags"},
		{"bare tag", "a: ! x\n", "tags"},
		{"merge key", "a:\n  <<: {b: 1}\n", "merge"},
		{"two documents", "a: 1\n---\nb: 1\n", "one document"},
		{"top is a list", "- a\n", "map of keys"},
		{"top is a word", "a\n", "map of keys"},
		{"key is a list", "? [a]\n: b\n", "a key"},
		{"not UTF-8", "a: \xff\n", "UTF-8"},
		{"syntax", "a: [b\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Format([]byte(tt.src))
			var s *SyntaxError
			if !errors.As(err, &s) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestSameSeesDifferences(t *testing.T) {
	base := "a:\n  b: 1 # c\n  d: x\n"
	a, err := parse([]byte(base))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{
		"a:\n  b: 1\n  d: x\n", "a:\n  b: 1\n  d: x # c\n", "a:\n  b: '1' # c\n  d: x\n",
		"a:\n  b: 1 # c\n", "a:\n  b: 1 # c\n  d: y\n", "a:\n  b: 1 # c\n  # e\n  d: x\n",
	} {
		b, err := parse([]byte(other))
		if err != nil {
			t.Fatal(err)
		}
		if err := same(a, b); err == nil || !strings.HasPrefix(err.Error(), "refusing to format: ") {
			t.Errorf("same(%q, %q) = %v", base, other, err)
		}
	}
}

// The goldens are large files with everything in them; UPDATE=1 rewrites them.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.in.yaml")
	if len(files) == 0 {
		t.Fatal("no goldens")
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(f, ".in.yaml") + ".out.yaml"
			if os.Getenv("UPDATE") != "" {
				got, err := Format(src)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			check1(t, string(src), string(want))
		})
	}
}
