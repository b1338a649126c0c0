package canonical

import (
	"slices"
	"strings"
)

// attach gives each comment to an item; the doc of the package says which.
func attach(d *document, b *builder, cs []comment) {
	for i := 0; i < len(cs); {
		c := cs[i]
		if !c.own && c.after != nil {
			if c.after.line == "" {
				c.after.line = c.text
			} else {
				c.after.push(c.text)
			}
			i++
			continue
		}
		// A group: comments on lines of their own with nothing but blank
		// lines between.
		j := i + 1
		for j < len(cs) && cs[j].own && blankBetween(b.lines, cs[j-1].line, cs[j].line) {
			j++
		}
		group(d, b, cs[i:j])
		i = j
	}
	if d.root != nil && len(d.root.items) > 0 {
		splitHeader(d, d.root.items[0])
	}
}

func blankBetween(lines [][]rune, a, b int) bool {
	for l := a; l < b-1; l++ {
		if !blank(lines[l]) {
			return false
		}
	}
	return true
}

// push adds a comment above the item for which there is no better place.
func (it *item) push(text string) {
	it.head = append(it.head, cline{text: text, blank: it.gap && len(it.head) > 0})
	it.gap = false
}

func group(d *document, b *builder, cs []comment) {
	lines := make([]cline, len(cs))
	for i, c := range cs {
		lines[i] = cline{text: c.text, blank: c.before}
	}
	behind := cs[len(cs)-1].behind
	if d.root == nil || len(d.root.items) == 0 {
		d.footer = append(d.footer, lines...)
		return
	}
	at := cs[0].pos
	k, _ := slices.BinarySearchFunc(b.items, at, func(it *item, p pos) int {
		if it.before(p) {
			return -1
		}
		return 1
	})
	var leaf, next *item
	if k > 0 {
		leaf = b.items[k-1]
	}
	if k < len(b.items) {
		next = b.items[k]
	}
	head := func(it *item, lines []cline) {
		if len(lines) == 0 {
			return
		}
		if len(it.head) > 0 && it.gap {
			lines[0].blank = true
		}
		it.head = append(it.head, lines...)
		it.gap = behind
		it.blank = false
	}
	// Between a key and its value.
	if leaf != nil && !leaf.val.blockColl() && !(leaf.val.kind == scalarNode && leaf.val.tag == "!!null" && leaf.val.value == "") && at.before(leaf.val.pos) {
		behind = false
		head(leaf, lines)
		return
	}
	if f := cs[0].flow; f != nil {
		if next != nil && within(next, f) {
			head(next, lines)
			return
		}
		switch {
		case len(f.items) > 0:
			it := f.items[len(f.items)-1]
			it.foot = append(it.foot, lines...)
		case f.owner != nil:
			f.owner.inner = append(f.owner.inner, lines...)
		default:
			d.footer = append(d.footer, lines...)
		}
		return
	}
	if leaf == nil {
		head(next, lines)
		return
	}
	// The item that a flow collection belongs to stands for all within it.
	for up := leaf; up != nil; up = up.parent() {
		if up.in.flow() && up.parent() != nil {
			leaf = up.parent()
		}
	}
	// path: the items that end here, deepest first. The last of them is the
	// sibling before next, or at the end of the file one of the top.
	path := []*item{leaf}
	for up := leaf.parent(); up != nil; up = up.parent() {
		path = append(path, up)
	}
	limit := 0
	if next != nil {
		q := slices.IndexFunc(path, func(it *item) bool { return it.in == next.in })
		if q < 0 {
			head(next, lines)
			return
		}
		path = path[:q+1]
		limit = next.indent
	}
	foot := func(it *item, l cline) { it.foot = append(it.foot, l) }
	level, ended := -1, false
	for i := 0; i < len(lines); i++ {
		col := cs[i].col
		if !cs[i].own {
			col = 1
		}
		if next != nil && col <= limit {
			// A run that follows without a blank line and ends with one
			// belongs to what stands above, any other to what follows.
			e := i + 1
			for e < len(lines) && !lines[e].blank {
				e++
			}
			if lines[i].blank || e == len(lines) && !behind {
				head(next, lines[i:])
				return
			}
			for _, l := range lines[i:e] {
				foot(path[len(path)-1], l)
			}
			head(next, lines[e:])
			return
		}
		if level < 0 && leaf.val.empty() && col > leaf.indent {
			leaf.inner = append(leaf.inner, lines[i])
			continue
		}
		level = max(level, 0)
		for level < len(path)-1 && path[level].indent > col {
			level++
		}
		it := path[level]
		if next == nil && level == len(path)-1 && (ended || lines[i].blank) {
			ended = true
			d.footer = append(d.footer, lines[i])
			continue
		}
		foot(it, lines[i])
	}
}

