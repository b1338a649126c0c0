// The force: what it needs and gets under the mandate of the address, as a
// sentence, a picture and a table; who brings it, and who does not.
import type { Schemas } from "../api/client";
import { useAsked, useCase, useWho } from "../api/questions";
import { hrefTo, useAddress } from "../app/address";
import { Link } from "../app/Link";
import { Answered, Problem, useLate } from "../parts/Answered";
import { Chart } from "../parts/Chart";
import { Hand, Reach } from "../parts/Collision";
import { Long } from "../parts/Long";
import { Section } from "../parts/Section";
import { words } from "../words";
import { Departures } from "./force/Departures";
import { Could, Joins, StaysOut } from "./force/Joins";
import { Lines } from "./force/Lines";
import { Mandate } from "./force/Mandate";
import { Costs, Paid, When } from "./force/Money";
import classes from "./Sheet.module.css";

type Who = Schemas["Who"];
const w = words.force;

export function ForceSheet() {
  const a = useAddress();
  const goal = a.get("goal");
  const who = useWho(goal ? { goal } : {});
  const old = useLate(who.isPlaceholderData);
  return (
    <div className={classes.sheet}>
      <h1 className={classes.title}>{w.title}</h1>
      <Mandate />
      <div className={old ? classes.old : ""} aria-busy={old}>
        {who.isError ? (
          <Problem error={who.error} again={() => void who.refetch()} />
        ) : (
          <Answered of={who} lines={10} quiet>
            {(x) => <Answer x={x} goal={goal} />}
          </Answered>
        )}
      </div>
    </div>
  );
}

function Answer({ x, goal }: { x: Who; goal: string }) {
  const asked = useAsked(true);
  const c = useCase();
  return (
    <>
      <p className={classes.sentence}>{x.result === "coalition" ? x.sentence : (w.results[x.result] ?? x.sentence)}</p>
      {x.goal_says && x.goal_says !== x.goal_name && (
        <p className={classes.dim} dir="auto">
          <Long text={w.asked(x.goal_says)} />
        </p>
      )}
      {x.result === "coalition" ? (
        <>
          <p className={classes.dim}>{w.how}</p>
          <Chart name="force" query={goal ? { ...asked, goal } : asked} file={`${x.case}-${w.download}`} />
          {c.data && <Lines x={x} c={c.data} />}
          <Joins x={x} />
          <div className={classes.columns}>
            <StaysOut x={x} />
            <div>
              <Could x={x} />
              <When x={x} />
              <Costs x={x} />
              <Paid x={x} />
            </div>
          </div>
          <Departures x={x} />
        </>
      ) : (
        <Nobody x={x} />
      )}
    </>
  );
}

// Nobody joins: what stands in the way.
function Nobody({ x }: { x: Who }) {
  return (
    <>
      {x.figures && <Reach f={x.figures} />}
      {x.collision && x.collision.positions.length > 0 && (
        <Section title={w.collides} aside={<Link to={hrefTo("sticking-points", { goal: x.goal || null })}>{w.face}</Link>}>
          <Hand set={x.collision} entries={x.entries} />
        </Section>
      )}
    </>
  );
}
