/** What measurements mean for a call from here: a code for each thing looked at, and how bad it is. Pure. */
import type { CheckAnswer } from "../../protocol";
import type { PathOutcome, Transport } from "./paths";
import type { RelaySpeed } from "./relaySpeed";

/** `unknown`: this browser does not tell, or there is nothing to measure with. */
export type Level = "good" | "warning" | "broken" | "unknown";

/** In the order in which they are shown, and in which one would mend them. */
export const SUBJECTS = ["page", "trust", "socket", "clock", "udp", "tcp", "tls", "speed", "direct"] as const;
export type Subject = (typeof SUBJECTS)[number];

export type FindingCode =
  | "secure"
  | "insecure"
  | "box-away"
  | "trusted"
  | "not-trusted"
  | "wrong-name"
  | "trust-unknown"
  | "socket-opens"
  | "socket-refused"
  | "clocks-agree"
  | "clocks-differ"
  | "path-open"
  | "path-closed"
  | "path-unknown"
  | "no-path"
  | "relay-fast"
  | "relay-slow"
  | "relay-broken"
  | "relay-unmeasured"
  | "direct-addresses"
  | "direct-names"
  | "direct-none";

export interface Finding {
  subject: Subject;
  code: FindingCode;
  level: Level;
  values: FindingValues;
}

export interface FindingValues {
  /** How far the clocks are apart. */
  seconds?: number;
  roundTripMs?: number;
  kbps?: number;
}

/** Sessions and invites last long enough for this. */
const CLOCKS_AGREE_SECONDS = 60;
/** What one picture of a call takes, in its smallest useful size, and the delay from which on people talk across each other. */
const ENOUGH_KBPS = 1_500;
const ENOUGH_ROUND_TRIP_MS = 200;

export function judgePage(isSecure: boolean): Finding {
  return isSecure ? finding("page", "secure", "good") : finding("page", "insecure", "broken");
}

export function judgeSocket(opens: boolean): Finding {
  return opens ? finding("socket", "socket-opens", "good") : finding("socket", "socket-refused", "broken");
}

/** @param aheadMs the device's clock against the box's, halfway between question and answer */
export function judgeClock(aheadMs: number): Finding {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (seconds <= CLOCKS_AGREE_SECONDS) return finding("clock", "clocks-agree", "good");
  return finding("clock", "clocks-differ", "warning", { seconds });
}

export type Paths = Readonly<Record<Transport, PathOutcome>>;

/** One open way is enough for calls; UDP is the best one. */
export function judgePaths(paths: Paths): Finding[] {
  const outcomes = Object.values(paths);
  const hasOne = outcomes.includes("open");
  const noneTold = outcomes.every((outcome) => outcome === "unknown");
  return (["udp", "tcp", "tls"] as const).map((transport) => {
    if (paths[transport] === "open") return finding(transport, "path-open", "good");
    if (paths[transport] === "unknown") return finding(transport, "path-unknown", "unknown");
    return hasOne || noneTold
      ? finding(transport, "path-closed", "warning")
      : finding(transport, "no-path", "broken");
  });
}

/**
 * A click through the warning lets the page load, and even its sockets in some browsers; but for TLS to the relay no
 * browser takes exceptions.
 */
export function judgeTrust(
  { hostInCertificate }: Pick<CheckAnswer, "hostInCertificate">,
  paths: Paths,
): Finding {
  if (paths.tls === "open") return finding("trust", "trusted", "good");
  if (!hostInCertificate) return finding("trust", "wrong-name", "warning");
  // The same port over plain TCP: it is the certificate and no firewall.
  if (paths.tls === "closed" && paths.tcp === "open") return finding("trust", "not-trusted", "warning");
  return finding("trust", "trust-unknown", "unknown");
}

/** @param speed `null`: nothing to measure it with; `"failed"`: no connection came about */
export function judgeSpeed(speed: RelaySpeed | "failed" | null): Finding {
  if (speed === null) return finding("speed", "relay-unmeasured", "unknown");
  if (speed === "failed") return finding("speed", "relay-broken", "broken");
  const { roundTripMs, kbps } = speed;
  const isEnough = kbps >= ENOUGH_KBPS && roundTripMs <= ENOUGH_ROUND_TRIP_MS;
  return finding("speed", isEnough ? "relay-fast" : "relay-slow", isEnough ? "good" : "warning", {
    roundTripMs,
    kbps,
  });
}

/** @param addresses what this browser offers to others in the same network: addresses, or names that stand for them */
export function judgeDirect(addresses: readonly string[]): Finding {
  if (addresses.length === 0) return finding("direct", "direct-none", "warning");
  const areNames = addresses.every((address) => address.endsWith(".local"));
  return finding("direct", areNames ? "direct-names" : "direct-addresses", "good");
}

/** Without an answer of the box the rest is not worth looking at. */
export function boxAway(): Finding {
  return finding("page", "box-away", "broken");
}

/** As bad as the worst of them; what is not known is no fault. */
export function worstOf(levels: readonly Level[]): Exclude<Level, "unknown"> {
  return (["broken", "warning"] as const).find((level) => levels.includes(level)) ?? "good";
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject));
}

function finding(subject: Subject, code: FindingCode, level: Level, values: FindingValues = {}): Finding {
  return { subject, code, level, values };
}
