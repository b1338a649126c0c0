import { type ReactNode, useId } from "react";
import classes from "./Section.module.css";

interface Props {
  title: ReactNode;
  aside?: ReactNode; // at the right of the title
  note?: ReactNode; // one line under it
  className?: string | undefined;
  children: ReactNode;
}

// Section is a part of a sheet under its own heading.
export function Section({ title, aside, note, className, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={[classes.section, className].filter(Boolean).join(" ")}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {note && <p className={classes.note}>{note}</p>}
      {children}
    </section>
  );
}

// Empty says why there is nothing, and what would make something.
export function Empty({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{title}</p>
      {children && <div>{children}</div>}
    </div>
  );
}
