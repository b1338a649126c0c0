package canonical

import (
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// The widths, in columns.
const (
	listWidth = 100 // [a, b] up to here
	mapWidth  = 120 // {a: b} and prose on one line up to here
	foldWidth = 100 // folded prose is wrapped here
)

// emitter writes the canonical text.
type emitter struct {
	strings.Builder
}

func formatDoc(d *document) ([]byte, error) {
	e := &emitter{}
	e.comments(d.header, 0, true)
	if d.root != nil {
		if len(d.root.items) == 0 {
			e.comments(d.footer, 0, true)
			e.WriteString("{}\n")
			return []byte(e.String()), nil
		}
		if len(d.header) > 0 && d.gap {
			e.WriteByte('\n')
		}
		if err := e.coll(d.root, 0, 0, false); err != nil {
			return nil, err
		}
	}
	e.comments(d.footer, 0, d.root == nil && len(d.header) == 0)
	return []byte(e.String()), nil
}

func (e *emitter) pad(n int) { e.WriteString(strings.Repeat(" ", n)) }

// comments writes lines of comment; first says that no blank line may precede.
func (e *emitter) comments(lines []cline, indent int, first bool) {
	for i, l := range lines {
		if l.blank && !(first && i == 0) {
			e.WriteByte('\n')
		}
		e.pad(indent)
		e.WriteString(l.text)
		e.WriteByte('\n')
	}
}

// coll writes a list or map in block style. inline: the first item continues
// the line of a dash.
func (e *emitter) coll(n *node, indent, depth int, inline bool) error {
	tall := make([]bool, len(n.items))
	for i, it := range n.items {
		tall[i] = e.tall(it, indent)
	}
	for i, it := range n.items {
		if i > 0 && separate(n, i, depth, tall) {
			e.WriteByte('\n')
		}
		e.comments(it.head, indent, true)
		if it.gap && len(it.head) > 0 {
			e.WriteByte('\n')
		}
		if i > 0 || !inline {
			e.pad(indent)
		}
		if err := e.item(it, indent, depth); err != nil {
			return err
		}
		e.comments(it.inner, indent+2, false)
		e.comments(it.foot, indent, false)
	}
	return nil
}

// separate reports whether a blank line stands before item i.
func separate(n *node, i, depth int, tall []bool) bool {
	prev, it := n.items[i-1], n.items[i]
	switch {
	case len(prev.foot) > 0, len(it.head) > 0 && it.head[0].blank:
		return true
	case depth == 0, depth == 1 && n.kind == seqNode && holdsMaps(n):
		if tall[i-1] || tall[i] {
			return true
		}
	}
	return n.kind == seqNode && it.blank && len(it.head) == 0
}

func holdsMaps(n *node) bool {
	return slices.ContainsFunc(n.items, func(it *item) bool { return it.val.kind == mapNode })
}

// tall reports whether an item takes more than one line.
func (e *emitter) tall(it *item, indent int) bool {
	if len(it.inner) > 0 {
		return true
	}
	col := e.start(it, indent)
	if it.val.kind != scalarNode {
		_, ok := flowText(it.val, col)
		return !ok
	}
	_, ok := blockScalar(it, indent, col)
	return ok
}

// start is the column (from 0) at which the item's value would begin.
func (e *emitter) start(it *item, indent int) int {
	if it.key == nil {
		return indent + 2
	}
	return indent + utf8.RuneCountInString(scalarText(it.key, false)) + 2
}

func (e *emitter) item(it *item, indent, depth int) error {
	end := func() {
		if it.line != "" {
			e.WriteString(" " + it.line)
		}
		e.WriteByte('\n')
	}
	if it.key == nil {
		e.WriteByte('-')
	} else {
		k := scalarText(it.key, false)
		if utf8.RuneCountInString(k) > 1000 {
			return refuse("a key is longer than 1000 characters")
		}
		e.WriteString(k + ":")
	}
	col := e.start(it, indent)
	if it.val.kind == scalarNode {
		if lines, ok := blockScalar(it, indent, col); ok {
			e.WriteString(" " + lines[0])
			end()
			for _, l := range lines[1:] {
				if l != "" {
					e.pad(indent + 2)
				}
				e.WriteString(l + "\n")
			}
			return nil
		}
		if s := scalarText(it.val, it.key == nil); s != "" {
			e.WriteString(" " + s)
		}
		end()
		return nil
	}
	if s, ok := flowText(it.val, col); ok {
		e.WriteString(" " + s)
		end()
		return nil
	}
	if it.key == nil && it.line == "" && len(it.val.items[0].head) == 0 {
		e.WriteByte(' ')
		return e.coll(it.val, indent+2, depth+1, true)
	}
	end()
	return e.coll(it.val, indent+2, depth+1, false)
}

// flowText returns a list or map on one line, when that is its form and it fits
// at the column.
func flowText(n *node, col int) (string, bool) {
	if len(n.items) == 0 {
		return flow(n), true
	}
	if commented(n) || n.owner == nil {
		return "", false
	}
	width := mapWidth
	if n.kind == seqNode {
		width = listWidth
		for _, it := range n.items {
			if it.val.kind != scalarNode || !n.flow() && !idLike(it.val) {
				return "", false
			}
		}
	} else if !n.flow() {
		return "", false
	}
	if multiline(n) {
		return "", false
	}
	s := flow(n)
	return s, col+utf8.RuneCountInString(s) <= width
}

// commented reports whether a comment stands within the list or map.
func commented(n *node) bool {
	return slices.ContainsFunc(n.items, func(it *item) bool {
		return len(it.head)+len(it.inner)+len(it.foot) > 0 || it.line != "" || commented(it.val)
	})
}

func multiline(n *node) bool {
	if n.kind == scalarNode {
		return strings.Contains(n.value, "\n")
	}
	return slices.ContainsFunc(n.items, func(it *item) bool {
		return multiline(it.val) || it.key != nil && multiline(it.key)
	})
}

func flow(n *node) string {
	switch n.kind {
	case scalarNode:
		return scalarText(n, true)
	case seqNode:
		parts := make([]string, len(n.items))
		for i, it := range n.items {
			parts[i] = flow(it.val)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	parts := make([]string, len(n.items))
	for i, it := range n.items {
		parts[i] = scalarText(it.key, true) + ": " + flow(it.val)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// prose lists the keys whose values are sentences and may be folded.
var prose = words("summary quote context why notes question title name")

// blockScalar returns the lines of a scalar that is written with | or >-: the
// header and the content without its indentation.
func blockScalar(it *item, indent, col int) ([]string, bool) {
	n := it.val
	if n.tag != "!!str" {
		return nil, false
	}
	if strings.Contains(n.value, "\n") {
		return literal(n.value)
	}
	if it.key == nil || !slices.Contains(prose, it.key.value) || n.style&yaml.FlowStyle != 0 {
		return nil, false
	}
	if col+utf8.RuneCountInString(scalarText(n, false)) <= mapWidth {
		return nil, false
	}
	lines := wrap(n.value, foldWidth-indent-2)
	if len(lines) < 2 {
		return nil, false
	}
	return append([]string{">-"}, lines...), true
}

// literal returns the lines of a | scalar, when the value can be written so
// without counting on blank lines after it or on explicit indentation.
func literal(s string) ([]string, bool) {
	body := strings.TrimSuffix(s, "\n")
	header := "|-"
	if body != s {
		header = "|"
	}
	lines := strings.Split(body, "\n")
	if lines[0] == "" || lines[len(lines)-1] == "" {
		return nil, false
	}
	for i, l := range lines {
		if !printable(l) || l != "" && strings.TrimLeft(l, " \t") == "" || i == 0 && (l[0] == ' ' || l[0] == '\t') {
			return nil, false
		}
	}
	return append([]string{header}, lines...), true
}

// wrap breaks s at single spaces into lines of at most width runes where it
// can; nil when a fold would not give s back.
func wrap(s string, width int) []string {
	if !printable(s) || strings.Contains(s, "\t") || s == "" || s[0] == ' ' || s[len(s)-1] == ' ' {
		return nil
	}
	var lines []string
	line := ""
	words := strings.Split(s, " ")
	for i := 0; i < len(words); i++ {
		w := words[i]
		// Several spaces in a row cannot be broken: keep them with their words.
		for i+1 < len(words) && (words[i+1] == "" || words[i] == "") {
			i++
			w += " " + words[i]
		}
		switch {
		case line == "":
			line = w
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(w) <= width:
			line += " " + w
		default:
			lines = append(lines, line)
			line = w
		}
	}
	return append(lines, line)
}
