// Package bruteforce decides small cases by plain enumeration, from the
// definitions of docs/math/verdict.md alone. It exists to test the real engine:
// both answer the same thousands of small random cases (see Random), and where
// they differ one of them, or the page, is wrong.
//
// # It must stay naive
//
// The package shares no code with any engine: it imports the root package, for
// the nouns, and nothing else of the module. It knows no solver, no cores and
// no encodings. It lists everything: every mandate μ, every set of joiners J,
// of consenting parties C and of steps T, every way to assume the unknown
// externals, every order; and looks at each plan by itself. When it is too slow
// for a case the case is too large (ErrTooLarge); the remedy is a smaller case,
// never a cleverer method. Every shortcut in here leaves out only work whose
// result is plainly known, and says so where it stands.
//
// # How orders are listed
//
// A plan's order ≺ is linear, but conditions look at it through few pairs of
// events. For given J, C and T the pairs that any condition looks at are
// collected first, then each of them is put one way or the other, and the
// choices that run in a circle are thrown away. A choice without a circle
// extends to a linear order, and each linear order makes such a choice, so
// nothing is lost and nothing is invented. A condition that looks at a pair
// that was not collected stops the program: it cannot be read wrongly in
// silence.
//
// # How the page is read
//
// Where the page leaves a choice, this package reads it so:
//
//   - Effects inherited from a group are inferred: with a minimal firmness above
//     inferred they do not count. Inherited and hearsay commitments count as
//     offers everywhere: in rungs, in committed(k) and as supply.
//   - adopts(t) in a condition stands for the clauses and steps of t: their
//     issues and steps are topics, but its before atoms are never spent and its
//     steps do not make a requirement wait. The effect adopts asks for the
//     clauses of t alone, not for its steps.
//   - on_record(φ): a commitment, acceptance or decision counts whatever its
//     condition; adopts is a yes like decides; who objects is who declines.
//   - --rule names a rule that holds, or nothing is asked. --set and --join are
//     structure. Wishes are requirements everywhere.
//   - Needs and settle lines are positions unless their step has happened. A
//     decliner among several actors of one entry is a position of its own.
//   - The aim is never after itself, though it may need itself in a circle.
//     Conjuncts are those of the negation normal form.
//   - Among the offers for a capability the largest own figure counts; what is
//     added to it does not help it win.
//   - Of two plans that owe as many answers the one is less that asks fewer
//     actors again who have said yes to other plans (micro-case 17).
//   - A position rests on its entries; a decision may be reopened when all
//     of its entries may. A group's entry weighs as inferred.
//   - Self-contradictions are looked for in plans in which the actor takes part,
//     at one moment of its own, whatever --set and --join say.
//   - Links between entries that answer to each other in a circle, and force or
//     objecting in a condition they depend on themselves, have no meaning on the
//     page: ErrCircular.
//
// The pages on exploring (who, whatif, plans, leverage, compare, counts) are
// read so:
//
//   - A goal decides which demands wait in all answers about Π. The verdict, the
//     rung and what is owed of leverage are those of Π, with the goal and the
//     choices.
//   - Line 5 of the coalition's list takes the capabilities one by one: named,
//     then firm, of the effects that count in force(k); then the next one. What
//     the list does not make unique (lines, what each of them brings, payers) is given as all distinct views of the best plans.
//   - Unstated: among the effects that count for a joiner and a capability one
//     says "some" of it. If none that counts names the capability, the latest
//     that says "some" counts. It is barred from a line by the not_for of that
//     effect.
//   - A target below the minimum counts as the minimum. All rates that hold are
//     added up. What can be had from a month on can be had from its last day.
//   - A choice of whatif is a flag: all members of --set are one position.
//     Give-ups are all minimal sets, not only the smallest.
//   - moves: any set of changeable positions may be given up, also where the
//     plan violates nothing of it (objecting may need that). U is as on record:
//     who gives up a settle line still owes the decision.
//   - In leverage the record is that without the position: moving a settle line
//     ends what it makes owed. Moving a decision leaves decided what it decided.
//   - An issue counts for differences if it is on the settle list, or if the
//     enforced part of a position names it (options, decided, before with
//     decide.i; clauses of texts; not within on_record).
//   - decide: by all whom the issue names, else by all deciders together, so each
//     of them has then accepted it. A reading is nobody's word.
//   - A yes is said by the actor itself, so a group's declining no longer counts
//     for it, as with any entry of a member. Its offers, and the hearsay and
//     group commitments that count as offers, count as commitments wherever they
//     stand. The yes without amounts counts only where nothing else does, also
//     where the others bring nothing named: it takes no figures away.
//   - To stand below agreed in a role: the highest rung over the plans of Π in
//     which it takes the role is lower; who takes none anywhere stands below.
//   - compare: what is set aside is the effect, standing and topics included.
//     Π of a side is that record with φ as a goal; the verdict is that record
//     with an entry more, said by nobody among the actors, that adopts the text
//     (not its steps) or decides the plan's choices. What φ allows by itself:
//     atoms that do not speak of issues are free, on_record is what it is, and
//     options that do not hold are not there. Clauses are the same if their
//     conditions are, in normal form.
package bruteforce
