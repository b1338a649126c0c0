package chart

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"mandate/internal/report"
)

// Force draws the requirement lines against what the coalition brings.
//
// A line's bar is what it gets: committed solid, offered hatched, against ticks
// for its minimum and its target. One unit serves one line, so the bar is split
// by member only where the answer leaves one way to do so (see split); elsewhere
// it is whole. What members name, before it is shared out among the lines, then
// stands in a thin bar of its own, with what it may not be used for.
func Force(w *report.Who) *Chart {
	c := newChart("What the force needs, and gets", &w.Head)
	groups := forceGroups(w)
	c.Desc = forceDesc(w, groups)
	c.table = forceTable(groups)
	c.lay = func(v *canvas) {
		if len(groups) == 0 {
			s := w.Sentence
			if s == "" || w.Result == "coalition" {
				s = "No line says what the force needs, and nobody names what they bring."
			}
			v.paragraph(s, normal, "dim", 4)
			return
		}
		for i, g := range groups {
			if i > 0 {
				v.y += 6 * px
				v.line("hair", v.left(), v.y, v.right(), v.y)
				v.y += 6 * px
			}
			g.lay(v)
		}
		v.y += 4 * px
		v.key(forceKey(groups))
	}
	return c
}

// member is a joiner with what it brings of one capability.
type member struct {
	actor, name, rung string
	report.Brought
	entries []string
	notFor  []string
}

// barred reports whether nothing of what the member brings may serve the line.
func (m member) barred(l report.ForceLine) bool {
	for _, p := range m.Parts {
		if !part(p).bars(l) {
			return false
		}
	}
	return len(m.Parts) > 0
}

type part report.BroughtPart

// bars reports whether the part may not serve the line; a line is named by its
// task, its sector or both.
func (p part) bars(l report.ForceLine) bool {
	for _, name := range p.NotForNames {
		if l.Where == name || strings.HasPrefix(l.Where, name+", ") || strings.HasSuffix(l.Where, ", "+name) {
			return true
		}
	}
	return false
}

func (m member) figure() string {
	var says []string
	for _, p := range m.Parts {
		says = append(says, p.Says)
	}
	return strings.Join(says, "; ")
}

func (m member) says() string {
	s := within(m.name) + ", " + m.rung + ", " + m.figure()
	if len(m.notFor) > 0 {
		s += ", not for " + list(m.notFor)
	}
	return s
}

func (m member) mark() mark { return mark{says: m.says(), entries: m.entries, actor: m.actor} }

// segment is a part of a line's bar: of one member, or of all together.
type segment struct {
	amount    int64
	committed bool
	of        *member
}

type forceGroup struct {
	name    string
	lines   []forceLine
	members []member
	most    int64 // the end of the scale
	apart   bool  // what members name stands in a bar of its own
	same    bool  // who names no figure is the same at every line, and said once
}

type forceLine struct {
	report.ForceLine
	segments []segment
	barred   []member // whose figures may not serve it
	unstated []member
	unnamed  []string // who brings an unstated amount, and no entry says so
}

func forceGroups(w *report.Who) []*forceGroup {
	var groups []*forceGroup
	at := map[string]*forceGroup{}
	group := func(id, name string) *forceGroup {
		g, ok := at[id]
		if !ok {
			g = &forceGroup{name: name}
			at[id] = g
			groups = append(groups, g)
		}
		return g
	}
	for _, l := range w.Lines {
		g := group(l.Capability, l.Name)
		g.lines = append(g.lines, forceLine{ForceLine: l})
	}
	for _, j := range w.Joins {
		for _, b := range j.Brings {
			m := member{actor: j.Actor, name: plain(j.Name), rung: j.Rung, Brought: b}
			for _, p := range b.Parts {
				m.entries = add(m.entries, p.Entry)
				m.notFor = add(m.notFor, p.NotForNames...)
			}
			g := group(b.Capability, b.Name)
			g.members = append(g.members, m)
		}
	}
	for _, g := range groups {
		g.settle(w.Withheld > 0)
	}
	return groups
}

