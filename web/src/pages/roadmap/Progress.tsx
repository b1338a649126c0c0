// What is implemented: steps with their grades and clauses with how they stand,
// by theme; then how announced dates held, the indicators, and incidents.
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Opens } from "../../parts/Opens";
import { Empty, Section } from "../../parts/Section";
import { words } from "../../words";
import { Incidents } from "./Incidents";
import { Indicators } from "./Indicators";
import classes from "./Progress.module.css";
import { Slips } from "./Slips";

type Answer = Schemas["Progress"];
type Group = Schemas["ProgressGroup"];
type Step = Schemas["ProgressStep"];
type Clause = Schemas["ProgressClause"];
const w = words.roadmap;

export function Progress({ p }: { p: Answer }) {
  if (p.result === "no record") return null;
  return (
    <>
      <Section title={w.progress} note={p.grades.steps > 0 ? w.gradesNote : undefined}>
        {p.grades.steps === 0 && <Empty title={w.noSteps}>{w.noStepsMore}</Empty>}
        {p.grades.steps > 0 && <p className={classes.sentence}>{p.sentence}</p>}
        {p.texts.length > 0 && (
          <p className={classes.dim}>
            {p.texts.map((t, i) => (
              <span key={t.id}>
                {i > 0 && " · "}
                <Opens entries={t.entries}>
                  <bdi>{w.clausesOf(t.name)}</bdi>
                </Opens>
              </span>
            ))}
          </p>
        )}
        <div className={classes.groups}>
          {p.groups.map((g) => (
            <OfTheme key={g.id || "none"} g={g} />
          ))}
        </div>
      </Section>
      <Slips list={p.slips} />
      <div className={classes.columns}>
        <Indicators list={p.indicators} />
        <Incidents list={p.incidents} />
      </div>
    </>
  );
}

const untold = (s: Step) => s.grade === undefined && s.word !== "withheld" && (s.disputed ?? []).length === 0;

function OfTheme({ g }: { g: Group }) {
  const told = g.steps.filter((s) => !untold(s));
  const nothing = g.steps.filter(untold);
  return (
    <article aria-label={g.name} className={classes.group}>
      <h3>
        <bdi>{g.name}</bdi>
      </h3>
      <ul>
        {told.map((s) => (
          <StepRow key={s.id} s={s} />
        ))}
        {g.clauses.map((c) => (
          <ClauseRow key={`${c.text} ${c.clause}`} c={c} />
        ))}
        {nothing.length > 0 && (
          <li className={classes.row}>
            <span className={classes.grade}>
              <span className={classes.dim}>{w.nothing}</span>
            </span>
            <span className={classes.dim}>
              {names(
                nothing.map((s) => s.name),
                " · ",
              )}
            </span>
          </li>
        )}
      </ul>
    </article>
  );
}

// Bars: one to three of three, so that a grade is seen without its colour.
function Bars({ n }: { n: number | undefined }) {
  return (
    <svg className={classes.bars} viewBox="0 0 34 12" aria-hidden="true">
      {[0, 1, 2].map((i) => (
        <rect
          key={i}
          x={1 + i * 11}
          y={1.5}
          width={9}
          height={9}
          rx={1.5}
          className={n !== undefined && i < n ? classes.full : classes.hollow}
          strokeDasharray={n === undefined ? "2 2" : undefined}
        />
      ))}
    </svg>
  );
}

function Grade({ n, word }: { n: number | undefined; word: string }) {
  return (
    <span className={classes.grade}>
      <Bars n={n} />
      <span>{w.grade(n, word)}</span>
    </span>
  );
}

function StepRow({ s }: { s: Step }) {
  const more = [
    s.basis === "stages" && s.of ? w.stages(s.done ?? 0, s.of) : "",
    s.basis === "due" && s.day ? w.due(long(s.day)) : "",
  ].filter(Boolean);
  return (
    <li className={classes.row}>
      <Grade n={s.grade} word={s.word} />
      <span>
        {s.entries && s.entries.length > 0 ? (
          <Opens entries={s.entries} label={words.common.openEntry(`${s.name}, ${w.grade(s.grade, s.word)}`)}>
            <bdi>{s.name}</bdi>
          </Opens>
        ) : (
          <bdi>{s.name}</bdi>
        )}
        {s.day && s.basis !== "due" && <span className={classes.day}> {long(s.day)}</span>}
        {more.map((x) => (
          <span key={x} className={classes.dim}>
            {" · "}
            {x}
          </span>
        ))}
        {(s.against ?? []).map((x) => (
          <span key={x.entry} className={classes.dim}>
            {" · "}
            <Opens entries={[x.entry]}>{w.alsoSaid(x.grade)}</Opens>
          </span>
        ))}
        {(s.disputed ?? []).map((x) => (
          <span key={x.entry} className={classes.dim}>
            {" · "}
            <Opens entries={[x.entry]}>{w.disputedGrade(x.grade, long(x.day))}</Opens>
          </span>
        ))}
        {s.stages?.some((x) => !untold(x)) && (
          <ul>
            {s.stages.map((x) => (
              <StepRow key={x.id} s={x} />
            ))}
          </ul>
        )}
      </span>
    </li>
  );
}

function ClauseRow({ c }: { c: Clause }) {
  const name = `“${c.name}”`;
  return (
    <li className={classes.row}>
      <span className={classes.grade}>
        {c.grade !== undefined && <Bars n={c.grade} />}
        <span>{w.stands[c.stands] ?? c.stands}</span>
      </span>
      <span>
        {c.entries && c.entries.length > 0 ? (
          <Opens entries={c.entries} label={words.common.openEntry(`${name}, ${w.stands[c.stands] ?? c.stands}`)}>
            <bdi>{name}</bdi>
          </Opens>
        ) : (
          <bdi>{name}</bdi>
        )}
        {c.day && <span className={classes.day}> {long(c.day)}</span>}
        {c.stands === "contradicted" && <span className={classes.dim}> {w.says(c.says)}</span>}
      </span>
    </li>
  );
}
