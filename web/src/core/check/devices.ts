/** What the browser tells of a device, with and without having been asked for it. Pure. */
import type { MediaProblem } from "../media/mediaProblem";
import type { Level } from "./findings";

export type DeviceKind = "camera" | "microphone" | "speaker";
/** As the browser has it; `unknown` where it can't be asked. */
export type Permission = PermissionState | "unknown";

export interface DeviceFacts {
  /** What the browser lists. */
  kinds: readonly MediaDeviceKind[];
  permission: Permission;
  /** It was asked for, and gives pictures or sound. */
  isRunning: boolean;
  /** It was asked for, and could not be had. */
  problem: MediaProblem | null;
}

/** `there`: listed. Not every browser lists speakers. */
export type DeviceCode =
  | "camera-works"
  | "camera-there"
  | "microphone-works"
  | "microphone-there"
  | "speaker-there"
  | "speaker-unlisted";

/** How it is; or why it can't be had, which costs a call that device and no more. */
export type DeviceJudgement = { code: DeviceCode; level: Level } | { problem: MediaProblem; level: Level };

const LISTED_AS = { camera: "videoinput", microphone: "audioinput", speaker: "audiooutput" } as const;

export function judgeDevice(
  device: DeviceKind,
  { kinds, permission, isRunning, problem }: DeviceFacts,
): DeviceJudgement {
  const isListed = kinds.includes(LISTED_AS[device]);
  if (device === "speaker") {
    return isListed
      ? { code: "speaker-there", level: "good" }
      : { code: "speaker-unlisted", level: "unknown" };
  }
  if (isRunning) return { code: `${device}-works`, level: "good" };
  if (problem !== null) return { problem, level: "warning" };
  if (permission === "denied") return { problem: "denied", level: "warning" };
  return isListed ? { code: `${device}-there`, level: "good" } : { problem: "none", level: "warning" };
}
