package casefile

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"mandate"
	"mandate/internal/condition"
	"mandate/internal/diag"
)

// check reports everything in the tree that does not have the shape, and marks
// it, so that what is built afterwards need not look again. label names the
// value in messages.
func (f *file) check(n *yaml.Node, s *shape, label string) bool {
	if !f.plain(n) {
		return false
	}
	switch s.kind {
	case kindObject:
		return f.checkObject(n, s, label)
	case kindList:
		return f.checkList(n, s, label)
	case kindMapping:
		return f.checkMapping(n, s, label)
	case kindUnion:
		return f.checkUnion(n, s, label)
	}
	return f.checkScalar(n, s, label)
}

// plain refuses anchors, aliases and tags.
func (f *file) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		return f.refuse("alias", n, "aliases are refused: a case is read line by line", "the value itself", "copy what "+q("&"+n.Value)+" stands for")
	case n.Anchor != "":
		f.mark(n)
		f.report("anchor", f.spanAtMark(n.Line, n.Column), "anchors are refused: a case is read line by line", "the value alone", "delete &"+n.Anchor)
		return false
	case n.Style&yaml.TaggedStyle != 0:
		f.mark(n)
		hint := "delete the tag"
		if !strings.HasPrefix(n.Tag, "!!") {
			hint = `if this is a condition, put it in single quotes: '!joins("egypt")'`
		}
		f.report("tag", f.spanAtMark(n.Line, n.Column), "a value that begins with ! is a tag in YAML, and tags are refused", "a plain value", hint)
		return false
	}
	return true
}

// describe says what a node is.
func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	}
	switch {
	case isNull(n):
		return "empty"
	case n.Tag == "!!bool":
		return n.Value
	case n.Tag == "!!int", n.Tag == "!!float":
		return "the number " + n.Value
	}
	v := []rune(n.Value)
	if len(v) > 40 {
		return "the text " + q(string(v[:40])+"…")
	}
	return "the text " + q(n.Value)
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// isText reports whether the scalar may be taken as text as it is written.
func isText(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag != "!!null" && n.Tag != "!!bool"
}

func (f *file) wrongType(n *yaml.Node, s *shape, label, hint string) bool {
	msg := label + " is " + describe(n)
	f.mark(n)
	span := f.span(n)
	if isNull(n) && n.Value == "" {
		span = f.spanAtMark(n.Line, n.Column)
	}
	f.report("wrong-type", span, msg, s.what, hint)
	return false
}

func (f *file) checkObject(n *yaml.Node, s *shape, label string) bool {
	if n.Kind != yaml.MappingNode {
		hint := ""
		if n.Kind == yaml.SequenceNode {
			hint = "leave out the -, or the [ ]"
		} else if s.name == "offer" {
			hint = "write {} if no amount and no condition was named"
		}
		return f.wrongType(n, s, label, hint)
	}
	var buf [24]*yaml.Node
	found := buf[:0]
	for range s.keys {
		found = append(found, nil)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			f.refuse("wrong-type", k, "a key is "+describe(k), "a word", "")
			continue
		}
		if k.Tag == "!!merge" {
			f.refuse("merge-key", k, "merge keys are refused: a case is read line by line", "the keys themselves", "")
			continue
		}
		if !f.plain(k) {
			continue
		}
		at := -1
		for j := range s.keys {
			if s.keys[j].name == k.Value {
				at = j
				break
			}
		}
		switch {
		case at < 0:
			f.unknownKey(n, k, v, s)
		case found[at] != nil:
			first := f.span(found[at])
			f.refuse("duplicate-key", k, "the key "+q(k.Value)+" stands here twice", "each key once", "it stands first at "+first.String())
			f.mark(v)
		default:
			found[at] = k
			ks := s.keys[at].shape
			if isNull(v) && v.Value == "" {
				f.mark(v)
				f.report("empty-value", f.span(k), q(k.Value)+" has no value", ks.what, "leave the key out if there is nothing to say")
				continue
			}
			f.check(v, ks, k.Value)
		}
	}
	ok := true
	for j := range s.keys {
		if s.keys[j].required && found[j] == nil {
			ok = false
			k := &s.keys[j]
			hint := ""
			if k.name == "source" {
				hint = "name the document that this rests on, from sources in record/"
			}
			f.report("missing-key", f.span(n), s.what+" needs the key "+q(k.name), k.name+": "+k.shape.what, hint)
		}
	}
	if !f.checkGroups(n, s, found) {
		ok = false
	}
	if len(s.anyOf) > 0 {
		any := false
		for _, name := range s.anyOf {
			for j := range s.keys {
				any = any || s.keys[j].name == name && found[j] != nil
			}
		}
		if !any {
			ok = false
			f.report("missing-key", f.span(n), s.what+" needs at least one of "+or(quoteAll(s.anyOf)), "", "")
		}
	}
	return ok
}

func quoteAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = q(s)
	}
	return out
}

// checkGroups checks that exactly one of the groups of keys is there.
func (f *file) checkGroups(n *yaml.Node, s *shape, found []*yaml.Node) bool {
	if len(s.oneOf) == 0 {
		return true
	}
	has := func(name string) *yaml.Node {
		for j := range s.keys {
			if s.keys[j].name == name {
				return found[j]
			}
		}
		return nil
	}
	present, best := 0, 0
	for j := range s.keys {
		if found[j] != nil && inGroups(s.oneOf, s.keys[j].name) {
			present++
		}
	}
	for _, g := range s.oneOf {
		k := 0
		for _, name := range g {
			if has(name) != nil {
				k++
			}
		}
		if k == len(g) && k == present {
			return true
		}
		best = max(best, k)
	}
	forms := make([]string, len(s.oneOf))
	for i, g := range s.oneOf {
		forms[i] = strings.Join(g, " with ")
	}
	expected := "exactly one of " + or(forms)
	if present == 0 {
		if len(n.Content) > 0 && s.name == "effect" {
			return false // the unknown key is reported already
		}
		f.report("missing-key", f.span(n), s.what+" is incomplete", expected, "")
		return false
	}
	// Point at the last of the keys that do not go together.
	at := n
	var said []string
	for j := 0; j+1 < len(n.Content); j += 2 {
		if inGroups(s.oneOf, n.Content[j].Value) {
			at = n.Content[j]
			said = append(said, n.Content[j].Value)
		}
	}
	msg, hint := strings.Join(said, ", ")+" do not go together", ""
	if len(said) == 1 {
		msg = said[0] + " is not enough"
	}
	if s.name == "effect" {
		hint = "an effect has one key: begin each with - on a line of its own"
	}
	f.report("keys-together", f.span(at), msg+" in "+s.what, expected, hint)
	if s.name == "effect" {
		f.mark(n)
	}
	return false
}

func inGroups(groups [][]string, name string) bool {
	for _, g := range groups {
		for _, k := range g {
			if k == name {
				return true
			}
		}
	}
	return false
}

func (f *file) unknownKey(n, k, v *yaml.Node, s *shape) {
	known := s.keyNames()
	hint := ""
	if near, ok := diag.Nearest(k.Value, known); ok {
		hint = "did you mean " + near + "?"
	} else if n.Style&yaml.FlowStyle != 0 && strings.ContainsAny(k.Value, ` "')]=&|`) {
		hint = `inside { } a comma ends a value: put the value before it in single quotes`
	} else if s.name == "assumption" && (k.Value == "source" || k.Value == "voice" || k.Value == "firmness") {
		hint = "an assumption has no " + k.Value + ": say why it is assumed with why"
	} else if s.name == "effect" && k.Value == "if" {
		hint = "indent it below offers or commits"
	}
	f.refuse("unknown-key", k, s.what+" has no key "+q(k.Value), "one of "+strings.Join(known, ", "), hint)
	f.mark(v)
}

