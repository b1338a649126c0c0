package report

import "mandate/internal/diag"

// Head opens every answer: what was asked of which record.
type Head struct {
	Schema     string   `json:"schema"`
	Case       string   `json:"case"`
	Title      string   `json:"title"`
	AsOf       string   `json:"as_of"`
	KnownBy    string   `json:"known_by,omitempty"`
	RecordedBy string   `json:"recorded_by,omitempty"`
	Aim        string   `json:"aim"`
	AimName    string   `json:"aim_name"`
	Rule       string   `json:"rule,omitempty"`
	RuleSays   string   `json:"rule_says,omitempty"`
	Set        []string `json:"set,omitempty"`
	Join       []string `json:"join,omitempty"`
	Exclude    []string `json:"exclude,omitempty"`
	// Plan is the saved plan of which set, join and exclude hold the choices.
	Plan    string   `json:"plan,omitempty"`
	Without []string `json:"without,omitempty"`
	// NoAssumptions, MinFirmness: how the record was narrowed.
	NoAssumptions bool   `json:"no_assumptions,omitempty"`
	MinFirmness   string `json:"min_firmness,omitempty"`
	// Complete is false if a budget or limit ended some list or answer.
	Complete bool `json:"complete"`
	// Stopped: a timeout or an interrupt ended the work, so the answer is not
	// reproducible.
	Stopped bool `json:"stopped,omitempty"`
	// Withheld counts entries above the audience's handling level.
	Withheld int `json:"withheld,omitempty"`
	// Entries are those the answer cites, by id.
	Entries map[string]Entry `json:"entries"`
}

// Entry is an entry of the record as answers cite it.
type Entry struct {
	ID          string   `json:"id"`
	Said        string   `json:"said,omitempty"`
	Reported    string   `json:"reported,omitempty"`
	Recorded    string   `json:"recorded,omitempty"`
	Expires     string   `json:"expires,omitempty"`
	Actors      []string `json:"actors"`
	ActorNames  []string `json:"actor_names"`
	Speaker     string   `json:"speaker,omitempty"`
	Hearsay     bool     `json:"hearsay,omitempty"`
	Voice       string   `json:"voice,omitempty"`
	Firmness    string   `json:"firmness"`
	Grade       string   `json:"grade,omitempty"` // Admiralty: B2
	Sources     []string `json:"sources,omitempty"`
	At          string   `json:"at,omitempty"`
	Handling    string   `json:"handling"`
	Summary     string   `json:"summary"`
	Quote       string   `json:"quote,omitempty"`
	Effects     []string `json:"effects,omitempty"`
	Context     string   `json:"context,omitempty"`
	Assumed     bool     `json:"assumed,omitempty"`
	Status      string   `json:"status"`
	By          []string `json:"by,omitempty"`
	Stale       []string `json:"stale,omitempty"`
	Supersedes  []string `json:"supersedes,omitempty"`
	Suspends    []string `json:"suspends,omitempty"`
	Disputes    []string `json:"disputes,omitempty"`
	Replaced    []string `json:"replaced_for,omitempty"`
	Shares      []string `json:"shares,omitempty"` // whose share in it has ended or is suspended
	ReportedDay int      `json:"-"`
}

// Position is one restricting effect or sourced line.
type Position struct {
	Key string `json:"key"`
	// Kind is requires, rejects (a text as a whole), declines, decides, need, settle
	// or rule.
	Kind       string   `json:"kind"`
	Owners     []string `json:"owners,omitempty"`
	OwnerNames []string `json:"owner_names,omitempty"`
	// Condition is the position in the condition language, Says in words.
	Condition  string   `json:"condition"`
	Says       string   `json:"says"`
	Entries    []string `json:"entries,omitempty"`
	Line       string   `json:"line,omitempty"`
	Sources    []string `json:"sources,omitempty"`
	At         string   `json:"at,omitempty"`
	Weight     int64    `json:"weight"`
	Changeable bool     `json:"changeable"`
}

