package chances

import (
	"slices"
	"sort"

	"mandate"
	"mandate/internal/record"
)

// offer is one figure of an actor for a capability.
type offer struct {
	when    *cond // its entry binds and its condition holds
	named   int64
	promise bool
	notFor  []string
	from    mandate.Day // 0: not said
	adds    []offer
}

// offers lists what an actor is on record to bring of a capability: of those that
// hold the first counts, with what adds to it.
func (r *reader) offers(a *mandate.Actor, capability string) (out []offer) {
	var roots, adders []*record.Held
	for _, h := range r.d.Held(a.ID) {
		if h.Effect.Kind != mandate.Offers && h.Effect.Kind != mandate.Commits {
			continue
		}
		if h.Effect.AddsTo != "" {
			adders = append(adders, h)
		} else {
			roots = append(roots, h)
		}
	}
	amount := func(h *record.Held) (x mandate.Amount) {
		for _, y := range h.Effect.Amounts {
			if y.Capability == capability {
				x = y
			}
		}
		return x
	}
	sort.SliceStable(roots, func(i, j int) bool {
		x, y := roots[i], roots[j]
		if m, n := amount(x).Named, amount(y).Named; m != n {
			return m > n
		}
		if d, e := record.EffectiveDay(x.Entry), record.EffectiveDay(y.Entry); d != e {
			return d > e
		}
		return x.Entry.Index > y.Entry.Index || x.Entry == y.Entry && x.N > y.N
	})
	make1 := func(h *record.Held) offer {
		o := offer{when: r.bound(h.Entry), named: amount(h).Named, promise: r.d.Promises(h), notFor: h.Effect.NotFor}
		if h.Effect.That != nil {
			o.when = every(o.when, r.read(h.Effect.That.Expr, false))
		}
		if w := amount(h).Available; !w.IsZero() {
			o.from = w.Last
		}
		return o
	}
	for _, h := range roots {
		o := make1(h)
		when := map[string]*cond{h.Entry.ID: always}
		var used []*record.Held
		for again := true; again; {
			again = false
			for _, x := range adders {
				base, ok := when[x.Effect.AddsTo]
				if !ok || slices.Contains(used, x) {
					continue
				}
				used, again = append(used, x), true
				y := make1(x)
				y.when = every(base, y.when)
				when[x.Entry.ID] = y.when
				o.adds = append(o.adds, y)
			}
		}
		out = append(out, o)
	}
	return out
}
