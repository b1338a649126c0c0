// From a click on a choice to all marks painted: what a reader waits for, on a
// generated case of size M. Of three tries one must keep to 100 ms at the 95th
// percentile, as other work on the machine may come in between.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gaza, generated, launch, type Served, serve, visit } from "./site";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

async function measure(site: Served, clicks: number): Promise<number[]> {
  const v = await visit(browser, site);
  await v.open("/mandate");
  await v.page.waitForLoadState("networkidle");
  const times = await v.page.evaluate(async (clicks) => {
    const painted = () => new Promise<number>((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
    const chips = () => [...document.querySelectorAll<HTMLButtonElement>("main [aria-busy] button[aria-pressed]")];
    const out: number[] = [];
    const n = chips().length;
    for (let i = 0; i < clicks; i++) {
      const chip = () => chips()[(i * 17) % n] as HTMLButtonElement;
      const was = chip().getAttribute("aria-pressed");
      const began = performance.now();
      chip().click();
      // The choice is pressed, and the marks are those of the answer to it.
      for (;;) {
        const now = await painted();
        if (chip().getAttribute("aria-pressed") !== was && chip().closest("[aria-busy]")?.getAttribute("aria-busy") === "false") {
          out.push(now - began);
          break;
        }
        if (now - began > 5000)
          throw new Error(
            `no marks after ${i} clicks: ${chip().textContent} ${chip().getAttribute("aria-pressed")} ${chip().closest("[aria-busy]")?.getAttribute("aria-busy")}`,
          );
      }
      // A reader looks before the next click; and every third choice is taken back.
      await new Promise((done) => setTimeout(done, 120));
      if (i % 3 === 2) {
        chip().click();
        await new Promise((done) => setTimeout(done, 250));
      }
    }
    return out;
  }, clicks);
  expect(v.wrong).toEqual([]);
  await v.close();
  return times.sort((a, b) => a - b);
}

test.each([
  ["the Gaza case", () => gaza],
  ["size M", () => generated("M")],
] as const)("click to painted marks, %s", { timeout: 240_000 }, async (name, dir) => {
  const site = await serve(dir());
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && best >= 100; i++) {
    const t = await measure(site, 60);
    const at = (p: number) => t[Math.min(t.length - 1, Math.floor(t.length * p))] ?? 0;
    process.stdout.write(
      `click to painted marks, ${name}: p50 ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, of ${t.length}\n`,
    );
    best = Math.min(best, at(0.95));
  }
  expect(best).toBeLessThan(100);
  await site.stop();
});
