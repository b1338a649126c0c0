package record_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate"
	"mandate/internal/record"
)

// on is a day of January 2025.
func on(n int) mandate.When {
	d := mandate.DayOf(2025, 1, n)
	return mandate.When{Text: d.String(), First: d, Last: d}
}

func did(name string) *mandate.Effect {
	return &mandate.Effect{Kind: mandate.Happened, What: "step", Name: name}
}

func stated(name string, grade int64) *mandate.Effect {
	return &mandate.Effect{Kind: mandate.Happened, What: "grade", Name: name, Value: grade}
}

func read(name string, value int64) *mandate.Effect {
	return &mandate.Effect{Kind: mandate.Happened, What: "reading", Name: name, Value: value}
}

func expects(name string, n int) *mandate.Effect {
	return &mandate.Effect{Kind: mandate.Estimates, Name: name, Estimate: &mandate.Estimate{Kind: "date", Date: on(n), Text: on(n).Text}}
}

func lasts(name, days string) *mandate.Effect {
	return &mandate.Effect{Kind: mandate.Estimates, Name: name, Estimate: &mandate.Estimate{Kind: "duration", Text: days}}
}

// said is an entry of actor a on a day of January 2025.
func said(id string, n int, effects ...*mandate.Effect) *mandate.Entry {
	return &mandate.Entry{ID: id, Said: on(n), Actors: []string{"a"}, Effects: effects}
}

func by(actor string, e *mandate.Entry) *mandate.Entry {
	e.Actors = []string{actor}
	return e
}

func hearsay(e *mandate.Entry) *mandate.Entry {
	e.Speaker = &mandate.Speaker{Actor: "b"}
	return e
}

func disputing(id string, e *mandate.Entry) *mandate.Entry {
	e.Disputes = []string{id}
	return e
}

func ending(id string, e *mandate.Entry) *mandate.Entry {
	e.Supersedes = []string{id}
	return e
}

// staged is newCase with a step s of n stages.
func staged(t *testing.T, n int, entries ...*mandate.Entry) *mandate.Case {
	t.Helper()
	c := newCase(t, entries...)
	s := &mandate.Step{ID: "s", Stages: n}
	c.Steps = []*mandate.Step{s}
	for i := 1; i <= n; i++ {
		c.Steps = append(c.Steps, &mandate.Step{ID: s.StageID(i), StageOf: "s", Stage: i})
	}
	return c
}

