import { useSyncExternalStore } from "react";
import type { ReadableStore } from "../core/store";

/** The store's value, and a render at each change. */
export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** One part of the store's value: renders only when that part changes, so `select` must not build new objects. */
export function useStorePart<T, P>(store: ReadableStore<T>, select: (value: T) => P): P {
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
