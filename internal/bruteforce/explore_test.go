package bruteforce_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"mandate"
	"mandate/internal/bruteforce"
)

// TestOneReading: what the new answers say of random cases agrees with what
// Solve says, and with what the pages promise of each other.
func TestOneReading(t *testing.T) {
	seeds := uint64(200)
	if testing.Short() {
		seeds = 60
	}
	n := map[string]int{}
	spent := map[string]time.Duration{}
	timed := func(what string, f func() error) error {
		start := time.Now()
		err := f()
		spent[what] += time.Since(start)
		if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
			n["not asked: "+what]++
		} else if err != nil {
			t.Fatal(what, err)
		}
		return err
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		files, q, id := bruteforce.Random(seed)
		c := load(t, files)
		bruteforce.Enrich(seed, c)
		r, err := bruteforce.Solve(c, q, nil)
		if err != nil {
			n["not solved"]++
			continue
		}
		if r.Verdict == mandate.NoRecord {
			continue
		}
		n[string(r.Verdict)]++
		var x *bruteforce.Exploration
		if timed("explore", func() (err error) { x, err = bruteforce.Explore(c, q, nil); return err }) == nil {
			owed := 0
			if len(r.OwedSets) > 0 {
				owed = len(r.OwedSets[0])
			}
			if r.Verdict == mandate.Blocked {
				owed = -1
			}
			if x.Verdict != r.Verdict || x.Rung != r.Rung && r.Verdict == mandate.Blueprint || x.Owed != owed || r.Verdict == mandate.Blueprint && !reflect.DeepEqual(x.CanJoin, r.CanJoin) {
				t.Errorf("seed %d: %v %v %d %v, want %v %v %d %v", seed, x.Verdict, x.Rung, x.Owed, x.CanJoin, r.Verdict, r.Rung, owed, r.CanJoin)
			}
		}
		if x != nil {
			if k, err := bruteforce.Count(c, q, nil); err != nil || k != len(x.Mandates) {
				t.Errorf("seed %d: %d mandates, want %d (%v)", seed, k, len(x.Mandates), err)
			}
			_ = timed("why not", func() error { return whyNot(t, seed, c, q, x, n) })
		}
		if id != "" {
			_ = timed("goal", func() error { return withGoal(t, seed, c, q, c.Goals[0].That.Expr, n) })
		}
		var k *bruteforce.Coalition
		if timed("coalition", func() (err error) { k, err = bruteforce.Coalesce(c, q, nil); return err }) == nil {
			if k.Blocked != (r.Verdict == mandate.Blocked) {
				t.Errorf("seed %d: coalition blocked %v", seed, k.Blocked)
			}
			if len(k.Views) > 1 {
				n["several views"]++
			}
			sums := map[[2]int64]bool{}
			for _, v := range k.Views {
				for i := range v.Committed {
					sums[[2]int64{v.Committed[i][0], v.Offered[i][0]}] = true
				}
				for _, l := range v.Lines {
					n["lines"]++
					if l.Offered < 0 || l.Committed < 0 || l.Gap[0] < 0 || l.Gap[1] < l.Gap[0] {
						t.Errorf("seed %d: %+v", seed, l)
					}
				}
			}
			if len(k.Leaves) > 0 {
				n["somebody leaves"]++
			}
			for _, f := range k.Falls {
				n["falls"] += len(f)
			}
		}
		var f *bruteforce.Frontier
		by := []string{"owed", "moves", "force:troops", "consents"}
		if timed("frontier", func() (err error) { f, err = bruteforce.ParetoBy(c, q, nil, by); return err }) == nil && x != nil {
			least := -1
			for _, v := range f.Pareto {
				if v[1] == 0 && (least < 0 || int(v[0]) < least) {
					least = int(v[0])
				}
			}
			if least != x.Owed {
				t.Errorf("seed %d: the frontier owes %d without moves, want %d", seed, least, x.Owed)
			}
			n["vectors"] += len(f.Pareto)
			// The least that must move is the cheapest way out.
			moves, way := int64(-1), int64(-1)
			for _, v := range f.Pareto {
				if moves < 0 || v[1] < moves {
					moves = v[1]
				}
			}
			if r.Verdict != mandate.Blocked {
				way = 0
			} else if len(r.Weights) > 0 {
				way = r.Weights[0]
			}
			if moves != way {
				t.Errorf("seed %d: moves %d, the cheapest way out %d", seed, moves, way)
			}
		}
		var before bruteforce.Measures
		var answers []*bruteforce.Answer
		if timed("leverage", func() (err error) { before, answers, err = bruteforce.Leverage(c, q, nil); return err }) == nil {
			for _, a := range answers {
				n[a.Kind]++
				if a.Opens {
					n[a.Kind+" opens"]++
				}
				for i := range a.After.Force {
					if a.Kind == "answer" && a.After.Verdict != mandate.Blocked && a.After.Force[i] < before.Force[i] {
						n["a yes takes force away"]++
					}
				}
			}
		}
		for _, s := range [][2]string{{"draft", "rival"}, {"plan:first", "second"}} {
			if len(c.Texts) == 0 && s[0] == "draft" {
				continue
			}
			_ = timed("compare", func() error {
				y, err := bruteforce.Compare(c, q, s[0], s[1])
				if err == nil {
					for _, z := range y.Sides {
						if z.Reopens != nil {
							n["reopens"]++
						}
						n["ended"] += len(z.Ended)
						n["made"] += len(z.Made)
					}
				}
				return err
			})
		}
		_ = timed("wish", func() error {
			y, err := bruteforce.GiveUps(c, q, nil)
			if err == nil && y.Blocked {
				n["blocked wishes"]++
				n["give-ups"] += len(y.GiveUps)
			}
			if err == nil && y.Blocked != (r.Verdict == mandate.Blocked) {
				t.Errorf("seed %d: wish blocked %v, verdict %v", seed, y.Blocked, r.Verdict)
			}
			return err
		})
	}
	t.Log(n, spent)
}

