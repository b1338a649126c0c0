package condition_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"mandate"
	"mandate/internal/condition"
)

// testCase is the vocabulary of the tests.
func testCase() *mandate.Case {
	opts := func(ids ...string) (out []*mandate.Option) {
		for _, id := range ids {
			out = append(out, &mandate.Option{ID: id})
		}
		return out
	}
	return &mandate.Case{
		Actors: []*mandate.Actor{
			{ID: "israel", Roles: []mandate.Role{mandate.RoleParty}, Groups: []string{"council"}},
			{ID: "turkiye", Roles: []mandate.Role{mandate.RoleContributor}, Groups: []string{"council", "muslim-majority"}},
			{ID: "egypt", Roles: []mandate.Role{mandate.RoleContributor, mandate.RoleParty}},
			{ID: "un", Roles: []mandate.Role{mandate.RoleBody}},
		},
		Groups: []*mandate.Group{{ID: "p5"}},
		Issues: []*mandate.Issue{
			{ID: "roe", Ordered: true, Options: opts("defence", "robust", "enforce")},
			{ID: "funding", Options: opts("levy", "gifts")},
			{ID: "tasks", Set: true, Options: opts("monitor", "disarm")},
		},
		Steps:        []*mandate.Step{{ID: "board"}, {ID: "withdrawal", Stages: 2}},
		Texts:        []*mandate.Text{{ID: "draft-1"}},
		Capabilities: []*mandate.Capability{{ID: "infantry"}},
		Externals:    []*mandate.External{{ID: "truce_holds"}},
	}
}

func TestCanonicalText(t *testing.T) {
	v := condition.NewVocabulary(testCase())
	for _, tc := range []struct{ name, src, want string }{
		{"choice", `roe=="defence"`, `roe == "defence"`},
		{"choice negated", `roe != 'enforce'`, `roe != "enforce"`},
		{"negated choice is the other sign", `!(roe == "enforce")`, `roe != "enforce"`},
		{"negation of the other sign", `!(roe != "enforce")`, `!(roe != "enforce")`},
		{"list", `roe in ['defence',"robust"]`, `roe in ["defence", "robust"]`},
		{"member", `"disarm" in tasks`, `"disarm" in tasks`},
		{"negated member keeps parentheses", `!"disarm" in tasks`, `!("disarm" in tasks)`},
		{"scale", `at_least( roe , "robust" )`, `at_least(roe, "robust")`},
		{"joins", `joins("turkiye")`, `joins("turkiye")`},
		{"actor in both roles", `joins("egypt") && consents("egypt")`, `joins("egypt") && consents("egypt")`},
		{"counts", `joining("muslim-majority")>=2||consenting("council")<9`, `joining("muslim-majority") >= 2 || consenting("council") < 9`},
		{"count unequal", `objecting("p5") != 0`, `objecting("p5") != 0`},
		{"figures", `force("infantry") > 5000 && committed("infantry") == 0`, `force("infantry") > 5000 && committed("infantry") == 0`},
		{"steps", `done("withdrawal.2") && decided("funding")`, `done("withdrawal.2") && decided("funding")`},
		{"events", `before("withdrawal.1", "commit.turkiye") || before("decide.roe", "consent.israel")`, `before("withdrawal.1", "commit.turkiye") || before("decide.roe", "consent.israel")`},
		{"text and external", `adopts("draft-1") && !external("truce_holds")`, `adopts("draft-1") && !external("truce_holds")`},
		{"record", `on_record(decided("roe") && !done("board"))`, `on_record(decided("roe") && !done("board"))`},
		{"and binds tighter", `true || false && true`, `true || false && true`},
		{"parentheses kept where needed", `(true || false) && true`, `(true || false) && true`},
		{"parentheses dropped", `((true && false)) || (true)`, `true && false || true`},
		{"flattened", `true && (false && true) && true`, `true && false && true && true`},
		{"double negation", `!!joins("turkiye")`, `!!joins("turkiye")`},
		{"lines", "true &&\n\tfalse\r\n", `true && false`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e, problems := condition.Parse(tc.src, v)
			if len(problems) > 0 {
				t.Fatalf("%s: %+v", tc.src, problems)
			}
			if got := condition.Print(e); got != tc.want {
				t.Errorf("Print(Parse(%s)) = %s, want %s", tc.src, got, tc.want)
			}
		})
	}
}

