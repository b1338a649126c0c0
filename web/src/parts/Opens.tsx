// Any mark opens the drawer on the sentence that causes it.
import type { ReactNode } from "react";
import type { Schemas } from "../api/client";
import { useAddress } from "../app/address";
import { names } from "../app/isolate";
import { Link } from "../app/Link";
import { words } from "../words";
import classes from "./Opens.module.css";

// what an address writes after open=: the entries, or the line of the case.
export function toOpen(entries: readonly string[] | undefined, line?: string): string[] {
  if (entries && entries.length > 0) return [...entries];
  return line ? [`line:${line}`] : ["nothing"];
}

interface Props {
  entries?: readonly string[] | undefined;
  line?: string | undefined;
  // label replaces what a reader of the screen hears; otherwise it is the text.
  label?: string | undefined;
  plain?: boolean; // without the underline: for marks and rows
  className?: string | undefined;
  children: ReactNode;
}

export function Opens({ entries, line, label, plain = false, className, children }: Props) {
  const a = useAddress();
  const open = toOpen(entries, line);
  const isOpen = a.all("open").join(" ") === open.join(" ");
  // A link, since the address holds what is open: it flows with the text, and can
  // be opened in a window of its own.
  return (
    <Link
      to={a.href({ open: isOpen ? null : open })}
      className={[plain ? classes.plain : classes.text, className].filter(Boolean).join(" ")}
      label={label}
      expanded={isOpen}
    >
      {children}
      {!plain && <span className={classes.cited}>{cited(open)}</span>}
    </Link>
  );
}

// cited is what stands behind the text on paper, where nothing opens.
function cited(open: readonly string[]): string {
  if (open[0] === "nothing") return "";
  const names = open.slice(0, 2).map((o) => o.replace(/^line:/, ""));
  return ` [${names.join(", ")}${open.length > 2 ? `, ${words.common.more(open.length - 2)}` : ""}]`;
}

// whose says whose a position is, before what it says; "" for a line of the case.
export function whose(p: Schemas["Position"]): string {
  const owners = names(p.owner_names ?? []);
  return owners && (p.kind === "requires" ? words.common.requires(owners, (p.owner_names ?? []).length) : `${owners}: `);
}

// Says is a position in words, which opens its entries or its line.
export function Says({ p }: { p: Schemas["Position"] }) {
  if (p.key === "withheld") return <>{words.common.withheldPosition}</>;
  return (
    <span>
      {whose(p)}
      <Opens entries={p.entries} line={p.line} label={words.common.openEntry(whose(p) + p.says)}>
        {p.says}
      </Opens>
    </span>
  );
}

// NotEnforced lists, as items, what somebody demands that the answer does not
// hold it to: it is about a step after the aim, or spent.
export function NotEnforced({ list = [] }: { list?: Schemas["Demand"][] | undefined }) {
  return list.map((d) => (
    <li key={`${d.entry} ${d.says}`}>
      {words.common.notEnforced[d.status]} <Opens entries={[d.entry]}>{d.says}</Opens>
    </li>
  ));
}
