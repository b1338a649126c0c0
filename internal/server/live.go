package server

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/record"
	"mandate/internal/report"
)

// liveMost is how many explorations are kept: one for each window that is
// likely to be open.
const liveMost = 4

// live keeps explorations, so that a choice costs what it changes and not the
// reading of the whole record. An exploration belongs to the record as a query
// without choices sees it; the choices come with each request, so that any
// window can go on from its address alone.
type live struct {
	mu   sync.Mutex
	list []*exploring // the last used at the end
}

func newLive() *live { return &live{} }

// exploring is one exploration with who uses it now.
type exploring struct {
	key string
	mu  sync.Mutex // held while it answers
	x   *report.Exploration
	// ctx ends the answer that is being worked on.
	ctx atomic.Pointer[context.Context]
}

func (l *live) take(key string) *exploring {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, e := range l.list {
		if e.key == key {
			l.list = append(append(l.list[:i:i], l.list[i+1:]...), e)
			return e
		}
	}
	e := &exploring{key: key}
	l.list = append(l.list, e)
	if len(l.list) > liveMost {
		l.list = l.list[1:]
	}
	return e
}

// explore asks the exploration of st what the choices leave.
func (s *Server) explore(ctx context.Context, l *live, st *record.State, choices []analysis.Choice, ask report.Ask) (*report.WhatIf, error) {
	asked := st.Query
	day := st.AsOf
	asked.AsOf = &day
	key, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	e := l.take(string(key))
	e.mu.Lock()
	defer e.mu.Unlock()
	ctx, done := s.bounded(ctx)
	defer done()
	if ctx.Err() != nil { // the window went on while this waited
		return nil, &mandate.Error{Code: mandate.ErrBudget, Op: "whatif", Err: ctx.Err()}
	}
	e.ctx.Store(&ctx)
	if e.x == nil {
		opt := report.Options{Audience: s.conf.Audience}
		opt.Budget.Conflicts = s.conf.Budget
		opt.Budget.Stop = func() bool { c := e.ctx.Load(); return (*c).Err() != nil }
		if e.x, err = report.Explore(st, opt); err != nil {
			return nil, err
		}
	}
	e.x.Choose(choices)
	a := e.x.Answer(ask)
	if a.Stopped { // what was broken off is worth nothing, also to who waits for it
		e.x = nil
	}
	return a, nil
}
