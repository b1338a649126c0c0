import { expect, test } from "vitest";
import type { Schemas } from "../../api/client";
import { goalsOf, kept, thePlan } from "./goals";

const c = {
  goals: [
    { id: "t", name: "T takes part", condition: 'joins("t")', says: "T joins" },
    { id: "big", name: "a big force", condition: 'force("s") >= 9', says: "" },
  ],
  actors: [{ id: "t", name: "T", roles: ["contributor"], groups: [] }],
} as unknown as Schemas["Case"];

const check = (verdict: string, complete = true) =>
  ({
    verdict,
    complete,
    goals: verdict === "blocked" ? [] : [{ goal: 'joins("t")', name: "T joins", condition: 'joins("t")', says: "" }],
  }) as unknown as Schemas["Check"];

test("a condition of a goal of the case is that goal", () => {
  const g = goalsOf(c, check("blueprint"), 'joins("t")');
  expect(g.unreachable.map((x) => [x.goal, x.name])).toEqual([["t", "T takes part"]]);
  expect(g.others.map((x) => x.goal)).toEqual(["big"]);
  expect([g.chosen, g.own, g.reachable]).toEqual(["t", "", true]);
});

test("without a goal: the first that no plan reaches, or what blocks the plan", () => {
  expect(goalsOf(c, check("blueprint"), "").chosen).toBe("t");
  const blocked = goalsOf(c, check("blocked"), "");
  expect([blocked.chosen, blocked.plan, blocked.reachable]).toEqual(["", true, false]);
});

test("the plan itself stays asked about when it is blocked no more", () => {
  const g = goalsOf(c, check("blueprint"), kept(""));
  expect([g.chosen, g.plan]).toEqual(["", true]);
  expect(kept("")).toBe(thePlan);
});

test("a condition of one's own, and one about an actor", () => {
  expect(goalsOf(c, check("blueprint"), 'force("s") >= 10').own).toBe('force("s") >= 10');
  expect(goalsOf(c, check("blueprint"), 'consents("t")').own).toBe("");
  expect(goalsOf(c, check("blueprint"), 'joins("nobody")').own).toBe('joins("nobody")');
});

test("what the budget did not settle is not called reachable", () => {
  expect(goalsOf(c, check("blueprint", false), "").reachable).toBe(false);
});
