package generate

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

type entry struct {
	id, when, actor string
	day             int // of the year
	actors          []string
	speaker         string // another actor: hearsay
	voice, firmness string
	reported        bool // reported alone
	sources         []string
	summary         string
	effects         []string
	context         string
	links           []string // supersedes: id …
	expires         int
	pinned          bool // nothing may link to it
	brings          int  // how many entries add to it; -1: it brings nothing
}

// planned is an entry of which the case depends.
type planned struct {
	day int
	do  func(e *entry)
}

const lastDay = 363

func date(day int) string {
	return time.Date(2025, 1, 1+day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// record makes the entries: the planned ones, and around them the many.
func (g *gen) record() {
	plan := g.planned()
	slices.SortStableFunc(plan, func(a, b planned) int { return a.day - b.day })
	rest := g.n.Entries - len(plan)
	days := make([]int, rest)
	for i := range days {
		days[i] = g.IntN(lastDay)
	}
	if rest > 0 {
		days[rest-1] = lastDay
	}
	slices.Sort(days)
	for _, a := range shuffled(g, g.actors) {
		if !a.contributor {
			g.unheard = append(g.unheard, a)
		}
	}
	var moved []*entry // demands that are still to be given up
	for i := 0; len(days) > 0 || len(plan) > 0; i++ {
		if len(days) == 0 || len(plan) > 0 && plan[0].day <= days[0] {
			e := &entry{day: plan[0].day, pinned: true, voice: "attributed", firmness: "stated", brings: -1}
			plan[0].do(e)
			g.add(e)
			plan = plan[1:]
			continue
		}
		e := &entry{day: days[0], brings: -1}
		days = days[1:]
		if len(moved) > 0 && (len(moved) >= len(days) || g.chance(0.15) && moved[0].day < e.day) {
			g.giveUp(e, moved[0])
			moved = moved[1:]
			g.add(e)
			continue
		}
		if g.anybody(e, len(days) > len(moved)+8) {
			moved = append(moved, e)
		}
		g.add(e)
	}
}

// add gives the entry its id and its sources.
func (g *gen) add(e *entry) {
	if e.when == "" {
		e.when = date(e.day)
	}
	key := e.actor + "-" + e.when[strings.LastIndexByte(e.when, '/')+1:]
	g.ids[key]++
	e.id = fmt.Sprintf("%s-%d", key, g.ids[key])
	e.sources = []string{g.sources[len(g.entries)%len(g.sources)]}
	if g.chance(0.15) {
		if s := pick(g, g.sources); s != e.sources[0] {
			e.sources = append(e.sources, s)
		}
	}
	g.entries = append(g.entries, e)
	g.byActor[e.actor] = append(g.byActor[e.actor], e)
}

func (g *gen) find(id string) *actor {
	for _, a := range g.actors {
		if a.id == id {
			return a
		}
	}
	return nil
}

func (g *gen) decider(x *issue) *actor {
	if len(x.deciders) > 0 {
		return pick(g, x.deciders)
	}
	return pick(g, g.deciders)
}

func (g *gen) planned() (plan []planned) {
	at := func(day int, do func(e *entry)) { plan = append(plan, planned{day, do}) }
	says := func(day int, a *actor, summary string, effects ...string) {
		at(day, func(e *entry) { e.actor, e.summary, e.effects = a.id, summary, effects })
	}
	for k, s := range g.prep[:g.happened] {
		says(20+250*k/g.happened, pick(g, g.actors), "Reports that "+s.name+" is done.", "happened: "+s.id)
	}
	if g.underWay {
		says(330, g.named[0], "Reports that the first stage of the deployment is done.", "happened: "+g.aim.id+".1")
	}
	// Decisions leave several options open, but for some.
	for i, x := range append(slices.Clone(g.settle), shuffled(g, g.issues)[:by(g, 2, 8, 20)]...) {
		settles := i < len(g.settle)
		must := []int{0, 1}
		if g.mandates > 3 && g.chance(0.4) {
			must = append(must, 2)
		}
		if settles && !g.ready && g.chance(0.35) {
			continue
		}
		that := g.about(x, must)
		if settles && (g.ready || g.chance(0.4)) {
			that = fmt.Sprintf("%s == %q", x.id, x.options[x.in[0][0]])
		}
		at(30+g.IntN(300), func(e *entry) {
			e.actor, e.firmness = g.decider(x).id, "decided"
			e.summary, e.effects = "Takes a decision on "+x.name+".", []string{"decides: " + block(that)}
			if len(g.reopen) < 3 {
				g.reopen = append(g.reopen, "?")
			}
		})
	}
	for _, t := range g.texts {
		if t.wants == 0 {
			for _, a := range g.deciders {
				if g.mayAdopt(a, t) {
					at(100+g.IntN(200), func(e *entry) {
						e.actor, e.firmness, e.summary, e.effects = a.id, "decided", "Adopts the "+t.name+".", []string{"adopts: " + t.id}
					})
					break
				}
			}
			break
		}
	}
	for i, a := range g.coreGivers {
		verb := "offers"
		if g.ready || g.chance(0.3) {
			verb = "commits"
		}
		amounts := fmt.Sprintf("{amounts: {%s: %d}}", g.caps[i%len(g.caps)], g.anchor(i))
		if i >= len(g.caps) && g.chance(0.2) {
			amounts = amounts[:len(amounts)-1] + ", not_for: [" + pick(g, g.tasks) + "]}"
		}
		says(40+g.IntN(310), a, "Names what it would bring.", verb+": "+amounts)
	}
	for _, a := range g.named {
		if g.ready || g.chance(0.4) {
			x := pick(g, g.issues)
			says(60+g.IntN(280), a, "Goes along with what is proposed on "+x.name+".", "accepts: "+block(g.about(x, []int{0})))
		}
	}
	if g.ready { // whoever the parties are that others ask for
		for i, a := range g.coreSides {
			if i >= len(g.named) && g.size != S {
				says(60+g.IntN(280), a, "Says yes.", "accepts: "+block(g.about(pick(g, g.issues), []int{0})))
			}
		}
	}
	for _, x := range g.externals {
		says(300+g.IntN(60), pick(g, g.actors), "Gives a reading of "+x.name+".", g.reading(x, g.ready))
	}
	if g.infeasible {
		for k := range by(g, 2, 3, 4) {
			g.collide(k, says)
		}
	}
	return plan
}

// collide plants a collision among the parties that the rule names.
func (g *gen) collide(kind int, says func(day int, a *actor, summary string, effects ...string)) {
	p := g.named
	last := len(g.prep) - 1
	day := func() int { return 200 + g.IntN(140) }
	switch kind {
	case 0, 3: // conditional positions: the rule and two to four of them
		x := g.settle[kind]
		y := g.settle[1+kind/3]
		a := fmt.Sprintf("%s == %q", x.id, x.options[x.in[0][0]])
		b := fmt.Sprintf("%s == %q", y.id, y.options[y.in[0][0]])
		says(day(), p[0], "Will not have the one without the other.", "requires: "+block("!("+a+") || "+b))
		says(day(), p[1], "Asks for the one.", "requires: "+block(a))
		says(day(), p[2], "Rules the other out.", "rejects: "+block(b))
	case 1: // an order circle with what the steps need
		says(day(), p[g.IntN(2)], "Wants the later step first.", fmt.Sprintf("requires: before(%q, %q)", g.prep[last].id, g.prep[last-1].id))
	case 2: // the consent rule
		says(day(), p[2], "Goes along only if another does not.", fmt.Sprintf("requires: '!consents(%q)'", p[0].id))
	}
}

func (g *gen) mayAdopt(a *actor, t *text) bool {
	for _, c := range t.clauses {
		for _, x := range g.issues {
			if (len(x.deciders) == 0 || slices.Contains(x.deciders, a)) && mentions(c, x.id) {
				return true
			}
		}
	}
	return false
}

func mentions(cond, issue string) bool {
	return slices.Contains(strings.FieldsFunc(cond, func(r rune) bool {
		return r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), issue)
}

// reading makes a reading of an external that agrees with the plan, or leaves
// it open.
func (g *gen) reading(x *external, settled bool) string {
	open := !settled && g.chance(0.6)
	switch {
	case x.numeric && open && x.value:
		return fmt.Sprintf("happened: {reading: %s, value: %d}", x.id, 11+g.IntN(30))
	case x.numeric && x.value:
		return fmt.Sprintf("happened: {reading: %s, value: %d}", x.id, g.IntN(10))
	case x.numeric:
		return fmt.Sprintf("happened: {reading: %s, value: %d}", x.id, 50+g.IntN(50))
	case open:
		return fmt.Sprintf("happened: {event: observers differ on %s}", x.name)
	}
	return fmt.Sprintf("happened: {reading: %s, value: %t}", x.id, x.value)
}

// giveUp makes an entry that supersedes a demand.
func (g *gen) giveUp(e, old *entry) {
	a := g.find(old.actor)
	e.actor, e.pinned = a.id, true
	e.voice, e.firmness = "attributed", "stated"
	e.summary = "Moves away from what it had asked for."
	e.effects = []string{"requires: " + block(g.demand(a, true, a))}
	e.links = []string{"supersedes: " + old.id}
}

// anybody fills in an entry of somebody; it reports whether the entry is a
// demand that must be given up later.
func (g *gen) anybody(e *entry, mayMove bool) bool {
	a := pick(g, g.actors)
	if len(g.unheard) > 0 && g.chance(0.7) {
		a, g.unheard = g.unheard[0], g.unheard[1:]
	}
	e.actor = a.id
	e.voice = []string{"attributed", "attributed", "attributed", "attributed", "attributed", "narrated", "narrated", "anonymous", "quote"}[g.IntN(9)]
	e.firmness = []string{"stated", "stated", "stated", "reported", "reported", "inferred"}[g.IntN(6)]
	e.reported = e.firmness == "reported" && g.chance(0.5)
	if g.chance(0.05) {
		e.voice, e.speaker = "anonymous", pick(g, g.actors).id
	}
	switch m := e.day - e.day%30; {
	case e.day < 300 && g.chance(0.03):
		e.when = date(m)[:7]
	case e.day < 300 && g.chance(0.03):
		e.when = date(e.day) + "/" + date(e.day+4)
	}
	friendly := a.bloc.friendly && (a.core || g.chance(0.3))
	side := a.party || a.contributor
	subject := pick(g, a.bloc.lines)
	if side && mayMove && a.core && e.day < 300 && g.chance(0.08) {
		// It asks for something that it will not get.
		e.summary = "Asks for more than it will keep to."
		e.effects = []string{"requires: " + block(g.demand(a, false, a))}
		e.pinned = true
		if g.chance(0.3) {
			e.expires = e.day + 36 + g.IntN(20)
			return false
		}
		return true
	}
	if g.chance(0.12) {
		e.context = "bears on no question of the case"
		e.summary = "Speaks of the weather in general terms."
		return false
	}
	for range 1 + g.IntN(8)/7 {
		g.effect(e, a, friendly, side, subject)
	}
	if len(e.effects) == 0 {
		e.summary, e.context = "Repeats what is known.", "says nothing new"
	}
	g.link(e, a)
	return false
}

func (g *gen) say(e *entry, summary, effect string) {
	if e.summary == "" {
		e.summary = summary
	}
	if !slices.Contains(e.effects, effect) {
		e.effects = append(e.effects, effect)
	}
}

func (g *gen) effect(e *entry, a *actor, friendly, side bool, line string) {
	x := g.issueOf(a)
	wanted := g.about(x, g.mandatesOf(a, friendly))
	first := len(e.effects) == 0
	r := g.Float64()
	switch {
	case r < 0.17 && side: // a demand: the line of the bloc, or its own
		if !g.chance(0.55) || (a.bloc.friendly && !friendly) {
			line = g.demand(a, friendly, a)
		} else if first && g.chance(0.12) {
			e.actor, e.firmness = a.bloc.id, "stated" // the bloc speaks
		} else if first && g.chance(0.12) {
			g.together(e, a)
		}
		if rest, ok := strings.CutPrefix(line, "!"); ok && !strings.Contains(line, "&&") && !strings.Contains(line, "||") {
			g.say(e, "Rules something out on "+x.name+".", "rejects: "+block(trim(rest)))
			return
		}
		if x, o, ok := strings.Cut(line, " != "); ok && !strings.ContainsAny(line, "&|(") && len(line)%2 == 0 {
			g.say(e, "Rules one way out.", "rejects: "+x+" == "+o)
			return
		}
		g.say(e, "States its terms on "+x.name+".", "requires: "+block(line))
	case e.actor == a.bloc.id || len(e.actors) > 0:
		g.say(e, "Leans to a solution on "+x.name+".", "prefers: {that: "+flow(wanted)+"}")
	case r < 0.19 && side && !friendly && !a.core:
		g.say(e, "Stays away.", "declines: true")
	case r < 0.21 && side:
		other := pick(g, g.actors)
		for !other.contributor || a.bloc.friendly && other.core {
			other = pick(g, g.actors)
			if !g.chance(0.95) {
				return
			}
		}
		g.say(e, "Does not want "+other.name+" in the force.", "excludes: "+other.id)
	case r < 0.27 && a.party:
		g.say(e, "Could live with this on "+x.name+".", "accepts: "+block(wanted))
	case r < 0.30 && a.contributor:
		g.say(e, "Is interested.", "interested: true")
	case r < 0.38 && a.contributor:
		verb := "offers"
		if g.chance(0.35) {
			verb = "commits"
		}
		if effect := g.offer(e, a, friendly); effect != "" && e.brings < 0 {
			e.brings = 0
			g.say(e, "Says what it would bring.", verb+": "+effect)
		}
	case r < 0.40 && a.decider:
		for _, x := range shuffled(g, g.issues) {
			if len(x.deciders) == 0 || slices.Contains(x.deciders, a) {
				e.firmness, e.pinned = "decided", true
				g.say(e, "Decides on "+x.name+".", "decides: "+block(g.about(x, []int{0, 1})))
				break
			}
		}
	case r < 0.64:
		over := ""
		if g.chance(0.2) && !x.set {
			over = fmt.Sprintf(", over: '%s == %q'", x.id, pick(g, x.options))
		}
		g.say(e, "Leans to a solution on "+x.name+".", "prefers: {that: "+flow(wanted)+over+"}")
	case r < 0.74:
		switch g.IntN(4) {
		case 0:
			g.say(e, "Says how long it takes.", fmt.Sprintf("estimates: {step: %s, days: %d..%d}", pick(g, g.prep).id, 10+g.IntN(20), 40+g.IntN(100)))
		case 1:
			g.say(e, "Says when it can be.", fmt.Sprintf("estimates: {step: %s, date: 2026-%02d}", g.aim.id, 1+g.IntN(12)))
		case 2:
			g.say(e, "Says how many are needed.", fmt.Sprintf("estimates: {capability: %s, size: %d}", pick(g, g.caps), 100*(1+g.IntN(100))))
		default:
			g.say(e, "Says what it costs.", fmt.Sprintf("estimates: {cost: %d, unit: USD}", 1000000*(1+g.IntN(900))))
		}
	case r < 0.78:
		if strings.ContainsAny(e.when, "/") || len(e.when) == 7 {
			return
		}
		out := pick(g, g.externals)
		g.say(e, "Gives a reading of "+out.name+".", g.reading(out, false))
	default:
		g.say(e, "Reports what took place.", "happened: {event: "+pick(g, []string{"a meeting of experts", "a visit to the area", "an exchange of letters", "talks of the envoys", "an incident at the line"})+"}")
	}
}

func trim(s string) string {
	if s[0] == '(' && s[len(s)-1] == ')' {
		return s[1 : len(s)-1]
	}
	return s
}

// together makes the entry a joint statement of some of the bloc.
func (g *gen) together(e *entry, a *actor) {
	for _, m := range shuffled(g, a.bloc.members) {
		if m != a && (m.party || m.contributor) && len(e.actors) < 4 {
			e.actors = append(e.actors, m.id)
		}
	}
	if len(e.actors) > 0 {
		e.actors = append([]string{a.id}, e.actors...)
	}
	e.speaker = ""
}

func (g *gen) offer(e *entry, a *actor, friendly bool) string {
	var keys []string
	k := pick(g, g.caps)
	n := 50 * (1 + g.IntN(30))
	amount := []string{fmt.Sprint(n), fmt.Sprint(n), fmt.Sprintf("{from: %d, to: %d}", n, 2*n), fmt.Sprintf("{at_least: %d}", n), fmt.Sprintf("{at_most: %d}", n), "some", fmt.Sprintf("{n: %d, available: 2026-%02d}", n, 1+g.IntN(9))}[g.IntN(7)]
	keys = append(keys, "amounts: {"+k+": "+amount+"}")
	if g.chance(0.4) {
		keys = append(keys, "if: "+flow(g.about(g.issueOf(a), g.mandatesOf(a, friendly))))
	}
	if g.chance(0.3) {
		keys = append(keys, "not_for: ["+pick(g, append(slices.Clone(g.tasks), g.sectors...))+"]")
	}
	if g.chance(0.12) {
		for _, old := range g.byActor[a.id] {
			if old.brings >= 0 && old.brings < 2 && old.day < e.day && len(old.actors) == 0 {
				old.brings++
				e.brings = 9 // nothing adds to what adds
				keys = append(keys, "adds_to: "+old.id)
				break
			}
		}
		if e.brings == 9 {
			return "{" + strings.Join(keys, ", ") + "}"
		}
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// link lets the entry supersede, suspend or dispute an earlier one.
func (g *gen) link(e *entry, a *actor) {
	if e.pinned || e.actor != a.id || len(e.actors) > 0 || e.when != "" {
		return
	}
	earlier := func(from []*entry) *entry {
		for range 4 {
			if len(from) == 0 {
				break
			}
			if o := pick(g, from); !o.pinned && o.day+35 < e.day {
				return o
			}
		}
		return nil
	}
	switch r := g.Float64(); {
	case r < 0.06:
		if o := earlier(g.byActor[a.id]); o != nil {
			e.links = append(e.links, "supersedes: "+o.id)
		}
	case r < 0.09:
		if o := earlier(g.byActor[a.id]); o != nil {
			e.links = append(e.links, "suspends: "+o.id)
			if g.chance(0.6) {
				e.expires = e.day + 20 + g.IntN(60)
			}
		}
	case r < 0.14:
		if o := earlier(g.entries); o != nil {
			e.links = append(e.links, "disputes: "+o.id)
			if g.chance(0.25) && !slices.Contains(g.binds, o.id) {
				g.binds = append(g.binds, o.id)
			}
		}
	}
}

// block writes a condition where a value in block style stands, flow in a map.
func block(cond string) string {
	if c := cond[0]; c >= 'a' && c <= 'z' {
		return cond
	}
	return flow(cond)
}

func flow(cond string) string { return "'" + cond + "'" }
