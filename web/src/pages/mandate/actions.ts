// What a click on the sheet does. The functions stay the same from render to
// render and read the address when they are called, so that a chip need not be
// drawn again because another one was clicked.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useLayoutEffect, useMemo, useRef } from "react";
import type { Schemas } from "../../api/client";
import { asked, useCase, whatIf } from "../../api/questions";
import { go, type Patch, read, useAddress } from "../../app/address";
import * as choices from "./choices";

const atOnce = 50; // ms that a click may wait for its answer before it is drawn

export interface Actions {
  choose: (item: string, setIssue: boolean) => void;
  chooseNone: (issue: string) => void;
  leaveOut: (item: string, setIssue: boolean) => void;
  giveUp: (list: readonly Schemas["WhatIfChoice"][]) => void;
  load: (c: choices.Choices) => void;
  // why opens the reasons of an item under its issue, or closes them.
  why: (item: string | null) => void;
}

export function useChoices(): choices.Choices {
  const a = useAddress();
  const plans = useCase().data?.plans;
  return useMemo(() => choices.read(a.href({}).split("?")[1] ?? "", plans ?? []), [a, plans]);
}

export function useActions(): Actions {
  const client = useQueryClient();
  const plans = useCase().data?.plans;
  const known = useRef(plans);
  useLayoutEffect(() => {
    known.current = plans;
  });
  return useMemo(() => {
    const here = () => location.pathname + location.search;
    // A click is drawn with its answer, once, if that is there at once; else alone
    // first. What is clicked meanwhile finds it done.
    let waiting: { from: string; to: string } | undefined;
    const arrive = () => {
      const w = waiting;
      waiting = undefined;
      if (w && here() === w.from) go(w.to);
    };
    const to = (patch: Patch) => {
      const mine = { from: here(), to: read(here()).href(patch) };
      waiting = mine;
      const answer = client.prefetchQuery(whatIf(asked(read(mine.to), true)));
      const late = new Promise((done) => setTimeout(done, atOnce));
      void Promise.race([answer, late]).then(() => {
        if (waiting === mine) arrive();
      });
    };
    const change = (f: (c: choices.Choices) => choices.Choices) => {
      arrive();
      to(choices.write(f(choices.read(location.search, known.current ?? []))));
    };
    return {
      choose: (item, setIssue) => change((c) => choices.choose(c, item, setIssue)),
      chooseNone: (issue) => change((c) => choices.chooseNone(c, issue)),
      leaveOut: (item, setIssue) => change((c) => choices.leaveOut(c, item, setIssue)),
      giveUp: (list) => change((c) => choices.giveUp(c, list)),
      load: (c) => {
        arrive();
        to({ ...choices.write(c), why: null });
      },
      why: (item) => {
        arrive();
        go(read(here()).href({ why: item }));
      },
    };
  }, [client]);
}

const absent = () => {};
export const ActionsContext = createContext<Actions>({
  choose: absent,
  chooseNone: absent,
  leaveOut: absent,
  giveUp: absent,
  load: absent,
  why: absent,
});
export const useSheetActions = () => useContext(ActionsContext);
