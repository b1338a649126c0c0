package main

import (
	"fmt"
	"path/filepath"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/chances"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// chances measures draws: what is possible in each, for draws to come and when most
// has been met before, against putting each to the solver; and whole draws with
// their dates. Entries bind in seven draws of eight, and the mandate is that of a
// possible plan. Both ways must count the same.
func (j *job) chances() error {
	s, err := setting(j.open)
	if err != nil {
		return err
	}
	const few = 640
	many, whole := int64(1_000_000), int64(128_000)
	if j.size == generate.L { // where most draws go to the solver
		many, whole = 2*few, few
	}
	start := time.Now()
	wantPossible, wantAgreed := s.Possible(few, true)
	j.ours("a draw, put to the solver", figure{value: time.Since(start).Seconds() / few, unit: "s"})
	if p, a := s.Possible(few, false); p != wantPossible || a != wantAgreed {
		return fmt.Errorf("of %d draws %d are possible and %d agreed; put to the solver %d and %d", few, p, a, wantPossible, wantAgreed)
	}
	if s, err = setting(j.open); err != nil { // one that has met no draw yet
		return err
	}
	for _, work := range []string{"a draw, the first 10⁶ (L: 1,280)", "a draw, the same again"} {
		start = time.Now()
		s.Possible(many, false)
		j.ours(work, figure{value: time.Since(start).Seconds() / float64(many), unit: "s"})
	}
	start = time.Now()
	r := s.Run(chances.Options{Draws: whole})
	j.ours("a draw with who takes part and dates, both cores", figure{value: time.Since(start).Seconds() / float64(r.Draws), unit: "s"})
	if j.size == generate.S {
		if err := j.gazaSchedules(filepath.FromSlash("cases/gaza-isf"), scheduleDraws); err != nil {
			return err
		}
	}
	if j.size == generate.L { // the logic part of so many draws takes too long
		return nil
	}
	return j.schedules(s, scheduleDraws, "a draw of the schedule, one core")
}

// setting gives a generated case priors.
func setting(st *record.State) (*chances.Setting, error) {
	m, err := model(st)
	if err != nil {
		return nil, err
	}
	_, plan := m.Verdict()
	if plan == nil {
		return nil, fmt.Errorf("no plan is possible")
	}
	c := *st.Case
	c.Assumptions.Mandate = plan.Mandate
	ch := &mandate.Chances{}
	add := func(p mandate.Prior) {
		p.ID = fmt.Sprint(len(ch.Priors))
		ch.Priors = append(ch.Priors, &p)
	}
	for _, f := range mandate.Firmnesses {
		add(mandate.Prior{Kind: mandate.PriorBinds, Firmness: f, Chance: 8750})
	}
	for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
		for _, r := range mandate.Rungs {
			add(mandate.Prior{Kind: mandate.PriorAnswers, Role: as, Rung: r, Chance: 5000})
		}
	}
	for _, x := range c.Externals {
		add(mandate.Prior{Kind: mandate.PriorExternals, External: x.ID, Chance: 8000})
	}
	for _, each := range []string{"step", "decide", "commit", "consent"} {
		add(mandate.Prior{Kind: mandate.PriorTakes, Each: each, Spread: &mandate.Spread{Kind: "three-point", Low: 5, Likely: 30, High: 200}, Never: 200})
	}
	c.Assumptions.Chances = ch
	at, err := record.At(&c, st.Query)
	if err != nil {
		return nil, err
	}
	return chances.New(at, 1, nil, analysis.Budget{})
}
