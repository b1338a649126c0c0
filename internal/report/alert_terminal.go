package report

import "fmt"

// Alerts prints the answer of `mandate alert`.
func (t *Terminal) Alerts(w *Alerts) error {
	p := t.page()
	p.opening(map[bool]look{true: warn, false: good}[w.Firing > 0], map[bool]string{true: "FIRES", false: "QUIET"}[w.Firing > 0], &w.Head)
	p.text("", "", plain, w.Sentence)
	switch {
	case w.Stopped:
		p.text("", "  ", warn, "The time ended before everything was found: what follows is not complete and not reproducible (--budget is).")
	case !w.Complete:
		p.text("", "  ", warn, "The budget or a limit ended before everything was found: what follows is not complete.")
	}
	for _, group := range []struct{ result, title string }{{"fires", "Fire"}, {"unknown", "Not found out"}, {"does not fire", "Do not fire"}} {
		first := true
		for _, x := range w.List {
			if x.Result != group.result {
				continue
			}
			if first {
				p.section(group.title)
				first = false
			}
			name := x.Name
			if x.New {
				name += " (new)"
			}
			if x.Ended {
				name += " (no longer)"
			}
			p.text("  ", "    ", strong, name)
			p.text("    ", "      ", plain, x.Says)
			if x.Day != "" {
				word := map[string]string{"fires": "since ", "does not fire": "no longer since ", "unknown": "last known of "}[x.Result]
				p.text("    ", "      ", plain, word+long(x.Day)+" "+p.behindWords(x.DiffBehind))
			}
			if x.Recorded != nil {
				p.text("    ", "      ", plain, "by what was recorded after "+long(w.Since)+": "+p.behindWords(*x.Recorded))
			}
			p.text("    ", "      ", faint, fmt.Sprintf("%s, for %s: %s", x.ID, x.By, x.Why))
		}
	}
	if w.Next != nil && len(w.List) > 0 {
		p.comes(w.Next)
	}
	p.entries(w.Entries, w.Withheld)
	p.ask("replay")
	return p.flush()
}
