package crosscheck_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/condition"
	"mandate/internal/export"
	"mandate/internal/record"
)

// effort bounds what is asked of clingo about one case.
type effort struct {
	budget int64 // conflicts of the engine; 0: no limit
	rounds int   // of the search for a smallest collision
	sets   int   // smallest sets of answers to enumerate; more: only all and any of them
	goals  int   // goals asked about
	plans  bool  // list all possible plans
	// Frontiers are asked for by so many drawn lists of objectives, each up to so
	// many vectors; 0: neither they nor choices to give up.
	frontiers, vectors int
	conflicts          int64 // of the engine on each; 0: no limit
}

// small is the effort for cases that can be asked everything.
var small = effort{rounds: 1000, sets: 512, goals: 100, plans: true, frontiers: 1, vectors: 12}

// tally counts what was compared.
type tally map[string]int

func (t tally) add(o tally) {
	for k, n := range o {
		t[k] += n
	}
}

func (t tally) String() string {
	var parts []string
	for k, n := range t {
		parts = append(parts, fmt.Sprintf("%s %d", k, n))
	}
	sort.Strings(parts)
	return strings.Join(parts, ", ")
}

// check is one comparison.
type check struct {
	st    *record.State
	e     effort
	n     tally
	diffs []string
	// What clingo says.
	verdict mandate.Verdict
	rung    mandate.Rung
	owes    [][]string // smallest sets, if they were enumerated
}

func (c *check) same(what string, engine, clingo any) {
	c.n["answers"]++
	if !reflect.DeepEqual(engine, clingo) {
		c.diffs = append(c.diffs, fmt.Sprintf("%s: engine %v, clingo %v", what, engine, clingo))
	}
}

func program(st *record.State, goal *mandate.Expr) (string, error) {
	var b bytes.Buffer
	err := export.ASP(&b, st, goal)
	return b.String(), err
}

// yesNo turns an answer of the engine into what clingo would say.
func yesNo(v analysis.Verdict) string {
	switch v {
	case analysis.Yes:
		return "yes"
	case analysis.No:
		return "no"
	}
	return "unknown"
}

func word(sat bool) string {
	if sat {
		return "yes"
	}
	return "no"
}

// compare asks engine and clingo everything about a record.
func compare(st *record.State, goals []*mandate.Expr, e effort) (*check, error) {
	c := &check{st: st, e: e, n: tally{"records": 1}, verdict: mandate.NoRecord}
	b := analysis.Budget{Conflicts: e.budget}
	m, err := analysis.New(st, nil, b)
	lp, lpErr := program(st, nil)
	if analysis.IsNoAim(err) || errors.Is(lpErr, export.ErrNoAim) {
		c.same("the aim rests on no source", analysis.IsNoAim(err), errors.Is(lpErr, export.ErrNoAim))
		c.n["no record"]++
		return c, nil
	}
	if err := errors.Join(err, lpErr); err != nil {
		return c, err
	}
	c.comparePositions(m, lp)
	if err := c.compareVerdict(m, lp); err != nil {
		return c, err
	}
	c.n[string(c.verdict)]++
	if c.e.plans {
		if err := c.comparePlans(m, lp); err != nil {
			return c, err
		}
	}
	if c.verdict == mandate.Blocked {
		err = c.compareCollision(m, lp, nil)
	} else {
		err = c.compareMarks(m, lp)
	}
	if err == nil && c.verdict == mandate.Blueprint {
		err = c.compareOwed(m, lp)
	}
	for i, g := range goals {
		if err != nil || i >= e.goals {
			break
		}
		err = c.compareGoal(g, b)
	}
	if err == nil && e.frontiers > 0 {
		err = c.compareExploring(nil, b)
		for i, g := range goals {
			if err == nil && i < e.goals {
				err = c.compareExploring(g, b)
			}
		}
	}
	return c, err
}

// compareGoal compares whether a goal can be reached and, if not, what collides
// with it.
func (c *check) compareGoal(g *mandate.Expr, b analysis.Budget) error {
	m, err := analysis.New(c.st, g, b)
	if err != nil {
		return err
	}
	lp, err := program(c.st, g)
	if err != nil {
		return err
	}
	a, err := clingo(lp)
	if err != nil {
		return err
	}
	c.n["goals"]++
	c.comparePositions(m, lp)
	c.same("goal "+condition.Print(g), yesNo(m.Possible(g)), word(a.sat))
	if a.sat {
		return nil
	}
	return c.compareCollision(m, lp, g)
}

