package condition

import (
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/diag"
)

// This file holds all wording. Messages say what is wrong in the words of the
// user, without a capital and without a period; "expected" completes the phrase
// "expected …"; hints say what to write instead.

func at(t token, code, msg string) Problem {
	return Problem{Off: t.off, Len: t.len(), Code: code, Msg: msg}
}

func (x Problem) expected(s string) Problem { x.Expected = s; return x }
func (x Problem) hint(s string) Problem     { x.Hint = s; return x }

func q(s string) string { return strconv.Quote(s) }

// names lists the names that would be right, shortened.
func names(what string, among []string) string {
	const show = 8
	switch {
	case len(among) == 0:
		return what + ", but the case has none"
	case len(among) > show:
		return what + ": " + strings.Join(among[:show], ", ") + " … (" + strconv.Itoa(len(among)) + " in all)"
	}
	return what + ": " + strings.Join(among, ", ")
}

func tooLong(n int) Problem {
	return Problem{Len: 1, Code: "condition-too-long",
		Msg:      "the condition is " + strconv.Itoa(n) + " bytes long",
		Expected: "at most " + strconv.Itoa(MaxLen) + " bytes"}
}

func tooDeep(t token) Problem {
	return at(t, "condition-too-deep", "the condition nests too deep").
		expected("at most " + strconv.Itoa(MaxDepth) + " levels of parentheses and negations")
}

func emptyCondition() Problem {
	return Problem{Code: "empty-condition", Msg: "the condition is empty",
		Expected: `a condition such as joins("egypt") or true`}
}

func emptyParentheses(open, end token) Problem {
	return Problem{Off: open.off, Len: end.end - open.off, Code: "empty-condition",
		Msg: "there is nothing between the parentheses", Expected: "a condition"}
}

func unclosedString(t token, quote byte) Problem {
	return Problem{Off: t.off, Len: 1, Code: "unclosed-quote", Msg: "the quote is never closed",
		Expected: "another " + string(quote) + " behind the id"}
}

func typographicQuote(t token, quote int) Problem {
	return Problem{Off: t.off, Len: quote, Code: "typographic-quote",
		Msg: "a typographic quote", Expected: `a straight quote (" or ')`}
}

func strangeCharacter(t token) Problem {
	x := at(t, "unexpected-character", "the character "+q(t.text)+" has no meaning in a condition")
	switch t.text {
	case "-", "+", "*", "/", "%":
		x.Hint = "there is no arithmetic: compare counts and figures with whole numbers"
	case "?", ":":
		x.Hint = `there is no "if … then" in a condition: write "a implies b" as !a || b`
	case ".":
		x.Hint = `names with a dot stand in quotes: done("withdrawal.1")`
	}
	return x
}

func writeInstead(t token, sign string) Problem {
	return at(t, "wrong-operator", q(t.text)+" is no operator here").hint("write " + sign)
}

func endsEarly(t token) Problem {
	return at(t, "condition-ends-early", "the condition ends where another one should follow").
		expected("a condition")
}

func notACondition(t token) Problem {
	return at(t, "syntax", "a condition cannot begin with "+q(t.text)).
		expected(`an issue, a function such as joins("egypt"), a member such as "monitor" in tasks, ! or (`)
}

func numberFirst(t token) Problem {
	return at(t, "syntax", "a condition cannot begin with a number").
		hint(`write the number on the right: force("infantry") >= ` + t.text)
}

func afterCondition(t token) Problem {
	return at(t, "syntax", "unexpected "+describe(t)+" after a complete condition").
		expected("&&, || or the end")
}

func extraClosing(t token) Problem {
	return at(t, "parentheses", "this parenthesis closes nothing")
}

func notClosed(open token) Problem {
	return at(open, "parentheses", "this parenthesis is never closed").expected(") at the end")
}

func missingClosing(t, _ token) Problem {
	return at(t, "parentheses", "unexpected "+describe(t)).expected(")")
}

func describe(t token) string {
	switch t.kind {
	case tEnd:
		return "end of the condition"
	case tString:
		return "text " + q(t.text)
	case tNumber:
		return "number " + t.text
	}
	return q(t.text)
}

