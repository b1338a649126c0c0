// The ways out of a collision: what would have to be otherwise, with the world
// that this leaves one click away. Consequences, not advice.
import { Button } from "@mantine/core";
import type { Schemas } from "../../api/client";
import { useCase, useUnblock } from "../../api/questions";
import { useAddress } from "../../app/address";
import { Link } from "../../app/Link";
import { Answered } from "../../parts/Answered";
import { keyOf, keyOfSet } from "../../parts/Facing";
import { Says } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./WaysOut.module.css";

const w = words.sticking;

// goal is what is asked about; keep, how the address names it.
export function WaysOut({ goal, keep }: { goal: string; keep: string }) {
  const u = useUnblock(goal ? { goal } : {});
  return (
    <Answered of={u} quiet>
      {(x) => <List u={x} keep={keep} />}
    </Answered>
  );
}

function List({ u, keep }: { u: Schemas["Unblock"]; keep: string }) {
  const { list, complete } = u.ways_out;
  const { short, toggle } = useSome("ways", list.length);
  if (u.result === "possible" || u.result === "no record") return null;
  const none = u.result === "no way out";
  return (
    <Section
      title={w.waysOut}
      aside={list.length > 0 ? w.ways(list.length, complete) : undefined}
      note={list.length > 0 ? `${w.waysOutNote} ${w.weightNote}` : undefined}
    >
      {none && <p>{w.noWayOut}</p>}
      {u.result === "unknown" && <p>{w.results.unknownMore}</p>}
      <ol className={`${classes.ways} ${short}`}>
        {list.map((s, i) => (
          <li key={keyOfSet(s)}>
            <Way n={i + 1} s={s} keep={keep} />
          </li>
        ))}
      </ol>
      {toggle}
    </Section>
  );
}

function Way({ n, s, keep }: { n: number; s: Schemas["Set"]; keep: string }) {
  const many = s.positions.length > 1;
  const { short, toggle } = useSome(`way${n}`, s.positions.length);
  return (
    <article className={classes.way} aria-label={w.way(n)}>
      <div className={classes.weight}>
        <strong>{w.weight(s.weight)}</strong>
        <span className={classes.dim}>{many ? w.weightMany(s.positions.length, s.weight) : w.weightOne(s.weight)}</span>
      </div>
      <div>
        <p className={classes.dim}>{many ? w.movesAll : w.moves}</p>
        <ul className={`${classes.positions} ${short}`}>
          {s.positions.map((p, i) => (
            <li key={keyOf(p, i)}>
              <Says p={p} />
            </li>
          ))}
        </ul>
        {toggle}
      </div>
      <World s={s} keep={keep} />
    </article>
  );
}

// World leaves out the entries of a way: the whole page then shows the record
// without them. A line of the case is nobody's word, and stays.
function World({ s, keep }: { s: Schemas["Set"]; keep: string }) {
  const a = useAddress();
  const entries = [...new Set(s.positions.flatMap((p) => p.entries ?? []))];
  const lines = s.positions.some((p) => p.key !== "withheld" && (p.entries ?? []).length === 0);
  const rule = s.positions.some((p) => p.kind === "rule");
  const hidden = s.positions.some((p) => p.key === "withheld");
  const without = a.all("without");
  const note = [
    entries.length > 0 && w.shows(entries.length),
    lines && (entries.length > 0 ? w.alsoLine : w.onlyLine),
    hidden && w.withheldWay,
  ].filter(Boolean);
  return (
    <div className={classes.world}>
      {entries.length > 0 && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => a.update({ without: [...new Set([...without, ...entries])], goal: keep, shown: null })}
        >
          {w.show}
        </Button>
      )}
      <p className={classes.dim}>{note.join(" ")}</p>
      {rule && <OtherRules keep={keep} />}
    </div>
  );
}

// OtherRules: the consent rule is no entry, but the case may hold others.
function OtherRules({ keep }: { keep: string }) {
  const a = useAddress();
  const c = useCase();
  const rules = c.data?.rules ?? [];
  const now = a.get("rule") || rules[0]?.id;
  const others = rules.filter((r) => r.id !== now);
  if (others.length === 0) return null;
  return (
    <p className={`${classes.dim} ${classes.rules}`}>
      {w.otherRules}
      {": "}
      {others.map((r, i) => (
        <span key={r.id}>
          {i > 0 && " · "}
          <Link to={a.href({ rule: r.id === rules[0]?.id ? null : r.id, goal: keep, shown: null })}>
            <bdi>{r.name}</bdi>
          </Link>
        </span>
      ))}
    </p>
  );
}
