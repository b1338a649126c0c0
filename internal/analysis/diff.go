package analysis

import (
	"slices"
	"sort"
	"strings"

	"mandate"
	"mandate/internal/formula"
	"mandate/internal/pb"
	"mandate/internal/record"
)

// Diff is what two readings of the record of one case come to differently, and
// which of the changes between them make it so (docs/math/diff.md).
type Diff struct {
	// Verdicts, Rungs and Counts (of answers owed) are those of either; alerts do
	// without.
	Verdicts, Rungs, Counts [2]Value
	// Changes are what differs in the record, Live the places of those that can
	// bear on a conclusion.
	Changes []record.Change
	Live    []int
	// Conclusions are those that differ, in the order of the page.
	Conclusions []*Conclusion
	// Complete is false if the budget ended before some conclusion was known in
	// both, or before some record on the way was.
	Complete bool
}

// Conclusion is something that follows from one record and not from the other.
type Conclusion struct {
	// Kind is verdict, rung, count, owed, standing, force, goal, collision, circle,
	// now or mark; or alert.
	Kind string
	// ID is the answer (owed), actor, capability, goal or event it is about; of a
	// collision the goal, empty for the aim alone.
	ID string
	// As is the role of a standing, Issue the column of a mark.
	As    mandate.Role
	Issue string
	// Positions are those of a collision or a circle.
	Positions []*Position
	Was, Is   Value
	// Responsible are minimal sets of changes whose undoing turns the conclusion
	// back, smallest first.
	Responsible []Responsible
	// UpTo: all such sets of so many changes or fewer are listed; All: there are
	// no others.
	UpTo int
	All  bool

	key   string
	marks []string // the identities of Positions
	alert *mandate.Alert
}

// Responsible is a set of changes that together make a conclusion change.
type Responsible struct {
	// Changes are places in Diff.Changes, ascending.
	Changes []int
	// Proven: no smaller set of them turns the conclusion back; otherwise it is
	// known only that none of them can be left out.
	Proven bool
}

// Value is what a conclusion comes to in one record.
type Value struct {
	// Word is a verdict, a rung, owed, one of several, ruled out …; empty where the
	// question does not arise.
	Word string
	// N is a number: of answers, or of a capability.
	N int64
	// Known is false if the budget ended first.
	Known bool
}

// Tracing bounds the search for responsible changes. Nothing in it is a matter of
// time, so the same question ends at the same point everywhere.
type Tracing struct {
	// Records is how many records are looked at with all sets of a size, and after twice how
	// many no more than one set is looked for; Branches how many times another set is,
	// by conclusion.
	Records, Branches int
	// Sets is how many smallest collisions with each goal, and how many circles, of
	// either record are compared.
	Sets int
}

// DefaultTracing is what diff uses.
var DefaultTracing = Tracing{Records: 350, Branches: 12, Sets: 12}

// Differ finds what differs between the two readings of a pair.
func Differ(p *record.Pair, t Tracing, budget Budget) (*Diff, error) {
	return NewComparer().Differ(p, t, budget)
}

// Comparer compares one pair after another; records of one case share a solver.
type Comparer struct {
	cores map[*mandate.Case]*core
	// The record looked at last is often the first of the next pair.
	last  *record.State
	after *view
	watch []*mandate.Alert // nil: all conclusions of the page are asked about
}

// NewComparer returns a comparer that has seen nothing yet.
func NewComparer() *Comparer { return &Comparer{cores: map[*mandate.Case]*core{}} }

