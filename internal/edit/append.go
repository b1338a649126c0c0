package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/diag"
)

// Options says how Append works. The zero value appends to the file of the year.
type Options struct {
	// File is the record file, as record/ministers.yaml or ministers.yaml;
	// empty: record/<year>.yaml, by the year of Said or else Reported.
	File string
}

// InvalidError says that a case would have errors with the new entry in it (or
// has some already); nothing was written.
type InvalidError struct {
	// Diagnostics are those of the case as it would be, warnings included.
	Diagnostics diag.List
	// Files is that case; diagnostics point into it.
	Files fs.FS
}

func (e *InvalidError) Error() string {
	n, _ := e.Diagnostics.Count()
	first := ""
	for _, d := range e.Diagnostics {
		if d.Severity == diag.Error {
			first = d.Span.String() + ": " + d.Msg
			break
		}
	}
	if n > 1 {
		return fmt.Sprintf("nothing was written: %s (and %d more)", first, n-1)
	}
	return "nothing was written: " + first
}

// Unwrap gives the error its class, for exit codes.
func (e *InvalidError) Unwrap() error {
	return &mandate.Error{Code: mandate.ErrCase, Err: errors.New("the case has errors")}
}

// Append adds an entry, and with it a source if there is a new one, to a record
// file of the case folder and returns the file (record/2025.yaml) and the
// entry's id. Nothing is written unless the case loads without an error with
// the entry in it; otherwise the error is an *InvalidError.
func Append(dir string, e NewEntry, opts Options) (file, id string, err error) {
	defer func() {
		if err != nil {
			file, id = "", ""
			var inv *InvalidError
			var me *mandate.Error
			if !errors.As(err, &inv) && !errors.As(err, &me) {
				err = &mandate.Error{Code: mandate.ErrUsage, Op: "add", Err: err}
			}
		}
	}()
	base := os.DirFS(dir)
	if _, err := fs.Stat(base, "case.yaml"); err != nil {
		return "", "", &mandate.Error{Code: mandate.ErrUsage, Op: "add", Err: fmt.Errorf("%s is not a case folder: %w", dir, err), Hint: "mandate new FOLDER starts one"}
	}
	if file, err = recordFile(&e, opts.File); err != nil {
		return "", "", err
	}
	name := caseName(dir)
	before, _, _ := casefile.Load(base, name)
	if err := complete(base, before, &e); err != nil {
		return "", "", err
	}
	was, err := fs.ReadFile(base, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		was = nil
	case err != nil:
		return "", "", err
	case was == nil:
		was = []byte{}
	}
	now := was
	if e.Source != nil {
		text, err := e.Source.yaml()
		if err != nil {
			return "", "", err
		}
		if now, err = insert(now, "sources", text); err != nil {
			return "", "", fmt.Errorf("%s: %w", file, err)
		}
	}
	text, err := e.yaml()
	if err != nil {
		return "", "", err
	}
	if now, err = insert(now, "entries", text); err != nil {
		return "", "", fmt.Errorf("%s: %w", file, err)
	}
	with := &overlay{base: base, files: map[string][]byte{file: now}}
	if _, _, list := casefile.Load(with, name); list.HasErrors() {
		return "", "", &InvalidError{Diagnostics: list, Files: with}
	}
	full := filepath.Join(dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return "", "", err
	}
	if err := (change{path: full, was: was, now: now}).apply(); err != nil {
		return "", "", err
	}
	return file, e.ID, nil
}

func caseName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return filepath.Base(abs)
	}
	return filepath.Base(dir)
}

// recordFile returns the name of the record file within the folder.
func recordFile(e *NewEntry, name string) (string, error) {
	if name == "" {
		date := e.Said
		if date == "" {
			date = e.Reported
		}
		w, err := mandate.ParseWhen(date)
		if err != nil {
			return "", mandate.Usagef("said or reported is needed: %v", err)
		}
		return fmt.Sprintf("record/%04d.yaml", w.First.Time().Year()), nil
	}
	name = path.Clean(filepath.ToSlash(name))
	name = strings.TrimPrefix(name, "record/")
	if strings.Contains(name, "/") || strings.HasPrefix(name, ".") || path.Ext(name) != ".yaml" {
		return "", mandate.Usagef("%q is not a record file: expected a name such as record/2025.yaml", name)
	}
	return "record/" + name, nil
}

// complete fills in what the entry leaves to the case: its id, its source.
func complete(base fs.FS, c *mandate.Case, e *NewEntry) error {
	if s := e.Source; s != nil {
		if len(e.Sources) == 0 {
			e.Sources = []string{s.ID}
		}
		if c != nil && slices.ContainsFunc(c.Sources, func(x *mandate.Source) bool { return x.ID == s.ID }) {
			e.Source = nil
		}
	}
	if e.ID != "" {
		return nil
	}
	if len(e.Actors) == 0 {
		return mandate.Usagef("an actor is needed")
	}
	date := e.Said
	if date == "" {
		date = e.Reported
	}
	// Of an interval the first date: an id has no slash.
	date, _, _ = strings.Cut(date, "/")
	prefix := e.Actors[0] + "-" + date + "-"
	n, err := highest(base, prefix)
	if err != nil {
		return err
	}
	e.ID = prefix + strconv.Itoa(n+1)
	return nil
}

// highest returns the highest number that follows prefix in any YAML file of
// the folder, wherever it stands: an id that was given once, even to an entry
// that only a comment remembers, is not given again.
func highest(base fs.FS, prefix string) (int, error) {
	re := regexp.MustCompile(`(?:^|[^a-z0-9_-])` + regexp.QuoteMeta(prefix) + `([0-9]{1,9})(?:[^a-z0-9_-]|$)`)
	top := 0
	err := fs.WalkDir(base, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p == ".git" {
				return fs.SkipDir
			}
			return nil
		}
		if ext := path.Ext(p); ext != ".yaml" && ext != ".yml" {
			return nil
		}
		src, err := fs.ReadFile(base, p)
		if err != nil {
			return err
		}
		// Line by line, so that neighbours that share a separator both count.
		for line := range bytes.Lines(src) {
			for len(line) > 0 {
				m := re.FindSubmatchIndex(line)
				if m == nil {
					break
				}
				if k, err := strconv.Atoi(string(line[m[2]:m[3]])); err == nil {
					top = max(top, k)
				}
				line = line[m[3]:]
			}
		}
		return nil
	})
	return top, err
}
