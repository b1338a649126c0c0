package analysis_test

import (
	"testing"
	"time"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/bruteforce"
	"mandate/internal/record"
	"mandate/internal/report"
)

// BenchmarkVerdictAgainstEnumeration decides 200 random small cases with the
// engine and by enumeration in the same run: x/enumeration is the engine's time
// as a multiple of its peer's.
func BenchmarkVerdictAgainstEnumeration(b *testing.B) {
	type small struct {
		c *mandate.Case
		q mandate.Query
	}
	var cases []small
	for seed := uint64(1); len(cases) < 200; seed++ {
		files, q, _ := bruteforce.Random(seed)
		c := loadFiles(b, files)
		if _, err := bruteforce.Solve(c, q, nil); err != nil {
			continue
		}
		cases = append(cases, small{c, q})
	}
	var engine, peer time.Duration
	for b.Loop() {
		start := time.Now()
		for _, x := range cases {
			st, err := record.At(x.c, x.q)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := analysis.Quick(st, analysis.Budget{}); err != nil {
				b.Fatal(err)
			}
		}
		engine += time.Since(start)
		start = time.Now()
		for _, x := range cases {
			if _, err := bruteforce.Solve(x.c, x.q, nil); err != nil {
				b.Fatal(err)
			}
		}
		peer += time.Since(start)
	}
	b.ReportMetric(engine.Seconds()/peer.Seconds(), "x/enumeration")
}

// BenchmarkCheckGaza answers check on the full Gaza case, loading included.
func BenchmarkCheckGaza(b *testing.B) {
	for b.Loop() {
		c := loadCase(b, "../../cases/gaza-isf")
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := report.BuildCheck(st, report.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
