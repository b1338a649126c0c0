package casefile

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/diag"
)

// cross checks what can be told only of the case as a whole: that ids exist,
// are unique and fit where they stand.
type cross struct {
	c     *mandate.Case
	pos   *Positions
	parts []*built
	vocab *condition.Vocabulary

	known [kinds]map[string]def
	order [kinds][]string
	// unsure is true for kinds of which some definitions could not be read.
	unsure [kinds]bool

	issues  map[string]*mandate.Issue
	entries map[string]*entryInfo
	used    [kinds]map[string]bool
	members map[string][]*mandate.Actor // by group tag
}

func newCross(c *mandate.Case, pos *Positions, parts []*built) *cross {
	x := &cross{c: c, pos: pos, parts: parts, members: map[string][]*mandate.Actor{}}
	for k := range x.known {
		x.known[k] = map[string]def{}
		x.used[k] = map[string]bool{}
	}
	return x
}

// define collects the definitions and reports ids that are defined twice.
func (x *cross) define() {
	for _, b := range x.parts {
		for _, d := range b.defs {
			first, twice := x.known[d.kind][d.id]
			if !twice {
				x.known[d.kind][d.id] = d
				x.order[d.kind] = append(x.order[d.kind], d.id)
				continue
			}
			hint := "it is defined first at " + first.f.span(first.n).String()
			if d.kind == anEntry {
				hint += "; the id of an entry is never used again"
			}
			d.f.reportNode("duplicate-id", d.n, "the "+d.kind.String()+" "+q(d.id)+" is defined twice", "each id once", hint)
		}
	}
	for _, a := range x.c.Actors {
		for _, g := range a.Groups {
			x.members[g] = append(x.members[g], a)
		}
	}
}

func (x *cross) has(k kindOf, id string) bool {
	_, ok := x.known[k][id]
	return ok
}

// uses checks that the ids that are used exist.
func (x *cross) uses() {
	stages := map[string]bool{}
	stepNames := x.order[aStep]
	for _, s := range x.c.Steps {
		if s.StageOf != "" {
			stages[s.ID] = true
			stepNames = append(stepNames, s.ID)
		}
	}
	clash := map[string]bool{}
	for _, b := range x.parts {
		for _, u := range b.uses {
			x.used[u.kind][u.id] = true
			switch {
			case u.kind == aGroup:
				// A tag in use need not be declared, but must not be an actor.
				if a, ok := x.known[anActor][u.id]; ok && !clash[u.id] {
					clash[u.id] = true
					u.f.reportNode("ambiguous-id", u.n, q(u.id)+" is both an actor and a group tag", "different ids, since actor: may name either", "the actor is defined at "+a.f.span(a.n).String())
				}
				continue
			case x.has(u.kind, u.id), u.kind == aStep && stages[u.id], x.unsure[u.kind]:
				continue
			}
			among := x.order[u.kind]
			if u.kind == aStep {
				among = stepNames
			}
			x.unknown(u.kind, u.f, u.n, among)
		}
		for _, d := range b.defs {
			if a, ok := x.known[anActor][d.id]; ok && d.kind == aGroup && !clash[d.id] {
				clash[d.id] = true
				d.f.reportNode("ambiguous-id", d.n, q(d.id)+" is both an actor and a group tag", "different ids, since actor: may name either", "the actor is defined at "+a.f.span(a.n).String())
			}
		}
	}
	for _, id := range x.order[aSector] {
		if t, ok := x.known[aTask][id]; ok {
			d := x.known[aSector][id]
			d.f.reportNode("ambiguous-id", d.n, q(id)+" is both a task and a sector", "different ids, since not_for may name either", "the task is defined at "+t.f.span(t.n).String())
		}
	}
}

func (x *cross) unknown(k kindOf, f *file, n *yaml.Node, among []string) {
	hint := ""
	if near, ok := diag.Nearest(n.Value, among); ok {
		hint = "did you mean " + q(near) + "?"
	} else if other, ok := x.elsewhere(n.Value); ok && other != k {
		hint = q(n.Value) + " is " + article(other.String())
	} else if k == aStep {
		if step, _, cut := strings.Cut(n.Value, "."); cut && x.has(aStep, step) {
			for _, s := range x.c.Steps {
				if s.ID == step && s.Stages == 0 {
					hint = step + " has no stages"
				} else if s.ID == step {
					hint = step + " has the stages " + s.StageID(1) + " to " + s.StageID(s.Stages)
				}
			}
		}
	}
	f.reportNode("unknown-"+k.String(), n, "there is no "+k.String()+" "+q(n.Value), names(article(k.String()), among), hint)
}

