// Two texts or saved plans side by side: what each allows, who stands where, what
// is missing. It can take long, so it can be stopped.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { useCase, useCompare } from "../../api/questions";
import { useAddress } from "../../app/address";
import { names } from "../../app/isolate";
import { Answered, useLate } from "../../parts/Answered";
import { bullets, Facing } from "../../parts/Facing";
import { Glyph } from "../../parts/Mark";
import { Opens } from "../../parts/Opens";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Compare.module.css";
import { number } from "./numbers";
import { ComparePick } from "./Variants";

const w = words.mandate;

type Answer = Schemas["Compare"];
type Side = Schemas["CompareSide"];

export function Comparison() {
  const a = useAddress();
  const left = a.get("left");
  const right = a.get("right");
  const c = useCase();
  const answer = useCompare(left, right);
  const late = useLate(answer.isFetching);
  const name = (id: string) => {
    const plain = id.replace(/^plan:/, "");
    const text = id === plain ? c.data?.texts.find((t) => t.id === id) : undefined;
    const plan = c.data?.plans.find((p) => p.id === plain);
    return text?.name || plan?.title || plain;
  };
  const back = () => a.update({ left: null, right: null });
  // An answer about another pair is not shown under these names.
  const known = answer.data && !answer.isPlaceholderData;
  return (
    <div className={classes.sheet}>
      <h1 className={classes.title}>
        <bdi>{name(left)}</bdi>
        <span className={classes.dim}> · </span>
        <bdi>{name(right)}</bdi>
      </h1>
      <div className={classes.tools}>
        <Button variant="default" size="xs" onClick={back}>
          {w.compareBack}
        </Button>
        <Button variant="default" size="xs" onClick={() => a.update({ left: right, right: left })}>
          {w.compareSwap}
        </Button>
      </div>
      {!known && !answer.isError ? (
        late && (
          <div className={classes.busy} role="status">
            <p>{w.comparing(name(left), name(right))}</p>
            <div className={classes.progress} />
            <Button variant="default" size="xs" onClick={back}>
              {w.stop}
            </Button>
          </div>
        )
      ) : (
        <Answered of={answer}>{(x) => <Body x={x} />}</Answered>
      )}
      {(known || answer.isError) && (
        <div className={classes.pick}>
          <ComparePick key={`${left} ${right}`} />
        </div>
      )}
    </div>
  );
}

