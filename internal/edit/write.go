package edit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"mandate"
)

// change is a file to write, with what stood there when it was read; was is nil
// when there was no file.
type change struct {
	path     string
	was, now []byte
}

// apply writes the change atomically, unless the file is no longer what was
// read.
func (c change) apply() error {
	cur, err := os.ReadFile(c.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		cur = nil
	case err != nil:
		return err
	case cur == nil:
		cur = []byte{}
	}
	if (cur == nil) != (c.was == nil) || !bytes.Equal(cur, c.was) {
		return &mandate.Error{Code: mandate.ErrUsage, Err: fmt.Errorf("%s was changed by somebody else in the meantime", c.path), Hint: "nothing was written; try again"}
	}
	return writeFile(c.path, c.now)
}

// writeFile writes a file atomically: beside itself, synced, then renamed. The
// permissions of an existing file are kept, and a link stays a link.
func writeFile(path string, data []byte) (err error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	dir := filepath.Dir(path)
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	syncDir(dir)
	return nil
}

// syncDir makes a rename last through a loss of power, where the system can.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // not all file systems can; the file itself is synced
		d.Close()
	}
}
