package casefile

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
)

// kindOf is a kind of thing that has ids.
type kindOf uint8

const (
	anActor kindOf = iota
	aGroup
	anIssue
	aStep
	aText
	aCapability
	aTask
	aSector
	aRequirement
	aRule
	anExternal
	aGoal
	aTheme
	aSource
	anEntry
	anAlert
	kinds
)

func (k kindOf) String() string {
	return [...]string{"actor", "group", "issue", "step", "text", "capability", "task", "sector",
		"requirement", "rule", "external", "goal", "theme", "source", "entry", "alert"}[k]
}

// def is the place where an id is defined, use one where it is used.
type def struct {
	kind kindOf
	id   string
	f    *file
	n    *yaml.Node
}

// pending is a condition to be parsed once the vocabulary is known.
type pending struct {
	f   *file
	n   *yaml.Node
	dst **mandate.Condition
}

// entryInfo is an entry with the nodes that checks point at.
type entryInfo struct {
	e *mandate.Entry
	f *file
	n *yaml.Node
	// effects holds the value of each effect, in the order of e.Effects.
	effects []*yaml.Node
}

// built is what one file contributes.
type built struct {
	paid    []*yaml.Node // who pays for options
	f       *file
	defs    []def
	uses    []def
	pending []pending
	sources []*mandate.Source
	entries []entryInfo
	// lines holds the case lines that need their source checked with what they
	// stand in, and other nodes that checks look at again.
	issueNodes map[*mandate.Issue]*yaml.Node
	aim        *yaml.Node
	binds      []*yaml.Node
	reopenable []*yaml.Node
	assumedMan *yaml.Node
	assumedExt *yaml.Node
	chances    *mandate.Chances
	priorUses  []priorUse
	priorRoles []priorRole
	plan       *mandate.SavedPlan
	alerts     bool // its conditions speak of conclusions
}

// get returns the value of the key, or nil if it is missing or bad.
func (f *file) get(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			v := n.Content[i+1]
			if len(f.bad) > 0 && (f.bad[v] || f.bad[n.Content[i]]) {
				return nil
			}
			return v
		}
	}
	return nil
}

// keyNode returns the key itself, for messages about it.
func keyNode(n *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i]
		}
	}
	return n
}

// items returns the good items of a list.
func (f *file) items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	if len(f.bad) == 0 {
		return n.Content
	}
	out := make([]*yaml.Node, 0, len(n.Content))
	for _, x := range n.Content {
		if !f.bad[x] {
			out = append(out, x)
		}
	}
	return out
}

// some returns the nodes of an id or a list of ids.
func (f *file) some(n *yaml.Node) []*yaml.Node {
	if n == nil || len(f.bad) > 0 && f.bad[n] {
		return nil
	}
	if n.Kind == yaml.ScalarNode {
		return []*yaml.Node{n}
	}
	return f.items(n)
}

// spoilt reports whether the value of the key, or an item of it, is bad.
func (f *file) spoilt(n *yaml.Node, name string) bool {
	if len(f.bad) == 0 {
		return false
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			for _, x := range n.Content[i+1].Content {
				if f.bad[x] {
					return true
				}
			}
			return f.bad[n.Content[i+1]]
		}
	}
	return false
}

func (f *file) str(n *yaml.Node, name string) string {
	if v := f.get(n, name); v != nil {
		return v.Value
	}
	return ""
}

func (f *file) int(n *yaml.Node, name string) int64 {
	if v := f.get(n, name); v != nil {
		x, _ := strconv.ParseInt(v.Value, 10, 64)
		return x
	}
	return 0
}

func isTrue(n *yaml.Node) bool { return n != nil && strings.EqualFold(n.Value, "true") }

func (f *file) when(n *yaml.Node, name string) mandate.When {
	if v := f.get(n, name); v != nil {
		w, _ := mandate.ParseWhen(v.Value) // checked already
		return w
	}
	return mandate.When{}
}

// define notes that the item has an id of the kind, and returns the id; a bad
// id is noted, too, so that nothing is said about its uses.
func (b *built) define(kind kindOf, n *yaml.Node, prefix string) string {
	if n == nil || n.Kind != yaml.MappingNode {
		return ""
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "id" && n.Content[i+1].Kind == yaml.ScalarNode {
			id := n.Content[i+1]
			if id.Value == "" {
				return ""
			}
			b.defs = append(b.defs, def{kind, id.Value, b.f, id})
			b.locate(prefix+"."+id.Value, id)
			return id.Value
		}
	}
	return ""
}

