// What can be done now: those who take it, and what waits for it.

import { hrefTo } from "../../app/address";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Link } from "../../app/Link";
import { Opens } from "../../parts/Opens";
import { Empty, Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Now.module.css";
import { bare, byID, type Event, inWords, type Order, opens, ready } from "./order";

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
    if (!ready(e)) continue;
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
        <Given o={o} />
      </div>
    </Section>
  );
}

// Given are the commitments and consents that are on record; each opens its yes.
function Given({ o }: { o: Order }) {
  const given = o.events.filter((e) => e.given);
  if (given.length === 0) return null;
  return (
    <div className={classes.group}>
      <h3 className={classes.kind}>
        {w.given} <span className={classes.who}>{w.givenNote}</span>
      </h3>
      <ul>
        {["commit", "consent"].map((kind) => {
          const list = given.filter((e) => e.kind === kind);
          return (
            list.length > 0 && (
              <li key={kind} className={`${classes.row} ${classes.given}`}>
                <span className={classes.dim}>{w.kinds[kind]}</span>
                {list.map((e) => (
                  <p key={e.id}>
                    <Opens
                      entries={e.given?.entries}
                      label={words.common.openEntry(`${e.name}, ${w.agreed(long(e.given?.since))}`)}
                    >
                      <bdi>{bare(e)}</bdi>
                    </Opens>{" "}
                    <span className={classes.dim}>{w.agreed(long(e.given?.since))}</span>
                  </p>
                ))}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

// What the same things wait for stands in one line.
function rows(g: Group, o: Order): Event[][] {
  const out = new Map<string, Event[]>();
  for (const e of g.events) {
    const key = `${e.always} ${waiting(e, o)
      .map((a) => a.to)
      .join()}`;
    out.set(key, [...(out.get(key) ?? []), e]);
  }
  return [...out.values()];
}

// waiting are the arcs to what comes after an event in every plan that has both.
const waiting = (e: Event, o: Order) => o.arcs.filter((a) => a.every && a.from === e.id);

function Group({ g, o }: { g: Group; o: Order }) {
  const by = g.kind === "decide" && g.who !== w.decidedByNobody ? w.by(g.who) : g.who;
  return (
    <div className={classes.group}>
      <h3 className={classes.kind}>
        {w.kinds[g.kind]} <span className={classes.who}>{by}</span>
      </h3>
      <ul>
        {rows(g, o).map((list) => (
          <li key={list[0]?.id} className={classes.row}>
            <Row list={list} o={o} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ list, o }: { list: Event[]; o: Order }) {
  const always = list[0]?.kind === "step" && list[0].always;
  return (
    <>
      <p className={list[0]?.kind === "step" ? classes.steps : ""}>
        {list.map((e, i) => (
          <span key={e.id}>
            {i > 0 && <span className={classes.between}> · </span>}
            <OnRecord e={e} />
            {always && <span className={classes.dim}> {w.always}</span>}
          </span>
        ))}
      </p>
      <Waiting list={list} o={o} />
    </>
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

// Waiting says what comes after, and by which sentences.
function Waiting({ list, o }: { list: Event[]; o: Order }) {
  const events = byID(o);
  const first = list[0];
  if (!first) return null;
  const after = waiting(first, o)
    .map((a) => events.get(a.to))
    .filter((x) => x !== undefined);
  if (after.length === 0) return null;
  const says = w.waitFor(inWords(after).join("; "));
  const behind = opens(list.flatMap((e) => waiting(e, o)).flatMap((a) => a.positions));
  return (
    <p className={classes.waiting}>
      {behind.length > 0 ? (
        <Opens entries={behind} label={words.common.openEntry(`${list.map(bare).join(", ")}: ${says}`)}>
          {says}
        </Opens>
      ) : (
        says
      )}
    </p>
  );
}
