package analysis

import (
	"mandate"
	"mandate/internal/record"
)

// Dependence tells what the verdict rests on.
type Dependence struct {
	// Sources lists the sources without which the verdict would change, in
	// the order of the record.
	Sources []Without
	// Checked is the number of sources that were left out in turn; for Open of
	// them the budget ended first.
	Checked, Open int
	// Anonymous and Soft are the verdicts without all anonymous entries, and
	// without what is inferred or assumed.
	Anonymous, Soft Without
}

// Without is a verdict without something.
type Without struct {
	ID      string
	Verdict mandate.Verdict
	// Entries is how many present entries were left out, Of how many there
	// are.
	Entries, Of int
}

// DependsOn decides the verdict v of the model again without each source,
// without all anonymous entries, and without what is inferred or assumed.
func (m *Model) DependsOn(v mandate.Verdict) (Dependence, error) {
	st := m.State
	var d Dependence
	verdict := func(st *record.State) (mandate.Verdict, error) {
		w, err := m.sketch(st)
		return w.quick(err)
	}
	present := 0
	counts := map[string]int{}
	var anonymous []string
	for _, e := range st.Case.Entries {
		s := st.Status(e)
		if !s.Present {
			continue
		}
		present++
		if e.Voice == mandate.VoiceAnonymous {
			anonymous = append(anonymous, e.ID)
		}
		for _, src := range e.Sources {
			if st.RestsOn(e.Sources, src) {
				counts[src]++
			}
		}
	}
	for _, src := range st.Case.Sources {
		if !matters(st, src.ID) {
			continue
		}
		d.Checked++
		w, err := st.Without(src.ID)
		if err != nil {
			return d, err
		}
		got, err := verdict(w)
		if err != nil {
			return d, err
		}
		if got == mandate.Undetermined {
			d.Open++
		} else if got != v {
			d.Sources = append(d.Sources, Without{ID: src.ID, Verdict: got, Entries: counts[src.ID], Of: present})
		}
	}
	d.Anonymous = Without{ID: "anonymous", Verdict: v, Entries: len(anonymous), Of: present}
	if len(anonymous) > 0 {
		w, err := st.Without(anonymous...)
		if err != nil {
			return d, err
		}
		if d.Anonymous.Verdict, err = verdict(w); err != nil {
			return d, err
		}
	}
	q := st.Query
	day := st.AsOf
	q.AsOf, q.NoAssumptions = &day, true
	if q.MinFirmness == "" || !q.MinFirmness.AtLeast(mandate.Reported) {
		q.MinFirmness = mandate.Reported
	}
	w, err := st.At(q)
	if err != nil {
		return d, err
	}
	d.Soft = Without{ID: "inferred or assumed", Of: present}
	for _, e := range st.Case.Entries {
		if st.Status(e).Present && !w.Status(e).Present {
			d.Soft.Entries++
		}
	}
	d.Soft.Verdict, err = verdict(w)
	return d, err
}

// matters reports whether leaving out a source can change anything: an entry
// that binds or links, or a line of the case, rests on it alone.
func matters(st *record.State, id string) bool {
	alone := func(ids []string) bool { return st.RestsOn(ids, id) }
	for _, e := range st.Case.Entries {
		if st.Status(e).Present && alone(e.Sources) && (len(e.Supersedes)+len(e.Suspends)+len(e.Disputes) > 0 || weighs(e)) {
			return true
		}
	}
	c := st.Case
	var lines []mandate.Line
	for _, i := range c.Issues {
		lines = append(lines, i.Line)
		for _, o := range i.Options {
			lines = append(lines, o.Line)
		}
	}
	for _, s := range c.Steps {
		lines = append(lines, s.Line)
		for _, n := range s.Needs {
			lines = append(lines, n.Line)
		}
		if s.If != nil {
			lines = append(lines, s.If.Line)
		}
	}
	for _, x := range c.Settle {
		lines = append(lines, x.Line)
	}
	for _, x := range c.Requirements {
		lines = append(lines, x.Line)
	}
	for _, x := range c.Rules {
		lines = append(lines, x.Line)
	}
	for _, x := range c.Texts {
		for _, k := range x.Clauses {
			lines = append(lines, k.Line)
		}
	}
	for _, x := range c.Externals {
		lines = append(lines, x.Line)
	}
	for _, l := range lines {
		if alone(l.Sources) {
			return true
		}
	}
	return false
}

// weighs reports whether an entry has an effect that can bear on a verdict.
func weighs(e *mandate.Entry) bool {
	for _, f := range e.Effects {
		switch f.Kind {
		case mandate.Estimates, mandate.Prefers: // prefers binds only with --wishes, which check does not take
		case mandate.Happened:
			if f.What != "event" && f.What != "grade" {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// OtherRules decides the verdict v of the model again under each other consent
// rule that holds, and returns those under which it differs.
func (m *Model) OtherRules(v mandate.Verdict) (out []Without, err error) {
	st := m.State
	now := st.Rule()
	for _, r := range st.Case.Rules {
		if r == now || !st.Holds(r.Line) {
			continue
		}
		q := st.Query
		day := st.AsOf
		q.AsOf, q.Rule = &day, r.ID
		s, err := st.At(q)
		if err != nil {
			return nil, err
		}
		w, err := m.sketch(s)
		got, err := w.quick(err)
		if err != nil {
			return nil, err
		}
		if got != v && got != mandate.Undetermined {
			out = append(out, Without{ID: r.ID, Verdict: got})
		}
	}
	return out, nil
}
