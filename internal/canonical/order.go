package canonical

import "strings"

// The order of keys, as docs/format.md lists them; set, join and exclude are
// those of a saved plan. A path is the keys from the
// top joined by points; lists add nothing to it.

var (
	caseKeys = words("mandate title summary aim actors groups issues settle themes steps capabilities tasks sectors requirements rates rules externals texts goals binds reopenable weights sources entries set join exclude")
	// fileKeys is for all other files; recorded ones come first.
	fileKeys  = words("title sources entries mandate externals chances coverage alerts")
	entryKeys = words("id said reported recorded expires source at actor actors speaker voice firmness credibility handling why summary quote effects context supersedes suspends disputes")
	boundKeys = words("at_least at_most")
	// spreadKeys are those of a distribution.
	spreadKeys = words("low likely high median p90 exactly class")
)

const lineKeys = " source at from until"

var orders = map[string][]string{
	".actors":                            words("id name also roles groups part_of" + lineKeys),
	".groups":                            words("id name"),
	".issues":                            words("id name question kind ordered decided_by" + lineKeys + " options"),
	".issues.options":                    words("id name paid_by" + lineKeys),
	".settle":                            words("issue" + lineKeys),
	".steps":                             words("id name theme" + lineKeys + " needs if stages estimate"),
	".steps.needs":                       words("that" + lineKeys),
	".steps.if":                          words("that" + lineKeys),
	".steps.estimate":                    words("step capability cost size days date unit"),
	".capabilities":                      words("id name unit"),
	".tasks":                             words("id name" + lineKeys),
	".sectors":                           words("id name" + lineKeys),
	".requirements":                      words("id capability task sector minimum target if" + lineKeys),
	".rates":                             words("capability per_month currency" + lineKeys),
	".rules":                             words("id name that" + lineKeys),
	".externals":                         words("id name" + lineKeys + " holds_if fails_if value"),
	".externals.holds_if":                boundKeys,
	".externals.fails_if":                boundKeys,
	".texts":                             words("id name date" + lineKeys + " clauses steps"),
	".texts.clauses":                     words("id name theme that" + lineKeys),
	".goals":                             words("id name that" + lineKeys),
	".themes":                            words("id name"),
	".binds":                             words("entry why"),
	".reopenable":                        words("entry why"),
	".weights":                           words("decided stated reported inferred assumed"),
	".sources":                           words("id title publisher date url reliability handling notes"),
	".entries":                           entryKeys,
	".entries.speaker":                   words("name office actor"),
	".entries.effects":                   words("decides adopts accepts requires rejects excludes declines offers commits interested prefers happened estimates"),
	".entries.effects.offers":            words("amounts if not_for adds_to"),
	".entries.effects.commits":           words("amounts if not_for adds_to"),
	".entries.effects.prefers":           words("that over"),
	".entries.effects.happened":          words("step grade event reading value"),
	".entries.effects.estimates":         words("step capability cost size days date unit"),
	".coverage":                          words("item entries case context"),
	".alerts":                            words("id name when by why"),
	".chances.binds":                     words("entry firmness chance driver loading why" + lineKeys),
	".chances.answers":                   words("actor role rung chance brings driver loading why" + lineKeys),
	".chances.externals":                 words("external chance driver loading why" + lineKeys),
	".chances.takes":                     words("event each days never driver loading why" + lineKeys),
	".chances.brings":                    words("actor each percent why" + lineKeys),
	".chances.risks":                     words("id name chance delays days stops driver loading why" + lineKeys),
	".chances.drivers":                   words("id name why" + lineKeys),
	".chances.checkpoints":               words("step by why" + lineKeys),
	".chances":                           words("by written note binds answers externals takes brings risks drivers checkpoints"),
	".chances.takes.days":                spreadKeys,
	".chances.takes.days.class":          words("case days never source"),
	".chances.risks.days":                spreadKeys,
	".chances.risks.days.class":          words("case days never source"),
	".chances.brings.percent":            spreadKeys,
	".chances.brings.percent.class":      words("case days never source"),
	".chances.answers.brings.*":          spreadKeys,
	".chances.answers.brings.*.class":    words("case days never source"),
	".entries.effects.offers.amounts.*":  words("n at_least at_most from to available"),
	".entries.effects.commits.amounts.*": words("n at_least at_most from to available"),
}

func words(s string) []string { return strings.Fields(s) }

// keyOrder returns the order of the keys of a map at a path; nil: as written.
func keyOrder(path string) []string {
	switch path {
	case "case":
		return caseKeys
	case "file":
		return fileKeys
	}
	_, p, ok := strings.Cut(path, ".")
	if !ok {
		return nil
	}
	p = "." + p
	if o := orders[p]; o != nil {
		return o
	}
	if i := strings.LastIndexByte(p, '.'); i >= 0 && strings.HasSuffix(p[:i], ".amounts") {
		return orders[p[:i]+".*"]
	}
	if at, rest, ok := strings.Cut(p, ".chances.answers.brings."); ok && at == "" {
		_, rest, _ = strings.Cut(rest+".", ".")
		return orders[strings.TrimSuffix(".chances.answers.brings.*."+rest, ".")]
	}
	return nil
}

// rootPath tells case.yaml, whose top is a case, from the other files.
func rootPath(n *node) string {
	for _, it := range n.items {
		switch it.key.value {
		case "aim", "actors", "issues", "steps":
			return "case"
		case "mandate":
			if it.val.kind == scalarNode && it.val.tag == "!!int" {
				return "case"
			}
		}
	}
	return "file"
}
