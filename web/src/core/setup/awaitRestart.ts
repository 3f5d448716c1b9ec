/** Waits for a box that is about to restart, and does not take the one that still runs for the one that comes. */
import type { HealthAnswer } from "../../protocol";
import type { Clock } from "../clock";

const PAUSE_MS = 500;

export interface Restart {
  /** Asks the box how it does; fails while it is away or on its way down. */
  health: () => Promise<HealthAnswer>;
  /** For how long it had run when it was told to. */
  uptimeBefore: number;
  clock: Clock;
  signal: AbortSignal;
}

/** Settles when the next run answers; never if `signal` is aborted first. */
export async function awaitRestart({ health, uptimeBefore, clock, signal }: Restart): Promise<void> {
  let wasAway = false;
  while (!signal.aborted) {
    const answer = await health().catch(() => undefined);
    if (answer === undefined) wasAway = true;
    else if (wasAway || answer.uptimeSeconds < uptimeBefore) return;
    await new Promise<void>((over) => clock.after(PAUSE_MS, over));
  }
  return new Promise(() => {});
}
