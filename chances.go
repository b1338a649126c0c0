package mandate

// Chances are the priors of assumptions.yaml: what an analyst takes the chances to
// be, each with a reason. Nothing but `chances` reads them.
type Chances struct {
	// By is who wrote them, Written when, Note what a reader must know of that.
	By      string
	Written When
	Note    string
	// Priors stand in the order of the file, section by section.
	Priors []*Prior
	// Drivers are what moves several quantities together.
	Drivers []*Driver
	// Checkpoints are the dates by which it is asked whether a step has happened.
	Checkpoints []*Checkpoint
}

// Certain is the chance of what is sure; chances and shares are whole numbers of
// ten thousandths.
const Certain = 10_000

// PriorKind is a section of the priors.
type PriorKind string

// The kinds of prior, in the order of the documentation.
const (
	PriorBinds     PriorKind = "binds"
	PriorAnswers   PriorKind = "answers"
	PriorExternals PriorKind = "externals"
	PriorTakes     PriorKind = "takes"
	PriorBrings    PriorKind = "brings"
	PriorRisks     PriorKind = "risks"
)

// PriorKinds lists the kinds.
var PriorKinds = []PriorKind{PriorBinds, PriorAnswers, PriorExternals, PriorTakes, PriorBrings, PriorRisks}

// Prior is one assumption about a chance or a spread. Which fields are set depends
// on Kind; what it is about is an id, or a class (Firmness, Rung, Each) for all that
// no prior names.
type Prior struct {
	// ID names the prior: its section and what it is about, as binds.stated or
	// takes.board_announced; a second one of the same has its number after it.
	ID   string
	Kind PriorKind
	// Entry or Firmness: of binds.
	Entry    string
	Firmness Firmness
	// Actor or Rung, and Role: of answers. Actor or Each: of brings.
	Actor string
	Role  Role
	Rung  Rung
	// External is that of externals.
	External string
	// Event or Each (step, decide, commit, consent): of takes.
	Event string
	Each  string
	// Name is what a risk is called.
	Name string
	// Chance is that it binds, says yes, holds or strikes.
	Chance int64
	// Spread is how many days it takes, by how many a risk delays, or which part of
	// the named figures an actor brings, in per cent.
	Spread *Spread
	// Never is the chance that the event never comes although all it waits for has.
	Never int64
	// Amounts are what an actor brings of which no figure is on record.
	Amounts []BroughtPrior
	// Delays and Stops name the events that a risk delays or prevents.
	Delays, Stops []string
	// Driver moves the quantity; Loading is the correlation with it.
	Driver  string
	Loading int64
	Why     string
	Line
}

// BroughtPrior is what an actor is taken to bring of a capability.
type BroughtPrior struct {
	Capability string
	Spread     *Spread
}

// Spread is a distribution over whole numbers.
type Spread struct {
	// Kind is fixed, three-point, lognormal or class.
	Kind string
	// Low, Likely and High are the three points; a fixed spread has its value in all.
	Low, Likely, High int64
	// Median and P90 are those of a lognormal.
	Median, P90 int64
	// Class holds the cases of a reference class.
	Class []ClassCase
	// Text is the spread as shown.
	Text string
}

// ClassCase is a past case: how many days it took, or that it never came.
type ClassCase struct {
	Case    string
	Days    int64
	Never   bool
	Sources []string
}

// Driver is what moves several quantities together.
type Driver struct {
	ID   string
	Name string
	Why  string
	Line
}

// Checkpoint is a date by which it is asked whether a step has happened.
type Checkpoint struct {
	Step string
	By   Day
	Why  string
	Line
}