func TestLowering(t *testing.T) {
	v := condition.NewVocabulary(testCase())
	e, _ := condition.Parse(`roe != "enforce" && (joining("council") != 2 && true)`, v)
	want := &mandate.Expr{Op: mandate.OpAnd, Kids: []*mandate.Expr{
		{Op: mandate.OpNot, Kids: []*mandate.Expr{{Op: mandate.OpIs, Name: "roe", Names: []string{"enforce"}}}},
		{Op: mandate.OpJoining, Name: "council", Cmp: mandate.CmpNE, N: 2, Off: 21},
		{Op: mandate.OpTrue, Off: 48},
	}}
	if d := cmp.Diff(want, e); d != "" {
		t.Error(d)
	}
}

// TestProblems pins what a user reads: the marked part of the text, the code,
// the message, what is expected and the hint.
func TestProblems(t *testing.T) {
	v := condition.NewVocabulary(testCase())
	for _, tc := range []struct{ name, src, want string }{
		{"empty", ``, `«» empty-condition: the condition is empty; expected a condition such as joins("egypt") or true`},
		{"bare issue", `roe`, `«roe» bare-issue: roe is an issue, not a condition; expected a choice such as roe == "defence"; hint: to ask whether it is decided write decided("roe")`},
		{"unquoted option", `roe == defence`, `«defence» missing-quotes: the option "defence" is not in quotes; hint: write roe == "defence"`},
		{"unknown option", `roe == "defense"`, `«"defense"» unknown-option: roe has no option "defense"; expected one of its options: defence, robust, enforce; hint: did you mean "defence"?`},
		{"option of another issue", `roe == "levy"`, `«"levy"» unknown-option: roe has no option "levy"; expected one of its options: defence, robust, enforce; hint: "levy" is an option of funding`},
		{"unknown issue", `rooe == "defence"`, `«rooe» unknown-issue: there is no issue "rooe"; expected an issue: roe, funding, tasks; hint: did you mean roe?`},
		{"actor as a condition", `turkiye`, `«turkiye» unknown-name: "turkiye" is neither an issue nor a function; expected an issue: roe, funding, tasks; hint: turkiye is an actor: write joins("turkiye") or consents("turkiye")`},
		{"set compared", `tasks == "monitor"`, `«tasks» set-compared: tasks is a set: it has members and no single option; hint: write "monitor" in tasks`},
		{"member of a choice", `"defence" in roe`, `«roe» choice-as-set: roe is a choice: exactly one option is taken, so it has no members; hint: write roe == "defence"`},
		{"order of options", `roe >= "robust"`, `«>=» wrong-operator: an issue cannot be compared with >=; expected == or !=; hint: for an ordered issue write at_least(roe, "robust")`},
		{"scale on an unordered issue", `at_least(funding, "levy")`, `«funding» not-ordered: funding is not ordered: its options form no scale; hint: write funding in ["…", "…"], or mark the issue with ordered: true`},
		{"party asked to join", `joins("israel")`, `«"israel"» not-a-contributor: israel is no contributor: only contributors join; expected an actor with the role contributor; hint: a party consents: write consents("israel")`},
		{"contributor asked to consent", `consents("turkiye")`, `«"turkiye"» not-a-party: turkiye is no party: only parties consent; expected an actor with the role party; hint: a contributor joins: write joins("turkiye")`},
		{"unknown actor", `joins("turkye")`, `«"turkye"» unknown-actor: there is no actor "turkye"; expected a contributor: turkiye, egypt; hint: did you mean "turkiye"?`},
		{"id without quotes", `joins(turkiye)`, `«turkiye» missing-quotes: the id "turkiye" is not in quotes; hint: in joins(…) write "turkiye"`},
		{"group as an actor", `joins("council")`, `«"council"» unknown-actor: there is no actor "council"; expected a contributor: turkiye, egypt; hint: council is a group: write joining("council") >= 1`},
		{"bare count", `joining("council")`, `«joining» bare-count: joining(…) is a count, not a condition; expected a comparison such as joining("council") >= 2`},
		{"figure with a text", `force("infantry") >= "5000"`, `«"5000"» number-wanted: a count or figure is compared with a whole number, not with text "5000"; expected a whole number; hint: write 5000 without quotes`},
		{"thousands", `force("infantry") >= 5_000`, `«5_000» number-wanted: "5_000" is not a whole number; expected digits alone, such as 5000; hint: write 5000`},
		{"huge", `force("infantry") >= 99999999999999999999`, `«99999999999999999999» number-too-large: the number is too large; expected at most 1000000000000`},
		{"negative", `force("infantry") >= -1`, `«-» unexpected-character: the character "-" has no meaning in a condition; hint: there is no arithmetic: compare counts and figures with whole numbers`},
		{"truth compared", `joins("egypt") == true`, `«==» not-a-number: joins(…) is true or false by itself; hint: leave the comparison out; write ! before it for the opposite`},
		{"words for signs", `joins("egypt") and not joins("turkiye")`, `«and» wrong-operator: "and" is no operator here; hint: write && | «not» wrong-operator: "not" is no operator here; hint: write !`},
		{"single signs", `roe = "defence" & true | false`, `«=» wrong-operator: "=" is no operator here; hint: write == | «&» wrong-operator: "&" is no operator here; hint: write && | «|» wrong-operator: "|" is no operator here; hint: write ||`},
		{"typographic quotes", `joins(“egypt”)`, `«“» typographic-quote: a typographic quote; expected a straight quote (" or ')`},
		{"alerts", `rung("egypt") >= 2`, `«rung» alerts-only: rung(…) exists only in alerts; hint: a condition of the case may speak of issues, steps, texts, externals and who takes part`},
		{"unknown function", `join("egypt")`, `«join» unknown-function: there is no function "join"; expected one of at_least, joins, consents, joining, consenting, objecting, force, committed, decided, done, before, adopts, external, on_record; hint: did you mean joins?`},
		{"record in record", `on_record(on_record(true))`, `«on_record» nested-on-record: on_record(…) inside on_record(…); hint: leave the inner one out: the record is asked already`},
		{"before itself", `before("board", "board")`, `«"board"» before-itself: "board" cannot come before itself`},
		{"unknown event", `before("bord", "commit.egypt")`, `«"bord"» unknown-event: there is no event "bord"; expected a step, a stage such as withdrawal.1, decide.<issue>, commit.<contributor> or consent.<party>; hint: did you mean "board"?`},
		{"event of a party", `before("board", "commit.israel")`, `«"commit.israel"» not-a-contributor: israel is no contributor: only contributors commit; hint: a party consents: write "consent.israel"`},
		{"unclosed", `(true && false`, `«(» parentheses: this parenthesis is never closed; expected ) at the end`},
		{"closed too often", `true) && false`, `«)» parentheses: this parenthesis closes nothing`},
		{"unclosed quote", `joins("egypt)`, `«"» unclosed-quote: the quote is never closed; expected another " behind the id`},
		{"ends early", `true &&`, `«» condition-ends-early: the condition ends where another one should follow; expected a condition`},
		{"two conditions", `true joins("egypt")`, `«joins» syntax: unexpected "joins" after a complete condition; expected &&, || or the end`},
		{"reversed", `5000 <= force("infantry")`, `«5000» syntax: a condition cannot begin with a number; hint: write the number on the right: force("infantry") >= 5000`},
		{"option first", `"defence" == roe`, `«"defence"» syntax: "defence" is an id, not a condition; hint: write the issue first: roe == "defence"`},
		{"several problems", `joins("x1") && roe == "y" || done("z")`, `«"x1"» unknown-actor: there is no actor "x1"; expected a contributor: turkiye, egypt | «"y"» unknown-option: roe has no option "y"; expected one of its options: defence, robust, enforce | «"z"» unknown-step: there is no step "z"; expected a step: board, withdrawal, withdrawal.1, withdrawal.2`},
		{"listed twice", `roe in ["robust", "robust"]`, `«"robust"» listed-twice: "robust" stands in the list twice`},
		{"empty list", `roe in []`, `«[]» empty-list: the list of options is empty: the condition could never hold; expected options of roe in quotes: defence, robust, enforce`},
		{"not a list", `roe in "robust"`, `«"robust"» list-wanted: unexpected text "robust" in the list of options of roe; expected a list such as ["defence", "robust"]; hint: for one option write roe == "robust"`},
		{"quoted issue", `"monitor" in "tasks"`, `«"tasks"» quoted-issue: an issue stands without quotes here; hint: write tasks`},
		{"computed id", `joins(decided("roe"))`, `«decided» literal-wanted: joins(…) takes the id of a contributor, not "decided"; expected an id in quotes`},
		{"too deep", strings.Repeat("(", 300) + "true" + strings.Repeat(")", 300), `«(» condition-too-deep: the condition nests too deep; expected at most 200 levels of parentheses and negations`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e, problems := condition.Parse(tc.src, v)
			if e != nil && len(problems) > 0 {
				t.Error("both a tree and problems")
			}
			if got := show(tc.src, problems); got != tc.want {
				t.Errorf("%s\n got %s\nwant %s", tc.src, got, tc.want)
			}
		})
	}
}

