package chart

import (
	"sort"
	"strings"
	"time"

	"mandate"
	"mandate/internal/report"
)

// Timeline draws the entries of a record on their days, one row an actor: those
// with most entries first, at most so many rows, and the rest of the actors
// summed up in one. An entry of several actors stands in each one's row.
func Timeline(s *report.Show, rows int) *Chart {
	c := newChart("The record over time", &s.Head)
	t := timelineOf(s, max(rows, 1))
	c.Desc = t.desc(s)
	c.table = t.table()
	c.lay = t.lay
	return c
}

type timeline struct {
	rows        []timeRow
	rest        []dot // entries of actors without a row of their own
	more        int   // how many actors those are
	undated     int
	dated       bool // there is an entry with a date
	first, last mandate.Day
	asOf        mandate.Day
	now         bool // the day asked about lies within
}

type timeRow struct {
	actor, name string
	dots        []dot
	count       int
}

// dot is an entry in an actor's row.
type dot struct {
	entry       report.Entry
	actor, name string
	when        mandate.When
	reported    bool // no day on which it was said
	dated       bool
}

func timelineOf(s *report.Show, rows int) *timeline {
	t := &timeline{}
	at := map[string]int{}
	var all []timeRow
	for _, id := range s.List {
		e, ok := s.Entries[id]
		if !ok {
			continue
		}
		d := dot{entry: e}
		text := e.Said
		if text == "" {
			text, d.reported = e.Reported, true
		}
		if w, err := mandate.ParseWhen(text); err == nil && !w.IsZero() {
			d.when, d.dated = w, true
			if !t.dated {
				t.first, t.last, t.dated = w.First, w.Last, true
			}
			t.first, t.last = min(t.first, w.First), max(t.last, w.Last)
		} else {
			t.undated++
		}
		for i, a := range e.Actors {
			d.actor, d.name = a, a
			if i < len(e.ActorNames) {
				d.name = plain(e.ActorNames[i])
			}
			k, ok := at[a]
			if !ok {
				k = len(all)
				at[a] = k
				all = append(all, timeRow{actor: a, name: d.name})
			}
			all[k].count++
			all[k].dots = append(all[k].dots, d)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].count != all[j].count {
			return all[i].count > all[j].count
		}
		if all[i].name != all[j].name {
			return all[i].name < all[j].name
		}
		return all[i].actor < all[j].actor
	})
	if len(all) > rows {
		for _, r := range all[rows:] {
			t.more++
			t.rest = append(t.rest, r.dots...)
		}
		all = all[:rows]
	}
	t.rows = all
	for _, list := range append([][]dot{t.rest}, dotsOf(t.rows)...) {
		sort.SliceStable(list, func(i, j int) bool { return list[i].when.Last < list[j].when.Last })
	}
	if w, err := mandate.ParseWhen(s.AsOf); err == nil && !w.IsZero() {
		t.asOf = w.Last
		if after := t.asOf - t.last; t.dated && after > 0 && after <= (t.last-t.first)/4 {
			t.last = t.asOf
		}
		t.now = t.dated && t.asOf >= t.first && t.asOf <= t.last
	}
	return t
}

func dotsOf(rows []timeRow) (out [][]dot) {
	for _, r := range rows {
		out = append(out, r.dots)
	}
	return out
}

// kind is what the shape of a mark says.
func (d dot) kind() string {
	switch d.entry.Status {
	case "binds":
		return "in force"
	case "disputed":
		return "disputed"
	case "later":
		return "later"
	case "superseded", "expired", "suspended":
		return "ended or suspended"
	}
	return "left out"
}

func (d dot) mark() mark {
	parts := []string{within(d.name), "undated"}
	if d.dated {
		parts[1] = d.when.Long()
		if d.reported {
			parts[1] = "reported " + parts[1]
		}
	}
	parts = append(parts, d.kind())
	if d.kind() == "ended or suspended" || d.kind() == "left out" {
		parts[2] = d.entry.Status
	}
	return mark{says: strings.Join(parts, ", ") + ": " + within(plain(d.entry.Summary)), entries: []string{d.entry.ID}, actor: d.actor}
}

const dotRadius = 4 * px

// draw sets the mark: solid in force, hollow when it has ended, a cross when
// disputed, small when it came later or was left out. Of what was reported and
// carries no day of its own, half stays empty.
func (d dot) draw(v *canvas, x, y int) { shape(v, d.kind(), d.reported, x, y) }

func shape(v *canvas, kind string, reported bool, x, y int) {
	r := dotRadius
	v.circle("hit", x, y, r+15)
	half := func(class string) {
		v.put(`<path class="`+class+`" d="M% %A% % 0 0 0 % %Z"/>`, x, y-r, r, r, x, y+r)
	}
	switch kind {
	case "in force":
		if reported {
			v.circle("disc", x, y, r-4)
			half("agreed")
			return
		}
		v.circle("agreed", x, y, r)
	case "disputed":
		if reported {
			half("void")
		} else {
			v.circle("void", x, y, r-4)
		}
		k := r * 7 / 10
		v.put(`<path class="cross-line" d="M% %L% %M% %L% %"/>`, x-k, y-k, x+k, y+k, x-k, y+k, x+k, y-k)
	case "ended or suspended":
		v.circle("disc", x, y, r-4)
		if reported {
			v.line("agreed-line", x, y-r, x, y+r)
		}
	default:
		v.circle("silent-line", x, y, 25)
		if reported {
			v.line("silent-line", x, y-25, x, y+25)
		}
	}
}