// Set is a collision or a way out.
type Set struct {
	Positions []Position `json:"positions"`
	Weight    int64      `json:"weight"`
}

// Sets is a list of collisions or ways out.
type Sets struct {
	List []Set `json:"list"`
	// Complete: there are no others. Each listed is proven minimal.
	Complete bool `json:"complete"`
}

// Answer is one thing that is owed.
type Answer struct {
	Kind    string   `json:"kind"`
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Who     []string `json:"who,omitempty"`
	Open    []Option `json:"open,omitempty"`
	Stands  string   `json:"stands"`
	Missing int64    `json:"missing,omitempty"`
	Unit    string   `json:"unit,omitempty"`
	// Lines are the requirement lines at which a capability is missed, Where
	// the same in words.
	Lines []string `json:"lines,omitempty"`
	Where []string `json:"where,omitempty"`
	// Line is the line of the case that asks for it, with where it is from.
	Line    string   `json:"line,omitempty"`
	Sources []string `json:"sources,omitempty"`
	At      string   `json:"at,omitempty"`
	Entries []string `json:"entries,omitempty"`
}

// Option is an option of an issue.
type Option struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// OwedItem is an answer that is owed, or a choice among several.
type OwedItem struct {
	*Answer
	AnyOf []Answer `json:"any_of,omitempty"`
}

// Owed is what would make a plan actionable.
type Owed struct {
	Count int        `json:"count"`
	Items []OwedItem `json:"items"`
	// Sets are alternatives that do not come apart into single choices: one
	// of the sets is owed besides Items.
	Sets [][]Answer `json:"one_of_sets,omitempty"`
	// From are answers of which Pick are owed besides Items; if Exact, any
	// Pick of them will do, otherwise not every choice will.
	From     []Answer `json:"from,omitempty"`
	Pick     int      `json:"pick,omitempty"`
	Exact    bool     `json:"exact,omitempty"`
	Complete bool     `json:"complete"`
}

// Standing is where an actor stands.
type Standing struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
	As    string `json:"as"`
	// Rung is agreed, conditional, interested, silent or ruled out.
	Rung  string `json:"rung"`
	Since string `json:"since,omitempty"`
	// SinceWritten is the day as the record writes it: it may be a month or days
	// between which it was, of which Since is the last.
	SinceWritten string `json:"since_written,omitempty"`
	// Terms are what a conditional one requires.
	Terms     []Position `json:"terms,omitempty"`
	Untouched []string   `json:"untouched,omitempty"`
	Entries   []string   `json:"entries,omitempty"`
	Against   *Position  `json:"against,omitempty"`
	Collision *Set       `json:"collision,omitempty"`
	InRule    bool       `json:"in_rule,omitempty"`
	// Figures are what the actor has named, as written, by capability.
	Figures []string `json:"figures,omitempty"`
}

// GoalCollision is a goal that no possible plan reaches, with the smallest
// collision.
type GoalCollision struct {
	Goal      string  `json:"goal"`
	Name      string  `json:"name"`
	Says      string  `json:"says"`
	Condition string  `json:"condition"`
	Collision *Set    `json:"collision,omitempty"`
	Figures   *Figure `json:"figures,omitempty"`
}

// Figure is why a goal about the force is out of reach of all offers.
type Figure struct {
	Capability string `json:"capability"`
	Name       string `json:"name"`
	Unit       string `json:"unit,omitempty"`
	Wanted     int64  `json:"wanted"`
	Reach      int64  `json:"reach"`
	Short      int64  `json:"short"`
	// From is who brings what all offers bring.
	From     []FigurePart `json:"from,omitempty"`
	Unstated []string     `json:"unstated,omitempty"`
}

// FigurePart is one contributor's part of a figure.
type FigurePart struct {
	Actor   string   `json:"actor"`
	Name    string   `json:"name"`
	N       int64    `json:"n"`
	Entries []string `json:"entries"`
}

