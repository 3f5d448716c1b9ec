/**
 * Reads one connection's getStats report. Counters only grow, so loss and bitrate are what happened since the last
 * report. Both directions count: what the far side says of our packets as much as what we see of theirs.
 */
import type { NetworkSample } from "./quality";

export interface VideoDetails {
  width: number;
  height: number;
  framesPerSecond: number;
  codec: string | undefined;
}

/** How media gets there. `undefined` transport: the browser does not say. */
export interface MediaPath {
  kind: "direct" | "relayed" | "relayed-by-them";
  transport: "udp" | "tcp" | "tls" | undefined;
}

export interface ConnectionDetails extends NetworkSample {
  /** `undefined` in the first report. */
  kbpsIn: number | undefined;
  kbpsOut: number | undefined;
  /** The browser's estimate of what the path out carries. */
  availableKbps: number | undefined;
  /** Camera first, then screen; only what moves. */
  received: VideoDetails[];
  sent: VideoDetails[];
  audioCodec: string | undefined;
  path: MediaPath | undefined;
}

export interface Counters {
  /** Milliseconds, by the report's own clock. */
  at: number;
  bytesIn: number;
  bytesOut: number;
  audio: Packets;
  video: Packets;
}

interface Packets {
  received: number;
  lost: number;
  /** Ours, up to when the far side last counted, and what it missed of them. */
  sent: number;
  lostThere: number;
  toldAt: number;
  /** In percent, between its last two counts. */
  lossThere: number | undefined;
}

export interface ConnectionReading {
  details: ConnectionDetails;
  counters: Counters;
}

const NO_PACKETS: Packets = {
  received: 0,
  lost: 0,
  sent: 0,
  lostThere: 0,
  toldAt: 0,
  lossThere: undefined,
};

/** `undefined` until a candidate pair has been chosen. */
export function readConnection(
  report: ReadonlyMap<string, unknown>,
  previous: Counters | undefined,
): ConnectionReading | undefined {
  const entries = [...report.values()] as StatsEntry[];
  const get = (id: string | undefined) => (id === undefined ? undefined : (report.get(id) as StatsEntry));
  const ofType = (type: string) => entries.filter((entry) => entry.type === type);
  const pair = selectedPair(get, entries);
  if (pair === undefined) return undefined;
  const [inbound, outbound, told] = [
    ofType("inbound-rtp"),
    ofType("outbound-rtp"),
    ofType("remote-inbound-rtp"),
  ];
  const packetsOf = (wanted: "audio" | "video"): Packets => {
    const ofKind = (streams: StatsEntry[]) => streams.filter(({ kind }) => kind === wanted);
    return withTheirCount(previous?.[wanted] ?? NO_PACKETS, {
      received: sum(ofKind(inbound), "packetsReceived"),
      lost: sum(ofKind(inbound), "packetsLost"),
      sent: sum(ofKind(outbound), "packetsSent"),
      lostThere: sum(ofKind(told), "packetsLost"),
      toldAt: Math.max(0, ...ofKind(told).map(({ timestamp }) => timestamp ?? 0)),
    });
  };
  const counters: Counters = {
    at: Math.max(0, ...entries.map(({ timestamp }) => timestamp ?? 0)),
    bytesIn: sum(inbound, "bytesReceived"),
    bytesOut: sum(outbound, "bytesSent"),
    audio: packetsOf("audio"),
    video: packetsOf("video"),
  };
  const codecOf = ({ codecId }: StatsEntry) => get(codecId)?.mimeType?.split("/")[1];
  const moving = (streams: StatsEntry[]) =>
    streams
      .filter(({ framesPerSecond = 0, frameWidth = 0 }) => framesPerSecond > 0 && frameWidth > 0)
      .sort((a, b) => Number(a.mid ?? 0) - Number(b.mid ?? 0))
      .map((entry) => ({
        width: entry.frameWidth ?? 0,
        height: entry.frameHeight ?? 0,
        framesPerSecond: Math.round(entry.framesPerSecond ?? 0),
        codec: codecOf(entry),
      }));
  const audio = inbound.find(({ kind, packetsReceived = 0 }) => kind === "audio" && packetsReceived > 0);
  const seconds = previous === undefined ? 0 : (counters.at - previous.at) / 1_000;
  const kbps = (key: "bytesIn" | "bytesOut") =>
    seconds <= 0 ? undefined : Math.max(0, ((counters[key] - (previous?.[key] ?? 0)) * 8) / 1_000 / seconds);
  return {
    counters,
    details: {
      rttMs: milliseconds(pair.currentRoundTripTime ?? largest(told, "roundTripTime")),
      jitterMs: milliseconds(largest([...heard(inbound), ...heard(told)], "jitter")),
      lossPercent: worst([
        ...losses(previous?.audio ?? NO_PACKETS, counters.audio),
        ...losses(previous?.video ?? NO_PACKETS, counters.video),
      ]),
      kbpsIn: kbps("bytesIn"),
      kbpsOut: kbps("bytesOut"),
      availableKbps: pair.availableOutgoingBitrate && pair.availableOutgoingBitrate / 1_000,
      received: moving(inbound),
      sent: moving(outbound),
      audioCodec: audio && codecOf(audio),
      path: pathOf(get(pair.localCandidateId), get(pair.remoteCandidateId)),
    },
  };
}

