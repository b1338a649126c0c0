// Package casefile reads a case folder: YAML files into a mandate.Case, with
// the place of every part and with every mistake reported by file, line and
// column, what was expected and the nearest right name.
//
// A worked example:
//
//	c, pos, diags := casefile.LoadDir("cases/gaza-isf")
//	diag.Printer{Source: pos.Source}.Print(os.Stderr, diags)
//	if c == nil {
//		return // diags has errors
//	}
//	span, _ := pos.Span("issues.roe.defence")
//
// How it works, file by file and then as a whole:
//
//	bytes ── yaml ──> nodes ── check ──> marked nodes ── build ──> part of a case
//	         file.go           check.go                  build.go
//	                              ▲
//	                    shapes (tables.go) ──> JSON Schemas (schema.go)
//
//	parts ── cross.go ──> ids exist and are unique, conditions are right
//	                      (package condition), effects fit their actors,
//	                      links run backwards and in no circle
//
// One table of shapes says for each key its name, whether it is required, what
// may stand there and a sentence for readers; the checker walks it and the
// schemas in schema/ are generated from it (go generate). The YAML library is
// used for its node trees alone, never to fill structs; it takes most of the
// time of a load.
//
// Invariants: all mistakes are reported, not the first; a mistake in one file
// does not keep the others from being checked, and ids that could not be read
// are not reported as unknown; a nil case means that there are errors, and a
// case that is returned holds only ids that exist; files are read at the same
// time, and the result does not depend on it; nothing panics or hangs on any
// bytes. Columns count characters; a byte-order mark and CRLF do not shift them.
//
// What it does not do: it writes nothing (package edit does), it does not say
// what is in force (package record) or what follows (package analysis), it
// fetches no URL, and it reads no other files of the folder: expect.yaml, alerts,
// inbox and outcomes belong to others. Circles of needs are no mistakes
// but results.
package casefile

//go:generate go run ./genschema ../../schema
