// Package web is the page that `mandate serve` shows: TypeScript in src, built
// into dist by `make ui`. A build with the tag page carries it; without, there
// is a short page that says how to get it.
package web
