package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"mandate/internal/analysis"
)

// holdings reads off the key of a plan (see planKey) what of the items is in it.
func holdings(key string) map[analysis.Item]bool {
	in := map[analysis.Item]bool{}
	mandate, rest, _ := strings.Cut(key, "; joins ")
	joins, _, _ := strings.Cut(rest, "; consents ")
	for _, part := range strings.Fields(mandate) {
		issue, ids, _ := strings.Cut(part, "=")
		for _, o := range strings.Split(strings.Trim(ids, "{}"), ",") {
			if o != "" {
				in[analysis.Item{Issue: issue, Option: o}] = true
			}
		}
	}
	for _, a := range strings.Split(joins, ",") {
		if a != "" {
			in[analysis.Item{Actor: a}] = true
		}
	}
	return in
}

// sessionAgrees makes random choices, some of them without effect or impossible,
// takes some back, and compares each look with the list of all possible plans.
func sessionAgrees(m *analysis.Model, possible []string, seed uint64) error {
	r := rand.New(rand.NewPCG(seed, 0x73657373696f6e))
	s := m.NewSession()
	if seed%2 == 0 {
		s.KeepPlans(2)
	}
	var plans []map[analysis.Item]bool
	for _, key := range possible {
		plans = append(plans, holdings(key))
	}
	type choice struct {
		n  int
		in bool
	}
	var made []choice
	for range 12 {
		var left []map[analysis.Item]bool
		for _, p := range plans {
			meets := true
			for _, c := range made {
				meets = meets && p[s.Items()[c.n]] == c.in
			}
			if meets {
				left = append(left, p)
			}
		}
		looks := s.Looks()
		for n, item := range s.Items() {
			with := 0
			for _, p := range left {
				if p[item] {
					with++
				}
			}
			chosen := false
			for _, c := range made {
				chosen = chosen || c.n == n && c.in
			}
			want := analysis.Open
			switch {
			case with == 0:
				want = analysis.RuledOut
			case chosen:
				want = analysis.Chosen
			case with == len(left):
				want = analysis.Forced
			}
			if looks[n] != want {
				return fmt.Errorf("after %v, %v is %v, want %v (%d of %d plans)", made, item, looks[n], want, with, len(left))
			}
		}
		if len(s.Items()) == 0 {
			return nil
		}
		if len(made) > 0 && r.IntN(4) == 0 {
			s.Undo()
			made = made[:len(made)-1]
			continue
		}
		c := choice{r.IntN(len(s.Items())), r.IntN(3) > 0}
		s.Choose(c.n, c.in)
		made = append(made, c)
	}
	return nil
}
