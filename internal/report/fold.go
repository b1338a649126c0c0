package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold takes away what people do not see as a difference when they look for
// something: case, accents and vowel points, the shape of quotes and dashes,
// kinds of space and marks without width. Text that is to be found, and what is
// looked for, are both folded.
func fold(s string) string {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf && s[i] >= ' '
	}
	if plain {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		case unicode.Is(unicode.Pd, r):
			b.WriteByte('-')
		default:
			if t, ok := undivided[r]; ok {
				b.WriteString(t)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// undivided are letters and quotes that Unicode does not take apart into a plain
// one and a mark.
var undivided = map[rune]string{
	'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ħ': "h", 'ŧ': "t",
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ς': "σ",
	'‘': "'", '’': "'", 'ʼ': "'", 'ʻ': "'", '“': `"`, '”': `"`, '„': `"`,
}