func notComparable(what, sign token) Problem {
	x := at(sign, "not-a-number", what.text+" is true or false by itself")
	if what.kind == tIdent && functionNamed(what.text) != nil {
		x.Msg = what.text + "(…) is true or false by itself"
	}
	return x.hint("leave the comparison out; write ! before it for the opposite")
}

func unknownIssue(v *Vocabulary, name token, compared bool, next token) Problem {
	var x Problem
	switch {
	case compared || len(v.issueNames) == 0:
		x = at(name, "unknown-issue", "there is no issue "+q(name.text))
	default:
		x = at(name, "unknown-name", q(name.text)+" is neither an issue nor a function")
	}
	x.Expected = names("an issue", v.issueNames)
	if n, ok := diag.Nearest(name.text, v.issueNames); ok {
		x.Hint = "did you mean " + n + "?"
		return x
	}
	switch f := functionNamed(name.text); {
	case f != nil:
		x.Msg = q(name.text) + " is a function and takes an argument"
		x.Code = "missing-argument"
		x.Expected = name.text + `("…")`
	case v.actors[name.text] != nil:
		x.Hint = name.text + ` is an actor: write joins("` + name.text + `") or consents("` + name.text + `")`
	case v.steps[name.text]:
		x.Hint = name.text + ` is a step: write done("` + name.text + `")`
	case v.externals[name.text]:
		x.Hint = name.text + ` is an external: write external("` + name.text + `")`
	case v.texts[name.text]:
		x.Hint = name.text + ` is a text: write adopts("` + name.text + `")`
	case next.kind == tIdent && next.text == "in":
	case !compared:
		for _, i := range v.issueNames {
			if v.issues[i].Option(name.text) != nil {
				x.Hint = name.text + " is an option of " + i + ": write " + choose(v.issues[i], name.text)
				break
			}
		}
	}
	return x
}

// choose returns the condition that the option is chosen.
func choose(i *mandate.Issue, option string) string {
	if i.Set {
		return q(option) + " in " + i.ID
	}
	return i.ID + " == " + q(option)
}

func example(i *mandate.Issue) string {
	if len(i.Options) == 0 {
		return choose(i, "option")
	}
	return choose(i, i.Options[0].ID)
}

func bareIssue(i *mandate.Issue, name token) Problem {
	return at(name, "bare-issue", i.ID+" is an issue, not a condition").
		expected("a choice such as " + example(i)).
		hint("to ask whether it is decided write decided(" + q(i.ID) + ")")
}

func optionWanted(i *mandate.Issue, t token) Problem {
	return at(t, "option-wanted", "an issue is compared with one of its options, not with "+describe(t)).
		expected(names("an option of "+i.ID+" in quotes", optionNames(i)))
}

func issueOrder(i *mandate.Issue, name, sign, val token) Problem {
	x := at(sign, "wrong-operator", "an issue cannot be compared with "+sign.text).expected("== or !=")
	option := val.text
	if i.Option(option) == nil && len(i.Options) > 0 {
		option = i.Options[0].ID
	}
	if i.Ordered && !i.Set {
		x.Hint = "for an ordered issue write at_least(" + name.text + ", " + q(option) + ")"
	}
	return x
}

func setCompared(i *mandate.Issue, name, val token) Problem {
	return at(name, "set-compared", i.ID+" is a set: it has members and no single option").
		hint("write " + q(val.text) + " in " + i.ID)
}

func setInList(i *mandate.Issue, name, _ token) Problem {
	return at(name, "set-compared", i.ID+" is a set: it has members and no single option").
		hint("write the member first: " + example(i))
}

func quoteOption(i *mandate.Issue, name, sign, val token) Problem {
	x := at(val, "missing-quotes", "the option "+q(val.text)+" is not in quotes")
	if i.Option(val.text) == nil {
		x.Expected = names("an option of "+i.ID+" in quotes", optionNames(i))
		if n, ok := diag.Nearest(val.text, optionNames(i)); ok {
			x.Hint = "did you mean " + q(n) + "?"
		}
		return x
	}
	if sign.text == "in" {
		return x.hint("write " + q(val.text))
	}
	op := "=="
	if sign.kind == tNE {
		op = "!="
	}
	return x.hint("write " + name.text + " " + op + " " + q(val.text))
}

