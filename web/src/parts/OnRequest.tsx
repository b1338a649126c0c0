// A part whose answer takes its time, so it is asked only on request and can be
// cancelled.
import { Button, Progress } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useAddress } from "../app/address";
import { words } from "../words";
import { useLate } from "./Answered";
import classes from "./OnRequest.module.css";
import { Section } from "./Section";

interface Props {
  name: string; // by which the address says that it is asked
  question: string; // what it depends on
  title: string;
  note: string;
  aside?: ReactNode;
  ask: string;
  again: string; // the same, for another record
  children: (cancel: () => void) => ReactNode;
}

export function OnRequest({ name, question, title, note, aside, ask, again, children }: Props) {
  const a = useAddress();
  // For another record it is asked anew only by another click, so that dragging
  // the date does not start it each day.
  const [asked, setAsked] = useState(a.has(name) ? question : "");
  const on = a.has(name);
  const current = on && asked === question;
  const click = () => {
    setAsked(question);
    a.update({ [name]: true }, true);
  };
  return (
    <Section title={title} note={note} aside={aside} className={current ? undefined : classes.unasked}>
      {current ? (
        children(() => a.update({ [name]: null }, true))
      ) : (
        <Button variant="default" size="sm" onClick={click}>
          {on ? again : ask}
        </Button>
      )}
    </Section>
  );
}

// Busy stands in for the answer until it is there; who waits can cancel.
export function Busy({ says, cancel }: { says: string; cancel: () => void }) {
  const late = useLate(true);
  return (
    <div className={classes.busy} aria-busy="true" role="status">
      {late && (
        <>
          <p className={classes.says}>{says}</p>
          <Progress value={100} animated size="sm" aria-label={says} />
          <Button variant="default" size="compact-sm" onClick={cancel}>
            {words.common.cancel}
          </Button>
        </>
      )}
    </div>
  );
}
