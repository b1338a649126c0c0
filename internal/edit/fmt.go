package edit

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"mandate"
	"mandate/internal/canonical"
)

// FileError is an error about one file of a case folder.
type FileError struct {
	File string
	Err  error
}

func (e *FileError) Error() string { return e.File + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

// caseFiles are the patterns of the files that belong to a case.
var caseFiles = []string{"case.yaml", "assumptions.yaml", "coverage.yaml", "expect.yaml", "alerts.yaml", "outcomes.yaml",
	"record/*.yaml", "plans/*.yaml", "inbox/*.yaml"}

// FormatDir formats all YAML files of a case folder and returns the names of
// those that are not canonical, in order. With write they are rewritten, each
// atomically; if any file cannot be formatted, none is, and the error holds a
// *FileError for each. Where writing fails, changed lists what was written.
func FormatDir(dir string, write bool) (changed []string, err error) {
	base := os.DirFS(dir)
	if _, err := fs.Stat(base, "."); err != nil {
		return nil, &mandate.Error{Code: mandate.ErrUsage, Op: "fmt", Err: err}
	}
	var files []string
	for _, p := range caseFiles {
		m, err := fs.Glob(base, p)
		if err != nil {
			return nil, err
		}
		files = append(files, m...)
	}
	slices.Sort(files)
	var (
		changes []change
		errs    []error
	)
	for _, f := range files {
		src, err := fs.ReadFile(base, f)
		if err != nil {
			errs = append(errs, &FileError{f, err})
			continue
		}
		out, err := canonical.Format(src)
		if err != nil {
			errs = append(errs, &FileError{f, err})
			continue
		}
		if !bytes.Equal(src, out) {
			changed = append(changed, f)
			changes = append(changes, change{path: filepath.Join(dir, filepath.FromSlash(f)), was: src, now: out})
		}
	}
	if len(errs) > 0 {
		return nil, &mandate.Error{Code: mandate.ErrCase, Op: "fmt", Err: errors.Join(errs...)}
	}
	if !write {
		return changed, nil
	}
	for i, c := range changes {
		if err := c.apply(); err != nil {
			return changed[:i], &mandate.Error{Code: mandate.ErrUsage, Op: "fmt", Err: &FileError{changed[i], err}}
		}
	}
	return changed, nil
}
