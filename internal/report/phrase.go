package report

import (
	"fmt"
	"strings"

	"mandate"
	"mandate/internal/record"
)

// Names knows the names of a case's things, for sentences.
type Names struct {
	c      *mandate.Case
	actor  map[string]string
	group  map[string]string
	issue  map[string]*mandate.Issue
	step   map[string]string
	text   map[string]string
	cap    map[string]*mandate.Capability
	ext    map[string]string
	source map[string]*mandate.Source
}

// NewNames returns the names of a case.
func NewNames(c *mandate.Case) *Names {
	n := &Names{c: c, actor: map[string]string{}, group: map[string]string{}, issue: map[string]*mandate.Issue{}, step: map[string]string{},
		text: map[string]string{}, cap: map[string]*mandate.Capability{}, ext: map[string]string{}, source: map[string]*mandate.Source{}}
	for _, a := range c.Actors {
		n.actor[a.ID] = a.Name
	}
	for _, g := range c.Groups {
		n.group[g.ID] = g.Name
	}
	for _, i := range c.Issues {
		n.issue[i.ID] = i
	}
	for _, s := range c.Steps {
		n.step[s.ID] = s.Name
	}
	for _, t := range c.Texts {
		n.text[t.ID] = t.Name
	}
	for _, k := range c.Capabilities {
		n.cap[k.ID] = k
	}
	for _, x := range c.Externals {
		n.ext[x.ID] = x.Name
	}
	for _, s := range c.Sources {
		n.source[s.ID] = s
	}
	return n
}

func or(name, id string) string {
	if name == "" {
		return id
	}
	return name
}

// Actor returns the name of an actor or group.
func (n *Names) Actor(id string) string {
	if s, ok := n.actor[id]; ok {
		return or(s, id)
	}
	return or(n.group[id], id)
}

// Issue returns the name of an issue.
func (n *Names) Issue(id string) string {
	if i := n.issue[id]; i != nil {
		return or(i.Name, id)
	}
	return id
}

// Option returns the name of an option.
func (n *Names) Option(issue, id string) string {
	if i := n.issue[issue]; i != nil {
		if o := i.Option(id); o != nil {
			return or(o.Name, id)
		}
	}
	return id
}

// Event returns the name of a step, stage, decision, commitment or consent.
func (n *Names) Event(ev string) string {
	kind, id, ok := record.SplitEvent(ev)
	switch {
	case !ok:
		return or(n.step[ev], ev)
	case kind == "decide":
		return "deciding " + n.Issue(id)
	case kind == "commit":
		return "the commitment of " + n.Actor(id)
	}
	return "the consent of " + n.Actor(id)
}

// quoted is Event with the names of steps in quotes.
func (n *Names) quoted(ev string) string {
	if _, _, ok := record.SplitEvent(ev); ok {
		return n.Event(ev)
	}
	return quote(n.Event(ev))
}

// Capability returns the name of a capability.
func (n *Names) Capability(id string) string {
	if k := n.cap[id]; k != nil {
		return or(k.Name, id)
	}
	return id
}

// Place is the name of a task or sector.
func (n *Names) Place(id string) string {
	for _, list := range [][]*mandate.Named{n.c.Tasks, n.c.Sectors} {
		for _, x := range list {
			if x.ID == id {
				return or(x.Name, id)
			}
		}
	}
	return id
}

// Say puts a condition into words.
func (n *Names) Say(e *mandate.Expr) string { return n.say(e, false, false) }

