/** From measurements to a tier: the table of `docs/` as code. */
export type Quality = "excellent" | "good" | "fair" | "poor" | "unknown";

export interface NetworkSample {
  rttMs: number;
  jitterMs: number;
  /** 0 to 100. */
  lossPercent: number;
}

const TIERS = [
  { quality: "excellent", rttMs: 100, jitterMs: 15, lossPercent: 0 },
  { quality: "good", rttMs: 200, jitterMs: 30, lossPercent: 1 },
  { quality: "fair", rttMs: 300, jitterMs: 50, lossPercent: 5 },
] as const;

export function qualityOf(sample: NetworkSample | undefined): Quality {
  if (sample === undefined) return "unknown";
  const tier = TIERS.find(
    (limit) =>
      sample.rttMs < limit.rttMs &&
      sample.jitterMs < limit.jitterMs &&
      sample.lossPercent <= limit.lossPercent,
  );
  return tier?.quality ?? "poor";
}

/** The mean over all peers; `undefined` when none was measured. */
export function averageSample(samples: readonly NetworkSample[]): NetworkSample | undefined {
  if (samples.length === 0) return undefined;
  const mean = (pick: (sample: NetworkSample) => number) =>
    samples.reduce((sum, sample) => sum + pick(sample), 0) / samples.length;
  return {
    rttMs: mean((sample) => sample.rttMs),
    jitterMs: mean((sample) => sample.jitterMs),
    lossPercent: mean((sample) => sample.lossPercent),
  };
}
