package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/export"
	"mandate/internal/generate"
	"mandate/internal/record"
)

// The questions of docs/math/who.md, whatif.md, plans.md, counts.md, leverage.md
// and compare.md, all on the feasible case. The additions to the exported program
// are written from those pages; package crosscheck holds the whole of them.

// few is how often a figure of this file is taken: the larger sizes have more to
// do in each round, and peers take seconds.
func (j *job) few() int {
	if j.size == generate.S {
		return j.rounds
	}
	return min(j.rounds, 3)
}

func (j *job) explore() error {
	rounds := j.rounds
	defer func() { j.rounds = rounds }()
	j.rounds = j.few()
	for _, f := range []func() error{j.wholeExplore, j.coalition, j.lexicographic, j.pareto, j.count, j.whyNot, j.giveUp, j.chances} {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// wholeExplore measures whole processes. The option that whatif sets is the first
// open one of a choice issue: of a set issue --set leaves all other members out,
// too, which may be a blocked wish and then takes a quarter of the time.
func (j *job) wholeExplore() error {
	m, err := model(j.open)
	if err != nil {
		return err
	}
	set := ""
	several := map[string]bool{}
	for _, i := range j.open.Case.Issues {
		several[i.ID] = i.Set
	}
	s := m.NewSession()
	for n, look := range s.Looks() {
		if x := s.Items()[n]; look == analysis.Open && x.Issue != "" && !several[x.Issue] {
			set = x.Issue + "=" + x.Option
			break
		}
	}
	if set == "" {
		return errors.New("no option is open")
	}
	texts := j.open.Case.Texts
	if len(texts) < 2 {
		return errors.New("there are no two texts")
	}
	for _, w := range []struct {
		work string
		args []string // the folder comes second
		once bool     // at L: it takes most of a minute
	}{
		{work: "`who`", args: []string{"who"}},
		{work: "`whatif`, one option set", args: []string{"whatif", "--set", set}},
		{work: "`plans`", args: []string{"plans"}},
		{work: "`plans --count`", args: []string{"plans", "--count"}},
		{work: "`leverage`", args: []string{"leverage"}, once: true},
		{work: "`compare`, two texts", args: []string{"compare", texts[0].ID, texts[1].ID}},
	} {
		rounds, warm := j.rounds, 1 // the first warms the disk
		if w.once && j.size == generate.L {
			rounds, warm = 1, 0
		}
		args := slices.Insert(slices.Clone(w.args), 1, j.folder(false))
		var took []time.Duration
		for range rounds + warm {
			p, err := call(5*patience, nil, j.bin, args...)
			if err == nil && p.out == "" {
				err = errors.New("no answer")
			}
			if err != nil {
				return fmt.Errorf("%s: %w", w.work, err)
			}
			took = append(took, p.wall)
		}
		j.ours(w.work+", whole process", seconds(took[warm:]))
	}
	return nil
}

// program is the exported one with what the questions of this file need.
func program(st *record.State, judged bool) (string, error) {
	var b bytes.Buffer
	if err := export.ASP(&b, st, nil); err != nil {
		return "", err
	}
	b.WriteString("\n#defined joins/1. #defined consents/1. #defined chosen/2. #defined brings/4. #defined owed/2. #defined firm_figure/3.\n")
	for _, k := range st.Case.Capabilities {
		fmt.Fprintf(&b, "asked(%q).\n", k.ID)
	}
	if judged {
		b.WriteString("judged.\n")
	}
	return b.String(), nil
}

// atom is what a program calls an item.
func atom(x mandate.Item) string {
	if x.Actor != "" {
		return fmt.Sprintf("joins(%q)", x.Actor)
	}
	return fmt.Sprintf("chosen(%q,%q)", x.Issue, x.Option)
}

// refuses checks that a program has an answer, or none.
func refuses(what, lp string, none bool, args ...string) error {
	p, err := call(patience, []byte(lp), "clingo", append([]string{"-", "--opt-mode=ignore", "--warn=none", "-q"}, args...)...)
	if errors.Is(err, errTooLong) {
		fmt.Fprintf(os.Stderr, "%s: NOT CHECKED, clingo takes more than %.0f s\n", what, patience.Seconds())
		return nil
	}
	if err != nil {
		return err
	}
	if yes, ok := satisfiable(p.out); !ok || yes == none {
		return fmt.Errorf("%s: clingo says satisfiable %v (%v)", what, yes, ok)
	}
	return nil
}

// coalition measures who joins, and who leaves when one member does.
func (j *job) coalition() error {
	const work, leaving = "coalition", "departures, all members"
	var c analysis.Coalition
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { c = m.Coalition() }, nil
	}); err != nil {
		return err
	}
	if c.Verdict != analysis.Yes {
		return fmt.Errorf("%s: the verdict is %v", work, c.Verdict)
	}
	j.ours("… how many members", figure{value: float64(len(c.Members))})
	var gone []analysis.Departure
	if err := j.times(leaving, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		c := m.Coalition()
		return func() { gone = m.Departures(&c) }, nil
	}); err != nil {
		return err
	}
	j.ours("… how many have consequences", figure{value: float64(len(gone))})
	if !installed("clingo") {
		return nil
	}
	lp, err := program(j.open, false)
	if err != nil {
		return err
	}
	if err := j.clingoCoalition(work, lp, &c); err != nil {
		return err
	}
	// What is said to be lost is lost; ten are enough to notice a difference.
	asked := 0
	for _, d := range gone {
		without := fmt.Sprintf(":- joins(%q).\n", d.Actor.ID)
		for _, x := range d.Changes {
			if asked++; asked > 10 {
				break
			}
			still := fmt.Sprintf(":- not stands(%q,contributor,%s).\n", x.Actor.ID, x.From)
			if x.Leaves {
				still = fmt.Sprintf(":- not joins(%q).\n", x.Actor.ID)
			}
			if err := refuses(fmt.Sprintf("%s without %s", x.Actor.ID, d.Actor.ID), lp+without+still, true); err != nil {
				return err
			}
		}
		if d.Nobody {
			if err := refuses("nobody without "+d.Actor.ID, lp+without, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// clingoCoalition compares the numbers on each rung and the sums of figures: the
// criteria 1 to 5 of who.md. The later ones break ties by name and are left out,
// so the peer does less.
func (j *job) clingoCoalition(work, lp string, c *analysis.Coalition) error {
	var b strings.Builder
	b.WriteString(lp)
	for _, h := range j.open.Effects() {
		if h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		for _, a := range h.Effect.Amounts {
			if a.Named > 0 {
				fmt.Fprintf(&b, "firm_figure(%q,%q,%d).\n", h.Ref(), a.Capability, a.Firm)
			}
		}
	}
	var want []int64
	level := 2*len(j.open.Case.Capabilities) + 10
	best := func(what, element string, value int64) {
		// The level is there, too, if nothing counts on it.
		fmt.Fprintf(&b, "#%s { %s; 0@%d,none }.\n", what, strings.Replace(element, "@", "@"+strconv.Itoa(level), 1), level)
		level--
		if what == "maximize" {
			value = -value
		}
		want = append(want, value)
	}
	on := func(r mandate.Rung) (n int64) {
		for _, x := range c.Members {
			if x.Rung >= r {
				n++
			}
		}
		return n
	}
	for _, r := range []mandate.Rung{mandate.Agreed, mandate.Conditional, mandate.Interested} {
		best("maximize", fmt.Sprintf("1@,A : stands(A,contributor,%s)", r), on(r))
	}
	best("minimize", "1@,A : joins(A), not stands(A,contributor,interested)", int64(len(c.Members))-on(mandate.Interested))
	for _, k := range j.open.Case.Capabilities {
		named, firm := c.Figures(k.ID)
		best("maximize", fmt.Sprintf("N@,A,H : brings(named,%q,A,H), figure(H,%q,N)", k.ID, k.ID), named)
		best("maximize", fmt.Sprintf("N@,A,H : brings(named,%q,A,H), firm_figure(H,%q,N)", k.ID, k.ID), firm)
	}
	return j.clingo(work, "clingo usc, without ties", b.String(), func(out string) error {
		if got, ok := costs(out); !ok || !slices.Equal(got, want) {
			return fmt.Errorf("%s: %v, clingo says %v (%v)", work, want, got, ok)
		}
		return nil
	}, "--opt-strategy=usc", "-q1")
}

// clingo times a peer's answer to a program; the row says so if it takes too long.
func (j *job) clingo(work, name, lp string, look func(out string) error, args ...string) error {
	f, err := j.run("clingo", []byte(lp), look, append([]string{"-", "--warn=none"}, args...)...)
	if err != nil {
		return err
	}
	if f == nil {
		j.t.row(work).notes[j.size.String()] = fmt.Sprintf("%s > %.0f s", name, patience.Seconds())
		return nil
	}
	j.peer(work, name, *f)
	return nil
}

// costs reads the vector that a peer proves best, from the highest level on.
func costs(out string) (list []int64, ok bool) {
	if !strings.Contains(out, "OPTIMUM FOUND") {
		return nil, false
	}
	for line := range strings.Lines(out) {
		if rest, found := strings.CutPrefix(line, "Optimization: "); found {
			list, ok = nil, true
			for _, x := range strings.Fields(rest) {
				n, err := strconv.ParseInt(x, 10, 64)
				list, ok = append(list, n), ok && err == nil
			}
		}
	}
	return list, ok
}

// objective is one of plans.md as weighted elements whose sum is the larger the
// better the plan is.
func objective(o analysis.Objective) string {
	switch o.Kind {
	case "rung":
		return "1,R : rung(R), not below(R)"
	case "owed":
		return "-1,K,X : owed(K,X)"
	case "joiners":
		return "1,A : joins(A), stands(A,contributor,interested)"
	case "force":
		return fmt.Sprintf("N,A,H : brings(named,%q,A,H), figure(H,%q,N)", o.Capability, o.Capability)
	}
	panic("no objective that is measured: " + o.Name())
}

// rungs says on which rungs everybody stands.
func rungs() string {
	s := "rung(1..3). #defined below/1.\n"
	for i, r := range []string{"agreed", "conditional", "interested"} {
		s += fmt.Sprintf("below(%d) :- joins(A), not stands(A,contributor,%s).\nbelow(%d) :- consents(A), not stands(A,party,%s).\n", 3-i, r, 3-i, r)
	}
	return s
}

// turned gives the values of a point so that larger is better.
func turned(by []analysis.Objective, values []int64) []int64 {
	out := slices.Clone(values)
	for i, o := range by {
		if !o.More() {
			out[i] = -out[i]
		}
	}
	return out
}

// frontier takes the figure of one.
func (j *job) frontier(work string, by []analysis.Objective, what analysis.Frontiers) (f analysis.Frontier, err error) {
	var failed error
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { f, failed = m.Frontier(by, what) }, nil
	}); err != nil {
		return f, err
	}
	if failed == nil && len(f.Points) == 0 {
		failed = fmt.Errorf("%s: no plan", work)
	}
	return f, failed
}

func (j *job) lexicographic() error {
	const work = "best plan by rung, owed, force"
	m, err := model(j.open)
	if err != nil {
		return err
	}
	by := m.DefaultObjectives()
	f, err := j.frontier(work, by, analysis.Frontiers{})
	if err != nil || !installed("clingo") {
		return err
	}
	lp, err := program(j.open, true)
	if err != nil {
		return err
	}
	lp += rungs()
	want := turned(by, f.Points[0].Values)
	for i, o := range by {
		level := 10 + len(by) - i
		lp += fmt.Sprintf("#maximize { %s; 0@%d,none }.\n", strings.Replace(objective(o), ",", fmt.Sprintf("@%d,", level), 1), level)
		want[i] = -want[i] // clingo tells what it makes small
	}
	return j.clingo(work, "clingo usc", lp, func(out string) error {
		if got, ok := costs(out); !ok || !slices.Equal(got, want) {
			return fmt.Errorf("%s: %v, clingo says %v (%v)", work, want, got, ok)
		}
		return nil
	}, "--opt-strategy=usc", "-q1")
}

// pareto measures a whole frontier. The peer is only asked to prove that no plan
// escapes it, once it is known; that each vector is reached and not bettered is
// checked beside that, untimed.
func (j *job) pareto() error {
	const work = "Pareto frontier of owed and joiners"
	by := []analysis.Objective{{Kind: "owed"}, {Kind: "joiners"}}
	f, err := j.frontier(work, by, analysis.Frontiers{Pareto: true})
	if err != nil {
		return err
	}
	j.ours("… how many vectors", figure{value: float64(len(f.Points)), unit: map[bool]string{true: "all", false: "so far"}[f.Complete]})
	if !installed("clingo") {
		return nil
	}
	lp, err := program(j.open, true)
	if err != nil {
		return err
	}
	var escape strings.Builder
	for i, p := range f.Points {
		var as, better strings.Builder
		for k, v := range turned(by, p.Values) {
			fmt.Fprintf(&as, ":- #sum { %s; 0,none } < %d.\n", objective(by[k]), v)
			fmt.Fprintf(&better, "better(%d) :- #sum { %s; 0,none } > %d.\n", i, objective(by[k]), v)
		}
		fmt.Fprintf(&better, ":- not better(%d).\n", i)
		what := fmt.Sprintf("%s: %v", work, p.Values)
		if err := errors.Join(refuses(what, lp+as.String(), false), refuses(what+" bettered", lp+as.String()+better.String(), true)); err != nil {
			return err
		}
		escape.WriteString(better.String())
	}
	if !f.Complete {
		return nil
	}
	return j.clingo(work, "clingo, proof that it is all", lp+escape.String(), func(out string) error {
		if yes, ok := satisfiable(out); !ok || yes {
			return fmt.Errorf("%s: clingo says a plan escapes: %v (%v)", work, yes, ok)
		}
		return nil
	}, "--opt-mode=ignore", "-q")
}

// count measures how many mandates are left. A peer that lists them can only be
// asked where they are few.
func (j *job) count() error {
	const work = "mandates left, counted"
	const most = 100_000
	var n analysis.Count
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		m.Possible(nil)
		return func() { n = m.CountMandates(nil, analysis.Counting{}) }, nil
	}); err != nil {
		return err
	}
	unit := "proven at least"
	if n.Exact {
		unit = "exact"
	}
	value, _ := new(big.Float).SetInt(n.Number).Float64()
	j.ours("… how many", figure{value: value, unit: unit})
	if !n.Exact || n.Number.Cmp(big.NewInt(most)) > 0 {
		j.t.row(work).notes[j.size.String()] = "none: too many to list"
		return nil
	}
	if !installed("clingo") {
		return nil
	}
	lp, err := program(j.open, false)
	if err != nil {
		return err
	}
	return j.clingo(work, "clingo, all listed", lp+"#project chosen/2.\n", func(out string) error {
		_, rest, _ := strings.Cut(out, "\nModels")
		got, _, _ := strings.Cut(strings.TrimLeft(rest, " :"), "\n")
		if strings.TrimSpace(got) != n.Number.String() {
			return fmt.Errorf("%s: %v, clingo says %q", work, n.Number, got)
		}
		return nil
	}, "0", "--project", "--opt-mode=ignore", "-q")
}