// locate names a place for Positions.
func (b *built) locate(ref string, n *yaml.Node) {
	b.f.refs = append(b.f.refs, namedSpan{ref, b.f.span(n)})
}

func (b *built) use(kind kindOf, n *yaml.Node) string {
	if n == nil {
		return ""
	}
	b.uses = append(b.uses, def{kind, n.Value, b.f, n})
	return n.Value
}

func (b *built) useAll(kind kindOf, n *yaml.Node) []string {
	nodes := b.f.some(n)
	if len(nodes) == 0 {
		return nil
	}
	out := make([]string, 0, len(nodes))
	for i, x := range nodes {
		for _, y := range nodes[:i] {
			if x.Value == y.Value {
				b.f.reportNode("listed-twice", x, q(x.Value)+" stands in the list twice", "", "")
			}
		}
		out = append(out, b.use(kind, x))
	}
	return out
}

func (b *built) condition(n *yaml.Node, dst **mandate.Condition) {
	if n != nil && n.Kind == yaml.ScalarNode {
		b.pending = append(b.pending, pending{b.f, n, dst})
	}
}

// line reads what makes an object a line of the case.
func (b *built) line(n *yaml.Node) mandate.Line {
	f := b.f
	l := mandate.Line{
		Sources: b.useAll(aSource, f.get(n, "source")),
		At:      f.str(n, "at"),
		From:    f.when(n, "from"),
		Until:   f.when(n, "until"),
	}
	if !l.From.IsZero() && !l.Until.IsZero() && l.From.Last > l.Until.Last {
		f.reportNode("dates", f.get(n, "until"), "until "+l.Until.Text+" comes before from "+l.From.Text+": the line would never hold", "a date on or after from", "")
	}
	return l
}

// nested reads a line that inherits the sources of the one it stands in.
func (b *built) nested(n *yaml.Node, in mandate.Line) mandate.Line {
	l := b.line(n)
	if b.f.get(n, "source") == nil {
		l.Sources = in.Sources
	}
	return l
}

