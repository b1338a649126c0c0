package diag

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Span is a part of a file. Lines and columns count from 1, columns in runes;
// EndCol is the column after the last character. A zero EndLine means that only
// the start is known; a zero Line, that only the file is.
type Span struct {
	File    string
	Line    int
	Col     int
	EndLine int
	EndCol  int
}

// String returns the span's start as file:line:col, as far as it is known.
func (s Span) String() string {
	if s.Line == 0 {
		return s.File
	}
	return s.File + ":" + strconv.Itoa(s.Line) + ":" + strconv.Itoa(s.Col)
}

// Severity says whether a diagnostic keeps the text from being used.
type Severity uint8

// The severities.
const (
	// Error: the text cannot be used.
	Error Severity = iota
	// Warning: the text can be used but looks wrong.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one thing to say about a text.
type Diagnostic struct {
	// Code is the stable name of the kind of mistake, such as unknown-actor.
	Code     string
	Severity Severity
	Span     Span
	// Msg says what is wrong, in lower case and without a period.
	Msg string
	// Expected says what would be right: "one of party, contributor".
	Expected string
	// Hint says what to do: `did you mean "turkiye"?`.
	Hint string
}

// List is a list of diagnostics.
type List []Diagnostic

// HasErrors reports whether the list holds at least one error.
func (l List) HasErrors() bool {
	for i := range l {
		if l[i].Severity == Error {
			return true
		}
	}
	return false
}

// Count returns the number of errors and of warnings.
func (l List) Count() (errors, warnings int) {
	for i := range l {
		if l[i].Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// Sort orders the list by file, line and column. Diagnostics about one place
// keep their order.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Diagnostic) int {
		if c := strings.Compare(a.Span.File, b.Span.File); c != 0 {
			return c
		}
		if c := a.Span.Line - b.Span.Line; c != 0 {
			return c
		}
		return a.Span.Col - b.Span.Col
	})
}

// jsonDiagnostic is the JSON form; fields are only ever added.
type jsonDiagnostic struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Col      int    `json:"column,omitempty"`
	EndLine  int    `json:"end_line,omitempty"`
	EndCol   int    `json:"end_column,omitempty"`
	Msg      string `json:"message"`
	Expected string `json:"expected,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

// MarshalJSON returns the JSON form: code, severity, file, line, column,
// end_line, end_column, message, expected, hint; what is not known is left out.
func (d Diagnostic) MarshalJSON() ([]byte, error) {
	return json.Marshal(jsonDiagnostic{
		Code: d.Code, Severity: d.Severity.String(),
		File: d.Span.File, Line: d.Span.Line, Col: d.Span.Col,
		EndLine: d.Span.EndLine, EndCol: d.Span.EndCol,
		Msg: d.Msg, Expected: d.Expected, Hint: d.Hint,
	})
}
