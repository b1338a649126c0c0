package casefile

import (
	"bytes"
	"encoding/json"
	"strconv"

	"mandate"
)

// Schemas returns the JSON Schemas (draft 2020-12) of the files of a case, by
// the name of the file in schema/. They are made from the same tables that the
// loader checks with; what a schema cannot say (that ids exist, that conditions
// are right) the loader alone checks.
func Schemas() map[string][]byte {
	t := newTables()
	return map[string][]byte{
		"case.schema.json":        schemaOf(t.caseFile, "case"),
		"record.schema.json":      schemaOf(t.record, "record"),
		"assumptions.schema.json": schemaOf(t.assumptions, "assumptions"),
		"coverage.schema.json":    schemaOf(t.coverage, "coverage"),
		"plan.schema.json":        schemaOf(t.plan, "plan"),
		"alerts.schema.json":      schemaOf(t.alerts, "alerts"),
	}
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		k, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		v, err := marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(k)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// schemaWriter collects the definitions that a schema refers to.
type schemaWriter struct {
	defs object
	seen map[string]bool
}

func schemaOf(s *shape, name string) []byte {
	w := &schemaWriter{seen: map[string]bool{}}
	body := w.body(s, s.doc)
	out := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", "mandate " + name + " file, format version " + strconv.Itoa(mandate.FormatVersion)},
	}
	out = append(out, body...)
	if len(w.defs) > 0 {
		out = append(out, member{"$defs", w.defs})
	}
	raw, err := marshal(out)
	if err != nil {
		panic(err) // the tables hold nothing that cannot be written
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}

// ref returns the schema of a shape, by reference if it has a name.
func (w *schemaWriter) ref(s *shape, doc string) object {
	if s.name == "" {
		return w.body(s, doc)
	}
	if !w.seen[s.name] {
		w.seen[s.name] = true
		at := len(w.defs)
		w.defs = append(w.defs, member{s.name, nil})
		w.defs[at].value = w.body(s, s.doc)
	}
	out := object{{"$ref", "#/$defs/" + s.name}}
	if doc != "" && doc != s.doc {
		out = append(out, member{"description", doc})
	}
	return out
}

func (w *schemaWriter) body(s *shape, doc string) object {
	var out object
	add := func(name string, v any) { out = append(out, member{name, v}) }
	if doc != "" {
		add("description", doc)
	}
	const nonEmpty = `\S`
	switch s.kind {
	case kindText:
		add("type", []string{"string", "number"})
		add("pattern", nonEmpty)
	case kindID:
		add("type", "string")
		add("pattern", `^[a-z][a-z0-9_-]*$`)
	case kindIssueID:
		add("type", "string")
		add("pattern", `^[a-z][a-z0-9_]*$`)
	case kindRef, kindStepRef, kindCaseRef:
		add("type", "string")
		add("pattern", `^[a-z][a-z0-9_.-]*$`)
	case kindItem:
		add("type", "string")
		add("pattern", `^[a-z][a-z0-9_-]*(=[a-z][a-z0-9_-]*)?$`)
	case kindDate:
		const d = `[0-9]{4}-[0-9]{2}(-[0-9]{2})?`
		add("type", "string")
		add("pattern", `^`+d+`(/`+d+`)?$`)
	case kindInt:
		add("type", "integer")
		add("minimum", s.min)
		add("maximum", s.max)
	case kindShare:
		add("type", "number")
		add("minimum", 0)
		add("maximum", 1)
	case kindVersion:
		add("const", mandate.FormatVersion)
	case kindBool:
		add("type", "boolean")
	case kindTrue:
		add("const", true)
	case kindWord:
		if len(s.enum) == 1 {
			add("const", s.enum[0])
		} else {
			add("enum", s.enum)
		}
	case kindCondition:
		add("type", []string{"string", "boolean"})
		add("pattern", nonEmpty)
	case kindFigure:
		add("type", []string{"integer", "string"})
		add("pattern", `^(0|[1-9][0-9]*)(\.\.(0|[1-9][0-9]*))?$`)
		add("minimum", 0)
	case kindList:
		add("type", "array")
		if s.min > 0 {
			add("minItems", s.min)
		}
		add("items", w.ref(s.elem, ""))
	case kindMapping:
		add("type", "object")
		if s.min > 0 {
			add("minProperties", s.min)
		}
		add("propertyNames", w.ref(s.keyed, ""))
		add("additionalProperties", w.ref(s.elem, ""))
	case kindUnion:
		var alts []object
		for _, a := range s.alts {
			alts = append(alts, w.ref(a, ""))
		}
		add("anyOf", alts)
	case kindObject:
		add("type", "object")
		var props object
		var required []string
		for _, k := range s.keys {
			props = append(props, member{k.name, w.ref(k.shape, k.doc)})
			if k.required {
				required = append(required, k.name)
			}
		}
		add("properties", props)
		if len(required) > 0 {
			add("required", required)
		}
		add("additionalProperties", false)
		if len(s.oneOf) > 0 {
			var alts []object
			for _, g := range s.oneOf {
				alt := object{{"required", g}}
				var others object
				for _, k := range s.keys {
					if inGroups(s.oneOf, k.name) && !inGroups([][]string{g}, k.name) {
						others = append(others, member{k.name, false})
					}
				}
				if len(others) > 0 {
					alt = append(alt, member{"properties", others})
				}
				alts = append(alts, alt)
			}
			add("oneOf", alts)
		}
		if len(s.anyOf) > 0 {
			var alts []object
			for _, k := range s.anyOf {
				alts = append(alts, object{{"required", []string{k}}})
			}
			add("anyOf", alts)
		}
	}
	return out
}