func (t *timeline) lay(v *canvas) {
	if !t.dated {
		v.paragraph("No entry with a date to show.", normal, "dim", 2)
		return
	}
	labels := 0
	if !v.narrow() {
		for _, r := range t.rows {
			labels = max(labels, measure(r.name, normal)+8*px+measure(number(int64(r.count)), normal))
		}
		labels = min(max(labels, 90*px), v.inner()*28/100)
	}
	gap := 14 * px
	if labels == 0 {
		gap = 0
	}
	ax := &axis{first: t.first - 2, last: t.last + 2, x: v.left() + labels + gap + 6*px}
	ax.w = v.right() - 6*px - ax.x
	top := v.y
	v.y += 18 * px
	if t.now {
		v.y += 15 * px
	}
	grid := v.y - 2*px
	// The rows are laid first: their height is that of the hairlines.
	below := &canvas{w: v.w, y: v.y, margin: v.margin}
	for _, r := range t.rows {
		t.row(below, ax, r, labels)
	}
	if t.more > 0 {
		t.others(below, ax, labels)
	}
	ax.grid(v, top+11*px, grid, below.y)
	if t.now {
		x := ax.at(t.asOf)
		v.line("now", x, grid, x, below.y)
		says := "as of " + t.asOf.Long()
		w := measure(says, small)
		from := min(max(x-w/2, v.left()), v.right()-w)
		v.text(from, top+26*px, says, "small accent", start, "")
	}
	v.b.Write(below.b.Bytes())
	v.marks += below.marks
	v.y = below.y + 6*px
	if t.undated > 0 {
		v.paragraph("Without a date, and so not shown: "+count(t.undated, "entry", "entries")+".", small, "small dim", 2)
		v.y += 2 * px
	}
	v.key(t.key())
}

// row draws an actor's entries; what would overlap is stacked.
func (t *timeline) row(v *canvas, ax *axis, r timeRow, labels int) {
	levels := stack(r.dots, ax)
	most := 0
	for _, l := range levels {
		most = max(most, l)
	}
	step := 9 * px
	height := max(22*px, most*step+18*px)
	y := v.y
	figure := number(int64(r.count))
	if labels == 0 {
		y += 18 * px
		s := shorten(r.name, normal, v.inner()-50*px)
		v.text(v.left(), y-4*px, s, "halo", start, r.name)
		v.text(v.left()+measure(s, normal)+6*px, y-4*px, figure, "small dim halo", start, "")
	}
	base := y + height - 11*px
	if labels > 0 {
		room := labels - measure(figure, small) - 8*px
		s := shorten(r.name, normal, room)
		v.text(v.left(), base+45, s, "", start, r.name)
		v.text(v.left()+labels, base+45, figure, "small dim", end, "")
	}
	for i, d := range r.dots { // under all marks
		if y := base - levels[i]*step; d.dated && d.when.First < d.when.Last {
			v.line("span", ax.at(d.when.First), y, ax.at(d.when.Last)-dotRadius, y)
		}
	}
	for i, d := range r.dots {
		if !d.dated {
			continue
		}
		x, y := ax.at(d.when.Last), base-levels[i]*step
		v.begin(d.mark())
		d.draw(v, x, y)
		v.finish()
	}
	v.y = y + height
	v.line("hair", v.left(), v.y, v.right(), v.y)
}

// stack gives each mark the lowest level on which it covers no other.
func stack(dots []dot, ax *axis) []int {
	out := make([]int, len(dots))
	var ends []int // right end of each level
	for i, d := range dots {
		if !d.dated {
			continue
		}
		x := ax.at(d.when.Last)
		l := 0
		for l < len(ends) && ends[l] > x-dotRadius {
			l++
		}
		if l == len(ends) {
			ends = append(ends, 0)
		}
		ends[l] = x + dotRadius + 5
		out[i] = l
	}
	return out
}

