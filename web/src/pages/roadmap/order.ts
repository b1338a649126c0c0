// What an order says, put together for reading: events in words, and pairs that
// the same sentence puts in order as one line.
import type { Schemas } from "../../api/client";
import { isolate, names } from "../../app/isolate";
import { words } from "../../words";

export type Order = Schemas["Order"];
export type Event = Schemas["OrderEvent"];
export type Arc = Schemas["OrderArc"];
const w = words.roadmap;

// ready: it can be done now, and is neither done nor given.
export const ready = (e: Event) => e.now && !e.past && !e.given;

const leads = { decide: "deciding ", commit: "the commitment of ", consent: "the consent of " } as Record<string, string>;

// bare is the name of a step, an issue or an actor, without what is done to it.
export function bare(e: Event): string {
  const lead = leads[e.kind];
  return lead && e.name.startsWith(lead) ? e.name.slice(lead.length) : e.name;
}

// few names some of many.
export function few(list: string[], most = 5): string {
  return list.length > most + 1 ? w.and(names(list.slice(0, most)), list.length - most) : names(list);
}

const say: Record<string, (names: string) => string> = { decide: w.deciding, commit: w.commitments, consent: w.consents };

// inWords names events, those of a kind together.
export function inWords(list: readonly Event[], most = 5): string[] {
  const out = list.filter((e) => e.kind === "step").map((e) => isolate(e.name));
  for (const kind of ["decide", "commit", "consent"]) {
    const of = list.filter((e) => e.kind === kind).map(bare);
    if (of.length > 0) out.push(say[kind]?.(few(of, most)) ?? few(of, most));
  }
  return out;
}

export function byID(o: Order): Map<string, Event> {
  return new Map(o.events.map((e) => [e.id, e]));
}

export interface Pair {
  key: string;
  from: Event[];
  to: Event[];
  arc: Arc;
}

const reasons = (a: Arc) => a.positions.map((p) => p.key).join("|");

// pairs merges what every order shares: first by what stands before, then by what
// stands after, as the terminal does.
export function pairs(o: Order): Pair[] {
  const events = byID(o);
  const groups = new Map<string, Pair>();
  const put = (list: Event[], id: string) => {
    const e = events.get(id);
    if (e && !list.includes(e)) list.push(e);
  };
  for (const a of o.arcs) {
    if (!a.every) continue;
    const key = `${a.positions.length === 0 ? `${a.kind} to ${a.to}` : a.from}|${reasons(a)}`;
    const g = groups.get(key) ?? { key, from: [], to: [], arc: a };
    groups.set(key, g);
    put(g.from, a.from);
    put(g.to, a.to);
  }
  const merged = new Map<string, Pair>();
  for (const g of groups.values()) {
    const key = `${g.arc.kind === "unknown"}|${g.to.map((e) => e.id).join()}|${reasons(g.arc)}`;
    const m = merged.get(key);
    if (!m) merged.set(key, { ...g, key });
    else for (const e of g.from) put(m.from, e.id);
  }
  return [...merged.values()];
}

// opens are the entries and lines behind positions, as the address writes them.
export function opens(list: readonly Schemas["Position"][]): string[] {
  const out = list.flatMap((p) => (p.entries && p.entries.length > 0 ? p.entries : p.line ? [`line:${p.line}`] : []));
  return [...new Set(out)];
}
