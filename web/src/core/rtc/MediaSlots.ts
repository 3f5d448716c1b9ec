/**
 * The four transceivers of one RTCPeerConnection, in the same order for its whole life: microphone, camera, screen,
 * the screen's sound. Only tracks are exchanged in them; an empty one sends nothing. Microphone and camera share a
 * stream, and the screen's two another, because browsers keep sound and picture in step within a stream alone.
 */
import type { VideoPlan } from "./budget";
import { applyVideoEncoding, protectAudio } from "./encoding";
import type { LocalTracks, RtcPlatform } from "./platform";

export type Slot = keyof LocalTracks;

const SLOTS: ReadonlyArray<{ slot: Slot; kind: "audio" | "video"; group: "person" | "screen" }> = [
  { slot: "audio", kind: "audio", group: "person" },
  { slot: "video", kind: "video", group: "person" },
  { slot: "screen", kind: "video", group: "screen" },
  { slot: "screenAudio", kind: "audio", group: "screen" },
];

export class MediaSlots {
  readonly #platform: RtcPlatform;
  readonly #groups: Record<"person" | "screen", MediaStream>;
  readonly #transceivers = new Map<Slot, RTCRtpTransceiver>();
  #stream: MediaStream | null = null;
  #screen: MediaStream | null = null;

  constructor(platform: RtcPlatform) {
    this.#platform = platform;
    this.#groups = { person: platform.createStream([]), screen: platform.createStream([]) };
  }

  /** What comes from the other side's microphone and camera. */
  get stream(): MediaStream | null {
    return this.#stream;
  }

  /** What comes from the other side's screen; without pictures while nothing is shared. */
  get screen(): MediaStream | null {
    return this.#screen;
  }

  sender(slot: Slot): RTCRtpSender | undefined {
    return this.#transceivers.get(slot)?.sender;
  }

  receiver(slot: Slot): RTCRtpReceiver | undefined {
    return this.#transceivers.get(slot)?.receiver;
  }

  /** For the side that makes the first offer. */
  addTo(pc: RTCPeerConnection): void {
    for (const { slot, kind, group } of SLOTS) {
      const streams = [this.#groups[group]];
      const transceiver = pc.addTransceiver(kind, { direction: "sendrecv", streams });
      if (slot === "screen") this.#sparePadding(transceiver);
      this.#transceivers.set(slot, transceiver);
    }
    this.#collect();
  }

  /**
   * Chromium probes the path with padding in whichever video stream can resend best, even in one that sends nothing;
   * to the far side that looks like a screen. Without its retransmission codec the camera is taken first. Lost
   * packets are then sent again in the stream itself.
   */
  #sparePadding(transceiver: RTCRtpTransceiver): void {
    const codecs = this.#platform.videoCodecs();
    transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => mimeType.toLowerCase() !== "video/rtx"));
  }

  /**
   * For the side that answers: takes what the offer made, in both directions. Another program may offer fewer; then
   * those slots stay missing.
   */
  adoptFrom(pc: RTCPeerConnection): void {
    const offered = pc.getTransceivers();
    for (const { slot, kind, group } of SLOTS) {
      const index = offered.findIndex((transceiver) => transceiver.receiver.track.kind === kind);
      const [transceiver] = index < 0 ? [] : offered.splice(index, 1);
      if (transceiver === undefined || this.#transceivers.has(slot)) continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(this.#groups[group]);
      this.#transceivers.set(slot, transceiver);
    }
    this.#collect();
  }

  /** Exchanges what is sent, and how much of it. Where there is no place for a screen, it takes the camera's. */
  async send(tracks: LocalTracks, plan: VideoPlan): Promise<void> {
    const screenAsVideo = !this.#transceivers.has("screen") && tracks.screen !== null;
    const wanted: LocalTracks = { ...tracks, video: screenAsVideo ? tracks.screen : tracks.video };
    await Promise.all(SLOTS.map(({ slot }) => this.sender(slot)?.replaceTrack(wanted[slot])));
    const shape = (slot: "video" | "screen", kind: "camera" | "screen") => {
      const sender = this.sender(slot);
      // An encoder without a picture would still send padding to probe the path, which looks like a stream.
      const active = plan[kind].active && wanted[slot] !== null;
      return sender && applyVideoEncoding(sender, { ...plan[kind], active }, kind);
    };
    const audio = this.sender("audio");
    await Promise.all([
      shape("video", screenAsVideo ? "screen" : "camera"),
      shape("screen", "screen"),
      audio && protectAudio(audio),
    ]);
  }

  #collect(): void {
    this.#stream ??= this.#streamOf("person");
    this.#screen ??= this.#streamOf("screen");
  }

  #streamOf(wanted: "person" | "screen"): MediaStream | null {
    const tracks = SLOTS.filter(({ group }) => group === wanted).flatMap(
      ({ slot }) => this.receiver(slot)?.track ?? [],
    );
    return tracks.length === 0 ? null : this.#platform.createStream(tracks);
  }
}
