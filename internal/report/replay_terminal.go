package report

import (
	"fmt"
	"slices"
	"strings"

	"mandate"
)

// Replay prints the answer of `mandate replay`.
func (t *Terminal) Replay(w *Replay) error {
	p := t.page()
	p.opening(plain, "REPLAY", &w.Head)
	p.text("", "", plain, w.Sentence)
	switch {
	case w.Stopped:
		p.text("", "  ", warn, "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).")
	case !w.Complete:
		p.text("", "  ", warn, "The budget or a limit ended before everything was found: what follows is not complete.")
	}
	if len(w.Days) > 0 {
		p.section("Days [and the entries behind what changed: undone together, or one group or another]")
	}
	for _, d := range w.Days {
		how := d.Verdict
		if d.Rung != "" {
			how += " (" + d.Rung + ")"
		}
		if d.Owed != nil {
			how += fmt.Sprintf(", %d owed", *d.Owed)
		}
		p.text("  "+pad(long(d.Day), 12)+" ", "               ", verdictLook(d.Verdict), how)
		x := &Diff{Conclusions: d.Conclusions}
		var parts []string
		for _, g := range x.groups() {
			if g.kind == "now" || g.kind == "count" {
				continue
			}
			parts = append(parts, p.short(g))
		}
		parts = append(parts, p.moves(d.Moves)...)
		if len(parts) == 0 {
			parts = []string{"what can be done first"}
		}
		for _, s := range parts {
			p.text("               ", "                 ", plain, s)
		}
	}
	if len(w.Days) > 1 {
		p.blank()
		p.line(p.paint(faint, "next: mandate diff "+p.t.Command+" "+w.Days[len(w.Days)-2].Day+" "+w.Days[len(w.Days)-1].Day+p.t.Flags))
	}
	return p.flush()
}

// moves tells who moved on what; those who moved alike for the same reasons, and
// what they moved on, stand together.
func (p *page) moves(list []DiffMove) (out []string) {
	type group struct {
		names, issues []string
		how, behind   string
	}
	merge := func(in []*group, same func(a, b *group) bool, add func(a, b *group)) (out []*group) {
		for _, g := range in {
			at := -1
			for i, x := range out {
				if at < 0 && x.how == g.how && x.behind == g.behind && same(x, g) {
					at = i
				}
			}
			if at < 0 {
				out = append(out, g)
			} else {
				add(out[at], g)
			}
		}
		return out
	}
	var all []*group
	for _, m := range list {
		all = append(all, &group{[]string{m.Name}, []string{m.IssueName}, m.Was + " → " + m.Is, p.behindWords(m.DiffBehind)})
	}
	all = merge(all, func(a, b *group) bool { return slices.Equal(a.names, b.names) }, func(a, b *group) { a.issues = append(a.issues, b.issues...) })
	all = merge(all, func(a, b *group) bool { return slices.Equal(a.issues, b.issues) }, func(a, b *group) { a.names = append(a.names, b.names...) })
	for _, g := range all {
		out = append(out, strings.Join(g.names, ", ")+" on "+strings.Join(g.issues, ", ")+": "+g.how+" "+g.behind)
	}
	return out
}

// short tells in one line what changed.
func (p *page) short(g *diffGroup) string {
	who := strings.Join(g.names, ", ")
	how := g.how
	switch g.kind {
	case "verdict":
		who = "verdict"
	case "rung":
		who = "rung"
	case "owed":
		kind, _, _ := strings.Cut(g.x.ID, " ")
		who = kind + " " + who
	case "standing":
		who += " as " + g.x.As
	case "force":
		who = "largest " + who
	case "collision":
		who = "smallest collision with " + who
		if how == "collides → does not collide" {
			how = "gone"
		} else if g.x.Was != string(mandate.Blocked) {
			how = "new"
		}
	case "circle":
		who, how = "circle", map[bool]string{true: "new", false: "gone"}[g.x.Is == "circle"]
	}
	return who + ": " + how + " " + p.behindWords(g.x.DiffBehind)
}
