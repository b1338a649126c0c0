// What can be asked about: the goals of the case, and who might join.
import type { Schemas } from "../../api/client";

// thePlan in the address asks about the plan itself, without a goal; it is no id
// and no condition.
export const thePlan = "*";

export interface Asking {
  goal: string; // as the address has it
  name: string;
  condition: string;
}

export interface Goals {
  unreachable: Asking[];
  others: Asking[];
  // reachable: of the others it is known that a plan reaches them.
  reachable: boolean;
  // chosen is the goal asked about; empty: the plan itself.
  chosen: string;
  // plan: the plan itself is among what can be asked about.
  plan: boolean;
  // own is the goal of the address if it is none of the lists.
  own: string;
  name: (goal: string) => string;
}

export const joins = (actor: string) => `joins("${actor}")`;
export const consents = (actor: string) => `consents("${actor}")`;

// goalsOf sorts the goals by whether a plan reaches them. What the check names by
// a condition is the goal of the case with that condition, where there is one.
export function goalsOf(c: Schemas["Case"], check: Schemas["Check"], asked: string): Goals {
  const byCondition = new Map(c.goals.map((g) => [g.condition, g]));
  const unreachable = check.goals.map((g) => {
    const own = byCondition.get(g.condition);
    return { goal: own?.id ?? g.goal, name: own?.name ?? g.name, condition: g.condition };
  });
  const gone = new Set(unreachable.map((g) => g.condition));
  const others = c.goals.filter((g) => !gone.has(g.condition)).map((g) => ({ goal: g.id, name: g.name, condition: g.condition }));
  const all = [...unreachable, ...others];
  const chosen = asked && asked !== thePlan ? (all.find((g) => g.condition === asked)?.goal ?? asked) : "";
  const blocked = check.verdict === "blocked";
  const named = all.some((g) => g.goal === chosen);
  const actor = /^(?:joins|consents)\("([^"]+)"\)$/.exec(chosen)?.[1];
  return {
    unreachable,
    others,
    reachable: !blocked && check.complete && check.verdict !== "no record" && check.verdict !== "unknown",
    // Without a goal in the address: what blocks the plan, else the first goal
    // that no plan reaches.
    plan: blocked || asked === thePlan,
    chosen: chosen || (blocked || asked === thePlan ? "" : (unreachable[0]?.goal ?? "")),
    own: chosen && !named && !c.actors.some((x) => x.id === actor) ? chosen : "",
    name: (goal) => all.find((g) => g.goal === goal)?.name ?? "",
  };
}

// kept is how the address names what is asked about, so that it stays the same
// when the record changes under it.
export const kept = (chosen: string) => chosen || thePlan;