// Differ finds what differs between the two readings of a pair.
func (k *Comparer) Differ(p *record.Pair, t Tracing, budget Budget) (*Diff, error) {
	d := &Diff{Complete: true, Changes: p.Changes}
	for i := range d.Changes {
		if d.Changes[i].Bears() {
			d.Live = append(d.Live, i)
		}
	}
	a, b := p.Before, p.After
	w := &tracing{d: d, pair: p, limits: t, budget: budget, cores: k.cores, views: map[string]*view{}, known: map[string][]Verdict{}}
	before, err := k.after, error(nil)
	if k.last != a {
		if before, err = w.look(a); err != nil {
			return nil, err
		}
	}
	after := before
	if a.Case == b.Case && a.Fingerprint() == b.Fingerprint() && !slices.ContainsFunc(d.Changes, func(c record.Change) bool { return c.Entry == nil }) {
		k.last, k.after = b, before // what binds is the same
		if k.watch == nil {
			d.sum(before, before)
		}
		return d, nil
	}
	if after, err = w.look(b); err != nil {
		return nil, err
	}
	k.last, k.after = b, after
	var asked []*Conclusion
	if k.watch == nil {
		d.sum(before, after)
		asked = w.questions(before, after)
	}
	for _, a := range k.watch {
		asked = append(asked, &Conclusion{Kind: "alert", ID: a.ID, alert: a})
	}
	for _, c := range asked {
		c.name()
		c.Was, c.Is = before.value(c), after.value(c)
		switch {
		case !c.Was.Known || !c.Is.Known:
			d.Complete = false
		case c.Was != c.Is:
			d.Conclusions = append(d.Conclusions, c)
		}
	}
	if before.err != nil {
		return nil, before.err
	}
	if after.err != nil {
		return nil, after.err
	}
	return d, w.trace()
}

func (c *Conclusion) name() {
	c.key = strings.Join([]string{c.Kind, c.ID, string(c.As), c.Issue, strings.Join(c.marks, " ")}, "\x00")
}

// sum finds what heads the answer.
func (d *Diff) sum(views ...*view) {
	for i, v := range views {
		for kind, of := range map[string]*[2]Value{"verdict": &d.Verdicts, "rung": &d.Rungs, "count": &d.Counts} {
			c := &Conclusion{Kind: kind}
			c.name()
			of[i] = v.value(c)
		}
	}
}

// view is a record as it is asked; what costs much is found once.
type view struct {
	m       *Model // nil: no aim
	err     error
	verdict mandate.Verdict
	owed    map[string]Value
	counted Value
	order   *orderQuestion
	guard   pb.Lit
	first   []pb.Lit
	circles *circling
	waits   *orders
	goals   map[string]*Model
	values  map[string]Value // by the key of the conclusion
	least   map[string][]Set // smallest collisions, by goal
	loops   [][]*Position    // circles
	looped  bool
	cut     bool // the budget ended one of these lists
}

func (w *tracing) look(st *record.State) (*view, error) {
	k := w.cores[st.Case]
	if k == nil {
		k = newCore(st.Case, nil)
		w.cores[st.Case] = k
	}
	m, err := k.model(st, nil, w.budget, false, nil)
	v := &view{goals: map[string]*Model{}, values: map[string]Value{}, least: map[string][]Set{}}
	if v.verdict, err = m.quick(err); err != nil {
		return nil, err
	}
	if v.verdict != mandate.NoRecord {
		v.m = m
	}
	return v, nil
}

// plans tells whether there is a possible plan.
func (v *view) plans() bool {
	return v.verdict == mandate.Blueprint || v.verdict == mandate.Actionable || v.verdict == mandate.UnderWay
}

// identity names what a position says, whoever says it, so that it is the same in
// every record and version of the case.
func (k *core) identity(p *Position) string {
	if p.demand == nil {
		return p.Key[0]
	}
	return k.said[p.number]
}

func (k *core) identities(ps []*Position) (out []string) {
	for _, p := range ps {
		out = append(out, k.identity(p))
	}
	slices.Sort(out)
	return out
}