// Contradiction is a pair of statements of one actor that cannot both hold.
type Contradiction struct {
	Actor   string    `json:"actor"`
	Name    string    `json:"name"`
	Entries [2]string `json:"entries"`
	Says    [2]string `json:"says"`
}

// Demand is a demand that is shown and not enforced.
type Demand struct {
	Actor  string `json:"actor"`
	Name   string `json:"name"`
	Entry  string `json:"entry"`
	Says   string `json:"says"`
	Status string `json:"status"`
}

// Step is something in an order: a step, or decide, commit, consent.
type Step struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Without is the verdict without something.
type Without struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Verdict string `json:"verdict"`
	Entries int    `json:"entries,omitempty"`
	Of      int    `json:"of,omitempty"`
}

// Dependence is what the verdict rests on.
type Dependence struct {
	SourcesChecked int       `json:"sources_checked"`
	SourcesOpen    int       `json:"sources_open,omitempty"` // the budget ended first
	Sources        []Without `json:"sources"`
	Anonymous      Without   `json:"anonymous"`
	Soft           Without   `json:"inferred_or_assumed"`
}

// External is a condition outside the actors' choice.
type External struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Value   string `json:"value"`
	Entry   string `json:"entry,omitempty"`
	Assumed bool   `json:"assumed,omitempty"`
	// Latest is the latest figure on record that nobody disputes, of LatestEntry;
	// HoldsIf the threshold at which it would hold.
	Latest      string `json:"latest,omitempty"`
	LatestEntry string `json:"latest_entry,omitempty"`
	HoldsIf     string `json:"holds_if,omitempty"`
}

// Check is the answer of `mandate check`.
type Check struct {
	Head
	Verdict        string          `json:"verdict"`
	Rung           string          `json:"rung,omitempty"`
	Happened       *HappenedAim    `json:"happened,omitempty"`
	Sentence       string          `json:"sentence"`
	Owed           *Owed           `json:"owed,omitempty"`
	First          [][]Step        `json:"first"`
	Decided        []DecidedIssue  `json:"decided"`
	Standings      []Standing      `json:"standings"`
	Collisions     *Sets           `json:"collisions,omitempty"`
	WaysOut        *Sets           `json:"lightest_ways_out,omitempty"`
	Goals          []GoalCollision `json:"goals"`
	Contradictions []Contradiction `json:"contradictions"`
	Demands        []Demand        `json:"demands"`
	Externals      []External      `json:"externals"`
	FirmShort      []Answer        `json:"firm_short,omitempty"`
	Disputed       [][]string      `json:"disputed"`
	Suspended      []Suspended     `json:"suspended"`
	Dependence     *Dependence     `json:"dependence,omitempty"`
	OtherRules     []Without       `json:"other_rules"`
}

// HappenedAim says when the aim, or its first stage, happened.
type HappenedAim struct {
	Step    string   `json:"step"`
	Name    string   `json:"name"`
	Day     string   `json:"day"`
	Entries []string `json:"entries"`
}

// Suspended is an entry that another one takes out for the time being.
type Suspended struct {
	Entry string   `json:"entry"`
	By    []string `json:"by"`
	Since string   `json:"since,omitempty"`
}

// DecidedIssue is an issue on which one option is left.
type DecidedIssue struct {
	Issue   string   `json:"issue"`
	Name    string   `json:"name"`
	Options []Option `json:"options"`
	Since   string   `json:"since,omitempty"`
	Entries []string `json:"entries"`
}

// Why is the answer of `mandate why`.
type Why struct {
	Head
	Goal     string `json:"goal,omitempty"`
	GoalName string `json:"goal_name,omitempty"`
	GoalSays string `json:"goal_says,omitempty"`
	// Result is possible, collision, out of reach, blocked without the goal,
	// or unknown.
	Result     string   `json:"result"`
	Collisions Sets     `json:"collisions"`
	Figures    *Figure  `json:"figures,omitempty"`
	NeedsGoal  []string `json:"needs_goal,omitempty"` // entries whose conditions speak of the goal
}