// buildCase reads case.yaml into the case.
func buildCase(f *file, c *mandate.Case) *built {
	b := &built{f: f, issueNodes: map[*mandate.Issue]*yaml.Node{}}
	root := f.root
	c.Version = int(f.int(root, "mandate"))
	c.Title = f.str(root, "title")
	c.Summary = f.str(root, "summary")
	b.aim = f.get(root, "aim")
	c.Aim = b.use(aStep, b.aim)

	for _, n := range f.items(f.get(root, "actors")) {
		a := &mandate.Actor{ID: b.define(anActor, n, "actors"), Name: f.str(n, "name"), Line: b.line(n)}
		for _, r := range f.items(f.get(n, "roles")) {
			if a.Is(mandate.Role(r.Value)) {
				f.reportNode("listed-twice", r, q(r.Value)+" stands in the list twice", "", "")
				continue
			}
			a.Roles = append(a.Roles, mandate.Role(r.Value))
		}
		for _, x := range f.items(f.get(n, "also")) {
			a.Also = append(a.Also, x.Value)
		}
		if f.spoilt(n, "roles") {
			a.Roles = mandate.Roles // reported; say nothing about what follows
		}
		for _, g := range f.items(f.get(n, "groups")) {
			if a.In(g.Value) {
				f.reportNode("listed-twice", g, q(g.Value)+" stands in the list twice", "", "")
				continue
			}
			a.Groups = append(a.Groups, g.Value)
			b.uses = append(b.uses, def{aGroup, g.Value, f, g})
		}
		if p := f.get(n, "part_of"); p != nil {
			a.PartOf = b.use(anActor, p)
			if a.PartOf == a.ID {
				f.reportNode("part-of-itself", p, a.ID+" cannot be part of itself", "another actor", "")
			}
		}
		c.Actors = append(c.Actors, a)
	}
	for _, n := range f.items(f.get(root, "groups")) {
		g := &mandate.Group{ID: b.define(aGroup, n, "groups"), Name: f.str(n, "name")}
		c.Groups = append(c.Groups, g)
	}
	for _, n := range f.items(f.get(root, "issues")) {
		b.issue(n, c)
	}
	for _, n := range f.items(f.get(root, "settle")) {
		at := f.get(n, "issue")
		s := &mandate.SettleLine{Issue: b.use(anIssue, at), Line: b.line(n)}
		if at != nil {
			for _, o := range c.Settle {
				if o.Issue == s.Issue {
					f.reportNode("duplicate-settle", at, q(s.Issue)+" stands on the settle list twice", "each issue once", "")
					break
				}
			}
			b.locate("settle."+s.Issue, at)
		}
		c.Settle = append(c.Settle, s)
	}
	for _, n := range f.items(f.get(root, "themes")) {
		c.Themes = append(c.Themes, &mandate.Theme{ID: b.define(aTheme, n, "themes"), Name: f.str(n, "name")})
	}
	for _, n := range f.items(f.get(root, "steps")) {
		b.step(n, c)
	}
	for _, n := range f.items(f.get(root, "capabilities")) {
		c.Capabilities = append(c.Capabilities, &mandate.Capability{
			ID: b.define(aCapability, n, "capabilities"), Name: f.str(n, "name"), Unit: f.str(n, "unit")})
	}
	for _, n := range f.items(f.get(root, "tasks")) {
		c.Tasks = append(c.Tasks, &mandate.Named{ID: b.define(aTask, n, "tasks"), Name: f.str(n, "name"), Line: b.line(n)})
	}
	for _, n := range f.items(f.get(root, "sectors")) {
		c.Sectors = append(c.Sectors, &mandate.Named{ID: b.define(aSector, n, "sectors"), Name: f.str(n, "name"), Line: b.line(n)})
	}
	for _, n := range f.items(f.get(root, "requirements")) {
		r := &mandate.Requirement{
			ID:         b.define(aRequirement, n, "requirements"),
			Capability: b.use(aCapability, f.get(n, "capability")),
			Task:       b.use(aTask, f.get(n, "task")),
			Sector:     b.use(aSector, f.get(n, "sector")),
			Minimum:    f.int(n, "minimum"),
			Target:     f.int(n, "target"),
			Line:       b.line(n),
		}
		switch t := f.get(n, "target"); {
		case t == nil:
			r.Target = r.Minimum
		case f.get(n, "minimum") != nil && r.Target < r.Minimum:
			f.reportNode("target-below-minimum", t, "the target "+t.Value+" is below the minimum "+strconv.FormatInt(r.Minimum, 10), "the minimum or more", "")
		}
		b.condition(f.get(n, "if"), &r.If)
		c.Requirements = append(c.Requirements, r)
	}
	b.rates(f.items(f.get(root, "rates")), c)
	for _, n := range f.items(f.get(root, "rules")) {
		r := &mandate.Rule{ID: b.define(aRule, n, "rules"), Name: f.str(n, "name"), Line: b.line(n)}
		b.condition(f.get(n, "that"), &r.That)
		c.Rules = append(c.Rules, r)
	}
	for _, n := range f.items(f.get(root, "externals")) {
		b.external(n, c)
	}
	for _, n := range f.items(f.get(root, "texts")) {
		b.bundle(n, c)
	}
	for _, n := range f.items(f.get(root, "goals")) {
		g := &mandate.Goal{ID: b.define(aGoal, n, "goals"), Name: f.str(n, "name"), Line: b.line(n)}
		b.condition(f.get(n, "that"), &g.That)
		c.Goals = append(c.Goals, g)
	}
	b.binds, c.Binds = b.bindings("binds")
	b.reopenable, c.Reopenable = b.bindings("reopenable")
	if w := f.get(root, "weights"); w != nil {
		c.Weights = map[mandate.Firmness]int64{}
		for _, firm := range mandate.Firmnesses {
			if f.get(w, string(firm)) != nil {
				c.Weights[firm] = f.int(w, string(firm))
			}
		}
	}
	return b
}

func (b *built) bindings(section string) (nodes []*yaml.Node, out []*mandate.Binding) {
	f := b.f
	for _, n := range f.items(f.get(f.root, section)) {
		e := f.get(n, "entry")
		x := &mandate.Binding{Entry: b.use(anEntry, e), Why: f.str(n, "why")}
		for _, o := range out {
			if o.Entry == x.Entry && e != nil {
				f.reportNode("listed-twice", e, q(x.Entry)+" stands in the list twice", "", "")
			}
		}
		nodes = append(nodes, e)
		out = append(out, x)
	}
	return nodes, out
}

