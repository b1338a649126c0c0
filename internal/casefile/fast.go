package casefile

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// fastParse reads the plain part of YAML that nearly all lines of a record are
// written in, six times as fast as the YAML library: block maps and lists,
// plain scalars (also over several lines), quoted scalars and { } and [ ] on one
// line, comments. It makes the same tree (without comments) or reports false;
// then the library reads the file, and words its errors, too. It must never
// accept what the library refuses or reads differently: whatever is unusual is
// left to the library, and a fuzz test compares the two.
func fastParse(text []byte) (*yaml.Node, bool) {
	if bytes.IndexByte(text, '\t') >= 0 {
		return nil, false
	}
	p := &fast{s: string(text)}
	if !p.split() || len(p.lines) == 0 || p.lines[0].indent != 0 {
		return nil, false
	}
	n := p.block(0)
	if p.failed || p.at != len(p.lines) {
		return nil, false
	}
	return n, true
}

// fastLine is a line that is neither empty nor a comment.
type fastLine struct {
	start, end int // without indentation, trailing spaces and line end
	begin      int // where the whole line begins
	indent     int
	number     int
	wide       bool // has characters of several bytes
}

type fast struct {
	s      string
	lines  []fastLine
	at     int
	failed bool
	depth  int
	slab   []yaml.Node
}

const fastDepth = 50

// split finds the lines.
func (p *fast) split() bool {
	s := p.s
	p.lines = make([]fastLine, 0, strings.Count(s, "\n")+1)
	number := 0
	for begin := 0; begin < len(s); {
		number++
		end := strings.IndexByte(s[begin:], '\n')
		next := len(s)
		if end < 0 {
			end = len(s)
		} else {
			end += begin
			next = end + 1
		}
		if end > begin && s[end-1] == '\r' {
			end--
		}
		l := fastLine{begin: begin, start: begin, end: end, number: number}
		begin = next
		for i := l.start; i < end; i++ {
			if s[i] == '\r' {
				return false
			}
			if s[i] >= utf8.RuneSelf {
				l.wide = true
			}
		}
		for l.start < end && s[l.start] == ' ' {
			l.start++
		}
		for l.end > l.start && s[l.end-1] == ' ' {
			l.end--
		}
		if l.start == l.end || s[l.start] == '#' {
			continue
		}
		l.indent = l.start - l.begin
		if l.indent == 0 {
			if c := s[l.start]; c == '%' || strings.HasPrefix(s[l.start:l.end], "---") || strings.HasPrefix(s[l.start:l.end], "...") {
				return false
			}
		}
		p.lines = append(p.lines, l)
	}
	return true
}

func (p *fast) fail() *yaml.Node { p.failed = true; return nil }

