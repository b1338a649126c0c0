package bruteforce

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"

	"mandate"
)

// Random writes a small random case folder (file name to text), a query and
// the id of the goal to ask about (one of the case's goals; empty: none). The
// same seed gives the same case. The cases load without errors and have few
// enough choices for Solve; a mood makes each verdict occur often.
//
// It stays clear of what the page leaves open: conditions with the same
// operands in another order, force in the `if` of an offer, objecting in
// entries, links in a circle.
func Random(seed uint64) (files map[string]string, q mandate.Query, goal string) {
	g := &gen{Rand: rand.New(rand.NewPCG(seed, 0x6d616e64617465))}
	return g.write()
}

type mood int

const (
	hostile mood = iota
	silent
	warm // parties accept, contributors are interested or offer
	keen
	moving // keen, and the aim or a stage of it has happened
)

type gen struct {
	*rand.Rand
	mood  mood
	room  float64 // what is left of the choices, in bits
	roles map[string][]string
	group map[string][]string // by actor

	actors, contributors, parties, groups []string

	issues []*genIssue
	steps  []string // without stages
	staged map[string]bool
	exts   []string
	texts  []string
	caps   []string
	rules  []string

	entries []*genEntry
	tail    strings.Builder // of case.yaml
}

type genIssue struct {
	id           string
	set, ordered bool
	options      []string
	target       []string // the options of the mandate that the keen aim at
}

type genEntry struct {
	id, actor, day string
	effects        []string
	extra          []string // further lines
	source         string
	firmness       string
	amount         string // the capability it brings, for adds_to
}

func (g *gen) chance(p float64) bool { return g.Float64() < p }

func pick[T any](g *gen, from []T) T { return from[g.IntN(len(from))] }

// take reports whether there is room for so many bits of choice, and takes it.
func (g *gen) take(bits float64) bool {
	if g.room < bits {
		return false
	}
	g.room -= bits
	return true
}

var genDays = []string{"2025-03-01", "2025-03-03", "2025-03-05", "2025-03-07", "2025-03-09", "2025-03-11"}

func (g *gen) day() string {
	switch {
	case g.chance(0.05):
		return "2025-02"
	case g.chance(0.05):
		return "2025-03-01/2025-03-04"
	}
	return pick(g, genDays)
}

func (g *gen) write() (map[string]string, mandate.Query, string) {
	g.mood = []mood{hostile, hostile, silent, silent, warm, keen, keen, keen, keen, moving, moving, moving, moving}[g.IntN(13)]
	g.room = 7.5 + 3*g.Float64()
	if g.mood == hostile {
		g.room += 1.5
	}
	g.roles, g.group, g.staged = map[string][]string{}, map[string][]string{}, map[string]bool{}
	g.vocabulary()
	var b strings.Builder
	b.WriteString("mandate: 1\ntitle: A random case\naim: deploy\n")
	g.writeActors(&b)
	g.writeIssues(&b)
	g.writeSettle(&b)
	g.writeSteps(&b)
	g.writeForce(&b)
	g.writeRules(&b)
	g.writeTexts(&b)
	g.record()
	goal := g.writeGoal(&b)
	b.WriteString(g.tail.String())
	if g.chance(0.3) {
		fmt.Fprintf(&b, "weights: {decided: %d, stated: %d, inferred: 1}\n", 2+g.IntN(4), 1+g.IntN(3))
	}
	files := map[string]string{"case.yaml": b.String(), "record/entries.yaml": g.recordText()}
	if text := g.assumptions(); text != "" {
		files["assumptions.yaml"] = text
	}
	return files, g.query(), goal
}

