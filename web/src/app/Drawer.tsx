// The drawer shows the sentence: the entries behind a mark, or the line of the
// case where no entry is behind it. The address says which.
import { ActionIcon, Switch } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import type { Schemas } from "../api/client";
import { useCase, useLine, useSentence, useWithout } from "../api/questions";
import { Answered } from "../parts/Answered";
import { Opens } from "../parts/Opens";
import { Empty } from "../parts/Section";
import { words } from "../words";
import { hrefTo, useAddress } from "./address";
import classes from "./Drawer.module.css";
import { long } from "./dates";
import { isolate, names } from "./isolate";
import { Link } from "./Link";

export function Drawer() {
  const a = useAddress();
  const open = a.all("open");
  const title = useRef<HTMLHeadingElement>(null);
  const came = useRef<HTMLElement | null>(null);
  const key = open.join(" ");
  // The focus goes to what opened, and back to what opened it.
  useEffect(() => {
    came.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    return () => {
      if (came.current?.isConnected) came.current.focus({ preventScroll: true });
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time something else opens
  useEffect(() => {
    const drawer = title.current?.closest("aside");
    const now = document.activeElement;
    if (now instanceof HTMLElement && now !== document.body && !drawer?.contains(now)) came.current = now;
    title.current?.focus({ preventScroll: true });
    drawer?.scrollTo(0, 0);
  }, [key]);
  const close = () => a.update({ open: null });
  return (
    <aside className={classes.drawer} aria-labelledby="drawer-title" data-drawer>
      <header className={classes.head}>
        <h2 id="drawer-title" ref={title} tabIndex={-1}>
          {words.sentence.title}
        </h2>
        {open.length > 1 && <span className={classes.count}>{words.frame.entries(open.length)}</span>}
        <ActionIcon variant="subtle" color="gray" aria-label={words.common.close} onClick={close}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      {open.map((id) =>
        id === "nothing" ? (
          <Empty key={id} title={words.sentence.empty}>
            {words.sentence.emptyMore}
          </Empty>
        ) : id.startsWith("line:") ? (
          <Line key={id} line={id.slice(5)} />
        ) : (
          <Sentence key={id} id={id} />
        ),
      )}
    </aside>
  );
}

function Sentence({ id }: { id: string }) {
  const s = useSentence(id);
  return <Answered of={s}>{(x) => <Card s={x} />}</Answered>;
}

function Card({ s }: { s: Schemas["Sentence"] }) {
  const e = s.entries[s.id];
  if (!e) return null;
  const about = [
    e.said && `${words.sentence.said} ${long(e.said)}`,
    e.reported && e.reported !== e.said && `${words.sentence.reported} ${long(e.reported)}`,
    e.expires && `${words.sentence.expires} ${long(e.expires)}`,
  ].filter(Boolean);
  return (
    <article className={classes.card} aria-label={`${e.actor_names.join(", ")}: ${e.summary}`}>
      <p className={classes.who}>{names(e.actor_names)}</p>
      <p className={classes.summary} dir="auto">
        {e.summary}
      </p>
      {e.quote && (
        <blockquote className={classes.quote} dir="auto">
          <q>{e.quote}</q>
        </blockquote>
      )}
      {e.speaker && (
        <p className={classes.dim}>
          <bdi>{e.speaker}</bdi>
          {e.hearsay && ` · ${words.sentence.hearsay}`}
        </p>
      )}
      <p className={classes.dim}>{about.join(" · ")}</p>
      <p className={e.status === "binds" ? classes.dim : classes.off}>
        {words.sentence.status[e.status] ?? e.status} · {e.firmness}
        {e.voice && ` · ${words.sentence.voices[e.voice] ?? e.voice}`}
        {e.assumed && ` · ${words.sentence.assumed}`}
      </p>

      <dl className={classes.facts}>
        {e.effects && e.effects.length > 0 && (
          <>
            <dt>{words.sentence.effect}</dt>
            {e.effects.map((f) => (
              <dd key={f} dir="auto">
                {f}
              </dd>
            ))}
          </>
        )}
        {e.context && (
          <>
            <dt>{words.sentence.context}</dt>
            <dd>{e.context}</dd>
          </>
        )}
        {s.sources.length > 0 && (
          <>
            <dt>{s.sources.length > 1 ? words.sentence.sources : words.sentence.source}</dt>
            {s.sources.map((x, i) => (
              <dd key={x.id}>
                <SourceLine x={x} at={i === 0 ? e.at : undefined} />
              </dd>
            ))}
          </>
        )}
        {e.grade && (
          <>
            <dt>{words.sentence.grade}</dt>
            <dd>
              <strong>{e.grade}</strong> {[s.sources[0]?.reliability_says, s.credibility_says].filter(Boolean).join("; ")}
            </dd>
          </>
        )}
        <Linked says={words.sentence.supersedes} ids={s.supersedes} of={s} />
        <Linked says={words.sentence.supersededBy} ids={s.superseded_by} of={s} />
        <Linked says={words.sentence.suspends} ids={s.suspends} of={s} />
        <Linked says={words.sentence.suspendedBy} ids={s.suspended_by} of={s} />
        <Linked says={words.sentence.disputes} ids={s.disputes} of={s} />
        <Linked says={words.sentence.disputedBy} ids={s.disputed_by} of={s} />
        <Linked says={words.sentence.addedTo} ids={s.added_to_by} of={s} />
        <Linked says={words.sentence.stale} ids={s.stale} of={s} />
      </dl>
      <WhatIfNot s={s} />
      <p className={classes.more}>
        {e.actors.map((x, i) => (
          <Link key={x} to={hrefTo("record", { actor: x, open: s.id })}>
            {words.sentence.otherWords(isolate(e.actor_names[i] ?? x))}
          </Link>
        ))}
        <span className={classes.id}>{s.id}</span>
      </p>
    </article>
  );
}

// SourceLine is a document with its grade. Its address is text: the page asks
// nothing of other hosts, and a reader decides whether to go there.
export function SourceLine({ x, at }: { x: Schemas["SentenceSource"] | Schemas["Source"]; at?: string | undefined }) {
  return (
    <>
      <bdi>{x.title}</bdi>
      {(x.publisher || x.date) && (
        <span className={classes.dim}> {names([x.publisher ?? "", long(x.date)].filter(Boolean))}</span>
      )}
      {at && (
        <span className={classes.dim}>
          {" "}
          {words.sentence.at} {at}
        </span>
      )}
      {x.url && (
        <>
          {" "}
          <a className={classes.url} href={x.url} target="_blank" rel="noreferrer noopener">
            {x.url.replace(/^https?:\/\//, "")}
          </a>
        </>
      )}
    </>
  );
}

function Linked({ says, ids, of }: { says: string; ids: string[]; of: Schemas["Sentence"] }) {
  if (ids.length === 0) return null;
  return (
    <>
      <dt>{says}</dt>
      {ids.map((id) => {
        const e = of.entries[id];
        return (
          <dd key={id}>
            <Opens entries={[id]}>{e ? `${long(e.said || e.reported)}: ${e.summary}` : id}</Opens>
          </dd>
        );
      })}
    </>
  );
}

const outcome = (o: Schemas["Outcome"]) =>
  [o.verdict, o.owed !== undefined ? words.sentence.owed(o.owed) : ""].filter(Boolean).join(", ");

// WhatIfNot leaves the entry out: everything on the page then shows the record
// without it. Before that it says what that would do to the verdict.
function WhatIfNot({ s }: { s: Schemas["Sentence"] }) {
  const a = useAddress();
  const without = a.all("without");
  const out = without.includes(s.id);
  const w = useWithout(s.id, !out && s.entries[s.id]?.status === "binds");
  return (
    <div className={classes.whatIfNot}>
      <Switch
        checked={out}
        onChange={() => a.update({ without: out ? without.filter((x) => x !== s.id) : [...without, s.id] })}
        label={words.sentence.whatIfNot}
        size="sm"
      />
      {!out && w.data && !w.isPlaceholderData && w.data.id === s.id && (
        <p className={classes.dim}>
          {w.data.changes ? words.sentence.changes(outcome(w.data.with), outcome(w.data.without_it)) : words.sentence.same}
        </p>
      )}
    </div>
  );
}

function Line({ line }: { line: string }) {
  const l = useLine(line);
  const c = useCase();
  return (
    <Answered of={l}>
      {(x) => (
        <article className={classes.card} aria-label={x.says}>
          <p className={classes.who}>{words.sentence.line}</p>
          <p className={classes.summary} dir="auto">
            {x.says}
          </p>
          <p className={classes.dim}>{words.sentence.lineMore}</p>
          <dl className={classes.facts}>
            {x.sources.length > 0 && (
              <>
                <dt>{x.sources.length > 1 ? words.sentence.sources : words.sentence.source}</dt>
                {x.sources.map((s, i) => (
                  <dd key={s.id}>
                    <SourceLine x={s} at={i === 0 ? x.at : undefined} />
                    <span className={classes.dim}>
                      {" · "}
                      {s.reliability} {s.reliability_says}
                    </span>
                  </dd>
                ))}
              </>
            )}
          </dl>
          <p className={classes.more}>
            <span className={classes.id}>{words.sentence.inCase(c.data?.case ?? "", x.line)}</span>
          </p>
        </article>
      )}
    </Answered>
  );
}
