import { beforeEach, describe, expect, it } from "vitest";
import { CallService, type JoinRequest } from "../src/core/call/CallService";
import { QualityPreferences } from "../src/core/call/QualityPreferences";
import { MediaService } from "../src/core/media/MediaService";
import { WebSocketService } from "../src/core/signaling/WebSocketService";
import type { WakeReason } from "../src/core/signaling/wake";
import type { ErrorCode, Participant, Room, ServerMessage, User } from "../src/protocol";
import { FakeClock, settle } from "./fakes/FakeClock";
import { FakeMediaDevices } from "./fakes/FakeMediaDevices";
import { FakeRtcPlatform } from "./fakes/FakeRtc";
import { FakeSocket } from "./fakes/FakeSocket";

const user: User = {
  id: "u1",
  username: "one",
  displayName: "One",
  role: "user",
  createdAt: "2026-01-01T00:00:00Z",
  lastLogin: null,
};

const room: Room = {
  roomId: "r1",
  name: "Room",
  description: "",
  createdBy: "u1",
  isPublic: false,
  maxParticipants: 6,
  isActive: true,
  currentParticipants: 1,
  createdAt: "2026-01-01T00:00:00Z",
};

const request: JoinRequest = {
  roomId: "r1",
  accessToken: "token",
  relayOnly: false,
  authorize: async () => ({ bearer: undefined }),
  refreshIceServers: async () => ({ iceServers: [], ttl: 600 }),
};

let clock: FakeClock;
let sockets: FakeSocket[];
let platform: FakeRtcPlatform;
let devices: FakeMediaDevices;
let call: CallService;
let watching: number;
let wake: (reason: WakeReason) => void;
let storage: Map<string, string>;

beforeEach(() => {
  clock = new FakeClock();
  sockets = [];
  platform = new FakeRtcPlatform();
  devices = new FakeMediaDevices();
  watching = 0;
  storage = new Map();
  call = new CallService({
    clock,
    platform,
    media: new MediaService(devices as unknown as MediaDevices),
    socket: new WebSocketService({
      clock,
      open: (protocols) => {
        const socket = new FakeSocket(protocols);
        sockets.push(socket);
        return socket;
      },
    }),
    preferences: new QualityPreferences({
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => storage.set(key, value),
    }),
    isVisible: () => true,
    watchForWake: (woken) => {
      wake = woken;
      watching += 1;
      return () => {
        watching -= 1;
      };
    },
  });
});

function participant(connectionId: string): Participant {
  return {
    connectionId,
    userId: `user-${connectionId}`,
    displayName: connectionId,
    joinedAt: "2026-01-01T00:00:00Z",
    media: { audio: true, video: true, screen: false },
  };
}

function box(): FakeSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("no socket was opened");
  return socket;
}

async function says(message: ServerMessage) {
  box().receives(message);
  await settle();
}