func (g *gen) vocabulary() {
	n := []int{1, 1, 2, 2, 2, 2, 3, 3, 4}[g.IntN(9)]
	for _, id := range []string{"a", "b", "c", "d"}[:n] {
		if len(g.contributors) == 0 || g.take(1) {
			g.contributors = append(g.contributors, id)
			g.roles[id] = append(g.roles[id], "contributor")
		}
	}
	for _, id := range []string{"p", "q", "r"}[:[]int{1, 1, 2, 2, 3}[g.IntN(5)]] {
		if g.take(1) {
			g.parties = append(g.parties, id)
			g.roles[id] = append(g.roles[id], "party")
			if g.chance(0.3) {
				g.roles[id] = append(g.roles[id], "decider")
			}
		}
	}
	if g.chance(0.25) && g.take(1) {
		id := pick(g, g.contributors)
		g.roles[id] = append(g.roles[id], "party")
		g.parties = append(g.parties, id)
	}
	g.actors = append(append([]string{}, g.contributors...), g.parties...)
	sort.Strings(g.actors)
	for i := len(g.actors) - 1; i > 0; i-- {
		if g.actors[i] == g.actors[i-1] {
			g.actors = append(g.actors[:i], g.actors[i+1:]...)
		}
	}
	for _, name := range []string{"east", "west"} {
		members := 0
		for _, a := range g.actors {
			if g.chance(0.55) {
				g.group[a] = append(g.group[a], name)
				members++
			}
		}
		if members > 0 {
			g.groups = append(g.groups, name)
		}
	}
	g.roles["u"] = []string{"decider", "mediator"}
	g.actors = append(g.actors, "u")

	roe := &genIssue{id: "roe", ordered: true, options: []string{"low", "mid", "high"}}
	if g.chance(0.5) || !g.take(1.6) {
		roe.options = roe.options[:2]
		g.take(1)
	}
	g.issues = append(g.issues, roe)
	if g.chance(0.5) && g.take(1) {
		g.issues = append(g.issues, &genIssue{id: "law", options: []string{"treaty", "council"}})
	}
	if g.chance(0.4) && g.take(2) {
		g.issues = append(g.issues, &genIssue{id: "tasks", set: true, options: []string{"watch", "disarm"}})
	}
	for _, x := range g.issues {
		if !x.set {
			x.target = []string{pick(g, x.options)}
			continue
		}
		for _, o := range x.options {
			if g.chance(0.5) {
				x.target = append(x.target, o)
			}
		}
	}
	g.steps = []string{"deploy"}
	if g.chance(0.15) && g.take(1) {
		g.staged["deploy"] = true
	}
	for _, s := range []string{"board", "pact"} {
		if g.chance(0.6) && g.take(1) {
			g.steps = append(g.steps, s)
		}
	}
	if g.chance(0.25) && g.take(1) {
		g.steps = append(g.steps, "leave")
		if g.chance(0.3) && g.take(1.5) {
			g.staged["leave"] = true
		}
	}
	if g.chance(0.5) && g.take(1.6) {
		g.exts = append(g.exts, "truce")
		if g.chance(0.3) && g.take(1.6) {
			g.exts = append(g.exts, "funds")
		}
	}
	if g.chance(0.6) {
		g.texts = []string{"draft", "rival"}
	}
	g.caps = []string{"troops"}
	if g.chance(0.45) {
		g.caps = append(g.caps, "police")
	}
	g.rules = []string{"formal"}
	if g.chance(0.2) {
		g.rules = append(g.rules, "effective")
	}
	if g.chance(0.1) || len(g.parties) == 0 {
		g.rules = nil
	}
}

// The conditions.

// friendly makes an issue atom that the target mandate meets.
func (g *gen) friendly() string {
	x := pick(g, g.issues)
	in := func(o string) bool {
		for _, t := range x.target {
			if t == o {
				return true
			}
		}
		return false
	}
	o := pick(g, x.options)
	if x.set {
		return map[bool]string{true: "", false: "!"}[in(o)] + g.atomHas(x, o, !in(o))
	}
	if g.chance(0.3) && len(x.options) > 2 {
		list := []string{x.target[0]}
		if o != x.target[0] {
			list = append(list, o)
		}
		sort.Strings(list)
		return x.id + ` in ["` + strings.Join(list, `", "`) + `"]`
	}
	if x.ordered && g.chance(0.3) {
		return fmt.Sprintf(`at_least(%s, "%s")`, x.id, x.options[0])
	}
	if in(o) {
		return fmt.Sprintf(`%s == "%s"`, x.id, o)
	}
	return fmt.Sprintf(`%s != "%s"`, x.id, o)
}

func (g *gen) atomHas(x *genIssue, o string, parens bool) string {
	if parens {
		return fmt.Sprintf(`("%s" in %s)`, o, x.id)
	}
	return fmt.Sprintf(`"%s" in %s`, o, x.id)
}

// issue makes any issue atom.
func (g *gen) issue() string {
	x := pick(g, g.issues)
	o := pick(g, x.options)
	switch {
	case x.set && g.chance(0.3):
		return "!" + g.atomHas(x, o, true)
	case x.set:
		return g.atomHas(x, o, false)
	case x.ordered && g.chance(0.3):
		return fmt.Sprintf(`at_least(%s, "%s")`, x.id, pick(g, x.options[1:]))
	case len(x.options) > 2 && g.chance(0.3):
		return fmt.Sprintf(`%s in ["%s", "%s"]`, x.id, x.options[0], pick(g, x.options[1:]))
	case g.chance(0.4):
		return fmt.Sprintf(`%s != "%s"`, x.id, o)
	}
	return fmt.Sprintf(`%s == "%s"`, x.id, o)
}

func (g *gen) anyStep() string {
	s := pick(g, g.steps)
	if g.staged[s] && g.chance(0.6) {
		s += "." + string(rune('1'+g.IntN(2)))
	}
	return s
}

func (g *gen) event() string {
	switch n := g.IntN(10); {
	case n < 4:
		return g.anyStep()
	case n < 6:
		return "decide." + pick(g, g.issues).id
	case n < 9 || len(g.parties) == 0:
		return "commit." + pick(g, g.contributors)
	}
	return "consent." + pick(g, g.parties)
}

// what a condition may speak of.
type scope struct {
	issues    bool // issues alone
	force     bool
	objecting bool
	noAim     bool // not done(aim): needs of what comes before it
}

