package server

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"mandate"
	"mandate/internal/chart"
	"mandate/internal/question"
	"mandate/internal/report"
)

// ChartAsked are the parameters of a chart.
type ChartAsked struct {
	About
	Width  int    `query:"width" default:"760" minimum:"200" maximum:"4000" doc:"For a place so wide, in CSS pixels"`
	File   bool   `query:"file" doc:"To stand alone, with its title, the case and the day"`
	Rows   int    `query:"rows" default:"24" minimum:"1" maximum:"500" doc:"Of a timeline: so many actors, the rest together"`
	Actor  string `query:"actor" doc:"Of a timeline: by or about this actor or group"`
	Issue  string `query:"issue" doc:"Of a timeline: with an effect on this issue"`
	Circle int    `query:"circle" default:"1" minimum:"1" maximum:"10000" doc:"Of a circle: which, in the order of the answer"`
	Draws  int64  `query:"draws" default:"20000" minimum:"1" maximum:"200000" doc:"Of chances: how many draws, in blocks of 64"`
	Seed   uint64 `query:"seed" default:"1" doc:"Of chances: where the random numbers begin"`
	By     string `query:"by" doc:"Of chances: whether the aim has happened by this date; default: the first checkpoint"`
}

// Picture is a chart, or the table behind it.
type Picture struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// charts registers each chart as SVG and as the table behind it.
func (s *Server) charts(api huma.API) {
	for _, c := range []struct {
		name, says string
		build      func(put, *ChartAsked) (*chart.Chart, error)
	}{
		{"force", "What the force needs, and who brings it", func(x put, in *ChartAsked) (*chart.Chart, error) {
			g, err := x.goal(in.Goal)
			if err != nil {
				return nil, err
			}
			a, err := report.BuildWho(x.st, g, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Force(a), nil
		}},
		{"timeline", "Who said what when", func(x put, in *ChartAsked) (*chart.Chart, error) {
			f := report.Filter{Actor: in.Actor, Issue: in.Issue}
			if err := question.Filter(x.seen, f); err != nil {
				return nil, err
			}
			a, err := report.BuildShow(x.st, f, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Timeline(a, in.Rows), nil
		}},
		{"strip", "The verdict over time", func(x put, _ *ChartAsked) (*chart.Chart, error) {
			a, err := report.BuildHistory(x.c, x.st.Query, x.opt, mostDays)
			if err != nil {
				return nil, err
			}
			return strip(a)
		}},
		{"matrix", "Who stands where on which issue", func(x put, _ *ChartAsked) (*chart.Chart, error) {
			a, err := report.BuildMatrix(x.st, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Matrix(a), nil
		}},
		{"roadmap", "What comes before what", func(x put, _ *ChartAsked) (*chart.Chart, error) {
			a, err := report.BuildOrder(x.st, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Roadmap(a), nil
		}},
		{"circle", "Things that wait for each other in a circle", func(x put, in *ChartAsked) (*chart.Chart, error) {
			a, err := report.BuildOrder(x.st, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Circle(a, in.Circle), nil
		}},
		{"schedule", "When each step comes, and whether at all", drawnChart(s, chart.Schedule)},
		{"curve", "By when the aim comes, in how many draws", drawnChart(s, chart.Curve)},
		{"tornado", "Which priors weigh most", drawnChart(s, chart.Tornado)},
		{"standings", "Who stands where", func(x put, _ *ChartAsked) (*chart.Chart, error) {
			a, err := report.BuildCheck(x.st, x.opt)
			if err != nil {
				return nil, err
			}
			return chart.Standings(a), nil
		}},
	} {
		for _, kind := range []string{"svg", "csv"} {
			op := operation("charts/"+c.name+"."+kind, c.says, "")
			op.OperationID = "chart-" + c.name + "-" + kind
			media := map[string]string{"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}[kind]
			op.Responses = map[string]*huma.Response{"200": {Description: "The chart", Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: "string"}}}}}
			huma.Register(api, op, func(ctx context.Context, in *ChartAsked) (*Picture, error) {
				p := &Picture{ContentType: media}
				err := s.ask(ctx, &in.Asked, func(x put) error {
					d, err := c.build(x, in)
					if err != nil {
						return err
					}
					switch {
					case kind == "csv":
						p.Body = d.CSV()
					case in.File:
						p.Body = d.File(in.Width)
					default:
						p.Body = d.SVG(in.Width)
					}
					return nil
				})
				return p, err
			})
		}
	}
}

// drawnChart is a chart of the chances, of draws that are made once for all three.
func drawnChart(s *Server, draw func(*report.Chances) *chart.Chart) func(put, *ChartAsked) (*chart.Chart, error) {
	return func(x put, in *ChartAsked) (*chart.Chart, error) {
		a, err := s.chances(x, &ChancesAsked{Asked: in.Asked, Draws: in.Draws, Seed: in.Seed, By: in.By})
		if err != nil {
			return nil, err
		}
		return draw(a), nil
	}
}

// mostDays is on how many days a strip looks at most.
const mostDays = 400

// strip draws a history.
func strip(h *report.History) (*chart.Chart, error) {
	var days []chart.StripDay
	for _, d := range h.Days {
		w, err := mandate.ParseWhen(d.Day)
		if err != nil {
			return nil, err
		}
		days = append(days, chart.StripDay{Day: w.Last, Verdict: d.Verdict, Rung: d.Rung, Entries: len(d.Entered), IDs: d.Entered})
	}
	return chart.Strip(days), nil
}