// show puts problems into one line.
func show(src string, problems []condition.Problem) string {
	var parts []string
	for _, p := range problems {
		s := "«" + src[p.Off:p.Off+p.Len] + "» " + p.Code + ": " + p.Msg
		if p.Expected != "" {
			s += "; expected " + p.Expected
		}
		if p.Hint != "" {
			s += "; hint: " + p.Hint
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " | ")
}

// anExpr draws a checked tree of the test vocabulary.
func anExpr(t *rapid.T, depth int, record bool) *mandate.Expr {
	pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "id") }
	kind := rapid.IntRange(0, 21).Draw(t, "kind")
	if depth == 0 && kind < 6 {
		kind += 6
	}
	cmpOp := func() mandate.Cmp { return mandate.Cmp(rapid.IntRange(1, 6).Draw(t, "cmp")) }
	n := func() int64 { return rapid.Int64Range(0, 9999).Draw(t, "n") }
	switch kind {
	case 0, 1:
		return &mandate.Expr{Op: mandate.OpNot, Kids: []*mandate.Expr{anExpr(t, depth-1, record)}}
	case 2, 3, 4:
		op := mandate.OpAnd
		if kind == 3 {
			op = mandate.OpOr
		}
		e := &mandate.Expr{Op: op}
		for range rapid.IntRange(2, 4).Draw(t, "kids") {
			k := anExpr(t, depth-1, record)
			if k.Op == op {
				e.Kids = append(e.Kids, k.Kids...)
			} else {
				e.Kids = append(e.Kids, k)
			}
		}
		return e
	case 5:
		if record {
			return &mandate.Expr{Op: mandate.OpTrue}
		}
		return &mandate.Expr{Op: mandate.OpOnRecord, Kids: []*mandate.Expr{anExpr(t, depth-1, true)}}
	case 6:
		return &mandate.Expr{Op: mandate.OpTrue}
	case 7:
		return &mandate.Expr{Op: mandate.OpFalse}
	case 8:
		return &mandate.Expr{Op: mandate.OpIs, Name: "funding", Names: []string{pick("levy", "gifts")}}
	case 9:
		return &mandate.Expr{Op: mandate.OpIn, Name: "roe", Names: []string{"defence", pick("robust", "enforce")}}
	case 10:
		return &mandate.Expr{Op: mandate.OpHas, Name: "tasks", Names: []string{pick("monitor", "disarm")}}
	case 11:
		return &mandate.Expr{Op: mandate.OpAtLeast, Name: "roe", Names: []string{pick("robust", "enforce")}}
	case 12:
		return &mandate.Expr{Op: mandate.OpJoins, Name: pick("turkiye", "egypt")}
	case 13:
		return &mandate.Expr{Op: mandate.OpConsents, Name: pick("israel", "egypt")}
	case 14:
		return &mandate.Expr{Op: mandate.OpJoining, Name: pick("council", "p5"), Cmp: cmpOp(), N: n()}
	case 15:
		return &mandate.Expr{Op: mandate.OpObjecting, Name: "p5", Cmp: cmpOp(), N: n()}
	case 16:
		return &mandate.Expr{Op: mandate.OpForce, Name: "infantry", Cmp: cmpOp(), N: n()}
	case 17:
		return &mandate.Expr{Op: mandate.OpDecided, Name: pick("roe", "funding")}
	case 18:
		return &mandate.Expr{Op: mandate.OpDone, Name: pick("board", "withdrawal.1")}
	case 19:
		return &mandate.Expr{Op: mandate.OpBefore, Name: "board", Names: []string{pick("commit.egypt", "decide.roe", "withdrawal.2")}}
	case 20:
		return &mandate.Expr{Op: mandate.OpAdopts, Name: "draft-1"}
	}
	return &mandate.Expr{Op: mandate.OpExternal, Name: "truce_holds"}
}