// settle works out what is drawn.
func (g *forceGroup) settle(withheld bool) {
	var named, drawn int64
	caveats := false
	for _, m := range g.members {
		named += m.Named
		caveats = caveats || m.Named > 0 && len(m.notFor) > 0
	}
	whole := false
	for i := range g.lines {
		l := &g.lines[i]
		l.segments = split(l.ForceLine, g, withheld)
		for _, s := range l.segments {
			drawn += s.amount
			whole = whole || s.of == nil
		}
		end := l.Committed + l.Offered
		for _, m := range g.members {
			if m.Named > 0 && m.barred(l.ForceLine) {
				l.barred = append(l.barred, m)
				end += m.Named
			}
		}
		for _, name := range l.Unstated {
			found := false
			for _, m := range g.members {
				if m.Some && m.name == plain(name) {
					l.unstated, found = append(l.unstated, m), true
				}
			}
			if !found {
				l.unnamed = append(l.unnamed, plain(name))
			}
		}
		g.most = max(g.most, l.Target, l.Minimum, end)
	}
	g.same = len(g.lines) > 1 && len(g.lines[0].Unstated) > 0
	for _, l := range g.lines {
		g.same = g.same && slices.Equal(l.Unstated, g.lines[0].Unstated)
	}
	g.apart = len(g.lines) == 0 || g.same || named > 0 && (whole || caveats || named != drawn)
	g.most = max(g.most, named)
}

// split divides what a line gets by member where that is certain, and leaves it
// whole where it is not. The answer says how much of committed figures alone a
// line gets and how much more when offered ones are there; whose figures those
// are follows only if
//
//   - all that is committed, or all there is, goes to the line; or
//   - only one member has committed, or only one has offered, anything. For
//     offers that holds where figures cannot move committed ones elsewhere: with
//     one line, or if no caveat bars any line.
//
// Where entries are withheld, the figures of members are not all there.
func split(l report.ForceLine, g *forceGroup, withheld bool) (out []segment) {
	var firm, soft []*member
	var committed, offered int64
	bars := false
	for i := range g.members {
		m := &g.members[i]
		if m.Named == 0 {
			continue
		}
		for _, p := range m.Parts {
			for _, x := range g.lines {
				bars = bars || part(p).bars(x.ForceLine)
			}
		}
		if m.Committed {
			firm, committed = append(firm, m), committed+m.Named
		} else {
			soft, offered = append(soft, m), offered+m.Named
		}
	}
	share := func(amount, sum int64, of []*member, only bool, isCommitted bool) {
		switch {
		case amount == 0:
		case withheld:
			out = append(out, segment{amount, isCommitted, nil})
		case sum >= 0 && amount == sum:
			for _, m := range of {
				out = append(out, segment{m.Named, isCommitted, m})
			}
		case only && len(of) == 1:
			out = append(out, segment{amount, isCommitted, of[0]})
		default:
			out = append(out, segment{amount, isCommitted, nil})
		}
	}
	share(l.Committed, committed, firm, true, true)
	sum := offered
	if l.Committed != committed {
		sum = -1 // offers may stand in for committed figures that serve another line
	}
	share(l.Offered, sum, soft, len(firm) == 0 || len(g.lines) == 1 || !bars, false)
	return out
}

// gets is the sentence at the right of a line.
func gets(l report.ForceLine) string {
	got := l.Committed + l.Offered
	switch {
	case l.Gap > 0:
		return fmt.Sprintf("%s of %s · %s short", number(got), number(l.Minimum), number(l.Gap))
	case l.GapToTarget > 0 && l.Minimum > 0:
		return fmt.Sprintf("%s of %s · minimum met · %s short of the target", number(got), number(l.Target), number(l.GapToTarget))
	case l.GapToTarget > 0:
		return fmt.Sprintf("%s of %s · %s short of the target", number(got), number(l.Target), number(l.GapToTarget))
	case l.Target > 0:
		return fmt.Sprintf("%s of %s · met", number(got), number(l.Target))
	}
	return number(got)
}

// brings is the sentence at the right of what members name.
func (g *forceGroup) brings() string {
	var committed, offered int64
	for _, m := range g.members {
		if m.Committed {
			committed += m.Named
		} else {
			offered += m.Named
		}
	}
	switch {
	case committed > 0 && offered > 0:
		return number(committed) + " committed · " + number(offered) + " offered"
	case committed > 0:
		return number(committed) + " committed"
	case offered > 0:
		return number(offered) + " offered"
	}
	return "no figure"
}

