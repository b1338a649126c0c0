// The mandate: what may still be chosen once this is chosen, why not, and the
// coalition and force as they would be. The choices are in the address.
import { IconChevronRight } from "@tabler/icons-react";
import { replaceEqualDeep } from "@tanstack/react-query";
import { type ReactNode, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Schemas } from "../api/client";
import { useCase, useMandates, useWhatIf } from "../api/questions";
import { useAddress } from "../app/address";
import { names } from "../app/isolate";
import { Answered } from "../parts/Answered";
import { words } from "../words";
import classes from "./Mandate.module.css";
import { ActionsContext, useActions, useChoices } from "./mandate/actions";
import { Changes } from "./mandate/Changes";
import { Coalition } from "./mandate/Coalition";
import { Comparison } from "./mandate/Compare";
import { type Choices, count, none } from "./mandate/choices";
import { Contributors, Decided, Issue, mineOf } from "./mandate/Issues";
import { BlockedCase, BlockedWish } from "./mandate/Reasons";
import { Goal, Reminder, State } from "./mandate/State";
import { Variants } from "./mandate/Variants";

const w = words.mandate;

type Answer = Schemas["WhatIf"];

export function MandateSheet() {
  const a = useAddress();
  if (a.get("left") && a.get("right")) return <Comparison />;
  return <Configurator />;
}

function Configurator() {
  const actions = useActions();
  const chosen = useChoices();
  const answer = useWhatIf();
  return (
    <ActionsContext value={actions}>
      <div className={classes.sheet}>
        {answer.isError && (
          <>
            <h1 className={classes.failed}>{words.frame.pages.mandate}</h1>
            {count(chosen) > 0 && (
              <button type="button" className={classes.clear} onClick={() => actions.load(none)}>
                {w.clear}
              </button>
            )}
          </>
        )}
        <Answered of={answer} lines={12}>
          {(x) => <Sheet a={x} chosen={chosen} current={!answer.isPlaceholderData} />}
        </Answered>
      </div>
    </ActionsContext>
  );
}

// useKept gives parts of an answer that have not changed since the last one the
// same identity, so that only what has changed is drawn again.
function useKept<T>(now: T): T {
  const was = useRef<T>(now);
  const kept = useMemo(() => replaceEqualDeep(was.current, now) as T, [now]);
  useLayoutEffect(() => {
    was.current = kept;
  });
  return kept;
}

function Sheet({ a, chosen, current }: { a: Answer; chosen: Choices; current: boolean }) {
  const x = useKept(a);
  const n = count(chosen);
  const counts = useMandates(current && x.result === "possible");
  // The count of the choices before is not that of these.
  const left = current && !counts.isPlaceholderData ? counts.data?.mandates : undefined;
  return (
    <>
      <Goal />
      <State a={x} left={left} chosen={n} busy={!current} />
      {x.result === "blocked wish" && x.blocked && <BlockedWish b={x.blocked} choices={x.choices} />}
      {x.result === "blocked" && x.blocked && <BlockedCase b={x.blocked} />}
      <PrintedChoices a={x} />
      <div className={classes.body}>
        <Aside>
          <Variants now={chosen} says={x.choices} />
        </Aside>
        <Options a={x} chosen={chosen} busy={!current} />
        <div className={classes.right}>
          <Changes a={x} />
          <Coalition ready={current} />
        </div>
      </div>
      <Reminder a={x} left={left} />
    </>
  );
}

function Aside({ children }: { children: ReactNode }) {
  const c = useCase();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <aside className={`${classes.variants} ${open ? "" : classes.folded}`} aria-label={w.variants}>
      <button type="button" className={classes.unfold} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <IconChevronRight size={15} aria-hidden="true" className={open ? classes.turned : ""} />
        {w.variants} <span>{w.variantsHold(c.data?.plans.length ?? 0, c.data?.texts.length ?? 0)}</span>
      </button>
      <div id={id}>{children}</div>
    </aside>
  );
}

// collidingItems are those of the choices that would have to be given up.
function collidingItems(a: Answer): string {
  if (a.result !== "blocked wish" || !a.blocked) return "";
  const says = new Set([...(a.blocked.collision?.choices ?? []), ...a.blocked.give_up.sets.flat()]);
  return a.choices
    .filter((c) => says.has(c.says))
    .flatMap((c) => {
      const [issue = "", options = ""] = c.choice.split("=", 2);
      return c.kind === "set" ? options.split(",").map((o) => `${issue}=${o}`) : [c.choice];
    })
    .join(" ");
}

function Options({ a, chosen, busy }: { a: Answer; chosen: Choices; busy: boolean }) {
  const address = useAddress();
  const c = useCase();
  const why = address.get("why");
  const whyIssue = why.includes("=") ? why.slice(0, why.indexOf("=")) : "";
  // Where no plan meets all choices, everything else is ruled out: that says
  // nothing, so the rest is shown as it is without any choice.
  const suspended = a.result === "blocked wish";
  const collides = useMemo(() => collidingItems(a), [a]);
  const known = useMemo(() => new Map(c.data?.issues.map((i) => [i.id, i])), [c.data]);
  const open = a.issues.filter((i) => !i.decided);
  const decided = a.issues.filter((i) => i.decided);
  const by = (i: Schemas["WhatIfIssue"]) =>
    names([...new Set(i.decided?.entries.flatMap((e) => a.entries[e]?.actor_names ?? []))]);
  return (
    <div className={classes.middle} aria-busy={busy}>
      <p className={classes.legend}>{suspended ? w.suspended : w.legend}</p>
      <div className={classes.issues}>
        {a.joiners.length > 0 && (
          <Contributors
            list={a.joiners}
            joined={chosen.join.join()}
            out={chosen.exclude.filter((x) => !x.includes("=")).join()}
            suspended={suspended}
            collides={collides}
            why={why && !whyIssue ? why : ""}
          />
        )}
        {open.map((i) => (
          <Issue
            key={i.id}
            issue={i}
            question={known.get(i.id)?.question ?? ""}
            ordered={known.get(i.id)?.ordered ?? false}
            {...mineOf(chosen, i.id)}
            suspended={suspended}
            collides={collides}
            why={whyIssue === i.id ? why : ""}
          />
        ))}
      </div>
      {decided.length > 0 && (
        <section className={classes.decided}>
          <h2>{w.decided}</h2>
          <ul>
            {decided.map((i) => (
              <Decided
                key={i.id}
                issue={i}
                by={by(i)}
                question={known.get(i.id)?.question ?? ""}
                {...mineOf(chosen, i.id)}
                suspended={suspended}
                collides={collides}
                why={whyIssue === i.id ? why : ""}
              />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

// On paper the choices are a list of their own.
function PrintedChoices({ a }: { a: Answer }) {
  return (
    <section className={classes.printed}>
      <h2>{w.print.choices}</h2>
      {a.choices.length === 0 && <p>{w.print.noChoices}</p>}
      <ul>
        {a.choices.map((c) => (
          <li key={`${c.kind} ${c.choice}`} dir="auto">
            {c.says}
          </li>
        ))}
      </ul>
    </section>
  );
}