func (f *file) checkList(n *yaml.Node, s *shape, label string) bool {
	if n.Kind != yaml.SequenceNode {
		hint := "begin each item with - on a line of its own"
		if isText(n) {
			hint = "write [" + n.Value + "]"
		}
		return f.wrongType(n, s, label, hint)
	}
	if int64(len(n.Content)) < s.min {
		return f.refuse("empty-list", n, label+" is an empty list", s.what+" with at least one item", "leave the key out if there is nothing to say")
	}
	for _, item := range n.Content {
		if isNull(item) && item.Value == "" && f.plain(item) {
			f.mark(item)
			f.report("empty-value", f.spanAtMark(item.Line, max(1, item.Column)), "an item of "+label+" is empty", s.elem.what, "")
			continue
		}
		f.check(item, s.elem, "an item of "+label)
	}
	return true
}

func (f *file) checkMapping(n *yaml.Node, s *shape, label string) bool {
	if n.Kind != yaml.MappingNode {
		return f.wrongType(n, s, label, "")
	}
	if int64(len(n.Content)) < 2*s.min {
		return f.refuse("empty-list", n, label+" is an empty map", s.what, "leave the key out if there is nothing to say")
	}
	seen := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Tag == "!!merge" {
			f.refuse("merge-key", k, "merge keys are refused: a case is read line by line", "the keys themselves", "")
			f.mark(v)
			continue
		}
		if !f.check(k, s.keyed, "a key of "+label) {
			f.mark(v)
			continue
		}
		if first := seen[k.Value]; first != nil {
			f.refuse("duplicate-key", k, "the key "+q(k.Value)+" stands here twice", "each key once", "it stands first at "+f.span(first).String())
			f.mark(v)
			continue
		}
		seen[k.Value] = k
		if isNull(v) && v.Value == "" {
			f.mark(v)
			f.report("empty-value", f.span(k), q(k.Value)+" has no value", s.elem.what, "")
			continue
		}
		f.check(v, s.elem, k.Value)
	}
	return true
}

func (f *file) checkUnion(n *yaml.Node, s *shape, label string) bool {
	for _, a := range s.alts {
		switch a.kind {
		case kindObject, kindMapping:
			if n.Kind == yaml.MappingNode {
				return f.check(n, a, label)
			}
		case kindList:
			if n.Kind == yaml.SequenceNode {
				return f.check(n, a, label)
			}
		default:
			if n.Kind == yaml.ScalarNode && f.fits(n, a) {
				return true
			}
		}
	}
	if n.Kind == yaml.ScalarNode {
		scalars, last := 0, (*shape)(nil)
		for _, a := range s.alts {
			if a.kind == kindInt && (n.Tag == "!!int" || n.Tag == "!!float") {
				return f.check(n, a, label)
			}
			if a.kind < kindList {
				scalars++
				last = a
			}
		}
		if scalars == 1 && isText(n) {
			return f.check(n, last, label) // its message says more
		}
	}
	return f.wrongType(n, s, label, "")
}

// fits reports whether the scalar has the shape, without saying so.
func (f *file) fits(n *yaml.Node, s *shape) bool {
	diags := f.diags
	wasBad := f.bad[n]
	ok := f.checkScalar(n, s, "")
	f.diags = diags
	if !ok && !wasBad {
		delete(f.bad, n)
	}
	return ok
}

