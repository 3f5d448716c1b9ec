/**
 * Which ways lead to the box's relay. Without credentials a way is proved by the refusal that comes back over it;
 * with them by the address that the relay lends.
 */
import type { Clock } from "../clock";

export const TRANSPORTS = ["udp", "tcp", "tls"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** `unknown`: this browser does not tell. */
export type PathOutcome = "open" | "closed" | "unknown";

export interface PathTools {
  clock: Clock;
  createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
}

export interface Credentials {
  username: string;
  credential: string;
}

/** What no box ever gave out: the relay refuses it. */
const NOBODY: Credentials = { username: "0:check", credential: "none" };
/** Browsers ask again over UDP for nearly ten seconds. */
const PATIENCE_MS = 12_000;
/** STUN's own errors; what a browser makes up itself (701) is above. */
const ANSWERED = { from: 300, to: 699 };

/** @param url `turn:` or `turns:`, as RFC 7065 has it; anything else is no way to relay */
export function transportOf(url: string): Transport | undefined {
  if (url.startsWith("turns:")) return "tls";
  if (!url.startsWith("turn:")) return undefined;
  return /[?&]transport=tcp\b/.test(url) ? "tcp" : "udp";
}

/** The best of all addresses for each transport, all tried at once. */
export async function probePaths(
  urls: readonly string[],
  credentials: Credentials | undefined,
  tools: PathTools,
): Promise<Record<Transport, PathOutcome>> {
  const outcomes = TRANSPORTS.map(async (transport) => {
    const own = urls.filter((url) => transportOf(url) === transport);
    const all = await Promise.all(own.map((url) => probePath(url, credentials, tools)));
    const best = (["open", "unknown"] as const).find((outcome) => all.includes(outcome));
    return [transport, best ?? (own.length === 0 ? "unknown" : "closed")] as const;
  });
  return Object.fromEntries(await Promise.all(outcomes)) as Record<Transport, PathOutcome>;
}

export async function probePath(
  url: string,
  credentials: Credentials | undefined,
  { clock, createConnection }: PathTools,
): Promise<PathOutcome> {
  const connection = createConnection({
    iceServers: [{ urls: url, ...(credentials ?? NOBODY) }],
    iceTransportPolicy: "relay",
  });
  // Firefox tells of no refusal, and over TLS to a bare address it never gets anywhere.
  const canTellByItself = credentials !== undefined && transportOf(url) !== "tls";
  let sawFailure = false;
  try {
    return await new Promise((settle) => {
      const end = () => settle(sawFailure || canTellByItself ? "closed" : "unknown");
      connection.onicecandidate = ({ candidate }) => {
        if (candidate?.candidate.includes(" typ relay")) settle("open");
      };
      connection.onicecandidateerror = ({ errorCode }) => {
        if (errorCode >= ANSWERED.from && errorCode <= ANSWERED.to) settle("open");
        sawFailure = true;
      };
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") end();
      };
      clock.after(PATIENCE_MS, end);
      connection.createDataChannel("check");
      connection.setLocalDescription().catch(() => settle("unknown"));
    });
  } finally {
    connection.close();
  }
}
