// The entries as rows to read, by month. Each opens its sentence; j and k go from
// one to the next.
import { Button } from "@mantine/core";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { Schemas } from "../api/client";
import { useAddress } from "../app/address";
import { long } from "../app/dates";
import { names } from "../app/isolate";
import { busy, typing } from "../app/Keys";
import { Glyph } from "../parts/Mark";
import { Opens } from "../parts/Opens";
import { words } from "../words";
import classes from "./RecordList.module.css";
import { monthOf } from "./recordQuery";

const w = words.record;
type Entry = Schemas["Entry"];
type Change = Schemas["Change"];

// slice is how many rows are drawn at first, and more each time: a record may
// have tens of thousands.
const slice = 200;

export function RecordList({ s, moves }: { s: Schemas["Show"]; moves: Map<string, Change[]> }) {
  const a = useAddress();
  const oldest = a.get("order") === "oldest";
  const list = useMemo(() => (oldest ? s.list : s.list.toReversed()), [s.list, oldest]);
  const [drawn, setDrawn] = useState(slice);
  // Another list begins at its beginning.
  const of = useRef(list);
  if (of.current !== list) {
    of.current = list;
    if (drawn !== slice) setDrawn(slice);
  }
  const open = a.get("open");
  const at = useMemo(() => list.indexOf(open), [list, open]);
  // What is open is drawn, wherever in the list it is.
  const upTo = Math.min(list.length, Math.max(drawn, at + 21));
  const box = useRef<HTMLDivElement>(null);
  useWalk(list, at);
  useFollow(box, open, at >= 0, moves);
  const months = useMemo(() => byMonth(list, upTo, s.entries), [list, upTo, s.entries]);
  return (
    <div ref={box} className={classes.list}>
      {months.map((m) => (
        <section key={m.key} aria-label={m.name}>
          <h2 className={classes.month}>{m.name}</h2>
          <ol>
            {m.list.map((e) => (
              <Row key={e.id} e={e} changes={moves.get(e.id)} open={open === e.id} />
            ))}
          </ol>
        </section>
      ))}
      {upTo < list.length && (
        <>
          <Button className={classes.more} variant="default" onClick={() => setDrawn(upTo + slice)}>
            {w.more(Math.min(slice, list.length - upTo), upTo, list.length)}
          </Button>
          <p className={classes.printed}>{w.shownOf(upTo, list.length)}</p>
        </>
      )}
    </div>
  );
}

interface Month {
  key: string;
  name: string;
  list: Entry[];
}

function byMonth(list: readonly string[], upTo: number, entries: Record<string, Entry>): Month[] {
  const out: Month[] = [];
  for (const id of list.slice(0, upTo)) {
    const e = entries[id];
    if (!e) continue;
    const m = monthOf(e.said || e.reported || "");
    let last = out.at(-1);
    if (last?.key.split(" ")[0] !== m) {
      last = { key: `${m} ${id}`, name: m ? long(m) : w.undated, list: [] };
      out.push(last);
    }
    last?.list.push(e);
  }
  return out;
}

// useWalk: j opens the next entry, k the one before. Walking on replaces the
// address, so that one step back leaves the walk.
function useWalk(list: readonly string[], at: number) {
  const a = useAddress();
  useEffect(() => {
    const on = (e: KeyboardEvent) => {
      if (e.metaKey || e.ctrlKey || e.altKey || (e.key !== "j" && e.key !== "k")) return;
      if (typing(e.target) || busy()) return;
      const next = list[at < 0 ? 0 : at + (e.key === "j" ? 1 : -1)];
      if (next) a.update({ open: next }, at >= 0);
    };
    window.addEventListener("keydown", on);
    return () => window.removeEventListener("keydown", on);
  }, [a, list, at]);
}

// useFollow keeps the row of what is open in sight, and gives it the focus when
// the drawer closes.
function useFollow(box: React.RefObject<HTMLDivElement | null>, open: string, inList: boolean, moves: unknown) {
  const was = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the moves add to the rows shifts them
  useEffect(() => {
    const row = (id: string) => box.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`);
    // Where the drawer lies over the lower part, only the top is left for it.
    const block = window.matchMedia("(max-width: 1100px)").matches ? "start" : "nearest";
    const show = () => row(open)?.scrollIntoView({ block });
    let settled = 0;
    // Rows that come into sight take their true height, which moves this one.
    const sizes = new ResizeObserver(show);
    if (open && inList && box.current) {
      show();
      sizes.observe(box.current);
      settled = window.setTimeout(() => sizes.disconnect(), 600);
    }
    if (!open && was.current) row(was.current)?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
    was.current = open && inList ? open : "";
    return () => {
      clearTimeout(settled);
      sizes.disconnect();
    };
  }, [box, open, inList, moves]);
}

interface RowProps {
  e: Entry;
  changes: Change[] | undefined;
  open: boolean;
}

const Row = memo(function Row({ e, changes, open }: RowProps) {
  const said = e.said || e.reported;
  return (
    <li className={`${classes.row} ${open ? classes.open : ""}`} data-entry={e.id}>
      <p className={classes.day}>
        {long(said)}
        {!e.said && e.reported && <span className={classes.dim}> {w.reported}</span>}
      </p>
      <div className={classes.text}>
        <p className={classes.who}>
          {names(e.actor_names)}
          {e.speaker && (
            <span className={classes.dim}>
              {" · "}
              <bdi>{e.speaker}</bdi>
            </span>
          )}
        </p>
        <p dir="auto" className={e.status === "binds" ? undefined : classes.notNow}>
          <Opens entries={[e.id]} plain className={classes.opens}>
            {e.summary}
          </Opens>
        </p>
        {e.quote && (
          <blockquote dir="auto" className={classes.quote}>
            <q>{e.quote}</q>
          </blockquote>
        )}
        {changes && <Moves changes={changes} />}
      </div>
      <ul className={classes.facts}>
        {e.status !== "binds" && <li className={classes.off}>{words.sentence.status[e.status] ?? e.status}</li>}
        <li>
          {w.firmnesses[e.firmness] ?? e.firmness}
          {e.voice && `, ${words.sentence.voices[e.voice] ?? e.voice}`}
        </li>
        {e.hearsay && <li>{words.sentence.hearsay}</li>}
        {e.assumed && <li>{w.assumed}</li>}
        {e.grade && <li title={graded(e.grade)}>{w.chip.grade?.(e.grade)}</li>}
        {e.status === "binds" && e.stale && e.stale.length > 0 && <li>{w.stale}</li>}
        {e.context && <li>{w.context}</li>}
      </ul>
    </li>
  );
});

const graded = (g: string) => [w.reliabilities[g[0] ?? ""], w.credibilities[g[1] ?? ""]].filter(Boolean).join("; ");

// Moves is what the entries of the day changed in the position of the actor.
function Moves({ changes }: { changes: Change[] }) {
  return (
    <div className={classes.moves}>
      <p className={classes.dim}>{w.moved}</p>
      <ul>
        {changes.map((c) => (
          <li key={c.issue}>
            <bdi>{c.name}</bdi>
            {": "}
            <Glyph rung={c.from} /> {words.common.rungs[c.from] ?? c.from} {w.to} <Glyph rung={c.to} />{" "}
            <strong>{words.common.rungs[c.to] ?? c.to}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
