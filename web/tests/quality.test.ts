import { describe, expect, it } from "vitest";
import { NOTHING_TOLD, tell } from "../src/core/call/adaptationNotice";
import {
  cameraEncoding,
  planVideo,
  receiveWish,
  type Situation,
  screenEncoding,
  shareBudget,
} from "../src/core/rtc/budget";
import { decodeWish } from "../src/core/rtc/ControlChannel";
import { askedOf, type Capacity, carriedQuality, nextCapacity } from "../src/core/rtc/capacity";
import {
  averageSample,
  type Quality,
  qualityOf,
  steady,
  TIER_KBPS,
  UNMEASURED,
} from "../src/core/rtc/quality";
import { listen, SILENCE, type Speaking } from "../src/core/rtc/speaking";

describe("the tiers", () => {
  it.each([
    [99.9, 14.9, 0, "excellent"],
    [100, 14.9, 0, "good"],
    [99.9, 15, 0, "good"],
    [99.9, 14.9, 0.1, "good"],
    [199.9, 29.9, 1, "good"],
    [200, 29.9, 1, "fair"],
    [199.9, 30, 1, "fair"],
    [199.9, 29.9, 1.1, "fair"],
    [299.9, 49.9, 5, "fair"],
    [300, 49.9, 5, "poor"],
    [299.9, 50, 5, "poor"],
    [299.9, 49.9, 5.1, "poor"],
  ] as const)("of %d ms, %d ms jitter, %d %% loss is %s", (rttMs, jitterMs, lossPercent, quality) => {
    expect(qualityOf({ rttMs, jitterMs, lossPercent })).toBe(quality);
  });

  it("have the customer's bitrates", () => {
    expect(TIER_KBPS).toMatchObject({ excellent: 2_500, good: 1_500, fair: 1_000, poor: 500 });
  });

  it("rest on what a browser tells, and are unknown if that is nothing", () => {
    expect(qualityOf({ rttMs: undefined, jitterMs: 20, lossPercent: undefined })).toBe("good");
    expect(qualityOf(averageSample([]))).toBe("unknown");
  });

  it("average over all peers what each could tell", () => {
    const [a, b] = [
      { rttMs: 100, jitterMs: undefined, lossPercent: 2 },
      { rttMs: 300, jitterMs: 8, lossPercent: 0 },
    ];
    expect(averageSample([a, b])).toEqual({ rttMs: 200, jitterMs: 8, lossPercent: 1 });
  });
});

describe("the tier that is shown", () => {
  const letters: Record<string, Quality> = { e: "excellent", g: "good", f: "fair", p: "poor", u: "unknown" };

  function shown(polls: string): string {
    let state = UNMEASURED;
    return [...polls]
      .map((letter) => {
        state = steady(state, letters[letter] ?? "unknown");
        return state.shown[0];
      })
      .join("");
  }

  it.each([
    ["is the first measured one", "ggg", "ggg"],
    ["outlasts one bad poll", "eepeep", "eeeeee"],
    ["falls after two, to the milder of them", "eeppf", "eeepp"],
    ["falls on as it gets worse", "eefppp", "eeefpp"],
    ["goes by the milder of two different ones", "eegpe", "eeegg"],
    ["rises after four good ones", "ppeeee", "pppppe"],
    ["rises to the worst of the four", "ppgefgge", "pppppfff"],
    ["does not flap with polls that do", "epepepepep", "eeeeeeeeee"],
    ["stays low while every fourth poll is bad", "pppeeepeeep", "ppppppppppp"],
    [
      "waits twice as long after a rise that did not last, and goes up by one",
      "ppeeeeppeeeeeeeee",
      "pppppeeppppppppff",
    ],
    ["goes up as ever after one that did", "ppeeeeppeeeeeeeeeeeeeeeeee", "pppppeeppppppppffffffffeee"],
    ["is forgotten when nothing is measured", "ppuee", "ppuee"],
  ])("%s", (_, polls, expected) => {
    expect(shown(polls)).toBe(expected);
  });
});

