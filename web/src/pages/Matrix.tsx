// The matrix: who stands where on which issue. What is open and who objects is
// said first; the table below shows it, and each mark opens its sentences.
import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Schemas } from "../api/client";
import { useAsked, useCase, useCheck, useMatrix } from "../api/questions";
import { hrefTo, useAddress } from "../app/address";
import { Link } from "../app/Link";
import { Answered, useLate } from "../parts/Answered";
import { Downloads } from "../parts/Downloads";
import { Glyph } from "../parts/Mark";
import { Opens } from "../parts/Opens";
import { Empty } from "../parts/Section";
import { words } from "../words";
import classes from "./Matrix.module.css";
import { MatrixGrid } from "./MatrixGrid";
import { arrange, firstRows, type Part, partOf, readSort, type Sort } from "./matrixOrder";

type Matrix = Schemas["Matrix"];
type Row = Schemas["MatrixRow"];
const w = words.matrix;

export function MatrixSheet() {
  const matrix = useMatrix();
  return (
    <>
      <h1 className={classes.title}>{w.title}</h1>
      <Answered of={matrix} lines={14}>
        {(m) => (m.rows.length === 0 ? <Empty title={w.none}>{w.noneMore}</Empty> : <Sheet m={m} />)}
      </Answered>
    </>
  );
}

function Sheet({ m }: { m: Matrix }) {
  const a = useAddress();
  const check = useCheck();
  const sort = useMemo(() => readSort(a.get("sort"), m.issues), [a, m]);
  const role = a.get("role");
  // The order comes with the verdict; a table that comes first would jump.
  const wait = !useLate(check.isPending, 400) && check.isPending;
  const known = useCase();
  // Who has said nothing has no row, except where the verdict waits for it: there
  // the silence is what there is to see.
  const { parts, rows } = useMemo(() => {
    const actors = known.data?.actors ?? [];
    const parts = partOf(check.data, actors);
    const there = new Set(m.rows.map((r) => r.actor));
    const silent = actors.filter((x) => waits(parts.get(x.id)) && !there.has(x.id)).map((x) => silentRow(x, m));
    return { parts, rows: [...m.rows, ...silent] };
  }, [check.data, known.data, m]);
  const groups = useMemo(() => {
    const column = sort ? m.issues.findIndex((i) => i.id === sort.issue) : -1;
    return arrange(role ? rows.filter((r) => r.roles.includes(role)) : rows, column, sort, parts);
  }, [m, rows, role, sort, parts]);
  const count = groups.reduce((n, g) => n + g.rows.length, 0);
  // A browser is slow to draw more cells than this; no table of people's making
  // has as many.
  const most = Math.max(20, Math.floor(4000 / Math.max(1, m.issues.length)));
  const [whole, setWhole] = useState(false);
  const drawn = useMemo(() => (whole ? groups : firstRows(groups, most)), [groups, most, whole]);
  return (
    <>
      <Lead m={m} check={check.data} />
      <Tools m={m} rows={rows} role={role} sort={sort} />
      {wait ? null : count > 0 ? (
        <MatrixGrid m={m} groups={drawn} sort={sort} />
      ) : (
        <Empty title={w.noneOfRole}>
          <Link to={a.href({ role: null })}>{w.showAll}</Link>
        </Empty>
      )}
      {!whole && count > most && (
        <Button className={classes.whole} variant="default" onClick={() => setWhole(true)}>
          {w.wholeTable(most, count)}
        </Button>
      )}
      <Silent rows={rows} />
    </>
  );
}

const waits = (p: Part | undefined) => p === "rule" || p === "owed";

const silentRow = (x: Schemas["CaseActor"], m: Matrix): Row => ({
  actor: x.id,
  name: x.name,
  roles: x.roles,
  cells: m.issues.map(() => ({ mark: "silent" })),
});

