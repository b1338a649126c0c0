package edit

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"mandate"
	"mandate/internal/canonical"
	"mandate/internal/casefile"
)

// newCase starts the example in a folder of the test.
func newCase(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "meridan")
	if err := New(dir, "", nil); err != nil {
		t.Fatal(err)
	}
	return dir
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// tree returns all files of a folder with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out[p] = read(t, dir, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sample() NewEntry {
	return NewEntry{
		Said: "2025-04-02", Recorded: "2025-04-03", Sources: []string{"herald-march"}, At: "p. 3", Actors: []string{"alba"},
		Speaker: mandate.Speaker{Name: "Bo Lind", Office: "minister: defence"}, Voice: "quote", Firmness: "stated", Credibility: 2, Handling: "public",
		Summary: "Says: people, but not #1 to verify.", Quote: "people, yes",
		Effects:    []string{`requires: !("verify" in tasks)`, `rejects: "verify" in tasks`, `commits: {amounts: {observers: {n: 150, available: 2025-06}}, if: 'arms == "light"'}`},
		Supersedes: []string{"alba-2025-03-18-1"},
	}
}

func TestAppendToANewFile(t *testing.T) {
	dir := newCase(t)
	file, id, err := Append(dir, sample(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if file != "record/2025.yaml" || id != "alba-2025-04-02-1" {
		t.Errorf("got %s, %s", file, id)
	}
	want := `entries:
  - id: alba-2025-04-02-1
    said: 2025-04-02
    recorded: 2025-04-03
    source: herald-march
    at: p. 3
    actor: alba
    speaker: {name: Bo Lind, office: 'minister: defence'}
    voice: quote
    firmness: stated
    credibility: 2
    handling: public
    summary: 'Says: people, but not #1 to verify.'
    quote: people, yes
    effects:
      - requires: '!("verify" in tasks)'
      - rejects: '"verify" in tasks'
      - commits: {amounts: {observers: {n: 150, available: 2025-06}}, if: arms == "light"}
    supersedes: alba-2025-03-18-1
`
	if got := read(t, dir, file); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	// The next one of the day has the next number and leaves the first alone.
	e := sample()
	e.Supersedes = nil
	e.Effects, e.Context = nil, "repeats it"
	_, id, err = Append(dir, e, Options{})
	if err != nil || id != "alba-2025-04-02-2" {
		t.Fatal(id, err)
	}
	if got := read(t, dir, file); !strings.HasPrefix(got, want+"\n  - id: alba-2025-04-02-2\n") {
		t.Errorf("got\n%s", got)
	}
	if changed, err := FormatDir(dir, false); err != nil || len(changed) > 0 {
		t.Errorf("not canonical: %v %v", changed, err)
	}
}

func TestAppendWithASource(t *testing.T) {
	dir := newCase(t)
	e := sample()
	e.Sources = nil
	e.Source = &NewSource{ID: "gazette", Title: "Gazette: no. 4", Date: "2025-04-02", URL: "https://example.org/#4", Reliability: "B"}
	before := read(t, dir, "record/example.yaml")
	if _, _, err := Append(dir, e, Options{File: "example.yaml"}); err != nil {
		t.Fatal(err)
	}
	got := read(t, dir, "record/example.yaml")
	if !strings.Contains(got, "\n\n  - id: gazette\n    title: 'Gazette: no. 4'\n") {
		t.Errorf("got\n%s", got)
	}
	// Nothing else has changed: without the new lines the file is as it was.
	if !onlyAdded(before, got) {
		t.Errorf("changed\n%s", got)
	}
	// A second time the source is there already.
	if _, _, err := Append(dir, e, Options{File: "record/example.yaml"}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(read(t, dir, "record/example.yaml"), "id: gazette"); n != 1 {
		t.Errorf("%d sources", n)
	}
}

// onlyAdded reports whether the lines of a are a subsequence of those of b.
func onlyAdded(a, b string) bool {
	bl := strings.SplitAfter(b, "\n")
	for _, l := range strings.SplitAfter(a, "\n") {
		k := slices.Index(bl, l)
		if k < 0 {
			return false
		}
		bl = bl[k+1:]
	}
	return true
}

func TestAppendRefusesAndWritesNothing(t *testing.T) {
	for _, tt := range []struct {
		name string
		edit func(*NewEntry, *Options)
		want string
	}{
		{"unknown actor", func(e *NewEntry, _ *Options) { e.Actors = []string{"albania"} }, "albania"},
		{"unknown source", func(e *NewEntry, _ *Options) { e.Sources = []string{"nowhere"} }, "nowhere"},
		{"no source", func(e *NewEntry, _ *Options) { e.Sources = nil }, "source"},
		{"bad condition", func(e *NewEntry, _ *Options) { e.Effects = []string{`requires: arms == "heavy"`} }, "heavy"},
		{"no effect and no context", func(e *NewEntry, _ *Options) { e.Effects = nil }, "context"},
		{"id taken", func(e *NewEntry, _ *Options) { e.ID = "alba-2025-03-14-1" }, "alba-2025-03-14-1"},
		{"no date", func(e *NewEntry, _ *Options) { e.Said = "" }, "date"},
		{"bad date", func(e *NewEntry, _ *Options) { e.Said = "2025-02-30" }, "30"},
		{"no actor", func(e *NewEntry, _ *Options) { e.Actors = nil }, "actor"},
		{"effect is no YAML", func(e *NewEntry, _ *Options) { e.Effects = []string{"offers: {a"} }, "not YAML"},
		{"effect without a kind", func(e *NewEntry, _ *Options) { e.Effects = []string{"joins"} }, "not a kind"},
		{"effect that smuggles a key", func(e *NewEntry, _ *Options) { e.Effects = []string{"declines: true\ninterested: true"} }, "not a kind"},
		{"file outside of record", func(_ *NewEntry, o *Options) { o.File = "../x.yaml" }, "not a record file"},
		{"file of another type", func(_ *NewEntry, o *Options) { o.File = "x.txt" }, "not a record file"},
		{"source without a title", func(e *NewEntry, _ *Options) { e.Sources, e.Source = nil, &NewSource{ID: "s", Reliability: "B"} }, "title"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := newCase(t)
			before := tree(t, dir)
			e, o := sample(), Options{}
			tt.edit(&e, &o)
			file, id, err := Append(dir, e, o)
			if err == nil || file != "" || id != "" {
				t.Fatalf("wrote %s %s", file, id)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %q, want %q", err, tt.want)
			}
			var inv *InvalidError
			var me *mandate.Error
			if !errors.As(err, &inv) && !errors.As(err, &me) {
				t.Errorf("%T", err)
			}
			if c := mandate.CodeOf(err); c != mandate.ErrCase && c != mandate.ErrUsage {
				t.Errorf("code %s", c)
			}
			if inv != nil && (!inv.Diagnostics.HasErrors() || inv.Files == nil) {
				t.Error("no diagnostics")
			}
			sameTree(t, before, tree(t, dir))
		})
	}
}

func sameTree(t *testing.T, a, b map[string]string) {
	t.Helper()
	for n := range b {
		if a[n] != b[n] {
			t.Errorf("%s was written", n)
		}
	}
	if len(a) != len(b) {
		t.Errorf("%d files, then %d", len(a), len(b))
	}
}

func TestIdsAreNeverGivenTwice(t *testing.T) {
	dir := newCase(t)
	write(t, dir, "inbox/x.yaml", "# alba-2025-04-02-7 was taken out\nentries: []\n")
	e := sample()
	if _, id, err := Append(dir, e, Options{}); err != nil || id != "alba-2025-04-02-8" {
		t.Errorf("got %s, %v", id, err)
	}
	e = sample()
	e.Said = "2025-04-02/2025-04-05"
	e.Supersedes = nil
	if _, id, err := Append(dir, e, Options{}); err != nil || id != "alba-2025-04-02-9" {
		t.Errorf("got %s, %v", id, err)
	}
}

func TestInsert(t *testing.T) {
	const item = "- id: n\n  said: 2025-01"
	for _, tt := range []struct{ name, src, want string }{
		{"nothing", "", "entries:\n  - id: n\n    said: 2025-01\n"},
		{"a comment", "# c\n", "# c\n\nentries:\n  - id: n\n    said: 2025-01\n"},
		{"a modeline", "# yaml-language-server: $schema=x\n", "# yaml-language-server: $schema=x\nentries:\n  - id: n\n    said: 2025-01\n"},
		{"an empty map", "# c\n{} # d\n", "# c\n# d\nentries:\n  - id: n\n    said: 2025-01\n"},
		{"no key", "sources: []", "sources: []\n\nentries:\n  - id: n\n    said: 2025-01\n"},
		{"key without value", "entries: # all\n  # none\nx: 1\n", "entries: # all\n  - id: n\n    said: 2025-01\n  # none\nx: 1\n"},
		{"null", "entries: null # all\n", "entries: # all\n  - id: n\n    said: 2025-01\n"},
		{"empty flow", "é: 1\nentries: [] # all\nx: 1\n", "é: 1\nentries: # all\n  - id: n\n    said: 2025-01\nx: 1\n"},
		{"last key", "entries:\n  - id: a # x\n    said:   2025\n\n\n# end\n", "entries:\n  - id: a # x\n    said:   2025\n\n  - id: n\n    said: 2025-01\n\n\n# end\n"},
		{"not last key", "entries:\n- id:  a\n  # in a\n\n# about x\nx: 1\n", "entries:\n- id:  a\n  # in a\n\n- id: n\n  said: 2025-01\n\n# about x\nx: 1\n"},
		{"four spaces", "entries:\n    -   id: a\n", "entries:\n    -   id: a\n\n    - id: n\n      said: 2025-01\n"},
		{"CRLF", "entries:\r\n  - id: a\r\n", "entries:\r\n  - id: a\r\n\r\n  - id: n\r\n    said: 2025-01\r\n"},
		{"no final newline", "entries:\n  - id: a", "entries:\n  - id: a\n\n  - id: n\n    said: 2025-01\n"},
		{"block scalar at the end", "entries:\n  - id: |\n      a\n      # b\n\nx: 1\n", "entries:\n  - id: |\n      a\n      # b\n\n  - id: n\n    said: 2025-01\n\nx: 1\n"},
		{"flow items", "entries:   [{id: a}, # x\n  {id: b}]\n", "entries:\n  - {id: a} # x\n  - {id: b}\n\n  - id: n\n    said: 2025-01\n"},
		{"flow top", "{entries: [{id: a}]}\n", "entries:\n  - {id: a}\n\n  - id: n\n    said: 2025-01\n"},
		{"document end", "entries:\n  - id: a\n...\n", "entries:\n  - id: a\n\n  - id: n\n    said: 2025-01\n...\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := insert([]byte(tt.src), "entries", item)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
	for _, src := range []string{"entries: 1\n", "- a\n", "entries: {a: 1}\n", "a: [\n", "entries:\n  - &x a\n  - *x\nz: {\n"} {
		if got, err := insert([]byte(src), "entries", item); err == nil {
			t.Errorf("%q became %q", src, got)
		}
	}
}

func TestInsertSourceAboveEntries(t *testing.T) {
	got, err := insert([]byte("# file\n\n# the record\nentries:\n  - id: a\n"), "sources", "- {id: s}")
	if want := "# file\n\nsources:\n  - {id: s}\n\n# the record\nentries:\n  - id: a\n"; err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
	got, err = insert([]byte("sources:\n  - {id: r}\n  - {id: s}\nentries: []\n"), "sources", "- {id: t}")
	if want := "sources:\n  - {id: r}\n  - {id: s}\n  - {id: t}\nentries: []\n"; err != nil || string(got) != want {
		t.Errorf("got %v\n%s", err, got)
	}
}

// Whatever stands in the texts of an entry, it comes back from the file as it
// was, and the entries before it stay byte for byte.
func TestAppendedTextComesBack(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,140}`), rapid.SampledFrom([]string{"a\nb", "- x", "# x", "a: b", "'", "\"", "no", "1", "\u2028", "x\n\n", " y "}))
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(nil)
		for range rapid.IntRange(1, 4).Draw(t, "n") {
			e := NewEntry{ID: "x", Summary: text.Draw(t, "summary"), Quote: text.Draw(t, "quote"), At: text.Draw(t, "at"),
				Speaker: mandate.Speaker{Name: text.Draw(t, "speaker")}, Sources: []string{"a", text.Draw(t, "source")}}
			y, err := e.yaml()
			if err != nil {
				t.Fatal(err)
			}
			now, err := insert(src, "entries", y)
			if err != nil {
				t.Fatalf("%v\n%s\n%s", err, src, y)
			}
			if !bytes.HasPrefix(now, src) {
				t.Fatalf("changed\n%s\n--- to\n%s", src, now)
			}
			top, err := root(now)
			if err != nil {
				t.Fatal(err)
			}
			list := values(top)["entries"].Content
			got := values(list[len(list)-1])
			for k, v := range map[string]string{"summary": e.Summary, "quote": e.Quote, "at": e.At} {
				if v != "" && (got[k] == nil || got[k].Value != v || got[k].ShortTag() != "!!str") || v == "" && got[k] != nil {
					t.Fatalf("%s is not %q:\n%s", k, v, now)
				}
			}
			src = now
		}
		if out, err := canonical.Format(src); err != nil || !bytes.Equal(out, src) {
			t.Fatalf("not canonical (%v):\n%s\n--- but\n%s", err, src, out)
		}
	})
}

func TestEffectYAML(t *testing.T) {
	for _, tt := range [][2]string{
		{`requires: roe == "defence"`, `requires: roe == "defence"`},
		{`requires: 'roe == "defence"'`, `requires: roe == "defence"`},
		{`rejects: "a" in tasks`, `rejects: '"a" in tasks'`},
		{`rejects: '"a" in tasks'`, `rejects: '"a" in tasks'`},
		{`accepts: !decided("x") && (true)`, `accepts: '!decided("x") && (true)'`},
		{`decides: roe in ["a", "b"]`, `decides: roe in ["a", "b"]`},
		{`accepts: true`, `accepts: 'true'`},
		{`declines: true`, `declines: true`},
		{` offers: {} `, `offers: {}`},
		{"offers:\n  amounts: {a: 1}", "offers:\n  amounts: {a: 1}"},
	} {
		if got, err := effectYAML(tt[0]); err != nil || got != tt[1] {
			t.Errorf("%s: got %s, %v", tt[0], got, err)
		}
	}
}

func TestOverlayIsAFileSystem(t *testing.T) {
	base := fstest.MapFS{"case.yaml": {Data: []byte("a")}, "record/a.yaml": {Data: []byte("b")}}
	o := &overlay{base: base, files: map[string][]byte{"record/a.yaml": []byte("new"), "record/b.yaml": []byte("c"), "inbox/x.yaml": nil}}
	if err := fstest.TestFS(o, "case.yaml", "record/a.yaml", "record/b.yaml", "inbox/x.yaml"); err != nil {
		t.Error(err)
	}
	if b, _ := fs.ReadFile(o, "record/a.yaml"); string(b) != "new" {
		t.Errorf("got %q", b)
	}
}

func TestChangeByOthersIsNotOverwritten(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "f", "theirs")
	p := filepath.Join(dir, "f")
	for _, was := range [][]byte{nil, []byte("mine"), {}} {
		if err := (change{path: p, was: was, now: []byte("x")}).apply(); err == nil {
			t.Error("overwritten")
		}
	}
	if err := (change{path: p, was: []byte("theirs"), now: []byte("x")}).apply(); err != nil {
		t.Error(err)
	}
	if err := os.Chmod(p, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(p, []byte("y")); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Stat(p); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if got := tree(t, dir); len(got) != 1 || got["f"] != "y" {
		t.Errorf("left behind: %v", got)
	}
	if err := writeFile(filepath.Join(dir, "none", "f"), nil); err == nil {
		t.Error("wrote into a folder that does not exist")
	}
}

func TestNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	schemas := map[string][]byte{"case": []byte("{}"), "record.schema.json": []byte("{}"), "assumptions": []byte("{}")}
	if err := New(dir, `Force: "here" #1`, schemas); err != nil {
		t.Fatal(err)
	}
	c, _, list := casefile.LoadDir(dir)
	if len(list) > 0 || c == nil {
		t.Fatalf("the example does not lint clean: %v", list)
	}
	if c.Title != `Force: "here" #1` || len(c.Entries) < 6 || len(c.Issues) != 2 {
		t.Errorf("got %q, %d entries", c.Title, len(c.Entries))
	}
	if changed, err := FormatDir(dir, false); err != nil || len(changed) > 0 {
		t.Errorf("not canonical: %v %v", changed, err)
	}
	for n, m := range map[string]string{"case.yaml": ".mandate/schema/case", "record/example.yaml": "../.mandate/schema/record", "assumptions.yaml": ".mandate/schema/assumptions"} {
		first, _, _ := strings.Cut(read(t, dir, n), "\n")
		if want := "# yaml-language-server: $schema=" + m + ".schema.json"; first != want {
			t.Errorf("%s begins with %s", n, first)
		}
		target := filepath.Join(dir, filepath.Dir(n), m+".schema.json")
		if _, err := os.Stat(target); err != nil {
			t.Error(err)
		}
	}
	if !strings.Contains(read(t, dir, ".gitignore"), ".mandate/\n") {
		t.Error("no .gitignore")
	}
	before := tree(t, dir)
	if err := New(dir, "", nil); err == nil {
		t.Error("wrote into a folder that is not empty")
	}
	sameTree(t, before, tree(t, dir))

	plain := newCase(t)
	for n, text := range tree(t, plain) {
		if strings.Contains(text, "yaml-language-server") {
			t.Errorf("%s names a schema that is not there", n)
		}
	}
	if err := New(filepath.Join(plain, "case.yaml"), "", nil); err == nil {
		t.Error("a file became a folder")
	}
}

// The template is the example as it is written: formatting it changes nothing.
func TestTemplateIsCanonical(t *testing.T) {
	for _, p := range []string{"case.yaml", "record/example.yaml", "assumptions.yaml"} {
		src, err := template.ReadFile("template/" + p)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := canonical.Format(src); err != nil || !bytes.Equal(out, src) {
			t.Errorf("%s (%v):\n%s", p, err, out)
		}
	}
}

func TestFormatDir(t *testing.T) {
	dir := newCase(t)
	write(t, dir, "plans/p.yaml", "a:   1\n")
	write(t, dir, "inbox/i.yaml", "a: 1\n")
	write(t, dir, "notes.yaml", "a:    1\n")
	changed, err := FormatDir(dir, false)
	if err != nil || !slices.Equal(changed, []string{"plans/p.yaml"}) {
		t.Fatalf("got %v, %v", changed, err)
	}
	write(t, dir, "inbox/bad.yaml", "a: &x 1\n")
	before := tree(t, dir)
	_, err = FormatDir(dir, true)
	var fe *FileError
	if !errors.As(err, &fe) || fe.File != "inbox/bad.yaml" || mandate.CodeOf(err) != mandate.ErrCase {
		t.Errorf("got %v", err)
	}
	sameTree(t, before, tree(t, dir))
	if err := os.Remove(filepath.Join(dir, "inbox/bad.yaml")); err != nil {
		t.Fatal(err)
	}
	if changed, err = FormatDir(dir, true); err != nil || len(changed) != 1 || read(t, dir, "plans/p.yaml") != "a: 1\n" {
		t.Errorf("got %v, %v", changed, err)
	}
	if _, err := FormatDir(filepath.Join(dir, "none"), true); err == nil {
		t.Error("formatted nothing")
	}
}
