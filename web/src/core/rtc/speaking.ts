/** From audio levels to who speaks: smoothed, and with patience, so that a cough takes the floor from nobody. */
export interface Speaking {
  /** By connection id, 0 to 1, smoothed; only of those who can be heard. */
  audioLevels: ReadonlyMap<string, number>;
  activeSpeakerId: string | null;
  /** When they began, and when they were last heard; milliseconds. */
  since: number;
  heardAt: number;
}

export const SILENCE: Speaking = { audioLevels: new Map(), activeSpeakerId: null, since: 0, heardAt: 0 };

/** Rises fast, so that the outline comes with the word; falls slowly, so that it does not flicker between words. */
const RISE = 0.7;
const FALL = 0.25;
/** Below this a level is nothing to draw. */
const FAINT = 0.002;
/** Louder than a room's noise. */
const SPEECH = 0.02;
/** A pause this long ends a turn. */
const HOLD_MS = 2_000;
/** Nobody is interrupted sooner, nor by one who is hardly louder. */
const TURN_MS = 1_500;
const CLEARLY_LOUDER = 1.5;

export function listen(before: Speaking, measured: ReadonlyMap<string, number>, now: number): Speaking {
  const audioLevels = new Map<string, number>();
  for (const id of new Set([...before.audioLevels.keys(), ...measured.keys()])) {
    const level = smooth(before.audioLevels.get(id) ?? 0, measured.get(id) ?? 0);
    if (level > 0) audioLevels.set(id, level);
  }
  const { activeSpeakerId, since, heardAt } = before;
  const current = activeSpeakerId === null ? 0 : (audioLevels.get(activeSpeakerId) ?? 0);
  const loudest = [...audioLevels].reduce<[string | null, number]>(
    (a, b) => (b[1] > a[1] ? b : a),
    [null, 0],
  );
  const stillHeard = current >= SPEECH ? now : heardAt;
  const ends = activeSpeakerId === null || now - stillHeard >= HOLD_MS;
  const yields = now - since >= TURN_MS && loudest[1] > current * CLEARLY_LOUDER;
  if (loudest[1] >= SPEECH && loudest[0] !== activeSpeakerId && (ends || yields)) {
    return { audioLevels, activeSpeakerId: loudest[0], since: now, heardAt: now };
  }
  if (ends) return { audioLevels, activeSpeakerId: null, since: 0, heardAt: 0 };
  return { audioLevels, activeSpeakerId, since, heardAt: stillHeard };
}

function smooth(before: number, measured: number): number {
  const level = before + (measured - before) * (measured > before ? RISE : FALL);
  return level < FAINT ? 0 : level;
}
