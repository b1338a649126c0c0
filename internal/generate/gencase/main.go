// Command gencase writes a generated case folder:
//
//	go run ./internal/generate/gencase -size M -seed 1 [-infeasible] DIR
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"mandate/internal/generate"
)

func main() {
	size := flag.String("size", "S", "S, M or L")
	seed := flag.Uint64("seed", 1, "the same seed gives the same case")
	infeasible := flag.Bool("infeasible", false, "plant collisions")
	flag.Parse()
	if err := run(*size, *seed, *infeasible, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "gencase:", err)
		os.Exit(1)
	}
}

func run(size string, seed uint64, infeasible bool, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("usage: gencase [-size S|M|L] [-seed N] [-infeasible] DIR")
	}
	s, err := generate.ParseSize(size)
	if err != nil {
		return err
	}
	dir := args[0]
	switch there, err := os.ReadDir(dir); {
	case err != nil && !os.IsNotExist(err):
		return err
	case len(there) > 0:
		return fmt.Errorf("%s is not empty: name a new folder", dir)
	}
	if err := os.MkdirAll(filepath.Join(dir, "record"), 0o755); err != nil {
		return err
	}
	for name, text := range generate.Case(s, seed, generate.Options{Infeasible: infeasible}) {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
