/*
Package pb decides systems of pseudo-boolean constraints: weighted sums of
true-or-false variables with bounds, clauses, and orders without cycles. It
answers under assumptions, names the assumptions that failed, minimises costs,
and enumerates what collides and what could give way. It imports nothing but
the standard library and can be used alone.

# The problem

A variable is true or false, a literal is a variable or its negation and counts
1 if true and 0 if false. A pseudo-boolean (linear) constraint is

	c₁·l₁ + c₂·l₂ + ... + cₙ·lₙ  ≥  b        with integers cᵢ and b.

A clause "one of these at least" is the case where all cᵢ and b are 1, "at least
k of these" the case where only the cᵢ are. One linear constraint can say what
takes exponentially many clauses, which is why it is kept as it is and not
translated. Deciding whether all constraints can hold at once is NP-complete.

Example: three crates weigh 3, 4 and 5, and a lorry carries 8:

	3a + 4b + 5c ≤ 8

The solver brings it into normal form, with positive coefficients and "≥", by
writing a as 1-¬a and so on:

	3¬a + 4¬b + 5¬c ≥ 4     and, since no more than 4 is ever needed,
	3¬a + 4¬b + 4¬c ≥ 4

The slack is what could still be lost without missing the bound: all
coefficients of literals that are not false, minus the bound; here 3+4+4-4 = 7.
Load c, that is, make ¬c false: the slack falls to 3. Now ¬b, worth 4, cannot be
lost any more: b must stay behind. That is propagation, and its explanation is a
clause, (¬c ∨ ¬b): "not both". Example in the package's tests runs this.

# The search

The solver is a conflict-driven one (GRASP, Marques-Silva & Sakallah 1999; Chaff,
Moskewicz et al. 2001; MiniSat, Eén & Sörensson 2003):

	repeat
	    draw all consequences                        trail.go: propagate
	    if some constraint is violated
	        if nothing was decided: No
	        derive a clause that explains it         analyze.go
	        go back to where that clause forces      trail.go: backtrack
	    else if an assumption is false: No, core     analyze.go: failed
	    else if an assumption is open: decide it
	    else if a variable is open: decide it        solver.go: branch
	    else: Yes

Every decision opens a level. Assumptions are the first decisions, one level
each, so a later call with a common prefix of assumptions keeps those levels and
all that was drawn from them. The literals of each level form the trail:

	level      0          1 (assumed)    2 (assumed)    3 (decided)
	trail   [ x  ¬y   |  a   b   ¬c    |  d           |  e   ¬f  ... ]
	          facts      a and its       d, alone        ↑ qLinear ↑ qClause
	                     consequences

Each propagator has its own place in the trail up to which it has seen it. The
cheap one, clauses, runs to the end before linear constraints and then the order
get one further literal each.

A conflict is a clause whose literals are all false. Literals of the current
level are resolved against their reasons until one is left, the first unique
implication point; then literals that the others imply are dropped (Sörensson &
Biere 2009). Variables in conflicts gain activity, and the most active one is
decided next, to its last value. Learnt clauses are judged by the number of
levels they join (LBD, Audemard & Simon 2009), in which all assumption levels
count as one, and the worse half is deleted from time to time. Restarts alternate
between a restless and a steady mode.

# Clauses

All clauses live in one slice without pointers, which the garbage collector need
not scan:

	arena   ... | size | flags, lbd | used | l₀ | l₁ | l₂ | ... | size | ...
	              ↑ ref                      \__ watched __/

A clause is visited only when one of its first two literals becomes false (two
watched literals). The lists of watches hold a blocker beside each clause: if it
is true the clause is not even looked at. Clauses of two literals are decided by
the blocker alone.

# Linear constraints

	terms     ... | 4·¬b | 4·¬c | 3·¬a | ...        largest first
	linears   { start, end, top, slack, room, cursor }
	occurs    ¬b → (constraint, 4), ...             visited when b becomes true

Each constraint counts its slack as literals become false, and backtracking
counts back (counter propagation as in Chai & Kuehlmann 2005 and in MiniSat+, Eén
& Sörensson 2006). If the slack is at least the largest coefficient nothing
follows. Otherwise terms are read from the left while they exceed the slack; a
cursor remembers how far, until the next backtracking. Sums are kept in 128 bits,
so that coefficients of any size need no special case.

Explanations are made only when analysis asks for them. The literals that were
false before the propagated one are taken, largest coefficients first, until the
rest could not reach the bound; this gives a clause that the constraint implies.
Learning therefore stays resolution: unlike Galena (Chai & Kuehlmann 2005) or
RoundingSat (Elffers & Nordström 2018) the solver does not derive new linear
constraints, and needs exponentially many steps on the pigeonhole principle.

# Orders

An edge of the order graph is present while its literal is true, and the present
edges must be acyclic. A topological order of them is repaired locally when an
edge arrives (Pearce & Kelly 2007); if that is impossible, the edges of the cycle
are the conflict. Otherwise, where few edges are near, those that would lead back
from a successor of the new edge to a predecessor become false, explained on
demand by a shortest path. In large graphs this is left off: it costs more than
it saves, since a variable that is decided takes the direction that agrees with
the topological order and so closes no cycle. Removing edges never spoils that
order, so backtracking only takes them off the lists, last in first out.

# Optima, corrections, collisions

[Minimize] and [Optimizer] use OLL with stratification. [Corrections] (minimal
sets of selectors to give up) are successive optima. [Collisions] (minimal sets
of selectors that cannot hold together) use that collisions are exactly the
minimal sets that meet all corrections (Reiter 1987): a second solver proposes a
cheapest set that meets those known, and either it is a collision, then a
cheapest one, or it grows into a largest satisfiable set and so yields a new
correction (Ignatiev, Previti, Liffiton & Marques-Silva 2015; compare MaxHS,
Davies & Bacchus 2011, and MARCO, Liffiton, Previti, Malik & Marques-Silva 2016).
Both come cheapest first, each proven minimal. There may be exponentially many;
take the first few.

# Trust

With [Solver.Record] on, [CheckModel] evaluates each constraint as it was given,
and [CheckCore] verifies a refutation backward by unit propagation (RUP, Goldberg
& Novikov 2003). The checker shares no code with the solver. [Minimize],
[Optimizer], [Corrections] and [Collisions] add definitions of new variables,
which the record shows as constraints; they exclude no assignment of the other
variables while their guard is not assumed.

# Names

	l, p, q    literals; p the one that has just become true
	v          a variable
	ref        a clause: the index of its header in the arena
	con        a linear constraint: its index
	e, f       edges; x, y, n, m their nodes
	at         what the trail knows of a variable: level, position, reason
	soft       a selector that may be given up; hard: one that may not

# Invariants

  - vals[l] == -vals[l^1]; l is on the trail if and only if vals[l] > 0.
  - When a level is opened, every propagator has seen the whole trail.
  - A clause is watched by its first two literals; a false one among them has been
    seen only if the other is true and was no later, or became true by it.
  - slack = room - Σ coef over literals that are false above the root and that
    the propagator has seen; room is the slack at the root.
  - The present edges are those of literals that the propagator has seen, in the
    order of the trail, and rank grows along each of them.
  - A reason's literals, but the implied one, were false before it was assigned.
  - Facts, at level 0, have no reason, and no clause they made may be needed.
  - Nothing depends on time, chance, or the iteration of maps.

# What it does not do

It does not preprocess, learn linear constraints, count models, solve in
parallel, or read files. A Solver is for one goroutine.
*/
package pb