// compareVerdict compares the verdict and the rung of the case.
func (c *check) compareVerdict(m *analysis.Model, lp string) error {
	v := mandate.Blocked
	possible, err := clingo(lp)
	if err != nil {
		return err
	}
	rung := mandate.Silent
	if possible.sat {
		v = mandate.Blueprint
		ready, err := clingo(lp, "-c", "ask=actionable")
		if err != nil {
			return err
		}
		if ready.sat {
			v = mandate.Actionable
			past := c.st.Happened()
			for _, s := range c.st.Case.Steps {
				if _, ok := past[s.ID]; ok && (s.ID == m.AimID() || s.StageOf == m.AimID()) {
					v = mandate.UnderWay
				}
			}
		}
		for r := mandate.Agreed; r > mandate.Silent && rung == mandate.Silent; r-- {
			a, err := clingo(lp, "-c", fmt.Sprintf("ask=rung%d", r))
			if err != nil {
				return err
			}
			if a.sat {
				rung = r
			}
		}
	}
	got, _ := m.Verdict()
	c.same("verdict", got, v)
	if possible.sat {
		r, _ := m.Rung()
		c.same("rung", r, rung)
	}
	c.verdict, c.rung = v, rung
	return nil
}

// comparePositions compares what may collide: names, weights and what is
// changeable.
func (c *check) comparePositions(m *analysis.Model, lp string) {
	var want, got []string
	for _, p := range m.Positions {
		s := fmt.Sprintf("position(%q). weight(%q,%d).", p.Name(), p.Name(), p.Weight)
		if p.Changeable {
			s += fmt.Sprintf(" changeable(%q).", p.Name())
		}
		want = append(want, s)
	}
	for l := range strings.Lines(lp) {
		if strings.HasPrefix(l, "position(\"") {
			got = append(got, strings.TrimSpace(l))
		}
	}
	sort.Strings(want)
	sort.Strings(got)
	c.n["positions"] += len(got)
	c.same("positions", want, got)
}

// manyPlans is how many plans are listed at most.
const manyPlans = 3000

// comparePlans compares the possible plans: their mandate, who joins and who
// consents.
func (c *check) comparePlans(m *analysis.Model, lp string) error {
	a, err := clingo(lp, "-c", "show=who", "--project=show", "-n", fmt.Sprint(manyPlans+1))
	if err != nil {
		return err
	}
	if len(a.sets) > manyPlans {
		c.n["too many plans to list"]++
		return nil
	}
	got := []string{}
	for _, s := range a.sets {
		chosen := map[string]bool{}
		for _, x := range of(s, "chosen") {
			chosen[x] = true
		}
		var parts []string
		for _, i := range c.st.Case.Issues {
			var ids []string
			for _, o := range i.Options {
				if chosen[i.ID+" "+o.ID] {
					ids = append(ids, o.ID)
				}
			}
			text := strings.Join(ids, ",")
			if i.Set {
				text = "{" + text + "}"
			}
			parts = append(parts, i.ID+"="+text)
		}
		who := func(name string) string {
			in := of(s, name)
			var ids []string
			for _, x := range c.st.Case.Actors {
				if contains(in, x.ID) {
					ids = append(ids, x.ID)
				}
			}
			return strings.Join(ids, ",")
		}
		got = append(got, strings.Join(parts, " ")+"; joins "+who("joins")+"; consents "+who("consents"))
	}
	sort.Strings(got)
	c.n["plans"] += len(got)
	c.same("possible plans", append([]string{}, m.Possibles()...), got)
	return nil
}

// compareMarks compares, for each option and each joiner, whether some and whether
// every possible plan has it.
func (c *check) compareMarks(m *analysis.Model, lp string) error {
	s := m.NewSession()
	for made := 0; ; made++ {
		some, err := clingo(lp, "-c", "show=marks", "--enum-mode=brave", "-q1")
		if err != nil {
			return err
		}
		every, err := clingo(lp, "-c", "show=marks", "--enum-mode=cautious", "-q1")
		if err != nil {
			return err
		}
		var open []int
		for n, look := range s.Looks() {
			c.n["marks"]++
			atom := atomOf(s.Items()[n])
			want := "open"
			switch {
			case !contains(some.last(), atom):
				want = "ruled out"
			case contains(every.last(), atom):
				want = "forced"
			}
			got := look.String()
			if look == analysis.Chosen {
				got = "forced"
			}
			c.same(fmt.Sprintf("after %d choices %s is", made, atom), got, want)
			if look == analysis.Open {
				open = append(open, n)
			}
		}
		if made == 2 || len(open) == 0 {
			return nil
		}
		// One more choice, in or out in turn.
		n := open[len(open)/2]
		s.Choose(n, made == 0)
		lp += "\n:- " + map[bool]string{true: "not "}[made == 0] + atomOf(s.Items()[n]) + ".\n"
	}
}

// atomOf is the atom of the program that says that an item is in the plan.
func atomOf(i analysis.Item) string {
	if i.Actor != "" {
		return fmt.Sprintf("joins(%q)", i.Actor)
	}
	return fmt.Sprintf("chosen(%q,%q)", i.Issue, i.Option)
}

