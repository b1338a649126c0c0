package diag

import "strings"

// Nearest returns the name that the misspelled one most probably stands for,
// or false if none is near enough. Distance is the number of letters to insert,
// delete, replace or swap; case, "-" and "_" count for nothing. Up to a third of
// the letters may differ (at least one); of equally near names the first in the
// list wins, so the answer depends on nothing else.
func Nearest(name string, among []string) (string, bool) {
	if name == "" || len(name) > maxNearest {
		return "", false
	}
	a := []rune(fold(name))
	limit := max(1, len(a)/3)
	best, found := "", false
	var rows [3][]int
	for _, cand := range among {
		if cand == "" || len(cand) > maxNearest {
			continue
		}
		b := []rune(fold(cand))
		if len(a)-len(b) > limit || len(b)-len(a) > limit {
			continue
		}
		d := distance(a, b, &rows)
		if d > limit || d >= max(len(a), len(b)) {
			continue
		}
		best, found = cand, true
		if d == 0 {
			break
		}
		limit = d - 1
	}
	return best, found
}

// maxNearest bounds the work: nobody misspells an id of that length.
const maxNearest = 200

// fold removes the differences that people do not see as a misspelling.
func fold(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}

// distance is the optimal string alignment distance.
func distance(a, b []rune, rows *[3][]int) int {
	n := len(b) + 1
	for i := range rows {
		if cap(rows[i]) < n {
			rows[i] = make([]int, n)
		}
		rows[i] = rows[i][:n]
	}
	two, prev, cur := rows[0], rows[1], rows[2]
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, two[j-2]+1)
			}
			cur[j] = d
		}
		two, prev, cur = prev, cur, two
	}
	return prev[len(b)]
}
