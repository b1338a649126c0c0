package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Size is how large a case is.
type Size int

// The sizes: of a working group, of a conference and of a general assembly.
const (
	S Size = iota
	M
	L
)

// Counts says how many there are of each part of a case.
type Counts struct {
	Issues, Options, Actors, Entries, Steps, Sources int
}

// Counts returns the numbers of a size.
func (s Size) Counts() Counts {
	return [...]Counts{
		S: {Issues: 10, Options: 4, Actors: 15, Entries: 60, Steps: 6, Sources: 12},
		M: {Issues: 40, Options: 4, Actors: 60, Entries: 800, Steps: 20, Sources: 40},
		L: {Issues: 100, Options: 5, Actors: 193, Entries: 20000, Steps: 60, Sources: 44},
	}[s]
}

func (s Size) String() string { return [...]string{"S", "M", "L"}[s] }

// ParseSize reads S, M or L.
func ParseSize(text string) (Size, error) {
	for s := S; s <= L; s++ {
		if strings.EqualFold(text, s.String()) {
			return s, nil
		}
	}
	return S, fmt.Errorf("there is no size %q: expected S, M or L", text)
}

// Options say what to plant.
type Options struct {
	// Infeasible plants collisions, so that the case is blocked.
	Infeasible bool
}

// perFile is how many entries a file of the record holds at most.
const perFile = 2500

// Case writes a case folder: the names of its files and their bytes.
func Case(size Size, seed uint64, o Options) map[string][]byte {
	g := &gen{
		Rand: rand.New(rand.NewPCG(seed, 0x67656e6572617465)),
		n:    size.Counts(), size: size, infeasible: o.Infeasible,
		ready:    seed%4 == 0,
		underWay: seed%8 == 0,
	}
	g.vocabulary()
	g.lines()
	g.record()
	files := map[string][]byte{
		"case.yaml":           []byte(g.caseText(seed)),
		"record/sources.yaml": []byte(g.sourcesText()),
		"assumptions.yaml":    []byte(g.assumptionsText()),
	}
	for i, chunk := 0, g.entries; len(chunk) > 0; i++ {
		// Several files at every size, as a person would keep them.
		k := min(perFile, len(chunk), max(40, len(g.entries)/6+1))
		var b strings.Builder
		b.WriteString("entries:\n")
		for _, e := range chunk[:k] {
			b.WriteString(e.text())
		}
		files[fmt.Sprintf("record/entries-%02d.yaml", i+1)] = []byte(b.String())
		chunk = chunk[k:]
	}
	return files
}

type gen struct {
	*rand.Rand
	n                           Counts
	size                        Size
	infeasible, ready, underWay bool

	issues   []*issue
	tasks    []string // options of the issue tasks
	sectors  []string
	caps     []string
	settle   []*issue
	mandates int

	prep, after []*step
	circles     [][]*step
	aim         *step
	happened    int // of prep, from the first

	actors     []*actor
	blocs      []*bloc
	deciders   []*actor
	named      []*actor // parties that the consent rule names
	core       []*actor // contributors and parties that go along in the first plan
	coreGivers []*actor
	coreSides  []*actor
	tags       []string // groups besides the blocs
	guarantors []*actor

	externals []*external
	texts     []*text
	brought   []int // by capability: what the core brings for certain
	rule      []string

	sources []string
	entries []*entry
	byActor map[string][]*entry
	ids     map[string]int
	unheard []*actor // who may be silent to the end, though it should not
	binds   []string
	reopen  []string
}

type issue struct {
	id, name     string
	stem         int
	set, ordered bool
	options      []string
	deciders     []*actor
	// in[w] are the options of the planted mandate w.
	in [][]int
}

type step struct {
	id, name string
	stages   int
	needs    []string
	cond     string
}

type actor struct {
	id, name           string
	party, contributor bool
	decider, other     bool
	bloc               *bloc
	tags               []string
	core               bool
	stems              []int
}

type bloc struct {
	id, name string
	friendly bool
	wants    int // the planted mandate
	members  []*actor
	lines    []string
}

type external struct {
	id, name string
	value    bool // in the first plan
	numeric  bool
}

type text struct {
	id, name string
	wants    int
	clauses  []string
	steps    []string
}

func (g *gen) chance(p float64) bool { return g.Float64() < p }

func pick[T any](g *gen, from []T) T { return from[g.IntN(len(from))] }

