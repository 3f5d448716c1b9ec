/**
 * A call from `join` to `leave`: ties socket, peers, devices and chat together, and is the one place that reads the
 * server's messages. Holds who is here and how the call stands; pictures and sound are the peers' business.
 */
import type { ErrorCode, MediaState, Participant, Room, ServerMessage } from "../../protocol";
import type { Cancel, Clock } from "../clock";
import type { LocalMediaState, MediaService } from "../media/MediaService";
import type { FetchIceServers } from "../rtc/IceServerSource";
import { NetworkQualityMonitor } from "../rtc/NetworkQualityMonitor";
import { PeerConnectionManager } from "../rtc/PeerConnectionManager";
import type { LocalTracks, RtcPlatform } from "../rtc/platform";
import type { Authorize, WebSocketService } from "../signaling/WebSocketService";
import type { WakeReason } from "../signaling/wake";
import { Store } from "../store";
import { Adaptation } from "./Adaptation";
import { AudioLevelMonitor } from "./AudioLevelMonitor";
import { ChatService } from "./ChatService";
import type { QualityPreference, QualityPreferences } from "./QualityPreferences";
import { StatsReporter } from "./StatsReporter";

export type CallPhase =
  | "idle"
  | "joining"
  | "joined"
  /** The seat is lost and being taken again; direct media may still flow. */
  | "reconnecting"
  | "ended";

/** `signed-out`: the session ended on the way. `left`: the person's own wish. */
export type CallEnd = ErrorCode | "signed-out" | "left";

export interface CallState {
  phase: CallPhase;
  room: Room | null;
  self: Participant | null;
  /** The others. */
  participants: readonly Participant[];
  end: CallEnd | null;
  /** The last refusal that did not end the call. */
  refusal: { code: ErrorCode; at: number } | null;
}

export interface JoinRequest {
  roomId: string;
  accessToken: string | undefined;
  relayOnly: boolean;
  authorize: Authorize;
  refreshIceServers: FetchIceServers;
}

export interface CallDependencies {
  socket: WebSocketService;
  media: MediaService;
  platform: RtcPlatform;
  clock: Clock;
  preferences: QualityPreferences;
  isVisible: () => boolean;
  /** Starts to watch for wake-ups; the returned function stops it. */
  watchForWake: (wake: (reason: WakeReason) => void) => Cancel;
}

const IDLE: CallState = {
  phase: "idle",
  room: null,
  self: null,
  participants: [],
  end: null,
  refusal: null,
};
const JOIN_ID = "join";
/** Our own lost seat can fill the room until the box has noticed that it is empty. */
const REJOIN_WAIT_MS = 3_000;

export class CallService {
  readonly state = new Store<CallState>(IDLE);
  readonly chat = new ChatService();
  readonly peers: PeerConnectionManager;
  readonly quality: NetworkQualityMonitor;
  readonly preferences: QualityPreferences;
  readonly adaptation: Adaptation;
  /** Audio levels and the active speaker. */
  readonly speaking: AudioLevelMonitor;
  readonly reporter: StatsReporter;
  readonly media: MediaService;
  readonly socket: WebSocketService;
  readonly #clock: Clock;
  readonly #watchForWake: CallDependencies["watchForWake"];
  #request: JoinRequest | undefined;
  #sentMedia: MediaState | undefined;
  /** Of the present socket, and of the one that holds or held our seat. */
  #socketToken: string | undefined;
  #seatToken: string | undefined;
  /** What the connections take for their paths may be gone: to be tried anew as soon as the box answers. */
  #distrustsPaths = false;
  #stopWatching: Cancel = noop;
  #cancelRejoin: Cancel = noop;

