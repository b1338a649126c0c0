// What the pages ask of the server. Answers stay on the screen while the next
// ones are on their way, so that dragging the date or clicking a choice never
// blanks anything.
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Address, choiceKeys, questionKeys, useAddress } from "../app/address";
import { api, type Params, type Schemas, unwrap } from "./client";
import type { operations } from "./types";

export type Asked = Params<"check">;

// asked reads the question from the address; with choices only where the sheet
// is about them.
export function asked(a: Address, choices: boolean): Asked {
  const q: Record<string, unknown> = {};
  for (const k of choices ? [...questionKeys, ...choiceKeys] : questionKeys) {
    if (k === "without" || k === "set" || k === "join" || k === "exclude") {
      const v = a.all(k);
      if (v.length > 0) q[k] = v;
    } else if (k === "no_assumptions") {
      if (a.get(k) === "true") q[k] = true;
    } else if (a.get(k)) q[k] = a.get(k);
  }
  return q as Asked;
}

export function useAsked(choices = false): Asked {
  const a = useAddress();
  return useMemo(() => asked(a, choices), [a, choices]);
}

type Answer<T> = UseQueryResult<T, Error>;

// ask is how every question is put. The key is the operation with its
// parameters; a change of the folder makes all answers old (see events.ts).
function useAnswer<T>(op: string, query: object, fetch: (signal: AbortSignal) => Promise<T>, enabled = true): Answer<T> {
  return useQuery({
    queryKey: [op, query],
    queryFn: ({ signal }) => fetch(signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCase(): Answer<Schemas["Case"]> {
  return useAnswer("case", {}, async (signal) => unwrap(await api.GET("/api/v1/case", { signal })));
}

export function useCheck(): Answer<Schemas["Check"]> {
  const query = useAsked();
  return useAnswer("check", query, async (signal) => unwrap(await api.GET("/api/v1/check", { params: { query }, signal })));
}

export function useMatrix(): Answer<Schemas["Matrix"]> {
  const query = useAsked();
  return useAnswer("matrix", query, async (signal) => unwrap(await api.GET("/api/v1/matrix", { params: { query }, signal })));
}

// useDiff asks what changed between the ends of two days.
export function useDiff(from: string, to: string): Answer<Schemas["Diff"]> {
  const { as_of: _, ...rest } = useAsked();
  const query = { ...rest, from, to };
  return useAnswer("diff", query, async (signal) => unwrap(await api.GET("/api/v1/diff", { params: { query }, signal })));
}

// useHistory asks about the days, so the day of the address does not matter.
export function useHistory(): Answer<Schemas["History"]> {
  const { as_of: _, ...query } = useAsked();
  return useAnswer("history", query, async (signal) => unwrap(await api.GET("/api/v1/history", { params: { query }, signal })));
}

type Without<Op extends keyof operations> = Omit<Params<Op>, keyof Asked>;

export function useWho(more: Without<"who"> = {}, enabled = true): Answer<Schemas["Who"]> {
  const query = { ...useAsked(true), ...more };
  return useAnswer("who", query, async (signal) => unwrap(await api.GET("/api/v1/who", { params: { query }, signal })), enabled);
}

// whatIf is the question as such, for who asks it before anything is drawn. It
// asks for the marks alone: how many mandates are left comes later (useMandates).
export const whatIf = (asked: Params<"whatif">) => marks({ ...asked, uncounted: true });

const marks = (query: Params<"whatif">) => ({
  queryKey: ["whatif", query],
  queryFn: async ({ signal }: { signal: AbortSignal }) => unwrap(await api.GET("/api/v1/whatif", { params: { query }, signal })),
});

export function useWhatIf(more: Without<"whatif"> = {}): Answer<Schemas["WhatIf"]> {
  const query = { ...useAsked(true), ...more };
  return useQuery({ ...whatIf(query), placeholderData: keepPreviousData });
}

// useMandates asks how many mandates the choices leave, once their marks are there.
export function useMandates(enabled: boolean): Answer<Schemas["WhatIf"]> {
  const query = useAsked(true);
  return useQuery({ ...marks(query), placeholderData: keepPreviousData, enabled });
}

export function useWhy(more: Without<"why"> = {}): Answer<Schemas["Why"]> {
  const query = { ...useAsked(), ...more };
  return useAnswer("why", query, async (signal) => unwrap(await api.GET("/api/v1/why", { params: { query }, signal })));
}

export function useUnblock(more: Without<"unblock"> = {}): Answer<Schemas["Unblock"]> {
  const query = { ...useAsked(), ...more };
  return useAnswer("unblock", query, async (signal) => unwrap(await api.GET("/api/v1/unblock", { params: { query }, signal })));
}

export function useOrder(): Answer<Schemas["Order"]> {
  const query = useAsked();
  return useAnswer("order", query, async (signal) => unwrap(await api.GET("/api/v1/order", { params: { query }, signal })));
}

export function useProgress(): Answer<Schemas["Progress"]> {
  const query = useAsked();
  return useAnswer("progress", query, async (signal) => unwrap(await api.GET("/api/v1/progress", { params: { query }, signal })));
}

export function useChances(): Answer<Schemas["Chances"]> {
  const query = useAsked();
  return useAnswer("chances", query, async (signal) => unwrap(await api.GET("/api/v1/chances", { params: { query }, signal })));
}

export function useLeverage(more: Without<"leverage"> = {}): Answer<Schemas["Leverage"]> {
  const query = { ...useAsked(), ...more };
  return useAnswer("leverage", query, async (signal) => unwrap(await api.GET("/api/v1/leverage", { params: { query }, signal })));
}

export function useCompare(left: string, right: string): Answer<Schemas["Compare"]> {
  const query = { ...useAsked(), left, right };
  return useAnswer(
    "compare",
    query,
    async (signal) => unwrap(await api.GET("/api/v1/compare", { params: { query }, signal })),
    left !== "" && right !== "",
  );
}

export function useShow(more: Without<"show"> & Partial<Asked> = {}, enabled = true): Answer<Schemas["Show"]> {
  const query = { ...useAsked(), ...more };
  return useAnswer(
    "show",
    query,
    async (signal) => unwrap(await api.GET("/api/v1/show", { params: { query }, signal })),
    enabled,
  );
}

export function useSentence(entry: string): Answer<Schemas["Sentence"]> {
  const query = { ...useAsked(), entry };
  return useAnswer("sentence", query, async (signal) => unwrap(await api.GET("/api/v1/sentence", { params: { query }, signal })));
}

export function useWithout(entry: string, enabled: boolean): Answer<Schemas["WithoutEntry"]> {
  const query = { ...useAsked(), entry };
  return useAnswer(
    "without",
    query,
    async (signal) => unwrap(await api.GET("/api/v1/without", { params: { query }, signal })),
    enabled,
  );
}

export function useLine(line: string): Answer<Schemas["LineAnswer"]> {
  const query = { ...useAsked(), line };
  return useAnswer("line", query, async (signal) => unwrap(await api.GET("/api/v1/line", { params: { query }, signal })));
}

export function useSearch(text: string): Answer<Schemas["SearchAnswer"]> {
  const query = { ...useAsked(), text, limit: 30 };
  return useAnswer(
    "search",
    query,
    async (signal) => unwrap(await api.GET("/api/v1/search", { params: { query }, signal })),
    text.trim() !== "",
  );
}
