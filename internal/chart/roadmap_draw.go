package chart

import (
	"slices"
	"sort"
	"strings"

	"mandate/internal/report"
)

const (
	roadGap    = 34 * px  // between two columns
	roadColumn = 118 * px // a column is at least so wide
	roadWidest = 230 * px
	roadPad    = 8 * px  // within a box
	roadRow    = 16 * px // of text
	roadSkip   = 11 * px // between two boxes
	mostBeside = 8       // what has happened has a column of its own up to here
	roadLoose  = 3 * px  // between two events in a box
)

// roadText is a line of text in a box; event is whose, none of what heads it.
type roadText struct {
	event string
	says  string
	class string
	size  int
}

func (r *roadmap) lay(v *canvas) {
	if len(r.nodes)+len(r.done)+len(r.free) == 0 {
		s := r.o.Sentence
		if s == "" || r.o.Result == "order" {
			s = "Nothing is in any order: the case has no steps, and no answer is owed."
		}
		v.paragraph(s, normal, "dim", 4)
		return
	}
	room := func(columns int) int { return min(roadWidest, (v.inner()-(columns-1)*roadGap)/max(columns, 1)) }
	columns, beside := r.layers, false
	if len(r.done) > 0 && len(r.done) <= mostBeside && room(columns+1) >= roadColumn {
		columns, beside = columns+1, true
	}
	width := room(columns)
	if v.narrow() || width < roadColumn {
		r.list(v)
		return
	}
	gap := roadGap
	if columns > 1 { // what the columns do not need goes between them
		gap = min(3*roadGap, (v.inner()-columns*width)/(columns-1))
	}
	v.y += 14 * px
	head := v.y
	v.y += 14 * px
	top := v.y
	x, bottom := v.left(), top
	header := func(says, class string) {
		v.text(x, head, says, class, start, "")
		v.line("hair", x, head+6*px, x+width, head+6*px)
	}
	if beside {
		header("done", "small dim")
		bottom = max(bottom, r.drawDone(v, r.done, x, top, width))
		x += width + gap
	}
	for _, n := range r.nodes {
		r.fill(n, width)
	}
	layers := r.places(top)
	for i, l := range layers {
		switch {
		case i == 0 && first(l) != "":
			header(first(l), "small strong")
		case slices.ContainsFunc(l, func(n *roadNode) bool { return n.aim }):
			header("then, the aim", "small dim")
		default:
			header("then", "small dim")
		}
		for _, n := range l {
			n.x = x
			bottom = max(bottom, n.y+n.h)
		}
		x += width + gap
	}
	leaves, arrives := r.ports(width)
	for _, l := range layers {
		for _, n := range l {
			if len(n.events) > 0 {
				r.box(v, n, width)
			}
		}
		for _, n := range l {
			for _, e := range n.out {
				if slices.Contains(r.edges, e) {
					r.arrow(v, e, width, leaves[e], arrives[e])
				}
			}
		}
	}
	v.y = bottom + 12*px
	r.key(v)
	r.drawFree(v)
	if !beside {
		r.doneBelow(v)
	}
}

// doneBelow lists what has happened where it has no column of its own.
func (r *roadmap) doneBelow(v *canvas) {
	if len(r.done) == 0 {
		return
	}
	v.y += 18 * px
	v.text(v.left(), v.y-4*px, "done", "small dim", start, "")
	v.line("hair", v.left(), v.y, v.right(), v.y)
	v.y += 8 * px
	columns := max(1, v.inner()/(200*px))
	each := (len(r.done) + columns - 1) / columns
	top := v.y
	for i := 0; i < len(r.done); i += each {
		part := r.done[i:min(i+each, len(r.done))]
		v.y = max(v.y, r.drawDone(v, part, v.left()+i/each*(v.inner()/columns), top, v.inner()/columns-14*px))
	}
}

var freeLeads = map[string]string{"decide": "decide ", "commit": "commitment of ", "consent": "consent of "}

// first heads the boxes that can come first of all; empty if none is among them.
func first(l []*roadNode) string {
	now := slices.ContainsFunc(l, func(n *roadNode) bool { return n.now })
	given := slices.ContainsFunc(l, func(n *roadNode) bool { return n.given })
	switch {
	case now && given:
		return "now, or agreed"
	case now:
		return "can be done now"
	case given:
		return "agreed"
	}
	return ""
}