  constructor({ socket, media, platform, clock, preferences, isVisible, watchForWake }: CallDependencies) {
    this.socket = socket;
    this.media = media;
    this.#clock = clock;
    this.#watchForWake = watchForWake;
    this.peers = new PeerConnectionManager(platform, clock, (to, signal) => socket.send({ ...signal, to }));
    this.quality = new NetworkQualityMonitor(() => this.peers.connections(), clock);
    this.preferences = preferences;
    this.adaptation = new Adaptation({
      peers: this.peers,
      quality: this.quality,
      preferences,
      media: media.state,
      clock,
    });
    this.reporter = new StatsReporter({
      clock,
      details: () => this.quality.state.get().details.values(),
      iceEvents: () => this.peers.iceEvents(),
      send: (message) => socket.send(message),
    });
    this.speaking = new AudioLevelMonitor(
      {
        theirs: () => this.peers.audioLevels(),
        own: () => this.peers.ownAudioLevel(),
        ownId: () => this.state.get().self?.connectionId,
        isVisible,
      },
      clock,
    );
    socket.messages.on((message) => this.#receive(message));
    socket.state.subscribe(() => this.#socketChanged());
    media.state.subscribe(() => this.#mediaChanged());
    preferences.state.subscribe(() => this.#announceMedia());
  }

  join(request: JoinRequest): void {
    this.#request = request;
    this.state.set({ ...IDLE, phase: "joining" });
    this.chat.clear();
    this.reporter.joining();
    this.#stopWatching();
    this.#stopWatching = this.#watchForWake((reason) => this.#wake(reason));
    this.socket.connect(request.authorize);
  }

  /** Looks at once after what is lost, instead of at the next step. */
  retry(): void {
    this.socket.nudge();
    this.peers.retry("lost");
  }

  leave(): void {
    this.socket.send({ type: "leave-room" });
    this.#finish("left");
  }

  /** Back to before `join`, so that the same page can begin again. */
  reset(): void {
    if (this.state.get().phase !== "ended") this.leave();
    this.state.set(IDLE);
    this.chat.clear();
  }

  sendChat(text: string): void {
    this.socket.sendOrQueue({ type: "chat-message", text });
  }

  #wake(reason: WakeReason): void {
    if (reason === "view") {
      this.retry();
      return;
    }
    // An offer into a socket that died with the network would help nobody: first the box's answer, then the peers.
    this.#distrustsPaths = true;
    this.socket.nudge();
  }

  #receive(message: ServerMessage): void {
    if (this.#request === undefined) return;
    switch (message.type) {
      case "connected":
        this.#socketToken = message.resumeToken;
        this.#requestSeat(this.#request);
        return;
      case "room-joined":
        this.#seated(message, this.#request);
        return;
      case "user-joined":
        this.#setParticipants([...this.#without(message.participant.connectionId), message.participant]);
        this.#offerTo(message.participant);
        return;
      case "user-left":
        this.#setParticipants(this.#without(message.connectionId));
        this.peers.remove(message.connectionId);
        return;
      case "offer":
      case "answer":
      case "ice-candidate":
        this.peers.receive(message.from, message);
        return;
      case "chat-message":
        this.chat.add(message, this.state.get().self?.userId);
        return;
      case "media-state":
        this.#setMedia(message.from, { audio: message.audio, video: message.video, screen: message.screen });
        return;
      case "error":
        this.#refused(message.code, message.replyTo);
        return;
      case "pong":
        if (this.#distrustsPaths) this.#tryPathsAnew();
        return;
      default:
        message satisfies never;
    }
  }

  #requestSeat({ roomId, accessToken }: JoinRequest): void {
    this.socket.send({
      type: "join-room",
      id: JOIN_ID,
      roomId,
      resumable: true,
      ...(accessToken === undefined ? {} : { accessToken }),
      ...(this.#seatToken === undefined ? {} : { resumeToken: this.#seatToken }),
    });
  }

  #seated(message: Extract<ServerMessage, { type: "room-joined" }>, request: JoinRequest): void {
    const { room, self, iceServers } = message;
    const formerId = this.state.get().self?.connectionId;
    const isResumed = formerId === self.connectionId;
    // Until the box has noticed that our former seat is empty, we are in its list twice.
    const participants = message.participants.filter(({ connectionId }) => connectionId !== formerId);
    this.#seatToken = this.#socketToken;
    this.chat.restore(message.chat, self.userId, formerId !== undefined);
    this.peers.configure({
      iceServers,
      refreshIceServers: request.refreshIceServers,
      relayOnly: request.relayOnly,
    });
    this.peers.setTracks(outgoingTracks(this.media.state.get()));
    if (isResumed) this.#keepPeers(participants);
    else this.#makePeers(participants);
    this.state.set({ ...IDLE, phase: "joined", room, self, participants });
    if (!isResumed) {
      this.quality.start();
      this.adaptation.start();
      this.speaking.start();
      this.reporter.start();
    }
    this.#sentMedia = undefined;
    this.#announceMedia();
    this.socket.flush();
  }

  /** For a new seat everybody makes new connections: those of the seat before lead nowhere. */
  #makePeers(participants: readonly Participant[]): void {
    this.#distrustsPaths = false;
    this.peers.closeAll();
    for (const { connectionId, media } of participants) {
      this.peers.add(connectionId, "answerer", media.screen);
    }
  }

  /** The same seat: the connections hold, but their paths may be gone with the network that we were in. */
  #keepPeers(participants: readonly Participant[]): void {
    for (const { connectionId } of this.state.get().participants) {
      if (!participants.some((present) => present.connectionId === connectionId)) {
        this.peers.remove(connectionId);
      }
    }
    this.#tryPathsAnew();
    for (const participant of participants) {
      this.peers.setSharesScreen(participant.connectionId, participant.media.screen);
      this.#offerTo(participant);
    }
  }

  #tryPathsAnew(): void {
    this.#distrustsPaths = false;
    this.peers.retry("all");
  }

