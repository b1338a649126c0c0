package edit

import (
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/canonical"
)

// NewEntry is an entry to be appended: the keys of docs/format.md as text. What
// is empty is left out.
type NewEntry struct {
	// ID is the entry's id; empty: <actor>-<said>-<n> with the next free n.
	ID                                string
	Said, Reported, Recorded, Expires string
	Sources                           []string
	At                                string
	// Actors holds actor ids, or one group tag.
	Actors      []string
	Speaker     mandate.Speaker
	Voice       string
	Firmness    string
	Credibility int
	Handling    string
	Summary     string
	Quote       string
	// Effects holds one effect each, as YAML: `requires: roe == "defence"`,
	// `offers: {amounts: {infantry: 100}}`, `declines: true`. The condition of
	// decides, accepts, requires and rejects may stand without the quotes that
	// YAML would need.
	Effects                        []string
	Context                        string
	Supersedes, Suspends, Disputes []string
	// Source is a source to append with the entry; it is ignored when a source
	// with its id exists, and stands for Sources when that is empty.
	Source *NewSource
}

// NewSource is a source to be appended. What is empty is left out.
type NewSource struct {
	ID, Title, Publisher, Date, URL, Reliability, Handling, Notes string
}

// lines collects the keys of a map in YAML.
type lines struct{ b []string }

func (l *lines) text(key, value string) {
	if value != "" {
		l.b = append(l.b, key+": "+canonical.Quote(value, false))
	}
}

// date writes a date bare: quoted it would be the same, but nobody writes that.
func (l *lines) date(key, value string) {
	if _, err := mandate.ParseWhen(value); err == nil {
		l.b = append(l.b, key+": "+value)
		return
	}
	l.text(key, value)
}

func (l *lines) refs(key string, ids []string) {
	switch len(ids) {
	case 0:
	case 1:
		l.text(key, ids[0])
	default:
		quoted := make([]string, len(ids))
		for i, id := range ids {
			quoted[i] = canonical.Quote(id, true)
		}
		l.b = append(l.b, key+": ["+strings.Join(quoted, ", ")+"]")
	}
}

// yaml returns the entry as the canonical lines of a list item without
// indentation, "- id: …" first.
func (e *NewEntry) yaml() (string, error) {
	var l lines
	l.text("id", e.ID)
	l.date("said", e.Said)
	l.date("reported", e.Reported)
	l.date("recorded", e.Recorded)
	l.date("expires", e.Expires)
	l.refs("source", e.Sources)
	l.text("at", e.At)
	if len(e.Actors) > 1 {
		l.refs("actors", e.Actors)
	} else {
		l.refs("actor", e.Actors)
	}
	var s []string
	for _, kv := range [][2]string{{"name", e.Speaker.Name}, {"office", e.Speaker.Office}, {"actor", e.Speaker.Actor}} {
		if kv[1] != "" {
			s = append(s, kv[0]+": "+canonical.Quote(kv[1], true))
		}
	}
	if len(s) > 0 {
		l.b = append(l.b, "speaker: {"+strings.Join(s, ", ")+"}")
	}
	l.text("voice", e.Voice)
	l.text("firmness", e.Firmness)
	if e.Credibility != 0 {
		l.b = append(l.b, "credibility: "+strconv.Itoa(e.Credibility))
	}
	l.text("handling", e.Handling)
	l.text("summary", e.Summary)
	l.text("quote", e.Quote)
	if len(e.Effects) > 0 {
		l.b = append(l.b, "effects:")
		for _, x := range e.Effects {
			y, err := effectYAML(x)
			if err != nil {
				return "", err
			}
			l.b = append(l.b, "  - "+strings.ReplaceAll(y, "\n", "\n    "))
		}
	}
	l.text("context", e.Context)
	l.refs("supersedes", e.Supersedes)
	l.refs("suspends", e.Suspends)
	l.refs("disputes", e.Disputes)
	return listItem("entries", l.b)
}

func (s *NewSource) yaml() (string, error) {
	var l lines
	l.text("id", s.ID)
	l.text("title", s.Title)
	l.text("publisher", s.Publisher)
	l.date("date", s.Date)
	l.text("url", s.URL)
	l.text("reliability", s.Reliability)
	l.text("handling", s.Handling)
	l.text("notes", s.Notes)
	return listItem("sources", l.b)
}

// listItem returns the keys as a canonical list item.
func listItem(key string, keys []string) (string, error) {
	if len(keys) == 0 {
		return "", mandate.Usagef("nothing to add")
	}
	src := key + ":\n  - " + strings.ReplaceAll(strings.Join(keys, "\n"), "\n", "\n    ") + "\n"
	out, err := canonical.Format([]byte(src))
	if err != nil {
		return "", mandate.Usagef("the new item is not YAML: %v", err)
	}
	got := strings.Split(strings.TrimSuffix(strings.TrimPrefix(string(out), key+":\n"), "\n"), "\n")
	for i := range got {
		got[i] = strings.TrimPrefix(got[i], "  ")
	}
	return strings.Join(got, "\n"), nil
}

// effectYAML returns an effect as the YAML of a map with one key.
func effectYAML(x string) (string, error) {
	x = strings.TrimSpace(x)
	kind, rest, ok := strings.Cut(x, ":")
	kind = strings.TrimSpace(kind)
	if ok && isCondition(kind) && !strings.Contains(x, "\n") {
		raw := strings.TrimSpace(rest)
		// As YAML if that is one string, otherwise as it stands.
		if v, ok := oneScalar(kind+": "+raw, kind); ok {
			raw = v
		}
		return kind + ": " + canonical.Quote(raw, false), nil
	}
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(x), &n); err != nil {
		return "", mandate.Usagef("the effect %q is not YAML: %v", x, err)
	}
	if len(n.Content) != 1 || n.Content[0].Kind != yaml.MappingNode || len(n.Content[0].Content) != 2 {
		return "", &mandate.Error{Code: mandate.ErrUsage, Err: fmt.Errorf("the effect %q is not a kind with its value", x),
			Hint: `write it as requires: roe == "defence"`}
	}
	return x, nil
}

func isCondition(kind string) bool {
	switch mandate.EffectKind(kind) {
	case mandate.Decides, mandate.Accepts, mandate.Requires, mandate.Rejects:
		return true
	}
	return false
}

// oneScalar reads YAML that is a map of one key with a plain or quoted string.
func oneScalar(src, key string) (string, bool) {
	var n yaml.Node
	if yaml.Unmarshal([]byte(src), &n) != nil || len(n.Content) != 1 {
		return "", false
	}
	m := n.Content[0]
	if m.Kind != yaml.MappingNode || len(m.Content) != 2 || m.Content[0].Value != key {
		return "", false
	}
	v := m.Content[1]
	return v.Value, v.Kind == yaml.ScalarNode && v.ShortTag() == "!!str" && v.Style&yaml.TaggedStyle == 0 && v.Tag != "!" && v.Anchor == ""
}
