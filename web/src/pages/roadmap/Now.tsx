// What can be done now: those who take it, and what waits for it.

import { hrefTo } from "../../app/address";
import { names } from "../../app/isolate";
import { Link } from "../../app/Link";
import { Opens } from "../../parts/Opens";
import { Empty, Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Now.module.css";
import { type Arc, bare, byID, type Event, few, type Order, opens } from "./order";

const w = words.roadmap;

interface Group {
  kind: string;
  who: string;
  events: Event[];
}

// Decisions stand by those who take them; what each does for itself stands together.
function groups(o: Order): Group[] {
  const out = new Map<string, Group>();
  for (const e of o.events) {
    if (!e.now || e.past) continue;
    const who =
      e.kind === "decide" ? names(e.by_names ?? []) || w.decidedByNobody : e.kind === "step" ? w.byNobody : w.byThemselves;
    const key = `${e.kind} ${who}`;
    const g = out.get(key) ?? { kind: e.kind, who, events: [] };
    out.set(key, g);
    g.events.push(e);
  }
  // Most is owed where every plan has it.
  for (const g of out.values()) g.events.sort((a, b) => Number(b.always) - Number(a.always));
  return [...out.values()];
}

export function Now({ o }: { o: Order }) {
  const list = groups(o);
  return (
    <Section title={w.now} note={list.length > 0 ? w.nowNote : undefined}>
      {list.length === 0 && <Empty title={w.nothingNow}>{w.nothingNowMore}</Empty>}
      <div className={classes.groups}>
        {list.map((g) => (
          <Group key={`${g.kind} ${g.who}`} g={g} o={o} />
        ))}
      </div>
    </Section>
  );
}

function Group({ g, o }: { g: Group; o: Order }) {
  const { short, toggle } = useSome(`now ${g.kind} ${g.who}`, g.events.length);
  const by = g.kind === "decide" && g.who !== w.decidedByNobody ? w.by(g.who) : g.who;
  return (
    <div>
      <h3 className={classes.kind}>
        {w.kinds[g.kind]} <span className={classes.who}>{by}</span>
      </h3>
      <ul className={`${classes.list} ${short}`}>
        {g.events.map((e) => (
          <li key={e.id}>
            <OnRecord e={e} />
            {e.always && e.kind === "step" && <span className={classes.dim}> {w.always}</span>}
            <Waiting e={e} o={o} />
          </li>
        ))}
      </ul>
      {toggle}
    </div>
  );
}

// OnRecord leads to all that is on record about an event.
function OnRecord({ e }: { e: Event }) {
  const id = e.id.replace(/^(decide|commit|consent)\./, "");
  const about = e.kind === "step" ? { step: id } : e.kind === "decide" ? { issue: id } : { actor: id };
  return (
    <Link to={hrefTo("record", about)} className={classes.name}>
      <bdi>{bare(e)}</bdi>
    </Link>
  );
}

// Waiting says what comes after it in every plan that has both, by which sentences.
function Waiting({ e, o }: { e: Event; o: Order }) {
  const events = byID(o);
  const arcs = o.arcs.filter((a: Arc) => a.every && a.from === e.id);
  if (arcs.length === 0) return null;
  const after = arcs.map((a) => events.get(a.to)).filter((x) => x !== undefined);
  const says = w.waitFor(
    few(
      after.map((x) => x.name),
      2,
    ),
  );
  const behind = opens(arcs.flatMap((a) => a.positions));
  return (
    <span className={classes.waiting}>
      {behind.length > 0 ? (
        <Opens entries={behind} label={words.common.openEntry(`${e.name} ${says}`)}>
          {says}
        </Opens>
      ) : (
        says
      )}
    </span>
  );
}
