package condition

import (
	"slices"
	"strconv"

	"mandate"
)

// Limits that keep a hostile text from costing more than it may.
const (
	// MaxLen is the greatest length of a condition in bytes.
	MaxLen = 64 << 10
	// MaxDepth is how deep parentheses and negations may nest.
	MaxDepth = 200
	// maxProblems is how many problems of one text are reported.
	maxProblems = 20
	// maxNumber is the greatest number that may be compared with.
	maxNumber = 1_000_000_000_000
)

// Problem is a mistake in a condition: Len bytes from byte Off on.
type Problem struct {
	Off, Len int
	// Code is a stable name such as unknown-actor.
	Code string
	// Msg says what is wrong, Expected what would be right, Hint what to do.
	Msg, Expected, Hint string
}

// Parse reads and checks a condition. It returns the tree, or nil and at least
// one problem; problems come in the order of the text.
func Parse(text string, v *Vocabulary) (*mandate.Expr, []Problem) {
	p := &parser{src: text, v: v}
	if len(text) > MaxLen {
		p.report(tooLong(len(text)))
		return nil, p.problems
	}
	p.advance()
	if p.tok.kind == tEnd && len(p.problems) == 0 {
		p.report(emptyCondition())
		return nil, p.problems
	}
	e := p.or()
	for p.tok.kind != tEnd && !p.stop {
		// Something is left over: say so once and check the rest, too.
		p.leftOver()
		if p.tok.kind == tEnd {
			break
		}
		p.or()
	}
	if len(p.problems) > 0 {
		slices.SortStableFunc(p.problems, func(a, b Problem) int { return a.Off - b.Off })
		return nil, p.problems
	}
	return e, nil
}

// FunctionNames returns the functions of the language (which no issue may be
// named like), in the order of the documentation.
func FunctionNames() []string {
	out := make([]string, 0, len(functions)+2)
	for i := range functions {
		out = append(out, functions[i].name)
	}
	return append(out, alertFunctions...)
}

// Keywords returns the words that no issue may be named like, besides the
// functions: those of the language and those that people write for them.
func Keywords() []string {
	return []string{"true", "false", "in", "and", "or", "not"}
}

// argument is what a function takes.
type argument uint8

const (
	argContributor argument = iota
	argParty
	argGroup
	argCapability
	argIssue
	argStep
	argText
	argExternal
)

// function is one function of one id.
type function struct {
	name  string
	op    mandate.Op
	arg   argument
	count bool // gives a number, which must be compared
}

// functions lists all functions; at_least, before and on_record are parsed on
// their own. The table is never written to.
var functions = [...]function{
	{"at_least", mandate.OpAtLeast, argIssue, false},
	{"joins", mandate.OpJoins, argContributor, false},
	{"consents", mandate.OpConsents, argParty, false},
	{"joining", mandate.OpJoining, argGroup, true},
	{"consenting", mandate.OpConsenting, argGroup, true},
	{"objecting", mandate.OpObjecting, argGroup, true},
	{"force", mandate.OpForce, argCapability, true},
	{"committed", mandate.OpCommitted, argCapability, true},
	{"decided", mandate.OpDecided, argIssue, false},
	{"done", mandate.OpDone, argStep, false},
	{"before", mandate.OpBefore, argStep, false},
	{"adopts", mandate.OpAdopts, argText, false},
	{"external", mandate.OpExternal, argExternal, false},
	{"on_record", mandate.OpOnRecord, argStep, false},
}

func functionNamed(name string) *function {
	for i := range functions {
		if functions[i].name == name {
			return &functions[i]
		}
	}
	return nil
}

// parser is a Pratt parser with one token of lookahead. A node that could not
// be made is nil; its problem is reported already.
type parser struct {
	src      string
	pos      int
	tok      token
	v        *Vocabulary
	depth    int
	record   bool // inside on_record
	plan     bool // inside possible or on_record of an alert
	stop     bool // give up: too deep or too many problems
	cut      bool // an open quote took the rest of the text
	problems []Problem
}