// questions lists what is asked of both records.
func (w *tracing) questions(before, after *view) (out []*Conclusion) {
	c := w.pair.After.Case
	other := w.pair.Before
	add := func(x *Conclusion) { out = append(out, x) }
	var actors []*mandate.Actor
	for _, a := range c.Actors {
		if other.Actor(a.ID) != nil {
			actors = append(actors, a)
		}
	}
	add(&Conclusion{Kind: "verdict"})
	if before.m == nil || after.m == nil {
		return out
	}
	add(&Conclusion{Kind: "rung"})
	add(&Conclusion{Kind: "count"})
	var owed []string
	for _, v := range []*view{before, after} {
		for k := range v.owing() {
			owed = addUnique(owed, k)
		}
	}
	sort.Strings(owed)
	for _, kind := range []string{"decide", "answer", "external", "force"} {
		for _, k := range owed {
			if strings.HasPrefix(k, kind+" ") {
				add(&Conclusion{Kind: "owed", ID: k})
			}
		}
	}
	both := before.plans() && after.plans()
	if both {
		for _, a := range actors {
			for _, as := range []mandate.Role{mandate.RoleContributor, mandate.RoleParty} {
				if a.Is(as) && other.Actor(a.ID).Is(as) {
					add(&Conclusion{Kind: "standing", ID: a.ID, As: as})
				}
			}
		}
		for _, k := range c.Capabilities {
			if slices.ContainsFunc(other.Case.Capabilities, func(x *mandate.Capability) bool { return x.ID == k.ID }) {
				add(&Conclusion{Kind: "force", ID: k.ID})
			}
		}
		for _, id := range w.goals() {
			add(&Conclusion{Kind: "goal", ID: id})
		}
	}
	out = append(out, w.sets(before, after, both)...)
	if both {
		for _, name := range before.m.names {
			e, f := before.m.event(name), after.m.event(name)
			if f != none && !before.m.events.isPast(e) && !after.m.events.isPast(f) {
				add(&Conclusion{Kind: "now", ID: name})
			}
		}
	}
	for _, a := range actors {
		for _, i := range Columns(c) {
			if _, ok := before.m.columnNamed(i.Name()); ok {
				add(&Conclusion{Kind: "mark", ID: a.ID, Issue: i.Name()})
			}
		}
	}
	return out
}

// goals lists the goals that hold in both.
func (w *tracing) goals() (out []string) {
	a, b := w.pair.Before, w.pair.After
	for _, g := range b.Case.Goals {
		if b.Holds(g.Line) && slices.ContainsFunc(a.Case.Goals, func(x *mandate.Goal) bool { return x.ID == g.ID && a.Holds(x.Line) }) {
			out = append(out, g.ID)
		}
	}
	return out
}

// sets lists the smallest collisions, with the aim alone and with each goal, and
// the circles of either record.
func (w *tracing) sets(before, after *view, both bool) (out []*Conclusion) {
	seen := map[string]bool{}
	add := func(v *view, kind, id string, ps []*Position) {
		x := &Conclusion{Kind: kind, ID: id, Positions: ps, marks: v.m.identities(ps)}
		if k := kind + "\x00" + id + "\x00" + strings.Join(x.marks, " "); !seen[k] {
			seen[k] = true
			out = append(out, x)
		}
	}
	goals := []string{""}
	if both {
		goals = append(goals, w.goals()...)
	}
	for _, id := range goals {
		for _, v := range []*view{before, after} {
			if id == "" && v.plans() {
				continue
			}
			for _, s := range v.smallest(id, w.limits.Sets) {
				add(v, "collision", id, s.Positions)
			}
		}
	}
	for _, v := range []*view{before, after} {
		for _, ps := range v.loopsUpTo(w.limits.Sets) {
			add(v, "circle", "", ps)
		}
		w.d.Complete = w.d.Complete && !v.cut
	}
	return out
}