// Unblock is the answer of `mandate unblock`.
type Unblock struct {
	Head
	Goal     string `json:"goal,omitempty"`
	GoalName string `json:"goal_name,omitempty"`
	GoalSays string `json:"goal_says,omitempty"`
	Result   string `json:"result"`
	WaysOut  Sets   `json:"ways_out"`
}

// Show is the answer of `mandate show`.
type Show struct {
	Head
	Filter  []string `json:"filter,omitempty"`
	History bool     `json:"history,omitempty"`
	List    []string `json:"list"` // entry ids in the order shown
	Total   int      `json:"total"`
	Of      int      `json:"of"`
	Sources []Source `json:"sources,omitempty"`
	Moves   []Move   `json:"moves,omitempty"`
}

// Move is how an actor's position stood after an entry.
type Move struct {
	Entry string `json:"entry"`
	Day   string `json:"day"`
	// Changes are the marks that changed on that day; they stand with the
	// last entry of the day.
	Changes []Change `json:"changes"`
}

// Change is one change of a mark, in a column of the matrix.
type Change struct {
	Issue string `json:"issue"`
	Name  string `json:"name"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// Source is a document.
type Source struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Publisher   string `json:"publisher,omitempty"`
	Date        string `json:"date,omitempty"`
	URL         string `json:"url,omitempty"`
	Reliability string `json:"reliability"`
	Handling    string `json:"handling"`
	Entries     int    `json:"entries"`
}

// Matrix is the answer of `mandate matrix`.
type Matrix struct {
	Head
	Issues []MatrixIssue `json:"issues"`
	Rows   []MatrixRow   `json:"rows"`
}

// MatrixIssue is a column: an issue, or what positions speak of beside the
// issues.
type MatrixIssue struct {
	// Kind is issue, taking_part, text or steps.
	Kind string `json:"kind"`
	// ID is the issue; joins for who takes part; texts.<id>; before for the steps.
	ID      string `json:"id"`
	Name    string `json:"name"`
	Settle  bool   `json:"settle"`
	Decided bool   `json:"decided"`
}

// MatrixRow is an actor's row.
type MatrixRow struct {
	Actor string       `json:"actor"`
	Name  string       `json:"name"`
	Roles []string     `json:"roles"`
	Cells []MatrixCell `json:"cells"`
}

// MatrixCell is where an actor stands in a column.
type MatrixCell struct {
	// Mark is agreed, conditional, interested, silent or objects.
	Mark string `json:"mark"`
	// Hook: there is a condition behind the mark.
	Hook    bool     `json:"hook,omitempty"`
	Says    []string `json:"says,omitempty"`
	Entries []string `json:"entries,omitempty"`
}

// Failure is an error as JSON.
type Failure struct {
	Schema      string    `json:"schema"`
	Code        string    `json:"code"`
	Message     string    `json:"message"`
	Hint        string    `json:"hint,omitempty"`
	Diagnostics diag.List `json:"diagnostics,omitempty"`
}

// Lint is the answer of `mandate lint`.
type Lint struct {
	Schema      string    `json:"schema"`
	Case        string    `json:"case"`
	Errors      int       `json:"errors"`
	Warnings    int       `json:"warnings"`
	Sources     int       `json:"sources"`
	Entries     int       `json:"entries"`
	Diagnostics diag.List `json:"diagnostics"`
}

// Added is the answer of `mandate add`.
type Added struct {
	Schema string `json:"schema"`
	Case   string `json:"case"`
	File   string `json:"file"`
	Entry  string `json:"entry"`
}

// Formatted is the answer of `mandate fmt`.
type Formatted struct {
	Schema string `json:"schema"`
	Case   string `json:"case"`
	// Changed lists the files that were not canonical; Written tells whether
	// they were rewritten.
	Changed []string `json:"changed"`
	Written bool     `json:"written"`
}

// Started is the answer of `mandate new`.
type Started struct {
	Schema string `json:"schema"`
	Folder string `json:"folder"`
}
