import { describe, expect, it } from "vitest";
import { cameraEncoding, MOST_FOR_ALL, screenEncoding } from "../src/core/rtc/budget";
import { PeerConnection, type PeerRole, type PeerSignal } from "../src/core/rtc/PeerConnection";
import { NO_TRACKS } from "../src/core/rtc/platform";
import { fingerprintOf } from "../src/core/rtc/sdp";
import { FakeClock, settle } from "./fakes/FakeClock";
import { FakeRtcPlatform, fakeTrack } from "./fakes/FakeRtc";

/** One end of a call: its connection, its browser, and what it has sent. */
class End {
  readonly platform = new FakeRtcPlatform();
  readonly sent: PeerSignal[] = [];
  readonly audio = fakeTrack("audio");
  readonly video = fakeTrack("video");
  readonly screen = fakeTrack("video", "screen");
  readonly screenAudio = fakeTrack("audio", "screen");
  readonly peer: PeerConnection;
  readonly happened: string[] = [];
  changes = 0;
  /** Gets each signal at once; none while undefined. */
  other: End | undefined;

  constructor(role: PeerRole, clock: FakeClock) {
    this.peer = new PeerConnection({
      connectionId: role,
      role,
      clock,
      platform: this.platform,
      configuration: async () => ({ iceTransportPolicy: "all" }),
      tracks: this.tracks,
      sharesScreen: false,
      plan: MOST_FOR_ALL,
      wish: "high",
      send: (signal) => {
        this.sent.push(signal);
        this.other?.peer.receive(signal);
      },
      changed: () => {
        this.changes += 1;
      },
      happened: (event) => this.happened.push(event),
    });
  }

  get tracks() {
    const { audio, video, screen, screenAudio } = this;
    return { audio, video, screen, screenAudio };
  }

  sending() {
    return this.pc.transceivers.map(({ sender }) => sender.track);
  }

  get pc() {
    return this.platform.latest;
  }

