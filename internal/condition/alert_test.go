package condition

import (
	"testing"

	"mandate"
)

// TestAlerts: conditions on conclusions are read in alerts, printed in one form, and
// nowhere else.
func TestAlerts(t *testing.T) {
	v := NewVocabulary(&mandate.Case{
		Actors: []*mandate.Actor{{ID: "egypt", Roles: []mandate.Role{mandate.RoleParty}}, {ID: "un", Roles: []mandate.Role{mandate.RoleBody}}},
		Issues: []*mandate.Issue{{ID: "roe", Options: []*mandate.Option{{ID: "light"}, {ID: "heavy"}}}},
	})
	for text, want := range map[string]string{
		`verdict() >= "actionable"`:                                                   `verdict() >= "actionable"`,
		`!(rung("egypt")=="ruled out")`:                                               `!(rung("egypt") == "ruled out")`,
		`owed()<=3 && verdict()!="under way"`:                                         `owed() <= 3 && verdict() != "under way"`,
		`possible(roe == "light" || !consents("egypt")) || on_record(decided("roe"))`: `possible(roe == "light" || !consents("egypt")) || on_record(decided("roe"))`,
	} {
		e, problems := Parse(text, v.ForAlerts())
		if len(problems) > 0 || Print(e) != want {
			t.Errorf("%s: %q %v", text, Print(e), problems)
			continue
		}
		if again, problems := Parse(want, v.ForAlerts()); len(problems) > 0 || Print(again) != want {
			t.Errorf("%s is not read again: %v", want, problems)
		}
		if _, problems := Parse(text, v); len(problems) == 0 || problems[0].Code != "alerts-only" && problems[0].Code != "syntax" {
			t.Errorf("%s is read outside alerts: %v", text, problems)
		}
	}
	for text, code := range map[string]string{
		`roe == "light"`: "conclusions-only", `rung("un") == "agreed"`: "wrong-role", `possible(owed() == 0)`: "plans-only",
		`verdict()`: "bare-count", `rung("egypt") == 3`: "unknown-word", `owed() > many`: "number-wanted", `on_record(possible(roe == "light"))`: "plans-only",
	} {
		if _, problems := Parse(text, v.ForAlerts()); len(problems) == 0 || problems[0].Code != code {
			t.Errorf("%s: %v, not %s", text, problems, code)
		}
	}
}
