package edit

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate/internal/canonical"
)

// insert appends an item, given as canonical lines "- id: …", to the list under
// a top-level key. Every other byte stays, unless the list is written in a way
// that lines cannot be added to; then the file is formatted first.
func insert(src []byte, key, item string) ([]byte, error) {
	out, err := insertLines(src, key, item)
	if err == nil {
		if err = added(src, out, key, item); err == nil {
			return out, nil
		}
	}
	tidy, ferr := canonical.Format(src)
	if ferr != nil {
		return nil, ferr
	}
	if out, err = insertLines(tidy, key, item); err != nil {
		return nil, err
	}
	return out, added(tidy, out, key, item)
}

var errShape = errors.New("lines cannot be added to the list as it is written")

func insertLines(src []byte, key, item string) ([]byte, error) {
	top, err := root(src)
	if err != nil {
		return nil, err
	}
	nl := "\n"
	if bytes.Contains(src, []byte("\r\n")) {
		nl = "\r\n"
	}
	text := func(indent int) string {
		pad := strings.Repeat(" ", indent)
		ls := strings.Split(item, "\n")
		for i, l := range ls {
			if l != "" {
				ls[i] = pad + l
			}
		}
		return strings.Join(ls, nl) + nl
	}
	lines := splitLines(src)
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines[n-1] += nl
	}
	put := func(at int, s string) []byte {
		return []byte(strings.Join(lines[:at], "") + s + strings.Join(lines[at:], ""))
	}
	if top == nil {
		sep := ""
		if len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) != "" && !strings.Contains(lines[len(lines)-1], "yaml-language-server") {
			sep = nl
		}
		return put(len(lines), sep+key+":"+nl+text(2)), nil
	}
	if top.Style&yaml.FlowStyle != 0 || top.Column != 1 {
		if len(top.Content) == 0 {
			// {} alone: what remains are comments.
			l := top.Line - 1
			if rest, ok := strings.CutPrefix(lines[l], "{}"); ok {
				lines[l] = strings.TrimLeft(rest, " ")
				if strings.TrimSpace(lines[l]) == "" {
					lines[l] = ""
				}
				return put(len(lines), key+":"+nl+text(2)), nil
			}
		}
		return nil, errShape
	}
	var k, v, next *yaml.Node
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == key {
			k, v = top.Content[i], top.Content[i+1]
			if i+2 < len(top.Content) {
				next = top.Content[i+2]
			}
			break
		}
	}
	if k == nil {
		return insertKey(lines, top, key, nl, text(2), put)
	}
	if k.Column != 1 {
		return nil, errShape
	}
	switch {
	case v.Kind == yaml.SequenceNode && v.Style&yaml.FlowStyle == 0 && len(v.Content) > 0:
	case v.Kind == yaml.SequenceNode && len(v.Content) == 0 && v.Line == k.Line:
		l, col := k.Line-1, runeOffset(lines[k.Line-1], v.Column)
		rest, ok := strings.CutPrefix(lines[l][col:], "[]")
		if !ok {
			return nil, errShape
		}
		lines[l] = strings.TrimRight(lines[l][:col], " ") + rest
		return put(l+1, text(2)), nil
	case v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" && v.Value == "":
		return put(k.Line, text(2)), nil
	case v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" && v.Line == k.Line:
		l, col := k.Line-1, runeOffset(lines[k.Line-1], v.Column)
		lines[l] = strings.TrimRight(lines[l][:col], " ") + lines[l][col+len(v.Value):]
		return put(l+1, text(2)), nil
	default:
		return nil, errShape
	}
	end := len(lines)
	if next != nil {
		end = next.Line - 1
	}
	for end > v.Line {
		l := strings.TrimRight(lines[end-1], " \t\r\n")
		if l != "" && l[0] != '#' && l != "..." {
			break
		}
		end--
	}
	indent := v.Column - 1
	sep := nl
	if oneLiners(v, lines) && !strings.Contains(item, "\n") {
		sep = ""
	}
	return put(end, sep+text(indent)), nil
}

