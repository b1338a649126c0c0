// The table of the matrix: one tab stop, arrow keys between the cells. Rows are
// drawn again only when something in them changes, so that a large case follows
// the hand.
import { Tooltip } from "@mantine/core";
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Schemas } from "../api/client";
import { useCase } from "../api/questions";
import { go, hrefTo, useAddress } from "../app/address";
import { long } from "../app/dates";
import { Glyph } from "../parts/Mark";
import { toOpen } from "../parts/Opens";
import { words } from "../words";
import classes from "./MatrixGrid.module.css";
import { type Group, nextSort, type Sort } from "./matrixOrder";

const w = words.matrix;
type Row = Schemas["MatrixRow"];
type Issue = Schemas["MatrixIssue"];

// A place in the table; -1 is the row or the column of the heads.
interface Spot {
  r: number;
  c: number;
}

interface Props {
  m: Schemas["Matrix"];
  groups: Group[];
  sort: Sort;
}

export function MatrixGrid({ m, groups, sort }: Props) {
  const a = useAddress();
  const base = a.href({ open: null });
  const open = a.all("open").join(" ");
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const rows = useMemo(() => groups.flatMap((g) => g.rows), [groups]);
  const at = useMemo(() => new Map(rows.map((r, i) => [r.actor, i])), [rows]);
  const moved = useMoved(m);
  const lay = useLayout(box, m.issues);
  // The cell that the tab key goes to, by name: sorting does not lose it.
  const [stop, setStop] = useState<{ actor: string; issue: string } | null>(null);
  const stopAt: Spot = { r: 0, c: 0 };
  if (stop) {
    stopAt.c = stop.issue ? m.issues.findIndex((i) => i.id === stop.issue) : -1;
    stopAt.r = stop.actor ? (at.get(stop.actor) ?? 0) : -1;
  }
  const [tip, setTip] = useTip();

  const place = (e: EventTarget): { el: HTMLElement; spot: Spot } | null => {
    const el = (e as Element).closest<HTMLElement>("[data-r]");
    return el && table.current?.contains(el) ? { el, spot: { r: Number(el.dataset.r), c: Number(el.dataset.c) } } : null;
  };
  const stand = ({ r, c }: Spot) => setStop({ actor: rows[r]?.actor ?? "", issue: m.issues[c]?.id ?? "" });
  const click = (e: MouseEvent) => {
    const p = place(e.target);
    if (!p || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    stand(p.spot);
    p.el.focus({ preventScroll: true }); // not every browser does for a link
    setTip(null);
    go(p.el.getAttribute("href") ?? "");
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "Escape") setTip(null);
    const p = place(e.target);
    if (!p) return;
    if (e.key === " ") {
      e.preventDefault();
      p.el.click();
      return;
    }
    const to = step(e, p.spot, rows.length, m.issues.length);
    if (!to) return;
    e.preventDefault();
    stand(to);
    table.current?.querySelector<HTMLElement>(`[data-r="${to.r}"][data-c="${to.c}"]`)?.focus();
  };
  const focus = (e: FocusEvent) => {
    const p = place(e.target);
    if (!p) return;
    stand(p.spot);
    if (p.el.matches(":focus-visible")) setTip(p);
  };
  const over = (e: MouseEvent) => {
    const p = place(e.target);
    // Over the words of the cell themselves they stay.
    if (p || !table.current?.contains(e.target as Node)) setTip(p ?? tip, 90);
  };

  const hot = tip?.spot.c ?? -1;
  const wide = lay && !lay.turned;
  return (
    <div ref={box} className={`${classes.box} ${lay?.fits ? classes.fits : classes.scrolls}`}>
      {lay && (
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked with the arrow keys is a grid
          role="grid"
          className={`${classes.table} ${wide ? classes.wide : classes.turned} ${m.issues.length > 18 ? classes.many : ""}`}
          style={{ width: lay.table }}
          onClick={click}
          onKeyDown={keys}
          onFocus={focus}
          onBlur={() => setTip(null, 0)}
          onMouseOver={over}
          onMouseLeave={() => setTip(null, 180)}
        >
          <caption className="hidden">{w.caption}</caption>
          <colgroup>
            <col className={classes.first} style={{ width: lay.first }} />
            {m.issues.map((i, c) => (
              <col key={i.id} style={{ width: lay.column }} className={hot === c ? classes.hot : undefined} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={`${classes.head} ${classes.corner}`}>
                {w.actor}
              </th>
              {m.issues.map((i, c) => (
                <Head
                  key={i.id}
                  i={i}
                  c={c}
                  sort={sort}
                  href={a.href({ sort: nextSort(sort, i.id) })}
                  stop={stopAt.r === -1 && stopAt.c === c}
                />
              ))}
            </tr>
          </thead>
          {groups.map((g) => (
            <tbody key={g.part ?? "sorted"}>
              {g.part && groups.length > 1 && (
                <tr className={classes.part}>
                  <th scope="rowgroup" className={classes.partHead} colSpan={m.issues.length + 1}>
                    <span>{w.parts[g.part]}</span>
                  </th>
                </tr>
              )}
              {g.rows.map((row) => {
                const r = at.get(row.actor) ?? 0;
                return (
                  <MatrixRow
                    key={row.actor}
                    row={row}
                    r={r}
                    issues={m.issues}
                    base={base}
                    // Only rows that it is in are to hear of what is open.
                    open={holds(row, open) || (open === "nothing" && stopAt.r === r) ? open : ""}
                    stop={stopAt.r === r ? stopAt.c : null}
                    moved={moved.get(row.actor)}
                  />
                );
              })}
            </tbody>
          ))}
        </table>
      )}
      {tip && (
        <Tooltip
          target={tip.el}
          opened
          label={<Tip spot={tip.spot} m={m} rows={rows} sort={sort} />}
          multiline
          maw={340}
          position="bottom"
          transitionProps={{ duration: 0 }}
          classNames={{ tooltip: classes.tip }}
        />
      )}
    </div>
  );
}

// step is where a key leads, or null if it leads nowhere.
function step(e: KeyboardEvent, { r, c }: Spot, rows: number, columns: number): Spot | null {
  const ends = e.ctrlKey || e.metaKey;
  let to: Spot;
  switch (e.key) {
    case "ArrowLeft":
      to = { r, c: c - 1 };
      break;
    case "ArrowRight":
      to = { r, c: c + 1 };
      break;
    case "ArrowUp":
      to = { r: r - 1, c };
      break;
    case "ArrowDown":
      to = { r: r + 1, c };
      break;
    case "PageUp":
      to = { r: Math.max(0, r - 10), c };
      break;
    case "PageDown":
      to = { r: Math.min(rows - 1, r + 10), c };
      break;
    case "Home":
      to = ends ? { r: 0, c: 0 } : { r, c: r < 0 ? 0 : -1 };
      break;
    case "End":
      to = ends ? { r: rows - 1, c: columns - 1 } : { r, c: columns - 1 };
      break;
    default:
      return null;
  }
  if (ends && e.key.startsWith("Arrow")) return null;
  const there = to.r >= -1 && to.r < rows && to.c >= -1 && to.c < columns;
  return there && !(to.r === -1 && to.c === -1) ? to : null; // the corner is nothing to press
}

function Head({ i, c, sort, href, stop }: { i: Issue; c: number; sort: Sort; href: string; stop: boolean }) {
  const here = sort?.issue === i.id;
  const state = i.decided ? "decided" : i.settle ? "settle" : null;
  return (
    <th scope="col" aria-sort={here ? (sort.up ? "ascending" : "descending") : "none"} className={classes.head}>
      <a href={href} className={classes.sorts} data-r={-1} data-c={c} tabIndex={stop ? 0 : -1}>
        <span className={`${classes.name} ${state ? classes[state] : ""}`}>
          <bdi>{i.name}</bdi>
          {state && <span className={classes.state}>{w.head[state]}</span>}
        </span>
        {here && <Arrow up={sort.up} />}
      </a>
    </th>
  );
}

function Arrow({ up }: { up: boolean }) {
  return (
    <svg className={classes.arrow} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d={up ? "M5 1.5L9 8.5H1z" : "M5 8.5L1 1.5H9z"} fill="currentColor" />
    </svg>
  );
}

const holds = (row: Row, open: string) => open !== "" && row.cells.some((x) => (x.entries ?? []).join(" ") === open);

interface RowProps {
  row: Row;
  r: number;
  issues: Issue[];
  base: string; // the address without what is open
  open: string;
  stop: number | null;
  moved: Set<string> | undefined;
}

const MatrixRow = memo(function MatrixRow({ row, r, issues, base, open, stop, moved }: RowProps) {
  const join = base.includes("?") ? "&" : "?";
  return (
    <tr className={classes.row}>
      <th scope="row" className={classes.actor}>
        <a
          className={classes.who}
          href={hrefTo("record", { actor: row.actor })}
          data-r={r}
          data-c={-1}
          tabIndex={stop === -1 ? 0 : -1}
          aria-label={w.toRecord(row.name)}
        >
          <bdi>{row.name}</bdi>
        </a>
      </th>
      {row.cells.map((cell, c) => {
        const issue = issues[c]?.id ?? "";
        const ids = toOpen(cell.entries);
        // Silent cells all open the same; the one pressed last is the open one.
        const isOpen = open !== "" && ids.join(" ") === open && (open !== "nothing" || stop === c);
        const hook = cell.hook === true && cell.mark !== "silent";
        return (
          <td key={issue} className={[classes.cell, moved?.has(issue) && classes.moved].filter(Boolean).join(" ")}>
            <a
              href={isOpen ? base : `${base}${join}${ids.map((x) => `open=${encodeURIComponent(x)}`).join("&")}`}
              data-r={r}
              data-c={c}
              tabIndex={stop === c ? 0 : -1}
              aria-expanded={isOpen}
              aria-label={spoken(cell)}
              className={[classes.mark, cell.mark === "silent" && classes.silent, hook && classes.hooked, isOpen && classes.open]
                .filter(Boolean)
                .join(" ")}
            >
              <Glyph rung={cell.mark} hook={hook} />
            </a>
          </td>
        );
      })}
    </tr>
  );
});

// spoken is a cell for who hears it; the heads of its row and column are read
// before it.
function spoken(cell: Schemas["MatrixCell"]): string {
  const mark = words.common.rungs[cell.mark] ?? cell.mark;
  if (cell.mark === "silent" && !cell.entries?.length) return `${mark}, ${w.nothing}`;
  return [w.cell(mark, cell.hook === true), ...(cell.says ?? []).slice(0, 3)].join("; ");
}

// Tip is a cell, or a head, in words.
function Tip({ spot: { r, c }, m, rows, sort }: { spot: Spot; m: Schemas["Matrix"]; rows: Row[]; sort: Sort }) {
  const row = rows[r];
  const issue = m.issues[c];
  if (!row) return issue ? <IssueTip i={issue} sort={sort} /> : null;
  if (!issue)
    return (
      <>
        <p>
          <strong>
            <bdi>{row.name}</bdi>
          </strong>
          {row.roles.length > 0 && `, ${row.roles.map((x) => w.roleOne[x] ?? x).join(", ")}`}
        </p>
        <p>{w.toRecord(row.name)}</p>
      </>
    );
  const cell = row.cells[c];
  if (!cell) return null;
  const says = [...new Set(cell.says ?? [])];
  const days = (cell.entries ?? []).map((id) => m.entries[id]?.said || m.entries[id]?.reported || "").sort();
  return (
    <>
      <p>
        <strong>
          <bdi>{row.name}</bdi>
          {" · "}
          <bdi>{issue.name}</bdi>
        </strong>
      </p>
      <p>
        {w.cell(words.common.rungs[cell.mark] ?? cell.mark, cell.hook === true)}
        {cell.entries?.length
          ? ` · ${w.entries(cell.entries.length)}, ${w.latest(long(days.at(-1)))}`
          : cell.mark === "silent" && `: ${w.nothing}`}
      </p>
      {says.length > 0 && (
        <ul>
          {says.slice(0, 4).map((s) => (
            <li key={s} dir="auto">
              {s}
            </li>
          ))}
          {says.length > 4 && <li>{w.more(says.length - 4)}</li>}
        </ul>
      )}
    </>
  );
}

function IssueTip({ i, sort }: { i: Issue; sort: Sort }) {
  const known = useCase();
  const question = known.data?.issues.find((x) => x.id === i.id)?.question;
  return (
    <>
      <p>
        <strong>
          <bdi>{i.name}</bdi>
        </strong>
        {(i.decided || i.settle) && `, ${i.decided ? w.headSays.decided : w.headSays.settle}`}
      </p>
      {question && <p dir="auto">{question}</p>}
      <p>{sort?.issue === i.id ? (sort.up ? w.sortedUp(i.name) : w.sortedDown(i.name)) : w.sortBy(i.name)}</p>
    </>
  );
}

interface TipAt {
  el: HTMLElement;
  spot: Spot;
}

// useTip waits a moment before it changes what is shown, so that the pointer may
// cross cells, and go over to the words.
function useTip(): [TipAt | null, (t: TipAt | null, after?: number) => void] {
  const [tip, setTip] = useState<TipAt | null>(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const set = (t: TipAt | null, after = 0) => {
    clearTimeout(timer.current);
    if (after === 0) setTip(t);
    else timer.current = window.setTimeout(() => setTip(t), after);
  };
  return [tip, set];
}

// useMoved tells which marks are others than in the answer shown before: what
// moved when the day, the rule or the record changed.
function useMoved(m: Schemas["Matrix"]): Map<string, Set<string>> {
  const before = useRef(m);
  const [moved, setMoved] = useState<Map<string, Set<string>>>(nothing);
  useEffect(() => {
    const was = before.current;
    before.current = m;
    if (was === m || was.rows.length === 0) return;
    const out = new Map<string, Set<string>>();
    const old = new Map(was.rows.map((r) => [r.actor, r]));
    for (const r of m.rows) {
      const cells = new Set<string>();
      m.issues.forEach((i, c) => {
        const k = was.issues.findIndex((x) => x.id === i.id);
        const mark = old.get(r.actor)?.cells[k]?.mark ?? "silent";
        if (k >= 0 && mark !== r.cells[c]?.mark) cells.add(i.id);
      });
      if (cells.size > 0) out.set(r.actor, cells);
    }
    setMoved(out.size > 0 ? out : nothing);
    const t = setTimeout(() => setMoved(nothing), 1600);
    return () => clearTimeout(t);
  }, [m]);
  return moved;
}

const nothing = new Map<string, Set<string>>();

interface Layout {
  first: number; // widths, in pixels
  column: number;
  table: number;
  turned: boolean;
  fits: boolean;
}

// useLayout gives the columns what room there is: heads lie if their words fit,
// and stand otherwise; where even that is too narrow, the table scrolls.
function useLayout(box: RefObject<HTMLDivElement | null>, issues: Issue[]): Layout | null {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const el = box.current;
    if (!el) return;
    const measure = () => setWidth(el.clientWidth);
    measure();
    const o = new ResizeObserver(measure);
    o.observe(el);
    return () => o.disconnect();
  }, [box]);
  if (width === 0) return null;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const n = Math.max(1, issues.length);
  const longest = Math.max(0, ...issues.flatMap((i) => i.name.split(/\s+/)).map((x) => x.length));
  const lying = Math.max(5, longest * 0.46 + 0.7) * rem;
  const first = width < 40 * rem ? 7.5 * rem : 14.5 * rem;
  const room = Math.floor((width - first) / n);
  const turned = room < lying;
  const least = Math.max(28, 1.85 * rem);
  const column = turned ? Math.min(3.6 * rem, Math.max(least, room)) : Math.min(room, 8 * rem);
  const table = first + column * n;
  return { first, column, table, turned, fits: table <= width };
}
