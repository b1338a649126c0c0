// Package mandate holds the nouns of the program: a case with its actors,
// issues, options, texts, steps and requirements; the record of dated, sourced
// entries; and what is said about them: plans, rungs and verdicts.
//
// The package imports nothing but the standard library and does nothing but
// name things: reading files is package casefile, what is in force at a date is
// package record, what follows from it is package analysis. Values are filled
// by casefile.Load and treated as read-only afterwards, so they may be shared
// between goroutines.
//
// The meaning of every noun is written down in docs/math/verdict.md; the file
// format in docs/format.md.
package mandate

// FormatVersion is the version of the case-folder format that this program
// reads and writes (the key `mandate:` at the top of case.yaml).
const FormatVersion = 1
