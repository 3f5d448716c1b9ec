/**
 * One other participant: wraps the RTCPeerConnection to them and keeps it up. Perfect negotiation with trickle ICE;
 * tracks are exchanged in `MediaSlots` without any.
 *
 * Main invariant: signals and negotiations run one after the other (`#run`), each against the connection that was
 * current when it began. The offerer made the first offer, is impolite, and alone repairs; the answerer is polite,
 * never offers before it has answered once (an offer rolled back at once leaves Chromium's ICE dead), and follows
 * when the far side starts over.
 */
import type { Cancel, Clock } from "../clock";
import { type ReceiveQuality, samePlan, type VideoPlan } from "./budget";
import { CONTROL_CHANNEL, ControlChannel } from "./ControlChannel";
import { MediaSlots } from "./MediaSlots";
import type { LocalTracks, RtcPlatform } from "./platform";
import { ANSWER_DEADLINE_MS, DISCONNECTED_GRACE_MS, recoveryStep, STUCK_ICE_MS } from "./recovery";
import { fingerprintOf, hasDataSection } from "./sdp";

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
  /** Waiting did not mend it: repairs are under way. */
  repairing: boolean;
  /** Microphone and camera. */
  stream: MediaStream | null;
  /** `null` unless they share their screen. */
  screen: MediaStream | null;
  /** What they ask us to send. */
  receiveQuality: ReceiveQuality;
}

export interface PeerOptions {
  connectionId: string;
  role: PeerRole;
  platform: RtcPlatform;
  clock: Clock;
  configuration: () => Promise<RTCConfiguration>;
  tracks: LocalTracks;
  sharesScreen: boolean;
  plan: VideoPlan;
  /** What we ask them to send. */
  wish: ReceiveQuality;
  send: (signal: PeerSignal) => void;
  changed: () => void;
  /** For whoever counts it. */
  happened: (event: "restarts" | "failures") => void;
}

