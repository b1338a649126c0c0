package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAnswersOfPeersAreRead(t *testing.T) {
	for _, x := range []struct {
		out  string
		sat  string
		cost int64
		best bool
	}{
		{"c comment\ns UNSATISFIABLE\n", "no", 0, false},
		{"v x1 -x2\ns SATISFIABLE\n", "yes", 0, false},
		{"o 9\no 7\ns OPTIMUM FOUND\n", "yes", 7, true},
		{"o 9\ns SATISFIABLE\n", "yes", 0, false}, // a time limit: nothing is proven
		{"Answer: 2\na b\nOptimization: 12 3\nOPTIMUM FOUND\n", "yes", 12, true},
		{"*** ERROR\n", "unknown", 0, false},
	} {
		yes, ok := satisfiable(x.out)
		sat := map[bool]string{true: "yes", false: "no"}[yes]
		if !ok {
			sat = "unknown"
		}
		if sat != x.sat {
			t.Errorf("%q: %s, want %s", x.out, sat, x.sat)
		}
		if cost, best := optimum(x.out); cost != x.cost || best != x.best {
			t.Errorf("%q: optimum %d %t", x.out, cost, best)
		}
	}
	if got := lastAnswer("Answer: 1\na\nConsequences: [1;2]\nAnswer: 2\na b\nConsequences: [2;2]\n"); len(got) != 2 || !got["b"] {
		t.Error(got)
	}
}

func TestVectorsAndSetsOfPeersAreRead(t *testing.T) {
	for _, x := range []struct {
		out  string
		want []int64
		ok   bool
	}{
		{"Answer: 1\na\nOptimization: 3 -1\nAnswer: 2\nb\nOptimization: 2 -5 0\nOPTIMUM FOUND\n", []int64{2, -5, 0}, true},
		{"Answer: 1\na\nOptimization: 3 -1\nSATISFIABLE\n", nil, false}, // nothing is proven
		{"UNSATISFIABLE\n", nil, false},
	} {
		if got, ok := costs(x.out); ok != x.ok || !slices.Equal(got, x.want) {
			t.Errorf("%q: %v %t", x.out, got, ok)
		}
	}
	// A larger set listed on the way and a set listed twice do not count.
	out := "Answer: 1\nup(0) up(1)\nAnswer: 2\nup(10) x(2)\nAnswer: 1\nup(10)\nAnswer: 2\nup(2)\nOPTIMUM FOUND\n"
	if got := upSets(out); !slices.Equal(got, []string{"10", "2"}) {
		t.Error(got)
	}
}

func TestTheFastestPeerCounts(t *testing.T) {
	tab := table{sizes: []string{"S", "M"}}
	r := tab.row("work")
	r.ours["S"], r.ours["M"] = seconds([]time.Duration{3e6, 1e6, 2e6}), figure{value: 0.008, unit: "s"}
	r.peer("slow", "S", figure{value: 0.1, unit: "s"})
	r.peer("fast", "S", figure{value: 0.004, unit: "s"})
	n := tab.row("found")
	n.ours["S"] = figure{value: 10, unit: "so far"}
	n.peer("few", "S", figure{value: 5, unit: "all"})
	n.peer("many", "S", figure{value: 20, unit: "all"})
	var b strings.Builder
	tab.print(&b)
	for _, want := range []string{"| work | 2 ms (±50 %) | fast 4 ms | 0.5 | 8 ms |  |  | 4 |", "| found | 10 so far | many 20 all | 0.5 | – |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
}