func (p *parser) advance() { p.tok = p.next() }

func (p *parser) report(x Problem) {
	if p.stop {
		return
	}
	x.Off = min(max(x.Off, 0), len(p.src))
	x.Len = min(max(x.Len, 0), len(p.src)-x.Off)
	p.problems = append(p.problems, x)
	if len(p.problems) >= maxProblems {
		p.giveUp()
	}
}

// giveUp ends the reading of the text.
func (p *parser) giveUp() {
	p.stop = true
	p.pos = len(p.src)
	p.tok = token{kind: tEnd, off: len(p.src), end: len(p.src)}
}

// enter counts a level of nesting and reports false when there are too many.
func (p *parser) enter() bool {
	p.depth++
	if p.depth > MaxDepth {
		p.report(tooDeep(p.tok))
		p.giveUp()
		return false
	}
	return true
}

func (p *parser) leave() { p.depth-- }

// word reports whether the token is the bare word.
func (p *parser) word(s string) bool { return p.tok.kind == tIdent && p.tok.text == s }

func (p *parser) or() *mandate.Expr {
	return p.chain(mandate.OpOr, tOr, "or", "||", p.and)
}

func (p *parser) and() *mandate.Expr {
	return p.chain(mandate.OpAnd, tAnd, "and", "&&", p.unary)
}

// chain reads operands joined by one operator into one flat node.
func (p *parser) chain(op mandate.Op, k kind, word, sign string, operand func() *mandate.Expr) *mandate.Expr {
	first := operand()
	if p.tok.kind != k && !p.word(word) {
		return first
	}
	e := &mandate.Expr{Op: op}
	ok := p.join(e, op, first)
	for p.tok.kind == k || p.word(word) {
		if p.tok.kind == tIdent {
			p.report(writeInstead(p.tok, sign))
		}
		p.advance()
		if !p.join(e, op, operand()) {
			ok = false
		}
	}
	if !ok {
		return nil
	}
	e.Off = e.Kids[0].Off
	return e
}

// join appends an operand, flattening one of the same kind.
func (p *parser) join(e *mandate.Expr, op mandate.Op, kid *mandate.Expr) bool {
	switch {
	case kid == nil:
		return false
	case kid.Op == op:
		e.Kids = append(e.Kids, kid.Kids...)
	default:
		e.Kids = append(e.Kids, kid)
	}
	return true
}

func (p *parser) unary() *mandate.Expr {
	if p.tok.kind != tNot && !p.word("not") {
		return p.atom()
	}
	start := p.tok
	if start.kind == tIdent {
		p.report(writeInstead(start, "!"))
	}
	p.advance()
	if !p.enter() {
		return nil
	}
	kid := p.unary()
	p.leave()
	if kid == nil {
		return nil
	}
	return &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{kid}, Off: start.off}
}

func (p *parser) atom() *mandate.Expr {
	t := p.tok
	switch t.kind {
	case tOpen:
		p.advance()
		if p.tok.kind == tClose {
			p.report(emptyParentheses(t, p.tok))
			p.advance()
			return nil
		}
		if !p.enter() {
			return nil
		}
		e := p.or()
		p.leave()
		p.closing(t)
		return e
	case tString:
		return p.member()
	case tIdent:
		switch t.text {
		case "true", "false":
			p.advance()
			op := mandate.OpTrue
			if t.text == "false" {
				op = mandate.OpFalse
			}
			p.noComparison(t)
			return &mandate.Expr{Op: op, Off: t.off}
		}
		p.advance()
		if p.tok.kind == tOpen {
			return p.call(t)
		}
		return p.issue(t)
	case tNumber:
		p.report(numberFirst(t))
		p.recover()
		return nil
	case tBad:
		p.advance()
		p.recover()
		return nil
	case tEnd:
		p.report(endsEarly(t))
		return nil
	}
	p.report(notACondition(t))
	p.recover()
	return nil
}

