package condition

import (
	"slices"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/diag"
)

// alertFunctions are those that exist in alerts alone.
var alertFunctions = []string{"rung", "verdict", "owed", "possible"}

// words are what verdicts and rungs are compared with, lowest first, and the number
// of the first.
func words(op mandate.Op) (list []string, first int64) {
	if op == mandate.OpVerdict {
		for _, v := range mandate.Verdicts {
			list = append(list, string(v))
		}
		return list, 0
	}
	list = []string{mandate.RuledOut}
	for _, r := range mandate.Rungs {
		list = append(list, r.String())
	}
	return list, -1
}

// inPlan reports whether a condition on a plan may stand here; in an alert it
// stands in possible(…) or on_record(…).
func (p *parser) inPlan(what token) bool {
	if !p.v.alerts || p.plan {
		return true
	}
	p.report(at(what, "conclusions-only", q(what.text)+" speaks of a plan, and an alert of conclusions").
		expected("verdict(), rung(…), owed(), possible(…) or on_record(…)").hint("put it into possible(…), or into on_record(…)"))
	p.recover()
	return false
}

// conclusion reads a function of conclusions; the token is its opening parenthesis.
func (p *parser) conclusion(name token) *mandate.Expr {
	open := p.tok
	p.advance()
	e := &mandate.Expr{Off: name.off}
	switch name.text {
	case "possible":
		if p.tok.kind == tClose {
			p.report(emptyParentheses(open, p.tok))
			p.advance()
			return nil
		}
		if !p.enter() {
			return nil
		}
		p.plan = true
		kid := p.or()
		p.plan = false
		p.leave()
		if !p.closing(open) || !p.noComparison(name) || kid == nil {
			return nil
		}
		e.Op, e.Kids = mandate.OpPossible, []*mandate.Expr{kid}
		return e
	case "rung":
		e.Op = mandate.OpRung
		id := p.tok
		if id.kind != tString {
			p.report(at(id, "syntax", "rung takes the id of an actor").expected(`rung("…")`))
			p.skipArguments()
			p.closing(open)
			p.recover()
			return nil
		}
		p.advance()
		if p.v.actors[id.text] == nil {
			x := at(id, "unknown-actor", "there is no actor "+q(id.text))
			x.Hint = nearest(id.text, p.v.actorNames)
			p.report(x)
			e = nil
		} else if a := p.v.actors[id.text]; !a.Is(mandate.RoleContributor) && !a.Is(mandate.RoleParty) {
			p.report(at(id, "wrong-role", id.text+" is neither contributor nor party: it stands on no rung"))
			e = nil
		} else {
			e.Name = id.text
		}
	case "verdict":
		e.Op = mandate.OpVerdict
	case "owed":
		e.Op = mandate.OpOwed
	}
	if !p.closing(open) {
		return nil
	}
	cmp, _, ok := p.comparison()
	if !ok {
		p.report(at(name, "bare-count", name.text+"(…) is compared with something").expected(name.text + map[string]string{"owed": "() <= 3", "verdict": `() >= "actionable"`, "rung": `("…") == "agreed"`}[name.text]))
		return nil
	}
	val := p.tok
	if name.text == "owed" {
		n, err := strconv.ParseInt(val.text, 10, 64)
		if val.kind != tNumber || err != nil {
			p.report(at(val, "number-wanted", "owed() is compared with a number"))
			p.recover()
			return nil
		}
		p.advance()
		e.Cmp, e.N = cmp, n
		return e
	}
	op := mandate.OpVerdict
	if name.text == "rung" {
		op = mandate.OpRung
	}
	list, first := words(op)
	place := slices.Index(list, val.text)
	if val.kind != tString || place < 0 {
		x := at(val, "unknown-word", name.text+"(…) is compared with a word in quotes").expected(`one of "` + strings.Join(list, `", "`) + `"`)
		if n, ok := diag.Nearest(val.text, list); ok {
			x.Hint = `did you mean "` + n + `"?`
		}
		p.report(x)
		if val.kind == tString || val.kind == tIdent {
			p.advance()
		}
		p.recover()
		return nil
	}
	p.advance()
	if e == nil {
		return nil
	}
	e.Cmp, e.N, e.Names = cmp, first+int64(place), []string{val.text}
	return e
}