// oneLiners reports whether every item of the list stands on one line and the
// items stand line by line.
func oneLiners(v *yaml.Node, lines []string) bool {
	for i, c := range v.Content {
		if c.Kind == yaml.MappingNode && c.Style&yaml.FlowStyle == 0 {
			return false
		}
		if i > 0 && c.Line > 1 && strings.TrimSpace(lines[c.Line-2]) == "" {
			return false
		}
	}
	return true
}

// insertKey adds a key with its list: sources above entries, anything else at
// the end.
func insertKey(lines []string, top *yaml.Node, key, nl, text string, put func(int, string) []byte) ([]byte, error) {
	if key == "sources" {
		for i := 0; i < len(top.Content); i += 2 {
			if top.Content[i].Value != "entries" {
				continue
			}
			at := top.Content[i].Line - 1
			above := at
			for above > 0 && strings.HasPrefix(lines[above-1], "#") {
				above--
			}
			// Comments at the head of the file are the file's.
			if above > 0 {
				at = above
			}
			return put(at, key+":"+nl+text+nl), nil
		}
	}
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "..." {
		end--
	}
	return put(end, nl+key+":"+nl+text), nil
}

func splitLines(src []byte) []string {
	return strings.SplitAfter(string(src), "\n")[:lineCount(src)]
}

func lineCount(src []byte) int {
	n := bytes.Count(src, []byte("\n"))
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}

// runeOffset returns the byte offset of column col (from 1, in runes).
func runeOffset(line string, col int) int {
	n := 1
	for i := range line {
		if n == col {
			return i
		}
		n++
	}
	return len(line)
}

// root returns the top map of a file; nil when the file holds no data.
func root(src []byte) (*yaml.Node, error) {
	var n yaml.Node
	if err := yaml.Unmarshal(src, &n); err != nil {
		return nil, err
	}
	if len(n.Content) == 0 || n.Content[0].Kind == yaml.ScalarNode && n.Content[0].ShortTag() == "!!null" && n.Content[0].Value == "" {
		return nil, nil
	}
	if n.Content[0].Kind != yaml.MappingNode {
		return nil, errors.New("the top of a record file is a map of keys")
	}
	return n.Content[0], nil
}

// added returns an error unless now says what was says with the item at the end
// of the list under key, and nothing else.
func added(was, now []byte, key, item string) error {
	bad := fmt.Errorf("refusing to write: the rest of the file would change")
	a, err := root(was)
	if err != nil {
		return err
	}
	b, err := root(now)
	if err != nil {
		return err
	}
	want, err := root([]byte(key + ":\n" + item + "\n"))
	if err != nil || want == nil || b == nil {
		return bad
	}
	news := values(b)
	olds := map[string]*yaml.Node{}
	if a != nil {
		olds = values(a)
		if 2*len(olds) != len(a.Content) {
			return errors.New("a key stands twice")
		}
	}
	list := news[key]
	if list == nil || list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return bad
	}
	last := len(list.Content) - 1
	if flat(list.Content[last]) != flat(want.Content[1].Content[0]) {
		return bad
	}
	rest := *list
	rest.Content = list.Content[:last]
	old := olds[key]
	if old == nil || old.ShortTag() == "!!null" {
		old = &yaml.Node{Kind: yaml.SequenceNode}
	}
	if flat(old) != flat(&rest) {
		return bad
	}
	delete(olds, key)
	delete(news, key)
	if len(olds) != len(news) {
		return bad
	}
	for k, v := range olds {
		if n := news[k]; n == nil || flat(n) != flat(v) {
			return bad
		}
	}
	return nil
}

func values(m *yaml.Node) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		out[m.Content[i].Value] = m.Content[i+1]
	}
	return out
}

// flat writes the data of a tree with its types.
func flat(n *yaml.Node) string {
	var b strings.Builder
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		if n.Kind == yaml.ScalarNode {
			fmt.Fprintf(&b, "%s%q ", n.ShortTag(), n.Value)
			return
		}
		fmt.Fprintf(&b, "%d(", n.Kind)
		for _, c := range n.Content {
			walk(c)
		}
		b.WriteString(")")
	}
	walk(n)
	return b.String()
}