  types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

function pair() {
  const clock = new FakeClock();
  const offerer = new End("offerer", clock);
  const answerer = new End("answerer", clock);
  offerer.other = answerer;
  answerer.other = offerer;
  return { clock, offerer, answerer };
}

async function connectedPair() {
  const ends = pair();
  await settle();
  ends.offerer.pc.becomes("connected");
  ends.answerer.pc.becomes("connected");
  return ends;
}

describe("negotiation", () => {
  it("takes one offer and one answer, in both directions on the same four transceivers", async () => {
    const { offerer, answerer } = pair();
    await settle();
    expect(offerer.types()).toEqual(["offer"]);
    expect(answerer.types()).toEqual(["answer"]);
    expect(answerer.pc.transceivers.map(({ direction }) => direction)).toEqual(Array(4).fill("sendrecv"));
    for (const end of [offerer, answerer]) {
      expect(end.pc.signalingState).toBe("stable");
      expect(end.pc.transceivers.map(({ receiver }) => receiver.track.kind)).toEqual([
        "audio",
        "video",
        "video",
        "audio",
      ]);
      expect(end.sending()).toEqual([end.audio, end.video, end.screen, end.screenAudio]);
      expect(end.peer.snapshot().stream?.getTracks()).toHaveLength(2);
    }
  });

  it("keeps the newcomer from offering before it has answered once", async () => {
    const clock = new FakeClock();
    const answerer = new End("answerer", clock);
    await settle();
    answerer.pc.onnegotiationneeded?.();
    await settle();
    expect(answerer.sent).toEqual([]);
    answerer.peer.receive({ type: "offer", sdp: "a=fingerprint:sha-256 FF" });
    await settle();
    answerer.pc.restartIce();
    await settle();
    expect(answerer.types()).toEqual(["answer", "offer"]);
  });

  it("settles glare: the offerer ignores, the answerer yields", async () => {
    const { offerer, answerer } = await connectedPair();
    offerer.pc.restartIce();
    answerer.pc.restartIce();
    await settle();
    expect(offerer.pc.signalingState).toBe("stable");
    expect(answerer.pc.signalingState).toBe("stable");
    expect(offerer.types().filter((type) => type === "answer")).toEqual([]);
  });

  it("holds candidates back until there is a remote description", async () => {
    const clock = new FakeClock();
    const answerer = new End("answerer", clock);
    answerer.peer.receive({ type: "ice-candidate", candidate: { candidate: "early", sdpMid: "0" } });
    await settle();
    expect(answerer.pc.candidates).toEqual([]);
    answerer.peer.receive({ type: "offer", sdp: "a=fingerprint:sha-256 FF" });
    answerer.peer.receive({ type: "ice-candidate", candidate: { candidate: "late", sdpMid: "0" } });
    answerer.peer.receive({ type: "ice-candidate", candidate: null });
    await settle();
    expect(answerer.pc.candidates.map(({ candidate }) => candidate)).toEqual(["early", "late"]);
  });

  it("trickles its own candidates", async () => {
    const { offerer, answerer } = pair();
    await settle();
    offerer.pc.finds("host");
    await settle();
    expect(answerer.pc.candidates.map(({ candidate }) => candidate)).toEqual(["host"]);
  });

  it("exchanges tracks without negotiating", async () => {
    const { offerer } = await connectedPair();
    const before = offerer.sent.length;
    const camera = fakeTrack("video", "other");
    offerer.peer.setTracks({ ...NO_TRACKS, video: camera });
    await settle();
    expect(offerer.sending()).toEqual([null, camera, null, null]);
    expect(offerer.sent).toHaveLength(before);
  });

  it("shows their screen while they say that they share it", async () => {
    const { offerer } = await connectedPair();
    expect(offerer.peer.snapshot().screen).toBeNull();
    offerer.peer.setSharesScreen(true);
    const { stream, screen } = offerer.peer.snapshot();
    expect(screen?.getTracks().map(({ kind }) => kind)).toEqual(["video", "audio"]);
    expect(screen).not.toBe(stream);
    offerer.peer.setSharesScreen(false);
    expect(offerer.peer.snapshot().screen).toBeNull();
  });

  it("sends the screen in the camera's place to a program that offers no other", async () => {
    const answerer = new End("answerer", new FakeClock());
    answerer.peer.receive({ type: "offer", sdp: "a=fingerprint:sha-256 FF\r\nm=audio\r\nm=video\r\n" });
    await settle();
    expect(answerer.sending()).toEqual([answerer.audio, answerer.screen]);
    answerer.peer.setTracks({ ...answerer.tracks, screen: null });
    await settle();
    expect(answerer.sending()).toEqual([answerer.audio, answerer.video]);
  });

  it("sends an offer again that nobody answers", async () => {
    const clock = new FakeClock();
    const offerer = new End("offerer", clock);
    await settle();
    await clock.advance(10_000);
    expect(offerer.types()).toEqual(["offer", "offer"]);
  });

  it("survives a description that makes no sense", async () => {
    const { offerer, answerer } = pair();
    offerer.peer.receive({ type: "answer", sdp: "unasked" });
    await settle();
    expect(offerer.pc.signalingState).toBe("stable");
    expect(answerer.pc.signalingState).toBe("stable");
  });
});

describe("how much is sent", () => {
  it("is limited in each encoder, with sound first and the screen before the face", async () => {
    const { offerer, answerer } = await connectedPair();
    const before = offerer.sent.length;
    offerer.peer.setPlan({ camera: cameraEncoding(500, 720), screen: screenEncoding(1_000) });
    await settle();
    const [audio, camera, screen] = offerer.pc.transceivers;
    expect(audio?.encoding).toEqual({ priority: "high", networkPriority: "high" });
    expect(camera?.encoding).toEqual({
      active: true,
      maxBitrate: 500_000,
      scaleResolutionDownBy: 2,
      maxFramerate: 24,
      priority: "low",
    });
    expect(screen?.encoding).toMatchObject({ maxBitrate: 1_000_000, scaleResolutionDownBy: 1 });
    expect(screen?.sender.parameters.degradationPreference).toBe("maintain-resolution");
    expect(offerer.sent).toHaveLength(before);
    expect(answerer.pc.transceivers[0]?.encoding?.priority).toBe("high");
  });

  it("is left alone while the plan stays the same", async () => {
    const { offerer } = await connectedPair();
    const changes = () => offerer.pc.transceivers.map(({ sender }) => sender.changes);
    const before = changes();
    offerer.peer.setPlan({ ...MOST_FOR_ALL });
    offerer.peer.setTracks({ ...offerer.tracks, audio: null });
    await settle();
    expect(changes()).toEqual(before);
  });

  it("is nothing where there is no track, not even padding", async () => {
    const { offerer } = await connectedPair();
    const [, camera, screen] = offerer.pc.transceivers;
    expect(screen?.codecs.map(({ mimeType }) => mimeType)).toEqual(["video/VP8", "video/VP9"]);
    expect(camera?.codecs).toEqual([]);
    offerer.peer.setTracks({ ...offerer.tracks, screen: null });
    await settle();
    expect([camera?.encoding?.active, screen?.encoding?.active]).toEqual([true, false]);
    offerer.peer.setTracks(offerer.tracks);
    await settle();
    expect(screen?.encoding?.active).toBe(true);
  });

  it("is no picture for whom wants none", async () => {
    const { offerer } = await connectedPair();
    offerer.peer.setPlan({ camera: cameraEncoding(0, 720), screen: screenEncoding(0) });
    await settle();
    const [audio, camera, screen] = offerer.pc.transceivers.map(({ encoding }) => encoding?.active);
    expect([audio, camera, screen]).toEqual([undefined, false, false]);
  });

  it("holds in a connection made anew", async () => {
    const { clock, offerer } = pair();
    await settle();
    offerer.peer.setPlan({ camera: cameraEncoding(100, 720), screen: screenEncoding(100) });
    await clock.advance(5_000);
    expect(offerer.platform.made).toHaveLength(2);
    expect(offerer.pc.transceivers[1]?.encoding?.maxBitrate).toBe(100_000);
  });
});

describe("wishes", () => {
  it("are told when the channel opens and at each change, and heard", async () => {
    const { offerer, answerer } = await connectedPair();
    const [channel] = offerer.pc.channels;
    expect(channel?.init).toEqual({ negotiated: true, id: 0 });
    expect(answerer.pc.channels[0]?.init).toEqual(channel?.init);
    offerer.peer.setWish("low");
    expect(channel?.sent).toEqual([]);
    channel?.opens();
    offerer.peer.setWish("low");
    offerer.peer.setWish("audio-only");
    expect(channel?.sent.map((text) => JSON.parse(text))).toEqual([
      { type: "receive-quality", quality: "low" },
      { type: "receive-quality", quality: "audio-only" },
    ]);
    channel?.receives('{"type":"receive-quality","quality":"medium"}');
    channel?.receives("nonsense");
    expect(offerer.peer.snapshot().receiveQuality).toBe("medium");
  });

  it("need no channel with a program that offers none", async () => {
    const answerer = new End("answerer", new FakeClock());
    answerer.peer.receive({ type: "offer", sdp: "a=fingerprint:sha-256 FF\r\nm=audio\r\nm=video\r\n" });
    await settle();
    expect(answerer.pc.channels).toEqual([]);
    expect(answerer.types()).toEqual(["answer"]);
  });
});

describe("loudness", () => {
  it("is that of what came since it was last asked for", async () => {
    const { offerer } = await connectedPair();
    const receiver = offerer.pc.transceivers[0]?.receiver;
    const source = { source: 1, rtpTimestamp: 0, audioLevel: 0.5 };
    expect(offerer.peer.audioLevel()).toBeUndefined();
    receiver?.sources.splice(0, 1, { ...source, timestamp: 1 });
    expect(offerer.peer.audioLevel()).toBe(0.5);
    expect(offerer.peer.audioLevel()).toBeUndefined();
    receiver?.sources.splice(0, 1, { ...source, timestamp: 2 });
    expect(offerer.peer.audioLevel()).toBe(0.5);
  });

  it("of our own is the sender's", async () => {
    const { offerer } = await connectedPair();
    offerer.pc.transceivers[0]?.sender.stats.set("m", { type: "media-source", audioLevel: 0.25 });
    expect(await offerer.peer.ownAudioLevel()).toBe(0.25);
  });
});

describe("starting over", () => {
  it("replaces a connection whose ICE stays new, on both sides", async () => {
    const { clock, offerer, answerer } = pair();
    await settle();
    const [stuckHere, stuckThere] = [offerer.pc, answerer.pc];
    await clock.advance(5_000);
    expect(stuckHere.closed).toBe(true);
    expect(stuckThere.closed).toBe(true);
    expect(offerer.platform.made).toHaveLength(2);
    expect(answerer.platform.made).toHaveLength(2);
    expect(answerer.pc.signalingState).toBe("stable");
    expect(answerer.sending()).toEqual(Object.values(answerer.tracks));
  });

  it("leaves a connection alone whose ICE has begun", async () => {
    const { clock, offerer } = pair();
    await settle();
    offerer.pc.becomes("connecting");
    await clock.advance(60_000);
    expect(offerer.platform.made).toHaveLength(1);
  });

  it("does not take the late answer of the connection before", async () => {
    const { clock, offerer, answerer } = pair();
    await settle();
    const lateAnswer = answerer.sent[0];
    offerer.other = undefined;
    await clock.advance(5_000);
    expect(offerer.pc.signalingState).toBe("have-local-offer");
    if (lateAnswer !== undefined) offerer.peer.receive(lateAnswer);
    await settle();
    expect(offerer.pc.signalingState).toBe("have-local-offer");
  });

  it("finds out that it took a late answer for its own, and begins again", async () => {
    const { offerer, answerer } = pair();
    offerer.other = undefined;
    await settle();
    offerer.peer.retry();
    await settle();
    // What waited in a dead socket arrives, in order: the offer of a connection that is gone, and that of this one.
    const [former, present] = offerer.sent.filter(({ type }) => type === "offer");
    answerer.other = undefined;
    for (const offer of [former, present]) {
      if (offer !== undefined) answerer.peer.receive(offer);
      await settle();
    }
    offerer.other = answerer;
    answerer.other = offerer;
    for (const answer of answerer.sent.filter(({ type }) => type === "answer")) {
      offerer.peer.receive(answer);
      await settle();
    }
    expect(offerer.platform.made).toHaveLength(3);
    expect(answerer.platform.made).toHaveLength(3);
    expect(offerer.pc.signalingState).toBe("stable");
    expect(fingerprintOf(offerer.pc.remoteDescription?.sdp ?? "")).toBe(
      fingerprintOf(answerer.pc.localDescription?.sdp ?? ""),
    );
  });
});

describe("recovery", () => {
  it("waits five seconds for a disconnected connection to mend itself", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("disconnected");
    await clock.advance(4_900);
    offerer.pc.becomes("connected");
    await clock.advance(60_000);
    expect(offerer.pc.restarts).toBe(0);
    expect(offerer.peer.snapshot().recovering).toBe(false);
  });

  it("restarts ICE when it does not", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("disconnected");
    expect(offerer.peer.snapshot().recovering).toBe(true);
    await clock.advance(5_000);
    expect(offerer.pc.restarts).toBe(1);
    expect(offerer.types()).toEqual(["offer", "offer"]);
  });

