/** When to tell the person about the connection: once at a fall, once when it is over, and not at each flap. */
import type { Quality } from "../rtc/quality";

export type Trouble = "none" | "fair" | "poor";

export interface Told {
  trouble: Trouble;
  /** Milliseconds; `undefined` if nothing was told yet. */
  at: number | undefined;
}

export const NOTHING_TOLD: Told = { trouble: "none", at: undefined };

/** Between two notices. Whatever still differs then is told. */
const QUIET_MS = 30_000;

/** @returns what has been told from here on; the same object if there is nothing to tell */
export function tell(told: Told, quality: Quality, now: number): Told {
  // An unmeasured connection is no news.
  if (quality === "unknown") return told;
  const trouble: Trouble = quality === "poor" || quality === "fair" ? quality : "none";
  if (trouble === told.trouble) return told;
  if (told.at !== undefined && now - told.at < QUIET_MS) return told;
  return { trouble, at: now };
}
