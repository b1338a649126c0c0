package bruteforce

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"mandate"
)

// TestOrders compares the listed orders of pairs with what all permutations of
// the events show of them.
func TestOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < 300; n++ {
		c := &mandate.Case{Aim: "aim", Steps: []*mandate.Step{{ID: "aim"}, {ID: "x", Stages: 2}, {ID: "y"}},
			Actors: []*mandate.Actor{{ID: "a", Roles: []mandate.Role{mandate.RoleContributor}}, {ID: "p", Roles: []mandate.Role{mandate.RoleParty}}}}
		w, err := newWorld(c, mandate.Query{})
		if err != nil {
			t.Fatal(err)
		}
		p := &plan{w: w, t: 1, j: 1, c: 2 * uint64(r.IntN(2))}
		p.t |= uint64(r.IntN(1<<len(w.steps))) &^ 1
		if !p.stagesInTurn() {
			continue
		}
		var events []int
		for ev := range w.events() {
			if p.has(ev) {
				events = append(events, ev)
			}
		}
		var pairs [][2]int
		for x := range w.events() {
			for y := range x {
				if r.IntN(3) == 0 {
					pairs = append(pairs, [2]int{y, x})
				}
			}
		}
		show := func(before func(x, y int) bool) string {
			s := ""
			for _, q := range pairs {
				if p.has(q[0]) && p.has(q[1]) {
					s += fmt.Sprint(before(q[0], q[1]), " ")
				}
			}
			return s
		}
		want := map[string]bool{}
		var permute func(done []int, rest []int)
		permute = func(done, rest []int) {
			if len(rest) > 0 {
				for i, ev := range rest {
					others := append(append([]int{}, rest[:i]...), rest[i+1:]...)
					permute(append(append([]int{}, done...), ev), others)
				}
				return
			}
			at := map[int]int{}
			for i, ev := range done {
				at[ev] = i
			}
			for _, f := range p.fixed() {
				if at[f[0]] > at[f[1]] {
					return
				}
			}
			want[show(func(x, y int) bool { return at[x] < at[y] })] = true
		}
		permute(nil, events)
		got := map[string]bool{}
		for _, o := range p.orders(pairs) {
			p.less = o
			got[show(p.before)] = true
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("pairs %v of %v:\ngot  %v\nwant %v", pairs, events, got, want)
		}
	}
}
