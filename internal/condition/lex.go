package condition

import (
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	tEnd kind = iota
	tIdent
	tString // text is what stands between the quotes
	tNumber
	tNot
	tAnd
	tOr
	tEQ
	tNE
	tLT
	tLE
	tGT
	tGE
	tOpen
	tClose
	tOpenList
	tCloseList
	tComma
	tBad // already reported
)

// token is one word of the text, with its place.
type token struct {
	kind kind
	off  int
	end  int
	text string
}

func (t token) len() int { return t.end - t.off }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// next reads the token at p.pos. What cannot begin a token is reported and
// skipped or, where it is plain what was meant, read as that.
func (p *parser) next() token {
	s := p.src
	for {
		for p.pos < len(s) && (s[p.pos] == ' ' || s[p.pos] == '\t' || s[p.pos] == '\n' || s[p.pos] == '\r') {
			p.pos++
		}
		start := p.pos
		if start >= len(s) {
			return token{kind: tEnd, off: len(s), end: len(s)}
		}
		tok := func(k kind, n int) token {
			p.pos = start + n
			return token{kind: k, off: start, end: p.pos, text: s[start:p.pos]}
		}
		follows := func(c byte) bool { return start+1 < len(s) && s[start+1] == c }
		switch c := s[start]; {
		case isLetter(c):
			n := 1
			for start+n < len(s) && (isLetter(s[start+n]) || isDigit(s[start+n])) {
				n++
			}
			// An id with hyphens or dots outside quotes is one word, so that
			// the message can name it as a whole.
			for start+n+1 < len(s) && (s[start+n] == '-' || s[start+n] == '.') && (isLetter(s[start+n+1]) || isDigit(s[start+n+1])) {
				n += 2
				for start+n < len(s) && (isLetter(s[start+n]) || isDigit(s[start+n])) {
					n++
				}
			}
			return tok(tIdent, n)
		case isDigit(c):
			n := 1
			for start+n < len(s) && (isDigit(s[start+n]) || isLetter(s[start+n])) {
				n++
			}
			return tok(tNumber, n)
		case c == '"' || c == '\'':
			for n := 1; start+n < len(s); n++ {
				if s[start+n] == c {
					t := tok(tString, n+1)
					t.text = s[start+1 : start+n]
					return t
				}
			}
			t := tok(tBad, len(s)-start)
			p.report(unclosedString(t, c))
			p.cut = true
			return t
		case c == '(':
			return tok(tOpen, 1)
		case c == ')':
			return tok(tClose, 1)
		case c == '[':
			return tok(tOpenList, 1)
		case c == ']':
			return tok(tCloseList, 1)
		case c == ',':
			return tok(tComma, 1)
		case c == '!' && follows('='):
			return tok(tNE, 2)
		case c == '!':
			return tok(tNot, 1)
		case c == '&' && follows('&'):
			return tok(tAnd, 2)
		case c == '|' && follows('|'):
			return tok(tOr, 2)
		case c == '=' && follows('='):
			n := 2
			if start+2 < len(s) && s[start+2] == '=' {
				n = 3
				p.report(writeInstead(token{off: start, end: start + 3, text: "==="}, "=="))
			}
			return tok(tEQ, n)
		case c == '<' && follows('='):
			return tok(tLE, 2)
		case c == '>' && follows('='):
			return tok(tGE, 2)
		case c == '<' && follows('>'):
			t := tok(tNE, 2)
			p.report(writeInstead(t, "!="))
			return t
		case c == '=' && follows('<'):
			t := tok(tLE, 2)
			p.report(writeInstead(t, "<="))
			return t
		case c == '=' && follows('>'):
			t := tok(tGE, 2)
			p.report(writeInstead(t, ">="))
			return t
		case c == '<':
			return tok(tLT, 1)
		case c == '>':
			return tok(tGT, 1)
		case c == '=':
			t := tok(tEQ, 1)
			p.report(writeInstead(t, "=="))
			return t
		case c == '&':
			t := tok(tAnd, 1)
			p.report(writeInstead(t, "&&"))
			return t
		case c == '|':
			t := tok(tOr, 1)
			p.report(writeInstead(t, "||"))
			return t
		default:
			r, n := utf8.DecodeRuneInString(s[start:])
			t := tok(tBad, n)
			switch r {
			case '“', '”', '„', '«', '»', '‘', '’', '‚':
				// Read a typographically quoted word as a string.
				for m := n; start+m < len(s); {
					q, w := utf8.DecodeRuneInString(s[start+m:])
					m += w
					if q == '“' || q == '”' || q == '»' || q == '«' || q == '‘' || q == '’' || q == '"' || q == '\'' {
						t = tok(tString, m)
						t.text = s[start+n : start+m-w]
						break
					}
				}
				p.report(typographicQuote(t, n))
				return t
			case '≠':
				p.report(writeInstead(t, "!="))
				t.kind = tNE
				return t
			case '≤':
				p.report(writeInstead(t, "<="))
				t.kind = tLE
				return t
			case '≥':
				p.report(writeInstead(t, ">="))
				t.kind = tGE
				return t
			}
			p.report(strangeCharacter(t))
			// Skip it and read on: what stands behind it may be fine.
		}
	}
}
