// The choices as the address holds them. New ones go to the end: the server keeps
// what it knows of a series of choices as far as it is the same.
import type { Schemas } from "../../api/client";
import type { Patch } from "../../app/address";

export interface Choices {
  set: string[]; // issue=option, or issue=a,b for a set issue
  join: string[]; // actors
  exclude: string[]; // issue=option, or actors
}

export type Kind = keyof Choices;

export const none: Choices = { set: [], join: [], exclude: [] };

const unique = (l: string[]) => [...new Set(l)];

// read takes the choices from a query, with those of a saved plan that it names.
export function read(search: string, plans: readonly Schemas["CasePlan"][]): Choices {
  const p = new URLSearchParams(search);
  const plan = plans.find((x) => x.id === p.get("plan"));
  const all = (k: Kind) => unique([...p.getAll(k), ...(plan?.[k] ?? [])]);
  return { set: all("set"), join: all("join"), exclude: all("exclude") };
}

// write is the address of choices: a plan has become its choices by then.
export const write = (c: Choices): Patch => ({ set: c.set, join: c.join, exclude: c.exclude, plan: null });

export const count = (c: Choices) => c.set.length + c.join.length + c.exclude.length;

const cut = (s: string): [string, string] => {
  const i = s.indexOf("=");
  return i < 0 ? [s, ""] : [s.slice(0, i), s.slice(i + 1)];
};

// members are the options chosen of an issue; undefined: nothing is chosen of it.
export function members(c: Choices, issue: string): string[] | undefined {
  const s = c.set.find((x) => cut(x)[0] === issue);
  return s === undefined ? undefined : cut(s)[1].split(",").filter(Boolean);
}

const withSet = (c: Choices, issue: string, options: string[] | undefined): Choices => {
  const at = c.set.findIndex((x) => cut(x)[0] === issue);
  const set = c.set.filter((x) => cut(x)[0] !== issue);
  if (options) set.splice(at < 0 ? set.length : at, 0, `${issue}=${options.join(",")}`);
  return { ...c, set };
};

const lack = (l: string[], x: string) => l.filter((y) => y !== x);

// choose takes an option or an actor, or takes it back if it was chosen or left
// out before.
export function choose(c: Choices, item: string, setIssue: boolean): Choices {
  if (c.exclude.includes(item)) return { ...c, exclude: lack(c.exclude, item) };
  const [issue, option] = cut(item);
  if (!item.includes("=")) return { ...c, join: c.join.includes(item) ? lack(c.join, item) : [...c.join, item] };
  const now = members(c, issue);
  if (!setIssue) return withSet(c, issue, now?.includes(option) ? undefined : [option]);
  const next = now?.includes(option) ? lack(now, option) : [...(now ?? []), option];
  return withSet(c, issue, next.length > 0 ? next : undefined);
}

// chooseNone says of a set issue that none of its options is in the mandate.
export function chooseNone(c: Choices, issue: string): Choices {
  return withSet(c, issue, members(c, issue)?.length === 0 ? undefined : []);
}

// leaveOut excludes an item; it is then not chosen.
export function leaveOut(c: Choices, item: string, setIssue: boolean): Choices {
  const [issue, option] = cut(item);
  const free = members(c, issue)?.includes(option) ? choose({ ...c, exclude: lack(c.exclude, item) }, item, setIssue) : c;
  return { ...free, join: lack(free.join, item), exclude: [...lack(free.exclude, item), item] };
}

export function giveUp(c: Choices, list: readonly Schemas["WhatIfChoice"][]): Choices {
  const is = (k: Kind, x: string, y: string) => x === y || (k === "set" && cut(x)[0] === cut(y)[0]);
  const keep = (k: Kind) => c[k].filter((x) => !list.some((y) => y.kind === k && is(k, x, y.choice)));
  return { set: keep("set"), join: keep("join"), exclude: keep("exclude") };
}

export const same = (a: Choices, b: Choices) => {
  const text = (c: Choices) =>
    JSON.stringify([
      c.set.map((s) => [cut(s)[0], cut(s)[1].split(",").sort()]).sort(),
      [...c.join].sort(),
      [...c.exclude].sort(),
    ]);
  return text(a) === text(b);
};

export type Look = "chosen" | "excluded" | "forced" | "open" | "ruled out" | "left out" | "unsettled" | "withheld";

// lookOf is how an item is shown: what the reader has chosen comes from the
// address, so that a click is seen at once; the rest from the latest answer.
export function lookOf(
  item: Schemas["WhatIfItem"],
  mine: "in" | "out" | "other" | undefined,
  suspended: boolean,
): { look: Look; fresh: boolean } {
  const first = item.before ?? item.look;
  if (mine === "in") return { look: "chosen", fresh: false };
  if (mine === "out") return { look: "excluded", fresh: false };
  if (item.look === "withheld" || item.look === "unsettled") return { look: item.look, fresh: false };
  if (mine === "other" && first !== "ruled out") return { look: "left out", fresh: false };
  // The answer is about choices of a moment ago where it names this one.
  const old = item.look === "chosen" || item.by_choice;
  const look = suspended || old ? first : item.look;
  return { look: look as Look, fresh: look !== first };
}
