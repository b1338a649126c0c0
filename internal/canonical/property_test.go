package canonical

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// mess writes a random tree in a random style with comments wherever YAML
// allows one. Every comment is different, so that a lost one is seen.
type mess struct {
	t *rapid.T
	strings.Builder
	comments []string
	// text is the column up to which a # is a comment after a block scalar.
	text int
}

func (m *mess) coin(label string) bool { return rapid.Bool().Draw(m.t, label) }
func (m *mess) n(lo, hi int) int       { return rapid.IntRange(lo, hi).Draw(m.t, "n") }

func (m *mess) comment() string {
	c := fmt.Sprintf("# c%d %s", len(m.comments), rapid.SampledFrom([]string{"", "a: b", "'", `"x`, "- [", "yaml-language-server: $schema=x"}).Draw(m.t, "comment"))
	c = strings.TrimSpace(c)
	m.comments = append(m.comments, c)
	return c
}

// lines writes comment and blank lines, mostly indented like what follows.
func (m *mess) lines(indent int) {
	if m.n(0, 3) > 0 {
		return
	}
	for range m.n(1, 3) {
		if m.n(0, 2) == 0 {
			m.WriteString("\n")
			continue
		}
		col := indent
		if m.n(0, 3) == 0 {
			col = m.n(0, 8)
		}
		if m.text > 0 {
			col = min(col, m.text-1)
		}
		m.WriteString(strings.Repeat(" ", col) + m.comment() + "\n")
	}
}

// end ends a line, perhaps with a comment.
func (m *mess) end() {
	if m.n(0, 4) == 0 {
		m.WriteString(strings.Repeat(" ", m.n(1, 3)) + m.comment())
	}
	m.WriteString("\n")
}

var values = []string{"a", "b-1", "2025-12-19", "2025-12", "1", "1.5", "true", "no", "null", "", "~", "x y", "p. 3", `roe == "defence"`,
	`"monitor" in tasks`, `roe in ["a", "b"]`, "it's", "a: b", "a #b", "#x", "- x", "-", "!x", "a\nb", "a\n", "a\n\n", " a", "a ", "\ta", "é ✓", "12:30", "[", "{x}", "a,b",
	"https://example.org/?q=1#f", "...", "---", "\u2028", "a\u0085b", "\x07", "\ufeff", strings.Repeat("long words ", 15) + "end", strings.Repeat("two  spaces ", 14) + "end",
	"730..1095", "0x1F", "<<", "=", "&a", "*a", "%a", "@a", "`a", "?", "? a", ":", ":a", "a:", "?a", "\\", `"`, "'", "'\""}

func (m *mess) scalarText(flow bool) string {
	v := rapid.SampledFrom(values).Draw(m.t, "value")
	switch m.n(0, 3) {
	case 0:
		return escape(v)
	case 1:
		if printable(v) && !strings.Contains(v, "\n") {
			return "'" + strings.ReplaceAll(v, "'", "''") + "'"
		}
	}
	if v == "null" || v == "~" || v == "1" || v == "true" || v == "2025-12-19" || v == "1.5" || v == "0x1F" {
		return v
	}
	return Quote(v, flow)
}

func (m *mess) key(i int, flow bool) string {
	m.text = 0
	k := rapid.SampledFrom([]string{"id", "summary", "said", "effects", "entries", "actor", "name", "zeta", "mandate", "a b", "x: y", "1"}).Draw(m.t, "key")
	return Quote(fmt.Sprintf("%s%s", k, strings.Repeat("_", i)), flow)
}

func (m *mess) flow(depth int) {
	gap := func() {
		switch m.n(0, 8) {
		case 0:
			m.WriteString(" " + m.comment() + "\n   ")
		case 1:
			m.WriteString("\n   " + m.comment() + "\n   ")
		case 2:
			m.WriteString("\n\n    ")
		}
	}
	if depth == 0 || m.n(0, 2) == 0 {
		m.WriteString(m.scalarText(true))
		return
	}
	isMap := m.coin("map")
	m.WriteString(map[bool]string{true: "{", false: "["}[isMap])
	for i := range m.n(0, 3) {
		if i > 0 {
			m.WriteString(", ")
		}
		gap()
		if isMap {
			m.WriteString(m.key(i, true) + ": ")
			gap()
		}
		m.flow(depth - 1)
		gap()
	}
	gap()
	m.WriteString(map[bool]string{true: "}", false: "]"}[isMap])
}

// value writes what follows "key:" or "-", with the end of the line.
func (m *mess) value(indent, depth int) {
	kind := m.n(0, 5)
	if depth == 0 {
		kind = min(kind, 2)
	}
	switch kind {
	case 0:
		m.WriteString(" " + m.scalarText(false))
		m.end()
	case 1:
		m.WriteString(" ")
		m.flow(2)
		m.end()
	case 2:
		switch m.n(0, 2) {
		case 0:
			m.end() // null
		case 1:
			m.WriteString(rapid.SampledFrom([]string{" |", " |-", " |+", " >", " >-"}).Draw(m.t, "block"))
			m.end()
			for range m.n(1, 3) {
				m.WriteString(strings.Repeat(" ", indent+3) + rapid.SampledFrom([]string{"text", "# no comment", "a: b", "- x"}).Draw(m.t, "text") + "\n")
			}
			if m.coin("blank") {
				m.WriteString("\n")
			}
			m.text = indent + 1
		case 2:
			m.WriteString(" plain\n")
			m.WriteString(strings.Repeat(" ", indent+2) + "- goes on")
			m.end()
		}
	case 3, 4:
		m.end()
		m.mapping(indent+m.n(1, 3), depth-1)
	case 5:
		m.end()
		m.list(indent+m.n(1, 3), depth-1)
	}
}