func (b *built) issue(n *yaml.Node, c *mandate.Case) {
	f := b.f
	i := &mandate.Issue{
		ID:       b.define(anIssue, n, "issues"),
		Name:     f.str(n, "name"),
		Question: f.str(n, "question"),
		Set:      f.str(n, "kind") == "set",
		Ordered:  isTrue(f.get(n, "ordered")),
		Line:     b.line(n),
	}
	i.DecidedBy = b.useAll(anActor, f.get(n, "decided_by"))
	if i.Set && i.Ordered {
		f.reportNode("set-ordered", keyNode(n, "ordered"), "a set has no order: its members are chosen one by one", "kind: choice for a scale", "")
	}
	for _, o := range f.items(f.get(n, "options")) {
		opt := &mandate.Option{Name: f.str(o, "name"), Line: b.nested(o, i.Line)}
		if id := f.get(o, "id"); id != nil {
			opt.ID = id.Value
			if first := i.Option(opt.ID); first != nil {
				f.reportNode("duplicate-id", id, "the option "+q(opt.ID)+" of "+i.ID+" is defined twice", "each id once", "")
				continue
			}
			b.locate("issues."+i.ID+"."+opt.ID, id)
		}
		for _, x := range f.some(f.get(o, "paid_by")) {
			if slices.Contains(opt.PaidBy, x.Value) {
				f.reportNode("listed-twice", x, q(x.Value)+" stands in the list twice", "", "")
				continue
			}
			opt.PaidBy = append(opt.PaidBy, x.Value)
			b.paid = append(b.paid, x)
		}
		i.Options = append(i.Options, opt)
	}
	b.issueNodes[i] = n
	c.Issues = append(c.Issues, i)
}

func (b *built) step(n *yaml.Node, c *mandate.Case) {
	f := b.f
	s := &mandate.Step{ID: b.define(aStep, n, "steps"), Name: f.str(n, "name"), Theme: b.use(aTheme, f.get(n, "theme")), Line: b.line(n)}
	for k, m := range f.items(f.get(n, "needs")) {
		s.Needs = append(s.Needs, b.need(m, s, "steps."+s.ID+".needs."+strconv.Itoa(k+1)))
	}
	if m := f.get(n, "if"); m != nil {
		s.If = b.need(m, s, "steps."+s.ID+".if")
	}
	if e := f.get(n, "estimate"); e != nil {
		s.Estimate = b.estimate(e)
	}
	s.Stages = int(f.int(n, "stages"))
	c.Steps = append(c.Steps, s)
	for k := 1; k <= s.Stages; k++ {
		id := s.StageID(k)
		c.Steps = append(c.Steps, &mandate.Step{
			ID: id, Name: s.Name + ", stage " + strconv.Itoa(k), StageOf: s.ID, Stage: k, Theme: s.Theme, Line: s.Line,
		})
		if at := f.get(n, "stages"); at != nil {
			b.locate("steps."+id, at)
		}
	}
}

func (b *built) need(n *yaml.Node, s *mandate.Step, id string) *mandate.Need {
	need := &mandate.Need{ID: id}
	if n.Kind == yaml.MappingNode {
		need.Line = b.nested(n, s.Line)
		that := b.f.get(n, "that")
		b.condition(that, &need.That)
		if that != nil {
			n = that
		}
	} else {
		need.Line.Sources = s.Line.Sources
		b.condition(n, &need.That)
	}
	b.locate(id, n)
	return need
}

func (b *built) external(n *yaml.Node, c *mandate.Case) {
	f := b.f
	x := &mandate.External{ID: b.define(anExternal, n, "externals"), Name: f.str(n, "name"), Line: b.line(n)}
	if v := f.get(n, "value"); v != nil && v.Tag == "!!bool" {
		x.Value = truth(isTrue(v))
	}
	bound := func(name string) *mandate.Bound {
		m := f.get(n, name)
		switch {
		case m == nil:
			return nil
		case f.get(m, "at_least") != nil:
			return &mandate.Bound{AtLeast: true, Value: f.int(m, "at_least")}
		case f.get(m, "at_most") != nil:
			return &mandate.Bound{Value: f.int(m, "at_most")}
		}
		return nil
	}
	x.HoldsIf, x.FailsIf = bound("holds_if"), bound("fails_if")
	if h, g := x.HoldsIf, x.FailsIf; h != nil && g != nil {
		// Some number is within both bounds exactly if one of the thresholds is.
		if h.Holds(g.Value) && g.Holds(g.Value) || h.Holds(h.Value) && g.Holds(h.Value) || h.AtLeast == g.AtLeast {
			f.reportNode("bounds-overlap", keyNode(n, "fails_if"), "some readings of "+x.ID+" would be within both holds_if and fails_if", "two bounds that share no number", "")
		}
	}
	c.Externals = append(c.Externals, x)
}

