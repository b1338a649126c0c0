package report_test

import (
	"cmp"
	"errors"
	"strings"
	"testing"

	"mandate"
	"mandate/internal/record"
	"mandate/internal/report"
)

func TestSentence(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	st := at(t, c, "2026-03-10")
	s, err := report.BuildSentence(st, "israel-2025-10-21-1", report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Positions) != 1 || s.Positions[0].Condition != `!joins("turkiye")` || len(s.Positions[0].Entries) != 3 {
		t.Errorf("positions %+v", s.Positions)
	}
	if len(s.Sources) != 1 || s.Sources[0].ID != "s16" || s.Sources[0].ReliabilitySays == "" || s.CredibilitySays != "confirmed by other sources" || s.Sources[0].Entries == 0 {
		t.Errorf("%+v, %s", s.Sources, s.CredibilitySays)
	}
	for _, id := range s.Positions[0].Entries {
		if _, ok := s.Entries[id]; !ok {
			t.Errorf("%s is named and not there", id)
		}
	}
	if s.Day != "2025-10-21" || len(s.Entries) != 3 {
		t.Errorf("day %s, %d entries", s.Day, len(s.Entries))
	}
}

// TestSentenceLinks: each link is told at both of its ends, of every entry.
func TestSentenceLinks(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	st := at(t, c, "")
	all := map[string]*report.Sentence{}
	for _, e := range c.Entries {
		s, err := report.BuildSentence(st, e.ID, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		all[e.ID] = s
	}
	links := 0
	for id, s := range all {
		for _, x := range []struct {
			to   []string
			back func(*report.Sentence) []string
		}{
			{s.Supersedes, func(s *report.Sentence) []string { return s.SupersededBy }},
			{s.SupersededBy, func(s *report.Sentence) []string { return s.Supersedes }},
			{s.Suspends, func(s *report.Sentence) []string { return s.SuspendedBy }},
			{s.SuspendedBy, func(s *report.Sentence) []string { return s.Suspends }},
			{s.Disputes, func(s *report.Sentence) []string { return s.DisputedBy }},
			{s.DisputedBy, func(s *report.Sentence) []string { return s.Disputes }},
			{s.AddsTo, func(s *report.Sentence) []string { return s.AddedToBy }},
			{s.AddedToBy, func(s *report.Sentence) []string { return s.AddsTo }},
		} {
			for _, to := range x.to {
				links++
				if !strings.Contains(" "+strings.Join(x.back(all[to]), " ")+" ", " "+id+" ") {
					t.Errorf("%s names %s, which does not name it", id, to)
				}
				if _, ok := s.Entries[to]; !ok {
					t.Errorf("%s names %s and does not carry it", id, to)
				}
			}
		}
	}
	if links < 20 {
		t.Errorf("%d links", links)
	}
}

// TestHiddenIsUnknown: an entry that the audience may not see is refused like
// one that is not there, by both answers.
func TestHiddenIsUnknown(t *testing.T) {
	texts := func(id string) string { return strings.ReplaceAll(lapsingRecord, "id: c3", "id: "+id) }
	refused := func(record string, ask string) string {
		c := parse(t, lapsing, record)
		st, opt := at(t, c, ""), report.Options{Audience: mandate.Public}
		_, err := report.BuildSentence(st, ask, opt)
		_, err2 := report.BuildWithout(st, ask, opt)
		var e, e2 *mandate.Error
		if !errors.As(err, &e) || !errors.As(err2, &e2) || e.Error() != e2.Error() || e.Hint != e2.Hint || e.Code != mandate.ErrUsage {
			t.Fatalf("%v, %v", err, err2)
		}
		return e.Error() + "; " + e.Hint
	}
	for _, ask := range []string{"c3", "c9", "sekret", "zzzzzz", ""} {
		there, not := refused(texts(cmp.Or(ask, "x")), ask), refused(texts("y7"), ask)
		if there != not {
			t.Errorf("%q: if it is there and hidden, %q; if not, %q", ask, there, not)
		}
	}
	if got := refused(texts("c3"), "c3"); got != `no entry "c3"; did you mean c1?` {
		t.Error(got)
	}
}

func TestWithout(t *testing.T) {
	c := load(t, "cases/gaza-isf")
	st := at(t, c, "2026-02-20")
	changes := 0
	for i, e := range c.Entries {
		w, err := report.BuildWithout(st, e.ID, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if w.Changes {
			changes++
		}
		if i%10 == 0 || w.Changes {
			less, err := st.Without(e.ID)
			if err != nil {
				t.Fatal(err)
			}
			same(t, e.ID, st, w.With)
			same(t, e.ID, less, w.WithoutIt)
		}
		if w.Changes != (w.With.Verdict != w.WithoutIt.Verdict || w.With.Rung != w.WithoutIt.Rung || *w.With.Owed != *w.WithoutIt.Owed) {
			t.Errorf("%s: %+v", e.ID, w)
		}
	}
	if changes == 0 || changes == len(c.Entries) {
		t.Errorf("%d of %d entries change something", changes, len(c.Entries))
	}
}

// same holds an outcome to what a check says.
func same(t *testing.T, what string, st *record.State, o report.Outcome) {
	t.Helper()
	ck, err := report.BuildCheck(st, report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if o.Verdict != ck.Verdict || o.Rung != ck.Rung {
		t.Errorf("%s: %s, %s; a check says %s, %s", what, o.Verdict, o.Rung, ck.Verdict, ck.Rung)
	}
	if (o.Owed == nil) != (ck.Owed == nil) || o.Owed != nil && *o.Owed != ck.Owed.Count {
		t.Errorf("%s: not as many owed as a check says", what)
	}
}
