import { beforeEach, describe, expect, it } from "vitest";
import { ErrorReporter } from "../src/core/errors/ErrorReporter";
import { scrub } from "../src/core/errors/scrub";
import { watchErrors } from "../src/core/errors/watchErrors";
import type { ClientErrorReport } from "../src/protocol";
import { FakeClock } from "./fakes/FakeClock";

const TOKEN = "q7Zr-2mXk9_LwTn4Bv0aHs8e";

describe("scrubbing", () => {
  it.each([
    [`failed at https://box.lan/room/r1#${TOKEN}`, "failed at https://box.lan/room/r1"],
    [`at Tile (https://box.lan/assets/a.js?v=3:10:5)`, "at Tile (https://box.lan/assets/a.js:10:5)"],
    [`Cannot match /room/r1#${TOKEN} here`, "Cannot match /room/r1 here"],
    ["Bearer eyJhbGciOi.eyJzdWIi.c2ln rejected", "Bearer [token] rejected"],
    [`token ${TOKEN} is bad`, "token [secret] is bad"],
    ["no user ann@school.example here", "no user [email] here"],
    ["candidate 192.168.1.20 failed", "candidate [address] failed"],
  ])("makes %j harmless", (text, harmless) => {
    expect(scrub(text)).toBe(harmless);
  });

  it.each(["TypeError: x.querySelectorAllDescendants is not a function", "room #3, is it? Yes: 1.2.3"])(
    "leaves %j alone",
    (text) => {
      expect(scrub(text)).toBe(text);
    },
  );
});

describe("reporting", () => {
  let clock: FakeClock;
  let sent: ClientErrorReport[];
  let reporter: ErrorReporter;

  beforeEach(() => {
    clock = new FakeClock();
    sent = [];
    reporter = new ErrorReporter({
      clock,
      path: () => "/room/r1",
      send: async (report) => {
        sent.push(report);
        throw new Error("the box is away");
      },
    });
  });

  it("tells what, where in the code and on which page, and survives that nobody listens", () => {
    reporter.report(new TypeError(`no ${TOKEN}`), "tile");
    expect(sent).toEqual([
      {
        message: "TypeError: no [secret]",
        stack: expect.stringContaining("errors.test"),
        component: "tile",
        path: "/room/r1",
      },
    ]);
  });

  it("takes whatever was thrown", () => {
    reporter.report("a text");
    reporter.report(undefined);
    expect(sent.map(({ message }) => message)).toEqual(["a text", "undefined"]);
  });

  it("does not repeat itself within a minute", async () => {
    const error = new Error("again");
    for (let count = 0; count < 5; count += 1) reporter.report(error);
    expect(sent).toHaveLength(1);
    await clock.advance(60_000);
    reporter.report(error);
    expect(sent).toHaveLength(2);
  });

  it("ends after a number that tells enough", () => {
    for (let count = 0; count < 50; count += 1) reporter.report(new Error(`number ${count}`));
    expect(sent).toHaveLength(20);
  });

  it("is brief", () => {
    const error = new Error("x ".repeat(5_000));
    reporter.report(error);
    expect(sent[0]?.message.length).toBeLessThanOrEqual(500);
    expect(sent[0]?.stack?.length).toBeLessThanOrEqual(2_000);
  });

  it("hears of what nobody caught", () => {
    const target = new EventTarget();
    watchErrors(target as Window, reporter);
    const error = Object.assign(new Event("error"), { message: "m", error: new Error("thrown") });
    const harmless = Object.assign(new Event("error"), {
      message: "ResizeObserver loop completed with undelivered notifications.",
    });
    const rejection = Object.assign(new Event("unhandledrejection"), { reason: new Error("rejected") });
    for (const event of [error, harmless, rejection]) target.dispatchEvent(event);
    expect(sent.map(({ message, component }) => [message, component])).toEqual([
      ["Error: thrown", "window"],
      ["Error: rejected", "promise"],
    ]);
  });
});
