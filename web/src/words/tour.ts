// The guided tour of the Gaza case: where it goes, and what it says there. On
// other cases it goes to the same sheets and leaves out what is Gaza's.

import type { PageId, Patch } from "../app/address";
import { withKey } from "../app/modifier";

export interface Stop {
  page: PageId;
  patch: Patch;
  title: string;
  text: string;
}

export const tour = {
  title: "Guided tour",
  of: (n: number, all: number) => `${n} of ${all}`,
  next: "Next",
  back: "Back",
  end: "End the tour",
  gaza: [
    {
      page: "overview",
      patch: { as_of: "2025-12-20" },
      title: "The answer first",
      text: "It is 20 December 2025. The force is announced, and still a blueprint: nothing on record rules it out, but five questions are open and others' terms are taken for agreement. The list below says what is owed, and by whom.",
    },
    {
      page: "overview",
      patch: { as_of: "2025-12-20", open: ["israel-2025-10-21-1", "israel-2025-10-27-1"] },
      title: "Then the sentence",
      text: "Every underlined word and every mark opens the entries behind it: who said it, when, in which source, how well graded. The switch shows the world without it.",
    },
    {
      page: "overview",
      patch: { as_of: "2026-02-20" },
      title: "Another day",
      text: "The slider replays the record; each tick is a day on which it changed. On 20 February 2026 three states have committed something of their own: soldiers, police, a hospital. The arrows go from change to change.",
    },
    {
      page: "matrix",
      patch: { as_of: "2025-12-20" },
      title: "Who stands where",
      text: "A full mark is agreement, a half one has terms, an empty one is silence, a cross objects. Silence stays silence; nobody guesses.",
    },
    {
      page: "mandate",
      patch: { as_of: "2025-12-20", set: ["roe=light"], why: "turkiye" },
      title: "Try a mandate",
      text: `Choose an option, and the rest shows what that forces and rules out. Ask why not, and the sentences that stand in the way face you. ${withKey("Z")} takes a choice back.`,
    },
    {
      page: "sticking-points",
      patch: { as_of: "2025-12-20", goal: "turkiye-joins" },
      title: "What speaks against it",
      text: "Each goal that no plan reaches, with the smallest set of sentences that cannot all stand. Below them, the ways out, lightest first; none of them is advice.",
    },
    {
      page: "roadmap",
      patch: { as_of: "2025-12-20" },
      title: "What comes before what",
      text: "From left to right: what can be done now stands dark at the left, what waits for it follows. Arrows open the sentence that says so. What waits for itself is drawn as a circle, with the changes that would end it.",
    },
    {
      page: "force",
      patch: { as_of: "2026-02-20" },
      title: "How much of a force",
      text: "One row a requirement: committed, offered, and what is missing to the minimum. Caveats cut into the bar.",
    },
    {
      page: "record",
      patch: { as_of: "2025-12-20" },
      title: "All of the record",
      text: `Each entry, when it was said, and where it is from. Search finds any word of it: ${withKey("K")}.`,
    },
  ] satisfies Stop[] as Stop[],
  other: [
    {
      page: "overview",
      patch: {},
      title: "The answer first",
      text: "The verdict in one sentence, then what is owed and by whom. Every underlined word opens the sentence behind it.",
    },
    {
      page: "matrix",
      patch: {},
      title: "Who stands where",
      text: "A full mark is agreement, a half one has terms, an empty one is silence, a cross objects.",
    },
    {
      page: "mandate",
      patch: {},
      title: "Try a mandate",
      text: "Choose an option, and the rest shows what that forces and rules out.",
    },
    {
      page: "sticking-points",
      patch: {},
      title: "What collides",
      text: "Each goal that no plan reaches, with the sentences that cannot all stand, and the ways out.",
    },
    {
      page: "roadmap",
      patch: {},
      title: "What comes before what",
      text: "What can be done now at the left, what waits for it after it, and what waits for itself as a circle.",
    },
    {
      page: "force",
      patch: {},
      title: "How much of a force",
      text: "One row a requirement: committed, offered, and what is missing.",
    },
    { page: "record", patch: {}, title: "All of the record", text: "Each entry, when it was said, and where it is from." },
  ] satisfies Stop[] as Stop[],
};
