package edit

// WriteFile writes a file whole or not at all: beside itself, synced, then
// renamed.
func WriteFile(path string, data []byte) error { return writeFile(path, data) }
