// Facing is a list of what stands against each other: the positions of a
// collision or of a way out, and before them whatever else belongs to it.
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import classes from "./Facing.module.css";
import { Says } from "./Opens";

// keyOf tells positions apart, also those that the audience may not see.
export const keyOf = (p: Schemas["Position"], i: number) => (p.key === "withheld" ? `withheld ${i}` : p.key);

export const keyOfSet = (s: Schemas["Set"]) => s.positions.map(keyOf).join();

export function Facing({ positions, children }: { positions: readonly Schemas["Position"][]; children?: ReactNode }) {
  return (
    <ul className={classes.facing}>
      {children}
      {positions.map((p, i) => (
        <li key={keyOf(p, i)}>
          <Says p={p} />
        </li>
      ))}
    </ul>
  );
}

// bullets is the look of such a list, for lists of other things.
export const bullets = classes.facing;
