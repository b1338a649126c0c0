export const changed = {
  title: "What changed",
  since: "Since when",
  spans: { "1": "since the day before", "7": "in 7 days", "30": "in 30 days", "90": "in 90 days" } as Record<string, string>,
  nothing: (from: string, n: number) =>
    n === 0
      ? `Nothing: the record is the same as on ${from}.`
      : `Nothing that follows from the record, against ${from}; ${n === 1 ? "1 entry or line has" : `${n} entries or lines have`} come or ended.`,
  changed: (from: string, n: number, actors: number) =>
    `Against ${from}: ${n === 1 ? "1 conclusion" : `${n} conclusions`} changed, ${actors === 1 ? "1 actor" : `${actors} actors`} moved.`,
  kinds: {
    verdict: "verdict",
    rung: "stands on",
    count: "answers owed",
    owed: "owed",
    standing: "stands",
    force: "force at most",
    goal: "goal",
    collision: "collision",
    circle: "circle",
    now: "can be done now",
  } as Record<string, string>,
  turn: (was: string, is: string) => `${was} → ${is}`,
  because: "by",
  or: "or",
  and: " and ",
  words: (who: string, day: string) => `${who}, ${day}`,
  counted: (when: string) => `${when} (counted from its last day)`,
  line: "a line of the plan itself",
  several: (first: string, n: number) => `${first} and ${n} more`,
  moved: "Who moved",
  ways: { up: "towards agreement", down: "away from agreement" } as Record<string, string>,
  next: (days: number) => `Coming in ${days} days`,
  coming: (day: string, kind: string, what: string) =>
    `${day}: ${{ expires: "no longer counts:", announced: "announced for then:", begins: "begins to hold:", ends: "no longer holds:" }[kind] ?? kind} ${what}`,
};
