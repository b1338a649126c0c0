package casefile

import "mandate"

// buildAlerts reads alerts.yaml; it alone speaks of alerts, so nothing else writes
// there.
func buildAlerts(f *file, c *mandate.Case) *built {
	b := &built{f: f, alerts: true}
	for _, n := range f.items(f.get(f.root, "alerts")) {
		a := &mandate.Alert{ID: b.define(anAlert, n, "alerts"), Name: f.str(n, "name"), By: f.str(n, "by"), Why: f.str(n, "why")}
		b.condition(f.get(n, "when"), &a.When)
		c.Alerts = append(c.Alerts, a)
	}
	return b
}
