/** What really arrives: read from the live connections of a room, never from what the page says. */
import type { Page } from "@playwright/test";

/** As the client documents it: in a room, the live connections. */
declare global {
  interface Window {
    __neko?: { peers(): Array<{ connectionId: string; pc: RTCPeerConnection }> };
  }
}

export interface PeerMedia {
  connectionId: string;
  connectionState: RTCPeerConnectionState;
  framesDecoded: number;
  audioBytes: number;
  /** Grows only by what was played: silence adds nothing. */
  audioEnergy: number;
  /** Both ends of the selected pair, such as `relay/relay`; empty until there is one. */
  path: string;
  /** Hosts of the STUN and TURN servers that it was given. */
  iceHosts: string[];
}

const RATE_SPAN_MS = 2_000;

/** What the first connection sends of the camera, in kbit/s, over the next two seconds. */
export function sentVideoKbps(page: Page): Promise<number> {
  return page.evaluate(async (span) => {
    const bytes = async () => {
      const [peer] = window.__neko?.peers() ?? [];
      const report = await peer?.pc.getStats();
      const entries = [...(report?.values() ?? [])] as Array<Record<string, string | number>>;
      return entries
        .filter((entry) => entry["type"] === "outbound-rtp" && entry["kind"] === "video")
        .reduce((sum, entry) => sum + Number(entry["bytesSent"] ?? 0), 0);
    };
    const [before, since] = [await bytes(), performance.now()];
    await new Promise((over) => setTimeout(over, span));
    return ((await bytes()) - before) * (8 / (performance.now() - since));
  }, RATE_SPAN_MS);
}

export function readMedia(page: Page): Promise<PeerMedia[]> {
  return page.evaluate(async () => {
    // Statistics are a map of dictionaries whose shape depends on their type.
    type Entry = Record<string, string | number | undefined>;
    const peers = window.__neko?.peers() ?? [];
    return Promise.all(
      peers.map(async ({ connectionId, pc }) => {
        const report = (await pc.getStats()) as unknown as ReadonlyMap<string, Entry>;
        const entries = [...report.values()];
        // Voice and face come first of their kind, before what a screen sounds and looks like.
        const idOf = (kind: string) => pc.getReceivers().find(({ track }) => track.kind === kind)?.track.id;
        const inbound = (kind: string) =>
          entries.find(
            (entry) => entry["type"] === "inbound-rtp" && entry["trackIdentifier"] === idOf(kind),
          ) ?? {};
        const get = (id: string | number | undefined) => report.get(String(id)) ?? {};
        const transport = entries.find((entry) => entry["type"] === "transport") ?? {};
        const pair = get(transport["selectedCandidatePairId"]);
        const ends = [get(pair["localCandidateId"]), get(pair["remoteCandidateId"])];
        const urls = (pc.getConfiguration().iceServers ?? []).flatMap((server) => server.urls);
        return {
          connectionId,
          connectionState: pc.connectionState,
          framesDecoded: Number(inbound("video")["framesDecoded"] ?? 0),
          audioBytes: Number(inbound("audio")["bytesReceived"] ?? 0),
          audioEnergy: Number(inbound("audio")["totalAudioEnergy"] ?? 0),
          path: ends.flatMap((end) => end["candidateType"] ?? []).join("/"),
          iceHosts: [...new Set(urls.map((url) => url.replace(/^\w+:(.*?)(:\d+)?(\?.*)?$/, "$1")))],
        };
      }),
    );
  });
}
