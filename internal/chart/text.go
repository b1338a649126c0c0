package chart

import (
	"strconv"
	"strings"
	"unicode"
)

// px is a CSS pixel in the package's unit of length, a tenth of it.
const px = 10

// Sizes of type.
const (
	normal = 13 * px
	small  = 11 * px
)

// ascii holds the widths of the printable ASCII characters in thousandths of
// the size: the larger of common sans-serif faces.
var ascii = [95]int{
	300, 300, 390, 640, 580, 900, 720, 230, 340, 340, 420, 640, 300, 370, 300, 340, // space to /
	580, 580, 580, 580, 580, 580, 580, 580, 580, 580, 300, 300, 640, 640, 640, 560, // 0 to ?
	1020, 700, 690, 730, 760, 670, 620, 790, 760, 300, 520, 700, 580, 890, 770, 800, // @ to O
	670, 800, 730, 690, 640, 740, 690, 980, 690, 680, 660, 340, 340, 340, 640, 560, 420, // P to `
	580, 600, 530, 600, 590, 340, 600, 590, 260, 270, 560, 260, 890, 590, 600, // a to o
	600, 600, 380, 530, 360, 590, 540, 790, 540, 540, 520, 380, 290, 380, 640, // p to ~
}

// width of a character in thousandths of the size.
func glyph(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return ascii[r-' ']
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r == '·' || r == '’' || r == '‘':
		return 340
	case r == '–' || r == '“' || r == '”':
		return 600
	case r >= 0x1F000 || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0xFF00 && r <= 0xFFEF:
		return 1100
	case unicode.In(r, unicode.Arabic, unicode.Hebrew):
		return 640
	case unicode.IsUpper(r):
		return 820
	case unicode.IsLower(r):
		return 660
	}
	return 1000
}

// measure returns the width of a line of text, on the safe side.
func measure(s string, size int) int {
	w := 0
	for _, r := range s {
		w += glyph(r)
	}
	return (w*size*107/100 + 999) / 1000 // DejaVu Sans is wider than most
}

// plain makes one line of a text.
func plain(s string) string { return strings.Join(strings.Fields(s), " ") }

// shorten cuts a text to a width with an ellipsis.
func shorten(s string, size, width int) string {
	if measure(s, size) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		cut := strings.TrimRight(string(runes[:n]), " ,.;:·–-") + "…"
		if measure(cut, size) <= width {
			return cut
		}
	}
	return "…"
}

// wrap sets a text in at most n lines. cut says that not all of it is there.
func wrap(s string, size, width, n int) (lines []string, cut bool) {
	words := strings.Fields(s)
	for len(words) > 0 {
		if len(lines) == n-1 {
			rest := strings.Join(words, " ")
			line := shorten(rest, size, width)
			return append(lines, line), line != rest
		}
		k := 1
		for k < len(words) && measure(strings.Join(words[:k+1], " "), size) <= width {
			k++
		}
		whole := strings.Join(words[:k], " ")
		line := shorten(whole, size, width)
		cut = cut || line != whole
		lines = append(lines, line)
		words = words[k:]
	}
	return lines, cut
}

// widest returns the width of the longest of some texts.
func widest(size int, list ...string) (w int) {
	for _, s := range list {
		w = max(w, measure(s, size))
	}
	return w
}

func rightward(r rune) bool {
	return unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko)
}

// rtl reports whether a text runs from right to left: whether its first letter
// does.
func rtl(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return rightward(r)
		}
	}
	return false
}

// within sets a name into a sentence so that its direction stays its own.
func within(s string) string {
	if strings.ContainsFunc(s, rightward) {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// number writes a figure as the terminal does: 20,000.
func number(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// count writes a number with its noun: 1 entry, 2 entries.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(int64(n)) + " " + many
}

// list joins names for a sentence.
func list(names []string) string {
	out := make([]string, len(names))
	for i, s := range names {
		out[i] = within(plain(s))
	}
	return strings.Join(out, ", ")
}

// scale returns the part of a length that v is of most.
func scale(v, most int64, length int) int {
	for most > 1<<40 { // keeps the product within an int64
		v, most = v>>1, most>>1
	}
	if most <= 0 || v <= 0 {
		return 0
	}
	return int(min(v, most) * int64(length) / most)
}
