# `make` lists the targets. Tools are pinned in tools/go.mod and built on first use.
SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.Version=$(VERSION)
TOOL := go tool -modfile=tools/go.mod
FUZZTIME ?= 60s
CASES ?= 20000
LARGE ?= -large
SIZES ?= S,M,L
CASE ?= cases/gaza-isf

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' Makefile

.PHONY: build
build: ui ## build bin/mandate, with the page
	CGO_ENABLED=0 go build -trimpath -tags page -ldflags '$(LDFLAGS)' -o bin/mandate ./cmd/mandate

.PHONY: serve
serve: build ## show CASE as a page (CASE=cases/gaza-isf)
	bin/mandate serve $(CASE)

# The page: npm packages as the lock says, then TypeScript into web/dist.
web/node_modules: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch web/node_modules

.PHONY: ui
ui: web/node_modules # build the page into web/dist
	@cd web && npm run -s build -- --logLevel warn

.PHONY: browser
browser: # Chromium, for the tests of the page
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1 || \
		{ echo "chromium is not installed and cannot be: the page cannot be tested"; exit 1; }

.PHONY: e2e
e2e: build browser ## test the page: its parts by themselves, then in Chromium
	cd web && npm run -s test && npm run -s e2e

.PHONY: speed
speed: build browser ## from a click on a choice to all marks painted, on the Gaza case and a generated one of size M
	cd web && npm run -s e2e:speed

.PHONY: shots
shots: build browser ## pictures of every sheet, in web/shots (SHOTS="overview force")
	cd web && npm run -s shots

.PHONY: peers
peers: # independent solvers, which some tests ask
	@command -v clasp >/dev/null && command -v clingo >/dev/null || { apt-get update -qq && apt-get install -y -qq clasp gringo; } >/dev/null 2>&1 || \
		echo "clasp, clingo: NOT CHECKED, they are not installed and cannot be"

.PHONY: numpy
numpy: # what make bench draws schedules beside
	@for p in python3 /usr/bin/python3; do $$p -c 'import numpy' 2>/dev/null && exit; done; \
		{ apt-get update -qq && apt-get install -y -qq python3-numpy; } >/dev/null 2>&1 || \
		echo "NumPy: NOT CHECKED, it is not installed and cannot be"

.PHONY: test
test: peers ## all tests (under 5 minutes on 2 cores)
	go test ./...
	@$(MAKE) --no-print-directory e2e

.PHONY: race
race: ## tests with the race detector, where cgo allows
	@if [ "$$(go env CGO_ENABLED)" = 1 ] && command -v "$$(go env CC)" >/dev/null; then \
		go test -race -short ./...; \
	else echo "race detector: not checked (needs cgo and a C compiler)"; fi

.PHONY: generate
generate: web/node_modules ## write what is generated: JSON Schemas, the description of the API and the page's types of it
	go generate ./...
	cd web && npm run -s types

.PHONY: verify
verify: generate ## what is generated and tidied is committed
	go mod tidy -diff
	@git diff --exit-code -- schema web/src/api/types.ts || { echo "run make generate and commit"; exit 1; }

.PHONY: lint
lint: web/node_modules ## gofmt, vet, staticcheck, unused code, lint of the cases; types and lint of the page
	@cd web && npm run -s check
	@test -z "$$(gofmt -l $$(git ls-files "*.go") | tee /dev/stderr)" || { echo "run gofmt -w on these"; exit 1; }
	go vet ./...
	$(TOOL) staticcheck ./...
	@out=$$($(TOOL) deadcode -test ./...); test -z "$$out" || { echo "$$out"; exit 1; }
	@for c in cases/*/; do go run ./cmd/mandate lint "$$c" && go run ./cmd/mandate fmt --check "$$c" || exit 1; done

.PHONY: vuln
vuln: ## known vulnerabilities; says so if the database cannot be reached
	@out=$$($(TOOL) govulncheck ./... 2>&1); code=$$?; \
	if [ $$code = 0 ]; then echo "$$out" | tail -n 3; \
	elif echo "$$out" | grep -qE 'fetching vulnerabilities|dial tcp|no such host|connection refused|Forbidden|unexpected status'; then \
		echo "govulncheck: NOT CHECKED, its database cannot be reached"; \
	else echo "$$out"; exit $$code; fi

.PHONY: check
check: lint vuln race ## what a commit needs

.PHONY: check-full
check-full: lint vuln race verify crosscheck-small bench-small speed fuzz-short release ## what CI runs after the tests

.PHONY: crosscheck
crosscheck: peers ## engines against brute force, clasp and clingo (CASES=20000)
	go test ./internal/analysis -run 'TestAgainstBruteForce' -count=1 -timeout 60m -args -cases $(CASES)
	go test ./internal/pb -run 'TestCrosscheck' -count=1 -timeout 60m -args -crosscheck $(CASES)
	go test ./internal/export -run 'TestCrosscheck' -count=1 -timeout 60m -args -cases $$(( $(CASES) / 3 )) $(LARGE)
	go test ./internal/crosscheck -count=1 -timeout 60m -args -cases $$(( $(CASES) / 3 )) $(LARGE)

.PHONY: crosscheck-small
crosscheck-small:
	@$(MAKE) --no-print-directory crosscheck CASES=3000 LARGE=

.PHONY: bench
bench: build peers numpy ## what a user waits for at S, M, L, as a ratio to clasp, clingo and NumPy (SIZES=S,M,L)
	go run ./internal/measure -sizes $(SIZES)

.PHONY: bench-small
bench-small:
	@$(MAKE) --no-print-directory bench SIZES=S

.PHONY: bench-packages
bench-packages: ## benchmarks of the packages
	go test -run '^$$' -bench . -benchmem ./internal/...

.PHONY: profile
profile: ## where check at size L spends its time
	@mkdir -p bin
	go run ./internal/measure -sizes L -profile bin/check.out
	go tool pprof -top -cum -nodecount 60 bin/check.out 2>/dev/null | grep -v 'runtime\.'

.PHONY: fuzz
fuzz: ## fuzz all targets, FUZZTIME each (default 60s)
	@for t in canonical:FuzzFormat casefile:FuzzLoad condition:FuzzParse pb:FuzzSolve; do \
		go test ./internal/$${t%%:*} -run '^$$' -fuzz "^$${t##*:}$$" -fuzztime $(FUZZTIME) || exit 1; done

.PHONY: fuzz-short
fuzz-short:
	@$(MAKE) --no-print-directory fuzz FUZZTIME=10s

.PHONY: release
release: ui browser ## static binaries in dist/ for linux, macOS and Windows, with the page
	@mkdir -p dist
	@for t in linux/amd64 linux/arm64 darwin/arm64 windows/amd64; do \
		out=dist/mandate-$${t%%/*}-$${t##*/}; [ $${t%%/*} = windows ] && out=$$out.exe; \
		CGO_ENABLED=0 GOOS=$${t%%/*} GOARCH=$${t##*/} go build -trimpath -tags page -ldflags '$(LDFLAGS)' -o $$out ./cmd/mandate || exit 1; \
		echo "$$out $$(du -h $$out | cut -f1)"; done
	@dist/mandate-linux-$$(go env GOARCH) version
	@cd web && MANDATE_BIN=dist/mandate-linux-$$(go env GOARCH) npm run -s e2e:release

.PHONY: clean
clean: ## remove what was built
	rm -rf bin dist web/dist web/shots
