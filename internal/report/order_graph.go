package report

import (
	"fmt"
	"strings"
)

// Graph is what a picture shows: the events that an arc touches or that the
// sequence has, and the arcs between them.
func (o *Order) Graph() (nodes []OrderEvent, arcs []OrderArc, loop map[[2]string]bool) {
	loop = map[[2]string]bool{}
	used := map[string]bool{}
	for _, c := range o.Circles.List {
		for _, l := range c.Loops {
			for _, a := range l {
				loop[[2]string{a.From, a.To}] = true
				used[a.From], used[a.To] = true, true
			}
		}
	}
	for _, a := range o.Arcs {
		if a.Every || a.Choice || loop[[2]string{a.From, a.To}] {
			arcs = append(arcs, a)
			used[a.From], used[a.To] = true, true
		}
	}
	for _, x := range o.Sequence {
		used[x.ID] = true
	}
	for _, e := range o.Events {
		if used[e.ID] {
			nodes = append(nodes, e)
		}
	}
	return nodes, arcs, loop
}

// DOT writes the order as a graph for Graphviz. Solid: in every order. Dashed: as a
// position has it. Dotted: one of a choice. Red: in a circle. Bold: possible now.
func (o *Order) DOT() string {
	nodes, arcs, loop := o.Graph()
	var b strings.Builder
	str := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(printable(s)) + `"`
	}
	fmt.Fprintf(&b, "digraph order {\n  rankdir=LR\n  label=%s\n", str(o.Title+", as of "+o.AsOf))
	shape := map[string]string{"step": "box", "decide": "diamond", "commit": "ellipse", "consent": "ellipse"}
	for _, e := range nodes {
		fmt.Fprintf(&b, "  %s [label=%s, shape=%s", str(e.ID), str(e.Name), shape[e.Kind])
		if e.Now {
			b.WriteString(", style=bold")
		}
		b.WriteString("]\n")
	}
	for _, a := range arcs {
		fmt.Fprintf(&b, "  %s -> %s [style=%s", str(a.From), str(a.To), arcStyle(a))
		if loop[[2]string{a.From, a.To}] {
			b.WriteString(", color=red")
		}
		var refs []string
		for _, p := range a.Positions {
			refs = append(refs, p.Key)
		}
		if len(refs) > 0 {
			fmt.Fprintf(&b, ", tooltip=%s", str(strings.Join(refs, "; ")))
		}
		b.WriteString("]\n")
	}
	b.WriteString("}\n")
	return b.String()
}

func arcStyle(a OrderArc) string {
	switch {
	case a.Every:
		return "solid"
	case a.Choice:
		return "dotted"
	}
	return "dashed"
}

// Mermaid writes the order as a flowchart for Mermaid, as DOT does.
func (o *Order) Mermaid() string {
	nodes, arcs, loop := o.Graph()
	var b strings.Builder
	str := func(s string) string {
		return `"` + strings.NewReplacer("&", "#amp;", `"`, "#quot;", "<", "#lt;", ">", "#gt;", "#", "#35;", "`", "#96;").Replace(printable(s)) + `"`
	}
	fmt.Fprintf(&b, "flowchart LR\n")
	id := map[string]string{}
	var now []string
	for i, e := range nodes {
		id[e.ID] = fmt.Sprintf("n%d", i+1)
		left, right := "[", "]"
		switch e.Kind {
		case "decide":
			left, right = "{", "}"
		case "commit", "consent":
			left, right = "([", "])"
		}
		fmt.Fprintf(&b, "  %s%s%s%s\n", id[e.ID], left, str(e.Name), right)
		if e.Now {
			now = append(now, id[e.ID])
		}
	}
	var red []string
	for i, a := range arcs {
		fmt.Fprintf(&b, "  %s %s %s\n", id[a.From], map[string]string{"solid": "-->", "dashed": "-.->", "dotted": "-. or .->"}[arcStyle(a)], id[a.To])
		if loop[[2]string{a.From, a.To}] {
			red = append(red, fmt.Sprint(i))
		}
	}
	if len(red) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s stroke:red\n", strings.Join(red, ","))
	}
	if len(now) > 0 {
		fmt.Fprintf(&b, "  classDef now stroke-width:3px\n  class %s now\n", strings.Join(now, ","))
	}
	return b.String()
}