func (g *gen) atom(s scope) string {
	if s.issues {
		return g.issue()
	}
	for {
		switch n := g.IntN(28); {
		case n < 7:
			return g.issue()
		case n < 9:
			return fmt.Sprintf(`joins("%s")`, pick(g, g.contributors))
		case n < 11 && len(g.parties) > 0:
			return fmt.Sprintf(`consents("%s")`, pick(g, g.parties))
		case n < 12 && len(g.groups) > 0:
			return fmt.Sprintf(`joining("%s") %s %d`, pick(g, g.groups), pick(g, []string{">=", ">=", "<", "<=", "=="}), g.IntN(3))
		case n < 13 && len(g.groups) > 0:
			return fmt.Sprintf(`consenting("%s") %s %d`, pick(g, g.groups), pick(g, []string{">=", ">=", ">", "<=", "!="}), g.IntN(3))
		case n < 15 && s.objecting && len(g.groups) > 0:
			return fmt.Sprintf(`objecting("%s") %s`, pick(g, g.groups), pick(g, []string{"== 0", "== 0", "<= 1", "< 2"}))
		case n < 17 && s.force:
			return fmt.Sprintf(`%s("%s") %s %d`, pick(g, []string{"force", "force", "committed"}), pick(g, g.caps), pick(g, []string{">=", ">=", ">", "<"}), 40*(1+g.IntN(4)))
		case n < 20:
			return fmt.Sprintf(`decided("%s")`, pick(g, g.issues).id)
		case n < 22:
			step := g.anyStep()
			if s.noAim && strings.HasPrefix(step, "deploy") {
				continue
			}
			return fmt.Sprintf(`done("%s")`, step)
		case n < 25:
			x, y := g.event(), g.event()
			if x != y {
				return fmt.Sprintf(`before("%s", "%s")`, x, y)
			}
		case n < 26 && len(g.exts) > 0:
			return fmt.Sprintf(`external("%s")`, pick(g, g.exts))
		case n < 27 && len(g.texts) > 0:
			return fmt.Sprintf(`adopts("%s")`, pick(g, g.texts))
		case n == 27:
			return "on_record(" + g.recordAtom() + ")"
		}
	}
}

func (g *gen) recordAtom() string {
	switch g.IntN(8) {
	case 0:
		return fmt.Sprintf(`joins("%s")`, pick(g, g.contributors))
	case 1:
		if len(g.parties) > 0 {
			return fmt.Sprintf(`consents("%s")`, pick(g, g.parties))
		}
	case 2:
		return fmt.Sprintf(`done("%s")`, pick(g, []string{"deploy", g.steps[len(g.steps)-1]}))
	case 3:
		return fmt.Sprintf(`decided("%s") || %s`, pick(g, g.issues).id, g.issue())
	case 4:
		return fmt.Sprintf(`committed("%s") >= %d`, pick(g, g.caps), 40*(1+g.IntN(3)))
	case 5:
		if len(g.exts) > 0 {
			return fmt.Sprintf(`external("%s")`, pick(g, g.exts))
		}
	case 6:
		if len(g.groups) > 0 {
			return fmt.Sprintf(`consenting("%s") >= 1 && !(joining("%s") >= 2)`, g.groups[0], g.groups[0])
		}
	}
	return g.issue()
}

// cond makes a condition of one to three atoms.
func (g *gen) cond(s scope) string {
	if g.chance(0.7) {
		return g.literal(s)
	}
	parts := map[string]bool{}
	for len(parts) < 2 {
		parts[g.literal(s)] = true
	}
	var list []string
	for p := range parts {
		list = append(list, p)
	}
	sort.Strings(list)
	op := " && "
	if g.chance(0.5) {
		op = " || "
	}
	c := strings.Join(list, op)
	if g.chance(0.1) && !strings.Contains(c, "objecting") {
		c = "!(" + c + ")"
	}
	return c
}

func (g *gen) literal(s scope) string {
	a := g.atom(s)
	if g.chance(0.15) && a[0] != '!' && !strings.HasPrefix(a, "objecting") {
		return "!(" + a + ")"
	}
	return a
}

// yesCond is the condition of a yes: mostly one that can come true.
func (g *gen) yesCond(s scope) string {
	switch {
	case len(g.exts) > 0 && g.chance(0.4):
		return fmt.Sprintf(`%sexternal("%s")`, pick(g, []string{"", "", "!"}), pick(g, g.exts))
	case g.mood >= keen && g.chance(0.85), g.chance(0.5):
		return g.friendly()
	case g.chance(0.4):
		return fmt.Sprintf(`decided("%s")`, pick(g, g.issues).id)
	}
	s.force = false
	return g.cond(s)
}

// case.yaml

// span makes a line stand only for a time, now and then.
func (g *gen) span() string {
	switch {
	case g.chance(0.04):
		return ", from: " + pick(g, genDays)
	case g.chance(0.04):
		return ", until: " + pick(g, genDays)
	}
	return ""
}

func (g *gen) source() string {
	return pick(g, []string{"s1", "s1", "s1", "s2", "[s1, s2]"})
}

func (g *gen) line(cond string) string {
	return fmt.Sprintf("{that: '%s', source: %s%s}", cond, g.source(), g.span())
}

