package casefile

import "mandate"

// tables holds the shapes of the files. It is built once and never written to.
type tables struct {
	caseFile, record, assumptions, coverage, plan, alerts *shape
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

func listOf(elem *shape, what string) *shape {
	return &shape{kind: kindList, elem: elem, what: what}
}

func listOf1(elem *shape, what string) *shape {
	return &shape{kind: kindList, elem: elem, what: what, min: 1}
}

func union(what string, alts ...*shape) *shape {
	return &shape{kind: kindUnion, alts: alts, what: what}
}

func word(what string, enum []string) *shape {
	return &shape{kind: kindWord, what: what, enum: enum}
}

func number(min, max int64, what string) *shape {
	return &shape{kind: kindInt, min: min, max: max, what: what}
}

// maxFigure bounds all figures, so that sums of them cannot overflow.
const maxFigure = 1_000_000_000_000

// maxStageCount bounds the stages of a step.
const maxStageCount = 100

// newTables builds the tables: for each key its name, whether it is required,
// its shape and a sentence for the documentation.
func newTables() *tables {
	text := &shape{kind: kindText, what: "text"}
	id := &shape{kind: kindID, name: "id", what: "an id", doc: "An id: a lower-case letter, then letters, digits, - and _."}
	issueID := &shape{kind: kindIssueID, name: "issueId", what: "the id of an issue", doc: "The id of an issue: a lower-case letter, then letters, digits and _; no function's name."}
	ref := &shape{kind: kindRef, name: "ref", what: "an id", doc: "The id of something that the case defines."}
	stepRef := &shape{kind: kindStepRef, name: "stepRef", what: "the id of a step or stage", doc: "The id of a step, or of a stage as step.n."}
	date := &shape{kind: kindDate, name: "date", what: "a date", doc: "A day (2025-12-20), a month (2025-12) or an interval of two of them (2025-12-15/2025-12-19)."}
	boolean := &shape{kind: kindBool, what: "true or false"}
	truth := &shape{kind: kindTrue, what: "true"}
	condition := &shape{kind: kindCondition, name: "condition", what: "a condition", doc: "A condition in the language of docs/format.md."}
	figure := &shape{kind: kindFigure, name: "figure", what: "a figure", doc: "A whole number, or two as n..m."}
	refs := union("an id or a list of ids", ref, listOf1(ref, "a list of ids"))
	refs.name, refs.doc = "refs", "One id or a list of ids."
	handling := word("a handling level", words(mandate.Handlings))

	line := func(required bool) []key {
		return []key{
			{"source", required, refs, "The document or documents it rests on; it stands as long as one of them does."},
			{"at", false, text, "The place in the first source: page, paragraph, sentence."},
			{"from", false, date, "From when it holds."},
			{"until", false, date, "Until when it holds."},
		}
	}
	with := func(keys []key, more ...key) []key { return append(append([]key(nil), keys...), more...) }
	join := func(keys, more []key) []key { return append(append([]key(nil), keys...), more...) }

	named := []key{
		{"id", true, id, "The id, by which everything else refers to it."},
		{"name", true, text, "The name that is shown."},
	}

	actor := &shape{kind: kindObject, name: "actor", what: "an actor", doc: "A state, party, armed group, organisation or body.",
		keys: join(with(named,
			key{"also", false, listOf(text, "a list of names"), "Other names it goes by, which a search finds."},
			key{"roles", false, listOf(word("a role", words(mandate.Roles)), "a list of roles"), "What the actor may do in a plan: only contributors join, only parties consent."},
			key{"groups", false, listOf(id, "a list of group tags"), "Tags such as p5, which conditions and group entries use."},
			key{"part_of", false, ref, "The actor that this one is part of."},
		), line(false))}
	theme := &shape{kind: kindObject, name: "theme", what: "a theme", doc: "A heading under which progress is told.", keys: named}
	themeRef := key{"theme", false, ref, "The theme it belongs to, for progress."}
	group := &shape{kind: kindObject, name: "group", what: "a group", doc: "A name for a group tag; a tag that is used need not be listed.", keys: named}

	option := &shape{kind: kindObject, name: "option", what: "an option", doc: "One possible answer to an issue; it inherits the issue's source.",
		keys: join(with(named, key{"paid_by", false, refs, "The actors or groups that pay if it is chosen."}), line(false))}
	issue := &shape{kind: kindObject, name: "issue", what: "an issue", doc: "One question that a mandate must settle, with a closed list of options.",
		keys: join([]key{
			{"id", true, issueID, "The id, which stands bare in conditions."},
			{"name", true, text, "The name that is shown."},
			{"question", false, text, "The question in full."},
			{"kind", false, word("a kind of issue", []string{"choice", "set"}), "choice (default): exactly one option; set: any subset of them."},
			{"ordered", false, boolean, "Whether the options form a scale, least first."},
			{"decided_by", false, refs, "The actors who may decide it; default: every actor with the role decider."},
			{"options", true, listOf1(option, "a list of options"), "The possible answers."},
		}, line(true))}
	settle := &shape{kind: kindObject, name: "settle", what: "a line of the settle list", doc: "An issue that must be decided before anybody can be asked to commit.",
		keys: with(line(true), key{"issue", true, ref, "The issue."})}

	needObject := &shape{kind: kindObject, what: "a need", keys: with(line(false), key{"that", true, condition, "The condition."})}
	need := union("a condition, or a map with that and source", condition, needObject)
	need.name, need.doc = "need", "A condition, which inherits the step's source, or a line of its own."
	stepEstimate := &shape{kind: kindObject, name: "stepEstimate", what: "an estimate", doc: "How long the step takes, or when it is expected.",
		keys: []key{
			{"days", false, figure, "The duration in days."},
			{"date", false, date, "The date for which it is announced."},
		}, oneOf: [][]string{{"days"}, {"date"}}}
	step := &shape{kind: kindObject, name: "step", what: "a step", doc: "Something that has to happen.",
		keys: join(with(named,
			key{"needs", false, listOf(need, "a list of conditions"), "What must hold before the step; each is a line of its own."},
			key{"if", false, need, "What must hold for the step to be allowed at all."},
			key{"stages", false, number(1, maxStageCount, "a number of stages"), "The number of stages, taken in turn; their ids are step.1, step.2 …"},
			key{"estimate", false, stepEstimate, "What is known about its duration or date."},
			themeRef,
		), line(true))}

	capability := &shape{kind: kindObject, name: "capability", what: "a capability", doc: "Something a force needs.",
		keys: with(named, key{"unit", false, text, "What it is counted in: soldiers, beds, USD per month."})}
	plain := &shape{kind: kindObject, name: "named", what: "a task or sector", doc: "A task or sector of the force.", keys: join(named, line(false))}
	requirement := &shape{kind: kindObject, name: "requirement", what: "a requirement", doc: "How much of a capability the force needs, for a task or in a sector.",
		keys: join([]key{
			{"id", true, id, "The id of the line."},
			{"capability", true, ref, "The capability."},
			{"task", false, ref, "The task it is for; default: any."},
			{"sector", false, ref, "The sector it is for; default: anywhere."},
			{"minimum", true, number(0, maxFigure, "a whole number"), "Below this the force cannot start."},
			{"target", false, number(0, maxFigure, "a whole number"), "The full strength; default: the minimum."},
			{"if", false, condition, "The condition under which the line applies."},
		}, line(true))}
	rate := &shape{kind: kindObject, name: "rate", what: "a rate", doc: "What one unit of a capability costs in a month.",
		keys: join([]key{
			{"capability", true, ref, "The capability."},
			{"per_month", true, number(1, maxFigure, "a whole number"), "The cost of one unit in a month."},
			{"currency", true, text, "The currency: USD."},
		}, line(true))}
	rule := &shape{kind: kindObject, name: "rule", what: "a consent rule", doc: "Whose agreement the plan needs; the first rule is the default.",
		keys: join(with(named, key{"that", true, condition, "The rule as a condition."}), line(true))}
	bound := &shape{kind: kindObject, name: "bound", what: "a bound", doc: "A threshold for a reading.",
		keys: []key{
			{"at_least", false, number(0, maxFigure, "a whole number"), "This number or more."},
			{"at_most", false, number(0, maxFigure, "a whole number"), "This number or less."},
		}, oneOf: [][]string{{"at_least"}, {"at_most"}}}
	external := &shape{kind: kindObject, name: "external", what: "an external", doc: "A condition outside the actors' choice.",
		keys: join(with(named,
			key{"value", false, union("true, false or unknown", boolean, word("true, false or unknown", []string{"unknown"})), "Its value where no reading decides."},
			key{"holds_if", false, bound, "Readings within this bound make it true."},
			key{"fails_if", false, bound, "Readings within this bound make it false."},
		), line(true))}
	clause := &shape{kind: kindObject, name: "clause", what: "a clause", doc: "One condition of a text; it inherits the text's source.",
		keys: join([]key{
			{"id", true, id, "The id, unique within the text."},
			{"name", false, text, "The name that is shown."},
			themeRef,
			{"that", true, condition, "The condition."},
		}, line(false))}
	bundle := &shape{kind: kindObject, name: "text", what: "a text", doc: "A named bundle of conditions and steps: a draft, a resolution, a rival plan.",
		keys: join(with(named,
			key{"date", false, date, "The date of the text."},
			key{"clauses", false, listOf(clause, "a list of clauses"), "Its conditions."},
			key{"steps", false, listOf(stepRef, "a list of steps"), "The steps it calls for."},
		), line(true)), anyOf: []string{"clauses", "steps"}}
	goal := &shape{kind: kindObject, name: "goal", what: "a goal", doc: "A condition that is asked about again and again.",
		keys: join(with(named, key{"that", true, condition, "The condition."}), line(false))}
	binding := &shape{kind: kindObject, name: "binding", what: "a line with entry and why",
		keys: []key{
			{"entry", true, ref, "The entry."},
			{"why", true, text, "The reason."},
		}}
	weights := &shape{kind: kindObject, name: "weights", what: "weights by firmness", doc: "What changing a position counts, by firmness; default 1 each."}
	for _, f := range mandate.Firmnesses {
		weights.keys = append(weights.keys, key{string(f), false, number(1, 1_000_000, "a whole number"), "The weight of positions that are " + string(f) + "."})
	}

	caseFile := &shape{kind: kindObject, what: "case.yaml", doc: "The vocabulary of a case and the sourced lines that structure it.",
		keys: []key{
			{"mandate", true, &shape{kind: kindVersion, what: "the format version"}, "The format version."},
			{"title", true, text, "The title."},
			{"summary", false, text, "One sentence about the case."},
			{"aim", true, stepRef, "The step that the verdict is about."},
			{"actors", true, listOf1(actor, "a list of actors"), "States, parties, armed groups, organisations and bodies."},
			{"groups", false, listOf(group, "a list of groups"), "Names for group tags."},
			{"issues", false, listOf(issue, "a list of issues"), "The questions that a mandate must settle."},
			{"settle", false, listOf(settle, "the settle list"), "The issues that must be decided before anybody can be asked to commit."},
			{"themes", false, listOf(theme, "a list of themes"), "Headings for progress, in the order in which they are told."},
			{"steps", true, listOf1(step, "a list of steps"), "What has to happen."},
			{"capabilities", false, listOf(capability, "a list of capabilities"), "What a force needs."},
			{"tasks", false, listOf(plain, "a list of tasks"), "The tasks of the force; an option of a set issue with the same id is the same task."},
			{"sectors", false, listOf(plain, "a list of sectors"), "The sectors of the force."},
			{"requirements", false, listOf(requirement, "a list of requirements"), "How much of each capability is needed."},
			{"rates", false, listOf(rate, "a list of rates"), "What a unit of a capability costs in a month."},
			{"rules", false, listOf(rule, "a list of consent rules"), "Whose agreement the plan needs; the first is the default."},
			{"externals", false, listOf(external, "a list of externals"), "Conditions outside the actors' choice."},
			{"texts", false, listOf(bundle, "a list of texts"), "Drafts, resolutions, plans."},
			{"goals", false, listOf(goal, "a list of goals"), "Questions asked again and again."},
			{"binds", false, listOf(binding, "a list of lines with entry and why"), "Disputed entries that bind all the same."},
			{"reopenable", false, listOf(binding, "a list of lines with entry and why"), "Decisions that unblock may propose to change."},
			{"weights", false, weights, "What changing a position counts."},
		}}

	source := &shape{kind: kindObject, name: "source", what: "a source", doc: "A document.",
		keys: []key{
			{"id", true, id, "The id."},
			{"title", true, text, "The title."},
			{"publisher", false, text, "Who published it."},
			{"date", false, date, "When it was published."},
			{"url", false, text, "Where it can be found."},
			{"reliability", true, word("an Admiralty letter", []string{"A", "B", "C", "D", "E", "F"}), "Admiralty letter A to F; F: cannot be judged."},
			{"handling", false, handling, "Who may see it; default: public."},
			{"notes", false, text, "Notes."},
		}}
	amountObject := &shape{kind: kindObject, what: "an amount",
		keys: []key{
			{"n", false, number(0, maxFigure, "a whole number"), "A plain figure."},
			{"at_least", false, number(0, maxFigure, "a whole number"), "This many or more."},
			{"at_most", false, number(0, maxFigure, "a whole number"), "This many or fewer."},
			{"from", false, number(0, maxFigure, "a whole number"), "The lower end of a range."},
			{"to", false, number(0, maxFigure, "a whole number"), "The upper end of a range."},
			{"available", false, date, "From when the amount can be had."},
		}, oneOf: [][]string{{"n"}, {"at_least"}, {"at_most"}, {"from", "to"}}}
	amount := union("a whole number, some, or a map such as {at_least: 100}",
		number(0, maxFigure, "a whole number"), word("some", []string{"some"}), amountObject)
	amount.name, amount.doc = "amount", "n, some, {at_least: n}, {at_most: n}, {from: a, to: b}; maps with available: DATE, {n: 100, available: 2026-04} for a plain figure."
	offer := &shape{kind: kindObject, name: "offer", what: "an offer or commitment", doc: "What is brought, and under which condition; all keys are optional.",
		keys: []key{
			{"amounts", false, &shape{kind: kindMapping, keyed: ref, elem: amount, what: "amounts by capability", min: 1}, "The amounts, by capability."},
			{"if", false, condition, "The condition."},
			{"not_for", false, refs, "Tasks or sectors that the amounts must not be used for."},
			{"adds_to", false, ref, "The entry whose amounts these are added to."},
		}}
	preference := &shape{kind: kindObject, name: "preference", what: "a preference",
		keys: []key{
			{"that", true, condition, "What is preferred."},
			{"over", false, condition, "What is preferred less."},
		}}
	happening := &shape{kind: kindObject, what: "an event, a reading or a grade",
		keys: []key{
			{"step", false, stepRef, "The step or stage that is graded."},
			{"grade", false, number(0, mandate.MaxGrade, "a grade"), "How far it is implemented: 0 not initiated, 1 minimal, 2 intermediate, 3 full, which is as done."},
			{"event", false, text, "An incident, in words."},
			{"reading", false, ref, "The external of which this is a reading."},
			{"value", false, union("a whole number, true or false", number(0, maxFigure, "a whole number"), boolean), "The value read."},
		}, oneOf: [][]string{{"event"}, {"reading", "value"}, {"step", "grade"}}}
	happened := union("a step, {event: …}, {reading: …, value: …} or {step: …, grade: …}", stepRef, happening)
	happened.name, happened.doc = "happened", "A step or stage, an event, a reading of an external, or how far a step is implemented."
	estimate := &shape{kind: kindObject, name: "estimate", what: "an estimate", doc: "A duration, date, size or cost that somebody announced.",
		keys: []key{
			{"step", false, stepRef, "The step, for days and date."},
			{"capability", false, ref, "The capability, for size."},
			{"days", false, figure, "A duration in days."},
			{"date", false, date, "A date."},
			{"size", false, figure, "A size in the capability's unit."},
			{"cost", false, figure, "A cost."},
			{"unit", false, text, "What the cost is counted in: USD, EUR per month."},
		}, oneOf: [][]string{{"step", "days"}, {"step", "date"}, {"capability", "size"}, {"cost", "unit"}}}
	effect := &shape{kind: kindObject, name: "effect", what: "an effect", doc: "One consequence of an entry: a map with one key.",
		keys: []key{
			{"decides", false, condition, "A decision about issues, by who decides them."},
			{"adopts", false, ref, "Decides all clauses of a text."},
			{"accepts", false, condition, "Says yes to plans in which the condition holds."},
			{"requires", false, condition, "Goes along only if the condition holds."},
			{"rejects", false, condition, "Goes along only if the condition does not hold."},
			{"excludes", false, ref, "Goes along only if that contributor does not join."},
			{"declines", false, truth, "Neither joins nor consents."},
			{"offers", false, offer, "Brings this if it joins."},
			{"commits", false, offer, "Promises to join and to bring this."},
			{"interested", false, truth, "Is willing to consider taking part."},
			{"prefers", false, preference, "Prefers one thing over another; never blocks."},
			{"happened", false, happened, "A step done, an event, a reading, a grade of implementation."},
			{"estimates", false, estimate, "An announced duration, date, size or cost."},
		}}
	for _, k := range mandate.EffectKinds {
		effect.oneOf = append(effect.oneOf, []string{string(k)})
	}
	speaker := &shape{kind: kindObject, name: "speaker", what: "a speaker", doc: "Who spoke; another actor than the entry's makes it hearsay.",
		keys: []key{
			{"name", false, text, "The name."},
			{"office", false, text, "The office."},
			{"actor", false, ref, "Whom the speaker speaks for."},
		}, anyOf: []string{"name", "office", "actor"}}
	entryID := key{"id", true, id, "The id; it never changes and is never reused."}
	dates := []key{
		{"said", false, date, "When it was said or done."},
		{"reported", false, date, "When it became public."},
		{"recorded", false, date, "When it was entered here."},
		{"expires", false, date, "Its last day."},
	}
	about := []key{
		{"actor", false, ref, "The actor, or a group tag."},
		{"actors", false, listOf1(ref, "a list of actors"), "The actors of a joint statement."},
		{"speaker", false, speaker, "Who spoke, where it is not simply the actor."},
		{"handling", false, handling, "Who may see it; default: as the most closed of its sources."},
		{"summary", true, text, "What was said or done, in one's own words."},
	}
	effects := key{"effects", false, listOf1(effect, "a list of effects"), "What it does to the possible plans."}
	links := []key{
		{"supersedes", false, refs, "Entries that it ends for good."},
		{"suspends", false, refs, "Entries that it takes out while it is in force."},
		{"disputes", false, refs, "Entries that it disputes: neither binds."},
	}
	entry := &shape{kind: kindObject, name: "entry", what: "an entry", doc: "One line of the record: on this date this actor did or said this, according to this source.",
		keys: join(join(join(with(join([]key{entryID}, dates),
			key{"source", true, refs, "The document or documents it is taken from."},
			key{"at", false, text, "The place in the first source."},
			key{"voice", true, word("a voice", words(mandate.Voices)), "How the source carries the statement."},
			key{"firmness", true, word("a firmness", words(mandate.Firmnesses[:4])), "How firm the statement is."},
			key{"credibility", false, number(1, 6, "an Admiralty number"), "Admiralty number 1 to 6; 6: cannot be judged."},
			key{"quote", false, text, "A short quotation, at most 15 words."},
		), about), []key{effects,
			{"context", false, text, "Why it carries no effect."}}), links),
		anyOf: []string{"said", "reported"},
		oneOf: [][]string{{"actor"}, {"actors"}},
	}
	assumption := &shape{kind: kindObject, name: "assumption", what: "an assumption", doc: "What an analyst assumes; always marked.",
		keys: join(join(with(join([]key{entryID}, dates),
			key{"why", true, text, "Why it is assumed."},
		), about), join([]key{effects}, links)),
		oneOf: [][]string{{"actor"}, {"actors"}},
	}

	record := &shape{kind: kindObject, what: "a record file", doc: "Sources and entries.",
		keys: []key{
			{"sources", false, listOf(source, "a list of sources"), "The documents."},
			{"entries", false, listOf(entry, "a list of entries"), "The statements."},
		}}
	chances := chancesShape(line, join)
	assumptions := &shape{kind: kindObject, what: "assumptions.yaml", doc: "What an analyst assumes; switched off by --no-assumptions.",
		keys: []key{
			{"entries", false, listOf(assumption, "a list of assumptions"), "Assumed entries."},
			{"mandate", false, &shape{kind: kindMapping, keyed: ref, elem: union("an option or a list of options", ref, listOf(ref, "a list of options")), what: "options by issue"}, "The options assumed for the mandate, by issue; for chances."},
			{"externals", false, &shape{kind: kindMapping, keyed: ref, elem: boolean, what: "true or false by external"}, "The values assumed for externals."},
			{"chances", false, chances, "What the chances are taken to be; for chances."},
		}}
	item := &shape{kind: kindObject, name: "item", what: "a line of the checklist", doc: "One source statement, mapped to where the case keeps it.",
		keys: []key{
			{"item", true, text, "The statement's name in the checklist."},
			{"entries", false, listOf1(ref, "a list of entries"), "The entries that hold it."},
			{"case", false, listOf1(&shape{kind: kindCaseRef, name: "caseRef", what: "the name of a case line", doc: "A case line such as issues.roe or steps.deployed.needs.1."}, "a list of case lines"), "The case lines that hold it."},
			{"context", false, text, "Why it is left out."},
		}}
	coverage := &shape{kind: kindObject, what: "coverage.yaml", doc: "A checklist of source statements and where the case keeps each.",
		keys: []key{{"coverage", true, listOf(item, "a list of items"), "The checklist."}}}
	barred := &shape{kind: kindItem, name: "choosable", what: "issue=option or a contributor", doc: "What may be left out: an option, as issue=option, or a contributor."}
	plan := &shape{kind: kindObject, what: "a saved plan", doc: "Choices that somebody keeps under a name, which is the file's; nothing says that a possible plan meets them.",
		keys: []key{
			{"mandate", true, &shape{kind: kindVersion, what: "the format version"}, "The format version."},
			{"title", false, text, "What the plan is, in a line."},
			{"set", false, &shape{kind: kindMapping, keyed: ref, elem: union("an option or a list of options", ref, listOf(ref, "a list of options")), what: "options by issue"}, "The options chosen, by issue; of a set issue these members and no others."},
			{"join", false, listOf1(ref, "a list of contributors"), "The contributors that join."},
			{"exclude", false, listOf1(barred, "a list of options and contributors"), "The options and contributors that are left out."},
		}}
	alert := &shape{kind: kindObject, name: "alert", what: "an alert", doc: "A condition on conclusions that somebody wants to be told of.",
		keys: with(named,
			key{"when", true, condition, "When it fires: verdict(), rung(…), owed(), possible(…) and on_record(…), in the language of docs/format.md."},
			key{"by", true, text, "Who keeps it."},
			key{"why", true, text, "What it is for."},
		)}
	alerts := &shape{kind: kindObject, what: "alerts.yaml", doc: "What somebody wants to be told of.",
		keys: []key{{"alerts", true, listOf(alert, "a list of alerts"), "The alerts."}}}
	return &tables{alerts: alerts, caseFile: caseFile, record: record, assumptions: assumptions, coverage: coverage, plan: plan}
}
