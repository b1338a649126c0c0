package casefile

import (
	"os"
	"path/filepath"
	"testing"

	"mandate/internal/diag"
)

func TestCatalogueLoads(t *testing.T) {
	folders, _ := filepath.Glob("../../cases/*/case.yaml")
	for _, f := range folders {
		dir := filepath.Dir(f)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			_, pos, l := LoadDir(dir)
			if len(l) > 0 {
				out := diag.Printer{Source: pos.Source, Width: 140}.Sprint(l)
				if l.HasErrors() {
					t.Errorf("%s", out)
				} else if os.Getenv("WARN") != "" {
					t.Logf("%s", out)
				}
			}
		})
	}
}
