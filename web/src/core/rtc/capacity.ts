/**
 * What the path carries, by the browser's own estimate (Chromium tells it, Firefox does not). Round trip, jitter and
 * loss can't show a narrow path for long: the browser sends less until they look fine, and the picture does not.
 */
import { type Quality, TIER_KBPS } from "./quality";

export interface Capacity {
  /** What the encoders of this connection may send. */
  askedKbps: number;
  availableKbps: number;
  /** Polls since more was asked than before: an estimate takes its time to grow. */
  settledPolls: number;
}

/** How far below what is asked an estimate is congestion, and not the caution that estimates have. */
const ENOUGH = 0.8;
const POLLS_TO_SETTLE = 4;

/** @returns the tier whose bitrate still fits; `undefined` while the path carries what is asked of it */
export function carriedQuality(capacities: readonly Capacity[]): Quality | undefined {
  const settled = capacities.filter(({ settledPolls }) => settledPolls >= POLLS_TO_SETTLE);
  const asked = settled.reduce((sum, { askedKbps }) => sum + askedKbps, 0);
  const carried = settled.reduce(
    (sum, { askedKbps, availableKbps }) => sum + Math.min(askedKbps, availableKbps),
    0,
  );
  if (carried >= asked * ENOUGH) return undefined;
  return (["good", "fair"] as const).find((quality) => carried >= TIER_KBPS[quality]) ?? "poor";
}

/** @returns `undefined` where there is nothing to judge: no picture is sent, or the browser does not tell */
export function nextCapacity(
  before: Capacity | undefined,
  askedKbps: number,
  availableKbps: number | undefined,
): Capacity | undefined {
  if (askedKbps === 0 || availableKbps === undefined) return undefined;
  const isMore = before === undefined || askedKbps > before.askedKbps;
  return { askedKbps, availableKbps, settledPolls: isMore ? 0 : before.settledPolls + 1 };
}

/** Sums the limits of the encoders that have a picture. */
export function askedOf(pc: { getSenders(): readonly RTCRtpSender[] }): number {
  return pc.getSenders().reduce((sum, sender) => {
    if (sender.track?.kind !== "video") return sum;
    const { active = true, maxBitrate = 0 } = sender.getParameters().encodings[0] ?? {};
    return active ? sum + maxBitrate / 1_000 : sum;
  }, 0);
}
