package casefile

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/diag"
)

// chancesShape is the shape of the section chances of assumptions.yaml.
func chancesShape(line func(bool) []key, with func(a, b []key) []key) *shape {
	text := &shape{kind: kindText, what: "text"}
	ref := &shape{kind: kindRef, name: "ref", what: "an id", doc: "The id of something that the case defines."}
	id := &shape{kind: kindID, name: "id", what: "an id", doc: "An id: a lower-case letter, then letters, digits, - and _."}
	date := &shape{kind: kindDate, name: "date", what: "a date", doc: "A day (2025-12-20), a month (2025-12) or an interval of two of them (2025-12-15/2025-12-19)."}
	event := &shape{kind: kindStepRef, name: "event", what: "an event", doc: "A step or stage, decide.<issue>, commit.<actor> or consent.<actor>."}
	events := listOf1(event, "a list of events")
	share := &shape{kind: kindShare, name: "share", what: "a share from 0 to 1, such as 0.25, with at most four decimals", doc: "A share from 0 to 1."}
	const longestDays = 36_500
	spreadOf := func(name, unit string, max int64) *shape {
		n := number(0, max, "a number of "+unit)
		refs := union("an id or a list of ids", ref, listOf1(ref, "a list of ids"))
		refs.name, refs.doc = "refs", "One id or a list of ids."
		class := &shape{kind: kindObject, name: name + "Case", what: "a case of a reference class", doc: "A past case: how long it took, or that it never came.",
			keys: []key{
				{"case", true, text, "Which case it is."},
				{"days", false, n, "How many " + unit + "."},
				{"never", false, &shape{kind: kindTrue, what: "true"}, "It never came."},
				{"source", false, refs, "Where that is from."},
			}, oneOf: [][]string{{"days"}, {"never"}}}
		return &shape{kind: kindObject, name: name, what: "a distribution of " + unit, doc: "A distribution of " + unit + ".",
			keys: []key{
				{"low", false, n, "The least."}, {"likely", false, n, "The likeliest."}, {"high", false, n, "The most (with low and likely a PERT distribution)."},
				{"median", false, n, "What half stay below."}, {"p90", false, n, "What nine of ten stay below (with median a lognormal distribution)."},
				{"exactly", false, n, "The number itself."},
				{"class", false, listOf1(class, "a list of past cases"), "Past cases, each as likely as another."},
			}, oneOf: [][]string{{"low", "likely", "high"}, {"median", "p90"}, {"exactly"}, {"class"}}}
	}
	days, percent, amount := spreadOf("daysSpread", "days", longestDays), spreadOf("percentSpread", "per cent", 1000), spreadOf("amountSpread", "units", 1_000_000)
	chance := key{"chance", true, share, "The chance."}
	driver := []key{{"driver", false, ref, "What moves it together with others."}, {"loading", false, share, "The correlation with the driver."}}
	prior := func(name, what string, oneOf [][]string, keys ...key) *shape {
		return &shape{kind: kindObject, name: name, what: what, doc: "What is taken for the chances, and why.",
			keys: with(with(keys, []key{{"why", true, text, "Why it is taken so."}}), line(false)), oneOf: oneOf}
	}
	rungs := make([]string, len(mandate.Rungs))
	for i, r := range mandate.Rungs {
		rungs[i] = r.String()
	}
	list := func(s *shape, doc string, name string) key { return key{name, false, listOf(s, "a list"), doc} }
	return &shape{kind: kindObject, name: "chances", what: "the section chances", doc: "What an analyst takes the chances to be.",
		keys: []key{
			{"by", true, text, "Who assumes it."},
			{"written", true, date, "When it was written."},
			{"note", false, text, "What a reader must know of how it was written."},
			list(prior("bindsPrior", "a prior of binds", [][]string{{"entry"}, {"firmness"}},
				append([]key{{"entry", false, ref, "The entry."}, {"firmness", false, word("a firmness", words(mandate.Firmnesses)), "All entries of a firmness that no prior names."}, chance}, driver...)...),
				"That entries still bind when it counts.", "binds"),
			list(prior("answersPrior", "a prior of answers", [][]string{{"actor"}, {"rung"}},
				append([]key{
					{"actor", false, ref, "The actor."},
					{"rung", false, word("a rung", rungs), "All on a rung whom no prior names."},
					{"role", true, word("contributor or party", []string{string(mandate.RoleContributor), string(mandate.RoleParty)}), "As what it is asked."}, chance,
					{"brings", false, &shape{kind: kindMapping, keyed: ref, elem: amount, what: "amounts by capability"}, "What it is taken to bring where the record has no figure."}}, driver...)...),
				"That actors say yes to what their binding words allow.", "answers"),
			list(prior("externalsPrior", "a prior of externals", nil,
				append([]key{{"external", true, ref, "The external."}, chance}, driver...)...), "That unknown externals hold.", "externals"),
			list(prior("takesPrior", "a prior of takes", [][]string{{"event"}, {"each"}},
				append([]key{
					{"event", false, event, "The event."},
					{"each", false, word("a kind of event", []string{"step", "decide", "commit", "consent"}), "All events of a kind that no prior names."},
					{"days", true, days, "How many days it takes once all that it waits for has come."},
					{"never", false, share, "The chance that it never comes all the same."}}, driver...)...), "How long events take.", "takes"),
			list(prior("bringsPrior", "a prior of brings", [][]string{{"actor"}, {"each"}},
				key{"actor", false, ref, "The contributor."},
				key{"each", false, word("contributor", []string{string(mandate.RoleContributor)}), "All contributors that no prior names."},
				key{"percent", true, percent, "The part of its named figures that it brings, in per cent."}), "How much of the named figures comes.", "brings"),
			list(prior("risksPrior", "a prior of risks", nil,
				append([]key{
					{"id", true, id, "Its id."}, {"name", true, text, "What may happen."}, {"chance", true, share, "The chance that it does."},
					{"delays", false, events, "The events that it delays."}, {"days", false, days, "By how many days."},
					{"stops", false, events, "The events that it prevents."}}, driver...)...), "What may strike.", "risks"),
			list(prior("driver", "a driver", nil, key{"id", true, id, "Its id."}, key{"name", true, text, "What it is."}), "What moves several quantities together.", "drivers"),
			list(&shape{kind: kindObject, name: "checkpoint", what: "a checkpoint", doc: "A day by which it is asked whether a step has happened.",
				keys: with([]key{{"step", true, &shape{kind: kindStepRef, name: "stepRef", what: "the id of a step or stage", doc: "The id of a step, or of a stage as step.n."}, "The step."},
					{"by", true, date, "The day."}, {"why", false, text, "Why that day."}}, line(false))}, "The days that are asked about; the first of the aim is the one that is compared.", "checkpoints"),
		}}
}

