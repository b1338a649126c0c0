import { Button, CloseButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useCase } from "../api/questions";
import { words } from "../words";
import { choiceKeys, go, hrefTo, questionKeys } from "./address";
import { createStore, useStore } from "./store";
import classes from "./Tour.module.css";

const at = createStore(-1);
export const startTour = () => at.set(0);

// Tour leads through the sheets. It changes nothing but the address, so undo and
// the browser's way back lead out of it.
export function Tour() {
  const n = useStore(at);
  const c = useCase();
  const stops = c.data?.case === "gaza-isf" ? words.tour.gaza : words.tour.other;
  const stop = stops[n];
  const title = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each stop, not when the stops are read again
  useEffect(() => {
    if (!stop) return;
    const nothing = Object.fromEntries([...questionKeys, ...choiceKeys].map((k) => [k, null]));
    go(hrefTo(stop.page, { ...nothing, ...stop.patch }));
    const t = setTimeout(() => title.current?.focus({ preventScroll: true }), 60);
    return () => clearTimeout(t);
  }, [n]);
  if (!stop) return null;
  return (
    <section className={classes.tour} aria-label={words.tour.title}>
      <header>
        <h2 ref={title} tabIndex={-1}>
          {stop.title}
        </h2>
        <CloseButton aria-label={words.tour.end} onClick={() => at.set(-1)} />
      </header>
      <p>{stop.text}</p>
      <footer>
        <span>{words.tour.of(n + 1, stops.length)}</span>
        <Button size="xs" variant="default" disabled={n === 0} onClick={() => at.set(n - 1)}>
          {words.tour.back}
        </Button>
        <Button size="xs" onClick={() => at.set(n + 1 < stops.length ? n + 1 : -1)}>
          {n + 1 < stops.length ? words.tour.next : words.tour.end}
        </Button>
      </footer>
    </section>
  );
}
