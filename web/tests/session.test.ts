import { describe, expect, it } from "vitest";
import { BoxApi } from "../src/core/http/BoxApi";
import { ApiError, HttpClient } from "../src/core/http/HttpClient";
import { AuthService } from "../src/core/session/AuthService";
import { accountAuthorizer, guestAuthorizer } from "../src/core/session/authorize";
import { GuestSessions } from "../src/core/session/GuestSessions";
import { roomPath, tokenFromHash } from "../src/core/session/invite";
import en from "../src/i18n/catalogues/main/en";
import { sentenceFor, sentenceForError } from "../src/i18n/sentences";
import { createTranslation } from "../src/i18n/translation";
import { FakeClock } from "./fakes/FakeClock";

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** A box of canned answers: each call takes the next one for its path, the last one again and again. */
function box(answers: Record<string, Answer[]>) {
  const calls: Array<{ path: string; init: RequestInit }> = [];
  const http = new HttpClient(async (input, init = {}) => {
    const path = `${init.method} ${String(input)}`;
    calls.push({ path, init });
    const queue = answers[path] ?? [];
    const answer = queue.length > 1 ? queue.shift() : queue[0];
    if (answer === undefined) throw new TypeError("network");
    const body = answer.body === undefined ? null : JSON.stringify(answer.body);
    return new Response(body, { status: answer.status, headers: answer.headers ?? {} });
  });
  return { http, api: new BoxApi(http), calls, paths: () => calls.map(({ path }) => path) };
}

const user = { id: "1", username: "one", displayName: "One", role: "user", createdAt: "", lastLogin: null };
const me = { status: 200, body: { user } };
const unauthorized = problem(401, "unauthenticated");
const config = (hasSession: boolean) => ({
  status: 200,
  body: { registrationOpen: false, setupNeeded: false, hasSession, version: "1" },
});

function problem(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers,
    body: { type: "", title: "", status, detail: "what is wrong", code, correlationId: "c" },
  };
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(() => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error("expected an ApiError");
  return error;
}

describe("HTTP", () => {
  it("renews a lapsed session once, and asks again", async () => {
    const { api, paths } = box({
      "GET /api/auth/me": [unauthorized, me],
      "POST /api/auth/refresh": [{ status: 200, body: {} }],
    });
    expect((await api.me()).id).toBe("1");
    expect(paths()).toEqual(["GET /api/auth/me", "POST /api/auth/refresh", "GET /api/auth/me"]);
  });

  it("does not go round in circles", async () => {
    const { api, paths } = box({
      "GET /api/auth/me": [unauthorized],
      "POST /api/auth/refresh": [{ status: 200, body: {} }],
    });
    expect((await failure(api.me())).status).toBe(401);
    expect(paths()).toHaveLength(3);
  });

  it("renews once for many that lapsed together", async () => {
    const { api, paths } = box({
      "GET /api/auth/me": [unauthorized, unauthorized, me],
      "POST /api/auth/refresh": [{ status: 200, body: {} }],
    });
    await Promise.all([api.me(), api.me()]);
    expect(paths().filter((path) => path.endsWith("refresh"))).toHaveLength(1);
  });

  it("lets one tab renew at a time", async () => {
    const order: string[] = [];
    const http = new HttpClient(
      async () => {
        order.push("refresh");
        return new Response("{}");
      },
      async (task) => {
        order.push("lock");
        const result = await task();
        order.push("unlock");
        return result;
      },
    );
    expect(await http.refreshSession()).toBe(true);
    expect(order).toEqual(["lock", "refresh", "unlock"]);
  });

  it("takes a wrong password for just that", async () => {
    const { api, paths } = box({ "POST /api/auth/login": [problem(401, "bad-credentials")] });
    expect((await failure(api.login({ username: "a", password: "b" }))).code).toBe("bad-credentials");
    expect(paths()).toEqual(["POST /api/auth/login"]);
  });

  it("sends a guest's token instead of the cookie", async () => {
    const { api, calls } = box({ "GET /api/ice": [{ status: 200, body: { iceServers: [], ttl: 60 } }] });
    await api.iceServers("token");
    expect(calls[0]?.init).toMatchObject({ credentials: "omit", headers: { Authorization: "Bearer token" } });
  });

  it("tells a box that is away from one that answers nonsense", async () => {
    expect((await failure(box({}).api.config())).code).toBe("unreachable");
    const { api } = box({ "GET /api/config": [{ status: 502, body: "no" }] });
    expect(await failure(api.config())).toMatchObject({ code: "unexpected", status: 502 });
  });

  it("shows a room's invite in a header, never in the address", async () => {
    const { api, calls } = box({ "GET /api/rooms/r1": [{ status: 200, body: { room: {} } }] });
    await api.room("r1", "secret");
    expect(calls[0]?.init).toMatchObject({ headers: { "Room-Access-Token": "secret" } });
  });

  it("puts a room's id into the path, whatever it holds", async () => {
    const { api, paths } = box({ "GET /api/rooms/a%2Fb%3F": [{ status: 200, body: { room: {} } }] });
    await api.room("a/b?", undefined);
    expect(paths()).toEqual(["GET /api/rooms/a%2Fb%3F"]);
  });
});

