package record

import (
	"sort"

	"mandate"
)

// Graded is how far a step is implemented, as docs/math/progress.md defines it.
type Graded struct {
	// Value is 0 to mandate.MaxGrade; -1: nothing is on record.
	Value int
	// Basis says what gives it: happened, stages, stated or due; empty with
	// nothing on record.
	Basis string
	// Day is that of what gives it: of the deed, of the word, or the last day
	// for which the step was announced.
	Day mandate.Day
	// Entries give it.
	Entries []string
	// Done counts the stages that have happened, of a step with some.
	Done int
	// Against are binding entries of the same day or later that state another
	// grade, Disputed those that would say something of it if they bound.
	Against, Disputed []StatedGrade
}

// StatedGrade is what an entry says of a step.
type StatedGrade struct {
	Entry *mandate.Entry
	Value int
	// Step is the step or the stage that it speaks of.
	Step string
}

// ShareGrade is the grade of a step of which some stages are done and not all:
// how many thirds of them, and at least 1.
func ShareGrade(done, of int) int { return max(1, mandate.MaxGrade*done/of) }

// Grade finds how far a step is implemented. Past is what Happened returns.
func (s *State) Grade(step *mandate.Step, past map[string]Past) Graded {
	g := Graded{Value: -1}
	take := func(v int, basis string, day mandate.Day, entries []string) {
		if v > g.Value {
			g.Value, g.Basis, g.Day, g.Entries = v, basis, day, entries
		}
	}
	begun := Past{Day: -1 << 30}
	for n := 1; n <= step.Stages; n++ {
		if p, ok := past[step.StageID(n)]; ok {
			g.Done++
			begun.Day = max(begun.Day, p.Day)
			begun.Entries = append(begun.Entries, p.Entries...)
		}
	}
	if p, ok := past[step.ID]; ok {
		take(mandate.MaxGrade, "happened", p.Day, p.Entries)
	} else if g.Done > 0 {
		take(ShareGrade(g.Done, step.Stages), "stages", begun.Day, begun.Entries)
	}
	stated, disputed := s.stated(step)
	g.Disputed = disputed
	// The latest word on the step itself counts; a stage that has begun begins it.
	var own *StatedGrade
	for i := range stated {
		switch x := &stated[i]; {
		case x.Step == step.ID:
			if own == nil || EffectiveDay(x.Entry) >= EffectiveDay(own.Entry) {
				own = x
			}
		case x.Value > 0:
			take(1, "stages", EffectiveDay(x.Entry), []string{x.Entry.ID})
		}
	}
	if own != nil {
		take(own.Value, "stated", EffectiveDay(own.Entry), []string{own.Entry.ID})
	}
	if g.Value < 0 {
		if day, by, due := s.due(step); due {
			take(0, "due", day, by)
		}
	}
	for _, x := range stated {
		if x.Step == step.ID && x.Value != g.Value && EffectiveDay(x.Entry) >= g.Day && g.Basis != "due" {
			g.Against = append(g.Against, x)
		}
	}
	return g
}

// stated lists what binding entries state of the grade of the step, below what
// is done, or of its stages; and what disputed ones say of the step, deeds too.
func (s *State) stated(step *mandate.Step) (binding, disputed []StatedGrade) {
	of := func(id string) bool {
		if id == step.ID {
			return true
		}
		for n := 1; n <= step.Stages; n++ {
			if id == step.StageID(n) {
				return true
			}
		}
		return false
	}
	for _, i := range s.happens {
		e, st := s.Case.Entries[i], &s.status[i]
		if !st.Binds && st.Word != "disputed" {
			continue
		}
		for _, f := range e.Effects {
			if f.Kind != mandate.Happened || f.What != "step" && f.What != "grade" || !of(f.Name) {
				continue
			}
			x := StatedGrade{e, int(f.Value), f.Name}
			if f.What == "step" {
				x.Value = mandate.MaxGrade
			}
			switch {
			case !st.Binds && f.Name != step.ID: // told of the stage
			case !st.Binds:
				disputed = append(disputed, x)
			case f.What == "grade":
				binding = append(binding, x)
			}
		}
	}
	return binding, disputed
}