// whyNot measures the smallest reason for which an item is ruled out after a
// choice that rules it out newly. No peer offers smallest reasons; that it is one
// and that nothing in it can be spared is checked with clingo.
func (j *job) whyNot() error {
	const work = "why not, after a choice"
	m, err := model(j.open)
	if err != nil {
		return err
	}
	made, out := -1, -1
	first := m.NewSession().Looks()
	for n, look := range first {
		if look != analysis.Open {
			continue
		}
		s := m.NewSession()
		s.Choose(n, true)
		for k, after := range s.Looks() {
			if after == analysis.RuledOut && first[k] == analysis.Open && !s.LeftOut(k) {
				made, out = n, k
				break
			}
		}
		if out >= 0 {
			break
		}
	}
	if out < 0 {
		j.t.row(work).notes[j.size.String()] = "no choice rules out another item"
		return nil
	}
	var r analysis.Reasons
	var items []analysis.Item
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		s := m.NewSession()
		s.Choose(made, true)
		s.Looks()
		items = s.Items()
		return func() { r = s.WhyNot(out, true, 1) }, nil
	}); err != nil {
		return err
	}
	if len(r.List) == 0 {
		return fmt.Errorf("%s: none", work)
	}
	why := r.List[0]
	j.ours("… how much collides", figure{value: float64(why.Size())})
	if !installed("clingo") {
		return nil
	}
	lp, err := program(j.open, false)
	if err != nil {
		return err
	}
	lp += fmt.Sprintf("#defined asked_to_keep/1.\n:- asked_to_keep(P), not keep(P).\n:- not %s.\n", atom(items[out]))
	var parts []string
	for _, p := range why.Positions {
		parts = append(parts, fmt.Sprintf("asked_to_keep(%q).\n", p.Name()))
	}
	for range why.Choices {
		parts = append(parts, fmt.Sprintf(":- not %s.\n", atom(items[made])))
	}
	if err := refuses(work, lp+strings.Join(parts, ""), true, "-c", "ask=free"); err != nil {
		return err
	}
	for k := range parts {
		rest := slices.Delete(slices.Clone(parts), k, k+1)
		if err := refuses(work+", less one", lp+strings.Join(rest, ""), false, "-c", "ask=free"); err != nil {
			return err
		}
	}
	return nil
}

