package chart

import "strings"

// tokens are the colours: the page's name, and what a file falls back to on
// light and on dark.
var tokens = []struct{ name, light, dark string }{
	{"ink", "#1d1d1b", "#e9e7e2"},
	{"dim", "#66655f", "#a5a39b"},
	{"hair", "#d8d6cf", "#3d3c39"},
	{"paper", "#ffffff", "#171716"},
	{"accent", "#1f5f8b", "#7fb4de"},
	{"agreed", "#12395c", "#d9e8f6"},
	{"conditional", "#3a719f", "#84aed4"},
	{"interested", "#6b97bd", "#6488ab"},
	{"silent", "#85847d", "#8d8b85"},
	{"objects", "#a3271c", "#f0846f"},
}

// rules are the look of the classes. @ink stands for a colour.
var rules = []struct{ selector, body string }{
	{"", `font-family:var(--m-font,"Helvetica Neue","Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif);font-variant-numeric:tabular-nums;font-feature-settings:"tnum"`},
	{":root", "background:@paper"},
	{" text", "fill:@ink;font-size:13px;stroke:none"},
	{" .small", "font-size:11px"},
	{" .dim", "fill:@dim"},
	{" .strong", "font-weight:600"},
	{" .accent", "fill:@accent"},
	{" .halo", "paint-order:stroke;stroke:@paper;stroke-width:3px;stroke-linejoin:round"},
	{" .hair", "fill:none;stroke:@hair;stroke-width:1"},
	{" .rule", "fill:none;stroke:@ink;stroke-width:1.5"},
	{" .goal", "fill:none;stroke:@ink;stroke-width:1.5;stroke-dasharray:3 2"},
	{" .now", "fill:none;stroke:@accent;stroke-width:1.5"},
	{" .span", "fill:none;stroke:@silent;stroke-width:1;stroke-opacity:.6"},
	{" .hook", "fill:none;stroke:@ink;stroke-width:1"},
	{" .disc", "fill:@paper;stroke:@agreed;stroke-width:1.5"},
	{" .void", "fill:@paper;stroke:@objects;stroke-width:1"},
	{" .paper-line", "fill:none;stroke:@paper;stroke-width:1"},
	{" .tick", "fill:@dim;stroke:none"},
	{" .hit", "fill:none;stroke:none;pointer-events:all"},
	{" .paper", "fill:@paper;stroke:none"},
	{" .agreed", "fill:@agreed;stroke:none"},
	{" .conditional", "fill:@conditional;stroke:none"},
	{" .interested", "fill:@interested;stroke:none"},
	{" .objects", "fill:@objects;stroke:none"},
	{" .silent", "fill:@silent;stroke:none"},
	{" .agreed-line", "fill:none;stroke:@agreed;stroke-width:1.5"},
	{" .conditional-line", "fill:none;stroke:@conditional;stroke-width:1.5"},
	{" .interested-line", "fill:none;stroke:@interested;stroke-width:1.5"},
	{" .silent-line", "fill:none;stroke:@silent;stroke-width:1.2"},
	{" .objects-line", "fill:none;stroke:@objects;stroke-width:2"},
	{" .cross-line", "fill:none;stroke:@objects;stroke-width:1"},
	{" .hatch", "fill:none;stroke:@conditional;stroke-width:1.5"},
	{" .lost", "fill:none;stroke:@silent;stroke-width:1;stroke-dasharray:2 2"},
	{" .way", "fill:none;stroke:@dim;stroke-width:1.2"},
	{" .way-demand", "stroke:@accent;stroke-width:1.4;stroke-dasharray:5 3"},
	{" .way-form", "stroke:@silent;stroke-width:1"},
	{" .way-choice", "stroke-dasharray:1.5 3"},
	{" .way-circle", "stroke:@objects;stroke-width:2"},
	{" .way-hit", "fill:none;stroke:none;stroke-width:11;pointer-events:stroke"},
	{" .curve", "stroke:@agreed;stroke-width:2"},
	{" .on", "fill:@paper"},
	{" .fault", "fill:@objects"},
	{" .mark", "cursor:pointer"},
	{" .mark:focus", "outline:none"},
	{" .mark:focus-visible", "outline:2px solid @accent;outline-offset:1px"},
	{" .mark:hover text", "text-decoration:underline"},
	{" .mark:hover .way", "stroke-width:2.8"},
	{" .mark:focus-visible .way", "stroke-width:2.8"},
	{" .strong-box .mark:focus-visible", "outline:2px solid @paper;outline-offset:0"},
}

const root = ".mandate-chart"

// style is the one <style> element: each rule is bound to the root's class, so
// that nothing of it reaches the rest of a page.
var style = func() string {
	var b strings.Builder
	set := func(dark bool) {
		b.WriteString(root + "{")
		for _, t := range tokens {
			own := t.light
			if dark {
				own = t.dark
			}
			b.WriteString("--c-" + t.name + ":var(--m-" + t.name + "," + own + ");")
		}
		b.WriteString("}\n")
	}
	set(false)
	b.WriteString("@media screen and (prefers-color-scheme:dark){")
	set(true)
	b.WriteString("}\n")
	for _, r := range rules {
		b.WriteString(root + r.selector + "{")
		for i, d := range strings.Split(r.body, ";") {
			if i > 0 {
				b.WriteByte(';')
			}
			for _, t := range tokens {
				if strings.Contains(d, "@"+t.name) {
					// First for programs that know no custom properties.
					b.WriteString(strings.ReplaceAll(d, "@"+t.name, t.light) + ";")
					d = strings.ReplaceAll(d, "@"+t.name, "var(--c-"+t.name+")")
				}
			}
			b.WriteString(d)
		}
		b.WriteString("}\n")
	}
	b.WriteString("@media print{" + root + "{print-color-adjust:exact;-webkit-print-color-adjust:exact}" +
		root + " .dim{fill:#333}" + root + " .hair{stroke:#999;stroke-width:.5}" + root + " .mark{outline:none}}\n")
	return b.String()
}()
