import { type ReactNode, useState } from "react";
import { words } from "../words";
import classes from "./Capped.module.css";

interface Props<T> {
  list: readonly T[];
  most: number;
  of?: number; // what the items stand for together, where they are groups
  className?: string | undefined;
  name: (item: T) => string; // tells items apart
  children: (item: T) => ReactNode;
}

// Capped is a list that shows its beginning; the rest is a click away, and on
// paper.
export function Capped<T>({ list, most, of = list.length, className, name, children }: Props<T>) {
  const [all, setAll] = useState(false);
  // One or two more are not worth a click.
  const over = list.length > most + 2;
  return (
    <>
      <ul className={className}>
        {list.map((x, i) => (
          <li key={name(x)} className={over && !all && i >= most ? classes.printed : undefined}>
            {children(x)}
          </li>
        ))}
      </ul>
      {over && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? words.common.showLess : words.common.showAll(of)}
        </button>
      )}
    </>
  );
}