func truth(v bool) mandate.Truth {
	if v {
		return mandate.True
	}
	return mandate.False
}

func (b *built) bundle(n *yaml.Node, c *mandate.Case) {
	f := b.f
	t := &mandate.Text{ID: b.define(aText, n, "texts"), Name: f.str(n, "name"), Date: f.when(n, "date"), Line: b.line(n)}
	for _, m := range f.items(f.get(n, "clauses")) {
		cl := &mandate.Clause{Name: f.str(m, "name"), Theme: b.use(aTheme, f.get(m, "theme")), Line: b.nested(m, t.Line)}
		b.condition(f.get(m, "that"), &cl.That)
		if id := f.get(m, "id"); id != nil {
			cl.ID = id.Value
			for _, o := range t.Clauses {
				if o.ID == cl.ID {
					f.reportNode("duplicate-id", id, "the clause "+q(cl.ID)+" of "+t.ID+" is defined twice", "each id once", "")
					break
				}
			}
			b.locate("texts."+t.ID+"."+cl.ID, id)
		}
		t.Clauses = append(t.Clauses, cl)
	}
	t.Steps = b.useAll(aStep, f.get(n, "steps"))
	c.Texts = append(c.Texts, t)
}

// estimate reads an estimate of a step or an effect.
func (b *built) estimate(n *yaml.Node) *mandate.Estimate {
	f := b.f
	for _, k := range [...]struct{ key, kind, unit string }{
		{"days", "duration", "days"}, {"size", "size", ""}, {"cost", "cost", ""},
	} {
		if v := f.get(n, k.key); v != nil {
			lo, hi, _ := figure(v.Value)
			unit := k.unit
			if k.key == "cost" {
				unit = f.str(n, "unit")
			}
			return &mandate.Estimate{Kind: k.kind, Min: lo, Max: hi, Unit: unit, Text: v.Value}
		}
	}
	if v := f.get(n, "date"); v != nil {
		return &mandate.Estimate{Kind: "date", Date: f.when(n, "date"), Text: v.Value}
	}
	return nil
}

// buildRecord reads a file of sources and entries.
func buildRecord(f *file) *built {
	b := &built{f: f}
	for _, n := range f.items(f.get(f.root, "sources")) {
		s := &mandate.Source{
			ID:          b.define(aSource, n, "sources"),
			Title:       f.str(n, "title"),
			Publisher:   f.str(n, "publisher"),
			Date:        f.when(n, "date"),
			URL:         f.str(n, "url"),
			Reliability: f.str(n, "reliability"),
			Handling:    mandate.Handling(f.str(n, "handling")),
			Notes:       f.str(n, "notes"),
		}
		if s.Handling == "" {
			s.Handling = mandate.Public
		}
		b.sources = append(b.sources, s)
	}
	list := f.items(f.get(f.root, "entries"))
	b.entries = make([]entryInfo, 0, len(list))
	for _, n := range list {
		b.entry(n, false)
	}
	return b
}

// buildAssumptions reads assumptions.yaml.
func buildAssumptions(f *file) *built {
	b := &built{f: f}
	for _, n := range f.items(f.get(f.root, "entries")) {
		b.entry(n, true)
	}
	b.assumedMan = f.get(f.root, "mandate")
	b.assumedExt = f.get(f.root, "externals")
	b.priors(f.get(f.root, "chances"))
	return b
}

// quoteWords is the greatest number of words of a quotation.
const quoteWords = 15

