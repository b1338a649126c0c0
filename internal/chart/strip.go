package chart

import (
	"fmt"
	"sort"
	"strings"

	"mandate"
)

// StripDay is a day on which the record changed.
type StripDay struct {
	Day mandate.Day
	// Verdict and Rung are the answer of that day; it stands until the next.
	Verdict, Rung string
	// Entries counts those that changed the record; IDs, where they are given,
	// names them.
	Entries int
	IDs     []string
}

// stripInset is the room, in CSS pixels, at either end of a strip.
const stripInset = 8

// Strip draws the verdict over time as a thin band, and under it a tick for
// each day on which the record changed, higher for more entries.
func Strip(days []StripDay) *Chart {
	c := newChart("The verdict over time", nil)
	list := append([]StripDay(nil), days...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Day < list[j].Day })
	spans := spansOf(list)
	c.Desc = stripDesc(spans)
	c.table = [][]string{{"day", "verdict", "rung", "entries", "ids"}}
	for _, d := range list {
		c.table = append(c.table, []string{d.Day.String(), d.Verdict, d.Rung, fmt.Sprint(d.Entries), strings.Join(d.IDs, " ")})
	}
	c.lay = func(v *canvas) { layStrip(v, list, spans) }
	return c
}

// span is a time with one verdict on one rung.
type span struct {
	from, to      mandate.Day // to: the day of the next change, or the last day
	last          bool
	verdict, rung string
}

func spansOf(days []StripDay) (out []span) {
	for _, d := range days {
		if n := len(out); n > 0 {
			out[n-1].to = d.Day
			if out[n-1].verdict == d.Verdict && out[n-1].rung == d.Rung {
				continue
			}
		}
		out = append(out, span{from: d.Day, to: d.Day, verdict: d.Verdict, rung: d.Rung})
	}
	if n := len(out); n > 0 {
		out[n-1].last = true
	}
	return out
}

func (s span) says() string {
	out := strings.ToUpper(s.verdict)
	if s.rung != "" {
		out += ", " + s.rung
	}
	if s.last {
		return out + ", since " + s.from.Long()
	}
	return out + ", from " + s.from.Long() + " until " + s.to.Long()
}

func stripDesc(spans []span) string {
	if len(spans) == 0 {
		return "Nothing is on record."
	}
	var says []string
	for _, s := range spans {
		says = append(says, s.says())
	}
	if len(says) > 6 {
		says = append(says[:5:5], count(len(spans)-6, "more change", "more changes"), spans[len(spans)-1].says())
	}
	return strings.Join(says, "; ") + "."
}

const bandHeight = 9 * px

func layStrip(v *canvas, days []StripDay, spans []span) {
	if len(days) == 0 {
		v.paragraph("Nothing is on record.", normal, "dim", 1)
		return
	}
	a := &axis{first: days[0].Day, last: days[len(days)-1].Day, x: v.left() + stripInset*px}
	a.w = v.right() - stripInset*px - a.x
	right := a.x + a.w
	single := a.first == a.last
	at := func(d mandate.Day) int {
		if single {
			return a.x
		}
		return a.at(d)
	}
	top := v.y + 16*px
	// A run of spans of one verdict carries its label once.
	for i := 0; i < len(spans); {
		k := i
		for k+1 < len(spans) && spans[k+1].verdict == spans[i].verdict {
			k++
		}
		x, next := at(spans[i].from), at(spans[k].to)
		if k == len(spans)-1 {
			next = v.right()
		}
		label := strings.ToUpper(spans[i].verdict)
		if measure(label, small)*108/100 <= next-x-6*px {
			v.text(x, top-5*px, label, "small strong", start, "")
		}
		i = k + 1
	}
	for _, s := range spans {
		x, next := at(s.from), at(s.to)
		if s.last {
			next = max(right, x+4*px)
		}
		v.begin(mark{says: s.says(), day: s.from.String()})
		band(v, s.verdict, x, top, max(next-x, 15), bandHeight)
		v.finish()
	}
	// Rungs under the band where there is room; the verdict of a blueprint hangs
	// on them.
	y := top + bandHeight
	rungs := false
	for i, s := range spans {
		x, next := at(s.from), at(s.to)
		if i == len(spans)-1 {
			next = v.right()
		}
		if i > 0 {
			v.line("paper-line", x, top, x, y)
		}
		if s.rung != "" && measure(s.rung, small) <= next-x-6*px {
			v.text(x, y+12*px, s.rung, "small dim", start, "")
			rungs = true
		}
	}
	if rungs {
		y += 14 * px
	}
	y += 3 * px
	most := 1
	for _, d := range days {
		most = max(most, d.Entries)
	}
	for _, d := range days {
		x := at(d.Day)
		h := 3*px + scale(int64(d.Entries), int64(most), 11*px)
		v.begin(mark{says: d.Day.Long() + ", " + strings.ToUpper(d.Verdict) + ", " + count(d.Entries, "entry", "entries"), entries: d.IDs, day: d.Day.String()})
		v.rect("hit", x-2*px, y, 4*px, 15*px)
		v.rect("tick", x-5, y, px, h)
		v.finish()
	}
	y += 29 * px
	first, last := a.first.Long(), a.last.Long()
	v.text(a.x, y, first, "small dim", start, "")
	if !single {
		v.text(right, y, last, "small dim", end, "")
	}
	// Days of a new verdict between the two, where there is room.
	edge, limit := a.x+measure(first, small)+12*px, right-measure(last, small)-12*px
	for i, s := range spans {
		if i == 0 || s.verdict == spans[i-1].verdict {
			continue
		}
		says := s.from.Long()
		w := measure(says, small)
		if from := at(s.from) - w/2; from >= edge && from+w <= limit {
			v.text(from, y, says, "small dim", start, "")
			edge = from + w + 12*px
		}
	}
	v.y = y + 5*px
}

// band fills a stretch so that verdicts differ without colour: crossed, light,
// hatched, solid.
func band(v *canvas, verdict string, x, y, w, h int) {
	switch verdict {
	case "blocked":
		v.frame("cross-line", x, y, w, h)
		v.hatch("cross-line", x, y, w, h, 6*px, false)
		v.hatch("cross-line", x, y, w, h, 6*px, true)
	case "blueprint":
		v.rect("interested", x, y, w, h)
	case "actionable":
		v.frame("agreed-line", x, y, w, h)
		v.hatch("agreed-line", x, y, w, h, 4*px, false)
	case "under way":
		v.rect("agreed", x, y, w, h)
	default: // no record, unknown
		v.frame("silent-line", x, y, w, h)
	}
}
