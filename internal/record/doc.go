// Package record says what of a case is in force on a day: which entries are
// present, ended, suspended, disputed or binding, which effects count for which
// actor, which steps have happened and which externals are settled.
//
// A worked example. On 19 February Indonesia commits up to 8,000; on 17 March it
// puts everything on hold with `suspends`. At the end of 16 March the first
// entry binds; at the end of 17 March both are in force, but the first is
// Suspended and does not bind; were the second to expire, the first would bind
// again. Had the second entry used `supersedes`, the first would stay ended
// even after the second expired.
//
// The definitions are those of docs/math/verdict.md, section 1. Invariants: the
// state is a pure function of the case and the query; all lists keep the order
// of the record; links are followed only forward in time, so the recursion
// ends. The package decides nothing about plans: what an effect means for them
// is package analysis.
package record
