package main

import (
	"encoding/json"
	"fmt"
	"testing"

	"mandate/internal/chances"
	"mandate/internal/generate"
)

// TestSchedulesAgainstNumPy holds when the events of the Gaza case and of a small
// generated one come to a program that shares nothing with package chances.
func TestSchedulesAgainstNumPy(t *testing.T) {
	if python() == "" {
		t.Skip("NOT CHECKED: NumPy is not installed")
	}
	j := &job{size: generate.S, seed: 1, rounds: 1, dir: t.TempDir(), t: &table{}}
	if err := j.gazaSchedules("../../cases/gaza-isf", 40_000); err != nil {
		t.Error(err)
	}
	if err := j.cases(); err != nil {
		t.Fatal(err)
	}
	s, err := setting(j.open)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.schedules(s, 40_000, "generated"); err != nil {
		t.Error(err)
	}
}

func TestOtherSchedulesAreNotAlike(t *testing.T) {
	says := numpySays{Draws: 1000}
	ours := []chances.Dated{{Name: "x", Hist: chances.Histogram{Counts: []int64{0, 500}, Never: 500, Total: 1000}}}
	if alike(ours, nil, says) == nil {
		t.Error("an event is missing")
	}
	for _, x := range []struct {
		never, by int64
		alike     bool
	}{{510, 490, true}, {700, 300, false}, {500, 350, false}} {
		var says numpySays
		text := fmt.Sprintf(`{"draws": 1000, "events": [{"name": "x", "never": %d, "by": [{"at": 1, "draws": %d}]}]}`, x.never, x.by)
		if err := json.Unmarshal([]byte(text), &says); err != nil {
			t.Fatal(err)
		}
		if got := alike(ours, nil, says) == nil; got != x.alike {
			t.Errorf("%+v: alike is %t", x, got)
		}
	}
}