// due reports whether the start of a step is due: a day for which it was
// announced, by its own actors or by the case, has passed, and none that is to
// come stands. It returns the latest such day.
func (s *State) due(step *mandate.Step) (day mandate.Day, by []string, due bool) {
	list := s.Announcements(step)
	for _, a := range list {
		if a.Outcome == "open" {
			return 0, nil, false
		}
	}
	for _, a := range list {
		if a.Outcome == "overdue" && !a.Entry.Hearsay() {
			day, by, due = a.When.Last, []string{a.Entry.ID}, true
		}
	}
	if x := step.Estimate; x != nil && x.Kind == "date" && s.Holds(step.Line) && step.StageOf == "" {
		if x.Date.Last >= s.AsOf {
			return 0, nil, false
		}
		if !due {
			day, due = x.Date.Last, true
		}
	}
	return day, by, due
}

// Announced is a date that somebody announced for a step, and what became of
// it; or a length of time, which names no day.
type Announced struct {
	Entry *mandate.Entry
	// When is the date announced; zero for a length of time, which is in Text.
	When mandate.When
	Text string
	// Outcome is met, late, overdue, open, moved, withdrawn, suspended,
	// lapsed or disputed; length for a length of time.
	Outcome string
	// Days is how many days late or overdue; for moved, by how many days the
	// later date differs.
	Days int
	// By are the entries that made it so: of the deed, of the later date, or
	// that took it back.
	By []string
}