// giveUp makes choices, each possible by itself, until no plan meets them all,
// and measures all smallest sets of them to give up.
func (j *job) giveUp() error {
	const work = "cheapest choices to give up, all"
	const most = 40 // choices
	m, err := model(j.open)
	if err != nil {
		return err
	}
	s := m.NewSession()
	var can []int
	for n, look := range s.Looks() {
		if look == analysis.Open {
			can = append(can, n)
		}
	}
	r := rand.New(rand.NewPCG(j.seed, 0x67697665))
	r.Shuffle(len(can), func(a, b int) { can[a], can[b] = can[b], can[a] })
	var made []int
	spoken := map[string]bool{}
	for _, n := range can {
		if s.Possible() != analysis.Yes || len(made) == most {
			break
		}
		x := s.Items()[n]
		if x.Issue != "" && spoken[x.Issue] {
			continue
		}
		spoken[x.Issue] = true
		s.Choose(n, true)
		made = append(made, n)
	}
	if s.Possible() != analysis.No {
		j.t.row(work).notes[j.size.String()] = "no choices that collide"
		return nil
	}
	var up analysis.GivenUp
	if err := j.times(work, func() (func(), error) {
		m, err := model(j.open)
		if err != nil {
			return nil, err
		}
		s := m.NewSession()
		for _, n := range made {
			s.Choose(n, true)
		}
		s.Possible()
		return func() { up = s.GiveUp(0) }, nil
	}); err != nil {
		return err
	}
	if len(up.List) == 0 || !up.Complete {
		return fmt.Errorf("%s: %d sets, complete %v", work, len(up.List), up.Complete)
	}
	j.ours("… how many sets", figure{value: float64(len(up.List)), unit: fmt.Sprintf("of %d choices", len(made))})
	if !installed("clingo") {
		return nil
	}
	lp, err := program(j.open, false)
	if err != nil {
		return err
	}
	lp += "#show up/1. #minimize { 1@9,C : up(C) }.\n"
	for i, n := range made {
		lp += fmt.Sprintf("{ up(%d) }.\n:- not up(%d), not %s.\n", i, i, atom(s.Items()[n]))
	}
	var ours []string
	for _, set := range up.List {
		ours = append(ours, strings.Trim(fmt.Sprint(set), "[]"))
	}
	slices.Sort(ours)
	return j.clingo(work, "clingo optN", lp, func(out string) error {
		if got := upSets(out); !slices.Equal(got, ours) {
			return fmt.Errorf("%s: %v, clingo says %v", work, ours, got)
		}
		return nil
	}, "-c", "show=given_up", "--opt-mode=optN", "--project=show", "0", "-q1")
}

// upSets reads the smallest sets of up(I), each as sorted numbers.
func upSets(out string) (sets []string) {
	least := -1
	answer := false
	for line := range strings.Lines(out) {
		if answer {
			var set []int
			for _, a := range strings.Fields(line) {
				if rest, ok := strings.CutPrefix(a, "up("); ok {
					n, err := strconv.Atoi(strings.TrimSuffix(rest, ")"))
					if err == nil {
						set = append(set, n)
					}
				}
			}
			if least < 0 || len(set) < least {
				least, sets = len(set), nil
			}
			if len(set) == least {
				slices.Sort(set)
				sets = append(sets, strings.Trim(fmt.Sprint(set), "[]"))
			}
		}
		answer = strings.HasPrefix(line, "Answer:")
	}
	slices.Sort(sets)
	return slices.Compact(sets)
}
