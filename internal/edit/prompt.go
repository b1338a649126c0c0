package edit

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mandate"
	"mandate/internal/canonical"
	"mandate/internal/condition"
	"mandate/internal/diag"
)

// ErrAborted is returned by Prompt when the user stops: by ! or at the end of
// the input. Nothing has been written.
var ErrAborted = &mandate.Error{Code: mandate.ErrUsage, Op: "add", Err: errors.New("stopped; nothing was written")}

// Prompt asks for an entry line by line and checks each answer at once. An
// empty answer takes the default in brackets, - leaves an optional answer out,
// ? shows the choices and ! stops with ErrAborted, as does the end of the input.
// What Prompt returns has been checked answer by answer; Append checks the whole.
func Prompt(in io.Reader, out io.Writer, c *mandate.Case, defaults NewEntry) (e NewEntry, err error) {
	p := &prompter{in: bufio.NewReader(in), out: out, c: c, v: condition.NewVocabulary(c)}
	defer func() {
		if r := recover(); r != nil {
			stop, ok := r.(stopped)
			if !ok {
				panic(r)
			}
			e, err = NewEntry{}, stop.err
		}
	}()
	return p.entry(defaults), nil
}

// stopped is panicked with by the prompter's methods and caught by Prompt.
type stopped struct{ err error }

type prompter struct {
	in  *bufio.Reader
	out io.Writer
	c   *mandate.Case
	v   *condition.Vocabulary
}

func (p *prompter) say(format string, args ...any) {
	if _, err := fmt.Fprintf(p.out, format, args...); err != nil {
		panic(stopped{err})
	}
}

// question is one question: what it asks, what an empty answer means, what is
// shown at ?, and what an answer must be.
type question struct {
	label, def string
	optional   bool
	choices    []string
	help       string
	check      func(string) error
}

const width = 80

func (p *prompter) ask(q question) string {
	for {
		switch {
		case len([]rune(q.label+q.def)) > width-20:
			p.say("%s [as below]:\n%s\n  new: ", q.label, indentWrap(q.def))
		case q.def != "":
			p.say("%s [%s]: ", q.label, q.def)
		case q.optional:
			p.say("%s (or Enter): ", q.label)
		default:
			p.say("%s: ", q.label)
		}
		line, err := p.in.ReadString('\n')
		if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
			p.say("\n")
			if errors.Is(err, io.EOF) {
				panic(stopped{ErrAborted})
			}
			panic(stopped{err})
		}
		a := strings.TrimSpace(line)
		switch a {
		case "!":
			panic(stopped{ErrAborted})
		case "?":
			p.show(q)
			continue
		case "":
			a = q.def
			if a == "" && !q.optional {
				p.say("  please answer; ? shows what can be said, ! stops\n")
				continue
			}
		case "-":
			if !q.optional {
				p.say("  this cannot be left out\n")
				continue
			}
			return ""
		}
		if a == "" {
			return ""
		}
		if q.check != nil {
			if err := q.check(a); err != nil {
				p.say("%s\n", indentWrap(err.Error()))
				continue
			}
		}
		return a
	}
}

func (p *prompter) show(q question) {
	if q.help != "" {
		p.say("%s\n", indentWrap(q.help))
	}
	if len(q.choices) > 0 {
		p.say("%s\n", indentWrap(strings.Join(q.choices, " ")))
	}
	if q.help == "" && len(q.choices) == 0 {
		p.say("  any text\n")
	}
}

// indentWrap wraps a text to the width, two spaces in.
func indentWrap(s string) string {
	var b strings.Builder
	for i, para := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("  ")
		n := 2
		for j, w := range strings.Fields(para) {
			l := len([]rune(w))
			if j > 0 {
				if n+1+l > width-1 {
					b.WriteString("\n  ")
					n = 2
				} else {
					b.WriteByte(' ')
					n++
				}
			}
			b.WriteString(w)
			n += l
		}
	}
	return b.String()
}

// yes asks a yes-or-no question; no is the default.
func (p *prompter) yes(label string) bool {
	a := p.ask(question{label: label, def: "n", choices: []string{"y", "n"}, check: oneOf("answer", []string{"y", "n", "yes", "no"})})
	return a[0] == 'y'
}

