/** Every three seconds: statistics of all peers, averaged into one tier for the indicator. */
import type { Cancel, Clock } from "../clock";
import { Store } from "../store";
import { averageSample, type NetworkSample, type Quality, qualityOf } from "./quality";
import { type PacketCounters, readConnection } from "./stats";

export interface NetworkState {
  quality: Quality;
  sample: NetworkSample | undefined;
}

export interface MeasuredConnection {
  connectionId: string;
  pc: { getStats(): Promise<unknown> };
}

const POLL_MS = 3_000;

export class NetworkQualityMonitor {
  readonly state = new Store<NetworkState>({ quality: "unknown", sample: undefined });
  readonly #connections: () => MeasuredConnection[];
  readonly #clock: Clock;
  #counters = new Map<string, PacketCounters>();
  #cancel: Cancel | undefined;

  constructor(connections: () => MeasuredConnection[], clock: Clock) {
    this.#connections = connections;
    this.#clock = clock;
  }

  start(): void {
    this.stop();
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#counters.clear();
    this.state.set({ quality: "unknown", sample: undefined });
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(POLL_MS, () => {
      this.#schedule();
      void this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const counters = new Map<string, PacketCounters>();
    const samples: NetworkSample[] = [];
    for (const { connectionId, pc } of this.#connections()) {
      const report = await pc.getStats().catch(() => undefined);
      if (!isReport(report)) continue;
      const reading = readConnection(report, this.#counters.get(connectionId));
      if (reading === undefined) continue;
      counters.set(connectionId, reading.counters);
      samples.push(reading.sample);
    }
    if (this.#cancel === undefined) return;
    this.#counters = counters;
    const sample = averageSample(samples);
    this.state.set({ quality: qualityOf(sample), sample });
  }
}

// An RTCStatsReport is a map in every way but its prototype.
function isReport(report: unknown): report is ReadonlyMap<string, unknown> {
  return typeof report === "object" && report !== null && "get" in report && "values" in report;
}
