package chart

import (
	"fmt"
	"sort"
	"strings"

	"mandate/internal/report"
)

// Circle draws the n-th circle of an order, from 1, as a circle: what waits on
// its ring, and by each arc the sentence because of which what stands after it
// waits for what stands before it. A circle with a choice has several loops; one
// that somebody may not see has none.
func Circle(o *report.Order, n int) *Chart {
	c := newChart(fmt.Sprintf("Circle %d: each waits for what stands before it", n), &o.Head)
	c.table = [][]string{{"loop", "before", "before_name", "after", "after_name", "says", "entries"}}
	if n < 1 || n > len(o.Circles.List) {
		c.Desc = "There is no such circle."
		c.lay = func(v *canvas) { v.paragraph(c.Desc, normal, "dim", 2) }
		return c
	}
	x := o.Circles.List[n-1]
	k := &ring{names: map[string]report.OrderEvent{}, byKey: map[string]report.Position{}}
	for _, e := range o.Events {
		k.names[e.ID] = e
	}
	for _, p := range x.Positions {
		k.byKey[p.Key] = p
	}
	for i, l := range x.Loops {
		var stops []ringStop
		for _, a := range l {
			stops = append(stops, k.stop(a))
			c.table = append(c.table, k.row(i+1, a))
		}
		k.loops = append(k.loops, stops)
	}
	c.Desc = k.desc(x)
	if len(k.loops) == 0 {
		c.lay = func(v *canvas) { v.paragraph("Part of this circle is withheld from this audience.", normal, "dim", 3) }
		return c
	}
	c.lay = func(v *canvas) {
		for i, stops := range k.loops {
			if len(k.loops) > 1 {
				v.y += 6 * px
				v.paragraph(fmt.Sprintf("choice %d", i+1), small, "small dim", 1)
			}
			if v.w < 560*px || len(stops) > 5 {
				k.upright(v, stops)
			} else {
				k.round(v, stops)
			}
		}
	}
	return c
}

type ring struct {
	names map[string]report.OrderEvent
	byKey map[string]report.Position
	loops [][]ringStop
}

// ringStop is an event of a loop, and the arc from it to the next.
type ringStop struct {
	name string
	who  []string // whose sentences lead on, and what they say
	says []string
	m    mark
}

func (k *ring) stop(a report.OrderLink) ringStop {
	s := ringStop{name: capital(plain(k.names[a.From].Name))}
	var seen []string
	var list []report.Position
	for _, key := range a.Positions {
		p := k.byKey[key]
		list = append(list, p)
		s.who = append(s.who, whoOf(p))
		s.says = append(s.says, plain(p.Says))
		seen = append(seen, s.who[len(s.who)-1]+" "+plain(p.Says))
	}
	if len(list) == 0 {
		s.who, s.says = []string{""}, []string{"so every plan is made: stages in turn, taking part before the deed"}
		seen = s.says
	}
	s.m = mark{says: strings.Join(seen, " ") + ": " + plain(k.names[a.To].Name) + " waits for " + plain(k.names[a.From].Name), entries: opens(nil, list)}
	return s
}

// class: what nobody says is quiet.
func (s ringStop) class(j int) string {
	if s.who[j] == "" {
		return "dim"
	}
	return ""
}

func whoOf(p report.Position) string {
	switch {
	case p.Key == "withheld":
		return "withheld"
	case len(p.OwnerNames) > 0:
		return list(p.OwnerNames)
	}
	return "the plan itself"
}

func capital(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		return strings.ToUpper(string(r[0])) + string(r[1:])
	}
	return s
}

func (k *ring) row(loop int, a report.OrderLink) []string {
	var says []string
	var list []report.Position
	for _, key := range a.Positions {
		list = append(list, k.byKey[key])
		says = append(says, plain(claims(k.byKey[key])))
	}
	return []string{fmt.Sprint(loop), a.From, plain(k.names[a.From].Name), a.To, plain(k.names[a.To].Name), strings.Join(says, "; "), strings.Join(opens(nil, list), " ")}
}