export class PeerConnection {
  readonly connectionId: string;
  readonly #options: PeerOptions;
  #pc: RTCPeerConnection | undefined;
  #slots: MediaSlots | undefined;
  #control: ControlChannel | undefined;
  #tracks: LocalTracks;
  #plan: VideoPlan;
  #wish: ReceiveQuality;
  #theirWish: ReceiveQuality = "high";
  #heardAt: number | undefined;
  /** As they say; the tracks alone can't tell. */
  #sharesScreen: boolean;
  #chain: Promise<void> = Promise.resolve();
  #closed = false;
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
    this.#plan = options.plan;
    this.#wish = options.wish;
    this.#sharesScreen = options.sharesScreen;
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
      repairing: this.#attempt > 0,
      stream: this.#slots?.stream ?? null,
      screen: this.#sharesScreen ? (this.#slots?.screen ?? null) : null,
      receiveQuality: this.#theirWish,
    };
  }

  setSharesScreen(sharesScreen: boolean): void {
    if (sharesScreen === this.#sharesScreen) return;
    this.#sharesScreen = sharesScreen;
    this.#options.changed();
  }

  /** Exchanges what is sent, without negotiation. */
  setTracks(tracks: LocalTracks): void {
    this.#tracks = tracks;
    this.#run(() => this.#applyMedia());
  }

  /** Changes how much picture is sent, without negotiation. */
  setPlan(plan: VideoPlan): void {
    if (samePlan(plan, this.#plan)) return;
    this.#plan = plan;
    this.#run(() => this.#applyMedia());
  }

  setWish(wish: ReceiveQuality): void {
    this.#wish = wish;
    this.#control?.setWish(wish);
  }

  /** The loudness of what came since the last call, 0 to 1; `undefined` if nothing did. */
  audioLevel(): number | undefined {
    const [source] = this.#slots?.receiver("audio")?.getSynchronizationSources() ?? [];
    // Browsers keep the last packet's level for ten seconds after the packets have ceased.
    if (source === undefined || source.timestamp === this.#heardAt) return undefined;
    this.#heardAt = source.timestamp;
    return source.audioLevel;
  }

  /** The loudness of what our microphone sends, 0 to 1; `undefined` where the browser does not tell. */
  async ownAudioLevel(): Promise<number | undefined> {
    const report = await this.#slots?.sender("audio")?.getStats();
    const entries = [...(report?.values() ?? [])] as Array<{ type: string; audioLevel?: number }>;
    return entries.find(({ type }) => type === "media-source")?.audioLevel;
  }

  /** Restarts ICE at once, from either side; perfect negotiation settles it if both do. */
  retry(): void {
    if (this.#attempt > 0 && this.#options.role === "offerer") this.#recover();
    else this.#run(() => this.#restartIce());
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
    const slots = new MediaSlots(this.#options.platform);
    this.#pc = pc;
    this.#slots = slots;
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
      this.#openControl(pc);
      slots.addTo(pc);
      await this.#applyMedia();
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
    this.#slots?.adoptFrom(pc);
    this.#options.changed();
    // Another program may have none, and one that it did not offer would need a negotiation of its own.
    if (this.#control === undefined && hasDataSection(sdp)) this.#openControl(pc);
    await this.#applyMedia();
    await this.#addPendingCandidates(pc);
    await pc.setLocalDescription();
    this.#hasAnswered = true;
    this.#sendDescription(pc);
    // Again, because some parameters can be set only once the negotiation is done.
    await this.#applyMedia();
  }

  async #receiveAnswer(sdp: string): Promise<void> {
    const pc = this.#pc;
    const fingerprint = fingerprintOf(sdp);
    if (fingerprint === this.#formerFingerprint) return;
    if (pc?.signalingState === "stable") return this.#startOverIfMisled(fingerprint);
    if (pc?.signalingState !== "have-local-offer") return;
    await pc.setRemoteDescription({ type: "answer", sdp });
    this.#remoteFingerprint = fingerprint;
    this.#cancelAnswerDeadline();
    await this.#addPendingCandidates(pc);
    await this.#applyMedia();
  }

  /**
   * Nothing in an answer says which offer it is to. One that is late, to an offer that waited in a dead socket while
   * its connection was given up, was taken for this one's: now the true one comes, from another connection.
   */
  async #startOverIfMisled(fingerprint: string | undefined): Promise<void> {
    const isMisled = this.#remoteFingerprint !== undefined && fingerprint !== this.#remoteFingerprint;
    if (isMisled && this.#options.role === "offerer") await this.#startOver();
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

  #openControl(pc: RTCPeerConnection): void {
    const channel = pc.createDataChannel(CONTROL_CHANNEL.label, CONTROL_CHANNEL.init);
    this.#control = new ControlChannel(channel, this.#wish, (wish) => {
      this.#theirWish = wish;
      this.#options.changed();
    });
  }

  async #applyMedia(): Promise<void> {
    await this.#slots?.send(this.#tracks, this.#plan);
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
        this.#options.happened("failures");
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
    if (pc.signalingState !== "stable") {
      // Restarting inside an unfinished negotiation would wait for an answer that may never come. Only the offerer
      // may start over: the far side of the other could not follow.
      if (this.#options.role === "offerer") return this.#startOver();
      return this.#sendOffer(pc);
    }
    if (this.#options.role === "answerer" && !this.#hasAnswered) return;
    pc.setConfiguration(await this.#options.configuration());
    this.#options.happened("restarts");
    pc.restartIce();
  }

  /** A new RTCPeerConnection in place of the old, from nothing. */
  async #startOver(): Promise<void> {
    this.#options.happened("restarts");
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
    this.#pc = this.#slots = this.#control = undefined;
    if (pc === undefined) return;
    pc.onicecandidate = pc.onnegotiationneeded = pc.onsignalingstatechange = null;
    pc.oniceconnectionstatechange = pc.onconnectionstatechange = null;
    pc.close();
  }
}

function noop(): void {}
