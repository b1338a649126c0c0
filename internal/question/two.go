package question

import (
	"mandate"
	"mandate/internal/record"
)

// Two are the two readings that a diff compares: the record on two days, or what
// had been recorded by a day and what is recorded now.
type Two struct{ From, To, Since string }

// Earlier reads the record as it had been recorded by a day; nil for "".
func Earlier(st *record.State, since string) (*record.State, error) {
	if since == "" {
		return nil, nil
	}
	before, _, err := Two{Since: since}.States(st)
	return before, err
}

// States reads the record of the question twice.
func (t Two) States(st *record.State) (before, after *record.State, err error) {
	q, day := st.Query, st.AsOf
	if t.Since != "" {
		if q.RecordedBy, err = Day("since", t.Since); err != nil {
			return nil, nil, err
		}
		if r := st.Query.RecordedBy; r != nil && *r < *q.RecordedBy {
			return nil, nil, mandate.Usagef("--since %s is after --recorded-by %s", t.Since, r)
		}
		q.AsOf = &day
		before, err = st.At(q)
		return before, st, err
	}
	read := func(s string) (*record.State, error) {
		w, err := mandate.ParseWhen(s)
		if err != nil {
			e := mandate.Usagef("%v", err)
			e.Hint = "diff takes two dates: 2026-02-13 2026-03-20"
			return nil, e
		}
		q.AsOf = &w.Last
		return st.At(q)
	}
	if before, err = read(t.From); err != nil {
		return nil, nil, err
	}
	after, err = read(t.To)
	return before, after, err
}
