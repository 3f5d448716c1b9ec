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

/**
 * Of video, for all peers together. Until there is a measurement the browser's own careful start is caution enough.
 */
export const TIER_KBPS: Record<Quality, number> = {
  excellent: 2_500,
  good: 1_500,
  fair: 1_000,
  poor: 500,
  unknown: 2_500,
};

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

export function worseOf(a: Quality, b: Quality): Quality {
  return isWorse(a, b) ? a : b;
}

const POLLS_TO_FALL = 2;
const POLLS_TO_RISE = 4;
const MOST_POLLS_TO_RISE = 20;
/** A tier that falls again within so many polls had risen too early. */
const TRIAL = 7;
/** So many polls after the last rise, what went before is of no account. */
const FORGOTTEN = 40;

/** The tier that is shown and acted on, and what it rests on. */
export interface SteadyQuality {
  shown: Quality;
  /** Since the last rise, the latest last. */
  polls: readonly Quality[];
  /** Good polls that a rise takes. */
  patience: number;
  pollsSinceRise: number;
  /** The last rise has not fallen yet, nor lasted. */
  isOnTrial: boolean;
}

export const UNMEASURED: SteadyQuality = {
  shown: "unknown",
  polls: [],
  patience: POLLS_TO_RISE,
  pollsSinceRise: FORGOTTEN,
  isOnTrial: false,
};

/**
 * Keeps the tier from flapping: it falls to the milder of the last two polls, and rises to the worst of the last
 * four. So one bad poll changes nothing, two do; and what has got better has been so for a while.
 *
 * A path that is well only as long as little is sent over it would rise and fall for ever. So each rise that did not
 * last doubles the patience for the next, which then goes up by one tier alone; one that did last restores it.
 */
export function steady(before: SteadyQuality, measured: Quality): SteadyQuality {
  if (measured === "unknown") return UNMEASURED;
  const { shown } = before;
  if (shown === "unknown") return { ...UNMEASURED, shown: measured, polls: [measured] };
  const polls = [...before.polls, measured].slice(-MOST_POLLS_TO_RISE);
  const pollsSinceRise = before.pollsSinceRise + 1;
  const isOnTrial = before.isOnTrial && pollsSinceRise <= TRIAL;
  const hasLasted = before.isOnTrial && !isOnTrial;
  const patience = hasLasted || pollsSinceRise >= FORGOTTEN ? POLLS_TO_RISE : before.patience;
  const next = { shown, polls, patience, pollsSinceRise, isOnTrial };

  const mildest = polls.slice(-POLLS_TO_FALL).reduce(betterOf);
  if (polls.length >= POLLS_TO_FALL && isWorse(mildest, shown)) {
    const doubled = Math.min(MOST_POLLS_TO_RISE, patience * 2);
    return { ...next, shown: mildest, patience: isOnTrial ? doubled : patience, isOnTrial: false };
  }
  const worst = polls.slice(-patience).reduce(worseOf);
  if (polls.length >= patience && isWorse(shown, worst)) {
    const risen = patience > POLLS_TO_RISE ? worseOf(worst, nextBetter(shown)) : worst;
    return { ...next, shown: risen, polls: [], pollsSinceRise: 0, isOnTrial: true };
  }
  return next;
}

function betterOf(a: Quality, b: Quality): Quality {
  return isWorse(a, b) ? b : a;
}

function nextBetter(quality: Quality): Quality {
  return TIERS.findLast((tier) => isWorse(quality, tier.quality))?.quality ?? "excellent";
}
