package export_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/export"
	"mandate/internal/generate"
	"mandate/internal/pb"
	"mandate/internal/record"
)

var (
	cases = flag.Int("cases", 60, "random cases to decide with clasp, too")
	large = flag.Bool("large", false, "also generated cases of the sizes M and L")
)

// instance is a file as its reader understands it: variables count from 1.
type instance struct {
	names  []string
	sums   []row // hard
	cost   []weighted
	header [2]int
	past   []string
}

type row struct {
	terms []weighted
	bound int64
}

type weighted struct {
	coef int64
	lit  int
}

// readOPB reads the linear pseudo-boolean format and is strict about it.
func readOPB(text string) (*instance, error) {
	in := &instance{names: []string{""}}
	comments := true
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		bad := func(why string) error { return fmt.Errorf("line %d: %s: %.200s", i+1, why, l) }
		if i == 0 {
			if n, err := fmt.Sscanf(l, "* #variable= %d #constraint= %d", &in.header[0], &in.header[1]); n != 2 || err != nil {
				return nil, bad("no header")
			}
			continue
		}
		if c, ok := strings.CutPrefix(l, "* "); ok {
			if !comments {
				return nil, bad("a comment after the first constraint")
			}
			in.comment(c, "x")
			continue
		}
		comments = false
		l, ok := strings.CutSuffix(l, " ;")
		if !ok {
			return nil, bad("no semicolon")
		}
		terms := func(s string) (ts []weighted, err error) {
			f := strings.Fields(s)
			if len(f) == 0 || len(f)%2 != 0 {
				return nil, bad("no pairs of a number and a variable")
			}
			seen := map[int]bool{}
			for k := 0; k < len(f); k += 2 {
				c, err1 := strconv.ParseInt(f[k], 10, 64)
				v, err2 := strconv.Atoi(strings.TrimPrefix(f[k+1], "x"))
				if err1 != nil || err2 != nil || f[k][0] != '+' && f[k][0] != '-' || f[k+1][0] != 'x' || v < 1 || v > in.header[0] || seen[v] {
					return nil, bad("not a term: " + f[k] + " " + f[k+1])
				}
				seen[v] = true
				ts = append(ts, weighted{c, v})
			}
			return ts, nil
		}
		var err error
		if obj, ok := strings.CutPrefix(l, "min:"); ok {
			if len(in.sums) > 0 || in.cost != nil {
				return nil, bad("the objective stands elsewhere than first")
			}
			if in.cost, err = terms(obj); err != nil {
				return nil, err
			}
			continue
		}
		left, right, ok := strings.Cut(l, " >= ")
		if !ok {
			return nil, bad("no >=")
		}
		r := row{}
		if r.bound, err = strconv.ParseInt(right, 10, 64); err != nil {
			return nil, bad(err.Error())
		}
		if r.terms, err = terms(left); err != nil {
			return nil, err
		}
		in.sums = append(in.sums, r)
	}
	if len(in.names)-1 != in.header[0] || len(in.sums) != in.header[1] {
		return nil, fmt.Errorf("the header says %v, there are %d named variables and %d constraints", in.header, len(in.names)-1, len(in.sums))
	}
	return in, in.distinct()
}

func (in *instance) comment(c, prefix string) {
	if e, ok := strings.CutPrefix(c, "past: "); ok {
		in.past = append(in.past, e)
	}
	if v, name, ok := strings.Cut(c, " = "); ok && v == prefix+strconv.Itoa(len(in.names)) {
		in.names = append(in.names, name)
	}
}

func (in *instance) distinct() error {
	seen := map[string]bool{}
	for _, n := range in.names[1:] {
		if n == "" || seen[n] {
			return fmt.Errorf("the name %q is empty or stands twice", n)
		}
		seen[n] = true
	}
	return nil
}

