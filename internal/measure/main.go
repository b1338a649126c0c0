// Command measure times what a user waits for, beside independent solvers in
// the same run, and prints a table in Markdown:
//
//	go run ./internal/measure [-sizes S,M,L] [-seed 1] [-rounds 5] [-bin FILE]
//	go run ./internal/measure -sizes L -profile FILE    CPU profile of check
//
// The cases are those of package generate: one that is feasible, one with
// planted collisions. Our figures are medians over the rounds, with the spread
// (largest less smallest, as a share of the median); those of the peers, clasp
// and clingo, are of whole processes, since that is what asking them costs. A
// ratio is our figure through that of the fastest peer. A peer that is missing,
// or does not answer in time, is named and has no ratio.
//
// Draws of schedules are beside vectorised NumPy, whose time is that of the drawing.
//
// It measures and judges nothing: no figure makes it fail. It fails if our
// answer and a peer's are different.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"mandate/internal/generate"
)

func main() {
	sizes := flag.String("sizes", "S,M,L", "sizes to measure")
	seed := flag.Uint64("seed", 1, "of the cases")
	rounds := flag.Int("rounds", 5, "how often each figure is taken")
	bin := flag.String("bin", "bin/mandate", "the built program, for whole processes")
	prof := flag.String("profile", "", "only write a CPU profile of check, at the last of the sizes, to this file")
	flag.Parse()
	if err := run(*sizes, *seed, *rounds, *bin, *prof); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func run(sizes string, seed uint64, rounds int, bin, prof string) error {
	if flag.NArg() > 0 || rounds < 1 {
		return fmt.Errorf("usage: measure [-sizes S,M,L] [-seed N] [-rounds N] [-bin FILE]")
	}
	if _, err := os.Stat(bin); err != nil && prof == "" {
		return fmt.Errorf("%s is not there: make build", bin)
	}
	dir, err := os.MkdirTemp("", "measure")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // nothing in it is kept
	var t table
	for _, name := range strings.Split(sizes, ",") {
		size, err := generate.ParseSize(name)
		if err != nil {
			return err
		}
		j := &job{size: size, seed: seed, rounds: rounds, bin: bin, dir: filepath.Join(dir, size.String()), t: &t}
		if prof != "" {
			if err := j.cases(); err != nil {
				return err
			}
			if err := profile(j.folder(false), prof); err != nil {
				return err
			}
			continue
		}
		t.sizes = append(t.sizes, size.String())
		if err := j.measure(); err != nil {
			return fmt.Errorf("size %s: %w", size, err)
		}
	}
	if prof != "" {
		return nil
	}
	fmt.Println(machine())
	fmt.Println()
	t.print(os.Stdout)
	return nil
}

// machine says where the figures were taken.
func machine() string {
	cpu := "unknown processor"
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for _, line := range strings.Split(string(b), "\n") {
			if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
				cpu = strings.TrimSpace(v)
				break
			}
		}
	}
	load := ""
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load average at the end " + strings.Join(strings.Fields(string(b))[:2], " ")
	}
	out := fmt.Sprintf("%s, %d cores, %s/%s, %s%s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), load)
	for _, peer := range []string{"clasp", "clingo"} {
		v := peer + " not installed"
		if b, err := exec.Command(peer, "--version").Output(); err == nil {
			v, _, _ = strings.Cut(string(b), "\n")
		}
		out += "; " + v
	}
	return out
}
