package edit

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"mandate"
	"mandate/internal/canonical"
)

//go:embed template
var template embed.FS

// schemaDir is where New puts the JSON Schemas, for editors.
const schemaDir = ".mandate/schema"

// New starts a case in a folder: a small invented example that explains its
// parts and is complete enough to be asked. The folder is made if it does not
// exist; one that holds anything is refused. An empty title keeps the example's.
// Schemas, by name (case or case.schema.json), are copied to .mandate/schema,
// and the first line of each file then names its own for editors.
func New(dir, title string, schemas map[string][]byte) (err error) {
	fail := func(err error) error {
		var me *mandate.Error
		if errors.As(err, &me) {
			return err
		}
		return &mandate.Error{Code: mandate.ErrUsage, Op: "new", Err: err}
	}
	if strings.ContainsAny(title, "\r\n") {
		return mandate.Usagef("a title is one line")
	}
	list, err := os.ReadDir(dir)
	made := errors.Is(err, fs.ErrNotExist)
	switch {
	case err != nil && !made:
		return fail(err)
	case len(list) > 0:
		return &mandate.Error{Code: mandate.ErrUsage, Op: "new", Err: fmt.Errorf("%s is not empty", dir), Hint: "name a folder that does not exist yet"}
	}
	files, err := templateFiles(title, schemas)
	if err != nil {
		return fail(err)
	}
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	// case.yaml last: without it the folder is no case, so that a half-made
	// one is never taken for one.
	slices.SortFunc(names, func(a, b string) int {
		if (a == "case.yaml") != (b == "case.yaml") {
			if a == "case.yaml" {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	var written []string
	defer func() {
		if err == nil {
			return
		}
		// Take back what was made here and nothing else: folders go only when
		// they are empty.
		for _, n := range slices.Backward(written) {
			os.Remove(filepath.Join(dir, filepath.FromSlash(n)))
		}
		for _, n := range []string{schemaDir, ".mandate", "record"} {
			os.Remove(filepath.Join(dir, filepath.FromSlash(n)))
		}
		if made {
			os.Remove(dir)
		}
	}()
	for _, n := range names {
		full := filepath.Join(dir, filepath.FromSlash(n))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fail(err)
		}
		if err := (change{path: full, now: files[n]}).apply(); err != nil {
			return fail(err)
		}
		written = append(written, n)
	}
	return nil
}

// templateFiles returns the files of a new case by name.
func templateFiles(title string, schemas map[string][]byte) (map[string][]byte, error) {
	files := map[string][]byte{".gitignore": []byte("# History and caches; may be deleted without losing the case.\n.mandate/\n")}
	have := map[string]bool{}
	for name, b := range schemas {
		base := path.Base(name)
		if !strings.HasSuffix(base, ".schema.json") {
			base = strings.TrimSuffix(base, ".json") + ".schema.json"
		}
		have[base] = true
		files[schemaDir+"/"+base] = b
	}
	err := fs.WalkDir(template, "template", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := template.ReadFile(p)
		if err != nil {
			return err
		}
		text := string(src)
		if first, rest, ok := strings.Cut(text, "\n"); ok && strings.Contains(first, "yaml-language-server") && !have[path.Base(first)] {
			text = rest
		}
		if title != "" && path.Base(p) == "case.yaml" {
			ls := strings.Split(text, "\n")
			for i, l := range ls {
				if strings.HasPrefix(l, "title: ") {
					ls[i] = "title: " + canonical.Quote(title, false)
				}
			}
			text = strings.Join(ls, "\n")
		}
		// A long title may want folding.
		out, err := canonical.Format([]byte(text))
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		files[strings.TrimPrefix(p, "template/")] = out
		return nil
	})
	return files, err
}
