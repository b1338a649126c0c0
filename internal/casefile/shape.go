package casefile

// shape says what may stand at a place of a file. The tables in tables.go are
// built of shapes; the checker (check.go) and the JSON Schemas (schema.go) both
// come from them, so they cannot disagree.
type shape struct {
	kind shapeKind
	// name, if given, is the shape's name among the definitions of a schema.
	name string
	// what names the shape in messages: "an actor", "a date".
	what string
	// doc describes the shape in the schema.
	doc string
	// keys are those of an object.
	keys []key
	// oneOf lists groups of keys of which exactly one must be there; anyOf
	// lists keys of which at least one must be.
	oneOf [][]string
	anyOf []string
	// elem is the shape of the items of a list or the values of a mapping,
	// keyed that of the mapping's keys.
	elem, keyed *shape
	// alts are the shapes of which one must fit (kindUnion).
	alts []*shape
	// enum holds the words of kindWord.
	enum []string
	// min and max bound a number, or the number of items (max 0: no bound).
	min, max int64
}

// key is one key of an object.
type key struct {
	name     string
	required bool
	shape    *shape
	doc      string
}

// shapeKind is the kind of a shape.
type shapeKind uint8

const (
	kindText      shapeKind = iota // any text; numbers are taken as written
	kindID                         // [a-z][a-z0-9_-]*
	kindIssueID                    // [a-z][a-z0-9_]*, no function's name
	kindRef                        // an id defined elsewhere
	kindStepRef                    // the id of a step or stage
	kindCaseRef                    // the name of a case line, such as issues.roe
	kindItem                       // issue=option, or the id of a contributor
	kindDate                       // a day, a month or an interval
	kindInt                        // a whole number
	kindBool                       // true or false
	kindTrue                       // the word true
	kindWord                       // one of a few words
	kindCondition                  // the condition language
	kindFigure                     // n or n..m
	kindShare                      // a share from 0 to 1, such as 0.25
	kindVersion                    // the format version
	kindList
	kindObject
	kindMapping
	kindUnion
)

func (s *shape) key(name string) *key {
	for i := range s.keys {
		if s.keys[i].name == name {
			return &s.keys[i]
		}
	}
	return nil
}

func (s *shape) keyNames() []string {
	out := make([]string, len(s.keys))
	for i := range s.keys {
		out[i] = s.keys[i].name
	}
	return out
}
