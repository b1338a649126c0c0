package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"mandate"
	"mandate/internal/analysis"
	"mandate/internal/casefile"
	"mandate/internal/question"
	"mandate/internal/record"
	"mandate/internal/report"
	"mandate/internal/server"
)

const gaza = "../../cases/gaza-isf"

// site is a server that runs, with a browser that has been let in.
type site struct {
	t    *testing.T
	base string
	in   *http.Client
	mu   sync.Mutex
	log  []string
	link string
}

func (s *site) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.log, "\n")
}

// MustServe serves a case folder until the test ends.
func MustServe(t *testing.T, conf server.Config) *site {
	t.Helper()
	s := &site{t: t}
	conf.Log = func(line string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.log = append(s.log, line)
	}
	conf.Budget = 2_000_000
	conf.Version = "test"
	if conf.Poll == 0 {
		conf.Poll = 20 * time.Millisecond
	}
	if conf.UI == nil {
		conf.UI = fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>page</title>")}, "assets/app.js": {Data: []byte("1")}}
	}
	srv, err := server.New(conf)
	if err != nil {
		t.Fatal(err)
	}
	l, err := server.Listen(0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	opened, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l, func(link string) { opened <- link }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s.link = <-opened
	s.base = "http://" + l.Addr().String()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.in = &http.Client{Jar: jar}
	return s
}

// Enter follows the link, as the browser does.
func (s *site) Enter() *site {
	s.t.Helper()
	r, err := s.in.Get(s.link)
	if err != nil {
		s.t.Fatal(err)
	}
	if r.Body.Close(); r.StatusCode != http.StatusOK || strings.Contains(r.Request.URL.String(), "token") {
		s.t.Fatalf("the link leads to %d at %s", r.StatusCode, r.Request.URL)
	}
	return s
}

func (s *site) do(method, path, body string, header ...string) (int, http.Header, []byte) {
	s.t.Helper()
	req, err := http.NewRequest(method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		} else {
			req.Header.Set(header[i], header[i+1])
		}
	}
	r, err := s.in.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.StatusCode, r.Header, text
}

func (s *site) get(path string) []byte {
	s.t.Helper()
	code, _, body := s.do("GET", path, "")
	if code != http.StatusOK {
		s.t.Fatalf("GET %s: %d %s", path, code, body)
	}
	return body
}