// oneOf checks an answer against a list and names the nearest right one.
func oneOf(what string, among []string) func(string) error {
	return func(a string) error {
		if slices.Contains(among, a) {
			return nil
		}
		if near, ok := diag.Nearest(a, among); ok {
			return fmt.Errorf("no %s %q; did you mean %s?", what, a, near)
		}
		if len(among) == 0 {
			return fmt.Errorf("no %s %q; the case has none", what, a)
		}
		return fmt.Errorf("no %s %q; ? shows the choices", what, a)
	}
}

// each checks every id of a list.
func each(check func(string) error) func(string) error {
	return func(a string) error {
		for _, id := range ids(a) {
			if err := check(id); err != nil {
				return err
			}
		}
		return nil
	}
}

// ids splits a list of ids at commas and spaces.
func ids(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}

func checkDate(s string) error {
	_, err := mandate.ParseWhen(s)
	return err
}

var idPattern = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

func names[T any](list []T, id func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = id(x)
	}
	return out
}

func strs[T ~string](list []T) []string { return names(list, func(x T) string { return string(x) }) }

func (p *prompter) actors() []string {
	return names(p.c.Actors, func(a *mandate.Actor) string { return a.ID })
}
func (p *prompter) groups() []string {
	var out []string
	add := func(g string) {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	for _, g := range p.c.Groups {
		add(g.ID)
	}
	for _, a := range p.c.Actors {
		for _, g := range a.Groups {
			add(g)
		}
	}
	return out
}

func (p *prompter) caps() []string {
	return names(p.c.Capabilities, func(x *mandate.Capability) string { return x.ID })
}

func (p *prompter) steps() []string {
	var out []string
	for _, s := range p.c.Steps {
		if !slices.Contains(out, s.ID) {
			out = append(out, s.ID)
		}
		for n := 1; n <= s.Stages; n++ {
			if id := s.StageID(n); !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

func (p *prompter) entry(d NewEntry) NewEntry {
	e := NewEntry{ID: d.ID, Recorded: d.Recorded, Handling: d.Handling, Source: d.Source}
	p.say("New entry. ? shows the choices, - leaves out, ! stops without writing.\n")
	actors, groups := p.actors(), p.groups()
	e.Actors = ids(p.ask(question{label: "actor", def: strings.Join(d.Actors, ", "), choices: append(slices.Clone(actors), groups...),
		help: "who did or said it: one or several actors, or one group",
		check: func(a string) error {
			l := ids(a)
			if len(l) == 1 && slices.Contains(groups, l[0]) {
				return nil
			}
			among := actors
			if len(l) == 1 {
				among = append(slices.Clone(actors), groups...)
			}
			if len(l) == 0 {
				return errors.New("an actor is needed")
			}
			for _, x := range l {
				if slices.Contains(groups, x) && !slices.Contains(actors, x) {
					return fmt.Errorf("%s is a group: it must stand alone", x)
				}
				if err := oneOf("actor", among)(x); err != nil {
					return err
				}
			}
			return nil
		}}))
	const dates = "a day (2025-12-20), a month (2025-12) or an interval (2025-12-15/2025-12-19)"
	e.Said = p.ask(question{label: "said on", def: d.Said, optional: true, help: dates, check: checkDate})
	e.Reported = p.ask(question{label: "reported on", def: d.Reported, optional: e.Said != "", help: dates, check: checkDate})
	p.source(&e, d)
	e.At = p.ask(question{label: "place in the source", def: d.At, optional: true, help: "page, paragraph or sentence, such as p. 3"})
	e.Speaker.Name = p.ask(question{label: "speaker", def: d.Speaker.Name, optional: true, help: "who spoke, by name, if the source says so"})
	e.Speaker.Office = p.ask(question{label: "speaker's office", def: d.Speaker.Office, optional: true})
	e.Speaker.Actor = p.ask(question{label: "speaker speaks for", def: d.Speaker.Actor, optional: true, choices: actors,
		help: "only if that is another actor: the entry is then hearsay", check: oneOf("actor", actors)})
	voices := strs(mandate.Voices)
	e.Voice = p.ask(question{label: "voice", def: d.Voice, choices: voices, help: "how the source carries it", check: oneOf("voice", voices)})
	firm := strs(mandate.Firmnesses[:len(mandate.Firmnesses)-1])
	e.Firmness = p.ask(question{label: "firmness", def: d.Firmness, choices: firm, help: "how firm it is, firmest first", check: oneOf("firmness", firm)})
	cred := ""
	if d.Credibility != 0 {
		cred = strconv.Itoa(d.Credibility)
	}
	grades := []string{"1", "2", "3", "4", "5", "6"}
	if a := p.ask(question{label: "credibility", def: cred, optional: true, choices: grades,
		help: "Admiralty grade, 1 (confirmed) to 5 (improbable); 6: cannot be judged", check: oneOf("grade", grades)}); a != "" {
		e.Credibility = int(a[0] - '0')
	}
	e.Summary = p.ask(question{label: "summary", def: d.Summary, help: "what was said or done, in your own words, one sentence"})
	e.Quote = p.ask(question{label: "quote", def: d.Quote, optional: true, help: "at most 15 words of the source", check: func(s string) error {
		if n := len(strings.Fields(s)); n > 15 {
			return fmt.Errorf("a quote has at most 15 words; this one has %d", n)
		}
		return nil
	}})
	e.Effects = p.effects(d.Effects)
	if len(e.Effects) == 0 {
		e.Context = p.ask(question{label: "why no effect", def: d.Context, help: "why the entry is kept although it changes no plan"})
	}
	entries := names(p.c.Entries, func(x *mandate.Entry) string { return x.ID })
	for _, l := range []struct {
		label, help string
		def         []string
		to          *[]string
	}{
		{"supersedes", "entries that this one ends for good", d.Supersedes, &e.Supersedes},
		{"suspends", "entries that this one takes out while it is in force", d.Suspends, &e.Suspends},
		{"disputes", "entries that this one contradicts: neither binds", d.Disputes, &e.Disputes},
	} {
		// The entries of the actor come first; the others are rarely meant.
		*l.to = ids(p.ask(question{label: l.label, def: strings.Join(l.def, ", "), optional: true, help: l.help,
			choices: p.entriesOf(e.Actors), check: each(oneOf("entry", entries))}))
	}
	e.Expires = p.ask(question{label: "expires", def: d.Expires, optional: true, help: "its last day: " + dates, check: checkDate})
	return e
}

// entriesOf lists the entries about one of the actors, or all if there is none.
func (p *prompter) entriesOf(actors []string) []string {
	var own, all []string
	for _, e := range p.c.Entries {
		all = append(all, e.ID)
		if slices.ContainsFunc(e.Actors, func(a string) bool { return slices.Contains(actors, a) }) {
			own = append(own, e.ID)
		}
	}
	if len(own) == 0 {
		return all
	}
	return own
}

func (p *prompter) source(e *NewEntry, d NewEntry) {
	known := names(p.c.Sources, func(s *mandate.Source) string { return s.ID })
	if d.Source != nil {
		known = append(known, d.Source.ID)
	}
	def := strings.Join(d.Sources, ", ")
	if def == "" && d.Source != nil {
		def = d.Source.ID
	}
	for {
		a := ids(p.ask(question{label: "source", def: def, choices: known, help: "the id of one or several documents; a new id starts a new one",
			check: func(s string) error {
				if len(ids(s)) == 0 {
					return errors.New("a source is needed")
				}
				return each(func(id string) error {
					if !idPattern.MatchString(id) {
						return fmt.Errorf("%q is not an id: lower-case letters, digits, - and _", id)
					}
					return nil
				})(s)
			}}))
		var unknown []string
		for _, id := range a {
			if !slices.Contains(known, id) {
				unknown = append(unknown, id)
			}
		}
		switch {
		case len(unknown) == 0:
			e.Sources = a
			if e.Source != nil && !slices.Contains(a, e.Source.ID) {
				e.Source = nil
			}
			return
		case len(unknown) > 1:
			p.say("%s\n", indentWrap("one new source at a time: "+strings.Join(unknown, ", ")+" are unknown"))
			continue
		}
		id := unknown[0]
		p.say("%s\n", indentWrap(oneOf("source", known)(id).Error()))
		if !p.yes("create source " + id) {
			continue
		}
		s := &NewSource{ID: id}
		s.Title = p.ask(question{label: "  title"})
		s.Publisher = p.ask(question{label: "  publisher", optional: true})
		s.Date = p.ask(question{label: "  date", optional: true, check: checkDate})
		s.URL = p.ask(question{label: "  url", optional: true})
		letters := []string{"A", "B", "C", "D", "E", "F"}
		s.Reliability = strings.ToUpper(p.ask(question{label: "  reliability", choices: letters,
			help:  "Admiralty letter, A (reliable) to E (unreliable); F: cannot be judged",
			check: func(x string) error { return oneOf("letter", letters)(strings.ToUpper(x)) }}))
		handling := strs(mandate.Handlings)
		s.Handling = p.ask(question{label: "  handling", optional: true, choices: handling, help: "public if left out", check: oneOf("handling", handling)})
		e.Sources, e.Source = a, s
		return
	}
}

func (p *prompter) effects(def []string) []string {
	if len(def) > 0 {
		p.say("  effects so far:\n")
		for _, d := range def {
			p.say("%s\n", indentWrap("* "+d))
		}
	}
	out := slices.Clone(def)
	kinds := strs(mandate.EffectKinds)
	for {
		label := "effect"
		if len(out) > 0 {
			label = "another effect"
		}
		k := p.ask(question{label: label, optional: true, choices: kinds, help: "what it does to the possible plans; empty: nothing (more)", check: oneOf("effect", kinds)})
		if k == "" {
			return out
		}
		out = append(out, k+": "+p.effect(mandate.EffectKind(k)))
	}
}

// condition asks for a condition and checks it.
func (p *prompter) condition(label string, optional bool) string {
	return p.ask(question{label: label, optional: optional,
		help: `a condition such as roe == "defence", "patrol" in tasks, decided("roe"), done("board"), joins("turkiye"), with && || !; issues: ` +
			strings.Join(names(p.c.Issues, func(i *mandate.Issue) string { return i.ID }), " "),
		check: func(s string) error {
			_, problems := condition.Parse(s, p.v)
			if len(problems) == 0 {
				return nil
			}
			x := problems[0]
			off := min(max(x.Off, 0), len(s))
			msg := fmt.Sprintf("at %d: %s", len([]rune(s[:off]))+1, x.Msg)
			if x.Expected != "" {
				msg += "; expected " + x.Expected
			}
			if x.Hint != "" {
				msg += "; " + x.Hint
			}
			return errors.New(msg)
		}})
}

// pick asks for one of a list.
func (p *prompter) pick(label, what string, among []string, optional bool) string {
	return p.ask(question{label: label, optional: optional, choices: among, check: oneOf(what, among)})
}

// effect asks for the fields of an effect and returns its value in YAML.
func (p *prompter) effect(k mandate.EffectKind) string {
	q := func(s string) string { return canonical.Quote(s, true) }
	object := func(kv ...string) string {
		var parts []string
		for i := 0; i+1 < len(kv); i += 2 {
			if kv[i+1] != "" {
				parts = append(parts, kv[i]+": "+kv[i+1])
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	quoted := func(s string) string {
		if s == "" {
			return ""
		}
		return q(s)
	}
	switch k {
	case mandate.Decides, mandate.Accepts, mandate.Requires, mandate.Rejects:
		return canonical.Quote(p.condition("  "+string(k), false), false)
	case mandate.Adopts:
		return p.pick("  text", "text", names(p.c.Texts, func(t *mandate.Text) string { return t.ID }), false)
	case mandate.Excludes:
		var l []string
		for _, a := range p.c.Actors {
			if a.Is(mandate.RoleContributor) {
				l = append(l, a.ID)
			}
		}
		return p.pick("  contributor", "contributor", l, false)
	case mandate.Declines, mandate.Interests:
		return "true"
	case mandate.Offers, mandate.Commits:
		amounts := p.amounts()
		cond := p.condition("  if", true)
		var places []string
		for _, l := range [][]*mandate.Named{p.c.Tasks, p.c.Sectors} {
			places = append(places, names(l, func(n *mandate.Named) string { return n.ID })...)
		}
		not := ids(p.ask(question{label: "  not for", optional: true, choices: places, help: "tasks or sectors it must not be used for", check: each(oneOf("task or sector", places))}))
		entries := names(p.c.Entries, func(x *mandate.Entry) string { return x.ID })
		adds := p.pick("  adds to entry", "entry", entries, true)
		notFor := ""
		if len(not) > 0 {
			notFor = "[" + strings.Join(not, ", ") + "]"
		}
		return object("amounts", amounts, "if", quoted(cond), "not_for", notFor, "adds_to", adds)
	case mandate.Prefers:
		return object("that", quoted(p.condition("  prefers", false)), "over", quoted(p.condition("  over", true)))
	case mandate.Happened:
		switch p.pick("  step, event, reading or grade", "kind", []string{"step", "event", "reading", "grade"}, false) {
		case "step":
			return p.pick("  step", "step", p.steps(), false)
		case "event":
			return object("event", q(p.ask(question{label: "  event", help: "the incident in a few words"})))
		case "grade":
			return object("step", p.pick("  step", "step", p.steps(), false), "grade", p.ask(question{label: "  grade", help: "0 not initiated, 1 minimal, 2 intermediate, 3 full, by the words of the source", check: func(s string) error {
				if len(s) == 1 && s >= "0" && s <= "3" {
					return nil
				}
				return fmt.Errorf("%q is not a grade from 0 to 3", s)
			}}))
		}
		ext := p.pick("  reading of", "external", names(p.c.Externals, func(x *mandate.External) string { return x.ID }), false)
		v := p.ask(question{label: "  value", help: "a whole number, true or false", check: func(s string) error {
			if _, err := strconv.ParseUint(s, 10, 63); err == nil || s == "true" || s == "false" {
				return nil
			}
			return fmt.Errorf("%q is not a whole number, true or false", s)
		}})
		return object("reading", ext, "value", v)
	}
	// estimates
	figure := func(label string) string {
		return p.ask(question{label: label, help: "a whole number, or two as 60..90", check: func(s string) error {
			if figurePattern.MatchString(s) {
				return nil
			}
			return fmt.Errorf("%q is not a figure: expected 60 or 60..90", s)
		}})
	}
	switch p.pick("  days, date, size or cost", "kind", []string{"days", "date", "size", "cost"}, false) {
	case "days":
		return object("step", p.pick("  step", "step", p.steps(), false), "days", figure("  days"))
	case "date":
		return object("step", p.pick("  step", "step", p.steps(), false), "date", p.ask(question{label: "  date", check: checkDate}))
	case "size":
		return object("capability", p.pick("  capability", "capability", p.caps(), false), "size", figure("  size"))
	}
	return object("cost", figure("  cost"), "unit", q(p.ask(question{label: "  unit", help: "such as USD, or EUR per month"})))
}

var (
	figurePattern = regexp.MustCompile(`^[0-9]{1,12}(\.\.[0-9]{1,12})?$`)
	amountPattern = regexp.MustCompile(`^(?:(some)|(at least|at most|at_least|at_most)? *([0-9]{1,12})|([0-9]{1,12}) *(?:\.\.|to) *([0-9]{1,12}))$`)
)

// amounts asks for capabilities with their amounts; "" if there is none.
func (p *prompter) amounts() string {
	var parts, used []string
	for {
		var left []string
		for _, c := range p.caps() {
			if !slices.Contains(used, c) {
				left = append(left, c)
			}
		}
		if len(left) == 0 {
			break
		}
		c := p.pick("  capability", "capability", left, true)
		if c == "" {
			break
		}
		a := p.ask(question{label: "  amount of " + c, help: "100, at least 100, at most 100, 50 to 100, or some", check: func(s string) error {
			if amountPattern.MatchString(s) {
				return nil
			}
			return fmt.Errorf("%q is not an amount; ? shows how to write one", s)
		}})
		when := ""
		m := amountPattern.FindStringSubmatch(a)
		if m[1] == "" {
			when = p.ask(question{label: "  available from", optional: true, check: checkDate})
		}
		parts = append(parts, c+": "+amountYAML(m, when))
		used = append(used, c)
	}
	if len(parts) == 0 {
		return ""
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func amountYAML(m []string, when string) string {
	bare := func(s string) string {
		if s = strings.TrimLeft(s, "0"); s == "" {
			return "0"
		}
		return s
	}
	var kv string
	switch {
	case m[1] != "":
		return "some"
	case m[2] != "":
		kv = strings.ReplaceAll(m[2], " ", "_") + ": " + bare(m[3])
	case m[3] != "" && when == "":
		return bare(m[3])
	case m[3] != "":
		kv = "n: " + bare(m[3])
	default:
		kv = "from: " + bare(m[4]) + ", to: " + bare(m[5])
	}
	if when != "" {
		kv += ", available: " + when
	}
	return "{" + kv + "}"
}
