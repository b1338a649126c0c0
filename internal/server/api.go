package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/sse"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/diag"
	"mandate/internal/edit"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
)

// Asked is what all questions take: the flags of the command line.
type Asked struct {
	AsOf          string   `query:"as_of" doc:"Read the record as of the end of this date; default: its latest date"`
	KnownBy       string   `query:"known_by" doc:"Leave out what was reported after this date"`
	RecordedBy    string   `query:"recorded_by" doc:"Leave out what was recorded after this date"`
	Rule          string   `query:"rule" doc:"Consent rule; default: the first that holds"`
	Aim           string   `query:"aim" doc:"Ask about this step instead of the case's aim"`
	Set           []string `query:"set,explode" doc:"Only plans with ISSUE=OPTION[,OPTION]"`
	Join          []string `query:"join,explode" doc:"Only plans that this actor joins"`
	Exclude       []string `query:"exclude,explode" doc:"Only plans without ISSUE=OPTION or ACTOR"`
	Plan          string   `query:"plan" doc:"Choose what this saved plan chooses, too"`
	Without       []string `query:"without,explode" doc:"Leave out this entry or source"`
	NoAssumptions bool     `query:"no_assumptions" doc:"Leave out what analysts assume"`
	MinFirmness   string   `query:"min_firmness" doc:"Leave out less firm entries"`
	Wishes        bool     `query:"wishes" doc:"Read prefers as requires"`
	Limit         int      `query:"limit" minimum:"0" maximum:"10000" doc:"List at most so many; 0: the default"`
}

func (a *Asked) text() question.Text {
	return question.Text{AsOf: a.AsOf, KnownBy: a.KnownBy, RecordedBy: a.RecordedBy, Rule: a.Rule, Aim: a.Aim, Set: a.Set, Join: a.Join, Exclude: a.Exclude,
		Plan: a.Plan, Without: a.Without, NoAssumptions: a.NoAssumptions, MinFirmness: a.MinFirmness, Wishes: a.Wishes}
}

func (a *Asked) asked() *Asked { return a }

// About is a question about a goal.
type About struct {
	Asked
	Goal string `query:"goal" doc:"The id of one of the case's goals, or a condition"`
}

// Answer is the body of an answer.
type Answer[A any] struct{ Body *A }

const base = "/api/v1"

// routes registers the operations.
func (s *Server) routes(mux *http.ServeMux) {
	api := humago.New(mux, describe(s.conf.Version))
	s.operations(api)
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, &Problem{Status: http.StatusNotFound, Title: http.StatusText(http.StatusNotFound), Code: string(mandate.ErrUsage),
			Detail: "there is no " + r.Method + " " + r.URL.Path, Hint: "the API is described in " + base + "/openapi.json"})
	})
}

func describe(version string) huma.Config {
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: "Mandate", Version: version,
				Description: "What follows from the record of a peace process. Answers are those that the command line prints with --json; parameters are its flags. Errors are problem documents (RFC 9457)."},
			Components: &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)},
		},
		OpenAPIPath:                  base + "/openapi",
		Formats:                      map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat},
		DefaultFormat:                "application/json",
		RejectUnknownQueryParameters: true,
	}
}

// OpenAPI returns the description of the API, as JSON.
func OpenAPI() ([]byte, error) {
	s := &Server{conf: Config{}}
	api := humago.New(http.NewServeMux(), describe("1"))
	s.operations(api)
	text, err := json.MarshalIndent(api.OpenAPI(), "", "  ")
	return append(text, '\n'), err
}

// operation is how an answer is asked for.
func operation(id, says, more string) huma.Operation {
	return huma.Operation{OperationID: id, Method: http.MethodGet, Path: base + "/" + id, Summary: says, Description: more,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusInternalServerError}}
}

// asker is the parameters of an operation.
type asker[I any] interface {
	*I
	asked() *Asked
}

// put is what an answer is built from.
type put struct {
	*copyOf
	st  *record.State
	opt report.Options
}

// goal reads the goal that is asked about; nil for none.
func (x put) goal(text string) (*mandate.Condition, error) {
	if text == "" {
		return nil, nil
	}
	return question.Goal(x.c, text)
}

// ask reads the record as the question says and lets build answer from it.
func (s *Server) ask(ctx context.Context, q *Asked, build func(put) error) error {
	now, _ := s.shelf.copy()
	st, err := now.state(q)
	if err != nil {
		return problem(err)
	}
	opt, done := s.options(ctx, q.Limit)
	defer done()
	return problem(build(put{now, st, opt}))
}