// recover skips to where a condition may go on: &&, ||, a closing parenthesis
// of an open one, or the end.
func (p *parser) recover() {
	open := 0
	for {
		switch p.tok.kind {
		case tEnd:
			return
		case tAnd, tOr:
			if open == 0 {
				return
			}
		case tIdent:
			if open == 0 && (p.tok.text == "and" || p.tok.text == "or") {
				return
			}
		case tOpen, tOpenList:
			open++
		case tClose, tCloseList:
			if open == 0 {
				if p.tok.kind == tClose {
					return
				}
			} else {
				open--
			}
		}
		p.advance()
	}
}

// leftOver reports what follows a complete condition and skips it.
func (p *parser) leftOver() {
	t := p.tok
	if t.kind == tClose {
		p.report(extraClosing(t))
		p.advance()
		if p.tok.kind == tAnd || p.tok.kind == tOr || p.word("and") || p.word("or") {
			p.advance()
		}
		return
	}
	if t.kind != tBad {
		p.report(afterCondition(t))
	}
	p.recover()
	if p.tok.kind == tAnd || p.tok.kind == tOr || p.word("and") || p.word("or") {
		p.advance()
	}
}

// closing reads the parenthesis that closes the opening one.
func (p *parser) closing(open token) bool {
	if p.tok.kind == tClose {
		p.advance()
		return true
	}
	if p.tok.kind == tEnd {
		if !p.cut {
			p.report(notClosed(open))
		}
		return false
	}
	if p.tok.kind != tBad {
		p.report(missingClosing(p.tok, open))
	}
	p.recover()
	if p.tok.kind == tClose {
		p.advance()
	}
	return false
}

// comparison reads a comparison sign, if there is one.
func (p *parser) comparison() (mandate.Cmp, token, bool) {
	t := p.tok
	if t.kind < tEQ || t.kind > tGE {
		return mandate.CmpNone, t, false
	}
	p.advance()
	return mandate.CmpEQ + mandate.Cmp(t.kind-tEQ), t, true
}

// noComparison reports a comparison behind something that is true or false.
func (p *parser) noComparison(what token) bool {
	_, sign, ok := p.comparison()
	if !ok {
		return true
	}
	p.report(notComparable(what, sign))
	if p.tok.kind == tNumber || p.tok.kind == tString || p.tok.kind == tIdent {
		p.advance()
	}
	return false
}

// issue reads what begins with a bare word: a comparison of an issue.
func (p *parser) issue(name token) *mandate.Expr {
	if p.v.issues[name.text] != nil && !p.inPlan(name) {
		return nil
	}
	is := p.v.issues[name.text]
	cmp, sign, compared := p.comparison()
	in := !compared && p.word("in")
	if is == nil {
		p.report(unknownIssue(p.v, name, compared || in, p.tok))
		p.recover()
		return nil
	}
	switch {
	case in:
		return p.oneOf(name, is)
	case !compared:
		p.report(bareIssue(is, name))
		if p.tok.kind == tOpenList || p.tok.kind == tNumber || p.tok.kind == tString {
			p.recover()
		}
		return nil
	}
	val := p.tok
	switch val.kind {
	case tString, tIdent:
		p.advance()
		if val.kind == tIdent && p.tok.kind == tOpen {
			p.report(optionWanted(is, val))
			p.recover()
			return nil
		}
	case tEnd:
		p.report(optionWanted(is, val))
		return nil
	case tBad:
		p.advance()
		p.recover()
		return nil
	default:
		p.report(optionWanted(is, val))
		p.recover()
		return nil
	}
	if cmp != mandate.CmpEQ && cmp != mandate.CmpNE {
		p.report(issueOrder(is, name, sign, val))
		return nil
	}
	if is.Set {
		p.report(setCompared(is, name, val))
		return nil
	}
	if val.kind == tIdent {
		p.report(quoteOption(is, name, sign, val))
		return nil
	}
	if !p.option(is, val) {
		return nil
	}
	e := &mandate.Expr{Op: mandate.OpIs, Name: is.ID, Names: []string{val.text}, Off: name.off}
	if cmp == mandate.CmpNE {
		e = &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{e}, Off: name.off}
	}
	return e
}

