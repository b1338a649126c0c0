// From a click on a choice to all marks painted: what a reader waits for, on the
// Gaza case and on a generated one of size M. How long that is depends on the machine,
// so it is told, and held to what the same browser needs in the same run for the bare
// necessities: what the server has at hand asked for and read, a mark of the sheet
// changed and painted.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gaza, generated, launch, type Served, serve, visit } from "./site";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

// most is how many times the bare necessities a click may take.
const most = 5;

interface Times {
  clicks: number[];
  bare: number[];
}

async function measure(site: Served, clicks: number): Promise<Times> {
  const v = await visit(browser, site);
  await v.open("/mandate");
  await v.page.waitForLoadState("networkidle");
  const times = await v.page.evaluate(async (clicks) => {
    const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const painted = () => new Promise<number>((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
    const group = () => document.querySelector<HTMLElement>("main [aria-busy]:has(button[aria-pressed])") as HTMLElement;
    const chips = () => [...group().querySelectorAll<HTMLButtonElement>("button[aria-pressed]")];
    const out = { clicks: [] as number[], bare: [] as number[] };
    const n = chips().length;
    for (let i = 0; i < clicks; i++) {
      const chip = () => chips()[(i * 17) % n] as HTMLButtonElement;
      const was = chip().getAttribute("aria-pressed");
      const began = performance.now();
      chip().click();
      // The choice is pressed, and the marks are those of the answer to it.
      for (;;) {
        const now = await painted();
        if (chip().getAttribute("aria-pressed") !== was && group().getAttribute("aria-busy") === "false") {
          out.clicks.push(now - began);
          break;
        }
        if (now - began > 5000)
          throw new Error(
            `no marks after ${i} clicks: ${chip().textContent} ${chip().getAttribute("aria-pressed")} ${group().getAttribute("aria-busy")}`,
          );
      }
      // A reader looks before the next click; and every third choice is taken back.
      await wait(250);
      const asked = performance.now();
      await (await fetch("/api/v1/case")).json();
      group().style.opacity = i % 2 ? "1" : "0.999";
      out.bare.push((await painted()) - asked);
      if (i % 3 === 2) {
        chip().click();
        await wait(250);
      }
    }
    return out;
  }, clicks);
  expect(v.wrong).toEqual([]);
  await v.close();
  return times;
}

function at(times: number[], p: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
}

test.each([
  ["the Gaza case", () => gaza],
  ["size M", () => generated("M")],
] as const)("click to painted marks, %s", { timeout: 240_000 }, async (name, dir) => {
  const site = await serve(dir());
  const { clicks, bare } = await measure(site, 90);
  const ratio = at(clicks, 0.5) / at(bare, 0.5);
  process.stdout.write(
    `click to painted marks, ${name}: p50 ${at(clicks, 0.5).toFixed(0)} ms, p95 ${at(clicks, 0.95).toFixed(0)} ms, of ${clicks.length}; ` +
      `${ratio.toFixed(1)} times the bare necessities (p50 ${at(bare, 0.5).toFixed(0)} ms)\n`,
  );
  expect(ratio).toBeLessThan(most);
  await site.stop();
});