// answer registers an operation that asks about the record.
func answer[I any, P asker[I], A any](s *Server, api huma.API, op huma.Operation, build func(put, P) (*A, error)) {
	huma.Register(api, op, func(ctx context.Context, in *I) (*Answer[A], error) {
		out := &Answer[A]{}
		err := s.ask(ctx, P(in).asked(), func(x put) (err error) {
			out.Body, err = build(x, in)
			return err
		})
		return out, err
	})
}

// goaled is answer for questions about a goal.
func goaled[I any, P interface {
	asker[I]
	about() string
}, A any](s *Server, api huma.API, op huma.Operation, build func(put, *mandate.Condition, P) (*A, error)) {
	answer(s, api, op, func(x put, in P) (*A, error) {
		g, err := x.goal(in.about())
		if err != nil {
			return nil, err
		}
		return build(x, g, in)
	})
}

func (a *About) about() string { return a.Goal }

// shareParameters describes parameters that mean the same everywhere once: each
// operation has the shared ones, and a chart nearly all there are.
func shareParameters(o *huma.OpenAPI) {
	var all []*huma.Param
	for _, path := range o.Paths {
		if path.Get != nil { // questions are asked so
			all = append(all, path.Get.Parameters...)
		}
	}
	one, uses := map[string]*huma.Param{}, map[string]int{}
	for _, p := range all {
		if first := one[p.Name]; first == nil {
			one[p.Name] = p
		} else if !reflect.DeepEqual(first, p) {
			uses[p.Name] = -len(all) // another meaning elsewhere
		}
		uses[p.Name]++
	}
	o.Components.Parameters = map[string]*huma.Param{}
	for _, p := range all {
		if name := p.Name; uses[name] > 1 {
			if o.Components.Parameters[name] == nil {
				whole := *p
				o.Components.Parameters[name] = &whole
			}
			*p = huma.Param{Ref: "#/components/parameters/" + name}
		}
	}
}

func (s *Server) operations(api huma.API) {
	answer(s, api, operation("check", "Is the plan blocked, a blueprint, or actionable? What is owed, by whom?", ""),
		func(x put, _ *Asked) (*report.Check, error) { return report.BuildCheck(x.st, x.opt) })
	answer(s, api, operation("matrix", "Who stands where on which issue?", ""),
		func(x put, _ *Asked) (*report.Matrix, error) { return report.BuildMatrix(x.st, x.opt) })
	goaled(s, api, operation("why", "Which recorded positions collide (with the goal)?", ""),
		func(x put, g *mandate.Condition, _ *About) (*report.Why, error) {
			return report.BuildWhy(x.st, g, x.opt)
		})
	goaled(s, api, operation("unblock", "What is the smallest change that ends the collision?", ""),
		func(x put, g *mandate.Condition, _ *About) (*report.Unblock, error) {
			return report.BuildUnblock(x.st, g, x.opt)
		})
	goaled(s, api, operation("who", "Who takes part under which mandate, with what, and what is missing?", ""),
		func(x put, g *mandate.Condition, _ *About) (*report.Who, error) {
			return report.BuildWho(x.st, g, x.opt)
		})
	goaled(s, api, operation("plans", "Which plans can nobody better, by what I name?", ""), s.plans)
	goaled(s, api, operation("leverage", "Which single answer opens most?", "At large sizes this takes many seconds."),
		func(x put, g *mandate.Condition, in *LeverageAsked) (*report.Leverage, error) {
			return report.BuildLeverage(x.st, g, in.By, x.opt)
		})
	answer(s, api, operation("compare", "Who stands where under two texts or saved plans?", ""),
		func(x put, in *CompareAsked) (*report.Compare, error) {
			return report.BuildCompare(x.st, [2]string{in.Left, in.Right}, x.opt)
		})
	answer(s, api, operation("order", "In which order can the steps happen, and which wait for each other?", ""),
		func(x put, _ *Asked) (*report.Order, error) { return report.BuildOrder(x.st, x.opt) })
	answer(s, api, operation("progress", "Which steps and clauses are implemented, and how did announced dates hold?", ""),
		func(x put, in *ProgressAsked) (*report.Progress, error) {
			return report.BuildProgress(x.st, report.ProgressAsk{Theme: in.Theme, Text: in.Text}, x.opt)
		})
	answer(s, api, operation("chances", "When, and with what chance that it never happens, under the priors of assumptions.yaml?", "Without priors it is refused, with the lines to write."), s.chances)
	answer(s, api, operation("diff", "What changed between two dates or recordings, and which entries changed it?", "Either from and to, or since."), s.diff)
	answer(s, api, operation("replay", "What changed on each day, and which entries changed it?", ""), s.replay)
	answer(s, api, operation("alert", "Which of the conditions that somebody watches hold, and because of which entries?", ""), s.alert)
	s.vocabulary(api)
	answer(s, api, operation("history", "What did it come to, day by day?", "The verdict on each day on which the record changes."), s.history)
	answer(s, api, operation("show", "What does the record say?", ""), s.show)
	answer(s, api, operation("sentence", "What is there to say about one entry?", ""),
		func(x put, in *EntryAsked) (*report.Sentence, error) {
			return report.BuildSentence(x.st, in.Entry, x.opt)
		})
	answer(s, api, operation("without", "What would the record come to without one entry?", ""),
		func(x put, in *EntryAsked) (*report.WithoutEntry, error) {
			return report.BuildWithout(x.st, in.Entry, x.opt)
		})
	answer(s, api, operation("line", "What is there to say about one line of the case?", "A consent rule, what a step needs, what must be settled first, what the force needs."),
		func(x put, in *LineAsked) (*report.LineAnswer, error) { return report.BuildLine(x.st, in.Line, x.opt) })
	answer(s, api, operation("search", "What has all these words?", ""), func(x put, in *SearchAsked) (*report.SearchAnswer, error) {
		return x.searcher.Search(x.st, in.Text, x.opt), nil
	})
	s.charts(api)
	shareParameters(api.OpenAPI())
	s.whatif(api)
	s.save(api)
	s.events(api)
	// An item is an answer or any of several, so no key of an answer is sure.
	item := api.OpenAPI().Components.Schemas.Map()["OwedItem"]
	item.Required = nil
}

