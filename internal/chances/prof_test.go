package chances

import (
	"testing"

	"mandate"
)

func BenchmarkGazaSchedule(b *testing.B) {
	s := gaza(b, 1, nil)
	x := s.Schedules(64_000)
	b.ResetTimer()
	for b.Loop() {
		x.Draw()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/64_000, "ns/draw")
}

func BenchmarkGazaRun(b *testing.B) {
	s := gaza(b, 1, nil)
	for b.Loop() {
		s.Run(Options{Draws: 200_000, Tornado: 20_000, By: mandate.DayOf(2026, 7, 1)})
	}
}