// smallest lists the smallest collisions with a goal.
func (v *view) smallest(goal string, limit int) []Set {
	if list, ok := v.least[goal]; ok {
		return list
	}
	var list []Set
	if m := v.forGoal(goal); m != nil {
		sets := m.Collisions(m.goal, limit)
		v.cut = v.cut || sets.Verdict == Unknown
		for _, s := range sets.List {
			if len(s.Positions) == len(sets.List[0].Positions) {
				list = append(list, s)
			}
		}
	}
	v.least[goal] = list
	return list
}

// loopsUpTo lists circles.
func (v *view) loopsUpTo(limit int) [][]*Position {
	c, o := v.circling()
	if c == nil || v.looped {
		return v.loops
	}
	v.looped = true
	if o.minimal(v.m.pbBudget(), func(set []int) bool {
		if len(v.loops) == limit {
			return false
		}
		var ps []*Position
		for _, i := range set {
			ps = append(ps, c.all[i].p)
		}
		v.loops = append(v.loops, ps)
		return true
	}) == Unknown {
		v.cut = true
	}
	return v.loops
}

// forGoal is the model that is asked about a goal of the case; empty: the aim.
func (v *view) forGoal(id string) *Model {
	if id == "" {
		return v.m
	}
	if m, ok := v.goals[id]; ok {
		return m
	}
	for _, g := range v.m.c.Goals {
		if g.ID == id {
			m, err := v.m.Variant(v.m.State, g.That.Expr)
			if err != nil {
				v.err = err
				m = nil
			}
			v.goals[id] = m
		}
	}
	return v.goals[id]
}

func (v *view) circling() (*circling, *orders) {
	if v.circles == nil && v.err == nil {
		if v.circles, v.err = v.m.everything(); v.err != nil {
			return nil, nil
		}
		v.waits = v.circles.orders(v.circles.all, v.circles.structure)
	}
	return v.circles, v.waits
}

// owing tells what is owed; nothing but of a blueprint.
func (v *view) owing() map[string]Value {
	if v.owed != nil || v.err != nil {
		return v.owed
	}
	v.owed, v.counted = map[string]Value{}, Value{Known: true}
	if v.verdict != mandate.Blueprint {
		if !v.plans() {
			v.counted.Word = string(v.verdict)
			v.counted.Known = v.verdict != mandate.Undetermined
		}
		return v.owed
	}
	o := v.m.Owed()
	v.counted = Value{N: int64(o.Count), Known: o.Verdict == Yes}
	put := func(word string, as []Answer) {
		for _, a := range as {
			v.owed[a.Name()] = Value{Word: word, N: a.Missing, Known: true}
		}
	}
	put("owed", o.All)
	for _, g := range o.AnyOf {
		put("one of several", g)
	}
	for _, s := range o.Sets {
		put("one of several", s)
	}
	put("one of several", o.From)
	if o.Verdict != Yes || !o.Complete {
		for k, x := range v.owed {
			x.Known = false
			v.owed[k] = x
		}
		v.counted.Known = o.Verdict == Yes
	}
	return v.owed
}

// value is what a conclusion comes to in the record.
func (v *view) value(c *Conclusion) Value {
	x, ok := v.values[c.key]
	if !ok {
		x = v.find(c)
		v.values[c.key] = x
	}
	return x
}

