package export

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/condition"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// instance is a question over numbered variables. A literal is the number of a
// variable, counted from 1, and negative if negated.
type instance struct {
	head     []string // comments on the whole
	names    []string // by variable; names[0] is not used
	clauses  [][]int
	sums     []sum
	cost     []term
	question analysis.Question
}

// sum is Σ terms ≥ bound in normal form: coefficients are positive, no greater
// than the bound and fall from left to right; each variable occurs once.
type sum struct {
	terms []term
	bound int64
}

type term struct {
	coef int64
	lit  int
}

// limit bounds the sums of coefficients: solvers count in 64 bits.
const limit = math.MaxInt64 / 4

func lit(l pb.Lit) int {
	n := int(l.Var()) + 1
	if l.IsNeg() {
		return -n
	}
	return n
}

// newInstance takes a question out of the engine's terms: names for all
// variables, sums in normal form, and the order as clauses.
func newInstance(p *analysis.Problem) (*instance, error) {
	in := &instance{question: p.Question}
	in.name(p)
	var edges []edge
	for c := range p.Constraints.All() {
		switch c.Kind {
		case pb.Clause:
			ls := make([]int, len(c.Lits))
			for i, l := range c.Lits {
				ls[i] = lit(l)
			}
			in.clause(ls...)
		case pb.AtLeast, pb.AtMost:
			if err := in.sum(c); err != nil {
				return nil, err
			}
		case pb.Edge:
			edges = append(edges, edge{lit(c.Lit), int(c.From), int(c.To)})
		}
	}
	in.order(p.Events, edges)
	for _, l := range p.Facts {
		in.clause(lit(l))
	}
	var total int64
	for _, t := range p.Cost {
		if t.Coef > limit-total {
			return nil, errors.New("the weights sum up to more than solvers can count")
		}
		total += t.Coef
		// Two positions that say the same may share a variable.
		if i := slices.IndexFunc(in.cost, func(x term) bool { return x.lit == lit(t.Lit) }); i >= 0 {
			in.cost[i].coef += t.Coef
			continue
		}
		in.cost = append(in.cost, term{t.Coef, lit(t.Lit)})
	}
	in.describe(p)
	return in, nil
}

func (in *instance) variable(name string) int {
	in.names = append(in.names, name)
	return len(in.names) - 1
}

// clause adds a clause, without repetitions and not if it is always true.
func (in *instance) clause(lits ...int) {
	out := make([]int, 0, len(lits))
	for _, l := range lits {
		if slices.Contains(out, -l) {
			return
		}
		if !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	in.clauses = append(in.clauses, out)
}

// sum brings a sum into normal form. What is a clause becomes one.
func (in *instance) sum(c pb.Constraint) error {
	sign := int64(1)
	if c.Kind == pb.AtMost {
		sign = -1
	}
	need, size := sign*c.Bound, abs(c.Bound)
	net := map[int]int64{}
	var vars []int
	for _, t := range c.Terms {
		if size += abs(t.Coef); size > limit || size < 0 {
			return errors.New("a sum is larger than solvers can count")
		}
		v, k := lit(t.Lit), sign*t.Coef
		if v < 0 { // k·¬x = k − k·x
			need -= k
			v, k = -v, -k
		}
		if _, ok := net[v]; !ok {
			vars = append(vars, v)
		}
		net[v] += k
	}
	s := sum{}
	for _, v := range vars {
		switch k := net[v]; {
		case k > 0:
			s.terms = append(s.terms, term{k, v})
		case k < 0: // −k·x = −k + k·¬x
			need -= k
			s.terms = append(s.terms, term{-k, -v})
		}
	}
	if s.bound = need; need <= 0 {
		return nil
	}
	clause := true
	var lits []int
	for i := range s.terms {
		t := &s.terms[i]
		t.coef = min(t.coef, need)
		clause = clause && t.coef == need
		lits = append(lits, t.lit)
	}
	if clause {
		in.clause(lits...)
		return nil
	}
	sort.SliceStable(s.terms, func(i, j int) bool { return s.terms[i].coef > s.terms[j].coef })
	in.sums = append(in.sums, s)
	return nil
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// Visible is the record without the entries that the audience may not see, and
// how many they are: a file of constraints shows what an entry demands, so what
// is withheld must not be in it at all.
func Visible(st *record.State, audience mandate.Handling) (visible *record.State, withheld int, err error) {
	level := func(h mandate.Handling) int { return max(0, slices.Index(mandate.Handlings, h)) }
	var hidden []string
	for _, e := range st.Case.Entries {
		if level(e.Handling) > level(audience) && st.Status(e).Present {
			hidden = append(hidden, e.ID)
		}
	}
	if len(hidden) == 0 {
		return st, 0, nil
	}
	visible, err = st.Without(hidden...)
	return visible, len(hidden), err
}

// name names all variables of the question.
func (in *instance) name(p *analysis.Problem) {
	in.names = []string{""}
	used := map[string]bool{}
	formulas := 0
	for _, n := range p.Names {
		text := n.Text
		if text == "" {
			formulas++
			text = fmt.Sprintf("formula %d", formulas)
		}
		for base, k := text, 2; used[text]; k++ {
			text = fmt.Sprintf("%s (%d)", base, k)
		}
		used[text] = true
		in.variable(text)
	}
}

// describe writes the comments on the whole.
func (in *instance) describe(p *analysis.Problem) {
	st := p.State
	note := func(format string, args ...any) {
		in.head = append(in.head, strings.Join(strings.Fields(fmt.Sprintf(format, args...)), " "))
	}
	aim := st.Query.Aim
	if aim == "" {
		aim = st.Case.Aim
	}
	rule := "none"
	if r := st.Rule(); r != nil {
		rule = r.ID
	}
	note("mandate: case %s, as of %s, aim %s, rule %s", st.Case.Name, st.AsOf, aim, rule)
	note("question: %s", p.Question)
	if p.Question.Goal != nil {
		note("goal: %s", condition.Print(p.Question.Goal))
	}
	switch p.Question.Ask {
	case analysis.AskOwed:
		note("to minimise: %d for each item that is owed, and 1 for each actor asked again", p.Unit)
	case analysis.AskUnblock:
		note("to minimise: the weight of the positions given up")
	}
	if p.Withheld > 0 {
		word := "entries"
		if p.Withheld == 1 {
			word = "entry"
		}
		note("withheld: %d %s; the question is about the record without them", p.Withheld, word)
	}
	for _, e := range p.Past {
		note("past: %s", e)
	}
}
