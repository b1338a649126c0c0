package crosscheck_test

import (
	"fmt"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/record"
)

// The questions of docs/math/who.md, plans.md and whatif.md as additions to an
// exported program, from those pages alone.

// figuresOf adds, by capability, what the joiners bring: total(K,N) of named,
// firm(K,N) of the firm figures of what counts, and promised(K,N) of commitments.
func figuresOf(st *record.State) string {
	var b strings.Builder
	b.WriteString("\n#defined firm_figure/3. #defined joins/1. #defined brings/4.\n")
	for _, k := range st.Case.Capabilities {
		fmt.Fprintf(&b, "asked(%q).\n", k.ID)
		for _, v := range []struct{ name, family, figure string }{{"total", "named", "figure"}, {"firm", "named", "firm_figure"}, {"promised", "committed", "figure"}} {
			fmt.Fprintf(&b, "%s(%q,S) :- S = #sum { N,A,H : brings(%s,%q,A,H), %s(H,%q,N) }.\n", v.name, k.ID, v.family, k.ID, v.figure, k.ID)
		}
	}
	for _, h := range st.Effects() {
		if h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		for _, a := range h.Effect.Amounts {
			if a.Named > 0 {
				fmt.Fprintf(&b, "firm_figure(%q,%q,%d).\n", h.Ref(), a.Capability, a.Firm)
			}
		}
	}
	return b.String()
}

// coalition asks for the coalition of who.md, section 1: the criteria are
// levels of one optimisation, the first the highest.
func coalition(lp string, st *record.State) (members map[string]string, total, firm map[string]int64, err error) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString(figuresOf(st))
	level := 2*len(st.Case.Capabilities) + 4*len(st.Case.Actors) + 10
	best := func(what, elements string) {
		fmt.Fprintf(&b, "#%s { %s }.\n", what, strings.ReplaceAll(elements, "@", "@"+strconv.Itoa(level)))
		level--
	}
	for _, r := range []string{"agreed", "conditional", "interested"} {
		best("maximize", "1@,A : stands(A,contributor,"+r+")")
	}
	best("minimize", "1@,A : joins(A), not stands(A,contributor,interested)")
	for _, k := range st.Case.Capabilities {
		best("maximize", fmt.Sprintf("S@ : total(%q,S)", k.ID))
		best("maximize", fmt.Sprintf("S@ : firm(%q,S)", k.ID))
	}
	for _, a := range st.Case.Actors {
		if !a.Is(mandate.RoleContributor) {
			continue
		}
		for _, r := range []string{"agreed", "conditional", "interested"} {
			best("maximize", fmt.Sprintf("1@ : stands(%q,contributor,%s)", a.ID, r))
		}
		best("maximize", fmt.Sprintf("1@ : joins(%q)", a.ID))
	}
	b.WriteString("#show total/2. #show firm/2. #show stands(A,R) : stands(A,contributor,R).\n")
	a, err := clingo(b.String(), "-q1", "--opt-strategy=usc")
	if err != nil || !a.sat {
		return nil, nil, nil, err
	}
	if !a.best {
		return nil, nil, nil, fmt.Errorf("clingo proves no coalition")
	}
	s := a.last()
	members = map[string]string{}
	for _, x := range of(s, "joins") {
		members[x] = "silent"
	}
	for _, r := range []string{"interested", "conditional", "agreed"} {
		for _, x := range of(s, "stands") {
			if id, rung, _ := strings.Cut(x, " "); rung == r {
				members[id] = r
			}
		}
	}
	return members, numbers(s, "total"), numbers(s, "firm"), nil
}

// numbers reads the atoms name(key,number).
func numbers(atoms []string, name string) map[string]int64 {
	out := map[string]int64{}
	for _, x := range of(atoms, name) {
		k, n, _ := strings.Cut(x, " ")
		v, _ := strconv.ParseInt(n, 10, 64)
		out[k] = v
	}
	return out
}

