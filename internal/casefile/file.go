package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"mandate/internal/diag"
)

// file is one file of the case: its text, its tree and what is wrong with it.
// One goroutine at a time works on it.
type file struct {
	name string
	text []byte // without a byte-order mark
	root *yaml.Node
	// ok is false if the text is no YAML or not of the right shape at all.
	ok    bool
	diags diag.List
	// bad holds the values that are reported already; nothing reads them.
	bad map[*yaml.Node]bool
	// refs names the lines of the file for Positions.
	refs []namedSpan
	// starts are the offsets of the lines as the YAML parser counts them.
	starts []int
	// exotic is true if the text has line separators that the YAML parser
	// counts as line ends and editors do not.
	exotic bool
}

type namedSpan struct {
	ref  string
	span diag.Span
}

var (
	bom    = []byte("\uFEFF")
	exotic = [...]string{"\u0085", "\u2028", "\u2029"}
)

// newFile parses the text. What the YAML parser refuses is reported.
func newFile(name string, text []byte) *file {
	f := &file{name: name, text: bytes.TrimPrefix(text, bom)}
	for _, s := range exotic {
		if bytes.Contains(f.text, []byte(s)) {
			f.exotic = true
		}
	}
	if !f.readable() {
		return f
	}
	f.parse()
	return f
}

