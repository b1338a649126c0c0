// The requirement lines as a table, which says in figures what the chart shows.
import type { Schemas } from "../../api/client";
import { useAddress } from "../../app/address";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Link } from "../../app/Link";
import { number } from "../../app/numbers";
import { Counted } from "../../parts/Counted";
import { Opens } from "../../parts/Opens";
import { Scroll } from "../../parts/Scroll";
import { Section } from "../../parts/Section";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import { begins, ends } from "./days";
import classes from "./Lines.module.css";

type Who = Schemas["Who"];
type Line = Schemas["ForceLine"];
type Requirement = Schemas["CaseRequirement"];
const w = words.force;

export function Lines({ x, c }: { x: Who; c: Schemas["Case"] }) {
  if (x.lines.length === 0) return <NoLines x={x} c={c} />;
  return (
    <Section title={w.lines} note={w.linesNote}>
      <Table lines={x.lines} c={c} />
      <Firm lines={x.lines} />
      <Counted />
      <p className={classes.dim}>
        {w.firmNote} {w.from(sources(x.lines))}
      </p>
    </Section>
  );
}

const sources = (list: { sources?: string[]; at?: string }[]) =>
  [...new Set(list.map((l) => [(l.sources ?? []).join(", "), l.at].filter(Boolean).join(" ")))].filter(Boolean).join("; ");

// unitOf is the unit of a capability, where its name does not say it.
function unitOf(c: Schemas["Case"], l: { capability: string; name: string }): string {
  const u = c.capabilities.find((k) => k.id === l.capability)?.unit ?? "";
  return l.name.toLowerCase().includes(u.toLowerCase()) ? "" : u;
}

