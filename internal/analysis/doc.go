// Package analysis answers what follows from a record: whether an aim is
// blocked, a blueprint or actionable, on which rung it stands, what is owed,
// which positions collide and what would end the collision.
//
// The mathematics is docs/math/verdict.md; this package turns it into
// constraints for package pb. A Model has one Boolean atom for each option,
// joiner, consenting party, step and assumed external, one order atom for each
// pair of future events that some condition compares, and one selector for each
// position. A possible plan is an assignment with all selectors on.
//
//	question                       asked of the solver
//	possible                       all selectors
//	rung ≥ r                       … and everybody on r or above
//	actionable                     … agreed, nothing assumed, every minimum met
//	owed                           least number of unanswered actors, assumed
//	                               externals, short capabilities; then all such sets
//	collision                      minimal set of selectors refuted with the goal
//	way out                        cheapest set of selectors to give up
//
// Whether the force meets every minimum is a transport problem. Its condition
// (supply that can serve a set of lines covers their demand, for every set:
// Gale 1957) has exponentially many cuts; a plan that violates one adds it and
// the question is put again, so that only those that matter are ever written.
//
// Invariants: a question never changes the model but for constraints that hold
// in every plan (cuts) or that are switched on by a fresh literal; answers do
// not depend on the order of questions; nothing here reads a clock, a file or
// the environment. Probabilities have no place here.
package analysis