func (b *built) entry(n *yaml.Node, assumed bool) {
	f := b.f
	if n.Kind != yaml.MappingNode {
		return
	}
	e := &mandate.Entry{ID: b.define(anEntry, n, "entries"), Assumed: assumed}
	if assumed {
		e.Firmness = mandate.Assumed
	}
	info := entryInfo{e: e, f: f, n: n}
	var contextKey, effectsKey, quote *yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Value == "context" {
			contextKey = k
		}
		if k.Value == "effects" {
			effectsKey = k
		}
		if len(f.bad) > 0 && (f.bad[v] || f.bad[k]) {
			continue
		}
		switch k.Value {
		case "said":
			e.Said, _ = mandate.ParseWhen(v.Value)
		case "reported":
			e.Reported, _ = mandate.ParseWhen(v.Value)
		case "recorded":
			e.Recorded, _ = mandate.ParseWhen(v.Value)
		case "expires":
			e.Expires, _ = mandate.ParseWhen(v.Value)
		case "source":
			e.Sources = b.useAll(aSource, v)
		case "at":
			e.At = v.Value
		case "actor", "actors":
			for _, a := range f.some(v) {
				e.Actors = append(e.Actors, a.Value)
			}
		case "speaker":
			e.Speaker = &mandate.Speaker{Name: f.str(v, "name"), Office: f.str(v, "office")}
			if a := f.get(v, "actor"); a != nil {
				e.Speaker.Actor = b.use(anActor, a)
			}
		case "voice":
			e.Voice = mandate.Voice(v.Value)
		case "firmness":
			e.Firmness = mandate.Firmness(v.Value)
		case "credibility":
			e.Credibility = int(v.Value[0] - '0')
		case "handling":
			e.Handling = mandate.Handling(v.Value)
		case "summary":
			e.Summary = v.Value
		case "quote":
			e.Quote, quote = v.Value, v
		case "context", "why":
			e.Context = v.Value
		case "supersedes":
			e.Supersedes = b.useAll(anEntry, v)
		case "suspends":
			e.Suspends = b.useAll(anEntry, v)
		case "disputes":
			e.Disputes = b.useAll(anEntry, v)
		case "effects":
			for at, m := range f.items(v) {
				b.effect(m, &info, at)
			}
		}
	}
	if quote != nil {
		if w := len(strings.Fields(quote.Value)); w > quoteWords {
			f.reportNode("long-quote", quote, "the quote has "+strconv.Itoa(w)+" words", "at most "+strconv.Itoa(quoteWords), "quote the words that matter and put the rest into summary in your own")
		}
	}
	if assumed {
		if effectsKey == nil && len(e.Supersedes)+len(e.Suspends)+len(e.Disputes) == 0 {
			f.reportNode("missing-key", n, "the assumption does nothing", "effects, supersedes, suspends or disputes", "")
		}
	} else {
		switch {
		case contextKey == nil && effectsKey == nil:
			f.reportNode("missing-key", n, "the entry has neither effects nor context", "exactly one of effects and context", "if it bears on no plan, say why: context: background")
		case contextKey != nil && effectsKey != nil:
			f.reportNode("keys-together", contextKey, "the entry has both effects and context", "exactly one of effects and context", "context says why an entry carries no effect; a remark belongs into summary")
		}
	}
	b.checkDates(n, e)
	b.entries = append(b.entries, info)
}

// checkDates checks that the dates of an entry can be true together.
func (b *built) checkDates(n *yaml.Node, e *mandate.Entry) {
	f := b.f
	wrong := func(key, msg, expected string) {
		f.reportNode("dates", f.get(n, key), msg, expected, "")
	}
	if !e.Said.IsZero() && !e.Reported.IsZero() && e.Said.First > e.Reported.Last {
		wrong("reported", "reported "+e.Reported.Text+", before it was said on "+e.Said.Text, "the date of said or a later one")
	}
	eff := effective(e)
	if !e.Recorded.IsZero() && !eff.IsZero() && e.Recorded.Last < eff.First {
		wrong("recorded", "recorded "+e.Recorded.Text+", before it was said or reported ("+eff.Text+")", "a later date")
	}
	if !e.Expires.IsZero() && !eff.IsZero() && e.Expires.Last < eff.Last {
		wrong("expires", "expires "+e.Expires.Text+", before it takes effect ("+eff.Text+")", "a later date")
	}
}

// effective returns the date whose last day is the entry's effective day.
func effective(e *mandate.Entry) mandate.When {
	if !e.Said.IsZero() {
		return e.Said
	}
	return e.Reported
}

