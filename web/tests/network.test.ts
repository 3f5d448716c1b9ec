import { describe, expect, it } from "vitest";
import { IceServerSource } from "../src/core/rtc/IceServerSource";
import { NetworkQualityMonitor } from "../src/core/rtc/NetworkQualityMonitor";
import { averageSample, qualityOf } from "../src/core/rtc/quality";
import { fingerprintOf } from "../src/core/rtc/sdp";
import { readConnection } from "../src/core/rtc/stats";
import { backoffDelay } from "../src/core/signaling/backoff";
import { watchForWake } from "../src/core/signaling/wake";
import { FakeClock } from "./fakes/FakeClock";

describe("quality", () => {
  it.each([
    [99, 14, 0, "excellent"],
    [100, 14, 0, "good"],
    [50, 15, 0, "good"],
    [50, 5, 0.5, "good"],
    [199, 29, 1, "good"],
    [50, 5, 1.1, "fair"],
    [299, 49, 5, "fair"],
    [300, 5, 0, "poor"],
    [50, 50, 0, "poor"],
    [50, 5, 5.1, "poor"],
  ] as const)("of %d ms, %d ms jitter, %d %% loss is %s", (rttMs, jitterMs, lossPercent, quality) => {
    expect(qualityOf({ rttMs, jitterMs, lossPercent })).toBe(quality);
  });

  it("is unknown without a measurement", () => {
    expect(qualityOf(averageSample([]))).toBe("unknown");
  });
});

function report(rtt: number, received: number, lost: number): Map<string, unknown> {
  return new Map<string, unknown>([
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["p", { type: "candidate-pair", currentRoundTripTime: rtt }],
    ["a", { type: "inbound-rtp", packetsReceived: received, packetsLost: lost, jitter: 0.004 }],
    ["v", { type: "inbound-rtp", packetsReceived: 0, packetsLost: 0, jitter: 0.012 }],
  ]);
}

describe("statistics", () => {
  it("count loss since the last reading", () => {
    const first = readConnection(report(0.05, 90, 10), undefined);
    expect(first?.sample).toEqual({ rttMs: 50, jitterMs: 12, lossPercent: 10 });
    const second = readConnection(report(0.05, 190, 10), first?.counters);
    expect(second?.sample.lossPercent).toBe(0);
  });

  it("find Firefox's selected pair", () => {
    const firefox = new Map<string, unknown>([
      ["x", { type: "candidate-pair", currentRoundTripTime: 9 }],
      ["p", { type: "candidate-pair", selected: true, currentRoundTripTime: 0.02 }],
    ]);
    expect(readConnection(firefox, undefined)?.sample.rttMs).toBe(20);
  });

  it("are none before a pair is chosen", () => {
    expect(readConnection(new Map(), undefined)).toBeUndefined();
  });
});

describe("the monitor", () => {
  it("averages over all peers every three seconds, and forgets when stopped", async () => {
    const clock = new FakeClock();
    const peer = (rtt: number) => ({
      connectionId: `${rtt}`,
      pc: { getStats: async () => report(rtt, 100, 0) },
    });
    const gone = { connectionId: "gone", pc: { getStats: () => Promise.reject(new Error("closed")) } };
    const monitor = new NetworkQualityMonitor(() => [peer(0.1), peer(0.2), gone], clock);
    monitor.start();
    expect(monitor.state.get().quality).toBe("unknown");
    await clock.advance(3_000);
    expect(monitor.state.get()).toMatchObject({ quality: "good", sample: { rttMs: 150 } });
    monitor.stop();
    await clock.advance(9_000);
    expect(monitor.state.get().quality).toBe("unknown");
  });
});

describe("backoff", () => {
  it("grows from half a second to fifteen, between half and whole", () => {
    expect(backoffDelay(0, 0)).toBe(250);
    expect(backoffDelay(0, 1)).toBe(500);
    expect(backoffDelay(3, 0)).toBe(2_000);
    expect(backoffDelay(1_000, 1)).toBe(15_000);
  });
});

describe("the fingerprint", () => {
  it("is read whatever its case", () => {
    expect(fingerprintOf("v=0\r\na=fingerprint:sha-256 ab:CD\r\nm=audio")).toBe("AB:CD");
    expect(fingerprintOf("v=0")).toBeUndefined();
  });
});

describe("ICE servers", () => {
  it("are asked for anew at half of their life, and kept when the box is away", async () => {
    const clock = new FakeClock();
    let asked = 0;
    let away = false;
    const source = new IceServerSource(clock, async () => {
      asked += 1;
      if (away) throw new Error("away");
      return { iceServers: [{ urls: [`turn:${asked}`] }], ttl: 600 };
    }, [{ urls: ["turn:0"] }]);
    expect(await source.current()).toEqual([{ urls: ["turn:0"] }]);
    clock.jump(60_000);
    expect(await source.current()).toEqual([{ urls: ["turn:1"] }]);
    clock.jump(299_000);
    expect(await source.current()).toEqual([{ urls: ["turn:1"] }]);
    clock.jump(1_000);
    away = true;
    expect(await source.current()).toEqual([{ urls: ["turn:1"] }]);
    expect(asked).toBe(2);
  });
});

describe("waking up", () => {
  function watch() {
    const clock = new FakeClock();
    const document = Object.assign(new EventTarget(), {
      visibilityState: "visible" as DocumentVisibilityState,
    });
    const window = new EventTarget();
    let wakes = 0;
    const stop = watchForWake({ window, document }, clock, () => {
      wakes += 1;
    });
    return { clock, window, document, stop, wakes: () => wakes };
  }

  it("is told by the network and by the page coming into view", () => {
    const { window, document, wakes } = watch();
    window.dispatchEvent(new Event("online"));
    document.dispatchEvent(new Event("visibilitychange"));
    document.visibilityState = "hidden";
    document.dispatchEvent(new Event("visibilitychange"));
    expect(wakes()).toBe(2);
  });

  it("is told by a clock that jumped, not by one that is a little late", async () => {
    const { clock, wakes } = watch();
    await clock.advance(60_000);
    clock.jump(10_000);
    await clock.advance(5_000);
    expect(wakes()).toBe(0);
    clock.jump(600_000);
    await clock.advance(5_000);
    expect(wakes()).toBe(1);
  });

  it("ends", async () => {
    const { clock, window, stop, wakes } = watch();
    stop();
    window.dispatchEvent(new Event("online"));
    clock.jump(600_000);
    await clock.advance(60_000);
    expect(wakes()).toBe(0);
  });
});