func (v *view) find(c *Conclusion) Value {
	yes := func(word, other string, x Verdict) Value {
		if x == Yes {
			return Value{Word: word, Known: true}
		}
		return Value{Word: other, Known: x == No}
	}
	if c.Kind == "verdict" {
		return Value{Word: string(v.verdict), Known: v.verdict != mandate.Undetermined}
	}
	if c.Kind == "alert" {
		return yes("fires", "does not fire", v.fires(c.alert.When.Expr))
	}
	if v.m == nil || v.verdict == mandate.Undetermined {
		return Value{Word: string(v.verdict), Known: v.m == nil}
	}
	m := v.m
	switch c.Kind {
	case "rung", "standing", "force", "goal", "now":
		if !v.plans() {
			return Value{Word: string(v.verdict), Known: true}
		}
	}
	switch c.Kind {
	case "rung":
		r, x := m.Rung()
		return Value{Word: r.String(), Known: x == Yes}
	case "count":
		v.owing()
		return v.counted
	case "owed":
		if x, ok := v.owing()[c.ID]; ok {
			return x
		}
		return Value{Word: "not owed", Known: v.counted.Known}
	case "standing":
		r, x := m.stands(c.ID, c.As)
		return yes(r.String(), "ruled out", x)
	case "force":
		n, x := m.most(m.figures(c.ID, everything))
		return Value{N: n, Known: x == Yes}
	case "goal":
		if g := v.forGoal(c.ID); g != nil {
			return yes("within reach", "out of reach", g.Possible(g.goal))
		}
	case "collision":
		if g := v.forGoal(c.ID); g != nil {
			return yes("collides", "does not collide", g.collides(c.marks))
		}
	case "circle":
		return yes("circle", "no circle", v.isCircle(c.marks))
	case "now":
		return v.now(c.ID)
	case "mark":
		col, _ := m.columnNamed(c.Issue)
		mk := m.Mark(c.ID, col)
		if mk.Objects {
			return Value{Word: "objects", Known: true}
		}
		return Value{Word: mk.Rung.String(), Known: true}
	}
	return Value{}
}

// stands is the highest rung that an actor reaches in a role, and whether it takes it.
func (m *Model) stands(actor string, as mandate.Role) (mandate.Rung, Verdict) {
	if as == mandate.RoleParty {
		return m.reaches(m.consent[actor], func(r mandate.Rung) formula.Ref { return m.partyRung(actor, r) })
	}
	return m.reaches(m.join[actor], func(r mandate.Rung) formula.Ref { return m.contributorRung(actor, r) })
}

// collides decides whether there are positions that say this and are a collision
// with the goal of the model.
func (m *Model) collides(marks []string) Verdict {
	hard := m.goalLits(m.goal)
	return minimalIn(len(m.Positions), func(i int) string { return m.identity(m.Positions[i]) }, marks, func(set []int) Verdict {
		as := hard[:len(hard):len(hard)]
		for _, i := range set {
			as = append(as, m.lit(m.Positions[i].sel))
		}
		return m.s.Solve(m.pbBudget(), as...)
	})
}

func (v *view) isCircle(marks []string) Verdict {
	c, o := v.circling()
	if c == nil {
		return Unknown
	}
	return minimalIn(len(c.all), func(i int) string { return v.m.identity(c.all[i].p) }, marks, func(set []int) Verdict { return o.has(v.m.pbBudget(), set) })
}

// minimalIn decides whether all of the marks are there, and together, but not with
// one of them less, cannot hold.
func minimalIn(n int, identity func(int) string, marks []string, hold func([]int) Verdict) Verdict {
	var set []int
	for i := range n {
		if contains(marks, identity(i)) {
			set = append(set, i)
		}
	}
	if len(set) < len(marks) {
		return No
	}
	switch hold(set) {
	case Yes:
		return No
	case Unknown:
		return Unknown
	}
	for i := range set {
		switch hold(slices.Delete(slices.Clone(set), i, i+1)) {
		case No:
			return No
		case Unknown:
			return Unknown
		}
	}
	return Yes
}

// now decides whether an event can come first of all that is not past.
func (v *view) now(name string) Value {
	e := v.m.event(name)
	if v.m.events.isPast(e) {
		return Value{Word: "past", Known: true}
	}
	if v.order == nil {
		v.order = v.m.newOrderQuestion()
		v.guard, v.first = v.order.beginning()
	}
	switch v.order.begins(v.order.at[e], v.guard, v.first) {
	case Yes:
		return Value{Word: "can be first", Known: true}
	case No:
		return Value{Word: "cannot be first", Known: true}
	}
	return Value{}
}
