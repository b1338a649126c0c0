// Which single answer opens most. It tries each answer by itself, which takes
// its time on large cases, so it is asked only on request and can be cancelled.

import type { Schemas } from "../../api/client";
import { useAsked, useCheck, useLeverage } from "../../api/questions";
import { number } from "../../app/numbers";
import { Problem } from "../../parts/Answered";
import { Busy, OnRequest } from "../../parts/OnRequest";
import { Opens } from "../../parts/Opens";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Lever.module.css";

type Lever = Schemas["Lever"];
type Measure = Schemas["LeverageMeasure"];
const w = words.sticking;
const count = number;

export function Leverage({ goal, name }: { goal: string; name: string }) {
  return (
    <OnRequest
      name="leverage"
      question={JSON.stringify([useAsked(), goal])}
      title={w.lever}
      note={w.leverNote}
      aside={goal && name ? <bdi>{w.leverFor(name)}</bdi> : undefined}
      ask={w.leverAsk}
      again={w.leverAgain}
    >
      {(cancel) => <Asked goal={goal} cancel={cancel} />}
    </OnRequest>
  );
}

// Asked is there while the question stands; when it goes, so does the request.
function Asked({ goal, cancel }: { goal: string; cancel: () => void }) {
  const l = useLeverage(goal ? { goal } : {});
  if (l.isError) return <Problem error={l.error} again={() => void l.refetch()} />;
  if (l.isPending || l.isPlaceholderData) return <Busy says={w.leverBusy} cancel={cancel} />;
  return <Result l={l.data} />;
}

function Result({ l }: { l: Schemas["Leverage"] }) {
  const groups = alike(l.opens);
  const { short, toggle } = useSome("levers", groups.length);
  const check = useCheck();
  if (l.result === "no record") return <p>{l.sentence}</p>;
  if (l.result === "unknown") return <p>{w.results.unknownMore}</p>;
  const stands = lowest(check.data?.standings ?? []);
  return (
    <>
      {l.opens.length === 0 && <p>{l.sentence || w.leverNone}</p>}
      <ol className={`${classes.levers} ${short}`}>
        {groups.map((g) => (
          <li key={`${g[0]?.kind} ${g[0]?.id}`}>
            <div>
              {g.length > 1 && <p className={classes.dim}>{w.leverAny(g.length)}</p>}
              <ul className={g.length > 1 ? classes.any : ""}>
                {g.map((x) => (
                  <li key={`${x.kind} ${x.id}`}>
                    <Answer x={x} stands={x.kind === "answer" ? stands.get(x.id) : undefined} />
                  </li>
                ))}
              </ul>
            </div>
            {g[0] && <Changes before={l.before} x={g[0]} />}
          </li>
        ))}
      </ol>
      {toggle}
      <p className={classes.dim}>
        {l.more > 0 && `${w.leverMore(l.more)}. `}
        {w.leverRest(l.closes, l.same)}
        {!l.complete && ` ${words.common.incomplete}`}
      </p>
    </>
  );
}

const ladder = ["ruled out", "silent", "interested", "conditional", "agreed"];

// lowest is where actors stand in the role in which they stand lowest: that is
// the one an answer would change.
function lowest(list: Schemas["Standing"][]): Map<string, string> {
  const out = new Map<string, string>();
  for (const s of list) {
    const known = out.get(s.actor);
    if (!known || ladder.indexOf(s.rung) < ladder.indexOf(known)) out.set(s.actor, s.rung);
  }
  return out;
}

// alike puts together answers of a kind with the same consequences.
function alike(list: Lever[]): Lever[][] {
  const by = new Map<string, Lever[]>();
  for (const x of list) {
    const key = `${x.kind} ${x.follows.join("|")}`;
    by.set(key, [...(by.get(key) ?? []), x]);
  }
  return [...by.values()];
}

function Answer({ x, stands }: { x: Lever; stands: string | undefined }) {
  return (
    <>
      <Opens entries={x.entries} line={x.line} label={words.common.openEntry(x.says)}>
        <bdi>{x.says}</bdi>
      </Opens>
      {stands && <span className={classes.dim}> {w.leverNow(stands)}</span>}
    </>
  );
}

// Changes tells what would be different: from what is now to what would be then.
function Changes({ before, x }: { before: Measure; x: Lever }) {
  const after = x.after;
  const m = w.measures;
  const rows: [string, string, string, string][] = [];
  const add = (name: string, from: string | undefined, to: string | undefined, more = "") => {
    if (from && to && (from !== to || more)) rows.push([name, from, to, more]);
  };
  add(m.verdict, before.verdict, after.verdict);
  add(m.rung, before.rung, after.rung);
  if (before.verdict !== "blocked" && after.verdict !== "blocked") add(m.owed, count(before.owed), count(after.owed));
  const who = [
    x.joins_too?.length ? w.too(few(x.joins_too)) : "",
    x.joins_no_more?.length ? w.noMore(few(x.joins_no_more)) : "",
  ].filter(Boolean);
  add(m.joins, count(before.joins.length), count(after.joins.length), who.join("; "));
  for (const f of before.force) {
    const to = after.force.find((y) => y.capability === f.capability);
    if (to) add(w.force(f.name), count(f.named), count(to.named));
  }
  add(m.options, count(before.options), count(after.options));
  add(m.mandates, big(before.mandates), big(after.mandates));
  return (
    <dl className={classes.changes}>
      {rows.map(([name, from, to, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {from} <span aria-hidden="true">{w.arrow}</span> <strong>{to}</strong>
            {more && (
              <span className={classes.dim}>
                {" "}
                <bdi>{more}</bdi>
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

// few names some and counts the rest.
function few(names: string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(", ")}, ${w.others(names.length - 5)}` : names.join(", ");
}

// big writes a whole number that may be larger than numbers go.
const big = (s: string | undefined) => s?.replace(/\B(?=(\d{3})+$)/g, ",");
