// Package condition is the condition language of a case: it parses a text such
// as
//
//	roe != "enforce" && (joins("turkiye") || joining("muslim-majority") >= 2)
//
// checks it against the vocabulary of the case and returns the tree of
// mandate.Expr that the engines work on; it prints trees back as canonical text
// and evaluates them directly for tests and oracles.
//
// A worked example:
//
//	v := condition.NewVocabulary(c)
//	e, problems := condition.Parse(`joins("turkye")`, v)
//	// e == nil, problems[0]:
//	//   Off 6, Len 8, unknown-actor
//	//   there is no actor "turkye"; did you mean "turkiye"?
//
// The grammar, loosest first:
//
//	or      = and { "||" and }
//	and     = unary { "&&" unary }
//	unary   = "!" unary | atom
//	atom    = "(" or ")" | "true" | "false"
//	        | issue ("==" | "!=") option | issue "in" "[" option { "," option } "]"
//	        | member "in" issue
//	        | function "(" argument { "," argument } ")" [ comparison number ]
//
// Options, members and ids are literals in single or double quotes; issues
// stand bare, save in decided("…"). "!" negates the whole atom that follows it.
//
// Invariants: Parse never panics, whatever the text, and gives each problem a
// place inside the text; it returns either a tree or problems, never both; every
// id in a tree exists in the vocabulary and has the right kind; && and || are
// n-ary and flat; Parse(Print(e)) equals e except for offsets. A text may be
// 64 KB long and 200 levels deep.
//
// What it does not do: it does not say what an atom means in a plan (package
// analysis does), it simplifies nothing, and it knows no YAML: places are byte
// offsets in the text, which package casefile maps to lines and columns. It is
// no CEL: compiling a condition takes microseconds, which a record of 20,000
// entries needs.
//
// All wording stands in words.go.
package condition