// row is the frame of a bar: a label, a bar, a sentence.
type row struct {
	x, w int // of the bar
	top  int // of the bar
}

// frame sets label and sentence and returns where the bar goes; above leaves
// room over the bar.
func (g *forceGroup) frame(v *canvas, label, class, says string, above int) (r row, bottom int) {
	if v.narrow() {
		lines, cut := wrap(label, normal, v.inner(), 3)
		x, at := v.left(), start
		if rtl(label) {
			x, at = v.right(), end
		}
		y := v.y + 14*px
		for i, s := range lines {
			whole := ""
			if cut {
				whole = label
			}
			v.text(x, y, s, class, at, whole)
			if i < len(lines)-1 {
				y += 16 * px
			}
		}
		last := measure(lines[len(lines)-1], normal)
		if rtl(label) || last+measure(says, normal)+12*px > v.inner() {
			y += 2 * px
			said := phrases(says, v.inner())
			for _, s := range said {
				y += 15 * px
				v.text(v.right(), y, s, "", end, "")
			}
		} else {
			v.text(v.right(), y, says, "", end, "")
		}
		r = row{v.left(), v.inner(), y + 6*px + above}
		return r, r.top
	}
	labels, figures := g.columns(v)
	r = row{v.left() + labels + 14*px, v.inner() - labels - figures - 28*px, v.y + above + 4*px}
	lines, cut := wrap(label, normal, labels, 4)
	y := r.top + 11*px
	for _, s := range lines {
		whole := ""
		if cut {
			whole = label
		}
		x, at := v.left(), start
		if rtl(label) {
			x, at = v.left()+labels, end
		}
		v.text(x, y, s, class, at, whole)
		y += 16 * px
	}
	bottom = y - 12*px
	said := phrases(says, figures)
	y = r.top + 11*px
	for _, s := range said {
		v.text(v.right(), y, s, "", end, "")
		y += 16 * px
	}
	return r, max(bottom, y-12*px)
}

// columns returns the widths of labels and of sentences beside bars; they hang
// on the chart's width alone, so that bars of all groups begin together.
func (g *forceGroup) columns(v *canvas) (labels, figures int) {
	return min(v.inner()*24/100, 240*px), min(v.inner()*27/100, 230*px)
}

const (
	barHeight  = 14 * px
	thinHeight = 9 * px
)

func (g *forceGroup) lay(v *canvas) {
	for i := range g.lines {
		if i > 0 {
			v.y += 8 * px
		}
		g.line(v, &g.lines[i])
	}
	if g.apart {
		if len(g.lines) > 0 {
			v.y += 6 * px
		}
		g.named(v)
	}
}

// line draws one requirement line.
func (g *forceGroup) line(v *canvas, l *forceLine) {
	label := within(plain(l.Name))
	if l.Where != "" {
		label += " · " + within(plain(l.Where))
	}
	above := 0
	for _, s := range l.segments {
		if s.of != nil {
			above = 15 * px
		}
	}
	if len(l.barred) > 0 {
		above = 15 * px
	}
	r, bottom := g.frame(v, label, "", gets(l.ForceLine), above)
	at := func(n int64) int { return r.x + scale(n, g.most, r.w) }
	v.line("hair", r.x, r.top+barHeight, r.x+r.w, r.top+barHeight)
	var sum int64
	edge := 0 // where the last text above the bar ends
	for i, s := range l.segments {
		x, next := at(sum), at(sum+s.amount)
		sum += s.amount
		g.segment(v, l, s, x, r.top, next-x, barHeight)
		if s.of != nil {
			edge = name(v, x, next, r.x+r.w, r.top-4*px, edge, i == len(l.segments)-1 && len(l.barred) == 0, s.of.name, number(s.amount))
		}
	}
	for i, m := range l.barred {
		x, next := at(sum), at(sum+m.Named)
		sum += m.Named
		k := m.mark()
		k.says = "Not for this: " + m.says()
		v.begin(k)
		v.rect("hit", x, r.top, next-x, barHeight)
		v.frame("lost", x, r.top, next-x, barHeight)
		v.hatch("lost", x, r.top, next-x, barHeight, 12*px, true)
		v.finish()
		edge = name(v, x, next, r.x+r.w, r.top-4*px, edge, i == len(l.barred)-1, m.name+": not for this", "")
	}
	y := r.top + barHeight
	if l.Minimum > 0 || l.Target > 0 {
		y = g.ticks(v, l, r, at)
	}
	if some := l.open(); len(some) > 0 && !g.same {
		y = unstated(v, some, r.x, r.w, y)
	}
	v.y = max(y, bottom) + 6*px
}