// option checks that the literal is an option of the issue.
func (p *parser) option(is *mandate.Issue, val token) bool {
	if is.Option(val.text) != nil {
		return true
	}
	p.report(unknownOption(p.v, is, val))
	return false
}

// oneOf reads `in ["a", "b"]` behind an issue.
func (p *parser) oneOf(name token, is *mandate.Issue) *mandate.Expr {
	in := p.tok
	p.advance()
	if p.tok.kind != tOpenList {
		p.report(listWanted(is, p.tok))
		if p.tok.kind == tString || p.tok.kind == tIdent {
			p.advance()
		} else {
			p.recover()
		}
		return nil
	}
	open := p.tok
	p.advance()
	ok := true
	if is.Set {
		p.report(setInList(is, name, in))
		ok = false
	}
	e := &mandate.Expr{Op: mandate.OpIn, Name: is.ID, Off: name.off}
	for {
		val := p.tok
		switch {
		case val.kind == tString:
			p.advance()
			if !is.Set && !p.option(is, val) {
				ok = false
			}
			if slices.Contains(e.Names, val.text) {
				p.report(listedTwice(val))
				ok = false
			}
			e.Names = append(e.Names, val.text)
		case val.kind == tIdent:
			p.advance()
			p.report(quoteOption(is, name, token{text: "in"}, val))
			ok = false
		case val.kind == tCloseList && len(e.Names) == 0:
			p.report(emptyList(is, open, val))
			p.advance()
			return nil
		default:
			if val.kind != tBad {
				p.report(listWanted(is, val))
			}
			p.recover()
			return nil
		}
		if p.tok.kind == tComma {
			p.advance()
			continue
		}
		if p.tok.kind == tCloseList {
			p.advance()
			break
		}
		if p.tok.kind == tEnd {
			if !p.cut {
				p.report(listNotClosed(open))
			}
			return nil
		}
		p.report(listWanted(is, p.tok))
		p.recover()
		return nil
	}
	if !ok {
		return nil
	}
	return e
}

// member reads `"m" in issue`.
func (p *parser) member() *mandate.Expr {
	val := p.tok
	p.advance()
	if p.word("in") && !p.inPlan(val) {
		return nil
	}
	if !p.word("in") {
		p.report(bareString(p.v, val, p.tok))
		p.recover()
		return nil
	}
	p.advance()
	name := p.tok
	switch name.kind {
	case tIdent:
		p.advance()
	case tString:
		p.advance()
		if p.v.issues[name.text] != nil {
			p.report(unquoteIssue(name))
			return nil
		}
		p.report(unknownIssue(p.v, name, true, p.tok))
		return nil
	case tBad:
		p.advance()
		return nil
	default:
		p.report(setIssueWanted(p.v, name))
		if name.kind != tEnd {
			p.recover()
		}
		return nil
	}
	is := p.v.issues[name.text]
	if is == nil {
		p.report(unknownIssue(p.v, name, true, p.tok))
		return nil
	}
	if !is.Set {
		p.report(memberOfChoice(is, name, val))
		return nil
	}
	if !p.option(is, val) || !p.noComparison(name) {
		return nil
	}
	return &mandate.Expr{Op: mandate.OpHas, Name: is.ID, Names: []string{val.text}, Off: val.off}
}

