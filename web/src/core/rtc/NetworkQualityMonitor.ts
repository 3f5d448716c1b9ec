/**
 * Every three seconds: statistics of all peers, averaged into one tier that does not flap, and each peer's details.
 * It measures and says; what is done about it is the business of `Adaptation`.
 */
import type { Cancel, Clock } from "../clock";
import { Store } from "../store";
import { askedOf, type Capacity, carriedQuality, nextCapacity } from "./capacity";
import {
  averageSample,
  type NetworkSample,
  type Quality,
  qualityOf,
  type SteadyQuality,
  steady,
  UNMEASURED,
  worseOf,
} from "./quality";
import { type ConnectionDetails, type Counters, readConnection } from "./stats";

export interface NetworkState {
  quality: Quality;
  /** By connection id; replaced at each poll. */
  details: ReadonlyMap<string, ConnectionDetails>;
  /** By connection id: how the path to that peer alone does. */
  tiers: ReadonlyMap<string, Quality>;
}

export interface MeasuredConnection {
  connectionId: string;
  pc: {
    readonly connectionState: RTCPeerConnectionState;
    getStats(): Promise<unknown>;
    getSenders(): readonly RTCRtpSender[];
  };
}

const POLL_MS = 3_000;
const IDLE: NetworkState = { quality: "unknown", details: new Map(), tiers: new Map() };
/** When none is up any more: nothing gets through. */
const DOWN: NetworkSample = { rttMs: undefined, jitterMs: undefined, lossPercent: 100 };

export class NetworkQualityMonitor {
  readonly state = new Store<NetworkState>(IDLE);
  readonly #connections: () => MeasuredConnection[];
  readonly #clock: Clock;
  #counters = new Map<string, Counters>();
  #capacities = new Map<string, Capacity>();
  #steady: SteadyQuality = UNMEASURED;
  #steadyByPeer = new Map<string, SteadyQuality>();
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
    this.#capacities.clear();
    this.#steady = UNMEASURED;
    this.#steadyByPeer.clear();
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
    const capacities = new Map<string, Capacity>();
    const details = new Map<string, ConnectionDetails>();
    const samples: NetworkSample[] = [];
    const connections = this.#connections();
    for (const { connectionId, pc } of connections) {
      if (pc.connectionState !== "connected") continue;
      const report = await pc.getStats().catch(() => undefined);
      if (!isReport(report)) continue;
      const reading = readConnection(report, this.#counters.get(connectionId));
      if (reading === undefined) continue;
      counters.set(connectionId, reading.counters);
      details.set(connectionId, reading.details);
      samples.push(reading.details);
      const { availableKbps, kbpsOut: sentKbps = 0 } = reading.details;
      const flow = { askedKbps: askedOf(pc), availableKbps, sentKbps };
      const capacity = nextCapacity(this.#capacities.get(connectionId), flow);
      if (capacity !== undefined) capacities.set(connectionId, capacity);
    }
    if (this.#cancel === undefined) return;
    this.#counters = counters;
    this.#capacities = capacities;
    // One of several that is down is that peer's trouble, and no reason to send less to the others.
    const areAllDown = samples.length === 0 && connections.length > 0;
    if (areAllDown && this.#steady.shown !== "unknown") samples.push(DOWN);
    const felt = qualityOf(averageSample(samples));
    const carried = carriedQuality([...capacities.values()]);
    this.#steady = steady(this.#steady, carried === undefined ? felt : worseOf(felt, carried));
    this.#steadyByPeer = new Map(
      [...details].map(([connectionId, sample]) => [
        connectionId,
        steady(this.#steadyByPeer.get(connectionId) ?? UNMEASURED, qualityOf(sample)),
      ]),
    );
    const tiers = new Map([...this.#steadyByPeer].map(([connectionId, { shown }]) => [connectionId, shown]));
    this.state.set({ quality: this.#steady.shown, details, tiers });
  }
}

// An RTCStatsReport is a map in every way but its prototype.
function isReport(report: unknown): report is ReadonlyMap<string, unknown> {
  return typeof report === "object" && report !== null && "get" in report && "values" in report;
}
