// What may be wider than the screen scrolls by itself; keys must reach it.
import type { ReactNode } from "react";
import classes from "./Scroll.module.css";

export function Scroll({ label, className, children }: { label: string; className?: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={className ?? classes.scroll} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