// call reads a function; the token is its opening parenthesis.
func (p *parser) call(name token) *mandate.Expr {
	if p.v.alerts && !p.plan && slices.Contains(alertFunctions, name.text) {
		return p.conclusion(name)
	}
	if p.v.alerts && p.plan && slices.Contains(alertFunctions, name.text) {
		p.report(at(name, "plans-only", name.text+"(…) speaks of a conclusion, and possible(…) and on_record(…) of plans and the record").hint("put it beside them"))
		p.recover()
		return nil
	}
	f := functionNamed(name.text)
	if f != nil && f.op != mandate.OpOnRecord && !p.inPlan(name) {
		return nil
	}
	if f == nil {
		p.report(unknownFunction(p.v, name))
		p.recover()
		return nil
	}
	open := p.tok
	p.advance()
	switch f.op {
	case mandate.OpOnRecord:
		return p.onRecord(name, open)
	case mandate.OpAtLeast:
		return p.atLeast(name, open)
	case mandate.OpBefore:
		return p.before(name, open)
	}
	id, ok := p.literal(f)
	if p.tok.kind == tComma {
		p.report(oneArgument(name, p.tok))
		p.skipArguments()
		ok = false
	}
	if !p.closing(open) {
		return nil
	}
	cmp, sign, compared := p.comparison()
	if f.count {
		return p.count(f, name, id, ok, cmp, compared)
	}
	if compared {
		p.report(notComparable(name, sign))
		if p.tok.kind == tNumber || p.tok.kind == tString || p.tok.kind == tIdent {
			p.advance()
		}
		return nil
	}
	if !ok || !p.known(f.arg, name, id) {
		return nil
	}
	return &mandate.Expr{Op: f.op, Name: id.text, Off: name.off}
}

// count reads the number behind a count or a figure and makes its node.
func (p *parser) count(f *function, name, id token, ok bool, cmp mandate.Cmp, compared bool) *mandate.Expr {
	if ok {
		ok = p.known(f.arg, name, id)
	}
	if !compared {
		p.report(bareCount(f, name, id))
		return nil
	}
	num := p.tok
	if num.kind != tNumber {
		if num.kind != tBad {
			p.report(numberWanted(num))
		}
		if num.kind == tString || num.kind == tIdent || num.kind == tBad {
			p.advance()
			if p.tok.kind == tOpen {
				p.recover()
			}
		} else {
			p.recover()
		}
		return nil
	}
	p.advance()
	n, err := strconv.ParseInt(num.text, 10, 64)
	for _, c := range []byte(num.text) {
		if !isDigit(c) {
			p.report(badNumber(num))
			return nil
		}
	}
	if err != nil || n > maxNumber {
		p.report(hugeNumber(num))
		return nil
	}
	if !ok {
		return nil
	}
	return &mandate.Expr{Op: f.op, Name: id.text, Cmp: cmp, N: n, Off: name.off}
}

// literal reads the quoted id of a function.
func (p *parser) literal(f *function) (token, bool) {
	t := p.tok
	switch t.kind {
	case tString:
		p.advance()
		return t, true
	case tIdent:
		p.advance()
		if p.tok.kind == tOpen {
			p.report(literalWanted(f.name, f.arg, t))
			p.skipArguments()
			return t, false
		}
		p.report(quoteID(f.name, t))
		return t, false
	case tBad:
		p.advance()
		return t, false
	}
	p.report(literalWanted(f.name, f.arg, t))
	p.skipArguments()
	return t, false
}

// skipArguments skips to the parenthesis that closes the call.
func (p *parser) skipArguments() {
	open := 0
	for p.tok.kind != tEnd {
		switch p.tok.kind {
		case tOpen, tOpenList:
			open++
		case tCloseList:
			open--
		case tClose:
			if open <= 0 {
				return
			}
			open--
		case tAnd, tOr:
			if open <= 0 {
				return
			}
		}
		p.advance()
	}
}

// known checks that the id exists and has the kind the function wants.
func (p *parser) known(a argument, fn, id token) bool {
	v, ok := p.v, false
	switch a {
	case argContributor, argParty:
		actor := v.actors[id.text]
		role := mandate.RoleContributor
		if a == argParty {
			role = mandate.RoleParty
		}
		if actor != nil && !actor.Is(role) {
			p.report(wrongRole(actor, a, id))
			return false
		}
		ok = actor != nil
	case argGroup:
		ok = v.groups[id.text]
	case argCapability:
		ok = v.caps[id.text]
	case argIssue:
		ok = v.issues[id.text] != nil
	case argStep:
		ok = v.steps[id.text]
	case argText:
		ok = v.texts[id.text]
	case argExternal:
		ok = v.externals[id.text]
	}
	if !ok {
		p.report(unknownID(v, a, fn, id))
	}
	return ok
}

