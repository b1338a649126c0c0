// What every reader does: from the verdict to the sentence, another day, back,
// search, and a look at the same thing from an address.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { copyOf, gaza, launch, type Served, serve, type Visitor, visit } from "./site";

let browser: Browser;
let site: Served;
let v: Visitor;
beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serve(gaza)]);
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

const drawer = () => v.page.getByRole("complementary", { name: "The sentence" });

describe("reading", () => {
  test("from the overview to the sentence in two clicks", async () => {
    await v.open("/?as_of=2025-12-20");
    await v.page.getByRole("heading", { level: 1, name: /blueprint/i }).waitFor();
    await v.page
      .getByRole("link", { name: /^Open the sentence: Israel, conditional/ })
      .first()
      .click();
    await drawer().getByRole("article").first().waitFor();
    expect(await drawer().getByRole("article").count()).toBeGreaterThan(0);
    expect(await drawer().textContent()).toMatch(/said .*2025/);
    expect(await drawer().textContent()).toMatch(/Grade/);
  });

  test("a deep link restores the view, and the address follows each step", async () => {
    await v.open("/matrix?as_of=2025-12-20&open=israel-2025-10-21-1");
    await drawer().getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
    await v.page.getByRole("button", { name: "Close" }).click();
    await drawer().waitFor({ state: "detached" });
    expect(v.page.url()).toBe(`${site.origin}/matrix?as_of=2025-12-20`);
    await v.page.getByRole("navigation", { name: "Sheets" }).getByRole("link", { name: "Overview" }).click();
    expect(v.page.url()).toBe(`${site.origin}/?as_of=2025-12-20`);
    await v.page.goBack();
    await v.page.goBack();
    await drawer().getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
    await v.page.reload();
    await drawer().getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
  });

  test("what if not: the world without a sentence", async () => {
    await v.open("/?as_of=2025-12-20&open=israel-2025-10-21-1&open=israel-2025-10-27-1");
    expect(await v.page.getByRole("main").textContent()).toContain("Israel requires: Turkiye does not join");
    for (const name of ["red line", "Does not accept"]) {
      await drawer().getByRole("article", { name }).getByRole("switch", { name: "What if not?" }).click();
    }
    await v.page.getByText("The record is narrowed: without 2 entries or sources").waitFor();
    await expect.poll(async () => v.page.getByRole("main").textContent()).not.toContain("Israel requires: Turkiye does not join");
    await v.page.getByRole("button", { name: "Show the whole record" }).click();
    await expect.poll(async () => v.page.getByRole("main").textContent()).toContain("Israel requires: Turkiye does not join");
  });
});

describe("another day", () => {
  test("the slider by keyboard goes from change to change", async () => {
    await v.open("/?as_of=2025-12-20");
    const slider = v.page.getByRole("slider", { name: "Read the record as of" });
    await slider.focus();
    await v.page.keyboard.press("ArrowLeft");
    expect(new URL(v.page.url()).searchParams.get("as_of")).toBe("2025-12-19");
    await v.page.keyboard.press("ArrowRight");
    await v.page.keyboard.press("ArrowRight");
    const later = new URL(v.page.url()).searchParams.get("as_of") ?? "";
    expect(later > "2025-12-20").toBe(true);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/\d{4}/);
  });

  test("dragging replays the case, and one undo takes it back", async () => {
    await v.open("/?as_of=2025-12-20");
    const box = await v.page.getByRole("slider", { name: "Read the record as of" }).boundingBox();
    if (!box) throw new Error("no slider");
    const y = box.y + box.height * 0.6;
    await v.page.mouse.move(box.x + box.width * 0.39, y);
    await v.page.mouse.down();
    for (let i = 1; i <= 20; i++) await v.page.mouse.move(box.x + box.width * (0.39 + i * 0.01), y);
    await v.page.mouse.up();
    await expect.poll(() => (new URL(v.page.url()).searchParams.get("as_of") ?? "") > "2026-01-20").toBe(true);
    await v.page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => new URL(v.page.url()).searchParams.get("as_of")).toBe("2025-12-20");
  });

  test("another consent rule", async () => {
    await v.open("/?as_of=2025-12-20");
    await v.page.getByRole("combobox", { name: "Consent rule" }).selectOption("with Hamas");
    await v.page.getByRole("heading", { level: 1, name: /blocked/i }).waitFor();
    expect(v.page.url()).toContain("rule=effective");
  });
});

