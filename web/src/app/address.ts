// The address holds the whole state of the page: which sheet, which record,
// which choices, which sentence is open. So every view can be sent, kept and
// gone back from, and undo is a step back.
import { useSyncExternalStore } from "react";

export const pages = ["overview", "matrix", "mandate", "sticking-points", "roadmap", "force", "record"] as const;
export type PageId = (typeof pages)[number];

// What narrows the record or the question; kept when the sheet changes.
export const questionKeys = [
  "as_of",
  "known_by",
  "recorded_by",
  "rule",
  "aim",
  "without",
  "no_assumptions",
  "min_firmness",
] as const;
// The choices of the mandate; kept too, so that going to look at a sentence's
// page and back loses nothing.
export const choiceKeys = ["set", "join", "exclude", "plan"] as const;

export type Patch = Record<string, string | readonly string[] | boolean | null | undefined>;

const listeners = new Set<() => void>();
let depth = 0; // steps that undo can take back
let furthest = 0; // where redo ends

function changed() {
  for (const l of listeners) l();
}

window.addEventListener("popstate", (e) => {
  depth = (e.state as { depth?: number } | null)?.depth ?? 0;
  changed();
});
depth = (history.state as { depth?: number } | null)?.depth ?? 0;
furthest = depth;

function subscribe(l: () => void) {
  listeners.add(l);
  return () => {
    listeners.delete(l);
  };
}

function snapshot() {
  return location.pathname + location.search;
}

// go changes the address; replace leaves no step to take back.
export function go(to: string, replace = false) {
  if (to === snapshot()) return;
  if (replace) {
    history.replaceState({ depth }, "", to);
  } else {
    depth++;
    furthest = depth;
    history.pushState({ depth }, "", to);
  }
  changed();
}

export function undo() {
  if (depth > 0) history.back();
}

export function redo() {
  if (depth < furthest) history.forward();
}

export const canUndo = () => depth > 0;
export const canRedo = () => depth < furthest;

// with returns the parameters after a patch: null or "" or an empty list takes
// a key out.
export function patched(search: string, patch: Patch): URLSearchParams {
  const p = new URLSearchParams(search);
  for (const [k, v] of Object.entries(patch)) {
    p.delete(k);
    if (v === null || v === undefined || v === false || v === "") continue;
    if (v === true) p.set(k, "true");
    else if (typeof v === "string") p.set(k, v);
    else for (const x of v) p.append(k, x);
  }
  return p;
}

function write(path: string, p: URLSearchParams) {
  // Readable addresses: what needs no escaping in a query is left as it is.
  const q = p
    .toString()
    .replaceAll("%2C", ",")
    .replaceAll("%3A", ":")
    .replace(/=([^&]*)/g, (m) => m.replaceAll("%3D", "="));
  return q ? `${path}?${q}` : path;
}

export function hrefTo(page: PageId, patch: Patch = {}): string {
  const now = new URLSearchParams(location.search);
  const kept = new URLSearchParams();
  for (const k of [...questionKeys, ...choiceKeys]) for (const v of now.getAll(k)) kept.append(k, v);
  return write(page === "overview" ? "/" : `/${page}`, patched(kept.toString(), patch));
}

export interface Address {
  page: PageId | null;
  get: (key: string) => string;
  all: (key: string) => string[];
  has: (key: string) => boolean;
  // update changes parameters in place; replace leaves no step to take back.
  update: (patch: Patch, replace?: boolean) => void;
  href: (patch: Patch) => string;
}

export function read(url: string): Address {
  const [path = "/", search = ""] = url.split("?", 2);
  const p = new URLSearchParams(search);
  const name = path.replace(/^\/|\/$/g, "") || "overview";
  return {
    page: (pages as readonly string[]).includes(name) ? (name as PageId) : null,
    get: (k) => p.get(k) ?? "",
    all: (k) => p.getAll(k),
    has: (k) => p.has(k),
    update: (patch, replace) => go(write(path, patched(location.search, patch)), replace),
    href: (patch) => write(path, patched(search, patch)),
  };
}

// Each mark on a sheet reads the address; it is taken apart once.
let latest: { url: string; address: Address } | undefined;

function readOnce(url: string): Address {
  if (latest?.url !== url) latest = { url, address: read(url) };
  return latest.address;
}

export function useAddress(): Address {
  return readOnce(useSyncExternalStore(subscribe, snapshot));
}
