import { number } from "../app/numbers";

export const common = {
  failed: "This cannot be answered",
  unreachable: "The server does not answer. Is `mandate serve` still running?",
  tryAgain: "Ask again",
  incomplete: "The time for this answer ran out: what is listed holds, but there may be more.",
  withheld: (n: number) =>
    n === 1 ? "1 entry is withheld from this audience." : `${number(n)} entries are withheld from this audience.`,
  // Two ways to count what is missing; each sheet says which it takes.
  countedLeast: "In the plans that owe least. Others may bring more, and owe more answers:",
  countedMost:
    "Counted with everyone who could take part together. The Overview counts the plans that owe the fewest answers, so more may be missing there:",
  toOverview: "what is owed",
  withheldPosition: "a withheld position",
  notEnforced: {
    met: "demanded, and met:",
    breached: "demanded, and breached:",
    waits: "demands, not counted here since it is about a step after the aim (the Roadmap has it):",
  } as Record<string, string>,
  requires: (who: string, n: number) => `${who} ${n > 1 ? "require" : "requires"}: `,
  rungs: {
    agreed: "agreed",
    conditional: "conditional",
    interested: "interested",
    silent: "silent",
    objects: "objects",
    "ruled out": "ruled out",
    unknown: "unknown",
  } as Record<string, string>,
  openEntry: (what: string) => `Open the sentence: ${what}`,
  noEntry: "nothing on record",
  or: "or",
  more: (n: number) => `${number(n)} more`,
  showAll: (n: number) => `Show all ${number(n)}`,
  showLess: "Show fewer",
  download: "Download",
  asSVG: "SVG",
  asPNG: "PNG",
  asCSV: "CSV",
  close: "Close",
  cancel: "Cancel",
};