// Announcements lists the dates and lengths of time announced for a step, by the
// day on which they were announced.
func (s *State) Announcements(step *mandate.Step) (out []Announced) {
	for i, e := range s.Case.Entries {
		if !s.status[i].Present {
			continue
		}
		for _, f := range e.Effects {
			if f.Kind != mandate.Estimates || f.Estimate == nil || f.Name != step.ID {
				continue
			}
			switch f.Estimate.Kind {
			case "date":
				out = append(out, Announced{Entry: e, When: f.Estimate.Date, Text: f.Estimate.Text})
			case "duration":
				out = append(out, Announced{Entry: e, Text: f.Estimate.Text, Outcome: "length"})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return EffectiveDay(out[i].Entry) < EffectiveDay(out[j].Entry) })
	past, done := s.Happened()[step.ID]
	for i := range out {
		if a := &out[i]; a.Outcome == "" {
			s.became(a, out[i+1:], past, done)
		}
	}
	return out
}

// became finds what became of an announced date. What comes first counts: a deed
// before the date was moved or taken back meets it or is late.
func (s *State) became(a *Announced, later []Announced, past Past, done bool) {
	st := &s.status[a.Entry.Index]
	if st.Word == "disputed" {
		a.Outcome, a.By = "disputed", st.By
		return
	}
	end := mandate.Day(1<<31 - 1)
	switch st.Word {
	case "superseded", "suspended":
		for _, id := range st.By {
			if d := EffectiveDay(s.entries[id]); d < end {
				end = d
			}
		}
		a.Outcome, a.By = map[string]string{"superseded": "withdrawn", "suspended": "suspended"}[st.Word], st.By
	case "expired":
		end, a.Outcome = a.Entry.Expires.Last, "lapsed"
	}
	for i := range later {
		b := &later[i]
		if b.When.IsZero() || b.Entry == a.Entry || s.status[b.Entry.Index].Word == "disputed" || !shareActor(a.Entry, b.Entry) && !ends(b.Entry, a.Entry.ID) {
			continue
		}
		// A new date after the old one was taken back is a new announcement.
		if d := EffectiveDay(b.Entry); d <= end {
			end = d
			a.Outcome, a.By, a.Days = "moved", []string{b.Entry.ID}, int(b.When.Last-a.When.Last)
		}
		break
	}
	switch {
	case done && past.Day <= end:
		a.Outcome, a.By, a.Days = "met", past.Entries, 0
		if n := int(past.Day - a.When.Last); n > 0 {
			a.Outcome, a.Days = "late", n
		}
	case a.Outcome != "":
	case s.AsOf > a.When.Last:
		a.Outcome, a.Days = "overdue", int(s.AsOf-a.When.Last)
	default:
		a.Outcome = "open"
	}
}

func ends(e *mandate.Entry, id string) bool {
	for _, x := range e.Supersedes {
		if x == id {
			return true
		}
	}
	return false
}

// Slip is by how much a step has moved since it was first announced.
type Slip struct {
	// First is the first date announced that is not disputed.
	First mandate.When
	// Days counts from its last day to the day of the deed, else to the day for
	// which it stands announced, else, Counting, to the day of the record.
	Days     int
	Counting bool
}

// SlipOf finds the slip of a step from its announcements; ok is false if there
// is nothing to compare.
func (s *State) SlipOf(step *mandate.Step, list []Announced) (x Slip, ok bool) {
	var standing *Announced
	for i := range list {
		a := &list[i]
		if a.Outcome == "length" || a.Outcome == "disputed" {
			continue
		}
		if x.First.IsZero() {
			x.First = a.When
		}
		if a.Outcome == "open" || a.Outcome == "overdue" {
			standing = a
		}
	}
	if x.First.IsZero() {
		return x, false
	}
	if past, done := s.Happened()[step.ID]; done {
		x.Days = int(past.Day - x.First.Last)
		return x, true
	}
	switch {
	case standing != nil && standing.Outcome == "open":
		x.Days = int(standing.When.Last - x.First.Last)
	case s.AsOf > x.First.Last:
		x.Days, x.Counting = int(s.AsOf-x.First.Last), true
	default:
		return x, false
	}
	return x, true
}

// Incident is something that happened that is neither a step nor a reading.
type Incident struct {
	Entry    *mandate.Entry
	Says     string
	Disputed bool
}

// Incidents lists the events on record, by day; those that are disputed are
// marked.
func (s *State) Incidents() (out []Incident) {
	for _, i := range s.happens {
		st := &s.status[i]
		if !st.Binds && st.Word != "disputed" {
			continue
		}
		for _, f := range s.Case.Entries[i].Effects {
			if f.Kind == mandate.Happened && f.What == "event" {
				out = append(out, Incident{s.Case.Entries[i], f.Name, !st.Binds})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return EffectiveDay(out[i].Entry) < EffectiveDay(out[j].Entry) })
	return out
}

// ReadingAt is one reading of an external.
type ReadingAt struct {
	Entry    *mandate.Entry
	Value    int64
	Boolean  bool
	Disputed bool
	// Within is what the reading by itself would make of the external: true or
	// false by its word or by a threshold, unknown between the thresholds.
	Within mandate.Truth
}

// Readings lists the readings of an external, by day; those that are disputed
// are marked.
func (s *State) Readings(x *mandate.External) (out []ReadingAt) {
	for _, i := range s.reads[x.ID] {
		st := &s.status[i]
		if !st.Binds && st.Word != "disputed" {
			continue
		}
		for _, f := range s.Case.Entries[i].Effects {
			if f.Kind != mandate.Happened || f.What != "reading" || f.Name != x.ID {
				continue
			}
			r := ReadingAt{Entry: s.Case.Entries[i], Value: f.Value, Boolean: f.Boolean, Disputed: !st.Binds}
			switch {
			case f.Boolean && f.Value != 0, !f.Boolean && x.HoldsIf != nil && x.HoldsIf.Holds(f.Value):
				r.Within = mandate.True
			case f.Boolean, x.FailsIf != nil && x.FailsIf.Holds(f.Value):
				r.Within = mandate.False
			}
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return EffectiveDay(out[i].Entry) < EffectiveDay(out[j].Entry) })
	return out
}

// Trend compares the latest binding figure of an external with the one before it
// by the same hands, which alone counts alike. The list is what Readings
// returns; ok is false if there are no two.
func Trend(list []ReadingAt) (from, to *ReadingAt, ok bool) {
	for i := len(list) - 1; i >= 0; i-- {
		r := &list[i]
		switch {
		case r.Disputed || r.Boolean:
		case to == nil:
			to = r
		case sameHands(r.Entry, to.Entry):
			return r, to, true
		}
	}
	return nil, nil, false
}

func sameHands(a, b *mandate.Entry) bool {
	if len(a.Actors) != len(b.Actors) {
		return false
	}
	for _, x := range a.Actors {
		found := false
		for _, y := range b.Actors {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}