  it("restarts ICE at once when it has failed", async () => {
    const { offerer } = await connectedPair();
    offerer.pc.becomes("failed");
    await settle();
    expect(offerer.pc.restarts).toBe(1);
    expect(offerer.happened).toEqual(["failures", "restarts"]);
  });

  it("leaves the repair to the offering side", async () => {
    const { clock, answerer } = await connectedPair();
    answerer.pc.becomes("failed");
    await clock.advance(120_000);
    expect(answerer.pc.restarts).toBe(0);
    expect(answerer.platform.made).toHaveLength(1);
  });

  it("tries again with growing pauses, then rebuilds", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("failed");
    await settle();
    await clock.advance(5_000);
    expect(offerer.pc.restarts).toBe(2);
    await clock.advance(9_999);
    expect(offerer.pc.restarts).toBe(2);
    await clock.advance(1);
    expect(offerer.pc.restarts).toBe(3);
    await clock.advance(20_000);
    expect(offerer.platform.made).toHaveLength(2);
  });

  it("says when waiting did not help", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("disconnected");
    expect(offerer.peer.snapshot()).toMatchObject({ recovering: true, repairing: false });
    await clock.advance(5_000);
    expect(offerer.peer.snapshot()).toMatchObject({ recovering: true, repairing: true });
    offerer.pc.becomes("connected");
    expect(offerer.peer.snapshot()).toMatchObject({ recovering: false, repairing: false });
  });

  it("does the next step at once when somebody asks", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("failed");
    await settle();
    offerer.peer.retry();
    await settle();
    offerer.peer.retry();
    await settle();
    expect(offerer.pc.restarts).toBe(3);
    offerer.peer.retry();
    await settle();
    expect(offerer.platform.made).toHaveLength(2);
    offerer.pc.becomes("connected");
    await clock.advance(120_000);
    expect(offerer.platform.made).toHaveLength(2);
  });

  it("can be asked for from the answering side, and of a connection that seems up", async () => {
    const { clock, offerer, answerer } = await connectedPair();
    answerer.peer.retry();
    await settle();
    expect(answerer.pc.restarts).toBe(1);
    expect(answerer.types()).toEqual(["answer", "offer"]);
    offerer.peer.retry();
    await settle();
    expect(offerer.pc.restarts).toBe(1);
    await clock.advance(120_000);
    expect([...offerer.platform.made, ...answerer.platform.made]).toHaveLength(2);
    expect(offerer.pc.restarts).toBe(1);
  });

  it("sends an offer of the answering side again that was lost with the socket", async () => {
    const { offerer, answerer } = await connectedPair();
    answerer.other = undefined;
    answerer.peer.retry();
    await settle();
    expect(answerer.pc.signalingState).toBe("have-local-offer");
    answerer.other = offerer;
    answerer.peer.retry();
    await settle();
    expect(answerer.pc.signalingState).toBe("stable");
    expect(answerer.types()).toEqual(["answer", "offer", "offer"]);
  });

  it("does not hurry when a restart fails as well", async () => {
    const { offerer } = await connectedPair();
    offerer.pc.becomes("failed");
    await settle();
    offerer.pc.becomes("connecting");
    offerer.pc.becomes("failed");
    await settle();
    expect(offerer.pc.restarts).toBe(1);
  });

  it("begins anew after it was up", async () => {
    const { offerer } = await connectedPair();
    for (const expected of [1, 2]) {
      offerer.pc.becomes("failed");
      await settle();
      expect(offerer.pc.restarts).toBe(expected);
      offerer.pc.becomes("connected");
    }
  });
});

describe("closing", () => {
  it("ends the connection and every plan to mend it", async () => {
    const { clock, offerer } = await connectedPair();
    offerer.pc.becomes("failed");
    offerer.peer.close();
    await clock.advance(120_000);
    expect(offerer.platform.made).toHaveLength(1);
    expect(offerer.pc.closed).toBe(true);
    expect(offerer.peer.snapshot().stream).toBeNull();
  });

  it("makes no connection when closed before it began", async () => {
    const offerer = new End("offerer", new FakeClock());
    offerer.peer.close();
    await settle();
    expect(offerer.platform.made).toEqual([]);
  });
});
