// A long list shows its beginning, until all of it is asked for; on paper it is
// all there.
import { useAddress } from "../app/address";
import { words } from "../words";
import classes from "./Some.module.css";

const first = 8; // as in Some.module.css

// useSome is the class of the list and what stands under it. Which lists are
// whole is in the address, as all that is seen.
export function useSome(name: string, count: number): { short: string; toggle: React.ReactNode } {
  const a = useAddress();
  const open = a.all("all");
  const isOpen = open.includes(name);
  if (count <= first + 2) return { short: "", toggle: null };
  return {
    short: isOpen ? "" : (classes.short ?? ""),
    toggle: (
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={isOpen}
        onClick={() => a.update({ all: isOpen ? open.filter((x) => x !== name) : [...open, name] }, true)}
      >
        {isOpen ? words.common.showLess : words.common.showAll(count)}
      </button>
    ),
  };
}
