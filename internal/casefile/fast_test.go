package casefile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v4"
)

// sameTree reports the first difference of two trees in what the loader reads.
func sameTree(a, b *yaml.Node) error {
	tag := func(n *yaml.Node) string {
		if n.Tag == "!!timestamp" {
			return "!!str" // both are taken as text
		}
		return n.Tag
	}
	if a.Kind != b.Kind || tag(a) != tag(b) || a.Value != b.Value || a.Style != b.Style || a.Line != b.Line || a.Column != b.Column || a.Anchor != b.Anchor {
		return fmt.Errorf("kind %d %s %q style %d at %d:%d, but the library has kind %d %s %q style %d at %d:%d",
			a.Kind, a.Tag, a.Value, a.Style, a.Line, a.Column, b.Kind, b.Tag, b.Value, b.Style, b.Line, b.Column)
	}
	if len(a.Content) != len(b.Content) {
		return fmt.Errorf("%d items at %d:%d, but the library has %d", len(a.Content), a.Line, a.Column, len(b.Content))
	}
	for i := range a.Content {
		if err := sameTree(a.Content[i], b.Content[i]); err != nil {
			return err
		}
	}
	return nil
}

// compare reads the text both ways; it reports whether the fast way accepted it.
func compare(t *testing.T, name string, text []byte) bool {
	t.Helper()
	f := &file{name: name, text: bytes.TrimPrefix(text, bom)}
	for _, s := range exotic {
		if bytes.Contains(f.text, []byte(s)) {
			return false
		}
	}
	if !f.readable() {
		return false
	}
	got, ok := fastParse(f.text)
	if !ok {
		return false
	}
	var doc yaml.Node
	if err := yaml.Load(f.text, &doc); err != nil {
		t.Errorf("%s: accepted, but the library says %v\n%s", name, err, f.text)
		return true
	}
	if err := sameTree(got, doc.Content[0]); err != nil {
		t.Errorf("%s: %v\n%s", name, err, f.text)
	}
	return true
}

func TestFastParserAgreesWithTheLibrary(t *testing.T) {
	var files []string
	for _, glob := range []string{"testdata/*/*.yaml", "testdata/*/record/*.yaml", "testdata/broken/*/*.yaml", "testdata/broken/*/record/*.yaml", "../../cases/*/*.yaml", "../../cases/*/record/*.yaml"} {
		found, _ := filepath.Glob(glob)
		files = append(files, found...)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ok := compare(t, name, text)
		if !ok && testing.Verbose() {
			t.Logf("left to the library: %s", name)
		}
		if !ok && filepath.Dir(filepath.Dir(name)) == "testdata/good" {
			t.Errorf("%s is left to the library", name)
		}
	}
}

func FuzzFastParser(f *testing.F) {
	for _, s := range []string{
		"a: b\n", "a:\n- b\n- c: d\n  e: f\n", "a:\n  - {b: c, d: [e, 'f''g', \"h\\\"i\"]}\n", "a: b c\n  d e\nf: 1\n", "a: b # c\n",
		"a: 1.5\nb: 30..60\nc: 0x1f\nd: 1_000\ne: 2025-12-19\nf: +1\n", "- a\n- b: c\n  d: e\n-  f: g\n", "a: {b: c,d: e}\n", "a: x:y\n", "a: [b:c, d#e]\n",
		"a: b\r\nc:\r\n  - d\r\n", "a: é: b\n", "a: {é b: c}\n", "a: b\n # c\n  d\n", "true: false\n", "a: {b: 'c'd}\n", "a: 'b' #c\n", "a: [ b , c ]\n", "a: b\n\n  c\n",
		"a: -\n", "a: b\n c: d\n", "-\n", "a:\n  b\n", "a: [b, c]]\n", "a: 0o17\nb: 1e3\nc: .5\nd: .inf\n", "a: {b: , c: d}\n", "a: \"b\\nc\"\n", "a: <<\n<<: b\n", "a: =\n", "a: >-\n  b c\n  d\ne: |\n  f\n  # g\n", "a: >\n  b\n # c\nd: e\n", "a: |-\n  b\n\n# c\n", "- # a\n  b: c\n-\n  - d\n", "a:\n  - >-\n    b\n  - |\n   c\n", "a: >\n  b", "a: b\n-c: d\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) { compare(t, "fuzz", text) })
}
