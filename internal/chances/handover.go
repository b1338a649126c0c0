package chances

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math"

	"mandate"
)

// Schedules are draws whose logic part is done: what binds and who takes part is
// known in each, and when things happen is still to be drawn. It is for measuring
// that part by itself, and for handing it to a program that shares nothing with it.
type Schedules struct {
	s     *Setting
	w     *worker
	words [][]uint64 // by block, what conditions read
}

// Schedules does the logic part of so many draws, in whole blocks.
func (s *Setting) Schedules(draws int64) *Schedules {
	x := &Schedules{s: s, w: s.newWorker()}
	for b := range uint64((draws + block - 1) / block) {
		x.w.pull.of = b
		x.w.decide()
		x.words = append(x.words, append([]uint64(nil), x.w.joined...))
	}
	return x
}

// Draws is how many there are.
func (x *Schedules) Draws() int64 { return int64(len(x.words)) * block }

// Draw draws when each event comes, on one processor.
func (x *Schedules) Draw() (out []Dated) {
	for _, ev := range x.s.net.events {
		out = append(out, Dated{Name: ev.name})
	}
	w := x.w
	for b, words := range x.words {
		w.pull.of = uint64(b)
		copy(w.joined, words)
		w.when()
		for i, ev := range x.s.net.events {
			w.note(&out[i].Hist, ev.node)
		}
	}
	return out
}

// Brought draws what those who take part bring, one capability after the other.
func (x *Schedules) Brought() (out []Force) {
	w, all := x.w, x.s.newTally().force
	for b, words := range x.words {
		w.pull.of = uint64(b)
		copy(w.joined, words)
		for k := range x.s.force {
			w.figures(k)
			for l := range block {
				all[k][w.brings(k, l)]++
			}
		}
	}
	for k, f := range x.s.force {
		out = append(out, Force{Capability: f.id, Amounts: all[k].sorted()})
	}
	return out
}

// Words writes what conditions read: for each block its words, little-endian, the
// n-th bit for its n-th draw.
func (x *Schedules) Words(to io.Writer) error {
	for _, words := range x.words {
		if err := binary.Write(to, binary.LittleEndian, words); err != nil {
			return err
		}
	}
	return nil
}

// Drivers writes the numbers of the drivers, which move who takes part as well: for
// each block and driver 64 little-endian doubles.
func (x *Schedules) Drivers(to io.Writer) error {
	for b := range x.words {
		x.w.pull.of = uint64(b)
		for i := range x.s.drivers {
			if err := binary.Write(to, binary.LittleEndian, x.w.pull.driver(i)[:]); err != nil {
				return err
			}
		}
	}
	return nil
}

// object is a JSON object.
type object = map[string]any

// Network writes as JSON what there is to draw: quantities with their spreads, and
// moments with what each waits for.
func (x *Schedules) Network(to io.Writer) error {
	s := x.s
	out := object{"words": len(x.w.joined), "blocks": len(x.words), "drivers": len(s.drivers), "never": neverComes, "order": s.net.order}
	list := func(key string, n int, of func(i int) object) {
		l := make([]object, n)
		for i := range l {
			l[i] = of(i)
		}
		out[key] = l
	}
	list("days", len(s.days), func(i int) object {
		d := &s.days[i]
		return object{"spread": handSpread(d.t.of), "driver": d.driver, "loading": d.loading}
	})
	list("coins", len(s.coins), func(i int) object {
		c := &s.coins[i]
		return object{"chance": float64(c.p) / one, "driver": c.driver, "loading": c.loading, "ill": c.ill}
	})
	list("risks", len(s.risks), func(i int) object { return object{"coin": s.risks[i].coin, "delay": s.risks[i].delay} })
	list("nodes", len(s.net.nodes), func(i int) object {
		n := &s.net.nodes[i]
		waits := []object{}
		for _, w := range n.waits {
			waits = append(waits, object{"node": w.node, "when": w.when.hand()})
		}
		return object{"kind": []string{"all", "one", "nth", "gate", "enough"}[n.kind], "k": n.k, "event": n.event, "waits": waits, "gate": n.gate.hand()}
	})
	list("events", len(s.net.events), func(i int) object {
		ev := &s.net.events[i]
		return object{"name": ev.name, "node": ev.node, "takes": ev.takes, "never": ev.never, "risks": ev.risks, "stops": s.stops[i],
			"done": ev.done.hand(), "may": ev.mayBe.hand()}
	})
	list("force", len(s.force), func(i int) object { return s.handForce(&s.force[i]) })
	return json.NewEncoder(to).Encode(out)
}

func handSpread(s *mandate.Spread) object {
	cases := []float64{}
	for _, c := range s.Class {
		if !c.Never {
			cases = append(cases, float64(c.Days))
		}
	}
	return object{"kind": s.Kind, "low": s.Low, "likely": s.Likely, "high": s.High, "median": s.Median, "p90": s.P90, "cases": cases, "longest": longest}
}

// hand gives a condition as a list: its operator, then what it applies to.
func (c *cond) hand() []any {
	if c == nil {
		return nil
	}
	out := []any{[]string{"true", "false", "word", "not", "and", "or", "count", "sum"}[c.op]}
	switch c.op {
	case condLeaf:
		return append(out, c.word)
	case condCount, condSum:
		out = append(out, c.cmp.String(), c.n)
	}
	for _, k := range c.kids {
		out = append(out, k.hand())
	}
	for _, of := range c.sums {
		terms := []any{}
		for _, t := range of {
			terms = append(terms, []any{t.when.hand(), t.n})
		}
		out = append(out, terms)
	}
	return out
}

func (s *Setting) handForce(f *capability) object {
	lines, actors := []object{}, []object{}
	for _, l := range f.lines {
		lines = append(lines, object{"minimum": l.r.Minimum, "task": l.r.Task, "sector": l.r.Sector, "active": l.active.hand()})
	}
	var offers func(of []offer) []object
	offers = func(of []offer) []object {
		out := []object{}
		for _, o := range of {
			from := math.MinInt32
			if o.from != 0 {
				from = int(o.from - s.asOf)
			}
			out = append(out, object{"when": o.when.hand(), "named": o.named, "promise": o.promise, "not_for": append([]string{}, o.notFor...), "from": from, "adds": offers(o.adds)})
		}
		return out
	}
	for i := range f.actors {
		u := &f.actors[i]
		actors = append(actors, object{"word": len(s.drawing.Switches) + u.taker, "offers": offers(u.offers), "brought": u.brought, "part": u.part,
			"agreed": u.agreed.hand(), "commit": u.commit})
	}
	return object{"id": f.id, "lines": lines, "actors": actors}
}