// Lead says what the table comes to: the issues still open, those decided, and
// who objects to what.
function Lead({ m, check }: { m: Matrix; check: Schemas["Check"] | undefined }) {
  const open = m.issues.filter((i) => i.settle && !i.decided);
  const decided = m.issues.filter((i) => i.decided);
  const objecting = m.rows
    .map((r) => ({ r, on: m.issues.flatMap((i, c) => (r.cells[c]?.mark === "objects" ? [{ i, cell: r.cells[c] }] : [])) }))
    .filter((x) => x.on.length > 0);
  const most = 6;
  return (
    <dl className={classes.lead}>
      {open.length > 0 && (
        <div>
          <dt>{w.open}</dt>
          <dd>
            <Listed
              items={open.map((i) => {
                const owed = check?.owed?.items.find((x) => x.kind === "decide" && x.id === i.id);
                return (
                  <Opens key={i.id} entries={owed?.entries} line={owed?.line ?? `settle.${i.id}`}>
                    <bdi>{i.name}</bdi>
                  </Opens>
                );
              })}
            />
          </dd>
        </div>
      )}
      {decided.length > 0 && (
        <div>
          <dt>{w.decided}</dt>
          <dd>
            <Listed
              items={decided.map((i) => {
                const d = check?.decided.find((x) => x.issue === i.id);
                return d && d.entries.length > 0 ? (
                  <Opens key={i.id} entries={d.entries}>
                    <bdi>{i.name}</bdi>
                  </Opens>
                ) : (
                  <bdi key={i.id}>{i.name}</bdi>
                );
              })}
            />
          </dd>
        </div>
      )}
      <div>
        <dt>{w.objections}</dt>
        <dd>
          {objecting.length === 0 && w.objectionsNone}
          <ul className={classes.objections}>
            {objecting.slice(0, most).map(({ r, on }) => (
              <li key={r.actor}>
                <Glyph rung="objects" /> <bdi>{r.name}</bdi>
                {": "}
                <Listed
                  items={on.map(({ i, cell }) => (
                    <Opens key={i.id} entries={cell?.entries}>
                      <bdi>{i.name}</bdi>
                    </Opens>
                  ))}
                />
              </li>
            ))}
            {objecting.length > most && <li className={classes.dim}>{w.more(objecting.length - most)}</li>}
          </ul>
          <p className={classes.dim}>{w.objectionsMean}</p>
        </dd>
      </div>
    </dl>
  );
}

function Listed({ items }: { items: React.ReactElement[] }) {
  return (
    <>
      {items.map((x, i) => (
        <span key={x.key}>
          {i > 0 && ", "}
          {x}
        </span>
      ))}
    </>
  );
}

const marks = ["agreed", "conditional", "interested", "silent", "objects"];

// Tools: which rows, in which order, what the marks mean, and the files.
function Tools({ m, rows, role, sort }: { m: Matrix; rows: Row[]; role: string; sort: Sort }) {
  const a = useAddress();
  const asked = useAsked();
  const count = (x: string) => rows.filter((r) => r.roles.includes(x)).length;
  const roles = Object.keys(w.roles).filter((x) => count(x) > 0);
  const sorted = sort && m.issues.find((i) => i.id === sort.issue)?.name;
  return (
    <div className={classes.tools}>
      <div className={classes.line}>
        <nav aria-label={w.role} className={classes.roles}>
          <Link to={a.href({ role: null })} className={role ? undefined : classes.chosen} chosen={!role}>
            {w.all} <span>{rows.length}</span>
          </Link>
          {roles.map((x) => (
            <Link key={x} to={a.href({ role: x })} className={role === x ? classes.chosen : undefined} chosen={role === x}>
              {w.roles[x]} <span>{count(x)}</span>
            </Link>
          ))}
        </nav>
        <Downloads
          name="matrix"
          query={asked}
          file={`${m.case}-${w.download}`}
          width={Math.max(900, m.issues.length * 44 + 260)}
        />
      </div>
      <div className={classes.line}>
        <ul className={classes.key} aria-label={w.key}>
          {marks.map((x) => (
            <li key={x}>
              <Glyph rung={x} /> {x === "silent" ? w.silentKey : words.common.rungs[x]}
            </li>
          ))}
          <li>
            <Glyph rung="conditional" hook /> {w.hookKey}
          </li>
        </ul>
        {sorted && (
          <p className={classes.dim}>
            {sort.up ? w.sortedUp(sorted) : w.sortedDown(sorted)}
            {" · "}
            <Link to={a.href({ sort: null })}>{w.unsort}</Link>
          </p>
        )}
      </div>
    </div>
  );
}

// Silent names those who are not in the table, so that a silence is seen too.
function Silent({ rows }: { rows: Row[] }) {
  const known = useCase();
  const there = new Set(rows.map((r) => r.actor));
  const silent = (known.data?.actors ?? []).filter((x) => !there.has(x.id));
  if (silent.length === 0) return null;
  return (
    <p className={classes.silent}>
      {w.silentNames}{" "}
      {silent.map((x, i) => (
        <span key={x.id}>
          {i > 0 && ", "}
          <Link to={hrefTo("record", { actor: x.id })}>
            <bdi>{x.name}</bdi>
          </Link>
        </span>
      ))}
    </p>
  );
}