describe("finding", () => {
  test("search opens from the keyboard and finds a sentence", async () => {
    await v.open("/");
    await v.page.keyboard.press("Control+k");
    await v.page.getByRole("textbox", { name: "Search" }).fill("calls turkish soldiers");
    await v.page
      .getByRole("button", { name: /Calls Turkish soldiers/ })
      .first()
      .waitFor();
    await v.page.keyboard.press("Enter"); // the first one
    await drawer().getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
  });

  test("the tour leads through every sheet", async () => {
    await v.open("/");
    await v.page.getByRole("button", { name: "More" }).click();
    await v.page.getByRole("menuitem", { name: "Guided tour" }).click();
    const tour = v.page.getByRole("region", { name: "Guided tour" });
    const seen = new Set<string>();
    for (let i = 0; i < 9; i++) {
      await tour.getByText(`${i + 1} of 9`).waitFor();
      await v.page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
      seen.add(new URL(v.page.url()).pathname);
      await tour
        .getByRole("button", { name: i < 8 ? "Next" : "End the tour" })
        .last()
        .click();
    }
    expect([...seen].sort()).toEqual(["/", "/force", "/mandate", "/matrix", "/record", "/roadmap", "/sticking-points"]);
    await tour.waitFor({ state: "detached" });
  });
});

describe("keyboard alone", () => {
  test("from the verdict to a sentence and back", async () => {
    await v.open("/?as_of=2025-12-20");
    await v.page.keyboard.press("Tab");
    await v.page.keyboard.press("Enter"); // skip to the sheet
    let name = "";
    for (let i = 0; i < 40 && !name.startsWith("Open the sentence"); i++) {
      await v.page.keyboard.press("Tab");
      name = await v.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
    }
    expect(name).toMatch(/^Open the sentence/);
    await v.page.keyboard.press("Enter");
    await drawer().getByRole("article").first().waitFor();
    expect(await v.page.evaluate(() => document.activeElement?.textContent)).toBe("The sentence");
    await v.page.keyboard.press("Escape");
    await drawer().waitFor({ state: "detached" });
    expect(await v.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(name);
  });

  test("numbers go to the sheets, ⌘Z takes a step back", async () => {
    await v.open("/?as_of=2025-12-20");
    for (const [key, path] of [
      ["2", "/matrix"],
      ["3", "/mandate"],
      ["4", "/sticking-points"],
      ["5", "/roadmap"],
      ["6", "/force"],
      ["7", "/record"],
    ] as const) {
      await v.page.keyboard.press(key);
      await expect.poll(() => new URL(v.page.url()).pathname).toBe(path);
    }
    await v.page.keyboard.press("Control+z");
    await expect.poll(() => new URL(v.page.url()).pathname).toBe("/force");
    await v.page.keyboard.press("Control+Shift+z");
    await expect.poll(() => new URL(v.page.url()).pathname).toBe("/record");
  });
});

describe("the folder changes", () => {
  test("the page follows, keeps the last good state of a broken file, and says what is wrong", async () => {
    const dir = copyOf(gaza);
    const own = await serve(dir);
    const w = await visit(browser, own);
    await w.open("/record?as_of=2025-12-20&open=israel-2025-10-21-1");
    await w.page.getByRole("complementary").getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
    const file = join(dir, "record/2025-parties.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace("Calls Turkish soldiers in Gaza a red line.", "Calls soldiers of Turkiye in Gaza a red line."),
    );
    await w.page.getByRole("complementary").getByText("Calls soldiers of Turkiye in Gaza a red line.").waitFor();
    writeFileSync(file, text);
    await w.page.getByRole("complementary").getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
    appendFileSync(file, "\n  - {id: broken\n");
    await w.page.getByRole("alert").getByText("The case folder has an error").waitFor();
    await w.page.getByRole("complementary").getByText("Calls Turkish soldiers in Gaza a red line.").waitFor();
    writeFileSync(file, text);
    await w.page.getByRole("alert").waitFor({ state: "detached" });
    expect(w.wrong).toEqual([]);
    await w.close();
    await own.stop();
  });
});

describe("the door", () => {
  test("without the link there is no page", async () => {
    const c = await browser.newContext();
    const p = await c.newPage();
    await p.goto(`${site.origin}/matrix`);
    await p.getByText("Open the link that the terminal shows.").waitFor();
    await p.goto(site.link);
    await p.getByText("This link has been used.").waitFor();
    await c.close();
  });
});
