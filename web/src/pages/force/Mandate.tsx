// Under which mandate the force is counted: a goal, and the choices that were
// made on the sheet Mandate.
import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { Schemas } from "../../api/client";
import { useCase, useCheck } from "../../api/questions";
import { hrefTo, useAddress } from "../../app/address";
import { Link } from "../../app/Link";
import { words } from "../../words";
import classes from "./Mandate.module.css";

const w = words.force;

export function Mandate() {
  const c = useCase();
  if (!c.data) return null;
  return (
    <div className={classes.mandate}>
      <Goal c={c.data} />
      <Choices c={c.data} />
    </div>
  );
}

function Goal({ c }: { c: Schemas["Case"] }) {
  const a = useAddress();
  const check = useCheck();
  const goal = a.get("goal");
  const gone = new Set((check.data?.goals ?? []).map((g) => g.condition));
  const data = [
    { value: "", label: w.noGoal },
    ...c.goals.map((g) => ({ value: g.id, label: gone.has(g.condition) ? w.unreachable(g.name) : g.name })),
  ];
  if (goal && !c.goals.some((g) => g.id === goal)) data.push({ value: goal, label: goal });
  if (data.length === 1) return null;
  return (
    <NativeSelect
      className={classes.goal}
      label={w.goal}
      value={goal}
      data={data}
      onChange={(e) => a.update({ goal: e.currentTarget.value })}
    />
  );
}

interface Choice {
  key: "set" | "join" | "exclude" | "plan";
  value: string;
  says: string;
}

function Choices({ c }: { c: Schemas["Case"] }) {
  const a = useAddress();
  const option = (issue: string, id: string) => {
    const i = c.issues.find((x) => x.id === issue);
    const names = id.split(",").map((o) => i?.options.find((x) => x.id === o)?.name ?? o);
    return w.set(i?.name ?? issue, names.join(", "));
  };
  const actor = (id: string) => c.actors.find((x) => x.id === id)?.name ?? id;
  const either = (v: string) => {
    const [issue = "", id = ""] = v.split("=");
    return id ? option(issue, id) : actor(v);
  };
  const list: Choice[] = [
    ...a.all("set").map((value) => ({ key: "set" as const, value, says: either(value) })),
    ...a.all("join").map((value) => ({ key: "join" as const, value, says: w.join(actor(value)) })),
    ...a.all("exclude").map((value) => ({ key: "exclude" as const, value, says: w.exclude(either(value)) })),
    ...(a.get("plan")
      ? [
          {
            key: "plan" as const,
            value: a.get("plan"),
            says: w.plan(c.plans.find((p) => p.id === a.get("plan"))?.title || a.get("plan")),
          },
        ]
      : []),
  ];
  const goal = a.get("goal");
  return (
    <div className={classes.choices}>
      {list.length > 0 && (
        <>
          <p className={classes.dim}>{w.choices}</p>
          <ul>
            {list.map((x) => (
              <li key={`${x.key} ${x.value}`}>
                <bdi>{x.says}</bdi>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={w.drop(x.says)}
                  onClick={() => a.update({ [x.key]: a.all(x.key).filter((v) => v !== x.value) })}
                >
                  <IconX size={14} />
                </ActionIcon>
              </li>
            ))}
          </ul>
        </>
      )}
      <Link to={hrefTo("mandate", { goal: goal || null })} className={classes.change}>
        {w.change}
      </Link>
    </div>
  );
}