// others sums up the actors without a row: a tick a day, higher for more
// entries.
func (t *timeline) others(v *canvas, ax *axis, labels int) {
	label := count(t.more, "more actor", "more actors")
	figure := number(int64(len(t.rest)))
	if labels == 0 {
		v.y += 18 * px
		v.text(v.left(), v.y-4*px, label, "dim halo", start, "")
		v.text(v.left()+measure(label, normal)+6*px, v.y-4*px, figure, "small dim halo", start, "")
	}
	type day struct {
		day     mandate.Day
		entries []string
	}
	var days []day
	for _, d := range t.rest {
		if !d.dated {
			continue
		}
		if n := len(days); n == 0 || days[n-1].day != d.when.Last {
			days = append(days, day{day: d.when.Last})
		}
		last := &days[len(days)-1]
		last.entries = add(last.entries, d.entry.ID)
	}
	most := 1
	for _, d := range days {
		most = max(most, len(d.entries))
	}
	height := 26 * px
	base := v.y + height - 6*px
	for _, d := range days {
		x := ax.at(d.day)
		h := 5*px + scale(int64(len(d.entries)), int64(most), 12*px)
		v.begin(mark{says: "others, " + d.day.Long() + ", " + count(len(d.entries), "entry", "entries"), entries: d.entries})
		v.rect("hit", x-3*px, base-20*px, 6*px, 20*px)
		v.rect("silent", x-px, base-h, 2*px, h)
		v.finish()
	}
	if labels > 0 {
		v.text(v.left(), base-2*px, shorten(label, normal, labels-30*px), "dim", start, label)
		v.text(v.left()+labels, base-2*px, figure, "small dim", end, "")
	}
	v.y += height
}

func (t *timeline) key() (out []keyItem) {
	seen := map[string]bool{}
	reported, long := false, false
	for _, list := range dotsOf(t.rows) {
		for _, d := range list {
			seen[d.kind()] = true
			reported = reported || d.reported && d.dated
			long = long || d.dated && d.when.First < d.when.Last
		}
	}
	for _, k := range []struct{ kind, says string }{{"in force", "in force"}, {"ended or suspended", "ended or suspended"}, {"disputed", "disputed"}, {"later", "later than the day asked about"}, {"left out", "left out"}} {
		if seen[k.kind] {
			out = append(out, keyItem{k.says, func(v *canvas, x, y int) { shape(v, k.kind, false, x, y) }})
		}
	}
	if reported {
		out = append(out, keyItem{"half: day of the report, not of the words", func(v *canvas, x, y int) { shape(v, "in force", true, x, y) }})
	}
	if long {
		out = append(out, keyItem{"line: some day up to the mark", func(v *canvas, x, y int) { v.line("span", x-6*px, y, x+6*px, y) }})
	}
	return out
}

func (t *timeline) desc(s *report.Show) string {
	if len(t.rows) == 0 {
		return "No entries."
	}
	out := count(len(s.List), "entry", "entries") + " by actor"
	if t.dated {
		out += " from " + t.first.Long() + " to " + t.last.Long()
	}
	var names []string
	for _, r := range t.rows[:min(3, len(t.rows))] {
		names = append(names, within(r.name)+" ("+number(int64(r.count))+")")
	}
	return out + ". Most are by " + strings.Join(names, ", ") + "."
}

func (t *timeline) table() [][]string {
	out := [][]string{{"actor", "name", "entry", "from", "to", "said", "reported", "status", "summary"}}
	put := func(d dot) {
		from, to := "", ""
		if d.dated {
			from, to = d.when.First.String(), d.when.Last.String()
		}
		out = append(out, []string{d.actor, d.name, d.entry.ID, from, to, d.entry.Said, d.entry.Reported, d.entry.Status, plain(d.entry.Summary)})
	}
	for _, list := range append(dotsOf(t.rows), t.rest) {
		for _, d := range list {
			put(d)
		}
	}
	return out
}

// axis places days on a line.
type axis struct {
	first, last mandate.Day
	x, w        int
}

func (a *axis) at(d mandate.Day) int {
	return a.x + scale(int64(d-a.first), int64(a.last-a.first), a.w)
}

// grid draws hairlines at the beginning of months, or of days where there are
// few, and labels as many as have room.
func (a *axis) grid(v *canvas, baseline, top, bottom int) {
	type line struct {
		day   mandate.Day
		label string
	}
	room := func(label string, days int) bool {
		return scale(int64(days), int64(a.last-a.first), a.w) >= measure(label, small)+10*px
	}
	var lines []line
	if a.last-a.first <= 62 {
		step := mandate.Day(1)
		for _, s := range []mandate.Day{1, 2, 7, 14, 28} {
			step = s
			if room("30 May 2025", int(s)) {
				break
			}
		}
		for d := a.first + 2; d <= a.last; d += step {
			lines = append(lines, line{d, d.Long()})
		}
	} else {
		months := 1
		for _, s := range []int{1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000} {
			months = s
			if room("May 2025", s*30) {
				break
			}
		}
		from := a.first.Time()
		// Counted from January, so that years begin with a line.
		n := (from.Year()*12 + int(from.Month()) - 1 + months) / months * months
		for {
			d := mandate.DayOf(n/12, time.Month(n%12+1), 1)
			if d > a.last {
				break
			}
			lines = append(lines, line{d, d.Time().Format("Jan 2006")})
			n += months
		}
		if len(lines) == 0 {
			lines = append(lines, line{a.first + 2, (a.first + 2).Long()})
		}
	}
	edge := v.left()
	for _, l := range lines {
		x := a.at(l.day)
		v.line("hair", x, top, x, bottom)
		w := measure(l.label, small)
		if from := min(x-px, v.right()-w); from >= edge {
			v.text(from, baseline, l.label, "small dim", start, "")
			edge = from + w + 8*px
		}
	}
}
