package condition

import (
	"strconv"
	"strings"

	"mandate"
)

// Print returns the canonical text of the tree: double quotes, one space around
// operators, as few parentheses as the meaning allows (a negated comparison or
// membership keeps them, because !a == "b" misleads). For nil it returns "".
func Print(e *mandate.Expr) string {
	if e == nil {
		return ""
	}
	var b strings.Builder
	write(&b, e)
	return b.String()
}

func write(b *strings.Builder, e *mandate.Expr) {
	str := func(s string) {
		b.WriteByte('"')
		b.WriteString(s)
		b.WriteByte('"')
	}
	call := func(name string) {
		b.WriteString(name)
		b.WriteByte('(')
		str(e.Name)
		b.WriteByte(')')
	}
	count := func(name string) {
		call(name)
		b.WriteByte(' ')
		b.WriteString(e.Cmp.String())
		b.WriteByte(' ')
		b.WriteString(strconv.FormatInt(e.N, 10))
	}
	parens := func(k *mandate.Expr, need bool) {
		if need {
			b.WriteByte('(')
		}
		write(b, k)
		if need {
			b.WriteByte(')')
		}
	}
	switch e.Op {
	case mandate.OpTrue:
		b.WriteString("true")
	case mandate.OpFalse:
		b.WriteString("false")
	case mandate.OpNot:
		k := e.Kids[0]
		if k.Op == mandate.OpIs {
			b.WriteString(k.Name)
			b.WriteString(" != ")
			b.WriteByte('"')
			b.WriteString(k.Names[0])
			b.WriteByte('"')
			return
		}
		b.WriteByte('!')
		parens(k, infix(k))
	case mandate.OpAnd, mandate.OpOr:
		sign := " && "
		if e.Op == mandate.OpOr {
			sign = " || "
		}
		for i, k := range e.Kids {
			if i > 0 {
				b.WriteString(sign)
			}
			parens(k, k.Op == mandate.OpOr || k.Op == mandate.OpAnd && e.Op == mandate.OpAnd)
		}
	case mandate.OpIs:
		b.WriteString(e.Name)
		b.WriteString(" == ")
		str(e.Names[0])
	case mandate.OpIn:
		b.WriteString(e.Name)
		b.WriteString(" in [")
		for i, n := range e.Names {
			if i > 0 {
				b.WriteString(", ")
			}
			str(n)
		}
		b.WriteByte(']')
	case mandate.OpHas:
		str(e.Names[0])
		b.WriteString(" in ")
		b.WriteString(e.Name)
	case mandate.OpAtLeast:
		b.WriteString("at_least(")
		b.WriteString(e.Name)
		b.WriteString(", ")
		str(e.Names[0])
		b.WriteByte(')')
	case mandate.OpBefore:
		b.WriteString("before(")
		str(e.Name)
		b.WriteString(", ")
		str(e.Names[0])
		b.WriteByte(')')
	case mandate.OpVerdict, mandate.OpRung:
		if e.Op == mandate.OpVerdict {
			b.WriteString("verdict()")
		} else {
			call("rung")
		}
		b.WriteString(" " + e.Cmp.String() + " ")
		str(e.Names[0])
	case mandate.OpOwed:
		b.WriteString("owed() " + e.Cmp.String() + " " + strconv.FormatInt(e.N, 10))
	case mandate.OpPossible:
		b.WriteString("possible(")
		write(b, e.Kids[0])
		b.WriteByte(')')
	case mandate.OpOnRecord:
		b.WriteString("on_record(")
		write(b, e.Kids[0])
		b.WriteByte(')')
	default:
		for i := range functions {
			if f := &functions[i]; f.op == e.Op {
				if f.count {
					count(f.name)
				} else {
					call(f.name)
				}
				return
			}
		}
	}
}

// infix reports whether the text of the node has an operator outside
// parentheses, so that "!" before it needs some.
func infix(e *mandate.Expr) bool {
	switch e.Op {
	case mandate.OpAnd, mandate.OpOr, mandate.OpIs, mandate.OpIn, mandate.OpHas,
		mandate.OpVerdict, mandate.OpRung, mandate.OpOwed, mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting, mandate.OpForce, mandate.OpCommitted:
		return true
	case mandate.OpNot:
		return e.Kids[0].Op == mandate.OpIs
	}
	return false
}