func (f *file) checkScalar(n *yaml.Node, s *shape, label string) bool {
	if n.Kind != yaml.ScalarNode {
		return f.wrongType(n, s, label, "")
	}
	switch s.kind {
	case kindText:
		if !isText(n) {
			hint := ""
			if n.Tag == "!!bool" || n.Value != "" {
				hint = "put it in quotes if it is meant as text: " + q(n.Value)
			}
			return f.wrongType(n, s, label, hint)
		}
		if strings.TrimSpace(n.Value) == "" {
			return f.refuse("empty-value", n, label+" is empty", s.what, "leave the key out if there is nothing to say")
		}
	case kindCondition:
		if n.Tag == "!!null" || n.Tag == "!!int" || n.Tag == "!!float" {
			return f.wrongType(n, s, label, "")
		}
	case kindID, kindIssueID, kindRef, kindStepRef:
		return f.checkID(n, s, label)
	case kindCaseRef:
		if !isText(n) {
			return f.wrongType(n, s, label, "")
		}
	case kindItem:
		if !isText(n) {
			return f.wrongType(n, s, label, "")
		}
		if issue, option, both := strings.Cut(n.Value, "="); strings.TrimSpace(issue) == "" || both && strings.TrimSpace(option) == "" {
			return f.refuse("bad-id", n, q(n.Value)+" names nothing", s.what, "")
		}
	case kindDate:
		if !isText(n) {
			return f.wrongType(n, s, label, "")
		}
		if _, err := mandate.ParseWhen(n.Value); err != nil {
			msg, expected, _ := strings.Cut(err.Error(), ": expected ")
			return f.refuse("bad-date", n, msg, expected, "")
		}
	case kindInt:
		_, ok := f.integer(n, s, label)
		return ok
	case kindShare:
		if _, ok := shareOf(n.Value); !ok || n.Style != 0 {
			hint := ""
			if x, cut := strings.CutSuffix(n.Value, "%"); cut && digits(strings.TrimSpace(x)) {
				hint = "70 % is written 0.7"
			} else if n.Style != 0 {
				hint = "write it without quotes"
			}
			return f.wrongType(n, s, label, hint)
		}
	case kindVersion:
		v, ok := f.integer(n, &shape{what: "the format version " + strconv.Itoa(mandate.FormatVersion), max: maxFigure}, label)
		if ok && v != mandate.FormatVersion {
			return f.refuse("format-version", n, "this program does not read format version "+n.Value, "format version "+strconv.Itoa(mandate.FormatVersion), "")
		}
		return ok
	case kindBool:
		if n.Tag != "!!bool" {
			hint := ""
			switch strings.ToLower(n.Value) {
			case "true", "yes", "on":
				hint = "write true without quotes"
			case "false", "no", "off":
				hint = "write false without quotes"
			}
			return f.wrongType(n, s, label, hint)
		}
	case kindTrue:
		if n.Tag != "!!bool" || !strings.EqualFold(n.Value, "true") {
			return f.wrongType(n, s, label, "leave the effect out if it does not apply")
		}
	case kindWord:
		for _, w := range s.enum {
			if n.Value == w {
				return true
			}
		}
		if !isText(n) {
			return f.wrongType(n, &shape{what: "one of " + strings.Join(s.enum, ", ")}, label, "")
		}
		hint := ""
		if near, ok := diag.Nearest(n.Value, s.enum); ok {
			hint = "did you mean " + near + "?"
		} else if label == "firmness" && n.Value == "assumed" {
			hint = "what is assumed stands in assumptions.yaml"
		}
		return f.refuse("unknown-word", n, q(n.Value)+" is not "+s.what, "one of "+strings.Join(s.enum, ", "), hint)
	case kindFigure:
		if _, _, ok := figure(n.Value); !ok || n.Style != 0 && n.Tag == "!!int" {
			hint := ""
			if a, b, cut := strings.Cut(strings.ReplaceAll(n.Value, " ", ""), "-"); cut && digits(a) && digits(b) {
				if x, _ := strconv.Atoi(a); b != "" {
					if y, _ := strconv.Atoi(b); y < x {
						a, b = b, a
					}
				}
				hint = "write " + a + ".." + b
			} else if x := strings.NewReplacer(",", "", "_", "", "'", "", " ", "").Replace(n.Value); digits(x) {
				hint = "write " + x
			} else if a, b, cut := strings.Cut(n.Value, ".."); cut && digits(a) && digits(b) {
				hint = "the smaller number stands first"
			}
			return f.refuse("bad-number", n, label+" is "+describe(n), "a whole number n or a range n..m", hint)
		}
	}
	return true
}

