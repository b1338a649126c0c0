// Why an item is ruled out or forced, or why no plan meets all choices: the words
// that collide, what would have to be given up, and what else would do.
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Schemas } from "../../api/client";
import { useUnblock, useWhatIf } from "../../api/questions";
import { hrefTo } from "../../app/address";
import { Link } from "../../app/Link";
import { Answered } from "../../parts/Answered";
import { Facing, keyOf, keyOfSet } from "../../parts/Facing";
import { Says } from "../../parts/Opens";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import classes from "./Reasons.module.css";

const w = words.mandate;

type Choice = Schemas["WhatIfChoice"];
type Reason = Schemas["WhatIfReason"];

// Collision is a smallest set of choices and positions that do not go together.
export function Collision({ r, choices, take = true }: { r: Reason; choices: readonly Choice[]; take?: boolean }) {
  const act = useSheetActions();
  if (r.choices.length + r.positions.length === 0) return <p className={classes.dim}>{w.why.byBuild}</p>;
  return (
    <Facing positions={r.positions}>
      {r.choices.map((says) => {
        const c = choices.find((x) => x.says === says);
        return (
          <li key={says} className={classes.mine}>
            <span className={classes.dim}>{w.why.chosen}</span> <bdi>{says}</bdi>{" "}
            {take && c && (
              <button type="button" className={classes.small} aria-label={w.takeBackLabel(says)} onClick={() => act.giveUp([c])}>
                {w.takeBack}
              </button>
            )}
          </li>
        );
      })}
    </Facing>
  );
}

