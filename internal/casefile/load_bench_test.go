package casefile

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// bigCase is a case with n entries, spread over the given number of files.
func bigCase(n, files int) fstest.MapFS {
	fsys := fstest.MapFS{"case.yaml": {Data: []byte(`mandate: 1
title: Big
aim: deployed
actors:
  - {id: usa, name: United States, roles: [party, decider, contributor]}
  - {id: egypt, name: Egypt, roles: [contributor]}
issues:
  - id: funding
    name: funding
    source: report
    options: [{id: levy, name: levy}, {id: gifts, name: gifts}]
capabilities: [{id: infantry, name: infantry, unit: soldiers}]
steps: [{id: deployed, name: deployed, source: report}]
`)}, "record/0.yaml": {Data: []byte("sources: [{id: report, title: Report, reliability: C}]\n")}}
	for f := range files {
		var b strings.Builder
		b.WriteString("entries:\n")
		for i := f; i < n; i += files {
			fmt.Fprintf(&b, `  - id: usa-2025-12-19-%d
    said: 2025-12-19
    reported: 2025-12-20
    source: report
    at: s20
    actor: usa
    speaker: {name: Marco Rubio, office: Secretary of State, actor: usa}
    voice: quote
    firmness: stated
    credibility: 2
    summary: Says that states are owed more answers before they can be asked to commit.
    effects:
      - requires: decided("funding") && joins("egypt")
      - offers: {amounts: {infantry: 100}, if: decided("funding")}
`, i)
		}
		fsys[fmt.Sprintf("record/e%d.yaml", f)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

func BenchmarkLoad(b *testing.B) {
	for _, files := range []int{1, 8} {
		b.Run(fmt.Sprintf("20000entries/%dfiles", files), func(b *testing.B) {
			fsys := bigCase(20000, files)
			for b.Loop() {
				c, _, l := Load(fsys, "big")
				if l.HasErrors() || len(c.Entries) != 20000 {
					b.Fatal(l[:min(3, len(l))])
				}
			}
		})
	}
}
