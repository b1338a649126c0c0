// Package chances draws what a record leaves open, from the priors of
// assumptions.yaml, and counts what comes of it: verdicts, who takes part, how
// large the force is, when steps happen and how often they never do. The
// mathematics is docs/math/chances.md.
//
//	quantity.go  stream.go  spread.go   random numbers: by seed, id and draw alone
//	setting.go   priors.go              what there is to draw, with its priors
//	logic.go                            what is possible, 64 draws at a time
//	condition.go offers.go              conditions and figures, 64 draws at a time
//	network.go   worker.go              when: events that wait for each other
//	run.go       summary.go             counts, which merge exactly
//	tornado.go                          the same draws with one prior held
//	handover.go                         the schedule part by itself, for a peer
//
// A block is 64 draws, a bit each of a word. Whether a plan is possible in them is
// decided by rules: answers of the solver, each with the few switches that it rests
// on. A rule costs an "and" for each of them, until no draw is left; only draws that
// no rule decides go to the solver, one at a time, and leave a new rule behind.
//
// Invariants: a draw depends on the seed and the priors, never on other draws, on the
// order of the work or on the number of processors, unless a budget ends a question or
// the work is stopped; counts are whole numbers; nothing here reads a clock, a file or
// the environment. The package prints nothing and judges nothing.
package chances