func TestPrintParseRoundTrip(t *testing.T) {
	v := condition.NewVocabulary(testCase())
	rapid.Check(t, func(t *rapid.T) {
		e := anExpr(t, 4, false)
		text := condition.Print(e)
		got, problems := condition.Parse(text, v)
		if len(problems) > 0 {
			t.Fatalf("%s: %+v", text, problems)
		}
		if d := cmp.Diff(e, got, cmpopts.IgnoreFields(mandate.Expr{}, "Off")); d != "" {
			t.Fatalf("%s\n%s", text, d)
		}
	})
}

func TestEvaluation(t *testing.T) {
	v := condition.NewVocabulary(testCase())
	truth := mandate.Unknown
	w := condition.World{
		Is:       func(i, o string) bool { return i == "roe" && o == "robust" },
		Has:      func(_, m string) bool { return m == "monitor" },
		AtLeast:  func(_, o string) bool { return o != "enforce" },
		Joins:    func(a string) bool { return a == "egypt" },
		Joining:  func(string) int64 { return 2 },
		Force:    func(string) int64 { return 5000 },
		Done:     func(s string) bool { return s == "board" },
		Before:   func(x, y string) bool { return x < y },
		External: func(string) mandate.Truth { return truth },
		OnRecord: &condition.World{Done: func(string) bool { return true }},
	}
	check := func(want bool, src string) {
		t.Helper()
		e, problems := condition.Parse(src, v)
		if len(problems) > 0 {
			t.Fatalf("%s: %+v", src, problems)
		}
		if got := condition.Eval(e, w); got != want {
			t.Errorf("%s is %v, want %v", src, got, want)
		}
	}
	check(true, `roe == "robust" && roe != "enforce" && roe in ["defence", "robust"] && "monitor" in tasks`)
	check(false, `at_least(roe, "enforce") || "disarm" in tasks || joins("turkiye") || consents("israel")`)
	check(true, `joining("council") >= 2 && force("infantry") == 5000 && !(joining("council") < 2)`)
	check(true, `done("board") && !done("withdrawal") && before("board", "commit.egypt")`)
	check(true, `on_record(done("withdrawal")) && !on_record(!done("withdrawal"))`)
	// An unknown external makes neither itself nor its negation true, but on
	// record negation is plain.
	check(false, `external("truce_holds") || !external("truce_holds")`)
	check(true, `on_record(!external("truce_holds"))`)
	truth = mandate.False
	check(true, `!(external("truce_holds") && true)`)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		``, `true`, `roe == "defence"`, `"disarm" in tasks && !joins("egypt")`, `joining("council") >= 2 || (false)`,
		`before("board", "commit.egypt")`, `on_record(decided("roe"))`, `roe in ["defence", robust`, `((((`, `!!!!`,
		`roe = “defence” and x`, "a\x00b", `at_least(roe,,"x")`, `force("infantry") >= 99999999999999999999`, `'`, `a-b.c-`,
		`joins(joins(joins("x")))`, `"a" in`, `&& ||`, "\xff\xfe", `roe in [`, `roe in ["defence",]`, `≥≤≠“`,
	} {
		f.Add(s)
	}
	v := condition.NewVocabulary(testCase())
	f.Fuzz(func(t *testing.T, s string) {
		e, problems := condition.Parse(s, v)
		if (e == nil) == (len(problems) == 0) {
			t.Fatalf("%q: tree %v, problems %v", s, e, problems)
		}
		for _, p := range problems {
			if p.Off < 0 || p.Len < 0 || p.Off+p.Len > len(s) || p.Code == "" || p.Msg == "" {
				t.Fatalf("%q: %+v", s, p)
			}
		}
		if e != nil {
			again, problems := condition.Parse(condition.Print(e), v)
			if len(problems) > 0 || condition.Print(again) != condition.Print(e) {
				t.Fatalf("%q prints as %q: %v", s, condition.Print(e), problems)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	v := condition.NewVocabulary(testCase())
	for b.Loop() {
		condition.Parse(`roe != "enforce" && (joins("turkiye") || joining("muslim-majority") >= 2) && done("board")`, v)
	}
}