func (p *fast) node(kind yaml.Kind, tag string, l *fastLine, off int) *yaml.Node {
	if len(p.slab) == 0 {
		p.slab = make([]yaml.Node, 128)
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	n.Kind, n.Tag, n.Line = kind, tag, l.number
	n.Column = off - l.begin + 1
	if l.wide {
		n.Column = utf8.RuneCountInString(p.s[l.begin:off]) + 1
	}
	return n
}

// block reads the block that begins at the current line.
func (p *fast) block(indent int) *yaml.Node {
	if p.depth++; p.depth > fastDepth {
		return p.fail()
	}
	defer func() { p.depth-- }()
	if l := p.lines[p.at]; p.isItem(&l) {
		return p.sequence(indent)
	}
	return p.mapping(indent)
}

func (p *fast) isItem(l *fastLine) bool {
	return p.s[l.start] == '-' && (l.start+1 == l.end || p.s[l.start+1] == ' ')
}

func (p *fast) sequence(indent int) *yaml.Node {
	first := p.lines[p.at]
	n := p.node(yaml.SequenceNode, "!!seq", &first, first.start)
	for p.at < len(p.lines) && p.lines[p.at].indent == indent {
		l := &p.lines[p.at]
		if !p.isItem(l) {
			break
		}
		i := l.start + 1
		for i < l.end && p.s[i] == ' ' {
			i++
		}
		var item *yaml.Node
		if i >= l.end || p.s[i] == '#' {
			// The item stands below its dash.
			p.at++
			if p.at >= len(p.lines) || p.lines[p.at].indent <= indent {
				return p.fail()
			}
			item = p.blockOrScalar(&p.lines[p.at])
		} else if p.s[i] == '-' {
			return p.fail()
		} else if p.keyEnd(i, l.end) > 0 {
			// The item is a map: read the line as if it began there.
			l.start, l.indent = i, i-l.begin
			item = p.mapping(l.indent)
		} else {
			item = p.value(l, i, indent)
		}
		if p.failed {
			return nil
		}
		n.Content = append(n.Content, item)
	}
	if p.at < len(p.lines) && p.lines[p.at].indent > indent {
		return p.fail()
	}
	return n
}

// keyEnd returns where the colon stands behind a plain key at i, or 0.
func (p *fast) keyEnd(i, end int) int {
	for j := i; j < end && j-i <= maxID; j++ {
		switch c := p.s[j]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_':
		case (c == '-' || c == '.') && j > i:
		case c == ':' && j > i && (j+1 == end || p.s[j+1] == ' '):
			return j
		default:
			return 0
		}
	}
	return 0
}

func (p *fast) mapping(indent int) *yaml.Node {
	first := p.lines[p.at]
	n := p.node(yaml.MappingNode, "!!map", &first, first.start)
	for p.at < len(p.lines) && p.lines[p.at].indent == indent {
		l := &p.lines[p.at]
		if p.isItem(l) {
			break
		}
		colon := p.keyEnd(l.start, l.end)
		if colon == 0 {
			return p.fail()
		}
		k := p.plain(l, l.start, p.s[l.start:colon])
		i := colon + 1
		for i < l.end && p.s[i] == ' ' {
			i++
		}
		var v *yaml.Node
		switch {
		case p.failed:
			return nil
		case i < l.end && p.s[i] != '#':
			v = p.value(l, i, indent)
		default:
			p.at++
			if p.at >= len(p.lines) {
				return p.fail() // no value: the library says where
			}
			next := &p.lines[p.at]
			switch {
			case next.indent > indent:
				v = p.blockOrScalar(next)
			case next.indent == indent && p.isItem(next):
				v = p.sequence(indent)
			default:
				return p.fail()
			}
		}
		if p.failed {
			return nil
		}
		n.Content = append(n.Content, k, v)
	}
	if p.at < len(p.lines) && p.lines[p.at].indent > indent {
		return p.fail()
	}
	return n
}

// blockOrScalar reads what stands below its key or dash.
func (p *fast) blockOrScalar(l *fastLine) *yaml.Node {
	if p.isItem(l) || p.keyEnd(l.start, l.end) > 0 {
		return p.block(l.indent)
	}
	return p.fail()
}

// value reads what stands on the line from i on, and moves behind it.
func (p *fast) value(l *fastLine, i, indent int) *yaml.Node {
	var n *yaml.Node
	switch c := p.s[i]; c {
	case '{', '[':
		var j int
		n, j = p.flow(l, i)
		if p.failed || !p.rest(j, l.end) {
			return p.fail()
		}
		p.at++
	case '"', '\'':
		var j int
		n, j = p.quoted(l, i)
		if p.failed || !p.rest(j, l.end) {
			return p.fail()
		}
		p.at++
	case '>', '|':
		return p.folded(l, i, indent)
	default:
		text, ok := p.plainText(i, l.end)
		if !ok {
			return p.fail()
		}
		commented := i+len(text) < l.end
		p.at++
		// The scalar goes on in the lines below that are indented further.
		last := l.number
		for p.at < len(p.lines) && p.lines[p.at].indent > indent {
			m := &p.lines[p.at]
			if commented || m.number != last+1 || p.s[m.start] == '#' {
				return p.fail()
			}
			more, ok := p.inside(m.start, m.end)
			if !ok || len(more) != m.end-m.start {
				return p.fail()
			}
			text += " " + more
			last = m.number
			p.at++
		}
		return p.plain(l, i, text)
	}
	if p.at < len(p.lines) && p.lines[p.at].indent > indent {
		return p.fail()
	}
	return n
}

