import { describe, expect, it } from "vitest";
import { judgeDevice } from "../src/core/check/devices";
import {
  inOrder,
  judgeClock,
  judgeDirect,
  judgePaths,
  judgeSpeed,
  judgeTrust,
  worstOf,
} from "../src/core/check/findings";
import { type PathOutcome, probePath, probePaths, transportOf } from "../src/core/check/paths";
import { reportText } from "../src/features/check/report";
import { FakeClock } from "./fakes/FakeClock";

const paths = (udp: PathOutcome, tcp: PathOutcome, tls: PathOutcome) => ({ udp, tcp, tls });
const codes = (found: ReturnType<typeof judgePaths>) => found.map(({ code, level }) => `${code} ${level}`);
const named = { hostInCertificate: true };

describe("the ways to the relay", () => {
  it("are told apart by their addresses", () => {
    expect(transportOf("stun:10.0.0.1:8443")).toBeUndefined();
    expect(transportOf("turn:10.0.0.1:8443?transport=udp")).toBe("udp");
    expect(transportOf("turn:10.0.0.1:3478")).toBe("udp");
    expect(transportOf("turn:[fd00::1]:8443?transport=tcp")).toBe("tcp");
    expect(transportOf("turns:neko.local:8443?transport=tcp")).toBe("tls");
  });

  it("are broken when none is open, and a warning as long as one is", () => {
    expect(codes(judgePaths(paths("open", "open", "open")))).toEqual(Array(3).fill("path-open good"));
    expect(codes(judgePaths(paths("closed", "open", "closed")))).toEqual([
      "path-closed warning",
      "path-open good",
      "path-closed warning",
    ]);
    expect(codes(judgePaths(paths("closed", "closed", "closed")))).toEqual(Array(3).fill("no-path broken"));
    expect(codes(judgePaths(paths("open", "unknown", "unknown")))[1]).toBe("path-unknown unknown");
  });

  it.each([
    ["an address that was lent", [{ candidate: " typ relay " }], "open"],
    ["a refusal of the relay", [{ errorCode: 401 }], "open"],
    ["a refusal after one network had no way", [{ errorCode: 701 }, { errorCode: 401 }], "open"],
    ["no answer", [{ errorCode: 701 }, "complete"], "closed"],
    ["silence", ["complete"], "unknown"],
  ] as const)("by %s", async (_, events, outcome) => {
    expect(await probePath("turns:neko.local:8443", undefined, tools(events))).toBe(outcome);
  });

  it("are closed by silence where the relay should have lent an address, but over TLS", async () => {
    const credentials = { username: "1:a", credential: "b" };
    expect(await probePath("turn:10.0.0.1:8443", credentials, tools(["complete"]))).toBe("closed");
    expect(await probePath("turns:10.0.0.1:8443", credentials, tools(["complete"]))).toBe("unknown");
  });

  it("are given up after a while", async () => {
    const { clock, ...rest } = tools([]);
    const outcome = probePath("turn:10.0.0.1:8443", { username: "1:a", credential: "b" }, { clock, ...rest });
    clock.advance(12_000);
    expect(await outcome).toBe("closed");
  });

  it("are as good as the best of their addresses", async () => {
    const urls = ["turns:10.0.0.1:8443", "turns:neko.local:8443"];
    const byUrl = {
      "turns:10.0.0.1:8443": [{ errorCode: 701 }, "complete"],
      "turns:neko.local:8443": [{ errorCode: 401 }],
    } as const;
    expect((await probePaths(urls, undefined, tools(byUrl))).tls).toBe("open");
  });
});

describe("trust", () => {
  it("is there when TLS to the relay came about", () => {
    expect(judgeTrust(named, paths("closed", "closed", "open")).code).toBe("trusted");
  });

  it("is missing when plain TCP got through where TLS did not", () => {
    expect(judgeTrust(named, paths("open", "open", "closed")).code).toBe("not-trusted");
    expect(judgeTrust({ hostInCertificate: false }, paths("open", "open", "closed")).code).toBe("wrong-name");
  });

  it("is not judged by what a firewall may have done", () => {
    expect(judgeTrust(named, paths("open", "closed", "closed")).code).toBe("trust-unknown");
    expect(judgeTrust(named, paths("open", "open", "unknown")).code).toBe("trust-unknown");
  });
});

