// What narrows the list of entries: all of it stands in the address.
import { useMemo } from "react";
import type { Params } from "../api/client";
import { type Address, useAddress } from "../app/address";

export const filterKeys = ["words", "actor", "issue", "step", "source", "firmness", "grade", "from", "to", "all"] as const;
export type FilterKey = (typeof filterKeys)[number];

// noFilter takes all filters out of the address.
export const noFilter = Object.fromEntries(filterKeys.map((k) => [k, null]));

type Asked = Params<"show">;

function read(a: Address): Asked {
  const q: Record<string, unknown> = {};
  for (const k of filterKeys) {
    const v = a.get(k).trim();
    if (v === "") continue;
    if (k === "words") q[k] = v.split(/\s+/);
    else if (k === "all") q[k] = v === "true";
    else q[k] = v;
  }
  return q as Asked;
}

export function useFilters(): { query: Asked; set: FilterKey[] } {
  const a = useAddress();
  return useMemo(() => ({ query: read(a), set: filterKeys.filter((k) => a.get(k).trim() !== "") }), [a]);
}

// monthOf is the month under which a date is listed: an interval counts from its
// last day, as it does for the order.
export const monthOf = (when: string) => (when.split("/").at(-1) ?? "").slice(0, 7);
