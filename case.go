package mandate

// Case is one process under analysis: the vocabulary (actors, issues, steps …),
// the sourced lines that structure it (needs, rules, the settle list,
// requirements) and its record.
type Case struct {
	// Name is the base name of the case folder, used in output.
	Name    string
	Version int
	Title   string
	Summary string
	// Aim is the id of the step the verdict is about.
	Aim string

	Actors       []*Actor
	Groups       []*Group
	Issues       []*Issue
	Themes       []*Theme
	Steps        []*Step
	Texts        []*Text
	Settle       []*SettleLine
	Capabilities []*Capability
	Tasks        []*Named
	Sectors      []*Named
	Requirements []*Requirement
	Rules        []*Rule
	Externals    []*External
	Goals        []*Goal
	Binds        []*Binding
	Reopenable   []*Binding
	// Weights gives, by firmness, what changing a position counts when ways
	// out are ordered; a firmness that is missing counts 1.
	Weights map[Firmness]int64

	Sources []*Source
	// Rates are what a unit of a capability costs in a month.
	Rates []*Rate
	// Plans are saved choices (plans/*.yaml), by file name.
	Plans []*SavedPlan
	// Entries holds the record and the assumptions in the order of their
	// files (sorted by name) and of their lines.
	Entries     []*Entry
	Assumptions Assumptions
	Alerts      []*Alert
	Coverage    []*CoverageItem
}

// Named is an id with a name: a task or a sector of the force.
type Named struct {
	ID   string
	Name string
	Line
}

// Line is what makes a statement of the case a fact that can be checked: where
// it comes from and from when until when it holds. It is embedded in issues,
// options, needs, requirements, rules, clauses and the settle list.
type Line struct {
	// Sources are the ids of the documents the line rests on; it stands as
	// long as one of them does.
	Sources []string
	// At is the place in the first source (page, paragraph, sentence).
	At string
	// From and Until bound the days on which the line holds; the zero When
	// leaves that side open.
	From, Until When
}

// Actor is a state, party, armed group, organisation or body.
type Actor struct {
	ID   string
	Name string
	// Also are other names it goes by, which a search finds.
	Also   []string
	Roles  []Role
	Groups []string
	PartOf string
	Line
}

// Is reports whether the actor has the role.
func (a *Actor) Is(r Role) bool {
	for _, x := range a.Roles {
		if x == r {
			return true
		}
	}
	return false
}

// In reports whether the actor carries the group tag.
func (a *Actor) In(group string) bool {
	for _, g := range a.Groups {
		if g == group {
			return true
		}
	}
	return false
}

// Role says what an actor may do in a plan: only contributors join, only
// parties consent.
type Role string

// The roles.
const (
	RoleParty       Role = "party"
	RoleContributor Role = "contributor"
	RoleFunder      Role = "funder"
	RoleDecider     Role = "decider"
	RoleMediator    Role = "mediator"
	RoleBody        Role = "body"
)

// Roles lists all roles in the order of the documentation.
var Roles = []Role{RoleParty, RoleContributor, RoleFunder, RoleDecider, RoleMediator, RoleBody}

// Group is a tag that actors carry (such as muslim-majority or p5).
type Group struct {
	ID   string
	Name string
}

// Theme is a heading under which progress is told: steps and clauses carry it.
type Theme struct {
	ID   string
	Name string
}

// Issue is one question that a mandate must settle, with a closed list of
// options.
type Issue struct {
	ID       string
	Name     string
	Question string
	// Set is true when any subset of the options may be chosen (the tasks of
	// a force); otherwise exactly one is.
	Set bool
	// Ordered is true when the options form a scale, least first.
	Ordered bool
	// DecidedBy lists the actors who may decide the issue; empty: any actor
	// with the role decider.
	DecidedBy []string
	Options   []*Option
	Line
}

// Option returns the option with the id, or nil.
func (i *Issue) Option(id string) *Option {
	for _, o := range i.Options {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// Option is one possible answer to an issue.
type Option struct {
	ID   string
	Name string
	// PaidBy lists the actors or groups that pay if it is chosen.
	PaidBy []string
	Line
}

// SettleLine names an issue that must be decided before anybody can be asked
// to commit.
type SettleLine struct {
	Issue string
	Line
}

// Capability is something a force needs: infantry, police, money per month.
type Capability struct {
	ID   string
	Name string
	Unit string
}

// Requirement is one line of what the force needs: how much of a capability,
// for a task or in a sector (either may be empty: anywhere, anything).
type Requirement struct {
	ID         string
	Capability string
	Task       string
	Sector     string
	Minimum    int64
	Target     int64
	// If, when not nil, is the condition under which the line applies.
	If *Condition
	Line
}

// Rate is what one unit of a capability costs in a month, from a source.
type Rate struct {
	Capability string
	PerMonth   int64
	// Currency is the unit of PerMonth: USD.
	Currency string
	Line
}

// SavedPlan is a set of choices that somebody keeps under a name; nothing says
// that a possible plan meets them.
type SavedPlan struct {
	// ID is the file's base name.
	ID      string
	Title   string
	Set     []Choice
	Join    []string
	Exclude []Item
}

// Rule is a named consent rule: whose agreement the plan needs.
type Rule struct {
	ID   string
	Name string
	That *Condition
	Line
}

// External is a condition outside the actors' choice: true, false or unknown.
type External struct {
	ID   string
	Name string
	// Value is what the case states outright; Unknown when readings decide.
	Value Truth
	// HoldsIf and FailsIf turn the latest numeric reading into true or false;
	// nil when there is no such rule.
	HoldsIf, FailsIf *Bound
	Line
}

// Bound is a threshold for a reading: at least or at most a number.
type Bound struct {
	AtLeast bool // false: at most
	Value   int64
}

// Holds reports whether v is within the bound.
func (b *Bound) Holds(v int64) bool {
	if b.AtLeast {
		return v >= b.Value
	}
	return v <= b.Value
}

// Truth is a truth value of an external.
type Truth uint8

// The truth values.
const (
	Unknown Truth = iota
	True
	False
)

func (t Truth) String() string { return [...]string{"unknown", "true", "false"}[t] }

// Goal is a named condition that users ask about again and again.
type Goal struct {
	ID   string
	Name string
	That *Condition
	Line
}

// Binding is a decision of the case's keepers about an entry, with a reason:
// that it binds although it is disputed, or that it may be reopened.
type Binding struct {
	Entry string
	Why   string
}

// Assumptions are what an analyst assumes: never part of the record, always
// marked, and switched off as a whole by --no-assumptions. Assumed entries
// stand in Case.Entries with firmness assumed.
type Assumptions struct {
	// Mandate maps an issue to the options assumed for it; read by `chances`.
	Mandate map[string][]string
	// Externals maps an external to its assumed value.
	Externals map[string]Truth
	// Chances are the priors; nil if there are none.
	Chances *Chances
}

// Alert is a condition on conclusions that somebody wants to be told of.
type Alert struct {
	ID   string
	Name string
	When *Condition
	// By is who keeps it, Why for what.
	By, Why string
}

// CoverageItem maps one item of a checklist of source statements to where the
// case keeps it: entries, parts of case.yaml, or context with a reason.
type CoverageItem struct {
	Item    string
	Entries []string
	Parts   []string
	Context string
}
