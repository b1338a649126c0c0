package main

import (
	"io"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func (m *Main) order() *cobra.Command {
	f := &flags{}
	var dir, format string
	c := &cobra.Command{
		Use: "order CASE", Short: "In which order can the steps happen, and which wait for each other?",
		Example: "  mandate order cases/gaza-isf --as-of 2026-02-20\n  mandate order cases/gaza-isf --format dot | dot -Tsvg > order.svg",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				dir = args[0]
			}
			return exactly(1, "a case folder")(c, args)
		},
	}
	c.Flags().StringVar(&format, "format", "text", "print `FORMAT`: text, dot (Graphviz) or mermaid")
	return m.ask(c, f, func(st *record.State, opt report.Options, _ []string) error {
		switch format {
		case "text", "dot", "mermaid":
		default:
			e := mandate.Usagef("--format %s: there is no such format", format)
			e.Hint = "formats: text dot mermaid"
			return e
		}
		if m.json && format != "text" {
			return mandate.Usagef("--json and --format %s: only one of them", format)
		}
		a, err := report.BuildOrder(st, opt)
		if err != nil {
			return err
		}
		m.answered(f, a.Result != "unknown", a.Result != "order" || len(a.Circles.List) > 0)
		switch {
		case m.json:
			return m.printJSON(a)
		case format == "dot":
			_, err = io.WriteString(m.Out, a.DOT())
			return err
		case format == "mermaid":
			_, err = io.WriteString(m.Out, a.Mermaid())
			return err
		}
		return m.terminal(dir, f, f.limit).Order(a)
	})
}
