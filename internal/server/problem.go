package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/edit"
	"mandate/internal/question"
)

// Problem is a problem document (RFC 9457) with what the command line says of
// an error.
type Problem struct {
	Title  string `json:"title" doc:"The status in words"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"What is wrong"`
	Hint   string `json:"hint,omitempty" doc:"What to do about it"`
	// Code is usage, case, budget, internal, or refused.
	Code        string  `json:"code" doc:"Kind of mistake: usage, case, budget, internal or refused"`
	Diagnostics []Place `json:"diagnostics,omitempty" doc:"Places in a text or in the case folder"`
}

// Place is a diagnostic with its place.
type Place struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Expected string `json:"expected,omitempty"`
	Hint     string `json:"hint,omitempty"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus returns the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType returns the media type of a problem document.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // there is nobody left to tell
}

func init() {
	// Also the library's own errors (a parameter that is no number) are problems
	// of this form.
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		p := &Problem{Status: status, Title: http.StatusText(status), Detail: msg, Code: string(mandate.ErrUsage)}
		if status >= 500 {
			p.Code = string(mandate.ErrInternal)
		}
		for _, err := range errs {
			if d, ok := err.(huma.ErrorDetailer); ok && d.ErrorDetail().Location != "" {
				p.Detail += "; " + d.ErrorDetail().Location + ": " + d.ErrorDetail().Message
			} else if err != nil {
				p.Detail += "; " + err.Error()
			}
		}
		return p
	}
	huma.DefaultArrayNullable = false // a list without items is [], never null
}

// problem tells an error as the command line would.
func problem(err error) error {
	if err == nil {
		return nil
	}
	p := &Problem{Detail: err.Error(), Code: string(mandate.CodeOf(err))}
	var me *mandate.Error
	var ge *question.GoalError
	var inv *edit.InvalidError
	switch {
	case errors.As(err, &ge):
		p.Code, p.Hint, p.Diagnostics = string(mandate.ErrUsage), ge.Hint, places(ge.Diagnostics)
	case errors.As(err, &inv):
		p.Code, p.Diagnostics = string(mandate.ErrCase), places(inv.Diagnostics)
	case errors.As(err, &me):
		p.Hint = me.Hint
	}
	switch mandate.Code(p.Code) {
	case mandate.ErrUsage:
		p.Status = http.StatusBadRequest
	case mandate.ErrCase:
		p.Status = http.StatusConflict
	case mandate.ErrBudget:
		p.Status = http.StatusServiceUnavailable
	default:
		p.Status = http.StatusInternalServerError
	}
	p.Title = http.StatusText(p.Status)
	return p
}

func places(list diag.List) (out []Place) {
	for _, d := range list {
		out = append(out, Place{File: d.Span.File, Line: d.Span.Line, Column: d.Span.Col, Severity: fmt.Sprint(d.Severity), Code: d.Code, Message: d.Msg,
			Expected: d.Expected, Hint: d.Hint})
	}
	return out
}