// name sets a name, with its figure where there is room, above its piece of a
// bar; edge is where the text before it ends. The last one may go on to the limit.
func name(v *canvas, x, next, limit, y, edge int, last bool, name, figure string) int {
	if x < edge {
		return edge
	}
	if last {
		next = limit // nothing stands to the right
	}
	for _, s := range []string{strings.TrimSpace(within(name) + " " + figure), within(name), figure} {
		w := measure(s, small)
		if s != "" && w <= next-x {
			v.text(x, y, s, "small", start, "")
			return x + w + 6*px
		}
	}
	return edge
}

// segment draws a piece of a bar.
func (g *forceGroup) segment(v *canvas, l *forceLine, s segment, x, y, w, h int) {
	how := map[bool]string{true: "committed", false: "offered"}[s.committed]
	m := mark{}
	if s.of != nil {
		m = s.of.mark()
		if s.amount != s.of.Named {
			m.says += ", of that " + number(s.amount) + " here"
		}
	} else {
		for _, x := range g.members {
			// Offers may free committed figures for a line that they may not
			// serve themselves.
			if x.Named > 0 && (!s.committed || x.Committed && !x.barred(l.ForceLine)) {
				m.entries = add(m.entries, x.entries...)
			}
		}
		m.says = number(s.amount) + " " + how + "; the answer does not say whose"
	}
	v.begin(m)
	notch := 0
	if s.of != nil {
		notch = len(s.of.notFor)
	}
	v.bar(s.committed, x, y, w, h, notch)
	v.finish()
}

// bar draws figures: committed solid, offered hatched. Notches cut into it, one
// for each thing that the figures may not be used for.
func (v *canvas) bar(committed bool, x, y, w, h, notches int) {
	if w > 12*px {
		w -= px // a gap to the next one
	}
	w = max(w, 15)
	v.rect("hit", x, y, w, h)
	if committed {
		v.rect("agreed", x, y, w, h)
	} else {
		v.frame("conditional-line", x, y, w, h)
		v.hatch("hatch", x, y, w, h, 6*px, false)
	}
	for i := 0; i < notches; i++ {
		at := x + w - (10+10*i)*px
		if at < x+6*px {
			break
		}
		v.notch(at, y, h)
	}
}

// notch cuts into a bar from above.
func (v *canvas) notch(x, y, h int) {
	k := 4 * px
	v.put(`<path class="paper" d="M% %L% %L% %Z"/>`, x-k, y-px, x+k, y-px, x, y+h*6/10)
	v.put(`<path class="cross-line" d="M% %L% %L% %"/>`, x-k, y, x, y+h*6/10, x+k, y)
}

// phrases sets a sentence in lines, if it can between its parts.
func phrases(s string, width int) (out []string) {
	if measure(s, normal) <= width {
		return []string{s}
	}
	for _, p := range strings.Split(s, " · ") {
		lines, _ := wrap(p, normal, width, 4)
		out = append(out, lines...)
	}
	return out
}

// ticks draws minimum and target with their figures, and returns where they end.
func (g *forceGroup) ticks(v *canvas, l *forceLine, r row, at func(int64) int) int {
	type tick struct {
		says, class string
		x           int
	}
	var list []tick
	switch {
	case l.Minimum > 0 && l.Target > l.Minimum:
		list = []tick{{"minimum " + number(l.Minimum), "rule", at(l.Minimum)}, {"target " + number(l.Target), "goal", at(l.Target)}}
	case l.Minimum > 0:
		list = []tick{{"minimum " + number(l.Minimum), "rule", at(l.Minimum)}}
	default:
		list = []tick{{"target " + number(l.Target), "goal", at(l.Target)}}
	}
	y := r.top + barHeight + 15*px
	edge := r.x
	for i, t := range list {
		x := min(t.x, r.x+r.w-7)
		v.line(t.class, x, r.top-3*px, x, r.top+barHeight+5*px)
		w := measure(t.says, small)
		from := min(max(x-w/2, r.x), r.x+r.w-w)
		if i > 0 && from < edge {
			if edge+w <= r.x+r.w {
				from = edge
			} else {
				y += 14 * px
			}
		}
		if i == 0 && len(list) > 1 {
			// Leave room for the one to the right.
			rest := measure(list[1].says, small) + 8*px
			from = max(r.x, min(from, r.x+r.w-rest-w))
		}
		if from+w == r.x+r.w {
			v.text(r.x+r.w, y, t.says, "small dim", end, "")
		} else {
			v.text(from, y, t.says, "small dim", start, "")
		}
		edge = from + w + 8*px
	}
	return y + 3*px
}

