package canonical

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkFormat formats a record of 2,000 entries.
func BenchmarkFormat(b *testing.B) {
	var s strings.Builder
	s.WriteString("entries:\n")
	for i := range 2000 {
		fmt.Fprintf(&s, "  # note %d\n  - id: a%d-2025-12-19-1\n    said: 2025-12-19\n    source: s%d\n    actor: t%d\n    voice: quote\n    firmness: stated\n"+
			"    summary: Takes part only if the force does not disarm anybody.\n    effects: [{requires: disarmament != \"enforce\"}]\n", i, i, i%50, i%193)
	}
	src := []byte(s.String())
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Format(src); err != nil {
			b.Fatal(err)
		}
	}
}
