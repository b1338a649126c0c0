// The sticking points: what stands against a goal, face to face, and what would
// be without it. Whatever is chosen is in the address: goal, shown, without.
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { useCase, useCheck, useSentence, useWhy } from "../api/questions";
import { hrefTo, useAddress } from "../app/address";
import { long } from "../app/dates";
import { names } from "../app/isolate";
import { Link } from "../app/Link";
import { Answered, Problem, useLate } from "../parts/Answered";
import { Hand, Reach, sides } from "../parts/Collision";
import { keyOfSet } from "../parts/Facing";
import { Long } from "../parts/Long";
import { Opens } from "../parts/Opens";
import { Section } from "../parts/Section";
import { useSome } from "../parts/Some";
import { words } from "../words";
import classes from "./StickingPoints.module.css";
import { Ask } from "./sticking/Ask";
import { type Goals, goalsOf, kept } from "./sticking/goals";
import { Leverage } from "./sticking/Lever";
import { WaysOut } from "./sticking/WaysOut";

type Why = Schemas["Why"];
const w = words.sticking;

export function StickingPoints() {
  const check = useCheck();
  const c = useCase();
  return (
    // The frame says how much is withheld; once is enough.
    <Answered of={check} quiet>
      {(x) => (c.data ? <Sheet c={c.data} check={x} /> : null)}
    </Answered>
  );
}

function Sheet({ c, check }: { c: Schemas["Case"]; check: Schemas["Check"] }) {
  const a = useAddress();
  const goals = goalsOf(c, check, a.get("goal"));
  const why = useWhy(goals.chosen ? { goal: goals.chosen } : {});
  const old = useLate(why.isPlaceholderData);
  return (
    <div className={classes.sheet}>
      <Ask c={c} check={check} goals={goals} error={why.error} />
      <div className={old ? classes.old : ""} aria-busy={old}>
        <LeftOut c={c} />
        {why.isError && goals.own ? (
          <header>
            <h1 className={classes.goal}>{w.cannot}</h1>
            <p>{w.cannotMore}</p>
          </header>
        ) : why.isError ? (
          <>
            <h1 className={classes.goal}>{words.frame.pages["sticking-points"]}</h1>
            <Problem error={why.error} again={() => void why.refetch()} />
          </>
        ) : (
          <Answered of={why} quiet>
            {(x) => <Answer y={x} goals={goals} />}
          </Answered>
        )}
      </div>
    </div>
  );
}

function Answer({ y, goals }: { y: Why; goals: Goals }) {
  const goal = y.goal ?? "";
  const keep = kept(goal);
  const collide = y.result === "collision" || y.result === "blocked without the goal";
  return (
    <>
      <Head y={y} />
      {y.figures && <Reach f={y.figures} />}
      {y.collisions.list.length > 0 && <Collisions y={y} keep={keep} />}
      {y.needs_goal && y.needs_goal.length > 0 && <NeedsGoal y={y} />}
      {collide && <WaysOut key={goal} goal={y.result === "collision" ? goal : ""} keep={keep} />}
      <Leverage goal={goal} name={y.goal_name || goals.name(goal) || y.goal_says || ""} />
    </>
  );
}

// Head says what is asked, and what it comes to.
function Head({ y }: { y: Why }) {
  const { list, complete } = y.collisions;
  const name = y.goal ? y.goal_name || y.goal_says || y.goal : w.thePlan;
  return (
    <header className={classes.head}>
      <p className={classes.kicker}>{y.result === "possible" ? w.asks : w.ask}</p>
      <h1 className={classes.goal} dir="auto">
        <Long text={name} />
      </h1>
      {y.goal_name && y.goal_says && y.goal_says !== y.goal_name && (
        <p className={classes.says} dir="auto">
          <Long text={w.asked(y.goal_says)} />
        </p>
      )}
      <p className={classes.result}>
        <strong className={y.result === "possible" ? classes.yes : classes.no}>{result(y)}</strong>{" "}
        {y.result === "blocked without the goal" && `${w.results.blockedWithoutMore} `}
        {list.length > 0 && w.collisionSays(list.length, complete)}
        {y.result === "possible" && (y.goal ? w.results.possibleMore : w.results.possiblePlanMore)}
        {y.result === "out of reach" && !y.figures && w.results.outOfReachMore}
        {y.result === "unknown" && w.results.unknownMore}
        {y.result === "no record" && w.results.noRecordMore}
      </p>
      {y.result === "possible" && y.goal && (
        <p className={classes.links}>
          <Link to={hrefTo("mandate", { goal: y.goal })}>{w.toMandate}</Link>
          <Link to={hrefTo("force", { goal: y.goal })}>{w.toForce}</Link>
        </p>
      )}
    </header>
  );
}