// open lists who brings an unstated amount.
func (l *forceLine) open() []member {
	out := slices.Clone(l.unstated)
	for _, s := range l.unnamed {
		out = append(out, member{name: s})
	}
	return out
}

// unstated draws them as open marks with names.
func unstated(v *canvas, list []member, left, width, y int) int {
	x := left
	y += 13 * px
	put := func(s string, draw func(x int, s string)) {
		w := min(measure(within(s), small)+14*px, width)
		if x > left && x+w > left+width {
			x, y = left, y+16*px
		}
		draw(x, shorten(within(s), small, width-14*px))
		x += w + 10*px
	}
	for _, m := range list {
		put(m.name, func(x int, s string) {
			k := m.mark()
			if len(m.Parts) == 0 {
				k.says = within(m.name) + ", some, without a figure"
			}
			v.begin(k)
			v.rect("hit", x, y-11*px, min(measure(s, small)+14*px, width), 15*px)
			v.circle("silent-line", x+4*px, y-4*px, 35)
			v.text(x+12*px, y, s, "small", start, "")
			v.finish()
		})
	}
	put("no figure", func(x int, s string) { v.text(x, y, s, "small dim", start, "") })
	return y + 4*px
}

// named draws what members name of a capability, before it is shared out.
func (g *forceGroup) named(v *canvas) {
	label, class := "named by members", "dim"
	if len(g.lines) == 0 {
		label, class = plain(g.name)+" · no line says what is needed", ""
	}
	above := 0
	var figures, some []member
	for _, m := range g.members {
		if m.Named > 0 {
			figures = append(figures, m)
			above = 15 * px
		}
		if m.Some && len(g.lines) == 0 {
			some = append(some, m)
		}
	}
	if g.same {
		some = g.lines[0].open()
	}
	r, bottom := g.frame(v, label, class, g.brings(), above)
	y := r.top
	if len(figures) > 0 {
		v.line("hair", r.x, r.top+thinHeight, r.x+r.w, r.top+thinHeight)
		y += thinHeight
	}
	var sum int64
	edge := 0
	var caveats []string
	sort.SliceStable(figures, func(i, j int) bool { return figures[i].Committed && !figures[j].Committed })
	for i, m := range figures {
		x, next := r.x+scale(sum, g.most, r.w), r.x+scale(sum+m.Named, g.most, r.w)
		sum += m.Named
		v.begin(m.mark())
		v.bar(m.Committed, x, r.top, next-x, thinHeight, len(m.notFor))
		v.finish()
		edge = name(v, x, next, r.x+r.w, r.top-4*px, edge, i == len(figures)-1, m.name, number(m.Named))
		if len(m.notFor) > 0 {
			caveats = append(caveats, within(m.name)+": not for "+list(m.notFor))
		}
	}
	for _, s := range caveats {
		y += 3 * px
		set, cut := wrap(s, small, r.w, 4)
		for _, one := range set {
			y += 13 * px
			whole := ""
			if cut {
				whole = s
			}
			x, at := r.x, start
			if rtl(s) {
				x, at = r.x+r.w, end
			}
			v.text(x, y, one, "small dim", at, whole)
		}
	}
	if len(some) > 0 {
		if len(caveats) > 0 {
			y += 3 * px
		}
		y = unstated(v, some, r.x, r.w, y)
	}
	v.y = max(y, bottom) + 6*px
}

