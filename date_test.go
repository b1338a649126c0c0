package mandate_test

import (
	"testing"

	"mandate"
)

func TestParseWhen(t *testing.T) {
	for _, test := range []struct{ in, first, last, long string }{
		{"2025-12-20", "2025-12-20", "2025-12-20", "20 Dec 2025"},
		{"2024-02", "2024-02-01", "2024-02-29", "Feb 2024"},
		{"2025-12-15/2025-12-19", "2025-12-15", "2025-12-19", "15–19 Dec 2025"},
		{"2025-10/2025-11", "2025-10-01", "2025-11-30", "Oct–Nov 2025"},
		{"2025-11/2026-01", "2025-11-01", "2026-01-31", "Nov 2025 – Jan 2026"},
		{"2025-12-30/2026-01-02", "2025-12-30", "2026-01-02", "30 Dec 2025 – 2 Jan 2026"},
		{"1969-07-20", "1969-07-20", "1969-07-20", "20 Jul 1969"},
	} {
		w, err := mandate.ParseWhen(test.in)
		if err != nil {
			t.Errorf("%s: %v", test.in, err)
			continue
		}
		if w.First.String() != test.first || w.Last.String() != test.last || w.Long() != test.long || w.Text != test.in {
			t.Errorf("%s: %s to %s, %q", test.in, w.First, w.Last, w.Long())
		}
	}
	for _, bad := range []string{"", "2025", "2025-13", "2025-02-30", "2025-00-10", "20 Dec 2025", "2025/12", "2025-12-20/2025-12-19", "2025-1-2", "0999-01-01", "2025-12-20T10:00", "2025-1a"} {
		if w, err := mandate.ParseWhen(bad); err == nil {
			t.Errorf("%q is taken for %+v", bad, w)
		}
	}
}

func TestFirmnessOrder(t *testing.T) {
	for i, f := range mandate.Firmnesses {
		for k, g := range mandate.Firmnesses {
			if f.AtLeast(g) != (i <= k) {
				t.Errorf("%s at least %s is %v", f, g, f.AtLeast(g))
			}
		}
	}
}
