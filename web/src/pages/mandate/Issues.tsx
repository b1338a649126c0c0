// The issues with their options as chips, and the contributors as one more group.
import { IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, memo, useId, useState } from "react";
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Opens } from "../../parts/Opens";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import { Chip } from "./Chip";
import { type Choices, lookOf, members } from "./choices";
import classes from "./Issues.module.css";
import { WhyPanel } from "./Reasons";

const w = words.mandate;

type Item = Schemas["WhatIfItem"];

// What is chosen of a group, as text, so that a group is only drawn again when
// it has changed itself.
export interface Mine {
  chosen: string; // ids, by commas
  out: string;
  any: boolean; // something is chosen, so the rest is not
}

export function mineOf(c: Choices, issue: string): Mine {
  const chosen = members(c, issue);
  const out = c.exclude.filter((x) => x.startsWith(`${issue}=`)).map((x) => x.slice(issue.length + 1));
  return { chosen: chosen?.join() ?? "", out: out.join(), any: chosen !== undefined };
}

// arrows go from chip to chip of a group.
function arrows(e: KeyboardEvent<HTMLUListElement>) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
  if (!by || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey) return;
  const chips = [...e.currentTarget.querySelectorAll<HTMLElement>("[aria-pressed]")];
  const at = chips.findIndex((c) => c.closest("li") === (e.target as HTMLElement).closest("li"));
  e.preventDefault();
  chips[(at + by + chips.length) % chips.length]?.focus();
}

function Chips({ items, mine, group, setIssue, suspended, collides, why }: GroupProps) {
  const chosen = mine.chosen.split(",");
  const out = mine.out.split(",");
  const act = useSheetActions();
  const nothing = mine.any && mine.chosen === "";
  return (
    <ul className={classes.chips} onKeyDown={arrows}>
      {items.map((i) => {
        const item = group ? `${group}=${i.id}` : i.id;
        const of = chosen.includes(i.id) ? "in" : out.includes(i.id) ? "out" : mine.any ? "other" : undefined;
        const { look, fresh } = lookOf(i, of, suspended);
        return (
          <Chip
            key={i.id}
            item={item}
            name={i.name}
            look={look}
            fresh={fresh}
            collides={(of === "in" || of === "out") && collides.split(" ").includes(item)}
            asked={why === item}
            setIssue={setIssue}
          />
        );
      })}
      {setIssue && group && (
        <li>
          <button type="button" className={classes.none} aria-pressed={nothing} onClick={() => act.chooseNone(group)}>
            {w.noneOfThem}
          </button>
        </li>
      )}
    </ul>
  );
}

interface GroupProps {
  items: Item[];
  mine: Mine;
  group: string; // the issue, or "" for the contributors
  setIssue: boolean;
  suspended: boolean;
  collides: string; // items, by spaces
  why: string; // the item asked about, if it is of this group
}

interface IssueProps {
  issue: Schemas["WhatIfIssue"];
  question: string;
  ordered: boolean;
  chosen: string;
  out: string;
  any: boolean;
  suspended: boolean;
  collides: string;
  why: string;
}

export const Issue = memo(function Issue({ issue, question, ordered, chosen, out, any, suspended, collides, why }: IssueProps) {
  const id = useId();
  return (
    <fieldset className={classes.issue} aria-labelledby={id}>
      <h2 id={id} dir="auto">
        {issue.name}
      </h2>
      <p className={classes.question}>
        <bdi>{question}</bdi>
        {issue.set && ` ${w.anyOfThese}`}
        {ordered && ` ${w.inOrder}`}
      </p>
      <Chips
        items={issue.options}
        mine={{ chosen, out, any }}
        group={issue.id}
        setIssue={!!issue.set}
        suspended={suspended}
        collides={collides}
        why={why}
      />
      {why && <WhyPanel item={why} setIssue={!!issue.set} />}
    </fieldset>
  );
});

interface ContributorsProps {
  list: Item[];
  joined: string;
  out: string;
  suspended: boolean;
  collides: string;
  why: string;
}

export const Contributors = memo(function Contributors({ list, joined, out, suspended, collides, why }: ContributorsProps) {
  const id = useId();
  return (
    <fieldset className={`${classes.issue} ${classes.wide}`} aria-labelledby={id}>
      <h2 id={id}>{w.contributors}</h2>
      <p className={classes.question}>{w.contributorsQuestion}</p>
      <Chips
        items={list}
        mine={{ chosen: joined, out, any: false }}
        group=""
        setIssue={false}
        suspended={suspended}
        collides={collides}
        why={why}
      />
      {why && <WhyPanel item={why} setIssue={false} />}
    </fieldset>
  );
});

interface DecidedProps {
  issue: Schemas["WhatIfIssue"];
  by: string; // who decided it
  question: string;
  chosen: string;
  out: string;
  any: boolean;
  suspended: boolean;
  collides: string;
  why: string;
}

// Decided is an issue of which the record leaves nothing to choose. Its options
// can be seen, and chosen: the answer then says what collides.
export const Decided = memo(function Decided({ issue, by, question, chosen, out, any, suspended, collides, why }: DecidedProps) {
  const [shown, setShown] = useState(false);
  const d = issue.decided;
  const id = useId();
  const open = shown || any || out !== "" || why !== "";
  if (!d) return null;
  return (
    <li className={classes.decided}>
      <div className={classes.decidedRow}>
        <div>
          <h3 dir="auto">{issue.name}</h3>
          {d.entries.length > 0 ? (
            <Opens entries={d.entries}>{names(d.options.map((o) => o.name))}</Opens>
          ) : (
            <span className={classes.dim}>{w.decidedWithheld}</span>
          )}
          <p className={classes.by}>
            <bdi>{[by && w.decidedBy(by), d.since && w.decidedSince(long(d.since))].filter(Boolean).join(", ")}</bdi>
          </p>
        </div>
        <button
          type="button"
          className={classes.more}
          aria-expanded={open}
          aria-controls={id}
          aria-label={w.showOptionsOf(issue.name)}
          onClick={() => setShown(!open)}
        >
          <IconChevronRight size={14} aria-hidden="true" className={open ? classes.turned : ""} /> {w.showOptions}
        </button>
      </div>
      <div id={id} hidden={!open}>
        {open && (
          <>
            {question && (
              <p className={classes.question}>
                <bdi>{question}</bdi>
              </p>
            )}
            <Chips
              items={issue.options}
              mine={{ chosen, out, any }}
              group={issue.id}
              setIssue={!!issue.set}
              suspended={suspended}
              collides={collides}
              why={why}
            />
            {why && <WhyPanel item={why} setIssue={!!issue.set} />}
          </>
        )}
      </div>
    </li>
  );
});