describe("the account", () => {
  it("is restored from the cookie", async () => {
    const auth = new AuthService(box({ "GET /api/config": [config(true)], "GET /api/auth/me": [me] }).api);
    await auth.restore();
    expect(auth.state.get()).toMatchObject({ status: "signed-in", user: { id: "1" } });
  });

  it("is nobody's without one, and unknown while the box is away", async () => {
    const lapsed = box({
      "GET /api/config": [config(true)],
      "GET /api/auth/me": [unauthorized],
      "POST /api/auth/refresh": [unauthorized],
    });
    const stranger = box({ "GET /api/config": [config(false)] });
    for (const { api } of [lapsed, stranger]) {
      const nobody = new AuthService(api);
      await nobody.restore();
      expect(nobody.state.get()).toEqual({ status: "anonymous", user: null, unreachable: false });
    }
    expect(stranger.paths()).toEqual(["GET /api/config"]);
    const unknown = new AuthService(box({}).api);
    await unknown.restore();
    expect(unknown.state.get()).toMatchObject({ status: "anonymous", unreachable: true });
  });

  it("is logged out even when the box can't be told", async () => {
    const auth = new AuthService(box({ "GET /api/config": [config(true)], "GET /api/auth/me": [me] }).api);
    await auth.restore();
    await auth.logout();
    expect(auth.state.get().status).toBe("anonymous");
  });
});

function guests(answers: Record<string, Answer[]>) {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const clock = new FakeClock();
  const server = box(answers);
  return { clock, stored, server, sessions: new GuestSessions(server.api, storage, clock) };
}

const door = "POST /api/rooms/r/guests";
const guest = {
  status: 201,
  body: { user: { ...user, displayName: "Guest" }, accessToken: "t", expiresIn: 600 },
};

describe("a guest", () => {
  it("keeps the pass for the same name until it nearly ends", async () => {
    const { clock, server, sessions } = guests({ [door]: [guest] });
    await sessions.enter("r", "Guest", "invite");
    await sessions.enter("r", "Guest", "invite");
    expect(server.calls).toHaveLength(1);
    expect(sessions.rememberedName("r")).toBe("Guest");
    clock.jump(571_000);
    await sessions.enter("r", "Guest", "invite");
    await sessions.enter("r", "Other", "invite");
    expect(server.calls).toHaveLength(3);
  });

  it("gets a new pass where the box does not know the old one any more", async () => {
    const next = { ...guest, body: { ...guest.body, accessToken: "u" } };
    const { sessions, server } = guests({ [door]: [guest, next], "GET /api/auth/me": [me, unauthorized] });
    const authorize = guestAuthorizer(sessions, "r", "Guest", "invite");
    for (const [failures, bearer, calls] of [
      [0, "t", 1],
      [1, "t", 2],
      [2, "t", 2],
      [3, "u", 4],
    ] as const) {
      expect(await authorize(failures)).toEqual({ bearer });
      expect(server.calls).toHaveLength(calls);
    }
  });

  it("is not misled by what else lies in the storage", async () => {
    const { stored, sessions } = guests({ [door]: [guest] });
    for (const junk of ["{", "null", "7", '{"accessToken":1}']) {
      stored.set("neko.guest.r", junk);
      expect(sessions.rememberedName("r")).toBeUndefined();
      expect((await sessions.enter("r", "Guest", "invite")).accessToken).toBe("t");
    }
  });

  it("is over when the door says no, and may try again when it says nothing", async () => {
    const refused = guests({ [door]: [problem(403, "access-denied")] });
    expect(await guestAuthorizer(refused.sessions, "r", "Guest", "old")(0)).toBe("over");
    const away = guests({});
    await expect(guestAuthorizer(away.sessions, "r", "Guest", "invite")(0)).rejects.toThrow();
  });
});

describe("an account's socket", () => {
  it("asks HTTP only after a failure", async () => {
    const { api, calls } = box({
      "GET /api/auth/me": [unauthorized],
      "POST /api/auth/refresh": [unauthorized],
    });
    const authorize = accountAuthorizer(api);
    expect(await authorize(0)).toEqual({ bearer: undefined });
    expect(calls).toEqual([]);
    expect(await authorize(1)).toBe("over");
  });
});

describe("sentences", () => {
  const english = createTranslation("en", "en", [en]);

  it("exist for a code of the future", () => {
    expect(sentenceFor(english, "of-the-future").title).toBe(sentenceFor(english, "unexpected").title);
    expect(sentenceFor(english, "toString").title).toBe(sentenceFor(english, "unexpected").title);
  });

  it("say how long to wait", async () => {
    const { api } = box({ "POST /api/auth/login": [problem(429, "rate-limited", { "Retry-After": "30" })] });
    const error = await failure(api.login({ username: "a", password: "b" }));
    expect(sentenceForError(english, error).advice).toBe("Try again in 30 seconds.");
  });

  it("hand on what only the box knows about a field", () => {
    expect(sentenceForError(english, new ApiError("invalid-input", 400, "Too short.")).advice).toBe(
      "Too short.",
    );
  });
});

describe("an invite", () => {
  it("survives the way there and back", () => {
    for (const token of ["abc", "a b", "a%b", "ä#?/"]) {
      const url = new URL(roomPath("room 1", token), "https://box");
      expect(tokenFromHash(url.hash)).toBe(token);
      expect(url.pathname).toBe("/room/room%201");
    }
    expect(tokenFromHash("")).toBeUndefined();
    expect(tokenFromHash("#")).toBeUndefined();
    expect(tokenFromHash("#%")).toBe("%");
  });
});
