package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/diag"
	"mandate/internal/record"
	"mandate/internal/report"
)

// copyOf is the case as it was read at one time. It does not change.
type copyOf struct {
	// revision names the state of the folder.
	revision string
	c        *mandate.Case
	base     *record.State
	// seen and asOf are the case and its day as the audience may know them.
	seen     *mandate.Case
	asOf     string
	words    *report.CaseAnswer
	live     *live
	searcher *report.Searcher
	// problems are those of the folder, of which the copy may be an older
	// state: with errors the last good one stays.
	problems diag.List
	print    string
}

// shelf keeps the latest good copy of a case folder and tells who waits when
// the folder changes.
type shelf struct {
	dir      string
	audience mandate.Handling

	reading sync.Mutex // held while the folder is read, so that copies come in turn

	mu      sync.Mutex
	now     *copyOf
	changed chan struct{} // closed at the next change
}

// CaseError is that a folder has errors, so that there is nothing to serve.
type CaseError struct{ Diagnostics diag.List }

func (e *CaseError) Error() string {
	n, _ := e.Diagnostics.Count()
	return fmt.Sprintf("the case has %d errors", n)
}

func newShelf(dir string, audience mandate.Handling) (*shelf, error) {
	s := &shelf{dir: dir, audience: audience, changed: make(chan struct{})}
	c, err := s.read(footprint(dir))
	if err != nil {
		return nil, err
	}
	if c.c == nil {
		return nil, &CaseError{Diagnostics: c.problems}
	}
	s.now = c
	return s, nil
}

// read reads the folder; of a case with errors there are the problems alone.
func (s *shelf) read(print string) (*copyOf, error) {
	c, _, list := casefile.LoadDir(s.dir)
	sum := sha256.Sum256([]byte(print))
	out := &copyOf{revision: hex.EncodeToString(sum[:6]), problems: list, print: print}
	if list.HasErrors() {
		return out, nil
	}
	base, err := record.At(c, mandate.Query{})
	if err != nil {
		return nil, err
	}
	words, err := report.BuildCase(c, report.Options{Audience: s.audience})
	if err != nil {
		return nil, err
	}
	out.c, out.base, out.live, out.searcher = c, base, newLive(), report.NewSearcher(c)
	out.seen, out.words, out.asOf = seen(c, s.audience), words, words.AsOf
	if out.asOf == "" { // nothing that the audience sees is dated, so nothing is later
		out.asOf = "9999-12-31"
	}
	return out, nil
}

// copy returns the latest copy, and a channel that is closed when there is a
// newer one.
func (s *shelf) copy() (*copyOf, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now, s.changed
}

// refresh reads the folder if it has changed, and says whether it did.
func (s *shelf) refresh() (bool, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	print := footprint(s.dir)
	was, _ := s.copy()
	if print == was.print {
		return false, nil
	}
	now, err := s.read(print)
	if err != nil { // tell it once, and look again when something changes
		kept := *was
		kept.print = print
		s.mu.Lock()
		s.now = &kept
		s.mu.Unlock()
		return false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.c == nil { // keep the last good copy, with what is wrong now
		kept := *was
		kept.revision, kept.problems, kept.print = now.revision, now.problems, now.print
		now = &kept
	}
	s.now = now
	close(s.changed)
	s.changed = make(chan struct{})
	return true, nil
}

// watch looks at the folder until ctx ends. Polling sees changes on network
// drives too, where notices of the system do not come.
func (s *shelf) watch(ctx context.Context, every time.Duration, log func(string)) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		changed, err := s.refresh()
		if err != nil {
			log("the folder cannot be read: " + err.Error())
			continue
		}
		if c, _ := s.copy(); changed {
			if n, _ := c.problems.Count(); n > 0 {
				d := c.problems[slices.IndexFunc(c.problems, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })]
				log(fmt.Sprintf("the folder changed and has errors; the last good state is shown. %s: %s", d.Span, d.Msg))
			} else {
				log("the folder changed; the page follows")
			}
		}
	}
}

// footprint tells whether the files of a case folder are as they were: their
// names, sizes and times.
func footprint(dir string) string {
	var b strings.Builder
	_ = fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what cannot be read is not there
		}
		if d.IsDir() {
			if strings.Count(p, "/") > 1 || strings.HasPrefix(d.Name(), ".") && p != "." {
				return fs.SkipDir
			}
			return nil
		}
		if ext := filepath.Ext(p); ext != ".yaml" && ext != ".yml" {
			return nil
		}
		if i, err := d.Info(); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", p, i.Size(), i.ModTime().UnixNano())
		}
		return nil
	})
	return b.String()
}
