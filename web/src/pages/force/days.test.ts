import { expect, test } from "vitest";
import { begins, ends } from "./days";

test("a line holds from the last day of what it says", () => {
  expect(begins("2026-02-19")).toBe("2026-02-19");
  expect(begins("2026-02")).toBe("2026-02-28");
  expect(begins("2024-02-10/2024-03")).toBe("2024-03-31");
  expect(ends("2026")).toBe("2026-12-31");
  expect(begins(undefined)).toBe("");
});
