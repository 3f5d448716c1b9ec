/**
 * One other participant: wraps the RTCPeerConnection to them and keeps it up. Perfect negotiation with trickle ICE;
 * two transceivers, audio then video, for the whole life, in which only tracks are exchanged.
 *
 * Main invariant: signals and negotiations run one after the other (`#run`), each against the connection that was
 * current when it began. The offerer made the first offer, is impolite, and alone repairs; the answerer is polite,
 * never offers before it has answered once (an offer rolled back at once leaves Chromium's ICE dead), and follows
 * when the far side starts over.
 */
import type { Cancel, Clock } from "../clock";
import type { LocalTracks, RtcPlatform } from "./platform";
import { ANSWER_DEADLINE_MS, DISCONNECTED_GRACE_MS, recoveryStep, STUCK_ICE_MS } from "./recovery";
import { fingerprintOf } from "./sdp";

export type PeerRole = "offerer" | "answerer";

export type PeerSignal =
  | { type: "offer" | "answer"; sdp: string }
  | { type: "ice-candidate"; candidate: RTCIceCandidateInit | null };

/** What the room shows of a peer; replaced whole on every change. */
export interface PeerSnapshot {
  connectionId: string;
  connectionState: RTCPeerConnectionState;
  /** True from the loss of a connection until it is up again. */
  recovering: boolean;
  stream: MediaStream | null;
}

export interface PeerOptions {
  connectionId: string;
  role: PeerRole;
  platform: RtcPlatform;
  clock: Clock;
  configuration: () => Promise<RTCConfiguration>;
  tracks: LocalTracks;
  send: (signal: PeerSignal) => void;
  changed: () => void;
}

export class PeerConnection {
  readonly connectionId: string;
  readonly #options: PeerOptions;
  #pc: RTCPeerConnection | undefined;
  #tracks: LocalTracks;
  #chain: Promise<void> = Promise.resolve();
  #closed = false;
  #stream: MediaStream | null = null;
  #audio: RTCRtpTransceiver | undefined;
  #video: RTCRtpTransceiver | undefined;
  #hasAnswered = false;
  #pendingCandidates: RTCIceCandidateInit[] = [];
  #remoteFingerprint: string | undefined;
  /** Of the far connection that ours before the last rebuild spoke with: its late answers are void. */
  #formerFingerprint: string | undefined;
  #attempt = 0;
  #cancelRecovery: Cancel | undefined;
  #cancelStuckCheck: Cancel = noop;
  #cancelAnswerDeadline: Cancel = noop;

  constructor(options: PeerOptions) {
    this.#options = options;
    this.connectionId = options.connectionId;
    this.#tracks = options.tracks;
    // The answerer has nothing to do until the offer comes; its connection is made all the same, so that it shows.
    this.#run(() => this.#create());
  }

  get pc(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  snapshot(): PeerSnapshot {
    return {
      connectionId: this.connectionId,
      connectionState: this.#pc?.connectionState ?? "new",
      recovering: this.#cancelRecovery !== undefined,
      stream: this.#stream,
    };
  }

  /** Exchanges what is sent, without negotiation. */
  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    this.#run(() => this.#attachTracks());
  }

  receive(signal: PeerSignal): void {
    switch (signal.type) {
      case "offer":
        this.#run(() => this.#receiveOffer(signal.sdp));
        return;
      case "answer":
        this.#run(() => this.#receiveAnswer(signal.sdp));
        return;
      case "ice-candidate":
        this.#run(() => this.#receiveCandidate(signal.candidate));
        return;
      default:
        signal satisfies never;
    }
  }

  close(): void {
    this.#closed = true;
    this.#discard();
  }