// drawFree lists what nothing on record waits for: what can be done now, then
// what is given.
func (r *roadmap) drawFree(v *canvas) {
	var now, given []report.OrderEvent
	for _, e := range r.free {
		if e.Given != nil {
			given = append(given, e)
		} else {
			now = append(now, e)
		}
	}
	r.drawLoose(v, "can be done now, too", now)
	r.drawLoose(v, "agreed, too", given)
}

func (r *roadmap) drawLoose(v *canvas, head string, list []report.OrderEvent) {
	if len(list) == 0 {
		return
	}
	v.y += 22 * px
	v.text(v.left(), v.y-4*px, head, "small strong", start, "")
	says := "nothing on record waits for it"
	if from := v.left() + measure(head, small)*108/100 + 10*px; from+measure(says, small) <= v.right() {
		v.text(from, v.y-4*px, says, "small dim", start, "")
	}
	v.y += 2 * px
	v.line("hair", v.left(), v.y, v.right(), v.y)
	v.y += 8 * px
	columns := max(1, v.inner()/(260*px))
	width := v.inner() / columns
	// Down, then across; rows of a column are as high as their text.
	each := (len(list) + columns - 1) / columns
	top, bottom := v.y, v.y
	for i, e := range list {
		x := v.left() + i/each*width
		if i%each == 0 {
			v.y = top
		}
		says, class := freeLeads[e.Kind]+bare(e), "agreed"
		if e.Given != nil {
			says, class = says+", "+agreed(e), "agreed-line"
		}
		set, _ := wrap(says, normal, width-30*px, 6)
		h := len(set)*roadRow + 4*px
		v.begin(r.markOf(nil, e))
		v.rect("hit", x, v.y, width-12*px, max(h, 24*px))
		v.rounded(class, x, v.y+5*px, 9*px, 9*px)
		for k, s := range set {
			v.text(x+16*px, v.y+13*px+k*roadRow, s, "", start, "")
		}
		v.finish()
		v.y += max(h, 24*px)
		bottom = max(bottom, v.y)
	}
	v.y = bottom + 4*px
}

var roadHeads = map[string]string{"decide": "decide", "commit": "commitment of", "consent": "consent of"}

// fill sets the text of a box, and with it its height.
func (r *roadmap) fill(n *roadNode, width int) {
	n.texts = nil
	room := width - 2*roadPad
	quiet, name := "small dim", ""
	switch {
	case n.now:
		quiet, name = "small on", "strong on"
	case n.aim:
		name = "strong"
	case n.never:
		name = "dim"
	}
	put := func(event, says, class string, size, lines int) {
		measured := room
		if strings.HasPrefix(class, "strong") {
			measured = room * 100 / 108
		}
		set, _ := wrap(says, size, measured, lines)
		for _, s := range set {
			n.texts = append(n.texts, roadText{event, s, class, size})
		}
	}
	if h := roadHeads[n.kind]; h != "" {
		put("", h, quiet, small, 1)
	}
	for _, e := range n.events {
		put(e.ID, bare(e), name, normal, 6)
		if e.Given != nil {
			put(e.ID, agreed(e), "small dim", small, 2)
		}
	}
	first := n.events[0].ID
	if n.stages > 0 {
		put(first, "in "+count(n.stages, "stage", "stages")+", in turn", quiet, small, 2)
	}
	if c := r.circles[first]; len(c) > 0 {
		put(first, circleNames(c), "small fault", small, 2)
	}
	if n.never {
		put("", "in no possible plan", quiet, small, 2)
	}
	n.h = 2*6*px + len(n.texts)*roadRow + (len(n.events)-1)*roadLoose
}

func (v *canvas) rounded(class string, x, y, w, h int) {
	v.put(`<rect class="`+class+`" x="%" y="%" width="%" height="%" rx="%"/>`, x, y, w, h, 4*px)
}

