/** What to do about a connection that is down, and when: pure, so that the schedule reads as a table. */

/** `disconnected` often mends itself: within this time nothing is done. */
export const DISCONNECTED_GRACE_MS = 5_000;
/** ICE that is still `new` this long after the descriptions settled will never start (seen in Chromium). */
export const STUCK_ICE_MS = 5_000;
/** An offer unanswered for this long is sent again. */
export const ANSWER_DEADLINE_MS = 10_000;

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;
const RESTARTS_BEFORE_REBUILD = 3;

export interface RecoveryStep {
  action: "restart-ice" | "rebuild";
  /** How long this step gets before the next. */
  waitMs: number;
}

/**
 * @param attempt steps already taken since the connection was last up, from 0
 */
export function recoveryStep(attempt: number): RecoveryStep {
  const restarts = attempt % (RESTARTS_BEFORE_REBUILD + 1) < RESTARTS_BEFORE_REBUILD;
  return {
    action: restarts ? "restart-ice" : "rebuild",
    waitMs: Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt),
  };
}