func (m *mess) mapping(indent, depth int) {
	for i := range m.n(1, 4) {
		m.lines(indent)
		m.WriteString(strings.Repeat(" ", indent) + m.key(i, false) + ":")
		m.value(indent, depth)
	}
	m.lines(indent)
}

func (m *mess) list(indent, depth int) {
	for range m.n(1, 3) {
		m.lines(indent)
		m.WriteString(strings.Repeat(" ", indent) + "-")
		m.text = 0
		if depth > 0 && m.n(0, 2) == 0 {
			m.WriteString(" " + m.key(0, false) + ":")
			m.value(indent+2, depth-1)
			continue
		}
		m.value(indent, depth)
	}
	m.lines(indent)
}

func TestFormatKeepsEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &mess{t: t}
		m.lines(0)
		m.mapping(0, 3)
		src := m.String()
		if rapid.Bool().Draw(t, "crlf") {
			src = "\ufeff" + strings.ReplaceAll(src, "\n", "\r\n")
		}
		var a, b yaml.Node
		if err := yaml.Unmarshal([]byte(src), &a); err != nil {
			t.Skip(err) // the mess is not always YAML
		}
		out, err := Format([]byte(src))
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		again, err := Format(out)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("not idempotent (%v):\n%s\n--- then\n%s\n--- then\n%s", err, src, out, again)
		}
		if err := yaml.Unmarshal(out, &b); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if x, y := flat(&a), flat(&b); x != y {
			t.Fatalf("data changed:\n%s\n--- to\n%s\n--- %s\n--- %s", src, out, x, y)
		}
		for _, c := range m.comments {
			n := 0
			for _, l := range strings.Split(string(out), "\n") {
				if l = strings.TrimSpace(l); l == c || strings.HasSuffix(l, " "+c) {
					n++
				}
			}
			if n != 1 {
				t.Fatalf("comment %q stands %d times:\n%s\n--- then\n%s", c, n, src, out)
			}
		}
		for _, l := range strings.Split(string(out), "\n") {
			if strings.HasSuffix(l, " ") && !strings.Contains(l, "#") {
				t.Fatalf("space at the end of a line:\n%s", out)
			}
		}
		if strings.Contains(string(out), "\r") || !strings.HasSuffix(string(out), "\n") {
			t.Fatalf("line ends:\n%q", out)
		}
	})
}

// flat writes the data of a tree by the library's own reading, with types; keys
// sorted by the fact that pairs are written as a bag.
func flat(n *yaml.Node) string {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 0 {
			return ""
		}
		return flat(n.Content[0])
	case yaml.MappingNode:
		pairs := map[string][]string{}
		for i := 0; i < len(n.Content); i += 2 {
			k := flat(n.Content[i])
			pairs[k] = append(pairs[k], flat(n.Content[i+1]))
		}
		return fmt.Sprint("{", pairs, "}") // fmt sorts the keys of maps
	case yaml.SequenceNode:
		var s []string
		for _, c := range n.Content {
			s = append(s, flat(c))
		}
		return fmt.Sprintf("[%s]", strings.Join(s, "|"))
	}
	if n.ShortTag() == "!!null" {
		return "null"
	}
	return n.ShortTag() + fmt.Sprintf("%q", n.Value)
}

func FuzzFormat(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.yaml")
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, s := range []string{"", "# a\n{}", "a: [b: c]\n", "? a\n: b\n", "a: |2\n   x\n  y\n", "- a", "a: \"\\\n b\"", "a: {b, c: }", "a:\n-\n -\n", "a: b\r\rc: d",
		"a: x\u2028y #z", "---\na: 1\n...\n# x", "%YAML 1.2\n---\na: b", "\t# a\na: b", "a: 'x\n\n  # y'", "a: >+\n\n  b\n\n\nc: d # e", "a: - b", "a:\n  - |\n   b\n  #c\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, err := Format(src)
		if err != nil {
			if strings.HasPrefix(err.Error(), "refusing") && !refusable(src) {
				t.Fatalf("%v: %q", err, src)
			}
			return
		}
		again, err := Format(out)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("not idempotent (%v): %q, %q, %q", err, src, out, again)
		}
		var a, b yaml.Node
		if yaml.Unmarshal(src, &a) != nil || yaml.Unmarshal(out, &b) != nil {
			t.Fatalf("accepted what is no YAML: %q, %q", src, out)
		}
		x, y := flat(&a), flat(&b)
		if x == "" || x == "null" {
			x = y
		}
		if x != y {
			t.Fatalf("data changed: %q, %q: %s, %s", src, out, x, y)
		}
	})
}

// refusable reports whether a refusal is fair: the text holds characters that
// take part in line breaking or cannot be placed.
func refusable(src []byte) bool {
	return strings.ContainsAny(string(src), "\t\u0085\u2028\u2029\ufeff\x00%?") || len(src) > 900
}