describe("what the path carries", () => {
  const settled = (askedKbps: number, availableKbps: number): Capacity => ({
    askedKbps,
    formerAskedKbps: 0,
    settledPolls: 4,
    availableKbps,
    peakKbps: 5_000,
    isGrowing: false,
    sentKbps: 0,
  });
  const untried = { ...settled(2_500, 480), peakKbps: 500 };
  const risen = { ...settled(2_500, 300), formerAskedKbps: 500, settledPolls: 1 };

  it.each([
    ["nothing is said of it while that is enough", [settled(2_500, 2_000)], undefined],
    ["is the tier that fits", [settled(2_500, 1_999)], "good"],
    ["is less than that", [settled(2_500, 1_400)], "fair"],
    ["is poor", [settled(1_500, 250)], "poor"],
    ["goes by all together", [settled(1_250, 1_250), settled(1_250, 250)], "good"],
    [
      "is not spoiled by one among many",
      [settled(500, 500), settled(500, 500), settled(500, 250)],
      undefined,
    ],
    ["is not known while little is sent and it never was more", [{ ...untried, sentKbps: 270 }], undefined],
    ["is known once that is sent", [{ ...untried, sentKbps: 400 }], "poor"],
    ["is not known while it grows", [{ ...untried, sentKbps: 400, isGrowing: true }], undefined],
    ["is not judged at first", [{ ...settled(2_500, 300), settledPolls: 3 }], undefined],
    ["is judged at once if it is less than what it was asked before", [risen], "poor"],
    ["is not judged as long as it bears that", [{ ...risen, availableKbps: 450 }], undefined],
    ["is not judged without a picture", [], undefined],
  ])("%s", (_, capacities, quality) => {
    expect(carriedQuality(capacities)).toBe(quality);
  });

  it("is judged anew when more is asked", () => {
    let capacity: Capacity | undefined;
    const poll = (askedKbps: number, availableKbps: number | undefined) => {
      capacity = nextCapacity(capacity, { askedKbps, availableKbps, sentKbps: 200 });
      return capacity;
    };
    expect(poll(500, 300)).toMatchObject({ settledPolls: 0, formerAskedKbps: 0, isGrowing: true });
    expect(poll(500, 310)).toMatchObject({ settledPolls: 1, formerAskedKbps: 0, isGrowing: false });
    expect(poll(400, 350)).toMatchObject({ settledPolls: 2, peakKbps: 350, isGrowing: true });
    expect(poll(2_500, 300)).toMatchObject({ settledPolls: 0, formerAskedKbps: 400, peakKbps: 350 });
    expect(poll(2_500, 300)).toMatchObject({ settledPolls: 1, formerAskedKbps: 400 });
    expect(poll(0, 300)).toBeUndefined();
    expect(poll(500, undefined)).toBeUndefined();
  });

  it("is compared with the encoders that have a picture", () => {
    const sender = (kind: string | null, encoding: RTCRtpEncodingParameters) =>
      ({
        track: kind && { kind },
        getParameters: () => ({ encodings: [encoding] }),
      }) as unknown as RTCRtpSender;
    const senders = [
      sender("audio", { maxBitrate: 1 }),
      sender("video", { active: true, maxBitrate: 500_000 }),
      sender("video", { active: false, maxBitrate: 1_000_000 }),
      sender(null, { active: true, maxBitrate: 2_000_000 }),
    ];
    expect(askedOf({ getSenders: () => senders })).toBe(500);
  });
});

describe("a budget", () => {
  it.each([
    ["one takes all of it up to what they want", 2_500, [2_500], [2_500]],
    ["several share it", 1_500, [2_500, 2_500, 2_500], [500, 500, 500]],
    ["what one does not want goes to the others", 2_500, [500, 2_500, 2_500], [500, 1_000, 1_000]],
    ["who wants no picture costs nothing", 1_000, [0, 2_500], [0, 1_000]],
    ["nobody gets less than a picture takes", 500, Array(9).fill(2_500), Array(9).fill(100)],
    ["nothing is nothing", 0, [2_500], [0]],
    ["there may be nobody", 2_500, [], []],
  ])("%s", (_, total, ceilings, shares) => {
    expect(shareBudget(total, ceilings)).toEqual(shares);
  });

  it("is never exceeded by what peers get above the least", () => {
    for (let total = 100; total <= 2_500; total += 300) {
      for (let count = 1; count <= 9; count += 1) {
        const ceilings = Array.from({ length: count }, (_, index) => [500, 1_000, 2_500, 0][index % 4] ?? 0);
        const shares = shareBudget(total, ceilings);
        const sum = shares.reduce((a, b) => a + b, 0);
        expect(sum).toBeLessThanOrEqual(Math.max(total, 100 * count) + 1e-6);
        expect(shares.every((share, index) => share <= (ceilings[index] ?? 0))).toBe(true);
      }
    }
  });
});

describe("what an encoder may do", () => {
  it.each([
    [2_500, 1, 30],
    [1_200, 1, 30],
    [1_199, 720 / 540, 30],
    [500, 2, 24],
    [399, 720 / 270, 20],
    [100, 4, 15],
  ])("with %d kbit/s for a face", (kbps, scale, maxFramerate) => {
    expect(cameraEncoding(kbps, 720)).toEqual({
      active: true,
      maxBitrate: kbps * 1_000,
      scaleResolutionDownBy: scale,
      maxFramerate,
    });
  });

  it("never makes a small picture larger", () => {
    expect(cameraEncoding(500, 240).scaleResolutionDownBy).toBe(1);
  });

  it.each([
    [1_500, 30],
    [600, 15],
    [500, 5],
  ])("with %d kbit/s for a screen keeps every pixel, at %d pictures a second", (kbps, maxFramerate) => {
    expect(screenEncoding(kbps)).toMatchObject({ scaleResolutionDownBy: 1, maxFramerate });
  });
});

