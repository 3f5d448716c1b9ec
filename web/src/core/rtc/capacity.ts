/**
 * What the path carries, by the browser's own estimate (Chromium tells it, Firefox does not). Round trip, jitter and
 * loss can't show a narrow path for long: the browser sends less until they look fine, and the picture does not.
 */
import { type Quality, TIER_KBPS } from "./quality";

export interface Capacity {
  /** What the encoders of this connection may send, and might before that last grew. */
  askedKbps: number;
  formerAskedKbps: number;
  /** Polls since more was asked: an estimate takes its time to grow. */
  settledPolls: number;
  /** The browser's estimate, now and at most, and whether it is on its way up. */
  availableKbps: number;
  peakKbps: number;
  isGrowing: boolean;
  sentKbps: number;
}

/** What one poll saw of a connection. */
export interface Flow {
  askedKbps: number;
  /** `undefined`: the browser does not tell. */
  availableKbps: number | undefined;
  sentKbps: number;
}

/** How far below what is asked an estimate is congestion, and not the caution that estimates have. */
const ENOUGH = 0.8;
const POLLS_TO_SETTLE = 4;
/** Estimates hardly grow beyond what is sent: one that is not filled to this share has not been tried. */
const FILLED = 0.75;
/** Unless it was much higher: then it is the path that has changed. */
const FALLEN = 0.7;
const GROWING = 1.1;

/** @returns the tier whose bitrate still fits; `undefined` while the path carries what is asked of it */
export function carriedQuality(capacities: readonly Capacity[]): Quality | undefined {
  const [asked, carried] = capacities.reduce(
    ([allAsked, allCarried], capacity) => {
      const expected = expectedKbps(capacity);
      const fits = isTried(capacity) ? Math.min(expected, capacity.availableKbps) : expected;
      return [allAsked + expected, allCarried + fits];
    },
    [0, 0],
  );
  if (carried >= asked * ENOUGH) return undefined;
  return (["good", "fair"] as const).find((quality) => carried >= TIER_KBPS[quality]) ?? "poor";
}

/** @returns `undefined` where there is nothing to judge: no picture is sent, or the browser does not tell */
export function nextCapacity(before: Capacity | undefined, flow: Flow): Capacity | undefined {
  const { askedKbps, availableKbps, sentKbps } = flow;
  if (askedKbps === 0 || availableKbps === undefined) return undefined;
  const isMore = before === undefined || askedKbps > before.askedKbps;
  return {
    askedKbps,
    formerAskedKbps: isMore ? (before?.askedKbps ?? 0) : before.formerAskedKbps,
    settledPolls: isMore ? 0 : before.settledPolls + 1,
    availableKbps,
    peakKbps: Math.max(before?.peakKbps ?? 0, availableKbps),
    isGrowing: before === undefined || availableKbps > before.availableKbps * GROWING,
    sentKbps,
  };
}

/** Right after a rise no more is expected than before it: a path that can't even carry that has answered already. */
function expectedKbps({ askedKbps, formerAskedKbps, settledPolls }: Capacity): number {
  return settledPolls >= POLLS_TO_SETTLE ? askedKbps : Math.min(askedKbps, formerAskedKbps);
}

/** Whether the estimate says something of the path, and not only of how little is sent. */
function isTried({ availableKbps, peakKbps, isGrowing, sentKbps }: Capacity): boolean {
  return availableKbps < peakKbps * FALLEN || (sentKbps >= availableKbps * FILLED && !isGrowing);
}

/** Sums the limits of the encoders that have a picture. */
export function askedOf(pc: { getSenders(): readonly RTCRtpSender[] }): number {
  return pc.getSenders().reduce((sum, sender) => {
    if (sender.track?.kind !== "video") return sum;
    const { active = true, maxBitrate = 0 } = sender.getParameters().encodings[0] ?? {};
    return active ? sum + maxBitrate / 1_000 : sum;
  }, 0);
}