// box draws a box; each event in it is a mark.
func (r *roadmap) box(v *canvas, n *roadNode, width int) {
	class := map[bool]string{true: "strong-box"}[n.now]
	if class != "" {
		v.put(`<g class="` + class + `">`)
	}
	switch {
	case n.now:
		v.rounded("agreed", n.x, n.y, width, n.h)
		if n.aim {
			v.rounded("paper-line", n.x+3*px, n.y+3*px, width-6*px, n.h-6*px)
		}
	case n.aim:
		v.rounded("rule", n.x, n.y, width, n.h)
	case n.never:
		v.rounded("lost", n.x, n.y, width, n.h)
	case n.given:
		v.rounded("agreed-line", n.x, n.y, width, n.h)
	case len(r.circles[n.events[0].ID]) > 0:
		v.rounded("cross-line", n.x, n.y, width, n.h)
	default:
		v.rounded("hair", n.x, n.y, width, n.h)
	}
	y := n.y + 6*px
	for i := 0; i < len(n.texts); {
		k := i + 1
		for k < len(n.texts) && n.texts[k].event == n.texts[i].event {
			k++
		}
		id := n.texts[i].event
		if id != "" {
			v.begin(r.markOf(n, r.events[id]))
			v.rect("hit", n.x+2*px, y, width-4*px, (k-i)*roadRow)
		}
		for _, t := range n.texts[i:k] {
			x, at := n.x+roadPad, start
			if rtl(t.says) {
				x, at = n.x+width-roadPad, end
			}
			v.text(x, y+12*px, t.says, t.class, at, "")
			y += roadRow
		}
		if id != "" {
			v.finish()
			y += roadLoose
		}
		i = k
	}
	if class != "" {
		v.put("</g>")
	}
}

// drawDone lists what has happened, quietly, with its day.
func (r *roadmap) drawDone(v *canvas, list []report.OrderEvent, x, y, width int) int {
	for _, e := range list {
		set, _ := wrap(bare(e), normal, width-2*px, 6)
		h := len(set)*roadRow + 15*px
		v.begin(r.markOf(nil, e))
		v.rect("hit", x, y, width, h)
		for _, s := range set {
			r.doneText(v, x, y+12*px, width, s, "dim")
			y += roadRow
		}
		r.doneText(v, x, y+11*px, width, happened(e), "small dim")
		v.finish()
		y += 15*px + 7*px
	}
	return y
}

func (r *roadmap) doneText(v *canvas, x, y, width int, s, class string) {
	at := start
	if rtl(s) {
		x, at = x+width, end
	}
	v.text(x, y, s, class, at, "")
}

// ports spreads the arrows along the sides of their boxes, by where they lead.
func (r *roadmap) ports(width int) (leaves, arrives map[*roadEdge]int) {
	type side struct {
		n     *roadNode
		right bool
	}
	type port struct {
		e      *roadEdge
		leaves bool
		toward int
	}
	sides := map[side][]port{}
	middle := func(n *roadNode) int { return n.y + n.h/2 }
	var order []side
	put := func(s side, p port) {
		if sides[s] == nil {
			order = append(order, s)
		}
		sides[s] = append(sides[s], p)
	}
	for _, e := range r.edges {
		first, last := e.to, e.from
		if len(e.via) > 0 {
			first, last = e.via[0], e.via[len(e.via)-1]
		}
		if e.back { // ways are listed from left to right
			if len(e.via) == 0 {
				first, last = e.to, e.from
			} else {
				first, last = last, first
			}
		}
		put(side{e.from, !e.back}, port{e, true, middle(first)})
		put(side{e.to, e.back}, port{e, false, middle(last)})
	}
	leaves, arrives = map[*roadEdge]int{}, map[*roadEdge]int{}
	for _, s := range order {
		list := sides[s]
		sort.SliceStable(list, func(i, j int) bool { return list[i].toward < list[j].toward })
		step := min(12*px, s.n.h/(len(list)+1))
		y := middle(s.n) - step*(len(list)-1)/2
		for _, p := range list {
			if p.leaves {
				leaves[p.e] = y
			} else {
				arrives[p.e] = y
			}
			y += step
		}
	}
	return leaves, arrives
}

var roadHeadsOf = map[string]string{byCase: "tick", byDemand: "accent", byForm: "silent", byChoice: "tick", byCircle: "objects"}