// TestAnswersAreThoseOfTheCommandLine: what the API answers is what the command
// prints, for many questions.
func TestAnswersAreThoseOfTheCommandLine(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	c, _, list := casefile.LoadDir(gaza)
	if list.HasErrors() {
		t.Fatal(list)
	}
	opt := report.Options{Budget: analysis.Budget{Conflicts: 2_000_000}}
	type asked struct {
		params string
		text   question.Text
	}
	for _, q := range []asked{
		{"", question.Text{}},
		{"as_of=2025-12-20", question.Text{AsOf: "2025-12-20"}},
		{"as_of=2026-02-20&rule=effective&without=usa-2025-09-29-1&without=s26", question.Text{AsOf: "2026-02-20", Rule: "effective", Without: []string{"usa-2025-09-29-1", "s26"}}},
		{"as_of=2025-12-20&set=roe=light&join=turkiye&no_assumptions=true", question.Text{AsOf: "2025-12-20", Set: []string{"roe=light"}, Join: []string{"turkiye"}, NoAssumptions: true}},
	} {
		st, err := q.text.State(c, nil)
		if err != nil {
			t.Fatal(err)
		}
		goal := func(text string) *mandate.Condition {
			g, err := question.Goal(c, text)
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		for path, build := range map[string]func() (any, error){
			"check?":                         func() (any, error) { return report.BuildCheck(st, opt) },
			"matrix?":                        func() (any, error) { return report.BuildMatrix(st, opt) },
			"why?goal=turkiye-joins&":        func() (any, error) { return report.BuildWhy(st, goal("turkiye-joins"), opt) },
			`unblock?goal=joins("turkiye")&`: func() (any, error) { return report.BuildUnblock(st, goal(`joins("turkiye")`), opt) },
			"who?":                           func() (any, error) { return report.BuildWho(st, nil, opt) },
			"who?goal=monitoring-only&":      func() (any, error) { return report.BuildWho(st, goal("monitoring-only"), opt) },
			"plans?by=rung&by=owed&": func() (any, error) {
				return report.BuildPlans(st, nil, report.PlansQuestion{By: []string{"rung", "owed"}, Top: 1}, opt)
			},
			"leverage?": func() (any, error) { return report.BuildLeverage(st, nil, "", opt) },
			"compare?left=res-2803&right=russian-draft&": func() (any, error) { return report.BuildCompare(st, [2]string{"res-2803", "russian-draft"}, opt) },
			"show?actor=indonesia&history=true&": func() (any, error) {
				return report.BuildShow(st, report.Filter{Actor: "indonesia", History: true}, opt)
			},
			"whatif?reasons=true&": func() (any, error) {
				bare, query, err := q.text.Apart(c, nil)
				if err != nil {
					return nil, err
				}
				x, err := report.Explore(bare, opt)
				if err != nil {
					return nil, err
				}
				x.Choose(analysis.ChoicesOf(query))
				return x.Answer(report.Ask{}), nil
			},
			"sentence?entry=israel-2025-10-21-1&": func() (any, error) { return report.BuildSentence(st, "israel-2025-10-21-1", opt) },
			"line?line=rules.effective&":          func() (any, error) { return report.BuildLine(st, "rules.effective", opt) },
			"diff?since=2025-11-30&next=60&": func() (any, error) {
				before, after, err := question.Two{Since: "2025-11-30"}.States(st)
				if err != nil {
					return nil, err
				}
				return report.BuildDiff(record.NewPair(before, after), report.DiffAsk{Next: 60}, opt)
			},
		} {
			want, err := build()
			code, _, have := s.do("GET", "/api/v1/"+strings.ReplaceAll(path, `"`, "%22")+q.params, "")
			if err != nil {
				if code != http.StatusBadRequest || !strings.Contains(string(have), strings.ReplaceAll(err.Error(), `"`, `\"`)) {
					t.Errorf("%s%s: %d %s, not %v", path, q.params, code, have, err)
				}
				continue
			}
			var a, b any
			text, err := json.Marshal(want)
			if err != nil || json.Unmarshal(text, &a) != nil || json.Unmarshal(have, &b) != nil {
				t.Fatalf("%s%s: %v %s", path, q.params, err, have)
			}
			if d := cmp.Diff(a, b); d != "" {
				t.Errorf("%s%s: the command says -, the API says +\n%s", path, q.params, d)
			}
		}
	}
}

// TestGate: nobody gets in but who follows the link the first time.
func TestGate(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza})
	code := func(want int, says, method, path, body string, header ...string) {
		t.Helper()
		got, _, text := s.do(method, path, body, header...)
		if got != want || !strings.Contains(string(text), says) {
			t.Errorf("%s %s %q: %d %s, want %d with %q", method, path, header, got, text, want, says)
		}
	}
	code(401, "Open the link", "GET", "/api/v1/check", "")
	code(401, "Open the link", "GET", "/", "")
	code(401, "Open the link", "POST", "/api/v1/plans", `{"id":"x"}`)
	code(403, "does not hold", "GET", "/?token=WRONG", "")
	if s.logged() != "" {
		t.Errorf("anybody can write to the terminal: %s", s.logged())
	}
	s.Enter()
	code(200, "blueprint", "GET", "/api/v1/check", "")
	code(200, "page", "GET", "/matrix?as_of=2025-12-20", "")
	u, _ := url.Parse(s.link)
	code(200, "page", "GET", "/?"+u.RawQuery, "") // the same browser may follow it again
	other := &http.Client{}
	r, err := other.Get(s.link)
	if err != nil {
		t.Fatal(err)
	}
	if r.Body.Close(); r.StatusCode != 403 {
		t.Errorf("the link holds a second time: %d", r.StatusCode)
	}
	if !strings.Contains(s.logged(), "a new one: "+s.base) {
		t.Errorf("no new link is told: %s", s.logged())
	}
	fresh := s.logged()[strings.LastIndex(s.logged(), "http://"):]
	jar, _ := cookiejar.New(nil)
	if r, err := (&http.Client{Jar: jar}).Get(strings.TrimSpace(fresh)); err != nil || r.StatusCode != 200 {
		t.Errorf("the new link does not hold: %v %v", r, err)
	} else {
		r.Body.Close()
	}
	// Other sites: under another name, or from another origin.
	code(421, "alone", "GET", "/api/v1/check", "", "Host", "attacker.example")
	code(403, "", "POST", "/api/v1/plans", `{"id":"x","set":["roe=light"]}`, "Origin", "https://attacker.example")
	code(403, "", "POST", "/api/v1/plans", `{"id":"x","set":["roe=light"]}`, "Sec-Fetch-Site", "cross-site")
	code(403, "", "POST", "/api/v1/plans", `{"id":"x","set":["roe=light"]}`, "Sec-Fetch-Site", "same-site")
	code(413, "", "POST", "/api/v1/plans", `{"id":"`+strings.Repeat("x", 70_000)+`"}`)
	code(404, "openapi.json", "GET", "/api/v1/nothing", "")
	code(404, "", "GET", "/assets/nothing.js", "")
	code(404, "", "GET", "/../../case.yaml", "")
	code(405, "", "DELETE", "/", "")
}

