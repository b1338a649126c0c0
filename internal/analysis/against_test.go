package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/record"
)

// TestAgainst compares random cases with earlier versions of them. Verdict, rung and
// number owed of either side must be those of the case read alone; and with a
// responsible set undone, in a case put together entry by entry, the verdict is what
// it was, and with less undone it is not.
func TestAgainst(t *testing.T) {
	differ, sets := 0, 0
	for seed := uint64(1); seed <= 160; seed++ {
		files, q, _ := bruteforce.Random(seed)
		now, then := loadFiles(t, files), loadFiles(t, files)
		r := rand.New(rand.NewPCG(seed, 9))
		var kept []*mandate.Entry
		linked := map[string]bool{}
		for _, e := range now.Entries {
			for _, l := range [][]string{e.Supersedes, e.Suspends, e.Disputes} {
				for _, id := range l {
					linked[id] = true
				}
			}
		}
		for _, e := range then.Entries {
			switch {
			case r.IntN(4) == 0 && !linked[e.ID]:
				continue
			case r.IntN(4) == 0: // what another said
				e.Effects = then.Entries[r.IntN(len(then.Entries))].Effects
			case r.IntN(8) == 0:
				e.Summary = "Told otherwise."
			}
			e.Index = len(kept)
			kept = append(kept, e)
		}
		then.Entries = kept
		if seed%4 == 0 && len(then.Settle) > 0 {
			then.Settle = then.Settle[1:]
		}
		q.Without = nil
		st, err := record.At(now, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		day := st.AsOf
		q.AsOf = &day
		old, err := record.At(then, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		p, err := record.Against(old, st)
		if err != nil {
			t.Fatal(seed, err)
		}
		d, err := analysis.Differ(p, analysis.DefaultTracing, analysis.Budget{})
		if err != nil {
			t.Fatal(seed, err)
		}
		for i, x := range []*record.State{old, st} {
			v, err := analysis.Quick(x, analysis.Budget{})
			if err != nil {
				t.Fatal(seed, err)
			}
			if d.Verdicts[i].Word != string(v) {
				t.Errorf("seed %d: side %d is %s, not %s", seed, i, d.Verdicts[i].Word, v)
			}
		}
		for _, c := range d.Conclusions {
			if c.Kind != "verdict" {
				continue
			}
			differ++
			for _, s := range c.Responsible {
				sets++
				for part := range 1 << len(s.Changes) {
					var undone []record.Change
					for i, k := range s.Changes {
						if part>>i&1 == 1 {
							undone = append(undone, d.Changes[k])
						}
					}
					x, err := record.At(mixed(then, now, undone), q)
					if err != nil {
						t.Fatal(seed, err)
					}
					v, err := analysis.Quick(x, analysis.Budget{})
					if err != nil {
						t.Fatal(seed, err)
					}
					if back := string(v) == c.Was.Word; back != (len(undone) == len(s.Changes)) {
						t.Errorf("seed %d: %s with %s undone", seed, v, fmt.Sprint(undone))
					}
				}
			}
		}
	}
	t.Logf("%d verdicts differ, %d sets", differ, sets)
	if differ < 15 || sets < 20 {
		t.Errorf("only %d verdicts differ, with %d sets", differ, sets)
	}
}

// mixed is the later version of a case with some changes undone.
func mixed(then, now *mandate.Case, undone []record.Change) *mandate.Case {
	c := *now
	at := func(list []*mandate.Entry, id string) *mandate.Entry {
		if i := slices.IndexFunc(list, func(e *mandate.Entry) bool { return e.ID == id }); i >= 0 {
			return list[i]
		}
		return nil
	}
	back := map[string]bool{}
	for _, x := range undone {
		if x.File {
			c.Settle = then.Settle
		} else {
			back[x.Entry.ID] = true
		}
	}
	c.Entries = nil
	for _, e := range now.Entries {
		if back[e.ID] {
			e = at(then.Entries, e.ID)
		}
		if e != nil {
			x := *e
			x.Index = len(c.Entries)
			c.Entries = append(c.Entries, &x)
		}
	}
	return &c
}