// arrow draws an arrow with its head, and a wider way to point at.
func (r *roadmap) arrow(v *canvas, e *roadEdge, width, y1, y2 int) {
	x1, x2 := e.from.x+width, e.to.x
	if e.back {
		x1, x2 = e.from.x, e.to.x+width
	}
	tip := 6 * px
	if e.back {
		tip = -tip
	}
	var d strings.Builder
	d.WriteString("M" + dec(x1) + " " + dec(y1))
	x, y := x1, y1
	curve := func(tx, ty int) {
		half := (tx - x) / 2
		d.WriteString("C" + dec(x+half) + " " + dec(y) + " " + dec(tx-half) + " " + dec(ty) + " " + dec(tx) + " " + dec(ty))
		x, y = tx, ty
	}
	ways := append([]*roadNode(nil), e.via...)
	if e.back {
		slices.Reverse(ways)
	}
	for _, n := range ways {
		in, out := n.x, n.x+width
		if e.back {
			in, out = out, in
		}
		curve(in, n.y+n.h/2)
		d.WriteString("H" + dec(out))
		x = out
	}
	curve(x2-tip, y2)
	m := r.mark(e)
	v.begin(m)
	class := "way"
	if e.style != byCase {
		class += " way-" + e.style
	}
	v.b.WriteString(`<path class="` + class + `" d="` + d.String() + "\"/>\n")
	v.b.WriteString(`<path class="way-hit" d="` + d.String() + "\"/>\n")
	v.put(`<path class="`+roadHeadsOf[e.style]+`" d="M% %L% %L% %Z"/>`, x2, y2, x2-tip, y2-35, x2-tip, y2+35)
	v.finish()
}

// list draws the same boxes one under the other, where there is no room for
// columns; what each waits for stands under it.
func (r *roadmap) list(v *canvas) {
	width := v.inner()
	heading := func(says, class string) {
		v.y += 18 * px
		v.text(v.left(), v.y-4*px, says, class, start, "")
		v.line("hair", v.left(), v.y, v.right(), v.y)
		v.y += 8 * px
	}
	nodes := append([]*roadNode(nil), r.nodes...)
	sort.SliceStable(nodes, func(i, j int) bool { return nodes[i].layer < nodes[j].layer })
	layers := make([][]*roadNode, r.layers)
	for _, n := range nodes {
		layers[n.layer] = append(layers[n.layer], n)
	}
	last := -1
	for _, n := range nodes {
		if n.layer != last {
			if last >= 0 {
				v.y += 6 * px
			}
			if says := first(layers[n.layer]); n.layer == 0 && says != "" {
				heading(says, "small strong")
			} else {
				heading("then", "small dim")
			}
			last = n.layer
		}
		r.fill(n, width)
		n.x, n.y = v.left(), v.y
		r.box(v, n, width)
		v.y += n.h
		var before, round []string
		for _, e := range n.in {
			for _, x := range e.from.events {
				if e.style == byCircle {
					round = add(round, bare(x))
				} else if slices.Contains(r.edges, e) {
					before = add(before, bare(x))
				}
			}
		}
		v.y += 2 * px
		if len(before) > 0 {
			v.paragraph("after "+some(before), small, "small dim", 3)
		}
		if len(round) > 0 {
			v.paragraph("waits in a circle for "+some(round), small, "small fault", 3)
		}
		v.y += 8 * px
	}
	r.drawFree(v)
	r.doneBelow(v)
	v.y += 4 * px
}

func (r *roadmap) key(v *canvas) {
	used := map[string]bool{}
	for _, e := range r.edges {
		used[e.style] = true
	}
	var items []keyItem
	for _, k := range []struct{ style, says string }{
		{byCase, "the plan itself"}, {byDemand, "somebody’s words"}, {byForm, "how every plan is made"}, {byChoice, "this or another"}, {byCircle, "in a circle"},
	} {
		if used[k.style] {
			class := "way"
			if k.style != byCase {
				class += " way-" + k.style
			}
			items = append(items, keyItem{k.says, func(v *canvas, x, y int) { v.line(class, x-6*px, y, x+6*px, y) }})
		}
	}
	if len(items) > 0 {
		v.key(items)
	}
}
