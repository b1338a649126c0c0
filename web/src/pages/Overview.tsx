// The overview: the verdict in one sentence, what is owed and by whom, what comes
// next, who stands where, and what will collide. Each word opens its sentence.
import { NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { useAsked, useCase, useCheck, useHistory, useShow } from "../api/questions";
import { hrefTo, useAddress } from "../app/address";
import { isDay, long } from "../app/dates";
import { names } from "../app/isolate";
import { Link } from "../app/Link";
import { number } from "../app/numbers";
import { Answered } from "../parts/Answered";
import { Capped } from "../parts/Capped";
import { Chart } from "../parts/Chart";
import { Reach } from "../parts/Collision";
import { Facing, keyOfSet } from "../parts/Facing";
import { Glyph } from "../parts/Mark";
import { Opens, whose } from "../parts/Opens";
import { Empty, Section } from "../parts/Section";
import { words } from "../words";
import classes from "./Overview.module.css";
import { Changed } from "./overview/Changed";

type Check = Schemas["Check"];
const w = words.overview;

export function Overview() {
  const check = useCheck();
  const asked = useAsked();
  const a = useAddress();
  return (
    <Answered of={check} lines={10}>
      {(c) => (
        <div className={classes.sheet}>
          <Verdict c={c} />
          <div className={classes.columns}>
            <div>
              <OwedList c={c} />
              <Next c={c} />
              <Collisions c={c} />
              <Decided c={c} />
              <Rests c={c} />
            </div>
            <div>
              <Changed day={c.as_of} />
              <Today c={c} />
              <Standings c={c} />
              <Aside c={c} />
            </div>
          </div>
          <Section title={w.overTime}>
            <Chart
              name="strip"
              query={{ ...asked, as_of: undefined }}
              file={`${c.case}-${w.download}`}
              onMark={(d) => d.day && a.update({ as_of: d.day })}
            />
          </Section>
          <Cited c={c} />
        </div>
      )}
    </Answered>
  );
}

// Cited is, on paper alone, what the answer rests on, each with its sources.
function Cited({ c }: { c: Check }) {
  return (
    <section className={classes.cited}>
      <h2>{w.cited}</h2>
      <ul>
        {Object.values(c.entries)
          .toSorted((x, y) => (x.id < y.id ? -1 : 1))
          .map((e) => (
            <li key={e.id}>
              {e.id}: <span dir="auto">{`${speaks(e)}: ${e.summary}`}</span>{" "}
              <span className={classes.dim}>{w.citedFrom(long(e.said || e.reported), e.grade ?? "", e.sources ?? [])}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}

// sinceWhen tells since when the verdict has stood, and since when on this rung.
function sinceWhen(spans: Schemas["HistorySpan"][], c: Check): { verdict?: string; rung?: string } {
  let i = spans.findLastIndex((s) => s.from <= c.as_of);
  if (spans[i]?.verdict !== c.verdict) return {};
  const rung = spans[i]?.from;
  while (i > 0 && spans[i - 1]?.verdict === c.verdict) i--;
  return { verdict: spans[i]?.from ?? "", rung: rung ?? "" };
}

function Verdict({ c }: { c: Check }) {
  const a = useAddress();
  const known = useCase();
  const history = useHistory();
  const { verdict: since, rung: rungSince } = sinceWhen(history.data?.spans ?? [], c);
  const begins = known.data?.first;
  const rules = known.data?.rules ?? [];
  return (
    <header className={classes.verdict}>
      <h1 className={`${classes.word} ${classes[c.verdict.replace(" ", "")] ?? ""}`}>
        {w.verdicts[c.verdict] ?? c.verdict}
        {since && " "}
        {since && <span className={classes.since}>{since === begins ? w.sinceBegin : w.since(long(since))}</span>}
      </h1>
      <p className={classes.sentence}>{c.sentence}</p>
      {w.means[c.verdict] && <p className={classes.means}>{w.means[c.verdict]}</p>}
      {c.happened && (
        <p>
          <Opens entries={c.happened.entries}>{w.happened(c.happened.name, long(c.happened.day))}</Opens>
        </p>
      )}
      <dl className={classes.terms}>
        <div>
          <dt>{w.aim}</dt>
          <dd>{c.aim_name}</dd>
        </div>
        {c.rung && (
          <div>
            <dt>{w.standsOn}</dt>
            <dd>
              <Glyph rung={c.rung} /> {c.rung}
              {rungSince && rungSince !== begins && <span className={classes.dim}> {w.since(long(rungSince))}</span>}
            </dd>
          </div>
        )}
        {c.rule && (
          <div>
            <dt>{w.rule}</dt>
            <dd>
              {rules.length > 1 && (
                <NativeSelect
                  size="xs"
                  className={classes.rules}
                  aria-label={w.rule}
                  value={c.rule}
                  onChange={(e) => a.update({ rule: e.currentTarget.value === rules[0]?.id ? null : e.currentTarget.value })}
                  data={rules.map((r) => ({ value: r.id, label: r.name }))}
                />
              )}
              <Opens line={`rules.${c.rule}`}>{c.rule_says}</Opens>
              {c.other_rules.map((o) => (
                <span key={o.id} className={classes.dim}>
                  {" · "}
                  <Link to={a.href({ rule: o.id === rules[0]?.id ? null : o.id })}>{o.name ?? o.id}</Link>
                  {`: ${w.otherRule(o.verdict)}`}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {c.collisions && c.collisions.list.length > 0 && (
        <Section title={w.blockedBy}>
          <ol className={classes.list}>
            {c.collisions.list.slice(0, 3).map((s) => (
              <li key={keyOfSet(s)}>
                <Facing positions={s.positions} />
              </li>
            ))}
          </ol>
        </Section>
      )}
      {c.lightest_ways_out && c.lightest_ways_out.list.length > 0 && (
        <Section title={w.waysOut} note={w.waysOutNote} aside={<Link to={hrefTo("sticking-points")}>{w.allCollisions}</Link>}>
          <Capped className={classes.list} list={c.lightest_ways_out.list} most={4} name={(s) => keyOfSet(s)}>
            {(s) => <Facing positions={s.positions} />}
          </Capped>
        </Section>
      )}
    </header>
  );
}

// Who decides is told once if it is the same for all.
function deciders(o: Schemas["Owed"]): string[] {
  const decisions = o.items.filter((x) => x.kind === "decide");
  const same = new Set(decisions.map((x) => names(x.who ?? []))).size === 1;
  return same ? (decisions[0]?.who ?? []) : [];
}

function OwedList({ c }: { c: Check }) {
  const o = c.owed;
  if (!o) return null;
  const all = deciders(o);
  const notes = [!o.complete && w.owedIncomplete, all.length > 0 && w.decisionsFor(names(all), all.length > 1)]
    .filter(Boolean)
    .join(" ");
  return (
    <Section title={w.owed} aside={w.owedCount(o.count)} note={notes || undefined}>
      {o.count === 0 && <Empty title={w.owedNone} />}
      <ol className={classes.owed}>
        {o.items.map((item, i) => (
          <li key={item.id || i}>
            {item.any_of ? (
              <div>
                <span className={classes.kind}>{w.anyOf}</span>
                <ul className={classes.anyOf}>
                  {byStanding(item.any_of).map(([stands, list]) => (
                    <li key={stands}>
                      <Names list={list} />
                      <Stands stands={stands} />
                    </li>
                  ))}
                </ul>
              </div>
            ) : (
              <Owed item={item} told={all.length > 0} />
            )}
          </li>
        ))}
      </ol>
      {o.one_of_sets && o.one_of_sets.length > 0 && (
        <>
          <h3>{w.oneOfSets}</h3>
          <Capped className={classes.list} list={o.one_of_sets} most={6} name={(set) => set.map((x) => x.id).join()}>
            {(set) => <Names list={set} />}
          </Capped>
        </>
      )}
      {o.from && o.from.length > 0 && (
        <>
          <h3>{w.from(o.pick ?? 1)}</h3>
          <Names list={o.from} />
        </>
      )}
    </Section>
  );
}

type Answer = Schemas["Answer"];

const rungs = ["silent", "interested", "conditional", "agreed"];

function byStanding(list: Answer[]): [string, Answer[]][] {
  const by = new Map<string, Answer[]>();
  for (const x of list) by.set(x.stands, [...(by.get(x.stands) ?? []), x]);
  const rank = (s: string) => rungs.indexOf(s);
  return [...by].sort(([x], [y]) => rank(y) - rank(x));
}

function Names({ list }: { list: Answer[] }) {
  return (
    <span>
      {list.map((x, i) => (
        <span key={`${x.kind} ${x.id}`}>
          {i > 0 && ", "}
          <Opens entries={x.entries} line={x.line} label={words.common.openEntry(`${x.name}, ${x.stands}`)}>
            <bdi>{x.name}</bdi>
          </Opens>
        </span>
      ))}
    </span>
  );
}

function Stands({ stands }: { stands: string }) {
  const mark = words.common.rungs[stands] !== undefined;
  return (
    <span className={classes.stands}>
      {mark && <Glyph rung={stands} />} {stands}
    </span>
  );
}

function Owed({ item, told }: { item: Schemas["OwedItem"]; told: boolean }) {
  const open = item.open ?? [];
  const known = useCase();
  return (
    <>
      <div className={classes.owedRow}>
        <span>
          <span className={classes.kind}>{w.kinds[item.kind ?? ""] ?? item.kind}</span>{" "}
          <Opens
            entries={item.lines ? item.lines.map((l) => `line:requirements.${l}`) : item.entries}
            line={item.line}
            label={words.common.openEntry(`${item.name}, ${item.stands}`)}
          >
            <bdi>{item.name}</bdi>
          </Opens>
          {item.where && item.where.length > 0 && <span className={classes.dim}> {names(item.where)}</span>}
        </span>
        <Stands stands={item.missing ? w.missing(`${number(item.missing)} ${item.unit ?? ""}`.trim()) : (item.stands ?? "")} />
      </div>
      {item.kind === "force" && (
        <p className={classes.detail}>
          {words.common.countedLeast} <Link to={hrefTo("force")}>{w.whoBrings}</Link>
        </p>
      )}
      {item.kind === "decide" && (
        <p className={classes.detail}>
          {[
            !told && item.who && w.decideBy(names(item.who), item.who.length > 1),
            open.length > 0 &&
              `${w.optionsOpen(open.length, known.data?.issues.find((x) => x.id === item.id)?.options.length ?? 0)}: ${names(
                open.map((x) => x.name),
                "; ",
              )}`,
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
    </>
  );
}

function Next({ c }: { c: Check }) {
  if (c.first.length === 0) return null;
  return (
    <Section title={w.next} note={w.nextNote}>
      <ol className={classes.first}>
        {c.first.map((row, i) => (
          <li key={row.map((s) => s.id).join()}>
            <span className={classes.kind}>{i === 0 ? w.firstRow : w.thenRow}</span>
            <ul>
              {row.map((s) => (
                <li key={s.id}>
                  <StepName s={s} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
}

// StepName leads to what is on record about a step, or about an issue to decide.
function StepName({ s }: { s: Schemas["Step"] }) {
  const issue = /^decide\.(.+)$/.exec(s.id)?.[1];
  const known = useCase();
  if (issue) return <Link to={hrefTo("record", { issue })}>{s.name}</Link>;
  if (known.data?.steps.some((x) => x.id === s.id)) return <Link to={hrefTo("record", { step: s.id })}>{s.name}</Link>;
  return <>{s.name}</>;
}

function Collisions({ c }: { c: Check }) {
  if (c.goals.length === 0) return null;
  return (
    <Section title={w.collisions} note={w.collisionsNote} aside={<Link to={hrefTo("sticking-points")}>{w.allCollisions}</Link>}>
      <Capped className={classes.list} list={c.goals} most={5} name={(g) => g.goal}>
        {(g) => (
          <>
            <h3>
              <Link to={hrefTo("sticking-points", { goal: g.goal })}>{g.name}</Link>
            </h3>
            {g.collision && <Facing positions={g.collision.positions} />}
            {g.figures && <Reach f={g.figures} />}
          </>
        )}
      </Capped>
    </Section>
  );
}

function Today({ c }: { c: Check }) {
  const known = useCase();
  const tick = (known.data?.ticks ?? []).findLast((t) => t.day <= c.as_of && t.ids.length > 0);
  const here = tick?.day === c.as_of;
  const ids = tick?.ids ?? [];
  const shown = useShow({ entry: ids.slice(0, 5) }, ids.length > 0);
  if (!tick) return null;
  return (
    <Section title={here ? w.today : w.lastChange(long(tick.day))}>
      <ul className={classes.list}>
        {(shown.data?.list ?? [])
          .filter((id) => ids.includes(id))
          .map((id) => {
            const e = shown.data?.entries[id];
            return (
              e && (
                <li key={id}>
                  {speaks(e)}:{" "}
                  <Opens entries={[id]}>
                    <span dir="auto">{e.summary}</span>
                  </Opens>
                  <Written e={e} />
                  {weak(e) && <span className={classes.dim}>{` · ${w.graded(e.grade ?? "")}`}</span>}
                </li>
              )
            );
          })}
        {ids.length > 5 && (
          <li>
            <Link to={hrefTo("record", { from: tick.day, to: tick.day })}>{words.common.more(ids.length - 5)}</Link>
          </li>
        )}
      </ul>
    </Section>
  );
}

// speaks: whose word it is; what others report of somebody is no word of theirs.
const speaks = (e: Schemas["Entry"]) =>
  e.voice === "narrated" && e.firmness === "reported" ? w.about(names(e.actor_names)) : names(e.actor_names);

// weak is a source that is not usually reliable, or what is doubtful or improbable.
const weak = (e: Schemas["Entry"]) => /^[DE]|[45]$/.test(e.grade ?? "");

// Written is when it was said, where the record knows no day.
function Written({ e }: { e: Schemas["Entry"] }) {
  const when = e.said || e.reported || "";
  return isDay(when) ? null : <span className={classes.dim}> {w.counted(long(when))}</span>;
}

function Standings({ c }: { c: Check }) {
  const part = (as: string) => c.standings.filter((s) => s.as === as);
  const parties = part("party").filter((s) => s.in_rule);
  const others = part("party").filter((s) => !s.in_rule);
  const contributors = part("contributor");
  return (
    <>
      {parties.length > 0 && (
        <Section title={w.consents}>
          <StandingList list={parties} c={c} />
        </Section>
      )}
      {others.length > 0 && (
        <Section title={w.otherParties}>
          <StandingList list={others} c={c} />
        </Section>
      )}
      {contributors.length > 0 && (
        <Section title={w.contributors}>
          <StandingList list={contributors} c={c} />
        </Section>
      )}
    </>
  );
}

// suspended lists what an actor has said that is suspended: it stands without a
// word in force, and is not silent.
function suspended(c: Check, actor: string): { since: string; entries: string[] }[] {
  const by = new Map<string, string[]>();
  for (const x of c.suspended) {
    if (!c.entries[x.entry]?.actors.includes(actor)) continue;
    by.set(x.since ?? "", [...new Set([...(by.get(x.since ?? "") ?? []), x.entry, ...x.by])]);
  }
  return [...by].map(([since, entries]) => ({ since, entries }));
}

function StandingList({ list, c }: { list: Schemas["Standing"][]; c: Check }) {
  const rank = (s: Schemas["Standing"]) => rungs.indexOf(s.rung); // ruled out comes last
  const loud = list.filter((s) => s.rung !== "silent").sort((x, y) => rank(y) - rank(x));
  const silent = list.filter((s) => s.rung === "silent");
  return (
    <>
      <Capped className={classes.standings} list={loud} most={14} name={(s) => s.actor}>
        {(s) => (
          <>
            <Glyph rung={s.rung} />
            <span>
              <Opens
                entries={[...(s.entries ?? []), ...(s.against?.entries ?? [])]}
                line={s.against?.line}
                label={words.common.openEntry(`${s.name}, ${s.rung}`)}
              >
                <bdi>{s.name}</bdi>
              </Opens>
              <span className={classes.dim}> {details(s, c)}</span>
              {s.as === "party" && <Terms list={s.terms ?? []} />}
            </span>
          </>
        )}
      </Capped>
      {silent.length > 0 && (
        <p className={classes.silent}>
          <Glyph rung="silent" />
          <span>
            <span className={classes.dim}>{w.silentAll(silent.length)}</span>{" "}
            {silent.map((s, i) => (
              <span key={s.actor}>
                {i > 0 && ", "}
                <Link to={hrefTo("record", { actor: s.actor })}>{s.name}</Link>
                {suspended(c, s.actor).map((of) => (
                  <span key={of.since} className={classes.dim}>
                    {" ("}
                    <Opens entries={of.entries}>{w.suspended(long(of.since))}</Opens>
                    {")"}
                  </span>
                ))}
              </span>
            ))}
          </span>
        </p>
      )}
    </>
  );
}

// Terms are what a party requires, each with its sentence.
function Terms({ list }: { list: Schemas["Position"][] }) {
  if (list.length === 0) return null;
  const most = 4;
  return (
    <span className={classes.wants}>
      {w.terms}{" "}
      {list.slice(0, most).map((p, i) => (
        <span key={p.key}>
          {i > 0 && "; "}
          <Opens entries={p.entries}>{p.says}</Opens>
        </span>
      ))}
      {list.length > most && ` ${words.common.more(list.length - most)}`}
    </span>
  );
}

function details(s: Schemas["Standing"], c: Check): ReactNode {
  const out: string[] = [s.rung];
  if (s.since) out.push(w.since(long(s.since_written ?? s.since)));
  if (s.figures?.length) out.push(names(s.figures));
  const open = (s.untouched ?? []).filter((x) => !c.decided.some((d) => d.name === x));
  if (open.length > 0) out.push(w.untouched(open.length));
  if (s.against && s.rung === "ruled out") {
    out.push(`${w.against} ${whose(s.against)}${s.against.says}`);
  }
  return out.join(" · ");
}

function Decided({ c }: { c: Check }) {
  if (c.decided.length === 0) return null;
  return (
    <Section title={w.decided}>
      <ul className={classes.list}>
        {c.decided.map((d) => (
          <li key={d.issue}>
            <span className={classes.dim}>{d.name}: </span>
            <Opens entries={d.entries}>{names(d.options.map((o) => o.name))}</Opens>
            {d.since && <span className={classes.dim}> {w.since(long(d.since))}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Rests({ c }: { c: Check }) {
  const d = c.dependence;
  if (!d) return null;
  const verdict = (x: Schemas["Without"]) => (x.verdict === c.verdict ? w.theSame : x.verdict);
  return (
    <Section title={w.rests}>
      <p>{d.sources.length === 0 ? w.restsNoOne(d.sources_checked) : w.restsOn(d.sources.length)}</p>
      {d.sources.length > 0 && (
        <ul className={classes.list}>
          {d.sources.map((s) => (
            <li key={s.id}>
              <Link to={hrefTo("record", { source: s.id })}>{s.name ?? s.id}</Link>: {s.verdict}
            </li>
          ))}
        </ul>
      )}
      <p className={classes.dim}>
        {w.anonymous(d.anonymous.entries ?? 0, d.anonymous.of ?? 0)}: {verdict(d.anonymous)}
        {". "}
        {w.soft(d.inferred_or_assumed.entries ?? 0)}: {verdict(d.inferred_or_assumed)}
        {"."}
      </p>
    </Section>
  );
}

function Aside({ c }: { c: Check }) {
  return (
    <>
      {c.demands.length > 0 && (
        <Section title={w.demands} note={w.demandsNote}>
          <ul className={classes.list}>
            {c.demands.map((d) => (
              <li key={`${d.entry} ${d.says}`}>
                <span className={classes.dim}>{w.demandStatus[d.status] ?? d.status}</span> <bdi>{d.name}</bdi>:{" "}
                <Opens entries={[d.entry]}>{d.says}</Opens>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {c.externals.length > 0 && (
        <Section title={w.externals}>
          <ul className={classes.list}>
            {c.externals.map((x) => (
              <li key={x.id}>
                <Opens entries={[x.entry, x.latest_entry].filter((id) => id !== undefined)} line={`externals.${x.id}`}>
                  {x.name}
                </Opens>
                : {x.latest ? w.latest(x.value, x.latest, x.holds_if ?? "") : x.value}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {c.disputed.length > 0 && (
        <Section title={w.disputed}>
          <Capped className={classes.list} list={c.disputed} most={5} name={(d) => d.join()}>
            {(d) => (
              <Opens entries={d}>
                {d
                  .flatMap((id) => c.entries[id] ?? [])
                  .map((e) => `${speaks(e)}: ${e.summary}${weak(e) ? ` (${w.graded(e.grade ?? "")})` : ""}`)
                  .join(" / ") || d.join(", ")}
              </Opens>
            )}
          </Capped>
        </Section>
      )}
    </>
  );
}
