// The answer first: whether some plan meets the choices, and what they leave.
import { NativeSelect } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import type { Schemas } from "../../api/client";
import { useCase } from "../../api/questions";
import { useAddress } from "../../app/address";
import { useLate } from "../../parts/Answered";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import { none } from "./choices";
import { counted, oneIn } from "./numbers";
import classes from "./State.module.css";

const w = words.mandate;

const wordOf = (a: Schemas["WhatIf"]) =>
  a.result === "blocked wish" && a.choices.length === 1 ? w.oneChoice : (w.results[a.result] ?? a.result);

interface Props {
  a: Schemas["WhatIf"];
  left: Schemas["WhatIfCount"] | undefined; // how many mandates are left, once that is known
  chosen: number; // how many choices the address holds
  busy: boolean;
}

export function State({ a, left, chosen, busy }: Props) {
  const act = useSheetActions();
  const goal = useAddress().has("goal");
  const late = useLate(busy);
  return (
    <header className={classes.state}>
      <div className={classes.top}>
        <h1
          id="mandate-state"
          tabIndex={-1}
          className={`${classes.word} ${a.result.startsWith("blocked") ? classes.blocked : ""}`}
          aria-live="polite"
        >
          {wordOf(a)}
          {goal && <span className={classes.without}> {w.withoutGoal}</span>}
        </h1>
        <span className={classes.late} role="status">
          {late && `${w.working}…`}
        </span>
        {chosen > 0 && (
          <button type="button" className={classes.clear} onClick={() => act.load(none)}>
            {w.clear}
          </button>
        )}
      </div>
      {left && a.result === "possible" && <Left m={left} chosen={a.choices.length} goal={goal} />}
      <p className={`${classes.sentence} ${a.result === "possible" ? classes.steady : ""}`} aria-live="polite">
        {a.sentence}
      </p>
    </header>
  );
}

// Reminder says the state again at the lower edge while its line is out of sight,
// so that a choice far down is answered where it is made.
export function Reminder({ a, left }: { a: Schemas["WhatIf"]; left: Schemas["WhatIfCount"] | undefined }) {
  const act = useSheetActions();
  const goal = useAddress().has("goal");
  const [away, setAway] = useState(false);
  useEffect(() => {
    const line = document.getElementById("mandate-state");
    if (!line) return;
    const o = new IntersectionObserver(([e]) => setAway(!e?.isIntersecting), { rootMargin: "-110px 0px 0px 0px" });
    o.observe(line);
    return () => o.disconnect();
  }, []);
  if (!away) return null;
  const wish = a.result === "blocked wish";
  return (
    <div className={classes.reminder}>
      <strong className={a.result.startsWith("blocked") ? classes.blocked : undefined}>{wordOf(a)}</strong>
      {left && a.result === "possible" && (
        <span className={classes.left}>
          {w.mandatesLeft(goal)}
          {": "}
          {counted(left.now)}
        </span>
      )}
      {wish &&
        a.blocked?.give_up.sets.slice(0, 2).map((set) => (
          <button
            key={set.join()}
            type="button"
            className={classes.small}
            onClick={() => act.giveUp(a.choices.filter((c) => set.includes(c.says)))}
          >
            {w.giveUp(set.join("; "))}
          </button>
        ))}
      <button
        type="button"
        className={classes.small}
        onClick={() => {
          window.scrollTo(0, 0);
          document.getElementById("mandate-state")?.focus({ preventScroll: true });
        }}
      >
        {wish ? w.seeCollision : w.toTop}
      </button>
    </div>
  );
}

function Left({ m, chosen, goal }: { m: Schemas["WhatIfCount"]; chosen: number; goal: boolean }) {
  const one = oneIn(m.before, m.now);
  return (
    <p className={classes.left} title={w.noLikelihood}>
      {w.mandatesLeft(goal)}
      {": "}
      <strong>{counted(m.now)}</strong>
      {chosen > 0 && ` ${w.ofBefore(counted(m.before))}`}
      {one && ` · ${w.oneIn(one)}`}
      {`. ${w.noLikelihood}`}
    </p>
  );
}

// followed is the goal that a text is followed.
export const followed = (text: string) => `adopts("${text}")`;

// Goal chooses the goal that the coalition and force are asked about.
export function Goal() {
  const a = useAddress();
  const c = useCase();
  const id = useId();
  const goal = a.get("goal");
  const goals = c.data?.goals ?? [];
  const texts = c.data?.texts ?? [];
  const known = goal === "" || goals.some((g) => g.id === goal) || texts.some((t) => followed(t.id) === goal);
  if (goals.length + texts.length === 0 && known) return null;
  return (
    <div className={classes.goal}>
      <label htmlFor={id}>{w.goal}</label>
      <NativeSelect
        id={id}
        size="sm"
        className={classes.select ?? ""}
        value={goal}
        onChange={(e) => a.update({ goal: e.currentTarget.value })}
      >
        <option value="">{w.goalAny}</option>
        {!known && <option value={goal}>{goal}</option>}
        {goals.length > 0 && (
          <optgroup label={w.goals}>
            {goals.map((g) => (
              <option key={g.id} value={g.id}>
                {g.name}
              </option>
            ))}
          </optgroup>
        )}
        {texts.length > 0 && (
          <optgroup label={w.goalTexts}>
            {texts.map((t) => (
              <option key={t.id} value={followed(t.id)}>
                {w.follows(t.name)}
              </option>
            ))}
          </optgroup>
        )}
      </NativeSelect>
      {goal && <p className={classes.scope}>{w.goalScope}</p>}
    </div>
  );
}