func (g *gen) writeActors(b *strings.Builder) {
	b.WriteString("actors:\n")
	for _, a := range g.actors {
		fmt.Fprintf(b, "  - {id: %s, name: Actor %s, roles: [%s]", a, a, strings.Join(g.roles[a], ", "))
		if len(g.group[a]) > 0 {
			fmt.Fprintf(b, ", groups: [%s]", strings.Join(g.group[a], ", "))
		}
		b.WriteString("}\n")
	}
}

func (g *gen) writeIssues(b *strings.Builder) {
	b.WriteString("issues:\n")
	for _, x := range g.issues {
		fmt.Fprintf(b, "  - id: %s\n    name: The %s\n    source: s1\n", x.id, x.id)
		if x.set {
			b.WriteString("    kind: set\n")
		}
		if x.ordered {
			b.WriteString("    ordered: true\n")
		}
		b.WriteString("    options:\n")
		for _, o := range x.options {
			late := ""
			if g.chance(0.05) {
				late = ", source: s2" + g.span()
			}
			fmt.Fprintf(b, "      - {id: %s, name: Option %s%s}\n", o, o, late)
		}
	}
}

func (g *gen) writeSettle(b *strings.Builder) {
	first := true
	for _, x := range g.issues {
		if g.chance(0.35) {
			if first {
				b.WriteString("settle:\n")
				first = false
			}
			fmt.Fprintf(b, "  - {issue: %s, source: %s%s}\n", x.id, g.source(), g.span())
		}
	}
}

func (g *gen) writeSteps(b *strings.Builder) {
	b.WriteString("steps:\n")
	for _, s := range g.steps {
		source := "s1"
		if s == "deploy" && g.chance(0.03) {
			source = "s2"
		}
		fmt.Fprintf(b, "  - id: %s\n    name: Step %s\n    source: %s\n", s, s, source)
		var needs []string
		switch s {
		case "deploy":
			for _, t := range g.steps[1:] {
				if t != "leave" && g.chance(0.5) {
					needs = append(needs, fmt.Sprintf(`done("%s")`, t))
				}
			}
			if g.chance(0.3) {
				needs = append(needs, g.friendly())
			}
			if len(g.exts) > 0 && g.chance(0.25) {
				needs = append(needs, fmt.Sprintf(`external("%s")`, g.exts[0]))
			}
			if g.mood < keen && g.chance(0.3) {
				needs = append(needs, g.cond(scope{force: true, objecting: true}))
			}
		case "leave":
			needs = append(needs, `done("deploy")`)
		default:
			if g.mood < keen && g.chance(0.3) {
				needs = append(needs, fmt.Sprintf(`done("%s")`, pick(g, g.steps)))
			} else if g.chance(0.4) {
				needs = append(needs, g.cond(scope{force: true, noAim: true}))
			}
		}
		for i, n := range needs {
			if i == 0 {
				b.WriteString("    needs:\n")
			}
			if g.chance(0.5) {
				fmt.Fprintf(b, "      - '%s'\n", n)
			} else {
				fmt.Fprintf(b, "      - %s\n", g.line(n))
			}
		}
		if g.chance(0.12) {
			c := g.friendly()
			if g.mood < keen {
				c = g.cond(scope{force: true})
			}
			fmt.Fprintf(b, "    if: '%s'\n", c)
		}
		if g.staged[s] {
			b.WriteString("    stages: 2\n")
		}
	}
}

func (g *gen) writeForce(b *strings.Builder) {
	b.WriteString("capabilities:\n")
	for _, k := range g.caps {
		fmt.Fprintf(b, "  - {id: %s, name: The %s}\n", k, k)
	}
	b.WriteString("tasks: [{id: watch, name: watching}, {id: disarm, name: disarming}]\n")
	b.WriteString("sectors: [{id: north, name: North}, {id: south, name: South}]\n")
	n := []int{0, 0, 0, 1, 1, 2, 2, 3}[g.IntN(8)]
	for i := 0; i < n; i++ {
		if i == 0 {
			b.WriteString("requirements:\n")
		}
		size := 20 * (1 + g.IntN(8))
		if g.mood >= keen {
			size = 20 * (1 + g.IntN(3))
		}
		fmt.Fprintf(b, "  - {id: line%d, capability: %s, minimum: %d, target: %d", i+1, pick(g, g.caps), size, size+pick(g, []int{0, 20, 50, 50, 90}))
		if g.chance(0.6) {
			b.WriteString(", task: " + pick(g, []string{"watch", "disarm"}))
		}
		if g.chance(0.4) {
			b.WriteString(", sector: " + pick(g, []string{"north", "south"}))
		}
		if g.chance(0.3) {
			fmt.Fprintf(b, ", if: '%s'", g.cond(scope{force: true}))
		}
		fmt.Fprintf(b, ", source: %s%s}\n", g.source(), g.span())
	}
}