// readWCNF reads weighted clauses in the format of 2022.
func readWCNF(text string) (*instance, error) {
	in := &instance{names: []string{""}}
	hard, soft := 0, 0
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		bad := func(why string) error { return fmt.Errorf("line %d: %s: %.200s", i+1, why, l) }
		if c, ok := strings.CutPrefix(l, "c "); ok {
			if _, err := fmt.Sscanf(c, "variables: %d, hard clauses: %d, soft clauses: %d", &in.header[0], &hard, &soft); err != nil {
				in.comment(c, "")
			}
			continue
		}
		f := strings.Fields(l)
		if len(f) < 3 || f[len(f)-1] != "0" {
			return nil, bad("no clause")
		}
		var ls []weighted
		for _, s := range f[1 : len(f)-1] {
			n, err := strconv.Atoi(s)
			if err != nil || n == 0 || max(n, -n) > in.header[0] {
				return nil, bad("not a literal: " + s)
			}
			ls = append(ls, weighted{1, n})
		}
		if f[0] == "h" {
			in.sums = append(in.sums, row{ls, 1})
			continue
		}
		w, err := strconv.ParseInt(f[0], 10, 64)
		if err != nil || w <= 0 || len(ls) != 1 {
			return nil, bad("not a soft clause")
		}
		in.cost = append(in.cost, weighted{w, -ls[0].lit})
	}
	if len(in.names)-1 != in.header[0] || len(in.sums) != hard || len(in.cost) != soft {
		return nil, fmt.Errorf("the comment says %d, %d and %d; there are %d named variables, %d hard and %d soft clauses", in.header[0], hard, soft, len(in.names)-1, len(in.sums), len(in.cost))
	}
	return in, in.distinct()
}

// classic writes weighted clauses as they were written before 2022, which is
// what clasp reads.
func (in *instance) classic() []byte {
	top := int64(1)
	for _, c := range in.cost {
		top += c.coef
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "p wcnf %d %d %d\n", len(in.names)-1, len(in.sums)+len(in.cost), top)
	for _, r := range in.sums {
		fmt.Fprint(&b, top)
		for _, t := range r.terms {
			fmt.Fprint(&b, " ", t.lit)
		}
		fmt.Fprintln(&b, " 0")
	}
	for _, c := range in.cost {
		fmt.Fprintln(&b, c.coef, -c.lit, 0)
	}
	return b.Bytes()
}

// answer is what an independent solver says: yes or no, the least cost, and
// which variables are true.
type answer struct {
	yes   bool
	cost  int64
	value []bool
	time  time.Duration
}

// clasp asks clasp; ok is false if it ran out of time.
func clasp(file []byte, vars, seconds int) (a answer, ok bool, err error) {
	cmd := exec.Command("clasp", "--opt-strategy=usc", "--time-limit="+strconv.Itoa(seconds), "-")
	cmd.Stdin = bytes.NewReader(file)
	start := time.Now()
	out, err := cmd.Output()
	a.time = time.Since(start)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // clasp tells its answer by exit code, too
		return a, false, err
	}
	a.value = make([]bool, vars+1)
	more := false
	for _, l := range strings.Split(string(out), "\n") {
		switch {
		case strings.HasPrefix(l, "s UNSATISFIABLE"):
			ok = true
		case strings.HasPrefix(l, "s SATISFIABLE"), strings.HasPrefix(l, "s OPTIMUM FOUND"):
			a.yes, ok = true, true
		case strings.HasPrefix(l, "o "):
			if a.cost, err = strconv.ParseInt(strings.TrimSpace(l[2:]), 10, 64); err != nil {
				return a, false, err
			}
		case strings.HasPrefix(l, "v "):
			if !more { // a better model
				clear(a.value)
			}
			for _, s := range strings.Fields(l[2:]) {
				n, err := strconv.Atoi(strings.Replace(s, "x", "", 1))
				if err == nil && n > 0 {
					a.value[n] = true
				}
			}
		}
		more = strings.HasPrefix(l, "v ")
	}
	late := strings.Contains(string(out), "c TIME LIMIT") || strings.Contains(string(out), "c INTERRUPTED")
	if late { // what it has found need not be the optimum
		return a, false, nil
	}
	if !ok {
		return a, false, fmt.Errorf("no answer in %.500q %v", out, exit)
	}
	return a, ok, nil
}

