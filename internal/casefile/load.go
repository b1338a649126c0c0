package casefile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"mandate"
	"mandate/internal/diag"
)

// MaxFile is the greatest size of a file in bytes.
const MaxFile = 64 << 20

// source is a file to be read, and what it holds.
type source struct {
	name     string
	holds    part
	required bool
}

// part is what a file holds.
type part uint8

const (
	partCase part = iota
	partRecord
	partAssumptions
	partCoverage
	partPlan
	partAlerts
)

// LoadDir reads the case in the folder. Spans name files relative to it.
func LoadDir(folder string) (*mandate.Case, *Positions, diag.List) {
	name := folder
	if abs, err := filepath.Abs(folder); err == nil {
		name = abs
	}
	return Load(os.DirFS(folder), filepath.Base(name))
}

// Load reads the case in the folder fsys; name becomes the case's name. It
// returns the case, or nil if the list has errors; the positions of its parts,
// never nil; and all errors and warnings, sorted. The result does not depend on
// how many files are read at a time.
func Load(fsys fs.FS, name string) (*mandate.Case, *Positions, diag.List) {
	var diags diag.List
	sources := list(fsys, &diags)
	files := make([]*file, len(sources))
	parts := make([]*built, len(sources))
	c := &mandate.Case{Name: name}
	tab := newTables()

	work := func(i int) {
		s := sources[i]
		f := read(fsys, s)
		files[i] = f
		if f == nil {
			return
		}
		if f.root != nil || f.ok {
			parts[i] = shapeAndBuild(f, s, tab, c)
		}
	}
	each(len(sources), work)

	pos := &Positions{texts: map[string][]byte{}}
	refs := 0
	for _, f := range files {
		if f != nil {
			pos.texts[f.name] = f.text
			refs += len(f.refs)
		}
	}
	pos.spans = make(map[string]diag.Span, refs)
	var good []*built
	for i, f := range files {
		if f == nil {
			continue
		}
		for _, r := range f.refs {
			if _, ok := pos.spans[r.ref]; !ok {
				pos.spans[r.ref] = r.span
			}
		}
		if parts[i] != nil {
			good = append(good, parts[i])
		}
	}
	for _, b := range good {
		c.Sources = append(c.Sources, b.sources...)
		for i := range b.entries {
			b.entries[i].e.Index = len(c.Entries)
			c.Entries = append(c.Entries, b.entries[i].e)
		}
	}

	x := newCross(c, pos, good)
	x.define()
	caseRead := false
	for i, s := range sources {
		switch {
		case s.holds == partCase:
			caseRead = parts[i] != nil
		case s.holds != partPlan && s.holds != partAlerts && parts[i] == nil && files[i] != nil:
			x.unsure[aSource], x.unsure[anEntry] = true, true
		}
	}
	if caseRead {
		for i, s := range sources {
			if s.holds == partCase {
				x.doubt(files[i])
			} else if s.holds == partRecord && parts[i] != nil {
				x.doubtRecord(files[i])
			}
		}
		x.uses()
		x.conditions()
		x.record()
		for i, s := range sources {
			if parts[i] == nil {
				continue
			}
			switch s.holds {
			case partCase:
				x.frame(parts[i])
			case partAssumptions:
				x.assumptions(parts[i])
			case partCoverage:
				x.coverage(parts[i])
			case partPlan:
				x.plan(parts[i])
			}
		}
		x.warnings()
	}

	for _, f := range files {
		if f != nil {
			diags = append(diags, f.diags...)
		}
	}
	diags.Sort()
	if diags.HasErrors() {
		return nil, pos, diags
	}
	return c, pos, diags
}

// each calls work for all numbers below n, several at a time.
func each(n int, work func(int)) {
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	wg.Wait()
}

// list names the files of the case, in the order in which they count.
func list(fsys fs.FS, diags *diag.List) []source {
	out := []source{{"case.yaml", partCase, true}}
	out = append(out, folder(fsys, "record", partRecord, diags)...)
	out = append(out, source{"assumptions.yaml", partAssumptions, false}, source{"coverage.yaml", partCoverage, false}, source{"alerts.yaml", partAlerts, false})
	return append(out, folder(fsys, "plans", partPlan, diags)...)
}