// elsewhere finds an id of another kind.
func (x *cross) elsewhere(id string) (kindOf, bool) {
	for k := range kinds {
		if x.has(k, id) {
			return k, true
		}
	}
	if _, ok := x.members[id]; ok {
		return aGroup, true
	}
	return 0, false
}

// conditions parses all conditions; equal texts share one.
func (x *cross) conditions() {
	x.vocab = condition.NewVocabulary(x.c)
	type parsed struct {
		cond     *mandate.Condition
		problems []condition.Problem
	}
	cache := map[string]parsed{}
	for _, b := range x.parts {
		vocab, cache := x.vocab, cache
		if b.alerts {
			vocab, cache = x.vocab.ForAlerts(), map[string]parsed{}
		}
		for _, p := range b.pending {
			got, ok := cache[p.n.Value]
			if !ok {
				e, problems := condition.Parse(p.n.Value, vocab)
				got.problems = problems
				if len(problems) == 0 {
					got.cond = &mandate.Condition{Text: p.n.Value, Expr: e}
					e.Walk(x.noteUse)
				}
				cache[p.n.Value] = got
			}
			*p.dst = got.cond
			for _, pr := range got.problems {
				if x.followsFrom(pr.Code) {
					continue
				}
				p.f.report(pr.Code, p.f.spanIn(p.n, pr.Off, pr.Len), pr.Msg, pr.Expected, pr.Hint)
			}
		}
	}
}

// followsFrom reports whether the problem comes from definitions that could not
// be read, and so says nothing new.
func (x *cross) followsFrom(code string) bool {
	for k := range kinds {
		if x.unsure[k] && code == "unknown-"+k.String() {
			return true
		}
	}
	return false
}

func (x *cross) noteUse(e *mandate.Expr) {
	event := func(s string) {
		if verb, id, ok := strings.Cut(s, "."); ok && (verb == "commit" || verb == "consent") {
			x.used[anActor][id] = true
		}
	}
	switch e.Op {
	case mandate.OpJoins, mandate.OpConsents:
		x.used[anActor][e.Name] = true
	case mandate.OpJoining, mandate.OpConsenting, mandate.OpObjecting:
		for _, a := range x.members[e.Name] {
			x.used[anActor][a.ID] = true
		}
	case mandate.OpBefore:
		event(e.Name)
		event(e.Names[0])
	}
}

// record checks the entries.
func (x *cross) record() {
	x.issues = make(map[string]*mandate.Issue, len(x.c.Issues))
	for _, i := range x.c.Issues {
		if x.issues[i.ID] == nil {
			x.issues[i.ID] = i
		}
	}
	x.entries = make(map[string]*entryInfo, len(x.c.Entries))
	handling := map[string]mandate.Handling{}
	for _, s := range x.c.Sources {
		handling[s.ID] = s.Handling
	}
	for _, b := range x.parts {
		for i := range b.entries {
			e := &b.entries[i]
			if x.entries[e.e.ID] == nil {
				x.entries[e.e.ID] = e
			}
		}
	}
	for _, b := range x.parts {
		for i := range b.entries {
			info := &b.entries[i]
			x.actors(info)
			if info.e.Handling == "" {
				info.e.Handling = mandate.Public
				for _, s := range info.e.Sources {
					info.e.Handling = closer(info.e.Handling, handling[s])
				}
			}
			for k, eff := range info.e.Effects {
				x.effect(info, eff, info.effects[k])
			}
			x.links(info)
		}
	}
	x.linkCycles()
	x.adding()
}

