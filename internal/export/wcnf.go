package export

import (
	"bufio"
	"fmt"
	"io"

	"mandate/internal/analysis"
)

// WCNF writes the question in the format of the MaxSAT evaluations since 2022:
// a hard clause begins with h, a soft one with its weight. Names of entries
// above the audience's level are withheld.
func WCNF(w io.Writer, p *analysis.Problem) error {
	in, err := newInstance(p)
	if err != nil {
		return err
	}
	for i, s := range in.sums {
		in.encode(i+1, s)
	}
	o := writer{w: bufio.NewWriterSize(w, 1<<16)}
	for _, h := range in.head {
		o.text("c ").text(h).line()
	}
	o.text(fmt.Sprintf("c variables: %d, hard clauses: %d, soft clauses: %d", len(in.names)-1, len(in.clauses)+in.empty(), len(in.cost))).line()
	for v := 1; v < len(in.names); v++ {
		o.text("c ").int(int64(v)).text(" = ").text(in.names[v]).line()
	}
	hard := func(lits ...int) {
		o.text("h ")
		for _, l := range lits {
			o.int(int64(l)).text(" ")
		}
		o.text("0").line()
	}
	for _, c := range in.clauses {
		if len(c) == 0 { // not every solver reads an empty clause
			hard(in.truth())
			hard(-in.truth())
			continue
		}
		hard(c...)
	}
	for _, t := range in.cost {
		o.int(t.coef).text(" ").int(int64(-t.lit)).text(" 0").line()
	}
	return o.w.Flush()
}
