import { describe, expect, it } from "vitest";
import { IceServerSource } from "../src/core/rtc/IceServerSource";
import { NetworkQualityMonitor } from "../src/core/rtc/NetworkQualityMonitor";
import { fingerprintOf } from "../src/core/rtc/sdp";
import { readConnection } from "../src/core/rtc/stats";
import { backoffDelay } from "../src/core/signaling/backoff";
import { watchForWake } from "../src/core/signaling/wake";
import { FakeClock } from "./fakes/FakeClock";

describe("statistics", () => {
  /** A Chromium report after so many packets each way. */
  function report(counts: {
    at: number;
    received: number;
    lost?: number;
    sent?: number;
    lostThere?: number;
  }) {
    const timestamp = counts.at * 1_000;
    const packets = { packetsReceived: counts.received, packetsLost: counts.lost ?? 0, jitter: 0.004 };
    const sent = counts.sent ?? 0;
    return new Map<string, unknown>([
      ["t", { type: "transport", selectedCandidatePairId: "p", timestamp }],
      [
        "p",
        { type: "candidate-pair", currentRoundTripTime: 0.05, localCandidateId: "l", remoteCandidateId: "r" },
      ],
      ["l", { type: "local-candidate", candidateType: "host", protocol: "udp" }],
      ["r", { type: "remote-candidate", candidateType: "prflx" }],
      ["c", { type: "codec", mimeType: "video/VP8" }],
      ["d", { type: "codec", mimeType: "audio/opus" }],
      [
        "a",
        {
          type: "inbound-rtp",
          kind: "audio",
          codecId: "d",
          ...packets,
          bytesReceived: counts.received * 100,
        },
      ],
      [
        "s",
        {
          type: "inbound-rtp",
          kind: "video",
          mid: "2",
          frameWidth: 1920,
          frameHeight: 1080,
          framesPerSecond: 5,
        },
      ],
      [
        "v",
        {
          type: "inbound-rtp",
          kind: "video",
          mid: "1",
          jitter: 0.04,
          frameWidth: 640,
          frameHeight: 360,
          framesPerSecond: 19.6,
          codecId: "c",
        },
      ],
      ["o", { type: "outbound-rtp", kind: "video", packetsSent: sent, bytesSent: sent * 1_000 }],
      ["q", { type: "remote-inbound-rtp", kind: "video", packetsLost: counts.lostThere ?? 0, timestamp }],
    ]);
  }

  function read(...reports: Array<Map<string, unknown>>) {
    let reading: ReturnType<typeof readConnection>;
    for (const each of reports) reading = readConnection(each, reading?.counters);
    return reading?.details;
  }

  it("count loss since the last reading", () => {
    const first = report({ at: 3, received: 90, lost: 10 });
    expect(read(first)?.lossPercent).toBe(10);
    expect(read(first, report({ at: 6, received: 190, lost: 10 }))?.lossPercent).toBe(0);
  });

  it("count what the far side lost of ours, if it has told", () => {
    const before = report({ at: 3, received: 100, sent: 100 });
    const after = report({ at: 6, received: 200, sent: 200, lostThere: 20 });
    expect(read(before, after)?.lossPercent).toBe(20);
    const untold = report({ at: 9, received: 200, sent: 300 });
    untold.set("q", after.get("q"));
    expect(read(before, after, untold)?.lossPercent).toBe(20);
    const later = report({ at: 12, received: 200, sent: 400, lostThere: 30 });
    expect(read(before, after, untold, later)?.lossPercent).toBe(5);
  });

  it("do not let pictures that were sent again hide what sound lost", () => {
    const both = report({ at: 3, received: 90, lost: 10 });
    both.set("v", { type: "inbound-rtp", kind: "video", packetsReceived: 10_000, packetsLost: 0 });
    expect(read(both)?.lossPercent).toBe(10);
  });

  it("draw no conclusions from a handful of packets", () => {
    expect(read(report({ at: 3, received: 9, lost: 10 }))?.lossPercent).toBeUndefined();
  });

  it("take jitter from sound, which is sent evenly", () => {
    expect(read(report({ at: 3, received: 100 }))?.jitterMs).toBe(4);
  });

  it("give bitrates from the second reading on", () => {
    const [first, second] = [report({ at: 3, received: 0 }), report({ at: 6, received: 30, sent: 300 })];
    expect(read(first)).toMatchObject({ kbpsIn: undefined, kbpsOut: undefined });
    expect(read(first, second)).toMatchObject({ kbpsIn: 8, kbpsOut: 800 });
  });

  it("tell pictures, camera first, and codecs", () => {
    expect(read(report({ at: 3, received: 100 }))).toMatchObject({
      received: [
        { width: 640, height: 360, framesPerSecond: 20, codec: "VP8" },
        { width: 1920, height: 1080, framesPerSecond: 5, codec: undefined },
      ],
      sent: [],
      audioCodec: "opus",
    });
  });

  it.each([
    [{ candidateType: "srflx", protocol: "udp" }, "host", { kind: "direct", transport: "udp" }],
    [{ candidateType: "host", protocol: "tcp" }, "host", { kind: "direct", transport: "tcp" }],
    [
      { candidateType: "relay", protocol: "udp", relayProtocol: "tls" },
      "relay",
      { kind: "relayed", transport: "tls" },
    ],
    [{ candidateType: "relay", protocol: "udp" }, "host", { kind: "relayed", transport: undefined }],
    [{ candidateType: "host", protocol: "udp" }, "relay", { kind: "relayed-by-them", transport: "udp" }],
  ])("tell the path of %o to a %s", (local, candidateType, path) => {
    const each = report({ at: 3, received: 1 });
    each.set("l", local).set("r", { candidateType });
    expect(read(each)?.path).toEqual(path);
  });

  it("find Firefox's selected pair, and its round trip elsewhere", () => {
    const firefox = new Map<string, unknown>([
      ["x", { type: "candidate-pair", currentRoundTripTime: 9 }],
      ["p", { type: "candidate-pair", selected: true }],
      ["q", { type: "remote-inbound-rtp", roundTripTime: 0.02, jitter: 0.001 }],
    ]);
    expect(read(firefox)).toMatchObject({ rttMs: 20, jitterMs: 1, lossPercent: undefined, path: undefined });
  });

  it("are none before a pair is chosen", () => {
    expect(read(new Map())).toBeUndefined();
  });
});

