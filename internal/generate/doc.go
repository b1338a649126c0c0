// Package generate writes case folders of any size from a seed, for tests of
// scale and for benchmarks. It is built to be realistic rather than easy.
//
// A worked example:
//
//	files := generate.Case(generate.M, 1, generate.Options{})
//	fsys := fstest.MapFS{}
//	for name, text := range files {
//		fsys[name] = &fstest.MapFile{Data: text}
//	}
//	c, _, diags := casefile.Load(fsys, "m-1")
//
// or, from a shell,
//
//	go run ./internal/generate/gencase -size M -seed 1 DIR
//
// How a case is made: a few mandates are planted (an option for every issue).
// Actors come in blocs that share their positions word for word. Most blocs are
// friendly: whatever their members demand holds in the first plan, that is the
// first mandate, an order (what has happened, decisions, steps before the aim,
// consents, commitments, the aim, what follows it), the core of those that go
// along, and the externals as planned; most of it holds in the second mandate,
// too. The other blocs want another mandate, or miss the first by one point;
// the consent rule needs none of them. What a friend demands besides the plan
// is superseded or has expired by the last day. So the case is feasible by
// construction, however many entries it has, and nobody can read it off one
// entry.
//
// Options.Infeasible adds collisions among the parties that the consent rule
// names: a chain of conditional positions, a party that refuses the company of
// another, a circle of orders. Each has two to six positions.
//
// The goal goal-everybody asks for all contributors and all parties at once: the
// rivals' demands then meet those of the friends, and the ways out are hundreds
// of positions each at size L, and thousands in number from size M on.
//
// One seed in four is of a case that is ready to act, and one in eight of one
// whose aim is under way, as far as the record allows; the others are
// blueprints.
//
// Invariants: the same size, seed and options give the same bytes on every
// machine (PCG, no map is iterated); the case loads without errors and without
// warnings; on the last day the verdict is blocked if and only if
// Options.Infeasible. The package knows nothing of the engines and imports none
// of the module.
package generate
