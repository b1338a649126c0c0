package analysis

import (
	"mandate"
	"mandate/internal/formula"
)

// RequirementLine is how a coalition stands on one line of what the force needs
// (docs/math/who.md, section 2).
type RequirementLine struct {
	Line *mandate.Requirement
	// Committed is what it gets of committed figures alone, Offered what it gets
	// in addition when offered figures are there; minimum and target together.
	Committed, Offered int64
	// Unstated are the joiners that bring an unstated amount and are not barred.
	Unstated []string
	// Gap is what is missing to the minimum, GapToTarget to the target (the
	// minimum where there is no higher target). The firm ones take firm figures
	// for named.
	Gap, GapToTarget         int64
	FirmGap, FirmGapToTarget int64
}

// applies returns the formula that a requirement line applies.
func (m *Model) applies(r *mandate.Requirement) formula.Ref {
	switch {
	case !m.State.Holds(r.Line):
		return formula.False
	case r.If == nil:
		return formula.True
	}
	return m.lower(r.If.Expr, false, ctx{moment: none})
}

// requirementLines allots what the members bring to the lines that apply in the
// last plan found.
func (m *Model) requirementLines(members []Member) (out []RequirementLine) {
	for _, k := range m.c.Capabilities {
		var lines []RequirementLine
		for _, r := range m.c.Requirements {
			if r.Capability == k.ID && m.holds(m.applies(r)) {
				lines = append(lines, RequirementLine{Line: r})
			}
		}
		if len(lines) == 0 {
			continue
		}
		var committed, all, firm []supply
		for _, x := range members {
			for _, b := range x.Brings {
				if b.Capability != k.ID {
					continue
				}
				for _, p := range b.Parts {
					s := supply{actor: x.Actor.ID, named: p.Amount.Named, firm: p.Amount.Firm, notFor: p.NotFor}
					all = append(all, s)
					if b.Committed {
						committed = append(committed, s)
					}
					for i := range lines {
						if p.Amount.Some && canServe(s, lines[i].Line) {
							lines[i].Unstated = addUnique(lines[i].Unstated, x.Actor.ID)
						}
					}
				}
			}
		}
		// On firm figures another offer of the same joiner may be the largest, as
		// in check.
		for _, s := range m.supplies(k.ID, answered, true) {
			if m.holds(s.when) {
				firm = append(firm, s)
			}
		}
		minimum, target := serveLines(all, lines)
		least, most := serveLines(committed, lines)
		firmMin, firmTarget := serveLines(firm, lines)
		for i := range lines {
			l := &lines[i]
			need := max(l.Line.Minimum, l.Line.Target)
			l.Committed = least[i] + most[i]
			l.Offered = minimum[i] + target[i] - l.Committed
			l.Gap = l.Line.Minimum - minimum[i]
			l.GapToTarget = need - minimum[i] - target[i]
			l.FirmGap = l.Line.Minimum - firmMin[i]
			l.FirmGapToTarget = need - firmMin[i] - firmTarget[i]
		}
		out = append(out, lines...)
	}
	return out
}

// serveLines allots supplies to segments: the minimum of each line in turn, then
// of each what its target adds.
func serveLines(from []supply, lines []RequirementLine) (minimum, target []int64) {
	n := len(lines)
	demand := make([]int64, 2*n)
	for i, l := range lines {
		demand[i] = l.Line.Minimum
		demand[n+i] = max(0, l.Line.Target-l.Line.Minimum)
	}
	have := make([]int64, len(from))
	serves := make([][]bool, len(from))
	for i, s := range from {
		have[i] = s.named
		serves[i] = make([]bool, 2*n)
		for j, l := range lines {
			serves[i][j] = canServe(s, l.Line)
			serves[i][n+j] = serves[i][j]
		}
	}
	got, _ := allot(have, demand, serves)
	return got[:n], got[n:]
}
