// A collision face to face: one card a position, with the entries behind it.
import { Switch } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "../api/client";
import { type Patch, useAddress } from "../app/address";
import { long } from "../app/dates";
import { names } from "../app/isolate";
import { words } from "../words";
import classes from "./Collision.module.css";
import { keyOf } from "./Facing";
import { Opens } from "./Opens";

type Position = Schemas["Position"];
type Entry = Schemas["Entry"];
const w = words.sticking;

interface Props {
  set: Schemas["Set"];
  entries: Record<string, Entry>;
  // keep goes into the address with an entry that is left out, so that the
  // question stays what it was when the answer changes.
  keep?: Patch;
}

// Hand lays the positions of a set beside each other: two with "against" between
// them, more under a common bracket.
export function Hand({ set, entries, keep = {} }: Props) {
  const n = set.positions.length;
  const cards = set.positions.map((p, i) => (
    // Withheld positions all have the same key.
    <PositionCard key={keyOf(p, i)} p={p} entries={entries} keep={keep} />
  ));
  if (n === 2) {
    return (
      <div className={classes.hand}>
        <div className={classes.two}>
          {cards[0]}
          <p className={classes.against}>{w.against}</p>
          {cards[1]}
        </div>
      </div>
    );
  }
  return (
    <div className={classes.hand}>
      <p className={classes.bracket}>
        <span>{n === 1 ? w.alone : w.notAll(n)}</span>
      </p>
      <div className={`${classes.many} ${n === 4 ? classes.four : ""}`}>{cards}</div>
    </div>
  );
}

function PositionCard({ p, entries, keep }: { p: Position; entries: Record<string, Entry>; keep: Patch }) {
  if (p.key === "withheld") {
    return (
      <article className={`${classes.card} ${classes.ofCase}`}>
        <p className={classes.says}>{w.withheld}</p>
        <p className={classes.dim}>{w.withheldMore}</p>
      </article>
    );
  }
  const ids = p.entries ?? [];
  if (ids.length === 0) {
    return (
      <article className={`${classes.card} ${classes.ofCase}`} aria-label={`${w.lineOfCase}: ${p.says}`}>
        <p className={classes.who}>{w.lineOfCase}</p>
        <p className={classes.says}>
          <Opens line={p.line} label={words.common.openEntry(p.says)}>
            <bdi>{p.says}</bdi>
          </Opens>
        </p>
        <p className={classes.dim}>
          {w.lineMore}{" "}
          {p.sources &&
            p.sources.length > 0 &&
            [w.source(p.sources[0] ?? "", p.sources.length - 1), p.at].filter(Boolean).join(", ")}
        </p>
      </article>
    );
  }
  const who = names(p.owner_names ?? []);
  return (
    <article className={classes.card} aria-label={`${who}: ${p.says}`}>
      <p className={classes.who}>
        <bdi>{who}</bdi> <span className={classes.kind}>{w.kinds[p.kind]}</span>
      </p>
      <p className={classes.says} dir="auto">
        {p.says}
      </p>
      <Behind ids={ids} entries={entries} several={(p.owners?.length ?? 0) > 1} keep={keep} />
    </article>
  );
}

const shown = 2;

// Behind lists the entries of a position; where many say the same, the latest.
interface BehindProps {
  ids: string[];
  entries: Record<string, Entry>;
  several: boolean;
  keep: Patch;
}

function Behind({ ids, entries, several, keep }: BehindProps) {
  const [all, setAll] = useState(false);
  const rest = ids.length > shown + 1 ? ids.length - shown : 0;
  const list = rest > 0 && !all ? latest(ids, entries).slice(0, shown) : ids;
  return (
    <>
      <ul className={classes.behind}>
        {list.map((id) => (
          <li key={id}>
            <Said id={id} e={entries[id]} several={several} keep={keep} />
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? w.fewer : w.andMore(rest)}
        </button>
      )}
    </>
  );
}

const day = (e: Entry | undefined) => e?.said || e?.reported || "";

function latest(ids: string[], entries: Record<string, Entry>): string[] {
  return [...ids].sort((a, b) => day(entries[b]).localeCompare(day(entries[a])));
}