// plan reads a plan from the names of the true variables alone, and from what
// the comments say is past.
func (in *instance) plan(value []bool) (*mandate.Plan, error) {
	p := &mandate.Plan{Mandate: map[string][]string{}}
	var events []string
	after := map[string][]string{}
	waits := map[string]int{}
	past := map[string]bool{}
	for _, e := range in.past {
		past[e] = true
	}
	add := func(e string) {
		if !past[e] {
			events = append(events, e)
		}
	}
	for v, name := range in.names {
		kind, what, _ := strings.Cut(name, " ")
		switch kind {
		case "chosen":
			issue, option, _ := strings.Cut(what, "=")
			if _, ok := p.Mandate[issue]; !ok {
				p.Mandate[issue] = []string{}
				add("decide." + issue)
			}
			if value[v] {
				p.Mandate[issue] = append(p.Mandate[issue], option)
			}
		case "joins", "consents", "taken", "assumed":
			if !value[v] {
				continue
			}
			switch kind {
			case "joins":
				p.Joins = append(p.Joins, what)
				add("commit." + what)
			case "consents":
				p.Consents = append(p.Consents, what)
				add("consent." + what)
			case "taken":
				add(what)
			case "assumed":
				p.Assumed = append(p.Assumed, what)
			}
		}
	}
	for v, name := range in.names {
		x, y, ok := strings.Cut(name, " < ")
		if !ok || !slices.Contains(events, x) || !slices.Contains(events, y) {
			continue
		}
		if !value[v] {
			x, y = y, x
		}
		after[x] = append(after[x], y)
		waits[y]++
	}
	p.Order = slices.Clone(in.past)
	for len(events) > 0 {
		i := slices.IndexFunc(events, func(e string) bool { return waits[e] == 0 })
		if i < 0 {
			return nil, fmt.Errorf("the order of %v has a circle", events)
		}
		for _, y := range after[events[i]] {
			waits[y]--
		}
		p.Order = append(p.Order, events[i])
		events = slices.Delete(events, i, i+1)
	}
	return p, nil
}

// ours minimises the question with our own solver, from the same constraints
// but with its own sums and orders.
func ours(p *analysis.Problem, b pb.Budget) pb.Optimum {
	s := pb.New()
	for range p.Names {
		s.NewVar()
	}
	for range p.Events {
		s.NewNode()
	}
	for c := range p.Constraints.All() {
		switch c.Kind {
		case pb.Clause:
			s.AddClause(c.Lits...)
		case pb.AtLeast:
			s.AddAtLeast(c.Terms, c.Bound)
		case pb.AtMost:
			s.AddAtMost(c.Terms, c.Bound)
		case pb.Edge:
			s.AddEdge(c.Lit, c.From, c.To)
		}
	}
	return pb.Minimize(s, p.Cost, b, p.Facts...)
}

type checker struct {
	st      *record.State
	seconds int // for each question to clasp
	asked   int
	late    int
	lines   []string // sizes and times
	diffs   []string
}

func (k *checker) differ(format string, args ...any) {
	k.diffs = append(k.diffs, fmt.Sprintf(format, args...))
}

func (k *checker) problem(q analysis.Question) (*analysis.Problem, error) {
	return analysis.NewProblem(k.st, q, analysis.Budget{})
}

