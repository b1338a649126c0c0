package report

import (
	"fmt"
	"strings"

	"mandate"
)

// Leverage prints the answer of `mandate leverage`.
func (t *Terminal) Leverage(w *Leverage) error {
	p := t.page()
	switch w.Result {
	case "opens", "none":
		p.opening(map[bool]look{true: good, false: warn}[w.Result == "opens"], "LEVERAGE", &w.Head)
	case string(mandate.NoRecord):
		p.opening(bad, "NO RECORD", &w.Head)
		p.text("", "", plain, w.Sentence)
		return p.flush()
	default:
		p.opening(warn, "UNKNOWN", &w.Head)
		p.text("", "", plain, p.ended(w.Stopped))
		return p.flush()
	}
	p.asked(&w.Head, w.GoalName, w.GoalSays)
	p.text("", "", plain, w.Sentence)
	if !w.Complete {
		p.text("", "  ", warn, "The budget or the time ended before every answer was tried: what follows is not complete.")
	}
	p.text("", "  ", faint, "As it stands: "+measureWords(w.Before))
	if len(w.Opens) > 0 {
		p.section("Answers that open something, most first")
	}
	groups := alikeLevers(w.Opens)
	more := w.More
	for i, g := range groups {
		if w.More == 0 && i >= leverGroups && len(groups) > leverGroups+1 {
			more += len(g.list)
			continue
		}
		lead := fmt.Sprintf("  %2d  ", i+1)
		p.text(lead, "      ", strong, g.says())
		p.text("      ", "        ", plain, strings.Join(g.list[0].Follows, "; "))
		if ref := g.refs(p); ref != "" {
			p.text("      ", "        ", faint, "["+ref+"]")
		}
	}
	p.blank()
	var rest []string
	if more > 0 {
		rest = append(rest, fmt.Sprintf("%d more open something (--json lists all)", more))
	}
	rest = append(rest, fmt.Sprintf("%d only close", w.Closes), fmt.Sprintf("%d change nothing", w.Same))
	p.text("", "  ", faint, "Of the other answers "+strings.Join(rest, ", ")+".")
	p.entries(w.Entries, w.Withheld)
	p.ask("whatif")
	return p.flush()
}

// leverGroups is how many groups of answers a terminal shows.
const leverGroups = 14

// leverGroup are answers with the same consequences.
type leverGroup struct{ list []Lever }

// alikeLevers puts decisions of one issue, answers, and moves together where
// their consequences are the same.
func alikeLevers(all []Lever) (out []*leverGroup) {
	key := func(x Lever) string {
		k := x.Kind + "|" + strings.Join(x.Follows, "|")
		if x.Kind == "decide" {
			issue, _, _ := strings.Cut(strings.Replace(x.ID, "!=", "=", 1), "=")
			return k + "|" + issue
		}
		if x.Kind != "answer" {
			return k + "|" + x.ID
		}
		return k
	}
	at := map[string]*leverGroup{}
	for _, x := range all {
		g := at[key(x)]
		if g == nil {
			g = &leverGroup{}
			at[key(x)] = g
			out = append(out, g)
		}
		g.list = append(g.list, x)
	}
	return out
}

// says names the answers of a group once.
func (g *leverGroup) says() string {
	x := g.list[0]
	if len(g.list) == 1 {
		return x.Says
	}
	var parts []string
	for _, y := range g.list {
		switch x.Kind {
		case "answer":
			parts = append(parts, strings.TrimSuffix(y.Says, " agrees"))
		default:
			_, option, _ := strings.Cut(y.Says, ": ")
			parts = append(parts, option)
		}
	}
	if x.Kind == "answer" {
		return "any of these agrees: " + strings.Join(parts, ", ")
	}
	head, _, _ := strings.Cut(x.Says, ": ")
	return head + ", whichever: " + strings.Join(parts, "; ")
}

func (g *leverGroup) refs(p *page) string {
	var ids []string
	for _, x := range g.list {
		ids = append(ids, x.Entries...)
	}
	ref := p.few(unique(ids), 3)
	if x := g.list[0]; x.Line != "" {
		line := x.Line
		if len(x.Sources) > 0 {
			line += ", source " + strings.TrimSpace(strings.Join(x.Sources, ", ")+" "+x.At)
		}
		ref = strings.TrimSuffix(line+"; "+ref, "; ")
	}
	return ref
}

// measureWords says how a record stands.
func measureWords(m LeverageMeasure) string {
	if m.Verdict == string(mandate.Blocked) {
		return "blocked"
	}
	s := m.Verdict + ", stands on " + m.Rung + ", " + plural(int64(m.Owed), "answer", "answers") + " owed, " + plural(int64(len(m.Joins)), "contributor", "contributors") + " could join"
	for _, f := range m.Force {
		if f.Named > 0 {
			s += ", up to " + number(f.Named) + " " + f.Name
		}
	}
	s += ", " + plural(int64(m.Options), "option", "options") + " possible"
	if m.Mandates != "" {
		s += ", " + digits(m.Mandates) + " mandates"
	}
	return s
}
