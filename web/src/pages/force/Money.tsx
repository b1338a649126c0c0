// What it costs in a month, who would pay, and from when it can be had.
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { number } from "../../app/numbers";
import { Opens } from "../../parts/Opens";
import { Scroll } from "../../parts/Scroll";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Money.module.css";

type Who = Schemas["Who"];
const w = words.force;

export function Costs({ x }: { x: Who }) {
  if (x.costs.length === 0) return null;
  return (
    <Section title={w.costs}>
      <Scroll label={w.costs}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{w.currency}</th>
              <th scope="col">{w.costCommitted}</th>
              <th scope="col">{w.costAll}</th>
              <th scope="col">{w.costMinimum}</th>
              <th scope="col">{w.costTarget}</th>
            </tr>
          </thead>
          <tbody>
            {x.costs.map((c) => (
              <tr key={c.currency}>
                <th scope="row">{c.currency}</th>
                <td>{number(c.committed)}</td>
                <td>{number(c.committed_and_offered)}</td>
                <td>{number(c.minimum)}</td>
                <td>{number(c.target)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <ul className={classes.dim} aria-label={w.rates}>
        {x.costs.flatMap((c) =>
          c.rates.map((r) => (
            <li key={`${c.currency} ${r.capability}`}>
              <bdi>{w.rate(r.name, number(r.per_month), r.currency)}</bdi> · {w.source((r.sources ?? []).join(", "), r.at ?? "")}
            </li>
          )),
        )}
      </ul>
      {x.not_costed && x.not_costed.length > 0 && <p className={classes.dim}>{w.notCosted(x.not_costed.join(", "))}</p>}
    </Section>
  );
}

export function Paid({ x }: { x: Who }) {
  if (x.paid.length === 0) return null;
  return (
    <Section title={w.paid}>
      <ul className={classes.paid}>
        {x.paid.map((p) => (
          <li key={`${p.issue} ${p.option}`}>
            <p>
              <bdi>{w.paidBy(p.issue_name, p.option_name)}</bdi>
              <span className={classes.dim}>
                {" · "}
                {p.only ? w.paidOnly : w.paidOpen} · {w.source((p.sources ?? []).join(", "), p.at ?? "")}
              </span>
            </p>
            <ul>
              {p.payers.map((y) => (
                <li key={y.id}>
                  <bdi>{y.name}</bdi>
                  {": "}
                  {y.said.length > 0 ? (
                    <Opens entries={y.said}>{w.paidSaid(y.said.length)}</Opens>
                  ) : (
                    <span className={classes.dim}>{w.paidNothing}</span>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function When({ x }: { x: Who }) {
  if (x.available.length === 0) return null;
  return (
    <Section title={w.when} note={w.whenNote}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{w.capability}</th>
            <th scope="col" className={classes.start}>
              {w.whenFrom}
            </th>
            <th scope="col">{w.whenSum}</th>
          </tr>
        </thead>
        {x.available.map((k) => (
          <tbody key={k.capability}>
            {k.days.map((d, i) => (
              <tr key={d.day}>
                {i === 0 && (
                  <th scope="rowgroup" rowSpan={k.days.length + (k.undated > 0 ? 1 : 0)}>
                    <bdi>{k.name}</bdi>
                  </th>
                )}
                <td className={classes.start}>
                  <Opens entries={d.entries} label={words.common.openEntry(`${k.name}, ${long(d.day)}`)}>
                    {long(d.day)}
                  </Opens>
                </td>
                <td>{number(d.named)}</td>
              </tr>
            ))}
            {k.undated > 0 && (
              <tr>
                <td className={`${classes.start} ${classes.dim}`}>{w.undated}</td>
                <td>{number(k.undated)}</td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </Section>
  );
}
