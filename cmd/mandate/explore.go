package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/edit"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

// exploreHelp is what help prints.
const exploreHelp = `  set ISSUE=OPTION[,OPTION]   choose; of a set these members and no others
  join ACTOR                  the contributor joins
  exclude ISSUE=OPTION|ACTOR  leave it out
  undo                        take the last choice back
  reset                       take all choices back
  why ISSUE=OPTION|ACTOR      explain how it looks
  show [ISSUE|contributors]   how everything looks, or one issue
  choices                     what is chosen
  give up [N]                 what to give up when nothing meets all choices; do N
  save NAME [TITLE]           keep the choices in plans/NAME.yaml (save -f replaces)
  load NAME                   choose what a saved plan chooses
  quit                        or end of input
`

// exploreCommands are the commands, as they are completed.
var exploreCommands = []string{"choices", "exclude", "give up", "help", "join", "load", "quit", "reset", "save", "set", "show", "undo", "why"}

// explorer takes choices one at a time.
type explorer struct {
	m      *Main
	dir    string
	f      *flags
	st     *record.State
	x      *report.Exploration
	made   []analysis.Choice
	before [][]analysis.Choice // what was chosen before each change, for undo
	plans  []*mandate.SavedPlan
	last   *report.WhatIf
	since  []analysis.Look // the looks that the next answer compares with
}

// explore reads commands until the end of the input. On a terminal lines can be
// edited, repeated and completed; otherwise each is written back, so that the
// output reads like a session. An interrupt ends it.
func (m *Main) explore(dir string, f *flags, st *record.State, x *report.Exploration, choices []analysis.Choice, stop func() bool) error {
	e := &explorer{m: m, dir: dir, f: f, st: st, x: x, made: choices, plans: slices.Clone(st.Case.Plans)}
	x.Choose(choices)
	e.last = x.Answer(report.Ask{Brief: true})
	e.since = x.Looks()
	t := m.terminal(dir, f, f.limit)
	if err := t.Begin(e.last); err != nil {
		return err
	}
	if e.last.Result == string(mandate.NoRecord) || e.last.Result == "blocked" {
		m.answered(f, true, true)
		return nil
	}
	read := e.lines()
	for {
		line, err := read()
		if errors.Is(err, io.EOF) {
			m.answered(f, e.last.Result != "unknown", e.last.Result != "possible")
			return nil
		}
		if err != nil {
			return err
		}
		quit, err := e.do(strings.Fields(line))
		if err != nil {
			fmt.Fprintf(m.Err, "mandate: %v\n", err)
			var me *mandate.Error
			if errors.As(err, &me) && me.Hint != "" {
				fmt.Fprintf(m.Err, "hint: %s\n", me.Hint)
			}
		}
		if quit || stop() {
			m.answered(f, e.last.Result != "unknown", e.last.Result != "possible")
			return nil
		}
	}
}

// lines returns what reads the next line. A terminal is raw only while a line is
// typed, so that Ctrl-C ends a long answer as everywhere else.
func (e *explorer) lines() func() (string, error) {
	in, ok := e.m.In.(*os.File)
	if !ok || !isTerminal(in) {
		s := bufio.NewScanner(e.m.In)
		return func() (string, error) {
			if !s.Scan() {
				if err := s.Err(); err != nil {
					return "", err
				}
				return "", io.EOF
			}
			line := printable(s.Text())
			fmt.Fprintf(e.m.Out, "\n> %s\n", line)
			return line, nil
		}
	}
	screen := e.m.Out
	if !e.m.Terminal { // only the answers are written elsewhere
		screen = in
	}
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, screen}, "> ")
	t.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		if key != '\t' {
			return "", 0, false
		}
		now, list := e.complete(line[:pos])
		if len(list) > 1 && now == line[:pos] {
			_, _ = fmt.Fprintln(t, strings.Join(list, "  ")) // only a help
		}
		return now + line[pos:], len(now), true
	}
	return func() (string, error) {
		raw, err := term.MakeRaw(int(in.Fd()))
		if err != nil {
			return "", err
		}
		if w, h, err := term.GetSize(int(in.Fd())); err == nil && w > 0 {
			_ = t.SetSize(w, h) // it wraps at another width if this fails
		}
		line, err := t.ReadLine()
		if restored := term.Restore(int(in.Fd()), raw); err == nil {
			err = restored
		}
		if errors.Is(err, term.ErrPasteIndicator) {
			err = nil
		}
		if errors.Is(err, io.EOF) {
			fmt.Fprintln(screen)
		}
		if err == nil && !e.m.Terminal {
			fmt.Fprintf(e.m.Out, "\n> %s\n", line)
		}
		return line, err
	}
}