// readable checks for bytes that no text has, since the parser says of them
// neither where they are nor what to do.
func (f *file) readable() bool {
	if bytes.HasPrefix(f.text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(f.text, []byte{0xFE, 0xFF}) {
		f.report("not-utf8", diag.Span{File: f.name, Line: 1, Col: 1}, "the file is UTF-16", "UTF-8", "save it as UTF-8")
		return false
	}
	for i := 0; i < len(f.text); {
		c := f.text[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
				f.report("control-character", f.spanAt(i, i+1), fmt.Sprintf("the control character 0x%02X", c), "plain text", "delete it")
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(f.text[i:])
		if r == utf8.RuneError && n <= 1 {
			f.report("not-utf8", f.spanAt(i, i+1), fmt.Sprintf("the byte 0x%02X is not UTF-8", c), "UTF-8", "save the file as UTF-8")
			return false
		}
		if r >= 0x80 && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF || r == 0xFEFF {
			f.report("control-character", f.spanAt(i, i+n), fmt.Sprintf("the invisible character U+%04X", r), "plain text", "delete it")
			return false
		}
		i += n
	}
	return true
}

func (f *file) parse() {
	defer func() {
		if r := recover(); r != nil {
			f.report("yaml", diag.Span{File: f.name, Line: 1, Col: 1}, "the YAML parser cannot read this file", "", "")
			f.root, f.ok = nil, false
		}
	}()
	f.ok = true
	l, err := yaml.NewLoader(bytes.NewReader(f.text))
	if err == nil {
		var doc yaml.Node
		if err = l.Load(&doc); err == nil {
			f.root = &doc
			if doc.Kind == yaml.DocumentNode {
				if len(doc.Content) == 0 {
					f.root = nil
				} else {
					f.root = doc.Content[0]
				}
			}
			var second yaml.Node
			if err = l.Load(&second); err == nil {
				f.report("several-documents", f.spanAtMark(second.Line, second.Column), "a second document begins here", "one document in a file", "remove the line --- or move the rest into a file of its own")
				f.ok = false
			}
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		f.syntax(err)
		f.root, f.ok = nil, false
	}
}

// syntax words an error of the YAML parser.
func (f *file) syntax(err error) {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		f.report("yaml", diag.Span{File: f.name, Line: 1, Col: 1}, "the YAML parser cannot read this file", "", "")
		return
	}
	line, col := le.Mark.Line, le.Mark.Column
	if line == 0 {
		line, col = le.ContextMark.Line, le.ContextMark.Column
	}
	if line == 0 {
		line, col = 1, 1
	}
	span := f.spanAtMark(line, col)
	msg, expected, hint := f.syntaxWords(le, span)
	f.report("yaml", span, msg, expected, hint)
}

// syntaxWords says in the words of a user what the YAML parser complains about.
func (f *file) syntaxWords(le *yaml.LoadError, span diag.Span) (msg, expected, hint string) {
	m, ctx := le.Message, le.ContextMsg
	opened := ""
	if le.ContextMark.Line > 0 {
		at := f.spanAtMark(le.ContextMark.Line, le.ContextMark.Column)
		opened = fmt.Sprintf(" (it begins at %d:%d)", at.Line, at.Col)
	}
	text := f.lineText(span.Line)
	quoteHint := ""
	if conditionLike(text) {
		quoteHint = `put a condition that starts with a quote or "!", or that stands inside { } and has a comma or bracket, in single quotes: '"monitor" in tasks'`
	}
	before := []rune(text)
	before = before[:min(len(before), max(0, span.Col-1))]
	if b := strings.TrimRight(string(before), " "); quoteHint != "" && strings.Contains(ctx, "block") && (strings.HasSuffix(b, `"`) || strings.HasSuffix(b, "'")) {
		return "YAML ends the value at the closing quote, and something follows it", "the end of the line", quoteHint
	}
	switch {
	case strings.Contains(m, "exceeded max depth"):
		return "the file nests too deep", "", ""
	case strings.Contains(m, "tab character"), strings.Contains(m, "cannot start any token") && strings.HasPrefix(strings.TrimLeft(text, " "), "\t"):
		return "a tab where YAML wants spaces", "spaces for indentation", "replace the tab by spaces"
	case strings.Contains(ctx, "tag"), strings.Contains(ctx, "parsing a tag"), strings.Contains(m, "YAML tag"):
		return `a value that begins with "!" is a tag in YAML, not text`, "text in quotes", `put the condition in single quotes: '!joins("egypt")'`
	case strings.Contains(m, "cannot start any token"):
		return "a value cannot begin with this character", "text in quotes", "put the value in single quotes"
	case strings.Contains(m, "mapping values are not allowed"):
		return "a colon where no key can stand", "one key: value pair to a line, keys of one map in one column", "put text that contains a colon and a space in quotes; check the indentation"
	case strings.Contains(ctx, "quoted scalar"):
		return "a quote is opened and never closed" + opened, "the closing quote", "inside single quotes write an apostrophe twice: ''"
	case strings.Contains(ctx, "flow mapping"):
		return "a comma or } is missing" + opened, ", or }", quoteHint
	case strings.Contains(ctx, "flow sequence"):
		return "a comma or ] is missing" + opened, ", or ]", quoteHint
	case strings.Contains(ctx, "block mapping"), strings.Contains(m, "expected ':'"), strings.Contains(ctx, "simple key"):
		if quoteHint == "" {
			quoteHint = "check the indentation of this line and the one above"
		}
		return "this does not fit into the map" + opened, "a key and a colon, in the column of the other keys", quoteHint
	case strings.Contains(ctx, "block collection"):
		return "this does not fit into the list" + opened, "- in the column of the other items", "check the indentation"
	case strings.Contains(m, "unknown anchor"):
		return "aliases are refused", "the text itself", ""
	case strings.Contains(m, "incompatible YAML"), strings.Contains(m, "directive"):
		return "YAML directives are refused", "", "delete the line that begins with %"
	case strings.Contains(ctx, "flow node"):
		return "something is missing here", "a value, } or ]", quoteHint
	}
	m = strings.TrimPrefix(m, "yaml: ")
	return "YAML: " + m, "", quoteHint
}

// conditionLike reports whether the line seems to hold a condition that YAML
// reads as something else.
func conditionLike(line string) bool {
	for _, k := range []string{"that:", "if:", "decides:", "accepts:", "requires:", "rejects:", "over:", "prefers:"} {
		if strings.Contains(line, k) {
			return true
		}
	}
	return strings.Contains(line, `" in `) || strings.Contains(line, `("`)
}

// report adds an error.
func (f *file) report(code string, span diag.Span, msg, expected, hint string) {
	f.diags = append(f.diags, diag.Diagnostic{Code: code, Span: span, Msg: msg, Expected: expected, Hint: hint})
}

// reportNode adds an error about a node.
func (f *file) reportNode(code string, n *yaml.Node, msg, expected, hint string) {
	f.report(code, f.span(n), msg, expected, hint)
}

// warnNode adds a warning about a node.
func (f *file) warnNode(code string, n *yaml.Node, msg, expected, hint string) {
	f.diags = append(f.diags, diag.Diagnostic{Code: code, Severity: diag.Warning, Span: f.span(n), Msg: msg, Expected: expected, Hint: hint})
}

// refuse reports a value and marks it as bad; it returns false.
func (f *file) refuse(code string, n *yaml.Node, msg, expected, hint string) bool {
	f.report(code, f.span(n), msg, expected, hint)
	f.mark(n)
	return false
}

func (f *file) mark(n *yaml.Node) {
	if f.bad == nil {
		f.bad = map[*yaml.Node]bool{}
	}
	f.bad[n] = true
}

// lines returns the offsets at which the YAML parser's lines begin.
func (f *file) lines() []int {
	if f.starts != nil {
		return f.starts
	}
	starts := []int{0}
	t := f.text
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case c == '\n', c == '\r' && (i+1 == len(t) || t[i+1] != '\n'):
			starts = append(starts, i+1)
		case !f.exotic:
		case c == 0xC2 && i+1 < len(t) && t[i+1] == 0x85:
			starts = append(starts, i+2)
		case c == 0xE2 && i+2 < len(t) && t[i+1] == 0x80 && (t[i+2] == 0xA8 || t[i+2] == 0xA9):
			starts = append(starts, i+3)
		}
	}
	f.starts = starts
	return starts
}

