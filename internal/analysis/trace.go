package analysis

import (
	"slices"

	"mandate"
	"mandate/internal/record"
)

// tracing finds the changes that are responsible for what differs.
type tracing struct {
	d      *Diff
	pair   *record.Pair
	limits Tracing
	budget Budget
	cores  map[*mandate.Case]*core
	views  map[string]*view     // by fingerprint
	known  map[string][]Verdict // by fingerprint: whether each conclusion is turned back
	looks  int                  // records looked at
	open   []bool               // by conclusion: of some record it was not found out

	// The record in which the changes of set are undone, which one conclusion after
	// another is asked of.
	set    []int
	undone *record.State
	key    string // its fingerprint
}

// maxViews bounds how many models are kept; beyond, all are forgotten.
const maxViews = 64

// notAsked is no answer yet.
const notAsked = Verdict(0xff)

// turned decides whether a conclusion is as it was if some changes, by place in
// Live, are undone.
func (w *tracing) turned(n int, set []int) (Verdict, error) {
	st, key := w.undo(set)
	known := w.known[key]
	if known == nil {
		known = make([]Verdict, len(w.d.Conclusions))
		for i := range known {
			known[i] = notAsked
		}
		w.known[key] = known
	}
	if known[n] != notAsked {
		return known[n], nil
	}
	if w.budget.Stop != nil && w.budget.Stop() {
		w.d.Complete, w.open[n] = false, true
		return Unknown, nil
	}
	v := w.views[key]
	if v == nil {
		var err error
		if v, err = w.look(st); err != nil {
			return Unknown, err
		}
		w.looks++
		if len(w.views) >= maxViews {
			clear(w.views)
		}
		w.views[key] = v
	}
	c := w.d.Conclusions[n]
	x := v.value(c)
	if v.err != nil {
		return Unknown, v.err
	}
	switch {
	case !x.Known:
		known[n] = Unknown
		w.d.Complete, w.open[n] = false, true
	case x == c.Was:
		known[n] = Yes
	default:
		known[n] = No
	}
	return known[n], nil
}

// undo is the record in which some changes, by place in Live, are undone.
func (w *tracing) undo(set []int) (st *record.State, key string) {
	if w.undone != nil && slices.Equal(w.set, set) {
		return w.undone, w.key
	}
	changes := make([]record.Change, len(set))
	for i, k := range set {
		changes[i] = w.d.Changes[w.d.Live[k]]
	}
	st, file := w.pair.Undo(changes...)
	key = st.Fingerprint()
	if file {
		key = "file " + key
	}
	w.set, w.undone, w.key = append(w.set[:0], set...), st, key
	return st, key
}