// compareOwed compares how much is owed, and the smallest sets.
func (c *check) compareOwed(m *analysis.Model, lp string) error {
	o := m.Owed()
	if o.Verdict != analysis.Yes {
		return fmt.Errorf("the engine does not know what is owed")
	}
	ask := []string{"-c", "ask=owed", "-c", "show=owed", "-q1", "--opt-strategy=usc"}
	best, err := clingo(lp, ask...)
	if err != nil {
		return err
	}
	if !best.best {
		return fmt.Errorf("clingo proves no optimum for what is owed")
	}
	c.n["owed"]++
	c.same("how much is owed", o.Count, len(best.last()))
	if o.Complete && len(owedSets(o)) <= c.e.sets {
		all, err := clingo(lp, append(ask, "--opt-mode=optN", "--project=show", "-n", "0")...)
		if err != nil {
			return err
		}
		var sets []string
		for _, s := range all.sets {
			c.owes = append(c.owes, of(s, "owed"))
			sets = append(sets, strings.Join(of(s, "owed"), ", "))
		}
		sort.Strings(sets)
		var want []string
		for _, s := range owedSets(o) {
			want = append(want, strings.Join(s, ", "))
		}
		sort.Strings(want)
		c.n["owed sets"] += len(sets)
		c.same("the smallest sets", want, sets)
	} else {
		for _, mode := range []string{"brave", "cautious"} {
			a, err := clingo(lp, append(ask, "--opt-mode=optN", "--enum-mode="+mode)...)
			if err != nil {
				return err
			}
			list := append([]analysis.Answer(nil), o.All...)
			if mode == "brave" {
				list = everyAnswer(o)
			}
			c.n["owed items"] += len(list)
			c.same("owed items, "+mode, words(list), of(a.last(), "owed"))
		}
	}
	// What is missing: no plan that owes least lacks less, and one lacks no more.
	for _, a := range everyAnswer(o) {
		if a.Kind != "force" {
			continue
		}
		for _, x := range []struct {
			slack int64
			want  bool
		}{{a.Missing, true}, {a.Missing - 1, false}} {
			extra := fmt.Sprintf("\n:- not owed(force,%q). :- short(%q).\n", a.ID, a.ID)
			b, err := clingo(lp+extra, append(ask, "-c", fmt.Sprintf("slack=%d", x.slack))...)
			if err != nil {
				return err
			}
			c.same(fmt.Sprintf("a plan that owes least lacks at most %d of %s", x.slack, a.ID), x.want, b.sat && reflect.DeepEqual(b.costs, best.costs))
		}
		c.n["missing"]++
	}
	return nil
}

// everyAnswer lists what stands in some smallest set.
func everyAnswer(o analysis.Owed) []analysis.Answer {
	all := append(append([]analysis.Answer(nil), o.All...), o.From...)
	for _, g := range append(append([][]analysis.Answer(nil), o.AnyOf...), o.Sets...) {
		for _, a := range g {
			known := false
			for _, x := range all {
				known = known || x.Name() == a.Name()
			}
			if !known {
				all = append(all, a)
			}
		}
	}
	return all
}

func words(as []analysis.Answer) (out []string) {
	for _, a := range as {
		out = append(out, a.Name())
	}
	sort.Strings(out)
	return out
}

// owedSets multiplies out what the engine says into sets of words, each sorted.
func owedSets(o analysis.Owed) (sets [][]string) {
	sets = [][]string{words(o.All)}
	for _, g := range o.AnyOf {
		var next [][]string
		for _, s := range sets {
			for _, a := range g {
				next = append(next, append(append([]string(nil), s...), a.Name()))
			}
		}
		sets = next
	}
	switch {
	case len(o.Sets) > 0:
		sets = nil
		for _, g := range o.Sets {
			sets = append(sets, append(words(o.All), words(g)...))
		}
	case o.Exact:
		sets = nil
		var pick func(from, k int, s []string)
		pick = func(from, k int, s []string) {
			if k == 0 {
				sets = append(sets, append([]string(nil), s...))
				return
			}
			for i := from; i < len(o.From); i++ {
				pick(i+1, k-1, append(s[:len(s):len(s)], o.From[i].Name()))
			}
		}
		pick(0, o.Pick, words(o.All))
	}
	for _, s := range sets {
		sort.Strings(s)
	}
	return sets
}

// keeping adds that these positions are kept, whichever others are.
func keeping(lp string, names []string) string {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString("\n#defined asked_to_keep/1.\n:- asked_to_keep(P), not keep(P).\n")
	for _, n := range names {
		fmt.Fprintf(&b, "asked_to_keep(%q).\n", n)
	}
	return b.String()
}

