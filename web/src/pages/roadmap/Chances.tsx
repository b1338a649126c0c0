// When, and with what chance: first everything that is assumed, then what follows
// from it. Drawing takes seconds, so it is asked only on request.
import { Failed, type Schemas } from "../../api/client";
import { useAsked, useChances } from "../../api/questions";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Problem } from "../../parts/Answered";
import { Chart } from "../../parts/Chart";
import { Busy, OnRequest } from "../../parts/OnRequest";
import { Opens } from "../../parts/Opens";
import { Scroll } from "../../parts/Scroll";
import { Empty } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Chances.module.css";

type Answer = Schemas["Chances"];
const w = words.roadmap;

export function Chances() {
  return (
    <OnRequest
      name="chances"
      question={JSON.stringify(useAsked())}
      title={w.chances}
      note={w.chancesNote}
      ask={w.chancesAsk}
      again={w.chancesAgain}
    >
      {(cancel) => <Asked cancel={cancel} />}
    </OnRequest>
  );
}

function Asked({ cancel }: { cancel: () => void }) {
  const c = useChances();
  if (c.isError) {
    const p = c.error instanceof Failed ? c.error.problem : null;
    if (p?.status !== 409 || !p.hint) return <Problem error={c.error} again={() => void c.refetch()} />;
    return (
      <Empty title={w.chancesNone}>
        <p>{w.chancesNoneMore}</p>
        <p>{p.detail}</p>
        <pre className={classes.write}>{p.hint}</pre>
      </Empty>
    );
  }
  if (c.isPending || c.isPlaceholderData) return <Busy says={w.chancesBusy} cancel={cancel} />;
  return <Result c={c.data} />;
}

function Result({ c }: { c: Answer }) {
  const asked = useAsked();
  if (c.result === "no record") return <p>{c.sentence}</p>;
  const file = (what: string) => `${c.case}-${w.downloadChances(what)}`;
  return (
    <>
      <Assumptions c={c} />
      <p className={classes.sentence}>{c.sentence}</p>
      <p className={classes.dim}>{w.drawn(c.draws, c.seed)}</p>
      <h3 className={classes.sub}>{w.schedule}</h3>
      <Chart name="schedule" query={asked} file={file("schedule")} />
      <h3 className={classes.sub}>{w.curve}</h3>
      <Chart name="curve" query={asked} file={file("curve")} />
      <Causes c={c} />
      <h3 className={classes.sub}>
        {w.tornado} <span className={classes.dim}>{w.tornadoNote}</span>
      </h3>
      <Chart name="tornado" query={asked} file={file("tornado")} />
    </>
  );
}

// Assumptions come before any number: each prior with its reason.
function Assumptions({ c }: { c: Answer }) {
  const a = c.assumptions;
  return (
    <>
      <h3>{w.assumptions}</h3>
      <p className={classes.dim}>
        <bdi>{[w.assumedBy(a.by, long(a.written), a.priors.length), a.note].filter(Boolean).join(" ")}</bdi>
      </p>
      {a.mandate.length > 0 && (
        <p className={classes.dim}>
          {w.taken}
          {": "}
          {a.mandate.map((m, i) => (
            <span key={m.issue}>
              {i > 0 && "; "}
              {m.entries && m.entries.length > 0 ? (
                <Opens entries={m.entries}>
                  <bdi>{`${m.name}: ${names(m.options.map((o) => o.name))}`}</bdi>
                </Opens>
              ) : (
                <bdi>{`${m.name}: ${names(m.options.map((o) => o.name))}`}</bdi>
              )}
            </span>
          ))}
        </p>
      )}
      <Scroll label={w.priorsScroll} className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{w.prior}</th>
              <th scope="col">{w.taking}</th>
              <th scope="col">{w.because}</th>
            </tr>
          </thead>
          <tbody>
            {a.priors.map((p) => (
              <tr key={p.id}>
                <th scope="row">
                  {p.entries && p.entries.length > 0 ? (
                    <Opens entries={p.entries}>
                      <bdi>{p.about}</bdi>
                    </Opens>
                  ) : (
                    <bdi>{p.about}</bdi>
                  )}
                </th>
                <td>{p.says}</td>
                <td dir="auto">{p.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Causes({ c }: { c: Answer }) {
  const aim = c.steps.find((s) => s.step === c.aim);
  if (!aim || aim.causes.length === 0) return null;
  return (
    <>
      <h3 className={classes.sub}>
        {w.causes} <span className={classes.dim}>{w.causesOf(aim.causes[0]?.of ?? 0)}</span>
      </h3>
      <ul className={classes.causes}>
        {aim.causes.slice(0, 8).map((x) => (
          <li key={`${x.why} ${x.event} ${x.risk} ${x.says}`}>
            <span className={classes.share}>{w.share(x.share)}</span>
            <bdi>{x.says}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}
