import { useState } from "react";
import { words } from "../words";
import classes from "./Long.module.css";

const most = 260;

// Long is a text that may go on for a page: a condition over all actors, say.
export function Long({ text }: { text: string }) {
  const [all, setAll] = useState(false);
  if (text.length <= most * 1.3) return <>{text}</>;
  const cut = text.slice(0, text.lastIndexOf(" ", most));
  return (
    <>
      <span className={classes.screen}>{all ? text : `${cut} …`}</span>
      <span className={classes.paper}>{text}</span>{" "}
      <button type="button" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? words.sticking.less : words.sticking.all}
      </button>
    </>
  );
}
