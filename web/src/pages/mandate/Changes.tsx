// What the choices rule out or force without naming it, those with the same
// reason together.
import type { Schemas } from "../../api/client";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import classes from "./Changes.module.css";
import { Collision } from "./Reasons";

const w = words.mandate;

type Item = Schemas["WhatIfItem"];

interface Group {
  look: string;
  reason: Schemas["WhatIfReason"] | undefined;
  items: { item: string; name: string }[];
}

const reasonKey = (r: Schemas["WhatIfReason"] | undefined) =>
  r ? JSON.stringify([r.choices, r.positions.map((p) => p.key)]) : "";

function changed(a: Schemas["WhatIf"]): Group[] {
  const groups = new Map<string, Group>();
  const put = (item: string, name: string, i: Item) => {
    if (!i.before || i.by_choice || (i.look !== "forced" && i.look !== "ruled out")) return;
    const key = `${i.look} ${reasonKey(i.reason)}`;
    const g = groups.get(key) ?? { look: i.look, reason: i.reason, items: [] };
    g.items.push({ item, name });
    groups.set(key, g);
  };
  for (const i of a.issues) for (const o of i.options) put(`${i.id}=${o.id}`, `${i.name}: ${o.name}`, o);
  for (const j of a.joiners) put(j.id, j.name, j);
  return [...groups.values()];
}

export function Changes({ a }: { a: Schemas["WhatIf"] }) {
  const act = useSheetActions();
  if (a.result !== "possible" || a.choices.length === 0) return null;
  const groups = changed(a);
  return (
    <Section title={w.changes} className={classes.changes}>
      {groups.length === 0 && <p className={classes.dim}>{w.changesNone}</p>}
      <ul className={classes.list}>
        {groups.map((g) => (
          <li key={`${g.look} ${reasonKey(g.reason)}`}>
            <p>
              <span className={classes.look}>{g.look === "forced" ? w.forced : w.ruledOut}</span>{" "}
              {g.items.map((i, k) => (
                <span key={i.item}>
                  {k > 0 && "; "}
                  <button
                    type="button"
                    className={classes.item}
                    aria-label={g.look === "forced" ? w.whyForcedLabel(i.name) : w.whyNotLabel(i.name)}
                    onClick={() => act.why(i.item)}
                  >
                    <bdi>{i.name}</bdi>
                  </button>
                </span>
              ))}
            </p>
            {g.reason && (
              <div className={classes.reason}>
                <Collision r={g.reason} choices={a.choices} take={false} />
              </div>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