function Table({ lines, c }: { lines: Line[]; c: Schemas["Case"] }) {
  const groups = byCapability(lines);
  const some = lines.some((l) => (l.unstated ?? []).length > 0);
  const { short, toggle } = useSome("lines", lines.length + groups.filter((g) => g.length > 1).length);
  return (
    <>
      <Scroll label={w.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{w.capability}</th>
              <th scope="col">{w.where}</th>
              <th scope="col" className={classes.n}>
                {w.minimum}
              </th>
              <th scope="col" className={classes.n}>
                {w.target}
              </th>
              <th scope="col" className={classes.n}>
                {w.committed}
              </th>
              <th scope="col" className={classes.n}>
                {w.offered}
              </th>
              <th scope="col" className={classes.n}>
                {w.gap}
              </th>
              <th scope="col" className={classes.n}>
                {w.gapToTarget}
              </th>
              {some && <th scope="col">{w.unstated}</th>}
            </tr>
          </thead>
          <tbody className={short}>
            {groups.flatMap((g) => [
              ...g.map((l, i) => <Row key={l.id} l={l} first={i === 0} unit={unitOf(c, l)} span={some ? spanOf(g, i) : 0} />),
              ...(g.length > 1 ? [<Sum key={`${g[0]?.capability} sum`} g={g} some={some} />] : []),
            ])}
          </tbody>
        </table>
      </Scroll>
      {toggle}
    </>
  );
}

function byCapability(lines: Line[]): Line[][] {
  const by = new Map<string, Line[]>();
  for (const l of lines) by.set(l.capability, [...(by.get(l.capability) ?? []), l]);
  return [...by.values()];
}

// spanOf is over how many rows the names of a row stand for: where all lines of a
// capability have the same, they stand there once.
function spanOf(g: Line[], i: number): number {
  const same = g.every((l) => (l.unstated ?? []).join() === (g[0]?.unstated ?? []).join());
  if (!same) return 1;
  return i === 0 ? g.length : 0;
}

function Row({ l, first, unit, span }: { l: Line; first: boolean; unit: string; span: number }) {
  return (
    <tr>
      <th scope="row" className={first ? classes.lead : ""}>
        <Opens line={`requirements.${l.id}`} label={w.open(`${l.name}, ${l.where}`)}>
          <bdi>{l.name}</bdi>
        </Opens>
        {unit && <span className={classes.unit}>{w.unit(unit)}</span>}
      </th>
      <td>
        <bdi>{l.where}</bdi>
      </td>
      <td className={classes.n}>{number(l.minimum)}</td>
      <td className={classes.n}>{number(l.target)}</td>
      <td className={classes.n}>{number(l.committed)}</td>
      <td className={classes.n}>{number(l.offered)}</td>
      <Gap n={l.gap} />
      <Gap n={l.gap_to_target} soft />
      {span > 0 && (
        <td className={classes.names} rowSpan={span}>
          {names(l.unstated ?? [])}
        </td>
      )}
    </tr>
  );
}

function Gap({ n, soft = false }: { n: number; soft?: boolean }) {
  return <td className={`${classes.n} ${n > 0 ? (soft ? classes.short : classes.missing) : ""}`}>{number(n)}</td>;
}

// Sum: one unit serves one line, so the lines of a capability add up.
function Sum({ g, some }: { g: Line[]; some: boolean }) {
  const sum = (of: (l: Line) => number) => g.reduce((s, l) => s + of(l), 0);
  return (
    <tr className={classes.sum}>
      <th scope="row">
        <bdi>{g[0]?.name}</bdi>
      </th>
      <td>{w.sum(g.length)}</td>
      <td className={classes.n}>{number(sum((l) => l.minimum))}</td>
      <td className={classes.n}>{number(sum((l) => l.target))}</td>
      <td className={classes.n}>{number(sum((l) => l.committed))}</td>
      <td className={classes.n}>{number(sum((l) => l.offered))}</td>
      <Gap n={sum((l) => l.gap)} />
      <Gap n={sum((l) => l.gap_to_target)} soft />
      {some && <td />}
    </tr>
  );
}

// Firm: what is missing if only firm figures count.
function Firm({ lines }: { lines: Line[] }) {
  const says: string[] = [];
  for (const g of byCapability(lines)) {
    const name = g[0]?.name ?? "";
    for (const l of g) if (l.firm_gap > l.gap) says.push(w.firmMinimum(number(l.firm_gap), name, l.where));
    const most = g.reduce((s, l) => s + l.firm_gap_to_target, 0);
    if (most > g.reduce((s, l) => s + l.gap_to_target, 0)) says.push(w.firmTargets(number(most), name));
  }
  if (says.length === 0) return null;
  return (
    <p className={classes.firm}>
      {w.firm}
      {": "}
      <bdi>{says.join("; ")}</bdi>
      {"."}
    </p>
  );
}

// NoLines says which lines there would be, on which days, and from which source.
function NoLines({ x, c }: { x: Who; c: Schemas["Case"] }) {
  const day = x.as_of;
  const later = c.requirements.filter((r) => begins(r.from) > day);
  const past = c.requirements.filter((r) => r.until && ends(r.until) < day);
  const rest = c.requirements.filter((r) => !later.includes(r) && !past.includes(r) && r.if);
  return (
    <Section title={c.requirements.length > 0 ? w.noneOn(long(day)) : w.none}>
      {c.requirements.length === 0 && <p>{w.noneCase}</p>}
      <Days list={later} day={(r) => begins(r.from)} says={w.noneLater} />
      <Days list={past} day={(r) => ends(r.until)} says={w.nonePast} />
      {rest.length > 0 && (
        <>
          <p>{w.noneIf(rest.length)}</p>
          <Requirements list={rest} />
        </>
      )}
      {x.joins.some((j) => j.brings.length > 0) && <p className={classes.dim}>{w.noneNamed}</p>}
    </Section>
  );
}

interface DaysProps {
  list: Requirement[];
  day: (r: Requirement) => string;
  says: (n: number, day: string, sources: string) => string;
}

function Days({ list, day, says }: DaysProps) {
  const a = useAddress();
  const by = new Map<string, Requirement[]>();
  for (const r of list) by.set(day(r), [...(by.get(day(r)) ?? []), r]);
  return [...by].map(([d, rs]) => (
    <div key={d} className={classes.days}>
      <p>
        {says(rs.length, long(d), sources(rs))} <Link to={a.href({ as_of: d })}>{w.goThere(long(d))}</Link>
      </p>
      <Requirements list={rs} />
    </div>
  ));
}

function Requirements({ list }: { list: Requirement[] }) {
  const { short, toggle } = useSome("requirements", list.length);
  return (
    <>
      <ul className={`${classes.list} ${short}`}>
        {list.map((r) => (
          <li key={r.id}>
            <Opens line={`requirements.${r.id}`}>
              <bdi>{w.lineIs(r.name, r.where, number(r.minimum), number(r.target))}</bdi>
            </Opens>
            {r.if && (
              <span className={classes.dim}>
                {" "}
                <bdi>{w.lineIf(r.if)}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
      {toggle}
    </>
  );
}
