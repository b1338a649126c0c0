package main

import (
	"strings"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

func TestCompletion(t *testing.T) {
	atRoot(t)
	c, _, _ := casefile.LoadDir(gaza[1])
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	e := &explorer{st: st, plans: []*mandate.SavedPlan{{ID: "light"}, {ID: "likely"}}}
	for _, x := range []struct{ line, want, list string }{
		{"j", "join ", "join"},
		{"se", "set ", "set"},
		{"s", "s", "save set show"},
		{"gi", "give up ", "give up"},
		{"join pak", "join pakistan", "pakistan"},
		{"set ro", "set roe=", "roe="},
		{"set roe=", "set roe=", "roe=light roe=defence roe=all_necessary"},
		{"set roe=a", "set roe=all_necessary", "roe=all_necessary"},
		{"set tasks=protect,sep", "set tasks=protect,separate", "tasks=protect,separate"},
		{"why roe=l", "why roe=light", "roe=light"},
		{"exclude turk", "exclude turkiye", "turkiye"},
		{"show contri", "show contributors", "contributors"},
		{"load l", "load li", "light likely"},
		{"set nothing", "set nothing", ""},
		{"set nothing=x", "set nothing=x", ""},
		{"undo x", "undo x", ""},
	} {
		now, list := e.complete(x.line)
		if now != x.want || strings.Join(list, " ") != x.list {
			t.Errorf("%q becomes %q (%v), want %q (%s)", x.line, now, list, x.want, x.list)
		}
	}
}

func TestContrary(t *testing.T) {
	set := func(issue string, options ...string) analysis.Choice {
		return analysis.Choice{Issue: issue, Options: options}
	}
	of := func(in bool, s string) analysis.Choice {
		return analysis.Choice{Items: []analysis.Item{item(s)}, In: in}
	}
	for _, x := range []struct {
		a, b analysis.Choice
		want bool
	}{
		{set("roe", "light"), set("roe", "robust"), true},
		{set("roe", "light"), set("command", "us"), false},
		{of(true, "egypt"), of(false, "egypt"), true},
		{of(true, "egypt"), of(true, "jordan"), false},
		{set("roe", "light"), of(false, "roe=light"), true},
		{set("roe", "light"), of(false, "roe=robust"), false},
		{of(false, "roe=light"), of(false, "egypt"), false},
	} {
		if contrary(x.a, x.b) != x.want || contrary(x.b, x.a) != x.want {
			t.Errorf("%v and %v: want %v", x.a, x.b, x.want)
		}
	}
}