func within(it *item, f *node) bool {
	for ; it != nil; it = it.parent() {
		if it.in == f {
			return true
		}
	}
	return false
}

// modeline reports whether a comment tells editors the file's schema.
func modeline(s string) bool {
	return strings.HasPrefix(strings.TrimSpace(strings.TrimLeft(s, "#")), "yaml-language-server:")
}

// splitHeader moves what belongs to the file as a whole from the head of its
// first item to the header: what a blank line sets apart, and a modeline.
func splitHeader(d *document, first *item) {
	all := slices.Clone(d.header)
	if len(first.head) > 0 {
		h := slices.Clone(first.head)
		if len(all) > 0 && d.gap {
			h[0].blank = true
		}
		all = append(all, h...)
		d.gap = first.gap
	}
	if len(all) == 0 {
		return
	}
	n := 0
	for n < len(all) && modeline(all[n].text) && (n == 0 || !all[n].blank) {
		n++
	}
	gap := false
	for i := len(all) - 1; i > 0; i-- {
		if all[i].blank {
			n, gap = max(n, i), n <= i
			break
		}
	}
	if d.gap {
		n, gap = len(all), true
	}
	d.header, d.gap = all[:n:n], gap
	first.head, first.gap = all[n:], false
	if len(first.head) > 0 {
		first.head[0].blank = false
	}
}

// arrange puts keys in order and makes blank lines say what they will say when
// the text is read again.
func arrange(d *document) {
	if d.root == nil {
		return
	}
	first := func() *item {
		if len(d.root.items) == 0 {
			return nil
		}
		return d.root.items[0]
	}
	was := first()
	sortKeys(d.root, rootPath(d.root))
	if now := first(); now != nil && now != was {
		splitHeader(d, now)
	}
	settle(d.root)
	// What stands apart at the end of the file is the file's.
	if n := len(d.root.items); n > 0 {
		it := d.root.items[n-1]
		if k := slices.IndexFunc(it.foot, func(l cline) bool { return l.blank }); k >= 0 {
			d.footer = append(slices.Clone(it.foot[k:]), d.footer...)
			it.foot = it.foot[:k]
		}
	}
	if len(d.footer) > 0 && len(d.root.items) > 0 {
		d.footer[0].blank = true
	}
}

func settle(n *node) {
	for i, it := range n.items {
		if i < len(n.items)-1 {
			for k := range it.foot {
				it.foot[k].blank = false
			}
		}
		if len(it.head) > 0 {
			parted := it.gap || slices.ContainsFunc(it.head[1:], func(l cline) bool { return l.blank })
			if i > 0 && parted {
				it.head[0].blank = true
			}
			if i == 0 {
				it.head[0].blank = false
			}
		} else {
			it.gap = false
		}
		settle(it.val)
	}
}

func sortKeys(n *node, path string) {
	if n.kind == mapNode {
		if order := keyOrder(path); order != nil {
			rank := func(it *item) int {
				if k := slices.Index(order, it.key.value); k >= 0 {
					return k
				}
				return len(order)
			}
			slices.SortStableFunc(n.items, func(a, b *item) int { return rank(a) - rank(b) })
		}
	}
	for _, it := range n.items {
		p := path
		if it.key != nil {
			p += "." + it.key.value
		}
		sortKeys(it.val, p)
	}
}
