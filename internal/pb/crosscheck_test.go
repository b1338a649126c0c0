package pb

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

var crosscheck = flag.Int("crosscheck", 0, "random instances to decide with clasp, too")

// problem is a random optimisation problem in a form that both solvers can be
// given: sums over variables, and an order over a few nodes.
type problem struct {
	vars  int
	sums  [][]Term // each ≥ bound
	bound []int64
	nodes int
	edges []constraint
	cost  []Term
}

func randomProblem(r *rand.Rand) problem {
	in := problem{vars: 12 + r.IntN(24)}
	lit := func() Lit {
		l := Var(r.IntN(in.vars)).Pos()
		if r.IntN(2) == 0 {
			l = l.Not()
		}
		return l
	}
	for range in.vars * (2 + r.IntN(3)) {
		var ts []Term
		for range 3 {
			ts = append(ts, Term{1, lit()})
		}
		in.sums, in.bound = append(in.sums, ts), append(in.bound, 1)
	}
	for range 2 + r.IntN(8) {
		var ts []Term
		total := int64(0)
		for range 3 + r.IntN(8) {
			t := Term{int64(r.IntN(19) - 9), lit()}
			ts = append(ts, t)
			total += max(t.Coef, 0)
		}
		in.sums, in.bound = append(in.sums, ts), append(in.bound, r.Int64N(total+1)*2/3)
	}
	in.nodes = 3 + r.IntN(4)
	for range r.IntN(14) {
		a, b := Node(r.IntN(in.nodes)), Node(r.IntN(in.nodes))
		if a != b {
			in.edges = append(in.edges, constraint{lit: lit(), from: a, to: b})
		}
	}
	for v := range in.vars {
		if r.IntN(2) == 0 {
			in.cost = append(in.cost, Term{1 + r.Int64N(20), Var(v).Pos()})
		}
	}
	return in
}

// opb writes the instance in the format of the pseudo-boolean competitions.
// The order is spelt out: one variable for each pair of nodes, transitive.
func (in problem) opb() []byte {
	before := func(a, b Node) string {
		if a < b {
			return fmt.Sprintf("x%d", in.vars+int(a)*in.nodes+int(b)+1)
		}
		return fmt.Sprintf("~x%d", in.vars+int(b)*in.nodes+int(a)+1)
	}
	not := func(l string) string {
		if l[0] == '~' {
			return l[1:]
		}
		return "~" + l
	}
	name := func(l Lit) string {
		s := "x" + strconv.Itoa(int(l.Var())+1)
		if l.IsNeg() {
			return "~" + s
		}
		return s
	}
	var b bytes.Buffer
	n := 0
	line := func(terms []string, bound int64) {
		fmt.Fprintf(&b, "%s >= %d ;\n", strings.Join(terms, " "), bound)
		n++
	}
	var obj []string
	for _, t := range in.cost {
		obj = append(obj, fmt.Sprintf("+%d %s", t.Coef, name(t.Lit)))
	}
	for i, ts := range in.sums {
		var terms []string
		for _, t := range ts {
			terms = append(terms, fmt.Sprintf("%+d %s", t.Coef, name(t.Lit)))
		}
		line(terms, in.bound[i])
	}
	for _, e := range in.edges {
		line([]string{"+1 " + name(e.lit.Not()), "+1 " + before(e.from, e.to)}, 1)
	}
	for x := range Node(in.nodes) {
		for y := range Node(in.nodes) {
			for z := range Node(in.nodes) {
				if x != y && y != z && x != z {
					line([]string{"+1 " + not(before(x, y)), "+1 " + not(before(y, z)), "+1 " + before(x, z)}, 1)
				}
			}
		}
	}
	head := fmt.Sprintf("* #variable= %d #constraint= %d\n", in.vars+in.nodes*in.nodes, n)
	if len(obj) > 0 {
		head += "min: " + strings.Join(obj, " ") + " ;\n"
	}
	return append([]byte(head), b.Bytes()...)
}

