package canonical

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	seqNode
	mapNode
)

// node is a value of the file.
type node struct {
	kind  nodeKind
	tag   string // scalars: the short tag
	value string
	style yaml.Style
	items []*item
	owner *item // whose value it is; nil: the top
	pos
}

// pos is a place in the text; both count from 1, columns in runes.
type pos struct{ line, col int }

func (p pos) before(q pos) bool { return p.line < q.line || p.line == q.line && p.col < q.col }

func (n *node) flow() bool   { return n.style&yaml.FlowStyle != 0 }
func (n *node) quoted() bool { return n.style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 }
func (n *node) block() bool  { return n.style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 }

// empty reports whether nothing stands under the node: null, [] or {}.
func (n *node) empty() bool {
	if n.kind == scalarNode {
		return n.tag == "!!null"
	}
	return len(n.items) == 0
}

// blockColl reports whether the node is a list or map in block style.
func (n *node) blockColl() bool { return n.kind != scalarNode && !n.flow() }

// cline is a line of comment; blank says that a blank line stands before it.
type cline struct {
	text  string
	blank bool
}

// item is what a comment belongs to: a key with its value, or an element of a
// list (key nil).
type item struct {
	key *node
	val *node
	in  *node // the list or map it stands in
	pos       // where it starts: its key, its dash, or in [a, b] its value
	// indent is the column of all items of the list or map.
	indent int

	head  []cline
	gap   bool // a blank line between head and item
	line  string
	inner []cline
	foot  []cline
	blank bool // a blank line before the item (its head is empty)
}

func (it *item) parent() *item { return it.in.owner }

// builder makes the tree and keeps what the scan needs, in the order of the
// text.
type builder struct {
	items []*item
	marks []mark
	lines [][]rune
}

// mark is a place in the text where an item starts or where a scalar or a flow
// collection starts that the scan must step over or into.
type mark struct {
	pos
	item *item
	node *node
}

func (b *builder) node(y *yaml.Node, owner *item, text string) *node {
	if b.lines == nil {
		b.lines = split(text)
	}
	n := &node{value: y.Value, style: y.Style, owner: owner, pos: pos{y.Line, y.Column}}
	switch y.Kind {
	case yaml.SequenceNode:
		n.kind = seqNode
	case yaml.MappingNode:
		n.kind = mapNode
	default:
		n.tag = y.ShortTag()
		if n.quoted() || n.block() {
			b.marks = append(b.marks, mark{pos: n.pos, node: n})
		}
		return n
	}
	if n.flow() {
		b.marks = append(b.marks, mark{pos: n.pos, node: n})
	}
	add := func(it *item) {
		it.in, it.indent = n, n.col
		n.items = append(n.items, it)
		b.items = append(b.items, it)
		b.marks = append(b.marks, mark{pos: it.pos, item: it})
	}
	if n.kind == mapNode {
		for i := 0; i+1 < len(y.Content); i += 2 {
			it := &item{pos: pos{y.Content[i].Line, y.Content[i].Column}}
			add(it)
			it.key = b.node(y.Content[i], it, text)
			it.val = b.node(y.Content[i+1], it, text)
		}
		return n
	}
	for _, c := range y.Content {
		it := &item{pos: pos{c.Line, c.Column}}
		if !n.flow() {
			it.pos = b.dash(it.pos, n.col)
			it.blank = it.line0() > 0 && blank(b.lines[it.line0()-1])
		}
		add(it)
		it.val = b.node(c, it, text)
	}
	return n
}

func (it *item) line0() int { return it.pos.line - 1 }

// dash finds the dash in column col before the value at p: on its line, or
// above it with nothing but comments and blank lines between.
func (b *builder) dash(p pos, col int) pos {
	for l := p.line; l >= 1 && l <= len(b.lines); l-- {
		r := b.lines[l-1]
		if l != p.line && strings.HasPrefix(strings.TrimLeft(string(r), " \t"), "#") {
			continue
		}
		if col <= len(r) && r[col-1] == '-' && (l != p.line || col < p.col) &&
			(col == len(r) || r[col] == ' ' || r[col] == '\t') {
			return pos{l, col}
		}
	}
	return p
}

func split(text string) [][]rune {
	lines := strings.Split(text, "\n")
	out := make([][]rune, len(lines))
	for i, l := range lines {
		out[i] = []rune(l)
	}
	return out
}

func blank(r []rune) bool {
	for _, c := range r {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

func leading(r []rune) int {
	n := 0
	for n < len(r) && r[n] == ' ' {
		n++
	}
	return n
}
