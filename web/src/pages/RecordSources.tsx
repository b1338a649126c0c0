// The documents behind the entries, with how reliable each is held to be.
import { useMemo } from "react";
import type { Schemas } from "../api/client";
import { useAddress } from "../app/address";
import { long } from "../app/dates";
import { Link } from "../app/Link";
import { words } from "../words";
import classes from "./RecordSources.module.css";

const w = words.record;
type Source = Schemas["Source"];
type Column = "title" | "publisher" | "date" | "reliability" | "entries";
const columns: Column[] = ["title", "publisher", "date", "reliability", "entries"];

// In which direction a column is of most use first.
const down: readonly Column[] = ["date", "entries"];

function readSort(text: string): { by: Column; reversed: boolean } {
  const by = columns.find((c) => c === text.replace(/^-/, ""));
  return by ? { by, reversed: text.startsWith("-") } : { by: "entries", reversed: false };
}

function arrange(list: readonly Source[], by: Column, reversed: boolean): Source[] {
  const compare = (x: Source, y: Source) => (by === "entries" ? x.entries - y.entries : (x[by] ?? "").localeCompare(y[by] ?? ""));
  const sign = down.includes(by) !== reversed ? -1 : 1;
  // What has no date or publisher stands last either way.
  const empty = (x: Source) => Number(by !== "entries" && !x[by]);
  return list.toSorted((x, y) => empty(x) - empty(y) || sign * compare(x, y));
}

export function RecordSources({ sources }: { sources: readonly Source[] }) {
  const a = useAddress();
  const { by, reversed } = readSort(a.get("sort"));
  const list = useMemo(() => arrange(sources, by, reversed), [sources, by, reversed]);
  const next = (c: Column) => (c === by && !reversed ? `-${c}` : c === "entries" ? null : c);
  const isDown = down.includes(by) !== reversed;
  return (
    <table className={classes.table}>
      <caption className="hidden">{w.sourcesCaption}</caption>
      <thead>
        <tr>
          {columns.map((c) => (
            <th
              key={c}
              scope="col"
              className={classes[c]}
              aria-sort={c === by ? (isDown ? "descending" : "ascending") : undefined}
            >
              <Link to={a.href({ sort: next(c) })} className={classes.sorts}>
                {w.columns[c]}
                {c === by && (
                  <svg width="9" height="9" viewBox="0 0 10 10" aria-hidden="true">
                    <path d={isDown ? "M5 8.5L1 1.5H9z" : "M5 1.5L9 8.5H1z"} fill="currentColor" />
                  </svg>
                )}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {list.map((s) => (
          <SourceRow key={s.id} s={s} href={a.href({ source: s.id, view: null, sort: null })} />
        ))}
      </tbody>
    </table>
  );
}

function SourceRow({ s, href }: { s: Source; href: string }) {
  return (
    <tr className={classes.row}>
      <th scope="row" className={classes.title}>
        <bdi>{s.title}</bdi>
        {s.publisher && (
          <span className={classes.under}>
            <bdi>{s.publisher}</bdi>
          </span>
        )}
        {s.date && <span className={classes.underToo}>{long(s.date)}</span>}
        {s.url && (
          <a className={classes.url} href={s.url} target="_blank" rel="noreferrer noopener">
            {s.url.replace(/^https?:\/\/(www\.)?/, "")}
          </a>
        )}
        {s.handling !== "public" && <span className={classes.handling}>{w.handling(s.handling)}</span>}
      </th>
      <td className={classes.publisher}>
        <bdi>{s.publisher}</bdi>
      </td>
      <td className={classes.date}>{long(s.date)}</td>
      <td className={classes.reliability}>
        <strong>{s.reliability}</strong> <span>{w.reliabilities[s.reliability]}</span>
      </td>
      <td className={classes.entries}>
        <Link to={href} label={w.entriesOf(s.entries, s.title)}>
          {s.entries}
        </Link>
      </td>
    </tr>
  );
}