// atLeast reads at_least(issue, "option").
func (p *parser) atLeast(name, open token) *mandate.Expr {
	ref := p.tok
	ok := true
	var is *mandate.Issue
	switch ref.kind {
	case tIdent, tString:
		p.advance()
		is = p.v.issues[ref.text]
		switch {
		case is == nil:
			p.report(unknownIssue(p.v, ref, true, p.tok))
			ok = false
		case ref.kind == tString:
			p.report(unquoteIssue(ref))
			ok = false
		case is.Set || !is.Ordered:
			p.report(notOrdered(is, ref))
			ok = false
		}
	default:
		if ref.kind != tBad {
			p.report(atLeastForm(ref))
		}
		p.skipArguments()
		p.closing(open)
		return nil
	}
	if p.tok.kind != tComma {
		if p.tok.kind != tBad {
			p.report(atLeastForm(p.tok))
		}
		p.skipArguments()
		p.closing(open)
		return nil
	}
	p.advance()
	val := p.tok
	switch val.kind {
	case tString:
		p.advance()
		if is != nil && !p.option(is, val) {
			ok = false
		}
	case tIdent:
		p.advance()
		p.report(quoteID("at_least", val))
		ok = false
	default:
		if val.kind != tBad {
			p.report(atLeastForm(val))
		}
		p.skipArguments()
		ok = false
	}
	if p.tok.kind == tComma {
		p.report(atLeastForm(p.tok))
		p.skipArguments()
		ok = false
	}
	if !p.closing(open) || !p.noComparison(name) || !ok {
		return nil
	}
	return &mandate.Expr{Op: mandate.OpAtLeast, Name: is.ID, Names: []string{val.text}, Off: name.off}
}

// before reads before("x", "y").
func (p *parser) before(name, open token) *mandate.Expr {
	var ids [2]token
	ok := true
	for i := range ids {
		t := p.tok
		ids[i] = t
		switch t.kind {
		case tString:
			p.advance()
			if !p.v.IsEvent(t.text) {
				p.report(unknownEvent(p.v, t))
				ok = false
			}
		case tIdent:
			p.advance()
			p.report(quoteID("before", t))
			ok = false
		default:
			if t.kind != tBad {
				p.report(beforeForm(t))
			}
			p.skipArguments()
			p.closing(open)
			return nil
		}
		if i == 0 {
			if p.tok.kind != tComma {
				if p.tok.kind != tBad {
					p.report(beforeForm(p.tok))
				}
				p.skipArguments()
				p.closing(open)
				return nil
			}
			p.advance()
		}
	}
	if p.tok.kind == tComma {
		p.report(beforeForm(p.tok))
		p.skipArguments()
		ok = false
	}
	if ok && ids[0].text == ids[1].text {
		p.report(beforeItself(ids[0], ids[1]))
		ok = false
	}
	if !p.closing(open) || !p.noComparison(name) || !ok {
		return nil
	}
	return &mandate.Expr{Op: mandate.OpBefore, Name: ids[0].text, Names: []string{ids[1].text}, Off: name.off}
}

// onRecord reads on_record(condition).
func (p *parser) onRecord(name, open token) *mandate.Expr {
	nested := p.record
	if nested {
		p.report(nestedOnRecord(name))
	}
	if p.tok.kind == tClose {
		p.report(emptyParentheses(open, p.tok))
		p.advance()
		return nil
	}
	if !p.enter() {
		return nil
	}
	plan := p.plan
	p.record, p.plan = true, true
	e := p.or()
	p.record, p.plan = nested, plan
	p.leave()
	if !p.closing(open) || !p.noComparison(name) || e == nil || nested {
		return nil
	}
	return &mandate.Expr{Op: mandate.OpOnRecord, Kids: []*mandate.Expr{e}, Off: name.off}
}
