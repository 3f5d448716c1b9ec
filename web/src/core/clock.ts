/**
 * Time and chance as an argument: the core asks this for both, so a test can jump ten minutes ahead
 * and replay a jittered delay.
 */
export type Cancel = () => void;

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Runs `action` once after `milliseconds`, unless cancelled first. */
  after(milliseconds: number, action: () => void): Cancel;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return () => clearTimeout(timer);
  },
};
