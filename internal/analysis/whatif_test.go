package analysis_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

// whatifCase is a case in which party p has to consent, with the given entries:
// actor and effects.
func whatifCase(t *testing.T, entries ...[2]string) (*analysis.Model, *analysis.Session) {
	t.Helper()
	var b strings.Builder
	b.WriteString("sources: [{id: s, title: Invented, date: 2025-01-01, reliability: F}]\nentries:\n")
	for i, e := range entries {
		fmt.Fprintf(&b, "  - {id: %s-%d, said: 2025-01-01, source: s, actor: %s, voice: quote, firmness: stated, summary: Says so., effects: [%s]}\n", e[0], i, e[0], e[1])
	}
	fsys := fstest.MapFS{"case.yaml": {Data: []byte(`mandate: 1
title: Choosing
aim: deploy
actors:
  - {id: a, name: A, roles: [contributor]}
  - {id: b, name: B, roles: [contributor]}
  - {id: p, name: P, roles: [party]}
  - {id: d, name: D, roles: [decider]}
issues:
  - {id: roe, name: roe, source: s, options: [{id: light, name: light}, {id: robust, name: robust}]}
  - {id: cmd, name: cmd, source: s, options: [{id: us, name: us}, {id: un, name: un}, {id: joint, name: joint}]}
  - {id: tasks, name: tasks, kind: set, source: s, options: [{id: x, name: x}, {id: y, name: y}, {id: z, name: z}]}
steps: [{id: deploy, name: deployed, source: s}]
rules: [{id: formal, name: formal, that: consents("p"), source: s}]
`)}, "record/r.yaml": {Data: []byte(b.String())}}
	c, pos, list := casefile.Load(fsys, "whatif")
	if c == nil {
		t.Fatal(pos, list)
	}
	st, err := record.At(c, mandate.Query{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		t.Fatal(err)
	}
	return m, m.NewSession()
}

func choices(t *testing.T, texts ...string) (out []analysis.Choice) {
	t.Helper()
	var q mandate.Query
	for _, s := range texts {
		q = mandate.Query{}
		kind, arg, _ := strings.Cut(s, " ")
		issue, option, both := strings.Cut(arg, "=")
		switch {
		case kind == "set":
			q.Set = []mandate.Choice{{Issue: issue, Options: strings.Split(option, ",")}}
		case kind == "join":
			q.Join = []string{arg}
		case both:
			q.Exclude = []mandate.Item{{Issue: issue, Option: option}}
		default:
			q.Exclude = []mandate.Item{{Actor: arg}}
		}
		out = append(out, analysis.ChoicesOf(q)...)
	}
	return out
}

func reasonText(s *analysis.Session, r analysis.Reason) string {
	var parts []string
	for _, k := range r.Choices {
		parts = append(parts, s.Made()[k].String())
	}
	for _, p := range r.Positions {
		parts = append(parts, p.Name())
	}
	return strings.Join(parts, " ")
}

func lookOf(t *testing.T, s *analysis.Session, x analysis.Item) (int, analysis.Look) {
	t.Helper()
	n, ok := s.Place(x)
	if !ok {
		t.Fatalf("no item %v", x)
	}
	return n, s.Looks()[n]
}

func wantReason(t *testing.T, s *analysis.Session, x analysis.Item, look analysis.Look, want string) {
	t.Helper()
	n, l := lookOf(t, s, x)
	if l != look {
		t.Fatalf("%v is %v, want %v", x, l, look)
	}
	r := s.WhyNot(n, l == analysis.RuledOut, 1)
	if len(r.List) != 1 || reasonText(s, r.List[0]) != want {
		t.Errorf("%v: %v, want %s", x, r, want)
	}
}

func TestChoiceCollidesWithARequirement(t *testing.T) {
	_, s := whatifCase(t, [2]string{"a", `{requires: roe == "light"}`})
	s.Take(choices(t, "set roe=robust"))
	wantReason(t, s, analysis.Item{Actor: "a"}, analysis.RuledOut, "roe=robust a-0#1")
	if _, l := lookOf(t, s, analysis.Item{Actor: "b"}); l != analysis.Forced { // somebody joins
		t.Errorf("b is %v", l)
	}
	s.Take(choices(t, "set roe=robust", "join a"))
	if s.Possible() != analysis.No || s.PossibleFirst() != analysis.Yes {
		t.Error("not a blocked wish")
	}
	if g := s.GiveUp(0); fmt.Sprint(g.List) != "[[0] [1]]" || !g.Complete {
		t.Errorf("give up %v", g)
	}
	c := s.Collisions(0)
	if len(c.List) != 1 || reasonText(s, c.List[0]) != "roe=robust a a-0#1" || !c.Complete {
		t.Errorf("collisions %v", c)
	}
	w := s.WaysOut(0)
	if len(w.List) != 1 || w.List[0].Positions[0].Name() != "a-0#1" || !w.Complete {
		t.Errorf("ways out %v", w)
	}
	if v := s.Possible(); v != analysis.No {
		t.Errorf("after the ways out: %v", v)
	}
}

func TestTwoChoicesCollideThroughAThird(t *testing.T) {
	_, s := whatifCase(t, [2]string{"p", `{rejects: 'roe == "robust" && cmd == "us"'}`})
	s.Take(choices(t, "set roe=robust"))
	wantReason(t, s, analysis.Item{Issue: "cmd", Option: "us"}, analysis.RuledOut, "roe=robust p-0#1 rules.formal")
	s.Take(choices(t, "set roe=robust", "set cmd=us", "join a"))
	if c := s.Collisions(1); reasonText(s, c.List[0]) != "roe=robust cmd=us p-0#1 rules.formal" {
		t.Errorf("collision %s", reasonText(s, c.List[0]))
	}
	if g := s.GiveUp(0); fmt.Sprint(g.List) != "[[0] [1]]" {
		t.Errorf("give up %v", g)
	}
	n, _ := s.Place(analysis.Item{Issue: "cmd", Option: "us"})
	if g := s.GiveUpFor(n, true, 0); fmt.Sprint(g.List) != "[[0]]" {
		t.Errorf("for cmd=us give up %v", g)
	}
}

func TestGiveUpTwo(t *testing.T) {
	_, s := whatifCase(t, [2]string{"a", `{requires: roe == "light"}`}, [2]string{"b", `{requires: cmd == "un"}`})
	s.Take(choices(t, "set roe=robust", "join a", "set cmd=us", "join b"))
	g := s.GiveUp(0)
	// Not both joiners: somebody has to join.
	if fmt.Sprint(g.List) != "[[0 2] [0 3] [1 2]]" || !g.Complete {
		t.Errorf("give up %v", g)
	}
	if g := s.GiveUp(2); len(g.List) != 2 || g.Complete {
		t.Errorf("two of three: %v", g)
	}
}

func TestASetIsOneChoice(t *testing.T) {
	_, s := whatifCase(t, [2]string{"a", `{requires: '"y" in tasks && "z" in tasks'}`})
	s.Take(choices(t, "set tasks=x", "join a"))
	if g := s.GiveUp(0); fmt.Sprint(g.List) != "[[0] [1]]" {
		t.Errorf("give up %v", g)
	}
	s.Take(choices(t, "set tasks=x"))
	for o, want := range map[string]analysis.Look{"x": analysis.Chosen, "y": analysis.RuledOut, "z": analysis.RuledOut} {
		n, l := lookOf(t, s, analysis.Item{Issue: "tasks", Option: o})
		if l != want || s.LeftOut(n) != (l == analysis.RuledOut) {
			t.Errorf("%s is %v, left out by choice: %v", o, l, s.LeftOut(n))
		}
	}
	wantReason(t, s, analysis.Item{Actor: "a"}, analysis.RuledOut, "tasks=x a-0#1")
}

func TestForcedIsExplained(t *testing.T) {
	_, s := whatifCase(t, [2]string{"a", `{requires: roe == "light"}`}, [2]string{"p", `{requires: cmd == "un"}`})
	wantReason(t, s, analysis.Item{Issue: "cmd", Option: "un"}, analysis.Forced, "p-1#1 rules.formal")
	s.Take(choices(t, "join a"))
	wantReason(t, s, analysis.Item{Issue: "roe", Option: "light"}, analysis.Forced, "a a-0#1")
	s.Take(choices(t, "exclude a"))
	wantReason(t, s, analysis.Item{Actor: "b"}, analysis.Forced, "a")
	s.Take(choices(t, "exclude cmd=us", "exclude cmd=joint")) // not said, so not chosen
	if _, l := lookOf(t, s, analysis.Item{Issue: "cmd", Option: "un"}); l != analysis.Forced {
		t.Errorf("cmd=un is %v", l)
	}
}

// TestWhatIfAgainstBruteForce makes random choices in random cases. Every reason
// is a collision and a smallest one, by a fresh model; every set of choices to
// give up is one, and none as small is missing, by the list of all plans.
func TestWhatIfAgainstBruteForce(t *testing.T) {
	n := 400
	if testing.Short() {
		n = 60
	}
	reasons, wishes, looked := 0, 0, map[int]int{}
	for seed := uint64(1); seed <= uint64(n); seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(t, files)
		want, err := bruteforce.Solve(c, q, nil)
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatal(err)
		}
		build := func() *analysis.Model {
			m, err := analysis.New(st, nil, analysis.Budget{})
			if err != nil && !analysis.IsNoAim(err) {
				t.Fatal(err)
			}
			return m
		}
		m, fresh := build(), build()
		if m == nil || len(want.Possible) == 0 {
			continue
		}
		var plans []map[analysis.Item]bool
		for _, key := range want.Possible {
			plans = append(plans, holdings(string(key)))
		}
		s := m.NewSession()
		r := rand.New(rand.NewPCG(seed, 0x7768617469))
		for range 3 {
			made := randomChoices(r, c, s.Items(), 1+r.IntN(5))
			s.Take(made)
			if err := whatifAgrees(fresh, s, made, plans, &reasons); err != nil {
				t.Fatalf("seed %d, choices %v: %v", seed, made, err)
			}
			if s.Possible() == analysis.No {
				wishes++
				looked[len(s.GiveUp(1).List[0])]++
			}
		}
	}
	t.Logf("%d reasons, %d blocked wishes, by how many are given up: %v", reasons, wishes, looked)
	if reasons < n || wishes < n/4 || looked[2] == 0 {
		t.Error("too little was compared")
	}
}

