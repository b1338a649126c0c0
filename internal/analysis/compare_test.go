package analysis_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/record"
)

// TestCompareAgainstBruteForce compares what follows from each of two texts, and
// from saved plans, with enumeration.
func TestCompareAgainstBruteForce(t *testing.T) {
	most := *cases / 8
	if testing.Short() {
		most = 60
	}
	n := map[string]int{}
	bad := 0
	for seed := uint64(1); seed <= uint64(most); seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(t, files)
		bruteforce.Enrich(seed, c)
		pair := []string{"plan:first", "plan:second"}
		if len(c.Texts) > 1 && seed%4 > 0 {
			pair = []string{c.Texts[0].ID, c.Texts[1].ID}
		}
		want, err := bruteforce.Compare(c, q, pair[0], pair[1])
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) || want == nil && err == nil {
			continue
		}
		if err != nil {
			t.Fatal(seed, err)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(seed, err)
		}
		n["compared"]++
		var diffs []string
		same := func(what string, engine, brute any) {
			if !reflect.DeepEqual(engine, brute) {
				diffs = append(diffs, fmt.Sprintf("%s: engine %v, brute force %v", what, engine, brute))
			}
		}
		for i, name := range pair {
			d := analysis.Draft{Text: name, Asks: &mandate.Expr{Op: mandate.OpAdopts, Name: name}}
			if name[:4] == "plan" {
				for _, p := range c.Plans {
					if "plan:"+p.ID == name {
						d = analysis.Draft{Asks: bruteforce.PlanExpr(c, p)}
					}
				}
			}
			s, err := analysis.Take(st, d, analysis.Budget{})
			if err != nil {
				t.Fatal(seed, err)
			}
			w := want.Sides[i]
			if len(w.Reopens) > 0 {
				n["reopened"]++
				keys := []string{}
				for _, p := range s.Reopens {
					keys = append(keys, p.Name())
				}
				sort.Strings(keys)
				same(name+" reopens", keys, w.Reopens[0])
				same(name+" other ways", s.Alternatives, len(w.Reopens)-1)
			} else {
				same(name+" reopens", len(s.Reopens), 0)
			}
			same(name+" never", s.Never, w.Never)
			for _, x := range c.Issues {
				a, b := slices.Clone(s.Allows[x.ID]), slices.Clone(w.Allowed[x.ID])
				sort.Strings(a)
				sort.Strings(b)
				same(name+" allows of "+x.ID, append([]string{}, a...), append([]string{}, b...))
			}
			same(name+" possible", s.Possible == analysis.Yes, w.Plans.Verdict != mandate.Blocked)
			if s.Possible == analysis.Yes {
				n["possible"]++
				can := map[mandate.Role]map[string]mandate.Rung{mandate.RoleContributor: {}, mandate.RoleParty: {}}
				for _, x := range s.Standings {
					if x.Possible == analysis.Yes {
						can[x.As][x.Actor.ID] = x.Rung
					}
				}
				same(name+" who joins", can[mandate.RoleContributor], w.Plans.CanJoin)
				same(name+" who consents", can[mandate.RoleParty], w.Plans.CanConsent)
			}
			goals := func(rs []analysis.Reached) []string {
				out := []string{}
				for _, r := range rs {
					switch {
					case r.Goal != nil:
						out = append(out, "goal "+r.Goal.ID)
					case r.Actor != "":
						out = append(out, "joins "+r.Actor)
					default:
						out = append(out, "aim")
					}
				}
				sort.Strings(out)
				return out
			}
			keys := func(m map[string][][]string) []string {
				out := []string{}
				for k := range m {
					out = append(out, k)
				}
				sort.Strings(out)
				return out
			}
			same(name+" ends", goals(s.Ended), keys(w.Ended))
			same(name+" makes", goals(s.Made), keys(w.Made))
			n["ended"] += len(s.Ended)
			n["made"] += len(s.Made)
			same(name+" verdict", s.Verdict, w.Verdict)
			if s.Verdict != mandate.Blocked {
				same(name+" rung", s.Rung, w.Rung)
			}
			if s.Owed != nil && len(w.OwedSets) > 0 {
				same(name+" owed", s.Owed.Count, len(w.OwedSets[0]))
			}
		}
		if len(diffs) > 0 {
			if bad++; bad <= 8 {
				t.Errorf("seed %d (%v): %d differences, the first: %s", seed, pair, len(diffs), diffs[0])
			}
		}
	}
	t.Log(n, bad, "differ")
	if testing.Short() {
		return
	}
	for _, k := range []string{"compared", "possible", "reopened", "ended", "made"} {
		if n[k]*8 < most {
			t.Errorf("%s only %d times in %d cases", k, n[k], most)
		}
	}
}