// TestHeaders: no answer lets a browser do more than the page needs.
func TestHeaders(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	for _, path := range []string{"/", "/force", "/assets/app.js", "/api/v1/check", "/api/v1/charts/force.svg", "/api/v1/nothing", "/nothing.txt"} {
		_, h, _ := s.do("GET", path, "")
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'; script-src 'self';", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
			if !strings.Contains(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if got := h.Get("Cache-Control"); (got == "no-store") == (path == "/assets/app.js") {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
		if csp := h.Get("Content-Security-Policy"); strings.Contains(csp, "http") || strings.Contains(csp, "unsafe-eval") || strings.Contains(csp, "script-src 'self' 'unsafe") {
			t.Errorf("%s: the policy lets others in: %s", path, csp)
		}
	}
	if _, h, _ := s.do("GET", "/", ""); !strings.HasPrefix(h.Get("Content-Type"), "text/html") {
		t.Errorf("the page is %s", h.Get("Content-Type"))
	}
}

// TestProblems: what is wrong with a question is told as a problem document, with
// what to do.
func TestProblems(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	for path, want := range map[string][]string{
		"check?as_of=2025-13-40":          {"400", "usage", "as-of"},
		"check?asof=2025-12-20":           {"422", "usage", "asof"},
		"check?limit=-1":                  {"422", "usage", "limit"},
		"check?rule=efective":             {"400", "usage", "effective"},
		"check?set=roe":                   {"400", "usage", "ISSUE=OPTION"},
		"check?set=roe=lihgt":             {"400", "usage", "light"},
		"check?join=turkye":               {"400", "usage", "turkiye"},
		"check?without=nobody":            {"400", "usage", "no such"},
		"why?goal=joins(%22turkye%22)":    {"400", "usage", "turkiye", `"column":7`},
		"show?actor=turkye":               {"400", "usage", "turkiye"},
		"show?grade=Z9":                   {"400", "usage", "Admiralty"},
		"sentence?entry=israel-2025":      {"400", "usage", "israel-2025-"},
		"sentence":                        {"422", "usage", "entry"},
		"line?line=rules.efective":        {"400", "usage", "rules.effective"},
		"compare?left=res-2803&right=res": {"400", "usage", "res-2803"},
		"whatif?why=roe=lihgt":            {"400", "usage", "light"},
		"plans?count=true&by=rung":        {"400", "usage", "count"},
		"leverage?by=nothing":             {"400", "usage"},
		"charts/force.svg?width=5":        {"422", "usage", "width"},
	} {
		code, h, body := s.do("GET", "/api/v1/"+path, "")
		have := fmt.Sprint(code, " ", h.Get("Content-Type"), " ", string(body))
		for _, w := range append(want, "application/problem+json", `"detail":`) {
			if !strings.Contains(have, w) {
				t.Errorf("%s: no %q in %s", path, w, have)
			}
		}
	}
}

// copied copies a case to a folder that may be changed.
func copied(t *testing.T, from string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "case")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// stream reads the events of a server.
func (s *site) stream() <-chan string {
	ctx, stop := context.WithCancel(context.Background())
	s.t.Cleanup(stop)
	req, _ := http.NewRequestWithContext(ctx, "GET", s.base+"/api/v1/events", nil)
	r, err := s.in.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	out := make(chan string, 10)
	go func() {
		defer r.Body.Close()
		buf := make([]byte, 4096)
		for {
			n, err := r.Body.Read(buf)
			for _, line := range strings.Split(string(buf[:n]), "\n") {
				if d, ok := strings.CutPrefix(line, "data: "); ok {
					out <- d
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return out
}

// TestLiveReload: the page follows the folder; while that has an error, the last
// good state stays, and what is wrong is told.
func TestLiveReload(t *testing.T) {
	dir := copied(t, "../analysis/testdata/micro/02-terms")
	actor := actorOf(t, dir)
	known, _, _ := casefile.LoadDir(dir)
	source := known.Sources[0].ID
	s := MustServe(t, server.Config{Dir: dir}).Enter()
	events := s.stream()
	first := <-events
	next := func() string {
		t.Helper()
		select {
		case e := <-events:
			return e
		case <-time.After(20 * time.Second):
			t.Fatal("no event")
			return ""
		}
	}
	file := filepath.Join(dir, "record", "record.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := s.get("/api/v1/check")
	if err := os.WriteFile(file, bytes.Replace(text, []byte("entries:"), []byte("entries: ["), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	broken := next()
	if broken == first {
		t.Error("the state has the name of the last one")
	}
	var c struct{ Problems []server.Place }
	if err := json.Unmarshal(s.get("/api/v1/case"), &c); err != nil || len(c.Problems) == 0 || c.Problems[0].File != "record/record.yaml" || c.Problems[0].Line == 0 {
		t.Errorf("%v: what is wrong is not told: %+v", err, c.Problems)
	}
	if now := s.get("/api/v1/check"); !bytes.Equal(now, before) {
		t.Errorf("the last good state does not stay: %s", now)
	}
	more := append(bytes.Clone(text), []byte("\n")...)
	more = bytes.Replace(more, []byte("entries:"), []byte("entries:\n  - {id: later, said: 2027-01-01, actor: "+actor+", voice: quote, firmness: stated, source: "+source+", summary: Says more., context: none}"), 1)
	if err := os.WriteFile(file, more, 0o644); err != nil {
		t.Fatal(err)
	}
	next()
	if !strings.Contains(string(s.get("/api/v1/show?all=true")), "Says more.") {
		t.Error("the page does not follow the folder")
	}
	if !strings.Contains(s.logged(), "has errors") || !strings.Contains(s.logged(), "the page follows") {
		t.Errorf("the terminal is not told: %s", s.logged())
	}
}

func actorOf(t *testing.T, dir string) string {
	t.Helper()
	c, _, _ := casefile.LoadDir(dir)
	return c.Actors[0].ID
}

// TestSave: a variant is a file of the case, which the next answers know.
func TestSave(t *testing.T) {
	dir := copied(t, gaza)
	s := MustServe(t, server.Config{Dir: dir}).Enter()
	code, _, body := s.do("POST", "/api/v1/plans", `{"id":"light-arms","title":"Light arms","set":["roe=light"],"join":["pakistan"],"exclude":["turkiye"]}`)
	if code != http.StatusCreated || !strings.Contains(string(body), "plans/light-arms.yaml") {
		t.Fatalf("%d %s", code, body)
	}
	if !strings.Contains(string(s.get("/api/v1/case")), `"id":"light-arms","title":"Light arms","set":["roe=light"]`) {
		t.Error("the next answer does not know the plan")
	}
	if !strings.Contains(string(s.get("/api/v1/whatif?plan=light-arms&as_of=2025-12-20")), `"choice":"pakistan"`) {
		t.Error("the plan does not choose")
	}
	for body, want := range map[string]string{
		`{"id":"light-arms","set":["roe=defence"]}`: "already",
		`{"id":"../evil","set":["roe=light"]}`:      "cannot name",
		`{"id":"x","set":["roe=lihgt"]}`:            "light",
		`{"id":"x","title":"a\nb"}`:                 "one line",
		`{"id":"x","colour":"red"}`:                 "colour",
		`{`:                                         "",
	} {
		code, h, text := s.do("POST", "/api/v1/plans", body)
		if code < 400 || code >= 500 || h.Get("Content-Type") != "application/problem+json" || !strings.Contains(string(text), want) {
			t.Errorf("%s: %d %s", body, code, text)
		}
	}
	if code, _, body := s.do("POST", "/api/v1/plans", `{"id":"light-arms","set":["roe=defence"],"overwrite":true}`); code != http.StatusCreated {
		t.Errorf("%d %s", code, body)
	}
	if _, err := os.Stat(filepath.Join(dir, "..", "evil.yaml")); err == nil {
		t.Error("a file was written outside of the folder")
	}
}

// TestTogether: many windows at once get what each would get alone.
func TestTogether(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	var paths []string
	for _, day := range []string{"2025-11-17", "2025-12-20", "2026-02-20", "2026-03-20", "2026-07-01"} {
		for _, x := range []string{"", "&set=roe=light", "&set=roe=light&join=turkiye", "&exclude=indonesia"} {
			paths = append(paths, "/api/v1/whatif?as_of="+day+x)
		}
		paths = append(paths, "/api/v1/check?as_of="+day, "/api/v1/search?text=hamas&as_of="+day)
	}
	alone := map[string][]byte{}
	for _, p := range paths {
		alone[p] = s.get(p)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for k := range paths {
				p := paths[(k*7+i*3)%len(paths)]
				if _, _, got := s.do("GET", p, ""); !bytes.Equal(got, alone[p]) {
					t.Errorf("%s: another answer in company", p)
				}
			}
		}()
	}
	all.Wait()
}

// TestBrokenOff: a request that is given up ends the work, and the next answer about
// the same record is whole, also for who was waiting at the time.
func TestBrokenOff(t *testing.T) {
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	fresh := MustServe(t, server.Config{Dir: gaza}).Enter()
	broken := 0
	for i := range 24 {
		path := fmt.Sprintf("/api/v1/whatif?as_of=2026-0%d-%02d&set=roe=light&reasons=true", i%6+1, i%20+1)
		ctx, stop := context.WithTimeout(context.Background(), time.Duration(i)*300*time.Microsecond)
		req, _ := http.NewRequestWithContext(ctx, "GET", s.base+path, nil)
		waits := make(chan []byte)
		go func() {
			_, _, body := s.do("GET", path, "")
			waits <- body
		}()
		if r, err := s.in.Do(req); err != nil {
			broken++
		} else {
			_, _ = io.Copy(io.Discard, r.Body)
			r.Body.Close()
		}
		stop()
		want := fresh.get(path)
		if got := <-waits; !bytes.Equal(got, want) {
			t.Errorf("%s: who waited got another answer", path)
		}
		if got := s.get(path); !bytes.Equal(got, want) {
			t.Errorf("%s: an answer that was broken off spoils the next one", path)
		}
	}
	if broken < 3 {
		t.Errorf("only %d requests were broken off", broken)
	}
}

// restricted is a case in which much is not for the public.
func restricted(t *testing.T) string {
	t.Helper()
	dir := copied(t, "../analysis/testdata/micro/02-terms")
	file := filepath.Join(dir, "record", "sekret.yaml")
	c, _, _ := casefile.LoadDir(dir)
	says := "requires: '" + c.Issues[0].ID + " == \"" + c.Issues[0].Options[0].ID + "\"'"
	text := `sources:
  - {id: sekret-source, title: SEKRETTITLE, reliability: A, handling: restricted}
entries:
  - {id: sekret-entry, said: 2028-01-01, source: sekret-source, handling: restricted, actor: ` + actorOf(t, dir) + `, voice: quote, firmness: stated, summary: SEKRETWORDS, quote: SEKRETQUOTE, effects: [{` + says + `}, {happened: {step: ` + c.Aim + `, grade: 1}}]}
`
	priors := `chances:
  by: me
  written: 2025-01-01
  binds:
    - {entry: sekret-entry, chance: 0.5, why: SEKRETWHY}
    - {firmness: decided, chance: 1, why: w}
    - {firmness: stated, chance: 0.9, why: w}
    - {firmness: reported, chance: 0.9, why: w}
  answers:
    - {role: contributor, rung: silent, chance: 0.5, why: w}
    - {role: contributor, rung: conditional, chance: 0.5, why: w}
    - {role: party, rung: silent, chance: 0.5, why: w}
    - {role: party, rung: conditional, chance: 0.5, why: w}
  takes:
    - {each: step, days: {exactly: 5}, why: SEKRETWHY, source: sekret-source}
    - {each: decide, days: {exactly: 5}, why: w}
    - {each: commit, days: {exactly: 5}, why: w}
    - {each: consent, days: {exactly: 5}, why: w}
  checkpoints:
    - {step: ` + c.Aim + `, by: 2027-01-01, why: SEKRETWHY, source: sekret-source}
`
	if len(c.Issues) > 0 {
		priors = "mandate: {" + c.Issues[0].ID + ": " + c.Issues[0].Options[0].ID + "}\n" + priors
	}
	if err := errors.Join(os.WriteFile(file, []byte(text), 0o644), os.WriteFile(filepath.Join(dir, "assumptions.yaml"), []byte(priors), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestNothingAboveTheAudience: whatever is asked, nothing of what is restricted
// reaches a public browser, also not by what an error says.
func TestNothingAboveTheAudience(t *testing.T) {
	dir := restricted(t)
	c, _, list := casefile.LoadDir(dir)
	if list.HasErrors() {
		t.Fatal(list)
	}
	s := MustServe(t, server.Config{Dir: dir, Audience: mandate.Public}).Enter()
	closed := MustServe(t, server.Config{Dir: dir}).Enter()
	a, opt, issue := c.Actors[0].ID, c.Issues[0].Options[0].ID, c.Issues[0].ID
	paths := []string{"case", "check", "matrix", "why", "unblock", "who", "plans?by=rung", "leverage", "order", "progress", "chances?draws=640", "chances?draws=640&as_of=2025-01-01", "diff?from=2025-01-01&to=2029-01-01", "diff?since=2025-01-01&next=3000", "replay", "alert?since=2025-01-01", "history", "whatif?reasons=true", "show", "show?all=true", "show?words=SEKRETWORDS&all=true",
		"show?source=sekret-source", "show?source=sekret-sourse", "show?entry=sekret-entry&all=true", "show?entry=sekret-entri", "show?actor=" + a + "&history=true&all=true", "show?grade=A&all=true",
		"sentence?entry=sekret-entry", "sentence?entry=sekret-entri", "without?entry=sekret-entry", "check?without=sekret-entry", "check?without=sekret-entri", "check?without=sekret-source",
		"search?text=sekretwords", "search?text=sekret", "search?text=S", "line?line=sekret", "whatif?set=" + issue + "=" + opt, "why?goal=" + issue + "%3D%3D%22" + opt + "%22", "check?as_of=2029-01-01",
		"openapi.json"}
	for _, kind := range []string{"svg", "csv"} {
		for _, name := range []string{"force", "timeline", "strip", "matrix", "standings", "roadmap", "circle", "schedule", "curve", "tornado"} {
			paths = append(paths, "charts/"+name+"."+kind, "charts/"+name+"."+kind+"?file=true&as_of=2029-01-01")
		}
	}
	answered := map[string]bool{"chances": true, "diff": true, "replay": true, "alert": true, "order": true, "progress": true, "charts/schedule.svg": true, "charts/tornado.csv": true}
	told := 0
	for _, p := range paths {
		code, _, body := s.do("GET", "/api/v1/"+p, "")
		low := strings.ToLower(string(body))
		for _, asked := range []string{"sekret-entry", "sekret-entri", "sekret-source", "sekret-sourse", "sekretwords", `"sekret"`, "rules.sekret"} {
			if strings.Contains(strings.ToLower(p), strings.Trim(asked, `"`)) { // what the browser itself sent may come back
				low = strings.ReplaceAll(low, asked, "")
				low = strings.ReplaceAll(low, `\"`+strings.Trim(asked, `"`)+`\"`, "")
			}
		}
		if strings.Contains(low, "sekret") || strings.Contains(low, "2028-01-01") || strings.Contains(low, "1 jan 2028") {
			t.Errorf("%s: %d tells what is restricted: %s", p, code, body)
		}
		code, _, body = closed.do("GET", "/api/v1/"+p, "")
		if strings.Contains(string(body), "SEKRET") {
			told++
		}
		if name, _, _ := strings.Cut(p, "?"); code != http.StatusOK && answered[name] {
			t.Errorf("%s is not answered, so it cannot tell anything: %d %s", p, code, body)
		}
	}
	if told < 8 {
		t.Errorf("only %d of these answers have anything restricted in them for others: the test looks in the wrong places", told)
	}
	same := func(p, q string) {
		t.Helper()
		n, _, x := s.do("GET", "/api/v1/"+p, "")
		m, _, y := s.do("GET", "/api/v1/"+q, "")
		if blur := func(b []byte) string {
			return strings.NewReplacer("sekret-entri", "X", "sekret-entry", "X", "sekret-sourse", "X", "sekret-source", "X").Replace(string(b))
		}; n != m || blur(x) != blur(y) {
			t.Errorf("%s and %s differ:\n%d %s\n%d %s", p, q, n, x, m, y)
		}
	}
	same("sentence?entry=sekret-entry", "sentence?entry=sekret-entri")
	same("check?without=sekret-entry", "check?without=sekret-entri")
	same("check?without=sekret-source", "check?without=sekret-sourse")
	same("show?source=sekret-source", "show?source=sekret-sourse")
	same("show?entry=sekret-entry", "show?entry=sekret-entri")
	// What is wrong in the folder may quote it.
	if err := os.WriteFile(filepath.Join(dir, "record", "sekret.yaml"), []byte("entries:\n  - {id: sekret-entry, SEKRETKEY: 1}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(20 * time.Second)
	for !strings.Contains(string(s.get("/api/v1/case")), "the terminal shows where") {
		if time.Now().After(deadline) {
			t.Fatal("no problem is told")
		}
		time.Sleep(20 * time.Millisecond)
	}
	if body := strings.ToLower(string(s.get("/api/v1/case"))); strings.Contains(body, "sekret") {
		t.Errorf("a problem tells what is restricted: %s", body)
	}
}

// TestAnswersHoldToTheDescription: the committed description is that of the code,
// and answers are as it says.
func TestAnswersHoldToTheDescription(t *testing.T) {
	text, err := server.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	if have, err := os.ReadFile("../../schema/openapi.json"); err != nil || !bytes.Equal(have, text) {
		t.Errorf("schema/openapi.json is not what the code says (%v): make generate", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	comp := jsonschema.NewCompiler()
	if err := comp.AddResource("https://api.test/openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	s := MustServe(t, server.Config{Dir: gaza}).Enter()
	for path, name := range map[string]string{"case": "Case", "check?as_of=2025-12-20": "Check", "check?rule=effective": "Check", "matrix": "Matrix", "why?goal=turkiye-joins": "Why", "unblock?goal=turkiye-joins": "Unblock",
		"who": "Who", "who?as_of=2026-02-20": "Who", "plans?by=rung": "Plans", "plans?count=true": "Plans", "leverage": "Leverage", "order?as_of=2026-02-20": "Order", "progress": "Progress", "chances?as_of=2025-12-20&draws=640": "Chances", "diff?from=2026-02-13&to=2026-02-20": "Diff", "replay?from=2026-06-01": "Replay", "alert?since=2026-01-01": "Alerts", "compare?left=res-2803&right=russian-draft": "Compare", "show": "Show",
		"show?actor=israel&history=true": "Show", "whatif?reasons=true&set=roe=light&join=turkiye": "WhatIf", "whatif?why=turkiye": "WhatIf", "history": "History", "sentence?entry=israel-2025-10-21-1": "Sentence",
		"without?entry=israel-2025-10-21-1": "WithoutEntry", "line?line=settle.funding": "LineAnswer", "search?text=turk": "SearchAnswer", "check?rule=nothing": "Problem"} {
		sch, err := comp.Compile("https://api.test/openapi.json#/components/schemas/" + name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		_, _, body := s.do("GET", "/api/v1/"+path, "")
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if err := sch.Validate(v); err != nil {
			t.Errorf("%s is no %s: %v", path, name, err)
		}
	}
}

// TestLine: each line that an answer names can be looked at.
func TestLine(t *testing.T) {
	c, _, _ := casefile.LoadDir(gaza)
	for _, day := range []mandate.Day{mandate.DayOf(2025, 12, 20), mandate.DayOf(2026, 2, 20), mandate.DayOf(2026, 7, 1)} {
		st, err := record.At(c, mandate.Query{AsOf: &day})
		if err != nil {
			t.Fatal(err)
		}
		ck, err := report.BuildCheck(st, report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		text, _ := json.Marshal(ck)
		var lines []string
		for _, part := range strings.Split(string(text), `"line":"`)[1:] {
			if line, _, _ := strings.Cut(part, `"`); !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
		if len(lines) < 3 {
			t.Errorf("the answer names %d lines", len(lines))
		}
		for _, line := range lines {
			a, err := report.BuildLine(st, line, report.Options{})
			if err != nil || a.Says == "" || len(a.Sources) == 0 {
				t.Errorf("%s: %v %+v", line, err, a)
			}
		}
	}
}