// closer returns the more closed of two handling levels.
func closer(a, b mandate.Handling) mandate.Handling {
	rank := func(h mandate.Handling) int {
		for i, x := range mandate.Handlings {
			if x == h {
				return i
			}
		}
		return 0
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

// actors checks whom the entry is about, and tells groups from actors.
func (x *cross) actors(info *entryInfo) {
	f, e := info.f, info.e
	if one := f.get(info.n, "actor"); one != nil {
		switch {
		case x.has(anActor, one.Value):
			x.used[anActor][one.Value] = true
		case x.vocab.IsGroup(one.Value):
			e.Group = true
			for _, a := range x.members[one.Value] {
				x.used[anActor][a.ID] = true
			}
			if len(x.members[one.Value]) == 0 {
				f.reportNode("empty-group", one, "no actor carries the group tag "+q(one.Value), "an actor, or a group with members", "add it to the groups of its members")
			}
		case !x.unsure[anActor]:
			among := append(append([]string(nil), x.order[anActor]...), groupNames(x.c)...)
			x.unknown(anActor, f, one, among)
		}
	}
	nodes := f.items(f.get(info.n, "actors"))
	for i, n := range nodes {
		for _, m := range nodes[:i] {
			if m.Value == n.Value {
				f.reportNode("listed-twice", n, q(n.Value)+" stands in the list twice", "", "")
			}
		}
		switch {
		case x.has(anActor, n.Value):
			x.used[anActor][n.Value] = true
		case x.vocab.IsGroup(n.Value):
			f.reportNode("group-in-list", n, q(n.Value)+" is a group, and a joint statement lists actors", "the ids of actors", "an entry about a group names it alone: actor: "+n.Value)
		case !x.unsure[anActor]:
			x.unknown(anActor, f, n, x.order[anActor])
		}
	}
}

func groupNames(c *mandate.Case) []string {
	var out []string
	seen := map[string]bool{}
	add := func(g string) {
		if !seen[g] {
			seen[g] = true
			out = append(out, g)
		}
	}
	for _, g := range c.Groups {
		add(g.ID)
	}
	for _, a := range c.Actors {
		for _, g := range a.Groups {
			add(g)
		}
	}
	return out
}

// speakers returns the actors that the entry is about: the members of a group.
func (x *cross) speakers(e *mandate.Entry) []*mandate.Actor {
	if e.Group && len(e.Actors) == 1 {
		return x.members[e.Actors[0]]
	}
	out := make([]*mandate.Actor, 0, len(e.Actors))
	for _, id := range e.Actors {
		if a := x.vocab.Actor(id); a != nil {
			out = append(out, a)
		}
	}
	return out
}

// effect checks that the effect fits its actors.
func (x *cross) effect(info *entryInfo, eff *mandate.Effect, n *yaml.Node) {
	f, e := info.f, info.e
	x.circular(info, eff, n)
	switch eff.Kind {
	case mandate.Decides:
		x.decides(info, eff, n)
	case mandate.Adopts:
		x.adopts(info, eff, n)
	case mandate.Accepts:
		x.roles(info, eff, n, mandate.RoleParty)
	case mandate.Requires, mandate.Rejects, mandate.Excludes, mandate.Declines:
		x.roles(info, eff, n, mandate.RoleParty, mandate.RoleContributor)
	case mandate.Offers, mandate.Commits, mandate.Interests:
		x.roles(info, eff, n, mandate.RoleContributor)
	}
	switch eff.Kind {
	case mandate.Excludes:
		if a := x.vocab.Actor(eff.Name); a != nil && !a.Is(mandate.RoleContributor) {
			f.reportNode("not-a-contributor", n, q(eff.Name)+" is no contributor: there is nothing to exclude it from", "an actor with the role contributor", "")
		}
	case mandate.Offers, mandate.Commits:
		if e.Group && len(eff.Amounts) > 0 {
			f.reportNode("group-amounts", keyNode(n, "amounts"), "a group brings no amounts: it cannot be told which member brings what", "an entry of one actor", "leave the amounts out, or write an entry for each member")
		}
		for _, t := range f.some(f.get(n, "not_for")) {
			if !x.has(aTask, t.Value) && !x.has(aSector, t.Value) {
				among := append(append([]string(nil), x.order[aTask]...), x.order[aSector]...)
				hint := ""
				if near, ok := diag.Nearest(t.Value, among); ok {
					hint = "did you mean " + q(near) + "?"
				} else {
					for _, i := range x.c.Issues {
						if i.Set && i.Option(t.Value) != nil {
							hint = q(t.Value) + " is an option of " + i.ID + ": list it below tasks, too"
						}
					}
				}
				f.reportNode("unknown-task", t, "there is no task or sector "+q(t.Value), names("a task or sector", among), hint)
			}
		}
	case mandate.Estimates:
		if est := eff.Estimate; est != nil && est.Kind == "size" {
			for _, k := range x.c.Capabilities {
				if k.ID == eff.Name {
					est.Unit = k.Unit
				}
			}
		}
	}
}

// circular reports conditions that would depend on themselves: who objects
// depends on the requirements, and the force on the conditions of offers.
func (x *cross) circular(info *entryInfo, eff *mandate.Effect, n *yaml.Node) {
	f := info.f
	var what string
	var bad []mandate.Op
	at, over := n, (*yaml.Node)(nil)
	switch eff.Kind {
	case mandate.Requires, mandate.Rejects:
		what, bad = "a requirement", []mandate.Op{mandate.OpObjecting}
	case mandate.Prefers:
		what, bad = "a preference", []mandate.Op{mandate.OpObjecting}
		at, over = f.get(n, "that"), f.get(n, "over")
	case mandate.Offers, mandate.Commits:
		what, bad = "an offer", []mandate.Op{mandate.OpObjecting, mandate.OpForce, mandate.OpCommitted}
		at = f.get(n, "if")
	default:
		return
	}
	for _, c := range []struct {
		cond *mandate.Condition
		n    *yaml.Node
	}{{eff.That, at}, {eff.Over, over}} {
		if c.cond == nil || c.n == nil {
			continue
		}
		if e := x.reaches(c.cond.Expr, bad, map[string]bool{}); e != nil {
			f.reportNode("circular-condition", c.n, condition.Print(e)+" depends on "+what+", so "+what+" cannot depend on it", "a condition without it", "goals and consent rules may ask it")
		}
	}
}

// reaches returns the first node with one of the operators, also inside texts
// that the condition adopts; what stands on record is a constant.
func (x *cross) reaches(e *mandate.Expr, ops []mandate.Op, seen map[string]bool) *mandate.Expr {
	if e == nil || e.Op == mandate.OpOnRecord {
		return nil
	}
	for _, op := range ops {
		if e.Op == op {
			return e
		}
	}
	if e.Op == mandate.OpAdopts && !seen[e.Name] {
		seen[e.Name] = true
		for _, t := range x.c.Texts {
			if t.ID != e.Name {
				continue
			}
			for _, c := range t.Clauses {
				if c.That != nil {
					if found := x.reaches(c.That.Expr, ops, seen); found != nil {
						return found
					}
				}
			}
		}
	}
	for _, k := range e.Kids {
		if found := x.reaches(k, ops, seen); found != nil {
			return found
		}
	}
	return nil
}

// roles checks that every actor of the entry has one of the roles; of a group
// one member must.
func (x *cross) roles(info *entryInfo, eff *mandate.Effect, n *yaml.Node, roles ...mandate.Role) {
	e := info.e
	may := func(a *mandate.Actor) bool {
		for _, r := range roles {
			if a.Is(r) {
				return true
			}
		}
		return false
	}
	at := effectKey(info, n)
	want := string(roles[0])
	if len(roles) > 1 {
		want += " or " + string(roles[1])
	}
	code := "not-a-" + string(roles[len(roles)-1])
	speakers := x.speakers(e)
	if e.Group {
		for _, a := range speakers {
			if may(a) {
				return
			}
		}
		if len(speakers) > 0 {
			info.f.reportNode(code, at, "no member of "+e.Actors[0]+" is a "+want+", so "+string(eff.Kind)+" says nothing", "members with the role "+want, "")
		}
		return
	}
	var misfits []string
	var first *mandate.Actor
	for _, a := range speakers {
		if !may(a) {
			misfits = append(misfits, a.ID)
			if first == nil {
				first = a
			}
		}
	}
	if first == nil {
		return
	}
	hint := ""
	switch {
	case eff.Kind == mandate.Accepts && first.Is(mandate.RoleContributor):
		hint = "a contributor says yes with commits and states terms with requires"
	case len(roles) == 1 && roles[0] == mandate.RoleContributor && first.Is(mandate.RoleParty):
		hint = "a party says yes with accepts; give it the role contributor if it may join"
	case first.Is(mandate.RoleDecider):
		hint = "a decider decides; a party or contributor goes along or does not"
	case first.Is(mandate.RoleFunder) && (eff.Kind == mandate.Offers || eff.Kind == mandate.Commits):
		hint = "give it the role contributor, too, if what it brings counts as part of the force"
	}
	if len(misfits) < len(speakers) {
		// A joint statement stays one entry: it says something for the others.
		info.f.warnNode(code, at, string(eff.Kind)+" says nothing for "+and(misfits)+": no "+want, "actors with the role "+want, hint)
		return
	}
	info.f.reportNode(code, at, and(misfits)+plural(len(misfits), " is", " are")+" no "+want+", so "+string(eff.Kind)+" says nothing", "an actor with the role "+want, hint)
}

// effectKey returns the node of the effect's word.
func effectKey(info *entryInfo, value *yaml.Node) *yaml.Node {
	for _, m := range info.f.items(info.f.get(info.n, "effects")) {
		if m.Kind == yaml.MappingNode && len(m.Content) > 1 && m.Content[1] == value {
			return m.Content[0]
		}
	}
	return value
}

// mayDecide reports whether one of the actors may decide the issue.
func mayDecide(i *mandate.Issue, actors []*mandate.Actor) bool {
	for _, a := range actors {
		if len(i.DecidedBy) == 0 && a.Is(mandate.RoleDecider) {
			return true
		}
		for _, d := range i.DecidedBy {
			if d == a.ID {
				return true
			}
		}
	}
	return false
}

func issuesIn(e *mandate.Expr) []string {
	var out []string
	e.Walk(func(e *mandate.Expr) {
		switch e.Op {
		case mandate.OpIs, mandate.OpIn, mandate.OpHas, mandate.OpAtLeast:
			for _, i := range out {
				if i == e.Name {
					return
				}
			}
			out = append(out, e.Name)
		}
	})
	return out
}

func (x *cross) decides(info *entryInfo, eff *mandate.Effect, n *yaml.Node) {
	if eff.That == nil {
		return
	}
	f := info.f
	if o := eff.That.Expr.AboutIssues(); o != nil {
		length := 0
		for t := eff.That.Text[o.Off:]; length < len(t) && (t[length] == '_' || t[length] >= 'a' && t[length] <= 'z'); length++ {
		}
		f.report("decides-beyond-issues", f.spanIn(n, o.Off, length), "a decision is about issues alone: "+condition.Print(o)+" is not about an issue", "options of issues", "what has been done is happened; what an actor demands is requires")
		return
	}
	speakers := x.speakers(info.e)
	if len(speakers) == 0 {
		return
	}
	issues := issuesIn(eff.That.Expr)
	if len(issues) == 0 {
		f.reportNode("decides-nothing", n, "the decision names no issue", "options of issues", "")
	}
	for _, id := range issues {
		if i := x.issues[id]; i != nil && !mayDecide(i, speakers) {
			f.reportNode("not-a-decider", n, id+" is not decided by "+or(info.e.Actors), deciders(i, x.c), "")
		}
	}
}

func deciders(i *mandate.Issue, c *mandate.Case) string {
	if len(i.DecidedBy) > 0 {
		return "who decides it: " + or(i.DecidedBy)
	}
	var all []string
	for _, a := range c.Actors {
		if a.Is(mandate.RoleDecider) {
			all = append(all, a.ID)
		}
	}
	return names("an actor with the role decider", all)
}

// adopts checks that the actors may decide at least one issue of the text.
func (x *cross) adopts(info *entryInfo, eff *mandate.Effect, n *yaml.Node) {
	speakers := x.speakers(info.e)
	if len(speakers) == 0 {
		return
	}
	for _, t := range x.c.Texts {
		if t.ID != eff.Name {
			continue
		}
		var first *mandate.Issue
		for _, cl := range t.Clauses {
			if cl.That == nil || cl.That.Expr.AboutIssues() != nil {
				continue
			}
			for _, id := range issuesIn(cl.That.Expr) {
				i := x.issues[id]
				if i == nil {
					continue
				}
				if mayDecide(i, speakers) {
					return
				}
				if first == nil {
					first = i
				}
			}
		}
		if first != nil {
			info.f.reportNode("not-a-decider", n, "none of the issues of "+t.ID+" is decided by "+or(info.e.Actors), deciders(first, x.c), "who merely supports a text accepts it: accepts: adopts("+q(t.ID)+")")
		}
		return
	}
}

// linkNodes returns the nodes of what the entry supersedes, suspends or
// disputes.
func linkNodes(info *entryInfo, key string) []*yaml.Node {
	return info.f.some(info.f.get(info.n, key))
}

// linkKeys are the keys that link entries.
func linkKeys() [3]string { return [...]string{"supersedes", "suspends", "disputes"} }

// concerns reports whether two entries are about an actor in common, members of
// groups included.
func (x *cross) concerns(a, b *mandate.Entry) bool {
	about := func(e *mandate.Entry) []string {
		if !e.Group || len(e.Actors) != 1 {
			return e.Actors
		}
		out := []string{e.Actors[0]}
		for _, a := range x.members[e.Actors[0]] {
			out = append(out, a.ID)
		}
		return out
	}
	for _, p := range about(a) {
		for _, q := range about(b) {
			if p == q {
				return true
			}
		}
	}
	return false
}

func (x *cross) links(info *entryInfo) {
	e := info.e
	if len(e.Supersedes)+len(e.Suspends)+len(e.Disputes) == 0 {
		return
	}
	mine := effective(e)
	for _, key := range linkKeys() {
		for _, n := range linkNodes(info, key) {
			if n.Value == e.ID {
				info.f.reportNode("links-itself", n, "an entry cannot be the one that it "+key, "another entry", "")
				continue
			}
			other := x.entries[n.Value]
			if other == nil {
				continue // reported as unknown
			}
			theirs := effective(other.e)
			if !mine.IsZero() && !theirs.IsZero() && theirs.First > mine.Last {
				info.f.reportNode("links-later", n, q(n.Value)+" is later ("+theirs.Text+") than the entry that "+key+" it ("+mine.Text+")", "an entry of "+mine.Last.String()+" or before", "write the link into the later entry")
			}
			if key != "disputes" && !e.Assumed && !x.concerns(e, other.e) {
				info.f.warnNode("foreign-link", n, q(n.Value)+" is about another actor, whose word only that actor can take back", "an entry about "+or(other.e.Actors), "a contrary report disputes it")
			}
		}
	}
}

// linkCycles reports entries that supersede, suspend or dispute each other in
// a circle, once for each circle.
func (x *cross) linkCycles() {
	const (
		white = iota
		grey
		black
	)
	colour := map[string]int{}
	var visit func(info *entryInfo)
	visit = func(info *entryInfo) {
		colour[info.e.ID] = grey
		for _, key := range linkKeys() {
			for _, n := range linkNodes(info, key) {
				other := x.entries[n.Value]
				if other == nil || other == info {
					continue
				}
				switch colour[n.Value] {
				case white:
					visit(other)
				case grey:
					hint := ""
					if key == "disputes" {
						hint = "disputing goes both ways: one line is enough"
					}
					info.f.reportNode("link-cycle", n, q(info.e.ID)+" "+key+" "+q(n.Value)+", which in turn supersedes, suspends or disputes it, directly or through others", "links that do not run in a circle", hint)
				}
			}
		}
		colour[info.e.ID] = black
	}
	for _, b := range x.parts {
		for i := range b.entries {
			info := &b.entries[i]
			e := info.e
			if len(e.Supersedes)+len(e.Suspends)+len(e.Disputes) > 0 && colour[e.ID] == white && x.entries[e.ID] == info {
				visit(info)
			}
		}
	}
}

// maxAdding is how many entries may add to one, directly or through others.
const maxAdding = 6

// adding checks adds_to.
func (x *cross) adding() {
	targets := map[string][]string{} // entry -> entries it adds to
	where := map[string]*yaml.Node{}
	infos := map[string]*entryInfo{}
	var order []string
	for _, b := range x.parts {
		for i := range b.entries {
			info := &b.entries[i]
			for k, eff := range info.e.Effects {
				if eff.AddsTo == "" {
					continue
				}
				n := info.f.get(info.effects[k], "adds_to")
				other := x.entries[eff.AddsTo]
				if n == nil || other == nil {
					continue
				}
				if other == info {
					info.f.reportNode("adds-to-itself", n, "an entry cannot add to itself", "another entry", "")
					continue
				}
				if !sameActors(info.e, other.e) {
					info.f.reportNode("adds-to-other", n, q(eff.AddsTo)+" is an entry of "+or(other.e.Actors)+", not of "+or(info.e.Actors), "an entry of the same actor", "")
					continue
				}
				brings := false
				for _, oe := range other.e.Effects {
					brings = brings || oe.Kind == mandate.Offers || oe.Kind == mandate.Commits
				}
				if !brings {
					info.f.reportNode("adds-to-nothing", n, q(eff.AddsTo)+" neither offers nor commits anything", "an entry with offers or commits", "")
					continue
				}
				if len(targets[info.e.ID]) == 0 {
					order = append(order, info.e.ID)
				}
				targets[info.e.ID] = append(targets[info.e.ID], eff.AddsTo)
				where[info.e.ID], infos[info.e.ID] = n, info
			}
		}
	}
	counts := map[string]int{}
	for _, id := range order {
		seen := map[string]bool{}
		circle := false
		var climb func(at string)
		climb = func(at string) {
			for _, t := range targets[at] {
				if t == id {
					circle = true
				}
				if !seen[t] {
					seen[t] = true
					climb(t)
				}
			}
		}
		climb(id)
		if circle {
			infos[id].f.reportNode("adds-to-cycle", where[id], q(id)+" adds to itself through others", "additions that do not run in a circle", "")
			continue
		}
		for t := range seen {
			counts[t]++
			if counts[t] == maxAdding+1 {
				infos[id].f.reportNode("adds-to-many", where[id], "more than "+strconv.Itoa(maxAdding)+" entries add to "+q(t)+", directly or through others", "at most "+strconv.Itoa(maxAdding), "supersede the earlier offers with one that states the sum")
			}
		}
	}
}

func sameActors(a, b *mandate.Entry) bool {
	if len(a.Actors) != len(b.Actors) {
		return false
	}
	for _, x := range a.Actors {
		found := false
		for _, y := range b.Actors {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}

// frame checks the case's own lines as far as they depend on the record.
func (x *cross) frame(b *built) {
	disputed := map[string]bool{}
	for _, p := range x.parts {
		for i := range p.entries {
			e := p.entries[i].e
			for _, d := range e.Disputes {
				disputed[d], disputed[e.ID] = true, true
			}
		}
	}
	for i, n := range b.binds {
		if n == nil || x.entries[n.Value] == nil {
			continue
		}
		if !disputed[x.c.Binds[i].Entry] {
			b.f.reportNode("not-disputed", n, q(n.Value)+" is not disputed, so it binds anyway", "an entry that disputes another or is disputed", "delete the line")
		}
	}
	for _, n := range b.reopenable {
		if n == nil {
			continue
		}
		if e := x.entries[n.Value]; e != nil {
			decision := false
			for _, eff := range e.e.Effects {
				decision = decision || eff.Kind == mandate.Decides || eff.Kind == mandate.Adopts
			}
			if !decision {
				b.f.reportNode("no-decision", n, q(n.Value)+" decides nothing, so it can be changed anyway", "an entry with decides or adopts", "delete the line")
			}
		}
	}
	x.payers(b)
	x.textCycles(b)
	x.partCycles(b)
}

// textCycles reports texts whose clauses adopt each other in a circle.
func (x *cross) textCycles(b *built) {
	adopts := map[string][]string{}
	for _, t := range x.c.Texts {
		for _, cl := range t.Clauses {
			if cl.That == nil {
				continue
			}
			cl.That.Expr.Walk(func(e *mandate.Expr) {
				if e.Op == mandate.OpAdopts {
					adopts[t.ID] = append(adopts[t.ID], e.Name)
				}
			})
		}
	}
	x.circles(x.order[aText], adopts, func(path []string) {
		d := x.known[aText][path[0]]
		d.f.reportNode("text-cycle", d.n, "the text adopts itself: "+strings.Join(append(path, path[0]), " adopts "), "texts that do not adopt each other in a circle", "")
	})
}

func (x *cross) partCycles(b *built) {
	part := map[string][]string{}
	for _, a := range x.c.Actors {
		if a.PartOf != "" && a.PartOf != a.ID {
			part[a.ID] = []string{a.PartOf}
		}
	}
	x.circles(x.order[anActor], part, func(path []string) {
		d := x.known[anActor][path[0]]
		d.f.reportNode("part-of-itself", d.n, "the actor is part of itself: "+strings.Join(append(path, path[0]), " is part of "), "an actor that is part of another one", "")
	})
}

// circles calls found once for each circle met by a walk in the given order.
func (x *cross) circles(order []string, next map[string][]string, found func(path []string)) {
	colour := map[string]int{}
	var path []string
	var visit func(id string)
	visit = func(id string) {
		colour[id] = 1
		path = append(path, id)
		for _, m := range next[id] {
			switch colour[m] {
			case 0:
				visit(m)
			case 1:
				for i, p := range path {
					if p == m {
						found(append([]string(nil), path[i:]...))
					}
				}
			}
		}
		path = path[:len(path)-1]
		colour[id] = 2
	}
	for _, id := range order {
		if colour[id] == 0 {
			visit(id)
		}
	}
}

// assumptions reads what is assumed about the mandate and externals.
func (x *cross) assumptions(b *built) {
	f := b.f
	if m := b.assumedMan; m != nil && m.Kind == yaml.MappingNode {
		x.c.Assumptions.Mandate = map[string][]string{}
		x.options(f, m, func(issue string, chosen []string) { x.c.Assumptions.Mandate[issue] = chosen })
	}
	if m := b.assumedExt; m != nil && m.Kind == yaml.MappingNode {
		x.c.Assumptions.Externals = map[string]mandate.Truth{}
		for i := 0; i+1 < len(m.Content); i += 2 {
			k, v := m.Content[i], m.Content[i+1]
			if f.bad[k] || f.bad[v] {
				continue
			}
			if !x.has(anExternal, k.Value) {
				if !x.unsure[anExternal] {
					x.unknown(anExternal, f, k, x.order[anExternal])
				}
				continue
			}
			x.c.Assumptions.Externals[k.Value] = truth(isTrue(v))
		}
	}
	x.chances(b)
}

// coverage reads the checklist.
func (x *cross) coverage(b *built) {
	f := b.f
	first := map[string]*yaml.Node{}
	for _, n := range f.items(f.get(f.root, "coverage")) {
		it := &mandate.CoverageItem{Item: f.str(n, "item"), Context: f.str(n, "context")}
		if at := f.get(n, "item"); at != nil {
			if o := first[it.Item]; o != nil {
				f.reportNode("duplicate-item", at, "the item "+q(it.Item)+" stands in the checklist twice", "each item once, with all its entries and case lines", "it stands first at "+f.span(o).String())
			} else {
				first[it.Item] = at
			}
		}
		for _, e := range f.items(f.get(n, "entries")) {
			it.Entries = append(it.Entries, e.Value)
			if !x.has(anEntry, e.Value) && !x.unsure[anEntry] {
				x.unknown(anEntry, f, e, x.order[anEntry])
			}
		}
		for _, p := range f.items(f.get(n, "case")) {
			it.Parts = append(it.Parts, p.Value)
			x.part(f, p)
		}
		mapped := keyNode(n, "entries") != n || keyNode(n, "case") != n
		why := keyNode(n, "context") != n
		switch {
		case !mapped && !why:
			f.reportNode("missing-key", n, "the item is mapped to nothing", "entries, case or context", "if it bears on nothing, say why: context: background")
		case mapped && why:
			f.reportNode("keys-together", keyNode(n, "context"), "the item is both kept in the case and left out", "entries and case, or context", "")
		}
		x.c.Coverage = append(x.c.Coverage, it)
	}
}

// part checks the name of a case line.
func (x *cross) part(f *file, n *yaml.Node) {
	const forms = "actors.ID, issues.ID, issues.ID.OPTION, settle.ISSUE, steps.ID, steps.ID.needs.N, steps.ID.if, requirements.ID, rules.ID, texts.ID, texts.ID.CLAUSE, externals.ID, goals.ID or capabilities.ID"
	section, _, _ := strings.Cut(n.Value, ".")
	switch section {
	case "actors", "issues", "settle", "steps", "requirements", "rules", "texts", "externals", "goals", "capabilities":
		if _, ok := x.pos.spans[n.Value]; ok {
			if id, actor := strings.CutPrefix(n.Value, "actors."); actor {
				x.used[anActor][id] = true
			}
			return
		}
	case "entries":
		f.reportNode("unknown-part", n, "an entry is no case line", forms, "name it in the list entries")
		return
	}
	var among []string
	for _, r := range x.pos.Refs() {
		switch s, _, _ := strings.Cut(r, "."); s {
		case "entries", "sources", "groups", "themes", "tasks", "sectors":
		default:
			among = append(among, r)
		}
	}
	hint := ""
	if near, ok := diag.Nearest(n.Value, among); ok {
		hint = "did you mean " + near + "?"
	}
	f.reportNode("unknown-part", n, "there is no case line "+q(n.Value), forms, hint)
}

// warnings reports what is never used.
func (x *cross) warnings() {
	warn := func(d def, msg, hint string) {
		d.f.diags = append(d.f.diags, diag.Diagnostic{Code: "unused-" + d.kind.String(), Severity: diag.Warning, Span: d.f.span(d.n), Msg: msg, Hint: hint})
	}
	if !x.unsure[aSource] {
		for _, id := range x.order[aSource] {
			if !x.used[aSource][id] {
				warn(x.known[aSource][id], "no entry and no line of the case rests on the source "+q(id), "")
			}
		}
	}
	for _, t := range x.c.Themes {
		if d, ok := x.known[aTheme][t.ID]; ok && !x.used[aTheme][t.ID] && !x.unsure[aStep] {
			warn(d, "no step and no clause belongs to the theme "+q(t.ID), "write theme: "+t.ID+" into them")
		}
	}
	for _, a := range x.c.Actors {
		d, ok := x.known[anActor][a.ID]
		// Whoever may contribute is part of the question although silent.
		if ok && !x.used[anActor][a.ID] && !a.Is(mandate.RoleContributor) && !x.unsure[anEntry] {
			warn(d, "no entry, line or condition names the actor "+q(a.ID), "")
		}
	}
	for _, g := range x.c.Groups {
		if d, ok := x.known[aGroup][g.ID]; ok && len(x.members[g.ID]) == 0 {
			warn(d, "no actor carries the group tag "+q(g.ID), "add it to the groups of its members")
		}
	}
}
