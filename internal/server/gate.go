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
	spent map[string]bool // tokens of links that were followed
}

func newGate(port int, log func(string)) *gate {
	p := strconv.Itoa(port)
	return &gate{
		hosts:  map[string]bool{"127.0.0.1:" + p: true, "localhost:" + p: true},
		base:   "http://127.0.0.1:" + p,
		cookie: "mandate-" + p, // cookies do not tell ports apart
		key:    rand.Text(),
		token:  rand.Text(),
		spent:  map[string]bool{},
		log:    log,
	}
}

func (g *gate) link() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.base + "/?token=" + g.token
}

// use takes the token of a link; it holds once. Spent tells that it has held.
func (g *gate) use(token string) (ok, spent bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if subtle.ConstantTimeCompare([]byte(token), []byte(g.token)) == 1 {
		g.spent[token] = true
		g.token = rand.Text()
		return true, false
	}
	return false, g.spent[token]
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
			if !g.known(r) {
				// What never was a link is not told on the terminal: any site could fill it.
				switch ok, spent := g.use(token); {
				case ok:
				case spent:
					g.log("a link was followed a second time; a new one: " + g.link())
					g.refuse(w, r, http.StatusForbidden, "This link has been used. The terminal shows a new one.")
					return
				default:
					g.refuse(w, r, http.StatusForbidden, "This link does not hold. Open the one that the terminal shows.")
					return
				}
			}
			http.SetCookie(w, &http.Cookie{Name: g.cookie, Value: g.key, Path: "/", MaxAge: 30 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
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
