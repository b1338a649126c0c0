package chart

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"mandate/internal/report"
)

// order makes an order up: events of all kinds and pairs between them, of which
// some are in circles.
func order(seed uint64) *report.Order {
	r := rand.New(rand.NewPCG(seed, 7))
	o := &report.Order{Head: report.Head{Title: "made", AsOf: "2025-01-06", Aim: "step1"}, Result: "order"}
	kinds := []string{"step", "decide", "commit", "consent"}
	leads := map[string]string{"decide": "deciding ", "commit": "the commitment of ", "consent": "the consent of "}
	n := 3 + r.IntN(30)
	for i := range n {
		k := kinds[r.IntN(4)]
		e := report.OrderEvent{ID: fmt.Sprintf("%s%d", k, i), Kind: k, Name: leads[k] + fmt.Sprintf("thing %d", i), Possible: r.IntN(5) > 0, Past: r.IntN(6) == 0}
		e.Now = e.Possible && !e.Past && r.IntN(3) == 0
		if e.Possible && !e.Past && (k == "commit" || k == "consent") && r.IntN(3) == 0 {
			e.Given = &report.OrderGiven{Since: "2025-01-02", Entries: []string{"yes-1"}}
		}
		o.Events = append(o.Events, e)
	}
	for range 2 * n {
		i, j := r.IntN(n), r.IntN(n)
		if i >= j || o.Events[j].Now {
			continue
		}
		a := report.OrderArc{From: o.Events[i].ID, To: o.Events[j].ID, Kind: "need", Every: true}
		if r.IntN(2) == 0 {
			a.Positions = []report.Position{{Key: fmt.Sprint("k", i), Line: fmt.Sprint("steps.", i), Says: "so it is"}}
		}
		if r.IntN(6) == 0 {
			a.Every, a.Choice = false, true
		}
		o.Arcs = append(o.Arcs, a)
	}
	for range r.IntN(3) {
		size := 2 + r.IntN(4)
		perm := r.Perm(n)[:min(size, n)]
		var loop []report.OrderLink
		for k, i := range perm {
			from, to := o.Events[i].ID, o.Events[perm[(k+1)%len(perm)]].ID
			loop = append(loop, report.OrderLink{From: from, To: to, Positions: []string{"c"}})
			o.Arcs = append(o.Arcs, report.OrderArc{From: from, To: to, Kind: "demand", Positions: []report.Position{{Key: "c", Says: "first", OwnerNames: []string{"A"}, Entries: []string{"a-1"}}}})
		}
		o.Circles.List = append(o.Circles.List, report.OrderCircle{Positions: []report.Position{{Key: "c", Says: "first", OwnerNames: []string{"A"}, Entries: []string{"a-1"}}}, Loops: [][]report.OrderLink{loop}})
	}
	return o
}

