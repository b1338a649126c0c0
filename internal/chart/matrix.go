package chart

import (
	"fmt"
	"strings"

	"mandate/internal/report"
)

// Matrix draws where each actor stands on each issue. Where there is no room
// for all issues side by side, they stand in several blocks.
func Matrix(m *report.Matrix) *Chart {
	c := newChart("Who stands where on which issue", &m.Head)
	c.Desc = matrixDesc(m)
	c.table = matrixTable(m)
	c.lay = func(v *canvas) { layMatrix(v, m) }
	return c
}

func matrixDesc(m *report.Matrix) string {
	n := map[string]int{}
	for _, r := range m.Rows {
		for _, c := range r.Cells {
			n[c.Mark]++
		}
	}
	return fmt.Sprintf("%s on %s: %d marks of agreement, %d conditional, %d of interest, %d objections, %d silent.",
		count(len(m.Rows), "actor", "actors"), count(len(m.Issues), "issue", "issues"), n["agreed"], n["conditional"], n["interested"], n["objects"], n["silent"])
}

func matrixTable(m *report.Matrix) [][]string {
	out := [][]string{{"actor", "name", "issue", "issue_name", "mark", "hook", "says", "entries"}}
	for _, r := range m.Rows {
		for i, c := range r.Cells {
			if i < len(m.Issues) {
				out = append(out, []string{r.Actor, r.Name, m.Issues[i].ID, m.Issues[i].Name, c.Mark, fmt.Sprint(c.Hook), strings.Join(c.Says, "; "), strings.Join(c.Entries, " ")})
			}
		}
	}
	return out
}

const (
	leastColumn = 22 * px
	mostColumn  = 110 * px
	cellHeight  = 24 * px
	mostHeader  = 130 * px
)

func layMatrix(v *canvas, m *report.Matrix) {
	if len(m.Rows) == 0 || len(m.Issues) == 0 {
		v.paragraph("Nobody has said anything yet.", normal, "dim", 2)
		return
	}
	labels := 0
	if !v.narrow() {
		for _, r := range m.Rows {
			labels = max(labels, measure(plain(r.Name), normal))
		}
		labels = min(labels, v.inner()*30/100) + 12*px
	}
	room := v.inner() - labels
	per := max(1, min(len(m.Issues), room/leastColumn))
	blocks := (len(m.Issues) + per - 1) / per
	per = (len(m.Issues) + blocks - 1) / blocks
	for from := 0; from < len(m.Issues); from += per {
		if from > 0 {
			v.y += 18 * px
		}
		matrixBlock(v, m, from, min(from+per, len(m.Issues)), labels, min(room/per, mostColumn))
	}
	v.y += 8 * px
	v.key(matrixKey(m))
}

// heading is the name of an issue with what stands behind it.
func heading(i report.MatrixIssue) (name, class string) {
	switch {
	case i.Decided:
		return plain(i.Name) + ", decided", "dim"
	case i.Settle:
		return plain(i.Name) + ", to be settled first", "strong"
	}
	return plain(i.Name), ""
}