function refusal(code: ErrorCode, replyTo?: string): ServerMessage {
  return {
    type: "error",
    code,
    message: "",
    correlationId: "c",
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

async function knock(overrides: Partial<JoinRequest> = {}) {
  call.join({ ...request, ...overrides });
  await settle();
  box().opens();
  await says({ type: "connected", connectionId: "me", user, resumeToken: "r" });
}

async function seat(others: string[] = [], self = "me") {
  await says({
    type: "room-joined",
    room,
    self: participant(self),
    participants: others.map(participant),
    chat: [],
    iceServers: [{ urls: ["stun:box"] }],
    mode: "mesh",
  });
}

async function inRoomWith(...others: string[]) {
  await knock();
  await seat(others);
}

describe("joining", () => {
  it("asks for the seat with the invite, then tells how its media stand", async () => {
    await call.media.start();
    await knock();
    expect(box().sent).toEqual([
      { type: "join-room", id: "join", roomId: "r1", resumable: true, accessToken: "token" },
    ]);
    await seat();
    expect(call.state.get().phase).toBe("joined");
    expect(box().sent[1]).toEqual({ type: "media-state", audio: true, video: true, screen: false });
  });

  it("waits for the offers of those inside, and offers to whoever comes", async () => {
    await inRoomWith("early");
    expect(box().types()).not.toContain("offer");
    await says({ type: "user-joined", participant: participant("late") });
    expect(box().sent.filter(({ type }) => type === "offer")).toMatchObject([{ to: "late" }]);
    expect(call.state.get().participants.map(({ connectionId }) => connectionId)).toEqual(["early", "late"]);
  });

  it("answers an offer from inside", async () => {
    await inRoomWith("early");
    await says({ type: "offer", from: "early", sdp: "a=fingerprint:sha-256 AB" });
    expect(box().sent.filter(({ type }) => type === "answer")).toMatchObject([{ to: "early" }]);
  });

  it("takes nothing but the relay when told so", async () => {
    await knock({ relayOnly: true });
    await seat(["early"]);
    expect(platform.latest.configuration).toEqual({
      iceServers: [{ urls: ["stun:box"] }],
      iceTransportPolicy: "relay",
      bundlePolicy: "max-bundle",
    });
  });

  it.each(["room-full", "room-not-found", "room-closed", "access-denied"] as const)(
    "ends with %s",
    async (code) => {
      await call.media.start();
      await knock();
      await says(refusal(code, "join"));
      expect(call.state.get()).toMatchObject({ phase: "ended", end: code });
      expect(box().closed).toBe(true);
      expect(devices.given.every(({ stopped }) => stopped)).toBe(true);
      expect(watching).toBe(0);
    },
  );

  it("ends when the session is over", async () => {
    call.join({ ...request, authorize: async () => "over" });
    await settle();
    expect(call.state.get()).toMatchObject({ phase: "ended", end: "signed-out" });
  });
});

describe("in the room", () => {
  it("lets go of whoever left", async () => {
    await inRoomWith("a", "b");
    await says({ type: "user-left", connectionId: "a", reason: "left" });
    expect(call.state.get().participants.map(({ connectionId }) => connectionId)).toEqual(["b"]);
    expect([...call.peers.state.get().keys()]).toEqual(["b"]);
    expect(platform.made.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it("shows what the others send", async () => {
    await inRoomWith("a");
    await says({ type: "media-state", from: "a", audio: false, video: true, screen: true });
    expect(call.state.get().participants[0]?.media).toEqual({ audio: false, video: true, screen: true });
    await says({ type: "offer", from: "a", sdp: "m=audio\r\nm=video\r\nm=video\r\nm=audio\r\n" });
    expect(call.peers.state.get().get("a")?.screen?.getTracks()).toHaveLength(2);
  });

  it("tells the others of a mute once, and keeps the track", async () => {
    await call.media.start();
    await inRoomWith("a");
    await call.media.setAudioEnabled(false);
    await call.media.setAudioEnabled(false);
    const told = box().sent.filter(({ type }) => type === "media-state");
    expect(told.map((message) => "audio" in message && message.audio)).toEqual([true, false]);
    expect(call.state.get().self?.media.audio).toBe(false);
    expect(devices.given.some(({ stopped }) => stopped)).toBe(false);
  });

  it("counts chat of others while it is shut, and knows its own", async () => {
    await inRoomWith("a");
    const message = {
      type: "chat-message",
      displayName: "x",
      text: "hi",
      sentAt: "2026-01-01T00:00:00Z",
    } as const;
    await says({ ...message, messageId: "1", from: "a", userId: "user-a" });
    await says({ ...message, messageId: "2", from: "me", userId: "user-me" });
    expect(call.chat.state.get().unread).toBe(1);
    expect(call.chat.state.get().messages.map(({ own }) => own)).toEqual([false, true]);
    call.chat.setOpen(true);
    await says({ ...message, messageId: "3", from: "a", userId: "user-a" });
    expect(call.chat.state.get().unread).toBe(0);
  });

  it("stays in the room after a refusal about something else", async () => {
    await inRoomWith("a");
    await says(refusal("peer-not-found"));
    expect(call.state.get()).toMatchObject({ phase: "joined", refusal: { code: "peer-not-found" } });
  });

  it("ends when the room is closed", async () => {
    await inRoomWith("a");
    await says(refusal("room-closed"));
    expect(call.state.get()).toMatchObject({ phase: "ended", end: "room-closed" });
  });

  it("hears nothing of signals from strangers", async () => {
    await inRoomWith("a");
    const before = platform.made.length;
    await says({ type: "offer", from: "stranger", sdp: "a=fingerprint:sha-256 AB" });
    expect(platform.made).toHaveLength(before);
    expect(box().types()).not.toContain("answer");
  });
});

describe("quality", () => {
  it("is kept for the next visit", () => {
    call.preferences.choose({ send: "low" });
    const again = new QualityPreferences({ getItem: (key) => storage.get(key) ?? null, setItem: () => {} });
    expect(again.state.get()).toEqual({ send: "low", receive: "auto" });
    storage.set("neko.quality", '{"send":"most","receive":7}');
    expect(
      new QualityPreferences({
        getItem: (key) => storage.get(key) ?? null,
        setItem: () => {},
      }).state.get(),
    ).toEqual({ send: "auto", receive: "auto" });
  });

  it("divides the budget among those who are here, by what they want", async () => {
    await call.media.start();
    await inRoomWith();
    await says({ type: "user-joined", participant: participant("a") });
    const camera = (index: number) => platform.made[index]?.transceivers[1]?.encoding;
    await settle();
    expect(camera(0)?.maxBitrate).toBe(2_500_000);
    await says({ type: "user-joined", participant: participant("b") });
    expect([camera(0)?.maxBitrate, camera(1)?.maxBitrate]).toEqual([1_250_000, 1_250_000]);
    platform.made[1]?.channels[0]?.receives('{"type":"receive-quality","quality":"audio-only"}');
    await settle();
    expect([camera(0)?.maxBitrate, camera(1)?.active]).toEqual([2_500_000, false]);
    call.preferences.choose({ send: "low" });
    await settle();
    expect(camera(0)?.maxBitrate).toBe(500_000);
  });

  it("without pictures tells the others that the camera is off", async () => {
    await call.media.start();
    await inRoomWith("a");
    call.preferences.choose({ send: "audio-only" });
    expect(box().sent.at(-1)).toEqual({ type: "media-state", audio: true, video: false, screen: false });
  });

  it("that is chosen for receiving is told to the others", async () => {
    await inRoomWith();
    await says({ type: "user-joined", participant: participant("a") });
    const channel = platform.latest.channels[0];
    channel?.opens();
    call.preferences.choose({ receive: "medium" });
    expect(channel?.sent.map((text) => JSON.parse(text).quality)).toEqual(["high", "medium"]);
  });

  it("that falls is met with less, asked for and sent, and told once", async () => {
    await call.media.start();
    await inRoomWith();
    await says({ type: "user-joined", participant: participant("a") });
    const pc = platform.latest;
    pc.channels[0]?.opens();
    pc.becomes("connected");
    pc.stats = statsWithRoundTrip(0.02);
    await clock.advance(3_000);
    expect(call.quality.state.get().quality).toBe("excellent");
    expect(call.adaptation.notice.get()).toBeNull();
    pc.stats = statsWithRoundTrip(0.4);
    await clock.advance(6_000);
    expect(call.quality.state.get().quality).toBe("poor");
    expect(pc.transceivers[1]?.encoding?.maxBitrate).toBe(500_000);
    expect(JSON.parse(pc.channels[0]?.sent.at(-1) ?? "")).toMatchObject({ quality: "low" });
    const told = call.adaptation.notice.get();
    expect(told).toMatchObject({ trouble: "poor", effect: "video-changed" });
    pc.stats = statsWithRoundTrip(0.02);
    await clock.advance(12_000);
    expect(pc.transceivers[1]?.encoding?.maxBitrate).toBe(2_500_000);
    expect(call.adaptation.notice.get()).toBe(told);
    await clock.advance(30_000);
    expect(call.adaptation.notice.get()).toMatchObject({ trouble: "none" });
    call.leave();
    expect(call.adaptation.notice.get()).toBeNull();
  });
});

describe("who speaks", () => {
  it("is measured five times a second, oneself too", async () => {
    await inRoomWith();
    await says({ type: "user-joined", participant: participant("a") });
    const [audio] = platform.latest.transceivers;
    audio?.receiver.sources.push({ source: 1, rtpTimestamp: 0, timestamp: 1, audioLevel: 0.1 });
    audio?.sender.stats.set("m", { type: "media-source", audioLevel: 0.5 });
    await clock.advance(200);
    const { audioLevels, activeSpeakerId } = call.speaking.state.get();
    expect([...audioLevels.keys()]).toEqual(["a", "me"]);
    expect(activeSpeakerId).toBe("me");
    call.leave();
    expect(call.speaking.state.get().activeSpeakerId).toBeNull();
  });
});

function statsWithRoundTrip(seconds: number): Map<string, unknown> {
  return new Map<string, unknown>([
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["p", { type: "candidate-pair", currentRoundTripTime: seconds }],
  ]);
}

describe("losing the socket", () => {
  async function lost() {
    await inRoomWith("a");
    box().drops();
    await settle();
  }

  async function back(resumeToken = "second") {
    await clock.advance(1_000);
    box().opens();
    await says({ type: "connected", connectionId: "me2", user, resumeToken });
  }

  it("keeps the peers until the seat is taken again, then makes new ones", async () => {
    await lost();
    expect(call.state.get().phase).toBe("reconnecting");
    expect(platform.made[0]?.closed).toBe(false);
    await back();
    await seat(["a"], "me2");
    expect(call.state.get()).toMatchObject({ phase: "joined", self: { connectionId: "me2" } });
    expect(platform.made.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it("claims its seat back with the token of the connection that held it", async () => {
    await lost();
    await back("second");
    box().drops();
    await clock.advance(1_000);
    box().opens();
    await says({ type: "connected", connectionId: "me3", user, resumeToken: "third" });
    expect(box().sent).toMatchObject([{ type: "join-room", resumeToken: "r" }]);
    await seat(["a"], "me3");
    box().drops();
    await back("fourth");
    expect(box().sent).toMatchObject([{ type: "join-room", resumeToken: "third" }]);
  });

  it("keeps the peers of a seat that it got back, and restarts ICE to them", async () => {
    await inRoomWith("a", "gone");
    const [a, gone] = platform.made;
    await says({ type: "offer", from: "a", sdp: "a=fingerprint:sha-256 AB\r\nm=audio\r\n" });
    box().drops();
    await back();
    await seat(["a", "new"], "me");
    expect(call.state.get()).toMatchObject({ phase: "joined", self: { connectionId: "me" } });
    expect(a?.closed).toBe(false);
    expect(a?.restarts).toBe(1);
    expect(gone?.closed).toBe(true);
    expect([...call.peers.state.get().keys()]).toEqual(["a", "new"]);
    const offers = box().sent.filter(({ type }) => type === "offer");
    expect(new Set(offers.map((offer) => "to" in offer && offer.to))).toEqual(new Set(["a", "new"]));
  });

  it("does not see the seat that it lost as somebody else", async () => {
    await lost();
    await back();
    await seat(["a", "me"], "me2");
    expect(call.state.get().participants.map(({ connectionId }) => connectionId)).toEqual(["a"]);
    expect([...call.peers.state.get().keys()]).toEqual(["a"]);
  });

  it("looks at once after what is lost when it comes into view", async () => {
    await inRoomWith();
    await says({ type: "user-joined", participant: participant("late") });
    await says({ type: "user-joined", participant: participant("fine") });
    const [late, fine] = platform.made;
    for (const pc of [late, fine]) await pc?.setRemoteDescription({ type: "answer", sdp: "" });
    late?.becomes("disconnected");
    wake("view");
    await settle();
    expect(late?.restarts).toBe(1);
    expect(fine?.restarts).toBe(0);
    expect(box().types()).toContain("ping");
  });

  it.each(["network", "sleep"] as const)(
    "tries every path anew after %s, once the box answers",
    async (reason) => {
      await inRoomWith();
      await says({ type: "user-joined", participant: participant("late") });
      await says({ type: "user-joined", participant: participant("fine") });
      const [late, fine] = platform.made;
      for (const pc of [late, fine]) await pc?.setRemoteDescription({ type: "answer", sdp: "" });
      late?.becomes("disconnected");
      wake(reason);
      await settle();
      expect(box().types()).toContain("ping");
      expect([late?.restarts, fine?.restarts]).toEqual([0, 0]);
      await says({ type: "pong" });
      expect([late?.restarts, fine?.restarts]).toEqual([1, 1]);
      await says({ type: "pong" });
      expect([late?.restarts, fine?.restarts]).toEqual([1, 1]);
    },
  );

  it("sends what was written meanwhile after the seat is taken", async () => {
    await lost();
    call.sendChat("are you there?");
    await back();
    expect(box().types()).toEqual(["join-room"]);
    await seat(["a"], "me2");
    expect(box().types()).toContain("chat-message");
  });

  it("waits for its own empty seat in a full room", async () => {
    await lost();
    await back();
    await says(refusal("room-full", "join"));
    expect(call.state.get().phase).toBe("reconnecting");
    await clock.advance(3_000);
    expect(box().types()).toEqual(["join-room", "join-room"]);
  });
});

describe("leaving", () => {
  it("says so, and lets go of everything", async () => {
    await call.media.start();
    await inRoomWith("a");
    call.leave();
    expect(box().types().at(-1)).toBe("leave-room");
    expect(call.state.get()).toMatchObject({ phase: "ended", end: "left", participants: [] });
    expect(platform.latest.closed).toBe(true);
    expect(devices.given.every(({ stopped }) => stopped)).toBe(true);
    await clock.advance(120_000);
    expect(sockets).toHaveLength(1);
  });

  it("can begin again", async () => {
    await inRoomWith("a");
    call.leave();
    call.reset();
    expect(call.state.get().phase).toBe("idle");
    await inRoomWith("b");
    expect(call.state.get().participants).toHaveLength(1);
  });
});