// offset returns the offset of a place as the YAML parser names it.
func (f *file) offset(line, col int) int {
	starts := f.lines()
	if line < 1 {
		return 0
	}
	if line > len(starts) {
		return len(f.text)
	}
	i := starts[line-1]
	for ; col > 1 && i < len(f.text); col-- {
		_, n := utf8.DecodeRune(f.text[i:])
		i += n
	}
	return i
}

// place returns line and column, as editors count, of an offset.
func (f *file) place(off int) (line, col int) {
	off = min(max(off, 0), len(f.text))
	starts := f.lines()
	k, found := slices.BinarySearch(starts, off)
	if !found {
		k--
	}
	line = k + 1
	begin := starts[k]
	if f.exotic {
		// Count again with the line ends that editors see.
		line, begin = 1, 0
		for i := 0; i < off; i++ {
			if c := f.text[i]; c == '\n' || c == '\r' && (i+1 == len(f.text) || f.text[i+1] != '\n') {
				line++
				begin = i + 1
			}
		}
	}
	return line, utf8.RuneCount(f.text[begin:off]) + 1
}

// spanAt returns the span of a part of the text.
func (f *file) spanAt(from, to int) diag.Span {
	s := diag.Span{File: f.name}
	s.Line, s.Col = f.place(from)
	s.EndLine, s.EndCol = f.place(max(to, from))
	return s
}

// spanAtMark returns the span of one character at a place of the YAML parser.
func (f *file) spanAtMark(line, col int) diag.Span {
	off := f.offset(line, col)
	s := f.spanAt(off, off)
	s.EndCol = s.Col + 1
	return s
}

func (f *file) lineText(line int) string {
	starts := f.lines()
	if line < 1 || line > len(starts) {
		return ""
	}
	end := len(f.text)
	if line < len(starts) {
		end = starts[line]
	}
	return strings.TrimRight(string(f.text[starts[line-1]:end]), "\r\n")
}

// span returns where a node stands: a scalar with its quotes, of a map its
// first key, of anything else its first character.
func (f *file) span(n *yaml.Node) diag.Span {
	if n == nil {
		return diag.Span{File: f.name, Line: 1, Col: 1}
	}
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Style == 0 && !f.exotic && !strings.ContainsAny(n.Value, " \t\n") {
			// The common case needs no look at the text.
			return diag.Span{File: f.name, Line: n.Line, Col: n.Column, EndLine: n.Line, EndCol: n.Column + max(1, utf8.RuneCountInString(n.Value))}
		}
		start := f.offset(n.Line, n.Column)
		end := f.within(n, len(n.Value))
		if end < 0 {
			return f.spanAtMark(n.Line, n.Column)
		}
		if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 {
			end++
		}
		return f.spanAt(start, min(max(end, start+1), len(f.text)))
	case yaml.MappingNode:
		if n.Style&yaml.FlowStyle == 0 && len(n.Content) > 0 {
			return f.span(n.Content[0])
		}
	}
	return f.spanAtMark(n.Line, n.Column)
}

// spanIn returns where a part of a scalar's value stands in the file; if that
// cannot be told, the scalar's start.
func (f *file) spanIn(n *yaml.Node, off, length int) diag.Span {
	from := f.within(n, off)
	if from < 0 {
		return f.spanAtMark(n.Line, n.Column)
	}
	to := f.within(n, off+length)
	if to <= from {
		s := f.spanAt(from, from)
		s.EndCol = s.Col + 1
		return s
	}
	return f.spanAt(from, to)
}