// whyNot: what is ruled out has a collision, and so has the opposite of what is
// forced; what is open has none.
func whyNot(t *testing.T, seed uint64, c *mandate.Case, q mandate.Query, x *bruteforce.Exploration, n map[string]int) error {
	var items []mandate.Item
	for _, i := range c.Issues {
		for _, o := range i.Options {
			items = append(items, mandate.Item{Issue: i.ID, Option: o.ID})
		}
	}
	for _, a := range c.Actors {
		if a.Is(mandate.RoleContributor) {
			items = append(items, mandate.Item{Actor: a.ID})
		}
	}
	for _, item := range items {
		in, err := bruteforce.WhyNot(c, q, nil, item, false)
		if err != nil {
			return err
		}
		out, err := bruteforce.WhyNot(c, q, nil, item, true)
		if err != nil {
			return err
		}
		look := x.Looks[item.String()]
		n["looks "+look]++
		blocked := x.Verdict == mandate.Blocked
		if (len(in) > 0) != (look == "ruled out") || (len(out) > 0) != (look == "forced" || look == "chosen" || blocked) {
			t.Errorf("seed %d: %v is %s: %v, %v", seed, item, look, in, out)
		}
	}
	return nil
}

// withGoal: with a goal Π is empty exactly if something collides with it, and
// all answers speak of the same Π.
func withGoal(t *testing.T, seed uint64, c *mandate.Case, q mandate.Query, goal *mandate.Expr, n map[string]int) error {
	r, err := bruteforce.Solve(c, q, goal)
	if err != nil {
		return err
	}
	x, err := bruteforce.Explore(c, q, goal)
	if err != nil {
		return err
	}
	blocked := len(r.Collisions) > 0
	n["goals"]++
	small, err := bruteforce.Smallest(c, q, goal)
	if err != nil {
		return err
	}
	k, err := bruteforce.Coalesce(c, q, goal)
	if err != nil {
		return err
	}
	if (x.Verdict == mandate.Blocked) != blocked || k.Blocked != blocked || (len(small) > 0) != blocked ||
		blocked && !reflect.DeepEqual(small, r.Collisions[:len(small)]) {
		t.Errorf("seed %d: explore %v, coalition %v, smallest %v, collisions %v", seed, x.Verdict, k.Blocked, small, r.Collisions)
	}
	by := []string{"rung", "owed", "joiners", "cost", "committed:troops"}
	f, err := bruteforce.ParetoBy(c, q, goal, by)
	if err != nil {
		return err
	}
	if (f.Best == nil) != blocked || !blocked && (f.Best[0] != int64(x.Rung) || !reflect.DeepEqual(f.Best, f.Pareto[0])) {
		t.Errorf("seed %d: best %v of %v, rung %v", seed, f.Best, f.Pareto, x.Rung)
	}
	before, _, err := bruteforce.Leverage(c, q, goal)
	if err == nil && (before.Owed != x.Owed || before.Mandates != len(x.Mandates)) {
		t.Errorf("seed %d: %+v", seed, before)
	}
	return err
}
