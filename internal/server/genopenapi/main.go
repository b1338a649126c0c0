// Command genopenapi writes the description of the API into a file; `go
// generate` runs it.
package main

import (
	"fmt"
	"os"

	"mandate/internal/server"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: genopenapi FILE")
		os.Exit(2)
	}
	text, err := server.OpenAPI()
	if err == nil {
		err = os.WriteFile(os.Args[1], text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "genopenapi:", err)
		os.Exit(4)
	}
}