function Said({ id, e, several, keep }: { id: string; e: Entry | undefined; several: boolean; keep: Patch }) {
  if (!e) return <Opens entries={[id]}>{id}</Opens>;
  const from = e.sources?.[0];
  const about = [
    long(e.said) || (e.reported && `${words.sentence.reported} ${long(e.reported)}`),
    from && w.source(from, (e.sources?.length ?? 1) - 1),
    e.grade,
    e.firmness,
    e.voice && (words.sentence.voices[e.voice] ?? e.voice),
    e.assumed && words.sentence.assumed,
  ].filter(Boolean);
  return (
    <>
      <p dir="auto">
        <Opens entries={[id]} label={words.common.openEntry(`${names(e.actor_names)}: ${e.summary}`)}>
          {e.summary}
        </Opens>
      </p>
      {e.quote && (
        <blockquote className={classes.quote} dir="auto">
          <q>{e.quote}</q>
        </blockquote>
      )}
      {(e.speaker || several) && (
        <p className={classes.dim}>
          {several && <bdi>{w.saidBy(names(e.actor_names))}</bdi>}
          {several && e.speaker && " · "}
          <bdi>{e.speaker}</bdi>
          {e.hearsay && ` · ${words.sentence.hearsay}`}
        </p>
      )}
      <p className={classes.dim}>{about.join(" · ")}</p>
      {e.stale && e.stale.length > 0 && (
        <p className={classes.stale}>
          <Opens entries={e.stale}>{words.sentence.stale}</Opens>
        </p>
      )}
      <WhatIfNot id={id} says={e.summary} keep={keep} />
    </>
  );
}

// WhatIfNot leaves an entry out, as the drawer's switch does.
function WhatIfNot({ id, says, keep }: { id: string; says: string; keep: Patch }) {
  const a = useAddress();
  const without = a.all("without");
  const out = without.includes(id);
  return (
    <Switch
      className={classes.switch}
      classNames={{ track: classes.track ?? "" }}
      size="xs"
      checked={out}
      onChange={() => a.update({ ...keep, without: out ? without.filter((x) => x !== id) : [...without, id] })}
      label={w.whatIfNot}
      aria-label={w.whatIfNotOf(says)}
    />
  );
}

const named = 4;

// sides names whose words a set holds, for a line that stands for it.
export function sides(set: Schemas["Set"]): string {
  const out: string[] = [];
  let lines = 0;
  for (const p of set.positions) {
    if (p.key === "withheld") out.push(words.common.withheldPosition);
    else if (p.owner_names && p.owner_names.length > 0) out.push(...p.owner_names);
    else lines++;
  }
  const all = [...new Set(out)];
  const names = all.length > named + 1 ? [...all.slice(0, named), w.others(all.length - named)] : all;
  if (lines > 0) names.push(w.linesOfCase(lines));
  return names.join(" · ");
}

// Reach is why a goal about the force is out of reach of all offers.
export function Reach({ f }: { f: Schemas["Figure"] }) {
  const n = (x: number) => [x.toLocaleString("en-GB"), f.unit].filter(Boolean).join(" ");
  // The unit often says what the name does.
  const name = f.unit && f.name.toLowerCase().includes(f.unit.toLowerCase()) ? "" : f.name;
  return (
    <div className={classes.reach}>
      <p>
        <bdi>{w.figures(name, n(f.wanted), n(f.reach), n(f.short))}</bdi>
      </p>
      {f.from && f.from.length > 0 && (
        <p className={classes.dim}>
          {w.from}{" "}
          {f.from.map((x, i) => (
            <span key={x.actor}>
              {i > 0 && ", "}
              <Opens entries={x.entries} label={words.common.openEntry(`${x.name}, ${n(x.n)}`)}>
                <bdi>{x.name}</bdi> {n(x.n)}
              </Opens>
            </span>
          ))}
        </p>
      )}
      {f.unstated && f.unstated.length > 0 && <p className={classes.dim}>{w.unstated(names(f.unstated))}</p>}
    </div>
  );
}