func (g *gen) writeRules(b *strings.Builder) {
	for i, id := range g.rules {
		if i == 0 {
			b.WriteString("rules:\n")
		}
		c := fmt.Sprintf(`consents("%s")`, pick(g, g.parties))
		switch n := g.IntN(10); {
		case n < 2 && len(g.groups) > 0:
			c = fmt.Sprintf(`consenting("%s") >= 1`, pick(g, g.groups))
		case n < 4 && len(g.groups) > 0:
			c = fmt.Sprintf(`%s && objecting("%s") == 0`, c, pick(g, g.groups))
		case n < 5 && len(g.parties) > 1:
			c = fmt.Sprintf(`consents("%s") && consents("%s")`, g.parties[0], g.parties[1])
		case n < 7 && g.mood == hostile && len(g.parties) > 2:
			c = fmt.Sprintf(`consents("%s") && consents("%s") && consents("%s")`, g.parties[0], g.parties[1], g.parties[2])
		case n < 6 && g.mood < keen:
			c = g.cond(scope{force: true, objecting: true})
		}
		fmt.Fprintf(b, "  - {id: %s, name: Rule %s, that: '%s', source: %s%s}\n", id, id, c, g.source(), g.span())
	}
}

func (g *gen) writeTexts(b *strings.Builder) {
	for i, x := range g.exts {
		if i == 0 {
			b.WriteString("externals:\n")
		}
		how := pick(g, []string{"", "", "", ", value: unknown", ", value: true", ", value: false", ", holds_if: {at_most: 5}, fails_if: {at_least: 50}", ", holds_if: {at_least: 10}"})
		fmt.Fprintf(b, "  - {id: %s, name: The %s, source: s1%s}\n", x, x, how)
	}
	if len(g.texts) == 0 {
		return
	}
	shared := ""
	for i, text := range g.texts {
		if i == 0 {
			b.WriteString("texts:\n")
		}
		fmt.Fprintf(b, "  - id: %s\n    name: The %s\n    date: 2025-03-02\n    source: s1\n    clauses:\n", text, text)
		for i := 1 + g.IntN(2); i > 0; i-- {
			c := g.friendly()
			if g.chance(0.2) || text == "rival" && g.chance(0.4) {
				c = g.issue()
			} else if g.chance(0.1) {
				c = fmt.Sprintf(`joins("%s")`, pick(g, g.contributors))
			}
			if text == "rival" && g.chance(0.25) {
				c = shared // both texts have it
			}
			shared = c
			fmt.Fprintf(b, "      - {id: c%d, name: Clause %d, that: '%s'%s}\n", i, i, c, g.span())
		}
		if g.chance(0.3) {
			fmt.Fprintf(b, "    steps: [%s]\n", g.steps[len(g.steps)-1])
		}
	}
}

func (g *gen) writeGoal(b *strings.Builder) string {
	if g.chance(0.3) {
		return ""
	}
	c := g.cond(scope{force: true, objecting: true})
	if g.chance(0.3) {
		c = fmt.Sprintf(`done("%s")`, g.steps[len(g.steps)-1])
	} else if g.chance(0.3) {
		c = fmt.Sprintf(`joins("%s")`, pick(g, g.contributors))
	}
	fmt.Fprintf(b, "goals:\n  - {id: asked, name: The goal, that: '%s', source: s1}\n", c)
	return "asked"
}

// The record.

func (g *gen) entry(actor string, effects ...string) *genEntry {
	return g.entryOn(g.day(), actor, effects...)
}

func (g *gen) entryOn(day, actor string, effects ...string) *genEntry {
	e := &genEntry{id: fmt.Sprintf("%s-%d", actor, len(g.entries)+1), actor: actor, day: day, effects: effects,
		source: g.source(), firmness: pick(g, []string{"decided", "stated", "stated", "stated", "reported", "inferred"})}
	if g.chance(0.12) {
		other := pick(g, g.actors)
		e.extra = append(e.extra, fmt.Sprintf("speaker: {name: A speaker, actor: %s}", other))
	}
	if g.chance(0.06) && e.day <= genDays[3] {
		e.extra = append(e.extra, "expires: "+pick(g, genDays[3:5]))
	}
	if g.chance(0.1) {
		e.extra = append(e.extra, "reported: "+pick(g, []string{"2025-03-11", "2025-03-12"}))
	}
	if g.chance(0.1) {
		e.extra = append(e.extra, "recorded: "+pick(g, []string{"2025-03-12", "2025-03-14"}))
	}
	g.entries = append(g.entries, e)
	return e
}

func (g *gen) amounts(capability string) string {
	n := 10 * (1 + g.IntN(12))
	if g.mood >= keen {
		n = 60 + 10*g.IntN(8)
	}
	return fmt.Sprintf("amounts: {%s: %s}", capability, pick(g, []string{fmt.Sprint(n), fmt.Sprint(n), fmt.Sprint(n),
		fmt.Sprintf("{at_least: %d}", n), fmt.Sprintf("{at_most: %d}", n), fmt.Sprintf("{from: 10, to: %d}", n), "some",
		fmt.Sprintf("{n: %d, available: %s}", n, pick(g, genDays))}))
}