func unknownOption(v *Vocabulary, i *mandate.Issue, val token) Problem {
	x := at(val, "unknown-option", i.ID+" has no option "+q(val.text)).
		expected(names("one of its options", optionNames(i))).
		hint(nearest(val.text, optionNames(i)))
	if x.Hint == "" {
		for _, other := range v.issueNames {
			if v.issues[other].Option(val.text) != nil {
				x.Hint = q(val.text) + " is an option of " + other
				break
			}
		}
	}
	return x
}

func listWanted(i *mandate.Issue, t token) Problem {
	x := at(t, "list-wanted", "unexpected "+describe(t)+" in the list of options of "+i.ID)
	x.Expected = `a list such as ["a", "b"]`
	if len(i.Options) > 1 {
		x.Expected = "a list such as [" + q(i.Options[0].ID) + ", " + q(i.Options[1].ID) + "]"
	}
	if t.kind == tString {
		x.Hint = "for one option write " + choose(i, t.text)
	}
	return x
}

func listedTwice(t token) Problem {
	return at(t, "listed-twice", q(t.text)+" stands in the list twice")
}

func emptyList(i *mandate.Issue, open, end token) Problem {
	return Problem{Off: open.off, Len: end.end - open.off, Code: "empty-list",
		Msg: "the list of options is empty: the condition could never hold", Expected: names("options of "+i.ID+" in quotes", optionNames(i))}
}

func listNotClosed(open token) Problem {
	return at(open, "parentheses", "this list is never closed").expected("]")
}

func bareString(v *Vocabulary, val, next token) Problem {
	x := at(val, "syntax", q(val.text)+" is an id, not a condition")
	switch {
	case next.kind >= tEQ && next.kind <= tGE:
		x.Hint = "write the issue first: issue " + next.text + " " + q(val.text)
		for _, i := range v.issueNames {
			if v.issues[i].Option(val.text) != nil {
				x.Hint = "write the issue first: " + choose(v.issues[i], val.text)
				break
			}
		}
	case v.actors[val.text] != nil:
		x.Hint = "write joins(" + q(val.text) + ") or consents(" + q(val.text) + ")"
	case v.steps[val.text]:
		x.Hint = "write done(" + q(val.text) + ")"
	default:
		x.Expected = "for a member of a set: " + q(val.text) + " in tasks"
		for _, i := range v.issueNames {
			if v.issues[i].Option(val.text) != nil {
				x.Expected = ""
				x.Hint = "write " + choose(v.issues[i], val.text)
				break
			}
		}
	}
	return x
}

func unquoteIssue(name token) Problem {
	return at(name, "quoted-issue", "an issue stands without quotes here").hint("write " + name.text)
}

func setIssueWanted(v *Vocabulary, t token) Problem {
	var sets []string
	for _, i := range v.issueNames {
		if v.issues[i].Set {
			sets = append(sets, i)
		}
	}
	return at(t, "syntax", `what follows "in" is not an issue`).expected(names("an issue that is a set", sets))
}

func memberOfChoice(i *mandate.Issue, name, val token) Problem {
	return at(name, "choice-as-set", i.ID+" is a choice: exactly one option is taken, so it has no members").
		hint("write " + i.ID + " == " + q(val.text))
}

