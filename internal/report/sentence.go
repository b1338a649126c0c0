package report

import (
	"slices"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/record"
)

// Sentence is all there is to say about one entry. The entry and those that it
// names stand in entries; of each the status tells how it stands on the day.
type Sentence struct {
	Head
	ID string `json:"id"`
	// Day is the day from which it counts; empty if it has no date.
	Day string `json:"day,omitempty"`
	// CredibilitySays is its Admiralty digit in words; empty if none is given.
	CredibilitySays string `json:"credibility_says,omitempty"`
	// Sources are the documents it rests on, in its order.
	Sources []SentenceSource `json:"sources"`
	// SourcesWithheld counts those that the audience may not know of.
	SourcesWithheld int `json:"sources_withheld,omitempty"`

	// Links to and from other entries, also those that do not count, or not
	// yet, on the day.
	Supersedes   []string `json:"supersedes"`
	SupersededBy []string `json:"superseded_by"`
	Suspends     []string `json:"suspends"`
	SuspendedBy  []string `json:"suspended_by"`
	Disputes     []string `json:"disputes"`
	DisputedBy   []string `json:"disputed_by"`
	// AddedToBy are entries whose offers add to its amounts, AddsTo those to
	// whose amounts its own add.
	AddsTo    []string `json:"adds_to"`
	AddedToBy []string `json:"added_to_by"`
	// Stale are later entries, not linked with it, of the same actor on the
	// same issue.
	Stale []string `json:"stale"`

	// Positions are the restricting positions that it carries on the day, with
	// all entries that share them.
	Positions []Position `json:"positions"`
}

// SentenceSource is a document with its grade in words.
type SentenceSource struct {
	// Entries counts the entries that rest on it, as far as the audience may
	// see them.
	Source
	ReliabilitySays string `json:"reliability_says"`
	Notes           string `json:"notes,omitempty"`
}

// The Admiralty grades in words.
var (
	reliabilities = map[string]string{
		"A": "completely reliable", "B": "usually reliable", "C": "fairly reliable",
		"D": "not usually reliable", "E": "unreliable", "F": "reliability cannot be judged",
	}
	credibilities = map[int]string{
		1: "confirmed by other sources", 2: "probably true", 3: "possibly true",
		4: "doubtful", 5: "improbable", 6: "truth cannot be judged",
	}
)

// entryNamed returns the entry with the id. To the audience an entry that it may
// not see is one that is not there.
func (b *builder) entryNamed(id string) (*mandate.Entry, error) {
	if e := b.st.Entry(id); e != nil && !b.hidden(e) {
		return e, nil
	}
	err := mandate.Usagef("no entry %q", id)
	var ids []string
	for _, e := range b.st.Case.Entries {
		if !b.hidden(e) {
			ids = append(ids, e.ID)
		}
	}
	if near, ok := diag.Nearest(id, ids); ok {
		err.Hint = "did you mean " + near + "?"
	}
	return nil, err
}

// BuildSentence answers what there is to say about one entry.
func BuildSentence(st *record.State, id string, opt Options) (*Sentence, error) {
	b := newBuilder(st, opt)
	e, err := b.entryNamed(id)
	if err != nil {
		return nil, err
	}
	s := &Sentence{Head: b.head("sentence"), ID: id, CredibilitySays: credibilities[e.Credibility], Sources: []SentenceSource{}, Positions: []Position{}}
	b.cite(id)
	if !e.Said.IsZero() || !e.Reported.IsZero() {
		s.Day = record.EffectiveDay(e).String()
	}
	for _, src := range e.Sources {
		x := st.Source(src)
		if x == nil {
			continue
		}
		if !b.sees(x) {
			s.SourcesWithheld++
			continue
		}
		s.Sources = append(s.Sources, b.sentenceSource(x))
	}
	s.Supersedes, s.Suspends, s.Disputes = b.cite(e.Supersedes...), b.cite(e.Suspends...), b.cite(e.Disputes...)
	s.AddsTo, s.Stale = b.cite(addsTo(e)...), b.cite(st.Stale(e)...)
	from := func(links func(f *mandate.Entry) []string) []string {
		out := []string{}
		for _, f := range st.Case.Entries {
			if slices.Contains(links(f), id) {
				out = append(out, b.cite(f.ID)...)
			}
		}
		return out
	}
	s.SupersededBy = from(func(f *mandate.Entry) []string { return f.Supersedes })
	s.SuspendedBy = from(func(f *mandate.Entry) []string { return f.Suspends })
	s.DisputedBy = from(func(f *mandate.Entry) []string { return f.Disputes })
	s.AddedToBy = from(addsTo)
	m, err := analysis.New(st, nil, opt.Budget)
	if err != nil && !analysis.IsNoAim(err) {
		return nil, err
	}
	if m != nil {
		for _, p := range m.Positions {
			if slices.Contains(p.Entries, id) {
				s.Positions = append(s.Positions, b.position(p))
			}
		}
	}
	b.close(&s.Head)
	return s, nil
}

// addsTo lists the entries to whose amounts those of an entry add.
func addsTo(e *mandate.Entry) (out []string) {
	for _, f := range e.Effects {
		if f.AddsTo != "" && !slices.Contains(out, f.AddsTo) {
			out = append(out, f.AddsTo)
		}
	}
	return out
}

// WithoutEntry compares the record with itself without one entry.
type WithoutEntry struct {
	Head
	ID string `json:"id"`
	// With is what the record comes to as it stands, WithoutIt without the entry.
	With      Outcome `json:"with"`
	WithoutIt Outcome `json:"without_it"`
	// Changes reports whether the two are known to differ.
	Changes bool `json:"changes"`
}

// BuildWithout answers what the record would come to without one entry. It costs
// more than BuildSentence.
func BuildWithout(st *record.State, id string, opt Options) (*WithoutEntry, error) {
	b := newBuilder(st, opt)
	if _, err := b.entryNamed(id); err != nil {
		return nil, err
	}
	w := &WithoutEntry{Head: b.head("without"), ID: id}
	b.cite(id)
	less, err := st.Without(id)
	if err != nil {
		return nil, err
	}
	both := &outcomes{budget: opt.Budget}
	if w.With, err = both.of(st); err != nil {
		return nil, err
	}
	if w.WithoutIt, err = both.of(less); err != nil {
		return nil, err
	}
	w.Complete = w.With.known() && w.WithoutIt.known()
	w.Changes = w.With.differs(w.WithoutIt)
	b.close(&w.Head)
	return w, nil
}

// differs reports whether two outcomes are known to differ.
func (o Outcome) differs(p Outcome) bool {
	if unknown := string(mandate.Undetermined); o.Verdict == unknown || p.Verdict == unknown {
		return false
	}
	return o.Verdict != p.Verdict || o.Rung != p.Rung && o.Rung != "" && p.Rung != "" || o.Owed != nil && p.Owed != nil && *o.Owed != *p.Owed
}