// bring makes an offer or a commitment.
func (g *gen) bring(kind, actor string) *genEntry {
	var parts []string
	e := g.entry(actor)
	if g.chance(0.8) && g.roles[actor] != nil { // a group brings no amounts
		e.amount = pick(g, g.caps)
		parts = append(parts, g.amounts(e.amount))
	}
	if g.chance(0.4) {
		c := g.yesCond(scope{})
		if other := pick(g, g.contributors); other != actor && g.chance(0.3) {
			c = fmt.Sprintf(`joins("%s")`, other) // who comes only with others
		}
		parts = append(parts, "if: '"+c+"'")
	}
	if e.amount != "" && g.chance(0.25) {
		parts = append(parts, "not_for: ["+pick(g, []string{"watch", "disarm", "north", "south", "watch, south"})+"]")
	}
	if e.amount != "" && g.chance(0.25) {
		for _, f := range g.entries {
			if f.actor == actor && f.amount == e.amount && f != e {
				parts = append(parts, "adds_to: "+f.id)
				break
			}
		}
	}
	e.effects = []string{fmt.Sprintf("%s: {%s}", kind, strings.Join(parts, ", "))}
	return e
}

// demand makes an effect that restricts plans.
func (g *gen) demand(actor string) string {
	c := g.cond(scope{force: true})
	if g.mood >= keen && g.chance(0.7) {
		c = g.friendly()
	}
	switch n := g.IntN(10); {
	case n < 5:
		return "requires: '" + c + "'"
	case n < 8:
		if g.mood >= keen {
			return "rejects: '!(" + c + ")'"
		}
		return "rejects: '" + c + "'"
	case n < 9 && g.contributors[0] != actor && g.mood < keen:
		return "excludes: " + g.contributors[0]
	}
	return "requires: '" + g.issue() + "'"
}

func (g *gen) record() {
	is := func(a, role string) bool {
		for _, r := range g.roles[a] {
			if r == role {
				return true
			}
		}
		return false
	}
	for _, a := range g.actors {
		if is(a, "contributor") {
			switch {
			case g.mood >= keen && g.chance(0.9), g.mood != warm && g.chance(0.25):
				g.bring("commits", a)
			case g.mood == warm && g.chance(0.6):
				g.entry(a, "interested: true")
			case g.chance(0.5):
				g.bring("offers", a)
			case g.chance(0.6):
				g.entry(a, "interested: true")
			}
			if g.chance(0.25) {
				g.bring(pick(g, []string{"offers", "commits"}), a)
			}
		}
		if is(a, "party") {
			switch {
			case g.mood >= warm && g.chance(0.9), g.chance(0.35):
				g.entry(a, "accepts: '"+g.yesCond(scope{force: true})+"'")
			case is(a, "decider") && g.chance(0.3):
				g.entry(a, "decides: '"+g.friendly()+"'")
			}
		}
		p := map[mood]float64{hostile: 0.85, silent: 0.35, warm: 0.25, keen: 0.25, moving: 0.25}[g.mood]
		if a != "u" && g.chance(p) {
			e := g.entry(a, g.demand(a))
			if g.chance(0.2) {
				e.effects = append(e.effects, g.demand(a))
			}
		}
		if a != "u" && g.chance(map[mood]float64{hostile: 0.15, silent: 0.05, warm: 0.03, keen: 0.03, moving: 0.03}[g.mood]) {
			g.entry(a, "declines: true")
		}
		if a != "u" && g.chance(0.12) {
			g.entry(a, fmt.Sprintf("prefers: {that: '%s', over: '%s'}", g.issue(), g.issue()))
		}
	}
	if len(g.groups) > 0 && g.chance(0.3) {
		group := pick(g, g.groups)
		has := func(role string) bool {
			for a, of := range g.group {
				for _, x := range of {
					if x == group && is(a, role) {
						return true
					}
				}
			}
			return false
		}
		switch n := g.IntN(8); {
		case n < 4:
			g.entry(group, g.demand(""))
		case n < 5 && has("contributor"):
			g.entry(group, "interested: true")
		case n < 6 && has("party"):
			g.entry(group, "accepts: '"+g.friendly()+"'")
		case n < 7 && has("contributor"):
			g.bring(pick(g, []string{"offers", "commits"}), group)
		default:
			g.entry(group, "declines: true")
		}
	}
	if len(g.contributors) > 1 && g.chance(0.15) { // a joint statement
		e := g.entry(g.contributors[0], g.demand(""))
		e.actor = ""
		e.extra = append(e.extra, "actors: ["+g.contributors[0]+", "+g.contributors[1]+"]")
	}
	// Decisions.
	decides := map[mood]float64{hostile: 0.4, silent: 0.4, warm: 0.6, keen: 0.85, moving: 0.9}[g.mood]
	for _, x := range g.issues {
		if !g.chance(decides) {
			continue
		}
		c := fmt.Sprintf(`%s == "%s"`, x.id, pick(g, x.options))
		switch {
		case x.set:
			var parts []string
			for _, o := range x.options {
				in := false
				for _, t := range x.target {
					in = in || t == o
				}
				if in {
					parts = append(parts, g.atomHas(x, o, false))
				} else {
					parts = append(parts, "!"+g.atomHas(x, o, true))
				}
			}
			c = strings.Join(parts, " && ")
		case g.mood >= keen || g.chance(0.6):
			c = fmt.Sprintf(`%s == "%s"`, x.id, x.target[0])
		case g.chance(0.5):
			c = fmt.Sprintf(`%s != "%s"`, x.id, pick(g, x.options))
		}
		g.decision("decides: '" + c + "'")
	}
	if len(g.texts) > 0 && g.chance(0.4) {
		g.decision("adopts: " + pick(g, g.texts))
	}
	if g.mood < keen && g.chance(0.15) {
		g.decision("decides: '" + g.cond(scope{issues: true}) + "'")
	}
	// What has happened.
	for _, s := range g.steps {
		p := 0.15
		if s != "deploy" && s != "leave" {
			p = map[mood]float64{hostile: 0.15, silent: 0.3, warm: 0.4, keen: 0.5, moving: 0.8}[g.mood]
		}
		if s == "deploy" {
			p = map[mood]float64{hostile: 0.05, silent: 0.05, moving: 1}[g.mood]
		}
		if g.staged[s] {
			for n := 1; n <= 2 && g.chance(p); n++ {
				g.plain(fmt.Sprintf("happened: %s.%d", s, n))
				p /= 3
			}
		} else if g.chance(p) {
			g.plain("happened: " + s)
		}
	}
	for _, x := range g.exts {
		for i := []int{0, 0, 0, 1, 2}[g.IntN(5)]; i > 0; i-- {
			g.plain(fmt.Sprintf("happened: {reading: %s, value: %s}", x, pick(g, []string{"1", "12", "30", "70", "70", "3", "true", "false"})))
		}
	}
	if g.chance(0.1) {
		g.plain("happened: {event: a strike on a shelter}")
	}
	if g.chance(0.1) {
		g.plain("estimates: {step: deploy, days: 30..60}")
	}
	g.links()
}

