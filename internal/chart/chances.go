package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/report"
)

// icd says what kind of numbers these are.
const icd = "Shares are of draws under the priors; the words of likelihood are those of ICD 203. They tell what follows from the priors, not what will be."

// percent writes a share in whole per cents; what is rare is not written as none,
// and what lies beside the border of two likelihood words so that it is seen on
// which side.
func percent(x float64) string {
	switch n := int(math.Round(x * 100)); {
	case slices.Contains([]int{5, 20, 45, 55, 80, 95}, n) && x*100 != float64(n):
		return strconv.FormatFloat(math.Round(x*1e4)/100, 'f', -1, 64) + " %"
	case x > 0 && n == 0:
		return "< 1 %"
	case x < 1 && n == 100:
		return "> 99 %"
	default:
		return fmt.Sprintf("%d %%", n)
	}
}

func dayOf(s string) (mandate.Day, bool) {
	w, err := mandate.ParseWhen(s)
	return w.Last, err == nil && !w.IsZero()
}

func dayWords(s string) string {
	if d, ok := dayOf(s); ok {
		return d.Long()
	}
	return "never"
}

// seeded says from what the numbers come, so that they can be had again.
func seeded(c *report.Chances) string {
	return number(c.Draws) + " draws from seed " + fmt.Sprint(c.Seed)
}

// Schedule draws the steps and decisions as bars from the tenth to the ninetieth
// of a hundred draws, with a mark at the fiftieth, and at the right edge the
// share of draws in which it never comes.
func Schedule(c *report.Chances) *Chart {
	ch := newChart("When, and whether at all", &c.Head)
	s := scheduleOf(c)
	ch.Desc = s.desc()
	ch.table = [][]string{{"event", "name", "kind", "p10", "p50", "p80", "p90", "never", "error", "word"}}
	for _, d := range c.Dates {
		ch.table = append(ch.table, []string{d.Event, plain(d.Name), d.Kind, d.P10, d.P50, d.P80, d.P90, fmt.Sprint(d.Never.Share), fmt.Sprint(d.Never.Error), d.Never.Word})
	}
	ch.lay = func(v *canvas) { s.lay(v) }
	return ch
}

type schedule struct {
	c    *report.Chances
	rows []report.ChancesDate
	axis axis
}

func scheduleOf(c *report.Chances) *schedule {
	s := &schedule{c: c}
	for _, d := range c.Dates {
		if d.Kind == "step" || d.Kind == "decide" {
			s.rows = append(s.rows, d)
		}
	}
	rank := func(d report.ChancesDate) string {
		switch {
		case d.P50 != "":
			return "1" + d.P50
		case d.P10 != "":
			return "2" + d.P10
		}
		return "3" + fmt.Sprintf("%.4f", d.Never.Share)
	}
	slices.SortStableFunc(s.rows, func(a, b report.ChancesDate) int { return strings.Compare(rank(a), rank(b)) })
	s.axis.first, _ = dayOf(c.AsOf)
	s.axis.last = s.axis.first + 90
	for _, d := range s.rows {
		for _, p := range []string{d.P10, d.P50, d.P90} {
			if day, ok := dayOf(p); ok {
				s.axis.last = max(s.axis.last, day+10)
			}
		}
	}
	return s
}

func (s *schedule) says(d report.ChancesDate) string {
	return plain(d.Name) + ": in 10 of 100 draws by " + dayWords(d.P10) + ", in 50 by " + dayWords(d.P50) + ", in 90 by " + dayWords(d.P90) + "; never in " + percent(d.Never.Share) + ", " + d.Never.Word
}

func (s *schedule) desc() string {
	if len(s.rows) == 0 {
		return "No dates."
	}
	for _, d := range s.rows {
		if d.Event == s.c.Aim {
			return s.says(d) + ". " + icd
		}
	}
	return s.says(s.rows[0]) + ". " + icd
}

