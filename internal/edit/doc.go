// Package edit changes case folders: it appends entries (`mandate add`), asks
// for them (Prompt), starts a new case (`mandate new`) and formats the files of
// a case (`mandate fmt`).
//
// A worked example:
//
//	e := edit.NewEntry{
//		Said: "2025-12-19", Actors: []string{"usa"}, Sources: []string{"report"},
//		Voice: "quote", Firmness: "stated",
//		Summary: "Says that only self-defence can be agreed.",
//		Effects: []string{`requires: roe == "defence"`},
//	}
//	file, id, err := edit.Append("cases/examplia", e, edit.Options{})
//	// file is record/2025.yaml, id is usa-2025-12-19-1
//
// # Invariants
//
//   - A file is either as it was or complete: it is written beside itself, synced
//     and renamed. A file that somebody else changed in the meantime is left
//     alone.
//   - Append writes nothing unless the case, with the entry in it, loads without
//     an error; otherwise it returns an *InvalidError with the diagnostics.
//   - Append adds lines and keeps all others byte for byte. Where a list is
//     written in a way that lines cannot be added to, as [{…}], it formats the
//     file first; it always reads its result back and compares the data.
//   - An entry's id is new in the whole folder: numbers that any YAML file of it
//     mentions, comments included, are not given again.
//
// # What it does not do
//
// It keeps no log and no history (package history does), takes no lock, reads no
// clock (Recorded is the caller's to set), and does not change or remove entries:
// the record is superseded, not rewritten.
package edit