func at(t *testing.T, c *mandate.Case, n int) *record.State {
	t.Helper()
	d := on(n).Last
	st, err := record.At(c, mandate.Query{AsOf: &d})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// gradeOf writes the grade of the first step in a line.
func gradeOf(st *record.State) string {
	g := st.Grade(st.Case.Steps[0], st.Happened())
	out := "nothing"
	if g.Value >= 0 {
		out = fmt.Sprintf("%d %s %d %v", g.Value, g.Basis, g.Day.Time().Day(), g.Entries)
	}
	for _, x := range g.Against {
		out += fmt.Sprintf(" also %d by %s", x.Value, x.Entry.ID)
	}
	for _, x := range g.Disputed {
		out += fmt.Sprintf(" disputed %d by %s", x.Value, x.Entry.ID)
	}
	return out
}

// TestGrades works through docs/math/progress.md, section 1.
func TestGrades(t *testing.T) {
	for _, test := range []struct {
		name    string
		stages  int
		entries []*mandate.Entry
		day     int
		want    string
	}{
		{"silence", 0, nil, 5, "nothing"},
		{"done", 0, []*mandate.Entry{said("e", 1, did("s"))}, 5, "3 happened 1 [e]"},
		{"later than the day", 0, []*mandate.Entry{said("e", 6, did("s"))}, 5, "nothing"},
		{"one of three", 3, []*mandate.Entry{said("e", 1, did("s.1"))}, 5, "1 stages 1 [e]"},
		{"two of three", 3, []*mandate.Entry{said("e", 1, did("s.1")), said("f", 3, did("s.2"))}, 5, "2 stages 3 [e f]"},
		{"all", 2, []*mandate.Entry{said("e", 1, did("s.1")), said("f", 3, did("s.2"))}, 5, "3 happened 3 [e f]"},
		{"half is no two thirds", 2, []*mandate.Entry{said("e", 1, did("s.1"))}, 5, "1 stages 1 [e]"},
		{"three of four", 4, []*mandate.Entry{said("e", 1, did("s.1")), said("f", 2, did("s.2")), said("g", 3, did("s.3"))}, 5, "2 stages 3 [e f g]"},
		{"one of a hundred", 100, []*mandate.Entry{said("e", 1, did("s.1"))}, 5, "1 stages 1 [e]"},
		{"a stage has begun", 3, []*mandate.Entry{said("e", 1, stated("s.1", 2))}, 5, "1 stages 1 [e]"},
		{"a stage has not begun", 3, []*mandate.Entry{said("e", 1, stated("s.1", 0))}, 5, "nothing"},
		{"a deed takes nothing away", 3, []*mandate.Entry{said("e", 5, stated("s", 2)), said("f", 10, did("s.1"))}, 12, "2 stated 5 [e]"},
		{"deeds stand", 0, []*mandate.Entry{said("e", 1, did("s")), said("f", 5, stated("s", 1))}, 9, "3 happened 1 [e] also 1 by f"},
		{"an earlier word is no conflict", 0, []*mandate.Entry{said("e", 1, stated("s", 1)), said("f", 5, did("s"))}, 9, "3 happened 5 [f]"},
		{"the latest word", 0, []*mandate.Entry{said("e", 1, stated("s", 1)), said("f", 5, stated("s", 0))}, 9, "0 stated 5 [f]"},
		{"of one day the later place", 0, []*mandate.Entry{said("e", 1, stated("s", 1)), said("f", 1, stated("s", 2))}, 9, "2 stated 1 [f] also 1 by e"},
		{"disputed", 0, []*mandate.Entry{said("e", 1, stated("s", 1)), disputing("e", said("f", 2))}, 9, "nothing disputed 1 by e"},
		{"a disputed deed", 0, []*mandate.Entry{said("e", 1, did("s")), said("g", 1, stated("s", 2)), disputing("e", said("f", 2))}, 9, "2 stated 1 [g] disputed 3 by e"},
		{"not yet due", 0, []*mandate.Entry{said("e", 1, expects("s", 10))}, 10, "nothing"},
		{"due", 0, []*mandate.Entry{said("e", 1, expects("s", 10))}, 11, "0 due 10 [e]"},
		{"due and begun", 3, []*mandate.Entry{said("e", 1, expects("s", 10)), said("f", 2, did("s.1"))}, 11, "1 stages 2 [f]"},
		{"another day is to come", 0, []*mandate.Entry{said("e", 1, expects("s", 10)), by("b", said("f", 1, expects("s", 20)))}, 11, "nothing"},
		{"hearsay announces nothing", 0, []*mandate.Entry{hearsay(said("e", 1, expects("s", 10)))}, 11, "nothing"},
		{"taken back", 0, []*mandate.Entry{said("e", 1, expects("s", 10)), ending("e", said("f", 2))}, 11, "nothing"},
		{"a length of time", 0, []*mandate.Entry{said("e", 1, lasts("s", "3"))}, 11, "nothing"},
	} {
		if got := gradeOf(at(t, staged(t, test.stages, test.entries...), test.day)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	// The case's own date makes a step due as well, unless its source is gone.
	c := staged(t, 0)
	c.Steps[0].Estimate, c.Steps[0].Sources = &mandate.Estimate{Kind: "date", Date: on(10)}, []string{"src"}
	if got := gradeOf(at(t, c, 11)); got != "0 due 10 []" {
		t.Error(got)
	}
	d := on(11).Last
	st, err := record.At(c, mandate.Query{AsOf: &d, Without: []string{"src"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := gradeOf(st); got != "nothing" {
		t.Error(got)
	}
}

// outcomes writes what became of the dates announced for s, and its slip.
func outcomes(st *record.State) string {
	list := st.Announcements(st.Case.Steps[0])
	var out []string
	for _, a := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %d %s", a.Entry.ID, a.Outcome, a.Days, strings.Join(a.By, " "))))
	}
	if x, ok := st.SlipOf(st.Case.Steps[0], list); ok {
		s := fmt.Sprintf("slip %d", x.Days)
		if x.Counting {
			s += " counting"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// TestSlips works through docs/math/progress.md, section 3.
func TestSlips(t *testing.T) {
	first := func() *mandate.Entry { return said("e", 1, expects("s", 10)) }
	for _, test := range []struct {
		name    string
		entries []*mandate.Entry
		day     int
		want    string
	}{
		{"to come", []*mandate.Entry{first()}, 5, "e open 0; slip 0"},
		{"its last day", []*mandate.Entry{first()}, 10, "e open 0; slip 0"},
		{"overdue", []*mandate.Entry{first()}, 12, "e overdue 2; slip 2 counting"},
		{"met", []*mandate.Entry{first(), said("f", 9, did("s"))}, 12, "e met 0 f; slip -1"},
		{"late", []*mandate.Entry{first(), said("f", 13, did("s"))}, 20, "e late 3 f; slip 3"},
		{"moved", []*mandate.Entry{first(), said("f", 5, expects("s", 20))}, 12, "e moved 10 f; f open 0; slip 10"},
		{"moved earlier", []*mandate.Entry{first(), said("f", 5, expects("s", 8))}, 6, "e moved -2 f; f open 0; slip -2"},
		{"said again", []*mandate.Entry{first(), said("f", 5, expects("s", 10))}, 6, "e moved 0 f; f open 0; slip 0"},
		{"another's day", []*mandate.Entry{first(), by("b", said("f", 5, expects("s", 20)))}, 12, "e overdue 2; f open 0; slip 10"},
		{"withdrawn", []*mandate.Entry{first(), ending("e", said("f", 5))}, 12, "e withdrawn 0 f; slip 2 counting"},
		{"withdrawn before the day", []*mandate.Entry{first(), ending("e", said("f", 5))}, 8, "e withdrawn 0 f"},
		{"a new day after it was taken back", []*mandate.Entry{first(), ending("e", said("f", 5)), said("g", 7, expects("s", 20))}, 8, "e withdrawn 0 f; g open 0; slip 10"},
		{"suspended", []*mandate.Entry{first(), {ID: "f", Said: on(5), Suspends: []string{"e"}}}, 8, "e suspended 0 f"},
		{"lapsed", []*mandate.Entry{{ID: "e", Said: on(1), Expires: on(4), Effects: []*mandate.Effect{expects("s", 10)}}}, 8, "e lapsed 0"},
		{"disputed", []*mandate.Entry{first(), disputing("e", by("b", said("f", 5)))}, 12, "e disputed 0 f"},
		{"after the deed", []*mandate.Entry{first(), said("f", 11, did("s")), said("g", 12, expects("s", 20))}, 13, "e late 1 f; g met 0 f; slip 1"},
		{"met, then taken back", []*mandate.Entry{first(), said("f", 4, did("s")), ending("e", said("g", 5))}, 12, "e met 0 f; slip -6"},
		{"a length of time", []*mandate.Entry{said("e", 1, lasts("s", "30..60"))}, 12, "e length 0"},
	} {
		if got := outcomes(at(t, staged(t, 0, test.entries...), test.day)); got != test.want {
			t.Errorf("%s: %s, not %s", test.name, got, test.want)
		}
	}
	// An entry that supersedes another's moves it, whoever it is about. (A link
	// between different actors is warned of; the record takes it.)
	c := staged(t, 0, first(), ending("e", by("b", said("f", 5, expects("s", 20)))))
	if got, want := outcomes(at(t, c, 12)), "e moved 10 f; f open 0; slip 10"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}

func TestReadingsAndIncidents(t *testing.T) {
	event := func(s string) *mandate.Effect {
		return &mandate.Effect{Kind: mandate.Happened, What: "event", Name: s}
	}
	c := newCase(t,
		said("c", 9, read("truce", 60), event("late")), said("a", 1, read("truce", 3), event("early")), by("b", said("b", 2, read("truce", 20))),
		said("d", 3, read("truce", 4)), disputing("d", by("b", said("e", 4, event("denied")))),
		said("f", 5, &mandate.Effect{Kind: mandate.Happened, What: "reading", Name: "truce", Boolean: true}))
	st := at(t, c, 9)
	var got []string
	list := st.Readings(c.Externals[0])
	for _, r := range list {
		got = append(got, fmt.Sprint(r.Entry.ID, " ", r.Value, " ", r.Within, " ", r.Disputed))
	}
	if want := []string{"a 3 true false", "b 20 unknown false", "d 4 true true", "f 0 false false", "c 60 false false"}; !reflect.DeepEqual(got, want) {
		t.Errorf("readings %q", got)
	}
	from, to, ok := record.Trend(list)
	if !ok || from.Entry.ID != "a" || to.Entry.ID != "c" {
		t.Errorf("the trend is of %v and %v", from, to)
	}
	if _, _, ok := record.Trend(list[:2]); ok {
		t.Error("two hands make a trend")
	}
	got = nil
	for _, i := range st.Incidents() {
		got = append(got, fmt.Sprint(i.Says, " ", i.Disputed))
	}
	if want := []string{"early false", "denied true", "late false"}; !reflect.DeepEqual(got, want) {
		t.Errorf("incidents %q", got)
	}
}

// draw makes a random record about a step of three stages.
func draw(t *rapid.T, outer *testing.T) *mandate.Case {
	n := rapid.IntRange(0, 7).Draw(t, "entries")
	var list []*mandate.Entry
	days := make([]int, n)
	for i := range days {
		days[i] = rapid.IntRange(1, 16).Draw(t, "day")
		e := by(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "actor"), said(fmt.Sprintf("e%d", i), days[i]))
		switch rapid.IntRange(0, 6).Draw(t, "effect") {
		case 0, 1, 2:
			e.Effects = append(e.Effects, expects("s", rapid.IntRange(1, 20).Draw(t, "for")))
		case 3:
			e.Effects = append(e.Effects, did(rapid.SampledFrom([]string{"s", "s.1", "s.2", "s.3"}).Draw(t, "step")))
		case 4, 5:
			e.Effects = append(e.Effects, stated(rapid.SampledFrom([]string{"s", "s.1", "s.2"}).Draw(t, "step"), int64(rapid.IntRange(0, 2).Draw(t, "grade"))))
		}
		if i > 0 {
			k := rapid.IntRange(0, i-1).Draw(t, "to")
			if days[k] <= days[i] {
				to := []string{list[k].ID}
				switch rapid.IntRange(0, 7).Draw(t, "link") {
				case 0:
					e.Supersedes = to
				case 1:
					e.Suspends = to
				case 2:
					e.Disputes = to
				}
			}
		}
		if rapid.IntRange(0, 7).Draw(t, "expires") == 0 {
			e.Expires = on(min(20, days[i]+rapid.IntRange(0, 5).Draw(t, "after")))
		}
		list = append(list, e)
	}
	return staged(outer, 3, list...)
}

// TestAnnouncementsAgainstWalkingTheDays finds what became of each announced
// date once more, by walking from the day of announcing to the day of the record
// and stopping at the first thing that happens to it.
func TestAnnouncementsAgainstWalkingTheDays(t *testing.T) {
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		c := draw(rt, t)
		st := at(t, c, rapid.IntRange(1, 20).Draw(rt, "as of"))
		word := func(e *mandate.Entry) string { return st.Status(e).Word }
		// The day of the deed: the step itself, or the last of its stages.
		const never = mandate.Day(1 << 30)
		first := map[string]mandate.Day{"s": never, "s.1": never, "s.2": never, "s.3": never}
		for _, e := range c.Entries {
			for _, f := range e.Effects {
				if f.What == "step" && word(e) == "binds" {
					first[f.Name] = min(first[f.Name], e.Said.Last)
				}
			}
		}
		deed := min(first["s"], max(first["s.1"], first["s.2"], first["s.3"]))
		for _, a := range st.Announcements(c.Steps[0]) {
			last := a.When.Last
			want, days := "", 0
			if word(a.Entry) == "disputed" {
				want = "disputed"
			}
			for d := a.Entry.Said.Last; d <= st.AsOf && want == ""; d++ {
				if deed <= d {
					if want = "met"; deed > last {
						want, days = "late", int(deed-last)
					}
					break
				}
				for _, e := range c.Entries { // in the order of the record
					if e.Said.Last != d || len(e.Effects) != 1 || e.Effects[0].Kind != mandate.Estimates || word(e) == "disputed" {
						continue
					}
					after := d > a.Entry.Said.Last || e.Index > a.Entry.Index
					ends := len(e.Supersedes) == 1 && e.Supersedes[0] == a.Entry.ID
					if want == "" && after && (e.Actors[0] == a.Entry.Actors[0] || ends) {
						want, days = "moved", int(e.Effects[0].Estimate.Date.Last-last)
					}
				}
				if want != "" {
					break
				}
				if w := word(a.Entry); w == "superseded" || w == "suspended" {
					for _, id := range st.Status(a.Entry).By {
						if st.Entry(id).Said.Last == d {
							want = map[string]string{"superseded": "withdrawn", "suspended": "suspended"}[w]
						}
					}
				} else if w == "expired" && a.Entry.Expires.Last == d {
					want = "lapsed"
				}
			}
			if want == "" {
				if want = "open"; st.AsOf > last {
					want, days = "overdue", int(st.AsOf-last)
				}
			}
			seen[want]++
			if a.Outcome != want || a.Days != days {
				rt.Fatalf("%s: %s by %d, not %s by %d", a.Entry.ID, a.Outcome, a.Days, want, days)
			}
		}
	})
	for _, w := range []string{"disputed", "met", "late", "moved", "withdrawn", "suspended", "lapsed", "open", "overdue"} {
		if seen[w] == 0 && !testing.Short() {
			t.Logf("no date was %s: %v", w, seen)
		}
	}
}

// TestOneMoreDeedNeverLowersAGrade: nor does it take one away.
func TestOneMoreDeedNeverLowersAGrade(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := draw(rt, t)
		day := rapid.IntRange(1, 20).Draw(rt, "as of")
		before := at(t, c, day)
		more := *c
		e := said("more", rapid.IntRange(1, 20).Draw(rt, "day"), did(rapid.SampledFrom([]string{"s", "s.1", "s.2", "s.3"}).Draw(rt, "step")))
		e.Index, e.Sources, e.Firmness = len(c.Entries), []string{"src"}, mandate.Stated
		more.Entries = append(append([]*mandate.Entry(nil), c.Entries...), e)
		after := at(t, &more, day)
		for _, s := range c.Steps {
			x, y := before.Grade(s, before.Happened()), after.Grade(s, after.Happened())
			if y.Value < x.Value {
				rt.Fatalf("%s falls from %d to %d", s.ID, x.Value, y.Value)
			}
			if _, done := after.Happened()[s.ID]; done != (y.Value == mandate.MaxGrade) {
				rt.Fatalf("%s has grade %d, happened: %v", s.ID, y.Value, done)
			}
		}
	})
}