func (k *ring) desc(x report.OrderCircle) string {
	if len(x.Loops) == 0 {
		return "Part of this circle is withheld from this audience."
	}
	var parts []string
	for _, a := range x.Loops[0] {
		parts = append(parts, within(plain(k.names[a.To].Name))+" waits for "+within(plain(k.names[a.From].Name)))
	}
	return capital(strings.Join(parts, "; ")) + "."
}

// label is a block of text beside the ring.
type label struct {
	lines    []string
	classes  []string
	m        *mark
	x, y, h  int // the block; y is its top
	ax, ay   int // where on the ring it belongs
	at       anchor
	side     int // -1 left, 0 in the middle, 1 right
	width    int
	sentence bool
}

const (
	ringRow   = 16 * px
	mostLines = 40 // of a sentence: nobody writes more
)

func (l *label) put(s, class string, width, lines int) {
	room := width
	if strings.Contains(class, "strong") {
		room = width * 100 / 108
	}
	set, _ := wrap(s, normal, room, lines)
	for _, t := range set {
		l.lines = append(l.lines, t)
		l.classes = append(l.classes, class)
	}
	l.h = len(l.lines) * ringRow
}

// sine is that of full turns in 1/48, by thousands.
var sine = [49]int{0, 131, 259, 383, 500, 609, 707, 793, 866, 924, 966, 991, 1000, 991, 966, 924, 866, 793, 707, 609, 500, 383, 259, 131, 0,
	-131, -259, -383, -500, -609, -707, -793, -866, -924, -966, -991, -1000, -991, -966, -924, -866, -793, -707, -609, -500, -383, -259, -131, 0}

// turn is a point of a ring at so many of 48 parts from the top, clockwise, by
// thousands.
func turn(part, of int) (x, y int) {
	a := part * 480 / of % 480 // tenths of a 48th
	at := func(a int) int {
		a = (a + 480) % 480
		lo, rest := a/10, a%10
		return sine[lo] + (sine[lo+1]-sine[lo])*rest/10
	}
	return at(a), -at(a + 120)
}

// round draws a loop as a ring with its events and sentences around it.
func (k *ring) round(v *canvas, stops []ringStop) {
	n := len(stops)
	radius := 74*px + n*9*px
	wing := min((v.inner()-2*radius)/2-30*px, 330*px)
	cx := v.left() + v.inner()/2
	var labels []*label
	for i, s := range stops {
		for half := range 2 {
			sx, sy := turn(2*i+half, 2*n)
			l := &label{ax: radius * sx / 1000, ay: radius * sy / 1000, at: start, width: wing, sentence: half == 1}
			switch {
			case sx < -200:
				l.side, l.at = -1, end
			case sx > 200:
				l.side = 1
			default:
				l.width, l.at = min(v.inner(), 2*radius+2*wing), middle
			}
			if half == 0 {
				l.put(s.name, "strong", l.width, 3)
			} else {
				m := s.m
				l.m = &m
				for j, who := range s.who {
					if who != "" {
						l.put(who, "fault strong", l.width, 2)
					}
					l.put(s.says[j], s.class(j), l.width, mostLines)
				}
			}
			labels = append(labels, l)
		}
	}
	// Beside the ring blocks must not cover each other; above and below it they
	// stand off.
	for _, l := range labels {
		l.y = l.ay - l.h/2
		l.x = cx + l.side*(radius+24*px)
		if l.side == 0 {
			l.x = cx
			if l.ay < 0 {
				l.y = l.ay - l.h - 14*px
			} else {
				l.y = l.ay + 16*px
			}
		}
	}
	for _, side := range []int{-1, 1} {
		var list []*label
		for _, l := range labels {
			if l.side == side {
				list = append(list, l)
			}
		}
		sort.SliceStable(list, func(i, j int) bool { return list[i].ay < list[j].ay })
		for i := 1; i < len(list); i++ {
			list[i].y = max(list[i].y, list[i-1].y+list[i-1].h+12*px)
		}
		if len(list) > 0 { // centred again
			last := list[len(list)-1]
			shift := 0
			if over := last.y + last.h - max(radius, last.ay+last.h/2); over > 0 {
				shift = over / 2
			}
			for _, l := range list {
				l.y -= shift
			}
		}
	}
	top, bottom := -radius, radius
	for _, l := range labels {
		top, bottom = min(top, l.y), max(bottom, l.y+l.h)
	}
	cy := v.y + 8*px - top
	v.circle("way way-circle", cx, cy, radius)
	for i := range stops { // a head in the middle of each arc
		k.head(v, cx, cy, radius, 2*i+1, 2*n)
	}
	for i, l := range labels {
		if l.m != nil {
			v.begin(*l.m)
		}
		ax, ay := cx+l.ax, cy+l.ay
		if l.side != 0 {
			edge := l.x - l.side*5*px
			v.put(`<path class="hair" d="M% %L% %"/>`, ax+l.side*8*px, ay, edge, cy+l.y+l.h/2)
		}
		if i%2 == 0 {
			v.circle("paper", ax, ay, 8*px)
			v.circle("objects", ax, ay, 5*px)
		}
		if l.m != nil {
			w := widest(normal, l.lines...) * 108 / 100
			x := l.x
			switch l.at {
			case end:
				x -= w
			case middle:
				x -= w / 2
			case start:
			}
			v.rect("hit", x-2*px, cy+l.y-2*px, w+4*px, l.h+4*px)
		}
		for j, s := range l.lines {
			v.text(l.x, cy+l.y+12*px+j*ringRow, s, l.classes[j], l.at, "")
		}
		if l.m != nil {
			v.finish()
		}
	}
	v.y = cy + bottom + 10*px
}