// Case is the vocabulary of the case, with the state of its folder.
type Case struct {
	*report.CaseAnswer
	Revision string `json:"revision" doc:"Names the state of the folder"`
	// Problems are those of the folder now; with errors among them the answers are
	// about its last good state.
	Problems []Place `json:"problems" doc:"What is wrong in the folder now; with errors among them, answers are about its last good state"`
}

func (s *Server) vocabulary(api huma.API) {
	huma.Register(api, operation("case", "What is there to choose from and to ask about?", ""), func(context.Context, *struct{}) (*Answer[Case], error) {
		now, _ := s.shelf.copy()
		return &Answer[Case]{&Case{CaseAnswer: now.words, Revision: now.revision, Problems: s.problems(now.problems)}}, nil
	})
}

// problems tells what is wrong in the folder. To an audience that may not see
// everything, only how much: the terminal shows the rest.
func (s *Server) problems(list diag.List) []Place {
	if n, _ := list.Count(); s.conf.Audience != "" {
		if n == 0 {
			return []Place{}
		}
		return []Place{{File: filepath.Base(filepath.Clean(s.conf.Dir)), Severity: "error", Code: "withheld", Message: fmt.Sprintf("%d errors; the terminal shows where", n)}}
	}
	return append([]Place{}, places(list)...)
}

// HistoryAsked are the parameters of history.
type HistoryAsked struct {
	Asked
	Most int `query:"most" default:"400" minimum:"2" maximum:"5000" doc:"At most so many days, evenly spaced"`
}

func (s *Server) history(x put, in *HistoryAsked) (*report.History, error) {
	return report.BuildHistory(x.c, x.st.Query, x.opt, in.Most)
}

// PlansAsked are the parameters of plans.
type PlansAsked struct {
	About
	By     []string `query:"by,explode" doc:"Compare plans by these objectives, the first before the second"`
	Pareto bool     `query:"pareto" doc:"List all values that no plan betters"`
	Top    int      `query:"top" default:"1" minimum:"1" maximum:"100" doc:"List up to so many plans with the same values"`
	Count  bool     `query:"count" doc:"Only count the mandates that are left"`
}

func (s *Server) plans(x put, g *mandate.Condition, in *PlansAsked) (*report.Plans, error) {
	if in.Count && (len(in.By) > 0 || in.Pareto || in.Top > 1) {
		return nil, mandate.Usagef("count goes with none of by, pareto and top")
	}
	return report.BuildPlans(x.st, g, report.PlansQuestion{By: in.By, Pareto: in.Pareto, Top: in.Top, Count: in.Count}, x.opt)
}

// LeverageAsked are the parameters of leverage.
type LeverageAsked struct {
	About
	By string `query:"by" doc:"Rank by this measure first"`
}

// CompareAsked are the parameters of compare.
type CompareAsked struct {
	Asked
	Left  string `query:"left" required:"true" doc:"A text or a saved plan"`
	Right string `query:"right" required:"true" doc:"Another"`
}

