// What waits for itself: each circle as a picture, as sentences, and the single
// changes that would end it.
import type { Schemas } from "../../api/client";
import { useAsked } from "../../api/questions";
import { Chart } from "../../parts/Chart";
import { Opens } from "../../parts/Opens";
import { Empty, Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Circles.module.css";
import { type Order, opens } from "./order";

type Circle = Schemas["OrderCircle"];
const w = words.roadmap;

export function Circles({ o }: { o: Order }) {
  const { list } = o.circles;
  const { short, toggle } = useSome("circles", list.length);
  if (list.length === 0) {
    if (!o.circles.complete) return null;
    return (
      <Section title={w.circles}>
        <Empty title={w.noCircles}>{w.noCirclesMore}</Empty>
      </Section>
    );
  }
  // Each is a picture to be drawn, so only those that are seen are asked for.
  const seen = short ? list.slice(0, 8) : list;
  return (
    <Section title={w.circles} note={w.circlesNote}>
      <ol>
        {seen.map((c, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a circle is named by its place
          <li key={i} className={classes.circle}>
            <One o={o} c={c} n={i + 1} />
          </li>
        ))}
      </ol>
      {toggle}
    </Section>
  );
}

function One({ o, c, n }: { o: Order; c: Circle; n: number }) {
  const asked = useAsked();
  return (
    <article aria-label={w.circle(n)}>
      <h3 className={classes.head}>
        {w.circle(n)} <span className={c.blocks === "yes" ? classes.blocks : classes.dim}>{w.blocks[c.blocks]}</span>
      </h3>
      {c.loops.length === 0 ? (
        <p className={classes.dim}>{w.withheldCircle}</p>
      ) : (
        <div className={classes.chart}>
          <Chart name="circle" query={{ ...asked, circle: n }} file={`${o.case}-${w.downloadCircle(n)}`} />
        </div>
      )}
      <Remedies c={c} n={n} />
    </article>
  );
}

function Remedies({ c, n }: { c: Circle; n: number }) {
  const { short, toggle } = useSome(`remedies ${n}`, c.remedies.length);
  const positions = new Map(c.positions.map((p) => [p.key, p]));
  if (c.remedies.length === 0) return <p className={classes.dim}>{w.noRemedies}</p>;
  return (
    <>
      <h4 className={classes.sub}>
        {w.remedies} <span className={classes.dim}>{w.remediesNote}</span>
      </h4>
      <ul className={`${classes.remedies} ${short}`}>
        {c.remedies.map((r) => {
          const p = positions.get(r.position ?? "");
          return (
            <li key={r.kind + r.says}>
              <span className={classes.kind}>{w.remedyKinds[r.kind] ?? r.kind}</span>
              <span>
                {p ? (
                  <Opens entries={opens([p])} label={words.common.openEntry(r.says)}>
                    <bdi>{r.says}</bdi>
                  </Opens>
                ) : (
                  <bdi>{r.says}</bdi>
                )}
                {r.ends && r.ends.length > 0 && <span className={classes.dim}> {w.ends(r.ends)}</span>}
                {!r.sure && <span className={classes.dim}> {w.unsure}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {toggle}
    </>
  );
}