func forceKey(groups []*forceGroup) []keyItem {
	var committed, offered, barred, notched bool
	look := func(s bool, n int64) {
		committed = committed || n > 0 && s
		offered = offered || n > 0 && !s
	}
	for _, g := range groups {
		for _, l := range g.lines {
			look(true, l.Committed)
			look(false, l.Offered)
			barred = barred || len(l.barred) > 0
		}
		for _, m := range g.members {
			look(m.Committed, m.Named)
			notched = notched || m.Named > 0 && len(m.notFor) > 0
		}
	}
	v := func(show bool, says string, draw func(v *canvas, x, y int)) keyItem {
		if !show {
			return keyItem{}
		}
		return keyItem{says, draw}
	}
	var out []keyItem
	for _, k := range []keyItem{
		v(committed, "committed", func(v *canvas, x, y int) { v.bar(true, x-6*px, y-4*px, 12*px, 8*px, 0) }),
		v(offered, "offered", func(v *canvas, x, y int) { v.bar(false, x-6*px, y-4*px, 12*px, 8*px, 0) }),
		v(notched, "a cut: not for some task or sector", func(v *canvas, x, y int) {
			v.bar(true, x-6*px, y-4*px, 14*px, 8*px, 0)
			v.notch(x+10, y-4*px, 8*px)
		}),
		v(barred, "may not be used here", func(v *canvas, x, y int) { v.frame("lost", x-6*px, y-4*px, 12*px, 8*px) }),
	} {
		if k.draw != nil {
			out = append(out, k)
		}
	}
	return out
}

func forceDesc(w *report.Who, groups []*forceGroup) string {
	lines, short, met := 0, 0, 0
	for _, g := range groups {
		for _, l := range g.lines {
			lines++
			switch {
			case l.Gap > 0:
				short++
			case l.GapToTarget == 0:
				met++
			}
		}
	}
	if lines == 0 {
		return "No line says what the force needs. " + w.Sentence
	}
	return fmt.Sprintf("%s, of which %d fall short of the minimum and %d reach the target. Bars show what is committed and what is offered in addition, against minimum and target.",
		count(lines, "requirement line", "requirement lines"), short, met)
}

func forceTable(groups []*forceGroup) [][]string {
	out := [][]string{{"line", "capability", "where", "what", "actor", "name", "amount", "says", "not_for", "entries"}}
	for _, g := range groups {
		for _, l := range g.lines {
			put := func(what string, n int64) {
				out = append(out, []string{l.ID, l.Capability, l.Where, what, "", "", fmt.Sprint(n), "", "", ""})
			}
			put("minimum", l.Minimum)
			put("target", l.Target)
			put("committed", l.Committed)
			put("offered", l.Offered)
			put("gap", l.Gap)
			put("gap_to_target", l.GapToTarget)
			put("firm_gap", l.FirmGap)
			put("firm_gap_to_target", l.FirmGapToTarget)
			for _, s := range l.segments {
				if s.of != nil {
					what := map[bool]string{true: "committed by", false: "offered by"}[s.committed]
					out = append(out, []string{l.ID, l.Capability, l.Where, what, s.of.actor, s.of.name, fmt.Sprint(s.amount), "", "", strings.Join(s.of.entries, " ")})
				}
			}
			for _, m := range l.barred {
				out = append(out, []string{l.ID, l.Capability, l.Where, "barred", m.actor, m.name, fmt.Sprint(m.Named), m.figure(), strings.Join(m.bans(), " "), strings.Join(m.entries, " ")})
			}
			for _, m := range l.unstated {
				out = append(out, []string{l.ID, l.Capability, l.Where, "unstated", m.actor, m.name, "", m.figure(), "", strings.Join(m.entries, " ")})
			}
			for _, s := range l.unnamed {
				out = append(out, []string{l.ID, l.Capability, l.Where, "unstated", "", s, "", "", "", ""})
			}
		}
		for _, m := range g.members {
			what := map[bool]string{true: "names, committed", false: "names, offered"}[m.Committed]
			amount := fmt.Sprint(m.Named)
			if m.Named == 0 && m.Some {
				amount = ""
			}
			out = append(out, []string{"", m.Capability, "", what, m.actor, m.name, amount, m.figure(), strings.Join(m.bans(), " "), strings.Join(m.entries, " ")})
		}
	}
	return out
}

// bans lists the tasks and sectors that what the member brings may not serve.
func (m member) bans() (ids []string) {
	for _, p := range m.Parts {
		ids = add(ids, p.NotFor...)
	}
	return ids
}
