// Names and sentences in Arabic and Hebrew stand where they should, and do not
// turn what stands around them.
import { join } from "node:path";
import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, type Served, serve, type Visitor, visit } from "./site";

let browser: Browser;
let site: Served;
let v: Visitor;
beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serve(join(import.meta.dirname, "cases/names"))]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  v = await visit(browser, site);
});
afterEach(async () => {
  expect(v.wrong).toEqual([]);
  await v.close();
});

// left tells how far from the left of the window some words stand, as painted.
const left = (where: Locator, text: string) =>
  where.first().evaluate((el, text) => {
    const walk = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) {
      const at = n.textContent?.indexOf(text) ?? -1;
      if (at < 0) continue;
      const r = document.createRange();
      r.setStart(n, at);
      r.setEnd(n, at + text.length);
      return r.getBoundingClientRect().left;
    }
    throw new Error(`no ${text}`);
  }, text);

test("a list of names keeps its order", async () => {
  await v.open("/");
  const options = v.page.getByText("2 options open");
  expect(await left(options, "قيادة مشتركة")).toBeLessThan(await left(options, "פיקוד לאומי"));
});

test("a sentence runs from the right, its date does not", async () => {
  await v.open("/?open=misr-1");
  const card = v.page.getByRole("complementary").getByRole("article");
  await card.getByText("تقبل مصر قيادة مشتركة للقوة.").waitFor();
  expect(await card.getByText("تقبل مصر قيادة مشتركة للقوة.").evaluate((e) => getComputedStyle(e).direction)).toBe("rtl");
  expect(await card.getByText("said 2 Jan 2025").evaluate((e) => getComputedStyle(e).direction)).toBe("ltr");
  expect(await left(card, "עיתון מומצא")).toBeLessThan(await left(card, "1 Jan 2025"));
});

test("search finds them as written", async () => {
  await v.open("/");
  await v.page.keyboard.press("Control+k");
  await v.page.getByRole("textbox", { name: "Search" }).fill("טורקיה");
  await v.page.getByRole("button", { name: /ישראל אינה מקבלת/ }).click();
  await v.page.getByRole("complementary").getByText("ישראל אינה מקבלת את טורקיה.").waitFor();
});
