// What changed in what follows from the record, since some days before the day
// asked about, and the entries behind each change.
import { NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import type { Schemas } from "../../api/client";
import { useDiff } from "../../api/questions";
import { useAddress } from "../../app/address";
import { fromNumber, isDay, long, toNumber } from "../../app/dates";
import { number } from "../../app/numbers";
import { Answered } from "../../parts/Answered";
import { Capped } from "../../parts/Capped";
import { Facing } from "../../parts/Facing";
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Changed.module.css";

type Diff = Schemas["Diff"];
type Conclusion = Schemas["DiffConclusion"];
const w = words.changed;

const usual = "7";

export function Changed({ day }: { day: string }) {
  const a = useAddress();
  const days = Object.keys(w.spans).includes(a.get("changed")) ? a.get("changed") : usual;
  // While the day is dragged nothing is asked.
  const to = useSettled(day, 350);
  const from = fromNumber(toNumber(to) - Number(days));
  const diff = useDiff(from, to);
  return (
    <Section
      title={w.title}
      aside={
        <NativeSelect
          size="xs"
          className={classes.span}
          aria-label={w.since}
          value={days}
          onChange={(e) => a.update({ changed: e.currentTarget.value === usual ? null : e.currentTarget.value })}
          data={Object.entries(w.spans).map(([value, label]) => ({ value, label }))}
        />
      }
    >
      <Answered of={diff} lines={4} quiet>
        {(d) => <Body d={d} />}
      </Answered>
    </Section>
  );
}

function useSettled<T>(value: T, after: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const t = setTimeout(() => setSettled(value), after);
    return () => clearTimeout(t);
  }, [value, after]);
  return settled;
}

function Body({ d }: { d: Diff }) {
  const from = long(d.before.as_of);
  const none = d.conclusions.length + d.moves.length === 0;
  return (
    <>
      <p>{none ? w.nothing(from, d.record.length) : w.changed(from, d.conclusions.length, movers(d).length)}</p>
      {d.conclusions.length > 0 && (
        <Capped className={classes.list} list={together(d)} most={4} of={d.conclusions.length} name={(g) => g.key}>
          {(g) => (
            <>
              <span className={classes.kind}>{w.kinds[g.first.kind] ?? g.first.kind}</span> <bdi>{g.names.join(", ")}</bdi>{" "}
              <span className={classes.turn}>{turn(g.first)}</span> <Behind sets={g.first.responsible} d={d} />
              {g.first.positions && g.first.positions.length > 0 && <Facing positions={g.first.positions} />}
            </>
          )}
        </Capped>
      )}
      {d.moves.length > 0 && (
        <>
          <h3>{w.moved}</h3>
          <Capped className={classes.list} list={movers(d)} most={4} name={(m) => m.actor}>
            {(m) => (
              <>
                <bdi>{m.name}</bdi>
                <ul className={classes.moves}>
                  {m.moves.map((x) => (
                    <li key={x.issue}>
                      <span className={classes.way} title={w.ways[x.way]}>
                        {x.way === "up" ? "+" : "−"}
                      </span>
                      <span>
                        <span className="hidden">{w.ways[x.way]}: </span>
                        <bdi>{x.issue_name}</bdi>: {w.turn(x.was, x.is)} <Behind sets={x.responsible} d={d} />
                      </span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </Capped>
        </>
      )}
      {d.next && d.next.list.length > 0 && (
        <>
          <h3>{w.next(d.next.days)}</h3>
          <Capped
            className={classes.list}
            list={d.next.list}
            most={5}
            name={(x) => [x.day, x.kind, x.entry, x.line, x.step].join()}
          >
            {(x) => (
              <Opens entries={x.entry ? [x.entry] : []} line={x.line}>
                {w.coming(long(x.day), x.kind, x.step_name ?? x.line ?? d.entries[x.entry ?? ""]?.summary ?? "")}
              </Opens>
            )}
          </Capped>
        </>
      )}
    </>
  );
}

// Behind opens what is responsible: each set by itself would do.
function Behind({ sets, d }: { sets: Schemas["DiffSet"][]; d: Diff }) {
  const most = 3;
  const seen = sets.filter((s) => s.changes.length > 0).slice(0, most);
  if (seen.length === 0) return null;
  return (
    <span className={classes.behind}>
      {w.because}{" "}
      {seen.map((s, i) => (
        <span key={s.changes.join()}>
          {i > 0 && ` ${w.or} `}
          <Opens
            entries={s.changes.map((c) => (d.entries[c] ? c : `line:${c}`))}
            label={words.common.openEntry(`${who(s, d)}: ${says(s, d)}`)}
          >
            {who(s, d)}
          </Opens>
        </span>
      ))}
      {sets.length > most && ` ${words.common.more(sets.length - most)}`}
    </span>
  );
}

// who names whose words a set is, with their days.
function who(s: Schemas["DiffSet"], d: Diff): string {
  const names = s.changes.map((c) => {
    const e = d.entries[c];
    return e ? w.words((e.actor_names ?? []).join(", "), dated(e.said || e.reported)) : w.line;
  });
  const first = [...new Set(names)];
  return first.length > 2 ? w.several(first.slice(0, 2).join(", "), first.length - 2) : first.join(w.and);
}

// What was said in some days or a month counts from the last of them.
const dated = (when = "") => (when === "" || isDay(when) ? long(when) : w.counted(long(when)));

const says = (s: Schemas["DiffSet"], d: Diff) => s.changes.map((c) => d.entries[c]?.summary ?? w.line).join(" ");

const figure = (word: string, n: number | undefined, unit: string | undefined) =>
  n === undefined ? word : [word, `${number(n)}${unit ? ` ${unit}` : ""}`].filter(Boolean).join(", ");

const turn = (c: Conclusion) => w.turn(figure(c.was, c.was_n, c.unit), figure(c.is, c.is_n, c.unit));

interface Group {
  key: string;
  first: Conclusion;
  names: string[];
}

// together puts what changed in the same way for the same reasons into one line.
function together(d: Diff): Group[] {
  const by = new Map<string, Group>();
  for (const c of d.conclusions) {
    const alone = c.positions?.length ? by.size : "";
    const key = [c.kind, c.as, turn(c), JSON.stringify(c.responsible), alone].join("|");
    const g = by.get(key);
    const name = c.kind === "verdict" || c.kind === "rung" || c.kind === "count" ? "" : c.name;
    if (g) g.names.push(name);
    else by.set(key, { key, first: c, names: [name] });
  }
  return [...by.values()];
}

function movers(d: Diff): { actor: string; name: string; moves: Schemas["DiffMove"][] }[] {
  const by = new Map<string, Schemas["DiffMove"][]>();
  for (const m of d.moves) by.set(m.actor, [...(by.get(m.actor) ?? []), m]);
  return [...by].map(([actor, moves]) => ({ actor, name: moves[0]?.name ?? actor, moves }));
}
