// How announced dates held: the first date announced, the day of the deed, and by
// how much it moved; under each, every announcement and what became of it.
import type { Schemas } from "../../api/client";
import { long } from "../../app/dates";
import { names } from "../../app/isolate";
import { Opens } from "../../parts/Opens";
import { Scroll } from "../../parts/Scroll";
import { Section } from "../../parts/Section";
import { words } from "../../words";
import classes from "./Slips.module.css";

type Slip = Schemas["ProgressSlip"];
type Announced = Schemas["ProgressAnnounced"];
const w = words.roadmap;

export function Slips({ list }: { list: Slip[] }) {
  if (list.length === 0) return null;
  return (
    <Section title={w.slips}>
      <Scroll label={w.slipsScroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{w.slipStep}</th>
              <th scope="col">{w.slipFirst}</th>
              <th scope="col">{w.slipHappened}</th>
              <th scope="col">{w.slipDays}</th>
              <th scope="col">{w.announced}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((s) => (
              <tr key={s.step}>
                <th scope="row">
                  <bdi>{s.name}</bdi>
                </th>
                <td>{long(s.first || s.announcements[0]?.for)}</td>
                <td>{long(s.happened) || w.slipNot}</td>
                <td className={(s.days ?? 0) > 0 ? classes.late : ""}>{slipWords(s)}</td>
                <td>
                  <ul>
                    {s.announcements.map((a) => (
                      <li key={`${a.entry} ${a.for}`}>
                        <Opens entries={[a.entry, ...(a.by ?? [])]}>
                          <bdi>{w.announcedFor(names(a.who), long(a.announced) || w.undatedSaid, long(a.for))}</bdi>
                        </Opens>
                        <span className={classes.dim}> {[outcome(a), a.hearsay && w.hearsay].filter(Boolean).join(", ")}</span>
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}

function slipWords(s: Slip): string {
  const n = s.days;
  if (n === undefined) return w.slipNone;
  if (s.happened) return n > 0 ? w.slipLate(n) : w.slipInTime;
  if (s.counting) return w.slipCounting(n);
  if (n > 0) return w.slipLater(n);
  return n < 0 ? w.slipEarlier(-n) : w.slipSame;
}

function outcome(a: Announced): string {
  switch (a.outcome) {
    case "late":
      return w.outcomeLate(Math.abs(a.days));
    case "overdue":
      return w.outcomeOverdue(Math.abs(a.days));
    case "moved":
      return w.outcomeMoved(a.days);
    default:
      return w.outcomes[a.outcome] ?? a.outcome;
  }
}
