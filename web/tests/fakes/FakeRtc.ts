import type { RtcPlatform } from "../../src/core/rtc/platform";

/**
 * As much of WebRTC as negotiation touches: signaling states with implicit rollback, transceivers made by a remote
 * offer, and a fingerprint of its own for each connection. No network: the test says how ICE fares.
 */
export class FakePeerConnection {
  static #count = 0;
  readonly fingerprint: string;
  readonly configuration: RTCConfiguration;
  signalingState: RTCSignalingState = "stable";
  iceConnectionState: RTCIceConnectionState = "new";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  readonly candidates: RTCIceCandidateInit[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  readonly channels: FakeDataChannel[] = [];
  stats = new Map<string, unknown>();
  restarts = 0;
  closed = false;
  onicecandidate: ((event: { candidate: { toJSON(): RTCIceCandidateInit } | null }) => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;
  oniceconnectionstatechange: (() => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  #needsNegotiation = false;

  constructor(configuration: RTCConfiguration) {
    FakePeerConnection.#count += 1;
    this.fingerprint = `AA:${FakePeerConnection.#count}`;
    this.configuration = configuration;
  }

  addTransceiver(kind: "audio" | "video"): FakeTransceiver {
    const transceiver = new FakeTransceiver(kind, "sendrecv");
    this.transceivers.push(transceiver);
    this.#requestNegotiation();
    return transceiver;
  }

  createDataChannel(_label: string, init: RTCDataChannelInit): FakeDataChannel {
    const channel = new FakeDataChannel(init);
    this.channels.push(channel);
    return channel;
  }

  getTransceivers(): FakeTransceiver[] {
    return [...this.transceivers];
  }

  getSenders(): FakeSender[] {
    return this.transceivers.map(({ sender }) => sender);
  }

  restartIce(): void {
    this.restarts += 1;
    this.#requestNegotiation();
  }

  setConfiguration(): void {}

  async getStats(): Promise<Map<string, unknown>> {
    return this.stats;
  }

  async setLocalDescription(): Promise<void> {
    const answering = this.signalingState === "have-remote-offer";
    this.localDescription = { type: answering ? "answer" : "offer", sdp: this.#sdp() };
    this.#needsNegotiation = false;
    this.#setSignaling(answering ? "stable" : "have-local-offer");
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    if (description.type === "answer" && this.signalingState !== "have-local-offer") {
      throw new Error("no offer to answer");
    }
    this.remoteDescription = description;
    if (description.type === "answer") return this.#setSignaling("stable");
    if (this.transceivers.length === 0) {
      for (const [, kind] of (description.sdp ?? "").matchAll(/^m=(audio|video)/gm)) {
        this.transceivers.push(new FakeTransceiver(kind === "audio" ? "audio" : "video", "recvonly"));
      }
    }
    this.#setSignaling("have-remote-offer");
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    if (this.remoteDescription === null) throw new Error("no remote description");
    this.candidates.push(candidate);
  }

  close(): void {
    this.closed = true;
  }

  becomes(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.iceConnectionState = state === "connecting" ? "checking" : state;
    this.oniceconnectionstatechange?.();
    this.onconnectionstatechange?.();
  }

  finds(candidate: string): void {
    this.onicecandidate?.({ candidate: { toJSON: () => ({ candidate, sdpMid: "0" }) } });
  }

  #requestNegotiation(): void {
    this.#needsNegotiation = true;
    queueMicrotask(() => {
      if (this.#needsNegotiation && this.signalingState === "stable") this.onnegotiationneeded?.();
    });
  }

  #setSignaling(state: RTCSignalingState): void {
    this.signalingState = state;
    this.onsignalingstatechange?.();
  }

  #sdp(): string {
    const media = this.transceivers.map(({ receiver }) => `m=${receiver.track.kind}\r\n`);
    const data = this.channels.length > 0 ? "m=application 9\r\n" : "";
    return `v=0\r\na=fingerprint:sha-256 ${this.fingerprint}\r\n${media.join("")}${data}`;
  }
}

/** The test opens it and says what comes. */
export class FakeDataChannel {
  readonly init: RTCDataChannelInit;
  readonly sent: string[] = [];
  readyState: RTCDataChannelState = "connecting";
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(init: RTCDataChannelInit) {
    this.init = init;
  }

  send(text: string): void {
    this.sent.push(text);
  }

  opens(): void {
    this.readyState = "open";
    this.onopen?.();
  }

  receives(data: unknown): void {
    this.onmessage?.({ data });
  }
}

class FakeSender {
  track: unknown = null;
  parameters: RTCRtpSendParameters = {
    encodings: [{}],
    transactionId: "",
    codecs: [],
    headerExtensions: [],
    rtcp: {},
  };
  stats = new Map<string, unknown>();
  /** How often the encoder was changed. */
  changes = 0;

  async replaceTrack(track: unknown): Promise<void> {
    this.track = track;
  }

  setStreams(): void {}

  getParameters(): RTCRtpSendParameters {
    return structuredClone(this.parameters);
  }

  async setParameters(parameters: RTCRtpSendParameters): Promise<void> {
    this.parameters = parameters;
    this.changes += 1;
  }

  async getStats(): Promise<Map<string, unknown>> {
    return this.stats;
  }
}

class FakeTransceiver {
  readonly sender = new FakeSender();
  readonly receiver: {
    track: { kind: string };
    sources: RTCRtpSynchronizationSource[];
    getSynchronizationSources(): RTCRtpSynchronizationSource[];
  };
  direction: RTCRtpTransceiverDirection;
  codecs: RTCRtpCodec[] = [];

  constructor(kind: "audio" | "video", direction: RTCRtpTransceiverDirection) {
    this.receiver = { track: { kind }, sources: [], getSynchronizationSources: () => this.receiver.sources };
    this.direction = direction;
  }

  setCodecPreferences(codecs: RTCRtpCodec[]): void {
    this.codecs = codecs;
  }

  get encoding(): RTCRtpEncodingParameters | undefined {
    return this.sender.parameters.encodings[0];
  }
}

export class FakeRtcPlatform implements RtcPlatform {
  readonly made: FakePeerConnection[] = [];

  createConnection(configuration: RTCConfiguration): RTCPeerConnection {
    const connection = new FakePeerConnection(configuration);
    this.made.push(connection);
    return connection as unknown as RTCPeerConnection;
  }

  createStream(tracks: MediaStreamTrack[]): MediaStream {
    return { getTracks: () => tracks } as unknown as MediaStream;
  }

  videoCodecs(): RTCRtpCodec[] {
    return ["video/VP8", "video/rtx", "video/VP9"].map((mimeType) => ({ mimeType, clockRate: 90_000 }));
  }

  /** The connection made last. */
  get latest(): FakePeerConnection {
    const latest = this.made.at(-1);
    if (latest === undefined) throw new Error("no connection was made");
    return latest;
  }
}

export type FakeTrack = MediaStreamTrack & {
  stopped: boolean;
  settings: MediaTrackSettings;
  clones: FakeTrack[];
};

export function fakeTrack(kind: "audio" | "video", deviceId = `${kind}-1`): FakeTrack {
  const clones: FakeTrack[] = [];
  const track = {
    kind,
    enabled: true,
    contentHint: "",
    onended: null,
    stopped: false,
    settings: { deviceId } as MediaTrackSettings,
    clones,
    getSettings: () => track.settings,
    applyConstraints: async () => undefined,
    clone: () => {
      const clone = fakeTrack(kind, deviceId);
      clones.push(clone);
      return clone;
    },
    stop: () => {
      track.stopped = true;
    },
  };
  return track as unknown as FakeTrack;
}
