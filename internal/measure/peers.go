package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// patience is how long a peer may take for one answer.
const patience = 60 * time.Second

// process is what a finished process took.
type process struct {
	out  string
	wall time.Duration
	peak float64 // MB
}

var errTooLong = errors.New("no answer in time")

// call runs a command to its end. Solvers say by their exit code what they
// found, so a code alone is no error.
func call(limit time.Duration, stdin []byte, name string, args ...string) (process, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Stdin = bytes.NewReader(stdin)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	start := time.Now()
	err := c.Run()
	p := process{out: out.String(), wall: time.Since(start)}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return p, errTooLong
	case err != nil && !errors.As(err, &exit):
		return p, err
	}
	p.peak = peak(c.ProcessState)
	if strings.Contains(errs.String(), "error:") || strings.Contains(errs.String(), "Traceback") {
		return p, fmt.Errorf("%s: %s", name, strings.TrimSpace(errs.String()))
	}
	return p, nil
}

// installed reports whether there is such a program.
func installed(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// satisfiable reads the verdict of clasp or clingo.
func satisfiable(out string) (yes, ok bool) {
	switch {
	case strings.Contains(out, "UNSATISFIABLE"):
		return false, true
	case strings.Contains(out, "SATISFIABLE"), strings.Contains(out, "OPTIMUM FOUND"):
		return true, true
	}
	return false, false
}

// optimum reads the cost that a peer proves least; ok is false if it proves
// none.
func optimum(out string) (cost int64, ok bool) {
	if !strings.Contains(out, "OPTIMUM FOUND") {
		return 0, false
	}
	for _, line := range strings.Split(out, "\n") {
		if rest, found := strings.CutPrefix(line, "o "); found {
			if n, err := strconv.ParseInt(strings.TrimSpace(rest), 10, 64); err == nil {
				cost, ok = n, true
			}
		}
		if rest, found := strings.CutPrefix(line, "Optimization: "); found {
			first, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			if n, err := strconv.ParseInt(first, 10, 64); err == nil {
				cost, ok = n, true
			}
		}
	}
	return cost, ok
}
