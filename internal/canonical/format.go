package canonical

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Format returns the canonical form of a YAML file of a case folder. The error
// is a *SyntaxError when src is not a YAML file that the case format allows,
// and begins with "refusing to format" when the result would not say the same.
func Format(src []byte) ([]byte, error) {
	in, err := parse(src)
	if err != nil {
		return nil, err
	}
	out, err := formatDoc(in)
	if err != nil {
		return nil, err
	}
	// What is canonical must stay as it is: format again until it does. One
	// round is enough for all inputs known; the loop makes it a promise.
	for range 4 {
		again, err := parse(out)
		if err != nil {
			return nil, refuse("the result cannot be read back: %v", err)
		}
		next, err := formatDoc(again)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(next, out) {
			if err := same(in, again); err != nil {
				return nil, err
			}
			return out, nil
		}
		out = next
	}
	return nil, refuse("the result does not settle")
}

// SyntaxError says where a text is not a YAML file that the case format allows.
// Line and Column count from 1; zero: not known.
type SyntaxError struct {
	Line, Column int
	Msg          string
}

func (e *SyntaxError) Error() string {
	switch {
	case e.Line == 0:
		return e.Msg
	case e.Column == 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Msg)
	}
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
}

func refuse(format string, args ...any) error {
	return fmt.Errorf("refusing to format: "+format, args...)
}

// document is a file: its data as written, and its data and comments as they
// will be printed.
type document struct {
	root   *node // nil: no content
	header []cline
	gap    bool // a blank line between header and first item
	footer []cline
	// data is the content before keys were put in order; texts the comments
	// as scanned: the two things that must come out as they went in.
	data  string
	texts []string
}

// parse reads a file, gives each comment to an item and puts keys in order.
func parse(src []byte) (*document, error) {
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(src) {
		return nil, &SyntaxError{Msg: "the file is not UTF-8"}
	}
	text := strings.ReplaceAll(string(src), "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	top, err := load(text)
	if err != nil {
		return nil, err
	}
	b := &builder{}
	d := &document{}
	if top != nil {
		if err := check(top); err != nil {
			return nil, err
		}
		d.root = b.node(top, nil, text)
		d.data = fingerprint(d.root)
	}
	comments, err := scan(text, b)
	if err != nil {
		return nil, err
	}
	for _, c := range comments {
		d.texts = append(d.texts, c.text)
	}
	slices.Sort(d.texts)
	attach(d, b, comments)
	arrange(d)
	return d, nil
}

// load returns the top node of the one document in text; nil when there is no
// content.
func load(text string) (n *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			n, err = nil, &SyntaxError{Msg: fmt.Sprintf("the file cannot be read: %v", r)}
		}
	}()
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc, more yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, syntax(err)
	}
	switch err := dec.Decode(&more); {
	case err == nil:
		return nil, &SyntaxError{Line: more.Line, Msg: "a case file holds one document"}
	case !errors.Is(err, io.EOF):
		return nil, syntax(err)
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	top := doc.Content[0]
	if top.Kind == yaml.ScalarNode && top.Value == "" && top.ShortTag() == "!!null" && top.Style == 0 && top.Anchor == "" {
		return nil, nil
	}
	if top.Kind != yaml.MappingNode {
		return nil, &SyntaxError{Line: top.Line, Column: top.Column, Msg: "the top of a case file is a map of keys"}
	}
	return top, nil
}

func syntax(err error) error {
	var l *yaml.LoadError
	if errors.As(err, &l) {
		return &SyntaxError{Line: l.Mark.Line, Column: l.Mark.Column, Msg: l.Message}
	}
	return &SyntaxError{Msg: strings.TrimPrefix(err.Error(), "yaml: ")}
}

// check refuses what the case format refuses and what would be lost.
func check(n *yaml.Node) error {
	bad := func(msg string) error { return &SyntaxError{Line: n.Line, Column: n.Column, Msg: msg} }
	switch {
	case n.Kind == yaml.AliasNode:
		return bad("aliases are not allowed in case files")
	case n.Anchor != "":
		return bad("anchors are not allowed in case files")
	case n.Style&yaml.TaggedStyle != 0 || n.Tag == "!":
		return bad("tags are not allowed in case files")
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!merge":
		return bad("merge keys are not allowed in case files")
	}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && (c.Kind != yaml.ScalarNode || c.ShortTag() == "!!null") {
			return &SyntaxError{Line: c.Line, Column: c.Column, Msg: "a key must be a name"}
		}
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// same returns an error unless b says what a says, comments included.
func same(a, b *document) error {
	if a.data != b.data {
		return refuse("the data would change")
	}
	if !slices.Equal(a.texts, b.texts) {
		return refuse("a comment would be lost")
	}
	if places(a) != places(b) {
		return refuse("a comment would change its place")
	}
	return nil
}

// fingerprint writes the data of a node with its types, keys sorted.
func fingerprint(n *node) string {
	switch n.kind {
	case scalarNode:
		if n.tag == "!!null" {
			return "null"
		}
		return n.tag + fmt.Sprintf("%q", n.value)
	case seqNode:
		var s strings.Builder
		for _, it := range n.items {
			s.WriteString("-" + fingerprint(it.val) + ",")
		}
		return "[" + s.String() + "]"
	}
	keys := make([]string, len(n.items))
	for i, it := range n.items {
		keys[i] = fingerprint(it.key) + ":" + fingerprint(it.val)
	}
	// Equal keys keep their order, so that even a duplicate survives as it is.
	slices.SortStableFunc(keys, strings.Compare)
	return "{" + strings.Join(keys, ",") + "}"
}

// places writes every comment with its slot, in the order of the data, and the
// data with it: two documents with equal places are printed alike but for
// blank lines and styles.
func places(d *document) string {
	var s strings.Builder
	put := func(slot string, lines []cline) {
		for _, l := range lines {
			fmt.Fprintf(&s, "%s %q\n", slot, l.text)
		}
	}
	var walk func(n *node)
	walk = func(n *node) {
		if n.kind == scalarNode {
			fmt.Fprintf(&s, "%s\n", fingerprint(n))
			return
		}
		s.WriteString("(\n")
		for _, it := range n.items {
			put("head", it.head)
			if it.key != nil {
				fmt.Fprintf(&s, "key %s\n", fingerprint(it.key))
			}
			if it.line != "" {
				fmt.Fprintf(&s, "line %q\n", it.line)
			}
			walk(it.val)
			put("inner", it.inner)
			put("foot", it.foot)
		}
		s.WriteString(")\n")
	}
	put("header", d.header)
	if d.root != nil {
		walk(d.root)
	}
	put("footer", d.footer)
	return s.String()
}
