/** Time and rate over the relay, between two connections of this page that know no other way to each other. */
import type { PathTools } from "./paths";

export interface RelaySpeed {
  /** To the relay and back, twice: as from one browser of a relayed call to the other and back. */
  roundTripMs: number;
  kbps: number;
}

const CONNECT_PATIENCE_MS = 15_000;
const PINGS = 15;
const PIECE = new Uint8Array(16 * 1024);
/** So much is under way at once: enough for the path to be full, and not so much that the box notices. */
const AHEAD_BYTES = 256 * 1024;
const SPAN_MS = 2_000;
const MOST_BYTES = 16 * 1024 * 1024;

/** @returns `"failed"` if the two never found each other, or lost each other */
export async function measureRelay(
  iceServers: RTCIceServer[],
  tools: PathTools,
): Promise<RelaySpeed | "failed"> {
  const configuration: RTCConfiguration = { iceServers, iceTransportPolicy: "relay" };
  const pair = [tools.createConnection(configuration), tools.createConnection(configuration)] as const;
  const patience = new Promise<"failed">((over) =>
    tools.clock.after(CONNECT_PATIENCE_MS + 2 * SPAN_MS, () => over("failed")),
  );
  try {
    return await Promise.race([measure(pair, tools), patience]);
  } catch {
    return "failed";
  } finally {
    for (const connection of pair) connection.close();
  }
}

async function measure(
  [near, far]: readonly [RTCPeerConnection, RTCPeerConnection],
  { clock }: PathTools,
): Promise<RelaySpeed> {
  passCandidates(near, far);
  passCandidates(far, near);
  const channel = near.createDataChannel("speed");
  const isOpen = new Promise((opened) => channel.addEventListener("open", opened, { once: true }));
  const arrived = new Promise<RTCDataChannel>((resolve) => {
    far.ondatachannel = (event) => resolve(event.channel);
  });
  await near.setLocalDescription();
  if (near.localDescription) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription) await near.setRemoteDescription(far.localDescription);
  const [other] = await Promise.all([arrived, isOpen]);
  return { roundTripMs: await roundTrip(channel, other), kbps: await rate(channel, other, clock.now) };
}

/** Early candidates wait in the description that goes before them. */
function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection): void {
  const waiting: RTCIceCandidate[] = [];
  from.onicecandidate = ({ candidate }) => {
    if (candidate === null) return;
    if (to.remoteDescription === null) waiting.push(candidate);
    else void to.addIceCandidate(candidate).catch(() => undefined);
  };
  to.addEventListener("signalingstatechange", () => {
    if (to.remoteDescription === null) return;
    for (const candidate of waiting.splice(0)) void to.addIceCandidate(candidate).catch(() => undefined);
  });
}

/** The median: one lost packet is no slow path. */
async function roundTrip(near: RTCDataChannel, far: RTCDataChannel): Promise<number> {
  far.onmessage = () => far.send("pong");
  const times: number[] = [];
  for (let count = 0; count < PINGS; count += 1) {
    const since = performance.now();
    const back = new Promise((resolve) => {
      near.onmessage = resolve;
    });
    near.send("ping");
    await back;
    times.push(performance.now() - since);
  }
  near.onmessage = null;
  return times.sort((a, b) => a - b)[Math.floor(PINGS / 2)] ?? 0;
}

function rate(near: RTCDataChannel, far: RTCDataChannel, now: () => number): Promise<number> {
  return new Promise((resolve, reject) => {
    const since = now();
    let [sent, received] = [0, 0];
    const isOver = () => now() - since >= SPAN_MS || sent >= MOST_BYTES;
    const fill = () => {
      while (!isOver() && near.bufferedAmount < AHEAD_BYTES) {
        near.send(PIECE);
        sent += PIECE.byteLength;
      }
    };
    far.onmessage = () => {
      received += PIECE.byteLength;
      if (isOver()) resolve((received * 8) / Math.max(1, now() - since));
    };
    near.onclose = () => reject(new Error("the relayed connection was lost"));
    near.bufferedAmountLowThreshold = AHEAD_BYTES / 2;
    near.onbufferedamountlow = fill;
    fill();
  });
}
