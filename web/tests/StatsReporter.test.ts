import { beforeEach, expect, it } from "vitest";
import { StatsReporter } from "../src/core/call/StatsReporter";
import type { IceEvents } from "../src/core/rtc/PeerConnectionManager";
import type { ConnectionDetails } from "../src/core/rtc/stats";
import type { OutgoingMessage } from "../src/protocol";
import { FakeClock } from "./fakes/FakeClock";

const MEASURED: ConnectionDetails = {
  rttMs: 40,
  jitterMs: 5.04,
  lossPercent: 1,
  kbpsIn: 1_000,
  kbpsOut: 500,
  availableKbps: undefined,
  received: [],
  sent: [],
  audioCodec: undefined,
  path: undefined,
};

let clock: FakeClock;
let details: ConnectionDetails[];
let events: IceEvents;
let sent: unknown[];
let isOpen: boolean;
let reporter: StatsReporter;

beforeEach(() => {
  clock = new FakeClock();
  details = [];
  events = { restarts: 0, failures: 0 };
  sent = [];
  isOpen = true;
  reporter = new StatsReporter({
    clock,
    details: () => details,
    iceEvents: () => events,
    send: (message: OutgoingMessage) => {
      // As it goes over the wire.
      if (isOpen) sent.push(JSON.parse(JSON.stringify(message)));
      return isOpen;
    },
  });
});

it("tells every half minute how the call does, over all connections", async () => {
  reporter.joining();
  await clock.advance(250);
  reporter.start();
  details = [MEASURED, { ...MEASURED, rttMs: 60, jitterMs: undefined, lossPercent: 3, kbpsIn: undefined }];
  await clock.advance(29_999);
  expect(sent).toEqual([]);
  await clock.advance(1);
  expect(sent).toEqual([
    {
      type: "client-stats",
      joinMs: 250,
      rttMs: 50,
      jitterMs: 5,
      lossPercent: 2,
      kbpsIn: 1_000,
      kbpsOut: 1_000,
      iceRestarts: 0,
      iceFailures: 0,
    },
  ]);
  details = [];
  await clock.advance(30_000);
  expect(sent[1]).toEqual({ type: "client-stats", iceRestarts: 0, iceFailures: 0 });
  reporter.stop();
  await clock.advance(60_000);
  expect(sent).toHaveLength(2);
});

it("tells of each failure and restart once, and of those in a lost socket later", async () => {
  events = { restarts: 7, failures: 3 };
  reporter.joining();
  events = { restarts: 8, failures: 3 };
  reporter.start();
  isOpen = false;
  await clock.advance(30_000);
  events = { restarts: 10, failures: 4 };
  isOpen = true;
  await clock.advance(30_000);
  expect(sent).toEqual([{ type: "client-stats", joinMs: 0, iceRestarts: 3, iceFailures: 1 }]);
  await clock.advance(30_000);
  expect(sent[1]).toEqual({ type: "client-stats", iceRestarts: 0, iceFailures: 0 });
});

it("never tells a number that the box would not believe", async () => {
  details = [{ ...MEASURED, rttMs: 1e9, jitterMs: -5, lossPercent: 250, kbpsOut: 1e12 }];
  events = { restarts: 5_000, failures: 0 };
  reporter.start();
  await clock.advance(30_000);
  expect(sent).toEqual([
    {
      type: "client-stats",
      rttMs: 600_000,
      jitterMs: 0,
      lossPercent: 100,
      kbpsIn: 1_000,
      kbpsOut: 10_000_000,
      iceRestarts: 1_000,
      iceFailures: 0,
    },
  ]);
});
