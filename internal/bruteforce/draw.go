package bruteforce

import "mandate"

// Draw is how the switches of one draw stand (docs/math/chances.md, section 2):
// which entries do not bind, who says yes ("contributor a", "party p"), and how
// externals that the record leaves unknown are.
type Draw struct {
	Off       map[string]bool
	Yes       map[string]bool
	Externals map[string]bool
}

// Drawn is what a draw comes to: whether a plan is possible, whether one is on which
// all who take part agree, and who takes part.
type Drawn struct {
	Possible, Agreed bool
	// Can lists who is in some plan on which all agree, Joins those who are taken in
	// one after the other, in the order of the case, contributors before parties, as
	// far as each fits with those before.
	Can, Joins map[string]bool
}

// said are the effects on record, whether or not they bind in a draw.
func (w *world) said() []*act {
	if w.kept != nil {
		return w.kept
	}
	return w.acts
}

// Drawn decides a draw. Without a record of the aim it returns nil.
func (d Draw) Drawn(c *mandate.Case, query mandate.Query) (*Drawn, error) {
	w, err := newWorld(c, query)
	if err != nil {
		return nil, err
	}
	w.kept = w.acts
	w.acts = nil
	for _, x := range w.kept {
		if k := x.eff.Kind; d.Off[x.entry.ID] && k != mandate.Decides && k != mandate.Adopts && k != mandate.Happened {
			continue
		}
		w.acts = append(w.acts, x)
	}
	for i, x := range c.Externals {
		if v, ok := d.Externals[x.ID]; ok && w.ext[i] == mandate.Unknown {
			w.ext[i] = mandate.False
			if v {
				w.ext[i] = mandate.True
			}
		}
	}
	q, err := w.question(nil)
	if err != nil || q == nil {
		return nil, err
	}
	out := &Drawn{Can: map[string]bool{}, Joins: map[string]bool{}}
	type parts struct{ j, c uint64 }
	agreed := map[parts]bool{}
	err = q.possible(w.lines(), func(p *plan) {
		out.Possible = true
		for a, x := range w.actors {
			if p.j>>a&1 == 1 && p.contributorRung(a) != mandate.Agreed && !d.Yes["contributor "+x.ID] ||
				p.c>>a&1 == 1 && q.partyRung(p, a) != mandate.Agreed && !d.Yes["party "+x.ID] {
				return
			}
		}
		agreed[parts{p.j, p.c}] = true
	})
	if err != nil {
		return nil, err
	}
	out.Agreed = len(agreed) > 0
	var in parts
	try := func(key string, with parts) {
		for x := range agreed {
			if x.j&with.j == with.j && x.c&with.c == with.c {
				out.Can[key] = true
			}
			if both := (parts{with.j | in.j, with.c | in.c}); x.j&both.j == both.j && x.c&both.c == both.c {
				out.Joins[key] = true
			}
		}
		if out.Joins[key] {
			in = parts{with.j | in.j, with.c | in.c}
		}
	}
	for a, x := range w.actors {
		if w.contributors>>a&1 == 1 {
			try("contributor "+x.ID, parts{1 << a, 0})
		}
	}
	for a, x := range w.actors {
		if w.parties>>a&1 == 1 {
			try("party "+x.ID, parts{0, 1 << a})
		}
	}
	return out, nil
}
