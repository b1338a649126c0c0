package chances

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/record"
)

// randomSetting gives a random small case random priors; nil if the case is of no
// use.
func randomSetting(t *testing.T, seed uint64) (*Setting, map[string]string) {
	t.Helper()
	files, q, _ := bruteforce.Random(seed)
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, _, list := casefile.Load(fsys, fmt.Sprint(seed))
	if list.HasErrors() {
		t.Fatalf("seed %d does not load: %v", seed, list)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	q.NoAssumptions, q.Set = false, nil
	st, err := record.At(c, q)
	if err != nil {
		return nil, files
	}
	m, err := analysis.New(st, nil, analysis.Budget{})
	if err != nil {
		return nil, files
	}
	pick := func() int64 { return []int64{0, 1000, 3000, 5000, 7500, 9000, mandate.Certain}[r.IntN(7)] }
	ch := &mandate.Chances{}
	add := func(p *mandate.Prior) {
		p.ID = strconv.Itoa(len(ch.Priors))
		ch.Priors = append(ch.Priors, p)
	}
	for _, f := range mandate.Firmnesses {
		add(&mandate.Prior{Kind: mandate.PriorBinds, Firmness: f, Chance: pick()})
	}
	for _, e := range c.Entries {
		if r.IntN(2) == 0 {
			add(&mandate.Prior{Kind: mandate.PriorBinds, Entry: e.ID, Chance: pick()})
		}
	}
	for _, a := range c.Actors {
		for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
			add(&mandate.Prior{Kind: mandate.PriorAnswers, Actor: a.ID, Role: as, Chance: pick()})
		}
	}
	for _, x := range c.Externals {
		add(&mandate.Prior{Kind: mandate.PriorExternals, External: x.ID, Chance: pick()})
	}
	for _, each := range []string{"step", "decide", "commit", "consent"} {
		add(&mandate.Prior{Kind: mandate.PriorTakes, Each: each, Spread: &mandate.Spread{Kind: "fixed", Low: 1, Likely: 1, High: 1}})
	}
	c.Assumptions.Chances = ch
	c.Assumptions.Mandate = map[string][]string{}
	for _, i := range c.Issues {
		open := m.Open(i.ID)
		if len(open) == 0 {
			return nil, files
		}
		if !i.Set {
			c.Assumptions.Mandate[i.ID] = []string{open[r.IntN(len(open))]}
			continue
		}
		c.Assumptions.Mandate[i.ID] = []string{}
		for _, o := range open {
			if r.IntN(2) == 0 {
				c.Assumptions.Mandate[i.ID] = append(c.Assumptions.Mandate[i.ID], o)
			}
		}
	}
	s, err := New(st, seed, nil, analysis.Budget{})
	if err != nil {
		if analysis.IsNoAim(err) {
			return nil, files
		}
		t.Fatalf("seed %d: %v", seed, err)
	}
	return s, files
}

// drawOf is how the switches stand in one lane.
func (s *Setting) drawOf(on func(int) bool) bruteforce.Draw {
	d := bruteforce.Draw{Off: map[string]bool{}, Yes: map[string]bool{}, Externals: map[string]bool{}}
	for i, x := range s.drawing.Switches {
		switch {
		case x.Entry != nil:
			d.Off[x.Entry.ID] = !on(i)
		case x.Actor != "":
			d.Yes[takerKey(x.As, x.Actor)] = on(i)
		default:
			d.Externals[x.External] = on(i)
		}
	}
	return d
}

func cases() int {
	if n, err := strconv.Atoi(os.Getenv("MANDATE_CHANCES_CASES")); err == nil {
		return n
	}
	return 150
}

// TestDrawsAgainstBruteForce holds every draw of random cases to the enumeration of
// its plans: whether one is possible, whether all agree, who can join and who does.
// The draws of a case share what was found for earlier ones, so this also holds
// what is remembered to solving each draw.
func TestDrawsAgainstBruteForce(t *testing.T) {
	n := map[string]int{}
	for seed := uint64(1); seed <= uint64(cases()); seed++ {
		s, files := randomSetting(t, seed)
		if s == nil {
			continue
		}
		w := s.newWorker()
		known := map[string]*bruteforce.Drawn{}
		for b := range uint64(2) {
			w.block(b)
			for lane := range 64 {
				key := ""
				on := func(i int) bool { return w.word(i)>>lane&1 == 1 }
				for i := range s.drawing.Switches {
					key += strconv.FormatBool(on(i))
				}
				want, ok := known[key]
				if !ok {
					var err error
					want, err = s.drawOf(on).Drawn(s.State.Case, s.State.Query)
					if errors.Is(err, bruteforce.ErrTooLarge) || errors.Is(err, bruteforce.ErrCircular) {
						n["too large"]++
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					known[key] = want
				}
				got := bruteforce.Drawn{Possible: w.out.possible>>lane&1 == 1, Agreed: w.out.agreed>>lane&1 == 1, Joins: map[string]bool{}}
				for i, x := range s.drawing.Takers {
					if w.out.joins[i]>>lane&1 == 1 {
						got.Joins[takerKey(x.As, x.Actor.ID)] = true
					}
				}
				n["draws"]++
				if got.Possible {
					n["possible"]++
				}
				if got.Agreed {
					n["agreed"]++
				}
				if len(want.Can) > len(want.Joins) {
					n["clash"]++
				}
				if got.Possible != want.Possible || got.Agreed != want.Agreed || !maps.Equal(got.Joins, want.Joins) {
					text := ""
					for _, name := range slices.Sorted(maps.Keys(files)) {
						text += "-- " + name + "\n" + files[name]
					}
					t.Fatalf("seed %d, draw %d of block %d: %+v, want %+v\nmandate %v\n%+v\n%s", seed, lane, b, got, *want, s.Mandate, s.drawOf(on), text)
				}
			}
		}
	}
	t.Log(n)
	if n["possible"]*10 < n["draws"] || n["agreed"]*50 < n["draws"] || n["clash"] == 0 {
		t.Errorf("too few draws of some kind: %v", n)
	}
}