// GiveUp are the sets of choices to give up, each a button that does it.
function GiveUp({ sets, choices, title: Title }: { sets: string[][]; choices: readonly Choice[]; title: "h3" | "h4" }) {
  const act = useSheetActions();
  if (sets.length === 0) return null;
  return (
    <>
      <Title>{w.giveUpTitle}</Title>
      <ul className={classes.trades}>
        {sets.map((set) => (
          <li key={set.join()}>
            <button
              type="button"
              className={classes.trade}
              onClick={() => {
                act.giveUp(choices.filter((c) => set.includes(c.says)));
                document.getElementById("mandate-state")?.focus({ preventScroll: true });
              }}
            >
              {w.giveUp(set.join("; "))}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

// Ways are changes of positions that would do instead.
function Ways({ list }: { list: Schemas["Set"][] }) {
  const shown = list.slice(0, 4);
  return (
    <ul className={classes.ways}>
      {shown.map((s, i) => (
        <li key={keyOfSet(s)}>
          {i > 0 && <span className={classes.or}>{words.common.or} </span>}
          <span className={classes.dim}>{w.noLonger} </span>
          {s.positions.length === 1 ? (
            s.positions.map((p, i) => <Says key={keyOf(p, i)} p={p} />)
          ) : (
            <Facing positions={s.positions} />
          )}
        </li>
      ))}
    </ul>
  );
}

// conditionOf writes an item as a goal that the other questions understand.
function conditionOf(item: string, setIssue: boolean): string {
  const [issue = "", option] = item.split("=", 2);
  if (option === undefined) return `joins("${item}")`;
  return setIssue ? `"${option}" in ${issue}` : `${issue} == "${option}"`;
}

// WhyPanel answers under the issue of the item that is asked about.
export function WhyPanel({ item, setIssue }: { item: string; setIssue: boolean }) {
  const act = useSheetActions();
  const answer = useWhatIf({ why: item });
  const ref = useRef<HTMLElement>(null);
  const known = answer.data?.why?.item === item;
  // biome-ignore lint/correctness/useExhaustiveDependencies: again when its answer has made it larger
  useEffect(() => {
    // Only where it is out of sight: what is seen is not moved.
    const at = ref.current?.getBoundingClientRect();
    if (at && (at.top > window.innerHeight - 140 || at.bottom < 140)) ref.current?.scrollIntoView({ block: "nearest" });
  }, [item, known]);
  const close = () => {
    act.why(null);
    document.querySelector<HTMLElement>(`[data-why="${CSS.escape(item)}"]`)?.focus({ preventScroll: true });
  };
  return (
    <section ref={ref} className={classes.panel} aria-live="polite" aria-label={w.whyNotLabel(answer.data?.why?.says ?? item)}>
      <button type="button" className={classes.close} aria-label={words.common.close} onClick={close}>
        <IconX size={16} aria-hidden="true" />
      </button>
      <Answered of={answer} lines={3}>
        {(a) => (a.why && a.why.item === item ? <Why y={a.why} choices={a.choices} setIssue={setIssue} /> : null)}
      </Answered>
    </section>
  );
}

function Why({ y, choices, setIssue }: { y: Schemas["WhatIfWhy"]; choices: readonly Choice[]; setIssue: boolean }) {
  const out = y.look === "ruled out";
  const forced = y.look === "forced";
  const free = out && !y.by_choice && y.give_up.sets.length === 0;
  const plain = y.by_choice
    ? w.why.byChoice
    : {
        open: w.why.open,
        chosen: w.why.isChosen,
        withheld: w.why.withheld,
        unsettled: w.why.unsettled,
      }[y.look];
  return (
    <>
      <h3 dir="auto">{out ? w.why.not(y.says) : forced ? w.why.forced(y.says) : w.why.other(y.says)}</h3>
      {plain && <p>{plain}</p>}
      {y.reasons.length > 0 && !y.by_choice && <p className={classes.dim}>{out ? w.why.notBecause : w.why.forcedBecause}</p>}
      {!y.by_choice &&
        y.reasons.map((r, i) => (
          <div key={[...r.choices, ...r.positions.map((p) => p.key)].join()}>
            {i > 0 && <p className={classes.dim}>{w.why.or}</p>}
            <Collision r={r} choices={choices} />
          </div>
        ))}
      {(out || forced) && !y.complete && <p className={classes.dim}>{w.why.incomplete}</p>}
      <GiveUp sets={y.give_up.sets} choices={choices} title="h4" />
      {(out || forced) && !y.by_choice && choices.length > 0 && y.give_up.sets.length === 0 && y.give_up.complete && (
        <p>{w.why.noChoice}</p>
      )}
      {free && <WaysTo goal={conditionOf(y.item, setIssue)} />}
    </>
  );
}

// WaysTo are the ways out of the record, where no choice is behind it.
function WaysTo({ goal }: { goal: string }) {
  const u = useUnblock({ goal });
  return (
    <>
      <h4>{w.why.positions}</h4>
      <Answered of={u} lines={2}>
        {(x) =>
          x.goal === goal ? x.ways_out.list.length > 0 ? <Ways list={x.ways_out.list} /> : <p>{w.why.noPosition}</p> : null
        }
      </Answered>
      <p className={classes.link}>
        <Link to={hrefTo("sticking-points", { goal })}>{w.why.facing}</Link>
      </p>
    </>
  );
}

// BlockedWish says what collides where no plan meets all choices.
export function BlockedWish({ b, choices }: { b: Schemas["WhatIfBlocked"]; choices: readonly Choice[] }) {
  const ways = b.ways_out.list;
  return (
    <section className={`${classes.panel} ${classes.blocked}`} aria-labelledby="mandate-collides">
      <h2 id="mandate-collides">{w.collides}</h2>
      {b.collision && <Collision r={b.collision} choices={choices} />}
      <GiveUp sets={b.give_up.sets} choices={choices} title="h3" />
      {ways.length > 0 ? (
        <>
          <h3>{w.keepAll}</h3>
          <Ways list={ways} />
        </>
      ) : (
        b.ways_out.complete && <p>{w.keepAllNone}</p>
      )}
      {ways.length > 4 && <p className={classes.dim}>{w.moreWays(ways.length - 4)}</p>}
    </section>
  );
}

// BlockedCase is where no plan is possible at all.
export function BlockedCase({ b }: { b: Schemas["WhatIfBlocked"] }) {
  return (
    <section className={`${classes.panel} ${classes.blocked}`} aria-labelledby="mandate-collides">
      <h2 id="mandate-collides">{w.collides}</h2>
      <p className={classes.dim}>{w.blockedCase}</p>
      {b.collision && <Collision r={b.collision} choices={[]} />}
      <p className={classes.link}>
        <Link to={hrefTo("sticking-points")}>{w.waysOut}</Link>
      </p>
    </section>
  );
}