function result(y: Why): string {
  switch (y.result) {
    case "possible":
      return y.goal ? w.results.possible : w.results.possiblePlan;
    case "collision":
      return y.goal ? w.results.collision : w.results.blocked;
    case "blocked without the goal":
      return w.results.blockedWithout;
    case "out of reach":
      return w.results.outOfReach;
    case "no record":
      return w.results.noRecord;
    default:
      return w.results.unknown;
  }
}

// Collisions: the smallest lies open, the others by a line each.
function Collisions({ y, keep }: { y: Why; keep: string }) {
  const { list, complete } = y.collisions;
  const { short, toggle } = useSome("collisions", list.length - 1);
  const first = list[0];
  if (!first) return null;
  return (
    <Section title={w.collides} aside={list.length > 1 ? w.smallest : undefined}>
      <Hand set={first} entries={y.entries} keep={{ goal: keep }} />
      <ol className={short}>
        {list.slice(1).map((s, i) => (
          <li key={keyOfSet(s)}>
            <Folded n={i + 2} title={sides(s)}>
              <Hand set={s} entries={y.entries} keep={{ goal: keep }} />
            </Folded>
          </li>
        ))}
      </ol>
      {toggle}
      {!complete && <p className={classes.dim}>{w.incomplete}</p>}
    </Section>
  );
}

// Folded shows its title until it is opened; on paper it lies open.
function Folded({ n, title, children }: { n: number; title: string; children: ReactNode }) {
  const a = useAddress();
  const shown = a.all("shown");
  const key = String(n);
  const open = shown.includes(key);
  return (
    <section className={classes.folded} aria-label={w.collision(n)}>
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => a.update({ shown: open ? shown.filter((x) => x !== key) : [...shown, key] }, true)}
        >
          <span className={classes.chevron} aria-hidden="true" />
          <span className={classes.dim}>{w.collision(n)}</span> <bdi>{title}</bdi>
        </button>
      </h3>
      <div className={open ? "" : classes.closed}>{children}</div>
    </section>
  );
}

function NeedsGoal({ y }: { y: Why }) {
  return (
    <Section title={w.needsGoal} note={w.needsGoalNote}>
      <ul className={classes.list}>
        {y.needs_goal?.map((id) => {
          const e = y.entries[id];
          return (
            <li key={id}>
              <Opens entries={[id]}>
                <bdi>{e ? `${names(e.actor_names)}: ${e.summary}` : id}</bdi>
              </Opens>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

// LeftOut names what the world is shown without: once left out, an entry stands
// on no card any more, and this is the way to put it back.
function LeftOut({ c }: { c: Schemas["Case"] }) {
  const a = useAddress();
  const without = a.all("without");
  if (without.length === 0) return null;
  const known = new Set(c.ticks.flatMap((t) => t.ids));
  return (
    <aside className={classes.leftOut} aria-label={w.leftOut}>
      <p>{w.leftOut}</p>
      <ul>
        {without.map((id) => (
          <li key={id}>
            {known.has(id) ? <Left id={id} /> : <span>{id}</span>}
            <button
              type="button"
              aria-label={w.putBackOf(id)}
              onClick={() => a.update({ without: without.filter((x) => x !== id), shown: null })}
            >
              {w.putBack}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Left({ id }: { id: string }) {
  const s = useSentence(id);
  const e = s.data?.entries[id];
  return (
    <Opens entries={[id]}>
      <bdi>{e ? `${names(e.actor_names)}, ${long(e.said || e.reported)}: ${e.summary}` : id}</bdi>
    </Opens>
  );
}
