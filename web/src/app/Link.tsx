import type { MouseEvent, ReactNode } from "react";
import { go } from "./address";

interface Props {
  to: string;
  className?: string | undefined;
  current?: boolean;
  chosen?: boolean | undefined; // of several that show the same otherwise
  label?: string | undefined;
  expanded?: boolean | undefined; // for links that show and hide something
  children: ReactNode;
}

// Link goes to another address of the page without loading it again; with a
// modifier it opens a window, as any link.
export function Link({ to, className, current = false, chosen = false, label, expanded, children }: Props) {
  const follow = (e: MouseEvent) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    e.preventDefault();
    go(to);
  };
  return (
    <a
      href={to}
      className={className}
      aria-current={current ? "page" : chosen || undefined}
      aria-label={label}
      aria-expanded={expanded}
      onClick={follow}
    >
      {children}
    </a>
  );
}
