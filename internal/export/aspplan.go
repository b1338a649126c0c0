package export

import (
	"bufio"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/record"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// build writes all sections.
func (p *program) build() error {
	p.writeVocabulary()
	p.writeStructure()
	p.writePositions()
	p.writeStanding()
	p.writeForce()
	if p.goal != nil {
		comment(&p.positions, "the goal: %s", condition.Print(p.goal))
		forbid(&p.positions, p.cond(p.goal, false, reading{}).not())
	}
	return p.err
}

// writeVocabulary writes what a plan chooses.
func (p *program) writeVocabulary() {
	b := &p.vocabulary
	for _, i := range p.c.Issues {
		var os []string
		for _, o := range p.usable[i.ID] {
			os = append(os, string(atom("chosen", i.ID, o)))
		}
		if i.Set {
			fmt.Fprintf(b, "{ %s }.\n", strings.Join(os, "; "))
		} else {
			fmt.Fprintf(b, "1 { %s } 1.\n", strings.Join(os, "; "))
		}
	}
	var joins, consents, takes []string
	for _, a := range p.c.Actors {
		if a.Is(mandate.RoleContributor) {
			joins = append(joins, string(atom("joins", a.ID)))
		}
		if a.Is(mandate.RoleParty) {
			consents = append(consents, string(atom("consents", a.ID)))
		}
		for _, g := range a.Groups {
			fmt.Fprintf(b, "%s.\n", atom("member", g, a.ID))
		}
	}
	comment(b, "Somebody joins.")
	fmt.Fprintf(b, "1 { %s }.\n", strings.Join(joins, "; "))
	if len(consents) > 0 {
		fmt.Fprintf(b, "{ %s }.\n", strings.Join(consents, "; "))
	}
	for _, s := range p.c.Steps {
		switch {
		case p.isPast(s.ID):
			rule(b, atom("taken", s.ID))
		case s == p.aim:
			comment(b, "The aim.")
			rule(b, atom("taken", s.ID))
		default:
			takes = append(takes, string(atom("taken", s.ID)))
		}
	}
	if len(takes) > 0 {
		fmt.Fprintf(b, "{ %s }.\n", strings.Join(takes, "; "))
	}
	for _, i := range p.c.Issues {
		if p.isPast("decide." + i.ID) {
			rule(b, atom("decided", i.ID))
		}
	}
	for _, x := range p.c.Externals {
		if p.external[x.ID] == mandate.Unknown {
			fmt.Fprintf(b, "{ assumed(%s,true); assumed(%s,false) } 1.\n", q(x.ID), q(x.ID))
		}
	}
}

// writeStructure writes what every plan keeps, whatever positions are given up.
func (p *program) writeStructure() {
	b := &p.structure
	for _, s := range p.c.Steps {
		if p.isPast(s.ID) {
			continue
		}
		var first []string
		if s.StageOf != "" && s.Stage > 1 {
			first = append(first, p.steps[s.StageOf].StageID(s.Stage-1))
		}
		for n := 1; n <= s.Stages; n++ {
			first = append(first, s.StageID(n))
		}
		for _, f := range first {
			forbid(b, p.taken(s.ID), p.taken(f).not())
			forbid(b, p.taken(s.ID), p.before(f, s.ID).not())
		}
	}
	if aim := p.steps[p.c.Aim]; aim != nil && !p.isPast(aim.ID) && !p.isPast(start(aim)) {
		comment(b, "Taking part comes before the deed.")
		for _, a := range p.c.Actors {
			if j := p.joins(a.ID); j != no {
				forbid(b, p.taken(aim.ID), j, p.before("commit."+a.ID, start(aim)).not())
			}
			if c := p.consents(a.ID); c != no {
				forbid(b, p.taken(aim.ID), c, p.before("consent."+a.ID, start(aim)).not())
			}
		}
	}
	for _, ch := range p.st.Query.Set {
		comment(b, "asked with %s = %s", ch.Issue, strings.Join(ch.Options, ","))
		for _, o := range p.issues[ch.Issue].Options {
			l := no
			if has(p.usable[ch.Issue], o.ID) {
				l = atom("chosen", ch.Issue, o.ID)
			}
			if has(ch.Options, o.ID) {
				l = l.not()
			}
			forbid(b, l)
		}
	}
	for _, a := range p.st.Query.Join {
		comment(b, "asked with %s joining", a)
		forbid(b, p.joins(a).not())
	}
	for _, x := range p.st.Query.Exclude {
		comment(b, "asked without %s", x)
		switch {
		case x.Actor != "":
			forbid(b, p.joins(x.Actor))
		case has(p.usable[x.Issue], x.Option):
			forbid(b, atom("chosen", x.Issue, x.Option))
		}
	}
}

// writeStanding writes on which rung the actors stand and who has to answer.
func (p *program) writeStanding() {
	b := &p.standing
	seen := map[string]bool{}
	for _, a := range p.c.Actors {
		stands := func(as literal, r mandate.Rung, body ...literal) {
			head := literal(fmt.Sprintf("stands(%s,%s,%s)", q(a.ID), as, r))
			if k := fmt.Sprint(head, body); !seen[k] {
				seen[k] = true
				rule(b, head, body...)
			}
		}
		if j := p.joins(a.ID); j != no {
			for _, h := range p.by[a.ID] {
				switch {
				case h.Effect.Kind == mandate.Commits && own(h):
					stands("contributor", mandate.Agreed, j, p.condition(h))
				case h.Effect.Kind == mandate.Commits, h.Effect.Kind == mandate.Offers:
					stands("contributor", mandate.Conditional, j, p.condition(h))
				case h.Effect.Kind == mandate.Interests:
					stands("contributor", mandate.Interested, j)
				}
			}
			rule(b, atom("unanswered", a.ID), j, "not stands("+literal(q(a.ID))+",contributor,agreed)")
			if p.says(a.ID, own, mandate.Commits) {
				rule(b, atom("again", a.ID), j, "not stands("+literal(q(a.ID))+",contributor,agreed)")
			}
		}
		if c := p.consents(a.ID); c != no {
			for _, h := range p.by[a.ID] {
				var met literal
				switch h.Effect.Kind {
				case mandate.Accepts:
					met = p.cond(h.Effect.That.Expr, false, reading{at: "consent." + a.ID})
				case mandate.Decides:
					met = p.cond(h.Effect.That.Expr, false, reading{})
				case mandate.Adopts:
					var es []*mandate.Expr
					for _, cl := range p.clauses(h.Effect.Name) {
						es = append(es, cl.That.Expr)
					}
					met = p.all(es, reading{})
				default:
					if _, _, terms := p.enforced(h); terms && !h.Inherited {
						stands("party", mandate.Conditional, c)
					}
					continue
				}
				if own(h) {
					stands("party", mandate.Agreed, c, met)
				} else {
					stands("party", mandate.Conditional, c, met)
				}
			}
			rule(b, atom("unanswered", a.ID), c, "not stands("+literal(q(a.ID))+",party,agreed)")
			if p.says(a.ID, own, mandate.Accepts, mandate.Decides, mandate.Adopts) {
				rule(b, atom("again", a.ID), c, "not stands("+literal(q(a.ID))+",party,agreed)")
			}
		}
	}
}

// condition is the `if` of an offer or a commitment, read at the commit of its
// actor.
func (p *program) condition(h *record.Held) literal {
	if h.Effect.That == nil {
		return yes
	}
	return p.cond(h.Effect.That.Expr, false, reading{at: "commit." + h.Actor.ID})
}

// figure is the named figure of an effect for a capability.
func figure(h *record.Held, capability string) int64 {
	for _, a := range h.Effect.Amounts {
		if a.Capability == capability {
			return a.Named
		}
	}
	return 0
}

// bringing lists an actor's offers and commitments (committed: only the
// commitments of its own word): those that stand alone, the one that counts
// first if all conditions hold, and those that add to others.
func (p *program) bringing(actor, capability string, committed bool) (roots, adders []*record.Held) {
	for _, h := range p.by[actor] {
		switch {
		case h.Effect.Kind != mandate.Commits && h.Effect.Kind != mandate.Offers:
		case committed && (h.Effect.Kind != mandate.Commits || !own(h)):
		case h.Effect.AddsTo != "":
			adders = append(adders, h)
		default:
			roots = append(roots, h)
		}
	}
	// The largest figure; of equals the later day, then the later place.
	sort.SliceStable(roots, func(i, j int) bool {
		x, y := roots[i], roots[j]
		if fx, fy := figure(x, capability), figure(y, capability); fx != fy {
			return fx > fy
		}
		if dx, dy := record.EffectiveDay(x.Entry), record.EffectiveDay(y.Entry); dx != dy {
			return dx > dy
		}
		if x.Entry.Index != y.Entry.Index {
			return x.Entry.Index > y.Entry.Index
		}
		return x.N > y.N
	})
	return roots, adders
}

// writeBrings writes what each joiner brings of a capability.
func (p *program) writeBrings(capability string) {
	switch p.brings[capability] {
	case 1:
		p.fail("the force of %q depends on itself", capability)
		return
	case 2:
		return
	}
	p.brings[capability] = 1
	b := &strings.Builder{} // the conditions come before
	figures := map[string]int64{}
	var sum int64
	for _, a := range p.c.Actors {
		j := p.joins(a.ID)
		if j == no {
			continue
		}
		some := false
		for _, h := range p.by[a.ID] {
			some = some || figure(h, capability) > 0 && (h.Effect.Kind == mandate.Commits || h.Effect.Kind == mandate.Offers)
		}
		if !some {
			continue
		}
		for _, family := range []string{"named", "committed"} {
			brings := func(h *record.Held) literal {
				if n := figure(h, capability); n > 0 {
					figures[h.Ref()] = n
				}
				return literal(fmt.Sprintf("brings(%s,%s,%s,%s)", family, q(capability), q(a.ID), q(h.Ref())))
			}
			roots, adders := p.bringing(a.ID, capability, family == "committed")
			larger := []literal{"asked(" + literal(q(capability)) + ")", j}
			for _, h := range roots {
				met := p.condition(h)
				rule(b, brings(h), append(larger[:len(larger):len(larger)], met)...)
				larger = append(larger, met.not())
			}
			for _, x := range adders {
				met := p.condition(x)
				for _, h := range append(roots[:len(roots):len(roots)], adders...) {
					if h.Entry.ID == x.Effect.AddsTo && h != x {
						rule(b, brings(x), brings(h), met)
					}
				}
			}
		}
		for _, h := range p.by[a.ID] {
			if h.Effect.Kind == mandate.Commits || h.Effect.Kind == mandate.Offers {
				sum += max(figure(h, capability), 0)
			}
		}
	}
	var refs []string
	for r := range figures {
		refs = append(refs, r)
	}
	sort.Strings(refs)
	for _, r := range refs {
		fmt.Fprintf(b, "figure(%s,%s,%d).\n", q(r), q(capability), figures[r])
	}
	if sum > math.MaxInt32 {
		p.fail("the figures of %s add up to %d, too large for clingo, which counts to 2147483647", capability, sum)
	}
	comment(&p.conditions, "what joiners bring: %s", capability)
	p.conditions.WriteString(b.String())
	p.brings[capability] = 2
}

func (p *program) compareForce(e *mandate.Expr, family string) literal {
	p.writeBrings(e.Name)
	k := q(e.Name)
	if fact := "asked(" + k + ").\n"; !strings.Contains(p.vocabulary.String(), fact) {
		p.vocabulary.WriteString(fact)
	}
	return p.compare(e, fmt.Sprintf("#sum { N,A,H : brings(%s,%s,A,H), figure(H,%s,N) }", family, k, k))
}

// maxCuts bounds the cuts of one capability.
const maxCuts = 4096

// writeForce writes the requirement lines and the sets of lines at which a
// capability can be missing.
func (p *program) writeForce() {
	b := &p.force
	for _, k := range p.c.Capabilities {
		var lines []*mandate.Requirement
		var sum int64
		for _, r := range p.c.Requirements {
			if r.Capability == k.ID && r.Minimum > 0 && p.st.Holds(r.Line) {
				lines = append(lines, r)
				sum += r.Minimum
			}
		}
		p.writeBrings(k.ID) // nothing asks for it yet; questions added to the file may
		if len(lines) == 0 {
			continue
		}
		if sum > math.MaxInt32 {
			p.fail("the minimums of %s add up to %d, too large for clingo, which counts to 2147483647", k.ID, sum)
		}
		rule(b, atom("asked", k.ID), "judged")
		for _, r := range lines {
			fmt.Fprintf(b, "line(%s,%s,%d).\n", q(r.ID), q(k.ID), r.Minimum)
			applies := yes
			if r.If != nil {
				applies = p.cond(r.If.Expr, false, reading{})
			}
			rule(b, atom("applies", r.ID), "judged", applies)
		}
		// Which lines each effect must not serve.
		barred := map[string][]bool{}
		var refs []string
		for _, a := range p.c.Actors {
			for _, h := range p.by[a.ID] {
				if figure(h, k.ID) == 0 || barred[h.Ref()] != nil {
					continue
				}
				row := make([]bool, len(lines))
				for i, r := range lines {
					for _, x := range h.Effect.NotFor {
						row[i] = row[i] || x == r.Task || x == r.Sector
					}
				}
				barred[h.Ref()] = row
				refs = append(refs, h.Ref())
			}
		}
		sort.Strings(refs)
		cuts := closedSets(len(lines), barred, refs)
		if len(cuts) > maxCuts {
			p.fail("the caveats on %s split its %d lines in too many ways: more than %d cuts", k.ID, len(lines), maxCuts)
			return
		}
		for n, cut := range cuts {
			for i, r := range lines {
				if cut[i] {
					fmt.Fprintf(b, "cut(%s,%d,%s).\n", q(k.ID), n+1, q(r.ID))
				}
			}
			for _, h := range refs {
				if subset(cut, barred[h]) {
					fmt.Fprintf(b, "shut(%s,%d,%s).\n", q(k.ID), n+1, q(h))
				}
			}
		}
	}
}

// closedSets lists the sets of lines whose Gale conditions imply those of all
// others: all lines, and each set of lines that some effects have in common as
// barred. (For any set of lines take the effects barred from all of it: the
// lines that they have in common as barred contain it, demand no less and can
// be served by no more. This is so whichever lines apply in a plan.) The list
// ends beyond maxCuts.
func closedSets(lines int, barred map[string][]bool, refs []string) [][]bool {
	all := make([]bool, lines)
	for i := range all {
		all[i] = true
	}
	sets, seen := [][]bool{all}, map[string]bool{fmt.Sprint(all): true}
	for _, h := range refs {
		for _, s := range sets {
			both := make([]bool, lines)
			some := false
			for i := range both {
				both[i] = s[i] && barred[h][i]
				some = some || both[i]
			}
			if key := fmt.Sprint(both); some && !seen[key] {
				seen[key] = true
				sets = append(sets, both)
			}
		}
		if len(sets) > maxCuts {
			break
		}
	}
	return sets
}

func subset(a, b []bool) bool {
	for i := range a {
		if a[i] && !b[i] {
			return false
		}
	}
	return true
}

// write puts the sections together.
func (p *program) write(w *bufio.Writer) {
	section := func(title, text string) {
		fmt.Fprintf(w, "\n%% ---- %s\n%s", title, text)
	}
	fmt.Fprintf(w, header, strings.ReplaceAll(p.c.Name, "\n", " "), p.st.AsOf, p.aim.ID)
	section("the question", questions)
	section("what a plan chooses", p.vocabulary.String())
	section("its order: one way or the other for each pair that a condition compares, without a circle", "#edge (X,Y) : before(X,Y).\n"+p.order.String())
	section("what every plan keeps", p.structure.String())
	section("conditions: holds(N) says that the one above it holds", p.conditions.String())
	section("positions", p.positions.String())
	section("where the actors stand: on that rung or above", p.standing.String()+standing)
	section("the force: at each cut the lines demand what the rest may serve", p.force.String()+force)
	section("what is owed", p.owed.String()+owed)
	section("what is shown", show+p.eventsInPlan())
}

// eventsInPlan writes when the events that some order atom names are in the
// plan, for show=order.
func (p *program) eventsInPlan() string {
	named := map[int]bool{}
	for k := range p.ordered {
		named[k[0]], named[k[1]] = true, true
	}
	var names []string
	for e, i := range p.event {
		if _, _, other := record.SplitEvent(e); named[i] && other {
			names = append(names, e)
		}
	}
	sort.Slice(names, func(i, j int) bool { return p.event[names[i]] < p.event[names[j]] })
	var b strings.Builder
	for _, e := range names {
		rule(&b, atom("in_plan", e), "show = order", p.inPlan(e))
	}
	return b.String()
}

const header = `%% The possible plans of a case at a date, as an answer set program.
%%
%% case %s, as of %s, aim %s
%%
%% Run it with clingo (5.4 or later):
%%   clingo FILE                      a possible plan; UNSATISFIABLE: the aim is blocked
%%   clingo FILE -c ask=actionable    a plan with nothing owed
%%   clingo FILE -c ask=rung3         a plan in which all have agreed (rung2: conditional, rung1: interested)
%%   clingo FILE -c ask=owed          the plan that owes least
%%   clingo FILE -c ask=unblock       the positions whose change costs least
%%   clingo FILE -c ask=free          any plan, with the positions that it keeps
%% and add -c show=marks (options and joiners alone), -c show=who (and who consents), -c show=owed, -c show=given_up
%% or -c show=order.
%% The predicates are explained in docs/math/export-asp.md, their meaning in docs/math/verdict.md.
`

const questions = `#const ask = possible.
#const show = plan.
#const slack = 0.
question(possible;actionable;rung1;rung2;rung3;owed;unblock;free).
unknown_question(ask) :- not question(ask).
shown(plan;marks;who;owed;given_up;order).
unknown_show(show) :- not shown(show).
enforced :- question(ask), ask != unblock, ask != free.
judged :- ask = actionable.
judged :- ask = owed.
least(interested) :- ask = rung1.
least(conditional) :- ask = rung2.
least(agreed) :- ask = rung3.
#defined joins/1. #defined consents/1. #defined taken/1. #defined chosen/2. #defined assumed/2. #defined before/2.
#defined member/2. #defined objects/1. #defined decided/1. #defined position/1. #defined changeable/1. #defined weight/2.
#defined stands/3. #defined unanswered/1. #defined again/1. #defined brings/4. #defined figure/3. #defined asked/1.
#defined line/3. #defined applies/1. #defined cut/3. #defined shut/3. #defined holds/1. #defined judged/0. #defined least/1.
#defined owed/2. #defined given_up/1. #defined enforced/0. #defined missing/1. #defined short/1.
keep(P) :- position(P), enforced.
keep(P) :- position(P), ask = unblock, not changeable(P).
{ keep(P) } :- position(P), ask = unblock, changeable(P).
{ keep(P) } :- position(P), ask = free.
given_up(P) :- position(P), not keep(P).
#minimize { W@2,P : given_up(P), weight(P,W), ask = unblock; 1@1,P : given_up(P), ask = unblock }.
`

const standing = `stands(A,R,conditional) :- stands(A,R,agreed).
stands(A,R,interested) :- stands(A,R,conditional).
:- least(R), joins(A), not stands(A,contributor,R).
:- least(R), consents(A), not stands(A,party,R).
`

const force = `% A joiner that has agreed serves what it has committed, another what it has named.
brings(serving,K,A,H) :- judged, line(_,K,_), brings(committed,K,A,H), stands(A,contributor,agreed).
brings(serving,K,A,H) :- judged, line(_,K,_), brings(named,K,A,H), not stands(A,contributor,agreed).
missing(K) :- judged, cut(K,C,_), #sum { M,lines,L : cut(K,C,L), applies(L), line(L,K,M); -N,A,H : brings(serving,K,A,H), figure(H,K,N), not shut(K,C,H) } > 0.
% More than the slack is missing.
short(K) :- judged, slack > 0, cut(K,C,_), #sum { M,lines,L : cut(K,C,L), applies(L), line(L,K,M); -N,A,H : brings(serving,K,A,H), figure(H,K,N), not shut(K,C,H) } > slack.
short(K) :- missing(K), slack = 0.
`

const owed = `owed(answer,A) :- judged, unanswered(A).
owed(external,E) :- judged, assumed(E,_).
owed(force,K) :- missing(K).
:- ask = actionable, owed(_,_).
#minimize { 1@2,K,X : owed(K,X), ask = owed; 1@1,A : again(A), ask = owed }.
`

const show = `#show unknown_question/1.
#show unknown_show/1.
#show chosen(I,O) : chosen(I,O), show != owed, show != given_up.
#show joins(A) : joins(A), show != owed, show != given_up.
#show consents(A) : consents(A), show = plan.
#show consents(A) : consents(A), show = who.
#show taken(S) : taken(S), show = plan.
#show assumed(E,V) : assumed(E,V), show = plan.
#show owed(K,X) : owed(K,X), show = plan.
#show owed(K,X) : owed(K,X), show = owed.
#show given_up(P) : given_up(P), show = plan.
#show given_up(P) : given_up(P), show = given_up.
in_plan(S) :- taken(S), show = order.
#show before(X,Y) : before(X,Y), in_plan(X), in_plan(Y), show = order.
#defined in_plan/1.
`