// plain makes an entry of an actor that belongs to no group.
func (g *gen) plain(effect string) *genEntry {
	e := g.entry("u", effect)
	e.extra = nil
	return e
}

func (g *gen) decision(effect string) {
	e := g.plain(effect)
	e.firmness = "decided"
	if g.chance(0.3) {
		fmt.Fprintf(&g.tail, "%s  - {entry: %s, why: it may be amended}\n", g.once("reopenable:\n"), e.id)
	}
}

// once returns the text the first time that it is asked for.
func (g *gen) once(head string) string {
	if strings.Contains(g.tail.String(), head) {
		return ""
	}
	return head
}

// links adds entries that end, suspend or dispute earlier ones.
func (g *gen) links() {
	n := len(g.entries)
	if n == 0 || !g.chance(0.45) {
		return
	}
	disputed := false
	for i := 1 + g.IntN(2); i > 0; i-- {
		old := g.entries[g.IntN(n)]
		if strings.Contains(strings.Join(old.extra, " "), "actors:") {
			continue
		}
		day := pick(g, genDays[2:]) // not before the entry that it is about
		for day < old.day {
			day = pick(g, genDays[2:])
		}
		var e *genEntry
		if g.chance(0.5) || old.actor == "u" {
			e = g.entryOn(day, old.actor)
		} else {
			e = g.entryOn(day, old.actor, g.demand(old.actor))
		}
		switch g.IntN(3) {
		case 0:
			e.extra = append(e.extra, "supersedes: "+old.id)
		case 1:
			e.extra = append(e.extra, "suspends: "+old.id)
		default:
			e.extra = append(e.extra, "disputes: "+old.id)
			if !disputed && g.chance(0.4) {
				disputed = true
				var b strings.Builder
				fmt.Fprintf(&b, "binds:\n  - {entry: %s, why: confirmed}\n", pick(g, []string{old.id, e.id}))
				rest := g.tail.String()
				g.tail.Reset()
				g.tail.WriteString(b.String() + rest)
			}
		}
	}
}

func (g *gen) recordText() string {
	var b strings.Builder
	b.WriteString("sources:\n  - {id: s1, title: The first source, reliability: B}\n  - {id: s2, title: The second source, reliability: C}\n")
	if len(g.entries) == 0 {
		g.plain("estimates: {step: deploy, days: 30..60}")
	}
	b.WriteString("entries:\n")
	for _, e := range g.entries {
		fmt.Fprintf(&b, "  - id: %s\n    said: %s\n    source: %s\n    voice: quote\n    firmness: %s\n    summary: Something was said.\n", e.id, e.day, e.source, e.firmness)
		writeEntry(&b, e)
	}
	return b.String()
}

func writeEntry(b *strings.Builder, e *genEntry) {
	if e.actor != "" {
		fmt.Fprintf(b, "    actor: %s\n", e.actor)
	}
	for _, x := range e.extra {
		fmt.Fprintf(b, "    %s\n", x)
	}
	if len(e.effects) == 0 {
		b.WriteString("    context: nothing follows from it\n")
		return
	}
	b.WriteString("    effects:\n")
	for _, f := range e.effects {
		fmt.Fprintf(b, "      - %s\n", f)
	}
}

