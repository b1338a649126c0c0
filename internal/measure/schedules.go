package main

import (
	_ "embed" // the program of the peer
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/chances"
	"mandate/internal/record"
)

//go:embed schedules.py
var schedulesPy []byte

// python is an interpreter that has NumPy; "" if there is none.
func python() string {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if p, err := call(patience, nil, name, "-c", "import numpy; print(numpy.__version__)"); err == nil && p.out != "" {
			return name
		}
	}
	return ""
}

// numpySays is what the peer prints.
type numpySays struct {
	Numpy   string
	Seconds float64
	Draws   int64
	Events  []struct {
		Name  string
		Never int64
		By    []numpyShare
	}
	Force []struct {
		Name string
		By   []numpyShare
	}
}

// numpyShare is how many draws have at most a number of days, or amount.
type numpyShare struct{ At, Draws int64 }

// schedules measures the draws of when events happen, given who takes part, on one
// core, beside vectorised NumPy with random numbers of its own. In both as many draws
// must have each event by the days of NumPy's P10, P50 and P80, and never, and bring at
// most its P10, P50 and P80 of each capability.
func (j *job) schedules(s *chances.Setting, draws int64, work string) error {
	x := s.Schedules(draws)
	var took []time.Duration
	var dated []chances.Dated
	for range j.few() {
		start := time.Now()
		dated = x.Draw()
		took = append(took, time.Since(start)/time.Duration(x.Draws()))
	}
	j.ours(work, seconds(took))
	py := python()
	if py == "" {
		j.t.row(work).notes[j.size.String()] = "NumPy: NOT CHECKED, it is not installed"
		return nil
	}
	dir := filepath.Join(j.dir, "schedules")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, write := range map[string]func(io.Writer) error{"network.json": x.Network, "words.bin": x.Words, "drivers.bin": x.Drivers} {
		if err := writeFile(filepath.Join(dir, name), write); err != nil {
			return err
		}
	}
	program := filepath.Join(dir, "schedules.py")
	if err := os.WriteFile(program, schedulesPy, 0o644); err != nil {
		return err
	}
	p, err := call(10*patience, nil, py, program, dir)
	if err != nil {
		return fmt.Errorf("NumPy: %w", err)
	}
	var says numpySays
	if err := json.Unmarshal([]byte(p.out), &says); err != nil {
		return fmt.Errorf("NumPy: %w", err)
	}
	j.peer(work, "NumPy "+says.Numpy, figure{value: says.Seconds / float64(says.Draws), unit: "s"})
	return alike(dated, x.Brought(), says)
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		_ = f.Close() // the first error tells more
		return err
	}
	return f.Close()
}

// alike holds our counts to the peer's: they may differ by five standard errors of
// the difference of two shares.
func alike(ours []chances.Dated, force []chances.Force, says numpySays) error {
	if len(ours) != len(says.Events) || len(force) != len(says.Force) {
		return fmt.Errorf("NumPy has %d events and %d capabilities, not %d and %d", len(says.Events), len(says.Force), len(ours), len(force))
	}
	n := float64(says.Draws)
	check := func(name, what string, a, b int64) error {
		p := float64(a+b) / 2 / n
		if off := math.Abs(float64(a - b)); off > 5*math.Sqrt(2*n*p*(1-p))+1 {
			return fmt.Errorf("%s %s in %d of %d draws; NumPy says %d", name, what, a, says.Draws, b)
		}
		return nil
	}
	for i, e := range says.Events {
		h := &ours[i].Hist
		if e.Name != ours[i].Name || says.Draws != h.Total {
			return fmt.Errorf("NumPy has %d draws of %s, not %d of %s", says.Draws, e.Name, h.Total, ours[i].Name)
		}
		if err := check(e.Name, "never comes", h.Never, e.Never); err != nil {
			return err
		}
		for _, q := range e.By {
			if err := check(e.Name, fmt.Sprintf("comes within %d days", q.At), h.UpTo(q.At), q.Draws); err != nil {
				return err
			}
		}
	}
	for i, f := range says.Force {
		if f.Name != force[i].Capability || says.Draws != force[i].Amounts.Total {
			return fmt.Errorf("NumPy has %s in %d draws, not %s in %d", f.Name, says.Draws, force[i].Capability, force[i].Amounts.Total)
		}
		for _, q := range f.By {
			if err := check(f.Name, fmt.Sprintf("is at most %d", q.At), says.Draws-force[i].Amounts.AtLeast(q.At+1), q.Draws); err != nil {
				return err
			}
		}
	}
	return nil
}

// gazaSchedules is schedules of the case of the repository, as it was known when the
// first of its checkpoints was written.
func (j *job) gazaSchedules(folder string, draws int64) error {
	c, _, list := casefile.LoadDir(folder)
	if list.HasErrors() {
		return fmt.Errorf("%s has errors: %s", folder, list[0].Msg)
	}
	day := mandate.DayOf(2025, 12, 20)
	st, err := record.At(c, mandate.Query{AsOf: &day, KnownBy: &day})
	if err != nil {
		return err
	}
	s, err := chances.New(st, 1, nil, analysis.Budget{})
	if err != nil {
		return err
	}
	return j.schedules(s, draws, "a draw of the schedule of cases/gaza-isf, one core")
}

// scheduleDraws is how many schedules are drawn by us and by the peer.
const scheduleDraws = 200_000