// priorUse is a name that a prior uses, to be checked once all are known.
type priorUse struct {
	n     *yaml.Node
	event bool // else a driver
}

// priorRole is an actor that a prior takes for one in a role.
type priorRole struct {
	n    *yaml.Node
	role mandate.Role
}

// priors reads the section chances.
func (b *built) priors(n *yaml.Node) {
	f := b.f
	if n == nil || n.Kind != yaml.MappingNode || f.bad[n] {
		return
	}
	c := &mandate.Chances{By: f.str(n, "by"), Written: f.when(n, "written"), Note: f.str(n, "note")}
	b.chances = c
	known := map[string]int{}
	name := func(n *yaml.Node, id string) string {
		if known[id]++; known[id] > 1 {
			id += "." + strconv.Itoa(known[id])
		}
		b.locate("chances."+id, n)
		return id
	}
	for _, kind := range mandate.PriorKinds {
		for _, x := range f.items(f.get(n, string(kind))) {
			p := &mandate.Prior{Kind: kind, Why: f.str(x, "why"), Line: b.line(x), Chance: f.share(x, "chance"), Never: f.share(x, "never"), Name: f.str(x, "name")}
			about := ""
			use := func(key string, k kindOf) string {
				v := f.get(x, key)
				if v == nil {
					return ""
				}
				about = v.Value
				return b.use(k, v)
			}
			p.Entry, p.Actor, p.External = use("entry", anEntry), use("actor", anActor), use("external", anExternal)
			if v := f.get(x, "firmness"); v != nil {
				p.Firmness, about = mandate.Firmness(v.Value), v.Value
			}
			if v := f.get(x, "rung"); v != nil {
				about = v.Value
				for _, r := range mandate.Rungs {
					if r.String() == v.Value {
						p.Rung = r
					}
				}
			}
			if v := f.get(x, "role"); v != nil {
				p.Role, about = mandate.Role(v.Value), v.Value+"."+about
			}
			if v := f.get(x, "actor"); v != nil {
				role := p.Role
				if kind == mandate.PriorBrings {
					role = mandate.RoleContributor
				}
				if role != "" {
					b.priorRoles = append(b.priorRoles, priorRole{v, role})
				}
			}
			if v := f.get(x, "event"); v != nil {
				p.Event, about = v.Value, v.Value
				b.priorUses = append(b.priorUses, priorUse{v, true})
			}
			if v := f.get(x, "each"); v != nil {
				p.Each, about = v.Value, v.Value
			}
			if v := f.get(x, "id"); v != nil {
				about = v.Value
			}
			for _, l := range []struct {
				key string
				to  *[]string
			}{{"delays", &p.Delays}, {"stops", &p.Stops}} {
				for _, e := range f.items(f.get(x, l.key)) {
					*l.to = append(*l.to, e.Value)
					b.priorUses = append(b.priorUses, priorUse{e, true})
				}
			}
			for _, key := range []string{"days", "percent"} {
				if v := f.get(x, key); v != nil {
					p.Spread = b.spread(v, key)
				}
			}
			if m := f.get(x, "brings"); m != nil && kind == mandate.PriorAnswers {
				for i := 0; i+1 < len(m.Content); i += 2 {
					if !f.bad[m.Content[i]] && !f.bad[m.Content[i+1]] {
						p.Amounts = append(p.Amounts, mandate.BroughtPrior{Capability: b.use(aCapability, m.Content[i]), Spread: b.spread(m.Content[i+1], "brings")})
					}
				}
			}
			if v := f.get(x, "driver"); v != nil {
				p.Driver, p.Loading = v.Value, f.share(x, "loading")
				b.priorUses = append(b.priorUses, priorUse{v, false})
				if f.get(x, "loading") == nil && !f.bad[keyNode(x, "loading")] {
					f.reportNode("missing-key", v, "a driver moves nothing without a loading", "loading: a share from 0 to 1", "")
				} else if p.Loading >= mandate.Certain {
					f.reportNode("out-of-range", f.get(x, "loading"), "the loading is 1", "a share below 1", "what moves with the driver and nothing else is the driver itself")
				}
			} else if v := f.get(x, "loading"); v != nil {
				f.reportNode("missing-key", keyNode(x, "loading"), "a loading without a driver", "driver: one of drivers", "")
			}
			if kind == mandate.PriorRisks {
				b.risk(x, p)
			}
			p.ID = name(x, string(kind)+"."+about)
			c.Priors = append(c.Priors, p)
		}
	}
	for _, x := range f.items(f.get(n, "drivers")) {
		d := &mandate.Driver{ID: f.str(x, "id"), Name: f.str(x, "name"), Why: f.str(x, "why"), Line: b.line(x)}
		for _, o := range c.Drivers {
			if o.ID == d.ID {
				f.reportNode("duplicate-id", f.get(x, "id"), "the driver "+q(d.ID)+" is defined twice", "each id once", "")
			}
		}
		name(x, "drivers."+d.ID)
		c.Drivers = append(c.Drivers, d)
	}
	for _, x := range f.items(f.get(n, "checkpoints")) {
		if s := f.get(x, "step"); s != nil {
			p := &mandate.Checkpoint{Step: b.use(aStep, s), By: f.when(x, "by").Last, Why: f.str(x, "why"), Line: b.line(x)}
			c.Checkpoints = append(c.Checkpoints, p)
			name(x, "checkpoints."+p.Step)
		}
	}
}

