// Package server serves one case folder to a browser on this machine: the page,
// and under /api/v1 the answers that the command line prints with --json. It is
// safe by default: it listens on the loopback, lets in who holds the one-time
// link printed on the terminal, refuses what other sites send, and sends the
// browser nothing above its audience. See docs/api.md.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"mandate"
	"mandate/internal/report"
)

// Config says what is served, to whom.
type Config struct {
	// Dir is the case folder.
	Dir string
	// Audience bounds what reaches the browser; empty: everything.
	Audience mandate.Handling
	// Budget is the number of solver conflicts after which an answer is given
	// up, and Patience the time (0: no end); an answer that ran out of either says
	// so.
	Budget   int64
	Patience time.Duration
	// UI holds the built page, with index.html at its root.
	UI fs.FS
	// Version is the program's, for the API's description.
	Version string
	// Log takes what whoever started the server should know, a line at a time.
	Log func(string)
	// Poll is how often the folder is looked at; 0: every half second.
	Poll time.Duration
}

// The limits of what a request may send and how long it may take to.
const (
	maxBody    = 64 << 10
	maxHeaders = 64 << 10
	slowSend   = 10 * time.Second
	slowClose  = 3 * time.Second
)

// Server serves one case. It is safe for concurrent use.
type Server struct {
	conf  Config
	gate  *gate
	shelf *shelf
	drawn drawn
}

// New reads the case; the error is the case's if it has errors.
func New(conf Config) (*Server, error) {
	if conf.Log == nil {
		conf.Log = func(string) {}
	}
	if conf.Poll == 0 {
		conf.Poll = 500 * time.Millisecond
	}
	shelf, err := newShelf(conf.Dir, conf.Audience)
	if err != nil {
		return nil, err
	}
	return &Server{conf: conf, shelf: shelf}, nil
}

// Listen opens the loopback at a port, or with 0 at a free one.
func Listen(port int) (net.Listener, error) {
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		var op *net.OpError
		if errors.As(err, &op) {
			err = op.Err
		}
		e := mandate.Usagef("port %d cannot be opened: %v", port, err)
		e.Hint = "--port 0 takes one that is free"
		return nil, e
	}
	return l, nil
}

// Serve serves on l until ctx ends. It tells opened the link that lets a browser
// in, once it can be followed.
func (s *Server) Serve(ctx context.Context, l net.Listener, opened func(link string)) error {
	s.gate = newGate(l.Addr().(*net.TCPAddr).Port, s.conf.Log)
	srv := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: slowSend,
		ReadTimeout:       slowSend,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    maxHeaders,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          log.New(io.Discard, "", 0), // of windows that were closed
	}
	watch, done := context.WithCancel(ctx)
	defer done()
	go s.shelf.watch(watch, s.conf.Poll, s.conf.Log)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	opened(s.gate.link())
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), slowClose)
	defer cancel()
	if err := srv.Shutdown(late); err != nil {
		return srv.Close()
	}
	return nil
}

// handler is what a listener serves: the gate, then the API and the page.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	s.routes(mux)
	s.page(mux)
	guarded := http.NewCrossOriginProtection().Handler(http.MaxBytesHandler(mux, 2*maxBody))
	return headers(s.gate.guard(recovered(guarded, s.conf.Log)))
}

// recovered answers a mistake of the program with a problem, so that the
// browser is not left without an answer.
func recovered(next http.Handler, log func(string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				// What it says may quote the case, so the terminal alone tells it.
				log(fmt.Sprintf("internal error at %s: %v", r.URL.Path, p))
				writeProblem(w, &Problem{Status: http.StatusInternalServerError, Code: string(mandate.ErrInternal), Title: "internal error",
					Detail: "the program made a mistake; the terminal says which", Hint: "please report it with the case"})
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// headers adds what keeps a browser from doing more than the page needs.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// policy allows what comes from this server alone; the component library writes
// its styles into the page.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// bounded ends with ctx, or when the patience is over.
func (s *Server) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.conf.Patience <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.conf.Patience)
}

// options are those of one answer, which ends with ctx at the latest.
func (s *Server) options(ctx context.Context, limit int) (report.Options, context.CancelFunc) {
	ctx, done := s.bounded(ctx)
	opt := report.Options{Audience: s.conf.Audience, Limit: limit}
	opt.Budget.Conflicts = s.conf.Budget
	opt.Budget.Stop = func() bool { return ctx.Err() != nil }
	return opt, done
}

//go:generate go run ./genopenapi ../../schema/openapi.json
