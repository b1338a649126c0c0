package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/export"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// job measures one size.
type job struct {
	size   generate.Size
	seed   uint64
	rounds int
	bin    string
	dir    string
	t      *table

	open, shut *record.State // the feasible case, and the one with collisions
	loose      *record.State // of the feasible case what is stated firmly, under the narrow rule
	wishes     *record.State // the feasible case with wishes read as demands
}

func (j *job) measure() error {
	for _, f := range []func() error{j.cases, j.whole, j.loading, j.decide, j.marks, j.collision, j.wayOut, j.owed, j.many, j.explore} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) ours(work string, f figure) { j.t.row(work).ours[j.size.String()] = f }

func (j *job) peer(work, name string, f figure) { j.t.row(work).peer(name, j.size.String(), f) }

// folder is where a case is kept.
func (j *job) folder(shut bool) string {
	return filepath.Join(j.dir, map[bool]string{false: "open", true: "shut"}[shut])
}

func (j *job) cases() error {
	for _, shut := range []bool{false, true} {
		for name, text := range generate.Case(j.size, j.seed, generate.Options{Infeasible: shut}) {
			path := filepath.Join(j.folder(shut), filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, text, 0o644); err != nil {
				return err
			}
		}
		c, _, list := casefile.LoadDir(j.folder(shut))
		if list.HasErrors() {
			return fmt.Errorf("the generated case has errors: %s", list[0].Msg)
		}
		at := func(q mandate.Query) (*record.State, error) { return record.At(c, q) }
		var err error
		if shut {
			j.shut, err = at(mandate.Query{})
		} else {
			j.open, err = at(mandate.Query{})
			if err == nil {
				j.loose, err = at(mandate.Query{MinFirmness: mandate.Stated, Rule: "narrow"})
			}
			if err == nil {
				j.wishes, err = at(mandate.Query{Wishes: true})
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// whole measures whole processes of the program.
func (j *job) whole() error {
	for _, w := range []struct {
		work string
		shut bool
		args []string
	}{
		{"`check`, whole process, blueprint", false, []string{"check"}},
		{"`check`, whole process, blocked", true, []string{"check"}},
		{"`why`, whole process, blocked", true, []string{"why"}},
		{"`unblock`, whole process, blocked", true, []string{"unblock"}},
		{"`lint`, whole process", false, []string{"lint"}},
	} {
		var took []time.Duration
		peak := 0.0
		for range j.rounds + 1 { // the first warms the disk
			p, err := call(patience, nil, j.bin, append(w.args, j.folder(w.shut))...)
			if err != nil {
				return fmt.Errorf("%s: %w", w.work, err)
			}
			took = append(took, p.wall)
			peak = max(peak, p.peak)
		}
		j.ours(w.work, seconds(took[1:]))
		if w.args[0] == "check" {
			j.ours(strings.Replace(w.work, "whole process", "peak memory", 1), figure{value: peak, unit: "MB"})
		}
	}
	return nil
}

// times takes a figure of something that is prepared anew each time.
func (j *job) times(work string, prepare func() (func(), error)) error {
	var took []time.Duration
	for range j.rounds {
		do, err := prepare()
		if err != nil {
			return err
		}
		start := time.Now()
		do()
		took = append(took, time.Since(start))
	}
	j.ours(work, seconds(took))
	return nil
}

func (j *job) loading() error {
	if err := j.times("load the folder", func() (func(), error) {
		return func() { casefile.LoadDir(j.folder(false)) }, nil
	}); err != nil {
		return err
	}
	return j.times("model of the record", func() (func(), error) {
		return func() { _, _ = model(j.open) }, nil
	})
}

func model(st *record.State) (*analysis.Model, error) {
	return analysis.New(st, nil, analysis.Budget{})
}

// decide measures the verdict.
func (j *job) decide() error {
	const cold, warm = "decide, model built and asked", "decide, warm"
	if err := j.times(cold, func() (func(), error) {
		return func() {
			if m, err := model(j.open); err == nil {
				m.Possible(nil)
			}
		}, nil
	}); err != nil {
		return err
	}
	// Warm: with one option fixed after the other.
	m, err := model(j.open)
	if err != nil {
		return err
	}
	m.Possible(nil)
	var took []time.Duration
	for _, i := range j.open.Case.Issues {
		for _, o := range i.Options {
			op := mandate.OpIs
			if i.Set {
				op = mandate.OpHas
			}
			goal := &mandate.Expr{Op: op, Name: i.ID, Names: []string{o.ID}}
			start := time.Now()
			m.Possible(goal)
			took = append(took, time.Since(start))
		}
	}
	j.ours(warm, seconds(took))
	worst := took[len(took)-1].Seconds()
	j.ours("decide, warm, slowest", figure{value: worst, unit: "s"})

	for _, shut := range []bool{false, true} {
		st := map[bool]*record.State{false: j.open, true: j.shut}[shut]
		f, err := j.clasp(st, analysis.Question{Ask: analysis.AskPossible}, func(out string) error {
			if yes, ok := satisfiable(out); ok && yes == shut {
				return fmt.Errorf("clasp: satisfiable is %v", yes)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if f != nil && !shut {
			j.peer(cold, "clasp", *f)
			j.peer(warm, "clasp", *f)
		}
	}
	return nil
}

// clasp puts a question to clasp, as OPB, and reads its time; nil if it is not
// installed or takes too long.
func (j *job) clasp(st *record.State, q analysis.Question, look func(out string) error, args ...string) (*figure, error) {
	if !installed("clasp") {
		return nil, nil
	}
	p, err := analysis.NewProblem(st, q, analysis.Budget{})
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := export.OPB(&b, p); err != nil {
		return nil, err
	}
	return j.run("clasp", b.Bytes(), look, args...)
}

// run asks a peer as often as there are rounds.
func (j *job) run(name string, question []byte, look func(out string) error, args ...string) (*figure, error) {
	var took []time.Duration
	for range j.rounds {
		r, err := call(patience, question, name, args...)
		if errors.Is(err, errTooLong) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if err := look(r.out); err != nil {
			return nil, err
		}
		took = append(took, r.wall)
	}
	f := seconds(took)
	return &f, nil
}

// marks measures what may still be chosen, over whole sessions of random
// choices until nothing is open.
func (j *job) marks() error {
	for _, w := range []struct {
		name string
		st   *record.State
	}{{"", j.open}, {", firm statements, narrow rule", j.loose}} {
		first := "first marks of all options" + w.name
		if err := j.times(first, func() (func(), error) {
			m, err := model(w.st)
			if err != nil {
				return nil, err
			}
			m.Possible(nil)
			return func() { m.NewSession().Looks() }, nil
		}); err != nil {
			return err
		}
		m, err := model(w.st)
		if err != nil {
			return err
		}
		r := rand.New(rand.NewPCG(j.seed, 0x6d61726b73))
		var took []time.Duration
		for range 30 {
			s := m.NewSession()
			for {
				start := time.Now()
				looks := s.Looks()
				if spent := time.Since(start); s.Choices() > 0 {
					took = append(took, spent)
				}
				var open []int
				for n, l := range looks {
					if l == analysis.Open {
						open = append(open, n)
					}
				}
				if len(open) == 0 {
					break
				}
				s.Choose(open[r.IntN(len(open))], r.IntN(4) > 0)
			}
		}
		each := "marks per further choice, median" + w.name
		f := seconds(took)
		j.ours(each, figure{value: f.value, unit: "s"})
		j.ours("marks per further choice, p99"+w.name, figure{value: took[len(took)*99/100].Seconds(), unit: "s"})
		if err := j.clingoMarks(m, w.st, first, each); err != nil {
			return err
		}
	}
	return nil
}

// clingoMarks finds the same marks as brave and cautious consequences.
func (j *job) clingoMarks(m *analysis.Model, st *record.State, works ...string) error {
	if !installed("clingo") {
		return nil
	}
	var b bytes.Buffer
	if err := export.ASP(&b, st, nil); err != nil {
		return err
	}
	s := m.NewSession()
	looks := s.Looks()
	in := map[string]map[string]bool{}
	var total figure
	for _, mode := range []string{"brave", "cautious"} {
		f, err := j.run("clingo", b.Bytes(), func(out string) error {
			in[mode] = lastAnswer(out)
			return nil
		}, "-", "-e", mode, "-c", "show=marks", "--warn=none", "-q1")
		if err != nil || f == nil {
			return err
		}
		total.value += f.value
		total.unit = "s"
	}
	for n, x := range s.Items() {
		atom := fmt.Sprintf("chosen(%q,%q)", x.Issue, x.Option)
		if x.Actor != "" {
			atom = fmt.Sprintf("joins(%q)", x.Actor)
		}
		want := analysis.Open
		if !in["brave"][atom] {
			want = analysis.RuledOut
		} else if in["cautious"][atom] {
			want = analysis.Forced
		}
		if looks[n] != want {
			return fmt.Errorf("%s is %v, clingo says %v", atom, looks[n], want)
		}
	}
	for _, w := range works {
		j.peer(w, "clingo brave + cautious", total)
	}
	return nil
}

// lastAnswer reads the atoms of the last answer, which for consequences is the
// result.
func lastAnswer(out string) map[string]bool {
	lines := strings.Split(out, "\n")
	atoms := map[string]bool{}
	for i := len(lines) - 1; i > 0; i-- {
		if strings.HasPrefix(lines[i-1], "Answer:") {
			for _, a := range strings.Fields(lines[i]) {
				atoms[a] = true
			}
			break
		}
	}
	return atoms
}

func (j *job) collision() error {
	const work = "smallest collision, blocked"
	size := 0
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.shut)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() {
			if s := m.Collisions(nil, 1); len(s.List) > 0 {
				size = len(s.List[0].Positions)
			}
		}, nil
	}); err != nil {
		return err
	}
	j.ours("… its size", figure{value: float64(size), unit: "positions"})
	return nil
}

// everybody is the goal that the generator plants.
func everybody(c *mandate.Case) *mandate.Expr {
	for _, g := range c.Goals {
		if g.ID == "goal-everybody" {
			return g.That.Expr
		}
	}
	return nil
}

func (j *job) wayOut() error {
	for _, w := range []struct {
		work string
		st   *record.State
		goal *mandate.Expr
	}{
		{"cheapest way out, blocked", j.shut, nil},
		{"cheapest way out, everybody takes part", j.open, everybody(j.open.Case)},
	} {
		var found analysis.Sets
		if err := j.times(w.work, func() (func(), error) {
			m, err := analysis.New(w.st, w.goal, analysis.Budget{})
			if err != nil {
				return nil, err
			}
			m.Possible(w.goal)
			return func() { found = m.WaysOut(w.goal, 1) }, nil
		}); err != nil {
			return err
		}
		if len(found.List) == 0 {
			return fmt.Errorf("%s: none", w.work)
		}
		j.ours("… its weight"+strings.TrimPrefix(w.work, "cheapest way out"), figure{value: float64(found.List[0].Weight), unit: ""})
		same := func(out string) error {
			if cost, ok := optimum(out); !ok || cost != found.List[0].Weight {
				return fmt.Errorf("%s: weight %d, clasp says %d (%v)", w.work, found.List[0].Weight, cost, ok)
			}
			return nil
		}
		for _, strategy := range []string{"usc", "bb"} {
			f, err := j.clasp(w.st, analysis.Question{Ask: analysis.AskUnblock, Goal: w.goal}, same, "--opt-strategy="+strategy)
			if err != nil {
				return err
			}
			if f != nil {
				j.peer(w.work, "clasp "+strategy, *f)
			}
		}
	}
	return nil
}

func (j *job) owed() error {
	const work = "what is owed"
	v, err := analysis.Quick(j.open, analysis.Budget{})
	if err != nil {
		return err
	}
	if v != mandate.Blueprint {
		return nil
	}
	count := 0
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { count = m.Owed().Count }, nil
	}); err != nil {
		return err
	}
	j.ours("… how many answers", figure{value: float64(count), unit: ""})
	q := analysis.Question{Ask: analysis.AskOwed}
	p, err := analysis.NewProblem(j.open, q, analysis.Budget{})
	if err != nil {
		return err
	}
	f, err := j.clasp(j.open, q, func(out string) error {
		if cost, ok := optimum(out); !ok || cost/p.Unit != int64(count) {
			return fmt.Errorf("owed: %d, clasp says %d (%v)", count, cost/p.Unit, ok)
		}
		return nil
	}, "--opt-strategy=usc")
	if err == nil && f != nil {
		j.peer(work, "clasp usc, one set", *f)
	}
	return err
}

// many counts ways out found in ten seconds.
func (j *job) many() error {
	const work = "ways out in 10 s, everybody takes part, wishes count"
	const time10 = 10 * time.Second
	goal := everybody(j.wishes.Case)
	end := time.Now().Add(time10)
	m, err := analysis.New(j.wishes, goal, analysis.Budget{Stop: func() bool { return time.Now().After(end) }})
	if err != nil {
		return err
	}
	s := m.WaysOut(goal, 0)
	unit := "so far"
	if s.Complete {
		unit = "all"
	}
	j.ours(work, figure{value: float64(len(s.List)), unit: unit})
	if !installed("clingo") {
		return nil
	}
	var b bytes.Buffer
	if err := export.ASP(&b, j.wishes, goal); err != nil {
		return err
	}
	// Minimal by domain heuristics: every answer keeps as much as it can.
	b.WriteString("\n#heuristic keep(P) : position(P). [1,true]\n")
	p, err := call(3*patience, b.Bytes(), "clingo", "-", "-c", "ask=unblock", "-c", "show=given_up", "--opt-mode=ignore", "--warn=none", "0",
		"--heuristic=Domain", "--enum-mode=domRec", "-q", "--time-limit=10")
	if err != nil {
		return err
	}
	for _, line := range strings.Split(p.out, "\n") {
		if rest, ok := strings.CutPrefix(line, "Models"); ok {
			var n float64
			if _, err := fmt.Sscanf(strings.TrimLeft(rest, " :"), "%g", &n); err == nil {
				u := "all"
				if strings.Contains(rest, "+") {
					u = "so far"
				}
				j.peer(work, "clingo domRec", figure{value: n, unit: u})
			}
		}
	}
	return nil
}