func (s *schedule) lay(v *canvas) {
	if len(s.rows) == 0 {
		v.paragraph("No dates: nothing has been drawn.", normal, "dim", 2)
		return
	}
	labels, gap := 0, 0
	if !v.narrow() {
		labels, gap = v.inner()*30/100, 14*px
	}
	never := 52*px + widest(small, "never: 54.95 %, roughly even chance")
	if v.narrow() {
		never = 82 * px
	}
	ax := s.axis
	ax.x = v.left() + labels + gap
	ax.w = v.right() - never - 16*px - ax.x
	edge := ax.x + ax.w
	v.text(edge+16*px, v.y+11*px, "never happens", "small dim", start, "")
	v.y += 14 * px
	top := v.y
	v.y += 18 * px
	below := &canvas{w: v.w, y: v.y, margin: v.margin}
	for _, d := range s.rows {
		s.row(below, ax, d, labels, edge, never)
	}
	ax.grid(v, top+11*px, v.y-2*px, below.y)
	v.b.Write(below.b.Bytes())
	v.y = below.y + 8*px
	v.key([]keyItem{
		{"from 10 to 90 of 100 draws", func(v *canvas, x, y int) { v.rect("interested", x-6*px, y-3*px, 12*px, 6*px) }},
		{"50 of 100", func(v *canvas, x, y int) { v.rect("agreed", x-15, y-6*px, 3*px, 12*px) }},
		{"fewer than that ever have it", func(v *canvas, x, y int) { v.line("lost", x-6*px, y, x+6*px, y) }},
	})
	v.y += 2 * px
	v.paragraph(seeded(s.c)+". "+icd, small, "small dim", 4)
}

func (s *schedule) row(v *canvas, ax axis, d report.ChancesDate, labels, edge, never int) {
	name := plain(d.Name)
	class := map[bool]string{true: "strong"}[d.Event == s.c.Aim]
	width := labels
	if labels == 0 {
		width = v.inner()
	}
	if class != "" {
		width = width * 100 / 108
	}
	set, cut := wrap(name, normal, width, 2)
	v.begin(mark{says: s.says(d)})
	y := v.y + 4*px
	for i, l := range set {
		whole := ""
		if cut && i == len(set)-1 {
			whole = name
		}
		v.text(v.left(), y+12*px+i*roadRow, l, class, start, whole)
	}
	height := len(set) * roadRow
	mid := y + height/2
	if labels == 0 {
		mid = y + height + 8*px
		height += 18 * px
	}
	at := func(day string) (int, bool) {
		t, ok := dayOf(day)
		return min(max(ax.at(t), ax.x), edge), ok
	}
	v.rect("hit", v.left(), y, v.inner(), height)
	p10, has10 := at(d.P10)
	p50, has50 := at(d.P50)
	p90, has90 := at(d.P90)
	switch {
	case has90:
		v.rect("interested", p10, mid-4*px, max(p90-p10, 2*px), 8*px)
	case has50:
		v.rect("interested", p10, mid-4*px, max(p50-p10, 2*px), 8*px)
		v.line("lost", p50, mid, edge+8*px, mid)
	case has10:
		v.rect("interested", p10, mid-4*px, 3*px, 8*px)
		v.line("lost", p10+3*px, mid, edge+8*px, mid)
	}
	if has50 {
		v.rect("agreed", p50-15, mid-7*px, 3*px, 14*px)
	}
	x := edge + 16*px
	v.frame("silent-line", x, mid-5*px, 42*px, 10*px)
	v.rect("silent", x, mid-5*px, scale(int64(d.Never.Share*1e4), 1e4, 42*px), 10*px)
	if !v.narrow() {
		v.text(x+48*px, mid+4*px, shorten("never: "+percent(d.Never.Share)+", "+d.Never.Word, small, never-48*px), "small", start, "never: "+percent(d.Never.Share)+", "+d.Never.Word)
	} else {
		v.text(x+46*px, mid+4*px, percent(d.Never.Share), "small", start, "")
	}
	v.finish()
	v.y = y + height + 4*px
	v.line("hair", v.left(), v.y, v.right(), v.y)
}