func unknownFunction(v *Vocabulary, name token) Problem {
	switch name.text {
	case "rung", "verdict", "owed", "possible":
		return at(name, "alerts-only", name.text+"(…) exists only in alerts").
			hint(`a condition of the case may speak of issues, steps, texts, externals and who takes part`)
	case "in", "and", "or", "not":
		return at(name, "syntax", q(name.text)+" is no function")
	}
	if v.issues[name.text] != nil {
		return at(name, "unknown-function", name.text+" is an issue, not a function").
			expected("a choice such as " + example(v.issues[name.text]))
	}
	all := make([]string, len(functions))
	for i := range functions {
		all[i] = functions[i].name
	}
	x := at(name, "unknown-function", "there is no function "+q(name.text)).
		expected("one of " + strings.Join(all, ", "))
	if n, ok := diag.Nearest(name.text, all); ok {
		x.Hint = "did you mean " + n + "?"
		return x
	}
	switch name.text {
	case "has", "contains", "includes", "member":
		x.Hint = `for a member of a set write "monitor" in tasks`
	case "not_joins", "refuses":
		x.Hint = `write !joins("…")`
	case "agrees", "accepts":
		x.Hint = `write consents("…") for a party, joins("…") for a contributor`
	case "after":
		x.Hint = `write before("y", "x")`
	case "all", "any", "exists", "count", "sum", "size":
		x.Hint = `to count members of a group write joining("…") >= 1, consenting("…") or objecting("…")`
	}
	return x
}

func oneArgument(name, t token) Problem {
	return at(t, "arguments", name.text+" takes one argument")
}

// what each argument is called.
func (a argument) String() string {
	switch a {
	case argContributor:
		return "contributor"
	case argParty:
		return "party"
	case argGroup:
		return "group"
	case argCapability:
		return "capability"
	case argIssue:
		return "issue"
	case argStep:
		return "step"
	case argText:
		return "text"
	}
	return "external"
}

