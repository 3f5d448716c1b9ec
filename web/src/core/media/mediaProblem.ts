/** Why a camera, a microphone or a screen can't be had, told apart by what the person can do about it. */
export type MediaProblem =
  /** The page is not on a secure origin: the browser offers no devices at all. */
  | "insecure"
  | "denied"
  /** The browser would, but the operating system does not let it. */
  | "denied-by-system"
  | "none"
  | "in-use"
  /** It worked and then went away. */
  | "unplugged"
  | "failed";

export function mediaProblemOf(error: unknown): MediaProblem {
  const { name, message } = (error ?? {}) as { name?: unknown; message?: unknown };
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      // Only Chromium tells, and only in words: "Permission denied by system".
      return /\bsystem\b/i.test(String(message)) ? "denied-by-system" : "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "in-use";
    default:
      return "failed";
  }
}
