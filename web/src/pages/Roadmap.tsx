// The roadmap: what can be done now and by whom, what waits for what, what waits
// for itself; then what is implemented, and how announced dates held.
import type { Schemas } from "../api/client";
import { useAsked, useOrder, useProgress } from "../api/questions";
import { hrefTo } from "../app/address";
import { Link } from "../app/Link";
import { Answered, Problem, useLate } from "../parts/Answered";
import { Chart } from "../parts/Chart";
import { Section } from "../parts/Section";
import { words } from "../words";
import { Chances } from "./roadmap/Chances";
import { Circles } from "./roadmap/Circles";
import { AsList } from "./roadmap/List";
import { Needed } from "./roadmap/Needed";
import { Now } from "./roadmap/Now";
import { ready } from "./roadmap/order";
import { Progress } from "./roadmap/Progress";
import classes from "./Sheet.module.css";

type Order = Schemas["Order"];
const w = words.roadmap;

export function RoadmapSheet() {
  const order = useOrder();
  const progress = useProgress();
  const old = useLate(order.isPlaceholderData || progress.isPlaceholderData);
  return (
    <div className={classes.sheet}>
      <h1 className={classes.title}>{w.title}</h1>
      <div className={old ? classes.old : ""} aria-busy={old}>
        {order.isError ? (
          <Problem error={order.error} again={() => void order.refetch()} />
        ) : (
          <Answered of={order} lines={10} quiet>
            {(o) => <Answer o={o} />}
          </Answered>
        )}
        {order.data && order.data.result !== "no record" && <Chances />}
        {order.data && (
          <Answered of={progress} quiet>
            {(p) => <Progress p={p} />}
          </Answered>
        )}
      </div>
    </div>
  );
}

function Answer({ o }: { o: Order }) {
  const asked = useAsked();
  const now = o.events.filter(ready).length;
  const given = o.events.filter((e) => e.given).length;
  if (o.result === "no record") return <p className={classes.sentence}>{w.results["no record"]}</p>;
  return (
    <>
      <p className={classes.sentence}>{w.results[o.result] ?? w.answer(w.nowSays(now), given)}</p>
      {o.result === "order" && <p className={classes.dim}>{o.sentence}</p>}
      {o.result === "blocked" && (
        <p className={classes.dim}>
          <Link to={hrefTo("sticking-points")}>{w.why}</Link>
        </p>
      )}
      {!o.complete && <p className={classes.dim}>{w.incomplete}</p>}
      <Section title={w.graph} note={w.graphNote}>
        <Chart name="roadmap" query={asked} file={`${o.case}-${w.download}`} />
      </Section>
      {o.result === "order" && <Now o={o} />}
      <Circles o={o} />
      <div className={classes.columns}>
        <AsList o={o} />
        <Needed o={o} />
      </div>
    </>
  );
}