func matrixBlock(v *canvas, m *report.Matrix, from, to, labels, column int) {
	left := v.left() + labels
	turn := column < 74*px
	for _, i := range m.Issues[from:to] {
		for _, word := range strings.Fields(i.Name) {
			turn = turn || column < mostColumn && measure(word, small)*110/100 > column-6*px
		}
	}
	height := 0
	type head struct {
		lines []string
		class string
		cut   bool
		whole string
	}
	var heads []head
	for _, i := range m.Issues[from:to] {
		whole, class := heading(i)
		h := head{class: class, whole: whole}
		name := plain(i.Name)
		if turn {
			n := max(1, min(3, (column-4*px)/(13*px)))
			h.lines, h.cut = wrap(name, small, mostHeader, n)
			height = max(height, widest(small, h.lines...)*110/100) // some are bold
		} else {
			h.lines, h.cut = wrap(name, small, column-6*px, 4)
			height = max(height, len(h.lines)*14*px)
		}
		heads = append(heads, h)
	}
	base := v.y + height + 4*px
	for k, h := range heads {
		x := left + k*column + column/2
		class := strings.TrimSpace("small " + h.class)
		for n, s := range h.lines {
			if !turn {
				v.text(x, base-4*px-(len(h.lines)-1-n)*14*px, s, class, middle, h.whole)
				continue
			}
			at := x + 4*px + (2*n-len(h.lines)+1)*13*px/2
			v.turned(at, base-4*px, s, class, start, h.whole, ` transform="rotate(-90 `+dec(at)+" "+dec(base-4*px)+`)"`)
		}
	}
	v.y = base
	v.line("hair", v.left(), v.y, left+len(heads)*column, v.y)
	for _, r := range m.Rows {
		name := plain(r.Name)
		y := v.y + cellHeight/2
		if labels == 0 {
			s := shorten(name, normal, v.inner())
			v.text(v.left(), v.y+16*px, s, "", start, name)
			v.y += 18 * px
			y = v.y + cellHeight/2
		} else {
			lines, cut := wrap(name, normal, labels-12*px, 2)
			top := y + 45 - (len(lines)-1)*8*px
			if len(lines) > 1 {
				top, y = top+5*px, y+5*px
			}
			for n, s := range lines {
				whole := ""
				if cut {
					whole = name
				}
				v.text(v.left(), top+n*16*px, s, "", start, whole)
			}
			if len(lines) > 1 {
				v.y += 10 * px
			}
		}
		for k := from; k < to && k < len(r.Cells); k++ {
			c := r.Cells[k]
			x := left + (k-from)*column
			v.begin(cellMark(r, m.Issues[k], c))
			v.rect("hit", x, y-cellHeight/2, column, cellHeight)
			v.rung(c.Mark, x+column/2, y, 55)
			if c.Hook {
				v.put(`<path class="hook" d="M% %q% % % %"/>`, x+column/2+8*px, y-8*px, 3*px, 2*px, 0, 6*px)
			}
			v.finish()
		}
		v.y += cellHeight
		v.line("hair", v.left(), v.y, left+len(heads)*column, v.y)
	}
}

func cellMark(r report.MatrixRow, i report.MatrixIssue, c report.MatrixCell) mark {
	says := within(plain(r.Name)) + ", " + within(plain(i.Name)) + ", " + c.Mark
	if c.Hook {
		says += ", with a condition"
	}
	if len(c.Says) > 0 {
		says += ": " + strings.Join(c.Says, "; ")
	}
	return mark{says: says, entries: c.Entries, actor: r.Actor, issue: i.ID}
}

func matrixKey(m *report.Matrix) (out []keyItem) {
	seen := map[string]bool{}
	hook, settle, decided := false, false, false
	for _, r := range m.Rows {
		for _, c := range r.Cells {
			seen[c.Mark] = true
			hook = hook || c.Hook
		}
	}
	for _, i := range m.Issues {
		decided = decided || i.Decided
		settle = settle || i.Settle && !i.Decided
	}
	for _, word := range []string{"agreed", "conditional", "interested", "silent", "objects"} {
		if seen[word] {
			out = append(out, keyItem{word, func(v *canvas, x, y int) { v.rung(word, x, y, 45) }})
		}
	}
	if hook {
		out = append(out, keyItem{"a condition stands behind it", func(v *canvas, x, y int) {
			v.put(`<path class="hook" d="M% %q% % % %"/>`, x, y-3*px, 3*px, 2*px, 0, 6*px)
		}})
	}
	if settle {
		out = append(out, keyItem{"to be settled first", func(v *canvas, x, y int) { v.text(x-6*px, y+4*px, "A", "small strong", start, "") }})
	}
	if decided {
		out = append(out, keyItem{"decided", func(v *canvas, x, y int) { v.text(x-6*px, y+4*px, "A", "small dim", start, "") }})
	}
	return out
}
