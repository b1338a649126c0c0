// A new user with the address and four questions: each is answered in at most six
// actions, found by what a screen reader says, and docs/tour.md tells the steps.
// UPDATE=1 writes that part of the page.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gaza, launch, root, type Served, serve, visit } from "./site";

type Step =
  | { follow: string; within?: string } // a link
  | { press: string } // a button
  | { choose: string; of: string } // in a list
  | { search: string; take: string };

interface Question {
  asks: string;
  steps: Step[];
  // what is then read, and where: each must be on the screen
  reads: { where: string; says: string[] }[];
}

const questions: Question[] = [
  {
    asks: "Why is it a blueprint?",
    steps: [{ follow: "Open the sentence: funding, undecided" }],
    reads: [
      {
        where: "main",
        says: [
          "Blueprint",
          "Nothing on record rules it out, but every plan takes somebody's stated terms for a yes; 4 questions that must be settled first are open.",
        ],
      },
      {
        where: "The sentence",
        says: ["Adopts resolution 2803", "Next come the announcements of the Board", "said 17 Nov 2025", "Grade"],
      },
    ],
  },
  {
    asks: "Which answers are owed, and by whom?",
    steps: [{ follow: "Open the sentence: Israel, conditional" }],
    reads: [
      {
        where: "What is owed",
        says: [
          "6 in all",
          "United Nations Security Council, Board of Peace, United States: any of them may decide; the record names no single body.",
          "funding",
          "rules of engagement",
          "duration",
          "role in disarmament",
          "Israel",
          "4,000 soldiers missing",
        ],
      },
      { where: "The sentence", says: ["Israel", "said"] },
    ],
  },
  {
    asks: "Who would join a monitoring-only force?",
    steps: [
      { follow: "Mandate", within: "Sheets" },
      { choose: "a force that separates and monitors, without enforcement or disarming", of: "Mandate in question" },
    ],
    reads: [
      {
        where: "The coalition and force as they would be",
        says: [
          "a force that separates and monitors",
          "contributors could take part together",
          "The goal changes nothing here",
          "Morocco",
          "Kazakhstan",
          "Stays out of every plan",
        ],
      },
    ],
  },
  {
    asks: "What speaks against Turkiye?",
    steps: [
      { follow: "Sticking points", within: "Sheets" },
      { follow: "Turkiye takes part", within: "Ask about" },
      { follow: "Open the sentence: Israel: Calls Turkish soldiers in Gaza a red line." },
    ],
    reads: [
      {
        where: "What collides",
        says: [
          "Israel requires",
          "Turkiye does not join",
          "Calls Turkish soldiers in Gaza a red line.",
          "Benjamin Netanyahu",
          "the plan needs: United States, Israel and Egypt consent",
        ],
      },
      { where: "The sentence", says: ["said 21 Oct 2025", "C1 fairly reliable; confirmed by other sources"] },
    ],
  },
];

const told = (s: Step): string => {
  if ("follow" in s)
    return s.within ? `In “${s.within}”, follow “${s.follow}”.` : `Follow “${s.follow.replace("Open the sentence: ", "")}”.`;
  if ("press" in s) return `Press “${s.press}”.`;
  if ("choose" in s) return `Under “${s.of}”, choose “${s.choose}”.`;
  return `Press ⌘K (Ctrl-K), type “${s.search}” and take “${s.take}”.`;
};

async function take(page: Page, s: Step) {
  if ("follow" in s) {
    const within = s.within ? page.getByRole("navigation", { name: s.within }) : page.getByRole("main");
    await within
      .getByRole("link", { name: s.follow, exact: s.within !== undefined })
      .first()
      .click();
  } else if ("press" in s) await page.getByRole("button", { name: s.press }).click();
  else if ("choose" in s) await page.getByRole("combobox", { name: s.of }).selectOption({ label: s.choose });
  else {
    await page.keyboard.press("Control+k");
    await page.getByRole("textbox", { name: "Search" }).fill(s.search);
    await page.getByRole("button", { name: s.take }).first().click();
  }
}

const place = (page: Page, where: string) =>
  where === "main"
    ? page.getByRole("main")
    : page
        .getByRole("region", { name: where })
        .or(page.getByRole("complementary", { name: where }))
        .first();

let browser: Browser;
let site: Served;
beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), serve(gaza)]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

test.each(questions)("$asks", async (q) => {
  expect(q.steps.length + 1, "with opening the address").toBeLessThanOrEqual(6);
  const v = await visit(browser, site);
  await v.open("/");
  for (const s of q.steps) await take(v.page, s);
  for (const r of q.reads) {
    await place(v.page, r.where).waitFor();
    for (const words of r.says) {
      await expect
        .poll(async () => (await place(v.page, r.where).innerText()).replace(/\s+/g, " ").toLowerCase())
        .toContain(words.toLowerCase());
    }
  }
  expect(v.wrong).toEqual([]);
  await v.close();
});

test("docs/tour.md tells the steps", () => {
  const file = join(root, "docs/tour.md");
  const page = readFileSync(file, "utf8");
  const [from, to] = ["<!-- questions -->\n", "<!-- /questions -->"];
  const text = questions
    .map((q) => {
      const steps = ["Open the link that the terminal shows.", ...q.steps.map(told)].map((s, i) => `${i + 1}. ${s}`).join("\n");
      const reads = q.reads
        .map((r) => `* ${r.where === "main" ? "On the sheet" : `Under “${r.where}”`}: ${r.says.map((x) => `“${x}”`).join(", ")}`)
        .join("\n");
      return `### ${q.asks}\n\n${steps}\n\nThen read:\n\n${reads}\n`;
    })
    .join("\n");
  const now = `${page.slice(0, page.indexOf(from) + from.length)}\n${text}\n${page.slice(page.indexOf(to))}`;
  if (process.env.UPDATE) writeFileSync(file, now);
  else expect(page).toBe(now);
});
