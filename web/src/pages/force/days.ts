// When a line of the case holds: from the last day of what it says.
const lastOf = (s: string): string => {
  const end = s.split("/").at(-1) ?? s;
  const [y = "", m = "", d = ""] = end.split("-");
  if (d) return end;
  if (m) return new Date(Date.UTC(Number(y), Number(m), 0)).toISOString().slice(0, 10);
  return `${y}-12-31`;
};

export const begins = (from: string | undefined) => (from ? lastOf(from) : "");
export const ends = (until: string | undefined) => (until ? lastOf(until) : "");
