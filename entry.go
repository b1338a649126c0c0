package mandate

// Source is a document: where entries and lines come from.
type Source struct {
	ID        string
	Title     string
	Publisher string
	Date      When
	URL       string
	// Reliability is the Admiralty letter A–F; F: cannot be judged.
	Reliability string
	Handling    Handling
	Notes       string
}

// Handling says who may see a source or an entry.
type Handling string

// The handling levels, from open to closed.
const (
	Public     Handling = "public"
	Internal   Handling = "internal"
	Restricted Handling = "restricted"
)

// Handlings lists the levels from open to closed.
var Handlings = []Handling{Public, Internal, Restricted}

// Entry is one line of the record: on this date this actor did or said this,
// according to this source at this place.
type Entry struct {
	ID string
	// Said is when it was said or done, Reported when it became public,
	// Recorded when it was entered here. Said or Reported is always set,
	// except for assumptions.
	Said, Reported, Recorded When
	// Expires is the last day of the entry; zero: none.
	Expires When
	Sources []string
	At      string
	// Actors are the ids of the actors (or of one group) the entry is about.
	Actors []string
	// Group is true when Actors holds one group tag.
	Group       bool
	Speaker     *Speaker
	Voice       Voice
	Firmness    Firmness
	Credibility int // 1–6; 6: cannot be judged; 0: not given
	Handling    Handling
	Summary     string
	Quote       string
	Effects     []*Effect
	Supersedes  []string
	Suspends    []string
	Disputes    []string
	// Context says why an entry carries no effect; empty when it has some.
	Context string
	// Assumed is true for entries of assumptions.yaml.
	Assumed bool
	// Index is the entry's place in Case.Entries.
	Index int
}

// Speaker is who spoke, when it is not simply the actor.
type Speaker struct {
	Name   string
	Office string
	// Actor is whom the speaker speaks for; another actor than the entry's
	// makes the entry hearsay. Empty: the entry's own actor.
	Actor string
}

// Hearsay reports whether somebody else speaks for or about the actor.
func (e *Entry) Hearsay() bool {
	if e.Speaker == nil || e.Speaker.Actor == "" {
		return false
	}
	for _, a := range e.Actors {
		if a == e.Speaker.Actor {
			return false
		}
	}
	return true
}

// Voice says how a source carries a statement.
type Voice string

// The voices.
const (
	VoiceQuote      Voice = "quote"
	VoiceAttributed Voice = "attributed"
	VoiceNarrated   Voice = "narrated"
	VoiceAnonymous  Voice = "anonymous"
)

// Voices lists the voices.
var Voices = []Voice{VoiceQuote, VoiceAttributed, VoiceNarrated, VoiceAnonymous}

// Firmness says how firm a statement is.
type Firmness string

// The firmness words, firmest first.
const (
	Decided  Firmness = "decided"
	Stated   Firmness = "stated"
	Reported Firmness = "reported"
	Inferred Firmness = "inferred"
	Assumed  Firmness = "assumed"
)

// Firmnesses lists the firmness words, firmest first.
var Firmnesses = []Firmness{Decided, Stated, Reported, Inferred, Assumed}

// AtLeast reports whether f is as firm as g or firmer.
func (f Firmness) AtLeast(g Firmness) bool { return f.rank() <= g.rank() }

func (f Firmness) rank() int {
	for i, x := range Firmnesses {
		if x == f {
			return i
		}
	}
	return len(Firmnesses)
}

// EffectKind names what an entry does to the possible plans.
type EffectKind string

// The kinds of effect.
const (
	Decides   EffectKind = "decides"
	Adopts    EffectKind = "adopts"
	Accepts   EffectKind = "accepts"
	Requires  EffectKind = "requires"
	Rejects   EffectKind = "rejects"
	Excludes  EffectKind = "excludes"
	Declines  EffectKind = "declines"
	Offers    EffectKind = "offers"
	Commits   EffectKind = "commits"
	Interests EffectKind = "interested"
	Prefers   EffectKind = "prefers"
	Happened  EffectKind = "happened"
	Estimates EffectKind = "estimates"
)

// EffectKinds lists the kinds in the order of the documentation.
var EffectKinds = []EffectKind{Decides, Adopts, Accepts, Requires, Rejects, Excludes, Declines,
	Offers, Commits, Interests, Prefers, Happened, Estimates}

// Effect is one consequence of an entry. Which fields are set depends on Kind.
type Effect struct {
	Kind EffectKind
	// That is the condition of decides, accepts, requires, rejects (as
	// written, without the negation), prefers, and the `if` of offers and
	// commits (nil: always).
	That *Condition
	// Over is what is preferred less (prefers).
	Over *Condition
	// Name is the text of adopts, the actor of excludes, the step (also of a
	// grade), event or reading of happened, and the step or capability of estimates.
	Name string
	// Amounts are what offers and commits bring, in the order of the file.
	Amounts []Amount
	// NotFor names the tasks or sectors that offered amounts must not serve.
	NotFor []string
	// AddsTo is the id of the entry whose amounts these are added to.
	AddsTo string
	// What says whether happened is a step, an event, a reading or a grade: how
	// far a step is implemented, in Value, from 0 to 2. A step of grade 3 has
	// happened, and is a step.
	What string
	// Value is a grade, or a reading's value: a number, or 1 and 0 for true and false
	// with Boolean set.
	Value    int64
	Boolean  bool
	Estimate *Estimate
}

// MaxGrade is the implementation grade of what is done; see
// docs/math/progress.md.
const MaxGrade = 3

// Amount is a figure for one capability.
type Amount struct {
	Capability string
	// Named is the highest number said, Firm the lowest; Some is true for
	// "some", which names no number.
	Named, Firm int64
	Some        bool
	// Text is the amount as written: 100, at_least 100, 50 to 100, some.
	Text string
	// Available is from when the amount can be had; zero: not said.
	Available When
}

// Estimate is a duration, date, size or cost that somebody announced.
type Estimate struct {
	// Kind is duration, date, size or cost.
	Kind string
	// Min and Max bound the figure (duration: days; size and cost: Unit).
	Min, Max int64
	Unit     string
	// Date is the announced date of a date estimate.
	Date When
	// Text is the estimate as written.
	Text string
}