func article(s string) string {
	if strings.ContainsRune("aeio", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}

func literalWanted(fn string, a argument, t token) Problem {
	return at(t, "literal-wanted", fn+"(…) takes the id of "+article(a.String())+", not "+describe(t)).
		expected("an id in quotes")
}

func quoteID(fn string, t token) Problem {
	return at(t, "missing-quotes", "the id "+q(t.text)+" is not in quotes").
		hint("in " + fn + "(…) write " + q(t.text))
}

func bareCount(f *function, name, id token) Problem {
	arg := "…"
	if id.kind == tString || id.kind == tIdent {
		arg = q(id.text)
	}
	n, what := "2", "a count"
	if f.arg == argCapability {
		n, what = "1000", "a figure"
	}
	if f.op == mandate.OpObjecting {
		n = "1"
	}
	return at(name, "bare-count", f.name+"(…) is "+what+", not a condition").
		expected("a comparison such as " + f.name + "(" + arg + ") >= " + n)
}

func numberWanted(t token) Problem {
	x := at(t, "number-wanted", "a count or figure is compared with a whole number, not with "+describe(t)).
		expected("a whole number")
	if t.kind == tString && strings.Trim(t.text, "0123456789") == "" && t.text != "" {
		x.Hint = "write " + t.text + " without quotes"
	}
	if t.kind == tIdent {
		x.Hint = "two counts cannot be compared with each other"
	}
	return x
}

func badNumber(t token) Problem {
	x := at(t, "number-wanted", q(t.text)+" is not a whole number").expected("digits alone, such as 5000")
	if s := strings.ReplaceAll(t.text, "_", ""); strings.Trim(s, "0123456789") == "" {
		x.Hint = "write " + s
	}
	return x
}

func hugeNumber(t token) Problem {
	return at(t, "number-too-large", "the number is too large").expected("at most " + strconv.Itoa(maxNumber))
}

func wrongRole(a *mandate.Actor, arg argument, id token) Problem {
	if arg == argContributor {
		x := at(id, "not-a-contributor", a.ID+" is no contributor: only contributors join").
			expected("an actor with the role contributor")
		if a.Is(mandate.RoleParty) {
			x.Hint = "a party consents: write consents(" + q(a.ID) + ")"
		}
		return x
	}
	x := at(id, "not-a-party", a.ID+" is no party: only parties consent").
		expected("an actor with the role party")
	if a.Is(mandate.RoleContributor) {
		x.Hint = "a contributor joins: write joins(" + q(a.ID) + ")"
	}
	return x
}

func unknownID(v *Vocabulary, a argument, fn, id token) Problem {
	var among []string
	kind, what := a.String(), ""
	switch a {
	case argContributor:
		among, kind, what = v.withRole(mandate.RoleContributor), "actor", "a contributor"
	case argParty:
		among, kind, what = v.withRole(mandate.RoleParty), "actor", "a party"
	case argGroup:
		among, what = v.groupNames, "a group tag"
	case argCapability:
		among, what = v.capNames, "a capability"
	case argIssue:
		among, what = v.issueNames, "an issue"
	case argStep:
		among, what = v.stepNames, "a step"
	case argText:
		among, what = v.textNames, "a text"
	case argExternal:
		among, what = v.externalNames, "an external"
	}
	x := at(id, "unknown-"+kind, "there is no "+kind+" "+q(id.text)).
		expected(names(what, among)).hint(nearest(id.text, among))
	if x.Hint != "" {
		return x
	}
	switch {
	case kind == "actor" && v.groups[id.text]:
		verb := "joining"
		if a == argParty {
			verb = "consenting"
		}
		x.Hint = id.text + " is a group: write " + verb + "(" + q(id.text) + ") >= 1"
	case kind == "group" && v.actors[id.text] != nil:
		verb := "joins"
		if fn.text == "consenting" {
			verb = "consents"
		}
		x.Hint = id.text + " is an actor: write " + verb + "(" + q(id.text) + ")"
	case kind == "step" && v.issues[id.text] != nil:
		x.Hint = id.text + " is an issue: write decided(" + q(id.text) + ")"
	case kind == "issue" && v.steps[id.text]:
		x.Hint = id.text + " is a step: write done(" + q(id.text) + ")"
	}
	return x
}

func unknownEvent(v *Vocabulary, id token) Problem {
	x := at(id, "unknown-event", "there is no event "+q(id.text)).
		expected("a step, a stage such as withdrawal.1, decide.<issue>, commit.<contributor> or consent.<party>")
	verb, name, dotted := strings.Cut(id.text, ".")
	a := v.actors[name]
	switch {
	case dotted && verb == "commit" && a != nil:
		x.Code, x.Expected, x.Msg = "not-a-contributor", "", name+" is no contributor: only contributors commit"
		if a.Is(mandate.RoleParty) {
			x.Hint = "a party consents: write " + q("consent."+name)
		}
		return x
	case dotted && verb == "consent" && a != nil:
		x.Code, x.Expected, x.Msg = "not-a-party", "", name+" is no party: only parties consent"
		if a.Is(mandate.RoleContributor) {
			x.Hint = "a contributor commits: write " + q("commit."+name)
		}
		return x
	case v.issues[id.text] != nil:
		x.Hint = "write " + q("decide."+id.text)
		return x
	case v.actors[id.text] != nil && v.actors[id.text].Is(mandate.RoleContributor):
		x.Hint = "write " + q("commit."+id.text)
		return x
	case v.actors[id.text] != nil && v.actors[id.text].Is(mandate.RoleParty):
		x.Hint = "write " + q("consent."+id.text)
		return x
	}
	return x.hint(nearest(id.text, v.Events()))
}

func notOrdered(i *mandate.Issue, t token) Problem {
	x := at(t, "not-ordered", i.ID+" is not ordered: its options form no scale")
	if i.Set {
		x = at(t, "not-ordered", i.ID+" is a set and has no order")
		return x.hint("write " + example(i))
	}
	return x.hint(`write ` + i.ID + ` in ["…", "…"], or mark the issue with ordered: true`)
}

func atLeastForm(t token) Problem {
	return at(t, "arguments", "unexpected "+describe(t)+" in at_least(…)").
		expected(`an ordered issue and one of its options: at_least(roe, "robust")`)
}

func beforeForm(t token) Problem {
	return at(t, "arguments", "unexpected "+describe(t)+" in before(…)").
		expected(`two events: before("board", "commit.egypt")`)
}

func beforeItself(_, second token) Problem {
	return at(second, "before-itself", q(second.text)+" cannot come before itself")
}

func nestedOnRecord(name token) Problem {
	return at(name, "nested-on-record", "on_record(…) inside on_record(…)").
		hint("leave the inner one out: the record is asked already")
}