// ask puts a question to clasp in one of the formats. ok is false if clasp ran
// out of time.
func (k *checker) ask(q analysis.Question, format string) (in *instance, a answer, ok bool, err error) {
	p, err := k.problem(q)
	if err != nil {
		return nil, a, false, err
	}
	var b, again bytes.Buffer
	write, read := export.OPB, readOPB
	if format == "wcnf" {
		write, read = export.WCNF, readWCNF
	}
	start := time.Now()
	if err := write(&b, p); err != nil {
		return nil, a, false, err
	}
	wrote := time.Since(start)
	if p, err = k.problem(q); err != nil {
		return nil, a, false, err
	}
	if err := write(&again, p); err != nil {
		return nil, a, false, err
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		k.differ("%s %s: written twice, and not the same bytes", q, format)
	}
	if in, err = read(b.String()); err != nil {
		return nil, a, false, fmt.Errorf("%s %s: %w", q, format, err)
	}
	file := b.Bytes()
	if format == "wcnf" {
		file = in.classic()
	}
	if a, ok, err = clasp(file, len(in.names)-1, k.seconds); err != nil {
		return nil, a, false, fmt.Errorf("%s %s: %w", q, format, err)
	}
	k.asked++
	if !ok {
		k.late++
	}
	k.lines = append(k.lines, fmt.Sprintf("%-15s %-4s %8d bytes %7d variables %8d constraints, written in %v; clasp %v: answered %t yes %t cost %d",
		q, format, b.Len(), len(in.names)-1, len(in.sums), wrote.Round(time.Millisecond), a.time.Round(time.Millisecond), ok, a.yes, a.cost))
	if ok && a.yes {
		for i, r := range in.sums {
			var sum int64
			for _, t := range r.terms {
				if a.value[max(t.lit, -t.lit)] == (t.lit > 0) {
					sum += t.coef
				}
			}
			if sum < r.bound {
				k.differ("%s %s: clasp's model violates constraint %d", q, format, i)
				break
			}
		}
	}
	return in, a, ok, nil
}

// compare puts all questions of a case to clasp and to the engine.
func (k *checker) compare(goal *mandate.Expr) error {
	m, err := analysis.New(k.st, nil, analysis.Budget{})
	if err != nil {
		return err
	}
	gm := m
	if goal != nil {
		if gm, err = analysis.New(k.st, goal, analysis.Budget{}); err != nil {
			return err
		}
	}
	decide := func(q analysis.Question, format string, want bool, m *analysis.Model) error {
		in, a, ok, err := k.ask(q, format)
		if err != nil || !ok {
			return err
		}
		if a.yes != want {
			k.differ("%s %s (goal %t): the engine says %t, clasp %t", q, format, q.Goal != nil, want, a.yes)
		}
		if a.yes {
			p, err := in.plan(a.value)
			if err == nil {
				err = m.Verify(p)
			}
			if err != nil {
				k.differ("%s %s: clasp's plan does not verify: %v\n%+v", q, format, err, p)
			}
		}
		return nil
	}
	verdict, _ := m.Verdict()
	ready := verdict == mandate.Actionable || verdict == mandate.UnderWay
	for _, format := range []string{"opb", "wcnf"} {
		if err := decide(analysis.Question{Ask: analysis.AskPossible}, format, verdict != mandate.Blocked, m); err != nil {
			return err
		}
		if err := decide(analysis.Question{Ask: analysis.AskActionable}, format, ready, m); err != nil {
			return err
		}
		if goal != nil {
			if err := decide(analysis.Question{Ask: analysis.AskPossible, Goal: goal}, format, gm.Possible(goal) == analysis.Yes, gm); err != nil {
				return err
			}
		}
	}
	rung, possible := m.Rung()
	for _, r := range mandate.Rungs {
		if err := decide(analysis.Question{Ask: analysis.AskRung, Rung: r}, "opb", possible == analysis.Yes && r <= rung, m); err != nil {
			return err
		}
	}
	if verdict == mandate.Blueprint {
		if err := k.compareOwed(m); err != nil {
			return err
		}
	}
	return k.compareWaysOut(gm, goal)
}

