// Package report turns answers into what people and programs read: one model of
// each answer, printed as JSON (schemas in schema/) or laid out for a terminal.
//
// The rule behind every output: the answer first, in one sentence; then the
// reason; then the way to the sentence that causes it. Actors stand by name,
// entries by id, dates as 20 Dec 2025. Words carry the meaning; colour repeats
// it and appears on a terminal alone.
//
// The package decides nothing: what follows from a record is package analysis.
package report
