// Package diag holds what the program says about a user's text: a diagnostic
// with a stable code, a place, what is wrong, what was expected and what to do
// about it. It sorts diagnostics, renders them for people (the line of the
// text with a caret under the place) and as JSON, and finds the nearest right
// name for a misspelled one.
//
// A worked example:
//
//	var l diag.List
//	l = append(l, diag.Diagnostic{
//		Code: "unknown-actor",
//		Span: diag.Span{File: "case.yaml", Line: 3, Col: 12, EndLine: 3, EndCol: 18},
//		Msg:  `there is no actor "turkye"`,
//		Hint: `did you mean "turkiye"?`,
//	})
//	l.Sort()
//	diag.Printer{Source: read}.Print(os.Stderr, l)
//
// prints
//
//	case.yaml:3:12: error: there is no actor "turkye"
//	   3 |     actor: turkye
//	     |            ^^^^^^
//	  hint: did you mean "turkiye"?
//
// Lines and columns count from 1; columns count characters (runes), not bytes
// and not cells of the terminal: a caret stands under the right character
// although tabs and wide characters take more than one cell.
//
// Invariants: sorting is stable and total over file, line and column; no output
// depends on map order, the clock or the terminal; there is no colour unless
// the caller passes a Style.
//
// What it does not do: it reads no files (the caller passes the text), it does
// not know YAML or conditions, and it does not decide which diagnostics to show.
package diag
