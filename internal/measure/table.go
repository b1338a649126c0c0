package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// figure is one measured quantity.
type figure struct {
	value  float64
	spread float64 // largest less smallest, through the median; 0 for one reading
	unit   string  // s, MB, or a word for what is counted
}

// row is one kind of work, by size.
type row struct {
	name  string
	ours  map[string]figure
	peers map[string]map[string]figure // peer, size
	notes map[string]string            // size: why there is no peer's figure
}

type table struct {
	sizes []string
	rows  []*row
}

func (t *table) row(name string) *row {
	for _, r := range t.rows {
		if r.name == name {
			return r
		}
	}
	r := &row{name: name, ours: map[string]figure{}, peers: map[string]map[string]figure{}, notes: map[string]string{}}
	t.rows = append(t.rows, r)
	return r
}

func (r *row) peer(name, size string, f figure) {
	if r.peers[name] == nil {
		r.peers[name] = map[string]figure{}
	}
	r.peers[name][size] = f
}

// seconds makes a figure of several readings.
func seconds(readings []time.Duration) figure {
	slices.Sort(readings)
	mid := readings[len(readings)/2].Seconds()
	f := figure{value: mid, unit: "s"}
	if mid > 0 {
		f.spread = (readings[len(readings)-1] - readings[0]).Seconds() / mid
	}
	return f
}

func (f figure) String() string {
	switch f.unit {
	case "s":
		switch {
		case f.value < 1e-3:
			return fmt.Sprintf("%.3g µs", f.value*1e6)
		case f.value < 1:
			return fmt.Sprintf("%.3g ms", f.value*1e3)
		}
		return fmt.Sprintf("%.3g s", f.value)
	case "MB":
		return fmt.Sprintf("%.0f MB", f.value)
	}
	return fmt.Sprintf("%.0f %s", f.value, f.unit)
}

// best returns the fastest peer at a size: of counts the largest, of all else
// the smallest.
func (r *row) best(size string) (name string, f figure, ok bool) {
	for _, p := range sorted(r.peers) {
		x, has := r.peers[p][size]
		more := has && ok && (x.value < f.value) != (x.unit != "s" && x.unit != "MB")
		if has && (!ok || more) {
			name, f, ok = p, x, true
		}
	}
	return name, f, ok
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// print writes the table: our figure with its spread, the best peer's, and the
// ratio, size by size; then how each grows from size to size.
func (t *table) print(w io.Writer) {
	line := func(cells ...string) { _, _ = fmt.Fprintln(w, "| "+strings.Join(cells, " | ")+" |") } // a table on a terminal or in a file
	head, rule := []string{"work"}, []string{"---"}
	for _, s := range t.sizes {
		head = append(head, s, "best peer at "+s, "ratio")
		rule = append(rule, "--:", "---", "--:")
	}
	for i := 1; i < len(t.sizes); i++ {
		head = append(head, t.sizes[i]+" / "+t.sizes[i-1])
		rule = append(rule, "--:")
	}
	line(head...)
	line(rule...)
	for _, r := range t.rows {
		cells := []string{r.name}
		for _, s := range t.sizes {
			f, ok := r.ours[s]
			if !ok {
				cells = append(cells, "–", "", "")
				continue
			}
			ours := f.String()
			if f.spread >= 0.1 {
				ours += fmt.Sprintf(" (±%.0f %%)", f.spread*50)
			}
			name, p, ok := r.best(s)
			if !ok {
				cells = append(cells, ours, r.notes[s], "")
				continue
			}
			ratio := "–"
			if p.value > 0 {
				ratio = fmt.Sprintf("%.3g", f.value/p.value)
			}
			cells = append(cells, ours, name+" "+p.String(), ratio)
		}
		for i := 1; i < len(t.sizes); i++ {
			a, okA := r.ours[t.sizes[i-1]]
			b, okB := r.ours[t.sizes[i]]
			growth := "–"
			if okA && okB && a.value > 0 {
				growth = fmt.Sprintf("%.3g", b.value/a.value)
			}
			cells = append(cells, growth)
		}
		line(cells...)
	}
}
