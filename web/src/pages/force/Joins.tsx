// Who joins with what, who could, and who stays out and why.
import type { Schemas } from "../../api/client";
import { useCase } from "../../api/questions";
import { hrefTo } from "../../app/address";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Link } from "../../app/Link";
import { number } from "../../app/numbers";
import { keyOf } from "../../parts/Facing";
import { Glyph } from "../../parts/Mark";
import { NotEnforced, Opens, Says } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Joins.module.css";

type Who = Schemas["Who"];
const w = words.force;
const rungs = ["agreed", "conditional", "interested", "silent"];

export function Joins({ x }: { x: Who }) {
  const list = rungs.flatMap((r) => x.joins.filter((j) => j.rung === r));
  const { short, toggle } = useSome("joins", list.length);
  return (
    <Section title={w.joins} aside={w.joinsCount(list.length)}>
      <ul className={`${classes.joins} ${short}`}>
        {list.map((j) => (
          <li key={j.actor}>
            <Joiner j={j} />
          </li>
        ))}
      </ul>
      {toggle}
    </Section>
  );
}

function Joiner({ j }: { j: Schemas["Joiner"] }) {
  const ids = [...new Set([...j.entries, ...(j.unspecified ?? [])])];
  return (
    <>
      <span className={classes.rung}>
        <Glyph rung={j.rung} /> {j.rung}
      </span>
      <span className={classes.name}>
        <Opens entries={ids} label={words.common.openEntry(`${j.name}, ${j.rung}`)}>
          <bdi>{j.name}</bdi>
        </Opens>
      </span>
      <ul className={classes.brings}>
        {j.brings.map((b) => (
          <li key={b.capability}>
            <Brings b={b} />
          </li>
        ))}
        {j.brings.length === 0 && (
          <li className={classes.dim}>
            {(j.unspecified ?? []).length > 0 ? w.unspecified : ids.length > 0 ? w.bringsNothing : w.noWord}
          </li>
        )}
        <NotEnforced list={j.demands} />
      </ul>
    </>
  );
}

function Brings({ b }: { b: Schemas["Brought"] }) {
  return (
    <>
      {b.parts.map((p, i) => {
        const caveats = [
          p.not_for_names?.length ? w.notFor(names(p.not_for_names)) : "",
          p.available ? w.available(long(p.available)) : "",
        ].filter(Boolean);
        return (
          <span key={`${p.entry} ${p.says}`}>
            {i > 0 && "; "}
            <Opens entries={[p.entry]}>{p.says}</Opens>
            {caveats.length > 0 && <span className={classes.dim}> · {caveats.join(" · ")}</span>}
          </span>
        );
      })}
      <span className={classes.dim}>
        {" · "}
        {b.committed ? w.committedAs : w.offeredAs}
        {b.named > 0 && b.firm !== b.named && ` · ${w.named(number(b.named), number(b.firm))}`}
      </span>
    </>
  );
}

export function Could({ x }: { x: Who }) {
  const loud = x.could_join.filter((j) => j.rung !== "silent");
  const silent = x.could_join.filter((j) => j.rung === "silent");
  const { short, toggle } = useSome("could", loud.length);
  if (x.could_join.length === 0 && !x.open?.length) return null;
  return (
    <Section title={w.could} note={w.couldNote}>
      <ul className={`${classes.could} ${short}`}>
        {loud.map((j) => (
          <li key={j.actor}>
            <Glyph rung={j.rung} />{" "}
            <Opens entries={j.entries} label={words.common.openEntry(`${j.name}, ${j.rung}`)}>
              <bdi>{j.name}</bdi>
            </Opens>{" "}
            <span className={classes.dim}>{j.rung}</span>
          </li>
        ))}
      </ul>
      {toggle}
      {silent.length > 0 && (
        <p>
          <Glyph rung="silent" /> <span className={classes.dim}>{w.couldSilent}</span> {names(silent.map((j) => j.name))}
        </p>
      )}
      {x.open && x.open.length > 0 && (
        <p className={classes.warn}>
          {w.open1} {names(x.open)}
        </p>
      )}
    </Section>
  );
}

export function StaysOut({ x }: { x: Who }) {
  const groups = together(x.stays_out);
  const { short, toggle } = useSome("out", groups.length);
  if (groups.length === 0) return null;
  return (
    <Section title={w.out} note={w.outNote}>
      <ul className={`${classes.out} ${short}`}>
        {groups.map((g) => (
          <li key={g[0]?.actor}>
            <OutOf g={g} />
          </li>
        ))}
      </ul>
      {toggle}
    </Section>
  );
}

// together puts those side by side whom the same words keep out.
function together(list: Schemas["StaysOut"][]): Schemas["StaysOut"][][] {
  const by = new Map<string, Schemas["StaysOut"][]>();
  for (const s of list) {
    const key = s.collision ? s.collision.positions.map((p) => p.key).join(" ") : s.actor;
    by.set(key, [...(by.get(key) ?? []), s]);
  }
  return [...by.values()];
}

function OutOf({ g }: { g: Schemas["StaysOut"][] }) {
  const c = useCase();
  const first = g[0];
  if (!first) return null;
  const goal = (id: string) => {
    const condition = `joins("${id}")`;
    return c.data?.goals.find((x) => x.condition === condition)?.id ?? condition;
  };
  return (
    <>
      <p className={classes.outName}>
        <Glyph rung="objects" size={13} />{" "}
        {g.map((s, i) => (
          <span key={s.actor}>
            {i > 0 && ", "}
            <Link to={hrefTo("sticking-points", { goal: goal(s.actor) })} label={w.outFace(s.name)}>
              <bdi>{s.name}</bdi>
            </Link>
          </span>
        ))}
      </p>
      <Because s={first.collision} />
    </>
  );
}

const most = 4;

// Because is a reason in lines; a long one is told in part, and whole where it
// is face to face.
export function Because({ s }: { s: Schemas["Set"] | undefined }) {
  if (!s) return <p className={classes.dim}>{w.outNoReason}</p>;
  if (s.positions.length === 0) return <p className={classes.dim}>{w.outItself}</p>;
  const rest = s.positions.length > most + 1 ? s.positions.length - most : 0;
  return (
    <ul className={classes.because}>
      {s.positions.slice(0, rest > 0 ? most : undefined).map((p, i) => (
        <li key={keyOf(p, i)}>
          <Says p={p} />
        </li>
      ))}
      {rest > 0 && <li className={classes.dim}>{w.more(rest)}</li>}
    </ul>
  );
}