// objective is one of plans.md as a rule for v(NAME,VALUE), larger being better.
func objective(name string, st *record.State) string {
	kind, k, _ := strings.Cut(name, ":")
	value := map[string]string{
		"joiners":   "S = #count { A : joins(A), stands(A,contributor,interested) }",
		"consents":  "S = #sum { -1,A : consents(A) }",
		"owed":      "S = #sum { -1,K,X : owed(K,X) }",
		"moves":     "S = #sum { -W,P : given_up(P), weight(P,W) }",
		"force":     fmt.Sprintf("total(%q,S)", k),
		"committed": fmt.Sprintf("promised(%q,S)", k),
	}[kind]
	switch kind {
	case "rung":
		s := ""
		for i, r := range []string{"agreed", "conditional", "interested"} {
			s += fmt.Sprintf("below(%d) :- joins(A), not stands(A,contributor,%s).\nbelow(%d) :- consents(A), not stands(A,party,%s).\n", 3-i, r, 3-i, r)
		}
		return s + "v(\"rung\",S) :- S = #count { R : R = 1..3, not below(R) }.\n"
	case "cost":
		var terms []string
		for _, r := range st.Case.Rates {
			terms = append(terms, fmt.Sprintf("-N*%d,%q : total(%q,N)", r.PerMonth, r.Capability, r.Capability))
		}
		value = "S = #sum { " + strings.Join(terms, "; ") + " }"
	}
	return fmt.Sprintf("v(%q,S) :- %s.\n", name, value)
}

// objectives adds the named objectives to a program and says with which question
// it is to be asked.
func objectives(lp string, st *record.State, names []string) (program string, ask []string) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString(figuresOf(st))
	for _, n := range names {
		b.WriteString(objective(n, st))
		switch n {
		case "moves":
			ask = []string{"-c", "ask=unblock"}
		case "owed":
			b.WriteString("judged.\n")
		}
	}
	b.WriteString("#show v/2.\n")
	return b.String(), ask
}

// lexicographic asks for the best vector, the first objective first.
func lexicographic(lp string, st *record.State, names []string) (vector []int64, err error) {
	p, ask := objectives(lp, st, names)
	for i, n := range names {
		p += fmt.Sprintf("#maximize { S@%d : v(%q,S) }.\n", 10+len(names)-i, n)
	}
	a, err := clingo(p, append(ask, "-q1", "--opt-strategy=usc")...)
	if err != nil || !a.sat {
		return nil, err
	}
	if !a.best {
		return nil, fmt.Errorf("clingo proves no optimum of %v", names)
	}
	v := numbers(a.last(), "v")
	for _, n := range names {
		vector = append(vector, v[n])
	}
	return vector, nil
}

// frontier checks a list of vectors: each is reached by a plan, none is bettered,
// and, if it is said to be complete, no plan escapes all of them.
func frontier(lp string, st *record.State, names []string, vectors [][]int64, complete bool) (diffs []string, err error) {
	base, ask := objectives(lp, st, names)
	base += "#defined v/2. #defined target/3.\n"
	reach := func(extra string) (bool, error) {
		a, err := clingo(base+extra, append(ask, "--opt-mode=ignore", "-q1")...)
		return a.sat, err
	}
	var escape strings.Builder
	for i, v := range vectors {
		var as, better strings.Builder
		for j, n := range names {
			fmt.Fprintf(&as, ":- v(%q,S), S < %d.\n", n, v[j])
			fmt.Fprintf(&better, "better(%d) :- v(%q,S), S > %d.\n", i, n, v[j])
		}
		ok, err := reach(as.String())
		if err != nil {
			return diffs, err
		}
		if !ok {
			diffs = append(diffs, fmt.Sprintf("no plan reaches %v of %v", v, names))
		}
		strict := better.String() + fmt.Sprintf(":- not better(%d).\n", i)
		if ok, err = reach(as.String() + strict); err != nil {
			return diffs, err
		}
		if ok {
			diffs = append(diffs, fmt.Sprintf("a plan betters %v of %v", v, names))
		}
		escape.WriteString(strict)
	}
	if !complete {
		return diffs, nil
	}
	ok, err := reach(escape.String())
	if ok {
		diffs = append(diffs, fmt.Sprintf("a plan escapes all of %v of %v", vectors, names))
	}
	return diffs, err
}

// giveUps lists all smallest sets of choices to give up: given[i] are the items
// of choice i with whether they are in.
func giveUps(lp string, choices []string, given []map[mandate.Item]bool) (sets []string, err error) {
	var b strings.Builder
	b.WriteString(lp)
	b.WriteString("\n#show up/1. #minimize { 1@9,C : up(C) }.\n")
	for i, items := range given {
		fmt.Fprintf(&b, "{ up(%q) }.\n", choices[i])
		for item, in := range items {
			not := map[bool]string{true: "not "}[in]
			fmt.Fprintf(&b, ":- not up(%q), %s%s.\n", choices[i], not, atomOf(item))
		}
	}
	// Only what is given up is shown.
	a, err := clingo(b.String(), "-c", "show=given_up", "--opt-mode=optN", "--project=show", "-n", "0", "-q1")
	for _, s := range a.sets {
		sets = append(sets, strings.Join(of(s, "up"), " + "))
	}
	return sets, err
}