func (k *checker) compareOwed(m *analysis.Model) error {
	q := analysis.Question{Ask: analysis.AskOwed}
	p, err := k.problem(q)
	if err != nil {
		return err
	}
	o := m.Owed()
	best := ours(p, pb.Budget{})
	sets := owedSets(o)
	for _, format := range []string{"opb", "wcnf"} {
		in, a, ok, err := k.ask(q, format)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !a.yes || a.cost != best.Cost || int(a.cost/p.Unit) != o.Count {
			k.differ("%s %s: the engine says %d items and cost %d, clasp %d and %d", q, format, o.Count, best.Cost, a.cost/p.Unit, a.cost)
		}
		var set []string
		for v, name := range in.names {
			if item, yes := strings.CutPrefix(name, "owed "); yes && a.value[v] {
				set = append(set, item)
			}
		}
		sort.Strings(set)
		if o.Complete && !slices.Contains(sets, strings.Join(set, "\n")) {
			k.differ("%s %s: clasp's set %v is none of the engine's: %q", q, format, set, sets)
		}
		plan, err := in.plan(a.value)
		if err == nil {
			err = m.Verify(plan)
		}
		if err != nil {
			k.differ("%s %s: clasp's plan does not verify: %v", q, format, err)
		}
	}
	return nil
}

// owedSets writes out the smallest sets.
func owedSets(o analysis.Owed) (out []string) {
	one := func(parts ...[]analysis.Answer) string {
		var s []string
		for _, as := range parts {
			for _, a := range as {
				s = append(s, a.Name())
			}
		}
		sort.Strings(s)
		return strings.Join(s, "\n")
	}
	switch {
	case len(o.Sets) > 0:
		for _, s := range o.Sets {
			out = append(out, one(o.All, s))
		}
	case o.Exact:
		var pick func(from int, left int, s []analysis.Answer)
		pick = func(from, left int, s []analysis.Answer) {
			if left == 0 {
				out = append(out, one(o.All, s))
				return
			}
			for i := from; i < len(o.From); i++ {
				pick(i+1, left-1, append(slices.Clone(s), o.From[i]))
			}
		}
		pick(0, o.Pick, nil)
	default:
		sets := [][]analysis.Answer{o.All}
		for _, g := range o.AnyOf {
			var next [][]analysis.Answer
			for _, s := range sets {
				for _, a := range g {
					next = append(next, append(slices.Clone(s), a))
				}
			}
			sets = next
		}
		for _, s := range sets {
			out = append(out, one(s))
		}
	}
	return out
}

func (k *checker) compareWaysOut(m *analysis.Model, goal *mandate.Expr) error {
	q := analysis.Question{Ask: analysis.AskUnblock, Goal: goal}
	ws := m.WaysOut(goal, 1)
	for _, format := range []string{"opb", "wcnf"} {
		_, a, ok, err := k.ask(q, format)
		if err != nil {
			return err
		}
		switch {
		case !ok:
		case a.yes != (len(ws.List) > 0):
			k.differ("%s %s: the engine finds a way out: %t; clasp %t", q, format, len(ws.List) > 0, a.yes)
		case a.yes && a.cost != ws.List[0].Weight:
			k.differ("%s %s: the cheapest way out weighs %d, clasp says %d", q, format, ws.List[0].Weight, a.cost)
		}
	}
	return nil
}

func load(files map[string]string, name string) (*mandate.Case, error) {
	fsys := fstest.MapFS{}
	for f, text := range files {
		fsys[f] = &fstest.MapFile{Data: []byte(text)}
	}
	c, pos, list := casefile.Load(fsys, name)
	if list.HasErrors() {
		return nil, fmt.Errorf("does not load:\n%s", diag.Printer{Source: pos.Source}.Sprint(list))
	}
	return c, nil
}

func needClasp(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("clasp"); err != nil {
		fmt.Println("clasp: NOT CHECKED, it is not installed")
		t.Skip("clasp is not installed")
	}
}