describe("what was measured", () => {
  it("is fast enough, or not", () => {
    expect(judgeSpeed({ roundTripMs: 4, kbps: 20_000 }).code).toBe("relay-fast");
    expect(judgeSpeed({ roundTripMs: 4, kbps: 900 }).code).toBe("relay-slow");
    expect(judgeSpeed({ roundTripMs: 350, kbps: 20_000 }).code).toBe("relay-slow");
    expect(judgeSpeed("failed").level).toBe("broken");
    expect(judgeSpeed(null).level).toBe("unknown");
  });

  it("says how far the clocks are apart, ahead or behind", () => {
    expect(judgeClock(59_000).level).toBe("good");
    expect(judgeClock(-3_600_000)).toMatchObject({ level: "warning", values: { seconds: 3_600 } });
  });

  it("knows a name that stands for an address", () => {
    expect(judgeDirect(["0b1c.local"]).code).toBe("direct-names");
    expect(judgeDirect(["0b1c.local", "10.0.0.7"]).code).toBe("direct-addresses");
    expect(judgeDirect([]).level).toBe("warning");
  });

  it("is as bad as its worst, and shown in one order", () => {
    expect(worstOf(["good", "unknown", "warning"])).toBe("warning");
    expect(worstOf(["good", "unknown"])).toBe("good");
    expect(worstOf(["warning", "broken"])).toBe("broken");
    const shown = inOrder([judgeDirect([]), judgeSpeed(null), judgeClock(0)]);
    expect(shown.map(({ subject }) => subject)).toEqual(["clock", "speed", "direct"]);
  });
});

describe("a device", () => {
  const facts = { kinds: ["videoinput"], permission: "prompt", isRunning: false, problem: null } as const;

  it("is there before anybody asked for it", () => {
    expect(judgeDevice("camera", facts)).toEqual({ code: "camera-there", level: "good" });
    expect(judgeDevice("microphone", facts)).toEqual({ problem: "none", level: "warning" });
    expect(judgeDevice("speaker", facts)).toEqual({ code: "speaker-unlisted", level: "unknown" });
  });

  it("works, or says why not", () => {
    expect(judgeDevice("camera", { ...facts, isRunning: true })).toMatchObject({ code: "camera-works" });
    expect(judgeDevice("camera", { ...facts, permission: "denied" })).toMatchObject({ problem: "denied" });
    expect(judgeDevice("camera", { ...facts, problem: "in-use" })).toMatchObject({ problem: "in-use" });
  });
});

it("the report has every finding with its code, and where it was taken", () => {
  const text = reportText({
    at: new Date(0),
    origin: "https://neko.local",
    userAgent: "Browser/1",
    box: null,
    lines: [{ level: "broken", subject: "Page", found: "The box does not answer.", code: "box-away" }],
  });
  expect(text.split("\n")).toEqual([
    "Neko check 1970-01-01T00:00:00.000Z",
    "page: https://neko.local",
    "browser: Browser/1",
    "",
    "[broken] Page: The box does not answer. (box-away)",
    "",
  ]);
});

type GatherEvent = "complete" | { errorCode: number } | { candidate: string };

/** Connections that gather by a script, the same for all or one for each address. */
function tools(script: readonly GatherEvent[] | Readonly<Record<string, readonly GatherEvent[]>>) {
  const createConnection = ({ iceServers }: RTCConfiguration) => {
    const url = String(iceServers?.[0]?.urls);
    const events = Array.isArray(script) ? script : ((script as Record<string, GatherEvent[]>)[url] ?? []);
    const connection = {
      iceGatheringState: "new",
      onicecandidate: (_: object) => {},
      onicecandidateerror: (_: object) => {},
      onicegatheringstatechange: () => {},
      createDataChannel: () => {},
      close: () => {},
      setLocalDescription: async () => {
        for (const event of events) {
          if (event === "complete") {
            connection.iceGatheringState = event;
            connection.onicegatheringstatechange();
          } else if ("errorCode" in event) connection.onicecandidateerror(event);
          else connection.onicecandidate({ candidate: event });
        }
      },
    };
    return connection as unknown as RTCPeerConnection;
  };
  return { clock: new FakeClock(), createConnection };
}