// folded reads a block scalar whose lines have one indentation and no empty
// line among them.
func (p *fast) folded(l *fastLine, i, indent int) *yaml.Node {
	n := p.node(yaml.ScalarNode, "!!str", l, i)
	sep := " "
	n.Style = yaml.FoldedStyle
	if p.s[i] == '|' {
		sep, n.Style = "\n", yaml.LiteralStyle
	}
	end := "\n"
	switch p.s[i+1 : l.end] {
	case "":
	case "-":
		end = ""
	default:
		return p.fail()
	}
	p.at++
	var b strings.Builder
	last := l.number
	var m *fastLine
	for p.at < len(p.lines) && p.lines[p.at].indent > indent {
		next := &p.lines[p.at]
		if next.number != last+1 || m != nil && next.indent != m.indent || next.end < len(p.s) && p.s[next.end] == ' ' {
			return p.fail()
		}
		if m != nil {
			b.WriteString(sep)
		}
		m = next
		b.WriteString(p.s[m.start:m.end])
		last = m.number
		p.at++
	}
	if m == nil || m.end == len(p.s) {
		return p.fail()
	}
	// What looks like a comment belongs to the scalar if it is indented.
	until := len(p.s)
	if p.at < len(p.lines) {
		until = p.lines[p.at].begin
	}
	for _, skipped := range strings.Split(p.s[m.end:until], "\n")[1:] {
		if t := strings.TrimLeft(skipped, " "); len(skipped)-len(t) > indent {
			return p.fail()
		}
	}
	b.WriteString(end)
	n.Value = b.String()
	return n
}

// rest reports whether nothing but a comment follows.
func (p *fast) rest(i, end int) bool {
	j := i
	for j < end && p.s[j] == ' ' {
		j++
	}
	return j >= end || j > i && p.s[j] == '#'
}

// plainText returns the plain scalar at i, up to a comment.
func (p *fast) plainText(i, end int) (string, bool) {
	switch p.s[i] {
	case '-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return "", false
	}
	return p.inside(i, end)
}

// inside checks the rest of a line of a plain scalar outside { } and [ ].
func (p *fast) inside(i, end int) (string, bool) {
	s := p.s[i:end]
	for j := 0; j < len(s); j++ {
		switch s[j] {
		case ':':
			if j+1 == len(s) || s[j+1] == ' ' {
				return "", false
			}
		case '#':
			if j > 0 && s[j-1] == ' ' {
				return strings.TrimRight(s[:j], " "), true
			}
		}
	}
	return s, true
}

// plain makes the node of a plain scalar, with the tag that YAML gives it.
func (p *fast) plain(l *fastLine, off int, s string) *yaml.Node {
	tag := "!!str"
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		if digits(s) {
			tag = "!!int"
		} else if !dateLike(s) {
			tag = p.resolve(s)
		}
	case c == '.' || c == '+' || c == '-':
		tag = p.resolve(s)
	case c == '~' || c == '<' || c == '=':
		return p.fail()
	default:
		switch s {
		case "true", "True", "TRUE", "false", "False", "FALSE":
			tag = "!!bool"
		case "null", "Null", "NULL":
			return p.fail()
		}
	}
	n := p.node(yaml.ScalarNode, tag, l, off)
	n.Value = s
	return n
}

// dateLike reports whether the text consists of digits, - and / and is no
// number: a date, or at least text.
func dateLike(s string) bool {
	other := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
		case c == '-' || c == '/':
			other = true
		default:
			return false
		}
	}
	return other
}