// Curve draws in how many draws the aim has come by each day, beside what was
// announced for it and the days that are asked about.
func Curve(c *report.Chances) *Chart {
	var aim report.ChancesDate
	for _, d := range c.Dates {
		if d.Event == c.Aim {
			aim = d
		}
	}
	ch := newChart("By when: "+within(plain(c.AimName)), &c.Head)
	ch.table = [][]string{{"what", "day", "share", "says", "entries"}}
	for _, p := range aim.Curve {
		ch.table = append(ch.table, []string{"share of draws", p.Day, fmt.Sprint(p.Share), "", ""})
	}
	for _, a := range c.Announced {
		if a.Step == c.Aim {
			ch.table = append(ch.table, []string{"announced", a.First + "/" + a.Last, fmt.Sprint(a.By.Share), plain(a.Says), a.Entry})
		}
	}
	for _, k := range c.Checks {
		if k.Step == c.Aim {
			ch.table = append(ch.table, []string{"checkpoint", k.By, fmt.Sprint(k.Share.Share), plain(k.Why), strings.Join(k.Outcome.Entries, " ")})
		}
	}
	ch.table = append(ch.table, []string{"never", "", fmt.Sprint(aim.Never.Share), aim.Never.Word, ""})
	ch.Desc = "It never comes in " + percent(aim.Never.Share) + " of the draws, " + aim.Never.Word + "; half of all draws have it by " + dayWords(aim.P50) + ". " + icd
	ch.lay = func(v *canvas) { layCurve(v, c, aim) }
	return ch
}

func layCurve(v *canvas, c *report.Chances, aim report.ChancesDate) {
	if len(aim.Curve) == 0 {
		v.paragraph("It comes in no draw, so there is no curve.", normal, "dim", 2)
		return
	}
	ax := axis{x: v.left() + 40*px}
	ax.first, _ = dayOf(c.AsOf)
	ax.last = ax.first + 30
	wide := func(day string) {
		if d, ok := dayOf(day); ok {
			ax.last = max(ax.last, d+12)
		}
	}
	for _, p := range aim.Curve {
		wide(p.Day)
	}
	var checks []report.ChancesCheck
	for _, k := range c.Checks {
		if k.Step == c.Aim && !k.Past {
			checks = append(checks, k)
			wide(k.By)
		}
	}
	right := 22*px + widest(small, "roughly even chance")
	ax.w = v.right() - right - ax.x
	var spans []report.ChancesAnnounced
	for _, a := range c.Announced {
		if a.Step == c.Aim {
			spans = append(spans, a)
		}
	}
	months := v.y + 11*px
	top := v.y + 22*px + (len(spans)+len(checks))*16*px
	height := 210 * px
	bottom := top + height
	ax.grid(v, months, v.y+18*px, bottom)
	at := func(share float64) int { return bottom - scale(int64(share*1e4), 1e4, height) }
	for _, s := range []float64{0, .25, .5, .75, 1} {
		v.line("hair", ax.x, at(s), ax.x+ax.w, at(s))
		v.text(ax.x-6*px, at(s)+4*px, percent(s), "small dim", end, "")
	}
	y := v.y + 32*px
	for _, a := range spans {
		first, ok1 := dayOf(a.First)
		last, ok2 := dayOf(a.Last)
		if !ok1 || !ok2 {
			continue
		}
		x1 := max(ax.at(min(first, ax.last)), ax.x)
		x2 := max(ax.at(min(last, ax.last)), x1+2*px)
		label := "announced, " + percent(a.By.Share) + " by then"
		v.begin(mark{says: label + ", " + a.By.Word + ": " + plain(a.Says), entries: []string{a.Entry}})
		v.rect("conditional", x1, y-5*px, x2-x1, 5*px)
		v.line("lost", x2, y, x2, bottom)
		curveLabel(v, label, x2, y, ax.x+ax.w)
		v.finish()
		y += 16 * px
	}
	for _, k := range checks {
		d, ok := dayOf(k.By)
		if !ok {
			continue
		}
		x := ax.at(d)
		says := d.Long() + ": " + percent(k.Share.Share) + ", " + k.Share.Word
		v.begin(mark{says: says + ", in so many of the draws by that day", entries: k.Outcome.Entries})
		v.line("now", x, y-5*px, x, bottom)
		v.circle("agreed", x, at(k.Share.Share), 35)
		curveLabel(v, says, x, y, ax.x+ax.w)
		v.finish()
		y += 16 * px
	}
	var d strings.Builder
	d.WriteString("M" + dec(ax.x) + " " + dec(bottom))
	lastY := bottom
	for _, p := range aim.Curve {
		if day, ok := dayOf(p.Day); ok {
			d.WriteString("L" + dec(ax.at(day)) + " " + dec(at(p.Share)))
			lastY = at(p.Share)
		}
	}
	d.WriteString("H" + dec(ax.x+ax.w))
	v.b.WriteString(`<path class="way curve" d="` + d.String() + "\"/>\n")
	// What never comes is the rest up to the top.
	x := ax.x + ax.w + 6*px
	v.begin(mark{says: "never in " + percent(aim.Never.Share) + " of the draws, " + aim.Never.Word})
	v.rect("silent", x, top, 6*px, max(lastY-top, px))
	v.text(x+12*px, (top+lastY)/2, percent(aim.Never.Share), "strong", start, "")
	v.text(x+12*px, (top+lastY)/2+15*px, "never:", "small dim", start, "")
	v.text(x+12*px, (top+lastY)/2+29*px, shorten(aim.Never.Word, small, right-20*px), "small dim", start, aim.Never.Word)
	v.finish()
	v.y = bottom + 12*px
	v.paragraph(seeded(c)+". "+icd, small, "small dim", 4)
}

