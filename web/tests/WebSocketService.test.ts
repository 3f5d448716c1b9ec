import { beforeEach, describe, expect, it } from "vitest";
import { type Authorization, WebSocketService } from "../src/core/signaling/WebSocketService";
import type { ServerMessage } from "../src/protocol";
import { FakeClock, settle } from "./fakes/FakeClock";
import { FakeSocket } from "./fakes/FakeSocket";

let clock: FakeClock;
let sockets: FakeSocket[];
let service: WebSocketService;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  service = new WebSocketService({
    clock,
    open: (protocols) => {
      const socket = new FakeSocket(protocols);
      sockets.push(socket);
      return socket;
    },
  });
});

function latest(): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}

async function connect(authorize = async (): Promise<Authorization> => ({ bearer: undefined })) {
  service.connect(authorize);
  await settle();
}

async function connected() {
  await connect();
  latest().opens();
}

describe("opening", () => {
  it("offers the protocol, and a guest's token beside it", async () => {
    await connect();
    expect(latest().protocols).toEqual(["neko.v1"]);
    await connect(async () => ({ bearer: "a.b.c" }));
    expect(latest().protocols).toEqual(["neko.v1", "bearer.a.b.c"]);
  });

  it("gives up when the session is over", async () => {
    await connect(async () => "over");
    expect(service.state.get()).toBe("refused");
    await clock.advance(120_000);
    expect(sockets).toEqual([]);
  });

  it("tries again when it could not be found out whether the session stands", async () => {
    let asked = 0;
    await connect(async () => {
      asked += 1;
      if (asked === 1) throw new Error("away");
      return { bearer: undefined };
    });
    expect(service.state.get()).toBe("waiting");
    await clock.advance(1_000);
    expect(sockets).toHaveLength(1);
  });

  it("does not wait for ever for a socket to open", async () => {
    await connect();
    await clock.advance(5_000);
    expect(sockets[0]?.closed).toBe(true);
    expect(service.state.get()).toBe("waiting");
  });

  it("does not wait for ever for an authorization, and does not heed one that comes late", async () => {
    let allow: () => void = () => undefined;
    service.connect(
      () =>
        new Promise((resolve) => {
          allow = () => resolve({ bearer: undefined });
        }),
    );
    await clock.advance(5_000);
    expect(service.state.get()).toBe("waiting");
    allow();
    await settle();
    expect(sockets).toEqual([]);
    expect(service.state.get()).toBe("waiting");
  });

  it("opens nothing that was called off meanwhile", async () => {
    service.connect(async () => ({ bearer: undefined }));
    service.disconnect();
    await settle();
    expect(sockets).toEqual([]);
    expect(service.state.get()).toBe("idle");
  });
});

