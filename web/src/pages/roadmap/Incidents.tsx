// Incidents on record, by month, the latest first.
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Incidents.module.css";

type Month = Schemas["ProgressMonth"];
const w = words.roadmap;

export function Incidents({ list }: { list: Month[] }) {
  const months = [...list].reverse();
  const most = Math.max(1, ...list.map((m) => m.count));
  const { short, toggle } = useSome("incidents", months.length);
  if (list.length === 0) return null;
  return (
    <Section title={w.incidents} note={w.incidentsNote}>
      <ul className={short}>
        {months.map((m) => (
          <li key={m.month} className={classes.month}>
            <Opens entries={[...new Set(m.incidents.map((i) => i.entry))]} plain label={w.month(name(m), m.count)}>
              <span className={classes.row}>
                <span className={classes.when}>{name(m)}</span> <span className={classes.count}>{m.count}</span>
                <span className={classes.bar} style={{ width: `${(100 * m.count) / most}%` }} />
              </span>
            </Opens>
          </li>
        ))}
      </ul>
      {toggle}
    </Section>
  );
}

const name = (m: Month) => (m.month === "undated" ? w.undated : long(m.month));
