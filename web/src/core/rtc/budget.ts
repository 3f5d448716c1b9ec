/**
 * How much picture goes to whom: `docs/quality.md` explains the rule. Pure: the tier, the choices and who is here go
 * in, what each encoder may do comes out. Sound is in no budget: it is small, and the last thing to suffer.
 */
import { type Quality, TIER_KBPS } from "./quality";

export const QUALITY_CHOICES = ["auto", "high", "medium", "low", "audio-only"] as const;

/** What a person chooses for sending and for receiving. */
export type QualityChoice = (typeof QUALITY_CHOICES)[number];

/** What one side asks the other to send it. */
export type ReceiveQuality = Exclude<QualityChoice, "auto">;

const CHOICE_KBPS: Record<ReceiveQuality, number> = { high: 2_500, medium: 1_000, low: 500, "audio-only": 0 };

/** Less than this is no picture worth its packets. */
const LEAST_KBPS = 100;
/** Beside a shared screen the camera is an extra. */
const CAMERA_SHARE_BESIDE_SCREEN = 0.25;

export interface VideoEncoding {
  active: boolean;
  /** Bits a second. */
  maxBitrate: number;
  /** At least 1. */
  scaleResolutionDownBy: number;
  /** Frames a second. */
  maxFramerate: number;
}

/** What one peer gets. */
export interface VideoPlan {
  camera: VideoEncoding;
  screen: VideoEncoding;
}

const MOST: VideoEncoding = {
  active: true,
  maxBitrate: 2_500_000,
  scaleResolutionDownBy: 1,
  maxFramerate: 30,
};

/** For a peer until its share has been worked out. */
export const MOST_FOR_ALL: VideoPlan = { camera: MOST, screen: MOST };

export function samePlan(a: VideoPlan, b: VideoPlan): boolean {
  return (["camera", "screen"] as const).every((kind) =>
    (Object.keys(a[kind]) as Array<keyof VideoEncoding>).every((key) => a[kind][key] === b[kind][key]),
  );
}

export interface Situation {
  quality: Quality;
  send: QualityChoice;
  /** Of each peer. */
  wishes: readonly ReceiveQuality[];
  /** Pixels of the shorter side of the camera's picture. */
  cameraShortSide: number;
  isSharing: boolean;
}

/** @returns one plan a peer, in the order of the wishes */
export function planVideo({ quality, send, wishes, cameraShortSide, isSharing }: Situation): VideoPlan[] {
  const tier = TIER_KBPS[quality];
  const ceilings = wishes.map((wish) => CHOICE_KBPS[wish]);
  const camera = sendBudget(send, tier) * (isSharing ? CAMERA_SHARE_BESIDE_SCREEN : 1);
  const cameras = shareBudget(camera, ceilings);
  // To share a screen is a wish of its own, whatever was chosen for the camera.
  const screens = shareBudget(sendBudget(send === "audio-only" ? "auto" : send, tier), ceilings);
  return wishes.map((_, index) => ({
    camera: cameraEncoding(cameras[index] ?? 0, cameraShortSide),
    screen: screenEncoding(screens[index] ?? 0),
  }));
}

/** What to ask of the others: with `auto`, what our own connection bears. */
export function receiveWish(receive: QualityChoice, quality: Quality): ReceiveQuality {
  if (receive !== "auto") return receive;
  if (quality === "poor") return "low";
  return quality === "fair" ? "medium" : "high";
}

/** `high` is meant: it stays high on a weak connection. The others never ask for more than the connection bears. */
function sendBudget(send: QualityChoice, tierKbps: number): number {
  if (send === "auto") return tierKbps;
  return send === "high" ? CHOICE_KBPS.high : Math.min(CHOICE_KBPS[send], tierKbps);
}

/**
 * Equal shares; what a peer does not want goes to the others.
 * @param ceilings kbit/s that each peer takes at most; 0 for none at all
 * @returns kbit/s for each, together no more than the total unless the least of each is more
 */
export function shareBudget(totalKbps: number, ceilings: readonly number[]): number[] {
  const shares = ceilings.map(() => 0);
  if (totalKbps <= 0) return shares;
  const takers = ceilings.flatMap((ceiling, index) => (ceiling > 0 ? { ceiling, index } : []));
  takers.sort((a, b) => a.ceiling - b.ceiling);
  let left = totalKbps;
  for (const [done, { ceiling, index }] of takers.entries()) {
    const share = Math.min(ceiling, Math.max(LEAST_KBPS, left / (takers.length - done)));
    shares[index] = share;
    left = Math.max(0, left - share);
  }
  return shares;
}

const CAMERA_STEPS = [
  { fromKbps: 1_200, shortSide: 720, maxFramerate: 30 },
  { fromKbps: 700, shortSide: 540, maxFramerate: 30 },
  { fromKbps: 400, shortSide: 360, maxFramerate: 24 },
  { fromKbps: 200, shortSide: 270, maxFramerate: 20 },
  { fromKbps: 0, shortSide: 180, maxFramerate: 15 },
] as const;

/** A face: fewer pixels first, then fewer pictures. */
export function cameraEncoding(kbps: number, sourceShortSide: number): VideoEncoding {
  const step = CAMERA_STEPS.find(({ fromKbps }) => kbps >= fromKbps) ?? CAMERA_STEPS[4];
  return {
    active: kbps > 0,
    maxBitrate: Math.round(kbps * 1_000),
    scaleResolutionDownBy: Math.max(1, sourceShortSide / step.shortSide),
    maxFramerate: step.maxFramerate,
  };
}

const SCREEN_STEPS = [
  { fromKbps: 1_500, maxFramerate: 30 },
  { fromKbps: 600, maxFramerate: 15 },
  { fromKbps: 0, maxFramerate: 5 },
] as const;

/** Text: every pixel, and pictures as often as that allows. */
export function screenEncoding(kbps: number): VideoEncoding {
  const step = SCREEN_STEPS.find(({ fromKbps }) => kbps >= fromKbps) ?? SCREEN_STEPS[2];
  return {
    active: kbps > 0,
    maxBitrate: Math.round(kbps * 1_000),
    scaleResolutionDownBy: 1,
    maxFramerate: step.maxFramerate,
  };
}