describe("the plan", () => {
  const usual: Situation = {
    quality: "good",
    send: "auto",
    wishes: ["high"],
    cameraShortSide: 720,
    isSharing: false,
  };

  function kbps(situation: Partial<Situation>) {
    return planVideo({ ...usual, ...situation }).map(({ camera, screen }) => [
      camera.active ? camera.maxBitrate / 1_000 : 0,
      screen.active ? screen.maxBitrate / 1_000 : 0,
    ]);
  }

  it.each<[string, Partial<Situation>, number[][]]>([
    ["follows the tier", {}, [[1_500, 1_500]]],
    [
      "shares both budgets",
      { wishes: ["high", "high"] },
      [
        [750, 750],
        [750, 750],
      ],
    ],
    ["gives a screen its own, and the camera a quarter beside it", { isSharing: true }, [[375, 1_500]]],
    ["sends high on a weak connection if told so", { quality: "poor", send: "high" }, [[2_500, 2_500]]],
    ["sends no more than medium", { quality: "excellent", send: "medium" }, [[1_000, 1_000]]],
    ["sends less than medium on a weak connection", { quality: "poor", send: "medium" }, [[500, 500]]],
    ["sends the screen alone with audio only", { send: "audio-only", isSharing: true }, [[0, 1_500]]],
    [
      "sends no picture to whom wants none",
      { wishes: ["audio-only", "low"] },
      [
        [0, 0],
        [500, 500],
      ],
    ],
  ])("%s", (_, situation, expected) => {
    expect(kbps(situation)).toEqual(expected);
  });

  it("asks for what our side bears, unless told otherwise", () => {
    expect(
      (["excellent", "good", "fair", "poor", "unknown"] as const).map((q) => receiveWish("auto", q)),
    ).toEqual(["high", "high", "medium", "low", "high"]);
    expect(receiveWish("high", "poor")).toBe("high");
    expect(receiveWish("audio-only", "excellent")).toBe("audio-only");
  });
});

describe("a wish", () => {
  it.each([
    ['{"type":"receive-quality","quality":"low"}', "low"],
    ['{"type":"receive-quality","quality":"audio-only","more":1}', "audio-only"],
    ['{"type":"receive-quality","quality":"auto"}', undefined],
    ['{"type":"receive-quality","quality":"best"}', undefined],
    ['{"type":"other","quality":"low"}', undefined],
    ["null", undefined],
    ["{", undefined],
    [new ArrayBuffer(2), undefined],
  ])("%s is understood as %s", (data, wish) => {
    expect(decodeWish(data)).toBe(wish);
  });
});

describe("a notice", () => {
  it("is given at a fall and when it is over, and not in between", () => {
    let told = NOTHING_TOLD;
    const at = (seconds: number, quality: Quality) => {
      const next = tell(told, quality, seconds * 1_000);
      const news = next === told ? null : next.trouble;
      told = next;
      return news;
    };
    expect(at(0, "excellent")).toBeNull();
    expect(at(3, "good")).toBeNull();
    expect(at(6, "poor")).toBe("poor");
    expect(at(9, "poor")).toBeNull();
    expect(at(20, "excellent")).toBeNull();
    expect(at(30, "poor")).toBeNull();
    expect(at(40, "poor")).toBeNull();
    expect(at(43, "unknown")).toBeNull();
    expect(at(46, "good")).toBe("none");
    expect(at(49, "fair")).toBeNull();
    expect(at(76, "fair")).toBe("fair");
  });
});

describe("who speaks", () => {
  const LOUD = 0.3;

  /** One poll each 200 ms: who is loud in it. */
  function hear(polls: string[], start: Speaking = SILENCE) {
    let speaking = start;
    let now = 1_000_000;
    const speakers = polls.map((loud) => {
      now += 200;
      speaking = listen(speaking, new Map([...loud].map((id) => [id, LOUD])), now);
      return speaking.activeSpeakerId ?? "-";
    });
    return { speaking, speakers: speakers.join("") };
  }

  it("is whoever is heard first", () => {
    expect(hear(["", "a", "a"]).speakers).toBe("-aa");
  });

  it("is kept over the pauses between words", () => {
    expect(hear(["a", "", "", "", "", "", "a"]).speakers).toBe("aaaaaaa");
  });

  it("is nobody after a while of silence", () => {
    const { speakers, speaking } = hear(["a", ...Array(25).fill("")]);
    expect(speakers).toMatch(/^a{10,20}-+$/);
    expect(speaking.audioLevels.size).toBe(0);
  });

  it("is not taken over by a cough", () => {
    expect(hear(["a", "a", "ab", "a", "a"]).speakers).toBe("aaaaa");
  });

  it("goes on to who speaks when the first has ended", () => {
    expect(hear(["a", "a", ...Array(10).fill("b")]).speakers).toMatch(/^a+b+$/);
  });

  it("does not heed a room's noise", () => {
    expect(listen(SILENCE, new Map([["a", 0.01]]), 1).activeSpeakerId).toBeNull();
  });

  it("has levels that rise fast and fall slowly", () => {
    const one = listen(SILENCE, new Map([["a", 1]]), 0);
    const two = listen(one, new Map(), 200);
    expect(one.audioLevels.get("a")).toBeCloseTo(0.7);
    expect(two.audioLevels.get("a")).toBeCloseTo(0.525);
  });
});
