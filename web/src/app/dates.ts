// Days as the record writes them, for reading. A day has no time zone.
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function parts(s: string) {
  const [y = "", m = "", d = ""] = s.split("-");
  return { y, m: months[Number(m) - 1] ?? m, d: d ? String(Number(d)) : "" };
}

const one = (s: string) => {
  const { y, m, d } = parts(s);
  return [d, m, y].filter(Boolean).join(" ");
};

// long writes 2025-12-20 as 20 Dec 2025, 2025-12 as Dec 2025, and an interval
// as 15–19 Dec 2025, as the command line does.
export function long(when: string | undefined): string {
  if (!when) return "";
  const [from, to] = when.split("/");
  if (!to || !from) return one(when);
  const a = parts(from);
  const b = parts(to);
  if (a.y !== b.y) return `${one(from)} – ${one(to)}`;
  if (a.m !== b.m) return `${[a.d, a.m].filter(Boolean).join(" ")} – ${one(to)}`;
  return a.d && b.d ? `${a.d}–${one(to)}` : one(to);
}

// isDay: not a month or an interval.
export const isDay = (when: string) => /^\d{4}-\d\d-\d\d$/.test(when);

const dayMillis = 86_400_000;

export const toNumber = (iso: string) => Math.round(Date.parse(`${iso}T00:00:00Z`) / dayMillis);
export const fromNumber = (n: number) => new Date(n * dayMillis).toISOString().slice(0, 10);
