package chart

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/report"
)

// The widths that a chart can have, in CSS pixels.
const (
	minWidth = 280
	maxWidth = 2400
	narrow   = 520 // below it, labels stand above what they name
)

// Chart is a chart of one answer.
type Chart struct {
	// Title and Desc say what it shows, for those who do not see it.
	Title, Desc string

	about string // the case and the day, for a file
	lay   func(*canvas)
	table [][]string
}

func newChart(title string, h *report.Head) *Chart {
	c := &Chart{Title: title}
	if h != nil {
		c.about = plain(h.Title)
		if d, err := mandate.ParseWhen(h.AsOf); err == nil && !d.IsZero() {
			c.about = within(c.about) + " · as of " + d.Long()
		}
	}
	return c
}

// SVG draws the chart for a place of that width within a page.
func (c *Chart) SVG(width int) []byte { return c.draw(width, false) }

// File draws the chart to stand alone: with its title, the case and the day.
func (c *Chart) File(width int) []byte { return c.draw(width, true) }

// CSV returns the figures behind every mark, and the entries that cause it.
func (c *Chart) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(c.table) // a buffer takes everything
	return b.Bytes()
}

func (c *Chart) draw(width int, alone bool) []byte {
	width = min(max(width, minWidth), maxWidth)
	v := &canvas{w: width * px}
	if alone {
		v.margin = 16 * px
		v.y = v.margin
		v.paragraph(c.Title, normal, "strong", 2)
		v.paragraph(c.about, small, "small dim", 2)
		v.y += 10 * px
	}
	c.lay(v)
	v.y += v.margin
	h := fnv.New32a()
	h.Write(v.b.Bytes())
	id := fmt.Sprintf("mandate-%08x-%d", h.Sum32(), width)
	role := "img"
	if v.marks > 0 {
		role = "group"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="mandate-chart" role="%s" aria-labelledby="%s-title" aria-describedby="%s-desc" width="%d" height="%s" viewBox="0 0 %d %s">`+"\n",
		role, id, id, width, dec(v.y), width, dec(v.y))
	fmt.Fprintf(&b, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", id, escape(plain(c.Title)), id, escape(plain(c.Desc)))
	b.WriteString("<style>\n" + style + "</style>\n")
	b.Write(v.b.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// canvas collects what is drawn. y is where the next thing begins.
type canvas struct {
	b      bytes.Buffer
	w      int
	y      int
	margin int
	marks  int
}

func (v *canvas) left() int    { return v.margin }
func (v *canvas) right() int   { return v.w - v.margin }
func (v *canvas) inner() int   { return v.w - 2*v.margin }
func (v *canvas) narrow() bool { return v.w < narrow*px }

// dec writes a length in pixels.
func dec(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := sign + strconv.Itoa(n/10)
	if n%10 != 0 {
		s += "." + strconv.Itoa(n%10)
	}
	return s
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}

// put writes an element; each % stands for a length.
func (v *canvas) put(format string, lengths ...int) {
	for i, part := range strings.Split(format, "%") {
		if i > 0 {
			v.b.WriteString(dec(lengths[i-1]))
		}
		v.b.WriteString(part)
	}
	v.b.WriteByte('\n')
}

func (v *canvas) line(class string, x1, y1, x2, y2 int) {
	v.put(`<path class="`+class+`" d="M% %L% %"/>`, x1, y1, x2, y2)
}

func (v *canvas) rect(class string, x, y, w, h int) {
	v.put(`<rect class="`+class+`" x="%" y="%" width="%" height="%"/>`, x, y, w, h)
}

func (v *canvas) circle(class string, x, y, r int) {
	v.put(`<circle class="`+class+`" cx="%" cy="%" r="%"/>`, x, y, r)
}

// frame outlines a rectangle inside its edges.
func (v *canvas) frame(class string, x, y, w, h int) {
	v.rect(class, x+7, y+7, max(0, w-14), max(0, h-14))
}

// hatch fills a rectangle with strokes that rise, or fall, at 45 degrees.
func (v *canvas) hatch(class string, x, y, w, h, step int, falling bool) {
	var d strings.Builder
	// The stroke through (x+at, y+h) goes up to (x+at+h, y).
	for at := step - h; at < w; at += step {
		from, to := max(at, 0), min(at+h, w)
		if to <= from {
			continue
		}
		y1, y2 := y+h-(from-at), y+h-(to-at)
		if falling {
			y1, y2 = 2*y+h-y1, 2*y+h-y2
		}
		d.WriteString("M" + dec(x+from) + " " + dec(y1) + "L" + dec(x+to) + " " + dec(y2))
	}
	if d.Len() > 0 {
		v.b.WriteString(`<path class="` + class + `" d="` + d.String() + "\"/>\n")
	}
}

// Where a text is anchored.
type anchor int

