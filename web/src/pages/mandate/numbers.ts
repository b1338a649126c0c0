// Numbers of mandates are of any size, so they come as digits.
import type { Schemas } from "../../api/client";
import { words } from "../../words";

const w = words.mandate;

export { number } from "../../app/numbers";

export function digits(s: string): string {
  return s.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

export function counted(c: Schemas["Count"]): string {
  if (c.kind === "exact") return digits(c.number);
  return `${digits(c.number)} (${w.estimate(digits(c.interval?.[0] ?? c.at_least), digits(c.interval?.[1] ?? c.at_most))})`;
}

// oneIn is how many there were for each one left, in two digits; null: not fewer,
// or not known exactly.
export function oneIn(before: Schemas["Count"], now: Schemas["Count"]): string | null {
  if (before.kind !== "exact" || now.kind !== "exact") return null;
  const n = BigInt(now.number);
  const b = BigInt(before.number);
  if (n <= 0n || n >= b) return null;
  const tenths = (b * 10n + n / 2n) / n;
  if (tenths < 100n) return tenths % 10n === 0n ? String(tenths / 10n) : `${tenths / 10n}.${tenths % 10n}`;
  return digits(String((b + n / 2n) / n));
}