func (n *Names) say(e *mandate.Expr, neg, inner bool) string {
	wrap := func(s string) string {
		if inner {
			return "(" + s + ")"
		}
		return s
	}
	switch e.Op {
	case mandate.OpTrue, mandate.OpFalse:
		if (e.Op == mandate.OpTrue) != neg {
			return "always"
		}
		return "never"
	case mandate.OpNot:
		return n.say(e.Kids[0], !neg, inner)
	case mandate.OpAnd, mandate.OpOr:
		if who := n.consenting(e); who != "" && !neg {
			return who
		}
		var parts []string
		for _, k := range e.Kids {
			parts = append(parts, n.say(k, neg, true))
		}
		if (e.Op == mandate.OpAnd) != neg {
			return wrap(strings.Join(parts, " and "))
		}
		return wrap(strings.Join(parts, " or "))
	case mandate.OpIs:
		return n.Issue(e.Name) + is(neg) + quote(n.Option(e.Name, e.Names[0]))
	case mandate.OpIn:
		var names []string
		for _, o := range e.Names {
			names = append(names, quote(n.Option(e.Name, o)))
		}
		if neg {
			return n.Issue(e.Name) + " is none of " + strings.Join(names, ", ")
		}
		return n.Issue(e.Name) + " is one of " + strings.Join(names, ", ")
	case mandate.OpHas:
		if neg {
			return n.Issue(e.Name) + " without " + quote(n.Option(e.Name, e.Names[0]))
		}
		return n.Issue(e.Name) + " with " + quote(n.Option(e.Name, e.Names[0]))
	case mandate.OpAtLeast:
		if neg {
			return n.Issue(e.Name) + " stays below " + quote(n.Option(e.Name, e.Names[0]))
		}
		return n.Issue(e.Name) + " is at least " + quote(n.Option(e.Name, e.Names[0]))
	case mandate.OpJoins:
		return n.Actor(e.Name) + verb(neg, "joins", "does not join")
	case mandate.OpConsents:
		return n.Actor(e.Name) + verb(neg, "consents", "does not consent")
	case mandate.OpJoining:
		return negated(neg, fmt.Sprintf("%s of %s join", count(e), or(n.group[e.Name], e.Name)))
	case mandate.OpConsenting:
		return negated(neg, fmt.Sprintf("%s of %s consent", count(e), or(n.group[e.Name], e.Name)))
	case mandate.OpObjecting:
		return negated(neg, fmt.Sprintf("%s of %s object", count(e), or(n.group[e.Name], e.Name)))
	case mandate.OpForce:
		return negated(neg, fmt.Sprintf("the force has %s %s", count(e), n.Capability(e.Name)))
	case mandate.OpCommitted:
		return negated(neg, fmt.Sprintf("%s %s are committed", count(e), n.Capability(e.Name)))
	case mandate.OpDecided:
		return n.Issue(e.Name) + verb(neg, "is decided", "is not decided")
	case mandate.OpDone:
		return quote(or(n.step[e.Name], e.Name)) + verb(neg, "has happened", "has not happened")
	case mandate.OpBefore:
		if neg {
			return n.quoted(e.Names[0]) + " without " + n.quoted(e.Name) + " before it"
		}
		return n.quoted(e.Name) + " before " + n.quoted(e.Names[0])
	case mandate.OpAdopts:
		return or(n.text[e.Name], e.Name) + verb(neg, "is followed", "is not followed")
	case mandate.OpExternal:
		if neg {
			return "not: " + or(n.ext[e.Name], e.Name)
		}
		return or(n.ext[e.Name], e.Name)
	case mandate.OpVerdict:
		return negated(neg, "the verdict is "+atLeast(e))
	case mandate.OpRung:
		return negated(neg, n.Actor(e.Name)+strings.Replace(strings.Replace(" stands on "+atLeast(e), "on below", "below", 1), "on above", "above", 1))
	case mandate.OpOwed:
		return negated(neg, count(e)+" answers are owed")
	case mandate.OpPossible:
		if neg {
			return "not possible: " + n.say(e.Kids[0], false, true)
		}
		return "possible: " + n.say(e.Kids[0], false, true)
	case mandate.OpOnRecord:
		if neg {
			return "not on record: " + n.say(e.Kids[0], false, true)
		}
		return "on record: " + n.say(e.Kids[0], false, true)
	}
	return "?"
}

// atLeast compares with a verdict or a rung.
func atLeast(e *mandate.Expr) string {
	return map[mandate.Cmp]string{mandate.CmpEQ: "", mandate.CmpNE: "other than ", mandate.CmpGE: "at least ", mandate.CmpGT: "above ",
		mandate.CmpLE: "at most ", mandate.CmpLT: "below "}[e.Cmp] + e.Names[0]
}

func is(neg bool) string {
	if neg {
		return " is not "
	}
	return " is "
}

func verb(neg bool, yes, no string) string {
	if neg {
		return " " + no
	}
	return " " + yes
}

func negated(neg bool, s string) string {
	if neg {
		return "not: " + s
	}
	return s
}

// quote leaves short words bare and quotes names of several words.
func quote(s string) string {
	if strings.Contains(s, " ") {
		return "“" + s + "”"
	}
	return s
}

