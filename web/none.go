//go:build !page

package web

import (
	"embed"
	"io/fs"
)

//go:embed none
var none embed.FS

// Files returns a page that says how to get the real one.
func Files() fs.FS {
	f, err := fs.Sub(none, "none")
	if err != nil {
		panic(err) // the folder is named above
	}
	return f
}
