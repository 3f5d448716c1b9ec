/** Tells when a connection should be looked at: back online, back in view, or back from sleep. */
import type { Cancel, Clock } from "../clock";

const TICK_MS = 5_000;
/** More than a busy or throttled tab is ever late while it shows a call. */
const JUMP_MS = 15_000;

/** `network`: there is one again, perhaps another. `sleep`: the machine was off for a while. `view`: it is looked at again. */
export type WakeReason = "network" | "sleep" | "view";

export interface WakeSources {
  window: Pick<EventTarget, "addEventListener" | "removeEventListener">;
  document: Pick<EventTarget, "addEventListener" | "removeEventListener"> & {
    readonly visibilityState: DocumentVisibilityState;
  };
}

/** Calls `wake` on each of those until the returned function is called. */
export function watchForWake(sources: WakeSources, clock: Clock, wake: (reason: WakeReason) => void): Cancel {
  const whenVisible = () => {
    if (sources.document.visibilityState === "visible") wake("view");
  };
  const whenOnline = () => wake("network");
  let last = clock.now();
  let cancelTick: Cancel;
  const tick = () => {
    const now = clock.now();
    // A laptop that slept has an open but dead socket, and no event to say so: only the clock tells.
    if (now - last > TICK_MS + JUMP_MS) wake("sleep");
    last = now;
    cancelTick = clock.after(TICK_MS, tick);
  };
  cancelTick = clock.after(TICK_MS, tick);
  sources.window.addEventListener("online", whenOnline);
  sources.document.addEventListener("visibilitychange", whenVisible);
  return () => {
    cancelTick();
    sources.window.removeEventListener("online", whenOnline);
    sources.document.removeEventListener("visibilitychange", whenVisible);
  };
}
