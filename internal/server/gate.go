package server

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// gate lets in the browser that follows the link printed on the terminal. The
// link works once: it is exchanged for a cookie. If it is used a second time, a
// new link is printed, so that only who sees the terminal gets in.
type gate struct {
	hosts  map[string]bool
	base   string
	cookie string
	key    string // the cookie's value
	log    func(string)

	mu    sync.Mutex
	token string
}

func newGate(port int, log func(string)) *gate {
	p := strconv.Itoa(port)
	return &gate{
		hosts:  map[string]bool{"127.0.0.1:" + p: true, "localhost:" + p: true, "[::1]:" + p: true},
		base:   "http://127.0.0.1:" + p,
		cookie: "mandate-" + p, // cookies do not tell ports apart
		key:    rand.Text(),
		token:  rand.Text(),
		log:    log,
	}
}

func (g *gate) link() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.base + "/?token=" + g.token
}

// use takes the token of a link; it holds once.
func (g *gate) use(token string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	ok := subtle.ConstantTimeCompare([]byte(token), []byte(g.token)) == 1
	if ok {
		g.token = rand.Text()
	}
	return ok
}

func (g *gate) known(r *http.Request) bool {
	c, err := r.Cookie(g.cookie)
	return err == nil && subtle.ConstantTimeCompare([]byte(c.Value), []byte(g.key)) == 1
}

// guard refuses requests under another name than this machine's (a site that
// rebinds its name to the loopback) and those without the cookie.
func (g *gate) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.hosts[r.Host] {
			g.refuse(w, r, http.StatusMisdirectedRequest, "This server answers at "+g.base+" alone.")
			return
		}
		if token := r.URL.Query().Get("token"); token != "" && r.URL.Path == "/" && r.Method == http.MethodGet {
			if !g.known(r) && !g.use(token) {
				g.log("a link that does not hold (any more) was followed; a new one: " + g.link())
				g.refuse(w, r, http.StatusForbidden, "This link has been used. The terminal shows a new one.")
				return
			}
			http.SetCookie(w, &http.Cookie{Name: g.cookie, Value: g.key, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
			q := r.URL.Query()
			q.Del("token")
			to := "/"
			if len(q) > 0 {
				to += "?" + q.Encode()
			}
			http.Redirect(w, r, to, http.StatusSeeOther)
			return
		}
		if !g.known(r) {
			discard(r.Body)
			g.refuse(w, r, http.StatusUnauthorized, "Open the link that the terminal shows.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (g *gate) refuse(w http.ResponseWriter, r *http.Request, status int, says string) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		writeProblem(w, &Problem{Status: status, Code: "refused", Title: http.StatusText(status), Detail: says})
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Mandate</title>"+
		"<style>:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;max-width:40rem;margin:20vh auto;padding:0 1rem}</style>"+
		"<h1>Mandate</h1><p>%s</p></html>\n", html.EscapeString(says))
}