// head draws an arrowhead on the ring, clockwise.
func (k *ring) head(v *canvas, cx, cy, radius, part, of int) {
	px1, py1 := turn(part, of)
	x, y := cx+radius*px1/1000, cy+radius*py1/1000
	// The way onward is a quarter turn after the way outward.
	tx, ty := -py1, px1
	at := func(along, out int) (int, int) {
		return x + (tx*along+px1*out)/1000, y + (ty*along+py1*out)/1000
	}
	ax, ay := at(6*px, 0)
	bx, by := at(-5*px, 5*px)
	dx, dy := at(-5*px, -5*px)
	v.put(`<path class="objects" d="M% %L% %L% %Z"/>`, ax, ay, bx, by, dx, dy)
}

// upright draws a loop where there is no room for a ring: down along the
// sentences, and back at the left.
func (k *ring) upright(v *canvas, stops []ringStop) {
	x := v.left() + 26*px
	text := x + 18*px
	room := v.right() - text
	back := v.left() + 6*px
	v.y += 10 * px
	first := v.y + 6*px
	var marks []func()
	for i, s := range stops {
		set, _ := wrap(s.name, normal, room*100/108, 3)
		y := v.y
		marks = append(marks, func() {
			v.circle("paper", x, y+6*px, 8*px)
			v.circle("objects", x, y+6*px, 5*px)
		})
		for _, t := range set {
			v.y += ringRow
			v.text(text, v.y-4*px, t, "strong", start, "")
		}
		v.y += 4 * px
		v.begin(s.m)
		begun := v.y
		l := &label{}
		for j, who := range s.who {
			if who != "" {
				l.put(who, "fault", room, 2)
			}
			l.put(s.says[j], s.class(j), room, mostLines)
		}
		v.rect("hit", text, begun, room, l.h)
		for j, t := range l.lines {
			v.text(text, begun+12*px+j*ringRow, t, l.classes[j], start, "")
		}
		v.finish()
		v.y += l.h + 10*px
		if i < len(stops)-1 {
			y := (begun + v.y) / 2
			marks = append(marks, func() {
				v.put(`<path class="objects" d="M% %L% %L% %Z"/>`, x, y+6*px, x-5*px, y-5*px, x+5*px, y-5*px)
			})
		}
	}
	end := v.y - 4*px
	v.put(`<path class="way way-circle" d="M% %V%A% % 0 0 1 % %V%A% % 0 0 1 % %Z"/>`, x, first, end-10*px, 10*px, 10*px, back, end-10*px, first, 10*px, 10*px, x, first)
	for _, m := range marks {
		m()
	}
	y := (first + end) / 2
	v.put(`<path class="objects" d="M% %L% %L% %Z"/>`, back, y-6*px, back-5*px, y+5*px, back+5*px, y+5*px)
}