func (f *file) checkID(n *yaml.Node, s *shape, label string) bool {
	if !isText(n) {
		hint := ""
		if n.Tag == "!!bool" || n.Tag == "!!null" && n.Value != "" {
			hint = "YAML reads " + n.Value + " as a value of its own; choose another id"
		}
		return f.wrongType(n, s, label, hint)
	}
	id := n.Value
	if s.kind == kindRef || s.kind == kindStepRef {
		// Whether it exists is checked later, and says more than its syntax.
		if strings.TrimSpace(id) == "" {
			return f.refuse("bad-id", n, label+" is empty", s.what, "")
		}
		return true
	}
	good, bad := validID(id, s.kind == kindIssueID)
	if bad {
		expected := "a lower-case letter, then lower-case letters, digits, - and _"
		if s.kind == kindIssueID {
			expected = "a lower-case letter, then lower-case letters, digits and _"
		}
		hint := ""
		if good != "" {
			hint = "write " + good
		}
		return f.refuse("bad-id", n, q(id)+" is not "+s.what, expected, hint)
	}
	if s.kind == kindIssueID {
		for _, w := range append(condition.FunctionNames(), condition.Keywords()...) {
			if id == w {
				return f.refuse("reserved-id", n, q(id)+" is a word of the condition language and cannot name an issue", "another id", "")
			}
		}
		return true
	}
	switch id {
	case "decide", "commit", "consent":
		return f.refuse("reserved-id", n, q(id)+" is reserved: events of plans are named "+id+".…", "another id", "")
	}
	return true
}

// maxID is the greatest length of an id.
const maxID = 128

// validID reports whether the id is bad, with a good one that is near if there
// is one.
func validID(id string, issue bool) (near string, bad bool) {
	for i := 0; i < len(id); i++ {
		c := id[i]
		if c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '_' || c == '-' && !issue) {
			continue
		}
		bad = true
	}
	if !bad && id != "" && len(id) <= maxID {
		return "", false
	}
	if len(id) > maxID {
		return "", true
	}
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(id)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_', r == '-' && !issue:
			b.WriteRune(r)
		case r == ' ' || r == '.' || r == '/' || r == '-':
			if issue {
				b.WriteByte('_')
			} else {
				b.WriteByte('-')
			}
		default:
			return "", true
		}
	}
	near = strings.TrimLeft(b.String(), "0123456789_-")
	return near, true
}

func digits(s string) bool {
	if s == "" || len(s) > 15 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 1 || s[0] != '0'
}

// shareOf reads a share from 0 to 1 with at most four decimals, as ten thousandths.
func shareOf(s string) (int64, bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(decimals) > 4 || strings.HasSuffix(s, ".") {
		return 0, false
	}
	v, err := strconv.ParseUint(whole+decimals+strings.Repeat("0", 4-len(decimals)), 10, 32)
	return int64(v), err == nil && v <= mandate.Certain
}

// figure reads n or n..m.
func figure(s string) (lo, hi int64, ok bool) {
	a, b, two := strings.Cut(s, "..")
	if !two {
		b = a
	}
	if !digits(a) || !digits(b) {
		return 0, 0, false
	}
	lo, _ = strconv.ParseInt(a, 10, 64)
	hi, _ = strconv.ParseInt(b, 10, 64)
	return lo, hi, lo <= hi && hi <= maxFigure
}

// integer reads a whole number.
func (f *file) integer(n *yaml.Node, s *shape, label string) (int64, bool) {
	if n.Kind != yaml.ScalarNode || n.Style != 0 || !digits(n.Value) {
		hint := ""
		if n.Kind == yaml.ScalarNode {
			x := strings.NewReplacer(",", "", "_", "", "'", "", " ", "").Replace(n.Value)
			switch {
			case n.Style != 0 && digits(n.Value):
				hint = "write it without quotes"
			case digits(x) && x != n.Value:
				hint = "write " + x
			case strings.HasPrefix(n.Value, "-"):
				hint = "it cannot be negative"
			case strings.TrimLeft(n.Value, "0") != n.Value && digits(strings.TrimLeft(n.Value, "0")):
				hint = "write " + strings.TrimLeft(n.Value, "0")
			}
		}
		return 0, f.wrongType(n, s, label, hint)
	}
	v, _ := strconv.ParseInt(n.Value, 10, 64)
	if v < s.min || v > s.max {
		expected := s.what
		if s.max < maxFigure {
			expected += " from " + strconv.FormatInt(s.min, 10) + " to " + strconv.FormatInt(s.max, 10)
		} else {
			expected += " up to " + strconv.FormatInt(s.max, 10)
		}
		return 0, f.refuse("out-of-range", n, label+" is "+n.Value, expected, "")
	}
	return v, true
}
