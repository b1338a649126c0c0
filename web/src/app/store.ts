// A value outside the tree of components, for what the address does not hold:
// whether a dialog is open.
import { useSyncExternalStore } from "react";

export interface Store<T> {
  get: () => T;
  set: (v: T) => void;
  subscribe: (l: () => void) => () => void;
}

export function createStore<T>(first: T): Store<T> {
  let now = first;
  const listeners = new Set<() => void>();
  return {
    get: () => now,
    set: (v) => {
      now = v;
      for (const l of listeners) l();
    },
    subscribe: (l) => {
      listeners.add(l);
      return () => {
        listeners.delete(l);
      };
    },
  };
}

export const useStore = <T>(s: Store<T>): T => useSyncExternalStore(s.subscribe, s.get);
