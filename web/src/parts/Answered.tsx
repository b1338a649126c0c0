// An answer on its way, there, or not to be had.
import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { Failed } from "../api/client";
import { words } from "../words";
import classes from "./Answered.module.css";

// useLate is true once something has lasted longer than a blink: nothing is
// shown to be on its way before.
export function useLate(busy: boolean, after = 150): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!busy) {
      setLate(false);
      return;
    }
    const t = setTimeout(() => setLate(true), after);
    return () => clearTimeout(t);
  }, [busy, after]);
  return late;
}

interface Props<T> {
  of: UseQueryResult<T, Error>;
  lines?: number; // how long the answer is likely to be
  quiet?: boolean; // part of a sheet that says by itself what is withheld
  children: (answer: T) => ReactNode;
}

export function Answered<T>({ of, lines = 4, quiet = false, children }: Props<T>) {
  const late = useLate(of.isPending && of.fetchStatus !== "idle");
  const problem = of.isError && <Problem error={of.error} again={() => void of.refetch()} />;
  // What is there stays, also if it cannot be asked again: but not under another question.
  if (problem && (of.data === undefined || of.isPlaceholderData)) return problem;
  if (of.data === undefined) {
    if (!late) return <div className={classes.blank} aria-busy="true" />;
    return (
      <div aria-busy="true" className={classes.blank}>
        {Array.from({ length: lines }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a placeholder have no identity
          <Skeleton key={i} height={14} mt={14} width={`${92 - ((i * 17) % 40)}%`} />
        ))}
      </div>
    );
  }
  const a = of.data as T & { stopped?: boolean; withheld?: number };
  const withheld = quiet ? 0 : (a.withheld ?? 0);
  return (
    <>
      {problem}
      {children(of.data)}
      {(a.stopped || withheld > 0) && (
        <p className={classes.note}>
          {a.stopped && words.common.incomplete} {withheld > 0 && words.common.withheld(withheld)}
        </p>
      )}
    </>
  );
}

export function Problem({ error, again }: { error: Error; again: () => void }) {
  const p = error instanceof Failed ? error.problem : null;
  return (
    <div role="alert" className={classes.problem}>
      <h2>{words.common.failed}</h2>
      <p>{p ? p.detail : words.common.unreachable}</p>
      {p?.hint && <p className={classes.hint}>{p.hint}</p>}
      <Button variant="default" size="xs" onClick={again}>
        {words.common.tryAgain}
      </Button>
    </div>
  );
}
