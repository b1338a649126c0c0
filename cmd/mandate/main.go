// Command mandate tells whether a peace plan is blocked, a blueprint or
// actionable, and shows the dated sentence behind each word of the answer.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	m := &Main{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Terminal: isTerminal(os.Stdout), Width: terminalWidth(os.Stdout)}
	code := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
