import { expect, test } from "vitest";
import { number } from "./numbers";

test("figures are written as the program writes them", () => {
  expect([0, 999, 1000, 1234567, -2000].map(number)).toEqual(["0", "999", "1,000", "1,234,567", "−2,000"]);
});