const (
	start anchor = iota
	middle
	end
)

// text writes a line with its baseline at y. Start is left and end is right,
// whichever way it runs. whole is what it is short for, if it is.
func (v *canvas) text(x, y int, s, class string, at anchor, whole string) {
	v.turned(x, y, s, class, at, whole, "")
}

func (v *canvas) turned(x, y int, s, class string, at anchor, whole, transform string) {
	if s == "" {
		return
	}
	v.b.WriteString(`<text x="` + dec(x) + `" y="` + dec(y) + `"`)
	if class != "" {
		v.b.WriteString(` class="` + class + `"`)
	}
	if rtl(s) {
		// In SVG start and end change sides with the direction.
		v.b.WriteString(` direction="rtl" unicode-bidi="plaintext"`)
		if at != middle {
			at = end - at
		}
	}
	switch at {
	case middle:
		v.b.WriteString(` text-anchor="middle"`)
	case end:
		v.b.WriteString(` text-anchor="end"`)
	case start:
	}
	v.b.WriteString(transform + ">")
	if whole != "" && whole != s {
		v.b.WriteString("<title>" + escape(whole) + "</title>")
	}
	v.b.WriteString(escape(s) + "</text>\n")
}

// paragraph writes text over the whole width and moves on.
func (v *canvas) paragraph(s string, size int, class string, lines int) {
	s = plain(s)
	set, cut := wrap(s, size, v.inner(), lines)
	for _, l := range set {
		whole := ""
		if cut {
			whole = s
		}
		v.y += size + 4*px
		x, at := v.left(), start
		if rtl(s) {
			x, at = v.right(), end
		}
		v.text(x, v.y-4*px, l, class, at, whole)
	}
}

// mark is something that can be pointed at.
type mark struct {
	says    string // all of it in a line
	entries []string
	actor   string
	issue   string
	day     string
}

// begin opens a mark; what is drawn until finish belongs to it. A mark that no
// entry causes only says what it is.
func (v *canvas) begin(m mark) {
	says := escape(plain(m.says))
	if len(m.entries) == 0 {
		v.b.WriteString("<g")
		v.data(m)
		v.b.WriteString("><title>" + says + "</title>\n")
		return
	}
	v.marks++
	v.b.WriteString(`<g class="mark" tabindex="0" role="button" aria-label="` + says + `" data-entries="` + escape(strings.Join(m.entries, " ")) + `"`)
	v.data(m)
	v.b.WriteString("><title>" + says + "</title>\n")
}

// data names what a mark is about.
func (v *canvas) data(m mark) {
	for _, a := range [][2]string{{"actor", m.actor}, {"issue", m.issue}, {"day", m.day}} {
		if a[1] != "" {
			v.b.WriteString(" data-" + a[0] + `="` + escape(a[1]) + `"`)
		}
	}
}

func (v *canvas) finish() { v.b.WriteString("</g>\n") }

// rung draws where somebody stands: a full, half, quarter or empty disc, or a
// cross.
func (v *canvas) rung(word string, x, y, r int) {
	switch word {
	case "agreed":
		v.circle("agreed", x, y, r+5)
	case "conditional":
		v.circle("conditional-line", x, y, r)
		v.put(`<path class="conditional" d="M% %A% % 0 0 0 % %Z"/>`, x, y-r, r, r, x, y+r)
	case "interested":
		v.circle("interested-line", x, y, r)
		v.put(`<path class="interested" d="M% %V%A% % 0 0 0 % %Z"/>`, x, y, y-r, r, r, x-r, y)
	case "unknown":
		v.circle("lost", x, y, r)
	case "objects", "ruled out":
		k := r * 8 / 10
		v.put(`<path class="objects-line" d="M% %L% %M% %L% %"/>`, x-k, y-k, x+k, y+k, x-k, y+k, x+k, y-k)
	default:
		v.circle("silent-line", x, y, r)
	}
}

// key explains shapes in one line, or in as many as it takes.
func (v *canvas) key(items []keyItem) {
	x := v.left()
	y := v.y + 9*px
	for _, k := range items {
		w := 18*px + measure(k.says, small)
		if x > v.left() && x+w > v.right() {
			x, y = v.left(), y+17*px
		}
		k.draw(v, x+6*px, y)
		says := shorten(k.says, small, v.right()-x-16*px)
		v.text(x+15*px, y+4*px, says, "small dim", start, k.says)
		x += w + 14*px
	}
	v.y = y + 9*px
}

type keyItem struct {
	says string
	draw func(v *canvas, x, y int)
}

// add collects ids without repeating one.
func add(ids []string, more ...string) []string {
	for _, id := range more {
		seen := false
		for _, x := range ids {
			seen = seen || x == id
		}
		if !seen {
			ids = append(ids, id)
		}
	}
	return ids
}
