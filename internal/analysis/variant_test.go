package analysis_test

import (
	"fmt"
	"testing"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/condition"
	"mandate/internal/record"
)

// says is what a model answers, for comparing it with another of the same
// record: nothing in it depends on which of several plans was found.
func says(m *analysis.Model, goal *mandate.Expr) string {
	v, plan := m.Verdict()
	out := fmt.Sprintln(v, m.Undecided())
	for _, d := range m.Demands() {
		out += fmt.Sprintln(d.Actor, d.Ref, condition.Print(d.Expr), d.Status)
	}
	if plan != nil {
		if err := m.Verify(plan); err != nil {
			return "the plan does not verify: " + err.Error()
		}
		r, rv := m.Rung()
		out += fmt.Sprintln(r, rv, m.First())
	}
	for _, p := range m.Positions {
		out += fmt.Sprintln(p.Name(), p.Kind, p.Text, p.Owners, p.Weight, p.Changeable)
	}
	list := func(s analysis.Sets) {
		for _, x := range s.List {
			out += fmt.Sprint(x.Weight)
			for _, p := range x.Positions {
				out += " " + p.Name()
			}
			out += "\n"
		}
		out += fmt.Sprintln(s.Complete, s.Verdict)
	}
	for _, g := range []*mandate.Expr{nil, goal} {
		list(m.Collisions(g, 0))
		list(m.WaysOut(g, 0))
	}
	for _, p := range m.Contradictions() {
		out += fmt.Sprintln(p.Actor, p.Refs)
	}
	if v == mandate.Blueprint {
		o := m.Owed()
		out += fmt.Sprintln(o.Count, o.All, o.AnyOf, o.Sets, o.From, o.Pick, o.Exact, o.Complete)
	}
	return out
}

// TestVariantsSayWhatFreshModelsSay asks about many records of one case, all by
// one solver, and about each by a solver of its own.
func TestVariantsSayWhatFreshModelsSay(t *testing.T) {
	n := uint64(300)
	if testing.Short() {
		n = 40
	}
	records := 0
	for seed := uint64(1); seed <= n; seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(t, files)
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		m, audit, err := analysis.NewAudited(st, nil, analysis.Budget{})
		if analysis.IsNoAim(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var states []*record.State
		at := func(s *record.State, err error) {
			if err != nil {
				t.Fatal(err)
			}
			states = append(states, s)
		}
		for _, src := range c.Sources {
			at(st.Without(src.ID))
		}
		for _, e := range c.Entries {
			at(st.Without(e.ID))
			if !e.Said.IsZero() {
				day := e.Said.Last
				other := q
				other.AsOf = &day
				at(st.At(other))
			}
		}
		for _, r := range c.Rules {
			other := q
			other.Rule = r.ID
			at(st.At(other))
		}
		for _, s := range c.Steps {
			other := q
			other.Aim = s.ID
			at(st.At(other))
		}
		for i, s := range states {
			var goal *mandate.Expr
			if len(c.Goals) > 0 {
				goal = c.Goals[i%len(c.Goals)].That.Expr
			}
			asked := goal
			if i%2 == 0 { // the model waits for what the goal does not name
				asked = nil
			}
			got, errGot := m.Variant(s, asked)
			want, errWant := analysis.New(s, asked, analysis.Budget{})
			if (errGot == nil) != (errWant == nil) {
				t.Fatalf("seed %d, record %d: %v, alone %v", seed, i, errGot, errWant)
			}
			if errGot != nil {
				continue
			}
			records++
			if a, b := says(got, goal), says(want, goal); a != b {
				t.Fatalf("seed %d, record %d: a variant says\n%s\nalone it says\n%s", seed, i, a, b)
			}
		}
		if err := audit.Err(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		v, _ := m.Verdict()
		dep, err := m.DependsOn(v)
		if err != nil {
			t.Fatal(err)
		}
		changed := map[string]mandate.Verdict{}
		for _, w := range dep.Sources {
			changed[w.ID] = w.Verdict
		}
		for _, src := range c.Sources {
			s, err := st.Without(src.ID)
			if err != nil {
				t.Fatal(err)
			}
			want, err := analysis.Quick(s, analysis.Budget{})
			if err != nil {
				t.Fatal(err)
			}
			if got, ok := changed[src.ID]; ok && got != want || !ok && want != v {
				t.Fatalf("seed %d: without %s the verdict is %s, said to be %s", seed, src.ID, want, got)
			}
		}
	}
	t.Logf("%d records of %d cases", records, n)
}