func randomChoices(r *rand.Rand, c *mandate.Case, items []analysis.Item, n int) (out []analysis.Choice) {
	for range n {
		if r.IntN(3) == 0 && len(c.Issues) > 0 {
			i := c.Issues[r.IntN(len(c.Issues))]
			x := analysis.Choice{Issue: i.ID}
			for _, o := range i.Options {
				if i.Set && r.IntN(2) == 0 {
					x.Options = append(x.Options, o.ID)
				}
			}
			if !i.Set {
				x.Options = []string{i.Options[r.IntN(len(i.Options))].ID}
			}
			out = append(out, x)
			continue
		}
		out = append(out, analysis.Choice{Items: []analysis.Item{items[r.IntN(len(items))]}, In: r.IntN(3) > 0})
	}
	return out
}

// meets reports whether a plan meets a choice.
func meets(plan map[analysis.Item]bool, c analysis.Choice, items []analysis.Item) bool {
	for _, x := range items {
		if c.Issue != "" && x.Issue == c.Issue && plan[x] != slices.Contains(c.Options, x.Option) {
			return false
		}
	}
	for _, x := range c.Items {
		if plan[x] != c.In {
			return false
		}
	}
	return true
}

func whatifAgrees(fresh *analysis.Model, s *analysis.Session, made []analysis.Choice, plans []map[analysis.Item]bool, reasons *int) error {
	// some reports whether some plan meets these choices and has the item or not.
	some := func(keep []int, x *analysis.Item, in bool) bool {
		for _, p := range plans {
			ok := x == nil || p[*x] == in
			for _, k := range keep {
				ok = ok && meets(p, made[k], s.Items())
			}
			if ok {
				return true
			}
		}
		return false
	}
	smallest := func(x *analysis.Item, in bool) (out [][]int) {
		for size := 0; size <= len(made); size++ {
			for mask := range 1 << len(made) {
				var keep, gone []int
				for k := range made {
					if mask>>k&1 == 1 {
						gone = append(gone, k)
					} else {
						keep = append(keep, k)
					}
				}
				if len(gone) == size && some(keep, x, in) {
					out = append(out, gone)
				}
			}
			if len(out) > 0 {
				break
			}
		}
		sort.Slice(out, func(i, j int) bool { return slices.Compare(out[i], out[j]) < 0 })
		return out
	}
	given := func(what string, g analysis.GivenUp, want [][]int) error {
		if !g.Complete || g.Verdict != analysis.Yes || !slices.EqualFunc(g.List, want, slices.Equal) {
			return fmt.Errorf("%s: give up %v, want %v", what, g, want)
		}
		return nil
	}
	reason := func(what string, r analysis.Reasons, items map[analysis.Item]bool) error {
		if len(r.List) == 0 {
			return fmt.Errorf("%s: no reason", what)
		}
		for _, x := range r.List {
			*reasons++
			with := func(leaveOut int) analysis.Verdict {
				ps := map[string]bool{}
				var cs []analysis.Choice
				for k, p := range x.Positions {
					if k != leaveOut {
						ps[p.Name()] = true
					}
				}
				for k, c := range x.Choices {
					if k+len(x.Positions) != leaveOut {
						cs = append(cs, made[c])
					}
				}
				return fresh.Meets(ps, cs, items)
			}
			if with(-1) != analysis.No {
				return fmt.Errorf("%s: %s is no collision", what, reasonText(s, x))
			}
			for k := range x.Size() {
				if with(k) != analysis.Yes {
					return fmt.Errorf("%s: %s is not minimal (%d)", what, reasonText(s, x), k)
				}
			}
		}
		// None is smaller than the first.
		first := r.List[0].Size()
		total := len(fresh.Positions) + len(made)
		if first < 2 || first > 3 || total > 14 {
			return nil
		}
		try := func(ids ...int) error {
			ps := map[string]bool{}
			var cs []analysis.Choice
			for _, k := range ids {
				if k < len(fresh.Positions) {
					ps[fresh.Positions[k].Name()] = true
				} else {
					cs = append(cs, made[k-len(fresh.Positions)])
				}
			}
			if fresh.Meets(ps, cs, items) != analysis.Yes {
				return fmt.Errorf("%s: %s is not the smallest: %v", what, reasonText(s, r.List[0]), ids)
			}
			return nil
		}
		for i := range total {
			if first == 2 {
				if err := try(i); err != nil {
					return err
				}
				continue
			}
			for j := range i {
				if err := try(i, j); err != nil {
					return err
				}
			}
		}
		return nil
	}
	var left []map[analysis.Item]bool
	for _, p := range plans {
		ok := true
		for _, c := range made {
			ok = ok && meets(p, c, s.Items())
		}
		if ok {
			left = append(left, p)
		}
	}
	if (s.Possible() == analysis.Yes) != (len(left) > 0) || s.PossibleFirst() != analysis.Yes {
		return fmt.Errorf("possible: %v with %d plans", s.Possible(), len(left))
	}
	for n, l := range s.Looks() {
		with, chosen := 0, false
		x := s.Items()[n]
		for _, p := range left {
			if p[x] {
				with++
			}
		}
		for _, c := range made {
			chosen = chosen || c.In && slices.Contains(c.Items, x) || x.Issue != "" && c.Issue == x.Issue && slices.Contains(c.Options, x.Option)
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
		if l != want {
			return fmt.Errorf("%v is %v, want %v", x, l, want)
		}
	}
	if s.Possible() == analysis.No {
		if err := given("blocked wish", s.GiveUp(0), smallest(nil, false)); err != nil {
			return err
		}
		return reason("blocked wish", s.Collisions(3), nil)
	}
	for n, l := range s.Looks() {
		x := s.Items()[n]
		if l != analysis.RuledOut && l != analysis.Forced || s.LeftOut(n) {
			continue
		}
		in := l == analysis.RuledOut
		if err := reason(fmt.Sprint(x, " ", l), s.WhyNot(n, in, 2), map[analysis.Item]bool{x: in}); err != nil {
			return err
		}
		want := smallest(&x, in)
		g := s.GiveUpFor(n, in, 0)
		if len(want) == 0 { // no choices would do
			if len(g.List) > 0 {
				return fmt.Errorf("%v: give up %v, but no choice would do", x, g)
			}
			continue
		}
		if err := given(x.String(), g, want); err != nil {
			return err
		}
	}
	return nil
}