describe("the monitor", () => {
  function report(rtt: number): Map<string, unknown> {
    return new Map<string, unknown>([
      ["t", { type: "transport", selectedCandidatePairId: "p" }],
      ["p", { type: "candidate-pair", currentRoundTripTime: rtt }],
    ]);
  }

  function peer(rtt: number, connectionState: RTCPeerConnectionState = "connected") {
    return {
      connectionId: `${rtt}`,
      pc: { connectionState, getStats: async () => report(rtt), getSenders: () => [] },
    };
  }

  it("averages over all peers every three seconds, and forgets when stopped", async () => {
    const clock = new FakeClock();
    const gone = {
      connectionId: "gone",
      pc: {
        connectionState: "connected",
        getStats: () => Promise.reject(new Error("closed")),
        getSenders: () => [],
      },
    } as const;
    const monitor = new NetworkQualityMonitor(
      () => [peer(0.1), peer(0.2), gone, peer(9, "failed"), peer(8, "new")],
      clock,
    );
    monitor.start();
    expect(monitor.state.get().quality).toBe("unknown");
    await clock.advance(3_000);
    expect(monitor.state.get().quality).toBe("good");
    expect([...monitor.state.get().details].map(([id, { rttMs }]) => [id, rttMs])).toEqual([
      ["0.1", 100],
      ["0.2", 200],
    ]);
    expect([...monitor.state.get().tiers]).toEqual([
      ["0.1", "good"],
      ["0.2", "fair"],
    ]);
    monitor.stop();
    await clock.advance(9_000);
    expect(monitor.state.get()).toEqual({ quality: "unknown", details: new Map(), tiers: new Map() });
  });

  it("calls it poor when no connection is up any more", async () => {
    const clock = new FakeClock();
    let state: RTCPeerConnectionState = "connected";
    const monitor = new NetworkQualityMonitor(() => [peer(0.01, state)], clock);
    monitor.start();
    state = "connecting";
    await clock.advance(6_000);
    expect(monitor.state.get().quality).toBe("unknown");
    state = "connected";
    await clock.advance(3_000);
    expect(monitor.state.get().quality).toBe("excellent");
    state = "disconnected";
    await clock.advance(6_000);
    expect(monitor.state.get().quality).toBe("poor");
  });
});

describe("backoff", () => {
  it("grows from half a second to two, after a minute to fifteen, between half and whole", () => {
    expect(backoffDelay(0, 0)).toBe(250);
    expect(backoffDelay(0, 1)).toBe(500);
    expect(backoffDelay(2, 0)).toBe(1_000);
    expect(backoffDelay(39, 1)).toBe(2_000);
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
