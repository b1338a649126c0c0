package bruteforce_test

import (
	"testing"

	"mandate"
	"mandate/internal/bruteforce"
)

func TestBig(t *testing.T) {
	errs := map[string]int{}
	for s := uint64(0); s < 20000; s++ {
		files, q, goal := bruteforce.Random(s)
		c := load(t, files)
		var e *mandate.Expr
		if goal != "" {
			e = c.Goals[0].That.Expr
		}
		r, err := bruteforce.Solve(c, q, e)
		if err != nil {
			errs[err.Error()]++
			continue
		}
		consistent(t, s, r)
	}
	t.Log(errs)
}
