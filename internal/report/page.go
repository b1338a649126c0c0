package report

import (
	"io"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Terminal is where an answer is laid out.
type Terminal struct {
	W io.Writer
	// Width is the number of columns; 0: 80.
	Width int
	// Colour switches colour on; words carry the meaning without it.
	Colour bool
	// Command is how the user named the case, and Flags what else was asked
	// with, for the line of what to ask next.
	Command string
	Flags   string
	// Limit bounds the entries listed under an answer; 0: the default.
	Limit int
}

// page collects lines; nothing reaches the writer before all is laid out.
type page struct {
	t     *Terminal
	width int
	b     strings.Builder
	// named are the entries in the order in which the page names them.
	named []string
}

// name writes entry ids and notes them for the list at the end.
func (p *page) name(ids []string) string {
	for _, id := range ids {
		if !containsStr(p.named, id) {
			p.named = append(p.named, id)
		}
	}
	return strings.Join(ids, ", ")
}

func (t *Terminal) page() *page {
	w := t.Width
	if w <= 0 {
		w = 80
	}
	if w < 40 {
		w = 40
	}
	return &page{t: t, width: w}
}

func (p *page) flush() error {
	_, err := io.WriteString(p.t.W, p.b.String())
	return err
}

// Looks of text. A terminal without colour shows the bare words.
type look int

const (
	plain look = iota
	strong
	faint
	good
	warn
	bad
)

func (p *page) paint(l look, s string) string {
	if !p.t.Colour || s == "" {
		return s
	}
	var st ansi.Style
	switch l {
	case strong:
		st = st.Bold()
	case faint:
		st = st.Faint()
	case good:
		st = st.Bold().ForegroundColor(ansi.Green)
	case warn:
		st = st.Bold().ForegroundColor(ansi.Yellow)
	case bad:
		st = st.Bold().ForegroundColor(ansi.Red)
	default:
		return s
	}
	return st.Styled(s)
}

func width(s string) int { return ansi.StringWidth(s) }

// wrap breaks text between words so that no line is wider than w; a word that
// is wider by itself (an address) stands alone and overflows. Control
// characters, which could steer the terminal, are left out.
func wrap(s string, w int) []string { return wrapTwo(s, w, w) }

// wrapTwo is wrap with another width for the first line.
func wrapTwo(s string, first, rest int) []string {
	var lines []string
	line, n, w := "", 0, first
	for _, word := range strings.Fields(s) {
		word = printable(word)
		k := width(word)
		switch {
		case line == "":
			line, n = word, k
		case n+1+k <= w:
			line, n = line+" "+word, n+1+k
		default:
			lines = append(lines, line)
			line, n, w = word, k, rest
		}
	}
	return append(lines, line)
}

func (p *page) line(s string) {
	p.b.WriteString(strings.TrimRight(s, " "))
	p.b.WriteByte('\n')
}

func (p *page) blank() { p.b.WriteByte('\n') }

// text prints a paragraph; the first line after first, the others after rest.
func (p *page) text(first, rest string, l look, s string) {
	for i, line := range wrapTwo(s, p.width-width(first), p.width-width(rest)) {
		indent := rest
		if i == 0 {
			indent = first
		}
		p.line(indent + p.paint(l, line))
	}
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != 0x200c && r != 0x200d {
			return -1 // also marks that turn the direction of text; joiners stay
		}
		return r
	}, s)
}

func pad(s string, w int) string {
	if n := w - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// column is how a table lays out one column.
type column struct {
	title string
	// most is the widest it may be; 0: it takes what is left. least is the
	// narrowest.
	most, least int
	right       bool
	look        look
}

// table prints rows under the column titles (all empty: none), two spaces
// apart, indented. Cells wrap; words are never broken.
func (p *page) table(indent int, cols []column, rows [][]string) {
	w := make([]int, len(cols))
	flex := -1
	for i, c := range cols {
		w[i] = max(width(c.title), c.least)
		for _, r := range rows {
			w[i] = max(w[i], width(r[i]))
		}
		if c.most == 0 {
			flex = i
		} else {
			w[i] = min(w[i], c.most)
		}
		for _, r := range rows { // never narrower than a word
			for _, word := range strings.Fields(r[i]) {
				if c.most > 0 {
					w[i] = max(w[i], min(width(word), 30))
				}
			}
		}
	}
	if flex >= 0 {
		rest := p.width - indent - 2*(len(cols)-1)
		for i := range cols {
			if i != flex {
				rest -= w[i]
			}
		}
		w[flex] = max(min(w[flex], rest), 12)
	}
	emit := func(cells []string, title bool) {
		wrapped := make([][]string, len(cells))
		lines := 1
		for i, c := range cells {
			wrapped[i] = wrap(c, w[i])
			lines = max(lines, len(wrapped[i]))
		}
		for k := 0; k < lines; k++ {
			var b strings.Builder
			b.WriteString(strings.Repeat(" ", indent))
			for i := range cells {
				s := ""
				if k < len(wrapped[i]) {
					s = wrapped[i][k]
				}
				if i > 0 {
					b.WriteString("  ")
				}
				space := strings.Repeat(" ", max(0, w[i]-width(s)))
				l := cols[i].look
				if title {
					l = faint
				}
				if cols[i].right {
					b.WriteString(space + p.paint(l, s))
				} else {
					b.WriteString(p.paint(l, s) + space)
				}
			}
			p.line(b.String())
		}
	}
	titled := false
	titles := make([]string, len(cols))
	for i, c := range cols {
		titles[i] = c.title
		titled = titled || c.title != ""
	}
	if titled {
		emit(titles, true)
	}
	for _, r := range rows {
		emit(r, false)
	}
}

// headline prints a strong word, a title and, at the right edge, a note.
func (p *page) headline(l look, word, title, note string) {
	left := p.paint(l, word)
	title = printable(title)
	room := p.width - width(word) - 3 - width(note) - 2
	if width(title) <= room {
		p.line(left + "   " + pad(p.paint(strong, title), room) + "  " + note)
		return
	}
	p.line(left + strings.Repeat(" ", max(1, p.width-width(word)-width(note))) + note)
	p.text("", "", strong, title)
}

func (p *page) section(title string) {
	p.blank()
	p.text("", "", strong, title)
}
