package server

import (
	"fmt"
	"sync"

	"mandate/internal/question"
	"mandate/internal/report"
)

// drawn keeps the latest answer about chances: an answer takes seconds, and its
// three charts are of the same draws. One is made at a time; what the case was
// when it was made goes into the key by its revision.
type drawn struct {
	mu     sync.Mutex
	key    string
	answer *report.Chances
}

func (s *Server) chances(x put, in *ChancesAsked) (*report.Chances, error) {
	by, err := question.Day("by", in.By)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("%s %q %#v", x.revision, x.print, *in)
	s.drawn.mu.Lock()
	defer s.drawn.mu.Unlock()
	if s.drawn.key == key {
		return s.drawn.answer, nil
	}
	c, err := report.BuildChances(x.st, report.ChancesAsk{Draws: in.Draws, Seed: in.Seed, By: by}, x.opt)
	if err == nil && !c.Stopped { // what was broken off is not the answer
		s.drawn.key, s.drawn.answer = key, c
	}
	return c, err
}