// can asks clingo whether a plan keeps these positions.
func can(lp string, names []string) (bool, error) {
	a, err := clingo(keeping(lp, names), "-c", "ask=free")
	return a.sat, err
}

// compareCollision compares the smallest collision and the cheapest way out of a
// question that no plan answers.
func (c *check) compareCollision(m *analysis.Model, lp string, goal *mandate.Expr) error {
	what := "the case"
	if goal != nil {
		what = "goal " + condition.Print(goal)
	}
	c.n["collisions"]++
	cs := m.Collisions(goal, 1)
	if len(cs.List) == 0 {
		c.diffs = append(c.diffs, what+": clingo has no plan, the engine no collision")
		return nil
	}
	set := names(cs.List[0].Positions)
	// The engine's set is refuted, and each position in it is needed.
	ok, err := can(lp, set)
	if err != nil {
		return err
	}
	c.same(fmt.Sprintf("%s: a plan keeps %v", what, set), false, ok)
	for i := range set {
		rest := append(append([]string(nil), set[:i]...), set[i+1:]...)
		if ok, err = can(lp, rest); err != nil {
			return err
		}
		c.same(fmt.Sprintf("%s: a plan keeps %v, without %s", what, rest, set[i]), true, ok)
	}
	size, proven, err := smallest(lp, c.e.rounds)
	if err != nil {
		return err
	}
	switch {
	case proven:
		c.n["collisions proven smallest"]++
		c.same(what+": size of the smallest collision", len(set), size)
	case size > len(set):
		c.same(what+": size of the smallest collision, at least", len(set), size)
	case size == len(set):
		c.n["collisions proven smallest"]++ // none is smaller than the bound
	default:
		c.n["collisions only bounded"]++
	}
	// The cheapest way out.
	best, err := clingo(lp, "-c", "ask=unblock", "-c", "show=given_up", "-q1", "--opt-strategy=usc")
	if err != nil {
		return err
	}
	ws := m.WaysOut(goal, 1)
	c.n["ways out"]++
	c.same(what+": there is a way out", len(ws.List) > 0, best.sat)
	if len(ws.List) == 0 || !best.sat {
		return nil
	}
	if !best.best {
		return fmt.Errorf("%s: clingo proves no cheapest way out", what)
	}
	c.same(what+": weight of the cheapest way out", ws.List[0].Weight, best.costs[0])
	up := names(ws.List[0].Positions)
	var kept []string
	for _, p := range m.Positions {
		if !contains(up, p.Name()) {
			kept = append(kept, p.Name())
		}
	}
	if ok, err = can(lp, kept); err != nil {
		return err
	}
	c.same(fmt.Sprintf("%s: a plan keeps all but %v", what, up), true, ok)
	return nil
}

func names(ps []*analysis.Position) (out []string) {
	for _, p := range ps {
		out = append(out, p.Name())
	}
	return out
}

// smallest finds the size of a smallest collision with clingo alone; if it is
// not proven, no collision is smaller than the size.
func smallest(lp string, rounds int) (size int, proven bool, err error) {
	var corrections strings.Builder
	corrections.WriteString("#defined in/1. #show in/1. #minimize { 1,P : in(P) }.\n")
	seen := map[string]bool{}
	for range rounds {
		var hit []string
		if len(seen) > 0 {
			h, err := clingo(corrections.String(), "-q1", "--opt-strategy=usc")
			if err != nil {
				return size, false, err
			}
			if !h.sat || !h.best {
				return size, false, fmt.Errorf("no smallest hitting set")
			}
			hit = of(h.last(), "in")
		}
		size = len(hit)
		// Plans that keep the hitting set and give up as little as they can.
		var b strings.Builder
		b.WriteString(lp)
		b.WriteString("\n")
		for _, n := range hit {
			fmt.Fprintf(&b, ":- not keep(%q).\n", n)
		}
		a, err := clingo(b.String(), "-c", "ask=free", "-c", "show=given_up", "--heuristic=Domain", "--dom-mod=5,16", "--enum-mode=domRec", "-n", "20")
		if err != nil {
			return size, false, err
		}
		if !a.sat {
			return size, true, nil
		}
		fresh := false
		for _, s := range a.sets {
			up := of(s, "given_up")
			if len(up) == 0 {
				return size, false, fmt.Errorf("a plan gives nothing up, so nothing collides")
			}
			if key := strings.Join(up, " "); !seen[key] {
				seen[key], fresh = true, true
				for i, n := range up {
					up[i] = fmt.Sprintf("in(%q)", n)
				}
				fmt.Fprintf(&corrections, "1 { %s }.\n", strings.Join(up, "; "))
			}
		}
		if !fresh {
			return size, false, fmt.Errorf("a plan keeps a set that meets everything it gives up")
		}
	}
	return size, false, nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
