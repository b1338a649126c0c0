// What becomes of the others if one of them does not join.
import type { Schemas } from "../../api/client";
import { useAddress } from "../../app/address";
import { names } from "../../app/isolate";
import { Glyph } from "../../parts/Mark";
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Departures.module.css";
import { Because } from "./Joins";

const w = words.force;

export function Departures({ x }: { x: Schemas["Who"] }) {
  // Without whom nothing is possible comes first.
  const list = [...x.departures].sort((a, b) => Number(b.nobody ?? false) - Number(a.nobody ?? false));
  const { short, toggle } = useSome("departures", list.length);
  return (
    <Section title={w.departures}>
      {list.length === 0 && <p className={classes.dim}>{w.departuresNone}</p>}
      <ul className={`${classes.list} ${short}`}>
        {list.map((d) => (
          <li key={d.actor}>
            <Departure d={d} />
          </li>
        ))}
      </ul>
      {toggle}
    </Section>
  );
}

function Departure({ d }: { d: Schemas["Departure"] }) {
  if (d.nobody) {
    return (
      <>
        <p className={classes.name}>
          <bdi>{w.nobody(d.name)}</bdi>
        </p>
        <Because s={d.collision} />
      </>
    );
  }
  return (
    <>
      <p className={classes.name}>
        <bdi>{w.without(d.name)}</bdi>
      </p>
      <ul>
        {d.changes.map((ch) => (
          <li key={ch.actor}>
            <Change ch={ch} gone={d} />
          </li>
        ))}
        {d.open && d.open.length > 0 && (
          <li className={classes.warn}>
            {w.open1} {names(d.open)}
          </li>
        )}
      </ul>
    </>
  );
}

// Change tells what another does; why, only when asked.
function Change({ ch, gone }: { ch: Schemas["DepartureChange"]; gone: Schemas["Departure"] }) {
  const a = useAddress();
  const shown = a.all("because");
  const key = `${gone.actor},${ch.actor}`;
  const open = shown.includes(key);
  const own = ch.collision && ch.collision.positions.length === 0;
  return (
    <>
      <p className={classes.change}>
        <Glyph rung={ch.leaves ? "objects" : (ch.to ?? "unknown")} size={13} />
        <span>
          <bdi>{ch.name}</bdi> {ch.leaves ? w.leaves : w.falls(ch.from, ch.to ?? "")}
        </span>
        <button
          type="button"
          className={classes.why}
          aria-expanded={open}
          aria-label={w.whyOf(ch.name, gone.name)}
          onClick={() => a.update({ because: open ? shown.filter((x) => x !== key) : [...shown, key] }, true)}
        >
          {w.why}
        </button>
      </p>
      <div className={open ? classes.reason : classes.closed}>
        {own ? (
          <p>
            {w.conditional} <Entries ids={ch.entries} />
          </p>
        ) : (
          <Because s={ch.collision} />
        )}
      </div>
    </>
  );
}

function Entries({ ids }: { ids: string[] }) {
  return <Opens entries={ids}>{ids.length > 0 ? words.frame.entries(ids.length) : words.common.noEntry}</Opens>;
}
