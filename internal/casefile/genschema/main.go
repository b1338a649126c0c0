// Command genschema writes the JSON Schemas of the files of a case into a
// folder; `go generate` runs it.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"mandate/internal/casefile"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: genschema FOLDER")
		os.Exit(2)
	}
	for name, text := range casefile.Schemas() {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), text, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "genschema:", err)
			os.Exit(4)
		}
	}
}
