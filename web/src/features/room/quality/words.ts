/** What is measured and what was done about it, as a person reads it. */
import type { AdaptationNotice } from "../../../core/call/Adaptation";
import type { QualityChoice } from "../../../core/rtc/budget";
import type { Quality } from "../../../core/rtc/quality";
import type { MediaPath, VideoDetails } from "../../../core/rtc/stats";

export const QUALITY_WORDS: Record<Quality, string> = {
  excellent: "Excellent connection",
  good: "Good connection",
  fair: "Fair connection",
  poor: "Poor connection",
  unknown: "Not measured yet",
};

export const CHOICE_WORDS: Record<QualityChoice, string> = {
  auto: "Auto",
  high: "High",
  medium: "Medium",
  low: "Low",
  "audio-only": "Audio only",
};

export const SEND_HINTS: Record<QualityChoice, string> = {
  auto: "As sharp as the connection carries.",
  high: "Always sharp, even if the connection is weak.",
  medium: "Smaller, and easy on the connection.",
  low: "Small: for weak Wi-Fi and old computers.",
  "audio-only": "The others hear you and see your name.",
};

export const RECEIVE_HINTS: Record<QualityChoice, string> = {
  auto: "As sharp as your connection carries.",
  high: "As sharp as the others send.",
  medium: "Ask the others for smaller pictures.",
  low: "Ask the others for small pictures.",
  "audio-only": "Hear the others and see their names.",
};

export function noticeInWords({ trouble, effect }: AdaptationNotice): string {
  if (trouble === "none") {
    return effect === "video-changed"
      ? "The connection is good again: your video is sent in full."
      : "The connection is good again.";
  }
  const what = trouble === "poor" ? "The connection is poor" : "The connection is weaker";
  switch (effect) {
    case "video-changed":
      return `${what}: your video is sent smaller so that sound stays clear.`;
    case "nothing":
      return `${what}. If sound breaks up, choose a lower sending quality in Settings.`;
    case "sound-only":
      return `${what}: sound may break up. Moving nearer to the Wi-Fi helps.`;
    default:
      return effect satisfies never;
  }
}

const PATHS: Record<MediaPath["kind"], string> = {
  direct: "Direct",
  relayed: "Relayed by the box",
  "relayed-by-them": "Relayed on their side",
};

export function pathInWords(path: MediaPath | undefined): string {
  if (path === undefined) return "Not known";
  const over = path.transport === undefined ? "" : ` over ${path.transport.toUpperCase()}`;
  return PATHS[path.kind] + over;
}

export function amountInWords(amount: number | undefined, unit: string): string {
  if (amount === undefined) return "–";
  return `${amount > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

export function picturesInWords(pictures: readonly VideoDetails[]): string {
  if (pictures.length === 0) return "None";
  return pictures
    .map(({ width, height, framesPerSecond, codec }) =>
      [`${width} × ${height}`, `${framesPerSecond} per second`, codec].filter(Boolean).join(", "),
    )
    .join("; ");
}