func (g *gen) assumptions() string {
	var b strings.Builder
	if g.chance(0.15) {
		b.WriteString("entries:\n")
		e := &genEntry{actor: pick(g, g.contributors), effects: []string{"interested: true"}}
		switch {
		case g.chance(0.3):
			e.effects = []string{"requires: '" + g.issue() + "'"}
		case g.chance(0.3):
			e.effects = []string{"commits: {" + g.amounts(g.caps[0]) + "}"}
		case g.chance(0.4):
			e.actor, e.effects = "u", []string{"decides: '" + g.friendly() + "'"}
		}
		b.WriteString("  - id: assumed-1\n    why: no statement found\n    summary: It is assumed.\n")
		if g.chance(0.5) {
			b.WriteString("    said: " + pick(g, genDays) + "\n")
		}
		writeEntry(&b, e)
	}
	if len(g.exts) > 0 && g.chance(0.2) {
		fmt.Fprintf(&b, "externals: {%s: %v}\n", g.exts[0], g.chance(0.7))
	}
	return b.String()
}

func (g *gen) query() mandate.Query {
	var q mandate.Query
	day := func(from int) *mandate.Day {
		w, err := mandate.ParseWhen(pick(g, genDays[from:]))
		if err != nil {
			return nil
		}
		return &w.Last
	}
	if g.chance(0.25) {
		q.AsOf = day(2)
	}
	if g.chance(0.08) {
		q.KnownBy = day(3)
	}
	if g.chance(0.08) {
		q.RecordedBy = day(4)
	}
	if g.chance(0.15) && len(g.rules) > 0 {
		q.Rule = pick(g, g.rules)
	}
	if g.chance(0.12) {
		q.Aim = g.anyStep()
	}
	if g.chance(0.12) {
		x := pick(g, g.issues)
		c := mandate.Choice{Issue: x.id, Options: []string{pick(g, x.options)}}
		if x.set && g.chance(0.3) {
			c.Options = append([]string{}, x.options...)
		}
		q.Set = append(q.Set, c)
	}
	if g.chance(0.1) {
		q.Join = []string{pick(g, g.contributors)}
	}
	if g.chance(0.08) {
		x := pick(g, g.issues)
		q.Exclude = append(q.Exclude, mandate.Item{Issue: x.id, Option: pick(g, x.options)})
	}
	if g.chance(0.08) && len(g.contributors) > 1 {
		q.Exclude = append(q.Exclude, mandate.Item{Actor: pick(g, g.contributors)})
	}
	switch {
	case g.chance(0.06):
		q.Without = []string{"s2"}
	case g.chance(0.06) && len(g.entries) > 0:
		q.Without = []string{pick(g, g.entries).id}
	}
	q.NoAssumptions = g.chance(0.1)
	if g.chance(0.06) {
		q.MinFirmness = pick(g, []mandate.Firmness{mandate.Stated, mandate.Reported, mandate.Inferred})
	}
	q.Wishes = g.chance(0.08)
	return q
}

// Enrich adds to a case of Random what its files do not say yet: a rate for
// some capabilities, payers of some options and two saved plans, one of which
// bars something. The same seed adds the same.
func Enrich(seed uint64, c *mandate.Case) {
	g := &gen{Rand: rand.New(rand.NewPCG(seed, 0x72617465))}
	for _, k := range c.Capabilities {
		if g.chance(0.7) {
			c.Rates = append(c.Rates, &mandate.Rate{Capability: k.ID, PerMonth: int64(1 + g.IntN(5)), Currency: "USD",
				Line: mandate.Line{Sources: []string{pick(g, []string{"s1", "s1", "s2"})}}})
		}
	}
	for _, i := range c.Issues {
		for _, o := range i.Options {
			if g.chance(0.3) {
				o.PaidBy = []string{pick(g, c.Actors).ID}
			}
		}
	}
	for _, id := range []string{"first", "second"} {
		p := &mandate.SavedPlan{ID: id, Title: "The " + id}
		for _, i := range c.Issues {
			switch {
			case g.chance(0.5):
			case i.Set:
				var in []string
				for _, o := range i.Options {
					if g.chance(0.5) {
						in = append(in, o.ID)
					}
				}
				p.Set = append(p.Set, mandate.Choice{Issue: i.ID, Options: in})
			default:
				p.Set = append(p.Set, mandate.Choice{Issue: i.ID, Options: []string{pick(g, i.Options).ID}})
			}
		}
		var can []string
		for _, a := range c.Actors {
			if a.Is(mandate.RoleContributor) {
				can = append(can, a.ID)
			}
		}
		if g.chance(0.3) {
			p.Join = []string{pick(g, can)}
		}
		if id == "second" {
			x := pick(g, c.Issues)
			p.Exclude = []mandate.Item{{Issue: x.ID, Option: pick(g, x.Options).ID}}
			if len(can) > 1 && g.chance(0.4) {
				p.Exclude = []mandate.Item{{Actor: pick(g, can)}}
			}
		}
		c.Plans = append(c.Plans, p)
	}
}