// folder names the YAML files of a folder of the case, sorted.
func folder(fsys fs.FS, in string, holds part, diags *diag.List) (out []source) {
	dir, err := fs.ReadDir(fsys, in)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			*diags = append(*diags, diag.Diagnostic{Code: "unreadable", Span: diag.Span{File: in}, Msg: "the folder cannot be read: " + plainError(err)})
		}
		return nil
	}
	for _, d := range dir {
		name := path.Join(in, d.Name())
		switch {
		case d.IsDir() || strings.HasPrefix(d.Name(), "."):
		case strings.HasSuffix(d.Name(), ".yaml"):
			out = append(out, source{name, holds, true})
		case strings.HasSuffix(strings.ToLower(d.Name()), ".yml"), strings.HasSuffix(strings.ToLower(d.Name()), ".yaml"):
			*diags = append(*diags, diag.Diagnostic{Code: "file-name", Severity: diag.Warning, Span: diag.Span{File: name},
				Msg: "this file is not read", Expected: "a name that ends in .yaml", Hint: "rename it"})
		}
	}
	return out
}

// read reads and parses one file; nil if there is none and need not be.
func read(fsys fs.FS, s source) *file {
	bad := func(code, msg, expected, hint string) *file {
		f := &file{name: s.name}
		f.report(code, diag.Span{File: s.name}, msg, expected, hint)
		return f
	}
	h, err := fsys.Open(s.name)
	if err != nil {
		switch {
		case errors.Is(err, fs.ErrNotExist) && !s.required:
			return nil
		case errors.Is(err, fs.ErrNotExist) && s.holds == partCase:
			return bad("no-case", "the folder has no case.yaml, so it is no case", "a folder with case.yaml and record/", "mandate new FOLDER writes one")
		}
		return bad("unreadable", "the file cannot be read: "+plainError(err), "", "")
	}
	defer func() { _ = h.Close() }() // nothing was written
	tooLarge := func() *file {
		return bad("file-too-large", "the file is larger than "+strconv.Itoa(MaxFile>>20)+" MB", "", "split it into several files in record/")
	}
	if st, err := h.Stat(); err == nil && st.Size() > MaxFile {
		return tooLarge()
	}
	text, err := io.ReadAll(io.LimitReader(h, MaxFile+1))
	if err != nil {
		return bad("unreadable", "the file cannot be read: "+plainError(err), "", "")
	}
	if len(text) > MaxFile {
		return tooLarge()
	}
	return newFile(s.name, text)
}

// plainError leaves out the operation and the path, which the span names.
func plainError(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// shapeAndBuild checks the file's shape and reads what it holds.
func shapeAndBuild(f *file, s source, tab *tables, c *mandate.Case) *built {
	sh := [...]*shape{tab.caseFile, tab.record, tab.assumptions, tab.coverage, tab.plan, tab.alerts}[s.holds]
	if f.root == nil || isNull(f.root) {
		// Nothing but comments.
		if s.holds == partCase {
			f.report("missing-key", diag.Span{File: f.name, Line: 1, Col: 1}, "the file is empty", "mandate, title, aim, actors and steps", "mandate new FOLDER writes a small case that explains itself")
			return nil
		}
		if s.holds == partPlan {
			f.report("missing-key", diag.Span{File: f.name, Line: 1, Col: 1}, "the file is empty", "mandate: "+strconv.Itoa(mandate.FormatVersion)+", and what the plan chooses", "")
			return nil
		}
	} else if f.check(f.root, sh, "the file"); f.bad[f.root] {
		return nil
	}
	switch s.holds {
	case partCase:
		return buildCase(f, c)
	case partRecord:
		return buildRecord(f)
	case partAssumptions:
		return buildAssumptions(f)
	case partPlan:
		return buildPlan(f)
	case partAlerts:
		return buildAlerts(f, c)
	}
	return &built{f: f}
}

// doubt marks the kinds of which case.yaml holds definitions that could not be
// read, so that their uses are not reported as unknown.
func (x *cross) doubt(f *file) {
	for _, s := range [...]struct {
		key  string
		kind kindOf
	}{
		{"actors", anActor}, {"issues", anIssue}, {"steps", aStep}, {"texts", aText}, {"themes", aTheme},
		{"capabilities", aCapability}, {"tasks", aTask}, {"sectors", aSector}, {"externals", anExternal},
	} {
		if f.unread(s.key) {
			x.unsure[s.kind] = true
		}
	}
}

func (x *cross) doubtRecord(f *file) {
	if f.unread("sources") {
		x.unsure[aSource] = true
	}
	if f.unread("entries") {
		x.unsure[anEntry] = true
	}
}

// unread reports whether the section, or an item of it, could not be read.
func (f *file) unread(section string) bool {
	if f.root == nil || len(f.bad) == 0 {
		return false
	}
	unknown := false
	for i := 0; i+1 < len(f.root.Content); i += 2 {
		k, v := f.root.Content[i], f.root.Content[i+1]
		unknown = unknown || f.bad[k]
		if k.Value == section {
			if f.bad[v] || f.bad[k] {
				return true
			}
			for _, item := range v.Content {
				if f.bad[item] {
					return true
				}
			}
			return false
		}
	}
	// The section is missing; an unknown key may be its name misspelled.
	return unknown
}
