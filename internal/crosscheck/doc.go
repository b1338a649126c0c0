// Package crosscheck asks others whether the engine is right. It holds nothing
// but tests: they write cases as answer set programs (package export), run
// clingo on them as a process, and compare what clingo says with package
// analysis: the verdict, the rung, what is owed, the size of the smallest
// collision, the weight of the cheapest way out, which options and joiners some
// or every possible plan has, the coalition with its sums, the best vector and
// the frontier by drawn objectives, and the fewest choices to give up.
//
// The exporter was written from docs/math/verdict.md and shares no code with
// the engine; clingo and its solver were written by others altogether. So a
// mistake goes unseen only if it was made twice, or stands on the page.
//
//	go test ./internal/crosscheck                              60 small cases, S
//	go test ./internal/crosscheck -args -cases 2000 -large     more, and M and L
//	go test ./internal/crosscheck -args -required              fail without clingo
//
// Where clingo is not installed the tests say NOT CHECKED and are skipped,
// unless -required is given.
//
// The size of a smallest collision is found by clingo alone, with implicit
// hitting sets (Reiter 1987; Ignatiev et al. 2015): every collision shares a
// position with every set of positions that a plan gives up. So a smallest set
// of positions that meets all such sets found so far is no larger than a
// smallest collision, and if no plan keeps it, it is one.
package crosscheck
