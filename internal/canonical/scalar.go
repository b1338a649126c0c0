package canonical

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// scalarText returns a scalar on one line. flow: within [ ] or { }, or where
// null must be visible.
func scalarText(n *node, flow bool) string {
	switch n.tag {
	case "!!str":
		return Quote(n.value, flow)
	case "!!null":
		if n.value == "" && flow {
			return "null"
		}
	}
	return n.value
}

// Quote returns a string as a YAML scalar on one line, in quotes only when it
// needs them; flow says that it will stand within brackets or braces.
func Quote(s string, flow bool) string {
	if plain(s, flow) {
		return s
	}
	if !printable(s) || strings.ContainsAny(s, "\n\t") {
		return escape(s)
	}
	if strings.Contains(s, "'") && !strings.ContainsAny(s, `"\`) {
		return `"` + s + `"`
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// printable reports whether s can stand in the file as it is: no control
// characters, no line breaks of Unicode, no byte-order mark.
func printable(s string) bool {
	for _, r := range s {
		if r == '\t' {
			continue
		}
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff ||
			r == unicode.ReplacementChar || r >= 0xfff0 && r <= 0xffff {
			return false
		}
	}
	return true
}

func escape(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case printable(string(r)):
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02X`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			fmt.Fprintf(&b, `\U%08X`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

var (
	// Words and numbers that YAML 1.1 reads as something else than a string;
	// other programs still do.
	oldWord   = regexp.MustCompile(`^(?i:yes|no|on|off|=|<<)$`)
	typedWord = regexp.MustCompile(`^(?i:true|false|null)$`)
	oldNumber = regexp.MustCompile(`^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$`)
	idPattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.:/+-]*$`)
)

// plain reports whether a string can be written without quotes and be read back
// as the same string.
func plain(s string, flow bool) bool {
	if s == "" || !utf8.ValidString(s) || !printable(s) || strings.Contains(s, "\t") {
		return false
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' || s[len(s)-1] == ':' || strings.Contains(s, ": ") || strings.Contains(s, " #") {
		return false
	}
	if flow && strings.ContainsAny(s, ",[]{}") {
		return false
	}
	switch c := s[0]; {
	case strings.IndexByte("?:,[]{}#&*!|>'\"%@`", c) >= 0:
		return false
	case c == '-':
		if len(s) == 1 || !(s[1] >= '0' && s[1] <= '9' || s[1] >= 'a' && s[1] <= 'z' || s[1] >= 'A' && s[1] <= 'Z') {
			return false
		}
	}
	if strings.HasPrefix(s, "...") || oldWord.MatchString(s) || oldNumber.MatchString(s) {
		return false
	}
	return tagOf(s) == "!!str"
}

// tagOf returns the type that YAML gives a plain scalar.
func tagOf(s string) string {
	// Only these words and what begins like a number can be something else; the
	// library is asked about numbers alone, for it is slow.
	if b := s[0] | 0x20; b >= 'a' && b <= 'z' || s[0] == '_' || s[0] >= 0x80 {
		if typedWord.MatchString(s) {
			return ""
		}
		return "!!str"
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(s), &n); err != nil || len(n.Content) == 0 {
		return ""
	}
	c := n.Content[0]
	if c.Kind != yaml.ScalarNode || c.Value != s {
		return ""
	}
	return c.ShortTag()
}

// idLike reports whether a scalar is an id, a date or a number: what a short
// list may hold.
func idLike(n *node) bool {
	if n.tag == "!!null" {
		return false
	}
	return idPattern.MatchString(n.value)
}
