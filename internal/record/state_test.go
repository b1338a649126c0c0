package record_test

import (
	"reflect"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/record"
)

func when(t *testing.T, s string) mandate.When {
	t.Helper()
	if s == "" {
		return mandate.When{}
	}
	w, err := mandate.ParseWhen(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func day(t *testing.T, s string) *mandate.Day {
	t.Helper()
	w := when(t, s)
	return &w.Last
}

func is(issue, option string) *mandate.Condition {
	return &mandate.Condition{Expr: &mandate.Expr{Op: mandate.OpIs, Name: issue, Names: []string{option}}}
}

// newCase returns a case with the entries, all of actor a from source s unless
// they say otherwise.
func newCase(t *testing.T, entries ...*mandate.Entry) *mandate.Case {
	t.Helper()
	c := &mandate.Case{
		Actors: []*mandate.Actor{
			{ID: "a", Name: "A", Roles: []mandate.Role{mandate.RoleParty}, Groups: []string{"g"}},
			{ID: "b", Name: "B", Roles: []mandate.Role{mandate.RoleParty}, Groups: []string{"g"}},
		},
		Issues:  []*mandate.Issue{{ID: "roe", Options: []*mandate.Option{{ID: "x"}, {ID: "y"}}}},
		Steps:   []*mandate.Step{{ID: "s", Stages: 2}, {ID: "s.1", StageOf: "s", Stage: 1}, {ID: "s.2", StageOf: "s", Stage: 2}},
		Sources: []*mandate.Source{{ID: "src"}, {ID: "other"}},
		Externals: []*mandate.External{{ID: "truce", HoldsIf: &mandate.Bound{Value: 5}, FailsIf: &mandate.Bound{AtLeast: true, Value: 50}},
			{ID: "given", Value: mandate.True}},
	}
	for i, e := range entries {
		e.Index = i
		if e.Actors == nil {
			e.Actors = []string{"a"}
		}
		if e.Sources == nil && !e.Assumed {
			e.Sources = []string{"src"}
		}
		if e.Firmness == "" {
			e.Firmness = mandate.Stated
		}
		c.Entries = append(c.Entries, e)
	}
	return c
}

func TestStatusOfAnEntry(t *testing.T) {
	d := func(s string) mandate.When { return when(t, s) }
	for _, test := range []struct {
		name    string
		entries []*mandate.Entry
		binds   []string
		query   mandate.Query
		asOf    string
		want    string // word of each entry
	}{
		{"an interval counts from its last possible day", []*mandate.Entry{{ID: "1", Said: d("2025-01-01/2025-01-05")}}, nil, mandate.Query{}, "2025-01-04", "later"},
		{"a month is over on its last day", []*mandate.Entry{{ID: "1", Said: d("2025-02")}}, nil, mandate.Query{}, "2025-02-28", "binds"},
		{"reported counts where said is missing", []*mandate.Entry{{ID: "1", Reported: d("2025-01-03")}}, nil, mandate.Query{}, "2025-01-02", "later"},
		{"known by leaves out what was reported later", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Reported: d("2025-01-09")}}, nil, mandate.Query{KnownBy: day(t, "2025-01-08")}, "2025-02-01", "later"},
		{"known by falls back on said", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}}, nil, mandate.Query{KnownBy: day(t, "2025-01-01")}, "2025-02-01", "binds"},
		{"recorded by leaves out what was recorded later", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Recorded: d("2025-01-09")}}, nil, mandate.Query{RecordedBy: day(t, "2025-01-08")}, "2025-02-01", "later"},
		{"expires is the last day", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Expires: d("2025-01-05")}}, nil, mandate.Query{}, "2025-01-05", "binds"},
		{"the day after it has expired", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Expires: d("2025-01-05")}}, nil, mandate.Query{}, "2025-01-06", "expired"},
		{"superseded for good though the superseding one has expired", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Supersedes: []string{"1"}, Expires: d("2025-01-03")}}, nil, mandate.Query{}, "2025-02-01", "superseded expired"},
		{"superseded for good though the superseding one is superseded", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Supersedes: []string{"1"}}, {ID: "3", Said: d("2025-01-03"), Supersedes: []string{"2"}}}, nil, mandate.Query{}, "2025-02-01", "superseded superseded binds"},
		{"a suspension ends with its entry", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Suspends: []string{"1"}, Expires: d("2025-01-03")}}, nil, mandate.Query{}, "2025-01-04", "binds expired"},
		{"suspended while it lasts", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Suspends: []string{"1"}, Expires: d("2025-01-03")}}, nil, mandate.Query{}, "2025-01-03", "suspended binds"},
		{"a suspension that is suspended has no effect", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Suspends: []string{"1"}}, {ID: "3", Said: d("2025-01-03"), Suspends: []string{"2"}}}, nil, mandate.Query{}, "2025-02-01", "binds suspended binds"},
		{"a dispute lets neither bind", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Disputes: []string{"1"}}}, nil, mandate.Query{}, "2025-02-01", "disputed disputed"},
		{"unless the case binds one", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Disputes: []string{"1"}}}, []string{"1"}, mandate.Query{}, "2025-02-01", "binds disputed"},
		{"a dispute ends when one side is superseded", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Disputes: []string{"1"}}, {ID: "3", Said: d("2025-01-03"), Supersedes: []string{"2"}}}, nil, mandate.Query{}, "2025-02-01", "binds superseded binds"},
		{"links of a disputed entry have no effect", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Supersedes: []string{"1"}}, {ID: "3", Said: d("2025-01-03"), Disputes: []string{"2"}}}, nil, mandate.Query{}, "2025-02-01", "binds disputed disputed"},
		{"dropping the superseding entry brings the other back", []*mandate.Entry{{ID: "1", Said: d("2025-01-01")}, {ID: "2", Said: d("2025-01-02"), Supersedes: []string{"1"}}}, nil, mandate.Query{Without: []string{"2"}}, "2025-02-01", "binds dropped"},
		{"an entry stands as long as one of its sources does", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Sources: []string{"src", "other"}}, {ID: "2", Said: d("2025-01-01")}}, nil, mandate.Query{Without: []string{"src"}}, "2025-02-01", "binds dropped"},
		{"less firm entries are left out", []*mandate.Entry{{ID: "1", Said: d("2025-01-01"), Firmness: mandate.Reported}, {ID: "2", Said: d("2025-01-01"), Firmness: mandate.Decided}}, nil, mandate.Query{MinFirmness: mandate.Stated}, "2025-02-01", "soft binds"},
		{"an assumption without a date is always there", []*mandate.Entry{{ID: "1", Assumed: true, Firmness: mandate.Assumed}}, nil, mandate.Query{}, "1900-01-01", "binds"},
		{"assumptions can be switched off", []*mandate.Entry{{ID: "1", Assumed: true, Firmness: mandate.Assumed}}, nil, mandate.Query{NoAssumptions: true}, "2025-01-01", "dropped"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCase(t, test.entries...)
			for _, b := range test.binds {
				c.Binds = append(c.Binds, &mandate.Binding{Entry: b})
			}
			q := test.query
			q.AsOf = day(t, test.asOf)
			st, err := record.At(c, q)
			if err != nil {
				t.Fatal(err)
			}
			var words []string
			for _, e := range c.Entries {
				s := st.Status(e)
				words = append(words, s.Word)
				if s.Binds != (s.Word == "binds") {
					t.Errorf("entry %s: binds is %v and the word %s", e.ID, s.Binds, s.Word)
				}
			}
			if got := strings.Join(words, " "); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestGroupsSpeakForMembersUntilTheySpeak(t *testing.T) {
	d := func(s string) mandate.When { return when(t, s) }
	group := &mandate.Entry{ID: "g-1", Said: d("2025-01-01"), Actors: []string{"g"}, Group: true, Effects: []*mandate.Effect{{Kind: mandate.Requires, That: is("roe", "x")}}}
	own := &mandate.Entry{ID: "a-1", Said: d("2025-01-02"), Effects: []*mandate.Effect{{Kind: mandate.Requires, That: is("roe", "y")}}}
	held := func(at string) (out []string) {
		st, err := record.At(newCase(t, group, own), mandate.Query{AsOf: day(t, at)})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range st.Effects() {
			s := h.Actor.ID + " by " + h.Ref() + " " + string(h.Firmness)
			if h.Inherited {
				s += " inherited"
			}
			out = append(out, s)
		}
		return out
	}
	if got, want := held("2025-01-01"), []string{"a by g-1#1 inferred inherited", "b by g-1#1 inferred inherited"}; !reflect.DeepEqual(got, want) {
		t.Errorf("before a speaks: %v", got)
	}
	if got, want := held("2025-01-02"), []string{"b by g-1#1 inferred inherited", "a by a-1#1 stated"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after a speaks: %v", got)
	}
	st, _ := record.At(newCase(t, group, own), mandate.Query{})
	if got := st.Replaced(group, group.Effects[0]); !reflect.DeepEqual(got, []string{"a"}) {
		t.Errorf("replaced for %v", got)
	}
	q := mandate.Query{MinFirmness: mandate.Stated}
	st, _ = record.At(newCase(t, group, own), q)
	if n := len(st.Effects()); n != 1 {
		t.Errorf("inherited effects are inferred, yet %d effects are stated", n)
	}
}

func TestSignatoriesAreActorsEach(t *testing.T) {
	d := func(s string) mandate.When { return when(t, s) }
	req := []*mandate.Effect{{Kind: mandate.Requires, That: is("roe", "x")}}
	joint := func() *mandate.Entry {
		return &mandate.Entry{ID: "1", Said: d("2025-01-01"), Actors: []string{"a", "b"}, Effects: req}
	}
	group := func() *mandate.Entry {
		return &mandate.Entry{ID: "1", Said: d("2025-01-01"), Actors: []string{"g"}, Group: true, Effects: req}
	}
	for _, test := range []struct {
		name   string
		first  *mandate.Entry
		second *mandate.Entry
		want   string
	}{
		{"one signatory supersedes its share", joint(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Supersedes: []string{"1"}}, "b"},
		{"one signatory suspends its share", joint(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Suspends: []string{"1"}}, "b"},
		{"the suspension has ended", joint(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Suspends: []string{"1"}, Expires: d("2025-01-03")}, "a b"},
		{"both supersede it", joint(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Actors: []string{"b", "a"}, Supersedes: []string{"1"}}, ""},
		{"a member ends its share in a group's entry", group(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Actors: []string{"b"}, Supersedes: []string{"1"}}, "a"},
		{"the group ends it", group(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Actors: []string{"g"}, Group: true, Supersedes: []string{"1"}}, ""},
		{"a dispute concerns the whole entry", joint(), &mandate.Entry{ID: "2", Said: d("2025-01-02"), Disputes: []string{"1"}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			st, err := record.At(newCase(t, test.first, test.second), mandate.Query{AsOf: day(t, "2025-02-01")})
			if err != nil {
				t.Fatal(err)
			}
			var who []string
			for _, h := range st.Effects() {
				who = append(who, h.Actor.ID)
			}
			if got := strings.Join(who, " "); got != test.want {
				t.Errorf("it binds %q, want %q", got, test.want)
			}
		})
	}
}

func TestStale(t *testing.T) {
	d := func(s string) mandate.When { return when(t, s) }
	req := func(o string) []*mandate.Effect {
		return []*mandate.Effect{{Kind: mandate.Requires, That: is("roe", o)}}
	}
	first := &mandate.Entry{ID: "1", Said: d("2025-01-01"), Effects: req("x")}
	for _, test := range []struct {
		name  string
		later *mandate.Entry
		want  []string
	}{
		{"a later entry on the same issue", &mandate.Entry{ID: "2", Said: d("2025-01-02"), Effects: req("y")}, []string{"2"}},
		{"of the same day", &mandate.Entry{ID: "2", Said: d("2025-01-01"), Effects: req("y")}, nil},
		{"of another actor", &mandate.Entry{ID: "2", Said: d("2025-01-02"), Actors: []string{"b"}, Effects: req("y")}, nil},
		{"on another issue", &mandate.Entry{ID: "2", Said: d("2025-01-02"), Effects: []*mandate.Effect{{Kind: mandate.Declines}}}, nil},
		{"linked", &mandate.Entry{ID: "2", Said: d("2025-01-02"), Disputes: []string{"1"}, Effects: req("y")}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			st, err := record.At(newCase(t, first, test.later), mandate.Query{})
			if err != nil {
				t.Fatal(err)
			}
			if got := st.Stale(first); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestHappenedAndExternals(t *testing.T) {
	d := func(s string) mandate.When { return when(t, s) }
	happened := func(id, said, what, name string, v int64, boolean bool) *mandate.Entry {
		return &mandate.Entry{ID: id, Said: d(said), Effects: []*mandate.Effect{{Kind: mandate.Happened, What: what, Name: name, Value: v, Boolean: boolean}}}
	}
	c := newCase(t,
		happened("1", "2025-01-03", "step", "s.1", 0, false),
		happened("2", "2025-01-02", "step", "s.1", 0, false),
		happened("3", "2025-01-05", "step", "s.2", 0, false),
		happened("4", "2025-01-01", "reading", "truce", 3, false),
		happened("5", "2025-01-04", "reading", "truce", 60, false),
		happened("6", "2025-01-06", "reading", "truce", 20, false),
		happened("7", "2025-01-07", "reading", "truce", 1, true),
	)
	at := func(s string) *record.State {
		st, err := record.At(c, mandate.Query{AsOf: day(t, s)})
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	if p := at("2025-01-04").Happened(); p["s.1"].Day != *day(t, "2025-01-02") || len(p["s.1"].Entries) != 2 {
		t.Errorf("stage 1: %+v; want the earliest day and both entries", p["s.1"])
	} else if _, ok := p["s"]; ok {
		t.Error("the step has happened although one stage has not")
	}
	if p := at("2025-01-05").Happened(); p["s"].Day != *day(t, "2025-01-05") {
		t.Errorf("the step happens with its last stage, got %v", p["s"].Day)
	}
	for _, x := range []struct {
		at   string
		want mandate.Truth
	}{{"2024-12-31", mandate.Unknown}, {"2025-01-01", mandate.True}, {"2025-01-04", mandate.False}, {"2025-01-06", mandate.Unknown}, {"2025-01-07", mandate.True}} {
		if got := at(x.at).External(c.Externals[0]).Value; got != x.want {
			t.Errorf("truce at %s: %v, want %v", x.at, got, x.want)
		}
	}
	if got := at("2025-01-01").External(c.Externals[1]).Value; got != mandate.True {
		t.Errorf("a stated value: %v", got)
	}
	c.Assumptions.Externals = map[string]mandate.Truth{"truce": mandate.False}
	if got := at("2025-01-07").External(c.Externals[0]); got.Value != mandate.False || !got.Assumed {
		t.Errorf("an assumed value: %+v", got)
	}
}

func TestQueriesNameWhatExists(t *testing.T) {
	c := newCase(t, &mandate.Entry{ID: "a-2025-01-01-1", Said: when(t, "2025-01-01")})
	c.Rules = []*mandate.Rule{{ID: "formal"}}
	for _, test := range []struct {
		query      mandate.Query
		want, hint string
	}{
		{mandate.Query{Without: []string{"a-2025-01-01-2"}}, `unknown entry or source "a-2025-01-01-2"`, "did you mean a-2025-01-01-1?"},
		{mandate.Query{Rule: "fromal"}, `unknown consent rule "fromal"`, "did you mean formal?"},
		{mandate.Query{Aim: "t"}, `unknown step "t"`, ""},
		{mandate.Query{Set: []mandate.Choice{{Issue: "roes", Options: []string{"x"}}}}, `unknown issue "roes"`, "did you mean roe?"},
		{mandate.Query{Set: []mandate.Choice{{Issue: "roe", Options: []string{"z"}}}}, `unknown option of roe "z"`, ""},
		{mandate.Query{Set: []mandate.Choice{{Issue: "roe", Options: []string{"x", "y"}}}}, "issue roe takes exactly one option", ""},
		{mandate.Query{Join: []string{"a"}}, `unknown contributor "a"`, ""},
		{mandate.Query{MinFirmness: "statde"}, `unknown firmness "statde"`, "did you mean stated?"},
	} {
		_, err := record.At(c, test.query)
		if err == nil || err.Error() != test.want {
			t.Errorf("got %v, want %s", err, test.want)
			continue
		}
		if e := err.(*mandate.Error); test.hint != "" && e.Hint != test.hint {
			t.Errorf("%s: hint %q, want %q", test.want, e.Hint, test.hint)
		}
	}
}
