package mandate

import "strconv"

// Step is something that has to happen: a body announced, a force deployed, a
// stage of a withdrawal.
type Step struct {
	ID   string
	Name string
	// Needs are the conditions that must hold before the step.
	Needs []*Need
	// If is the condition without which the step may not be taken; nil: none.
	If *Need
	// Stages is the number of stages, taken in turn, that the step is split
	// into; 0: none. The stages' ids are ID.1, ID.2 …
	Stages int
	// StageOf is the id of the step this one is a stage of, with its number
	// in Stage; empty for steps written in the file.
	StageOf string
	Stage   int
	// Theme is the id of the theme the step belongs to; empty: none.
	Theme string
	// Estimate is what the case says about the duration; nil: nothing.
	Estimate *Estimate
	Line
}

// StageID returns the id of stage n (1-based) of the step.
func (s *Step) StageID(n int) string { return s.ID + "." + strconv.Itoa(n) }

// Need is one condition of a step, a sourced line of its own.
type Need struct {
	// ID names the line in answers: steps.<step>.needs.<n> or steps.<step>.if.
	ID   string
	That *Condition
	Line
}

// Text is a named bundle of conditions and steps: a draft, a resolution, a
// rival plan.
type Text struct {
	ID      string
	Name    string
	Date    When
	Clauses []*Clause
	Steps   []string
	Line
}

// Clause is one condition of a text.
type Clause struct {
	ID   string
	Name string
	// Theme is the id of the theme the clause belongs to; empty: none.
	Theme string
	That  *Condition
	Line
}
