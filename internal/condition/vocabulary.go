package condition

import (
	"strings"

	"mandate"
	"mandate/internal/diag"
)

// Vocabulary is what a condition may talk about: the ids of a case. It is
// read-only and may be shared between goroutines.
type Vocabulary struct {
	issues    map[string]*mandate.Issue
	actors    map[string]*mandate.Actor
	groups    map[string]bool
	caps      map[string]bool
	texts     map[string]bool
	externals map[string]bool
	steps     map[string]bool
	alerts    bool // conditions speak of conclusions

	// The same names in the order of the case, for messages.
	issueNames, actorNames, groupNames, capNames, textNames, externalNames, stepNames []string
}

// NewVocabulary returns the vocabulary of the case: issues with their options,
// actors, groups (declared or merely in use), capabilities, texts, externals,
// and steps with their stages. Where an id is defined twice the first counts.
func NewVocabulary(c *mandate.Case) *Vocabulary {
	v := &Vocabulary{
		issues:    make(map[string]*mandate.Issue, len(c.Issues)),
		actors:    make(map[string]*mandate.Actor, len(c.Actors)),
		groups:    make(map[string]bool),
		caps:      make(map[string]bool, len(c.Capabilities)),
		texts:     make(map[string]bool, len(c.Texts)),
		externals: make(map[string]bool, len(c.Externals)),
		steps:     make(map[string]bool, len(c.Steps)),
	}
	add := func(set map[string]bool, names *[]string, id string) {
		if id != "" && !set[id] {
			set[id] = true
			*names = append(*names, id)
		}
	}
	for _, i := range c.Issues {
		if i.ID != "" && v.issues[i.ID] == nil {
			v.issues[i.ID] = i
			v.issueNames = append(v.issueNames, i.ID)
		}
	}
	for _, g := range c.Groups {
		add(v.groups, &v.groupNames, g.ID)
	}
	for _, a := range c.Actors {
		if a.ID != "" && v.actors[a.ID] == nil {
			v.actors[a.ID] = a
			v.actorNames = append(v.actorNames, a.ID)
		}
		for _, g := range a.Groups {
			add(v.groups, &v.groupNames, g)
		}
	}
	for _, k := range c.Capabilities {
		add(v.caps, &v.capNames, k.ID)
	}
	for _, t := range c.Texts {
		add(v.texts, &v.textNames, t.ID)
	}
	for _, x := range c.Externals {
		add(v.externals, &v.externalNames, x.ID)
	}
	for _, s := range c.Steps {
		add(v.steps, &v.stepNames, s.ID)
		// A case that was built without its stages still knows them.
		for n := 1; n <= s.Stages && n <= maxStages; n++ {
			add(v.steps, &v.stepNames, s.StageID(n))
		}
	}
	return v
}

// ForAlerts is the vocabulary for conditions on conclusions: verdict(), rung(…),
// owed(), possible(…) and on_record(…).
func (v *Vocabulary) ForAlerts() *Vocabulary {
	x := *v
	x.alerts = true
	return &x
}

// maxStages bounds the stages that are expanded here; casefile refuses more.
const maxStages = 1000

// Issue returns the issue with the id, or nil.
func (v *Vocabulary) Issue(id string) *mandate.Issue { return v.issues[id] }

// Actor returns the actor with the id, or nil.
func (v *Vocabulary) Actor(id string) *mandate.Actor { return v.actors[id] }

// IsGroup reports whether the id is a group tag, declared or in use.
func (v *Vocabulary) IsGroup(id string) bool { return v.groups[id] }

// IsEvent reports whether the name is an event of plans: a step, a stage,
// decide.<issue>, commit.<contributor> or consent.<party>.
func (v *Vocabulary) IsEvent(name string) bool {
	if v.steps[name] {
		return true
	}
	kind, id, ok := strings.Cut(name, ".")
	if !ok {
		return false
	}
	switch kind {
	case "decide":
		return v.issues[id] != nil
	case "commit":
		a := v.actors[id]
		return a != nil && a.Is(mandate.RoleContributor)
	case "consent":
		a := v.actors[id]
		return a != nil && a.Is(mandate.RoleParty)
	}
	return false
}

// Events returns the names of all events in a fixed order: steps and stages,
// then decide., commit. and consent. in the order of the case.
func (v *Vocabulary) Events() []string {
	out := append([]string(nil), v.stepNames...)
	for _, i := range v.issueNames {
		out = append(out, "decide."+i)
	}
	for _, a := range v.withRole(mandate.RoleContributor) {
		out = append(out, "commit."+a)
	}
	for _, a := range v.withRole(mandate.RoleParty) {
		out = append(out, "consent."+a)
	}
	return out
}

func (v *Vocabulary) withRole(r mandate.Role) []string {
	var out []string
	for _, id := range v.actorNames {
		if v.actors[id].Is(r) {
			out = append(out, id)
		}
	}
	return out
}

func optionNames(i *mandate.Issue) []string {
	out := make([]string, len(i.Options))
	for k, o := range i.Options {
		out[k] = o.ID
	}
	return out
}

// nearest returns the hint for a misspelled name, or "".
func nearest(name string, among []string) string {
	if n, ok := diag.Nearest(name, among); ok {
		return `did you mean "` + n + `"?`
	}
	return ""
}