// within returns the offset in the file of a byte of a scalar's value, or -1 if
// it cannot be told. It walks text and value side by side, by the rules of the
// scalar's style.
func (f *file) within(n *yaml.Node, off int) int {
	if n.Kind != yaml.ScalarNode || n.Style&yaml.TaggedStyle != 0 || n.Anchor != "" {
		return -1
	}
	t, val := f.text, n.Value
	i := f.offset(n.Line, n.Column)
	block := n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	double := n.Style&yaml.DoubleQuotedStyle != 0
	single := n.Style&yaml.SingleQuotedStyle != 0
	indent := 0
	isBlank := func(c byte) bool { return c == ' ' || c == '\t' }
	if block {
		// Skip the header and find the indentation of the first line.
		for i < len(t) && t[i] != '\n' && t[i] != '\r' {
			i++
		}
		i = skipBreak(t, i)
		for j := i; j < len(t); {
			k := j
			for k < len(t) && t[k] == ' ' {
				k++
			}
			if k < len(t) && t[k] != '\n' && t[k] != '\r' {
				indent = k - j
				break
			}
			if k >= len(t) {
				break
			}
			j = skipBreak(t, k)
		}
		for lead := 0; lead < len(val) && val[lead] == ' '; lead++ {
			indent-- // an indentation indicator leaves spaces in the value
		}
		i = skipIndent(t, i, indent)
	} else if double || single {
		i++
	}
	v := 0
	for v < off {
		if i >= len(t) {
			return -1
		}
		switch c := t[i]; {
		case double && c == '\\' && i+1 < len(t):
			w, consumed := escapeWidth(t[i:])
			i += consumed
			v += w
		case single && c == '\'' && i+1 < len(t) && t[i+1] == '\'':
			i += 2
			v++
		case block && (c == '\n' || c == '\r'):
			breaks := 0
			for i < len(t) && (t[i] == '\n' || t[i] == '\r') {
				i = skipIndent(t, skipBreak(t, i), indent)
				breaks++
			}
			if v < len(val) && val[v] == ' ' && breaks == 1 {
				v++
				break
			}
			for k := 0; k < breaks && v < len(val) && val[v] == '\n'; k++ {
				v++
			}
		case !block && (isBlank(c) || c == '\n' || c == '\r'):
			j := i
			for j < len(t) && isBlank(t[j]) {
				j++
			}
			if j >= len(t) || t[j] != '\n' && t[j] != '\r' {
				if c != val[v] {
					return -1
				}
				i++
				v++
				break
			}
			breaks := 0
			for j < len(t) && (isBlank(t[j]) || t[j] == '\n' || t[j] == '\r') {
				if isBlank(t[j]) {
					j++
					continue
				}
				j = skipBreak(t, j)
				breaks++
			}
			i = j
			v += max(1, breaks-1)
		default:
			if v >= len(val) || c != val[v] {
				return -1
			}
			i++
			v++
		}
	}
	return min(i, len(t))
}

func skipBreak(t []byte, i int) int {
	if i < len(t) && t[i] == '\r' {
		i++
		if i < len(t) && t[i] == '\n' {
			i++
		}
		return i
	}
	return min(i+1, len(t))
}

func skipIndent(t []byte, i, indent int) int {
	for k := 0; k < indent && i < len(t) && t[i] == ' '; k++ {
		i++
	}
	return i
}

// escapeWidth returns how many bytes of the value an escape stands for, and how
// many bytes of the text it takes.
func escapeWidth(t []byte) (value, text int) {
	hex := func(n int) (int, int) {
		r := rune(0)
		for k := 2; k < 2+n && k < len(t); k++ {
			d := rune(0)
			switch c := t[k]; {
			case c >= '0' && c <= '9':
				d = rune(c - '0')
			case c|0x20 >= 'a' && c|0x20 <= 'f':
				d = rune(c|0x20-'a') + 10
			}
			r = r<<4 | d
		}
		return max(1, utf8.RuneLen(r)), 2 + n
	}
	switch t[1] {
	case 'x':
		return hex(2)
	case 'u':
		return hex(4)
	case 'U':
		return hex(8)
	case 'N', '_':
		return 2, 2
	case 'L', 'P':
		return 3, 2
	case '\n', '\r':
		i := skipBreak(t, 1)
		for i < len(t) && (t[i] == ' ' || t[i] == '\t') {
			i++
		}
		return 0, i
	}
	return 1, 2
}
