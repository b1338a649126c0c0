// The bar above the record: what is looked for, and what of it is set.
import { Checkbox, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import type { Schemas } from "../api/client";
import { useCase, useShow } from "../api/questions";
import { useAddress } from "../app/address";
import { long } from "../app/dates";
import { Link } from "../app/Link";
import { words } from "../words";
import classes from "./RecordFilters.module.css";
import { type FilterKey, filterKeys, noFilter, useFilters } from "./recordQuery";

const w = words.record;
const few: readonly FilterKey[] = ["words", "actor", "issue"];

// RecordFilters shows the inputs; only names those that the view takes.
export function RecordFilters({ only = filterKeys }: { only?: readonly FilterKey[] }) {
  const { set } = useFilters();
  const [more, setMore] = useState(set.some((k) => !few.includes(k)));
  const id = useId();
  const rest = only.some((k) => !few.includes(k));
  return (
    <search className={classes.bar} aria-label={w.filters}>
      <div className={classes.inputs}>
        {only.includes("words") && <Words />}
        <Actor />
        <Choice k="issue" />
        {rest && (
          <button
            type="button"
            className={classes.more}
            aria-expanded={more}
            aria-controls={more ? id : undefined}
            onClick={() => setMore(!more)}
          >
            {more ? w.fewerFilters : w.moreFilters}
          </button>
        )}
      </div>
      {rest && more && (
        <div id={id} className={classes.inputs}>
          <Choice k="step" />
          <Source />
          <Choice k="firmness" />
          <Grade />
          <Day k="from" />
          <Day k="to" />
          <All />
        </div>
      )}
    </search>
  );
}

// Words follows the typing after a moment; the address takes no step for it.
function Words() {
  const a = useAddress();
  const now = a.get("words");
  const [text, setText] = useState(now);
  const sent = useRef(now);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  // What changes the address otherwise (undo, a chip) changes the input.
  useEffect(() => {
    if (now === sent.current) return;
    sent.current = now;
    clearTimeout(timer.current);
    setText(now);
  }, [now]);
  const send = (v: string) => {
    clearTimeout(timer.current);
    sent.current = v;
    a.update({ words: v }, true);
  };
  return (
    <TextInput
      className={classes.words}
      label={w.fields.words}
      placeholder={w.wordsHint}
      type="search"
      dir="auto"
      value={text}
      onChange={(e) => {
        const v = e.currentTarget.value;
        setText(v);
        clearTimeout(timer.current);
        timer.current = window.setTimeout(() => send(v.trim()), 220);
      }}
      onKeyDown={(e) => e.key === "Enter" && send(text.trim())}
    />
  );
}

interface Option {
  value: string;
  label: string;
}

// Pick is a list to choose one from, by letters of its name.
function Pick({ k, data }: { k: FilterKey; data: Option[] | { group: string; items: Option[] }[] }) {
  const a = useAddress();
  return (
    <Select
      className={classes.pick}
      label={w.fields[k]}
      placeholder={w.any}
      data={data}
      value={a.get(k) || null}
      onChange={(v) => a.update({ [k]: v })}
      searchable
      clearable
      clearButtonProps={{ "aria-label": w.remove(w.fields[k] ?? k) }}
      nothingFoundMessage={w.nothingSuch}
      comboboxProps={{ width: "max-content", position: "bottom-start", middlewares: { shift: true, flip: true } }}
      maxDropdownHeight={320}
      renderOption={({ option }) => <bdi className={classes.option}>{option.label}</bdi>}
    />
  );
}

function Actor() {
  const c = useCase().data;
  const actors = (c?.actors ?? []).map((x) => ({ value: x.id, label: x.name }));
  const groups = (c?.groups ?? []).map((x) => ({ value: x.id, label: x.name }));
  return (
    <Pick
      k="actor"
      data={[
        { group: w.actors, items: sorted(actors) },
        { group: w.groups, items: sorted(groups) },
      ]}
    />
  );
}

const sorted = (list: Option[]) => list.toSorted((a, b) => a.label.localeCompare(b.label));

function Choice({ k }: { k: "issue" | "step" | "firmness" }) {
  const c = useCase().data;
  const data =
    k === "firmness"
      ? Object.entries(w.firmnesses).map(([value, label]) => ({ value, label }))
      : ((k === "issue" ? c?.issues : c?.steps) ?? []).map((x: { id: string; name: string }) => ({ value: x.id, label: x.name }));
  return <Pick k={k} data={data} />;
}

// Source offers the documents behind the whole record of the day.
function Source() {
  const sources = useShow().data?.sources ?? [];
  return <Pick k="source" data={sorted(sources.map((x) => ({ value: x.id, label: x.title })))} />;
}

function Grade() {
  const now = useAddress().get("grade");
  const option = (g: string, says: string | undefined) => ({ value: g, label: w.gradeOf(g, says ?? "") });
  const letters = Object.entries(w.reliabilities).map(([g, says]) => option(g, says));
  const digits = Object.entries(w.credibilities).map(([g, says]) => option(g, says));
  const known = now === "" || [...letters, ...digits].some((x) => x.value === now);
  return (
    <Pick
      k="grade"
      data={[
        { group: w.gradeLetters, items: letters },
        { group: w.gradeDigits, items: known ? digits : [...digits, option(now, "")] },
      ]}
    />
  );
}

function Day({ k }: { k: "from" | "to" }) {
  const a = useAddress();
  const c = useCase().data;
  return (
    <TextInput
      className={classes.day}
      type="date"
      label={w.fields[k]}
      value={a.get(k)}
      min={c?.first}
      max={c?.last}
      onChange={(e) => a.update({ [k]: e.currentTarget.value }, true)}
    />
  );
}

function All() {
  const a = useAddress();
  return (
    <Checkbox
      className={classes.all}
      label={w.all}
      checked={a.get("all") === "true"}
      onChange={(e) => a.update({ all: e.currentTarget.checked })}
    />
  );
}

// Chips are the filters that are set, each a link to the record without it.
export function Chips({ sources, only = filterKeys }: { sources: readonly Schemas["Source"][]; only?: readonly FilterKey[] }) {
  const a = useAddress();
  const set = useFilters().set.filter((k) => only.includes(k));
  const c = useCase().data;
  if (set.length === 0) return null;
  const named = (k: FilterKey): string => {
    const v = a.get(k);
    const of = (list: readonly { id: string; name: string }[] | undefined) => list?.find((x) => x.id === v)?.name ?? v;
    switch (k) {
      case "actor":
        return of([...(c?.actors ?? []), ...(c?.groups ?? [])]);
      case "issue":
        return of(c?.issues);
      case "step":
        return of(c?.steps);
      case "source":
        return sources.find((x) => x.id === v)?.title ?? v;
      case "from":
      case "to":
        return long(v);
      default:
        return v;
    }
  };
  return (
    <div className={classes.chips}>
      {set.map((k) => {
        const says = w.chip[k]?.(named(k)) ?? k;
        return (
          <Link key={k} to={a.href({ [k]: null })} className={classes.chip} label={w.remove(says)}>
            <bdi>{says}</bdi>
            <IconX size="0.9em" aria-hidden="true" />
          </Link>
        );
      })}
      {set.length > 1 && (
        <Link to={a.href(noFilter)} className={classes.clear}>
          {w.clear}
        </Link>
      )}
    </div>
  );
}
