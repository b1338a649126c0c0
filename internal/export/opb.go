// Package export writes a question in the formats of other solvers, so that the
// answers of ours can be checked by independent ones: pseudo-boolean problems
// (OPB) and weighted clauses (WCNF), from the constraints that the engine gives
// its own solver (docs/math/export.md), and answer set programs (ASP), from the
// definitions and without the engine (docs/math/export-asp.md).
//
// The same question gives the same bytes.
package export

import (
	"bufio"
	"io"
	"strconv"

	"mandate/internal/analysis"
)

// OPB writes the question in the linear format of the pseudo-boolean
// competitions.
func OPB(w io.Writer, p *analysis.Problem) error {
	in, err := newInstance(p)
	if err != nil {
		return err
	}
	o := writer{w: bufio.NewWriterSize(w, 1<<16)}
	o.text("* #variable= ").int(int64(len(in.names) - 1)).text(" #constraint= ").int(int64(len(in.clauses) + len(in.sums) + in.empty())).line()
	for _, h := range in.head {
		o.text("* ").text(h).line()
	}
	for v := 1; v < len(in.names); v++ {
		o.text("* x").int(int64(v)).text(" = ").text(in.names[v]).line()
	}
	if in.cost != nil {
		o.text("min: ")
		var constant int64
		for _, t := range in.cost {
			o.term(t, &constant)
		}
		// A cost of c for ¬x is c − c·x; the format has no constants, so a
		// variable that is true stands for what is left over.
		if constant != 0 {
			o.signed(constant).text(" x").int(int64(in.truth())).text(" ")
		}
		o.text(";").line()
	}
	for _, c := range in.clauses {
		if len(c) == 0 {
			o.never(in)
			continue
		}
		bound := int64(1)
		for _, l := range c {
			k := int64(0)
			o.term(term{1, l}, &k)
			bound -= k
		}
		o.bound(bound)
	}
	for _, s := range in.sums {
		if len(s.terms) == 0 {
			o.never(in)
			continue
		}
		bound := s.bound
		for _, t := range s.terms {
			k := int64(0)
			o.term(t, &k)
			bound -= k
		}
		o.bound(bound)
	}
	return o.w.Flush()
}

// empty counts the constraints without variables; each takes two lines.
func (in *instance) empty() (n int) {
	for _, c := range in.clauses {
		if len(c) == 0 {
			n++
		}
	}
	for _, s := range in.sums {
		if len(s.terms) == 0 {
			n++
		}
	}
	return n
}

// truth returns a variable that is true in every solution.
func (in *instance) truth() int {
	for v, n := range in.names {
		if n == "true" {
			return v
		}
	}
	panic("export: the question names no variable that is true")
}

// writer writes text; the buffer keeps the first error.
type writer struct {
	w   *bufio.Writer
	num []byte
}

func (o *writer) text(s string) *writer {
	_, _ = o.w.WriteString(s) // Flush returns the error
	return o
}

func (o *writer) int(n int64) *writer {
	o.num = strconv.AppendInt(o.num[:0], n, 10)
	_, _ = o.w.Write(o.num)
	return o
}

func (o *writer) signed(n int64) *writer {
	if n >= 0 {
		o.text("+")
	}
	return o.int(n)
}

func (o *writer) line() { o.text("\n") }

// term writes c·l over the variable of l: c·¬x is c − c·x, and c is added to
// the constant.
func (o *writer) term(t term, constant *int64) {
	v, k := t.lit, t.coef
	if v < 0 {
		*constant += k
		v, k = -v, -k
	}
	o.signed(k).text(" x").int(int64(v)).text(" ")
}

func (o *writer) bound(b int64) { o.text(">= ").int(b).text(" ;").line() }

// never writes two constraints that cannot hold together.
func (o *writer) never(in *instance) {
	v := int64(in.truth())
	o.text("+1 x").int(v).text(" ")
	o.bound(1)
	o.text("-1 x").int(v).text(" ")
	o.bound(0)
}
