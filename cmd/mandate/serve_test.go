package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
)

// TestServe: the link on standard output leads to the page, and an interrupt ends
// the program well. What the page is without being built says how to get it.
func TestServe(t *testing.T) {
	in, out := io.Pipe()
	defer in.Close()
	var errs bytes.Buffer
	ctx, interrupt := context.WithCancel(context.Background())
	ended := make(chan int, 1)
	go func() {
		defer out.Close() // else who reads the link waits for ever
		ended <- (&Main{In: strings.NewReader(""), Out: out, Err: &errs}).Run(ctx, []string{"serve", filepath.Join("..", "..", "cases", "gaza-isf-article")})
	}()
	link, err := bufio.NewReader(in).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar}
	link = strings.TrimSpace(link)
	base, _, _ := strings.Cut(link, "/?")
	for _, x := range [][2]string{{link, "<title>Mandate</title>"}, {base + "/api/v1/check", `"verdict":"blueprint"`}} {
		r, err := browser.Get(x[0])
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if r.StatusCode != http.StatusOK || !strings.Contains(string(text), x[1]) {
			t.Errorf("%s: %d %s", x[0], r.StatusCode, text)
		}
	}
	interrupt()
	if code := <-ended; code != exitOK {
		t.Errorf("exits with %d: %s", code, errs.String())
	}
}
