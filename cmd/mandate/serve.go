package main

import (
	"errors"
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/question"
	"mandate/internal/server"
	"mandate/web"
)

func (m *Main) serve() *cobra.Command {
	var port int
	var audience string
	var budget int64
	var patience time.Duration
	var open bool
	c := &cobra.Command{
		Use: "serve CASE", Short: "Read the case in a browser, on this machine alone",
		Long: `serve shows the case as a page: overview, matrix, mandate, sticking points, force and
record, each mark with the sentence behind it. It listens on the loopback and prints a
link that lets one browser in; no account, no network. When a file of the case changes,
the page follows. Ctrl-C ends it.`,
		Example: "  mandate serve cases/gaza-isf\n  mandate serve cases/gaza-isf --audience public --port 8080",
		Args:    exactly(1, "a case folder"),
		RunE: func(c *cobra.Command, args []string) error {
			h, err := question.Audience(audience)
			if err != nil {
				return err
			}
			if budget < 0 || patience < 0 {
				return mandate.Usagef("--budget and --timeout take no less than 0")
			}
			if err := isCase(args[0]); err != nil {
				return err
			}
			s, err := server.New(server.Config{Dir: args[0], Audience: h, Budget: budget, Patience: patience, UI: web.Files(), Version: Version,
				Log: func(line string) { fmt.Fprintf(m.Err, "mandate: %s\n", line) }})
			var ce *server.CaseError
			if errors.As(err, &ce) {
				return m.caseError(args[0], ce.Diagnostics)
			}
			if err != nil {
				return err
			}
			var l net.Listener
			if l, err = server.Listen(port); err != nil {
				return err
			}
			return s.Serve(c.Context(), l, func(link string) {
				fmt.Fprintf(m.Out, "%s\n", link)
				fmt.Fprintf(m.Err, "mandate: serving %s on this machine alone; the link lets one browser in; Ctrl-C ends\n", args[0])
				if open && m.Terminal {
					browse(link)
				}
			})
		},
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.IntVar(&port, "port", 0, "listen on port `N` (default: one that is free)")
	fl.BoolVar(&open, "open", true, "on a terminal, open the page in the browser")
	fl.StringVar(&audience, "audience", "", "show what `LEVEL` may see (public internal restricted; default: all)")
	fl.Int64Var(&budget, "budget", defaultBudget, "give an answer up after `N` solver conflicts (reproducible)")
	fl.DurationVar(&patience, "timeout", 2*time.Minute, "give an answer up after `TIME` (0: never; not reproducible)")
	return c
}

// browse opens a link with what the system opens links with; where there is
// nothing, the link on the terminal has to do.
func browse(link string) {
	name, args := "xdg-open", []string{link}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", link}
	}
	if cmd := exec.Command(name, args...); cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}
