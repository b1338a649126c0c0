// No page breaks a rule of WCAG that a program can check, in light and in dark,
// wide and narrow.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gaza, launch, type Served, serve, type Visitor, visit } from "./site";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
let site: Served;
beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serve(gaza)]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const sheets: Record<string, string> = {
  overview: "/?as_of=2025-12-20",
  "overview with a sentence": "/?as_of=2025-12-20&open=israel-2025-10-21-1&open=israel-2025-10-27-1",
  "overview, blocked": "/?as_of=2025-12-20&rule=effective",
  "a line of the case": "/?as_of=2025-12-20&open=line:rules.formal",
  matrix: "/matrix?as_of=2025-12-20",
  mandate: "/mandate?as_of=2025-12-20",
  "mandate, chosen": "/mandate?as_of=2025-12-20&set=roe=light&join=turkiye&why=turkiye",
  "mandate, a goal": "/mandate?as_of=2025-12-20&goal=monitoring-only",
  compare: "/mandate?as_of=2025-11-17&left=res-2803&right=russian-draft",
  "sticking points": "/sticking-points?as_of=2025-12-20&goal=turkiye-joins",
  roadmap: "/roadmap?as_of=2025-12-20",
  "roadmap, two circles": "/roadmap?as_of=2026-02-20",
  "roadmap with chances": "/roadmap?as_of=2025-12-20&chances=true",
  "roadmap, blocked": "/roadmap?as_of=2025-12-20&rule=effective",
  force: "/force?as_of=2026-02-20",
  "force without lines": "/force?as_of=2025-12-20",
  record: "/record?as_of=2025-12-20",
  "record of an actor": "/record?as_of=2026-07-31&actor=indonesia",
  timeline: "/record?as_of=2025-12-20&view=timeline",
  sources: "/record?as_of=2025-12-20&view=sources",
  "no such sheet": "/nothing",
};

// What opens over a sheet.
const more = async (page: Page, item: string) => {
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const opened: Record<string, (page: Page) => Promise<void>> = {
  "the tour": async (page) => {
    await more(page, "Guided tour");
    await page.getByRole("region", { name: "Guided tour" }).getByText("1 of 9").waitFor();
    await page.getByRole("heading", { level: 1, name: /blueprint/i }).waitFor();
    await page.waitForLoadState("networkidle");
  },
  "the keys": async (page) => {
    await more(page, "Keyboard");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  },
  search: async (page) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Search" }).fill("turkiye");
    await page
      .getByRole("button", { name: /Turkiye/ })
      .first()
      .waitFor();
  },
  "saving choices": async (page) => {
    const save = page.getByRole("button", { name: "Save these choices" });
    if (!(await save.isVisible())) await page.getByRole("button", { name: /^Variants/ }).click();
    await save.click();
    await page.getByRole("dialog").waitFor();
  },
};

describe.each([
  ["light", 1400],
  ["dark", 1400],
  ["light", 360],
  ["dark", 320],
] as const)("%s, %i px", (look, width) => {
  let v: Visitor;
  beforeAll(async () => {
    v = await visit(browser, site, { colorScheme: look, viewport: { width, height: 900 }, reducedMotion: "reduce" });
  });
  afterAll(() => v.close());
  const check = async () => {
    await v.page.evaluate(source);
    const result = await v.page.evaluate(async () => {
      const axe = (window as unknown as { axe: { run: (where: Document, o: object) => Promise<AxeResults> } }).axe;
      return axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        resultTypes: ["violations"],
      });
    });
    const told = result.violations.map(
      (x) =>
        `${x.id}: ${x.help}\n${x.nodes
          .slice(0, 3)
          .map((n) => `  ${n.target.join(" ")}\n  ${n.failureSummary}`)
          .join("\n")}`,
    );
    expect(told.join("\n")).toBe("");
    const [wide, has] = await v.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(wide, "the page is wider than the window").toBeLessThanOrEqual(has as number);
    expect(v.wrong.splice(0)).toEqual([]);
  };
  test.each(Object.entries(sheets))("%s", async (_, path) => {
    await v.open(path);
    await v.page.waitForLoadState("networkidle");
    await check();
  });
  test.each(Object.entries(opened))("%s", async (_, open) => {
    await v.open("/mandate?as_of=2025-12-20&set=roe=light");
    await v.page.waitForLoadState("networkidle");
    await open(v.page);
    await check();
  });
});