interface StatsEntry {
  type: string;
  kind?: string;
  mid?: string;
  timestamp?: number;
  codecId?: string;
  mimeType?: string;
  selectedCandidatePairId?: string;
  selected?: boolean;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  protocol?: string;
  relayProtocol?: string;
  currentRoundTripTime?: number;
  roundTripTime?: number;
  availableOutgoingBitrate?: number;
  bytesReceived?: number;
  bytesSent?: number;
  packetsReceived?: number;
  packetsSent?: number;
  packetsLost?: number;
  jitter?: number;
  frameWidth?: number;
  frameHeight?: number;
  framesPerSecond?: number;
}

type NumberKey = {
  [K in keyof StatsEntry]-?: StatsEntry[K] extends number | undefined ? K : never;
}[keyof StatsEntry];

/** Fewer packets than this say nothing about the path. */
const ENOUGH_PACKETS = 20;

/**
 * In percent, here and there. Sound and pictures apart: lost pictures are sent again and then count as not lost, so
 * in one sum they would hide what sound suffers.
 */
function losses(before: Packets, now: Packets): Array<number | undefined> {
  const [lost, received] = [grown(before, now, "lost"), grown(before, now, "received")];
  return [ratio(lost, lost + received), now.lossThere];
}

/** The far side counts less often than we look: in between, what it said last stands. */
function withTheirCount(before: Packets, now: Omit<Packets, "lossThere">): Packets {
  if (now.toldAt === before.toldAt) {
    const { sent, lostThere, lossThere } = before;
    return { ...now, sent, lostThere, lossThere };
  }
  return { ...now, lossThere: ratio(grown(before, now, "lostThere"), grown(before, now, "sent")) };
}

type Count = "received" | "lost" | "sent" | "lostThere";

function grown(before: Pick<Packets, Count>, now: Pick<Packets, Count>, key: Count): number {
  return Math.max(0, now[key] - before[key]);
}

function ratio(part: number, whole: number): number | undefined {
  return whole < ENOUGH_PACKETS ? undefined : Math.min(100, (100 * part) / whole);
}

function worst(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

function sum(entries: StatsEntry[], key: NumberKey): number {
  return entries.reduce((total, entry) => total + (entry[key] ?? 0), 0);
}

function largest(entries: StatsEntry[], key: NumberKey): number | undefined {
  return worst(entries.map((entry) => entry[key]));
}

/** Sound is sent evenly; a picture comes in bursts, which looks like jitter and is none. */
function heard(entries: StatsEntry[]): StatsEntry[] {
  const audio = entries.filter(({ kind, packetsReceived }) => kind === "audio" && packetsReceived !== 0);
  return audio.length > 0 ? audio : entries;
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1_000;
}

function selectedPair(
  get: (id: string | undefined) => StatsEntry | undefined,
  entries: StatsEntry[],
): StatsEntry | undefined {
  const transport = entries.find((entry) => entry.selectedCandidatePairId !== undefined);
  // Firefox marks the pair itself.
  return (
    get(transport?.selectedCandidatePairId) ??
    entries.find((entry) => entry.type === "candidate-pair" && entry.selected === true)
  );
}

function pathOf(local: StatsEntry | undefined, remote: StatsEntry | undefined): MediaPath | undefined {
  if (local === undefined) return undefined;
  if (local.candidateType === "relay")
    return { kind: "relayed", transport: transportOf(local.relayProtocol) };
  const kind = remote?.candidateType === "relay" ? "relayed-by-them" : "direct";
  return { kind, transport: transportOf(local.protocol) };
}

function transportOf(protocol: string | undefined): MediaPath["transport"] {
  return protocol === "udp" || protocol === "tcp" || protocol === "tls" ? protocol : undefined;
}
