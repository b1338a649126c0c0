// The indicators: what nobody decides, with their readings and thresholds.
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Indicators.module.css";

type Indicator = Schemas["ProgressIndicator"];
const w = words.roadmap;

export function Indicators({ list }: { list: Indicator[] }) {
  if (list.length === 0) return null;
  return (
    <Section title={w.indicators}>
      <ul>
        {list.map((x) => (
          <li key={x.id} className={classes.one}>
            <One x={x} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function One({ x }: { x: Indicator }) {
  const { short, toggle } = useSome(`readings ${x.id}`, x.readings.length);
  const measured = x.holds_if || x.fails_if;
  const rule = [
    x.holds_if && w.holdsIf(x.holds_if),
    x.fails_if && w.failsIf(x.fails_if),
    !measured && w.noThreshold,
    x.trend,
  ].filter(Boolean);
  return (
    <>
      <h3>
        <Opens entries={x.entry ? [x.entry] : []} line={`externals.${x.id}`}>
          <bdi>{x.name}</bdi>
        </Opens>
        <span className={classes.value}>
          {" "}
          {[w.values[x.value] ?? x.value, x.assumed && w.assumed].filter(Boolean).join(", ")}
        </span>
      </h3>
      <p className={classes.dim}>{rule.join("; ")}</p>
      <ul className={`${classes.readings} ${short}`}>
        {x.readings.map((r) => (
          <li key={`${r.entry} ${r.when} ${r.value}`}>
            <span className={classes.when}>{long(r.when)}</span>
            <span className={classes.figure}>{r.value}</span>
            <span>
              <Opens entries={[r.entry]}>
                <bdi>{r.who}</bdi>
              </Opens>
              <span className={classes.dim}>
                {" "}
                {[measured && w.within[r.within], r.disputed && w.disputed].filter(Boolean).join(", ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {toggle}
      {x.named.length > 0 && (
        <p className={classes.dim}>
          <Opens entries={[...new Set(x.named.map((n) => n.entry))]}>{w.named(new Set(x.named.map((n) => n.entry)).size)}</Opens>
        </p>
      )}
    </>
  );
}