// ShowAsked are the parameters of show.
type ShowAsked struct {
	Asked
	Entry    []string `query:"entry,explode" doc:"These entries"`
	Actor    string   `query:"actor" doc:"By or about this actor or group"`
	Issue    string   `query:"issue" doc:"With an effect on this issue"`
	Step     string   `query:"step" doc:"With an effect on this step"`
	Source   string   `query:"source" doc:"From this source"`
	Grade    string   `query:"grade" doc:"With this Admiralty grade: B, 2 or B2"`
	From     string   `query:"from" doc:"Said on or after this date"`
	To       string   `query:"to" doc:"Said on or before this date"`
	Firmness string   `query:"firmness" doc:"With this firmness"`
	Words    []string `query:"words,explode" doc:"Whose text holds all these words"`
	All      bool     `query:"all" doc:"Also what was said later or left out"`
	History  bool     `query:"history" doc:"Tell how the actor's position moved"`
}

func (s *Server) show(x put, in *ShowAsked) (*report.Show, error) {
	f := report.Filter{IDs: in.Entry, Actor: in.Actor, Issue: in.Issue, Step: in.Step, Source: in.Source, Grade: in.Grade, Firmness: in.Firmness, Words: in.Words, All: in.All, History: in.History}
	var err error
	if f.From, f.To, err = question.Span(in.From, in.To); err != nil {
		return nil, err
	}
	if err := question.Filter(x.seen, f); err != nil {
		return nil, err
	}
	return report.BuildShow(x.st, f, x.opt)
}

// EntryAsked are the parameters of questions about an entry.
type EntryAsked struct {
	Asked
	Entry string `query:"entry" required:"true" doc:"Its id"`
}

// ProgressAsked are the parameters of progress.
type ProgressAsked struct {
	Asked
	Theme string `query:"theme" doc:"Of this theme alone"`
	Text  string `query:"text" doc:"The clauses of this text, not of those in force"`
}

// ChancesAsked are the parameters of chances.
type ChancesAsked struct {
	Asked
	Draws int64  `query:"draws" default:"20000" minimum:"1" maximum:"200000" doc:"How many draws, in blocks of 64"`
	Seed  uint64 `query:"seed" default:"1" doc:"Where the random numbers begin"`
	By    string `query:"by" doc:"Ask whether the aim has happened by this date; default: the first checkpoint"`
}

// DiffAsked are the parameters of diff.
type DiffAsked struct {
	Asked
	From  string `query:"from" doc:"The first of two dates"`
	To    string `query:"to" doc:"The second"`
	Since string `query:"since" doc:"Compare what was recorded by this date with what is recorded now"`
	Next  int    `query:"next" default:"30" minimum:"0" maximum:"3660" doc:"Tell what comes in so many days"`
}

func (s *Server) diff(x put, in *DiffAsked) (*report.Diff, error) {
	two := question.Two{From: in.From, To: in.To, Since: in.Since}
	switch dates := in.From != "" || in.To != ""; {
	case dates == (in.Since != "") || dates && (in.From == "" || in.To == ""):
		return nil, mandate.Usagef("diff takes either from and to, or since")
	case dates && in.AsOf != "":
		return nil, mandate.Usagef("diff reads the record on its two dates: as-of has no place beside them")
	}
	before, after, err := two.States(x.st)
	if err != nil {
		return nil, err
	}
	return report.BuildDiff(record.NewPair(before, after), report.DiffAsk{Next: in.Next}, x.opt)
}

// ReplayAsked are the parameters of replay.
type ReplayAsked struct {
	Asked
	From string `query:"from" doc:"Begin at the end of this date"`
}

func (s *Server) replay(x put, in *ReplayAsked) (*report.Replay, error) {
	day, err := question.Day("from", in.From)
	if err != nil {
		return nil, err
	}
	return report.BuildReplay(x.st, day, x.opt)
}

// AlertAsked are the parameters of alert.
type AlertAsked struct {
	Asked
	Since string `query:"since" doc:"Tell which fire newly by what was recorded after this date"`
	Next  int    `query:"next" default:"30" minimum:"0" maximum:"3660" doc:"Tell what comes in so many days"`
}

func (s *Server) alert(x put, in *AlertAsked) (*report.Alerts, error) {
	earlier, err := question.Earlier(x.st, in.Since)
	if err != nil {
		return nil, err
	}
	return report.BuildAlerts(x.st, earlier, in.Since, in.Next, x.opt)
}

// LineAsked are the parameters of line.
type LineAsked struct {
	Asked
	Line string `query:"line" required:"true" doc:"Its key: rules.formal"`
}

// SearchAsked are the parameters of search.
type SearchAsked struct {
	Asked
	Text string `query:"text" required:"true" maxLength:"400"`
}

