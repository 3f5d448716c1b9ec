/**
 * Every three seconds: statistics of all peers, averaged into one tier that does not flap, and each peer's details.
 * It measures and says; what is done about it is the business of `Adaptation`.
 */
import type { Cancel, Clock } from "../clock";
import { Store } from "../store";
import {
  averageSample,
  type NetworkSample,
  type Quality,
  qualityOf,
  type SteadyQuality,
  steady,
  UNMEASURED,
} from "./quality";
import { type ConnectionDetails, type Counters, readConnection } from "./stats";

export interface NetworkState {
  quality: Quality;
  /** By connection id; replaced at each poll. */
  details: ReadonlyMap<string, ConnectionDetails>;
}

export interface MeasuredConnection {
  connectionId: string;
  pc: { readonly connectionState: RTCPeerConnectionState; getStats(): Promise<unknown> };
}

const POLL_MS = 3_000;
const IDLE: NetworkState = { quality: "unknown", details: new Map() };
/** When of all the connections that were up none is: nothing gets through. */
const DOWN: NetworkSample = { rttMs: undefined, jitterMs: undefined, lossPercent: 100 };

export class NetworkQualityMonitor {
  readonly state = new Store<NetworkState>(IDLE);
  readonly #connections: () => MeasuredConnection[];
  readonly #clock: Clock;
  #counters = new Map<string, Counters>();
  #steady: SteadyQuality = UNMEASURED;
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
    this.#steady = UNMEASURED;
    this.state.set(IDLE);
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(POLL_MS, () => {
      this.#schedule();
      void this.#poll();
    });
  }

  async #poll(): Promise<void> {
    const counters = new Map<string, Counters>();
    const details = new Map<string, ConnectionDetails>();
    const samples: NetworkSample[] = [];
    let isAnyDown = false;
    for (const { connectionId, pc } of this.#connections()) {
      isAnyDown ||= pc.connectionState === "disconnected" || pc.connectionState === "failed";
      if (pc.connectionState !== "connected") continue;
      const report = await pc.getStats().catch(() => undefined);
      if (!isReport(report)) continue;
      const reading = readConnection(report, this.#counters.get(connectionId));
      if (reading === undefined) continue;
      counters.set(connectionId, reading.counters);
      details.set(connectionId, reading.details);
      samples.push(reading.details);
    }
    if (this.#cancel === undefined) return;
    this.#counters = counters;
    // One of several that is down is that peer's trouble, and no reason to send less to the others.
    if (samples.length === 0 && isAnyDown) samples.push(DOWN);
    this.#steady = steady(this.#steady, qualityOf(averageSample(samples)));
    this.state.set({ quality: this.#steady.shown, details });
  }
}

// An RTCStatsReport is a map in every way but its prototype.
function isReport(report: unknown): report is ReadonlyMap<string, unknown> {
  return typeof report === "object" && report !== null && "get" in report && "values" in report;
}
