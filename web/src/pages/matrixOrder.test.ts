import { describe, expect, it } from "vitest";
import { arrange, firstRows, nextSort, partOf, readSort } from "./matrixOrder";

const row = (actor: string, ...marks: string[]) => ({
  actor,
  name: actor.toUpperCase(),
  roles: [],
  cells: marks.map((mark) => ({ mark })),
});
const rows = [row("a", "silent"), row("b", "objects"), row("c", "agreed"), row("d", "conditional")];
const actors = rows.map((r) => ({ id: r.actor, name: r.name }));
const standing = (actor: string, in_rule: boolean) => ({ actor, name: actor, as: "party", rung: "silent", in_rule });
const check = {
  standings: [standing("d", true), standing("a", false)],
  owed: {
    count: 2,
    complete: true,
    items: [
      { kind: "decide", id: "x", name: "x", stands: "undecided", who: ["C"] },
      { kind: "answer", id: "d", name: "D", stands: "silent" },
      { kind: "", id: "", name: "", stands: "", any_of: [{ kind: "answer", id: "a", name: "A", stands: "silent" }] },
    ],
  },
};
const names = (groups: ReturnType<typeof arrange>) => groups.map((g) => [g.part, g.rows.map((r) => r.actor).join("")]);

describe("the order of the matrix", () => {
  it("brings those who decide the verdict first", () => {
    expect(names(arrange(rows, -1, null, partOf(check, actors)))).toEqual([
      ["rule", "d"],
      ["owed", "c"],
      ["any", "a"],
      ["rest", "b"],
    ]);
  });
  it("can be cut off after some rows", () => {
    expect(names(firstRows(arrange(rows, -1, null, partOf(check, actors)), 3))).toEqual([
      ["rule", "d"],
      ["owed", "c"],
      ["any", "a"],
    ]);
  });
  it("keeps the server's order while nothing is known about the verdict", () => {
    expect(names(arrange(rows, -1, null, partOf(undefined, actors)))).toEqual([["rest", "abcd"]]);
  });
  it("sorts by an issue both ways, with the silent last", () => {
    const parts = partOf(check, actors);
    expect(names(arrange(rows, 0, { issue: "x", up: false }, parts))).toEqual([[null, "cdba"]]);
    expect(names(arrange(rows, 0, { issue: "x", up: true }, parts))).toEqual([[null, "bdca"]]);
  });
  it("goes from agreement first to objections first and back", () => {
    const issues = [{ id: "x" }];
    expect(nextSort(readSort("", issues), "x")).toBe("x");
    expect(nextSort(readSort("x", issues), "x")).toBe("-x");
    expect(nextSort(readSort("-x", issues), "x")).toBe(null);
    expect(readSort("gone", issues)).toBe(null);
  });
});
