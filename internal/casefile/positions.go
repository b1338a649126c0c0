package casefile

import (
	"slices"

	"mandate/internal/diag"
)

// Positions says where the parts of a case stand in its files. Parts are named
// as coverage.yaml names case lines (issues.roe, issues.roe.defence,
// steps.deployed.needs.1 …), and further: entries.ID, entries.ID.effects.N (from
// 1), sources.ID, groups.ID, tasks.ID and sectors.ID. A span covers the part's
// id, its condition, or the word that names the effect.
type Positions struct {
	spans map[string]diag.Span
	texts map[string][]byte
}

// Span returns where the part stands.
func (p *Positions) Span(ref string) (diag.Span, bool) {
	s, ok := p.spans[ref]
	return s, ok
}

// Refs returns the names of all parts, sorted.
func (p *Positions) Refs() []string {
	out := make([]string, 0, len(p.spans))
	for r := range p.spans {
		out = append(out, r)
	}
	slices.Sort(out)
	return out
}

// Source returns the text of a file of the case, or nil; it has the form that
// diag.Printer wants.
func (p *Positions) Source(file string) []byte { return p.texts[file] }