// printable leaves out what could steer a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// do does one command.
func (e *explorer) do(words []string) (quit bool, err error) {
	if len(words) == 0 {
		return false, nil
	}
	name, args := words[0], words[1:]
	if name == "give" && len(args) > 0 && args[0] == "up" {
		name, args = "give up", args[1:]
	}
	need := func(n int, what string) error {
		if len(args) != n {
			return mandate.Usagef("%s takes %s", name, what)
		}
		return nil
	}
	switch name {
	case "quit", "exit", "q":
		return true, nil
	case "help", "?":
		_, err = io.WriteString(e.m.Out, exploreHelp)
		return false, err
	case "set", "join", "exclude":
		if err := need(1, "one argument: "+map[string]string{"set": "ISSUE=OPTION[,OPTION]", "join": "ACTOR", "exclude": "ISSUE=OPTION or ACTOR"}[name]); err != nil {
			return false, err
		}
		return false, e.add(name, args[0])
	case "undo":
		if len(e.before) == 0 {
			return false, mandate.Usagef("there is nothing to undo")
		}
		to := e.before[len(e.before)-1]
		e.before = e.before[:len(e.before)-1]
		return false, e.turn(to)
	case "reset":
		return false, e.choose(nil)
	case "load":
		if err := need(1, "the name of a saved plan"); err != nil {
			return false, err
		}
		p, err := question.SavedPlan(&mandate.Case{Plans: e.plans}, args[0])
		if err != nil {
			return false, err
		}
		return false, e.choose(analysis.ChoicesOf(mandate.Query{Set: p.Set, Join: p.Join, Exclude: p.Exclude}))
	case "why":
		if err := need(1, "one argument: ISSUE=OPTION or ACTOR"); err != nil {
			return false, err
		}
		i, err := question.Item(e.st, args[0])
		if err != nil {
			return false, err
		}
		return false, e.terminal().Explain(e.x.Answer(report.Ask{Why: i, Since: e.x.Looks(), Brief: true}))
	case "choices":
		return false, e.terminal().Choices(e.last)
	case "show":
		if len(args) > 1 {
			return false, mandate.Usagef("show takes one issue, or contributors, or nothing")
		}
		part := ""
		if len(args) == 1 {
			part = args[0]
			if part != "contributors" && e.issue(part) == nil {
				var ids []string
				for _, i := range e.st.Case.Issues {
					ids = append(ids, i.ID)
				}
				return false, near(mandate.Usagef("unknown issue %q", part), part, append(ids, "contributors"))
			}
		}
		return false, e.terminal().Items(e.x.Answer(report.Ask{Since: e.x.Looks()}), part)
	case "give up":
		return false, e.giveUp(args)
	case "save":
		return false, e.save(args)
	}
	return false, near(mandate.Usagef("there is no command %q", name), name, exploreCommands)
}

func near(err *mandate.Error, name string, among []string) error {
	if n, ok := diag.Nearest(name, among); ok {
		err.Hint = "did you mean " + n + "?"
	} else if slices.Equal(among, exploreCommands) {
		err.Hint = "help lists the commands"
	}
	return err
}

func (e *explorer) terminal() *report.Terminal { return e.m.terminal(e.dir, e.f, e.f.limit) }

