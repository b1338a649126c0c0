// The keys of the page, and the list of them.
import { useEffect } from "react";
import { Dialog } from "../parts/Dialog";
import { words } from "../words";
import { go, hrefTo, type PageId, pages, read, redo, undo } from "./address";
import classes from "./Keys.module.css";
import { createStore, useStore } from "./store";

const shown = createStore(false);
export const openKeys = () => shown.set(true);

// typing tells whether a key is text to where it goes; busy, whether something is
// open that has keys of its own.
export const typing = (t: EventTarget | null) =>
  t instanceof HTMLElement &&
  (t.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select") || t.isContentEditable);
export const busy = () =>
  [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].some((e) => e.checkVisibility());

export function useKeys() {
  useEffect(() => {
    const on = (e: KeyboardEvent) => {
      const mod = e.metaKey || e.ctrlKey;
      if (typing(e.target)) return;
      if (mod && e.key.toLowerCase() === "z") {
        e.preventDefault();
        if (e.shiftKey) redo();
        else undo();
        return;
      }
      if (mod || e.altKey || busy()) return;
      if (e.key === "?") openKeys();
      const n = Number(e.key);
      if (n >= 1 && n <= pages.length) go(hrefTo(pages[n - 1] as PageId));
      if (e.key === "Escape") {
        const a = read(location.pathname + location.search);
        if (a.has("open")) a.update({ open: null });
      }
    };
    window.addEventListener("keydown", on);
    return () => window.removeEventListener("keydown", on);
  }, []);
}

export function Keys() {
  const open = useStore(shown);
  return (
    <Dialog opened={open} onClose={() => shown.set(false)} title={words.frame.keys}>
      <dl className={classes.keys}>
        {words.frame.keyList.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