// trace finds the responsible sets of all conclusions.
func (w *tracing) trace() error {
	all := len(w.d.Live)
	w.open = make([]bool, len(w.d.Conclusions))
	found := make([][][]int, len(w.d.Conclusions))
	left, size := w.limits.Records, 0
	for size < all && len(found) > 0 {
		n := choose(all, size+1, left)
		if n > left {
			break
		}
		left -= n
		size++
		var err error
		eachSet(all, size, func(set []int) bool {
			for i := range found {
				if slices.ContainsFunc(found[i], func(x []int) bool { return within(x, set) }) {
					continue
				}
				var v Verdict
				if v, err = w.turned(i, set); err != nil {
					return false
				}
				if v == Yes {
					found[i] = append(found[i], slices.Clone(set))
				}
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	if size < all {
		for _, more := range []bool{false, true} { // one set for each first
			for i := range found {
				var err error
				if found[i], err = w.branch(i, found[i], size, more); err != nil {
					return err
				}
			}
		}
	}
	for i, c := range w.d.Conclusions {
		c.UpTo, c.All = size, size == all
		put := func(set []int, proven bool) {
			r := Responsible{Proven: proven}
			for _, k := range set {
				r.Changes = append(r.Changes, w.d.Live[k])
			}
			c.Responsible = append(c.Responsible, r)
		}
		for _, set := range found[i] {
			put(set, len(set) <= max(size, provable))
		}
		if w.open[i] {
			c.UpTo, c.All = 0, false
			for k := range c.Responsible {
				c.Responsible[k].Proven = len(c.Responsible[k].Changes) == 1
			}
		}
		slices.SortStableFunc(c.Responsible, func(x, y Responsible) int {
			if n := len(x.Changes) - len(y.Changes); n != 0 {
				return n
			}
			return slices.Compare(x.Changes, y.Changes)
		})
	}
	return nil
}

// branch looks for sets beyond those of the size: for one if there is none yet, or
// for more, each of which avoids one change of every set that is known (Reiter's
// tree). If undoing more can turn a conclusion away again it may miss some.
func (w *tracing) branch(n int, found [][]int, size int, more bool) ([][]int, error) {
	nodes := [][]int{nil} // the changes that stay
	for asked := 0; len(nodes) > 0 && asked < w.limits.Branches; {
		if !more && len(found) > 0 || more && w.looks > 2*w.limits.Records {
			break
		}
		stays := nodes[0]
		nodes = nodes[1:]
		if i := slices.IndexFunc(found, func(x []int) bool { return !meets(x, stays) }); i >= 0 {
			for _, k := range found[i] {
				next := slices.Clone(stays)
				at, _ := slices.BinarySearch(next, k)
				next = slices.Insert(next, at, k)
				if !slices.ContainsFunc(nodes, func(x []int) bool { return slices.Equal(x, next) }) {
					nodes = append(nodes, next)
				}
			}
			continue
		}
		asked++
		var set []int
		for k := range w.d.Live {
			if _, ok := slices.BinarySearch(stays, k); !ok {
				set = append(set, k)
			}
		}
		v, err := w.turned(n, set)
		if err != nil {
			return nil, err
		}
		if v != Yes {
			continue
		}
		if set, err = w.shrink(n, set, size); err != nil {
			return nil, err
		}
		found = append(found, set)
		nodes = append([][]int{stays}, nodes...) // now it meets a set
	}
	return found, nil
}

// provable is the size up to which all smaller sets are tried.
const provable = 8

// shrink takes changes out of a set that turns a conclusion back, first many at a
// time, until none can be left out (Zeller's delta debugging); then it tries the
// smaller sets of what is left, but for those of the size or less, which are
// known.
func (w *tracing) shrink(n int, set []int, size int) (_ []int, err error) {
	var v Verdict
	for chunk := (len(set) + 1) / 2; chunk > 0; {
		less := false
		for i := 0; i < len(set) && len(set) > 1; {
			rest := slices.Delete(slices.Clone(set), i, min(i+chunk, len(set)))
			if len(rest) > 0 {
				if v, err = w.turned(n, rest); err != nil {
					return nil, err
				}
				if v == Yes {
					set, less = rest, true
					continue
				}
			}
			i += chunk
		}
		if chunk == 1 && !less {
			break
		}
		chunk = max(1, min(chunk, len(set))/2)
	}
	if len(set) > provable {
		return set, nil
	}
	for k := size + 1; k < len(set); k++ {
		var smaller []int
		eachSet(len(set), k, func(places []int) bool {
			try := make([]int, k)
			for i, p := range places {
				try[i] = set[p]
			}
			if v, err = w.turned(n, try); v == Yes {
				smaller = try
			}
			return err == nil && smaller == nil
		})
		if err != nil {
			return nil, err
		}
		if smaller != nil {
			return smaller, nil
		}
	}
	return set, nil
}

// choose is n over k, or more than most if it is.
func choose(n, k, most int) int {
	x := 1
	k = min(k, n-k)
	for i := range k {
		if x = x * (n - i) / (i + 1); x > most {
			return x
		}
	}
	return x
}

// eachSet calls f for the sets of k places below n, in their order, until it
// returns false. The slice is used again.
func eachSet(n, k int, f func([]int) bool) {
	set := make([]int, k)
	for i := range set {
		set[i] = i
	}
	for {
		if !f(set) {
			return
		}
		i := k - 1
		for i >= 0 && set[i] == n-k+i {
			i--
		}
		if i < 0 {
			return
		}
		set[i]++
		for j := i + 1; j < k; j++ {
			set[j] = set[j-1] + 1
		}
	}
}

// within reports whether all of x, ascending, is in y, ascending.
func within(x, y []int) bool {
	for _, k := range x {
		if _, ok := slices.BinarySearch(y, k); !ok {
			return false
		}
	}
	return true
}

// meets reports whether x and y, ascending, share something.
func meets(x, y []int) bool {
	return slices.ContainsFunc(x, func(k int) bool { _, ok := slices.BinarySearch(y, k); return ok })
}
