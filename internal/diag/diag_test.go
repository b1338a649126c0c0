package diag_test

import (
	"encoding/json"
	"strings"
	"testing"

	"mandate/internal/diag"
)

func at(line, col, endCol int) diag.Span {
	return diag.Span{File: "case.yaml", Line: line, Col: col, EndLine: line, EndCol: endCol}
}

func TestRendering(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		span       diag.Span
		width      int
		want       string
	}{
		{"a word", "actor: turkye\n", at(1, 8, 14), 0, "   1 | actor: turkye\n     |        ^^^^^^\n"},
		{"only the start is known", "actor: x\n", diag.Span{File: "case.yaml", Line: 1, Col: 8}, 0, "   1 | actor: x\n     |        ^\n"},
		{"end of the line", "a\n", at(1, 2, 3), 0, "   1 | a\n     |  ^\n"},
		{"column beyond the line", "a\n", at(1, 9, 12), 0, "   1 | a\n     |  ^\n"},
		{"tabs", "\ta:\tb\n", at(1, 5, 6), 0, "   1 |     a:  b\n     |         ^\n"},
		{"wide characters", "名前: x\n", at(1, 5, 6), 0, "   1 | 名前: x\n     |       ^\n"},
		{"under a wide character", "a 名前\n", at(1, 3, 5), 0, "   1 | a 名前\n     |   ^^^^\n"},
		{"combining marks", "e\u0301: x\n", at(1, 5, 6), 0, "   1 | e\u0301: x\n     |    ^\n"},
		{"several lines", "one two\nthree\n", diag.Span{File: "case.yaml", Line: 1, Col: 5, EndLine: 2, EndCol: 3}, 0, "   1 | one two\n     |     ^^^\n"},
		{"windows line ends", "a\r\nb: c\r\n", at(2, 4, 5), 0, "   2 | b: c\n     |    ^\n"},
		{"no such line", "a\n", at(7, 1, 2), 0, ""},
		{"long line, early", strings.Repeat("x", 60) + "\n", at(1, 3, 5), 30, "   1 | xxxxxxxxxxxxxxxxxxxxxx…\n     |   ^^\n"},
		{"long line, late", strings.Repeat("x", 50) + "HERE" + strings.Repeat("y", 50) + "\n", at(1, 51, 55), 30, "   1 | …xxxxxxHEREyyyyyyyyyyy…\n     |        ^^^^\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := diag.Printer{Source: func(string) []byte { return []byte(tc.text) }, Width: tc.width}
			got := p.Sprint(diag.List{{Code: "c", Span: tc.span, Msg: "m", Expected: "e", Hint: "h"}})
			want := tc.span.String() + ": error: m\n" + tc.want + "  expected e\n  hint: h\n"
			if got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

func TestStyleAndPath(t *testing.T) {
	p := diag.Printer{
		Path:  func(f string) string { return "cases/x/" + f },
		Style: diag.Style{Warning: func(s string) string { return "<" + s + ">" }},
	}
	got := p.Sprint(diag.List{{Severity: diag.Warning, Span: at(2, 3, 4), Msg: "m"}, {Msg: "no place"}})
	if want := "cases/x/case.yaml:2:3: <warning:> m\nerror: no place\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSortIsStable(t *testing.T) {
	l := diag.List{{Msg: "d", Span: diag.Span{File: "b", Line: 1, Col: 1}}, {Msg: "c", Span: diag.Span{File: "a", Line: 2, Col: 1}},
		{Msg: "a", Span: diag.Span{File: "a", Line: 1, Col: 5}}, {Msg: "b", Span: diag.Span{File: "a", Line: 1, Col: 5}}}
	l.Sort()
	var got strings.Builder
	for _, d := range l {
		got.WriteString(d.Msg)
	}
	if got.String() != "abcd" {
		t.Errorf("sorted as %s", got.String())
	}
}

func TestJSON(t *testing.T) {
	b, err := json.Marshal(diag.List{{Code: "unknown-actor", Span: at(3, 12, 18), Msg: "m", Hint: "h"}})
	want := `[{"code":"unknown-actor","severity":"error","file":"case.yaml","line":3,"column":12,"end_line":3,"end_column":18,"message":"m","hint":"h"}]`
	if err != nil || string(b) != want {
		t.Errorf("%s, %v", b, err)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"turkiye", "egypt", "usa", "uk", "saudi-arabia", "united-arab-emirates"}
	for in, want := range map[string]string{
		"turkye": "turkiye", "Turkiye": "turkiye", "egpyt": "egypt", "usb": "usa", "saudi_arabia": "saudi-arabia",
		"united-arab-emirate": "united-arab-emirates", "france": "", "": "", "xy": "", "zzzzzzz": "",
	} {
		got, ok := diag.Nearest(in, names)
		if got != want || ok != (want != "") {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
