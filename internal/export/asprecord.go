package export

import (
	"mandate"
	"mandate/internal/record"
)

// onRecord evaluates the inside of on_record(…): an atom is true only if the
// record establishes it (docs/math/verdict.md, section 2).
func (p *program) onRecord(e *mandate.Expr) bool {
	switch e.Op {
	case mandate.OpTrue:
		return true
	case mandate.OpNot:
		return !p.onRecord(e.Kids[0])
	case mandate.OpAnd:
		for _, k := range e.Kids {
			if !p.onRecord(k) {
				return false
			}
		}
		return true
	case mandate.OpOr:
		for _, k := range e.Kids {
			if p.onRecord(k) {
				return true
			}
		}
		return false
	case mandate.OpOnRecord:
		return p.onRecord(e.Kids[0])
	case mandate.OpIs, mandate.OpIn:
		return within(p.settled.open[e.Name], e.Names)
	case mandate.OpAtLeast:
		return within(p.settled.open[e.Name], upwards(p.issues[e.Name], e.Names[0]))
	case mandate.OpHas:
		return has(p.settled.open[e.Name], e.Names[0]) && !has(p.settled.out[e.Name], e.Names[0])
	case mandate.OpJoins:
		return p.says(e.Name, own, mandate.Commits)
	case mandate.OpConsents:
		return p.says(e.Name, own, mandate.Accepts, mandate.Decides, mandate.Adopts)
	case mandate.OpJoining:
		return p.countRecord(e, func(a string) bool { return p.says(a, own, mandate.Commits) })
	case mandate.OpConsenting:
		return p.countRecord(e, func(a string) bool { return p.says(a, own, mandate.Accepts, mandate.Decides, mandate.Adopts) })
	case mandate.OpObjecting:
		return p.countRecord(e, func(a string) bool { return p.says(a, nil, mandate.Declines) })
	case mandate.OpForce, mandate.OpCommitted:
		var sum int64
		for _, a := range p.c.Actors {
			if a.Is(mandate.RoleContributor) {
				sum += p.committedOnRecord(a.ID, e.Name)
			}
		}
		return e.Cmp.Holds(sum, e.N)
	case mandate.OpDecided:
		_, ok := p.settled.day[e.Name]
		return ok
	case mandate.OpDone:
		_, ok := p.past[e.Name]
		return ok
	case mandate.OpBefore:
		x, xPast := p.past[e.Name]
		y, yPast := p.past[e.Names[0]]
		switch {
		case !yPast:
			return true
		case !xPast:
			return false
		}
		return e.Name != e.Names[0] && x <= y
	case mandate.OpAdopts:
		for _, c := range p.clauses(e.Name) {
			if !p.onRecord(c.That.Expr) {
				return false
			}
		}
		for _, s := range p.st.Text(e.Name).Steps {
			if _, ok := p.past[s]; !ok {
				return false
			}
		}
		return true
	case mandate.OpExternal:
		return p.external[e.Name] == mandate.True
	}
	return false
}

func within(a, b []string) bool {
	for _, x := range a {
		if !has(b, x) {
			return false
		}
	}
	return true
}

// own reports whether an effect is the actor's own word: neither hearsay nor
// inherited from a group.
func own(h *record.Held) bool { return !h.Hearsay && !h.Inherited }

// says reports whether the actor has an effect of one of the kinds that passes
// (nil: any does).
func (p *program) says(actor string, pass func(*record.Held) bool, kinds ...mandate.EffectKind) bool {
	for _, h := range p.by[actor] {
		for _, k := range kinds {
			if h.Effect.Kind == k && (pass == nil || pass(h)) {
				return true
			}
		}
	}
	return false
}

func (p *program) countRecord(e *mandate.Expr, is func(string) bool) bool {
	n := int64(0)
	for _, a := range p.c.Actors {
		if a.In(e.Name) && is(a.ID) {
			n++
		}
	}
	return e.Cmp.Holds(n, e.N)
}

// committedOnRecord is an actor's largest commitment of its own word, with what
// adds to it, whatever its condition.
func (p *program) committedOnRecord(actor, capability string) (sum int64) {
	roots, adders := p.bringing(actor, capability, true)
	if len(roots) == 0 {
		return 0
	}
	counts := map[*record.Held]bool{roots[0]: true}
	for again := true; again; {
		again = false
		for _, x := range adders {
			for h := range counts {
				if !counts[x] && h.Entry.ID == x.Effect.AddsTo {
					counts[x], again = true, true
				}
			}
		}
	}
	for h := range counts {
		sum += figure(h, capability)
	}
	return sum
}