// effect reads one effect of an entry.
func (b *built) effect(n *yaml.Node, info *entryInfo, at int) {
	f := b.f
	if n.Kind != yaml.MappingNode || len(n.Content) < 2 || len(f.bad) > 0 && (f.bad[n.Content[0]] || f.bad[n.Content[1]]) {
		return
	}
	k, v := n.Content[0], n.Content[1]
	x := &mandate.Effect{Kind: mandate.EffectKind(k.Value)}
	switch x.Kind {
	case mandate.Decides, mandate.Accepts, mandate.Requires, mandate.Rejects:
		b.condition(v, &x.That)
	case mandate.Adopts:
		x.Name = b.use(aText, v)
	case mandate.Excludes:
		x.Name = b.use(anActor, v)
	case mandate.Offers, mandate.Commits:
		b.condition(f.get(v, "if"), &x.That)
		if m := f.get(v, "amounts"); m != nil {
			for i := 0; i+1 < len(m.Content); i += 2 {
				if len(f.bad) == 0 || !f.bad[m.Content[i+1]] && !f.bad[m.Content[i]] {
					b.use(aCapability, m.Content[i])
					x.Amounts = append(x.Amounts, b.amount(m.Content[i].Value, m.Content[i+1]))
				}
			}
		}
		for _, t := range f.some(f.get(v, "not_for")) {
			x.NotFor = append(x.NotFor, t.Value)
		}
		if a := f.get(v, "adds_to"); a != nil {
			x.AddsTo = b.use(anEntry, a)
		}
	case mandate.Prefers:
		b.condition(f.get(v, "that"), &x.That)
		b.condition(f.get(v, "over"), &x.Over)
	case mandate.Happened:
		if v.Kind == yaml.ScalarNode {
			x.What, x.Name = "step", b.use(aStep, v)
		} else if ev := f.get(v, "event"); ev != nil {
			x.What, x.Name = "event", ev.Value
		} else if s := f.get(v, "step"); s != nil {
			x.What, x.Name, x.Value = "grade", b.use(aStep, s), f.int(v, "grade")
			if x.Value == mandate.MaxGrade && f.get(v, "grade") != nil {
				x.What = "step" // what is implemented in full has happened
			}
		} else {
			x.What = "reading"
			x.Name = b.use(anExternal, f.get(v, "reading"))
			if val := f.get(v, "value"); val != nil {
				if val.Tag == "!!bool" {
					x.Boolean = true
					if isTrue(val) {
						x.Value = 1
					}
				} else {
					x.Value = f.int(v, "value")
				}
			}
		}
	case mandate.Estimates:
		x.Estimate = b.estimate(v)
		if s := f.get(v, "step"); s != nil {
			x.Name = b.use(aStep, s)
		}
		if s := f.get(v, "capability"); s != nil {
			x.Name = b.use(aCapability, s)
		}
	}
	info.e.Effects = append(info.e.Effects, x)
	info.effects = append(info.effects, v)
	f.refs = append(f.refs, namedSpan{"entries." + info.e.ID + ".effects." + strconv.Itoa(at+1), f.span(k)})
}

// amount reads a figure for a capability.
func (b *built) amount(capability string, n *yaml.Node) mandate.Amount {
	f := b.f
	a := mandate.Amount{Capability: capability}
	if n.Kind == yaml.ScalarNode {
		if n.Value == "some" {
			a.Some, a.Text = true, "some"
			return a
		}
		a.Named, _ = strconv.ParseInt(n.Value, 10, 64)
		a.Firm, a.Text = a.Named, n.Value
		return a
	}
	a.Available = f.when(n, "available")
	num := func(key string) (int64, string, bool) {
		v := f.get(n, key)
		if v == nil {
			return 0, "", false
		}
		return f.int(n, key), v.Value, true
	}
	if v, s, ok := num("n"); ok {
		a.Named, a.Firm, a.Text = v, v, s
	} else if v, s, ok := num("at_least"); ok {
		a.Named, a.Firm, a.Text = v, v, "at_least "+s
	} else if v, s, ok := num("at_most"); ok {
		a.Named, a.Text = v, "at_most "+s
	} else if lo, s, ok := num("from"); ok {
		hi, t, _ := num("to")
		a.Firm, a.Named, a.Text = lo, hi, s+" to "+t
		if to := f.get(n, "to"); to != nil && hi < lo {
			f.reportNode("bad-number", to, "the range ends at "+t+", below its beginning "+s, "from the smaller to the larger number", "")
		}
	}
	return a
}