// WhatIfAsked are the parameters of whatif: its set, join, exclude and plan are
// the choices.
type WhatIfAsked struct {
	Asked
	Why     string `query:"why" doc:"Explain ISSUE=OPTION or ACTOR in full"`
	Reasons bool   `query:"reasons" doc:"Give the reason of each item that is ruled out or forced"`
	// Uncounted is for who wants the marks at once and the count when it is there.
	Uncounted bool `query:"uncounted" doc:"Leave out how many mandates are left, which costs more than the rest"`
}

func (s *Server) whatif(api huma.API) {
	op := operation("whatif", "What may still be chosen once I choose this, and why not?",
		"The server keeps the exploration of a record alive, so that each further choice costs only what it changes; the choices come whole with each request, so there is no session to lose.")
	huma.Register(api, op, func(ctx context.Context, in *WhatIfAsked) (*Answer[report.WhatIf], error) {
		now, _ := s.shelf.copy()
		text, err := now.text(&in.Asked)
		if err != nil {
			return nil, problem(err)
		}
		st, q, err := text.Apart(now.c, now.base)
		if err != nil {
			return nil, problem(err)
		}
		ask := report.Ask{Brief: !in.Reasons, Uncounted: in.Uncounted}
		if in.Why != "" {
			if ask.Why, err = question.Item(st, in.Why); err != nil {
				return nil, problem(err)
			}
		}
		a, err := s.explore(ctx, now.live, st, analysis.ChoicesOf(q), ask)
		if err != nil {
			return nil, problem(err)
		}
		return &Answer[report.WhatIf]{a}, nil
	})
}

// ToSave is a plan to save.
type ToSave struct {
	Body struct {
		ID        string   `json:"id" maxLength:"80" doc:"Its name: small letters, digits and hyphens"`
		Title     string   `json:"title,omitempty" maxLength:"300"`
		Set       []string `json:"set,omitempty" doc:"ISSUE=OPTION[,OPTION]"`
		Join      []string `json:"join,omitempty"`
		Exclude   []string `json:"exclude,omitempty" doc:"ISSUE=OPTION or ACTOR"`
		Overwrite bool     `json:"overwrite,omitempty" doc:"Replace a plan of that name"`
	}
}

// Saved says where a plan was saved.
type Saved struct {
	ID   string `json:"id"`
	File string `json:"file" doc:"Within the case folder"`
}

func (s *Server) save(api huma.API) {
	op := operation("plans", "Save choices as a plan of the case", "")
	op.OperationID, op.Method, op.DefaultStatus = "save-plan", http.MethodPost, http.StatusCreated
	op.MaxBodyBytes = maxBody
	op.Errors = append(op.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge)
	huma.Register(api, op, func(_ context.Context, in *ToSave) (*Answer[Saved], error) {
		now, _ := s.shelf.copy()
		text := question.Text{Set: in.Body.Set, Join: in.Body.Join, Exclude: in.Body.Exclude}
		q, err := text.Query()
		if err == nil {
			err = now.base.Check(q)
		}
		if err != nil {
			return nil, problem(err)
		}
		p := &mandate.SavedPlan{ID: in.Body.ID, Title: in.Body.Title, Set: q.Set, Join: q.Join, Exclude: q.Exclude}
		file, err := edit.SavePlan(s.conf.Dir, p, in.Body.Overwrite)
		var inv *edit.InvalidError
		if errors.As(err, &inv) && s.conf.Audience != "" {
			err = &mandate.Error{Code: mandate.ErrCase, Op: "save", Err: errors.New("the case folder has errors; the terminal shows where")}
		}
		if err != nil {
			return nil, problem(err)
		}
		if _, err := s.shelf.refresh(); err != nil { // the page sees it at once, or when the folder can be read
			s.conf.Log("the folder cannot be read: " + err.Error())
		}
		return &Answer[Saved]{&Saved{ID: p.ID, File: file}}, nil
	})
}

// Changed says that the folder is in another state than before.
type Changed struct {
	Revision string `json:"revision"`
}

func (s *Server) events(api huma.API) {
	op := operation("events", "Tells when the case folder changes", "A stream of server-sent events: the state of the folder now, and again after each change.")
	sse.Register(api, op, map[string]any{"changed": Changed{}}, func(ctx context.Context, _ *struct{}, send sse.Sender) {
		for {
			now, next := s.shelf.copy()
			if send.Data(Changed{Revision: now.revision}) != nil {
				return
			}
			select {
			case <-ctx.Done():
				return
			case <-next:
			}
		}
	})
}