func (e *explorer) issue(id string) *mandate.Issue {
	for _, i := range e.st.Case.Issues {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// add makes one more choice. It stands instead of one that says the contrary of
// the same issue or contributor.
func (e *explorer) add(kind, arg string) error {
	f := flags{}
	switch kind {
	case "set":
		f.Set = []string{arg}
	case "join":
		f.Join = []string{arg}
	default:
		f.Exclude = []string{arg}
	}
	q, err := f.Query()
	if err == nil {
		err = e.st.Check(q)
	}
	if err != nil {
		return err
	}
	c := analysis.ChoicesOf(q)[0]
	if slices.ContainsFunc(e.made, c.Same) {
		return mandate.Usagef("that is chosen already")
	}
	var to []analysis.Choice
	for _, o := range e.made {
		if !contrary(c, o) {
			to = append(to, o)
		}
	}
	return e.choose(append(to, c))
}

// contrary reports whether two choices say different things of one issue, or of
// one item.
func contrary(a, b analysis.Choice) bool {
	if a.Issue != "" && a.Issue == b.Issue {
		return true
	}
	says := func(c analysis.Choice, i analysis.Item) (in, said bool) {
		if slices.Contains(c.Items, i) {
			return c.In, true
		}
		return true, i.Issue != "" && c.Issue == i.Issue && slices.Contains(c.Options, i.Option)
	}
	for _, i := range append(slices.Clone(a.Items), b.Items...) {
		x, said := says(a, i)
		y, too := says(b, i)
		if said && too && x != y {
			return true
		}
	}
	return false
}

// choose makes these the choices and can be undone.
func (e *explorer) choose(to []analysis.Choice) error {
	e.before = append(e.before, e.made)
	return e.turn(to)
}

// turn makes these the choices and says what changed.
func (e *explorer) turn(to []analysis.Choice) error {
	e.made = to
	e.x.Choose(to)
	e.last = e.x.Answer(report.Ask{Since: e.since, Brief: true})
	if e.last.Result == "possible" { // what a blocked wish rules out is everything
		e.since = e.x.Looks()
	}
	return e.terminal().Changes(e.last)
}

// giveUp lists what would have to be given up, or gives it up.
func (e *explorer) giveUp(args []string) error {
	if len(args) == 0 || e.last.Blocked == nil {
		return e.terminal().Blocked(e.last)
	}
	sets := e.x.GiveUp()
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 || n > len(sets) || len(args) > 1 {
		return mandate.Usagef("give up takes a number from 1 to %d", len(sets))
	}
	var to []analysis.Choice
	for k, c := range e.made {
		if !slices.Contains(sets[n-1], k) {
			to = append(to, c)
		}
	}
	return e.choose(to)
}

// save keeps the choices as a saved plan.
func (e *explorer) save(args []string) error {
	replace := len(args) > 0 && (args[0] == "-f" || args[0] == "--replace")
	if replace {
		args = args[1:]
	}
	if len(args) == 0 {
		return mandate.Usagef("save takes a name and, if you like, a title")
	}
	p := &mandate.SavedPlan{ID: args[0], Title: strings.Trim(strings.TrimPrefix(strings.Join(args[1:], " "), "--title "), `"'`)}
	for _, c := range e.made {
		switch {
		case c.Issue != "":
			p.Set = append(p.Set, mandate.Choice{Issue: c.Issue, Options: c.Options})
		case c.In:
			p.Join = append(p.Join, c.Items[0].Actor)
		default:
			p.Exclude = append(p.Exclude, c.Items...)
		}
	}
	file, err := edit.SavePlan(e.dir, p, replace)
	if err != nil {
		var me *mandate.Error
		if errors.As(err, &me) && strings.Contains(me.Error(), "already") {
			me.Hint = "choose another name, or: save -f " + p.ID
		}
		return err
	}
	e.plans = slices.DeleteFunc(e.plans, func(o *mandate.SavedPlan) bool { return o.ID == p.ID })
	e.plans = append(e.plans, p)
	_, err = fmt.Fprintf(e.m.Out, "wrote %s; mandate check %s --plan %s%s asks about it\n", file, e.dir, p.ID, e.f.again())
	return err
}

// complete completes the last word of what stands before the cursor as far as
// it is certain, and lists what it may become.
func (e *explorer) complete(line string) (string, []string) {
	start := strings.LastIndexByte(line, ' ') + 1
	head, word := line[:start], line[start:]
	var among []string
	issues := func(also ...string) {
		issue, given, both := strings.Cut(word, "=")
		if i := e.issue(issue); both && i != nil {
			had := ""
			if k := strings.LastIndexByte(given, ','); k >= 0 {
				had = given[:k+1]
			}
			for _, o := range i.Options {
				among = append(among, issue+"="+had+o.ID)
			}
			return
		}
		for _, i := range e.st.Case.Issues {
			among = append(among, i.ID+"=")
		}
		among = append(among, also...)
	}
	var actors []string
	for _, a := range e.st.Case.Actors {
		if a.Is(mandate.RoleContributor) {
			actors = append(actors, a.ID)
		}
	}
	switch strings.Join(strings.Fields(head), " ") {
	case "":
		among = exploreCommands
	case "set":
		issues()
	case "join":
		among = actors
	case "exclude", "why":
		issues(actors...)
	case "show":
		for _, i := range e.st.Case.Issues {
			among = append(among, i.ID)
		}
		among = append(among, "contributors")
	case "load":
		for _, p := range e.plans {
			among = append(among, p.ID)
		}
	case "give":
		among = []string{"up"}
	}
	var fit []string
	for _, a := range among {
		if strings.HasPrefix(a, word) {
			fit = append(fit, a)
		}
	}
	if len(fit) == 0 {
		return line, nil
	}
	common := fit[0]
	for _, a := range fit[1:] {
		for !strings.HasPrefix(a, common) {
			common = common[:len(common)-1]
		}
	}
	if len(fit) == 1 && !strings.HasSuffix(common, "=") && !strings.Contains(common, "=") && strings.TrimSpace(head) == "" {
		common += " "
	}
	return head + common, fit
}
