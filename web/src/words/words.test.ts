// Nothing stands in the catalogue that the page does not say.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { words } from ".";

const src = resolve(import.meta.dirname, "..");
const text = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((f) => /\.tsx?$/.test(f) && !f.includes("test") && !f.startsWith("words"))
  .map((f) => readFileSync(join(src, f), "utf8"))
  .join("\n");

test.each(Object.entries(words))("every word of %s is used", (_, part) => {
  expect(Object.keys(part).filter((key) => !new RegExp(`\\.${key}\\b`).test(text))).toEqual([]);
});
