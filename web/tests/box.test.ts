import { describe, expect, it } from "vitest";
import { BoxProfile } from "../src/core/BoxProfile";
import { deviceOf } from "../src/core/session/device";
import { awaitRestart } from "../src/core/setup/awaitRestart";
import type { ConfigAnswer, HealthAnswer } from "../src/protocol";
import { FakeClock } from "./fakes/FakeClock";

const config: ConfigAnswer = {
  registrationOpen: false,
  setupNeeded: false,
  hasSession: false,
  boxName: "MS Seabird",
  roomCreation: "everyone",
  language: "de",
  version: "1",
};

describe("what the box says of itself", () => {
  it("is asked once by those who ask at the same time", async () => {
    let asked = 0;
    const box = new BoxProfile(async () => {
      asked += 1;
      return config;
    });
    await Promise.all([box.load(), box.load(), box.language()]);
    expect(asked).toBe(1);
    expect(box.state.get()?.boxName).toBe("MS Seabird");
    await box.load();
    expect(asked).toBe(2);
  });

  it("has a language that the page knows, or none", async () => {
    expect(await new BoxProfile(async () => config).language()).toBe("de");
    expect(await new BoxProfile(async () => ({ ...config, language: "nl" })).language()).toBeUndefined();
    const away = new BoxProfile(() => Promise.reject(new Error("away")));
    expect(await away.language()).toBeUndefined();
  });
});

describe("a restart", () => {
  const run = async (answers: Array<number | "away">, uptimeBefore: number) => {
    const clock = new FakeClock();
    let asked = 0;
    const health = async (): Promise<HealthAnswer> => {
      const answer = answers[asked];
      asked += 1;
      if (answer === undefined) throw new Error("asked too often");
      if (answer === "away") throw new Error("away");
      return { status: "ok", version: "1", uptimeSeconds: answer };
    };
    const over = awaitRestart({ health, uptimeBefore, clock, signal: new AbortController().signal });
    for (let step = 0; step < answers.length; step += 1) {
      await new Promise((next) => setImmediate(next));
      clock.advance(500);
    }
    await over;
    return asked;
  };

  it("is not over while the old run answers", async () => {
    expect(await run([70, 71, "away", "away", 0], 70)).toBe(5);
  });

  it("is noticed when it went by between two questions", async () => {
    expect(await run([70, 1], 70)).toBe(2);
  });
});

it.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Chrome",
    "Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
    "Edge",
    "Windows",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari",
    "iPhone",
  ],
  ["Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android"],
  ["curl/8.9", undefined, undefined],
  [null, undefined, undefined],
] as const)("a device by its user agent: %s", (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system });
});
