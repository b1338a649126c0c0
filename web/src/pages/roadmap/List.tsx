// The graph as text, for those who read rather than look: an order step by step,
// and what every order shares with the sentences that say so.
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./List.module.css";
import { byID, type Event, inWords, type Order, opens, type Pair, pairs } from "./order";

const w = words.roadmap;

export function AsList({ o }: { o: Order }) {
  if (o.result !== "order") return null;
  const list = pairs(o);
  return (
    <Section title={w.list} note={o.sequence.length > 0 ? w.listNote : undefined}>
      <Sequence o={o} />
      <h3 className={classes.sub}>{w.shared}</h3>
      {list.length === 0 ? <p className={classes.dim}>{w.noArcs}</p> : <Pairs o={o} list={list} />}
      {o.hidden ? <p className={classes.dim}>{w.hidden(o.hidden)}</p> : null}
    </Section>
  );
}

function Sequence({ o }: { o: Order }) {
  const events = byID(o);
  const rows = new Map<number, Event[]>();
  for (const x of o.sequence) {
    const e = events.get(x.id);
    if (e) rows.set(x.layer, [...(rows.get(x.layer) ?? []), e]);
  }
  return (
    <ol>
      {[...rows].map(([layer, list], i) => (
        <li key={layer} className={classes.stop}>
          <span className={classes.lead}>{i === 0 ? w.firstRow : w.thenRow}</span>
          <ul>
            {inWords(list.map(marked), list.length).map((s) => (
              <li key={s}>{s}</li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

const marked = (e: Event): Event => (e.given ? { ...e, name: w.marked(e.name) } : e);

function Pairs({ o, list }: { o: Order; list: Pair[] }) {
  const { short, toggle } = useSome("pairs", list.length);
  return (
    <>
      <p className={classes.dim}>{w.sharedNote(o.arcs.filter((a) => a.every).length)}</p>
      <ul className={short}>
        {list.map((p) => (
          <li key={p.key} className={classes.pair}>
            <p>
              {inWords(p.from, p.from.length).join("; ")} <strong className={classes.before}>{w.before}</strong>{" "}
              {inWords(p.to, p.to.length).join("; ")}
            </p>
            <Because p={p} />
          </li>
        ))}
      </ul>
      {toggle}
    </>
  );
}

function Because({ p }: { p: Pair }) {
  const { arc } = p;
  if (arc.kind === "unknown") return <p className={classes.dim}>{w.notFound}</p>;
  if (arc.positions.length === 0) return <p className={classes.dim}>{w.made}</p>;
  return (
    <ul className={classes.because}>
      {arc.positions.map((x) => {
        const says = [(x.owner_names ?? []).join(", "), x.says].filter(Boolean).join(": ");
        return (
          <li key={x.key}>
            <Opens entries={opens([x])} label={words.common.openEntry(says)}>
              <bdi>{says}</bdi>
            </Opens>
          </li>
        );
      })}
    </ul>
  );
}
