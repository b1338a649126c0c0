// The as-of slider: dragging it replays everything. Ticks are the days on which
// the record changed; the band above them is the verdict over time.
import { ActionIcon } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useCase, useHistory } from "../api/questions";
import { words } from "../words";
import classes from "./AsOf.module.css";
import { useAddress } from "./address";
import { fromNumber, long, toNumber } from "./dates";

export function AsOf() {
  const c = useCase();
  const a = useAddress();
  const history = useHistory();
  const ticks = useMemo(() => (c.data?.ticks ?? []).map((t) => ({ ...t, at: toNumber(t.day) })), [c.data]);
  const latest = c.data?.as_of ?? "";
  const first = c.data?.first ? toNumber(c.data.first) : 0;
  const last = c.data?.last ? toNumber(c.data.last) : 1;
  const shown = a.get("as_of") || latest;
  const now = Math.min(last, Math.max(first, shown ? toNumber(shown) : last));
  // While it is dragged, the address follows at the pace of the screen.
  const [dragged, setDragged] = useState<number | null>(null);
  const frame = useRef(0);
  const pushed = useRef(false); // this drag has its step for undo
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  if (!c.data || ticks.length === 0) return <div className={classes.blank} />;

  const value = dragged ?? now;
  const set = (n: number, replace: boolean) => {
    const day = fromNumber(n);
    a.update({ as_of: day === latest ? null : day }, replace);
  };
  const drag = (n: number) => {
    setDragged(n);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      // A drag is one step for undo, however many days it passes.
      set(n, pushed.current);
      pushed.current = true;
    });
  };
  const release = () => {
    if (dragged === null) return;
    cancelAnimationFrame(frame.current);
    set(dragged, pushed.current);
    pushed.current = false;
    setDragged(null);
  };
  const next = (by: 1 | -1) => {
    const t = by > 0 ? ticks.find((t) => t.at > value) : ticks.findLast((t) => t.at < value);
    if (t) set(t.at, false);
  };
  const keys = (e: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e.key] as 1 | -1 | undefined;
    if (!by) return;
    e.preventDefault();
    next(by);
  };
  const here = ticks.find((t) => t.at === value);
  const left = (n: number) => `${((n - first) / Math.max(1, last - first)) * 100}%`;
  const spans = history.data?.spans ?? [];
  const most = Math.max(...ticks.map((t) => t.entries), 1);
  return (
    <div className={classes.row}>
      <div className={classes.day}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={words.frame.earlier}
          onClick={() => next(-1)}
          disabled={!ticks.some((t) => t.at < value)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
        <span className={classes.date}>
          <span className={classes.asOf}>{words.frame.asOf}</span> {long(fromNumber(value))}
        </span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={words.frame.later}
          onClick={() => next(1)}
          disabled={!ticks.some((t) => t.at > value)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </div>
      <div className={classes.track}>
        <div className={classes.band} aria-hidden="true">
          {spans.map((s, i) => {
            const from = toNumber(s.from);
            const until = spans[i + 1] ? toNumber(spans[i + 1]?.from ?? s.until) : last;
            return (
              <span
                key={s.from}
                className={`${classes.span} ${classes[s.verdict.replace(" ", "")] ?? ""}`}
                style={{ left: left(from), width: `calc(${left(until)} - ${left(from)})` }}
              />
            );
          })}
        </div>
        <svg
          className={classes.ticks}
          preserveAspectRatio="none"
          viewBox={`0 0 ${Math.max(1, last - first)} 10`}
          aria-hidden="true"
        >
          {ticks.map((t) => (
            <line
              key={t.day}
              x1={t.at - first}
              x2={t.at - first}
              y1={10}
              y2={10 - 3 - 7 * Math.sqrt(t.entries / most)}
              vectorEffect="non-scaling-stroke"
            />
          ))}
        </svg>
        <input
          type="range"
          className={classes.input}
          aria-label={words.frame.asOfLabel}
          aria-valuetext={`${long(fromNumber(value))}${here ? `, ${words.frame.entries(here.entries)}` : ""}`}
          min={first}
          max={last}
          step={1}
          value={value}
          onChange={(e) => drag(Number(e.currentTarget.value))}
          onKeyDown={keys}
          onPointerUp={release}
          onKeyUp={release}
          onBlur={release}
        />
      </div>
      <button type="button" className={classes.latest} onClick={() => a.update({ as_of: null })} disabled={shown === latest}>
        {words.frame.latest}
      </button>
    </div>
  );
}
