package canonical

import (
	"slices"
	"strings"
)

// comment is a comment as the scan finds it.
type comment struct {
	text string
	pos
	// own is true when nothing else stands on its line.
	own bool
	// after is the item that the text before the comment belongs to: the last
	// one that started or whose collection closed; nil: none yet.
	after *item
	// flow is the innermost [ or { that is open; nil: none.
	flow *node
	// before and behind say whether blank lines stand around it.
	before, behind bool
}

// scan finds the comments of a text: every # after white space outside of
// quoted and block scalars, whose places are known from the tree. Plain scalars
// need no care: they cannot hold such a #.
func scan(text string, b *builder) ([]comment, error) {
	if b.lines == nil {
		b.lines = split(text)
	}
	lines := b.lines
	slices.SortStableFunc(b.marks, func(x, y mark) int {
		switch {
		case x.before(y.pos):
			return -1
		case y.before(x.pos):
			return 1
		}
		return 0
	})
	var (
		out    []comment
		last   *item
		open   []*node
		marks  = b.marks
		badpos = func(p pos) error { return refuse("lost at line %d, column %d", p.line, p.col) }
	)
	for i := 0; i < len(lines); i++ {
		content := false
		var block *node
		for j := 0; j < len(lines[i]); {
			r := lines[i]
			here := pos{i + 1, j + 1}
			if len(marks) > 0 && marks[0].before(here) {
				return nil, badpos(marks[0].pos)
			}
			step := 0
			for len(marks) > 0 && marks[0].pos == here {
				m := marks[0]
				marks = marks[1:]
				content = true
				switch {
				case m.item != nil:
					last = m.item
				case m.node.kind != scalarNode:
					// A pair in a list, [a: b], is a map without a brace.
					if r[j] == '[' || r[j] == '{' {
						open = append(open, m.node)
						step = 1
					}
				case m.node.quoted():
					ei, ej, ok := skipQuoted(lines, i, j)
					if !ok {
						return nil, badpos(here)
					}
					// The scalar may end on a later line.
					i, j, step = ei, ej, 0
					r = lines[i]
					here = pos{i + 1, j + 1}
				case m.node.block():
					if r[j] != '|' && r[j] != '>' {
						return nil, badpos(here)
					}
					block = m.node
					step = 1
				}
				if step > 0 {
					break
				}
			}
			if step > 0 {
				j += step
				continue
			}
			if j >= len(r) {
				break
			}
			c := r[j]
			switch {
			case c == '#' && (j == 0 || r[j-1] == ' ' || r[j-1] == '\t'):
				k := comment{text: strings.TrimRight(string(r[j:]), " \t"), pos: here, own: !content, after: last}
				if len(open) > 0 {
					k.flow = open[len(open)-1]
				}
				k.before = i > 0 && blank(lines[i-1])
				k.behind = i+1 < len(lines) && blank(lines[i+1])
				out = append(out, k)
				j = len(r)
				continue
			case len(open) > 0 && (c == ']' || c == '}'):
				if o := open[len(open)-1].owner; o != nil {
					last = o
				} else {
					last = nil // the top itself, written {…}
				}
				open = open[:len(open)-1]
				content = true
			case c != ' ' && c != '\t':
				content = true
			}
			j++
		}
		if block != nil {
			i = skipBlock(lines, i, block)
		}
	}
	if len(marks) > 0 {
		// Marks may stand at the very end only for nothing at all.
		return nil, badpos(marks[0].pos)
	}
	return out, nil
}

// skipQuoted returns the place after the quoted scalar that starts at line i,
// column j (both from 0).
func skipQuoted(lines [][]rune, i, j int) (int, int, bool) {
	q := lines[i][j]
	if q != '"' && q != '\'' {
		return 0, 0, false
	}
	j++
	for ; i < len(lines); i, j = i+1, 0 {
		r := lines[i]
		for j < len(r) {
			switch {
			case q == '"' && r[j] == '\\':
				j++
			case r[j] == q && q == '\'' && j+1 < len(r) && r[j+1] == q:
				j++
			case r[j] == q:
				return i, j + 1, true
			}
			j++
		}
	}
	return 0, 0, false
}

// skipBlock returns the last line of the block scalar whose header stands on
// line i.
func skipBlock(lines [][]rune, i int, n *node) int {
	parent := 0
	if n.owner != nil {
		parent = n.owner.indent - 1
	}
	indent := 0
	for _, c := range lines[i][n.col:] {
		if c >= '1' && c <= '9' {
			indent = parent + int(c-'0')
		} else if c != '+' && c != '-' {
			break
		}
	}
	end := i
	for k := i + 1; k < len(lines); k++ {
		r := lines[k]
		lead := leading(r)
		if lead == len(r) {
			continue
		}
		if indent == 0 {
			indent = max(lead, parent+1)
		}
		if lead < indent {
			break
		}
		end = k
	}
	return end
}
