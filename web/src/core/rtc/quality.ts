/** From measurements to a tier: the table of `docs/quality.md` as code. */
export type Quality = "excellent" | "good" | "fair" | "poor" | "unknown";

/** What one poll saw. A browser may not tell all of it: `undefined` is not measured, and counts for nothing. */
export interface NetworkSample {
  rttMs: number | undefined;
  jitterMs: number | undefined;
  /** 0 to 100, of the packets since the poll before. */
  lossPercent: number | undefined;
}

const TIERS = [
  { quality: "excellent", rttMs: 100, jitterMs: 15, lossPercent: 0 },
  { quality: "good", rttMs: 200, jitterMs: 30, lossPercent: 1 },
  { quality: "fair", rttMs: 300, jitterMs: 50, lossPercent: 5 },
] as const;

export function qualityOf({ rttMs, jitterMs, lossPercent }: NetworkSample): Quality {
  if (rttMs === undefined && jitterMs === undefined && lossPercent === undefined) return "unknown";
  const tier = TIERS.find(
    (limit) =>
      (rttMs ?? 0) < limit.rttMs &&
      (jitterMs ?? 0) < limit.jitterMs &&
      (lossPercent ?? 0) <= limit.lossPercent,
  );
  return tier?.quality ?? "poor";
}

/** The mean over all peers of what each could tell. */
export function averageSample(samples: readonly NetworkSample[]): NetworkSample {
  const mean = (pick: (sample: NetworkSample) => number | undefined) => {
    const known = samples.flatMap((sample) => pick(sample) ?? []);
    return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    rttMs: mean((sample) => sample.rttMs),
    jitterMs: mean((sample) => sample.jitterMs),
    lossPercent: mean((sample) => sample.lossPercent),
  };
}

const RANK: Record<Quality, number> = { unknown: -1, poor: 0, fair: 1, good: 2, excellent: 3 };

export function isWorse(quality: Quality, than: Quality): boolean {
  return RANK[quality] < RANK[than];
}

const POLLS_TO_FALL = 2;
const POLLS_TO_RISE = 4;

/** The tier that is shown and acted on, and the polls that it rests on. */
export interface SteadyQuality {
  shown: Quality;
  /** The latest last. */
  polls: readonly Quality[];
}

export const UNMEASURED: SteadyQuality = { shown: "unknown", polls: [] };

/**
 * Keeps the tier from flapping: it falls to the milder of the last two polls, and rises to the worst of the last
 * four. So one bad poll changes nothing, two do; and what has got better has been so for a while.
 */
export function steady({ shown, polls: before }: SteadyQuality, measured: Quality): SteadyQuality {
  if (measured === "unknown") return UNMEASURED;
  const polls = [...before, measured].slice(-POLLS_TO_RISE);
  if (shown === "unknown") return { shown: measured, polls };
  const mildest = polls.slice(-POLLS_TO_FALL).reduce((a, b) => (isWorse(a, b) ? b : a));
  const worst = polls.reduce((a, b) => (isWorse(a, b) ? a : b));
  if (polls.length >= POLLS_TO_FALL && isWorse(mildest, shown)) return { shown: mildest, polls };
  if (polls.length >= POLLS_TO_RISE && isWorse(shown, worst)) return { shown: worst, polls };
  return { shown, polls };
}
