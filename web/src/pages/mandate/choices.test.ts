import { describe, expect, it } from "vitest";
import { choose, chooseNone, giveUp, leaveOut, lookOf, members, none, read, same } from "./choices";

describe("choices", () => {
  it("takes one option of an issue, replaces it, and takes it back", () => {
    const one = choose(none, "roe=light", false);
    expect(one.set).toEqual(["roe=light"]);
    const other = choose(one, "roe=defence", false);
    expect(other.set).toEqual(["roe=defence"]);
    expect(choose(other, "roe=defence", false)).toEqual(none);
  });

  it("adds to a set issue, and keeps the place of the choice", () => {
    let c = choose(choose(none, "tasks=disarm", true), "roe=light", false);
    c = choose(c, "tasks=enforce", true);
    expect(c.set).toEqual(["tasks=disarm,enforce", "roe=light"]);
    c = choose(choose(c, "tasks=disarm", true), "tasks=enforce", true);
    expect(c.set).toEqual(["roe=light"]);
  });

  it("tells nothing chosen from none of them", () => {
    expect(members(none, "tasks")).toBeUndefined();
    const c = chooseNone(none, "tasks");
    expect(members(c, "tasks")).toEqual([]);
    expect(chooseNone(c, "tasks")).toEqual(none);
  });

  it("leaves out what was chosen, and takes that back with a click", () => {
    const c = leaveOut(choose(choose(none, "egypt", false), "roe=light", false), "egypt", false);
    expect(c).toEqual({ set: ["roe=light"], join: [], exclude: ["egypt"] });
    expect(leaveOut(c, "roe=light", false)).toEqual({ set: [], join: [], exclude: ["egypt", "roe=light"] });
    expect(choose(c, "egypt", false).exclude).toEqual([]);
  });

  it("gives up what an answer names, whatever the order of its options", () => {
    const c = { set: ["tasks=a,b"], join: ["egypt"], exclude: [] };
    expect(giveUp(c, [{ kind: "set", choice: "tasks=b,a", says: "" }])).toEqual({ set: [], join: ["egypt"], exclude: [] });
  });

  it("reads a saved plan with what is chosen beside it", () => {
    const plans = [{ id: "p", set: ["roe=light"], join: ["egypt"], exclude: [] }];
    expect(read("join=qatar&plan=p", plans)).toEqual({ set: ["roe=light"], join: ["qatar", "egypt"], exclude: [] });
    expect(same(read("plan=p", plans), plans[0] ?? none)).toBe(true);
  });
});

describe("looks", () => {
  const item = (look: string, more = {}) => ({ id: "x", name: "x", look, ...more });
  it("shows a click before its answer is there", () => {
    expect(lookOf(item("open"), "in", false).look).toBe("chosen");
    expect(lookOf(item("chosen", { before: "open" }), undefined, false).look).toBe("open");
    expect(lookOf(item("ruled out", { before: "open", by_choice: true }), undefined, false).look).toBe("open");
  });
  it("says what is new", () => {
    expect(lookOf(item("ruled out", { before: "open" }), undefined, false)).toEqual({ look: "ruled out", fresh: true });
    expect(lookOf(item("ruled out"), undefined, false)).toEqual({ look: "ruled out", fresh: false });
  });
  it("shows how things stand without any choice while the choices collide", () => {
    expect(lookOf(item("ruled out", { before: "open" }), undefined, true)).toEqual({ look: "open", fresh: false });
  });
});
