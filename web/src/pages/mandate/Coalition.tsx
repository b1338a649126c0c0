// The coalition and force as they would be under the choices, and under a goal
// if one is asked about.
import { memo, useId, useState } from "react";
import type { Schemas } from "../../api/client";
import { useWho } from "../../api/questions";
import { hrefTo, useAddress } from "../../app/address";
import { names } from "../../app/isolate";
import { Link } from "../../app/Link";
import { Answered, useLate } from "../../parts/Answered";
import { Reach } from "../../parts/Collision";
import { Counted } from "../../parts/Counted";
import { Facing } from "../../parts/Facing";
import { Glyph } from "../../parts/Mark";
import { NotEnforced, Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Coalition.module.css";
import { number } from "./numbers";

const w = words.mandate;

type Who = Schemas["Who"];

// Coalition asks once the marks are there, so that they never wait for it.
export function Coalition({ ready }: { ready: boolean }) {
  const a = useAddress();
  const goal = a.get("goal");
  const who = useWho(goal ? { goal } : {}, ready);
  const old = who.isPlaceholderData || !ready;
  const late = useLate(old && who.data !== undefined, 400);
  return (
    <Section title={w.coalition} className={classes.coalition}>
      <div className={late ? classes.old : undefined} aria-busy={late}>
        <Answered of={who} lines={8}>
          {(x) => <Body x={x} />}
        </Answered>
      </div>
    </Section>
  );
}

const Body = memo(function Body({ x }: { x: Who }) {
  const choices = (x.set?.length ?? 0) + (x.join?.length ?? 0) + (x.exclude?.length ?? 0);
  return (
    <>
      {x.goal && (
        <div className={classes.goal}>
          <p>
            <span className={classes.dim}>{w.forGoal}</span> <strong dir="auto">{x.goal_name || x.goal_says}</strong>
            <span className={classes.dim}>, {w.withChoices(choices)}</span>
          </p>
          {x.goal_name && x.goal_says && (
            <p className={classes.small}>
              {w.goalSays} <bdi>{x.goal_says}</bdi>
            </p>
          )}
        </div>
      )}
      {x.result === "coalition" ? (
        <>
          <p className={classes.sentence}>{x.sentence}</p>
          <Joins x={x} />
          <Could list={x.could_join} />
          {x.open && x.open.length > 0 && <p className={classes.small}>{w.notKnown(names(x.open))}</p>}
          <Force x={x} />
          <Out list={x.stays_out} />
          <Money x={x} />
          <p className={`${classes.small} ${classes.link}`}>
            <Link to={hrefTo("force", x.goal ? { goal: x.goal } : {})}>{w.toForce}</Link>
          </p>
        </>
      ) : (
        <Nobody x={x} />
      )}
    </>
  );
});

function Nobody({ x }: { x: Who }) {
  const f = x.figures;
  return (
    <>
      <p className={classes.sentence}>{w.who[x.result] ?? x.sentence}</p>
      {f && <Reach f={f} />}
      {x.collision && <Facing positions={x.collision.positions} />}
    </>
  );
}

function Joins({ x }: { x: Who }) {
  return (
    <>
      <h3>{w.joins}</h3>
      {x.joins.length === 0 && <p className={classes.dim}>{w.joinsNobody}</p>}
      <ul className={classes.list}>
        {x.joins.map((j) => (
          <li key={j.actor} className={classes.joiner}>
            <Glyph rung={j.rung} />
            <span>
              <Opens entries={j.entries} label={words.common.openEntry(`${j.name}, ${j.rung}`)}>
                <bdi>{j.name}</bdi>
              </Opens>{" "}
              <span className={classes.dim}>
                {words.common.rungs[j.rung] ?? j.rung}
                {j.brings.length === 0 && j.unspecified && j.unspecified.length > 0 && ` · ${w.saysNotWhat}`}
              </span>
              {j.brings.length > 0 && (
                <ul className={classes.brings}>
                  {j.brings
                    .flatMap((b) => b.parts)
                    .map((p) => (
                      <li key={`${p.entry} ${p.says}`}>
                        <Opens entries={[p.entry]}>{p.says}</Opens>
                        {p.not_for_names && p.not_for_names.length > 0 && (
                          <span className={classes.dim}> {w.notFor(names(p.not_for_names))}</span>
                        )}
                      </li>
                    ))}
                </ul>
              )}
              {j.demands && (
                <ul className={classes.brings}>
                  <NotEnforced list={j.demands} />
                </ul>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Could({ list }: { list: Schemas["CouldJoin"][] }) {
  const loud = list.filter((c) => c.rung !== "silent");
  const silent = list.filter((c) => c.rung === "silent");
  return (
    <>
      {loud.length > 0 && (
        <>
          <h3>{w.could}</h3>
          <ul className={classes.list}>
            {loud.map((c) => (
              <li key={c.actor} className={classes.joiner}>
                <Glyph rung={c.rung} />
                <span>
                  <Opens entries={c.entries} label={words.common.openEntry(`${c.name}, ${c.rung}`)}>
                    <bdi>{c.name}</bdi>
                  </Opens>{" "}
                  <span className={classes.dim}>{words.common.rungs[c.rung] ?? c.rung}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {silent.length > 0 && (
        <p className={classes.silent}>
          <Glyph rung="silent" />
          <span>
            <span className={classes.dim}>{w.couldSilent}:</span> {names(silent.map((s) => s.name))}
          </span>
        </p>
      )}
    </>
  );
}

function Out({ list }: { list: Schemas["StaysOut"][] }) {
  const [all, setAll] = useState(false);
  if (list.length === 0) return null;
  const first = 5;
  return (
    <>
      <h3>{w.out}</h3>
      <ul className={classes.list}>
        {list.map((o, i) => (
          <li key={o.actor} className={`${classes.joiner} ${!all && i >= first ? classes.later : ""}`}>
            <Glyph rung="objects" />
            <div>
              <bdi>{o.name}</bdi>
              {o.collision ? <Facing positions={o.collision.positions} /> : <span className={classes.dim}> {w.outUnknown}</span>}
            </div>
          </li>
        ))}
      </ul>
      {list.length > first && (
        <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.common.showLess : words.common.showAll(list.length)}
        </button>
      )}
    </>
  );
}

function Force({ x }: { x: Who }) {
  return (
    <>
      <h3>{w.force}</h3>
      {x.lines.length === 0 ? <p className={classes.dim}>{w.forceNone}</p> : <Counted />}
      <ul className={classes.list}>
        {x.lines.map((l) => (
          <li key={l.id} className={classes.line}>
            <Line l={l} />
          </li>
        ))}
      </ul>
    </>
  );
}

// lacks says what is missing to the minimum or, where it is met, to the target.
function lacks(l: Schemas["ForceLine"]): string {
  if (l.gap > 0) return w.missing(number(l.gap));
  if (l.gap_to_target > 0) return w.toTarget(number(l.gap_to_target));
  return w.met;
}

// Line is a requirement in words, with a bar of what is committed and offered
// against the minimum.
function Line({ l }: { l: Schemas["ForceLine"] }) {
  const id = useId();
  const most = Math.max(l.minimum, l.target, l.committed + l.offered, 1);
  const at = (n: number) => `${(100 * n) / most}%`;
  const says = [
    l.committed > 0 && w.committed(number(l.committed)),
    l.offered > 0 && w.offered(number(l.offered)),
    l.unstated && l.unstated.length > 0 && w.unstated(l.unstated.length),
  ].filter(Boolean);
  return (
    <>
      <div className={classes.lineHead}>
        <span id={id}>
          <Opens line={`requirements.${l.id}`}>
            <bdi>{[l.name, l.where].filter(Boolean).join(", ")}</bdi>
          </Opens>
        </span>
        <span className={l.gap > 0 ? classes.missing : classes.met}>{lacks(l)}</span>
      </div>
      <div
        className={classes.bar}
        role="img"
        aria-label={w.forceBar(number(l.committed), number(l.offered), number(l.minimum))}
        aria-describedby={id}
      >
        <span className={classes.committed} style={{ width: at(l.committed) }} />
        <span className={classes.offered} style={{ width: at(l.offered) }} />
        {l.minimum > 0 && <span className={classes.minimum} style={{ insetInlineStart: at(l.minimum) }} />}
      </div>
      <p className={classes.small}>
        {says.join(" · ")}
        {says.length > 0 && " · "}
        {l.minimum > 0 ? w.minimum(number(l.minimum)) : w.noMinimum}
        {l.target > l.minimum && `, ${w.target(number(l.target))}`}
      </p>
    </>
  );
}

function Money({ x }: { x: Who }) {
  if (x.paid.length + x.costs.length === 0) return null;
  return (
    <>
      <h3>{w.pays}</h3>
      <ul className={classes.list}>
        {x.paid.map((p) => (
          <li key={`${p.issue} ${p.option}`}>
            <span className={classes.dim}>
              <bdi>{p.issue_name}</bdi>:{" "}
            </span>
            <bdi>{p.option_name}</bdi>
            {!p.only && <span className={classes.dim}>{w.bracketed(w.paysOpen)}</span>}
            {": "}
            {p.payers.map((y, i) => (
              <span key={y.id}>
                {i > 0 && ", "}
                {y.said.length > 0 ? (
                  <Opens entries={y.said}>
                    <bdi>{y.name}</bdi>
                  </Opens>
                ) : (
                  <bdi>{y.name}</bdi>
                )}
              </span>
            ))}
          </li>
        ))}
        {x.costs.map((c) => (
          <li key={c.currency}>
            <span className={classes.dim}>{w.costs}</span> {number(c.committed)} {c.currency} {w.costCommitted},{" "}
            {number(c.committed_and_offered)} {w.costAll}
          </li>
        ))}
      </ul>
    </>
  );
}
