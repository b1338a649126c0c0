package diag

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Style gives text its look; a nil function leaves the text as it is. The zero
// Style is plain text.
type Style struct {
	// Place is for file:line:col, Error and Warning for the word and the
	// caret, Hint for the words "expected" and "hint:", Dim for line numbers.
	Place, Error, Warning, Hint, Dim func(string) string
}

func apply(f func(string) string, s string) string {
	if f == nil {
		return s
	}
	return f(s)
}

// Printer renders diagnostics for people.
type Printer struct {
	// Source returns the text of a file, or nil if there is none; a nil
	// Source leaves the excerpts out.
	Source func(file string) []byte
	// Path turns the name of a file into the one to show; nil: as it is.
	Path func(file string) string
	// Width is the number of cells of a line; longer lines are shown in part.
	// Zero: 100.
	Width int
	Style Style
}

// Print writes the diagnostics in the order of the list, without a blank line
// between them.
func (p Printer) Print(w io.Writer, l List) error {
	var b bytes.Buffer
	lines := map[string]*lineIndex{}
	for i := range l {
		p.one(&b, &l[i], lines)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Sprint returns what Print writes.
func (p Printer) Sprint(l List) string {
	var b strings.Builder
	_ = p.Print(&b, l) // a strings.Builder does not fail
	return b.String()
}

func (p Printer) one(b *bytes.Buffer, d *Diagnostic, cache map[string]*lineIndex) {
	shown := d.Span
	if p.Path != nil && shown.File != "" {
		shown.File = p.Path(shown.File)
	}
	look := p.Style.Error
	if d.Severity == Warning {
		look = p.Style.Warning
	}
	if shown.File != "" {
		b.WriteString(apply(p.Style.Place, shown.String()+":"))
		b.WriteByte(' ')
	}
	b.WriteString(apply(look, d.Severity.String()+":"))
	b.WriteByte(' ')
	b.WriteString(d.Msg)
	b.WriteByte('\n')
	if p.Source != nil && d.Span.Line > 0 {
		idx := cache[d.Span.File]
		if idx == nil {
			idx = newLineIndex(p.Source(d.Span.File))
			cache[d.Span.File] = idx
		}
		if line, ok := idx.line(d.Span.Line); ok {
			p.excerpt(b, d, line, look)
		}
	}
	for _, part := range [2][2]string{{"expected", d.Expected}, {"hint:", d.Hint}} {
		if part[1] != "" {
			b.WriteString("  ")
			b.WriteString(apply(p.Style.Hint, part[0]))
			b.WriteByte(' ')
			b.WriteString(part[1])
			b.WriteByte('\n')
		}
	}
}

// excerpt writes the line and the underline below it.
func (p Printer) excerpt(b *bytes.Buffer, d *Diagnostic, line string, look func(string) string) {
	width := p.Width
	if width <= 0 {
		width = 100
	}
	number := strconv.Itoa(d.Span.Line)
	gutter := max(4, len(number))
	width = max(20, width-gutter-3)

	// cells holds the text with tabs as spaces; from and to are the cells of
	// the underline.
	cells, starts := layout(line)
	col := min(max(d.Span.Col, 1), len(starts))
	end := d.Span.EndCol
	if d.Span.EndLine != d.Span.Line {
		if d.Span.EndLine > d.Span.Line {
			end = len(starts)
		} else {
			end = col + 1
		}
	}
	end = min(max(end, col+1), len(starts))
	from := starts[col-1]
	to := from + 1
	if end > col {
		to = max(to, starts[end-1])
	}

	text, left := cells, 0
	if total := starts[len(starts)-1]; total > width {
		// Show a window with the caret in its first third.
		if from >= width-8 {
			left = from - width/3
		}
		text, left = window(cells, left, width)
		to = min(to, left+width)
	}
	b.WriteString(apply(p.Style.Dim, strings.Repeat(" ", gutter-len(number))+number+" |"))
	if t := strings.TrimRight(text, " "); t != "" {
		b.WriteByte(' ')
		b.WriteString(t)
	}
	b.WriteByte('\n')
	b.WriteString(apply(p.Style.Dim, strings.Repeat(" ", gutter)+" |"))
	b.WriteByte(' ')
	b.WriteString(strings.Repeat(" ", max(0, from-left)))
	b.WriteString(apply(look, strings.Repeat("^", max(1, to-from))))
	b.WriteByte('\n')
}

// layout returns the line with tabs expanded and control characters replaced,
// and the cell at which each rune starts, with the end of the line as the last.
func layout(line string) (string, []int) {
	var b strings.Builder
	starts := make([]int, 0, len(line)+1)
	cell := 0
	for _, r := range line {
		starts = append(starts, cell)
		switch {
		case r == '\t':
			n := 4 - cell%4
			b.WriteString("    "[:n])
			cell += n
		case r == utf8.RuneError || unicode.IsControl(r):
			b.WriteRune('\uFFFD')
			cell++
		default:
			b.WriteRune(r)
			cell += Width(r)
		}
	}
	return b.String(), append(starts, cell)
}

// window cuts the cells [left, left+width) out of the text, with "…" where
// something is missing, and returns the cell that the result starts at.
func window(text string, left, width int) (string, int) {
	var b strings.Builder
	cell, started := 0, false
	at := left
	for i, r := range text {
		w := Width(r)
		switch {
		case cell < left:
		case !started:
			started, at = true, cell
			if left > 0 {
				b.WriteString("…" + strings.Repeat(" ", max(0, w-1)))
			} else {
				b.WriteRune(r)
			}
		case cell+w > at+width-1 && i+utf8.RuneLen(r) < len(text):
			b.WriteString("…")
			return b.String(), at
		default:
			b.WriteRune(r)
		}
		cell += w
	}
	return b.String(), at
}

// Width returns how many cells of a terminal the character takes: 0 for marks
// that stand on another character, 2 for wide East Asian characters and emoji.
func Width(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0x303E, r >= 0x3041 && r <= 0x33FF,
		r >= 0x3400 && r <= 0x4DBF, r >= 0x4E00 && r <= 0x9FFF, r >= 0xA000 && r <= 0xA4CF,
		r >= 0xAC00 && r <= 0xD7A3, r >= 0xF900 && r <= 0xFAFF, r >= 0xFE30 && r <= 0xFE6F,
		r >= 0xFF00 && r <= 0xFF60, r >= 0xFFE0 && r <= 0xFFE6, r >= 0x1F300 && r <= 0x1F64F,
		r >= 0x1F900 && r <= 0x1F9FF, r >= 0x20000 && r <= 0x3FFFD:
		return 2
	}
	return 1
}

// lineIndex finds lines in a text. A line ends with "\n", "\r\n" or "\r".
type lineIndex struct {
	text   []byte
	starts []int
}

func newLineIndex(text []byte) *lineIndex {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	x := &lineIndex{text: text, starts: []int{0}}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			x.starts = append(x.starts, i+1)
		}
	}
	return x
}

func (x *lineIndex) line(n int) (string, bool) {
	if x.text == nil || n < 1 || n > len(x.starts) {
		return "", false
	}
	end := len(x.text)
	if n < len(x.starts) {
		end = x.starts[n]
	}
	return strings.TrimRight(string(x.text[x.starts[n-1]:end]), "\r\n"), true
}
