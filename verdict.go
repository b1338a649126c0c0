package mandate

// Verdict is the answer about an aim.
type Verdict string

// The verdicts.
const (
	// NoRecord: the aim itself rests on no source that is left.
	NoRecord Verdict = "no record"
	// Blocked: no plan is possible, even if silence is taken for consent.
	Blocked Verdict = "blocked"
	// Blueprint: plans are possible, but only by taking silence, interest or
	// terms for agreement, or by leaving open what must be settled.
	Blueprint Verdict = "blueprint"
	// Actionable: everybody in some possible plan has agreed, what must be
	// settled is, and the force named in commitments meets every minimum.
	Actionable Verdict = "actionable"
	// UnderWay: actionable, and the aim or a stage of it has happened.
	UnderWay Verdict = "under way"
	// Undetermined: the budget ended before the answer was found.
	Undetermined Verdict = "unknown"
)

// Verdicts lists the verdicts that there are words for in alerts, lowest first.
var Verdicts = []Verdict{Blocked, Blueprint, Actionable, UnderWay}

// RuledOut is the word for an actor that takes part in no possible plan, below all
// rungs.
const RuledOut = "ruled out"

// Rung is how much of an actor's agreement is on record. Higher is more.
type Rung uint8

// The rungs, lowest first.
const (
	Silent Rung = iota
	Interested
	Conditional
	Agreed
)

// Rungs lists the rungs, lowest first.
var Rungs = []Rung{Silent, Interested, Conditional, Agreed}

func (r Rung) String() string {
	return [...]string{"silent", "interested", "conditional", "agreed"}[r]
}

// Plan is one way in which the aim could come about: π = (μ, J, C, T, ≺).
type Plan struct {
	// Mandate maps each issue to its chosen options, in the order of the
	// case: one for a choice issue, any number for a set.
	Mandate map[string][]string
	// Joins and Consents are actor ids, in the order of the case.
	Joins, Consents []string
	// Order lists the events of the plan, first to last: steps (what has
	// happened first), decide.<issue>, commit.<actor>, consent.<actor>.
	Order []string
	// Assumed lists the externals taken for true or, with a leading "!", for
	// false although nothing on record settles them.
	Assumed []string
}
