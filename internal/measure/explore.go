package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/export"
)

// explore measures the commands that explore mandates: whole processes, and the
// engine beside clingo where clingo can be asked the same.
func (j *job) explore() error {
	if err := j.exploring(); err != nil {
		return err
	}
	if err := j.times("coalition", func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { m.Coalition() }, nil
	}); err != nil {
		return err
	}
	if err := j.times("count of mandates", func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { m.CountMandates(nil, analysis.Counting{}) }, nil
	}); err != nil {
		return err
	}
	return j.best()
}

// exploring measures whole processes.
func (j *job) exploring() error {
	c := j.open.Case
	asked := [][]string{{"who"}, {"whatif", "--set", j.choice()}, {"plans"}, {"plans", "--count"}, {"leverage"}}
	if len(c.Texts) > 1 {
		asked = append(asked, []string{"compare", c.Texts[0].ID, c.Texts[1].ID})
	}
	for _, args := range asked {
		line := append([]string{args[0], j.folder(false)}, args[1:]...)
		name := args[0]
		if args[len(args)-1] == "--count" {
			name += " --count"
		}
		rounds := j.rounds
		if name == "leverage" {
			rounds = 1 // the longest by far
		}
		var took []time.Duration
		for range rounds {
			p, err := call(patience, nil, j.bin, line...)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			took = append(took, p.wall)
		}
		j.ours("`"+name+"`, whole process", seconds(took))
	}
	return nil
}

// choice is an option that is open, as --set takes it.
func (j *job) choice() string {
	m, err := model(j.open)
	if err != nil {
		return ""
	}
	s := m.NewSession()
	for n, look := range s.Looks() {
		x := s.Items()[n]
		for _, i := range j.open.Case.Issues {
			if i.ID == x.Issue && !i.Set && look != analysis.RuledOut {
				return x.String()
			}
		}
	}
	return ""
}

// best measures the plan with the most joiners who have said something, and has
// clingo find the same optimum.
func (j *job) best() error {
	const work = "most joiners with a word on record"
	var joiners int64
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() {
			f, err := m.Frontier([]analysis.Objective{{Kind: "joiners"}}, analysis.Frontiers{})
			if err == nil && len(f.Points) > 0 {
				joiners = f.Points[0].Values[0]
			}
		}, nil
	}); err != nil {
		return err
	}
	if v, err := analysis.Quick(j.open, analysis.Budget{}); err != nil || v == mandate.Blocked || !installed("clingo") {
		return err
	}
	var b bytes.Buffer
	if err := export.ASP(&b, j.open, nil); err != nil {
		return err
	}
	b.WriteString("\nword(A) :- joins(A), stands(A,contributor,interested).\n#maximize { 1@9,A : word(A) }.\n#show word/1.\n")
	f, err := j.run("clingo", b.Bytes(), func(out string) error {
		var n int64
		for a := range lastAnswer(out) {
			if strings.HasPrefix(a, "word(") {
				n++
			}
		}
		if n != joiners {
			return fmt.Errorf("%s: %d, clingo says %d", work, joiners, n)
		}
		return nil
	}, "-", "--opt-strategy=usc", "--warn=none", "-q1")
	if err == nil && f != nil {
		j.peer(work, "clingo usc", *f)
	}
	return err
}
