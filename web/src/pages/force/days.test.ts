import { expect, test } from "vitest";
import { inText, number } from "../../words/force";
import { begins, ends } from "./days";

test("a line holds from the last day of what it says", () => {
  expect(begins("2026-02-19")).toBe("2026-02-19");
  expect(begins("2026-02")).toBe("2026-02-28");
  expect(begins("2024-02-10/2024-03")).toBe("2024-03-31");
  expect(ends("2026")).toBe("2026-12-31");
  expect(begins(undefined)).toBe("");
});

test("figures", () => {
  expect([0, 999, 1000, 1234567].map(number)).toEqual(["0", "999", "1\u202f000", "1\u202f234\u202f567"]);
  expect(inText(20000)).toBe("20,000");
});
