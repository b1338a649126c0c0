package mandate

// Query says which record to look at and what to ask of it: the flags that all
// commands share. The zero value asks about the whole record as of its latest
// date, under the first consent rule and the case's own aim.
type Query struct {
	// AsOf is the day at whose end the record is read; nil: the latest said
	// or reported date in it.
	AsOf *Day
	// KnownBy and RecordedBy leave out what was reported or recorded later;
	// nil: no limit.
	KnownBy, RecordedBy *Day
	// Rule names the consent rule; empty: the first that holds.
	Rule string
	// Aim names the step asked about; empty: the case's own.
	Aim string
	// Set restricts plans to these options, by issue.
	Set []Choice
	// Join names contributors that join in every plan considered.
	Join []string
	// Exclude bars options and contributors from every plan considered.
	Exclude []Item
	// Plan names the saved plan of which Set, Join and Exclude hold the choices;
	// it is shown and has no other effect.
	Plan string
	// Without drops entries and sources by id.
	Without []string
	// NoAssumptions switches off what analysts assumed.
	NoAssumptions bool
	// MinFirmness leaves out less firm entries; empty: none.
	MinFirmness Firmness
	// Wishes reads prefers as requires.
	Wishes bool
}

// Choice fixes an issue: one option, or for a set issue exactly these members.
type Choice struct {
	Issue   string
	Options []string
}

// Item is what may be chosen or barred: an option of an issue, or, with Actor
// set, a contributor.
type Item struct{ Issue, Option, Actor string }

// String writes an item as flags take it: issue=option, or the actor.
func (i Item) String() string {
	if i.Actor != "" {
		return i.Actor
	}
	return i.Issue + "=" + i.Option
}
