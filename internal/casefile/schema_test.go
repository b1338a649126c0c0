package casefile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

var update = flag.Bool("update", false, "rewrite golden files")

func TestSchemasAreCurrent(t *testing.T) {
	for name, want := range Schemas() {
		got, err := os.ReadFile(filepath.Join("../../schema", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("schema/%s is not current: run go generate ./internal/casefile (%v)", name, err)
		}
	}
}

// compiled returns the schema for a file of a case.
func compiled(t *testing.T) func(file string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	out := map[string]*jsonschema.Schema{}
	for name, text := range Schemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(name, doc); err != nil {
			t.Fatal(err)
		}
		out[name] = c.MustCompile(name)
	}
	return func(file string) *jsonschema.Schema {
		base := strings.TrimSuffix(filepath.Base(file), ".yaml")
		if filepath.Base(filepath.Dir(file)) == "record" {
			base = "record"
		}
		if filepath.Base(filepath.Dir(file)) == "plans" {
			base = "plan"
		}
		return out[base+".schema.json"]
	}
}

// plainValue turns a node into what a JSON reader would see.
func plainValue(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plainValue(n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plainValue(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, x := range n.Content {
			list = append(list, plainValue(x))
		}
		return list
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		if v, err := strconv.ParseFloat(n.Value, 64); err == nil {
			return v
		}
	}
	return n.Value
}

func TestCasesValidateAgainstTheSchemas(t *testing.T) {
	schema := compiled(t)
	var files []string
	for _, glob := range []string{"../../cases/*/*.yaml", "../../cases/*/record/*.yaml", "testdata/good/*.yaml", "testdata/good/record/*.yaml", "../../cases/*/plans/*.yaml", "testdata/good/plans/*.yaml"} {
		found, _ := filepath.Glob(glob)
		files = append(files, found...)
	}
	for _, f := range files {
		s := schema(f)
		if s == nil {
			continue // expect.yaml and others
		}
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var n yaml.Node
		if err := yaml.Load(text, &n); err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if err := s.Validate(plainValue(&n)); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}
