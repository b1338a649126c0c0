package report

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Replay is the answer of `mandate replay`: what changed, and which entries changed
// it, on each day on which the record changed. Its head is that of the last day.
type Replay struct {
	Head
	Sentence string `json:"sentence"`
	// Total is the number of days on which the record changed, Days those on which a
	// conclusion did, ascending.
	Total int         `json:"total"`
	Days  []ReplayDay `json:"days"`
}

// ReplayDay is a day with what it came to at its end, and what is otherwise than on
// the listed or unlisted day before it on which the record changed.
type ReplayDay struct {
	Day string `json:"day"`
	Outcome
	// Entered are the entries that count from that day.
	Entered     []string         `json:"entered"`
	Conclusions []DiffConclusion `json:"conclusions"`
	Moves       []DiffMove       `json:"moves"`
	Complete    bool             `json:"complete"`
}

// replayTracing bounds the search of a day, on which little changes.
var replayTracing = analysis.Tracing{Records: 64, Branches: 6, Sets: 1}

// replayRun is how many days share a solver. It is a number of its own, so that the
// answer is the same on any number of cores.
const replayRun = 6

// BuildReplay answers `mandate replay`: from the end of a day (nil: from before the
// record begins) to that of the query.
func BuildReplay(st *record.State, from *mandate.Day, opt Options) (*Replay, error) {
	b := newBuilder(st, opt)
	w := &Replay{Head: b.head("replay"), Days: []ReplayDay{}}
	days, found, err := b.days(from, analysis.NewComparer)
	if err != nil {
		return nil, err
	}
	w.Total = len(days)
	for i, t := range days {
		w.Complete = w.Complete && found[i].Complete
		if len(found[i].Conclusions) == 0 {
			continue
		}
		d := newDiffer(b, found[i])
		d.Aim = w.Aim
		d.conclude()
		w.Days = append(w.Days, ReplayDay{Day: t.day.String(), Outcome: d.outcome(1), Entered: b.cite(t.ids...), Conclusions: d.Conclusions, Moves: d.Moves, Complete: found[i].Complete})
	}
	w.Sentence = w.sentence()
	if n := opt.Limit; n > 0 && len(w.Days) > n {
		w.Days, w.Complete = w.Days[len(w.Days)-n:], false
	}
	b.close(&w.Head)
	return w, nil
}

// days compares each day on which the record changes, after from (nil: the
// beginning) and up to the as-of day, with the one before it.
func (b *builder) days(from *mandate.Day, comparer func() *analysis.Comparer) (days []tick, found []*analysis.Diff, err error) {
	start := mandate.Day(-1 << 29)
	if from != nil {
		start = *from
	}
	for _, t := range b.ticks() {
		if t.day > start && t.day <= b.st.AsOf {
			days = append(days, t)
		}
	}
	states := make([]*record.State, len(days)+1)
	for i := range states {
		q, day := b.st.Query, start
		if i > 0 {
			day = days[i-1].day
		}
		q.AsOf = &day
		if states[i], err = b.st.At(q); err != nil {
			return nil, nil, err
		}
	}
	found = make([]*analysis.Diff, len(days))
	errs := make([]error, len(days))
	runs := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for first := range runs {
				k := comparer()
				for i := first; i < min(first+replayRun, len(days)); i++ {
					found[i], errs[i] = k.Differ(record.NewPair(states[i], states[i+1]), replayTracing, b.opt.Budget)
				}
			}
		})
	}
	for i := 0; i < len(days); i += replayRun {
		runs <- i
	}
	close(runs)
	wg.Wait()
	return days, found, errors.Join(errs...)
}

func (w *Replay) sentence() string {
	if len(w.Days) == 0 && !w.Complete {
		return fmt.Sprintf("The record changed on %s; whether a conclusion did was not found out.", plural(int64(w.Total), "day", "days"))
	}
	if len(w.Days) == 0 {
		return fmt.Sprintf("The record changed on %s; no conclusion did.", plural(int64(w.Total), "day", "days"))
	}
	turns := 0
	for _, d := range w.Days {
		for _, c := range d.Conclusions {
			if c.Kind == "verdict" {
				turns++
			}
		}
	}
	return fmt.Sprintf("The record changed on %s until %s; on %d of them some conclusion changed, on %d the verdict.",
		plural(int64(w.Total), "day", "days"), long(w.AsOf), len(w.Days), turns)
}