// clasp returns the verdict and, if there is something to minimise, the least
// cost.
func clasp(opb []byte) (Verdict, int64, error) {
	cmd := exec.Command("clasp", "--opt-mode=opt", "-")
	cmd.Stdin = bytes.NewReader(opb)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) { // clasp tells its answer by exit code, too
		return Unknown, 0, err
	}
	v, cost := Unknown, int64(0)
	for _, l := range strings.Split(string(out), "\n") {
		switch {
		case strings.HasPrefix(l, "s UNSATISFIABLE"):
			v = No
		case strings.HasPrefix(l, "s SATISFIABLE"), strings.HasPrefix(l, "s OPTIMUM FOUND"):
			v = Yes
		case strings.HasPrefix(l, "o "):
			if cost, err = strconv.ParseInt(strings.TrimSpace(l[2:]), 10, 64); err != nil {
				return Unknown, 0, err
			}
		}
	}
	if v == Unknown {
		return v, 0, fmt.Errorf("no answer in %q", out)
	}
	return v, cost, nil
}

// TestCrosscheck compares verdicts and optima with clasp, an independent
// solver, which is asked only if -crosscheck says how often.
func TestCrosscheck(t *testing.T) {
	if *crosscheck == 0 {
		t.Skip("asked for by make crosscheck")
	}
	if _, err := exec.LookPath("clasp"); err != nil {
		t.Skip("NOT CHECKED: clasp is not installed (Debian: apt-get install clasp)")
	}
	r := rand.New(rand.NewPCG(7, 7))
	sat := 0
	for i := range *crosscheck {
		in := randomProblem(r)
		s := New()
		log := s.Record()
		for range in.vars {
			s.NewVar()
		}
		for range in.nodes {
			s.NewNode()
		}
		for k, ts := range in.sums {
			s.AddAtLeast(ts, in.bound[k])
		}
		for _, e := range in.edges {
			s.AddEdge(e.lit, e.from, e.to)
		}
		got := Minimize(s, in.cost, Budget{})
		v, cost, err := clasp(in.opb())
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict != v || v == Yes && got.Cost != cost {
			t.Fatalf("instance %d: we say %v %d, clasp %v %d\n%s", i, got.Verdict, got.Cost, v, cost, in.opb())
		}
		if v == Yes {
			sat++
			err = nil
			if s.Solve(Budget{}) != Yes {
				t.Fatalf("instance %d: unsolvable after minimising", i)
			}
			err = CheckModel(log, s.Model())
		} else {
			s.Solve(Budget{})
			err = CheckCore(log, s.Core())
		}
		if err != nil {
			t.Fatalf("instance %d: %v", i, err)
		}
	}
	t.Logf("%d instances agree with clasp, %d satisfiable", *crosscheck, sat)
	if n := *crosscheck; n >= 100 && (sat < n/10 || sat > n*9/10) {
		t.Errorf("%d of %d satisfiable: a lopsided sample", sat, n)
	}
}

// BenchmarkMinimizeAgainstClasp minimises the same instances here and with
// clasp as a whole process: x/clasp is our time as a multiple of clasp's.
func BenchmarkMinimizeAgainstClasp(b *testing.B) {
	if _, err := exec.LookPath("clasp"); err != nil {
		b.Skip("clasp is not installed (Debian: apt-get install clasp)")
	}
	r := rand.New(rand.NewPCG(8, 8))
	var ps []problem
	for range 50 {
		ps = append(ps, randomProblem(r))
	}
	var ours, theirs time.Duration
	for b.Loop() {
		for _, in := range ps {
			start := time.Now()
			s := New()
			for range in.vars {
				s.NewVar()
			}
			for range in.nodes {
				s.NewNode()
			}
			for k, ts := range in.sums {
				s.AddAtLeast(ts, in.bound[k])
			}
			for _, e := range in.edges {
				s.AddEdge(e.lit, e.from, e.to)
			}
			Minimize(s, in.cost, Budget{})
			ours += time.Since(start)
			opb := in.opb()
			start = time.Now()
			if _, _, err := clasp(opb); err != nil {
				b.Fatal(err)
			}
			theirs += time.Since(start)
		}
	}
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x/clasp")
}