// TestCrosscheckRandom compares the answers for small random cases.
func TestCrosscheckRandom(t *testing.T) {
	needClasp(t)
	n := *cases
	if testing.Short() {
		n = min(n, 10)
	}
	asked, none := 0, 0
	for seed := uint64(1); seed <= uint64(n); seed++ {
		files, q, goalID := bruteforce.Random(seed)
		c, err := load(files, fmt.Sprint(seed))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		var goal *mandate.Expr
		for _, g := range c.Goals {
			if g.ID == goalID {
				goal = g.That.Expr
			}
		}
		st, err := record.At(c, q)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		k := &checker{st: st, seconds: 60}
		err = k.compare(goal)
		asked += k.asked
		if analysis.IsNoAim(err) {
			none++
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if k.late > 0 {
			t.Errorf("seed %d: clasp did not answer %d questions in time", seed, k.late)
		}
		for _, d := range k.diffs {
			t.Errorf("seed %d: %s", seed, d)
		}
	}
	t.Logf("%d cases (%d without an aim), %d questions put to clasp", n, none, asked)
}

// TestCrosscheckGenerated compares the answers for generated cases.
func TestCrosscheckGenerated(t *testing.T) {
	needClasp(t)
	// Every fourth seed gives an actionable case, every eighth one that is under
	// way.
	type sample struct {
		size generate.Size
		seed uint64
	}
	samples := []sample{{generate.S, 1}, {generate.S, 4}, {generate.S, 8}}
	if *large {
		samples = append(samples, sample{generate.M, 1}, sample{generate.M, 4}, sample{generate.M, 8}, sample{generate.L, 1}, sample{generate.L, 4})
	}
	for _, s := range samples {
		for _, shut := range []bool{false, true} {
			files := map[string]string{}
			for f, b := range generate.Case(s.size, s.seed, generate.Options{Infeasible: shut}) {
				files[f] = string(b)
			}
			size := fmt.Sprintf("%s, seed %d", s.size, s.seed)
			c, err := load(files, s.size.String())
			if err != nil {
				t.Fatal(err)
			}
			st, err := record.At(c, mandate.Query{})
			if err != nil {
				t.Fatal(err)
			}
			k := &checker{st: st, seconds: 30}
			if err := k.compare(nil); err != nil {
				t.Fatalf("%s, infeasible %t: %v", size, shut, err)
			}
			for _, d := range k.diffs {
				t.Errorf("%s, infeasible %t: %s", size, shut, d)
			}
			if k.late > 0 {
				fmt.Printf("clasp: NOT CHECKED: %d questions of size %s not answered in %d seconds\n", k.late, size, k.seconds)
			}
			t.Logf("%s, infeasible %t: %d questions, %d not answered in time\n%s", size, shut, k.asked, k.late, strings.Join(k.lines, "\n"))
		}
	}
}

// TestCrosscheckCatalogue compares the answers for the cases of the catalogue,
// with each of their goals and under each of their rules.
func TestCrosscheckCatalogue(t *testing.T) {
	if testing.Short() {
		t.Skip("many questions: nothing for -short")
	}
	needClasp(t)
	dirs, err := filepath.Glob("../../cases/*/case.yaml")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, d := range dirs {
		c, _, list := casefile.LoadDir(filepath.Dir(d))
		if list.HasErrors() {
			t.Fatal(d, list)
		}
		goals := []*mandate.Expr{nil}
		for _, g := range c.Goals {
			goals = append(goals, g.That.Expr)
		}
		asked := 0
		for _, r := range c.Rules {
			st, err := record.At(c, mandate.Query{Rule: r.ID})
			if err != nil {
				t.Fatal(err)
			}
			for i, g := range goals {
				k := &checker{st: st, seconds: 30}
				if err := k.compare(g); err != nil {
					t.Fatalf("%s: %v", c.Name, err)
				}
				asked += k.asked
				if k.late > 0 {
					t.Errorf("%s: clasp did not answer %d questions in time", c.Name, k.late)
				}
				for _, x := range k.diffs {
					t.Errorf("%s, rule %s, goal %d: %s", c.Name, r.ID, i, x)
				}
			}
		}
		t.Logf("%s: %d questions put to clasp", c.Name, asked)
	}
}
