/** Keeps the screen of a phone on while somebody is in a call: a locked phone stops its camera. */
import type { Cancel } from "./clock";

export interface WakeLockSources {
  /** Absent in browsers that have none. */
  wakeLock: Pick<WakeLock, "request"> | undefined;
  document: Pick<EventTarget, "addEventListener" | "removeEventListener"> & {
    readonly visibilityState: DocumentVisibilityState;
  };
}

/** Holds the lock until the returned function is called. Browsers take it away from a page out of view. */
export function keepAwake({ wakeLock, document }: WakeLockSources): Cancel {
  if (wakeLock === undefined) return () => {};
  let held: Promise<WakeLockSentinel | undefined> = Promise.resolve(undefined);
  const take = () => {
    if (document.visibilityState !== "visible") return;
    // Refused on a low battery: the call goes on, and the screen may go dark.
    held = wakeLock.request("screen").catch(() => undefined);
  };
  take();
  document.addEventListener("visibilitychange", take);
  return () => {
    document.removeEventListener("visibilitychange", take);
    void held.then((sentinel) => sentinel?.release());
  };
}
