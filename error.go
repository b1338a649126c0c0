package mandate

import (
	"errors"
	"fmt"
)

// Code classifies an error for exit codes and problem documents.
type Code string

// The codes.
const (
	// ErrUsage: a flag, argument or name on the command line is wrong.
	ErrUsage Code = "usage"
	// ErrCase: the case folder has errors.
	ErrCase Code = "case"
	// ErrBudget: the budget ended before an answer was found.
	ErrBudget Code = "budget"
	// ErrInternal: a mistake of the program.
	ErrInternal Code = "internal"
)

// Error is an error with a class, the operation that failed and, where one is
// known, what to do about it.
type Error struct {
	Code Code
	Op   string
	Err  error
	Hint string
}

func (e *Error) Error() string {
	if e.Op == "" {
		return e.Err.Error()
	}
	return e.Op + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Usagef returns a usage error.
func Usagef(format string, args ...any) *Error {
	return &Error{Code: ErrUsage, Err: fmt.Errorf(format, args...)}
}

// CodeOf returns the code of the first Error in err's chain, or ErrInternal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ErrInternal
}
