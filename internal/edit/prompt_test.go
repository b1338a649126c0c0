package edit

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"mandate"
	"mandate/internal/casefile"
)

func example(t *testing.T, dir string) *mandate.Case {
	t.Helper()
	c, _, list := casefile.LoadDir(dir)
	if list.HasErrors() {
		t.Fatal(list)
	}
	return c
}

// typist types a line at a time, and what is typed is seen.
type typist struct {
	lines []string
	out   io.Writer
}

func (p *typist) Read(b []byte) (int, error) {
	if len(p.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(b, p.lines[0]+"\n")
	p.lines = p.lines[1:]
	_, err := p.out.Write(b[:n])
	return n, err
}

// script answers the questions line by line and returns what was shown.
func script(t *testing.T, c *mandate.Case, d NewEntry, lines ...string) (NewEntry, string, error) {
	t.Helper()
	var out strings.Builder
	e, err := Prompt(&typist{lines, &out}, &out, c, d)
	for _, l := range strings.Split(out.String(), "\n") {
		if len([]rune(l)) > 80 {
			t.Errorf("more than 80 columns: %s", l)
		}
	}
	return e, out.String(), err
}

func TestPromptWholeEntry(t *testing.T) {
	dir := newCase(t)
	e, out, err := script(t, example(t, dir), NewEntry{Recorded: "2025-04-05", Voice: "attributed"},
		"?", "albba", "alba", // actor
		"2025-02-30", "2025-04-02", "", // said, reported
		"herald-marhc", "n", "gazette", "y", "", "Gazette", "-", "2025-04-02", "", "x", "b", "", // source
		"p. 3", "Bo Lind", "minister", "", // at, speaker
		"", "statd", "stated", "7", "2", // voice, firmness, credibility
		"", "Will send people.", "a b c d e f g h i j k l m n o p", "people, yes", // summary, quote
		"requres", "requires", `arms == "lihgt"`, `arms == "light"`,
		"commits", "observers", "lots", "at least 50", "2025-06", `decided("arms")`, "verify", "",
		"happened", "event", "fire: at the depot",
		"estimates", "days", "deployed", "60..90", "",
		"alba-2025-03-18-1", "", "", "",
	)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := NewEntry{
		Said: "2025-04-02", Recorded: "2025-04-05", Sources: []string{"gazette"}, At: "p. 3", Actors: []string{"alba"},
		Speaker: mandate.Speaker{Name: "Bo Lind", Office: "minister"}, Voice: "attributed", Firmness: "stated", Credibility: 2,
		Summary: "Will send people.", Quote: "people, yes",
		Effects: []string{`requires: arms == "light"`,
			`commits: {amounts: {observers: {at_least: 50, available: 2025-06}}, if: decided("arms"), not_for: [verify]}`,
			`happened: {event: 'fire: at the depot'}`, `estimates: {step: deployed, days: 60..90}`},
		Supersedes: []string{"alba-2025-03-18-1"},
		Source:     &NewSource{ID: "gazette", Title: "Gazette", Date: "2025-04-02", Reliability: "B"},
	}
	for _, x := range []*NewEntry{&e, &want} {
		if len(x.Suspends) == 0 {
			x.Suspends = nil
		}
		if len(x.Disputes) == 0 {
			x.Disputes = nil
		}
	}
	if !reflect.DeepEqual(e, want) {
		t.Errorf("got  %+v\nwant %+v", e, want)
	}
	for _, s := range []string{"norland union alba", "did you mean alba?", "did you mean herald-march?", "did you mean stated?", "has at most 15 words",
		"did you mean requires?", "voice [attributed]: ", "is not an amount", "please answer"} {
		if !strings.Contains(out, s) {
			t.Errorf("%q is not shown:\n%s", s, out)
		}
	}
	if _, id, err := Append(dir, e, Options{}); err != nil || id != "alba-2025-04-02-1" {
		t.Errorf("what was asked for cannot be appended: %s %v", id, err)
	}
}

func TestPromptTakesDefaults(t *testing.T) {
	dir := newCase(t)
	d := sample()
	e, out, err := script(t, example(t, dir), d, make([]string, 40)...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	e.Suspends, e.Disputes = nil, nil
	if !reflect.DeepEqual(e, d) {
		t.Errorf("got  %+v\nwant %+v", e, d)
	}
}

func TestPromptStops(t *testing.T) {
	c := example(t, newCase(t))
	for _, lines := range [][]string{{"!"}, {"alba", "!"}, {"alba"}, {"nobody", "nothing"}, {"alba", "2025-04-02", "", "new-one", "y", "!"}} {
		e, _, err := script(t, c, NewEntry{}, lines...)
		if !errors.Is(err, ErrAborted) || !reflect.DeepEqual(e, NewEntry{}) {
			t.Errorf("%v: %v %v", lines, e, err)
		}
	}
}

func TestPromptContextWithoutEffect(t *testing.T) {
	e, _, err := script(t, example(t, newCase(t)), NewEntry{}, "norland, alba", "", "2025-04", "truce-text", "", "", "", "", "quote", "stated", "", "Text.", "", "", "", "background", "", "", "", "")
	if err != nil || e.Context != "background" || len(e.Effects) > 0 || len(e.Actors) != 2 || e.Reported != "2025-04" {
		t.Errorf("got %+v, %v", e, err)
	}
}

// Any sequence of answers ends in an entry or in ErrAborted.
func TestPromptSurvivesAnything(t *testing.T) {
	c := example(t, newCase(t))
	word := rapid.SampledFrom([]string{"", "?", "-", "y", "n", "alba", "norland", "2025-04-02", "2025", "truce-text", "new", "quote", "stated", "1", "A", "text",
		"requires", "offers", "commits", "prefers", "happened", "estimates", "step", "reading", "cost", "days", "deployed", "observers", "at most 5", "some", `arms == "light"`, "a, b", ",", " , ", "\x00", "é"})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(word, 0, 80).Draw(t, "lines")
		var out strings.Builder
		if _, err := Prompt(strings.NewReader(strings.Join(lines, "\n")), &out, c, NewEntry{}); err != nil && !errors.Is(err, ErrAborted) {
			t.Fatal(err)
		}
	})
}
