// Takes pictures of every sheet in both looks, and prints them: `make shots`
// writes them to web/shots. A person looks at them; docs/tour.md keeps the best.
// SHOTS names the sheets; "all" is all of them.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { gaza, launch, root, serve, visit } from "./site";

const sheets: Record<string, string> = {
  overview: "/?as_of=2025-12-20",
  sentence: "/?as_of=2025-12-20&open=israel-2025-10-21-1",
  later: "/?as_of=2026-02-20",
  blocked: "/?as_of=2025-12-20&rule=effective",
  matrix: "/matrix?as_of=2025-12-20",
  mandate: "/mandate?as_of=2025-12-20&set=roe=light&why=turkiye",
  goal: "/mandate?as_of=2025-12-20&goal=monitoring-only",
  compare: "/mandate?as_of=2025-11-17&left=res-2803&right=russian-draft",
  "sticking-points": "/sticking-points?as_of=2025-12-20&goal=turkiye-joins",
  roadmap: "/roadmap?as_of=2025-12-20",
  circles: "/roadmap?as_of=2026-02-20",
  force: "/force?as_of=2026-02-20",
  record: "/record?as_of=2025-12-20",
  timeline: "/record?as_of=2026-02-20&view=timeline",
  sources: "/record?as_of=2025-12-20&view=sources",
};

test("pictures of every sheet", { timeout: 600_000 }, async () => {
  const out = join(root, "web/shots");
  mkdirSync(out, { recursive: true });
  const only = (process.env.SHOTS ?? "all").split(" ").filter((x) => x !== "all");
  const [browser, site] = await Promise.all([launch(), serve(gaza)]);
  for (const [name, path] of Object.entries(sheets)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const look of ["light", "dark"] as const) {
      for (const [size, width, height] of [
        ["", 1400, 950],
        ["-narrow", 390, 844],
        ["-4k", 3840, 2160],
      ] as const) {
        if (look === "dark" && size === "-4k") continue;
        const v = await visit(browser, site, { colorScheme: look, viewport: { width, height } });
        await v.open(path);
        await v.page.waitForLoadState("networkidle");
        await v.page.waitForTimeout(400);
        await v.page.screenshot({ path: join(out, `${name}-${look}${size}.png`) });
        if (look === "light" && size === "")
          await v.page.pdf({ path: join(out, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
        for (const w of v.wrong) process.stderr.write(`${name} ${look}${size}: ${w}\n`);
        await v.close();
      }
    }
  }
  await browser.close();
  await site.stop();
});