// resolve asks the library what kind of value the text is.
func (p *fast) resolve(s string) string {
	if strings.IndexFunc(s, func(r rune) bool {
		return r > ' ' && r < utf8.RuneSelf && !strings.ContainsRune("0123456789.+-_eExXobnaifINFNA", r)
	}) >= 0 {
		return "!!str"
	}
	var doc yaml.Node
	if err := yaml.Load([]byte(s), &doc); err != nil {
		p.fail()
		return ""
	}
	n := &doc
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	if n.Kind != yaml.ScalarNode || n.Value != s {
		p.fail()
	}
	return n.Tag
}

// quoted reads a quoted scalar that ends on the line.
func (p *fast) quoted(l *fastLine, i int) (*yaml.Node, int) {
	q := p.s[i]
	n := p.node(yaml.ScalarNode, "!!str", l, i)
	n.Style = yaml.SingleQuotedStyle
	if q == '"' {
		n.Style = yaml.DoubleQuotedStyle
	}
	var b []byte
	from := i + 1
	for j := from; j < l.end; j++ {
		switch c := p.s[j]; {
		case c == '\\' && q == '"':
			if j+1 >= l.end || p.s[j+1] != '"' && p.s[j+1] != '\\' {
				return p.fail(), 0
			}
			b = append(append(b, p.s[from:j]...), p.s[j+1])
			j++
			from = j + 1
		case c == q && q == '\'' && j+1 < l.end && p.s[j+1] == q:
			b = append(append(b, p.s[from:j]...), q)
			j++
			from = j + 1
		case c == q:
			if b == nil {
				n.Value = p.s[from:j]
			} else {
				n.Value = string(append(b, p.s[from:j]...))
			}
			return n, j + 1
		}
	}
	return p.fail(), 0
}

// flow reads { } or [ ] that ends on the line.
func (p *fast) flow(l *fastLine, i int) (*yaml.Node, int) {
	if p.depth++; p.depth > fastDepth {
		return p.fail(), 0
	}
	defer func() { p.depth-- }()
	isMap := p.s[i] == '{'
	closing := byte(']')
	n := p.node(yaml.SequenceNode, "!!seq", l, i)
	if isMap {
		n.Kind, n.Tag, closing = yaml.MappingNode, "!!map", '}'
	}
	n.Style = yaml.FlowStyle
	skip := func() {
		for i < l.end && p.s[i] == ' ' {
			i++
		}
	}
	i++
	skip()
	if i < l.end && p.s[i] == closing {
		return n, i + 1
	}
	for i < l.end {
		if isMap {
			colon := p.keyEnd(i, l.end)
			if colon == 0 || colon+1 >= l.end {
				return p.fail(), 0
			}
			k := p.plain(l, i, p.s[i:colon])
			if p.failed {
				return nil, 0
			}
			n.Content = append(n.Content, k)
			i = colon + 1
			skip()
			if i >= l.end {
				return p.fail(), 0
			}
		}
		var v *yaml.Node
		switch p.s[i] {
		case '{', '[':
			v, i = p.flow(l, i)
		case '"', '\'':
			v, i = p.quoted(l, i)
		case '-', '?', ':', ',', ']', '}', '#', '&', '*', '!', '|', '>', '%', '@', '`':
			return p.fail(), 0
		default:
			j := i
		scan:
			for ; j < l.end; j++ {
				switch p.s[j] {
				case ',', ']', '}', '[', '{':
					break scan
				case '?':
					return p.fail(), 0
				case ':':
					if j+1 >= l.end || strings.IndexByte(" ,[]{}", p.s[j+1]) >= 0 {
						return p.fail(), 0
					}
				case '#':
					if p.s[j-1] == ' ' {
						return p.fail(), 0
					}
				}
			}
			v = p.plain(l, i, strings.TrimRight(p.s[i:j], " "))
			i = j
		}
		if p.failed {
			return nil, 0
		}
		n.Content = append(n.Content, v)
		skip()
		if i >= l.end {
			return p.fail(), 0
		}
		switch p.s[i] {
		case closing:
			return n, i + 1
		case ',':
			i++
			skip()
		default:
			return p.fail(), 0
		}
	}
	return p.fail(), 0
}
