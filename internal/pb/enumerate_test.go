package pb

import (
	"math/rand/v2"
	"slices"
	"testing"
)

type nexter interface {
	Next(Budget) ([]int, int64, Verdict)
	Lower() int64
}

// enumerate calls Next until it says No, under a budget so short that it often
// ends in between.
func enumerate(t *testing.T, e nexter, softs []Soft, b Budget) (sets []uint) {
	t.Helper()
	last := int64(0)
	for {
		lower := e.Lower()
		set, cost, v := e.Next(b)
		switch v {
		case No:
			if _, _, again := e.Next(b); again != No {
				t.Fatalf("after the end: %v", again)
			}
			return sets
		case Unknown:
			continue
		}
		var mask uint
		sum := int64(0)
		for _, i := range set {
			mask |= 1 << i
			sum += softs[i].Weight
		}
		if cost != sum || cost < last || cost < lower || !slices.IsSorted(set) {
			t.Fatalf("set %v of cost %d reported as %d, after %d, lower bound %d", set, sum, cost, last, lower)
		}
		last = cost
		sets = append(sets, mask)
	}
}

// checkSets compares with brute force; sets of equal cost may come in any order.
func checkSets(t *testing.T, seed int, got, want []uint) {
	t.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("seed %d: sets %b, want %b", seed, got, want)
	}
}

func randomSofts(r *rand.Rand, vars int) []Soft {
	softs := make([]Soft, 1+r.IntN(7))
	low := int64(r.IntN(2))
	for i := range softs {
		softs[i] = Soft{randomLit(r, vars), low + r.Int64N(4)}
		if low == 1 && vars%2 == 0 {
			softs[i].Weight = 1
		}
	}
	return softs
}

func weigh(softs []Soft) func(uint) int64 {
	return func(set uint) (sum int64) {
		for i, f := range softs {
			if set>>i&1 == 1 {
				sum += f.Weight
			}
		}
		return sum
	}
}

func pickLits(softs []Soft, set uint, hard []Lit) []Lit {
	lits := slices.Clone(hard)
	for i, f := range softs {
		if set>>i&1 == 1 {
			lits = append(lits, f.Lit)
		}
	}
	return lits
}

func TestEnumerationsAgreeWithBruteForce(t *testing.T) {
	corrections, collisions := 0, 0
	for seed := range rounds(t, 1200) {
		r := rand.New(rand.NewPCG(10, uint64(seed)))
		in := randomInstance(r)
		softs := randomSofts(r, in.vars)
		hard := randomLits(r, in.vars, r.IntN(3))
		b := Budget{Conflicts: int64(r.IntN(3)) * 20}
		full := uint(1)<<len(softs) - 1
		wanted := minimalSets(len(softs), func(set uint) bool { return in.any(pickLits(softs, full&^set, hard)...) }, weigh(softs))
		got := enumerate(t, NewCorrections(in.solver(), softs, hard...), softs, b)
		checkSets(t, seed, got, wanted)
		corrections += len(got)

		wanted = minimalSets(len(softs), func(set uint) bool { return !in.any(pickLits(softs, set, hard)...) }, weigh(softs))
		got = enumerate(t, NewCollisions(in.solver(), softs, hard...), softs, b)
		checkSets(t, seed, got, wanted)
		collisions += len(got)
	}
	t.Log(corrections, "corrections,", collisions, "collisions")
}