func count(e *mandate.Expr) string {
	switch e.Cmp {
	case mandate.CmpGE:
		return "at least " + number(e.N)
	case mandate.CmpGT:
		return "more than " + number(e.N)
	case mandate.CmpLE:
		return "at most " + number(e.N)
	case mandate.CmpLT:
		return "fewer than " + number(e.N)
	case mandate.CmpNE:
		return "other than " + number(e.N)
	}
	if e.N == 0 {
		return "none"
	}
	return "exactly " + number(e.N)
}

// number writes 12,000.
func number(n int64) string {
	s := fmt.Sprint(n)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if neg {
		s = "-" + s
	}
	return s
}

// Effect puts an effect into words.
func (n *Names) Effect(f *mandate.Effect) string {
	cond := func(c *mandate.Condition) string {
		if c == nil {
			return ""
		}
		return n.Say(c.Expr)
	}
	switch f.Kind {
	case mandate.Decides:
		return "decides: " + cond(f.That)
	case mandate.Adopts:
		return "adopts " + or(n.text[f.Name], f.Name)
	case mandate.Accepts:
		return "accepts: " + cond(f.That)
	case mandate.Requires:
		return "requires: " + cond(f.That)
	case mandate.Rejects:
		return "rejects: " + cond(f.That)
	case mandate.Excludes:
		return "excludes " + n.Actor(f.Name)
	case mandate.Declines:
		return "declines"
	case mandate.Interests:
		return "is interested"
	case mandate.Prefers:
		s := "prefers: " + cond(f.That)
		if f.Over != nil {
			s += ", over: " + cond(f.Over)
		}
		return s
	case mandate.Happened:
		switch f.What {
		case "step":
			return "happened: " + or(n.step[f.Name], f.Name)
		case "grade":
			return "implementation of " + or(n.step[f.Name], f.Name) + ": " + GradeWord(int(f.Value))
		case "reading":
			v := number(f.Value)
			if f.Boolean {
				v = map[bool]string{true: "true", false: "false"}[f.Value != 0]
			}
			return "reading: " + or(n.ext[f.Name], f.Name) + " = " + v
		}
		return "happened: " + f.Name
	case mandate.Estimates:
		s := ""
		if f.Estimate != nil {
			s = f.Estimate.Kind + " " + f.Estimate.Text
			if f.Estimate.Unit != "" {
				s += " " + f.Estimate.Unit
			}
		}
		if f.Name == "" {
			return "estimates " + s
		}
		return "estimates " + or(or(n.step[f.Name], n.Capability(f.Name)), f.Name) + ": " + s
	case mandate.Offers, mandate.Commits:
		s := string(f.Kind)
		var parts []string
		for _, a := range f.Amounts {
			parts = append(parts, n.Amount(a))
		}
		if len(parts) > 0 {
			s += " " + strings.Join(parts, ", ")
		} else {
			s += ", no figure named"
		}
		if f.That != nil {
			s += "; if " + cond(f.That)
		}
		if len(f.NotFor) > 0 {
			var of []string
			for _, id := range f.NotFor {
				of = append(of, n.Place(id))
			}
			s += "; not for: " + strings.Join(of, ", ")
		}
		if f.AddsTo != "" {
			s += "; adds to " + f.AddsTo
		}
		return s
	}
	return string(f.Kind)
}

// Amount writes a figure with its capability.
func (n *Names) Amount(a mandate.Amount) string {
	switch {
	case a.Some:
		return "some " + n.Capability(a.Capability)
	case a.Firm == a.Named:
		if a.Named == 1 {
			return n.Capability(a.Capability) + ": 1" // a name is in the plural
		}
		return number(a.Named) + " " + n.Capability(a.Capability)
	case a.Firm == 0:
		return "up to " + number(a.Named) + " " + n.Capability(a.Capability)
	}
	return number(a.Firm) + " to " + number(a.Named) + " " + n.Capability(a.Capability)
}

// consenting writes "A, B and C consent" for a conjunction of consents; it is
// empty for anything else.
func (n *Names) consenting(e *mandate.Expr) string {
	var names []string
	for _, k := range e.Kids {
		if e.Op != mandate.OpAnd || k.Op != mandate.OpConsents {
			return ""
		}
		names = append(names, n.Actor(k.Name))
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1] + " consent"
}