function Body({ x }: { x: Answer }) {
  const [a, b] = x.sides;
  if (!a || !b) return <p className={classes.sentence}>{x.sentence}</p>;
  const sides = [a, b] as const;
  const names = [a.name, b.name] as const;
  return (
    <>
      <p className={classes.sentence}>{x.sentence}</p>
      <Section title={w.inForce}>
        <Pair names={names} of={sides.map((s) => <InForce key={s.id} s={s} />)} />
      </Section>
      {x.issues.length > 0 && (
        <Section title={w.differ} aside={w.same(x.same)}>
          <Table names={names}>
            {x.issues.map((i) => (
              <tr key={i.issue}>
                <th scope="row" dir="auto">
                  {i.name}
                </th>
                {i.allow.map((list, k) => (
                  <td key={names[k]} data-side={names[k]} dir="auto">
                    <Allowed list={list} other={i.allow[1 - k] ?? []} />
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        </Section>
      )}
      {sides.some((s) => s.clauses.length + s.steps.length > 0) && (
        <Section title={w.onlyHere}>
          <Pair names={names} of={sides.map((s) => <Own key={s.id} s={s} />)} />
        </Section>
      )}
      {x.actors.length > 0 && (
        <Section title={w.stances} aside={w.alike(x.alike)}>
          <Table names={names}>
            {x.actors.map((r) => (
              <tr key={`${r.actor} ${r.as}`}>
                <th scope="row">
                  <bdi>{r.name}</bdi>
                  {r.as === "party" && <span className={classes.dim}>{w.bracketed(w.asParty)}</span>}
                </th>
                {r.under.map((u, k) => (
                  <td key={names[k]} data-side={names[k]}>
                    <Stands u={u} name={r.name} />
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        </Section>
      )}
      {x.force.length > 0 && (
        <Section title={w.gaps}>
          <Table names={names}>
            {x.force.map((f) => (
              <tr key={`${f.name} ${f.line ?? ""}`}>
                <th scope="row" dir="auto">
                  {f.line ? `${f.line}` : f.name}
                  {f.line && <span className={classes.dim}>, {w.gap}</span>}
                </th>
                {[0, 1].map((k) => (
                  <td key={names[k]} data-side={names[k]}>
                    <Figures f={f} k={k} />
                  </td>
                ))}
              </tr>
            ))}
          </Table>
        </Section>
      )}
      {sides.some((s) => s.ended.length > 0) && (
        <Section title={w.ended}>
          <Pair names={names} of={sides.map((s) => <Goals key={s.id} list={s.ended} />)} />
        </Section>
      )}
      {sides.some((s) => s.made.length > 0) && (
        <Section title={w.made}>
          <Pair names={names} of={sides.map((s) => <Goals key={s.id} list={s.made} />)} />
        </Section>
      )}
    </>
  );
}

function Pair({ names, of }: { names: readonly [string, string]; of: ReactNode[] }) {
  return (
    <div className={classes.pair}>
      {of.map((x, k) => (
        <div key={names[k]}>
          <h3 dir="auto">{names[k]}</h3>
          {x}
        </div>
      ))}
    </div>
  );
}

function Table({ names, children }: { names: readonly [string, string]; children: ReactNode }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <td />
          {names.map((n) => (
            <th key={n} scope="col" dir="auto">
              {n}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function InForce({ s }: { s: Side }) {
  return (
    <>
      <p className={classes.verdict}>
        <strong className={s.verdict === "blocked" ? classes.blocked : undefined}>
          {words.overview.verdicts[s.verdict] ?? s.verdict}
        </strong>
        {s.rung && (
          <span>
            {" · "}
            {w.standsOn(words.common.rungs[s.rung] ?? s.rung)} <Glyph rung={s.rung} />
          </span>
        )}
        {s.owed && ` · ${w.answersOwed(s.owed.count)}`}
      </p>
      {s.never && <p>{w.never}</p>}
      {!s.possible && !s.never && <p>{w.notPossible}</p>}
      {!s.possible && s.collision && <Facing positions={s.collision.positions} />}
      <p>
        <span className={classes.dim}>{w.takePart}: </span>
        {names(s.joins) || w.nobody}
      </p>
      {s.reopens.length > 0 ? (
        <div>
          <p className={classes.dim}>{w.reopens}:</p>
          <Facing positions={s.reopens} />
          {s.alternatives > 0 && <p className={classes.dim}>{w.alternatives(s.alternatives)}</p>}
        </div>
      ) : (
        <p className={classes.dim}>{w.reopensNone}</p>
      )}
      {s.owed && s.owed.items.length > 0 && (
        <details>
          <summary>{w.owedMore}</summary>
          <ul className={bullets}>
            {s.owed.items.map((o) =>
              (o.any_of ?? [o]).map((x) => (
                <li key={`${x.kind} ${x.id}`}>
                  <Opens entries={x.entries} line={x.line}>
                    <bdi>{x.name}</bdi>
                  </Opens>{" "}
                  <span className={classes.dim}>{x.stands}</span>
                </li>
              )),
            )}
          </ul>
        </details>
      )}
    </>
  );
}

// Allowed lists what a side allows; what only it allows stands out.
function Allowed({ list, other }: { list: string[]; other: string[] }) {
  if (list.length === 0) return <span className={classes.dim}>{w.allowsNone}</span>;
  return (
    <ul>
      {list.map((o) => (
        <li key={o} className={other.includes(o) ? classes.dim : classes.only}>
          {o}
        </li>
      ))}
    </ul>
  );
}

function Own({ s }: { s: Side }) {
  if (s.clauses.length + s.steps.length === 0) return <p className={classes.dim}>{w.onlyHereNone}</p>;
  return (
    <ul className={bullets}>
      {s.clauses.map((c) => (
        <li key={c.id} dir="auto">
          {c.name}
          {c.at && <span className={classes.dim}> · {c.at}</span>}
        </li>
      ))}
      {s.steps.map((t) => (
        <li key={t.id} dir="auto">
          <span className={classes.dim}>{w.step}:</span> {t.name}
        </li>
      ))}
    </ul>
  );
}

function Stands({ u, name }: { u: Schemas["CompareRung"]; name: string }) {
  const against = u.collision?.positions.flatMap((p) => p.entries ?? []) ?? [];
  const line = u.collision?.positions.find((p) => p.line)?.line;
  return (
    <>
      {u.rung && (
        <span>
          <Glyph rung={u.rung} />{" "}
          <Opens
            entries={u.rung === "ruled out" ? against : u.entries}
            line={u.rung === "ruled out" ? line : undefined}
            label={words.common.openEntry(`${name}, ${u.rung}`)}
          >
            {words.common.rungs[u.rung] ?? u.rung}
          </Opens>
        </span>
      )}
      {u.words?.map((x) => (
        <div key={`${x.entry} ${x.says}`} className={classes.word}>
          <Opens entries={[x.entry]}>{x.says}</Opens>
        </div>
      ))}
      {!u.rung && !u.words?.length && <span className={classes.dim}>{w.nothingSaid}</span>}
    </>
  );
}

function Figures({ f, k }: { f: Schemas["CompareForce"]; k: number }) {
  const of = (list: (number | null)[] | undefined) => list?.[k];
  if (f.line) {
    const gap = of(f.gap);
    return <>{gap === null || gap === undefined ? <span className={classes.dim}>{w.noCoalition}</span> : number(gap)}</>;
  }
  const named = of(f.named);
  const firm = of(f.firm);
  if (named === null || named === undefined) return <span className={classes.dim}>{w.noCoalition}</span>;
  return (
    <>
      {w.named(number(named))}
      <span className={classes.dim}> · {w.firm(number(firm ?? 0))}</span>
    </>
  );
}

function Goals({ list }: { list: Schemas["GoalCollision"][] }) {
  if (list.length === 0) return <p className={classes.dim}>{w.nothingSaid}</p>;
  return (
    <ul className={bullets}>
      {list.map((g) => (
        <li key={g.goal}>
          <span dir="auto">{g.name}</span>
          {g.collision && <Facing positions={g.collision.positions} />}
        </li>
      ))}
    </ul>
  );
}
