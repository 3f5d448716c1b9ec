/** Why a camera, a microphone or a screen can't be had, told apart by what the person can do about it. */
export type MediaProblem =
  /** The page is not on a secure origin: the browser offers no devices at all. */
  | "insecure"
  | "denied"
  | "none"
  | "in-use"
  /** It worked and then went away. */
  | "unplugged"
  | "failed";

export function mediaProblemOf(error: unknown): MediaProblem {
  switch ((error as { name?: unknown } | null)?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
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
