package edit

import (
	"slices"
	"testing"

	"mandate"
	"mandate/internal/bruteforce"
)

// The example of `mandate new` has something to say: it is a blueprint, and it
// is known what is owed.
func TestExampleIsABlueprint(t *testing.T) {
	c := example(t, newCase(t))
	for _, q := range []mandate.Query{{}, {NoAssumptions: true}} {
		r, err := bruteforce.Solve(c, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict != mandate.Blueprint || r.Rung != mandate.Conditional {
			t.Errorf("got %s, %s", r.Verdict, r.Rung)
		}
		if want := []string{"answer alba", "answer norland", "decide arms", "force observers"}; !slices.Equal(r.Owed, want) {
			t.Errorf("owed %q, want %q", r.Owed, want)
		}
	}
}
