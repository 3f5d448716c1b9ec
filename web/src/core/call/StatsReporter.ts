/**
 * Every half minute of a call: tells the box, in numbers alone, how it does. The box adds them up for whoever runs it;
 * nobody else hears them, and none says whose they are.
 */
import type { ClientStats, OutgoingMessage } from "../../protocol";
import type { Cancel, Clock } from "../clock";
import type { IceEvents } from "../rtc/PeerConnectionManager";
import { averageSample } from "../rtc/quality";
import type { ConnectionDetails } from "../rtc/stats";

export interface ReporterDependencies {
  clock: Clock;
  /** How each connection does at this moment. */
  details: () => Iterable<ConnectionDetails>;
  /** Counted since the page was opened. */
  iceEvents: () => IceEvents;
  /** @returns whether it went out */
  send: (message: OutgoingMessage) => boolean;
}

const REPORT_MS = 30_000;
/** The box believes no larger numbers. */
const MOST = { milliseconds: 600_000, kbps: 10_000_000, events: 1_000 };

export class StatsReporter {
  readonly #dependencies: ReporterDependencies;
  #askedAt: number | undefined;
  #joinMs: number | undefined;
  #told: IceEvents = { restarts: 0, failures: 0 };
  #cancel: Cancel | undefined;

  constructor(dependencies: ReporterDependencies) {
    this.#dependencies = dependencies;
  }

  /** Somebody wants to join. */
  joining(): void {
    this.#askedAt = this.#dependencies.clock.now();
    this.#told = this.#dependencies.iceEvents();
  }

  /** There is a seat. */
  start(): void {
    this.stop();
    if (this.#askedAt !== undefined) this.#joinMs = this.#dependencies.clock.now() - this.#askedAt;
    this.#askedAt = undefined;
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #schedule(): void {
    this.#cancel = this.#dependencies.clock.after(REPORT_MS, () => {
      this.#schedule();
      this.#report();
    });
  }

  #report(): void {
    const details = [...this.#dependencies.details()];
    const events = this.#dependencies.iceEvents();
    const { rttMs, jitterMs, lossPercent } = averageSample(details);
    const stats: { [key in keyof ClientStats]: number | undefined } = {
      joinMs: within(this.#joinMs, MOST.milliseconds),
      rttMs: within(rttMs, MOST.milliseconds),
      jitterMs: within(jitterMs, MOST.milliseconds),
      lossPercent: within(lossPercent, 100),
      kbpsIn: within(total(details, "kbpsIn"), MOST.kbps),
      kbpsOut: within(total(details, "kbpsOut"), MOST.kbps),
      iceRestarts: within(events.restarts - this.#told.restarts, MOST.events),
      iceFailures: within(events.failures - this.#told.failures, MOST.events),
    };
    // What was not measured is left out on the way.
    if (!this.#dependencies.send({ type: "client-stats", ...(stats as ClientStats) })) return;
    this.#joinMs = undefined;
    this.#told = events;
  }
}

function total(details: ConnectionDetails[], key: "kbpsIn" | "kbpsOut"): number | undefined {
  const known = details.flatMap((connection) => connection[key] ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, kbps) => sum + kbps, 0);
}

/** To a tenth: more is noise. */
function within(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : Math.round(Math.min(Math.max(value, 0), most) * 10) / 10;
}
