// A chip is an option or a contributor. Its look is told by shape, mark and word;
// colour only repeats it.
import { IconBan, IconCheck, IconLock, IconMinus, IconQuestionMark, IconX } from "@tabler/icons-react";
import { memo, useEffect, useRef } from "react";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import classes from "./Chip.module.css";
import type { Look } from "./choices";

const w = words.mandate;

const marks: Record<Look, React.ReactNode> = {
  chosen: <IconCheck size="1em" stroke={2.6} />,
  excluded: <IconBan size="1em" stroke={2} />,
  forced: <IconLock size="1em" stroke={2} />,
  open: <span className={classes.ring} />,
  "ruled out": <IconX size="1em" stroke={2} />,
  "left out": <IconMinus size="1em" stroke={1.6} />,
  unsettled: <IconQuestionMark size="1em" stroke={2} />,
  withheld: <IconQuestionMark size="1em" stroke={2} />,
};

export interface ChipProps {
  item: string; // issue=option, or the actor
  name: string;
  look: Look;
  fresh: boolean; // the choices gave it this look
  collides: boolean; // chosen, and to be given up for a plan to be possible
  asked: boolean; // its reasons are open
  setIssue: boolean;
}

// useMoved lights up what has moved since it was last drawn, but not what the
// reader has just clicked.
function useMoved(look: Look) {
  const ref = useRef<HTMLButtonElement>(null);
  const was = useRef(look);
  useEffect(() => {
    if (was.current === look) return;
    const mine = [was.current, look].some((l) => l === "chosen" || l === "excluded" || l === "left out");
    was.current = look;
    if (mine || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    ref.current?.animate(
      [
        { boxShadow: "0 0 0 4px var(--m-interested)" },
        { boxShadow: "0 0 0 4px var(--m-interested)", offset: 0.4 },
        { boxShadow: "0 0 0 0 transparent" },
      ],
      { duration: 1600, easing: "ease-out" },
    );
  }, [look]);
  return ref;
}

export const Chip = memo(function Chip({ item, name, look, fresh, collides, asked, setIssue }: ChipProps) {
  const act = useSheetActions();
  const ref = useMoved(look);
  const word = look === "open" && !fresh ? "" : fresh ? w.now(w.looks[look]) : w.looks[look];
  const kind = look.replace(" ", "");
  return (
    <li className={classes.item}>
      <button
        ref={ref}
        type="button"
        className={`${classes.chip} ${classes[kind] ?? ""} ${setIssue ? classes.square : ""} ${collides ? classes.collides : ""}`}
        aria-pressed={look === "chosen"}
        data-item={item}
        data-look={look}
        onClick={() => act.choose(item, setIssue)}
      >
        <span className={classes.mark} aria-hidden="true">
          {marks[look]}
        </span>
        <bdi className={classes.name}>{name}</bdi>{" "}
        <span className={word ? classes.word : "hidden"}>{collides ? `${word}, ${w.wouldGo}` : word || w.looks.open}</span>
      </button>
      {look === "ruled out" || look === "forced" ? (
        <button
          type="button"
          className={classes.why}
          aria-expanded={asked}
          aria-label={look === "forced" ? w.whyForcedLabel(name) : w.whyNotLabel(name)}
          data-why={item}
          onClick={() => act.why(asked ? null : item)}
        >
          {look === "forced" ? w.whyForced : w.whyNot}
        </button>
      ) : look === "open" ? (
        <button
          type="button"
          className={classes.leave}
          aria-label={w.leaveOutLabel(name)}
          title={w.leaveOut}
          onClick={() => act.leaveOut(item, setIssue)}
        >
          <IconBan size={15} stroke={1.6} aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
});
