package report

import (
	"fmt"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
)

// Alerts is the answer of `mandate alert`: which of the case's alerts fire.
type Alerts struct {
	Head
	Sentence string `json:"sentence"`
	// Firing is how many fire.
	Firing int `json:"firing"`
	// Since: compared with what had been recorded by then.
	Since string      `json:"since,omitempty"`
	List  []AlertTold `json:"alerts"`
	Next  *Next       `json:"next,omitempty"`
}

// AlertTold is an alert of the case.
type AlertTold struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	When string `json:"when"`
	Says string `json:"says"`
	By   string `json:"by"`
	Why  string `json:"why"`
	// Result is fires, does not fire or unknown.
	Result string `json:"result"`
	// Day is the day from which it has been so, if the record changed it; Entered and
	// DiffBehind tell of that day.
	Day string `json:"day,omitempty"`
	DiffBehind
	// New, with since: it fires now and did not by what was recorded then. Ended: the
	// other way round. Recorded tells what makes the difference.
	New      bool        `json:"new,omitempty"`
	Ended    bool        `json:"ended,omitempty"`
	Recorded *DiffBehind `json:"recorded,omitempty"`
}

// BuildAlerts answers `mandate alert`. Earlier, if not nil, is the record as it was
// recorded by the day that since names.
func BuildAlerts(st, earlier *record.State, since string, next int, opt Options) (*Alerts, error) {
	b := newBuilder(st, opt)
	w := &Alerts{Head: b.head("alert"), Since: since, List: []AlertTold{}}
	alerts := st.Case.Alerts
	fires, err := analysis.Firing(st, alerts, opt.Budget)
	if err != nil {
		return nil, err
	}
	watch := func() *analysis.Comparer { return analysis.NewWatch(alerts) }
	days, found, err := b.days(nil, watch)
	if err != nil {
		return nil, err
	}
	var recorded *analysis.Diff
	if earlier != nil {
		if recorded, err = watch().Differ(record.NewPair(earlier, st), analysis.DefaultTracing, opt.Budget); err != nil {
			return nil, err
		}
		w.Complete = w.Complete && recorded.Complete
	}
	for i, a := range alerts {
		x := AlertTold{ID: a.ID, Name: a.Name, When: a.When.Text, Says: b.n.Say(a.When.Expr), By: a.By, Why: a.Why, Result: "unknown", DiffBehind: DiffBehind{Responsible: []DiffSet{}}}
		switch fires[i] {
		case analysis.Yes:
			x.Result = "fires"
			w.Firing++
		case analysis.No:
			x.Result = "does not fire"
		default:
			w.Complete = false
		}
		for k := len(days) - 1; k >= 0 && x.Day == ""; k-- {
			w.Complete = w.Complete && found[k].Complete
			if c := conclusionOf(found[k], a); c != nil {
				if x.Result != "unknown" && c.Is.Word != x.Result {
					break // it turned once more, by what the audience may not see or the budget left open
				}
				d := newDiffer(b, found[k])
				x.Day, x.DiffBehind = days[k].day.String(), d.behind(c)
				d.citeBehind(x.DiffBehind)
			}
		}
		if recorded != nil {
			if c := conclusionOf(recorded, a); c != nil {
				d := newDiffer(b, recorded)
				behind := d.behind(c)
				d.citeBehind(behind)
				x.Recorded, x.New, x.Ended = &behind, c.Is.Word == "fires", c.Is.Word != "fires"
			}
		}
		w.List = append(w.List, x)
	}
	w.Sentence = w.sentence()
	if next > 0 {
		w.Next = b.next(next)
	}
	b.close(&w.Head)
	return w, nil
}

// conclusionOf is what differs about an alert; nil: nothing.
func conclusionOf(d *analysis.Diff, a *mandate.Alert) *analysis.Conclusion {
	for _, c := range d.Conclusions {
		if c.ID == a.ID {
			return c
		}
	}
	return nil
}

// citeBehind notes the entries of the sets.
func (d *differ) citeBehind(x DiffBehind) {
	for _, s := range x.Responsible {
		d.b.cite(s.Changes...)
	}
}

func (w *Alerts) sentence() string {
	if len(w.List) == 0 {
		return "The case has no alerts: they stand in alerts.yaml."
	}
	s := fmt.Sprintf("%d of %s", w.Firing, plural(int64(len(w.List)), "alert fires", "alerts fire"))
	if w.Firing == 1 {
		s = fmt.Sprintf("1 of %s fires", plural(int64(len(w.List)), "alert", "alerts"))
	}
	s += " as of " + long(w.AsOf)
	if w.Since != "" {
		n, m := 0, 0
		for _, x := range w.List {
			if x.New {
				n++
			}
			if x.Ended {
				m++
			}
		}
		s += fmt.Sprintf("; by what was recorded after %s, %d newly and %d no longer", long(w.Since), n, m)
	}
	return s + "."
}