// curveLabel stands to the right of a line, or to its left at the edge.
func curveLabel(v *canvas, s string, x, y, limit int) {
	if x+5*px+measure(s, small) <= limit {
		v.text(x+5*px, y, s, "small halo", start, "")
	} else {
		v.text(x-5*px, y, s, "small halo", end, "")
	}
}

const mostBars = 12

// Tornado draws what each prior alone does to the share in which the step comes
// by a day: with what it stands for held low, and held high.
func Tornado(c *report.Chances) *Chart {
	t := c.Tornado
	title := "What weighs most: " + within(plain(t.Name))
	if d, ok := dayOf(t.By); ok {
		title += " by " + d.Long()
	}
	ch := newChart(title, &c.Head)
	bars := append([]report.ChancesSwing(nil), t.Bars...)
	slices.SortStableFunc(bars, func(a, b report.ChancesSwing) int {
		x, y := math.Abs(a.High-a.Low), math.Abs(b.High-b.Low)
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	priors := map[string]report.ChancesPrior{}
	for _, p := range c.Assumptions.Priors {
		priors[p.ID] = p
	}
	ch.table = [][]string{{"prior", "about", "low", "high", "never_low", "never_high", "says", "why", "entries"}}
	for _, b := range bars {
		p := priors[b.Prior]
		ch.table = append(ch.table, []string{b.Prior, plain(b.About), fmt.Sprint(b.Low), fmt.Sprint(b.High), fmt.Sprint(b.NeverLow), fmt.Sprint(b.NeverHigh), plain(p.Says), plain(p.Why), strings.Join(p.Entries, " ")})
	}
	ch.Desc = "As it is, in " + percent(t.Base) + " of the draws."
	if len(bars) > 0 {
		ch.Desc += " Most weighs " + plain(bars[0].About) + ": from " + percent(bars[0].Low) + " to " + percent(bars[0].High) + "."
	}
	ch.Desc += " " + icd
	ch.lay = func(v *canvas) { layTornado(v, c, bars, priors) }
	return ch
}

func layTornado(v *canvas, c *report.Chances, bars []report.ChancesSwing, priors map[string]report.ChancesPrior) {
	if len(bars) == 0 {
		v.paragraph("No prior moves it.", normal, "dim", 2)
		return
	}
	t := c.Tornado
	more := max(0, len(bars)-mostBars)
	bars = bars[:len(bars)-more]
	most := t.Base
	for _, b := range bars {
		most = max(most, b.Low, b.High)
	}
	labels := 0
	if !v.narrow() {
		labels = v.inner() * 38 / 100
	}
	ends := 48 * px
	x0 := v.left() + labels + ends
	room := v.right() - ends - x0
	at := func(share float64) int { return x0 + scale(int64(share*1e4), max(1, int64(most*1e4)), room) }
	base := at(t.Base)
	v.y += 14 * px
	says := "as it is: " + percent(t.Base)
	v.text(min(max(base, x0+measure(says, small)/2), v.right()-measure(says, small)/2), v.y-2*px, says, "small strong", middle, "")
	v.y += 4 * px
	begin := v.y
	for _, b := range bars {
		p := priors[b.Prior]
		low, high := min(b.Low, b.High, t.Base), max(b.Low, b.High, t.Base)
		v.begin(mark{says: plain(b.About) + " " + percent(low) + " " + percent(high) + ": held low " + percent(b.Low) + ", held high " + percent(b.High) + ", as it is " + percent(t.Base) + ". Prior: " + plain(p.Says) + ", because " + plain(p.Why), entries: p.Entries})
		width := labels
		if labels == 0 {
			width = v.inner()
		}
		set, _ := wrap(plain(b.About), normal, width, 4)
		y := v.y + 3*px
		for i, l := range set {
			v.text(v.left(), y+12*px+i*roadRow, l, "", start, "")
		}
		height := len(set) * roadRow
		mid := y + height/2
		if labels == 0 {
			mid = y + height + 8*px
			height += 18 * px
		}
		v.rect("hit", v.left(), y, v.inner(), height)
		part := func(share float64, solid bool) {
			x := at(share)
			from, to := min(x, base), max(x, base)
			if to-from < px {
				return
			}
			if solid {
				v.rect("conditional", from, mid-5*px, to-from, 10*px)
			} else {
				v.frame("conditional-line", from, mid-5*px, to-from, 10*px)
				v.hatch("hatch", from, mid-5*px, to-from, 10*px, 5*px, false)
			}
		}
		part(b.High, true)
		part(b.Low, false)
		v.text(at(low)-4*px, mid+4*px, percent(low), "small", end, "")
		v.text(at(high)+4*px, mid+4*px, percent(high), "small", start, "")
		v.finish()
		v.y = y + height + 3*px
		v.line("hair", v.left(), v.y, v.right(), v.y)
	}
	v.line("rule", base, begin, base, v.y)
	v.y += 8 * px
	v.key([]keyItem{
		{"held low: it does not happen, or is quick or small", func(v *canvas, x, y int) {
			v.frame("conditional-line", x-6*px, y-4*px, 12*px, 8*px)
			v.hatch("hatch", x-6*px, y-4*px, 12*px, 8*px, 4*px, false)
		}},
		{"held high: it does, or is slow or large", func(v *canvas, x, y int) { v.rect("conditional", x-6*px, y-4*px, 12*px, 8*px) }},
	})
	v.y += 2 * px
	if more > 0 {
		v.paragraph(count(more, "more prior weighs", "more priors weigh")+" less; the table has them.", small, "small dim", 2)
	}
	v.paragraph(number(t.Draws)+" draws each, from seed "+fmt.Sprint(c.Seed)+". "+icd, small, "small dim", 4)
}