// TestRoadmapLeavesNothingOut: every event ahead stands in one box or in the
// list; every pair that is shown is an arrow, or a way along arrows; arrows lead
// to the right, and boxes do not cover each other.
func TestRoadmapLeavesNothingOut(t *testing.T) {
	for seed := range uint64(400) {
		o := order(seed)
		r := roadmapOf(o)
		at := map[string]*roadNode{}
		for _, n := range r.nodes {
			r.fill(n, 150*px)
			for _, e := range n.events {
				if at[e.ID] != nil {
					t.Fatalf("seed %d: %s stands twice", seed, e.ID)
				}
				at[e.ID] = n
			}
		}
		for _, e := range r.free {
			if !e.Now && e.Given == nil || at[e.ID] != nil {
				t.Fatalf("seed %d: %s is listed", seed, e.ID)
			}
			at[e.ID] = &roadNode{}
		}
		for _, e := range o.Events {
			if e.Now && at[e.ID] == nil {
				t.Fatalf("seed %d: %s can be done now and is nowhere", seed, e.ID)
			}
		}
		next := map[*roadNode][]*roadNode{}
		for _, e := range r.edges {
			next[e.from] = append(next[e.from], e.to)
			if back := e.to.layer <= e.from.layer; back != e.back {
				t.Fatalf("seed %d: an arrow from layer %d to %d", seed, e.from.layer, e.to.layer)
			}
		}
		_, arcs, _ := o.Graph()
		past := map[string]bool{}
		for _, e := range o.Events {
			past[e.ID] = e.Past
		}
		for _, a := range arcs {
			if past[a.From] || past[a.To] {
				continue
			}
			if at[a.From] != at[a.To] && !r.reaches(next, at[a.From], at[a.To], nil) {
				t.Fatalf("seed %d: %s before %s is not to be seen", seed, a.From, a.To)
			}
		}
		for _, l := range r.places(0) {
			slices.SortFunc(l, func(a, b *roadNode) int { return a.y - b.y })
			for i := 1; i < len(l); i++ {
				if l[i].y < l[i-1].y+l[i-1].h {
					t.Fatalf("seed %d: two boxes of a column cover each other", seed)
				}
			}
		}
		given := 0
		for _, e := range o.Events {
			if e.Given != nil && at[e.ID] != nil {
				given++
				if n := at[e.ID]; n.now {
					t.Fatalf("seed %d: %s is given, and shown as to be done", seed, e.ID)
				}
			}
		}
		for _, w := range []int{320, 1100} {
			if svg := string(Roadmap(o).SVG(w)); strings.Count(svg, "agreed since") < given {
				t.Fatalf("seed %d: of %d answers given, not each says so", seed, given)
			}
		}
		if a, b := Roadmap(o).SVG(1100), Roadmap(order(seed)).SVG(1100); string(a) != string(b) {
			t.Fatalf("seed %d: other bytes when drawn again", seed)
		}
		for i := range o.Circles.List {
			for _, w := range []int{320, 900} {
				svg := string(Circle(o, i+1).SVG(w))
				for _, e := range o.Circles.List[i].Loops[0] {
					if name := capital(plain(r.events[e.From].Name)); !strings.Contains(svg, ">"+name+"<") {
						t.Fatalf("seed %d: circle %d does not name %s", seed, i+1, name)
					}
				}
			}
		}
	}
}

// TestStagesInOneBox: stages that only follow each other are one box, with what
// comes before the first and after the last.
func TestStagesInOneBox(t *testing.T) {
	step := func(id, of string) report.OrderEvent {
		return report.OrderEvent{ID: id, Kind: "step", Name: id, StageOf: of, Possible: true}
	}
	arc := func(a, b string) report.OrderArc {
		return report.OrderArc{From: a, To: b, Kind: "structure", Every: true}
	}
	o := &report.Order{Result: "order", Events: []report.OrderEvent{step("a", ""), step("s", ""), step("s.1", "s"), step("s.2", "s"), step("z", "")},
		Arcs: []report.OrderArc{arc("a", "s.1"), arc("s.1", "s.2"), arc("s.2", "s"), arc("s", "z")}}
	svg := string(Roadmap(o).SVG(900))
	if !strings.Contains(svg, "in 2 stages, in turn") || strings.Contains(svg, ">s.1<") {
		t.Error("the stages do not stand in one box")
	}
	o.Arcs = append(o.Arcs, arc("a", "s.2"))
	if svg = string(Roadmap(o).SVG(900)); !strings.Contains(svg, ">s.1<") || !strings.Contains(svg, ">s.2<") {
		t.Error("a stage with something of its own before it has no box of its own")
	}
}

// TestTurn: a ring begins at the top and goes on clockwise.
func TestTurn(t *testing.T) {
	for _, x := range [][4]int{{0, 4, 0, -1000}, {1, 4, 1000, 0}, {2, 4, 0, 1000}, {3, 4, -1000, 0}, {1, 8, 707, -707}, {1, 3, 866, 500}} {
		if a, b := turn(x[0], x[1]); a != x[2] || b != x[3] {
			t.Errorf("%d of %d is at %d, %d; want %d, %d", x[0], x[1], a, b, x[2], x[3])
		}
	}
}