// risk checks that a risk does something.
func (b *built) risk(x *yaml.Node, p *mandate.Prior) {
	f := b.f
	switch {
	case len(p.Delays) > 0 && p.Spread == nil && !f.spoilt(x, "days"):
		f.reportNode("missing-key", keyNode(x, "delays"), "the risk delays by nothing", "days: a distribution of days", "")
	case len(p.Delays) == 0 && p.Spread != nil && !f.spoilt(x, "delays"):
		f.reportNode("missing-key", keyNode(x, "days"), "the risk delays no event", "delays: a list of events", "")
	case len(p.Delays)+len(p.Stops) == 0 && !f.spoilt(x, "delays") && !f.spoilt(x, "stops"):
		f.reportNode("missing-key", x, "the risk does nothing", "delays with days, or stops", "")
	}
}

// share reads a share as ten thousandths.
func (f *file) share(n *yaml.Node, name string) int64 {
	v := f.get(n, name)
	if v == nil {
		return 0
	}
	s, _ := shareOf(v.Value)
	return s
}

// spread reads a distribution.
func (b *built) spread(n *yaml.Node, label string) *mandate.Spread {
	f := b.f
	if n.Kind != yaml.MappingNode {
		return nil
	}
	s := &mandate.Spread{}
	num := func(key string) int64 { return f.int(n, key) }
	unit := map[string]string{"days": " days", "percent": " %", "brings": ""}[label]
	order := func(a, b string) {
		if x, y := f.get(n, a), f.get(n, b); x != nil && y != nil && num(a) > num(b) {
			f.reportNode("bad-number", y, b+" is "+y.Value+", below "+a+" "+x.Value, "numbers that rise", "")
		}
	}
	switch {
	case f.get(n, "exactly") != nil:
		s.Kind, s.Low = "fixed", num("exactly")
		s.Likely, s.High = s.Low, s.Low
		s.Text = fmt.Sprintf("%d%s", s.Low, unit)
	case f.get(n, "class") != nil:
		s.Kind = "class"
		finite := 0
		var said []string
		for _, x := range f.items(f.get(n, "class")) {
			c := mandate.ClassCase{Case: f.str(x, "case"), Never: f.get(x, "never") != nil, Days: f.int(x, "days"), Sources: b.line(x).Sources}
			if c.Never {
				said = append(said, "never")
			} else {
				finite++
				said = append(said, strconv.FormatInt(c.Days, 10))
			}
			s.Class = append(s.Class, c)
		}
		if finite == 0 {
			f.reportNode("bad-number", f.get(n, "class"), "no case of the class came about", "at least one with a number", "what cannot come is never: 1")
		}
		s.Text = "past cases: " + strings.Join(said, ", ") + unit
	case f.get(n, "median") != nil:
		s.Kind, s.Median, s.P90 = "lognormal", num("median"), num("p90")
		if s.Median < 1 {
			f.reportNode("out-of-range", f.get(n, "median"), "the median is 0", "a number from 1 on", "")
		} else if s.P90 <= s.Median {
			f.reportNode("bad-number", f.get(n, "p90"), "p90 is not above the median", "a greater number", "")
		}
		s.Text = fmt.Sprintf("median %d, P90 %d%s, lognormal", s.Median, s.P90, unit)
	default:
		s.Kind, s.Low, s.Likely, s.High = "three-point", num("low"), num("likely"), num("high")
		order("low", "likely")
		order("likely", "high")
		if s.Low == s.High {
			s.Kind = "fixed"
		}
		s.Text = fmt.Sprintf("%d, likely %d, up to %d%s", s.Low, s.Likely, s.High, unit)
	}
	return s
}

