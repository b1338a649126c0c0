// In which order the rows of the matrix stand: first those who decide the
// verdict, or by what they say on one issue.
import type { Schemas } from "../api/client";

type Row = Schemas["MatrixRow"];
type Check = Pick<Schemas["Check"], "standings" | "owed">;
export type Part = "rule" | "owed" | "any" | "rest";

export interface Group {
  part: Part | null; // null: one group, sorted by an issue
  rows: Row[];
}

// partOf tells of each actor whether the consent rule asks for it, or something
// is owed by it, or by it or others; who is none of these is left out.
export function partOf(c: Check | undefined, actors: readonly { id: string; name: string }[]): Map<string, Part> {
  const out = new Map<string, Part>();
  if (!c) return out;
  const named = new Map(actors.map((x) => [x.name, x.id]));
  const owes = (x: { kind?: string; id?: string; who?: string[] }, part: Part) => {
    if (x.kind === "answer" && x.id) out.set(x.id, part);
    for (const name of x.kind === "decide" ? (x.who ?? []) : []) {
      const actor = named.get(name);
      if (actor) out.set(actor, part);
    }
  };
  const items = c.owed?.items ?? [];
  for (const x of [...items.flatMap((i) => i.any_of ?? []), ...(c.owed?.one_of_sets ?? []).flat(), ...(c.owed?.from ?? [])])
    owes(x, "any");
  for (const x of items) owes(x, "owed");
  for (const s of c.standings) if (s.in_rule) out.set(s.actor, "rule");
  return out;
}

// From agreement to objection; who is silent stands last either way, as having
// nothing to be compared by.
const rank: Record<string, number> = { agreed: 0, conditional: 1, interested: 2, objects: 3 };

export type Sort = { issue: string; up: boolean } | null;

// readSort reads the address key: an issue, or with a minus the other way round.
export function readSort(text: string, issues: readonly { id: string }[]): Sort {
  const up = text.startsWith("-");
  const issue = up ? text.slice(1) : text;
  return issues.some((i) => i.id === issue) ? { issue, up } : null;
}

// nextSort is what a click on the head of an issue asks for: agreement first,
// objections first, and back.
export function nextSort(now: Sort, issue: string): string | null {
  if (now?.issue !== issue) return issue;
  return now.up ? null : `-${issue}`;
}

export function arrange(rows: readonly Row[], column: number, sort: Sort, parts: Map<string, Part>): Group[] {
  const groups = (["rule", "owed", "any", "rest"] as const).map((part) => ({
    part,
    rows: rows.filter((r) => (parts.get(r.actor) ?? "rest") === part),
  }));
  if (!sort || column < 0) return groups.filter((g) => g.rows.length > 0);
  const value = (r: Row) => rank[r.cells[column]?.mark ?? ""] ?? null;
  const list = groups.flatMap((g) => g.rows);
  const by = (a: Row, b: Row) => {
    const x = value(a);
    const y = value(b);
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return sort.up ? y - x : x - y;
  };
  return [{ part: null, rows: list.toSorted(by) }];
}

// firstRows cuts the groups off after so many rows.
export function firstRows(groups: readonly Group[], most: number): Group[] {
  let left = most;
  return groups.flatMap((g) => {
    const rows = g.rows.slice(0, Math.max(0, left));
    left -= rows.length;
    return rows.length > 0 ? [{ ...g, rows }] : [];
  });
}
