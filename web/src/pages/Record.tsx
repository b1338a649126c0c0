// The record: all entries as a list to read and narrow, on a time line, or by
// the documents they are from.
import { SegmentedControl } from "@mantine/core";
import { useMemo } from "react";
import type { Schemas } from "../api/client";
import { useAsked, useCase, useShow } from "../api/questions";
import { hrefTo, useAddress } from "../app/address";
import { Link } from "../app/Link";
import { Answered } from "../parts/Answered";
import { Chart } from "../parts/Chart";
import { Empty } from "../parts/Section";
import { words } from "../words";
import classes from "./Record.module.css";
import { Chips, RecordFilters } from "./RecordFilters";
import { RecordList } from "./RecordList";
import { RecordSources } from "./RecordSources";
import { type FilterKey, noFilter, useFilters } from "./recordQuery";

const w = words.record;
const views = ["list", "timeline", "sources"];
const ofTimeline: readonly FilterKey[] = ["actor", "issue"];

export function RecordSheet() {
  const a = useAddress();
  const view = views.includes(a.get("view")) ? a.get("view") : "list";
  return (
    <>
      <header className={classes.head}>
        <h1>{w.title}</h1>
        <SegmentedControl
          className={classes.view}
          size="sm"
          aria-label={w.view}
          value={view}
          onChange={(v) => a.update({ view: v === "list" ? null : v })}
          data={views.map((v) => ({ value: v, label: w.views[v] ?? v }))}
        />
      </header>
      {view === "timeline" ? <Timeline /> : <Entries view={view} />}
    </>
  );
}

function Entries({ view }: { view: string }) {
  const { query, set } = useFilters();
  const show = useShow(query);
  return (
    <>
      <RecordFilters />
      <Chips sources={show.data?.sources ?? []} />
      <Answered of={show} lines={14}>
        {(s) => (
          <>
            <div className={classes.under}>
              <output className={classes.count}>
                {w.count(s.total, s.of)}
                {(s.sources?.length ?? 0) > 0 && ` ${w.from(s.sources?.length ?? 0)}`}
              </output>
              {view === "list" && s.total > 1 && <Order />}
            </div>
            {s.total === 0 ? (
              <Nothing of={s.of} filtered={set.length > 0} />
            ) : view === "sources" ? (
              <RecordSources sources={s.sources ?? []} />
            ) : (
              <ByActor s={s} actor={query.actor ?? ""} />
            )}
          </>
        )}
      </Answered>
    </>
  );
}

function Order() {
  const a = useAddress();
  return (
    <SegmentedControl
      className={classes.view}
      size="xs"
      aria-label={w.order}
      value={a.get("order") === "oldest" ? "oldest" : "newest"}
      onChange={(v) => a.update({ order: v === "oldest" ? v : null })}
      data={[
        { value: "newest", label: w.newest },
        { value: "oldest", label: w.oldest },
      ]}
    />
  );
}

// ByActor is the list; of one actor it also tells how its position moved. Only
// an actor has a position, not a group.
function ByActor({ s, actor }: { s: Schemas["Show"]; actor: string }) {
  const who = useCase().data?.actors.find((x) => x.id === actor);
  const history = useShow({ actor, history: true }, who !== undefined);
  const moves = useMemo(() => {
    const out = new Map<string, Schemas["Change"][]>();
    if (!who) return out;
    for (const m of history.data?.moves ?? []) if (m.changes.length > 0) out.set(m.entry, m.changes);
    return out;
  }, [who, history.data]);
  const changes = [...moves.values()].reduce((n, x) => n + x.length, 0);
  return (
    <>
      {who && history.data?.history && !history.isPlaceholderData && (
        <p className={classes.moves}>
          {changes > 0 ? `${w.movesOf(who.name, moves.size, changes)} ${w.movesNote}` : w.movesNone(who.name)}{" "}
          <Link to={hrefTo("matrix")} className={classes.view}>
            {w.toMatrix}
          </Link>
        </p>
      )}
      <RecordList s={s} moves={moves} />
    </>
  );
}

// Nothing says why the list is empty, and what would fill it.
function Nothing({ of, filtered }: { of: number; filtered: boolean }) {
  const all = useCase().data?.entries ?? 0;
  const a = useAddress();
  if (all === 0) return <Empty title={w.noneAtAll}>{w.noneAtAllMore}</Empty>;
  if (of === 0 || !filtered) return <Empty title={w.none}>{w.noneMore}</Empty>;
  return (
    <Empty title={w.noMatch}>
      {w.noMatchMore} <Link to={a.href(noFilter)}>{w.noMatchClear}</Link>.
    </Empty>
  );
}

function Timeline() {
  const a = useAddress();
  const asked = useAsked();
  const c = useCase().data;
  const { query, set } = useFilters();
  const rows = a.get("rows") === "all" ? 500 : 24;
  return (
    <>
      <RecordFilters only={ofTimeline} />
      <Chips sources={[]} only={ofTimeline} />
      <p className={`${classes.count} ${classes.note}`}>
        {w.timelineNote} {set.some((k) => !ofTimeline.includes(k)) && w.timelineOnly}{" "}
        {!query.actor && (c?.actors.length ?? 0) > 24 && (
          <Link to={a.href({ rows: rows === 24 ? "all" : null })}>{rows === 24 ? w.allRows : w.fewRows}</Link>
        )}
      </p>
      <Chart
        name="timeline"
        query={{ ...asked, actor: query.actor, issue: query.issue, rows }}
        file={`${c?.case ?? ""}-${w.download}`}
      />
    </>
  );
}