// chances checks the names that priors use.
func (x *cross) chances(b *built) {
	if b.chances == nil {
		return
	}
	f := b.f
	x.c.Assumptions.Chances = b.chances
	events := map[string]bool{}
	var named []string
	add := func(s string) {
		events[s] = true
		named = append(named, s)
	}
	for _, s := range x.c.Steps {
		add(s.ID)
	}
	for _, i := range x.c.Issues {
		add("decide." + i.ID)
	}
	for _, a := range x.c.Actors {
		if a.Is(mandate.RoleContributor) {
			add("commit." + a.ID)
		}
		if a.Is(mandate.RoleParty) {
			add("consent." + a.ID)
		}
	}
	for _, u := range b.priorRoles {
		for _, a := range x.c.Actors {
			if a.ID == u.n.Value && !a.Is(u.role) {
				f.reportNode("wrong-role", u.n, q(a.ID)+" is no "+string(u.role), "an actor with the role "+string(u.role), "")
			}
		}
	}
	drivers := map[string]bool{}
	var movers []string
	for _, d := range b.chances.Drivers {
		drivers[d.ID] = true
		movers = append(movers, d.ID)
	}
	for _, u := range b.priorUses {
		hint := ""
		switch {
		case u.event && !events[u.n.Value] && !x.unsure[aStep] && !x.unsure[anIssue] && !x.unsure[anActor]:
			if near, ok := diag.Nearest(u.n.Value, named); ok {
				hint = "did you mean " + near + "?"
			}
			f.reportNode("unknown-event", u.n, "there is no event "+q(u.n.Value), "a step or stage, decide.ISSUE, commit.CONTRIBUTOR or consent.PARTY", hint)
		case !u.event && !drivers[u.n.Value]:
			if near, ok := diag.Nearest(u.n.Value, movers); ok {
				hint = "did you mean " + near + "?"
			}
			f.reportNode("unknown-driver", u.n, "there is no driver "+q(u.n.Value), names("a driver", movers), hint)
		}
	}
}
