package pb

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestHeapPopsInOrderOfActivity(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 0))
	var h varHeap
	for range 50 {
		h.grow()
	}
	out := map[Var]bool{}
	for range 5000 {
		switch v := Var(r.IntN(50)); r.IntN(4) {
		case 0:
			h.raise(v, float64(1+r.IntN(4)))
		case 1:
			h.push(v)
			delete(out, v)
		default:
			best := Var(-1)
			for v := range Var(50) {
				if !out[v] && (best < 0 || h.activity[v] > h.activity[best]) {
					best = v
				}
			}
			got, ok := h.pop()
			for ok && out[got] { // pop may return what is not open any more
				got, ok = h.pop()
			}
			if ok != (best >= 0) || ok && got != best {
				t.Fatalf("popped %d, want %d", got, best)
			}
			if ok {
				out[got] = true
			}
		}
	}
}

func TestLubySequence(t *testing.T) {
	var got []int64
	for i := range int64(15) {
		got = append(got, luby(i))
	}
	if want := []int64{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestStopEndsACall(t *testing.T) {
	s := New()
	pigeons(s, 11)
	asked := 0
	b := Budget{Stop: func() bool { asked++; return asked > 3 }}
	if v := s.Solve(b); v != Unknown || asked != 4 {
		t.Errorf("%v after %d questions", v, asked)
	}
	if v := s.Solve(Budget{Stop: func() bool { return true }}); v != Unknown {
		t.Errorf("stopped before the start: %v", v)
	}
	o := Minimize(s, []Term{{1, 0}}, b)
	if o.Verdict != Unknown || o.Lower > 0 || o.Model != nil {
		t.Errorf("stopped minimisation: %+v", o)
	}
	set, _, v := NewCorrections(s, []Soft{{0, 1}}).Next(b)
	if v != Unknown || set != nil {
		t.Errorf("stopped corrections: %v, %v", set, v)
	}
	set, _, v = NewCollisions(s, []Soft{{0, 1}}).Next(b)
	if v != Unknown || set != nil {
		t.Errorf("stopped collisions: %v, %v", set, v)
	}
}

func TestNames(t *testing.T) {
	for got, want := range map[string]string{
		Yes.String(): "yes", No.String(): "no", Unknown.String(): "unknown",
		Var(0).Pos().String(): "1", Var(11).Neg().String(): "-12",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
