package report

import (
	"fmt"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Outcome is what a record comes to, in short.
type Outcome struct {
	Verdict string `json:"verdict"`
	// Rung is how much has to be taken for granted; empty if the record is
	// blocked or the budget ended first.
	Rung string `json:"rung,omitempty"`
	// Owed is the number of answers owed, of a blueprint alone.
	Owed *int `json:"owed,omitempty"`
	// OwedComplete is false if the budget ended before the number was found.
	OwedComplete bool `json:"owed_complete"`
}

// known reports whether nothing of the outcome was left open.
func (o Outcome) known() bool {
	return o.Verdict != string(mandate.Undetermined) && o.OwedComplete && (o.Rung != "" || o.Verdict == string(mandate.Blocked) || o.Verdict == string(mandate.NoRecord))
}

// outcomes finds what several records of one case come to; one solver serves
// them all.
type outcomes struct {
	m      *analysis.Model // of the first record with an aim
	budget analysis.Budget
}

func (o *outcomes) of(st *record.State) (Outcome, error) {
	var m *analysis.Model
	var err error
	if o.m == nil {
		m, err = analysis.New(st, nil, o.budget)
		o.m = m
	} else {
		m, err = o.m.Variant(st, nil)
	}
	if analysis.IsNoAim(err) {
		return Outcome{Verdict: string(mandate.NoRecord), OwedComplete: true}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	v, plan := m.Verdict()
	if plan != nil {
		if err := m.Verify(plan); err != nil { // as of a check, nothing of the solver is taken on trust
			return Outcome{}, fmt.Errorf("the plan behind the verdict of %s is not possible: %w", st.AsOf, err)
		}
	}
	out := Outcome{Verdict: string(v), OwedComplete: v != mandate.Undetermined}
	if v == mandate.Undetermined || v == mandate.Blocked {
		return out, nil
	}
	if rung, found := m.Rung(); found == analysis.Yes {
		out.Rung = rung.String()
	}
	if v == mandate.Blueprint {
		n, found := m.OwedCount()
		if out.OwedComplete = found == analysis.Yes; out.OwedComplete {
			out.Owed = &n
		}
	}
	return out, nil
}

// History tells what a record came to on each day on which it changed.
type History struct {
	// Head is that of the last day. Complete is false if not all days are
	// listed, or not all of some day was found.
	Head
	// Total is the number of days on which the record changes.
	Total int `json:"total"`
	// Days are ascending.
	Days []HistoryDay `json:"days"`
	// Spans are the runs of days with the same verdict and rung.
	Spans []HistorySpan `json:"spans"`
}

// HistoryDay is what the record came to at the end of a day.
type HistoryDay struct {
	Day string `json:"day"`
	Outcome
	// Entered are the entries that count from that day, in the order of the record.
	Entered []string `json:"entered"`
}

// HistorySpan is a run of listed days with the same verdict and rung, from the
// first to the last of them. If all days are listed, what holds on the last
// holds until the next run begins.
type HistorySpan struct {
	From    string `json:"from"`
	Until   string `json:"until"`
	Verdict string `json:"verdict"`
	Rung    string `json:"rung,omitempty"`
}

// BuildHistory answers how the verdict went, day by day: on the days that
// BuildCase lists as ticks. The query's own day does not matter. Of more than
// most days, evenly spaced ones are looked at, with the first and the last; 0:
// all.
func BuildHistory(c *mandate.Case, q mandate.Query, opt Options, most int) (*History, error) {
	day := mandate.DayOf(9999, 12, 31) // if nothing changes, any day is as good
	q.AsOf = &day
	st, err := record.At(c, q)
	if err != nil {
		return nil, err
	}
	ticks := newBuilder(st, opt).ticks()
	if n := len(ticks); n > 0 {
		day = ticks[n-1].day
		if st, err = st.At(q); err != nil {
			return nil, err
		}
	}
	b := newBuilder(st, opt)
	h := &History{Head: b.head("history"), Total: len(ticks), Days: []HistoryDay{}, Spans: []HistorySpan{}}
	ticks = spaced(ticks, most)
	h.Complete = len(ticks) == h.Total
	all := &outcomes{budget: opt.Budget}
	stop := func() bool { return opt.Budget.Stop != nil && opt.Budget.Stop() }
	for _, t := range ticks {
		q.AsOf = &t.day
		at, err := st.At(q)
		if err != nil {
			return nil, err
		}
		x, err := all.of(at)
		if err != nil {
			return nil, err
		}
		if stop() { // the day may have been cut short
			h.Complete = false
			break
		}
		h.Complete = h.Complete && x.known()
		h.add(HistoryDay{t.day.String(), x, append([]string{}, t.ids...)})
	}
	b.close(&h.Head)
	return h, nil
}

// add appends a day, to the last span if it is like it.
func (h *History) add(d HistoryDay) {
	h.Days = append(h.Days, d)
	if n := len(h.Spans); n > 0 && h.Spans[n-1].Verdict == d.Verdict && h.Spans[n-1].Rung == d.Rung {
		h.Spans[n-1].Until = d.Day
		return
	}
	h.Spans = append(h.Spans, HistorySpan{From: d.Day, Until: d.Day, Verdict: d.Verdict, Rung: d.Rung})
}

// spaced picks at most so many ticks, evenly spaced by their number, with the
// first and the last; the last alone if only one is wanted, all for 0.
func spaced(ticks []tick, most int) []tick {
	n := len(ticks)
	if most <= 0 || n <= most {
		return ticks
	}
	if most == 1 {
		return ticks[n-1:]
	}
	out := make([]tick, most)
	for i := range out {
		out[i] = ticks[i*(n-1)/(most-1)]
	}
	return out
}
