package mandate

import (
	"fmt"
	"time"
)

// Day is a calendar day, counted from 1 January 1970 (day 0). Days have no
// time zone: a statement is dated by the calendar its source uses.
type Day int32

// DayOf returns the day of a calendar date. The date must exist.
func DayOf(year int, month time.Month, day int) Day {
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Time returns midnight UTC of the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// String returns the day as 2025-12-20.
func (d Day) String() string { return d.Time().Format("2006-01-02") }

// Long returns the day as 20 Dec 2025.
func (d Day) Long() string { return d.Time().Format("2 Jan 2006") }

// When is a date as a source gives it: a day, a month or an interval, kept as
// written. The zero When means that no date is given.
type When struct {
	Text        string
	First, Last Day
}

// IsZero reports whether no date is given.
func (w When) IsZero() bool { return w.Text == "" }

// Long returns the date for reading: 20 Dec 2025, Dec 2025, or 15–19 Dec 2025.
func (w When) Long() string {
	if w.IsZero() {
		return ""
	}
	if w.First == w.Last {
		return w.First.Long()
	}
	a, b := w.First.Time(), w.Last.Time()
	firstOfMonth := a.Day() == 1
	lastOfMonth := b.AddDate(0, 0, 1).Day() == 1
	sameMonth := a.Year() == b.Year() && a.Month() == b.Month()
	switch {
	case sameMonth && firstOfMonth && lastOfMonth:
		return a.Format("Jan 2006")
	case firstOfMonth && lastOfMonth && a.Year() == b.Year():
		return a.Format("Jan") + "–" + b.Format("Jan 2006")
	case firstOfMonth && lastOfMonth:
		return a.Format("Jan 2006") + " – " + b.Format("Jan 2006")
	case sameMonth:
		return fmt.Sprintf("%d–%s", a.Day(), b.Format("2 Jan 2006"))
	default:
		return w.First.Long() + " – " + w.Last.Long()
	}
}

// ParseWhen reads a day (2025-12-20), a month (2025-12) or an interval of two
// of them (2025-12-15/2025-12-19). The error says what is wrong in the user's
// words, without the position.
func ParseWhen(s string) (When, error) {
	for i := 0; i < len(s); i++ {
		if s[i] == '/' {
			a, err := parseDate(s[:i])
			if err != nil {
				return When{}, err
			}
			b, err := parseDate(s[i+1:])
			if err != nil {
				return When{}, err
			}
			if b.Last < a.First {
				return When{}, fmt.Errorf("the interval ends before it begins: %q", s)
			}
			return When{Text: s, First: a.First, Last: b.Last}, nil
		}
	}
	return parseDate(s)
}

func parseDate(s string) (When, error) {
	bad := func() (When, error) {
		return When{}, fmt.Errorf("%q is not a date: expected a day (2025-12-20), a month (2025-12) or an interval (2025-12-15/2025-12-19)", s)
	}
	if len(s) != 7 && len(s) != 10 {
		return bad()
	}
	num := func(from, to int) int {
		n := 0
		for _, c := range []byte(s[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	y, m := num(0, 4), num(5, 7)
	if y < 0 || m < 0 || s[4] != '-' {
		return bad()
	}
	if y < 1800 || y > 9999 {
		return When{}, fmt.Errorf("the year %d in %q is out of range: expected 1800 to 9999", y, s)
	}
	if m < 1 || m > 12 {
		return When{}, fmt.Errorf("there is no month %d in %q", m, s)
	}
	month := time.Month(m)
	last := time.Date(y, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if len(s) == 7 {
		return When{Text: s, First: DayOf(y, month, 1), Last: DayOf(y, month, last)}, nil
	}
	d := num(8, 10)
	if d < 0 || s[7] != '-' {
		return bad()
	}
	if d < 1 || d > last {
		return When{}, fmt.Errorf("there is no %s %d in %d (%q)", month, d, y, s)
	}
	day := DayOf(y, month, d)
	return When{Text: s, First: day, Last: day}, nil
}
