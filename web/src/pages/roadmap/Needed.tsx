// By when each answer that is owed is needed: before which events in every plan.
import type { Schemas } from "../../api/client";
import { hrefTo } from "../../app/address";
import { Link } from "../../app/Link";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Needed.module.css";
import { few, type Order } from "./order";

type Answer = Schemas["OrderAnswer"];
const w = words.roadmap;

// What is needed before the same events stands together.
function rows(o: Order): { by: string; answers: Answer[][] }[] {
  const out = new Map<string, Answer[][]>();
  for (const x of o.needed) {
    const commits = x.by.filter((s) => s.id.startsWith("commit."));
    const rest = x.by.filter((s) => !s.id.startsWith("commit.")).map((s) => s.name);
    const all = o.events.filter((e) => e.kind === "commit" && e.possible).length;
    const lead = commits.length > 0 && commits.length === all ? [w.anyCommitment] : commits.map((s) => s.name);
    const by = few([...lead, ...rest], 4);
    out.set(by, [...(out.get(by) ?? []), x.any_of]);
  }
  return [...out].map(([by, answers]) => ({ by, answers }));
}

export function Needed({ o }: { o: Order }) {
  const list = rows(o);
  if (list.length === 0) return null;
  return (
    <Section title={w.needed} note={w.neededNote}>
      <ul>
        {list.map((r) => (
          <li key={r.by} className={classes.row}>
            <p className={classes.by}>
              {w.neededBefore} <bdi>{r.by}</bdi>
            </p>
            <ul>
              {r.answers.map((any) => (
                <li key={any.map((a) => a.kind + a.id).join()} className={classes.answer}>
                  {any.length > 1 && <span className={classes.dim}>{w.oneOf} </span>}
                  {any.map((a, i) => (
                    <span key={a.kind + a.id}>
                      {i > 0 && ", "}
                      <One a={a} several={any.length > 1} />
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function One({ a, several }: { a: Answer; several: boolean }) {
  const to =
    a.kind === "decide"
      ? hrefTo("record", { issue: a.id })
      : a.kind === "answer"
        ? hrefTo("record", { actor: a.id })
        : a.kind === "force"
          ? hrefTo("force")
          : "";
  return (
    <>
      {!several && <span className={classes.dim}>{w.answerKinds[a.kind]} </span>}
      {to ? (
        <Link to={to}>
          <bdi>{a.name}</bdi>
        </Link>
      ) : (
        <bdi>{a.name}</bdi>
      )}
    </>
  );
}