  /** To whoever came after us. */
  #offerTo({ connectionId, media }: Participant): void {
    if (!this.peers.has(connectionId)) this.peers.add(connectionId, "offerer", media.screen);
  }

  #refused(code: ErrorCode, replyTo: string | undefined): void {
    const { phase } = this.state.get();
    if (code === "room-closed" || code === "session-ended") this.#finish(code);
    else if (replyTo !== JOIN_ID) this.state.patch({ refusal: { code, at: this.#clock.now() } });
    else if (phase === "reconnecting" && (code === "room-full" || code === "rate-limited"))
      this.#rejoinLater();
    else if (code !== "already-in-room") this.#finish(code);
  }

  #rejoinLater(): void {
    this.#cancelRejoin();
    this.#cancelRejoin = this.#clock.after(REJOIN_WAIT_MS, () => {
      if (this.#request !== undefined) this.#requestSeat(this.#request);
    });
  }

  #socketChanged(): void {
    const socket = this.socket.state.get();
    if (socket === "refused") this.#finish("signed-out");
    else if (socket === "waiting" && this.state.get().phase === "joined") {
      this.#cancelRejoin();
      this.state.patch({ phase: "reconnecting" });
    }
  }

  #mediaChanged(): void {
    this.peers.setTracks(outgoingTracks(this.media.state.get()));
    this.#announceMedia();
  }

  #announceMedia(): void {
    const { self, phase } = this.state.get();
    if (phase !== "joined" || self === null) return;
    const media = mediaStateOf(this.media.state.get(), this.preferences.state.get());
    if (this.#sentMedia !== undefined && sameMedia(this.#sentMedia, media)) return;
    this.#sentMedia = media;
    this.state.patch({ self: { ...self, media } });
    this.socket.send({ type: "media-state", ...media });
  }

  #finish(end: CallEnd): void {
    if (this.#request === undefined) return;
    this.#request = undefined;
    this.#stopWatching();
    this.#cancelRejoin();
    // First, so that letting go of the devices is not told to a room we are no longer in.
    this.state.set({ ...IDLE, room: this.state.get().room, phase: "ended", end });
    this.peers.closeAll();
    this.#seatToken = undefined;
    this.adaptation.stop();
    this.speaking.stop();
    this.reporter.stop();
    this.quality.stop();
    this.media.stop();
    this.socket.disconnect();
  }

  #without(connectionId: string): Participant[] {
    return this.state.get().participants.filter((participant) => participant.connectionId !== connectionId);
  }

  #setMedia(connectionId: string, media: MediaState): void {
    this.peers.setSharesScreen(connectionId, media.screen);
    this.#setParticipants(
      this.state
        .get()
        .participants.map((participant) =>
          participant.connectionId === connectionId ? { ...participant, media } : participant,
        ),
    );
  }

  #setParticipants(participants: readonly Participant[]): void {
    this.state.patch({ participants });
  }
}

function outgoingTracks(media: LocalMediaState): LocalTracks {
  const { audioTrack: audio, cameraTrack: video, screenTrack: screen, screenAudioTrack: screenAudio } = media;
  return { audio, video, screen, screenAudio };
}

/** What the others get: a camera that is on and not sent is off to them. */
function mediaStateOf(media: LocalMediaState, { send }: QualityPreference): MediaState {
  return {
    audio: media.isAudioEnabled,
    video: media.isVideoEnabled && send !== "audio-only",
    screen: media.isScreenSharing,
  };
}

function sameMedia(a: MediaState, b: MediaState): boolean {
  return a.audio === b.audio && a.video === b.video && a.screen === b.screen;
}

function noop(): void {}
