/** How long to wait before the next attempt: doubling to a ceiling, with jitter so that a room does not return as one. */
const FIRST_MS = 500;
/**
 * While the box still keeps our seat, a longer pause could lose it; and one that was started again, which takes a
 * small machine up to a minute, has everybody back within three seconds.
 */
const EARLY_CEILING_MS = 2_000;
const EARLY_ATTEMPTS = 40;
const CEILING_MS = 15_000;

/**
 * @param attempt how many attempts have failed, from 0
 * @param random at least 0, below 1
 * @returns milliseconds, between half of the step and the whole of it
 */
export function backoffDelay(attempt: number, random: number): number {
  const step = attempt < EARLY_ATTEMPTS ? Math.min(EARLY_CEILING_MS, FIRST_MS * 2 ** attempt) : CEILING_MS;
  return Math.round(step / 2 + (step / 2) * random);
}