describe("reconnecting", () => {
  it("doubles the wait, and starts small again after success", async () => {
    await connected();
    // With half of the jitter: 375, 750, 1500 ms.
    for (const wait of [375, 750, 1_500]) {
      latest().drops();
      expect(service.state.get()).toBe("waiting");
      const before = sockets.length;
      await clock.advance(wait - 1);
      expect(sockets).toHaveLength(before);
      await clock.advance(1);
      expect(sockets).toHaveLength(before + 1);
    }
    latest().opens();
    latest().drops();
    await clock.advance(375);
    expect(service.state.get()).toBe("connecting");
  });

  it("does it at once when the world changed", async () => {
    await connected();
    latest().drops();
    service.nudge();
    await settle();
    expect(sockets).toHaveLength(2);
  });

  it("then begins with short pauses again", async () => {
    await connect();
    for (let failure = 0; failure < 6; failure += 1) {
      latest().drops();
      await clock.advance(4_000);
    }
    latest().drops();
    service.nudge();
    await settle();
    latest().drops();
    const before = sockets.length;
    await clock.advance(500);
    expect(sockets).toHaveLength(before + 1);
  });

  it("gives up an attempt that may hang in a network that is gone, but not one that has just begun", async () => {
    await connect();
    service.nudge();
    await settle();
    expect(sockets).toHaveLength(1);
    await clock.advance(1_500);
    service.nudge();
    await settle();
    expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it("stays away after a disconnect", async () => {
    await connected();
    service.disconnect();
    await clock.advance(120_000);
    expect(sockets).toHaveLength(1);
    expect(latest().closed).toBe(true);
  });
});

describe("heartbeat", () => {
  it("pings every fifteen seconds, and an answer keeps the socket", async () => {
    await connected();
    await clock.advance(15_000);
    expect(latest().types()).toEqual(["ping"]);
    latest().receives({ type: "pong" });
    await clock.advance(14_999);
    expect(service.state.get()).toBe("open");
    expect(sockets).toHaveLength(1);
  });

  it("drops a line that does not answer within five", async () => {
    await connected();
    await clock.advance(20_000);
    expect(service.state.get()).toBe("waiting");
  });

  it("says no goodbye on that line before the seat is taken again: it could still arrive", async () => {
    await connected();
    const closed = () => sockets.map((socket) => socket.closed);
    await clock.advance(21_000);
    latest().opens();
    service.nudge();
    await clock.advance(6_000);
    expect(closed()).toEqual([false, true, false]);
    latest().opens();
    service.flush();
    expect(closed()).toEqual([true, true, false]);
    service.disconnect();
    expect(closed()).toEqual([true, true, true]);
  });

  it("looks at once after waking up", async () => {
    await connected();
    service.nudge();
    expect(latest().types()).toEqual(["ping"]);
    await clock.advance(5_000);
    expect(service.state.get()).toBe("waiting");
  });
});

describe("sending", () => {
  it("says whether it went out", async () => {
    expect(service.send({ type: "ping" })).toBe(false);
    await connected();
    expect(service.send({ type: "ping" })).toBe(true);
  });

  it("keeps what waits until the seat is taken, then sends in order", async () => {
    await connected();
    service.sendOrQueue({ type: "chat-message", text: "one" });
    service.sendOrQueue({ type: "chat-message", text: "two" });
    expect(latest().sent).toEqual([]);
    service.flush();
    service.sendOrQueue({ type: "chat-message", text: "three" });
    expect(latest().sent.map((message) => "text" in message && message.text)).toEqual([
      "one",
      "two",
      "three",
    ]);
  });

  it("keeps messages over a lost socket", async () => {
    await connected();
    service.flush();
    latest().drops();
    service.sendOrQueue({ type: "chat-message", text: "later" });
    await clock.advance(1_000);
    latest().opens();
    expect(latest().sent).toEqual([]);
    service.flush();
    expect(latest().types()).toEqual(["chat-message"]);
  });

  it("keeps no more than fifty", async () => {
    for (let index = 0; index < 60; index += 1)
      service.sendOrQueue({ type: "chat-message", text: `${index}` });
    await connect();
    service.connect(async () => ({ bearer: undefined }));
    for (let index = 0; index < 60; index += 1)
      service.sendOrQueue({ type: "chat-message", text: `${index}` });
    await settle();
    latest().opens();
    service.flush();
    expect(latest().sent).toHaveLength(50);
    expect(latest().sent[0]).toEqual({ type: "chat-message", text: "10" });
  });
});

describe("receiving", () => {
  it("hands on what it knows and drops the rest", async () => {
    const seen: ServerMessage[] = [];
    service.messages.on((message) => seen.push(message));
    await connected();
    latest().receives({ type: "pong" });
    for (const text of [
      "",
      "{",
      "null",
      "7",
      '"pong"',
      '{"type":5}',
      '{"type":"of-the-future"}',
      '{"type":"toString"}',
    ]) {
      latest().receivesText(text);
    }
    expect(seen).toEqual([{ type: "pong" }]);
  });
});