  /** One thing at a time; a failing step is repaired by recovery and must not stop the ones behind it. */
  #run(step: () => Promise<void>): void {
    this.#chain = this.#chain.then(async () => {
      if (this.#closed) return;
      await step().catch(() => undefined);
    });
  }

  async #create(): Promise<void> {
    const configuration = await this.#options.configuration();
    if (this.#closed) return;
    this.#discard();
    const pc = this.#options.platform.createConnection(configuration);
    this.#pc = pc;
    pc.onicecandidate = ({ candidate }) =>
      this.#options.send({
        type: "ice-candidate",
        candidate: candidate === null ? null : candidate.toJSON(),
      });
    pc.onnegotiationneeded = () => this.#run(() => this.#negotiate(pc));
    pc.onsignalingstatechange = () => this.#watchForStuckIce(pc);
    pc.oniceconnectionstatechange = () => {
      if (pc.iceConnectionState !== "new") this.#cancelStuckCheck();
    };
    pc.onconnectionstatechange = () => this.#connectionChanged(pc);
    if (this.#options.role === "offerer") {
      this.#audio = pc.addTransceiver("audio", { direction: "sendrecv" });
      this.#video = pc.addTransceiver("video", { direction: "sendrecv" });
      this.#updateStream();
      await this.#attachTracks();
    }
    this.#options.changed();
  }

  async #negotiate(pc: RTCPeerConnection): Promise<void> {
    if (pc !== this.#pc || pc.signalingState !== "stable") return;
    if (this.#options.role === "answerer" && !this.#hasAnswered) return;
    await pc.setLocalDescription();
    this.#sendOffer(pc);
  }

  #sendOffer(pc: RTCPeerConnection): void {
    if (pc !== this.#pc || pc.signalingState !== "have-local-offer") return;
    this.#sendDescription(pc);
    this.#cancelAnswerDeadline();
    this.#cancelAnswerDeadline = this.#options.clock.after(ANSWER_DEADLINE_MS, () => this.#sendOffer(pc));
  }

  async #receiveOffer(sdp: string): Promise<void> {
    const fingerprint = fingerprintOf(sdp);
    const startsOver = this.#remoteFingerprint !== undefined && fingerprint !== this.#remoteFingerprint;
    if (startsOver) await this.#startOver();
    const pc = this.#pc;
    if (pc === undefined) return;
    const collides = pc.signalingState !== "stable";
    if (collides && this.#options.role === "offerer") return;
    await pc.setRemoteDescription({ type: "offer", sdp });
    this.#remoteFingerprint = fingerprint;
    this.#cancelAnswerDeadline();
    this.#adoptTransceivers(pc);
    await this.#attachTracks();
    await this.#addPendingCandidates(pc);
    await pc.setLocalDescription();
    this.#hasAnswered = true;
    this.#sendDescription(pc);
  }

  async #receiveAnswer(sdp: string): Promise<void> {
    const pc = this.#pc;
    const fingerprint = fingerprintOf(sdp);
    if (pc?.signalingState !== "have-local-offer" || fingerprint === this.#formerFingerprint) return;
    await pc.setRemoteDescription({ type: "answer", sdp });
    this.#remoteFingerprint = fingerprint;
    this.#cancelAnswerDeadline();
    await this.#addPendingCandidates(pc);
  }

  async #receiveCandidate(candidate: RTCIceCandidateInit | null): Promise<void> {
    // The end of candidates changes nothing for us, and browsers disagree about its form.
    if (candidate === null) return;
    if (this.#pc?.remoteDescription) await this.#pc.addIceCandidate(candidate);
    else this.#pendingCandidates.push(candidate);
  }

  async #addPendingCandidates(pc: RTCPeerConnection): Promise<void> {
    for (const candidate of this.#pendingCandidates.splice(0)) {
      // One that belongs to a connection gone by is no loss.
      await pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** The offerer's first offer made our transceivers: answer in both directions on the same two. */
  #adoptTransceivers(pc: RTCPeerConnection): void {
    const transceivers = pc.getTransceivers();
    this.#audio ??= transceivers.find((transceiver) => transceiver.receiver.track.kind === "audio");
    this.#video ??= transceivers.find((transceiver) => transceiver.receiver.track.kind === "video");
    for (const transceiver of [this.#audio, this.#video]) {
      if (transceiver !== undefined) transceiver.direction = "sendrecv";
    }
    this.#updateStream();
  }

  #updateStream(): void {
    const tracks = [this.#audio, this.#video].flatMap((transceiver) => transceiver?.receiver.track ?? []);
    const known = this.#stream?.getTracks() ?? [];
    if (tracks.length === known.length && tracks.every((track) => known.includes(track))) return;
    this.#stream = this.#options.platform.createStream(tracks);
    this.#options.changed();
  }

  async #attachTracks(): Promise<void> {
    const { audio, video } = this.#tracks;
    await Promise.all([this.#audio?.sender.replaceTrack(audio), this.#video?.sender.replaceTrack(video)]);
  }

  #sendDescription(pc: RTCPeerConnection): void {
    const description = pc.localDescription;
    if (description === null || (description.type !== "offer" && description.type !== "answer")) return;
    this.#options.send({ type: description.type, sdp: description.sdp });
  }

  #watchForStuckIce(pc: RTCPeerConnection): void {
    this.#cancelStuckCheck();
    if (this.#options.role !== "offerer" || pc.signalingState !== "stable") return;
    this.#cancelStuckCheck = this.#options.clock.after(STUCK_ICE_MS, () => {
      if (pc === this.#pc && pc.iceConnectionState === "new") this.#run(() => this.#startOver());
    });
  }

  #connectionChanged(pc: RTCPeerConnection): void {
    switch (pc.connectionState) {
      case "connected":
        this.#attempt = 0;
        this.#stopRecovery();
        break;
      case "disconnected":
        this.#cancelRecovery ??= this.#options.clock.after(DISCONNECTED_GRACE_MS, () => this.#recover());
        break;
      case "failed":
        // Later failures wait for the step under way, or a path that can't be would be retried without pause.
        if (this.#attempt === 0) this.#recover();
        break;
      case "new":
      case "connecting":
      case "closed":
        break;
      default:
        pc.connectionState satisfies never;
    }
    this.#options.changed();
  }

  #recover(): void {
    this.#stopRecovery();
    const step = recoveryStep(this.#attempt);
    this.#attempt += 1;
    this.#cancelRecovery = this.#options.clock.after(step.waitMs, () => this.#recover());
    if (this.#options.role === "offerer") {
      this.#run(() => (step.action === "rebuild" ? this.#startOver() : this.#restartIce()));
    }
    this.#options.changed();
  }

  async #restartIce(): Promise<void> {
    const pc = this.#pc;
    if (pc === undefined) return;
    // Restarting inside an unfinished negotiation would wait for an answer that may never come.
    if (pc.signalingState !== "stable") return this.#startOver();
    pc.setConfiguration(await this.#options.configuration());
    pc.restartIce();
  }

  /** A new RTCPeerConnection in place of the old, from nothing. */
  async #startOver(): Promise<void> {
    this.#formerFingerprint = this.#remoteFingerprint;
    this.#remoteFingerprint = undefined;
    this.#hasAnswered = false;
    this.#pendingCandidates = [];
    await this.#create();
  }

  #stopRecovery(): void {
    this.#cancelRecovery?.();
    this.#cancelRecovery = undefined;
  }

  #discard(): void {
    this.#cancelStuckCheck();
    this.#cancelAnswerDeadline();
    if (this.#closed) this.#stopRecovery();
    const pc = this.#pc;
    this.#pc = undefined;
    this.#audio = this.#video = undefined;
    this.#stream = null;
    if (pc === undefined) return;
    pc.onicecandidate = pc.onnegotiationneeded = pc.onsignalingstatechange = null;
    pc.oniceconnectionstatechange = pc.onconnectionstatechange = null;
    pc.close();
  }
}

function noop(): void {}
