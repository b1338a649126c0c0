package edit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"mandate"
	"mandate/internal/canonical"
	"mandate/internal/casefile"
)

// SavePlan writes a saved plan as plans/NAME.yaml of the case folder and returns
// the name of the file. A plan that exists is refused unless overwrite is set.
// Nothing is written unless the case loads without an error with the plan in it;
// otherwise the error is an *InvalidError.
func SavePlan(dir string, p *mandate.SavedPlan, overwrite bool) (file string, err error) {
	fail := func(err error) (string, error) {
		var inv *InvalidError
		var me *mandate.Error
		if !errors.As(err, &inv) && !errors.As(err, &me) {
			err = &mandate.Error{Code: mandate.ErrUsage, Op: "save", Err: err}
		}
		return "", err
	}
	if err := casefile.PlanID(p.ID); err != nil {
		return fail(err)
	}
	if strings.ContainsAny(p.Title, "\r\n") {
		return fail(mandate.Usagef("a title is one line"))
	}
	base := os.DirFS(dir)
	if _, err := fs.Stat(base, "case.yaml"); err != nil {
		return fail(fmt.Errorf("%s is not a case folder: %w", dir, err))
	}
	file = "plans/" + p.ID + ".yaml"
	was, err := fs.ReadFile(base, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		was = nil
	case err != nil:
		return fail(err)
	case was == nil:
		was = []byte{}
	}
	if was != nil && !overwrite {
		e := mandate.Usagef("there is a saved plan %s already", p.ID)
		e.Hint = "choose another name, or say that it is to be replaced"
		return fail(e)
	}
	now, err := canonical.Format([]byte(planYAML(p)))
	if err != nil {
		return fail(err)
	}
	with := &overlay{base: base, files: map[string][]byte{file: now}}
	if _, _, list := casefile.Load(with, caseName(dir)); list.HasErrors() {
		return fail(&InvalidError{Diagnostics: list, Files: with})
	}
	full := filepath.Join(dir, filepath.FromSlash(file))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fail(err)
	}
	if err := (change{path: full, was: was, now: now}).apply(); err != nil {
		return fail(err)
	}
	return file, nil
}

// planYAML writes a plan as YAML that canonical.Format has still to lay out.
func planYAML(p *mandate.SavedPlan) string {
	var b strings.Builder
	fmt.Fprintf(&b, "mandate: %d\n", mandate.FormatVersion)
	if p.Title != "" {
		fmt.Fprintf(&b, "title: %s\n", canonical.Quote(p.Title, false))
	}
	list := func(ids []string) string {
		for i, id := range ids {
			ids[i] = canonical.Quote(id, true)
		}
		return "[" + strings.Join(ids, ", ") + "]"
	}
	if len(p.Set) > 0 {
		var parts []string
		for _, c := range p.Set {
			value := list(append([]string(nil), c.Options...))
			if len(c.Options) == 1 {
				value = canonical.Quote(c.Options[0], true)
			}
			parts = append(parts, canonical.Quote(c.Issue, true)+": "+value)
		}
		fmt.Fprintf(&b, "set: {%s}\n", strings.Join(parts, ", "))
	}
	if len(p.Join) > 0 {
		fmt.Fprintf(&b, "join: %s\n", list(append([]string(nil), p.Join...)))
	}
	if len(p.Exclude) > 0 {
		var items []string
		for _, x := range p.Exclude {
			items = append(items, x.String())
		}
		fmt.Fprintf(&b, "exclude: %s\n", list(items))
	}
	return b.String()
}
