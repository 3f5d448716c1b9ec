/** Reads one connection's getStats report. Counters only grow, so loss is what happened since the last report. */
import type { NetworkSample } from "./quality";

export interface PacketCounters {
  received: number;
  lost: number;
}

export interface ConnectionReading {
  sample: NetworkSample;
  counters: PacketCounters;
}

/** `undefined` until a candidate pair has carried something. */
export function readConnection(
  report: ReadonlyMap<string, unknown>,
  previous: PacketCounters | undefined,
): ConnectionReading | undefined {
  const entries = [...report.values()] as StatsEntry[];
  const rttSeconds = selectedPair(report, entries)?.currentRoundTripTime;
  if (rttSeconds === undefined) return undefined;
  const inbound = entries.filter((entry) => entry.type === "inbound-rtp");
  const sum = (pick: (entry: StatsEntry) => number | undefined) =>
    inbound.reduce((total, entry) => total + (pick(entry) ?? 0), 0);
  const counters = {
    received: sum((entry) => entry.packetsReceived),
    lost: sum((entry) => entry.packetsLost),
  };
  const lost = Math.max(0, counters.lost - (previous?.lost ?? 0));
  const received = Math.max(0, counters.received - (previous?.received ?? 0));
  const jitters = inbound.flatMap((entry) => entry.jitter ?? []);
  return {
    counters,
    sample: {
      rttMs: rttSeconds * 1000,
      jitterMs: jitters.length === 0 ? 0 : Math.max(...jitters) * 1000,
      lossPercent: lost + received === 0 ? 0 : (100 * lost) / (lost + received),
    },
  };
}

interface StatsEntry {
  type: string;
  selectedCandidatePairId?: string;
  selected?: boolean;
  currentRoundTripTime?: number;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
}

function selectedPair(report: ReadonlyMap<string, unknown>, entries: StatsEntry[]): StatsEntry | undefined {
  const transport = entries.find((entry) => entry.selectedCandidatePairId !== undefined);
  if (transport?.selectedCandidatePairId !== undefined) {
    return report.get(transport.selectedCandidatePairId) as StatsEntry | undefined;
  }
  // Firefox marks the pair itself.
  return entries.find((entry) => entry.type === "candidate-pair" && entry.selected === true);
}