func shuffled[T any](g *gen, from []T) []T {
	out := slices.Clone(from)
	g.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// by returns the value for the size.
func by[T any](g *gen, s, m, l T) T { return [...]T{s, m, l}[g.size] }

var (
	issueStems = []string{"authority", "roe", "funding", "command_line", "duration", "area", "disarmament", "policing", "oversight", "withdrawal", "crossings", "aid", "courts", "elections", "rebuilding", "detainees", "airspace", "maritime", "verification", "language"}
	scaleWords = []string{"none", "light", "standard", "strong", "full"}
	wayWords   = []string{"council", "board", "regional", "national", "mixed", "private", "joint", "rotating", "local", "treaty"}
	taskWords  = []string{"borders", "disarm", "protect", "train", "corridors", "separate"}
	stepStems  = []string{"survey", "accord", "statute", "base", "vote", "fund", "staff", "roster", "corridor", "census", "audit", "handover"}
	capWords   = []string{"infantry", "police", "engineers", "medics", "observers", "pilots"}
	preWords   = []string{"Al", "Bar", "Cor", "Dal", "Est", "Far", "Gor", "Hel", "Ist", "Jor", "Kal", "Lor", "Mar", "Nor", "Ost", "Par", "Quin", "Ros", "Sel", "Tor"}
	postWords  = []string{"avia", "onia", "istan", "mark", "land", "esia", "ador", "uria", "enia", "osta"}
)

func (g *gen) vocabulary() {
	g.byActor, g.ids = map[string][]*entry{}, map[string]int{}
	for i := range g.n.Sources {
		g.sources = append(g.sources, fmt.Sprintf("s%d", i+1))
	}
	g.makeActors()
	g.makeIssues()
	g.makeSteps()
	for i, n := 0, by(g, 2, 4, 10); i < n; i++ {
		g.externals = append(g.externals, &external{
			id: fmt.Sprintf("ext-%d", i+1), name: fmt.Sprintf("outside condition %d", i+1),
			value: i == 0 || g.chance(0.7), numeric: i%2 == 0,
		})
	}
	g.caps = capWords[:by(g, 2, 4, 6)]
	g.brought = make([]int, len(g.caps))
	for i, n := 0, by(g, 2, 5, 12); i < n; i++ {
		g.sectors = append(g.sectors, fmt.Sprintf("sector-%d", i+1))
	}
}

func (g *gen) makeActors() {
	friendly, rival := by(g, 2, 5, 12), by(g, 1, 3, 8)
	g.mandates = by(g, 3, 5, 6)
	for i := range friendly + rival {
		b := &bloc{id: fmt.Sprintf("bloc-%d", i+1), name: fmt.Sprintf("bloc %d", i+1), friendly: i < friendly}
		if !b.friendly {
			b.wants = 2 + (i-friendly)%(g.mandates-2)
		}
		g.blocs = append(g.blocs, b)
	}
	names := make([]string, 0, len(preWords)*len(postWords))
	for _, p := range preWords {
		for _, q := range postWords {
			names = append(names, p+q)
		}
	}
	names = shuffled(g, names)
	g.tags = []string{"council", "guarantors", "neighbours", "donors"}
	deciders := by(g, 2, 3, 5)
	for i := range g.n.Actors {
		a := &actor{id: strings.ToLower(names[i]), name: names[i]}
		switch {
		case i < deciders:
			a.decider, a.party = true, i == 0
			a.bloc = g.blocs[i%friendly]
		case i < deciders+2*friendly: // each friendly bloc has a party and a contributor
			a.bloc = g.blocs[(i-deciders)/2]
			a.party, a.contributor = (i-deciders)%2 == 0, (i-deciders)%2 == 1
		case i < deciders+2*friendly+2*rival:
			k := i - deciders - 2*friendly
			a.bloc = g.blocs[friendly+k/2]
			a.party, a.contributor = k%2 == 0, k%2 == 1
		default:
			a.bloc = g.blocs[g.IntN(friendly)]
			if g.chance(0.3) {
				a.bloc = g.blocs[friendly+g.IntN(rival)]
			}
			switch x := g.Float64(); {
			case x < 0.5:
				a.contributor = true
			case x < 0.7:
				a.party = true
			case x < 0.8:
				a.party, a.contributor = true, true
			default:
				a.other = true
			}
		}
		a.bloc.members = append(a.bloc.members, a)
		if a.decider {
			g.deciders = append(g.deciders, a)
		}
		side := a.party || a.contributor
		a.core = side && a.bloc.friendly && (i < deciders+2*friendly || !g.chance(0.12))
		for range 3 {
			a.stems = append(a.stems, g.IntN(len(issueStems)))
		}
		for t, tag := range g.tags {
			switch {
			case t == 1: // nobody in it may object
				if a.core && (len(g.guarantors) < 2 || g.chance(0.15)) && len(g.guarantors) < by(g, 3, 6, 15) {
					a.tags = append(a.tags, tag)
					g.guarantors = append(g.guarantors, a)
				}
			case t == 0 && a.party && g.chance(0.7), t > 1 && g.chance(0.3):
				a.tags = append(a.tags, tag)
			}
		}
		if a.core {
			g.core = append(g.core, a)
			if a.contributor {
				g.coreGivers = append(g.coreGivers, a)
			}
			if a.party {
				g.coreSides = append(g.coreSides, a)
			}
		}
		g.actors = append(g.actors, a)
	}
	g.named = g.coreSides[:3]
}

func (g *gen) makeIssues() {
	for i := range g.n.Issues {
		stem := i % len(issueStems)
		x := &issue{id: issueStems[stem], stem: stem}
		if i >= len(issueStems) {
			x.id += fmt.Sprintf("_%d", i/len(issueStems)+1)
		}
		x.name = strings.ReplaceAll(x.id, "_", " ")
		switch {
		case i == 0:
			x.id, x.name, x.set = "tasks", "tasks", true
			x.options = taskWords[:g.n.Options]
			g.tasks = x.options
		case g.chance(0.12):
			x.set = true
		case g.chance(0.3):
			x.ordered = true
			x.options = scaleWords[:g.n.Options]
		}
		if x.options == nil {
			x.options = shuffled(g, wayWords)[:g.n.Options]
		}
		first := g.choose(x)
		for w := range g.mandates {
			in := first
			if differs := []float64{0, 0.3, 0.5, 0.5, 0.5, 0.5}[w]; w > 0 && g.chance(differs) {
				in = g.choose(x)
			}
			x.in = append(x.in, in)
		}
		if g.chance(0.5) {
			x.deciders = shuffled(g, g.deciders)[:1+g.IntN(len(g.deciders))]
		}
		g.issues = append(g.issues, x)
	}
	n := by(g, 4, 10, 25)
	for _, x := range g.issues {
		if !x.set && len(g.settle) < n {
			g.settle = append(g.settle, x)
		}
	}
}

func (g *gen) choose(x *issue) []int {
	if !x.set {
		return []int{g.IntN(len(x.options))}
	}
	var out []int
	for o := range x.options {
		if g.chance(0.5) {
			out = append(out, o)
		}
	}
	return out
}

func (g *gen) makeSteps() {
	made := 0
	next := func() *step {
		stem := stepStems[made%len(stepStems)]
		s := &step{id: fmt.Sprintf("%s-%d", stem, made/len(stepStems)+1)}
		s.name = strings.ReplaceAll(s.id, "-", " ")
		made++
		return s
	}
	g.aim = &step{id: "deployed", name: "force deployed"}
	if g.underWay || g.chance(0.3) {
		g.aim.stages = 2
	}
	for range by(g, 3, 11, 36) {
		g.prep = append(g.prep, next())
	}
	for range by(g, 0, 5, 15) {
		g.after = append(g.after, next())
	}
	for _, n := range by(g, []int{2}, []int{3}, []int{3, 5}) {
		var c []*step
		for range n {
			c = append(c, next())
		}
		g.circles = append(g.circles, c)
	}
	g.happened = max(1, len(g.prep)*3/10)
	for i, s := range g.prep {
		if i >= g.happened && i < len(g.prep)-2 && g.chance(0.2) {
			s.stages = 2 + g.IntN(2)
		}
	}
	for _, s := range g.after {
		if g.chance(0.2) {
			s.stages = 2
		}
	}
}

// lines fills in what needs the vocabulary: needs, positions of blocs, texts.
func (g *gen) lines() {
	// Offers of the core that nothing takes away; see the first entries.
	for i := range g.coreGivers {
		g.brought[i%len(g.caps)] += g.anchor(i)
	}
	last := len(g.prep) - 1
	for k, s := range g.prep {
		if k > 0 {
			j := g.IntN(k)
			if k == last {
				j = k - 1
			}
			s.needs = append(s.needs, done(g.prep[j]))
			if h := g.IntN(k); h != j && g.chance(0.5) {
				s.needs = append(s.needs, done(g.prep[h]))
			}
		}
		if g.chance(0.4) {
			s.needs = append(s.needs, fmt.Sprintf("decided(%q)", pick(g, g.issues).id))
		}
		if g.chance(0.15) {
			s.needs = append(s.needs, fmt.Sprintf("consents(%q)", pick(g, g.coreSides).id))
		}
		if g.chance(0.2) {
			s.cond = g.about(pick(g, g.issues), []int{0, 1})
		}
	}
	g.aim.needs = append(g.aim.needs, done(g.prep[last]))
	for _, s := range shuffled(g, g.prep[:last])[:by(g, 1, 3, 8)] {
		g.aim.needs = append(g.aim.needs, done(s))
	}
	for _, x := range g.settle[:2] {
		g.aim.needs = append(g.aim.needs, fmt.Sprintf("decided(%q)", x.id))
	}
	g.aim.needs = append(g.aim.needs,
		fmt.Sprintf("external(%q)", g.externals[0].id),
		fmt.Sprintf("joining(%q) >= 1", g.coreGivers[0].bloc.id),
		fmt.Sprintf("force(%q) >= %d", g.caps[0], g.brought[0]/2))
	// Giving up the consent rule alone must not be the way out.
	g.aim.needs = append(g.aim.needs, fmt.Sprintf("consents(%q) && consents(%q)", g.named[0].id, g.named[1].id))
	for _, c := range g.circles {
		for i, s := range c {
			s.needs = append(s.needs, done(c[(i+1)%len(c)]))
			if g.chance(0.5) {
				s.needs = append(s.needs, done(pick(g, g.prep)))
			}
		}
	}
	for i, s := range g.after {
		if i == 0 || g.chance(0.5) {
			s.needs = append(s.needs, done(g.aim))
		} else {
			s.needs = append(s.needs, done(g.after[g.IntN(i)]))
		}
		switch {
		case g.chance(0.2):
			s.needs = append(s.needs, done(pick(g, g.circles)[0]))
		case g.chance(0.3):
			s.needs = append(s.needs, g.about(pick(g, g.issues), []int{g.IntN(g.mandates)}))
		}
	}
	for i, n := 0, by(g, 2, 4, 8); i < n; i++ {
		t := &text{id: fmt.Sprintf("draft-%d", i+1), name: fmt.Sprintf("draft %d", i+1)}
		must := []int{0, 1}
		if i%2 == 1 { // a rival text, which the first mandate does not meet
			t.wants = 2 + i/2%(g.mandates-2)
			must = []int{t.wants}
			if x := g.against(t.wants); x != nil {
				t.clauses = append(t.clauses, g.exactly(x, t.wants))
			} else {
				t.wants, must = 0, []int{0, 1}
			}
		}
		for range 2 + g.IntN(by(g, 2, 4, 8)) {
			t.clauses = append(t.clauses, g.about(pick(g, g.issues), must))
		}
		if t.wants == 0 && g.chance(0.6) {
			t.steps = []string{g.prep[g.IntN(g.happened)].id}
		}
		g.texts = append(g.texts, t)
	}
	for _, p := range g.named {
		g.rule = append(g.rule, fmt.Sprintf("consents(%q)", p.id))
	}
	yes := 0
	for _, a := range g.coreSides {
		if slices.Contains(a.tags, "council") {
			yes++
		}
	}
	if yes > 0 {
		g.rule = append(g.rule, fmt.Sprintf(`consenting("council") >= %d`, max(1, yes*3/4)))
	}
	g.rule = append(g.rule, `objecting("guarantors") == 0`)
	for _, b := range g.blocs {
		for range by(g, 3, 8, 25) {
			b.lines = append(b.lines, g.demand(b.members[0], b.friendly, nil))
		}
	}
}

// anchor is what the i-th of the core brings for certain.
func (g *gen) anchor(i int) int { return 100 * (5 + i*7%20) }

func done(s *step) string { return fmt.Sprintf("done(%q)", s.id) }

// against finds an issue on which the mandate w differs from the first.
func (g *gen) against(w int) *issue {
	for _, x := range shuffled(g, g.issues) {
		if !slices.Equal(x.in[0], x.in[w]) {
			return x
		}
	}
	return nil
}
