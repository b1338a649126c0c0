package chart_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/chart"
	"mandate/internal/record"
	"mandate/internal/report"
)

var (
	update = flag.Bool("update", false, "rewrite the stored charts")
	write  = flag.String("write", "", "write all charts of the case to this folder, to look at them")
)

func gaza(t *testing.T, y int, m int, d int) *record.State {
	t.Helper()
	c, _, list := casefile.LoadDir("../../cases/gaza-isf")
	if list.HasErrors() {
		t.Fatal(list)
	}
	day, err := mandate.ParseWhen(fmt.Sprintf("%04d-%02d-%02d", y, m, d))
	if err != nil {
		t.Fatal(err)
	}
	st, err := record.At(c, mandate.Query{AsOf: &day.First})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var strip = []chart.StripDay{
	{Day: mandate.DayOf(2025, 9, 29), Verdict: "blocked", Entries: 4},
	{Day: mandate.DayOf(2025, 10, 8), Verdict: "blueprint", Rung: "silent", Entries: 2, IDs: []string{"a-1", "b-1"}},
	{Day: mandate.DayOf(2025, 10, 27), Verdict: "blueprint", Rung: "silent", Entries: 6},
	{Day: mandate.DayOf(2025, 11, 17), Verdict: "blueprint", Rung: "interested", Entries: 9},
	{Day: mandate.DayOf(2025, 12, 12), Verdict: "blueprint", Rung: "conditional", Entries: 1},
	{Day: mandate.DayOf(2026, 1, 10), Verdict: "blocked", Entries: 1},
	{Day: mandate.DayOf(2026, 1, 14), Verdict: "actionable", Rung: "agreed", Entries: 3},
	{Day: mandate.DayOf(2026, 2, 19), Verdict: "under way", Entries: 12},
	{Day: mandate.DayOf(2026, 3, 4), Verdict: "under way", Entries: 2},
}

// charts of the catalogue case and of made-up answers, by name.
func charts(t *testing.T) map[string]*chart.Chart {
	st := gaza(t, 2025, 12, 20)
	later := gaza(t, 2026, 2, 20)
	var opt report.Options
	opt.Audience = mandate.Restricted
	chances := must[*report.Chances](t)(report.BuildChances(st, report.ChancesAsk{Draws: 640, Seed: 1}, opt))
	show := must[*report.Show](t)(report.BuildShow(st, report.Filter{}, opt))
	return map[string]*chart.Chart{
		"force":          chart.Force(must[*report.Who](t)(report.BuildWho(st, nil, opt))),
		"force-lines":    chart.Force(must[*report.Who](t)(report.BuildWho(later, nil, opt))),
		"force-made":     chart.Force(made),
		"timeline":       chart.Timeline(show, 12),
		"timeline-all":   chart.Timeline(must[*report.Show](t)(report.BuildShow(st, report.Filter{All: true}, opt)), 12),
		"strip":          chart.Strip(strip),
		"matrix":         chart.Matrix(must[*report.Matrix](t)(report.BuildMatrix(st, opt))),
		"standings":      chart.Standings(must[*report.Check](t)(report.BuildCheck(st, opt))),
		"roadmap":        chart.Roadmap(must[*report.Order](t)(report.BuildOrder(st, opt))),
		"roadmap-later":  chart.Roadmap(must[*report.Order](t)(report.BuildOrder(later, opt))),
		"circle":         chart.Circle(must[*report.Order](t)(report.BuildOrder(later, opt)), 1),
		"circle-two":     chart.Circle(must[*report.Order](t)(report.BuildOrder(later, opt)), 2),
		"schedule":       chart.Schedule(chances),
		"curve":          chart.Curve(chances),
		"tornado":        chart.Tornado(chances),
		"names-roadmap":  chart.Roadmap(namesOrder),
		"names-circle":   chart.Circle(namesOrder, 1),
		"names-matrix":   chart.Matrix(namesMatrix),
		"names-standing": chart.Standings(namesCheck),
		"names-timeline": chart.Timeline(namesShow, 2),
	}
}

func names(m map[string]*chart.Chart) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// TestWrite writes every chart in three widths: go test -run Write -write DIR.
func TestWrite(t *testing.T) {
	if *write == "" {
		t.Skip("no folder given")
	}
	all := charts(t)
	for _, k := range names(all) {
		for _, w := range []int{280, 360, 519, 520, 760, 1200} {
			for suffix, b := range map[string][]byte{"": all[k].SVG(w), "-file": all[k].File(w)} {
				if err := os.WriteFile(filepath.Join(*write, fmt.Sprintf("%s-%d%s.svg", k, w, suffix)), b, 0o666); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

const arabic, hebrew = "جمهورية إندونيسيا", "ישראל (ממשלה)"

var head = report.Head{Title: "A force for <Examplia> & others", AsOf: "2025-01-06", Entries: map[string]report.Entry{}}

// made is a force of which the answer splits some lines and not others, with
// names from right to left.
var made = &report.Who{Head: head, Result: "coalition", Joins: []report.Joiner{
	{Actor: "alba", Name: arabic, Rung: "agreed", Brings: []report.Brought{{Capability: "infantry", Name: "infantry", Committed: true, Named: 900, Firm: 900, Parts: []report.BroughtPart{{Entry: "alba-1", Says: "900 infantry"}}}}},
	{Actor: "borduria", Name: "Borduria", Rung: "conditional", Brings: []report.Brought{
		{Capability: "infantry", Name: "infantry", Named: 700, Parts: []report.BroughtPart{{Entry: "borduria-1", Says: "up to 700 infantry", NotFor: []string{"disarm"}, NotForNames: []string{"disarming"}}}},
		{Capability: "police", Name: "police", Some: true, Parts: []report.BroughtPart{{Entry: "borduria-1", Says: "some police"}}}}},
	{Actor: "syldavia", Name: hebrew, Rung: "interested", Brings: []report.Brought{
		{Capability: "police", Name: "police", Named: 120, Parts: []report.BroughtPart{{Entry: "syldavia-1", Says: "120 police"}, {Entry: "syldavia-2", Says: "some police"}}, Some: true}}},
}, Lines: []report.ForceLine{
	{ID: "inf-a", Capability: "infantry", Name: "infantry", Where: "monitoring", Minimum: 1000, Target: 2000, Committed: 900, Offered: 200, GapToTarget: 900},
	{ID: "inf-b", Capability: "infantry", Name: "infantry", Where: "disarming", Minimum: 500, Target: 500, Offered: 500},
	{ID: "pol", Capability: "police", Name: "police", Where: "", Minimum: 300, Target: 400, Offered: 120, Unstated: []string{"Borduria", hebrew, "Nobody"}, Gap: 180, GapToTarget: 280},
}}

var namesMatrix = &report.Matrix{Head: head, Issues: []report.MatrixIssue{{ID: "a", Name: "נשק ופירוק נשק", Settle: true}, {ID: "b", Name: "rules of engagement & <all> that follows from them, whatever it is", Decided: true}, {ID: "c", Name: "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"}},
	Rows: []report.MatrixRow{
		{Actor: "x", Name: arabic, Cells: []report.MatrixCell{{Mark: "agreed", Entries: []string{"x-1", "x-2"}, Says: []string{"wants “peace”"}}, {Mark: "conditional", Hook: true, Entries: []string{"x-1"}}, {Mark: "interested", Entries: []string{"x-3"}}}},
		{Actor: "y", Name: hebrew, Cells: []report.MatrixCell{{Mark: "silent"}, {Mark: "objects", Hook: true, Entries: []string{`y-"1"`}}, {Mark: "silent"}}},
		{Actor: "z", Name: "An Organisation With An Uncommonly Long Name for the Co-operation of Everybody", Cells: []report.MatrixCell{{Mark: "objects", Entries: []string{"z-1"}}, {Mark: "silent"}, {Mark: "agreed", Hook: true, Entries: []string{"z-1"}}}},
	}}

var namesCheck = &report.Check{Head: head, Standings: []report.Standing{
	{Actor: "x", Name: arabic, As: "contributor", Rung: "conditional", Entries: []string{"x-1"}, Figures: []string{"up to 20,000 soldiers"}},
	{Actor: "y", Name: hebrew, As: "party", Rung: "ruled out", Against: &report.Position{Says: "declines <this>", Entries: []string{"y-1"}}, InRule: true},
	{Actor: "z", Name: "An Organisation With An Uncommonly Long Name for the Co-operation of Everybody", As: "party", Rung: "silent"},
	{Actor: "u", Name: "Ruritania", As: "contributor", Rung: "unknown"},
}}

// namesOrder has events of every kind, a choice, and a circle with two loops.
var namesOrder = func() *report.Order {
	says := func(key, who, what string) report.Position {
		return report.Position{Key: key, Kind: "requires", Says: what, OwnerNames: []string{who}, Entries: []string{key}}
	}
	first, second := says("x-1", arabic, "“vote” before “withdrawal” & <nothing> else"), says("y-1", hebrew, "“withdrawal” before “vote”, or before an uncommonly long thing that somebody wants to see done")
	h := head
	h.Aim = "deploy"
	link := func(from, to, key string) report.OrderLink {
		return report.OrderLink{From: from, To: to, Positions: []string{key}}
	}
	return &report.Order{Head: h, Result: "order", Events: []report.OrderEvent{
		{ID: "talks", Name: "talks", Kind: "step", Past: true, Day: "2025-01-02", Entries: []string{"x-3"}},
		{ID: "vote", Name: "vote", Kind: "step"}, {ID: "withdrawal", Name: "withdrawal", Kind: "step"}, {ID: "school", Name: "مدرسة", Kind: "step", Possible: true, Now: true},
		{ID: "deploy", Name: "deployment of a force of <many>", Kind: "step", Possible: true},
		{ID: "decide.a", Name: "deciding נשק ופירוק נשק", Kind: "decide", Possible: true, Always: true, Now: true, By: []string{"x"}, ByNames: []string{arabic}},
		{ID: "commit.x", Name: "the commitment of " + arabic, Kind: "commit", Possible: true}, {ID: "commit.y", Name: "the commitment of " + hebrew, Kind: "commit", Possible: true, Given: &report.OrderGiven{Since: "2025-01", Entries: []string{"y-1"}}},
		{ID: "consent.y", Name: "the consent of " + hebrew, Kind: "consent", Possible: true, Now: true, By: []string{"y"}, ByNames: []string{hebrew}},
	}, Arcs: []report.OrderArc{
		{From: "decide.a", To: "commit.x", Kind: "settle", Every: true, Positions: []report.Position{{Key: "settle.a", Says: "it is decided first", Line: "settle.a"}}},
		{From: "decide.a", To: "commit.y", Kind: "settle", Every: true, Positions: []report.Position{{Key: "settle.a", Says: "it is decided first", Line: "settle.a"}}},
		{From: "commit.x", To: "deploy", Kind: "structure", Every: true}, {From: "commit.y", To: "deploy", Kind: "structure", Every: true}, {From: "consent.y", To: "deploy", Kind: "structure", Every: true},
		{From: "consent.y", To: "commit.y", Kind: "demand", Choice: true, Positions: []report.Position{second}},
		{From: "vote", To: "withdrawal", Kind: "demand", Positions: []report.Position{first}}, {From: "withdrawal", To: "vote", Kind: "demand", Positions: []report.Position{second}},
		{From: "withdrawal", To: "school", Kind: "demand", Positions: []report.Position{second}},
	}, Circles: report.OrderCircles{Complete: true, List: []report.OrderCircle{{Positions: []report.Position{first, second}, Blocks: "no",
		Loops: [][]report.OrderLink{{link("vote", "withdrawal", "x-1"), link("withdrawal", "vote", "y-1")}, {link("vote", "withdrawal", "x-1"), {From: "withdrawal", To: "vote", Positions: []string{}}}}}}}}
}()

var namesShow = func() *report.Show {
	h := head
	h.Entries = map[string]report.Entry{
		"a": {ID: "a", Said: "2025-01-01", Actors: []string{"x"}, ActorNames: []string{arabic}, Status: "binds", Summary: "يرحب بالقوة."},
		"b": {ID: "b", Reported: "2025-01-01/2025-01-09", Actors: []string{"x", "y"}, ActorNames: []string{arabic, hebrew}, Status: "superseded", Summary: "B."},
		"c": {ID: "c", Said: "2025-01-09", Actors: []string{"x"}, ActorNames: []string{arabic}, Status: "disputed", Summary: "C."},
		"d": {ID: "d", Reported: "2025-01-09", Actors: []string{"y"}, ActorNames: []string{hebrew}, Status: "disputed", Summary: "D."},
		"e": {ID: "e", Actors: []string{"z"}, ActorNames: []string{"Z & <Z>"}, Status: "binds", Summary: "E."},
		"f": {ID: "f", Said: "2025-01-04", Actors: []string{"z"}, ActorNames: []string{"Z & <Z>"}, Status: "later", Summary: "F."},
		"g": {ID: "g", Reported: "2025-01-04", Actors: []string{"y"}, ActorNames: []string{hebrew}, Status: "later", Summary: "G."},
	}
	return &report.Show{Head: h, List: []string{"a", "b", "c", "d", "e", "f", "g"}}
}()

// everyWidth includes those out of bounds and those at which layouts change.
var everyWidth = []int{0, 280, 360, 519, 520, 760, 1200, 9999}

// TestGolden compares the charts of made-up answers with stored ones.
func TestGolden(t *testing.T) {
	all := charts(t)
	for _, k := range []string{"force-made", "names-matrix", "names-standing", "names-timeline", "names-roadmap", "names-circle", "strip"} {
		for file, got := range map[string][]byte{
			k + "-360.svg": all[k].SVG(360), k + "-760.svg": all[k].SVG(760), k + "-file.svg": all[k].File(760), k + ".csv": all[k].CSV(),
		} {
			path := filepath.Join("testdata", file)
			if *update {
				if err := os.WriteFile(path, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs from what is drawn; go test ./internal/chart -update rewrites it, then look at it", path)
			}
		}
	}
}

// TestChartsAreSound: well-formed, with ids that fit, marks that can be reached
// and read out, and the same bytes when they are drawn again.
func TestChartsAreSound(t *testing.T) {
	again := charts(t)
	for k, c := range charts(t) {
		for _, w := range everyWidth {
			for _, b := range [][]byte{c.SVG(w), c.File(w)} {
				checkSVG(t, fmt.Sprintf("%s at %d", k, w), b, min(max(w, 280), 2400))
			}
			if !bytes.Equal(c.SVG(w), again[k].SVG(w)) {
				t.Errorf("%s at %d: other bytes when drawn again", k, w)
			}
		}
		rows, err := csv.NewReader(bytes.NewReader(c.CSV())).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Errorf("%s: CSV of %d rows: %v", k, len(rows), err)
		}
	}
}

func checkSVG(t *testing.T, what string, b []byte, width int) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(b))
	ids := map[string]bool{}
	var refs []string
	marks, titled, inMark := 0, 0, false
	role := ""
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		e, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		if id := a["id"]; id != "" {
			if ids[id] {
				t.Errorf("%s: id %s twice", what, id)
			}
			ids[id] = true
		}
		switch {
		case e.Name.Local == "svg":
			role = a["role"]
			refs = []string{a["aria-labelledby"], a["aria-describedby"]}
			if a["width"] != fmt.Sprint(width) {
				t.Errorf("%s is %s wide", what, a["width"])
			}
		case a["class"] == "mark":
			marks++
			inMark = true
			if a["tabindex"] != "0" || a["role"] != "button" || a["aria-label"] == "" || strings.TrimSpace(a["data-entries"]) == "" {
				t.Errorf("%s: a mark with %v", what, a)
			}
		case e.Name.Local == "title" && inMark:
			titled++
			inMark = false
		}
		if e.Name.Local == "text" && (a["font-size"] != "" || a["textLength"] != "") {
			t.Errorf("%s: scaled text", what)
		}
	}
	if marks != titled {
		t.Errorf("%s: %d marks, %d with a title", what, marks, titled)
	}
	if want := map[bool]string{true: "group", false: "img"}[marks > 0]; role != want {
		t.Errorf("%s: role %s with %d marks", what, role, marks)
	}
	for _, r := range refs {
		if !ids[r] {
			t.Errorf("%s refers to %s", what, r)
		}
	}
}

// TestStyleStaysInside: no rule of a chart reaches the rest of a page.
func TestStyleStaysInside(t *testing.T) {
	svg := string(chart.Strip(strip).SVG(760))
	style := svg[strings.Index(svg, "<style>")+7 : strings.Index(svg, "</style>")]
	style = regexp.MustCompile(`@media [^{]*\{`).ReplaceAllString(style, "")
	for _, rule := range strings.Split(style, "}") {
		if rule = strings.TrimSpace(rule); rule == "" {
			continue
		}
		if !strings.HasPrefix(rule, ".mandate-chart") {
			t.Errorf("a rule for the whole page: %s", rule)
		}
		if m := regexp.MustCompile(`--m-[a-z]+:`).FindString(rule); m != "" {
			t.Errorf("%s overrides the page's token", m)
		}
	}
}

// TestForceSplitsWhatFollows: figures stand with a member only where the answer
// leaves one way to share them out.
func TestForceSplitsWhatFollows(t *testing.T) {
	bring := func(actor string, n int64, committed bool, not ...string) report.Joiner {
		return report.Joiner{Actor: actor, Name: actor, Rung: "agreed", Brings: []report.Brought{{Capability: "k", Name: "k", Committed: committed, Named: n,
			Parts: []report.BroughtPart{{Entry: actor + "-1", Says: fmt.Sprint(n), NotFor: not, NotForNames: not}}}}}
	}
	line := func(where string, target, committed, offered int64) report.ForceLine {
		return report.ForceLine{ID: where, Capability: "k", Name: "k", Where: where, Target: target, Committed: committed, Offered: offered}
	}
	for _, x := range []struct {
		what     string
		withheld int
		joins    []report.Joiner
		lines    []report.ForceLine
		want     string
	}{
		{"all that is committed goes to the line", 0, []report.Joiner{bring("a", 3, true), bring("b", 4, true)}, []report.ForceLine{line("x", 9, 7, 0)}, "x committed by a 3, x committed by b 4"},
		{"two have more than the line takes", 0, []report.Joiner{bring("a", 3, true), bring("b", 4, true)}, []report.ForceLine{line("x", 5, 5, 0)}, ""},
		{"one supplier for two lines", 0, []report.Joiner{bring("a", 8, true)}, []report.ForceLine{line("x", 5, 5, 0), line("y", 5, 3, 0)}, "x committed by a 5, y committed by a 3"},
		{"one offer beside a commitment", 0, []report.Joiner{bring("a", 5, true), bring("b", 4, false)}, []report.ForceLine{line("x", 5, 5, 0), line("y", 5, 0, 4)}, "x committed by a 5, y offered by b 4"},
		{"the offer frees what is committed for a line it may not serve", 0, []report.Joiner{bring("a", 5, true), bring("b", 5, false, "y")}, []report.ForceLine{line("x", 5, 5, 0), line("y", 5, 0, 5)}, "x committed by a 5, y barred b 5"},
		{"all there is goes to the line", 0, []report.Joiner{bring("a", 5, true), bring("b", 2, false), bring("c", 1, false)}, []report.ForceLine{line("x", 9, 5, 3)}, "x committed by a 5, x offered by b 2, x offered by c 1"},
		{"two offers, more than the line takes", 0, []report.Joiner{bring("b", 2, false), bring("c", 2, false)}, []report.ForceLine{line("x", 3, 0, 3)}, ""},
		{"figures may be withheld", 1, []report.Joiner{bring("a", 3, true)}, []report.ForceLine{line("x", 9, 3, 0)}, ""},
	} {
		w := &report.Who{Head: report.Head{Withheld: x.withheld}, Joins: x.joins, Lines: x.lines}
		if got := splits(t, chart.Force(w)); got != x.want {
			t.Errorf("%s: %s, want %s", x.what, got, x.want)
		}
	}
}

func splits(t *testing.T, c *chart.Chart) string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(c.CSV())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows[1:] {
		if strings.HasSuffix(r[3], " by") || r[3] == "barred" {
			out = append(out, r[0]+" "+r[3]+" "+r[4]+" "+r[6])
		}
	}
	return strings.Join(out, ", ")
}

// TestNamesRunTheirOwnWay: what begins with a letter from right to left is set
// so, and keeps its place.
func TestNamesRunTheirOwnWay(t *testing.T) {
	for k, c := range charts(t) {
		for _, w := range []int{360, 760} {
			for _, m := range regexp.MustCompile(`<text [^>]*>(?:<title>[^<]*</title>)?([^<]*)`).FindAllStringSubmatch(string(c.SVG(w)), -1) {
				first := strings.IndexFunc(m[1], func(r rune) bool { return r >= 0x590 && r < 0x700 })
				latin := strings.IndexFunc(m[1], func(r rune) bool { return r < 0x250 && (r|0x20 >= 'a' && r|0x20 <= 'z') })
				runs := first >= 0 && (latin < 0 || first < latin)
				if got := strings.Contains(m[0], `direction="rtl"`); got != runs {
					t.Errorf("%s: %s", k, m[0])
				}
			}
		}
	}
}

// TestNothingToDraw: an answer without content is said to be one.
func TestNothingToDraw(t *testing.T) {
	for k, c := range map[string]*chart.Chart{
		"force": chart.Force(&report.Who{}), "timeline": chart.Timeline(&report.Show{}, 0), "strip": chart.Strip(nil), "matrix": chart.Matrix(&report.Matrix{}), "standings": chart.Standings(&report.Check{}),
		"roadmap": chart.Roadmap(&report.Order{}), "circle": chart.Circle(&report.Order{}, 1), "schedule": chart.Schedule(&report.Chances{}), "curve": chart.Curve(&report.Chances{}), "tornado": chart.Tornado(&report.Chances{}), "blocked roadmap": chart.Roadmap(&report.Order{Result: "blocked", Sentence: "No plan is possible."}),
		"withheld circle": chart.Circle(&report.Order{Circles: report.OrderCircles{List: []report.OrderCircle{{}}}}, 1),
		"one day":         chart.Strip(strip[:1]), "blocked": chart.Force(&report.Who{Result: "blocked", Sentence: "Nobody joins."}),
	} {
		for _, w := range everyWidth {
			b := c.File(w)
			checkSVG(t, k, b, min(max(w, 280), 2400))
			if !bytes.Contains(b, []byte("<text")) {
				t.Errorf("%s: empty", k)
			}
		}
	}
}
